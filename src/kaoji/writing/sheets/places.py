"""The places of each grade in each field, and how many were filled."""

from __future__ import annotations

from collections import Counter

from kaoji.writing.page import Look, Value
from kaoji.writing.report import Report


def write_places(report: Report) -> None:
    """Write the places and who filled them, one line a field."""
    say, ranking = report.say, report.ranking
    grades = [grade.name for grade in report.structure.scheme.grades]
    rests = {grade.name for grade in report.structure.scheme.grades if grade.rest}
    if not grades:
        return
    page = report.page(
        say("Places"),
        say("The places of each grade and how many were given."),
        [22, 9, *(9 for _ in grades for _ in "12")],
    )
    page.title(say("{title}: places of the grades").format(title=report.structure.scheme.title))
    head = page.row
    page.merge((head, 1), (head + 1, 1), say("Field"), "head")
    page.merge((head, 2), (head + 1, 2), say("Assessed"), "head")
    for number, name in enumerate(grades):
        column = 3 + 2 * number
        page.merge((head, column), (head, column + 1), name, "head")
        page.put(head + 1, column, say("Places"), "head")
        page.put(head + 1, column + 1, say("Given"), "head")
    page.row += 2
    numbers: list[Look] = ["number"] * (2 * len(grades))
    looks: list[Look] = ["name", "number", *numbers]
    seen: set[str] = set()
    for field in ranking.fields:
        seen.update(field.units)
        given = Counter(ranking.results[unit].grade for unit in field.units)
        values: list[Value] = [field.name, len(field.units)]
        for name in grades:
            places = field.places.get(name)
            # What the other grades leave is no quota of its own: a number there would read as one.
            shown: Value = say("the rest") if name in rests else say("open") if places is None else places
            values += [shown, given[name]]
        page.write(values, looks)
    for group, units in report.groups.items():
        others = [unit for unit in units if unit not in seen and ranking.results[unit].grade is not None]
        if others:
            given = Counter(ranking.results[unit].grade for unit in others)
            label = say("{group} (graded outside the places)").format(group=group)
            page.write([label, len(others), *(v for name in grades for v in ("—", given[name]))], looks)
    page.set_up(report.header, head=(head, head + 1), left=1, remark=report.remark)
