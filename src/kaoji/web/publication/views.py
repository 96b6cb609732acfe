"""Pages of approval: where a result stands, the steps, proposing one, signing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.accounts.proving import NotProvenError, prove
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.facts.access import unsettled_self_assessments
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.middleware import address_of
from kaoji.web.pages import Request, page
from kaoji.web.publication import access
from kaoji.web.publication.actions import approval, notices, publishing
from kaoji.web.publication.differences import Change, differences
from kaoji.web.publication.forms import lines_given, steps_given, whole
from kaoji.web.publication.models import AppealState, Proposal, ProposalState
from kaoji.web.publication.rounds import steps_of
from kaoji.web.publication.sealing import has_changed_facts
from kaoji.web.publication.showing import ranking_of
from kaoji.web.publication.workdays import working_days_left
from kaoji.web.results.actions import what_hinders
from kaoji.web.results.models import Run
from kaoji.web.results.rankings import exact

BLANK_STEPS = 3
_PREPARED_AT = (Stage.PREPARING, Stage.COLLECTING)


@page("publication.view")
def overview(request: Request, assessment: Assessment) -> HttpResponse:
    """Where a result stands on its way to being published, and what is to be done next."""
    part, today = request.part, timezone.localdate()
    proposals = list(access.proposals_to_see(part).prefetch_related(*access.ROUND))
    current = proposals[0] if proposals else None
    notice = access.notices_to_see(part).filter(end_reason="").first()
    ended = access.notices_to_see(part).exclude(end_reason="").first()
    made = access.publication_to_see(part)
    appeals = list(access.appeals_to_see(part).values_list("state", flat=True))
    shown = notice if assessment.stage == Stage.PUBLICISING else None
    context = {
        "assessment": assessment,
        "steps": list(assessment.approval_steps.select_related("organisation")),
        "proposals": proposals,
        "current": current,
        "rounds": steps_of(current) if current is not None else [],
        "why_not": approval.why_not_sign(current, part, request.user)
        if current is not None and assessment.stage == Stage.APPROVING
        else "",
        "notice": notice,
        "begins_on": None if notice is not None else access.notice_begins_on(part),
        "is_running": shown is not None and notices.is_running(shown, today),
        "is_over": shown is not None and notices.is_over(shown, today),
        "days_left": working_days_left(today, notice.until_on) if notice is not None else None,
        "appeals": len(appeals),
        "unanswered": appeals.count(AppealState.FILED),
        "publication": made,
        "left": publishing.what_is_left(assessment)
        if assessment.stage == Stage.PUBLICISING and part.may("results.view")
        else [],
        "has_changed": shown is not None and part.may("results.view") and has_changed_facts(shown.run),
        "is_preparing": assessment.stage in _PREPARED_AT,
        "is_public": access.public_assessments(today).filter(pk=assessment.pk).exists(),
        "broken_off": ended if ended is not None and not ended.is_withdrawn and part.may("results.view") else None,
        "withdrawn": ended
        if ended is not None and ended.is_withdrawn and assessment.stage == Stage.APPROVING
        else None,
    }
    return render(request, "publication/overview.html", context)


@page("publication.manage", "GET", "POST")
def steps(request: Request, assessment: Assessment) -> HttpResponse:
    """Set the steps that the notice names."""
    organisations = {each.pk: each for each in access.organisations_to_sign(request.part)}
    refused: NotNowError | None = None
    if request.method == "POST":
        try:
            given = steps_given(request.POST, organisations)
            approval.set_steps(assessment, given, seen=opened(request.POST.get("seen")))
        except NotNowError as said:
            refused = said
        else:
            messages.success(request, _("The steps of approval are saved."))
            return redirect("publication:overview", assessment.pk)
    lines = [(step.position, step.name, step.organisation_id) for step in assessment.approval_steps.all()]
    if refused is not None:
        lines = lines_given(request.POST)
    lines += [(len(lines) + number, "", 0) for number in range(1, BLANK_STEPS + 1)]
    is_older = refused is not None and not isinstance(refused, MeanwhileError)
    context = {"assessment": assessment, "lines": lines, "organisations": organisations.values(),
               "problem": str(refused or ""), "is_open": assessment.stage in _PREPARED_AT,
               "seen": request.POST.get("seen", "") if is_older else sealed(approval.steps_of(assessment)),
               "differences": side_by_side(refused, {"steps": _("Steps of approval")}) if refused is not None else [],
               }  # fmt: skip
    status = 200 if refused is None else 422 if is_older else 409
    return render(request, "publication/steps.html", context, status=status)


@page("publication.manage", "GET", "POST")
def propose(request: Request, assessment: Assessment) -> HttpResponse:
    """Put a run forward as the result."""
    runs = access.runs_to_propose(request.part)
    chosen = whole(request.POST.get("run", "") or request.GET.get("run", ""))
    run = next((each for each in runs if each.number == chosen), runs[0] if runs else None)
    problem = ""
    if request.method == "POST" and run is not None:
        try:
            made = approval.propose(run, request.user, request.POST.get("note", "")[:2000])
        except NotNowError as said:
            problem = str(said)
        else:
            messages.success(request, _("Run #{number} is put forward as the result.").format(number=run.number))
            return redirect("publication:proposal", assessment.pk, made.number)
    context = {
        "assessment": assessment,
        "runs": runs,
        "run": run,
        "hindrances": what_hinders(run) if run is not None else [],
        "has_steps": assessment.approval_steps.exists(),
        "is_open": assessment.stage == Stage.COLLECTING,
        "unsettled": unsettled_self_assessments(request.part),
        "problem": problem,
        "note": request.POST.get("note", ""),
    }
    return render(request, "publication/propose.html", context, status=422 if problem else 200)


@page("results.view")
def proposal(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """A proposed result: its ranking, decisions, what changed since the round before, and the signatures."""
    return _proposal_page(request, assessment, access.proposal_to_see(request.part, number))


def _proposal_page(request: Request, assessment: Assessment, found: Proposal, problem: str = "") -> HttpResponse:
    before = access.proposals_to_see(request.part).filter(number__lt=found.number).exclude(run=found.run_id).first()
    is_open = found.state == ProposalState.OPEN
    context = {
        "assessment": assessment,
        "proposal": found,
        "rounds": steps_of(found),
        "ranking": ranking_of(found.run, access.standings_shown(found.run), notices.SHOWN, request.GET, is_whole=True),
        "decisions": list(access.decisions_to_see(request.part)),
        "before": before,
        "changes": differences(before.run, found.run) if before is not None else [],
        "why_not": approval.why_not_sign(found, request.part, request.user) if is_open else "",
        "has_changed": is_open and has_changed_facts(found.run),
        "problem": problem,
        "opinion": request.POST.get("opinion", ""),
    }
    return render(request, "publication/proposal.html", context, status=422 if problem else 200)


@page("publication.sign", "POST")
def sign(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Sign a proposed result, or send it back."""
    found = access.proposal_to_see(request.part, number)
    form = request.POST
    is_approved = form.get("verdict") == "approve"
    verdict = approval.Verdict(is_approved, form.get("opinion", "")[:2000], form.get("digest", ""))
    problem = (
        _("Choose whether you approve the result or send it back.")
        if form.get("verdict") not in ("approve", "send-back")
        else approval.why_not_sign(found, request.part, request.user)
    )
    if problem:
        return _proposal_page(request, assessment, found, problem)
    try:
        proof = prove(request.user, form.get("word", ""), address_of(request))
        approval.sign(found, request.part, request.user, verdict, proof)
    except (NotNowError, NotProvenError) as said:
        return _proposal_page(request, assessment, access.proposal_to_see(request.part, number), str(said))
    messages.success(request, _("Signed.") if is_approved else _("The result is sent back with your reason."))
    return redirect("publication:proposal", assessment.pk, number)


@page("publication.manage", "POST")
def take_back(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Take a proposal back."""
    found = access.proposal_to_see(request.part, number)
    try:
        approval.take_back(found, request.POST.get("reason", "")[:2000])
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("publication:proposal", assessment.pk, number)
    messages.success(request, _("The proposal is taken back. Facts can be collected again."))
    return redirect("publication:overview", assessment.pk)


def _two_runs(request: Request, assessment: Assessment) -> tuple[Run, Run]:
    runs = Run.objects.filter(assessment=assessment, finished_at__isnull=False).defer("problems")
    before, after = whole(request.GET.get("before", "")), whole(request.GET.get("after", ""))
    return get_object_or_404(runs, number=before), get_object_or_404(runs, number=after)


def _of(name: str, *, after: bool) -> Callable[[Change], Any]:
    """Give what reads a value of a unit's result before or after; nothing where the unit was not in the run."""

    def value(change: Change) -> Any:  # noqa: ANN401 - a number or a word
        one = change.after if after else change.before
        if one is None:
            return None
        return exact(one.total) if name == "total" else getattr(one, name)

    return value


DIFFERENCES = Listed(
    (
        Column(gettext_lazy("Unit"), lambda each: each.unit),
        Column(gettext_lazy("Total before"), _of("total", after=False)),
        Column(gettext_lazy("Total after"), _of("total", after=True)),
        Column(gettext_lazy("Rank before"), _of("rank", after=False)),
        Column(gettext_lazy("Rank after"), _of("rank", after=True)),
        Column(gettext_lazy("Grade before"), _of("grade", after=False)),
        Column(gettext_lazy("Grade after"), _of("grade", after=True)),
    ),
    hint=gettext_lazy("Unit or grade"),
    choices=(
        Choice(
            "moved", gettext_lazy("Everything"), {"yes": gettext_lazy("another rank or grade")},
            lambda found, _value: [each for each in found if each.has_moved],
        ),
    ),
    keeps=("before", "after"),
)  # fmt: skip


@page("results.view", gives_file=AS)
def changes(request: Request, assessment: Assessment) -> HttpResponse:
    """What differs between two runs: who moved, and by how much."""
    before, after = _two_runs(request, assessment)
    context = {"assessment": assessment, "before": before, "after": after}
    title = _("{title} differences of runs {before} and {after}").format(
        title=assessment.title, before=before.number, after=after.number
    )
    found = differences(before, after)
    return DIFFERENCES.answer(request, found, "publication/changes.html", context, title=title, on=assessment)
