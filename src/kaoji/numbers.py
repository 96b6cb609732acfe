"""Exact numbers: points and quantities as integers, shares as fractions, Chinese numerals, rounding half up.

Units:
    points: integers, 1 point = ``POINT`` (nine decimals).
    quantities: integers, 1 = ``QUANTITY`` (six decimals).
    shares: ``Fraction``; 30% is 3/10.
No function here takes or gives a float.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

POINT = 10**9
QUANTITY = 10**6
GUARD = 100
"""Divisions are carried to nine decimals; a value is settled to seven before it is rounded for good, so that thirds which add up to a whole are whole."""

SETTLED = 7
"""Decimals at which totals are compared where no rounding is named: 95 made of three thirds is as much as 95."""

MINUS = "−"
_NEGATIVE = re.compile(r"(?<![^\s(（：，、])-(?=\d)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NO_NUMBER = re.compile(r"\d{50,}")
_FOLDABLE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff、。]")  # the rest is as plain as it gets


def half_up(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero.

    >>> half_up(5, 2), half_up(-5, 2), half_up(1, 3)
    (3, -3, 0)
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    quotient: int = (2 * numerator + denominator) // (2 * denominator)
    return sign * quotient


def round_points(points: int, decimals: int | None) -> int:
    """Round points half up at so many decimals; None leaves them.

    >>> round_points(94_995_000_000, 2), round_points(33_333_333_333, 2)
    (95000000000, 33330000000)
    """
    if decimals is None:
        return points
    step: int = 10 ** (7 - decimals)
    return half_up(half_up(points, GUARD), step) * step * GUARD


UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""Signs that nobody sees: they come along when a cell is copied from a web page."""


@lru_cache(maxsize=2**14)
def fold(text: str) -> str:
    """Give the text with full-width digits, letters and signs as plain ones, one character for one.

    A run of digits that no number has becomes signs: patterns that look for numbers would take forever on it.

    >>> fold("１０％（分）")
    '10%(分)'
    """
    folded = text if text.isascii() else _FOLDABLE.sub(_folded, text)
    return _NO_NUMBER.sub(lambda match: "#" * len(match[0]), folded)


@lru_cache(maxsize=100_000)
def key(text: str) -> str:
    """Give what is compared of a name: without spaces and signs nobody sees, full-width signs as plain ones, small letters.

    >>> key(" 统 计 局（区）") == key("统计局(区)")
    True
    """
    return "".join(fold(text).translate(UNSEEN).split()).casefold()


def _folded(match: re.Match[str]) -> str:
    folded = unicodedata.normalize("NFKC", match[0])
    return folded if len(folded) == 1 else match[0]


def chinese_numeral(text: str) -> int | None:
    """Read a Chinese numeral below ten thousand, or None.

    >>> chinese_numeral("十二"), chinese_numeral("二十"), chinese_numeral("三"), chinese_numeral("一百零五")
    (12, 20, 3, 105)
    """
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            total += _TENS[character] * (1 if digit is None else digit)
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


def decimal(text: str | int | Decimal) -> Decimal | None:
    """Read an exact decimal from plain, full-width or Chinese digits, or None.

    >>> decimal("１２．５"), decimal("十"), decimal("1,200"), decimal("abc")
    (Decimal('12.5'), Decimal('10'), Decimal('1200'), None)
    """
    plain = fold(str(text)).strip().replace(",", "")
    if _NUMBER.fullmatch(plain):
        return Decimal(plain)
    value = chinese_numeral(plain)
    return None if value is None else Decimal(value)


def share(text: str | int | Decimal) -> Fraction | None:
    """Read a share: "30%" and "0.3" are both 3/10; None when it is neither.

    >>> share("30%"), share("0.125"), share("1/3"), share("x")
    (Fraction(3, 10), Fraction(1, 8), Fraction(1, 3), None)
    """
    plain = fold(str(text)).strip()
    try:
        if plain.endswith("%"):
            return Fraction(Decimal(plain[:-1])) / 100
        return Fraction(plain)
    except (ValueError, InvalidOperation, ZeroDivisionError):
        return None


def scaled(value: Decimal | int | Fraction, scale: int) -> int | None:
    """Give the value as an integer at this scale, or None when it has more decimals than that."""
    product = Fraction(value) * scale
    return product.numerator if product.denominator == 1 else None


def to_points(value: Decimal | int) -> int:
    """Give points as an integer.

    Raises:
        ValueError: the value has more than nine decimals.
    """
    result = scaled(value, POINT)
    if result is None:
        message = f"{value} has more than nine decimals"
        raise ValueError(message)
    return result


def plain(value: Decimal | int | Fraction) -> str:
    """Write a decimal without exponent or trailing zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("100")), plain(Fraction(1, 8))
    ('12.5', '100', '0.125')
    """
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Fraction) -> str:
    """Write a share as a percentage, or as a fraction where that is not exact.

    >>> percent(Fraction(3, 10)), percent(Fraction(1, 3))
    ('30%', '1/3')
    """
    hundred = value * 100
    rest = hundred.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return f"{plain(hundred)}%" if rest == 1 else str(value)


def format_scaled(value: int, scale: int, decimals: int | None = None) -> str:
    """Write a fixed-point integer: all its digits, or exactly so many decimals, half up.

    >>> format_scaled(94_995_000_000, POINT), format_scaled(94_995_000_000, POINT, 2)
    ('94.995', '95.00')
    """
    if decimals is None:
        return plain(Decimal(value) / scale)
    whole = half_up(value * 10**decimals, scale)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def decimals_needed(points: Iterable[int]) -> int:
    """Give with how many decimals all these points are exact, so that a column of them can be aligned.

    >>> decimals_needed([94_500_000_000, 94_950_000_000]), decimals_needed([10_000_000_000])
    (2, 0)
    """
    found, step = 0, POINT
    for value in points:
        while value % step:
            found, step = found + 1, step // 10
    return found


def format_points(points: int, decimals: int | None = None) -> str:
    """Write points for machines: all their digits, or exactly so many decimals."""
    return format_scaled(points, POINT, decimals)


def for_eyes(text: str) -> str:
    """Give a text with its negative numbers as people read them: with a minus sign, which is as wide as a plus.

    Machines take the hyphen, so files and interfaces for them are written without this. A hyphen that stands between
    letters or digits is none.

    >>> for_eyes("-3.5"), for_eyes("10 × (-2 + 4)"), for_eyes("2025-03-01"), for_eyes("Covid-19")
    ('−3.5', '10 × (−2 + 4)', '2025-03-01', 'Covid-19')
    """
    return _NEGATIVE.sub(MINUS, text) if "-" in text else text


def shown(value: Decimal | int | Fraction) -> str:
    """Write a number for people.

    >>> shown(Decimal("-12.50")), shown(3)
    ('−12.5', '3')
    """
    return for_eyes(plain(value))


def shown_points(points: int, decimals: int | None = None) -> str:
    """Write points for people.

    >>> shown_points(-2_500_000_000), shown_points(-2_500_000_000, 2), shown_points(10_000_000_000)
    ('−2.5', '−2.50', '10')
    """
    return for_eyes(format_points(points, decimals))
