"""Pages of organisations, people and posts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from kaoji.web.accounts import second_factor
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations import access, actions
from kaoji.web.organisations.exporting import people_workbook
from kaoji.web.organisations.importing import import_people as keep_people
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.pages import Request, page
from kaoji.web.permissions import POSTS, ROLE_NAMES, Role

PAGE = 50
_LARGEST_IMPORT = 10 * 2**20


@page("people.view")
def organisations(request: Request) -> HttpResponse:
    """The tree of organisations."""
    found = access.organisations().annotate(people_count=Count("people", distinct=True))
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for each in shown:
        each.depth = min(each.path.count("/") - 2, 4)  # type: ignore[attr-defined]
    return render(request, "organisations/organisations.html", {"organisations": shown})


@page("people.manage", "GET", "POST")
def organisation(request: Request, number: int | None = None) -> HttpResponse:
    """Make or change an organisation."""
    found = access.organisation(number) if number is not None else None
    problem = ""
    if request.method == "POST":
        kind, parent = request.POST.get("kind", ""), request.POST.get("parent", "")
        try:
            actions.keep_organisation(
                request.POST.get("name", ""),
                Kind(kind) if kind in Kind.values else Kind.OTHER,
                access.organisation(int(parent)) if parent.isdigit() else None,
                request.POST.get("short_name", ""),
                found,
            )
        except NotNowError as said:
            problem = str(said)
        else:
            messages.success(request, _("The organisation is kept."))
            return redirect("organisations:organisations")
    context = {
        "found": found,
        "kinds": Kind.choices,
        "parents": _choices(found),
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "organisations/organisation.html", context, status=422 if problem else 200)


def _choices(without: Organisation | None = None) -> list[Organisation]:
    found = access.organisations()
    return list(found.exclude(path__startswith=without.path) if without is not None else found)


@page("people.view")
def people(request: Request) -> HttpResponse:
    """All accounts."""
    found = access.people()
    if words := request.GET.get("q", "").strip():
        found = found.filter(
            Q(name__icontains=words) | Q(number__icontains=words) | Q(organisation__name__icontains=words)
        )
    if (state := request.GET.get("state")) in ("active", "disabled"):
        found = found.filter(is_active=state == "active")
    shown = Paginator(found.prefetch_related("posts__organisation"), PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/people.html", {"people": shown})


@page("people.manage", "GET", "POST")
def new_person(request: Request) -> HttpResponse:
    """Make an account; its first password is shown once."""
    problem = ""
    if request.method == "POST":
        place = request.POST.get("organisation", "")
        try:
            made, password = actions.create_person(
                request.POST.get("number", ""),
                request.POST.get("name", ""),
                access.organisation(int(place)) if place.isdigit() else None,
            )
        except NotNowError as said:
            problem = str(said)
        else:
            return render(request, "organisations/passwords.html", {"made": [(made, password)]})
    context = {"organisations": _choices(), "problem": problem, "given": request.POST}
    return render(request, "organisations/new_person.html", context, status=422 if problem else 200)


@page("people.manage", "GET", "POST")
def import_people(request: Request) -> HttpResponse:
    """Make accounts, organisations and posts from a workbook; all or nothing."""
    faults: list[tuple[int, str]] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        top = request.POST.get("top", "")
        if file is None or isinstance(file, list):
            faults = [(0, _("Choose a workbook."))]
        elif (file.size or 0) > _LARGEST_IMPORT:
            faults = [(0, _("The workbook is larger than 10 MB."))]
        else:
            imported = keep_people(file.read(), access.organisation(int(top)) if top.isdigit() else None)
            faults = imported.faults
            if not faults:
                return render(request, "organisations/passwords.html", {"made": imported.made, "imported": imported})
    context = {"faults": faults, "organisations": _choices()}
    return render(request, "organisations/import.html", context, status=422 if faults else 200)


@page("people.view")
def export_people(request: Request) -> HttpResponse:
    """All accounts as a workbook, in the layout that the import reads."""
    response = HttpResponse(
        people_workbook(access.people().prefetch_related("posts")),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


@page("people.view")
def person(request: Request, number: int) -> HttpResponse:
    """One account: posts, sessions, state."""
    found = access.person(number)
    context = {
        "found": found,
        "posts": found.posts.select_related("organisation", "assessment", "stands_in_for"),
        "log_ins": found.log_ins.order_by("-seen_at")[:20],
        "organisations": _choices() if request.desk.may("posts.manage") else [],
        "roles": [(role.value, ROLE_NAMES[role]) for role in POSTS],
    }
    return render(request, "organisations/person.html", context)


@page("people.manage", "POST")
def reset(request: Request, number: int) -> HttpResponse:
    """Start a reset: a new first password, shown once; a lost second factor goes too if that is asked."""
    found = access.person(number)
    password = actions.reset_password(found)
    if request.POST.get("second_factor") == "1":
        second_factor.take_away(found)
    return render(request, "organisations/passwords.html", {"made": [(found, password)]})


@page("people.manage", "POST")
def active(request: Request, number: int) -> HttpResponse:
    """Disable an account, or let it in again."""
    found = access.person(number)
    if found.pk == request.user.pk:
        messages.error(request, _("You cannot disable your own account."))
    else:
        actions.set_active(found, is_active=request.POST.get("active") == "1")
        messages.success(request, _("Done."))
    return redirect("organisations:person", number)


@page("posts.manage", "POST")
def give(request: Request, number: int) -> HttpResponse:
    """Give somebody a post."""
    _give(request, access.person(number), access.organisation(_number(request.POST.get("organisation", ""))), None)
    return redirect("organisations:person", number)


def _give(request: Request, user: User, organisation: Organisation, assessment: Assessment | None) -> None:
    role = request.POST.get("role", "")
    deputy_of = request.POST.get("stands_in_for", "").strip()
    if role not in [each.value for each in POSTS]:
        messages.error(request, _("Choose a post."))
        return
    try:
        actions.give_post(
            user, organisation, Role(role), assessment,
            stands_in_for=User.objects.filter(number=deputy_of).first() if deputy_of else None,
            from_on=parse_date(request.POST.get("from_on", "") or "-"),
            until_on=parse_date(request.POST.get("until_on", "") or "-"),
        )  # fmt: skip
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The post is given."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


@page("posts.manage", "POST")
def take(request: Request, number: int) -> HttpResponse:
    """Take a post away."""
    post = get_object_or_404(Post, pk=number)
    actions.take_post(post)
    messages.success(request, _("The post is taken away."))
    return redirect("organisations:person", post.user_id)


@page("people.assign")
def assessment_people(request: Request, assessment: Assessment) -> HttpResponse:
    """Who has which post in an assessment; organisations that nobody works for stand first."""
    posts = access.posts_of(assessment).order_by("role", "organisation__path")
    if words := request.GET.get("q", "").strip():
        posts = posts.filter(Q(user__name__icontains=words) | Q(organisation__name__icontains=words))
    if role := request.GET.get("role", ""):
        posts = posts.filter(role=role)
    region = access.region_of(assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "posts": Paginator(posts, PAGE).get_page(request.GET.get("page")),
        "people": access.people_of(assessment)[:500],
        "organisations": Organisation.objects.filter(path__startswith=region.path),
        "roles": [(role.value, ROLE_NAMES[role]) for role in POSTS if role != Role.OFFICE],
        "alone": access.alone_in(assessment),
    }
    return render(request, "organisations/assessment_people.html", context)


@page("people.assign", "POST")
def assessment_give(request: Request, assessment: Assessment) -> HttpResponse:
    """Give a post in this assessment; an office gives no posts of an office."""
    user = get_object_or_404(access.people_of(assessment), pk=_number(request.POST.get("user", "")))
    below = Organisation.objects.filter(path__startswith=access.region_of(assessment).path)
    organisation = get_object_or_404(below, pk=_number(request.POST.get("organisation", "")))
    if request.POST.get("role") == Role.OFFICE:
        messages.error(request, _("Posts of the office are given by the security administrator."))
    else:
        _give(request, user, organisation, assessment)
    return redirect("organisations:assessment-people", assessment.pk)


@page("people.assign", "POST")
def assessment_take(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Take away a post that was given for this assessment."""
    post = get_object_or_404(Post, pk=number, assessment=assessment)
    actions.take_post(post)
    messages.success(request, _("The post is taken away."))
    return redirect("organisations:assessment-people", assessment.pk)
