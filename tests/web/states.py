"""States that many tests begin in: made once by a process, then put back row by row.

    county = kept("county", build)

Making a county takes a hundred requests to the database and computing its result a third of a second; putting back what
that left takes a few milliseconds. It is put back only into the very state in which it was made: anything that a test did
before – another organisation, somebody who logged in – has it made anew.
"""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
Rows = dict[str, dict[Any, Any]]
"""The rows of each table by their keys, as the database gives them."""
Files = dict[str, tuple[bytes, int]]
"""What lies in files below the home, and their rights, by their paths."""


@dataclass(frozen=True)
class _Kept:
    """What was there before, what has come and gone since, and what was given for it."""

    before: Rows
    gone: dict[str, list[Any]]
    come: dict[str, list[Any]]
    files: Files
    given: bytes


_KEPT = defaultdict[Hashable, list[_Kept]](list)
_MOST = 4
"""In how many states the same is remembered."""


def kept(name: Hashable, make: Callable[[], T]) -> T:
    """Give what ``make`` gives and leave the database and the files as it leaves them.

    ``name`` says all that ``make`` depends on but the state it begins in. What it gives must be plain data or objects of
    the database; each caller gets a copy of their own.
    """
    before = _rows()
    found = next((each for each in _KEPT[name] if each.before == before), None)
    if found is None:
        there = _files()
        given = make()
        if len(_KEPT[name]) < _MOST:
            _KEPT[name].append(_what_changed(before, there, pickle.dumps(given)))
        return given
    with transaction.atomic():
        for table, keys in found.gone.items():
            _take_out(table, keys)
        for table, rows in found.come.items():
            _put_in(table, rows)
    for path, (content, rights) in found.files.items():
        file = Path(settings.HOME) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(rights)
    return pickle.loads(found.given)  # type: ignore[no-any-return]  # noqa: S301 - written above


def _what_changed(before: Rows, files: Files, given: bytes) -> _Kept:
    gone: dict[str, list[Any]] = {}
    come: dict[str, list[Any]] = {}
    for table, rows in _rows().items():
        old = before[table]
        if left := [key for key, row in old.items() if rows.get(key) != row]:
            gone[table] = left
        if new := [row for key, row in rows.items() if old.get(key) != row]:
            come[table] = new
    return _Kept(before, gone, come, {path: file for path, file in _files().items() if files.get(path) != file}, given)


@cache
def _tables() -> dict[str, tuple[str, str]]:
    """Give the tables with their keys and all their columns, each ready for a statement; the key is the first column."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 - Django's own way to the names of models
        if not meta.managed or meta.proxy or meta.app_label in ("auth", "contenttypes"):
            continue
        assert meta.pk is not None
        fields = [meta.pk, *(field for field in meta.local_concrete_fields if field is not meta.pk)]
        names = [str(field.column) for field in fields]
        quoted = [connection.ops.quote_name(name) for name in names]
        found[connection.ops.quote_name(meta.db_table)] = (quoted[0], ", ".join(quoted))
    return found


def _rows() -> Rows:
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        asked = {table: _asked(f"SELECT {columns} FROM {table}") for table, (_key, columns) in _tables().items()}
        return {table: {row[0]: row for row in rows} for table, rows in asked.items()}
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, (_key, columns) in _tables().items():
            with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
                lines = b"".join(copy).splitlines(keepends=True)
            found[table] = {line.rstrip(b"\n").partition(b"\t")[0].decode(): line for line in lines}
    return found


def _asked(statement: str) -> list[tuple[Any, ...]]:
    with closing(connection.connection.cursor()) as cursor:
        rows: list[tuple[Any, ...]] = cursor.execute(statement).fetchall()
    return rows


def _take_out(table: str, keys: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {_tables()[table][0]} = %s", [(key,) for key in keys])


def _put_in(table: str, rows: list[Any]) -> None:
    columns = _tables()[table][1]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(b"".join(rows))
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _files() -> Files:
    home = Path(settings.HOME)
    return {
        str(path.relative_to(home)): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in home.rglob("*")
        if path.is_file()
    }
