"""Measure speed and memory: from Parquet files to grades, and one changed fact.

    python -m bench.run [--size county,province,nation] [--runs N] [--steps] [--folder FOLDER]

Data are made first, in a process of its own; each size is then measured in a fresh process. Times are wall clock; where
other programs use the machine they grow, so least and median are given.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

from bench import changes
from bench.assess import Assessor, counts, scan
from bench.generate import SIZES, generate

RUNS = {"county": 15, "province": 5, "nation": 1}
TARGETS = {"county": 0.2, "province": 3.0, "nation": 30.0}


def main(arguments: list[str]) -> int:
    """Make the data, measure each size in a process of its own, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--size", default="county,province", help="county, province, nation, with commas between")
    parser.add_argument("--runs", type=int, help="how often each is run")
    parser.add_argument("--steps", action="store_true", help="also print the time of every step")
    parser.add_argument("--folder", type=Path, help="keep the data here and use what is there")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kaoji-bench-") as temporary:
        for name in given.size.split(","):
            folder = (given.folder or Path(temporary)) / name
            started = time.perf_counter()
            if not (folder / "given_panel_scores.parquet").exists():
                _child("generate", name, str(folder))
            made = time.perf_counter() - started
            _print(name, made, json.loads(_child("measure", name, str(folder), str(given.runs or RUNS[name]))), given)
            if name == "county":
                started = time.perf_counter()
                _child("once", str(folder))
                print(f"  as a command, from start to end   {time.perf_counter() - started:8.3f} s   (target 1.5 s)")
    return 0


def _child(task: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench.run", task, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _print(name: str, made: float, found: dict[str, Any], given: argparse.Namespace) -> None:
    seconds, best = found["seconds"], min(found["seconds"])
    size, mib = SIZES[name], found["peak"] / 1024
    print(f"{name}: {size.units:,} units in {size.groups:,} groups under {size.schemes:,} schemes; "
          f"{found['facts']:,} facts, of them {size.events:,} events; {size.ballots:,} ballots; {found['marks']:,} marks")  # fmt: skip
    print(f"  data made in                      {made:8.3f} s   (not counted; {found['bytes'] / 1e6:.0f} MB)")
    print(f"  from files to grades, first run   {found['first']:8.3f} s")
    print(
        f"  from files to grades, least       {best:8.3f} s   (target {TARGETS[name]:g} s; median {median(seconds):.3f} s of {len(seconds)})"
    )
    print(f"  processor time of that run        {found['processor']:8.3f} s   on both cores")
    print(f"  facts, ballots and marks a second {(found['facts'] + size.ballots + found['marks']) / best:12,.0f}")
    print(f"  plain scan of the files           {found['scan']:8.3f} s   (ratio {best / found['scan']:.1f})")
    print(f"  peak memory                       {mib:8.0f} MiB")
    print(
        "  grades                            "
        + ", ".join(f"{grade} {count:,}" for grade, count in found["grades"].items())
    )
    for kind, times in found.get("changes", {}).items():
        print(
            f"  one changed fact: {kind:15s} {min(times) * 1000:8.1f} ms  (median {median(times) * 1000:.1f} ms of {len(times)})"
        )
    if given.steps:
        for step, spent in found["steps"].items():
            print(f"    {step:30s} {spent * 1000:10.1f} ms")
    sys.stdout.flush()


def _measure(name: str, folder: Path, runs: int) -> dict[str, Any]:
    """Measure one size in this process; the first run also warms up."""
    assessor = Assessor(folder, SIZES[name].schemes)
    found: dict[str, Any] = {"bytes": sum(path.stat().st_size for path in folder.glob("*.parquet"))}
    seconds: list[float] = []
    grades: dict[str, int] = {}
    for _ in range(runs + 1):
        started = time.perf_counter()
        grades = assessor.run()
        seconds.append(time.perf_counter() - started)
        found["processor"] = min(found.get("processor", 1e9), assessor.noted.processor)
        if runs == 1:
            break
    found |= {"first": seconds[0], "seconds": seconds[1:] or seconds, "grades": grades, "steps": assessor.noted.steps}
    found["peak"] = getrusage(RUSAGE_SELF).ru_maxrss
    found |= counts(folder)
    assessor.close()
    if name != "nation":
        found["changes"] = changes.measure(name, folder)
    found["scan"] = scan(folder, 5 if runs > 1 else 2)
    return found


if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 20)  # as the commands do
    match sys.argv[1:]:
        case ["generate", name, folder]:
            generate(SIZES[name], Path(folder))
        case ["measure", name, folder, runs]:
            print(json.dumps(_measure(name, Path(folder), int(runs)), ensure_ascii=False))
        case ["once", folder]:
            Assessor(Path(folder), 1).run()
        case arguments:
            sys.exit(main(arguments))
