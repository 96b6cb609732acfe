"""What a run lacks, put together by what is to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kaoji.web.facts.access import filings_to_see
from kaoji.web.facts.models import Filing
from kaoji.web.organisations.desk import Part
from kaoji.web.results.computing import ATTRIBUTE
from kaoji.web.results.models import Run
from kaoji.web.spoken import listed

SHOWN = 12
"""How many units are named; the export names all."""


@dataclass
class Lacking:
    """One thing that is not known of some units yet, and the filing where it is entered, if there is one."""

    label: str
    code: str
    providers: str
    filing: Filing | None
    is_attribute: bool = False
    units: list[str] = field(default_factory=list)

    @property
    def first(self) -> list[str]:
        """Give the units that are named."""
        return self.units[:SHOWN]

    @property
    def more(self) -> int:
        """Give how many more there are."""
        return max(0, len(self.units) - SHOWN)

    def has(self, words: str) -> bool:
        """Tell whether it is what somebody looks for."""
        return any(words in text for text in (self.label, self.providers, *self.units))


def lacking_by_filing(run: Run, part: Part, words: str = "") -> list[Lacking]:
    """Give what a run lacks, what most units lack first; one query beside the run."""
    filings = {(filing.key.partition("#")[0], filing.label): filing for filing in filings_to_see(part)}
    panels = {filing.key: filing for filing in filings.values() if filing.table in ("ballots", "marks", "panel_scores")}
    found: dict[tuple[str, str], Lacking] = {}
    for item in run.missing:
        code, label = item["code"], item["label"]
        if (code, label) not in found:
            filing = filings.get((code, label)) or panels.get(label.partition("：")[0])
            providers = listed(item["providers"], short=True)
            found[code, label] = Lacking(label, code, providers, filing, is_attribute=code == ATTRIBUTE)
        found[code, label].units.append(item["unit"])
    kept = [each for each in found.values() if not words or each.has(words)]
    return sorted(kept, key=lambda each: -len(each.units))


def lines_of(run: Run, words: str = "") -> Sequence[Sequence[str]]:
    """Give every line of what a run lacks, or those with some words, for export."""
    return [
        [
            item["group"],
            item["unit"],
            "" if item["code"] == ATTRIBUTE else item["code"],
            item["label"],
            listed(item["providers"], short=True),
        ]
        for item in run.missing
        if not words or any(words in text for text in (item["label"], item["unit"], *item["providers"]))
    ]
