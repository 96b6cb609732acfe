"""Checks on grades, quotas, grade limits, awards and panels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import half_up, percent, plain
from kaoji.scheme.model import Grade, Limit, Panel
from kaoji.scheme.spans import places_in
from kaoji.scheme.structure import ALL_AWARDS, ALL_UNITS, GROUP_ATTRIBUTE, Structure
from kaoji.scheme.subjects import listed, number, sizes

_ABSTAIN = late_pattern(r"弃权|不了解|不清楚|不知道|未评|无法评价|abstain|don't know")


def thresholds_fall(structure: Structure) -> Iterator[Diagnostic]:
    """W250, W251: thresholds that do not fall from grade to grade, or leave low totals without a grade."""
    grades = [(index, grade) for index, grade in enumerate(structure.scheme.grades) if grade.at_least is not None]
    for (index, better), (following, worse) in pairwise(grades):
        if better.at_least is None or worse.at_least is None:
            continue
        limited = better.share is not None or better.shares or better.places
        if worse.at_least > better.at_least or (worse.at_least == better.at_least and not limited):
            yield Diagnostic(
                "scheme.W250",
                "“{worse}” asks for {low} points, not less than “{better}” above it with {high}.",
                tuple(structure.file.source("grades", place, "at_least") for place in (following, index)),
                "List the grades from the best to the worst with falling thresholds.",
                {
                    "worse": worse.name,
                    "better": better.name,
                    "low": plain(worse.at_least),
                    "high": plain(better.at_least),
                },
            )
    last = structure.scheme.grades[-1] if structure.scheme.grades else None
    if last is not None and last.at_least and not last.from_bottom:
        yield Diagnostic(
            "scheme.W251",
            "A total below {points} falls into no grade: “{name}” is the last and has that threshold.",
            (structure.file.source("grades", len(structure.scheme.grades) - 1, "at_least"),),
            "Take out the last threshold, or add a grade below it.",
            {"points": plain(last.at_least), "name": last.name},
        )


def shares_make_whole(structure: Structure) -> Iterator[Diagnostic]:
    """W252: shares of the places that are more than all, or that leave some to nobody."""
    grades = structure.scheme.grades
    columns: dict[str, list[Fraction | None]] = {"": [grade.share for grade in grades]}
    for category in dict.fromkeys(name for grade in grades for name in grade.shares):
        columns[category] = [grade.shares.get(category, grade.share) for grade in grades]
    rest = any(grade.rest for grade in grades)
    for category, column in columns.items():
        present = [share for share in column if share is not None]
        total = sum(present, Fraction(0))
        complete = len(present) == len(grades) and not rest
        if present and (total > 1 or (complete and total != 1)):
            message = "The shares of the grades add up to {total}."
            if category:
                message = "The shares of the grades add up to {total} for {category}."
            yield Diagnostic(
                "scheme.W252",
                message,
                tuple(
                    structure.file.source("grades", index) for index, share in enumerate(column) if share is not None
                ),
                "Mend a share; a grade that takes what is left has “rest: true”.",
                {"total": percent(total), "category": category},
            )


def _rounded(share: Fraction, size: int, structure: Structure) -> int:
    exact = share * size
    if structure.scheme.quota.rounding == "floor":
        return exact.numerator // exact.denominator
    return half_up(exact.numerator, exact.denominator)


def places_fit(structure: Structure) -> Iterator[Diagnostic]:
    """W253, W254, W255: places that contradict the share, exceed the group, or are missing for some groups."""
    groups = sizes(structure)
    for index, grade in enumerate(structure.scheme.grades):
        if not grade.places:
            continue
        source = structure.file.source("grades", index, "places")
        yield from _against_share(structure, grade, groups, source)
        missing = [name for name in groups if name not in grade.places]
        if missing and not grade.shares and not grade.rest and set(grade.places) & set(groups):
            yield Diagnostic(
                "scheme.W255",
                "“{grade}” names places for some groups, but none for {groups}.",
                (source,),
                "Write their places, 0 if they have none, or a share.",
                {"grade": grade.name, "groups": listed(missing)},
            )
    for name, size in groups.items():
        total = sum(grade.places.get(name, 0) for grade in structure.scheme.grades)
        if size and total > size:
            yield Diagnostic(
                "scheme.W254",
                "The grades have {total} places for {group}, which has {size} units.",
                (structure.file.source("grades"), structure.file.source("groups", name)),
                "Mend the places or the list of units.",
                {"total": total, "group": name, "size": size},
            )


def _against_share(structure: Structure, grade: Grade, groups: dict[str, int], source: Source) -> Iterator[Diagnostic]:
    if grade.share is None:
        return
    wrong = [
        f"{name}: {percent(grade.share)} × {size} = {number(grade.share * size)} ≠ {grade.places[name]}"
        for name, size in groups.items()
        if size and name in grade.places and grade.places[name] != _rounded(grade.share, size, structure)
    ]
    if wrong:
        yield Diagnostic(
            "scheme.W253",
            "The places of “{grade}” are not its share of the units: {differences}. The places hold.",
            (source,),
            "Take out the share or the places, or say under “choices” why both stand.",
            {"grade": grade.name, "differences": "；".join(wrong)},
        )


def rounding_said(structure: Structure) -> Iterator[Diagnostic]:
    """I256: shares that do not make whole places."""
    grades, quota = structure.scheme.grades, structure.scheme.quota
    shares = [grade.share for grade in grades]
    if quota.within or quota.share_by or any(grade.rest or grade.places for grade in grades) or None in shares:
        return
    present = [share for share in shares if share is not None]
    if not present or sum(present) != 1:
        return
    wrong = []
    for name, size in sizes(structure).items():
        counts = [_rounded(share, size, structure) for share in present]
        if size and sum(counts) != size:
            wrong.append(f"{name}: {'+'.join(map(str, counts))} = {sum(counts)} ≠ {size}")
    if wrong:
        yield Diagnostic(
            "scheme.I256",
            "Rounded to whole places, the shares do not make the number of units: {differences}.",
            (structure.file.source("grades"), structure.file.source("quota")),
            "Let one grade have “rest: true”, or write the places of each group.",
            {"differences": "；".join(wrong)},
        )


def ties_at_the_line(structure: Structure) -> Iterator[Diagnostic]:
    """I257, W262: nothing says who comes first among equal totals where places or prizes end; prizes counted where none are."""
    places = any(grade.share is not None or grade.shares or grade.places for grade in structure.scheme.grades)
    said = structure.scheme.order or ("quota", "ties") in structure.file.places.at
    if places and not said:
        yield Diagnostic(
            "scheme.I257",
            "Nothing says which of two equal totals takes the last place of a grade; a run will ask for a decision.",
            (structure.file.source("grades"),),
            "Write “order” with the parts that are compared, or “ties: decision” under “quota”.",
        )
    for index, prize in enumerate(structure.scheme.awards):
        if prize.at_most is not None and not said:
            yield Diagnostic(
                "scheme.I257",
                "Nothing says which of two equal ranks gets the last “{award}”; a run will ask for a decision.",
                (structure.file.source("awards", index),),
                "Write “order” with the parts that are compared, or “ties: decision” under “quota”.",
                {"award": prize.name},
            )
        if prize.within and prize.at_most is None:
            yield Diagnostic(
                "scheme.W262",
                "“{award}” is counted by {within}, but nothing says how many there are: “within” changes nothing.",
                (structure.file.source("awards", index, "within"),),
                "Write “at_most”, or take “within” out.",
                {"award": prize.name, "within": "、".join(prize.within)},
            )


def ranks_told_apart(structure: Structure) -> Iterator[Diagnostic]:
    """W286: ranks are to be told apart by parts, and none are named."""
    if structure.scheme.rank_ties == "order" and not structure.scheme.order:
        yield Diagnostic(
            "scheme.W286",
            "Equal totals are to be ranked by the parts under “order”, and there are none: ranks stay shared.",
            (structure.file.source("rank_ties"),),
            "Write “order” with the parts that are compared, the most important first.",
        )


def limits_consistent(structure: Structure) -> Iterator[Diagnostic]:
    """W258, W259, W260: grade limits that contradict themselves or each other, or change nothing."""
    order = {grade.name: index for index, grade in enumerate(structure.scheme.grades)}
    seen: dict[tuple[str, tuple[str, ...], Decimal | None], tuple[Limit, Source]] = {}
    for index, limit in enumerate(structure.scheme.limits):
        source = structure.file.source("limits", index)
        yield from _within_limit(limit, order, source)
        key = (re.sub(r"\s+", "", limit.when), limit.applies_to, limit.total_below)
        if key in seen and _outcome(seen[key][0]) != _outcome(limit):
            yield Diagnostic(
                "scheme.W260",
                "“{when}” stands twice with different results.",
                (source, seen[key][1]),
                "Keep one; where the notice says both, say under “choices” which holds.",
                {"when": limit.when},
            )
        seen.setdefault(key, (limit, source))


def _outcome(limit: Limit) -> tuple[str | int | tuple[str, ...] | None, ...]:
    return (limit.grade_at_most, limit.not_grade, limit.grade, limit.direct, limit.lower_by, limit.no_award)


def _within_limit(limit: Limit, order: dict[str, int], source: Source) -> Iterator[Diagnostic]:
    best, given = limit.grade_at_most, limit.direct or limit.grade
    contradiction: tuple[str, str] | None = None
    if limit.direct and limit.grade and limit.direct != limit.grade:
        contradiction = (limit.direct, limit.grade)
    elif given and best and order.get(given, 0) < order.get(best, 0):
        contradiction = (given, best)
    elif limit.not_grade and limit.not_grade == given:
        contradiction = (given, limit.not_grade)
    elif limit.not_grade and best and order.get(limit.not_grade, 0) > order.get(best, 0):
        contradiction = (limit.not_grade, best)
    if contradiction:
        yield Diagnostic(
            "scheme.W258",
            "The limit “{when}” contradicts itself: “{one}” against “{other}”.",
            (source,),
            "Keep the one that the notice means.",
            {"when": limit.when, "one": contradiction[0], "other": contradiction[1]},
        )
    if not any(_outcome(limit)) or (
        order and best is not None and order.get(best) == 0 and not limit.no_award and not limit.lower_by
    ):
        yield Diagnostic(
            "scheme.W259",
            "The limit “{when}” changes no grade and no prize.",
            (source,),
            "Write grade_at_most, not_grade, grade or direct with a grade that makes a difference, lower_by or no_award.",
            {"when": limit.when},
        )


def names_known(structure: Structure) -> Iterator[Diagnostic]:
    """E204: a grade, group or award is named that nothing defines."""
    scheme, file = structure.scheme, structure.file
    grades, awards = {grade.name for grade in scheme.grades}, {award.name for award in scheme.awards}
    uses: list[tuple[str | None, set[str], Source]] = []
    groups, within = set(scheme.groups), scheme.quota.within
    kinds = groups if (scheme.quota.reserved_by or GROUP_ATTRIBUTE) == GROUP_ATTRIBUTE else None
    for index, grade in enumerate(scheme.grades):
        if not within or within == (ALL_UNITS,):
            fields = groups if not within else {ALL_UNITS}
            uses += [(name, fields, file.source("grades", index, "places", name)) for name in grade.places]
        if kinds is not None:
            uses += [(name, kinds, file.source("grades", index, "reserved", name)) for name in grade.reserved]
        if scheme.quota.share_by == GROUP_ATTRIBUTE:
            uses += [(name, set(scheme.groups), file.source("grades", index, "shares", name)) for name in grade.shares]
    for index, award in enumerate(scheme.awards):
        uses += [(name, grades, file.source("awards", index)) for name in (award.grade, award.grade_at_least)]
        if (award.amount_by or GROUP_ATTRIBUTE) == GROUP_ATTRIBUTE:
            uses += [(name, groups, file.source("awards", index, "amounts", name)) for name in award.amounts]
        if (award.reserved_by or GROUP_ATTRIBUTE) == GROUP_ATTRIBUTE:
            uses += [(name, groups, file.source("awards", index, "reserved", name)) for name in award.reserved]
    for index, limit in enumerate(scheme.limits):
        source = file.source("limits", index, "no_award")
        uses += [(name, awards, source) for name in limit.no_award if name not in ALL_AWARDS]
    for index, consequence in enumerate(scheme.afterwards):
        uses.append((consequence.award, awards, file.source("afterwards", index)))
    for index, elsewhere in enumerate(scheme.elsewhere):
        uses.append((elsewhere.group, set(scheme.groups), file.source("elsewhere", index)))
        uses += [(name, grades, file.source("elsewhere", index, "grades", name)) for name in elsewhere.grades]
    for name, known, source in uses:
        if name is not None and name not in known:
            yield Diagnostic(
                "scheme.E204",
                "“{name}” stands for nothing here; known are {known}.",
                (source,),
                "Mend the name, or define it.",
                {"name": name, "known": listed(sorted(known)) or "–"},
            )


def something_asked(structure: Structure) -> Iterator[Diagnostic]:
    """W263: a prize or consequence that asks for nothing, so that every unit has it."""
    scheme = structure.scheme
    open_to_all = [
        (award.name, structure.file.source("awards", index))
        for index, award in enumerate(scheme.awards)
        if not (award.grade or award.grade_at_least or award.places or award.when)
        and all(each is None for each in (award.rise, award.beyond_rank, award.total_at_least, award.at_most))
    ]
    open_to_all += [
        (each.then, structure.file.source("afterwards", index))
        for index, each in enumerate(scheme.afterwards)
        if not (each.grade or each.last_place or each.places or each.last_places or each.award)
        and each.total_below is None
    ]
    for name, source in open_to_all:
        yield Diagnostic(
            "scheme.W263",
            "“{name}” asks for nothing: every unit has it.",
            (source,),
            "Write for whom it is, such as a grade or ranks.",
            {"name": name},
        )


def ranks_elsewhere(structure: Structure) -> Iterator[Diagnostic]:
    """E201, W237, W240: ranges of places for awards and for grades that follow a result from elsewhere."""
    for index, award in enumerate(structure.scheme.awards):
        if award.places and award.places[0] > award.places[1]:
            yield _backwards(award.name, *award.places, structure.file.source("awards", index))
    for index, consequence in enumerate(structure.scheme.afterwards):
        for span in (consequence.places, consequence.last_places):
            if span is not None and span[0] > span[1]:
                yield _backwards(consequence.then, *span, structure.file.source("afterwards", index))
    for index, elsewhere in enumerate(structure.scheme.elsewhere):
        source = structure.file.source("elsewhere", index)
        spans: list[tuple[int, int]] = []
        for ranges in elsewhere.grades.values():
            for text in ranges:
                if span := places_in(text):
                    if span[1] < span[0]:
                        yield _backwards(elsewhere.by, *span, source)
                    spans.append(span)
        for (_, last), (second, _) in pairwise([(0, 0), *sorted(spans)]):
            if second > last + 1:
                yield Diagnostic(
                    "scheme.W237",
                    "No grade is said for places {low} to {high} of “{name}”.",
                    (source,),
                    "Let the ranges follow one another, the last one open as 5-.",
                    {"low": last + 1, "high": second - 1, "name": elsewhere.by},
                )
            if second <= last:
                yield Diagnostic(
                    "scheme.W240",
                    "Place {place} in “{name}” is named more than once.",
                    (source,),
                    "Let each place stand in one range only.",
                    {"place": second, "name": elsewhere.by},
                )


def _backwards(name: str, low: int, high: int, source: Source) -> Diagnostic:
    return Diagnostic(
        "scheme.E201",
        "The range {low} to {high} in “{name}” runs backwards.",
        (source,),
        "Write the smaller number first.",
        {"low": low, "high": high, "name": name},
    )


def panels_sound(structure: Structure) -> Iterator[Diagnostic]:
    """W280 to W282, I284: options out of order, maxima and weights that do not add up, abstentions that count."""
    for resolved in structure.panels:
        panel, name = resolved.panel, resolved.name
        values = [value for option, value in panel.options.items() if option not in panel.abstentions]
        if values not in (sorted(values), sorted(values, reverse=True)):
            yield Diagnostic(
                "scheme.W280",
                "The options of “{name}” go up and down: {options}.",
                (structure.file.source("panels", name, "options"),),
                "Look whether two of them changed places.",
                {
                    "name": name,
                    "options": listed(f"{option} {plain(value)}" for option, value in panel.options.items()),
                },
            )
        yield from _panel_full(structure, name, panel, resolved.score.scale)
        total = sum(panel.classes.values(), Fraction(0))
        if panel.classes and total != 1 and not resolved.score.classes_equal:
            yield Diagnostic(
                "scheme.W282",
                "The kinds of voters of “{name}” weigh {total} together.",
                (structure.file.source("panels", name, "classes"),),
                "Mend a weight so that they share 100%.",
                {"name": name, "total": percent(total)},
            )
        counted = [option for option in panel.options if _ABSTAIN.search(option) and option not in panel.abstentions]
        if counted:
            yield Diagnostic(
                "scheme.I284",
                "“{option}” of “{name}” reads like an abstention, but counts with {points} points.",
                (structure.file.source("panels", name, "options"),),
                "Name it under “abstentions” if such ballots are to be left out.",
                {"option": counted[0], "name": name, "points": plain(panel.options[counted[0]])},
            )


def _panel_full(structure: Structure, name: str, panel: Panel, scale: str) -> Iterator[Diagnostic]:
    """Compare the best ballot or sheet with the panel's points, where nothing rescales it."""
    best: Decimal | None = None
    if panel.dimensions and scale == "as_is":
        best = sum(panel.dimensions.values(), Decimal(0))
    elif panel.options and scale == "as_is":
        best = max(panel.options.values()) * max(1, len(panel.questions))
    if best is not None and best != panel.points:
        yield Diagnostic(
            "scheme.W281",
            "The best sheet of “{name}” makes {best} points, but the panel has {points}.",
            (structure.file.source("panels", name, "points"), structure.file.source("panels", name)),
            "Change a maximum, the points, or write 按满分折算.",
            {"name": name, "best": plain(best), "points": plain(panel.points)},
        )


def abstentions_said(structure: Structure) -> Iterator[Diagnostic]:
    """I283: ballots without a word on abstentions."""
    names = [name for name, panel in structure.scheme.panels.items() if panel.options and not panel.abstentions]
    if names:
        yield Diagnostic(
            "scheme.I283",
            "Nothing says what becomes of ballots without an answer in {names}.",
            tuple(structure.file.source("panels", name) for name in names),
            "Name the options that are left out under “abstentions”; leave it so if there are none.",
            {"names": listed(names)},
        )


def panels_used(structure: Structure) -> Iterator[Diagnostic]:
    """W285: a panel that no formula and no indicator takes."""
    used = {name for total in structure.totals for name in total.composition.weights}
    used |= {node.node.panel for node in structure.nodes if node.node.panel is not None} | set(structure.scheme.order)
    for resolved in structure.panels:
        if resolved.name not in used:
            yield Diagnostic(
                "scheme.W285",
                "The panel “{name}” counts nowhere.",
                (resolved.source,),
                "Name it in the formula, or take an indicator's score from it.",
                {"name": resolved.name},
            )
