"""Verifying a run on disk: everything is recomputed from its scheme and facts and compared with what lies there."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kaoji.diagnostics import Diagnostic, Phrase, Several, Source, has_errors
from kaoji.grading import Ranking, grade
from kaoji.scoring import score
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.missing import Missing, missing
from kaoji.scoring.relations import COLUMNS
from kaoji.version import VERSION
from kaoji.writing.run import (
    MANIFEST,
    RELATIONS,
    canonical,
    digest,
    digest_lines,
    digest_of_shown,
    open_run,
    results_of,
)
from kaoji.writing.workbook import write_workbook

_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, SyntaxError, LookupError, ValueError, TypeError,
            AttributeError)  # fmt: skip
"""What reading a damaged workbook raises: of ZipFile, of the parsers of XML (SyntaxError), and of what looks for cells."""


def verify_run(folder: Path) -> list[Diagnostic]:
    """Recompute a run from its scheme and facts and compare every digest and number.

    Reasons are words, which another version may put otherwise: they are held to their digest alone there, except that
    there must be some where there are some again. The workbook and the relations may be kept elsewhere; those that
    are there must be the ones that the run wrote.

    Diagnostics: run.E401 no run here; run.E402 a file differs from its digest, or cannot be read; run.E403 a
    recomputed number differs; run.I417 reasons that another version words otherwise; run.I418 a workbook of another
    version, which is not compared.
    """
    if not (folder / MANIFEST).is_file():
        return open_run(folder)[2]
    manifest = _json_of(folder / MANIFEST)
    if not _is_manifest(manifest):
        return [_damaged(folder / MANIFEST)]
    digests = {"scheme.yaml": manifest["scheme"], **{f"facts/{name}": each for name, each in manifest["facts"].items()}}
    structure, facts, problems = open_run(folder)
    if structure is None or has_errors(problems):
        return [*_altered(folder, digests), *problems]
    found = _altered(folder, digests)
    found += [_changed(path) for path in sorted((folder / "facts").iterdir()) if f"facts/{path.name}" not in digests]
    kept = _json_of(folder / "results.json")
    if not _are_results(kept):
        return [*found, _damaged(folder / "results.json")]
    if digest(canonical(kept)) != manifest["results"]:
        found.append(_written_otherwise(folder / "results.json"))
    for name, expected in manifest.get("shown", {}).items():
        if (folder / name).is_file() and digest_of_shown(folder / name) != expected:
            found.append(_written_otherwise(folder / name))
    engine = DuckDBEngine()
    ranking, lacking = grade(score(structure, facts, engine)), missing(structure, facts)
    differing = list(_differences(kept, results_of(ranking)))
    is_final = not lacking and ranking.is_decided
    if manifest["kaoji"] == VERSION:
        if (folder / "results.xlsx").is_file():
            found += _cells_that_differ(folder / "results.xlsx", ranking, lacking, manifest)
        touched = {place.file for each in found for place in each.sources}
        found += [each for each in _relations_that_differ(folder, engine) if each.sources[0].file not in touched]
    elif (folder / "results.xlsx").is_file() or (folder / "relations").is_dir():
        found.append(_not_compared(folder, manifest["kaoji"]))
    engine.close()
    # Another version may ask for more, or for less, before it calls a run final.
    if manifest["kaoji"] == VERSION and manifest.get("is_final") != is_final:
        found.append(_written_otherwise(folder / MANIFEST))
    if manifest["kaoji"] != VERSION and (worded := [each.unit for each in differing if each.is_wording]):
        differing = [each for each in differing if not each.is_wording]
        found.append(_worded(folder, manifest["kaoji"], worded))
    found.extend(_differs(folder, each) for each in differing)
    return found


def _json_of(path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Give what a file of JSON says; None where it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _is_manifest(said: object) -> bool:
    """Tell whether a manifest is whole: a version, and digests in text."""
    return (
        isinstance(said, dict)
        and all(isinstance(said.get(key), str) for key in ("kaoji", "scheme", "results"))
        and all(
            isinstance(digests, dict) and all(isinstance(each, str) for each in digests.values())
            for digests in (said.get("facts"), said.get("shown", {}))
        )
    )


def _are_results(said: object) -> bool:
    """Tell whether results are whole: units with what each has, in text that can be written again."""
    if not isinstance(said, dict) or not isinstance(said.get("units"), dict):
        return False
    try:
        canonical(said)
    except ValueError:
        return False
    return all(isinstance(unit, dict) for unit in said["units"].values())


def _relations_that_differ(folder: Path, engine: DuckDBEngine) -> Iterator[Diagnostic]:
    """Compare the relations of a run with those of a computed engine; a forged one may lie beside a fitting manifest."""
    known = (*COLUMNS, *RELATIONS)
    for path in sorted((folder / "relations").glob("*")):
        if path.name.removesuffix(".parquet") not in known:
            yield _changed(path)
        elif not engine.is_parquet_of(path.name.removesuffix(".parquet"), path):
            yield Diagnostic(
                "run.E403",
                "“{file}” holds other rows than those that are recomputed.",
                (Source(str(path)),),
                "Ask who made the file for the facts it was computed from.",
                {"file": path.name},
            )


def _cells_that_differ(
    path: Path, ranking: Ranking, lacking: list[Missing], manifest: dict[str, Any]
) -> Iterator[Diagnostic]:
    """Compare the workbook with one written anew, cell by cell; name the first cell of each sheet that differs.

    A forged workbook may lie beside a manifest with its digest. It was written in one of the two languages.
    """
    try:
        with warnings.catch_warnings():
            # Of what a damaged file lacks; that it differs is said below.
            warnings.simplefilter("ignore")
            kept = _cells_of(path)
    except _DAMAGED:
        yield _damaged(path)
        return
    fewest: list[Diagnostic] | None = None
    for language in ("zh", "en"):
        again = io.BytesIO()
        write_workbook(ranking, lacking, again, language, digests=digest_lines(manifest, language))
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


def _altered(folder: Path, digests: dict[str, str]) -> list[Diagnostic]:
    return [
        _changed(folder / name)
        for name, expected in digests.items()
        if not (folder / name).is_file() or digest((folder / name).read_bytes()) != expected
    ]


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
    "rewards": Phrase("the money"),
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


def _not_compared(folder: Path, version: str) -> Diagnostic:
    return Diagnostic(
        "run.I418",
        "Version {version} of Kaoji wrote the workbook and the relations; they were held to the digests in manifest.json, not compared cell by cell.",
        (Source(str(folder / MANIFEST)),),
        "Believe the numbers in results.json, which were recomputed; to compare the workbook too, verify with that version.",
        {"version": version},
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
