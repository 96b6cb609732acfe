"""Composition formulas: text to exact weights of the parts.

A total is linear in its parts, so a formula is a weight for each part and a constant. The weights are fractions:
``部门考核得分×100/35`` weighs 20/7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import POINT, chinese_numeral, fold, half_up, percent, plain
from kaoji.scheme.grammars import parser


@dataclass(frozen=True, slots=True)
class Composition:
    """A total as weighted parts plus a constant, rounded half up at the end (None: not at all)."""

    weights: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)
    decimals: int | None = None

    @property
    def constant_points(self) -> int:
        """The constant as points (10^-9)."""
        return half_up(self.constant.numerator * POINT, self.constant.denominator)


_LARGEST = 10**8
"""Points beyond which a constant cannot be computed with; nor can weights beyond ``_HEAVIEST``."""
_HEAVIEST = 10**4
Linear = dict[str, Fraction]
"""Weights by part; the key "" holds the constant."""


class _NotLinearError(Exception):
    pass


@v_args(inline=True)
class _Linear(Transformer[Token, Composition]):
    def number(self, token: Token) -> Linear:
        return {"": Fraction(str(token))}

    def percent(self, token: Token) -> Linear:
        return {"": Fraction(str(token)) / 100}

    def part(self, token: Token) -> Linear:
        return {str(token).strip(): Fraction(1)}

    def add(self, left: Linear, right: Linear) -> Linear:
        return {key: left.get(key, Fraction(0)) + right.get(key, Fraction(0)) for key in left | right}

    def negative(self, value: Linear) -> Linear:
        return {key: -weight for key, weight in value.items()}

    def subtract(self, left: Linear, _minus: Token, right: Linear) -> Linear:
        return self.add(left, self.negative(right))

    def multiply(self, left: Linear, right: Linear) -> Linear:
        if set(left) - {""} and set(right) - {""}:
            raise _NotLinearError
        if set(left) - {""}:
            left, right = right, left
        return {key: left[""] * weight for key, weight in right.items()}

    def divide(self, left: Linear, right: Linear) -> Linear:
        if set(right) - {""} or right[""] == 0:
            raise _NotLinearError
        return {key: weight / right[""] for key, weight in left.items()}

    def rounding(self, *tokens: Token) -> int:
        word = str(next(token for token in tokens if token.type == "NUMBER_OF_PLACES"))
        return int(word) if word.isdigit() else chinese_numeral(word) or 0

    def rounding_en(self, token: Token) -> int:
        return int(token)

    def start(self, _title: Token | None, total: Linear, decimals: int | None) -> Composition:
        weights = {key: weight for key, weight in total.items() if key and weight}
        return Composition(weights, total.get("", Fraction(0)), decimals)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return parser("formula")


def parse_formula(text: str, source: Source | None = None) -> tuple[Composition | None, list[Diagnostic]]:
    """Read a composition formula.

    Diagnostics: scheme.E130 not understood, or not linear in its parts.

    >>> parse_formula("(甲×100/35+乙)×30%+丙×70%（保留两位小数）")[0].weights["甲"]
    Fraction(6, 7)
    """
    plain_text = fold(text).strip()
    try:
        composition: Composition = _Linear().transform(_parser().parse(plain_text))
        numbers = (composition.constant / _LARGEST, *(weight / _HEAVIEST for weight in composition.weights.values()))
        if all(abs(number) <= 1 for number in numbers):
            return composition, []
        rest, message = "", "The formula “{text}” has a number that is too large to be computed with."
    except UnexpectedInput as problem:
        rest = plain_text[max(0, (getattr(problem, "column", 1) or 1) - 1) :]
        message = "The formula “{text}” is not understood from “{rest}” on."
    except Exception as problem:  # lark wraps what a transformer raises
        if not isinstance(getattr(problem, "orig_exc", problem), _NotLinearError):
            raise
        rest = plain_text
        message = "The formula “{text}” multiplies or divides by a part; each part may only be weighed."
    return None, [
        Diagnostic(
            "scheme.E130",
            message,
            (source or Source(text=text),),
            "Write it as weighted parts, such as (甲+乙)×80%+丙×20%，保留两位小数; check that every bracket is closed.",
            {"text": text, "rest": rest or text},
        )
    ]


def print_formula(composition: Composition) -> str:
    """Write a composition as a formula; reading it back gives the same weights."""
    text = ""
    for part, weight in composition.weights.items():
        sign = "-" if weight < 0 else "+" if text else ""
        size = abs(weight)
        factor = (
            ""
            if size == 1
            else f"×{percent(size)}"
            if "/" not in percent(size)
            else f"×{size.numerator}÷{size.denominator}"
        )
        text += f"{sign}{part}{factor}"
    if composition.constant:
        text += f"{'-' if composition.constant < 0 else '+'}{plain(abs(composition.constant))}"
    return text + (f"，保留{composition.decimals}位小数" if composition.decimals is not None else "")
