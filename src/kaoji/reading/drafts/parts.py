"""From score sheets, department sheets and adjustment lists to the parts of a scheme, with a passage for each text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.citations import place_words
from kaoji.reading.clauses import ClauseReading, read_clause
from kaoji.reading.document import Document, Grid, Paragraph, Source
from kaoji.reading.drafts.adjusting import Adjusting
from kaoji.reading.drafts.passages import DraftedRule, Passage
from kaoji.reading.drafts.rules import clause_of, draft_leaf, draft_section
from kaoji.reading.drafts.unit_names import units_called
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import brief, squeeze
from kaoji.reading.prose.adjustment_headings import names_adjustments
from kaoji.reading.prose.adjustment_items import Adjustments, Section
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Bound
from kaoji.reading.prose.grade_limits import read_limits
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.sheets import Node as Read
from kaoji.reading.sheets import UnitSheet
from kaoji.reading.sheets.heading_lines import states_parts
from kaoji.scheme.linting import is_unscored
from kaoji.scheme.model import Limit, Node, Panel
from kaoji.sharing import Ahead

_NAMES_PARTS: Final = late_pattern(
    r"[^。;；\d]{0,16}(?:由|包括|分为)[^。;；\d]{2,80}(?:部分|方面|大项|板块|组成|构成)[。；;]?"
)
_LISTS_LIMITS: Final = late_pattern(r"(?:情形|情况|问题|之一).*(?:不得|不予|不能|一票否决|取消|直接)")
_VETO: Final = late_pattern(r"一票否决|(?:不得|不能|不予|取消)[^，,。；;]{0,10}评[先优为]")
_ABSENT: Final = late_pattern(
    r"(?:没有|无|不承担)(?P<task>[^,，。；;]{2,16}?)(?:任务|职能|事项|项目)?的?(?:单位|部门|科室|街道|乡镇|镇街|镇|乡)?[,，]?(?:则|可|其)?(?:此|该|其|本|这)项?(?:指标)?的?(?:权重|分值|分数|得分|指标)"
    r"(?:值|分)?(?:全部|相应)?(?:加到|加入|并入|计入|转入|调整到|调整至|合并到|纳入|归入)(?P<to>[^,，。；;]{2,20}?)(?:中|之中|指标|项目|项)?(?=[,，。；;]|$)"
)
_RESCALED: Final = late_pattern(r"(?:没有|无|不承担|不涉及)[^,，。；;]{2,20}[,，][^。；;]{0,20}按比例折算")
_FORMULA: Final = late_pattern(r"[=＝][^=＝。]*[×*xX]\s*(?!100\s*[%％])\d+(?:\.\d+)?\s*[%％]")
_JUDGED: Final = late_pattern(r"评价|测评|评议|满意|打分|互评|总体")
_AMOUNT: Final = late_pattern(r"\d\s*分")
_SCORES: Final = late_pattern(r"[加减扣得计记]\s*\d|不得分|\d\s*分")
_SEVERAL, _SHORTEST, _CLOSE = 3, 4, 8
_MOST_UNITS = 0.6
_MANY_TEXTS = 150
_TRIED = 40
"""Lines on which the second process meets most expressions there are."""
Clause = tuple[str, str]
"""A scoring text and its points."""

_ABSENT_CHECK: Final = "“{task}”不适用的单位，分值并入“{to}”，请核对。"
_ABSENT_OPEN: Final = "通知写明分值并入“{to}”，但没有找到这一指标，请补写 when_absent。"
_CALLED: Final = "通知分组名单写作“{unit}”，请核对。"
_LISTED: Final = "加减分"


@dataclass
class Parts:
    """The parts under way: panels, limits, passages and findings gather beside the nodes that are given."""

    grades: GradeWords
    groups: GroupNames
    units: tuple[str, ...]
    from_lines: Collection[Source] = ()
    panels: dict[str, Panel] = field(default_factory=dict)
    limits: list[Bound[Limit]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    in_tasks: bool = False
    readings: dict[Clause, ClauseReading] = field(default_factory=dict)
    """Scoring texts with their points that were read ahead of the indicators that they belong to."""

    def read_ahead(self, sheets: Iterable[Read], texts: Ahead[Clause, ClauseReading]) -> None:
        """Read the scoring texts of whole sheets at once, for there may be hundreds."""
        rows = (node for sheet in sheets for node in sheet.walk() if node.text and not node.children)
        clauses = list(dict.fromkeys(map(clause_of, rows)))
        self.readings = dict(zip(clauses, texts.work_out(clauses), strict=True))

    def sheet(self, sheet: Read, *, is_only: bool) -> Iterator[Node]:
        """Give the parts of a sheet: itself where there are several or where it says more than a title."""
        node = self._of_units(self.node(sheet, sheet.name or "考核指标", ()))
        if is_only and node.items and node.points is None and node.text is None:
            yield from node.items
        else:
            yield node

    def node(self, read: Read, name: str, path: tuple[str, ...]) -> Node:
        """Write an indicator or a section with all below it."""
        if not read.children:
            return self._leaf(read, name, path)
        names = _names(read, name)
        items = tuple(self.node(child, own, (*path, name)) for child, own in zip(read.children, names, strict=True))
        if not self.in_tasks:
            self._unscored(read, name)
        section, own_passage, findings = draft_section(read, name, _with_absences(items), path)
        self.findings.extend(findings)
        if own_passage is not None:
            self.passages.append(own_passage)
        return section

    def _unscored(self, read: Read, name: str) -> None:
        """Say once for a section which of its indicators have points that nothing says how to give."""
        silent = [child for child in read.children if not child.children and _is_silent(child)]
        if silent:
            names = [child.name or name for child in silent]
            self.findings.append(
                Diagnostic(
                    "reading.W311",
                    "Of “{section}” {count} indicators have points, and nothing says how they are given: {names}.",
                    tuple(child.source.cite(child.text or None) for child in silent),
                    "Look for the standards in an annex, or ask who gives the scores; the draft has them entered.",
                    {"section": name, "count": len(silent), "names": "、".join(names)},
                )
            )

    def _leaf(self, read: Read, name: str, path: tuple[str, ...]) -> Node:
        vetoes = self._vetoes(read)
        leaf = draft_leaf(read, name, path, has_limits=bool(vetoes), reading=self.readings.get(clause_of(read)))
        passage = leaf.passage
        if vetoes:
            self.limits += vetoes
            rules = [
                DraftedRule(
                    bound.binding.kind, bound.binding.made, bound.binding.words.text, "check", bound.binding.check
                )
                for bound in vetoes
            ]
            passage = replace(
                passage, rules=(*passage.rules, *rules), state=max(passage.state, "check", key=_ORDER.index)
            )
        self.passages.append(passage)
        self.findings.extend(leaf.findings)
        if leaf.panel is None:
            return leaf.node
        panel = unused(name, self.panels)
        self.panels[panel] = leaf.panel
        return leaf.node.model_copy(update={"panel": panel})

    def _vetoes(self, read: Read) -> list[Bound[Limit]]:
        """Read the grade limits in a scoring text of a table; those in running text are read with the rest of it."""
        if read.source in self.from_lines or not _VETO.search(read.text):
            return []
        words = Words(read.text, Paragraph(read.text, source=read.source), 0)
        found, _ = read_limits(Article("", 0, "", [words]), self.grades, self.groups)
        return found

    def _of_units(self, node: Node) -> Node:
        """Say of each part that it is for the unit whose name it bears, where the parts of a sheet are units."""
        named = units_called([item.name for item in node.items], self.units)
        if len(named) < 2 or sum(unit is not None for unit in named) < len(named) * _MOST_UNITS:  # noqa: PLR2004 - a single one is no list
            return node
        items: list[Node] = []
        for item, unit in zip(node.items, named, strict=True):
            update: dict[str, object] = {"applies_to": (unit,)} if unit is not None else {}
            if unit is not None and unit != item.name:
                update["check"] = (item.check or "") + _CALLED.format(unit=unit)
            items.append(item.model_copy(update=update))
        return node.model_copy(update={"items": tuple(items)})

    # ---------------------------------------------------------------- department sheets

    def task_sheet(self, sheet: UnitSheet) -> Node:
        """Write one department's sheet: its parts, each with its tasks as text."""
        parts = tuple(
            Read(part.name or sheet.unit, part.points, text="\n".join(part.tasks), source=part.source)
            for part in sheet.sections
        )
        read = Read(f"{sheet.unit}目标任务", children=parts, text=sheet.note, source=sheet.source)
        self.in_tasks = True
        node = self.node(read, read.name, ())
        self.in_tasks = False
        return node.model_copy(update={"applies_to": (sheet.unit,)})

    # ---------------------------------------------------------------- adjustments

    def adjusting(self, found: Adjustments) -> Adjusting | None:
        """Write the adjustment lists as sections without points of their own."""
        if not found.sections:
            return None
        limits = list(found.limits)
        sections = [(section.kind, self._section(section, limits)) for section in found.sections]
        return Adjusting(tuple(sections), tuple(dict.fromkeys(limits)))

    def _section(self, section: Section, shared: list[str]) -> Node:
        """Write a list; a limit on the other side than its own holds for all lists."""
        name = (
            section.name
            if names_adjustments(section.name) or section.is_category
            else {"plus": "加分", "minus": "减分"}.get(section.kind, _LISTED)
        )
        other = {"plus": "减分", "minus": "加分"}.get(section.kind)
        limits = [limit for limit in section.limits if other is None or not limit.startswith(other)]
        shared += [limit for limit in section.limits if limit not in limits]
        if len(limits) < len(section.limits) and "同一事项取最大值" in limits:
            limits.remove("同一事项取最大值")
            shared.append("同一事项取最大值")
        taken: dict[str, None] = {}
        items: list[Node] = []
        for read in section.items:
            own = unused(read.name, taken)
            taken[own] = None
            items.append(self.node(read, own, (name,)))
        return Node(
            name=name,
            bonus=True,
            items=tuple(items),
            limits="，".join(limits) or None,
            provider=section.providers,
            source=place_words(section.source) or None,
        )


_ORDER: Final = ("text", "certain", "unbound", "check", "not_understood")


def texts_ahead(document: Document) -> Ahead[Clause, ClauseReading]:
    """Have the scoring texts of a long document read by two processes; the second gets ready on some of its lines."""
    some = list(islice(filter(_AMOUNT.search, _texts(document)), _MANY_TEXTS))

    def ready() -> None:
        for text in some[:_TRIED]:
            read_clause(text, "")

    return Ahead(_read, ready, is_worth_it=len(some) == _MANY_TEXTS)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.text


def _read(clause: Clause) -> ClauseReading:
    return read_clause(*clause)


def pruned(read: Read, taken: Collection[Source], lines: Collection[Source]) -> Read | None:
    """Leave out of a tree made of headings what is no indicator; None if nothing is left.

    Adjustments (``taken``), lists of limits and formulas of totals stand among the headings, and are read by themselves.
    """
    is_table = bool(read.children) and all(child.source not in lines for child in read.children)
    if read.source not in lines or is_table:
        return read  # 二、加减分项目 over a table: its rows stand nowhere else
    children = tuple(rest for child in read.children if (rest := pruned(child, taken, lines)) is not None)
    is_list = names_adjustments(read.name) and (bool(read.children) or read.source in taken)
    is_limits = bool(_LISTS_LIMITS.search(read.name))
    is_open = not (read.points or read.is_bonus or read.children)
    if is_open and _FORMULA.search(read.text):
        return None
    if is_list or is_limits or read.source in taken or (read.children and not children):
        return None
    # 综合考核由甲、乙和加减分三部分组成: names the parts, which are read by themselves.
    text = read.text.strip()
    names_parts = bool(children) and (_NAMES_PARTS.fullmatch(text) is not None or states_parts(text))
    return replace(read, children=children, text="" if names_parts else read.text)


def with_signed(read: Read) -> Read:
    """Put points that stand with their sign in a column of their own behind the text that they are for: 每次加分（+5分）."""
    if read.children:
        return replace(read, children=tuple(map(with_signed, read.children)))
    if not read.signed or _AMOUNT.search(read.text):
        return read
    return replace(read, text=f"{read.text or read.name}（{read.signed}分）")


def _is_silent(read: Read) -> bool:
    """Tell whether an indicator has points and no words that give or take them, or say who does."""
    points = decimal(read.points) if read.points and not read.is_percent else None
    if points is None or read.is_bonus or providers_in(read.text):
        return False
    return not _JUDGED.search(read.name + read.text) and is_unscored(f"{read.detail}{read.text}", points)


def _with_absences(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """Say what becomes of the points of indicators that a unit does not have, where their texts do."""
    return tuple(_with_absence(item, items) for item in items)


def _with_absence(item: Node, siblings: Iterable[Node]) -> Node:
    text = squeeze(item.text or "")
    if _RESCALED.search(text) and item.when_absent is None:
        return item.model_copy(update={"when_absent": "按比例折算"})
    match = _ABSENT.search(text)
    if match is None:
        return item
    wanted = squeeze(match["to"])
    found = next((other.name for other in siblings if squeeze(other.name) == wanted), None) or next(
        (other.name for other in siblings if wanted in squeeze(other.name) or squeeze(other.name) in wanted), None
    )
    if found is None or found == item.name:
        return item.model_copy(update={"check": (item.check or "") + _ABSENT_OPEN.format(to=match["to"])})
    check = (item.check or "") + _ABSENT_CHECK.format(task=item.name, to=found)
    return item.model_copy(update={"when_absent": found, "check": check})


def _names(read: Read, name: str) -> list[str]:
    """Name the children; one without a name takes the section's, with a number where it has several.

    Where none of several has one, they go by what they ask for: 序号 | 责任目标 | 分值.
    """
    if (asked := _asked_for(read.children)) is not None:
        return asked
    unnamed = sum(not child.name for child in read.children)
    names: list[str] = []
    number = 0
    for child in read.children:
        number += not child.name
        names.append(child.name or (f"{name}（{number}）" if unnamed > 1 else name))
    return names


def _asked_for(children: tuple[Read, ...]) -> list[str] | None:
    """Give the first words of what each child asks for; None where one has a name or its words tell no demand apart."""
    if len(children) < _SEVERAL or any(child.name or child.children for child in children):
        return None
    names = [brief(child.text) for child in children]
    tells = all(len(name) >= _SHORTEST and not _SCORES.search(name) for name in names)
    asks = not any(
        _SCORES.search(child.text[: len(name) + _CLOSE]) for child, name in zip(children, names, strict=True)
    )
    return names if tells and asks and len(set(names)) == len(names) else None


def unused(name: str, names: Iterable[str]) -> str:
    """Give a name that is not taken yet: itself, or with a number behind it."""
    taken, number, free = set(names), 1, name
    while free in taken:
        number += 1
        free = f"{name}（{number}）"
    return free
