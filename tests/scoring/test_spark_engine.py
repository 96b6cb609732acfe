"""The models give the same on Spark as on DuckDB, to the last digit."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kaoji.numbers import half_up, round_points
from kaoji.scheme import Structure
from kaoji.scoring import Facts
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.relations import COLUMNS, CompiledScheme, Relations
from kaoji.scoring.results import collect
from kaoji.scoring.sampling import plausible
from kaoji.scoring.spark_engine import SparkEngine, named_once, to_spark
from kaoji.scoring.steps import run
from tests.properties.strategies import Assessment, assessments
from tests.scoring.small_scheme import of, small

Rows = list[tuple[Any, ...]]


# ------------------------------------------------------------------------------------------------------ without Spark
class Noting(SparkEngine):
    """An engine that only notes the queries it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: dict[str, str] = {}

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        self.queries[name] = f"{sql}\n-- stored: {stored}"


@cache
def every_query() -> dict[str, str]:
    """Give the queries of a run, by relation."""
    engine = Noting()
    run(engine, {1, 2})
    return engine.queries


INEXACT = re.compile(r"/|\b(AVG|MEAN|MEDIAN|ROUND|POWER|SQRT|DOUBLE|FLOAT|REAL|INT128|HUGEINT|HALF_UP|ROUND_AT)\b")
"""What goes through doubles, or is DuckDB's alone; functions and types come out in capitals."""


@pytest.mark.parametrize("name", every_query())
def test_transpiled_model_has_whole_numbers_only(name: str) -> None:
    for _, query in named_once(name, every_query()[name]):
        text = to_spark(query)
        assert text.startswith(("SELECT", "WITH"))
        assert INEXACT.search(text) is None, text


def test_every_division_of_hugeints_looks_at_the_quotient() -> None:
    divisions = ("CAST(a AS HUGEINT) // b", "a // (CAST(b AS HUGEINT) * 2)", "HALF_UP(CAST(a AS HUGEINT) * b, c)")
    assert all("RAISE_ERROR" in to_spark(f"SELECT {division} AS x FROM t") for division in divisions)
    assert to_spark("SELECT a // b AS x FROM t") == (
        "SELECT (CAST(`a` AS BIGINT) DIV CAST(`b` AS BIGINT)) AS `x` FROM `t`"
    )


# ----------------------------------------------------------------------------------------------------- whole schemes
DEDUCTIONS = """
kaoji: 1
title: 松岭区2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [上河镇, 下河镇, 石门乡, 柳林乡]}
indicators:
  - name: 党的建设
    points: 30
    decimals: 2
    items:
      - {name: 组织建设, points: 20, provider: 区委办, score: 由区委办计分, when_absent: 按比例折算}
      - {name: 学习教育, points: 10, provider: 区委办, score: 由区委办计分, when_absent: 按比例折算}
  - name: 安全生产
    points: 15
    provider: 区应急局
    limits: 同一事项取最大值
    rules:
      - {events: 生产事故, score: 每起扣5分}
      - {events: 通报批评, score: "省级扣3分、市级扣2分、区级扣0.5分"}
  - name: 招商引资
    points: 20
    provider: 区商务局
    start: zero
    weight: 1/3
    rules:
      - {events: 到位资金（万元）, score: "每300万元计0.7分，最高计20分"}
  - name: 减分
    bonus: true
    provider: 区督查室
    rules:
      - {events: 督办件, score: "每件扣0.33分，减分不超过1分"}
total:
  - {formula: "党的建设×1/3+安全生产×35.5%+招商引资+减分，保留两位小数"}
"""
COMPARISONS = """
kaoji: 1
title: 云台市2025年度部门考核
year: 2025
groups:
  经济部门: {units: [甲局, 乙局, 丙局, 丁局, 戊局]}
  综合部门: {units: [己局, 庚局, 辛局]}
indicators:
  - name: 业务工作
    provider: 市考核办
    items:
      - {name: 增长, points: 10, rules: [{measure: 产值（万元）, score: "按发展指数计分（自身60%，平均40%）"}]}
      - {name: 区间, points: 7, rules: [{measure: 办结率（%）, score: 按最大最小值法计分}]}
      - {name: 功效, points: 9, rules: [{measure: 满意率（%）, score: "按功效系数法计分（60+40）"}]}
      - {name: 最好, points: 3.33, rules: [{measure: 办件（件）, score: 按最高得分单位折算}]}
      - {name: 时长, points: 11, rules: [{measure: 平均时长（天）, better: lower, score: 按最高得分单位折算}]}
      - {name: 完成, points: 10, rules: [{measure: 投资（万元）, score: 按完成比例计分}]}
      - {name: 超额, points: 10, start: zero, rules: [{measure: 收入（万元）, target: 300, score: "每超过7万元加0.3分（按比例），最高加5分"}]}
  - name: 位次
    bonus: true
    provider: 市考核办
    rules:
      - {rank: 省级排名, score: "第1名加5分、第2名加3分、第3至5名加1分，并列时平分"}
      - {ranked: 用电量（万度）, among: all, score: "前3名加2分"}
total:
  - {formula: "业务工作+位次，保留3位小数"}
"""
PANELS = """
kaoji: 1
title: 北川厅2025年度处室考核
year: 2025
groups:
  处室: {units: [一处, 二处, 三处]}
  中心: {units: [信息中心, 服务中心]}
indicators:
  - {name: 履职, points: 60, provider: 考核办, score: 由考核办计分}
panels:
  民主测评: {points: 100, options: {优秀: 100, 称职: 80, 基本称职: 60, 不称职: 0}, abstentions: [弃权], classes: {领导: 1/3, 职工: 2/3}, score: "按满分折算，保留两位小数"}
  领导评分: {points: 20, dimensions: {质量: 10, 效率: 7.5}, score: "去掉一个最高分和一个最低分，按最高得分单位折算"}
  逐票: {points: 10, options: {满意: 0, 一般: 0.3, 不满意: 0.7}, score: 逐票扣分}
  上级评分: {points: 30, entered: true, score: 保留1位小数}
total:
  - {formula: "履职×70%+民主测评×10%+领导评分×100÷35+逐票+上级评分÷3-3.5，保留两位小数"}
"""
SCHEMES = sorted((Path(__file__).parents[2] / "schemes").glob("*/scheme.yaml"))
RELATIONS = ("comparisons", "sheets", "panel_means", "panel_scores", "effects", "leaf_sums", "node_scores", "totals")

# Planning takes far longer than the few rows: no compilers that pay off later only.
QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    # What follows from conditions is looked for in every plan, and plans are written out as texts that nobody reads.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.maxPlanStringLength": "1",
    "spark.sql.shuffle.partitions": "2",
}


def random_assessments(count: int) -> list[Assessment]:
    """Draw assessments, the same ones each time."""
    found: list[Assessment] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(assessments())
    def draw(assessment: Assessment) -> None:
        found.append(assessment)

    draw()
    return found


@cache
def everything() -> tuple[Relations, list[CompiledScheme]]:
    """Compile every scheme of this module into one run."""
    structures = [small(), of(DEDUCTIONS), of(COMPARISONS), of(PANELS)]
    structures += [of(path.read_text(encoding="utf-8")) for path in SCHEMES]
    assessed: list[tuple[Structure, Facts]] = [(each, plausible(each, seed)) for seed, each in enumerate(structures)]
    assessed += [(each.structure, each.facts) for each in random_assessments(12)]
    return compile_facts(assessed)


@pytest.fixture(scope="module")
def on_duckdb() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(threads=1)
    engine.load(everything()[0])
    run(engine, everything()[0].heights)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def quick() -> Iterator[SparkEngine]:
    engine = SparkEngine(settings=QUICK)
    yield engine
    engine.session.stop()


@pytest.fixture(scope="module")
def spark(quick: SparkEngine) -> SparkEngine:
    engine = SparkEngine(quick.session)
    engine.load(everything()[0])
    run(engine, everything()[0].heights)
    return engine


@pytest.mark.spark
@pytest.mark.parametrize("name", RELATIONS)
def test_relation_is_the_same_row_by_row(name: str, spark: SparkEngine, on_duckdb: DuckDBEngine) -> None:
    query = f"SELECT * FROM {name} ORDER BY ALL"
    expected = on_duckdb.rows(query)
    assert expected
    assert spark.rows(query) == expected


@pytest.mark.spark
def test_workers_run_the_python_that_started_them(spark: SparkEngine) -> None:
    assert spark.session.sparkContext.pythonExec == sys.executable


@pytest.mark.spark
def test_scores_read_from_spark_are_the_same(spark: SparkEngine, on_duckdb: DuckDBEngine) -> None:
    relations, compiled = everything()
    for scheme in (compiled[0], compiled[3]):
        assert collect(spark, relations, scheme) == collect(on_duckdb, relations, scheme)


@pytest.mark.spark
def test_parquet_file_has_the_rows_and_the_same_bytes_each_time(
    spark: SparkEngine, on_duckdb: DuckDBEngine, tmp_path: Path
) -> None:
    first, second = tmp_path / "总分.parquet", tmp_path / "again.parquet"
    spark.write_parquet("totals", first)
    spark.write_parquet("totals", second)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.parquet", "总分.parquet"]
    assert first.read_bytes() == second.read_bytes()
    query = "SELECT unit_id, group_id, total, place FROM {} ORDER BY ALL"
    assert on_duckdb.rows(query.format(f"read_parquet('{first}')")) == on_duckdb.rows(query.format("totals"))


@pytest.mark.spark
def test_run_from_parquet_with_stored_relations_in_a_folder(
    quick: SparkEngine, on_duckdb: DuckDBEngine, tmp_path: Path
) -> None:
    (tmp_path / "facts").mkdir()
    for name in COLUMNS:
        on_duckdb.write_parquet(name, tmp_path / "facts" / f"{name}.parquet")
    engine = SparkEngine(quick.session, folder=str(tmp_path / "stored"))
    engine.load_parquet(tmp_path / "facts")
    engine.create("sums", "SELECT unit_id, CAST(SUM(mark) AS BIGINT) AS mark FROM marks GROUP BY unit_id")
    engine.create("named", "SELECT scale, COUNT(*) AS panels, BOOL_OR(trim > 0) AS trims FROM panels GROUP BY scale")
    query = "SELECT unit_id, SUM(mark) FROM marks GROUP BY unit_id ORDER BY ALL"
    assert engine.rows("SELECT * FROM sums ORDER BY ALL") == on_duckdb.rows(query)
    assert sorted(path.name for path in (tmp_path / "stored").iterdir()) == ["named.parquet", "sums.parquet"]
    engine.close()
    assert not any(engine.session.catalog.tableExists(name) for name in ("marks", "sums"))


# -------------------------------------------------------------------------------------------------------- arithmetic
BIG = 2**63 - 1
NUMBERS: Rows = [
    *((n, d, s) for n in (-7, -5, -3, -1, 0, 1, 3, 5, 7, 95) for d in (-4, -2, 2, 3, 6) for s in (1, 10)),
    (94_995_000_000, 3, 100_000),
    (-94_995_000_000, 3, 100_000),
    (94_994_999_950, 7, 100_000),
    (-94_994_999_949, 7, 10**7),
    (BIG // 2 - 10**9, 2 * 10**8, 10),
    (-(BIG // 2 - 10**9), 2 * 10**8, 10),
]
FACTORS: Rows = [
    (sign * a, b, d)
    for sign in (1, -1)
    for a, b, d in (
        (BIG, 10**18, BIG // 2),
        (BIG - 1, 2 * 10**18, -(BIG // 2)),
        (123_456_789_012_345_678, 987_654_321_098_765_432, 314_159_265_358_979_323),
        (5, 10**18 + 1, 10),
        (10**18 + 1, 1, 2),
        (1, 1, 2),
    )
]
OPTIONAL: Rows = [(1, 5, None), (2, None, 3), (3, None, None), (4, -2, -2), (5, 5, 1), (6, 0, 7)]


def relation(rows: Rows, *columns: str) -> str:
    """Write rows as a query."""
    values = ", ".join("(" + ", ".join("NULL" if cell is None else str(cell) for cell in row) + ")" for row in rows)
    named = ", ".join(f"CAST(c{number} AS BIGINT) AS {column}" for number, column in enumerate(columns))
    return f"SELECT {named} FROM (VALUES {values}) AS v({', '.join(f'c{n}' for n in range(len(columns)))})"


@pytest.fixture(scope="module")
def both(quick: SparkEngine) -> Iterator[tuple[SparkEngine, DuckDBEngine]]:
    engine, other = SparkEngine(quick.session), DuckDBEngine(threads=1)
    # As Spark does unless told otherwise; the schemes above go through its interpreter.
    engine.session.conf.set("spark.sql.codegen.wholeStage", "true")
    engine.session.conf.set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY")
    for each in (engine, other):
        each.create("numbers", relation(NUMBERS, "n", "d", "s"))
        each.create("factors", relation(FACTORS, "a", "b", "d"))
        each.create("optional", relation(OPTIONAL, "id", "x", "y"))
    yield engine, other
    engine.close()
    other.close()


Both = tuple[SparkEngine, DuckDBEngine]


def same(both: Both, query: str) -> Rows:
    """Give the rows that both engines agree on."""
    spark, other = (engine.rows(query) for engine in both)
    assert spark == other
    return spark


@pytest.mark.spark
def test_rounding_of_64_bits_goes_half_away_from_zero(both: Both) -> None:
    query = "SELECT n, d, s, HALF_UP(n, d), n // d, -n // d, ROUND_AT(n, s) FROM numbers ORDER BY 1, 2, 3"
    for n, d, s, rounded, cut, cut_of_negative, settled in same(both, query):
        assert rounded == half_up(n, d)
        assert cut == abs(n) // abs(d) * (1 if (n < 0) == (d < 0) else -1)
        assert cut_of_negative == -cut
        assert settled == round_points(n, 8 - len(str(s)))


@pytest.mark.spark
def test_division_of_hugeints_is_exact(both: Both) -> None:
    query = (
        "SELECT a, b, d, HALF_UP(CAST(a AS HUGEINT) * b, d), CAST(a AS HUGEINT) * b // d,"
        " CAST(a AS HUGEINT) * b // (CAST(d AS HUGEINT) * 1000000) FROM factors ORDER BY 1, 2, 3"
    )
    for a, b, d, rounded, cut, wide in same(both, query):
        sign = 1 if (a * b < 0) == (d < 0) else -1
        assert rounded == half_up(a * b, d)
        assert cut == abs(a * b) // abs(d) * sign
        assert wide == abs(a * b) // abs(d * 10**6) * sign


@pytest.mark.spark
@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("CAST(HALF_UP(CAST(a AS HUGEINT) * b, 7) AS BIGINT)", id="quotient of more than 64 bits"),
        pytest.param("CAST(CAST(a AS HUGEINT) * b * b AS BIGINT)", id="product of more than 38 digits"),
        pytest.param("CAST(SUM(a) OVER () + SUM(ABS(a)) OVER () AS BIGINT)", id="sum of more than 64 bits"),
        pytest.param("ABS(a) * 2", id="product of more than 64 bits"),
        pytest.param("a // (d - d)", id="division by zero"),
        pytest.param("HALF_UP(CAST(a AS HUGEINT), d - d)", id="division of hugeints by zero"),
    ],
)
def test_what_does_not_fit_is_an_error(expression: str, both: Both) -> None:
    from pyspark.errors import PySparkException  # noqa: PLC0415 - there only where Spark is

    query = f"SELECT {expression} AS x FROM factors"
    with pytest.raises(duckdb.Error):
        both[1].rows(query)
    with pytest.raises(PySparkException):
        both[0].rows(query)


@pytest.mark.spark
def test_nulls_ties_and_orders_are_the_same(both: Both) -> None:
    assert same(both, "SELECT id, GREATEST(x, y, 0), LEAST(x, y, 2), GREATEST(x, y) FROM optional ORDER BY id") == [
        (1, 5, 2, 5),
        (2, 3, 2, 3),
        (3, 0, 2, None),
        (4, 0, -2, -2),
        (5, 5, 1, 5),
        (6, 7, 0, 7),
    ]
    assert same(
        both,
        "SELECT id, RANK() OVER (ORDER BY x DESC), RANK() OVER (ORDER BY x), ROW_NUMBER() OVER (ORDER BY y, id DESC),"
        " FIRST_VALUE(id) OVER (PARTITION BY x = 5 ORDER BY x DESC, id) FROM optional ORDER BY id",
    ) == [(1, 1, 3, 6, 1), (2, 5, 5, 3, 2), (3, 5, 5, 5, 2), (4, 4, 1, 1, 6), (5, 1, 3, 2, 1), (6, 3, 2, 4, 6)]
    assert same(
        both,
        "SELECT x, SUM(y), COUNT(*), COUNT(y), HALF_UP(SUM(y), 2), MAX(y) > 1 FROM optional GROUP BY x ORDER BY x",
    ) == [(-2, -2, 1, 1, -1, False), (0, 7, 1, 1, 4, True), (5, 1, 2, 1, 1, False), (None, 3, 2, 1, 2, True)]
    assert same(both, "SELECT id FROM optional WHERE x IN (SELECT y FROM optional) ORDER BY id") == [(4,)]


@pytest.mark.spark
def test_relation_with_a_number_that_is_not_whole_is_refused(both: Both) -> None:
    for expression in ("x / 2", "AVG(x) OVER ()", "CAST(x AS HUGEINT)"):
        with pytest.raises(TypeError, match=r"halves\.y is (double|decimal)"):
            both[0].create("halves", f"SELECT {expression} AS y FROM optional")
