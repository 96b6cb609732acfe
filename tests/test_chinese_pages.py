"""The Chinese pages on schemes keep up with the English ones, and show what the commands print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from kaoji.diagnostics import has_errors, translator
from kaoji.grading import grade
from kaoji.numbers import format_points
from kaoji.scheme import dump, load, load_scheme, parse_score, print_score
from kaoji.scheme.linting import lint
from kaoji.scoring import score
from kaoji.scoring.columns import TABLES, Table
from kaoji.scoring.missing import missing
from kaoji.scoring.tables import read_facts

DOCS = Path(__file__).parent.parent / "docs"
PAIRS = {
    "reference/scheme.md": "reference/scheme.zh.md",
    "reference/rules.md": "reference/rules.zh.md",
    "reference/facts.md": "reference/facts.zh.md",
    "tutorial/first-assessment.md": "tutorial/first-assessment.zh-CN.md",
    "tutorial/first-year.md": "tutorial/first-year.zh-CN.md",
    "howto/scheme.md": "howto/scheme.zh-CN.md",
}
TUTORIAL = (DOCS / "tutorial/first-assessment.zh-CN.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def examples(text: str) -> list[str]:
    """The YAML blocks of a page, in order."""
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page as rows of cells, heads and rulers left out."""
    found = re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE)
    return [
        [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in one.splitlines()[2:]] for one in found
    ]


def keys(text: str) -> list[list[str]]:
    """The keys of each table that has some, in its order: what stands in code in its first two columns."""
    found = [
        [key for row in one for cell in row[:2] for key in re.findall(r"^`([a-z_]+)`$", cell)] for one in tables(text)
    ]
    return [one for one in found if one]


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items(), ids=PAIRS)
def test_chinese_page_has_the_sections_keys_and_examples_of_the_english_one(english: str, chinese: str) -> None:
    one, other = page(english), page(chinese)
    assert re.findall(r"^#+ ", one, re.MULTILINE) == re.findall(r"^#+ ", other, re.MULTILINE)
    if english != "tutorial/first-year.md":  # the Chinese one lists the accounts, too
        assert keys(one) == keys(other)
    assert examples(one) == examples(other)
    assert f"[中文]({Path(chinese).name})" in one
    assert f"[English]({Path(english).name})" in other


@pytest.mark.parametrize("english", [name for name in PAIRS if name != "tutorial/first-year.md"])
def test_chinese_tables_have_the_rows_of_the_english_ones(english: str) -> None:
    shown_here = [len(one) for one in tables(page(english))]
    shown_there = Counter(len(one) for one in tables(page(PAIRS[english])))
    assert Counter(shown_here) - shown_there == Counter()


@pytest.mark.parametrize("chinese", sorted(PAIRS.values()))
def test_links_of_a_chinese_page_lead_somewhere(chinese: str) -> None:
    for target in re.findall(r"\]\(([^)#]+\.md)", page(chinese)):
        assert ((DOCS / chinese).parent / target).is_file(), target


SHOWN = [
    pytest.param(block, id=f"{Path(name).stem}-{number}")
    for name in PAIRS.values()
    for number, block in enumerate(examples(page(name)), 1)
]


@pytest.mark.parametrize("block", SHOWN)
def test_example_is_a_whole_scheme_that_is_sound(block: str) -> None:
    structure, problems = load_scheme(block)
    assert structure is not None, [problem.line("zh") for problem in problems]
    found = [*problems, *lint(structure)]
    assert [problem.line("zh") for problem in found if problem.code.partition(".")[2][0] in "EW"] == []
    again, problems = load(dump(structure.scheme))
    assert problems == []
    assert again is not None
    assert again.scheme == structure.scheme


def worked() -> dict[str, str]:
    """The worked examples of the Chinese page on schemes: what stands below each heading."""
    sections = re.split(r"^### ", page("reference/scheme.zh.md").split("\n## 例子\n")[1], flags=re.MULTILINE)[1:]
    return {section.partition("\n")[0]: section for section in sections}


def test_worked_examples_have_the_same_facts_and_results_in_both_languages() -> None:
    english = page("reference/scheme.md").split("\n## Examples\n")[1]
    assert tables(english) == [one for section in worked().values() for one in tables(section)]


@pytest.mark.parametrize("section", worked().values(), ids=list(worked()))
def test_worked_example_gives_the_results_that_it_shows(section: str, tmp_path: Path) -> None:
    structure, _ = load_scheme(examples(section)[0])
    assert structure is not None
    wanted: list[dict[str, str]] = []
    for title, block in re.findall(r"(?:“(\w+)”：\n\n)?((?:^\|.*\|\n)+)", section, re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in block.splitlines()]
        if title:
            lines = "\n".join(",".join(row) for row in [head, *rows])
            (tmp_path / f"{title}.csv").write_text(lines + "\n", encoding="utf-8")
        else:
            wanted = [dict(zip(head, row, strict=True)) for row in rows]
    facts, problems = read_facts(tmp_path, structure)
    assert [problem.line("zh") for problem in problems] == []
    scores = score(structure, facts)
    assert missing(structure, facts) == []
    ranking = grade(scores)
    assert ranking.is_decided
    assert wanted
    for row in wanted:
        result = ranking.results[row["单位"]]
        found = {
            "单位": result.unit,
            "总分": "" if result.total is None else format_points(result.total),
            "名次": str(result.rank),
            "等次": result.grade,
            "奖项": "、".join(result.awards),
            "结果运用": "、".join(result.consequences),
            "结果": "，".join(
                f"{part}{format_points(scores.part(result.unit, part))}分"
                for part in re.findall(r"([^，\d]+)[\d.]+分", row.get("结果", ""))
            ),
        }
        assert row == {name: found[name] for name in row}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_chinese_page_of_facts_says_of_each_column_what_the_forms_say(table: Table) -> None:
    say = translator("zh")
    section = page("reference/facts.zh.md").split(f"## {table.zh}（`{table.name}`）")[1].split("\n## ")[0]
    assert say(table.meaning) in section
    rows = [(row[0], row[1], row[3]) for row in tables(section)[0]]
    assert rows == [
        (column.zh + (" *" if column.required else ""), f"`{column.en}`", say(column.meaning))
        for column in table.columns
    ]


def forms(name: str, column: int) -> list[str]:
    """A column of the tables of the page of rules, one form each; the last table is about slots."""
    return [form.strip() for one in tables(page(name))[:2] for row in one for form in row[column].split(" · ")]


def test_chinese_page_of_rules_has_the_forms_of_the_english_one() -> None:
    assert forms("reference/rules.zh.md", 1) == forms("reference/rules.md", 1)
    assert forms("reference/rules.zh.md", 2) == forms("reference/rules.md", 2)


@pytest.mark.parametrize("form", forms("reference/rules.zh.md", 1))
def test_form_of_the_chinese_page_of_rules_parses_and_reads_back(form: str) -> None:
    score, problems = parse_score(form)
    assert not has_errors(problems)
    assert score is not None
    assert parse_score(print_score(score))[0] == score


# ---------------------------------------------------------------- the tutorial, run as it is written


def laid_out(folder: Path, text: str) -> None:
    """Put the files that the tutorial tells the reader to save into a folder."""
    scheme = examples(text)[0]
    (folder / "方案.yaml").write_text(scheme, encoding="utf-8")
    (folder / "改错.yaml").write_text(scheme.replace("points: 30", "points: 31"), encoding="utf-8")
    (folder / "通知.txt").write_text(re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")


RUN = """
import shlex, sys
from kaoji.cli.commands import app
for line in sys.argv[1:]:
    print(chr(30), end="", flush=True)
    try:
        app(shlex.split(line)[1:])
    except SystemExit:
        sys.stdout.flush()
"""
"""One process for many commands, since each would load the same libraries; what each prints begins with a sign."""


def shown(folder: Path, commands: list[str]) -> list[str]:
    """Run commands of the tutorial in a folder and give what each prints; the forms are filled in once they are written."""
    forms = next((at for at, line in enumerate(commands, 1) if line.endswith("-o 填报表.xlsx")), None)
    if forms is not None:
        first = printed(folder, commands[:forms])
        fill_in(folder)
        return [*first, *printed(folder, commands[forms:])]
    return printed(folder, commands)


def printed(folder: Path, commands: list[str]) -> list[str]:
    environment = {**os.environ, "KAOJI_LANGUAGE": "zh", "COLUMNS": "100"}
    run = subprocess.run(
        [sys.executable, "-c", RUN, *commands], cwd=folder, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True,
    )  # fmt: skip
    return run.stdout.split(chr(30))[1:]


def fill_in(folder: Path) -> None:
    """Fill the forms in as the tables of the tutorial say; one copy has the fault that the tutorial names."""
    book = openpyxl.load_workbook(folder / "填报表.xlsx")
    for title in ("得分", "事项"):
        head, _, *rows = TUTORIAL.split(f"“{title}”表：\n\n")[1].split("\n\n")[0].splitlines()
        names = [cell.strip() for cell in head.split("|")[1:-1]]
        sheet = book[title]
        columns = [cell.value for cell in sheet[1]]
        for number, row in enumerate(rows, 2):
            for name, cell in zip(names, row.split("|")[1:-1], strict=True):
                text = cell.strip()
                sheet.cell(number, columns.index(name) + 1).value = float(text) if name == "得分" else text or None
    book.save(folder / "填报表.xlsx")
    sheet = book["得分"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("得分") + 1).value = 25
    book.save(folder / "错表.xlsx")


def words_of(output: str) -> str:
    """What is printed, without where lines end; the digest of a run is left out."""
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:", "".join(output.split()))


def test_tutorial_shows_what_its_commands_print(tmp_path: Path) -> None:
    laid_out(tmp_path, TUTORIAL)
    blocks = "".join(re.findall(r"```console\n(.*?)```", TUTORIAL, re.DOTALL))
    written = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", blocks, re.MULTILINE)
    assert len(written) > 8
    for (command, output), now in zip(written, shown(tmp_path, [line for line, _ in written]), strict=True):
        if command.startswith("kaoji read"):  # what it does not understand gets less with time
            assert words_of(now)[-20:] == words_of(output)[-20:]
        else:
            assert words_of(now) == words_of(output), command
