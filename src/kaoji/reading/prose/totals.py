"""Total formulas as a notice states them: as equations, as shares of parts, as weights in headings or points of parts.

Only wordings that can be recognised without guessing are taken. A bracket that is not closed is put where it makes the
weights a whole, if there is one such place; the formula says so under ``mended``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold, percent
from kaoji.reading.document import joined_label
from kaoji.reading.phrases.wording import points_in_name, squeeze, without_label
from kaoji.reading.prose.articles import Article, Words
from kaoji.scheme import Composition, parse_formula

Adjusted = Literal["", "inside", "outside"]

_TOTAL: Final = late_pattern(
    r"总分|总得分|总成绩|总评分|综合分|(?:考核|考评|评估|绩效)分(?![值为成组类])|(?:考核|评估|考评|综合|最终|最后|年度|绩效|年终|实绩|目标)(?:总|最终|综合|管理|考核|评估)?(?:得分|成绩|评分|分值)"
)
_EQUATION: Final = late_pattern(r"^(?P<left>[^=]{2,40})=(?P<right>[^=]*[×*÷/+][^=]*)$")
_BARE: Final = late_pattern(r"^[^\d=,:×+]{2,24}×\d+(?:\.\d+)?%(?:[+-][^=]{2,})+$")
_ASIDE: Final = late_pattern(r"\((?!保留)[^()+\-×*÷/%]*\)")
_WITH_ADJUSTMENTS: Final = late_pattern(
    r"(?P<part>[^()+\-×*÷/%=]+)\((?:含|包括|包含)(?:加减分|加分|加扣分)(?:项|值)?\)"
)
_PART: Final = late_pattern(
    r"(?P<name>[^,、:()+和与由为占%\d]{2,16})\(?(?:各?占(?:比|总分(?:的)?)?|权重为?|按|比重为?)?:?(?P<share>\d+(?:\.\d+)?)%\)?"
)
_SEVERALLY: Final = late_pattern(
    r"(?:由|包括|采取|采用|实行)(?P<names>(?:[^,;。、:由]{2,16}[、和及与]){1,6}[^,;。、:]{2,16}?)(?:[二三四五六\d]个?(?:部分|方面|项|块)?)?(?:组成|构成|相结合的?(?:方式|办法|方法)?(?:进行)?)?,?(?:权重)?(?:分别|各)占?(?:总分的?)?(?:比重)?(?:为)?"
    r"(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)"
)
# Shares in a row behind the names: 问卷得分和工作得分按70%和30%的比例计入总分.
_BY_SHARES: Final = late_pattern(
    r"(?:^|[,;。:])(?P<names>(?:[^,;。、:和]{2,16}[、和与]){1,5}[^,;。、:]{2,16}?)(?:分别)?按(?:照)?(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)(?:的)?(?:比例|权重)?(?:计入|记入|折算|计算|合成|加权)[^,;。]{0,8}(?:总分|总得分|得分|成绩)"
)
_POINTS_OF_PARTS: Final = late_pattern(
    r"^(?P<whole>[^,;。:()]{2,20})\((?:基础分|满分|共|共计|总分|基本分)?(?P<points>\d+(?:\.\d+)?)分,?(?:其中|包括)[:,]?(?P<parts>[^()]+)\)"
)
_POINTS_OF_PART: Final = late_pattern(r"(?P<name>[^,、;;\d()和]{2,20}?)(?:占|为|计|各)?(?P<points>\d+(?:\.\d+)?)分")
_WHOLE: Final = late_pattern(
    r"(?:总分值?|满分|分值)(?:为|计|是|:)*(?P<points>\d+(?:\.\d+)?)分|(?:实行|采用|采取|按|设|为)?(?P<scale>[百千]|100|1000)分制"
)
# 考核得分由业务得分（占50分）、党建得分（占50分）两部分组成
_OF_PARTS: Final = late_pattern(r"(?:得分|总分|成绩|考核|考评)[^,;。]{0,4}由[^。]*\d分[^。]*(?:组成|构成)")
# 考核内容包括党建30分、业务50分、作风20分: no total is named, but what all of it makes is one
_OF_CONTENTS: Final = late_pattern(
    r"(?:考核|考评|评估|评分|评价)[^;。]{0,40}(?:内容|指标|项目|方面|其中|包括|分为)|^其中"
)
_ONLY_PARTS: Final = late_pattern(r"(?:[^,;。:、()\d]{2,16}\d+(?:\.\d+)?分[,、;]?){3,}[。]?")
_SHARING: Final = late_pattern(r"[,、:](?:其中|包括)?(?P<names>(?:[^,;。:、()\d]{2,12}、)+)")
_FULL: Final = (100, 1000)
_REFERENCE: Final = late_pattern(r"\((?:详?见)?附[件表录][^()]*\)")
_PART_OF_WHOLE: Final = late_pattern(
    r"(?:^|[,;。:、])(?:其中[:,]?|包括|[^,;。:、由]{0,12}(?:得分|总分|成绩|考核|考评)由|由)*(?P<name>(?!其中|包括)[^,;。:、()\d]{2,16}?)(?:占|为|计|满分|[(:])*(?P<points>\d+(?:\.\d+)?)分\)?(?=[,;。、和及与]|[二两三四五六七八\d]?个?(?:大?部分|方面|大?项|板块)|组成|构成|$)"
)
# 其中产业和治理各50分
_EACH_POINTS: Final = late_pattern(
    r"(?:其中|包括|由)[:,]?(?P<names>(?:[^,;。、:和及与由]{2,16}[、和及与]){1,6}[^,;。、:和及与]{2,16}?)各(?:占|为|计)?(?P<points>\d+(?:\.\d+)?)分(?=[,;。、]|$)"
)
_POINTS_SEVERALLY: Final = late_pattern(
    r"(?:由|包括|分为)(?P<names>(?:[^,;。、:由]{2,16}[、和及与]){1,6}[^,;。、:]{2,16}?)(?:[二两三四五六\d]个?(?:大?部分|方面|大?项|块|板块))?(?:组成|构成)?,?(?:分值|满分)?(?:分别|各)(?:占|为|计)?"
    r"(?P<points>\d+(?:\.\d+)?分?(?:[、,和及]\d+(?:\.\d+)?分?)+)"
)
_INNER: Final = late_pattern(r"(?<=[^()\d])\([^()\d:,;。]{1,8}\)")
_WEIGHT: Final = late_pattern(r"[（(](?:权重|占|占比|比重|占总分的?)?[:：为]?(?P<share>\d+(?:\.\d+)?)[%％][）)]")
_SEPARATE: Final = late_pattern(r"加(?:减|扣)分(?:项目?)?(?:另计|单独计算|单列|另行计算|在总分|直接)")
_KEEP: Final = late_pattern(r",[^,+×=]{0,12}?(?=保留)")
# 考核采取日常考核(40%)、年终考核(60%)相结合的方式
_COMBINED: Final = late_pattern(
    r"(?:考核|考评|评估)[^,;。]{0,6}(?:采取|采用|实行|按照?|由)[^,;。]*(?:相结合|组成|构成|相加)"
    r"|^(?:采取|采用|实行)[^,;。]*相结合[^;。]{0,12}(?:权重|占比|比重)"
)
# 由领导、同事、群众分别测评,按30%、30%、40%计算考核结果
_RATED_BY: Final = late_pattern(
    r"由(?P<names>(?:[^,;。、:由]{2,10}[、和及与]){1,4}[^,;。、:]{2,10}?)(?:分别|各自)(?:进行)?(?P<act>测评|评价|评议|打分|评分|考核)(?:打分|评分)?,?(?:得分|结果)?(?:分别)?按(?:照)?"
    r"(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)(?:的)?(?:比例|权重)?(?:计算|计入|折算|汇总|合成|加权)[^,;。]{0,8}(?:结果|得分|总分|成绩)"
)
# 以四个季度的平均分按60%折算计入年终得分,再加上路段得分折算40%; 民主测评得分按20%计入总分
_CONVERTED: Final = late_pattern(
    r"(?:^|[,;。:])(?:[^,;。:以将]{0,12}(?:以|将)|再?加上?|其中)?(?P<name>[^,;。:%()\d]{2,20}?)(?:,)?(?:分别)?(?:再)?(?:按照?|以)?(?:占|比例)?"
    r"(?:(?P<share>\d+(?:\.\d+)?)%(?:的?(?:比例|权重))?(?:折算|计入|纳入|折合|记入|计算)|(?:折算|折合)成?(?P<other>\d+(?:\.\d+)?)%)"
)
# 网上考核占80%,现场考核占20%: nothing else is said, and all of them are ways of assessing
_BARE_SHARES: Final = late_pattern(
    r"(?:^|[,;、。:和及])(?:其中[:,]?)?(?P<name>[^,;、。:%()\d]{1,12}(?:考核|考评|测评|评价|评议|互评|自评|检查|得分|成绩|打分|评分|考试|满意度|绩效|述职|实绩))(?:各?占(?:比|总分的?|考核总分的?)?|权重为?|比重为?)(?P<share>\d+(?:\.\d+)?)%(?=[,;、。和及]|$)"
)
# 考核内容分值比例安排,一般经济占20%,治理占30%,党建占50%
_OF_WEIGHTS: Final = late_pattern(r"(?:考核|考评)[^;。%]{0,16}(?:权重|比重|分值|比例)")
_WEIGHED: Final = late_pattern(
    r"(?:^|[,;、。:])(?:一般|其中|原则上|分别)*[:,]?(?P<name>[^,;、。:%()\d]{2,12}?)(?:各?占(?:比|总分的?)?|权重为?|比重为?)(?P<share>\d+(?:\.\d+)?)%(?=[,;、。]|$)"
)
_HUNDREDS: Final = late_pattern(
    r"^(?:[^,;。:]{0,8})?(?:实行|采用|采取|按)?(?:百|100)分制(?:计分|考核|评分)?(?:办法|方式|的办法)?,"
)
_LEAST_PARTS, _LEAST_OPEN = 2, 3
_HUNDRED = 100
# Behind a formula, in a sentence of its own: 综合得分保留两位小数
_ROUNDED: Final = late_pattern(
    r"^(?:(?:各单位)?(?:的)?(?:综合|考核|最终|最后|年度|总)*(?:得分|总分|成绩|分数)|(?:计算)?结果)?(?:均|一律|统一)?(?:按|采用)?(?:四舍五入)?(?:法|后|的原则)?,?(?:精确|计算|保留)(?:到)?(?:小数点后)?(?P<count>[一二两三四1-4])位(?:小数)?(?:,?四舍五入)?$"
)

_BRACKET: Final = "原文括号没有配对，暂把右括号补在“{inside}”之后，使各项权重合计100%，请核对。"
_NO_PERCENT: Final = "原文各部分的系数合计100，没有写百分号，暂按百分比处理，请核对。"
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


@dataclass(frozen=True, slots=True)
class StatedPart:
    """Points of a part and of what it consists of: 定性考核（30分，其中领导评分20分、互评10分）; the whole has no name."""

    name: str
    points: str
    parts: tuple[tuple[str, str], ...]
    words: Words


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
        for sentence in article.sentences():
            whole = without_label(fold(squeeze(sentence.text)))
            plain = _HUNDREDS.sub("", whole)
            stated = (
                _of_shares(_converted(plain, weights=plain != whole), plain, sentence, check=_FROM_SHARES)
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


def read_parts(top: Article) -> list[StatedPart]:
    """Give the points of parts that a text states in brackets, where they add up."""
    found: list[StatedPart] = []
    for _, article in top.walk():
        for words in article.words:
            match = _POINTS_OF_PARTS.match(_INNER.sub("", fold(squeeze(words.text))))
            if match is None:
                continue
            parts = tuple((part["name"], part["points"]) for part in _POINTS_OF_PART.finditer(match["parts"]))
            if len(parts) >= _LEAST_PARTS and sum(Fraction(points) for _, points in parts) == Fraction(match["points"]):
                name = re.sub(r"(?:方法|办法)$", "", match["whole"])
                found.append(StatedPart(name, match["points"], parts, words))
    whole = next((part for _, article in top.walk() for words in article.words if (part := _whole_in(words))), None)
    return [*found, whole] if whole is not None and not found else found


def _whole_in(words: Words) -> StatedPart | None:
    """Read the points of the whole and of its parts in a line, or in the first of its sentences that states them."""
    return _whole(words) or next((part for one in words.sentences() if (part := _whole(one)) is not None), None)


def _whole(words: Words) -> StatedPart | None:
    """Read the points of the whole and of its parts, where they add up: 总分100分。其中，共性目标40分（附件1），业务目标60分.

    >>> from kaoji.reading.document import Paragraph
    >>> line = Paragraph("年度考核总分为100分，由平时考核、年终测评两部分组成，分别占60分、40分。")
    >>> _whole(Words(line.text, line, 0)).parts
    (('平时考核', '60'), ('年终测评', '40'))
    """
    text = _REFERENCE.sub("", fold(squeeze(words.text)))
    whole = _WHOLE.search(text)
    is_open = whole is None and _OF_PARTS.search(text) is None
    if is_open and _OF_CONTENTS.search(text) is None and _ONLY_PARTS.fullmatch(text) is None:
        return None
    points = (
        (whole["points"] or {"百": "100", "千": "1000"}.get(whole["scale"], whole["scale"]))
        if whole is not None
        else ""
    )
    rest = text[: whole.start()] + "," + text[whole.end() :] if whole is not None else text
    listed = _POINTS_SEVERALLY.search(rest)
    if listed is not None:
        values = re.findall(r"\d+(?:\.\d+)?", listed["points"])
        names = re.split("[、和及与]", listed["names"])
        parts = tuple(zip(names, values, strict=True)) if len(names) == len(values) else ()
    else:
        parts = tuple(_named_parts(rest))
    amounts = [Fraction(value) for _, value in parts]
    is_all = len(re.findall(r"\d分", rest)) == len(parts)
    full = sum(amounts, Fraction(0))
    if (
        len(parts) < (_LEAST_OPEN if is_open else _LEAST_PARTS)
        or not is_all
        or (full != Fraction(points) if points else full not in _FULL)
    ):
        return None
    return StatedPart("", str(full), parts, words)


def _stretch(clauses: Sequence[Words]) -> Words:
    """Give clauses that follow each other as one stretch of their line."""
    first, last = clauses[0], clauses[-1]
    text = joined_label(first.line.label, first.line.text)
    return Words(text[first.start : last.end], first.line, first.start)


def _named_parts(text: str) -> Iterator[tuple[str, str]]:
    """Give the parts that a text names with their points; several that share points are one: 文化、体育工作4分."""
    if (equal := _EACH_POINTS.search(text)) is not None:
        yield from ((name, equal["points"]) for name in re.split("[、和及与]", equal["names"]))
        return
    edge = 0
    for match in _PART_OF_WHOLE.finditer(text):
        shared = _SHARING.fullmatch(text, edge, match.start("name"))
        edge = match.end()
        yield (shared["names"] if shared else "") + match["name"], match["points"]


def _stated(words: Words) -> StatedTotal | None:
    plain = _KEEP.sub(",", re.sub(r"[xX*](?=\d)", "×", without_label(fold(squeeze(words.text)))))
    match = _EQUATION.match(plain)
    if match and _TOTAL.search(match["left"]):
        return _equation(re.split("[,:。]", match["left"])[-1], match["right"], plain, words)
    if _BARE.match(plain):
        return _equation("", plain, plain, words)
    if _RATED_BY.search(plain) is not None:
        parts, clauses = _parts(plain), words.split("[,]")
        while len(clauses) > 1 and _RATED_BY.search(fold(squeeze(_stretch(clauses[:-1]).text))):
            clauses = clauses[:-1]  # what else the sentence says is not of the formula
        words = _stretch(clauses)
        return _of_shares(parts, plain, words) if sum(weight for _, weight in parts) == 1 else None
    is_of_total = _TOTAL.search(plain) and (re.search("由|包括|其中|分别", plain) or _BY_SHARES.search(plain))
    if is_of_total or _COMBINED.search(plain):
        parts = _parts(plain)
        if len(parts) >= _LEAST_PARTS and sum(weight for _, weight in parts) == 1:
            adjusted: Adjusted = "outside" if _SEPARATE.search(plain) else ""
            return _of_shares(parts, plain, words, adjusted=adjusted)
    return None


def _converted(plain: str, *, weights: bool = False) -> list[tuple[str, Fraction]]:
    """Give parts whose scores are converted by their shares, or that are all a sentence names, with shares that make a whole.

    >>> _converted("以四个季度得分的平均分按60%折算计入年终得分,再加上路段得分折算40%,即为年度得分")
    [('四个季度得分的平均分', Fraction(3, 5)), ('路段得分', Fraction(2, 5))]
    >>> _converted("网上测评占80%,现场检查占20%")
    [('网上测评', Fraction(4, 5)), ('现场检查', Fraction(1, 5))]
    """
    for pattern in (_CONVERTED, _BARE_SHARES, *([_WEIGHED] if weights or _OF_WEIGHTS.search(plain) else ())):
        found = [match.groupdict() for match in pattern.finditer(plain)]
        parts = [(match["name"], Fraction(match["share"] or match.get("other") or 0) / 100) for match in found]
        is_all = len(re.findall(r"\d%", plain)) == len(parts) >= _LEAST_PARTS
        is_all = is_all and (pattern is not _BARE_SHARES or _BARE_SHARES.match(plain) is not None)
        if is_all and sum(weight for _, weight in parts) == 1 and len({name for name, _ in parts}) == len(parts):
            return parts
    return []


def _equation(subject: str, right: str, text: str, words: Words) -> StatedTotal:
    """Read the right side of an equation; an aside “（含加减分）” says where the adjustments go."""
    included = _WITH_ADJUSTMENTS.search(right)
    formula, composition = _composed(right)
    check = ""
    if composition is None and (mended := _mended(right)) is not None:
        formula, composition, check = mended
    if composition is not None and (shares := _as_shares(composition)) is not None:
        formula, composition, check = shares
    part = _ASIDE.sub("", included["part"]) if included else ""
    return StatedTotal(subject, formula, text, words, composition, "inside" if part else "", part, check)


def _as_shares(composition: Composition) -> tuple[str, Composition, str] | None:
    """Read whole factors that make a hundred as percentages: 平时×70+年终×30."""
    weights = composition.weights
    if len(weights) < _LEAST_PARTS or sum(weights.values()) != _HUNDRED or any(one < 1 for one in weights.values()):
        return None
    formula = "+".join(f"{name}×{percent(weight / _HUNDRED)}" for name, weight in weights.items())
    made, _ = parse_formula(formula)
    return (formula, made, _NO_PERCENT) if made is not None else None


def _parts(plain: str) -> list[tuple[str, Fraction]]:
    """Give parts with their shares: 甲（占70%）、乙（占30%）, or 甲、乙分别占70%、30%."""
    if (rated := _RATED_BY.search(plain)) is not None:
        names = [f"{name}{rated['act']}" for name in re.split("[、和及与]", rated["names"])]
        shares = re.findall(r"(\d+(?:\.\d+)?)%", rated["shares"])
        if len(names) == len(shares):
            return [(name, Fraction(value) / 100) for name, value in zip(names, shares, strict=True)]
    match = _SEVERALLY.search(plain) or _BY_SHARES.search(plain)
    if match:
        names = [_bare_name(name) for name in re.split("[、和及与]", match["names"])]
        shares = re.findall(r"(\d+(?:\.\d+)?)%", match["shares"])
        if len(names) == len(shares):
            return [(name, Fraction(value) / 100) for name, value in zip(names, shares, strict=True)]
    return [(_bare_name(part["name"]), Fraction(part["share"]) / 100) for part in _PART.finditer(plain)]


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
    if len(found) < _LEAST_PARTS or sum(Fraction(match["share"]) for _, match in found) != 100:  # noqa: PLR2004 - percent
        return None
    parts = [(squeeze(item.title[: match.start()]), Fraction(match["share"]) / 100) for item, match in found]
    text = "；".join(item.title for item, _ in found)
    return _of_shares(parts, text, found[0][0].words[0], check=_FROM_HEADINGS)


def _bare_name(name: str) -> str:
    return (
        re.sub(
            r"^(?:.*(?:采取|采用|实行)|其中|包括|组成)|(?:得分)?(?:[二三四五六\d]部分)?$", "", points_in_name(name)[0]
        )
        or name
    )


def _composed(formula: str) -> tuple[str, Composition | None]:
    """Read a formula without its asides in brackets; what follows a comma may be no part of it."""
    bare = _ASIDE.sub("", formula).rstrip(",")
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
    bare = _ASIDE.sub("", formula).rstrip(",")
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
