"""Printed pages whose narrow columns were cut letter by letter: heads, persons, words for extra points."""

from __future__ import annotations

from kaoji.reading.sheets import leaves
from tests.reading.test_flattened import rows, tasks, tree


def test_labels_cut_into_letters_are_put_together() -> None:
    found = tasks(
        "清河县2034年重点工作任务分解表/序/号/目标任务/责/任/领/导/协管责/任人/牵头单/位/责/任/人/相关单/位/完成情况/1/规模工业增加值达到96亿元/，增长8.5%。/田/继/红/龚德/明/县发改/局/易/红/"
        "县住建/局、县/商务局/正在制定实施方案。/2/新签约亿元以上项目15个，/到位资金38亿元。/苏/晓/丽/邱少/华/县教育/局/易/红/县文旅/局/已完成前期勘察，正在/办理用地手续。/"
        "3/改造背街小巷23条，新增停/车泊位560个。/谭/斌/何秀/英/县住建/局/覃/永/芳/县财政/局/已完成招标，路面施工正/在推进。"
    )
    assert [(t.leader, t.coordinator, t.lead_units, t.responsible, t.related_units) for t in found] == [
        (("田继红",), ("龚德明",), ("县发改局",), ("易红",), ("县住建局", "县商务局")),
        (("苏晓丽",), ("邱少华",), ("县教育局",), ("易红",), ("县文旅局",)),
        (("谭斌",), ("何秀英",), ("县住建局",), ("覃永芳",), ("县财政局",)),
    ]
    assert found[1].text == "新签约亿元以上项目15个，到位资金38亿元。"


def test_the_last_label_of_a_line_may_go_on_below_it_and_extra_points_too() -> None:
    found = tree(
        "乡镇绩效评估计分表/序号 指标名称 考核内容及评分标准 分值/数据提供单/位/1/党的建设（/20分）/组织建设（10分）/支部达标率100%；每有1个支部不达标/扣0.5分。/10 县委组织部/"
        "作风廉政（10分）/专题研究部署；未研究的扣1分，班子成/员受处分的，每人扣2分。/10/县纪委/县委宣传部/2/特色产业（/8分）/工业运行（8分）/企业入规/完成的计3分；未完成的按比例计分；退/规1户扣0.5分。/"
        "8 县经信局/节能降耗/未完成下降目标的不得分。/加分/项/县经信局"
    )
    assert [(leaf.name, leaf.points, leaf.is_bonus, leaf.providers) for _, leaf in leaves(found)] == [
        ("组织建设", "10", False, ("县委组织部",)),
        ("作风廉政", "10", False, ("县纪委", "县委宣传部")),
        ("企业入规", "8", False, ("县经信局",)),
        ("节能降耗", "", True, ("县经信局",)),
    ]


def test_what_is_asked_for_may_be_cut_in_a_narrow_column() -> None:
    found = tree(
        "乡镇考核评分表/考核项目 基本分 考核内容 计分办法 责任部门/特色产业（38分）/10/新建改造标/准化茶园面/积达到下达/计划。/按完成率计分，完成率低于60%的不计/分。/县农业局/8/培育县级以/上龙头企业。/"
        "国家级、省级每新增1家分别加3分、2分，/加分不超过5分。/县农业局/20/净增规模企/业户数达标。/完成的计3分；未完成的按比例计分，退/规1户扣0.5分。/县经信局"
    )
    assert [points for *_, points in rows(found)] == ["10", "8", "20"]
    assert [leaf.detail for _, leaf in leaves(found)] == [
        "新建改造标准化茶园面积达到下达计划。",
        "培育县级以上龙头企业。",
        "净增规模企业户数达标。",
    ]


def test_a_title_may_stand_before_the_first_label_without_a_space() -> None:
    found = tree(
        "清河县公厕改造工程考核评分标准考核项目 考核要点 分值 评分标准（扣分制） 得分/一、工作推进（8分） 1、成立领导机构，明确责任人员。 2分 未成立的，扣1分。/"
        "2、召开专题会议进行部署。 3分 未召开会议的，扣3分。/3、制定专项规划，合理确定布局。 3分 未制定规划的，扣3分。"
    )
    assert rows(found) == [("工作推进", "", "2"), ("工作推进", "", "3"), ("工作推进", "", "3")]
    lines = tasks(
        "清河县2034年重点工作任务分解表序号/工作任务/牵头单位/完成时限/1/建成游客中心。/县文旅局/12月底/2/改造小巷12条。/县住建局/全年/3/新建幼儿园2所。/县教育局/9月底"
    )
    assert [task.lead_units for task in lines] == [("县文旅局",), ("县住建局",), ("县教育局",)]


def test_a_page_of_single_letters_is_read_to_its_end() -> None:
    assert tasks("序/号/目标任务/责任领导/牵头单位/" + "/".join("王建" * 2_000)) == []
