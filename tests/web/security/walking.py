"""Every address of the platform, as the router knows it: what the tests of this folder walk over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from kaoji.web.permissions import PUBLIC, ROLES, SIGNED_IN

WHO = {
    "kaohe": "office",
    "tongji": "provider",
    "dongjie": "reporter",
    "dongjie-head": "head",
    "changwei": "leader",
    "shenji": "auditor",
    "xitong": "system",
    "anquan": "security",
    "shenjiyuan": "audit",
    "stranger": "",
}
"""The people of the test county, each with the one role they have."""
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Endpoint:
    """An address, the view behind it, and what that declares."""

    pattern: str
    view: Any

    @property
    def permission(self) -> str:
        return str(getattr(self.view, "permission", ""))

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(getattr(self.view, "methods", ()))

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def is_in_assessment(self) -> bool:
        return "<int:assessment>" in self.pattern

    @property
    def places(self) -> list[str]:
        return [name for kind, name in _PLACE.findall(self.pattern) if name != "assessment" and kind == "int"]

    def url(self, assessment: int, number: int = 987_654) -> str:
        """Fill in the address; objects that do not exist stand where none is named."""

        def fill(found: re.Match[str]) -> str:
            kind, name = found.groups()
            if name == "assessment":
                return str(assessment)
            return str(number) if kind == "int" else "csv" if name == "kind" else "x"

        return "/" + _PLACE.sub(fill, self.pattern)

    def is_open_to(self, role: str) -> bool:
        """Tell whether the declared permission lets somebody with one role in."""
        if self.permission in (PUBLIC, SIGNED_IN):
            return True
        return role in [each.value for each in ROLES[self.permission]]


def endpoints() -> list[Endpoint]:
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, before: str) -> Iterator[Endpoint]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield Endpoint(before + str(each.pattern), each.callback)


def pages() -> list[Endpoint]:
    """Give the addresses that people use; those of programs have their own tests."""
    return [endpoint for endpoint in endpoints() if not endpoint.is_api]
