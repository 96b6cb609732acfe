"""The schemes that come with Kaoji."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def bundled_schemes() -> list[Path]:
    """Give the scheme files that come with Kaoji: in the package, or beside it in a checkout."""
    installed = Path(str(files("kaoji"))) / "schemes"
    folder = installed if installed.is_dir() else Path(str(files("kaoji"))).parents[1] / "schemes"
    return sorted(folder.glob("*/scheme.yaml"))
