"""Operations on results: runs, standings, one unit's sheet, published results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.numbers import POINT, format_scaled
from kaoji.web.api.operations import RESULTS, ApiRequest, operation
from kaoji.web.api.shapes import (
    PageOf,
    Paging,
    PublicLine,
    PublicOut,
    RunDetail,
    RunIn,
    RunOut,
    SheetOut,
    StandingOut,
    page_of,
)  # fmt: skip
from kaoji.web.audit.chain import record
from kaoji.web.permissions import PUBLIC
from kaoji.web.publication import access as public
from kaoji.web.publication.models import Publication
from kaoji.web.results import access, actions
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.trees import without_raters, words

_PLACE = "assessments/{int:assessment}/runs"


def _points(value: int | None) -> str | None:
    return None if value is None else format_scaled(value, POINT)


def _said(run: Run) -> dict[str, Any]:
    names = ("number", "is_preview", "is_final", "uses_self", "digest", "asked_at", "finished_at")
    state = "finished" if run.finished_at is not None else "failed" if run.has_failed else "waiting"
    return {
        "id": run.pk,
        "state": state,
        "scheme_version": run.scheme.number,
        **{name: getattr(run, name) for name in names},
    }


@operation(
    "GET",
    _PLACE,
    "assessment.view",
    _("List the runs"),
    text=_("Units see the runs on public notice or published."),
    of=RESULTS,
    response=PageOf[RunOut],
)
def runs(request: ApiRequest, assessment: int, paging: Query[Paging]) -> dict[str, Any]:
    """Give the runs that the post sees; units see those on public notice or published."""
    rows, following = page_of(access.runs_to_see(request.part).select_related("scheme", "job"), paging)
    return {"items": [_said(run) for run in rows], "next": following}


@operation(
    "POST",
    _PLACE,
    "results.compute",
    _("Ask for a run"),
    text=_("A worker computes over the facts as they are. Ask for the run until its state is finished."),
    of=RESULTS,
    response={202: RunOut},
)
def compute(request: ApiRequest, assessment: int, sent: RunIn | None = None) -> dict[str, Any]:
    """Compute over the facts as they are; a worker does it. Ask for the run until its state is finished."""
    run = actions.compute(request.part.assessment, request.user, uses_self=bool(sent and sent.uses_self))
    return _said(run)


@operation("GET", f"{_PLACE}/{{int:number}}", "assessment.view", _("One run"), of=RESULTS, response=RunDetail)
def run(request: ApiRequest, assessment: int, number: int) -> dict[str, Any]:
    """Give a run with its manifest, and to who sees all results what it lacks."""
    found = access.run_to_see(request.part, number)
    more: dict[str, Any] = {"manifest": found.manifest, "missing": [], "open_decisions": [], "problems": []}
    if request.part.may("results.view"):
        more |= {"missing": found.missing, "open_decisions": found.open_decisions, "problems": found.problems}
    return {**_said(found), **more}


@operation("GET", f"{_PLACE}/{{int:number}}/standings", "assessment.view", _("Results of the units"), of=RESULTS,
           response=PageOf[StandingOut])  # fmt: skip
def standings(
    request: ApiRequest, assessment: int, number: int, paging: Query[Paging], group: str = ""
) -> dict[str, Any]:
    """Give the results of a run: all, or those of one's own units."""
    found = access.finished_run_to_see(request.part, number)
    seen = access.standings_to_see(request.part, found)
    rows, following = page_of(seen.filter(group=group) if group else seen, paging)
    if rows:
        record("results.export", found, rows=len(rows), kind="standings", by="api")
    return {"items": [_standing(standing) for standing in rows], "next": following}


def _standing(standing: Standing) -> dict[str, Any]:
    names = ("group", "rank", "grade", "is_pending", "awards", "consequences")
    return {
        **{name: getattr(standing, name) for name in names},
        "reasons": standing.why,
        "id": standing.pk,
        "unit_id": standing.participant_id,
        "unit": standing.participant.unit,
        "total": _points(standing.total),
        "parts": {name: _points(value) for name, value in standing.parts.items()},
        "indicators": {code: _points(value) for code, value in standing.nodes.items()},
    }


@operation("GET", f"{_PLACE}/{{int:number}}/standings/{{int:unit}}", "assessment.view",
           _("One unit's result, unfolded to its facts"), text=_("Whoever does not see all results is told no rater’s name."), of=RESULTS, response=SheetOut)  # fmt: skip
def sheet(request: ApiRequest, assessment: int, number: int, unit: int) -> dict[str, Any]:
    """Give how a unit's total came about. Who does not see all results is told no rater's name."""
    found = access.finished_run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, found, unit)
    tree = access.sheet_to_see(request.part, standing).tree
    record("results.export", found, kind="sheet", unit=standing.participant.unit, by="api")
    shown = tree if request.part.may("results.view") else without_raters(tree)
    return {**_standing(standing), "tree": _tree(shown, get_language() or "zh")}


def _tree(node: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give a stored explanation in words, its points as exact decimals."""
    said: dict[str, Any] = {"kind": node["kind"], "label": node["label"], "value": _points(node["value"])}
    said |= {name: node[name] for name in ("code", "working", "source", "quote") if name in node}
    if "fact" in node:
        said["fact"], said["fact_version"] = node["fact"]
    if node.get("terms"):
        said["terms"] = [
            {"text": words(message, data, language), "amount": _points(amount)}
            for message, data, amount in node["terms"]
        ]
    if node.get("text"):
        said["text"] = [words(message, data, language) for message, data in node["text"]]
    if node.get("children"):
        said["children"] = [_tree(child, language) for child in node["children"]]
    return said


# ------------------------------------------------------------------ published


@operation("GET", "public/results", PUBLIC, _("List the published results"), of=RESULTS,
           text=_("Those published and those on open notice; needs no token."), response=PageOf[PublicLine])  # fmt: skip
def public_results(request: ApiRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Give what everybody may see, without a token."""
    found = public.public_assessments(timezone.localdate()).select_related("office")
    rows, following = page_of(found, paging)
    items = [
        {"id": each.pk, "key": each.public_key, "title": each.title, "year": each.year, "office": each.office.name}
        for each in rows
    ]
    return {"items": items, "next": following}


@operation("GET", "public/results/{str:key}", PUBLIC, _("A published result"), of=RESULTS,
           text=_("Only what was decided to be shown; needs no token."), response=PublicOut)  # fmt: skip
def public_result(request: ApiRequest, key: str) -> dict[str, Any]:
    """Give what was published of a result, or put on open notice."""
    today = timezone.localdate()
    assessment = get_object_or_404(public.public_assessments(today).select_related("office"), public_key=key)
    shown = public.published_of(assessment) or public.open_notice_of(assessment, today)
    if shown is None:
        raise Http404
    proposal = shown.notice.proposal if isinstance(shown, Publication) else shown.proposal
    # Where ranks are not shown, the order must not tell them.
    standings = sorted(public.standings_shown(shown.run), key=lambda each: each.participant.position)
    return {
        "key": key,
        "title": assessment.title,
        "year": assessment.year,
        "office": assessment.office.name,
        "published_at": shown.confirmed_at if isinstance(shown, Publication) else None,
        "on_notice_until": None if isinstance(shown, Publication) else shown.until_on,
        "shows": shown.shows,
        "digest": proposal.results_digest,
        "standings": [_public(standing, shown.shows) for standing in standings],
    }


def _public(standing: Standing, shows: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"unit": standing.participant.unit, "group": standing.group}
    if "total" in shows:
        said["total"] = _points(standing.total)
    if "parts" in shows:
        said["parts"] = {name: _points(value) for name, value in standing.parts.items()}
    return said | {name: getattr(standing, name) for name in ("rank", "grade", "awards") if name in shows}
