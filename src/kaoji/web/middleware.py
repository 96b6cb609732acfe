"""What holds for every request."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from kaoji.web.audit.chain import Acting, acting_as

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def address_of(request: HttpRequest) -> str:
    """Give where a request comes from; a proxy's word counts only if the proxy is a trusted one."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while forwarded and is_among(address, settings.TRUSTED_PROXIES):
        address = forwarded.pop()
    return address[:45]


def is_among(address: str, networks: list[str]) -> bool:
    """Tell whether an address lies in one of the networks."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in _network(network) for network in networks)


@lru_cache(maxsize=256)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text, strict=False)


class Protection:
    """Gives each request a number and each answer its headers, and lets the journal know where it comes from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            # No database takes this character in a text, and nobody types it.
            return HttpResponseBadRequest()
        with acting_as(Acting(address=address_of(request), request_id=request.id)):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DenyByDefault:
    """Refuses every view that does not declare what it needs, and tells the journal who acts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on in the person's name."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        who = Acting(
            user_id=request.user.pk,
            user=request.user.number,
            address=address_of(request),
            request_id=request.id,  # type: ignore[attr-defined]
        )
        with acting_as(who):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object) -> None:
        """Refuse what declares nothing, and forms with a character that no database takes in a text."""
        if not hasattr(view, "permission"):
            raise PermissionDenied
        if any("\0" in value for values in request.POST.lists() for value in (values[0], *values[1])):
            raise SuspiciousOperation
