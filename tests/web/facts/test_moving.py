"""Handing in, finding right, returning: whole filings and single rows, corrections, reminders, deadlines."""

from __future__ import annotations

import itertools
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.models import Entry as JournalEntry
from kaoji.web.facts import actions
from kaoji.web.facts.models import FILING_STEPS, Correction, Fact, Filing, FilingState, SelfAssessment, Urge
from kaoji.web.facts.progress import progress_of
from kaoji.web.organisations.models import Organisation
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

UNITS = ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")


def fill(county: County, rich: Assessment) -> Filing:
    of = filing(rich, "固定资产投资")
    send(county.client("tongji"), of, [{"unit": name, "values": {"score": "30"}} for name in UNITS])
    return of


def test_a_filing_goes_from_the_provider_to_the_office_and_back(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    provider, office = county.client("tongji"), county.client("kaohe")
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    office.post(url(rich, f"facts/{of.pk}/return"), {"reason": ""})
    of.refresh_from_db()
    assert of.state == FilingState.SUBMITTED
    office.post(url(rich, f"facts/{of.pk}/return"), {"reason": "口径不一致"})
    assert "口径不一致" in provider.get(url(rich, f"facts/{of.pk}")).content.decode()
    assert "被退回" in provider.get("/").content.decode()
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    office.post(url(rich, f"facts/{of.pk}/verify"))
    of.refresh_from_db()
    assert of.state == FilingState.VERIFIED
    assert not Fact.objects.filter(is_verified=False).exists()


def test_a_filing_with_blank_units_is_handed_in_only_when_that_is_meant(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    client = county.client("tongji")
    send(client, of, [{"unit": "东街街道", "values": {"score": "30"}}])
    answer = client.post(url(rich, f"facts/{of.pk}/submit"), follow=True).content.decode()
    assert "还有4个单位未填" in answer
    client.post(url(rich, f"facts/{of.pk}/submit"), {"gaps": "yes"})
    of.refresh_from_db()
    assert of.state == FilingState.SUBMITTED


def test_work_items_that_do_not_make_a_whole_are_not_handed_in(county: County, rich: Assessment) -> None:
    of, client = filing(rich, "重点工作"), county.client("tongji")
    values = {"work": "改造", "share": "60%", "completion": "1"}
    send(client, of, [{"unit": name, "number": "1", "values": {**values, "completion": "100%"}} for name in UNITS])
    assert "100%" in client.post(url(rich, f"facts/{of.pk}/submit"), {"gaps": "yes"}, follow=True).content.decode()
    of.refresh_from_db()
    assert of.state == FilingState.OPEN


def test_sc20_a_filing_takes_declared_steps_only(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    for before, after in itertools.product(FilingState, FilingState):
        Filing.objects.filter(pk=of.pk).update(state=before)
        if after in FILING_STEPS[before]:
            assert actions.move_filing(of, after, county.people["kaohe"], "因为").state == after
        else:
            with pytest.raises(NotNowError):
                actions.move_filing(of, after, county.people["kaohe"], "因为")


def test_one_row_is_verified_and_another_returned(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    provider, office = county.client("tongji"), county.client("kaohe")
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    right, wrong = (Fact.objects.get(filing=of, participant__unit=name) for name in UNITS[:2])
    office.post(url(rich, f"facts/rows/{right.pk}/verify"))
    office.post(url(rich, f"facts/rows/{wrong.pk}/object"), {"reason": "与公报不符"})
    of.refresh_from_db()
    assert (of.state, of.reason) == (FilingState.RETURNED, "西街街道：与公报不符")
    page = provider.get(url(rich, f"facts/{of.pk}?show=objected")).content.decode()
    assert page.count("data-unit=") == 1
    assert "与公报不符" in page
    said = send(provider, of, [{"unit": "东街街道", "version": 1, "values": {"score": "1"}}])
    assert said["kept"] == []
    assert "已核验" in said["problems"][0]["text"]
    assert send(provider, of, [{"unit": "西街街道", "version": 1, "values": {"score": "29"}}])["kept"]
    wrong.refresh_from_db()
    assert wrong.objection == ""
    # Whoever verifies again sees who handed it in, and which row is another than the one returned.
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    page = office.get(url(rich, f"facts/{of.pk}")).content.decode()
    assert page.count("退回后已改") == 1
    assert "退回后已改" in page.partition(">西街街道<")[2].partition("</tr>")[0]
    assert "周念于" in page
    office.post(url(rich, f"facts/{of.pk}/verify"), {"seen": actions.stamp_of(Filing.objects.get(pk=of.pk))})
    assert "退回后已改" not in office.get(url(rich, f"facts/{of.pk}")).content.decode()


def test_the_last_row_found_right_makes_the_filing_verified(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    county.client("tongji").post(url(rich, f"facts/{of.pk}/submit"))
    for pk in Fact.objects.filter(filing=of).values_list("pk", flat=True):
        county.client("kaohe").post(url(rich, f"facts/rows/{pk}/verify"))
    of.refresh_from_db()
    assert of.state == FilingState.VERIFIED


def test_a_correction_after_handing_in_keeps_what_was_there_and_why(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    client = county.client("tongji")
    client.post(url(rich, f"facts/{of.pk}/submit"))
    send(client, of, [{"unit": "东街街道", "version": 1, "values": {"score": "31"}}], status=409)
    address = url(rich, f"facts/{of.pk}/units/{unit(rich, '东街街道').pk}")
    client.post(f"{address}/correct", {"score": "31", "version": "1", "reason": ""})
    assert Fact.objects.get(filing=of, participant__unit="东街街道").row == {"score": "30"}
    client.post(f"{address}/correct", {"score": "31", "version": "1", "reason": "统计局更正"})
    correction = Correction.objects.latest("pk")
    assert (correction.before, correction.after, correction.reason) == ({"score": "30"}, {"score": "31"}, "统计局更正")
    assert (correction.after_submission, correction.by) == (True, county.people["tongji"])
    page = client.get(address).content.decode()
    assert "<del>30</del>" in page
    assert "统计局更正" in page
    assert "提交后更正" in page


def test_a_form_that_is_out_of_date_overwrites_nothing(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    address = url(rich, f"facts/{of.pk}/units/{unit(rich, '东街街道').pk}/correct")
    answer = county.client("tongji").post(address, {"score": "31", "version": "0"}, follow=True).content.decode()
    assert "您打开之后，周念在" in answer
    assert Fact.objects.get(filing=of, participant__unit="东街街道").row == {"score": "30"}


def test_a_reminder_stands_among_the_providers_things_until_it_is_handed_in(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    office, provider = county.client("kaohe"), county.client("tongji")
    office.post(url(rich, "facts/urge"), {"filing": [str(of.pk)], "text": "请于周五前报送"})
    assert "请于周五前报送" in provider.get("/").content.decode()
    assert "请于周五前报送" in provider.get(url(rich, f"facts/{of.pk}")).content.decode()
    assert "请于周五前报送" not in county.client("shangwu").get("/").content.decode()
    assert JournalEntry.objects.filter(action="facts.urge").exists()
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    assert "请于周五前报送" not in provider.get("/").content.decode()


def test_who_is_late_is_seen_and_reminded_at_once(county: County, rich: Assessment) -> None:
    Filing.objects.filter(assessment=rich, providers__name="区商务局").update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    office = county.client("kaohe")
    page = office.get(url(rich, "facts/providers?late=yes")).content.decode()
    assert "区商务局" in page
    assert "区统计局" not in page
    late = office.get(url(rich, "facts?state=late")).content.decode()
    assert "招商引资" in late
    assert "固定资产投资" not in late
    commerce = county.people["shangwu"].organisation_id
    office.post(url(rich, "facts/urge"), {"provider": str(commerce), "next": url(rich, "facts/providers")})
    assert Urge.objects.get().organisation_id == commerce


def test_the_list_of_providers_is_exported_as_it_is_shown(county: County, rich: Assessment) -> None:
    Organisation.objects.filter(name="区商务局").update(name="=HYPERLINK(1)商务局")
    Filing.objects.filter(assessment=rich, providers__name="=HYPERLINK(1)商务局").update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    office = county.client("kaohe")
    assert "as=xlsx" in office.get(url(rich, "facts/providers")).content.decode()

    def rows(query: str) -> list[tuple[object, ...]]:
        answer = office.get(url(rich, f"facts/providers?as=xlsx{query}"))
        assert "attachment" in answer.headers["Content-Disposition"]
        return list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))

    shown = rows("")
    assert shown[0][0] == "数据提供单位"
    assert {row[0] for row in shown[1:]} == {"=HYPERLINK(1)商务局", "区统计局", "区应急局", "区考核办"}
    late = rows("&late=yes")[1:]
    assert [(row[0], row[7]) for row in late] == [("=HYPERLINK(1)商务局", 1)]
    assert [row[0] for row in rows("&q=应急")[1:]] == ["区应急局"]
    # What begins like a formula is marked as text, so that no spreadsheet runs it.
    sheet = openpyxl.load_workbook(BytesIO(office.get(url(rich, "facts/providers?as=xlsx")).content)).worksheets[0]
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)
    assert county.client("tongji").get(url(rich, "facts/providers?as=xlsx")).status_code == 403


def test_the_office_sets_deadlines_of_some_filings(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    county.client("kaohe").post(url(rich, "facts/due"), {"filing": [str(of.pk), "9" * 30], "due_on": "2026-11-30"})
    of.refresh_from_db()
    assert of.due_on is not None
    assert of.due_on.isoformat() == "2026-11-30"
    county.client("kaohe").post(url(rich, "facts/due"), {"filing": [str(of.pk)], "due_on": "2026-99-99"})
    county.client("tongji").post(url(rich, "facts/due"), {"filing": [str(of.pk)], "due_on": "2027-11-30"})
    of.refresh_from_db()
    assert of.due_on.isoformat() == "2026-11-30"


def test_the_list_of_filings_is_filtered_and_exported(county: County, rich: Assessment) -> None:
    client = county.client("kaohe")
    page = client.get(url(rich, "facts?q=商务")).content.decode()
    assert "招商引资" in page
    assert "平安建设" not in page
    answer = client.get(url(rich, "facts?as=xlsx"))
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_facts_stand_still_before_they_are_collected(county: County, rich: Assessment) -> None:
    of = filing(rich, "固定资产投资")
    Assessment.objects.filter(pk=rich.pk).update(stage="published")
    send(county.client("tongji"), of, [{"unit": "东街街道", "values": {"score": "30"}}], status=409)
    structure = structure_of(of.assessment.scheme) if of.assessment.scheme else None
    assert structure is not None
    with pytest.raises(NotNowError):
        actions.submit(of, structure, county.people["tongji"], accepts_gaps=True)


def test_what_is_filled_in_only_where_something_happened_waits_for_nobody_until_it_is_handed_in(
    county: County, rich: Assessment
) -> None:
    accidents, office = filing(rich, "生产安全事故"), county.client("kaohe")
    listed = {state: office.get(url(rich, f"facts?state={state}")).content.decode() for state in ("open", "optional")}
    assert accidents.label not in listed["open"]
    assert accidents.label in listed["optional"]
    assert "有则填报" in listed["optional"]
    before = progress_of(rich)
    county.client("yingji").post(url(rich, f"facts/{accidents.pk}/submit"))
    after = progress_of(rich)
    assert after.filings == before.filings + 1
    assert after.by_state["submitted"] == 1
    assert "有1项待核验" in office.get("/").content.decode()
    assert "有1项待核验" in office.get(url(rich, "")).content.decode()


def test_who_is_done_with_a_filing_is_led_to_the_next(county: County, rich: Assessment) -> None:
    first, second = fill(county, rich), filing(rich, "完成农村公路任务")
    provider = county.client("tongji")
    page = url(rich, f"facts/{second.pk}")
    assert "下一项：" in provider.get(url(rich, f"facts/{first.pk}")).content.decode()
    provider.post(url(rich, f"facts/{first.pk}/submit"))
    office = county.client("kaohe").get(page).content.decode()
    assert f"下一项：{first.label}" in office


def test_what_is_filled_in_only_where_something_happened_is_among_the_things_to_do(
    county: County, rich: Assessment
) -> None:
    of = filing(rich, "生产安全事故")
    provider = county.client("yingji")

    def told() -> str:
        return provider.get("/").content.decode()

    assert not of.is_required
    place = url(rich, "facts?state=optional")
    assert place in told()
    provider.post(url(rich, f"facts/{of.pk}/submit"))
    assert place not in told()
    county.client("kaohe").post(url(rich, f"facts/{of.pk}/return"), {"reason": "请核对"})
    assert "有1项被退回" in told()


def test_a_self_assessment_that_nobody_asks_for_is_among_the_things_to_do_once_it_is_begun(
    county: County, rich: Assessment
) -> None:
    assert rich.self_due_on is None
    of, client = unit(rich, "东街街道"), county.client("dongjie")
    place = url(rich, f"self/{of.pk}")
    assert place not in client.get("/").content.decode()
    SelfAssessment.objects.create(participant=of)
    assert place in client.get("/").content.decode()


def test_a_returned_row_is_not_handed_in_unchanged_without_a_word(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    provider, office = county.client("tongji"), county.client("kaohe")
    place = url(rich, f"facts/{of.pk}")
    provider.post(f"{place}/submit")
    fact = Fact.objects.filter(filing=of).order_by("pk")[0]
    office.post(url(rich, f"facts/rows/{fact.pk}/object"), {"reason": "口径不一致"})
    of.refresh_from_db()
    assert of.state == FilingState.RETURNED
    refused = provider.post(f"{place}/submit", follow=True).content.decode()
    assert f"{fact.participant.unit}的退回意见尚未处理" in refused
    assert "退回的行不改，仍提交" in refused
    provider.post(f"{place}/submit", {"returned": "yes"})
    of.refresh_from_db()
    assert of.state == FilingState.SUBMITTED


def test_who_comes_second_is_told_who_was_first(county: County, rich: Assessment) -> None:
    of = fill(county, rich)
    provider, office = county.client("tongji"), county.client("kaohe")
    place = url(rich, f"facts/{of.pk}")
    provider.post(f"{place}/submit")
    assert f"已由{county.people['tongji'].name}于" in provider.post(f"{place}/submit", follow=True).content.decode()
    office.post(f"{place}/verify")
    assert f"已由{county.people['kaohe'].name}于" in office.post(f"{place}/verify", follow=True).content.decode()
    row = [{"unit": UNITS[0], "values": {"score": "31"}, "version": 1}]
    assert "请刷新页面" in send(provider, of, row, 409)["problem"]
