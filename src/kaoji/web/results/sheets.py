"""One unit's sheet for a page: the notice's own table, each line with the fact behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from kaoji.numbers import for_eyes
from kaoji.scheme import Structure
from kaoji.scoring.derivations import Derivation, calculation
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.models import Evidence, Fact, FilingState
from kaoji.web.facts.rows import fields_of
from kaoji.web.results.models import Run, Sheet, Standing
from kaoji.web.results.trees import derivation_of, walk
from kaoji.writing import sentences
from kaoji.writing.score_report import ScoreReport, frame_of
from kaoji.writing.score_rows import Scored, ScoreRow, score_rows

PANEL = "panel:"
"""Stands before a panel's name where a row is named: indicators are named by their codes."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The fact behind a line, as it stands now: ``has_changed`` when the run saw another version of it."""

    fact: Fact
    has_changed: bool
    evidence: Sequence[Evidence]

    @property
    def is_verified(self) -> bool:
        """Tell whether the office has verified it."""
        return self.fact.filing.state == FilingState.VERIFIED

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Give what was entered: the names of the fields, and their values."""
        row, language = self.fact.row, get_language() or "zh"
        columns = fields_of(self.fact.filing)
        return [
            (column.name(language), for_eyes(str(row[column.field]))) for column in columns if row.get(column.field)
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """One line on how a score came about, with the fact that it tells of, if it tells of one."""

    text: str
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the page; ``own`` is what the unit gave itself, None where nothing is known of that."""

    row: ScoreRow
    lines: tuple[Line, ...] = ()
    own: int | None = None
    is_awaited: bool = False
    """Whether somebody who provides what it rests on has not handed in yet."""

    @property
    def is_provisional(self) -> bool:
        """Tell whether its points may still change, because not everything is there that they rest on."""
        return self.row.is_provisional or self.is_awaited

    @property
    def key(self) -> str:
        """Give the name by which the row is pointed to."""
        return self.row.code or f"{PANEL}{self.row.name}"

    @property
    def has_all(self) -> bool:
        """Tell whether an indicator has all its points."""
        return self.row.kind != "section" and self.row.score is not None and self.row.score == self.row.points

    @property
    def level(self) -> int:
        """Give how deep it stands, 0 to 4: what the style sheet knows."""
        return min(self.row.depth, 4)

    @property
    def difference(self) -> int | None:
        """Give by how much the verified score lies above what the unit gave itself."""
        return None if self.own is None or self.row.score is None else self.row.score - self.own


@dataclass
class Unfolded:
    """A stored tree as derivations: by the codes of indicators and the names of panels, each with its facts."""

    total: Derivation
    by_key: dict[str, Derivation] = field(default_factory=dict)
    facts: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> Unfolded:
        """Unfold a stored tree."""
        found = cls(derivation_of(tree))
        for node, derivation in zip(walk(dict(tree)), found.total.walk(), strict=True):
            if "code" in node:
                found.by_key.setdefault(node["code"], derivation)
            elif node["kind"] == "panel":
                found.by_key.setdefault(node["label"], derivation)
            if "fact" in node:
                number, version = node["fact"]
                found.facts[id(derivation)] = (number, version)
        return found


def rows_of(structure: Structure, standing: Standing, unfolded: Unfolded, language: str) -> list[ScoreRow]:
    """Give the rows of a unit's sheet."""
    panels = {panel.name: standing.parts[panel.name] for panel in structure.panels if panel.name in standing.parts}
    scored = Scored(standing.nodes, panels, standing.points)
    return score_rows(structure, standing.participant.unit, standing.group, scored, unfolded.by_key, language)


def sheet_rows(
    standing: Standing,
    tree: Mapping[str, Any],
    structure: Structure,
    language: str,
    own: Standing | None = None,
    evidence: QuerySet[Evidence] | None = None,
    awaited: Collection[str] = (),
) -> list[SheetRow]:
    """Give the rows of the page, with the facts behind them and the evidence that may be seen; three queries at most.

    ``awaited`` are the codes of indicators of which somebody has not handed in yet.
    """
    unfolded = Unfolded.of(tree)
    rows = rows_of(structure, standing, unfolded, language)
    numbers = {fact for fact, _version in unfolded.facts.values()}
    facts = _facts(numbers, evidence if evidence is not None else Evidence.objects.none())
    return [
        SheetRow(
            row,
            tuple(
                Line(
                    why.text,
                    _behind(unfolded.facts.get(id(why.of)) if why.of is not None else None, facts),
                )
                for why in row.why
            ),
            None if own is None else (own.nodes.get(row.code) if row.code else own.parts.get(row.name)),
            _is_awaited(row, awaited),
        )
        for row in rows
    ]


def _facts(numbers: Iterable[int], evidence: QuerySet[Evidence]) -> dict[int, Fact]:
    kept = evidence.select_related("file").distinct()
    found = Fact.objects.filter(pk__in=numbers).select_related("filing", "filing__decided_by", "entered_by")
    return {fact.pk: fact for fact in found.prefetch_related(Prefetch("evidence", kept, to_attr="kept_evidence"))}


def _behind(used: tuple[int, int] | None, facts: Mapping[int, Fact]) -> Behind | None:
    if used is None or used[0] not in facts:
        return None
    fact = facts[used[0]]
    return Behind(fact, fact.version != used[1] or fact.is_withdrawn, getattr(fact, "kept_evidence", ()))


def _is_awaited(row: ScoreRow, awaited: Collection[str]) -> bool:
    return row.kind == "indicator" and row.code in awaited and not row.is_absent


def awaited_in(assessment: Assessment) -> set[str]:
    """Give the codes of the indicators of which somebody has not handed in yet; once the collection is over none is."""
    if assessment.stage != Stage.COLLECTING:
        return set()
    waiting = assessment.filings.filter(state__in=(FilingState.OPEN, FilingState.RETURNED))
    return {key.partition("#")[0] for key in waiting.exclude(key="").values_list("key", flat=True)}


def only_lost(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """Leave the rows in which points were lost, first those by which the total lost most."""
    lost = [each for each in rows if each.row.kind != "section" and each.row.lost]
    return sorted(lost, key=lambda each: (-each.row.lost_of_total, -each.row.lost))


def self_run(run: Run) -> Run | None:
    """Give the newest run over what the units said of themselves, under the same scheme; None where there is none."""
    return (
        Run.objects.filter(
            assessment=run.assessment_id, scheme=run.scheme_id, uses_self=True, finished_at__isnull=False
        )
        .exclude(pk=run.pk)
        .first()
    )


def report_of(standing: Standing, run: Run, language: str) -> ScoreReport:
    """Make the report that is handed out, from what was stored with the run."""
    structure = structure_of(run.scheme)
    unfolded = Unfolded.of(Sheet.objects.get(standing=standing).tree)
    of = Standing.objects.filter(run=run, group=standing.group, rank__isnull=False).count()
    grade, awaited = standing.grade, awaited_in(run.assessment)
    return ScoreReport(
        **frame_of(structure, standing.participant.unit, standing.group, language),
        rows=tuple(
            replace(row, is_provisional=row.is_provisional or _is_awaited(row, awaited))
            for row in rows_of(structure, standing, unfolded, language)
        ),
        total=standing.total, rank=standing.rank, of=of,
        grade=sentences.pending(grade, language) if standing.is_pending else grade,
        is_preview=run.is_preview, working=calculation(unfolded.total, language),
        reasons=tuple(standing.why_in(language)), awards=tuple(standing.awards), consequences=tuple(standing.consequences),
        seals=((f"{run.assessment.title} #{run.number}", run.digest),),
    )  # fmt: skip
