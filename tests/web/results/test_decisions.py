"""Ties on the line of a grade, decided by signed input that every later run takes in."""

from __future__ import annotations

import pytest

from kaoji.web.assessments.structures import digest_of
from kaoji.web.facts.models import Fact
from kaoji.web.jobs.queue import do_all
from kaoji.web.meanwhile import sealed
from kaoji.web.results.models import Run, Standing
from tests.web.results.conftest import Desk

SIGNED = {"by": "区考核工作领导小组", "signed_on": "2026-01-20", "note": "会议纪要〔2026〕2号"}


@pytest.fixture
def tied(desk: Desk) -> Run:
    """Give a run in which two streets share the one place of the best grade."""
    desk.fill({"东街街道": "40", "西街街道": "40", "南湖街道": "31.25", "白石镇": "38", "柳溪镇": "22"})
    return desk.compute()


def form(desk: Desk, order: dict[str, int], seen: dict[str, int] | None = None) -> dict[str, str]:
    fields = dict(SIGNED)
    for name, place in order.items():
        fields[f"order-{desk.unit(name)}"] = str(place)
        fields[f"seen-{desk.unit(name)}"] = str((seen or {}).get(name, 0))
    return fields


def grade(run: Run, unit: str) -> tuple[str, bool]:
    standing = Standing.objects.get(run=run, participant__unit=unit)
    return standing.grade, standing.is_pending


def test_a_tie_is_open_until_a_signed_decision_is_recorded(desk: Desk, tied: Run) -> None:
    assert tied.open_count == 1
    office = desk.county.client("kaohe")
    page = office.get(f"{desk.base}/{tied.number}/decisions").content.decode()
    assert "“优秀”名额线上并列" in page
    answer = office.post(f"{desk.base}/{tied.number}/decide", form(desk, {"西街街道": 1, "东街街道": 2}))
    assert answer.status_code == 302
    do_all()
    after = Run.objects.first()
    assert after is not None
    assert (after.number, after.open_count) == (tied.number + 1, 0)
    assert grade(after, "西街街道") == ("优秀", False)
    assert grade(after, "东街街道") == ("良好", False)
    fact = Fact.objects.get(filing__table="decisions", participant__unit="西街街道")
    assert fact.row["by"] == SIGNED["by"]
    assert fact.row["signed_on"] == SIGNED["signed_on"]
    assert "会议纪要〔2026〕2号" in office.get(f"{desk.base}/{after.number}/decisions").content.decode()


@pytest.mark.parametrize(
    "change",
    [{"by": ""}, {"signed_on": ""}, {"signed_on": "2099-01-01"}, {"order": "1"}],
    ids=["nobody-decided", "not-signed", "signed-tomorrow", "both-first"],
)
def test_an_unsigned_or_impossible_decision_is_refused(desk: Desk, tied: Run, change: dict[str, str]) -> None:
    fields = form(desk, {"西街街道": 1, "东街街道": 2})
    if "order" in change:
        fields[f"order-{desk.unit('东街街道')}"] = "1"
    else:
        fields |= change
    desk.county.client("kaohe").post(f"{desk.base}/{tied.number}/decide", fields)
    assert not Fact.objects.filter(filing__table="decisions").exists()
    assert Run.objects.count() == 1


def test_ties_of_a_preview_are_not_pressed_for_a_decision(desk: Desk, tied: Run) -> None:
    path = f"{desk.base}/{tied.number}/decisions"
    assert "再议定" not in desk.county.client("kaohe").get(path).content.decode()
    Run.objects.filter(pk=tied.pk).update(missing_count=3)
    assert "尚缺3项数据，补齐后并列情况可能变化" in desk.county.client("kaohe").get(path).content.decode()


def test_two_people_deciding_at_once_do_not_overwrite_each_other(desk: Desk, tied: Run) -> None:
    path = f"{desk.base}/{tied.number}/decide"
    desk.county.client("kaohe").post(path, form(desk, {"西街街道": 1, "东街街道": 2}))
    desk.county.client("kaohe2").post(path, form(desk, {"西街街道": 2, "东街街道": 1}))
    assert Fact.objects.get(filing__table="decisions", participant__unit="西街街道").row["order"] == "1"


def test_a_decision_can_be_taken_back_with_a_reason_and_made_again(desk: Desk, tied: Run) -> None:
    office, unit = desk.county.client("kaohe"), desk.unit("西街街道")
    office.post(f"{desk.base}/{tied.number}/decide", form(desk, {"西街街道": 1, "东街街道": 2}))
    path = f"{desk.base}/{tied.number}/decisions/{unit}/take-back"
    office.post(path, {"seen": "1", "reason": ""})
    assert not Fact.objects.get(filing__table="decisions", participant=unit).is_withdrawn
    office.post(path, {"seen": "1", "reason": "纪要有误"})
    fact = Fact.objects.get(filing__table="decisions", participant=unit)
    assert fact.is_withdrawn
    seen = {"西街街道": fact.version, "东街街道": 1}
    office.post(f"{desk.base}/{tied.number}/decide", form(desk, {"西街街道": 2, "东街街道": 1}, seen))
    fact.refresh_from_db()
    assert (fact.is_withdrawn, fact.row["order"]) == (False, "2")


def test_a_grade_set_for_one_unit_keeps_its_place_among_equals(desk: Desk, tied: Run) -> None:
    office = desk.county.client("kaohe")
    office.post(f"{desk.base}/{tied.number}/decide", form(desk, {"西街街道": 1, "东街街道": 2}))
    office.post(f"{desk.base}/{tied.number}/decide", {**SIGNED, "unit": "西街街道", "grade": "良好"})
    row = Fact.objects.get(filing__table="decisions", participant__unit="西街街道").row
    assert (row["order"], row["grade"]) == ("1", "良好")
    office.post(f"{desk.base}/{tied.number}/decide", {**SIGNED, "unit": "没有这个单位", "grade": "良好"})
    office.post(f"{desk.base}/{tied.number}/decide", {**SIGNED, "unit": "南湖街道", "grade": "没有这个等次"})
    assert Fact.objects.filter(filing__table="decisions").count() == 2


def test_sc13_only_the_office_decides(desk: Desk, tied: Run) -> None:
    for who in ("changwei", "shenji", "dongjie", "tongji"):
        answer = desk.county.client(who).post(f"{desk.base}/{tied.number}/decide", form(desk, {"西街街道": 1}))
        assert answer.status_code in (403, 404), who
    assert (
        "记录议定意见"
        not in desk.county.client("changwei").get(f"{desk.base}/{tied.number}/decisions").content.decode()
    )


def test_a_refused_decision_stays_in_the_form_beside_what_somebody_else_entered(desk: Desk, tied: Run) -> None:
    office, place = desk.county.client("kaohe"), f"{desk.base}/{tied.number}/decide"
    office.post(place, form(desk, {"西街街道": 1, "东街街道": 2}))
    answer = desk.county.client("kaohe2").post(place, form(desk, {"西街街道": 2, "东街街道": 1}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SIGNED["note"] in page
    assert page.count("现定第") == 2


def test_the_later_of_two_who_write_the_result_notice_sees_both_texts(desk: Desk, tied: Run) -> None:
    place = f"{desk.base}/{tied.number}/notice"
    office, other = desk.county.client("kaohe"), desk.county.client("kaohe2")
    fields = office.get(place).context["fields"]
    office.post(place, fields | {"number": "青考〔2026〕1号"})
    seen = sealed(office.get(place).context["fields"])
    office.post(place, fields | {"number": "青考〔2026〕2号", "seen": seen})
    met = other.post(place, fields | {"number": "青考〔2026〕3号", "closing": "请抓好整改。", "seen": seen})
    page = met.content.decode()
    assert met.status_code == 409
    assert "<td>青考〔2026〕1号</td><td><strong>青考〔2026〕2号</strong></td><td>青考〔2026〕3号</td>" in page
    assert "请抓好整改。" in page


def test_equals_on_the_last_of_a_prize_are_decided_in_the_same_way(desk: Desk) -> None:
    scheme = desk.county.assessment.scheme
    assert scheme is not None
    scheme.text += "awards: [{name: 先进奖, grade_at_least: 良好, at_most: 1, within: 组别}]\n"
    scheme.digest = digest_of(scheme.text)
    scheme.save()
    desk.fill({"东街街道": "40", "西街街道": "31.25", "南湖街道": "31.25", "白石镇": "22", "柳溪镇": "22"})
    before = desk.compute()
    names = [(item["award"], item["group"]) for item in before.open_decisions if item["award"]]
    assert names == [("先进奖", "乡镇")]
    office = desk.county.client("kaohe")
    assert (
        "乡镇：“先进奖”名额线上并列，剩余1个名额"
        in office.get(f"{desk.base}/{before.number}/decisions").content.decode()
    )
    office.post(f"{desk.base}/{before.number}/decide", form(desk, {"柳溪镇": 1, "白石镇": 2}))
    do_all()
    after = Run.objects.first()
    assert after is not None
    assert after.open_count == 0
    awards = {standing.participant.unit: standing.awards for standing in Standing.objects.filter(run=after)}
    assert awards == {"东街街道": ["先进奖"], "西街街道": [], "南湖街道": [], "白石镇": [], "柳溪镇": ["先进奖"]}
