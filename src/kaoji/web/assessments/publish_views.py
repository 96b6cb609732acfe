"""From a draft to the scheme in force: whom its names stand for, publishing, and changes afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaoji.web.assessments import access, amending, naming
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.arranging import deadlines_of, passed, set_deadlines, set_names
from kaoji.web.assessments.differences import changes_between, lines_between
from kaoji.web.assessments.findings import shown
from kaoji.web.assessments.form_views import number_of
from kaoji.web.assessments.linking import linked, to_forms
from kaoji.web.assessments.models import Amendment, AmendmentState, Assessment, SchemeVersion, Stage
from kaoji.web.assessments.review import review_as_kept
from kaoji.web.assessments.standing import checks_of
from kaoji.web.assessments.structures import checked
from kaoji.web.facts import adapting
from kaoji.web.facts.actions import open_collection
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.organisations.choosing import Choices
from kaoji.web.pages import Request, page, refuse

NAMES = Listed(
    (
        Column(gettext_lazy("Name in the scheme"), lambda row: row[1].name),
        Column(gettext_lazy("Group, or things to fill in"), lambda row: row[1].about),
        Column(gettext_lazy("Organisation"), lambda row: row[2]),
    ),
    hint=gettext_lazy("Name in the scheme"),
    keeps=("show",),
    page=100,
)


@page("scheme.publish", "GET", "POST")
def publish(request: Request, assessment: Assessment) -> HttpResponse:
    """Publish the newest version: what is still open, what will be frozen, and until when facts are due."""
    if assessment.stage != Stage.PREPARING:
        return redirect("assessments:amendments", assessment.pk)
    newest = access.versions_to_see(request.part).first()
    if newest is None:
        return redirect("assessments:scheme", assessment.pk)
    if request.method == "POST":
        return _publish(request, assessment)
    return _publish_page(request, assessment, newest)


def _publish_page(request: Request, assessment: Assessment, newest: SchemeVersion, problem: str = "") -> HttpResponse:
    found = checked(newest.text)
    checks = checks_of(assessment, newest)
    said = shown(found.findings) if found.file is None else linked(found.findings, to_forms(newest, found.file))
    due = deadlines_of(assessment)
    context = {
        "assessment": assessment, "version": newest, "structure": found.structure, "checks": checks, "problem": problem,
        "unsure": review_as_kept(assessment, newest).unseen,
        "open_points": [each.text for each in checks if not each.is_good and not each.is_needed],
        "due_on": request.POST.get("due_on", due["facts_due_on"]),
        "self_due_on": request.POST.get("self_due_on", due["self_due_on"]),
        "can_publish": all(check.is_good for check in checks if check.is_needed),
        "errors": [each for each in said if each.level == "error"],
    }  # fmt: skip
    return render(request, "assessments/publish.html", context, status=422 if problem else 200)


def _publish(request: Request, assessment: Assessment) -> HttpResponse:
    found = access.version_to_see(request.part, number_of(request.POST.get("number")))
    newest = access.versions_to_see(request.part).first()
    if newest is not None and newest.pk != found.pk:
        messages.error(
            request,
            _("Version {number} was saved in the meantime. Look at it before you publish.").format(
                number=newest.number
            ),
        )
        return redirect("assessments:publish", assessment.pk)
    unsure = review_as_kept(assessment, found).unseen
    if unsure and request.POST.get("unsure") != str(unsure):
        return _publish_page(
            request, assessment, found, _("Tick that you publish with what nobody looked at, or look at it first.")
        )
    facts_due, self_due = (parse_date(request.POST.get(name, "") or "-") for name in ("due_on", "self_due_on"))
    if over := passed(facts_due, self_due):
        return _publish_page(request, assessment, found, over)
    try:
        opened = open_collection(found, facts_due)
        set_deadlines(opened, facts_due, self_due)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:publish", assessment.pk)
    messages.success(request, _("The scheme is published. Facts can be collected now."))
    return redirect("assessments:overview", assessment.pk)


@page("scheme.edit", "GET", "POST", gives_file=AS)
def names(request: Request, assessment: Assessment) -> HttpResponse:
    """Whom the names of the scheme stand for: each unit and provider with its organisation."""
    version = access.draft_of(request.part) or access.shown_version(request.part)
    structure = checked(version.text).structure if version is not None else None
    if structure is None:
        messages.error(request, _("The scheme has errors. Mend what the list shows first."))
        return redirect("assessments:scheme", assessment.pk)
    found = naming.names_of(assessment, structure)
    choices = Choices(found.organisations)
    if request.method == "POST":
        try:
            chosen = {}
            for number, each in enumerate([*found.units, *found.providers]):
                if request.POST.get(f"name-{number}") == each.name:
                    meant = choices.meant(request.POST.get(f"organisation-{number}", "").replace("\x00", ""))
                    chosen[each.name] = meant.pk if meant is not None else None
            changed = set_names(assessment, chosen, seen=opened(request.POST.get("seen")))
        except MeanwhileError as problem:
            return _names(request, assessment, found, choices, problem)
        except NotNowError as problem:
            messages.error(request, str(problem))
            return redirect("assessments:names", assessment.pk)
        if assessment.scheme is not None and changed:
            adapting.tie_anew(assessment)
        messages.success(request, ngettext("{n} name is saved.", "{n} names are saved.", changed).format(n=changed))
        return redirect("assessments:names", assessment.pk)
    return _names(request, assessment, found, choices)


def _names(
    request: Request, assessment: Assessment, found: naming.Names, choices: Choices,
    meanwhile: MeanwhileError | None = None,
) -> HttpResponse:  # fmt: skip
    only = request.GET.get("show", "unknown" if found.unknown else "all")
    now = {
        each.name: str(each.organisation.pk) if each.organisation is not None else ""
        for each in (*found.units, *found.providers)
    }
    wanted = meanwhile.given if meanwhile is not None else {}
    given = now | wanted
    rows = [
        (number, each, _label(choices, given[each.name]))
        for number, each in enumerate([*found.units, *found.providers])
        if only != "unknown" or each.organisation is None or each.name in wanted
    ]
    if AS in request.GET:
        return NAMES.file(request, rows, title=_("{title} names").format(title=assessment.title), on=assessment)
    shown = NAMES.listing(request, rows)
    last_unit = len(found.units)
    context = {
        "assessment": assessment, "names": found, "choices": choices, "listing": shown, "only": only,
        "units": [row for row in shown if row[0] < last_unit], "providers": [row for row in shown if row[0] >= last_unit],
        "seen": sealed({each.name: now[each.name] for _number, each, _typed in shown}), "problem": str(meanwhile or ""),
        "differences": side_by_side(meanwhile, {}, lambda _name, pk: _label(choices, pk)) if meanwhile is not None else [],
    }  # fmt: skip
    return render(request, "assessments/names.html", context, status=200 if meanwhile is None else 409)


def _label(choices: Choices, pk: str) -> str:
    return choices.label(int(pk) if pk.isdecimal() else None)


# -------------------------------------------------------------------- changes afterwards


AMENDMENTS = Listed(
    (
        Column(gettext_lazy("From version"), lambda each: each.base.number),
        Column(gettext_lazy("To version"), lambda each: each.version.number),
        Column(gettext_lazy("Reason"), lambda each: each.reason),
        Column(gettext_lazy("State"), lambda each: each.get_state_display()),
        Column(gettext_lazy("Proposed by"), lambda each: each.proposed_by),
        Column(gettext_lazy("Proposed"), lambda each: each.proposed_at),
        Column(gettext_lazy("Confirmed or refused by"), lambda each: each.decided_by or ""),
        Column(gettext_lazy("Decided"), lambda each: each.decided_at),
    ),
    search=("reason", "proposed_by__name", "decided_by__name"),
    hint=gettext_lazy("Reason or name"),
    choices=(Choice("state", gettext_lazy("All states"), dict(AmendmentState.choices)),),
)


@page("scheme.view", "GET", "POST", gives_file=AS)
def amendments(request: Request, assessment: Assessment) -> HttpResponse:
    """All changes of the published scheme, and the draft that could be proposed as the next."""
    if request.method == "POST":
        if not request.part.may("scheme.publish"):
            refuse("scheme.publish", assessment, held=request.part.held)
        return _propose(request, assessment)
    draft = access.draft_of(request.part) if assessment.scheme is not None else None
    is_open = assessment.stage == Stage.COLLECTING
    has_open = access.amendments_to_see(request.part).filter(state=AmendmentState.PROPOSED).exists()
    was_proposed = draft is not None and Amendment.objects.filter(version=draft).exclude(state="withdrawn").exists()
    structure = checked(draft.text).structure if draft is not None else None
    context = {
        "assessment": assessment, "draft": draft, "is_open": is_open, "has_open": has_open,
        "was_proposed": was_proposed, "structure": structure,
        "can_propose": is_open and not has_open and draft is not None and request.part.may("scheme.publish"),
        "effects": adapting.effects_of(assessment, draft) if draft is not None and structure is not None else None,
    }  # fmt: skip
    found, title = (
        access.amendments_to_see(request.part),
        _("{title} changes of the scheme").format(title=assessment.title),
    )
    return AMENDMENTS.answer(request, found, "assessments/amendments.html", context, title=title, on=assessment)


def _propose(request: Request, assessment: Assessment) -> HttpResponse:
    version = access.version_to_see(request.part, number_of(request.POST.get("number")))
    try:
        if checked(version.text).structure is None:
            raise NotNowError(_("The scheme has errors. Mend what the list shows first."))  # noqa: TRY301
        made = adapting.propose(assessment, version, request.POST.get("reason", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:amendments", assessment.pk)
    messages.success(request, _("The change is proposed. It is in force once a second person confirms it."))
    return redirect("assessments:amendment", assessment.pk, made.pk)


@page("scheme.view")
def amendment(request: Request, assessment: Assessment, amendment: int) -> HttpResponse:
    """One change: why, what it changes, what it does to the facts, and who decided."""
    found = access.amendment_to_see(request.part, amendment)
    before, after = checked(found.base.text).file, checked(found.version.text).file
    is_own = found.proposed_by_id == request.user.pk
    is_open = found.state == AmendmentState.PROPOSED and assessment.stage == Stage.COLLECTING
    context = {
        "assessment": assessment, "amendment": found, "is_open": is_open,
        "changes": changes_between(before.scheme, after.scheme) if before is not None and after is not None else [],
        "lines": lines_between(found.base.text, found.version.text),
        "can_decide": is_open and not is_own and request.part.may("scheme.confirm"),
        "can_withdraw": is_open and is_own,
    }  # fmt: skip
    return render(request, "assessments/amendment.html", context)


@page("scheme.confirm", "POST")
def decide(request: Request, assessment: Assessment, amendment: int) -> HttpResponse:
    """Confirm or refuse a change as its second person, or withdraw one's own."""
    found = access.amendment_to_see(request.part, amendment)
    act, opinion = request.POST.get("act", ""), request.POST.get("opinion", "")
    try:
        if act == "confirm":
            adapting.confirm(found, opinion, request.user)
            messages.success(request, _("The change is in force from now on."))
        elif act == "refuse":
            amending.refuse_amendment(found, opinion, request.user)
            messages.success(request, _("The change is refused. The scheme in force stays."))
        elif act == "withdraw":
            amending.withdraw_amendment(found, request.user)
            messages.success(request, _("The change is withdrawn."))
        else:
            raise Http404
    except NotNowError as problem:
        messages.error(request, str(problem))
    return redirect("assessments:amendment", assessment.pk, found.pk)
