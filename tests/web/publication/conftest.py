"""A county whose facts are verified and computed, and the way from there to a published result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof, prove
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.actions import Entry, move_filing, save
from kaoji.web.facts.models import Filing, FilingState
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.publication.actions import appeals, approval, notices, publishing
from kaoji.web.publication.models import Appeal, Proposal, Publication, PublicNotice
from kaoji.web.results.actions import compute
from kaoji.web.results.models import Run
from tests.web.conftest import PASSWORD, County
from tests.web.states import kept

SCORES = {"东街街道": "36.5", "西街街道": "38", "南湖街道": "33.25", "白石镇": "35", "柳溪镇": "34"}
MEASURES = {"东街街道": "5200", "西街街道": "6100", "南湖街道": "4000", "白石镇": "9000", "柳溪镇": "8500"}
DAY = timedelta(days=1)


@dataclass
class Clock:
    """What day it is in the tests: a Monday whose holidays every calendar knows."""

    today: date = date(2025, 3, 3)


@dataclass
class Way:
    """The steps from facts to a published result, each through the public actions."""

    county: County
    clock: Clock

    @property
    def assessment(self) -> Assessment:
        """Give the assessment as it stands."""
        return Assessment.objects.get(pk=self.county.assessment.pk)

    def by(self, who: str) -> User:
        """Give a person."""
        return self.county.people[who]

    def unit(self, name: str) -> Participant:
        """Give an assessed unit."""
        return Participant.objects.get(assessment=self.county.assessment, unit=name)

    def filing(self, table: str) -> Filing:
        """Give the filing of a table."""
        return Filing.objects.get(assessment=self.county.assessment, table=table)

    def fill(self) -> None:
        """Enter and verify everything that is asked."""
        scheme = self.assessment.scheme
        assert scheme is not None
        structure = structure_of(scheme)
        for table, field, values in (("scores", "score", SCORES), ("measures", "value", MEASURES)):
            filing = self.filing(table)
            entries = [Entry(self.unit(unit), {field: value}) for unit, value in values.items()]
            saved = save(filing, entries, structure, self.by("tongji"))
            assert len(saved.kept) == len(values), saved.problems
        for filing in Filing.objects.filter(assessment=self.assessment, is_required=True):
            moved = move_filing(filing, FilingState.SUBMITTED, self.by("tongji"))
            move_filing(moved, FilingState.VERIFIED, self.by("kaohe"))

    def run(self) -> Run:
        """Compute."""
        return kept("run", self._run)

    def _run(self) -> Run:
        run = compute(self.assessment, self.by("kaohe"))
        do_all()
        return Run.objects.get(pk=run.pk)

    def propose(self, run: Run | None = None) -> Proposal:
        """Put a run forward as the result."""
        return approval.propose(run or self.run(), self.by("kaohe"))

    def proof(self, who: str) -> Proof:
        """Let somebody prove who they are."""
        return prove(self.by(who), PASSWORD, "127.0.0.1")

    def sign(
        self, proposal: Proposal, who: str = "changwei", *, is_approved: bool = True, opinion: str = "同意"
    ) -> None:
        """Sign the step whose turn it is."""
        part = Desk(self.by(who)).part_in(self.assessment)
        verdict = approval.Verdict(is_approved, opinion, proposal.results_digest)
        approval.sign(proposal, part, self.by(who), verdict, self.proof(who))

    def approved(self) -> Proposal:
        """Give an approved proposal."""
        return kept(("approved", self.clock.today), self._approved)

    def _approved(self) -> Proposal:
        proposal = self.propose()
        self.sign(proposal)
        return Proposal.objects.get(pk=proposal.pk)

    def on_notice(self, **terms: object) -> PublicNotice:
        """Put an approved result on public notice."""
        found = notices.Terms(timezone.localdate(), **{"shows": notices.SHOWN[:3], **terms})  # type: ignore[arg-type]
        begin = partial(notices.begin, self.approved(), found, self.by("kaohe"))
        return kept(("on notice", self.clock.today, str(found)), begin)

    def over(self, notice: PublicNotice) -> PublicNotice:
        """Let the days of a notice pass."""
        self.clock.today = notice.until_on + DAY
        return notice

    def proposed(self, shows: Sequence[str] = notices.SHOWN[:3], *, is_bundle_public: bool = False) -> Publication:
        """Propose to publish the result that was on notice."""
        if self.assessment.stage != "publicising":
            self.over(self.on_notice())
        propose = partial(
            publishing.propose, self.assessment, self.by("kaohe"), shows, is_bundle_public=is_bundle_public
        )
        return kept(("proposed", self.clock.today, tuple(shows), is_bundle_public), propose)

    def published(self, *, is_bundle_public: bool = False) -> Publication:
        """Publish, and let the bundle be made."""
        made = self.proposed(is_bundle_public=is_bundle_public)
        return kept(("published", self.clock.today), partial(self._published, made))

    def _published(self, made: Publication) -> Publication:
        publishing.confirm(made, self.by("kaohe2"), self.proof("kaohe2"))
        do_all()
        return Publication.objects.get(assessment=self.assessment)

    def appeal(self, node: str = "1.2") -> Appeal:
        """File an appeal of the first unit."""
        return appeals.file_appeal(self.unit("东街街道"), node, "到位资金少计300万元。", [], self.by("dongjie-head"))

    def correction(self, value: str = "5500") -> list[tuple[Filing, list[Entry]]]:
        """Give the correction that the appeal asks for."""
        filing = self.filing("measures")
        fact = filing.facts.get(participant=self.unit("东街街道"))
        return [(filing, [Entry(self.unit("东街街道"), {"value": value}, fact.version)])]

    def correct(self, value: str = "5500") -> None:
        """Correct a fact outside any appeal."""
        scheme = self.assessment.scheme
        assert scheme is not None
        for filing, entries in self.correction(value):
            save(filing, entries, structure_of(scheme), self.by("kaohe"), reason="来函更正")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the calendar; tests move it on."""
    found = Clock()
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_options: found.today)
    return found


@pytest.fixture
def way(county: County, clock: Clock) -> Way:
    """Give the way of a county whose facts are verified."""
    found = Way(county, clock)
    kept("filled in and verified", found.fill)
    return found
