"""Pages of a scheme: the whole at a glance, its text, its versions and what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.scheme import Scheme
from kaoji.scheme.model import Node, Rule
from kaoji.web.assessments import access, actions
from kaoji.web.assessments.differences import changes_between, lines_between
from kaoji.web.assessments.editing import Place, node_at, rules_of, walk
from kaoji.web.assessments.findings import Shown, shown
from kaoji.web.assessments.linking import linked, to_forms
from kaoji.web.assessments.models import Assessment, SchemeVersion, Stage
from kaoji.web.assessments.reviewing import kept_words
from kaoji.web.assessments.since import since
from kaoji.web.assessments.structures import Checked, checked
from kaoji.web.assessments.templatetags.schemes import rule_line
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, page
from kaoji.web.spoken import listed, spoken


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An indicator in the table of a scheme."""

    code: str
    path: tuple[str, ...]
    node: Node
    rules: list[Rule]
    providers: tuple[str, ...]

    def holds(self, words: str) -> bool:
        """Tell whether some words stand in it."""
        texts = (self.node.name, *self.providers, *(rule.score for rule in self.rules), self.node.text or "")
        return any(words in text for text in texts)


def _holding(lines: Sequence[SheetLine], words: str) -> list[SheetLine]:
    """Give the indicators that hold some words, with the sections above them."""
    kept = {line.path[:length] for line in lines if line.holds(words) for length in range(1, len(line.path) + 1)}
    return [line for line in lines if line.path in kept]


INDICATORS = Listed(
    (
        Column(gettext_lazy("No."), lambda line: line.code),
        Column(gettext_lazy("Indicator"), lambda line: line.node.name),
        Column(gettext_lazy("Points"), lambda line: gettext_lazy("bonus") if line.node.bonus else line.node.points),
        Column(gettext_lazy("Rules"), lambda line: "\n".join(rule_line(each, line.node) for each in line.rules)),
        Column(gettext_lazy("Provider"), lambda line: listed(line.providers, short=True)),
        Column(gettext_lazy("words of the notice"), lambda line: line.node.text or ""),
    ),
    search=_holding,
    hint=gettext_lazy("Indicator, rule or provider"),
    page=5000,
)
"""The indicators are one sheet, however many there are: a section is read with what stands below it."""


@page("scheme.view", gives_file=AS)
def scheme(request: Request, assessment: Assessment) -> HttpResponse:
    """The scheme in force, before there is one the newest draft: its indicators and rules."""
    version = access.shown_version(request.part)
    found = checked(version.text) if version is not None else None
    structure = found.structure if found is not None else None
    lines = _lines(found) if found is not None else []
    findings: list[Shown] = []
    if version is not None and found is not None and request.part.may("scheme.drafts"):
        can_mend = request.part.may("scheme.edit") and assessment.stage in (Stage.PREPARING, Stage.COLLECTING)
        way = to_forms(version, found.file, can_mend=can_mend) if found.file is not None else None
        findings = linked(found.findings, way) if way is not None else shown(found.findings)
    is_draft = assessment.scheme is None and request.part.may("scheme.edit")
    context = {
        "assessment": assessment,
        "version": version,
        "draft": access.draft_of(request.part) if assessment.scheme is not None else None,
        "structure": structure,
        "scheme": found.file.scheme if found is not None and found.file is not None else None,
        "lines_at": reverse("assessments:edit", args=[assessment.pk]) if is_draft else None,
        "errors": [finding for finding in findings if finding.level == "error"],
        "others": [finding for finding in findings if finding.level != "error"],
    }
    title = _("{title} indicators").format(title=assessment.title)
    return INDICATORS.answer(request, lines, "assessments/scheme.html", context, title=title, on=assessment)


def _lines(found: Checked) -> list[SheetLine]:
    """Give the indicators of a scheme; as they are written where errors stand."""
    if found.structure is not None:
        return [
            SheetLine(node.code, node.path, node.node, [rule.rule for rule in node.rules], node.providers)
            for node in found.structure.nodes
        ]
    if found.file is not None:
        return [
            SheetLine(
                ".".join(str(index + 1) for index in each.place), each.path, each.node, list(rules_of(each.node)),
                _providers(found.file.scheme, each.place),
            )
            for each in walk(found.file.scheme)
        ]  # fmt: skip
    return []


def _providers(scheme: Scheme, place: Place) -> tuple[str, ...]:
    above = (node_at(scheme, place[:length]) for length in range(len(place), 0, -1))
    return next((node.provider for node in above if node is not None and node.provider), ())


VERSIONS = Listed(
    (
        Column(gettext_lazy("Version"), lambda each: each.number),
        Column(gettext_lazy("What is different now"), lambda each: spoken(each.note)),
        Column(gettext_lazy("By"), lambda each: each.created_by or ""),
        Column(gettext_lazy("When"), lambda each: each.created_at),
        Column(gettext_lazy("In force since"), lambda each: each.published_at),
        Column(gettext_lazy("Digest of the text"), lambda each: each.digest),
    ),
    search=("note", "created_by__name"),
    hint=gettext_lazy("What is different, or a name"),
    choices=(
        Choice(
            "state", gettext_lazy("All versions"), {"published": gettext_lazy("was or is in force"), "draft": gettext_lazy("draft")},
            lambda found, value: found.filter(published_at__isnull=value == "draft"),
        ),
    ),
)  # fmt: skip


@page("scheme.view", gives_file=AS)
def versions(request: Request, assessment: Assessment) -> HttpResponse:
    """All versions: who, when, why."""
    found = access.versions_to_see(request.part).select_related("created_by", "assessment").defer("text")
    newest = list(access.versions_to_see(request.part).values_list("number", flat=True)[:2])
    context = {"assessment": assessment, "newest": newest}
    title = _("{title} versions of the scheme").format(title=assessment.title)
    return VERSIONS.answer(request, found, "assessments/versions.html", context, title=title, on=assessment)


@page("scheme.view", gives_file=True)
def version(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """One version's text, for download."""
    found = access.version_to_see(request.part, number)
    response = HttpResponse(found.text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="scheme-v{number}.yaml"'
    return response


@page("scheme.view")
def differences(request: Request, assessment: Assessment) -> HttpResponse:
    """What changed between two versions: indicators, rules and providers as a table, and the text line by line."""
    newest = access.versions_to_see(request.part).defer("text").first()
    if newest is None:
        return redirect("assessments:scheme", assessment.pk)
    last = _number(request.GET.get("to")) or newest.number
    first = _number(request.GET.get("from")) or max(last - 1, 1)
    old, new = access.version_to_see(request.part, first), access.version_to_see(request.part, last)
    before, after = checked(old.text).file, checked(new.text).file
    context = {
        "assessment": assessment,
        "old": old,
        "new": new,
        "numbers": list(access.versions_to_see(request.part).values_list("number", flat=True)[:200]),
        "is_readable": before is not None and after is not None,
        "changes": changes_between(before.scheme, after.scheme) if before is not None and after is not None else [],
        "lines": lines_between(old.text, new.text),
    }
    return render(request, "assessments/differences.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004


@page("scheme.edit", "GET", "POST")
def edit(request: Request, assessment: Assessment) -> HttpResponse:
    """Write the scheme's text; what somebody else kept in the meantime is shown, and nothing typed is lost."""
    newest = assessment.scheme_versions.select_related("created_by").first()
    text, note, status = newest.text if newest is not None else "", "", 200
    problem, others = "", None
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        note = request.POST.get("note", "")[:200]
        try:
            kept, findings = actions.keep_scheme(
                assessment, text, request.user, note, seen=_number(request.POST.get("seen")) or None
            )
        except actions.NotNowError as said:
            problem, status = str(said), 409
            seen = access.versions_to_see(request.part).filter(number=_number(request.POST.get("seen"))).first()
            others = since(seen, newest) if seen is not None and newest is not None else None
        else:
            _say_kept(request, kept, has_errors=any(finding.level == "error" for finding in findings))
            return redirect("assessments:edit", assessment.pk)
    context = {
        "assessment": assessment,
        "version": newest,
        "text": text,
        "note": note,
        "problem": problem,
        "since": others,
        "findings": shown(checked(text).findings, has_keys=True) if text else [],
        "is_open": assessment.stage in (Stage.PREPARING, Stage.COLLECTING),
    }
    return render(request, "assessments/edit.html", context, status=status)


def _say_kept(request: Request, kept: SchemeVersion, *, has_errors: bool) -> None:
    said = kept_words(kept.assessment, kept)
    if has_errors:
        messages.warning(request, said + " " + _("It has errors and cannot be published yet."))
    else:
        messages.success(request, said)


@page("scheme.edit", "POST")
def check(request: Request, assessment: Assessment) -> HttpResponse:
    """Look over the text as it is typed, and list what there is to say, each with its line."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return render(
        request,
        "assessments/text_findings.html",
        {"findings": shown(checked(text).findings, has_keys=True) if text else []},
    )
