"""Operations on what units are: their attributes and whether they take part, said by one person and verified by another."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.numbers import fold
from kaoji.web.api.operations import FACTS, ApiRequest, operation
from kaoji.web.api.problems import Problem
from kaoji.web.api.shapes import (
    AttributeChangeOut,
    AttributesIn,
    AttributesKept,
    PageOf,
    Paging,
    ValueIn,
    Verified,
    VerifyIn,
    page_of,
)
from kaoji.web.assessments.access import structures_to_fill
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.attributes import TAKES_PART, YES, Line, Sheet, sheet_of, waiting_in, wanted
from kaoji.web.facts.actions import following, set_attributes, verify_attributes

_PLACE = "assessments/{int:assessment}"
_ALSO = {"takes_part": TAKES_PART}
Error = dict[str, Any]


@operation(
    "GET", f"{_PLACE}/attribute-changes", "scheme.drafts", _("What was said of units"),
    text=_("Every value with who said it and who verified it; with waiting=true those that wait for a second person."),
    of=FACTS, response=PageOf[AttributeChangeOut],
)  # fmt: skip
def attribute_changes(
    request: ApiRequest, assessment: int, paging: Query[Paging], *, waiting: bool = False
) -> dict[str, Any]:
    """Give what was said of units, by whom it was said and by whom verified."""
    part = request.part
    found = waiting_in(part.assessment) if waiting else part.assessment.attribute_changes.select_related("by")
    rows, following_page = page_of(found.select_related("by", "verified_by"), paging)
    return {
        "items": [
            {"id": each.pk, "unit": each.unit, "attribute": each.name, "before": each.before, "after": each.after,
             "reason": each.reason, "by": str(each.by or ""), "at": each.at,
             "verified_by": str(each.verified_by or ""), "verified_at": each.verified_at}
            for each in rows
        ],
        "next": following_page,
    }  # fmt: skip


@operation(
    "POST", f"{_PLACE}/attributes", "scheme.edit", _("Say what units are"),
    text=_("Attributes that the scheme names, and takes_part. All values are kept or none. Facts of what no longer applies are withdrawn; filings that ask for more go back. A second person verifies."),
    of=FACTS, response=AttributesKept,
)  # fmt: skip
def say_attributes(request: ApiRequest, assessment: int, sent: AttributesIn) -> dict[str, Any]:
    """Keep attributes of units, all of them or none."""
    found, structures = request.part.assessment, structures_to_fill(request.part)
    if not structures:
        raise NotNowError(gettext("The scheme has errors. Mend what the list shows first."))
    sheet = sheet_of(found, *structures)
    said, errors = _placed(sheet, sent.values)
    for row, (unit, name) in enumerate(said):
        faults = wanted(sheet, {unit: {name: sent.values[row].value.strip()}}).faults if unit else []
        errors += [_error(row, "value", "api.no-such-value", fault) for fault in faults]
    if errors:
        code = "changed-meanwhile" if all(each["code"] == "api.changed-meanwhile" for each in errors) else "faulty"
        raise Problem(code, errors=sorted(errors, key=lambda each: int(each["row"])))
    values: dict[str, dict[str, str]] = {}
    for (unit, name), each in zip(said, sent.values, strict=True):
        values.setdefault(unit, {})[name] = each.value.strip()
    changes = wanted(sheet, values).changes
    if not changes:
        return {"changed": 0, "withdrawn": 0, "returned": 0}
    following(found, changes)
    done = set_attributes(found, changes, sent.reason, request.user)
    return {"changed": len(changes), "withdrawn": len(done.facts), "returned": len(done.returned)}


def _placed(sheet: Sheet, values: list[ValueIn]) -> tuple[list[tuple[str, str]], list[Error]]:
    """Find unit and attribute of each value; where there are none, or it is another by now than was seen, say so."""
    by_unit = {fold(line.unit): line for line in sheet.lines}
    names = {column.name for column in sheet.columns}
    said: list[tuple[str, str]] = []
    errors: list[Error] = []
    for row, each in enumerate(values):
        line, name = by_unit.get(fold(each.unit)), _ALSO.get(each.attribute, each.attribute)
        place = ("", "")
        if line is None:
            text = gettext("“{unit}” is not a unit of this assessment.").format(unit=each.unit)
            errors.append(_error(row, "unit", "api.no-such-unit", text))
        elif name not in names:
            text = gettext("The scheme names no attribute “{name}”.").format(name=each.attribute)
            errors.append(_error(row, "attribute", "api.no-such-attribute", text))
        elif (line.unit, name) in said:
            errors.append(_error(row, "unit", "api.twice", gettext("This row stands here twice.")))
        elif each.seen is not None and (now := _now(line, name)) not in (each.seen, each.value.strip()):
            text = gettext("Somebody else changed this value; it is “{value}” now.").format(value=now)
            errors.append(_error(row, "seen", "api.changed-meanwhile", text) | {"now": now})
        else:
            place = (line.unit, name)
        said.append(place)
    return said, errors


def _now(line: Line, name: str) -> str:
    return line.values.get(name, YES if name == TAKES_PART else "")


def _error(row: int, field: str, code: str, text: str) -> Error:
    return {"row": row, "field": field, "level": "error", "code": code, "text": text}


@operation(
    "POST", f"{_PLACE}/attributes/verify", "facts.verify", _("Find attributes right"),
    text=_("By the ids of their changes. Nobody verifies what they said themselves."), of=FACTS, response=Verified,
)  # fmt: skip
def verify_units(request: ApiRequest, assessment: int, sent: VerifyIn) -> dict[str, Any]:
    """Verify what somebody else said of units."""
    return {"verified": verify_attributes(request.part.assessment, sent.changes, request.user)}
