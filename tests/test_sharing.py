"""Work shared with a copy of the process gives what it gives without one."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from kaoji import sharing
from kaoji.sharing import Ahead, shared

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


@pytest.mark.usefixtures("cores")
@pytest.mark.parametrize("is_worth_it", [True, False])
@pytest.mark.parametrize("count", [0, 1, 7, 5_000])
def test_results_stand_in_order_when_a_copy_got_ready_ahead(count: int, *, is_worth_it: bool) -> None:
    with Ahead(_squared, lambda: None, is_worth_it=is_worth_it) as ahead:
        for first in (0, 10):  # it goes on waiting for more
            items = range(first, first + count)
            assert ahead.work_out(items) == [(number, number * number) for number in items]


@pytest.mark.usefixtures("cores")
def test_work_is_done_here_when_the_copy_cannot_get_ready_or_not_do_it() -> None:
    for ready in (lambda: None, lambda: _only_here(1)):
        with Ahead(_only_here, ready, is_worth_it=True) as ahead:
            assert ahead.work_out(range(9)) == list(range(9))


@pytest.mark.usefixtures("cores")
def test_error_that_a_copy_met_ahead_is_raised_here() -> None:
    with Ahead(_broken, lambda: None, is_worth_it=True) as ahead, pytest.raises(ValueError, match="1"):
        ahead.work_out([5, 6, 7, 8, 9, 4, 1])


@pytest.mark.usefixtures("cores")
def test_a_copy_made_ahead_is_gone_afterwards() -> None:
    with Ahead(os.getpgid, lambda: None, is_worth_it=True) as ahead:
        found = set(ahead.work_out([0] * 50))
    assert len(found) == 1
    assert multiprocessing.active_children() == []
