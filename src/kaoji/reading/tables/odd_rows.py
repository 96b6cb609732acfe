"""What is said of rows of a table rebuilt from lines that have to be compared with the original."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Source

_SHOWN: Final = 30


def to_compare(rows: Sequence[tuple[Source, str]]) -> list[Diagnostic]:
    """Name rows by where they stand and their first words; nothing where there are none."""
    if not rows:
        return []
    return [
        Diagnostic(
            "reading.W213",
            "In {count} rows of a table that was rebuilt from lines, cells may stand in the wrong column, the first: “{said}”.",
            tuple(source.cite(words[:_SHOWN]) for source, words in rows),
            "Compare these rows with the original.",
            {"count": len(rows), "said": rows[0][1][:_SHOWN]},
        )
    ]
