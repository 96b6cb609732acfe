"""Self-assessment: a unit fills in what it says of itself; the office sees it beside what was provided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest
from kaoji.web.facts import access, actions
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.filings import TABLE_OF_KIND
from kaoji.web.facts.grids import fields_shown
from kaoji.web.facts.history import history_of
from kaoji.web.facts.looking import labels_of, look, looked_at
from kaoji.web.facts.models import Evidence, Fact, Filing, FilingState, SelfAssessment, Side
from kaoji.web.facts.rendering import self_line, self_new_line
from kaoji.web.facts.self_rows import Compared, Section, blank_in, compare, differing, filings_of, sections_of
from kaoji.web.facts.views.filling import entries_of, said
from kaoji.web.facts.views.overseeing import numbers
from kaoji.web.files.kinds import ACCEPTED
from kaoji.web.files.models import Label
from kaoji.web.lists import AS, Choice, Column, Listed, noted_table
from kaoji.web.meanwhile import MeanwhileError, opened, sealed
from kaoji.web.meanwhile import side_by_side as side_by_side_of
from kaoji.web.pages import Request, page, sent_json
from kaoji.web.spoken import listed, spoken_value
from kaoji.writing.safe_cells import Cell

PAGE = 50


def _structure(assessment: Assessment) -> Structure:
    if assessment.scheme is None:
        raise Http404
    return structure_of(assessment.scheme)


@page("assessment.view", gives_file="as")
def index(request: Request, assessment: Assessment) -> HttpResponse:
    """All self-assessments for who oversees them; a unit's own otherwise."""
    if not request.part.may("facts.overview"):
        own = access.own_units(request.part).first()
        if own is None:
            raise Http404
        return redirect("facts:self-unit", assessment.pk, own.pk)
    units = access.units_to_see(request.part).select_related("self_assessment", "organisation")
    if words := request.GET.get("q", "").strip():
        units = units.filter(unit__icontains=words)
    state = request.GET.get("state", "")
    if state == FilingState.OPEN:
        units = units.exclude(self_assessment__state__in=[each for each in FilingState if each != FilingState.OPEN])
    elif state in FilingState.values:
        units = units.filter(self_assessment__state=state)
    is_export = request.GET.get("as") == "xlsx"
    shown = units if is_export else Paginator(units, PAGE).get_page(request.GET.get("page"))
    filings = list(Filing.objects.filter(assessment=assessment, table__in=TABLE_OF_KIND.values()))
    counts = differing(list(shown), filings)
    due = assessment.self_due_on
    lines = [(unit, getattr(unit, "self_assessment", None), *counts.get(unit.pk, (0, 0))) for unit in shown]
    if is_export:
        return _table(assessment, lines)
    context = {
        "assessment": assessment, "units": shown, "states": FilingState.choices, "lines": lines,
        "is_over": due is not None and due < timezone.localdate(),
        "may_urge": request.part.may("facts.verify"),
        "is_awaited": any(state is None or state.state in OPEN for _unit, state, *_counts in lines),
        "is_decided": any(
            state is not None and state.state in (FilingState.SUBMITTED, FilingState.VERIFIED)
            for _unit, state, *_counts in lines
        ),
    }  # fmt: skip
    return render(request, "facts/self_index.html", context)


def _table(assessment: Assessment, lines: list[tuple[Participant, SelfAssessment | None, int, int]]) -> HttpResponse:
    head = [_("Unit"), _("Group"), _("Filled in"), _("Different from what was provided"), _("Due"), _("State")]
    due = f"{assessment.self_due_on or ''}"
    rows: list[list[Cell]] = [
        [unit.unit, unit.group, filled, different, due, str((state or SelfAssessment()).get_state_display())]
        for unit, state, filled, different in lines
    ]
    return noted_table("xlsx", _("{title} self-assessments").format(title=assessment.title), head, rows, assessment)


def _state(participant: Participant) -> SelfAssessment:
    found = SelfAssessment.objects.select_related("submitted_by", "decided_by").filter(participant=participant).first()
    return found or SelfAssessment(participant=participant)


@page("facts.self")
def unit(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """A unit's self-assessment, to be filled in."""
    return _unit_page(request, assessment, access.own_unit(request.part, unit))


def _unit_page(request: Request, assessment: Assessment, own: Participant, *, is_asking: bool = False) -> HttpResponse:
    """Show a self-assessment; ``is_asking`` whether it is handed in although something is blank."""
    structure = _structure(assessment)
    state = _state(own)
    is_open = state.state in OPEN and assessment.stage == Stage.COLLECTING
    filings = filings_of(own, structure)
    sections = sections_of(own, structure, filings, get_language() or "zh")
    counts = access.self_evidence_counts(request.part, request.user, own)
    context = {
        "assessment": assessment, "unit": own, "state": state, "is_open": is_open,
        "sections": [(section, *_lines(assessment, section, own, counts, is_open=is_open)) for section in sections],
        "own_units": access.own_units(request.part), **_counts(sections),
        "blank": blank_in(sections) if is_asking else [], "is_closed": assessment.stage != Stage.COLLECTING,
        "is_late": is_open and assessment.self_due_on is not None and assessment.self_due_on < timezone.localdate(),
    }  # fmt: skip
    return render(request, "facts/self_unit.html", context, status=409 if is_asking else 200)


def _lines(
    assessment: Assessment, section: Section, own: Participant, counts: dict[int, int], *, is_open: bool
) -> tuple[SafeString, SafeString]:
    lines = "".join(
        self_line(assessment, section, filing, line, counts, is_open=is_open) for filing, line in section.lines
    )
    blank = self_new_line(section, own) if is_open and section.filing is not None else ""
    return mark_safe(lines), mark_safe(blank)  # noqa: S308 - rendering escapes


def _counts(sections: list[Section]) -> dict[str, int]:
    """Count what a unit fills in: of the lines with one value each, how many; lists are as long as they are."""
    single = [line for section in sections if section.filing is None for _filing, line in section.lines]
    listed = [line for section in sections if section.filing is not None for _filing, line in section.lines]
    filled = sum(any(cell.value for cell in line.cells) for line in single)
    return {"filled": filled, "asked": len(single), "listed": len(listed)}


@page("facts.self", "POST")
def rows(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """Keep rows of a self-assessment as they are typed."""
    own = access.own_unit(request.part, unit)
    structure = _structure(assessment)
    filings = {filing.pk: filing for filing in filings_of(own, structure)}
    try:
        asked: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in sent_json(request)["rows"]:
            asked[int(row["filing"])].append({**row, "unit": own.pk})
        entries = {filings[pk]: entries_of(assessment, filings[pk], rows) for pk, rows in asked.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": _("This request cannot be understood.")}, status=400)
    answer: dict[str, list[dict[str, Any]]] = {"kept": [], "problems": [], "conflicts": []}
    try:
        for filing, wanted in entries.items():
            saved = said(actions.save(filing, wanted, structure, request.user, side=Side.SELF))
            for name, lines in saved.items():
                answer[name] += [{**line, "filing": filing.pk} for line in lines]
    except NotNowError as problem:
        return JsonResponse({"problem": str(problem)}, status=409)
    return JsonResponse(answer)


@page("facts.self", "POST")
def submit(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """Hand a self-assessment in; what is blank in it is named first, and stays so only when the unit says it does."""
    own = access.own_unit(request.part, unit)
    structure = _structure(assessment)
    sections = sections_of(own, structure, filings_of(own, structure), get_language() or "zh")
    has_begun = any(line.fact is not None for section in sections for _filing, line in section.lines)
    may_step = assessment.stage == Stage.COLLECTING and _state(own).state in OPEN
    if may_step and has_begun and blank_in(sections) and request.POST.get("gaps") != "yes":
        return _unit_page(request, assessment, own, is_asking=True)
    try:
        actions.submit_self(own, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Submitted. The office will look at it."))
    return redirect("facts:self-unit", assessment.pk, own.pk)


@page("assessment.view")
def row(request: Request, assessment: Assessment, unit: int, fact: int) -> HttpResponse:
    """One value that a unit gave itself: its evidence and its history."""
    about = access.unit_to_see(request.part, unit)
    found = access.fact_to_see(request.part, fact)
    if found.participant_id != about.pk or found.side != Side.SELF:
        raise Http404
    fields = fields_shown(found.filing, _structure(assessment), get_language() or "zh")
    context = {
        "assessment": assessment, "unit": about, "fact": found, "filing": found.filing,
        "pairs": [(each, found.row.get(each.name, "")) for each in fields if found.row.get(each.name)],
        "history": history_of(found, fields),
        "evidence": access.evidence_to_see(request.part, request.user).filter(fact=found).select_related("file__uploaded_by"),
        "is_own": access.own_units(request.part).filter(pk=about.pk).exists(),
        "is_open": _state(about).state in OPEN, "accepted": ACCEPTED, "labels": Label.choices,
    }  # fmt: skip
    return render(request, "facts/self_row.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison: what is asked, and of what the unit said there one value with its files."""

    line: Compared
    fact: Fact | None
    files: tuple[Evidence, ...]
    is_first: bool


COMPARED = Listed(
    (
        Column(gettext_lazy("What is asked"), lambda row: row.line.filing.label),
        Column(gettext_lazy("Indicator"), lambda row: row.line.filing.indicator),
        Column(gettext_lazy("Points"), lambda row: row.line.filing.points),
        Column(gettext_lazy("Self-assessed"), lambda row: spoken_value(row.line.own) if row.is_first else ""),
        Column(gettext_lazy("Provided"), lambda row: spoken_value(row.line.provided) if row.is_first else ""),
        Column(gettext_lazy("Difference"), lambda row: row.line.difference if row.is_first else None),
        Column(gettext_lazy("What the unit says, row by row"), lambda row: _said(row.fact)),
        Column(gettext_lazy("Evidence of the unit"), lambda row: listed(each.file.name for each in row.files)),
        Column(gettext_lazy("State of what was provided"), lambda row: row.line.filing.get_state_display()),
    ),
    hint=gettext_lazy("What is asked, value or file"),
    choices=(
        Choice(
            "only", gettext_lazy("Everything"),
            {"yes": gettext_lazy("Only differences"), "blank": gettext_lazy("Only what the unit left blank"),
             "bare": gettext_lazy("Only what has no evidence")},
            lambda found, value: [row for row in found if _KEPT[value](row)],
        ),
    ),
    page=PAGE * 2,
)  # fmt: skip
_KEPT: Final[dict[str, Callable[[Row], bool]]] = {
    "yes": lambda row: bool(row.line.own and row.line.provided and row.line.differs),
    "blank": lambda row: not row.line.own_facts,
    "bare": lambda row: row.fact is not None and not row.files,
}


def _said(fact: Fact | None) -> str:
    return "" if fact is None else listed(map(spoken_value, fact.row.values()), short=True)


@page("facts.overview", gives_file=AS)
def side_by_side(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """What a unit said of itself beside what was provided, with the differences."""
    return _compared(request, assessment, access.unit_to_see(request.part, unit))


def _compared(
    request: Request, assessment: Assessment, about: Participant, refused: NotNowError | None = None
) -> HttpResponse:
    files = access.evidence_to_see(request.part, request.user).filter(fact__participant=about, fact__side=Side.SELF)
    behind: dict[int, list[Evidence]] = defaultdict(list)
    for each in files.select_related("file").order_by("pk"):
        behind[each.fact_id].append(each)
    rows = [
        Row(line, fact, tuple(behind.get(fact.pk, ())) if fact is not None else (), number == 0)
        for line in compare(about, filings_of(about, _structure(assessment)))
        for number, fact in enumerate(line.own_facts or (None,))
    ]
    if AS in request.GET:
        title = _("{title} self-assessment of {unit}").format(title=assessment.title, unit=about.unit)
        return COMPARED.file(request, rows, title=title, on=about)
    listing, now = COMPARED.listing(request, rows), looked_at(about)
    changed = refused.seen | refused.now if isinstance(refused, MeanwhileError) else {}
    # Who accepts has looked at all pages, one after the other, and nothing changed between the first and the last.
    stamp = content_digest(now)
    looked = stamp if listing.pages.number == 1 else request.GET.get("looked", "")
    context = {
        "assessment": assessment, "unit": about, "state": _state(about), "listing": listing,
        "looked": looked, "is_looked_at": not listing.is_asked and not listing.pages.has_next() and looked == stamp,
        "may_decide": request.part.may("facts.verify"), "seen": sealed(now), "is_refused": refused is not None,
        "values": len(now), "files": sum(len(each) for each in behind.values()), "problem": str(refused or ""),
        "following": _following(request, about), "differences": side_by_side_of(refused, labels_of(about, changed), lambda _name, text: look(text).words)
        if refused is not None else [],
    }  # fmt: skip
    return render(request, "facts/self_compare.html", context, status=200 if refused is None else 409)


def _following(request: Request, about: Participant) -> Participant | None:
    """Give the unit whose self-assessment waits for the office next."""
    if not request.part.may("facts.verify"):
        return None
    waiting = (
        access.units_to_see(request.part).filter(self_assessment__state=FilingState.SUBMITTED).exclude(pk=about.pk)
    )
    return (
        waiting.filter(position__gt=about.position).order_by("position").first() or waiting.order_by("position").first()
    )


@page("facts.verify", "POST")
def accept(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """Accept a self-assessment: the values and files that the page showed, and no others."""
    about = access.unit_to_see(request.part, unit)
    try:
        found = actions.accept_self(about, opened(request.POST.get("seen")), request.user)
    except NotNowError as problem:
        return _compared(request, assessment, about, problem)
    said = _("Verified as you looked at it: values {values}, files {files}.")
    messages.success(request, said.format(**found.accepted or {}))
    return redirect("facts:self-compare", assessment.pk, about.pk)


@page("facts.verify", "POST")
def send_back(request: Request, assessment: Assessment, unit: int) -> HttpResponse:
    """Return a self-assessment with a reason."""
    about = access.unit_to_see(request.part, unit)
    try:
        actions.return_self(about, request.POST.get("reason", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Returned to the unit."))
    return redirect("facts:self-compare", assessment.pk, about.pk)


@page("facts.verify", "POST")
def urge(request: Request, assessment: Assessment) -> HttpResponse:
    """Remind units whose self-assessment is not in."""
    chosen = numbers(request.POST.getlist("unit"))
    units = access.units_to_see(request.part).filter(pk__in=chosen)
    try:
        count = actions.urge_unit(units, request.POST.get("text", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        text = ngettext("{count} unit was reminded.", "{count} units were reminded.", count)
        messages.success(request, text.format(count=count))
    return redirect("facts:self", assessment.pk)
