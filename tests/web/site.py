"""The platform as it is run for real: a server and a worker in processes of their own, with a home and a database."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.commands import begin, run

_OF_THE_TESTS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "KAOJI_SECRET_KEY")


def server_of_the_tests() -> str:
    """Give the address of the database server that the tests run on; "" where that is SQLite."""
    return os.environ["DATABASE_URL"] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ""


class Site:
    """An installation below ``home``: on SQLite, or on PostgreSQL where an address of a server is given."""

    def __init__(self, home: Path, server: str = "", **environment: str) -> None:
        self.home = home
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in _OF_THE_TESTS},
            "KAOJI_HOME": str(home),
            **environment,
        }
        self.database = ""
        if server:
            name = f"kaoji_site_{secrets.token_hex(6)}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            self.database = server.replace("/postgres?", f"/{name}?")
            self.environment["DATABASE_URL"] = self.database
        self.process: BaseProcess | None = None

    def run(self, *command: str, said: str = "") -> str:
        """Run a command of the platform to its end and give what it prints."""
        done = run(command, env=self.environment, said=said)
        done.check_returncode()
        return done.stdout

    def copy(self, home: Path) -> None:
        """Begin with what lies in another home; on PostgreSQL by way of a backup."""
        if not self.database:
            shutil.copytree(home, self.home)
            return
        copy, backup = (self.home.with_name(f"{self.home.name}-{name}") for name in ("copy", "backup"))
        shutil.copytree(home, copy)
        Site(copy).run("backup", str(backup))
        self.run("restore", str(backup))

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        self.process = begin(["serve", "--port", str(self.port)], env=self.environment)
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/log-in", timeout=2):  # noqa: S310
                return
            time.sleep(0.1)
        pytest.fail("the server did not start")

    def kill(self) -> None:
        """Kill the server, its web processes and its worker, all at once."""
        if self.process is None:
            return
        assert self.process.pid is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.process = None

    def rows(self, question: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database behind the server's back; a statement that gives nothing is carried out."""
        if self.database:
            with psycopg.connect(self.database, autocommit=True) as connection:
                cursor = connection.execute(question.replace("?", "%s").encode(), values)
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.home / "kaoji.sqlite3", timeout=30)) as file, file:
            return list(file.execute(question, values))
