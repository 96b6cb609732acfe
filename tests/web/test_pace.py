"""How much may be asked for in a minute, however many web processes answer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from kaoji.web.accounts.models import RequestCount
from kaoji.web.audit.models import Entry
from kaoji.web.pages import Request, page
from kaoji.web.permissions import PUBLIC
from kaoji.web.tables import attached
from kaoji.web.upkeep.daily import do_daily


@pytest.mark.django_db
def test_sc37_what_several_web_processes_are_asked_for_counts_together(settings: Settings) -> None:
    settings.PUBLIC_REQUESTS_A_MINUTE = 40  # brought to the database by twos
    client, allowed = Client(REMOTE_ADDR="10.1.2.3"), 0
    for _process in range(6):
        cache.clear()  # each process begins with counts of its own
        allowed += [client.get("/public?q=a").status_code for _ in range(20)].count(200)
    # A minute may begin in between, and each process asks for one page before it knows of the others.
    assert 40 <= allowed <= 2 * 40 + 6
    assert Entry.objects.filter(action="access.paced", data__what="public").exists()
    # Where a minute begins between two that would be brought together, one is left on either side of it.
    assert sum(RequestCount.objects.values_list("count", flat=True)) in (118, 120)


@pytest.mark.django_db
def test_counts_of_requests_are_forgotten_after_an_hour() -> None:
    assert [RequestCount.objects.add("public:10.1.2.3", 29_000_000, 2) for _ in range(3)] == [2, 4, 6]
    do_daily()
    assert not RequestCount.objects.exists()
    RequestCount.objects.add("public:10.1.2.3", 99_000_000, 1)
    do_daily()
    assert RequestCount.objects.update(minute=F("minute") + 1) == 1


@pytest.mark.django_db
def test_sc37_a_page_that_gives_a_file_says_so_or_gives_none(rf: RequestFactory) -> None:
    def file(_request: Request) -> HttpResponse:
        return attached(b"a", "text/plain", "a.txt")

    request = rf.get("/")
    request.user = AnonymousUser()
    assert page(PUBLIC, gives_file=True)(file)(request).status_code == 200
    with pytest.raises(TypeError, match="does not declare"):
        page(PUBLIC)(file)(request)
    with pytest.raises(TypeError, match="does not declare"):
        page(PUBLIC, gives_file="as")(file)(request)
