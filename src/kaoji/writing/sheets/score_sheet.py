"""The score sheet of one unit in the shape of the notice's table: what was scored, by which rule, and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoji.scoring.derivations import Derivation, calculation, line
from kaoji.writing import sentences
from kaoji.writing.balance import Balance, balance_of
from kaoji.writing.outline import Row, heading_names, outline, write_headings
from kaoji.writing.page import Look, Page, Value, number_format, points
from kaoji.writing.report import Report
from kaoji.writing.score_rows import score_rows, scored_of
from kaoji.writing.sheets.score_matrix import heading_widths


def write_unit_scores(report: Report, unit: str) -> None:
    """Write one unit's score sheet."""
    say, structure = report.say, report.structure
    group = report.scores.units[unit].group
    found = outline(structure, (node.index for node in structure.nodes_of(unit, group)))
    depth = found.depth
    widths = [*(width - 3 for width in heading_widths(depth)), 7.0, 34.0, 9.0, 42.0, 14.0]
    page = report.page(unit, say("The score sheet of {unit}.").format(unit=unit), widths)
    below = say("{unit_word}: {unit}    Group: {group}    Year: {year}")
    names = {"unit_word": structure.scheme.unit_word, "unit": unit, "group": group, "year": structure.scheme.year}
    page.title(say("{title}: score sheet").format(title=structure.scheme.title), below.format(**names))
    heads = [*heading_names(depth, report.language), say("Points"), say("Rules"), say("Score"), say("Why"),
             say("Data from")]  # fmt: skip
    head = page.write(heads, "head")
    first = page.row
    derivations = dict(_derivations(report, unit))
    for row in found.rows:
        _indicator(report, page, unit, row, derivations.get(row.node.index), depth)
    write_headings(page, found, first, depth)
    for panel in structure.panels:
        if (unit, panel.name) in report.scores.panels or (unit, panel.name) in report.gaps:
            _panel(report, page, unit, panel.name, depth)
    _result(report, page, unit, depth)
    page.set_up(report.header, landscape=True, head=(head, head), left=depth, remark=report.remark)


def _derivations(report: Report, unit: str) -> Iterator[tuple[int, Derivation]]:
    for node in report.structure.nodes:
        if (unit, node.index) in report.scores.nodes:
            yield node.index, report.explainer.explain(unit, node.index)


def _indicator(report: Report, page: Page, unit: str, row: Row, derivation: Derivation | None, depth: int) -> None:
    score = report.scores.nodes.get((unit, row.node.index))
    lacks = (unit, row.node.code) in report.gaps
    own = score.points if score is not None and score.points is not None else None
    stated: Value = points(own) if own is not None else row.node.node.points
    value: Value = report.say("lacks") if lacks else "—" if score is None else points(score.value)
    lines = sentences.why(derivation, report.language, is_sum=row.is_sum) if derivation is not None else ()
    why = "\n".join(each.text for each in lines)
    rules = row.node.node.limits or "" if row.is_sum else sentences.rule_texts(row.node, report.language)
    providers = "" if row.is_sum else sentences.listed(_providers(report, row), report.language)
    look: Look = "mark" if lacks else "sum" if row.is_sum else "number"
    _cells(page, depth, (stated, rules, value, why, providers), look)


def _providers(report: Report, row: Row) -> tuple[str, ...]:
    slots = [report.structure.slots[rule.slot].providers for rule in row.node.rules]
    return tuple(dict.fromkeys(name for names in slots or [row.node.providers] for name in names))


def _cells(page: Page, depth: int, values: tuple[Value, Value, Value, Value, Value], look: Look) -> None:
    """Write the cells right of the headings."""
    looks: tuple[Look, ...] = ("sum" if look == "sum" else "number", "text", look, "text", "name")
    for column, (value, each) in enumerate(zip(values, looks, strict=True), depth + 1):
        shown = number_format([value], 0, 6) if isinstance(value, Decimal) else None
        page.put(page.row, column, value, each, shown)
    page.fit(page.row, values, page.widths[depth:])
    page.row += 1


def _panel(report: Report, page: Page, unit: str, name: str, depth: int) -> None:
    panel = next(item for item in report.structure.panels if item.name == name)
    result = report.scores.panels.get((unit, name))
    page.merge((page.row, 1), (page.row, depth), name, "name")
    value: Value = report.say("lacks") if result is None else points(result.score)
    derivation = report.explainer.explain(unit, name)
    lines = [phrase.text(report.language) for phrase in derivation.text]
    lines += [
        line(Derivation("voters", child.label, child.value, text=child.text), report.language)
        for child in derivation.children
        if child.kind == "voters"
    ]
    providers = sentences.listed(panel.panel.provider, report.language)
    how = "" if panel.panel.entered else panel.panel.score
    _cells(
        page,
        depth,
        (panel.panel.points, how, value, "\n".join(lines), providers),
        "mark" if result is None else "number",
    )


def _balance(report: Report, unit: str) -> Balance:
    """Reckon how a unit came from the full marks to its total."""
    structure, group, language = report.structure, report.scores.units[unit].group, report.language
    scored, derivations = scored_of(report.scores, unit, report.explainer)
    rows = score_rows(structure, unit, group, scored, derivations, language)
    total = structure.total_of(unit, group)
    constant = 0 if total is None else total.composition.constant_points
    return balance_of(rows, report.scores.totals[unit], constant, language)


def _result(report: Report, page: Page, unit: str, depth: int) -> None:
    """Write the total with its formula, rank, grade, reasons and what follows."""
    result, language, say = report.ranking.results[unit], report.language, report.say
    total = report.explainer.explain(unit)
    rows: list[tuple[str, Value, str]] = []
    if result.total is not None:
        why = "\n= ".join(text for text in (report.formula([unit]), calculation(total, language)) if text)
        rows.append((say("From the full marks to the total"), "", _balance(report, unit).equation))
        rows.append((say("Total"), points(result.total), why))
    if result.rank is not None:
        rows.append((say("Rank"), result.rank, ""))
    rows.append((say("Grade"), result.grade or "", sentences.reasons(result.reasons, language)))
    follows = sentences.joined([*result.awards, *result.consequences], language)
    if follows:
        rows.append((say("What follows"), "", follows))
    last = len(page.widths)
    for name, value, why_text in rows:
        page.merge((page.row, 1), (page.row, depth + 2), name, "head")
        shown = number_format([value], 2) if isinstance(value, Decimal) else None
        page.put(page.row, depth + 3, value, "sum" if isinstance(value, Decimal) else "name", shown)
        page.merge((page.row, depth + 4), (page.row, last), why_text, "text")
        page.fit(page.row, (why_text,), (sum(page.widths[depth + 3 :]),))
        page.row += 1
    page.row += 1
    page.merge((page.row, 1), (page.row, last), say("Prepared by:          Checked by:          Date:"), "note")
    page.row += 1
