"""Task tables and plans, their targets and what is reported against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.drafts import draft
from kaoji.reading.phrases.actors import split_persons
from kaoji.reading.phrases.measures import measures
from kaoji.reading.sheets import outline
from kaoji.reading.tasks import Task, legend, read_tasks, to_json
from kaoji.reading.tasks.targets import progress, reported_of, targets_of
from kaoji.writing.task_table import task_table

FILES = Path(__file__).parents[1] / "cases" / "documents"


def tasks_of(name: str) -> list[Task]:
    return read_tasks(read(FILES / name)[0])[0]


def text_tasks(text: str) -> tuple[list[Task], list[str]]:
    lines = [Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)]
    tasks, findings = read_tasks(Document("a.txt", "txt", tuple(lines)))
    return tasks, [finding.code for finding in findings]


def values(text: str) -> list[tuple[str, str, str]]:
    return [(measure.metric, measure.value, measure.unit) for measure in targets_of(text)]


def test_a_table_gives_units_persons_deadline_and_status() -> None:
    task = tasks_of("tables_tasks.xlsx")[2]
    data = to_json(task)
    assert {
        key: data[key] for key in ("no", "marks", "text", "leader", "lead_units", "related_units", "deadline", "status")
    } == {
        "no": 3,
        "marks": ["★"],
        "text": "新建幼儿园3所，新增学位810个",
        "leader": ["孙丁戊", "李己"],
        "lead_units": ["县教育局", "县住建局"],
        "related_units": ["县财政局"],
        "deadline": "8月底",
        "status": "3所幼儿园均已开工，新增学位270个。",
    }
    assert task.section == "二、民生保障"


def test_marks_are_taken_off_and_their_legend_is_read() -> None:
    document, _ = read(FILES / "tables_tasks.xlsx")
    assert [task.marks for task in read_tasks(document)[0]] == [("●",), ("▲", "●"), ("★",), ()]
    assert legend(document) == {"●": "省下达任务", "▲": "市重点工作", "★": "县民生实事"}


def test_targets_and_reports_come_with_estimates_ratios_and_progress() -> None:
    task = tasks_of("tables_tasks.xlsx")[1]
    assert [measure.to_json() for measure in task.targets] == [
        {"metric": "新签约亿元以上项目", "value": "20", "unit": "个"},
        {"metric": "实际到位资金", "value": "50", "unit": "亿元"},
    ]
    assert [measure.to_json() for measure in task.reported] == [
        {"metric": "新签约亿元以上项目", "value": "6", "unit": "个"},
        {"metric": "实际到位资金", "value": "12.5", "unit": "亿元", "estimate": True},
        {"metric": "完成率", "value": "25", "unit": "%"},
    ]
    assert task.progress == "0.3000"


def test_lines_with_nothing_between_cells_become_tasks() -> None:
    found = tasks_of("tables_task_lines.txt")
    assert [(task.number, task.lead_units, task.responsible, task.related_units) for task in found] == [
        (1, ("县商务局",), ("吴壬癸",), ("县统计局", "各乡镇、街道")),
        (2, ("县住建局", "县城投公司"), ("郑子丑", "冯寅卯"), ("各街道办事处",)),
        (3, ("县水利局",), ("陈辰巳",), ("县应急局", "县气象局", "各乡镇、街道")),
    ]
    assert found[2].status == "编制完善了县级防汛预案；储备编织袋2万条。"
    assert (found[0].leader, found[0].progress) == (("赵甲",), "0.2337")


def test_a_plan_names_units_under_its_items_or_in_brackets() -> None:
    found = tasks_of("tables_plan.txt")
    assert [(task.number, task.lead_units, task.related_units, task.deadline) for task in found] == [
        (1, ("县自然资源局",), ("县住建局", "各街道"), "2038年3月底"),
        (2, ("县住建局",), ("县财政局", "县城管局"), "2038年10月"),
        (3, ("县城管局",), ("各乡镇、街道",), "2038年11月"),
    ]
    assert found[0].text == "编制城市更新专项规划。"
    assert [measure.metric for measure in found[2].targets] == ["新建口袋公园", "新增绿地"]


def test_the_same_table_in_lines_of_tabs_reads_the_same() -> None:
    rows = [
        ["任务", "责任单位", "完成时限", "序号"],
        ["修建公路12公里", "县交通局", "10月底", "1"],
        ["植树3000亩", "县林业局", "4月底", "2"],
    ]
    found, _ = text_tasks("\n".join("\t".join(row) for row in rows))
    assert [(task.number, task.text, task.lead_units, task.deadline) for task in found] == [
        (1, "修建公路12公里", ("县交通局",), "10月底"),
        (2, "植树3000亩", ("县林业局",), "4月底"),
    ]


def test_numbers_out_of_order_and_a_document_without_tasks_are_said() -> None:
    rows = ["序号\t工作任务\t牵头单位", "1\t修路\t县交通局", "3\t植树\t县林业局"]
    assert text_tasks("\n".join(rows))[1] == ["reading.I204", "reading.W231"]
    assert text_tasks("一、总则\n本办法自发布之日起施行。")[1] == ["reading.W230"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("固定资产投资达到266亿元，增长16%", [("固定资产投资", "266", "亿元"), ("固定资产投资增长", "16", "%")]),
        ("失业率控制在4%以内", [("失业率", "4", "%")]),
        ("力争全年新引进过10亿元项目2个", [("新引进过10亿元项目", "2", "个")]),
        ("推进东街、西街等6个片区改造", [("片区改造", "6", "个")]),
        ("完成三个乡镇卫生院建设", [("乡镇卫生院建设", "3", "个")]),
        ("力争接处警下降10%，破案率再上升5%", [("接处警下降", "10", "%"), ("破案率上升", "5", "%")]),
        ("新建小广场10个、书屋20个", [("新建小广场", "10", "个"), ("书屋", "20", "个")]),
        ("2031年5月底前完成第三次普查，落实“一单四制”", []),
        ("打造“五个一公里”服务圈", []),
    ],
)
def test_quantities_are_told_from_dates_names_and_thresholds(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert values(text) == expected


def test_several_changes_in_one_list_keep_their_own_names() -> None:
    found = [(measure.metric, measure.value) for measure in measures("刑事案件、治安案件分别下降11%、25.3%")]
    assert found == [("刑事案件下降", "11"), ("治安案件下降", "25.3")]


def test_progress_is_exact_over_different_units() -> None:
    targets = targets_of("居民人均可支配收入3.6万元")
    reported = reported_of("居民人均可支配收入达到9000元，全市排名第二。", targets)
    assert progress(targets, reported) == "0.2500"


def test_a_ceiling_has_no_progress() -> None:
    targets = targets_of("失业率控制在4%以内")
    assert progress(targets, reported_of("失业率3.1%。", targets)) == ""


def test_numbers_that_answer_no_target_are_not_reported() -> None:
    assert reported_of("共检查企业600家，整改隐患36处。", targets_of("加强安全生产监管")) == ()


def test_columns_of_figures_are_targets_and_values() -> None:
    rows = [
        ["序号", "指标名称", "单位", "全年目标值", "1-6月完成值", "完成率", "责任单位"],
        ["1", "地区生产总值", "亿元", "500", "240.5", "48.1%", "县发改局"],
    ]
    task = text_tasks("\n".join("\t".join(row) for row in rows))[0][0]
    assert [measure.to_json() for measure in (*task.targets, *task.reported)] == [
        {"metric": "地区生产总值", "value": "500", "unit": "亿元"},
        {"metric": "地区生产总值", "value": "240.5", "unit": "亿元"},
        {"metric": "完成率", "value": "48.1", "unit": "%"},
    ]
    assert (task.progress, task.lead_units) == ("0.4810", ("县发改局",))


def test_units_may_be_told_in_a_bracket() -> None:
    text = "1. 治理河道12公里。（县水利局牵头，县财政局、各乡镇配合，10月底前完成）\n2. 修缮公园3个。〔县城管局、县住建局按职责分工负责〕"
    found = text_tasks(text)[0]
    assert [(task.text, task.lead_units, task.related_units, task.deadline) for task in found] == [
        ("治理河道12公里。", ("县水利局",), ("县财政局", "各乡镇"), "10月底前"),
        ("修缮公园3个。", ("县城管局", "县住建局"), (), ""),
    ]


def test_persons_in_brackets_stand_apart_from_their_units_and_quarters_apart_from_each_other() -> None:
    rows = [
        ["序号", "重点工作任务", "牵头单位及责任人", "配合单位", "完成时限", "一季度进展", "二季度进展"],
        ["1", "新增规上企业25家", "县工信局（李河）、县发改局（周江）", "各乡镇", "12月底", "新增6家", "预计新增11家"],
        ["2", "建成高标准农田3.5万亩", "县农业农村局（郑田）", "县财政局", "10月底", "开工1.2万亩", ""],
    ]
    cells = (tuple(Cell(text, row, at) for at, text in enumerate(texts)) for row, texts in enumerate(rows))

    first, second = read_tasks(Document("a.docx", "docx", (Grid(tuple(cells)),)))[0]

    assert first.lead_units == ("县工信局", "县发改局")
    assert first.responsible == ("李河", "周江")
    assert first.status == "新增6家；预计新增11家"
    assert second.lead_units == ("县农业农村局",)
    assert second.status == "开工1.2万亩"


def test_each_reader_leaves_the_tables_of_the_other_and_says_so() -> None:
    tasks, _ = read(FILES / "tables_tasks.xlsx")
    found, findings = outline(tasks)
    assert (found.sheets, [finding.code for finding in findings]) == ((), ["reading.I205"])
    assert "reading.W312" in {finding.code for finding in draft(tasks).findings}
    assert "reading.W312" in {finding.code for finding in draft(read(FILES / "tables_plan.txt")[0]).findings}
    for name in ("score_sheet.docx", "score_sheet.txt"):
        found_tasks, findings = read_tasks(read(FILES / name)[0])
        assert (found_tasks, [finding.code for finding in findings][-1]) == ([], "reading.W232")


def test_tasks_written_as_a_workbook_read_the_same_again(tmp_path: Path) -> None:
    for name in ("tables_tasks.xlsx", "tables_plan.txt"):
        first = tasks_of(name)
        (tmp_path / "tasks.xlsx").write_bytes(task_table(first, "任务"))
        again = read_tasks(read(tmp_path / "tasks.xlsx")[0])[0]
        assert [to_json(task) | {"doc": ""} for task in again] == [to_json(task) | {"doc": ""} for task in first]


def test_units_right_below_a_short_numbered_line_make_it_a_task() -> None:
    tasks, _ = text_tasks(
        "一、主要预期目标\n（一）农业总产值增长4%\n责任单位：县农业农村局\n（二）新增就业3000人\n责任单位：县人社局\n"
        "二、重点工作\n（一）项目建设\n1.建成云溪水厂。\n牵头单位：县水利局\n责任单位：云溪镇\n"
    )
    assert [(task.text, task.lead_units, task.section) for task in tasks] == [
        ("农业总产值增长4%", ("县农业农村局",), "一、主要预期目标"),
        ("新增就业3000人", ("县人社局",), "一、主要预期目标"),
        ("建成云溪水厂。", ("县水利局",), "（一）项目建设"),
    ]


def test_names_of_two_characters_that_run_into_one_another_are_parted() -> None:
    assert split_persons("赵 甲钱 乙") == ["赵甲", "钱乙"]
    assert split_persons("赵 甲钱 乙孙 丙") == ["赵甲", "钱乙", "孙丙"]
    assert split_persons("赵 甲 钱乙丙") == ["赵甲", "钱乙丙"]


def task_grid(table: list[list[tuple[str, int]]]) -> Document:
    """Make a table of cells with the rows that they span; a cell below one that reaches down is left out."""
    rows: list[tuple[Cell, ...]] = []
    reaching: dict[int, int] = {}
    for row, cells in enumerate(table):
        free = (column for column in range(len(table[0])) if reaching.get(column, 0) <= row)
        made: list[Cell] = []
        for (text, span), column in zip(cells, free, strict=False):
            made.append(Cell(text, row, column, span))
        reaching |= {cell.column: row + cell.row_span for cell in made}
        rows.append(tuple(made))
    return Document("a.docx", "docx", (Grid(tuple(rows)),))


def test_a_name_merged_with_its_number_is_part_of_the_task_and_a_year_heads_a_column() -> None:
    head = ["序号", "项目名称", "2031年度任务目标", "责任单位", "取得成效"]
    document = task_grid(
        [
            [(label, 1) for label in head],
            [("1", 2), ("河道整治", 2), ("清淤8公里。", 1), ("县水利局", 1), ("清淤5公里。", 1)],
            [("建护岸3公里。", 1), ("县住建局", 1), ("未开工。", 1)],
            [("2", 1), ("道路提升", 1), ("改造6条。", 1), ("县交通局", 1), ("完工2条。", 1)],
        ]
    )
    assert [(task.number, task.text, task.status) for task in read_tasks(document)[0]] == [
        (1, "河道整治：清淤8公里。", "清淤5公里。"),
        (1, "河道整治：建护岸3公里。", "未开工。"),
        (2, "道路提升：改造6条。", "完工2条。"),
    ]


def test_a_task_merged_over_rows_has_the_units_of_all() -> None:
    head = ["工作任务", "牵头单位", "完成时限"]
    document = task_grid(
        [
            [(label, 1) for label in head],
            [("整治云溪河。", 2), ("县水利局", 1), ("6月底", 1)],
            [("县住建局", 1), ("12月底", 1)],
            [("修复云岭水库。", 1), ("县水利局", 1), ("12月底", 1)],
        ]
    )
    assert [(task.text, task.lead_units, task.deadline) for task in read_tasks(document)[0]] == [
        ("整治云溪河。", ("县水利局", "县住建局"), "6月底；12月底"),
        ("修复云岭水库。", ("县水利局",), "12月底"),
    ]


def test_a_cell_drawn_past_a_rule_has_its_text_on_the_rule_too() -> None:
    tasks, _ = text_tasks(
        "┌──────────┬────┬──────┐\n│ 工 作 任 务 │责任领导│ 牵头单位 │\n├──────────┼────┼──────┤\n│抓好防汛工作 │赵甲乙│各乡镇政府,县水│\n"
        "├──────────┤ │利局、县应急局 │\n│△加固水库2座 │ │ │\n│ │ ├──────┤\n│△疏浚河道5公里 │ │县住建局 │\n└──────────┴────┴──────┘"
    )
    assert [(task.text, task.lead_units) for task in tasks] == [
        ("抓好防汛工作", ("各乡镇政府", "县水利局", "县应急局")),
        ("加固水库2座△疏浚河道5公里", ("各乡镇政府", "县水利局", "县应急局", "县住建局")),
    ]


def test_a_name_merged_over_few_rows_is_part_of_the_task() -> None:
    cells = (
        "民生实事任务表\n序号\n项目名称\n主要内容\n牵头单位\n完成时限\n1\n增加学位\n新建幼儿园3所。\n县教育局\n12月底前\n2\n老街整治\n修缮老街立面。\n县住建局\n"
        "11月底前\n清淤水巷两条。\n县水务局\n10月底前\n3\n养老服务\n新增床位500张。\n县民政局\n9月底前\n4\n增加就业\n新增就业3000人。\n县人社局\n12月底前\n"
    )
    found, _ = read_tasks(read(cells.encode(), name="a.txt")[0])
    assert found[0].text == "增加学位：新建幼儿园3所。"
    assert [task.lead_units for task in found] == [
        ("县教育局",),
        ("县住建局",),
        ("县水务局",),
        ("县民政局",),
        ("县人社局",),
    ]
