"""What counts and shares are measured by in a draft: rates, lines, whole steps and their parts; and who provides them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from kaoji.reading.drafts import draft
from kaoji.reading.phrases.providers import providers_in
from kaoji.scheme.model import Node, Scheme
from tests.reading.test_drafting import structure_of, table


def only(text: str, points: str = "20") -> tuple[Node, Scheme]:
    """Draft a sheet of one indicator."""
    scheme = structure_of(draft(table(["河道管护", text, points, ""]))).scheme
    return scheme.indicators[0], scheme


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("按群众测评满意率折算得分。", "河道管护：满意率（%）"),
        ("由县水务中心组织测评，按满意率计分。", "河道管护：满意率（%）"),
        ("得分＝巡查合格率×20。", "河道管护：合格率（%）"),
        ("按资金实际支付率计算得分。", "河道管护：支付率（%）"),
    ],
)
def test_a_score_by_a_rate_is_the_points_times_the_rate(text: str, measure: str) -> None:
    node, _ = only(text)
    (rule,) = node.rules
    assert (rule.measure, rule.score, rule.target) == (measure, "按完成比例计分", Decimal(100))
    assert rule.check
    assert measure[5:8] in rule.check


def test_a_rate_against_a_target_is_no_share_of_a_hundred() -> None:
    node, _ = only("得分＝处置率÷目标处置率×20。")
    assert [rule.target for rule in node.rules] == [None]


def test_shares_of_parts_are_named_and_score_nothing() -> None:
    node, _ = only("平时巡查占60%，年终验收占40%。")
    assert (node.rules, node.score) == ((), "直接计分")
    assert node.check is not None
    assert "平时巡查占60%，年终验收占40%" in node.check


@pytest.mark.parametrize(
    ("text", "measure", "target"),
    [
        ("水质断面达标率不低于92%，每低1个百分点扣2分。", "水质断面达标率", 92),
        ("巡河记录完整率低于98%的，每低1个百分点扣0.5分。", "巡河记录完整率", 98),
        ("漂浮物投诉率不超过3%，每超过0.5个百分点扣1分。", "漂浮物投诉率", 3),
    ],
)
def test_a_count_runs_from_the_line_that_its_clause_names(text: str, measure: str, target: int) -> None:
    (rule,) = only(text)[0].rules
    assert (rule.measure, rule.target, rule.check) == (measure, Decimal(target), None)


def open_steps(scheme: Scheme) -> list[str]:
    return [choice.decision for choice in scheme.choices if choice.name == "不足一档"]


def test_what_less_than_a_step_counts_is_named_where_the_notice_leaves_it_open() -> None:
    _, scheme = only("水质断面达标率不低于92%，每低1个百分点扣2分。")
    (decision,) = open_steps(scheme)
    assert "河道管护" in decision
    assert not open_steps(only("发现漂浮物每处扣1分。")[1])


def test_parts_of_steps_in_proportion_are_the_rules_own() -> None:
    node, scheme = only("绿化达标率不低于92%，每低1个百分点扣2分，不足1个百分点的按比例扣分。")
    assert [rule.score for rule in node.rules] == ["每低于1个百分点扣2分（按比例）"]
    assert (node.check, open_steps(scheme)) == (None, [])
    node, _ = only("管护投入每10万元得1分，不足10万元的按比例折算。")
    assert [(rule.measure, rule.score) for rule in node.rules] == [("管护投入", "每10万元计1分（按比例）")]


def test_parts_of_steps_that_count_as_whole_ones_are_to_be_checked() -> None:
    node, scheme = only("绿化达标率不低于92%，每低1个百分点扣2分，不足1个百分点按1个百分点计算。")
    (rule,) = node.rules
    assert rule.check is not None
    assert "不足一档的按一档计" in rule.check
    assert not open_steps(scheme)
    assert not open_steps(only("绿化达标率不低于92%，每低1个百分点扣2分，不足1个百分点的部分不扣分。")[1])


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("由县委组织部组织测评，按满意率计分。", ("县委组织部",)),
        ("每超1个百分点加0.5分，以县统计局提供的数据为准。", ("县统计局",)),
        ("以区纪委监委查处情况为准", ("区纪委监委",)),
        ("由县委办、县政府办分别认定。", ("县委办", "县政府办")),
        ("由县考核办根据县统计局提供的数据计分", ("县考核办",)),
        ("获奖的加2分（县农业农村局牵头认定）。", ("县农业农村局",)),
        ("受到通报的减1分。县委督查室、县政府督查室提供依据。", ("县委督查室", "县政府督查室")),
        ("由镇党委组织镇干部、村民代表投票", ("镇党委",)),
        ("考核单位为县水利局", ("县水利局",)),
        ("测评由县委组织部会同县直机关工委实施。", ("县委组织部",)),
        ("由镇城管办会同村镇办检查", ("镇城管办",)),
        ("由区企业中心组织辖区企业对各单位进行评价", ("区企业中心",)),
        ("由县委县政府督查室认定", ("县委县政府督查室",)),
        ("由各单位自行组织", ()),
        ("由第三方机构组织测评", ()),
        ("以上级部门通报为准", ()),
        ("以省、市通报文件为准", ()),
    ],
)
def test_whole_names_of_providers_are_read(text: str, units: tuple[str, ...]) -> None:
    assert providers_in(text) == units


def test_a_row_without_a_provider_takes_the_one_that_its_text_names() -> None:
    node, _ = only("每处扣1分，以县水利局、县城管局台账为准。")
    assert node.provider == ("县水利局", "县城管局")
    assert not re.search("由", node.rules[0].score)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("管网漏损率控制在9%以内得20分，每升高0.5个百分点扣1分。", ("管网漏损率", "不超过9%计20分", 9)),
        ("受害率控制在0.9‰以内得满分，每超过0.1‰扣1分。", ("受害率", "不超过0.9‰计满分", Decimal("0.9"))),
        ("控制在9%以内得20分，每升高0.5个百分点扣1分。", ("河道管护", "不超过9%计20分", 9)),
    ],
)
def test_a_figure_that_is_kept_within_a_line_is_one_figure(text: str, expected: tuple[str, str, Decimal]) -> None:
    within, above = only(text)[0].rules
    assert (within.measure, within.score, above.target) == expected
    assert above.measure == within.measure


def test_what_goes_beyond_a_share_is_of_the_same_share() -> None:
    first, second = only("完成目标得满分，未完成的按完成比例得分；每超额完成5%加1分，最高加3分。")[0].rules
    assert (second.measure, second.score, second.target) == (first.measure, "每超过5%加1分，最高3分", Decimal(100))


def test_the_scale_of_marks_is_no_rule() -> None:
    made = draft(table(["河道管护", "按百分制计分。漂浮物每处扣2分。", "100", "县水利局"]))
    assert not any(finding.code == "reading.W301" for finding in made.findings)


@pytest.mark.parametrize(
    "text", ["由甲局" + "按甲" * 400, "由甲局" + "分别会同按根据" * 200, "以" + "甲" * 38 + "数据" * 400]
)
def test_words_that_could_go_on_for_ever_are_given_up_soon(text: str) -> None:
    assert providers_in(text) == ()
