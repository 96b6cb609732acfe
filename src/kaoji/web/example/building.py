"""Building the example: organisations and people of every role, and assessments at every stage.

Last year's is published, this year's half-way; a smaller one's public notice has just ended, so that whoever tries the
platform can publish a result in one sitting; for next year a notice has just been read. Everything is done by those
whose work it is, so that lists and journal show who did what.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from kaoji.scheme import Structure
from kaoji.scoring.facts import Event, Facts
from kaoji.scoring.sampling import plausible
from kaoji.web.assessments import actions
from kaoji.web.assessments.arranging import set_deadlines
from kaoji.web.assessments.attributes import TAKES_PART, sheet_of, waiting_in, wanted
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.notices import add_notice
from kaoji.web.assessments.structures import parsed, structure_of
from kaoji.web.example.collecting import collect
from kaoji.web.example.dating import on, weekday_before
from kaoji.web.example.people import Example, People
from kaoji.web.example.storing import store
from kaoji.web.facts.actions import move_filing, open_collection, set_attributes, verify_attributes
from kaoji.web.facts.models import FilingState
from kaoji.web.files.receiving import receive
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.publication.actions import appeals, approval, notices, publishing
from kaoji.web.publication.models import Appeal, Proposal, PublicNotice
from kaoji.web.results import trial_actions
from kaoji.web.results.actions import Ruling, compute, decide
from kaoji.web.results.models import Run

_HERE = Path(__file__).parent
_RESERVE = ("松林乡", "茶园乡")
_SCHEME, _SPECIAL, NOTICE = _HERE / "scheme.yaml", _HERE / "special.yaml", _HERE / "notice.txt"


def build(tell: Callable[[str], None] = lambda _text: None, password: str | None = None) -> Example:
    """Build the example into an empty database; ``tell`` is told what is built next."""
    example = Example(password or f"Qc-{secrets.token_urlsafe(6)}-9")
    tell("people")
    with transaction.atomic():
        people = People(example, _structure(timezone.localdate().year))
    year = timezone.localdate().year
    tell("last")
    example.last = _published(people, year - 1)
    tell("special")
    example.special = _after_notice(people, year)
    tell("present")
    example.present = _half_way(people, year, example.last)
    tell("coming")
    example.coming = _coming(people, year + 1)
    return example


def _structure(year: int) -> Structure:
    found, findings = parsed(_text(year))
    if found is None:
        raise ValueError(findings[0].line("en"))
    return found


def _text(year: int, of: Path = _SCHEME) -> str:
    return of.read_text(encoding="utf-8").replace("{year}", str(year))


def _open(
    people: People, text: str, title: str, year: int, due_on: date, previous: Assessment | None = None
) -> Assessment:
    with people.acting(people.chief):
        assessment = actions.create(people.office, title, year, people.chief, previous)
        approval.set_steps(assessment, [("领导小组审核", people.government), ("县委常委会审定", people.committee)])
        version, _findings = actions.keep_scheme(assessment, text, people.chief)
    _say_attributes(people, assessment, structure_of(version))
    with people.acting(people.chief):
        return open_collection(version, due_on)


def _say_attributes(people: People, assessment: Assessment, structure: Structure) -> None:
    """Say of the townships whether they lie in the nature reserve, where the scheme asks for it; a second verifies."""
    if not structure.attributes:
        return
    said = {
        line.unit: {name: "是" if line.unit in _RESERVE else "否" for name in line.needed if name != TAKES_PART}
        for line in sheet_of(assessment, structure).lines
    }
    with people.acting(people.chief) as chief:
        set_attributes(assessment, wanted(sheet_of(assessment, structure), said).changes, "", chief)
    with people.acting(people.second) as second:
        verify_attributes(assessment, [each.pk for each in waiting_in(assessment)], second)


def _facts(assessment: Assessment) -> tuple[Structure, Facts]:
    if assessment.scheme is None:
        raise ValueError("no scheme")
    structure = structure_of(assessment.scheme)
    said = {unit.unit: unit.attributes for unit in assessment.participants.all()}
    return structure, plausible(structure, seed=assessment.year, attributes=said)


def _on_notice(
    people: People, assessment: Assessment, from_on: date, overdue: Sequence[tuple[str, date, str]] = ()
) -> PublicNotice:
    """Carry an assessment from its facts to a public notice that began on some day of the past."""
    structure, facts = _facts(assessment)
    for number, (unit, day, document) in enumerate(overdue, 1):
        slot = next(index for index, each in enumerate(structure.slots) if each.kind == "events")
        facts.events.append(Event(unit, slot, f"超期{number}", happened_on=day, document=document))
    with people.acting(people.chief), on(weekday_before(from_on, 18)):
        store(assessment, structure, facts, people.provider_of)
    with on(weekday_before(from_on, 16)):
        for filing in assessment.filings.all():
            with people.acting(people.provider_of(filing)) as who:
                move_filing(filing, FilingState.SUBMITTED, who)
            with people.acting(people.second):
                move_filing(filing, FilingState.VERIFIED, people.second)
    with people.acting(people.chief), on(weekday_before(from_on, 12)) as day:
        proposal = approval.propose(_decided_run(assessment, people, day), people.chief, "数据已全部核验，提请审定。")
    for leader, days in ((people.leader, 8), (people.member, 4)):
        with people.acting(leader), on(weekday_before(from_on, days)):
            part = Desk(leader).part_in(Assessment.objects.get(pk=assessment.pk))
            verdict = approval.Verdict(is_approved=True, opinion="同意", digest=proposal.results_digest)
            approval.sign(proposal, part, leader, verdict, people.proof(leader))
    terms = notices.Terms(
        from_on, contact="县考核办，县行政中心2号楼305室", is_open=True, shows=notices.SHOWN,
        # Holidays are announced year by year: where they are not known yet, the days are counted by hand.
        until_on=from_on + timedelta(days=7), answers_due_on=from_on + timedelta(days=14),
        counted_by_hand="示例数据，按自然日推算",
    )  # fmt: skip
    with people.acting(people.chief), on(from_on):
        return notices.begin(Proposal.objects.get(pk=proposal.pk), terms, people.chief)


def _computed(assessment: Assessment, people: People) -> Run:
    run = compute(assessment, people.chief)
    do_all()
    return Run.objects.get(pk=run.pk)


def _decided_run(assessment: Assessment, people: People, day: date) -> Run:
    """Compute; where equals stand on the line of a grade, as they do in some years, enter what was decided of them."""
    run = _computed(assessment, people)
    for item in run.open_decisions:
        units = [assessment.participants.get(unit=unit) for unit in item["units"]]
        rulings = [Ruling(unit, order) for order, unit in enumerate(units, 1)]
        body, note = people.government.name, "领导小组会议纪要第3号"
        decide(assessment, rulings, people.chief, body=body, signed_on=day, note=note)
    return _computed(assessment, people) if run.open_decisions else run


def _published(people: People, year: int) -> Assessment:
    """Publish last year's result, after an appeal that was turned down."""
    from_on = timezone.localdate() - timedelta(days=120)
    with on(from_on - timedelta(days=45)):
        assessment = _open(people, _text(year), f"青川县{year}年度综合考核", year, from_on - timedelta(days=15))
    notice = _on_notice(people, assessment, from_on)
    appeal = _appeal(people, assessment, "北坪街道", "1.1.2", "到位资金应含12月底到账的一笔，请核对。", _next(from_on))
    after = notice.answers_due_on + timedelta(days=1)
    with people.acting(people.second), on(weekday_before(after, 4)):
        appeals.reject(appeal, "该笔资金次年1月3日到账，按通知口径计入下一年度。", people.second)
    with people.acting(people.chief), on(after):
        made = publishing.propose(assessment, people.chief, notices.SHOWN, is_bundle_public=True)
    with people.acting(people.second), on(after + timedelta(days=1)):
        publishing.confirm(made, people.second, people.proof(people.second))
        do_all()
    return assessment


def _after_notice(people: People, year: int) -> Assessment:
    """Leave an assessment at the day after its public notice, with an appeal to be answered."""
    from_on = timezone.localdate() - timedelta(days=14)
    title = f"青川县{year}年度政务服务专项考核"
    with on(from_on - timedelta(days=40)):
        assessment = _open(people, _text(year, _SPECIAL), title, year, from_on - timedelta(days=14))
    overdue = [("城关街道", date(year, 8, 12), "办件清单第37号"), ("城关街道", date(year, 10, 20), "办件清单第52号")]
    _on_notice(people, assessment, from_on, overdue)
    text = "第37号办件8月12日超期是省级平台检修造成的，不应计入，附平台公告。"
    _appeal(people, assessment, "城关街道", "1.3", text, _next(from_on), "省级平台检修公告.txt")
    return assessment


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _appeal(
    people: People, assessment: Assessment, unit: str, node: str, text: str, day: date, file: str = ""
) -> Appeal:
    participant = assessment.participants.get(unit=unit)
    with people.acting(people.heads[unit]) as head, on(day):
        content = "平台于8月12日全天检修，期间不能办件。".encode()
        files = [receive(SimpleUploadedFile(file, content), head)] if file else []
        return appeals.file_appeal(participant, node, text, files, head)


def _half_way(people: People, year: int, last: Assessment) -> Assessment:
    """Leave this year's assessment in the middle of its collection, with a preview and something tried out on it."""
    today = timezone.localdate()
    due_on = today + timedelta(days=12)
    assessment = _open(people, _text(year), f"青川县{year}年度综合考核", year, due_on, last)
    with people.acting(people.chief) as chief:
        set_deadlines(assessment, due_on, today + timedelta(days=5))
    _correct_attribute(people, assessment)
    structure, facts = _facts(assessment)
    collect(people, assessment, structure, facts)
    with people.acting(chief):
        run = compute(assessment, chief, reason="领导小组会议前预览")
        do_all()
        trial = trial_actions.start(Run.objects.get(pk=run.pk), "招商引资每60万元计1分", chief)
        before, after = "每80万元计1分，最高计10分", "每60万元计1分，最高计10分"
        change = {"kind": "rule", "place": "0.0.1", "number": 0, "label": "招商引资", "before": before, "after": after,
                  "was": before, "becomes": after}  # fmt: skip
        trial_actions.add(trial, change, chief)
        do_all()
    return assessment


def _correct_attribute(people: People, assessment: Assessment) -> None:
    """Let the second of the office correct what was said of a unit: it waits for the first to verify it."""
    with people.acting(people.second) as second:
        structures = [structure_of(version) for version in assessment.scheme_versions.all()]
        changes = wanted(sheet_of(assessment, *structures), {"大坝乡": {"属生态功能区": "是"}}).changes
        set_attributes(assessment, changes, "县政府本年6月把大坝乡划入生态功能区", second)


def _coming(people: People, year: int) -> Assessment:
    """Begin an assessment from its notice: it is read, the draft waits to be gone through."""
    with people.acting(people.chief) as chief:
        assessment = actions.create(people.office, f"青川县{year}年度乡村振兴专项考核", year, chief)
        text = _text(year, NOTICE)
        add_notice(assessment, SimpleUploadedFile(f"青川县{year}年度乡村振兴专项考核方案.txt", text.encode()), chief)
        do_all()
    return assessment
