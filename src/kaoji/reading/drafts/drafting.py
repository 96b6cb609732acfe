"""A notice's document → the draft of a scheme that a person checks: valid YAML, and every text beside what was made of it.

draft(document).scheme_text  → the scheme file; it always loads and resolves without errors
draft(document).passages     → all texts in reading order, for the review page

What was not read with certainty stands under ``check`` beside its rule; what the notice leaves open, or says in words
that were not recognised, stands under ``choices``. No text is dropped: what belongs to no indicator is a passage of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.citations import ReadingOrder, place_words
from kaoji.reading.clauses import ClauseReading
from kaoji.reading.document import Document, Source, joined_label
from kaoji.reading.drafts.besides import Besides
from kaoji.reading.drafts.composing import Composed, compose, is_among, is_named
from kaoji.reading.drafts.full_marks import full_marks
from kaoji.reading.drafts.group_points import kinds_with_points, parted_by_group
from kaoji.reading.drafts.own_items import with_own_items
from kaoji.reading.drafts.panels_in_text import said_of_panel, vote_of
from kaoji.reading.drafts.parts import Clause, Parts, pruned, texts_ahead, unused, with_signed
from kaoji.reading.drafts.passages import Counts, Passage, counted
from kaoji.reading.drafts.ratings import ratings_of, unused_ratings
from kaoji.reading.drafts.references import bound_references, differing, settled_here, without_references
from kaoji.reading.drafts.unsaid import unsaid_of, unsaid_steps
from kaoji.reading.drafts.weights import differing_weights, formula_weights, says_weights, weighed
from kaoji.reading.drafts.written import texts_of, too_many_shares, written
from kaoji.reading.phrases.providers import borne_in
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustments import is_adjustment, limits_alone, other_section
from kaoji.reading.prose.annexes import missing_annexes
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding, made_of
from kaoji.reading.prose.exemptions import exempted
from kaoji.reading.prose.label_checks import distinct, labels_in
from kaoji.reading.prose.notices import notices
from kaoji.reading.prose.running_text import (
    contents_in,
    described,
    labels_of,
    read_running_text,
    unbound,
    voting,
)
from kaoji.reading.prose.titles import title_in, year_in
from kaoji.reading.prose.totals import StatedTotal
from kaoji.reading.sheets import Node as Read
from kaoji.reading.sheets import Outline, outline
from kaoji.reading.sheets.unit_kinds import counted_units, named_units
from kaoji.reading.tables.stacked import unstacked
from kaoji.reading.tasks import read_tasks
from kaoji.scheme import dump, load_scheme
from kaoji.scheme.linting import lint, range_gaps, says_fractions
from kaoji.scheme.model import Award, Choice, Consequence, Grade, Group, Limit, Node, Scheme, Total
from kaoji.sharing import Ahead

__all__ = ["Counts", "Draft", "Passage", "draft", "drafts"]

_PART_END: Final = late_pattern("(?:得分|分值|成绩|考核)$")
_WAY: Final = late_pattern(
    r"(?:平时|日常|季度|月度|半年|年中|年终|年底|年末|年度|定期|不定期|随机)(?:综合)?(?:考核|考评|检查|督查|抽查|巡查|暗访|测评|评价)?(?:平均|累计)?(?:得分|成绩)?"
)
_WAYS_CHOICE: Final = (
    "通知写明“{text}”，各次考核用同一张评分表；方案只设一次考核的指标，请按这一比例汇总后填报，或改写为各次考核的得分。"
)
_WAYS_SAID: Final = "各次考核合成总分的比例"
_ALL_UNITS: Final = "被考核单位"
_TASKED: Final = "承担目标任务的单位"
_NO_YEAR = 2000

_NO_GROUPS_CHOICE: Final = "通知中没有找到分组和单位名单，暂设一组“被考核单位”，请填写单位。"
_NO_TOTAL_CHOICE: Final = "通知中没有找到可以识别的总分公式，总分暂按各部分得分之和计算。"
_UNREAD_TOTAL_CHOICE: Final = "总分公式“{text}”未能读懂，没有写入方案，请对照原文补写。"
_PERSONAL_TOTAL_CHOICE: Final = "总分公式“{text}”针对个人，没有写入方案。"
_UNUSED_CHOICE: Final = "总分公式没有用到“{names}”，暂不计入总分，请核对。"
_NO_GRADES_CHOICE: Final = "通知中没有找到可以识别的等次名额或分数线，请对照原文补写。"
_PRESUMED_GRADES_CHOICE: Final = "通知没有列出等次，只在限制或结果运用中提到；暂按“{names}”设等次，请核对。"
_LISTED_TWICE_CHOICE: Final = "通知在“{group}”名单中把“{units}”列了两次，暂计一次，请核对。"
_NO_YEAR_CHOICE: Final = "通知中没有找到考核年度，请填写。"
_OTHER_YEAR_CHOICE: Final = "通知中没有找到考核年度，暂用同一文件中前一通知的{year}年，请核对。"
_SCOPE_CHOICE: Final = "没有找到“{sheet}”适用于哪些组，暂对全部单位适用，请核对。"
_TASKS_CHOICE: Final = "各单位目标任务书的分项没有逐条分值，暂按分项直接计分。"
_CONTENTS_CHOICE: Final = "通知列明的考核内容有{names}；没有分值，没有写入方案，请对照附表补写。"
_FULL: Final = "通知没有写明满分，暂按100分。"
_NO_UNITS_CHOICE: Final = "没有找到“{group}”的单位名单，请填写。"
_STEP_CHOICE: Final = "通知写明“{words}”，这是审定、公示的程序，没有写成结果运用；请在办理审定和公示时照此执行。"
_OTHER_PRIZE: Final = "通知此处写作“{said}”，暂按“{name}”处理，请核对。"
_NO_PRIZE: Final = "奖项“{said}”没有写明怎样评，没有写入方案，请核对。"
_LAST_HERE: Final = "名次按组内这一部分的得分排定，不须填报；请核对范围和并列的处理。"
_WEIGHTS_SAID: Final = "各部分按百分制计分后乘以权重"
_OPEN_ORDER_CHOICE: Final = "总分相同时依次比较“{names}”；方案中没有这些部分，请改写后填入“order”。"


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
        self.findings = list(findings)
        self.other_year = other_year
        self.choices: list[Choice] = []
        names = [group.name for group in found.groups] or [name for name, _ in self.only_groups]
        self.text = read_running_text(found.prose, names, [sheet.name for sheet in found.sheets])
        lines = {line.source for line in found.prose}
        sheets = [pruned(sheet, self.text.adjustments.taken, lines) for sheet in found.sheets]
        if any(sheet is not None and sheet.source not in lines for sheet in sheets):
            kept = [without_references(sheet, lines) for sheet in sheets if sheet is not None]
            sheets = [sheet for sheet, _ in kept]
            dropped = [one for _, some in kept for one in some]
            self.text = replace(self.text, others=(*self.text.others, *bound_references(self.text.top, dropped)))
        said = says_weights(self.text.top)
        if said is not None:
            self.text = replace(self.text, others=(*self.text.others, Binding(said, "权重", _WEIGHTS_SAID)))
        formulas = [total.composition.weights for total in self.text.totals if total.composition is not None]
        weights = formula_weights(formulas)
        self.findings += differing_weights([sheet for sheet in sheets if sheet is not None], weights)
        self.sheets = tuple(
            weighed(with_own_items(with_signed(sheet)), weights, is_said=said is not None)
            for sheet in sheets
            if sheet is not None
        )
        self.as_written = self.sheets
        self.sheets, self.by_group = parted_by_group(self.sheets, self.text.groups)
        units = tuple(unit for group in found.groups for unit in group.units)
        for words, check in differing(self.text.top, [sheet for sheet in self.sheets if sheet.source not in lines]):
            self.choices.append(Choice(name="分值", decision=check, source=place_words(words.source) or None))
        self.taken: set[Source] = set()
        self.texts = texts
        self.parts = Parts(self.text.grades.words, self.text.groups, units, lines)

    def run(self) -> Draft:
        """Write all parts, and check that the whole can be used."""
        groups = self.groups()
        self.bind_groups()
        is_only = len(self.sheets) == 1 and not self.found.units and not self.is_part(self.sheets[0].name)
        self.parts.read_ahead(self.sheets, self.texts)
        roots = tuple(root for sheet in self.sheets for root in self.parts.sheet(sheet, is_only=is_only)) + self.tasks()
        roots = tuple(map(self.by_group.said, roots))
        composed = self.totals((*self.scoped(roots, groups), *self.described(roots)))
        composed = self.with_bearers(self.with_limits(self.with_votes(composed)))
        units = [unit for group in groups.values() for unit in group.units]
        indicators, exemptions = exempted(composed.roots, self.text.exempt, self.text.groups, units)
        said = () if composed.totals else full_marks(self.text.top, indicators)
        self.text = replace(self.text, others=(*self.text.others, *exemptions, *said))
        title = (
            title_in(self.found.prose)
            or next((sheet.name for sheet in self.sheets if sheet.children), "")
            or (self.sheets[0].name if self.sheets else "")
            or PurePath(self.document.name).stem
        )
        if all(root.bonus for root in composed.roots):
            self.findings.append(self.without_indicators())
        annexes = missing_annexes(self.document.blocks)
        labels = (*labels_in(self.sheets), *labels_of(self.text.top), *self.text.adjustments.findings)
        self.findings += [*self.parts.findings, *distinct(labels), *annexes]
        year, results = self.year(title), self.results(composed)
        passages = self.passages()
        scheme = Scheme(
            kaoji=1,
            title=title or "考核方案",
            year=year,
            groups=groups,
            indicators=indicators,
            panels={**self.parts.panels, **composed.panels},
            total=composed.totals,
            choices=tuple(self.choices),
            **results,
        )
        return self.finished(self.without_elsewhere(scheme), passages)

    def is_part(self, title: str) -> bool:
        """Tell whether a sheet is named after one of the parts whose points a sentence states."""
        names = [_PART_END.sub("", name) for part in self.text.parts if not part.name for name, _ in part.parts]
        return any(len(name) > 1 and name in squeeze(title) for name in names)

    def without_indicators(self) -> Diagnostic:
        """Say what the document holds where it has no indicators."""
        tasks, _ = read_tasks(self.document)
        if tasks:
            return Diagnostic(
                "reading.W312",
                "The document holds {count} target tasks and no score sheet.",
                (tasks[0].source.cite(),),
                "Read it as tasks: kaoji read --tasks.",
                {"count": len(tasks)},
            )
        return Diagnostic(
            "reading.W302",
            "No score sheet and no headings with points were found.",
            hint="Read the annex with the score sheet, or write the indicators yourself.",
        )

    def finished(self, scheme: Scheme, passages: tuple[Passage, ...]) -> Draft:
        """Give the draft with the findings of the lint; totals that do not resolve are left out."""
        text = dump(scheme)
        structure, problems = load_scheme(text)
        if structure is None and scheme.total:
            bare = scheme.model_copy(update={"total": (), "choices": (*scheme.choices, *map(_unread, scheme.total))})
            return self.finished(bare, passages)
        if structure is not None:
            problems = [*problems, *lint(structure)]
        findings = (*self.document.notes, *self.findings, *problems)
        findings = (*findings, *written(self.document.blocks, findings, scheme))
        return Draft(scheme.title, text, findings, counted(passages), passages, scheme.choices, scheme.year)

    def open(self, name: str, decision: str, code: str, message: str, hint: str, **data: object) -> None:
        """Name what the notice leaves open, for the scheme and for the reader."""
        self.choices.append(Choice(name=name, decision=decision))
        self.findings.append(Diagnostic(code, message, (), hint, data))

    # ---------------------------------------------------------------- groups and their parts

    def groups(self) -> dict[str, Group]:
        """Give the groups of the notice, one of the departments that have sheets of their own, one graded elsewhere."""
        groups: dict[str, Group] = {}
        for group in self.found.groups:
            units = tuple(dict.fromkeys(group.units))
            groups[unused(group.name, groups)] = Group(units=units, stated=group.stated)
            if len(units) < len(group.units):
                twice = "、".join(unit for unit in units if group.units.count(unit) > 1)
                self.choices.append(
                    Choice(name="分组", decision=_LISTED_TWICE_CHOICE.format(group=group.name, units=twice))
                )
        known = {unit for group in groups.values() for unit in group.units}
        if others := tuple(dict.fromkeys(sheet.unit for sheet in self.found.units if sheet.unit not in known)):
            groups[unused(_TASKED, groups)] = Group(units=others)
        if not self.found.groups and (self.found.sheets or not groups):
            self.open("分组", _NO_GROUPS_CHOICE, "reading.W303", "No groups with lists of units were found.",
                      "Write the units under “groups”.")  # fmt: skip
            only: dict[str, Group] = {}
            for name, stated in self.only_groups:
                only[unused(name, {**groups, **only})] = Group(stated=stated)
            groups = {**only, **groups}
        if (other := self.text.elsewhere) is not None:
            units = tuple(unit for unit in other.units if unit not in known)
            groups[other.elsewhere.group] = Group(units=units)
            if not units:
                self.choices.append(
                    Choice(name=other.elsewhere.group, decision=_NO_UNITS_CHOICE.format(group=other.elsewhere.group))
                )
        return groups

    @property
    def only_groups(self) -> tuple[tuple[str, int | None], ...]:
        """The groups of a notice that lists none, with their counts where the notice counts its units, by their kinds where it names them."""
        named = tuple((name, None) for name in named_units(self.found.prose))
        kinds = tuple((kind, None) for kind in kinds_with_points(self.found.sheets))
        return counted_units(self.found.prose) or named or kinds or ((_ALL_UNITS, None),)

    def tasks(self) -> tuple[Node, ...]:
        """Write a part for each department's sheet; its tasks have no points of their own."""
        if self.found.units:
            self.choices.append(Choice(name="目标任务", decision=_TASKS_CHOICE))
        return tuple(self.parts.task_sheet(sheet) for sheet in self.found.units)

    def scoped(self, roots: tuple[Node, ...], groups: dict[str, Group]) -> tuple[Node, ...]:
        """Say of each sheet which groups it is for, where there are several of both."""
        titles = {sheet.name for sheet in self.sheets}
        if len(groups) == 1 or (len(titles) == 1 and not self.found.units):
            return roots
        scoped: list[Node] = []
        for root in roots:
            names = self.text.groups.in_title(root.name) if root.name in titles else ()
            is_open = not names and not any(item.applies_to for item in root.items)
            if root.name in titles and is_open:
                self.choices.append(Choice(name="适用范围", decision=_SCOPE_CHOICE.format(sheet=root.name)))
            scoped.append(root.model_copy(update={"applies_to": names}) if names else root)
        return tuple(scoped)

    def without_elsewhere(self, scheme: Scheme) -> Scheme:
        """Keep the parts for all units from those that are graded elsewhere."""
        if not scheme.elsewhere:
            return scheme
        scored = tuple(name for name in scheme.groups if name != scheme.elsewhere[0].group)
        roots = (
            root if root.applies_to else root.model_copy(update={"applies_to": scored}) for root in scheme.indicators
        )
        panels = {
            name: panel if panel.applies_to else panel.model_copy(update={"applies_to": scored})
            for name, panel in scheme.panels.items()
        }
        return scheme.model_copy(update={"indicators": tuple(roots), "panels": panels})

    def described(self, roots: tuple[Node, ...]) -> tuple[Node, ...]:
        """Write the parts of formulas that are no sheets, but whose scoring the text describes."""
        named = [name for total in self.text.totals if total.composition for name in total.composition.weights]
        found: list[Node] = []
        for name in dict.fromkeys(named):
            lines = [] if is_among(name, roots) else described(self.text, name)
            if not lines or lines[0].source in self.text.adjustments.taken:
                continue
            is_bonus = bool(re.search(r"加分|扣分|减分", name))
            text = "\n".join(line.text for line in lines)
            read = Read(name, "" if is_bonus else "100", is_bonus, text=text, source=lines[0].source)
            node = self.parts.node(read, name, ())
            check = "" if is_bonus else _FULL
            found.append(node.model_copy(update={"check": check + (node.check or "") or None}))
            self.taken.update(line.source for line in lines)
        if not roots and (contents := contents_in(self.text)) and not set(contents) <= set(named):
            self.choices.append(Choice(name="指标", decision=_CONTENTS_CHOICE.format(names="、".join(contents))))
        return tuple(found)

    def others(self) -> None:
        """Take sentences that give or take points outside the lists as adjustments of their own."""
        held = self.taken | {passage.source for passage in self.parts.passages}
        loose = [words for words in unbound(self.text, held | self.besides.held) if is_adjustment(words)]
        if loose:
            section = other_section(loose)
            if not self.text.adjustments.sections:
                lines = {words.source for words in loose}
                sentences = [one for _, article in self.text.top.walk() for one in article.sentences()]
                for words, limits in limits_alone(one for one in sentences if one.source in lines):
                    section.limits += [limit for limit in limits if limit not in section.limits]
                    said = Binding(words, "加减分限额", "，".join(limits))
                    self.text = replace(self.text, others=(*self.text.others, said))
            self.text.adjustments.sections.append(section)
            self.text.adjustments.words.extend(loose)

    # ---------------------------------------------------------------- results

    def totals(self, roots: tuple[Node, ...]) -> Composed:
        """Give the parts of the total formulas something that they stand for."""
        self.without_ways(roots)
        stated = self.text.totals
        of_units = [total for total in stated if not (self.found.groups and "个人" in total.subject)]
        self.others()
        adjusting = self.parts.adjusting(self.text.adjustments)
        ratings = ratings_of(self.found.ratings)
        composed = compose(of_units, roots, self.text.groups, adjusting, self.text.parts, ratings)
        self.choices += unused_ratings(ratings, composed.panels.values())
        self.bind_whole(composed.roots)
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
        self.choices += composed.choices
        return composed

    def bind_groups(self) -> None:
        """Say of the lines that list units which group they became."""
        for line in self.found.prose:
            text = joined_label(line.label, line.text)
            here = [group for group in self.found.groups if group.source == line.source]
            mine = [group for group in here if group.name in text or all(unit in squeeze(text) for unit in group.units)]
            if not mine:
                continue
            words = Words(text, line, 0).part(0)
            said = "；".join(f"{group.name}（{len(group.units)}个）" for group in mine)
            self.text = replace(self.text, others=(*self.text.others, Binding(words, "分组", said)))

    def bind_whole(self, roots: Sequence[Node]) -> None:
        """Say what became of the sentence that states the points of all parts, where they have them."""
        for part in self.text.parts:
            if not part.name and all(
                any(root.points == decimal(points) and is_named(name, root) for root in roots)
                for name, points in part.parts
            ):
                said = "、".join(f"{name}{points}分" for name, points in part.parts)
                self.text = replace(self.text, others=(*self.text.others, Binding(part.words, "分值", said)))

    def without_ways(self, roots: tuple[Node, ...]) -> None:
        """Leave out formulas of times at which one sheet is used (平时考核40%、年终考核60%): their parts are no indicators."""
        kept: list[StatedTotal] = []
        for total in self.text.totals:
            names = list(total.composition.weights) if total.composition is not None else []
            is_of_ways = bool(names) and all(_WAY.fullmatch(name) for name in names)
            if not (roots and is_of_ways) or any(is_among(name, roots) or described(self.text, name) for name in names):
                kept.append(total)
                continue
            self.choices.append(
                Choice(
                    name="总分",
                    decision=_WAYS_CHOICE.format(text=total.formula),
                    source=place_words(total.words.source) or None,
                )
            )
            self.text = replace(self.text, others=(*self.text.others, Binding(total.words, "总分", _WAYS_SAID)))
        self.text = replace(self.text, totals=tuple(kept))

    def with_votes(self, composed: Composed) -> Composed:
        """Say of the panels that formulas name how their votes are counted, where the text does."""
        panels = dict(composed.panels)
        for name, panel in panels.items():
            words = voting(self.text, name, panels) if panel.entered else None
            if words is None:
                continue
            read = Read(name, text=words.text, source=words.source)
            vote = vote_of(read, panel.points)
            if vote is not None:
                panels[name] = vote
                said = Binding(words, "测评", f"{name}：{said_of_panel(vote)}", vote.check or "")
                self.text = replace(self.text, others=(*self.text.others, said))
        return replace(composed, panels=panels)

    def with_bearers(self, composed: Composed) -> Composed:
        """Give parts without a department the one that a sentence names for them: 基层党建由党建办、治理由综治办分别负责."""
        borne: dict[str, tuple[str, ...]] = {}
        for _, article in self.text.top.walk():
            for words in (clause for sentence in article.sentences() for clause in sentence.split("[,;]")):
                pairs = borne_in(squeeze(words.folded))
                known = {name: units for name, units in pairs.items() if is_among(name, composed.roots)}
                for name, units in known.items():
                    borne.setdefault(name, units)
                if known and len(known) == len(pairs):
                    said = "、".join(f"{name}：{'、'.join(units)}" for name, units in known.items())
                    self.text = replace(self.text, others=(*self.text.others, Binding(words, "考核部门", said)))
        return replace(composed, roots=tuple(_borne(root, borne) for root in composed.roots)) if borne else composed

    def with_limits(self, composed: Composed) -> Composed:
        """Put limits on all bonuses or deductions that stand by themselves to the section of the sheets that they are for."""
        roots = list(composed.roots)
        sentences = [one for _, article in self.text.top.walk() for one in article.sentences()]
        for words, limits in limits_alone(sentences) if not self.text.adjustments.sections else ():
            places = [_limited(limit, roots) for limit in limits]
            if None in places:
                continue
            for limit, place in zip(limits, places, strict=True):
                root = roots[place or 0]
                joined = "，".join(dict.fromkeys((*([root.limits] if root.limits else []), limit)))
                roots[place or 0] = root.model_copy(update={"limits": joined})
            said = Binding(words, "加减分限额", "，".join(limits))
            self.text = replace(self.text, others=(*self.text.others, said))
        return replace(composed, roots=tuple(roots))

    def results(self, composed: Composed) -> dict[str, Any]:
        """Give what becomes of totals: grades, limits, prizes, consequences."""
        text = self.text
        bands = [binding.words for binding in text.grades.bindings]
        if bands:
            said, source = "。".join(words.text for words in bands), bands[0].source.cite()
            if says_fractions(texts_of(self.document.blocks)):
                gaps = {tuple(gap.data.values()): gap for gap in range_gaps(said, source)}
                self.findings += gaps.values()
        if text.grades.too_much:
            self.findings.append(too_many_shares(text.grades.too_much, text.grades.bindings))
        limits = tuple(_settled(limit, composed.roots) for limit in made_of((*text.limits, *self.parts.limits)))
        awards = made_of(text.prizes)
        self.choices += [
            Choice(
                name="审定公示", decision=_STEP_CHOICE.format(words=step.text), source=place_words(step.source) or None
            )
            for step in text.steps
        ]
        consequences = tuple(_with_known_prize(made, awards) for made in made_of(text.consequences))
        grades = text.grades.grades
        if not grades:
            self.open("等次", _NO_GRADES_CHOICE, "reading.W305", "No grades with shares or thresholds were recognised.",
                      "Write them under “grades”.")  # fmt: skip
            if limits or any(consequence.grade for consequence in consequences) or text.grades.bindings:
                grades = tuple(Grade(name=name) for name in text.grades.words.names)
            if grades and not text.grades.bindings:
                names = "、".join(text.grades.words.names)
                self.choices.append(Choice(name="等次", decision=_PRESUMED_GRADES_CHOICE.format(names=names)))
        self.choices += (*unsaid_of(grades, text.grades.quota), *unsaid_steps(composed.roots))
        return {
            "grades": grades,
            "quota": text.grades.quota,
            "order": (order := self.order(composed)),
            "rank_ties": self.text.grades.rank_ties if order else "share",
            "limits": limits,
            "elsewhere": (text.elsewhere.elsewhere,) if text.elsewhere is not None else (),
            "awards": awards,
            "afterwards": consequences,
        }

    def order(self, composed: Composed) -> tuple[str, ...]:
        """Give the parts that decide between equal totals, by the names that the scheme has for them."""
        known = [root.name for root in composed.roots] + list(composed.panels)
        names = [
            next((name for name in known if name == wanted or name.startswith(wanted) or wanted.startswith(name)), "")
            for wanted in self.text.grades.order
        ]
        if not all(names):
            decision = _OPEN_ORDER_CHOICE.format(names="、".join(self.text.grades.order))
            self.choices.append(Choice(name="同分", decision=decision))
            return ()
        return tuple(dict.fromkeys(names))

    def year(self, title: str) -> int:
        """Give the assessed year: the first that a title or the text names."""
        lines = (line.text for line in self.found.prose)
        year = year_in([title, *(sheet.name for sheet in self.found.sheets), *lines, self.document.name])
        if year is None and self.other_year is not None:
            self.choices.append(Choice(name="考核年度", decision=_OTHER_YEAR_CHOICE.format(year=self.other_year)))
            return self.other_year
        if year is None:
            self.open("考核年度", _NO_YEAR_CHOICE, "reading.W306", "The assessed year was not found.",
                      "Write it under “year”.")  # fmt: skip
        return year or _NO_YEAR

    # ---------------------------------------------------------------- passages

    def passages(self) -> tuple[Passage, ...]:
        """Give all texts in reading order: those of indicators, then the lines beside them with what they became."""
        passages, findings = self.besides.all_passages()
        self.findings += findings
        order = ReadingOrder(self.document.blocks)
        return tuple(sorted(passages, key=lambda passage: order.of(passage.source)))

    @property
    def besides(self) -> Besides:
        """The running text beside what has become indicators so far."""
        return Besides(self.found, self.as_written, self.parts.passages, self.text, self.taken)


def _borne(node: Node, borne: Mapping[str, tuple[str, ...]]) -> Node:
    """Give a part and those below it the departments that are named for them."""
    units = next((units for name, units in borne.items() if is_named(name, node)), ())
    items = tuple(_borne(item, borne) for item in node.items)
    update: dict[str, object] = {"items": items} if items != node.items else {}
    if units and not node.provider and not node.bonus and node.panel is None:
        update["provider"] = units
    return node.model_copy(update=update) if update else node


def _with_known_prize(made: Consequence, awards: Sequence[Award]) -> Consequence:
    """Tie a consequence to a prize of the scheme; a name that the notice varies is taken where only one can be meant."""
    names = [award.name for award in awards]
    if made.award is None or made.award in names:
        return made
    decided = [award.name for award in awards if award.at_most is not None]
    near = decided if len(decided) == 1 else difflib.get_close_matches(made.award, names, 1)
    check = (_OTHER_PRIZE if near else _NO_PRIZE).format(said=made.award, name=near[0] if near else "")
    return made.model_copy(update={"award": near[0] if near else None, "check": (made.check or "") + check})


def _settled(limit: Limit, roots: Sequence[Node]) -> Limit:
    """Let the places of a part settle a limit that is on the last ones in it: nobody has to report them."""
    part = settled_here(limit.text or limit.when) if limit.last_places else ""
    found = [root.name for root in roots if part and is_named(part, root) and not root.bonus]
    return limit.model_copy(update={"indicator": found[0], "check": _LAST_HERE}) if len(found) == 1 else limit


def _limited(limit: str, roots: Sequence[Node]) -> int | None:
    """Give the place of the only part that a limit on bonuses or deductions is for."""
    wanted = re.compile("加分|加减分|加扣分" if limit.startswith("加分") else "减分|扣分|加减分|加扣分")
    found = [index for index, root in enumerate(roots) if root.points is None and wanted.match(root.name)]
    return found[0] if len(found) == 1 else None


def _unread(total: Total) -> Choice:
    return Choice(
        name="总分公式", decision=_UNREAD_TOTAL_CHOICE.format(text=total.text or total.formula), source=total.source
    )
