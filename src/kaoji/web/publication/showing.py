"""A result as a notice or publication shows it: the columns that were chosen and nothing that tells the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.scheme import Structure
from kaoji.web.assessments.structures import structure_of
from kaoji.web.publication.actions.notices import SHOWN
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.rankings import Group, Wanted, exact, grouped, in_order, parts_of
from kaoji.web.results.why import all_reasons, public_reasons
from kaoji.web.spoken import listed
from kaoji.writing.safe_cells import Cell

PAGE = 200
NAMES: dict[str, str | Promise] = {
    "rank": gettext_lazy("Rank"),
    "grade": gettext_lazy("Grade"),
    "total": gettext_lazy("Total"),
    "parts": gettext_lazy("Parts of the total"),
    "awards": gettext_lazy("Prizes"),
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """A page of a result: its groups, the columns shown, and what it can be filtered by."""

    shows: frozenset[str]
    groups: Sequence[Group]
    pages: Page[Standing]
    names: Sequence[str]
    grades: Sequence[str]
    count: int
    wanted: Wanted
    reasons: Mapping[int, Sequence[str]]
    """Why a grade or place is not what the total suggests, by unit."""


def ranking_of(
    run: Run, standings: Sequence[Standing], shows: Sequence[str], query: Mapping[str, str], *, is_whole: bool = False
) -> Ranking:
    """Give what is asked for of a result; where ranks are not shown, the order tells nothing of them.

    Who sees the ``whole`` result reads every reason of a grade; everybody else those that may stand in public.
    """
    chosen = _filled(standings, shows)
    found = _chosen(standings, chosen, query)
    pages = Paginator(found, PAGE).get_page(query.get("page"))
    structure = structure_of(run.scheme)
    given = {each.grade for each in standings if each.grade} if "grade" in chosen else set()
    order = [grade.name for grade in structure.scheme.grades]
    grades = [*(name for name in order if name in given), *sorted(given - set(order))]
    return Ranking(
        chosen, grouped(pages, standings, structure), pages, list(dict.fromkeys(each.group for each in standings)), grades,
        len(found), Wanted.of(query),
        all_reasons(standings, structure) if is_whole else _reasons(standings, chosen, structure),
    )  # fmt: skip


def _reasons(standings: Sequence[Standing], shows: frozenset[str], structure: Structure) -> dict[int, list[str]]:
    """Give the public reasons of a result that shows the grades which they are about."""
    return public_reasons(standings, structure, has_ranks="rank" in shows) if "grade" in shows else {}


def _filled(standings: Sequence[Standing], shows: Sequence[str]) -> frozenset[str]:
    """Leave out the column of prizes where there is none."""
    return frozenset(shows) if any(each.awards for each in standings) else frozenset(shows) - {"awards"}


def _chosen(standings: Sequence[Standing], shows: frozenset[str], query: Mapping[str, str]) -> list[Standing]:
    kept = {key: query[key] for key in ("q", "group", "grade") if key in query}
    if "grade" not in shows:
        kept.pop("grade", None)
    wanted = Wanted.of(kept)
    found = [each for each in standings if wanted.has(each)]
    if "rank" in shows:
        return in_order(found)
    groups = {name: number for number, name in enumerate(dict.fromkeys(each.group for each in standings))}
    return sorted(found, key=lambda each: (groups[each.group], each.participant.position))


def table_of(
    run: Run, standings: Sequence[Standing], shows: Sequence[str], query: Mapping[str, str]
) -> tuple[list[str], list[list[Cell]]]:
    """Give what is shown as head and rows of a table to be kept."""
    chosen = _filled(standings, shows)
    parts = parts_of(standings) if "parts" in chosen else []
    head = [_("Group"), _("Unit"), *(str(NAMES[key]) for key in SHOWN if key in chosen and key != "parts"), *parts]
    reasons = _reasons(standings, chosen, structure_of(run.scheme))
    shown = _chosen(standings, chosen, query)
    rows = list(_rows(shown, chosen, parts))
    if reasons:
        head.append(_("Remarks"))
        rows = [[*row, listed(reasons.get(each.participant_id, ()))] for row, each in zip(rows, shown, strict=True)]
    return head, rows


def _rows(standings: Sequence[Standing], shows: frozenset[str], parts: Sequence[str]) -> Iterator[list[Cell]]:
    for each in standings:
        cells: dict[str, Cell] = {
            "rank": each.rank, "grade": each.grade, "total": exact(each.total), "awards": listed(each.awards, short=True),
        }  # fmt: skip
        shown = [cells[key] for key in SHOWN if key in shows and key != "parts"]
        yield [each.group, each.participant.unit, *shown, *(exact(each.parts.get(name)) for name in parts)]
