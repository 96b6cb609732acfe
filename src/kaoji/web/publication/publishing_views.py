"""Pages of publishing: proposing it, confirming it, the bundle, the archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.proving import NotProvenError, prove
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.files.models import StoredFile
from kaoji.web.files.serving import hand_over
from kaoji.web.middleware import address_of
from kaoji.web.organisations.access import names_at
from kaoji.web.pages import Request, page
from kaoji.web.permissions import Role
from kaoji.web.publication import access
from kaoji.web.publication.actions import publishing
from kaoji.web.publication.forms import shows_of
from kaoji.web.publication.keys import public_key
from kaoji.web.publication.models import AppealState, Publication
from kaoji.web.publication.showing import NAMES, ranking_of


@page("results.view")
def publication(request: Request, assessment: Assessment) -> HttpResponse:
    """Publishing: what is left to do, the proposal, its confirmation, the files."""
    return _page(request, assessment)


def _page(request: Request, assessment: Assessment, problem: str = "") -> HttpResponse:
    made = access.publication_to_see(request.part)
    notice = access.notices_to_see(request.part).filter(end_reason="").first()
    shows = made.shows if made is not None else notice.shows if notice is not None else []
    run = made.run if made is not None else notice.run if notice is not None else None
    context = {
        "assessment": assessment,
        "publication": made,
        "notice": notice,
        "left": publishing.what_is_left(assessment) if assessment.stage == Stage.PUBLICISING else [],
        "unanswered": assessment.appeals.filter(state=AppealState.FILED).exists(),
        "shown": NAMES.items(),
        "names": [NAMES[key] for key in shows],
        "chosen": request.POST.getlist("shows") if request.POST else shows,
        "ranking": ranking_of(run, access.standings_shown(run), shows, request.GET)
        if run is not None and shows
        else None,
        "is_own": made is not None and made.proposed_by_id == request.user.pk,
        "others": names_at(assessment.office_id, assessment, Role.OFFICE, without=request.user),
        "public_key": public_key() if made is not None and made.confirmed_at else "",
        "today": timezone.localdate(),
        "problem": problem,
    }
    return render(request, "publication/publication.html", context, status=422 if problem else 200)


@page("publication.manage", "POST")
def propose(request: Request, assessment: Assessment) -> HttpResponse:
    """Propose to publish."""
    try:
        publishing.propose(
            assessment, request.user, shows_of(request.POST),
            is_bundle_public=request.POST.get("is_bundle_public") == "1",
        )  # fmt: skip
    except NotNowError as problem:
        return _page(request, assessment, str(problem))
    messages.success(request, _("Proposed. Somebody else of the office confirms it."))
    return redirect("publication:publication", assessment.pk)


def _made(request: Request) -> Publication:
    found = access.publication_to_see(request.part)
    if found is None:
        raise Http404
    return found


@page("publication.manage", "POST")
def confirm(request: Request, assessment: Assessment) -> HttpResponse:
    """Confirm that the result is published."""
    found = _made(request)
    try:
        proof = prove(request.user, request.POST.get("word", ""), address_of(request))
        publishing.confirm(found, request.user, proof)
    except (NotNowError, NotProvenError) as problem:
        return _page(request, assessment, str(problem))
    messages.success(request, _("The result is published."))
    return redirect("publication:publication", assessment.pk)


@page("publication.manage", "POST")
def decline(request: Request, assessment: Assessment) -> HttpResponse:
    """Decline a proposal to publish, or take it back."""
    try:
        publishing.decline(_made(request), request.POST.get("reason", "")[:2000])
    except NotNowError as problem:
        return _page(request, assessment, str(problem))
    messages.success(request, _("The proposal to publish is off the table."))
    return redirect("publication:publication", assessment.pk)


@page("publication.manage", "POST")
def archive(request: Request, assessment: Assessment) -> HttpResponse:
    """Ask for the archive."""
    try:
        publishing.archive(assessment, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    return redirect("publication:publication", assessment.pk)


def _file_of(publication: Publication, file: StoredFile | None, what: str) -> HttpResponseBase:
    if file is None or publication.confirmed_at is None:
        raise Http404
    publishing.note_export(publication, what)
    return hand_over(file, publication.assessment_id)


@page("results.view", gives_file=True)
def bundle(request: Request, assessment: Assessment) -> HttpResponseBase:
    """The signed bundle."""
    del assessment
    found = _made(request)
    return _file_of(found, found.bundle, "bundle")


@page("publication.archive", gives_file=True)
def archive_file(request: Request, assessment: Assessment) -> HttpResponseBase:
    """The archive."""
    del assessment
    found = _made(request)
    return _file_of(found, found.archive, "archive")
