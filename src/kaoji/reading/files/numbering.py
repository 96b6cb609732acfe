"""Word's automatic numbers, worked out as Word shows them: 一、 （一） 1. 1.1 ① 甲.

Word keeps only "item of list 3, level 2" with a paragraph; the number itself is counted when the page is drawn. A
notice whose headings are numbered so has no "一、" in its text, and a table whose 序号 is numbered so has empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaoji.reading.files.archive import attribute, child, local_name

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = str.maketrans("一二三四五六七八九十百千万零", "壹贰叁肆伍陆柒捌玖拾佰仟萬零")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_FULL_WIDTH: Final = {ord("0") + digit: chr(ord("０") + digit) for digit in range(10)}
_CIRCLED: Final = 20
_LEVELS: Final = 9
_LARGEST: Final = 32_767


def chinese_counting(number: int) -> str:
    """Write a whole number below 100 000 the Chinese way.

    >>> chinese_counting(10), chinese_counting(12), chinese_counting(105), chinese_counting(2010)
    ('十', '十二', '一百零五', '二千零一十')
    """
    if not number:
        return "〇"
    text = ""
    for name, size in (("万", 10_000), ("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += _DIGITS[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        text += letters * count
    return text


def _letters(number: int) -> str:
    count, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (count + 1)


def _enclosed(number: int, first: str) -> str:
    return chr(ord(first) + number - 1) if 1 <= number <= _CIRCLED else str(number)


def rendered(number: int, kind: str) -> str:
    """Write a number in one of the kinds of OOXML (``ST_NumberFormat``); an unknown kind gives Arabic digits.

    >>> rendered(3, "chineseCountingThousand"), rendered(3, "decimalEnclosedCircleChinese"), rendered(3, "lowerRoman")
    ('三', '③', 'iii')
    """
    number = max(0, min(number, _LARGEST))
    return _KINDS[kind](number) if kind in _KINDS and (number or kind in _WITH_ZERO) else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_KINDS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"), chinese_counting
    ),
    "taiwaneseCountingThousand": chinese_counting,
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    **dict.fromkeys(
        ("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"),
        lambda number: chinese_counting(number).translate(_LEGAL),
    ),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % len(_STEMS)],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % len(_BRANCHES)],
    "decimalEnclosedCircle": lambda number: _enclosed(number, "①"),
    "decimalEnclosedCircleChinese": lambda number: _enclosed(number, "①"),
    "decimalEnclosedParen": lambda number: _enclosed(number, "⑴"),
    "decimalEnclosedFullstop": lambda number: _enclosed(number, "⒈"),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
}
_WITH_ZERO: Final = {"none", "bullet", "chineseCounting", "chineseCountingThousand", "ideographDigital", "decimalZero"}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Numbered:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one Word file and how far each has counted."""

    _lists: dict[str, _Numbered] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, list_id: str, level: int) -> str:
        """Count the next item of a list and give its number as shown; empty when there is no such list."""
        numbered = self._lists.get(list_id)
        if numbered is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(numbered.abstract, {})
        shape = numbered.levels.get(level, _Level(pattern=f"%{level + 1}."))
        if (list_id, level) not in self._begun and level in numbered.starts:
            counts[level] = numbered.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else shape.start
        self._begun.add((list_id, level))
        for deeper in [key for key in counts if key > level]:
            restart = numbered.levels.get(deeper, _Level()).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]
        if shape.kind == "bullet":
            return _bullet(shape.pattern)
        return self._filled(numbered, counts, shape)

    def level_of_style(self, list_id: str, style: str) -> int:
        """Give the level of a list that belongs to a paragraph style, 0 if none does."""
        numbered = self._lists.get(list_id)
        levels = numbered.levels if numbered else {}
        return next((level for level, shape in levels.items() if shape.style == style), 0)

    @staticmethod
    def _filled(numbered: _Numbered, counts: dict[int, int], shape: _Level) -> str:
        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            part = numbered.levels.get(level, _Level())
            kind = "decimal" if shape.is_legal and part.kind != "none" else part.kind
            return rendered(counts.get(level, part.start), kind)

        return re.sub(r"%([1-9])", number, shape.pattern).strip()


def _bullet(pattern: str) -> str:
    """Give a bullet; letters of symbol fonts (private use) have no meaning of their own."""
    text = pattern.strip()
    return "•" if not text or any("\ue000" <= letter <= "\uf8ff" for letter in text) else text[:4]


def read_numbering(root: etree._Element | None, style_lists: dict[str, str]) -> Numbering:
    """Read the lists of ``numbering.xml``; ``style_lists`` gives the list that a numbering style stands for."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts: dict[str, tuple[dict[int, _Level], str]] = {}
    concrete: dict[str, etree._Element] = {}
    for element in root:
        if local_name(element) == "abstractNum":
            link = attribute(child(element, "numStyleLink"), "val") or ""
            abstracts[attribute(element, "abstractNumId") or ""] = (_levels(element), link)
        elif local_name(element) == "num":
            concrete[attribute(element, "numId") or ""] = element
    for list_id, element in concrete.items():
        abstract = attribute(child(element, "abstractNumId"), "val") or ""
        levels, link = abstracts.get(abstract, ({}, ""))
        other = concrete.get(style_lists.get(link, ""))
        if not levels and other is not None:
            abstract = attribute(child(other, "abstractNumId"), "val") or ""
            levels = abstracts.get(abstract, ({}, ""))[0]
        numbered = _Numbered(abstract, dict(levels), {})
        _override(numbered, element)
        numbering._lists[list_id] = numbered  # noqa: SLF001 - filled here and nowhere else
    return numbering


def _override(numbered: _Numbered, element: etree._Element) -> None:
    for override in element:
        level = _number(attribute(override, "ilvl"), -1)
        if local_name(override) != "lvlOverride" or level < 0:
            continue
        if (shape := child(override, "lvl")) is not None:
            numbered.levels[level] = _level(shape)
        if (start := attribute(child(override, "startOverride"), "val")) is not None:
            numbered.starts[level] = _number(start, 1)


def _levels(element: etree._Element) -> dict[int, _Level]:
    shapes = (item for item in element if local_name(item) == "lvl")
    return {_number(attribute(shape, "ilvl"), 0): _level(shape) for shape in shapes}


def _level(element: etree._Element) -> _Level:
    restart = attribute(child(element, "lvlRestart"), "val")
    legal = child(element, "isLgl")
    # Kinds that came after the first standard stand inside an alternative.
    kind = child(element, "numFmt")
    if kind is None:
        kind = child(element, "AlternateContent", "Choice", "numFmt")
    return _Level(
        start=_number(attribute(child(element, "start"), "val"), 1),
        kind=attribute(kind, "val") or "decimal",
        pattern=attribute(child(element, "lvlText"), "val") or "",
        restart=None if restart is None else _number(restart, 0),
        is_legal=legal is not None and (attribute(legal, "val") or "1") not in {"0", "false", "off"},
        style=attribute(child(element, "pStyle"), "val") or "",
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
