"""Pages of public notice: putting a result on notice, the notice itself, breaking it off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.lists import noted_table
from kaoji.web.pages import Request, page
from kaoji.web.publication import access
from kaoji.web.publication.actions import notice_changes, notices
from kaoji.web.publication.forms import terms_of, whole
from kaoji.web.publication.models import AppealState, ProposalState, PublicNotice
from kaoji.web.publication.sealing import has_changed_facts
from kaoji.web.publication.showing import NAMES, ranking_of, table_of
from kaoji.web.publication.usual import length_said_for
from kaoji.web.publication.workdays import is_working_day, working_days_left
from kaoji.web.results.deciding import day_of

_TRIED = ("from_on", "working_days", "answer_days")


@page("publication.manage", "GET", "POST")
def begin(request: Request, assessment: Assessment) -> HttpResponse:
    """Put the approved result on public notice."""
    found = access.proposals_to_see(request.part).first()
    form, problem, short = request.POST, "", ""
    is_ready = found is not None and found.state == ProposalState.APPROVED and assessment.stage == Stage.APPROVING
    if request.method == "POST" and found is not None:
        try:
            made = notices.begin(found, terms_of(form), request.user)
        except notices.ShortNoticeError as said:
            short = str(said)
        except NotNowError as said:
            problem = str(said)
        else:
            messages.success(request, _("The result is on public notice until {day}.").format(day=made.until_on))
            return redirect("publication:notice", assessment.pk, made.pk)
    withdrawn = access.withdrawn_of(found) if found is not None else None
    given = form.dict() if form else _as_before(withdrawn)
    context = {
        "assessment": assessment,
        "proposal": found,
        "is_ready": is_ready,
        "shown": NAMES.items(),
        "chosen": form.getlist("shows") if form else withdrawn.shows if withdrawn else list(notices.SHOWN[:3]),
        "withdrawn": withdrawn,
        "given": given,
        "problem": problem,
        "is_asking": bool(short),
        "short": short,
        **_days(assessment, given),
    }
    return render(request, "publication/begin_notice.html", context, status=422 if problem or short else 200)


def _as_before(withdrawn: PublicNotice | None) -> dict[str, str]:
    """Give what the form begins with: the terms of a notice that was withdrawn, to be mended."""
    given = {"from_on": timezone.localdate().isoformat(), "working_days": "5", "answer_days": "5"}
    if withdrawn is not None:
        given |= {"working_days": str(withdrawn.working_days), "contact": withdrawn.contact}
        given |= {"is_open": "1"} if withdrawn.is_open else {}
    return given


@page("publication.manage")
def days(request: Request, assessment: Assessment) -> HttpResponse:
    """Count the days of a notice as somebody writes its terms."""
    given = {name: request.GET.get(name, "") for name in _TRIED}
    return render(request, "publication/days.html", {"assessment": assessment, **_days(assessment, given)})


def _days(assessment: Assessment, given: dict[str, str]) -> dict[str, object]:
    """Give both last days and why that is short if it is, or why they cannot be counted."""
    terms = _terms_of_days(given)
    most = notices.MOST_DAYS
    if terms is None or not 1 <= terms.working_days <= most or not 1 <= terms.answer_days <= most:
        return {"cannot": _("Write the first day and numbers of working days from 1 to {most}.").format(most=most)}
    try:
        until, answers = notices.last_days(terms)
    except NotNowError as problem:
        return {"cannot": str(problem), "by_hand": True}
    return {
        "until": until,
        "answers": answers,
        "begins_on_holiday": not is_working_day(terms.from_on),
        "short": notices.why_short(terms, until, length_said_for(assessment)),
    }


def _terms_of_days(given: dict[str, str]) -> notices.Terms | None:
    """Read the days alone; None where the first day is none."""
    from_on = day_of(given.get("from_on", ""))
    if from_on is None:
        return None
    return notices.Terms(from_on, whole(given.get("working_days", "")), whole(given.get("answer_days", "")))


@page("publication.view")
def notice(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """A public notice as those who take part see it: what is shown, until when, and how to appeal."""
    found = access.notice_to_see(request.part, notice)
    today = timezone.localdate()
    appeals = list(
        access.appeals_to_see(request.part).filter(notice__proposal=found.proposal_id).values_list("state", flat=True)
    )
    context = {
        "assessment": assessment,
        "notice": found,
        "ranking": ranking_of(found.run, access.standings_shown(found.run), found.shows, request.GET)
        if access.result_of_notice(request.part, found)
        else None,
        "is_running": notices.is_running(found, today),
        "is_over": notices.is_over(found, today),
        "days_left": working_days_left(today, found.until_on),
        "appeals": len(appeals),
        "unanswered": appeals.count(AppealState.FILED),
        "can_appeal": request.part.may("appeal.file")
        and assessment.stage == Stage.PUBLICISING
        and notices.is_running(found, today),
        "own": [unit.pk for unit in access.units_to_appeal(request.part)],
        **dict(zip(("corrections", "withdrawn_before"), access.changes_shown(found), strict=True)),
        "may_change": found.ended_at is None
        and assessment.stage == Stage.PUBLICISING
        and request.part.may("publication.manage"),
        "has_changed": found.ended_at is None and request.part.may("results.view") and has_changed_facts(found.run),
    }
    return render(request, "publication/notice.html", context)


@page("publication.view", gives_file=True)
def notice_table(request: Request, assessment: Assessment, notice: int, kind: str) -> HttpResponse:
    """What a notice shows, as a table to be kept."""
    found = access.notice_to_see(request.part, notice)
    if not access.result_of_notice(request.part, found):
        raise Http404
    head, rows = table_of(found.run, access.standings_shown(found.run), found.shows, request.GET)
    return noted_table(kind, _("{title} public notice").format(title=assessment.title), head, rows, assessment)


@page("publication.manage", "POST")
def break_off(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """Take a result off notice because its facts changed."""
    found = access.notice_to_see(request.part, notice)
    try:
        notices.break_off(found, request.POST.get("reason", "")[:2000])
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("publication:notice", assessment.pk, found.pk)
    messages.success(
        request, _("The result is off notice. Propose the changed one; it is approved and put on notice anew.")
    )
    return redirect("publication:overview", assessment.pk)


@page("publication.manage", "POST")
def correct(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """Correct the contact of a notice, or let it run longer."""
    found = access.notice_to_see(request.part, notice)
    form = request.POST
    try:
        notice_changes.correct(
            found, form.get("contact", ""), whole(form.get("working_days", "")), form.get("reason", "")[:2000],
            request.user,
        )  # fmt: skip
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The notice is corrected; what stood there before is kept and shown beside it."))
    return redirect("publication:notice", assessment.pk, found.pk)


@page("publication.manage", "POST")
def withdraw(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """Withdraw a notice that was announced wrongly, to announce it again."""
    found = access.notice_to_see(request.part, notice)
    try:
        notice_changes.withdraw(found, request.POST.get("reason", "")[:2000])
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("publication:notice", assessment.pk, found.pk)
    messages.success(request, _("The notice is withdrawn. Announce the result again; it runs in full."))
    return redirect("publication:begin-notice", assessment.pk)
