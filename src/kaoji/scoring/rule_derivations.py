"""What the rules of an indicator gave and took, with the facts behind it and those that changed nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from kaoji.numbers import format_points, percent, plain
from kaoji.scheme.rule_printing import print_score, unit_zh
from kaoji.scheme.rule_reading import is_english
from kaoji.scheme.rules import Cap, Index, Item, Part, Per, Proportional, Rank, Scoring
from kaoji.scheme.rules import Score as RuleScore
from kaoji.scheme.structure import ResolvedNode, ResolvedRule
from kaoji.scoring.bounding import Flow, part_bounds
from kaoji.scoring.derivations import Derivation, Phrase, Term
from kaoji.scoring.fact_index import FactIndex, SlotFact
from kaoji.scoring.facts import Answer, EnteredScore, Event, Measure, Place, WorkItem
from kaoji.scoring.results import Effect, Scores
from kaoji.scoring.workings import Comparison, bound, left_over, working

NO_DATA: Final = Phrase("no data yet")
"""What is said of a rule that must be known something of, and nothing is: its points may change."""


class Rules:
    """Derive the rules of indicators."""

    def __init__(self, scores: Scores, index: FactIndex) -> None:
        self.scores, self.index = scores, index
        self.structure = scores.structure

    def of(self, unit: str, node: ResolvedNode) -> list[tuple[Derivation, Flow]]:
        """Derive each rule of an indicator for a unit, with what it hands to the indicator."""
        effects = [effect for effect in self.scores.effects.get(unit, []) if effect.node == node.index]
        used = {(effect.rule.slot, id(effect.fact)) for effect in effects}
        seen: set[int] = set()
        found = []
        for rule in node.rules:
            own = [effect for effect in effects if effect.rule is rule]
            idle: list[SlotFact] = []
            if rule.slot not in seen:
                seen.add(rule.slot)
                facts = self.index.by_slot.get((unit, rule.slot), [])
                idle = [fact for fact in facts if (rule.slot, id(fact)) not in used]
            found.append(self.rule(unit, node, rule, own, idle))
        return found

    def rule(
        self, unit: str, node: ResolvedNode, rule: ResolvedRule, effects: Sequence[Effect], idle: Iterable[SlotFact]
    ) -> tuple[Derivation, Flow]:
        """Derive one rule: its effects, and the facts on which no rule held."""
        flow, terms = bounded(rule, effects)
        children = [self.effect(unit, node, effect) for effect in effects]
        children += [self.idle(rule, fact) for fact in idle]
        slot = self.structure.slots[rule.slot]
        is_missing = slot.required and not self.index.by_slot.get((unit, rule.slot))
        derivation = Derivation(
            "rule",
            f"{slot.label}：{rule.rule.score}",
            flow.net,
            tuple(terms),
            text=(NO_DATA,) if is_missing else (),
            source=rule.rule.source or "",
            place=rule.source,
            quote=rule.rule.text or "",
            children=tuple(children),
        )
        return derivation, flow

    def effect(self, unit: str, node: ResolvedNode, effect: Effect) -> Derivation:
        """Derive what one rule item gave or took for one fact."""
        amount = -effect.amount if effect.side == "minus" else effect.amount
        compared = self.comparison(unit, effect)
        points = self.scores.nodes[unit, node.index].points
        text = [*words_of(effect.fact, self.structure.slots[effect.rule.slot].measured_in), *_targets(effect)]
        text += _left_over(effect)
        if compared is not None:
            text += _compared(effect.item, compared)
        shown = working(effect, points, compared)
        if not effect.is_kept:
            said = "{points} not counted: the same matter counts once, at its largest"
            if shown:  # what it would have been; what it comes to is 0
                said = "{working} = {points} not counted: the same matter counts once, at its largest"
            data = {"working": shown, "points": format_points(abs(amount))}
            text.insert(0, Phrase(said, data))
            shown = ""
        label = _item_text(effect.rule, effect.item)
        source = getattr(effect.fact, "source", None)
        return Derivation("effect", label, amount if effect.is_kept else 0, (), shown, tuple(text), place=source)

    def idle(self, rule: ResolvedRule, fact: SlotFact) -> Derivation:
        """Derive a fact without effect: one that does not count, or on which no rule holds."""
        slot = self.structure.slots[rule.slot]
        counts = getattr(fact, "counts", True)
        reason = Phrase("no rule gives or takes anything for it") if counts else Phrase("does not count")
        text = (reason, *words_of(fact, slot.measured_in))
        return Derivation("fact", slot.label, 0, text=text, place=fact.source)

    def comparison(self, unit: str, effect: Effect) -> Comparison | None:
        """Give the values that a rule compared, None where it compares none."""
        item, fact = effect.item, effect.fact
        compares = isinstance(item, Rank | Index) or (isinstance(item, Proportional) and item.to == "best")
        if not compares or not isinstance(fact, Measure):
            return None
        rules = [rule for rule in self.structure.nodes[effect.node].rules if rule.slot == fact.slot]
        among_all = any(rule.rule.among == "all" for rule in rules)
        units, nodes = self.scores.units, self.scores.nodes
        values = tuple(
            measure.value
            for measure in self.index.measures[fact.slot]
            if (among_all or units[measure.unit].group == units[unit].group)
            and (measure.unit, effect.node) in nodes
            and not nodes[measure.unit, effect.node].is_absent
        )
        return Comparison(fact.value, effect.rule.rule.better == "lower", values)


def bounded(rule: ResolvedRule, effects: Iterable[Effect]) -> tuple[Flow, list[Term]]:
    """Add up the effects of a rule that count, under the caps of its parts and its own."""
    kept = [effect for effect in effects if effect.is_kept]
    gathered, caught, terms = Flow(), Flow(), []
    scoring = [part for part in rule.score.parts if part.scoring]
    for part in scoring:
        flow = _flow(kept, part)
        gathered = gathered.joined(flow)
        if any(isinstance(limit, Cap) for limit in part.limits):
            flow, held = part_bounds(part.limits, part.scoring).apply(flow)
            terms += held
        caught = caught.joined(flow)
    whole = [limit for part in rule.score.parts if not part.scoring for limit in part.limits]
    if any(isinstance(limit, Cap) for limit in whole):
        caught, held = part_bounds(whole, [item for part in scoring for item in part.scoring]).apply(caught)
        terms += held
    return caught, [*gathered.terms(), *terms]


def _flow(effects: Iterable[Effect], part: Part) -> Flow:
    sums = {"fill": 0, "extra": 0, "minus": 0}
    for effect in effects:
        if any(effect.item is item for item in part.items):
            sums[effect.side] += effect.amount
    return Flow(**sums)


def _item_text(rule: ResolvedRule, item: Item) -> str:
    return print_score(RuleScore((Part((item,)),)), "en" if is_english(rule.rule.score) else "zh")


def _left_over(effect: Effect) -> list[Phrase]:
    """Say that what is less than a whole step does not count, where something was left out for that."""
    item, fact = effect.item, effect.fact
    value = fact.value if isinstance(fact, Measure) else fact.quantity if isinstance(fact, Event) else None
    step = None if value is None else left_over(item, value, bound(effect.rule, item, fact))
    if step is None or not isinstance(item, Per):
        return []
    unit = "%" if item.of_target else unit_zh(item.measured_in)
    return [Phrase("less than {step}{unit} does not count", {"step": plain(step), "unit": unit})]


def _targets(effect: Effect) -> list[Phrase]:
    item, fact = effect.item, effect.fact
    if not isinstance(fact, Measure) or isinstance(item, Index | Rank):
        return []
    is_away = isinstance(item, Per) and item.towards != "each" and not item.then
    to_target = isinstance(item, Proportional) and item.to == "target"
    target = bound(effect.rule, item, fact) if is_away or to_target else fact.target
    return [] if target is None else [Phrase("target {target}", {"target": plain(target)})]


def _compared(item: Scoring, compared: Comparison) -> list[Phrase]:
    count = len(compared.values)
    data: dict[str, object]
    if isinstance(item, Rank):
        data = {"place": compared.place(from_bottom=item.from_end == "bottom"), "count": count}
        from_top, from_end = (
            Phrase("place {place} of {count}", data),
            Phrase("place {place} from the end of {count}", data),
        )
        tied = [Phrase("{tied} share it", {"tied": compared.tied})] if compared.tied > 1 else []
        return [from_end if item.from_end == "bottom" else from_top, *tied]
    if isinstance(item, Index) and item.method == "growth":
        total = plain(sum(compared.values, Decimal(0)))
        return [Phrase("the {count} units compared have {total} together", {"count": count, "total": total})]
    data = {"best": plain(compared.best), "worst": plain(compared.worst), "count": count}
    return [Phrase("the best of {count} has {best}, the last {worst}", data)]


def words_of(fact: object, measured_in: str | None) -> list[Phrase]:  # noqa: PLR0911 - one case a kind of fact
    """Say what a fact is, in words."""
    unit = measured_in or ""
    match fact:
        case EnteredScore():
            return [Phrase("score given {score}", {"score": plain(fact.score)})]
        case Answer():
            return [Phrase("yes") if fact.answer else Phrase("no")]
        case Measure():
            previous = {} if fact.previous is None else {"previous": plain(fact.previous)}
            value = Phrase("value {value}", {"value": plain(fact.value)})
            return [value, *([Phrase("last year {previous}", previous)] if previous else [])]
        case Place():
            tied = [Phrase("{tied} share it", {"tied": fact.tied})] if fact.tied > 1 else []
            return [Phrase("place {place}", {"place": fact.place}), *tied, *_note(fact.note)]
        case WorkItem():
            data = {"work": fact.work, "share": percent(fact.share), "completion": percent(fact.completion)}
            return [Phrase("{work}: share {share}, done {completion}", data)]
        case Event():
            return _event(fact, unit)
    return []


def _event(event: Event, unit: str) -> list[Phrase]:
    text = [Phrase("no. {number}", {"number": event.number})] if event.number else []
    if event.happened_on is not None:
        text.append(Phrase("on {day}", {"day": event.happened_on.isoformat()}))
    if event.quantity != 1:
        data = {"quantity": plain(event.quantity), "unit": unit}
        text.append(Phrase("{quantity} {unit}", data) if unit else Phrase("quantity {quantity}", data))
    if event.level:
        text.append(Phrase("level {level}", {"level": event.level}))
    if event.matter:
        text.append(Phrase("matter {matter}", {"matter": event.matter}))
    if event.share != 1:
        text.append(Phrase("share {share}", {"share": percent(event.share)}))
    if event.document:
        text.append(Phrase("document {document}", {"document": event.document}))
    return text + _note(event.note)


def _note(note: str | None) -> list[Phrase]:
    return [Phrase("{note}", {"note": note})] if note else []
