"""The county with facts in it, and ways to compute."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.actions import Entry, move_filing, save
from kaoji.web.facts.models import Fact, Filing, FilingState, Side
from kaoji.web.jobs.queue import do_all
from kaoji.web.results import actions
from kaoji.web.results.models import Run
from tests.web.conftest import County
from tests.web.states import kept

SCORES = {"东街街道": "36.5", "西街街道": "40", "南湖街道": "31.25", "白石镇": "38", "柳溪镇": "22"}


class Desk:
    """The county's assessment at work: entering, verifying, computing."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.base = f"/assessments/{county.assessment.pk}/results"

    def filing(self, label: str) -> Filing:
        return Filing.objects.get(assessment=self.county.assessment, label=label)

    def unit(self, name: str) -> int:
        return self.county.assessment.participants.get(unit=name).pk

    def enter(
        self, label: str, rows: Mapping[str, dict[str, str]], *, reason: str = "", side: Side = Side.PROVIDED
    ) -> None:
        """Enter one row a unit, as whoever provides it; seeing what is there."""
        filing, assessment = self.filing(label), self.county.assessment
        scheme = assessment.scheme
        assert scheme is not None
        units = {unit.unit: unit for unit in assessment.participants.all()}
        seen = {fact.participant.unit: fact.version for fact in Fact.objects.filter(filing=filing, side=side)}
        number = "1" if filing.table == "events" else ""
        entries = [Entry(units[name], row, seen.get(name, 0), number) for name, row in rows.items()]
        who = self.county.people["kaohe"]
        saved = save(filing, entries, structure_of(scheme), who, reason=reason, side=side)
        assert not saved.problems
        assert len(saved.kept) == len(rows)

    def fill(self, scores: Mapping[str, str] = SCORES) -> None:
        kept(("filled", tuple(scores.items())), partial(self._fill, scores))

    def _fill(self, scores: Mapping[str, str]) -> None:
        self.enter("固定资产投资", {unit: {"score": value} for unit, value in scores.items()})
        self.enter("到位资金（万元）", {unit: {"value": "2600"} for unit in scores})

    def verify(self) -> None:
        kept("verified", self._verify)

    def _verify(self) -> None:
        for filing in self.county.assessment.filings.filter(is_required=True):
            move_filing(filing, FilingState.SUBMITTED, self.county.people["kaohe"])
            move_filing(filing, FilingState.VERIFIED, self.county.people["kaohe2"])

    def compute(self, *, uses_self: bool = False, reason: str = "") -> Run:
        return kept(("computed", uses_self, reason), partial(self._compute, uses_self=uses_self, reason=reason))

    def _compute(self, *, uses_self: bool, reason: str) -> Run:
        run = actions.compute(self.county.assessment, self.county.people["kaohe"], uses_self=uses_self, reason=reason)
        do_all()
        run.refresh_from_db()
        assert run.finished_at is not None
        return run


@pytest.fixture
def desk(county: County) -> Desk:
    """Give the county's desk; nothing is entered yet."""
    return Desk(county)


@pytest.fixture
def run(desk: Desk) -> Run:
    """Give a run over all facts but events."""
    desk.fill()
    return desk.compute()
