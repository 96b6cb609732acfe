"""Score sheets that run together, told by the cycle of their rows, whatever parts their cells."""

from __future__ import annotations

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import Node, leaves, outline


def document(text: str) -> Document:
    return Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(text.split("\n"), 1)),
    )


def found(text: str) -> list[tuple[str, str, str, str]]:
    return rows_of(outline(document(text))[0].sheets[0].children)


def rows_of(nodes: tuple[Node, ...]) -> list[tuple[str, str, str, str]]:
    """Give the name above what is asked for, what is asked for, points and text of each leaf."""
    return [
        (
            leaf.name if leaf.detail and leaf.name else path[-1].name if path else "",
            leaf.detail or leaf.name,
            leaf.points,
            leaf.text.replace("\n", ""),
        )
        for path, leaf in leaves(nodes)
    ]


def test_points_stand_before_numbered_items_and_names_before_what_is_asked_for() -> None:
    text = (
        "一、码头作业安全评分细则考评内容考评要点分值评分标准得分一、安全目标20分1.安全方针制订企业安全方针并公示;51.未制订安全方针,扣5分;2.未公示,扣2分。"
        "制订年度目标的落实方法。51.未制订方法,扣5分;2.方法不可行,扣3分。2.年度计划依据安全方针编制计划;51.未编制计划,扣5分;2.无实施记录,扣1分。3.目标考核将指标分解到班组。"
        "51.未分解,扣5分;2.未签责任书,扣3分。"
    )
    assert [(parent, points, text) for parent, _, points, text in found(text)] == [
        ("安全方针", "5", "1.未制订安全方针,扣5分;2.未公示,扣2分。"),
        ("安全方针", "5", "1.未制订方法,扣5分;2.方法不可行,扣3分。"),
        ("年度计划", "5", "1.未编制计划,扣5分;2.无实施记录,扣1分。"),
        ("目标考核", "5", "1.未分解,扣5分;2.未签责任书,扣3分。"),
    ]


def test_names_of_groups_are_told_by_the_sums_of_their_rows() -> None:
    text = (
        "青禾学院学生工作考核指标体系考核指标分值考核内容分值考核评议标准得分组织保障6班子重视学生工作4联席会议研究学生工作,有记录,2分;下宿舍走访,2分。"
        "工作场所2场所齐备,2分。队伍建设9辅导员配备5按比例配备,3分;有培训计划,2分。班主任考核4每学期考核一次,4分。"
    )
    assert found(text) == [
        ("组织保障", "班子重视学生工作", "4", "联席会议研究学生工作,有记录,2分;下宿舍走访,2分。"),
        ("组织保障", "工作场所", "2", "场所齐备,2分。"),
        ("队伍建设", "辅导员配备", "5", "按比例配备,3分;有培训计划,2分。"),
        ("队伍建设", "班主任考核", "4", "每学期考核一次,4分。"),
    ]


def test_letters_with_numbers_mark_levels_and_ways_stand_apart() -> None:
    text = (
        "校园安全考核细则单位:时间:一级指标二级指标三级指标考核方式考核要点及标准考核得分A1责任制度(9分)B1组织领导(5分)C1成立了安全小组,分工明确。(3分)查看资料"
        "有小组且分工明确2分,少一次会议扣0.5分。C2层层签订责任书。(2分)查看资料少签一份扣0.5分。B2安全教育(4分)C3按计划上安全课。(4分)随机走访少一课时扣1分。"
    )
    assert [(parent, points, text) for parent, _, points, text in found(text)] == [
        ("B1组织领导", "3", "有小组且分工明确2分,少一次会议扣0.5分。"),
        ("B1组织领导", "2", "少签一份扣0.5分。"),
        ("B2安全教育", "4", "少一课时扣1分。"),
    ]


def test_points_follow_names_that_a_colon_ends() -> None:
    text = (
        "溪口镇考核细则评估指标分值评估内容与计分方法牵头单位发展类指标︵30分︶小康建设41.宣传工作1分:被简报采用的每次得0.5分、0.3分、0.1分;被网站采用的每次得0.1分。"
        "2.工作方案2分:按期报送方案,迟报扣0.5分;缺一项扣0.2分。3.考核奖惩1分:纳入本单位考核,未纳入的不得分。"
    )
    assert found(text) == [
        ("小康建设", "宣传工作", "1", "被简报采用的每次得0.5分、0.3分、0.1分;被网站采用的每次得0.1分。"),
        ("小康建设", "工作方案", "2", "按期报送方案,迟报扣0.5分;缺一项扣0.2分。"),
        ("小康建设", "考核奖惩", "1", "纳入本单位考核,未纳入的不得分。"),
    ]


def test_rows_before_a_head_are_those_of_a_page_that_a_copy_begins_with() -> None:
    text = (
        "沟渠无直排现象。510农具堆放整齐。5未整齐的不得分开展庭院美化11院内绿化好,围栏规范。5每处不合格扣0.5分开展垃圾分类12可回收物分类收集。5未分类不得分13分类台账齐全。"
        "5未记录不得分合计25溪口镇卫生检查评比表项目序号标准分值计分办法检查记录得分清理散落垃圾1水边、屋边整洁。8每处不合格扣0.5分2无乱倒现象。7完善设施3垃圾池无破损。74道路平整无坑洼。"
        "3每处扣0.5分5有分类回收场所,管理规范。5无场所不得分6户有垃圾桶,管理规范。4无桶不得分"
    )
    rows = [
        (parent, points, said)
        for parent, _, points, said in (
            row for sheet in outline(document(text))[0].sheets for row in rows_of(sheet.children)
        )
    ]
    assert rows[2:5] == [
        ("开展庭院美化", "5", "每处不合格扣0.5分"),
        ("开展垃圾分类", "5", "未分类不得分"),
        ("开展垃圾分类", "5", "未记录不得分合计25溪口镇卫生检查评比表"),
    ]
    assert rows[5:] == [
        ("清理散落垃圾", "8", "每处不合格扣0.5分"),
        ("清理散落垃圾", "7", ""),
        ("完善设施", "7", ""),
        ("完善设施", "3", "每处扣0.5分"),
        ("完善设施", "5", "无场所不得分"),
        ("完善设施", "4", "无桶不得分"),
    ]


def test_who_assesses_stands_between_points_and_the_number_of_the_next_row() -> None:
    text = (
        "乡镇民政工作考核表考核内容考评标准分值(40分)考评分考评单位1领导重视召开两次专题会议,少一次扣2.5分5局办公室2机构健全(1)有办公场所;(2)设备齐全;缺一项扣2分10局办公室人事科"
        "3经费落实将经费纳入预算,未纳入不得分5财务科4资金管理(1)使用合理8分;(2)无违规问题8分;查实一起扣2分20财务科"
    )
    assert [(leaf.points, leaf.providers) for _, leaf in leaves(outline(document(text))[0].sheets[0].children)] == [
        ("5", ("局办公室",)),
        ("10", ("局办公室", "人事科")),
        ("5", ("财务科",)),
        ("20", ("财务科",)),
    ]


def test_numbers_that_count_up_are_no_points_where_the_head_was_left_out() -> None:
    text = (
        "班子的监督作用。5(1)遇事没有过会,每例扣1分;(2)会议记录不全,酌情扣分。15账目按季上墙。5(1)没有上墙,不得分;(2)上墙不全,酌情扣分。16(六)严格监督检查(30)做好来信来访工作。"
        "6(1)不及时处理,每例扣3分;(2)隐匿不报,每例扣6分。17落实廉洁从业规定。4发生违规行为,每例扣1分。18严格落实采购规定。4落实不到位,酌情扣分。19落实责任追究制度7(1)有责任不追究,每例扣4分。"
    )
    assert [(leaf.points, leaf.text) for _, leaf in leaves(outline(document(text))[0].sheets[0].children)] == [
        ("5", "(1)遇事没有过会,每例扣1分;(2)会议记录不全,酌情扣分。"),
        ("5", "(1)没有上墙,不得分;(2)上墙不全,酌情扣分。"),
        ("6", "(1)不及时处理,每例扣3分;(2)隐匿不报,每例扣6分。"),
        ("4", "发生违规行为,每例扣1分。"),
        ("4", "落实不到位,酌情扣分。"),
        ("7", "(1)有责任不追究,每例扣4分。"),
    ]


def test_a_text_without_a_cycle_is_no_table() -> None:
    text = (
        "本年度考核项目、考核内容、分值、评分标准另行通知。全区各单位要高度重视考核工作,成立由主要负责人任组长的领导小组,每季度召开一次会议研究部署,明确一名联络员负责日常工作。"
        "对工作不力、弄虚作假的单位,一经查实予以通报批评,并取消年度评先资格;对成绩突出的单位给予表彰奖励,奖励资金从区财政专项经费中列支。"
    )
    assert not outline(document(text))[0].sheets


def test_names_with_points_stand_before_what_is_asked_for_and_groups_end_where_their_points_are_used_up() -> None:
    text = (
        "县网站考评细则一级指标二级指标三级指标权重考评内容评分细则运行情况(9)日常监管(6)页面可用4每周检查能否打开,附件是否可下载。打不开的每次扣0.5分。商业广告2是否刊登商业广告。发现刊登的,此项不得分。"
        "整改情况(3)整改时间2是否及时整改。未及时整改的,每次扣1分。整改质量1整改是否彻底。没有改彻底的,这一项不得分。平台建设(2)标识规范2是否挂出标识。未挂出的不得分。"
    )
    parents = [
        ([node.name for node in path], leaf.name, leaf.points, leaf.text)
        for path, leaf in leaves(outline(document(text))[0].sheets[0].children)
    ]
    assert parents == [
        (["运行情况", "日常监管"], "页面可用", "4", "打不开的每次扣0.5分。"),
        (["运行情况", "日常监管"], "商业广告", "2", "发现刊登的,此项不得分。"),
        (["运行情况", "整改情况"], "整改时间", "2", "未及时整改的,每次扣1分。"),
        (["运行情况", "整改情况"], "整改质量", "1", "没有改彻底的,这一项不得分。"),
        (["平台建设"], "标识规范", "2", "未挂出的不得分。"),
    ]


def test_who_assesses_is_told_by_recurring_behind_points() -> None:
    text = (
        "台账不全的每次扣1分,扣完为止。5学工处抽查记录每月抽查一次20团支部建设建立团支部并定期活动,制定计划并按计划落实,未建立的不得分,少一次活动扣1分。5学工处查资料21宿舍管理每周走访不少于两次,少一次扣0.5分。"
        "5学工处现场抽查22评优工作评优公平公正,查实一次扣2分,扣完为止。10学工处查资料23综合测评按标准测评,未按标准的扣2分。10学工处查资料有材料"
    )
    rows = leaves(outline(document(text))[0].sheets[0].children)
    assert [(leaf.points, leaf.providers) for _, leaf in rows] == [
        ("5", ("学工处",)),
        ("5", ("学工处",)),
        ("5", ("学工处",)),
        ("10", ("学工处",)),
        ("10", ("学工处",)),
    ]


def test_letters_tell_levels() -> None:
    # Neither the parts of a group nor those that a copy ends with get lost.
    text = (
        "养老院服务水平评分表一级指标(分值)二级指标(分值)三级指标(分值)得分A1硬件条件(100)B1房屋(30)C1卧室面积(10)C2走道宽度(8)"
        "C3防滑地面(12)B2设备(70)C4呼叫装置(20)C5护理床位(25)C6康复器械(15)C7电梯轮椅(10)A2照料服务(100)B3膳食(40)C8食谱公示(15)"
        "C9留样管理(25)B4护理(60)C10翻身记录(30)C11用药管理(30)"
    )
    rows = [row[:3] for row in found(text)]
    assert ("B1房屋", "C1卧室面积", "10") in rows
    assert ("B2设备", "C7电梯轮椅", "10") in rows
    assert [row[1].lstrip("C0123456789")[:2] for row in rows] == [
        *("卧室", "走道", "防滑", "呼叫", "护理", "康复", "电梯", "食谱", "留样", "翻身", "用药")
    ]


def test_items_without_marks_behind_points() -> None:
    text = (
        "乡村渡口考核评分表 乡 渡口 序号内 容标准分评 分 标 准乡自评分县复核分1有渡口管理小组,有专人值守。81有管理小组,分工明确,得3分。2有值守记录,得5分。"
        "2渡船按期检验,船员持证。101按检验证书计算,按期检验,得4分。2船员证书齐全,得4分。3有更换记录,得2分。3码头整洁,无垃圾漂浮。121码头前沿整洁,得5分。"
        "2水面无漂浮物,得5分。3无乱停乱靠,得2分。4候船亭完好。61候船亭无破损,得4分。2座椅完好,得2分。"
    )
    assert [(asked, points, standard[:5], standard.count("得")) for _, asked, points, standard in found(text)] == [
        ("有渡口管理小组,有专人值守。", "8", "1有管理小", 2),
        ("渡船按期检验,船员持证。", "10", "1按检验证", 3),
        ("码头整洁,无垃圾漂浮。", "12", "1码头前沿", 3),
        ("候船亭完好。", "6", "1候船亭无", 2),
    ]


def test_standards_that_are_said_alike_end_where_they_do() -> None:
    text = (
        "渡口安全评级标准序号考评内容应得分评分标准实得分一、基础管理考评(80分)1安全责任制按No.201查证15按核对表实得分2值守制度按No.202查证20种15按核对表实得分"
        "3年度检修计划按No.203查证,查前两年资料20按核对表实得分4船员与人手按No.204查证10按核对表实得分5应急演练按No.205查证20按核对表实得分"
    )
    assert [(points, standard) for _, _, points, standard in found(text)] == [
        (points, "按核对表实得分") for points in ("15", "15", "20", "10", "20")
    ]


def test_names_of_groups_alone_keep_their_points_and_get_no_standard() -> None:
    text = "考核评分表考核内容分值评分标准" + "组织领导（30分）宣传教育（20分）队伍建设（20分）制度建设（30分）" * 4
    rows = found(text)
    assert rows
    assert {(asked, points, standard) for _, asked, points, standard in rows} <= {
        (name, points, "")
        for name, points in zip(("组织领导", "宣传教育", "队伍建设", "制度建设"), ("30", "20", "20", "30"), strict=True)
    }


def test_a_copy_may_end_behind_points() -> None:
    text = "渡口评分表序号内容标准分评分标准1有管理小组。81有小组,得8分。2有救生设备。101设备完好,得10分。3环境整洁。61水面整洁,得6分。4有值班室。61"
    assert [row for row in found(text) if "救生设备" in row[1]]
