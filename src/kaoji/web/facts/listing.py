"""Lists of filings: looked for, filtered, counted, exported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.models import Fact, Filing, FilingState, Side
from kaoji.writing.safe_cells import Cell, xlsx_table

LATE, OBJECTED, BLANK, OPTIONAL = "late", "objected", "incomplete", "optional"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a list of filings."""

    words: str = ""
    state: str = ""
    provider: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """Read it from a page's query."""
        return cls(query.get("q", "").strip()[:100], query.get("state", ""), query.get("provider", "")[:10])


def is_late(filing: Filing, today: date | None = None) -> bool:
    """Tell whether a filing should have been handed in already."""
    is_owed = filing.state in OPEN and not filing.is_optional
    return is_owed and filing.due_on is not None and filing.due_on < (today or timezone.localdate())


def filtered(filings: QuerySet[Filing], wanted: Wanted) -> QuerySet[Filing]:
    """Give the filings that fit, in the order of the scheme."""
    if wanted.words:
        filings = filings.filter(
            Q(label__icontains=wanted.words)
            | Q(indicator__icontains=wanted.words)
            | Q(provider_names__icontains=wanted.words)
        )
    if wanted.provider.isdecimal():
        filings = filings.filter(providers=int(wanted.provider))
    if wanted.state == LATE:
        filings = filings.filter(state__in=OPEN, due_on__lt=timezone.localdate(), is_required=True)
    elif wanted.state == OBJECTED:
        filings = filings.filter(facts__side=Side.PROVIDED).exclude(facts__objection="")
    elif wanted.state in (OPTIONAL, FilingState.OPEN):
        filings = filings.filter(state=FilingState.OPEN, is_required=wanted.state == FilingState.OPEN)
    elif wanted.state in FilingState.values:
        filings = filings.filter(state=wanted.state)
    return filings.order_by("position", "pk").distinct()


def counted(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Add to filings how many units have been given a value."""
    rows = Fact.objects.filter(filing=OuterRef("pk"), side=Side.PROVIDED, is_withdrawn=False).order_by()
    units = rows.values("filing").annotate(n=Count("participant", distinct=True)).values("n")
    return filings.annotate(given=Coalesce(Subquery(units, output_field=IntegerField()), 0))


@dataclass
class ProviderLine:
    """How far an organisation is with what it provides."""

    pk: int
    name: str
    filings: int = 0
    open: int = 0
    optional: int = 0
    returned: int = 0
    submitted: int = 0
    verified: int = 0
    late: int = 0
    due_on: date | None = None
    urged: int = 0


def by_provider(assessment: Assessment) -> list[ProviderLine]:
    """Count the filings of each organisation, those that are late first; two queries."""
    today = timezone.localdate()
    lines: dict[int, ProviderLine] = {}
    rows = Filing.objects.filter(assessment=assessment).values(
        "state", "due_on", "is_required", organisation=F("providers"), name=F("providers__name")
    )
    for row in rows.order_by("providers__name"):
        if row["organisation"] is None:
            continue
        line = lines.setdefault(row["organisation"], ProviderLine(row["organisation"], row["name"]))
        line.filings += 1
        if row["state"] == FilingState.OPEN and not row["is_required"]:
            line.optional += 1
            continue
        setattr(line, row["state"], getattr(line, row["state"]) + 1)
        if row["state"] in OPEN and row["due_on"] is not None:
            line.late += row["due_on"] < today
            line.due_on = min(line.due_on or row["due_on"], row["due_on"])
    counts = assessment.urges.order_by().values("organisation").annotate(n=Count("at", distinct=True))
    for count in counts:
        if count["organisation"] in lines:
            lines[count["organisation"]].urged = count["n"]
    return sorted(lines.values(), key=lambda line: (-line.late, -(line.open + line.returned), line.name))


def providers_table(lines: Iterable[ProviderLine]) -> tuple[list[str], list[list[Cell]]]:
    """Give how far providers are as a table: its head and its rows."""
    head = [_("Provider"), _("Filings"), _("to be filled in"), _("only where something happened"), _("returned"),
            _("submitted"), _("verified"), _("late"), _("Due"), _("Reminders")]  # fmt: skip
    return head, [
        [line.name, line.filings, line.open, line.optional, line.returned, line.submitted, line.verified, line.late,
         line.due_on, line.urged]
        for line in lines
    ]  # fmt: skip


def filings_workbook(filings: Iterable[Filing]) -> bytes:
    """Give a list of filings as an .xlsx file."""
    head = [_("Indicator"), _("What is asked"), _("Provider"), _("Given"), _("Expected"), _("Due"), _("State"),
            _("Submitted at"), _("Late")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            filing.indicator, filing.label, filing.provider_names, int(getattr(filing, "given", 0)), filing.expected,
            filing.due_on, _("only where something happened") if filing.is_optional else filing.get_state_display(),
            timezone.localtime(filing.submitted_at).strftime("%Y-%m-%d %H:%M") if filing.submitted_at else "",
            _("late") if is_late(filing) else "",
        ]
        for filing in filings
    ]  # fmt: skip
    return xlsx_table(_("Filings"), head, rows)
