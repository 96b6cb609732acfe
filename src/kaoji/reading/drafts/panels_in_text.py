"""Votes and rating sheets in a scoring text: points by ballot, marks on dimensions, and how they are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.citations import place_words
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.phrases.ballots import ballots, uncounted, voters
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Panel

PANEL_CHECK: Final = "请核对：按投票测评计分，满分、参评人和折算办法请对照原文补齐。"
_SHEET_CHECK: Final = "请核对：按评分表计分，评分人和平均办法请对照原文补齐。"
_RATED_CHECK: Final = "请核对：通知写明各类评价人的权重，暂按各自打分、满分为本项分值计。"
_BALLOT: Final = late_pattern(
    r"^(?:(?:非常|很|比较|较|基本|不太|不)?满意|优秀?|良好?|中等?|差|较差|好|较好|一般|(?:基本|不)?称职|(?:基本|不)?合格|不了解|弃权)$"
)
_VOTED: Final = late_pattern(r"测评|评鉴|评议|评价|调查|问卷|票|民意|满意度|取平均|平均分")
# 述职评议为“好”的得10分: what came out elsewhere, and no ballot
_RESULT: Final = late_pattern(
    r"(?:评议|测评|评价|考核|评定)(?:结果|等次)?(?:为|是|被评为)[“\"]?(?:好|优秀|优(?!秀)|较好|良好|良(?!好))(?![、,])"
)
_NO_OPINION: Final = late_pattern(r"弃权|不了解|不清楚|说不清|未表态")
_DIMENSIONS: Final = late_pattern(
    r"(?:包括|分为|从|按)(?P<names>(?:[^,;。、:包括]{1,10}、)+[^,;。、:]{1,10}?)(?:等)?(?:[二三四五六七八九十\d]{1,2}个?(?:项|方面|维度|部分))(?:内容)?(?:进行)?(?:评价|打分|测评|评分)?,?(?:每一?[项个]?|各[项个]?)(?:方面|内容|部分)?(?:满分)?(?:计|占|为|得|各)?(?P<points>\d+(?:\.\d+)?)分"
)
# 由馆领导按德20分、能20分、绩60分打分
_MARKS: Final = late_pattern(
    r"(?:按照?|从|包括|分为|围绕|[:：])(?P<marks>(?:[^,;。:、\d%()]{1,12}\(?\d+(?:\.\d+)?分\)?[、,和及]?){2,12})(?:等)?(?:[二三四五六七八九十\d]{1,2}个?(?:项|方面|维度|部分)(?:内容)?)?,?(?:分别|逐项|进行|综合)*(?:打分|评分|测评|评价|赋分|测评打分)"
)
_MARK: Final = late_pattern(r"(?P<name>[^,;。:、\d%()]{1,12})\(?(?P<points>\d+(?:\.\d+)?)分\)?")
_EXTREMES: Final = late_pattern(
    r"(?:去掉|去除|剔除|扣除|舍去)(?P<high>[一二两三\d])?个?最高分?[和、,及与]?(?:再|并)?(?:去掉|去除|剔除|扣除|舍去)?(?P<low>[一二两三\d])?个?最低分"
)
_DECIMALS: Final = late_pattern(r"保留(?P<count>[一二两三四\d])位小数")
_TO_THE_BEST: Final = late_pattern(
    r"最高(?:的|者|分|得分)[^,;。]{0,8}(?:计|得)满分[^。]{0,20}(?:比例|折算)|按最高得分单位折算"
)
_RATED: Final = late_pattern(r"评价|打分|评分|测评|评议|评鉴|满意度|调查")
_MARKED: Final = late_pattern(r"打分|评分|赋分|评价|测评")
_PUT_TOGETHER: Final = late_pattern(r"最[高低]分|平均")
_OTHER_POINTS: Final = late_pattern(r"[加扣减]\d+(?:\.\d+)?分|每[^,;。票张]{1,8}[计得]\d")
# 按A(95分以上)、B(85-94分)打分: what marks there are, and none that are given
_MARK_BANDS: Final = late_pattern(
    r",?按?(?:照)?(?:(?:[A-E]|[优良中差好]秀?)[档等级]?\([^()]*\d分[^()]*\)[、,和]?){2,8}(?:[二三四五]个?(?:档次?|等次?|级))?(?:进行)?(?:打分|评分|评价|赋分)"
)
_FULL_MARKS: Final = late_pattern(r"满分(?:为|是)?\d+分")
_LEAST = 2


def ballots_in(reading: ClauseReading) -> list[ClauseRule]:
    """Give the rules of a reading that are points by ballot, though they read like levels of events."""
    if not _VOTED.search(reading.text) or _RESULT.search(fold(reading.text)):
        return []
    return [
        rule
        for rule in reading.understood
        if rule.form == "levels"
        and rule.sign == "+"
        and len(rule.levels) >= _LEAST
        and sum(bool(_BALLOT.match(name)) for name, _ in rule.levels) == len(rule.levels)
    ]


def panel_of(read: Read, points: Decimal | None, left: Sequence[ClauseRule]) -> Panel | None:
    """Make a panel of a text that gives points for each kind of ballot, and scores nothing else."""
    votes = [rule for rule in left if rule.form in ("options", "levels")]
    text = squeeze(fold(read.text))
    if [rule.sign for rule in votes] != ["+"] or len(left) != 1:
        return None
    options = {option: value for option, value in votes[0].levels if isinstance(value, Decimal)}
    if len(options) != len(votes[0].levels):
        return None
    full = points or Decimal(100)
    way = way_of(text, scaled=max(options.values()) != full)
    keys = {
        "options": options,
        "abstentions": _abstentions(text, options),
        "classes": voters(text),
        "check": PANEL_CHECK,
    }
    return _made(read, full, score=way, **keys)


def sheet_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that has raters mark dimensions: 包括德、能、勤、绩、廉五项，每项6分."""
    text = squeeze(fold(read.text))
    match = _DIMENSIONS.search(text)
    if match is None and (marks := _marks_in(read, text, points)) is not None:
        return marks
    if match is None or not _RATED.search(text):
        return None
    each = decimal(match["points"]) or Decimal(0)
    names = match["names"].split("、")
    if points is not None and each * len(names) != points:
        return None
    dimensions = dict.fromkeys(names, each)
    return _made(
        read, each * len(names), score=way_of(text), dimensions=dimensions, classes=voters(text), check=_SHEET_CHECK
    )


def _marks_in(read: Read, text: str, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that has raters mark dimensions of different weight: 按德20分、能20分、绩60分打分."""
    match = _MARKS.search(text)
    found = (
        [(one["name"], decimal(one["points"]) or Decimal(0)) for one in _MARK.finditer(match["marks"])] if match else []
    )
    dimensions = {re.sub(r"^(?:[和及与]|其中)", "", name): value for name, value in found}
    full = sum(dimensions.values(), Decimal(0))
    if len(dimensions) < _LEAST or len(dimensions) < len(found) or ballots(text) is not None:
        return None
    if full not in (points or Decimal(100), Decimal(100)):
        return None
    way = way_of(text, scaled=full != (points or full))
    keys = {"dimensions": dimensions, "classes": voters(text), "check": _SHEET_CHECK}
    return _made(read, points or full, score=way, **keys)


def vote_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that says what each option of a ballot is worth, and nothing else that gives points."""
    text = squeeze(fold(read.text))
    is_vote = _VOTED.search(read.name + text) and not _OTHER_POINTS.search(text) and not _RESULT.search(text)
    found = ballots(text) if is_vote else None
    if found is None:
        return None
    full = points or Decimal(100)
    options = {name: value * full / 100 for name, value in found.options.items()} if found.of_full else found.options
    return _made(
        read,
        full,
        score=way_of(text, scaled=max(options.values()) * max(len(found.questions), 1) != full),
        options=options,
        questions=found.questions,
        abstentions=tuple(dict.fromkeys((*found.abstentions, *_abstentions(text, options)))),
        classes=found.classes,
        check=PANEL_CHECK,
    )


def rated_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that only says who rates, with what weight each: 其中，局长评价占40%，分管领导评价占60%."""
    text = _FULL_MARKS.sub("", _MARK_BANDS.sub("", squeeze(fold(read.text))))
    classes = voters(text) if points is not None and _RATED.search(read.name + text) else {}
    if not classes or _OTHER_POINTS.search(text) or re.search(r"\d分", text):
        return None
    return _made(
        read,
        points or Decimal(100),
        score=way_of(text),
        dimensions={read.name: points},
        classes=classes,
        check=_RATED_CHECK,
    )


def banded_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that says who rates with what weight, and in which bands the marks lie: 按A(95分以上)、B(85-94分)打分."""
    return rated_of(read, points) if _MARK_BANDS.search(squeeze(fold(read.text))) else None


def marked_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that has each rater give marks, and says how they are put together: 去掉最高分和最低分后取平均."""
    text = squeeze(fold(read.text))
    if points is None or not (_MARKED.search(text) and _PUT_TOGETHER.search(text)) or _OTHER_POINTS.search(text):
        return None
    keys = {
        "dimensions": {read.name: points},
        "classes": voters(text),
        "check": _RATED_CHECK if voters(text) else _SHEET_CHECK,
    }
    return _made(read, points, score=way_of(text), **keys)


def trimmed_of(read: Read, points: Decimal | None) -> Panel | None:
    """Make a panel of a text that has raters give marks, of which the highest and the lowest do not count."""
    return marked_of(read, points) if _EXTREMES.search(squeeze(fold(read.text))) else None


def tells_votes(text: str) -> bool:
    """Tell whether a text says how votes or marks count: what an option is worth, who counts how much, what is marked."""
    said = squeeze(fold(text))
    return (
        ballots(said) is not None
        or bool(voters(said))
        or _DIMENSIONS.search(said) is not None
        or _MARKS.search(said) is not None
        or (_MARKED.search(said) is not None and _PUT_TOGETHER.search(said) is not None)
    )


def only_counts(words: str) -> bool:
    """Tell whether words that were not understood only say that something is counted."""
    return bool(re.fullmatch(r"(?:计分|得分|记分|评分|[,，。;；\s])*", words))


def _made(read: Read, points: Decimal, **keys: object) -> Panel:
    return Panel.model_validate(
        {
            "points": points,
            "provider": read.providers or providers_in(read.text),
            "text": read.text,
            "source": place_words(read.source) or None,
            **keys,
        }
    )


def _abstentions(text: str, options: dict[str, Decimal]) -> tuple[str, ...]:
    """Give the ballots that do not count: options without an opinion, and 弃权 where it is said not to count."""
    named = [option for option in options if _NO_OPINION.search(option)]
    mean = re.search(r"(?P<name>不了解|不清楚|说不清)[”\"]?[^,;。]{0,6}(?:按|取)平均", text)
    if mean is not None and mean["name"] not in options:
        named.append(mean["name"])
    named += [name for name in uncounted(text) if name not in options]
    return tuple(dict.fromkeys(named))


def way_of(text: str, *, scaled: bool = False) -> str:
    """Give how ballots or sheets are put together, in controlled language."""
    parts = ["按最高得分单位折算" if _TO_THE_BEST.search(text) else "按满分折算" if scaled else "取平均分"]
    if re.search(r"各类[^,;。]{0,16}(?:算术平均|平均)|各类[^。]{0,60}以其算术平均数", text):
        parts.append("各类评价人同权")
    if match := _EXTREMES.search(text):
        high, low = (decimal(match[side] or "1") for side in ("high", "low"))
        parts.append(f"去掉{high}个最高分和{low}个最低分")
    if match := _DECIMALS.search(text):
        parts.append(f"保留{decimal(match['count'])}位小数")
    return "，".join(parts)


def said_of_panel(panel: Panel) -> str:
    """Give a panel in a few words."""
    votes = "、".join(f"{option}{plain(value)}分" for option, value in panel.options.items())
    marks = "、".join(f"{name}{plain(value)}分" for name, value in panel.dimensions.items())
    return (f"每票：{votes}" if votes else f"评分表：{marks}") + f"；{panel.score}"
