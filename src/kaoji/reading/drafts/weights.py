"""Weights in per cent: rows that are each scored on a hundred and count by their weight, told from rows worth so many points.

“权重 30%” beside a text that gives 60 of 100 points is a weight; where nothing counts on more than its percentage, the
percentages are as many points. What speaks for weights is looked for in all rows that stand beside each other: they are
one or the other together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, percent, plain
from kaoji.reading.clauses import read_clause
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.sheets import Node as Read
from kaoji.scheme import parse_formula
from kaoji.scheme.model import WEIGHT_TO, Total
from kaoji.scheme.model import Node as Made

_ON_A_HUNDRED: Final = late_pattern(r"满分(?:为|计)?100分|百分制|100分制|(?:共|计|得|总分)100分")
_SAYS_WEIGHTS: Final = late_pattern(
    r"(?:百分制|100分)[^。;]{0,30}(?:权重|比重|占比)[^。;]{0,12}(?:折算|计算|换算|加权|计入|汇总)"
    r"|按(?:照)?[^,;。]{0,8}权重[^,;。]{0,6}(?:折算|加权|换算|计入|汇总)|(?:得分|分值|分数)(?:乘以?|[×*])[^,;。]{0,6}权重|加权(?:计算|求和|平均|汇总)"
)
_SCORE: Final = late_pattern(r"(?:得分|分值|分数|成绩)$")
_WEIGHT_MOVED: Final = "两项都按权重计入，因此并入的是权重，不是分值。"
_LEAST = 2
_WHOLE: Final = Decimal(100)


def says_weights(top: Article) -> Words | None:
    """Give the words that say that parts are scored on a hundred and then weighed; None where nothing does."""
    for _, article in top.walk():
        for words in article.sentences():
            if _SAYS_WEIGHTS.search(squeeze(words.folded)):
                clauses = (clause for clause in words.split("[,;]") if _SAYS_WEIGHTS.search(squeeze(clause.folded)))
                return next(clauses, words)
    return None


def weighed(read: Read, formula: Mapping[str, Fraction], *, is_said: bool = False) -> Read:
    """Give a sheet whose percentages are weights or points, as its texts have it.

    Args:
        read: the sheet.
        formula: the weights of the parts that a total formula names; it weighs them, so that they have none of their own.
        is_said: whether the notice says that the parts are weighed.
    """
    children = tuple(weighed(child, formula, is_said=is_said) for child in read.children)
    rows = [child for child in children if not child.is_bonus]
    fewest = 1 if is_said else _LEAST
    if len(rows) >= fewest and all(row.is_percent for row in rows) and _are_weights(rows, formula, is_said=is_said):
        children = tuple(child if child.is_bonus else _weighed(child, formula) for child in children)
    return replace(read, children=children) if children else read


def _are_weights(rows: Sequence[Read], formula: Mapping[str, Fraction], *, is_said: bool) -> bool:
    """Tell whether percentages are weights: a row counts on a hundred, or gives more than its percentage."""
    if sum(Decimal(row.points) for row in rows) > _WHOLE:
        return False
    if is_said or any(_formula_weight(row, formula) == Fraction(row.points) / 100 for row in rows):
        return True
    given = [_given(row) for row in rows]
    more = any(_ON_A_HUNDRED.search(squeeze(row.detail + row.text)) for row in rows)
    more = more or any(most > Decimal(row.points) for row, most in zip(rows, given, strict=True))
    return more and not any(most == Decimal(row.points) for row, most in zip(rows, given, strict=True))


def _formula_weight(row: Read, formula: Mapping[str, Fraction]) -> Fraction | None:
    return formula.get(_SCORE.sub("", squeeze(row.name)))


def _given(row: Read) -> Decimal:
    """Give the most points that a row gives at once towards its own, or that the rows below it have."""
    if row.children:
        plain = [decimal(child.points) or Decimal(0) for child in row.children if not child.is_percent]
        return sum(plain, Decimal(0))
    amounts: list[Decimal] = []
    for rule in read_clause(row.text).understood:
        if rule.sign != "+" or rule.beyond:
            continue
        values = [rule.points, *rule.places, *(value for _, value in rule.levels), rule.high]
        amounts += [value for value in values if isinstance(value, Decimal)]
    return max(amounts, default=Decimal(0))


def _weighed(row: Read, formula: Mapping[str, Fraction]) -> Read:
    """Give a row on a hundred with its weight; one above rows that share its percentage has as many points."""
    shares = sum((Decimal(child.weight) for child in row.children if child.weight), Decimal(0))
    if row.children and shares == Decimal(row.points):
        return replace(row, is_percent=False)
    weight = "" if _formula_weight(row, formula) is not None else row.points
    return replace(row, points="100", is_percent=False, weight=weight)


def weights_moved(roots: tuple[Made, ...], totals: Sequence[Total]) -> tuple[Made, ...]:
    """Say of indicators that count by weights that their weight is handed on, and not their points, to the one that is named."""
    formulas = [made.weights for total in totals if (made := parse_formula(total.formula)[0]) is not None]
    weighed = {name for weights in formulas for name, weight in weights.items() if weight != 1}
    return tuple(map(_moving, roots, [weighed] * len(roots), [roots] * len(roots)))


def _moving(node: Made, weighed: Collection[str], beside: Sequence[Made]) -> Made:
    by_weight = {one.name for one in beside if one.weight is not None or one.name in weighed}
    update: dict[str, object] = {}
    if node.items:
        update["items"] = tuple(_moving(item, (), node.items) for item in node.items)
    if node.when_absent in by_weight and node.name in by_weight:
        update["when_absent"] = f"{WEIGHT_TO}{node.when_absent}"
        update["check"] = (node.check or "") + _WEIGHT_MOVED
    return node.model_copy(update=update) if update else node


def formula_weights(formulas: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """Give the weights of all parts that total formulas name, without 得分 behind their names."""
    return {_SCORE.sub("", re.sub(r"\s", "", name)): weight for each in formulas for name, weight in each.items()}


def differing_weights(sheets: Sequence[Read], formula: Mapping[str, Fraction]) -> Iterator[Diagnostic]:
    """Find weights in rows that the formula of the total has otherwise, and rows whose weights are not the whole."""
    for sheet in sheets:
        rows = [row for row in sheet.children if not row.is_bonus]
        weights = [(row, _formula_weight(row, formula)) for row in rows if row.is_percent]
        known = [(row, weight) for row, weight in weights if weight is not None]
        if len(known) < len(rows) or len(rows) <= _LEAST:
            continue
        for row, weight in known:
            if weight != Fraction(row.points) / 100:
                yield Diagnostic(
                    "reading.W201",
                    "“{name}” has a weight of {inside} in its row and of {beside} in the formula of the total.",
                    (row.source.cite(row.name),),
                    "Ask the office that wrote the notice which number holds.",
                    {"name": row.name, "inside": f"{row.points}%", "beside": percent(weight)},
                )
        total = sum((Decimal(row.points) for row in rows), Decimal(0))
        if total != _WHOLE:
            yield Diagnostic(
                "scheme.W213",
                "The weights of all indicators add up to {weights}.",
                (sheet.source.cite(),),
                "Mend a weight so that they share 100%.",
                {"name": sheet.name, "weights": f"{plain(total)}%", "who": ""},
            )
