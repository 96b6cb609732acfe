"""What a run leaves to the leading group, with what was decided of it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.models import Fact, Side
from kaoji.web.results.actions import Ruling
from kaoji.web.results.models import Run, Standing

_ORDER = "order-"
_MOST = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the equals: its result, and its decision as it stands now."""

    standing: Standing
    decided: Fact | None
    typed: str = ""

    @property
    def order(self) -> str:
        """The place it was given, if one was."""
        if self.decided is None or self.decided.is_withdrawn:
            return ""
        return str(self.decided.row.get("order", ""))

    @property
    def version(self) -> int:
        """The version of the decision that is shown, 0 where there is none."""
        return 0 if self.decided is None else self.decided.version


@dataclass(frozen=True, slots=True)
class OpenTie:
    """Equals on the line of a grade, or on the last of a prize (``grade`` is its name): who of them gets its last places."""

    number: int
    group: str
    grade: str
    places: int
    candidates: Sequence[Candidate]

    @property
    def is_decided_since(self) -> bool:
        """Tell whether all have a place by now, so that a new run will know it."""
        return all(candidate.order for candidate in self.candidates)


def decisions_now(run: Run) -> dict[int, Fact]:
    """Give the decisions of an assessment as they stand now, by unit; those taken back too, for their versions."""
    found = Fact.objects.filter(
        filing__assessment=run.assessment_id, filing__table="decisions", side=Side.PROVIDED
    ).select_related("participant", "entered_by")
    return {fact.participant_id: fact for fact in found.order_by("participant__position")}


def open_ties(
    run: Run, standings: Sequence[Standing], decided: Mapping[int, Fact], form: Mapping[str, str]
) -> list[OpenTie]:
    """Give what a run leaves open, with the places that somebody typed and that were not kept."""
    by_unit = {standing.participant.unit: standing for standing in standings}
    return [
        OpenTie(
            number, item["group"], item.get("award") or item["grade"], item["places"],
            [Candidate(by_unit[unit], decided.get(pk), form.get(f"{_ORDER}{pk}", "")) for unit in item["units"]
             if unit in by_unit and (pk := by_unit[unit].participant_id)],
        )
        for number, item in enumerate(run.open_decisions)
    ]  # fmt: skip


def rulings_of(form: Mapping[str, str], assessment: Assessment) -> list[Ruling]:
    """Read a form: ``order-<unit>`` and ``seen-<unit>`` for equals; ``unit`` (its name) and ``grade`` for a grade.

    Raises:
        NotNowError: no unit bears the name.
    """
    orders = {whole(name.removeprefix(_ORDER)): whole(value) for name, value in form.items() if name.startswith(_ORDER)}
    given = {unit: order for unit, order in orders.items() if order}
    found = assessment.participants.in_bulk(list(given)[:_MOST])
    rulings = [
        Ruling(found[unit], order, "", whole(form.get(f"seen-{unit}", "")))
        for unit, order in given.items()
        if unit in found
    ]
    if name := form.get("unit", "").strip():
        rulings.append(_of_grade(assessment, name, form.get("grade", "").strip()))
    return rulings


def _of_grade(assessment: Assessment, name: str, grade: str) -> Ruling:
    unit = assessment.participants.filter(unit=name).first()
    if unit is None:
        raise NotNowError(_("No unit of this assessment is called “{name}”.").format(name=name))
    structure = None if assessment.scheme is None else structure_of(assessment.scheme)
    if structure is None or grade not in [each.name for each in structure.scheme.grades]:
        raise NotNowError(_("Choose one of the grades that the scheme has."))
    last = Fact.objects.filter(
        filing__assessment=assessment, filing__table="decisions", side=Side.PROVIDED, participant=unit
    ).first()
    return Ruling(unit, None, grade, 0 if last is None else last.version)


def day_of(text: str) -> date | None:
    """Read a day as forms send it, None where it is none.

    >>> day_of("2025-02-28"), day_of("2025-02-30")
    (datetime.date(2025, 2, 28), None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def whole(text: str) -> int:
    """Read a small whole number as forms send it, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004 - places and versions
