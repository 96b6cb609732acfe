"""The steps that the notice names, and the signatures of a round."""

from __future__ import annotations

import json

import pytest

from kaoji.web.accounts.models import LogInFailure
from kaoji.web.accounts.proving import NotProvenError, Proof, prove
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
from kaoji.web.audit.models import Entry as JournalEntry
from kaoji.web.organisations.desk import Desk
from kaoji.web.organisations.models import Organisation
from kaoji.web.permissions import Role
from kaoji.web.publication.actions import approval
from kaoji.web.publication.actions.locking import NotYoursError
from kaoji.web.publication.models import Proposal, ProposalState, Signature
from kaoji.web.results.actions import folder_of
from kaoji.web.results.models import Run, Standing
from tests.web.conftest import PASSWORD, person
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow


def three_steps(way: Way) -> None:
    """Let the office, the leading group and the committee sign."""
    group = Organisation.objects.create(name="区考核工作领导小组", parent=way.county.region)
    way.county.people["zuzhang"] = person("zuzhang", "叶澄", group, Role.LEADER)
    committee = Organisation.objects.get(name="区委常委会")
    approval.set_steps(
        way.assessment, [("考核办审核", way.county.office), ("领导小组审核", group), ("常委会审定", committee)]
    )


def test_a_result_is_approved_when_every_step_has_signed_in_order(way: Way) -> None:
    three_steps(way)
    proposal = way.propose()
    assert way.assessment.stage == Stage.APPROVING
    with pytest.raises(NotYoursError, match="考核办审核"):
        way.sign(proposal, "zuzhang")
    way.sign(proposal, "kaohe2", opinion="数据已核验，同意上报。")
    way.sign(proposal, "zuzhang")
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.OPEN
    way.sign(proposal, "changwei")
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.APPROVED
    signed = [(each.step_name, each.by.number, each.opinion) for each in Signature.objects.all()]
    assert signed[0] == ("考核办审核", "kaohe2", "数据已核验，同意上报。")
    assert [who for _step, who, _opinion in signed] == ["kaohe2", "zuzhang", "changwei"]
    with pytest.raises(NotYoursError):
        way.sign(proposal, "changwei")


def test_sc19_who_proposes_a_result_does_not_sign_it(way: Way) -> None:
    three_steps(way)
    proposal = way.propose()
    with pytest.raises(NotYoursError):
        way.sign(proposal, "kaohe")
    assert not Signature.objects.exists()


def test_nobody_signs_with_the_proof_of_another(way: Way) -> None:
    proposal = way.propose()
    person_, part = way.by("changwei"), Desk(way.by("changwei")).part_in(way.assessment)
    verdict = approval.Verdict(is_approved=True, opinion="", digest=proposal.results_digest)
    with pytest.raises(NotYoursError):
        approval.sign(proposal, part, person_, verdict, Proof(way.by("kaohe2").pk, "password"))


def test_a_wrong_password_signs_nothing_and_too_many_lock(way: Way, settings: object) -> None:
    del settings
    leader = way.by("changwei")
    for _attempt in range(5):
        with pytest.raises(NotProvenError):
            prove(leader, "wrong", "127.0.0.1")
    with pytest.raises(NotProvenError):
        prove(leader, PASSWORD, "127.0.0.1")
    assert JournalEntry.objects.filter(action="confirmation.failed", result="denied").count() == 5
    LogInFailure.objects.all().delete()
    assert prove(leader, PASSWORD, "127.0.0.1").means == "password"


def test_a_refusal_needs_a_reason_and_sends_the_result_back(way: Way) -> None:
    proposal = way.propose()
    with pytest.raises(NotNowError):
        way.sign(proposal, is_approved=False, opinion="  ")
    way.sign(proposal, is_approved=False, opinion="请复核招商引资数据。")
    assert way.assessment.stage == Stage.COLLECTING
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.SENT_BACK
    assert Run.objects.get(pk=proposal.run_id).is_preview
    again = way.propose()
    assert again.number == 2
    way.sign(again)
    assert Proposal.objects.get(pk=again.pk).state == ProposalState.APPROVED


def test_what_was_looked_at_is_what_is_signed(way: Way) -> None:
    proposal = way.propose()
    part = Desk(way.by("changwei")).part_in(way.assessment)
    verdict = approval.Verdict(is_approved=True, opinion="", digest="sha256:another")
    with pytest.raises(NotNowError):
        approval.sign(proposal, part, way.by("changwei"), verdict, way.proof("changwei"))


def test_a_result_whose_facts_changed_is_not_signed(way: Way) -> None:
    proposal = way.propose()
    way.correct()
    with pytest.raises(NotNowError):
        way.sign(proposal)


def test_sc38_a_result_changed_behind_the_back_of_the_application_is_not_signed(way: Way) -> None:
    proposal = way.propose()
    Standing.objects.filter(run=proposal.run, rank=2).update(rank=1)
    with pytest.raises(NotNowError):
        way.sign(proposal)
    Standing.objects.filter(run=proposal.run, group="乡镇", participant__unit="柳溪镇").update(rank=2)
    Standing.objects.filter(run=proposal.run, participant__unit="东街街道").update(rank=2)
    path = folder_of(proposal.run) / "results.json"
    results = json.loads(path.read_text(encoding="utf-8"))
    results["units"]["东街街道"]["total"] = "99.00"
    path.write_text(json.dumps(results, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(NotNowError):
        way.sign(proposal)


def test_a_run_that_lacks_something_is_not_proposed(way: Way) -> None:
    scores = way.filing("scores")
    scores.facts.filter(participant=way.unit("白石镇")).update(is_withdrawn=True)
    with pytest.raises(NotNowError):
        way.propose()
    assert way.assessment.stage == Stage.COLLECTING


def test_a_proposal_is_taken_back_with_a_reason_until_it_is_on_notice(way: Way) -> None:
    proposal = way.approved()
    with pytest.raises(NotNowError):
        approval.take_back(proposal, "")
    approval.take_back(proposal, "补报一项数据")
    assert way.assessment.stage == Stage.COLLECTING
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.LAPSED


def test_steps_do_not_change_while_a_result_is_being_approved(way: Way) -> None:
    way.propose()
    with pytest.raises(NotNowError):
        approval.set_steps(way.assessment, [])
