"""Scheme files: YAML text to a scheme with the place of every part, and back.

Numbers are read as text and become exact decimals; nothing passes through floating point.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kaoji.diagnostics import Diagnostic, Phrase, Several, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import percent, plain
from kaoji.scheme.model import Scheme
from kaoji.scheme.plain_yaml import plain_yaml

Path_ = tuple[str | int, ...]
_WIDTH: Final = 110
# Words of a key or a text that YAML can only take as they are.
_PLAIN: Final = late_pattern(r"[a-z_]{2,}|(?:\d{1,3}[.．、])?[\u4e00-\u9fff][\w、。，；：（）“”《》%≥≤×+./-]*")
# Lines that stand below their key as they are: printed characters, with single spaces between them.
_PRINTED: Final = r"[!-~\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff\uff01-\uffee]+"
_LINE: Final = rf"{_PRINTED}(?: {_PRINTED})*"
_LINES: Final = late_pattern(rf"{_LINE}(?:\n{_LINE})+")
_WORDS: Final = frozenset(("yes", "no", "on", "off", "true", "false", "null"))


@dataclass(frozen=True)
class SchemeFile:
    """A scheme and where each of its parts stands in the file."""

    scheme: Scheme
    file: str = ""
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def source(self, *path: str | int) -> Source:
        """Give the place of a part, or of the nearest part that holds it."""
        places = self.places
        while path and places and path not in places:
            path = path[:-1]
        line, column = places.get(path, (1, 1))
        return Source(self.file, line, column)


class _Loader(yaml.CSafeLoader):
    """Plain scalars stay text."""


_Loader.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")]
    for key, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load(source: str | Path) -> tuple[SchemeFile | None, list[Diagnostic]]:
    """Read a scheme from a path, or from YAML text.

    Diagnostics: scheme.E100 not readable; E101 a key is missing; E102 an unknown key; E103 a value of the wrong kind;
    E104 a key written twice.
    """
    file = str(source) if isinstance(source, Path) else ""
    try:
        text = source.read_text(encoding="utf-8-sig") if isinstance(source, Path) else source
    except OSError:
        return None, [_unreadable(file, None, "The scheme “{file}” is not there, or may not be read.")]
    except UnicodeDecodeError:
        return None, [_unreadable(file, None, "The scheme is not written in UTF-8.")]
    if (plainly := plain_yaml(text)) is not None:
        return _as_scheme(*plainly, file, [])
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        diagnostics = _duplicates(root, file) if root is not None else []
        data = loader.construct_document(root) if root is not None else None
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        said = str(getattr(problem, "problem", None) or problem)
        return None, [_unreadable(file, mark, _in_words(said), said)]
    finally:
        loader.dispose()
    places: dict[Path_, tuple[int, int]] = {}
    _mark(root, (), places)
    return _as_scheme(data, places, file, diagnostics)


def _as_scheme(
    data: Any,  # noqa: ANN401 - YAML data
    places: dict[Path_, tuple[int, int]],
    file: str,
    diagnostics: list[Diagnostic],
) -> tuple[SchemeFile | None, list[Diagnostic]]:
    """Give data as a scheme, or what keeps them from being one."""
    if not isinstance(data, dict):
        return None, [_unreadable(file, None, "The scheme holds no keys with values.")]
    try:
        return SchemeFile(Scheme.model_validate(data), file, places), diagnostics
    except ValidationError as problem:
        probe = SchemeFile.__new__(SchemeFile)
        object.__setattr__(probe, "file", file)
        object.__setattr__(probe, "places", places)
        return None, diagnostics + [_explained(error, probe, data) for error in problem.errors(include_url=False)]


_SLIPS: Final = {
    "mapping values are not allowed": "A key with a value cannot stand here: the line before may lack its end, or a text with a colon its quotation marks.",
    "could not find expected ':'": "A key stands here without its colon; a space belongs behind the colon.",
    "tab character": "The line is indented by a tab; indent by spaces.",
    "cannot start any token": "The line begins with a character that YAML does not allow, such as a tab; indent by spaces.",
    "expected <block end>": "The line is not indented like those it belongs to.",
    "while scanning a quoted": "A quotation mark has no partner.",
    "found unexpected end of stream": "A quotation mark or bracket has no partner.",
    "expected ',' or": "A bracket has no partner, or a comma is missing in it.",
}
"""What the reader of YAML complains of, and what has mostly happened."""


def _in_words(said: str) -> str:
    words = (slip for complaint, slip in _SLIPS.items() if complaint in said)
    return next(words, "The scheme is not YAML here: {problem}.")


def _unreadable(file: str, mark: yaml.Mark | None, message: str, problem: str = "") -> Diagnostic:
    place = Source(file, mark.line + 1, mark.column + 1) if mark is not None else Source(file)
    return Diagnostic(
        "scheme.E100",
        message,
        (place,),
        "A scheme is a YAML file in UTF-8; look at the line named here and the one before it."
        if mark is not None
        else "A scheme is a YAML file in UTF-8; mend its path or its content.",
        {"problem": problem, "file": file},
    )


def _mark(node: yaml.Node | None, path: Path_, places: dict[Path_, tuple[int, int]]) -> None:
    if node is None:
        return
    places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            places[(*path, key.value)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            _mark(value, (*path, key.value), places)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _mark(value, (*path, index), places)


def _duplicates(node: yaml.Node, file: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in seen:
                first, again = seen[key.value].start_mark, key.start_mark
                found.append(
                    Diagnostic(
                        "scheme.E104",
                        "The key “{key}” stands here for the second time.",
                        (
                            Source(file, again.line + 1, again.column + 1),
                            Source(file, first.line + 1, first.column + 1),
                        ),
                        "Join the two, or rename one.",
                        {"key": key.value},
                    )
                )
            seen.setdefault(key.value, key)
            found.extend(_duplicates(value, file))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            found.extend(_duplicates(value, file))
    return found


_EXPECTED = {
    "decimal": "a number",
    "long": "a number up to 10^12 with at most nine decimals",
    "share": "a share such as 30% or 0.3",
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


def _explained(error: Any, file: SchemeFile, data: Any) -> Diagnostic:  # noqa: ANN401 - a pydantic error
    """Say in the scheme's terms what pydantic found."""
    path: Path_ = tuple(part for part in error["loc"] if part != "[key]")
    kind, value = error["type"], error.get("input")
    if kind == "missing":
        return Diagnostic(
            "scheme.E101",
            "“{where}” lacks the key “{key}”.",
            (file.source(*path[:-1]),),
            "Write it; docs/reference/scheme.md says what it means.",
            {"where": _name_of(path[:-1], data), "key": path[-1]},
        )
    if kind == "extra_forbidden":
        known = _keys_at(path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, 1)
        return Diagnostic(
            "scheme.E102",
            "“{key}” is not a key of “{where}”.",
            (file.source(*path),),
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
        (file.source(*path),),
        "",
        {"value": _short(value), "where": _name_of(path, data), "expected": Phrase(expected or kind)},
    )


def _short(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - a quotation of one line


def _name_of(path: Path_, data: Any) -> str:  # noqa: ANN401 - YAML data
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


def _keys_at(path: Path_) -> list[str]:
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


def dump(scheme: Scheme) -> str:
    """Write a scheme as YAML; loading it gives the same scheme."""
    return "".join(_block(plain_data(scheme), ""))


def _block(data: Any, indent: str) -> Iterator[str]:  # noqa: ANN401 - plain data
    """Write a mapping or list in block style as ``dump_part`` does; what is plain does not go its long way round."""
    for entry in data.items() if isinstance(data, dict) else ((None, item) for item in data):
        key, item = entry
        lead = "-" if key is None else f"{_plainly(key)}:"
        if lead != ":" and isinstance(item, dict | list) and item:
            inner = "".join(_block(item, f"{indent}  "))
            yield f"{indent}{lead} {inner.lstrip(' ')}" if key is None else f"{indent}{lead}\n{inner}"
        elif lead != ":" and (text := _plainly(item)):
            yield f"{indent}{lead} {text}\n"
        elif lead != ":" and isinstance(item, str) and _LINES.fullmatch(item):
            yield "".join((f"{indent}{lead} |-\n", *(f"{indent}  {line}\n" for line in item.split("\n"))))
        else:
            written = dump_part([item] if key is None else {key: item}, width=_WIDTH - len(indent))
            yield "".join(f"{indent}{line}" if line.strip() else line for line in written.splitlines(keepends=True))


def _plainly(value: Any) -> str:  # noqa: ANN401 - plain data
    """Give a value as it stands in YAML where nobody could take it for anything else, else nothing."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, _Bare):
        return str(value)
    is_plain = isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _WORDS
    return value if is_plain else ""


def dump_part(data: Any, *, is_flow: bool = False, width: int = _WIDTH) -> str:  # noqa: ANN401 - plain data
    """Write a part of a scheme, given as plain data, as YAML; in flow style on one line if asked to."""
    width = 2**31 if is_flow else width
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=width, default_flow_style=is_flow)


class _Dumper(yaml.SafeDumper):
    """Texts only; flow style for lists of short texts."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        return super().increase_indent(flow, indentless=False)


class _Bare(str):
    """A number or word written without quotes."""

    __slots__ = ()


def _represent_bare(dumper: yaml.SafeDumper, data: _Bare) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, str(data), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(data))


def _represent_text(dumper: yaml.SafeDumper, data: str) -> yaml.ScalarNode:
    """Write a text of several lines line by line, as people read it."""
    is_whole = "\n" in data and data == data.strip()
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if is_whole else None)


_Dumper.add_representer(_Bare, _represent_bare)
_Dumper.add_representer(str, _represent_text)


@cache
def _keys_of(model: type[BaseModel]) -> tuple[tuple[str, str, Any], ...]:
    """Give the keys of a part of a scheme as they are written, with their names here and what they are by default."""
    return tuple(
        (info.alias or name, name, info.get_default(call_default_factory=False))
        for name, info in model.model_fields.items()
    )


def plain_data(value: Any) -> Any:  # noqa: ANN401, PLR0911 - one case a type
    """Give a scheme or a part of it as plain data, without what is left at its default."""
    if isinstance(value, BaseModel):
        return {
            key: plain_data(item)
            for key, name, default in _keys_of(type(value))
            if (item := getattr(value, name)) != default or name == "kaoji"
        }
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return _Bare(plain(value))
    if isinstance(value, Fraction):
        return _Bare(percent(value))
    if isinstance(value, dict):
        return {key: plain_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(item) for item in value]
    return value
