"""A changed scheme is written into its text, which keeps what people wrote beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kaoji.scheme import Scheme, load, rewrite
from kaoji.scheme.bundled import bundled_schemes
from kaoji.scheme.model import Group, Node, Rule, Total

TEXT = """\
# 青川区考核方案，初稿
kaoji: 1
title: 青川区考核   # 暂定名
year: 2025

groups:
  街道: {units: [东街街道, 西街街道]}
  乡镇:
    units:
      - 白石镇
      - 柳溪镇   # 新设
indicators:
  # 第一部分
  - name: 工作实绩
    items:
      - name: 固定资产投资   # 见附件1
        points: 40
        provider: 区统计局
        score: 由数据提供单位计分
      # 由商务局报
      - name: 招商引资
        points: 20
        rules:
          - {measure: 到位资金（万元）, score: 每500万元计1分，最高计20分}
      - name: 平安建设
        points: 40
        text: |
          平安建设40分。
          每起扣5分。
        rules:
          - events: 事故
            score: 每起扣5分，扣完为止  # 待核
# 总分
total:
  - {formula: 工作实绩，保留两位小数}
"""


def read(text: str) -> Scheme:
    file, problems = load(text)
    assert file is not None, problems
    return file.scheme


def with_item(number: int, **update: object) -> Callable[[Scheme], Scheme]:
    def change(scheme: Scheme) -> Scheme:
        (part,) = scheme.indicators
        items = list(part.items)
        items[number] = items[number].model_copy(update=update)
        return scheme.model_copy(update={"indicators": (part.model_copy(update={"items": tuple(items)}),)})

    return change


def with_items(order: list[int], *more: Node) -> Callable[[Scheme], Scheme]:
    def change(scheme: Scheme) -> Scheme:
        (part,) = scheme.indicators
        items = (*(part.items[number] for number in order), *more)
        return scheme.model_copy(update={"indicators": (part.model_copy(update={"items": items}),)})

    return change


NEW = Node(name="生态环保", points=Decimal(10), rules=(Rule(events="环境事件", score="每起扣1分"),))
GROUPS = {"街道": Group(units=("东街街道",)), "乡镇": Group(units=("白石镇", "柳溪镇", "云台镇"), stated=3)}
CHANGES: dict[str, tuple[Callable[[Scheme], Scheme], int]] = {
    "a value": (with_item(0, points=Decimal(35)), 1),
    "a name for several": (with_item(0, provider=("区统计局", "区发改局")), 4),
    "a key more": (with_item(1, provider=("区商务局",)), 2),
    "a key less": (with_item(0, provider=()), 1),
    "a rule more": (with_item(2, rules=(Rule(events="事故", score="每起扣5分，扣完为止"), *NEW.rules)), 2),
    "a rule of another kind": (with_item(2, rules=(Rule(measure="事故数", score="每起扣5分，扣完为止"),)), 2),
    "a text in a block": (with_item(2, text="平安建设，四十分。"), 4),
    "no indicator at the end": (with_items([0, 1]), 9),
    "an indicator more": (with_items([0, 1, 2], NEW), 5),
    "another order": (with_items([2, 0, 1]), 18),
    "groups": (lambda scheme: scheme.model_copy(update={"groups": GROUPS}), 6),
    "a total more": (lambda scheme: scheme.model_copy(update={"total": (*scheme.total, Total(formula="工作实绩"))}), 1),
    "no total": (lambda scheme: scheme.model_copy(update={"total": ()}), 2),
    "an issuer": (lambda scheme: scheme.model_copy(update={"issuer": "区委办"}), 1),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_touches_few_lines_and_says_what_it_should(what: str) -> None:
    change, most = CHANGES[what]
    wanted = change(read(TEXT))
    text = rewrite(TEXT, wanted)
    assert read(text) == wanted
    before, after = TEXT.splitlines(), text.splitlines()
    touched = sum(line not in before for line in after) + sum(line not in after for line in before)
    assert touched <= most, text
    assert text.splitlines()[0] == "# 青川区考核方案，初稿"


@pytest.mark.parametrize("path", bundled_schemes(), ids=lambda path: path.parent.name)
def test_every_part_of_a_real_scheme_can_change_in_its_text(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    scheme = read(text)

    def changed(node: Node) -> Node:
        items = tuple(changed(item) for item in node.items)
        return node.model_copy(update={"items": items[::-1], "rules": node.rules[1:], "when_absent": "计零分"})

    wanted = scheme.model_copy(
        update={
            "indicators": tuple(changed(node) for node in scheme.indicators),
            "grades": scheme.grades[::-1],
            "limits": scheme.limits[1:],
            "unit_word": "科室",
        }
    )
    assert read(rewrite(text, wanted)) == wanted


def test_a_text_that_stays_the_same_is_not_touched() -> None:
    assert rewrite(TEXT, read(TEXT)) == TEXT


def test_a_text_that_uses_a_stretch_twice_is_written_out_anew() -> None:
    text = TEXT.replace("provider: 区统计局", "provider: &who 区统计局").replace(
        "      - name: 平安建设", "        provider: *who\n      - name: 平安建设"
    )
    wanted = with_item(0, provider=("区发改局",))(read(text))
    assert read(rewrite(text, wanted)) == wanted
