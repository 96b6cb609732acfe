"""How much of the tables of real notices is read right: `python -m bench.read_tables [GOLD folder] [DOCUMENTS folder]`.

Leaves of score sheets count when parent, points, extra points, providers and text are right; task cells when every word
is; targets and reported values when metric, value and unit are. White space and the width of characters do not count.
Persons of a copy under other names are compared by who stands where, as the gold uses pseudonyms.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaoji.numbers import fold
from kaoji.reading import read
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import outline, to_json, units_to_json
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks import to_json as task_json

GOLD, DOCUMENTS = Path("../shared/gold"), Path("../shared/documents")
CELLS = ("marks", "text", "leader", "coordinator", "lead_units", "responsible", "related_units", "deadline", "status")
PERSONS = ("leader", "coordinator", "responsible")
Leaf = tuple[str, str, str, bool, tuple[str, ...], str]


@dataclass
class Share:
    """So many right of so many, and what was wrong."""

    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, *, right: bool, what: str) -> None:
        """Count one more."""
        self.of += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    def __str__(self) -> str:
        """Give the share with its counts."""
        return f"{self.right / self.of if self.of else 0:.4f}  {self.right}/{self.of}"


def plain(text: str) -> str:
    """Give a text as it is compared."""
    return fold(squeeze(text)).replace("．", ".")


def leaf_rows(nodes: Iterable[Mapping[str, Any]], parent: str = "", depth: int = 0) -> list[Leaf]:
    """Give the leaves of trees: parent, name, points, extra, providers, text."""
    rows: list[Leaf] = []
    for node in nodes:
        if node.get("children"):
            rows += leaf_rows(node["children"], plain(node["name"]) if depth else "", depth + 1)
        else:
            providers = tuple(sorted(map(plain, node["providers"])))
            rows.append(
                (
                    parent,
                    plain(node["name"]),
                    node["points"],
                    bool(node["bonus_only"]),
                    providers,
                    plain(node.get("text", "")),
                )
            )
    return rows


def compare_leaves(gold: list[Leaf], found: list[Leaf]) -> Share:
    """Count the leaves that are right in every respect; what was read too much counts as wrong."""
    share = Share()
    left = Counter(found)
    for leaf in gold:
        share.count(right=left[leaf] > 0, what=f"missed {leaf}")
        left[leaf] -= left[leaf] > 0
    for leaf in left.elements():
        share.wrong.append(f"found  {leaf}")
    return share


def compare_units(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> Share:
    """Count unit, section, points and each task of the departments' sheets."""
    share = Share()
    by_unit = {sheet["unit"]: sheet for sheet in found}
    for sheet in gold:
        sections = by_unit.get(sheet["unit"], {"sections": []})["sections"]
        for index, section in enumerate(sheet["sections"]):
            mine: Mapping[str, Any] = (
                sections[index] if index < len(sections) else {"name": "", "points": "", "tasks": []}
            )
            where = f"{sheet['unit']} {section['name']}"
            share.count(
                right=(plain(mine["name"]), mine["points"]) == (plain(section["name"]), section["points"]), what=where
            )
            for number, task in enumerate(section["tasks"]):
                other = mine["tasks"][number] if number < len(mine["tasks"]) else ""
                share.count(right=plain(other) == plain(task), what=f"{where}: {task} / {other}")
    return share


def compare_tasks(gold: list[dict[str, Any]], found: list[dict[str, Any]], *, same_persons: bool) -> dict[str, Share]:
    """Count the cells of tasks, and targets and reported values."""
    shares = {"cells": Share(), "targets": Share(), "reported": Share()}
    aliases = {} if same_persons else _aliases(gold, found)
    for index, task in enumerate(gold):
        mine = found[index] if index < len(found) else {}
        for cell in CELLS:
            wanted, got = _cell(task.get(cell)), _cell(mine.get(cell))
            if cell in PERSONS and aliases:
                got = tuple(sorted(aliases.get(name, name) for name in got))
            shares["cells"].count(right=wanted == got, what=f"{task['no']} {cell}: {wanted} / {got}")
        for kind in ("targets", "reported"):
            _compare_values(shares[kind], task, mine, kind)
    return shares


def _cell(value: list[str] | str | None) -> tuple[str, ...]:
    values: list[str] = value if isinstance(value, list) else [value or ""]
    return tuple(sorted(plain(item) for item in values if item))


def _aliases(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, str]:
    pairs: Counter[tuple[str, str]] = Counter()
    for task, mine in zip(gold, found, strict=False):
        for cell in PERSONS:
            for name, alias in zip(mine.get(cell) or [], task.get(cell) or [], strict=False):
                pairs[plain(name), plain(alias)] += 1
    chosen: dict[str, str] = {}
    for (name, alias), _ in pairs.most_common():
        if name not in chosen and alias not in chosen.values():
            chosen[name] = alias
    return chosen


def _compare_values(share: Share, task: dict[str, Any], mine: dict[str, Any], kind: str) -> None:
    """Count values by metric, value and unit; ``of`` is right plus half of missed and found too much, which is F1."""
    gold = Counter((plain(item["metric"]), item["value"], item["unit"]) for item in task.get(kind, []))
    found = Counter((plain(item["metric"]), item["value"], item["unit"]) for item in mine.get(kind, []))
    right = sum((gold & found).values())
    share.right += 2 * right
    share.of += sum(gold.values()) + sum(found.values())
    if gold != found:
        share.wrong.append(
            f"{task['no']} {kind}: missed {list((gold - found).elements())} found {list((found - gold).elements())}"
        )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _show(title: str, shares: Mapping[str, Share], *, verbose: bool) -> None:
    for name, share in shares.items():
        print(f"{title:<28} {name:<10} {share}")
        for line in share.wrong[:40] if verbose else []:
            print("      ", line)


def measure_outlines(gold: Path, documents: Path, *, verbose: bool) -> None:
    """Print the figures of score sheets and department sheets, for each file that holds them."""
    trees = json.loads((gold / "000-tree.json").read_text(encoding="utf-8"))
    units = _lines(gold / "000-units.jsonl")
    seeds = sorted((gold.parent / "seeds").glob("000_*.txt"))
    for path in [*sorted(documents.glob("*附件*.docx")), *sorted(documents.glob("*附件*.pdf")), *seeds]:
        found, _ = outline(read(path)[0])
        shares = {
            "leaves": compare_leaves(leaf_rows(trees), leaf_rows(to_json(found))),
            "units": compare_units(units, units_to_json(found)),
        }
        _show(path.suffix + " sheets", shares, verbose=verbose)


def measure_headings(gold: Path, *, verbose: bool) -> None:
    """Print the figures of weighted headings and groups of units in running text."""
    scheme = json.loads((gold / "002-scheme.json").read_text(encoding="utf-8"))
    for path in sorted((gold.parent / "seeds").glob("002_*.txt")):
        found, _ = outline(read(path)[0])
        share, groups = Share(), Share()
        trees = [[_heading(node) for node in sheet["children"]] for sheet in to_json(found) if sheet.get("children")]
        for name, tree in scheme["indicator_trees"].items():
            wanted = [_heading(node) for node in tree["indicators"]]
            mine = max(trees, key=lambda other: sum(node in other for node in wanted), default=[])
            trees = [other for other in trees if other is not mine]
            for node in wanted:
                share.count(right=node in mine, what=f"{name}: {node}")
        listed = {group.units: group.stated for group in found.groups}
        for group in scheme["groups"]:
            right = listed.get(tuple(group["units"])) == group["stated_count"]
            groups.count(right=right, what=group["heading"])
        _show(".txt headings", {"nodes": share, "groups": groups}, verbose=verbose)


def _heading(node: Mapping[str, Any]) -> tuple[Any, ...]:
    return plain(node["name"]), node.get("points", ""), tuple(_heading(child) for child in node.get("children", ()))


def measure_tasks(gold: Path, documents: Path, *, verbose: bool) -> None:
    """Print the figures of task tables and plans, for each file that holds them."""
    tables = _lines(gold / "001-tasks.jsonl")
    plans = _lines(gold / "004-tasks.jsonl")
    files = [(path, tables) for path in sorted(documents.glob("*目标任务*")) if path.suffix in (".xlsx", ".html")]
    files += [(path, tables) for path in sorted((gold.parent / "seeds").glob("001_*.txt"))]
    files += [(path, plans) for path in sorted((gold.parent / "seeds").glob("004_*.txt"))]
    for path, wanted in files:
        found, _ = read_tasks(read(path)[0])
        shares = compare_tasks(wanted, [task_json(task) for task in found], same_persons=path.suffix != ".txt")
        _show(f"{path.suffix} tasks ({len(found)} read)", shares, verbose=verbose)


def main() -> None:
    """Print all figures; with -v what was read wrong too."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    verbose = "-v" in sys.argv
    gold = Path(arguments[0]) if arguments else GOLD
    documents = Path(arguments[1]) if len(arguments) > 1 else DOCUMENTS
    measure_outlines(gold, documents, verbose=verbose)
    measure_headings(gold, verbose=verbose)
    measure_tasks(gold, documents, verbose=verbose)


if __name__ == "__main__":
    main()
