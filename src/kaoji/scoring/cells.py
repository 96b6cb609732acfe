"""Cells: what people write into a table, to exact values or a fault that says what is wrong.

Full-width digits and signs are taken as plain ones and thousands may be set off with commas. A number that a
spreadsheet holds in binary counts with its shortest decimal writing, or with 15 digits where that is longer: no more
can be typed or shown there, so 0.30000000000000004 is 0.3. Nothing else is rounded.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoji.numbers import UNSEEN, fold, plain
from kaoji.scheme.spans import day_in

Raw = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
"""A cell as a file holds it."""

LARGEST = Decimal(10) ** 12
POINT_DECIMALS = 9
QUANTITY_DECIMALS = 6
_BINARY_DIGITS = 15
_CUT_FROM = 5

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SPACED = re.compile(r"[0-9] +[0-9]")
_SET_OFF = re.compile(r"\s*[+-]?\s*[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?[^0-9]*")
_EXPONENT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?e[+-]?[0-9]+", re.IGNORECASE)
_PLACE = re.compile(r"第(\d+)[名位]?")
"""第3名, in a column of places."""
_LED_BY_NUMBER = re.compile(r"([+-]?[0-9][0-9,]*(\.[0-9]+)?)\s*([^0-9%,.\s/_xX:-][^0-9]*)")
_FRACTION = re.compile(r"([0-9]+)\s*/\s*([0-9]+)")
_YES = {"是", "有", "对", "√", "✓", "✔", "yes", "y", "true", "t", "1"}
_NO = {"否", "无", "没有", "×", "✗", "✘", "no", "n", "false", "f", "0"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a code, and a sentence with its hint and data."""

    code: str
    message: str
    hint: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that a spreadsheet could not compute, such as #DIV/0!."""

    text: str


def is_blank(raw: Raw | Broken) -> bool:
    """Tell whether a cell holds nothing."""
    return raw is None or raw == "" or (type(raw) is str and raw.isspace())


def exact(value: float) -> str:
    """Write a binary number as the decimal it was typed as.

    >>> exact(0.1), exact(0.1 + 0.2), exact(1200.0), exact(1e-7)
    ('0.1', '0.3', '1200', '0.0000001')
    """
    if not math.isfinite(value):
        return str(value)
    number = Decimal(repr(value))
    if len(number.as_tuple().digits) > _BINARY_DIGITS:
        number = Decimal(format(value, f".{_BINARY_DIGITS}g"))
    return plain(number)


def text(raw: Raw | Broken) -> str:  # noqa: PLR0911 - one case a type
    """Give a cell as the text one sees."""
    if isinstance(raw, str):
        return (raw if raw.isascii() else raw.translate(UNSEEN)).strip()
    if raw is None:
        return ""
    if isinstance(raw, Broken):
        return raw.text
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return exact(raw)
    if isinstance(raw, Decimal):
        return plain(raw) if raw.is_finite() else str(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return raw.isoformat() if isinstance(raw, date | time) else str(raw)


def _plainly(raw: Raw) -> str:
    """Give a cell without what may stand in a number; digits with a space between them stay apart unless it sets off thousands."""
    words = text(raw)
    if any(sign.isdigit() and not sign.isdecimal() for sign in words):
        return words  # the 2 of m² and of a footnote, and ②, are no digits of the number
    words = fold(words).replace("−", "-").replace("﹣", "-")
    if " " in words and _SPACED.search(words) and not _SET_OFF.fullmatch(words):
        return words
    return words.replace(" ", "")


def _number(words: str, decimals: int) -> Decimal | Fault:
    if not _PLAIN.fullmatch(words):
        if not _GROUPED.fullmatch(words):
            return _no_number(words)
        words = words.replace(",", "")
    value = Decimal(words)
    if abs(value) > LARGEST:
        return Fault("facts.E231", "{value} is too large to be computed with.",
                     "Measure in a larger unit, such as 万元 or 亿元.", {"value": words})  # fmt: skip
    if "." in words:
        given = -int(value.normalize().as_tuple().exponent)
        if given > decimals:
            return Fault(
                "facts.E224",
                "{value} has {given} decimals; at most {decimals} are allowed.",
                "Round it (in a spreadsheet with ROUND), and say in the notes how.",
                {"value": words, "given": given, "decimals": decimals},
            )
    return value


def _no_number(words: str) -> Fault:
    if _EXPONENT.fullmatch(words):
        cut = "The spreadsheet has cut its digits; show the cell as a number without exponent and save again."
        # A spreadsheet writes an exponent only where it has no room for the digits; of a smaller number none are cut.
        is_cut = int(words.casefold().partition("e")[2]) not in range(-_CUT_FROM, _CUT_FROM)
        hint = cut if is_cut else "Write {number} instead."
        number = "" if is_cut else plain(Decimal(words))
        return Fault("facts.E220", "“{value}” is not written as a plain number.", hint,
                     {"value": words, "number": number})  # fmt: skip
    if (place := _PLACE.fullmatch(words)) is not None:
        return Fault("facts.E220", "“{value}” is a text, not a number.", "Write {number} alone.",
                     {"value": words, "number": place[1]})  # fmt: skip
    led = _LED_BY_NUMBER.fullmatch(words)
    if led is not None:
        # 3万元 is 3 only where 万元 is what the column counts in.
        hint = "Write {number} alone if “{rest}” is what the column counts in; otherwise convert it first."
        hint = "Write {number} alone; leave out “{rest}”." if led[3] == "分" else hint
        return Fault("facts.E220", "“{value}” is a text, not a number.", hint,
                     {"value": words, "number": led[1], "rest": led[3]})  # fmt: skip
    hint = "Write digits, such as 12 or 12.5; leave the cell blank where nothing is known."
    return Fault("facts.E220", "“{value}” is a text, not a number.", hint, {"value": words})


def _in_number_column(raw: Raw, decimals: int) -> Decimal | Fault:
    if isinstance(raw, date | time | timedelta):
        hint = "Write the number; show the cell as a number in the spreadsheet, not as a date."
        return Fault("facts.E220", "“{value}” is a date or a time, not a number.", hint, {"value": text(raw)})
    if isinstance(raw, bool):
        return _no_number(text(raw))
    words = _plainly(raw)
    if words.endswith("%"):
        number = _number(words[:-1], decimals)
        if isinstance(number, Fault):
            return number
        return Fault(
            "facts.E221",
            "“{value}” is a percentage, but this column takes plain numbers.",
            "Write {number} or {share}, whichever the unit of measure asks for.",
            {"value": words, "number": plain(number), "share": plain(number / 100)},
        )
    return _number(words, decimals)


def points(raw: Raw) -> Decimal | Fault:
    """Read points: at most nine decimals.

    >>> points("95%").hint
    'Write the points that it earns, without the sign %.'
    """
    value = _in_number_column(raw, POINT_DECIMALS)
    if isinstance(value, Fault) and value.code == "facts.E221":
        # Neither 95 nor 0.95 need be what 95% of the points are.
        return Fault("facts.E221", "“{value}” is a percentage, but points are asked for.",
                     "Write the points that it earns, without the sign %.", value.data)  # fmt: skip
    return value


def quantity(raw: Raw) -> Decimal | Fault:
    """Read a quantity: at most six decimals.

    >>> quantity("１，２００．５"), quantity("12%").code, quantity("12万元").code
    (Decimal('1200.5'), 'facts.E221', 'facts.E220')
    """
    return _in_number_column(raw, QUANTITY_DECIMALS)


def percentage(raw: Raw) -> Decimal | Fault:
    """Read a quantity that counts percentage points: 95% and 95 are both 95."""
    words = _plainly(raw)
    if words.endswith("%") and not isinstance(raw, bool):
        return _number(words[:-1], QUANTITY_DECIMALS)
    return _in_number_column(raw, QUANTITY_DECIMALS)


def whole(raw: Raw) -> int | Fault:
    """Read a whole number."""
    value = _in_number_column(raw, POINT_DECIMALS)
    if isinstance(value, Fault):
        return value
    if value != value.to_integral_value():
        return Fault(
            "facts.E229", "{value} is not a whole number.", "Write a whole number, such as 3.", {"value": plain(value)}
        )
    return int(value)


def share(raw: Raw) -> Fraction | Fault:
    """Read a share of a whole: 30%, 0.3 and 3/10 are the same; 30 alone could mean anything.

    >>> share("30%"), share(0.125), share("1/3"), share("30").code
    (Fraction(3, 10), Fraction(1, 8), Fraction(1, 3), 'facts.E222')
    """
    return _share(raw, in_percent=False)


def share_in_percent(raw: Raw) -> Fraction | Fault:
    """Read a share from a column whose header says %: 30 and 30% are the same."""
    return _share(raw, in_percent=True)


_LITTLE_MORE = 2
"""1.2 may have been meant for 120%, 30 for 30%."""


def _share(raw: Raw, *, in_percent: bool) -> Fraction | Fault:
    if isinstance(raw, date | time | timedelta):
        hint = "Show the cell as text in the spreadsheet and write the share again, such as 1/3 or 30%."
        return Fault("facts.E220", "“{value}” is a date or a time, not a number.", hint, {"value": text(raw)})
    words = _plainly(raw)
    parts = _FRACTION.fullmatch(words)
    if parts is not None and int(parts[2]):
        value = Fraction(int(parts[1]), int(parts[2]))
    else:
        number = _number(words.removesuffix("%"), POINT_DECIMALS)
        if isinstance(number, Fault) and number.code == "facts.E224":
            # A third has no last digit; rounded thirds make no whole.
            return replace(number, hint="Write it as a fraction in a cell for text, such as 1/3, or round it.")
        if isinstance(number, Fault):
            return number
        is_percent = in_percent or words.endswith("%")
        if number > 1 and not is_percent:
            return Fault(
                "facts.E222",
                "“{value}” is not clear: this column takes shares.",
                "Write {value}% or, if it is one part of a whole, a fraction below 1."
                if number > _LITTLE_MORE
                else "A share is at most 100%: write {value}% if that is meant; {percent}% is more than the whole.",
                {"value": words, "percent": plain(number * 100)},
            )
        value = Fraction(number) / (100 if is_percent else 1)
    if not 0 <= value <= 1:
        return Fault(
            "facts.E223",
            "“{value}” is not between 0 and 100%.",
            "Write a share such as 30%, 0.3 or 1/3.",
            {"value": words},
        )
    return value


def yes_no(raw: Raw) -> bool | Fault:
    """Read a yes or a no.

    >>> yes_no("是"), yes_no("×"), yes_no("大概").code
    (True, False, 'facts.E227')
    """
    words = fold(text(raw)).strip().casefold()
    if words in _YES:
        return True
    if words in _NO:
        return False
    return Fault("facts.E227", "“{value}” is neither yes nor no.", "Write yes or no (是 or 否).", {"value": text(raw)})


def day(raw: Raw) -> date | Fault:
    """Read a date.

    >>> day("2025年3月1日"), day("2025/3/1"), day("2025年3月").code
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 1), 'facts.E228')
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = day_in(text(raw))
    if found is not None:
        return found
    return Fault("facts.E228", "“{value}” is not a date.", "Write it as 2025-03-01.", {"value": text(raw)})
