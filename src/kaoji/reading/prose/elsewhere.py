"""Units whose grade follows from a rank that a higher level gives: “在全市考核第1至2名的为好等次，第3名以后的为一般等次”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.actors import is_unit, split_units
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.scheme.model import Elsewhere

_NUMERAL: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_RANGE: Final = late_pattern(
    rf"(?:第?(?P<first>{_NUMERAL})(?:[-—~～至到]第?(?P<last>{_NUMERAL}))?名|前(?P<top>{_NUMERAL})名)(?P<onward>及?(?:\(含\))?以后|及以下|以下)?"
    rf"(?:\([^()]*\))?的?,?(?:可?(?:评|定|确定|评定))?(?:列)?为"
)
_UNITS: Final = late_pattern(
    r"^(?P<units>[^。;]{4,120}?)(?:等次?评定|的?等次|由上级|由[^,。;、]{2,12}(?:考核|考评)|执行|按照?[^,。;]{2,16}(?:考核|考评))"
)
_REFERS: Final = late_pattern(
    r"以[^,。;]{2,20}(?:结果|名次|等次)为准|根据[^,。;]{2,20}结果(?:确定|评定)|执行[^,。;]{2,20}(?:考核|考评)办法|由上级[^,。;]{0,10}考核"
)
_BY: Final = late_pattern(r"在(?P<by>[^,。;:第前]{2,20}?)(?:中|排名|名列|位列|列)?$")
_OWN: Final = late_pattern("(?:得分|总分|成绩|分数)[^,;。]{0,6}(?:高低|排序|排名|排列|顺序)|从高到低|由高到低")
_HIGHER: Final = late_pattern("上级|主管部门|全[国省市州盟]|[省市州]级|[省市州]对")
_NAME: Final = "执行上级考核结果的单位"
_CHECK: Final = "这些单位按上级名次定等次，不参加计分，请核对名单和名次范围。"
_LEAST_UNITS = 2


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """A group that is graded elsewhere, with its units and the words that say so."""

    elsewhere: Elsewhere
    units: tuple[str, ...]
    bindings: tuple[Binding, ...]


def read_elsewhere(top: Article, grades: GradeWords) -> ReadElsewhere | None:
    """Give the units that a higher level grades, with the grades for their ranks; None where the text has none."""
    if not grades.names:
        return None
    sentences = [sentence for _, article in top.walk() for sentence in article.sentences()]
    for index, words in enumerate(sentences):
        ranges = _ranges(words.folded, grades)
        if len(ranges) < _LEAST_UNITS:
            continue
        units, where = _units(sentences[max(0, index - 2) : index + 1], top)
        head = words.folded[: _RANGE.search(words.folded).start()]  # type: ignore[union-attr]
        by = _BY.search(head)
        said = "".join(one.folded for one in sentences[max(0, index - 2) : index + 1])
        if not (units or by) and (_OWN.search(head) or not _HIGHER.search(said)):
            continue  # 按得分高低排序,前3名为优秀: places among those that are assessed here
        name = f"{by['by'] if by else '上级考核'}名次"
        made = Elsewhere(
            group=_NAME, by=name, grades=ranges, text=words.text, source=place_words(words.source) or None, check=_CHECK
        )
        said = "，".join(f"{grade}{'、'.join(places)}" for grade, places in ranges.items())
        bindings = [Binding(words, "上级名次", said, _CHECK)]
        bindings += [
            Binding(other, "上级名次", f"{len(units)}个单位以上级结果为准") for other in where if other is not words
        ]
        return ReadElsewhere(made, units, tuple(bindings))
    return None


def _ranges(text: str, grades: GradeWords) -> dict[str, tuple[str, ...]]:
    """Read ranks with the grade behind each: 第1-2名的为好等次."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _RANGE.finditer(text):
        mention = next((mention for mention in grades.mentions(text) if 0 <= mention.start - match.end() <= 1), None)
        if mention is None:
            continue
        if match["top"]:
            places = f"1-{_value(match['top'])}"
        else:
            first = _value(match["first"])
            places = (
                f"{first}-" if match["onward"] else f"{first}-{_value(match['last'])}" if match["last"] else str(first)
            )
        found[mention.name] = (*found.get(mention.name, ()), places)
    return found


def _units(sentences: Sequence[Words], top: Article) -> tuple[tuple[str, ...], list[Words]]:
    """Find whose ranks these are: in the sentence or those before it, else in a heading of units that refers elsewhere."""
    for words in reversed(sentences):
        match = _UNITS.match(words.folded)
        units = split_units(words.text[: match.end("units")]) if match else []
        if _REFERS.search(words.folded) and _are_units(units):
            return tuple(units), [words]
    for _, article in top.walk():
        said = " ".join(words.folded for words in article.words)
        units = split_units(article.title)
        if _REFERS.search(said) and _are_units(units):
            return tuple(units), list(article.words)
    return (), []


def _are_units(units: Sequence[str]) -> bool:
    return len(units) >= _LEAST_UNITS and sum(map(is_unit, units)) * 2 >= len(units)


def _value(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words)) or 0
