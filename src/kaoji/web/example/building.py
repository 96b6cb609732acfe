"""Building the example: organisations, people of every role, last year published, this year half-way."""

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
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import parsed, structure_of
from kaoji.web.example.storing import store
from kaoji.web.facts.actions import move_filing, open_collection
from kaoji.web.facts.models import FilingState
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from kaoji.web.publication.models import ApprovalStep
from kaoji.web.results.actions import compute

_SCHEME = Path(__file__).parent / "scheme.yaml"
_OFFICE, _GOVERNMENT, _COMMITTEE = "县考核办", "县考核工作领导小组", "县委常委会"
_FAMILY, _GIVEN = "林苏周何唐许顾方江沈陆秦叶白夏温程罗韩杜", "一舟望念川朔晴远可澄度野禾宁岚溪原秋辰野"


@dataclass
class Example:
    """What was built: the accounts with their first password, and the two assessments."""

    password: str
    accounts: list[tuple[str, str, str]] = field(default_factory=list)
    present: Assessment | None = None
    last: Assessment | None = None


def build(tell: Callable[[str], None] = lambda _text: None, password: str | None = None) -> Example:
    """Build the example into an empty database."""
    example = Example(password or f"Qc-{secrets.token_urlsafe(6)}-9")
    tell("organisations and people")
    with transaction.atomic():
        people = _People(example)
    year = timezone.localdate().year
    tell("last year's assessment")
    example.last = _published(people, year - 1)
    tell("this year's assessment")
    example.present = _half_way(people, year, example.last)
    return example


class _People:
    """Organisations and accounts of the example, made as they are asked for."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.region = Organisation.objects.create(name="青川县", kind=Kind.REGION)
        self.organisations: dict[str, Organisation] = {}
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
                self.person(f"zhuyao{number}", self.organisation(name), Role.HEAD)
        self.person("zuzhang", self.government, Role.LEADER)
        self.person("changwei", self.committee, Role.LEADER)
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


def _structure(year: int) -> Structure:
    found, findings = parsed(_text(year))
    if found is None:
        raise ValueError(findings[0].line("en"))
    return found


def _text(year: int) -> str:
    return _SCHEME.read_text(encoding="utf-8").replace("{year}", str(year))


def _open(people: _People, year: int, due_on: date, previous: Assessment | None = None) -> Assessment:
    assessment = actions.create(people.office, f"青川县{year}年度综合考核", year, people.chief, previous)
    for position, (name, organisation) in enumerate(
        [("领导小组审核", people.government), ("县委常委会审定", people.committee)], 1
    ):
        ApprovalStep.objects.create(assessment=assessment, position=position, name=name, organisation=organisation)
    version, _findings = actions.keep_scheme(assessment, _text(year), people.chief)
    return open_collection(version, due_on)


def _facts(assessment: Assessment) -> tuple[Structure, Facts]:
    if assessment.scheme is None:
        raise ValueError("no scheme")
    structure = structure_of(assessment.scheme)
    return structure, plausible(structure, seed=assessment.year)


def _published(people: _People, year: int) -> Assessment:
    assessment = _open(people, year, date(year, 12, 10))
    structure, facts = _facts(assessment)
    store(assessment, structure, facts, people.chief)
    for filing in assessment.filings.all():
        move_filing(filing, FilingState.SUBMITTED, people.chief)
        move_filing(filing, FilingState.VERIFIED, people.second)
    compute(assessment, people.chief)
    do_all()
    return assessment


def _half_way(people: _People, year: int, last: Assessment) -> Assessment:
    """Leave a third of the filings open, hand in a third, verify the others; one is returned."""
    today = timezone.localdate()
    assessment = _open(people, year, today + timedelta(days=12), last)
    actions.set_deadlines(assessment, today + timedelta(days=12), today + timedelta(days=5))
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
