"""Fact tables in Parquet files, read through DuckDB."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

_CHINA = timezone(timedelta(hours=8))
_ALMOST_TOO_LARGE = 3e38
_AS_THEY_ARE = ("VARCHAR", "ENUM", "DECIMAL", "DOUBLE", "BOOLEAN", "DATE", "TIME", "TIMESTAMP", "INTERVAL")


def read_parquet_rows(path: Path) -> list[tuple[Any, ...]]:
    """Give the rows of a Parquet file, the names of its columns as the first.

    A moment is the day and time that it was in China, wherever this runs; what no cell of a table holds (lists, bytes)
    is its text.

    Raises:
        ValueError: the file is no Parquet file.
    """
    import duckdb  # noqa: PLC0415 - takes a third of a second to load

    with duckdb.connect() as connection:
        try:
            # "::" and globs have a meaning in names; quoting the path as a literal keeps it one file.
            found = connection.execute("SELECT * FROM read_parquet([$1], hive_partitioning = false)", [str(path)])
            columns, rows = found.description or [], found.fetchall()
        except duckdb.Error as problem:
            raise ValueError(str(problem).splitlines()[0]) from problem
    ways = [(place, way) for place, column in enumerate(columns) if (way := _way(str(column[1])))]
    if ways:
        rows = [_read(row, ways) for row in rows]
    return [tuple(column[0] for column in columns), *rows]


def _read(row: tuple[Any, ...], ways: list[tuple[int, Callable[[Any], object]]]) -> tuple[Any, ...]:
    values = list(row)
    for place, way in ways:
        if values[place] is not None:
            values[place] = way(values[place])
    return tuple(values)


def _way(kind: str) -> Callable[[Any], object] | None:
    """Give how the values of a type are taken; None where they are as they are."""
    if kind == "FLOAT":
        return _short
    if kind == "TIMESTAMP WITH TIME ZONE":
        return _in_china
    if kind.endswith(("INT", "INTEGER")):
        return None
    return None if kind.startswith(_AS_THEY_ARE) and "[" not in kind and "ZONE" not in kind else _text


def _short(value: float) -> float:
    """Give a number of 32 bits by its own shortest decimal: as one of 64 bits 0.1 would be 0.10000000149.

    >>> _short(0.10000000149011612), _short(1234567.875)
    (0.1, 1234567.9)
    """
    if not math.isfinite(value):
        return value
    written = struct.pack("f", value)
    tried = (float(f"{value:.{digits}g}") for digits in range(1, 9))
    return next((each for each in tried if abs(each) < _ALMOST_TOO_LARGE and struct.pack("f", each) == written), value)


def _in_china(value: datetime) -> datetime:
    return value.astimezone(_CHINA).replace(tzinfo=None)


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
