"""What notices on firms and hospitals say: classes as grades, indicators with weights in one sentence, lines in a row, units in letters."""

from __future__ import annotations

from fractions import Fraction

from kaoji.reading.clauses import controlled, read_clause
from kaoji.scheme.model import Scheme
from tests.reading.invented import found, grades, of_blocks, unread

NOTICE = (
    "云溪园区2041年度企业效益综合评价办法",
    "第一条 评价对象为园区内工业企业，其中规模以上企业和规模以下企业分别评价。",
    "第二条 评价指标及权重",
    "（一）规模以上企业评价指标：亩均税收（权重60%）、研发经费占营业收入比重（权重40%）。",
    "（二）规模以下企业评价指标：亩均税收（权重70%）、亩均电耗税收（权重30%）。",
    "第三条 加分项。",
    "（一）当年营业收入首次突破10亿元、5亿元、1亿元的，分别加5分、3分、1分。",
    "（二）当年新认定高新技术企业的加3分。",
    "第四条 分类。按综合得分从高到低排序，分为A、B、C、D四类：",
    "A类（优先发展类）：综合得分排名前20%（含）的企业；",
    "B类（鼓励提升类）：排名20%-60%（含）的企业；",
    "C类（监管调控类）：排名60%-95%（含）的企业；",
    "D类（落后整治类）：排名后5%的企业。",
    "第五条 有下列情形之一的企业，不得评为A类：",
    "（一）被列入失信名单的；",
    "（二）被责令停产整治的。",
    "有下列情形之一的，直接列为D类：",
    "（一）拒不提供评价数据的；",
    "（二）属于淘汰产能的。",
)


def scheme() -> Scheme:
    return of_blocks(*NOTICE)[1]


def test_classes_by_rank_are_grades_and_no_groups() -> None:
    made = scheme()
    assert list(made.groups) == ["规模以上企业", "规模以下企业"]
    assert grades(made) == {
        "A类": {"share": Fraction(1, 5)},
        "B类": {"share": Fraction(2, 5)},
        "C类": {"share": Fraction(7, 20)},
        "D类": {"share": Fraction(1, 20)},
    }


def test_indicators_that_a_sentence_weighs_are_those_of_its_kind_of_units() -> None:
    first, second = scheme().indicators[:2]
    assert first.applies_to == ("规模以上企业",)
    assert [(item.name, str(item.points)) for item in first.items] == [
        ("亩均税收", "60"),
        ("研发经费占营业收入比重", "40"),
    ]
    assert second.applies_to == ("规模以下企业",)
    assert [(item.name, str(item.points)) for item in second.items] == [("亩均税收", "70"), ("亩均电耗税收", "30")]


def test_a_second_list_of_cases_has_its_own_effect() -> None:
    assert [(limit.when, limit.not_grade, limit.grade) for limit in scheme().limits] == [
        ("被列入失信名单", "A类", None),
        ("被责令停产整治", "A类", None),
        ("拒不提供评价数据", None, "D类"),
        ("属于淘汰产能", None, "D类"),
    ]


def test_lines_in_a_row_are_lines_of_one_figure() -> None:
    (rule,) = found(scheme(), "当年营业收入首次突破10亿元、5亿元、1亿元").rules
    assert (rule.measure, rule.score) == (
        "当年营业收入",
        "达到10亿元加5分，达到5亿元加3分，达到1亿元加1分",
    )


def test_kinds_of_units_are_told_with_their_counts_in_brackets() -> None:
    _, made = of_blocks(
        "青溪医院2041年度科室考核方案",
        "一、考核对象",
        "全院临床科室（22个）、医技科室（8个）。",
        "二、考核内容",
        "1.病历质量（60分）。每份丙级病历扣10分。",
        "2.服务态度（40分）。每起投诉扣5分。",
    )
    assert {name: group.stated for name, group in made.groups.items()} == {"临床科室": 22, "医技科室": 8}


def test_steps_in_parts_of_a_unit_or_of_one_in_letters_are_steps_of_a_figure() -> None:
    assert [
        (rule.key, rule.label, rule.target, rule.score) for rule in controlled(read_clause("每超0.1天扣2分", "60"))
    ] == [("measure", "", None, "每超过0.1天扣2分")]
    (rule,) = controlled(read_clause("抗菌药物使用强度控制在40DDDs以下，每超1个DDD扣2分", "10"))
    assert (rule.key, rule.label, str(rule.target)) == ("measure", "抗菌药物使用强度", "40")


def test_the_first_of_several_names_is_not_cut_within_a_word() -> None:
    (rule,) = read_clause("发表SCI论文每篇加5分，核心期刊论文每篇加2分", "10").rules
    assert [name for name, _ in rule.levels] == ["SCI论文", "核心期刊论文"]


def test_a_step_that_repeats_the_end_of_its_figure_is_of_its_scale() -> None:
    (rule,) = controlled(read_clause("同比增长5%以上得20分，增长0%-5%得15分，负增长的不得分", "20"))
    assert (rule.label, rule.score) == ("同比增长", "达到5%计20分，达到0%计15分，低于0%计0分")


def test_what_is_taken_from_other_points_than_the_rows_is_to_be_checked() -> None:
    text = "较上年同期增长5%以上得满分，增长0-5%得60分，下降的，每下降1%在60分基础上扣5分"
    scale, taking = controlled(read_clause(text, "80"))
    assert scale.score == "达到5%计满分，达到0%计60分"
    assert (taking.label, taking.doubtful) == ("下降", True)


def test_a_row_whose_text_became_several_indicators_is_read() -> None:
    made, _ = of_blocks(
        "青溪医院2041年度科室考核方案",
        "考核内容包括业务（60分）、服务（40分）。",
        "（一）业务（60分）",
        "1.病历（40分）。每份丙级病历扣10分。",
        "2.护理（20分）。每次差错扣5分。",
        "（二）服务（40分）",
        "满意度（30分）。满意度90%以上得满分，每低1个百分点扣2分。",
        "投诉管理（10分）。有效投诉每件扣5分。",
    )
    assert unread(made) == ""
