"""Settings that every test shares."""

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

# Shared cores make single examples slow at times, and a run must give the same verdict twice.
settings.register_profile("kaoji", deadline=None, derandomize=True)
settings.load_profile("kaoji")

INSTALLATIONS = {"site", "example", "original", "at"}
"""Fixtures of tests that run the platform in processes of its own."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Let each process of a run prepare a share of the modules first: together they do it once, not each all of it.

    What pytest makes of a module – assertions that say what they compared – is kept in files, where the others find it.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None or sys.dont_write_bytecode:
        return
    root = session.config.rootpath
    places = [root / argument.partition("::")[0] for argument in session.config.args]
    left_out = [root / argument for argument in session.config.getoption("ignore") or ()]
    found = sorted(
        path
        for path in {path for place in places for path in Path(place).rglob("test_*.py")}
        if not any(path.is_relative_to(folder) for folder in left_out)
    )
    number = int(worker["workerid"].removeprefix("gw"))
    for path in found[number :: worker["workercount"]]:
        # What is wrong with a module is said when it is collected.
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Look for circles among the objects of the tests only: what was loaded stays, and is a million objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what asks a database, and begin with what takes minutes.

    Begun last, it would leave the other processes of a run with nothing to do. The order is given at last: pytest-django
    has one of its own, in which tests that do not ask for its database come after all others.
    """
    for item in items:
        if _stores(item):
            item.add_marker("database")
    yield

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("spark") is not None or INSTALLATIONS & set(getattr(item, "fixturenames", ())):
            return 0
        return 2 if item.get_closest_marker("slow") is None else 1

    items.sort(key=place)


def _stores(item: pytest.Item) -> bool:
    """Tell whether a test has to do with a database."""
    names = {"db", "transactional_db", *INSTALLATIONS}
    return item.get_closest_marker("django_db") is not None or bool(names & set(getattr(item, "fixturenames", ())))
