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
            found = connection.execute("SELECT * FROM read_parquet([$1], hive_partitioning = false)", [str(path)])
            return [tuple(column[0] for column in found.description or ()), *found.fetchall()]
        except duckdb.Error as problem:
            raise ValueError(str(problem).splitlines()[0]) from problem
