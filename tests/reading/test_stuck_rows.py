"""Score sheets whose cells have nothing between them, and cells between bars of which merged ones are left out."""

from __future__ import annotations

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import leaves, outline

HEAD = ["序号", "考核项目", "考核内容", "分值", "评分标准", "责任单位"]
# Cells of rows; those merged with the ones above are left out.
ROWS = [
    ["1", "水务管理（9分）", "河道巡查", "5分", "每月巡查少于两次的,每少一次扣0.5分;发现乱堆乱放未处置的每处扣1分。", "县水务局"],
    ["供水保障", "4分", "停水超过一天未报告的,每次扣2分。", "县城投公司"],
    ["2", "文旅发展（8分）", "景区创建", "5分", "未按计划完成的扣2分,逾期一个月以上的不得分。", "县文旅局、县林业局"],
    ["节会活动", "3分", "月度节会每少一场扣1分。", "县文旅局"],
]  # fmt: skip
TREE = [
    ("水务管理", "河道巡查", "5", ("县水务局",), "每月巡查少于两次的,每少一次扣0.5分;发现乱堆乱放未处置的每处扣1分。"),
    ("水务管理", "供水保障", "4", ("县城投公司",), "停水超过一天未报告的,每次扣2分。"),
    ("文旅发展", "景区创建", "5", ("县文旅局", "县林业局"), "未按计划完成的扣2分,逾期一个月以上的不得分。"),
    ("文旅发展", "节会活动", "3", ("县文旅局",), "月度节会每少一场扣1分。"),
]


def document(text: str) -> Document:
    return Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(text.split("\n"), 1)),
    )


def found(text: str) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """Give parent, name, points, providers and text of each leaf."""
    return [
        (path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.providers, leaf.text.replace("\n", ""))
        for path, leaf in leaves(outline(document(text))[0].sheets)
    ]


WAYS = {
    "all in one line": "镇域考评表" + "".join(HEAD) + "".join("".join(row) for row in ROWS),
    "a row a line": "\n".join(["镇域考评表", "".join(HEAD), *("".join(row) for row in ROWS)]),
    "a bar on a line behind each cell": "\n".join(
        ["镇域考评表", *("\n|\n".join(row) + "\n|\n|" for row in [HEAD, *ROWS])]
    ),
    "a bar at the end of each cell": "\n".join(["镇域考评表", *(f"{cell} |" for row in [HEAD, *ROWS] for cell in row)]),
    "empty cells at the end for merged ones": "\n".join(
        ["镇域考评表", *(" | ".join(row) + " |" + "|" * (len(HEAD) - len(row)) for row in [HEAD, *ROWS])]
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_rows_are_the_same_however_cells_are_parted(way: str) -> None:
    assert found(WAYS[way]) == TREE


def test_what_is_asked_for_has_its_points_in_brackets_where_there_is_no_column_of_points() -> None:
    text = (
        "青禾县社区书院考核内容考核标准扣分标准考核方式得分基础建设(9分)1、有固定场地,面积不少于60平方米(5分)。场地不足的扣2分。查资料看现场2、藏书不少于800册(4分)。"
        "每少100册扣0.5分。看现场活动开展(6分)1、每月有讲座,有签到记录(4分)。每少一场扣1分。查资料2、读者满意,每年有调查(2分)。没有调查的扣2分。查资料"
    )
    rows = leaves(outline(document(text))[0].sheets)
    assert [(path[-1].name, leaf.points, leaf.text.replace("\n", "")) for path, leaf in rows] == [
        ("基础建设", "5", "场地不足的扣2分。"),
        ("基础建设", "4", "每少100册扣0.5分。"),
        ("活动开展", "4", "每少一场扣1分。"),
        ("活动开展", "2", "没有调查的扣2分。"),
    ]


def test_bare_numbers_in_brackets_are_points_where_every_row_ends_in_one() -> None:
    text = (
        "| 序号 | 项目分值 | 标准 | 备注 |\n| 1 | 责任意识(5分) | 责任制度上墙。(2.5) | 缺项扣除本条分值。 |\n| 逐级签订责任书。(2.5) |\n"
        "| 2 | 文化建设(6分) | 把安全文化纳入年度安排。(2) | 有创新的追加0.5分。 |\n| 建立活动机构。(4) |\n"
    )
    assert [row[:3] for row in found(text)] == [
        ("责任意识", "", "2.5"),
        ("责任意识", "", "2.5"),
        ("文化建设", "", "2"),
        ("文化建设", "", "4"),
    ]


def test_points_of_a_group_stand_in_a_column_before_those_of_its_rows() -> None:
    text = (
        "| 考核项目 | 考核内容和要求 | 项目分值 | 标准分值 | 得分 | 评分标准 |\n| 综合类 | 制定年度安排,按季调度。 | 14分 | 10 | | 安排完整的得10分,缺项的得6分。 |\n"
        "| 按时报送总结。 | 4 | | 按时报送的得4分,迟报的得2分。 |\n| 业务类 | 申报示范项目,材料齐全。 | 12分 | 8 | | 申报成功的得8分。 |\n"
        "| 组织宣传培训。 | 4 | | 组织两次以上的得4分,一次的得2分。 |\n"
    )
    read = leaves(outline(document(text))[0].sheets)
    assert [(path[-1].name, path[-1].points, leaf.points) for path, leaf in read] == [
        ("综合类", "14", "10"),
        ("综合类", "14", "4"),
        ("业务类", "12", "8"),
        ("业务类", "12", "4"),
    ]


def test_numbers_of_rows_stand_right_behind_points_and_those_with_their_sign_are_of_groups() -> None:
    text = (
        "青禾镇村容评分表类别指标检查内容序号评分细则标准分值得分村容管理20分公共区域11分1路面有积存垃圾的,每发现1处扣0.5分。42绿化带有枯枝的,每发现1处扣0.5分。"
        "33公告栏破损的,每处扣1分。44沟渠有漂浮物的,每发现1处扣0.5分。5公厕5分5公厕脏乱的,每发现1处扣1分。3"
    )
    assert [(points, standard[:5]) for _, _, points, _, standard in found(text)] == [
        ("4", "路面有积存"),
        ("3", "绿化带有枯"),
        ("4", "公告栏破损"),
        ("5", "沟渠有漂浮"),
        ("3", "公厕脏乱的"),
    ]


def test_a_whole_sheet_in_one_line_may_have_spaces_between_its_cells() -> None:
    text = (
        "养老服务先进镇评分细则  类别  考评内容 记分 计分办法 检查方式 得分  体制保障(15分)  1、登记敬老院,手续齐全。  10  未登记不得分;手续不全,扣5分。 查阅文件、证书    "
        "2、经费列入预算,并足额到位。  5  未足额到位,扣3分。 查看账目   供养保障(8分) 1、按标施保。   8   分散供养标准不达标,扣3分。   查阅文件、入户走访   "
    )
    rows = leaves(outline(document(text))[0].sheets)
    assert [(leaf.points, leaf.text.replace("\n", "")) for _, leaf in rows] == [
        ("10", "未登记不得分;手续不全,扣5分。"),
        ("5", "未足额到位,扣3分。"),
        ("8", "分散供养标准不达标,扣3分。"),
    ]


def test_items_that_count_up_begin_rows_behind_how_each_is_looked_into_and_a_repeated_head_is_left_out() -> None:
    head = "考核项目工作要求计分标准考核办法"
    text = (
        f"乡镇防汛工作考核指标表{head}一、落实防汛责任(10分)1.明确各村防汛责任人并公布名单。(4分)未明确责任人的,扣4分。查阅文件材料"
        "2.汛前组织一次隐患排查。(3分)未组织排查的,扣3分。查看会议记录3.按时报送防汛总结。(3分)每迟报一天扣1分。查看文件材料"
        f"{head}二、备足防汛物资(9分)4.建立物资仓库并专人看管。(5分)无仓库的,扣5分。查阅文件材料,抽查仓库"
        "5.每季度盘点一次物资。(4分)每少一次扣1分。查看盘点记录"
    )
    rows = leaves(outline(document(text))[0].sheets)
    assert [(path[-1].name, leaf.points, leaf.text) for path, leaf in rows] == [
        ("落实防汛责任", "4", "未明确责任人的,扣4分。"),
        ("落实防汛责任", "3", "未组织排查的,扣3分。"),
        ("落实防汛责任", "3", "每迟报一天扣1分。"),
        ("备足防汛物资", "5", "无仓库的,扣5分。"),
        ("备足防汛物资", "4", "每少一次扣1分。"),
    ]


def leaves_of(text: str) -> list[tuple[str, str, str]]:
    """Give the parent, the points and the standard of each leaf."""
    nodes = outline(document(text))[0].sheets
    return [(path[-1].name if path else "", leaf.points, leaf.text.replace("\n", "")) for path, leaf in leaves(nodes)]


def test_upright_brackets_points_of_labels_and_numbers_of_groups_are_no_hindrance() -> None:
    rows = (
        "类别考核要点分值评分细则扣分得分",
        "学习纪律︵50分︶1.按时参加学习，笔记完整。10分缺席一次扣1分；笔记每少一篇扣0.5分。",
        "2.严格执行请销假规定。20分擅自离岗的每次扣2分；事假超过15天的不得分。",
        "3.按时上下班，不迟到、不早退。20分迟到早退每次扣0.2分。",
        "内务管理︵9分︶1.办公区域整洁有序。4分检查不合格一次扣0.5分。",
        "2.公务用车统一派遣。5分私自用车一次扣3分。",
    )
    upright = "\n".join(rows)
    found = leaves_of(upright)
    assert [(parent, points) for parent, points, _ in found] == [
        ("学习纪律", "10"),
        ("学习纪律", "20"),
        ("学习纪律", "20"),
        ("内务管理", "4"),
        ("内务管理", "5"),
    ]
    assert found[0][2] == "缺席一次扣1分；笔记每少一篇扣0.5分。"
    numbered = (
        "序号考核内容标准分评分标准（30分）考核单位",
        "一平安法治25分",
        "1信访化解。积案按期化解。15分集访一批扣1分；越级上访的扣2分。县信访局",
        "2生产安全。事故起数下降。10分发生事故每起扣2分。县应急局",
        "二城乡管理5分",
        "1市容秩序。主次干道无乱贴。2分通报的每次扣0.5分。县城管局",
        "2危房改造。任务全部竣工。3分竣工率每少5%扣1分。县住建局",
    )
    assert [(parent, points) for parent, points, _ in leaves_of("\n".join(numbered))] == [
        ("平安法治", "15"),
        ("平安法治", "10"),
        ("城乡管理", "2"),
        ("城乡管理", "3"),
    ]


def test_a_standard_may_begin_right_behind_the_name_of_its_row() -> None:
    found = leaves_of(
        "乡镇计分表\n序号指标名称考核内容及评分标准分值数据提供单位\n1特色产业（20分）产业基地（11分）茶园提质按完成率计分，完成率低于60%的不计分。8分县农业局\n"
        "龙头培育每新增1家加3分，加分不超过5分。3分县农业局\n工业运行（9分）企业入规完成的计3分；退规1户扣0.5分。3分县经信局\n节能降耗未完成目标的不得分。6分县经信局"
    )
    assert found[0] == ("产业基地", "8", "按完成率计分，完成率低于60%的不计分。")
    assert [points for _, points, _ in found] == ["8", "3", "3", "6"]


def test_labels_within_a_sentence_are_no_head() -> None:
    lines = [
        "云溪局2041年度科室考核办法",
        "一、考核时间",
        "2041年1月1日至12月31日（2042年各科室目标任务内容明年提出）",
        "二、考核内容",
        "（一）学习教育（30分）。少一次扣1分。",
        "（二）业务工作（70分）。少完成一项扣3分；受到通报的，每次扣5分。",
        "三、结果运用",
        "得分在90分以上的评为优秀；低于60分的评为不合格。",
    ]
    for width in (100, 21):
        cut = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
        parts = tuple(Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(cut, 1))
        found, _ = outline(Document("a.txt", "txt", parts))
        assert [(leaf.name, leaf.points) for sheet in found.sheets for leaf in sheet.children] == [
            ("学习教育", "30"), ("业务工作", "70"),
        ]  # fmt: skip
