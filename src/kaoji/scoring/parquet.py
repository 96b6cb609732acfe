"""Fact tables in Parquet files, read through DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_parquet_rows(path: Path) -> list[tuple[Any, ...]]:
    """Give the rows of a Parquet file, the names of its columns as the first.

    Raises:
        ValueError: the file is no Parquet file.
    """
    import duckdb  # noqa: PLC0415 - takes a third of a second to load

    with duckdb.connect() as connection:
        try:
            # "::" and globs have a meaning in names; quoting the path as a literal keeps it one file.
            found = connection.sql("SELECT * FROM read_parquet([$1], hive_partitioning = false)", params=[str(path)])
            # A number of 32 bits counts with its own shortest writing: as one of 64 bits 0.1 would be 0.10000000149.
            short = [place for place, kind in enumerate(found.types) if str(kind) == "FLOAT"]
            names, rows = tuple(found.columns), found.fetchall()
            if short:
                written = found.project(", ".join(f"CAST(#{place + 1} AS VARCHAR)" for place in short)).fetchall()
                rows = [_with(row, short, texts) for row, texts in zip(rows, written, strict=True)]
        except duckdb.Error as problem:
            raise ValueError(str(problem).splitlines()[0]) from problem
    return [names, *rows]


def _with(row: tuple[Any, ...], places: list[int], texts: tuple[str | None, ...]) -> tuple[Any, ...]:
    """Give a row with other numbers at some places."""
    changed = list(row)
    for place, text in zip(places, texts, strict=True):
        changed[place] = None if text is None else float(text)
    return tuple(changed)
