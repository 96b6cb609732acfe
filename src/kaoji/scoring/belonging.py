"""Telling whether a file of facts was made for another assessment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme.structure import Structure
from kaoji.scoring import cells
from kaoji.scoring.columns import GUIDE, TABLES
from kaoji.scoring.facts import Facts
from kaoji.scoring.rows import Grid

ELSEWHERE: Final = frozenset({"facts.W210", "facts.W211"})
"""The codes that say so: what bears one is not taken over unseen."""
_GUIDED: Final = (re.compile(r"由.*填报的数据", re.DOTALL), re.compile(r"Data to be filled in by .*", re.DOTALL))
"""What stands below the title on the guide of a template, in Chinese and English: other sheets may have its name."""
_HEADED = 2
_FEWEST = 3
"""Fewer unknown units are slips of the pen."""


def belonging(
    grids: Iterable[Grid], facts: Facts, findings: Iterable[Diagnostic], structure: Structure
) -> list[Diagnostic]:
    """Say that a file belongs to another assessment: by the title on its guide, or because most of its units are unknown.

    Diagnostics: facts.W210 its guide bears another title; facts.W211 most of its units are unknown.
    """
    title = structure.scheme.title
    for grid in grids:
        said = _title(grid)
        if said and "".join(said.split()) != "".join(title.split()):
            return [
                Diagnostic(
                    "facts.W210",
                    "This workbook was made for “{other}”, not for “{title}”.",
                    (Source(grid.file, sheet=grid.sheet, cell="A1"),),
                    "If that is another assessment, hand it in there; for this one, take its own template.",
                    {"other": said, "title": title},
                )
            ]
    unknown = {str(each.data.get("name", "")): each for each in findings if each.code == "facts.E205"}
    if len(unknown) < _FEWEST:
        return []
    known = {fact.unit for table in TABLES if table.name != "units" for fact in getattr(facts, table.name)}
    if len(unknown) <= len(known):
        return []
    first = next(iter(unknown.values()))
    return [
        Diagnostic(
            "facts.W211",
            "{unknown} of the {all} units in this file are no units of “{title}”: it seems to belong to another assessment.",
            (Source(first.sources[0].file),) if first.sources else (),
            "If so, hand it in there; for this assessment, take its own template.",
            {"unknown": len(unknown), "all": len(unknown) + len(known), "title": title},
        )
    ]


def _title(grid: Grid) -> str:
    """Give the title on the guide of a template; nothing of any other sheet."""
    if grid.sheet not in GUIDE or len(grid.rows) < _HEADED:
        return ""
    title, asked = (row[0] if row else None for row in grid.rows[:_HEADED])
    is_ours = any(pattern.fullmatch(str(asked)) for pattern in _GUIDED)
    return str(title).strip() if is_ours and not cells.is_blank(title) else ""
