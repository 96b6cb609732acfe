"""How a spreadsheet shows a number: exact decimals, dates, percentages and units, by the cell's number format.

A spreadsheet keeps 12% as 0.12, a date as a count of days and "20分" as 20; what people read is what it shows. Numbers
are taken at the 15 digits that spreadsheets themselves work with, so the noise of binary fractions never shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern

_DIGITS: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
# Formats that a file names by number only; those from 27 on are the Chinese ones.
BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy-m-d h:mm", 27: "yyyy-m", 28: "m-d", 29: "m-d", 30: "m-d-yy", 31: "yyyy-m-d", 32: "h:mm",
    33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy-m", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@", 50: "yyyy-m", 51: "m-d", 52: "yyyy-m", 53: "m-d",
    54: "m-d", 55: "h:mm", 56: "h:mm:ss", 57: "yyyy-m", 58: "m-d",
}  # fmt: skip
_TOKEN: Final = late_pattern(
    r'"([^"]*)"|\\(.)|\[([^\]]*)\]|[_*](.)|(General|AM/PM|A/P|上午/下午)|(.)', re.IGNORECASE | re.DOTALL
)
_PLACEHOLDERS: Final = "0#?.,"
_LATEST_DAY: Final = 2_958_465
_SECONDS: Final = 86_400
# Serial day 60 is 29 February 1900, a day that spreadsheets count and that never was.
_MISSING_DAY: Final = 60
_LONGEST_FORMAT: Final = 255


@dataclass(frozen=True, slots=True)
class _Shape:
    """One section of a format: what stands around the number, and how it is written."""

    before: str = ""
    after: str = ""
    decimals: int | None = None
    digits: int = 1
    power: int = 0
    date_parts: str = ""
    has_number: bool = True


def displayed(number: str, number_format: str = "General", *, starts_1904: bool = False) -> tuple[str, bool]:
    """Give the number as the spreadsheet shows it, and whether that shows all its digits.

    Thousands are not grouped, dates and times are ISO.

    >>> displayed("0.30000000000000004"), displayed("0.12", "0%"), displayed("20", '0"分"'), displayed("0.125", "0%")
    (('0.3', True), ('12%', True), ('20分', True), ('13%', False))
    >>> displayed("45717", "yyyy-mm-dd")
    ('2025-03-01', True)
    """
    try:
        value = _DIGITS.create_decimal(number.strip())
    except InvalidOperation:
        return number, True
    if not value.is_finite() or abs(value.adjusted()) > 300:  # noqa: PLR2004 - beyond any number a cell can hold
        return number, True
    shape = _section(number_format, value)
    if shape.date_parts:
        return _moment(value, shape.date_parts, starts_1904=starts_1904) or _plain(value), True
    if not shape.has_number:
        return shape.before, False
    return _written(value, shape)


def _written(value: Decimal, shape: _Shape) -> tuple[str, bool]:
    scaled = _EXACT.scaleb(value, shape.power)
    exact = scaled
    if shape.decimals is not None:
        scaled = _EXACT.quantize(scaled, Decimal(1).scaleb(-shape.decimals)) if abs(scaled.adjusted()) < 40 else scaled  # noqa: PLR2004
    text = _plain(scaled) if shape.decimals is None else f"{abs(scaled):f}"
    sign = "-" if scaled < 0 and scaled != 0 else ""
    whole, point, fraction = text.lstrip("-").partition(".")
    return f"{sign}{shape.before}{whole.zfill(shape.digits)}{point}{fraction}{shape.after}", scaled == exact


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _section(number_format: str, value: Decimal) -> _Shape:
    """Choose among "positive;negative;zero;text" and give how the section writes."""
    sections = _sections(number_format)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - the third section is for zero
        return sections[2]
    return sections[0]


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> tuple[_Shape, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(number_format[:_LONGEST_FORMAT]):
        quoted, escaped, bracket, _, word, letter = match.groups()
        if letter == ";":
            parts.append([])
        elif quoted is not None or escaped is not None:
            parts[-1].append(("text", quoted or escaped or ""))
        elif bracket is not None:
            parts[-1].append(("bracket", bracket))
        elif word is not None:
            parts[-1].append(("word", word.lower()))
        elif letter is not None:
            parts[-1].append(("sign", letter))
    shapes = [_shape(part) for part in parts]
    if len(shapes) > 1:
        # A second section writes its own minus, or brackets; the value loses its sign there.
        shapes[1] = _negative(shapes[1])
    return tuple(shapes)


def _negative(shape: _Shape) -> _Shape:
    before = shape.before.replace("-", "").replace("(", "").strip()
    after = shape.after.replace(")", "").rstrip()
    return _Shape(before, after, shape.decimals, shape.digits, shape.power, shape.date_parts, shape.has_number)


def _shape(tokens: list[tuple[str, str]]) -> _Shape:
    if any(kind == "word" and text == "general" for kind, text in tokens):
        before, after = _around(tokens, lambda kind, text: kind == "word" and text == "general")
        return _Shape(before, after)
    signs = "".join(text for kind, text in tokens if kind == "sign")
    elapsed = "".join(
        text for kind, text in tokens if kind == "bracket" and text.lower() in {"h", "hh", "m", "mm", "s"}
    )
    letters = "".join(letter for letter in (signs + elapsed).lower() if letter in "ymdhs")
    if letters and not any(letter in signs for letter in "0#?"):
        return _Shape(date_parts=("[" if elapsed else "") + letters)
    if "@" in signs:
        return _Shape()
    before, after = _around(tokens, lambda kind, text: kind == "sign" and text in _PLACEHOLDERS)
    pattern = "".join(letter for letter in signs if letter in "0#?.,")
    if not pattern.strip(","):
        return _Shape(before=(before + after).strip(), has_number=False)
    whole, _, fraction = pattern.partition(".")
    is_plain = "/" not in signs and "e" not in signs.lower()
    thousands = len(pattern) - len(pattern.rstrip(","))
    return _Shape(
        before,
        after,
        decimals=_decimals(fraction.rstrip(",")) if is_plain else None,
        digits=max(1, whole.count("0")),
        power=2 * signs.count("%") + 3 * signs.count("‰") - 3 * thousands,
    )


def _decimals(fraction: str) -> int | None:
    """Give how many decimals a pattern fixes; optional digits ("0.##") fix none."""
    return len(fraction) if "#" not in fraction and "?" not in fraction else None


def _around(tokens: list[tuple[str, str]], is_number: Callable[[str, str], bool]) -> tuple[str, str]:
    """Give the text before and after the number in a section, currency signs of brackets included."""
    places = [index for index, (kind, text) in enumerate(tokens) if is_number(kind, text)]
    first, last = (places[0], places[-1]) if places else (len(tokens), len(tokens))

    def shown(part: list[tuple[str, str]]) -> str:
        texts = (text if kind != "bracket" else _currency(text) for kind, text in part if kind != "word")
        return "".join(texts)

    return shown(tokens[:first]).strip(), shown(tokens[last + 1 :]).rstrip()


def _currency(bracket: str) -> str:
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _moment(value: Decimal, parts: str, *, starts_1904: bool) -> str:
    """Give a count of days as an ISO date, time or both; empty when it is not on the calendar."""
    if parts.startswith("["):
        seconds = int(_EXACT.quantize(value * _SECONDS, Decimal(1)))
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}" + (f":{seconds % 60:02d}" if seconds % 60 else "")
    if not 0 <= value <= _LATEST_DAY:
        return ""
    days = int(value)
    seconds = int(_EXACT.quantize((value - days) * _SECONDS, Decimal(1)))
    days, seconds = days + seconds // _SECONDS, seconds % _SECONDS
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}" + (f":{seconds % 60:02d}" if seconds % 60 else "")
    if not set(parts) & set("yd"):
        return clock if "h" in parts or "s" in parts else _day(days, starts_1904=starts_1904)
    day = _day(days, starts_1904=starts_1904)
    if not set(parts) & set("dhs") and "m" in parts:
        return day[:7]
    return f"{day} {clock}" if "h" in parts else day


def _day(days: int, *, starts_1904: bool) -> str:
    start = date(1904, 1, 1) if starts_1904 else date(1899, 12, 31 if days < _MISSING_DAY else 30)
    return (start + timedelta(days=days)).isoformat()
