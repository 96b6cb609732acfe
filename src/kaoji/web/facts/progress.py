"""How far the collection of facts is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.models import Fact, FilingState, Side

COUNTED = Q(is_required=True) | ~Q(state=FilingState.OPEN)
"""Filings that somebody waits for: those required, and others once something was handed in."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of filings by state, and of rows kept against rows expected."""

    filings: int
    by_state: dict[str, int]
    late: int
    given: int
    expected: int

    @property
    def percent(self) -> int:
        """How much is verified, in percent of all filings that somebody waits for."""
        return self.by_state.get(FilingState.VERIFIED, 0) * 100 // self.filings if self.filings else 0


def progress_of(assessment: Assessment, today: date | None = None) -> Progress:
    """Count an assessment's filings and rows, in two queries."""
    today = today or timezone.localdate()
    open_states = (FilingState.OPEN, FilingState.RETURNED)
    rows = list(assessment.filings.filter(COUNTED).values_list("state", "due_on", "expected"))
    by_state = {state.value: sum(row[0] == state for row in rows) for state in FilingState}
    late = sum(state in open_states and due is not None and due < today for state, due, _ in rows)
    given = Fact.objects.filter(filing__assessment=assessment, is_withdrawn=False, side=Side.PROVIDED).count()
    return Progress(len(rows), by_state, late, given, sum(row[2] for row in rows))
