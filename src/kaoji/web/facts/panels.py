"""Votes and ratings: how each is held, what was given of each unit, and what still lacks.

Ballots are counted, never listed: who wrote what is not asked for. What counts as missing is what the core finds missing
(``kaoji.scoring.missing``): a unit without a vote that counts, a sheet or a score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.numbers import percent
from kaoji.scheme import Structure
from kaoji.scheme.model import Panel
from kaoji.web.assessments.models import Participant
from kaoji.web.assessments.panel_words import how_held
from kaoji.web.facts.filings import PANEL_TABLES
from kaoji.web.facts.models import Fact, Filing, Side
from kaoji.web.spoken import listed
from kaoji.writing.safe_cells import Cell


@dataclass(frozen=True, slots=True)
class Given:
    """What a panel has of one unit, in words, and what of it lacks; whether the unit is asked about at all.

    ``is_silent`` tells that a kind of voters with a weight is missing altogether (facts.W214).
    """

    is_asked: bool = False
    words: str = ""
    lacks: tuple[str, ...] = ()
    is_silent: bool = False

    @property
    def is_missing(self) -> bool:
        """Tell whether nothing that counts was given."""
        return self.is_asked and not self.words

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be given."""
        return self.is_missing or bool(self.lacks)

    def __str__(self) -> str:
        """Give it in words, as it stands in a cell."""
        if not self.is_asked:
            return "—"
        return listed((self.words or _("nothing given"), *self.lacks))


@dataclass
class PanelLine:
    """A panel: the filing it is entered in, how it is held, and the units it still lacks.

    ``is_mine`` tells whether who looks at it may fill it in now, ``is_awaited`` whether somebody has to.
    """

    filing: Filing
    panel: Panel
    is_mine: bool = False
    is_awaited: bool = False
    is_late: bool = False
    asked: list[Participant] = field(default_factory=list)
    missing: list[Participant] = field(default_factory=list)
    lacking: list[tuple[Participant, Given]] = field(default_factory=list)

    @property
    def how(self) -> str:
        """How it is held: by ballots, by rating sheets, or elsewhere."""
        return how_held(self.panel)

    @property
    def voters(self) -> str:
        """The kinds of voters with their weights."""
        return listed((f"{name} {percent(share)}" for name, share in self.panel.classes.items()), short=True)

    @property
    def is_silent(self) -> bool:
        """Tell whether of some unit nothing counts from a kind of voters that has a weight."""
        return any(given.is_silent for _unit, given in self.lacking)

    @property
    def given(self) -> int:
        """How many units have something that counts."""
        return len(self.asked) - len(self.missing)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with what each panel has of it, in the order of the panels."""

    unit: Participant
    cells: tuple[Given, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether something of the unit is still to be given."""
        return any(cell.is_open for cell in self.cells)


def panels_of(
    filings: QuerySet[Filing], structure: Structure, units: Sequence[Participant]
) -> tuple[list[PanelLine], list[UnitLine]]:
    """Give the panels among some filings, and the units with what is known of each; at most three queries."""
    known = {panel.name: panel.panel for panel in structure.panels}
    found = [
        PanelLine(filing, known[filing.key])
        for filing in filings.filter(table__in=PANEL_TABLES).order_by("position", "pk")
        if filing.key in known
    ]
    given = {**_ballots(found), **_sheets(found), **_scores(found)}
    lines = [UnitLine(unit, tuple(_given(line, unit, given) for line in found)) for unit in units]
    for unit_line in lines:
        for line, cell in zip(found, unit_line.cells, strict=True):
            if cell.is_asked:
                line.asked.append(unit_line.unit)
            if cell.is_missing:
                line.missing.append(unit_line.unit)
            elif cell.lacks:
                line.lacking.append((unit_line.unit, cell))
    return found, lines


_Known = dict[tuple[int, int], Given]


def _given(line: PanelLine, unit: Participant, given: _Known) -> Given:
    applies = line.panel.applies_to
    if not unit.takes_part or (applies and not {unit.unit, unit.group} & set(applies)):
        return Given()
    return given.get((line.filing.pk, unit.pk), Given(is_asked=True))


def _rows(lines: Iterable[PanelLine], table: str) -> tuple[dict[int, PanelLine], QuerySet[Fact]]:
    of = {line.filing.pk: line for line in lines if line.filing.table == table}
    return of, Fact.objects.filter(filing__in=of, side=Side.PROVIDED, is_withdrawn=False).order_by()


def _said(name: str) -> KeyTextTransform:
    return KeyTextTransform(name, "row")


def _ballots(lines: Iterable[PanelLine]) -> _Known:
    """Count ballots in the database: where each is a row of its own, there are very many."""
    of, rows = _rows(lines, "ballots")
    if not of:
        return {}
    one = Coalesce(Cast(NullIf(_said("count"), Value("")), IntegerField()), Value(1))
    grouped = rows.values_list("filing", "participant", _said("question"), _said("kind"), _said("option"))
    votes: dict[tuple[int, int], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for filing, unit, question, kind, option, count in grouped.annotate(n=Sum(one)):
        if option not in of[filing].panel.abstentions:
            votes[filing, unit][question or "", kind or ""] += count
    return {place: _counted(of[place[0]].panel, found) for place, found in votes.items()}


def _counted(panel: Panel, votes: dict[tuple[str, str], int]) -> Given:
    """Say how many ballots there are, and which questions and kinds of voters have none."""
    by_question, by_kind = defaultdict[str, int](int), defaultdict[str, int](int)
    for (question, kind), count in votes.items():
        by_question[question] += count
        by_kind[kind] += count
    fewest, most = min(by_question.values(), default=0), max(by_question.values(), default=0)
    if not most:
        return Given(is_asked=True)
    lacks = [*_without(panel.questions, by_question), *_without(panel.classes, by_kind)]
    if fewest != most and not _without(panel.questions, by_question):
        lacks.append(_("the questions have different numbers of ballots, {fewest} to {most}").format(
            fewest=fewest, most=most))  # fmt: skip
    words = ngettext("{count} ballot", "{count} ballots", most).format(count=most)
    return Given(is_asked=True, words=words, lacks=tuple(lacks), is_silent=_is_silent(panel, by_kind))


def _is_silent(panel: Panel, counts: dict[str, int]) -> bool:
    return any(weight and not counts.get(kind) for kind, weight in panel.classes.items())


def _without(names: Iterable[str], counts: dict[str, int]) -> list[str]:
    blank = listed((name for name in names if not counts.get(name)), short=True)
    return [_("none of {names}").format(names=blank)] if blank else []


def _sheets(lines: Iterable[PanelLine]) -> _Known:
    of, rows = _rows(lines, "marks")
    if not of:
        return {}
    sheets: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    grouped = rows.values_list("filing", "participant", _said("kind"), _said("rater"))
    for filing, unit, kind, _rater, marks in grouped.annotate(n=Count("pk")):
        sheets[filing, unit].append((kind or "", marks))
    known = {}
    for place, found in sheets.items():
        panel = of[place[0]].panel
        by_kind = defaultdict[str, int](int)
        for kind, _marks in found:
            by_kind[kind] += 1
        lacks = _without(panel.classes, by_kind)
        if short := sum(marks < len(panel.dimensions) for _kind, marks in found):
            text = ngettext("{count} sheet lacks marks", "{count} sheets lack marks", short)
            lacks.append(text.format(count=short))
        words = ngettext("{count} rating sheet", "{count} rating sheets", len(found)).format(count=len(found))
        known[place] = Given(is_asked=True, words=words, lacks=tuple(lacks), is_silent=_is_silent(panel, by_kind))
    return known


def _scores(lines: Iterable[PanelLine]) -> _Known:
    of, rows = _rows(lines, "panel_scores")
    if not of:
        return {}
    said = rows.values_list("filing", "participant", "row")
    return {(filing, unit): Given(is_asked=True, words=str(row.get("score", ""))) for filing, unit, row in said}


def units_table(panels: Iterable[PanelLine], lines: Iterable[UnitLine]) -> tuple[list[str], list[list[Cell]]]:
    """Give what each unit has as a table: its head and its rows."""
    head = [_("Unit"), _("Group"), *(line.filing.label for line in panels)]
    return head, [[line.unit.unit, line.unit.group, *map(str, line.cells)] for line in lines]
