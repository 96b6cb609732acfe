"""Facts of the core as rows of the platform."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import Any

from kaoji.scheme import Structure
from kaoji.scoring.columns import TABLES
from kaoji.scoring.facts import Facts
from kaoji.scoring.tidying import Tidying
from kaoji.web.accounts.models import User
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.chain import record
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.models import Fact, Filing


def store(
    assessment: Assessment,
    structure: Structure,
    facts: Facts,
    by: User | Callable[[Filing], User],
    only: Container[int] | None = None,
) -> int:
    """Keep facts as if somebody had entered them; with ``only``, those of some filings. Gives how many rows there are."""
    filings = {(filing.table, filing.key): filing for filing in assessment.filings.all()}
    units = {unit.unit: unit for unit in assessment.participants.all()}
    rows, counts, entering = [], dict[tuple[int, int], int](), dict[int, User]()
    for filing, unit, row in rows_of(structure, facts, filings):
        if only is not None and filing.pk not in only:
            continue
        place = (filing.pk, units[unit].pk)
        counts[place] = counts.get(place, 0) + 1
        number = row.pop("number", "") or str(counts[place])
        if filing.pk not in entering:
            entering[filing.pk] = by(filing) if callable(by) else by
        rows.append(
            Fact(
                filing=filing, participant=units[unit], row=row, entered_by=entering[filing.pk],
                number=number if filing.table in SEVERAL else "",
            )
        )  # fmt: skip
    Fact.objects.bulk_create(rows, batch_size=1000)
    record("facts.stored", assessment, rows=len(rows))
    return len(rows)


def rows_of(
    structure: Structure, facts: Facts, filings: dict[tuple[str, str], Filing]
) -> Iterator[tuple[Filing, str, dict[str, str]]]:
    """Give the facts as rows: the filing each belongs to, the unit, the fields as text."""
    tidying = Tidying(structure)
    for table in TABLES:
        if table.name == "units":
            continue
        fields = [column.field for column in table.columns if column.kind != "shown"]
        writers = {field: tidying.writer(table.name, field) for field in fields}
        for fact in getattr(facts, table.name):
            filing = filings.get((table.name, _key(structure, table.name, fact)))
            if filing is not None:
                given = {"unit", "slot", "panel"} | ({"indicator"} if filing.key else set())
                row = {field: written for field in fields if field not in given and (written := writers[field](fact))}
                yield filing, fact.unit, row


def _key(structure: Structure, table: str, fact: Any) -> str:  # noqa: ANN401 - any row of facts
    if hasattr(fact, "slot"):
        return str(structure.slots[fact.slot].key)
    return str(fact.panel) if table in ("ballots", "marks", "panel_scores") else ""
