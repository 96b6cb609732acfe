"""Public notice: its days, and that it runs to its end."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Notice, NoticeState, Stage
from kaoji.web.audit.models import Entry
from kaoji.web.files.models import StoredFile
from kaoji.web.publication import usual
from kaoji.web.publication.actions import notices
from kaoji.web.publication.models import ProposalState, PublicNotice
from tests.web.publication.conftest import DAY, Way

pytestmark = pytest.mark.slow


def test_the_notice_says_its_days_when_it_begins(way: Way) -> None:
    notice = way.on_notice(working_days=5, answer_days=3, is_open=True)
    assert (notice.from_on, notice.until_on) == (date(2025, 3, 3), date(2025, 3, 7))
    assert notice.answers_due_on == date(2025, 3, 12)
    assert way.assessment.stage == Stage.PUBLICISING
    assert notices.is_running(notice)
    way.clock.today = notice.until_on
    assert notices.is_running(notice)
    way.clock.today += DAY
    assert not notices.is_running(notice)
    assert notices.is_over(notice)


def test_where_the_calendar_ends_the_days_are_counted_by_hand(way: Way) -> None:
    way.clock.today = date(2099, 1, 5)
    proposal = way.approved()
    plain = notices.Terms(date(2099, 1, 5))
    with pytest.raises(NotNowError):
        notices.begin(proposal, plain, way.by("kaohe"))
    by_hand = notices.Terms(
        date(2099, 1, 5),
        until_on=date(2099, 1, 9),
        answers_due_on=date(2099, 1, 16),
        counted_by_hand="国办发明电〔2098〕8号",
    )
    made = notices.begin(proposal, by_hand, way.by("kaohe"))
    assert made.until_on == date(2099, 1, 9)
    assert made.counted_by_hand == "国办发明电〔2098〕8号"


@pytest.mark.parametrize(
    "terms",
    [
        notices.Terms(date(2025, 2, 28)),
        notices.Terms(date(2025, 3, 3), working_days=0),
        notices.Terms(date(2025, 3, 3), working_days=31),
        notices.Terms(date(2025, 3, 3), shows=()),
        notices.Terms(date(2025, 3, 3), shows=("rank", "reasons")),
    ],
)
def test_terms_that_do_not_hold_are_refused(way: Way, terms: notices.Terms) -> None:
    proposal = way.approved()
    with pytest.raises(NotNowError):
        notices.begin(proposal, terms, way.by("kaohe"))
    assert not PublicNotice.objects.exists()


def test_a_short_notice_begins_only_when_it_is_meant(way: Way) -> None:
    proposal, office = way.approved(), way.county.client("kaohe")
    form = {"from_on": "2025-03-03", "working_days": "2", "answer_days": "5", "shows": ["rank", "grade"]}
    here = f"/assessments/{way.assessment.pk}/publication/notices"
    said = "公示期只有2个工作日。通常不少于5个工作日：公务员考核规定对优秀等次人员的公示即有此要求。"
    days = office.get(f"{here}/days", {**form, "shows": []}).content.decode()
    assert f"{said}已读入的考核通知没有写明公示期。" in days
    asked = office.post(f"{here}/begin", form)
    assert asked.status_code == 422
    assert said in asked.content.decode()
    assert "尚未开始公示" in asked.content.decode()
    assert 'name="is_short_meant" value="2"> 确认只公示2个工作日' in asked.content.decode()
    assert not PublicNotice.objects.exists()
    assert "公示期只有" not in office.get(f"{here}/days", {**form, "working_days": "5"}).content.decode()
    # A tick beside two days is none for one.
    assert office.post(f"{here}/begin", {**form, "working_days": "1", "is_short_meant": "2"}).status_code == 422
    assert not PublicNotice.objects.exists()

    office.post(f"{here}/begin", {**form, "is_short_meant": "2"})
    assert PublicNotice.objects.get(proposal=proposal).working_days == 2
    assert Entry.objects.get(action="notice.begin").data["is_short_meant"] is True


def test_the_length_that_the_notice_says_is_what_a_short_one_is_measured_by(way: Way) -> None:
    proposal = way.approved()
    text = "考核结果经审定后在本区范围内公示，公示期不少于7个工作日。"
    file = StoredFile.objects.create(digest="0" * 64, name="通知.txt", size=1, content_type="text/plain")
    Notice.objects.create(
        assessment=way.assessment, file=file, state=NoticeState.READ, reading={"passages": [{"text": text}]}
    )
    with pytest.raises(notices.ShortNoticeError, match="公示期不少于7个工作日"), translation.override("zh-hans"):
        notices.begin(proposal, notices.Terms(date(2025, 3, 3), working_days=5), way.by("kaohe"))
    made = notices.begin(proposal, notices.Terms(date(2025, 3, 3), working_days=7), way.by("kaohe"))
    assert "is_short_meant" not in Entry.objects.get(action="notice.begin").data
    assert made.working_days == 7


@pytest.mark.parametrize(
    ("text", "days", "is_working"),
    [
        ("公示期不少于七个工作日", 7, True),
        ("对拟定等次进行不少于5个工作日的公示。", 5, True),
        ("公示3天；其后公示期不少于5天。", 5, False),
        ("审定后3个工作日内公示", None, True),
        ("公示期满后3个工作日内公布", None, True),
        ("2025年1月5日公示", None, True),
    ],
)
def test_only_a_length_of_the_public_notice_is_read_as_one(text: str, days: int | None, *, is_working: bool) -> None:
    said = usual.length_said(text)
    assert (said.days if said else None) == days
    assert said is None or said.is_working is is_working


def test_only_an_approved_result_goes_on_notice(way: Way) -> None:
    with pytest.raises(NotNowError):
        notices.begin(way.propose(), notices.Terms(date(2025, 3, 3)), way.by("kaohe"))


def test_a_notice_is_broken_off_only_when_a_fact_changed(way: Way) -> None:
    notice = way.on_notice()
    with pytest.raises(NotNowError):
        notices.break_off(notice, "想早点公布")
    way.correct()
    with pytest.raises(NotNowError):
        notices.break_off(notice, " ")
    notices.break_off(notice, "来函更正")
    notice = PublicNotice.objects.select_related("proposal").get()
    assert notice.end_reason == "来函更正"
    assert notice.proposal.state == ProposalState.LAPSED
    assert way.assessment.stage == Stage.COLLECTING
