"""Opening filings, handing them in, finding them right or returning them, and their deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, publish_scheme
from kaoji.web.assessments.arranging import set_deadlines
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Assessment, Participant, SchemeVersion, Stage
from kaoji.web.audit.chain import record
from kaoji.web.facts.filings import open_filings, units_of
from kaoji.web.facts.gaps import blank_units, lacking_of
from kaoji.web.facts.models import FILING_STEPS, Fact, Filing, FilingState, SelfAssessment, Side
from kaoji.web.facts.rows import Line, check
from kaoji.web.meanwhile import Values
from kaoji.web.spoken import listed

_NAMED = 5
_AT = (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING)


class UntouchedError(NotNowError):
    """Rows are as the office returned them, and nobody said that this is meant."""


class GapsError(NotNowError):
    """Units are still blank, and nobody said that this is meant."""


def open_collection(version: SchemeVersion, due_on: date | None = None) -> Assessment:
    """Publish a scheme and open a filing for everything that it asks for.

    Raises:
        NotNowError: the scheme cannot be used, or one is published already.
    """
    with transaction.atomic():
        assessment, structure = publish_scheme(version, due_on)
        open_filings(assessment, structure)
    return assessment


def submit(
    filing: Filing, structure: Structure, by: User, *, accepts_gaps: bool = False, keeps_returned: bool = False
) -> Filing:
    """Hand a filing in, once its rows hold together.

    Raises:
        GapsError: units are blank, and it was not said that this is meant.
        UntouchedError: rows are as the office returned them, and it was not said that this is meant.
        NotNowError: rows are faulty when they are seen together, or there is no such step from here.
    """
    with transaction.atomic():
        found = Filing.objects.select_for_update().select_related("assessment").get(pk=filing.pk)
        facts = list(
            Fact.objects.filter(filing=found, side=Side.PROVIDED, is_withdrawn=False).select_related("participant")
        )
        lines = [Line(found, fact.participant.unit, fact.row, fact) for fact in facts]
        lacking = lacking_of(found.assessment_id, structure, list({fact.participant for fact in facts}))
        faults = [problem for problem in check(lines, structure, lacking=lacking) if problem.finding.level == "error"]
        if faults:
            raise NotNowError(
                _("{unit}: {finding} Mend it before you hand this in.").format(
                    unit=lines[faults[0].line].unit, finding=sentence(faults[0].finding)
                )
            )
        blank = blank_units(found, structure, units_of(found, structure), facts)
        if blank and not accepts_gaps:
            raise GapsError(
                ngettext(
                    "{count} unit is still blank: {units}. Fill it in, or say that you hand this in all the same.",
                    "{count} units are still blank: {units}. Fill them in, or say that you hand this in all the same.",
                    len(blank),
                ).format(count=len(blank), units=_named(blank))
            )
        returned = list(dict.fromkeys(fact.participant for fact in facts if fact.objection))
        if returned and found.state == FilingState.RETURNED and not keeps_returned:
            raise UntouchedError(
                _(
                    "Returned and not changed since: {units}. Mend it, or say that you hand it in as it is all the same."
                ).format(units=_named(returned))
            )
        return move_filing(found, FilingState.SUBMITTED, by)


def _named(units: Sequence[Participant]) -> str:
    """Name units, the first few of many."""
    names = listed((unit.unit for unit in units[:_NAMED]), short=True)
    return _("{names} and others").format(names=names) if len(units) > _NAMED else names


def stamp_of(filing: Filing) -> str:
    """Give a word for what a filing says now: whoever verifies it says by it what they looked at."""
    rows = Fact.objects.filter(filing=filing, side=Side.PROVIDED)
    found = rows.aggregate(rows=Count("pk"), changes=Sum("version"))
    return f"{found['rows']}.{found['changes'] or 0}"


def no_step(found: Filing | SelfAssessment, state: FilingState) -> NotNowError:
    """Say why there is no such step: somebody was there first, who is named, or it is not its turn."""
    is_in = found.state == FilingState.SUBMITTED
    person, time = (found.submitted_by, found.submitted_at) if is_in else (found.decided_by, found.decided_at)
    if found.state == FilingState.OPEN or person is None or time is None:
        return NotNowError(
            _("What is “{state}” cannot become “{next}”.").format(state=found.get_state_display(), next=state.label)
        )
    said = {
        FilingState.SUBMITTED: _("{person} submitted this at {time}."),
        FilingState.VERIFIED: _("{person} verified this at {time}."),
        FilingState.RETURNED: _("{person} returned this at {time}."),
    }[FilingState(found.state)]
    return NotNowError(said.format(person=person.name, time=f"{timezone.localtime(time):%m-%d %H:%M}"))


def move_filing(filing: Filing, state: FilingState, by: User, reason: str = "", *, seen: str = "") -> Filing:
    """Submit, verify or return a filing.

    Raises:
        NotNowError: there is no such step from here, the reason for returning it is missing, or rows were corrected
            since they were seen.
    """
    with transaction.atomic():
        found = Filing.objects.select_for_update().select_related("assessment").get(pk=filing.pk)
        if found.assessment.stage not in _AT:
            raise NotNowError(_("Facts are not being collected at this stage."))
        if state not in FILING_STEPS[FilingState(found.state)]:
            raise no_step(found, state)
        if state == FilingState.RETURNED and not reason.strip():
            raise NotNowError(_("Say why it is returned, so that the provider knows what to mend."))
        if state == FilingState.VERIFIED and seen and seen != stamp_of(found):
            raise NotNowError(
                _("Rows were corrected after you opened this page. Look at them as they are now, then verify.")
            )
        before, found.state = found.state, state
        now = timezone.now()
        if state == FilingState.SUBMITTED:
            found.submitted_by, found.submitted_at, found.reason = by, now, ""
        else:
            found.decided_by, found.decided_at, found.reason = by, now, reason
        if state == FilingState.VERIFIED:
            rows = Fact.objects.filter(filing=found, side=Side.PROVIDED, is_withdrawn=False, is_verified=False)
            rows.update(is_verified=True, verified_by=by, verified_at=now, objection="")
        found.save()
        record(f"facts.{state}", found, before=before, after=str(state), reason=reason)
    return found


def move_several(
    filings: Iterable[Filing], state: FilingState, by: User, seen: Mapping[str, str], reason: str = ""
) -> tuple[list[Filing], list[tuple[Filing, str]]]:
    """Verify or return several filings, each as if it were the only one; gives those moved, and the others with why.

    ``seen`` holds the word for what each said when it was shown. What was not shown is left out, and so is what changed
    since: nobody's words are verified unseen.
    """
    moved, left_out = list[Filing](), list[tuple[Filing, str]]()
    for filing in sorted(filings, key=lambda each: each.pk):
        stamp = seen.get(str(filing.pk), "")
        if not stamp:
            left_out.append((filing, _("It was not among what was shown.")))
        elif state == FilingState.RETURNED and stamp != stamp_of(filing):
            left_out.append(
                (filing, _("Rows were corrected after you opened this page. Look at them as they are now."))
            )
        else:
            try:
                moved.append(move_filing(filing, state, by, reason, seen=stamp))
            except NotNowError as problem:
                left_out.append((filing, str(problem)))
    return moved, left_out


def set_due(filings: Iterable[Filing], due_on: date | None, *, seen: Values | None = None) -> int:
    """Set until when filings are to be in; gives how many there were.

    Raises:
        NotNowError: somebody else set another day for one of them since it was seen.
    """
    with transaction.atomic():
        found = list(Filing.objects.select_for_update().filter(pk__in=[filing.pk for filing in filings]))
        for filing in found:
            if seen is not None and str(filing.due_on or "") not in (seen.get(str(filing.pk), ""), str(due_on or "")):
                raise NotNowError(
                    _(
                        "Somebody else set {day} for “{label}” in the meantime. Nothing is saved: look at it again."
                    ).format(day=filing.due_on or "—", label=filing.label)
                )
        for filing in found:
            if filing.due_on != due_on:
                record("facts.due", filing, before=str(filing.due_on or ""), after=str(due_on or ""))
                filing.due_on = due_on
        Filing.objects.bulk_update(found, ["due_on"])
    return len(found)


def move_deadlines(
    assessment: Assessment, facts_due_on: date | None, self_due_on: date | None, *, seen: Values | None = None
) -> tuple[int, int]:
    """Set the deadlines of an assessment. Filings that were due on its day and are not in follow it.

    Gives how many followed, and how many have a day of their own.

    Raises:
        NotNowError: the facts are in: the assessment is past collecting.
        MeanwhileError: somebody else set another day since it was seen.
    """
    with transaction.atomic():
        before = Assessment.objects.select_for_update().get(pk=assessment.pk).facts_due_on
        set_deadlines(assessment, facts_due_on, self_due_on, seen=seen)
        if assessment.facts_due_on == before:
            return 0, 0
        awaited = Filing.objects.filter(assessment=assessment, state__in=(FilingState.OPEN, FilingState.RETURNED))
        moved = set_due(awaited.filter(due_on=before), assessment.facts_due_on)
        return moved, awaited.exclude(due_on=assessment.facts_due_on).count()
