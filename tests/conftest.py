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

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("spark") is not None or INSTALLATIONS & set(getattr(item, "fixturenames", ())):
            return 0
        return 2 if item.get_closest_marker("slow") is None else 1

    items.sort(key=place)
