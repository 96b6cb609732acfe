"""Reading a notice in a process of its own: ``python -m kaoji.web.assessments.apart FILE NAME RESULT``.

A file from outside may be made to crash or choke whoever opens it. Here it meets a process that knows no database and
no settings, with a limit on memory and time; the worker that started it only ever reads the JSON it leaves. Each step
is a line on the standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

try:
    import resource
except ImportError:  # there is none on Windows; the worker's own time limit holds there
    resource = None  # type: ignore[assignment]

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.reading import read
from kaoji.reading.citations import place_words
from kaoji.reading.drafts import Draft, Passage, draft
from kaoji.web.assessments.findings import kept_data

MEMORY: Final = 6 * 2**30
"""Address space, not memory in use: the program that converts old Word files maps a good part of it."""
SECONDS: Final = 300


def main(file: str, name: str, result: str) -> None:
    """Read a file, draft a scheme, and leave both as JSON."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _step("open")
    document, findings = read(Path(file), name=name)
    found: dict[str, Any] = {"format": document.format, "findings": [_plain(finding) for finding in findings]}
    if document.blocks and not has_errors(findings):
        _step("draft")
        made = draft(document)
        found |= _reading(made)
        told = {finding.line("zh") for finding in findings}
        found["findings"] += [_plain(finding) for finding in made.findings if finding.line("zh") not in told]
    _step("keep")
    Path(result).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _step(name: str) -> None:
    print(name, flush=True)  # noqa: T201 - whoever started this process reads it


def _plain(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "data": kept_data(finding),
        "sources": [
            {key: value for key in type(source).__slots__ if (value := getattr(source, key))}
            for source in finding.sources
        ],
    }


def _reading(made: Draft) -> dict[str, Any]:
    counts = made.counts
    return {
        "title": made.title,
        "scheme": made.scheme_text,
        "counts": {
            "certain": counts.certain,
            "to_check": counts.to_check,
            "not_understood": counts.not_understood,
        },
        "passages": [_passage(passage) for passage in made.passages],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    """Give a passage without what is empty."""
    found: dict[str, Any] = {
        "path": list(passage.path),
        "place": place_words(passage.source),
        "text": passage.text,
        "state": passage.state,
        "points": passage.points,
        "providers": list(passage.providers),
        "marks": [[mark.start, mark.end, mark.state] for mark in passage.marks],
        "unread": passage.unread,
        "detail": passage.detail,
        "label": passage.label,
    }
    return {key: value for key, value in found.items() if value}


if __name__ == "__main__":
    main(*sys.argv[1:4])
