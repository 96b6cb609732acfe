"""Asking for work and doing it.

    @work("results.compute")
    def compute(job: Job, progress: Progress) -> dict: ...

    job = ask("results.compute", {"run": 7}, by=user)

``ask`` runs in the caller's transaction: the job exists exactly when the change does that asked for it. The work runs in
the language of who asked, whatever that of the worker is. An app names the
modules with its work, ``work_in("kaoji.web.results.computing")``: they are loaded for the first job, not by every command
and web process.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kaoji.web.audit.chain import BY_ITSELF, Acting, acting_as
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.jobs.models import Job, State

LEASE = timedelta(seconds=20)
MOST_ATTEMPTS = 20
_log = logging.getLogger(__name__)
_WORK: dict[str, Callable[[Job, Progress], dict[str, Any]]] = {}
_PLACES: list[str] = []


class UnfitWorkError(Exception):
    """The work cannot be done as asked; the text says why, for the person who asked."""


@dataclass
class Progress:
    """Tells how far a job is, and keeps its lease."""

    job: Job

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Show progress; cheap enough to be called every second or so."""
        self.job.done, self.job.total, self.job.step = done, total, step
        Job.objects.filter(pk=self.job.pk, leased_by=self.job.leased_by).update(
            done=done, total=total, step=step[:200], leased_until=timezone.now() + LEASE
        )


def work(kind: str) -> Callable[[Callable[[Job, Progress], dict[str, Any]]], Callable[[Job, Progress], dict[str, Any]]]:
    """Register the function that does jobs of a kind; what it gives is kept as the job's result."""

    def register(function: Callable[[Job, Progress], dict[str, Any]]) -> Callable[[Job, Progress], dict[str, Any]]:
        _WORK[kind] = function
        return function

    return register


def work_in(*modules: str) -> None:
    """Name modules that register work when they are loaded."""
    _PLACES.extend(modules)


def load_work() -> None:
    """Load what was named; the second time there is nothing to do."""
    for place in _PLACES:
        import_module(place)


def ask(kind: str, arguments: dict[str, Any], *, by: Any = None, assessment_id: int | None = None) -> Job:  # noqa: ANN401
    """Put a job into the queue. It will speak the language in which somebody asks, or that of the site."""
    asked_by = by if by is not None and by.pk else None
    spoken = translation.get_language() if asked_by is not None else None
    return Job.objects.create(
        kind=kind, arguments=arguments, asked_by=asked_by, assessment_id=assessment_id,
        language=spoken or settings.LANGUAGE_CODE,
    )  # fmt: skip


def take(worker: str) -> Job | None:
    """Take the oldest job that waits or whose worker is gone; None when there is nothing to do."""
    now = timezone.now()
    with transaction.atomic():
        free = Q(state=State.WAITING) | Q(state=State.RUNNING, leased_until__lt=now)
        job = Job.objects.select_for_update(skip_locked=True).filter(free).order_by("pk").first()
        if job is None:
            return None
        job.state, job.leased_by, job.leased_until = State.RUNNING, worker, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "leased_by", "leased_until", "attempts"])
    return job


def do(job: Job) -> Job:
    """Do a job that was taken, in its language, and note how it ended."""
    with translation.override(job.language):
        return _do(job)


def _do(job: Job) -> Job:
    asked_by = job.asked_by
    who = Acting(user_id=asked_by.pk, user=asked_by.number) if asked_by is not None else Acting(user=BY_ITSELF)
    try:
        with acting_as(who), _Heartbeat(job):
            job.result = _work_of(job)(job, Progress(job))
        job.state, job.problem = State.DONE, ""
    except (UnfitWorkError, UnfitFileError) as problem:
        job.state, job.problem = State.FAILED, str(problem)
    except Exception:  # noqa: BLE001 - whatever goes wrong with a job, the worker goes on and the job says so
        _log.exception("job %s failed", job)
        job.state = State.FAILED
        job.problem = _(
            "Something is broken here. Tell the number of the job, {number}, to whoever keeps the system."
        ).format(number=job.pk)
    job.finished_at = timezone.now()
    Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(
        state=job.state, problem=job.problem, result=job.result, finished_at=job.finished_at, leased_until=None
    )
    return job


def _work_of(job: Job) -> Callable[[Job, Progress], dict[str, Any]]:
    if job.attempts > MOST_ATTEMPTS:
        raise UnfitWorkError(_("Given up after {count} attempts.").format(count=MOST_ATTEMPTS))
    if job.kind not in _WORK:
        load_work()
    return _WORK[job.kind]


class _Heartbeat:
    """Keeps the lease of a job while its work goes on."""

    def __init__(self, job: Job) -> None:
        self.job, self.over = job, threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(LEASE.total_seconds() / 4):
            Job.objects.filter(pk=self.job.pk, leased_by=self.job.leased_by).update(leased_until=timezone.now() + LEASE)
            close_old_connections()


def do_all() -> int:
    """Do everything that waits, and give how many jobs that were."""
    worker, count = worker_name(), 0
    while (job := take(worker)) is not None:
        do(job)
        count += 1
    return count


def work_on(stop: threading.Event, pause: float = 0.5) -> None:
    """Work until told to stop."""
    worker = worker_name()
    free_of_the_dead()
    while not stop.is_set():
        close_old_connections()
        job = take(worker)
        if job is None:
            stop.wait(pause)
        else:
            do(job)


def free_of_the_dead() -> None:
    """Let jobs be taken at once whose worker ran on this machine and is gone."""
    host = socket.gethostname()
    for job in Job.objects.filter(state=State.RUNNING, leased_by__startswith=f"{host}:"):
        try:
            os.kill(int(job.leased_by.removeprefix(f"{host}:").partition(":")[0]), 0)
        except ProcessLookupError:
            Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(leased_until=timezone.now())
        except PermissionError:
            continue


def worker_name() -> str:
    """Give a name that no other worker has."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}:{time.monotonic_ns()}"
