"""Facts as rows of text in the tidy layout: the way back from what ``tables`` reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoji.numbers import percent, plain
from kaoji.scheme.structure import Structure
from kaoji.scoring.columns import Table
from kaoji.scoring.facts import Facts
from kaoji.scoring.naming import Names

_UNSAID: dict[tuple[str, str], object] = {
    ("units", "participates"): True,
    ("events", "counts"): True,
    ("events", "share"): Fraction(1),
    ("places", "counts"): True,
    ("places", "tied"): 1,
    ("conditions", "met"): True,
}
"""What a blank cell means, so that it need not be written."""


class Tidying:
    """Writes facts of a scheme as rows of text."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.names = Names(structure)
        self.paths: dict[int, str] = {}

    def table(self, table: Table, facts: Facts, language: str) -> tuple[list[str], list[list[str]]]:
        """Give the headers and the rows of one table."""
        rows: list[Any] = getattr(facts, table.name)
        columns = [column for column in table.columns if column.kind != "shown"]
        writers = [self.writer(table.name, column.field) for column in columns]
        further = list(dict.fromkeys(name for row in rows for name in row.attributes)) if table.name == "units" else []
        head = [column.name(language) for column in columns]
        written = [
            [writer(row) for writer in writers] + [row.attributes.get(name, "") for name in further] for row in rows
        ]
        return [*head, *further], written

    def writer(self, table: str, field: str) -> Callable[[Any], str]:
        """Give the function that writes one field of a row."""
        if field == "indicator":
            return self.absent_indicator if table == "absences" else self.indicator
        if field == "slot":
            return lambda row: self.structure.slots[row.slot].label
        unsaid = _UNSAID.get((table, field))
        return lambda row: "" if (value := getattr(row, field)) == unsaid and unsaid is not None else written(value)

    def indicator(self, row: Any) -> str:  # noqa: ANN401 - any row with a slot
        """Name the indicator of a row's slot."""
        return self.path(self.structure.slots[row.slot].node)

    def absent_indicator(self, row: Any) -> str:  # noqa: ANN401 - an absence
        """Name the indicator of an absence."""
        return self.path(row.node)

    def path(self, node: int) -> str:
        """Name an indicator, shortest first."""
        if node not in self.paths:
            self.paths[node] = self.names.path(node)
        return self.paths[node]


def written(value: object) -> str:
    """Write a value as the readers of cells take it.

    >>> written(Fraction(3, 10)), written(True), written(None), written(Decimal("1.50"))
    ('30%', '是', '', '1.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, Decimal | int):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)
