"""The pages on which a draft is looked through, rule by rule."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh, retarget

from kaoji.scheme import Scheme
from kaoji.scheme.model import Node, Rule
from kaoji.web.assessments import access, reviewing
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.editing import SLOT_KEYS, Place, node_at, read_place, rules_of, slot_of, with_rules
from kaoji.web.assessments.models import Assessment, Judgement, SchemeVersion
from kaoji.web.assessments.review import FILTERS, PAGE, review_as_kept
from kaoji.web.assessments.review_table import TABLE, lines_of
from kaoji.web.assessments.since import same_node, since
from kaoji.web.assessments.trial import Trial, rule_from, try_rule
from kaoji.web.lists import AS
from kaoji.web.meanwhile import MeanwhileError, laid_over, side_by_side
from kaoji.web.pages import Request, page

_TYPED = ("slot", "label", "score", "target", "better", "among", "provider")
_LABELS = {
    "slot": gettext_lazy("What it looks at"), "label": gettext_lazy("Its name (what is asked of the provider)"),
    "score": gettext_lazy("Rule"), "target": gettext_lazy("Target, the same for all units"),
    "provider": gettext_lazy("Provider, where not the indicator's"), "better": gettext_lazy("Better is"),
    "among": gettext_lazy("Compared with"),
}  # fmt: skip


def _newest(request: Request) -> SchemeVersion | None:
    return access.versions_to_see(request.part).select_related("notice__file", "created_by").first()


@page("scheme.drafts", gives_file=AS)
def review(request: Request, assessment: Assessment) -> HttpResponse:
    """The draft beside its notice, with everything that needs eyes first."""
    newest = _newest(request)
    if newest is None:
        return redirect("assessments:scheme", assessment.pk)
    found = review_as_kept(assessment, newest)
    counts = found.counts
    chosen = request.GET.get("show", "")
    if chosen not in FILTERS:
        chosen = next((name for name in FILTERS if counts[name]), "all")
    words = request.GET.get("q", "").strip()
    cards = [card for card in found.cards if card.is_in(chosen) and card.holds(words)]
    if AS in request.GET:
        title = _("{title} draft version {number}").format(title=assessment.title, number=newest.number)
        return TABLE.file(request, lines_of(cards), title=title, on=newest)
    shown = Paginator(cards, PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": assessment,
        "version": newest,
        "review": found,
        "cards": shown,
        "counts": counts,
        "chosen": chosen,
        "words": words,
        "sure_keys": [key for card in shown for key in card.sure_keys],
        "can_edit": request.part.may("scheme.edit"),
    }
    return render(request, "assessments/review.html", context)


@page("scheme.drafts")
def card(request: Request, assessment: Assessment) -> HttpResponse:
    """One card as it is now: what leaving its form comes back to."""
    return _card(request, assessment, request.GET.get("card", ""))


def _answer(request: Request, assessment: Assessment, said: str = "") -> HttpResponse:
    """Show the card that was worked on anew, with the progress; without htmx, the page at that card."""
    key = request.POST.get("card", "")
    if not request.htmx:
        if said:
            messages.error(request, said)
        query = {name: request.POST[name] for name in ("show", "page", "q") if request.POST.get(name)}
        return redirect(f"{reverse('assessments:review', args=[assessment.pk])}?{urlencode(query)}#{key}")
    return _card(request, assessment, key, said)


def _card(request: Request, assessment: Assessment, key: str, said: str = "") -> HttpResponse:
    newest = _newest(request)
    found = review_as_kept(assessment, newest) if newest is not None else None
    shown = found.card(key) if found is not None else None
    if shown is None:
        if said:
            messages.error(request, said)
        return HttpResponseClientRefresh()
    context = {"assessment": assessment, "version": newest, "review": found, "card": shown, "said": said,
               "can_edit": request.part.may("scheme.edit"), "is_partial": True, "counts": found.counts if found else {},
               "chosen": request.POST.get("show", request.GET.get("show", ""))}  # fmt: skip
    return render(request, "assessments/card.html", context)


@page("scheme.edit", "POST")
def accept(request: Request, assessment: Assessment) -> HttpResponse:
    """Accept parts as they stand."""
    keys = set(request.POST.getlist("key"))
    try:
        reviewing.accept(assessment, keys, request.user)
    except NotNowError as problem:
        return _answer(request, assessment, str(problem))
    return _answer(request, assessment)


@page("scheme.edit", "POST")
def reject(request: Request, assessment: Assessment) -> HttpResponse:
    """Take a rule or an entry out of the scheme."""
    try:
        reviewing.reject(assessment, request.POST.get("key", ""), request.user)
    except NotNowError as problem:
        return _answer(request, assessment, str(problem))
    return _answer(request, assessment)


@page("scheme.edit", "POST")
def restore(request: Request, assessment: Assessment, verdict: int) -> HttpResponse:
    """Put what was rejected back."""
    found = access.verdict_to_change(request.part, verdict)
    try:
        reviewing.restore(found, request.user)
    except NotNowError as problem:
        return _answer(request, assessment, str(problem))
    return _answer(request, assessment)


@page("scheme.edit", "POST")
def reopen(request: Request, assessment: Assessment, verdict: int) -> HttpResponse:
    """Take a judgement back."""
    found = access.verdict_to_change(request.part, verdict)
    try:
        reviewing.reopen(found)
    except NotNowError as problem:
        return _answer(request, assessment, str(problem))
    return _answer(request, assessment)


@page("scheme.edit", "POST")
def decide(request: Request, assessment: Assessment) -> HttpResponse:
    """Say what becomes of a sentence that nothing was made of."""
    said = request.POST.get("judgement", "")
    judgement = Judgement(said) if said in Judgement.values else Judgement.REJECTED
    try:
        reviewing.decide_sentence(assessment, request.POST.get("key", ""), judgement, request.user)
    except NotNowError as problem:
        return _answer(request, assessment, str(problem))
    return _answer(request, assessment)


@page("scheme.edit", "POST")
def settle(request: Request, assessment: Assessment) -> HttpResponse:
    """Take the notes on everything accepted out of the scheme."""
    try:
        version = reviewing.settle(assessment, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, reviewing.kept_words(assessment, version))
    return redirect("assessments:review", assessment.pk)


# -------------------------------------------------------------------- one rule


@page("scheme.edit", "GET", "POST")
def rule(request: Request, assessment: Assessment) -> HttpResponse:
    """The form of one rule: opened in its card, or as a page of its own."""
    given = request.POST if request.method == "POST" else request.GET
    seen = access.version_to_see(request.part, _number(given.get("seen")))
    node, place, number = _wanted(seen, given.get("place", ""), given.get("number", ""))
    if request.method == "GET":
        return _form(request, assessment, seen, node, place, number, _given(node, number))
    typed = {name: given.get(name, "") for name in _TYPED}
    fresh = _rule(node, typed)
    if fresh is None:
        problem = _("A target is a number; write it in digits, or leave it out.")
        return _form(request, assessment, seen, node, place, number, typed, {"problem": problem})
    try:
        version = reviewing.save_rule(assessment, seen, place, number, fresh, request.user)
    except reviewing.SchemeChangedError as said:
        return _meanwhile(request, assessment, seen, place, number, typed, str(said))
    except NotNowError as said:
        return _form(request, assessment, seen, node, place, number, typed, {"problem": str(said)})
    return _kept(request, assessment, version, place)


def _kept(request: Request, assessment: Assessment, version: SchemeVersion, place: Place) -> HttpResponse:
    if request.POST.get("back") == "indicator":
        messages.success(request, reviewing.kept_words(assessment, version))
        return redirect("assessments:indicator", assessment.pk, version.number, ".".join(map(str, place)))
    return _answer(request, assessment)


def _meanwhile(
    request: Request, assessment: Assessment, seen: SchemeVersion, place: Place, number: int | None,
    typed: dict[str, str], problem: str,
) -> HttpResponse:  # fmt: skip
    """Lay a form over what somebody else made of the rule; where both changed a field, show both."""
    newest = reviewing.newest_of(assessment)
    base, scheme = reviewing.scheme_of(seen), reviewing.scheme_of(newest)
    node = node_at(base, place) or Node(name="")
    rules = rules_of(node)
    found = same_node(base, scheme, place, lambda now: number is not None and len(rules_of(now)) == len(rules))
    if found is None or number is None or number >= len(rules):
        both: dict[str, Any] = {"problem": problem, "since": since(seen, newest)}
        return _form(request, assessment, seen, node, place, number, typed, both)
    at, now = found
    try:
        kept = laid_over(_given(node, number), _given(now, number), typed, newest, "scheme.keep")
    except MeanwhileError as said:
        both = {"problem": str(said), "differences": side_by_side(said, _LABELS)}
        return _form(request, assessment, newest, now, at, number, said.given, both)
    fresh = _rule(now, kept)
    if fresh is None:
        return _form(request, assessment, newest, now, at, number, kept, {"problem": problem})
    version = reviewing.save_rule(assessment, newest, at, number, fresh, request.user)
    return _kept(request, assessment, version, at)


def _form(
    request: Request, assessment: Assessment, seen: SchemeVersion, node: Node, place: Place, number: int | None,
    typed: dict[str, str], refused: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    given = request.POST if request.method == "POST" else request.GET
    rules = rules_of(node)
    context = {
        "assessment": assessment, "seen": seen, "node": node, "place": ".".join(map(str, place)),
        "number": "" if number is None else number, "typed": typed,
        "quote": (rules[number].text if number is not None else None) or node.text or "",
        "card": given.get("card", ""), "back": given.get("back", ""), "show": given.get("show", ""), "page": given.get("page", ""),
        "trial": _trial(reviewing.scheme_of(seen), node, number, typed),
    }  # fmt: skip
    name = "assessments/rule_form.html" if request.htmx else "assessments/rule.html"
    status = 200 if not refused or request.htmx else 409 if len(refused) > 1 else 422
    answer = render(request, name, context | (refused or {}), status=status)
    if refused and request.htmx:
        # What was refused takes the place of the form, not of the card that the form stands in.
        retarget(answer, "this")
    return answer


@page("scheme.edit", "POST")
def rule_trial(request: Request, assessment: Assessment) -> HttpResponse:
    """Say how a rule is understood as it is typed."""
    seen = access.version_to_see(request.part, _number(request.POST.get("seen")))
    node, _place, number = _wanted(seen, request.POST.get("place", ""), request.POST.get("number", ""))
    typed = {name: request.POST.get(name, "") for name in _TYPED}
    trial = _trial(reviewing.scheme_of(seen), node, number, typed)
    return render(request, "assessments/trial.html", {"trial": trial})


def _wanted(seen: SchemeVersion, where: str, number: str) -> tuple[Node, Place, int | None]:
    """Give the indicator and the rule that a form is about, or 404."""
    place = read_place(where)
    try:
        node = node_at(reviewing.scheme_of(seen), place) if place else None
    except NotNowError as problem:
        raise Http404(str(problem)) from problem
    if node is None or place is None:
        raise Http404
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None  # noqa: PLR2004
    if index is not None and index >= len(rules_of(node)):
        raise Http404
    return node, place, index


def _given(node: Node, number: int | None) -> dict[str, str]:
    """Give a rule as the form shows it; a new one begins with the kind that is most frequent."""
    if number is None:
        return {
            "slot": "events",
            "label": "",
            "score": "",
            "target": "",
            "better": "higher",
            "among": "group",
            "provider": "",
        }
    found = rules_of(node)[number]
    slot, label = slot_of(found)
    return {
        "slot": slot, "label": label, "score": found.score, "better": found.better, "among": found.among,
        "target": "" if found.target is None else f"{found.target.normalize():f}", "provider": "、".join(found.provider),
    }  # fmt: skip


def _rule(node: Node, typed: dict[str, str]) -> Rule | None:
    further: dict[str, Any] = {"better": typed["better"] or "higher", "among": typed["among"] or "group"}
    if typed["target"].strip():
        further["target"] = typed["target"].strip()
    if names := [name for name in typed["provider"].replace("，", "、").split("、") if name.strip()]:
        further["provider"] = [name.strip() for name in names]
    slot = typed["slot"] if typed["slot"] in SLOT_KEYS else "events"
    return rule_from(slot, typed["label"].strip() or node.name, typed["score"].strip(), further)


def _trial(scheme: Scheme, node: Node, number: int | None, typed: dict[str, str]) -> Trial | None:
    if not typed["score"].strip():
        return None
    fresh = _rule(node, typed)
    if fresh is None:
        return None
    rules = list(rules_of(node))
    at = len(rules) if number is None else number
    rules[at : at + 1] = [fresh]
    return try_rule(scheme, with_rules(node, tuple(rules)), at)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004
