"""The pages say what the code does: keys, rule forms, commands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kaoji.cli.commands import app
from kaoji.scheme import load_scheme, model, parse_score, print_score
from kaoji.scoring.columns import TABLES, Table

ROOT = Path(__file__).parent.parent
RULES = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")


MODELS = [
    name
    for name, item in vars(model).items()
    if isinstance(item, type) and issubclass(item, model.Model) and item is not model.Model
]


@pytest.mark.parametrize("name", MODELS)
def test_every_key_of_a_scheme_stands_on_its_page(name: str) -> None:
    page = (ROOT / "docs/reference/scheme.md").read_text(encoding="utf-8")
    for field, info in getattr(model, name).model_fields.items():
        assert f"`{info.alias or field}`" in page, field


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_the_facts_stands_on_its_page(table: Table) -> None:
    page = (ROOT / "docs/reference/facts.md").read_text(encoding="utf-8")
    section = page.split(f"## {table.zh} (`{table.name}`)")[1].split("\n## ")[0]
    assert [column.en for column in table.columns if f"`{column.en}`" not in section] == []


def chinese_forms() -> list[str]:
    """The Chinese column of the tables of rules.md, one form each."""
    rows = re.findall(r"^\| [a-z ]+ \| ([^|]+) \| [^|]+\|", RULES, re.MULTILINE)
    return [form.strip() for cell in rows for form in cell.split(" · ") if form.strip() not in ("Chinese", "---")]


@pytest.mark.parametrize("form", chinese_forms())
def test_every_form_of_the_rules_page_parses_and_reads_back(form: str) -> None:
    score, problems = parse_score(form)
    assert problems == []
    assert score is not None
    assert parse_score(print_score(score))[0] == score
    assert parse_score(print_score(score, "en"))[0] == score


def test_every_command_stands_in_the_readme_or_the_tutorial() -> None:
    pages = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/reference/scheme.md"))
    names = {
        command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        for command in app.registered_commands
    }
    assert {name for name in names if f"kaoji {name}" not in pages and f"make {name}" not in pages} == set()


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial/first-assessment.md"])
def test_schemes_shown_on_a_page_load(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("kaoji:")]
    assert blocks
    for block in blocks:
        structure, problems = load_scheme(block)
        assert structure is not None, [problem.line("en") for problem in problems]


def test_no_module_is_longer_than_the_hard_limit() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "src").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 800
    }
    assert long == {}


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/explanation/dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *(need for needs in extras.values() for need in needs)]
    names = {re.split(r"[\[<>=]", need)[0] for need in [*asked, *project["dependency-groups"]["dev"]]}
    words = set(re.findall(r"[a-z0-9-]+", page))
    assert {name for name in names if not name.startswith("types-") and name not in words} == set()
