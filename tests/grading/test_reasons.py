"""What is said where a grade is not what rank and total suggest, and decisions and places from elsewhere as they come."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kaoji.grading import Ranking, grade
from kaoji.scoring.facts import Condition, Decision, EnteredScore, Facts, Unit
from kaoji.scoring.missing import missing
from kaoji.scoring.tables import read_facts
from kaoji.writing.sentences import reasons
from tests.scored import score
from tests.scoring.small_scheme import of

HEAD = """
kaoji: 1
title: 南湖区2031年度考核
year: 2031
groups: {街道: {units: [甲, 乙, 丙, 丁]}, 垂管: {units: [戊, 己]}}
indicators:
  - {name: 实绩, for: 街道, points: 100, provider: 局, score: 直接计分}
  - {name: 党建, for: 街道, points: 20, provider: 局, score: 直接计分}
total: [{for: 街道, formula: 实绩+党建}]
"""
TWO = "grades: [{name: 好, share: 50%}, {name: 一般, rest: true}]\n"


def ranked(text: str, totals: str, **more: object) -> Ranking:
    """Grade four units by what they have in two parts, as ``90+5``."""
    facts = Facts(units=[Unit(unit, "街道") for unit in "甲乙丙丁"] + [Unit(unit, "垂管") for unit in "戊己"], **more)  # type: ignore[arg-type]
    for unit, parts in zip("甲乙丙丁", totals.split(), strict=True):
        facts.scores += [EnteredScore(unit, slot, Decimal(part)) for slot, part in enumerate(parts.split("+"))]
    return grade(score(of(HEAD + text), facts))


def said(ranking: Ranking, unit: str) -> str:
    result = ranking.results[unit]
    return f"{result.grade} {reasons(result.reasons, 'zh')}"


def test_equals_on_a_line_are_told_which_part_or_that_the_list_decided() -> None:
    by_part = ranked(TWO + "order: [党建]\nquota: {ties: order}\n", "90+5 80+15 88+7 70+0")
    assert said(by_part, "甲") == "一般 总分相同，按党建高低定先后；好以上名额已满"
    assert said(by_part, "乙") == "好 总分相同，按党建高低定先后；在好等次2个名额内"
    assert said(by_part, "丁") == "一般 好以上名额已满"
    by_list = ranked(TWO + "quota: {ties: order}\n", "90+5 90+5 90+5 70+0")
    assert said(by_list, "丙") == "一般 总分相同，按方案所定以名单先后为序；好以上名额已满"
    off_the_line = ranked(TWO + "order: [党建]\nquota: {ties: order}\n", "90+5 80+15 70+0 60+10")
    assert said(off_the_line, "甲") == "好 在好等次2个名额内"


def test_who_is_below_every_threshold_is_told_so() -> None:
    found = ranked("grades: [{name: 优秀, at_least: 90}, {name: 合格, at_least: 60}]\n", "95+0 70+0 59+0 10+0")
    assert said(found, "丙") == "合格 不足合格的最低分60分，而其下再无等次"
    assert said(found, "乙") == "合格 不低于60分"


def test_the_last_grade_says_where_the_very_last_has_another() -> None:
    text = "grades: [{name: 好, share: 50%}, {name: 一般, rest: true}, {name: 差, share: 25%, from_bottom: true}]\n"
    found = ranked(
        text + "limits: [{when: 受表彰, direct: 好}]\n", "90+0 80+0 70+0 60+0", conditions=[Condition("丁", "受表彰")]
    )
    assert said(found, "丙") == "差 在组内未以其他方式确定等次的单位中，得分在最后1名"
    assert said(ranked(text, "90+0 80+0 70+0 60+0"), "丁") == "差 得分在组内最后1名"


def test_a_decided_order_and_a_decided_grade_of_one_unit_both_hold() -> None:
    decisions = [Decision(unit, "街道", order, None, "领导小组") for order, unit in enumerate("丙乙甲", 1)]
    for more in (
        [*decisions, Decision("甲", "街道", None, "一般", "区委")],
        [Decision("甲", "街道", None, "一般", "区委"), *decisions],
    ):
        found = ranked(TWO + "quota: {ties: decision}\n", "90+0 90+0 90+0 70+0", decisions=more)
        assert all(item.group == "垂管" for item in found.open_decisions)
        assert [found.results[unit].grade for unit in "甲乙丙丁"] == ["一般", "好", "好", "一般"]
        assert said(found, "甲") == "一般 得分并列，领导小组合议在并列者中排第3；好以上名额已满；区委议定：一般"


ELSEWHERE = TWO + "elsewhere: [{group: 垂管, by: 市考核名次, grades: {好: 1-2, 一般: 4-}}]\n"


def test_a_place_from_elsewhere_that_does_not_hold_gives_no_grade() -> None:
    rows = [Condition("戊", "市考核名次", met=False, value=Decimal(1)), Condition("己", "市考核名次", value=Decimal(2))]
    found = ranked(ELSEWHERE, "90+0 80+0 70+0 60+0", conditions=rows)
    assert [(found.results[unit].grade, found.results[unit].is_pending) for unit in "戊己"] == [
        (None, True),
        ("好", False),
    ]
    lacking = missing(found.scores.structure, found.scores.facts)
    assert [each.unit for each in lacking] == ["戊"]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("戊,市考核名次,3,\n", ["facts.W217"]),
        ("戊,市考核名次,2,\n己,市考核名次,4,\n", []),
        ("戊,市考核名次,1,市里通报\n戊,市考核名次,4,市里更正\n", ["facts.E240"]),
    ],
)
def test_a_place_from_elsewhere_has_one_grade(tmp_path: Path, rows: str, codes: list[str]) -> None:
    (tmp_path / "情形.csv").write_text("单位,情形,数值,说明\n" + rows, encoding="utf-8")
    _facts, findings = read_facts(tmp_path, of(HEAD + ELSEWHERE))
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize("least", ["", ", at_least: 80"])
def test_a_category_without_a_share_has_no_places_and_one_not_known_is_missing(least: str) -> None:
    text = f"grades: [{{name: 好, shares: {{公务员: 50%}}{least}}}, {{name: 一般, rest: true}}]\nquota: {{share_by: 类别, ties: decision}}\n"
    structure = of(HEAD + text)
    kinds = {"甲": "公务员", "乙": "工人", "丙": "公务员", "丁": ""}
    facts = Facts(units=[Unit(unit, "街道", {"类别": kind} if kind else {}) for unit, kind in kinds.items()])
    facts.scores = [EnteredScore(unit, slot, Decimal(95 - 10 * slot)) for unit in kinds for slot in (0,)]
    facts.scores += [EnteredScore(unit, 1, Decimal(number)) for number, unit in enumerate(reversed(kinds))]
    ranking = grade(score(structure, facts))
    assert [ranking.results[unit].grade for unit in kinds] == ["好", "一般", "一般", "一般"]
    assert said(ranking, "乙") == "一般 此处（街道·工人）没有好以上的名额"
    assert [(each.unit, each.label) for each in missing(structure, facts)] == [("丁", "类别")]


def test_who_is_alone_in_its_group_is_not_last() -> None:
    text = """
kaoji: 1
title: 南湖区2031年度考核
year: 2031
groups: {街道: {units: [甲, 乙]}, 平台: {units: [丙]}}
indicators: [{name: 实绩, points: 100, score: 直接计分}]
afterwards: [{then: 约谈, last_place: true}]
"""
    units = [Unit("甲", "街道"), Unit("乙", "街道"), Unit("丙", "平台")]
    scores = [EnteredScore(unit.unit, 0, Decimal(90 - number)) for number, unit in enumerate(units)]
    found = grade(score(of(text), Facts(units=units, scores=scores)))
    assert [found.results[unit.unit].consequences for unit in units] == [[], ["约谈"], []]


def test_a_decided_grade_that_a_limit_forbids_holds_and_is_said_to_be_against_it() -> None:
    limits = """limits:
  - {when: 一票否决, grade: 差}
  - {when: 受处分, grade_at_most: 一般}
  - {when: 迟报, not_grade: 好}
"""
    text = "grades: [{name: 好, share: 50%}, {name: 一般, rest: true}, {name: 差}]\n" + limits
    happened = [
        Condition("甲", "一票否决"),
        Condition("乙", "受处分"),
        Condition("丙", "迟报"),
        Condition("丁", "受处分"),
    ]
    decided = [
        Decision(unit, "街道", grade=name, by="县委")
        for unit, name in zip("甲乙丙丁", ("一般", "好", "好", "差"), strict=True)
    ]
    found = ranked(text, "90+0 80+0 70+0 60+0", conditions=happened, decisions=decided)
    assert said(found, "甲").endswith("县委议定：一般；评为一般与等次限制不符：一票否决")
    assert said(found, "乙").endswith("县委议定：好；评为好与等次限制不符：受处分")
    assert said(found, "丙").endswith("县委议定：好；评为好与等次限制不符：迟报")
    assert said(found, "丁").endswith("县委议定：差")


def test_a_condition_is_the_same_however_the_scheme_writes_it(tmp_path: Path) -> None:
    text = """grades: [{name: 好, share: 50%}, {name: 一般, rest: true}]
limits:
  - {when: 受处分（处理）, grade_at_most: 一般}
  - {when: 经 审定, grade_at_most: 一般}
awards:
  - {name: 先进, when: 经审定}
  - {name: 先进, places: [1, 1]}
"""
    structure = of(HEAD + text)
    rows = "单位,情形\n甲,受处分(处理)\n乙,经审定\n"
    (tmp_path / "情形.csv").write_text(rows, encoding="utf-8")
    facts, findings = read_facts(tmp_path, structure)
    assert findings == []
    facts.scores = [EnteredScore(unit, 0, Decimal(90 - at)) for at, unit in enumerate("甲乙丙丁")]
    results = grade(score(structure, facts)).results
    assert [results[unit].grade for unit in "甲乙丙丁"] == ["一般", "一般", "好", "好"]
    assert [results[unit].awards for unit in "甲乙丙丁"] == [["先进"], ["先进"], [], []]


def test_who_is_below_the_least_of_a_grade_with_free_places_is_told_so() -> None:
    found = ranked("grades: [{name: 好, share: 75%, at_least: 85}, {name: 一般, rest: true}]\n", "90+0 80+0 70+0 60+0")
    assert [said(found, unit) for unit in "甲乙"] == ["好 在好等次3个名额内；不低于85分", "一般 不足好的最低分85分"]
    text = "grades: [{name: 好, share: 25%, at_least: 85}, {name: 较好, share: 25%, at_least: 60}, {name: 一般}]\n"
    found = ranked(text, "90+0 80+0 70+0 50+0")
    assert [said(found, unit) for unit in "丙丁"] == ["一般 较好名额已满", "一般 不足较好的最低分60分"]


def test_who_may_not_have_a_grade_with_free_places_is_not_said_to_be_below_its_least() -> None:
    text = """grades: [{name: 好, share: 50%, at_least: 85}, {name: 较好, share: 25%}, {name: 一般}]
limits: [{when: 受处分, grade_at_most: 较好}]
"""
    found = ranked(text, "95+0 90+0 80+0 60+0", conditions=[Condition("甲", "受处分")])
    assert [said(found, unit) for unit in "甲乙丙"] == [
        "较好 在较好等次1个名额内；不能评为好以上：受处分",
        "好 在好等次2个名额内；不低于85分",
        "较好 未达到85分，好等次名额未用完",
    ]


def test_a_grade_from_elsewhere_holds_against_a_limit_and_says_so() -> None:
    rows = [
        Condition("戊", "市考核名次", value=Decimal(1)),
        Condition("戊", "受处分"),
        Condition("己", "市考核名次", value=Decimal(4)),
    ]
    found = ranked(
        ELSEWHERE + "limits: [{when: 受处分, grade_at_most: 一般}]\n", "90+0 80+0 70+0 60+0", conditions=rows
    )
    assert said(found, "戊").startswith("好 ")
    assert said(found, "戊").endswith("评为好与等次限制不符：受处分")
    assert "不符" not in said(found, "己")
