"""What sentences of notices in running text say by themselves: parts, shares, groups, grades, limits, chapters in one line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.clauses import controlled, read_clause
from kaoji.reading.drafts import drafts
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of
from kaoji.scheme import load_scheme
from tests.reading.invented import adjustments, found, grades, of_blocks, unread


def test_a_sentence_gives_all_parts_with_their_points() -> None:
    made, scheme = of_blocks(
        "白沙镇2041年度村级工作考核办法",
        "一、考核内容",
        "村级考核实行100分制，其中基层治理40分，环境整治25分，集体经济20分、文化、体育工作15分。另设特色项目。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("基层治理", "40"),
        ("环境整治", "25"),
        ("集体经济", "20"),
        ("文化、体育工作", "15"),
    ]
    assert all(node.check for node in scheme.indicators)
    assert "reading.W302" not in {finding.code for finding in made.findings}


def test_parts_that_make_no_whole_are_left_to_the_reader() -> None:
    made, scheme = of_blocks(
        "白沙镇2041年度村级工作考核办法",
        "考核内容包括基层治理40分，环境整治25分，集体经济20分。",
    )
    assert not scheme.indicators
    assert "环境整治25分" in unread(made)


def test_shares_alone_make_a_formula_to_be_checked() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度村级工作考核办法",
        "年终考核以四个季度得分的平均分按70%折算计入年终得分，再加上群众评议得分折算30%，即为年终考核得分。",
    )
    assert [total.formula for total in scheme.total] == ["四个季度得分的平均分×70%+群众评议得分×30%"]
    assert scheme.total[0].check
    _, scheme = of_blocks("白沙镇2041年度村级工作考核办法", "考核方式", "网上测评占70%，现场检查占30%。")
    assert [total.formula for total in scheme.total] == ["网上测评×70%+现场检查×30%"]


def test_what_is_counted_is_no_list_of_units_and_a_unit_counts_once() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度村级工作考核办法", "一、考核对象", "全镇9个村、2个社区。", "二、结果", "年底通报。"
    )
    assert {name: (group.units, group.stated) for name, group in scheme.groups.items()} == {
        "村": ((), 9),
        "社区": ((), 2),
    }
    _, scheme = of_blocks("白沙镇2041年度干部考核办法", "一、考核对象", "党政办干部、党政办干部、财政所干部。")
    assert [group.units for group in scheme.groups.values()] == [("党政办干部", "财政所干部")]
    assert any("党政办干部" in choice.decision for choice in scheme.choices)


def test_lines_name_their_grades_behind_the_work_that_they_are_of() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度消防工作考核办法",
        "考核得分80分（含80分）以上的为消防工作合格单位；79分以下的为消防工作不合格单位。",
    )
    assert grades(scheme) == {"合格": {"at_least": Decimal(80)}, "不合格": {"rest": True}}


def test_limits_name_usual_grades_where_none_are_listed() -> None:
    made, scheme = of_blocks(
        "白沙镇2041年度驻村干部考核办法",
        "联系村的专项任务每有1项不达标，扣8分，有3项及以上不达标，当年度个人考核不得确定为优秀等次。"
        "在岗天数不足的，每少5天扣2分。两项以上被上级否决，其年度考核不能确定为称职（合格）及以上等次。",
    )
    assert [(limit.when, limit.not_grade, limit.grade_at_most) for limit in scheme.limits] == [
        ("3项及以上不达标", "优秀", None),
        ("两项以上被上级否决", None, "基本称职"),
    ]
    assert [grade.name for grade in scheme.grades] == ["优秀", "称职", "基本称职", "不称职"]
    assert any("暂按“优秀、称职、基本称职、不称职”设等次" in choice.decision for choice in scheme.choices)
    assert list(adjustments(scheme).values()) == ["每项扣8分", "每5天扣2分"]
    assert not unread(made)


def test_what_takes_points_and_forbids_a_grade_does_both() -> None:
    _, scheme = of_blocks("白沙镇2041年度干部考核办法", "无故缺席会议3次的，扣5分，当年不得评为优秀等次。")
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [("无故缺席会议3次", "优秀")]
    assert list(adjustments(scheme).values()) == ["扣5分"]


def test_items_in_one_line_and_rules_behind_points() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度政务公开考核标准",
        "1.组织建设（15分）",
        "（1）明确分管领导和承办人员，有经费保障。（10分）",
        "（2）制订公开目录。（5分）",
        "2.公开内容（45分）",
        "（1）概况信息（机构、领导）。（15分）（2）计划总结（年度计划、专项计划和工作总结）。（30分）",
        "3.公开实效（40分）。",
        "（1）应当公开的信息自形成之日起20日内公开，公开前须经审查，不得泄露秘密。没有因公开不及时引发投诉（40分），出现投诉不得分。",
    )
    assert [(node.name, str(node.points)) for node in found(scheme, "公开内容").items] == [
        ("概况信息（机构、领导）", "15"),
        ("计划总结（年度计划、专项计划和工作总结）", "30"),
    ]
    (item,) = found(scheme, "公开实效").items
    assert [(rule.when, rule.score) for rule in item.rules] == [("出现投诉", "扣满分")]


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_notice_in_one_paragraph_is_taken_apart_at_its_chapters(kind: str) -> None:
    text = (
        "白沙镇2041年度管区考核办法为调动积极性，制定本办法。 一、考核范围 全镇4个管区。 二、考核内容 （一）自身建设（30分）。缺勤一次扣1分。"
        "（二）重点工作（50分）。逾期一项扣2分。（三）村庄成绩（20分）。按各村平均得分折算。 三、结果运用 得分90分以上的为优秀，"
        "60分以上不足90分的为合格，不足60分的为不合格。"
    )
    place = Source(line=1) if kind == "txt" else Source(paragraph=1)
    (made,) = drafts(Document(f"办法.{kind}", kind, (Paragraph(text, source=place),)))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    scheme = structure.scheme
    assert [(name, group.stated) for name, group in scheme.groups.items()] == [("管区", 4)]
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("自身建设", "30"),
        ("重点工作", "50"),
        ("村庄成绩", "20"),
    ]
    assert [rule.score for rule in found(scheme, "重点工作").rules] == ["每项扣2分"]
    assert grades(scheme) == {
        "优秀": {"at_least": Decimal(90)},
        "合格": {"at_least": Decimal(60)},
        "不合格": {"rest": True},
    }
    assert found(scheme, "自身建设").source == ("第1行" if kind == "txt" else "第1段")
    assert not unread(made)


def test_shares_of_raters_are_not_the_total_of_all() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度部门考核办法",
        "考核总分=业务得分×80%+评议得分×20%。",
        "代表评议占40%，居民评议占60%。",
    )
    assert [total.formula for total in scheme.total] == ["业务得分×80%+评议得分×20%"]


def test_bands_told_from_their_upper_end_begin_at_the_lower_one() -> None:
    made, scheme = of_blocks(
        "白沙镇2041年度河道管护考核办法",
        "考核等次分为优秀、合格、不合格三类。得分90分及以上的评定为优秀，89分至60分评定为合格，60分以下评定为不合格。",
    )
    assert grades(scheme) == {
        "优秀": {"at_least": Decimal(90)},
        "合格": {"at_least": Decimal(60)},
        "不合格": {"rest": True},
    }
    assert not unread(made)


def test_names_of_grades_alone_are_kept() -> None:
    made, scheme = of_blocks("白沙镇2041年度河道管护考核办法", "考核结果划分为优秀、良好、合格、不合格四个等级。")
    assert grades(scheme) == {"优秀": {}, "良好": {}, "合格": {}, "不合格": {}}
    assert "reading.W305" in {finding.code for finding in made.findings}


def test_those_who_rate_severally_make_the_total_and_the_rest_of_the_sentence_is_said() -> None:
    made, scheme = of_blocks(
        "白沙中学2041年度中层干部考核办法",
        "由分管领导、班组长、职工分别测评，按30%、20%、50%计算考核结果，排出名次，再按20%、70%和10%的比例划分出三个等级。",
    )
    assert [total.formula for total in scheme.total] == ["分管领导测评×30%+班组长测评×20%+职工测评×50%"]
    assert set(scheme.panels) == {"分管领导测评", "班组长测评", "职工测评"}
    assert "划分出三个等级" in unread(made)


def test_basic_points_stand_beside_what_is_added() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度招商工作考核办法",
        "二、考核办法",
        "1、基本分。完成年初下达的招商任务，记基本分80分。超额完成任务，每增加10%，加计0.5分；未完成任务，每少10%，扣减2分。",
        "2、加分（10分），由招商办按项目规模提出。",
    )
    basic = found(scheme, "基本分")
    assert (str(basic.points), [rule.score for rule in basic.rules]) == (
        "80",
        ["计80分", "每超过10%加0.5分", "每低于10%扣2分"],
    )
    assert (found(scheme, "加分").bonus, found(scheme, "加分").limits) == (True, "加分不超过10分")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("一、考核对象", "全镇各管区及驻村干部。"), ["管区及驻村干部"]),
        (("第二条 考核对象为各村和各社区。",), ["村", "社区"]),
        (("本办法适用于各乡镇人民政府的年度考核。",), ["乡镇人民政府"]),
        (("一、考核对象", "任职满一年，且未受处分的人员。"), ["被考核单位"]),
    ],
)
def test_groups_go_by_the_kinds_that_a_notice_names(lines: tuple[str, ...], names: list[str]) -> None:
    _, scheme = of_blocks("白沙镇2041年度工作考核办法", *lines)
    assert list(scheme.groups) == names


def test_a_veto_between_condition_and_grade_is_no_part_of_the_condition() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度村级工作考核办法",
        "考核结果分为优秀、合格、不合格三个等次。如果饮水工程不达标，则全村工作一票否决，村干部直接考核为不合格。",
    )
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [("饮水工程不达标", "不合格")]


def test_two_headings_with_points_whose_items_award_some_are_a_sheet() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度村级工作考核标准",
        "（一）党务工作（25分）",
        "A、按期召开支委会的记10分，未召开不记分。",
        "B、按时收缴党费的记15分，漏收一人扣1分。",
        "（二）农业工作（20分）",
        "A、完成春耕任务的记20分，缺一亩扣0.5分。",
    )
    assert [(node.name, str(node.points), len(node.items)) for node in scheme.indicators] == [
        ("党务工作", "25", 2),
        ("农业工作", "20", 1),
    ]


def test_points_behind_a_heading_and_its_colon_are_its_own() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度干部考核办法",
        "一、日常工作",
        "1、考勤：总分300分",
        "每缺签一次扣30分。",
        "2、本职工作：总分500分",
        "上级通报批评一次扣50分。",
        "3、联村工作：总分200分",
        "少入户一次扣10分。",
    )
    names = ["考勤", "本职工作", "联村工作"]
    assert [(name, str(found(scheme, name).points)) for name in names] == list(
        zip(names, ["300", "500", "200"], strict=True)
    )


def test_a_list_of_what_bars_from_being_chosen_makes_limits() -> None:
    _, scheme = of_blocks(
        "白沙县2041年度文明村考核标准",
        "三、上一年度出现下列情形之一，不得申报（认定）：1、村主任受到党纪处分；2、发生较大安全事故。",
    )
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [
        ("村主任受到党纪处分", "优秀"),
        ("发生较大安全事故", "优秀"),
    ]
    assert all(limit.check for limit in scheme.limits)


def test_where_the_best_grade_is_to_pass_nothing_bars_from_it() -> None:
    made, scheme = of_blocks(
        "白沙县2041年度消防工作考核办法",
        "得分80分以上的为合格单位，79分以下的为不合格单位。发生亡人火灾的，年度内不得评先评优。",
    )
    assert not scheme.limits
    assert "不得评先评优" in unread(made)


def test_items_of_a_list_that_nothing_was_made_of_are_said_with_it() -> None:
    made, _ = of_blocks(
        "白沙县2041年度考核办法", "有下列情形之一的，取消年度奖金：", "1.发生亡人火灾；", "2.瞒报数据。"
    )
    assert "瞒报数据" in unread(made) + made.scheme_text


def test_units_behind_that_is_and_employees_with_their_grade() -> None:
    _, scheme = of_blocks(
        "白沙县2041年度招商考核办法",
        "一、考核对象",
        "（一）A类：只承担招商任务的单位，即河东镇、河西镇、柳林乡。",
        "（二）B类：既招商又服务企业的单位，即枣园乡、桥头镇。",
        "二、结果",
        "考核结果分为优秀、良好、合格三个等级。优秀员工给予表彰和奖励。",
    )
    assert {name: group.units for name, group in scheme.groups.items()} == {
        "A类": ("河东镇", "河西镇", "柳林乡"),
        "B类": ("枣园乡", "桥头镇"),
    }
    assert [(one.grade, one.then) for one in scheme.afterwards] == [(("优秀",), "给予表彰和奖励")]


@pytest.mark.parametrize(
    "text",
    [
        "考核内容主要是德、能、勤、绩四个方面。",
        "考核以干部的德、能、勤、绩为主要内容。",
        "主要考核德、能、勤、绩四个方面。",
    ],
)
def test_what_is_assessed_without_points_is_named(text: str) -> None:
    _, scheme = of_blocks("白沙镇2041年度干部考核办法", text)
    assert any("德、能、勤、绩" in choice.decision for choice in scheme.choices)


def test_points_that_are_collected_are_given() -> None:
    assert [rule.score for rule in controlled(read_clause("每月入户24天以上，积48分，少一天扣2分"))] == [
        "达到24天计48分",
        "每天扣2分",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("硬化86条总长104公里村组道路", [("硬化村组道路", "86", "条"), ("村组道路总长", "104", "公里")]),
        ("补贴74户移民改建住房", [("移民改建住房", "74", "户")]),
        ("全面完成750亩林地改造", [("林地改造", "750", "亩")]),
        ("开展技能培训800人（次）", [("技能培训", "800", "人次")]),
        ("公路密度达到52公里/百平方公里", [("公路密度", "52", "公里/百平方公里")]),
        ("平均受教育年限达到11.5年，人均寿命达到79岁", [("平均受教育年限", "11.5", "年"), ("人均寿命", "79", "岁")]),
    ],
)
def test_quantities_of_tasks(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.metric, one.value, one.unit) for one in targets_of(text)] == expected


@pytest.mark.parametrize(
    ("target", "status", "expected"),
    [
        ("办好实事65件", "65件实事已完成26件", [("26", "件")]),
        ("改造危桥17座", "实施县道危桥改造15座", [("15", "座")]),
        ("新建小学7所", "小学已建成5所", [("5", "所")]),
        ("建设高标准农田38万亩", "田间工程完成面积31万亩", [("31", "万亩")]),
        ("建设公路270公里", "公路已建成85公里，占总里程的31%", [("85", "公里"), ("31", "%")]),
        ("推进6个片区征拆", "启动了2个认定核对工作", []),
    ],
)
def test_reported_values_of_tasks(target: str, status: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.value, one.unit) for one in reported_of(status, targets_of(target))] == expected


def plan(*lines: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    """Give text, units in the lead, units that take part, and the deadline of each task of a plan."""
    tasks, _ = read_tasks(Document("计划.docx", "docx", tuple(Paragraph(line) for line in lines)))
    return [(task.text, task.lead_units, task.related_units, task.deadline) for task in tasks]


def test_brackets_say_who_leads_who_answers_and_until_when() -> None:
    assert plan(
        "一、稳定就业",
        "1.完善就业服务。（县人社局牵头，县教育局、县财政局按职责分工负责，年内持续推进）",
        "2.改造老旧小区12个。（县住建局、县城管局牵头督导，县公安局、县水利局参与，10月底前完成）",
        "3.落实各项任务。（县政府各部门分别负责，全年）",
    ) == [
        ("完善就业服务。", ("县人社局",), ("县教育局", "县财政局"), "年内持续推进"),
        ("改造老旧小区12个。", ("县住建局", "县城管局"), ("县公安局", "县水利局"), "10月底前"),
        ("落实各项任务。", ("县政府各部门",), (), "全年"),
    ]


def test_each_bracket_with_units_ends_a_task_of_its_own() -> None:
    found = plan(
        "1.制订准入清单。〔市生态局牵头，市发改局参与，各县、区人民政府（管委会）负责落实。以下各项不再列出。〕不再新建燃煤锅炉。（市市场监管局牵头，市生态局配合）"
    )
    assert [row[:3] for row in found] == [
        ("制订准入清单。", ("市生态局",), ("市发改局", "各县、区人民政府（管委会）")),
        ("不再新建燃煤锅炉。", ("市市场监管局",), ("市生态局",)),
    ]


def test_a_time_behind_units_is_the_deadline() -> None:
    assert plan(
        "1.下放审批权限。（牵头单位：市审批局；责任单位：市司法局、市委编办及市直有关单位，各县区人民政府，6月底完成）"
    ) == [("下放审批权限。", ("市审批局",), ("市司法局", "市委编办", "市直有关单位", "各县区人民政府"), "6月底")]


def test_a_bracket_without_units_says_nothing_of_them() -> None:
    assert plan("1.整治背街小巷。（含3条断头路，共5公里）", "2.改造公厕。（具体数量另行下达）") == []


def test_else_none_is_said_by_what_is_awarded() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度信访考核办法",
        "一、保障",
        "1、经费（2分）。年度经费6000元以上的记2分，否则不计分。",
        "2、人员（3分）。配备专职人员的记3分。",
        "3、场所（5分）。场所不合要求的扣2分。",
    )
    assert [rule.score for rule in found(scheme, "经费").rules] == ["达到6000元计2分"]
    assert "否则" not in (found(scheme, "经费").check or "")


def test_kinds_of_units_that_are_counted_stand_beside_those_that_are_listed() -> None:
    _, scheme = of_blocks(
        "白沙县2041年度信访考核办法",
        "（一）考核对象。",
        "1、12个乡镇；",
        "2、3个县直重点单位：教育局、民政局、水利局；",
        "（二）考核方法。",
        "考核结果按先进、达标、不达标进行分类。93分以上（含93分）单位按比例定为先进单位。",
    )
    assert {name: (len(group.units), group.stated) for name, group in scheme.groups.items()} == {
        "县直重点单位": (3, 3),
        "乡镇": (0, 12),
    }
    assert grades(scheme)["先进"] == {"at_least": Decimal(93)}


def test_grades_with_a_sentence_each_are_known_by_their_lines() -> None:
    _, scheme = of_blocks(
        "白沙镇2041年度村干部考核办法",
        "（一）一般。一般等次的总分为60-75分（不含75分），对获得一般等次的社区干部每人每季奖金150元。",
        "（二）较差。较差等次的总分为60分以下，对获得较差等次的社区干部没有奖金。",
    )
    assert grades(scheme) == {"一般": {"at_least": Decimal(60)}, "较差": {"rest": True}}
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("一般",), "每人每季奖金150元"),
        (("较差",), "没有奖金"),
    ]


def test_weights_of_contents_are_a_formula_to_be_checked() -> None:
    _, scheme = of_blocks(
        "白沙县2041年度村级班子考核办法",
        "考核内容分值比例安排，特色产业占20%，民生事项占30%，自身建设占50%。",
    )
    assert [total.formula for total in scheme.total] == ["特色产业×20%+民生事项×30%+自身建设×50%"]
    assert "暂作总分公式" in (scheme.total[0].check or "")


def test_not_to_pass_is_another_grade_than_to_pass() -> None:
    _, scheme = of_blocks(
        "白沙县2041年度河道管护考核细则",
        "90分以上为优秀，80分至90分为良好，60分至80分为合格，低于60分为不合格。考核不合格的，进行通报批评。",
    )
    assert grades(scheme) == {
        "优秀": {"at_least": Decimal(90)},
        "良好": {"at_least": Decimal(80)},
        "合格": {"at_least": Decimal(60)},
        "不合格": {"rest": True},
    }
    assert [(one.grade, one.then) for one in scheme.afterwards] == [(("不合格",), "进行通报批评")]
    _, scheme = of_blocks(
        "白沙县2041年度河道管护考核细则", "考核结果分为优秀、合格两个等次。考核不合格的，进行通报批评。"
    )
    assert not any(one.grade for one in scheme.afterwards)
