"""Two people at one part of a scheme: what stood there, what stands there, what was to – and one laid over the other.

Who keeps theirs keeps what they changed; what only the other changed stays as the other wrote it, entry by entry, or field
by field where a part is no list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pydantic import BaseModel

from kaoji.scheme.model import Scheme
from kaoji.web.assessments.editing import content
from kaoji.web.assessments.entries import Entry, Filled, made_of, parts_of, whole
from kaoji.web.assessments.fields import Field, values_of
from kaoji.web.assessments.forms import PartForm
from kaoji.web.spoken import listed

_Named = tuple[str, BaseModel]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry or a field on which not all three agree, in words; nothing where it is not there."""

    label: str
    seen: str
    now: str
    mine: str

    @property
    def is_both(self) -> bool:
        """Whether both changed it, to different words."""
        return self.now not in (self.seen, self.mine) and self.mine != self.seen


def laid_over(form: PartForm, base: Scheme, now: Scheme, filled: Filled) -> Scheme:
    """Give the scheme as it stands now with what somebody changed of one part since they opened it."""
    kept = made_of(form, base, filled)
    if form.is_single:
        mine = kept[0].part if kept else parts_of(form, base)[0][1]
        return whole(form, now, [_single(form, parts_of(form, base)[0][1], parts_of(form, now)[0][1], mine)])
    before, there = parts_of(form, base), parts_of(form, now)
    same = _pairs(form, before, there)
    result = []
    for each in kept:
        if each.was is None:
            result.append((each.name, each.part, ""))
            continue
        name, part = before[each.was]
        other = same.get(each.was)
        if (each.name, content(each.part)) != (name, content(part)):
            result.append((each.name, each.part, there[other][0] if other is not None else name))
        elif other is not None:
            result.append((*there[other], there[other][0]))
    known = {_title(form, name, part) for name, part, _old in result}
    for number, (name, part) in enumerate(there):
        if number not in same.values() and _title(form, name, part) not in known:
            result.append((name, part, name))
    return whole(form, now, result)


def _single(form: PartForm, base: BaseModel, now: BaseModel, mine: BaseModel) -> tuple[str, BaseModel, str]:
    changed = {
        field.name: getattr(mine, field.name)
        for field in form.fields
        if getattr(mine, field.name) != getattr(base, field.name)
    }
    return "", now.model_copy(update=changed), ""


def _pairs(form: PartForm, before: list[_Named], there: list[_Named]) -> dict[int, int]:
    """Tell which entry became which: the same word for word, or under the same name."""
    found: dict[int, int] = {}
    for alike in (_are_equal, lambda form, one, other: _title(form, *one) == _title(form, *other)):
        for number, each in enumerate(before):
            free = (place for place in range(len(there)) if place not in found.values())
            if number not in found:
                fit = next((place for place in free if alike(form, each, there[place])), None)
                if fit is not None:
                    found[number] = fit
    return found


def _are_equal(_form: PartForm, one: _Named, other: _Named) -> bool:
    return one[0] == other[0] and content(one[1]) == content(other[1])


def _title(form: PartForm, name: str, part: BaseModel) -> str:
    return name or next((text for text in values_of(form.fields, part).values() if text), "")


# ------------------------------------------------------------------ in words


def rows_of(form: PartForm, base: Scheme, now: Scheme, filled: Filled) -> list[Row]:
    """Put the three beside each other: entry by entry, or field by field."""
    before, there = parts_of(form, base), parts_of(form, now)
    if form.is_single:
        typed = {each.field.name: each.value for entry in filled.entries for each in entry.fields}
        first, second = (values_of(form.fields, parts[0][1]) for parts in (before, there))
        rows = [
            Row(str(field.title), *(_word(field, values.get(field.name, "")) for values in (first, second, typed)))
            for field in form.fields
        ]
        return [row for row in rows if _differ(row)]
    same = _pairs(form, before, there)
    mine = {int(entry.was): entry for entry in filled.entries if entry.was and not entry.is_gone}
    rows = [
        Row(
            _title(form, *each), _words(form, *each), _words(form, *there[same[number]]) if number in same else "",
            _typed(mine[number]) if number in mine else "",
        )
        for number, each in enumerate(before)
    ]  # fmt: skip
    rows += [Row(_title(form, *each), "", _words(form, *each), "")
             for number, each in enumerate(there) if number not in same.values()]  # fmt: skip
    rows += [Row(entry.title, "", "", _typed(entry))
             for entry in filled.entries if not entry.was and not entry.is_gone and _typed(entry)]  # fmt: skip
    return [row for row in rows if _differ(row)]


def _differ(row: Row) -> bool:
    return not row.seen == row.now == row.mine


def _words(form: PartForm, name: str, part: BaseModel) -> str:
    values = values_of(form.fields, part)
    return _joined(
        (field, name if form.is_keyed and field.name == "name" else values[field.name]) for field in form.fields
    )


def _typed(entry: Entry) -> str:
    return _joined((each.field, each.value) for each in entry.fields)


def _joined(said: Iterable[tuple[Field, str]]) -> str:
    return listed(f"{field.title} {word}" for field, text in said if (word := _word(field, text)))


def _word(field: Field, text: str) -> str:
    if field.sort == "flag":
        return _("yes") if text == "on" else ""
    text = listed((line.strip() for line in text.splitlines() if line.strip()), short=True)
    return str(dict(field.choices).get(text, text))
