"""Results kept up to date: when the facts of a unit change, only what they touch is worked out again.

The models turn the changed facts into effects and panel scores; sums, limits and totals above them are taken up in process
from the leaves that are kept. Works on relations, for one scheme or for thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kaoji.scoring.climbing import Gathered, NodeOutcome, UnitTree, VariantNode
from kaoji.scoring.engines import DuckDBEngine, model
from kaoji.scoring.relations import COLUMNS, SCHEME_IDS, Row
from kaoji.scoring.steps import effects_of

EffectRow = tuple[int, int, int, int, int, int, bool]
"""Unit, rule, node, fact, side, amount, is_kept."""

_KEPT = {
    "facts": "SELECT * FROM facts",
    "ballots": "SELECT * FROM choice_counts",
    "marks": "SELECT * FROM marks",
    "given_panel_scores": "SELECT * FROM given_panel_scores",
}


@dataclass
class Component:
    """Slots that cannot be told apart: their effects fall on the same nodes or can be of the same matter."""

    slots: set[int] = field(default_factory=set)
    nodes: set[int] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    is_compared: bool = False
    is_among_all: bool = False


@dataclass
class Touched:
    """What a change touched: None stands for a node or panel score that is no longer there."""

    units: list[int] = field(default_factory=list)
    nodes: dict[tuple[int, int], NodeOutcome | None] = field(default_factory=dict)
    slots: set[int] = field(default_factory=set)
    effects: list[EffectRow] = field(default_factory=list)
    panels: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)
    totals: dict[int, dict[int, int]] = field(default_factory=dict)
    """The totals of all ranked units of every group that was touched."""


@dataclass
class _Desk:
    """All that is known in process of one scheme; laid out when it is first touched."""

    units: dict[int, tuple[int, int, bool]]
    trees: dict[int, UnitTree]
    components: dict[int, Component]
    panel_nodes: dict[int, list[int]]
    relative_panels: set[int]
    total_id: int

    def population(self, unit_id: int, *, everyone: bool) -> list[int]:
        """Give the units of the same group, or of the scheme."""
        group = self.units[unit_id][0]
        return [other for other, row in self.units.items() if everyone or row[0] == group]


class Recount:
    """The relations of an engine on which the models were run, kept up to date.

    Args:
        engine: holds input relations and results; from now on its relations are worked with here.
    """

    def __init__(self, engine: DuckDBEngine) -> None:
        self.engine = engine
        self.desks: dict[int, _Desk] = {}
        for name, sql in _KEPT.items():
            engine.create(f"kept_{name}", sql)
        engine.create("kept_leaf_sums", "SELECT * FROM leaf_sums")

    def change_facts(self, scheme_id: int, unit_id: int, slots: Iterable[int], rows: Sequence[Row]) -> Touched:
        """Replace all facts that a unit has in some slots; these must be whole components.

        Args:
            scheme_id: the scheme of the unit.
            unit_id: the unit.
            slots: the slots, those of ``component``.
            rows: the facts that it has there now, as rows of the relation.
        """
        desk = self.desk(scheme_id)
        chosen = list(_once(desk.components[slot] for slot in slots))
        self._replace("facts", f"unit_id = {unit_id} AND slot_id IN ({_listed(slots)})", rows)
        units = [unit_id]
        if any(component.is_compared for component in chosen):
            units = desk.population(unit_id, everyone=any(component.is_among_all for component in chosen))
        touched = Touched(slots=set(slots))
        touched.effects = self._effects(units, chosen)
        nodes = set().union(*(component.nodes for component in chosen))
        sums: dict[tuple[int, int], list[int]] = {}
        for unit, _, node, _, side, amount, is_kept in touched.effects:
            if is_kept:
                sums.setdefault((unit, node), [0, 0, 0])[side] += amount
        leaves = {key: Gathered(*parts) for key, parts in sums.items()}
        self._climb(desk, touched, {unit: {node: leaves.get((unit, node)) for node in nodes} for unit in units})
        return touched

    def change_votes(self, scheme_id: int, unit_id: int, panel_id: int, relation: str, rows: Sequence[Row]) -> Touched:
        """Replace all ballots, marks or the entered score that a unit has in a panel.

        Args:
            scheme_id: the scheme of the unit.
            unit_id: the unit.
            panel_id: the panel.
            relation: ballots, marks or given_panel_scores.
            rows: what it has there now, as rows of the relation.
        """
        desk = self.desk(scheme_id)
        of_panel = dict.fromkeys(("marks", "given_panel_scores"), f"panel_id = {panel_id}")
        of_panel["ballots"] = f"choice_id IN (SELECT choice_id FROM choices WHERE panel_id = {panel_id})"
        self._replace(relation, f"unit_id = {unit_id} AND {of_panel[relation]}", rows)
        units = desk.population(unit_id, everyone=False) if panel_id in desk.relative_panels else [unit_id]
        for name, where in of_panel.items():
            sql = f"SELECT * FROM kept_{name} WHERE unit_id IN ({_listed(units)}) AND {where}"
            self.engine.create(name, sql, stored=False)
        query = f"SELECT unit_id, mean, score FROM ({model('panel_scores')}) AS scores"
        found = {unit: (mean, score) for unit, mean, score in self.engine.rows(query)}
        touched = Touched(panels={(unit, panel_id): found.get(unit) for unit in units})
        leaves: dict[int, dict[int, Gathered | None]] = defaultdict(dict)
        for unit in units:
            for node in desk.panel_nodes.get(panel_id, ()):
                score = found[unit][1] if unit in found else None
                leaves[unit][node] = None if score is None else Gathered(max(score, 0), 0, max(-score, 0))
        self._climb(desk, touched, leaves)
        return touched

    def add_choices(self, rows: Sequence[Row]) -> None:
        """Take in what ballots can say beside what they could so far."""
        self.engine.insert("choices", rows)

    def component(self, scheme_id: int, slot_id: int) -> set[int]:
        """Give the slots that go together with one."""
        return self.desk(scheme_id).components[slot_id].slots

    # ------------------------------------------------------------------ steps

    def _replace(self, name: str, where: str, rows: Sequence[Row]) -> None:
        self.engine.rows(f"DELETE FROM kept_{name} WHERE {where}")
        self.engine.insert(f"kept_{name}", rows, COLUMNS[name])

    def _effects(self, units: Sequence[int], chosen: Sequence[Component]) -> list[EffectRow]:
        """Let the models turn the facts of some units in some components into effects."""
        slots = set().union(*(component.slots for component in chosen))
        sources = set().union(*(component.sources for component in chosen))
        where = f"unit_id IN ({_listed(units)}) AND slot_id IN ({_listed(slots)})"
        self.engine.create("facts", f"SELECT * FROM kept_facts WHERE {where}", stored=False)
        if sources & {"index_amounts", "place_amounts", "matters"}:
            self.engine.create("related_facts", model("related_facts"), stored=False)
        if sources & {"index_amounts", "place_amounts"}:
            self.engine.create("comparisons", model("comparisons"))
        query = effects_of(sources)
        if not query:
            return []
        columns = "unit_id, rule_id, node_id, fact_id, side, amount, is_kept"
        return self.engine.rows(f"SELECT {columns} FROM ({query}) AS effects ORDER BY unit_id, rule_id, fact_id")

    def _climb(self, desk: _Desk, touched: Touched, leaves: dict[int, dict[int, Gathered | None]]) -> None:
        """Put new leaves in place and take them up to the totals."""
        for unit, changed in leaves.items():
            tree = desk.trees[unit]
            for node, gathered in changed.items():
                if gathered is None:
                    tree.leaves.pop(node, None)
                else:
                    tree.leaves[node] = gathered
            for node in tree.climb(changed):
                touched.nodes[unit, node] = tree.outcomes.get(node)
        touched.units = list(leaves)
        groups = {desk.units[unit][0] for unit in leaves}
        for unit, (group, _, is_ranked) in desk.units.items():
            if group in groups and is_ranked:
                tree = desk.trees[unit]
                outcome = tree.outcomes.get(desk.total_id)
                total = tree.nodes[desk.total_id].value if outcome is None else outcome.value
                touched.totals.setdefault(group, {})[unit] = total

    # ------------------------------------------------------------------ the desk

    def desk(self, scheme_id: int) -> _Desk:
        """Lay out one scheme, once."""
        if scheme_id not in self.desks:
            self.desks[scheme_id] = self._lay_out(scheme_id)
        return self.desks[scheme_id]

    def _lay_out(self, scheme_id: int) -> _Desk:
        rows, within = self.engine.rows, f"BETWEEN {scheme_id * SCHEME_IDS} AND {(scheme_id + 1) * SCHEME_IDS - 1}"
        units = {
            unit: (group, variant, is_ranked)
            for unit, group, variant, is_ranked in rows(
                f"SELECT unit_id, group_id, variant_id, is_ranked FROM units WHERE scheme_id = {scheme_id}"
            )
        }
        variants: dict[int, dict[int, VariantNode]] = defaultdict(dict)
        children: dict[int, list[int]] = defaultdict(list)
        for row in rows(f"SELECT * FROM variant_nodes WHERE variant_id {within}"):
            node = VariantNode(*row)
            variants[node.variant_id][node.node_id] = node
            if node.parent_id is not None and node.node_id not in children[node.parent_id]:
                children[node.parent_id].append(node.node_id)
        trees = {unit: UnitTree(variants[row[1]], children) for unit, row in units.items()}
        span = f"unit_id BETWEEN {min(units)} AND {max(units)}"
        for unit, node_id, *parts in rows(
            f"SELECT unit_id, node_id, fill, extra, minus FROM kept_leaf_sums WHERE {span}"
        ):
            trees[unit].leaves[node_id] = Gathered(*parts)
        for tree in trees.values():
            tree.settle_all()
        panel_nodes: dict[int, list[int]] = defaultdict(list)
        for panel_id, node_id in rows(f"SELECT panel_id, node_id FROM panel_nodes WHERE panel_id {within}"):
            panel_nodes[panel_id].append(node_id)
        relative = {
            panel for (panel,) in rows(f"SELECT panel_id FROM panels WHERE scale = 'best' AND panel_id {within}")
        }
        ((total_id,),) = rows(f"SELECT MIN(total_id) FROM variants WHERE variant_id {within}")
        return _Desk(units, trees, self._components(within), panel_nodes, relative, total_id)

    def _components(self, within: str) -> dict[int, Component]:
        """Join slots whose effects fall on the same nodes or share a scope of matters."""
        found: dict[int, Component] = {}
        owners: dict[tuple[str, int], Component] = {}
        slots = self.engine.rows(f"SELECT slot_id, is_compared, is_among_all FROM slots WHERE slot_id {within}")
        for slot, is_compared, is_among_all in slots:
            found[slot] = Component({slot}, is_compared=is_compared, is_among_all=is_compared and is_among_all)
        rules = "SELECT DISTINCT slot_id, node_id, scope_id, kind, is_compared FROM rules WHERE slot_id "
        for slot, node, scope, kind, is_compared in self.engine.rows(f"{rules}{within}"):
            component = found[slot]
            component.nodes.add(node)
            component.sources |= _sources(kind, is_compared=is_compared, has_scope=scope is not None)
            for key in (("node", node), *((("scope", scope),) if scope is not None else ())):
                component = _joined(found, owners, component, owners.get(key, component))
                owners[key] = component
        return found


def _sources(kind: str, *, is_compared: bool, has_scope: bool) -> set[str]:
    """Name the models that turn facts into the effects of an item."""
    if is_compared:
        return {"place_amounts" if kind == "place" else "index_amounts"}
    return {"plain_amounts", "matters"} if has_scope else {"plain_amounts"}


def _joined(
    found: dict[int, Component], owners: dict[tuple[str, int], Component], one: Component, other: Component
) -> Component:
    """Make one component of two."""
    if one is other:
        return one
    for slot in other.slots:
        found[slot] = one
    for key, owner in owners.items():
        if owner is other:
            owners[key] = one
    one.slots |= other.slots
    one.nodes |= other.nodes
    one.sources |= other.sources
    one.is_compared |= other.is_compared
    one.is_among_all |= other.is_among_all
    return one


def _once(components: Iterable[Component]) -> list[Component]:
    return list({id(component): component for component in components}.values())


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
