"""How a notice makes results of scores: total formulas, grades with their shares and thresholds, as far as they are plain.

Only wordings that can be recognised without guessing are taken; whatever else a notice says on results stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.numbers import decimal, fold, share
from kaoji.reading.document import Paragraph, Source
from kaoji.reading.wording import squeeze, without_label
from kaoji.scheme import Composition, parse_formula
from kaoji.scheme.model import Grade

_TOTAL: Final = re.compile(
    r"总分|总得分|总成绩|考核得分|评估得分|综合得分|最终得分|最后得分|年度得分|考评得分|考核成绩"
)
_EQUATION: Final = re.compile(r"^(?P<left>[^=]{2,40})=(?P<right>[^=]*[×*÷/+][^=]*)$")
_BARE: Final = re.compile(r"^[^\d=,:×+]{2,24}×\d+(?:\.\d+)?%(?:[+-][^=]{2,})+$")
_ASIDE: Final = re.compile(r"\((?!保留)[^()+\-×*÷/%]*\)")
_PART: Final = re.compile(
    r"(?P<name>[^,、:()+和与由为占%\d]{2,16})\(?(?:各?占|权重为?|按)?:?(?P<share>\d+(?:\.\d+)?)%\)?"
)
_GRADES: Final = re.compile(
    r"(?:分为|分成|划分为|设置?|评定为?|确定为?)(?P<names>[^,。;:()“”]{3,40}?)(?:[二三四五六]|\d)?个?(?:等次|等级|档次)"
)
_VOTE: Final = re.compile(r"测评|满意|投票|票数")
_NUMBER: Final = r"\d+(?:\.\d+)?"
_LONGEST_GRADE = 6


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A formula as the notice states it; the composition is None where it cannot be read."""

    subject: str
    formula: str
    text: str
    source: Source
    composition: Composition | None = None


def read_totals(lines: Sequence[Paragraph]) -> list[StatedTotal]:
    """Give the formulas of totals, in the order of the notice.

    >>> found = read_totals([Paragraph("考核总分＝工作实绩得分×80%＋领导评价得分×20%（保留两位小数）。")])
    >>> found[0].composition.decimals, list(found[0].composition.weights)
    (2, ['工作实绩得分', '领导评价得分'])
    """
    totals: list[StatedTotal] = []
    for line in lines:
        for sentence in _sentences(line.text):
            stated = _stated(sentence, line)
            if stated is not None and all(stated.formula != other.formula for other in totals):
                totals.append(stated)
    return totals


def _stated(sentence: str, line: Paragraph) -> StatedTotal | None:
    plain = re.sub(r"[xX*](?=\d)", "×", without_label(sentence))
    match = _EQUATION.match(plain)
    if match and _TOTAL.search(match["left"]):
        subject = re.split("[,:]", match["left"])[-1]
        formula, composition = _composed(match["right"])
        return StatedTotal(subject, formula, sentence, line.source, composition)
    if _BARE.match(plain):
        formula, composition = _composed(plain)
        return StatedTotal("", formula, sentence, line.source, composition)
    if _TOTAL.search(plain) and re.search("由|包括", plain):
        parts = [(part["name"], Fraction(part["share"]) / 100) for part in _PART.finditer(plain)]
        if len(parts) > 1 and sum(weight for _, weight in parts) == 1:
            formula = "+".join(
                f"{_bare_name(name)}×{weight.numerator * 100 // weight.denominator}%" for name, weight in parts
            )
            exact = Composition({_bare_name(name): weight for name, weight in parts})
            parsed, _ = parse_formula(formula)
            if parsed == exact:
                return StatedTotal("", formula, sentence, line.source, parsed)
    return None


def _bare_name(name: str) -> str:
    return re.sub(r"^(?:其中|包括|组成)", "", name)


def _composed(formula: str) -> tuple[str, Composition | None]:
    """Read a formula without its asides in brackets; what follows a comma may be no part of it."""
    bare = _ASIDE.sub("", formula).rstrip(",")
    for text in (bare, bare.partition(",")[0]):
        composition, _ = parse_formula(text)
        if composition is not None and composition.weights:
            return text, composition
    return bare, None


def _sentences(text: str) -> Iterator[str]:
    return (piece for piece in re.split(r"[。;\n]", fold(squeeze(text))) if piece)


def read_grades(lines: Sequence[Paragraph]) -> tuple[Grade, ...]:
    """Give the grades that the notice lists, with shares and thresholds; none where it lists no grades.

    >>> lines = [
    ...     Paragraph("考核结果分为好、一般、差三个等次。"),
    ...     Paragraph("好、一般、差等次的比例分别为30%、60%、10%。95分以上的可评为好等次。"),
    ... ]
    >>> [(grade.name, grade.share, grade.at_least) for grade in read_grades(lines)]
    [('好', Fraction(3, 10), Decimal('95')), ('一般', Fraction(3, 5), None), ('差', Fraction(1, 10), None)]
    """
    sentences = [sentence for line in lines for sentence in _sentences(line.text)]
    lists = [(index, names) for index, sentence in enumerate(sentences) if (names := _grade_names(sentence))]
    if not lists:
        return ()
    first, names = lists[0]
    # A second list of other grades begins another part of the notice, on persons instead of units.
    last = next((index for index, others in lists if set(others) != set(names)), len(sentences))
    reader = _GradeReader(names)
    for sentence in sentences[first:last]:
        if not _VOTE.search(sentence):
            reader.take(sentence)
    return reader.grades()


def _grade_names(sentence: str) -> tuple[str, ...]:
    match = None if _VOTE.search(sentence) else _GRADES.search(sentence)
    names = tuple(re.split("[、和及]", match["names"])) if match else ()
    is_list = len(names) > 1 and all(0 < len(name) <= _LONGEST_GRADE for name in names)
    return names if is_list and len(set(names)) == len(names) else ()


class _GradeReader:
    """Gathers shares and thresholds of known grades, sentence by sentence; what was said first holds."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.shares: dict[str, Fraction] = {}
        self.least: dict[str, Decimal] = {}
        ordered = sorted(names, key=len, reverse=True)
        # A grade of one letter (好) is part of many words; it counts only where a word for grades or a list follows.
        words = [re.escape(name) + (r"(?=等次|等级|档|、|和|$|[(:,])" if len(name) == 1 else "") for name in ordered]
        self.name = "|".join(words)
        self.token = re.compile(
            rf"(?P<name>{self.name})|(?P<share>{_NUMBER})%|(?P<least>{_NUMBER})分?(?:\(含\)|\(含{_NUMBER}分?\))?"
            rf"(?:[-—~至到]+{_NUMBER}分|分(?:\([^()]*\))?(?:及以上|以上|\(含\)以上))"
        )
        self.several = re.compile(rf"(?:{self.name})(?:[、和及,](?:{self.name}))+")

    def take(self, sentence: str) -> None:
        """Read a sentence."""
        sentence = re.sub(r"(\d)分\(含\)以上", r"\1分以上", sentence)
        values = re.findall(rf"({_NUMBER})%", sentence)
        run = self.several.search(sentence)
        names = re.findall(self.name, run[0] + "、") if run else []
        if run and len(names) == len(values) > 1:
            for name, value in zip(names, values, strict=True):
                self.shares.setdefault(name, share(value + "%") or Fraction(0))
        else:
            self._in_order(sentence)

    def _in_order(self, sentence: str) -> None:
        if not re.search("等次|等级|档|为", sentence):
            return
        tokens = list(self.token.finditer(sentence))
        for index, token in enumerate(tokens):
            before = tokens[index - 1] if index and tokens[index - 1]["name"] else None
            after = tokens[index + 1] if index + 1 < len(tokens) and tokens[index + 1]["name"] else None
            if (
                token["share"]
                and before
                and re.search("等次|等级|比例|占", sentence[before.end() : token.start()] + "占")
            ):
                self.shares.setdefault(before["name"], share(token["share"] + "%") or Fraction(0))
            elif token["least"]:
                is_near = before is not None and re.fullmatch(
                    r"(?:等次|等级)?[(:为]?", sentence[before.end() : token.start()]
                )
                named = before if is_near or after is None else after
                value = decimal(token["least"])
                if named is not None and value is not None:
                    self.least.setdefault(named["name"], value)

    def grades(self) -> tuple[Grade, ...]:
        """Give all grades, or none where nothing was said but their names, or the shares exceed the whole."""
        if not (self.shares or self.least) or sum(self.shares.values()) > 1:
            return ()
        silent = [name for name in self.names if name not in self.shares and name not in self.least]
        rest = silent[-1] if silent else None
        return tuple(
            Grade(name=name, share=self.shares.get(name), at_least=self.least.get(name), rest=name == rest)
            for name in self.names
        )
