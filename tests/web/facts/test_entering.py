"""Entering: what is kept, what is refused, and what becomes of two people's work."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.models import Entry
from kaoji.web.facts.actions import open_collection
from kaoji.web.facts.filings import has
from kaoji.web.facts.models import Correction, Fact, Filing, FilingState, Workbook
from tests.scoring.small_scheme import of
from tests.web.conftest import County
from tests.web.facts.conftest import RICH, filing, send, unit, url


def test_a_row_is_kept_and_its_history_begins(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    said = send(county.client("tongji"), of, [{"unit": "东街街道", "values": {"score": " ３０ "}}])
    assert said["kept"][0]["version"] == 1
    assert said["kept"][0]["row"] == Fact.objects.get().row == {"score": "30"}
    assert Correction.objects.get().before is None


def test_two_people_in_one_row_lose_nothing_when_they_change_different_fields(county: County, rich: Assessment) -> None:
    of = filing(rich, "生产安全事故")
    first, second = county.client("yingji"), county.client("yingji")
    row = {"unit": "东街街道", "number": "A1"}
    send(first, of, [{**row, "values": {"level": "较大事故", "happened_on": "2026-03-01"}}])
    send(first, of, [{**row, "version": 1, "values": {"note": "一"}, "before": {"note": ""}}])
    said = send(second, of, [{**row, "version": 1, "values": {"document": "二"}, "before": {"document": ""}}])
    assert said["conflicts"] == []
    assert Fact.objects.get().row == {"level": "较大事故", "happened_on": "2026-03-01", "note": "一", "document": "二"}


def test_both_values_are_shown_when_two_people_change_one_field(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    row = {"unit": "东街街道", "before": {"score": ""}}
    send(county.client("tongji"), of, [{**row, "values": {"score": "30"}}])
    said = send(county.client("tongji"), of, [{**row, "values": {"score": "31"}}])
    assert (said["conflicts"][0]["row"], said["conflicts"][0]["by"]) == ({"score": "30"}, "周念")
    chosen = {**row, "values": {"score": "31"}, "before": {"score": "30"}, "version": said["conflicts"][0]["version"]}
    assert send(county.client("tongji"), of, [chosen])["kept"][0]["row"] == {"score": "31"}
    assert [c.before for c in Correction.objects.all()] == [None, {"score": "30"}]


def test_a_row_sent_twice_is_kept_once(county: County, rich: Assessment) -> None:
    of = filing(rich, "生产安全事故")
    row = {"unit": "东街街道", "number": "A1", "values": {"level": "较大事故"}}
    for _ in range(2):
        assert send(county.client("yingji"), of, [row])["kept"][0]["version"] == 1
    assert Correction.objects.count() == 1


def test_a_cleared_row_is_withdrawn_and_can_be_filled_again(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    client = county.client("tongji")
    send(client, of, [{"unit": "东街街道", "values": {"score": "30"}}])
    send(client, of, [{"unit": "东街街道", "version": 1, "values": {"score": ""}, "before": {"score": "30"}}])
    assert Fact.objects.get().is_withdrawn
    assert 'data-version="2"' in client.get(url(rich, f"facts/{of.pk}")).content.decode()
    said = send(client, of, [{"unit": "东街街道", "version": 2, "values": {"score": "12"}, "before": {"score": ""}}])
    assert said["kept"][0]["row"] == {"score": "12"}


def test_a_blank_row_leaves_nothing_behind(county: County, rich: Assessment) -> None:
    said = send(county.client("tongji"), filing(rich, "固定资产投资"), [{"unit": "东街街道", "values": {"score": ""}}])
    assert said == {"kept": [], "problems": [], "conflicts": []}
    assert not Fact.objects.exists()


def test_a_finding_about_rows_together_names_the_row_that_came_last(county: County, rich: Assessment) -> None:
    of = filing(rich, "重点工作")
    client = county.client("tongji")
    work = {"work": "改造", "share": "60%", "completion": "100%"}
    said = send(client, of, [{"unit": "东街街道", "number": "1", "values": work}])
    assert len(said["kept"]) == 1
    assert said["problems"][0]["level"] == "error"
    said = send(client, of, [{"unit": "东街街道", "number": "2", "values": {**work, "share": "40%"}}])
    assert said["kept"] == []
    assert "“东街街道 · 重点工作 · 改造”重复" in said["problems"][0]["text"]
    client.cookies["kaoji_language"] = "en"
    again = send(client, of, [{"unit": "东街街道", "number": "2", "values": {**work, "share": "40%"}}])
    assert "what “东街街道 · 重点工作 · 改造” says" in again["problems"][0]["text"]
    few = send(client, of, [{"unit": "东街街道", "number": "3", "values": {**work, "completion": "many"}}])
    assert not re.search("[\u4e00-\u9fff]", few["problems"][0]["text"])
    client.cookies["kaoji_language"] = "zh-hans"
    said = send(client, of, [{"unit": "东街街道", "number": "2", "values": {**work, "work": "新建", "share": "40%"}}])
    assert said["problems"] == []


def test_ballots_are_counted_by_option_and_a_cleared_count_is_no_ballot(county: County, rich: Assessment) -> None:
    of = filing(rich, "群众满意")
    client = county.client("tongji")
    page = client.get(url(rich, f"facts/{of.pk}")).content.decode()
    assert page.count("data-fixed") == 10
    row = {"unit": "东街街道", "number": "m-1", "values": {"option": "满意", "count": "80"}}
    assert send(client, of, [row])["kept"]
    assert Fact.objects.get().row == {"option": "满意", "count": "80"}
    assert 'value="80"' in client.get(url(rich, f"facts/{of.pk}")).content.decode()
    send(client, of, [{**row, "version": 1, "values": {"option": "满意", "count": ""}}])
    assert Fact.objects.get().is_withdrawn


def test_a_rating_sheet_is_begun_for_a_rater(county: County, rich: Assessment) -> None:
    of = filing(rich, "领导评价")
    client = county.client("kaohe")
    assert "data-fixed" not in client.get(url(rich, f"facts/{of.pk}")).content.decode()
    page = client.get(url(rich, f"facts/{of.pk}?rater=1号")).content.decode()
    assert page.count("data-fixed") == 10
    values = {"rater": "1号", "dimension": "大局", "mark": "70"}
    said = send(client, of, [{"unit": "东街街道", "number": "m-1", "values": values}])
    assert [problem["field"] for problem in said["problems"] if problem["level"] == "error"] == ["mark"]
    assert send(client, of, [{"unit": "东街街道", "number": "m-1", "values": {**values, "mark": "55"}}])["kept"]
    assert 'value="55"' in client.get(url(rich, f"facts/{of.pk}")).content.decode()


def test_the_sheets_of_many_raters_are_chosen_from_a_list_of_their_own(county: County, rich: Assessment) -> None:
    of = filing(rich, "领导评价")
    client = county.client("kaohe")
    page = ""
    for count, number in enumerate(range(8, 21), 1):
        values = {"rater": f"{number}号", "dimension": "大局", "mark": "50"}
        send(client, of, [{"unit": "东街街道", "number": f"m-{number}", "values": values}])
        page = client.get(url(rich, f"facts/{of.pk}?rater=9号")).content.decode()
        assert page.count('&amp;kind="') == count
        assert (f"{count}份评分表 · 9号" in page) == (count > 12)
    assert page.count('aria-current="true">9号') == 1
    assert page.index(">8号") < page.index(">9号</a>") < page.index(">10号")


def test_what_does_not_apply_is_marked_with_a_reason_and_frees_the_unit(county: County, rich: Assessment) -> None:
    of = filing(rich, "到位资金（万元）", "招商引资")
    client, about = county.client("shangwu"), unit(rich, "白石镇")
    send(client, of, [{"unit": "白石镇", "values": {"value": "100"}}])
    address = url(rich, f"facts/{of.pk}/units/{about.pk}")
    assert "不适用" in client.get(address).content.decode()
    client.post(f"{address}/absent", {"reason": ""})
    assert not Fact.objects.filter(filing__table="absences").exists()
    client.post(f"{address}/absent", {"reason": "没有园区"})
    assert Fact.objects.get(filing__table="absences").row == {"indicator": "招商引资", "reason": "没有园区"}
    assert Fact.objects.get(filing=of).is_withdrawn
    assert "没有园区" in client.get(url(rich, f"facts/{of.pk}")).content.decode()
    said = send(client, of, [{"unit": "白石镇", "version": 2, "values": {"value": "1"}}])
    assert said["problems"][0]["level"] == "error"
    client.post(f"{address}/absent", {"applies": "yes"})
    assert send(client, of, [{"unit": "白石镇", "version": 2, "values": {"value": "1"}}])["kept"]


def test_points_that_another_indicator_hands_on_stand_beside_the_unit(county: County) -> None:
    text = RICH.replace("when_absent: 按比例折算", "absent_for: {组别: 乡镇}\n        when_absent: 固定资产投资")
    text = text.replace(
        "        rules: [{when: 完成农村", "        when_absent: 固定资产投资\n        rules: [{when: 完成农村"
    )
    draft = actions.create(county.office, "青川区2027年度街道考核", 2027, county.people["kaohe"])
    version, _findings = actions.keep_scheme(draft, text, county.people["kaohe"])
    assessment = open_collection(version)
    of = filing(assessment, "固定资产投资")

    def head(name: str) -> str:
        page = county.client("tongji").get(url(assessment, f"facts/{of.pk}")).content.decode()
        return page.partition(f'<th scope="row">{name}')[2].partition("</th>")[0]

    assert head("东街街道") == ""
    assert "本单位60分" in head("白石镇")
    road = filing(assessment, "完成农村公路任务")
    place = url(assessment, f"facts/{road.pk}/units/{unit(assessment, '白石镇').pk}/absent")
    county.client("tongji").post(place, {"reason": "没有农村公路"})
    assert "本单位70分" in head("白石镇")

    book = openpyxl.load_workbook(BytesIO(county.client("tongji").get(url(assessment, "facts/template")).content))
    head_row, *rows = book["得分"].iter_rows(values_only=True)
    unit_at, points_at, slot_at = (head_row.index(name) for name in ("单位", "满分", "数据项"))
    shown = {row[unit_at]: row[points_at] for row in rows if row[slot_at] == "固定资产投资"}
    assert (shown["东街街道"], shown["白石镇"]) == (40, 70)
    # What stands there can be given in full: in the grid, and in the workbook.
    given = [{"unit": "白石镇", "values": {"score": "65"}}, {"unit": "东街街道", "values": {"score": "41"}}]
    said = send(county.client("tongji"), of, given)
    assert [each["unit"] for each in said["kept"]] == [unit(assessment, "白石镇").pk]
    sheet = book["得分"]
    for row in sheet.iter_rows(min_row=2):
        if row[unit_at].value == "白石镇" and row[slot_at].value == "固定资产投资":
            row[head_row.index("得分")].value = 66
    filled = BytesIO()
    book.save(filled)
    upload = SimpleUploadedFile("填报.xlsx", filled.getvalue())
    page = county.client("tongji").post(url(assessment, "facts/workbooks"), {"file": upload}, follow=True)
    assert "facts.E225" not in page.content.decode()
    assert "facts.E225" not in str(Workbook.objects.get().findings)
    assert any("白石镇" in str(row) and "70" in str(row) for row in book.worksheets[0].iter_rows(values_only=True))


def test_what_the_scheme_does_not_provide_for_cannot_be_marked_as_not_applying(
    county: County, rich: Assessment
) -> None:
    of = filing(rich, "固定资产投资")
    address = url(rich, f"facts/{of.pk}/units/{unit(rich, '白石镇').pk}/absent")
    answer = county.client("tongji").post(address, {"reason": "没有"}, follow=True).content.decode()
    assert not Fact.objects.filter(filing__table="absences", is_withdrawn=False).exists()
    assert "note error" in answer


def test_the_same_thing_asked_elsewhere_and_last_years_value_stand_beside(county: County, rich: Assessment) -> None:
    last = filing(county.assessment, "到位资金（万元）")
    send(county.client("shangwu"), last, [{"unit": "东街街道", "values": {"value": "777"}}])
    elsewhere, of = filing(rich, "到位资金（万元）", "外资"), filing(rich, "到位资金（万元）", "招商引资")
    send(county.client("tongji"), elsewhere, [{"unit": "东街街道", "values": {"value": "888"}}])
    page = county.client("shangwu").get(url(rich, f"facts/{of.pk}")).content.decode()
    assert ">777<" in page
    assert ">888" not in page
    elsewhere.state = FilingState.VERIFIED
    elsewhere.save()
    page = county.client("shangwu").get(url(rich, f"facts/{of.pk}")).content.decode()
    assert 'data-values="{&quot;value&quot;: &quot;888&quot;}"' in page
    assert "外资</span>" in page  # where it comes from stands there for all to see
    # Last year's value is that of the same indicator, not of another one that asks in the same words.
    assert ">777<" not in county.client("tongji").get(url(rich, f"facts/{elsewhere.pk}")).content.decode()


def test_a_percentage_is_written_with_or_without_its_sign_and_kept_as_the_column_asks(county: County) -> None:
    text = RICH.replace(
        "{measure: 到位资金（万元）, score: 每500万元计1分，最高计20分}",
        "{measure: 医保参保率, target: 95, score: 每低于1个百分点扣1分}",
    ).replace('{events: 生产安全事故, score: "较大事故每起扣10分，其他事故每起扣3分，扣完为止"}',
              "{events: 投诉率上升, score: 每个百分点扣2分}")  # fmt: skip
    draft = actions.create(county.office, "青川区2027年度街道考核", 2027, county.people["kaohe"])
    version, findings = actions.keep_scheme(draft, text, county.people["kaohe"])
    assert [finding.line() for finding in findings if finding.level == "error"] == []
    assessment = open_collection(version)
    of, client = filing(assessment, "医保参保率"), county.client("shangwu")
    page = client.get(url(assessment, f"facts/{of.pk}")).content.decode()
    assert "数值（%，98.4%填98.4）" in page
    assert 'placeholder="98.4"' in page
    given = [("东街街道", "98.4%"), ("西街街道", "９７．５％"), ("南湖街道", "96")]
    said = send(client, of, [{"unit": name, "values": {"value": value}} for name, value in given])
    assert said["problems"] == []
    kept = {fact.participant.unit: fact.row["value"] for fact in Fact.objects.select_related("participant")}
    assert kept == {"东街街道": "98.4", "西街街道": "97.5", "南湖街道": "96"}
    # Sent once more with its sign, it says the same.
    again = send(client, of, [{"unit": "东街街道", "version": 1, "values": {"value": "98.4%"}}])
    assert again["kept"][0]["version"] == 1

    events = filing(assessment, "投诉率上升")
    row = {"unit": "东街街道", "number": "a1", "values": {"quantity": "2.5%", "happened_on": "2026-03-02"}}
    assert send(county.client("yingji"), events, [row])["problems"] == []
    assert Fact.objects.get(filing=events).row["quantity"] == "2.5"

    own = unit(assessment, "东街街道")
    page = county.client("dongjie").get(url(assessment, f"self/{own.pk}")).content.decode()
    assert "98.4%填98.4" in page.partition("医保参保率")[2].partition("</tr>")[0]

    money = filing(assessment, "到位资金（万元）", "外资")
    page = county.client("tongji").get(url(assessment, f"facts/{money.pk}")).content.decode()
    assert "98.4" not in page
    wrong = send(county.client("tongji"), money, [{"unit": "东街街道", "values": {"value": "98.4%"}}])["problems"][0]
    assert wrong["level"] == "error"
    assert "“98.4%”是百分数，而“到位资金（万元）”的单位是万元。请填以万元为单位的数，不带%。" in str(wrong)


def test_a_value_is_offered_with_its_target_and_last_years_as_what_growth_is_measured_from(county: County) -> None:
    text = RICH.replace("每500万元计1分，最高计20分", "按完成比例计分").replace(
        "每500万元计1分，最高计10分", "按完成比例计分"
    )
    text = text.replace("score: 由数据提供单位计分", "rules: [{measure: 工业增加值（亿元）, score: 按发展指数计分}]")
    years: list[Assessment] = []
    for year in (2026, 2027):
        draft = actions.create(
            county.office, f"青川区{year}年度街道考核", year, county.people["kaohe"], years[-1] if years else None
        )
        version, findings = actions.keep_scheme(draft, text.replace("2026", str(year)), county.people["kaohe"])
        assert [finding.line() for finding in findings if finding.level == "error"] == []
        years.append(open_collection(version))
    last, this = years

    def page_of(who: str, label: str, indicator: str = "") -> str:
        return county.client(who).get(url(this, f"facts/{filing(this, label, indicator).pk}")).content.decode()

    given = {"value": "900", "target": "1000"}
    send(
        county.client("shangwu"), filing(last, "到位资金（万元）", "招商引资"), [{"unit": "东街街道", "values": given}]
    )
    elsewhere = filing(this, "到位资金（万元）", "外资")
    send(county.client("tongji"), elsewhere, [{"unit": "东街街道", "values": {"value": "800", "target": "950"}}])
    Filing.objects.filter(pk=elsewhere.pk).update(state=FilingState.VERIFIED)
    page = page_of("shangwu", "到位资金（万元）", "招商引资")
    assert "数值 800；目标值 950" in page
    assert 'data-values="{&quot;value&quot;: &quot;800&quot;, &quot;target&quot;: &quot;950&quot;}"' in page
    assert "数值 900；目标值 1000" in page

    grown = {"value": "12.5", "previous": "11"}
    send(county.client("tongji"), filing(last, "工业增加值（亿元）"), [{"unit": "东街街道", "values": grown}])
    page = page_of("tongji", "工业增加值（亿元）")
    assert 'data-values="{&quot;previous&quot;: &quot;12.5&quot;}"' in page
    assert "作为上年值采用" in page
    assert ">12.5 <button" in page


def test_a_value_under_words_that_fit_anything_is_not_offered_to_another_indicator(
    county: County, rich: Assessment
) -> None:
    elsewhere, of = filing(rich, "到位资金（万元）", "外资"), filing(rich, "到位资金（万元）", "招商引资")
    Filing.objects.filter(pk__in=[elsewhere.pk, of.pk]).update(label="完成比例（%）", state=FilingState.VERIFIED)
    Fact.objects.create(filing=elsewhere, participant=unit(rich, "东街街道"), row={"value": "116"})
    assert ">116" not in county.client("shangwu").get(url(rich, f"facts/{of.pk}")).content.decode()
    Filing.objects.filter(pk=elsewhere.pk).update(indicator=of.indicator)
    assert ">116" in county.client("shangwu").get(url(rich, f"facts/{of.pk}")).content.decode()


def test_sc15_fields_that_are_not_asked_for_change_nothing(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    values = {"score": "30", "unit": "西街街道", "is_verified": "yes", "slot": "x", "note": "x"}
    send(county.client("tongji"), of, [{"unit": "东街街道", "values": values, "side": "self", "is_verified": True}])
    fact = Fact.objects.get()
    assert (fact.row, fact.side, fact.is_verified, fact.participant.unit) == (
        {"score": "30"},
        "provided",
        False,
        "东街街道",
    )


def test_sc30_no_request_breaks_the_grid(county: County, rich: Assessment) -> None:
    of, client = filing(rich, "固定资产投资"), county.client("tongji")
    address, pk = url(rich, f"facts/{of.pk}/rows"), unit(rich, "东街街道").pk
    rows: list[object] = [
        None, [], {}, {"rows": None}, {"rows": [1]}, {"rows": [{}]}, {"rows": [{"unit": "x", "values": {}}]},
        {"rows": [{"unit": 10**30, "values": {}}]}, {"rows": [{"unit": pk, "values": []}]},
        {"rows": [{"unit": pk, "values": {}, "version": "x"}]}, {"rows": [{"unit": pk, "values": {}, "before": 3}]},
        {"rows": [{"unit": pk, "values": {"score": "1" * 5000}}]}, {"rows": [{"unit": pk, "values": {"score": "NaN"}}]},
        {"rows": [{"unit": pk, "values": {"score": "\x00"}}]}, {"rows": [{"unit": pk, "values": {"score": ["1"]}}]},
        {"rows": [{"unit": pk, "values": {"score": "=1+1"}}]}, {"rows": [{"unit": pk, "values": {"score": "1e999999"}}]},
    ]  # fmt: skip
    for row in rows:
        assert client.post(address, row, content_type="application/json").status_code in (200, 400)
    assert client.post(address, b"\xff{", content_type="application/json").status_code == 400
    assert not Fact.objects.exists()


def test_a_filing_does_not_expect_units_that_their_group_frees() -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度综合考核
year: 2025
groups:
  乡镇组: {units: [甲镇]}
  部门组: {units: [丙局]}
indicators:
  - {name: 招商引资, points: 20, score: 由县商务局计分, absent_for: {组别: 部门组}, when_absent: 党的建设}
  - {name: 党的建设, points: 80, score: 由县委组织部计分}
""")
    node = structure.nodes[0]
    assert has(node, structure, "甲镇", "乡镇组", {})
    assert not has(node, structure, "丙局", "部门组", {})


def test_a_grid_is_given_as_a_file_and_cut_into_pages_where_it_is_very_long(
    county: County, rich: Assessment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    of, office = filing(rich, "生产安全事故"), county.client("kaohe")
    place = url(rich, f"facts/{of.pk}")
    values = {"quantity": "2", "note": "=1+1", "level": "较大事故", "happened_on": "2026-03-01"}
    send(county.client("yingji"), of, [{"unit": "东街街道", "number": "1", "values": values}])
    rows = office.get(f"{place}?as=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("单位,日期,数量")
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    Fact.objects.bulk_create(
        Fact(filing=of, participant=unit(rich, "西街街道"), number=f"n{number}", row={"note": f"第{number}起"})
        for number in range(1200)
    )
    with django_assert_max_num_queries(30):
        page = office.get(f"{place}?page=3").content.decode()
    assert "3 / 3" in page
    assert page.count("<tr data-unit") == 201
    assert office.get(f"{place}?q=第119").content.decode().count("<tr data-unit") == 11
    assert len(office.get(f"{place}?as=csv&q=第119").content.decode().splitlines()) == 12
    assert Entry.objects.filter(action="list.export").count() == 2
    answer = unit(rich, "东街街道")
    done = filing(rich, "完成农村公路任务")
    send(county.client("tongji"), done, [{"unit": "东街街道", "values": {"answer": "是"}}])
    office.cookies["kaoji_language"] = "en"
    english = office.get(url(rich, f"facts/{done.pk}?as=csv")).content.decode("utf-8-sig").splitlines()
    assert english[0].startswith("Unit,Answer")
    assert english[1].startswith(f"{answer.unit},yes,")
