"""A collection of facts half-way: some of everything that happens in one."""

from __future__ import annotations

from collections import defaultdict

from django.core.files.uploadedfile import SimpleUploadedFile

from kaoji.scheme import Structure
from kaoji.scoring.facts import Facts
from kaoji.web.accounts.models import User
from kaoji.web.assessments.models import Assessment
from kaoji.web.example.people import People
from kaoji.web.example.storing import rows_of, store
from kaoji.web.facts.actions import (
    Entry,
    accept_self,
    attach,
    move_filing,
    object_to_row,
    save,
    submit_self,
    urge,
    urge_unit,
)
from kaoji.web.facts.filings import GRADE_TABLES, SEVERAL
from kaoji.web.facts.looking import looked_at
from kaoji.web.facts.models import Fact, Filing, FilingState, Side

_SELF = ("城关街道", "北坪街道", "白石镇", "县发改局")
"""Units that have begun their self-assessment; all but the third have handed it in."""


def collect(people: People, assessment: Assessment, structure: Structure, facts: Facts) -> None:
    """Leave a third of the filings open, hand in a third, verify the others; one is returned, one corrected."""
    filings = list(assessment.filings.filter(is_required=True)) + list(assessment.filings.filter(is_required=False))
    filled = [filing for number, filing in enumerate(filings) if number % 3]
    with people.acting(people.chief):
        store(assessment, structure, facts, people.provider_of, only={filing.pk for filing in filled})
    for number, filing in enumerate(filled):
        if filing.table in GRADE_TABLES and not filing.facts.exists():
            continue
        with people.acting(people.provider_of(filing)) as who:
            _attach(filing, people)
            moved = move_filing(filing, FilingState.SUBMITTED, who)
        with people.acting(people.second) as second:
            if number % 2:
                move_filing(moved, FilingState.VERIFIED, second)
            elif number == 0:
                doubted = filing.facts.get(participant__unit="石桥乡")
                object_to_row(doubted, "与上年口径不一致，请核对后重报。", second)
    _correct(people, assessment, structure)
    _urge(people, assessment)
    _self_assess(people, assessment, structure, facts)


def _attach(filing: Filing, people: People) -> None:
    """Back the first fact of a filing with a file."""
    fact = filing.facts.select_related("participant").first()
    if fact is not None and filing.table not in GRADE_TABLES:
        text = f"{filing.label}：{fact.participant.unit}的数据依据。本文件为示例。"
        file = SimpleUploadedFile(f"{filing.label[:12]}依据.txt", text.encode())
        attach(fact, file, people.provider_of(filing), note="加盖公章的原件存本单位")


def _correct(people: People, assessment: Assessment, structure: Structure) -> None:
    """Correct a value that was handed in already."""
    filing = assessment.filings.filter(table="answers", state=FilingState.SUBMITTED).first()
    fact = None if filing is None else filing.facts.select_related("participant").first()
    if filing is None or fact is None:
        return
    other = {"answer": "否" if fact.row.get("answer") == "是" else "是"}
    with people.acting(people.provider_of(filing)) as who:
        save(
            filing,
            [Entry(fact.participant, other, fact.version)],
            structure,
            who,
            reason="原报数据有误，以验收结论为准",
        )


def _urge(people: People, assessment: Assessment) -> None:
    waiting = list(assessment.filings.filter(state=FilingState.OPEN, is_required=True))
    with people.acting(people.chief) as chief:
        urge(waiting[-1:], "请于本周五前报送，报送后电话告知。", chief)
        urge_unit(assessment.participants.filter(unit="白石镇"), "请尽快完成自评并提交。", chief)


def _self_assess(people: People, assessment: Assessment, structure: Structure, facts: Facts) -> None:
    """Let some units say of themselves what will be provided, a little better here and there."""
    filings = {(filing.table, filing.key): filing for filing in assessment.filings.all()}
    rows = defaultdict[str, list[tuple[Filing, dict[str, str]]]](list)
    for filing, unit, row in rows_of(structure, facts, filings):
        if unit in _SELF and filing.table in ("scores", "answers", "measures", "events"):
            rows[unit].append((filing, row))
    for unit, said in rows.items():
        participant = assessment.participants.get(unit=unit)
        is_done = unit != _SELF[2]
        with people.acting(people.reporters[unit]) as who:
            for number, (filing, row) in enumerate(said if is_done else said[:3]):
                own = {name: value for name, value in row.items() if name not in ("number", "item")}
                if filing.table == "measures" and number % 2:
                    own["value"] = str(round(float(own["value"])) + 1)
                entry = Entry(participant, own, number="1" if filing.table in SEVERAL else "")
                save(filing, [entry], structure, who, side=Side.SELF)
            _attach_own(participant.pk, who)
            if is_done:
                submit_self(participant, who)
        if unit == _SELF[0]:
            with people.acting(people.second) as second:
                accept_self(participant, looked_at(participant), second)


def _attach_own(participant: int, who: User) -> None:
    fact = Fact.objects.filter(participant=participant, side=Side.SELF).first()
    if fact is not None:
        attach(fact, SimpleUploadedFile("自评说明.txt", "自评依据本单位台账。本文件为示例。".encode()), who)
