"""Every finding has its page, and every sentence its translation."""

from __future__ import annotations

import ast
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po

from kaoji.diagnostics import Source
from kaoji.scheme.policy import TOPICS, policy_findings

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"[a-z]+\.[EWI]\d{3}")
PLACEHOLDER = re.compile(r"{(\w+)}")
PAGE = (ROOT / "docs/reference/codes.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Said:
    """One finding as it is written in the source: its code, and each form its message and hint can take."""

    file: str
    line: int
    code: str
    sentences: frozenset[str]


class _Module:
    """Reads the constant texts of a module without running it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.constants = {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def findings(self) -> Iterator[Said]:
        owners = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        for owner in owners or []:
            for node in ast.walk(owner):
                if isinstance(node, ast.Call):
                    yield from self._in_call(node, owner)

    def _in_call(self, call: ast.Call, owner: ast.FunctionDef) -> Iterator[Said]:
        arguments = call.args
        for index, argument in enumerate(arguments):
            if (
                isinstance(argument, ast.Constant)
                and isinstance(argument.value, str)
                and CODE.fullmatch(argument.value)
            ):
                named = [keyword.value for keyword in call.keywords if keyword.arg in ("message", "hint")]
                texts = itertools.chain.from_iterable(
                    self.texts(part, owner) for part in (*arguments[index + 1 :], *named)
                )
                sentences = frozenset(text for text in texts if " " in text.strip())
                yield Said(self.path.name, call.lineno, argument.value, sentences)

    def texts(self, node: ast.expr, owner: ast.FunctionDef) -> set[str]:
        match node:
            case ast.Constant(str(value)):
                return {value}
            case ast.BinOp(left, ast.Add(), right):
                return {one + other for one in self.texts(left, owner) for other in self.texts(right, owner)}
            case ast.IfExp(_, body, orelse):
                return self.texts(body, owner) | self.texts(orelse, owner)
            case ast.Name(name):
                return self.named(name, owner)
        return set()

    def named(self, name: str, owner: ast.FunctionDef) -> set[str]:
        if name in self.constants:
            return self.texts(self.constants[name], owner)
        found: set[str] = set()
        for node in ast.walk(owner):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    found |= self.assigned(target, node.value, name, owner)
            elif isinstance(node, ast.For):
                rows = self.constants.get(node.iter.id) if isinstance(node.iter, ast.Name) else node.iter
                for row in getattr(rows, "elts", []):
                    found |= self.assigned(node.target, row, name, owner)
        return found

    def assigned(self, target: ast.expr, value: ast.expr, name: str, owner: ast.FunctionDef) -> set[str]:
        if isinstance(target, ast.Name) and target.id == name and not _mentions(value, name):
            return self.texts(value, owner)
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=False)
            return set().union(*(self.assigned(one, other, name, owner) for one, other in pairs))
        return set()


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


@cache
def modules() -> list[_Module]:
    """Read the whole source: once, and only in the test process that asks for it."""
    return [_Module(path) for path in sorted((ROOT / "src/kaoji").rglob("*.py"))]


@cache
def raised() -> set[str]:
    """Give every code that stands in the source as a text of its own."""
    return {
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def described() -> list[str]:
    return re.findall(r"^### ([a-z]+\.[EWI]\d{3})\b", PAGE, flags=re.MULTILINE)


def test_every_code_has_its_section_in_the_reference() -> None:
    assert raised() - set(described()) == set()


def test_every_section_of_the_reference_stands_for_a_code() -> None:
    assert set(described()) - raised() == set()
    assert len(described()) == len(set(described()))


@pytest.mark.parametrize("code", described())
def test_section_says_what_why_example_and_how_to_mend(code: str) -> None:
    section = PAGE.split(f"### {code}", 1)[1].split("\n### ", 1)[0]
    for heading in ("**What.**", "**Why.**", "**Example.**", "**Mend.**"):
        assert heading in section, heading


@cache
def sentences() -> set[str]:
    """Give every message and hint, those that topics of the policy lint carry included."""
    found = set().union(*(said.sentences for module in modules() for said in module.findings()))
    hints = {item.hint for item in policy_findings("打卡", Source())}
    return found | {topic.message for topic in TOPICS} | hints


def test_sentences_are_found_in_the_source() -> None:
    assert "The limit “{when}” changes no grade and no prize." in sentences()
    assert len(sentences()) > 100


@cache
def chinese() -> dict[str, str]:
    """Give the translations of the catalogue, those that are marked as doubtful left out."""
    path = ROOT / "src/kaoji/locale/zh_Hans/LC_MESSAGES/kaoji.po"
    catalogue = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""))
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}


def test_every_sentence_is_translated() -> None:
    assert sentences() - set(chinese()) == set()


def texts_of(path: Path) -> Iterator[str]:
    """Give the texts that a module marks for translation as they stand."""
    for _line, _function, messages, _comments in extract_python(
        io.BytesIO(path.read_bytes()), {"_": None, "say": None}, [], {}
    ):
        given: object = messages
        first = given[0] if isinstance(given, tuple | list) else given
        if first:
            yield str(first)


def test_every_text_of_the_commands_is_translated() -> None:
    texts = set(itertools.chain.from_iterable(texts_of(path) for path in (ROOT / "src/kaoji/cli").glob("*.py")))
    assert len(texts) > 100
    assert texts - set(chinese()) == set()


def test_every_text_of_what_is_handed_out_is_translated() -> None:
    texts = set(itertools.chain.from_iterable(texts_of(path) for path in (ROOT / "src/kaoji/writing").rglob("*.py")))
    assert {"Score report", "Where points were lost"} <= texts
    assert texts - set(chinese()) == set()


def test_translations_use_the_placeholders_of_their_sentence() -> None:
    wrong = {
        english: names
        for english, translated in chinese().items()
        if (names := set(PLACEHOLDER.findall(translated)) - set(PLACEHOLDER.findall(english)))
    }
    assert wrong == {}
