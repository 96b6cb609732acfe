"""The bill of materials of a release, and holes that advisories know of."""

from __future__ import annotations

import json
from pathlib import Path

from kaoji.cli.components import bill_of_materials, installed, known_holes


def test_sc46_the_bill_names_every_part_with_its_version() -> None:
    bill = bill_of_materials()
    names = {part["name"].lower(): part for part in bill["components"]}
    assert {"django", "duckdb", "psycopg", "cryptography", "lxml"} <= names.keys()
    assert "pytest" not in names
    assert names["django"]["purl"] == f"pkg:pypi/django@{names['django']['version']}"
    known = {part["bom-ref"] for part in (*bill["components"], bill["metadata"]["component"])}
    assert {each["ref"] for each in bill["dependencies"]} == known
    assert all(set(each["dependsOn"]) <= known for each in bill["dependencies"])
    assert json.dumps(bill) == json.dumps(bill_of_materials())


def test_sc46_parts_with_known_holes_are_named(tmp_path: Path) -> None:
    version = installed()["django"].version
    for number, affected in enumerate([
        {"package": {"name": "Django", "ecosystem": "PyPI"}, "versions": [version]},
        {"package": {"name": "django", "ecosystem": "PyPI"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "5.0"}, {"fixed": "99.1"}]}]},
        {"package": {"name": "django", "ecosystem": "PyPI"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "4.2.1"}]}]},
        {"package": {"name": "django", "ecosystem": "npm"}, "versions": [version]},
        {"package": {"name": "nowhere", "ecosystem": "PyPI"}, "versions": ["1"]},
    ]):  # fmt: skip
        said = {"id": f"OSV-{number}", "summary": "a hole", "affected": [affected]}
        (tmp_path / f"{number}.json").write_text(json.dumps(said), encoding="utf-8")
    found = list(known_holes(tmp_path))
    assert [(each.advisory, each.mended_in) for each in found] == [("OSV-0", ""), ("OSV-1", "99.1")]
