"""Operations about the caller, and the organisations it sees."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.web.api import access
from kaoji.web.api.operations import ABOUT, ApiRequest, operation
from kaoji.web.api.shapes import CallerOut, OrganisationOut, PageOf, Paging, page_of
from kaoji.web.organisations.codes import normal_code
from kaoji.web.permissions import ROLES, SIGNED_IN, Role


@operation(
    "GET",
    "me",
    SIGNED_IN,
    _("Who calls, and what the token opens"),
    text=_("What an assessment adds depends on the part that the post’s organisation has in it."),
    of=ABOUT,
    response=CallerOut,
)
def me(request: ApiRequest) -> dict[str, Any]:
    """Give the post of the token and its permissions; what an assessment adds depends on the organisation's part in it."""
    post = request.token.post
    return {
        "person": post.user.name,
        "account": post.user.number,
        "role": post.role,
        "organisation": post.organisation.name,
        "assessment": post.assessment_id,
        "token": request.token.name,
        "expires_at": request.token.expires_at,
        "permissions": sorted(name for name, roles in ROLES.items() if Role(post.role) in roles),
    }


@operation(
    "GET",
    "organisations",
    SIGNED_IN,
    _("List the organisations"),
    text=_("Those of the regions in whose assessments the post has a part."),
    of=ABOUT,
    response=PageOf[OrganisationOut],
)
def organisations(request: ApiRequest, paging: Query[Paging], code: str = "") -> dict[str, Any]:
    """Give the organisations of the regions in whose assessments the post has a part; by their code where one is given."""
    found = access.organisations_to_see(request.desk)
    rows, following = page_of(found.filter(code=normal_code(code)) if code else found, paging)
    return {"items": rows, "next": following}


@operation(
    "GET", "organisations/{int:organisation}", SIGNED_IN, _("One organisation"), of=ABOUT, response=OrganisationOut
)
def organisation(request: ApiRequest, organisation: int) -> Any:  # noqa: ANN401 - a model, shaped by the response
    """Give an organisation."""
    return get_object_or_404(access.organisations_to_see(request.desk), pk=organisation)
