"""What can be said to a user: coded findings with their place, in Chinese or English.

A user's mistake is a value in a list, never an exception, so that one run shows everything. A ``Diagnostic`` holds a
code and data; its sentence is made at the edge, in the reader's language. Each code has a page in
``docs/reference/codes.md``; codes are never reused.
"""

from __future__ import annotations

import gettext as _gettext
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

Level = Literal["error", "warning", "info"]
_LEVELS: dict[str, Level] = {"E": "error", "W": "warning", "I": "info"}


_MARKS = re.compile(r"(?:^|(?<= ))([p¶TRC])(\d+)\b")
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet")
"""Files whose cells are called like spreadsheets call them: there T1 is a cell, not a table."""
_PLACES = {
    "p": ("第{}页", "page"),
    "¶": ("第{}段", "paragraph"),
    "T": ("表{}", "table"),
    "R": ("第{}行", "row"),
    "C": ("第{}列", "column"),
}


def _in_words(marks: Iterable[tuple[str, str]], *, is_zh: bool) -> str:
    """Say where in a document something stands, by the marks of the reader: ``T1 R2``."""
    if is_zh:
        return "".join(_PLACES[mark][0].format(number) for mark, number in marks)
    return ", ".join(f"{_PLACES[mark][1]} {number}" for mark, number in marks)


@dataclass(frozen=True, slots=True)
class Source:
    """A place in what the user wrote: file, then line and column, or sheet and cell; ``text`` is a quotation."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    text: str | None = None

    def quoting(self, text: str) -> Source:
        """Give the place with a quotation, if it has none."""
        return self if self.text else Source(self.file, self.line, self.column, self.sheet, self.cell, text)

    def place(self, language: str = "en") -> str:
        """Give the place as one looks it up: ``county.yaml:41:7`` or ``facts.xlsx [Scores] C4``.

        >>> Source("notice.docx", cell="T1 R2 C3").place(), Source("notice.docx", cell="¶8").place("zh")
        ('notice.docx table 1, row 2, column 3', 'notice.docx 第8段')
        """
        is_table = self.sheet is not None or self.file.lower().endswith(_TABLES)
        if not is_table and self.cell and (marks := _MARKS.findall(self.cell)):
            return " ".join(filter(None, (self.file, _in_words(marks, is_zh=language.startswith("zh")))))
        if self.sheet is not None or self.cell is not None:
            sheet = f" [{self.sheet}]" if self.sheet is not None else ""
            return f"{self.file}{sheet}{' ' + self.cell if self.cell else ''}"
        if self.line is None:
            return self.file
        if language.startswith("zh"):
            column = f"第{self.column}列" if self.column is not None else ""
            return f"{self.file} 第{self.line}行{column}"
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column is not None else "")


_MOST, _FIRST = 12, 8
"""So many names one reads; of more, the first ones are said."""


class Several(tuple[str, ...]):
    """Several that a finding lists: a sentence says the first of many; for programs all stand in one text, with 、 between.

    >>> str(Several(["甲", "乙"]))
    '甲、乙'
    """

    __slots__ = ()

    def __str__(self) -> str:
        """Give all of them in one text."""
        return "、".join(self)


class Phrase(str):
    """Words of ours that stand in a finding's data: a sentence says them in its own language."""

    __slots__ = ()


def _listed(value: object, language: str | None) -> object:
    """Give what stands in a sentence for a value: words of ours translated, of names as many as one reads.

    >>> many = [str(number) for number in range(15)]
    >>> _listed(Several(many), "zh"), _listed(many, "en"), _listed("甲、乙", "en")
    ('0、1、2、3、4、5、6、7等15个', '0, 1, 2, 3, 4, 5, 6, 7 and 7 more', '甲、乙')
    """
    if isinstance(value, Phrase):
        return translator(language)(value)
    if not isinstance(value, tuple | list):
        return value
    shown = value[:_FIRST] if len(value) > _MOST else value
    if is_chinese(language):
        return "、".join(shown) + (f"等{len(value)}个" if len(shown) < len(value) else "")
    return ", ".join(shown) + (f" and {len(value) - len(shown)} more" if len(shown) < len(value) else "")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and how to mend it.

    ``message`` and ``hint`` are English sentences with named places for ``data``; they are also the keys of the
    translations.
    """

    code: str
    message: str
    sources: tuple[Source, ...] = ()
    hint: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """Severity, read off the code: the letter after the dot."""
        return _LEVELS[self.code.split(".")[1][0]]

    def sentence(self, language: str | None = None) -> str:
        """Give message and hint as one text in the language (``zh`` or ``en``; None: the user's)."""
        translate = translator(language)
        data = {key: _listed(value, language) for key, value in self.data.items()}
        parts = [translate(self.message).format(**data)]
        if self.hint:
            parts.append(translate(self.hint).format(**data))
        return ("" if is_chinese(language) else " ").join(parts)

    def line(self, language: str | None = None) -> str:
        """Give code, place and sentence on one line."""
        where = self.sources[0].place("zh" if is_chinese(language) else "en") if self.sources else ""
        return "  ".join(part for part in (self.code, where, self.sentence(language)) if part)

    def to_json(self, language: str | None = None) -> dict[str, Any]:
        """Give the finding as plain data for programs."""
        return {
            "code": self.code,
            "level": self.level,
            "text": self.sentence(language),
            "data": {key: value if isinstance(value, int | bool) else str(value) for key, value in self.data.items()},
            "sources": [
                {key: value for key in Source.__slots__ if (value := getattr(source, key)) not in (None, "")}
                for source in self.sources
            ],
        }


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any finding is an error."""
    return any(diagnostic.level == "error" for diagnostic in diagnostics)


def to_json_text(diagnostics: Iterable[Diagnostic], language: str | None = None) -> str:
    """Give the findings as a JSON array, Chinese readable."""
    return json.dumps([item.to_json(language) for item in diagnostics], ensure_ascii=False, indent=1)


def user_language() -> str:
    """Give ``zh`` or ``en``: KAOJI_LANGUAGE, else the locale of the environment, else Chinese."""
    for name in ("KAOJI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            return "zh" if value.startswith("zh") else "en"
    return "zh"


def is_chinese(language: str | None = None) -> bool:
    """Tell whether texts are to be Chinese."""
    return (language or user_language()).startswith("zh")


@cache
def _chinese() -> _gettext.NullTranslations:
    return _gettext.translation("kaoji", Path(__file__).parent / "locale", ["zh_Hans"], fallback=True)


def translator(language: str | None = None) -> Any:  # noqa: ANN401 - a gettext function
    """Give the function that turns an English sentence into the language."""
    return _chinese().gettext if is_chinese(language) else _gettext.NullTranslations().gettext
