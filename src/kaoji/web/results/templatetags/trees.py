"""Filters that put stored explanations into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from kaoji.numbers import shown_points
from kaoji.scoring.derivations import calculation
from kaoji.web.organisations.templatetags.desk import points
from kaoji.web.results.trees import derivation_of, words

register = template.Library()


def _language() -> str:
    return get_language() or "zh"


@register.filter
def reckoned(node: dict[str, Any]) -> str:
    """Write how a value comes about: what it starts with, what is given and taken, what bounds it, and the value."""
    return calculation(derivation_of({**node, "children": ()}), _language())


@register.filter
def points_to(value: int | str | None, decimals: int | None) -> str:
    """Write points with so many decimals, where all of the column are exact with them; else as ``points`` does.

    What is not there, as templates look it up, is written as nothing.
    """
    if not isinstance(value, int):
        return ""
    return points(value) if decimals is None else shown_points(value, decimals)


@register.filter
def exact_to(value: int | str | None, decimals: int | None) -> str:
    """Write points with so many decimals, or with all they have, where no markup can stand."""
    return shown_points(value, decimals) if isinstance(value, int) else ""


@register.filter
def signed(value: int | str | None) -> str:
    """Write a difference with its sign."""
    if not isinstance(value, int):
        return ""
    return format_html("+{}", points(value)) if value > 0 else points(value)


@register.filter
def places_down(climbed: int) -> int:
    """Give how many places were lost, of what ``climbed`` says as a number below 0."""
    return -climbed


@register.filter
def key(mapping: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Look up a key, None where it is not there."""
    return mapping.get(name)


@register.filter
def text_in_words(node: dict[str, Any]) -> str:
    """Write what is said of a value."""
    joint = "；" if _language().startswith("zh") else "; "
    return joint.join(words(message, data, _language()) for message, data in node.get("text", []))
