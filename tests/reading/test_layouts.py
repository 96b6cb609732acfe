"""One table reads the same in every layout: files say it all, flattened copies nearly all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.read_tables import compare_leaves, compare_tasks, leaf_rows
from kaoji.reading import read
from kaoji.reading.sheets import outline, to_json
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks import to_json as task_json
from tests.reading.laid_out import FLAT, FORMATS, SCORE_FLAT, expected_tasks, sheet_of, tasks_of, tree_of, written

LAYOUTS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "layouts.json").read_text(encoding="utf-8")
)


def wrong_leaves(sheet: dict[str, Any], way: str) -> list[str]:
    found, _ = outline(read(written(sheet_of(sheet), way), name=f"{sheet['id']}.{way}")[0])
    trees = to_json(found)
    return compare_leaves(leaf_rows(tree_of(sheet)), leaf_rows(trees)).wrong


@pytest.mark.parametrize("way", FORMATS)
@pytest.mark.parametrize("sheet", LAYOUTS["sheets"], ids=lambda sheet: sheet["id"])
def test_score_sheet_in_a_file_reads_whole(sheet: dict[str, Any], way: str) -> None:
    assert wrong_leaves(sheet, way) == []


@pytest.mark.parametrize("way", SCORE_FLAT)
@pytest.mark.parametrize("sheet", LAYOUTS["sheets"], ids=lambda sheet: sheet["id"])
def test_score_sheet_that_became_lines_reads_whole(sheet: dict[str, Any], way: str) -> None:
    missed = [line for line in wrong_leaves(sheet, way) if line.startswith("missed")]
    assert missed == []


@pytest.mark.parametrize("way", [*FORMATS, *FLAT])
@pytest.mark.parametrize("tasks", LAYOUTS["tasks"], ids=lambda tasks: tasks["id"])
def test_task_table_reads_whole(tasks: dict[str, Any], way: str) -> None:
    found, _ = read_tasks(read(written(tasks_of(tasks), way), name=f"{tasks['id']}.{way}")[0])
    shares = compare_tasks(expected_tasks(tasks), [task_json(task) for task in found], same_persons=True)
    assert {name: share.wrong for name, share in shares.items() if share.wrong} == {}
