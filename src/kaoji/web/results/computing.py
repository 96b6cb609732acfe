"""Doing a run: facts read once, scored and graded by the core, kept whole on disk and as rows for the pages."""

from __future__ import annotations

import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import has_errors
from kaoji.grading import Ranking, Result
from kaoji.numbers import half_up, round_points
from kaoji.scoring import Scores
from kaoji.scoring.columns import table
from kaoji.scoring.explaining import Explainer
from kaoji.scoring.tables import understand
from kaoji.web.assessments.attributes import missing_in, said_of
from kaoji.web.assessments.findings import kept
from kaoji.web.assessments.models import Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.models import Fact, Side
from kaoji.web.facts.rows import Line, grids_of, stored_lines, told
from kaoji.web.files.second import put_all
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, work
from kaoji.web.results.models import Chart, Run, Sheet, Standing
from kaoji.web.results.trees import Rows, tree_of
from kaoji.writing.charts import Mark, ranking_chart
from kaoji.writing.run import read_manifest, write_run
from kaoji.writing.score_rows import own_points

MANY = frozenset({"ballots", "marks"})
"""Tables with thousands of rows a unit: of these a run notes a digest, not each row."""
_STEPS = 5
_MEAN_DECIMALS = 2
ATTRIBUTE = "attribute"
"""Stands for the indicator's code where what a run lacks is an attribute of a unit."""
SAID = "0"
"""Stands for the filing where what a run used is what was said of the unit itself."""
Used = dict[str, list[list[Any]]]
"""The facts of a unit in a run: by filing, each with its number and version."""


def folder_of(run: Run) -> Path:
    """Give where the whole of a run lies on disk."""
    return Path(settings.RUNS_ROOT) / str(run.assessment_id) / str(run.number)


def archive_of(run: Run) -> Path:
    """Give where a run lies as one file, for handing out."""
    folder = folder_of(run)
    return folder.with_name(f"{folder.name}.zip")


@work("results.compute")
def do_compute(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute a run and keep it: files first, then all rows in one transaction; done twice, it is there once."""
    run = Run.objects.select_related("assessment", "scheme").get(pk=job.arguments["run"])
    if run.finished_at is not None:
        return {"run": run.pk}
    structure = structure_of(run.scheme)
    progress.tell(0, _STEPS, _("Reading the facts…"))
    run.facts_read_at = timezone.now()
    participants = list(run.assessment.participants.all())
    lines = stored_lines(run.assessment, uses_self=run.uses_self)
    facts, findings = understand(grids_of(lines, participants), structure)
    findings = told(findings, lines)
    progress.tell(1, _STEPS, _("Scoring and grading…"))
    done = write_run(structure, facts, _scheme_file(run), folder_of(run))
    _pack(run)
    put_all([folder_of(run), archive_of(run)])
    progress.tell(2, _STEPS, _("Writing the score sheets…"))
    standings, sheets = _standings(run, done.ranking, participants, lines)
    progress.tell(3, _STEPS, _("Drawing the charts…"))
    charts = _charts(run, done.ranking)
    progress.tell(4, _STEPS, _("Keeping the results…"))
    run.manifest = read_manifest(folder_of(run))
    run.missing = [
        *({"unit": unit.unit, "group": unit.group, "label": name, "code": ATTRIBUTE, "providers": []}
          for unit, name in missing_in(participants, structure)),
        *(asdict(item) for item in done.missing),
    ]  # fmt: skip
    run.open_decisions = [asdict(item) for item in done.ranking.open_decisions]
    run.missing_count, run.open_count = len(run.missing), len(run.open_decisions)
    run.problems = [
        {**finding.to_json("zh"), "kept": said} for finding, said in zip(findings, kept(findings), strict=True)
    ]
    run.is_final = (
        done.is_final and len(run.missing) == len(done.missing) and not has_errors(findings) and not run.uses_self
    )
    run.averages = averages_of(standings)
    _keep(run, standings, sheets, charts, len(lines))
    return {"run": run.pk}


def _keep(
    run: Run, standings: Sequence[Standing], trees: Sequence[dict[str, Any]], charts: Sequence[Chart], facts: int
) -> None:
    with transaction.atomic():
        if Run.objects.select_for_update().get(pk=run.pk).finished_at is not None:
            return
        made = Standing.objects.bulk_create(standings, batch_size=500)
        Sheet.objects.bulk_create(
            (Sheet(standing=standing, tree=tree) for standing, tree in zip(made, trees, strict=True)), batch_size=200
        )
        Chart.objects.bulk_create(charts)
        run.finished_at = timezone.now()
        run.save()
        record("results.computed", run, after=run.digest, facts=facts, is_final=run.is_final)


def _scheme_file(run: Run) -> Path:
    """Write the scheme's text beside the run's folder, for the core to take in."""
    path = folder_of(run).with_name(f".scheme-{run.number}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(run.scheme.text, encoding="utf-8")
    return path


def _pack(run: Run) -> None:
    """Pack the run's folder; unpacked, it is what ``kaoji verify`` recomputes."""
    folder, target = folder_of(run), archive_of(run)
    folder.with_name(f".scheme-{run.number}.yaml").unlink(missing_ok=True)
    partial = target.with_name(f".{target.name}.part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                # One date for all, so that the same run gives the same file.
                name = f"run-{run.number}/{path.relative_to(folder).as_posix()}"
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    partial.replace(target)


# ------------------------------------------------------------------ which facts went in


def places_of(lines: Iterable[Line]) -> Rows:
    """Tell stored facts by where the core read them: the grids hold the lines of each table in order, below a head."""
    counts, places = Counter[str](), dict[tuple[str | None, str | None], tuple[int, int]]()
    for line in lines:
        name = table(line.filing.table).zh
        counts[name] += 1
        if line.fact is not None:
            places[name, f"A{counts[name] + 1}"] = (line.fact.pk, line.fact.version)
    return places


class Seen(NamedTuple):
    """A stored fact as a run saw it."""

    participant: int
    filing: int
    table: str
    fact: int
    version: int


def used_facts(seen: Iterable[Seen]) -> dict[int, Used]:
    """Give the facts of each participant by filing; of ballots and marks a digest of all."""
    found: dict[int, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    many: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for each in seen:
        if each.table in MANY:
            many[each.participant, str(each.filing)].append((each.fact, each.version))
        else:
            found[each.participant][str(each.filing)].append([each.fact, each.version])
    for (unit, filing), rows in many.items():
        found[unit][filing] = [[0, content_digest(sorted(rows))]]
    return {unit: {filing: sorted(rows) for filing, rows in by_filing.items()} for unit, by_filing in found.items()}


def said_as_used(unit: Participant) -> Used:
    """Give what is said of a unit beside its facts, in words; nothing where nothing is said."""
    said = "；".join(f"{name}：{value}" for name, value in sorted(said_of(unit).items()))
    return {SAID: [[0, said]]} if said else {}


def _seen(lines: Iterable[Line]) -> Iterator[Seen]:
    for line in lines:
        if line.fact is not None:
            yield Seen(line.fact.participant_id, line.filing.pk, line.filing.table, line.fact.pk, line.fact.version)


def facts_changed_since(run: Run) -> int:
    """Count the units whose provided facts are no longer those of the run."""
    stored = Fact.objects.filter(filing__assessment=run.assessment_id, side=Side.PROVIDED, is_withdrawn=False)
    rows = stored.order_by().values_list("participant", "filing", "filing__table", "pk", "version")
    now = used_facts(Seen(*row) for row in rows)
    for unit in Participant.objects.filter(assessment=run.assessment_id):
        now[unit.pk] = said_as_used(unit) | now.get(unit.pk, {})
    then = dict(Standing.objects.filter(run=run).values_list("participant", "facts"))
    return sum(now.get(unit, {}) != then.get(unit, {}) for unit in now.keys() | then.keys())


# ------------------------------------------------------------------ rows of the results


def _standings(
    run: Run, ranking: Ranking, participants: Iterable[Participant], lines: Sequence[Line]
) -> tuple[list[Standing], list[dict[str, Any]]]:
    by_name = {participant.unit: participant for participant in participants}
    rows, used, explainer = places_of(lines), used_facts(_seen(lines)), Explainer(ranking.scores)
    standings, trees = [], []
    for result in ranking.results.values():
        participant = by_name[result.unit]
        standing = Standing(
            run=run, participant=participant, facts=said_as_used(participant) | used.get(participant.pk, {}),
            **values(ranking, result),
        )  # fmt: skip
        standings.append(standing)
        trees.append(tree_of(explainer.explain(result.unit), rows))
    return standings, trees


def values(ranking: Ranking, result: Result) -> dict[str, Any]:
    """Give what a standing keeps of a unit's result, as plain data."""
    scores = ranking.scores
    return {
        "group": result.group,
        "total": result.total,
        "rank": result.rank,
        "grade": result.grade or "",
        "is_pending": result.is_pending,
        "reasons": [
            [reason.message, {name: said if isinstance(said, int) else str(said) for name, said in reason.data.items()}]
            for reason in result.reasons
        ],
        "awards": list(result.awards),
        "consequences": list(result.consequences),
        "parts": _parts(scores, result.unit),
        "nodes": {
            node.code: scores.nodes[result.unit, node.index].value
            for node in scores.structure.nodes
            if (result.unit, node.index) in scores.nodes
        },
        "points": own_points(scores, result.unit),
    }


def _parts(scores: Scores, unit: str) -> dict[str, int]:
    """Give what a unit has in each part: roots of the tree first, then panels."""
    roots = {
        node.name: scores.nodes[unit, node.index].value
        for node in scores.structure.roots
        if (unit, node.index) in scores.nodes
    }
    panels = {
        panel.name: scores.panels[unit, panel.name].score
        for panel in scores.structure.panels
        if (unit, panel.name) in scores.panels
    }
    return roots | panels


def averages_of(standings: Iterable[Standing]) -> dict[str, dict[str, int]]:
    """Give the mean of each indicator and panel over the ranked units of each group that have it."""
    values: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for standing in standings:
        if standing.rank is not None:
            for key, value in {**standing.nodes, **standing.parts}.items():
                values[standing.group][key].append(value)
    return {
        group: {key: round_points(half_up(sum(found), len(found)), _MEAN_DECIMALS) for key, found in by_key.items()}
        for group, by_key in values.items()
    }


def _charts(run: Run, ranking: Ranking) -> list[Chart]:
    groups: Mapping[str, list[Mark]] = defaultdict(list)
    for result in ranking.results.values():
        groups[result.group].append(Mark(result.unit, result.total, result.grade or ""))
    structure = ranking.scores.structure
    grades = [grade.name for grade in structure.scheme.grades]
    return [
        Chart(
            run=run,
            group=group,
            svg=ranking_chart(marks, "zh", grades, decimals=structure.decimals_of(marks[0].unit, group)),
        )
        for group, marks in groups.items()
        if any(mark.total is not None for mark in marks)
    ]
