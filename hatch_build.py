"""Compile the translations, so that git holds only the readable .po files.

`make locale` runs this file as a script; every build, editable ones too, runs it as a hook of hatchling.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo file beside each .po file of the package where it is missing or older; name those written."""
    written = []
    for source in sorted((root / "src" / "kaoji").rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po_file:
            catalogue = read_po(po_file, abort_invalid=True)
        # Renamed into place: a test run in another process never reads half a file.
        partial = target.with_suffix(".mo.partial")
        with partial.open("wb") as mo_file:
            write_mo(mo_file, catalogue)
        partial.replace(target)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Compile the catalogues before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile whatever is out of date; `artifacts` in pyproject.toml lets the results into the wheel."""
        del version, build_data
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent)
