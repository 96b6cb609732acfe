"""Tables of printed pages and pasted text in which several short cells stand on one line, or every cell is a line of its own."""

from __future__ import annotations

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks


def document(lines: str) -> Document:
    text = lines.strip("\n").split("\n")
    return Document(
        "a.txt", "txt", tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(text, 1))
    )


def rows(lines: str) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """Give parent, name, points, providers and text of each leaf."""
    return [
        (path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.providers, leaf.text)
        for path, leaf in leaves(outline(document(lines))[0].sheets)
    ]


def test_short_cells_on_one_line_are_parted_and_those_that_were_cut_go_on() -> None:
    found = rows("""
2034年度镇域综合考评表
序号 考核项目 考核内容 分值 评分标准 责任单
位
1 水务管理（9分）
河道巡查 5分
河道巡查每月少于两次的,每少一次扣 0.5 分;发
现乱堆乱放未处置的,每处扣1分。
县水务局
供水保障 4分 停水超过一天未报告的,每次扣2分。 县城投公司
2 文旅发展（8分）
景区创建 5分
未按计划完成创建材料报送的扣2分,逾期一个
月以上的不得分。
县文旅局、县林
业局
节会活动 3分 8月前未举办节会的扣3分。 县文旅局
""")
    assert found == [
        (
            "水务管理",
            "河道巡查",
            "5",
            ("县水务局",),
            "河道巡查每月少于两次的,每少一次扣 0.5 分;发现乱堆乱放未处置的,每处扣1分。",
        ),
        ("水务管理", "供水保障", "4", ("县城投公司",), "停水超过一天未报告的,每次扣2分。"),
        (
            "文旅发展",
            "景区创建",
            "5",
            ("县文旅局", "县林业局"),
            "未按计划完成创建材料报送的扣2分,逾期一个月以上的不得分。",
        ),
        ("文旅发展", "节会活动", "3", ("县文旅局",), "8月前未举办节会的扣3分。"),
    ]


def test_task_cells_on_one_line_are_parted_below_a_head_on_several_lines() -> None:
    found = read_tasks(
        document("""
2034年重点任务分解表
序号 重点任务 牵头领
导
牵头单位 配合单位 完成时
限
1 新建村级文化广场12个 钱立冬 县文旅局 县财政局、县
住建局
11月底
2 完成水库除险加固4座,灌溉渠道清淤36公里,
恢复灌溉面积0.8万亩
孙小满 县水务局 县财政局 9月底
3 建成县级冷链物流中心 钱立冬 县商务局 县供销社 全年
""")
    )[0]
    assert [(task.number, task.leader, task.lead_units, task.related_units, task.deadline) for task in found] == [
        (1, ("钱立冬",), ("县文旅局",), ("县财政局", "县住建局"), "11月底"),
        (2, ("孙小满",), ("县水务局",), ("县财政局",), "9月底"),
        (3, ("钱立冬",), ("县商务局",), ("县供销社",), "全年"),
    ]
    assert found[1].text == "完成水库除险加固4座,灌溉渠道清淤36公里,恢复灌溉面积0.8万亩"


def test_each_cell_is_a_line_where_all_rows_are_whole_so() -> None:
    found = rows("""
乡村医生考核细则
项目
考核要求
考核标准
分值
考核方式
得分
公共卫生（9分）
健康档案真实完整,按季更新。
档案不真实的每份扣1分。
5分
现场检查
慢病随访及时,记录规范。
漏访一人次扣0.5分。
4分
查阅资料
药品管理（6分）
药品进出有账,无过期药品。
发现过期药品的每种扣1分。
6分
现场检查
""")
    assert [(parent, points, text) for parent, _, points, _, text in found] == [
        ("公共卫生", "5", "档案不真实的每份扣1分。"),
        ("公共卫生", "4", "漏访一人次扣0.5分。"),
        ("", "6", "发现过期药品的每种扣1分。"),
    ]


def test_numbers_of_rows_and_points_are_told_apart_by_their_places() -> None:
    found = rows("""
平安院落考核标准
序号
创建标准
分
值
扣分说明
1
组建义务巡防队伍,制度健全,责任落实,住户安全感在80%以上。
10
没有巡防队伍扣5分;安全感在60%到80%的扣4分,60%以下扣8分。
2
院内秩序良好,没有失窃和火情;外来人员登记率在98%以上。
15
发生一起失窃扣3分;发生一起火情扣5分;登记率低于98%的扣4分。
3
配备消防器材并定期更换,住户知道逃生路线。
5
没有消防器材扣5分,过期的每件扣1分。
""")
    assert [(points, text[:6]) for _, _, points, _, text in found] == [
        ("10", "没有巡防队伍"),
        ("15", "发生一起失窃"),
        ("5", "没有消防器材"),
    ]


def test_headings_between_rows_of_tabs_are_no_cells() -> None:
    found = rows(
        "社区书院考核表\n序号\t指标\t考核内容和计分办法\t分值\t考核牵头单位\t备注\n一、阵地建设（8分）\n1\t场地\t场地面积不足的扣2分。\t5\t区文旅局\t\n"
        "2\t藏书\t藏书每少100册扣0.5分。\t3\t区文旅局\t\n二、活动开展（6分）\n3\t讲座\t每少一场扣1分。\t6\t区科协\t\n"
    )
    assert [row[:4] for row in found] == [
        ("阵地建设", "场地", "5", ("区文旅局",)),
        ("阵地建设", "藏书", "3", ("区文旅局",)),
        ("活动开展", "讲座", "6", ("区科协",)),
    ]


def test_a_title_above_a_head_on_one_line_is_no_column_of_it() -> None:
    """The title says what a column says as well."""
    _, findings = outline(
        document("""
2034年度湿地管护评比
评分细则
类别 评比项目 评比标准（12分） 分值
巡护
5分
日常巡护
1、按日巡护，记 3 分。缺一日扣 0.5 分。
3 分
巡护记录
1、记录齐全，记 2 分。缺一页扣 0.2 分。
2 分
类别 评比项目 评比标准（12分） 分值
修复
7分
补植苇草
1、按期补植，记 7 分。迟一月扣 1 分。
7 分
""")
    )
    columns = [str(finding.data["columns"]) for finding in findings if finding.code == "reading.I204"]
    assert columns
    assert not any("评分细则" in each for each in columns)


CENTRED = """
2034年度镇域综合考评表
序号 考核项目 考核内容 分值 评分标准 责任单位
每月巡查少于两次的,每少一次扣0.5分;发现乱
河道巡查 5分 县水务局
堆乱放未处置的,每处扣1分。
1 水务管理（9分）
停水超过一天未报告的,每次扣2分;管网漏损率
供水保障 4分 县城投公司
每超1个百分点扣0.5分。
未按计划完成创建材料报送的扣2分,逾期一个
县文旅局、县林
景区创建 5分 月以上的不得分;材料弄虚作假被通报的,每次
业局
2 文旅发展（11分） 扣3分。
节会活动 4分 月度节会每少一场扣1分。 县文旅局
文物保护 2分 文物被盗的不得分。 县文旅局
"""


def test_cells_in_the_middle_of_their_rows_are_put_beside_the_texts_above_and_below() -> None:
    found = rows(CENTRED)
    assert [(parent, name, points) for parent, name, points, _, _ in found] == [
        ("水务管理", "河道巡查", "5"),
        ("水务管理", "供水保障", "4"),
        ("文旅发展", "景区创建", "5"),
        ("文旅发展", "节会活动", "4"),
        ("文旅发展", "文物保护", "2"),
    ]
    assert found[0][3:] == (
        ("县水务局",),
        "每月巡查少于两次的,每少一次扣0.5分;发现乱堆乱放未处置的,每处扣1分。",
    )
    assert found[2][3] == ("县文旅局", "县林业局")


def test_no_words_are_lost_where_cells_stand_in_the_middle_of_rows() -> None:
    document_ = document(CENTRED)
    said = outline(document_)[0]
    kept = "".join(
        f"{path[-1].name}{path[-1].points}{leaf.name}{leaf.points}{leaf.detail}{leaf.text}{''.join(leaf.providers)}"
        for path, leaf in leaves(said.sheets)
    )
    kept += "".join(line.text for line in said.prose)
    for line in CENTRED.strip().split("\n")[2:]:
        for word in line.split():
            bare = word.removesuffix("分").split("（")[0].strip("、")
            assert bare in ("1", "2") or all(part in kept.replace("\n", "") for part in bare.split("、")), word


def test_a_drawn_head_over_two_columns_reaches_as_far_as_the_rule_below_it_tells() -> None:
    found = rows("""
┌─┬──┬─────┬────────────┬──┐
│序│ 项 │ 考核 │ 评分标准 │ 分 │
│号│ 目 │ 内容 │ │ 值 │
├─┼──┼──┬──┼────────────┼──┤
│1 │ 镇 │ 1 │ 环 │(1)公厕按时保洁,得10分;每发现一处污损扣 │ 10 │
│ │ 容 │ │ 境 │1分。 │ │
│ │ 管 │ │ 卫 ├────────────┼──┤
│ │ 理 │ │ 生 │(2)垃圾日产日清,得5分;有积存的不得分。 │ 5 │
└─┴──┴──┴──┴────────────┴──┘
""")
    assert [(parent, points, text.replace("\\n", "")) for parent, _, points, _, text in found] == [
        ("环境卫生", "10", "(1)公厕按时保洁,得10分;每发现一处污损扣1分。"),
        ("环境卫生", "5", "(2)垃圾日产日清,得5分;有积存的不得分。"),
    ]


def test_what_scores_behind_what_is_asked_for_begins_a_cell_where_both_have_columns() -> None:
    found = rows("""
社区书院考核表
考核内容 评分标准 分值 得分
一、阵地建设（9分）
1.场地面积不少于六十平方米,桌椅、灯光、书架配套齐全,标识
醒目,环境整洁。
场地不足的扣2分,桌椅、灯光、书架每缺一样扣0.5分,标识不
醒目的扣0.5分。
5
2.藏书不少于八百册。 每少100册扣0.5分。 4
二、活动开展（6分）
1.每月至少有一场讲座。 每少一场扣1分。 3
2.读者满意,每年至少有一次问卷调查,结果向社区公布并归档保
存备查。
没有调查的扣2分,结果没有公布的扣1分。
3
""")
    assert [(parent, points, text) for parent, _, points, _, text in found] == [
        ("阵地建设", "5", "场地不足的扣2分,桌椅、灯光、书架每缺一样扣0.5分,标识不醒目的扣0.5分。"),
        ("阵地建设", "4", "每少100册扣0.5分。"),
        ("活动开展", "3", "每少一场扣1分。"),
        ("活动开展", "3", "没有调查的扣2分,结果没有公布的扣1分。"),
    ]
