"""Operations on assessments: what they are, their units, their scheme and its slots."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.numbers import plain
from kaoji.web.api.operations import ASSESSMENTS, ApiRequest, operation
from kaoji.web.api.shapes import AssessmentOut, PageOf, Paging, SchemeOut, SlotOut, UnitOut, page_of
from kaoji.web.assessments.access import shown_version
from kaoji.web.assessments.models import SchemeVersion
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.filings import TABLE_OF_KIND
from kaoji.web.permissions import SIGNED_IN


@operation(
    "GET",
    "assessments",
    SIGNED_IN,
    _("List the assessments"),
    text=_("Those in which the post has a part."),
    of=ASSESSMENTS,
    response=PageOf[AssessmentOut],
)
def assessments(request: ApiRequest, paging: Query[Paging], year: int | None = None) -> dict[str, Any]:
    """Give the assessments in which the post has a part."""
    found = request.desk.assessments.select_related("office", "scheme")
    rows, following = page_of(found if year is None else found.filter(year=year), paging)
    return {"items": rows, "next": following}


@operation(
    "GET", "assessments/{int:assessment}", "assessment.view", _("One assessment"), of=ASSESSMENTS,
    response=AssessmentOut,
)  # fmt: skip
def assessment(request: ApiRequest, assessment: int) -> Any:  # noqa: ANN401 - a model, shaped by the response
    """Give an assessment."""
    return request.part.assessment


@operation(
    "GET", "assessments/{int:assessment}/units", "assessment.view", _("List the units"), of=ASSESSMENTS,
    response=PageOf[UnitOut],
)  # fmt: skip
def units(request: ApiRequest, assessment: int, paging: Query[Paging]) -> dict[str, Any]:
    """Give the assessed units."""
    rows, following = page_of(request.part.assessment.participants.all(), paging)
    return {"items": rows, "next": following}


def _version(request: ApiRequest) -> SchemeVersion:
    found = shown_version(request.part)
    if found is None:
        raise Http404
    return found


@operation(
    "GET", "assessments/{int:assessment}/scheme", "scheme.view", _("The scheme as text"), text=_("The scheme in force; before there is one, the newest draft to those who see drafts."), of=ASSESSMENTS,
    response=SchemeOut,
)  # fmt: skip
def scheme(request: ApiRequest, assessment: int) -> Any:  # noqa: ANN401 - a model, shaped by the response
    """Give the scheme in force; before there is one, the newest draft to those who see drafts."""
    return _version(request)


@operation(
    "GET", "assessments/{int:assessment}/slots", "scheme.view", _("What must be known of the units"), of=ASSESSMENTS,
    response=list[SlotOut],
)  # fmt: skip
def slots(request: ApiRequest, assessment: int) -> list[dict[str, Any]]:
    """Give the slots of the scheme: forms, templates and permissions follow from them."""
    try:
        structure = structure_of(_version(request))
    except ValueError as unusable:
        raise Http404 from unusable
    return [
        {
            "key": slot.key,
            "kind": slot.kind,
            "table": TABLE_OF_KIND[slot.kind],
            "label": slot.label,
            "indicator": structure.nodes[slot.node].code,
            "path": list(structure.nodes[slot.node].path),
            "points": None if (points := structure.nodes[slot.node].node.points) is None else plain(points),
            "measured_in": slot.measured_in or "",
            "levels": list(slot.levels),
            "providers": list(slot.providers),
            "required": slot.required,
            "rules": list(slot.rules),
        }
        for slot in structure.slots
    ]
