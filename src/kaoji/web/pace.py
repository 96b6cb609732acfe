"""How much one person may search and take out in a minute: enough for anybody who reads, too little for a script.

Visitors without an account are counted by the address that they come from, which many of them may share. Each web process
counts by itself and brings what it counted to the database in steps of a twentieth of what is allowed: nobody gets more for
there being several processes, and who keeps well below the limit costs the database next to nothing. Log-ins and calls with
a token are counted in the database one by one.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from kaoji.web.accounts.models import RequestCount
from kaoji.web.audit.chain import record
from kaoji.web.middleware import address_of

_MINUTE = 60
_STEPS = 20


def is_over(request: HttpRequest, *, is_export: bool) -> bool:
    """Tell whether somebody is too fast for what they ask; the first time in a minute the journal tells of it."""
    if is_export:
        what, most = "export", settings.EXPORTS_A_MINUTE
    elif request.GET.get("q"):
        what, most = "search", settings.SEARCHES_A_MINUTE
    else:
        return False
    if not request.user.is_authenticated:
        return visitor_is_over(request)
    return _count(f"{what}:{request.user.pk}", most, what)


def visitor_is_over(request: HttpRequest) -> bool:
    """Tell whether an address asks for too much of what is public; searches, files and calls of programs count alike."""
    return _count(f"public:{address_of(request)}", settings.PUBLIC_REQUESTS_A_MINUTE, "public")


def _count(whose: str, most: int, what: str) -> bool:
    minute = int(time.time()) // _MINUTE
    key = f"pace:{whose}:{minute}"
    cache.add(key, 0, 2 * _MINUTE)
    try:
        count = int(cache.incr(key))
    except ValueError:  # it ran out between the two steps: a new minute
        return False
    step = max(1, most // _STEPS)
    if count % step == 0:
        others = RequestCount.objects.add(whose, minute, step) - count
        cache.set(f"{key}:others", others, 2 * _MINUTE)
    else:
        others = cache.get(f"{key}:others", 0)
    if count + others <= most:
        return False
    if cache.add(f"{key}:told", 1, 2 * _MINUTE):
        record("access.paced", result="denied", what=what)
    return True
