"""What is written plainly is read in one go as the general reader of YAML reads it; the rest is left to that one."""

from __future__ import annotations

import pytest
import yaml

from kaoji.scheme.bundled import bundled_schemes
from kaoji.scheme.plain_yaml import plain_yaml

_PLAIN = (
    "title: 方案\nyear: 2026\ntotal: 0.50",
    "a:\n- 甲\n-\n  - 乙\n  - {名: 丙, b: [1, '2']}\nb: >-\n  一行\n  又一行\nc: |\n  一\n  二\n",
    "a: 'null'\nb: yes\nc: 12:30\nd: 2026-01-01\n",
    "[甲, [], {}]",
    "只有一句话",
)
_UNUSUAL = (
    "",
    "# nothing\n",
    "a: &x 甲\nb: *x",
    "a: !!str 甲",
    "a: !其他 甲",
    "a: {x: 1}\nb:\n  <<: {y: 2}",
    "a: 1\na: 2",
    "? [甲]\n: 乙",
    "~: 乙",
    "a: 1\n--- \nb: 2",
    "a: [1",
    "a: 1\n\tb: 2",
    "[" * 5_000,
)


@pytest.mark.parametrize("text", [*_PLAIN, *(path.read_text(encoding="utf-8") for path in bundled_schemes())])
def test_plain_text_is_read_as_by_the_general_reader(text: str) -> None:
    found = plain_yaml(text)
    assert found is not None
    assert found[0] == yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts only


def test_nothing_is_null_only_where_it_is_bare() -> None:
    found = plain_yaml("a:\nb: ~\nc: null\nd: ''\ne: 'null'")
    assert found is not None
    assert found[0] == {"a": None, "b": None, "c": None, "d": "", "e": "null"}


def test_every_part_has_its_place() -> None:
    found = plain_yaml("a:\n  b:\n    - 甲\n    - c: 乙\n")
    assert found is not None
    assert found[1] == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", "b"): (2, 3),
        ("a", "b", 0): (3, 7),
        ("a", "b", 1): (4, 7),
        ("a", "b", 1, "c"): (4, 7),
    }


@pytest.mark.parametrize("text", _UNUSUAL)
def test_unusual_text_is_left_to_the_general_reader(text: str) -> None:
    assert plain_yaml(text) is None
