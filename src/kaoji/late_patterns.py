"""Regular expressions that are compiled when they are first used.

Python compiles an expression as long as those of notices in milliseconds, and the reader of notices has hundreds, of which no
file needs all.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Give what ``re.compile`` gives, made when it is first asked for something.

    The functions of ``re`` do not take it in place of an expression; its own methods do the same.

    >>> late_pattern("[一二三]+").search("第三名")[0]
    '三'
    """
    return cast("re.Pattern[str]", _Late(expression, flags))


class _Late:
    """Stands in for an expression; from its first use on it holds the methods of the compiled one as its own."""

    def __init__(self, expression: str, flags: int) -> None:
        self.expression, self.options = expression, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        compiled = re.compile(self.expression, self.options)
        for each in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern", "flags"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
