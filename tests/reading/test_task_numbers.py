"""Tables of mere numbers: what their heads say of figures, values of months beside those so far, rows that lack cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kaoji.reading import Cell, Document, Grid, Source, read
from kaoji.reading.tasks import Task, read_tasks


def tasks_below(head: Sequence[str], *rows: Sequence[str]) -> list[Task]:
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate([head, *rows])
    )
    return read_tasks(Document("a.docx", "docx", (Grid(tuple(cells)),)))[0]


def figures(task: Task) -> tuple[list[str], list[str]]:
    return (
        [f"{one.metric}={one.value}{one.unit}" for one in task.targets],
        [f"{one.metric}={one.value}{one.unit}" for one in task.reported],
    )


def test_what_came_in_one_month_and_what_should_have_come_by_now_stand_aside() -> None:
    head = (
        "指标",
        "单位",
        "全年目标",
        "8月当月完成",
        "1-8月累计完成",
        "累计同比±%",
        "序时目标",
        "超(+)欠(-)序时",
        "牵头部门",
    )
    first, second, _ = tasks_below(
        head,
        ("茶叶产值", "亿元", "36", "3.9", "25.4", "-2.6", "24", "+1.4", "县农业农村局"),
        ("新增限上商户", "户", "15", "1", "9", "12.5", "10", "-1", "县商务局"),
        ("快递业务量", "万件", "480", "44", "331", "17.2", "320", "+11", "县邮政局"),
    )
    assert figures(first) == (["茶叶产值=36亿元"], ["茶叶产值=25.4亿元", "茶叶产值增长=-2.6%"])
    assert figures(second) == (["新增限上商户=15户"], ["新增限上商户=9户", "新增限上商户增长=12.5%"])
    assert first.status == "25.4；-2.6"


def test_periods_head_what_was_reached_and_what_is_expected_is_none_of_it() -> None:
    head = ("序号", "实事项目", "单位", "年度目标", "一季度", "上半年", "前三季度", "全年(预计)", "主办单位")
    task = tasks_below(
        head,
        ("1", "新建托育点", "个", "14", "2", "6", "11", "14", "市卫健委"),
        ("2", "更换老旧水表", "只", "9000", "700", "3600", "7100", "9100", "市水务局"),
    )[1]
    assert figures(task) == (["更换老旧水表=9000只"], ["更换老旧水表=7100只"])


@pytest.mark.parametrize("share", ["任务完成率", "占比", "完成年度目标%", "实际完成率（%）"])
def test_shares_of_what_is_done_are_told_by_any_head(share: str) -> None:
    head = ("序号", "项目名称", "责任单位", "目标任务", "1-9月实际完成情况", share, "备注")
    first, second, third = tasks_below(
        head,
        ("1", "免费婚检", "县卫健局", "1800人", "1530", "85%", ""),
        ("2", "建设冷链站", "县商务局", "4座", "", "60%", "两座已封顶"),
        ("3", "送电影下乡240场", "县文旅局", "240", "252", "105%", ""),
    )
    assert figures(first) == (["免费婚检=1800人"], ["免费婚检=1530人", "完成率=85%"])
    assert figures(second) == (["建设冷链站=4座"], ["完成率=60%"])
    assert figures(third) == (["送电影下乡=240场"], ["送电影下乡=252场", "完成率=105%"])


def test_growth_alone_may_be_the_target_and_figures_may_be_negative() -> None:
    head = (
        "指标名称",
        "计量单位",
        "年度目标总量",
        "年度目标增速（%）",
        "1-6月完成总量",
        "1-6月完成增速（%）",
        "责任单位",
    )
    first, second = tasks_below(
        head,
        ("规上工业产值", "亿元", "", "9", "", "7.7", "县工信局"),
        ("出口总额", "万元", "52000", "4", "24100", "-3.1", "县商务局"),
    )
    assert figures(first) == (["规上工业产值增长=9%"], ["规上工业产值增长=7.7%"])
    assert figures(second) == (
        ["出口总额=52000万元", "出口总额增长=4%"],
        ["出口总额=24100万元", "出口总额增长=-3.1%"],
    )


def test_the_last_of_several_texts_names_what_is_counted() -> None:
    head = ("序号", "重点实事", "考核内容", "单位", "工作目标", "已完成数", "占比")
    tasks = tasks_below(
        head,
        ("1", "老有所养", "家庭适老化改造", "户", "160", "148", "92.5%"),
        ("2", "幼有所育", "新增普惠托位", "个", "300", "310", "103.3%"),
        ("3", "住有所居", "老旧小区改造", "个", "12", "9", "75%"),
    )
    assert figures(tasks[0]) == (["家庭适老化改造=160户"], ["家庭适老化改造=148户", "完成率=92.5%"])


SPARSE = (
    ("序号", "项目名称", "责任单位", "目标任务", "1-8月完成情况", "任务完成率", "备注"),
    ("1", "城乡公厕改造", "县城管局", "46座", "31座", "67%"),
    ("2", "企业退休人员体检", "县人社局", "5200人", "5350人", "103%"),
    ("3", "新建健身步道", "县文体局", "18公里", "70%", "路基已全部完成，正在铺设面层。"),
    ("4", "安装燃气报警器", "县住建局", "7600户", "6080户", "80%", "其余正在入户。"),
    ("5", "农村黑臭水体治理", "县环保局", "9处", "正在编制方案。"),
    ("6", "建设口袋公园", "县园林中心", "5个", "5个", "100%"),
)  # fmt: skip


@pytest.mark.parametrize("way", ["cells", "gaps", "pages"])
def test_rows_of_lines_may_lack_figures_and_remarks(tmp_path: Path, way: str) -> None:
    if way == "gaps":
        text = "\n".join("  ".join(row) for row in SPARSE)
    else:
        cells = [cell for row in SPARSE for cell in row]
        title = "某县民生实事完成情况"
        cut = sum(map(len, SPARSE[:4]))
        parts = [cells[:cut], [title, *SPARSE[0], *cells[cut:]]] if way == "pages" else [cells]
        text = "\n— 1 —\n".join("\n".join(part) for part in parts)
    (tmp_path / "a.txt").write_text(f"某县民生实事完成情况\n\n{text}\n", encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [task.text for task in tasks] == [row[1] for row in SPARSE[1:]]
    assert [task.lead_units for task in tasks] == [(row[2],) for row in SPARSE[1:]]
    assert figures(tasks[2]) == (["新建健身步道=18公里"], ["完成率=70%"])
    assert figures(tasks[3])[1] == ["安装燃气报警器=6080户", "完成率=80%"]
    assert figures(tasks[4]) == (["农村黑臭水体治理=9处"], [])


def test_a_number_may_have_further_rows_that_lack_it(tmp_path: Path) -> None:
    rows = [
        ("序号", "实事", "考核指标", "单位", "工作目标", "已完成数", "占比", "备注"),
        ("1", "健康保障", "新生儿听力筛查", "人次", "2600", "2210", "85%"),
        ("老年人流感疫苗接种", "人次", "1900", "1957", "103%", "已超额完成"),
        ("2", "低保提标", "农村低保标准", "元/年/人", "5100", "100%", "已按5280元发放"),
        ("3", "饮水安全", "新增供水能力", "万方", "6", "4.5", "75%"),
        ("管网改造", "公里", "38", "38", "100%"),
        ("4", "绿色出行", "更新公交车辆", "辆", "20", "20", "100%"),
        ("5", "文化惠民", "送戏下乡", "场", "60", "66", "110%", "已超额完成"),
    ]  # fmt: skip
    text = "\n".join(cell for row in rows for cell in row)
    (tmp_path / "a.txt").write_text(f"实事进度表\n\n{text}\n", encoding="utf-8")
    tasks, _ = read_tasks(read(tmp_path / "a.txt")[0])
    assert [figures(task)[0] for task in tasks] == [
        ["新生儿听力筛查=2600人次"], ["老年人流感疫苗接种=1900人次"], ["农村低保标准=5100元/年/人"],
        ["新增供水能力=6万方"], ["管网改造=38公里"], ["更新公交车辆=20辆"],
        ["送戏下乡=60场"],
    ]  # fmt: skip
    assert figures(tasks[2])[1] == ["完成率=100%"]
    assert tasks[1].text == "健康保障：老年人流感疫苗接种"


def test_single_quarters_are_added_up_and_quarters_that_only_grow_are_not(tmp_path: Path) -> None:
    head = ("序号", "指标名称", "单位", "年度目标", "一季度完成", "二季度完成", "三季度完成", "牵头单位")
    rows = [
        ("1", "到位资金", "亿元", "30", "5.2", "7.1", "8.4", "县招商局"),
        ("2", "新增商户", "户", "2400", "510", "720", "655", "县商务局"),
        ("3", "垃圾处理率", "%", "98", "96", "97.5", "97", "县城管局"),
    ]
    told = {}
    for name, values in (("single", rows), ("grown", rows[:1])):
        more = [("2", "新增商户", "户", "2400", "510", "1230", "1885", "县商务局")] if name == "grown" else []
        (tmp_path / f"{name}.html").write_text(
            "<table>"
            + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [head, *values, *more])
            + "</table>",
            encoding="utf-8",
        )
        tasks, findings = read_tasks(read(tmp_path / f"{name}.html")[0])
        told[name] = (
            [figures(task)[1] for task in tasks],
            [one.message[:40] for one in findings if one.code[-3:] == "235"],
        )
    assert told["single"][0] == [["到位资金=20.7亿元"], ["新增商户=1885户"], ["垃圾处理率=97%"]]
    assert told["grown"][0] == [["到位资金=8.4亿元"], ["新增商户=1885户"]]
    assert [len(said) for _, said in told.values()] == [1, 1]
    assert told["single"][1] != told["grown"][1]


def test_rows_with_fewer_figures_than_columns_are_to_be_compared(tmp_path: Path) -> None:
    text = "\n".join(cell for row in SPARSE for cell in row)
    (tmp_path / "a.txt").write_text(f"某县民生实事完成情况\n\n{text}\n", encoding="utf-8")
    (told,) = [one for one in read_tasks(read(tmp_path / "a.txt")[0])[1] if one.code == "reading.W213"]
    assert [source.text for source in told.sources] == ["新建健身步道", "农村黑臭水体治理"]


def test_plans_of_the_year_over_figures_are_targets() -> None:
    head = ("指标", "计量单位", "全年计划", "1月", "2月", "累计完成", "占计划%", "同比±%", "负责人")
    first, *_ = tasks_below(
        head,
        ("契税", "万元", "2800", "150", "90", "240", "8.6", "-21.4", "孟飞"),
        ("增值税", "万元", "9600", "700", "810", "1510", "15.7", "2", "孟飞"),
    )
    assert figures(first) == (["契税=2800万元"], ["契税=240万元", "契税增长=-21.4%", "完成率=8.6%"])


def test_units_may_stand_behind_names_and_what_is_of_which_has_its_own_name() -> None:
    head = ("指标名称", "年度目标", "1-11月完成", "同比增减(%)", "完成年度目标比例(%)", "责任单位")
    first, second, third = tasks_below(
        head,
        ("工业总产值(亿元)", "610", "548.9", "7.9", "90", "区经信局"),
        ("其中：新兴产业产值(亿元)", "205", "196.3", "15.4", "95.8", "区经信局"),
        ("空气优良天数比例(%)", "86", "88.7", "", "", "区环保局"),
    )
    assert figures(first) == (["工业总产值=610亿元"], ["工业总产值=548.9亿元", "工业总产值增长=7.9%", "完成率=90%"])
    assert figures(second)[0] == ["新兴产业产值=205亿元"]
    assert second.text == "其中：新兴产业产值(亿元)"
    assert figures(third) == (["空气优良天数比例=86%"], ["空气优良天数比例=88.7%"])


def test_levels_below_heads_are_not_what_is_measured(tmp_path: Path) -> None:
    rows = [
        ("1", "固定资产投资", "亿元", "88", "8", "64.2", "7.1", "73", "75", "-2", "县发改局"),
        ("2", "进出口总额", "亿元", "12.5", "10", "9.9", "14.8", "79.2", "75", "4.2", "县商务局"),
        ("3", "研发投入", "亿元", "5.2", "15", "3.6", "11.9", "69.2", "75", "-5.8", "县科技局"),
    ]
    upper = (
        "序号",
        "考核指标",
        "计量单位",
        "目标值",
        "完成值",
        "完成率(%)",
        "时序进度(%)",
        "与时序差距(百分点)",
        "主责部门",
    )
    lower = ("绝对额", "增幅(%)", "绝对额", "增幅(%)")
    lines = [*upper, *lower, *(cell for row in rows for cell in row)]
    (tmp_path / "a.txt").write_text("指标监测\n\n" + "\n".join(lines), encoding="utf-8")
    first, *_ = read_tasks(read(tmp_path / "a.txt")[0])[0]
    assert figures(first) == (
        ["固定资产投资=88亿元", "固定资产投资增长=8%"],
        ["固定资产投资=64.2亿元", "固定资产投资增长=7.1%", "完成率=73%"],
    )


def test_rows_without_numbers_may_lack_figures_too(tmp_path: Path) -> None:
    rows = [
        ("指标名称", "年度目标", "1-11月完成", "同比增减(%)", "完成年度目标比例(%)", "责任单位"),
        ("地区生产总值(亿元)", "420", "381.5", "6.2", "90.8", "区发改局"),
        ("财政收入(万元)", "232000", "214660", "-1.8", "92.5", "区财政局"),
        ("工业总产值(亿元)", "610", "548.9", "7.9", "90", "区经信局"),
        ("新兴产业产值(亿元)", "205", "196.3", "15.4", "95.8", "区经信局"),
        ("新增就业(人)", "9600", "10215", "3.1", "106.4", "区人社局"),
        ("空气优良天数比例(%)", "86", "88.7", "区环保局"),
    ]
    (tmp_path / "a.txt").write_text("指标监测\n\n" + "\n".join(cell for row in rows for cell in row), encoding="utf-8")
    tasks = read_tasks(read(tmp_path / "a.txt")[0])[0]
    assert [task.lead_units[0] for task in tasks] == [row[-1] for row in rows[1:]]
    assert figures(tasks[5]) == (["空气优良天数比例=86%"], ["空气优良天数比例=88.7%"])
