"""What is no plain amount: limits, all or nothing, shares, formulas, scores that somebody else provides."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import levels
from kaoji.reading.clauses.counting import each
from kaoji.reading.clauses.draft import BALLOT, Draft, draft, threshold
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.items import point_around
from kaoji.reading.clauses.labels import begin, label
from kaoji.reading.clauses.marks import Mark
from kaoji.reading.clauses.model import Confidence, Sign
from kaoji.reading.clauses.places import places

_DISCRETION: Final = late_pattern("酌情|视情|适当")
_SCORED: Final = ("amount", "given", "bare", "proportional", "formula", "cap", "share")
_GIVES: Final = late_pattern("[加扣减奖得计记给]")
_JUST_SAID: Final = late_pattern(r"(?:酌情|视情|适当)[^,;。\d]{0,12}分[,;。(]?$")
_SIDE_NAMED: Final = late_pattern(r"(?:[加扣减得]分|附加)[项类]?[^,;。(]{0,4}\($")
_OWN_CONDITION: Final = late_pattern(r"^[,;。]*[^每]{4,}[的者],?$")  # 获得省级表彰的最高加3分
_ALONE: Final = late_pattern(
    r"(?!.*(?:[每上该本此总]|累计|合计|之和|[加扣减]分)).{6,}"
)  # 工作积极主动,最高得10分: a sentence of its own
_FAILING: Final = late_pattern(
    r"(?!.*(?:[每上该本此总]|累计|合计|之和|[加扣减]分))[^,;。]*[未不无没缺][^,;。]{3,}"
)  # 缺项每项扣2分;未说明路径最高扣5分
_PARTS_FOLLOW: Final = late_pattern("[,;:。]?(?:其中|具体)[^。]*\\d分")  # 最高得3分,其中,有平台的得1分,有机构的得1分
_SAID_AGAIN: Final = late_pattern(r"[,;。]?超过\d[\d.]*分(?:以上)?的?[^,;。\d]{0,10}[按以计]")
_OF_AN_ITEM: Final = late_pattern(r"每[项条个][^,;。]{0,6}\d分?,[^,;。]{0,8}$")
_EACH_ITEM: Final = late_pattern(r"每[^,;。\d]{0,6}[1一]?[项条个]的?,?$")  # 每完成1项取得该项分数: its own part
_SO_MANY_TIMES: Final = late_pattern(r"\d倍")  # 最高不超过本项分值的1.2倍
_TO_A_BOUND: Final = late_pattern(r"[,(]?(?:但|每项|每次|每人)?")
# 知晓率≥80%(3分),<80%(0分): brackets that give, as they stand behind the steps of a scale.
_BY_THRESHOLD: Final = late_pattern(r"([≥≤><])\d[\d.]*%?$")
_IN_BRACKETS: Final = late_pattern(r"\((\d+(?:\.\d+)?)分\)")
_STEP: Final = late_pattern(r"\d+%?(?:及|\(含\))?(?:以[上下]|以内)?的?$|[≥≤><]")
_IN_FRONT: Final = late_pattern(r"(?:^|(?<=[;。]))(\d+(?:\.\d+)?分)(?=:)")
_LONG_STATEMENT: Final = 6
_NO_SUCH_TASK: Final = late_pattern(
    "(?:没有|无|未承担|不承担|不涉及)[^,;。未不]{0,10}(?:任务|职能|事项|工作|业务|指标)(?:的|者|[^,;。]{0,6}单位)*,?[^,;。]{0,4}$"
)
_NO_POINTS: Final = late_pattern(r"不(?:予|再)?[得计记给].*分|[0零]分")
_WHOLE: Final = late_pattern(
    r"累计|合计|总|之和|每年|全年|年度|单项|本项|该项|此项|各项|每项|项目|加分|扣分|减分|得分|限|封顶|满|不"
)


def nothing(mark: Mark, head: str, text: str) -> Draft:
    """Read that nothing is given; 0 points at a place or for a choice on a ballot are just that."""
    found = places(head)
    if found is not None and "0" in mark.text and found.first > 1:
        values = (Decimal(0),) * (found.last - found.first + 1)
        result = draft(
            mark, head, "rank", "certain", sign="+", from_end=found.from_end, first_place=found.first, places=values
        )
        result.places = found
        return result
    bracketed = text[mark.start - 1 : mark.start] == "(" and mark.text.startswith("0")  # 逾期未完成。(0分): of a scale
    usual: Confidence = "certain" if _NO_POINTS.search(mark.text) and not bracketed else "probable"
    usual = "check" if _NO_SUCH_TASK.search(head) else usual  # 没有此项任务的不计分: nothing to be lost
    result = draft(mark, head, "once", usual, sign="-", points="all")
    if (
        ("0" in mark.text or "票" in head[-3:] or head.endswith('"'))
        and levels.is_option(head)
        and levels.bare_level(head)
        and BALLOT.search(point_around(text, mark.start))
    ):
        result.rule = replace(result.rule, sign="+", points=Decimal(0))
        return result.with_levels(head)
    return _compared(result, head)


def everything(mark: Mark, head: str, text: str) -> list[Draft]:
    """Read that all points are given; 每项0.5分,完成得分 gives those of an item."""
    if (mark.text.endswith("得分") and _OF_AN_ITEM.search(text[: mark.start])) or _EACH_ITEM.search(head):
        return []
    known: Confidence = "check" if head.endswith(("分别", "依次")) else "certain"  # 前三名分别得满分、90%、80%
    if known == "certain" and places(head) is not None:
        known = "probable"  # 排名第一的得满分: its place, or on a condition
    if text.startswith((",依次", ",逐", ",相应"), mark.end):
        known = "check"  # 完成进度100%为满分,依次递减
    return [_compared(draft(mark, head, "once", known, sign="+", points="all"), head)]


def _compared(result: Draft, head: str) -> Draft:
    compared = threshold(head)
    if compared is not None:
        result.rule = replace(result.rule, label=compared[0] or result.rule.label, condition=compared[1])
    return result


def share(mark: Mark, head: str, text: str, points: Decimal | None) -> Draft:
    """Read a share of the row's points: 扣该项分值的20%."""
    part = mark.amounts[0] / 100
    several = re.match(r"[、/]\d", text[mark.end :]) is not None
    if part == 1 and not several:
        return draft(mark, head, "once", "probable", sign=mark.sign, points="all")
    if points is None and not several and mark.text[0] in "按以计":
        return draft(mark, head, "proportional", "check", sign=mark.sign)  # 第一作者的得分,按分值的60%计算
    if points is None or several:
        return draft(mark, head, "unknown", "not_understood", label=mark.text)
    counted = each(head, minus=mark.sign == "-", extra=mark.extra)
    if counted is not None:  # 每少一次扣该项分值的50%
        words = head[: counted.start] + counted.words + head[counted.end :]
        return draft(
            mark, head, "per", "probable", sign=mark.sign, points=points * part, step=counted.step, unit=counted.unit,
            label=label(words), beyond=mark.extra, towards=counted.direction,
        )  # fmt: skip
    return draft(mark, head, "once", "check", sign=mark.sign, points=points * part)


def voted(mark: Mark, head: str, text: str, row: Decimal | None) -> list[Draft]:
    """Read the points of a choice on a ballot in brackets: 优秀（90分）; or of a step, where they are too many for parts."""
    if mark.text.startswith("(") and (compared := _BY_THRESHOLD.search(head)) is not None:
        points = number(re.sub(r"[^\d.]", "", mark.text) or "0")
        result = draft(mark, head, "once", "probable", sign="+", points=points)
        steps = text.count(compared[1]) + text.count("<") + text.count("以下") > 1 and not _are_parts(text, row)
        return [_compared(result, head)] if steps else []
    if (
        _IN_BRACKETS.fullmatch(mark.text)
        and (_STEP.search(head) or levels.bare_level(head[begin(head) :]))
        and _alternatives(text, row)
    ):
        points = number(mark.text.strip("(分)"))
        return [_compared(draft(mark, head, "once", "probable", sign="+", points=points), head).with_levels(head)]
    if text[mark.end : mark.end + 1] == ":" and mark.text in _steps_in_front(text, row):
        words = re.split("[;。]", text[mark.end + 1 :])[0]
        points = number(mark.text.removesuffix("分"))
        return [draft(mark, head, "once", "probable", sign="+", points=points, label=label(words))]
    if _IN_BRACKETS.fullmatch(mark.text) and _falling(text, row):
        words = re.split("[。;)]", text[: mark.start - 1])[-1] + text[mark.start - 1 : mark.start]
        return [draft(mark, words, "once", "probable", sign="+", points=number(mark.text.strip("(分)")))]
    if not (mark.text.startswith("(") and levels.is_option(head) and BALLOT.search(point_around(text, mark.start))):
        return []
    points = number(re.sub(r"[^\d.]", "", mark.text) or "0")
    return [draft(mark, head, "once", "certain", sign="+", points=points).with_levels(head)]


def _are_parts(text: str, row: Decimal | None) -> bool:
    """Tell whether the points in brackets make up the row's: 签约率≥60%(2分),管理率≥80%(2分) of a row of 4 points."""
    given = [number(value) for value in _IN_BRACKETS.findall(text)]
    return len(given) > 1 and 0 not in given and sum(given) == row


def _alternatives(text: str, row: Decimal | None) -> bool:
    """Tell whether the points in brackets are those of alternatives: together they are more than the row has."""
    given = [number(value) for value in _IN_BRACKETS.findall(text)]
    return row is not None and len(given) > 1 and max(given) <= row < sum(given) and len(set(given)) == len(given)


def _steps_in_front(text: str, row: Decimal | None) -> list[str]:
    """Give the points of a falling scale that stand before its steps: 3分:全部完成;2分:大部分完成."""
    found = _IN_FRONT.findall(text)
    given = [number(words.removesuffix("分")) for words in found]
    falls = len(given) > 1 and all(one > two for one, two in pairwise(given))
    return found if falls and given[0] == row else []


def _falling(text: str, row: Decimal | None) -> bool:
    """Tell whether a text is a falling scale from all points: 提前完成全部任务。(6分)按期完成全部任务。(4分)逾期未完成的。(0分)."""
    statements = _IN_BRACKETS.split(text)
    given = [number(value) for value in statements[1::2]]
    to_nothing = 0 in given
    long = to_nothing or all(len(words) >= _LONG_STATEMENT for words in statements[:-1:2])
    falls = len(given) > 2 and all(one > two for one, two in pairwise(given))  # noqa: PLR2004
    whole = falls and given[0] == row and len(statements[-1]) <= 1
    return whole and long and (to_nothing or sum(given[1:]) != row)


def cap(mark: Mark, head: str, text: str, points: Decimal | None, *, scored: int) -> list[Draft]:
    """Read an upper limit; alone, or at discretion, it is a range from 0.

    Args:
        mark: the limit.
        head: the words before it.
        text: the whole text.
        points: the row's own points.
        scored: how many rules that give or take stand before it.
    """
    first = not scored
    if not mark.amounts:
        return [] if points is None else [draft(mark, head, "cap", "check", points=points)]
    value = mark.amounts[0]
    if floor := _floor(mark, head, text, points, scored=scored):
        return [floor]
    times = value if _SO_MANY_TIMES.search(mark.text) else value / 100 if "%" in mark.text else None
    if times is not None:
        if points is None:
            return [draft(mark, head, "unknown", "not_understood", label=mark.text)]
        return [draft(mark, head, "cap", "check", points=points * times)]
    just_said = _JUST_SAID.search(text[: mark.start])  # 酌情扣分,最多不超过3分
    head = just_said[0] if just_said is not None else head
    discretion = _DISCRETION.search(head)
    whole = _WHOLE.search(mark.text) or _SIDE_NAMED.search(text[: mark.start])
    made_of_parts = _PARTS_FOLLOW.match(text[mark.end :]) is not None
    alone = text[: mark.start - len(head)].endswith(("。", "¶")) and _ALONE.fullmatch(head)
    own_failing = text[: mark.start - len(head)].endswith(";") and _FAILING.fullmatch(head) is not None
    again = _SAID_AGAIN.match(text[mark.end :])  # 最高加15分,超过15分按15分计算: no other limit than this
    own_failing = own_failing and again is None
    first = first and again is None
    own = own_failing or (first and not mark.text.startswith("超过")) or _OWN_CONDITION.search(head) or alone
    if discretion or (own and not made_of_parts and _GIVES.search(mark.text) and not whole):
        sign: Sign = "-" if re.search("扣|减", head + mark.text if discretion else mark.text) else "+"
        named = {"label": said} if just_said and (said := _said_before(text, just_said.start())) else {}
        return [draft(mark, head, "range", "probable", sign=sign, low=Decimal(0), high=value, **named)]
    used_up = re.search("扣完|扣满", mark.text) is not None
    summed = mark.text[0] in "共合总一"  # 扣1分,…扣1分,共扣2分: a limit, or what they come to
    filled = "满" in mark.text and value == points  # 扣满15分为止 of 15 points
    reached = head.endswith("得")  # 达到挑战目标得110分封顶
    sure: Confidence = "probable" if not scored or summed or used_up or filled or reached else "certain"
    return [draft(mark, head, "cap", sure, points=value)]


def _floor(mark: Mark, head: str, text: str, points: Decimal | None, *, scored: int) -> Draft | None:
    """Read a limit that says what is left: all is used up, or so many points stay."""
    value = mark.amounts[0]
    given = _wholes(text[: mark.start])
    one_of_few = points is None and (scored == 1 or value in given)
    beyond = points is not None and value > points and "扣完" in mark.text  # of the group that the row belongs to
    if re.search("扣完|扣满", mark.text) and (
        beyond or value == points or one_of_few or ("扣完" in mark.text and value == max(given, default=0))
    ):
        # 10分扣完为止: the row's own points, or all that the text knows of
        known: Confidence = "certain" if value == points and "扣完" in mark.text else "probable"
        return draft(mark, head, "floor", known, points=Decimal(0), high=None if value == points else value)
    if points is not None and 0 < value < points and _DOWN_TO.search(head + mark.text):
        return draft(mark, head, "floor", "check", points=value)  # 扣至4分止 of 8 points: 4 are left
    return None


def _said_before(text: str, place: int) -> str:
    """Name what points are given for at discretion: the words before it in its sentence."""
    begin = max(text.rfind(stop, 0, place) for stop in ";。¶") + 1
    return label(text[begin:place])


def _wholes(before: str) -> list[Decimal]:
    """Give what was given for the whole of a row: 新增5户得20分,…扣完20分为止."""
    return [number(given) for given in _WHOLE_GIVEN.findall(before)]


_DOWN_TO: Final = late_pattern(r"[扣减][至到]\d[\d.]*分(?:为?止)$")
_WHOLE_GIVEN: Final = late_pattern(r"(?:[得计记]|满分)(\d+(?:\.\d+)?)分")
_SENTENCE: Final = late_pattern("[。;]")
_POINT: Final = late_pattern(r"¶|[。;,]\(?\d{1,2}[、.)]")
_SCORES: Final = late_pattern("[评打计记赋给扣加得]分|依据|细则")
_PROVIDER: Final = late_pattern(
    r"由(?P<by>[^,;。]{1,30}?)(?:根据|按照|按|依据|提供|制定|负责|组织(?!部)|进行|会同|结合|核定|评定|认定|确定|计分|评分|打分|记分|给分|赋分|(?:综合|统一|集中)(?:[评打计记给赋研判审]|考量|确定|认定|核定|考核(?!办|中心|委|领导|组)))"
)


def entered(mark: Mark, head: str, text: str, found: list[Mark], before: list[Draft]) -> list[Draft]:
    """Read that somebody else scores, unless the amounts follow in the same sentence."""
    # 给予减分。主要指…减5-20分: what is promised is told in the next sentences of the same point.
    promised = mark.text.startswith(("给予", "予以")) or mark.text.endswith("加减分")
    promised = promised and not _DISCRETION.search(mark.text)
    sentence = (_POINT if promised else _SENTENCE).split(text[mark.end :])[0]
    end = mark.end + len(sentence)
    follows = next((other for other in found if mark.end <= other.start < end and other.kind in _SCORED), None)
    by_provider = mark.text.startswith("由")
    before_it = text[: mark.start]
    # 每次扣1分,累计扣分制: how the deductions add up; (由统计局核定): who vouches for a figure
    adds_up = mark.text == "扣分制" and any(other.kind in _SCORED for other in found)
    # 按实绩赋分。该项得分=完成数/任务数×10: the formula tells how
    adds_up = adds_up or (mark.text in _AS_DONE and any(other.kind == "formula" for other in found))
    # 考核结果纳入年终考核,分值为5分。得分在80至90分的,得年终考核分2分: how it counts there
    adds_up = adds_up or (
        mark.text.startswith("结果") and any(one.kind == "amount" and one.start > end for one in found)
    )
    adds_up = adds_up or (mark.text.endswith("为准") and any(other.kind in _SCORED for other in found))
    vouches = before_it.count("(") > before_it.count(")") and not _SCORES.search(mark.text)
    beside = (
        _BESIDE.search(mark.text) is not None
        and not _SCORED_FREELY.search(mark.text)
        and any(other.kind in _SCORED for other in found)
    )
    # 视情况予以加分。其中:获得国家级表彰的最高加5分
    beside = beside or (not by_provider and _SPELT_OUT.match(text[mark.end :]) is not None)
    if adds_up or vouches or beside or _is_said(mark, text, before, by_provider=by_provider):
        return []
    if follows is not None and follows.low is None and _OTHER_FAILING.fullmatch(text[mark.end : follows.start]):
        follows = None  # 台账不全视程度扣分,无登记簿扣3分: an amount of its own
    # 由考核组打分,优秀计10分,良好计8分: the grades tell how
    by_grades = follows is not None and _HOW.search(mark.text) and levels.bare_level(text[mark.end : follows.start])
    # 由考评办按进度计分:滞后10%扣1分,…: what follows the colon tells how
    told = by_provider and follows is not None and _TOLD.search(mark.text) is not None
    if (
        by_grades
        or told
        or (follows is not None and not by_provider and (follows.kind != "cap" or _DISCRETION.search(mark.text)))
    ):
        return []
    if (
        follows is not None
        and follows.kind == "cap"
        and _DISCRETION.search(mark.text)
        and _TO_A_BOUND.fullmatch(text[mark.end : follows.start])
    ):
        return []  # 由评议组酌情打分,最高10分
    bound = next((other for other in found if other.start >= mark.end), None)
    stepwise = not by_provider and _DISCRETION.search(mark.text) and _ranges_follow(mark, text, found)
    if stepwise or (
        bound is not None
        and bound.kind == "cap"
        and _JUST_SAID.search(text[: bound.start])
        and "。" in text[mark.end : bound.start]
    ):
        return []  # 视情加分。最多加12分; 酌情打分。质量高,得18-20分;质量良好,得15-17分
    provider = _PROVIDER.match(mark.text)
    sure: Confidence = (
        "certain"
        if by_provider and "提供" in mark.text
        else "check"
        if head == "或" or _REWARDED.search(mark.text)
        else "probable"
    )
    if provider is not None:
        return [draft(mark, head, "entered", sure, label=provider["by"])]
    return [draft(mark, head, "entered", sure)]


def _ranges_follow(mark: Mark, text: str, found: list[Mark]) -> bool:
    """Tell whether the bounds of a discretion are told step by step in the rest of its point."""
    end = mark.end + len(_NUMBERED_POINT.split(text[mark.end :])[0])
    return sum(mark.end <= one.start < end and one.low is not None and one.high is not None for one in found) > 1


_TOLD: Final = late_pattern("(?:计分|评分|打分|记分|赋分):")
_HOW: Final = late_pattern("^由[^,;。]*(?:打分|评分|评定|评价|考评|考核|测评)$")
_SPELT_OUT: Final = late_pattern(r"[。;:,]其中[:,][^。]*\d分")
_OTHER_FAILING: Final = late_pattern(r"[,;](?:无|没有|未|不)[^,;。:\d]{2,}?(?:的|者)?,?")
_NUMBERED_POINT: Final = late_pattern(r"¶|[。;,]\(?\d{1,2}[、.)](?!\d)")
# Behind points it is something else that is promised: 扣2分,并给予相应处罚.
_BESIDE: Final = late_pattern("^(?!得分[为取按]).*(?:(?:奖励|奖惩|处罚|惩罚|扣罚|奖罚)$|平均[分值]|均[分值]|实际情况)")
_SCORED_FREELY: Final = late_pattern("酌情[^,;。]{0,4}分$")
_AS_DONE: Final = frozenset(one + two + "分" for one in ("据实", "按实", "按实绩") for two in "计记评打赋")
_AVERAGED: Final = late_pattern("平均[分值]|均[分值]")
_REWARDED: Final = late_pattern("(?:奖励|奖惩|处罚|惩罚|扣罚|奖罚)$")


def _is_said(mark: Mark, text: str, before: list[Draft], *, by_provider: bool) -> bool:
    """Tell whether an entered score was read already of which this only says more."""
    entered_before = [one for one in before if one.rule.form == "entered"]
    if "分制" in mark.text and entered_before:
        return True  # 主要领导按10分制评分,分管领导按20分制评分
    if entered_before and _AVERAGED.search(mark.text):
        return True  # 由各乡镇打分;结果按平均值得分
    if by_provider:
        return any(text.startswith("由", one.at) for one in entered_before)
    return any(
        one.rule.end > mark.start - 20 and not re.search("[。;]", text[one.rule.end : mark.start])
        for one in entered_before
    )
