"""Tables of two columns that became lines: whose the items are, and the items with their points in running text."""

from __future__ import annotations

from kaoji.reading.document import Document, Paragraph, Source
from kaoji.reading.sheets import Node, outline

_TEXT = """\
业务工作考核评分细则
科室 业务工作考核项目及计分标准（30 分） 得分
办公室
1、收发文件（10分）。文件登记完整，记10分。漏登一件扣0.5分。2、会议服务，含会场布置（8分）。会务出错的，每次扣1分。3、档案（2
分）。归档不全的，每件扣0.2分。
4、接待（4分）、车辆（3分）、保洁（3分）（共10分）。差错一次扣0.5分，扣完为止。
资料室
一、文献采集，服务科研（16分）
（1）按计划采购图书，记8分。少购一册扣0.1分。
（2）编写目录，记8分。缺一期扣1分。
二、读者服务（9分）。保证开放时间（无故闭馆的每次
扣一分）
三、设备维护（5分）。设备完好（停用一天
扣一分）
后勤组
1、水电维修（20分）。报修后两日内修好，超时一次扣1分。
2、绿化（10分）。按月养护，少一次扣1分。
"""


def _sheet() -> dict[str, list[Node]]:
    lines = tuple(Paragraph(line, source=Source("办法.txt", line=at)) for at, line in enumerate(_TEXT.splitlines(), 1))
    found, _ = outline(Document("办法.txt", "txt", lines))
    assert len(found.sheets) == 1
    return {owner.name: list(owner.children) for owner in found.sheets[0].children}


def test_items_that_begin_within_a_line_are_rows_also_where_their_points_are_cut() -> None:
    office = _sheet()["办公室"]
    assert [(item.name, item.points) for item in office] == [
        ("收发文件", "10"), ("会议服务，含会场布置", "8"), ("档案", "2"), ("接待、车辆、保洁", "10"),
    ]  # fmt: skip
    assert office[0].text.endswith("漏登一件扣0.5分。")
    assert office[2].text == "3、档案（2分）。归档不全的，每件扣0.2分。"


def test_a_section_on_its_own_line_takes_what_is_numbered_below_it() -> None:
    library = _sheet()["资料室"]
    assert [(item.name, item.points) for item in library] == [
        ("文献采集，服务科研", "16"), ("读者服务", "9"), ("设备维护", "5"),
    ]  # fmt: skip
    assert [(part.name, part.points, part.text) for part in library[0].children] == [
        ("按计划采购图书", "8", "（1）按计划采购图书，记8分。少购一册扣0.1分。"),
        ("编写目录", "8", "（2）编写目录，记8分。缺一期扣1分。"),
    ]


def test_a_line_that_closes_a_bracket_goes_on_with_its_sentence() -> None:
    sheet = _sheet()
    assert list(sheet) == ["办公室", "资料室", "后勤组"]
    assert sheet["资料室"][1].text.endswith("（无故闭馆的每次扣一分）")
