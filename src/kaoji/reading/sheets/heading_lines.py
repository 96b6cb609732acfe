"""Paragraphs as headings: where one begins, what is its name, what its points, and what is said behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source, joined_label
from kaoji.reading.phrases.actors import is_unit, split_units
from kaoji.reading.phrases.wording import (
    BONUS_WORDS,
    Points,
    brief,
    label_of,
    not_for,
    one_line,
    points_by_who,
    points_in_name,
    rank_of,
    short_name,
    squeeze,
    without_label,
)
from kaoji.reading.sheets.unit_groups import UNITS_COUNTED, is_group_title

_COLON: Final = late_pattern(r"^[^。；;，,]{2,24}[：:]$")
# Points without brackets: “领导重视情况15分，…”; what is awarded or taken away is no heading.
_BARE_POINTS: Final = late_pattern(
    r"([^，,。；;：:（()）\d]{2,20}(?<![扣加减得计记奖罚为达共占满超各按每])(?<!每[条篇次件个项例起人天处期则幅])\s*[，,:：]?\s*\d+(?:\.\d+)?\s*分)(?=[，,。；;：:（(])[。，,；;：:]?"
)
BRACKET: Final = r"[（(]\s*(?:满分|基本分|基础分|标准分|分值|权重|共|计)?[为：:]?\s*(?P<points>\d+(?:\.\d+)?)\s*分\s*"
_POINTS: Final = late_pattern(rf"{BRACKET}(?:[）)]|$)")
_ENDING_POINTS: Final = late_pattern(r"[，,。；;]\s*(?P<points>\d+(?:\.\d+)?)\s*分[。；;]?$")
# 执法主体，20分: the comma before points behind a short name
_POINTS_BESIDE: Final = late_pattern(r"(?P<name>^[^，,。；;：:\d]{2,24})[，,]\s*(?=\d+(?:\.\d+)?\s*分$)")
_POINTS_ALONE: Final = late_pattern(r"(?P<points>\d+(?:\.\d+)?)\s*分[。；;]?")
# What an item is worth at most, behind how it is scored: …。按整改率得分，满分2分（无任务的得平均分）。
_FULL_POINTS: Final = late_pattern(
    r"[，,。；;]\s*满分为?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?:[（(][^（()）]{2,60}[）)])?[。；;]?$"
)
_RUNNING_ON: Final = late_pattern(
    r"(?:(?<=[。；;])|(?<=分[）)])|(?<=[。；;）)]\s))(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}[、.．])"
    r"(?=[^。；;：:（(]{2,40}(?:[（(][^（）()]{1,60}[）)][^。；;：:（(]{0,30})?。?[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)
# Points and their rule in one bracket behind an item: 有工作计划。（3分，无计划扣3分）
_RULED: Final = late_pattern(
    rf"^(?P<name>.+?)[。；;]?\s*{BRACKET}[，,；;：:]\s*(?P<rule>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]?[。；;]?$"
)
_RULED_END: Final = late_pattern(
    r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[，,；;：:][^（）()]{4,200}[）)](?P<next>[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d))"
)
_BEHIND_HEAD: Final = late_pattern(
    r"(?<=\d分[）)])\d{1,2}[、.．](?!\d)|(?<=得分|备注)[一二三四五六七八九十]{1,3}、(?=[^，,。；;（(]{2,20}[（(]\d+(?:\.\d+)?分[）)])"
)
_NUMBERED: Final = late_pattern(r"(?<![\d.．])(?P<number>\d{1,2})[、.．](?!\d)")
_ENCLOSED: Final = late_pattern(r"(?<=[。；;：:，,\s])[（(](?P<number>\d{1,2})[）)]")
_STATED: Final = late_pattern(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]")
_POINTS_BEHIND: Final = late_pattern(
    r"^(?P<said>\d{1,2}[、.．](?!\d).{4,}?(?<![扣加减计得记每近约共第\d.]))(?P<stop>[。；;])?\s*(?P<points>\d{1,3}(?:\.\d)?)分"
    r"(?P<behind>[（(][^（()）]{2,60}[）)])?[。；;]?$"
)
# …没有发生投诉(5分),出现投诉不得分: behind the points of a long item stands its rule, up to the end
_RULES_BEHIND: Final = late_pattern(
    r"[,，;；。:：]?\s*[^。;；()（）]{2,60}(?:不(?:予)?[得计给记]分|[扣减]\s*\d+(?:\.\d+)?\s*分)[^。；;]{0,20}[。；;]?$"
)
# （二）档案管理（6分）1.…: the first item stands right behind the heading that it belongs to.
_FIRST_BEHIND: Final = late_pattern(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；;，,：:（(]{2,40}[（(]\d+(?:\.\d+)?分[）)](?=1[.、．](?!\d))"
)
# …按时上报。（1.5分）考核：迟报一次扣0.5分。
_SCORED_BEHIND: Final = late_pattern(r"[。；;]?\s*(?:考核|考评|评分|计分|扣分|评价)(?:标准|办法|方法|细则|依据)?[:：]")
# “考勤：总分300分” is a heading with its points, and so is “病历书写。满分10分，丙级病历每份扣5分”.
_ITS_WHOLE: Final = late_pattern(
    r"^(?P<name>[^，,。；;：:]{2,24})[：:，,。]\s*(?:本项|此项)?(?:总分|满分|分值|基本分|基础分|标准分)(?:为|是|:)?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?:[，,。；;：:]|$)"
)
_STOP: Final = late_pattern("[。；;]")
_NAMED: Final = late_pattern(
    r"^(?P<name>[^，,。；;：:]{2,24})[：:](?!(?<=\d[：:])\d)(?P<body>.+)$"
)  # 配备达到1:200: a ratio
GIVES: Final = late_pattern(
    r"(?:[加扣减计得记]|(?<![累乘体面])积)\s*\d+(?:\.\d+)?\s*分|扣(?:除|减)?[^，,。；;：:\d扣加]{1,10}\d+(?:\.\d+)?\s*分|酌情[加扣减]分"
    r"|每[1一]?[篇条次件例则幅期起]\s*\d+(?:\.\d+)?\s*分"
)
# What an item is worth by its own words: 计3分, not 每条计3分 nor 加3分.
AWARDS: Final = late_pattern(
    r"(?P<before>[^，,。；;：:]{0,60})(?:[，,]\s*)?(?:(?<![合共总累小统会设加])(?<!登)(?:[计得记]|(?<![累乘体面])积)|(?:基本|基础|标准)分为?)\s*(?P<points>\d+(?:\.\d+)?)\s*分(?!以[上下])"
)
# What is awarded for each of something is not what the item is worth.
EACH: Final = late_pattern(
    r"(?<!\d)[1一](?:[篇条次件例则幅期]|人次)$|每(?![年月季周日天])[^，,。；;：:]{0,12}$|单[条篇次件][^，,。；;：:]{0,4}$|/"
)
# 班会课。班会课每周一次，有主题。（20分）: the name ends at the first stop
_TWO_SENTENCES: Final = late_pattern(r"[^，,。；;：:]{2,24}。.{4,}")
# 1.1 年终述法, A1.工业增速, 第3项 党员教育, 2 依法行政（50分）: numbers that only headings with points have
_DEEPER: Final = late_pattern(
    r"^(?:(?P<steps>\d{1,2}(?:\.\d{1,2}){1,3})[、.]?\s*(?=[\u4e00-\u9fff“(《])(?![万亿元个家户人件项米亩公吨倍分])"
    r"|(?P<code>[A-Z]\d{1,2})[、.:\s]\s*(?=[\u4e00-\u9fff“(])|(?P<item>第\d{1,2}项)[、.:\s]\s*|(?P<bare>\d{1,2})\s+(?=[\u4e00-\u9fff].{1,40}分\)$))"
)
_CODED_RANK, _ITEM_RANK, _BARE_RANK = 7, 3, 4
_WITH_WHO: Final = late_pattern(
    r"[（(]\s*(?:满分|分值|共)?\s*(?P<points>\d+(?:\.\d+)?)\s*分\s*[,，;；、]\s*由?(?P<who>[^（()）,，;；\d]{2,40}?)(?:牵头|负责|考核|考评|评分|提供|承办|主办)+(?:数据|落实|实施)?\s*[）)]"
)
_LONGEST_HEADING = 46
_WEIGHED: Final = late_pattern(r"\((?:权重|占|比重)[^()]{0,8}\d+(?:\.\d+)?%\)[。:]?$")
_STATES_PARTS: Final = late_pattern(
    r"^[^。()]{0,40}(?:由|包括|分为)[^。()]{2,20}\(\d+(?:\.\d+)?分\)[、,和及][^。]*\(\d+(?:\.\d+)?分\)[^。()]{0,12}(?:组成|构成)(?:[,，](?:合计|共计|总分|满分)?\d{2,4}分)?[。]?$"
)
# 考核总分为100分，其中业务50分、质量30分、考勤30分
_STATES_OPENLY: Final = late_pattern(
    r"^[^。()]{0,30}(?:总分值?|满分)(?:为|是|共)?(?P<whole>\d{2,4})分[,，:](?:其中|包括|由)?[:,]?(?:[^,，、。()\d]{2,16}(?<![扣减加奖罚得计记])\d+(?:\.\d+)?分[、,，和及]?){2,}(?:组成|构成)?[。]?$"
)
_LISTS_PARTS: Final = late_pattern(
    r"(?P<name>[^:：;。,，()]{2,20})[:：](?=(?:[^:：;。,，()、]{1,16}\(\d+(?:\.\d+)?分\)[、,，和及]?){2,}[。；;]?$)."
)
# 中办采用10分，省委采用5分；市委采用2分: what each level brings, without a verb
_LEVELS: Final = late_pattern(
    r"(?!其中)[^,;。:()\d]{2,20}(?<![加扣减计得记])(?P<points>\d+(?:\.\d+)?)分(?:/[篇条次件个项人])?(?:[,、;。]|$)"
)
_PARTS_HEAD: Final = late_pattern("内容|指标|分值|总分|满分|权重|包括|其中|构成|组成|标准|项目$")
LEAST_WEIGHTED = 3
_GROUP_RANK = 2


@dataclass(slots=True)
class Heading:
    """A heading under construction, with the text below it.

    ``line`` is all of a paragraph that is too long for a name, ``detail`` the words before its points.
    """

    rank: float
    label: str
    name: str
    points: str
    is_bonus: bool
    source: Source
    text: list[str] = field(default_factory=list)
    children: list[Heading] = field(default_factory=list)
    line: str = ""
    detail: str = ""
    most: str = ""
    """The most that a heading of bonuses can bring: 加分（10分）."""
    providers: tuple[str, ...] = ()
    raw: str = ""
    """The line that it was read from."""
    is_weighed: bool = False
    """Whether it bears a weight of the whole: 党建工作（权重30%）."""

    def weighted(self) -> int:
        """Count the headings with points, this and below."""
        return bool(self.points) + sum(child.weighted() for child in self.children)

    def awards(self) -> int:
        """Count the items, this and below, that award points by their own words."""
        return sum(gives_once(item.said()) for item in self.leaves())

    def said(self) -> str:
        """Give all that it says itself."""
        return "\n".join(filter(None, self.text)) if self.line or self.text else self.name

    def printed(self) -> str:
        """Give all its words as they stand."""
        own = squeeze(self.raw)
        return "\n".join((self.raw, *(line for line in self.text if squeeze(line) not in own)))

    def all(self) -> Iterator[Heading]:
        """Give this and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()

    def leaves(self) -> Iterator[Heading]:
        """Give what has nothing below it."""
        for child in self.children:
            yield from child.leaves()
        if not self.children:
            yield self


def gives_once(text: str) -> bool:
    """Tell whether an item awards points by its own words: 计3分, or a list of what each level brings."""
    return AWARDS.search(fold(text)) is not None or lists_levels(text)


def lists_levels(text: str) -> bool:
    """Tell whether a text holds nothing but levels with their points; parts that make a whole are no levels.

    >>> lists_levels("省级刊物5分；市级刊物2分。"), lists_levels("党建60分，业务40分"), lists_levels("每篇5分")
    (True, False, False)
    """
    folded, end, found = fold(text.strip()), 0, []
    while (match := _LEVELS.match(folded, end)) is not None:
        end = match.end()
        found.append(Decimal(match["points"]))
    return len(found) > 1 and end == len(folded) and sum(found) not in (100, 1000)


def states_parts(text: str) -> bool:
    """Tell whether a line says no more than what the parts of the whole are worth.

    >>> states_parts("第三条 年度考核满分100分，由党建（30分）、业务（70分）两部分构成。"), states_parts("党建（30分）")
    (True, False)
    >>> states_parts("第二条 考核总分为100分，其中业务50分、质量30分、考勤30分。")
    True
    """
    said = fold(without_label(text.strip()))
    openly = _STATES_OPENLY.match(said)
    if openly is not None:  # parts that do not make the whole: that of the last one is no worth of them all
        amounts = [Decimal(value) for value in re.findall(r"(\d+(?:\.\d+)?)分", said[openly.end("whole") + 1 :])]
        return sum(amounts) != Decimal(openly["whole"])
    return _STATES_PARTS.match(said) is not None


def with_points_inside(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Put the points of numbered items that stand behind their full stops into brackets before these: …职责。5分."""
    found = [_POINTS_BEHIND.match(paragraph.text.strip()) for paragraph in paragraphs]
    if sum(match is not None and bool(match["stop"]) for match in found) < LEAST_WEIGHTED:
        return paragraphs
    return [
        paragraph
        if match is None
        else replace(paragraph, text=f"{match['said']}({match['points']}分)。{(match['behind'] or '').strip('（()）')}")
        for paragraph, match in zip(paragraphs, found, strict=True)
    ]


def parted(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Give each heading with points a paragraph of its own where several run on in one (…为止。（二）排水（15分）)."""
    for paragraph in paragraphs:
        found = _starts(paragraph.text)
        first = _FIRST_BEHIND.match(paragraph.text.strip())
        if first is not None and paragraph.text.startswith(first[0]):
            found.add(first.end())
        starts = sorted(found)
        if first is None and len(starts) < LEAST_WEIGHTED and not _counts_on(paragraph.text, starts):
            yield paragraph
            continue
        for start, end in pairwise([0, *starts, len(paragraph.text)]):
            if piece := paragraph.text[start:end].strip():
                yield replace(paragraph, text=piece, label=paragraph.label if start == 0 else "")


def _counts_on(text: str, starts: Sequence[int]) -> bool:
    """Tell whether the next number of a list stands right behind the points of the item that begins the paragraph."""
    labels = [re.sub(r"\d+", "#", fold(label_of(text[start:]))) for start in (0, *starts)]
    numbers = [re.search(r"\d+", fold(label_of(text[start:]))) for start in (0, *starts)]
    values = [int(number[0]) for number in numbers if number is not None]
    counts = len(values) == len(labels) > 1 and values == list(range(values[0], values[0] + len(values)))
    return counts and len(set(labels)) == 1


def _starts(text: str) -> set[int]:
    """Give where further headings begin in a paragraph."""
    starts = {match.start() for match in _RUNNING_ON.finditer(text)}
    ruled = {match.start("next") for match in _RULED_END.finditer(text)}
    starts |= _counted_starts(text) if len(starts) < LEAST_WEIGHTED else set()
    return starts | ruled | ({match.start() for match in _BEHIND_HEAD.finditer(text)} if ruled else set())


def _counted_starts(text: str) -> set[int]:
    """Give where items begin that run on with nothing between them: their numbers count up, and each states its points."""
    found: set[int] = set()
    for pattern in (_NUMBERED, _ENCLOSED):
        run: list[int] = []
        numbers = [(int(match["number"]), match.start()) for match in pattern.finditer(text)]
        for (number, start), (_, end) in pairwise([*numbers, (0, len(text))]):
            is_worth = bool(_STATED.search(text, start, end)) or _awards_once(text[start:end])
            if not (number == len(run) + 1 and is_worth):
                run = []
            if number == len(run) + 1 and is_worth:
                run.append(start)
                found |= set(run) if len(run) >= LEAST_WEIGHTED else set()
    return found


def _awards_once(text: str) -> bool:
    """Tell whether an item awards what it is worth in its first sentence, and not for each of something."""
    awards = [match for match in AWARDS.finditer(fold(text)) if not EACH.search(match["before"])]
    return len(awards) == 1 and "。" not in text[: awards[0].start("points")].rstrip("。")


def heading_of(paragraph: Paragraph) -> tuple[Heading | None, str]:
    """Read a paragraph as a heading with what follows it in the same line; None for plain text."""
    text = joined_label(paragraph.label, paragraph.text).replace("\u00a0", " ").strip()
    rank, label = rank_of(text), label_of(text)
    if rank is None and (deep := _DEEPER.match(fold(text))) is not None:
        rank, label = _rank_below(deep), deep[0]
    if rank is None:
        bare = _COLON.match(text) or (UNITS_COUNTED.search(text) is None and is_group_title(text))
        if bare and not re.search(r"\d", text):
            name = short_name(text).rstrip("：:")
            return Heading(_GROUP_RANK, "", name, "", is_bonus=False, source=paragraph.source, raw=one_line(text)), ""
        return None, ""
    rest = text[len(label) :].lstrip() if label else text.lstrip("0123456789０１２３４５６７８９")
    rest, providers = _provided_for(rest)
    label = label.strip()
    if states_parts(rest):
        return None, ""  # 年度考核满分100分，由甲（30分）、乙（70分）两部分构成: says what the parts are worth
    title, body = _title_and_body(rest)
    title = _POINTS_BESIDE.sub(r"\g<name>", title)
    is_rule = bool(GIVES.search(fold(title))) and not _POINTS.search(fold(title))
    name, points = (short_name(title), Points()) if is_rule else points_in_name(short_name(title))
    if by_who := points_by_who(short_name(title).rstrip("。：；;，,"))[1]:
        # Which group has which is parted later, when groups are known.
        name, points = short_name(title), Points(by_who[0][1])
    if with_it := not_for(name)[1]:
        points = Points(with_it)
    is_weighed = points.is_percent and bool(label) and _WEIGHED.search(fold(text)) is not None
    if points.is_percent and (body or is_weighed):
        points = Points()  # （一）职能指标（权重50%）。由…考评: the formula has the weight
    if not name or points.is_percent:
        return None, ""
    is_bonus = points.is_bonus or bool(BONUS_WORDS.search(title) and not points.value)
    name = re.sub(r"[（(](?:详见|见)?附[件表录][^（）()]*[）)]$|[（(]加减分[）)]$", "", name).strip() or name
    found = Heading(
        rank, label, name.rstrip("。：；;，,"), points.value, is_bonus, paragraph.source, raw=one_line(text)
    )
    found.is_weighed = is_weighed
    found.providers = providers
    if points.value and re.fullmatch("加分(?:事?项|项目)?|附加分|奖励分", found.name):
        found.points, found.most, found.is_bonus = "", points.value, True
    if points.value and not body and GIVES.search(fold(name)):
        found.name, body = brief(name), name  # 每缺一项扣1分。（5分）
    elif len(name) > _LONGEST_HEADING or (is_rule and body) or (points.value and _TWO_SENTENCES.match(name)):
        found.name = brief(name)
        if points.value:
            found.detail = name
        else:
            found.line, found.is_bonus = one_line(text), False
            body = one_line(rest)
    return found, body


def _rank_below(match: re.Match[str]) -> int:
    """Give the depth of numbers in steps (1.1, 1.1.2), of codes (A1), of 第3项 and of bare numbers."""
    if match["steps"]:
        return _CODED_RANK + match["steps"].count(".")
    return _CODED_RANK if match["code"] else _ITEM_RANK if match["item"] else _BARE_RANK


def _provided_for(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the departments out of the bracket with the points of a heading: 经济工作（30分，区发改局牵头）.

    >>> _provided_for("经济工作（30分，区发改局牵头）"), _provided_for("经济工作（30分，含投资）")
    (('经济工作（30分）', ('区发改局',)), ('经济工作（30分，含投资）', ()))
    """
    match = _WITH_WHO.search(fold(text))
    who = tuple(split_units(match["who"])) if match is not None else ()
    if match is None or not all(map(is_unit, who)):
        return text, ()
    return f"{text[: match.end('points')]}分）{text[match.end() :]}", who


def unlabelled(paragraph: Paragraph, rank: float) -> Heading | None:
    """Read a short line that ends in points as a heading beside the one before: its number is damaged or left out."""
    text = paragraph.text.strip()
    name, points = points_in_name(short_name(text))
    if (
        not (points.value and name)
        or len(text) > _LONGEST_HEADING
        or re.search("[。；;，,：:]", text)
        or not re.search(r"分\s*[）)]?$", text)
    ):
        return None
    label = re.match(r"^\d{0,2}", name)
    bare = name.lstrip("0123456789０１２３４５６７８９")
    return Heading(
        rank, label[0] if label else "", bare, points.value, is_bonus=False, source=paragraph.source, raw=one_line(text)
    )


def _title_and_body(text: str) -> tuple[str, str]:
    """Part a heading from the text behind it: at its points, at a colon before what gives points, at the first full stop."""
    folded = fold(text)
    if led := _listed_or_ruled(text) or _with_full_points(text, folded):
        return led
    if stated := _POINTS.search(folded):
        start, end = stated.span()
        is_last = not folded[end:].strip("。；;:： ")
        if (
            is_last
            or _RULES_BEHIND.match(folded[end:])
            or _SCORED_BEHIND.match(folded[end:])
            or (start <= _LONGEST_HEADING and not _STOP.search(text[:start].rstrip("。；; ")))
        ):
            return (text, "") if is_last else (text[:end], text[end:].lstrip("。:：，,；; "))
    title, _, body = text.partition("。")
    if (ending := _ENDING_POINTS.search(fold(title))) and not GIVES.search(fold(title)):
        return f"{title[: ending.start()]}（{ending['points']}分）", body  # 签订责任书，1分。
    if bare := _BARE_POINTS.match(folded):
        return text[: bare.end(1)], text[bare.end() :].lstrip("。:：，, ")
    named = _NAMED.match(text)
    if named and (GIVES.search(fold(named["body"])) or _names_levels(named)):
        return named["name"], named["body"]
    is_name = len(text) <= _LONGEST_HEADING and not re.search("[。；;]", text[:-1])
    return (title, body) if "。" in text and len(title) <= _LONGEST_HEADING and not is_name else (text, "")


def _names_levels(named: re.Match[str]) -> bool:
    """Tell whether a name stands before what its levels bring; what each kind of unit is worth stays in the name."""
    is_whole = _PARTS_HEAD.search(named["name"]) is not None or points_by_who(named[0].rstrip("。；; "))[1]
    return lists_levels(named["body"]) and not is_whole


def _with_full_points(text: str, folded: str) -> tuple[str, str] | None:
    """Part the first sentence from those behind it, of which the last says what the item is worth at most."""
    title, _, body = text.partition("。")
    full = _FULL_POINTS.search(folded) if body and folded.count("满分") == 1 and not _POINTS.search(title) else None
    return (f"{title}（{full['points']}分）", body) if full is not None and full.start() > len(title) else None


def _listed_or_ruled(text: str) -> tuple[str, str] | None:
    """Part a heading from the parts it lists (考核内容和分值：德（20分）、能（20分）) or from the rule behind its points.

    Points alone behind its full stop are its own: 岗位职责。50分.
    """
    title, _, body = text.partition("。")
    alone = _POINTS_ALONE.fullmatch(fold(body.strip())) if len(title) <= _LONGEST_HEADING else None
    if alone and not GIVES.search(fold(title)):
        return f"{title}（{alone['points']}分）", ""
    if listed := _LISTS_PARTS.match(fold(text)):
        return text[: listed.end("name")], text[listed.end() - 1 :]
    if whole := _ITS_WHOLE.match(fold(text)):
        return f"{text[: whole.end('name')]}（{whole['points']}分）", text[whole.end() :].lstrip("。:：，,；; ")
    if (ruled := _RULED.match(text)) and not GIVES.search(fold(ruled["name"])):
        return f"{ruled['name']}（{fold(ruled['points'])}分）", ruled["rule"]
    return None
