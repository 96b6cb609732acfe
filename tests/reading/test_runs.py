"""Whole tables that stand in one line, their cells parted by nothing but spaces."""

from __future__ import annotations

from kaoji.reading.sheets import leaves
from tests.reading.test_flattened import rows, tasks, tree


def test_a_score_sheet_in_one_line_is_read_cell_by_cell() -> None:
    found = tree(
        "2034年绩效考核评分细则/根据有关要求，制定本表。/分类 考核项目 考核内容和标准（100分） 分值 党的建设工作 30分 组织建设 1、支部活动按月开展，记 5 分。少一次扣 1 分。"
        "2、学时达标，记 15 分。 20 分 作风建设 按要求开展专题研究，记 10 分。未开展的扣1分。 10 分 产业发展工作 53分 茶园改造 按计划改造茶园，记 16 分。低于 60% 的不计分。 16 分 "
        "企业培育 净增企业户数达标，记 37 分。退规 1 户扣 0.5 分。 37 分",
        "",
    )
    assert rows(found) == [
        ("党的建设工作", "组织建设", "20"),
        ("党的建设工作", "作风建设", "10"),
        ("产业发展工作", "茶园改造", "16"),
        ("产业发展工作", "企业培育", "37"),
    ]
    assert next(leaves(found))[1].text.endswith("记 15 分。")


def test_tasks_in_one_line_and_those_that_go_on_in_the_next() -> None:
    found = tasks(
        "清河县2034年重点任务分解表 序号 工作任务 牵头单位 配合单位 完成时限 1 新签约项目15个，到位资金38亿元。 县商务局 县财政局、县发改局 全年 2 改造背街小巷23条 县住建局 县城管局、各乡镇 2034年11月 "
        "3 建成游客中心 县文旅局 县住建局 9月底前/4 新建公办幼儿园4所 县教育局 县财政局、县住建局 2034年6月底前 5 完成管网改造18公里 县水利局 县自然资源局 12月底 6 新增停车泊位560个 县城管局 各街道 长期坚持"
    )
    assert [(t.number, t.lead_units, t.deadline) for t in found] == [
        (1, ("县商务局",), "全年"),
        (2, ("县住建局",), "2034年11月"),
        (3, ("县文旅局",), "9月底前"),
        (4, ("县教育局",), "2034年6月底前"),
        (5, ("县水利局",), "12月底"),
        (6, ("县城管局",), "长期坚持"),
    ]


def test_labels_between_spaces_may_be_less_usual_words() -> None:
    found = tree(
        "2034年加减分一览 序号 加减分项目 加减分标准 最高分值 认定单位 1 人居环境 月评比排名第一的加1分。 +5 市爱卫办 2 耕地保护 违法占用的每亩扣0.1分。 -10 市林业局 3 发展党员 程序不合的每例扣1分。 -3 市委组织部",
        "",
    )
    assert [(leaf.name, leaf.signed) for _, leaf in leaves(found)] == [
        ("人居环境", "+5"),
        ("耕地保护", "-10"),
        ("发展党员", "-3"),
    ]
