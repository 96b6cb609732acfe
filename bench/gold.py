"""Compare Kaoji with worked cases: facts of a folder in, differences from the expected results out.

    python -m bench.gold FOLDER [FOLDER ...]

A folder holds the tables of one or more cases (or folders that do). Each table is turned into Kaoji's facts, scored with
the scheme that the project brings, and compared cell by cell with the expected tables.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from bench import gold_beipiao, gold_jingxin, gold_staff
from bench.gold_tables import Comparison

CASES = (gold_beipiao, gold_jingxin, gold_staff)
"""Each module says with ``MARK`` which table makes a folder a case of its kind, and compares one folder."""


def folders(path: Path) -> list[Path]:
    """Give the folders that hold tables, the given one and those below it."""
    return sorted({file.parent for file in path.rglob("*.csv")})


def main(arguments: list[str]) -> int:
    """Compare every case below the given folders; 0 when nothing differs."""
    wrong = found = 0
    for argument in arguments:
        for folder in folders(Path(argument)):
            for case in CASES:
                if (folder / case.MARK).exists():
                    found += 1
                    try:
                        comparison: Comparison = case.compare(folder)
                    except (ArithmeticError, AttributeError, LookupError, StopIteration, ValueError) as problem:
                        wrong += 1
                        print(f"{folder.name}: cannot be compared: {problem!r}", file=sys.stderr)
                        traceback.print_exc()
                        continue
                    print(comparison.report(folder.name))
                    wrong += len(comparison.differences)
    if not found:
        print(f"No case found below {', '.join(arguments) or 'nothing'}.")
        return 2
    print(f"{found} cases, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
