"""A run on disk: what went in, every number that came out, and a manifest that lets anybody recompute it.

run/
manifest.json     digests of scheme, facts, results and of what was written beside; versions
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
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoji.diagnostics import Diagnostic, Source, translator
from kaoji.grading import Ranking, grade
from kaoji.grading.money import Reward, sums
from kaoji.numbers import format_points
from kaoji.scheme import Structure, load_scheme
from kaoji.scoring import Facts, score
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.missing import missing
from kaoji.scoring.relations import COLUMNS
from kaoji.scoring.tables import read_facts, write_facts
from kaoji.version import VERSION
from kaoji.writing.workbook import write_workbook

MANIFEST = "manifest.json"
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)
"""What ZipFile raises of a damaged file; RuntimeError of one packed with a password, or in a way that it does not know."""

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
    """Score, grade and write everything into a folder; an old run there is replaced once the new one is whole.

    Only what a run consists of is replaced: the folder itself, which may be a link or the one that somebody works in,
    and other files in it stay.
    """
    real = folder.resolve()
    real.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=real.parent, prefix=f".{real.name}-") as place:
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
        manifest: dict[str, Any] = {
            "kaoji": VERSION,
            "scheme": digest((work / "scheme.yaml").read_bytes()),
            "facts": {path.name: digest(path.read_bytes()) for path in sorted((work / "facts").iterdir())},
            "results": digest(canonical(results)),
            "is_final": not lacking and ranking.is_decided,
        }
        write_workbook(ranking, lacking, work / "results.xlsx", language, digests=digest_lines(manifest, language))
        shown = [work / "results.xlsx", *sorted((work / "relations").iterdir())]
        manifest["shown"] = {path.relative_to(work).as_posix(): digest_of_shown(path) for path in shown}
        (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _put(work, real)
    return Run(ranking, lacking, folder)


def _put(work: Path, folder: Path) -> None:
    """Move a run to its place; into a folder that is there its manifest comes last, so that one cut short never fits."""
    if not folder.exists():
        work.rename(folder)
        return
    for part in sorted(work.iterdir(), key=lambda part: part.name == MANIFEST):
        old = folder / part.name
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif part.is_dir():
            old.unlink(missing_ok=True)
        part.replace(old)


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
            **({"rewards": _rewards(result.rewards)} if result.rewards else {}),
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


def _rewards(given: Sequence[Reward]) -> list[dict[str, str]]:
    """Give what a unit gets in money as plain data."""
    return [{"for": each.name, "amount": each.amount, **{k: v for k, v in sums(each).items() if v}} for each in given]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Give the manifest of a run: versions and digests."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def open_run(folder: Path) -> tuple[Structure | None, Facts, list[Diagnostic]]:
    """Read scheme and facts of a run; the structure is None when the folder holds no run."""
    if not (folder / MANIFEST).is_file():
        return None, Facts(), [_no_run(folder)]
    structure, problems = load_scheme(folder / "scheme.yaml")
    if structure is None:
        return None, Facts(), problems
    facts, more = read_facts(folder / "facts", structure)
    return structure, facts, problems + more


def results_digest(folder: Path) -> str:
    """Give the digest of a run's results, as its manifest has it."""
    return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["results"])


def _no_run(folder: Path) -> Diagnostic:
    return Diagnostic(
        "run.E401",
        "“{folder}” holds no run: there is no manifest.json.",
        (Source(str(folder)),),
        "Name the folder that “kaoji score” wrote.",
        {"folder": str(folder)},
    )


def digest(content: bytes) -> str:
    """Give the digest of a file's content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def digest_of_shown(path: Path) -> str:
    """Give the digest of a file; of a workbook that of all its parts but the one that says when it was made."""
    if path.suffix != ".xlsx":
        return digest(path.read_bytes())
    try:
        with zipfile.ZipFile(path) as parts:
            names = sorted(set(parts.namelist()) - {"docProps/core.xml"})
            return digest("".join(f"{name} {digest(parts.read(name))}\n" for name in names).encode())
    except _DAMAGED:
        return ""


def canonical(data: dict[str, Any]) -> bytes:
    """Give results as the bytes whose digest the manifest has."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_lines(manifest: dict[str, Any], language: str) -> dict[str, str]:
    """Give what a workbook's cover says of where it comes from."""
    _ = translator(language)
    return {
        _("Version of Kaoji"): manifest["kaoji"],
        _("Digest of the scheme"): manifest["scheme"],
        _("Digest of the facts"): digest("".join(manifest["facts"].values()).encode()),
        _("Digest of the results"): manifest["results"],
    }
