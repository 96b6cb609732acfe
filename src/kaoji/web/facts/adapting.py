"""What a change of a published scheme does to the facts collected so far.

A slot is the same when it stands on the same indicator and asks for the same: its facts stay, whatever its code has
become. A slot that is gone keeps its facts and their history, withdrawn; nothing that somebody gave is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.scheme.structure import Slot
from kaoji.web.accounts.models import User
from kaoji.web.assessments.amending import propose_amendment, put_in_force
from kaoji.web.assessments.differences import partners
from kaoji.web.assessments.editing import walk
from kaoji.web.assessments.models import Amendment, Assessment, SchemeVersion
from kaoji.web.assessments.naming import organisations_named
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.filings import TABLE_OF_KIND, filings_of, tie_providers
from kaoji.web.facts.models import Correction, Fact, Filing, FilingState

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to be filled in that a change touches: where it stands, what it asks for, how many facts it has."""

    indicator: str
    label: str
    facts: int = 0


@dataclass(slots=True)
class Effects:
    """What a change does: what is asked for from now on, no longer, or otherwise, and which units come and go."""

    added: list[Effect] = field(default_factory=list)
    removed: list[Effect] = field(default_factory=list)
    returned: list[Effect] = field(default_factory=list)
    kept: int = 0
    units_added: list[str] = field(default_factory=list)
    units_removed: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What becomes of a filing: what it is by the new scheme, if anything, and whether it goes back to its provider."""

    old: Filing
    new: Filing | None
    is_returned: bool = False


def propose(assessment: Assessment, version: SchemeVersion, reason: str, by: User) -> Amendment:
    """Propose a change, with what it will do to the facts.

    Raises:
        NotNowError: the change cannot be proposed as things stand.
    """
    return propose_amendment(assessment, version, reason, by, effects_of(assessment, version).as_data())


def effects_of(assessment: Assessment, version: SchemeVersion) -> Effects:
    """Say what a version would do if it took the place of the scheme in force."""
    if assessment.scheme is None:
        return Effects()
    before, after = structure_of(assessment.scheme), structure_of(version)
    fates, fresh = _fates(assessment, before, after)
    counts = _facts_of(assessment)
    effects = Effects(kept=sum(fate.new is not None for fate in fates))
    effects.added = [Effect(filing.indicator, filing.label) for filing in fresh]
    effects.removed = [_effect(fate.old, counts) for fate in fates if fate.new is None]
    effects.returned = [_effect(fate.old, counts) for fate in fates if fate.is_returned]
    units_before, units_after = set(before.scheme.units), set(after.scheme.units)
    effects.units_added = [unit for unit in after.scheme.units if unit not in units_before]
    effects.units_removed = [unit for unit in before.scheme.units if unit not in units_after]
    return effects


def _effect(filing: Filing, counts: dict[int, int]) -> Effect:
    return Effect(filing.indicator, filing.label, counts.get(filing.pk, 0))


def _facts_of(assessment: Assessment) -> dict[int, int]:
    rows = assessment.filings.annotate(given=Count("facts", filter=Q(facts__is_withdrawn=False)))
    return {pk: given for pk, given in rows.values_list("pk", "given") if given}


def confirm(amendment: Amendment, opinion: str, by: User) -> Effects:
    """Put a proposed change in force and adapt what is collected to it.

    Raises:
        NotNowError: the person proposed it, it is decided already, or it cannot be put in force as things stand.
    """
    with transaction.atomic():
        effects = effects_of(amendment.assessment, amendment.version)
        assessment, before, after = put_in_force(amendment, opinion, by)
        fates, fresh = _fates(assessment, before, after)
        reason = _("The scheme was changed: {reason}").format(reason=amendment.reason)
        _take_out([fate.old for fate in fates if fate.new is None], reason, by)
        _change([fate for fate in fates if fate.new is not None], reason)
        for filing in fresh:
            filing.due_on = assessment.facts_due_on
        tie_providers(assessment, Filing.objects.bulk_create(fresh))
        Amendment.objects.filter(pk=amendment.pk).update(effects=effects.as_data())
    return effects


def _fates(assessment: Assessment, before: Structure, after: Structure) -> tuple[list[_Fate], list[Filing]]:
    """Say what becomes of each filing, and which are new."""
    wanted = {(filing.table, filing.key): filing for filing in filings_of(assessment, after)}
    became = dict(_keys(before, after))
    slots_before, slots_after = _by_key(before), _by_key(after)
    fates: list[_Fate] = []
    for old in assessment.filings.filter(~Q(key__startswith="~")):
        key = became.get((old.table, old.key), (old.table, old.key) if not _is_slot(old, slots_before) else None)
        new = wanted.pop(key, None) if key is not None else None
        is_done = old.state in (FilingState.SUBMITTED, FilingState.VERIFIED)
        asks_more = new is not None and (
            new.expected > old.expected or _asks(slots_before.get(old.key)) != _asks(slots_after.get(new.key))
        )
        fates.append(_Fate(old, new, is_done and asks_more))
    return fates, list(wanted.values())


def _is_slot(filing: Filing, slots: dict[str, Slot]) -> bool:
    return filing.table in TABLE_OF_KIND.values() and filing.key in slots


def _by_key(structure: Structure) -> dict[str, Slot]:
    return {slot.key: slot for slot in structure.slots}


def _asks(slot: Slot | None) -> object:
    """Give what a slot asks for, as far as facts that are given must fit it."""
    return slot and (slot.measured_in, slot.levels, slot.has_target, slot.has_previous, slot.low, slot.high)


def _keys(before: Structure, after: Structure) -> Iterator[tuple[_Key, _Key]]:
    """Give which slot became which: on the same indicator, of the same kind, by name, then by order."""
    old_nodes, new_nodes = list(walk(before.scheme)), list(walk(after.scheme))
    place_of = {index: found.place for index, found in enumerate(old_nodes)}
    index_of = {found.place: index for index, found in enumerate(new_nodes)}
    partner = partners(old_nodes, new_nodes)
    for index, place in place_of.items():
        if place not in partner:
            continue
        old = [slot for slot in before.slots if slot.node == index]
        new = [slot for slot in after.slots if slot.node == index_of[partner[place]]]
        for one, other in _pairs(old, new):
            yield (TABLE_OF_KIND[one.kind], one.key), (TABLE_OF_KIND[other.kind], other.key)


def _pairs(old: Sequence[Slot], new: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    rest_old, rest_new = list(old), list(new)
    for one in old:
        same = next((other for other in rest_new if (other.kind, other.label) == (one.kind, one.label)), None)
        if same is not None:
            rest_old.remove(one)
            rest_new.remove(same)
            yield one, same
    for kind in {slot.kind for slot in rest_old}:
        ones, others = [s for s in rest_old if s.kind == kind], [s for s in rest_new if s.kind == kind]
        if len(ones) == len(others) == 1:
            yield ones[0], others[0]


def _take_out(filings: list[Filing], reason: str, by: User) -> None:
    """Close filings that the scheme no longer asks for; facts that were given stay with their history, withdrawn."""
    for filing in filings:
        facts = list(Fact.objects.filter(filing=filing))
        if not facts:
            filing.delete()
            continue
        for fact in facts:
            if not fact.is_withdrawn:
                Correction.objects.create(
                    fact=fact, version=fact.version + 1, before=fact.row, after=None, reason=reason,
                    after_submission=True, by=by,
                )  # fmt: skip
                fact.is_withdrawn, fact.version = True, fact.version + 1
                fact.save(update_fields=["is_withdrawn", "version", "changed_at"])
        filing.key, filing.is_required, filing.reason = f"~{filing.pk}", False, reason
        filing.state = FilingState.VERIFIED
        filing.label = _("{label} (no longer asked for)").format(label=filing.label)[:300]
        filing.save()
        filing.providers.clear()


def _change(fates: list[_Fate], reason: str) -> None:
    taken = [fate.old for fate in fates]
    for filing in taken:
        Filing.objects.filter(pk=filing.pk).update(key=f"~{filing.pk}")
    for fate in fates:
        old, new = fate.old, fate.new
        if new is None:
            continue
        has_other_providers = old.provider_names != new.provider_names
        for name in ("key", "label", "indicator", "rule", "measured_in", "points", "provider_names", "is_required",
                     "expected", "position"):  # fmt: skip
            setattr(old, name, getattr(new, name))
        if fate.is_returned:
            old.state, old.reason = FilingState.RETURNED, reason
        old.save()
        if has_other_providers:
            old.providers.clear()
            tie_providers(old.assessment, [old])


def tie_anew(assessment: Assessment) -> None:
    """Tie filings and units to the organisations that their names stand for by now."""
    named = organisations_named(assessment)
    for participant in assessment.participants.all():
        if named.get(participant.unit) is not None and participant.organisation_id != named[participant.unit]:
            participant.organisation_id = named[participant.unit]
            participant.save(update_fields=["organisation"])
    filings = list(assessment.filings.exclude(provider_names="").exclude(key__startswith="~"))
    Filing.providers.through.objects.filter(filing__in=filings).delete()
    tie_providers(assessment, filings)
