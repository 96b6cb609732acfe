"""What each person is told to do, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kaoji.web.facts.actions import Entry
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.publication.actions import appeals, notices, publishing
from kaoji.web.todo import Thing, things_to_do
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow


def things(way: Way, who: str) -> list[Thing]:
    """Give what somebody is to do on pages of this app."""
    desk = Desk(way.by(who))
    return [each for each in things_to_do(desk, list(desk.assessments)) if "/publication" in each.url]


def texts(way: Way, who: str) -> list[str]:
    return [each.text for each in things(way, who)]


def test_whose_turn_it_is_to_sign_is_told_and_nobody_else(way: Way) -> None:
    way.propose()
    assert texts(way, "changwei") == ["考核结果待您签批"]
    for who in ("kaohe", "kaohe2", "dongjie-head", "shenji", "tongji"):
        assert texts(way, who) == []


def test_the_office_is_told_what_became_of_the_result(way: Way) -> None:
    proposal = way.propose()
    way.sign(proposal, is_approved=False, opinion="请复核")
    assert texts(way, "kaohe") == ["结果被退回，请查看理由并修改"]
    way.approved()
    assert texts(way, "kaohe") == ["结果已审定，待公示"]


def test_a_unit_is_told_until_when_it_can_appeal_and_that_it_is_answered(way: Way) -> None:
    notice = way.on_notice()
    assert [(each.text, each.due_on) for each in things(way, "dongjie-head")] == [
        ("本单位结果公示中，请核对，有异议请按期申诉", notice.until_on)
    ]
    appeals.reject(way.appeal(), "口径无误。", way.by("kaohe"))
    assert "对“工作实绩 ＞ 招商引资”的申诉已答复" in texts(way, "dongjie")
    assert "对“工作实绩 ＞ 招商引资”的申诉已答复" not in texts(way, "xijie")


def test_what_an_upheld_appeal_had_computed_is_not_to_be_computed_again(way: Way) -> None:
    notice = way.on_notice()
    appeal, office = way.appeal(), way.county.client("kaohe")
    place = f"/assessments/{way.assessment.pk}/publication"
    entry = Entry(way.unit("东街街道"), {"value": "6600"}, seen=1)
    appeals.uphold(appeal, [(way.filing("measures"), [entry])], "经核实，予以更正。", way.by("kaohe"))
    page = office.get(f"{place}/publish").content.decode()
    assert "第1次计算之后数据有变更，原签批不再适用。第2次计算已包含变更，正在进行；完成后请提请。" in page
    do_all()
    page = office.get(f"{place}/publish").content.decode()
    assert "第2次计算已包含变更：请终止公示，提请第2次计算的结果。" in page
    assert "重新计算" not in page
    notices.break_off(notice, "申诉成立")
    told = [each.text for each in things_to_do(Desk(way.by("kaohe")), [way.assessment])]
    assert told == ["结果完整，请提请审批"]


def test_appeals_are_urgent_when_their_answer_is_due(way: Way) -> None:
    notice = way.on_notice()
    way.appeal()
    told = things(way, "kaohe2")[0]
    assert (told.text, told.due_on, told.is_urgent) == ("1件申诉待答复", notice.answers_due_on, False)
    way.clock.today = date(2025, 3, 12)
    told = things(way, "kaohe2")[0]
    assert (told.is_urgent, told.is_late) == (True, False)
    assert notice.answers_due_on is not None
    way.clock.today = notice.answers_due_on + timedelta(days=1)
    assert things(way, "kaohe2")[0].is_late
    assert "已逾期" in way.county.client("kaohe2").get("/").content.decode()


def test_from_the_end_of_the_notice_to_the_archive_the_office_is_told_each_step(way: Way) -> None:
    way.over(way.on_notice())
    assert texts(way, "kaohe") == ["公示期满，待提请公布"]
    made = way.proposed()
    assert texts(way, "kaohe") == []
    assert texts(way, "kaohe2") == ["提请公布待您确认"]
    publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))
    do_all()
    assert texts(way, "kaohe") == ["结果已公布，待归档"]
    publishing.archive(way.assessment, way.by("kaohe"))
    assert texts(way, "kaohe") == []


def test_changed_facts_on_notice_are_told_first(way: Way) -> None:
    way.on_notice()
    way.correct()
    told = things(way, "kaohe")[0]
    assert told.is_urgent
    assert told.text == "签批后数据有变更，须终止公示"


def test_the_office_is_told_to_publish_only_when_every_appeal_is_answered(way: Way) -> None:
    notice = way.on_notice()
    appeal = way.appeal()
    way.over(notice)
    page = f"/assessments/{way.county.assessment.pk}/"
    assert texts(way, "kaohe") == ["1件申诉待答复"]
    shown = way.county.client("kaohe").get(page).content.decode()
    assert "1件申诉待答复" in shown
    assert "期满后可以公布结果" not in shown
    appeals.reject(appeal, "口径无误。", way.by("kaohe"))
    assert texts(way, "kaohe") == ["公示期满，待提请公布"]
    way.proposed()
    shown = way.county.client("kaohe").get(page).content.decode()
    assert "已提请公布，待他人确认" in shown
