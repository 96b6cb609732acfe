"""Votes and ratings: what is still missing by panel and unit, and where it is entered."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.models import Fact, Filing, FilingState
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

UNITS = ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")


def vote(county: County, rich: Assessment, *units: str) -> Filing:
    of = filing(rich, "群众满意")
    rows = [
        {"unit": name, "number": f"m-{option}", "values": {"option": option, "count": count}}
        for name in units
        for option, count in (("满意", "30"), ("不满意", "5"))
    ]
    send(county.client("tongji"), of, rows)
    return of


def page(county: County, rich: Assessment, who: str = "kaohe", query: str = "") -> str:
    return county.client(who).get(url(rich, f"facts/panels{query}")).content.decode()


def test_the_office_finds_votes_and_ratings_in_the_menu(county: County, rich: Assessment) -> None:
    assert url(rich, "facts/panels") in county.client("kaohe").get(url(rich, "")).content.decode()
    assert url(rich, "facts/panels") not in county.client("dongjie").get(url(rich, "")).content.decode()


def test_missing_votes_are_named_by_panel_and_unit(county: County, rich: Assessment) -> None:
    vote(county, rich, *UNITS[:3])
    shown = page(county, rich)
    assert "3 / 5" in shown
    assert "0 / 5" in shown
    assert "白石镇、柳溪镇" in shown
    assert shown.count("35票") == 3
    assert "由区统计局填报，提交后由考核办核验" in shown
    only = page(county, rich, query="?missing=yes&q=乡镇")
    assert '<th scope="row">白石镇</th>' in only
    assert '<th scope="row">东街街道</th>' not in only


def test_a_provider_sees_its_own_panel_alone_and_is_told_what_to_do(county: County, rich: Assessment) -> None:
    vote(county, rich, *UNITS)
    shown = page(county, rich, "tongji")
    assert "已填齐，请核对后提交" in shown
    assert "领导评价" not in shown
    assert "领导评价" not in page(county, rich, "dongjie")


def test_single_ballots_are_added_up_and_abstentions_are_no_votes(county: County, rich: Assessment) -> None:
    of = filing(rich, "群众满意")
    for number in range(3):
        Fact.objects.create(filing=of, participant=unit(rich, "白石镇"), number=str(number), row={"option": "满意"})
    assert "3票" in page(county, rich)
    scheme = rich.scheme
    assert scheme is not None
    scheme.text = scheme.text.replace("不满意: 0}", "不满意: 0}, abstentions: [弃权]")
    scheme.save()
    Fact.objects.filter(filing=of).update(row={"option": "弃权"})
    assert "白石镇" in page(county, rich).split("未填单位")[1].split("</dd>")[0]


def test_rating_sheets_that_lack_marks_are_told(county: County, rich: Assessment) -> None:
    of = filing(rich, "领导评价")
    for number, dimension in enumerate(("大局", "廉政", "大局")):
        row = {"rater": str(number // 2), "dimension": dimension, "mark": "30"}
        Fact.objects.create(filing=of, participant=unit(rich, "白石镇"), number=str(number), row=row)
    shown = page(county, rich)
    assert "2份评分表" in shown
    assert "白石镇：1份评分表未填全" in shown


def test_a_kind_of_voters_that_is_missing_is_named_with_what_follows(county: County, rich: Assessment) -> None:
    scheme = rich.scheme
    assert scheme is not None
    scheme.text = scheme.text.replace("不满意: 0}", "不满意: 0}, classes: {代表: 60%, 居民: 40%}")
    scheme.save()
    of = filing(rich, "群众满意")
    for number, kind in enumerate(("代表", "居民")):
        row = {"kind": kind, "option": "满意", "count": "20"}
        Fact.objects.create(filing=of, participant=unit(rich, "白石镇"), number=str(number), row=row)
    assert "facts.W214" not in page(county, rich)
    Fact.objects.filter(filing=of, number="1").update(row={"kind": "代表", "option": "不满意", "count": "2"})
    shown = page(county, rich)
    assert "居民" in shown.split("<dt>须核对</dt>")[1].split("</dd>")[0]
    assert "得分只由其他类别算出" in shown
    assert "facts.W214" in shown


def test_the_list_of_votes_is_exported(county: County, rich: Assessment) -> None:
    vote(county, rich, *UNITS[:1])
    answer = county.client("kaohe").get(url(rich, "facts/panels?as=xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=3)][:3] == [
        ["单位", "组别", "群众满意", "领导评价"],
        ["东街街道", "街道", "35票", "未填"],
        ["西街街道", "街道", "未填", "未填"],
    ]


def test_a_count_that_was_handed_in_leads_to_its_page_where_it_is_corrected(county: County, rich: Assessment) -> None:
    of, client = vote(county, rich, *UNITS), county.client("tongji")
    client.post(url(rich, f"facts/{of.pk}/submit"))
    place = url(rich, f"facts/{of.pk}/units/{unit(rich, '白石镇').pk}")
    assert f"{place}?number=m-满意" in client.get(url(rich, f"facts/{of.pk}")).content.decode()
    given = {"number": "m-满意", "version": "1", "option": "满意", "count": "29", "reason": "计票有误"}
    client.post(f"{place}/correct", given)
    assert Fact.objects.get(filing=of, participant__unit="白石镇", number="m-满意").row["count"] == "29"
    of.refresh_from_db()
    assert of.state == FilingState.SUBMITTED


def test_the_page_asks_no_more_when_there_are_more_votes(county: County, rich: Assessment) -> None:
    client = county.client("kaohe")
    with CaptureQueriesContext(connection) as few:
        client.get(url(rich, "facts/panels"))
    vote(county, rich, *UNITS)
    with CaptureQueriesContext(connection) as many:
        client.get(url(rich, "facts/panels"))
    assert len(many) <= len(few) <= 30


def test_the_page_explains_only_what_the_scheme_asks_for(county: County, rich: Assessment) -> None:
    shown = page(county, rich)
    assert "测评票：填写各单位各选项的票数" in shown
    assert "评分表：每位评价人一份" in shown
    assert "直接填得分：可逐格录入" not in shown
