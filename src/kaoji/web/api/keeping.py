"""Keeping rows that another system hands in: placed, checked and saved as if they had been typed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.api.placing import Misplaced, Placed, Placing
from kaoji.web.api.problems import Problem
from kaoji.web.api.shapes import FactsIn
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.actions import Saved, save
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.models import Fact, Filing, Side
from kaoji.web.organisations.desk import Part

_CHANGED = "api.changed-meanwhile"


def keep(
    part: Part, sent: FactsIn, filings: Sequence[Filing], units: Sequence[Participant], by: User, side: Side
) -> dict[str, Any]:
    """Keep rows; with ``sent.keep`` “all” either every one or none.

    Raises:
        NotNowError: facts are not being collected, or a reason is missing.
        Problem: rows are faulty or were changed by somebody else, and all were to be kept.
    """
    if part.assessment.scheme is None:
        raise NotNowError(_("No scheme is published yet."))
    structure = structure_of(part.assessment.scheme)
    placing = Placing(structure, units, filings, get_language() or "zh")
    found = [placing.place(number, row) for number, row in enumerate(sent.rows)]
    problems = [_of_place(each) for each in found if isinstance(each, Misplaced)]
    with transaction.atomic():
        placed, twice = _numbered([each for each in found if isinstance(each, Placed)], side)
        problems += twice
        kept = []
        by_filing: dict[Filing, list[Placed]] = defaultdict(list)
        for each in placed:
            by_filing[each.filing].append(each)
        for filing, rows in by_filing.items():
            saved = save(filing, [row.entry for row in rows], structure, by, side=side, reason=sent.reason)
            kept += _kept(saved, rows)
            problems += _problems(saved, rows)
        problems.sort(key=lambda each: each["row"])
        grave = [each for each in problems if each["level"] == "error"]
        if grave and sent.keep == "all":
            only_changed = all(each["code"] == _CHANGED for each in grave)
            raise Problem("changed-meanwhile" if only_changed else "faulty", errors=problems)
    return {"kept": sorted(kept, key=lambda each: each["row"]), "problems": problems}


def _numbered(placed: Sequence[Placed], side: Side) -> tuple[list[Placed], list[dict[str, Any]]]:
    """Give rows without a number the next free one, and leave out those that say the same row twice."""
    several = {each.filing for each in placed if each.filing.table in SEVERAL}
    stored = Fact.objects.filter(filing__in=several, side=side).values_list("filing", "participant", "number")
    last = Counter[tuple[int, int]]()
    numbers = [*stored, *((each.filing.pk, each.entry.participant.pk, each.entry.number) for each in placed)]
    for filing, unit, number in numbers:
        if number.isdecimal():
            last[filing, unit] = max(last[filing, unit], int(number))
    found, twice, seen = [], [], set()
    for each in placed:
        row, place = each, (each.filing.pk, each.entry.participant.pk)
        if each.filing in several and not each.entry.number:
            last[place] += 1
            row = replace(each, entry=replace(each.entry, number=str(last[place])))
        identity = (*place, row.entry.number)
        if identity in seen:
            twice.append(_error(row.row, "unit", "api.twice", _("This row stands here twice.")))
        else:
            seen.add(identity)
            found.append(row)
    return found, twice


def _kept(saved: Saved, rows: Iterable[Placed]) -> list[dict[str, Any]]:
    by_identity = {(row.entry.participant.pk, row.entry.number): row.row for row in rows}
    return [
        {"row": by_identity[fact.participant_id, fact.number], "id": fact.pk, "version": fact.version}
        for fact in saved.kept
    ]


def _problems(saved: Saved, rows: Iterable[Placed]) -> list[dict[str, Any]]:
    number = {id(row.entry): row.row for row in rows}
    language = get_language() or "zh"
    found = [
        _error(
            number[id(entry)], problem.field, problem.finding.code, problem.finding.sentence(language),
            level=problem.finding.level,
        )
        for entry, problem in saved.problems
    ]  # fmt: skip
    found += [_error(number[id(entry)], "reason", "api.reason-needed", said) for entry, said in saved.refused]
    text = _("Somebody else changed this row; it is at version {version} now.")
    return found + [
        _error(number[id(entry)], "version", _CHANGED, text.format(version=fact.version), version=fact.version)
        for entry, fact in saved.conflicts
    ]


def _of_place(misplaced: Misplaced) -> dict[str, Any]:
    return _error(misplaced.row, misplaced.field, misplaced.code, misplaced.text)


def _error(row: int, field: str, code: str, text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - plain data
    return {"row": row, "field": field, "level": "error", "code": code, "text": text, **more}
