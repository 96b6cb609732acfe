"""The form of one indicator: what it says of itself, its rules, and what stands below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kaoji.scheme import Scheme, rewrite
from kaoji.scheme.model import Node
from kaoji.web.assessments import access, forming
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.editing import Place, node_at, read_place, rules_of, slot_of, walk, with_children, with_node
from kaoji.web.assessments.fields import Bound, bound, read_into, values_of
from kaoji.web.assessments.findings import Shown
from kaoji.web.assessments.form_views import number_of
from kaoji.web.assessments.forms import INDICATOR_FIELDS, offers_of
from kaoji.web.assessments.models import Assessment, SchemeVersion, Stage
from kaoji.web.assessments.parts import findings_by_part
from kaoji.web.assessments.reviewing import SchemeChangedError, kept_words, newest_of, scheme_of
from kaoji.web.assessments.since import same_node, since
from kaoji.web.assessments.structures import checked
from kaoji.web.assessments.trial import Trial, try_limits
from kaoji.web.meanwhile import MeanwhileError, laid_over, side_by_side
from kaoji.web.pages import Request, page

_NEW = "new"


@page("scheme.edit", "GET", "POST")
def indicator(request: Request, assessment: Assessment, number: int, place: str) -> HttpResponse:
    """The form of an indicator as it stands in a version; “new” with ``under`` gives an empty one."""
    seen = access.version_to_see(request.part, number)
    scheme = _scheme(seen)
    at, node = _wanted(request, scheme, place)
    given = bound(INDICATOR_FIELDS, _typed(request) if request.method == "POST" else values_of(INDICATOR_FIELDS, node))
    problem = ""
    if request.method == "POST":
        fresh = read_into(Node, INDICATOR_FIELDS, given, node if place != _NEW else None)
        if fresh is not None:
            try:
                return _kept(request, assessment, seen, at, fresh, is_new=place == _NEW)
            except SchemeChangedError as said:
                return _meanwhile(request, assessment, seen, at, given, str(said))
            except NotNowError as said:
                problem = str(said)
        else:
            problem = _("The indicator cannot be saved as it is. The fields say why.")
    context = _context(assessment, seen, scheme, at, node, given) | {
        "problem": problem, "place": place, "under": request.GET.get("under", "") if place == _NEW else "",
        "is_new": place == _NEW,
    }  # fmt: skip
    return render(request, "assessments/indicator.html", context, status=422 if problem else 200)


def _meanwhile(
    request: Request, assessment: Assessment, seen: SchemeVersion, at: Place, given: list[Bound], problem: str
) -> HttpResponse:
    """Lay a form over what somebody else made of the indicator; where both changed a field, show both."""
    newest = newest_of(assessment)
    base, scheme = _scheme(seen), _scheme(newest)
    found = same_node(base, scheme, at)
    if found is None:
        context = _context(assessment, seen, base, at, node_at(base, at) or Node(name=""), given) | {
            "problem": problem, "place": ".".join(map(str, at)), "since": since(seen, newest),
        }  # fmt: skip
        return render(request, "assessments/indicator.html", context, status=409)
    place, now = found
    before = values_of(INDICATOR_FIELDS, node_at(base, at) or Node(name=""))
    wanted = {each.field.name: each.value for each in given}
    try:
        kept = laid_over(before, values_of(INDICATOR_FIELDS, now), wanted, newest, "scheme.keep")
    except MeanwhileError as said:
        context = _context(assessment, newest, scheme, place, now, bound(INDICATOR_FIELDS, said.given)) | {
            "problem": str(said), "place": ".".join(map(str, place)),
            "differences": side_by_side(said, {each.name: str(each.title) for each in INDICATOR_FIELDS}),
        }  # fmt: skip
        return render(request, "assessments/indicator.html", context, status=409)
    fresh = read_into(Node, INDICATOR_FIELDS, bound(INDICATOR_FIELDS, kept), now)
    if fresh is None:
        raise NotNowError(problem)
    return _kept(request, assessment, newest, place, fresh, is_new=False)


def _scheme(seen: SchemeVersion) -> Scheme:
    try:
        return scheme_of(seen)
    except NotNowError as problem:
        raise Http404(str(problem)) from problem


def _wanted(request: Request, scheme: Scheme, place: str) -> tuple[Place, Node]:
    """Give the place and the indicator that a page is about; a new one is about the section that it shall stand in."""
    if place == _NEW:
        under = request.GET.get("under", "") or request.POST.get("under", "")
        at = read_place(under) if under else ()
        if at is None or (at and node_at(scheme, at) is None):
            raise Http404
        return at, Node(name="")
    at = read_place(place)
    node = node_at(scheme, at) if at else None
    if at is None or node is None:
        raise Http404
    return at, node


def _typed(request: Request) -> dict[str, str]:
    return {field.name: request.POST.get(field.name, "").replace("\r\n", "\n") for field in INDICATOR_FIELDS}


def _kept(
    request: Request, assessment: Assessment, seen: SchemeVersion, at: Place, fresh: Node, *, is_new: bool
) -> HttpResponse:
    if is_new:
        version = forming.add_indicator(assessment, seen, at, fresh, request.user)
        below = len(nodes_below(scheme_of(version), at))
        at = (*at, below - 1)
    else:
        version = forming.save_indicator(assessment, seen, at, fresh, request.user)
        now = node_at(scheme_of(version), at)
        if now is None or now.name != fresh.name:
            return redirect("assessments:forms", assessment.pk)
    messages.success(request, kept_words(assessment, version))
    return redirect("assessments:indicator", assessment.pk, version.number, ".".join(map(str, at)))


def nodes_below(scheme: Scheme, at: Place) -> tuple[Node, ...]:
    """Give what stands below a place; the empty place is the top."""
    node = node_at(scheme, at)
    return scheme.indicators if node is None else node.items


def _context(
    assessment: Assessment, seen: SchemeVersion, scheme: Scheme, at: Place, node: Node, given: list[Bound]
) -> dict[str, Any]:
    path = next((found.path for found in walk(scheme) if found.place == at), ())
    row = nodes_below(scheme, at[:-1])
    return {
        "assessment": assessment, "seen": seen, "node": node, "path": path, "at": ".".join(map(str, at)),
        "above": ".".join(map(str, at[:-1])), "offers": offers_of(scheme),
        "usual": [each for each in given if not each.field.is_rare],
        "rare": [each for each in given if each.field.is_rare],
        "is_rare_open": any(each.value or each.problem for each in given if each.field.is_rare),
        "rules": [(index, *slot_of(rule), rule) for index, rule in enumerate(rules_of(node))],
        "below": [(".".join(map(str, (*at, index))), item) for index, item in enumerate(node.items)],
        "is_first": not at or at[-1] == 0, "is_last": not at or at[-1] == len(row) - 1,
        "findings": _said(seen.text, scheme, at), "is_open": assessment.stage in (Stage.PREPARING, Stage.COLLECTING),
    }  # fmt: skip


def _said(text: str, scheme: Scheme, at: Place) -> list[Shown]:
    """Give what there is to say of one indicator and its rules."""
    if not at or node_at(scheme, at) is None:
        return []
    found = checked(text)
    if found.file is None:
        return []
    way: tuple[str | int, ...] = ("indicators", at[0])
    for index in at[1:]:
        way += ("items", index)
    size = len(way)
    said = findings_by_part(found.file, found.findings)
    return [
        each
        for path, some in said.items()
        if path[:size] == way and path[size : size + 1] != ("items",)
        for each in some
    ]


@page("scheme.edit", "POST")
def indicator_trial(request: Request, assessment: Assessment, number: int, place: str) -> HttpResponse:
    """Say what an indicator as it stands in the form would be."""
    seen = access.version_to_see(request.part, number)
    scheme = _scheme(seen)
    at, node = _wanted(request, scheme, place)
    given = bound(INDICATOR_FIELDS, _typed(request))
    fresh = read_into(Node, INDICATOR_FIELDS, given, node if place != _NEW else None)
    findings: list[Shown] = []
    limits: Trial | None = None
    if fresh is not None:
        if place == _NEW:
            whole = with_children(scheme, at, lambda nodes: (*nodes, fresh))
            at = (*at, len(nodes_below(scheme, at)))
        else:
            whole = with_node(scheme, at, fresh)
        findings = _said(rewrite(seen.text, whole), whole, at)
        limits = try_limits(scheme, fresh, fresh.limits) if fresh.limits else None
    context = {
        "assessment": assessment,
        "given": [each for each in given if each.problem],
        "findings": findings,
        "limits": limits,
    }
    return render(request, "assessments/indicator_tried.html", context)


@page("scheme.edit", "POST")
def indicator_act(request: Request, assessment: Assessment, number: int, place: str) -> HttpResponse:
    """Move an indicator or one of its rules, or take it out."""
    seen = access.version_to_see(request.part, number)
    at = read_place(place)
    if not at or node_at(_scheme(seen), at) is None:
        raise Http404
    act, rule = request.POST.get("act", ""), number_of(request.POST.get("rule"))
    by = request.user
    acts: dict[str, Callable[[], SchemeVersion]] = {
        "up": lambda: forming.move_indicator(assessment, seen, at, -1, by),
        "down": lambda: forming.move_indicator(assessment, seen, at, 1, by),
        "out": lambda: forming.remove_indicator(assessment, seen, at, by),
        "rule-up": lambda: forming.change_rules(assessment, seen, at, rule, -1, by),
        "rule-down": lambda: forming.change_rules(assessment, seen, at, rule, 1, by),
        "rule-out": lambda: forming.change_rules(assessment, seen, at, rule, 0, by),
    }
    if act not in acts:
        raise Http404
    try:
        version = acts[act]()
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:forms", assessment.pk)
    messages.success(request, kept_words(assessment, version))
    if act.startswith("rule-"):
        return redirect("assessments:indicator", assessment.pk, version.number, place)
    return redirect("assessments:forms", assessment.pk)
