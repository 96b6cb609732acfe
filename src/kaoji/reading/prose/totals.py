"""Total formulas as a notice states them: as equations, as shares of parts, as weights in headings.

Only wordings that can be recognised without guessing are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold, percent
from kaoji.reading.document import joined_label
from kaoji.reading.phrases.wording import squeeze, without_label
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.formula_reading import read_formula, without_asides
from kaoji.reading.prose.part_shares import TOTAL, PartShares, shares_said, weak_shares
from kaoji.reading.prose.stated_parts import LEAST_PARTS, lists_weights
from kaoji.scheme import Composition, parse_formula

Adjusted = Literal["", "inside", "outside"]
_EQUATION: Final = late_pattern(r"^(?P<left>[^=]{2,40})=(?P<right>[^=]*[×*÷/+][^=]*)$")
_BARE: Final = late_pattern(r"^[^\d=,:×+]{2,24}×\d+(?:\.\d+)?%(?:[+-][^=]{2,})+$")
_WITH_ADJUSTMENTS: Final = late_pattern(
    r"(?P<part>[^()+\-×*÷/%=]+)\((?:含|包括|包含)(?:加减分|加分|加扣分)(?:项|值)?\)"
)
_WEIGHT: Final = late_pattern(r"[（(](?:权重|占|占比|比重|占总分的?)?[:：为]?(?P<share>\d+(?:\.\d+)?)[%％][）)]")
_RATIO: Final = late_pattern(r"\d%|\d[:∶]\d|(?:权重|系数)(?:为|:)?0\.\d")
_SUM: Final = late_pattern("[ΣΣ∑]")
_SEPARATE: Final = late_pattern(r"加(?:减|扣)分(?:项目?)?(?:另计|单独计算|单列|另行计算|在总分|直接)")
_KEEP: Final = late_pattern(r",[^,+×=]{0,12}?(?=保留)")
# 一、考核内容及权重, above 质量占40%,安全占60%
_ON_WEIGHTS: Final = late_pattern("(?:内容|指标|项目|部分|考核|考评)[及和与]?(?:其|分值)?(?:的)?(?:权重|比重|占比)")
# 综合得分保留两位小数; 计算结果四舍五入取小数点后两位: of scores, and of none in particular
_ROUNDED: Final = late_pattern(
    r"^(?:所有|全部|以上|上述|各|单位|科室|部门|考核|综合|最终|最后|年度|年终|总|得分|总分|成绩|分数|分值|计算|结果|均|一律|统一|按|采用|采取|以|四舍五入|法|后|的|原则|并|方式|办法|至|,|\()*"
    r"(?:精确|保留|取|计算|算)(?:到|至)?(?:小数点)?(?:后|以后)?(?:面)?(?P<count>[一二两三四1-4])位(?:小数|有效小数)?(?:[,(]?(?:(?:小数点后)?第?[一二两三四1-5]位)?(?:小数)?(?:采用|按)?四舍五入(?:法|的原则|原则)?)?\)?$"
)
_OF_SCORES: Final = late_pattern("得分|总分|成绩|分数|分值|(?:以上|上述)[^,，]{0,4}结果")
_OF_EACH: Final = late_pattern("^(?:各|每)[项个]|单项|分项")
# 年终考核:由领导评分(占30%)、互评(占70%)构成,占60%: what one of the parts is made of
_OF_A_TIME: Final = late_pattern(r"(?:季度|月度?|半年|年中|年终|年底|日常|平时)(?:考核|考评|测评)[:：]")
_FULL_MARKS: Final = late_pattern(
    r"(?<=[=+＋,])(?P<name>[^+\-×*÷/=(),]{2,20})\((?:满分|占|计)?(?P<points>\d{1,4}(?:\.\d+)?)分\)"
)
_FROM_SHARES: Final = "通知只写明各部分所占比例，暂作总分公式，请核对。"
_FROM_HEADINGS: Final = "公式由各部分标题上的权重组成，请核对。"


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A formula as the notice states it; the composition is None where it cannot be read.

    ``adjusted`` tells whether a part is said to include the adjustments (its name in ``adjusted_part``), or the total
    to have them besides. ``check`` says what was assumed.
    """

    subject: str
    formula: str
    text: str
    words: Words
    composition: Composition | None = None
    adjusted: Adjusted = ""
    adjusted_part: str = ""
    check: str = ""
    also: tuple[Words, ...] = ()
    """Other words of the notice that say the same, or a part of it."""


def full_marks_in(totals: Iterable[StatedTotal]) -> dict[str, str]:
    """Give the full marks that formulas state in brackets behind their parts: 工作实绩分（50分）+民主测评分（50分）."""
    found = (match for total in totals for match in _FULL_MARKS.finditer(fold(squeeze(total.text))))
    return {match["name"]: match["points"] for match in found}


def read_totals(top: Article) -> list[StatedTotal]:
    """Give the formulas of totals, in the order of the notice.

    >>> from kaoji.reading.document import Paragraph
    >>> from kaoji.reading.prose.articles import articles
    >>> found = read_totals(articles([Paragraph("考核总分＝工作实绩得分×80%＋领导评价得分×20%（保留两位小数）。")]))
    >>> found[0].composition.decimals, list(found[0].composition.weights)
    (2, ['工作实绩得分', '领导评价得分'])
    """
    totals: list[StatedTotal] = []
    for _, article in top.walk():
        for sentence in article.sentences():
            for stated, piece in _all_stated(sentence):
                if any(_says(other, stated) for other in totals):
                    totals = [
                        replace(other, also=(*other.also, piece)) if _says(other, stated) else other for other in totals
                    ]
                    continue
                less = [words for other in totals if _says(stated, other) for words in (other.words, *other.also)]
                totals = [other for other in totals if not _says(stated, other)]
                totals.append(replace(stated, also=tuple(less)))
        weighted = _weighted(article)
        if weighted is not None and not totals:
            totals.append(weighted)
    if not any(total.composition for total in totals) and (shares := _only_shares(top)):
        # 得分=Σ(单项得分×权重), and elsewhere what each weighs
        summed = [total for total in totals if _SUM.search(total.text)]
        rest = [total for total in totals if total not in summed]
        totals = [*(replace(one, also=tuple(total.words for total in summed)) for one in shares), *rest]
    return _rounded(totals, top)


def _all_stated(sentence: Words) -> list[tuple[StatedTotal, Words]]:
    """Give the totals that the pieces of a sentence state, or else the sentence as a whole."""
    pieces = sentence.split("[;；]")
    found = [(stated, piece) for piece in pieces for stated in _stated(piece)]
    return found or ([(stated, sentence) for stated in _stated(sentence)] if len(pieces) > 1 else [])


def _rounded(totals: Sequence[StatedTotal], top: Article) -> list[StatedTotal]:
    """Add to the formulas how their scores are rounded, where a clause says so in a sentence of its own or behind them."""
    is_open = [total for total in totals if total.composition is not None and total.composition.decimals is None]
    formulas = [total.words for total in is_open]
    found = [
        (clause, match)
        for _, article in (top.walk() if is_open else ())
        for sentence in article.sentences()
        if "位" in sentence.text
        for clause in (sentence, *sentence.split("[,;；，]"))
        if (match := _ROUNDED.match(squeeze(clause.folded).rstrip("。")))
        and (_is_of(sentence, formulas) or (_OF_SCORES.search(clause.text) and "=" not in sentence.folded))
    ]
    of_whole = [one for one in found if not _OF_EACH.search(squeeze(one[0].text))]
    if len({match["count"] for _, match in of_whole}) != 1:
        return list(totals)
    clause, match = of_whole[0]
    made: list[StatedTotal] = []
    for total in totals:
        formula = f"{total.formula}，保留{chinese_numeral(match['count']) or match['count']}位小数"
        composition, _ = parse_formula(formula)
        if total in is_open and composition is not None:
            total = replace(total, formula=formula, composition=composition, also=(*total.also, clause))  # noqa: PLW2901 - it says more
        made.append(total)
    return made


def _is_of(sentence: Words, formulas: Iterable[Words]) -> bool:
    """Tell whether a sentence states one of the formulas, or stands right behind it."""
    return any(
        formula.line is sentence.line
        and formula.start < sentence.end
        and (sentence.start < formula.end or (sentence.start <= formula.end + 1 and "=" not in sentence.folded))
        for formula in formulas
    )


def _only_shares(top: Article) -> list[StatedTotal]:
    """Give a formula of the first sentence that says nothing but what its parts count, where no other is stated."""
    for _, article in top.walk():
        on_weights = bool(article.words) and _ON_WEIGHTS.search(squeeze(article.words[0].text)) is not None
        for sentence in article.sentences():
            whole = without_label(fold(squeeze(sentence.text)))
            is_of_parts = _RATIO.search(whole) is not None and not lists_weights(whole)
            said = weak_shares(whole, on_weights=on_weights) if is_of_parts else None
            stated = _of_shares(said, whole, sentence, check=_FROM_SHARES) if said is not None else None
            if stated is not None:
                return [stated]
    return []


def _says(total: StatedTotal, other: StatedTotal) -> bool:
    """Tell whether a formula says all that another does: the same, or its parts with their weights and more."""
    if total.formula == other.formula:
        return True
    if total.composition is None or other.composition is None or total.subject != other.subject != "":
        return False
    mine, its = (
        {(name.removesuffix("得分"), weight) for name, weight in each.composition.weights.items()}
        for each in (total, other)
        if each.composition is not None
    )
    return bool(its) and its <= mine


def _stated(words: Words) -> list[StatedTotal]:
    """Give the formulas that some words state; several where they say shares for kinds of units one after the other."""
    plain = _KEEP.sub(",", re.sub(r"[xX*](?=\d)", "×", without_label(fold(squeeze(words.text)))))
    if lists_weights(plain) or _OF_A_TIME.match(plain):
        return []
    match = _EQUATION.match(plain)
    if match and TOTAL.search(match["left"]):
        stated = _equation(re.split("[,:。]", match["left"])[-1], match["right"], plain, words)
        if stated.composition is not None or _SUM.search(plain) is None:
            return [stated]
        shares = [_of_shares(one, plain, words) for one in shares_said(plain)]
        return [one for one in shares if one is not None] or [stated]
    if _BARE.match(plain):
        return [_equation("", plain, plain, words)]
    adjusted: Adjusted = "outside" if _SEPARATE.search(plain) else ""
    clauses = words.split("[,，]") if _RATIO.search(plain) else []
    for count in range(len(clauses), 0, -1):  # what else the sentence says is not of the formula
        said = _stretch(clauses[:count])
        plain = without_label(fold(squeeze(said.text)))
        made = [_of_shares(one, plain, said, adjusted=adjusted) for one in shares_said(plain)]
        if found := [one for one in made if one is not None]:
            return found
        if not _RATIO.search(plain):
            break
    return []


def _stretch(clauses: Sequence[Words]) -> Words:
    """Give clauses that follow each other as one stretch of their line."""
    first, last = clauses[0], clauses[-1]
    text = joined_label(first.line.label, first.line.text)
    return Words(text[first.start : last.end], first.line, first.start)


def _equation(subject: str, right: str, text: str, words: Words) -> StatedTotal:
    """Read the right side of an equation; an aside “（含加减分）” says where the adjustments go."""
    included = _WITH_ADJUSTMENTS.search(right)
    formula, composition, check = read_formula(right)
    part = without_asides(included["part"]) if included else ""
    return StatedTotal(subject, formula, text, words, composition, "inside" if part else "", part, check)


def _of_shares(
    said: PartShares, text: str, words: Words, *, adjusted: Adjusted = "", check: str = ""
) -> StatedTotal | None:
    """Make a formula of parts with their shares, and of what the sentence adds to them or takes off."""
    weights = {**dict(said.parts), **{name: Fraction(sign) for name, sign in said.more}}
    formula = "+".join(f"{name}×{percent(weight)}" for name, weight in said.parts)
    formula += "".join(f"{'+' if sign > 0 else '-'}{name}" for name, sign in said.more)
    composition, _ = parse_formula(formula)
    if composition != Composition(weights):
        return None
    return StatedTotal(said.subject, formula, text, words, composition, adjusted, "", check)


def _weighted(article: Article) -> StatedTotal | None:
    """Make a formula of headings that bear weights of the whole: （一）业务工作（权重60%） ….

    >>> from kaoji.reading.document import Paragraph
    >>> from kaoji.reading.prose.articles import articles
    >>> lines = [
    ...     Paragraph("一、考核内容"),
    ...     Paragraph("（一）业务工作（60%）"),
    ...     Paragraph("1.甲"),
    ...     Paragraph("（二）党建（占40%）"),
    ... ]
    >>> read_totals(articles(lines))[0].formula
    '业务工作×60%+党建×40%'
    """
    found = [(item, match) for item in article.articles if item.words and (match := _WEIGHT.search(item.title))]
    if len(found) < LEAST_PARTS or sum(Fraction(match["share"]) for _, match in found) != 100:  # noqa: PLR2004 - percent
        return None
    parts = tuple((squeeze(item.title[: match.start()]), Fraction(match["share"]) / 100) for item, match in found)
    text = "；".join(item.title for item, _ in found)
    return _of_shares(PartShares(parts), text, found[0][0].words[0], check=_FROM_HEADINGS)
