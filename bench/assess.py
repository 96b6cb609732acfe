"""From the Parquet files of a benchmark to grades: load, score, rank, grade every group."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from bench.generate import GROUP, pattern
from kaoji.grading import grade
from kaoji.grading.bulk import plain_grades
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.facts import Condition, Facts, Unit
from kaoji.scoring.relations import COLUMNS, SCHEME_IDS
from kaoji.scoring.results import NodeScore, Scores
from kaoji.scoring.steps import run_parts

CORES = 2
"""How many cores the measurements are made on."""
MEMORY = 3000
"""How much memory the engines may take together, in MB."""
Row = tuple[int, int, int, int]
"""Unit, group, total, place."""


class _TimedEngine(DuckDBEngine):
    """The engine, with a note of how long each relation took."""

    def __init__(self, threads: int, memory: str) -> None:
        super().__init__(threads=threads, memory=memory)
        self.steps: defaultdict[str, float] = defaultdict(float)

    def create(self, name: str, sql: str, *, stored: bool = True) -> None:
        """Define a relation and note the time."""
        started = time.perf_counter()
        super().create(name, sql, stored=stored)
        self.steps["load" if name in COLUMNS else name] += time.perf_counter() - started


class Noted(NamedTuple):
    """What the last run took: seconds by step, added up over engines, and seconds of processor."""

    steps: dict[str, float]
    processor: float


class Assessor:
    """A running process that assesses the files of a folder, again and again.

    Args:
        folder: where the files are.
        schemes: how many there are: one takes an engine on all cores, more take an engine a core.
    """

    def __init__(self, folder: Path, schemes: int) -> None:
        self.folder = folder
        engines, threads = (1, CORES) if schemes == 1 else (CORES, 1)
        self.engines = [_TimedEngine(threads, f"{MEMORY // engines}MB") for _ in range(engines)]
        self.noted = Noted({}, 0.0)
        self.structure, relations, compiled = pattern()
        self.parts = [node.index for node in self.structure.roots if node.name in self.structure.scheme.order]
        self.part_ids = [compiled.node_ids[index] for index in self.parts]
        heights = {row[3] for row in relations.rows["nodes"] if row[0] in self.part_ids}
        self.part_scores = " UNION ALL ".join(f"SELECT unit_id, node_id, value FROM node_scores_{h}" for h in heights)

    def run(self) -> dict[str, int]:
        """Score and grade everything; give how many units got each grade."""
        for engine in self.engines:
            engine.steps.clear()
        began = time.process_time()
        grades: Counter[str] = Counter()
        for found in run_parts(self.engines, self.folder, self.take):
            grades += found
        steps: Counter[str] = Counter()
        for engine in self.engines:
            steps.update(engine.steps)
        self.noted = Noted(dict(steps), time.process_time() - began)
        return dict(sorted(grades.items()))

    def take(self, engine: _TimedEngine, _: range) -> Counter[str]:
        """Grade the schemes whose relations an engine holds; give how many units got each grade."""
        started = time.perf_counter()
        rows: list[Row] = engine.rows(
            "SELECT unit_id, group_id, total, place FROM totals ORDER BY group_id, total DESC, unit_id"
        )
        conditions = dict(
            engine.rows(
                f"SELECT c.unit_id, c.condition FROM read_parquet('{self.folder / 'conditions.parquet'}') AS c "
                "INNER JOIN units AS u ON u.unit_id = c.unit_id"
            )
        )
        fetched = time.perf_counter()
        found = self.grades(engine, rows, conditions)
        engine.steps["fetch"] += fetched - started
        engine.steps["grade"] += time.perf_counter() - fetched
        return found

    def grades(self, engine: DuckDBEngine, rows: list[Row], conditions: dict[int, str]) -> Counter[str]:
        """Grade every group: by places and thresholds where these decide, the others by every rule there is."""
        found: Counter[str] = Counter()
        others: list[list[Row]] = []
        for _, group in groupby(rows, key=itemgetter(1)):
            listed = list(group)
            is_bounded = any(row[0] in conditions for row in listed)
            plain = None if is_bounded else plain_grades(self.structure.scheme, GROUP, [row[2] for row in listed])
            if plain is None:
                others.append(listed)
            else:
                found.update(plain)
        parts = self.part_values(engine, [group[0][1] for group in others])
        for members in others:
            found.update(self.grade(members, conditions, parts))
        return found

    def part_values(self, engine: DuckDBEngine, groups: list[int]) -> dict[int, dict[int, int]]:
        """Give the values of the parts that settle ties, by unit and part."""
        numbers, ids = ", ".join(map(str, [-1, *groups])), ", ".join(map(str, self.part_ids))
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for unit_id, part_id, value in engine.rows(
            f"SELECT s.unit_id, s.node_id % {SCHEME_IDS}, s.value FROM ({self.part_scores}) AS s "
            f"INNER JOIN units AS u ON u.unit_id = s.unit_id AND u.group_id IN ({numbers}) WHERE s.node_id % {SCHEME_IDS} IN ({ids})"
        ):
            found[unit_id][part_id] = value
        return found

    def grade(self, rows: list[Row], conditions: dict[int, str], parts: dict[int, dict[int, int]]) -> list[str]:
        """Grade one group by every rule."""
        units = {str(row[0]): Unit(str(row[0]), GROUP) for row in rows}
        held = [Condition(str(row[0]), conditions[row[0]]) for row in rows if row[0] in conditions]
        scores = Scores(self.structure, Facts(units=list(units.values()), conditions=held), units)
        for unit_id, _, total, place in rows:
            scores.totals[str(unit_id)], scores.ranks[str(unit_id)] = total, place
            for index, part_id in zip(self.parts, self.part_ids, strict=True):
                scores.nodes[str(unit_id), index] = NodeScore(parts[unit_id].get(part_id, 0))
        return [result.grade or "" for result in grade(scores).results.values()]

    def close(self) -> None:
        """Let go of the engines."""
        for engine in self.engines:
            engine.close()


def counts(folder: Path) -> dict[str, int]:
    """Count the facts and marks."""
    engine = DuckDBEngine(threads=CORES)
    ((facts, marks),) = engine.rows(
        f"SELECT (SELECT COUNT(*) FROM read_parquet('{folder}/facts.parquet')), "
        f"(SELECT COUNT(*) FROM read_parquet('{folder}/marks.parquet'))"
    )
    engine.close()
    return {"facts": facts, "marks": marks}


def scan(folder: Path, runs: int) -> float:
    """Read every number of every file once: the time that no assessment of them can beat."""
    engine = DuckDBEngine(threads=CORES, memory="3GB")
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        for name, columns in COLUMNS.items():
            numbers = [column.split()[0] for column in columns.split(", ") if column.endswith("BIGINT")]
            sums = ", ".join(f"SUM({column})" for column in numbers)
            engine.rows(f"SELECT COUNT(*), {sums} FROM read_parquet('{folder / name}.parquet')")
        seconds.append(time.perf_counter() - started)
    engine.close()
    return min(seconds)
