"""Pages of appeals: the list, filing one, the answer and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.facts.access import own_units
from kaoji.web.files.kinds import ACCEPTED, UnfitFileError
from kaoji.web.files.receiving import receive
from kaoji.web.files.serving import hand_over
from kaoji.web.lists import noted_table
from kaoji.web.once import once
from kaoji.web.pages import Request, page
from kaoji.web.publication import access
from kaoji.web.publication.actions import appeals as actions
from kaoji.web.publication.actions import notices
from kaoji.web.publication.corrections import changes_of, corrected, lines_behind
from kaoji.web.publication.differences import change_of, value_at
from kaoji.web.publication.forms import whole
from kaoji.web.publication.models import Appeal, AppealState, PublicNotice
from kaoji.web.publication.sheets import Node, nodes_of
from kaoji.web.publication.workdays import working_days_left
from kaoji.web.results.models import Standing
from kaoji.web.results.unit_views import language
from kaoji.writing.safe_cells import Cell

PAGE = 50
_ANSWERED_AT = (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING)


def _chosen(request: Request) -> QuerySet[Appeal]:
    found = access.appeals_to_see(request.part)
    if words := request.GET.get("q", "").strip():
        found = found.filter(
            Q(participant__unit__icontains=words) | Q(node_name__icontains=words) | Q(text__icontains=words)
        )
    if (state := request.GET.get("state", "")) in AppealState.values:
        found = found.filter(state=state)
    return found


@page("publication.view")
def appeals(request: Request, assessment: Assessment) -> HttpResponse:
    """The appeals: all for the office, a unit's own for the unit."""
    today = timezone.localdate()
    notice = access.notices_to_see(request.part).filter(end_reason="").first()
    context = {
        "assessment": assessment,
        "appeals": Paginator(_chosen(request), PAGE).get_page(request.GET.get("page")),
        "states": AppealState.choices,
        "is_filtered": bool(request.GET),
        "notice": notice,
        "can_appeal": _can_appeal(request, notice),
        "today": today,
    }
    return render(request, "publication/appeals.html", context)


def _can_appeal(request: Request, notice: PublicNotice | None) -> bool:
    return (
        notice is not None
        and request.part.may("appeal.file")
        and request.part.assessment.stage == Stage.PUBLICISING
        and notices.is_running(notice)
    )


@page("publication.view", gives_file=True)
def appeals_table(request: Request, assessment: Assessment, kind: str) -> HttpResponse:
    """The appeals as a table to be kept."""
    head = [_("No."), _("Unit"), _("Number objected to"), _("Grounds"), _("Filed"), _("State"), _("Answer"),
            _("Answered")]  # fmt: skip
    rows: list[list[Cell]] = [
        [each.pk, each.participant.unit, each.node_name, each.text, f"{timezone.localtime(each.filed_at):%Y-%m-%d %H:%M}",
         str(each.get_state_display()), each.answer,
         f"{timezone.localtime(each.answered_at):%Y-%m-%d %H:%M}" if each.answered_at else ""]
        for each in _chosen(request)
    ]  # fmt: skip
    return noted_table(kind, _("{title} appeals").format(title=assessment.title), head, rows, assessment)


@page("appeal.file", "GET", "POST")
def new_appeal(request: Request, assessment: Assessment) -> HttpResponse:
    """Object to one number of one's own result."""
    units = access.units_to_appeal(request.part)
    notice = access.notices_to_see(request.part).filter(end_reason="").first()
    asked = whole(request.POST.get("unit", "") or request.GET.get("unit", ""))
    unit = next((each for each in units if asked in (0, each.pk)), None)
    if unit is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            address = once(
                request, lambda: reverse("publication:appeal", args=(assessment.pk, _file(request, unit).pk))
            )
        except (NotNowError, UnfitFileError) as said:
            problem = str(said)
        else:
            if notice is not None:
                messages.success(request, _("The appeal is filed. The office answers it by {day}.").format(
                    day=notice.answers_due_on))  # fmt: skip
            return redirect(address)
    context = {
        "assessment": assessment,
        "notice": notice,
        "can_appeal": _can_appeal(request, notice),
        "units": units,
        "unit": unit,
        "nodes": _nodes(notice, unit),
        "chosen": request.POST.get("node", "") or request.GET.get("node", ""),
        "text": request.POST.get("text", ""),
        "kinds": ACCEPTED,
        "most": actions.MOST_FILES,
        "longest": actions.LONGEST_TEXT,
        "problem": problem,
        "days_left": working_days_left(timezone.localdate(), notice.until_on) if notice is not None else None,
    }
    return render(request, "publication/new_appeal.html", context, status=422 if problem else 200)


def _file(request: Request, unit: Participant) -> Appeal:
    uploads = request.FILES.getlist("files")
    if len(uploads) > actions.MOST_FILES:
        raise NotNowError(_("Add at most {files} files.").format(files=actions.MOST_FILES))
    actions.check_open(unit)
    form = request.POST
    with transaction.atomic():
        files = [receive(upload, request.user) for upload in uploads]
        return actions.file_appeal(unit, form.get("node", ""), form.get("text", ""), files, request.user)


def _nodes(notice: PublicNotice | None, unit: Participant) -> list[Node]:
    if notice is None:
        return []
    standing = Standing.objects.select_related("sheet").filter(run=notice.run_id, participant=unit).first()
    return list(nodes_of(standing.sheet.tree)) if standing is not None else []


@page("publication.view")
def appeal(request: Request, assessment: Assessment, appeal: int) -> HttpResponse:
    """An appeal: the grounds, the files, the answer, and what changed."""
    return _appeal_page(request, assessment, access.appeal_to_see(request.part, appeal))


def _appeal_page(request: Request, assessment: Assessment, found: Appeal, problem: str = "") -> HttpResponse:
    outcome = access.outcome_of(found)
    change = (
        change_of(found.run, outcome, found.participant_id) if outcome is not None and outcome.finished_at else None
    )
    may_answer = (
        found.state == AppealState.FILED and request.part.may("appeal.answer") and assessment.stage in _ANSWERED_AT
    )
    is_own = own_units(request.part).filter(pk=found.participant_id).exists()
    standing = Standing.objects.filter(run=found.run_id, participant=found.participant_id).first()
    context = {
        "assessment": assessment,
        "appeal": found,
        "files": list(found.files.all()),
        "value": value_at(standing, found.node),
        "standing": standing,
        "outcome": outcome,
        "change": change,
        "value_after": value_at(change.after, found.node) if change is not None else None,
        "corrections": corrected(found.corrections.select_related("fact__filing"), language()),
        "is_own": is_own,
        "may_answer": may_answer,
        "is_whole": request.part.may("results.view"),
        "is_on_notice": outcome is not None and access.notices_to_see(request.part).filter(run=outcome).exists(),
        "filings": lines_behind(found, language()) if may_answer else [],
        "made_already": actions.corrections_since(found) if may_answer else [],
        "days_left": working_days_left(timezone.localdate(), found.notice.answers_due_on),
        "is_late": timezone.localdate() > found.notice.answers_due_on,
        "problem": problem,
        "answer": request.POST.get("answer", ""),
        "given": request.POST,
    }
    return render(request, "publication/appeal.html", context, status=422 if problem else 200)


@page("appeal.answer", "POST")
def answer(request: Request, assessment: Assessment, appeal: int) -> HttpResponse:
    """Answer an appeal: uphold it by correcting a fact, or reject it; either with reasons."""
    found = access.appeal_to_see(request.part, appeal)
    form, text = request.POST, request.POST.get("answer", "")[: actions.LONGEST_TEXT]
    try:
        match form.get("verdict"):
            case "uphold":
                run = actions.uphold(found, changes_of(found, form.dict()), text, request.user)
                said = _("The appeal is upheld. Run #{number} takes the corrections in.").format(number=run.number)
            case "reject":
                actions.reject(found, text, request.user)
                said = _("The appeal is rejected. The unit reads your reasons.")
            case _other:
                problem = _("Choose whether the appeal is upheld or rejected.")
                return _appeal_page(request, assessment, found, problem)
    except NotNowError as problem:
        return _appeal_page(request, assessment, access.appeal_to_see(request.part, appeal), str(problem))
    messages.success(request, said)
    return redirect("publication:appeal", assessment.pk, found.pk)


@page("appeal.file", "POST")
def withdraw(request: Request, assessment: Assessment, appeal: int) -> HttpResponse:
    """Take one's own appeal back."""
    found = access.own_appeal(request.part, appeal)
    try:
        actions.withdraw(found)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The appeal is withdrawn."))
    return redirect("publication:appeal", assessment.pk, found.pk)


@page("appeal.file", "POST")
def acknowledge(request: Request, assessment: Assessment, appeal: int) -> HttpResponse:
    """Note that the unit has read the answer."""
    found = access.own_appeal(request.part, appeal)
    try:
        actions.acknowledge(found)
    except NotNowError as problem:
        messages.error(request, str(problem))
    return redirect("publication:appeal", assessment.pk, found.pk)


@page("publication.view", gives_file=True)
def appeal_file(request: Request, assessment: Assessment, appeal: int, file: int) -> HttpResponseBase:
    """A file of an appeal; never shown in the browser, only handed over."""
    return hand_over(access.file_of_appeal(request.part, appeal, file), assessment.pk)
