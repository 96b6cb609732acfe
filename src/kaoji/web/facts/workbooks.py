"""Workbooks of facts: the template with what is known, and what a filled one would change."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from kaoji.diagnostics import Diagnostic
from kaoji.scheme import Structure
from kaoji.scoring.columns import TABLES
from kaoji.scoring.facts import Facts
from kaoji.scoring.tables import read_facts, understand
from kaoji.scoring.tidying import Tidying
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.gaps import lacking_of
from kaoji.web.facts.models import Fact, Filing, Side, Workbook
from kaoji.web.facts.rows import Line, grids_of
from kaoji.web.files.store import path_of
from kaoji.writing.annotation import annotate
from kaoji.writing.template import write_template

_BY_POSITION = "#"
"""What the numbers begin with that the core gives to events without one."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_number() -> str:
    """Give a number for a row that has none; no two are the same.

    >>> len(new_number())
    8
    """
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def template_of(filings: Iterable[Filing], structure: Structure, provider: str, language: str) -> bytes:
    """Give the workbook for some filings, with everything that is known of them in its cells."""
    wanted = list(filings)
    facts = Fact.objects.filter(filing__in=wanted, side=Side.PROVIDED, is_withdrawn=False).select_related("participant")
    by_id = {filing.pk: filing for filing in wanted}
    lines = [
        Line(by_id[fact.filing_id], fact.participant.unit, {**fact.row, "number": fact.number}, fact) for fact in facts
    ]
    known, _findings = understand(grids_of(lines), structure)
    target = BytesIO()
    keys = {filing.key for filing in wanted if filing.key}
    units = list(Participant.objects.filter(assessment__in={filing.assessment_id for filing in wanted}))
    lacking = lacking_of(wanted[0].assessment_id, structure, units) if wanted else {}
    write_template(structure, target, provider or None, language, only=keys, known=known, lacking=lacking)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Change:
    """What a row of a workbook makes of a stored one: new, changed, or the same."""

    filing: Filing
    participant: Participant
    number: str
    row: Mapping[str, str]
    fact: Fact | None

    @property
    def is_same(self) -> bool:
        """Tell whether the row says what is stored already."""
        return self.fact is not None and not self.fact.is_withdrawn and self.fact.row == self.row

    @property
    def is_new(self) -> bool:
        """Tell whether nothing is stored for it yet."""
        return self.fact is None or self.fact.is_withdrawn


@dataclass
class Plan:
    """What a workbook would change: its rows, and how many are not one's own to give."""

    changes: list[Change] = field(default_factory=list)
    not_own: int = 0

    @property
    def new(self) -> list[Change]:
        """Rows that are not there yet."""
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        """Rows that would replace what is there."""
        return [change for change in self.changes if not change.is_new and not change.is_same]

    @property
    def same(self) -> list[Change]:
        """Rows that change nothing."""
        return [change for change in self.changes if change.is_same]


@contextmanager
def unpacked(workbook: Workbook) -> Iterator[Path]:
    """Give a workbook as a file under the name it came with; the copy is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kaoji-workbook-") as folder:
        path = Path(folder) / workbook.file.name
        path.write_bytes(path_of(workbook.file.digest).read_bytes())
        yield path


def read_workbook(workbook: Workbook, structure: Structure, filings: Iterable[Filing]) -> list[Diagnostic]:
    """Read a workbook: its rows for some filings are noted in it, and what is wrong is given."""
    with unpacked(workbook) as path:
        facts, findings = read_facts(path, structure, _lacking(workbook, structure))
    own = {(filing.table, filing.key): filing.pk for filing in filings}
    units = dict(Participant.objects.filter(assessment=workbook.assessment_id).values_list("unit", "pk"))
    workbook.lines, workbook.not_own = [], 0
    for name, key, unit, row in rows_of(structure, facts):
        if (name, key) in own and unit in units:
            workbook.lines.append([own[name, key], units[unit], row.pop("number", ""), row])
        else:
            workbook.not_own += 1
    workbook.rows = len(workbook.lines)
    return findings


def _lacking(workbook: Workbook, structure: Structure) -> dict[str, set[int]]:
    units = list(Participant.objects.filter(assessment=workbook.assessment_id))
    return lacking_of(workbook.assessment_id, structure, units)


def plan_of(workbook: Workbook, filings: Iterable[Filing]) -> Plan:
    """Compare what was read in a workbook with what is stored for some filings."""
    own = {filing.pk: filing for filing in filings}
    units = Participant.objects.in_bulk({unit for _filing, unit, _number, _row in workbook.lines})
    stored = _stored(own[pk] for pk in {line[0] for line in workbook.lines} if pk in own)
    plan = Plan(not_own=workbook.not_own)
    used: set[int] = set()
    for key, unit, number, row in workbook.lines:
        if key not in own or unit not in units:
            plan.not_own += 1
            continue
        filing = own[key]
        found = stored.get((key, unit), [])
        fact = _match(filing, number, row, [each for each in found if each.pk not in used])
        if fact is not None:
            used.add(fact.pk)
        is_numbered = bool(number) and not number.startswith(_BY_POSITION)
        fresh = (number[:60] if is_numbered else new_number()) if filing.table in SEVERAL else ""
        plan.changes.append(Change(filing, units[unit], fact.number if fact is not None else fresh, row, fact))
    return plan


def _stored(filings: Iterable[Filing]) -> dict[tuple[int, int], list[Fact]]:
    found: dict[tuple[int, int], list[Fact]] = {}
    for fact in Fact.objects.filter(filing__in=list(filings), side=Side.PROVIDED).select_related("entered_by"):
        found.setdefault((fact.filing_id, fact.participant_id), []).append(fact)
    return found


def _match(filing: Filing, number: str, row: Mapping[str, str], stored: list[Fact]) -> Fact | None:
    """Find the stored row that a row of a workbook stands for: by its number, by what it is about, or by its content."""
    if filing.table not in SEVERAL:
        return stored[0] if stored else None
    numbered = next((fact for fact in stored if number and fact.number == number), None)
    if numbered is not None:
        return numbered
    about = IDENTITY.get(filing.table)
    for fact in stored:
        if not fact.is_withdrawn and (
            all(fact.row.get(name, "") == row.get(name, "") for name in about) if about else fact.row == row
        ):
            return fact
    return None


IDENTITY = {
    "items": ("work",),
    "ballots": ("question", "kind", "option"),
    "marks": ("kind", "rater", "dimension"),
    "conditions": ("condition", "kind", "note"),
    "history": ("year",),
    "absences": ("indicator",),
}
"""The fields by which rows of one unit are told apart where they have no number."""


def rows_of(structure: Structure, facts: Facts) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Give facts as rows to be stored: table, key of the filing, unit, and the fields as text."""
    tidying = Tidying(structure)
    for table in TABLES:
        if table.name == "units":
            continue
        fields = [column.field for column in table.columns if column.kind != "shown"]
        writers = {name: tidying.writer(table.name, name) for name in fields}
        for fact in getattr(facts, table.name):
            key = _key(structure, table.name, fact)
            given = {"unit", "slot", "panel"} | ({"indicator"} if key else set())
            row = {name: text for name in fields if name not in given and (text := writers[name](fact))}
            yield table.name, key, fact.unit, row


def _key(structure: Structure, table: str, fact: Any) -> str:  # noqa: ANN401 - any row of facts
    if hasattr(fact, "slot"):
        return str(structure.slots[fact.slot].key)
    return str(fact.panel) if table in ("ballots", "marks", "panel_scores") else ""


def marked(
    workbook: Workbook, structure: Structure, language: str, tell: Callable[[int], None] = lambda _step: None
) -> bytes:
    """Give a workbook back with its faulty cells marked; ``tell`` hears of each of the two steps."""
    with unpacked(workbook) as path:
        tell(0)
        _facts, findings = read_facts(path, structure, _lacking(workbook, structure))
        tell(1)
        target = path.with_name("marked.xlsx")
        annotate(path, findings, target, language)
        return target.read_bytes()


def providers_named(filings: Iterable[Filing], assessment: Assessment) -> str:
    """Give whom a template is for, in words."""
    names = dict.fromkeys(name for filing in filings for name in filing.provider_names.split("、") if name)
    return "、".join(names) or assessment.office.name
