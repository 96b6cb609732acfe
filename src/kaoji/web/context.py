"""What every template has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kaoji.web.organisations.desk import Desk


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the desk of the person, and their part in the assessment where the page is inside one."""
    found = getattr(request, "desk", None) or Desk(request.user) if hasattr(request, "user") else None
    return {"desk": found, "part": getattr(request, "part", None)}
