"""Codes of organisations: the unified social credit code (统一社会信用代码), or whatever code a county gives its units.

    code = normal_code("９１３５０１００Ｍ０００１００Ｙ４３")    "91350100M000100Y43"
    doubt_about(code)                               "" – its check character fits

Nothing is refused for its form: a county's own codes are of any. Eighteen characters are taken for a credit code.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from kaoji.numbers import fold

LONGEST: Final = 40
_CREDIT_CODE: Final = 18
_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capitals without I, O, S, V and Z; a character counts as much as its place."""


def normal_code(text: str) -> str:
    """Give a code as it is kept: narrow, in capitals, without spaces.

    >>> normal_code(" ９１35 0100m000100y43 ")
    '91350100M000100Y43'
    """
    return "".join(fold(text).split()).upper()[:LONGEST]


def check_character(code: str) -> str:
    """Give the character with which a credit code has to end, after its first seventeen; "" where it has none.

    >>> check_character("91350100M000100Y43")
    '3'
    """
    values = [_CHARACTERS.find(character) for character in code[: _CREDIT_CODE - 1]]
    if len(values) < _CREDIT_CODE - 1 or min(values) < 0:
        return ""
    total = sum(value * pow(3, place, len(_CHARACTERS)) for place, value in enumerate(values))
    return _CHARACTERS[-total % len(_CHARACTERS)]


def doubt_about(code: str) -> str:
    """Say that a code looks like a credit code and is none; nothing where it may be right."""
    if len(code) != _CREDIT_CODE or check_character(code) == code[-1]:
        return ""
    return _(
        "“{code}” has eighteen characters like a unified social credit code, and its last one does not fit the others "
        "(GB 32100-2015). Compare it with the certificate."
    ).format(code=code)
