"""What moved between two runs, and by which facts and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from kaoji.numbers import for_eyes
from kaoji.scheme import Structure
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.models import Correction, Fact, Filing
from kaoji.web.facts.rows import fields_of
from kaoji.web.results.models import Run, Standing
from kaoji.web.spoken import listed

Place = tuple[int | None, int | None, str]
"""Total, rank and grade."""
Version = int | str | None
"""Which version of a fact a run saw; of ballots and marks, the digest of all; None where it saw none."""


@dataclass
class Moved:
    """One unit in two runs; what differs below its total is filled in for the units that are shown."""

    participant: int
    unit: str
    group: str
    before: Place | None
    after: Place | None
    values: list[ChangedValue] = field(default_factory=list)
    facts: list[ChangedFact] = field(default_factory=list)

    @property
    def difference(self) -> int | None:
        """Give by how much the total changed."""
        if self.before is None or self.after is None or self.before[0] is None or self.after[0] is None:
            return None
        return self.after[0] - self.before[0]

    @property
    def climbed(self) -> int:
        """Give how many places it rose; below 0 where it fell."""
        if self.before is None or self.after is None or self.before[1] is None or self.after[1] is None:
            return 0
        return self.before[1] - self.after[1]

    @property
    def has_new_grade(self) -> bool:
        """Tell whether its grade is another."""
        return self.before is not None and self.after is not None and self.before[2] != self.after[2]


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """An indicator or panel whose value differs."""

    name: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """Give by how much."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact that only one run has, or that the two saw in different versions."""

    filing: Filing | None
    before: str
    after: str
    corrections: Sequence[Correction] = ()


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """Something of the scheme that differs: an indicator's rules, points or limits, or how a total is made."""

    name: str
    before: str
    after: str


def moved(before: Run, after: Run, seen: Iterable[int] | None = None) -> list[Moved]:
    """Give the units whose total, rank or grade differs, who moved most first; two light queries.

    Args:
        before: the earlier run.
        after: the later run.
        seen: the units that may be seen; all where None.
    """
    then, now = _places(before), _places(after)
    allowed = None if seen is None else set(seen)
    found = []
    for key in {**now, **then}:
        if allowed is not None and key not in allowed:
            continue
        unit, group = (now.get(key) or then[key])[:2]
        one, other = then.get(key), now.get(key)
        each = Moved(key, unit, group, one and one[2], other and other[2])
        if each.before != each.after:
            found.append(each)
    return sorted(found, key=lambda each: (-abs(each.climbed), -abs(each.difference or 0)))


def _places(run: Run) -> dict[int, tuple[str, str, Place]]:
    rows = Standing.objects.filter(run=run).values_list(
        "participant", "participant__unit", "group", "total", "rank", "grade"
    )
    return {key: (unit, group, (total, rank, grade)) for key, unit, group, total, rank, grade in rows}


def fill_in(shown: Sequence[Moved], before: Run, after: Run) -> None:
    """Find out what changed below the totals of the units that are shown; the same number of queries for any number."""
    keys = [each.participant for each in shown]
    then, now = _standings(before, keys), _standings(after, keys)
    names_then, names_now = names_of(structure_of(before.scheme)), names_of(structure_of(after.scheme))
    for each in shown:
        each.values = _values(then.get(each.participant), now.get(each.participant), names_then, names_now)
    _fill_facts(shown, then, now)


def _standings(run: Run, keys: Sequence[int]) -> dict[int, Standing]:
    found = Standing.objects.filter(run=run, participant__in=keys).only("participant", "nodes", "parts", "facts")
    return {standing.participant_id: standing for standing in found}


def names_of(structure: Structure) -> dict[str, str]:
    """Give the indicators that have none below them, by code, with the names on the way to them; and panels."""
    found = {node.code: " ＞ ".join(node.path) for node in structure.nodes if not node.children}
    return found | {panel.name: panel.name for panel in structure.panels}


def _values(
    before: Standing | None, after: Standing | None, then: Mapping[str, str], now: Mapping[str, str]
) -> list[ChangedValue]:
    old, new = _named(before, then), _named(after, now)
    return [
        ChangedValue(name, old.get(name), new.get(name)) for name in {**new, **old} if old.get(name) != new.get(name)
    ]


def _named(standing: Standing | None, names: Mapping[str, str]) -> dict[str, int]:
    if standing is None:
        return {}
    held = {**standing.parts, **standing.nodes}
    return {name: held[key] for key, name in names.items() if key in held}


# ------------------------------------------------------------------ facts


def _fill_facts(shown: Sequence[Moved], then: Mapping[int, Standing], now: Mapping[int, Standing]) -> None:
    differing: dict[int, list[tuple[int, Version, Version, int]]] = {}
    for each in shown:
        old, new = _used(then.get(each.participant)), _used(now.get(each.participant))
        differing[each.participant] = [
            (filing, old.get((filing, fact)), new.get((filing, fact)), fact)
            for filing, fact in {**new, **old}
            if old.get((filing, fact)) != new.get((filing, fact))
        ]
    numbers = {fact for rows in differing.values() for _filing, _old, _new, fact in rows if fact}
    filings = Filing.objects.in_bulk({row[0] for rows in differing.values() for row in rows})
    facts = {fact.pk: fact for fact in Fact.objects.filter(pk__in=numbers).select_related("filing")}
    corrections: dict[int, list[Correction]] = {}
    for correction in Correction.objects.filter(fact__in=numbers).select_related("by"):
        corrections.setdefault(correction.fact_id, []).append(correction)
    for each in shown:
        each.facts = [
            _changed(filings.get(filing), facts.get(fact), old, new, corrections.get(fact, []))
            for filing, old, new, fact in differing[each.participant]
        ]


def _used(standing: Standing | None) -> dict[tuple[int, int], Version]:
    """Give the versions of facts by filing and fact; of ballots and marks, the digest of all under fact 0."""
    if standing is None:
        return {}
    return {(int(filing), fact): version for filing, rows in standing.facts.items() for fact, version in rows}


def _changed(
    filing: Filing | None,
    fact: Fact | None,
    old: Version,
    new: Version,
    corrections: Sequence[Correction],
) -> ChangedFact:
    if filing is None and fact is None:
        return ChangedFact(None, str(old or ""), str(new or ""))
    if fact is None or isinstance(old, str) or isinstance(new, str):
        return ChangedFact(filing, "", "")
    low, high = min(old or 0, new or 0), max(old or 0, new or fact.version)
    # What one person typed within a minute, for one reason, is said once.
    between = list({
        (each.by_id, each.at.replace(second=0, microsecond=0), each.reason): each
        for each in corrections if low < each.version <= high
    }.values())  # fmt: skip
    return ChangedFact(filing, _row_at(fact, old, corrections), _row_at(fact, new, corrections), between)


def _row_at(fact: Fact, version: int | None, corrections: Sequence[Correction]) -> str:
    """Write a fact as it was at a version: as its last change up to then left it, or before the first after it."""
    if version is None:
        return ""
    until = [each for each in corrections if each.version <= version]
    later = [each for each in corrections if each.version > version]
    row = until[-1].after if until else later[0].before if later else fact.row
    return in_words(fact.filing, row or {})


def in_words(filing: Filing, row: Mapping[str, Any]) -> str:
    """Write the fields of a fact in a line: only the value where there is one field."""
    language = get_language() or "zh"
    given = [
        (column.name(language), for_eyes(str(row[column.field])))
        for column in fields_of(filing)
        if row.get(column.field)
    ]
    if len(given) == 1:
        return given[0][1]
    colon, joint = ("：", "，") if language.startswith("zh") else (": ", ", ")
    return joint.join(f"{name}{colon}{value}" for name, value in given)


# ------------------------------------------------------------------ rules


def changed_rules(before: Run, after: Run) -> list[ChangedRule]:
    """Give what differs between the schemes of two runs, of what numbers come from."""
    if before.scheme_id == after.scheme_id or before.scheme.text == after.scheme.text:
        return []
    return rules_between(structure_of(before.scheme), structure_of(after.scheme))


def rules_between(before: Structure, after: Structure) -> list[ChangedRule]:
    """Give the indicators and totals that two schemes say differently."""
    old, new = _rules(before), _rules(after)
    return [
        ChangedRule(name, old.get(name, ""), new.get(name, ""))
        for name in {**new, **old}
        if old.get(name, "") != new.get(name, "")
    ]


def _rules(structure: Structure) -> dict[str, str]:
    found = {}
    for node in structure.nodes:
        texts = [] if node.node.points is None else [f"{node.node.points}"]
        texts += [rule.rule.score for rule in node.rules]
        texts += [] if node.node.limits is None else [node.node.limits]
        if texts:
            found[" ＞ ".join(node.path)] = listed(texts)
    for total in structure.totals:
        found[listed(total.total.applies_to, short=True) + " Σ"] = total.total.formula
    return found
