"""The interface as a whole: its addresses, and its description for programs and people."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language, gettext

from kaoji.web.api import about, assessments, attributes, facts, journal, results
from kaoji.web.api.guarding import guarded
from kaoji.web.api.operations import OPERATIONS, Operation, api
from kaoji.web.permissions import PUBLIC

MODULES = (about, assessments, facts, attributes, results, journal)
"""The modules whose operations make up the interface; importing them declared them."""


def operations() -> list[Operation]:
    """Give every operation with its method, path and permission."""
    return list(OPERATIONS)


def addresses() -> list[URLPattern]:
    """Give the addresses, each guarded; what ninja would add of its own is left out."""
    by_route: dict[str, dict[str, Operation]] = {}
    for each in OPERATIONS:
        by_route.setdefault(_route(each.path), {})[each.method] = each
    found = {
        str(pattern.pattern): pattern
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and isinstance(pattern.pattern, RoutePattern)
    }
    return [
        path(route, guarded(found[route].callback, by_method), name=next(iter(by_method.values())).name)
        for route, by_method in by_route.items()
    ]


def _route(of: str) -> str:
    return of.replace("{", "<").replace("}", ">")


def description() -> dict[str, Any]:
    """Give the OpenAPI description in the language of the reader."""
    return copy.deepcopy(_description(get_language() or "zh-hans"))


@lru_cache(maxsize=4)
def _description(language: str) -> dict[str, Any]:
    del language  # the texts are taken in the language that is active
    said: dict[str, Any] = _translated(dict(api.get_openapi_schema(path_prefix="api/v1/")))
    by_name = {each.name: each for each in OPERATIONS}
    for methods in said["paths"].values():
        for found in methods.values():
            each = by_name[found["operationId"]]
            found["x-permission"] = each.permission
            found["security"] = [] if each.permission == PUBLIC else [{"token": []}]
            found["description"] = gettext(each.text) if each.text else ""
            found["tags"] = [gettext(each.subject)]
            if each.writes:
                found.setdefault("parameters", []).append(_KEY)
    said["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return said


_KEY = {
    "in": "header", "name": "Idempotency-Key", "required": False, "schema": {"type": "string", "maxLength": 200},
}  # fmt: skip


def _translated(node: Any) -> Any:  # noqa: ANN401 - any part of the description
    """Put summaries and descriptions into the active language."""
    if isinstance(node, dict):
        return {
            key: gettext(value)
            if key in ("summary", "description") and isinstance(value, str) and value
            else _translated(value)
            for key, value in node.items()
        }
    return [_translated(each) for each in node] if isinstance(node, list) else node
