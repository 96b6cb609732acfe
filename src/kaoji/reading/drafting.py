"""A notice's document → the draft of a scheme that a person checks: valid YAML, and every text beside what was made of it.

draft(document).scheme_text  → the scheme file; it always loads and resolves without errors
draft(document).passages     → all texts in reading order, for the review page

What was not read with certainty stands under ``check`` beside its rule; what the notice leaves open, or says in words
that were not recognised, stands under ``choices``. No text is dropped: what belongs to no indicator is a passage of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.citations import ReadingOrder
from kaoji.reading.composing import Composed, compose
from kaoji.reading.document import Document, Paragraph, joined_label
from kaoji.reading.drafted_rules import Passage, draft_leaf, draft_section
from kaoji.reading.outline import outline
from kaoji.reading.results import read_grades, read_totals
from kaoji.reading.trees import Node as Read
from kaoji.reading.trees import Outline, UnitSheet
from kaoji.reading.wording import squeeze
from kaoji.scheme import dump, load_scheme
from kaoji.scheme.linting import lint
from kaoji.scheme.model import Choice, Group, Node, Panel, Scheme, Total

__all__ = ["Counts", "Draft", "Passage", "draft"]

_YEAR: Final = re.compile(r"(?<!\d)((?:19[5-9]|20)\d\d|21\d\d)\s*(?:年|—|-)")
_TITLE: Final = re.compile(
    r"(?:考核|考评|评估|绩效|目标|督查).*(?:方案|办法|细则|意见|通知|规定)(?:[（(].{1,12}[）)])?》?$"
)
_ORDINAL: Final = re.compile(r"第([一二三四五六七八九十])(?:组|类|批)(?:至第([一二三四五六七八九十])(?:组|类|批))?")
_NUMERALS: Final = "一二三四五六七八九十"
_ALL_UNITS: Final = "被考核单位"
_TASKED: Final = "承担目标任务的单位"
_LONGEST_TITLE = 60
_NO_YEAR = 2000

_NO_GROUPS_CHOICE: Final = "通知中没有找到分组和单位名单，暂设一组“被考核单位”，请填写单位。"
_NO_TOTAL_CHOICE: Final = "通知中没有找到可以识别的总分公式，总分暂按各部分得分之和计算。"
_UNREAD_TOTAL_CHOICE: Final = "总分公式“{text}”未能读懂，没有写入方案，请对照原文补写。"
_PERSONAL_TOTAL_CHOICE: Final = "总分公式“{text}”针对个人，没有写入方案。"
_UNUSED_CHOICE: Final = "总分公式没有用到“{names}”，暂不计入总分，请核对。"
_NO_GRADES_CHOICE: Final = "通知中没有找到可以识别的等次名额或分数线，请对照原文补写。"
_NO_YEAR_CHOICE: Final = "通知中没有找到考核年度，请填写。"
_SCOPE_CHOICE: Final = "没有找到“{sheet}”适用于哪些组，暂对全部单位适用，请核对。"
_TASKS_CHOICE: Final = "各单位目标任务书的分项没有逐条分值，暂按分项直接计分。"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read how surely: rules that are certain, rules and texts to check, places not understood."""

    certain: int
    to_check: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a scheme with all that is needed to check it."""

    title: str
    scheme_text: str
    findings: tuple[Diagnostic, ...]
    counts: Counts
    passages: tuple[Passage, ...]
    choices: tuple[Choice, ...] = ()


def draft(document: Document) -> Draft:
    """Write the draft of a scheme from what a notice says.

    Diagnostics: those of ``outline`` and of the lint; reading.W301 words not understood; W302 no score sheet; W303 no
    groups; W304 a total formula missing or not read; W305 no grades; W306 no year.
    """
    found, findings = outline(document)
    return _Drafter(document, found, findings).run()


class _Drafter:
    """One notice on its way to a scheme; passages and findings gather as its parts are written."""

    def __init__(self, document: Document, found: Outline, findings: list[Diagnostic]) -> None:
        self.document = document
        self.found = found
        self.findings = list(findings)
        self.passages: list[Passage] = []
        self.choices: list[Choice] = []
        self.panels: dict[str, Panel] = {}

    def run(self) -> Draft:
        """Write all parts, and check that the whole can be used."""
        groups = self.groups()
        roots = tuple(root for sheet in self.found.sheets for root in self.sheet(sheet)) + self.tasks()
        composed = self.totals(self.scoped(roots, groups))
        grades = read_grades(self.found.prose)
        title, year = self.title(), self.year()
        if not grades:
            self.open("等次", _NO_GRADES_CHOICE, "reading.W305", "No grades with shares or thresholds were recognised.",
                      "Write them under “grades”.")  # fmt: skip
        if not roots:
            self.findings.append(
                Diagnostic("reading.W302", "No score sheet and no headings with points were found.",
                           hint="Read the annex with the score sheet, or write the indicators yourself.")
            )  # fmt: skip
        self.prose()
        scheme = Scheme(
            kaoji=1,
            title=title,
            year=year,
            groups=groups,
            indicators=composed.roots,
            panels={**self.panels, **composed.panels},
            total=composed.totals,
            grades=grades,
            choices=tuple(self.choices),
        )
        return self.finished(scheme)

    def finished(self, scheme: Scheme) -> Draft:
        """Give the draft with the findings of the lint; totals that do not resolve are left out."""
        text = dump(scheme)
        structure, problems = load_scheme(text)
        if structure is None and scheme.total:
            bare = scheme.model_copy(update={"total": (), "choices": (*scheme.choices, *map(_unread, scheme.total))})
            return self.finished(bare)
        if structure is not None:
            problems = [*problems, *lint(structure)]
        order = ReadingOrder(self.document.blocks)
        passages = tuple(sorted(self.passages, key=lambda passage: order.of(passage.source)))
        findings = (*self.document.notes, *self.findings, *problems)
        return Draft(scheme.title, text, findings, _counts(passages), passages, scheme.choices)

    def open(self, name: str, decision: str, code: str, message: str, hint: str, **data: object) -> None:
        """Name what the notice leaves open, for the scheme and for the reader."""
        self.choices.append(Choice(name=name, decision=decision))
        self.findings.append(Diagnostic(code, message, (), hint, data))

    # ---------------------------------------------------------------- indicators

    def sheet(self, sheet: Read) -> Iterator[Node]:
        """Give the parts of a sheet: itself where there are several or where it says more than a title."""
        node = self.node(sheet, sheet.name or "考核指标", ())
        is_only = len(self.found.sheets) == 1 and not self.found.units
        if is_only and node.items and node.points is None and node.text is None:
            yield from node.items
        else:
            yield node

    def node(self, read: Read, name: str, path: tuple[str, ...]) -> Node:
        """Write an indicator or a section with all below it."""
        if not read.children:
            leaf = draft_leaf(read, name, path)
            self.passages.append(leaf.passage)
            self.findings.extend(leaf.findings)
            if leaf.panel is None:
                return leaf.node
            panel = _unused(name, self.panels)
            self.panels[panel] = leaf.panel
            return leaf.node.model_copy(update={"panel": panel})
        names = _names(read, name)
        items = tuple(self.node(child, own, (*path, name)) for child, own in zip(read.children, names, strict=True))
        section, own_passage = draft_section(read, name, items, path)
        if own_passage is not None:
            self.passages.append(own_passage)
        return section

    def tasks(self) -> tuple[Node, ...]:
        """Write a part for each department's sheet; its tasks have no points of their own."""
        if self.found.units:
            self.choices.append(Choice(name="目标任务", decision=_TASKS_CHOICE))
        return tuple(self.task_sheet(sheet) for sheet in self.found.units)

    def task_sheet(self, sheet: UnitSheet) -> Node:
        """Write one department's sheet: its parts, each with its tasks as text."""
        parts = tuple(
            Read(part.name or sheet.unit, part.points, text="\n".join(part.tasks), source=part.source)
            for part in sheet.sections
        )
        read = Read(f"{sheet.unit}目标任务", children=parts, text=sheet.note, source=sheet.source)
        return self.node(read, read.name, ()).model_copy(update={"applies_to": (sheet.unit,)})

    # ---------------------------------------------------------------- groups

    def groups(self) -> dict[str, Group]:
        """Give the groups of the notice, and one of the departments that have sheets of their own."""
        groups: dict[str, Group] = {}
        for group in self.found.groups:
            groups[_unused(group.name, groups)] = Group(units=group.units, stated=group.stated)
        known = {unit for group in groups.values() for unit in group.units}
        if others := tuple(dict.fromkeys(sheet.unit for sheet in self.found.units if sheet.unit not in known)):
            groups[_unused(_TASKED, groups)] = Group(units=others)
        if not self.found.groups and (self.found.sheets or not groups):
            self.open("分组", _NO_GROUPS_CHOICE, "reading.W303", "No groups with lists of units were found.",
                      "Write the units under “groups”.")  # fmt: skip
            groups = {_unused(_ALL_UNITS, groups): Group(), **groups}
        return groups

    def scoped(self, roots: tuple[Node, ...], groups: dict[str, Group]) -> tuple[Node, ...]:
        """Say of each sheet which groups it is for, where there are several of both."""
        titles = {sheet.name for sheet in self.found.sheets}
        if len(groups) == 1 or (len(titles) == 1 and not self.found.units):
            return roots
        scoped: list[Node] = []
        for root in roots:
            names = _groups_named(root.name, groups) if root.name in titles else ()
            if root.name in titles and not names:
                self.choices.append(Choice(name="适用范围", decision=_SCOPE_CHOICE.format(sheet=root.name)))
            scoped.append(root.model_copy(update={"applies_to": names}) if names else root)
        return tuple(scoped)

    # ---------------------------------------------------------------- results

    def totals(self, roots: tuple[Node, ...]) -> Composed:
        """Find the total formulas and give their parts something that they stand for."""
        stated = read_totals(self.found.prose)
        of_units = [total for total in stated if not (self.found.groups and "个人" in total.subject)]
        composed = compose(of_units, roots, self.found.groups)
        for total in stated:
            if total not in of_units:
                self.choices.append(Choice(name="总分公式", decision=_PERSONAL_TOTAL_CHOICE.format(text=total.text)))
            elif total.composition is None:
                decision = _UNREAD_TOTAL_CHOICE.format(text=total.text)
                self.open("总分公式", decision, "reading.W304", "The total formula “{text}” was not understood.",
                          "Write it under “total”.", text=total.text)  # fmt: skip
        if not composed.totals:
            self.open("总分", _NO_TOTAL_CHOICE, "reading.W304", "No total formula was recognised; the parts are added up.",
                      "Write the formula under “total” if the notice has one.")  # fmt: skip
        if composed.unused:
            self.choices.append(Choice(name="总分", decision=_UNUSED_CHOICE.format(names="、".join(composed.unused))))
        return composed

    def title(self) -> str:
        """Give the notice's title: the first line that reads like one, else that of its first sheet."""
        lines = (squeeze(line.text).strip("《》") for line in self.found.prose)
        named = next((line for line in lines if len(line) <= _LONGEST_TITLE and _TITLE.search(line)), "")
        sheet = self.found.sheets[0].name if self.found.sheets else ""
        return named or sheet or PurePath(self.document.name).stem or "考核方案"

    def year(self) -> int:
        """Give the assessed year: the first that a title or the text names."""
        texts = [self.title(), *(sheet.name for sheet in self.found.sheets), *(line.text for line in self.found.prose)]
        for text in (*texts, self.document.name):
            if match := _YEAR.search(text):
                return int(match[1])
        self.open("考核年度", _NO_YEAR_CHOICE, "reading.W306", "The assessed year was not found.",
                  "Write it under “year”.")  # fmt: skip
        return _NO_YEAR

    def prose(self) -> None:
        """Keep the remaining text, but not what stands in an indicator already."""
        held = {line for passage in self.passages for line in passage.text.split("\n")}
        nodes = {node.source: node for sheet in self.found.sheets for node in sheet.walk()}
        self.passages.extend(_heading(node) for node in nodes.values() if node.children and not node.text)
        for line in self.found.prose:
            node = nodes.get(line.source)
            if line.text not in held and not (node is not None and _is_all_of(line, node)):
                self.passages.append(Passage((), line.source, _said(line), "text"))


def _heading(node: Read) -> Passage:
    return Passage((node.name,), node.source, "", "text", node.points, node.providers, label=node.label)


def _is_all_of(line: Paragraph, node: Read) -> bool:
    """Tell whether a heading says nothing but what its indicator holds: number, name, points, and the text behind them."""
    rest = squeeze(_said(line))
    for part in (node.label, node.name, *node.text.split("\n")):
        rest = rest.replace(squeeze(part), "", 1)
    return not re.search(r"[^\d\W]", re.sub(r"\d+(?:\.\d+)?分", "", rest))


def _said(line: Paragraph) -> str:
    return joined_label(line.label, line.text)


def _unread(total: Total) -> Choice:
    return Choice(
        name="总分公式", decision=_UNREAD_TOTAL_CHOICE.format(text=total.text or total.formula), source=total.source
    )


def _names(read: Read, name: str) -> list[str]:
    """Name the children; one without a name takes the section's, with a number where it has several."""
    unnamed = sum(not child.name for child in read.children)
    names: list[str] = []
    number = 0
    for child in read.children:
        number += not child.name
        names.append(child.name or (f"{name}（{number}）" if unnamed > 1 else name))
    return names


def _unused(name: str, names: Iterable[str]) -> str:
    taken, number, free = set(names), 1, name
    while free in taken:
        number += 1
        free = f"{name}（{number}）"
    return free


def _groups_named(sheet: str, groups: Iterable[str]) -> tuple[str, ...]:
    """Give the groups that a sheet's title names: by their number (第一组至第三组), else by the words."""
    title = squeeze(sheet)
    if match := _ORDINAL.search(title):
        first, last = _NUMERALS.index(match[1]), _NUMERALS.index(match[2] or match[1])
        wanted = [f"第{_NUMERALS[number]}" for number in range(first, last + 1)]
        return tuple(group for group in groups if any(number in group for number in wanted))
    return tuple(group for group in groups if group.startswith(title) or group in title)


def _counts(passages: Sequence[Passage]) -> Counts:
    """Count rules; an indicator of which only the start or the weight is open counts once, words not understood each."""
    rules = [rule for passage in passages for rule in passage.rules]
    return Counts(
        certain=sum(rule.state == "certain" for rule in rules),
        to_check=sum(
            max(sum(rule.state == "check" for rule in passage.rules), passage.state == "check") for passage in passages
        ),
        not_understood=sum(passage.unread for passage in passages),
    )
