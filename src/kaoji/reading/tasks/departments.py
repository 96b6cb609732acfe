"""The task sheets of departments → tasks: each numbered item of a part is a task of its department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.unit_headings import who_answers
from kaoji.reading.phrases.wording import label_of, without_label
from kaoji.reading.sheets import UnitSheet
from kaoji.reading.tasks.task import Task

_END: Final = late_pattern("[；;，,]+$")


def tasks_of_departments(sheets: Iterable[UnitSheet]) -> Iterator[Task]:
    """Give the tasks of all sheets in order; the part that a task stands in is its section."""
    for sheet in sheets:
        for section in sheet.sections:
            for text in section.tasks:
                number = re.search(r"\d+", fold(label_of(text)))
                yield Task(
                    int(number[0]) if number else 0,
                    0,
                    _END.sub("", without_label(text).strip()),
                    lead_units=(sheet.unit,),
                    responsible=who_answers(sheet.note),
                    section=section.name,
                    source=section.source,
                )
