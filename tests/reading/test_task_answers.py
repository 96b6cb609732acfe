"""What of a report answers a target: other units for the same, steps on the way, what came in but is not yet done."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("为2400名老人免费体检", "已体检1260人，体检率52.5%。", ["1260人"]),
        ("新增规上企业32户", "新增规上企业19家。", ["19家"]),
        ("办理法律援助案件860件", "共受理法律援助案件702件，办结655件。", ["655件"]),
        ("新改扩建幼儿园6所", "2所已完成主体结构封顶，1所正在装修。", []),
        ("组织就业见习240人", "就业见习上岗206人。", ["206人"]),
        ("安装路灯700盏", "安装路灯702盏，完成率分别为100.3%和87%。", ["702盏", "100.3%"]),
    ],
)
def test_a_report_is_understood_by_what_it_says_of_the_figure(target: str, status: str, wanted: list[str]) -> None:
    assert [value.value + value.unit for value in reported_of(status, targets_of(target))] == wanted


def test_whose_share_an_amount_is_stays_out_of_its_name() -> None:
    targets = targets_of("城市低保每人每月710元,农村低保每人每年6100元")
    assert [(target.metric, target.value) for target in targets] == [("城市低保", "710"), ("农村低保", "6100")]


def test_names_and_contents_of_stuck_rows_part_where_the_deed_begins(tmp_path: Path) -> None:
    rows = (
        "1供水保障巩固提升3处水厂,普及率达95%县水利局方成正在施工。",
        "2户厕改造新改建户厕2100座县农业农村局唐雨新改建户厕1985座。",
        "3法律援助办理援助案件860件县司法局孔琳办结855件。",
        "4安心托幼新增托位540个各镇街唐雨新增托位556个。",
    )
    text = "\n".join(["某县2041年民生实事表", "序号项目名称目标任务责任单位责任人进展情况", *rows])
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    tasks, _ = read_tasks(read(path)[0])
    assert [task.text for task in tasks] == [
        "供水保障：巩固提升3处水厂,普及率达95%",
        "户厕改造：新改建户厕2100座",
        "法律援助：办理援助案件860件",
        "安心托幼：新增托位540个",
    ]
    assert tasks[3].lead_units == ("各镇街",)
    assert [value.value for task in tasks for value in task.reported] == ["1985", "855", "556"]


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("财政收入突破21亿元,增速保持在7%以上", "财政收入15.37亿元,增长5.8%", [("财政收入", "15.37"), ("财政收入增长", "5.8")]),
        ("新建书房4座,举办惠民演出150场", "书房建成2座在建2座,惠民演出举办118场次", [("书房建成", "2"), ("惠民演出举办", "118")]),
        ("能繁母猪保有量1.6万头", "能繁母猪存栏1.63万头", [("能繁母猪存栏", "1.63")]),
        ("新增绿化面积15万平方米", "新增绿化13.2万㎡", [("新增绿化", "13.2")]),
        ("新增高清探头1500路", "探头已安装1420路并联网", [("探头安装", "1420")]),
        ("为7200名妇女提供两癌免费筛查", "两癌筛查6913人", [("两癌筛查", "6913")]),
        ("发行专项债券15亿元", "专项债券已发行13.8亿元,其中新增债券9.6亿元", [("专项债券发行", "13.8")]),
        ("规上工业增加值增长9%", "前10个月规上工业增加值增长8.2%", [("规上工业增加值增长", "8.2")]),
        ("固定资产投资增长10%", "固定资产投资增速为-3.4%", [("固定资产投资增长", "-3.4")]),
        ("完成生态修复矿山5座", "5座矿山均已完成设计招标,3座已进场施工", []),
        ("新建安置房448套", "安置房主体已封顶7栋,预计明年6月交付448套", []),
        ("城镇新增就业4200人", "城镇新增就业4386人,完成全年目标任务(104.4%)", [("城镇新增就业", "4386"), ("完成率", "104.4")]),
        ("创建森林乡村5个", "申报森林乡村6个,待验收", []),
        ("完成国土绿化6.8万亩", "人工造林2.9万亩、封山育林3.2万亩,占任务的89.7%", []),
        ("油菜种植面积35万亩,夏粮种植面积20万亩", "夏粮收获面积20.5万亩;油菜收获34.8万亩", [("夏粮收获面积", "20.5"), ("油菜收获", "34.8")]),
        ("高标准农田建设4万亩", "2042年度4万亩项目已全部竣工", [("项目", "4")]),
        ("工业投资占固定资产投资比重达到35%", "工业投资占比33.6%", [("工业投资占比", "33.6")]),
        ("更新燃气管网42公里、供水管网36公里", "燃气、供水管网分别完成38.5公里、31公里", [("燃气管网", "38.5"), ("供水管网", "31")]),
        ("创建国家级绿色工厂2家、省级4家", "省级绿色工厂已公布5家,国家级待公示", [("省级绿色工厂公布", "5")]),
        ("新认定高新企业15家", "高新企业申报21家,通过公示16家", [("通过公示", "16")]),
    ],
)  # fmt: skip
def test_values_are_reported_in_other_words(target: str, status: str, wanted: list[tuple[str, str]]) -> None:
    assert [(value.metric, value.value) for value in reported_of(status, targets_of(target))] == wanted


def test_how_often_is_counted_by_what_is_done() -> None:
    [target] = targets_of("开展“局长走流程”活动,每季度不少于1次")
    assert (target.metric, target.value, target.unit, target.bound) == ("“局长走流程”活动每季度", "1", "次", "≥")


def test_places_and_times_before_a_number_are_not_all_that_is_counted() -> None:
    wanted = [("东湖片区征收签约", "1280"), ("村庄规划编制", "46"), ("国家级绿色工厂", "2"), ("省级绿色工厂", "4")]
    text = "完成东湖片区1280户征收签约；6月底前完成46个村庄规划编制；打造国家级绿色工厂2家、省级4家"
    assert [(target.metric, target.value) for target in targets_of(text)] == wanted


def test_where_something_is_done_is_no_target() -> None:
    assert [target.value for target in targets_of("在12个村开展试点,覆盖农户8000户")] == ["8000"]
    [target] = targets_of("养老、医疗、失业三大保险覆盖率均达到95%以上")
    assert (target.metric, target.value) == ("养老、医疗、失业三大保险覆盖率", "95")


def test_items_with_small_stops_behind_their_numbers_are_no_headings(tmp_path: Path) -> None:
    text = """一、主要预期目标
1﹒财政收入增长6%以上。
牵头负责领导：毛帆。
牵头责任单位：县财政局。
协同责任单位：县税务局、各乡镇人民政府。
二、保障民生
2﹒改造小区14个。
牵头负责领导：温岚。
牵头责任单位：县住建局。"""
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    tasks, _ = read_tasks(read(path)[0])
    assert [(task.number, task.text, task.leader, task.lead_units) for task in tasks] == [
        (1, "财政收入增长6%以上。", ("毛帆",), ("县财政局",)),
        (2, "改造小区14个。", ("温岚",), ("县住建局",)),
    ]


def test_remarks_on_a_few_rows_only_leave_the_others_whole(tmp_path: Path) -> None:
    text = """类别 序号 目标任务 指标 责任分解 备注 目标值 单位 牵头部门 配合部门
        经济发展 1 固定资产投资 128 亿元 市发改委 市统计局
        2 社会消费品零售总额增速 8.5 % 市商务局 市统计局
        3 新增规上工业企业 ≥20 家 市工信局 各园区
        民生保障 4 城镇新增就业 15000 人 市人社局 各县区
        5 城镇登记失业率 ≤4.5 % 市人社局 各县区 力争4.2
        6 新增学位 1800 个 市教育局 市住建局"""
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(["2041年度目标任务分解表", *text.split()]), encoding="utf-8")
    tasks, _ = read_tasks(read(path)[0])
    assert [(task.text, task.lead_units, task.related_units) for task in tasks[3:5]] == [
        ("城镇新增就业", ("市人社局",), ("各县区",)),
        ("城镇登记失业率", ("市人社局",), ("各县区",)),
    ]
    assert [(one.value, one.unit, one.bound) for task in tasks for one in task.targets][2:5] == [
        ("20", "家", "≥"),
        ("15000", "人", ""),
        ("4.5", "%", "≤"),
    ]


def test_rows_go_on_with_further_tasks_of_the_same_unit(tmp_path: Path) -> None:
    rows = [
        ("1", "新建幼儿园3所。", "建成2所。", "区教育局"),
        ("2", "新建驿站7家。", "新建东街、西街等9家驿站。", "区卫健局"),
        ("新增托位500个。", "新增托位600个。"),
        ("开展联合筛查1万例以上。", "开展联合筛查10111例。"),
        ("3", "农村公路大中修100公里。", "完成50公里。", "区交通局"),
        ("新增公交线路3条。", "新增4条公交线路。"),
    ]
    text = "\n\n".join(["2041年民生实事进展表", "序号", "项目内容", "进展情况", "责任单位", *sum(rows, ())])
    tabs = "\n".join(
        ["2041年民生实事进展表", "序号\t项目内容\t进展情况\t责任单位"]
        + ["\t".join(row if len(row) > 2 else ("", *row, "")) for row in rows]
    )
    for name, content in (("a.txt", text), ("b.txt", tabs)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        tasks, _ = read_tasks(read(tmp_path / name)[0])
        assert [task.lead_units for task in tasks] == [
            (f"区{one}局",) for one in ("教育", *["卫健"] * 3, *["交通"] * 2)
        ]
        assert [[value.value + value.unit for value in task.reported] for task in tasks] == [
            ["2所"], ["9家"], ["600个"], ["10111例"], ["50公里"], ["4条"],
        ]  # fmt: skip


def test_what_is_to_be_done_in_a_month_is_no_target_of_the_year(tmp_path: Path) -> None:
    rows = ["序号\t项目内容\t牵头单位\t8月份目标\t进展情况"]
    rows += [
        f"{number}\t加装电梯{number}00台（区级）\t区房管局\t完工20台。\t累计完工{number}8台。" for number in (1, 2, 3)
    ]
    (tmp_path / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.text for task in tasks] == [f"加装电梯{number}00台（区级）" for number in (1, 2, 3)]
    assert [[target.value for target in task.targets] for task in tasks] == [["100"], ["200"], ["300"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新增1个示范小区（市级）", [("新增示范小区", "1")]),
        ("完成30台多层住宅电梯加装", [("多层住宅电梯加装", "30")]),
        ("改建菜市场4家。第三季度完成3家，第四季度完成1家。", [("改建菜市场", "4")]),
        ("公交站点500米覆盖率达到100%", [("公交站点500米覆盖率", "100")]),
        ("去化周期缩短到15个月", [("去化周期", "15")]),
    ],
)
def test_targets_are_named_by_what_they_count(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(target.metric, target.value) for target in targets_of(text)] == wanted


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("新建保障房1700套", "新建保障房共1721套,其中一号地块(828套)已完成总工程量的90%", ["1721"]),
        ("技能培训3000人次", "已培训2460人次(其中取证1892人次),完成率82%", ["2460", "82"]),
        ("职业培训5000人次", "8月培训512人次,累计培训4380人次", ["4380"]),
        ("乡村项目86个", "86个项目开工86个、完工71个", ["71"]),
        ("就业培训3500人次", "培训劳动者3712人次,其中脱贫劳动力684人次", ["3712"]),
        ("每万人拥有发明专利8.5件", "每万人口有效发明专利拥有量达8.92件", ["8.92"]),
        ("农村居民收入增长8.5%", "农村居民收入13826元,名义增长8.9%", ["8.9"]),
        ("包联企业320家", "328名干部包联企业341家", ["341"]),
    ],
)
def test_the_whole_and_not_a_part_is_reported(target: str, status: str, wanted: list[str]) -> None:
    assert [value.value for value in reported_of(status, targets_of(target))] == wanted


def test_what_has_come_already_is_no_estimate() -> None:
    [value] = reported_of("预计全年生产原煤1215万吨,1-10月已完成1016.4万吨", targets_of("煤炭产量1200万吨"))
    assert (value.value, value.is_estimate) == ("1016.4", False)
    [value] = reported_of("受影响,预计全年旅游收入仅8.5亿元", targets_of("旅游收入12亿元"))
    assert (value.metric, value.value, value.is_estimate) == ("旅游收入", "8.5", True)


def test_what_is_expected_and_what_it_brought_is_no_progress(tmp_path: Path) -> None:
    rows = [
        "序号\t项目名称\t工作任务\t完成情况\t完成工作进度(%)\t预计至12月31日完成工作量\t取得成效",
        "1\t户厕改造\t改造户厕4200座\t改造3865座。\t92\t4200座\t惠及1.2万人。",
        "2\t老年学校\t建设老年学校2所\t已完成。\t100\t2所\t惠及300人。",
    ]
    (tmp_path / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.status for task in tasks] == ["改造3865座。", "已完成。"]
    assert [[value.value + value.unit for value in task.reported] for task in tasks] == [["3865座", "92%"], ["100%"]]


def test_a_row_that_lacks_a_cell_is_put_below_the_heads_its_cells_fit(tmp_path: Path) -> None:
    heads = ["序号", "项目", "目标任务", "单位", "完成数", "完成比例(%)", "责任单位"]
    rows = [
        ("1", "城镇新增就业", "27800", "人", "30242", "108.8", "市人社局"),
        ("2", "城镇登记失业率", "4.3", "%", "3.57", "市人社局"),
        ("3", "劳务品牌培训", "1100", "人", "1140", "103.6", "市人社局"),
        ("4", "改造农村危房", "2300", "户", "2300", "100", "市住建局"),
    ]
    (tmp_path / "a.txt").write_text("\n\n".join(["2041年目标任务完成情况", *heads, *sum(rows, ())]), encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.text for task in tasks] == [row[1] for row in rows]
    assert [[value.value for value in task.reported] for task in tasks] == [
        ["30242", "108.8"], ["3.57"], ["1140", "103.6"], ["2300", "100"],
    ]  # fmt: skip
    assert tasks[1].lead_units == ("市人社局",)


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("完成征拆420户", "签约386户,腾房352户,拆除330户", ["330"]),
        ("建好标准化学校6所", "6所学校全部完成主体工程", []),
        ("老年人免费健康体检6.5万人", "已体检5.82万人,占任务的89.5%", ["5.82", "89.5"]),
        ("城市、农村低保标准分别提高到911元和711元", "城市、农村低保标准提高至913元、715元", ["913", "715"]),
    ],
)
def test_the_deed_that_the_target_names_is_reported(target: str, status: str, wanted: list[str]) -> None:
    assert [value.value for value in reported_of(status, targets_of(target))] == wanted


SHARED = [
    ("1", "城镇新增就业", "万人", "5.2", "7.23", "139.1%", "人社局"),
    ("2", "新通公路", "公里", "1360", "1361.9", "100.1%", "交通局"),
    ("提质改造公路", "公里", "168", "171.7", "102.2%"),
    ("3", "通自来水人口", "万人", "4.5", "5.5", "122%", "水利局"),
    ("4", "提高低保标准", "元/月/人", "不低于300元", "310", "达到目标310元", "民政局"),
]
SHARED_HEADS = ("序号", "考核指标", "单位", "工作目标", "已完成数", "占年任务之比", "备注")


@pytest.mark.parametrize("way", ["cells", "gaps"])
def test_remarks_that_name_units_say_who_does_it(tmp_path: Path, way: str) -> None:
    lines = [SHARED_HEADS, *SHARED]
    text = "\n".join("  ".join(line) for line in lines) if way == "gaps" else "\n\n".join(sum(lines, ()))
    (tmp_path / "a.txt").write_text("2041年民生实事落实情况\n\n" + text, encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [(task.text, task.lead_units[0]) for task in tasks] == [
        ("城镇新增就业", "人社局"), ("新通公路", "交通局"), ("提质改造公路", "交通局"), ("通自来水人口", "水利局"),
        ("提高低保标准", "民政局"),
    ]  # fmt: skip
    assert [[value.value for value in task.targets] for task in tasks] == [["5.2"], ["1360"], ["168"], ["4.5"], ["300"]]
    assert [[value.value + value.unit for value in task.reported] for task in tasks] == [
        ["7.23万人", "139.1%"], ["1361.9公里", "100.1%"], ["171.7公里", "102.2%"], ["5.5万人", "122%"], ["310元/月/人"],
    ]  # fmt: skip


def test_a_paragraph_below_an_item_and_its_units_reports(tmp_path: Path) -> None:
    text = """一、扶贫与饮水
1.减少扶贫对象6.7万人（责任单位：市扶贫办，各县区）
此项工作已完成。截至12月底，完成减少扶贫对象7.4万人，其中东区完成0.6万人。
2.解决6万人饮水安全问题（责任单位：市水务局）
截至12月底，解决6.1万人的饮水安全问题。"""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.status[:5] for task in tasks] == ["此项工作已", "截至12月"]
    assert [[value.value + value.unit for value in task.reported] for task in tasks] == [["7.4万人"], ["6.1万人"]]


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("增加深松土地1.5亿亩", "实际增加深松土地1.57亿亩", [("增加深松土地", "1.57亿亩")]),
        ("新建农村公路20万公里", "实际完成新建农村公路29.2万公里", [("新建农村公路", "29.2万公里")]),
        ("铁路投资8000亿元以上", "全国铁路完成投资8015亿元", [("铁路完成投资", "8015亿元")]),
        ("预算内投资安排5000亿元", "已下达预算内投资5100亿元", [("下达预算内投资", "5100亿元")]),
        ("推进5万个村通光纤", "支持约6万个村通光纤", [("村通光纤", "6万个")]),
        ("居民消费价格涨幅3%左右", "去年居民消费价格涨幅为2.0%", [("居民消费价格涨幅", "2.0%")]),
    ],
)
def test_whole_countries_report_as_towns_do(target: str, status: str, wanted: list[tuple[str, str]]) -> None:
    assert [(value.metric, value.value + value.unit) for value in reported_of(status, targets_of(target))] == wanted


def test_one_value_may_be_that_of_several() -> None:
    targets = targets_of("化学需氧量、氨氮排放量分别下降2%")
    assert [(one.metric, one.value) for one in targets] == [("化学需氧量下降", "2"), ("氨氮排放量下降", "2")]


def test_who_scores_does_not_take_part_and_parted_groups_name_no_target(tmp_path: Path) -> None:
    rows = [
        "考核项目\t序号\t考核指标\t考核内容\t单位\t年度目标\t责任部门\t评分部门",
        "农业高效\t1\t保障供给\t农业增加值增幅\t%\t≥2%\t县农业农村局\t市农业农村局",
        "\t2\t\t粮食播种面积\t万亩\t0.7\t县农业农村局\t市农业农村局",
        "\t3\t\t水产品产量\t万吨\t42\t县水利局\t市水利局",
        "\t4\t\t新建农田\t万亩\t0.3\t县农业农村局\t市农业农村局",
    ]
    (tmp_path / "a.txt").write_text("\n".join(rows), encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.text for task in tasks] == ["农业增加值增幅", "粮食播种面积", "水产品产量", "新建农田"]
    assert {task.related_units for task in tasks} == {()}
    assert [(target.metric, target.value) for task in tasks for target in task.targets][1:] == [
        ("粮食播种面积", "0.7"), ("水产品产量", "42"), ("新建农田", "0.3"),
    ]  # fmt: skip


def test_a_division_of_labour_is_told_in_a_sentence(tmp_path: Path) -> None:
    text = """1.财政收入增长5%左右。
分管市领导：林青
部门分工：市财政局牵头，市税务局配合。
2.发放贷款80亿元。
分管市领导：何远
部门分工：市金融局牵头，各银行配合。"""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [(task.leader, task.lead_units, task.related_units) for task in tasks] == [
        (("林青",), ("市财政局",), ("市税务局",)),
        (("何远",), ("市金融局",), ("各银行",)),
    ]


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("进出口总额增长7%", "预计下降8%左右", [("进出口总额下降", "8", True)]),
        ("小区改造开工1500个,投资完成率50%以上", "已开工小区1110个,投资完成率37.4%", [("开工小区", "1110", False), ("投资完成率", "37.4", False)]),
        ("住宅二次供水设施改造2000万平方米", "完成2067万平方米住宅二次供水设施改造", [("住宅二次供水设施改造", "2067", False)]),
    ],
)  # fmt: skip
def test_what_fell_and_what_is_called_a_rate(target: str, status: str, wanted: list[tuple[str, str, bool]]) -> None:
    found = reported_of(status, targets_of(target))
    assert [(value.metric, value.value, value.is_estimate) for value in found] == wanted


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("资助困难职工子女上学5000人", "9月新增资助困难职工子女上学640人,累计资助5704人", ["5704"]),
        ("为1万名患者免费手术", "9月手术1203例,累计达8878例", ["8878"]),
        ("建设户用沼气1400户", "户用沼气开工建设1400户,完工1200户", ["1200"]),
        ("城镇、农村居民收入分别增长6%、8%", "城镇和农村居民收入完成29092元、17191元,分别增长5%、6.4%", ["5", "6.4"]),
    ],
)
def test_what_is_all_so_far_goes_before_what_came_in_a_month(target: str, status: str, wanted: list[str]) -> None:
    assert [value.value for value in reported_of(status, targets_of(target))] == wanted


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("竣工人才公寓1200套", "东区620套主体封顶,西区580套正在基础施工"),
        ("国家级专精特新企业3家", "3家企业已推荐申报国家级专精特新"),
    ],
)
def test_what_is_half_built_or_asked_for_is_not_reported(target: str, status: str) -> None:
    assert reported_of(status, targets_of(target)) == ()
