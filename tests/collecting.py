"""What pytest need not open: modules without an example in a docstring."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

PACKAGE = Path(__file__).parent.parent / "src"


def has_examples(path: Path) -> bool:
    """Tell whether a module shows what it does."""
    return ">>>" in path.read_text(encoding="utf-8")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass over a module of the package that has nothing to be tried: each process would import it."""
    if collection_path.suffix != ".py" or not collection_path.is_relative_to(PACKAGE):
        return None
    return None if has_examples(collection_path) else True


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples only in modules that have some: each process would look at all names of all tests."""
    found = yield
    return [each for each in found if not isinstance(each, DoctestModule) or has_examples(file_path)]
