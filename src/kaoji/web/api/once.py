"""Doing a request once, however often it is sent: what was answered is kept beside what was done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.api.models import KeptAnswer, Token
from kaoji.web.api.problems import Problem

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Repeated"
KEPT = timedelta(days=7)
_LONGEST, _REFUSED = 200, 400


def once(request: HttpRequest, token: Token, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request, or give the answer that the same request with the same key had.

    Of two that come at once, the second waits for the first at the key's row. A request that was refused leaves no key.

    Raises:
        Problem: the key was used for another request.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return answer()
    if len(key) > _LONGEST:
        raise Problem("not-understood", _("An idempotency key has 200 characters at most."))
    digest = _digest_of(request)
    KeptAnswer.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(token=token, key=key, request_digest=digest)
        except IntegrityError:
            return _again(token, key, digest)
        response = answer()
        if response.status_code >= _REFUSED:
            transaction.set_rollback(True)
        else:
            kept.status, kept.content = response.status_code, response.content.decode()
            kept.save(update_fields=["status", "content"])
    return response


def _again(token: Token, key: str, digest: str) -> HttpResponse:
    kept = KeptAnswer.objects.get(token=token, key=key)
    if kept.request_digest != digest:
        raise Problem("key-used-otherwise")
    response = HttpResponse(kept.content, status=kept.status, content_type="application/json; charset=utf-8")
    response.headers[REPEATED] = "true"
    return response


def _digest_of(request: HttpRequest) -> str:
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        # The boundary differs each time it is sent, so the parts count and not the bytes between them.
        for name, values in sorted(request.POST.lists()):
            found.update(f"{name}={values}\n".encode())
        for name, file in sorted(request.FILES.items()):
            found.update(f"{name}:{getattr(file, 'name', '')}\n".encode())
            for chunk in file.chunks():  # type: ignore[union-attr]
                found.update(chunk)
            file.seek(0)  # type: ignore[union-attr]
    else:
        found.update(request.body)
    return found.hexdigest()
