"""Checks on the notice's own words: brackets, lost characters, numbers, and points that a text gives or takes.

They need no scheme: the reader of notices asks them of each row, the scheme's lint of each ``text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, plain
from kaoji.scheme.linting.folded import NOT_A_VERB, NUMBER, plain_text
from kaoji.scheme.linting.forms import form_findings
from kaoji.scheme.subjects import listed

_NOT_POINTS = r"(?![钟局管之组类级工公支担解别配布批期段列析])"
_LIST = rf"{NUMBER}(?:分?[、,至到~～—\-]{NUMBER})*"
_AMOUNTS = late_pattern(rf"({_LIST})个?分{_NOT_POINTS}")
_AWARD = late_pattern(
    rf"(?P<verb>加计|[计记得加扣减])(?:减|去|分为)?(?P<list>{NUMBER}(?:分?[、~～—\-]{NUMBER})*)分{_NOT_POINTS}"
)
_EACH = late_pattern(r"[每各逐]|分别|/[次项件人个]|一[次项件起处人例]扣|[缺少]\s*[一1]")
# 引进博士1名得2分，最高6分: for each, as a limit follows
_ONE = late_pattern(r"(?<!\d)[1一][名个项篇家件条次人户][的,，]*[加计记得]")
_UP_TO = late_pattern("[,，](?:累计|合计|本项|该项)?(?:最[高多]|不超过)")
_ENTERED = late_pattern(
    r"计分依据|考核细则|评分|打分|计分|得分|折算|比例|考核结果|负责考核|测评|完成率|系数|权重|排名|名次"
)
_OPEN_END = late_pattern(
    r"不封顶|可?超过本项|加分不限|最[高多](?:不超过)?(?:加|计|得)?|加分(?:之和|合计|累计)?(?:不超过|最[高多])|封顶|不超过\d"
)
_FLOOR = late_pattern(
    r"扣完|扣至|为止|最低|最[高多](?:不超过)?(?:扣|减)|[扣减]分?(?:之和|合计|累计)?(?:不超过|最[高多])|负分|不再扣"
)
_TIMES = late_pattern(
    rf"(?:每|一)(?:完成)?(?:[一1]?)(?P<unit>[项个件条次期场家户])[^，。；;\d]{{0,8}}[得计记](?P<points>{NUMBER})分[，,；;]?共(?P<count>\d{{1,2}})(?P=unit)(?!以上)"
)
# 召开会议2次，每次得3分; 每季度一次，每次得1分
_EACH_TIME = late_pattern(
    rf"(?:每(?P<each>季度?|半年|个?月)(?:至少|不少于)?[^,，。；;\d]{{0,8}}?(?:[1一]次)[^,，；;。\d]{{0,6}}|(?<![第前后])(?P<count>\d{{1,2}}|[两二三四])次(?:以上)?)[,，；;](?:每|[1一])(?:召开|开展|组织)?[1一]?次[得计记](?P<points>{NUMBER})分(?![^。]*(?:最[高多]|不超过|为止|封顶))"
)
_PARTS = late_pattern(rf"\(\s*({NUMBER})\s*分\s*\)")
_OF_WHICH = late_pattern(rf"[计记得]\s*(?P<points>{NUMBER})\s*分[,，](?:其中)(?P<parts>[^。;；()（）]+)")
_OF_IT = late_pattern(
    rf"(?:^|[,，、])(?:每(?P<each>季度?|半年|个?月)(?![天日])|(?!每))[^,，、扣减]{{1,24}}?[计记得]\s*(?P<points>{NUMBER})\s*分"
)
_A_YEAR = {"季": 4, "季度": 4, "半年": 2, "月": 12, "个月": 12}
_SCORED = late_pattern(
    rf"不(?:予)?[计得]分|满分|全[部扣]|{NUMBER}分{_NOT_POINTS}|(?:计|记|得|加|扣|减|为)0|[得计加扣](?:该项|本项)?(?:基本|基础|标准)分"
)
_SHARE_OF_IT = late_pattern("(?:未(?:达到|完成)(?:目标|任务)?的?)?按(?:实际)?(?:完成)?(?:情况)?比例(?:折算)?[计得]分")
_REACHED_RATE = late_pattern(
    rf"完成率(?=(?:达到?|为|≥|在)?{NUMBER}%?(?:[-—~～至到]+{NUMBER}%)?(?:[及含]?以[上下])?(?:\(含\))?的?,?(?:[计得]{NUMBER}分|不[计得]分))"
)
_MOST_AMOUNTS = 8
_MOST_ADDED = late_pattern(rf"(?:最[高多]加|加分(?:合计)?不超过|最[高多]不超过)(?P<points>{NUMBER})分")
_MOST_GIVEN = late_pattern(rf"最[高多](?:不超过)?[计得记]?(?P<points>{NUMBER})分")
_MOST_TOGETHER = late_pattern(
    rf"(?:累计|合计|总共|加分|总计)[^,;。\d]{{0,6}}(?:不超过|最[高多](?:加|不超过)?|以|封顶为?)(?P<points>{NUMBER})分"
)
_OF_GRADE = late_pattern(
    r"(?:优秀?|良好?|较?好|一般|中等?|(?:基本)?合格|(?:基本)?达标|较?差)[\"”]?(?:等次|等级|档次?)?[的者]?[,，]?[得计记]?\d+(?:\.\d+)?分"
)
_STEP = late_pattern(rf"{NUMBER}[%分](?:[及含]?以[上下]|[-—~～至到]+{NUMBER}[%分])")
_BEYOND = late_pattern("超|加[\\d分]|剩余|其余|基本分|基础分")
_APART_PARTS = late_pattern(
    rf"(?P<names>[^,。;:、()（）]{{2,10}}(?:、[^,。;:、()（）]{{2,10}})+)分别(?:占|为)(?P<list>{NUMBER}分?(?:[、和]{NUMBER}分?)+)"
)
# what brackets name as parts behind 其中
_INSIDE = late_pattern(
    rf"[计记得](?P<whole>{NUMBER})分\((?:其中|含)[:,]?(?P<parts>[^,、;()\d]{{2,12}}{NUMBER}分(?:[,、;][^,、;()\d]{{2,12}}{NUMBER}分)+)\)"
)
# 其中政治表现8分、业务能力6分、廉洁自律5分, ahead of all else
_AHEAD = late_pattern(
    rf"^(?:其中|包括|分为)[:,]?(?P<parts>[^,、;()\d加减扣每超]{{2,12}}{NUMBER}分(?:[,、;和][^,、;()\d加减扣每超]{{2,12}}{NUMBER}分)+)[。;]?(?:$|(?<=[。;]))"
)
_BARE_PART = late_pattern(rf"(?P<name>[^,、;()\d]{{2,12}})(?P<points>{NUMBER})分")
_ALL_OF_THEM = late_pattern("[得计记为给]满分")
_NO_POINTS = late_pattern(r"不(?:予)?[计得]分")
_OPTIONS = late_pattern(r"测评|满意|优秀|称职|等次|评价|[优良中差]\(")


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
    for match in _AMOUNTS.finditer(plain_text(text)):
        numbers |= {Decimal(found) for found in re.findall(NUMBER, match[1])}
    return numbers


def _awards(text: str) -> list[_Award]:
    """Read the amounts of a text with their verbs; a list without verbs follows the verb before it."""
    found: list[_Award] = []
    for clause in re.split(r"[。;；]", plain_text(text)):
        start = 0
        for match in _AWARD.finditer(clause):
            segment, start = clause[start : match.end()], match.end()
            if NOT_A_VERB.search(clause[: match.start() + len(match["verb"])]):
                if not clause[: match.start() + 1].endswith("少计"):
                    continue
                effect = "minus"
            else:
                effect = {"加计": "extra", "加": "extra", "扣": "minus", "减": "minus"}.get(match["verb"], "fill")
            if re.search(r"最[高低多](?:不超过)?$|不超过$", clause[: match.start()]):
                continue
            each = bool(_EACH.search(segment) or (_ONE.search(segment) and _UP_TO.match(clause, match.end())))
            numbers = [Decimal(value) for value in re.findall(NUMBER, match["list"])]
            found.extend(_Award(effect, value, each or len(numbers) > 1) for value in numbers)
    return found


def says_awards(text: str) -> bool:
    """Tell whether a text gives or takes points in so many words."""
    return bool(_awards(text))


def _so_many_times(text: str) -> tuple[Decimal, Decimal] | None:
    """Give what one time and what so many of them come to: 完成一项得20分，共6项; 开会2次，每次得3分."""
    if found := _TIMES.search(plain_text(text)):
        return Decimal(found["points"]), Decimal(found["points"]) * Decimal(found["count"])
    if found := _EACH_TIME.search(plain_text(text)):
        count = decimal(found["count"].replace("两", "二")) if found["count"] else Decimal(_A_YEAR[found["each"]])
        return (Decimal(found["points"]), Decimal(found["points"]) * count) if count is not None else None
    return None


def award_findings(text: str, points: Decimal, source: Source, *others: Source) -> list[Diagnostic]:
    """W220, W221: the awards in a text are more or less than the row's points."""
    awards = [award for award in _awards(text) if award.effect == "fill" and award.points]
    once = [award.points for award in awards if not award.each]
    once += [points] if _ALL_OF_THEM.search(plain_text(text)) else []  # 90%以上得满分，80%-90%得80分
    places = (source, *others)
    if (times := _so_many_times(text)) is not None:
        one, all_times = times
        is_plain = any(award.points == one and award.each for award in awards)  # 得5分；每半年1次，每次得5分
        beside = sum(once, Decimal(0)) - (one if one in once and not is_plain else 0)
        return [] if points in (all_times, all_times + beside) else [_unlike(all_times + beside, points, places)]
    if once and max(once) > points:
        return [_unlike(max(once), points, places)]
    if _of_one_scale(text, once) and max(once) < points and _cannot_make(once, points):
        return [_unlike(max(once), points, places)]
    if (
        _cannot_make(once, points)
        and len(once) == len(awards)
        and not _ENTERED.search(_NO_POINTS.sub("", plain_text(text)))
    ):
        return [_unlike(sum(once), points, places)]
    most = _MOST_ADDED.search(plain_text(text))  # 得10分，最高加2分 of 12
    if (
        once
        and sum(once) + sum(Decimal(match["points"]) for match in _MOST_GIVEN.finditer(plain_text(text))) < points
        and (most is None or sum(once) + Decimal(most["points"]) != points)
        and len(once) == len(awards)
        and not _ENTERED.search(_without_rest(_NO_POINTS.sub("", plain_text(text))))
        and not any(Decimal(match["points"]) == points for match in _MOST_GIVEN.finditer(plain_text(text)))
    ):
        return [_unlike(sum(once), points, places)]
    return []


def over_limit(text: str, points: Decimal, source: Source) -> list[Diagnostic]:
    """W220: the row of all bonuses has fewer points than its text lets them come to."""
    most = [Decimal(match["points"]) for match in _MOST_TOGETHER.finditer(plain_text(text))]
    return [_unlike(max(most), points, (source,))] if most and max(most) > points else []


def _unlike(amount: Decimal | int, points: Decimal, places: tuple[Source, ...]) -> Diagnostic:
    """Say that a text gives more or less than its row has."""
    data = {"points": plain(points), "amount": plain(amount)}
    if amount > points:
        text, mend = "The row has {points} points, but its text gives {amount}.", "Change one of them."
        return Diagnostic("scheme.W220", text, places, mend, data)
    text = "The row has {points} points, but its text gives at most {amount} of them."
    mend = "Say what the other points are given for, or change the points."
    return Diagnostic("scheme.W221", text, places, mend, data)


def _cannot_make(amounts: list[Decimal], points: Decimal) -> bool:
    """Tell whether amounts come to more than the points together, and no choice of them to just as much.

    What gives all points beside less for less (完成得10分，基本完成得6分) is one choice.
    """
    if not 1 < len(amounts) <= _MOST_AMOUNTS or sum(amounts) <= points:
        return False
    sums = {Decimal(0)}
    for amount in amounts:
        sums |= {one + amount for one in sums}
    return points not in sums


def _of_one_scale(text: str, once: Sequence[Decimal]) -> bool:
    """Tell whether amounts that fall are those of the steps of one scale: of grades (优秀得8分，一般得3分), or one that ends in nothing: 全部完成得12分；80%—99%得8分；70%以下不得分."""
    words = plain_text(text)
    falls = len(once) > 1 and all(near > far for near, far in pairwise(once))
    if falls and len(_OF_GRADE.findall(words)) == len(once):
        return True
    return falls and words.count("不得分") + words.count("不计分") == 1 and len(_STEP.findall(words)) == len(once)


def _without_rest(words: str) -> str:
    """Give the words without those that give a share of what stands before them to whoever reaches less of it."""
    return words if _BEYOND.search(words) else _REACHED_RATE.sub("", _SHARE_OF_IT.sub("", words))


def _bound_findings(text: str, points: Decimal, source: Source) -> Iterator[Diagnostic]:
    """W223, W226, I227, W230, W232: what a text adds, takes, splits, or does not say at all."""
    words, awards = plain_text(text), _awards(text)
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
    """W230: the parts in brackets, or those that 其中 or 分别 name, do not add up to the points."""
    words = plain_text(text)
    behind = "The parts behind 其中 add up to {sum} points ({parts}), but the row has {points}."
    told = [(behind, [Decimal(part) * count for part, count in _named_parts(words, points)])]
    for apart in _APART_PARTS.finditer(words):
        # 优秀率、合格率分别占10分、8分
        given = [Decimal(value) for value in re.findall(NUMBER, apart["list"])]
        if apart["list"].endswith("分") and len(given) == apart["names"].count("、") + 1:
            told.append(("The parts behind 分别 add up to {sum} points ({parts}), but the row has {points}.", given))
    if (inside := _INSIDE.search(words)) is not None and Decimal(inside["whole"]) == points:
        told.append((behind, _bare_parts(inside["parts"])))
    if (ahead := _AHEAD.search(words)) is not None:
        told.append((behind, _bare_parts(ahead["parts"])))
    told.append(
        ("The parts in brackets add up to {sum} points ({parts}), but the row has {points}.", _parts(words, points))
    )
    for sentence, parts in told:
        if len(parts) > 1 and sum(parts) != points:
            data = {"points": plain(points), "text": text, "sum": plain(sum(parts)), "parts": listed(map(plain, parts))}
            yield Diagnostic("scheme.W230", sentence, (source,), "Change one of them.", data)


def _bare_parts(words: str) -> list[Decimal]:
    return [Decimal(part["points"]) for part in _BARE_PART.finditer(words)]


def is_unscored(text: str, points: Decimal) -> bool:
    """Tell whether a text neither gives nor takes points, nor says who decides on them.

    >>> is_unscored("制定实施方案，开展专项整治。", Decimal(5)), is_unscored("每次扣2分。", Decimal(5))
    (True, False)
    """
    words = plain_text(text)
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
