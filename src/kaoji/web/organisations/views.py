"""Pages of organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import record
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.organisations import access, actions
from kaoji.web.organisations.choosing import Choices
from kaoji.web.organisations.codes import doubt_about
from kaoji.web.organisations.exporting import download, organisations_workbook
from kaoji.web.organisations.models import Kind, Organisation
from kaoji.web.pages import Request, page

PAGE = 50


@page("people.view")
def organisations(request: Request) -> HttpResponse:
    """The tree of organisations."""
    shown = Paginator(access.organisations_like(*_asked(request)), PAGE).get_page(request.GET.get("page"))
    for each in shown:
        each.depth = min(each.path.count("/") - 2, 4)  # type: ignore[attr-defined]
    return render(request, "organisations/organisations.html", {"organisations": shown, "kinds": Kind.choices})


def _asked(request: Request) -> tuple[str, str, str, str]:
    kind = request.GET.get("kind", "")
    words, below, sort = (request.GET.get(name, "").strip() for name in ("q", "below", "sort"))
    return words, kind if kind in Kind.values else "", below, sort


@page("people.view", gives_file=True)
def export_organisations(request: Request) -> HttpResponse:
    """The organisations that the page shows, as a workbook."""
    found = access.organisations_like(*_asked(request))
    content = organisations_workbook(found)
    record("organisations.export", rows=found.count())
    return download(content, "organisations.xlsx")


@page("people.manage", "GET", "POST")
def organisation(request: Request, number: int | None = None) -> HttpResponse:
    """Make or change an organisation."""
    found = access.organisation(number) if number is not None else None
    refused: NotNowError | None = None
    if request.method == "POST":
        try:
            _keep(request, found)
        except NotNowError as said:
            refused = said
        else:
            return redirect("organisations:organisations")
    parents = choices(found)
    context: dict[str, Any] = {
        "found": found,
        "kinds": Kind.choices,
        "doubt": doubt_about(found.code) if found is not None else "",
        "parents": parents,
        "problem": str(refused or ""),
        "given": _given(found, request.GET.get("below", ""), parents) if refused is None else request.POST,
        "seen": request.POST.get("seen", "") or (sealed(actions.values_of(found)) if found is not None else ""),
    }
    if isinstance(refused, MeanwhileError):
        context |= _beside(refused, parents)
    return render(request, "organisations/organisation.html", context, status=status_of(refused))


def _beside(meanwhile: MeanwhileError, parents: Choices) -> dict[str, Any]:
    def words(name: str, value: str) -> str:
        if name == "parent":
            return parents.label(int(value)) if value.isdecimal() else ""
        return str(Kind(value).label) if name == "kind" and value in Kind.values else value

    labels = {
        "name": _("Name of the organisation"), "short_name": _("Short name"), "code": _("Organisation code"), "kind": _("Kind"),
        "parent": _("Stands below"),
    }  # fmt: skip
    return {
        "given": meanwhile.given | {"parent": words("parent", meanwhile.given["parent"])},
        "seen": sealed(meanwhile.now),
        "differences": side_by_side(meanwhile, labels, words),
    }


def status_of(refused: NotNowError | None) -> int:
    """Give how a form answers that was kept, not kept, or met by another's change."""
    if refused is None:
        return 200
    return 409 if isinstance(refused, MeanwhileError) else 422


def _given(found: Organisation | None, below: str, parents: Choices) -> dict[str, str]:
    if found is None:
        above = int(below) if below.isascii() and below.isdigit() and len(below) < 10 else None  # noqa: PLR2004
        return {"kind": Kind.DEPARTMENT.value, "parent": parents.label(above)}
    return {
        "name": found.name, "short_name": found.short_name, "code": found.code, "kind": found.kind,
        "parent": parents.label(found.parent_id),
    }  # fmt: skip


def _keep(request: Request, found: Organisation | None) -> None:
    if found is not None and request.POST.get("do") == "remove":
        actions.remove_organisation(found)
        messages.success(request, _("“{name}” is removed.").format(name=found.name))
        return
    kind = request.POST.get("kind", "")
    kept = actions.keep_organisation(
        request.POST.get("name", ""),
        Kind(kind) if kind in Kind.values else Kind.OTHER,
        choices().meant(request.POST.get("parent", "")),
        request.POST.get("short_name", ""),
        found,
        seen=opened(request.POST.get("seen")),
        code=request.POST.get("code", ""),
    )
    messages.success(request, _("“{name}” is saved.").format(name=kept.name))
    if doubt := doubt_about(kept.code):
        messages.warning(request, doubt)


def choices(without: Organisation | None = None) -> Choices:
    """Give the organisations to choose from."""
    found = access.organisations().select_related(None)
    return Choices(found.exclude(path__startswith=without.path) if without is not None else found)
