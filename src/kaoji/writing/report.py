"""What every sheet of a results workbook looks at: the ranking, what is missing, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl import Workbook

from kaoji.diagnostics import translator
from kaoji.grading import Ranking, Result
from kaoji.scheme.structure import Structure
from kaoji.scoring import Scores
from kaoji.scoring.explaining import Explainer
from kaoji.scoring.missing import Missing
from kaoji.writing import sentences
from kaoji.writing.page import Page, sheet_name


@dataclass
class Report:
    """The workbook being written and its subject."""

    ranking: Ranking
    missing: Sequence[Missing]
    language: str
    digests: Mapping[str, str] = field(default_factory=dict)
    workbook: Workbook = field(default_factory=Workbook)
    sheets: list[tuple[str, str]] = field(default_factory=list)
    """Names of the sheets and what they hold."""

    def __post_init__(self) -> None:
        self.say: Any = translator(self.language)
        for sheet in list(self.workbook.worksheets):
            self.workbook.remove(sheet)
        self.workbook.properties.title = self.structure.scheme.title
        self.workbook.properties.creator = self.structure.scheme.issuer or "Kaoji"

    @property
    def scores(self) -> Scores:
        """The scores below the ranking."""
        return self.ranking.scores

    @property
    def structure(self) -> Structure:
        """The resolved scheme."""
        return self.ranking.scores.structure

    @property
    def groups(self) -> dict[str, list[str]]:
        """Units by group, groups in the scheme's order."""
        known = self.scores.groups
        order = [name for name in self.structure.scheme.groups if name in known]
        return {name: known[name] for name in (*order, *(name for name in known if name not in order))}

    @cached_property
    def explainer(self) -> Explainer:
        """Unfolds numbers."""
        return Explainer(self.scores)

    @cached_property
    def gaps(self) -> set[tuple[str, str]]:
        """The unit and the code (or, without one, the label) of all that is missing."""
        return {(item.unit, item.code or item.label.partition("：")[0]) for item in self.missing}

    @property
    def header(self) -> str:
        """What stands above every page."""
        return self.structure.scheme.title

    @property
    def remark(self) -> str:
        """What marks every page of a result that is not final."""
        return "" if sentences.is_final(self.ranking, self.missing) else str(self.say("Preview"))

    def page(self, name: str, about: str, widths: Sequence[float]) -> Page:
        """Begin a sheet."""
        name = sheet_name(name, self.workbook.sheetnames)
        self.sheets.append((name, about))
        return Page(self.workbook.create_sheet(name), self.language, widths)

    def in_order(self, units: Sequence[str]) -> list[Result]:
        """Give results by rank, those without one last."""
        results = [self.ranking.results[unit] for unit in units]
        return sorted(results, key=lambda result: (result.rank is None, result.rank or 0))

    def weights(self, units: Sequence[str]) -> dict[str, str]:
        """Give the parts of these units' totals with their weights as texts, empty where they differ or count once."""
        found: dict[str, set[str]] = {}
        for unit in units:
            resolved = self.structure.total_of(unit, self.scores.units[unit].group)
            if resolved is None:
                parts = {n.name: "" for n in self.structure.roots if (unit, n.index) in self.scores.nodes}
            else:
                parts = {name: sentences.weight(share) for name, share in resolved.composition.weights.items()}
            for name, text in parts.items():
                found.setdefault(name, set()).add(text)
        return {name: texts.pop() if len(texts) == 1 else "" for name, texts in found.items()}

    def formula(self, units: Sequence[str]) -> str:
        """Give the formula of these units' totals, empty where they differ or have none."""
        resolved = [self.structure.total_of(unit, self.scores.units[unit].group) for unit in units]
        texts = {item.total.formula for item in resolved if item is not None}
        return texts.pop() if len(texts) == 1 else ""
