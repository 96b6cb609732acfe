"""Several filings at once: what somebody verifies or returns in one step, with its values before their eyes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum

from kaoji.web.facts.models import FILING_STEPS, Correction, Fact, Filing, FilingState, Side
from kaoji.web.facts.rows import fields_of

MOST = 60
"""So many rows of a filing are shown; of one with more the page says how many there are."""


@dataclass
class Chosen:
    """A filing that is to be verified or returned, as it is now: its rows in words, and the word for what it says."""

    filing: Filing
    rows: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0
    stamp: str = "0.0"
    units: int = 0
    evidence: int = 0
    corrected: int = 0

    @property
    def more(self) -> int:
        """How many rows there are beside those shown."""
        return self.count - len(self.rows)

    @property
    def blank(self) -> int:
        """How many units have no row, where every unit is to have one."""
        return max(0, self.filing.expected - self.units) if self.filing.counts_units else 0


def parted(filings: Iterable[Filing], state: FilingState) -> tuple[list[Filing], list[Filing]]:
    """Part filings by whether the step leads from where they stand to a state."""
    can, cannot = list[Filing](), list[Filing]()
    for filing in filings:
        (can if state in FILING_STEPS[FilingState(filing.state)] else cannot).append(filing)
    return can, cannot


def chosen_of(filings: Iterable[Filing]) -> list[Chosen]:
    """Give filings with what they say, in four queries however many there are."""
    found = {filing.pk: Chosen(filing) for filing in filings}
    facts = Fact.objects.filter(filing__in=found, side=Side.PROVIDED)
    _count(found, facts)
    names: dict[int, list[str]] = defaultdict(list)
    for pk, each in found.items():
        names[pk] = [column.field for column in fields_of(each.filing) if column.field != "number"]
    rows = facts.filter(is_withdrawn=False).order_by("filing", "participant__position", "pk")
    for pk, unit, row in rows.values_list("filing", "participant__unit", "row").iterator():
        if len(found[pk].rows) < MOST:
            words = " · ".join(str(row[name]) for name in names[pk] if row.get(name))
            found[pk].rows.append((unit, words))
    return list(found.values())


def _count(found: dict[int, Chosen], facts: QuerySet[Fact]) -> None:
    """Count rows, changes, units, files and corrections of filings."""
    standing = Q(is_withdrawn=False)
    counts = facts.order_by().values("filing").annotate(
        all=Count("pk"), changes=Sum("version"), rows=Count("pk", filter=standing),
        units=Count("participant", filter=standing, distinct=True),
    )  # fmt: skip
    for row in counts:
        each = found[row["filing"]]
        each.stamp, each.count, each.units = f"{row['all']}.{row['changes'] or 0}", row["rows"], row["units"]
    files = facts.filter(standing, evidence__is_withdrawn=False).order_by().values_list("filing")
    for pk, count in files.annotate(n=Count("evidence")):
        found[pk].evidence = count
    late = Correction.objects.filter(fact__in=facts, after_submission=True).order_by().values_list("fact__filing")
    for pk, count in late.annotate(n=Count("fact", distinct=True)):
        found[pk].corrected = count
