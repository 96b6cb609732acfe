"""Pages of notices: handing one in, how its reading goes, and what a new one changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.assessments import access
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import restored
from kaoji.web.assessments.linking import linked, of_notice
from kaoji.web.assessments.merging import changes_of_notice
from kaoji.web.assessments.models import Assessment, Notice, NoticeState, SchemeVersion, Stage
from kaoji.web.assessments.notices import (
    KINDS,
    UnfitFileError,
    add_notice,
    draft_of,
    is_bare_draft,
    notice_before,
    set_aside,
    take_changes,
    take_draft,
    unread_since,
)
from kaoji.web.assessments.review import review_as_kept
from kaoji.web.assessments.reviewing import newest_of, scheme_of
from kaoji.web.files.store import path_of
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, page

NOTICES = Listed(
    (
        Column(gettext_lazy("File"), lambda each: each.file.name),
        Column(gettext_lazy("State"), lambda each: each.get_state_display()),
        Column(gettext_lazy("certain"), lambda each: each.counts.get("certain")),
        Column(gettext_lazy("to be checked"), lambda each: each.counts.get("to_check")),
        Column(gettext_lazy("not understood"), lambda each: each.counts.get("not_understood")),
        Column(gettext_lazy("Uploaded by"), lambda each: each.added_by or ""),
        Column(gettext_lazy("Uploaded"), lambda each: each.added_at),
    ),
    search=("file__name", "added_by__name"),
    hint=gettext_lazy("File or name"),
    choices=(Choice("state", gettext_lazy("All states"), dict(NoticeState.choices)),),
)


@page("scheme.drafts", gives_file=AS)
def notices(request: Request, assessment: Assessment) -> HttpResponse:
    """All notices of an assessment, and the form to hand one in."""
    context = {"assessment": assessment, "kinds": ",".join(KINDS), "problem": "",
               "has_scheme": access.versions_to_see(request.part).exists(),
               "is_open": assessment.stage in (Stage.PREPARING, Stage.COLLECTING)}  # fmt: skip
    found, title = access.notices_to_see(request.part), _("{title} notices").format(title=assessment.title)
    return NOTICES.answer(request, found, "assessments/notices.html", context, title=title, on=assessment)


@page("scheme.edit", "POST")
def upload(request: Request, assessment: Assessment) -> HttpResponse:
    """Take a notice in."""
    try:
        notice = add_notice(assessment, request.FILES.get("file"), request.user)
    except (UnfitFileError, NotNowError) as problem:
        messages.error(request, str(problem))
        return redirect("assessments:notices", assessment.pk)
    return redirect("assessments:notice", assessment.pk, notice.pk)


@page("scheme.drafts")
def notice(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """How the reading of a notice went: counts, findings, and what to do next."""
    found = access.notice_to_see(request.part, notice)
    newest = access.versions_to_see(request.part).first()
    is_beside = newest is not None and newest.notice_id == found.pk
    review = review_as_kept(assessment, newest) if newest is not None and is_beside else None
    way = of_notice(found, newest, review, can_edit=request.part.may("scheme.edit"))
    findings = linked(restored(found.findings), way)
    errors = [finding for finding in findings if finding.level == "error"]
    is_open = assessment.stage in (Stage.PREPARING, Stage.COLLECTING) and request.part.may("scheme.edit")
    context = {
        "assessment": assessment,
        "notice": found,
        "findings": findings,
        "errors": errors,
        "lines_at": _lines_at(request, assessment, found, newest),
        "is_doubtful": found.counts.get("certain", 0) * 10 <= found.counts.get("to_check", 0),
        "has_scheme": newest is not None,
        "is_bare_draft": is_beside and is_bare_draft(found, list(access.versions_to_see(request.part)[:2])),
        "can_set_aside": is_open and found.state not in (NoticeState.WAITING, NoticeState.WITHDRAWN),
        "sentences": len(review.undecided) if review is not None else 0,
        "is_scanned": any(finding.code == "reading.E110" for finding in errors),
    }
    return render(request, "assessments/notice.html", context)


def _lines_at(request: Request, assessment: Assessment, found: Notice, newest: SchemeVersion | None) -> str | None:
    """Give the page on which the lines of a notice's draft stand, as long as nobody has changed the draft."""
    if not request.part.may("scheme.edit") or found.state != NoticeState.READ:
        return None
    is_draft = newest is not None and newest.text == found.reading.get("scheme")
    return reverse("assessments:edit", args=(assessment.pk,)) if is_draft else None


@page("scheme.drafts", gives_file=True)
def notice_file(request: Request, assessment: Assessment, notice: int) -> HttpResponseBase:
    """The file itself, as it came; never shown in the browser, only handed over."""
    found = access.notice_to_see(request.part, notice)
    response = FileResponse(path_of(found.file.digest).open("rb"), as_attachment=True, filename=found.file.name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@page("scheme.edit", "POST")
def aside(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """Set a notice aside that was uploaded by mistake, and go on with the one that is left."""
    found = access.notice_to_see(request.part, notice)
    try:
        set_aside(found)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:notice", assessment.pk, found.pk)
    messages.success(request, _("“{name}” is set aside.").format(name=found.file.name))
    left = access.notices_to_see(request.part).filter(state=NoticeState.READ, is_settled=False).first()
    if left is None:
        return redirect("assessments:notices", assessment.pk)
    return redirect("assessments:notice", assessment.pk, left.pk)


@page("scheme.edit", "GET", "POST")
def changes(request: Request, assessment: Assessment, notice: int) -> HttpResponse:
    """What a notice changes against the scheme that there is, each change to be taken or left."""
    found = access.notice_to_see(request.part, notice)
    if found.state != NoticeState.READ:
        return redirect("assessments:notice", assessment.pk, found.pk)
    if request.method == "POST":
        return _take(request, assessment, found.pk)
    if not access.versions_to_see(request.part).exists():
        return redirect("assessments:notice", assessment.pk, found.pk)
    try:
        newest = newest_of(assessment)
        base = scheme_of(newest)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:notice", assessment.pk, found.pk)
    draft, last = draft_of(found), notice_before(found, newest)
    differences = changes_of_notice(base, draft, draft_of(last)) if draft is not None else []
    before = newest.notice
    context = {"assessment": assessment, "notice": found, "newest": newest, "changes": differences,
               "before": reverse("assessments:notice", args=[assessment.pk, before.pk])
               if before is not None and before.pk != found.pk else "",
               "unread": unread_since(found, last),
               "counts": {kind: sum(c.kind == kind for c in differences) for kind in ("added", "removed", "changed")}}  # fmt: skip
    return render(request, "assessments/changes.html", context)


def _take(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    found = access.notice_to_see(request.part, number)
    try:
        if request.POST.get("whole") == "1":
            take_draft(found, request.user)
        else:
            taken = [
                key.removeprefix("c:") for key, value in request.POST.items() if key[:2] == "c:" and value == "new"
            ]
            take_changes(found, taken, int(request.POST.get("seen") or 0), request.user)
    except (NotNowError, ValueError) as problem:
        messages.error(request, str(problem) or _("This request cannot be understood."))
        return redirect("assessments:changes", assessment.pk, number)
    messages.success(request, _("The scheme is saved as a new version. Look through what is new."))
    return redirect("assessments:review", assessment.pk)
