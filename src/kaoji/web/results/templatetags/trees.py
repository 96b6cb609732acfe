"""Filters that put stored explanations into words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from kaoji.web.results.trees import words

register = template.Library()


def _language() -> str:
    return get_language() or "zh"


@register.filter
def terms_in_words(node: dict[str, Any]) -> str:
    """Write the addends of a value: 70 + 12.5 − 3."""
    written = ""
    for number, (message, data, amount) in enumerate(node.get("terms", [])):
        sign = "−" if amount < 0 else "+" if number else ""
        written += f" {sign} " if number else sign
        written += words(message, data, _language())
    return written


@register.filter
def text_in_words(node: dict[str, Any]) -> str:
    """Write what is said of a value."""
    joint = "；" if _language().startswith("zh") else "; "
    return joint.join(words(message, data, _language()) for message, data in node.get("text", []))
