"""The same models on Spark, for data that one machine does not hold.

``to_spark`` turns a model into Spark's SQL; ``SparkEngine`` runs it. PySpark is an extra: it is imported when an engine
opens its session, so that ``to_spark`` works without it.

What the two engines say differently, and how that is settled:

======================  ============================================================================================
DuckDB                  Spark
======================  ============================================================================================
HUGEINT                 DECIMAL(38, 0): whole numbers, so there is no scale at which a product could be rounded
a // b                  a DIV b. It cuts toward zero too, but of a quotient that needs more than 64 bits it gives
                        the lowest 64 without a word; a division of HUGEINT therefore checks first
HALF_UP…, ROUND_AT      macros there, written out here
SUM of BIGINT           64 bits from the start; DuckDB has 128 until the sum is cast
overflow, zero divisor  an error there, and here by ANSI mode
ORDER BY x              nulls come last there, and here because it is said
WITH, used twice        computed once there, and here because it becomes a relation of its own
======================  ============================================================================================

Bounds: where a number does not fit, the query ends with an error on either engine; none is ever cut. A HUGEINT holds up
to 2^127 (1.7 x 10^38), a DECIMAL(38, 0) less than 10^38, and what is divided here must stay below 2^63 x 10^19
(9.2 x 10^37); since HALF_UP(n, d) divides 2n + d or 2n - d, a numerator may reach 4.6 x 10^37. The longest one of the
models is that of the growth index, points x share x value x units compared: with 100 points (10^11), a share of 100%
(10^6) and 3000 units, values may reach 1.5 x 10^11 (1.5 x 10^17 in steps of 10^-6). Sums of BIGINT must fit 64 bits at
every step. spark.sql.decimalOperations.allowPrecisionLoss changes nothing: it gives up scale for digits, and the scale
is 0.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlglot
from sqlglot import ErrorLevel, exp

from kaoji.scoring.engines import HALF_UP, HALF_UP_OF, SHARE_OF, Definition
from kaoji.scoring.relations import COLUMNS, Relations

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MACROS = {
    "HALF_UP": (("n", "d"), HALF_UP.format(n="n", d="d")),
    "HALF_UP_OF": (("n", "d"), HALF_UP_OF.format(n="n", d="d")),
    "SHARE_OF": (("a", "b", "d"), SHARE_OF.format(a="a", b="b", d="d")),
    "ROUND_AT": (("points", "step"), "CAST(HALF_UP(HALF_UP(points, 100), step) * step * 100 AS BIGINT)"),
}
"""What DuckDB has as macros: the parameters and the expression."""

# Without HUGEINT it is a division of 64 bits; the casts change no number, and end a query in which one is wider after all.
_NARROW = "CAST(a AS BIGINT) // CAST(b AS BIGINT)"
# The divisor is looked at up to 10^19, so that the bound has at most 38 digits.
_WIDE = (
    "CASE WHEN ABS(a) >= CAST(9223372036854775808 AS HUGEINT) * LEAST(ABS(b), CAST(10000000000000000000 AS HUGEINT))"
    " THEN RAISE_ERROR('A quotient needs more than 64 bits.') ELSE a // b END"
)
_WHOLE = exp.DataType.build("DECIMAL(38, 0)")
_CLOSED = (exp.Paren, exp.Column, exp.Literal, exp.Cast, exp.Case, exp.Abs)
"""Expressions that need no brackets around them."""

_STORABLE = {"int", "bigint", "boolean", "string"}
_SESSION = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
}
"""What a session must say for the results to be the same; set in a session of the engine's own."""

_PROCESS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""A Spark of this process alone: no web page, no Hive, nothing that listens beyond this machine."""


@lru_cache(maxsize=128)
def to_spark(sql: str) -> str:
    """Give a query in DuckDB's dialect in Spark's, with the same result to the last digit.

    >>> to_spark("SELECT CAST(x AS HUGEINT) AS x FROM t ORDER BY x")
    'SELECT CAST(`x` AS DECIMAL(38, 0)) AS `x` FROM `t` ORDER BY `x` NULLS LAST'

    Raises:
        sqlglot.errors.SqlglotError: the query is not understood, or Spark has nothing like a part of it.
    """
    tree = _expanded(sqlglot.parse_one(sql, read="duckdb"))
    for division in _inside_out(tree, exp.IntDiv):
        quotient = sqlglot.parse_one(_WIDE if _hugeints(division) else _NARROW, read="duckdb")
        division.replace(exp.paren(_filled(quotient, {"a": division.this, "b": division.expression}), copy=False))
    for kind in _hugeints(tree):
        kind.replace(_WHOLE.copy())
    for brackets in list(tree.find_all(exp.Paren)):  # each pair costs Spark's parser a guess
        if isinstance(brackets.this, _CLOSED):
            brackets.replace(brackets.this)
    return tree.sql(dialect="spark", identify=True, comments=False, unsupported_level=ErrorLevel.RAISE)


def named_once(name: str, sql: str) -> list[tuple[str, str]]:
    """Give a query as steps, each with its name: what the query names and uses more than once, then the query itself.

    DuckDB computes a common table expression once, Spark at each of its uses.

    >>> named_once("t", "WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT x FROM a")
    [('t_a', 'SELECT 1 AS x'), ('t', 'SELECT x FROM t_a AS a UNION ALL SELECT x FROM t_a AS a')]
    """
    tree = cast("exp.Query", sqlglot.parse_one(sql, read="duckdb"))
    steps: list[tuple[str, str]] = []
    uses = Counter(table.name for table in tree.find_all(exp.Table))
    for step in [each for each in tree.ctes if uses[each.alias] > 1]:
        query = step.this.copy()
        for earlier in tree.ctes[: tree.ctes.index(step)]:
            query = query.with_(earlier.alias, earlier.this, copy=False)
        own = f"{name}_{step.alias}"
        steps.append((own, query.sql(dialect="duckdb", comments=False)))
        for table in [each for each in tree.find_all(exp.Table) if each.name == step.alias]:
            table.replace(exp.alias_(exp.to_table(own), table.alias_or_name, table=True))
        step.pop()
    return [*steps, (name, tree.sql(dialect="duckdb", comments=False))]


def _expanded(tree: exp.Expr) -> exp.Expr:
    """Write the calls of macros out."""
    for call in _inside_out(tree, exp.Anonymous):
        if call.name.upper() in MACROS:
            parameters, body = MACROS[call.name.upper()]
            meaning = _expanded(sqlglot.parse_one(body, read="duckdb"))
            arguments = dict(zip(parameters, call.expressions, strict=True))
            call.replace(exp.paren(_filled(meaning, arguments), copy=False))
    return tree


def _inside_out(tree: exp.Expr, kind: type[exp.Expr]) -> list[Any]:
    """Give the nodes of a kind, those within others first."""
    return list(tree.find_all(kind))[::-1]


def _hugeints(tree: exp.Expr) -> list[exp.DataType]:
    """Give the places where HUGEINT is named."""
    return [kind for kind in tree.find_all(exp.DataType) if kind.this == exp.DataType.Type.INT128]


def _filled(body: exp.Expr, arguments: Mapping[str, exp.Expr]) -> exp.Expr:
    """Put arguments in the places of parameters."""
    for column in list(body.find_all(exp.Column)):
        column.replace(exp.paren(arguments[column.name]))
    return body


class SparkEngine:
    """Spark, in this process or on a cluster.

    The engine works in a session of its own within the Spark that it is given: its settings and relations are not seen
    by others. The session opens when it is first needed.

    Args:
        session: a session of a running Spark; None starts one in this process.
        cores: how many cores such a one uses.
        settings: further settings of such a one, by Spark's names; they hold when it is the first of this process.
        folder: where stored relations are kept as Parquet files, seen by all executors; None keeps them in the memory
            and on the disks of the executors, which is faster, but a lost executor then ends the run.
    """

    def __init__(
        self,
        session: SparkSession | None = None,
        cores: int = 2,
        settings: Mapping[str, str] | None = None,
        folder: str | None = None,
    ) -> None:
        self._given, self._cores, self._settings, self._folder = session, cores, settings or {}, folder
        self._names: set[str] = set()

    @cached_property
    def session(self) -> SparkSession:
        """The session that the relations are in."""
        given = self._given if self._given is not None else _local(self._cores, self._settings)
        session = given.newSession()
        for name, value in _SESSION.items():
            session.conf.set(name, value)
        return session

    def load(self, relations: Relations) -> None:
        """Take the input relations from memory."""
        for name, columns in COLUMNS.items():
            frame = self.session.createDataFrame(relations.rows[name], _schema(columns), verifySchema=False)
            self._name(name, frame)

    def load_parquet(self, folder: str | Path) -> None:
        """Take the input relations from Parquet files of their names, which all executors see."""
        for name, columns in COLUMNS.items():
            frame = self.session.read.schema(_schema(columns)).parquet(f"{folder}/{name}.parquet")
            self._name(name, frame)

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation by a query in DuckDB's dialect.

        Raises:
            TypeError: a column is neither a whole number of 64 bits, a truth value nor text.
        """
        *steps, (_, query) = named_once(name, sql)
        for step, text in steps:
            self._name(step, self._kept(step, self.session.sql(to_spark(text))))
        frame = self.session.sql(to_spark(query))
        for column, kind in frame.dtypes:
            if kind not in _STORABLE:
                raise TypeError(f"{name}.{column} is {kind}; cast it to BIGINT")
        self._name(name, self._kept(name, frame) if stored else frame)
        if stored:
            for step, _ in steps:
                self._drop(step)

    def create_side_by_side(self, *chains: Sequence[Definition]) -> None:
        """Define chains of relations, one after the other: Spark puts every core to each of them."""
        for name, sql, stored in (definition for chain in chains for definition in chain):
            self.create(name, sql, stored=stored)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a query in DuckDB's dialect."""
        found = self.session.sql(to_spark(sql)).collect()
        return [tuple(int(value) if isinstance(value, Decimal) else value for value in row) for row in found]

    def write_parquet(self, name: str, path: Path) -> None:
        """Write a relation to one Parquet file, rows in a fixed order so that the same rows give the same bytes.

        On a cluster the folder must be one that the executors see under the same path.
        """
        frame = self.session.table(name)
        order = [frame[column].asc_nulls_last() for column in frame.columns]
        parts = path.resolve().with_name(f"{path.name}.parts")
        one = frame.repartition(1).sortWithinPartitions(*order)
        one.write.mode("overwrite").parquet(f"file:{parts}")
        next(parts.glob("part-*.parquet")).replace(path)
        shutil.rmtree(parts)

    def close(self) -> None:
        """Let go of the relations. A Spark that this process started ends with the process."""
        for name in list(self._names):
            self._drop(name)

    def _name(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self._names.add(name)

    def _drop(self, name: str) -> None:
        self.session.catalog.dropTempView(name)
        self._names.discard(name)

    def _kept(self, name: str, frame: DataFrame) -> DataFrame:
        """Compute a relation once; what comes after it no longer knows how it was made."""
        if self._folder is None:
            return frame.localCheckpoint()
        path = f"{self._folder}/{name}.parquet"
        frame.write.mode("overwrite").parquet(path)
        return self.session.read.schema(frame.schema).parquet(path)


def _schema(columns: str) -> str:
    """Give the columns of an input relation as Spark declares them."""
    return columns.replace("VARCHAR", "STRING")


def _local(cores: int, settings: Mapping[str, str]) -> SparkSession:
    """Start Spark in this process, or give the one that runs."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, imported when it is asked for

    # Where a worker needs Python it is this one; Spark would take what is called python3, perhaps of another version.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    own = {
        "spark.sql.shuffle.partitions": str(2 * cores),
        "spark.sql.warehouse.dir": f"{tempfile.gettempdir()}/kaoji-warehouse",
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("kaoji")
    return builder.config(map={**_PROCESS, **own, **settings}).getOrCreate()
