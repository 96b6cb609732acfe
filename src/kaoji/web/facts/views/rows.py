"""One row: its value, its history, its evidence, and what the office finds."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access, actions
from kaoji.web.facts.filings import slot_of
from kaoji.web.facts.gaps import absences_of
from kaoji.web.facts.grids import MATRIX_VALUE, Cell, fields_shown
from kaoji.web.facts.history import history_of, row_at
from kaoji.web.facts.models import Fact, Filing, FilingState, Side
from kaoji.web.facts.rendering import control
from kaoji.web.files.kinds import ACCEPTED, UnfitFileError
from kaoji.web.files.models import Label
from kaoji.web.files.serving import hand_over
from kaoji.web.meanwhile import Difference
from kaoji.web.once import once
from kaoji.web.pages import Request, page


def _structure(assessment: Assessment) -> Structure:
    if assessment.scheme is None:
        raise Http404
    return structure_of(assessment.scheme)


_LONGEST_NUMBER = 10


def _fact(filing: Filing, unit: Participant, number: str) -> Fact | None:
    return (
        Fact.objects.filter(filing=filing, participant=unit, side=Side.PROVIDED, number=number[:60])
        .select_related("entered_by", "verified_by", "filing", "participant")
        .first()
    )


def _unit(assessment: Assessment, number: int) -> Participant:
    return get_object_or_404(Participant, assessment=assessment, pk=number)


@page("assessment.view")
def row(request: Request, assessment: Assessment, filing: int, unit: int) -> HttpResponse:
    """One row of a filing with everything that is known of it."""
    found = access.filing_to_see(request.part, filing)
    about = _unit(assessment, unit)
    return _page(request, assessment, found, about, request.GET.get("number", ""))


def _page(
    request: Request, assessment: Assessment, found: Filing, about: Participant, number: str,
    typed: dict[str, str] | None = None, both: Sequence[Difference] = (),
) -> HttpResponse:  # fmt: skip
    fact = _fact(found, about, number)
    structure = _structure(assessment)
    is_own = access.filings_to_enter(request.part).filter(pk=found.pk).exists()
    is_open = found.state in (FilingState.OPEN, FilingState.RETURNED) and assessment.stage == Stage.COLLECTING
    fields = fields_shown(found, structure, get_language() or "zh")
    values = {} if fact is None or fact.is_withdrawn else fact.row
    written = values if typed is None else values | typed
    absence = absences_of(found, structure).get(about.pk)
    slot = slot_of(found, structure)
    context = {
        "assessment": assessment, "filing": found, "unit": about, "number": number, "fact": fact,
        "pairs": [(each, values.get(each.name, "")) for each in fields if values.get(each.name)],
        "controls": [(each, control(Cell(each, str(written.get(each.name, ""))), about.unit, is_form=True)) for each in fields],
        "typed": typed, "differences": both, "reason": request.POST.get("reason", ""),
        "history": history_of(fact, fields) if fact is not None else [],
        "evidence": access.evidence_to_see(request.part, request.user).filter(fact=fact).select_related("file__uploaded_by")
        if fact is not None else [],
        "absence": absence,
        "may_be_absent": slot is not None and any(
            structure.nodes[node].node.when_absent is not None for node in (slot.node, *structure.above(slot.node))
        ),
        "is_own": is_own, "is_open": is_open, "accepted": ACCEPTED, "labels": Label.choices,
        "needs_reason": not is_open or (fact is not None and fact.is_verified),
        "is_checked": request.part.may("facts.verify") and found.state in (FilingState.SUBMITTED, FilingState.VERIFIED),
    }  # fmt: skip
    return render(request, "facts/row.html", context, status=409 if both else 200 if typed is None else 422)


def _back(assessment: Assessment, filing: Filing, unit: Participant, number: str = "") -> HttpResponse:
    response = redirect("facts:row", assessment.pk, filing.pk, unit.pk)
    if number:
        response.headers["Location"] += f"?{urlencode({'number': number})}"
    return response


@page("facts.enter", "POST")
def correct(request: Request, assessment: Assessment, filing: int, unit: int) -> HttpResponse:
    """Change a row by a form; what was handed in already needs a reason."""
    found = access.filing_to_enter(request.part, filing)
    about = _unit(assessment, unit)
    number = request.POST.get("number", "")[:60]
    structure = _structure(assessment)
    fields = fields_shown(found, structure, "zh")
    values = {
        each.name: request.POST[each.name][:2000].replace("\x00", "") for each in fields if each.name in request.POST
    }
    value = MATRIX_VALUE.get(found.table)
    seen = _version(request.POST.get("version", ""))
    try:
        entry = actions.Entry(about, values, seen, number, is_withdrawn=value in values and not values[value].strip())
        saved = actions.save(found, [entry], structure, request.user, reason=request.POST.get("reason", ""))
    except (NotNowError, ValueError) as problem:
        messages.error(request, str(problem))
        return _page(request, assessment, found, about, number, values)
    _say(request, saved)
    if saved.kept:
        return _back(assessment, found, about, number)
    both = [
        Difference(str(each.title), str(was.get(each.name, "")), str(fact.row.get(each.name, "")), values[each.name])
        for entry, fact in saved.conflicts
        for was in [row_at(fact, entry.seen)]
        for each in fields
        if each.name in values and fact.row.get(each.name, "") != values[each.name].strip()
    ]
    return _page(request, assessment, found, about, number, values, both)


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0


def _say(request: Request, saved: actions.Saved) -> None:
    for _entry, problem in saved.problems:
        tell = messages.error if problem.finding.level == "error" else messages.warning
        tell(request, sentence(problem.finding))
    for _entry, text in saved.refused:
        messages.error(request, text)
    for _entry, fact in saved.conflicts:
        messages.error(
            request,
            _(
                "{person} changed this at {time}, after you opened it. Nothing is saved yet: compare, then save what is right."
            ).format(person=fact.entered_by or "", time=f"{timezone.localtime(fact.changed_at):%m-%d %H:%M}"),
        )
    if saved.kept:
        messages.success(request, _("Saved."))


@page("facts.enter", "POST")
def absent(request: Request, assessment: Assessment, filing: int, unit: int) -> HttpResponse:
    """State that this does not apply to the unit, or take that back."""
    found = access.filing_to_enter(request.part, filing)
    about = _unit(assessment, unit)
    try:
        if request.POST.get("applies"):
            actions.take_back_absence(found, about, _structure(assessment), request.user)
        else:
            actions.mark_absent(found, about, _structure(assessment), request.POST.get("reason", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved."))
    return _back(assessment, found, about)


@page("facts.verify", "POST")
def verify_row(request: Request, assessment: Assessment, fact: int) -> HttpResponse:
    """Find one row right."""
    found = access.fact_to_see(request.part, fact)
    try:
        seen = request.POST.get("seen", "")
        actions.verify_rows(found.filing, [found.pk], request.user, seen=_version(seen) if seen else None)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Verified."))
    return _back(assessment, found.filing, found.participant, found.number)


@page("facts.verify", "POST")
def object_to(request: Request, assessment: Assessment, fact: int) -> HttpResponse:
    """Object to one row, which returns the filing."""
    found = access.fact_to_see(request.part, fact)
    try:
        actions.object_to_row(found, request.POST.get("reason", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Returned to the provider."))
    return _back(assessment, found.filing, found.participant, found.number)


@page("facts.evidence", "POST")
def attach(request: Request, assessment: Assessment, fact: int) -> HttpResponse:
    """Add a file to a row of one's own."""
    found = access.fact_to_enter(request.part, fact)

    def keep() -> str:
        actions.attach(
            found, request.FILES.get("file"), request.user,
            note=request.POST.get("note", ""), label=request.POST.get("label", "internal"),
        )  # fmt: skip
        return request.path

    try:
        once(request, keep)
    except (NotNowError, UnfitFileError) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The file is saved."))
    return _where(assessment, found)


def _where(assessment: Assessment, fact: Fact) -> HttpResponse:
    if fact.side == Side.SELF:
        return redirect("facts:self-row", assessment.pk, fact.participant_id, fact.pk)
    return _back(assessment, fact.filing, fact.participant, fact.number)


@page("facts.evidence", gives_file=True)
def evidence(request: Request, assessment: Assessment, evidence: int) -> HttpResponseBase:
    """Hand a file over."""
    found = get_object_or_404(
        access.evidence_to_see(request.part, request.user).select_related("file").distinct(), pk=evidence
    )
    return hand_over(found.file, assessment.pk)


@page("facts.evidence", "POST")
def detach(request: Request, assessment: Assessment, evidence: int) -> HttpResponse:
    """Take a file off a row of one's own that is not handed in yet."""
    seen = access.evidence_to_see(request.part, request.user).filter(fact__in=access.facts_to_enter(request.part))
    found = get_object_or_404(seen.select_related("fact__filing", "fact__participant").distinct(), pk=evidence)
    try:
        actions.detach(found, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Taken off."))
    return _where(assessment, found.fact)
