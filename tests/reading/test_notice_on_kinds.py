"""Notices on several kinds of units or persons: classes by name, parts of each kind, what each grade brings, lists and their limits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaoji.reading.clauses import read_clause
from kaoji.reading.document import Grid
from kaoji.scheme.model import Scheme
from tests.reading.invented import found, grades, of_blocks, table, unread

DEPARTMENTS = (
    "柳溪市2041年度市直部门目标管理考核细则",
    "一、考核范围",
    "市直各部门，共68个单位。按工作性质分为党群综合、经济管理、执法监督三类。",
    "二、考核内容",
    "（一）重点工作（70分）。未完成的每项扣5分。",
    "（二）共性工作（30分）。未落实的每次扣2分。",
    "三、等次评定",
    "考核结果分为一等、二等、三等、末等。各类别按得分排序，前30%为一等，31%—70%为二等，其余为三等；总分低于75分的为末等。",
    "凡有下列情形之一的，取消一等评定资格：",
    "1.督办事项未按期办结的；",
    "2.积案化解率低于80%的。",
    "四、奖惩",
    "一等单位按人均3000元、二等单位按人均2000元、三等单位按人均1000元标准发放奖金，末等单位不发。",
)
TEACHERS = (
    "青石中学2041学年度教职工绩效考核办法",
    "第一条 本办法适用于在编在岗的全体教职工，分为专任教师、行政教辅人员两个类别。",
    "第二条 专任教师考核满分100分，其中教学60分、教研40分。",
    "（一）教学（60分）",
    "1.备课（20分）：缺1次扣1分。",
    "2.上课（40分）：无故旷课1节扣3分。",
    "（二）教研（40分）",
    "1.公开课：校级、县级每节分别计4分、8分。",
    "2.论文：县级、市级每篇分别计4分、8分。",
    "本项累计不超过40分。",
    "第三条 行政教辅人员考核满分100分：岗位职责60分（分管领导评价占50%，处室负责人评价占30%，教师代表评价占20%），出勤20分，师德20分。",
    "第四条 考核等次分为优秀、合格、不合格。优秀等次名额按15%确定。",
    "第五条 结果使用。考核为优秀的，奖励1000元；合格的发放全额绩效工资；不合格的不发，并低聘一级岗位。",
)
SHEET = table(
    ("项目", "考核内容", "分值", "评分细则", "考核科室"),
    ("党的建设", "组织建设", "40", "少一次扣1分", "党建办"),
    ("社会治理", "平安创建", "60", "发生案件的，每起扣5分", "综治办"),
)
COMMUNITIES = (
    "桃花街道2041年度社区工作考核方案",
    "一、考核对象",
    "辖区4个社区：东门社区、西苑社区、南湖社区、北塔社区。",
    "二、考核指标",
    SHEET,
    "三、考核方式",
    "考核总分=日常考核×40%+年终考核×60%+加减分。",
    "四、等次确定",
    "按考核总分由高到低排序，第1名为优秀，第2—3名为良好，第4名为合格。总分低于70分或有一票否决情形的为不合格。",
    "五、奖惩",
    "优秀社区奖励工作经费5万元，良好社区奖励3万元；不合格社区由街道主要领导约谈社区书记。",
)


def scheme(*blocks: str | Grid) -> Scheme:
    return of_blocks(*blocks)[1]


def test_classes_are_groups_whatever_their_names_where_they_are_as_many_as_is_said() -> None:
    assert list(scheme(*DEPARTMENTS).groups) == ["党群综合", "经济管理", "执法监督"]
    assert list(scheme(*TEACHERS).groups) == ["专任教师", "行政教辅人员"]


def test_the_grade_below_a_line_is_that_of_the_rest_though_others_are_said_to_get_another() -> None:
    assert grades(scheme(*DEPARTMENTS)) == {
        "一等": {"share": Fraction(3, 10)},
        "二等": {"share": Fraction(2, 5)},
        "三等": {"at_least": Decimal(75)},
        "末等": {"rest": True},
    }


def test_the_right_to_a_grade_can_be_taken() -> None:
    assert [(limit.when, limit.not_grade) for limit in scheme(*DEPARTMENTS).limits] == [
        ("督办事项未按期办结", "一等"),
        ("积案化解率低于80%", "一等"),
    ]


def test_each_grade_has_what_it_brings_be_it_nothing() -> None:
    assert [(one.grade, one.then) for one in scheme(*DEPARTMENTS).afterwards] == [
        (("一等",), "按人均3000元"),
        (("二等",), "按人均2000元"),
        (("三等",), "按人均1000元标准发放奖金"),
        (("末等",), "不发"),
    ]
    assert [one.then for one in scheme(*TEACHERS).afterwards if one.grade == ("不合格",)] == ["不发", "低聘一级岗位"]


def test_parts_that_are_called_after_groups_are_for_these() -> None:
    made = scheme(*TEACHERS)
    assert {root.name: root.applies_to for root in made.indicators} == {
        "专任教师考核满分": ("专任教师",),
        "行政教辅人员考核满分": ("行政教辅人员",),
    }
    assert not made.total


def test_who_rates_a_part_stands_in_brackets_behind_its_points() -> None:
    made = scheme(*TEACHERS)
    assert [(item.name, str(item.points)) for item in found(made, "行政教辅人员考核满分").items] == [
        ("岗位职责", "60"),
        ("出勤", "20"),
        ("师德", "20"),
    ]
    assert made.panels["岗位职责"].classes == {
        "分管领导": Fraction(1, 2),
        "处室负责人": Fraction(3, 10),
        "教师代表": Fraction(1, 5),
    }


def test_what_bounds_a_part_as_its_points_do_is_said_of_the_part() -> None:
    made = scheme(*TEACHERS)
    assert "不超过40分" not in (found(made, "论文").text or "")
    assert "不超过40分" in (found(made, "教研").text or "") or found(made, "教研").limits


def test_ways_of_assessing_with_bonuses_beside_them_are_no_indicators() -> None:
    made, scheme = of_blocks(*COMMUNITIES)
    assert [root.name for root in scheme.indicators] == ["党的建设", "社会治理"]
    assert any("日常考核×40%" in choice.decision for choice in scheme.choices)
    assert list(scheme.groups) == ["社区"]
    assert "考核总分=" not in unread(made)


def test_those_below_a_line_or_vetoed_have_the_last_grade_and_what_it_brings() -> None:
    made = scheme(*COMMUNITIES)
    assert grades(made) == {
        "优秀": {"places": {"社区": 1}},
        "良好": {"places": {"社区": 2}},
        "合格": {"places": {"社区": 1}, "at_least": Decimal(70)},
        "不合格": {"rest": True},
    }
    assert [one.then for one in made.afterwards if one.grade == ("不合格",)] == ["由街道主要领导约谈社区书记"]


def test_what_a_grade_brings_that_the_notice_does_not_have_is_of_no_other() -> None:
    made = scheme(*COMMUNITIES[:-3], "第1名为优秀，第2—3名为良好，第4名为合格。", *COMMUNITIES[-2:])
    assert not [one for one in made.afterwards if one.grade and "约谈" in one.then]


def test_letters_with_their_count_are_levels() -> None:
    (rule,) = read_clause("教案质量评为A、B、C三等的，分别计8分、6分、4分", "8").rules
    assert [name for name, _ in rule.levels] == ["A", "B", "C"]
