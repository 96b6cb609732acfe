"""Score sheets that are running text: headings with points, items that award them, and what pages put around them."""

from __future__ import annotations

import re

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.drafts import drafts
from kaoji.reading.sheets import Node, leaves, outline

TITLE = "云溪镇2032年度村级工作目标考核办法\n"


def document(text: str) -> Document:
    lines = [Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)]
    return Document("a.txt", "txt", tuple(lines))


def trees(text: str) -> tuple[Node, ...]:
    return outline(document(text))[0].sheets


def rows(nodes: tuple[Node, ...]) -> list[tuple[str, str, str]]:
    """Give leaves as name, points (+ for extra) and text."""
    return [(leaf.name, "+" if leaf.is_bonus else leaf.points, leaf.text) for _, leaf in leaves(nodes)]


AWARDING = TITLE + (
    "一、总体要求\n各村要高度重视。\n二、考核内容\n（一）产业发展\n"
    "1、庭院经济：新增庭院经济户达到20户的，计4分，每超1户加计0.2分，加分不超过2分；未达到的扣2分。\n"
    "2、项目争取：争取到市级项目1个加3分。\n"
    "3、粮食收购：完成粮食收购任务的计2分，未完成的扣1分。\n"
    "（二）乡风文明\n1、移风易俗：没有大操大办的计5分，发生一起扣2分。\n"
    "三、结果运用\n1、先进村由镇党委表彰。\n"
)


def test_items_that_award_points_by_their_own_words_make_a_tree() -> None:
    found = trees(AWARDING)
    assert [tree.name for tree in found] == ["考核内容"]
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("庭院经济", "4"),
        ("项目争取", "+"),
        ("粮食收购", "2"),
        ("移风易俗", "5"),
    ]


def test_points_taken_from_what_a_text_awards_are_to_be_checked() -> None:
    (made,) = drafts(document(AWARDING))
    assert "通知没有单列分值，暂取计分办法给出的4分，请核对。" in made.scheme_text
    assert made.title == "云溪镇2032年度村级工作目标考核办法"


def test_what_is_awarded_for_each_is_extra_and_lists_of_deductions_stay_adjustments() -> None:
    found = trees(
        TITLE + "一、计分办法\n（一）计分标准\n1、有专人负责，台账齐全，按时归档，计10分。\n"
        "2、被《桥镇快报》采用单篇计3分，短讯每条1分。\n3、每月完成报送任务，计6分。\n4、经验被县级推广的，每次加5分。\n"
        "（二）扣分标准\n1、报送不及时的，扣2分。\n2、内容失实的，扣3-5分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("有专人负责", "10"),
        ("被《桥镇快报》采用单篇", "+"),
        ("每月完成报送任务", "6"),
        ("经验被县级推广", "+"),
    ]


def test_headings_below_none_are_the_tree_of_the_whole_text() -> None:
    found = trees(
        "平安村创建考核标准\n1、建立矛盾排查制度（1分）\n无制度的扣1分。\n"
        "2、无影响安定的恶性案件。（2分）\n未破的，每起扣1分。\n"
        "3、村内重点路段、学校周边、集贸市场、公共活动场所的监控设施完好，运行正常，有人值守，发现问题及时报修。（3分）\n每处损坏扣0.5分。\n"
    )
    assert rows(found) == [
        ("建立矛盾排查制度", "1", "无制度的扣1分。"),
        ("无影响安定的恶性案件", "2", "未破的，每起扣1分。"),
        ("村内重点路段、学校周边、集贸市场等", "3", "每处损坏扣0.5分。"),
    ]
    assert next(leaves(found))[1].detail == ""
    assert [leaf.detail[:6] for _, leaf in leaves(found)] == ["", "", "村内重点路段"]


def test_points_that_the_line_below_begins_with_are_those_of_the_heading() -> None:
    found = trees(
        "一、组织保障（20分）\n1、有工作机构，制定了年度计划。\n（6分）每缺一项扣2分。\n"
        "2、有办公场所。\n（4分）未落实的不得分。\n3、每月召开例会。\n每周碰头一次。\n（10分）每少一次扣2分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("有工作机构，制定了年度计划", "6"),
        ("有办公场所", "4"),
        ("每月召开例会", "10"),
    ]


def test_a_long_item_among_headings_is_one_of_them() -> None:
    found = trees(
        "一、考核内容（30分）\n（一）组织领导（12分）\n"
        "1.健全了各类工作机构（领导小组、工作专班、村级服务队、志愿者队伍、专家指导组、监督评议组等）并明确了各自的职责分工和工作制度。\n"
        "每少一个机构扣0.5分。\n2.年初有安排意见。\n每少一项扣1分。\n"
        "3.与各村签订了责任书，实行领导包片、干部包村的责任制，并纳入年度考核，落实奖惩办法，年中组织督查，年底组织验收。\n未签订的扣2分。\n"
        "（二）示范创建（10分）\n未开展的不得分。\n（三）宣传教育（8分）\n每少一次活动扣1分。\n"
    )
    assert [(name, points, text.split("\n")[-1]) for name, points, text in rows(found)] == [
        ("健全了各类工作机构（领导小组、工作专班等", "", "每少一个机构扣0.5分。"),
        ("年初有安排意见", "", "每少一项扣1分。"),
        ("与各村签订了责任书", "", "未签订的扣2分。"),
        ("示范创建", "10", "未开展的不得分。"),
        ("宣传教育", "8", "每少一次活动扣1分。"),
    ]


def test_points_behind_the_last_comma_belong_to_the_item() -> None:
    found = trees(
        "一、责任落实（4分）\n1.逐级签订责任书，1分。\n2.定期召开例会，3分。不召开的每次减1分。\n"
        "二、信息研判（3分）\n1.建立研判机制，2分。\n2.按时上报，1分。\n三、应急准备（2分）\n1.未制定预案，减1分。\n2.未演练，减1分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("逐级签订责任书", "1"),
        ("定期召开例会", "3"),
        ("建立研判机制", "2"),
        ("按时上报", "1"),
        ("未制定预案", ""),
        ("未演练", ""),
    ]


def test_a_short_list_beside_a_longer_one_is_a_tree_too() -> None:
    found = trees(
        "（一）镇属企业计分：\n1.利润指标（基本分为30分）\n每低于目标值2%扣1分。\n2.增加值指标（基本分为35分）\n每低于目标值2%扣1分。\n"
        "3.安全指标（基本分为15分）\n每发生一起事故扣5分。\n"
        "（二）委托管理企业计分：\n1.利润指标（基本分为40分）\n每低于目标值2%扣1分。\n2.增加值指标（基本分为60分）\n每低于目标值2%扣1分。\n"
    )
    assert [len(tree.children) for tree in found] == [3, 2]


def test_items_may_be_lettered() -> None:
    found = trees(
        "（一）党务工作（15分）\nA、班子团结的记10分，不团结的酌情扣分。\nB、按时缴纳党费的记5分，未完成不记分。\n"
        "（二）农业工作（20分）\nA、完成播种面积的记20分。\n（三）卫生工作（10分）\nA、村容整洁的记10分。\n"
    )
    assert [tree.points for tree in found[0].children] == ["15", "20", "10"]
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("班子团结", "10"),
        ("按时缴纳党费", "5"),
        ("完成播种面积", "20"),
        ("村容整洁", "10"),
    ]


def test_what_a_page_puts_behind_a_text_is_no_part_of_its_last_item() -> None:
    found = trees(
        AWARDING.replace("三、结果运用\n1、先进村由镇党委表彰。\n", "上一篇：关于放假的通知\n相关推荐\n某某工作总结\n")
    )
    assert rows(found)[-1] == ("移风易俗", "5", "没有大操大办的计5分，发生一起扣2分。")


def test_lines_that_indicators_hold_are_not_said_to_be_unused() -> None:
    (made,) = drafts(
        document(
            TITLE
            + "一、责任落实（6分）\n1.制定工作方案，年初有计划，年中有督查，年终有总结，资料完整归档，专人保管的，得2分。\n"
            "2.镇村两级共同抓好综治中心建设，力度大、效果好、群众满意、上级肯定的，得4分。\n"
            "二、研判（3分）\n按月研判。\n（3分）每少一次扣1分。\n三、演练（1分）\n未演练，减1分。\n"
        )
    )
    assert [finding for finding in made.findings if finding.code == "reading.W307"] == []


def test_a_title_begins_behind_the_way_to_the_page() -> None:
    (made,) = drafts(document("首页 > 文章中心 > 正文\n\n云溪镇综合考核办法\n\n一、考核对象\n各村。"))
    assert made.title == "云溪镇综合考核办法"


SHEET = [
    ("班子建设（10分）", "1、班子团结，按期换届的计6分，不团结的扣2分。", "6分"),
    ("", "2、按时召开党员大会，记录完整的计4分。每少一次扣1分。", "4分"),
    ("卫生保洁（8分）", "1、村道干净无垃圾，每发现一处扣0.5分，扣完为止。", "5分"),
    ("", "2、保洁员每日清运，未清运的每次扣1分。", "3分"),
]


def test_cells_on_lines_of_their_own_with_a_bar_behind_each_keep_their_columns() -> None:
    cells = ["考核项目", "考核内容", "标准分", "自评分", "考核分"]
    for name, text, points in SHEET:
        row = [cell for cell in (name, text, points) if cell]
        cells += row + [""] * (5 - len(row))
    flat = "\n|\n".join(cells).replace("\n\n", "\n")
    assert read_sheet("云溪镇2032年村级考核计分表\n村名：      考核日期：2032年  月  日\n" + flat + "\n|\n") == [
        ("6", "班子建设"),
        ("4", "班子建设"),
        ("5", "卫生保洁"),
        ("3", "卫生保洁"),
    ]


def test_rows_under_a_cell_that_reaches_down_are_moved_to_their_columns() -> None:
    lines = ["| 项目 | 考核标准及评分办法 | 分值 |"]
    lines += [f"| {name} | {text} | {points} |" if name else f"| {text} | {points} | |" for name, text, points in SHEET]
    assert [points for points, _ in read_sheet("\n".join(lines))] == ["6", "4", "5", "3"]


def test_cells_on_lines_of_their_own_that_end_in_bars_are_lines() -> None:
    rows = [
        ("1", "招引项目数量", "30分", "完成目标的得满分，未完成的按比例得分。"),
        ("2", "到位资金", "20分", "按完成进度比例得分。"),
    ]
    rows += [("3", "走访企业", "10分", "每走访1家得1分。"), ("4", "信息报送", "5分", "每少1条扣0.5分。")]
    extra = ["5", "加分项", "承办推介会，每次加3分。", "引进外资项目，每个加2分，最高不超过6分。"]
    cells = [
        "附件2",
        "招商工作评分细则",
        "序号",
        "指标",
        "分值",
        "评分细则",
        *(cell for row in rows for cell in row),
        *extra,
    ]
    found = [leaf for _, leaf in leaves(trees("".join(f"{cell} |\n" for cell in cells)))]
    assert [(leaf.name, leaf.points) for leaf in found[:4]] == [(row[1], row[2][:-1]) for row in rows]
    assert [(leaf.name, leaf.is_bonus, "外资" in leaf.text) for leaf in found[4:]] == [("加分项", True, True)]


def read_sheet(text: str) -> list[tuple[str, str]]:
    """Give the points of each leaf and the name above it."""
    return [(leaf.points, path[-1].name) for path, leaf in leaves(trees(text))]


def test_a_row_of_vetoes_is_no_column() -> None:
    found = trees(
        "负面清单\n类别\n具体内容\n信息提供部门\n一票否决事项\n发生重特大事故的，扣30分。\n县平安办\n"
        "较大事故\n1.发生较大事故的，每起扣5分。\n县应急局\n暗访问题\n1.暗访发现问题的，每个扣0.5分。\n县督查室\n"
    )
    assert [(leaf.name, leaf.providers) for _, leaf in leaves(found)] == [
        ("一票否决事项", ("县平安办",)),
        ("较大事故", ("县应急局",)),
        ("暗访问题", ("县督查室",)),
    ]


def test_headings_that_run_on_in_one_paragraph_are_parted() -> None:
    text = (
        "为抓好秋种工作，制定本办法。一、评比内容（50分）（一）组织发动（5分）成立机构的计2分，差的扣1分。"
        "（二）开沟排水（15分）无积水的计满分。每发现一处扣1分，扣满10分为止。（三）规范种植（30分）1、油菜（12分）：完成任务的计12分。"
        "2、小麦（8分）：完成任务的计8分。3、洋芋（10分）：完成任务的计10分。"
    )
    (made,) = drafts(document(TITLE + text))
    assert [(name, points) for name, points, _ in rows(trees(TITLE + text))] == [
        ("组织发动", "5"),
        ("开沟排水", "15"),
        ("油菜", "12"),
        ("小麦", "8"),
        ("洋芋", "10"),
    ]
    assert [finding for finding in made.findings if finding.code == "reading.W307"] == []


BOX = """
┌──┬────┬──┬─────┬───┐
│序号│考评内容│分值│评 分 标 准│考评分│
├──┼────┼──┼─────┼───┤
│ 1 │落实护林│ 6分│未制定护林方│   │
│   │责任制。│    │案的扣6分。 │   │
│   │    ├──┼─────┼───┤
│   │    │ 5分│未签订责任书│   │
│   │    │    │的扣5分。  │   │
├──┼────┼──┼─────┼───┤
│ 2 │巡山检查│ 4分│每少一次扣1 │   │
│   │    │    │分。     │   │
└──┴────┴──┴─────┴───┘
"""


def test_a_table_drawn_with_lines_keeps_its_cells_and_what_reaches_over_rows() -> None:
    found = trees("护林防火考评标准\n" + BOX)
    assert [(path[-1].name, leaf.name, leaf.points, leaf.text) for path, leaf in leaves(found)] == [
        ("落实护林责任制。", "", "6", "未制定护林方案的扣6分。"),
        ("落实护林责任制。", "", "5", "未签订责任书的扣5分。"),
        ("护林防火考评标准", "巡山检查", "4", "每少一次扣1分。"),
    ]


def test_headings_that_run_on_behind_spaces_are_parted() -> None:
    found = trees(
        "乡镇财税考评制度 为壮大财源，制定本办法。 一、考核对象 全县9个乡镇。 二、考核方法（总分值100分） "
        "（1）收入任务（25分）。完成任务得分，每少一个百分点扣1分。 （2）收入增幅（35分）。按功效系数法计算。 "
        "（3）非煤行业（不含煤矿）的收入比重（40分）。低于上年的不计分。"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("收入任务", "25"),
        ("收入增幅", "35"),
        ("非煤行业（不含煤矿）的收入比重", "40"),
    ]


def test_points_behind_the_last_sentence_are_those_of_the_item() -> None:
    found = trees(
        "（一）队伍建设（9分）\n1、按要求建立扑火队，每缺一项扣0.5分。（4分）\n2、定期培训。（2分）\n"
        "3、建立花名册，分组编队。一旦发生火情，半小时内集结到位。（3分）\n（二）防控（6分）\n发生火灾的，每起扣2分。\n（三）宣传（5分）\n每少一次扣1分。\n"
    )
    assert rows(found)[:3] == [
        ("按要求建立扑火队", "4", "按要求建立扑火队，每缺一项扣0.5分。"),
        ("定期培训", "2", ""),
        ("建立花名册，分组编队。一旦发生火情，半小时内集结到位", "3", ""),
    ]


def test_a_base_named_in_the_text_is_what_the_item_is_worth() -> None:
    found = trees(
        "二、计分办法\n1、企业户数。各镇企业户数基本分100分，每减少一户扣10分，新增一户加20分。\n"
        "2、仓储收入。达到任务数计300分，比任务数高1个百分点加4分。\n3、缴税。达到任务数计200分，比任务数低1个百分点扣3分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("企业户数", "100"),
        ("仓储收入", "300"),
        ("缴税", "200"),
    ]


_HEADED = """青川县2034年度河道保洁考核办法
一、考核对象
各乡镇人民政府、街道办事处。
二、考核内容（100分）
（一）组织体系（30分）
1.责任落实（15分）。乡镇级河长按时巡河，每月不少于2次；每少1次扣0.5分，扣完为止。
2.台账建设（15分）。建立一河一档，资料齐全的计15分，缺1项扣2分。
（二）河道保洁（70分）
1.水面清洁（40分）。河道水面无漂浮物，发现1处扣1分，被市级以上通报的每次扣3分。
2.岸线管护（30分）。无乱占乱建，每发现1起扣2分，未按期整改的加扣1分。"""


@pytest.mark.parametrize("letters", [12, 14, 17, 21, 26, 33])
def test_lines_cut_at_so_many_letters_are_whole_again(letters: int) -> None:
    lines = [line[at : at + letters] for line in _HEADED.split("\n") for at in range(0, len(line), letters)]
    found = rows(trees("\n".join(lines)))
    assert [(name, points) for name, points, _ in found] == [
        ("责任落实", "15"),
        ("台账建设", "15"),
        ("水面清洁", "40"),
        ("岸线管护", "30"),
    ]
    assert [text.replace("\n", "") for _, _, text in found] == [text for _, _, text in rows(trees(_HEADED))]
    assert [text for _, _, text in found if re.search(r"[^。；]\n", text)] == []


def test_points_and_their_rule_may_share_a_bracket_behind_the_item() -> None:
    lines = (
        "一、组织管理(10分)\n1.河道工作列入议程,主要领导任组长。(6分,没列入的扣1分,无组织的扣1分,扣完为止)\n"
        "2.有年度计划、总结。(4分,缺一项扣0.5分)\n二、宣传(20分)\n3.设有专职人员(含兼职)。(12分,缺1人扣0.5分)\n4.设有宣传栏。(8分,无宣传栏扣8分)\n"
    )
    wanted = [
        ("河道工作列入议程,主要领导任组长", "6", "没列入的扣1分,无组织的扣1分,扣完为止"),
        ("有年度计划、总结", "4", "缺一项扣0.5分"),
        ("设有专职人员(含兼职)", "12", "缺1人扣0.5分"),
        ("设有宣传栏", "8", "无宣传栏扣8分"),
    ]
    for text in (lines, "附件1:河道保洁评分表项目项目内容扣分扣分原因实得分" + lines.replace("\n", "")):
        (found,) = trees(text)
        assert [child.name for child in found.children] == ["组织管理", "宣传"]
        assert rows((found,)) == wanted


def test_numbered_items_that_run_on_behind_words_are_parted() -> None:
    found = trees(
        "考核内容考核要求扣分标准考核方法得分河道自治(10分)1、村里成立巡河队伍,资料齐全,分工到人,台账完整(3分)。"
        "未成立的扣1分;资料不全扣0.5分。查资料2、有办公场所和标识,设施齐全,人员到岗(2分)。无场所不得分。看现场"
        "3、各项制度上墙,有相关工作板夹,定期更新,内容与实际相符(5分)。制度未上墙,每少一个扣0.5分。查资料"
    )
    assert [(points, text[:6]) for _, points, text in rows(found)] == [
        ("3", "未成立的扣1"),
        ("2", "无场所不得分"),
        ("5", "制度未上墙,"),
    ]


def test_the_head_tells_how_many_cells_between_bars_make_a_row() -> None:
    head = ["序号", "考 核 内 容", "扣 分 标 准", "应得分数", "扣减分数", "实得分数", ""]
    rows = [
        ["1", "巡河管理", "未按月巡河的扣5分;未记录的扣2分。", "20", "", "", ""],
        ["2", "目标管理", "未制定年度计划的扣10分。", "20", "", "", ""],
        ["3", "防汛演练", "未组织演练的扣5分。", "10", "", "", ""],
        ["合 计", "", "50", "", "", "", ""],
    ]
    found = leaves(trees("".join(f"{cell}\n|\n" if cell else "|\n" for row in [head, *rows] for cell in row)))
    assert [(leaf.name, leaf.points) for _, leaf in found] == [
        ("巡河管理", "20"),
        ("目标管理", "20"),
        ("防汛演练", "10"),
    ]


def test_points_behind_the_full_stop_of_an_item_are_its_own() -> None:
    found = leaves(
        trees(
            "云岭镇食品安全考核细则\n1.设立领导小组,有信息员,职责明确。5分\n2.制定年度监管计划并归档。10分\n"
            "3.积极参加例会和培训。5分(缺1次扣2分,晚到1次扣1分)\n4.每季度召开一次会议,有会议记录15分。\n考核结果纳入年终考核。\n"
        )
    )
    nodes = [leaf for _, leaf in found]
    assert [leaf.points for leaf in nodes] == ["5", "10", "5", "15"]
    assert "缺1次扣2分" in nodes[2].text


def test_rows_below_merged_cells_are_moved_to_their_columns_without_a_bar_before_them() -> None:
    page = (
        "类别 | 考 核 内 容 | 得分 | 合计 得分 |\n|\n巡河工作开展情况 | 巡查载体建设 | 巡河日志(是否每天登记、按周汇总,以水务站抽查为准) | 6分 | 11分 |\n"
        "问题上报(重大问题是否上报,上报是否及时,有无遗漏) | 3分 | |||\n公示牌管护(是否完好、醒目,电话是否有人接听) | 2分 | |||\n"
        "河道管护 | 保洁情况(河面、岸边是否有垃圾,保洁是否及时) | 9分 | 14分 | |\n绿化情况(岸边绿化是否成活,有无缺株) | 5分 | |||\n"
    )
    found = [(path[-1].name, leaf.points) for path, leaf in leaves(trees(page))]
    assert found[:3] == [("巡查载体建设", "6"), ("巡查载体建设", "3"), ("巡查载体建设", "2")]
    assert [points for _, points in found[3:]] == ["9", "5"]


def test_two_parts_of_a_hundred_points_are_a_sheet_and_short_deductions_below_keep_their_amounts() -> None:
    (sheet,) = trees(
        TITLE
        + "二、考核内容\n（一）群众评议（60分）。由全体职工无记名打分。\n（二）领导评分（40分）。由班子成员打分。\n"
        "（三）加减分项目\n1、减分项：\n①被通报批评的，每人每次减 1 分。\n"
        "②例会不请假缺席的，每人每次减 0.5 分。（提供依据科室：综合科、人事科）"
    )
    votes, ratings, extra = sheet.children
    assert [(each.name, each.points) for each in (votes, ratings)] == [("群众评议", "60"), ("领导评分", "40")]
    last = extra.children[0].children[1]
    assert (last.points, last.providers) == ("", ("综合科", "人事科"))
    assert last.text.startswith("例会不请假缺席的，每人每次减 0.5 分。")


def test_two_headings_with_points_are_a_sheet_where_their_list_is_named_as_one() -> None:
    (sheet,) = trees(
        TITLE
        + "二、考核内容\n（一）财政收入（20分）。由县财政局计分。\n（二）营商环境（10分）。乱收费的，每次扣3分。\n"
    )
    assert [(leaf.name, leaf.points) for leaf in sheet.children] == [("财政收入", "20"), ("营商环境", "10")]


def test_groups_below_a_heading_that_only_names_them_bear_its_name() -> None:
    lines = (
        "一、考核内容", "（一）乡镇", "1.产业（60分）", "2.治理（25分）", "3.党建（15分）",
        "（二）县直部门", "第一组至第二组：", "1.职能工作（70分）", "2.帮扶（20分）", "3.党建（10分）",
        "第三组（垂管单位）", "1.服务地方（60分）", "2.帮扶（25分）", "3.党建（15分）", "（三）企业", "执行上级办法。",
    )  # fmt: skip
    parts = tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    found, _ = outline(Document("a.txt", "txt", parts))
    assert [(sheet.name, len(sheet.children)) for sheet in found.sheets] == [
        ("乡镇", 3), ("县直部门第一组至第二组", 3), ("县直部门第三组（垂管单位）", 3),
    ]  # fmt: skip


def test_what_bounds_all_items_is_said_of_their_list() -> None:
    lines = (
        "一、考核方式", "1、业务工作（70分）", "2、群众评议（30分）", "3、加减分", "（1）加分项目",
        "①获得省级表彰的，每次加2分，加分不超过4分。", "②经验在全市推广的，每项加1分。", "几个科室共同完成的分别加分；同一事项不重复加分，取最大值，加分最高不超过6分。",
        "（2）减分项目", "①被通报批评的，每次减1分。", "②漏报信息的，每次减0.5分。", "同一事项不累计减分，取最大值。",
    )  # fmt: skip
    parts = tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    found, _ = outline(Document("a.txt", "txt", parts))
    lists = [node for sheet in found.sheets for node in sheet.walk() if node.name in ("加分项目", "减分项目")]
    assert [node.text for node in lists] == [
        "几个科室共同完成的分别加分；同一事项不重复加分，取最大值，加分最高不超过6分。", "同一事项不累计减分，取最大值。",
    ]  # fmt: skip
    assert all("同一事项" not in leaf.text for node in lists for leaf in node.children)


def test_points_before_how_an_item_is_scored_and_a_first_item_stuck_to_its_heading() -> None:
    text = TITLE + (
        "一、渡口安全(10分)\n(一)加强值守(6分)1.落实值守人员。每日有人在岗。(4分)考核:缺岗一次扣1分;无记录扣0.5分。\n"
        "2.完善值守记录。认真填写交接内容,按月归档。(2分)考核:缺一次扣0.5分。\n(二)维护设施(4分)\n1.定期检修渡船。(4分)考核:少一次扣1分。"
    )
    found = [(path[-1].name, leaf.points, leaf.text) for path, leaf in leaves(trees(text))]
    assert found == [
        ("加强值守", "4", "考核:缺岗一次扣1分;无记录扣0.5分。"),
        ("加强值守", "2", "考核:缺一次扣0.5分。"),
        ("维护设施", "4", "考核:少一次扣1分。"),
    ]


def test_headings_without_numbers_stand_above_the_items_that_make_up_their_points() -> None:
    found = trees(
        "河道管护考核指标\n环境指标（35分）\n一、河面保洁（20分）\n二、岸线绿化（15分）\n"
        "管理指标（25分）\n三、巡河记录（10分）\n四、台账资料（15分）\n治理指标（40分）\n五、污水整治（40分）\n"
    )
    (sheet,) = found
    assert [(part.name, part.points, [item.name for item in part.children]) for part in sheet.children] == [
        ("环境指标", "35", ["河面保洁", "岸线绿化"]),
        ("管理指标", "25", ["巡河记录", "台账资料"]),
        ("治理指标", "40", ["污水整治"]),
    ]


def test_what_only_says_what_the_whole_is_made_of_is_no_part() -> None:
    found = trees(
        "摊点治理运行规则\n一、总体构成（100分）\n由摊点巡查（60）、投诉处置（40）两部分构成。\n"
        "二、摊点巡查（60分）\n由“发现数量”（40分）和“未整改、整改不到位”（20分）两部分构成。\n"
        "1.巡查“发现数量”规则为，发现1起，扣1分，最高扣分不超过40分；\n"
        "2.巡查“未整改、整改不到位”规则为，发现1起，扣2分（不超过“发现数量”扣分值）。\n"
        "三、投诉处置（40分）\n重复投诉的每起扣2分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("发现数量", "40"),
        ("未整改、整改不到位", "20"),
        ("投诉处置", "40"),
    ]
    assert "发现1起，扣1分" in rows(found)[0][2]


def test_tasks_and_shares_of_full_marks_are_the_text_of_what_has_the_points() -> None:
    found = trees(
        "引资工作评分标准\n一、网络建设（30分）\n1、建成镇级节点。\n2、培训2次以上。\n"
        "二、引资任务（50分）\n1.完成年度任务的，得满分；未完成的，按完成比例得分。\n2.超额完成的，每提高1个百分点加0.5分。\n"
        "三、日常工作（20分）\n1.无人负责的扣5分。\n2.报表迟报的每次扣1分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [
        ("网络建设", "30"),
        ("引资任务", "50"),
        ("无人负责", ""),
        ("报表迟报", ""),
    ]
    assert "培训2次以上" in rows(found)[0][2]
    assert "每提高1个百分点加0.5分" in rows(found)[1][2]


def test_the_parts_of_a_hundred_points_may_be_stated_once_and_bear_none_themselves() -> None:
    found = trees(
        "街道工作考核的通知\n考核实行百分制，由经济、城管、民生三部分组成，其中经济40分、城管30分、民生30分。\n"
        "一、经济\n1.税收收入（25分），由区税务局负责考核，每短收1个百分点扣0.5分。\n2.投资（15分），按完成比例得分。\n"
        "二、城管\n1.市容（20分），以月度检查平均分折算。\n2.违建（10分），新增违建每处扣2分。\n"
        "三、民生\n由区民政局负责考核，每少建1处站点扣2分。\n"
    )
    (sheet,) = found
    assert [(part.name, part.points, len(part.children)) for part in sheet.children] == [
        ("经济", "40", 2),
        ("城管", "30", 2),
        ("民生", "30", 0),
    ]


def test_a_long_item_is_named_by_its_first_sentence() -> None:
    found = trees(
        "班级考核办法\n（一）常规（60分）\n1.班会课。班会课每周一次，主题明确。（20分）\n2.会议。缺席一次扣2分。（20分）\n3.材料。按时送交。（20分）\n"
        "（二）纪律（40分）\n迟到每人次扣0.5分。\n"
    )
    assert [name for name, _, _ in rows(found)] == ["班会课", "会议", "材料", "纪律"]


def test_points_that_do_not_make_up_those_above_are_to_be_checked() -> None:
    (made,) = drafts(
        document(
            "村级考核办法\n一、党建（40分）\n1.组织生活（15分）。少一次扣1分。\n2.阵地（10分）。不达标扣2分。\n3.教育（10分）。缺学每次扣1分。\n"
            "二、经济（60分）\n1.集体经济（35分）。未达标扣5分。\n2.流转（25分）。每少10亩扣1分。\n"
        )
    )
    assert made.scheme_text.count("下级指标的分值合计35分，与本项40分不符") == 1
    assert "与本项60分不符" not in made.scheme_text


def test_items_are_numbered_in_many_ways_below_one_another() -> None:
    found = trees(
        "法治建设评价标准（100分）\n1 负责人履职（40分）\n1.1 年终述法（15分） 未述法的扣8分。\n1.2 会议学法（25分） 每少1次扣3分。\n"
        "2 依法行政（60分）\n2.1 文件管理（20分） 未备案的每件扣2分。\n2.2 执法（40分） 案卷不合格的每卷扣4分。\n"
    )
    (sheet,) = found
    assert [(part.name, part.points, [item.name for item in part.children]) for part in sheet.children] == [
        ("负责人履职", "40", ["年终述法", "会议学法"]),
        ("依法行政", "60", ["文件管理", "执法"]),
    ]

    found = trees(
        "街道考评细则\n（一）重点工作（60分）\nA.经济（30分，区发改局牵头）\nA1.工业 16分：低于平均的扣1分。\nA2.税收 14分：每低1个百分点扣1分。\n"
        "B.城管（30分，区城管局牵头）\nB1.市容 15分：每处扣0.1分。\nB2.分类 15分：每低5个百分点扣2分。\n（二）基础工作（40分）\n每件扣1分。\n"
    )
    assert [(leaf.name, leaf.points, leaf.providers) for _, leaf in leaves(found)] == [
        ("工业", "16", ("区发改局",)),
        ("税收", "14", ("区发改局",)),
        ("市容", "15", ("区城管局",)),
        ("分类", "15", ("区城管局",)),
        ("基础工作", "40", ()),
    ]


def test_points_behind_the_name_of_an_item_are_its_own() -> None:
    found = trees(
        "科室目标考核标准\n一、质量（满分40分）\n1.病历：满分10分，丙级每份扣5分，乙级每份扣1分。\n2.制度。基本分30分。不到位的每项扣2分。\n"
        "二、效率（满分60分）\n1.住院日，满分60分。每超0.5天扣1分。\n"
    )
    assert [(name, points) for name, points, _ in rows(found)] == [("病历", "10"), ("制度", "30"), ("住院日", "60")]


def test_parts_for_other_units_are_no_sum_to_be_checked() -> None:
    (made,) = drafts(
        document(
            "目标考核办法\n一、投入（30分）\n1.事业费（乡镇20分、农场15分）。每少1万元扣1分。\n2.保健费（乡镇10分、农场15分）。每漏1人扣1分。\n"
            "二、管理（70分）\n1.台账（30分）。缺项扣1分。\n2.例会（40分）。少一次扣2分。\n"
        )
    )
    assert "下级指标的分值合计" not in made.scheme_text


def test_headings_with_points_behind_spaces_are_no_rows_of_a_table() -> None:
    found = trees(
        "城市管理考核评分标准\n总分：100分\n一、环卫 60分\n1、清扫 35分\n保洁不到位的，每处扣0.2分。\n2、收运 25分\n积存的每处扣0.5分。\n"
        "二、市容 40分\n1、占道 25分\n每处扣0.5分。\n2、广告 15分\n破损的每处扣0.2分。\n"
    )
    (sheet,) = found
    assert [(part.name, part.points, [item.name for item in part.children]) for part in sheet.children] == [
        ("环卫", "60", ["清扫", "收运"]),
        ("市容", "40", ["占道", "广告"]),
    ]
