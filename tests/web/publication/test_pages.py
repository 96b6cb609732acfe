"""The pages, from the run to the archive, as the people see them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.models import Entry as JournalEntry
from kaoji.web.facts.actions import Entry, save
from kaoji.web.facts.models import Fact, SelfAssessment
from kaoji.web.jobs.queue import do_all
from kaoji.web.publication.models import Appeal, AppealState, Proposal, Publication, PublicNotice, Signature
from tests.web.conftest import PASSWORD
from tests.web.files.making import pdf
from tests.web.publication.conftest import DAY, Way

pytestmark = pytest.mark.slow


def text_of(client: Client, path: str, status: int = 200) -> str:
    """Open a page and give what it says."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def downloaded(client: Client, path: str) -> bytes:
    """Give a file that is handed over."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer)


def sent(client: Client, path: str, /, **fields: object) -> str:
    """Send a form that is taken, and give the page that follows."""
    answer = client.post(path, fields)
    assert answer.status_code == 302, answer.content.decode()
    return text_of(client, answer.headers["Location"])


def test_the_whole_path_in_the_browser(way: Way) -> None:  # noqa: PLR0915 - one way, told from its start to its end
    base = f"/assessments/{way.assessment.pk}/publication"
    office, second, leader, unit = (way.county.client(who) for who in ("kaohe", "kaohe2", "changwei", "dongjie-head"))
    way.run()
    assert "提请审批结果" in text_of(office, base)
    assert "请审定" in sent(office, f"{base}/propose", run="1", note="请审定")
    assert "由您提请" in text_of(office, base)
    assert "考核结果待您签批" in text_of(leader, "/")

    proposal = Proposal.objects.get()
    verdict = {"verdict": "approve", "opinion": "程序合规，同意。", "digest": proposal.results_digest}
    wrong = leader.post(f"{base}/proposals/1/sign", {**verdict, "word": "not-it"})
    assert wrong.status_code == 422
    assert "程序合规，同意。" in wrong.content.decode()
    assert not Signature.objects.exists()
    assert "程序合规，同意。" in sent(leader, f"{base}/proposals/1/sign", **verdict, word=PASSWORD)
    assert "结果已审定，待公示" in text_of(office, "/")

    days = text_of(office, f"{base}/notices/days?from_on=2025-03-03&working_days=5&answer_days=5")
    assert "2025-03-07" in days
    terms = {"from_on": "2025-03-03", "working_days": "5", "answer_days": "5", "is_open": "1", "contact": "区考核办"}
    assert office.post(f"{base}/notices/begin", terms).status_code == 422
    sent(office, f"{base}/notices/begin", **terms, shows=["rank", "grade", "total"])
    notice = PublicNotice.objects.get()
    assert "本单位结果公示中" in text_of(unit, "/")
    assert "对得分项提出申诉" in text_of(unit, f"{base}/notices/{notice.pk}")

    own = way.unit("东街街道").pk
    proof = SimpleUploadedFile("到位资金.pdf", pdf(), "application/pdf")
    filed = sent(unit, f"{base}/appeals/new", unit=own, node="1.2", text="到位资金少计。", files=[proof])
    assert "到位资金.pdf" in filed
    appeal = Appeal.objects.get()
    assert "1件申诉待答复" in text_of(office, "/")
    fact = Fact.objects.get(filing__table="measures", participant=own)
    name = f"{fact.filing_id}-{fact.pk}"
    given = {"verdict": "uphold", f"{name}-value": "6600", f"{name}-seen": "1"}
    assert office.post(f"{base}/appeals/{appeal.pk}/answer", {**given, "answer": ""}).status_code == 422
    sent(office, f"{base}/appeals/{appeal.pk}/answer", **given, answer="经核实，予以更正。")
    do_all()
    answered = text_of(unit, f"{base}/appeals/{appeal.pk}")
    assert "10 → <strong>13</strong>" in answered
    assert "第1次与" not in answered
    assert "东街街道" in text_of(office, f"{base}/changes?before=1&after=2")
    sent(unit, f"{base}/appeals/{appeal.pk}/acknowledge")
    assert "已阅" in text_of(office, f"{base}/appeals/{appeal.pk}")

    assert "签批后数据有变更" in text_of(office, "/")
    sent(office, f"{base}/notices/{notice.pk}/break-off", reason="申诉成立")
    sent(office, f"{base}/propose", run="2")
    again = text_of(leader, f"{base}/proposals/2")
    assert "与第1轮相比的变化" in again
    verdict["digest"] = Proposal.objects.get(number=2).results_digest
    sent(leader, f"{base}/proposals/2/sign", **verdict, word=PASSWORD)
    sent(office, f"{base}/notices/begin", **terms, shows=["rank", "grade", "total"])
    assert "<strong>13</strong>" in text_of(unit, f"{base}/appeals/{appeal.pk}")
    way.clock.today = PublicNotice.objects.latest("pk").until_on + DAY
    assert "公示期满，待提请公布" in text_of(office, "/")
    sent(office, f"{base}/publish/propose", shows=["rank", "grade", "total"], is_bundle_public="1")
    assert "提请公布待您确认" in text_of(second, "/")
    assert "提请公布待您确认" not in text_of(office, "/")
    assert office.post(f"{base}/publish/confirm", {"word": PASSWORD}).status_code == 422
    sent(second, f"{base}/publish/confirm", word=PASSWORD)
    do_all()
    assert way.assessment.stage == Stage.PUBLISHED
    assert "kaoji verify" in text_of(office, f"{base}/publish")
    assert downloaded(office, f"{base}/bundle").startswith(b"PK")
    sent(office, f"{base}/publish/archive")
    do_all()
    assert way.assessment.stage == Stage.ARCHIVED
    assert downloaded(office, f"{base}/archive").startswith(b"PK")
    assert JournalEntry.objects.filter(action="publication.export").count() == 2
    assert "已归档" in text_of(unit, base)


def test_what_was_typed_stays_when_an_answer_is_refused(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    office = way.county.client("kaohe")
    fact = Fact.objects.get(filing__table="measures", participant=appeal.participant)
    name = f"{fact.filing_id}-{fact.pk}"
    answer = office.post(
        f"/assessments/{way.assessment.pk}/publication/appeals/{appeal.pk}/answer",
        {"verdict": "uphold", "answer": "予以更正。", f"{name}-value": "许多", f"{name}-seen": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="许多"' in page
    assert "予以更正。" in page


def test_rows_to_be_taken_out_stay_ticked_when_an_answer_is_refused(way: Way) -> None:
    scheme = way.assessment.scheme
    assert scheme is not None
    events = way.filing("events")
    saved = save(
        events, [Entry(way.unit("东街街道"), {"date": "2025-02-01"}, number="1")], structure_of(scheme), way.by("kaohe"),
        reason="补报",
    )  # fmt: skip
    assert saved.kept, saved.problems
    way.on_notice()
    appeal = way.appeal("1.3")
    fact = Fact.objects.get(filing=events, participant=appeal.participant)
    base = f"/assessments/{way.assessment.pk}/publication/appeals/{appeal.pk}"
    office = way.county.client("kaohe")
    assert " checked" not in text_of(office, base)
    answer = office.post(
        f"{base}/answer",
        {
            "verdict": "uphold",
            "answer": " ",
            f"{events.pk}-{fact.pk}-withdrawn": "1",
            f"{events.pk}-{fact.pk}-seen": "1",
        },
    )
    assert answer.status_code == 422
    assert f'name="{events.pk}-{fact.pk}-withdrawn" value="1" checked' in answer.content.decode()


def test_each_answer_says_in_its_own_question_what_it_does(way: Way) -> None:
    way.on_notice()
    page = text_of(
        way.county.client("kaohe"), f"/assessments/{way.assessment.pk}/publication/appeals/{way.appeal().pk}"
    )
    assert 'value="uphold" data-question="认定申诉成立？' in page
    assert 'value="reject" data-question="驳回申诉？' in page
    assert "须终止公示，将新结果重新提请审批、逐级签批，并按规定的工作日数重新公示" in page


def test_somebody_elses_correction_in_the_meantime_is_a_conflict(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    office = way.county.client("kaohe")
    way.correct("5300")
    fact = Fact.objects.get(filing__table="measures", participant=appeal.participant)
    name = f"{fact.filing_id}-{fact.pk}"
    answer = office.post(
        f"/assessments/{way.assessment.pk}/publication/appeals/{appeal.pk}/answer",
        {"verdict": "uphold", "answer": "予以更正。", f"{name}-value": "6600", f"{name}-seen": "1"},
    )
    assert answer.status_code == 422
    assert Appeal.objects.get().state == AppealState.FILED
    assert Fact.objects.get(pk=fact.pk).row == {"value": "5300"}


def test_steps_are_set_on_their_page_in_the_order_of_their_numbers(way: Way) -> None:
    office = way.county.client("kaohe")
    path = f"/assessments/{way.assessment.pk}/publication/steps"
    own, committee = way.county.office.pk, way.by("changwei").organisation_id
    fields = {
        "position": ["2", "1", "3"],
        "name": ["常委会审定", "考核办审核", ""],
        "organisation": [committee, own, ""],
    }
    sent(office, path, **fields)
    assert [step.name for step in way.assessment.approval_steps.all()] == ["考核办审核", "常委会审定"]
    assert office.post(path, {"position": "1", "name": "", "organisation": own}).status_code == 422


def test_a_notice_that_has_not_begun_is_not_seen_by_units(way: Way) -> None:
    notice = way.on_notice()
    way.clock.today = notice.from_on - DAY
    unit = way.county.client("dongjie-head")
    base = f"/assessments/{way.assessment.pk}"
    for path in (f"publication/notices/{notice.pk}", f"results/{notice.run.number}"):
        assert unit.get(f"{base}/{path}").status_code == 404, path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_notice_shows_is_exported_and_nothing_else(way: Way, kind: str) -> None:
    notice = way.on_notice(shows=["grade"])
    unit = way.county.client("dongjie-head")
    answer = unit.get(f"/assessments/{way.assessment.pk}/publication/notices/{notice.pk}/ranking.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert answer.content.decode("utf-8-sig").splitlines()[0] == "组别,单位,等次"
        assert "86.5" not in answer.content.decode("utf-8-sig")


def test_appeals_are_searched_filtered_and_exported(way: Way) -> None:
    way.on_notice()
    way.appeal("1.2")
    way.appeal("total")
    office = way.county.client("kaohe")
    base = f"/assessments/{way.assessment.pk}/publication/appeals"
    assert text_of(office, f"{base}?q=招商").count('<th scope="row">东街街道') == 1
    assert "没有符合条件的申诉" in text_of(office, f"{base}?state=rejected")
    table = office.get(f"{base}.csv").content.decode("utf-8-sig")
    assert table.count("到位资金少计300万元") == 2


def test_the_publication_is_declined_on_its_page(way: Way) -> None:
    way.proposed()
    second = way.county.client("kaohe2")
    sent(second, f"/assessments/{way.assessment.pk}/publication/publish/decline", reason="应先公示一级指标")
    assert not Publication.objects.exists()


def test_the_overview_shows_a_unit_its_own_result_and_the_way_to_appeal(way: Way) -> None:
    path = f"/assessments/{way.assessment.pk}/"

    def overview(who: str = "dongjie-head") -> str:
        return text_of(way.county.client(who), path)

    assert "本单位结果" not in overview()
    way.on_notice()
    page = overview()
    assert "本单位结果" in page
    assert '/publication/appeals/new"' in page
    own, other = (way.unit(name).pk for name in ("东街街道", "白石镇"))
    assert f'/units/{own}"' in page
    assert f'/units/{other}"' not in page
    way.appeal()
    assert "申诉1件，未答复1件" in overview()
    assert "本单位结果" not in overview("tongji")


def test_self_assessments_that_are_cut_off_are_named_before_a_result_is_put_forward(way: Way) -> None:
    path = f"/assessments/{way.assessment.pk}/publication/propose"
    office = way.county.client("kaohe")
    way.run()
    assert "自评尚未办结" not in text_of(office, path)
    Assessment.objects.filter(pk=way.assessment.pk).update(self_due_on=way.clock.today)
    units = list(way.assessment.participants.all())
    for about, state in zip(units, ("returned", "submitted", "verified"), strict=False):
        SelfAssessment.objects.create(participant=about, state=state)
    page = text_of(office, path)
    assert f"{len(units) - 3}份未提交" in page
    assert "1份已退回，未重新提交" in page
    assert "1份待考核办审核" in page
