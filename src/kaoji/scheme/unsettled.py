"""What a draft left to be looked at: the remarks under ``check`` and the choices that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.scheme.model import Choice
from kaoji.scheme.structure import Structure

_ASKS = late_pattern(r"请(?:您)?(?:核对|确认|对照|补)|暂(?:对|按|由|不|只)|to be (?:checked|confirmed)")
"""How the decision of a choice says that nobody has taken it yet."""


def is_unsettled(choice: Choice) -> bool:
    """Tell whether a choice is still what the draft took for now."""
    return bool(_ASKS.search(choice.decision))


def unsettled_findings(structure: Structure) -> list[Diagnostic]:
    """Say in one line how many remarks of the draft still stand in a scheme.

    Diagnostics: reading.I207.
    """
    scheme = structure.scheme
    checks = sum(1 for _ in _checks(scheme))
    choices = sum(is_unsettled(choice) for choice in scheme.choices)
    if not checks and not choices:
        return []
    message = "The scheme still holds {checks} remarks under “check” and {choices} choices that are to be looked at."
    if not choices:
        message = "The scheme still holds {checks} remarks under “check” that are to be looked at."
    elif not checks:
        message = "The scheme still holds {choices} choices that are to be looked at."
    return [
        Diagnostic(
            "reading.I207",
            message,
            (Source(structure.file.source().file),),
            "Compare each with the notice; take out what is settled, and write what was decided under “choices”.",
            {"checks": checks, "choices": choices},
        )
    ]


def _checks(part: object) -> Iterator[str]:
    """Give the remarks under ``check`` of a part of the scheme and of all below it."""
    if isinstance(part, BaseModel):
        said = getattr(part, "check", None)
        if isinstance(said, str):
            yield said
        for name in type(part).model_fields:
            yield from _checks(getattr(part, name))
    elif isinstance(part, dict):
        for value in part.values():
            yield from _checks(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _checks(value)
