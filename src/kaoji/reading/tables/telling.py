"""Score sheets told from task tables: the words of their heads overlap, and each reader asks only for its own.

Points and standards make a score sheet; leaders, deadlines, progress and target figures without them make a task table.
A table that has both may be read as either.
"""

from __future__ import annotations

from typing import Final

from kaoji.reading.document import Grid
from kaoji.reading.tables.head_words import Family, Kind
from kaoji.reading.tables.heads import Head, find_head, has_standard

_OF_TASKS: Final[tuple[Kind, ...]] = ("leader", "coordinator", "related", "deadline", "status", "target", "person")


def head_of(grid: Grid, family: Family) -> Head | None:
    """Give the head of a grid that is a table of the family; None where it has no such head, or is one of the other."""
    head = find_head(grid, family, by_cells=family == "task")
    if head is None:
        return None
    other = find_head(grid, "task" if family == "score" else "score")
    if other is None:
        return head
    score, task = (head, other) if family == "score" else (other, head)
    is_score = score.has("points") or has_standard(score)
    is_task = task.has(*_OF_TASKS)
    is_wanted = is_score if family == "score" else is_task
    return head if is_wanted or is_score == is_task else None
