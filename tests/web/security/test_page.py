"""The page on security says what the tests prove; ``KAOJI_RECORD=1`` writes its lists anew."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
PAGE = ROOT / "docs/explanation/security.md"
ROW = re.compile(r"^\| (SC-\d\d) \|(.*?)\|(.*?)\|(.*?)\|$", re.MULTILINE)
LISTS = "<!-- The lists below are written by tests/web/security/test_page.py. -->\n"


def proofs() -> dict[str, list[str]]:
    """Give the tests of each control, by file and name."""
    found = defaultdict[str, list[str]](list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (control := re.match(r"test_sc(\d\d)_", node.name)):
                found[f"SC-{control.group(1)}"].append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def lists() -> str:
    parts = []
    for control, tests in sorted(proofs().items()):
        parts.append(f"### {control}\n\n" + "".join(f"- `{test}`\n" for test in sorted(tests)))
    return "\n".join(parts)


@pytest.mark.slow
def test_the_page_lists_the_tests_of_each_control() -> None:
    text = PAGE.read_text(encoding="utf-8")
    said, _, listed = text.partition(LISTS)
    if os.environ.get("KAOJI_RECORD"):
        PAGE.write_text(said + LISTS + "\n" + lists(), encoding="utf-8", newline="\n")
        listed = "\n" + lists()
    assert listed == "\n" + lists()


@pytest.mark.slow
def test_every_control_stands_on_the_page_and_is_proved_or_said_to_be_open() -> None:
    rows = {control: state.strip() for control, _clause, _what, state in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert sorted(rows) == [f"SC-{number:02}" for number in range(1, 49)]
    proved = {control for control, state in rows.items() if state.startswith(("proved", "in part"))}
    assert proved == set(proofs())
