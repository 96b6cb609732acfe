"""What every template has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from kaoji.web.menu import menu_of
from kaoji.web.organisations.desk import Desk


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the desk of the person, their part in the assessment where the page is inside one, and the menu, and the language."""
    found = getattr(request, "desk", None) or Desk(request.user) if hasattr(request, "user") else None
    is_chinese = (get_language() or "").startswith("zh")
    return {
        "desk": found,
        "part": getattr(request, "part", None),
        "menu": list(menu_of(found)) if found is not None else [],
        "is_chinese": is_chinese,
    }
