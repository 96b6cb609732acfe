"""The steps of a round, signed and still to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaoji.web.organisations.access import names_at
from kaoji.web.permissions import Role
from kaoji.web.publication.models import Proposal, ProposalState, Signature


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step of approval: who signs there, the signature if there is one, and whether it is its turn, of whom."""

    name: str
    organisation: str
    organisation_id: int | None = None
    signature: Signature | None = None
    is_next: bool = False
    people: Sequence[str] = ()


def steps_of(proposal: Proposal) -> list[StepNow]:
    """Give what was signed, under the names of that day, and while a round is open what is to be signed next."""
    signed = list(proposal.signatures.all())
    found = [StepNow(each.step_name, each.organisation_name, signature=each) for each in signed]
    if proposal.state == ProposalState.OPEN:
        done = {each.step_id for each in signed}
        waiting = [step for step in proposal.assessment.approval_steps.all() if step.pk not in done]
        found += [
            StepNow(
                step.name,
                step.organisation.name,
                step.organisation_id,
                is_next=not number,
                people=() if number else names_at(step.organisation_id, proposal.assessment, Role.LEADER, Role.OFFICE),
            )
            for number, step in enumerate(waiting)
        ]
    return found
