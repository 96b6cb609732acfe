"""Work on many things shared with a second process, where there is a second core to do it.

``shared(work, items, least=200)`` gives ``[work(item) for item in items]``, the second half worked out by a copy of this process.
What the copy cannot do – it may meet a limit on memory that this process does not – is done here, so that the answer
never depends on it.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_ALONE: Final = 2


def shared(work: Callable[[Item], Result], items: Sequence[Item], *, least: int) -> list[Result]:
    """Give what becomes of each item, in order; fewer than ``least`` are not worth a second process."""
    if len(items) < least or not may_share():
        return [work(item) for item in items]
    half = len(items) // 2
    reader, writer = os.pipe()
    copy = os.fork()
    if copy == 0:
        _answer(work, items[half:], writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        try:
            first = [work(item) for item in items[:half]]
            answer = answers.read()
        except BaseException:
            os.kill(copy, signal.SIGKILL)
            raise
        finally:
            _, status = os.waitpid(copy, 0)
    if status != 0:
        return [*first, *(work(item) for item in items[half:])]
    second: list[Result] = pickle.loads(answer)  # noqa: S301 - written by a copy of this very process
    return [*first, *second]


def may_share() -> bool:
    """Tell whether a copy of this process can be made, safely and to some use: it has one thread and several cores."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores >= _ALONE


def _answer(work: Callable[[Item], Result], items: Sequence[Item], writer: int) -> None:
    """Work as the copy: leave the results in the pipe, and end without anything that belongs to the original."""
    status = 1
    try:
        with os.fdopen(writer, "wb") as answers:
            pickle.dump([work(item) for item in items], answers, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
