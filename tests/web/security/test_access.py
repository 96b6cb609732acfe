"""Who may do what: each role at each address by each method, and nobody at what belongs to others."""

from __future__ import annotations

import json
from itertools import cycle
from typing import Any

import pytest
from django.test import Client

from kaoji.web.accounts.models import LogIn
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.models import Entry
from kaoji.web.facts.actions import open_collection
from kaoji.web.facts.models import Fact, Filing
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.models import Kind, Organisation
from kaoji.web.permissions import PUBLIC, Role, known
from kaoji.web.results.actions import compute
from tests.web.conftest import SCHEME, County, person
from tests.web.security.walking import WHO, endpoints, pages
from tests.web.states import kept

OPEN = {
    "language", "log-in", "log-in/second", "forgotten", "forgotten/wait", "forgotten/new",
    "public", "public/key", "public/key.txt", "public/<str:key>", "public/<str:key>/bundle",
    "public/<str:key>/ranking.<str:kind>", "public/<str:key>/charts/<int:chart>",
}  # fmt: skip
"""Pages that anybody may open; a new one is a decision."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def test_sc13_every_endpoint_declares_its_permission_and_methods() -> None:
    undeclared = [each.pattern for each in endpoints() if not known(each.permission) or not each.methods]
    assert undeclared == []


def test_sc13_what_anybody_may_open_is_listed() -> None:
    found = {each.pattern for each in pages() if each.permission == PUBLIC}
    assert found == OPEN


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_sc13_every_page_refuses_whoever_lacks_its_permission(county: County, who: str) -> None:
    client = county.client(who)
    client.raise_request_exception = False
    wrong = []
    for each in pages():
        if each.permission == PUBLIC or each.pattern == "log-out":
            continue
        if each.is_open_to(WHO[who]):
            continue  # what somebody may see and send is tried with whatever can be typed, where that is tested
        for method in each.methods:
            status = client.generic(method, each.url(county.assessment.pk)).status_code
            if status not in (403, 404):
                wrong.append((method, each.pattern, status))
    assert wrong == []
    if WHO[who] != "":
        assert Entry.objects.filter(action="access.denied", user_id=county.people[who].pk).exists()


@pytest.mark.slow
def test_sc13_nobody_gets_anything_without_logging_in(county: County) -> None:
    client, wrong = Client(), []
    for each in pages():
        if each.permission == PUBLIC:
            continue
        for method in each.methods:
            answer = client.generic(method, each.url(county.assessment.pk))
            if answer.status_code != 302 or not answer.headers["location"].startswith("/log-in"):
                wrong.append((method, each.pattern, answer.status_code))
    assert wrong == []


@pytest.mark.slow
def test_sc13_methods_that_are_not_declared_are_refused(county: County) -> None:
    client, wrong = county.client("kaohe"), []
    for each in pages():
        for method in set(METHODS) - set(each.methods):
            status = client.generic(method, each.url(county.assessment.pk)).status_code
            if status != 405:
                wrong.append((method, each.pattern, status))
    assert wrong == []


@pytest.fixture
def other(county: County) -> Assessment:  # noqa: ARG001 - beside the county of the test
    """An assessment of another county, with facts and a result; every name in it begins with 乙."""
    return kept("another county", _other)


def _other() -> Assessment:
    region = Organisation.objects.create(name="乙县", kind=Kind.REGION)

    def below(name: str) -> Organisation:
        return Organisation.objects.create(name=name, parent=region, kind=Kind.DEPARTMENT)

    office = below("乙县考核办")
    chief = person("yi-kaohe", "乙主任", office, Role.OFFICE)
    text = SCHEME
    for name in ("区统计局", "区商务局", "区应急局", "东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇"):
        below(f"乙{name}")
        text = text.replace(name, f"乙{name}")
    assessment = actions.create(office, "乙县2025年度考核", 2025, chief)
    version, _findings = actions.keep_scheme(assessment, text.replace("青川区", "乙县"), chief)
    assessment = open_collection(version)
    filing = Filing.objects.get(assessment=assessment, label="固定资产投资")
    for unit in assessment.participants.all():
        Fact.objects.create(filing=filing, participant=unit, row={"score": "33"}, entered_by=chief)
    compute(assessment, chief)
    do_all()
    return assessment


@pytest.mark.slow
def test_sc14_another_countys_assessment_is_not_there(county: County, other: Assessment) -> None:
    clients = {who: county.client(who) for who in ("kaohe", "tongji", "dongjie", "changwei", "shenji")}
    wrong = []
    inside = [(each, method) for each in pages() if each.is_in_assessment for method in each.methods]
    # Who has no part in an assessment is turned away at its door, whatever the page: the office tries every page, the
    # other roles share them.
    for (each, method), second in zip(inside, cycle(list(clients)[1:])):
        for who in ("kaohe", second):
            answer = clients[who].generic(method, each.url(other.pk, 1))
            if answer.status_code != 404 or "乙" in answer.content.decode():
                wrong.append((method, each.pattern, who, answer.status_code))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["kaohe", "dongjie", "shenji"])
def test_sc14_another_countys_objects_are_not_there_by_their_ids(county: County, other: Assessment, who: str) -> None:
    client = county.client(who)
    own = set(county.assessment.filings.values_list("pk", flat=True))
    own |= set(county.assessment.participants.values_list("pk", flat=True))
    facts = Fact.objects.filter(filing__assessment=other)
    rows = (other.filings, other.participants, other.scheme_versions, facts)
    theirs = {number for each in rows for number in each.exclude(pk__in=own).values_list("pk", flat=True)[:1]}
    assert theirs
    wrong = []
    for each in pages():
        if each.places and "GET" in each.methods:
            for number in sorted(theirs):
                answer = client.get(each.url(county.assessment.pk, number))
                streamed = getattr(answer, "streaming_content", None)
                content = b"".join(streamed) if streamed is not None else answer.content
                if "乙" in content.decode(errors="replace"):
                    wrong.append((each.pattern, number, answer.status_code))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["kaohe", "dongjie", "shenji", "stranger"])
def test_sc14_lists_searches_and_exports_hold_nothing_of_another_county(
    county: County, other: Assessment, who: str
) -> None:
    client, wrong = county.client(who), []
    for each in pages():
        if not each.places and "GET" in each.methods and each.permission != PUBLIC:
            answer = client.get(each.url(county.assessment.pk) + "?q=%E4%B9%99&below=1")
            content = getattr(answer, "content", b"") or b"".join(getattr(answer, "streaming_content", ()))
            text = content.decode(errors="replace").replace('value="乙"', "")
            if "乙" in text:
                wrong.append(each.pattern)
    assert wrong == []
    assert other.title.startswith("乙")


def test_sc14_sessions_of_others_are_not_there(county: County) -> None:
    county.logged_in("tongji")
    number = LogIn.objects.get(user=county.people["tongji"]).pk
    assert county.client("kaohe").post(f"/sessions/{number}/end").status_code == 404


def test_sc15_fields_that_a_form_does_not_have_change_nothing(county: County) -> None:
    user = county.people["tongji"]
    extra = {"administers": "system", "is_active": "", "normal_number": "kaohe", "must_change_password": "1"}
    data = {"name": "周念", "organisation": user.organisation_id, "password": "x", **extra}
    assert county.client("xitong").post(f"/people/{user.pk}/change", data).status_code == 302
    before = (user.password, user.administers, user.is_active, user.number, user.must_change_password)
    user.refresh_from_db()
    assert (user.password, user.administers, user.is_active, user.number, user.must_change_password) == before


def test_sc15_a_provider_sets_neither_state_nor_unit_of_others_by_extra_fields(county: County) -> None:
    filing = Filing.objects.get(assessment=county.assessment, label="固定资产投资")
    unit = county.assessment.participants.get(unit="东街街道")
    row: dict[str, Any] = {
        "unit": unit.pk, "number": "", "values": {"score": "12", "state": "verified", "entered_by": "1"},
        "side": "self", "version": 99, "filing": 1, "state": "verified",
    }  # fmt: skip
    url = f"/assessments/{county.assessment.pk}/facts/{filing.pk}/rows"
    county.client("tongji").post(url, json.dumps({"rows": [row], "state": "verified"}), content_type="application/json")
    filing.refresh_from_db()
    assert filing.state == "open"
    for fact in Fact.objects.all():
        assert set(fact.row) <= {"score"}
        assert fact.entered_by == county.people["tongji"]
