"""Points of the whole and of its parts as a text states them: 总分100分，其中共性目标40分、业务目标60分."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain
from kaoji.reading.document import joined_label
from kaoji.reading.phrases.shared_out import Shared, bare_name, names_no_part, shared_out
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words

_POINTS_OF_PARTS: Final = late_pattern(
    r"^(?P<whole>[^,;。:()]{2,20})\((?:基础分|满分|共|共计|总分|基本分)?(?P<points>\d+(?:\.\d+)?)分,?(?:其中|包括)[:,]?(?P<parts>[^()]+)\)"
)
_SCALE: Final = late_pattern(r"(?P<scale>[百千])分制")
# 考核得分由业务得分（占50分）、党建得分（占50分）两部分组成
_OF_PARTS: Final = late_pattern(
    r"(?:得分|总分|成绩|考核|考评)[^,;。]{0,4}由[^。]*\d分[^。]*(?:组成|构成)|分值[^,;。]{0,4}由[^。\d]*(?:组成|构成)[:,][^。]*\d分"
)
# 党群工作18分(其中组织建设10分、宣传文化8分)、经济工作20分: parts within a part
_NESTED: Final = late_pattern(
    r"(?:其中|包括|分为)?(?P<name>[^,;。:、()\d]{2,20}?)(?:占|为|计|共)?(?P<points>\d+(?:\.\d+)?)分\((?:其中|包括|包含|含)?[:,]?(?P<parts>[^()]+)\)"
)
# 考核内容包括党建30分、业务50分、作风20分: no total is named, but what all of it makes is one
_OF_CONTENTS: Final = late_pattern(
    r"(?:考核|考评|评估|评分|评价)[^;。]{0,40}(?:内容|指标|项目|方面|其中|包括|分为)|^其中"
)
# 甲占60分、乙占40分 alone: what counts is said to be shared out
_SHARES_OUT: Final = late_pattern(r"分值|权重|满分|指标|组成|构成|各占|部分|方面|得分由")
_CONSISTS: Final = late_pattern(r",?(?:其中|包括|分为|由|含)")
_FULL: Final = (100, 1000)
_SCALES: Final = {"百": Fraction(100), "千": Fraction(1000)}
_REFERENCE: Final = late_pattern(r"\((?:详?见)?附[件表录][^()]*\)")
_INNER: Final = late_pattern(r"(?<=[^()\d])\([^()\d:,;。]{1,8}\)")
# 窗口人员的考评内容分为出勤30分、业务70分: whose parts they are
_SUBJECT: Final = late_pattern(
    r"(?:\(?\d{1,2}[、.)])?对?(?P<subject>(?!.*(?:综合|年度|绩效|目标|日常|量化)$)[^,;。:、()\d]{1,14}?(?:\([^()\d]{1,6}\))?)的?(?:考核|考评|评价|评分)(?:的)?(?:内容|指标|项目|(?:包括|包含|分为|由)(?=[^;。]*\d分))"
)
# 规上企业评价指标：亩均税收（权重60%）、研发投入（权重40%）
_WEIGHED_ONE: Final = (
    r"[^,;。:、()\d]{2,24}?(?:\(权重(?:为|占)?\d+(?:\.\d+)?%\)|(?:占|权重为?)?\d+(?:\.\d+)?%)[、,;和及]?"
)
_BY_WEIGHT: Final = late_pattern(
    r"(?=.*权重)(?:\(?\d{1,2}[、.)])?[^,;。:、()\d]{2,16}?(?:考核|考评|评价|评分)(?:的)?(?:内容|指标|项目)(?:及其?权重)?(?:包括|为|有|分为)?:?"
    rf"(?P<parts>(?:{_WEIGHED_ONE})+)[。;]?"
)
_WEIGHED: Final = late_pattern(
    r"(?P<name>[^,;。:、()\d]{2,24}?)(?:\(权重(?:为|占)?|占|权重为?)?(?P<share>\d+(?:\.\d+)?)%\)?[、,;和及]?"
)
_LEAST_OPEN = 3
LEAST_PARTS: Final = 2
"""What has fewer parts is no whole."""


@dataclass(frozen=True, slots=True)
class StatedPart:
    """Points of a part and of what it consists of: 定性考核（30分，其中领导评分20分、互评10分）; the whole has no name."""

    name: str
    points: str
    parts: tuple[tuple[str, str], ...]
    words: Words
    below: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """What parts consist of in their turn, where their points add up."""
    subject: str = ""
    """Whose parts they are, where the text says so: 窗口人员的考评内容分为…."""


def read_parts(top: Article) -> list[StatedPart]:
    """Give the points of parts that a text states in brackets, where they add up."""
    found: list[StatedPart] = []
    for _, article in top.walk():
        for words in article.words:
            match = _POINTS_OF_PARTS.match(_INNER.sub("", fold(squeeze(words.text))))
            if match is None:
                continue
            parts = _within(match["parts"])
            if len(parts) >= LEAST_PARTS and sum(Fraction(points) for _, points in parts) == Fraction(match["points"]):
                name = re.sub(r"(?:方法|办法)$", "", match["whole"])
                found.append(StatedPart(name, match["points"], parts, words))
    if found:
        return found
    wholes = [part for _, article in top.walk() for words in _with_items(article) for part in _wholes_in(words)]
    of_several = [whole for whole in wholes if whole.subject]
    subjects = {whole.subject for whole in of_several}
    return of_several if len(of_several) == len(subjects) > 1 else wholes[:1]


def _with_items(article: Article) -> list[Words]:
    """Give the words of an article, each with the list that it introduces in the same line: 分为：1.党建，20分；2.业务，80分."""
    found: list[Words] = []
    for words in article.words:
        items = [one for item in article.articles for one in item.words if one.line is words.line]
        text = joined_label(words.line.label, words.line.text)
        end = max((one.end for one in items), default=words.end)
        found.append(Words(text[words.start : end], words.line, words.start) if items else words)
    return found


def _wholes_in(words: Words) -> list[StatedPart]:
    """Read what a line states of the parts of a whole, or of several kinds of units one after the other."""
    pieces = [piece for one in words.sentences() for piece in one.split("[;]")]
    severally = [part for piece in pieces if (part := _whole(piece)) is not None and part.subject]
    if len({part.subject for part in severally}) == len(severally) > 1:
        return severally
    whole = _whole_in(words)
    return [whole] if whole is not None else []


def _whole_in(words: Words) -> StatedPart | None:
    """Read the points of the whole and of its parts in a line, or in the first of its sentences that states them."""
    return _whole(words) or next((part for one in words.sentences() if (part := _whole(one)) is not None), None)


def _whole(words: Words) -> StatedPart | None:
    """Read the points of the whole and of its parts, where they add up: 总分100分。其中，共性目标40分（附件1），业务目标60分.

    >>> from kaoji.reading.document import Paragraph
    >>> line = Paragraph("年度考核总分为100分，由平时考核、年终测评两部分组成，分别占60分、40分。")
    >>> _whole(Words(line.text, line, 0)).parts
    (('平时考核', '60'), ('年终测评', '40'))
    """
    text, below = _without_nested(_REFERENCE.sub("", fold(squeeze(words.text))))
    said = shared_out(text, "分")
    said = said or _by_weight(text)
    if len(said) > LEAST_PARTS and said[0].name and _CONSISTS.match(text, said[0].end):
        said = (replace(said[0], name=""), *said[1:])  # 对民警的考核100分,其中…
    scale = _SCALE.search(text)
    stated = {one.amount for one in said if not one.name} or ({_SCALES[scale["scale"]]} if scale is not None else set())
    amounts = [one.amount for one in said if one.name]
    parts = tuple((one.name, _plain(one.amount)) for one in said if one.name)
    is_open = not stated and _OF_PARTS.search(text) is None
    least = _LEAST_OPEN if is_open and _SHARES_OUT.search(text) is None else LEAST_PARTS
    if is_open and _OF_CONTENTS.search(text) is None and (len(parts) < _LEAST_OPEN and least > LEAST_PARTS):
        return None
    full = sum(amounts, Fraction(0))
    fits = stated == {full} if stated else full in _FULL
    if (
        len(parts) < least
        or not fits
        or any(names_no_part(name) for name, _ in parts if not _BY_WEIGHT.fullmatch(text))
    ):
        return None
    subject = _SUBJECT.match(text)
    return StatedPart("", _plain(full), parts, words, below, subject["subject"] if subject is not None else "")


def lists_weights(text: str) -> bool:
    """Tell whether a folded sentence lists indicators with their weights, which are parts and no formula of parts."""
    return _BY_WEIGHT.fullmatch(text) is not None


def _by_weight(text: str) -> tuple[Shared, ...]:
    """Give indicators that a sentence lists with their weights, each with as many points of a hundred."""
    match = _BY_WEIGHT.fullmatch(text)
    if match is None:
        return ()
    found = _WEIGHED.finditer(text, match.start("parts"))
    return tuple(Shared(one["name"], Fraction(one["share"]), one.start("share"), one.end("share")) for one in found)


def _without_nested(text: str) -> tuple[str, Mapping[str, tuple[tuple[str, str], ...]]]:
    """Give a text without the parts of parts that stand in brackets, and these; only where their points add up.

    >>> _without_nested("党群18分(其中组织10分、宣传8分)、经济20分")
    ('党群18分、经济20分', {'党群': (('组织', '10'), ('宣传', '8'))})
    """
    below: dict[str, tuple[tuple[str, str], ...]] = {}

    def rest(match: re.Match[str]) -> str:
        parts = _within(match["parts"])
        if len(parts) < LEAST_PARTS or sum(Fraction(points) for _, points in parts) != Fraction(match["points"]):
            return match[0]
        below[bare_name(match["name"])] = parts
        return match[0].partition("(")[0]  # its points alone

    return _NESTED.sub(rest, text), below


def _plain(amount: Fraction) -> str:
    return plain(Decimal(amount.numerator) / amount.denominator)


def _within(text: str) -> tuple[tuple[str, str], ...]:
    """Give the parts that stand in brackets behind what they are parts of."""
    return tuple((one.name, _plain(one.amount)) for one in shared_out(text, "分") if one.name)
