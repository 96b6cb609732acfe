"""Tables pasted from Word, web pages and printed pages: what stands around them, and what their lines were cut within."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import Task, read_tasks

Leaf = tuple[str, str, str, tuple[str, ...], str]


def written(text: str) -> list[Leaf]:
    """Give parent, name, points, providers and text of each leaf."""
    found, _ = outline(read(text.strip("\n").encode(), name="a.txt")[0])
    return [
        (path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.providers, leaf.text.replace("\n", ""))
        for path, leaf in leaves(found.sheets)
    ]


def tasks(text: str) -> list[Task]:
    return read_tasks(read(text.strip("\n").encode(), name="a.txt")[0])[0]


def doubted(text: str) -> int:
    """Give in how many rows cells may stand in the wrong column."""
    document = read(text.strip("\n").encode(), name="a.txt")[0]
    return sum(len(one.sources) for one in outline(document)[1] if one.code == "reading.W213")


SAFETY = (
    "消防工作评分表/考核内容/评分标准/分值/责任落实/未签订责任书的扣5分。/20/隐患整改/逾期未整改的,每处扣2分。/30/"
    "宣传培训/未开展培训的扣3分。/20/事故控制/发生火灾的,每起扣5分。/30/"
)


def test_a_closing_sentence_is_no_row() -> None:
    found = written((SAFETY + "以上请遵照执行。").replace("/", "\n"))
    assert [(leaf[1], leaf[2]) for leaf in found] == [
        ("责任落实", "20"),
        ("隐患整改", "30"),
        ("宣传培训", "20"),
        ("事故控制", "30"),
    ]


def test_a_last_row_without_points_that_scores_is_kept() -> None:
    found = written((SAFETY + "未按期报送总结的,每次扣1分。").replace("/", "\n"))
    assert any("总结" in leaf[4] for leaf in found)


PROGRESS = (
    "河东街道实事进度表/单位：个、万元/序号/项目名称及内容/责任单位/责任人/完成时限/进展情况/备注/1/加装电梯6部/城建办/孙伟/2034年10月底/已完成4部。/"
    "2/新建口袋公园2处/城管办/吴敏/2034年9月/选址已确定。/资金待落实/3/改造管网3公里/城建办/孙伟/2034年11月/已完成1公里。/4/开办食堂3家/民政办/何丽/2034年6月/3家均已开业。"
)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_is_said_above_a_head_is_no_column(gap: str) -> None:
    found = tasks(PROGRESS.replace("/", gap))
    assert [(task.text, task.lead_units, task.deadline) for task in found] == [
        ("加装电梯6部", ("城建办",), "2034年10月底"),
        ("新建口袋公园2处", ("城管办",), "2034年9月"),
        ("改造管网3公里", ("城建办",), "2034年11月"),
        ("开办食堂3家", ("民政办",), "2034年6月"),
    ]
    assert (found[1].status, found[1].notes) == ("选址已确定。", ("备注：资金待落实",))


def test_dates_and_persons_of_printed_lines_are_whole() -> None:
    found = tasks("""
河东街道实事进度表
序号 项目名称及内容 责任单位 责任人 完成时限 进展情况
1 加装电梯6部 城建办 孙  伟
2034年10
月底
已完成4部。
2 新建公园2处 城管办 吴  敏 2034年9月 2处均已开工。
3 改造管网3公里 城建办 孙  伟
2034年11
月
已完成1公里。
4 开办食堂3家 民政办 何  丽 2034年6月 3家均已开业。
""")
    assert [(task.responsible, task.deadline, task.status) for task in found] == [
        (("孙伟",), "2034年10月底", "已完成4部。"),
        (("吴敏",), "2034年9月", "2处均已开工。"),
        (("孙伟",), "2034年11月", "已完成1公里。"),
        (("何丽",), "2034年6月", "3家均已开业。"),
    ]


def test_a_person_written_with_a_gap_cuts_no_table_between_gaps() -> None:
    head = "序号  目标任务  责任领导  牵头单位  责任人  完成情况"
    rows = [
        f"{at}  新建泵站{at}座  何  敏  县水利局  {person}  已开工{at}座。"
        for at, person in enumerate(("赵大勇", "钱  平", "孙斌", "周文"), 1)
    ]
    found = tasks("\n".join(["2034年重点任务进展", head, *rows]))
    assert [(task.leader, task.responsible) for task in found] == [
        (("何敏",), ("赵大勇",)),
        (("何敏",), ("钱平",)),
        (("何敏",), ("孙斌",)),
        (("何敏",), ("周文",)),
    ]


def test_empty_cells_below_merged_ones_keep_their_places_below_a_rule() -> None:
    found = written("""
| 考核项目 | 考核内容 | 计分办法 | 标准分 | 得分 |
|---|---|---|---|---|
| 政治建设（30分） | 理论学习 | 少1次扣2分。 | 10分 |  |
|  | 意识形态 | 未研究的扣5分。 | 20分 |  |
| 作风建设（30分） | 正风肃纪 | 查实1起扣5分。 | 15分 |  |
|  | 联系群众 | 少1次扣1分。 | 15分 |  |
""")
    assert [leaf[:3] for leaf in found] == [
        ("政治建设", "理论学习", "10"),
        ("政治建设", "意识形态", "20"),
        ("作风建设", "正风肃纪", "15"),
        ("作风建设", "联系群众", "15"),
    ]


def test_names_and_what_is_asked_for_may_be_headed_alike() -> None:
    found = written("""
考核项目 考核内容 考核要点 计分办法 标准分 得分
政治建设
（30分）
理论学习
党工委理论学习中心组每季度学习不
少于1次。
少1次扣2分。 10分
意识形态 每半年研究意识形态工作。 未研究的扣5分,记录不全的扣2分。 20分
组织建设（40
分）
基层组织 按期换届,班子健全。 未按期换届的每个扣2分。 15分
阵地建设
党群服务中心面积不少于五百平方
米。
不达标的每个扣2分。 25分
作风建设（30
分）
正风肃纪 严格落实各项规定。 查实1起扣5分,扣完为止。 15分
联系群众 每月走访不少于2次。 少1次扣1分。 15分
""")
    assert [leaf[:3] for leaf in found] == [
        ("政治建设", "理论学习", "10"),
        ("政治建设", "意识形态", "20"),
        ("组织建设", "基层组织", "15"),
        ("组织建设", "阵地建设", "25"),
        ("作风建设", "正风肃纪", "15"),
        ("作风建设", "联系群众", "15"),
    ]


def test_chinese_numerals_number_rows() -> None:
    found = written(
        "干部考核细则\n序号\n考核项目\n考核标准\n分值\n一\n德（10分）\n违反的每次扣2分。\n10\n二\n能（20分）\n失误的,每次扣1分。\n20\n"
        "三\n勤（25分）\n旷工一天扣5分。\n25\n四\n绩（35分）\n未完成的每项扣3分。\n35"
    )
    assert [leaf[:3] for leaf in found] == [("", "德", "10"), ("", "能", "20"), ("", "勤", "25"), ("", "绩", "35")]


def test_a_head_that_a_page_repeats_takes_no_cell_before_it() -> None:
    found = written(
        "2034年县直部门实绩考核评分表\n项目\n指标名称\n计分方法\n分值\n数据提供单位\n备注\n法治建设（20分）\n依法行政\n败诉的,每件扣3分。\n10分\n县司法局\n政务公开\n公开不及时的,每条扣1分。\n10分\n县政务公开办\n"
        "平安创建\n发生群体性事件的,每起扣5分。\n10分\n县委政法委\n项目\n指标名称\n计分方法\n分值\n数据提供单位\n备注\n效能建设（20分）\n"
        "政务督查\n逾期未办结的,每件扣0.5分。\n10分\n县政府督查室\n机关事务\n用车不规范的,每起扣1分。\n10分\n县机关事务局"
    )
    assert [(leaf[1], leaf[3]) for leaf in found] == [
        ("依法行政", ("县司法局",)),
        ("政务公开", ("县政务公开办",)),
        ("平安创建", ("县委政法委",)),
        ("政务督查", ("县政府督查室",)),
        ("机关事务", ("县机关事务局",)),
    ]


def test_two_units_and_two_persons_in_a_row_move_no_cell() -> None:
    rows = [
        ("1", "新建公路12公里", "市交通局", "邓晓东", "已建成9公里。"),
        ("2", "新增就业1200人", "市人社局", "蔡玉梅", "已新增960人。"),
        ("3", "开展免费筛查650人", "市卫健委", "市妇联", "叶  红", "李春华", "已筛查671人。"),
        ("4", "加装电梯80部", "市住建局", "石建军", "已完工76部。"),
        ("5", "建成驿站20座", "市城管局", "范学文", "已建成22座。"),
        ("6", "改造危桥15座", "市交通局", "邓晓东", "已改造11座。"),
    ]
    head = ("民生实事完成情况", "序号", "民生实事", "承办单位", "责任人", "完成情况")
    found = tasks("\n".join([*head, *(cell for row in rows for cell in row), "公示时间：2034年12月20日"]))
    assert [(task.number, task.lead_units, task.responsible) for task in found][2:4] == [
        (3, ("市卫健委", "市妇联"), ("叶红", "李春华")),
        (4, ("市住建局",), ("石建军",)),
    ]
    assert found[-1].status == "已改造11座。"


def test_what_is_built_is_no_office_and_next_week_is_no_progress() -> None:
    found = tasks(
        "周调度表\n类别\n重点任务\n责任办所\n责任人\n本周进展\n下周计划\n项目建设\n镇污水处理厂提标改造\n村建中心\n付强\n完成设备安装80%。\n完成通电调试。\n"
        "秸秆利用示范点建设\n农业农村办\n孔祥林\n场地已平整。\n开展机手培训。\n民生保障\n危房改造21户\n村建中心\n付强\n竣工15户。\n完成主体工程。\n"
        "敬老院消防改造\n民政办\n汪海燕\n系统安装完毕。\n组织消防演练。"
    )
    assert [(task.text, task.lead_units, task.status) for task in found] == [
        ("镇污水处理厂提标改造", ("村建中心",), "完成设备安装80%。"),
        ("秸秆利用示范点建设", ("农业农村办",), "场地已平整。"),
        ("危房改造21户", ("村建中心",), "竣工15户。"),
        ("敬老院消防改造", ("民政办",), "系统安装完毕。"),
    ]


def test_every_row_of_a_table_without_anything_between_cells_is_to_be_compared() -> None:
    assert doubted(SAFETY.replace("/", "")) >= 4


def test_a_head_of_bonuses_between_two_tables_is_one_and_its_bare_numbers_are_no_pages() -> None:
    found = written(
        "表1 机关考核指标\n考核项目\n考核指标\n权重\n计分办法\n责任部门\n政治建设（20分）\n理论武装\n10\n少1次扣1分\n县委宣传部\n巡察整改\n10\n未整改的每项扣1分\n县委巡察办\n"
        "机关建设（20分）\n作风效能\n10\n每次扣1分\n县效能办\n平安单位\n10\n发案的每起扣2分\n县委政法委\n表2 加分指标\n加分项目\n加分标准\n最高分\n责任部门\n"
        "改革创新\n经验被推广的加3分\n3\n县委改革办\n荣誉表彰\n获表彰的加2分\n2\n县委组织部\n招商引资\n每个项目加1分\n4\n县投促中心"
    )
    assert [leaf[1:4] for leaf in found] == [
        ("理论武装", "10", ("县委宣传部",)),
        ("巡察整改", "10", ("县委巡察办",)),
        ("作风效能", "10", ("县效能办",)),
        ("平安单位", "10", ("县委政法委",)),
        ("改革创新", "3", ("县委改革办",)),
        ("荣誉表彰", "2", ("县委组织部",)),
        ("招商引资", "4", ("县投促中心",)),
    ]


def test_the_next_heading_of_a_notice_ends_a_table() -> None:
    found = written(
        ("二、考核内容和分值/" + SAFETY + "三、结果运用/考核结果作为评先评优的重要依据。").replace("/", "\n")
    )
    assert [leaf[1] for leaf in found] == ["责任落实", "隐患整改", "宣传培训", "事故控制"]


def test_a_name_on_two_lines_and_the_number_of_an_annex_are_told() -> None:
    found = written(
        "附件：1\n2034年区直单位实绩评估计分表\n类别\n项目名称\n指标名称\n评估内容与计分方法\n分值\n数据提供单位\n共性工作（100分）\n党的建设（60分）\n基层组织\n建设\n"
        "按期完成换届的，计30分。\n30分\n区委组织部\n党风廉政\n建设\n人员受到查处的，每人次扣10分。\n30分\n区纪委\n综合管理（40分）\n综合治理\n"
        "发生重大事件的，每起扣20分。\n40分\n区综治办\n附件：2\n加分项目表"
    )
    assert [leaf[:3] for leaf in found] == [
        ("党的建设", "基层组织建设", "30"),
        ("党的建设", "党风廉政建设", "30"),
        ("综合管理", "综合治理", "40"),
    ]


def test_a_further_unit_in_the_last_cell_of_all_is_kept() -> None:
    head = "\t序号\n\t指标名称\n\t计分方法\n\t分值\n\t数据提供单位\n\n"
    rows = "\t1\n\t争取资金\n\t每超10%加5分。\n\t80分\n\t区财政局\n\n\t2\n\t依法行政\n\t败诉的每起扣5分。\n\t40分\n\t区法制办\n\n区政务中心\n\n"
    found = written(f"计分表\n{head}{rows}附件：2")
    assert [leaf[3] for leaf in found] == [("区财政局",), ("区法制办", "区政务中心")]


def test_rows_below_a_gap_in_a_printed_line_are_no_tasks_of_the_one_above() -> None:
    found = tasks("""
（一）项目建设
序号 任务名称 责任单位 协办单位 时间节点 进展情况
1 物流园二期工程 区商务局 区住建局 2034年11月 主体完工。
2 智慧农业产业园 区农业局 区财政局
2034年12月
大棚建成96座，累计完成投资2100
万元。
3 门诊楼扩建 区卫健局 区住建局 2035年6月 进入桩基施工。
4 输变电工程 区供电公司 区发改局 2034年10月底 完成85%。
""")
    assert [(task.text, task.status) for task in found] == [
        ("物流园二期工程", "主体完工。"),
        ("智慧农业产业园", "大棚建成96座，累计完成投资2100万元。"),
        ("门诊楼扩建", "进入桩基施工。"),
        ("输变电工程", "完成85%。"),
    ]


def test_a_remark_that_was_cut_behind_its_first_half_is_one() -> None:
    found = written("""
项目 考核内容 考核方法 分值 评分标准
组织管理
（20分）
成立机构，分工明确 查文件 10 无文件的扣5分
工作制度上墙 现场查看 10 未上墙的扣2分
巡查工作
（50分）
饮用水巡查每季度1次 查记录 20 少1次扣5分
学校巡查每学期2次 查记录 15 少1次扣4分
非法行医和非法采供血巡查
查记录、现场抽
查
15 发现未报告的每起扣5分
信息报告
（30分）
信息报告率达到95%以上 查系统 20 每低1个百分点扣1分
宣传培训每年不少于2次 查资料 10 少1次扣5分
""")
    assert [leaf[:3] for leaf in found][2:5] == [
        ("巡查工作", "饮用水巡查每季度1次", "20"),
        ("巡查工作", "学校巡查每学期2次", "15"),
        ("巡查工作", "非法行医和非法采供血巡查", "15"),
    ]


def test_points_of_a_group_printed_below_one_another_are_whole() -> None:
    found = written("""
分类 考核项目 考核内容和标准（30分） 分值
党建
工作
12
分
组织建设
1、支部健全，记2分。未换届的，扣1分。
2、每季召开支委会，记3分。每少一次扣0.5分。
5分
群团工作
参加活动，记7分。无故不参加的，每人次扣0.5分。
7分
队伍
建设
10
分
出勤管理
执行考勤制度，记6分。迟到早退每人次扣0.
1分。
6分
教育培训
完成学习任务，记4分。未完成的每少1人扣0.5分。
4分
""")
    assert [leaf[:3] for leaf in found] == [
        ("党建工作", "组织建设", "5"),
        ("党建工作", "群团工作", "7"),
        ("队伍建设", "出勤管理", "6"),
        ("队伍建设", "教育培训", "4"),
    ]
    assert "每人次扣0.1分。" in found[2][4]


def test_whose_items_begin_on_the_same_line_are_told() -> None:
    found = written("""
科室 业务工作考核项目及计分标准（70分） 得分
办公室 1、文电处理（20分）。登记及时，记20分。出现差错的，每次扣1分。2、会务保障（50分）。出现失误的，每次扣2分。
仓储科 1、储粮安全（40分）。发生事故的，每起扣20分。2、仓储设施（30分）。未按期完成的，每项扣5分。
财务科 1、预算管理（35分）。逾期的，每次扣5分。2、资金拨付（35分）。出现差错的，每次扣3分。
""")
    assert [leaf[:3] for leaf in found] == [
        ("办公室", "文电处理", "20"),
        ("办公室", "会务保障", "50"),
        ("仓储科", "储粮安全", "40"),
        ("仓储科", "仓储设施", "30"),
        ("财务科", "预算管理", "35"),
        ("财务科", "资金拨付", "35"),
    ]


@pytest.mark.parametrize("bar", ["\t", " | "])
def test_rows_that_were_copied_without_their_head_are_read(bar: str) -> None:
    rows = (
        "招商引资/签约项目/签约亿元项目每个得2分。/10分/县商务局",
        "/到位资金/每低1个百分点扣0.2分。/15分/县商务局",
        "安全生产/责任落实/未签订责任状的扣2分。/10分/县应急管理局",
        "/隐患整改/未按期整改的，每处扣2分。/10分/县应急管理局",
    )
    text = "\n".join(row.replace("/", bar) if bar == "\t" else f"| {row.replace('/', bar)} |" for row in rows)
    assert [leaf[:4] for leaf in written(text)] == [
        ("招商引资", "签约项目", "10", ("县商务局",)),
        ("招商引资", "到位资金", "15", ("县商务局",)),
        ("安全生产", "责任落实", "10", ("县应急管理局",)),
        ("安全生产", "隐患整改", "10", ("县应急管理局",)),
    ]
    found = outline(read(text.encode(), name="a.txt")[0])[1]
    assert any(one.code == "reading.W210" for one in found)


def test_tasks_that_were_copied_without_their_head_are_read() -> None:
    rows = [
        f"{at}\t新建泵站{at}座\t县水利局\t各乡镇\t2034年10月底\t已开工{at - 1}座，其余正在施工。"
        for at in range(15, 20)
    ]
    found = tasks("\n".join(rows))
    assert [(task.lead_units, task.related_units, task.deadline) for task in found] == [
        (("县水利局",), ("各乡镇",), "2034年10月底")
    ] * 5
    assert found[0].status == "已开工14座，其余正在施工。"


def test_where_the_points_of_groups_add_up_a_name_without_points_is_none() -> None:
    found = written(
        "2034年平安建设考核计分表\n序号\n指标名称\n分项\n要素\n评估内容与计分方法\n分值\n数据提供单位\n1\n综合治理\n︵90分︶\n组织领导\n（30分）\n责任落实\n未签订的，不计分。\n30分\n"
        "区综治办\n治安防控（60分）\n矛盾纠纷\n排查化解\n每低1个百分点，扣2分。\n20分\n区司法局\n特殊人群\n管控\n脱管漏管的，每人次扣2分。\n20分\n区司法局\n视频监控\n建设\n"
        "完成任务的，计20分。\n20分\n区公安分局\n2\n信访维稳\n︵50分︶\n信访秩序（30分）\n进京上访\n每人次扣5分。\n30分\n区信访局\n事项办理（20分）\n初信初访\n"
        "办结率100%的，计20分。\n20分\n区信访局"
    )
    assert [leaf[:3] for leaf in found] == [
        ("组织领导", "责任落实", "30"),
        ("治安防控", "矛盾纠纷排查化解", "20"),
        ("治安防控", "特殊人群管控", "20"),
        ("治安防控", "视频监控建设", "20"),
        ("信访秩序", "进京上访", "30"),
        ("事项办理", "初信初访", "20"),
    ]


def test_the_next_article_and_signatures_end_a_table() -> None:
    found = written(
        "第二条 考核实行百分制，评分标准如下：\n考核项目\n作业内容\n扣分标准\n分值\n道路保洁\n普扫质量\n有垃圾的，每处扣0.2分\n20\n巡回保洁\n停留超时的，每处扣0.1分\n30\n"
        "垃圾清运\n日产日清\n满溢的，每个扣0.5分\n20\n密闭运输\n抛洒的，每车次扣1分\n30\n第三条 月考核得分低于80分的，扣除当月经费的5%。"
    )
    assert [leaf[:3] for leaf in found] == [
        ("道路保洁", "普扫质量", "20"),
        ("道路保洁", "巡回保洁", "30"),
        ("垃圾清运", "日产日清", "20"),
        ("垃圾清运", "密闭运输", "30"),
    ]


def test_marks_of_several_assessors_are_columns_of_a_form() -> None:
    found = written(
        "网格员考核表\n考核维度\n考核指标\n评分规则\n分值\n自评分\n社区评分\n街道评分\n日常工作\n（30分）\n入户走访\n每少1户扣0.2分\n15\n信息采集\n每条扣0.5分\n15\n"
        "重点任务\n（20分）\n矛盾调处\n每起扣2分\n10\n隐患排查\n每处扣1分\n10\n总得分：\n被考核人签字："
    )
    assert [leaf[:3] for leaf in found] == [
        ("日常工作", "入户走访", "15"),
        ("日常工作", "信息采集", "15"),
        ("重点任务", "矛盾调处", "10"),
        ("重点任务", "隐患排查", "10"),
    ]


def test_a_line_cut_before_or_within_a_share_goes_on() -> None:
    found = tasks("""
序号 重点工作 牵头部门 责任人 进展情况
1 新机场高速公路建设 市交通局 马骏
路基工程完成92%，桥梁下部结构完成
78%。
2 创建食品安全城市 市食药监局 冷锋
完成食品抽检1.86万批次，合格率9
7.8%。
3 棚户区改造5200户 市住建委 戚岩 已签约4870户。
4 黑臭水体治理9条 市城管局 苗圃 完成6条。
""")
    assert [task.status for task in found][:2] == [
        "路基工程完成92%，桥梁下部结构完成78%。",
        "完成食品抽检1.86万批次，合格率97.8%。",
    ]


def test_sentences_and_totals_behind_the_last_office_are_none() -> None:
    head = "党建考核细则\n考核项目\n考核指标\n评分标准\n分值\n考核部门\n"
    rows = (
        "政治建设（20分）\n理论武装\n每少1次扣0.5分。\n10\n县委宣传部\n政治生活\n未召开的扣3分。\n10\n县委组织部\n"
        "作风建设（20分）\n整治四风\n被查处的每人次扣2分。\n10\n县纪委监委\n服务基层\n每少1人次扣0.5分。\n10\n县直机关工委\n"
    )
    for behind in ("考核结果分为优秀、良好、一般三个等次。", "合计：40分"):
        assert [leaf[1:4] for leaf in written(head + rows + behind)] == [
            ("理论武装", "10", ("县委宣传部",)),
            ("政治生活", "10", ("县委组织部",)),
            ("整治四风", "10", ("县纪委监委",)),
            ("服务基层", "10", ("县直机关工委",)),
        ]


def test_a_group_of_bonuses_needs_no_points_where_those_of_all_others_add_up() -> None:
    found = written(
        "机关评估计分表\n序号\n指标类别\n指标名称\n计分方法\n分值\n数据提供单位\n1\n依法行政\n︵40分︶\n行政执法\n每件扣5分。\n20分\n区法制办\n普法教育\n合格的，计20分。\n20分\n区司法局\n"
        "2\n综合治理\n︵40分︶\n平安创建\n每起扣10分。\n20分\n区综治办\n消防安全\n每处扣2分。\n20分\n区消防大队\n3\n信访工作\n︵20分︶\n初信初访\n每件扣1分。\n20分\n区信访局\n"
        "4\n奖励加分\n表彰奖励\n获得表彰的，每项加计5分。\n加分项\n区绩效办"
    )
    assert [leaf[:3] for leaf in found][-2:] == [("信访工作", "初信初访", "20"), ("奖励加分", "表彰奖励", "")]
