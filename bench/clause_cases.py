"""Read the project's own case files of scoring texts (tests/cases/clauses) as annotations in the exchange format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
_LEVELS = re.compile(r"(?P<levels>.+?)(?: each (?P<unit>\S+))?")


def load(file: Path) -> dict[str, Row]:
    """Give the cases of a file that state their rules, by name."""
    cases = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {
        f"{file.stem}: {case['name']}": {
            "text": case["text"],
            "points": str(case.get("points", "")),
            "rules": [rule(written) for written in case["rules"]],
        }
        for case in cases
        if "rules" in case
    }


def rule(written: str) -> Row:
    """Read a rule as the case files write it.

    >>> rule("per - 0.5 each 1 次")
    {'form': 'per', 'effect': '-', 'points': '0.5', 'per': '1', 'unit': '次'}
    """
    form, *words = written.split()
    result: Row = {"form": form}
    if form in ("once", "per", "rank", "levels", "options", "range", "proportional"):
        result["effect"] = words.pop(0)
    match form:
        case "once" | "cap" | "floor":
            result["points"] = words[0]
        case "per":
            result |= {"points": words[0], "per": words[2], "unit": words[3]}
        case "rank":
            result |= {"from": words[0], "points": words[1:]}
        case "range":
            result["min"], result["max"] = words[0].split("..")
        case "levels" | "options":
            found = _LEVELS.fullmatch(" ".join(words))
            assert found is not None, written
            result["levels"] = [level.rsplit(" ", 1) for level in found["levels"].split(", ")]
            result |= {"unit": found["unit"]} if found["unit"] else {}
        case _:
            pass
    return result
