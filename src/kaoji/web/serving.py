"""Running the platform: set up, a worker beside the web server, and an orderly end."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.utils import translation

from kaoji.diagnostics import is_chinese
from kaoji.web.database import OtherVersionError, unknown_steps

_LOOK_EVERY = 600


def set_up(home: Path | None = None) -> None:
    """Make Django ready, with everything kept below ``home`` (``KAOJI_HOME`` where none is given)."""
    if home is not None:
        os.environ["KAOJI_HOME"] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoji.web.settings")
    django.setup()
    translation.activate("zh-hans" if is_chinese() else "en")


def prepare() -> None:
    """Bring database and static files up to date.

    Raises:
        OtherVersionError: it is the program that would have to be brought up to date.
    """
    from django.db import connection  # noqa: PLC0415 - after Django is set up
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    if unknown := unknown_steps(MigrationLoader(connection)):
        raise OtherVersionError(unknown[0])
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def serve(
    address: str, port: int, workers: int = 2, threads: int = 4, started: Callable[[], None] | None = None
) -> None:
    """Serve until told to stop, with a worker beside; one that dies is started again."""
    from django.urls import reverse  # noqa: PLC0415 - after Django is set up
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - does not exist on every system that runs the core

    from kaoji.web.todo import load_sources  # noqa: PLC0415
    from kaoji.web.wsgi import application  # noqa: PLC0415 - after the settings are known

    # The pages are loaded once, before there are several web processes: none makes its first visitor wait for them.
    with translation.override(settings.LANGUAGE_CODE):
        reverse("home")
    load_sources()

    class Server(BaseApplication):
        """The web server with its settings."""

        def load_config(self) -> None:
            """Set what is not gunicorn's default."""
            for name, value in {
                "bind": f"{address}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 20,
                "max_requests": 5000,
                "max_requests_jitter": 500,
                "loglevel": "warning",
                "when_ready": lambda _server: started() if started is not None else None,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:  # noqa: ANN401 - a WSGI application
            """Give the application."""
            return application

    with _Worker():
        Server().run()


class _Worker:
    """A process that works through the queue while the server runs; one that dies is followed by another.

    The first is a copy of this process, which has everything loaded already: it works at once and shares its memory. Those
    that follow begin anew: the server has sockets and threads by then, and a copy would have the first and miss the second.
    """

    def __init__(self) -> None:
        self.over = threading.Event()
        self.starter = os.getpid()
        self.number = 0

    def __enter__(self) -> None:
        self.number = _copy() if _has_one_thread() else _anew()
        threading.Thread(target=self._keep, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        # Web workers leave through here too: they inherit the block, but the process is not theirs.
        if os.getpid() != self.starter:
            return
        self.over.set()
        with suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGTERM)
        _wait_for(self.number)

    def _keep(self) -> None:
        while True:
            _wait_for(self.number)
            if self.over.wait(1):
                return
            self.number = _anew()


def _has_one_thread() -> bool:
    """Tell whether this process is known to have one thread only, those of libraries counted."""
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


def _copy() -> int:
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        try:
            work_until_told()
        except BaseException:
            logging.getLogger(__name__).exception("the worker failed; another one follows")
            os._exit(1)
        os._exit(0)
    return number


def _anew() -> int:
    return subprocess.Popen([sys.executable, "-m", "kaoji", "work"]).pid


def _wait_for(number: int) -> None:
    """Wait for the end of a child; the web server may have heard of it first."""
    with suppress(ChildProcessError):
        os.waitpid(number, 0)


def work_until_told() -> None:
    """Work through the queue until told to stop."""
    from kaoji.web.jobs.queue import load_work, work_on  # noqa: PLC0415 - after the settings are known

    load_work()
    stop, starter = threading.Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # A server that was killed cannot tell its worker to stop.
    threading.Thread(target=_watch, args=(starter, stop), daemon=True).start()
    threading.Thread(target=_every_day, args=(stop,), daemon=True).start()
    work_on(stop)


def _watch(starter: int, stop: threading.Event) -> None:
    while not stop.wait(2):
        if os.getppid() != starter:
            stop.set()


def _every_day(stop: threading.Event) -> None:
    from kaoji.web.upkeep.daily import do_daily  # noqa: PLC0415 - after the settings are known

    while not stop.is_set():
        try:
            do_daily()
        except Exception:
            # The disk is full, say: the queue goes on, and the start page of the audit administrator shows the gap.
            logging.getLogger(__name__).exception("the daily work failed; it is tried again")
        close_old_connections()
        stop.wait(_LOOK_EVERY)
