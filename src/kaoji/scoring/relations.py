"""The relations that the SQL models read: parameter tables and fact tables, and how numbers stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from kaoji.numbers import QUANTITY, half_up, scaled
from kaoji.scheme.rules import Scoring
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, Structure
from kaoji.scoring.facts import Facts

COLUMNS: dict[str, str] = {
    "units": "unit_id BIGINT, scheme_id BIGINT, group_id BIGINT, variant_id BIGINT, is_ranked BOOLEAN",
    "variants": "variant_id BIGINT, total_id BIGINT",
    "nodes": "node_id BIGINT, scheme_id BIGINT, parent_id BIGINT, height BIGINT, kind VARCHAR, "
    "plus_cap BIGINT, extra_cap BIGINT, minus_cap BIGINT, value_cap BIGINT, floor BIGINT",
    "variant_nodes": "variant_id BIGINT, node_id BIGINT, points BIGINT, fill_room BIGINT, start BIGINT, handed_up BIGINT, value BIGINT, "
    "weight_numerator BIGINT, weight_denominator BIGINT, rescale_numerator BIGINT, rescale_denominator BIGINT, "
    "rounding_step BIGINT, is_absent BOOLEAN, "
    "parent_id BIGINT, height BIGINT, kind VARCHAR, plus_cap BIGINT, extra_cap BIGINT, minus_cap BIGINT, value_cap BIGINT, floor BIGINT",
    "slots": "slot_id BIGINT, indicator_id BIGINT, is_compared BOOLEAN, is_among_all BOOLEAN, is_single BOOLEAN",
    "rules": "rule_id BIGINT, slot_id BIGINT, node_id BIGINT, indicator_id BIGINT, kind VARCHAR, side BIGINT, points BIGINT, "
    "step BIGINT, towards BIGINT, threshold BIGINT, low BIGINT, high BIGINT, level_id BIGINT, scope_id BIGINT, "
    "is_compared BOOLEAN, is_lower_better BOOLEAN, is_given_place BOOLEAN, tie_policy VARCHAR, tie_step BIGINT, "
    "first_share BIGINT, second_share BIGINT, needs_target BOOLEAN",
    "place_points": "rule_id BIGINT, first_place BIGINT, last_place BIGINT, points BIGINT",
    "facts": "fact_id BIGINT, unit_id BIGINT, slot_id BIGINT, value BIGINT, target BIGINT, previous BIGINT, level_id BIGINT, matter_id BIGINT, "
    "share_numerator BIGINT, share_denominator BIGINT, tied BIGINT, counts BOOLEAN",
    "panels": "panel_id BIGINT, scale VARCHAR, points BIGINT, full_mean BIGINT, trim BIGINT, rounding_step BIGINT",
    "panel_nodes": "panel_id BIGINT, node_id BIGINT",
    "kinds": "panel_id BIGINT, kind_id BIGINT, weight BIGINT",
    "choices": "choice_id BIGINT, panel_id BIGINT, kind_id BIGINT, question_id BIGINT, points BIGINT, is_abstention BOOLEAN",
    "ballots": "unit_id BIGINT, choice_id BIGINT, ballots BIGINT",
    "marks": "unit_id BIGINT, panel_id BIGINT, kind_id BIGINT, rater_id BIGINT, mark BIGINT",
    "given_panel_scores": "unit_id BIGINT, panel_id BIGINT, points BIGINT",
}
"""Every input relation of the models with its columns; ids are unique over all schemes of a run."""

UNREACHABLE = 2**61
"""A cap that does not hold, in points; its negative is a floor that does not hold."""
SCHEME_IDS = 10**6
"""Room for the nodes, rules and slots of one scheme."""

Row = tuple[int | bool | str | None, ...]


@dataclass
class Relations:
    """Rows of every input relation, and what their ids stand for."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    units: list[tuple[int, str]] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    heights: set[int] = field(default_factory=set)
    """The heights at which totals lie."""
    sources: dict[int, object] = field(default_factory=dict)

    def unit_name(self, unit_id: int) -> str:
        """Give the unit that an id stands for."""
        return self.units[unit_id][1]

    def score_sources(self) -> frozenset[str]:
        """Name the models that scores come from; others have nothing to read here and give no row."""
        slots: dict[str, set[object]] = {}
        for slot, kind, is_compared, scope in self._columns("rules", "slot_id", "kind", "is_compared", "scope_id"):
            if kind == "place" or is_compared:
                slots.setdefault("place_amounts" if kind == "place" else "index_amounts", set()).add(slot)
            elif scope is not None:
                slots.setdefault("matters", set()).add(slot)
        found = {"plain_amounts"}
        for name, those in slots.items():
            facts = self._columns("facts", "slot_id", "matter_id")
            if any(slot in those and (name != "matters" or matter is not None) for slot, matter in facts):
                found.add(name)
        if any(self.rows[name] for name in ("ballots", "marks", "given_panel_scores")):
            found.add("panel_scores")
        return frozenset(found)

    def _columns(self, name: str, *columns: str) -> Iterator[tuple[int | bool | str | None, ...]]:
        """Give some columns of a relation, row by row."""
        every = [column.split()[0] for column in COLUMNS[name].split(", ")]
        return map(itemgetter(*map(every.index, columns)), self.rows[name])


@dataclass
class CompiledScheme:
    """The ids that one scheme's parts got: nodes by index, rule items by (node index, rule number, item number)."""

    number: int
    structure: Structure
    facts: Facts
    unit_ids: dict[str, int] = field(default_factory=dict)
    group_ids: dict[str, int] = field(default_factory=dict)
    node_ids: dict[int, int] = field(default_factory=dict)
    panel_ids: dict[str, int] = field(default_factory=dict)
    rule_items: dict[int, tuple[ResolvedNode, ResolvedRule, Scoring]] = field(default_factory=dict)
    variants: dict[object, int] = field(default_factory=dict)
    total_id: int = 0

    @property
    def base(self) -> int:
        """The first id of this scheme's nodes, rules and slots."""
        return self.number * SCHEME_IDS


def quantity(value: Decimal | Fraction) -> int:
    """Give a quantity as an integer; what has more than six decimals was refused on reading and is rounded here."""
    exact = scaled(value, QUANTITY)
    if exact is not None:
        return exact
    fraction = Fraction(value) * QUANTITY
    return half_up(fraction.numerator, fraction.denominator)


def rounding_step(decimals: int | None) -> int | None:
    """Give the step of a named rounding in units of 10^-7 point."""
    return None if decimals is None else 10 ** (7 - decimals)
