"""Commands as a user runs them, each in a process of its own that has not to load every library anew.

    done = run(["check", "scheme.yaml"], cwd=folder, env=environment)

Loading the libraries takes longer than most commands. A process that does nothing else loads them once, and each command
runs in a copy of it (``fork``): what belongs to the program itself – settings, texts, the commands – is loaded by the command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings as django_settings

LIBRARIES = (
    "duckdb", "lark", "openpyxl", "python_calamine", "docx", "lxml.html", "pydantic", "rich.progress", "rich.table", "typer",
    "typer._adapters", "yaml", "cryptography.hazmat.primitives.serialization", "email.mime.multipart", "logging.config",
    "sqlite3", "psycopg", "urllib.request", "http.cookies", "gunicorn.app.base", "gunicorn.workers.gthread", "pyotp", "segno",
    "chinese_calendar", "dj_database_url", "django.core.management", "django.core.serializers.python", "django.db.models",
    "django.db.migrations.autodetector", "django.db.backends.base.introspection", "django.http.cookie",
    "django.template.defaulttags", "django.urls", "django.utils.lorem_ipsum", "django.views.generic.base",
    "kaoji.scheme", "kaoji.scoring", "kaoji.grading", "kaoji.reading", "kaoji.writing",
)  # fmt: skip
"""What is loaded once; nothing of it looks at the environment or at Django's settings while it is loaded."""


@cache
def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *LIBRARIES])
    return context


def run(
    arguments: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None, said: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``kaoji`` with arguments, and what is said to it, to its end; gives its exit code and what it wrote."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "0").write_text(said, encoding="utf-8")
        environment = dict(os.environ if env is None else env)
        process = _context().Process(
            target=_command, args=(place, list(arguments), str(cwd or Path.cwd()), environment)
        )
        process.start()
        process.join()
        written = [(place / name).read_text(encoding="utf-8") for name in ("1", "2")]
    return subprocess.CompletedProcess(["kaoji", *arguments], process.exitcode or 0, *written)


def begin(arguments: Sequence[str], *, env: Mapping[str, str]) -> BaseProcess:
    """Begin ``kaoji`` with arguments as the first of a group of processes that can be killed together."""
    process = _context().Process(target=_leader, args=(list(arguments), str(Path.cwd()), dict(env)))
    process.start()
    return process


def _leader(arguments: list[str], cwd: str, environment: dict[str, str]) -> None:
    os.setsid()
    _be(arguments, cwd, environment)


def _command(place: Path, arguments: list[str], cwd: str, environment: dict[str, str]) -> None:
    """Be the command with its own input and output."""
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY | os.O_CREAT), (2, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(place / str(number), mode, 0o600), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as the interpreter leaves it
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    _be(arguments, cwd, environment)


def _be(arguments: list[str], cwd: str, environment: dict[str, str]) -> None:
    """Be the command: with its own environment and folder."""
    assert not django_settings.configured
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = ["kaoji", *arguments]
    if environment.get("PYTHONWARNINGS") == "error":
        warnings.simplefilter("error")
    from kaoji.cli import main  # noqa: PLC0415 - its texts are in the language of the environment

    main()
