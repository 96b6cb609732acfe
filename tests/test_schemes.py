"""The schemes that the project brings: sound, and scored from plausible facts to the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.diagnostics import has_errors
from kaoji.grading import grade
from kaoji.scheme import Structure, load_scheme
from kaoji.scheme.bundled import bundled_schemes
from kaoji.scheme.linting import lint
from kaoji.scoring import score
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.missing import missing
from kaoji.scoring.results import collect
from kaoji.scoring.sampling import plausible
from kaoji.scoring.steps import run
from kaoji.writing.run import write_run
from kaoji.writing.verifying import verify_run

PATHS = bundled_schemes()
IDS = [path.parent.name for path in PATHS]


def structure_of(path: Path) -> Structure:
    structure, problems = load_scheme(path)
    assert structure is not None, [problem.line("en") for problem in problems]
    return structure


def test_all_five_schemes_are_there() -> None:
    assert len(PATHS) == 5


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_scheme_has_no_errors(path: Path) -> None:
    assert not has_errors(lint(structure_of(path)))


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_points_of_every_unit_add_up_to_what_the_notice_says(path: Path) -> None:
    structure = structure_of(path)
    for group, members in structure.scheme.groups.items():
        for unit in members.units:
            nodes = {node.index: node for node in structure.nodes_of(unit, group)}
            for node in nodes.values():
                points = [nodes[child].node.points for child in node.children if child in nodes]
                stated = [value for value in points if value is not None]
                if node.node.points is not None and stated and len(stated) == len(points):
                    assert sum(stated) == node.node.points, (unit, node.path)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_scheme_runs_from_facts_to_a_verified_result(path: Path, tmp_path: Path) -> None:
    structure = structure_of(path)
    facts = plausible(structure, seed=3)
    done = write_run(structure, facts, path, tmp_path / "run")
    assert done.missing == []
    ranked = [result for result in done.ranking.results.values() if result.total is not None]
    assert len(ranked) + sum(r.grade is not None for r in done.ranking.results.values() if r.total is None) == len(
        facts.units
    )
    if structure.scheme.grades:
        assert all(result.grade is not None for result in done.ranking.results.values())
    assert verify_run(tmp_path / "run") == []


@pytest.mark.slow
def test_many_schemes_in_one_pass_give_what_each_gives_alone() -> None:
    assessments = [(structure, plausible(structure, seed=5)) for structure in map(structure_of, PATHS)]
    relations, compiled = compile_facts(assessments)
    engine = DuckDBEngine()
    engine.load(relations)
    run(engine, relations.heights)
    for (structure, facts), one in zip(assessments, compiled, strict=True):
        together, alone = collect(engine, relations, one), score(structure, facts)
        assert together.totals == alone.totals
        assert together.ranks == alone.ranks
        assert together.nodes == alone.nodes
        assert together.panels == alone.panels
        assert [r.grade for r in grade(together).results.values()] == [r.grade for r in grade(alone).results.values()]


@pytest.mark.parametrize("path", PATHS, ids=IDS)
def test_nothing_is_missing_when_everything_is_given(path: Path) -> None:
    structure = structure_of(path)
    assert missing(structure, plausible(structure, seed=2)) == []
