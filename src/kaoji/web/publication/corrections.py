"""The facts behind a number that a unit objects to, as a form in which the office corrects them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaoji.numbers import for_eyes
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.actions import Entry
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.grids import Field, fields_shown
from kaoji.web.facts.models import Correction, Fact, Filing, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.publication.models import Appeal
from kaoji.web.publication.sheets import filings_behind, find
from kaoji.web.results.computing import MANY
from kaoji.web.results.models import Standing

LONGEST = 2000
NEW = "new"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a fact: its column, the name it has in the form, and its value."""

    column: Field
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as it stands, or an empty line for one that is not there yet."""

    key: str
    fact: Fact | None
    cells: Sequence[Cell]

    @property
    def withdrawn(self) -> str:
        """The name of the tick that takes the row out."""
        return f"{self.key}-withdrawn"


@dataclass(frozen=True, slots=True)
class FilingLines:
    """What a filing holds of a unit; ``is_many`` where there are too many rows to be corrected here."""

    filing: Filing
    columns: Sequence[Field]
    lines: Sequence[FactLine]
    is_several: bool
    is_many: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction in words: what was asked, what the fact said before and says after, when it was changed."""

    label: str
    before: str
    after: str
    at: datetime


def corrected(corrections: Iterable[Correction], language: str) -> list[Corrected]:
    """Put corrections into words; one of which all was taken out has no words after."""
    found = []
    for each in corrections:
        names = {column.field: column.zh if language.startswith("zh") else column.en
                 for column in fields_of(each.fact.filing)}  # fmt: skip
        before, after = (
            " · ".join(f"{names.get(field, field)} {for_eyes(str(value))}" for field, value in (row or {}).items())
            for row in (each.before, each.after)
        )
        found.append(Corrected(each.fact.filing.label, before, after, each.at))
    return found


def lines_behind(appeal: Appeal, language: str = "zh") -> list[FilingLines]:
    """Give the facts of the unit on which the number rests; four queries."""
    standing = (
        Standing.objects.select_related("sheet").filter(run=appeal.run_id, participant=appeal.participant_id).first()
    )
    node = None if standing is None else find(standing.sheet.tree, appeal.node)
    if node is None:
        return []
    filings = filings_behind(appeal.assessment_id, node)
    facts: dict[int, list[Fact]] = {}
    for fact in Fact.objects.filter(
        filing__in=[each for each in filings if each.table not in MANY], participant=appeal.participant_id,
        side=Side.PROVIDED, is_withdrawn=False,
    ):  # fmt: skip
        facts.setdefault(fact.filing_id, []).append(fact)
    structure = structure_of(appeal.run.scheme)
    return [_lines(filing, fields_shown(filing, structure, language), facts.get(filing.pk, [])) for filing in filings]


def _lines(filing: Filing, columns: Sequence[Field], facts: Sequence[Fact]) -> FilingLines:
    is_several, is_many = filing.table in SEVERAL, filing.table in MANY
    lines = [_line(filing, fact, columns) for fact in facts]
    if not is_many and (is_several or not facts):
        lines.append(_line(filing, None, columns))
    return FilingLines(filing, columns, lines, is_several, is_many)


def _line(filing: Filing, fact: Fact | None, columns: Sequence[Field]) -> FactLine:
    key = f"{filing.pk}-{NEW if fact is None else fact.pk}"
    cells = [Cell(each, f"{key}-{each.name}", "" if fact is None else str(fact.row.get(each.name, "")))
             for each in columns]  # fmt: skip
    return FactLine(key, fact, cells)


def changes_of(appeal: Appeal, form: Mapping[str, str]) -> list[tuple[Filing, list[Entry]]]:
    """Read what the office changed: by filing, the rows of the unit that are to be different."""
    return [
        (found.filing, entries)
        for found in lines_behind(appeal)
        if (entries := [entry for line in found.lines if (entry := _entry(appeal, found, line, form)) is not None])
    ]


def _entry(appeal: Appeal, found: FilingLines, line: FactLine, form: Mapping[str, str]) -> Entry | None:
    given = {cell.column.name: form.get(cell.name, cell.value).strip()[:LONGEST] for cell in line.cells}
    changed = {cell.column.name: given[cell.column.name] for cell in line.cells
               if given[cell.column.name] != cell.value}  # fmt: skip
    if line.fact is None:
        number = f"appeal-{appeal.pk}" if found.is_several else ""
        return Entry(appeal.participant, changed, 0, number) if changed else None
    is_withdrawn = found.is_several and form.get(line.withdrawn) == "1"
    if not changed and not is_withdrawn:
        return None
    seen = form.get(f"{line.key}-seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0  # noqa: PLR2004 - no such version
    return Entry(appeal.participant, changed, version, line.fact.number, is_withdrawn)
