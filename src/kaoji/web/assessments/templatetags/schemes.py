"""Tags and filters of the pages of schemes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kaoji.diagnostics import is_chinese
from kaoji.numbers import for_eyes, percent, share, shown
from kaoji.scheme.model import Node, Panel, Rule
from kaoji.web.assessments.differences import CHOICES, rule_words
from kaoji.web.assessments.editing import content
from kaoji.web.assessments.forms import FORMS, OFFERED_BY, PartForm
from kaoji.web.assessments.panel_words import how_held
from kaoji.web.assessments.words import FIELDS, PARTS, SLOTS, VALUES
from kaoji.web.spoken import listed, noted

register = template.Library()
_SPANS = frozenset({"places", "last_places"})
_SHARES = frozenset({"share", "shares", "weight"})


@register.filter
def slot_name(key: str) -> str | Promise:
    """Say in words what a rule looks at."""
    return SLOTS.get(key, key)


@register.filter
def part_name(kind: str) -> str | Promise:
    """Say what sort of part it is."""
    return PARTS.get(kind, kind)


@register.filter
def field_name(key: str) -> str | Promise:
    """Say what a field of a part is called."""
    return FIELDS.get(key, key)


@register.filter
def offered_by(offers: str) -> PartForm:
    """Give the form in which what a field offers is written."""
    return FORMS[OFFERED_BY[offers]]


@register.filter
def plain(value: Decimal | int | None) -> str:
    """Write a number without a needless decimal.

    >>> plain(Decimal("20.0")), plain(Decimal(20).normalize())
    ('20', '20')
    """
    return "" if value is None else shown(value)


@register.filter
def dotted(place: tuple[int, ...]) -> str:
    """Write a place as addresses carry it."""
    return ".".join(map(str, place))


def _glue() -> str:
    return "；" if is_chinese(get_language()) else "; "


@register.filter
def said(content: dict[str, Any]) -> str:
    """Put what an entry says on one line: what holds by its name alone, shares in percent.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     said({"name": "优秀", "share": "0.25", "rest": True})
    'share 25%; takes the rest'
    """
    parts = ((_called(key, value), _text(key, value)) for key, value in content.items() if key not in ("name", "when"))
    return _glue().join(f"{name} {text}".rstrip() for name, text in parts)


def _called(key: str, value: Any) -> str:  # noqa: ANN401 - plain data
    """Say what a field is called; places are ranks where they are from one to another, and numbers by group otherwise."""
    return _("ranks") if key == "places" and isinstance(value, list) else str(field_name(key))


def _text(key: str, value: Any) -> str:  # noqa: ANN401 - plain data, one case a sort
    if key in _SPANS and isinstance(value, list):
        return "–".join(dict.fromkeys(map(str, value)))
    if key in CHOICES:
        return str(VALUES.get(value, value))
    if isinstance(value, dict):
        return listed((f"{name} {_text(key, item)}" for name, item in value.items()), short=True)
    if isinstance(value, list):
        return listed((_text(key, item) for item in value), short=True)
    if isinstance(value, bool):
        return "" if value else "✗"
    part = share(str(value)) if key in _SHARES else None
    return for_eyes(str(value)) if part is None else percent(part)


@register.simple_tag
def slot_choices() -> list[tuple[str, str | Promise]]:
    """Give what a rule can look at, for a list to choose from."""
    return list(SLOTS.items())


@register.filter
def rule_line(rule: Rule, node: Node) -> str:
    """Write a rule on one line, with what it looks at where that is not the indicator itself."""
    return rule_words(rule, node)


@register.filter
def panel_line(panel: Panel) -> str:
    """Write on one line how a panel is held, and how its score comes about where it is not brought ready made."""
    return how_held(panel) if panel.entered else _glue().join((how_held(panel), panel.score))


@register.filter
def entry_line(entry: BaseModel) -> str:
    """Put an entry of a list on one line, its name first."""
    plain = content(entry)
    words = said({key: value for key, value in plain.items() if key not in ("then", "number")})
    return noted(plain["name"], words) if "name" in plain and words else str(plain.get("name", words))
