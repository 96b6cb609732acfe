"""Checks on what grades, places, limits and the period say and can never mean as written: names twice, places that nobody can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme.rules import Index, Proportional, Rank
from kaoji.scheme.spans import day_in
from kaoji.scheme.structure import GROUP_ATTRIBUTE, Structure
from kaoji.scheme.subjects import listed, population


def elsewhere_once(structure: Structure) -> Iterator[Diagnostic]:
    """E207: the grades of a group follow two results from elsewhere, of which only one would hold."""
    first: dict[str, Source] = {}
    for index, each in enumerate(structure.scheme.elsewhere):
        source = structure.file.source("elsewhere", index)
        if each.group in first:
            yield Diagnostic(
                "scheme.E207",
                "The grades of “{name}” follow two results from elsewhere.",
                (source, first[each.group]),
                "Keep the one that the notice means; where each holds for some units only, give these a group of their own.",
                {"name": each.group},
            )
        first.setdefault(each.group, source)


def grades_within_reach(structure: Structure) -> Iterator[Diagnostic]:
    """E208, W264: shares that nothing chooses, keys of a grade that change nothing."""
    scheme, file = structure.scheme, structure.file
    by = scheme.quota.share_by
    rests = [index for index, grade in enumerate(scheme.grades) if grade.rest]
    forced = {limit.grade for limit in scheme.limits} | {limit.grade_at_most for limit in scheme.limits}
    for index, grade in enumerate(scheme.grades):
        source = file.source("grades", index)
        if grade.shares and by is None:
            yield Diagnostic(
                "scheme.E208",
                "“{grade}” has a share for each of {categories}, and nothing says which attribute of a unit chooses it.",
                (file.source("grades", index, "shares"),),
                "Write “share_by” under “quota”: the attribute, or 组别 for the group.",
                {"grade": grade.name, "categories": listed(grade.shares)},
            )
        has_places = grade.share is not None or grade.shares or grade.places
        if index in rests[1:]:
            yield _idle(grade.name, "rest", source, "What is left goes to the first grade with “rest: true”.")
        if grade.from_bottom and grade.at_least is not None:
            yield _idle(grade.name, "at_least", source, "Who is filled from the bottom is counted by places alone.")
        if grade.below is not None and not grade.from_bottom:
            yield _idle(grade.name, "below", source, "Write “from_bottom: true”, or “at_least” at the grade above.")
        for key in ("places_at_least", "places_at_most"):
            if getattr(grade, key) is not None and grade.share is None and not grade.shares:
                yield _idle(
                    grade.name, key, source, "It bounds the places that a share makes: write a share, or “places”."
                )
        if grade.reserved and not has_places and not grade.rest:
            yield _idle(grade.name, "reserved", source, "Say with “share” or “places” how many places there are.")
        if None not in (least := grade.places_at_least, most := grade.places_at_most) and least > most:  # type: ignore[operator]
            yield _idle(grade.name, "places_at_most", source, "Write the smaller number as “places_at_least”.")
        is_reached = grade.name in forced or any(limit.lower_by for limit in scheme.limits)
        if grade.from_bottom and not has_places and not grade.rest and not is_reached:
            yield _idle(grade.name, "from_bottom", source, "Say with “share” or “places” how many there are.")
    if by is not None and not any(grade.shares for grade in scheme.grades):
        yield _idle(by, "share_by", file.source("quota", "share_by"), "Write “shares” at a grade, or take it out.")


def _idle(name: str, key: str, source: Source, hint: str) -> Diagnostic:
    message = "“{key}” changes nothing at “{name}”."
    return Diagnostic("scheme.W264", message, (source,), hint, {"key": key, "name": name})


def places_kept(structure: Structure) -> Iterator[Diagnostic]:
    """W264, W294: places kept for kinds of units where none are counted, or more of them than there are."""
    scheme, file = structure.scheme, structure.file
    kept = [
        (grade.name, grade.reserved, max(grade.places.values()), file.source("grades", index, "reserved"))
        for index, grade in enumerate(scheme.grades)
        if grade.places
    ]
    kept += [
        (prize.name, prize.reserved, prize.at_most, file.source("awards", index, "reserved"))
        for index, prize in enumerate(scheme.awards)
        if prize.at_most is not None
    ]
    for name, reserved, places, source in kept:
        if (total := sum(reserved.values())) > places:
            yield Diagnostic(
                "scheme.W294",
                "“{name}” has {places} places, and keeps {total} for single kinds of units.",
                (source,),
                "Mend the places or what is kept; who is named last gets what is left.",
                {"name": name, "places": places, "total": total},
            )
    for index, prize in enumerate(scheme.awards):
        if prize.reserved and prize.at_most is None:
            source = file.source("awards", index, "reserved")
            yield _idle(prize.name, "reserved", source, "Write “at_most”: how many prizes there are.")


def comparisons_made(structure: Structure) -> Iterator[Diagnostic]:
    """W264: keys of a rule or a panel that change nothing: comparing where nothing is compared, trimming where there are no sheets."""
    for node in structure.nodes:
        for rule in node.rules:
            compares = any(
                isinstance(item, Rank | Index) or (isinstance(item, Proportional) and item.to == "best")
                for item in rule.score.scoring
            )
            is_given = rule.key == "rank"
            if rule.rule.better == "lower" and (is_given or not compares):
                hint = "The rule compares no units; say with 超过 or 低于 what is worth what."
                yield _idle(node.name, "better", rule.source, hint)
            if rule.rule.among == "all" and (is_given or not compares):
                yield _idle(node.name, "among", rule.source, "The rule compares no units; take it out.")
    for panel in structure.panels:
        if panel.score.trim and not panel.panel.dimensions:
            yield _idle(panel.name, "score", panel.source, "Only sheets of marks are left out; take 去掉…最高分 out.")
        if panel.score.classes_equal and len(set(panel.panel.classes.values())) > 1:
            hint = "各类评价人同权 leaves the weights out; keep one of the two."
            yield _idle(panel.name, "classes", panel.source, hint)


def places_counted_by_group(structure: Structure) -> Iterator[Diagnostic]:
    """E209: places of single groups, where places are not counted by group."""
    within = structure.scheme.quota.within
    if not within or GROUP_ATTRIBUTE in within:
        return
    for index, grade in enumerate(structure.scheme.grades):
        if set(grade.places) & set(structure.scheme.groups):
            yield Diagnostic(
                "scheme.E209",
                "“{grade}” has places for each group, but places are counted within {within}, where groups are mixed.",
                (structure.file.source("grades", index, "places"), structure.file.source("quota", "within")),
                "Write a share, places by what “within” tells apart, or let “within” be 组别.",
                {"grade": grade.name, "within": listed(within)},
            )


def limits_can_hold(structure: Structure) -> Iterator[Diagnostic]:
    """W265: a limit on places in an indicator asks for what nobody reports."""
    for index, limit in enumerate(structure.scheme.limits):
        for key in ("needs_approval", "at_least"):
            if limit.indicator is not None and getattr(limit, key):
                yield Diagnostic(
                    "scheme.W265",
                    "“{when}” goes by places in “{indicator}”, which nobody reports; with “{key}” it never holds.",
                    (structure.file.source("limits", index, key),),
                    "Take it out, or take out “indicator”, so that the case is reported.",
                    {"when": limit.when, "indicator": limit.indicator, "key": key},
                )


def totals_apart(structure: Structure) -> Iterator[Diagnostic]:
    """W266: a formula that holds for nobody, since another stands before it for all its groups."""
    pairs = population(structure)
    used = {total.source for unit, group in pairs if (total := structure.total_of(unit, group)) is not None}
    for resolved in structure.totals:
        if resolved.source not in used and any(unit for unit, _ in pairs):
            yield Diagnostic(
                "scheme.W266",
                "The formula “{formula}” holds for nobody: another that stands before it holds for the same units.",
                (resolved.source,),
                "Say with “for” which groups each is for, or take one out.",
                {"formula": resolved.total.formula},
            )


def period_in_year(structure: Structure) -> Iterator[Diagnostic]:
    """E201, E210, W267: a period that runs backwards, has no days, or lies in another year."""
    scheme = structure.scheme
    if scheme.period is None:
        return
    source = structure.file.source("period")
    days = [day_in(text) for text in scheme.period]
    for text, found in zip(scheme.period, days, strict=True):
        if found is None:
            yield Diagnostic(
                "scheme.E210",
                "“{value}” is no day, and without it the period is not known.",
                (source,),
                "Write the first and the last day, such as 2025-01-01.",
                {"value": text},
            )
    first, last = days
    if first is None or last is None:
        return
    if first > last:
        yield Diagnostic(
            "scheme.E201",
            "The range {low} to {high} in “{name}” runs backwards.",
            (source,),
            "Write the earlier day first.",
            {"low": first.isoformat(), "high": last.isoformat(), "name": "period"},
        )
    elif last < date(scheme.year, 1, 1) or first > date(scheme.year, 12, 31):
        yield Diagnostic(
            "scheme.W267",
            "The period from {first} to {last} has no day of {year}, the year assessed.",
            (source,),
            "Mend the year or the period.",
            {"first": first.isoformat(), "last": last.isoformat(), "year": scheme.year},
        )
