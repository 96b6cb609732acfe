"""Tags and filters of the pages of schemes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoji.numbers import plain as plain_number

register = template.Library()

_SLOTS: Final[dict[str, str | Promise]] = {
    "events": _("events, one by one"),
    "measure": _("a value"),
    "when": _("yes or no"),
    "rank": _("a place given from above"),
    "ranked": _("a value the units are ranked by"),
    "completion": _("work items with shares"),
}
_PARTS: Final[dict[str, str | Promise]] = {
    "indicator": _("indicator"),
    "rule": _("rule"),
    "groups": _("group"),
    "panels": _("panel"),
    "total": _("total"),
    "grades": _("grade"),
    "limits": _("grade limit"),
    "elsewhere": _("grade from above"),
    "awards": _("award"),
    "afterwards": _("consequence"),
    "choices": _("decision"),
    "basics": _("basics"),
}
_FIELDS: Final[dict[str, str | Promise]] = {
    "name": _("name"),
    "points": _("points"),
    "bonus": _("bonus"),
    "provider": _("provider"),
    "for": _("for"),
    "applies_to": _("for"),
    "rules": _("rules"),
    "limits": _("limits"),
    "start": _("start"),
    "weight": _("weight"),
    "when_absent": _("when absent"),
    "decimals": _("decimals"),
    "panel": _("panel"),
    "text": _("words of the notice"),
    "units": _("units"),
    "stated": _("stated number"),
    "title": _("title"),
    "year": _("year"),
    "issuer": _("issued by"),
    "unit_word": _("what units are called"),
    "period": _("period"),
    "order": _("compared when totals are equal"),
    "quota": _("quota"),
    "formula": _("formula"),
    "share": _("share"),
    "at_least": _("at least"),
    "rest": _("takes the rest"),
    "places": _("places"),
    "when": _("when"),
    "grade": _("grade"),
    "grade_at_most": _("at most the grade"),
    "not_grade": _("not the grade"),
    "direct": _("grade given directly"),
    "last_places": _("last places"),
    "number": _("number"),
    "then": _("what follows"),
    "decision": _("decision"),
    "score": _("way of scoring"),
    "options": _("options"),
    "dimensions": _("dimensions"),
    "entered": _("score brought ready made"),
    "classes": _("kinds of voters"),
    "questions": _("questions"),
    "abstentions": _("options left out"),
    "amount": _("amount"),
    "award": _("award"),
    "last_place": _("last in the group"),
    "years_running": _("years running"),
    "group": _("group"),
    "by": _("by the place above"),
    "grades": _("grades"),
}


@register.filter
def slot_name(key: str) -> str | Promise:
    """Say in words what a rule looks at."""
    return _SLOTS.get(key, key)


@register.filter
def part_name(kind: str) -> str | Promise:
    """Say what sort of part it is."""
    return _PARTS.get(kind, kind)


@register.filter
def field_name(key: str) -> str | Promise:
    """Say what a field of a part is called."""
    return _FIELDS.get(key, key)


@register.filter
def plain(value: Decimal | int | None) -> str:
    """Write a number without a needless decimal.

    >>> plain(Decimal("20.0")), plain(Decimal(20).normalize())
    ('20', '20')
    """
    return "" if value is None else plain_number(value)


@register.filter
def dotted(place: tuple[int, ...]) -> str:
    """Write a place as addresses carry it."""
    return ".".join(map(str, place))


@register.filter
def said(content: dict[str, Any]) -> str:
    """Put what an entry says on one line."""
    return "；".join(
        f"{field_name(key)} {_text(value)}" for key, value in content.items() if key not in ("name", "when")
    )


def _text(value: Any) -> str:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return "，".join(f"{key} {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "、".join(_text(item) for item in value)
    return ("✓" if value else "") if isinstance(value, bool) else str(value)


@register.simple_tag
def slot_choices() -> list[tuple[str, str | Promise]]:
    """Give what a rule can look at, for a list to choose from."""
    return list(_SLOTS.items())
