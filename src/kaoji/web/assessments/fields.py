"""Fields of forms for parts of a scheme: what stands in one, and what a text in it means.

Every value is shown as an official would write it – 30%, 甲、乙, one pair a line – and read back exactly; the scheme's own
model decides whether it fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from kaoji.numbers import percent, plain
from kaoji.web.assessments.words import FIELDS

Sort = Literal["text", "area", "lines", "number", "whole", "flag", "names", "pairs", "lists", "choice", "span", "unit"]
M = TypeVar("M", bound=BaseModel)
_NAMES: Final = re.compile(r"[、，,；;\n]+")
_LINES: Final = re.compile(r"[\n；;]+")
_SPAN: Final = re.compile(r"\s*(?:-|—|–|至|到|~)\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: the model's own name for it, and how it is shown.

    ``is_rare`` puts it behind “More”; ``choices`` are the values a list offers, "" for none.
    """

    name: str
    sort: Sort = "text"
    hint: str | Promise = ""
    label: str | Promise = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    is_rare: bool = False
    is_needed: bool = False
    offers: str = ""

    @property
    def title(self) -> str | Promise:
        """What it is called."""
        return self.label or FIELDS.get(self.name, self.name)


_FEWEST_ROWS, _MOST_ROWS = 3, 8


@dataclass(slots=True)
class Bound:
    """A field as it stands in a form: its name in the form, what it holds, and what is wrong with that."""

    field: Field
    id: str
    value: str
    problem: str = ""

    @property
    def is_on(self) -> bool:
        """Whether a flag is set."""
        return self.value == "on"

    @property
    def rows(self) -> int:
        """How many lines a list is shown with: all that it has, as far as a form can bear, and one to write on."""
        return min(max(self.value.count("\n") + 2, _FEWEST_ROWS), _MOST_ROWS)


def shown_value(field: Field, value: Any) -> str:  # noqa: ANN401, PLR0911 - one case a sort of value
    """Write a value of a scheme as a form shows it.

    >>> shown_value(Field("share"), Fraction(3, 10)), shown_value(Field("provider", "names"), ("甲", "乙"))
    ('30%', '甲、乙')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}：{shown_value(field, item)}" for key, item in value.items())
    if isinstance(value, str | int):
        return str(value)
    if field.sort == "span":
        return "-".join(str(item) for item in value)
    between = "\n" if field.sort == "lines" else "、"
    return between.join(str(item) for item in value)


def read_value(field: Field, text: str) -> Any:  # noqa: ANN401, PLR0911 - plain data; one case a sort of field
    r"""Read what stands in a field as plain data; None where nothing does.

    >>> read_value(Field("options", "pairs"), "优：3\n良: 1"), read_value(Field("for", "names"), " ")
    ({'优': '3', '良': '1'}, None)
    >>> read_value(Field("absent_for", "lists"), "有招商任务：否、暂缓")
    {'有招商任务': ['否', '暂缓']}
    """
    text = text.replace("\r\n", "\n").strip()
    if field.sort == "flag":
        return text == "on"
    if not text:
        return None
    if field.sort == "names":
        return [part.strip() for part in _NAMES.split(text) if part.strip()]
    if field.sort == "lines":
        return [part.strip() for part in _LINES.split(text) if part.strip()]
    if field.sort == "pairs":
        return _pairs(text)
    if field.sort == "lists":
        return {name: [part.strip() for part in _NAMES.split(value)] for name, value in _pairs(text).items()}
    if field.sort == "span":
        parts = _SPAN.split(text, maxsplit=1)
        return parts if len(parts) > 1 else [text, text]
    return text


def _pairs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LINES.split(text):
        if line.strip():
            name, _colon, value = line.replace(":", "：").rpartition("：")
            found[name.strip() or value.strip()] = value.strip() if name else ""
    return found


def bound(fields: Sequence[Field], values: Mapping[str, str], prefix: str = "") -> list[Bound]:
    """Give the fields with what stands in them."""
    return [Bound(field, f"{prefix}{field.name}", values.get(field.name, "")) for field in fields]


def values_of(fields: Sequence[Field], part: BaseModel) -> dict[str, str]:
    """Give what a form shows of a part."""
    return {field.name: shown_value(field, getattr(part, field.name, None)) for field in fields}


def read_into(model: type[M], fields: Sequence[Field], given: Sequence[Bound], old: M | None) -> M | None:
    """Make a part of what stands in a form; what no field shows stays as it was. What does not fit is said at its field.

    Returns:
        The part, or None when something does not fit.
    """
    data: dict[str, Any] = {}
    if old is not None:
        shown = {field.name for field in fields}
        data = {name: getattr(old, name) for name in type(old).model_fields if name not in shown}
    by_name = {each.field.name: each for each in given}
    for field in fields:
        value = read_value(field, by_name[field.name].value)
        if value is not None:
            data[field.name] = value
        elif field.is_needed:
            by_name[field.name].problem = _("This must be filled in.")
    if any(each.problem for each in given):
        return None
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            _say(by_name, error)
        return None


def _say(by_name: Mapping[str, Bound], error: Any) -> None:  # noqa: ANN401 - a pydantic error
    names = [str(part) for part in error["loc"] if str(part) in by_name]
    each = by_name[names[0]] if names else next(iter(by_name.values()))
    value = error.get("input")
    shown = value if isinstance(value, str) else each.value
    kind = error["type"] if error["type"] != "value_error" else str(error["ctx"]["error"])
    if kind == "decimal":
        each.problem = _("“{value}” is not a number. Write it in digits.").format(value=shown)
    elif kind == "share":
        each.problem = _("“{value}” is not a share. Write it as 30% or 0.3.").format(value=shown)
    elif kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        each.problem = _("“{value}” is not a whole number that fits here.").format(value=shown)
    else:
        each.problem = _("“{value}” does not fit here.").format(value=shown)
