"""A notice's document → the draft of a scheme that a person checks: valid YAML, and every text beside what was made of it.

draft(document).scheme_text  → the scheme file; it always loads and resolves without errors
draft(document).passages     → all texts in reading order, for the review page

What was not read with certainty stands under ``check`` beside its rule; what the notice leaves open, or says in words
that were not recognised, stands under ``choices``. No text is dropped: what belongs to no indicator is a passage of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.citations import ReadingOrder
from kaoji.reading.clauses import ClauseReading
from kaoji.reading.document import Document, Paragraph, Source
from kaoji.reading.drafts.account import Account
from kaoji.reading.drafts.besides import Besides
from kaoji.reading.drafts.full_marks import full_marks
from kaoji.reading.drafts.group_points import parted_by_group
from kaoji.reading.drafts.groups import bind_groups, groups_of, only_groups, scoped, without_elsewhere
from kaoji.reading.drafts.own_items import with_own_items
from kaoji.reading.drafts.part_names import core_of
from kaoji.reading.drafts.parts import Clause, Parts, pruned, texts_ahead, with_signed
from kaoji.reading.drafts.passages import Counts, Passage, counted
from kaoji.reading.drafts.references import bound_references, differing, without_references
from kaoji.reading.drafts.results import results_of
from kaoji.reading.drafts.said_methods import sheets_said, with_methods_of_kinds
from kaoji.reading.drafts.totalling import described_parts, leave_out_ways, take_loose, totals_of, unread_total
from kaoji.reading.drafts.weights import differing_weights, formula_weights, says_weights, weighed, weights_moved
from kaoji.reading.drafts.written import unsaid, written
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.annexes import missing_annexes
from kaoji.reading.prose.exemptions import exempted
from kaoji.reading.prose.label_checks import distinct, labels_in, not_in_between
from kaoji.reading.prose.notices import notices
from kaoji.reading.prose.running_text import labels_of, read_running_text
from kaoji.reading.prose.titles import title_in, year_in
from kaoji.reading.sheets import Node as Read
from kaoji.reading.sheets import Outline, outline
from kaoji.reading.tables.stacked import unstacked
from kaoji.reading.tasks import read_tasks
from kaoji.scheme import dump, load_scheme
from kaoji.scheme.linting import lint
from kaoji.scheme.model import Choice, Node, Scheme
from kaoji.sharing import Ahead, shared

__all__ = ["Counts", "Draft", "Passage", "draft", "drafts"]

_PART_END: Final = late_pattern("(?:得分|分值|成绩|考核)$")
# 附件1 党建工作考核评分细则: the number is that of the annex, not a part of the name
_ANNEX_NUMBER: Final = late_pattern(
    r"^附[件表录]\s*(?:\d+(?:\s*[-—－]\s*\d+)?(?![\d年月])\s*[:：.．、]?|[一二三四五六七八九十]+(?:[:：]|\s+)|[:：])\s*(?=\S)"
)
_WRONG_IN_TASKS: Final = frozenset(f"reading.{code}" for code in ("W231", "W233", "W236", "W237", "W238", "W315"))
_NO_YEAR = 2000
_NO_YEAR_CHOICE: Final = "通知中没有找到考核年度，请填写。"
_OTHER_YEAR_CHOICE: Final = "通知中没有找到考核年度，暂用同一文件中前一通知的{year}年，请核对。"
_TASKS_CHOICE: Final = "各单位目标任务书的分项没有逐条分值，暂按分项直接计分。"
_WEIGHTS_SAID: Final = "各部分按百分制计分后乘以权重"


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a scheme with all that is needed to check it."""

    title: str
    scheme_text: str
    findings: tuple[Diagnostic, ...]
    counts: Counts
    passages: tuple[Passage, ...]
    choices: tuple[Choice, ...] = ()
    year: int = _NO_YEAR


def drafts(document: Document) -> tuple[Draft, ...]:
    """Write a draft for each notice in a document; most documents hold one."""
    first, *others = notices(unstacked(document))
    made = draft(first)
    return (made, *(draft(part, year=made.year) for part in others))


def draft(document: Document, *, year: int | None = None) -> Draft:
    """Write the draft of a scheme from what a notice says; ``year`` is taken where it names none.

    Diagnostics: those of ``outline`` and of the lint; reading.W301 words not understood; W302 no score sheet; W312 tasks instead; W303 no
    groups; W304 a total formula missing or not read; W305 no grades; W306 no year; W307 sentences that became nothing;
    W308 numbers of adjustments that jump; W309 annexes that are not in the document.
    """
    with texts_ahead(document) as texts:
        found, findings = outline(document)
        return _Drafter(document, found, findings, year, texts).run()


class _Drafter:
    """One notice on its way to a scheme; passages and findings gather as its parts are written."""

    def __init__(
        self,
        document: Document,
        found: Outline,
        findings: list[Diagnostic],
        other_year: int | None,
        texts: Ahead[Clause, ClauseReading],
    ) -> None:
        self.document = document
        self.found = found
        self.other_year = other_year
        names = [group.name for group in found.groups] or [name for name, _ in only_groups(found)]
        text = read_running_text(found.prose, names, [sheet.name for sheet in found.sheets])
        self.account = account = Account(text, findings)
        lines = {line.source for line in found.prose}
        sheets = [pruned(sheet, text.adjustments.taken, lines) for sheet in found.sheets]
        if any(sheet is not None and sheet.source not in lines for sheet in sheets):
            kept = [without_references(sheet, lines) for sheet in sheets if sheet is not None]
            sheets = [sheet for sheet, _ in kept]
            dropped = [one for _, some in kept for one in some]
            account.bind_all(bound_references(text.top, dropped))
        of_kinds, methods = with_methods_of_kinds(tuple(sheet for sheet in sheets if sheet is not None), text)
        sheets = [*of_kinds]
        account.bind_all(methods)
        said = says_weights(text.top)
        if said is not None:
            account.bind(said, "权重", _WEIGHTS_SAID)
        formulas = [total.composition.weights for total in text.totals if total.composition is not None]
        weights = formula_weights(formulas)
        account.findings += differing_weights([sheet for sheet in sheets if sheet is not None], weights)
        self.sheets = tuple(
            weighed(with_own_items(with_signed(sheet)), weights, is_said=said is not None)
            for sheet in sheets
            if sheet is not None
        )
        self.taken: set[Source] = set()
        if not self.sheets:
            self.sheets, self.taken = sheets_said(text)
        self.as_written = self.sheets
        self.sheets, self.by_group = parted_by_group(tuple(map(_renamed, self.sheets)), text.groups)
        units = tuple(unit for group in found.groups for unit in group.units)
        for words, check in differing(text.top, [sheet for sheet in self.sheets if sheet.source not in lines]):
            account.choose("分值", check, words)
        self.texts = texts
        self.parts = Parts(text.grades.words, text.groups, units, lines)

    def run(self) -> Draft:
        """Write all parts, and check that the whole can be used."""
        account, found = self.account, self.found
        groups = groups_of(found, account)
        bind_groups(found, account)
        is_only = len(self.sheets) == 1 and not found.units and not self.is_part(self.sheets[0].name)
        self.parts.read_ahead(self.sheets, self.texts)
        roots = tuple(root for sheet in self.sheets for root in self.parts.sheet(sheet, is_only=is_only)) + self.tasks()
        roots = tuple(map(self.by_group.said, roots))
        in_scope = scoped(roots, self.sheets, groups, account, has_own_sheets=bool(found.units))
        described, taken = described_parts(roots, self.parts, account)
        self.taken |= taken
        roots = (*in_scope, *described)
        leave_out_ways(roots, account)
        take_loose(self.taken | {passage.source for passage in self.parts.passages} | self.besides.held, account)
        composed = totals_of(roots, found, self.parts, account)
        units = [unit for group in groups.values() for unit in group.units]
        indicators, exemptions = exempted(composed.roots, account.text.exempt, account.text.groups, units)
        indicators = weights_moved(indicators, composed.totals)
        account.bind_all(exemptions)
        account.bind_all(() if composed.totals else full_marks(account.text.top, indicators))
        title = (
            title_in(self.found.prose)
            or next((sheet.name for sheet in self.sheets if sheet.children), "")
            or (self.sheets[0].name if self.sheets else "")
            or PurePath(self.document.name).stem
        )
        if all(root.bonus for root in composed.roots):
            account.findings += self.without_indicators()
        annexes = missing_annexes(self.document.blocks)
        labels = (*labels_in(self.sheets), *labels_of(account.text.top), *account.text.adjustments.findings)
        lines = [block for block in self.document.blocks if isinstance(block, Paragraph)]
        account.findings += [*self.parts.findings, *distinct(not_in_between(labels, lines)), *annexes]
        year, results = self.year(title), results_of(composed, self.parts.limits, self.document.blocks, account)
        passages = self.passages()
        scheme = Scheme(
            kaoji=1,
            title=title or "考核方案",
            year=year,
            groups=groups,
            indicators=indicators,
            panels={**self.parts.panels, **composed.panels},
            total=composed.totals,
            choices=tuple(account.choices),
            **results,
        )
        return self.finished(without_elsewhere(scheme), passages)

    def is_part(self, title: str) -> bool:
        """Tell whether a sheet is named after one of the parts whose points a sentence states."""
        stated = [name for part in self.account.text.parts if not part.name for name, _ in part.parts]
        weighed = [
            name for total in self.account.text.totals if total.composition for name in total.composition.weights
        ]
        names = [
            *(_PART_END.sub("", name) for name in stated),
            *(core_of(name).removesuffix("平均") for name in weighed),
        ]
        return any(len(name) > 1 and name in squeeze(title) for name in names)

    def without_indicators(self) -> list[Diagnostic]:
        """Say what the document holds where it has no indicators, and what its tasks have wrong."""
        tasks, found = read_tasks(self.document)
        if tasks:
            instead = Diagnostic(
                "reading.W312",
                "The document holds {count} target tasks and no score sheet.",
                (tasks[0].source.cite(),),
                "Read it as tasks: kaoji read --tasks.",
                {"count": len(tasks)},
            )
            return [instead, *(one for one in found if one.code in _WRONG_IN_TASKS)]
        return [
            Diagnostic(
                "reading.W302",
                "No score sheet and no headings with points were found.",
                hint="Read the annex with the score sheet, or write the indicators yourself.",
            )
        ]

    def finished(self, scheme: Scheme, passages: tuple[Passage, ...]) -> Draft:
        """Give the draft with the findings of the lint; totals that do not resolve are left out."""
        text = dump(scheme)
        structure, problems = load_scheme(text)
        if structure is None and scheme.total:
            bare = scheme.model_copy(
                update={"total": (), "choices": (*scheme.choices, *map(unread_total, scheme.total))}
            )
            return self.finished(bare, passages)

        def of_rules() -> list[Diagnostic]:
            return lint(structure) if structure is not None else []

        def of_words() -> list[Diagnostic]:
            return written(self.document.blocks, scheme)

        least = 2 if self.texts.is_shared else 3
        words, rules = shared(lambda checks: checks(), (of_words, of_rules), least=least)
        findings = (*self.document.notes, *self.account.findings, *problems, *rules)
        findings = (*findings, *unsaid(words, findings))
        return Draft(scheme.title, text, findings, counted(passages), passages, scheme.choices, scheme.year)

    def tasks(self) -> tuple[Node, ...]:
        """Write a part for each department's sheet; its tasks have no points of their own."""
        if self.found.units:
            self.account.choose("目标任务", _TASKS_CHOICE)
        return tuple(self.parts.task_sheet(sheet) for sheet in self.found.units)

    def year(self, title: str) -> int:
        """Give the assessed year: the first that a title or the text names."""
        lines = (line.text for line in self.found.prose)
        year = year_in([title, *(sheet.name for sheet in self.found.sheets), *lines, self.document.name])
        if year is None and self.other_year is not None:
            self.account.choose("考核年度", _OTHER_YEAR_CHOICE.format(year=self.other_year))
            return self.other_year
        if year is None:
            self.account.leave_open(
                "考核年度",
                _NO_YEAR_CHOICE,
                "reading.W306",
                "The assessed year was not found.",
                "Write it under “year”.",
            )
        return year or _NO_YEAR

    def passages(self) -> tuple[Passage, ...]:
        """Give all texts in reading order: those of indicators, then the lines beside them with what they became."""
        passages, findings = self.besides.all_passages()
        self.account.findings += findings
        order = ReadingOrder(self.document.blocks)
        return tuple(sorted(passages, key=lambda passage: order.of(passage.source)))

    @property
    def besides(self) -> Besides:
        """The running text beside what has become indicators so far."""
        return Besides(self.found, self.as_written, self.parts.passages, self.account.text, self.taken)


def _renamed(sheet: Read) -> Read:
    """Give a sheet without the number of its annex in its name."""
    name = _ANNEX_NUMBER.sub("", sheet.name)
    return replace(sheet, name=name) if name != sheet.name else sheet
