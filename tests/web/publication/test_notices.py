"""Public notice: its days, and that it runs to its end."""

from __future__ import annotations

from datetime import date

import pytest

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
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
