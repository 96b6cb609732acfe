"""The example county can be built on any day, and what it shows is whole."""

from __future__ import annotations

import pytest

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import verify
from kaoji.web.audit.models import Entry
from kaoji.web.example.building import build
from kaoji.web.facts.models import Correction, Evidence, Fact, FilingState, SelfAssessment
from kaoji.web.permissions import ADMINISTRATORS, POSTS
from kaoji.web.publication.actions.publishing import what_is_left
from kaoji.web.publication.models import PublicNotice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_example_has_every_role_an_assessment_at_four_stages_and_a_journal_that_names_who_did_what() -> None:
    built = build()
    assert {role for _number, _name, _organisation, role in built.accounts} == {*POSTS, *ADMINISTRATORS}
    stages = dict(Assessment.objects.values_list("title", "stage"))
    assert sorted(stages.values()) == [Stage.COLLECTING, Stage.PREPARING, Stage.PUBLICISING, Stage.PUBLISHED]
    assert built.last is not None
    published = Assessment.objects.get(pk=built.last.pk).publication
    assert published.bundle is not None
    assert built.special is not None
    left = what_is_left(Assessment.objects.get(pk=built.special.pk))
    assert len(left) == 1  # the appeal that waits for its answer
    assert verify() == []
    nobody = Entry.objects.filter(user_id=None, assessment_id__isnull=False)
    assert set(nobody.values_list("action", flat=True)) <= {"job.done"}
    assert Entry.objects.filter(action="facts.submitted", role="provider").exists()
    collected = built.present
    assert collected is not None
    assert Evidence.objects.filter(fact__filing__assessment=collected).count() > 5
    assert Correction.objects.filter(after_submission=True, fact__filing__assessment=collected).count() == 1
    assert collected.urges.count() >= 2
    assert Fact.objects.exclude(objection="").count() == 1
    states = SelfAssessment.objects.values_list("state", flat=True)
    assert sorted(states) == [FilingState.SUBMITTED, FilingState.SUBMITTED, FilingState.VERIFIED]
    assert built.coming is not None
    assert built.coming.notices.get().state == "read"
    for notice in PublicNotice.objects.all():
        signed = [each.at.date() for each in notice.proposal.signatures.all()]
        assert notice.run.finished_at is not None
        assert notice.run.finished_at.date() <= notice.proposal.at.date() < signed[0] < signed[1] < notice.from_on
        assert all(notice.from_on < appeal.filed_at.date() <= notice.until_on for appeal in notice.appeals.all())
    assert published.confirmed_at is not None
    assert published.notice.until_on < published.proposed_at.date() < published.confirmed_at.date()
    appeal = published.notice.appeals.get()
    assert appeal.answered_at is not None
    assert appeal.filed_at < appeal.answered_at < published.proposed_at
