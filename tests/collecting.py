"""What pytest need not open: modules of the package without an example in a docstring."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass over a module that has nothing to be tried: each process would import it and look at all its names."""
    if collection_path.suffix != ".py" or not collection_path.is_relative_to(PACKAGE):
        return None
    return True if ">>>" not in collection_path.read_text(encoding="utf-8") else None
