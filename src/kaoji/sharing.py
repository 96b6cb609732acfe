"""Work on many things shared with a second process, where there is a second core to do it.

``shared(work, items, least=200)`` gives ``[work(item) for item in items]``, the second half worked out by a copy of this process.
What the copy cannot do – it may meet a limit on memory that this process does not – is done here, so that the answer
never depends on it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

_ALONE: Final = 2


def shared(work: Callable[[Item], Result], items: Sequence[Item], *, least: int) -> list[Result]:
    """Give what becomes of each item, in order; fewer than ``least`` are not worth a second process."""
    if len(items) < least or not may_share():
        return [work(item) for item in items]
    from multiprocessing import get_context  # noqa: PLC0415 - a twentieth of a second that only long documents wait for

    half = len(items) // 2
    processes = get_context("fork")
    answers, writer = processes.Pipe(duplex=False)
    copy = processes.Process(target=_answer, args=(work, items[half:], writer))
    copy.start()
    writer.close()
    try:
        first = [work(item) for item in items[:half]]
        return [*first, *(_received(answers) or [work(item) for item in items[half:]])]
    finally:
        copy.kill()
        copy.join()
        answers.close()


def may_share() -> bool:
    """Tell whether a copy of this process can be made, safely and to some use: it has one thread and several cores."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores >= _ALONE


def _received(answers: Connection) -> list[Any]:
    """Give what the copy worked out; nothing where it came to grief."""
    try:
        found: list[Any] = answers.recv()
    except EOFError:
        return []
    return found


def _answer(work: Callable[[Item], Result], items: Sequence[Item], writer: Connection) -> None:
    """Work as the copy. What goes wrong there is not said: the original does the same and says it."""
    with suppress(Exception):
        writer.send([work(item) for item in items])
