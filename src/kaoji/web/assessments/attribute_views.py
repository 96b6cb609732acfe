"""What units are: whether they take part, and the attributes that the scheme names, in one table."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kaoji.scoring.columns import table
from kaoji.web.assessments import access
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.attributes import (
    TAKES_PART,
    YES,
    Change,
    Line,
    Sheet,
    Wanted,
    from_table,
    from_workbook,
    sheet_of,
    waiting_in,
    wanted,
)
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import record
from kaoji.web.facts.actions import following, set_attributes, verify_attributes
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.files.receiving import receive
from kaoji.web.files.store import path_of
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.meanwhile import MeanwhileError, laid_over, opened, sealed, side_by_side
from kaoji.web.pages import Request, own_address, page, refuse
from kaoji.web.spoken import listed, spoken_value
from kaoji.web.tables import table_as
from kaoji.writing.safe_cells import Cell

PAGE, _LAST, _CHANGES, _FAULTS = 100, 10, 50, 20
_LONGEST_ID = 19
_OPEN = (Stage.PREPARING, Stage.COLLECTING)


@page("scheme.drafts", "GET", "POST")
def units(request: Request, assessment: Assessment) -> HttpResponse:
    """All units with what the scheme must know of them, to be filled in or looked at."""
    structures = access.structures_to_fill(request.part)
    if not structures:
        messages.error(request, _("The scheme has errors. Mend what the list shows first."))
        return redirect("assessments:scheme", assessment.pk)
    sheet = sheet_of(assessment, *structures)
    if request.method == "POST":
        if not request.part.may("scheme.edit"):
            refuse("scheme.edit", assessment, held=request.part.held)
        return _take(request, assessment, sheet)
    return _table(request, assessment, sheet, [])


WAITING = Listed(
    (
        Column(gettext_lazy("Unit"), lambda each: each.unit),
        Column(gettext_lazy("Attribute"), lambda each: each.name),
        Column(gettext_lazy("Value before"), lambda each: spoken_value(each.before)),
        Column(gettext_lazy("Value to be verified"), lambda each: spoken_value(each.after)),
        Column(gettext_lazy("Reason"), lambda each: each.reason),
        Column(gettext_lazy("Said by"), lambda each: each.by or ""),
        Column(gettext_lazy("When"), lambda each: each.at),
    ),
    search=("unit", "name", "before", "after", "reason", "by__name"),
    hint=gettext_lazy("Unit, attribute, value or name"),
    choices=(
        Choice(
            "before", gettext_lazy("Every value"),
            {"none": gettext_lazy("said for the first time"), "other": gettext_lazy("said otherwise before")},
            lambda found, value: found.filter(before="") if value == "none" else found.exclude(before=""),
        ),
    ),
)  # fmt: skip


@page("facts.verify", "GET", "POST", gives_file=AS)
def verify_units(request: Request, assessment: Assessment) -> HttpResponse:
    """What somebody else said of units, to be found right."""
    if request.method == "POST":
        return _verify(request, assessment)
    waiting = waiting_in(assessment)
    others = waiting.exclude(by=request.user)
    context = {
        "assessment": assessment,
        "can_verify": assessment.stage in _OPEN,
        "own": waiting.filter(by=request.user).count(),
    }
    title = _("{title} values to be verified").format(title=assessment.title)
    return WAITING.answer(request, others, "assessments/units_verify.html", context, title=title, on=assessment)


def _verify(request: Request, assessment: Assessment) -> HttpResponse:
    chosen = [int(each) for each in request.POST.getlist("change") if each.isdecimal() and len(each) < _LONGEST_ID]
    try:
        count = verify_attributes(assessment, chosen, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        text = ngettext("{n} value is verified.", "{n} values are verified.", count).format(n=count)
        messages.success(request, text)
    way = reverse("assessments:verify-units", args=[assessment.pk])
    return redirect(own_address(request, request.POST.get("next", ""), way))


def _table(
    request: Request, assessment: Assessment, sheet: Sheet, faults: list[str], meanwhile: MeanwhileError | None = None
) -> HttpResponse:
    words, only = _asked(request)
    lines = [(number, line) for number, line in enumerate(sheet.lines) if _is_asked(line, words, only)]
    shown = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    can_edit = request.part.may("scheme.edit") and assessment.stage in _OPEN
    typed = meanwhile.given if meanwhile is not None else _typed(request, sheet)
    rows = [
        (number, line, [
            (at, column, typed.get(_key(line, column.name), _value(line.values, column.name)),
             column.name in line.needed, column.name in line.missing)
            for at, column in enumerate(sheet.columns)
        ])
        for number, line in shown
    ]  # fmt: skip
    context = {
        "assessment": assessment, "sheet": sheet, "columns": listed((column.title for column in sheet.columns), short=True), "rows": rows, "shown": shown, "words": words, "only": only,
        "faults": faults[:_FAULTS], "more_faults": max(0, len(faults) - _FAULTS), "can_edit": can_edit,
        "needs_reason": assessment.stage != Stage.PREPARING, "changes": access.attribute_changes_to_see(request.part)[:_LAST],
        **_waiting(request, assessment),
        "seen": request.POST.get("seen", "") if faults else sealed(_now(sheet, [line for _number, line in shown])),
        "problem": str(meanwhile or ""), "differences": [] if meanwhile is None else side_by_side(meanwhile, {}),
    }  # fmt: skip
    return render(
        request, "assessments/units.html", context, status=422 if faults else 200 if meanwhile is None else 409
    )


def _asked(request: Request) -> tuple[str, str]:
    return request.GET.get("q", "").strip(), request.GET.get("show", "")


def _is_asked(line: Line, words: str, only: str) -> bool:
    """Tell whether a unit is among those that are looked for."""
    return (only != "missing" or bool(line.missing)) and (words in line.unit or words in line.group)


def _waiting(request: Request, assessment: Assessment) -> dict[str, object]:
    """Give how many values are to be verified, and how many of them by who looks at the page."""
    found = waiting_in(assessment)
    may = request.part.may("facts.verify") and assessment.stage in _OPEN
    mine = found.exclude(by=request.user).count() if may else 0
    count = found.count()
    return {"to_verify": mine, "waiting": count, "waiting_more": count - mine}


def _key(line: Line, name: str) -> str:
    return f"{line.unit} {name}"


def _now(sheet: Sheet, lines: Iterable[Line]) -> dict[str, str]:
    names = [column.name for column in sheet.columns]
    return {_key(line, name): _value(line.values, name) for line in lines for name in names}


def _typed(request: Request, sheet: Sheet) -> dict[str, str]:
    """Give what stands in the fields of the page; a row whose unit is another by now is left out."""
    return {
        _key(line, column.name): request.POST[key].replace("\x00", "").strip()
        for number, line in enumerate(sheet.lines)
        if request.POST.get(f"unit-{number}") == line.unit
        for at, column in enumerate(sheet.columns)
        if (key := f"value-{number}-{at}") in request.POST
    }


def _value(values: dict[str, str], name: str) -> str:
    return values.get(name, YES if name == TAKES_PART else "")


# -------------------------------------------------------------------- taking values in


def _take(request: Request, assessment: Assessment, sheet: Sheet) -> HttpResponse:
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    try:
        if act == "confirm":
            return _keep(request, assessment, _confirmed(sheet, request.POST.get("said", "")), reason)
        said, faults = _table_of(request, sheet) if act == "table" else (_filled_in(request, assessment, sheet), [])
    except (NotNowError, UnfitFileError) as problem:
        meanwhile = problem if isinstance(problem, MeanwhileError) else None
        return _table(request, assessment, sheet, [str(problem)] if meanwhile is None else [], meanwhile)
    found = wanted(sheet, said)
    if faults or found.faults:
        return _table(request, assessment, sheet, [*faults, *found.faults])
    if not found.changes:
        messages.info(request, _("Everything stands there already."))
        return redirect(request.get_full_path())
    done = following(assessment, found.changes)
    if act != "table" and not done and (reason.strip() or assessment.stage == Stage.PREPARING):
        return _keep(request, assessment, found.changes, reason)
    context = {
        "assessment": assessment, "changes": found.changes[:_CHANGES * 4], "more": max(0, len(found.changes) - _CHANGES * 4),
        "count": len(found.changes), "following": done, "units": sorted(done.units)[:_FAULTS], "reason": reason,
        "said": json.dumps([[each.line.unit, each.name, each.before, each.after] for each in found.changes], ensure_ascii=False),
        "needs_reason": assessment.stage != Stage.PREPARING,
    }  # fmt: skip
    return render(request, "assessments/units_confirm.html", context)


def _filled_in(request: Request, assessment: Assessment, sheet: Sheet) -> dict[str, dict[str, str]]:
    """Give what is to stand in the fields of the page, by unit; what only somebody else changed stays as it is by now.

    Raises:
        MeanwhileError: somebody else changed a value that is to be changed.
    """
    kept = laid_over(
        opened(request.POST.get("seen")),
        _now(sheet, sheet.lines),
        _typed(request, sheet),
        assessment,
        "scheme.attributes",
    )
    return {
        line.unit: own
        for line in sheet.lines
        if (own := {each.name: kept[key] for each in sheet.columns if (key := _key(line, each.name)) in kept})
    }


def _table_of(request: Request, sheet: Sheet) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Read a pasted table, or a workbook that was handed in."""
    pasted = request.POST.get("table", "").replace("\x00", "")
    if pasted.strip():
        return from_table(sheet, [line.split("\t") for line in pasted.splitlines() if line.strip()])
    with transaction.atomic():
        file = receive(request.FILES.get("file"), request.user, only=(".xlsx",))
    return from_workbook(sheet, path_of(file.digest).read_bytes())


def _confirmed(sheet: Sheet, text: str) -> list[Change]:
    """Give the changes that were looked at, as they were looked at.

    Raises:
        NotNowError: they are no longer what they were.
    """
    said: dict[str, dict[str, str]] = {}
    try:
        for unit, name, before, after in json.loads(text):
            said.setdefault(str(unit), {})[str(name)] = str(after)
            _expect(sheet, str(unit), str(name), str(before))
        found: Wanted = wanted(sheet, said)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotNowError(_("Somebody else changed the table in the meantime. Look at it again.")) from error
    if found.faults:
        raise NotNowError(found.faults[0])
    return found.changes


def _expect(sheet: Sheet, unit: str, name: str, before: str) -> None:
    line = next((line for line in sheet.lines if line.unit == unit), None)
    if line is None or _value(line.values, name) != before:
        raise ValueError(unit)


def _keep(request: Request, assessment: Assessment, changes: list[Change], reason: str) -> HttpResponse:
    done = set_attributes(assessment, changes, reason, request.user)
    text = ngettext("{n} value is saved.", "{n} values are saved.", len(changes)).format(n=len(changes))
    if done.facts:
        text += " " + ngettext(
            "{n} fact is withdrawn: it no longer applies.",
            "{n} facts are withdrawn: they no longer apply.",
            len(done.facts),
        ).format(n=len(done.facts))
    if done.returned:
        text += " " + ngettext(
            "{n} filing is returned to its provider.",
            "{n} filings are returned to their providers.",
            len(done.returned),
        ).format(n=len(done.returned))
    messages.success(request, text)
    return redirect(request.get_full_path())


@page("scheme.drafts", gives_file=True)
def units_table(request: Request, assessment: Assessment, kind: str) -> HttpResponse:
    """The table as a file, in the layout that the import reads."""
    structures = access.structures_to_fill(request.part)
    if not structures:
        raise Http404
    sheet = sheet_of(assessment, *structures)
    # The page reads both languages back in.
    language = get_language() or "zh"
    head = [table("units").column(name).name(language) for name in ("unit", "group")]
    head += [column.title for column in sheet.columns]
    rows: list[list[Cell]] = [
        [line.unit, line.group, *(spoken_value(_value(line.values, column.name)) for column in sheet.columns)]
        for line in sheet.lines
        if _is_asked(line, *_asked(request))
    ]
    record("scheme.attributes-export", assessment, rows=len(rows))
    return table_as(kind, _("{title} attributes of units").format(title=assessment.title), head, rows)


CHANGES = Listed(
    (
        Column(gettext_lazy("When"), lambda each: each.at),
        Column(gettext_lazy("Person"), lambda each: each.by or ""),
        Column(gettext_lazy("Unit"), lambda each: each.unit),
        Column(gettext_lazy("Attribute"), lambda each: each.name),
        Column(gettext_lazy("Value before"), lambda each: each.before),
        Column(gettext_lazy("Value after"), lambda each: each.after),
        Column(gettext_lazy("Reason"), lambda each: each.reason),
        Column(gettext_lazy("Verified by"), lambda each: each.verified_by or ""),
        Column(gettext_lazy("Verified"), lambda each: each.verified_at),
    ),
    search=("unit", "name", "before", "after", "reason", "by__name"),
    hint=gettext_lazy("Unit, attribute, value or name"),
    choices=(
        Choice(
            "state", gettext_lazy("All states"),
            {"verified": gettext_lazy("verified"), "waiting": gettext_lazy("not verified")},
            lambda found, value: found.filter(verified_at__isnull=value == "waiting"),
        ),
    ),
)  # fmt: skip


@page("scheme.drafts", gives_file=AS)
def unit_changes(request: Request, assessment: Assessment) -> HttpResponse:
    """Everything that was ever said of units: by whom, why, and who verified it."""
    found = access.attribute_changes_to_see(request.part)
    title = _("{title} changes of attributes").format(title=assessment.title)
    context = {"assessment": assessment}
    return CHANGES.answer(request, found, "assessments/unit_changes.html", context, title=title, on=assessment)
