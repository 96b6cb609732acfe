"""Lines that are rows with nothing between their cells: cut by what the columns of their head hold, and said where open."""

from kaoji.reading import read
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import outline
from kaoji.reading.sheets.trees import leaves

Found = tuple[str, str, str, tuple[str, ...], str]


def found_in(*lines: str) -> list[Found]:
    """Give the parent, the name, the points, the providers and the text of each indicator in lines."""
    document = read("\n".join(lines).encode(), name="考核表.txt")[0]
    return [
        (
            path[-1].name if path else "",
            leaf.name,
            leaf.points,
            tuple(leaf.providers),
            squeeze(leaf.text),
        )
        for sheet in outline(document)[0].sheets
        for path, leaf in leaves([sheet])
    ]


def doubts_in(*lines: str) -> list[str]:
    """Give the beginnings of the rows that are said to be doubtful."""
    findings = outline(read("\n".join(lines).encode(), name="考核表.txt")[0])[1]
    return [source.text or "" for each in findings if each.code == "reading.W213" for source in each.sources]


NUMBERED = (
    "某县园林养护考核表",
    "序号一级指标二级指标分值评分标准考核单位",
    "1绿地养护（30分）草坪修剪12未按时修剪的，每处扣1分；高度超标的扣0.5分。县园林局",
    "2补植补栽18缺株未补的，每株扣0.2分。县园林局、县城管局",
    "3设施管护（20分）座椅完好率8低于95%的，每低1个百分点扣1分。县城管局",
    "4健身器材12发现损坏未修的，每件扣2分。县文体局",
)


def test_numbers_points_and_offices_cut_lines_into_cells() -> None:
    assert found_in(*NUMBERED) == [
        ("绿地养护", "草坪修剪", "12", ("县园林局",), "未按时修剪的，每处扣1分；高度超标的扣0.5分。"),
        ("绿地养护", "补植补栽", "18", ("县园林局", "县城管局"), "缺株未补的，每株扣0.2分。"),
        ("设施管护", "座椅完好率", "8", ("县城管局",), "低于95%的，每低1个百分点扣1分。"),
        ("设施管护", "健身器材", "12", ("县文体局",), "发现损坏未修的，每件扣2分。"),
    ]


def test_what_is_asked_and_how_it_is_scored_part_where_standards_begin() -> None:
    rows = (
        "考核项目标准分考核要点评分办法考核方式",
        "值守制度10有值班表、有专人值守、有交接记录缺1项扣3分查阅资料",
        "巡护检查30全年巡护林区不少于200次每少10次扣1分查阅台账",
        "火情处置25接到报告30分钟内到达现场未到达的每次扣5分查阅台账",
        "宣传教育15每月张贴标语2条以上少1条扣1分现场查看",
    )
    assert [(name, points, text) for _, name, points, _, text in found_in(*rows)] == [
        ("值守制度", "10", "缺1项扣3分"),
        ("巡护检查", "30", "每少10次扣1分"),
        ("火情处置", "25", "未到达的每次扣5分"),
        ("宣传教育", "15", "少1条扣1分"),
    ]


def test_a_goal_in_figures_ends_before_the_points_stuck_to_it() -> None:
    rows = (
        "指标名称计量单位目标值权重计分方法数据来源",
        "旅游总收入增速%7.58完成目标值得满分，每低1个百分点扣1分区文旅局",
        "新增电梯台1204每少10台扣0.5分区卫健局",
        "新增公交线路条65未完成不得分区交通局",
    )
    assert [(name, points, providers) for _, name, points, providers, _ in found_in(*rows)] == [
        ("旅游总收入增速", "8", ("区文旅局",)),
        ("新增电梯", "4", ("区卫健局",)),
        ("新增公交线路", "5", ("区交通局",)),
    ]


def test_numbers_of_groups_begin_them_and_the_last_line_may_be_the_total() -> None:
    rows = (
        "序号考核项目考核内容分值评分标准",
        "1水源保护设立保护区标志15未设立的扣5分。",
        "定期清理杂草10每少1次扣1分。",
        "2水质检测按月送检15未按时送检的，每次扣2分。",
        "公布检测结果10未公布的不得分。",
        "合计50",
    )
    assert [(parent, points) for parent, _, points, *_ in found_in(*rows)] == [
        ("水源保护", "15"),
        ("水源保护", "10"),
        ("水质检测", "15"),
        ("水质检测", "10"),
    ]


def test_rows_that_nothing_but_likelihood_parts_are_said() -> None:
    assert doubts_in(*NUMBERED) == []
    rows = (
        "考核项目考核内容分值评分标准",
        "河面保洁河面无漂浮物20发现漂浮物的，每处扣2分。",
        "河岸绿化河岸树木完好20缺株的，每株扣1分。",
        "设施维护标志牌字迹清楚15损坏的，每块扣1分。",
    )
    assert [parent or name for parent, name, *_ in found_in(*rows)] == ["河面保洁", "河岸绿化", "设施维护"]
    assert len(doubts_in(*rows)) == 3


def test_lines_that_are_cells_or_do_not_score_are_not_cut() -> None:
    cells: tuple[str, ...] = (
        "考核项目考核内容分值评分标准",
        "河面保洁",
        "河面无漂浮物",
        "20",
        "发现漂浮物的，每处扣2分。",
    )
    cells = (
        *cells,
        "河岸绿化",
        "河岸树木完好",
        "20",
        "缺株的，每株扣1分。",
        "设施维护",
        "标志牌字迹清楚",
        "15",
        "损坏的扣1分。",
    )
    assert [points for _, _, points, *_ in found_in(*cells)] == ["20", "20", "15"]
    prose = (
        "考核项目考核内容分值评分标准",
        "以上各栏由领导小组办公室统一填写后存档。",
        "各单位应当在年底之前报送有关材料和总结。",
        "逾期的由办公室另行通知，并在会上予以说明。",
    )
    assert found_in(*prose) == []


def test_spaces_part_cells_below_a_head_whose_labels_are_stretched() -> None:
    rows = (
        "项 目 考核内容 分 值 评 分 标 准",
        "苗木管护 苗木成活率达到85% 15 每低1%扣0.5分",
        "修剪整形 全年修剪不少于4次 25 少1次扣3分",
        "病虫防治 及时喷药防治 20 未防治的扣5分",
    )
    assert [(name, points) for _, name, points, *_ in found_in(*rows)] == [
        ("苗木管护", "15"),
        ("修剪整形", "25"),
        ("病虫防治", "20"),
    ]
