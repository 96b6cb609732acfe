"""A run on disk: what went in, every number that came out, and a manifest that lets anybody recompute it.

run/
manifest.json     digests of scheme, facts and results; versions
scheme.yaml       the scheme, byte for byte
facts/*.csv       the facts as they were understood, in the tidy layout
results.json      totals, ranks, grades, reasons, consequences
relations/*.parquet   every relation of the engine, inputs and steps
results.xlsx      the workbook
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoji.diagnostics import Diagnostic, Several, Source, has_errors, translator
from kaoji.grading import Ranking, grade
from kaoji.numbers import format_points
from kaoji.scheme import Structure, load_scheme
from kaoji.scoring import Facts, score
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.missing import missing
from kaoji.scoring.relations import COLUMNS
from kaoji.scoring.tables import read_facts, write_facts
from kaoji.version import VERSION
from kaoji.writing.workbook import write_workbook

RELATIONS = ("effects", "panel_scores", "node_scores", "totals")
"""The computed relations that a run keeps, beside the inputs."""


@dataclass(frozen=True)
class Run:
    """A finished run: its results, what is missing, and where it lies."""

    ranking: Ranking
    missing: list[Any]
    folder: Path

    @property
    def is_final(self) -> bool:
        """Tell whether nothing is missing and nothing is left to decide."""
        return not self.missing and self.ranking.is_decided


def write_run(structure: Structure, facts: Facts, scheme: Path, folder: Path, language: str = "zh") -> Run:
    """Score, grade and write everything into a new folder; an old run there is replaced once the new one is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        work = Path(place) / "run"
        (work / "relations").mkdir(parents=True)
        (work / "scheme.yaml").write_bytes(scheme.read_bytes())
        write_facts(facts, structure, work / "facts")
        engine = DuckDBEngine()
        ranking = grade(score(structure, facts, engine))
        for name in (*COLUMNS, *RELATIONS):
            engine.write_parquet(name, work / "relations" / f"{name}.parquet")
        engine.close()
        lacking = missing(structure, facts)
        results = results_of(ranking)
        (work / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        manifest = {
            "kaoji": VERSION,
            "scheme": _digest((work / "scheme.yaml").read_bytes()),
            "facts": {path.name: _digest(path.read_bytes()) for path in sorted((work / "facts").iterdir())},
            "results": _digest(_canonical(results)),
            "is_final": not lacking and ranking.is_decided,
        }
        (work / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        write_workbook(ranking, lacking, work / "results.xlsx", language, digests=_digest_lines(manifest, language))
        if folder.exists():
            shutil.rmtree(folder)
        work.rename(folder)
    return Run(ranking, lacking, folder)


def results_of(ranking: Ranking) -> dict[str, Any]:
    """Give all results as plain data: numbers as exact decimals in text, keys in the order of the facts."""
    scores = ranking.scores
    chinese = translator("zh")
    units = {}
    for result in ranking.results.values():
        units[result.unit] = {
            "group": result.group,
            "total": None if result.total is None else format_points(result.total),
            "rank": result.rank,
            "grade": result.grade,
            "pending": result.is_pending,
            "reasons": [chinese(reason.message).format(**reason.data) for reason in result.reasons],
            "awards": result.awards,
            "consequences": result.consequences,
            "panels": {
                panel.name: format_points(scores.panels[result.unit, panel.name].score)
                for panel in scores.structure.panels
                if (result.unit, panel.name) in scores.panels
            },
            "indicators": {
                node.code: format_points(scores.nodes[result.unit, node.index].value)
                for node in scores.structure.nodes
                if (result.unit, node.index) in scores.nodes
            },
        }
    decisions = [
        {"group": item.group, **({"award": item.award} if item.award else {"grade": item.grade}),
         "units": list(item.units), "places": item.places}
        for item in ranking.open_decisions
    ]  # fmt: skip
    return {
        "title": scores.structure.scheme.title,
        "year": scores.structure.scheme.year,
        "units": units,
        "open": decisions,
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """Give the manifest of a run: versions and digests."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def open_run(folder: Path) -> tuple[Structure | None, Facts, list[Diagnostic]]:
    """Read scheme and facts of a run; the structure is None when the folder holds no run."""
    if not (folder / "manifest.json").is_file():
        return None, Facts(), [_no_run(folder)]
    structure, problems = load_scheme(folder / "scheme.yaml")
    if structure is None:
        return None, Facts(), problems
    facts, more = read_facts(folder / "facts", structure)
    return structure, facts, problems + more


def verify_run(folder: Path) -> list[Diagnostic]:
    """Recompute a run from its scheme and facts and compare every digest and number.

    Reasons are words, which another version may put otherwise: they are held to their digest alone there.

    Diagnostics: run.E401 no run here; run.E402 a file differs from its digest; run.E403 a recomputed number differs;
    run.I417 reasons that another version words otherwise.
    """
    structure, facts, problems = open_run(folder)
    if structure is None or has_errors(problems):
        return problems
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    kept = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    found = []
    pairs = {"scheme.yaml": manifest["scheme"]} | {
        f"facts/{name}": digest for name, digest in manifest["facts"].items()
    }
    for name, digest in pairs.items():
        path = folder / name
        if not path.is_file() or _digest(path.read_bytes()) != digest:
            found.append(_changed(folder / name))
    found += [_changed(path) for path in sorted((folder / "facts").iterdir()) if path.name not in manifest["facts"]]
    if _digest(_canonical(kept)) != manifest["results"]:
        found.append(_changed(folder / "results.json"))
    again = results_of(grade(score(structure, facts)))
    differing = _differences(kept, again)
    if manifest["kaoji"] != VERSION and (worded := [unit for unit, key, *_ in differing if key == "reasons"]):
        differing = [each for each in differing if each[1] != "reasons"]
        found.append(_worded(folder, manifest["kaoji"], worded))
    found.extend(_differs(folder, *each) for each in differing)
    return found


def results_digest(folder: Path) -> str:
    """Give the digest of a run's results, as its manifest has it."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["results"])


def _differences(kept: dict[str, Any], again: dict[str, Any]) -> list[tuple[str, str, object, object]]:
    """Give what differs: unit, key, what is kept and what comes out again."""
    units = {
        unit: (kept["units"].get(unit, {}), again["units"].get(unit, {}))
        for unit in {**kept["units"], **again["units"]}
    }
    return [
        (unit, key, before.get(key), after.get(key))
        for unit, (before, after) in units.items()
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    ]


def _differs(folder: Path, unit: str, key: str, kept: object, again: object) -> Diagnostic:
    return Diagnostic(
        "run.E403",
        "{unit}: {key} is {kept} in the results, recomputed it is {again}.",
        (Source(str(folder / "results.json")),),
        "Ask who made the file for the facts it was computed from.",
        {"unit": unit, "key": key, "kept": kept, "again": again},
    )


def _worded(folder: Path, version: str, units: list[str]) -> Diagnostic:
    return Diagnostic(
        "run.I417",
        "Version {version} of Kaoji, which computed the run, words the reasons of {count} units otherwise than this one; their numbers agree: {units}.",
        (Source(str(folder / "results.json")),),
        "To compare the words too, verify with that version.",
        {"version": version, "count": len(units), "units": Several(units)},
    )


def _no_run(folder: Path) -> Diagnostic:
    return Diagnostic(
        "run.E401",
        "“{folder}” holds no run: there is no manifest.json.",
        (Source(str(folder)),),
        "Name the folder that “kaoji score” wrote.",
        {"folder": str(folder)},
    )


def _changed(path: Path) -> Diagnostic:
    return Diagnostic(
        "run.E402",
        "“{file}” is not the file that the run was computed from: its digest differs.",
        (Source(str(path)),),
        "Take the file from the archive, or compute anew.",
        {"file": path.name},
    )


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _canonical(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest_lines(manifest: dict[str, Any], language: str) -> dict[str, str]:
    _ = translator(language)
    return {
        _("Version of Kaoji"): manifest["kaoji"],
        _("Digest of the scheme"): manifest["scheme"],
        _("Digest of the facts"): _digest("".join(manifest["facts"].values()).encode()),
        _("Digest of the results"): manifest["results"],
    }
