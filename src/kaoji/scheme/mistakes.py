"""What keeps YAML data from being a scheme, said in the scheme's own terms."""

from __future__ import annotations

import difflib
from typing import Any, get_args

from pydantic import BaseModel

from kaoji.diagnostics import Diagnostic, Phrase, Several
from kaoji.scheme.model import Scheme
from kaoji.scheme.scheme_file import KeyPath, Places

_EXPECTED = {
    "decimal": "a number",
    "long": "a number up to 10^12 with at most nine decimals",
    "share": "a share such as 30% or 0.3",
    "places": "a range of places such as 1-2, 3 or 6-",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "true or false",
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
}


def explained(error: Any, places: Places, data: Any) -> Diagnostic:  # noqa: ANN401 - a pydantic error
    """Say in the scheme's terms what pydantic found."""
    path: KeyPath = tuple(part for part in error["loc"] if part != "[key]")
    kind, value = error["type"], error.get("input")
    if kind == "missing":
        return Diagnostic(
            "scheme.E101",
            "“{where}” lacks the key “{key}”.",
            (places.source(*path[:-1]),),
            "Write it; docs/reference/scheme.md says what it means.",
            {"where": _name_of(path[:-1], data), "key": path[-1]},
        )
    if kind == "extra_forbidden":
        known = _keys_at(path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, 1)
        return Diagnostic(
            "scheme.E102",
            "“{key}” is not a key of “{where}”.",
            (places.source(*path),),
            "Did you mean “{near}”?" if near else "The keys here are: {known}.",
            {
                "key": path[-1],
                "where": _name_of(path[:-1], data),
                "near": near[0] if near else "",
                "known": Several(known),
            },
        )
    expected = _EXPECTED.get(kind if kind != "value_error" else str(error["ctx"]["error"]), "")
    if kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    if kind in ("greater_than_equal", "less_than_equal"):
        expected = "a number within bounds"
    return Diagnostic(
        "scheme.E103",
        "“{value}” at “{where}” is not {expected}.",
        (places.source(*path),),
        "",
        {"value": _short(value), "where": _name_of(path, data), "expected": Phrase(expected or kind)},
    )


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - a quotation of one line


def _name_of(path: KeyPath, data: Any) -> str:  # noqa: ANN401 - YAML data
    """Name a place by the names on the way to it."""
    names: list[str] = []
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            names.append(str(part))
            break
        named = data.get("name") if isinstance(data, dict) else None
        if isinstance(named, str):
            names.append(named)
        elif isinstance(part, str):
            names.append(part)
    return " › ".join(names) or Phrase("scheme")


def _keys_at(path: KeyPath) -> list[str]:
    model: type[BaseModel] = Scheme
    for part in path:
        if isinstance(part, int):
            continue
        for name, info in model.model_fields.items():
            if part in (name, info.alias):
                inner = _model_in(info.annotation)
                if inner is not None:
                    model = inner
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        if (found := _model_in(argument)) is not None:
            return found
    return None
