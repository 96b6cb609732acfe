"""Pages of posts: those of the installation, given by the security administrator, and those of one assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.chain import record
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.organisations import access, actions
from kaoji.web.organisations.choosing import Choices
from kaoji.web.organisations.exporting import download, posts_workbook
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.organisations.people_views import person_page
from kaoji.web.organisations.views import PAGE, choices, status_of
from kaoji.web.pages import Request, page
from kaoji.web.permissions import POSTS, ROLE_NAMES, Role

_MOST_SUGGESTED = 300


@page("posts.manage", "POST")
def give(request: Request, number: int) -> HttpResponse:
    """Give somebody a post."""
    found = access.person(number)
    try:
        _give(request, found, choices().meant(request.POST.get("organisation", "")), None)
    except NotNowError as refused:
        return person_page(request, found, post=given_post(request, refused), status=status_of(refused))
    messages.success(request, _("The post is given."))
    return redirect("organisations:person", number)


def _give(request: Request, user: User, organisation: Organisation | None, assessment: Assessment | None) -> None:
    role, written = request.POST.get("role", ""), request.POST.get("stands_in_for", "")
    holder = access.account(written)
    if organisation is None:
        raise NotNowError(_("Choose an organisation."))
    if role not in [each.value for each in POSTS]:
        raise NotNowError(_("Choose a post."))
    if written.strip() and holder is None:
        raise NotNowError(_("There is no account “{number}”.").format(number=written.strip()))
    actions.give_post(
        user, organisation, Role(role), assessment,
        stands_in_for=holder, from_on=_day(request, "from_on"), until_on=_day(request, "until_on"),
        seen=opened(request.POST.get("seen")) or {},
    )  # fmt: skip


def given_post(request: Request, refused: NotNowError) -> dict[str, Any]:
    """Give a form of posts as it was filled in, with why it was refused; terms that stand already are shown beside."""
    labels = {"from_on": _("From"), "until_on": _("Until"), "stands_in_for": _("Stands in for (account)")}
    return request.POST.dict() | {
        "seen": sealed(refused.now) if isinstance(refused, MeanwhileError) else "",
        "problem": str(refused), "differences": side_by_side(refused, labels),
    }  # fmt: skip


def _day(request: Request, field: str) -> Any:  # noqa: ANN401 - a day or nothing
    text = request.POST.get(field, "").strip()
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise NotNowError(_("“{text}” is no day. Write it as 2025-01-31.").format(text=text[:40]))
    return found


@page("posts.manage", "POST")
def take(request: Request, number: int) -> HttpResponse:
    """Take a post away."""
    post = access.post(number)
    actions.take_post(post)
    messages.success(request, _("The post is taken away."))
    return redirect("organisations:person", post.user_id)


@page("people.assign")
def assessment_people(request: Request, assessment: Assessment) -> HttpResponse:
    """Who has which post in an assessment; organisations that nobody works for stand first."""
    return _assessment_people(request, assessment)


def _assessment_people(request: Request, assessment: Assessment, refused: NotNowError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "assessment": assessment,
        "posts": Paginator(_asked(request, assessment), PAGE).get_page(request.GET.get("page")),
        "people": access.people_of(assessment)[:_MOST_SUGGESTED],
        "organisations": Choices(access.inside(assessment)),
        "roles": [(role.value, ROLE_NAMES[role]) for role in POSTS if role != Role.OFFICE],
        "alone": access.alone_in(assessment),
        "given": {} if refused is None else given_post(request, refused),
    }
    return render(request, "organisations/assessment_people.html", context, status=status_of(refused))


def _asked(request: Request, assessment: Assessment) -> Any:  # noqa: ANN401 - posts that were asked for
    return access.posts_like(assessment, request.GET.get("q", "").strip(), request.GET.get("role", ""))


@page("people.assign", gives_file=True)
def export_assessment_people(request: Request, assessment: Assessment) -> HttpResponse:
    """The posts of an assessment that the page shows, as a workbook."""
    found = list(_asked(request, assessment))
    content = posts_workbook(found)
    record("posts.export", assessment, rows=len(found))
    return download(content, "posts.xlsx")


@page("people.assign", "POST")
def assessment_give(request: Request, assessment: Assessment) -> HttpResponse:
    """Give a post in this assessment; an office gives no posts of an office."""
    try:
        _give_inside(request, assessment)
    except NotNowError as refused:
        return _assessment_people(request, assessment, refused)
    messages.success(request, _("The post is given."))
    return redirect("organisations:assessment-people", assessment.pk)


def _give_inside(request: Request, assessment: Assessment) -> None:
    person = access.account(request.POST.get("person", ""))
    if person is None or not access.people_of(assessment).filter(pk=person.pk).exists():
        raise NotNowError(_("Nobody in this region has this account. Choose one from the list."))
    if request.POST.get("role") == Role.OFFICE:
        raise NotNowError(_("Posts of the office are given by the security administrator."))
    organisation = Choices(access.inside(assessment)).meant(request.POST.get("organisation", ""))
    _give(request, person, organisation, assessment)


@page("people.assign", "POST")
def assessment_take(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Take away a post that was given for this assessment."""
    post = get_object_or_404(Post, pk=number, assessment=assessment)
    actions.take_post(post)
    messages.success(request, _("The post is taken away."))
    return redirect("organisations:assessment-people", assessment.pk)
