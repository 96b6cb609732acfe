"""What the worker does by itself, day by day."""

from __future__ import annotations

import time
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from kaoji.web.accounts.models import RequestCount, SentForm
from kaoji.web.audit.anchors import write_daily
from kaoji.web.organisations.import_work import forget_passwords
from kaoji.web.upkeep.checking import ask_nightly
from kaoji.web.upkeep.following import catch_up

_KEPT = 60
"""Minutes for which counts of requests are kept."""
_SENT_AGAIN = timedelta(days=7)
"""How long a form that was taken is known by its key."""


def do_daily() -> None:
    """Anchor the journal once a day, check what is stored once a night, forget what is over, fill up the second home.

    To be called as often as one likes.
    """
    write_daily()
    forget_passwords()
    RequestCount.objects.filter(minute__lt=time.time() // 60 - _KEPT).delete()
    SentForm.objects.filter(at__lt=timezone.now() - _SENT_AGAIN).delete()
    if ask_nightly() is not None:
        call_command("clearsessions")
    catch_up()
