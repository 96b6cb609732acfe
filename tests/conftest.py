"""Settings that every test shares."""

import pytest
from hypothesis import settings

# Shared cores make single examples slow at times, and a run must give the same verdict twice.
settings.register_profile("kaoji", deadline=None, derandomize=True)
settings.load_profile("kaoji")

INSTALLATIONS = {"site", "example", "original", "at"}
"""Fixtures of tests that run the platform in processes of its own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: begun last, it would leave the other processes of a run with nothing to do."""

    def is_quick(item: pytest.Item) -> bool:
        return item.get_closest_marker("spark") is None and not INSTALLATIONS & set(getattr(item, "fixturenames", ()))

    items.sort(key=is_quick)
