"""Tags and filters that all templates have."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaoji import numbers
from kaoji.web.once import FIELD
from kaoji.web.permissions import ROLE_NAMES, Role
from kaoji.web.spoken import labelled, listed, noted, spoken, spoken_place, spoken_value

register = template.Library()


_READ = 4
"""With so many decimals a number is read; of one with more the exact value stands beside it."""


@register.filter
def points(value: int | None) -> str:
    """Write points (10^-9): those with more decimals than anybody reads rounded, with the exact number as their title."""
    if value is None:
        return ""
    exact = numbers.shown_points(value)
    if numbers.decimals_needed([value]) <= _READ:
        return exact
    rounded = numbers.shown_points(numbers.round_points(value, _READ))
    return format_html('<abbr title="{}">{}</abbr>', _("exactly {points}").format(points=exact), rounded)


@register.filter
def exact_points(value: int | None) -> str:
    """Write points (10^-9) as an exact decimal, where no markup can stand."""
    return "" if value is None else numbers.shown_points(value)


@register.filter
def for_eyes(value: object) -> str:
    """Write what was entered as people read it: negative numbers with a minus sign, yes and no in the page's words."""
    return spoken_value(numbers.for_eyes("" if value is None else str(value)))


@register.filter
def in_a_row(values: Iterable[object]) -> str:
    """Write values or names one after the other, with the commas of the page's language."""
    return listed(map(for_eyes, values), short=True)


@register.filter
def as_names(names: str) -> str:
    """Write names that are kept in one text, with 、 between them, with the commas of the page's language."""
    return listed(names.split("、"), short=True)


@register.filter
def in_clauses(texts: Iterable[object]) -> str:
    """Write sentences or clauses one after the other, with the semicolons of the page's language."""
    return listed(map(for_eyes, texts))


@register.filter(name="labelled")
def with_its_label(label: object, text: object) -> str:
    """Write what something is called and what it says, with the colon of the page's language."""
    return labelled(label, text)


@register.filter(name="noted")
def with_a_note(text: object, note: object) -> str:
    """Write a text with a note in the brackets of the page's language."""
    return noted(text, note)


@register.filter(name="spoken")
def in_own_words(text: str) -> str:
    """Say a sentence that was kept in the language of the page."""
    return spoken(text)


@register.filter(name="spoken_place")
def place_in_own_words(place: str | None) -> str:
    """Say a place in a notice in the language of the page."""
    return spoken_place(place or "")


@register.filter
def may(holder: Any, permission: str) -> bool:  # noqa: ANN401 - a part or a desk
    """Tell whether a part or a desk has a permission."""
    return holder is not None and holder != "" and holder.may(permission)


@register.filter
def role_name(role: str) -> str:
    """Give a role's name."""
    return str(ROLE_NAMES[Role(role)])


@register.filter
def role_names(roles: str) -> str:
    """Give the names of roles as the journal keeps them: with 、 between them."""
    known = {role.value: str(name) for role, name in ROLE_NAMES.items()}
    return listed((known.get(role, role) for role in roles.split("、")), short=True)


@register.filter
def code_link(code: str) -> SafeString:
    """Write the code of a finding with the way to what it means; a new window keeps what is typed beside it."""
    address, title = reverse("code", args=[code]), _("What this kind of remark means, and how to mend it")
    return format_html('<a class="hint" href="{}" target="_blank" rel="noopener" title="{}"><code>{}</code></a>',
                       address, title, code)  # fmt: skip


@register.filter
def of(mapping: dict[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Look up a key."""
    return mapping.get(key, "")


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """Give the page's query with some values changed; an empty value leaves one out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def once() -> SafeString:
    """Give a form the key by which it is taken once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())
