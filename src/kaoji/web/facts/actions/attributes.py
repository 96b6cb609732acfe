"""Saying what units are: attributes, and whether they take part; what follows for facts is done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.attributes import NO, TAKES_PART, YES, Change, Values, waiting_in
from kaoji.web.assessments.models import Assessment, AttributeChange, Participant, Stage, UnitAttributes
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.filings import NEEDS_NO_ROW, filings_of, has, slot_of
from kaoji.web.facts.models import Correction, Fact, Filing, FilingState
from kaoji.web.spoken import listed

_DONE = (FilingState.SUBMITTED, FilingState.VERIFIED)


@dataclass
class Following:
    """What follows from changed attributes: facts that no longer count, and filings that ask for more."""

    facts: list[Fact] = field(default_factory=list)
    returned: list[Filing] = field(default_factory=list)
    units: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Tell whether anything follows."""
        return bool(self.facts or self.returned)


def following(assessment: Assessment, changes: Iterable[Change]) -> Following:
    """Say what follows from changes for the facts that are collected; as many queries however many changes."""
    found = Following()
    if assessment.scheme is None:
        return found
    structure = structure_of(assessment.scheme)
    after = _after(change for change in changes if change.name in structure.attributes)
    freed, bound = _moved(structure, after)
    if not freed and not bound:
        return found
    units = {each.pk: each for each, _values in after.values()}
    given: dict[int, dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in Fact.objects.filter(participant__in=units, is_withdrawn=False).select_related("filing", "participant"):
        given[fact.filing_id][fact.participant_id].append(fact)
    for filing in assessment.filings.exclude(key__startswith="~"):
        slot = slot_of(filing, structure)
        if slot is None:
            continue
        for unit in freed.get(slot.node, ()):
            found.facts += given[filing.pk][unit]
        more = [unit for unit in bound.get(slot.node, ()) if not given[filing.pk][unit]]
        if more and filing.state in _DONE and filing.is_required and filing.table not in NEEDS_NO_ROW:
            found.returned.append(filing)
            found.units |= {units[unit].unit for unit in more}
    found.units |= {fact.participant.unit for fact in found.facts}
    return found


def _after(changes: Iterable[Change]) -> dict[int, tuple[Participant, Values]]:
    """Give the enrolled units with their attributes as they are to be."""
    after: dict[int, tuple[Participant, Values]] = {}
    for change in changes:
        unit = change.line.participant
        if unit is not None:
            values = after.setdefault(unit.pk, (unit, dict(unit.attributes)))[1]
            values[change.name] = change.after
    return after


def _moved(
    structure: Structure, after: dict[int, tuple[Participant, Values]]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Give, by indicator, the units that lose it and those that get it."""
    freed: dict[int, list[int]] = defaultdict(list)
    bound: dict[int, list[int]] = defaultdict(list)
    for node in structure.nodes:
        for pk, (unit, values) in after.items():
            before = has(node, structure, unit.unit, unit.group, unit.attributes)
            now = has(node, structure, unit.unit, unit.group, values)
            if before != now:
                (freed if before else bound)[node.index].append(pk)
    return freed, bound


def set_attributes(assessment: Assessment, changes: Sequence[Change], reason: str, by: User) -> Following:
    """Keep what is said of units. Facts of what no longer applies are withdrawn; filings that ask for more go back.

    Raises:
        NotNowError: facts are in, a reason is missing once the scheme is published, or somebody else changed a value.
    """
    reason = reason.strip()[:500]
    with transaction.atomic():
        found = Assessment.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=assessment.pk)
        if found.stage not in (Stage.PREPARING, Stage.COLLECTING):
            raise NotNowError(_("Facts are not being collected any more; what is said of units stays as it is."))
        if found.stage == Stage.COLLECTING and not reason:
            raise NotNowError(_("The scheme is published. Say why this changes."))
        done = following(found, changes)
        _write(found, changes)
        AttributeChange.objects.bulk_create(
            AttributeChange(assessment=found, unit=change.line.unit, name=change.name, before=change.before,
                            after=change.after, reason=reason, by=by)
            for change in changes
        )  # fmt: skip
        _follow(found, done, reason, by)
        record(
            "scheme.attributes", found,
            before=content_digest([[each.line.unit, each.name, each.before] for each in changes]),
            after=content_digest([[each.line.unit, each.name, each.after] for each in changes]),
            units=len({each.line.unit for each in changes}), values=len(changes), reason=reason,
            withdrawn=len(done.facts), returned=len(done.returned),
        )  # fmt: skip
    return done


def verify_attributes(assessment: Assessment, changes: Collection[int], by: User) -> int:
    """Find right what somebody else said of units; gives how many values that were.

    Raises:
        NotNowError: facts are in, nothing was chosen, a value was said by the same person, or said otherwise since.
    """
    with transaction.atomic():
        found = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if found.stage not in (Stage.PREPARING, Stage.COLLECTING):
            raise NotNowError(_("Facts are not being collected any more; what is said of units stays as it is."))
        waiting = {each.pk: each for each in waiting_in(found) if each.pk in set(changes)}
        if not changes:
            raise NotNowError(_("Choose the values that you found right."))
        if len(waiting) < len(set(changes)):
            raise NotNowError(_("Some of these values were changed or verified in the meantime. Look at them again."))
        own = [each for each in waiting.values() if each.by_id == by.pk]
        if own:
            raise NotNowError(
                _("You said “{attribute}” of “{unit}” yourself. Somebody else has to verify it.").format(
                    attribute=own[0].name, unit=own[0].unit
                )
            )
        AttributeChange.objects.filter(pk__in=waiting).update(verified_by=by, verified_at=timezone.now())
        said = [[each.unit, each.name, each.after] for each in waiting.values()]
        record("scheme.attributes-verify", found, after=content_digest(said), values=len(said))
    return len(said)


def _write(assessment: Assessment, changes: Sequence[Change]) -> None:
    by_unit: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_unit[change.line.unit].append(change)
    enrolled = {each.unit: each for each in assessment.participants.select_for_update().filter(unit__in=by_unit)}
    before = {each.unit: each for each in assessment.unit_attributes.select_for_update().filter(unit__in=by_unit)}
    for unit, mine in by_unit.items():
        participant = enrolled.get(unit)
        waiting = before.get(unit) or UnitAttributes(assessment=assessment, unit=unit)
        values = participant.attributes if participant is not None else waiting.values
        for change in mine:
            is_out = participant is not None and not participant.takes_part
            stands = (
                (NO if is_out else values.get(TAKES_PART, YES))
                if change.name == TAKES_PART
                else values.get(change.name, "")
            )
            if stands != change.before:
                raise NotNowError(
                    _("Somebody else changed “{attribute}” of “{unit}” in the meantime. Load the page anew.").format(
                        attribute=change.name, unit=unit
                    )
                )
            if change.name == TAKES_PART and participant is not None:
                participant.takes_part = change.after != NO
            elif change.after:
                values[change.name] = change.after
            else:
                values.pop(change.name, None)
        if participant is None:
            waiting.save()
    Participant.objects.bulk_update(enrolled.values(), ["attributes", "takes_part"], batch_size=200)


def _follow(assessment: Assessment, done: Following, reason: str, by: User) -> None:
    for fact in done.facts:
        before, is_late = fact.row, fact.filing.state in _DONE
        fact.row, fact.is_withdrawn, fact.version, fact.entered_by = {}, True, fact.version + 1, by
        fact.save()
        Correction.objects.create(
            fact=fact, version=fact.version, before=before, after=None, reason=reason, after_submission=is_late, by=by
        )
    for filing in done.returned:
        filing.state = FilingState.RETURNED
        filing.reason = _("It applies to further units now: {units}. {reason}").format(
            units=listed(sorted(done.units)[:10], short=True), reason=reason
        )
        filing.save(update_fields=["state", "reason"])
    if assessment.scheme is None:
        return
    wanted = {
        (filing.table, filing.key): filing.expected
        for filing in filings_of(assessment, structure_of(assessment.scheme))
    }
    changed = []
    for filing in assessment.filings.exclude(key__startswith="~"):
        expected = wanted.get((filing.table, filing.key), filing.expected)
        if expected != filing.expected:
            filing.expected = expected
            changed.append(filing)
    Filing.objects.bulk_update(changed, ["expected"])
