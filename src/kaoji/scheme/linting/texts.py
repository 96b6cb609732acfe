"""Checks on the notice's own words: brackets, lost characters, numbers, and points that a text gives or takes.

They need no scheme: the reader of notices asks them of each row, the scheme's lint of each ``text``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.scheme.linting.scales import scale_gaps
from kaoji.scheme.subjects import listed

_PAIRS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "〕": "〔",
    "」": "「",
    "』": "『",
    "”": "“",
    "︶": "︵",
}
_NUMBERED = late_pattern(r"(?:(?<=^)|(?<=[\s。;；:：,，]))\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z①-⑳])\)")
_BRACKETS = late_pattern("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
_NUMBER = r"\d+(?:\.\d+)?"
_NOT_POINTS = r"(?![钟局管之组类级工公支担解别配布批期段列析])"
_LIST = rf"{_NUMBER}(?:分?[、,至到~～—\-]{_NUMBER})*"
_AMOUNTS = late_pattern(rf"({_LIST})个?分{_NOT_POINTS}")
_AWARD = late_pattern(
    rf"(?P<verb>加计|[计记得加扣减])(?:减|去|分为)?(?P<list>{_NUMBER}(?:分?[、~～—\-]{_NUMBER})*)分{_NOT_POINTS}"
)
_NOT_A_VERB = late_pattern(
    r"([累合共统估总小预审会设]计|[登标笔书]记|[取获使值]得|[增参追添附]加|[增削缩裁核]减|少计|不得)$"
)
_EACH = late_pattern(r"[每各逐]|分别|/[次项件人个]|一[次项件起处人例]扣|[缺少]\s*[一1]")
_ENTERED = late_pattern(
    r"计分依据|考核细则|评分|打分|计分|得分|折算|比例|考核结果|负责考核|测评|完成率|系数|权重|排名|名次"
)
_OPEN_END = late_pattern(
    r"不封顶|可?超过本项|加分不限|最[高多](?:不超过)?(?:加|计|得)?|加分(?:之和|合计|累计)?(?:不超过|最[高多])|封顶|不超过\d"
)
_FLOOR = late_pattern(
    r"扣完|扣至|为止|最低|最[高多](?:不超过)?(?:扣|减)|[扣减]分?(?:之和|合计|累计)?(?:不超过|最[高多])|负分|不再扣"
)
_FRACTIONS = late_pattern(
    r"\d\.\d+\s*分|小数|平均[分值得数]|加权|折算|换算|[×*]\s*\d+(?:\.\d+)?\s*%|[按同等]比例|插值|系数|权重\s*\d|/\d+×"
)
_TIMES = late_pattern(
    rf"(?:每|一)(?:完成)?(?:[一1]?)(?P<unit>[项个件条])[^，。；;\d]{{0,8}}[得计记](?P<points>{_NUMBER})分[，,；;]?共(?P<count>\d{{1,2}})(?P=unit)(?!以上)"
)
_LOST_POINTS = late_pattern(
    rf"((?:加计|加分不超过|扣分不超过|减分不超过|最高[加扣减计]|(?<![累合共统估总])[计记](?!算)|[扣减])\s*{_NUMBER})\s*(?=[，。；,;]|$)"
)
_TWICE = late_pattern(
    r"(要求|法规|工作|单位|落实|完成|考核|管理|建设|组织|开展|项目|任务|情况|部门|计划|进行|加强|标准|指标|得分|评价|制度|措施|安全"
    r"|生产|检查|整改|上报|报送|及时|按照|责任|领导|政府|企业|群众|服务|材料|资金|会议|文件|规定|办法|方案)\1|([的，。；、：])\2"
)
_NO_NOUN = late_pattern(
    r"[在按](?:照)?规定(?:报送|上报|提交|完成|办结|回复|反馈|整改到位)(?!的?(?:时|期|要求|数量|标准|程序))"
)
_TERM = late_pattern(
    r"(?:达到?|超过|低于|完成|未完成|高于)?(?P<term>[\u4e00-\u9fff]{1,4}(?:增幅|增速|增长率|指标任务|目标值))"
)
_FOR_NOT = late_pattern(
    r"为(?:下发|制定|完成|建立|上报|报送|按时|按要求|按规定|落实|及时|开展|组织|召开)[^，。；]{0,20}?[，的]?扣\s*\d"
)
_FAILED_AWARD = late_pattern(
    r"未(?:制定|上报|报送|建立|开展|形成|分析|下发|落实|组织|召开|按时|按要求|按规定|及时)[^，。；]{0,20}[，的]?\s*(?:计|记|加|得)\s*0*[1-9]"
)
_RANGE = late_pattern(rf"({_NUMBER})\s*(?:分)?\s*[-—–~～至到]+\s*({_NUMBER})\s*分")
_ABOVE = late_pattern(rf"({_NUMBER})\s*分(?:\(含\))?(?:及|含)?以上")
_POINT_STEP = late_pattern(r"个?百分点")
# 每低于90%一个百分点: from where it counts, and by what
_PERCENT_STEP = late_pattern(r"每[^，。；,;\d]{0,6}\d+(?:\.\d+)?\s*%(?!\s*[\d一]个?百分点)")
_PARTS = late_pattern(rf"\(\s*({_NUMBER})\s*分\s*\)")
_OF_WHICH = late_pattern(rf"[计记得]\s*(?P<points>{_NUMBER})\s*分[,，](?:其中)(?P<parts>[^。;；()（）]+)")
_OF_IT = late_pattern(
    rf"(?:^|[,，、])(?:每(?P<each>季度?|半年|个?月)(?![天日])|(?!每))[^,，、扣减]{{1,24}}?[计记得]\s*(?P<points>{_NUMBER})\s*分"
)
_A_YEAR = {"季": 4, "季度": 4, "半年": 2, "月": 12, "个月": 12}
_SCORED = late_pattern(rf"不(?:予)?[计得]分|满分|全[部扣]|{_NUMBER}分{_NOT_POINTS}|(?:计|记|得|加|扣|减|为)0")
_NO_POINTS = late_pattern(r"不(?:予)?[计得]分")
_OPTIONS = late_pattern(r"测评|满意|优秀|称职|等次|评价|[优良中差]\(")
_CHINESE_AMOUNT = late_pattern(r"(?<=[计记得加扣减])\s*([一二两三四五六七八九十]+)分")


@dataclass(frozen=True, slots=True)
class _Award:
    """One amount in a text: fill, extra or minus; ``each`` where it comes with every occurrence."""

    effect: str
    points: Decimal
    each: bool


def lint_text(text: str, points: Decimal | str | None, source: Source) -> list[Diagnostic]:
    """Check one scoring text as it stands in a notice, against its row's points (None or "": the row has none).

    Diagnostics: scheme.W220 and W221 the text gives more or less than the points; W223 bonuses without a bound; W226
    one case takes more than the points; W227 and I227 no floor; W230 sub-points; W231 a number without 分; W238 a lost word; W232 nothing says
    how points are given; W233 suspicious wording; W234 percent and percentage points; W235 brackets; W236 unreadable
    characters; W237 gaps between ranges.
    """
    value = decimal(points) if points not in (None, "") else None
    found = list(form_findings(text, source))
    if value is not None:
        found += award_findings(text, value, source)
        found += _bound_findings(text, value, source)
    return found


def amounts_in(text: str) -> set[Decimal]:
    """Give every number of points that a text names.

    >>> sorted(amounts_in("分别加15、10、5分，每次扣一分，10分钟内到场"))
    [Decimal('1'), Decimal('5'), Decimal('10'), Decimal('15')]
    """
    numbers: set[Decimal] = set()
    for match in _AMOUNTS.finditer(_plain(text)):
        numbers |= {Decimal(found) for found in re.findall(_NUMBER, match[1])}
    return numbers


@lru_cache(maxsize=2**13)
def _plain(text: str) -> str:
    """Fold widths, keep Chinese commas apart from decimals, write 扣一分 with a digit, drop spaces inside numbers."""
    folded = fold(text)
    folded = _CHINESE_AMOUNT.sub(lambda match: f"{decimal(match[1])}分", folded)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff])", "", folded)


def form_findings(text: str, source: Source, *, whole: bool = False) -> Iterator[Diagnostic]:
    """Check the writing of any text: W231, W233 to W238; where scores are ``whole``, nothing lies between 79 and 80."""
    quoted = source.quoting(text)
    yield from bracket_findings(text, source)
    checks = (_lost_points, _lost_words, _suspicious, _percent_mixed, scale_gaps, *(() if whole else (range_gaps,)))
    for check in checks:
        yield from check(text, quoted)


def bracket_findings(text: str, source: Source) -> Iterator[Diagnostic]:
    """W235, W236: brackets that do not pair, characters that were lost in conversion."""
    stack: list[str] = []
    wrong = ""
    for character in _BRACKETS.findall(_without_numbering(fold(text))):
        if character not in _PAIRS:
            stack.append(character)
        elif not stack or stack.pop() != _PAIRS[character]:
            wrong = wrong or character
    wrong = wrong or (stack[-1] if stack else "")
    if wrong:
        yield Diagnostic(
            "scheme.W235",
            "The bracket “{bracket}” has no partner in “{text}”.",
            (source,),
            "Close it, or take it out.",
            {"bracket": wrong, "text": text},
        )
    if lost := sum(text.count(mark) for mark in ("\ufffd", "□", "锟斤拷")):
        yield Diagnostic(
            "scheme.W236",
            "Characters of “{text}” cannot be read ({count}).",
            (source,),
            "Look them up in the original document.",
            {"count": lost, "text": text},
        )


def _without_numbering(text: str) -> str:
    """Take off list numbers such as ``1)``, whose bracket has no partner by custom; （附件 2） is none."""
    return _NUMBERED.sub(lambda match: match[0] if _is_open(text[: match.start()]) else "", text)


def _is_open(before: str) -> bool:
    return before.count("(") > before.count(")")


def _lost_points(text: str, source: Source) -> Iterator[Diagnostic]:
    for match in _LOST_POINTS.finditer(_plain(text)):
        if not _NOT_A_VERB.search(_plain(text)[: match.start() + 1]):
            yield Diagnostic(
                "scheme.W231",
                "“{words}” lacks the word 分 after its number.",
                (source,),
                "Write {words}分.",
                {"words": match[1]},
            )


def _lost_words(text: str, source: Source) -> Iterator[Diagnostic]:
    words = _plain(text)
    found = [match[0] for match in _NO_NOUN.finditer(words)]
    terms = Counter(match["term"] for match in _TERM.finditer(words))
    for term, count in terms.items():
        longer = next((other for other in terms if terms[other] > count == 1 and _lacks_one(term, other)), None)
        found += [term] if longer else []
    for lost in found:
        yield Diagnostic(
            "scheme.W238",
            "“{words}” seems to lack a word.",
            (source,),
            "Compare it with the original document.",
            {"words": lost},
        )


def _lacks_one(term: str, other: str) -> bool:
    """Tell whether a term is another one without one letter inside."""
    return len(other) == len(term) + 1 and any(
        other[:place] + other[place + 1 :] == term for place in range(1, len(other) - 1)
    )


def _suspicious(text: str, source: Source) -> Iterator[Diagnostic]:
    for pattern, message in (
        (_TWICE, "“{words}” repeats itself."),
        (_FOR_NOT, "“{words}” takes points for something done; 未 may be meant instead of 为."),
        (_FAILED_AWARD, "“{words}” gives points for something not done; 扣 may be meant."),
    ):
        if match := pattern.search(_plain(text)):
            yield Diagnostic(
                "scheme.W233", message, (source,), "Compare it with the original document.", {"words": match[0]}
            )


def _percent_mixed(text: str, source: Source) -> Iterator[Diagnostic]:
    words = _plain(text)
    if (percent := _PERCENT_STEP.search(words)) and (point := _POINT_STEP.search(words)):
        yield Diagnostic(
            "scheme.W234",
            "The text counts by “{percent}” in one place and by “{point}” in another.",
            (source,),
            "Use 百分点 for a difference between two rates, percent for a share of a quantity.",
            {"percent": percent[0], "point": point[0]},
        )


_WHOLE_SCORES = late_pattern(
    "(?:得分|分数|总分|成绩|评分)[^,;。]{0,8}(?:取整|四舍五入[取为至到]*整|以?整数计|保留整数)"
)


def says_fractions(texts: Iterable[str]) -> bool:
    """Tell whether scores can have decimals by what texts say: 每次扣0.5分, 保留两位小数; not where 得分取整数."""
    said = [fold(text) for text in texts]
    is_rounded = any(_WHOLE_SCORES.search(text) is not None for text in said)
    return not is_rounded and any(_FRACTIONS.search(text) is not None for text in said)


def range_gaps(text: str, source: Source) -> Iterator[Diagnostic]:
    """W237: ranges of points that leave a gap, such as 80—89 beside 90."""
    words = _plain(text)
    ranges = sorted(
        (Decimal(low), Decimal(high)) for low, high in _RANGE.findall(words) if Decimal(low) < Decimal(high)
    )
    starts = {low for low, _ in ranges} | {Decimal(value) for value in _ABOVE.findall(words)}
    for low, high in ranges:
        if high not in starts and high >= 10 and high + 1 in starts:  # noqa: PLR2004 - awards of a few points are no grades
            yield Diagnostic(
                "scheme.W237",
                "The range {low} to {high} is followed by {next}; a score between {high} and {next} falls nowhere.",
                (source,),
                "Write the upper end as “under {next}” (不满{next}分).",
                {"low": plain(low), "high": plain(high), "next": plain(high + 1)},
            )


def _awards(text: str) -> list[_Award]:
    """Read the amounts of a text with their verbs; a list without verbs follows the verb before it."""
    found: list[_Award] = []
    for clause in re.split(r"[。;；]", _plain(text)):
        start = 0
        for match in _AWARD.finditer(clause):
            segment, start = clause[start : match.end()], match.end()
            if _NOT_A_VERB.search(clause[: match.start() + len(match["verb"])]):
                if not clause[: match.start() + 1].endswith("少计"):
                    continue
                effect = "minus"
            else:
                effect = {"加计": "extra", "加": "extra", "扣": "minus", "减": "minus"}.get(match["verb"], "fill")
            if re.search(r"最[高低多](?:不超过)?$|不超过$", clause[: match.start()]):
                continue
            each = bool(_EACH.search(segment))
            numbers = [Decimal(value) for value in re.findall(_NUMBER, match["list"])]
            found.extend(_Award(effect, value, each or len(numbers) > 1) for value in numbers)
    return found


def says_awards(text: str) -> bool:
    """Tell whether a text gives or takes points in so many words."""
    return bool(_awards(text))


def _so_many_times(text: str) -> Decimal | None:
    """Give what so many items come to that are each given the same: 完成一项得20分，共6项."""
    found = _TIMES.search(_plain(text))
    return Decimal(found["points"]) * Decimal(found["count"]) if found else None


def award_findings(text: str, points: Decimal, source: Source, *others: Source) -> list[Diagnostic]:
    """W220, W221: the awards in a text are more or less than the row's points."""
    awards = [award for award in _awards(text) if award.effect == "fill" and award.points]
    once = [award.points for award in awards if not award.each]
    data = {"points": plain(points)}
    if (times := _so_many_times(text)) is not None:
        if times == points:
            return []
        more = times > points
        return [
            Diagnostic(
                "scheme.W220" if more else "scheme.W221",
                "The row has {points} points, but its text gives {amount}."
                if more
                else "The row has {points} points, but its text gives at most {amount} of them.",
                (source, *others),
                "Change one of them." if more else "Say what the other points are given for, or change the points.",
                {**data, "amount": plain(times)},
            )
        ]
    if once and max(once) > points:
        return [
            Diagnostic(
                "scheme.W220",
                "The row has {points} points, but its text gives {amount}.",
                (source, *others),
                "Change one of them.",
                {**data, "amount": plain(max(once))},
            )
        ]
    if (
        once
        and sum(once) < points
        and len(once) == len(awards)
        and not _ENTERED.search(_NO_POINTS.sub("", _plain(text)))
    ):
        return [
            Diagnostic(
                "scheme.W221",
                "The row has {points} points, but its text gives at most {amount} of them.",
                (source, *others),
                "Say what the other points are given for, or change the points.",
                {**data, "amount": plain(sum(once))},
            )
        ]
    return []


def _bound_findings(text: str, points: Decimal, source: Source) -> Iterator[Diagnostic]:
    """W223, W226, I227, W230, W232: what a text adds, takes, splits, or does not say at all."""
    words, awards = _plain(text), _awards(text)
    data = {"points": plain(points), "text": text}
    yield from part_findings(text, points, source)
    if extra := _unbounded(words):
        yield Diagnostic(
            "scheme.W223",
            "The row has {points} points; its text adds bonuses to them ({amounts}), and nothing says how far.",
            (source,),
            "Say the highest bonus, or that there is none.",
            {**data, "amounts": listed(map(plain, extra))},
        )
    yield from _taken_findings(words, awards, points, source)
    if is_unscored(text, points):
        yield Diagnostic(
            "scheme.W232",
            "The row has {points} points, and its text does not say how they are given.",
            (source,),
            "Write the rule, or who gives the score.",
            data,
        )


def part_findings(text: str, points: Decimal, source: Source) -> Iterator[Diagnostic]:
    """W230: the parts in brackets, or those that 其中 names behind what is awarded, do not add up to the points."""
    named = [Decimal(points) * count for points, count in _named_parts(_plain(text), points)]
    if len(named) > 1 and sum(named) != points:
        yield Diagnostic(
            "scheme.W230",
            "The parts behind 其中 add up to {sum} points ({parts}), but the row has {points}.",
            (source,),
            "Change one of them.",
            {"points": plain(points), "text": text, "sum": plain(sum(named)), "parts": listed(map(plain, named))},
        )
    parts = _parts(_plain(text), points)
    if len(parts) > 1 and sum(parts) != points:
        yield Diagnostic(
            "scheme.W230",
            "The parts in brackets add up to {sum} points ({parts}), but the row has {points}.",
            (source,),
            "Change one of them.",
            {"points": plain(points), "text": text, "sum": plain(sum(parts)), "parts": listed(map(plain, parts))},
        )


def is_unscored(text: str, points: Decimal) -> bool:
    """Tell whether a text neither gives nor takes points, nor says who decides on them.

    >>> is_unscored("制定实施方案，开展专项整治。", Decimal(5)), is_unscored("每次扣2分。", Decimal(5))
    (True, False)
    """
    words = _plain(text)
    said = _PARTS.sub("", words)
    return not (_awards(words) or _parts(words, points) or _ENTERED.search(said) or _SCORED.search(said))


def _named_parts(words: str, points: Decimal) -> Iterator[tuple[str, int]]:
    """Give the amounts that 其中 names behind an award of all points, each with how many times a year brings it.

    >>> list(_named_parts("记5分,其中方案记2分,每季调度各计1分", Decimal(5)))
    [('2', 1), ('1', 4)]
    """
    for whole in _OF_WHICH.finditer(words):
        if Decimal(whole["points"]) != points:
            continue
        for part in _OF_IT.finditer(whole["parts"]):
            yield part["points"], _A_YEAR.get(part["each"] or "", 1)


def _parts(words: str, points: Decimal) -> list[Decimal]:
    """Give the points in brackets that are not those of the whole row; the options of a vote are no parts."""
    if _OPTIONS.search(words):
        return []
    return [Decimal(value) for value in _PARTS.findall(words) if Decimal(value) != points]


def _unbounded(words: str) -> list[Decimal]:
    """Give the bonuses whose own clause has no bound, unless a clause that only bounds holds for all."""
    clauses = [(clause, _awards(clause)) for clause in re.split(r"[。;；]", words)]
    if any(_OPEN_END.search(clause) and not awards for clause, awards in clauses):
        return []
    loose = [awards for clause, awards in clauses if not _OPEN_END.search(clause)]
    return [award.points for awards in loose for award in awards if award.effect == "extra"]


def _taken_findings(words: str, awards: list[_Award], points: Decimal, source: Source) -> Iterator[Diagnostic]:
    taken = [award for award in awards if award.effect == "minus"]
    if not taken or _FLOOR.search(words):
        return
    largest = max(award.points for award in taken)
    data = {"points": plain(points), "amount": plain(largest)}
    if largest > points:
        yield Diagnostic(
            "scheme.W226",
            "The row has {points} points, but its text takes {amount} for one case, and no floor is written.",
            (source,),
            "Write 扣完为止, or change one of the numbers.",
            data,
        )
    elif any(award.each for award in taken) or sum(award.points for award in taken) > points:
        yield Diagnostic(
            "scheme.I227",
            "The deductions in the text can exceed the {points} points, and no floor is written.",
            (source,),
            "Write 扣完为止, or that they may go below 0.",
            data,
        )
