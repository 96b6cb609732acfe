"""The engines that run the SQL models: DuckDB in process, Spark where that is outgrown.

The only module that imports DuckDB, PySpark or sqlglot. The models are written in DuckDB's dialect; three helpers stand
for what engines say differently: HALF_UP (division rounded half away from zero), HALF_UP_OF (the same of what is not
negative), SHARE_OF (a product divided so) and ROUND_AT (a named rounding).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, Self

from kaoji.scoring.relations import COLUMNS, SCHEME_IDS, Relations

if TYPE_CHECKING:
    import duckdb

HALF_UP = "((2 * ({n}) + CASE WHEN (({n}) < 0) = (({d}) < 0) THEN ({d}) ELSE -({d}) END) // (2 * ({d})))"
"""What is divided stands in it twice and the divisor four times: the time to plan a model grows with both."""

HALF_UP_OF = "((2 * ({n}) + ({d})) // (2 * ({d})))"
"""The same where neither number is negative, which is told at less cost."""

SHARE_OF = "CAST(HALF_UP_OF(CAST({a} AS HUGEINT) * ({b}), {d}) AS BIGINT)"
"""A product divided, where no number is negative."""
_SHARE_OF = (
    f"CASE WHEN d <= {2**61} AND a <= {2**61} // GREATEST(b, 1) THEN (2 * a * b + d) // (2 * d) "
    f"ELSE {SHARE_OF.format(a='a', b='b', d='d')} END"
)
"""The same in DuckDB, where a division of 128 bits takes twenty times as long as one of 64, which mostly does."""

_LEFT_ALONE = (
    # Joins run in the order the models write them: facts first, then parameters. Estimates cannot know that, and a wrong
    # guess multiplies rules by variants before any fact is looked at.
    "join_order",
    # Reads files once for every part that it makes of a grouping.
    "partitioned_execution",
    # Writes a chain of projections below a grouping as one, each expression copied wherever it is used: planning explodes.
    "partial_aggregate_pushdown",
    # Move projections about, find nothing in the models, and take long where they have many.
    "projection_placement",
    "projection_pullup",
)
"""What DuckDB's optimizer does not do to the models."""


class Definition(NamedTuple):
    """A relation's name, the query that makes it, and whether it is computed once or whenever it is read."""

    name: str
    sql: str
    stored: bool = True


class Engine(Protocol):
    """What the steps need of an engine: named relations made by SQL over other named relations."""

    def load(self, relations: Relations) -> None:
        """Take the input relations."""

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation by a query; stored ones are computed once."""

    def create_side_by_side(self, *chains: Sequence[Definition]) -> None:
        """Define chains of relations, which may read what stands before them in their own chain, not each other."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a relation to a Parquet file."""


@cache
def model(name: str) -> str:
    """Give the SQL of a model."""
    return (Path(__file__).parent / "models" / f"{name}.sql").read_text(encoding="utf-8")


_MEMORY = ":memory:"


class DuckDBEngine:
    """DuckDB, in memory or in a file.

    Args:
        threads: how many cores to use; None leaves it to DuckDB.
        memory: a limit such as "4GB"; None leaves it to DuckDB.
        database: a file, or memory.
    """

    small = 20_000
    """With fewer rows to read, looking for a better plan takes longer than it could save."""

    def __init__(self, threads: int | None = None, memory: str | None = None, database: str = _MEMORY) -> None:
        # A third of a second that only scoring has to wait for, not every command and web process.
        import duckdb

        self._threads = threads
        config: dict[str, Any] = {"preserve_insertion_order": False}
        if threads is not None:
            config["threads"] = threads
        if memory is not None:
            config["memory_limit"] = memory
        self.connection = duckdb.connect(database, config=config)
        # A bar of DuckDB's own would be drawn into what commands print, also into what is meant for programs.
        self.connection.execute("SET enable_progress_bar = false")
        self.connection.execute(f"SET disabled_optimizers = '{','.join(_LEFT_ALONE)}'")
        self.connection.execute("CREATE OR REPLACE MACRO HALF_UP(n, d) AS " + HALF_UP.format(n="n", d="d"))
        self.connection.execute("CREATE OR REPLACE MACRO HALF_UP_OF(n, d) AS " + HALF_UP_OF.format(n="n", d="d"))
        self.connection.execute(f"CREATE OR REPLACE MACRO SHARE_OF(a, b, d) AS {_SHARE_OF}")
        self.connection.execute(
            "CREATE OR REPLACE MACRO ROUND_AT(points, step) AS "
            "CAST(HALF_UP(HALF_UP(points, 100), step) * step * 100 AS BIGINT)"
        )

        kinds = "SELECT table_name, table_type = 'VIEW' FROM information_schema.tables"
        # In memory there is nothing yet, and asking takes as long as a model.
        found = [] if database == _MEMORY else self.rows(kinds)
        self._optimizer: Literal["enable", "disable"] = "enable"
        self._made: dict[str, tuple[bool, str]] = {name: (is_view, "") for name, is_view in found}
        self._parsed: dict[str, duckdb.Statement] = {}

    def load(self, relations: Relations) -> None:
        """Take the input relations from memory."""
        self._optimize("enable" if sum(map(len, relations.rows.values())) >= self.small else "disable")
        for name, columns in COLUMNS.items():
            self._make(name, f"TABLE {name} ({columns})")
            self.insert(name, relations.rows[name])

    def replace(self, relations: Relations, names: Iterable[str]) -> None:
        """Take some of the input relations anew."""
        for name in names:
            self.connection.execute(f"DELETE FROM {name}")
            self.insert(name, relations.rows[name])

    def insert(self, name: str, rows: Sequence[tuple[Any, ...]], columns: str = "") -> None:
        """Append rows to an input relation, or to one with such columns, column by column."""
        if not rows:
            return
        types = [column.split()[1] for column in (columns or COLUMNS[name]).split(", ")]
        lists = [list(values) for values in zip(*rows, strict=True)]
        unnested = ", ".join(f"UNNEST(${number}::{kind}[])" for number, kind in enumerate(types, 1))
        self.connection.execute(f"INSERT INTO {name} SELECT {unnested}", lists)

    def load_parquet(self, folder: Path, schemes: range | None = None) -> None:
        """Take the input relations from Parquet files of their names.

        Parameters are read into tables, since every model looks at them; facts and votes stay where they are and are
        read in passing. Where they lie clustered by unit, a range of schemes reads little else.

        Args:
            folder: where the files are.
            schemes: only these, by number; None takes all.
        """
        self._optimize("enable")
        bounds = (0, 0)
        definitions = []
        for name, columns in COLUMNS.items():
            sql = f"SELECT * FROM read_parquet('{folder / name}.parquet')"
            key = columns.split()[0]
            if schemes is not None and name == "units":
                sql += f" WHERE scheme_id BETWEEN {schemes.start} AND {schemes.stop - 1}"
            elif schemes is not None and "unit_id" in columns:
                sql += f" WHERE unit_id BETWEEN {bounds[0]} AND {bounds[1]}"
            elif schemes is not None:
                sql += f" WHERE {key} BETWEEN {schemes.start * SCHEME_IDS} AND {schemes.stop * SCHEME_IDS - 1}"
            if name == "units":
                self.create(name, sql)
                (bounds,) = self.rows("SELECT COALESCE(MIN(unit_id), 0), COALESCE(MAX(unit_id), -1) FROM units")
            else:
                definitions.append(Definition(name, sql, "unit_id" not in columns))
        self.create_side_by_side(definitions[::2], definitions[1::2])

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation by a query; a view that is there already stays as it is."""
        self._make(name, f"{'TABLE' if stored else 'VIEW'} {name} AS {sql}")

    def create_side_by_side(self, *chains: Sequence[Definition]) -> None:
        """Define chains of relations, each on a core of its own: most of a small model's time is planning, on one core."""
        if len(chains) == 1 or self._threads == 1:
            for name, sql, stored in (definition for chain in chains for definition in chain):
                self.create(name, sql, stored=stored)
            return
        with ThreadPoolExecutor(len(chains)) as pool:
            for done in [pool.submit(self._beside().create_side_by_side, chain) for chain in chains]:
                done.result()

    def _beside(self) -> Self:
        """Give the same engine with a connection that another thread can use."""
        other = copy(self)
        other.connection = self.connection.cursor()
        other._optimize(self._optimizer)  # noqa: SLF001 - an engine like this one
        return other

    def _optimize(self, optimizer: Literal["enable", "disable"]) -> None:
        self.connection.execute(f"PRAGMA {optimizer}_optimizer")
        self._optimizer = optimizer

    def _make(self, name: str, definition: str) -> None:
        is_view = definition.startswith("VIEW")
        if is_view and self._made.get(name) == (True, definition):
            return
        if name in self._made and self._made[name][0] != is_view:
            self.connection.execute(f"DROP {'TABLE' if is_view else 'VIEW'} {name}")
        self._execute(f"CREATE OR REPLACE {definition}")
        self._made[name] = is_view, definition

    def _execute(self, sql: str) -> None:
        """Run a statement; its syntax is read once, which matters where the same models run again and again."""
        if sql not in self._parsed:
            (self._parsed[sql],) = self.connection.extract_statements(sql)
        self.connection.execute(self._parsed[sql])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return self.connection.execute(sql).fetchall()

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a relation to a Parquet file, rows in a fixed order so that the same rows give the same bytes."""
        target = str(path).replace("'", "''")
        self.connection.execute(f"COPY (SELECT * FROM {name} ORDER BY ALL) TO '{target}' (FORMAT parquet)")

    def is_parquet_of(self, name: str, path: Path) -> bool:
        """Tell whether a Parquet file holds the rows of a relation, each as often, in columns of the same names."""
        import duckdb

        target = "read_parquet(['" + str(path).replace("'", "''") + "'], hive_partitioning = false)"
        try:
            columns = [[column[0] for column in self.rows(f"DESCRIBE FROM {each}")] for each in (name, target)]
            either_way = f"(FROM {name} EXCEPT ALL FROM {target}) UNION ALL (FROM {target} EXCEPT ALL FROM {name})"
            return columns[0] == columns[1] and self.rows(f"SELECT count(*) FROM ({either_way})") == [(0,)]
        except duckdb.Error:
            return False

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()
