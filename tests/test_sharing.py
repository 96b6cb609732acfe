"""Work shared with a copy of the process gives what it gives without one."""

from __future__ import annotations

import os

import pytest

from kaoji import sharing
from kaoji.sharing import shared

_HERE = os.getpid()


def _squared(number: int) -> tuple[int, int]:
    return number, number * number


def _only_here(number: int) -> int:
    if os.getpid() != _HERE:
        raise MemoryError
    return number


def _broken(number: int) -> int:
    if number == 1:
        raise ValueError(number)
    return number


@pytest.fixture(params=[True, False], ids=["two", "one"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a second core, or none."""
    may: bool = request.param and hasattr(os, "fork")
    monkeypatch.setattr(sharing, "may_share", lambda: may)


@pytest.mark.usefixtures("cores")
@pytest.mark.parametrize("count", [0, 1, 2, 7, 5_000])
def test_results_stand_in_order_when_shared(count: int) -> None:
    assert shared(_squared, range(count), least=2) == [(number, number * number) for number in range(count)]


@pytest.mark.usefixtures("cores")
def test_work_is_done_here_when_the_copy_cannot() -> None:
    assert shared(_only_here, range(9), least=2) == list(range(9))


@pytest.mark.usefixtures("cores")
def test_error_of_this_process_is_raised() -> None:
    with pytest.raises(ValueError, match="1"):
        shared(_broken, range(9), least=2)


@pytest.mark.usefixtures("cores")
def test_error_that_the_copy_meets_is_raised_here() -> None:
    with pytest.raises(ValueError, match="1"):
        shared(_broken, [5, 6, 7, 1], least=2)
