"""Scheme files: YAML text to a scheme with the place of every part.

Numbers are read as text and become exact decimals; nothing passes through floating point.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme.mistakes import explained
from kaoji.scheme.model import Scheme
from kaoji.scheme.plain_yaml import plain_yaml
from kaoji.scheme.scheme_file import KeyPath, Places, SchemeFile


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
    places: dict[KeyPath, tuple[int, int]] = {}
    _mark(root, (), places)
    return _as_scheme(data, places, file, diagnostics)


def _as_scheme(
    data: Any,  # noqa: ANN401 - YAML data
    places: dict[KeyPath, tuple[int, int]],
    file: str,
    diagnostics: list[Diagnostic],
) -> tuple[SchemeFile | None, list[Diagnostic]]:
    """Give data as a scheme, or what keeps them from being one."""
    if not isinstance(data, dict):
        return None, [_unreadable(file, None, "The scheme holds no keys with values.")]
    try:
        return SchemeFile(Scheme.model_validate(data), Places(file, places)), diagnostics
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        return None, diagnostics + [explained(error, Places(file, places), data) for error in errors]


_SLIPS: Final = {
    "mapping values are not allowed": "A key with a value cannot stand here: the line before may lack its end, or a text with a colon its quotation marks.",
    "could not find expected ':'": "A key stands here without its colon; a space belongs behind the colon.",
    "tab character": "The line is indented by a tab; indent by spaces.",
    "cannot start any token": "The line begins with a character that YAML does not allow, such as a tab; indent by spaces.",
    "expected <block end>": "The line is not indented like those it belongs to.",
    "while scanning a quoted": "A quotation mark has no partner.",
    "found unexpected end of stream": "A quotation mark or bracket has no partner.",
    "expected node content": "Something is missing here, such as a name between two commas.",
    "another document": "A line of --- begins a second scheme here; a file holds one.",
    "could not determine a constructor": "A word with ! before it cannot stand here without quotation marks.",
    "expected whitespace or line break": "A word with !, & or * before it cannot stand here without quotation marks.",
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


def _mark(node: yaml.Node | None, path: KeyPath, places: dict[KeyPath, tuple[int, int]]) -> None:
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
