"""The measure of drafts: what a careful reader expects of a draft, compared with the scheme that was drafted.

An expectation is plain data: ``groups``, ``points`` of indicators, ``when_absent``, ``panels``, ``adjustments``, ``total``,
``grades``, ``quota``, ``order``, ``limits``, ``elsewhere``, ``awards``, ``afterwards``; what it does not name is not compared.
Names and conditions are compared without white space, brackets and words such as 得分; conditions and consequences may be worded
otherwise as long as most letters are the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoji.numbers import fold, plain
from kaoji.scheme import parse_formula, parse_score
from kaoji.scheme.model import Consequence, Limit, Node, Scheme
from kaoji.scheme.rules import Cap, Once, Per, Range, Rank

Expected = Mapping[str, Any]
_LEAST_ALIKE = 0.6


@dataclass
class Share:
    """So many found of so many expected, how many were found besides, and what is wrong."""

    found: int = 0
    of: int = 0
    besides: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, what: object, *, found: bool) -> None:
        """Count one more."""
        self.of += 1
        self.found += found
        if not found:
            self.wrong.append(str(what))

    def add(self, other: Share) -> None:
        """Count what another measure counted."""
        self.found += other.found
        self.of += other.of
        self.besides += other.besides
        self.wrong += other.wrong

    def __str__(self) -> str:
        """Give the share with its counts."""
        besides = f"  besides {self.besides}" if self.besides else ""
        return f"{self.found / self.of if self.of else 1:.3f}  {self.found}/{self.of}{besides}"


def compare(expected: Expected, scheme: Scheme) -> dict[str, Share]:
    """Compare a draft with what is expected of it, kind by kind."""
    shares: dict[str, Share] = {}
    for kind, measure in _MEASURES.items():
        if kind in expected:
            shares[kind] = measure(expected[kind], scheme)
    return shares


def core(name: str) -> str:
    """Give a name without white space, brackets and the words that vary.

    >>> core("部门考核得分（含加减分）"), core("党建工作")
    ('部门考核', '党建工作')
    """
    bare = re.sub(r"[（(][^（）()]*[）)]|[“”\"《》\s]", "", name)
    return re.sub(r"(?:得分|分值|评分|计分|打分|方法|任务|分)$", "", fold(bare))


def alike(one: str, other: str) -> bool:
    """Tell whether two wordings mean the same: one holds the other, or most letters agree."""
    first, second = (re.sub(r"[\W_]|的", "", fold(text)) for text in (one, other))
    if not first or not second:
        return first == second
    if first in second or second in first:
        return True
    blocks = difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _LEAST_ALIKE * min(len(first), len(second))


def _walk(nodes: Iterable[Node], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    for node in nodes:
        yield above, node
        yield from _walk(node.items, (*above, core(node.name)))


def _title(expected: str, scheme: Scheme) -> Share:
    share = Share()
    share.count(f"{expected} / {scheme.title}", found=core(expected) == core(scheme.title))
    return share


def _groups(expected: Mapping[str, Any], scheme: Scheme) -> Share:
    share = Share()
    for name, wanted in expected.items():
        found = next((group for other, group in scheme.groups.items() if core(name) == core(other)), None)
        units = None if found is None else (found.stated, len(found.units))
        right = found is not None and units == (wanted.get("stated"), wanted["count"])
        if right and found is not None and "units" in wanted:
            right = list(map(core, found.units)) == list(map(core, wanted["units"]))
        share.count(f"{name}: {wanted.get('stated')}, {wanted['count']} / {units}", found=right)
    return share


def _points(expected: list[list[Any]], scheme: Scheme) -> Share:
    share = Share()
    nodes = [(above, core(node.name), node) for above, node in _walk(scheme.indicators)]
    taken: set[int] = set()
    for path, points, *providers in expected:
        *above, name = [core(part) for part in path.split("/")]
        value = Decimal(points) if points else None
        fitting = [
            index
            for index, (sections, _, node) in enumerate(nodes)
            if index not in taken
            and (not above or above[-1] in sections)
            and node.points == value
            and (not providers or list(node.provider) == providers[0])
        ]
        named = [index for index in fitting if nodes[index][1] == name]
        named = named or [index for index in fitting if alike(nodes[index][1], name)]
        named = named or [index for index in fitting if _is_numbered_part(path, nodes[index])]
        taken.update(named[:1])
        share.count(f"{path} {points} {providers}", found=bool(named))
    return share


def _is_numbered_part(path: str, found: tuple[tuple[str, ...], str, Node]) -> bool:
    """Tell whether a node is the part that the annotation only counts: “两化融合（2）” is the second below such a section."""
    counted = re.search(r"(?P<section>[^/]{2,}?)[（(]?(?P<number>\d)[)）]?$", path)
    above, _, node = found
    return (
        counted is not None
        and bool(above)
        and alike(above[-1], counted["section"])
        and re.match(rf"[（(]?{counted['number']}[)）、.．]", node.text or "") is not None
    )


def _absences(expected: Mapping[str, str], scheme: Scheme) -> Share:
    share = Share()
    made = {core(node.name): node.when_absent for _, node in _walk(scheme.indicators) if node.when_absent}
    for name, to in expected.items():
        share.count(f"{name} → {to} / {made.get(core(name))}", found=made.get(core(name)) == to)
    return share


def _panels(expected: Mapping[str, Any], scheme: Scheme) -> Share:
    share = Share()
    for name, wanted in expected.items():
        panel = next((panel for other, panel in scheme.panels.items() if core(other) == core(name)), None)
        for key, values in wanted.items():
            made = getattr(panel, key, None) if panel is not None else None
            same = {k: plain(v) for k, v in made.items()} == values if isinstance(made, dict) else made == tuple(values)
            share.count(f"{name}.{key}: {values} / {made}", found=bool(same))
    return share


# -------------------------------------------------------------------- adjustments


def amounts_of(node: Node) -> list[str]:
    """Give the amounts of points that an indicator's rules give or take, in order."""
    amounts: list[str] = []
    for rule in node.rules:
        score, _ = parse_score(rule.score)
        for item in score.scoring if score is not None else ():
            if isinstance(item, Once | Per) and item.points is not None:
                amounts.append(plain(item.points))
            elif isinstance(item, Range):
                amounts += [plain(item.low), plain(item.high)]
            elif isinstance(item, Rank):
                amounts += [plain(points) for _, _, points in item.places]
    return amounts


def _caps(text: str | None) -> list[tuple[str, str]]:
    score, _ = parse_score(text) if text else (None, [])
    limits = [limit for part in score.parts for limit in part.limits] if score is not None else []
    return [(limit.side or "", plain(limit.points)) for limit in limits if isinstance(limit, Cap)]


def _adjustments(expected: Mapping[str, Any], scheme: Scheme) -> Share:
    share = Share()
    nodes = [node for _, node in _walk(scheme.indicators)]
    whole = [cap for node in nodes if node.items for cap in _caps(node.limits)]
    for side in ("plus", "minus"):
        if f"{side}_cap" in expected:
            share.count(f"{side} cap {expected[f'{side}_cap']}", found=(side, expected[f"{side}_cap"]) in whole)
    if "same_matter" in expected:
        said = any(node.items and "同一事项" in (node.limits or "") for node in nodes)
        share.count("same matter once", found=said == expected["same_matter"])
    leaves = [node for node in nodes if node.bonus and not node.items]
    taken: set[int] = set()
    for wanted in expected.get("items", []):
        index = next((i for i, node in enumerate(leaves) if i not in taken and _is_adjustment(wanted, node)), None)
        share.count(wanted, found=index is not None)
        taken |= set() if index is None else {index}
    return share


def _is_adjustment(wanted: Mapping[str, Any], node: Node) -> bool:
    if "text" in wanted and not alike(wanted["text"], node.text or node.name):
        return False
    if "provider" in wanted and list(node.provider) != wanted["provider"]:
        return False
    if "cap" in wanted:
        caps = [cap for rule in node.rules for _, cap in _caps(rule.score)] + [cap for _, cap in _caps(node.limits)]
        if wanted["cap"] not in caps:
            return False
    return "amounts" not in wanted or amounts_of(node) == wanted["amounts"]


# -------------------------------------------------------------------- totals and grades


def _totals(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    share = Share()
    made = []
    for total in scheme.total:
        composition, _ = parse_formula(total.formula)
        if composition is not None:
            made.append(
                (total, {core(name): weight for name, weight in composition.weights.items()}, composition.decimals)
            )
    for wanted in expected:
        weights = {core(name): Fraction(value) for name, value in wanted["weights"].items()}
        found = any(
            all(have.get(name) == weight for name, weight in weights.items())
            and ("decimals" not in wanted or decimals == wanted["decimals"])
            and (
                "for" not in wanted
                or [core(name) for name in total.applies_to] == [core(name) for name in wanted["for"]]
            )
            for total, have, decimals in made
        )
        share.count(wanted, found=found)
    return share


def _grades(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    share = Share()
    for index, wanted in enumerate(expected):
        grade = scheme.grades[index] if index < len(scheme.grades) else None
        for key, value in wanted.items():
            made = getattr(grade, key, None)
            if isinstance(made, Fraction):
                made = f"{plain(made * 100)}%"
            elif isinstance(made, Decimal):
                made = plain(made)
            elif isinstance(made, dict):
                made = {core(k): v if isinstance(v, int) else f"{plain(v * 100)}%" for k, v in made.items()}
            share.count(f"{wanted['name']}.{key}: {value} / {made}", found=made == value)
    return share


def _quota(expected: Mapping[str, Any], scheme: Scheme) -> Share:
    share = Share()
    for key, value in expected.items():
        made = getattr(scheme.quota, key)
        share.count(f"{key}: {value} / {made}", found=(list(made) if isinstance(made, tuple) else made) == value)
    return share


def _order(expected: list[str], scheme: Scheme) -> Share:
    share = Share()
    share.count(expected, found=list(map(core, scheme.order)) == list(map(core, expected)))
    return share


# -------------------------------------------------------------------- limits and consequences


def _limits(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    return _matched(expected, list(scheme.limits), lambda wanted, made: _is_limit(wanted, made, scheme))


def _is_limit(wanted: Mapping[str, Any], made: Limit, scheme: Scheme) -> bool:
    if not alike(wanted["when"], made.when) or _effect(wanted, scheme) != _effect(made.model_dump(), scheme):
        return False
    keys = {"last_places": made.last_places, "needs_approval": made.needs_approval, "uses_place": made.uses_place}
    if any(key in wanted and wanted[key] != value for key, value in keys.items()):
        return False
    if "at_least" in wanted and {k: plain(v) for k, v in made.at_least.items()} != wanted["at_least"]:
        return False
    return "for" not in wanted or list(made.applies_to) == wanted["for"]


def _effect(limit: Mapping[str, Any], scheme: Scheme) -> tuple[str, str | None]:
    """Give the effect of a limit; not the best grade and at most the second mean the same."""
    names = [grade.name for grade in scheme.grades]
    if limit.get("not_grade") and names[:1] == [limit["not_grade"]] and len(names) > 1:
        return "grade_at_most", names[1]
    for key in ("grade_at_most", "not_grade", "grade", "direct"):
        if limit.get(key):
            return key, limit[key]
    return "", None


def _consequences(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    return _matched(expected, list(scheme.afterwards), _is_consequence)


def _is_consequence(wanted: Mapping[str, Any], made: Consequence) -> bool:
    return (
        alike(wanted["then"], made.then)
        and sorted(made.grade) == sorted(wanted.get("grade", []))
        and made.years_running == wanted.get("years_running", 1)
        and made.last_place == wanted.get("last_place", False)
        and ("for" not in wanted or list(made.applies_to) == wanted["for"])
    )


def _awards(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    def is_award(wanted: Mapping[str, Any], made: Any) -> bool:
        if not alike(wanted["name"], made.name):
            return False
        values = {key: getattr(made, key) for key in wanted if key != "name"}
        said = {
            k: list(v) if isinstance(v, tuple) else plain(v) if isinstance(v, Decimal) else v for k, v in values.items()
        }
        return said == {key: value for key, value in wanted.items() if key != "name"}

    return _matched(expected, list(scheme.awards), is_award)


def _elsewhere(expected: list[Mapping[str, Any]], scheme: Scheme) -> Share:
    share = Share()
    for wanted in expected:
        made = scheme.elsewhere[0] if scheme.elsewhere else None
        units = scheme.groups[made.group].units if made is not None else ()
        grades = {name: list(places) for name, places in made.grades.items()} if made is not None else {}
        share.count(f"grades {wanted['grades']} / {grades}", found=grades == wanted["grades"])
        share.count(f"units {wanted['units']} / {units}", found=list(units) == wanted["units"])
    return share


def _matched(
    expected: list[Mapping[str, Any]], made: list[Any], is_it: Callable[[Mapping[str, Any], Any], bool]
) -> Share:
    share = Share()
    for wanted in expected:
        found = next((item for item in made if is_it(wanted, item)), None)
        share.count(wanted, found=found is not None)
        if found is not None:
            made.remove(found)
    share.besides = len(made)
    share.wrong += [f"besides: {item.model_dump(exclude_defaults=True)}" for item in made]
    return share


_MEASURES: Mapping[str, Callable[[Any, Scheme], Share]] = {
    "title": _title,
    "groups": _groups,
    "points": _points,
    "when_absent": _absences,
    "panels": _panels,
    "adjustments": _adjustments,
    "total": _totals,
    "grades": _grades,
    "quota": _quota,
    "order": _order,
    "limits": _limits,
    "elsewhere": _elsewhere,
    "awards": _awards,
    "afterwards": _consequences,
}
