"""Verifying and returning several filings in one step."""

from __future__ import annotations

import re
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Fact, Filing, FilingState
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

UNITS = ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")


def submitted(county: County, rich: Assessment) -> list[Filing]:
    """Hand two filings in."""
    client = county.client("tongji")
    first, second = filing(rich, "固定资产投资"), filing(rich, "完成农村公路任务")
    for of, row in ((first, {"score": "30"}), (second, {"answer": "是"})):
        send(client, of, [{"unit": name, "values": row} for name in UNITS])
        client.post(url(rich, f"facts/{of.pk}/submit"))
    return [first, second]


def asked(client: Client, rich: Assessment, of: list[Filing], state: str = "verified") -> dict[str, str | list[str]]:
    """Tick filings in the list, send its form and give the form that comes for them."""
    ticked: dict[str, str | list[str]] = {"filing": [str(one.pk) for one in of], "state": state}
    ticked |= _hidden(client.get(url(rich, "facts")).content.decode(), "seen")
    page = client.post(url(rich, "facts/several"), ticked).content.decode()
    filings = re.findall(r'name="filing" value="(\d+)"', page)
    return {"filing": filings, "state": state, **_hidden(page, "shown")}


def _hidden(page: str, name: str) -> dict[str, str]:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return {name: unescape(found[1])}


def states(of: list[Filing]) -> list[str]:
    return [Filing.objects.get(pk=one.pk).state for one in of]


def test_several_filings_are_verified_in_one_step(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    page = office.post(url(rich, "facts/several"), {"filing": [one.pk for one in of]}).content.decode()
    assert "核验2项" in page
    assert "东街街道 30" in page
    assert states(of) == ["submitted", "submitted"]
    form = asked(office, rich, of)
    said = office.post(url(rich, "facts/several"), form, follow=True).content.decode()
    assert "已核验2项" in said
    assert states(of) == ["verified", "verified"]
    assert not Fact.objects.filter(filing__in=of, is_verified=False).exists()
    for one in of:
        entry = Entry.objects.get(action="facts.verified", object_id=str(one.pk))
        assert entry.user_id == county.people["kaohe"].pk


def test_one_that_was_changed_meanwhile_is_left_out_and_named(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, of)
    given = {"score": "31", "version": "1", "reason": "统计局更正"}
    county.client("tongji").post(url(rich, f"facts/{of[0].pk}/units/{unit(rich, '东街街道').pk}/correct"), given)
    said = office.post(url(rich, "facts/several"), form, follow=True).content.decode()
    assert "已核验1项" in said
    assert "未办理：“固定资产投资”" in said
    assert states(of) == ["submitted", "verified"]


def test_one_that_a_colleague_decided_meanwhile_is_named_with_the_colleague(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, of)
    county.client("kaohe2").post(url(rich, f"facts/{of[1].pk}/return"), {"reason": "口径不一致"})
    said = office.post(url(rich, "facts/several"), form, follow=True).content.decode()
    assert "已由苏望于" in said
    assert states(of) == ["verified", "returned"]


def test_nothing_is_verified_that_was_not_shown(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, of[:1])
    form["filing"] = [str(one.pk) for one in of]
    assert "此项未曾显示" in office.post(url(rich, "facts/several"), form, follow=True).content.decode()
    assert states(of) == ["verified", "submitted"]


def test_several_filings_are_returned_with_one_reason(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, of, "returned")
    assert office.post(url(rich, "facts/several"), form).status_code == 422
    assert states(of) == ["submitted", "submitted"]
    office.post(url(rich, "facts/several"), {**form, "reason": "请按年报口径重报"})
    assert states(of) == ["returned", "returned"]
    assert {Filing.objects.get(pk=one.pk).reason for one in of} == {"请按年报口径重报"}


def test_what_does_not_wait_is_left_out_before_one_decides(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    open_one = filing(rich, "到位资金（万元）", "招商引资")
    ids = [one.pk for one in (*of, open_one)]
    page = office.post(url(rich, "facts/several"), {"filing": ids}).content.decode()
    assert "不在此列" in page
    assert "核验2项" in page
    assert "尚未勾选" in office.post(url(rich, "facts/several"), {}, follow=True).content.decode()


def test_sc13_only_the_office_decides_on_several(county: County, rich: Assessment) -> None:
    of = submitted(county, rich)
    for who, status in (("tongji", 403), ("shenji", 403), ("stranger", 404)):
        answer = county.client(who).post(url(rich, "facts/several"), {"filing": [of[0].pk], "shown": "{}"})
        assert answer.status_code == status
    elsewhere = Filing.objects.exclude(assessment=rich).first()
    assert elsewhere is not None
    said = county.client("kaohe").post(url(rich, "facts/several"), {"filing": [elsewhere.pk]}, follow=True)
    assert "尚未勾选" in said.content.decode()
    assert states(of) == ["submitted", "submitted"]


def test_the_list_offers_what_can_be_done_with_what_it_shows(county: County, rich: Assessment) -> None:
    submitted(county, rich)
    office = county.client("kaohe")
    waiting = office.get(url(rich, "facts?state=submitted")).content.decode()
    assert "核验所选" in waiting
    assert "催办" not in waiting.split("<tbody>")[1]
    assert "核验所选" not in office.get(url(rich, "facts?state=open")).content.decode()
    assert "核验所选" not in county.client("shenji").get(url(rich, "facts?state=submitted")).content.decode()


def test_showing_several_asks_no_more_when_there_are_more(county: County, rich: Assessment) -> None:
    of, office = submitted(county, rich), county.client("kaohe")
    with CaptureQueriesContext(connection) as few:
        asked(office, rich, of[:1])
    everything = list(Filing.objects.filter(assessment=rich))
    Filing.objects.filter(assessment=rich).update(state=FilingState.SUBMITTED)
    with CaptureQueriesContext(connection) as many:
        asked(office, rich, everything)
    assert len(many) <= len(few) <= 30
