"""The OpenAPI description as sections of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kaoji.web.permissions import PUBLIC, ROLE_NAMES, ROLES, SIGNED_IN
from kaoji.web.spoken import listed

_DEEPEST, _REFUSED = 3, 400


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A line of a table: a parameter, or a field of what is sent or answered."""

    name: str
    kind: str
    text: str
    is_required: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Described:
    """An operation in words."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    permission: str
    roles: str
    parameters: list[FieldLine]
    body: list[FieldLine]
    answer: list[FieldLine]


def sections(description: Mapping[str, Any]) -> list[tuple[str, list[Described]]]:
    """Give the operations by subject."""
    found: dict[str, list[Described]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            subject = operation["tags"][0]
            found.setdefault(subject, []).append(_described(description, path, method.upper(), operation))
    return list(found.items())


def _described(description: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Described:
    permission = operation["x-permission"]
    sent = operation.get("requestBody", {}).get("content", {})
    answers = [answer.get("content", {}) for status, answer in operation["responses"].items() if int(status) < _REFUSED]
    parameters = [
        FieldLine(
            each["name"], _kind(each["schema"], description),
            each["schema"].get("description", "") or each.get("description", ""), bool(each.get("required")),
        )
        for each in operation.get("parameters", [])
    ]  # fmt: skip
    return Described(
        operation["operationId"], method, path, operation["summary"], operation.get("description", ""),
        permission, _roles(permission), parameters,
        [line for content in sent.values() for line in _fields(content["schema"], description)],
        [line for content in answers for kind in content.values() for line in _fields(kind["schema"], description)],
    )  # fmt: skip


def _roles(permission: str) -> str:
    if permission == PUBLIC:
        return _("anybody, without a token")
    if permission == SIGNED_IN:
        return _("every post")
    return listed((str(name) for role, name in ROLE_NAMES.items() if role in ROLES[permission]), short=True)


def _resolved(schema: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, and leave out that something may be null."""
    if "$ref" in schema:
        return _resolved(description["components"]["schemas"][schema["$ref"].rpartition("/")[2]], description)
    kinds = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    return _resolved(kinds[0], description) if len(kinds) == 1 else schema


def _fields(schema: Mapping[str, Any], description: Mapping[str, Any], depth: int = 0) -> Iterator[FieldLine]:
    found = _resolved(schema, description)
    if found.get("type") == "array":
        yield from _fields(found.get("items", {}), description, depth)
        return
    for name, field in found.get("properties", {}).items():
        text = field.get("description", "")
        yield FieldLine(name, _kind(field, description), text, name in found.get("required", ()), depth)
        if depth < _DEEPEST:
            yield from _fields(field, description, depth + 1)


def _kind(schema: Mapping[str, Any], description: Mapping[str, Any]) -> str:
    found = _resolved(schema, description)
    if "enum" in found:
        return " | ".join(map(str, found["enum"]))
    kind = str(found.get("format") or found.get("type") or "")
    if kind == "array":
        inner = _kind(found.get("items", {}), description)
        return f"[{inner}]" if inner else "[]"
    return kind
