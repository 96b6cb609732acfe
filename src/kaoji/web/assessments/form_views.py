"""Forms for the parts of a scheme, for who never saw its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaoji.scheme import Scheme, rewrite
from kaoji.web.assessments import access, forming
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.differences import rule_words
from kaoji.web.assessments.editing import Found, rules_of, walk
from kaoji.web.assessments.entries import Filled, blank_entry, entries_of, read_form
from kaoji.web.assessments.findings import Shown
from kaoji.web.assessments.forms import FORMS, PartForm, offers_of
from kaoji.web.assessments.laying import rows_of
from kaoji.web.assessments.models import Assessment, SchemeVersion, Stage
from kaoji.web.assessments.parts import findings_by_part
from kaoji.web.assessments.reviewing import SchemeChangedError, kept_words, newest_of, scheme_of
from kaoji.web.assessments.since import since
from kaoji.web.assessments.structures import checked
from kaoji.web.assessments.trial import Trial, try_formula, try_panel
from kaoji.web.pages import Request, page
from kaoji.web.spoken import listed


@dataclass(frozen=True, slots=True)
class Row:
    """A part in the list of forms: what it holds in a few words, and whether something is wrong with it."""

    form: PartForm
    names: list[str]
    findings: list[Shown]

    @property
    def needs_eyes(self) -> bool:
        """Whether something should be looked at."""
        return any(finding.needs_eyes for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the tree: where it stands, its rules on one line each, and what is to be said of it."""

    found: Found
    rules: list[str]
    findings: list[Shown]


@page("scheme.edit")
def forms(request: Request, assessment: Assessment) -> HttpResponse:
    """All parts of the scheme: the tree of indicators, and everything else."""
    seen, scheme = _newest(request)
    if seen is None:
        return redirect("assessments:notices", assessment.pk)
    context: dict[str, Any] = {"assessment": assessment, "seen": seen, "is_open": _is_open(assessment)}
    if scheme is not None:
        found = checked(seen.text)
        said = findings_by_part(found.file, found.findings) if found.file is not None else {}
        context |= {"rows": [_row(form, scheme, said) for form in FORMS.values()], "lines": _lines(scheme, said)}
    return render(request, "assessments/forms.html", context)


def _newest(request: Request) -> tuple[SchemeVersion | None, Scheme | None]:
    seen = access.versions_to_see(request.part).first()
    try:
        return seen, None if seen is None else scheme_of(seen)
    except NotNowError:
        return seen, None


def _is_open(assessment: Assessment) -> bool:
    return assessment.stage in (Stage.PREPARING, Stage.COLLECTING)


def _row(form: PartForm, scheme: Scheme, said: Mapping[tuple[str | int, ...], list[Shown]]) -> Row:
    names = [entry.title for entry in entries_of(form, scheme)]
    if form.key == "quota":
        names = []
    keys = [field.name for field in form.fields] if form.key == "basics" else [form.key]
    return Row(form, names, [each for path, found in said.items() if path and path[0] in keys for each in found])


def _lines(scheme: Scheme, said: Mapping[tuple[str | int, ...], list[Shown]]) -> list[Line]:
    found = []
    for each in walk(scheme):
        way: tuple[str | int, ...] = ("indicators", each.place[0])
        for index in each.place[1:]:
            way += ("items", index)
        size = len(way)
        own = [
            f for path, some in said.items() if path[:size] == way and path[size : size + 1] != ("items",) for f in some
        ]
        found.append(Line(each, [rule_words(rule, each.node) for rule in rules_of(each.node)], own))
    return found


@page("scheme.edit", "GET", "POST")
def form(request: Request, assessment: Assessment, part: str) -> HttpResponse:
    """The form of one part."""
    shape = _shape(part)
    if request.method == "POST":
        return _save(request, assessment, shape)
    seen, scheme = _newest(request)
    if seen is None or scheme is None:
        return redirect("assessments:forms", assessment.pk)
    return _show(request, assessment, shape, seen, Filled(entries_of(shape, scheme), scheme))


def _shape(part: str) -> PartForm:
    if part not in FORMS:
        raise Http404
    return FORMS[part]


def _save(request: Request, assessment: Assessment, shape: PartForm) -> HttpResponse:
    seen = access.version_to_see(request.part, number_of(request.POST.get("seen")))
    filled = read_form(shape, _scheme(seen), request.POST)
    kept, over = request.POST.get("keep"), None
    if kept == "theirs":
        messages.success(request, _("What stands there stays. Nothing of yours was saved."))
        return redirect("assessments:form", assessment.pk, shape.key)
    problem, met = "", None
    if filled.scheme is not None:
        if kept == "mine":
            over = access.version_to_see(request.part, number_of(request.POST.get("now")))
        try:
            version = forming.save_part(assessment, seen, shape, filled, request.user, over=over)
        except NotNowError as said:
            problem = str(said)
            if isinstance(said, SchemeChangedError):
                met = newest_of(assessment)
        else:
            messages.success(request, kept_words(assessment, version))
            return redirect("assessments:form" if request.POST.get("more") else "assessments:forms", assessment.pk, *(
                [shape.key] if request.POST.get("more") else []
            ))  # fmt: skip
    return _show(request, assessment, shape, seen, filled, problem, met)


def _scheme(seen: SchemeVersion) -> Scheme:
    try:
        return scheme_of(seen)
    except NotNowError as problem:
        raise Http404(str(problem)) from problem


def _show(
    request: Request, assessment: Assessment, shape: PartForm, seen: SchemeVersion, filled: Filled, problem: str = "",
    met: SchemeVersion | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a form as it was filled; ``met`` is the version by which somebody else changed the same part."""
    scheme = filled.scheme or _scheme(seen)
    entries = list(filled.entries)
    rows = rows_of(shape, _scheme(seen), _scheme(met), filled) if met is not None else []
    if not shape.is_single and not (entries and not entries[-1].was):
        entries.append(blank_entry(shape, len(entries)))
    problems = [*([problem] if problem else []), *filled.problems]
    context = {
        "assessment": assessment, "seen": seen, "form": shape, "entries": entries, "offers": offers_of(scheme),
        "problems": problems, "tried": _tried(shape, seen, filled), "is_open": _is_open(assessment),
        "met": met, "rows": rows, "since": since(seen, met) if met is not None and not rows else None,
        "now_at": request.get_full_path(),
    }  # fmt: skip
    status = 200 if not problems else 422 if met is None else 409
    return render(request, "assessments/form.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a form would make of the scheme: what is said of the part, and how its texts are understood."""

    findings: list[Shown]
    texts: list[tuple[str | Promise, Trial]]


def _tried(shape: PartForm, seen: SchemeVersion, filled: Filled) -> Tried:
    if filled.scheme is None:
        return Tried([], [])
    found = checked(rewrite(seen.text, filled.scheme))
    said = findings_by_part(found.file, found.findings) if found.file is not None else {}
    keys = [field.name for field in shape.fields] if shape.key == "basics" else [shape.key]
    findings = [each for path, some in said.items() if path and path[0] in keys for each in some]
    return Tried(findings, _texts(shape, filled.scheme))


def _texts(shape: PartForm, scheme: Scheme) -> list[tuple[str | Promise, Trial]]:
    if shape.key == "total":
        parts = {node.name for node in scheme.indicators} | set(scheme.panels)
        return [(listed(total.applies_to, short=True), try_formula(parts, total.formula)) for total in scheme.total]
    if shape.key == "panels":
        return [(name, try_panel(panel)) for name, panel in scheme.panels.items()]
    return []


@page("scheme.edit", "POST")
def form_trial(request: Request, assessment: Assessment, part: str) -> HttpResponse:
    """Say what a form as it stands would make of the scheme."""
    shape = _shape(part)
    seen = access.version_to_see(request.part, number_of(request.POST.get("seen")))
    filled = read_form(shape, _scheme(seen), request.POST)
    context = {"tried": _tried(shape, seen, filled), "filled": filled, "form": shape, "assessment": assessment}
    return render(request, "assessments/tried.html", context)


def number_of(text: str | None) -> int:
    """Read a number that a form brought; 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004
