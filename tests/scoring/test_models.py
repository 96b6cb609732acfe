"""The models keep the rules that exact numbers and readers need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from kaoji.scoring import engines
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.engines import Definition, DuckDBEngine, model
from kaoji.scoring.relations import COLUMNS
from kaoji.scoring.sampling import plausible
from kaoji.scoring.steps import STEPS, Kept, run, run_parts
from kaoji.writing.run import RELATIONS
from tests.scoring.small_scheme import small

FOLDER = Path(engines.__file__).parent / "models"
NAMES = sorted(path.stem for path in FOLDER.glob("*.sql"))
INEXACT = ("AVG", "MEAN", "MEDIAN", "ROUND", "POW", "SQRT", "LN", "LOG", "EXP", "RANDOM")
FLOATING = ("DOUBLE", "FLOAT", "REAL", "DECIMAL", "NUMERIC")
MADE_OF = {"node_scores_1": "node_scores", "total_scores": "node_scores", "matter_amounts": "plain_amounts"}
"""Relations that have no model of their own, and the model that makes them."""
FILLED = {
    "{facts}": "facts",
    "{rules}": "variant_rules",
    "{gathered}": "leaf_sums",
    "{between}": "SELECT * FROM lower_scores",
    "{height}": "1",
}


def body(name: str) -> str:
    """The SQL without comments, its placeholders filled."""
    text = re.sub(r"--.*", "", model(name))
    for placeholder, value in FILLED.items():
        text = text.replace(placeholder, value)
    return text


def inputs(name: str) -> set[str]:
    """The relations that a model reads."""
    tree = sqlglot.parse_one(body(name), read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    read = {table.name for table in tree.find_all(exp.Table)} - own - {"lower_scores"}
    return {MADE_OF.get(name, name) for name in read}


def header(name: str) -> list[str]:
    """The comment lines on top."""
    lines = []
    for line in model(name).splitlines():
        if not line.startswith("-- "):
            break
        lines.append(line.removeprefix("-- "))
    return lines


def test_every_model_is_a_step_and_every_step_a_model() -> None:
    assert set(NAMES) == {name for name, _ in STEPS} - {"matter_amounts"} | {
        "lowest_sums",
        "gathered",
        "node_scores",
        "totals",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_model_says_its_grain_its_inputs_and_its_units(name: str) -> None:
    lines = header(name)
    assert re.match(r"One row per [^:]+: .+", lines[0])
    assert lines[1].startswith("Inputs: ")
    assert re.search(r"10\^-9|10\^-6|Counting", " ".join(lines))


@pytest.mark.parametrize("name", NAMES)
def test_a_model_reads_the_inputs_that_it_names(name: str) -> None:
    read = inputs(name)
    named = set(re.findall(r"\b[a-z_]+\b", " ".join(header(name)[1:])))
    assert read <= named
    assert read <= set(COLUMNS) | set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_divides_whole_numbers_and_nothing_else(name: str) -> None:
    text = body(name)
    assert not re.search(r"(?<!/)/(?!/)", text)
    assert not re.search(rf"\b({'|'.join(INEXACT)})\s*\(", text, re.IGNORECASE)
    assert not re.search(rf"\b({'|'.join(FLOATING)})\b", text, re.IGNORECASE)
    assert not re.search(r"\d\.\d", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_sum_has_a_type_that_is_stated(name: str) -> None:
    for found in sqlglot.parse_one(body(name), read="duckdb").find_all(exp.Sum):
        outer = found.parent.parent if isinstance(found.parent, exp.Window) else found.parent
        assert isinstance(outer, exp.Cast)
        assert outer.to.sql().upper() in ("BIGINT", "INT128")


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_a_screenful(name: str) -> None:
    lines = model(name).splitlines()
    assert len(lines) <= 80
    assert max(map(len, lines)) <= 140


def test_the_models_run_on_no_facts_at_all() -> None:
    engine = DuckDBEngine(threads=1)
    for name, columns in COLUMNS.items():
        engine.rows(f"CREATE TABLE {name} ({columns})")
    run(engine, {3})
    assert engine.rows("SELECT * FROM totals") == []
    assert engine.rows("SELECT * FROM node_scores") == []
    engine.close()


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (-5, -2, 3),
        (1, 3, 0),
        (-1, 3, 0),
        (2, 3, 1),
        (-2, 3, -1),
        (0, 7, 0),
        (10**30, 4, 10**30 // 4),
    ],
)
def test_half_up_rounds_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    engine = DuckDBEngine(threads=1)
    assert engine.rows(f"SELECT HALF_UP(CAST({numerator} AS HUGEINT), {denominator})") == [(expected,)]
    engine.close()


def test_relations_can_be_made_again_in_another_way() -> None:
    engine = DuckDBEngine(threads=1)
    engine.create("numbers", "SELECT 1 AS n")
    engine.create("numbers", "SELECT 2 AS n", stored=False)
    engine.create("numbers", "SELECT 2 AS n", stored=False)
    assert engine.rows("SELECT n FROM numbers") == [(2,)]
    engine.create("numbers", "SELECT 3 AS n")
    assert engine.rows("SELECT n FROM numbers") == [(3,)]
    engine.close()


NOTHING_COMES_FROM: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "votes": (("ballots", "marks", "panel_scores"), {"panel_scores"}),
    "what_is_compared": (("measures", "places"), {"index_amounts", "place_amounts"}),
    "matters": (("events",), {"matters"}),
    "any_fact": (
        ("scores", "answers", "measures", "events", "places", "items"), {"index_amounts", "place_amounts", "matters"},
    ),
}  # fmt: skip
"""Tables of facts that are empty, and what nothing comes from then."""


@pytest.mark.parametrize("case", NOTHING_COMES_FROM)
def test_what_nothing_comes_from_is_left_out_and_changes_no_score(case: str) -> None:
    tables, left_out = NOTHING_COMES_FROM[case]
    structure = small()
    facts = plausible(structure, 2)
    for table in tables:
        setattr(facts, table, [])
    relations, _ = compile_facts([(structure, facts)])
    every = {"plain_amounts", "index_amounts", "place_amounts", "matters", "panel_scores"}
    assert relations.score_sources() == every - left_out
    engine = DuckDBEngine(threads=1)
    found = []
    for sources in (relations.score_sources(), None):
        engine.load(relations)
        run(engine, relations.heights, sources=sources)
        found.append([sorted(engine.rows(f"SELECT * FROM {name}"), key=repr) for name in RELATIONS])
    engine.close()
    assert found[0] == found[1]
    assert found[0][-1]


def test_lean_runs_give_the_same_totals() -> None:
    structure = small()
    relations, _ = compile_facts([(structure, plausible(structure, 2)), (structure, plausible(structure, 3))])
    totals = []
    for keep in get_args(Kept):
        engine = DuckDBEngine(threads=1)
        engine.load(relations)
        run(engine, relations.heights, keep)
        totals.append(engine.rows("SELECT * FROM totals ORDER BY unit_id"))
        engine.close()
    assert totals[0] == totals[1] == totals[2]
    assert len(totals[0]) > 1


def test_parts_of_many_schemes_give_what_all_together_give(tmp_path: Path) -> None:
    structure = small()
    relations, _ = compile_facts([(structure, plausible(structure, seed)) for seed in range(5)])
    engine = DuckDBEngine(threads=1)
    engine.load(relations)
    for name in COLUMNS:
        engine.write_parquet(name, tmp_path / f"{name}.parquet")
    run(engine, relations.heights)
    expected = engine.rows("SELECT * FROM totals ORDER BY unit_id")
    engine.close()
    for cores, at_once in ((1, 2), (2, 1), (2, 1500)):
        workers = [DuckDBEngine(threads=1) for _ in range(cores)]
        parts = run_parts(
            workers, tmp_path, lambda engine, _: engine.rows("SELECT * FROM totals ORDER BY unit_id"), at_once=at_once
        )
        assert len(parts) == (2 if at_once == 1500 else 3 if at_once == 2 else 5)
        assert [row for rows in parts for row in rows] == expected
        for engine in workers:
            engine.close()


def test_a_part_that_fails_ends_the_run(tmp_path: Path) -> None:
    structure = small()
    relations, _ = compile_facts([(structure, plausible(structure, seed)) for seed in range(3)])
    workers = [DuckDBEngine(threads=1) for _ in range(2)]
    workers[0].load(relations)
    for name in COLUMNS:
        workers[0].write_parquet(name, tmp_path / f"{name}.parquet")

    def take(_: DuckDBEngine, schemes: range) -> None:
        if 1 in schemes:
            raise ValueError(schemes)

    with pytest.raises(ValueError, match="range"):
        run_parts(workers, tmp_path, take, at_once=1)
    for engine in workers:
        engine.close()


def test_chains_side_by_side_give_what_one_after_the_other_gives() -> None:
    chains = [[Definition(f"{letter}{n}", f"SELECT {n} + COALESCE(MAX(n), 0) AS n FROM {letter}{n - 1}" if n else "SELECT 1 AS n")
               for n in range(6)] for letter in "abc"]  # fmt: skip
    for threads in (1, 2):
        engine = DuckDBEngine(threads=threads)
        engine.create_side_by_side(*chains)
        assert engine.rows("SELECT a5.n, b5.n, c5.n FROM a5, b5, c5") == [(16, 16, 16)]
        with pytest.raises(duckdb.CatalogException, match="nothing"):
            engine.create_side_by_side(chains[0], [Definition("d", "SELECT * FROM nothing")])
        engine.close()


def test_every_model_and_relation_stands_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/models.md").read_text(encoding="utf-8")
    models = page.split("## Models")[1]
    for name in NAMES:
        (row,) = re.findall(rf"^\| `{name}`( \*)? \| .+ \| (.+) \|$", models, re.MULTILINE)
        assert inputs(name) <= set(re.findall(r"`([a-z_]+)`", row[1]))
        if (name, True) in STEPS:
            assert row[0]
    assert [name for name in COLUMNS if f"`{name}`" not in page.split("## Models")[0]] == []
