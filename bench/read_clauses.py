"""Compare the reader of scoring texts with annotated ones.

    python -m bench.read_clauses [FOLDER] [--cases FOLDER] [--errors N] [--half dev|check]

FOLDER holds ``*clauses*.jsonl`` and ``score_clauses.py``, the measure; ``--cases`` measures the project's own case files
by it instead (tests/cases/clauses). Prints precision, recall and F1 of the rules
(strict, and with defensible differences of form merged), the share of texts read perfectly, and of the rules marked
certain the share that is right: for each file, for all, and for the two halves that the identifiers' hashes make
(``dev`` was looked at while the reader was written, ``check`` not before its first figures had been taken).
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.clause_cases import load as load_cases
from kaoji.reading.clauses import read_clause

Row = dict[str, Any]


def half(identifier: str) -> str:
    """Tell which half a text belongs to."""
    return "check" if hashlib.sha256(identifier.encode()).digest()[0] % 2 else "dev"


def measure(folder: Path) -> ModuleType:
    """Load the measure that lies beside the annotations."""
    spec = importlib.util.spec_from_file_location("score_clauses", folder / "score_clauses.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(rows: dict[str, Row]) -> dict[str, Row]:
    """Read every text."""
    readings = {key: read_clause(row["text"], row.get("points", "")) for key, row in rows.items()}
    return {key: {"rules": [rule.to_json() for rule in reading.understood]} for key, reading in readings.items()}


def certainty(score: ModuleType, gold: dict[str, Row], read: dict[str, Row]) -> tuple[int, int, int]:
    """Count the rules marked certain, those of them that are right, and all rules."""
    certain = right = count = 0
    for key, row in gold.items():
        left: Counter[Any] = score.tuples(row["rules"], row.get("points", ""))
        for rule in sorted(read[key]["rules"], key=lambda rule: rule["confidence"] != "certain"):
            wanted = score.tuples([rule], row.get("points", ""))
            count += 1
            if rule["confidence"] == "certain":
                certain += 1
                right += not wanted - left
            left -= wanted
    return certain, right, count


def report(score: ModuleType, name: str, gold: dict[str, Row], read: dict[str, Row]) -> None:
    """Print a line for some texts."""
    if not gold:
        return
    strict, merged = score.score(gold, read), score.score(gold, read, merged=True)
    certain, right, count = certainty(score, gold, read)
    share = f"{right / certain:.3f}" if certain else "-"
    print(
        f"{name:24} {len(gold):4} texts  strict P {strict['precision']:.3f} R {strict['recall']:.3f} F1 {strict['f1']:.3f}"
        f" perfect {strict['perfect']:.3f}  merged F1 {merged['f1']:.3f} perfect {merged['perfect']:.3f}"
        f"  certain {certain}/{count}, right {share}"
    )


def errors(score: ModuleType, gold: dict[str, Row], read: dict[str, Row], most: int) -> None:
    """Show texts that were not read as annotated."""
    for key, text, missed, added in score.score(gold, read)["wrong"][:most]:
        print(f"- {key} [{gold[key].get('points', '')}] {text}")
        for what, tuples in (("missed", missed), ("added", added)):
            for value in tuples.elements():
                print(f"    {what} {value}")


def main(arguments: list[str]) -> int:
    """Read all texts and print the figures."""
    parser = argparse.ArgumentParser(description="compare the reader of scoring texts with annotated ones")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/gold"))
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show the first N texts not read as annotated"
    )
    parser.add_argument("--cases", type=Path, metavar="FOLDER", help="measure the case files (*.yml) of this folder")
    parser.add_argument("--half", choices=("dev", "check"), help="only the texts of this half")
    options = parser.parse_args(arguments)
    files = sorted(options.cases.glob("*.yml") if options.cases else options.folder.glob("*clauses*.jsonl"))
    if not files:
        print(f"No annotated texts in {options.cases or options.folder}.")
        return 2
    score = measure(options.folder)
    every: dict[str, Row] = {}
    started = time.perf_counter()
    for file in files:
        rows = load_cases(file) if options.cases else score.load(file)
        gold = {key: row for key, row in rows.items() if options.half in (None, half(key))}
        every |= gold
        report(score, file.stem, gold, read_rows(gold))
    read = read_rows(every)
    report(score, "all", every, read)
    for name in ("dev", "check"):
        report(score, f"half {name}", {k: v for k, v in every.items() if half(k) == name}, read)
    print(f"{2 * len(every)} readings in {time.perf_counter() - started:.2f} s")
    errors(score, every, read, options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
