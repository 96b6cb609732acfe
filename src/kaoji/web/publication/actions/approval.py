"""Approval: the steps that the notice names, a run proposed as the result, and the signatures of a round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof
from kaoji.web.assessments.actions import NotNowError, move
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.meanwhile import Values, laid_over
from kaoji.web.organisations.desk import Part
from kaoji.web.organisations.models import Organisation
from kaoji.web.permissions import Role
from kaoji.web.publication.actions.locking import NotYoursError, locked, proven
from kaoji.web.publication.models import AppealState, ApprovalStep, Proposal, ProposalState, Signature
from kaoji.web.publication.sealing import check_up_to_date, check_whole
from kaoji.web.results.actions import propose as put_forward
from kaoji.web.results.actions import what_hinders
from kaoji.web.results.models import Run

MOST_STEPS = 12


def steps_of(assessment: Assessment) -> dict[str, str]:
    """Give the steps of approval as a form shows them: one text, for who changes one looks at all."""
    steps = assessment.approval_steps.select_related("organisation")
    return {"steps": said([(step.name, step.organisation) for step in steps])}


def said(steps: Sequence[tuple[str, Organisation]]) -> str:
    """Give steps in words."""
    return "；".join(f"{place}. {name.strip()}（{body.name}）" for place, (name, body) in enumerate(steps, 1))


def set_steps(
    assessment: Assessment, steps: Sequence[tuple[str, Organisation]], *, seen: Values | None = None
) -> list[ApprovalStep]:
    """Set the steps of approval in their order; what was signed already keeps the names it was signed under.

    Raises:
        NotNowError: a result is being approved already, or a step has no name.
        MeanwhileError: somebody else set others since they were seen.
    """
    with transaction.atomic():
        locked(assessment.pk, Stage.PREPARING, Stage.COLLECTING)
        if not all(name.strip() for name, _organisation in steps):
            raise NotNowError(_("Give every step a name, such as “approved by the leading group”."))
        if len(steps) > MOST_STEPS:
            raise NotNowError(_("There can be {most} steps at most.").format(most=MOST_STEPS))
        before = [[step.name, step.organisation_id] for step in assessment.approval_steps.all()]
        after = [[name.strip()[:120], organisation.pk] for name, organisation in steps]
        wanted = {"steps": said(steps)}
        if before == after or laid_over(seen, steps_of(assessment), wanted, assessment, "approval.steps") != wanted:
            return list(assessment.approval_steps.all())
        assessment.approval_steps.all().delete()
        made = ApprovalStep.objects.bulk_create(
            ApprovalStep(assessment=assessment, position=position, name=name.strip()[:120], organisation=organisation)
            for position, (name, organisation) in enumerate(steps, 1)
        )
        record("approval.steps", assessment, before=content_digest(before), after=content_digest(after), steps=after)
    return made


def propose(run: Run, by: User, note: str = "") -> Proposal:
    """Put a run forward as the result; it is to be signed step by step from now on.

    Raises:
        NotNowError: the run is not final, is no longer up to date, or the assessment is not ready for it.
    """
    with transaction.atomic():
        assessment = locked(run.assessment_id, Stage.COLLECTING)
        if not assessment.approval_steps.exists():
            raise NotNowError(_("No step of approval is set up. Name those that the notice names first."))
        if assessment.appeals.filter(state=AppealState.FILED).exists():
            raise NotNowError(_("An appeal is not answered yet. Answer it before a result is proposed."))
        if not run.is_preview and (hindrances := what_hinders(run)):
            raise NotNowError("".join(hindrances))
        run = put_forward(run, by)
        check_whole(run)
        number = (assessment.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
        proposal = Proposal.objects.create(
            assessment=assessment, number=number, run=run, results_digest=run.manifest["results"], note=note.strip(),
            by=by,
        )  # fmt: skip
        record("approval.propose", proposal, after=proposal.results_digest, run=run.number, note=note.strip())
        move(assessment, Stage.APPROVING)
    return proposal


def step_to_sign(proposal: Proposal) -> ApprovalStep | None:
    """Give the step whose turn it is; None when all have signed."""
    signed = {signature.step_id for signature in proposal.signatures.all()}
    return next((step for step in proposal.assessment.approval_steps.all() if step.pk not in signed), None)


def why_not_sign(proposal: Proposal, part: Part, by: User) -> str:
    """Tell why somebody cannot sign now; empty when they can."""
    step = step_to_sign(proposal)
    if proposal.state != ProposalState.OPEN or step is None:
        return _("This proposal is closed; there is nothing to sign.")
    if by.pk in (proposal.by_id, proposal.run.proposed_by_id):
        return _("You proposed this result yourself. Somebody else has to sign it.")
    if any(signature.by_id == by.pk for signature in proposal.signatures.all()):
        return _("You have signed this proposal already. Nobody signs twice.")
    if step.organisation_id not in part.organisations(Role.LEADER, Role.OFFICE):
        return _("It is the turn of “{step}” ({organisation}).").format(
            step=step.name, organisation=step.organisation.name
        )
    return ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signatory says: yes or no, an opinion, and the digest of the result that they looked at."""

    is_approved: bool
    opinion: str
    digest: str


def sign(proposal: Proposal, part: Part, by: User, verdict: Verdict, proof: Proof) -> Signature:
    """Sign a proposed result at the step whose turn it is, or send it back with a reason.

    The proof says that whoever signs has just shown, by password or second factor, who they are.

    Raises:
        NotYoursError: it is not this person's to sign.
        NotNowError: the result is not the one that was looked at, is not up to date, or the reason is missing.
    """
    with transaction.atomic():
        assessment = locked(proposal.assessment_id, Stage.APPROVING)
        proposal = Proposal.objects.select_related("run", "assessment").get(pk=proposal.pk)
        if reason := why_not_sign(proposal, part, by):
            raise NotYoursError(reason)
        step = step_to_sign(proposal)
        if step is None:
            raise NotYoursError(_("This proposal is closed; there is nothing to sign."))
        proven(proof, by)
        is_approved, opinion = verdict.is_approved, verdict.opinion
        if verdict.digest != proposal.results_digest:
            raise NotNowError(_("The result is not the one that you looked at. Look at it again."))
        if is_approved:
            check_up_to_date(proposal.run)
            check_whole(proposal.run)
        elif not opinion.strip():
            raise NotNowError(_("Say why it is sent back, so that the office knows what to mend."))
        signature = Signature.objects.create(
            proposal=proposal, step=step, step_name=step.name, organisation_name=step.organisation.name,
            is_approved=is_approved, opinion=opinion.strip(), results_digest=proposal.results_digest, by=by,
            means=proof.means,
        )  # fmt: skip
        action = "approval.sign" if is_approved else "approval.send-back"
        record(action, proposal, after=proposal.results_digest, step=step.name, opinion=opinion.strip(),
               means=proof.means)  # fmt: skip
        if not is_approved:
            _close(assessment, proposal, ProposalState.SENT_BACK, opinion.strip())
        elif proposal.signatures.count() == assessment.approval_steps.count():
            proposal.state = ProposalState.APPROVED
            proposal.save(update_fields=["state"])
            record("approval.approved", proposal, after=proposal.results_digest)
    return signature


def take_back(proposal: Proposal, reason: str) -> None:
    """Take a proposal back before it is on public notice, so that facts can be collected again.

    Raises:
        NotNowError: it is not being approved, or the reason is missing.
    """
    with transaction.atomic():
        assessment = locked(proposal.assessment_id, Stage.APPROVING)
        proposal = Proposal.objects.select_related("run").get(pk=proposal.pk)
        if proposal.state not in (ProposalState.OPEN, ProposalState.APPROVED):
            raise NotNowError(_("This proposal is closed already."))
        if not reason.strip():
            raise NotNowError(_("Say why it is taken back."))
        record("approval.take-back", proposal, before=proposal.results_digest, reason=reason.strip())
        _close(assessment, proposal, ProposalState.LAPSED, reason.strip())


def _close(assessment: Assessment, proposal: Proposal, state: ProposalState, reason: str) -> None:
    """End a round without a result: its run is a preview again, and facts are collected."""
    proposal.state = state
    proposal.save(update_fields=["state"])
    Run.objects.filter(pk=proposal.run_id).update(is_preview=True)
    move(assessment, Stage.COLLECTING, reason)
