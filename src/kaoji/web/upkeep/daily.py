"""What the worker does by itself, day by day."""

from __future__ import annotations

import time

from django.core.management import call_command

from kaoji.web.accounts.models import RequestCount
from kaoji.web.audit.anchors import write_daily
from kaoji.web.organisations.import_work import forget_passwords
from kaoji.web.upkeep.checking import ask_nightly

_KEPT = 60
"""Minutes for which counts of requests are kept."""


def do_daily() -> None:
    """Anchor the journal once a day; once a night ask for the check of everything stored, and clear out old sessions.

    To be called as often as one likes.
    """
    write_daily()
    forget_passwords()
    RequestCount.objects.filter(minute__lt=time.time() // 60 - _KEPT).delete()
    if ask_nightly() is not None:
        call_command("clearsessions")
