"""Rule texts: what they mean, and that printing and reading them gives the same tree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import (
    Cap,
    Condition,
    CountOnce,
    Entered,
    Floor,
    Index,
    Once,
    Open,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Ties,
)

D = Decimal
FORMS: list[tuple[str, list[object]]] = [
    ("计10分", [Once("fill", D(10))]),
    ("计满分", [Once("fill", None)]),
    ("扣５分", [Once("minus", D(5))]),
    ("完成的加2分", [Once("extra", D(2), Condition("完成的"))]),
    ("未完成的扣满分", [Once("minus", None, Condition("未完成的"))]),
    ("审计问题扣5分", [Once("minus", D(5), Condition("审计问题"))]),
    ("“每月例会缺席”扣1分", [Once("minus", D(1), Condition("每月例会缺席"))]),
    ("达到95%计5分", [Once("fill", D(5), Condition(None, ">=", D(95), "%"))]),
    ("80分以上计3分", [Once("fill", D(3), Condition(None, ">=", D(80), "分"))]),
    ("低于60扣2分", [Once("minus", D(2), Condition(None, "<", D(60)))]),
    ("≥95%计5分", [Once("fill", D(5), Condition(None, ">=", D(95), "%"))]),
    ("＜ 3次计5分", [Once("fill", D(5), Condition(None, "<", D(3), "次"))]),
    ("低于-5%扣2分", [Once("minus", D(2), Condition(None, "<", D(-5), "%"))]),
    ("60%（不含）以上计3分", [Once("fill", D(3), Condition(None, ">", D(60), "%"))]),
    ("低于60%（含）扣2分", [Once("minus", D(2), Condition(None, "<=", D(60), "%"))]),
    ("超过10人以上（含本数）加1分", [Once("extra", D(1), Condition(None, ">=", D(10), "人"))]),
    ("达到60%及以上计3分", [Once("fill", D(3), Condition(None, ">=", D(60), "%"))]),
    ("按时报送的计2分", [Once("fill", D(2), Condition("按时报送的"))]),
    (
        "国家级、省级分别加15分、10分",
        [Once("extra", D(15), Condition("国家级")), Once("extra", D(10), Condition("省级"))],
    ),
    (
        "国家级加15分、省级加10分、市级加5分",
        [Once("extra", D(n), Condition(w)) for w, n in (("国家级", 15), ("省级", 10), ("市级", 5))],
    ),
    (
        "国家级、省级分别每家加15分、10分",
        [Per("extra", D(15), D(1), "家", label="国家级"), Per("extra", D(10), D(1), "家", label="省级")],
    ),
    ("每次扣3分", [Per("minus", D(3), D(1), "次")]),
    ("每10万元计1分", [Per("fill", D(1), D(10), "万元")]),
    ("每1000万元加1分（按比例）", [Per("extra", D(1), D(1000), "万元", whole=False)]),
    ("一般扣1分", [Once("minus", D(1), Condition("一般"))]),
    (
        "较大每起扣5分、一般每起扣1.5分",
        [Per("minus", D(5), D(1), "起", label="较大"), Per("minus", D("1.5"), D(1), "起", label="一般")],
    ),
    ("一等奖加5分", [Once("extra", D(5), Condition("一等奖"))]),
    ("二级每次加1分", [Per("extra", D(1), D(1), "次", label="二级")]),
    ("每提高一级加1分", [Per("extra", D(1), D(1), "级", label="提高")]),
    ("每1000万元按比例加1分", [Per("extra", D(1), D(1000), "万元", whole=False)]),
    ("每迟报一次扣0.1分", [Per("minus", D("0.1"), D(1), "次", label="迟报")]),
    ("每超过2个百分点加1分", [Per("extra", D(1), D(2), "百分点", "above")]),
    ("每少1%扣1分", [Per("minus", D(1), D(1), "%", "below")]),
    ("每2个工作日扣1分", [Per("minus", D(1), D(2), "工作日")]),
    ("前三名分别加10分、8分、5分", [Rank("extra", "top", ((1, 1, D(10)), (2, 2, D(8)), (3, 3, D(5))))]),
    ("后3名扣10分", [Rank("minus", "bottom", ((1, 3, D(10)),))]),
    ("第1名加5分、第2名加2分", [Rank("extra", "top", ((1, 1, D(5)), (2, 2, D(2))))]),
    ("第11至20名加0.2分", [Rank("extra", "top", ((11, 20, D("0.2")),))]),
    ("第5名及以后扣3分", [Rank("minus", "top", ((5, None, D(3)),))]),
    ("加1-3分", [Range("extra", D(1), D(3))]),
    ("每项加0.5-1分", [Range("extra", D("0.5"), D(1), "项")]),
    ("按完成比例计分", [Proportional("target")]),
    ("按最高得分单位折算", [Proportional("best")]),
    ("按占比和完成率计分", [Proportional("shares")]),
    ("由区统计局提供计分依据", [Entered("区统计局")]),
    ("直接计分", [Entered()]),
    ("按功效系数法计分（0+100）", [Index("efficacy", D(0), D(100))]),
    ("按发展指数计分（自身60%，平均40%）", [Index("growth", D(60), D(40))]),
    ("最高加15分", [Cap(D(15), "plus")]),
    ("最高不超过15分", [Cap(D(15))]),
    ("减分最高不超过10分", [Cap(D(10), "minus")]),
    ("扣完为止", [Floor(D(0))]),
    ("最低1分", [Floor(D(1))]),
    ("可扣至负分", [Open("floor")]),
    ("不封顶", [Open("cap")]),
    ("同一事项取最大值", [CountOnce()]),
    ("并列时平分", [Ties("share")]),
    ("并列时按名次应得分除以并列个数（保留两位小数）", [Ties("divide", 2)]),
]


@pytest.mark.parametrize(("text", "items"), FORMS, ids=[text for text, _ in FORMS])
def test_text_means_its_items(text: str, items: list[object]) -> None:
    score, problems = parse_score(text)
    assert problems == []
    assert score is not None
    assert [item for part in score.parts for item in part.items] == items


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", [text for text, _ in FORMS])
def test_printed_rule_reads_back_as_the_same_tree(text: str, language: str) -> None:
    score, _ = parse_score(text)
    assert score is not None
    assert parse_score(print_score(score, language)) == (score, [])


def test_limits_hold_for_their_part_and_a_part_of_limits_for_the_rule() -> None:
    score, problems = parse_score("每500万元加5分，最高加15分；每家加5分；加分不超过20分")
    assert problems == []
    assert isinstance(score, Score)
    assert [part.limits for part in score.parts] == [(Cap(D(15), "plus"),), (), (Cap(D(20), "plus"),)]
    assert score.limits == (Cap(D(20), "plus"),)


def test_english_is_read_without_chinese_words() -> None:
    score, problems = parse_score('add 5 points per 500 "万元", at most 15')
    assert problems == []
    assert score == parse_score("每500万元加5分，最高15分")[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "每次扣3分"),
        ("每次3分", "计、加或扣"),
        ("5分", "计、加或扣"),
        ("视情况酌情扣分", "上下限"),
        ("低于95%每个百分点扣1分", "分开写"),
        ("超过3次每次扣1分", "分开写"),
        ("达到500万元以上每增加100万元加1分", "分开写"),
        ("达到95%且无事故计5分", "各写一条规则"),
        ("第1.5名加5分", "第1名"),
        ("前0名加5分", "第1名"),
        ("5A级景区加5分", "加引号"),
        ("达到90%以下计5分", "rules.zh.md"),
    ],
)
def test_mistake_is_named_with_how_to_mend_it(text: str, hint: str) -> None:
    score, (problem,) = parse_score(text)
    assert score is None
    assert problem.code == "scheme.E120"
    assert hint in problem.sentence("zh")


def test_names_and_amounts_that_differ_in_number_are_counted() -> None:
    score, (problem,) = parse_score("国家级、省级、市级分别加15分、10分")
    assert score is None
    assert (problem.code, problem.data["names"], problem.data["amounts"]) == ("scheme.E121", 3, 2)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        # 13 in all, of which 10 fill and 3 are added
        ("达到95%计10分，每超过1个百分点加0.5分，最高计13分", [Cap(D(13))]),
        ("达到95%计10分，每超过1个百分点加0.5分；最高得13分", [Cap(D(13))]),
        # what is given; a deduction beside it is taken from that
        ("每项计2分，迟报每次扣1分，最高计10分", [Cap(D(10), "plus")]),
        ("最高得13分", [Cap(D(13))]),
    ],
)
def test_the_most_that_is_had_holds_what_is_added_too(text: str, limits: list[Cap]) -> None:
    score, problems = parse_score(text)
    assert problems == []
    assert score is not None
    assert [limit for part in score.parts for limit in part.limits] == limits


def test_as_thought_fit_is_no_level() -> None:
    for text in ("酌情加1-3分", "视情节扣1-3分"):
        score, problems = parse_score(text)
        assert problems == []
        assert score is not None
        assert [item.label for item in score.scoring if isinstance(item, Range)] == [None]


@pytest.mark.parametrize(
    ("text", "hint"),
    [("90%以上计20分，80%以上不满90%计16分", "from the best down"), ("超过3天的，每天扣0.2分", "one after the other")],
)
def test_bands_and_lines_with_steps_are_told_how_to_write_them(text: str, hint: str) -> None:
    (problem,) = parse_score(text)[1]
    assert hint in problem.line("en")
