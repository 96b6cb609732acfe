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
import io
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kaoji.diagnostics import Diagnostic, Phrase, Several, Source, has_errors, translator
from kaoji.grading import Ranking, grade
from kaoji.numbers import format_points
from kaoji.scheme import Structure, load_scheme
from kaoji.scoring import Facts, score
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.missing import Missing, missing
from kaoji.scoring.relations import COLUMNS
from kaoji.scoring.tables import read_facts, write_facts
from kaoji.version import VERSION
from kaoji.writing.workbook import write_workbook

RELATIONS = ("effects", "panel_scores", "node_scores", "totals")
"""The computed relations that a run keeps, beside the inputs."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)
"""What ZipFile raises of a damaged file; RuntimeError of one packed with a password, or in a way that it does not know."""


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
        write_workbook(ranking, lacking, work / "results.xlsx", language, digests=_digest_lines(manifest, language))
        shown = [work / "results.xlsx", *sorted((work / "relations").iterdir())]
        manifest["shown"] = {path.relative_to(work).as_posix(): _digest_of_shown(path) for path in shown}
        (work / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
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

    Reasons are words, which another version may put otherwise: they are held to their digest alone there, except that
    there must be some where there are some again. The workbook and the relations may be kept elsewhere; those that
    are there must be the ones that the run wrote.

    Diagnostics: run.E401 no run here; run.E402 a file differs from its digest, or cannot be read; run.E403 a
    recomputed number differs; run.I417 reasons that another version words otherwise.
    """
    try:
        manifest = read_manifest(folder) if (folder / "manifest.json").is_file() else {}
        digests = _inputs_of(manifest) if manifest else {}
    except (ValueError, KeyError, AttributeError):
        return [_damaged(folder / "manifest.json")]
    structure, facts, problems = open_run(folder)
    if structure is None or has_errors(problems):
        return [*_altered(folder, digests), *problems]
    found = _altered(folder, digests)
    found += [_changed(path) for path in sorted((folder / "facts").iterdir()) if f"facts/{path.name}" not in digests]
    try:
        kept = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        units = kept["units"].values()
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return [*found, _damaged(folder / "results.json")]
    if not all(isinstance(unit, dict) for unit in units):
        return [*found, _damaged(folder / "results.json")]
    if _digest(_canonical(kept)) != manifest["results"]:
        found.append(_written_otherwise(folder / "results.json"))
    for name, digest in manifest.get("shown", {}).items():
        if (folder / name).is_file() and _digest_of_shown(folder / name) != digest:
            found.append(_written_otherwise(folder / name))
    ranking, lacking = grade(score(structure, facts)), missing(structure, facts)
    differing = list(_differences(kept, results_of(ranking)))
    is_final = not lacking and ranking.is_decided
    if manifest["kaoji"] == VERSION and (folder / "results.xlsx").is_file():
        found += _cells_that_differ(folder / "results.xlsx", ranking, lacking, manifest)
    # Another version may ask for more, or for less, before it calls a run final.
    if manifest["kaoji"] == VERSION and manifest.get("is_final") != is_final:
        found.append(_written_otherwise(folder / "manifest.json"))
    if manifest["kaoji"] != VERSION and (worded := [each.unit for each in differing if each.is_wording]):
        differing = [each for each in differing if not each.is_wording]
        found.append(_worded(folder, manifest["kaoji"], worded))
    found.extend(_differs(folder, each) for each in differing)
    return found


def _cells_that_differ(
    path: Path, ranking: Ranking, lacking: list[Missing], manifest: dict[str, Any]
) -> Iterator[Diagnostic]:
    """Compare the workbook with one written anew, cell by cell; name the first cell of each sheet that differs.

    A forged workbook may lie beside a manifest with its digest. It was written in one of the two languages.
    """
    try:
        kept = _cells_of(path)
    except (*_DAMAGED, KeyError, ValueError):
        yield _damaged(path)
        return
    fewest: list[Diagnostic] | None = None
    for language in ("zh", "en"):
        again = io.BytesIO()
        write_workbook(ranking, lacking, again, language, digests=_digest_lines(manifest, language))
        again.seek(0)
        differing = list(_first_cells(path, kept, _cells_of(again)))
        if fewest is None or len(differing) < len(fewest):
            fewest = differing
        if not fewest:
            return
    yield from fewest or ()


def _cells_of(book: Path | io.BytesIO) -> dict[str, dict[str, object]]:
    opened = load_workbook(book)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in opened.worksheets
    }


def _first_cells(
    path: Path, kept: dict[str, dict[str, object]], again: dict[str, dict[str, object]]
) -> Iterator[Diagnostic]:
    for sheet in {**kept, **again}:
        before, after = kept.get(sheet, {}), again.get(sheet, {})
        differing = (cell for cell in {**before, **after} if before.get(cell) != after.get(cell))
        if (cell := next(differing, None)) is not None:
            yield Diagnostic(
                "run.E403",
                "The workbook has {kept} here, recomputed it is {again}.",
                (Source(str(path), sheet=sheet, cell=cell),),
                "Ask who made the file for the facts it was computed from.",
                {"kept": _shown(before.get(cell)), "again": _shown(after.get(cell))},
            )


def _inputs_of(manifest: dict[str, Any]) -> dict[str, str]:
    """Give the digests of scheme and facts by the names of their files, and look that the manifest is whole."""
    manifest["kaoji"], manifest["results"]
    return {"scheme.yaml": manifest["scheme"], **{f"facts/{name}": each for name, each in manifest["facts"].items()}}


def _altered(folder: Path, digests: dict[str, str]) -> list[Diagnostic]:
    return [
        _changed(folder / name)
        for name, digest in digests.items()
        if not (folder / name).is_file() or _digest((folder / name).read_bytes()) != digest
    ]


def results_digest(folder: Path) -> str:
    """Give the digest of a run's results, as its manifest has it."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["results"])


@dataclass(frozen=True)
class _Difference:
    """One value that is another when it is recomputed; ``unit`` is empty for what is said of all."""

    unit: str
    key: str
    kept: object
    again: object
    part: str = ""

    @property
    def is_wording(self) -> bool:
        """Tell whether only the words of reasons differ."""
        return self.key == "reasons" and bool(self.kept) == bool(self.again)


def _differences(kept: dict[str, Any], again: dict[str, Any]) -> Iterator[_Difference]:
    """Give what differs; of scores by indicator or panel each one that does."""
    for key in {**kept, **again}:
        if key != "units" and kept.get(key) != again.get(key):
            yield _Difference("", key, kept.get(key), again.get(key))
    for unit in {**kept["units"], **again["units"]}:
        before, after = kept["units"].get(unit), again["units"].get(unit)
        if before is None or after is None:
            there, gone = Phrase("among the results"), Phrase("not there")
            yield _Difference(unit, "", gone if before is None else there, gone if after is None else there)
            continue
        for key in {**before, **after}:
            old, new = before.get(key), after.get(key)
            if isinstance(old, dict) and isinstance(new, dict):
                yield from (
                    _Difference(unit, key, old.get(part), new.get(part), part)
                    for part in {**old, **new}
                    if old.get(part) != new.get(part)
                )
            elif old != new:
                yield _Difference(unit, key, old, new)


_KEYS = {
    "total": Phrase("the total"),
    "rank": Phrase("the rank"),
    "grade": Phrase("the grade"),
    "pending": Phrase("whether the grade is to be decided"),
    "group": Phrase("the group"),
    "reasons": Phrase("the reasons"),
    "awards": Phrase("the prizes"),
    "consequences": Phrase("what follows"),
    "open": Phrase("the decisions to be taken"),
    "title": Phrase("the title"),
    "year": Phrase("the year"),
}
_MESSAGES = {
    "indicators": "{unit}: the score of indicator {part} is {kept} in the results, recomputed it is {again}.",
    "panels": "{unit}: the score of {part} is {kept} in the results, recomputed it is {again}.",
    "": "{unit} is {kept} in the results, recomputed it is {again}.",
}


def _differs(folder: Path, found: _Difference) -> Diagnostic:
    said = "{unit}: {key} is {kept} in the results, recomputed it is {again}."
    if not found.unit:
        said = "In the results {key} is {kept}, recomputed it is {again}."
    data = {"unit": found.unit, "part": found.part, "kept": _shown(found.kept), "again": _shown(found.again)}
    return Diagnostic(
        "run.E403",
        _MESSAGES.get(found.key, said) if found.part or not found.key else said,
        (Source(str(folder / "results.json")),),
        "Ask who made the file for the facts it was computed from.",
        {**data, "key": _KEYS.get(found.key, found.key)},
    )


def _shown(value: object) -> object:
    if value is None or value in ([], ""):
        return Phrase("nothing")
    if isinstance(value, bool):
        return Phrase("yes") if value else Phrase("no")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return Several(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _worded(folder: Path, version: str, units: list[str]) -> Diagnostic:
    return Diagnostic(
        "run.I417",
        "Version {version} of Kaoji, which computed the run, words the reasons of {count} units otherwise than this one: {units}.",
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


def _written_otherwise(path: Path) -> Diagnostic:
    return Diagnostic(
        "run.E402",
        "“{file}” was changed after the run had written it.",
        (Source(str(path)),),
        "Take the file from the archive, or compute anew.",
        {"file": path.name},
    )


def _damaged(path: Path) -> Diagnostic:
    return Diagnostic(
        "run.E402",
        "“{file}” is missing or damaged.",
        (Source(str(path)),),
        "Take the file from the archive, or compute anew.",
        {"file": path.name},
    )


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _digest_of_shown(path: Path) -> str:
    """Give the digest of a file; of a workbook that of all its parts but the one that says when it was made."""
    if path.suffix != ".xlsx":
        return _digest(path.read_bytes())
    try:
        with zipfile.ZipFile(path) as parts:
            names = sorted(set(parts.namelist()) - {"docProps/core.xml"})
            return _digest("".join(f"{name} {_digest(parts.read(name))}\n" for name in names).encode())
    except _DAMAGED:
        return ""


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
