"""An invented city on the platform: counties, units and facts in the numbers of a real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import yaml
from django.db import transaction

from kaoji.scoring.sampling import plausible
from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import prove
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment, Participant, SchemeVersion
from kaoji.web.assessments.structures import structure_of
from kaoji.web.example.storing import store
from kaoji.web.facts.actions import move_filing, open_collection
from kaoji.web.facts.models import Fact, FilingState
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from kaoji.web.publication.actions import approval, notices, publishing
from kaoji.web.publication.models import ApprovalStep, Proposal, PublicNotice
from kaoji.web.results.actions import compute
from kaoji.web.results.models import Run

SECTIONS, ITEMS, PROVIDERS, GROUPS = 10, 10, 12, 3
PASSWORD = "Yunchuan-2025-9"  # noqa: S105 - of people who exist in the benchmark only


@dataclass
class City:
    """What was built: one person of each role, at the first county, and how much there is."""

    people: dict[str, User] = field(default_factory=dict)
    assessments: list[Assessment] = field(default_factory=list)
    units: int = 0
    facts: int = 0


def scheme(title: str, units: list[str]) -> str:
    """Give a scheme in which each unit has some hundred things that must be known."""
    kinds = (
        {"score": "由数据提供单位计分"},
        {"rules": [{"measure": "完成额（万元）", "score": "每100万元计0.2分，最高计2分"}]},
        {"rules": [{"events": "通报批评", "score": "每次扣0.5分，扣完为止"}]},
    )
    sections = [
        {
            "name": f"第{section + 1}类工作",
            "items": [
                {
                    "name": f"工作{section + 1}之{item + 1}", "points": 2,
                    "provider": f"{title}数据局{(section * ITEMS + item) % PROVIDERS + 1}", **kinds[item % len(kinds)],
                }
                for item in range(ITEMS)
            ],
        }
        for section in range(SECTIONS)
    ]  # fmt: skip
    groups = {f"第{number + 1}组": {"units": units[number::GROUPS]} for number in range(GROUPS)}
    formula = "+".join(str(section["name"]) for section in sections)
    made = {
        "kaoji": 1, "title": title, "year": 2025, "groups": groups, "indicators": sections,
        "total": [{"formula": f"{formula}，保留两位小数"}],
        "quota": {"ties": "order"}, "order": [str(section["name"]) for section in sections],
        "grades": [{"name": "优秀", "share": "20%"}, {"name": "良好"}],
    }  # fmt: skip
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False)


def again() -> City:
    """Give the city of a home that was built before; without people where there is none."""
    city = City(assessments=list(Assessment.objects.order_by("pk")))
    for post in Post.objects.order_by("pk").select_related("user"):
        city.people.setdefault(post.role, post.user)
    for user in User.objects.exclude(administers=""):
        city.people[user.administers] = user
    city.units, city.facts = Participant.objects.count(), Fact.objects.count()
    return city


def build(counties: int, units: int, tell: Callable[[str], None]) -> City:
    """Build the city into an empty database; the first county has a run, the others their facts."""
    city = City()
    region = Organisation.objects.create(name="云川市", kind=Kind.REGION)
    for number in range(counties):
        tell(f"county {number + 1} of {counties}")
        share = units // counties + (number < units % counties)
        _county(city, region, f"第{number + 1}县", share, is_first=number == 0)
    for kind in ("system", "security", "audit"):
        city.people[kind] = User.objects.create(number=kind, name=kind, administers=kind)
    tell("publishing")
    publish(city.assessments[1 % counties])
    tell("computing")
    run = compute(city.assessments[0], city.people["office"])
    do_all()
    run.refresh_from_db()
    if run.finished_at is None:
        raise RuntimeError(f"the run failed: {run.job.problem if run.job else ''}")
    return city


def publish(assessment: Assessment, on_notice: Callable[[PublicNotice], None] = lambda _notice: None) -> None:
    """Carry a county to its published result; ``on_notice`` does what happens while it is on public notice."""
    chief, second = (
        post.user for post in Post.objects.filter(organisation=assessment.office).order_by("pk").select_related("user")
    )
    leader = Post.objects.get(organisation=assessment.approval_steps.get().organisation).user
    for filing in assessment.filings.all():
        if filing.state == FilingState.OPEN:
            filing = move_filing(filing, FilingState.SUBMITTED, chief)  # noqa: PLW2901
        move_filing(filing, FilingState.VERIFIED, second)
    run = compute(assessment, chief)
    do_all()
    proposal = approval.propose(Run.objects.get(pk=run.pk), chief)
    for user in (leader, second):
        user.set_password(PASSWORD)
        user.save()
    verdict = approval.Verdict(is_approved=True, opinion="同意", digest=proposal.results_digest)
    part = Desk(leader).part_in(Assessment.objects.get(pk=assessment.pk))
    approval.sign(proposal, part, leader, verdict, prove(leader, PASSWORD, "127.0.0.1"))
    from_on = date.today() - timedelta(days=30)  # noqa: DTZ011 - any day will do
    terms = notices.Terms(
        from_on, is_open=True, shows=notices.SHOWN, until_on=from_on + timedelta(days=7),
        answers_due_on=from_on + timedelta(days=14), counted_by_hand="示例",
    )  # fmt: skip
    on_notice(notices.begin(Proposal.objects.get(pk=proposal.pk), terms, chief, today=from_on))
    made = publishing.propose(assessment, chief, notices.SHOWN, is_bundle_public=True)
    publishing.confirm(made, second, prove(second, PASSWORD, "127.0.0.1"))
    do_all()


def open_county(assessment: Assessment, version: SchemeVersion, committee: Organisation) -> Assessment:
    """Let a county collect facts; its committee approves the result."""
    ApprovalStep.objects.create(assessment=assessment, position=1, name="审定", organisation=committee)
    return open_collection(version, date.today() + timedelta(days=30))  # noqa: DTZ011 - any day will do


def _county(city: City, region: Organisation, name: str, units: int, *, is_first: bool) -> None:
    with transaction.atomic():
        county = Organisation.objects.create(name=name, parent=region, kind=Kind.REGION)

        def person(role: Role, organisation: Organisation) -> User:
            user = User.objects.create(
                number=f"{name}-{organisation.pk}-{role}-{User.objects.count()}", name="某人", organisation=organisation
            )
            Post.objects.create(user=user, organisation=organisation, role=role.value)
            if is_first:
                city.people.setdefault(role.value, user)
            return user

        def below(label: str, kind: Kind = Kind.DEPARTMENT) -> Organisation:
            return Organisation.objects.create(name=label, parent=county, kind=kind)

        office, committee = below(f"{name}考核办"), below(f"{name}常委会")
        chief = person(Role.OFFICE, office)
        person(Role.OFFICE, office)
        person(Role.LEADER, committee)
        person(Role.AUDITOR, county)
        for number in range(PROVIDERS):
            person(Role.PROVIDER, below(f"{name}数据局{number + 1}"))
        names = [f"{name}单位{number + 1:04d}" for number in range(units)]
        for label in names:
            unit = below(label, Kind.TOWNSHIP)
            person(Role.REPORTER, unit)
            person(Role.HEAD, unit)
        assessment = actions.create(office, f"{name}2025年度考核", 2025, chief)
        version, findings = actions.keep_scheme(assessment, scheme(name, names), chief)
        errors = [finding.sentence("en") for finding in findings if finding.level == "error"]
        if errors:
            raise ValueError(errors[0])
        assessment = open_county(assessment, version, committee)
        structure = structure_of(version)
        city.facts += store(assessment, structure, plausible(structure, seed=2025), chief)
        for number, filing in enumerate(assessment.filings.all()):
            if number % 2:
                move_filing(filing, FilingState.SUBMITTED, chief)
    city.assessments.append(assessment)
    city.units += units
