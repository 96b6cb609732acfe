"""The engines that run the SQL models: DuckDB in process, Spark where that is outgrown.

The only module that imports DuckDB, PySpark or sqlglot. The models are written in DuckDB's dialect; two helpers stand
for what engines say differently: HALF_UP (division rounded half away from zero) and ROUND_AT (a named rounding).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from kaoji.scoring.compiling import COLUMNS, Relations

HALF_UP = (
    "(CASE WHEN (({n}) < 0) <> (({d}) < 0) THEN -1 ELSE 1 END * ((2 * ABS({n}) + ABS({d})) // (2 * ABS({d}))))"
)


class Engine(Protocol):
    """What the steps need of an engine: named relations made by SQL over other named relations."""

    def load(self, relations: Relations) -> None:
        """Take the input relations."""

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation by a query; stored ones are computed once."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a relation to a Parquet file."""


@cache
def model(name: str) -> str:
    """Give the SQL of a model."""
    return (Path(__file__).parent / "models" / f"{name}.sql").read_text(encoding="utf-8")


class DuckDBEngine:
    """DuckDB, in memory or in a file.

    Args:
        threads: how many cores to use; None leaves it to DuckDB.
        memory: a limit such as "4GB"; None leaves it to DuckDB.
        database: a file, or memory.
    """

    def __init__(self, threads: int | None = None, memory: str | None = None, database: str = ":memory:") -> None:
        config: dict[str, Any] = {"preserve_insertion_order": False}
        if threads is not None:
            config["threads"] = threads
        if memory is not None:
            config["memory_limit"] = memory
        self.connection = duckdb.connect(database, config=config)
        # Joins run in the order the models write them: facts first, then parameters. Estimates cannot know that, and a
        # wrong guess multiplies rules by variants before any fact is looked at.
        self.connection.execute("SET disabled_optimizers = 'join_order'")
        self.connection.execute("CREATE OR REPLACE MACRO HALF_UP(n, d) AS " + HALF_UP.format(n="n", d="d"))
        self.connection.execute(
            "CREATE OR REPLACE MACRO ROUND_AT(points, step) AS "
            "CAST(HALF_UP(HALF_UP(points, 100), step) * step * 100 AS BIGINT)"
        )

    def load(self, relations: Relations) -> None:
        """Take the input relations from memory."""
        for name, columns in COLUMNS.items():
            self.connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
            self.insert(name, relations.rows[name])

    def insert(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Append rows to an input relation, column by column."""
        if not rows:
            return
        types = [column.split()[1] for column in COLUMNS[name].split(", ")]
        lists = [list(values) for values in zip(*rows, strict=True)]
        unnested = ", ".join(f"UNNEST(${number}::{kind}[])" for number, kind in enumerate(types, 1))
        self.connection.execute(f"INSERT INTO {name} SELECT {unnested}", lists)

    def load_parquet(self, folder: Path, names: Iterable[str] = COLUMNS) -> None:
        """Take the input relations from Parquet files of their names."""
        for name in names:
            path = folder / f"{name}.parquet"
            self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{path}')")

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation by a query."""
        kind = "TABLE" if stored else "VIEW"
        other = "VIEW" if stored else "TABLE"
        found = self.connection.execute("SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name])
        known = found.fetchone()
        if known is not None and known[0] != ("BASE TABLE" if stored else "VIEW"):
            self.connection.execute(f"DROP {other} {name}")
        self.connection.execute(f"CREATE OR REPLACE {kind} {name} AS {sql}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return self.connection.execute(sql).fetchall()

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a relation to a Parquet file, rows in a fixed order so that the same rows give the same bytes."""
        self.connection.execute(f"COPY (SELECT * FROM {name} ORDER BY ALL) TO '{path}' (FORMAT parquet)")

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()


def digests(rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> dict[str, int]:
    """Count the rows of relations, for manifests."""
    return {name: len(values) for name, values in rows.items()}
