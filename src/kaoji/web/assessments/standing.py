"""Where an assessment stands, for the page that opens it: what is done, what is missing, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments import access, naming
from kaoji.web.assessments.attributes import sheet_of
from kaoji.web.assessments.models import Assessment, Notice, NoticeState, Participant, SchemeVersion, Stage
from kaoji.web.assessments.review import Review, review_as_kept
from kaoji.web.assessments.structures import checked
from kaoji.web.facts.access import own_units
from kaoji.web.facts.models import Filing, FilingState
from kaoji.web.facts.progress import Progress
from kaoji.web.facts.progress import progress_of as facts_progress
from kaoji.web.organisations.desk import Part
from kaoji.web.publication.access import appeals_to_see, notices_to_see
from kaoji.web.publication.actions.notices import is_running
from kaoji.web.publication.models import (
    Appeal,
    AppealState,
    ApprovalStep,
    Proposal,
    Publication,
    PublicNotice,
    Signature,
)
from kaoji.web.results.access import result_to_see, standings_to_see
from kaoji.web.results.actions import what_is_open
from kaoji.web.results.computing import facts_changed_since
from kaoji.web.results.models import Run
from kaoji.web.results.models import Standing as Result
from kaoji.web.spoken import listed

_SOME: int = 10
_QUOTED: int = 40


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to be settled before publishing: how it stands, and where it is settled.

    ``is_needed`` ones keep the scheme from being published; the others are for the office to weigh.
    """

    text: str
    is_good: bool
    url: str = ""
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """The next step of the office: what, why, and where it is taken."""

    text: str
    why: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Late:
    """An organisation that is late: how many filings, since when."""

    organisation: str
    count: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """A step of approval: by whom, and what was signed, if it was."""

    step: ApprovalStep
    signature: Signature | None


@dataclass(slots=True)
class Standing:
    """Everything that the page shows; parts that somebody may not see are left empty."""

    next: Next | None = None
    checks: list[Check] = field(default_factory=list)
    version: SchemeVersion | None = None
    draft: SchemeVersion | None = None
    progress: Progress | None = None
    late: list[Late] = field(default_factory=list)
    late_more: int = 0
    run: Run | None = None
    steps: list[Step] = field(default_factory=list)
    proposal: Proposal | None = None
    notice: PublicNotice | None = None
    publication: Publication | None = None
    appeals: int = 0
    open_appeals: int = 0
    units: int = 0
    own: list[Result] = field(default_factory=list)
    """Results of one's own units."""
    can_appeal: bool = False
    own_units: list[Participant] = field(default_factory=list)
    """One's own units that are to say something of themselves, with what they said."""


def standing_of(assessment: Assessment, part: Part) -> Standing:
    """Say where an assessment stands, as far as somebody may see it; as many queries however much there is."""
    found = Standing(version=access.shown_version(part), draft=access.draft_of(part))
    if assessment.stage == Stage.PREPARING:
        if part.may("scheme.edit"):
            found.checks = checks_of(assessment, found.version)
            found.next = _next_preparing(assessment, found)
        return found
    found.units = assessment.participants.count()
    if part.may("facts.overview"):
        found.progress = facts_progress(assessment)
        _see_late(assessment, found)
    if part.may("results.view"):
        found.run = result_to_see(part)
        _see_approval(assessment, found)
    elif part.may("results.own"):
        _see_own(assessment, part, found)
    if part.may("facts.self"):
        own = own_units(part).select_related("self_assessment")
        found.own_units = [unit for unit in own if assessment.self_due_on or hasattr(unit, "self_assessment")]
    if part.may("assessment.manage"):
        found.next = _next(assessment, found)
    return found


def _see_own(assessment: Assessment, part: Part, found: Standing) -> None:
    """See what an assessed unit may: its own result, the public notice, its own appeals."""
    found.run = result_to_see(part)
    if found.run is not None:
        found.own = list(standings_to_see(part, found.run).defer("nodes", "points", "facts"))
    found.notice = notices_to_see(part).filter(end_reason="").first()
    found.publication = Publication.objects.filter(assessment=assessment, confirmed_at__isnull=False).first()
    states = list(appeals_to_see(part).values_list("state", flat=True))
    found.appeals, found.open_appeals = len(states), states.count(AppealState.FILED)
    found.can_appeal = (
        found.notice is not None
        and assessment.stage == Stage.PUBLICISING
        and part.may("appeal.file")
        and is_running(found.notice)
    )


def _see_late(assessment: Assessment, found: Standing) -> None:
    rows = list(
        Filing.objects.filter(
            assessment=assessment, is_required=True, due_on__lt=timezone.localdate(),
            state__in=(FilingState.OPEN, FilingState.RETURNED),
        )
        .order_by()
        .values("providers__name")
        .annotate(count=Count("pk"), due_on=Min("due_on"))
        .order_by("-count", "providers__name")[: _SOME + 1]
    )  # fmt: skip
    found.late = [Late(row["providers__name"] or "", row["count"], row["due_on"]) for row in rows[:_SOME]]
    found.late_more = len(rows) - len(found.late)


def _see_approval(assessment: Assessment, found: Standing) -> None:
    steps = list(ApprovalStep.objects.filter(assessment=assessment).select_related("organisation"))
    found.proposal = Proposal.objects.filter(assessment=assessment).select_related("run").first()
    signed: dict[int | None, Signature] = {}
    if found.proposal is not None and found.proposal.state in ("open", "approved"):
        signed = {each.step_id: each for each in found.proposal.signatures.select_related("by")}
    found.steps = [Step(step, signed.get(step.pk)) for step in steps]
    found.notice = PublicNotice.objects.filter(assessment=assessment).first()
    found.publication = Publication.objects.filter(assessment=assessment).first()
    states = list(Appeal.objects.filter(assessment=assessment).values_list("state", flat=True))
    found.appeals, found.open_appeals = len(states), states.count(AppealState.FILED)


# -------------------------------------------------------------------- what comes next


def _next_preparing(assessment: Assessment, found: Standing) -> Next:
    if found.version is None:
        if assessment.notices.filter(state="waiting").exists():
            return Next(
                _("The notice is being read"), _("The draft of the scheme follows from it."),
                reverse("assessments:notices", args=[assessment.pk]), _("See how far it is"),
            )  # fmt: skip
        if (read := _unsettled(assessment)) is not None:
            return Next(
                _("Take the draft of the notice"), _("It was read; its draft becomes the scheme once you take it."),
                reverse("assessments:notice", args=[assessment.pk, read.pk]), _("See the notice"),
            )  # fmt: skip
        return Next(
            _("Upload the notice"), _("Kaoji reads the rules out of it and drafts the scheme; you look through the draft."),
            reverse("assessments:notices", args=[assessment.pk]), _("Upload a notice"),
        )  # fmt: skip
    if (unsettled := _unsettled(assessment)) is not None:
        return Next(
            _("See what the new notice changes"), _("It was read; each change is yours to take or leave."),
            reverse("assessments:changes", args=[assessment.pk, unsettled.pk]), _("See the changes"),
        )  # fmt: skip
    for check in found.checks:
        if not check.is_good:
            return Next(_("Get the scheme ready"), check.text, check.url, _("Settle it"))
    return Next(
        _("Publish the scheme"), _("Everything is settled. Publishing freezes the scheme and opens the collection of facts."),
        reverse("assessments:publish", args=[assessment.pk]), _("On to publishing"),
    )  # fmt: skip


def _unsettled(assessment: Assessment) -> Notice | None:
    return assessment.notices.filter(state=NoticeState.READ, is_settled=False).defer("reading").first()


def _next(assessment: Assessment, found: Standing) -> Next | None:
    if assessment.stage == Stage.COLLECTING:
        return _next_collecting(assessment, found)
    overview, appeals, publishing = (
        reverse(f"publication:{name}", args=[assessment.pk]) for name in ("overview", "appeals", "publication")
    )
    if assessment.stage == Stage.APPROVING:
        waiting_for = next((each.step for each in found.steps if each.signature is None), None)
        if waiting_for is not None:
            text = _("{step} is to sign").format(step=waiting_for.name)
            return Next(text, str(waiting_for.organisation.name), overview, _("See how far it is"))
        return Next(_("Put the result on public notice"), _("All steps are signed."), overview, _("On to the notice"))
    if assessment.stage == Stage.PUBLICISING and found.open_appeals:
        text = ngettext("Answer {n} appeal", "Answer {n} appeals", found.open_appeals).format(n=found.open_appeals)
        return Next(text, _("The result cannot be published before."), appeals, _("On to the appeals"))
    return _next_at_the_end(assessment, found, publishing)


def _next_at_the_end(assessment: Assessment, found: Standing, publishing: str) -> Next | None:
    if assessment.stage == Stage.PUBLICISING and found.publication is not None:
        text = _("The publication waits for the confirmation of a second person")
        return Next(text, _("Somebody else of the office confirms it."), publishing, _("See what is left"))
    if assessment.stage == Stage.PUBLICISING and found.notice is not None:
        text = _("On public notice until {day}").format(day=found.notice.until_on)
        return Next(text, _("Then the result can be published."), publishing, _("See what is left"))
    if assessment.stage == Stage.PUBLISHED:
        return Next(_("Archive the assessment"), _("The result is published."), publishing, _("On to the archive"))
    return None


def _next_collecting(assessment: Assessment, found: Standing) -> Next:
    facts, results = (reverse(name, args=[assessment.pk]) for name in ("facts:filings", "results:runs"))
    by_state = found.progress.by_state if found.progress is not None else {}
    submitted, waiting = by_state.get("submitted", 0), by_state.get("open", 0) + by_state.get("returned", 0)
    if submitted:
        text = ngettext("Verify {n} filing", "Verify {n} filings", submitted).format(n=submitted)
        return Next(text, _("They were submitted and wait for you."), facts + "?state=submitted", _("Verify"))
    if waiting:
        text = ngettext("{n} filing is still out", "{n} filings are still out", waiting).format(n=waiting)
        return Next(text, _waited_for(assessment), facts + "?state=open", _("See the filings"))
    run = found.run
    is_old = run is not None and (run.scheme_id != assessment.scheme_id or bool(facts_changed_since(run)))
    if run is None or is_old:
        return Next(_("Compute the result"), _("All facts are verified."), results, _("On to the results"))
    if not run.is_final:
        text, url = what_is_open(run)
        return Next(text, _("All facts are verified."), url, _("On to the results"))
    propose = reverse("publication:propose", args=[assessment.pk])
    return Next(
        _("Propose the result for approval"), _("The newest run is complete."), propose, _("On to the proposal")
    )


def _waited_for(assessment: Assessment) -> str:
    """Say whose filings are out, those with the most first."""
    rows = (
        Filing.objects.filter(
            assessment=assessment, is_required=True, state__in=(FilingState.OPEN, FilingState.RETURNED)
        )
        .order_by()
        .values("provider_names")
        .annotate(count=Count("pk"))
        .order_by("-count", "provider_names")[: _SOME + 1]
    )
    names = [f"{row['provider_names'] or assessment.office.name} {row['count']}" for row in rows]
    return _("Waited for: {names}.").format(
        names=listed(names[:_SOME], short=True) + ("…" if len(names) > _SOME else "")
    )


# -------------------------------------------------------------------- ready for publishing?


def checks_of(assessment: Assessment, version: SchemeVersion | None) -> list[Check]:
    """Say what is to be settled before a version is published."""
    if version is None:
        return []
    found = checked(version.text)
    errors = sum(finding.level == "error" for finding in found.findings)
    checks = [
        Check(
            ngettext("{n} error is to be mended.", "{n} errors are to be mended.", errors).format(n=errors) if errors
            else _("The scheme has no error."),
            not errors, reverse("assessments:scheme", args=[assessment.pk]), is_needed=True,
        )
    ]  # fmt: skip
    if found.structure is None:
        return checks
    units = len(found.structure.scheme.units)
    review = review_as_kept(assessment, version)
    looked, total = review.looked_at, review.total
    doubts = sum(finding.level == "warning" for finding in found.findings)
    hints = len(version.notice.findings) if version.notice is not None else 0
    unknown = len(naming.names_of(assessment, found.structure).unknown)
    steps = ApprovalStep.objects.filter(assessment=assessment).count()
    own = len({slot.node for slot in found.structure.slots if not slot.providers})
    unsaid = sheet_of(assessment, found.structure).missing if found.structure.attributes else 0
    return [
        *checks,
        Check(
            ngettext("{n} unit will be assessed.", "{n} units will be assessed.", units).format(n=units) if units
            else _("No unit is listed yet: write them into the groups."),
            bool(units), reverse("assessments:form", args=[assessment.pk, "groups"]), is_needed=True,
        ),
        Check(
            _("{done} of {all} parts of the draft were looked at.").format(done=looked, all=total), looked == total,
            reverse("assessments:review", args=[assessment.pk]),
        ),
        *_sentences(assessment, review),
        Check(
            ngettext("{n} warning stands.", "{n} warnings stand.", doubts).format(n=doubts) if doubts
            else ngettext(
                "No warning stands; the reading of the notice left {n} hint.",
                "No warning stands; the reading of the notice left {n} hints.", hints,
            ).format(n=hints) if hints else _("No warning stands."),
            # Whoever has looked at every part has seen what is warned of, and may mean it so.
            not doubts or looked == total,
            reverse("assessments:notice", args=[assessment.pk, version.notice_id]) if hints and not doubts
            else reverse("assessments:scheme", args=[assessment.pk]),
        ),
        Check(
            ngettext(
                "{n} name stands for no organisation: nobody could report for it.",
                "{n} names stand for no organisation: nobody could report for them.", unknown,
            ).format(n=unknown) if unknown else _("Every unit and provider stands for an organisation."),
            not unknown, reverse("assessments:names", args=[assessment.pk]),
        ),
        *([Check(
            ngettext(
                "For {n} indicator no provider is named: the office would fill it in itself.",
                "For {n} indicators no provider is named: the office would fill them in itself.", own,
            ).format(n=own), is_good=False, url=reverse("assessments:scheme", args=[assessment.pk]),
        )] if own else []),
        *([Check(
            ngettext(
                "{n} value of the attributes of units is missing.", "{n} values of the attributes of units are missing.", unsaid,
            ).format(n=unsaid) if unsaid else _("All attributes of units that the scheme names are known."),
            not unsaid, reverse("assessments:units", args=[assessment.pk]) + ("?show=missing" if unsaid else ""),
        )] if found.structure.attributes else []),
        Check(
            ngettext("{n} step of approval is set.", "{n} steps of approval are set.", steps).format(n=steps) if steps
            else _("Who approves the result is not set yet."),
            bool(steps), reverse("publication:steps", args=[assessment.pk]),
        ),
    ]  # fmt: skip


def _sentences(assessment: Assessment, review: Review) -> list[Check]:
    """Name the sentences of the notice that became nothing, as long as somebody has to decide about one."""
    left = review.undecided
    if not review.has_sentences:
        return []
    named = listed((f"“{Truncator(each.text).chars(_QUOTED)}”" for each in left[:_SOME]), short=True)
    text = ngettext(
        "{n} sentence of the notice that speaks of points or results became nothing, and nobody decided about it: {named}",
        "{n} sentences of the notice that speak of points or results became nothing, and nobody decided about them: {named}",
        len(left),
    ).format(n=len(left), named=named + ("…" if len(left) > _SOME else ""))  # fmt: skip
    settled = _("Every sentence of the notice that became nothing is decided about.")
    url = reverse("assessments:review", args=[assessment.pk]) + "?show=loose"
    return [Check(text if left else settled, not left, url)]
