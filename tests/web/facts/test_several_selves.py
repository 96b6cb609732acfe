"""Accepting or returning several self-assessments in one step, without deciding on anything unseen."""

from __future__ import annotations

import json
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Fact, Filing, SelfAssessment, Side
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

UNITS = {"dongjie": "东街街道", "xijie": "西街街道"}


def give(county: County, rich: Assessment, who: str, of: Filing, score: str, version: int = 0) -> None:
    """Let a unit say a score of itself."""
    own = unit(rich, UNITS[who])
    row = {"filing": of.pk, "unit": own.pk, "values": {"score": score}, "version": version}
    sent = json.dumps({"rows": [row]})
    answer = county.client(who).post(url(rich, f"self/{own.pk}/rows"), sent, content_type="application/json")
    assert answer.json()["problems"] == []


def submitted(county: County, rich: Assessment) -> list[Participant]:
    """Let two units hand in; the first with a file, and with another score than was provided."""
    of = filing(rich, "固定资产投资")
    send(county.client("tongji"), of, [{"unit": name, "values": {"score": "30"}} for name in UNITS.values()])
    for who, score in (("dongjie", "39"), ("xijie", "30")):
        give(county, rich, who, of, score)
    fact = Fact.objects.get(side=Side.SELF, participant=unit(rich, UNITS["dongjie"]))
    file = SimpleUploadedFile("投资台账.txt", b"a")
    county.client("dongjie").post(url(rich, f"facts/rows/{fact.pk}/evidence"), {"file": file})
    for who, name in UNITS.items():
        county.client(who).post(url(rich, f"self/{unit(rich, name).pk}/submit"), {"gaps": "yes"})
    return [unit(rich, name) for name in UNITS.values()]


def asked(office: Client, rich: Assessment, units: list[Participant], state: str = "verified") -> dict[str, object]:
    """Tick units in the list and give the form that comes for them."""
    page = office.post(url(rich, "self/several"), {"unit": [each.pk for each in units], "state": state})
    text = page.content.decode()
    shown = re.search(r'name="shown" value="([^"]*)"', text)
    assert shown is not None
    return {"unit": re.findall(r'name="unit" value="(\d+)"', text), "state": state, "shown": unescape(shown[1])}


def states() -> list[str]:
    return list(SelfAssessment.objects.order_by("participant__position").values_list("state", flat=True))


def test_several_self_assessments_are_accepted_with_all_that_they_say_in_view(county: County, rich: Assessment) -> None:
    units, office = submitted(county, rich), county.client("kaohe")
    page = office.post(url(rich, "self/several"), {"unit": [each.pk for each in units]}).content.decode()
    assert "核验2份自评" in page
    assert "投资台账.txt" in page
    assert "39" in page
    assert "（核定：30）" in page
    assert "无差异" in page
    assert states() == ["submitted", "submitted"]
    said = office.post(url(rich, "self/several"), asked(office, rich, units), follow=True).content.decode()
    assert "已核验2份自评" in said
    assert states() == ["verified", "verified"]
    looked_at = [entry.data["looked_at"] for entry in Entry.objects.filter(action="self.verified").order_by("pk")]
    assert any("投资台账.txt sha256:" in line for line in looked_at[0])
    assert SelfAssessment.objects.get(participant=units[0]).accepted == {
        "values": 1, "files": 1, "digest": Entry.objects.filter(action="self.verified").order_by("pk")[0].after,
    }  # fmt: skip


def test_one_that_says_something_else_by_now_is_left_out_and_named(county: County, rich: Assessment) -> None:
    units, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, units)
    county.client("kaohe2").post(url(rich, f"self/{units[0].pk}/return"), {"reason": "数据有误"})
    give(county, rich, "dongjie", filing(rich, "固定资产投资"), "38", version=1)
    county.client("dongjie").post(url(rich, f"self/{units[0].pk}/submit"), {"gaps": "yes"})
    said = office.post(url(rich, "self/several"), form, follow=True).content.decode()
    assert "未办理：“东街街道”" in said
    assert "自评数据或佐证有改动" in said
    assert states() == ["submitted", "verified"]


def test_nothing_is_accepted_that_was_not_shown_or_does_not_wait(county: County, rich: Assessment) -> None:
    units, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, units[:1])
    form["unit"] = [each.pk for each in units]
    assert "此项未曾显示" in office.post(url(rich, "self/several"), form, follow=True).content.decode()
    assert states() == ["verified", "submitted"]
    page = office.post(url(rich, "self/several"), {"unit": [each.pk for each in units]}).content.decode()
    assert "不在此列：" in page
    assert "核验1份自评" in page
    assert "尚未勾选" in office.post(url(rich, "self/several"), {}, follow=True).content.decode()


def test_several_are_returned_with_one_reason(county: County, rich: Assessment) -> None:
    units, office = submitted(county, rich), county.client("kaohe")
    form = asked(office, rich, units, "returned")
    assert office.post(url(rich, "self/several"), form).status_code == 422
    assert states() == ["submitted", "submitted"]
    office.post(url(rich, "self/several"), {**form, "reason": "请补充佐证"})
    assert set(SelfAssessment.objects.values_list("state", "reason")) == {("returned", "请补充佐证")}
    assert "请补充佐证" in county.client("xijie").get(url(rich, f"self/{units[1].pk}")).content.decode()


def test_sc13_only_the_office_decides_on_several_self_assessments(county: County, rich: Assessment) -> None:
    units = submitted(county, rich)
    for who, status in (("tongji", 403), ("dongjie", 403), ("shenji", 403), ("stranger", 404)):
        answer = county.client(who).post(url(rich, "self/several"), {"unit": [units[0].pk], "shown": "{}"})
        assert answer.status_code == status
    assert states() == ["submitted", "submitted"]


def test_the_list_offers_what_can_be_done_with_what_it_shows(county: County, rich: Assessment) -> None:
    submitted(county, rich)
    office = county.client("kaohe")
    waiting = office.get(url(rich, "self?state=submitted")).content.decode()
    assert "核验所选自评" in waiting
    assert "催办" not in waiting.split("<tbody>")[1]
    assert "核验所选自评" not in office.get(url(rich, "self?state=open")).content.decode()
    assert "核验所选自评" not in county.client("shenji").get(url(rich, "self?state=submitted")).content.decode()


def test_showing_several_asks_no_more_when_there_are_more(county: County, rich: Assessment) -> None:
    units, office = submitted(county, rich), county.client("kaohe")
    with CaptureQueriesContext(connection) as few:
        asked(office, rich, units[:1])
    with CaptureQueriesContext(connection) as many:
        asked(office, rich, units)
    assert len(many) == len(few) <= 30
