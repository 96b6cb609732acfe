"""What is known already: the same thing asked for elsewhere this year, and last year's value – nothing is asked twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.models import Fact, Filing, FilingState, Side

_OF_ANYTHING = re.compile(
    r"(?:年度|全年|目标|任务|实际|同比)*(?:完成|增长|达标|合格)?(?:比例|率|值|数|数量|次数|情况|增幅|增速|幅度|名次|排名|位次|得分)"
)
"""What is said of anything: such a label means the same only under an indicator of the same name."""
_IN_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")

VALUE = {"scores": "score", "answers": "answer", "measures": "value", "places": "place", "panel_scores": "score"}
"""The field that a value given elsewhere is offered for."""
_BESIDE = {"measures": ("value", "target", "previous")}
"""The fields that belong together: a value means little without the target that it is measured by."""

Row = Mapping[str, str]
"""What is offered for the fields of a row, by their names; those that are blank are left out."""


@dataclass
class Offers:
    """Rows by the unit's name: those of last year, and those given elsewhere this year with where."""

    last_year: dict[str, Row] = field(default_factory=dict)
    elsewhere: dict[str, tuple[Row, str]] = field(default_factory=dict)


def offers_for(filing: Filing, assessment: Assessment) -> Offers:
    """Give what is known already of what a filing asks for, in two queries.

    A value of another provider is offered once the office found it right; one's own at once.
    """
    offers = Offers()
    name = VALUE.get(filing.table)
    if name is None or filing.table in SEVERAL or not filing.key:
        return offers
    found = list(
        same_meaning(filing)
        .filter(
            Q(assessment__office=assessment.office_id, assessment__year=assessment.year)
            | Q(assessment=assessment.previous_id)
        )
        .filter(
            Q(state=FilingState.VERIFIED)
            | Q(providers__in=filing.providers.all())
            | Q(assessment=assessment.previous_id)
        )
        .select_related("assessment")
        .distinct()
    )
    alike = [each for each in found if meaning_of(each) == meaning_of(filing)]
    if not alike:
        return offers
    before = [each for each in alike if each.assessment_id == assessment.previous_id]
    same = [each for each in before if each.indicator == filing.indicator]
    # Sections are moved and renamed from year to year; the indicator itself bears its name.
    taken = same or [each for each in before if _own_name(each) == _own_name(filing)]
    by_id = {each.pk: each for each in (*taken, *(each for each in alike if each not in before))}
    facts = Fact.objects.filter(filing__in=by_id, side=Side.PROVIDED, is_withdrawn=False).order_by(
        "filing", "participant", "pk"
    )
    for pk, unit, row in facts.values_list("filing", "participant__unit", "row"):
        other = by_id[pk]
        said = {each: text for each in _BESIDE.get(filing.table, (name,)) if (text := str(row.get(each, "")))}
        if name not in said:
            continue
        if other.assessment_id == assessment.previous_id:
            offers.last_year.setdefault(unit, said)
        elif unit not in offers.elsewhere:
            is_here = other.assessment_id == assessment.pk
            place = other.indicator if is_here else f"{other.assessment.title} {other.indicator}"
            offers.elsewhere[unit] = (said, place)
    return offers


def _own_name(filing: Filing) -> str:
    return filing.indicator.rpartition("＞")[2].strip()


def same_meaning(filing: Filing) -> QuerySet[Filing]:
    """Give other filings that may ask for the same: the same kind of thing, in the same words and unit of measure."""
    return Filing.objects.filter(table=filing.table, label=filing.label, measured_in=filing.measured_in).exclude(
        pk=filing.pk
    )


def meaning_of(filing: Filing) -> tuple[str, ...]:
    """Give what makes two filings ask for the same: their words, and of what where the words do not say it.

    >>> meaning_of(Filing(table="measures", label="完成比例（%）", indicator="经济 ＞ 财政收入", measured_in="%"))
    ('measures', '完成比例（%）', '%', '财政收入')
    >>> meaning_of(Filing(table="measures", label="到位资金（万元）", indicator="经济 ＞ 外资", measured_in="万元"))
    ('measures', '到位资金（万元）', '万元')
    """
    said = filing.table, filing.label, filing.measured_in
    return (*said, _own_name(filing)) if _OF_ANYTHING.fullmatch(_IN_BRACKETS.sub("", filing.label)) else said


def repeated(filings: Iterable[Filing]) -> dict[tuple[str, ...], list[Filing]]:
    """Gather the filings that ask for the same thing as another."""
    found: dict[tuple[str, ...], list[Filing]] = {}
    for filing in filings:
        if filing.key:
            found.setdefault(meaning_of(filing), []).append(filing)
    return {meaning: same for meaning, same in found.items() if len(same) > 1}
