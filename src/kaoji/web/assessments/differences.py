"""What changed between two schemes: indicators added, removed and changed, and what else says something else.

Indicators are told again by their way down the tree of names; where that changed, by their name, then by the notice's
words, then by likeness under the same section. A year at the head of a name makes no difference.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from kaoji.numbers import fold, percent, shown
from kaoji.scheme.model import Group, Node, Panel, Rule, Scheme
from kaoji.web.assessments.editing import Found, Place, content, rules_of, slot_of, walk
from kaoji.web.assessments.parts import LISTS
from kaoji.web.assessments.words import FIELDS as FIELD_NAMES
from kaoji.web.assessments.words import VALUES
from kaoji.web.spoken import labelled, listed

Kind = Literal["added", "removed", "changed"]
FIELDS: Final[tuple[tuple[str, Callable[[Node], str]], ...]] = (
    ("name", lambda node: node.name),
    ("points", lambda node: "" if node.points is None else shown(node.points)),
    ("bonus", lambda node: "✓" if node.bonus else ""),
    ("provider", lambda node: listed(node.provider, short=True)),
    ("for", lambda node: listed(node.applies_to, short=True)),
    ("rules", lambda node: "\n".join(rule_words(rule, node) for rule in rules_of(node))),
    ("limits", lambda node: node.limits or ""),
    ("start", lambda node: value_words(node.start or "")),
    ("weight", lambda node: "" if node.weight is None else percent(node.weight)),
    ("when_absent", lambda node: node.when_absent or ""),
    (
        "absent_for",
        lambda node: listed(labelled(name, listed(each, short=True)) for name, each in node.absent_for.items()),
    ),
    ("decimals", lambda node: "" if node.decimals is None else str(node.decimals)),
    ("panel", lambda node: node.panel or ""),
    ("text", lambda node: node.text or ""),
)
"""What an indicator says, as words that can stand side by side."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d\s*年度?")
_ALIKE: Final = 0.6
_SHARES: Final = frozenset({"share", "shares", "classes", "weight"})
CHOICES: Final = frozenset({"rounding", "unfilled", "ties", "start", "better", "among", "rank_ties"})
"""Fields whose values the text writes in a word of its own."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that says something else: what, before and after."""

    field: str
    before: str
    after: str

    @property
    def old_pieces(self) -> list[tuple[str, str]]:
        """The words before, in pieces: "-" for what is gone."""
        return [(sign, text) for sign, text in _pieces(self.before, self.after) if sign != "+"]

    @property
    def new_pieces(self) -> list[tuple[str, str]]:
        """The words after, in pieces: "+" for what is new."""
        return [(sign, text) for sign, text in _pieces(self.before, self.after) if sign != "-"]


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator or another part that was added, removed or changed.

    ``key`` tells it among the changes; ``old`` and ``new`` are its places.
    """

    key: str
    kind: Kind
    part: str
    path: tuple[str, ...]
    details: tuple[Detail, ...] = ()
    old: Place | None = None
    new: Place | None = None


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Cut two texts into what both say, what is gone and what is new; words with nothing in common stay whole.

    >>> _pieces("每起扣5分", "每起扣3分")
    [(' ', '每起扣'), ('-', '5'), ('+', '3'), (' ', '分')]
    """
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if not before or not after or matcher.ratio() < _ALIKE / 2:
        return [(sign, text) for sign, text in (("-", before), ("+", after)) if text]
    found: list[tuple[str, str]] = []
    for tag, first, last, to_first, to_last in matcher.get_opcodes():
        if tag == "equal":
            found.append((" ", before[first:last]))
        else:
            found += [(s, t) for s, t in (("-", before[first:last]), ("+", after[to_first:to_last])) if t]
    return found


def rule_words(rule: Rule, node: Node) -> str:
    """Give a rule on one line: what it looks at, and the score.

    >>> rule_words(Rule(events="事故", score="每起扣5分"), Node(name="安全"))
    '事故：每起扣5分'
    """
    _slot, label = slot_of(rule)
    return rule.score if label == node.name else labelled(label, rule.score)


def changes_between(old: Scheme, new: Scheme) -> list[Change]:
    """Give all changes, indicators in the order of the new scheme with the removed ones where they stood, then the rest."""
    return [*_indicators(old, new), *_further(old, new)]


def _indicators(old: Scheme, new: Scheme) -> Iterator[Change]:
    before, after = list(walk(old)), list(walk(new))
    partner = partners(before, after)
    from_new = {new_place: old_place for old_place, new_place in partner.items()}
    nodes = {found.place: found for found in before}
    removed = [found for found in before if found.place not in partner]
    position = {found.place: index for index, found in enumerate(before)}
    last = -1
    for found in after:
        there = nodes.get(from_new[found.place]) if found.place in from_new else None
        if there is not None:
            while removed and last < position[removed[0].place] < position[there.place]:
                yield _removed(removed.pop(0))
            last = max(last, position[there.place])
            details = details_of(there.node, found.node)
            if details:
                yield Change(
                    f"n{_dots(found.place)}", "changed", "indicator", found.path, details, there.place, found.place
                )
        else:
            details = tuple(Detail(name, "", words) for name, say in FIELDS[1:] if (words := say(found.node)))
            yield Change(f"n{_dots(found.place)}", "added", "indicator", found.path, details, None, found.place)
    for found in removed:
        yield _removed(found)


def _removed(found: Found) -> Change:
    details = tuple(Detail(name, words, "") for name, say in FIELDS[1:] if (words := say(found.node)))
    return Change(f"o{_dots(found.place)}", "removed", "indicator", found.path, details, found.place, None)


def _dots(place: Place) -> str:
    return ".".join(map(str, place))


def details_of(old: Node, new: Node) -> tuple[Detail, ...]:
    """Give what an indicator says otherwise than another."""
    return tuple(
        Detail(name, before, after)
        for name, say in FIELDS
        if same_words(before := say(old)) != same_words(after := say(new))
    )


def same_words(text: str) -> str:
    """Give a text as it is compared: width and spaces make no difference.

    >>> same_words("计 5 分，") == same_words("计5分,")
    True
    """
    return re.sub(r"\s+", "", fold(text))


# -------------------------------------------------------------------- who is who


def partners(old: Sequence[Found], new: Sequence[Found]) -> dict[Place, Place]:
    """Tell which indicator of the new scheme each old one became, by their places."""
    found: dict[Place, Place] = {}

    def unmatched() -> tuple[list[Found], list[Found]]:
        taken = set(found.values())
        return [each for each in old if each.place not in found], [each for each in new if each.place not in taken]

    def by(key: Callable[[Found], Hashable], *, only_once: bool) -> None:
        before, after = (_grouped(side, key) for side in unmatched())
        for name, olds in before.items():
            news = after.get(name, [])
            if name != "" and (not only_once or len(olds) == len(news) == 1):
                found.update({o.place: n.place for o, n in zip(olds, news, strict=False)})

    by(lambda each: tuple(_plain_name(name) for name in each.path), only_once=False)
    by(lambda each: (_plain_name(each.node.name), each.node.points), only_once=True)
    by(lambda each: _plain_name(each.node.name), only_once=True)
    by(lambda each: same_words(each.node.text or ""), only_once=True)
    _by_likeness(found, *unmatched())
    return found


def _grouped(side: Iterable[Found], key: Callable[[Found], Hashable]) -> dict[Hashable, list[Found]]:
    groups: dict[Hashable, list[Found]] = defaultdict(list)
    for each in side:
        groups[key(each)].append(each)
    return groups


def _plain_name(name: str) -> str:
    return same_words(_YEAR.sub("", name))


def _by_likeness(found: dict[Place, Place], old: list[Found], new: list[Found]) -> None:
    """Match what is left under the same section, the likest first."""
    scored = []
    for before in old:
        for after in new:
            above = found.get(before.place[:-1]) if len(before.place) > 1 else ()
            if above == after.place[:-1] and bool(before.node.items) == bool(after.node.items):
                ratio = difflib.SequenceMatcher(None, before.node.name, after.node.name).ratio()
                if ratio >= _ALIKE:
                    scored.append((-ratio, before.place, after.place))
    for _ratio, before_place, after_place in sorted(scored):
        if before_place not in found and after_place not in found.values():
            found[before_place] = after_place


# -------------------------------------------------------------------- everything but indicators


def _further(old: Scheme, new: Scheme) -> Iterator[Change]:
    yield from _named("groups", _groups(old), _groups(new))
    yield from _named("panels", _panels(old.panels), _panels(new.panels))
    for part, name_of in LISTS.items():
        yield from _named(part, _entries(getattr(old, part), name_of), _entries(getattr(new, part), name_of))
    basics = [
        Detail(name, str(before or ""), str(after or ""))
        for name in ("title", "year", "issuer", "unit_word", "period", "order", "rank_ties", "quota")
        if (before := _basic(old, name)) != (after := _basic(new, name))
    ]
    if basics:
        yield Change("basics", "changed", "basics", (), tuple(basics))


def _basic(scheme: Scheme, name: str) -> str:
    value = getattr(scheme, name)
    if isinstance(value, tuple):
        return listed(value, short=True)
    if name == "quota":
        return listed(
            (labelled(FIELD_NAMES.get(key, key), _text(said, key)) for key, said in content(value).items()), short=True
        )
    return str(value or "")


def _groups(scheme: Scheme) -> dict[str, dict[str, str]]:
    return {name: _group(group) for name, group in scheme.groups.items()}


def _group(group: Group) -> dict[str, str]:
    return {"units": listed(group.units, short=True), "stated": str(group.stated or "")}


def _panels(panels: dict[str, Panel]) -> dict[str, dict[str, str]]:
    return {name: _words(content(panel)) for name, panel in panels.items()}


def _entries(entries: Sequence[object], name_of: Callable[[object], str]) -> dict[str, dict[str, str]]:
    """Name entries; those of one name are told apart by their number."""
    named: dict[str, dict[str, str]] = {}
    for entry in entries:
        name, number = name_of(entry), 1
        while name in named:
            number += 1
            name = f"{name_of(entry)}（{number}）"
        named[name] = _words(content(entry))  # type: ignore[arg-type]
    return named


def _words(said: dict[str, object]) -> dict[str, str]:
    return {key: _text(value, key) for key, value in said.items()}


def _text(value: object, key: str) -> str:
    if isinstance(value, dict):
        return listed((f"{name} {_text(item, key)}" for name, item in value.items()), short=True)
    if isinstance(value, list):
        return listed((_text(item, key) for item in value), short=True)
    if isinstance(value, bool):
        return "✓" if value else ""
    if key in _SHARES and isinstance(value, str):
        return percent(Fraction(value))
    return value_words(str(value)) if key in CHOICES else str(value)


def value_words(value: str) -> str:
    """Name a choice as the forms do."""
    return str(VALUES.get(value, value))


def _named(part: str, old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        kind: Kind = "added" if before is None else "removed" if after is None else "changed"
        details = tuple(
            Detail(field, (before or {}).get(field, ""), (after or {}).get(field, ""))
            for field in dict.fromkeys([*(before or {}), *(after or {})])
            if same_words((before or {}).get(field, "")) != same_words((after or {}).get(field, ""))
        )
        if details or kind != "changed":
            yield Change(f"{part}:{name}", kind, part, (name,), details)


# -------------------------------------------------------------------- lines


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a comparison: its numbers on both sides, "+", "-", " " or "…" for what is left out, and its text."""

    old: int | None
    new: int | None
    sign: str
    text: str


def lines_between(old: str, new: str, around: int = 3) -> list[LineChange]:
    """Compare two texts line by line, with some lines around each change."""
    before, after = old.splitlines(), new.splitlines()
    found: list[LineChange] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(around)):
        if number:
            found.append(LineChange(None, None, "…", ""))
        for tag, first, end, to_first, to_end in group:
            if tag == "equal":
                found += [LineChange(i + 1, to_first + i - first + 1, " ", before[i]) for i in range(first, end)]
            else:
                found += [LineChange(i + 1, None, "-", before[i]) for i in range(first, end)]
                found += [LineChange(None, i + 1, "+", after[i]) for i in range(to_first, to_end)]
    return found
