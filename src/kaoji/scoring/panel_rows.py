"""Rows on panels: ballots, marks, and scores that were computed elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kaoji.numbers import plain
from kaoji.scheme.structure import ResolvedPanel
from kaoji.scoring.checking import Checker, chosen_of, within
from kaoji.scoring.facts import Ballots, Mark, PanelScore, Unit
from kaoji.scoring.rows import Row


def _panel(check: Checker, row: Row, takes: Callable[[ResolvedPanel], bool]) -> tuple[Unit, ResolvedPanel] | None:
    """Find the row's unit and panel, which must take this kind of facts."""
    unit, text = check.unit(row), row.text("panel")
    if unit is None or text is None:
        return None
    panel = row.kept(check.names.panel(text, unit), "panel")
    if panel is not None and not takes(panel):
        row.say("facts.E251", "The panel “{panel}” does not take what the table {table} holds.", "panel",
                "Say in the scheme what it takes: options, dimensions, or that the score is entered.",
                panel=panel.name, table=row.sheet.table.zh)  # fmt: skip
        return None
    return (unit, panel) if panel is not None else None


def ballots(check: Checker, row: Row) -> Ballots | None:
    """Read ballots; where each ballot is a row, most rows say what another has said already."""
    said = (id(row.sheet), *row.cells)
    same = check.ballots.get(said)
    if same is None:
        same = _ballots(check, row)
        if same is None or row.faulty:
            return None
        if same.count == 1:
            check.ballots[said] = same
        return same
    return Ballots(same.unit, same.panel, same.option, same.count, same.question, same.kind, row.source)


def _ballots(check: Checker, row: Row) -> Ballots | None:
    found, count = _panel(check, row, lambda panel: bool(panel.panel.options)), row.whole("count", 0)
    option, question = row.text("option"), row.text("question")
    if found is None or option is None:
        return None
    unit, panel = found
    options = (*panel.panel.options, *panel.panel.abstentions)
    chosen = chosen_of(row, "option", option, options, panel.name)
    asked = chosen_of(row, "question", question, panel.panel.questions, panel.name)
    kind = _kind(check, row, panel)
    if chosen is None or asked is None or kind is None:
        return None
    if count is not None and count != 1:
        check.once(row, "option", unit.unit, panel.name, chosen, asked, kind)
    return Ballots(unit.unit, panel.name, chosen, 1 if count is None else count, asked, kind, row.source)


def _kind(check: Checker, row: Row, panel: ResolvedPanel) -> str | None:
    """Find the kind of voter: one of the panel's, or any text where it names none."""
    text = row.text("kind")
    if not panel.panel.classes:
        return check.as_before(text, "kind", panel.name) if text is not None else ""
    return chosen_of(row, "kind", text, tuple(panel.panel.classes), panel.name)


def mark(check: Checker, row: Row) -> Mark | None:
    """Read a rater's mark."""
    found, mark = _panel(check, row, lambda panel: bool(panel.panel.dimensions)), row.points("mark")
    rater, dimension = row.text("rater"), row.text("dimension")
    if found is None or rater is None or mark is None:
        return None
    unit, panel = found
    name = chosen_of(row, "dimension", dimension, tuple(panel.panel.dimensions), panel.name)
    kind = _kind(check, row, panel)
    if name is None or kind is None:
        return None
    rater = check.as_before(rater, "rater", panel.name, kind)
    check.once(row, "rater", unit.unit, panel.name, rater, name, kind)
    highest = panel.panel.dimensions[name]
    if not 0 <= mark <= highest:
        row.say("facts.E243", "{value} is not between 0 and {high}, the most that “{dimension}” can get.", "mark",
                "Look at the sheet of the rater; marks out of another maximum are to be converted first.", value=plain(mark), high=plain(highest), dimension=name)  # fmt: skip
    return Mark(unit.unit, panel.name, rater, name, mark, kind, row.source)


def panel_score(check: Checker, row: Row) -> PanelScore | None:
    """Read a panel's ready-made score."""
    found, value = _panel(check, row, lambda panel: panel.panel.entered), row.points("score")
    if found is None or value is None:
        return None
    unit, panel = found
    check.once(row, "unit", unit.unit, panel.name)
    within(row, value, (Decimal(0), panel.panel.points), panel.name)
    return PanelScore(unit.unit, panel.name, value, row.source)


READERS = {"ballots": ballots, "marks": mark, "panel_scores": panel_score}
"""How a row of each table becomes a fact."""
