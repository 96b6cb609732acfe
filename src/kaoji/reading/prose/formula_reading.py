"""The right side of a total's equation → a composition of parts and weights, mended where the notice lost a sign.

A bracket that is not closed is put where it makes the weights a whole, if there is one such place; factors that make a
hundred are read as percentages. What was mended is said.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import percent
from kaoji.reading.prose.stated_parts import LEAST_PARTS
from kaoji.scheme import Composition, parse_formula

_ROUNDS: Final = late_pattern(r"\((?:计算|考核|最终)?(?:结果|得分|总分)?(?:均)?(?:按)?(?:四舍五入,?(?:法)?)?(?=保留)")
_ASIDE: Final = late_pattern(r"\((?!保留)[^()+\-×*÷/%]*\)")
# 平时成绩的50%+年终成绩(60%): what each counts, without a sign
_COUNTS: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff)])(?:的|所?占(?:比)?|权重(?:为)?|按|(?P<open>\((?:权重|占(?:比)?)?[:为]?))(?P<share>\d+(?:\.\d+)?%)(?(open)\))(?=[+\-,)]|$)"
)
_HUNDRED = 100
_BRACKET: Final = "原文括号没有配对，暂把右括号补在“{inside}”之后，使各项权重合计100%，请核对。"
_NO_PERCENT: Final = "原文各部分的系数合计100，没有写百分号，暂按百分比处理，请核对。"


def read_formula(text: str) -> tuple[str, Composition | None, str]:
    """Read the right side of an equation: its words as they were taken, what they say, and what was mended.

    >>> read_formula("平时考核×70+年终考核×30")[0]
    '平时考核×70%+年终考核×30%'
    >>> read_formula("平时考核的70%+年终考核（占30%）±加减分".replace("（", "(").replace("）", ")"))[0]
    '平时考核×70%+年终考核×30%+加减分'
    """
    text = _COUNTS.sub(r"×\g<share>", _ROUNDS.sub("(", text).replace("±", "+"))
    formula, composition = _composed(text)
    check = ""
    if composition is None and (mended := _mended(text)) is not None:
        formula, composition, check = mended
    if composition is not None and (shares := _as_shares(composition)) is not None:
        formula, composition, check = shares
    return formula, composition, check


def without_asides(text: str) -> str:
    """Leave out what brackets say beside the parts: 部门得分(附件1)."""
    return _ASIDE.sub("", text)


def _as_shares(composition: Composition) -> tuple[str, Composition, str] | None:
    """Read whole factors that make a hundred as percentages: 平时×70+年终×30."""
    weights = composition.weights
    if len(weights) < LEAST_PARTS or sum(weights.values()) != _HUNDRED or any(one < 1 for one in weights.values()):
        return None
    formula = "+".join(f"{name}×{percent(weight / _HUNDRED)}" for name, weight in weights.items())
    made, _ = parse_formula(formula)
    return (formula, made, _NO_PERCENT) if made is not None else None


def _composed(formula: str) -> tuple[str, Composition | None]:
    """Read a formula without its asides in brackets; what follows a comma may be no part of it."""
    bare = without_asides(formula).rstrip(",")
    for text in (bare, bare.partition(",")[0]):
        composition, _ = parse_formula(text)
        if composition is not None and composition.weights:
            return text, composition
    return bare, None


def _mended(formula: str) -> tuple[str, Composition, str] | None:
    """Close an open bracket where it makes the weights of all terms a whole; None where that is not one place alone.

    >>> _mended("(部门得分×100/35+加减分×30%+领导评价×40%+社会评价×30%")[0]
    '(部门得分×100/35+加减分)×30%+领导评价×40%+社会评价×30%'
    """
    bare = without_asides(formula).rstrip(",")
    keep = re.search(r"[(,]保留[^)]*\)?$", bare)
    body, end = (bare[: keep.start()], bare[keep.start() :]) if keep else (bare, "")
    if body.count("(") != body.count(")") + 1:
        return None
    opened = body.rfind("(")
    found: list[tuple[str, Composition, str]] = []
    for match in re.finditer("[×*]", body):
        inside = body[opened + 1 : match.start()]
        if match.start() < opened or "+" not in inside:
            continue
        text = body[: match.start()] + ")" + body[match.start() :]
        composition, _ = parse_formula(text + end)
        if composition is not None and _is_whole(text):
            last = re.split(r"[+\-]", inside)[-1]
            found.append((text + end, composition, _BRACKET.format(inside=last)))
    return found[0] if len(found) == 1 else None


def _is_whole(formula: str) -> bool:
    """Tell whether the percentages of a formula's terms make 100%."""
    depth, terms = 0, [""]
    for letter in formula:
        depth += (letter == "(") - (letter == ")")
        if letter in "+-" and depth == 0:
            terms.append("")
        else:
            terms[-1] += letter
    shares = [re.findall(r"(\d+(?:\.\d+)?)%", re.sub(r"\([^()]*\)", "", term)) for term in terms]
    return all(len(share) == 1 for share in shares) and sum(Fraction(share[0]) for share in shares) == 100  # noqa: PLR2004
