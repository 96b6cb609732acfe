"""The organisations of the example and its people, each acting in their own name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof, prove
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.chain import Acting, acting_as
from kaoji.web.facts.models import Filing
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role

_OFFICE, _GOVERNMENT, _COMMITTEE = "县考核办", "县考核工作领导小组", "县委常委会"
_FAMILY, _GIVEN = "林苏周何唐许顾方江沈陆秦叶白夏温程罗韩杜", "一舟望念川朔晴远可澄度野禾宁岚溪原秋辰野"
_HERE = "127.0.0.1"


@dataclass
class Example:
    """What was built: the accounts (number, person, organisation, role) with their first password, and the assessments."""

    password: str
    accounts: list[tuple[str, str, str, str]] = field(default_factory=list)
    present: Assessment | None = None
    last: Assessment | None = None
    special: Assessment | None = None
    coming: Assessment | None = None


class People:
    """Organisations and accounts of the example, made as they are asked for."""

    def __init__(self, example: Example, structure: Structure) -> None:
        self.example = example
        self.region = Organisation.objects.create(name="青川县", kind=Kind.REGION)
        self.organisations: dict[str, Organisation] = {}
        self.heads: dict[str, User] = {}
        self.reporters: dict[str, User] = {}
        self._providers: dict[int, User] = {}
        self._acting: dict[int, Acting] = {}
        # Hashed once for all: a careful hash takes a quarter of a second.
        self.hashed = make_password(example.password)
        groups = structure.scheme.groups
        for group, members in groups.items():
            for unit in members.units:
                self.organisation(unit, Kind.TOWNSHIP if group.startswith("乡镇") else Kind.DEPARTMENT)
        self.office = self.organisation(_OFFICE)
        self.government, self.committee = self.organisation(_GOVERNMENT), self.organisation(_COMMITTEE)
        self.chief = self.person("kaohe", self.office, Role.OFFICE)
        self.second = self.person("kaohe2", self.office, Role.OFFICE)
        for number, name in enumerate(dict.fromkeys(p for slot in structure.slots for p in slot.providers), 1):
            at = self.organisation(name)
            self._providers[at.pk] = self.person(f"shuju{number}", at, Role.PROVIDER)
        for number, name in enumerate((unit for members in groups.values() for unit in members.units), 1):
            self.reporters[name] = self.person(f"danwei{number}", self.organisation(name), Role.REPORTER)
            if number in (1, 2, 13):
                self.heads[name] = self.person(f"zhuyao{number}", self.organisation(name), Role.HEAD)
        self.leader = self.person("zuzhang", self.government, Role.LEADER)
        self.member = self.person("changwei", self.committee, Role.LEADER)
        self.person("jiandu", self.region, Role.AUDITOR)
        for account, kind in (("xitong", "system"), ("anquan", "security"), ("shenji", "audit")):
            self.person(account, self.region, administers=kind)

    def organisation(self, name: str, kind: Kind = Kind.DEPARTMENT) -> Organisation:
        """Give an organisation of the county."""
        if name not in self.organisations:
            # The county's own codes: X for townships and streets, B for departments.
            code = f"QC{'X' if kind == Kind.TOWNSHIP else 'B'}{len(self.organisations) + 1:03}"
            self.organisations[name] = Organisation.objects.create(name=name, parent=self.region, kind=kind, code=code)
        return self.organisations[name]

    def person(self, number: str, organisation: Organisation, *roles: Role, administers: str = "") -> User:
        """Make somebody with posts at an organisation."""
        count = len(self._acting) + 1
        name = _FAMILY[count % len(_FAMILY)] + _GIVEN[count * 7 % len(_GIVEN)]
        user = User.objects.create(
            number=number, name=name, password=self.hashed, organisation=organisation, administers=administers
        )
        for role in roles:
            Post.objects.create(user=user, organisation=organisation, role=role.value)
        held = roles[0].value if roles else administers
        self._acting[user.pk] = Acting(user.pk, number, held, organisation.name, _HERE)
        self.example.accounts.append((number, name, organisation.name, held))
        return user

    @contextmanager
    def acting(self, user: User) -> Iterator[User]:
        """Let everything inside be done, and journalled, by somebody."""
        with acting_as(self._acting[user.pk]):
            yield user

    def provider_of(self, filing: Filing) -> User:
        """Give who fills a filing in: somebody of the first organisation that provides it, else the office."""
        first = filing.providers.order_by("pk").values_list("pk", flat=True).first()
        return self._providers.get(first or 0, self.chief)

    def proof(self, user: User) -> Proof:
        """Let somebody prove who they are."""
        return prove(user, self.example.password, _HERE)
