"""Pages of people: accounts, first passwords, state, sessions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaoji.web.accounts import access as accounts
from kaoji.web.accounts import forgotten, second_factor
from kaoji.web.accounts.actions import end_sessions
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import record
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.jobs.access import job_of
from kaoji.web.jobs.models import State
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.organisations import access, actions
from kaoji.web.organisations.exporting import download, pattern_workbook, people_workbook
from kaoji.web.organisations.import_work import KIND, ask_for_import, slips_of
from kaoji.web.organisations.views import PAGE, choices, status_of
from kaoji.web.pages import Request, page
from kaoji.web.permissions import POSTS, ROLE_NAMES

_LARGEST_IMPORT = 10 * 2**20


@page("people.view")
def people(request: Request) -> HttpResponse:
    """All accounts."""
    found = access.people_like(*_asked(request)).prefetch_related("posts__organisation")
    context = {
        "people": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "several": set(accounts.in_several_places()),
        "states": access.STATES.items(),
        "roles": [(role.value, name) for role, name in ROLE_NAMES.items()],
    }
    return render(request, "organisations/people.html", context)


def _asked(request: Request) -> tuple[str, str, str]:
    return request.GET.get("q", "").strip(), request.GET.get("state", ""), request.GET.get("role", "")


@page("people.view", gives_file=True)
def export_people(request: Request) -> HttpResponse:
    """The accounts that the page shows as a workbook, in the layout that the import reads."""
    found = access.people_like(*_asked(request))
    content = people_workbook(found)
    record("people.export", rows=found.count())
    return download(content, "people.xlsx")


@page("people.manage", gives_file=True)
def pattern(request: Request) -> HttpResponse:
    """Give the workbook to fill in for an import."""
    return download(pattern_workbook(), "people-pattern.xlsx")


@page("people.manage", "GET", "POST")
def new_person(request: Request) -> HttpResponse:
    """Make an account; its first password is shown once."""
    problem = ""
    if request.method == "POST":
        try:
            made = actions.create_person(
                request.POST.get("number", ""),
                request.POST.get("name", ""),
                choices().meant(request.POST.get("organisation", "")),
            )
        except NotNowError as said:
            problem = str(said)
        else:
            return render(request, "organisations/passwords.html", {"made": [made]})
    found = choices()
    given = request.POST or request.GET
    typed = given.get("organisation", "")
    context = {
        "organisations": found, "problem": problem, "given": given,
        "organisation": found.label(int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed,  # noqa: PLR2004
    }  # fmt: skip
    return render(request, "organisations/new_person.html", context, status=422 if problem else 200)


@page("people.manage", "GET", "POST")
def import_people(request: Request) -> HttpResponse:
    """Hand in a workbook of accounts, organisations and posts."""
    found, problem = choices(), ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is not None and (file.size or 0) > _LARGEST_IMPORT:
                raise NotNowError(_("The workbook is larger than 10 MB."))  # noqa: TRY301 - said like the others
            job = ask_for_import(file, found.meant(request.POST.get("top", "")), request.user)
        except (NotNowError, UnfitFileError) as said:
            problem = str(said)
        else:
            return redirect("organisations:imported", job.pk)
    top = request.POST.get("top", next(iter(found.labels.values()), ""))
    context = {"problem": problem, "organisations": found, "top": top}
    return render(request, "organisations/import.html", context, status=422 if problem else 200)


FAULTS = Listed(
    (
        Column(gettext_lazy("Row"), lambda fault: fault[0] or None),
        Column(gettext_lazy("Account, name, organisation"), lambda fault: fault[1]),
        Column(gettext_lazy("What is wrong"), lambda fault: fault[2]),
    ),
    hint=gettext_lazy("Row, name or fault"),
    choices=(
        Choice(
            "of", gettext_lazy("Everything"),
            {"rows": gettext_lazy("single rows"), "whole": gettext_lazy("the workbook as a whole")},
            lambda found, value: [fault for fault in found if (fault[0] > 1) == (value == "rows")],
        ),
    ),
    page=PAGE,
)  # fmt: skip


@page("people.manage", gives_file=AS)
def imported(request: Request, job: int) -> HttpResponse:
    """How an import goes; then what is wrong, or the first passwords: they are shown for a quarter of an hour."""
    found = job_of(request.user, job)
    if found.kind != KIND:
        raise Http404
    if found.state != State.DONE or found.result.get("faults"):
        faults = found.result.get("faults", [])
        rows = len({row for row, *_rest in faults if row > 1})
        title = _("What is wrong with the workbook of people")
        return FAULTS.answer(request, faults, "organisations/imported.html", {"job": found, "rows": rows}, title=title)
    made = slips_of(found)
    return render(
        request, "organisations/passwords.html",
        {"made": made or [], "is_over": made is None, "imported": found.result},
    )  # fmt: skip


@page("people.view")
def person(request: Request, number: int) -> HttpResponse:
    """One account: posts, sessions, state."""
    found = access.person(number)
    record("account.view", found)
    return person_page(request, found)


def person_page(
    request: Request, found: User, given: dict[str, Any] | None = None, post: dict[str, Any] | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of an account, with forms as they were filled in where they were refused."""
    organisations = choices()
    context: dict[str, Any] = {
        "found": found,
        "organisation": organisations.label(found.organisation_id),
        "posts": access.post_holders(found),
        "sessions": accounts.sessions(found)[:20],
        "asks": forgotten.is_open(found),
        "organisations": organisations,
        "roles": [(role.value, ROLE_NAMES[role]) for role in POSTS],
        "name": found.name,
        "seen": sealed(actions.values_of_person(found)),
        "post": {"organisation": organisations.label(found.organisation_id)} if post is None else post,
    }
    return render(request, "organisations/person.html", context | (given or {}), status=status)


def _given(request: Request, refused: NotNowError) -> dict[str, Any]:
    """Give the form as it was filled in, and where somebody else changed the same, both words."""
    organisations = choices()

    def words(name: str, value: str) -> str:
        return organisations.label(int(value)) if name == "organisation" and value.isdecimal() else value

    found: dict[str, Any] = {"problem": str(refused)}
    if not isinstance(refused, MeanwhileError):
        typed = {name: request.POST.get(name, "") for name in ("name", "organisation", "seen")}
        return found | {name: value for name, value in typed.items() if value}
    labels = {"name": _("Name"), "organisation": _("Organisation")}
    given = {name: words(name, value) for name, value in refused.given.items()}
    return found | given | {"seen": sealed(refused.now), "differences": side_by_side(refused, labels, words)}


@page("people.manage", "POST")
def change_person(request: Request, number: int) -> HttpResponse:
    """Change a person's name or organisation."""
    found, form = access.person(number), request.POST
    try:
        organisation = choices().meant(form.get("organisation", ""))
        actions.change_person(found, form.get("name", ""), organisation, seen=opened(form.get("seen")))
    except NotNowError as refused:
        return person_page(request, found, _given(request, refused), status=status_of(refused))
    messages.success(request, _("The account is changed."))
    return redirect("organisations:person", number)


@page("people.manage", "POST")
def first_password(request: Request, number: int) -> HttpResponse:
    """Make another first password for an account that nobody has taken over yet; it is shown once."""
    found = access.person(number)
    try:
        password = actions.new_first_password(found)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("organisations:person", number)
    return render(request, "organisations/passwords.html", {"made": [(found, password)]})


@page("people.manage", "POST")
def grant(request: Request, number: int) -> HttpResponse:
    """Let somebody who forgot their password choose a new one; they have told the code that their browser shows."""
    found = access.person(number)
    if forgotten.grant(found, request.POST.get("code", "")):
        text = _("{name} can choose a new password now, in the window that showed the code.")
        messages.success(request, text.format(name=found.name))
    else:
        left = forgotten.tries_left(found)
        text = ngettext(
            "This is not the code. It may be typed {n} more time; after that the person has to ask again.",
            "This is not the code. It may be typed {n} more times; after that the person has to ask again.", left,
        ) if left else _("Nobody waits with this code. Let the person ask again and tell you the new one.")  # fmt: skip
        messages.error(request, text.format(n=left))
    return redirect("organisations:person", number)


@page("second-factor.remove", "POST")
def remove_second_factor(request: Request, number: int) -> HttpResponse:
    """Take away a lost second factor; the person sets up a new one."""
    second_factor.take_away(access.person(number))
    messages.success(request, _("The second factor is taken away."))
    return redirect("organisations:person", number)


@page("sessions.end", "POST")
def end(request: Request, number: int) -> HttpResponse:
    """End all sessions of an account."""
    count = end_sessions(access.person(number))
    messages.success(request, _("Sessions ended: {count}.").format(count=count))
    return redirect("organisations:person", number)


@page("people.manage", "POST")
def active(request: Request, number: int) -> HttpResponse:
    """Disable an account, or let it in again."""
    found = access.person(number)
    is_active = request.POST.get("active") == "1"
    if found.pk == request.user.pk:
        messages.error(request, _("You cannot disable your own account."))
    else:
        actions.set_active(found, is_active=is_active)
        messages.success(request, _("The account can be used.") if is_active else _("The account is disabled."))
    return redirect("organisations:person", number)
