"""What stands in a form of a part of a scheme: its entries, and a whole scheme with what somebody sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pydantic import BaseModel

from kaoji.scheme.model import Node, Quota, Scheme
from kaoji.web.assessments.editing import with_groups_renamed, with_part_renamed
from kaoji.web.assessments.fields import Bound, Field, bound, read_into, shown_value, values_of
from kaoji.web.assessments.forms import NAMED, PartForm


@dataclass(slots=True)
class Entry:
    """One entry in a form: which of the scheme's it was ("" for a new one), its fields, its place in the row."""

    prefix: str
    was: str
    fields: list[Bound]
    place: int
    is_gone: bool = False
    quote: str = ""
    check: str = ""

    @property
    def usual(self) -> list[Bound]:
        """The fields that most entries need."""
        return [each for each in self.fields if not each.field.is_rare]

    @property
    def rare(self) -> list[Bound]:
        """The others."""
        return [each for each in self.fields if each.field.is_rare]

    @property
    def is_open(self) -> bool:
        """Whether one of the rare fields holds something or is wrong."""
        return any((each.value and each.field.name != "uses_place") or each.problem for each in self.rare)

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return next((each.value for each in self.fields if each.value), "")


@dataclass(frozen=True, slots=True)
class Made:
    """An entry that somebody sent, as a part of the scheme: which of the scheme's it was, and its name where it is keyed."""

    was: int | None
    name: str
    part: BaseModel


@dataclass(slots=True)
class Filled:
    """A form that somebody sent: its entries, and the scheme with what they say (None where something does not fit)."""

    entries: list[Entry]
    scheme: Scheme | None = None
    problems: list[str] = field(default_factory=list)


def entries_of(form: PartForm, scheme: Scheme) -> list[Entry]:
    """Give the entries of a form as the scheme has them."""
    found = []
    for number, (key, part) in enumerate(parts_of(form, scheme)):
        values = values_of(form.fields, part) | ({NAMED: key} if form.is_keyed else {})
        quote, check = getattr(part, "text", None) or "", getattr(part, "check", None) or ""
        fields = bound(form.fields, values, f"e{number}-")
        found.append(Entry(f"e{number}", str(number), fields, number + 1, quote=quote, check=check))
    return found


def blank_entry(form: PartForm, number: int) -> Entry:
    """Give an empty entry for the end of a list."""
    defaults = {
        each.name: shown_value(each, info.get_default(call_default_factory=True))
        for each in form.fields
        if (info := form.model.model_fields.get(each.name)) is not None and not info.is_required()
    }
    return Entry(f"e{number}", "", bound(form.fields, defaults, f"e{number}-"), number + 1)


def parts_of(form: PartForm, scheme: Scheme) -> list[tuple[str, BaseModel]]:
    """Give the entries of a part, each with its name where it is known by one."""
    if form.key == "basics":
        return [("", scheme)]
    if form.key == "quota":
        return [("", scheme.quota)]
    value = getattr(scheme, form.key)
    return list(value.items()) if isinstance(value, dict) else [("", each) for each in value]


def read_form(form: PartForm, scheme: Scheme, posted: Mapping[str, str]) -> Filled:
    """Read what somebody sent, and make a scheme of it."""
    parts = parts_of(form, scheme)
    count = posted.get("count", "")
    size = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0  # noqa: PLR2004
    filled = Filled([_entry(form, parts, posted, number) for number in range(size)])
    made = made_of(form, scheme, filled)
    if form.is_keyed and len({each.name for each in made}) != len(made):
        filled.problems.append(_("Two entries bear the same name. Rename one of them."))
    if not filled.problems:
        filled.scheme = whole(
            form, scheme, [(each.name, each.part, "" if each.was is None else parts[each.was][0]) for each in made]
        )
    return filled


def made_of(form: PartForm, scheme: Scheme, filled: Filled) -> list[Made]:
    """Make parts of the entries, in their order; what does not fit is said at its field, and of the whole form."""
    parts, filled.problems = parts_of(form, scheme), []
    made: list[tuple[float, Made]] = []
    for entry in filled.entries:
        if entry.is_gone or (not entry.was and _is_blank(form, entry)):
            continue
        was = int(entry.was) if entry.was else None
        fresh = read_into(
            form.model, _own_fields(form), _own(form, entry.fields), None if was is None else parts[was][1]
        )
        if fresh is None:
            filled.problems.append(_("“{name}” cannot be saved as it is.").format(name=entry.title or form.title))
        name = next((each.value.strip() for each in entry.fields if each.field.name == NAMED), "")
        if form.is_keyed and not name:
            filled.problems.append(_("Give every entry a name."))
        if fresh is not None:
            made.append((entry.place, Made(was, name if form.is_keyed else "", fresh)))
    return [each for _place, each in sorted(made, key=lambda pair: pair[0])]


def _entry(form: PartForm, parts: list[tuple[str, BaseModel]], posted: Mapping[str, str], number: int) -> Entry:
    prefix = f"e{number}"
    was, place = posted.get(f"{prefix}-was", ""), posted.get(f"{prefix}-place", "")
    was = was if was.isascii() and was.isdigit() and int(was) < len(parts) else ""
    values = {each.name: posted.get(f"{prefix}-{each.name}", "") for each in form.fields}
    part = parts[int(was)][1] if was else None
    return Entry(
        prefix, was, bound(form.fields, values, f"{prefix}-"),
        int(place) if place.isascii() and place.isdigit() and len(place) < 5 else number + 1,  # noqa: PLR2004
        posted.get(f"{prefix}-gone") == "on",
        getattr(part, "text", None) or "", getattr(part, "check", None) or "",
    )  # fmt: skip


def _is_blank(form: PartForm, entry: Entry) -> bool:
    blank = {each.field.name: each.value for each in blank_entry(form, 0).fields}
    return all(each.value.strip() in ("", blank[each.field.name]) for each in entry.fields)


def _own_fields(form: PartForm) -> tuple[Field, ...]:
    return tuple(each for each in form.fields if not (form.is_keyed and each.name == NAMED))


def _own(form: PartForm, fields: list[Bound]) -> list[Bound]:
    return [each for each in fields if not (form.is_keyed and each.field.name == NAMED)]


def whole(form: PartForm, scheme: Scheme, made: Sequence[tuple[str, BaseModel, str]]) -> Scheme:
    """Give a scheme with the entries of one part: each with its name, and the name that it bore in that scheme."""
    values = [part for _name, part, _old in made]
    if form.key == "basics":
        return values[0] if values and isinstance(values[0], Scheme) else scheme
    if form.key == "quota":
        return scheme.model_copy(update={"quota": values[0] if values else Quota()})
    if not form.is_keyed:
        return scheme.model_copy(update={form.key: tuple(values)})
    renamed = {old: name for name, _part, old in made if old and old != name}
    fresh = scheme.model_copy(update={form.key: {name: part for name, part, _old in made}})
    if form.key == "groups":
        return with_groups_renamed(fresh, renamed) if renamed else fresh
    for old, name in renamed.items():
        fresh = with_part_renamed(_with_panel_renamed(fresh, old, name), old, name)
    return fresh


def _with_panel_renamed(scheme: Scheme, old: str, new: str) -> Scheme:
    def node(found: Node) -> Node:
        panel = new if found.panel == old else found.panel
        return found.model_copy(update={"panel": panel, "items": tuple(node(item) for item in found.items)})

    return scheme.model_copy(update={"indicators": tuple(node(found) for found in scheme.indicators)})
