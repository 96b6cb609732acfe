"""What units are: said before the scheme is published, corrected with a reason afterwards, and felt by facts and results."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kaoji.web.assessments.actions import keep_scheme
from kaoji.web.assessments.attributes import waiting_in
from kaoji.web.assessments.models import Assessment, AttributeChange, UnitAttributes
from kaoji.web.assessments.starting import start_from_last
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.models import Entry as Noted
from kaoji.web.facts.actions import Entry, move_filing, open_collection, save
from kaoji.web.facts.models import Correction, Fact, FilingState
from kaoji.web.jobs.queue import do_all
from kaoji.web.results import actions as results
from kaoji.web.results.changing import fill_in, moved
from kaoji.web.results.models import Run
from tests.web.assessments.conftest import newest
from tests.web.conftest import County

MARKED = "points: 20\n        absent_for: {有招商任务: 否}\n        when_absent: 计满分\n"
QUOTA = "quota: {within: [类别], share_by: 等次}\ngrades:\n  - {name: 优秀, shares: {一等: 40%, 二等: 20%}}\n  - {name: 良好}\n"


@pytest.fixture
def asking(county: County, preparing: Assessment) -> Assessment:
    """Give an assessment in preparation whose scheme asks for three attributes."""
    text = newest(preparing).text
    text = text.replace("points: 20\n", MARKED, 1)
    text = text[: text.index("grades:")] + QUOTA
    version, findings = keep_scheme(preparing, text, county.people["kaohe"])
    assert not [each for each in findings if each.level == "error"]
    assert structure_of(version).attributes == {"类别": (), "等次": ("一等", "二等"), "有招商任务": ("否",)}
    return preparing


UNITS = ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")
TABLE = "单位\t类别\t等次\t有招商任务\n" + "".join(f"{unit}\t甲\t一等\t是\n" for unit in UNITS)


def url(assessment: Assessment) -> str:
    return f"/assessments/{assessment.pk}/scheme/units"


def say(client: Client, assessment: Assessment, table: str, reason: str = "") -> str:
    """Paste a table, look at what changes, and keep it."""
    page = client.post(url(assessment), {"act": "table", "table": table})
    assert page.status_code == 200, page.content.decode()
    said = page.context["said"]
    done = client.post(url(assessment), {"act": "confirm", "said": said, "reason": reason}, follow=True)
    return str(done.content.decode())


def test_attributes_are_asked_for_before_publishing_and_enrolled_with_the_units(
    county: County, asking: Assessment
) -> None:
    client = county.client("kaohe")
    page = client.get(url(asking)).content.decode()
    assert "还缺15个值" in page
    assert "还有15个单位属性值未填" in client.get(f"/assessments/{asking.pk}/scheme/publish").content.decode()
    fields = {"unit-0": "东街街道", "value-0-0": "是", "value-0-1": "甲", "value-0-2": "二等", "value-0-3": "否"}
    assert client.post(url(asking), {"act": "keep", **fields}).status_code == 302
    assert UnitAttributes.objects.get(assessment=asking).values == {"类别": "甲", "等次": "二等", "有招商任务": "否"}
    assert "缺少的值 <b>12</b>" in client.get(url(asking)).content.decode()
    open_collection(newest(asking))
    unit = asking.participants.get(unit="东街街道")
    assert unit.attributes == {"类别": "甲", "等次": "二等", "有招商任务": "否"}
    assert asking.filings.get(label="到位资金（万元）").expected == 4
    assert "还有12个单位属性值未填" in client.get("/").content.decode()


def test_a_pasted_table_is_looked_at_before_it_is_kept(county: County, asking: Assessment) -> None:
    client = county.client("kaohe")
    wrong = TABLE.replace("柳溪镇\t甲\t一等\t是", "柳河镇\t甲\t三等\t是").replace(
        "白石镇\t甲\t一等", "白石镇\t甲\t三等"
    )
    page = client.post(url(asking), {"act": "table", "table": wrong})
    assert page.status_code == 422
    text = page.content.decode()
    assert "“柳河镇”" in text
    assert "三等" in text
    assert not UnitAttributes.objects.exists()
    assert "已保存15个值" in say(client, asking, TABLE)
    assert "还缺" not in client.get(url(asking)).content.decode()
    assert "单位" in client.post(url(asking), {"act": "table", "table": "甲\t乙"}).content.decode()


def test_what_is_exported_is_read_again(county: County, asking: Assessment) -> None:
    client = county.client("kaohe")
    say(client, asking, TABLE)
    sent = client.get(f"{url(asking)}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    assert book.active is not None
    assert [cell.value for cell in next(book.active.iter_rows())] == [
        "单位",
        "组",
        "参加考核",
        "类别",
        "等次",
        "有招商任务",
    ]
    book.active["D2"] = "乙"
    again = io.BytesIO()
    book.save(again)
    page = client.post(url(asking), {"act": "table", "file": SimpleUploadedFile("属性.xlsx", again.getvalue())})
    assert [(each.line.unit, each.name, each.before, each.after) for each in page.context["changes"]] == [
        ("东街街道", "类别", "甲", "乙")
    ]


def test_a_correction_after_publishing_needs_a_reason_and_keeps_the_old_value(
    county: County, asking: Assessment
) -> None:
    client = county.client("kaohe")
    say(client, asking, TABLE)
    open_collection(newest(asking))
    changed = {"unit-1": "西街街道", "value-1-1": "乙"}
    page = client.post(url(asking), {"act": "keep", **changed})
    assert page.status_code == 200
    said = page.context["said"]
    refused = client.post(url(asking), {"act": "confirm", "said": said, "reason": ""})
    assert refused.status_code == 422
    assert client.post(url(asking), {"act": "keep", "reason": "区划调整", **changed}).status_code == 302
    assert asking.participants.get(unit="西街街道").attributes["类别"] == "乙"
    assert "区划调整" in client.get(url(asking)).content.decode()
    assert Noted.objects.get(action="scheme.attributes", data__reason="区划调整").data["values"] == 1
    late = client.post(url(asking), {"act": "confirm", "said": said, "reason": "再来一次"})
    assert late.status_code == 422
    assert asking.attribute_changes.count() == 16


def test_facts_follow_an_attribute_that_changes(county: County, asking: Assessment) -> None:
    client, who = county.client("kaohe"), county.people["kaohe"]
    say(client, asking, TABLE.replace("柳溪镇\t甲\t一等\t是", "柳溪镇\t甲\t一等\t否"))
    asking = open_collection(newest(asking))
    assert asking.scheme is not None
    filing = asking.filings.get(label="到位资金（万元）")
    units = list(asking.participants.exclude(unit="柳溪镇"))
    save(filing, [Entry(unit, {"value": "2600"}, 0) for unit in units], structure_of(asking.scheme), who)
    move_filing(filing, FilingState.SUBMITTED, who)
    turned = "单位\t有招商任务\n东街街道\t否\n柳溪镇\t是\n"
    page = client.post(url(asking), {"act": "table", "table": turned})
    assert "1条数据" in page.content.decode()
    text = say(client, asking, turned, "任务调整")
    assert "1个填报表已退回" in text
    filing.refresh_from_db()
    assert (filing.state, filing.expected) == (FilingState.RETURNED, 4)
    fact = Fact.objects.get(filing=filing, participant__unit="东街街道")
    assert fact.is_withdrawn
    assert Correction.objects.filter(fact=fact).latest("version").reason == "任务调整"


def test_a_result_is_not_complete_while_attributes_are_missing_and_old_when_they_change(
    county: County, asking: Assessment
) -> None:
    client, who = county.client("kaohe"), county.people["kaohe"]
    say(client, asking, TABLE.replace("柳溪镇\t甲\t一等\t是\n", ""))
    asking = open_collection(newest(asking))
    assert asking.scheme is not None
    for label, field in (("到位资金（万元）", "value"), ("固定资产投资", "score")):
        entries = [Entry(unit, {field: f"{30 + number}"}, 0) for number, unit in enumerate(asking.participants.all())]
        save(asking.filings.get(label=label), entries, structure_of(asking.scheme), who)
    run = compute(asking, county)
    assert {(each["unit"], each["label"]) for each in run.missing} == {
        ("柳溪镇", name) for name in ("类别", "等次", "有招商任务")
    }
    assert not run.is_final
    page = client.get(f"/assessments/{asking.pk}/results/{run.number}/missing").content.decode()
    assert f"{url(asking)}?show=missing" in page
    say(client, asking, "单位\t参加考核\n柳溪镇\t否\n", "撤并")
    assert "1个单位的数据" in "".join(results.what_hinders(run))
    later = compute(asking, county)
    assert (later.missing, later.is_final) == ([], True)
    found = moved(run, later)
    fill_in(found, run, later)
    assert "参加考核：否" in [fact.after for each in found if each.unit == "柳溪镇" for fact in each.facts]


def compute(assessment: Assessment, county: County) -> Run:
    run = results.compute(assessment, county.people["kaohe"])
    do_all()
    run.refresh_from_db()
    return run


def test_next_year_begins_with_what_was_said_this_year(county: County, asking: Assessment) -> None:
    say(county.client("kaohe"), asking, TABLE + "\n")
    following = start_from_last(asking, "青川区2027年度街道考核", 2027, county.people["kaohe"])
    assert UnitAttributes.objects.get(assessment=following, unit="白石镇").values["类别"] == "甲"


def test_who_makes_no_scheme_changes_no_attribute(county: County, asking: Assessment) -> None:
    for who, code in (("shenji", 200), ("kaohe2", 200), ("tongji", 404), ("dongjie", 404), ("xitong", 404)):
        assert county.client(who).get(url(asking)).status_code == code, who
    said = json.dumps([["东街街道", "类别", "", "甲"]])
    assert county.client("shenji").post(url(asking), {"act": "confirm", "said": said}).status_code == 403
    for broken in ("[", "{}", "[[1]]", json.dumps([["东街街道", "x", "", "甲"]])):
        sent = {"act": "confirm", "said": broken}
        assert county.client("kaohe").post(url(asking), sent).status_code in (302, 422)
    assert not UnitAttributes.objects.exists()


def test_the_table_asks_few_questions_however_many_units_there_are(
    county: County, asking: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = county.client("kaohe")
    say(client, asking, TABLE)
    open_collection(newest(asking))
    with django_assert_max_num_queries(24):
        client.get(url(asking))


def test_what_one_person_says_of_units_a_second_one_verifies_before_a_result_is_put_forward(
    county: County, asking: Assessment
) -> None:
    client, second = county.client("kaohe"), county.client("kaohe2")
    say(client, asking, TABLE)
    asking = open_collection(newest(asking))
    run = compute(asking, county)
    assert "有15个单位属性值尚未核验" in "".join(results.what_hinders(run))
    waiting = [each.pk for each in waiting_in(asking)]
    assert "15个值等待其他人核验" in client.get(url(asking)).content.decode().replace("另有", "")
    assert "本人填写" in client.post(f"{url(asking)}/verify", {"change": waiting}, follow=True).content.decode()
    assert "15个单位属性值等待核验" in second.get("/").content.decode()
    assert second.post(f"{url(asking)}/verify", {"change": waiting[:14]}).status_code == 302
    assert waiting_in(asking).count() == 1
    changed = {"unit-4": "柳溪镇", "value-4-3": "否", "reason": "任务调整", "act": "keep"}
    assert second.post(url(asking), changed).status_code == 302
    # What was said otherwise since is not verified by who looked at the value before.
    assert "请再看一遍" in second.post(f"{url(asking)}/verify", {"change": waiting[14:]}, follow=True).content.decode()
    last = [each.pk for each in waiting_in(asking)]
    assert county.client("shenji").post(f"{url(asking)}/verify", {"change": last}).status_code == 403
    client.post(f"{url(asking)}/verify", {"change": last})
    assert not waiting_in(asking).exists()
    assert "单位属性值尚未核验" not in "".join(results.what_hinders(run))
    assert Noted.objects.filter(action="scheme.attributes-verify").count() == 2


def test_values_to_be_verified_are_searched_paged_and_given_as_a_file(
    county: County, asking: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, second = county.client("kaohe"), county.client("kaohe2")
    say(client, asking, TABLE)
    asking = open_collection(newest(asking))
    person = county.people["kaohe"]
    for number in range(120):
        AttributeChange.objects.create(assessment=asking, unit=f"单位{number}", name="类别", after="乙", by=person)
    place = f"{url(asking)}/verify"
    with django_assert_max_num_queries(20):
        page = second.get(f"{place}?page=3").content.decode()
    assert page.count('name="change"') == 35
    assert "翻页前先提交" in page
    assert "查看待您核验的135个值" in second.get(url(asking)).content.decode()
    assert second.get(f"{place}?q=单位11").content.decode().count('name="change"') == 11
    rows = second.get(f"{place}?as=csv&q=单位11").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 12
    assert rows[0].startswith("单位,属性,原值,待核验的值")
    # What is verified on a page leads back to it.
    waiting = [each.pk for each in waiting_in(asking)[:50]]
    answer = second.post(place, {"change": waiting, "next": f"{place}?page=2"})
    assert answer["Location"] == f"{place}?page=2"
    assert waiting_in(asking).count() == 85
    assert client.get(place).content.decode().count('name="change"') == 0
    assert county.client("shenji").get(place).status_code == 403


def test_the_table_is_exported_and_read_again_in_english(county: County, asking: Assessment) -> None:
    client = county.client("kaohe")
    say(client, asking, TABLE)
    client.cookies["kaoji_language"] = "en"
    rows = client.get(f"{url(asking)}.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "unit,group,Takes part,类别,等次,有招商任务"
    assert rows[1] == "东街街道,街道,yes,甲,一等,yes"
    table = "\n".join(rows).replace(",", "\t").replace("yes", "no", 1)
    page = client.post(url(asking), {"act": "table", "table": table})
    assert [(each.line.unit, each.name, each.before, each.after) for each in page.context["changes"]] == [
        ("东街街道", "参加考核", "是", "否")
    ]
