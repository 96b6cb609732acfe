"""Declaring operations: like a page, each says what it needs, and nothing runs without.

    @operation("GET", "assessments/{int:assessment}/units", "assessment.view", "List the units", of=ASSESSMENTS,
               response=PageOf[UnitOut])
    def units(request: ApiRequest, assessment: int, paging: Query[Paging]) -> ...: ...

What stands in ``OPERATIONS`` is everything there is: the matrix of rights and the reference page are made from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.parser import Parser

from kaoji.web.api.access import TokenDesk
from kaoji.web.api.models import Token
from kaoji.web.api.problems import answer_problems
from kaoji.web.pages import Request
from kaoji.web.permissions import known

VERSION = "v1"
ABOUT, ASSESSMENTS, FACTS, RESULTS, RECORD = (
    _("About the caller"), _("Assessments and schemes"), _("Facts"), _("Results"), _("Journal"),
)  # fmt: skip


class ApiRequest(Request):
    """A request with a token: its desk holds the token's post alone."""

    token: Token
    desk: TokenDesk


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: where it answers, what it needs, and what it does."""

    method: str
    path: str
    permission: str
    summary: str
    text: str
    subject: str
    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """The name by which programs and the reference know it."""
        return self.function.__name__

    @property
    def writes(self) -> bool:
        """Tell whether it changes anything."""
        return self.method != "GET"


class _Exact(Parser):
    """Reads numbers as they were written: 0.1 stays 0.1."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Read JSON."""
        return cast("dict[str, Any]", json.loads(request.body, parse_float=Decimal))


api = NinjaAPI(
    title="Kaoji 考绩", version=VERSION, urls_namespace="api-v1", docs_url=None, openapi_url=None, parser=_Exact()
)
answer_problems(api)
OPERATIONS: list[Operation] = []
"""Every operation there is."""


def operation(
    method: str,
    path: str,
    permission: str,
    summary: str,
    *,
    of: str,
    text: str = "",
    response: Any = None,  # noqa: ANN401 - a type
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation; ``response`` is the type of its answer, None where it answers with a file."""
    if not known(permission):
        raise ValueError(f"nobody declared the permission {permission}")

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        OPERATIONS.append(Operation(method, path, permission, summary, text, of, function))
        function.permission = permission  # type: ignore[attr-defined]
        register = api.api_operation(
            [method], f"/{path}", operation_id=function.__name__, summary=summary, tags=[of],
            url_name=function.__name__, **({} if response is None else {"response": response}),
        )  # fmt: skip
        return register(function)

    return declare
