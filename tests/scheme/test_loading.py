"""Scheme files: places of mistakes, exact numbers, and that writing and reading give the same scheme."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
import yaml

from kaoji.scheme import dump, json_schema, load, load_scheme
from kaoji.scheme.bundled import bundled_schemes
from kaoji.scheme.model import Group

SMALL = """\
kaoji: 1
title: 南湖区街道考核
year: 2025
groups: {街道: {units: [东街街道, 西街街道]}}
indicators:
  - {name: 财政收入, points: 12.50, score: 直接计分}
grades:
  - {name: 好, share: 1/3, at_least: 95}
"""


_HARD_WORDS = (
    "是", "甲：乙", "甲: 乙", "甲 #乙", "-甲", "甲*", "*甲", "yes", "on", "null", "~", "1.5", "0x1", "2026-01-01", "5%", "≥5", "",
    "甲\n乙", "甲\n\n乙：丙\n#丁", "甲 \n乙", "\n", " 甲\n乙\n\n", "甲\t乙", "甲\u2028乙", "“引”（办）、《法》", "甲，乙、丙" * 40, "y" * 200, "false",
)  # fmt: skip


@pytest.mark.parametrize("word", _HARD_WORDS)
def test_texts_stay_texts_when_a_scheme_is_written(word: str) -> None:
    file, _ = load(SMALL)
    assert file is not None
    written = dump(file.scheme.model_copy(update={"title": word, "groups": {word: Group(units=(word,))}}))
    data = yaml.safe_load(written)
    assert data["title"] == word
    assert data["groups"][word]["units"] == [word]


def test_texts_of_several_lines_are_written_line_by_line() -> None:
    file, _ = load(SMALL)
    assert file is not None
    written = dump(file.scheme.model_copy(update={"title": "1.报送台账：按季度。\n2.逾期扣分：每次扣1分。"}))
    assert "title: |-\n  1.报送台账：按季度。\n  2.逾期扣分：每次扣1分。\n" in written


def test_numbers_are_exact() -> None:
    file, problems = load(SMALL)
    assert problems == []
    assert file is not None
    assert file.scheme.indicators[0].points == Decimal("12.50")
    assert file.scheme.grades[0].share == Fraction(1, 3)


@pytest.mark.parametrize("path", bundled_schemes(), ids=lambda path: path.parent.name)
def test_written_scheme_reads_back_as_the_same(path: Path) -> None:
    file, _ = load(path)
    assert file is not None
    again, problems = load(dump(file.scheme))
    assert problems == []
    assert again is not None
    assert again.scheme == file.scheme


@pytest.mark.parametrize("path", bundled_schemes(), ids=lambda path: path.parent.name)
def test_json_schema_accepts_the_bundled_schemes(path: Path) -> None:
    data = _plain(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert [error.message for error in jsonschema.Draft202012Validator(json_schema()).iter_errors(data)] == []


def _plain(data: object) -> object:
    """YAML dates as text, as editors see them."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data if isinstance(data, str | int | float | bool) or data is None else str(data)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("points:", "pionts:", "scheme.E102", 6),
        ("12.50", "十二点五", "scheme.E103", 6),
        ("1/3", "130%", "scheme.E103", 8),
        ("title: 南湖区街道考核\n", "", "scheme.E101", 1),
        ("year: 2025", "year: 2025\nyear: 2024", "scheme.E104", 4),
        ("groups: {", "groups: [", "scheme.E100", 4),
        ("直接计分", "每次3分", "scheme.E120", 6),
        ("直接计分", "第1名加3分", "scheme.E111", 6),
    ],
)
def test_mistake_is_found_with_its_line(old: str, new: str, code: str, line: int) -> None:
    _, problems = load_scheme(SMALL.replace(old, new))
    found = [(problem.code, problem.sources[0].line) for problem in problems]
    assert (code, line) in found


def test_unknown_key_names_the_nearest() -> None:
    _, (problem,) = load_scheme(SMALL.replace("points:", "pionts:"))
    assert "points" in problem.sentence("zh")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("kaoji: 1\ntitle: a\n  year: 2025", 3, "上一行没有写完"),
        ("kaoji: 1\n\ttitle: x", 2, "制表符"),
        ('kaoji: 1\ntitle "x"\nyear: 3', 3, "没有冒号"),
        ("kaoji: [1, 2\ntitle: x", 2, "括号不成对"),
        ('kaoji: "1\ntitle: x', 2, "引号或括号不成对"),
        ("kaoji: 1\n&: 2", 2, "不符合YAML格式"),
        ("- a", 0, "没有“键: 值”"),
    ],
)
def test_what_is_no_yaml_is_explained_in_words(text: str, line: int, said: str) -> None:
    _, problems = load_scheme(text)
    (problem,) = problems
    assert problem.code == "scheme.E100"
    assert problem.sources[0].line in (line, line + 1, None)
    assert said in problem.line("zh")


def test_a_file_that_is_not_there_or_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "方案.yaml"
    assert "没有“" in load_scheme(path)[1][0].line("zh")
    path.write_bytes("title: 考核".encode("gb18030"))
    assert "不是UTF-8编码" in load_scheme(path)[1][0].line("zh")


@pytest.mark.parametrize(
    ("given", "wrong", "zh", "en"),
    [
        ("12.50", "十二点五", "应为数字", "is not a number"),
        ("12.50", "-5", "应为允许范围内的数", "is not a number within bounds"),
        ("year: 2025", "year: 二〇二五", "应为整数", "is not a whole number"),
        ("1/3", "30", "应为比例，如30%或0.3", "is not a share such as 30% or 0.3"),
        ("12.50", "1.0000000001", "最多9位小数", "at most nine decimals"),
        ("直接计分", "按功效系数法计分（60+400000000）", "不超过1亿", "at most 100 million"),
        ("\ngrades", "\ntotal: [{formula: 财政收入+999999999}]\ngrades", "过大的数", "too large"),
        ("\ngrades", "\ntotal: [{formula: 税收}]\ngrades", "总分公式中的“税收”", "“税收” in the total formula"),
        ("year: 2025\n", "", "“方案”缺少“year”", "“scheme” lacks the key “year”"),
        ("直接计分", "每次扣1分 最高扣3分", "中间没有标点", "side by side"),
        ("直接计分", "达到95%计12分，90%-95%计5分", "不用数值区间", "no spans of values"),
        ("直接计分", "每次3分", "分数前没有动词", "has no verb"),
    ],
)
def test_what_is_wrong_is_said_in_one_language(given: str, wrong: str, zh: str, en: str) -> None:
    assert given in SMALL
    _, problems = load_scheme(SMALL.replace(given, wrong))
    (problem,) = problems
    assert zh in problem.sentence("zh")
    assert en in problem.sentence("en")


@pytest.mark.parametrize(
    ("more", "words"),
    [("groups: {组: {units: [甲, , 乙]}}", "缺少内容"), ("---\nkaoji: 1", "另一个方案"), ("title: !甲", "加引号")],
)
def test_slips_of_yaml_are_said_in_the_readers_language(more: str, words: str) -> None:
    file, (problem, *_more) = load(f"kaoji: 1\nyear: 2031\n{more}\n")
    assert file is None
    assert words in problem.sentence("zh")


@pytest.mark.parametrize(
    ("key", "said", "meant"),
    [
        ("places", "前3名", (1, 3)), ("places", "第二至四名", (2, 4)), ("places", "1", (1, 1)), ("places", "[2, 3]", (2, 3)),
        ("last_places", "后2名", (1, 2)), ("last_places", "倒数第2名", (2, 2)), ("last_places", "末位", (1, 1)),
        ("places", "后3名", None), ("last_places", "前3名", None), ("places", "0", None),
    ],
)  # fmt: skip
def test_ranks_stand_as_notices_say_them(key: str, said: str, meant: tuple[int, int] | None) -> None:
    text = f"kaoji: 1\ntitle: 考核\nyear: 2025\ngroups: {{街道: {{}}}}\nafterwards: [{{then: 通报, {key}: {said}}}]\n"
    file, problems = load(text)
    if meant is None:
        assert {problem.code for problem in problems} == {"scheme.E103"}
        return
    assert file is not None
    assert getattr(file.scheme.afterwards[0], key) == meant


@pytest.mark.parametrize(
    ("said", "meant"), [("末位", 1), ("后三名", 3), ("2", 2), ("倒数第2名", None), ("前3名", None)]
)
def test_how_many_of_the_last_stands_as_notices_say_it(said: str, meant: int | None) -> None:
    text = f"kaoji: 1\ntitle: 考核\nyear: 2025\ngroups: {{街道: {{}}}}\nlimits: [{{when: 排名, last_places: {said}}}]\n"
    file, _ = load(text)
    assert (file.scheme.limits[0].last_places if file is not None else None) == meant
