"""How long the server takes for each page of the platform, for each role, with a city's data.

    python -m bench.platform [--counties 12] [--units 1500] [--home FOLDER] [--database URL]

It follows the links from the start page and takes up to two addresses of each kind. A line is a kind of page: the median
of several requests, on the clock and of the processor alone (on a busy machine the clock says little), and its queries.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from kaoji.web.accounts.models import User

SLOWEST_MS, MOST_QUERIES = 300, 30
REPEATS, OF_A_KIND, MOST_PAGES = 3, 2, 150


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
            if value and (name == "hx-get" or (tag == "a" and name == "href")):
                self.found.append(value)


def walk(user: User, role: str) -> list[Line]:
    """Follow the links that somebody finds, and measure each kind of page."""
    from django.test import Client  # noqa: PLC0415 - after Django is set up
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    client = Client(raise_request_exception=False)
    _enter(client, user)
    waiting, seen, counts, lines = ["/"], set[str](), dict[str, int](), list[Line]()
    while waiting and len(lines) < MOST_PAGES:
        address = waiting.pop(0)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address in seen:
            continue
        seen.add(address)
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            continue
        kind = f"{name} ?" if parts.query else name
        if counts.get(kind, 0) >= OF_A_KIND:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        line, content = _measured(client, role, kind, address)
        lines.append(line)
        print(f"    {line.processor_ms:6.0f} ms {line.queries:4} queries {line.status}  {address}", file=sys.stderr)
        links = _Links()
        links.feed(content)
        waiting += [urljoin(address, link.partition("#")[0]) for link in links.found]
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
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return line, content.decode(errors="replace") if is_page else ""


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=12)
    parser.add_argument("--units", type=int, default=1500)
    parser.add_argument("--home", type=Path, help="where it is built; a city that is there already is measured again")
    parser.add_argument("--roles", default="", help="only these, with commas")
    parser.add_argument("--database", default="", help="the address of an empty PostgreSQL database; SQLite without")
    asked = parser.parse_args()
    home = asked.home or Path(tempfile.mkdtemp(prefix="kaoji-city-"))
    os.environ.pop("DATABASE_URL", None)
    if asked.database:
        os.environ["DATABASE_URL"] = asked.database
    os.environ.update(KAOJI_HOME=str(home), KAOJI_HOSTS="testserver", KAOJI_LOG_LEVEL="CRITICAL")
    from kaoji.web import serving  # noqa: PLC0415 - after the environment is set

    serving.set_up(home)
    logging.disable()
    serving.prepare()
    from bench.city import again, build  # noqa: PLC0415

    begun = time.perf_counter()
    city = again()
    if not city.people:
        city = build(asked.counties, asked.units, lambda text: print(f"  {text} …", file=sys.stderr))
    print(
        f"{len(city.assessments)} counties, {city.units} units, {city.facts} facts in {time.perf_counter() - begun:.0f} s, at {home}"
    )
    lines = []
    for role, user in city.people.items():
        if role in asked.roles.split(",") or not asked.roles:
            print(f"  {role} …", file=sys.stderr)
            lines += walk(user, role)
    _print(lines)
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
