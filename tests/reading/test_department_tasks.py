"""Task sheets of departments: one table below the line that names each, read as sheets and as tasks."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from kaoji.reading import read
from kaoji.reading.phrases.unit_headings import unit_heading, who_answers
from kaoji.reading.sheets import outline
from kaoji.reading.tasks import Task, read_tasks

SHEETS = (
    ("（一）县水利局　　　　直接责任人：何　川", (("1", "水网建设目标任务", "1.新建泵站3座；\n2.疏浚沟渠40公里。", "60分"), ("2", "专项工作", "1.防汛值守。", "20分"))),
    ("（二）县教育局　　　　直接责任人：林一舟", (("1", "学校建设目标任务", "1.新增学位900个；\n2.改造操场5块。", "60分"),)),
)  # fmt: skip
HEAD = ("编号", "项目名称", "工作任务内容", "评估分值")


def in_workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2035年县直单位工作实绩评估计分表"])
    for line, rows in SHEETS:
        sheet.append([line])
        for row in (HEAD, *rows):
            sheet.append(list(row))
    book.save(path)


def in_lines(path: Path) -> None:
    lines = ["2035年县直单位工作实绩评估计分表"]
    for line, rows in SHEETS:
        lines.append(line)
        for row in (HEAD, *rows):
            lines += ["\t" + cell for cell in row] + [""]
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(params=["a.xlsx", "a.txt"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / str(request.param)
    (in_workbook if file.suffix == ".xlsx" else in_lines)(file)
    return file


def test_tables_below_the_names_of_departments_are_their_sheets(path: Path) -> None:
    found = outline(read(path)[0])[0]
    assert [(sheet.unit, len(sheet.sections)) for sheet in found.units] == [("县水利局", 2), ("县教育局", 1)]


def test_each_item_of_a_sheet_is_a_task_of_its_department(path: Path) -> None:
    tasks, findings = read_tasks(read(path)[0])

    def told(task: Task) -> tuple[object, ...]:
        return task.number, task.text, task.lead_units, task.responsible, task.section

    assert [told(task) for task in tasks] == [
        (1, "新建泵站3座", ("县水利局",), ("何川",), "水网建设目标任务"),
        (2, "疏浚沟渠40公里。", ("县水利局",), ("何川",), "水网建设目标任务"),
        (1, "防汛值守。", ("县水利局",), ("何川",), "专项工作"),
        (1, "新增学位900个", ("县教育局",), ("林一舟",), "学校建设目标任务"),
        (2, "改造操场5块。", ("县教育局",), ("林一舟",), "学校建设目标任务"),
    ]
    assert [(one.metric, one.value) for one in tasks[0].targets] == [("新建泵站", "3")]
    assert "reading.W231" not in {finding.code for finding in findings}


def test_a_table_of_tasks_below_the_name_of_a_department_is_its_own(tmp_path: Path) -> None:
    lines = ["（一）县水利局", "序号\t目标任务\t完成时限\t完成情况", "1\t新建泵站3座\t6月底\t建成2座。", "2\t疏浚沟渠40公里\t8月底\t疏浚31公里。",
             "3\t巡查水库\t全年\t已巡查12次。"]  # fmt: skip
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    tasks = read_tasks(read(tmp_path / "a.txt")[0])[0]
    assert [task.lead_units for task in tasks] == [("县水利局",)] * 3


def test_a_heading_of_what_is_to_be_done_names_no_department() -> None:
    assert unit_heading("（二）推进城乡供水") is None
    found = unit_heading("三、市图书馆　负责人：柏青")
    assert found is not None
    assert (found["unit"], who_answers(found["rest"])) == ("市图书馆", ("柏青",))
