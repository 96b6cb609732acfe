"""Explanations add up: every number shown is made of the numbers shown below it, and they are the engine's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kaoji.diagnostics import Source
from kaoji.numbers import POINT, format_points, half_up, round_points
from kaoji.scheme import Structure, load, resolve
from kaoji.scoring import Facts, Scores
from kaoji.scoring.derivations import line
from kaoji.scoring.explaining import Derivation, explain, render
from kaoji.scoring.facts import Absence, Answer, Ballots, EnteredScore, Event, Mark, Measure, Unit
from kaoji.writing import sentences
from tests.properties.strategies import Assessment, assessments
from tests.scored import score
from tests.thorough import examples

TEXT = """
kaoji: 1
title: 清溪县2025年度乡镇考核
year: 2025
groups: {乡镇: {units: [甲乡, 乙乡, 丙镇]}}
indicators:
  - name: 工作实绩
    source: 附件1
    items:
      - name: 固定投资
        points: 20
        score: 直接计分
        when_absent: 税收
      - name: 税收
        points: 30
        rules: [{measure: 税收（万元）, target: 400, score: 按完成比例计分}]
      - name: 建设环境
        points: 10
        rules: [{events: 乱收费, score: 每次扣3分，扣完为止, source: 附件1第3行, text: 每发生一次扣3分}]
      - name: 通报
        bonus: true
        limits: 同一事项取最大值，加分不超过5分
        rules: [{events: 通报表扬, score: 省级加4分、市级加2分}]
panels:
  群众评价: {points: 100, options: {满意: 100, 一般: 60}, abstentions: 不了解, classes: {代表: 60%, 居民: 40%}}
  领导评价: {points: 20, dimensions: {大局: 10, 廉洁: 10}, score: 去掉1个最高分和1个最低分}
total: [{formula: "工作实绩×80%+群众评价×10%+领导评价×10%，保留两位小数", source: 正文三}]
"""


def structure_of(text: str) -> Structure:
    file, problems = load(text)
    assert file is not None, problems
    structure, problems = resolve(file)
    assert not problems, [problem.line("en") for problem in problems]
    return structure


@pytest.fixture(scope="module")
def scores() -> Scores:
    structure = structure_of(TEXT)
    slots = {slot.label: index for index, slot in enumerate(structure.slots)}
    facts = Facts(units=[Unit(unit, "乡镇") for unit in ("甲乡", "乙乡", "丙镇")])
    read = Source("events.csv", 12)
    facts.scores = [EnteredScore("甲乡", slots["固定投资"], Decimal("17.5"))]
    facts.measures = [Measure(unit, slots["税收（万元）"], Decimal(300)) for unit in ("甲乡", "乙乡")]
    fees, praise = slots["乱收费"], slots["通报表扬"]
    facts.events = [
        Event("甲乡", fees, "S013", Decimal(2), happened_on=date(2025, 3, 2), document="清纪〔2025〕4号", source=read),
        Event("甲乡", fees, "S014", counts=False, note="未签字"),
        Event("乙乡", fees, "S015", Decimal(5)),
        Event("乙乡", praise, "S016", level="省级", matter="抗旱"),
        Event("乙乡", praise, "S017", level="市级", matter="抗旱"),
        Event("乙乡", praise, "S018", level="省级", share=Fraction(1, 2)),
    ]
    facts.absences = [Absence("乙乡", 1, "没有任务")]
    for kind, good, middle in (("代表", 3, 1), ("居民", 10, 10)):
        facts.ballots += [Ballots("甲乡", "群众评价", "满意", good, kind=kind)]
        facts.ballots += [Ballots("甲乡", "群众评价", "一般", middle, kind=kind)]
        facts.ballots += [Ballots("甲乡", "群众评价", "不了解", 2, kind=kind)]
    for rater, mark in enumerate(("9", "8", "7.5", "10"), 1):
        facts.marks += [Mark("甲乡", "领导评价", f"评分人{rater}", name, Decimal(mark)) for name in ("大局", "廉洁")]
    return score(structure, facts)


def only(derivation: Derivation, label: str) -> Derivation:
    (found,) = (item for item in derivation.walk() if item.label == label)
    return found


def words(derivation: Derivation) -> list[str]:
    return [phrase.text("en") for phrase in derivation.text]


def evaluated(working: str) -> Fraction:
    """Calculate what a working says, exactly."""
    text = re.sub(r"([\d.]+)%", r"(Fraction('\1')/100)", working.replace("×", "*").replace("÷", "/").replace("−", "-"))
    text = re.sub(r"(?<!['\d.])(\d+(?:\.\d+)?)(?!['\d.])", r"Fraction('\1')", text)
    return Fraction(eval(text, {"Fraction": Fraction}))  # noqa: S307 - the expression was written here


# ---------------------------------------------------------------------------------------------- what an explanation says


def test_total_is_the_sum_of_its_weighted_parts_and_the_rounding(scores: Scores) -> None:
    found = explain(scores, "甲乡")
    assert found.value == scores.totals["甲乡"] == sum(term.amount for term in found.terms)
    shown = [term.phrase.text("en") for term in found.terms]
    # 17.5 + 30 × 300 ÷ 400 + (10 − 6) = 44; ballots 90 × 60% + 80 × 40% = 86; sheets (18 + 16) ÷ 2 = 17
    assert shown == ["工作实绩 44 × 80%", "群众评价 86 × 10%", "领导评价 17 × 10%"]
    assert words(found) == ["formula: 工作实绩×80%+群众评价×10%+领导评价×10%，保留两位小数"]
    assert found.source == "正文三"


def test_deduction_is_unfolded_to_the_event_and_where_it_was_read(scores: Scores) -> None:
    found = only(explain(scores, "甲乡"), "建设环境")
    assert [term.phrase.text("en") for term in found.terms] == ["start 10", "taken 6"]
    (rule,) = found.children
    assert (rule.source, rule.quote) == ("附件1第3行", "每发生一次扣3分")
    counted, left_out = rule.children
    assert (counted.value, counted.working) == (-6 * POINT, "2 × 3")
    assert words(counted) == ["no. S013", "on 2025-03-02", "2 次", "document 清纪〔2025〕4号"]
    assert counted.place == Source("events.csv", 12)
    assert (left_out.kind, left_out.value) == ("fact", 0)
    assert words(left_out) == ["does not count", "no. S014", "未签字"]


def test_floor_is_an_addend_of_its_own_when_it_holds(scores: Scores) -> None:
    found = only(explain(scores, "乙乡"), "建设环境")
    assert found.value == 0
    shown = [(term.phrase.text("en"), term.amount // POINT) for term in found.terms]
    assert shown == [("start 10", 10), ("taken 15", -15), ("not below 0: 5 given back", 5)]


def test_effect_that_gives_way_is_shown_with_nothing(scores: Scores) -> None:
    found = only(explain(scores, "乙乡"), "通报")
    effects = found.children[0].children
    assert [effect.value for effect in effects] == [4 * POINT, 2 * POINT, 0]
    assert effects[1].working == "4 × 50%"
    assert words(effects[2])[0] == "2 not counted: the same matter counts once, at its largest"
    assert [term.phrase.text("en") for term in found.terms] == ["added 6", "bonuses at most 5: 1 less"]


def test_absent_indicator_names_who_takes_its_points(scores: Scores) -> None:
    found = explain(scores, "乙乡")
    absent = only(found, "固定投资")
    assert absent.kind == "absent"
    assert words(absent) == ["does not apply to this unit", "没有任务", "its 20 points go to 税收"]
    taker = only(found, "税收")
    assert words(taker) == ["its 30 points grew by those of what does not apply: 固定投资 20"]
    effect = taker.children[0].children[0]
    assert (effect.value, effect.working) == (375 * POINT // 10, "50 × 300 ÷ 400")


def test_panel_is_unfolded_to_counts_and_sheets(scores: Scores) -> None:
    ballots = explain(scores, "甲乡", "群众评价")
    assert [(child.label, child.working) for child in ballots.children] == [
        ("代表", "(3 × 100 + 1 × 60) ÷ 4"),
        ("居民", "(10 × 100 + 10 × 60) ÷ 20"),
    ]
    assert words(ballots.children[0]) == ["满意 3", "一般 1", "不了解 2 (not counted)"]
    sheets = explain(scores, "甲乡", "领导评价")
    assert sheets.working == "(18 + 16) ÷ 2"
    left_out = [child.label for child in sheets.children if "left out as one of the highest or lowest" in words(child)]
    assert left_out == ["评分人3", "评分人4"]


@pytest.mark.parametrize(
    ("way", "said", "score_"),
    [
        ("", "nothing counts from 居民 40%: left out, the weights of the others scaled up to 100%", 90),
        (", score: 各类评价人同权", "nothing counts from 居民: the other kinds alone make the mean", 90),
        (", score: 逐票扣分", "nothing counts from 居民, so they take nothing off", 0),
    ],
)
def test_a_kind_of_voters_that_is_missing_is_said_with_what_becomes_of_its_weight(
    way: str, said: str, score_: int
) -> None:
    structure = structure_of(TEXT.replace("居民: 40%}}", f"居民: 40%}}{way}}}"))
    votes = [Ballots("甲乡", "群众评价", "满意", 3, kind="代表"), Ballots("甲乡", "群众评价", "一般", 1, kind="代表")]
    if "扣分" not in way:
        votes.append(Ballots("甲乡", "群众评价", "不了解", 5, kind="居民"))  # what is counted as nothing counts here
    facts = Facts(units=[Unit(name, "乡镇") for name in ("甲乡", "乙乡", "丙镇")], ballots=votes)
    derived = explain(score(structure, facts), "甲乡", "群众评价")
    assert derived.value == score_ * POINT
    assert said in words(derived)


def test_missing_data_are_named(scores: Scores) -> None:
    found = explain(scores, "丙镇")
    assert words(only(found, "固定投资：直接计分")) == ["no data yet"]
    assert words(only(found, "群众评价")) == ["no votes or scores yet"]


def test_indicator_is_explained_alone_when_named(scores: Scores) -> None:
    index = scores.node_named("甲乡", "建设环境")
    assert explain(scores, "甲乡", index) == only(explain(scores, "甲乡"), "建设环境")


def test_lines_are_indented_and_hold_number_and_reason(scores: Scores) -> None:
    lines = render(explain(scores, "甲乡"), "en")
    assert lines[0].startswith("甲乡, total: 工作实绩 44 × 80% + 群众评价 86 × 10% + 领导评价 17 × 10% = 45.5")
    assert "    建设环境: start 10 − taken 6 = 4" in "\n".join(lines)
    event = next(text for text in lines if "S013" in text)
    assert (
        event.strip()
        == "每次扣3分: 2 × 3 = 6 taken (no. S013, on 2025-03-02, 2 次, document 清纪〔2025〕4号) [events.csv:12]"
    )
    assert "    Nothing to count, 0 points: 通报" in lines


KINDS = (
    # rules, target or other facts of the measure, value, what is written of the indicator and of its effects
    ("{measure: 参合率（%）, target: 95, score: 每低于1个百分点扣2分}", "91.4", "基础分10分 − 扣分6分 = 4分",
     "每低于1个百分点扣2分：3 × 2 = 扣6分（数值91.4，目标值95，不足1个百分点的不计）"),
    ("{measure: 参合率（%）, target: 95, score: 每低于1个百分点扣2分}", "94.4", "",
     "每低于1个百分点扣2分：0 × 2 = 0分（数值94.4，目标值95，不足1个百分点的不计）"),
    ("{measure: 参合率（%）, target: 95, score: 每低于1个百分点扣2分}", "96", "",
     "每低于1个百分点扣2分：0 × 2 = 0分（数值96，目标值95）"),
    ("{measure: 参合率（%）, target: 95, score: 每低于1个百分点扣2分}", "80", "基础分10分 − 扣分30分 = −20分，最低0分，得0分",
     "每低于1个百分点扣2分：15 × 2 = 扣30分（数值80，目标值95）"),
    ("{measure: 参合率（%）, target: 95, score: 每低于1个百分点扣2分（按比例）}", "94.4", "基础分10分 − 扣分1.2分 = 8.8分",
     "每低于1个百分点扣2分（按比例）：(95 − 94.4) × 2 = 扣1.2分（数值94.4，目标值95）"),
    ("{measure: 到位资金（万元）, score: 每500万元计2分，最高计10分}", "7300.5", "计分28分，最高得10分（少计18分），得10分",
     "每500万元计2分：14 × 2 = 得28分（数值7300.5，不足500万元的不计）"),
    ("{measure: 到位资金（万元）, score: 每500万元计2分}", "7300", "计分28分，不超过本项分值10分（少计18分），得10分",
     "每500万元计2分：14 × 2 = 得28分（数值7300，不足500万元的不计）"),
    ("{measure: 到位资金（万元）, target: 1000, score: 按完成比例计分}", "800", "",
     "按完成比例计分：10 × 800 ÷ 1000 = 得8分（数值800，目标值1000）"),
    ("{measure: 到位资金（万元）, score: 达到1000万元计8分，再每增加100万元加1分，最高加3分}", "1650",
     "计分8分 + 加分3分 = 11分", "再每超过100万元加1分：6 × 1 = 得6分（数值1650，不足100万元的不计）"),
    ("{measure: 到位资金（万元）, target: 1000, score: 每低于目标的10%扣1分}", "750", "基础分10分 − 扣分2分 = 8分",
     "每低于目标的10%扣1分：2 × 1 = 扣2分（数值750，目标值1000，不足10%的不计）"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "value", "indicator", "effect"), KINDS)
def test_calculations_read_as_an_official_writes_them(rule: str, value: str, indicator: str, effect: str) -> None:
    structure = structure_of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {镇: {units: [甲]}}\nindicators:\n"
        f"  - {{name: 工作, points: 10, rules: [{rule}]}}\n"
    )
    facts = Facts(units=[Unit("甲", "镇")])
    facts.measures = [Measure("甲", 0, Decimal(value))]
    found = explain(score(structure, facts), "甲", 0)
    assert [item.text for item in sentences.why(found, "zh") if item.of is None][:1] == [indicator][: bool(indicator)]
    assert effect in [item.text for item in sentences.why(found, "zh")]


def test_effects_of_several_questions_say_which_they_answer() -> None:
    structure = structure_of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {镇: {units: [甲]}}\nindicators:\n"
        "  - {name: 工作, points: 10, rules: [{when: 完成外资任务, score: 计6分}, {when: 完成内资任务, score: 计4分}]}\n"
    )
    facts = Facts(units=[Unit("甲", "镇")], answers=[Answer("甲", 0, answer=True), Answer("甲", 1, answer=False)])
    found = explain(score(structure, facts), "甲", 0)
    assert [item.text for item in sentences.why(found, "zh")] == [
        "完成外资任务：计6分：得6分（是）", "完成内资任务：0分（按规则不得分、不扣分，否）",
    ]  # fmt: skip


def test_a_score_that_somebody_gave_is_said_once(scores: Scores) -> None:
    found = explain(scores, "甲乡", scores.node_named("甲乡", "固定投资"))
    assert [item.text for item in sentences.why(found, "zh", also_plain=True)] == ["直接计分：得17.5分"]
    assert list(sentences.why(found, "zh")) == []


def test_a_limit_of_one_of_several_rules_says_whose_it_is() -> None:
    structure = structure_of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {镇: {units: [甲]}}\nindicators:\n"
        "  - {name: 表彰, bonus: true, rules: [{events: 上级表彰, score: 每次加2分，最高加3分}, {events: 经验推广, score: 每次加1分}]}\n"
    )
    facts = Facts(units=[Unit("甲", "镇")], events=[Event("甲", 0, "1", Decimal(2)), Event("甲", 1, "2")])
    found = explain(score(structure, facts), "甲", 0)
    assert [item.text for item in sentences.why(found, "zh")] == [
        "上级表彰：加分4分，加分不超过3分（少计1分），得3分", "上级表彰：每次加2分：2 × 2 = 得4分（事项1，2次）", "经验推广：每次加1分：得1分（事项2）",
    ]  # fmt: skip


def test_unknown_unit_or_indicator_is_refused(scores: Scores) -> None:
    with pytest.raises(KeyError):
        explain(scores, "丁乡")
    with pytest.raises(KeyError):
        explain(scores, "甲乡", 99)


# ------------------------------------------------------------------------------------------------- explanations add up

FLOWS = ("given {points}", "added {points}", "taken {points}", "start {points}")


def every(derivation: Derivation, kind: str) -> Iterator[Derivation]:
    return (item for item in derivation.walk() if item.kind == kind)


def check_sums(derivation: Derivation) -> None:
    for item in derivation.walk():
        if item.terms:
            assert sum(term.amount for term in item.terms) == item.value, item
        bounds = sum(term.amount for term in item.terms if term.phrase.message not in FLOWS)
        below = sum(child.value or 0 for child in item.children)
        if item.kind == "rule":
            assert below + bounds == item.value, item
        if item.kind == "indicator":
            start = sum(term.amount for term in item.terms if term.phrase.message.startswith("start"))
            assert start + below + bounds == item.value, item


def check_workings(derivation: Derivation) -> None:
    for effect in every(derivation, "effect"):
        if effect.working and effect.value:
            exact = max(Fraction(0), evaluated(effect.working)) * POINT
            tolerance = 1 if "+" in effect.working else 0  # the terms of a growth index are rounded one by one
            if effect.label.startswith(("第", "前", "后", "rank", "last")):
                tolerance = POINT // 2  # a tie may be rounded to whole points
            assert abs(half_up(exact.numerator, exact.denominator) - abs(effect.value)) <= tolerance, effect
    for voters in (*every(derivation, "voters"), *every(derivation, "sheet")):
        if voters.working and not voters.children:
            exact = evaluated(voters.working) * POINT
            assert half_up(exact.numerator, exact.denominator) == voters.value, voters


def test_ballots_that_take_more_than_all_points_make_no_false_sum() -> None:
    structure = structure_of("""
kaoji: 1
title: 测评
year: 2025
groups: {街道: {units: [东街街道]}}
panels:
  群众测评: {points: 10, options: {满意: 0, 不满意: 6}, score: 逐票扣分, provider: 区考核办}
total:
  - {formula: 群众测评}
""")
    few, many = (
        Facts(units=[Unit("东街街道", "街道")], ballots=[Ballots("东街街道", "群众测评", "不满意", count)])
        for count in (1, 3)
    )
    assert line(explain(score(structure, few), "东街街道", "群众测评"), "zh").startswith("群众测评：10 − 6 = 4分")
    said = line(explain(score(structure, many), "东街街道", "群众测评"), "zh")
    assert said.startswith("群众测评 0分；满分10，逐票扣18，最低0分"), said


def check_panels(derivation: Derivation, structure: Structure) -> None:
    panels = {panel.name: panel for panel in structure.panels}
    for item in every(derivation, "panel"):
        score_ = panels[item.label].score
        if item.working and item.value is not None:
            exact = evaluated(item.working) * POINT
            assert round_points(half_up(exact.numerator, exact.denominator), score_.decimals) == item.value, item


@pytest.mark.slow
@settings(
    max_examples=examples(12),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(assessments())
def test_explanations_add_up_for_any_scheme_and_facts(assessment: Assessment) -> None:
    scores = score(assessment.structure, assessment.facts)
    for unit in scores.units:
        found = explain(scores, unit)
        assert found.value == scores.totals.get(unit)
        derivations = [found]
        roots = [node.index for node in assessment.structure.roots if (unit, node.index) in scores.nodes]
        derivations += [explain(scores, unit, index) for index in roots]
        derivations += [explain(scores, unit, name) for _, name in scores.panels if _ == unit]
        for derivation in derivations:
            check_sums(derivation)
            check_workings(derivation)
            check_panels(derivation, assessment.structure)
            text = "\n".join(render(derivation, "en"))
            assert derivation.value is None or format_points(derivation.value).removeprefix("-") in text


WEIGHED = """
kaoji: 1
title: 清溪县2031年度乡镇考核
year: 2031
groups: {乡镇: {units: [甲乡]}}
indicators:
  - name: 平安
    items:
      - {name: 事故, points: 100, weight: 40%, rules: [{events: 事故, score: 每起扣50分，扣完为止}]}
      - {name: 信访, points: 100, weight: 60%, score: 直接计分}
  - {name: 表彰, bonus: true, limits: 同一事项取最大值, rules: [{events: 表彰, score: 国家级加3分、省级加2分}]}
panels: {评价: {points: 100, dimensions: {总评: 100}, classes: {领导: 100%}}}
total: [{formula: 平安×80%+表彰+评价×20%}]
"""


def test_what_stands_alone_is_reckoned_with_its_weight_and_what_gives_way_with_its_own_amount() -> None:
    structure = structure_of(WEIGHED)
    slots = {slot.label: index for index, slot in enumerate(structure.slots)}
    facts = Facts(units=[Unit("甲乡", "乡镇")])
    facts.scores = [EnteredScore("甲乡", slots["信访"], Decimal(90))]
    facts.marks = [
        Mark("甲乡", "评价", "1", "总评", Decimal(80), "领导"),
        Mark("甲乡", "评价", "2", "总评", Decimal(90), "领导"),
    ]
    facts.events = [
        Event("甲乡", slots["事故"], "1", Decimal(2)),
        Event("甲乡", slots["表彰"], "2", level="国家级", matter="甲", share=Fraction(1, 3)),
        Event("甲乡", slots["表彰"], "3", level="省级", matter="甲"),
    ]
    lines = [line.strip() for line in render(explain(score(structure, facts), "甲乡"), "zh")]
    assert any(line.startswith("平安：信访 90×60% = 54分") for line in lines), lines
    assert any("国家级加3分：0分（3 × 1/3 = 1分，不计：同一事项取最大值" in line for line in lines), lines
    assert "各评分表：1：80、2：90" in lines or any(line.startswith("评价人1：80分") for line in lines), lines
