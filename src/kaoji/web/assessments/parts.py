"""The parts of a scheme that a person judges one by one: rules, indicators with limits or notes, panels, totals, grades.

A part is known by its kind, its way down the tree of names and what it says – not by its number – so that a judgement
holds for exactly what was looked at, wherever the part moves, and ends when the part says something else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme.model import Node, Panel, Rule, Scheme
from kaoji.scheme.scheme_file import SchemeFile
from kaoji.web.assessments.editing import Place, content, own_content, rules_of, slot_of, walk, written
from kaoji.web.assessments.findings import Shown, shown

RULE, INDICATOR = "rule", "indicator"
LISTS: Final[dict[str, Callable[[Any], str]]] = {
    "total": lambda part: part.formula,
    "grades": lambda part: part.name,
    "limits": lambda part: part.when,
    "elsewhere": lambda part: f"{part.group}：{part.by}",
    "awards": lambda part: part.name,
    "afterwards": lambda part: part.then,
    "choices": lambda part: part.name,
}
"""The lists of a scheme whose entries are judged, and what an entry is called."""
SEPARATOR: Final = " ＞ "


@dataclass(slots=True)
class Part:
    """A part as it stands in a scheme.

    ``place`` is an indicator's place, or the list's name and the entry's number; ``number`` a rule's number.
    """

    kind: str
    path: tuple[str, ...]
    label: str
    text: str
    content: dict[str, Any]
    place: str = ""
    number: int = 0
    slot: str = ""
    quote: str = ""
    source: str = ""
    check: str = ""
    findings: list[Shown] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the part is known by."""
        return key_of(self.kind, self.path, self.content)

    @property
    def needs_eyes(self) -> bool:
        """Whether the reader was not sure of it, or the lint doubts it."""
        return bool(self.check) or any(finding.needs_eyes for finding in self.findings)


def key_of(kind: str, path: Sequence[str], said: dict[str, Any]) -> str:
    """Give what a part is known by.

    >>> key_of("rule", ["甲"], {"score": "计1分"}) == key_of("rule", ("甲",), {"score": "计1分"})
    True
    """
    text = json.dumps([kind, list(path), said], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def parts_of(file: SchemeFile, findings: Iterable[Diagnostic] = ()) -> list[Part]:
    """Give the parts of a scheme in its order, each with the findings that point to it."""
    by_place = findings_by_part(file, findings)
    parts: list[Part] = []
    for found in walk(file.scheme):
        at = _yaml_place(found.place)
        rules = [_rule(found.node, found.path, found.place, number) for number in range(len(rules_of(found.node)))]
        for rule in rules:
            rule.findings = by_place.pop(_yaml_rule(found.node, at, rule.number), [])
        own = by_place.pop(at, [])
        if is_judged(found.node) or any(finding.needs_eyes for finding in own):
            parts.append(indicator_part(found.node, found.path, found.place, own))
        elif rules:
            rules[0].findings = [*own, *rules[0].findings]
        parts.extend(rules)
    parts.extend(_further(file.scheme, by_place))
    return parts


def is_judged(node: Node) -> bool:
    """Tell whether an indicator itself says something to be judged, besides its rules."""
    return node.check is not None or node.limits is not None or node.panel is not None


def indicator_part(node: Node, path: tuple[str, ...], place: Place, findings: list[Shown] | None = None) -> Part:
    """Give an indicator as a part."""
    return Part(
        INDICATOR, path, node.name, node.limits or "", own_content(node), written(place), quote=node.text or "",
        source=node.source or "", check=node.check or "", findings=findings or [],
    )  # fmt: skip


def rule_part(node: Node, path: tuple[str, ...], rule: Rule, place: Place = (), number: int = 0) -> Part:
    """Give a rule as a part of its indicator."""
    slot, label = slot_of(rule)
    return Part(
        RULE, path, label or node.name, rule.score, content(rule), written(place), number, slot, rule.text or "",
        rule.source or node.source or "", rule.check or "",
    )  # fmt: skip


def _rule(node: Node, path: tuple[str, ...], place: Place, number: int) -> Part:
    return rule_part(node, path, rules_of(node)[number], place, number)


def _further(scheme: Scheme, by_place: dict[tuple[str | int, ...], list[Shown]]) -> Iterator[Part]:
    for name, panel in scheme.panels.items():
        yield further_part("panels", name, panel, name, by_place.pop(("panels", name), []))
    for key, name_of in LISTS.items():
        for number, entry in enumerate(getattr(scheme, key)):
            yield further_part(key, name_of(entry), entry, number, by_place.pop((key, number), []))


def further_part(kind: str, label: str, entry: BaseModel, at: str | int, findings: list[Shown] | None = None) -> Part:
    """Give an entry of one of the lists, or a panel, as a part; a named decision is to be looked at always."""
    said = content(entry)
    text = said.get("formula") or said.get("decision") or said.get("score") or ""
    check = getattr(entry, "check", None) or (said["decision"] if kind == "choices" else "")
    quote, source = getattr(entry, "text", None) or "", getattr(entry, "source", None) or ""
    if isinstance(entry, Panel):
        said = {"name": label, **said}
    return Part(kind, (label,), label, text, said, f"{kind}.{at}", 0, "", quote, source, check, findings or [])


# -------------------------------------------------------------------- which finding points where


def _yaml_place(place: Place) -> tuple[str | int, ...]:
    way: list[str | int] = ["indicators", place[0]]
    for index in place[1:]:
        way += ["items", index]
    return tuple(way)


def _yaml_rule(node: Node, at: tuple[str | int, ...], number: int) -> tuple[str | int, ...]:
    if node.score is not None:
        return (*at, "score") if number == 0 else (*at, "rules", number - 1)
    return (*at, "rules", number)


def findings_by_part(file: SchemeFile, findings: Iterable[Diagnostic]) -> dict[tuple[str | int, ...], list[Shown]]:
    """Sort findings by the part they point to: the nearest one that holds the place."""
    part_at = part_pointed_to(file)
    sorted_out: dict[tuple[str | int, ...], list[Shown]] = {}
    found = list(findings)
    for finding, said in zip(found, shown(found), strict=True):
        part = part_at(finding.sources[0]) if finding.sources else ()
        sorted_out.setdefault(part, []).append(said)
    return sorted_out


def part_pointed_to(file: SchemeFile) -> Callable[[Source], tuple[str | int, ...]]:
    """Give what tells the part that a place in the file belongs to; nothing where none begins there."""
    at: dict[tuple[int, int], tuple[str | int, ...]] = {}
    for path, position in sorted(file.places.at.items(), key=lambda item: len(item[0])):
        at.setdefault(position, path)
    return lambda source: _part_holding(at.get((source.line or 0, source.column or 0), ()))


def _part_holding(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Give the part that a place in the file belongs to.

    >>> _part_holding(("indicators", 0, "items", 2, "rules", 1, "score"))
    ('indicators', 0, 'items', 2, 'rules', 1)
    >>> _part_holding(("indicators", 0, "points")), _part_holding(("grades", 1, "share")), _part_holding(("title",))
    (('indicators', 0), ('grades', 1), ('title',))
    """
    if not path:
        return ()
    if path[0] != "indicators":
        return path[:2] if len(path) > 1 and (path[0] in LISTS or path[0] == "panels") else path[:1]
    end = 2
    while path[end : end + 1] == ("items",) and len(path) > end + 1:
        end += 2
    if path[end : end + 1] == ("rules",) and len(path) > end + 1:
        return path[: end + 2]
    if path[end : end + 1] == ("score",):
        return path[: end + 1]
    return path[:end]
