"""Invented notices, what is drafted from them, and how tests look at it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.drafts import Draft, drafts
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Node, Rule, Scheme

UNITS = (
    "（一）乡镇组：河东镇、河西镇、柳林乡、枣园乡。",
    "（二）部门组：县水利局、县林业局、县粮食局。",
)
INDICATORS = (
    "三、考核内容",
    "（一）重点工作（50分）。由县考核办计分。",
    "（二）党的建设（30分）。由县委组织部计分。",
    "（三）平安建设（20分）。由县委政法委计分。",
)


def numbered(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text, source=Source(paragraph=number)) for number, text in enumerate(texts, 1))


def of_blocks(*blocks: str | Grid) -> tuple[Draft, Scheme]:
    """Draft a notice of these paragraphs and tables."""
    parts = tuple(
        Paragraph(block, source=Source(paragraph=at)) if isinstance(block, str) else block
        for at, block in enumerate(blocks, 1)
    )
    (made,) = drafts(Document("办法.docx", "docx", parts))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return made, structure.scheme


def drafted(*lines: str) -> tuple[Draft, Scheme]:
    """Draft a notice on two groups with the lines behind what is usual."""
    return of_blocks("平川县2026年度综合考核办法", "一、考核对象", *UNITS, *INDICATORS, *lines)


def table(*rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(Cell(text, row, at) for at, text in enumerate(cells)) for row, cells in enumerate(rows)))


def unread(made: Draft) -> str:
    """Give the sentences of which a draft says that they became nothing."""
    return "；".join(str(finding.data["words"]) for finding in made.findings if finding.code == "reading.W307")


def grades(scheme: Scheme) -> dict[str, dict[str, Any]]:
    """Give what each grade asks for."""
    return {
        grade.name: {key: value for key, value in grade if value and key not in ("name", "text", "source", "check")}
        for grade in scheme.grades
    }


def found(scheme: Scheme, name: str) -> Node:
    def walk(nodes: tuple[Node, ...]) -> list[Node]:
        return [one for node in nodes for one in (node, *walk(node.items))]

    return next(node for node in walk(scheme.indicators) if node.name == name)


def said(rules: tuple[Rule, ...]) -> list[tuple[str, str, str]]:
    """Give measure, score and target of rules."""
    return [(rule.measure or "", rule.score, str(rule.target or "")) for rule in rules]


def messages(made: Draft, code: str) -> list[str]:
    return [finding.message.format(**finding.data) for finding in made.findings if finding.code == code]


def adjustments(scheme: Scheme) -> dict[str, str]:
    """Give the bonuses and deductions with their rules."""

    def leaves(nodes: tuple[Node, ...]) -> list[Node]:
        return [leaf for node in nodes for leaf in (leaves(node.items) if node.items else [node])]

    bonus = (leaf for leaf in leaves(scheme.indicators) if leaf.bonus)
    return {leaf.name: "；".join(rule.score for rule in leaf.rules) for leaf in bonus}
