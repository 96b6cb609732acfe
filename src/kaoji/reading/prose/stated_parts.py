"""Points of the whole and of its parts as a text states them: 总分100分，其中共性目标40分、业务目标60分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words

_POINTS_OF_PARTS: Final = late_pattern(
    r"^(?P<whole>[^,;。:()]{2,20})\((?:基础分|满分|共|共计|总分|基本分)?(?P<points>\d+(?:\.\d+)?)分,?(?:其中|包括)[:,]?(?P<parts>[^()]+)\)"
)
_POINTS_OF_PART: Final = late_pattern(r"(?P<name>[^,、;;\d()和]{2,20}?)(?:占|为|计|各)?(?P<points>\d+(?:\.\d+)?)分")
_WHOLE: Final = late_pattern(
    r"(?:总分值?|满分|分值)(?:为|计|是|:)*(?P<points>\d+(?:\.\d+)?)分|(?:实行|采用|采取|按|设|为)?(?P<scale>[百千]|100|1000)分制"
)
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
_ONLY_PARTS: Final = late_pattern(r"(?:[^,;。:、()\d]{2,16}\d+(?:\.\d+)?分[,、;]?){3,}[。]?")
_SHARING: Final = late_pattern(r"[,、:](?:其中|包括)?(?P<names>(?:[^,;。:、()\d]{2,12}、)+)")
_FULL: Final = (100, 1000)
_REFERENCE: Final = late_pattern(r"\((?:详?见)?附[件表录][^()]*\)")
_PART_OF_WHOLE: Final = late_pattern(
    r"(?:^|[,;。:、])(?:其中[:,]?|包括|[^,;。:、由]{2,24}?(?:内容|指标|项目)(?:主要)?(?:分为|包括|有|由)|[^,;。:、由]{0,12}(?:得分|总分|成绩|考核|考评)由|由)*(?P<name>(?!其中|包括)[^,;。:、()\d]{2,16}?)(?:占|为|计|满分|[(:])*(?P<points>\d+(?:\.\d+)?)分\)?(?=[,;。、和及与]|等?[二两三四五六七八\d]?个?(?:大?部分|方面|大?项|板块)|组成|构成|$)"
)
# 其中产业和治理各50分
_EACH_POINTS: Final = late_pattern(
    r"(?:其中|包括|由)[:,]?(?P<names>(?:[^,;。、:和及与由]{2,16}[、和及与]){1,6}[^,;。、:和及与]{2,16}?)各(?:占|为|计)?(?P<points>\d+(?:\.\d+)?)分(?=[,;。、]|$)"
)
_POINTS_SEVERALLY: Final = late_pattern(
    r"(?:由|包括|分为)(?P<names>(?:[^,;。、:由]{2,16}[、和及与]){1,6}[^,;。、:]{2,16}?)(?:[二两三四五六\d]个?(?:大?部分|方面|大?项|块|板块))?(?:组成|构成)?,?(?:分值|满分)?(?:分别|各)(?:占|为|计)?"
    r"(?P<points>\d+(?:\.\d+)?分?(?:[、,和及]\d+(?:\.\d+)?分?)+)"
)
_INNER: Final = late_pattern(r"(?<=[^()\d])\([^()\d:,;。]{1,8}\)")
# 窗口人员的考评内容分为出勤30分、业务70分: whose parts they are
_SUBJECT: Final = late_pattern(
    r"(?:\(?\d{1,2}[、.)])?(?P<subject>(?!.*(?:综合|年度|绩效|目标|日常|量化)$)[^,;。:、()\d]{1,14}?(?:\([^()\d]{1,6}\))?)的?(?:考核|考评|评价|评分)(?:的)?(?:内容|指标|项目)"
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
            parts = tuple((part["name"], part["points"]) for part in _POINTS_OF_PART.finditer(match["parts"]))
            if len(parts) >= LEAST_PARTS and sum(Fraction(points) for _, points in parts) == Fraction(match["points"]):
                name = re.sub(r"(?:方法|办法)$", "", match["whole"])
                found.append(StatedPart(name, match["points"], parts, words))
    if found:
        return found
    wholes = [part for _, article in top.walk() for words in article.words for part in _wholes_in(words)]
    of_several = [whole for whole in wholes if whole.subject]
    subjects = {whole.subject for whole in of_several}
    return of_several if len(of_several) == len(subjects) > 1 else wholes[:1]


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
    whole = _WHOLE.search(text)
    is_open = whole is None and _OF_PARTS.search(text) is None
    if is_open and _OF_CONTENTS.search(text) is None and _ONLY_PARTS.fullmatch(text) is None:
        return None
    points = (
        (whole["points"] or {"百": "100", "千": "1000"}.get(whole["scale"], whole["scale"]))
        if whole is not None
        else ""
    )
    rest = text[: whole.start()] + "," + text[whole.end() :] if whole is not None else text
    listed = _POINTS_SEVERALLY.search(rest)
    if listed is not None:
        values = re.findall(r"\d+(?:\.\d+)?", listed["points"])
        names = re.split("[、和及与]", listed["names"])
        parts = tuple(zip(names, values, strict=True)) if len(names) == len(values) else ()
    else:
        parts = tuple(_named_parts(rest))
    amounts = [Fraction(value) for _, value in parts]
    is_all = len(re.findall(r"\d分", rest)) == len(parts)
    full = sum(amounts, Fraction(0))
    if (
        len(parts) < (_LEAST_OPEN if is_open else LEAST_PARTS)
        or not is_all
        or (full != Fraction(points) if points else full not in _FULL)
    ):
        return None
    subject = _SUBJECT.match(text)
    return StatedPart("", str(full), parts, words, below, subject["subject"] if subject is not None else "")


def _without_nested(text: str) -> tuple[str, Mapping[str, tuple[tuple[str, str], ...]]]:
    """Give a text without the parts of parts that stand in brackets, and these; only where their points add up.

    >>> _without_nested("党群18分(其中组织10分、宣传8分)、经济20分")
    ('党群18分、经济20分', {'党群': (('组织', '10'), ('宣传', '8'))})
    """
    below: dict[str, tuple[tuple[str, str], ...]] = {}

    def rest(match: re.Match[str]) -> str:
        parts = tuple((part["name"], part["points"]) for part in _POINTS_OF_PART.finditer(match["parts"]))
        if len(parts) < LEAST_PARTS or sum(Fraction(points) for _, points in parts) != Fraction(match["points"]):
            return match[0]
        below[match["name"]] = parts
        return match[0].partition("(")[0]  # its points alone

    return _NESTED.sub(rest, text), below


def _named_parts(text: str) -> Iterator[tuple[str, str]]:
    """Give the parts that a text names with their points; several that share points are one: 文化、体育工作4分."""
    if (equal := _EACH_POINTS.search(text)) is not None:
        yield from ((name, equal["points"]) for name in re.split("[、和及与]", equal["names"]))
        return
    edge = 0
    for match in _PART_OF_WHOLE.finditer(text):
        shared = _SHARING.fullmatch(text, edge, match.start("name"))
        edge = match.end()
        yield (shared["names"] if shared else "") + match["name"], match["points"]
