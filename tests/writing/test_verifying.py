"""A run is written without harm to what lies there, and verifying finds what was altered or damaged, whatever it is."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kaoji.diagnostics import Diagnostic
from kaoji.scoring import Facts
from kaoji.scoring.facts import EnteredScore, Event, Unit
from kaoji.writing.bundle import folder_contents, verify_bundle, write_bundle
from kaoji.writing.run import digest_of_shown, write_run
from kaoji.writing.verifying import verify_run
from tests.properties.strategies import structure_of

SCHEME = """
kaoji: 1
title: 河西县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [上坪乡, 下坪乡]}
indicators:
  - {name: 履职, points: 90, provider: 考核办, score: 直接计分}
  - {name: 表彰, bonus: true, provider: 考核办, rules: [{events: 表彰, score: 每次加1分}]}
grades:
  - {name: 好, share: 50%}
  - {name: 中, rest: true}
"""


def write_to(folder: Path) -> None:
    scheme = folder.parent / "the-scheme.yaml"
    scheme.write_text(SCHEME, encoding="utf-8")
    facts = Facts([Unit("上坪乡", "乡镇"), Unit("下坪乡", "乡镇")])
    facts.scores = [EnteredScore("上坪乡", 0, Decimal(81)), EnteredScore("下坪乡", 0, Decimal(80))]
    facts.events = [Event("下坪乡", 1, "1")]
    write_run(structure_of(SCHEME), facts, scheme, folder)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verifying") / "run"
    write_to(folder)
    return folder


@pytest.fixture
def run(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "run"))


def codes(found: list[Diagnostic]) -> set[str]:
    return {each.code for each in found}


def change_manifest(run: Path, **changed: object) -> None:
    path = run / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changed), encoding="utf-8")


def change_part(book: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(book) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(book, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, content)


def test_an_untouched_run_verifies_wherever_it_lies(run: Path, tmp_path: Path) -> None:
    moved = run.rename(tmp_path / "別处 it's")
    link = tmp_path / "link"
    link.symlink_to(moved)
    assert verify_run(moved) == verify_run(link) == []
    shutil.rmtree(moved / "relations")
    assert verify_run(moved) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1]", "1", "null", '"x"', '{"kaoji": "1"}', "[" * 5000])
def test_what_is_no_manifest_is_named(run: Path, text: str) -> None:
    (run / "manifest.json").write_text(text, encoding="utf-8")
    (found,) = verify_run(run)
    assert found.code == "run.E402"


@pytest.mark.parametrize(
    "changed",
    [{"kaoji": None}, {"scheme": []}, {"results": {}}, {"facts": {"得分.csv": 1}}, {"shown": None}, {"shown": [1]}],
    ids=str,
)
def test_a_manifest_of_other_kinds_of_values_is_named(run: Path, changed: dict[str, object]) -> None:
    change_manifest(run, **changed)
    assert codes(verify_run(run)) == {"run.E402"}


@pytest.mark.parametrize(
    "text", ["null", '{"units": []}', '{"units": {"a": 1}}', '{"units": {"\\ud800": {}}}', "[" * 5000]
)
def test_what_are_no_results_is_named(run: Path, text: str) -> None:
    (run / "results.json").write_text(text, encoding="utf-8")
    assert codes(verify_run(run)) == {"run.E402"}


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_a_broken_part_is_named(run: Path, part: str) -> None:
    change_part(run / "results.xlsx", part, lambda content: content[: len(content) // 2])
    assert "run.E402" in codes(verify_run(run))


def test_a_forged_relation_is_found_where_the_manifest_was_made_to_fit(run: Path) -> None:
    path, forged = run / "relations" / "totals.parquet", run / "forged.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * REPLACE (total + 1 AS total) FROM '{path}') TO '{forged}' (FORMAT parquet)")
    forged.replace(path)
    shown = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["shown"]
    change_manifest(run, shown=shown | {"relations/totals.parquet": digest_of_shown(path)})
    (found,) = verify_run(run)
    assert found.code == "run.E403"
    assert found.data["file"] == "totals.parquet"


def test_that_the_workbook_of_another_version_is_not_compared_is_said(run: Path) -> None:
    change_manifest(run, kaoji="0.0.1")
    assert codes(verify_run(run)) == {"run.I418"}
    (run / "results.xlsx").unlink()
    shutil.rmtree(run / "relations")
    assert verify_run(run) == []


def test_a_bundle_whose_manifest_leaves_out_its_run_is_none(run: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    write_bundle(bundle, folder_contents(run, "run"), {}, ["run"])
    assert [each.code for each in verify_bundle(bundle).problems] == ["run.W416"]
    write_bundle(bundle, folder_contents(run, "run"), {})
    assert [each.code for each in verify_bundle(bundle).problems] == ["run.E411"]


def test_a_run_replaces_an_old_one_and_nothing_beside_it(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run / "letter.txt").write_text("…", encoding="utf-8")
    (run / "facts" / "old.csv").write_text("x", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(run)
    write_to(link)
    assert link.is_symlink()
    assert verify_run(run) == []
    # The folder that somebody works in cannot be replaced itself; what lay there had been deleted.
    monkeypatch.chdir(run)
    write_to(Path())
    assert verify_run(Path()) == []
    assert (run / "letter.txt").exists()
