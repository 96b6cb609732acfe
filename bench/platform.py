"""How long the server takes for each page of the platform, for each role, with a city's data.

    python -m bench.platform [--counties 12] [--units 1500] [--home FOLDER] [--database URL]

It follows the links from the start page, takes up to two addresses of each kind and one in each assessment, and then opens what no link led to: every
page that the role's permissions open, with the numbers seen on the way. Somebody without an account walks the public
pages, and tokens walk the interface for programs. A line is a kind of page: the median of several requests, on the clock
and of the processor alone (on a busy machine the clock says little), and its queries. ``--example`` measures the example
county instead of a city.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from kaoji.web.accounts.models import User

SLOWEST_MS, MOST_QUERIES = 300, 30
REPEATS, OF_A_KIND = 3, 2
PUBLIC_ROLE = "public"


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of a page."""

    role: str
    page: str
    address: str
    status: int
    clock_ms: float
    processor_ms: float
    queries: int
    kilobytes: float

    @property
    def is_over(self) -> bool:
        """Tell whether the page is over the limits, or broken."""
        return self.processor_ms > SLOWEST_MS or self.queries > MOST_QUERIES or self.status not in (200, 302)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads, or what a part of the page asks for by itself."""
        for name, value in attrs:
            if value and (name == "hx-get" or (tag, name) in (("a", "href"), ("img", "src"))):
                self.found.append(value)


class Walk:
    """A walk of somebody through the platform."""

    def __init__(self, user: User | None, role: str) -> None:
        from django.test import Client  # noqa: PLC0415 - after Django is set up

        self.client, self.role = Client(raise_request_exception=False), role
        if user is not None:
            _enter(self.client, user)
        self.seen, self.opened, self.counts = set[str](), set[str](), dict[str, int]()
        self.places: dict[object, dict[str, object]] = {}
        """What the addresses that pages lead to have at each of their places, by assessment."""
        self.lines: list[Line] = []
        self.unreached: list[str] = []

    def go(self) -> None:
        """Follow the links that somebody finds, then open every further page that the role may open."""
        self._follow(["/public" if self.role == PUBLIC_ROLE else "/"])
        for pattern, name in _pages(self.role):
            if name not in self.opened:
                for places in list(self.places.values()):
                    address = _filled(pattern, name.partition(":")[0], places)
                    if name not in self.opened and address is not None:
                        self._follow([address])
                if name not in self.opened:
                    self.unreached.append(name)

    def _follow(self, waiting: list[str]) -> None:
        from django.urls import Resolver404, resolve  # noqa: PLC0415

        while waiting:
            address = waiting.pop(0)
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or address in self.seen:
                continue
            self.seen.add(address)
            try:
                found = resolve(parts.path)
            except Resolver404:
                continue
            kind = f"{found.view_name} ?" if parts.query else found.view_name
            if self._is_known(kind, found.kwargs.get("assessment")):
                continue
            line, content = _measured(self.client, self.role, kind, address)
            if line.status in (403, 404, 405):
                continue
            self.opened.add(found.view_name)
            self.lines.append(line)
            print(f"    {line.processor_ms:6.0f} ms {line.queries:4} queries {line.status}  {address}", file=sys.stderr)
            links = _Links()
            links.feed(content)
            following = [urljoin(address, link.partition("#")[0]) for link in links.found]
            for each in following:
                self._note(each)
            waiting += following

    def _is_known(self, kind: str, assessment: object) -> bool:
        """Count an address of a kind, and tell whether there were enough: one in each assessment, two in all at least."""
        here = f"{kind} {assessment}"
        if self.counts.get(kind, 0) >= OF_A_KIND and self.counts.get(here, 0) >= 1:
            return True
        for name in {kind, here}:
            self.counts[name] = self.counts.get(name, 0) + 1
        return False

    def _note(self, address: str) -> None:
        """Keep what an address has at its places, also of one that is never opened: others are filled with it."""
        from django.urls import Resolver404, resolve  # noqa: PLC0415

        try:
            found = resolve(urlsplit(address).path)
        except Resolver404:
            return
        places = self.places.setdefault(found.kwargs.get("assessment"), {})
        for name, value in found.kwargs.items():
            places.setdefault(f"{found.app_name}:{name}", value)
            places.setdefault(name, value)


def _pages(role: str) -> Iterator[tuple[str, str]]:
    """Give the pages that a role may open, by pattern and name; those of programs are walked with a token."""
    from django.urls import URLResolver, get_resolver  # noqa: PLC0415

    from kaoji.web.permissions import PUBLIC, ROLES, SIGNED_IN  # noqa: PLC0415

    opens = {PUBLIC} if role == PUBLIC_ROLE else {PUBLIC, SIGNED_IN}

    def below(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                yield from below(each, before + str(each.pattern), each.app_name or space)
            elif "GET" in getattr(each.callback, "methods", ()):
                permission = str(getattr(each.callback, "permission", ""))
                roles = [one.value for one in ROLES.get(permission, ())]
                if permission in opens or role in roles:
                    yield before + str(each.pattern), f"{space}:{each.name}" if space else str(each.name)

    for pattern, name in below(get_resolver(), "", ""):
        if not pattern.startswith("api/"):
            yield pattern, name


def _filled(pattern: str, app: str, places: dict[str, object]) -> str | None:
    """Fill the places of an address with what was seen, in its own app first; None where something was not."""
    fixed = {"kind": "csv"}
    missing = False

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        name = found.group(1)
        value = fixed.get(name, places.get(f"{app}:{name}", places.get(name)))
        missing = missing or value is None
        return str(value)

    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, pattern)
    return None if missing else address


def walk_api(user: User, role: str, places: dict[object, dict[str, object]]) -> list[Line]:
    """Ask everything that a token of somebody's post may ask."""
    from django.test import Client  # noqa: PLC0415

    from kaoji.web.api.actions import make_token  # noqa: PLC0415
    from kaoji.web.api.site import operations  # noqa: PLC0415
    from kaoji.web.organisations.desk import Desk  # noqa: PLC0415

    _token, text = make_token(user, Desk(user).posts[0].pk, "bench", 30)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {text}"})
    lines = []
    for each in operations():
        pattern = f"api/v1/{each.path}".replace("{", "<").replace("}", ">")
        for some in places.values() if each.method == "GET" else ():
            address = _filled(pattern, "results" if "runs" in pattern else "facts", some)
            if address is not None:
                line, _content = _measured(client, role, f"api {each.name}", address)
                if line.status not in (403, 404):
                    lines.append(line)
                    break
    return lines


def _enter(client: object, user: User) -> None:
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from kaoji.web.accounts.middleware import SEEN, SINCE  # noqa: PLC0415
    from kaoji.web.accounts.models import LogIn  # noqa: PLC0415

    if not isinstance(client, Client):
        raise TypeError
    client.force_login(user)
    session = client.session
    session[SINCE] = session[SEEN] = timezone.now().isoformat()
    session.save()
    LogIn.objects.get_or_create(user=user, session_key=session.session_key)


def _measured(client: object, role: str, kind: str, address: str) -> tuple[Line, str]:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    if not isinstance(client, Client):
        raise TypeError
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        content = answer.getvalue()
    asked = len(queries)  # counted now: the next request empties the list
    clock, processor = [], []
    for _ in range(REPEATS):
        at, used = time.perf_counter(), time.process_time()
        client.get(address)
        clock.append(time.perf_counter() - at)
        processor.append(time.process_time() - used)
    line = Line(
        role, kind, address, answer.status_code, statistics.median(clock) * 1000, statistics.median(processor) * 1000,
        asked, len(content) / 1024,
    )  # fmt: skip
    if leads_to := answer.headers.get("Location"):
        return line, f'<a href="{leads_to}"></a>'
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return line, content.decode(errors="replace") if is_page else ""


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=12)
    parser.add_argument("--units", type=int, default=1500)
    parser.add_argument("--home", type=Path, help="where it is built; a city that is there already is measured again")
    parser.add_argument("--example", action="store_true", help="measure the example county")
    parser.add_argument("--roles", default="", help="only these, with commas")
    parser.add_argument("--database", default="", help="the address of an empty PostgreSQL database; SQLite without")
    asked = parser.parse_args()
    home = asked.home or Path(tempfile.mkdtemp(prefix="kaoji-city-"))
    os.environ.pop("DATABASE_URL", None)
    if asked.database:
        os.environ["DATABASE_URL"] = asked.database
    os.environ.update(
        KAOJI_HOME=str(home), KAOJI_HOSTS="testserver", KAOJI_LOG_LEVEL="CRITICAL", KAOJI_EXPORTS_A_MINUTE="100000",
        KAOJI_SEARCHES_A_MINUTE="100000", KAOJI_API_REQUESTS_A_MINUTE="100000", KAOJI_PUBLIC_REQUESTS_A_MINUTE="100000",
    )  # fmt: skip
    from kaoji.web import serving  # noqa: PLC0415 - after the environment is set

    serving.set_up(home)
    logging.disable()
    serving.prepare()
    from bench.city import again, build  # noqa: PLC0415
    from bench.happenings import happen  # noqa: PLC0415
    from kaoji.web.jobs.models import Job  # noqa: PLC0415

    begun = time.perf_counter()
    city = again()
    if not city.people and asked.example:
        from kaoji.web.example.building import build as build_example  # noqa: PLC0415

        build_example()
        city = again()
    elif not city.people:
        city = build(asked.counties, asked.units, lambda text: print(f"  {text} …", file=sys.stderr))
        happen(city)
    print(
        f"{len(city.assessments)} counties, {city.units} units, {city.facts} facts in {time.perf_counter() - begun:.0f} s, at {home}"
    )
    lines, unreached = list[Line](), list[str]()
    for role, user in [*city.people.items(), (PUBLIC_ROLE, None)]:
        if role in asked.roles.split(",") or not asked.roles:
            print(f"  {role} …", file=sys.stderr)
            walk = Walk(user, role)
            if user is not None and (job := Job.objects.filter(asked_by=user).order_by("pk").last()) is not None:
                walk.places[None] = {"job": job.pk}  # no page leads to a job that is done
            walk.go()
            lines += walk.lines
            unreached += [f"{role}: {name}" for name in walk.unreached]
            if user is not None and not user.administers:
                lines += walk_api(user, role, walk.places)
    _print(lines)
    print(f"not reached for want of such an object or part: {'; '.join(sorted(set(unreached)))}")
    sys.exit(1 if any(line.is_over for line in lines) else 0)


def _print(lines: list[Line]) -> None:
    worst: dict[tuple[str, str], Line] = {}
    for line in lines:
        known = worst.get((line.page, line.role))
        if known is None or (line.is_over, line.processor_ms) > (known.is_over, known.processor_ms):
            worst[line.page, line.role] = line
    print(f"{'page':<36} {'role':<9} {'clock ms':>9} {'cpu ms':>7} {'queries':>8} {'KB':>6}")
    for (page, role), line in sorted(worst.items()):
        flag = " ← over" if line.is_over else ""
        status = f" status {line.status}" if line.status not in (200, 302) else ""
        print(
            f"{page:<36} {role:<9} {line.clock_ms:>9.0f} {line.processor_ms:>7.0f} {line.queries:>8} "
            f"{line.kilobytes:>6.0f}{flag}{status}"
        )
    over = [line for line in worst.values() if line.is_over]
    print(f"{len(worst)} pages, {len(over)} over {SLOWEST_MS} ms or {MOST_QUERIES} queries; "
          f"median {statistics.median(line.processor_ms for line in worst.values()):.0f} ms")  # fmt: skip
    for line in sorted(over, key=lambda each: -each.processor_ms):
        print(f"  {line.address}  as {line.role}: {line.processor_ms:.0f} ms, {line.queries} queries, {line.status}")


if __name__ == "__main__":
    main()
