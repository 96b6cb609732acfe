"""From one scoring text to the rules of an indicator: what fits the scheme language is taken, the rest becomes a check.

An indicator always comes out usable: rules that could not be scored as written are left out, and one without any rule
is an entered score. The words under ``check`` are Chinese, as the scheme that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.clauses import Controlled, controlled, read_clause
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.drafts.column_targets import figure_of, with_figure
from kaoji.reading.drafts.index_methods import index_in
from kaoji.reading.drafts.leftovers import leftovers
from kaoji.reading.drafts.making import ENTERED, Making, is_limit
from kaoji.reading.drafts.multiples import multiplied
from kaoji.reading.drafts.neighbours import by_hundred, by_shares, full_at_line, with_onward
from kaoji.reading.drafts.panels_in_text import (
    ballots_in,
    banded_of,
    only_counts,
    panel_of,
    rated_of,
    said_of_panel,
    sheet_of,
    trimmed_of,
    vote_of,
)
from kaoji.reading.drafts.passages import DraftedRule, Mark, Passage
from kaoji.reading.drafts.places import only_settles_ties, signed_places, with_ties
from kaoji.reading.drafts.taking import PROBABLE, take_all, words_of
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.shared_out import shared_out
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustment_limits import limits_of
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Node, Panel, Rule

_ENTERED_BY: Final = late_pattern("由.+计分")
_LEAST_SUMMED: Final = 2
_NOT_UNDERSTOOD: Final = "以下文字未能读懂，请对照原文补写规则：{words}"
_NOT_EXPRESSED: Final = "以下内容不能写成计分规则（如一票否决、民主测评），请另行设置：{words}"
_NOT_USABLE: Final = "读出的规则不能直接计分，已略去，请改写：{words}"
_TAKES: Final = late_pattern("[减扣]分")
_TAKES_POINTS: Final = late_pattern(r"[减扣]\s*\d")
_GIVES_POINTS: Final = late_pattern(r"[加计得]\s*\d")
_WHO_VOTES: Final = late_pattern(r"由[^,，;；。\d]{2,30}(?:测评|评议|评价|投票|打分|评分)")
_BY_DETAILS: Final = late_pattern("制定|细则|另行|确定|研究")
_GRADE: Final = late_pattern("优秀?|良好?|中等?|较?好|一般|较?差|(?:基本|不)?(?:合格|称职|达标)|[A-E]")
_IN_PROPORTION: Final = "按完成比例计分"
_OF_TIMES: Final = late_pattern(
    r"(?:年终|年底)?[各每](?:次|月|季度?|半年)[^,，。；;]{0,8}?(?:得分|成绩|分数)?(?:取|求|的)?平均(?:值|分|数)?(?:后)?(?:折算|计算|计入|计分)?[^,，。；;]{0,6}"
)
_OPEN: Final = "以下内容没有写成规则，请核对是否影响计分：{words}"
_OF_GRADES: Final = late_pattern("一票否决|评[先优为]|资格")
_ELSE_NONE: Final = late_pattern(r"(?:否则|反之)[^，,；;。]{0,6}(?:不(?:予)?[得计记给]分|[得计记]0分|零分)")
_SUM: Final = "下级指标的分值合计{sum}分，与本项{points}分不符：可能有指标归错上级，或者分值有误，请与原件核对。"
_FOR_SOME: Final = "本级文字给一部分单位写明了不同分值，没有写入方案，请按组分别设置：{words}"
_SECTION: Final = "本级文字中有计分规则，请放到所属的指标：{words}"


@dataclass(frozen=True, slots=True)
class DraftedLeaf:
    """An indicator of the draft, its passage, what was not understood, and the panel that it takes its score from."""

    node: Node
    passage: Passage
    findings: tuple[Diagnostic, ...] = ()
    panel: Panel | None = None


def _is_implied(rule: Controlled, found: Sequence[Controlled], text: str) -> bool:
    """Tell whether a rule only says of the words before it that else there are no points: 达到5000元计2分，否则不计分."""
    source = rule.sources[0]
    said = text[source.start : source.end].lstrip("，,；;。 ")
    awards = any(other.score.count("计") for other in found[: found.index(rule)])
    return awards and _ELSE_NONE.match(said) is not None


def clause_of(read: Read) -> tuple[str, str]:
    """Give the scoring text of an indicator and its points, as ``read_clause`` takes them."""
    return read.text, "" if read.is_bonus else read.points


def draft_leaf(
    read: Read, name: str, path: tuple[str, ...], *, has_limits: bool = False, reading: ClauseReading | None = None
) -> DraftedLeaf:
    """Write an indicator from its row or heading; the node resolves, alone or with its panel.

    ``has_limits`` says that the grade limits of its text are read elsewhere; ``reading`` is that of its text, if it was read
    before.
    """
    work = Making(read, name, reading or read_clause(*clause_of(read)))
    points = work.base.points
    sheet = sheet_of(read, points) or banded_of(read, points)
    if sheet is not None:
        return _with_panel(work, path, sheet)
    if (index := _index(work)) is not None:
        return index
    ballots, checked = ballots_in(work.reading), len(work.checks)
    found = [rule for rule in controlled(work.reading) if rule.sources[0] not in ballots]
    implied = [rule for rule in found if _is_implied(rule, found, read.text)]
    found = [rule for rule in found if rule not in implied]
    bands = _bands(found, read.text)
    found = [rule for rule in found if rule not in bands]
    implied += bands
    found, full = full_at_line(found, points)
    implied += full
    found = [by_hundred(by_shares(rule, read.text, name), read.text, points) for rule in with_onward(found)]
    figure = figure_of(read.target, read.measured_in)
    found, plain_found = list(with_figure(found, figure, name)), found
    from_column = [rule for rule, was in zip(found, plain_found, strict=True) if rule is not was]
    used = [source for rule in (*found, *implied) for source in rule.sources]
    takes = _TAKES.search(read.name) or (_TAKES_POINTS.search(read.text) and not _GIVES_POINTS.search(read.text))
    most = f"{'减分' if takes else '加分'}不超过{read.most}分" if read.most else ""
    unusable = take_all([rule for rule in found if not _only_assessed(rule, found, read.text)], work, from_column)
    work.mark((source for rule in implied for source in rule.sources), "certain")
    work.limits += [most] if most and is_limit(most) and not work.limits else []
    if read.is_bonus and not work.limits:  # 加分项（不超过10分）
        work.limits += filter(is_limit, limits_of(fold(read.name)))
    left = [rule for rule in work.reading.understood if rule not in used and not (has_limits and rule.form == "veto")]
    left = [rule for rule in left if rule.form != "rank" or not _take_places(rule, work)]
    work.mark(left, "check")
    work.mark(work.reading.not_understood, "not_understood")
    not_understood = [read.text[rule.start : rule.end] for rule in work.reading.not_understood]
    panel = panel_of(read, points, left) if not work.rules and all(map(only_counts, not_understood)) else None
    panel = panel if panel is not None and not unusable else vote_of(read, points)
    is_scored = any(
        rule.score != ENTERED and not _ENTERED_BY.fullmatch(rule.score) for rule in work.rules
    )  # who rates with what weight says how it is scored
    panel = panel if panel is not None or is_scored else rated_of(read, points) or trimmed_of(read, points)
    if panel is not None:
        work.rules, work.states, work.limits, work.checks = [], [], [], work.checks[:checked]
        return _with_panel(work, path, panel)
    not_understood += _take_leftovers(work, has_limits=has_limits)
    work.unread = len(not_understood) + len(unusable)
    work.say(_NOT_UNDERSTOOD, not_understood)
    work.say(_NOT_USABLE, unusable)
    work.say(_NOT_EXPRESSED, [read.text[rule.start : rule.end] for rule in left])
    node = work.node()
    return DraftedLeaf(node, work.passage(node, path), tuple(_findings(read, not_understood + unusable)))


def _take_leftovers(work: Making, *, has_limits: bool) -> list[str]:
    """Mark what the text says on points outside its rules; give the words that change points and were not understood."""
    text, found = work.reading.text, leftovers(work.reading)
    unread = [mark for mark in found.not_understood if not _take_ties(mark, work) and not _take_multiple(mark, work)]
    work.marks.extend(unread)
    if work.rules:  # a text without any is to be checked as a whole
        open_ones = [
            mark for mark in found.to_check if not (has_limits and _OF_GRADES.search(text[mark.start : mark.end]))
        ]
        work.marks.extend(open_ones)
        work.say(_OPEN, [text[mark.start : mark.end] for mark in open_ones])
    return [text[mark.start : mark.end] for mark in unread]


def _take_ties(mark: Mark, work: Making) -> bool:
    """Take words on equal places that a rule by place holds already: 并列的,加分=应加分数÷并列个数."""
    if not only_settles_ties(work.reading.text[mark.start : mark.end], [rule.score for rule in work.rules]):
        return False
    work.marks.append(replace(mark, state="check"))
    return True


def _take_multiple(mark: Mark, work: Making) -> bool:
    """Take words that double or halve what stands before them: 重复发生的加倍扣分."""
    text = work.reading.text
    made = multiplied(work.rules, text, text[mark.start : mark.end], mark.start)
    if made is None or not work.fits(*made):
        return False
    states = dict(zip(map(id, work.rules), work.states, strict=True))
    work.states = [states.get(id(rule), "check") for rule in made]
    work.rules, work.known_to_fit = made, len(made)
    work.marks.append(replace(mark, state="check"))
    return True


def _with_panel(work: Making, path: tuple[str, ...], panel: Panel) -> DraftedLeaf:
    """Write an indicator that takes its score from a panel."""
    node = work.checked(panel=work.base.name)
    work.marks = [mark for mark in work.marks if mark.state != "not_understood"]
    vote = DraftedRule(node.name, said_of_panel(panel), work.read.text, "check", panel.check or "")
    passage = replace(work.passage(node, path), rules=(vote,), state="check")
    return DraftedLeaf(node, passage, (), panel)


def _index(work: Making) -> DraftedLeaf | None:
    """Write an indicator whose text names an index method; the constants of the method are a person's to fill in."""
    text, base = work.read.text, work.base
    score, check, words = index_in(text)
    if not score or base.points is None:
        return None
    start = max(text.find(words), 0)
    rule = Rule(measure=base.name, score=score, text=words, source=base.source, check=check)
    work.take(rule, "check", [Mark(start, start + len(words), "check")])
    node = work.checked(rules=(rule,))
    return DraftedLeaf(node, work.passage(node, ()))


def _bands(found: Sequence[Controlled], text: str) -> list[Controlled]:
    """Give the rules that only say in which bands a rater's points lie: 由分管领导评分，优秀55—60分，良好45—54分."""
    bands = [
        rule for rule in found if all(one.form == "range" for one in rule.sources) and _GRADE.fullmatch(rule.label)
    ]
    return bands if len(bands) > 1 and _WHO_VOTES.search(text) else []


def _only_assessed(rule: Controlled, found: Sequence[Controlled], text: str) -> bool:
    """Tell whether words for an entered score only say who assesses what the other rules give, or how often: 由区应急局考核."""
    if rule.score == _IN_PROPORTION and _OF_TIMES.fullmatch(words_of(rule, text)):
        return any(other.score.count("扣") for other in found)  # 每处扣0.5分。每月得分取平均值折算
    if rule.key != "score" or not any(other.key not in ("score", "limits") for other in found):
        return False
    words = words_of(rule, text)
    is_scored = any(other.score != ENTERED and other.key == "measure" for other in found if other is not rule)
    if is_scored and _WHO_VOTES.fullmatch(words):
        return True  # 由党员和村民代表测评,满意率90%以上得5分
    return bool(providers_in(words)) and not _BY_DETAILS.search(words)


def _take_places(rule: ClauseRule, work: Making) -> bool:
    """Take places of which some give and some take points: 第1名加5分 … 第4名减2分."""
    if rule.from_end != "top" or not any(value < 0 for value in rule.places):
        return False
    words = work.reading.text[rule.start : rule.end]
    made = Rule(
        rank=rule.label or work.base.name,
        score=with_ties(signed_places(rule), work.reading.text),
        text=words,
        source=work.base.source,
        check=PROBABLE,
    )
    if not work.fits(made):
        return False
    work.take(made, "check", [rule])
    return True


def draft_section(
    read: Read, name: str, items: tuple[Node, ...], path: tuple[str, ...]
) -> tuple[Node, Passage | None, tuple[Diagnostic, ...]]:
    """Write a section around its items; of its own text only limits can hold for it."""
    work = Making(read, name, read_clause(read.text))
    found = controlled(work.reading)
    others: list[str] = []
    for rule in found:
        if rule.key == "limits" and is_limit(rule.score):
            work.limits.append(rule.score)
            work.mark(rule.sources, "certain")
        else:
            others.append(words_of(rule, read.text))
            work.mark(rule.sources, "check")
    used = {source for rule in found for source in rule.sources}
    left = [rule for rule in work.reading.understood if rule not in used]
    others += [read.text[rule.start : rule.end] for rule in left]
    work.mark(left, "check")
    unread: list[Mark | ClauseRule] = [*work.reading.not_understood, *leftovers(work.reading).not_understood]
    work.mark(unread, "not_understood")
    words = [read.text[span.start : span.end] for span in unread]
    work.unread = len(words)
    work.say(_NOT_UNDERSTOOD, words)
    work.say(_SECTION, others)
    work.say(_FOR_SOME, _for_some(read))
    work.checks += _unfitting_sum(read)
    node = work.checked(items=items, limits="，".join(work.limits) or None)
    passage = work.passage(node, path) if read.text else None
    return node, passage, tuple(_findings(read, words))


def _for_some(read: Read) -> Iterator[str]:
    """Give what the text of a section says of other points for some units: 高中教学质量45分, where the section has 35."""
    stated = {squeeze(child.name): decimal(child.points) for child in read.children if child.name and child.points}
    for sentence in re.findall("[^。；;]+", read.text):
        for share in shared_out(squeeze(fold(sentence)), "分"):
            own = [points for name, points in stated.items() if share.name.endswith(name) and share.name != name]
            if own and own[0] is not None and Fraction(own[0]) != share.amount:
                yield sentence
                break


def _unfitting_sum(read: Read) -> list[str]:
    """Say that the points below a section do not make up its own: the likeliest sign of an item below the wrong one."""
    stated = decimal(read.points) if not (read.is_percent or read.is_bonus) else None
    below = [decimal(child.points) for child in read.children if not (child.is_bonus or child.signed)]
    if stated is None or any(child.is_percent or child.weight for child in read.children):
        return []
    # 计划生育事业费（乡镇）, 计划生育事业费（农场）: the same for other units
    named = [re.sub(r"[（(][^（()）]*[）)]$", "", child.name) for child in read.children if child.name]
    if len(set(named)) < len(named):
        return []
    amounts = [points for points in below if points is not None]
    if len(amounts) < max(_LEAST_SUMMED, len(below)) or sum(amounts) == stated:
        return []
    return [_SUM.format(sum=plain(sum(amounts, Decimal(0))), points=plain(stated))]


def _findings(read: Read, unread: list[str]) -> list[Diagnostic]:
    if not unread:
        return []
    return [
        Diagnostic(
            "reading.W301",
            "Of the scoring text of “{name}” {count} places were not understood: {words}.",
            (read.source.cite(),),
            "Write these rules yourself; the words of the notice stand beside the indicator.",
            {"name": read.name, "count": len(unread), "words": "；".join(word.strip() for word in unread)[:200]},
        )
    ]
