"""Scoring texts of many kinds of notices, each with the rules that a careful person reads out of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaoji.numbers import plain
from kaoji.reading.clauses import ClauseRule, controlled, read_clause, rules_jsonl
from kaoji.reading.clauses.model import Amount, written
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score

FOLDER = Path(__file__).parent.parent / "cases" / "clauses"
CASES: dict[str, list[dict[str, Any]]] = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in sorted(FOLDER.glob("*.yml"))
}
WORDS = "每未不 分扣加计得记减最高不超过，。；：、（）第一二三名前后省市县级优良次项个百点%0123456789.～—-按比例由局由提供同事取消资格票测评×=/的者各别①②"


def _written(points: Amount | None) -> str:
    return "" if points is None else written(points)


def _short(rule: ClauseRule) -> str:
    """Write a rule as the case files do."""
    match rule.form:
        case "once":
            words = [rule.sign, _written(rule.points)]
        case "per":
            words = [rule.sign, _written(rule.points), "each", plain(rule.step or 0), rule.unit]
        case "rank":
            words = [rule.sign, rule.from_end, *map(plain, rule.places)]
        case "levels" | "options":
            levels = ", ".join(f"{label} {_written(points)}" for label, points in rule.levels)
            words = [rule.sign, levels, *(["each", rule.unit] if rule.unit else [])]
        case "range":
            words = [rule.sign, f"{plain(rule.low or 0)}..{plain(rule.high or 0)}"]
        case "proportional":
            words = [rule.sign]
        case "cap" | "floor":
            words = [_written(rule.points)]
        case _:
            words = []
    return " ".join([rule.form, *map(str, words)])


def _unlabelled(rule: str) -> str:
    if not rule.startswith("levels"):
        return rule
    return re.sub(r"(?<=[+\-,]) [^ ,]+(?= [\d.]+(?:,|$| each))", "", rule)


@pytest.mark.parametrize("kind", CASES)
def test_rules_of_scoring_texts(kind: str) -> None:
    # One test for a file: thousands of tests of a few milliseconds each take longer to call than to run.
    faults = [f"{case['name']}: {case['text']}\n{fault}" for case in CASES[kind] for fault in _faults(case)]
    assert not faults, "\n".join(faults)


def _faults(case: dict[str, Any]) -> Iterator[str]:
    """Give what was read otherwise than a careful person reads it."""
    reading = read_clause(case["text"], case.get("points"))
    read, meant = [_short(rule) for rule in reading.understood], case.get("rules")
    compared = list if case.get("labels", True) else lambda rules: [_unlabelled(rule) for rule in rules]
    if meant is not None and compared(read) != compared(meant):
        yield f"  read  {read}\n  meant {meant}"
    sure = {_short(rule) for rule in reading.understood if rule.confidence == "certain"}
    if sure & set(case.get("doubted", ())):
        yield f"  certain of {sure & set(case['doubted'])}"
    if len(reading.not_understood) != case.get("unknown", 0):
        yield f"  not understood: {[case['text'][rule.start : rule.end] for rule in reading.not_understood]}"


@pytest.mark.parametrize("kind", CASES)
def test_rules_for_a_scheme_parse(kind: str) -> None:
    for case in CASES[kind]:
        for rule in controlled(read_clause(case["text"], case.get("points"))):
            score, problems = parse_score(rule.score)
            assert problems == [], case
            assert score is not None
            assert parse_score(print_score(score))[0] == score, case
            assert rule.sources, case


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("乱收费的，每次扣3分，扣完为止", [("events", "乱收费", "每次扣3分"), ("limits", "", "扣完为止")]),
        ("争取资金每50万元加3分，最高加15分", [("measure", "争取资金", "每50万元加3分，最高15分")]),
        ("投资达到500万元加2分，再每增加100万元加0.1分", [("measure", "投资", "达到500万元加2分，再每超过100万元加0.1分")]),
        ("参训率90%以上的得5分", [("measure", "参训率", "达到90%计5分")]),
        ("未签订责任书的扣2分", [("when", "未签订责任书", "扣2分")]),
        ("利税突破1亿元加1分", [("when", "利税突破1亿元", "加1分")]),
        ("全县排名前3名的加2分，末位扣1分", [("rank", "全县", "第1至3名加2分"), ("rank", "", "后1名扣1分")]),
        ("第2名加3分", [("rank", "", "第2名加3分")]),
        ("受省、市表彰的，每次分别加5分、3分", [("events", "受省、市表彰", "省每次加5分，市每次加3分")]),
        ("由区统计局提供计分依据", [("score", "", "由区统计局计分")]),
        ("由县委组织部综合评定打分", [("score", "", "由县委组织部计分")]),
        ("乱收费的，每次扣3分，扣完10分为止", [("events", "乱收费", "每次扣3分，最高10分")]),
        ("主办加2分；协办加1分。加分之和不超过5分", [("when", "主办", "加2分"), ("when", "协办", "加1分"), ("limits", "", "最高5分")]),
        ("同一事项不重复加分", [("limits", "", "同一事项取最大值")]),
        ("发生重大事故的，一票否决", []),
    ],
)  # fmt: skip
def test_rules_for_a_scheme_name_their_slots(text: str, rules: list[tuple[str, str, str]]) -> None:
    read = controlled(read_clause(text))

    assert [(rule.key, rule.label, rule.score) for rule in read] == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("清运率达到98%得10分，90%以上得6分，90%以下不得分", [("measure", "清运率", "达到98%计10分，达到90%计6分，低于90%计0分", None, False)]),
        ("清运率达到95%以上得10分，85%—95%得6分，低于85%的不得分", [("measure", "清运率", "达到95%计10分，达到85%计6分，低于85%计0分", None, True)]),
        ("清运率90%以上计10分，80%以上不足90%计6分，其余不得分", [("measure", "清运率", "达到90%计10分，达到80%计6分，低于80%计0分", None, True)]),
        ("抽测成绩90分以上得10分，80分以上得6分", [("measure", "抽测成绩", "达到90分计10分，达到80分计6分", None, True)]),
        ("合格率低于90%扣2分，低于80%扣5分", [("measure", "合格率", "低于90%扣2分，低于80%扣5分", None, False)]),
        ("办结率100%的得6分，95%以上得4分；好评率达到90%得4分，80%以上得2分", [("measure", "办结率", "达到100%计6分，达到95%计4分", None, True), ("measure", "好评率", "达到90%计4分，达到80%计2分", None, False)]),
        ("全部完成得10分，完成60%以上得5分，60%以下不得分", [("measure", "完成比例（%）", "达到100%计10分，达到60%计5分，低于60%计0分", None, True)]),
        ("完成植树任务得10分，未完成的按完成比例计分", [("measure", "完成比例（%）", "按完成比例计分", 100, True)]),
        ("投资达到5亿元得10分，未达到的按完成比例计分", [("measure", "投资", "按完成比例计分", 5, True)]),
        ("完成植树任务得满分，未完成的按完成率得分，完成率低于60%的不得分", [("measure", "完成比例（%）", "按完成比例计分", 100, True), ("measure", "完成比例（%）", "低于60%扣满分", None, True)]),
        ("化解率100%的得10分，每降低1个百分点扣1分", [("measure", "化解率", "达到100%计10分", None, True), ("measure", "", "每低于1个百分点扣1分", None, False)]),
        ("前3名的得10分，4-6名的得8分，其余得5分", [("rank", "", "第1至3名计10分、第4至6名计8分、第7名及以后计5分", None, True)]),
        ("超额完成的加2分；未完成的按完成比例计分", [("when", "超额完成", "加2分", None, False), ("measure", "完成比例（%）", "按完成比例计分", 100, True)]),
    ],
)  # fmt: skip
def test_steps_of_one_scale_are_one_rule_on_one_figure(
    text: str, rules: list[tuple[str, str, str, int | None, bool]]
) -> None:
    read = controlled(read_clause(text, 10))

    assert [(rule.key, rule.label, rule.score, rule.target, rule.doubtful) for rule in read] == rules


def test_spans_are_places_in_the_text_as_given() -> None:
    text = " １、按期完成的，记 １ 分；  未完成的，每次扣 ０．５ 分 。"

    first, second = read_clause(text).rules

    assert text[first.start : first.end].strip() == "按期完成的，记 １ 分"
    assert text[second.start : second.end].strip() == "未完成的，每次扣 ０．５ 分"


def test_label_leaves_out_numbers_and_words_of_scoring() -> None:
    labels = [
        rule.label
        for rule in read_clause("（3）凡发现虚报数据（含瞒报）的，每次扣2分；造成后果的，一次性扣5分。").rules
    ]

    assert labels == ["虚报数据", "造成后果"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("未按时报送的，每次扣1分", "certain"),
        ("第一名加5分，第二名加3分", "certain"),
        ("做好社区矫正工作", "probable"),
        ("有特色做法的，最高加3分", "probable"),
        ("逾期整改的，按该项分值的50%计分", "check"),
        ("主动上报线索被打掉的一窃电团伙加2分", "probable"),
        ("每次例会缺席的扣1分，迟到的扣0.5分", "probable"),
        ("进度前六名加1分，前两名加3分", "probable"),
        ("评议得分=（优秀票数×100+称职票数×80）÷总票数", "check"),
        ("未完成的扣O.5分", "not_understood"),
        ("村容整治得分高于全镇均值且排在前四名的得3分。", "probable"),
        ("被评为县级以上示范食堂得加2分；市级以上得加4分。", "probable"),
        ("垃圾分类率每提高05个百分点加1分。", "check"),
        ("渔船进港登记漏报的扣05分。", "check"),
        ("每项设一、二、三等奖，分别加3、2、1分", "check"),
        ("前三名分别得满分、90%、80%", "check"),
        ("每人每年撰写调研报告1篇得2分", "probable"),
        ("后3名分别扣1分至3分", "probable"),
        ("凡有一项工作受到县级通报批评的，扣5分；受到市级通报批评的，扣10分。", "probable"),
        ("验收每提前或推迟2天加扣1分。", "probable"),
        ("隐患整改到位的，每起减扣0.5分。", "probable"),
    ],
)
def test_confidence_of_a_text_is_that_of_its_least_sure_rule(text: str, confidence: str) -> None:
    assert read_clause(text, 10).confidence == confidence


def test_exchange_form_of_a_line() -> None:
    lines = [
        json.dumps({"id": "a", "text": "每5家加2分，最高加6分，另加 分", "points": ""}),
        "",
        '{"id": "b", "text": ""}',
    ]

    first, second = rules_jsonl(lines)

    assert first["id"] == "a"
    assert [
        {key: rule[key] for key in ("form", "effect", "points", "per", "unit") if key in rule}
        for rule in first["rules"]
    ] == [{"form": "per", "effect": "+", "points": "2", "per": "5", "unit": "家"}, {"form": "cap", "points": "6"}]
    assert [words for _, _, words in first["not_understood"]] == ["加分"]
    assert second == {"id": "b", "rules": []}


@given(st.text(st.sampled_from(WORDS), max_size=60) | st.text(max_size=60), st.none() | st.integers(0, 100))
def test_any_text_is_read(text: str, points: int | None) -> None:
    reading = read_clause(text, points)

    for rule in reading.rules:
        assert 0 <= rule.start <= rule.end <= len(text)
        rule.to_json()
    for written_rule in controlled(reading):
        assert parse_score(written_rule.score)[0] is not None


def test_a_thousand_texts_take_about_a_second() -> None:
    texts = [case["text"] for cases in CASES.values() for case in cases]
    texts = (texts * (1000 // len(texts) + 1))[:1000]
    started = time.process_time()

    for text in texts:
        read_clause(text, 10)

    assert time.process_time() - started < 3  # a slow machine has three times as long


@pytest.mark.parametrize(("points", "verb"), [(9, "计"), (None, "加")])
def test_amounts_without_a_verb_count_towards_the_points_of_their_row(points: int | None, verb: str) -> None:
    read = controlled(read_clause("优秀9分，良好7分", points))
    assert [rule.score for rule in read] == [f"优秀{verb}9分，良好{verb}7分"]
