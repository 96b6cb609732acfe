"""Hypothesis strategies for whole assessments: a scheme as YAML text, read by the real loader, and facts for it.

    @given(assessments())
    def test_…(assessment): structure, facts = assessment.structure, assessment.facts

Sizes are small and values few, so that ties, boundaries and zeros are common.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, TypeVar

import yaml
from hypothesis import strategies as st

from kaoji.diagnostics import has_errors
from kaoji.numbers import plain
from kaoji.scheme import Slot, Structure, load, parse_formula, print_score, resolve
from kaoji.scheme.rules import Cap, Limit, Part, Proportional, Score
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    Place,
    Unit,
    WorkItem,
)
from tests.oracle_items import side_of
from tests.properties import rule_trees

T = TypeVar("T")
Yaml = dict[str, Any]

SHARES = (Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(2, 3))
VALUES = tuple(Decimal(text) for text in ("-2", "0", "1", "2", "2.5", "3", "5", "7.5", "7.500001", "33.333333", "40"))
TARGETS = tuple(Decimal(text) for text in ("0", "2", "3", "5", "7.5", "-1"))
POINTS = ("5", "10", "15", "0.7", "3.33", "100")
POLICIES = ("按比例折算", "计满分", "计零分")


def rarely(draw: st.DrawFn, one_in: int = 4) -> bool:
    """Say yes once in so many times."""
    return draw(st.integers(1, one_in)) == one_in


@dataclass(frozen=True, repr=False)
class Assessment:
    """A random scheme, its text and facts."""

    text: str
    structure: Structure
    facts: Facts

    def __repr__(self) -> str:
        """Show the text and the facts as one writes them down."""
        rows = (row for table in fields(self.facts) for row in getattr(self.facts, table.name))
        facts = "\n".join(
            type(row).__name__
            + "".join(f" {name}={getattr(row, name)}" for name in row.__slots__ if name not in ("source", "attributes"))
            for row in rows
        )
        return f"\n{self.text}\n{facts}"


# ------------------------------------------------------------------------------------------------------------- schemes
@dataclass
class _Tree:
    """What is known of a scheme while its indicators are drawn."""

    groups: dict[str, list[str]]
    panels: list[str]
    sections: int = 0
    leaves: int = 0
    takers: list[str] = field(default_factory=list)
    """Indicators with rules, and sections, which can take the points of absent ones."""

    @property
    def names(self) -> list[str]:
        return [*self.groups, *(unit for units in self.groups.values() for unit in units)]


def written(draw: st.DrawFn, score: Score) -> str:
    return print_score(score, draw(st.sampled_from(("zh", "zh", "en"))))


# No floor is higher than these caps: what such a contradiction takes from which side is left open.
_CAPS = st.builds(
    Cap,
    st.sampled_from([Decimal(text) for text in ("3", "4.44", "10", "20")]),
    st.sampled_from((None, None, "plus", "minus")),
)
_LIMITS: tuple[st.SearchStrategy[Limit], ...] = (
    _CAPS,
    _CAPS,
    rule_trees.once,
    rule_trees.once,
    rule_trees.floors,
    rule_trees.opened,
)


def limit_texts(draw: st.DrawFn) -> str:
    """Limits of an indicator or section."""
    chosen = draw(st.lists(st.integers(0, len(_LIMITS) - 1), min_size=1, max_size=2, unique=True))
    return written(draw, Score((Part(tuple(draw(_LIMITS[index]) for index in chosen)),)))


def rules(draw: st.DrawFn, number: int, *, has_points: bool) -> tuple[Yaml, Score]:
    """One rule; two rules of an indicator now and then look at the same slot."""
    keys = rule_trees.KEYS if has_points else tuple(key for key in rule_trees.KEYS if key != "completion")
    key = draw(st.sampled_from(keys))
    score = rule_trees.scores(draw, key, has_points=has_points)
    label = f"数据{number}" if draw(st.booleans()) else "数据"
    rule: Yaml = {"measure" if key == "score" else key: label, "score": written(draw, score)}
    if key in ("measure", "ranked"):
        if draw(st.booleans()):
            rule["target"] = plain(draw(st.sampled_from(TARGETS)))
        # In proportion to a target more is better.
        by_target = any(isinstance(item, Proportional) and item.to == "target" for item in score.scoring)
        if not by_target and rarely(draw, 3):
            rule["better"] = "lower"
        # Rules on one slot compare with the same units.
        if label != "数据" and rarely(draw, 2):
            rule["among"] = "all"
    return rule, score


def indicators(draw: st.DrawFn, tree: _Tree) -> Yaml:
    """An indicator with rules or a panel."""
    tree.leaves += 1
    node: Yaml = {"name": f"指标{tree.leaves}"}
    has_points = not rarely(draw, 4)
    if has_points:
        node["points"] = draw(st.sampled_from(POINTS))
    elif draw(st.booleans()):
        node["bonus"] = "true"
    if tree.panels and rarely(draw, 6):
        node["panel"] = draw(st.sampled_from(tree.panels))
        return node
    count = draw(st.integers(1, 3)) if not rarely(draw, 40) else 12
    drawn = [rules(draw, number, has_points=has_points) for number in range(1, count + 1)]
    sides = {side_of(item) for _, score in drawn for item in score.scoring}
    if has_points and "minus" in sides and (len(sides) > 1 or rarely(draw)):
        node["start"] = draw(st.sampled_from(("full", "zero")))
    node["rules"] = [rule for rule, _ in drawn]
    tree.takers.append(node["name"])
    return node


def trees(draw: st.DrawFn, tree: _Tree, depth: int) -> Yaml:
    """An indicator, or a section of depth up to 3."""
    takers = list(tree.takers)
    if depth < 3 and not rarely(draw, depth + 1):
        tree.sections += 1
        node: Yaml = {"name": f"类{tree.sections}"}
        if rarely(draw):
            node["points"] = draw(st.sampled_from(POINTS))
        node["items"] = [trees(draw, tree, depth + 1) for _ in range(draw(st.integers(1, 3)))]
        if len(node["items"]) > 1 and rarely(draw, 3):
            # Weights side by side, of which the last goes to the one before it where a unit does not have its indicator.
            for item in node["items"]:
                item["weight"] = draw(st.sampled_from(("20%", "37.5%", "1/3")))
            for taker, item in pairwise(node["items"]):
                item["when_absent"] = f"权重并入{taker['name']}"
        tree.takers.append(node["name"])
    else:
        node = indicators(draw, tree)
    if rarely(draw, 3):
        node["limits"] = limit_texts(draw)
    if rarely(draw, 5):
        node["decimals"] = str(draw(st.integers(0, 3)))
    if rarely(draw, 6):
        node["weight"] = draw(st.sampled_from(("30%", "0.7", "1/3")))
    if rarely(draw, 6):
        node["for"] = draw(st.lists(st.sampled_from(tree.names), min_size=1, max_size=2, unique=True))
    if rarely(draw, 2):
        # Only indicators that came before take points, so that points never go round in a circle.
        policies = [*takers, *POLICIES] if depth > 1 else [*takers, *POLICIES[1:]]
        node["when_absent"] = draw(st.sampled_from(policies))
        if rarely(draw, 3):
            node["absent_for"] = {"类别": draw(st.sampled_from(("甲类", "乙类", ["甲类", "丙类"])))}
    return node


def voting(draw: st.DrawFn, form: str) -> Yaml:
    """What is voted or marked in a panel of some form."""
    if form == "entered":
        return {"entered": "true"}
    if form == "sheets":
        return {"dimensions": {"质量": "10", "效率": "7.5"} if draw(st.booleans()) else {"质量": "10"}}
    panel: Yaml = {"options": {"满意": "0", "不满意": "0.7", "不了解": "1"}}
    if form == "ballots":
        middle, worst = draw(st.sampled_from(("80", "33.3", "0"))), draw(st.sampled_from(("0", "-20")))
        panel = {"options": {"好": "100", "一般": middle, "差": worst, "不了解": "50"}}
        if draw(st.booleans()):
            panel["questions"] = ["政风", "效能"]
    if draw(st.booleans()):
        panel["abstentions"] = ["不了解"]
    return panel


def ways_of_scoring(draw: st.DrawFn, form: str, *, has_classes: bool) -> list[str]:
    """The phrases of a panel's score."""
    phrases = []
    if form == "sheets" and draw(st.booleans()):
        phrases.append(draw(st.sampled_from(("去掉1个最高分和1个最低分", "去掉两个最高分和两个最低分"))))
    if form == "deduct":
        phrases.append("逐票扣分")
    elif form != "entered":
        phrases.append(draw(st.sampled_from(("取平均分", "按满分折算", "按最高得分单位折算"))))
        phrases += ["各类评价人同权"] if rarely(draw, 3 if has_classes else 6) else []
    return phrases + ([f"保留{draw(st.integers(0, 3))}位小数"] if rarely(draw, 3) else [])


def panels(draw: st.DrawFn, tree: _Tree) -> Yaml:
    """A panel of each kind: ballots, sheets, deductions by ballot, or a score brought from elsewhere."""
    form = draw(st.sampled_from(("ballots", "ballots", "sheets", "deduct", "entered")))
    panel: Yaml = {"points": draw(st.sampled_from(POINTS)), **voting(draw, form)}
    if rarely(draw, 6):
        panel["for"] = [draw(st.sampled_from(tree.names))]
    if form != "entered" and draw(st.booleans()):
        shares = draw(st.sampled_from((("60%", "40%"), ("1/3", "2/3"), ("30%", "30%"), ("100%", "0%"))))
        panel["classes"] = dict(zip(("领导", "群众"), shares, strict=True))
    if phrases := ways_of_scoring(draw, form, has_classes="classes" in panel):
        panel["score"] = "，".join(phrases)
    return panel


def formulas(draw: st.DrawFn, names: list[str]) -> str:
    """A composition with percentages, rescaling, brackets, a constant and rounding."""
    terms = []
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names), unique=True)):
        factor = draw(st.sampled_from(("", "×80%", "×35.5%", "×100÷35", "÷3", "×0.3")))
        terms.append(f"{name}{factor}")
    text = "+".join(terms)
    if rarely(draw):
        text = f"({text})×60%"
    if rarely(draw):
        text += draw(st.sampled_from(("+5", "-3.5", "+10÷3")))
    if draw(st.booleans()):
        text += f"，保留{draw(st.sampled_from(('两', '1', '3', '零')))}位小数"
    return text


@st.composite
def scheme_texts(draw: st.DrawFn) -> str:
    """A scheme as YAML."""
    sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=3))
    numbers = iter(range(1, 20))
    groups = {
        f"第{'一二三'[index]}组": [f"单位{next(numbers)}" for _ in range(size)] for index, size in enumerate(sizes)
    }
    tree = _Tree(groups, [f"测评{number}" for number in range(1, draw(st.sampled_from((0, 1, 1, 2))) + 1)])
    scheme: Yaml = {
        "kaoji": "1",
        "title": "考核",
        "year": "2024",
        "groups": {name: {"units": units} for name, units in groups.items()},
        "indicators": [trees(draw, tree, 1) for _ in range(draw(st.integers(1, 4)))],
    }
    if tree.panels:
        scheme["panels"] = {name: panels(draw, tree) for name in tree.panels}
    first, last = scheme["indicators"][0], scheme["indicators"][-1]
    is_taker = f"'when_absent': '{first['name']}'" in str(scheme["indicators"])
    if first is not last and len(groups) > 1 and not is_taker and rarely(draw, 3):
        # Two parts of one name, each of a group of its own.
        first["for"], last["for"], last["name"] = *list(groups)[:2], first["name"]
    parts = list(dict.fromkeys([*(node["name"] for node in scheme["indicators"]), *tree.panels]))
    if not rarely(draw, 6):
        scheme["total"] = [{"formula": formulas(draw, parts)}]
        if rarely(draw):
            scheme["total"].insert(0, {"for": [draw(st.sampled_from(tree.names))], "formula": formulas(draw, parts)})
        weighed = [
            total.weights for each in scheme["total"] if (total := parse_formula(each["formula"])[0]) is not None
        ]
        is_weighed = all({first["name"], last["name"]} <= set(weights) for weights in weighed)
        # A weight of its own goes to one that has such a weight, too.
        is_weighed &= "weight" not in last or "weight" in first
        if first["name"] != last["name"] and is_weighed and rarely(draw, 3):
            last["when_absent"] = f"权重并入{first['name']}"
    if rarely(draw):
        scheme |= {"order": [draw(st.sampled_from(parts))], "rank_ties": "order"}
    return yaml.dump(scheme, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


# --------------------------------------------------------------------------------------------------------------- facts
# One draw of a whole row is several times as fast as one draw of each of its cells.
_WHOLE = [Decimal(text) for text in ("1", "2", "3")]
_BROKEN = [Decimal(text) for text in ("7", "2.5", "0", "33.333333")]
_MATTERS = (None, "表彰", "表彰", "项目")
_COUNTS = (True, True, True, True, False)


def _event_rows(quantities: list[Decimal]) -> st.SearchStrategy[tuple[Decimal, int, str | None, Fraction, bool]]:
    return st.sampled_from(list(product(quantities, range(4), _MATTERS, SHARES, _COUNTS)))


_EVENTS = {True: _event_rows(_WHOLE), False: _event_rows([*_WHOLE, *_BROKEN])}
_BALLOTS = {size: st.sampled_from(list(product((0, 1, 2, 4), repeat=size))) for size in (3, 4)}
_MARKS = {size: st.sampled_from(list(product(("7.5", "0", "5", "6.66", "3"), repeat=size))) for size in (1, 2)}


def events(draw: st.DrawFn, unit: str, number: int, slot: Slot) -> list[Event]:
    found = []
    for count in range(1, draw(st.integers(0, 4)) + 1):
        quantity, level, matter, share, counts = draw(_EVENTS[slot.low is not None])
        name = (*slot.levels, None, None, None, None)[level]
        found.append(Event(unit, number, str(count), quantity, name, matter, share, counts))
    return found


def measures(draw: st.DrawFn, unit: str, number: int, slot: Slot) -> Measure:
    within = [value for value in VALUES if slot.low is None or slot.high is None or slot.low <= value <= slot.high]
    target = draw(st.sampled_from(TARGETS)) if slot.has_target else None
    previous = draw(st.sampled_from((*TARGETS, None))) if slot.has_previous else None
    return Measure(unit, number, draw(st.sampled_from(within)), target, previous)


_COMPLETIONS = st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1), Fraction(17, 20)))
_ITEM_SHARES = st.lists(st.sampled_from(SHARES[1:]), max_size=2)


def slot_facts(draw: st.DrawFn, unit: str, number: int, slot: Slot) -> list[Any]:
    """Facts of one unit in one slot; now and then there are none."""
    found: list[Any] = []
    if rarely(draw, 10):
        return found
    match slot.kind:
        case "score":
            entered = (Decimal(0), Decimal("0.7"), Decimal("0.33"), slot.high or Decimal(8))
            found = [EnteredScore(unit, number, draw(st.sampled_from(entered)))]
        case "answer":
            found = [Answer(unit, number, draw(st.booleans()))]
        case "measure":
            found = [measures(draw, unit, number, slot)]
        case "events":
            found = list(events(draw, unit, number, slot))
        case "place":
            place, tied = draw(st.integers(1, 6)), draw(st.sampled_from((1, 1, 2, 3)))
            found = [Place(unit, number, place, tied, counts=not rarely(draw, 6))]
        case "items":
            shares = enumerate(draw(_ITEM_SHARES), 1)
            found = [WorkItem(unit, number, f"工作{count}", share, draw(_COMPLETIONS)) for count, share in shares]
    return found


_TABLES = {"score": "scores", "answer": "answers", "measure": "measures", "events": "events", "place": "places",
           "items": "items"}  # fmt: skip


def facts_for(draw: st.DrawFn, structure: Structure) -> Facts:
    """Facts of every unit of a scheme."""
    facts = Facts()
    for group, listed in structure.scheme.groups.items():
        for name in listed.units:
            attributes = {} if rarely(draw, 4) else {"类别": draw(st.sampled_from(("甲类", "乙类", "丙类")))}
            facts.units.append(Unit(name, group, attributes, participates=not rarely(draw, 10)))
    for unit in facts.units:
        for node in structure.nodes_of(unit.unit, unit.group):
            if node.node.when_absent is not None and rarely(draw, 3):
                facts.absences.append(Absence(unit.unit, node.index))
            for rule_slot in sorted({rule.slot for rule in node.rules}):
                slot = structure.slots[rule_slot]
                getattr(facts, _TABLES[slot.kind]).extend(slot_facts(draw, unit.unit, rule_slot, slot))
        fill_panels(draw, structure, facts, unit.unit)
    return facts


def fill_panels(draw: st.DrawFn, structure: Structure, facts: Facts, unit: str) -> None:
    """Put a unit's ballots, marks or brought scores into the facts; now and then there are none."""
    for resolved in structure.panels:
        panel, name = resolved.panel, resolved.name
        if rarely(draw, 8):
            continue
        if panel.entered:
            facts.panel_scores.append(PanelScore(unit, name, draw(st.sampled_from(VALUES[1:]))))
            continue
        kinds = sorted(panel.classes) or draw(st.sampled_from(([""], ["群众"], ["干部", "群众"])))
        kinds = kinds[: draw(st.sampled_from((1, 2, 2, 2)))]
        for kind in kinds:
            for question in panel.questions or ("",):
                counts = draw(_BALLOTS[len(panel.options)]) if panel.options else ()
                rows = zip(panel.options, counts, strict=True)
                facts.ballots.extend(Ballots(unit, name, option, count, question, kind) for option, count in rows)
            for rater in range(draw(st.integers(0, 5)) if panel.dimensions else 0):
                marks = zip(panel.dimensions, draw(_MARKS[len(panel.dimensions)]), strict=True)
                facts.marks.extend(Mark(unit, name, str(rater), part, Decimal(mark), kind) for part, mark in marks)


def structure_of(text: str) -> Structure:
    """Read a scheme that must be free of errors."""
    file, problems = load(text)
    assert file is not None, problems
    structure, found = resolve(file)
    assert not has_errors([*problems, *found]), [problem.line("en") for problem in (*problems, *found)] + [text]
    return structure


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """A scheme and facts."""
    text = draw(scheme_texts())
    structure = structure_of(text)
    return Assessment(text, structure, facts_for(draw, structure))
