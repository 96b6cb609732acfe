"""What sentences point to and the notice does not have: an article behind its last one, a grade that no scale names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Paragraph, Source, joined_label
from kaoji.reading.phrases.wording import squeeze

_NUMBER: Final = r"[一二三四五六七八九十百]{1,5}|\d{1,3}"
_BEGINS: Final = late_pattern(rf"^第(?P<number>{_NUMBER})(?P<kind>[条章])")
_HEADING: Final = late_pattern("^(?P<number>[一二三四五六七八九十]{1,3})[、.．]")
_POINTS_TO: Final = late_pattern(rf"第(?P<number>{_NUMBER})(?P<kind>[条章])(?![件例目])")
# 《条例》第六条, 条例第六条: of another text
_OF_ANOTHER: Final = late_pattern(
    r"(?:[》〉]|(?<!本)(?:条例|准则|章程|规则|法|决定|意见|通知)|(?<!本)(?:规定|办法|细则|方案|合同|协议))[^,;。:]{0,10}$"
)
_OF_THIS: Final = late_pattern(r"本(?:办法|细则|方案|规定|制度|规则|通知)[^,;。:]{0,6}$")
_LETTER: Final = late_pattern(r"(?<![A-Za-z\d])(?P<grade>[A-H])(?=[级等档类](?![^,;。]{0,3}(?:景区|风险|信用))|的?,)")
_NAMED_GRADE: Final = late_pattern(
    r"(?:对(?=“)|(?:评定?|确定|认定|考核|等次|等级|结果|列|定|降)为)“?(?P<grade>优秀|优良|良好|较好|好|合格|基本合格|称职|基本称职|一般|较差|差|不合格|不称职|达标|不达标)”?(?:等次|等级|档次|(?=的[,，]?))"
)
# 优秀1.2倍，良好1.0倍，基本合格0.5倍
_LISTED_GRADE: Final = late_pattern(
    r"(?:^|(?<=[,;:、]))(?P<grade>优秀|优良|良好|较好|合格|基本合格|称职|基本称职|一般|较差|不合格|不称职)(?:等次|单位|村|社区|个人|部门)?(?:为|按|奖励|发放)?\d+(?:\.\d+)?(?:倍|万?元|%)"
)
_LEAST_GRADES = 3


def pointing_nowhere(lines: Sequence[Paragraph], grades: Collection[str]) -> Iterator[Diagnostic]:
    """reading.W314: references to articles and ``grades`` that are not there."""
    texts = [(fold(squeeze(joined_label(line.label, line.text))), line.source) for line in lines]
    last: dict[str, int] = {}
    for text, _ in texts:
        if begins := _BEGINS.match(text):
            last[begins["kind"]] = max(last.get(begins["kind"], 0), _value(begins["number"]))
        elif heading := _HEADING.match(text):  # 第三条 may be meant for 三、
            last["条"] = max(last.get("条", 0), _value(heading["number"]))
    for text, source in texts:
        begins = _BEGINS.match(text)
        for match in _POINTS_TO.finditer(text, begins.end() if begins else 0):
            before = text[: match.start()]
            is_ours = _OF_THIS.search(before) is not None or _OF_ANOTHER.search(before) is None
            is_word = not match["number"].isdigit() or _OF_THIS.search(before) is not None  # 每月第5条起加1分
            if (
                is_ours
                and is_word
                and "》" not in before[-30:]
                and _value(match["number"]) > last.get(match["kind"], 0)
            ):
                yield _nowhere(match[0], source)
    yield from _grades(texts, grades)


def _grades(texts: Sequence[tuple[str, Source]], grades: Collection[str]) -> Iterator[Diagnostic]:
    """Find grades that one sentence names and no scale has."""
    letters = {name[0] for name in grades if re.fullmatch("[A-H][级等档类]?", name)}
    if len(letters) >= _LEAST_GRADES:
        for text, source in texts:
            for match in _LETTER.finditer(text):
                grade = match["grade"]
                if grade not in letters and sum(grade in other for other, _ in texts) == 1:
                    yield _nowhere(match["grade"], source)
        return
    if len(grades) < _LEAST_GRADES:
        return
    for text, source in texts:
        listed = list(_LISTED_GRADE.finditer(text))
        known = [match for match in listed if match["grade"] in grades]
        for match in (*_NAMED_GRADE.finditer(text), *(listed if len(known) > 1 else ())):
            grade = match["grade"]
            others = sum(other.count(grade) for other, _ in texts)
            if (
                others == text.count(grade)
                and grade not in grades
                and not grade.startswith("不")
                and not any(grade in name for name in grades)
            ):
                yield _nowhere(grade, source)


def _nowhere(words: str, source: Source) -> Diagnostic:
    return Diagnostic(
        "reading.W314",
        "“{words}” is referred to, but the notice has none.",
        (source.cite(),),
        "Look which one is meant; the numbers may have moved, or a part is missing.",
        {"words": words},
    )


def _value(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words)) or 0
