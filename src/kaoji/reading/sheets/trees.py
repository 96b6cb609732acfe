"""What an outline holds: trees of indicators, task sheets of departments, groups of units, and their plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kaoji.reading.document import Paragraph, Source


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator, a group of them, or (at the top) a sheet.

    ``points`` is a number as printed or empty; ``is_bonus`` says that the points are extra. ``text`` is the scoring text
    of a leaf, ``detail`` what is asked for in a column of its own. ``label`` is the printed number. An unnamed leaf has the name of its parent.
    ``is_inferred`` says that the points are only those that the scoring text awards; ``signed`` is what the points column
    gives or takes for what the row names (+5, -10). ``weight`` is the percentage by which its points count above.
    ``target`` is what a column of targets says (85%), ``measured_in`` a column of units.
    ``most`` is the most that a row of bonuses gives, or one of deductions takes. ``not_for`` are the kinds of units in whose
    columns the row has no tick.
    """

    name: str
    points: str = ""
    is_bonus: bool = False
    providers: tuple[str, ...] = ()
    text: str = ""
    children: tuple[Node, ...] = ()
    label: str = ""
    is_percent: bool = False
    detail: str = ""
    source: Source = field(default_factory=Source)
    is_inferred: bool = False
    signed: str = ""
    weight: str = ""
    target: str = ""
    measured_in: str = ""
    most: str = ""
    not_for: tuple[str, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Give the node and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a department's task sheet: its name, its points, its tasks as printed."""

    name: str
    points: str
    tasks: tuple[str, ...]
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The task sheet of one department; ``note`` is what else its heading says (a person in charge)."""

    number: int
    unit: str
    sections: tuple[Section, ...]
    note: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A group of assessed units; ``stated`` is the count that the notice prints, None without one."""

    name: str
    units: tuple[str, ...]
    stated: int | None = None
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Outline:
    """All that a notice says on what is scored: trees, department sheets, groups of units, and the remaining text.

    ``ratings`` are sheets on which raters mark dimensions: these stand below them, with the most that each can get.
    """

    sheets: tuple[Node, ...] = ()
    units: tuple[UnitSheet, ...] = ()
    groups: tuple[UnitGroup, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    ratings: tuple[Node, ...] = ()


def to_json(outline: Outline) -> list[dict[str, Any]]:
    """Give the sheets as nested plain data: name, points, bonus_only, providers, text of leaves, children."""
    return [_node_json(sheet) for sheet in (*outline.sheets, *outline.ratings)]


def _node_json(node: Node) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": node.name,
        "points": node.points,
        "bonus_only": node.is_bonus,
        "providers": list(node.providers),
    }
    if node.text or not node.children:
        data["text"] = node.text
    if node.children:
        data["children"] = [_node_json(child) for child in node.children]
    return data


def units_to_json(outline: Outline) -> list[dict[str, Any]]:
    """Give the department sheets as plain data: no, unit, and sections with name, points, tasks."""
    return [
        {
            "no": sheet.number,
            "unit": sheet.unit,
            "sections": [
                {"name": section.name, "points": section.points, "tasks": list(section.tasks)}
                for section in sheet.sections
            ],
        }
        for sheet in outline.units
    ]


def leaves(nodes: Iterable[Node]) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """Give each leaf with the path of nodes above it, outermost first."""
    for node in nodes:
        if not node.children:
            yield (), node
        for path, leaf in leaves(node.children):
            yield (node, *path), leaf
