"""Work on many things shared with a second process, where there is a second core to do it.

``shared(work, items, least=200)`` gives ``[work(item) for item in items]``, the second half worked out by a copy of this process.
``Ahead`` makes the copy before the work is known, so that it gets ready while this process does what cannot be shared. What the copy cannot do – it may meet a limit on memory that this process does not – is done here, so that the answer
never depends on it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

_ALONE: Final = 2
_AHEAD: Final = 6
"""Of so many items a copy that is ready takes all but one, while this process has yet to get ready."""


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


class Ahead(Generic[Item, Result]):
    """Work on many things, for which a copy of this process gets ready first.

        with Ahead(read, get_ready, is_long) as texts:
            ...
            found = texts.work_out(items)    # [read(item) for item in items]

    Args:
        work: what is done with each item; it and what it gives must be such as can be sent to another process.
        ready: what the copy does before anything is asked of it, such as compiling expressions.
        is_worth_it: tells whether there will be much to do; without, all is done here.
    """

    def __init__(self, work: Callable[[Item], Result], ready: Callable[[], object], *, is_worth_it: bool) -> None:
        self.work, self.ready = work, ready
        self.is_shared = is_worth_it and may_share()

    def __enter__(self) -> Self:
        if self.is_shared:
            from multiprocessing import get_context  # noqa: PLC0415 - a twentieth of a second that only long documents wait for

            processes = get_context("fork")
            self._line, there = processes.Pipe()
            self._copy = processes.Process(target=self._wait, args=(there,))
            self._copy.start()
            there.close()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self.is_shared:
            self._copy.kill()
            self._copy.join()
            self._line.close()

    def work_out(self, items: Sequence[Item]) -> list[Result]:
        """Give what becomes of each item, in order."""
        mine = len(items) // _AHEAD if self.is_shared else len(items)
        with suppress(OSError):
            if self.is_shared:
                self._line.send(items[mine:])
        done = [self.work(item) for item in items[:mine]]
        theirs = _received(self._line) if self.is_shared else []
        return [*done, *(theirs or [self.work(item) for item in items[mine:]])]

    def _wait(self, line: Connection) -> None:
        """Get ready, and answer as the copy; what goes wrong is not said: the original does the same and says it."""
        with suppress(Exception):
            self.ready()
            while True:
                line.send([self.work(item) for item in line.recv()])


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
    except (EOFError, OSError):
        return []
    return found


def _answer(work: Callable[[Item], Result], items: Sequence[Item], writer: Connection) -> None:
    """Work as the copy. What goes wrong there is not said: the original does the same and says it."""
    with suppress(Exception):
        writer.send([work(item) for item in items])
