"""Changes of a scheme as data: an indicator or a rule is found where it stood, changed, and put back.

A place is the way down the tree of indicators, ``(0, 2)`` for the third item of the first part. Who edits says what
they saw; where it says something else by now, the change is refused instead of laid over somebody else's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from kaoji.numbers import plain
from kaoji.scheme.formulas import parse_formula, print_formula
from kaoji.scheme.model import Award, Node, Rule, Scheme
from kaoji.scheme.structure import GROUP_ATTRIBUTE

M = TypeVar("M", bound=BaseModel)
Place = tuple[int, ...]
SLOT_KEYS: Final = ("when", "measure", "events", "rank", "ranked", "completion")
"""What a rule can look at, as the scheme's keys call it."""
_NOTES: Final = frozenset({"text", "source", "check"})
_RULES: Final = frozenset({"score", "rules"})


class ChangedMeanwhileError(Exception):
    """What is to be changed says something else by now, or is gone."""

    def __init__(self, now: Node | Rule | None = None) -> None:
        super().__init__()
        self.now = now


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator where it stands."""

    place: Place
    path: tuple[str, ...]
    node: Node


def written(place: Place) -> str:
    """Write a place as forms carry it.

    >>> written((0, 2)), read_place("0.2"), read_place("0.x")
    ('0.2', (0, 2), None)
    """
    return ".".join(map(str, place))


def read_place(text: str) -> Place | None:
    """Read a place that a form brought; None where it is none."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else None


def walk(scheme: Scheme) -> Iterator[Found]:
    """Give all indicators, parents before children."""
    yield from _walk(scheme.indicators, (), ())


def _walk(nodes: Sequence[Node], place: Place, path: tuple[str, ...]) -> Iterator[Found]:
    for index, node in enumerate(nodes):
        found = Found((*place, index), (*path, node.name), node)
        yield found
        yield from _walk(node.items, found.place, found.path)


def node_at(scheme: Scheme, place: Place) -> Node | None:
    """Give the indicator at a place."""
    nodes, found = scheme.indicators, None
    for index in place:
        if index >= len(nodes):
            return None
        found = nodes[index]
        nodes = found.items
    return found


def with_children(scheme: Scheme, parent: Place, change: Callable[[tuple[Node, ...]], tuple[Node, ...]]) -> Scheme:
    """Change the list of indicators below a place; the empty place means the top of the tree."""

    def at(nodes: tuple[Node, ...], rest: Place) -> tuple[Node, ...]:
        if not rest:
            return change(nodes)
        index = rest[0]
        inner = nodes[index].model_copy(update={"items": at(nodes[index].items, rest[1:])})
        return (*nodes[:index], inner, *nodes[index + 1 :])

    return scheme.model_copy(update={"indicators": at(scheme.indicators, parent)})


def with_node(scheme: Scheme, place: Place, node: Node | None) -> Scheme:
    """Put an indicator at a place; None takes away the one that is there."""
    index = place[-1]
    fresh = () if node is None else (node,)
    return with_children(scheme, place[:-1], lambda nodes: (*nodes[:index], *fresh, *nodes[index + 1 :]))


def moved(scheme: Scheme, place: Place, step: int) -> Scheme:
    """Move an indicator up (-1) or down (1) among its neighbours; at the end of the row it stays."""

    def change(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        index, other = place[-1], place[-1] + step
        if not 0 <= other < len(nodes):
            return nodes
        row = list(nodes)
        row[index], row[other] = row[other], row[index]
        return tuple(row)

    return with_children(scheme, place[:-1], change)


# -------------------------------------------------------------------- rules


def rules_of(node: Node) -> tuple[Rule, ...]:
    """Give an indicator's rules; a ``score`` of its own counts as a rule on the indicator itself."""
    own = () if node.score is None else (Rule(measure=node.name, score=node.score),)
    return (*own, *node.rules)


def with_rules(node: Node, rules: tuple[Rule, ...]) -> Node:
    """Give the indicator other rules; a lone rule on the indicator itself stays short where it was short."""
    if node.score is not None and len(rules) == 1 and is_plain(node, rules[0]):
        return node.model_copy(update={"score": rules[0].score, "rules": ()})
    return node.model_copy(update={"score": None, "rules": rules})


def is_plain(node: Node, rule: Rule) -> bool:
    """Tell whether a rule says nothing but a score of the indicator itself."""
    return rule == Rule(measure=node.name, score=rule.score)


def slot_of(rule: Rule) -> tuple[str, str]:
    """Give what a rule looks at: the key and the words.

    >>> slot_of(Rule(events="事故", score="每起扣5分"))
    ('events', '事故')
    """
    return next(((key, value) for key in SLOT_KEYS if (value := getattr(rule, key)) is not None), ("", ""))


# -------------------------------------------------------------------- what somebody saw


def content(part: BaseModel, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Give what a part says, as plain data: without its quotation, source and note."""
    fields = type(part).model_fields
    return {
        name: _data(value)
        for name, info in fields.items()
        if name not in _NOTES | leave_out
        and (value := getattr(part, name)) != info.get_default(call_default_factory=False)
    }


def _data(value: Any) -> Any:  # noqa: ANN401 - a value of a scheme
    if isinstance(value, BaseModel):
        return content(value)
    if isinstance(value, dict):
        return {str(key): _data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_data(item) for item in value]
    if isinstance(value, Decimal | Fraction):
        return plain(value)
    return value


def own_content(node: Node) -> dict[str, Any]:
    """Give what an indicator says of itself: without its rules and what stands below it."""
    return content(node, frozenset({"items"}) | _RULES)


def place_now(newest: Scheme, base: Scheme, place: Place, fits: Callable[[Node], bool]) -> Place:
    """Find where an indicator stands in the newest scheme that stood at a place in the one that somebody saw.

    It must bear the same name, and fit: what is to be changed of it must still say what was seen.

    Raises:
        ChangedMeanwhileError: it is gone or says something else.
    """
    seen = node_at(base, place)
    if seen is None:
        raise ChangedMeanwhileError
    now = node_at(newest, place)
    if now is not None and now.name == seen.name and fits(now):
        return place
    alike = [found.place for found in walk(newest) if found.node.name == seen.name and fits(found.node)]
    if len(alike) == 1:
        return alike[0]
    raise ChangedMeanwhileError(now)


def rule_now(node: Node, rule: Rule, number: int) -> int:
    """Find the number of a rule that somebody saw at a number.

    Raises:
        ChangedMeanwhileError: it is gone or says something else.
    """
    rules = rules_of(node)
    if number < len(rules) and content(rules[number]) == content(rule):
        return number
    alike = [index for index, other in enumerate(rules) if content(other) == content(rule)]
    if len(alike) == 1:
        return alike[0]
    raise ChangedMeanwhileError(rules[number] if number < len(rules) else None)


# -------------------------------------------------------------------- names that others use


def with_part_renamed(scheme: Scheme, old: str, new: str) -> Scheme:
    """Let formulas and the order of ties follow when a part of the total gets another name."""
    totals = []
    for total in scheme.total:
        composition, _problems = parse_formula(total.formula)
        if composition is not None and old in composition.weights:
            weights = {new if name == old else name: weight for name, weight in composition.weights.items()}
            total = total.model_copy(update={"formula": print_formula(replace(composition, weights=weights))})  # noqa: PLW2901
        totals.append(total)
    order = tuple(new if name == old else name for name in scheme.order)
    return scheme.model_copy(update={"total": tuple(totals), "order": order})


def with_indicator_renamed(scheme: Scheme, old: str, new: str) -> Scheme:
    """Let limits and consequences that rest on the places in an indicator follow when it gets another name."""
    if any(found.node.name == old for found in walk(scheme)):
        return scheme  # another indicator bears that name still

    def renamed(parts: Sequence[M]) -> tuple[M, ...]:
        return tuple(
            part.model_copy(update={"indicator": new}) if getattr(part, "indicator", None) == old else part
            for part in parts
        )

    return scheme.model_copy(update={"limits": renamed(scheme.limits), "afterwards": renamed(scheme.afterwards)})


def with_groups_renamed(scheme: Scheme, names: dict[str, str]) -> Scheme:
    """Let everything that names a group follow when groups get other names."""

    def renamed(applies_to: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in applies_to)

    def node(found: Node) -> Node:
        return found.model_copy(
            update={"applies_to": renamed(found.applies_to), "items": tuple(node(item) for item in found.items)}
        )

    def paid(award: Award) -> Award:
        # What is given, and for whom prizes are kept, goes by the group unless another attribute is named.
        keys = [("amounts", award.amount_by), ("reserved", award.reserved_by)]
        return award.model_copy(update={key: keyed(award, key) for key, by in keys if by in (None, GROUP_ATTRIBUTE)})

    def keyed(part: Any, key: str) -> dict[str, Any]:  # noqa: ANN401 - a grade or a prize
        return {names.get(name, name): value for name, value in getattr(part, key).items()}

    by_group = ["places"]
    by_group += ["shares"] * (scheme.quota.share_by == GROUP_ATTRIBUTE)
    by_group += ["reserved"] * (scheme.quota.reserved_by in (None, GROUP_ATTRIBUTE))

    def scoped(parts: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(part.model_copy(update={"applies_to": renamed(part.applies_to)}) for part in parts)

    return scheme.model_copy(
        update={
            "indicators": tuple(node(found) for found in scheme.indicators),
            "panels": dict(zip(scheme.panels, scoped(list(scheme.panels.values())), strict=True)),
            "total": scoped(scheme.total),
            "limits": scoped(scheme.limits),
            "awards": tuple(map(paid, scoped(scheme.awards))),
            "afterwards": scoped(scheme.afterwards),
            "grades": tuple(
                grade.model_copy(update={key: keyed(grade, key) for key in by_group}) for grade in scheme.grades
            ),
        }
    )
