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
from kaoji.reading.prose.part_shares import BY_SHARES, RATED_BY, converted_parts, parts_with_shares
from kaoji.reading.prose.stated_parts import LEAST_PARTS
from kaoji.scheme import Composition, parse_formula

Adjusted = Literal["", "inside", "outside"]
_TOTAL: Final = late_pattern(
    r"总分|总得分|总成绩|总评分|综合分|(?:考核|考评|评估|绩效)分(?![值为成组类])|(?:考核|评估|考评|综合|最终|最后|年度|绩效|年终|实绩|目标)(?:总|最终|综合|管理|考核|评估)?(?:得分|成绩|评分|分值)"
)
_EQUATION: Final = late_pattern(r"^(?P<left>[^=]{2,40})=(?P<right>[^=]*[×*÷/+][^=]*)$")
_BARE: Final = late_pattern(r"^[^\d=,:×+]{2,24}×\d+(?:\.\d+)?%(?:[+-][^=]{2,})+$")
_WITH_ADJUSTMENTS: Final = late_pattern(
    r"(?P<part>[^()+\-×*÷/%=]+)\((?:含|包括|包含)(?:加减分|加分|加扣分)(?:项|值)?\)"
)
_WEIGHT: Final = late_pattern(r"[（(](?:权重|占|占比|比重|占总分的?)?[:：为]?(?P<share>\d+(?:\.\d+)?)[%％][）)]")
_SEPARATE: Final = late_pattern(r"加(?:减|扣)分(?:项目?)?(?:另计|单独计算|单列|另行计算|在总分|直接)")
_KEEP: Final = late_pattern(r",[^,+×=]{0,12}?(?=保留)")
# 考核采取日常考核(40%)、年终考核(60%)相结合的方式
_COMBINED: Final = late_pattern(
    r"(?:考核|考评|评估)[^,;。]{0,6}(?:采取|采用|实行|按照?|由)[^,;。]*(?:相结合|组成|构成|相加)"
    r"|^(?:采取|采用|实行)[^,;。]*相结合[^;。]{0,12}(?:权重|占比|比重)"
)
_HUNDREDS: Final = late_pattern(
    r"^(?:[^,;。:]{0,8})?(?:实行|采用|采取|按)?(?:百|100)分制(?:计分|考核|评分)?(?:办法|方式|的办法)?,"
)
# 一、考核内容及权重, above 质量占40%,安全占60%
_ON_WEIGHTS: Final = late_pattern("(?:内容|指标|项目|部分|考核|考评)[及和与]?(?:其|分值)?(?:的)?(?:权重|比重|占比)")
# Behind a formula, in a sentence of its own: 综合得分保留两位小数
_ROUNDED: Final = late_pattern(
    r"^(?:(?:各单位)?(?:的)?(?:综合|考核|最终|最后|年度|总)*(?:得分|总分|成绩|分数)|(?:计算)?结果)?(?:均|一律|统一)?(?:按|采用)?(?:四舍五入)?(?:法|后|的原则)?,?(?:精确|计算|保留)(?:到)?(?:小数点后)?(?P<count>[一二两三四1-4])位(?:小数)?(?:,?四舍五入)?$"
)
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
            for piece in sentence.split("[;；]"):
                stated = _stated(piece)
                if stated is None:
                    continue
                if any(_says(other, stated) for other in totals):
                    totals = [
                        replace(other, also=(*other.also, piece)) if _says(other, stated) else other for other in totals
                    ]
                    continue
                less = [words for other in totals if _says(stated, other) for words in (other.words, *other.also)]
                totals = [other for other in totals if not _says(stated, other)]
                totals.append(replace(stated, also=tuple(less)))
        totals = _rounded(totals, article)
        weighted = _weighted(article)
        if weighted is not None and not totals:
            totals.append(weighted)
    return totals or _only_shares(top)


def _rounded(totals: Sequence[StatedTotal], article: Article) -> list[StatedTotal]:
    """Add to the formulas of an article how their scores are rounded, where a clause behind them says so."""
    mine = [total for total in totals if total.composition is not None and total.words in _pieces(article)]
    if not mine:
        return list(totals)
    behind = (
        (clause, match)
        for sentence in article.sentences()
        if sentence.start >= mine[-1].words.end or sentence.line != mine[-1].words.line
        for clause in sentence.split("[,;；，]")
        if (match := _ROUNDED.match(squeeze(clause.folded)))
    )
    found = next(behind, None)
    if found is None:
        return list(totals)
    clause, match = found
    made: list[StatedTotal] = []
    for total in totals:
        formula = f"{total.formula}，保留{chinese_numeral(match['count']) or match['count']}位小数"
        composition, _ = parse_formula(formula)
        is_open = total in mine and total.composition is not None and total.composition.decimals is None
        if is_open and composition is not None:
            total = replace(total, formula=formula, composition=composition, also=(*total.also, clause))  # noqa: PLW2901 - it says more
        made.append(total)
    return made


def _pieces(article: Article) -> list[Words]:
    return [piece for sentence in article.sentences() for piece in sentence.split("[;；]")]


def _only_shares(top: Article) -> list[StatedTotal]:
    """Give a formula of the first sentence that says nothing but what its parts count, where no other is stated."""
    for _, article in top.walk():
        on_weights = bool(article.words) and _ON_WEIGHTS.search(squeeze(article.words[0].text)) is not None
        for sentence in article.sentences():
            whole = without_label(fold(squeeze(sentence.text)))
            plain = _HUNDREDS.sub("", whole)
            weights = on_weights or plain != whole
            stated = (
                _of_shares(converted_parts(plain, weights=weights), plain, sentence, check=_FROM_SHARES)
                if "%" in plain
                else None
            )
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


def _stretch(clauses: Sequence[Words]) -> Words:
    """Give clauses that follow each other as one stretch of their line."""
    first, last = clauses[0], clauses[-1]
    text = joined_label(first.line.label, first.line.text)
    return Words(text[first.start : last.end], first.line, first.start)


def _stated(words: Words) -> StatedTotal | None:
    plain = _KEEP.sub(",", re.sub(r"[xX*](?=\d)", "×", without_label(fold(squeeze(words.text)))))
    match = _EQUATION.match(plain)
    if match and _TOTAL.search(match["left"]):
        return _equation(re.split("[,:。]", match["left"])[-1], match["right"], plain, words)
    if _BARE.match(plain):
        return _equation("", plain, plain, words)
    if RATED_BY.search(plain) is not None:
        parts, clauses = parts_with_shares(plain), words.split("[,]")
        while len(clauses) > 1 and RATED_BY.search(fold(squeeze(_stretch(clauses[:-1]).text))):
            clauses = clauses[:-1]  # what else the sentence says is not of the formula
        words = _stretch(clauses)
        return _of_shares(parts, plain, words) if sum(weight for _, weight in parts) == 1 else None
    is_of_total = _TOTAL.search(plain) and (re.search("由|包括|其中|分别", plain) or BY_SHARES.search(plain))
    if is_of_total or _COMBINED.search(plain):
        parts = parts_with_shares(plain)
        if len(parts) >= LEAST_PARTS and sum(weight for _, weight in parts) == 1:
            adjusted: Adjusted = "outside" if _SEPARATE.search(plain) else ""
            return _of_shares(parts, plain, words, adjusted=adjusted)
    return None


def _equation(subject: str, right: str, text: str, words: Words) -> StatedTotal:
    """Read the right side of an equation; an aside “（含加减分）” says where the adjustments go."""
    included = _WITH_ADJUSTMENTS.search(right)
    formula, composition, check = read_formula(right)
    part = without_asides(included["part"]) if included else ""
    return StatedTotal(subject, formula, text, words, composition, "inside" if part else "", part, check)


def _of_shares(
    parts: Iterable[tuple[str, Fraction]], text: str, words: Words, *, adjusted: Adjusted = "", check: str = ""
) -> StatedTotal | None:
    named = list(parts)
    formula = "+".join(f"{name}×{percent(weight)}" for name, weight in named)
    composition, _ = parse_formula(formula)
    if composition != Composition(dict(named)):
        return None
    return StatedTotal("", formula, text, words, composition, adjusted, "", check)


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
    parts = [(squeeze(item.title[: match.start()]), Fraction(match["share"]) / 100) for item, match in found]
    text = "；".join(item.title for item, _ in found)
    return _of_shares(parts, text, found[0][0].words[0], check=_FROM_HEADINGS)
