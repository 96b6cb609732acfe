"""Problems: what went wrong, as RFC 9457 has it, with a code for programs and a sentence for people."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.facts.actions import GapsError

_log = logging.getLogger(__name__)

CODES: dict[str, tuple[int, str]] = {
    "not-understood": (400, _("This request cannot be understood.")),
    "no-token": (401, _("Send a valid token in the header Authorization: Bearer …")),
    "forbidden": (403, _("The post of this token does not include this.")),
    "not-found": (404, _("There is no such thing, or it is not open to the post of this token.")),
    "no-such-method": (405, _("This address does not answer to this method.")),
    "not-now": (409, _("This cannot be done as things stand.")),
    "gaps": (409, _("Units are still blank. Fill them in, or submit with accepts_gaps.")),
    "key-used-otherwise": (409, _("This idempotency key was used for another request.")),
    "changed-meanwhile": (409, _("Somebody else changed rows in the meantime. Read them anew and send the version seen.")),
    "too-large": (413, _("What was sent is too large.")),
    "faulty": (422, _("What was sent has faults; nothing was kept.")),
    "too-many-requests": (429, _("Too many requests. Wait as long as Retry-After says.")),
    "broken": (500, _("Something is broken here. Nothing was lost. Tell the number to whoever keeps the system.")),
}  # fmt: skip
"""Every code with its status and what it means."""


class Problem(Exception):  # noqa: N818 - it is one of the answers
    """An answer that says what went wrong."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail
        self.errors, self.headers = list(errors), dict(headers or {})

    def response(self, request: HttpRequest) -> HttpResponse:
        """Give it as an answer."""
        status, meaning = CODES[self.code]
        said: dict[str, Any] = {
            "type": f"/api/v1/docs#{self.code}",
            "title": gettext(meaning),
            "status": status,
            "code": self.code,
            "detail": self.detail or gettext(meaning),
            "request": getattr(request, "id", ""),
        }
        if self.errors:
            said["errors"] = self.errors
        text = json.dumps(said, ensure_ascii=False, default=str)
        return HttpResponse(text, status=status, content_type="application/problem+json", headers=self.headers)


def problem_of(problem: BaseException) -> Problem:
    """Give what an exception means to the caller."""
    match problem:
        case Problem():
            found = problem
        case Http404():
            found = Problem("not-found")
        case PermissionDenied():
            found = Problem("forbidden", str(problem))
        case GapsError():
            found = Problem("gaps", str(problem))
        case NotNowError():
            found = Problem("not-now", str(problem))
        case ValidationError():
            found = Problem("faulty", errors=[_of_field(error) for error in problem.errors])
        case RequestDataTooBig():
            found = Problem("too-large")
        case HttpError(status_code=400):
            found = Problem("not-understood")
        case _:
            found = Problem("broken")
    return found


_FAULTS = {
    "missing": _("It is missing."),
    "string_type": _("It must be a text."),
    "int_parsing": _("It must be a whole number."),
    "int_type": _("It must be a whole number."),
    "bool_parsing": _("It must be true or false."),
    "list_type": _("It must be a list."),
    "dict_type": _("It must be an object."),
    "greater_than_equal": _("It is too small."),
    "less_than_equal": _("It is too large."),
    "too_long": _("It has too many entries."),
    "string_too_long": _("It is too long."),
    "literal_error": _("It is not one of the values that are allowed."),
    "enum": _("It is not one of the values that are allowed."),
    "date_from_datetime_parsing": _("It is no day. Write it as 2025-01-31."),
}


def _of_field(error: Mapping[str, Any]) -> dict[str, Any]:
    place = [str(part) for part in error["loc"]]
    text = _FAULTS.get(error["type"])
    # The first part says where it was looked for (body, query), the second is the name that the code has for it.
    field = ".".join(place[2:] or place[1:] or place)
    return {"field": field, "code": error["type"], "text": gettext(text) if text else error["msg"]}


def answer_problems(api: NinjaAPI) -> None:
    """Let every exception of an operation be answered as a problem."""

    def said(request: HttpRequest, problem: Exception | type[Exception]) -> HttpResponse:
        found = problem_of(problem) if isinstance(problem, Exception) else Problem("broken")
        if found.code == "broken":
            _log.error("request %s failed", getattr(request, "id", ""), exc_info=problem)  # type: ignore[arg-type]
        return found.response(request)

    for kind in (
        Problem,
        Http404,
        PermissionDenied,
        NotNowError,
        ValidationError,
        HttpError,
        RequestDataTooBig,
        Exception,
    ):
        api.add_exception_handler(kind, said)
