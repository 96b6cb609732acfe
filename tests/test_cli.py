"""The commands, run as a user runs them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.commands import run

SCHEME = """\
kaoji: 1
title: 南湖区2025年度街道考核
year: 2025
groups:
  街道: {units: [东街街道, 西街街道, 南湖街道]}
indicators:
  - name: 工作实绩
    points: 30
    items:
      - {name: 财政收入, points: 20, provider: 区财政局, score: 直接计分}
      - name: 营商环境
        points: 10
        provider: 区监察局
        rules:
          - {events: 乱收费、乱摊派, score: 每次扣3分，扣完为止}
total:
  - formula: 工作实绩，保留两位小数
grades:
  - {name: 好, share: 1/3}
  - {name: 一般, rest: true}
"""
SCORES = {"东街街道": "18.5", "西街街道": "20", "南湖街道": "17"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a scheme and facts in the tidy layout."""
    return laid_out(tmp_path)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a folder with a run, which tests leave as it was."""
    folder = laid_out(tmp_path_factory.mktemp("scored"))
    assert kaoji(folder, "score", "scheme.yaml", "facts", "-o", "run").returncode == 0
    return folder


def laid_out(tmp_path: Path) -> Path:
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    facts = tmp_path / "facts"
    facts.mkdir()
    write(
        facts / "得分.csv", [["单位", "指标", "得分"], *([unit, "财政收入", score] for unit, score in SCORES.items())]
    )
    write(
        facts / "事项.csv",
        [["单位", "指标", "编号", "日期", "数量"], ["西街街道", "营商环境", "S1", "2025-03-02", "2"]],
    )
    return tmp_path


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def kaoji(place: Path, *arguments: str, language: str = "zh") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KAOJI_LANGUAGE": language, "COLUMNS": "200", "PYTHONWARNINGS": "error"}
    return run(arguments, cwd=place, env=environment)


def test_check_accepts_a_sound_scheme_and_its_facts(place: Path) -> None:
    done = kaoji(place, "check", "scheme.yaml", "facts")
    assert (done.returncode, done.stderr) == (0, "")


def test_check_names_place_and_mend_when_sums_differ(place: Path) -> None:
    (place / "scheme.yaml").write_text(SCHEME.replace("points: 30", "points: 31"), encoding="utf-8")
    done = kaoji(place, "check", "scheme.yaml", "--json")
    findings = json.loads(done.stdout)
    assert any("31" in finding["text"] and "30" in finding["text"] for finding in findings)
    assert {finding["sources"][0]["file"] for finding in findings if finding["sources"]} == {"scheme.yaml"}


def test_score_prints_the_ranking_and_writes_the_run(place: Path) -> None:
    done = kaoji(place, "score", "scheme.yaml", "facts", "-o", "run")
    assert (done.returncode, done.stderr) == (0, "")
    # 东街 18.5 + 10 = 28.5; 南湖 17 + 10 = 27; 西街 20 + 10 - 2 × 3 = 24
    results = json.loads((place / "run" / "results.json").read_text(encoding="utf-8"))
    assert {unit: (row["total"], row["rank"], row["grade"]) for unit, row in results["units"].items()} == {
        "东街街道": ("28.5", 1, "好"),
        "西街街道": ("24", 3, "一般"),
        "南湖街道": ("27", 2, "一般"),
    }
    assert re.search(r"1\D+东街街道\D+28\.50\D+好", done.stdout)
    assert (place / "run" / "results.xlsx").is_file()
    assert json.loads((place / "run" / "manifest.json").read_text(encoding="utf-8"))["is_final"] is True


def test_score_computes_nothing_from_faulty_facts_and_marks_the_cells(place: Path) -> None:
    write(
        place / "facts" / "得分.csv",
        [["单位", "指标", "得分"], ["东街街道", "财政收入", "21"], ["西街", "财政收入", "二十分"]],
    )
    done = kaoji(place, "score", "scheme.yaml", "facts", "-o", "run", "--annotate", "marked.xlsx", "--json")
    assert done.returncode == 1
    assert not (place / "run").exists()
    cells = {finding["sources"][0]["cell"] for finding in json.loads(done.stdout) if finding["level"] == "error"}
    assert {"C2", "A3", "C3"} <= cells
    sheet = openpyxl.load_workbook(place / "marked.xlsx")["得分"]
    assert sheet["C2"].comment is not None


def test_score_says_what_is_missing_and_is_not_final(place: Path) -> None:
    write(place / "facts" / "得分.csv", [["单位", "指标", "得分"], ["东街街道", "财政收入", "18"]])
    done = kaoji(place, "score", "scheme.yaml", "facts", "-o", "run")
    assert done.returncode == 0
    assert "预览" in done.stdout
    read = json.loads(kaoji(place, "score", "scheme.yaml", "facts", "-o", "run", "--json").stdout)
    assert read["is_final"] is False
    assert ("西街街道", "财政收入") in {(each["unit"], each["label"]) for each in read["missing"]}
    assert json.loads((place / "run" / "manifest.json").read_text(encoding="utf-8"))["is_final"] is False


def test_missing_data_are_listed_beside_errors_and_named_below_a_preview(place: Path) -> None:
    head = ["单位", "指标", "得分"]
    write(place / "facts" / "得分.csv", [head, ["东街街道", "财政收入", "18"], ["西街街道", "财政收入", "28"]])
    for command in (("check", "scheme.yaml", "facts"), ("score", "scheme.yaml", "facts", "-o", "run")):
        done = kaoji(place, *command)
        assert done.returncode == 1
        assert "缺“1.1 财政收入”：西街街道、南湖街道；由区财政局提供" in done.stdout
        assert "有错的行在改正之前按缺少计" in done.stdout
    write(place / "facts" / "得分.csv", [head, ["东街街道", "财政收入", "18"]])
    preview = kaoji(place, "score", "scheme.yaml", "facts", "-o", "run").stdout
    assert "西街街道：财政收入；南湖街道：财政收入" in preview
    assert "facts.W215" not in preview


def test_what_is_wrong_in_every_row_is_summed_up(place: Path) -> None:
    rows = [[unit, "财政收入", "收入", "18"] for unit in SCORES for _ in range(9)]
    write(place / "facts" / "得分.csv", [["单位", "指标", "数据项", "得分"], *rows])
    done = kaoji(place, "check", "scheme.yaml", "facts")
    said = [line for line in done.stdout.splitlines() if line.startswith("facts.E213")]
    assert len(said) == 3
    assert said[-1].endswith("（另有24条同类）")
    assert "27个错误" in done.stdout
    everything = json.loads(kaoji(place, "check", "scheme.yaml", "facts", "--json").stdout)
    assert sum(each["code"] == "facts.E213" for each in everything) == 27


def test_many_different_findings_of_one_code_are_summed_up(place: Path) -> None:
    rows = [[f"某某{number}街道", "财政收入", "18"] for number in range(30)]
    write(place / "facts" / "得分.csv", [["单位", "指标", "得分"], *rows])
    done = kaoji(place, "check", "scheme.yaml", "facts")
    said = [line for line in done.stdout.splitlines() if line.startswith("facts.E205")]
    assert len(said) == 20
    assert said[-1].endswith("（另有10条同类）")


def test_what_a_draft_left_to_be_looked_at_is_counted(place: Path) -> None:
    assert "reading.I207" not in kaoji(place, "check", "scheme.yaml").stdout
    marked = SCHEME.replace("每次扣3分，扣完为止}", "每次扣3分，扣完为止, check: 请核对}")
    marked += "choices:\n  - {name: 甲, decision: 暂对全部单位适用，请核对。}\n  - {name: 乙, decision: 按整档计}\n"
    (place / "scheme.yaml").write_text(marked, encoding="utf-8")
    for command in (("check", "scheme.yaml"), ("score", "scheme.yaml", "facts", "-o", "run")):
        done = kaoji(place, *command)
        assert done.returncode == 0
        assert "方案中还有1处“check”（待核对）和1项决定尚待核对" in done.stdout
    read = json.loads(kaoji(place, "score", "scheme.yaml", "facts", "-o", "run", "--json").stdout)
    assert "reading.I207" in [finding["code"] for finding in read["findings"]]
    cover = openpyxl.load_workbook(place / "run" / "results.xlsx").worksheets[0]
    said = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert "暂对全部单位适用，请核对。 （草稿提示，尚待核对）" in said
    assert "按整档计" in said


def test_score_says_how_a_tie_is_decided(tmp_path: Path) -> None:
    scheme = """kaoji: 1
title: 南湖区2031年度考核
year: 2031
groups: {街道: {units: [东街街道, 西街街道]}}
indicators: [{name: 实绩, points: 100, score: 直接计分}]
grades: [{name: 好, share: 50%}, {name: 一般, rest: true}]
quota: {ties: decision}
"""
    (tmp_path / "scheme.yaml").write_text(scheme, encoding="utf-8")
    (tmp_path / "facts").mkdir()
    rows = [["单位", "指标", "得分"], ["东街街道", "实绩", "90"], ["西街街道", "实绩", "90"]]
    write(tmp_path / "facts" / "得分.csv", rows)
    said = kaoji(tmp_path, "score", "scheme.yaml", "facts", "-o", "run").stdout
    assert "请把议定意见填入“议定”表" in said
    write(tmp_path / "facts" / "议定.csv", [["单位", "顺序"], ["东街街道", "2"], ["西街街道", "1"]])
    said = kaoji(tmp_path, "score", "scheme.yaml", "facts", "-o", "run").stdout
    assert "议定”表" not in said
    assert "最终结果" in said


def test_the_workbook_speaks_the_language_of_who_asked(place: Path) -> None:
    titles = {}
    for language in ("zh", "en"):
        assert kaoji(place, "score", "scheme.yaml", "facts", "-o", language, language=language).returncode == 0
        titles[language] = openpyxl.load_workbook(place / language / "results.xlsx").sheetnames
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in titles["zh"])
    assert titles["en"][0] == "Cover"
    assert kaoji(place, "verify", "en").returncode == 0
    assert (place / "en" / "results.json").read_bytes() == (place / "zh" / "results.json").read_bytes()


def test_signs_that_a_console_does_not_have_end_no_command(tmp_path: Path) -> None:
    name = "㐂䶮𠮷局"
    scheme = f"kaoji: 1\ntitle: 考核\nyear: 2025\ngroups: {{局: {{units: [{name}]}}}}\nindicators: [{{name: 履职, points: 9, score: 直接计分}}]\n"
    (tmp_path / "scheme.yaml").write_text(scheme, encoding="utf-8")
    (tmp_path / "得分.csv").write_text(f"单位,指标,得分\n{name},履职,8\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kaoji", "score", "scheme.yaml", "得分.csv", "--json"],
        cwd=tmp_path, env=os.environ | {"PYTHONIOENCODING": "gbk"}, capture_output=True, check=True,
    )  # fmt: skip
    assert list(json.loads(done.stdout.decode("gbk"))["units"]) == [name]


def test_score_never_replaces_other_files(place: Path) -> None:
    (place / "mine").mkdir()
    (place / "mine" / "letter.txt").write_text("…", encoding="utf-8")
    done = kaoji(place, "score", "scheme.yaml", "facts", "-o", "mine")
    assert done.returncode == 1
    assert "run.E404" in done.stdout
    assert [path.name for path in (place / "mine").iterdir()] == ["letter.txt"]
    done = kaoji(place, "score", "scheme.yaml", "facts", "-o", "mine/letter.txt/run")
    assert done.returncode == 1
    assert "run.E404" in done.stdout


def test_explain_unfolds_a_total_down_to_the_event(scored: Path) -> None:
    whole = kaoji(scored, "explain", "run", "西街街道").stdout
    assert "24" in whole
    assert "S1" in whole
    assert "每次扣3分" in whole
    part = json.loads(kaoji(scored, "explain", "run", "西街街道", "营商环境", "--json").stdout)
    assert (part["label"], part["value"]) == ("营商环境", "4")


def test_explain_writes_the_score_sheet_of_a_unit(scored: Path) -> None:
    done = kaoji(scored, "explain", "run", "东街街道", "-o", "东街街道.xlsx")
    assert done.returncode == 0, done.stderr
    assert "工作簿：东街街道.xlsx" in done.stderr
    (sheet,) = openpyxl.load_workbook(scored / "东街街道.xlsx").worksheets
    assert sheet.title == "东街街道"
    assert any(cell.value == "总分" for row in sheet.iter_rows() for cell in row)
    again = kaoji(scored, "explain", "run", "东街街道", "-o", "东街街道.xlsx")
    assert "run.E408" in again.stdout
    (scored / "东街街道.xlsx").unlink()


def test_explain_writes_the_score_report_of_a_unit(scored: Path) -> None:
    for name, begin in (("report.docx", b"PK"), ("report.pdf", b"%PDF")):
        done = kaoji(scored, "explain", "run", "东街街道", "-o", name)
        assert (done.returncode, f"得分报告：{name}" in done.stderr) == (0, True), done.stderr
        assert (scored / name).read_bytes().startswith(begin)
    text = "\n".join(cell.text for table in docx.Document(str(scored / "report.docx")).tables for row in table.rows
                     for cell in row.cells)  # fmt: skip
    assert "适用各项满分" in text
    wrong = kaoji(scored, "explain", "run", "东街街道", "-o", "report.txt")
    assert wrong.returncode == 2
    assert "“report.txt”的扩展名应为.xlsx（计分表）、.docx或.pdf（得分报告）。" in wrong.stderr
    for name in ("report.docx", "report.pdf"):
        (scored / name).unlink()


def test_reports_of_all_units_lie_in_folders_of_their_groups_in_the_order_of_the_ranking(scored: Path) -> None:
    done = kaoji(scored, "reports", "run", "-o", "reports")
    assert (done.returncode, "3个单位的得分报告：reports" in done.stdout) == (0, True), done.stderr
    names = ["001-东街街道", "002-南湖街道", "003-西街街道"]
    written = sorted(path.relative_to(scored).as_posix() for path in (scored / "reports").rglob("*.*"))
    assert written == [f"reports/街道/{name}.{kind}" for name in names for kind in ("docx", "pdf")]
    kaoji(scored, "explain", "run", "东街街道", "-o", "one.pdf")
    assert (scored / "one.pdf").read_bytes() == (scored / "reports" / "街道" / "001-东街街道.pdf").read_bytes()
    again = kaoji(scored, "reports", "run", "-o", "reports")
    assert (again.returncode, "run.E408" in again.stdout) == (1, True)
    told = json.loads(kaoji(scored, "reports", "run", "-o", "reports", "--overwrite", "--no-pdf", "--json").stdout)
    assert told["is_final"] is True
    assert told["files"] == [f"reports/街道/{name}.docx" for name in names]
    assert kaoji(scored, "reports", "run", "--no-pdf", "--no-word").returncode == 2
    (scored / "one.pdf").unlink()
    shutil.rmtree(scored / "reports")


def test_explain_names_the_units_when_one_is_unknown(scored: Path) -> None:
    done = kaoji(scored, "explain", "run", "北街街道")
    assert done.returncode == 1
    assert "东街街道" in done.stdout
    assert "是否指：北" not in done.stdout
    assert "是否指：东街街道" in kaoji(scored, "explain", "run", "东街").stdout
    assert "是否指：财政收入" in kaoji(scored, "explain", "run", "东街街道", "收入").stdout


def test_explain_takes_a_panel_and_breaks_no_line_where_nobody_reads_a_terminal(tmp_path: Path) -> None:
    voters = "panels:\n  民主测评: {points: 10, options: {好: 10, 差: 0}, provider: 区考核办}\n"
    text = SCHEME.replace("formula: 工作实绩", "formula: 工作实绩+民主测评").replace("total:", f"{voters}total:")
    scheme = tmp_path / "scheme.yaml"
    place = laid_out(tmp_path)
    scheme.write_text(text, encoding="utf-8")
    votes = [[unit, "民主测评", option, "7"] for unit in SCORES for option in ("好", "差")]
    write(place / "facts" / "测评票.csv", [["单位", "测评", "选项", "票数"], *votes])
    assert kaoji(place, "score", "scheme.yaml", "facts", "-o", "run").returncode == 0
    done = kaoji(place, "explain", "run", "东街街道", "民主测评")
    assert done.stdout.startswith("民主测评：(7 × 10 + 7 × 0) ÷ 14 = 5分")


@pytest.mark.slow
def test_verify_agrees_with_an_untouched_run_and_finds_every_change(scored: Path) -> None:
    done = kaoji(scored, "verify", "run")
    assert done.returncode == 0
    assert json.loads((scored / "run/manifest.json").read_text(encoding="utf-8"))["results"] in done.stdout
    for name, old, new in (
        ("results.json", '"28.5"', '"29.5"'),
        ("scheme.yaml", "每次扣3分", "每次扣2分"),
        ("facts/得分.csv", "18.5", "19.5"),
    ):
        path = scored / "run" / name
        before = path.read_bytes()
        path.write_bytes(before.replace(old.encode(), new.encode()))
        done = kaoji(scored, "verify", "run", "--json")
        assert done.returncode == 1, name
        codes = {finding["code"] for finding in json.loads(done.stdout)}
        assert {"run.E402", "run.E403"} <= codes, name
        path.write_bytes(before)


def test_another_version_may_word_its_reasons_otherwise_and_nothing_else(scored: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(scored / "run", run)
    kept, manifest = (
        json.loads((run / f"{name}.json").read_text(encoding="utf-8")) for name in ("results", "manifest")
    )

    def codes(version: str) -> set[str]:
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (run / "results.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        made = {"kaoji": version, "results": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}
        (run / "manifest.json").write_text(json.dumps(manifest | made), encoding="utf-8")
        return {finding["code"] for finding in json.loads(kaoji(tmp_path, "verify", "run", "--json").stdout)}

    unit = next(unit for unit in kept["units"].values() if unit["reasons"])
    unit["reasons"] = ["按从前的措辞"]
    assert codes("0.0.1") == {"run.I417", "run.I418"}
    assert kaoji(tmp_path, "verify", "run").returncode == 0
    assert codes(manifest["kaoji"]) == {"run.E403"}
    unit["rank"] = 9
    assert codes("0.0.1") == {"run.I417", "run.I418", "run.E403"}


def test_verifying_names_whatever_was_altered_even_where_the_digest_was_made_to_fit(
    scored: Path, tmp_path: Path
) -> None:
    results, manifest = (
        json.loads((scored / "run" / f"{name}.json").read_text(encoding="utf-8")) for name in ("results", "manifest")
    )
    unit = next(iter(results["units"]))
    code = next(iter(results["units"][unit]["indicators"]))

    def said(change: Callable[[Path], object]) -> str:
        run = tmp_path / "run"
        shutil.copytree(scored / "run", run)
        change(run)
        done = kaoji(tmp_path, "verify", "run", "--json")
        shutil.rmtree(run)
        assert done.returncode == 1
        return done.stdout

    def altered(**changed: object) -> Callable[[Path], object]:
        def change(run: Path) -> None:
            kept = results | changed
            text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            (run / "results.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            made = {"results": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}
            (run / "manifest.json").write_text(json.dumps(manifest | made), encoding="utf-8")

        return change

    def unit_with(**changed: object) -> Callable[[Path], object]:
        return altered(units=results["units"] | {unit: results["units"][unit] | changed})

    scores = results["units"][unit]["indicators"] | {code: "0.5"}
    assert f'"{code}"' in said(unit_with(indicators=scores))
    for change in (
        altered(title="另一个名称"), altered(year=1999), altered(open=["议定"]), altered(note="x"),
        altered(units=results["units"] | {"无此单位": {}}), unit_with(total="1"),
    ):  # fmt: skip
        assert "run.E403" in said(change)
    for name in ("results.xlsx", "relations/totals.parquet", "results.json", "manifest.json", "scheme.yaml"):
        there = said(lambda run, name=name: (run / name).write_bytes(b"{"))  # type: ignore[misc]
        assert "run.E402" in there, name
        assert Path(name).name in there, name

    def with_another_number(run: Path) -> None:
        book = openpyxl.load_workbook(run / "results.xlsx")
        for cell in (cell for row in book.worksheets[1].iter_rows() for cell in row):
            if cell.data_type == "n" and cell.value is not None:
                cell.value = 99
        book.save(run / "results.xlsx")

    assert "results.xlsx" in said(with_another_number)

    def with_a_manifest_that_fits(run: Path) -> None:
        with_another_number(run)
        fitting = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
        del fitting["shown"]
        (run / "manifest.json").write_text(json.dumps(fitting), encoding="utf-8")

    forged = said(with_a_manifest_that_fits)
    assert "run.E403" in forged
    assert "99" in forged
    final = json.dumps(manifest | {"is_final": not manifest["is_final"]})
    assert "run.E402" in said(lambda run: (run / "manifest.json").write_text(final, encoding="utf-8"))
    assert "run.E402" in said(lambda run: (run / "results.json").unlink())
    # Another version may word reasons otherwise; it does not leave them out.
    graded = next(name for name, each in results["units"].items() if each["reasons"])
    silent = results["units"] | {graded: results["units"][graded] | {"reasons": []}}

    def wordless(run: Path) -> None:
        altered(units=silent)(run)
        made = json.loads((run / "manifest.json").read_text(encoding="utf-8")) | {"kaoji": "0.0.1"}
        (run / "manifest.json").write_text(json.dumps(made), encoding="utf-8")

    assert "run.E403" in said(wordless)


@pytest.mark.slow
def test_filled_template_scores_like_the_tables(place: Path) -> None:
    assert kaoji(place, "template", "scheme.yaml", "-o", "forms.xlsx").returncode == 0
    book = openpyxl.load_workbook(place / "forms.xlsx")
    sheet = book["得分"]
    heads = {
        cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value in ("单位", "得分")
    }
    for row in range(1, sheet.max_row + 1):
        unit = sheet.cell(row, heads["单位"]).value
        if unit in SCORES:
            sheet.cell(row, heads["得分"]).value = float(SCORES[str(unit)])
    book.save(place / "forms.xlsx")
    done = kaoji(place, "score", "scheme.yaml", "forms.xlsx", "-o", "run", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["units"]["西街街道"]["total"] == "30"


@pytest.mark.slow
def test_two_runs_of_the_same_input_give_the_same_bytes(place: Path) -> None:
    for name in ("one", "two"):
        assert kaoji(place, "score", "scheme.yaml", "facts", "-o", name).returncode == 0
    names = sorted(path.relative_to(place / "one") for path in (place / "one").rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(place / "two") for path in (place / "two").rglob("*") if path.is_file())
    same = [name for name in names if (place / "one" / name).read_bytes() == (place / "two" / name).read_bytes()]
    assert [name for name in names if name not in same and name.suffix != ".xlsx"] == []


def test_help_is_chinese_or_english(place: Path) -> None:
    assert "计分" in kaoji(place, "--help").stdout
    assert "Score and grade" in kaoji(place, "--help", language="en").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scor",), "没有“scor”这个命令。\n是不是“score”？"),
        (("audit", "verfy"), "没有“verfy”这个命令。\n是不是“verify”？"),
        (("score",), "缺少“SCHEME”。"),
        (("score", "--ou", "x"), "没有“--ou”这个选项。\n是不是“--out”？"),
        (("score", "a", "b", "c"), "多出了：c。"),
        (("rules", "扣2分", "--points", "几分"), "“几分”不是分值。"),
        (("serve", "--port", "八千"), "“--port”须为整数。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistyped_command_is_answered_in_chinese(place: Path, words: tuple[str, ...], said: str) -> None:
    done = kaoji(place, *words)
    assert done.returncode == 2
    assert re.match(r"用法：[\w -]*kaoji", done.stderr)
    assert said in done.stderr
    assert re.search(r"详见“[\w -]*kaoji[a-z ]* --help”。\n$", done.stderr)


def test_help_pages_have_chinese_headings(place: Path) -> None:
    for words in (("--help",), ("score", "--help"), ("audit", "--help")):
        page = kaoji(place, *words).stdout
        assert re.match(r"用法：[\w -]*kaoji", page)
        assert "选项:" in page
        assert "显示本页。" in page
        assert not re.search("Usage|Options|Show|required", page)


def test_unreadable_scheme_says_where(place: Path) -> None:
    (place / "scheme.yaml").write_text("kaoji: [1\n", encoding="utf-8")
    done = kaoji(place, "check", "scheme.yaml")
    assert done.returncode == 1
    assert "scheme.E100" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_rules_reads_a_scoring_text(place: Path) -> None:
    done = kaoji(place, "rules", "出现乱收费的，每次扣3分，扣完为止", "--points", "10", "--json")
    assert done.returncode == 0
    forms = [(rule["form"], rule.get("points")) for rule in json.loads(done.stdout)["rules"]]
    assert forms == [("per", "3"), ("floor", "0")]


def test_rules_are_shown_in_words_and_as_a_scheme_has_them(place: Path) -> None:
    done = kaoji(place, "rules", "出现乱收费的，每次扣3分，扣完为止", "--points", "10")
    assert re.search(r"出现乱收费的，每次扣3分 +│ 按次数或数量 +│ −3 / 次 +│ 确定", done.stdout)
    assert done.stdout.endswith("写进方案：\n  - {events: 乱收费, score: 每次扣3分}\n  limits: 扣完为止\n")
    named = kaoji(place, "rules", "后三名分别扣10分、8分、5分", "--points", "10").stdout
    assert "倒数起：−10、−8、−5" in named
    assert "  - {rank: …, score: 后3名分别扣10分、8分、5分}" in named


def test_rules_reads_a_file_of_texts_and_names_a_bad_line(place: Path) -> None:
    texts = place / "texts.jsonl"
    texts.write_text('{"id": "a", "text": "计10分", "points": "10"}\n', encoding="utf-8")
    assert json.loads(kaoji(place, "rules", "--jsonl", "texts.jsonl").stdout)["id"] == "a"
    texts.write_text("计10分\n", encoding="utf-8")
    done = kaoji(place, "rules", "--jsonl", "texts.jsonl")
    assert done.returncode == 1
    assert "run.E407" in done.stdout


def test_a_code_is_explained_where_findings_name_it(place: Path) -> None:
    done = kaoji(place, "check", "scheme.yaml")
    code = re.search(r"kaoji code (\S+)", done.stdout)
    assert code is not None
    said = kaoji(place, "code", code[1])
    assert said.returncode == 0
    assert said.stdout.startswith(code[1])
    assert "含义：" in said.stdout
    assert "改正：" in said.stdout
    wrong = kaoji(place, "code", "policy.W999")
    assert wrong.returncode == 2
    assert "没有代码“policy.W999”" in wrong.stderr


def test_what_lacks_last_years_ranks_is_said_below_the_ranking(place: Path) -> None:
    scheme = (place / "scheme.yaml").read_text(encoding="utf-8")
    (place / "rise.yaml").write_text(scheme + "awards: [{name: 进步奖, rise: 1}]\n", encoding="utf-8")
    said = kaoji(place, "score", "rise.yaml", "facts", "-o", "run").stdout
    assert "“进步奖”有3个单位缺往年结果，未能确定。请在“历年结果”表中补填，重新计算。" in said
    assert "往年结果" not in kaoji(place, "score", "scheme.yaml", "facts", "-o", "other").stdout


def test_a_code_is_found_by_its_number_and_in_small_letters(place: Path) -> None:
    whole = kaoji(place, "code", "scheme.W290").stdout
    assert whole.startswith("scheme.W290")
    assert [kaoji(place, "code", name).stdout for name in ("W290", "w290", "SCHEME.w290", "[Ｗ290]")] == [whole] * 4
    several = kaoji(place, "code", "w204")
    assert several.returncode == 2
    assert "编号为“w204”的代码有2个，请写全其中一个：" in several.stderr
    assert re.findall(r"(?m)^\W*(\w+\.W204) \S", several.stderr) == ["facts.W204", "reading.W204"]
    # What has the same number in another level or area is offered.
    assert "facts.W204" in kaoji(place, "code", "facts.I204").stderr
    assert "代码由范围、字母和编号组成" in kaoji(place, "code", "总分").stderr


def test_a_draft_and_a_form_are_not_replaced_unasked(place: Path) -> None:
    (place / "notice.txt").write_text(
        "青川县2031年度考核办法\n考核评分表\n指标\t分值\t评分标准\n办文\t60\t差错一次扣1分。\n会务\t40\t迟到一次扣1分。\n",
        encoding="utf-8",
    )
    assert kaoji(place, "read", "notice.txt", "-o", "draft.yaml").returncode == 0
    (place / "draft.yaml").write_text("kaoji: 1\ntitle: 改过\n", encoding="utf-8")
    done = kaoji(place, "read", "notice.txt", "-o", "draft.yaml")
    assert (done.returncode, "run.E408" in done.stdout) == (1, True)
    assert "改过" in (place / "draft.yaml").read_text(encoding="utf-8")
    assert kaoji(place, "read", "notice.txt", "-o", "draft.yaml", "--overwrite").returncode == 0
    assert "改过" not in (place / "draft.yaml").read_text(encoding="utf-8")
    assert "run.E410" in kaoji(place, "read", "draft.yaml", "-o", "other.yaml").stdout
    assert kaoji(place, "template", "scheme.yaml", "-o", "form.xlsx").returncode == 0
    done = kaoji(place, "template", "scheme.yaml", "-o", "form.xlsx")
    assert (done.returncode, "run.E408" in done.stdout) == (1, True)


def test_an_unknown_provider_is_said_with_those_there_are(place: Path) -> None:
    done = kaoji(place, "template", "scheme.yaml", "--provider", "区财政", "-o", "form.xlsx")
    assert (done.returncode, "run.E409" in done.stdout, "区财政局" in done.stdout) == (1, True, True)
    assert not (place / "form.xlsx").exists()
