"""A form sent twice is taken once: clicked twice, reloaded, or sent again because no answer came.

    {% once %}                                                       in the form: a key made for this form alone
    address = once(request, lambda: reverse("…", args=(file(…).pk,)))   in the view: does it, or tells where it led

The key is kept in the transaction of what was done, so there is never one without the other. What was refused leaves none.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from kaoji.web.accounts.models import SentForm
from kaoji.web.pages import Request

FIELD = "form-key"
_LONGEST = 64


def once(request: Request, act: Callable[[], str]) -> str:
    """Do what a form asks for and give the address to go to; the same form again leads to the same place.

    Of two that come at once, the second waits for the first at the key's row.
    """
    key = request.POST.get(FIELD, "")[:_LONGEST]
    if not key:
        return act()
    with transaction.atomic():
        try:
            with transaction.atomic():
                sent = SentForm.objects.create(user=request.user, key=key)
        except IntegrityError:
            return SentForm.objects.get(user=request.user, key=key).address
        sent.address = act()
        sent.save(update_fields=["address"])
    return sent.address
