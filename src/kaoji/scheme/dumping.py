"""A scheme, or a part of it, as YAML text that reads as the same scheme."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

import yaml
from pydantic import BaseModel

from kaoji.late_patterns import late_pattern
from kaoji.numbers import percent, plain
from kaoji.scheme.model import Scheme

_WIDTH: Final = 110
# Words of a key or a text that YAML can only take as they are.
_PLAIN: Final = late_pattern(r"[a-z_]{2,}|(?:\d{1,3}[.．、])?[\u4e00-\u9fff][\w、。，；：（）“”《》%≥≤×+./-]*")
# Lines that stand below their key as they are: printed characters, with single spaces between them.
_PRINTED: Final = r"[!-~\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\ud7ff\uff01-\uffee]+"
_LINE: Final = rf"{_PRINTED}(?: {_PRINTED})*"
_LINES: Final = late_pattern(rf"{_LINE}(?:\n{_LINE})+")
_WORDS: Final = frozenset(("yes", "no", "on", "off", "true", "false", "null"))


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
    """Lists stand further in than their key."""

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
