"""Building the example: organisations and people of every role, and three assessments.

Last year's is published, this year's half-way; a smaller one's public notice has just ended, so that whoever tries the
platform can publish a result in one sitting.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kaoji.scheme import Structure
from kaoji.scoring.facts import Facts
from kaoji.scoring.sampling import plausible
from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof, prove
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import parsed, structure_of
from kaoji.web.example.storing import store
from kaoji.web.facts.actions import move_filing, open_collection
from kaoji.web.facts.models import FilingState
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from kaoji.web.publication.actions import appeals, approval, notices, publishing
from kaoji.web.publication.models import Appeal, Proposal, PublicNotice
from kaoji.web.results.actions import compute
from kaoji.web.results.models import Run

_SCHEME, _SPECIAL = Path(__file__).parent / "scheme.yaml", Path(__file__).parent / "special.yaml"
_OFFICE, _GOVERNMENT, _COMMITTEE = "县考核办", "县考核工作领导小组", "县委常委会"
_FAMILY, _GIVEN = "林苏周何唐许顾方江沈陆秦叶白夏温程罗韩杜", "一舟望念川朔晴远可澄度野禾宁岚溪原秋辰野"


@dataclass
class Example:
    """What was built: the accounts with their first password, and the assessments."""

    password: str
    accounts: list[tuple[str, str, str]] = field(default_factory=list)
    present: Assessment | None = None
    last: Assessment | None = None
    special: Assessment | None = None


def build(tell: Callable[[str], None] = lambda _text: None, password: str | None = None) -> Example:
    """Build the example into an empty database."""
    example = Example(password or f"Qc-{secrets.token_urlsafe(6)}-9")
    tell("organisations and people")
    with transaction.atomic():
        people = _People(example)
    year = timezone.localdate().year
    tell("last year's assessment")
    example.last = _published(people, year - 1)
    tell("an assessment after its public notice")
    example.special = _after_notice(people, year)
    tell("this year's assessment")
    example.present = _half_way(people, year, example.last)
    return example


class _People:
    """Organisations and accounts of the example, made as they are asked for."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.region = Organisation.objects.create(name="青川县", kind=Kind.REGION)
        self.organisations: dict[str, Organisation] = {}
        self.heads: dict[str, User] = {}
        self.count = 0
        # Hashed once for all: a careful hash takes a quarter of a second.
        self.hashed = make_password(example.password)
        structure = _structure(2025)
        groups = structure.scheme.groups
        for group, members in groups.items():
            for unit in members.units:
                self.organisation(unit, Kind.TOWNSHIP if group.startswith("乡镇") else Kind.DEPARTMENT)
        self.office = self.organisation(_OFFICE)
        self.government, self.committee = self.organisation(_GOVERNMENT), self.organisation(_COMMITTEE)
        self.chief = self.person("kaohe", self.office, Role.OFFICE)
        self.second = self.person("kaohe2", self.office, Role.OFFICE)
        for number, name in enumerate(dict.fromkeys(p for slot in structure.slots for p in slot.providers), 1):
            self.person(f"shuju{number}", self.organisation(name), Role.PROVIDER)
        for number, name in enumerate((unit for members in groups.values() for unit in members.units), 1):
            self.person(f"danwei{number}", self.organisation(name), Role.REPORTER)
            if number in (1, 2, 13):
                self.heads[name] = self.person(f"zhuyao{number}", self.organisation(name), Role.HEAD)
        self.leader = self.person("zuzhang", self.government, Role.LEADER)
        self.member = self.person("changwei", self.committee, Role.LEADER)
        self.person("jiandu", self.region, Role.AUDITOR)
        for account, kind in (("xitong", "system"), ("anquan", "security"), ("shenji", "audit")):
            self.person(account, self.region, administers=kind)

    def organisation(self, name: str, kind: Kind = Kind.DEPARTMENT) -> Organisation:
        if name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(name=name, parent=self.region, kind=kind)
        return self.organisations[name]

    def person(self, number: str, organisation: Organisation, *roles: Role, administers: str = "") -> User:
        self.count += 1
        name = _FAMILY[self.count % len(_FAMILY)] + _GIVEN[self.count * 7 % len(_GIVEN)]
        user = User.objects.create(
            number=number, name=name, password=self.hashed, organisation=organisation, administers=administers
        )
        for role in roles:
            Post.objects.create(user=user, organisation=organisation, role=role.value)
        self.example.accounts.append((number, organisation.name, roles[0].value if roles else administers))
        return user

    def proof(self, user: User) -> Proof:
        return prove(user, self.example.password, "127.0.0.1")


def _structure(year: int) -> Structure:
    found, findings = parsed(_text(year))
    if found is None:
        raise ValueError(findings[0].line("en"))
    return found


def _text(year: int, of: Path = _SCHEME) -> str:
    return of.read_text(encoding="utf-8").replace("{year}", str(year))


def _open(
    people: _People, text: str, title: str, year: int, due_on: date, previous: Assessment | None = None
) -> Assessment:
    assessment = actions.create(people.office, title, year, people.chief, previous)
    approval.set_steps(assessment, [("领导小组审核", people.government), ("县委常委会审定", people.committee)])
    version, _findings = actions.keep_scheme(assessment, text, people.chief)
    return open_collection(version, due_on)


def _facts(assessment: Assessment) -> tuple[Structure, Facts]:
    if assessment.scheme is None:
        raise ValueError("no scheme")
    structure = structure_of(assessment.scheme)
    return structure, plausible(structure, seed=assessment.year)


def _on_notice(people: _People, assessment: Assessment, from_on: date) -> PublicNotice:
    """Carry an assessment from its facts to a public notice that began on some day of the past."""
    structure, facts = _facts(assessment)
    store(assessment, structure, facts, people.chief)
    for filing in assessment.filings.all():
        move_filing(filing, FilingState.SUBMITTED, people.chief)
        move_filing(filing, FilingState.VERIFIED, people.second)
    run = compute(assessment, people.chief)
    do_all()
    proposal = approval.propose(Run.objects.get(pk=run.pk), people.chief, "数据已全部核验，提请审定。")
    for leader in (people.leader, people.member):
        part = Desk(leader).part_in(Assessment.objects.get(pk=assessment.pk))
        verdict = approval.Verdict(is_approved=True, opinion="同意", digest=proposal.results_digest)
        approval.sign(proposal, part, leader, verdict, people.proof(leader))
    terms = notices.Terms(
        from_on, contact="县考核办，县行政中心2号楼305室", is_open=True, shows=notices.SHOWN,
        # Holidays are announced year by year: where they are not known yet, the days are counted by hand.
        until_on=from_on + timedelta(days=7), answers_due_on=from_on + timedelta(days=14),
        counted_by_hand="示例数据，按自然日推算",
    )  # fmt: skip
    return notices.begin(Proposal.objects.get(pk=proposal.pk), terms, people.chief, today=from_on)


def _published(people: _People, year: int) -> Assessment:
    """Publish last year's result, after an appeal that was turned down."""
    from_on = timezone.localdate() - timedelta(days=120)
    assessment = _open(people, _text(year), f"青川县{year}年度综合考核", year, from_on - timedelta(days=30))
    notice = _on_notice(people, assessment, from_on)
    appeal = _appeal(people, assessment, "北坪街道", "1.1.2", "到位资金应含12月底到账的一笔，请核对。", from_on)
    appeals.reject(appeal, "该笔资金次年1月3日到账，按通知口径计入下一年度。", people.second)
    after = notice.answers_due_on + timedelta(days=1)
    shown = notices.SHOWN
    made = publishing.propose(assessment, people.chief, shown, is_bundle_public=True, today=after)
    publishing.confirm(made, people.second, people.proof(people.second), today=after)
    do_all()
    return assessment


def _after_notice(people: _People, year: int) -> Assessment:
    """Leave an assessment at the day after its public notice, with an appeal to be answered."""
    from_on = timezone.localdate() - timedelta(days=14)
    title = f"青川县{year}年度政务服务专项考核"
    assessment = _open(people, _text(year, _SPECIAL), title, year, from_on - timedelta(days=10))
    _on_notice(people, assessment, from_on)
    _appeal(people, assessment, "城关街道", "1.3", "有1件超期是省级平台检修造成的，不应计入，附平台公告。", from_on)
    return assessment


def _appeal(people: _People, assessment: Assessment, unit: str, node: str, text: str, day: date) -> Appeal:
    participant = assessment.participants.get(unit=unit)
    return appeals.file_appeal(participant, node, text, [], people.heads[unit], today=day)


def _half_way(people: _People, year: int, last: Assessment) -> Assessment:
    """Leave a third of the filings open, hand in a third, verify the others; one is returned."""
    today = timezone.localdate()
    due_on = today + timedelta(days=12)
    assessment = _open(people, _text(year), f"青川县{year}年度综合考核", year, due_on, last)
    actions.set_deadlines(assessment, due_on, today + timedelta(days=5))
    structure, facts = _facts(assessment)
    filings = list(assessment.filings.filter(is_required=True)) + list(assessment.filings.filter(is_required=False))
    filled = [filing for number, filing in enumerate(filings) if number % 3]
    store(assessment, structure, facts, people.chief, only={filing.pk for filing in filled})
    for number, filing in enumerate(filled):
        moved = move_filing(filing, FilingState.SUBMITTED, people.chief)
        if number % 2:
            move_filing(moved, FilingState.VERIFIED, people.second)
        elif number == 0:
            move_filing(moved, FilingState.RETURNED, people.second, "两个单位的数据与上年口径不一致，请核对后重报。")
    compute(assessment, people.chief)
    do_all()
    return assessment
