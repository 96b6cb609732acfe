"""Between stored rows and the core: facts as grids of the tidy layout, checked and read by the core's own readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from kaoji.diagnostics import Diagnostic
from kaoji.scheme import Structure
from kaoji.scoring import Facts
from kaoji.scoring.columns import Column, Table, table
from kaoji.scoring.rows import Grid
from kaoji.scoring.tables import understand
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.facts.models import Fact, Filing, Side

UNFINISHED = frozenset({"facts.E241"})
"""Findings about rows together that are right only once all are there: they do not keep a single row from being kept."""


def fields_of(filing: Filing) -> list[Column]:
    """Give the columns that are filled in for a filing: not those that the filing and the participant say."""
    given = {"unit", "slot", "panel"} | ({"indicator"} if filing.key else set())
    return [column for column in table(filing.table).columns if column.kind != "shown" and column.field not in given]


@dataclass(frozen=True, slots=True)
class Line:
    """One row to be read: of which filing and unit, its fields as text, and the stored fact it comes from, if any."""

    filing: Filing
    unit: str
    row: Mapping[str, str]
    fact: Fact | None = None


def grids_of(lines: Iterable[Line], participants: Iterable[Participant] = (), language: str = "zh") -> list[Grid]:
    """Give rows as grids, one a table, and the units as a table of their own; findings name columns in the language."""
    by_table: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_table[line.filing.table].append(line)
    grids = [_units(list(participants))] if participants else []
    return grids + [_grid(table(name), found, language) for name, found in by_table.items()]


def _grid(of: Table, lines: list[Line], language: str) -> Grid:
    columns = [column for column in of.columns if column.kind != "shown"]
    rows = [[_cell(line, column.field) for column in columns] for line in lines]
    return Grid(of.zh, of.zh, [[column.name(language) for column in columns], *rows])


def _cell(line: Line, field: str) -> str:
    if field == "unit":
        return line.unit
    if line.filing.key and field == "indicator":
        return line.filing.key.partition("#")[0]
    if line.filing.key and field == "slot":
        return line.filing.key
    if field == "panel":
        return line.filing.key
    return str(line.row.get(field, ""))


def _units(participants: list[Participant]) -> Grid:
    further = list(dict.fromkeys(name for p in participants for name in p.attributes))
    head = ["单位", "组", "参加考核", *further]
    rows = [
        [p.unit, p.group, "" if p.takes_part else "否", *(str(p.attributes.get(name, "")) for name in further)]
        for p in participants
    ]
    return Grid("单位", "单位", [head, *rows])


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell: which of the lines, which field ("" for the row), and the finding."""

    line: int
    field: str
    finding: Diagnostic


def check(
    lines: list[Line],
    structure: Structure,
    beside: Sequence[Line] = (),
    lacking: Mapping[str, Iterable[int]] | None = None,
) -> list[CellProblem]:
    """Check rows as the core reads them; a problem says which line and field it lies in.

    ``beside`` are rows that are kept already: they are read with the others, but nothing is said of them alone.
    ``lacking`` holds, by unit, the indicators that do not apply to it: what they count may have gone to another.
    """
    where: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate([*beside, *lines], -len(beside)):
        where[table(line.filing.table).zh].append(number)
    _, findings = understand(grids_of([*beside, *lines], language=get_language() or "zh"), structure, lacking)
    problems = []
    for finding in told(findings, [*beside, *lines]):
        source = finding.sources[0] if finding.sources else None
        if source is None or source.sheet not in where or source.cell is None:
            continue
        letters = source.cell.rstrip("0123456789")
        row = int(source.cell[len(letters) :]) - 2
        if 0 <= row < len(where[source.sheet]) and (found := where[source.sheet][row]) >= 0:
            columns = [c for c in table(lines[found].filing.table).columns if c.kind != "shown"]
            problems.append(CellProblem(found, columns[_column(letters)].field, finding))
    return problems


def told(findings: Iterable[Diagnostic], lines: Iterable[Line]) -> list[Diagnostic]:
    """Let findings name a row that they compare another with by what it is about: nobody sees the grids it lies in."""
    by_table: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_table[table(line.filing.table).zh].append(line)
    return [_told(finding, by_table) for finding in findings]


def _told(finding: Diagnostic, by_table: Mapping[str, Sequence[Line]]) -> Diagnostic:
    source = finding.sources[1] if len(finding.sources) > 1 and "first" in finding.data else None
    found = by_table.get(source.sheet or "", ()) if source is not None else ()
    if source is None or source.cell is None:
        return finding
    digits = source.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = int(digits) - 2 if digits.isdecimal() else -1
    if not 0 <= row < len(found):
        return finding
    line = found[row]
    number = line.row.get("number", "") or (line.fact.number if line.fact is not None else "")
    said = (line.row.get("work", ""), line.row.get("happened_on", ""), number)
    about = " · ".join(filter(None, (line.unit, line.filing.label, *said)))
    return replace(finding, data={**finding.data, "first": f"“{about}”"})


def _column(letters: str) -> int:
    """Give the position of a column from its letters.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def collect(assessment: Assessment, structure: Structure, *, uses_self: bool = False) -> tuple[Facts, list[Diagnostic]]:
    """Read all facts of an assessment; with ``uses_self``, what units said of themselves stands for their slots."""
    participants = list(assessment.participants.all())
    return understand(grids_of(stored_lines(assessment, uses_self=uses_self), participants), structure)


def stored_lines(assessment: Assessment, *, uses_self: bool = False) -> list[Line]:
    """Give what ``collect`` reads, row by row, in the order in which the grids hold it."""
    stored = (
        Fact.objects.filter(filing__assessment=assessment, is_withdrawn=False)
        .select_related("filing", "participant")
        .order_by("filing__position", "participant__position", "pk")
    )
    own = {"scores", "answers", "measures", "events", "places", "items"}
    return [
        Line(fact.filing, fact.participant.unit, fact.row, fact)
        for fact in stored
        if fact.side == (Side.SELF if uses_self and fact.filing.table in own else Side.PROVIDED)
    ]
