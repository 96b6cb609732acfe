"""What keeps a result from being final, and what was decided: missing data, decisions open and taken."""

from __future__ import annotations

from kaoji.scoring.missing import unheard
from kaoji.writing import sentences
from kaoji.writing.page import Look, Page, Value
from kaoji.writing.report import Report


def write_missing(report: Report) -> None:
    """Write the data that are not there yet, and who is to provide them."""
    say, scheme = report.say, report.structure.scheme
    page = report.page(say("Missing data"), say("What is not yet known, and who provides it."), (18, 18, 12, 40, 24))
    below = say("{count} in all.").format(count=len(report.missing)) if report.missing else say("Nothing is missing.")
    page.title(say("{title}: missing data").format(title=scheme.title), below)
    heads = [say("Group"), scheme.unit_word, say("Indicator code"), say("What is missing"), say("Data from")]
    head = page.write(heads, "head")
    looks: list[Look] = ["name", "name", "name", "text", "name"]
    for item in report.missing:
        providers = sentences.listed(item.providers, report.language)
        page.write([item.group, item.unit, item.code, item.label, providers], looks)
    _unheard(report, page)
    page.set_up(report.header, head=(head, head), remark=report.remark)


def _unheard(report: Report, page: Page) -> None:
    """Write the kinds of voters that a score went without: it stands, but whoever signs it has to know."""
    say, found = report.say, unheard(report.structure, report.scores.facts)
    if not found:
        return
    page.row += 1
    said = say("Votes and ratings from which a whole kind of voters is missing; the score comes from the other kinds.")
    page.merge((page.row, 1), (page.row, 5), said, "note")
    page.row += 1
    heads = [say("Group"), report.structure.scheme.unit_word, "", say("Missing kinds of voters"), say("Panel")]
    page.write(heads, "head")
    looks: list[Look] = ["name", "name", "name", "text", "text"]
    for item in found:
        page.write([item.group, item.unit, "", sentences.listed(item.kinds, report.language), item.panel], looks)


def write_decisions(report: Report) -> None:
    """Write what the leading group has to decide, and what it decided."""
    say, scheme = report.say, report.structure.scheme
    page = report.page(
        say("Decisions"),
        say("What the leading group has to decide, and what it decided."),
        (18, 26, 10, 12, 20, 12, 26),
    )
    page.title(say("{title}: decisions").format(title=scheme.title))
    page.merge((page.row, 1), (page.row, 7), say("To be decided"), "note")
    page.row += 1
    _open(report, page)
    page.row += 1
    page.merge((page.row, 1), (page.row, 7), say("Decided"), "note")
    page.row += 1
    heads = [
        say("Group"),
        scheme.unit_word,
        say("Order"),
        say("Grade"),
        say("Decided by"),
        say("Signed on"),
        say("Note"),
    ]
    page.write(heads, "head")
    looks: list[Look] = ["name", "name", "number", "name", "name", "name", "text"]
    decisions = report.scores.facts.decisions
    for row in decisions:
        values: list[Value] = [row.group, row.unit, row.order, row.grade or "", row.by, row.signed_on, row.note or ""]
        page.write(values, looks)
    if not decisions:
        page.merge((page.row, 1), (page.row, 7), say("There are none."), "text")
        page.row += 1
    page.set_up(report.header, landscape=True, remark=report.remark)


def _open(report: Report, page: Page) -> None:
    say = report.say
    heads = (
        say("Field"),
        report.structure.scheme.unit_word,
        say("Places"),
        say("Grade or prize"),
        say("What is to be decided"),
    )
    rows: list[tuple[Value, ...]] = [heads]
    for item in report.ranking.open_decisions:
        asked = say("Equal totals: which {places} of these {count} are graded {grade}?")
        if item.award:
            asked = say("Equal in rank: which {places} of these {count} get the prize {award}?")
        text = asked.format(places=item.places, count=len(item.units), grade=item.grade, award=item.award)
        wanted = item.award or item.grade
        rows.append((item.group, sentences.listed(item.units, report.language), item.places, wanted, text))
    settled = {unit for item in report.ranking.open_decisions if not item.award for unit in item.units}
    unknown = say("The place given elsewhere is not known yet.")
    pending = (result for result in report.ranking.results.values() if result.is_pending and result.unit not in settled)
    rows += [(result.group, result.unit, None, result.grade or "", unknown) for result in pending]
    for number, values in enumerate(rows):
        looks: list[Look] = ["head"] * 5 if number == 0 else ["name", "text", "number", "mark", "text"]
        for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
            page.merge((page.row, column), (page.row, 7 if column == len(values) else column), value, look)
        page.fit(page.row, values, [*page.widths[:4], sum(page.widths[4:])])
        page.row += 1
    if len(rows) == 1:
        page.merge((page.row, 1), (page.row, 7), say("There are none."), "text")
        page.row += 1
