"""Settings that every test shares."""

import os

import pytest
from hypothesis import settings

# Shared cores make single examples slow at times, and a run must give the same verdict twice.
settings.register_profile("kaoji", deadline=None, derandomize=True)
settings.load_profile("kaoji")

INSTALLATIONS = {"site", "example", "original", "at"}
"""Fixtures of tests that run the platform in processes of its own."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: begun last, it would leave the other processes of a run with nothing to do.

    On another database than the usual one, what has nothing to do with a database is left out.
    """
    if "KAOJI_TEST_DATABASE" in os.environ:
        left_out = [item for item in items if not _stores(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _stores(item)]

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("spark") is not None or INSTALLATIONS & set(getattr(item, "fixturenames", ())):
            return 0
        return 2 if item.get_closest_marker("slow") is None else 1

    items.sort(key=place)


def _stores(item: pytest.Item) -> bool:
    """Tell whether a test has to do with a database."""
    names = {"db", "transactional_db", *INSTALLATIONS}
    return item.get_closest_marker("django_db") is not None or bool(names & set(getattr(item, "fixturenames", ())))
