"""A public notice that was announced wrongly: corrected, prolonged, withdrawn and announced again; never made shorter."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.models import Entry
from kaoji.web.publication.actions import appeals, notice_changes, notices, publishing
from kaoji.web.publication.models import AppealState, NoticeCorrection, ProposalState, PublicNotice
from tests.web.publication.conftest import DAY, Way


def place(way: Way, notice: PublicNotice, rest: str = "") -> str:
    return f"/assessments/{way.assessment.pk}/publication/notices/{notice.pk}{rest}"


def test_a_contact_is_corrected_and_the_old_one_stays_to_be_seen(way: Way) -> None:
    notice = way.on_notice(contact="0000-1", is_open=True)
    office = way.county.client("kaohe")
    form = {"contact": "0000-2", "working_days": "5", "reason": "电话号码误填"}
    said = office.post(place(way, notice, "/correct"), form, follow=True).content.decode()
    assert "公示已更正" in said
    notice.refresh_from_db()
    assert (notice.contact, notice.until_on) == ("0000-2", date(2025, 3, 7))
    for page in (said, way.county.client("dongjie").get(place(way, notice)).content.decode(),
                 Client().get(f"/public/{way.assessment.public_key}").content.decode()):  # fmt: skip
        assert "原联系方式：0000-1，更正为：0000-2" in page
        assert "电话号码误填" in page
    entry = Entry.objects.get(action="notice.correct")
    assert (entry.before, entry.after, entry.data["reason"]) == ("0000-1", "0000-2", "电话号码误填")


def test_a_notice_runs_longer_and_answers_keep_their_days(way: Way) -> None:
    notice = way.on_notice(working_days=3, answer_days=3, is_short_meant=True)
    assert (notice.until_on, notice.answers_due_on) == (date(2025, 3, 5), date(2025, 3, 10))
    notice_changes.correct(notice, "", 5, "方案规定公示5个工作日", way.by("kaohe"))
    notice.refresh_from_db()
    assert (notice.working_days, notice.until_on) == (5, date(2025, 3, 7))
    assert notice.answers_due_on == date(2025, 3, 12)
    made = NoticeCorrection.objects.get()
    assert (made.until_before, made.until_after) == (date(2025, 3, 5), date(2025, 3, 7))


def test_a_notice_never_becomes_shorter(way: Way) -> None:
    notice = way.on_notice(working_days=5, contact="0000-1")
    for contact, days, reason in (("x", 4, "早些公布"), ("x", 5, " "), ("0000-1", 5, "没有改动"), ("x", 31, "太长")):
        with pytest.raises(NotNowError):
            notice_changes.correct(notice, contact, days, reason, way.by("kaohe"))
    notice_changes.withdraw(notice, "内容有误")
    again = notices.Terms(date(2025, 3, 4), working_days=4)
    with pytest.raises(NotNowError, match="5"):
        notices.begin(notice.proposal, again, way.by("kaohe"))
    made = notices.begin(notice.proposal, notices.Terms(date(2025, 3, 4), working_days=5), way.by("kaohe"))
    assert made.until_on == date(2025, 3, 10)
    way.over(made)
    with pytest.raises(NotNowError):
        notice_changes.correct(made, "x", 9, "过期后", way.by("kaohe"))


def test_a_notice_is_withdrawn_and_announced_again_with_its_appeals(way: Way) -> None:
    notice = way.on_notice(contact="0000-1", is_open=True, shows=("total",))
    appeal = way.appeal()
    office = way.county.client("kaohe")
    office.post(place(way, notice, "/withdraw"), {"reason": ""})
    assert way.assessment.stage == "publicising"
    said = office.post(place(way, notice, "/withdraw"), {"reason": "公示内容漏列等次"}, follow=True).content.decode()
    assert "不少于5个工作日" in said
    assert 'value="0000-1"' in said
    assert way.assessment.stage == "approving"
    notice.refresh_from_db()
    assert notice.is_withdrawn
    assert notice.proposal.state == ProposalState.APPROVED
    assert Client().get(f"/public/{way.assessment.public_key}").status_code == 404
    unit = way.county.client("dongjie").get(place(way, notice)).content.decode()
    assert "公示内容漏列等次" in unit
    assert "36.50" not in unit
    assert way.county.client("dongjie").get(place(way, notice, "/ranking.csv")).status_code == 404
    way.clock.today += DAY
    base = f"/assessments/{way.assessment.pk}/publication"
    form = {"from_on": "2025-03-04", "working_days": "5", "answer_days": "5", "shows": ["rank", "grade", "total"],
            "is_open": "1", "contact": "0000-1"}  # fmt: skip
    office.post(f"{base}/notices/begin", form)
    made = way.assessment.public_notices.get(is_withdrawn=False)
    assert "1件未答复" in office.get(place(way, made)).content.decode()
    assert (made.from_on, made.until_on) == (date(2025, 3, 4), date(2025, 3, 10))
    assert "公示内容漏列等次" in Client().get(f"/public/{way.assessment.public_key}").content.decode()
    way.over(made)
    assert any("1" in left for left in publishing.what_is_left(way.assessment))
    appeals.reject(appeal, "数据无误。", way.by("kaohe"))
    assert publishing.what_is_left(way.assessment) == []
    appeal.refresh_from_db()
    assert (appeal.state, appeal.notice_id) == (AppealState.REJECTED, notice.pk)
    assert [each.action for each in Entry.objects.filter(action__startswith="notice.").order_by("pk")] == [
        "notice.begin", "notice.withdraw", "notice.begin",
    ]  # fmt: skip


def test_a_notice_whose_facts_changed_is_taken_off_and_not_withdrawn(way: Way) -> None:
    notice = way.on_notice()
    way.correct()
    with pytest.raises(NotNowError):
        notice_changes.withdraw(notice, "内容有误")
    page = way.county.client("kaohe").get(place(way, notice)).content.decode()
    assert "公示内容有误" not in page


def test_a_proposal_to_publish_does_not_outlive_a_notice_that_was_withdrawn(way: Way) -> None:
    made = way.proposed()
    notice_changes.withdraw(made.notice, "公示联系人有误")
    with pytest.raises(NotNowError):
        publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))


def test_sc13_only_the_office_changes_a_notice(way: Way) -> None:
    notice = way.on_notice()
    for who in ("changwei", "dongjie", "shenji"):
        for rest in ("/correct", "/withdraw"):
            assert way.county.client(who).post(place(way, notice, rest), {"reason": "x"}).status_code == 403
        assert "撤回并重新公示" not in way.county.client(who).get(place(way, notice)).content.decode()
