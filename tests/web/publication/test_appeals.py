"""Appeals: a unit objects to one number, the office answers, a changed fact gives another result."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
from kaoji.web.facts.models import Correction, Fact
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import do_all
from kaoji.web.publication.actions import appeals, notices, publishing
from kaoji.web.publication.differences import change_of, differences, value_at
from kaoji.web.publication.models import Appeal, AppealState
from kaoji.web.results.actions import compute
from kaoji.web.results.models import Run
from tests.web.publication.conftest import DAY, Way

pytestmark = pytest.mark.slow


def test_an_upheld_appeal_corrects_a_fact_and_gives_a_run_that_differs(way: Way) -> None:
    notice = way.on_notice()
    appeal = way.appeal()
    assert appeal.node_name == "工作实绩 ＞ 招商引资"
    outcome = appeals.uphold(appeal, way.correction("6600"), "经核实，漏计1400万元。", way.by("kaohe"))
    do_all()
    appeal = Appeal.objects.get(pk=appeal.pk)
    outcome = Run.objects.get(pk=outcome.pk)
    assert appeal.state == AppealState.UPHELD
    assert appeal.outcome == outcome
    assert [each.after for each in appeal.corrections.all()] == [{"value": "6600"}]
    assert "经核实" in Correction.objects.get(before={"value": "5200"}).reason
    change = change_of(notice.run, outcome, way.unit("东街街道").pk)
    assert change is not None
    assert (value_at(change.before, "1.2"), value_at(change.after, "1.2")) == (10 * 10**9, 13 * 10**9)
    assert [each.unit for each in differences(notice.run, outcome)] == ["东街街道"]


def test_the_changed_result_is_approved_and_put_on_notice_again(way: Way) -> None:
    notice = way.on_notice()
    appeal = way.appeal()
    outcome = appeals.uphold(appeal, way.correction("20000"), "漏计，予以更正。", way.by("kaohe"))
    do_all()
    way.over(notice)
    assert len(publishing.what_is_left(way.assessment)) == 1
    with pytest.raises(NotNowError):
        way.proposed()
    notices.break_off(notice, "申诉成立，结果变更")
    proposal = way.propose(Run.objects.get(pk=outcome.pk))
    way.sign(proposal)
    again = notices.begin(proposal, notices.Terms(way.clock.today), way.by("kaohe"))
    assert again.run == outcome
    assert notices.notice_of(way.assessment) == again
    way.over(again)
    made = way.proposed()
    publishing.confirm(made, way.by("kaohe2"), way.proof("kaohe2"))
    assert way.assessment.stage == Stage.PUBLISHED


def test_an_upheld_appeal_goes_on_with_a_later_run_where_the_first_could_not_be_computed(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    appeals.uphold(appeal, way.correction("6600"), "经核实，漏计1400万元。", way.by("kaohe"))
    Job.objects.filter(kind="results.compute", finished_at=None).update(
        state="failed", problem="磁盘已满。", finished_at=timezone.now()
    )
    place = f"/assessments/{way.assessment.pk}/publication/appeals/{appeal.pk}"
    office, unit = way.county.client("kaohe"), way.county.client("dongjie-head")
    page = office.get(place).content.decode()
    assert "磁盘已满。" in page
    assert f'href="/assessments/{way.assessment.pk}/results"' in page
    assert "磁盘已满。" not in unit.get(place).content.decode()
    compute(way.assessment, way.by("kaohe"))
    do_all()
    for client in (office, unit):
        assert "10 → <strong>13</strong>" in client.get(place).content.decode()


def test_a_rejected_appeal_needs_a_reason_and_leaves_the_result(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    with pytest.raises(NotNowError):
        appeals.reject(appeal, "", way.by("kaohe"))
    appeals.reject(appeal, "数据以统计部门口径为准。", way.by("kaohe"))
    assert Appeal.objects.get().state == AppealState.REJECTED
    appeals.acknowledge(Appeal.objects.get())
    assert Appeal.objects.get().acknowledged_at is not None
    with pytest.raises(NotNowError):
        appeals.uphold(appeal, way.correction(), "又同意了", way.by("kaohe"))


def test_upholding_without_a_changed_fact_is_refused_and_nothing_is_kept(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    with pytest.raises(NotNowError):
        appeals.uphold(appeal, [], "同意", way.by("kaohe"))
    with pytest.raises(NotNowError):
        appeals.uphold(appeal, way.correction("许多"), "同意", way.by("kaohe"))
    assert Appeal.objects.get().state == AppealState.FILED
    assert Fact.objects.get(filing__table="measures", participant=way.unit("东街街道")).row == {"value": "5200"}


def test_appeals_are_filed_on_the_days_of_the_notice_and_once_a_number(way: Way) -> None:
    notice = way.on_notice()
    way.appeal("1.1")
    with pytest.raises(NotNowError):
        way.appeal("1.1")
    way.appeal("total")
    with pytest.raises(NotNowError):
        way.appeal("7.7")
    way.clock.today = notice.until_on + DAY
    with pytest.raises(NotNowError):
        way.appeal("1.2")


def test_a_withdrawn_appeal_can_be_filed_anew(way: Way) -> None:
    way.on_notice()
    appeals.withdraw(way.appeal())
    assert Appeal.objects.get().state == AppealState.WITHDRAWN
    way.appeal()
    assert Appeal.objects.filter(state=AppealState.FILED).count() == 1


def test_nothing_is_published_before_every_appeal_is_answered(way: Way) -> None:
    notice = way.on_notice()
    appeal = way.appeal()
    way.over(notice)
    assert publishing.what_is_left(way.assessment)
    appeals.reject(appeal, "口径无误。", way.by("kaohe"))
    assert publishing.what_is_left(way.assessment) == []
