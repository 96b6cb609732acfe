"""Tables of two columns that became lines: whose the items are, and the items with their points in running text."""

from __future__ import annotations

from kaoji.reading.document import Cell, Document, Grid, Paragraph, Source
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


_HEAD = "科室 年度重点工作及评分标准（30 分） 得分"
_UNITS = {
    "文秘科": [
        "1、公文（12分）。①核稿（计6分），错漏一处扣1分；②印发（计6分），迟发一次扣2分",
        "2、机要、保密（10分）、值班（8分）（共18分）。漏岗一次扣1分",
    ],
    "法规科": [
        "一、审查（10分）",
        "1、审查合同，记6分。漏审一件扣1分。",
        "2、审查文件，记4分。漏审一件扣1分。",
        "二、普法（15分）",
        "宣传到位，记15分。少一场扣3分。",
        "三、综合",
        "（一）台账（5分）",
        "1、按月更新。",
    ],
    "审核科": ["（1）账户（17分）。账实不符的，每笔扣1分。", "（2）内审（13分）。少审1家扣2分。"],
    "工程科": [
        "一、推进",
        "1、手续（12分）。未按节点办结，每项扣1分。",
        "2、进度（9分）。滞后的每项扣2分。",
        "二、质量（9分）",
        "发现隐患未整改的，每处扣1分。",
    ],
    "监察队": [
        "（一）检查（14分）全年检查不少于60户次，每少1户次扣0.2分。",
        "（二）办案（16分）",
        "1、案卷（9分）每份不合格扣2分；",
        "2、时限（7分）逾期每件扣1分。",
    ],
    "财务科": ["1、预算（20分）。按时公开，迟一天扣1分", "2、审计（10分）。整改到位，漏改一项扣2分"],
    "信息科": ["1、网站（18分）。每月更新，少一次扣1分。", "2、机房（12分）。停机一次扣3分，扣完为止。"],
}
_ITEMS = [
    ("文秘科", "公文", "12"), ("文秘科", "机要、保密、值班", "18"),
    ("法规科", "审查", "10"), ("审查", "审查合同", "6"), ("审查", "审查文件", "4"), ("法规科", "普法", "15"),
    ("法规科", "综合", ""), ("综合", "台账", "5"),
    ("审核科", "账户", "17"), ("审核科", "内审", "13"),
    ("工程科", "推进", ""), ("推进", "手续", "12"), ("推进", "进度", "9"), ("工程科", "质量", "9"),
    ("监察队", "检查", "14"), ("监察队", "办案", "16"), ("办案", "案卷", "9"), ("办案", "时限", "7"),
    ("财务科", "预算", "20"), ("财务科", "审计", "10"), ("信息科", "网站", "18"), ("信息科", "机房", "12"),
]  # fmt: skip


def _items(blocks: list[str] | Grid) -> list[tuple[str, str, str]]:
    """Give all below the units, each with what it stands below."""
    if isinstance(blocks, Grid):
        parts: tuple[Paragraph | Grid, ...] = (Paragraph("业务工作评分细则"), blocks)
    else:
        parts = tuple(Paragraph(line, source=Source("办法.txt", line=at)) for at, line in enumerate(blocks, 1))
    found, _ = outline(Document("办法", "txt", parts))
    assert len(found.sheets) == 1

    def walk(node: Node) -> list[tuple[str, str, str]]:
        return [one for child in node.children for one in ((node.name, child.name, child.points), *walk(child))]

    return [one for unit in found.sheets[0].children for one in walk(unit)]


def test_a_sheet_of_units_is_the_same_however_its_lines_break() -> None:
    whole = ["业务工作评分细则", _HEAD]
    for unit, lines in _UNITS.items():
        whole += [unit, *lines]
    assert _items(whole) == _ITEMS
    for width in (15, 23, 31):
        wrapped = ["业务工作评分细则", _HEAD]
        for unit, lines in _UNITS.items():
            wrapped.append(unit)
            wrapped += [line[at : at + width] for line in lines for at in range(0, len(line), width)]
        assert _items(wrapped) == _ITEMS, width


def test_a_sheet_of_units_is_the_same_between_tabs_and_bars_and_in_cells() -> None:
    rows = [
        _HEAD.replace("（30 分）", "（30分）").split(),
        *([unit, "\n".join(lines), ""] for unit, lines in _UNITS.items()),
    ]
    for mark in ("\t", " | "):
        assert _items(["业务工作评分细则", *(mark.join(row).replace("\n", "") for row in rows)]) == _ITEMS
    cells = tuple(tuple(Cell(text, at, column) for column, text in enumerate(row)) for at, row in enumerate(rows))
    assert _items(Grid(cells)) == _ITEMS


def test_a_sheet_of_units_is_the_same_where_pages_end_within_its_cells() -> None:
    table: list[tuple[Cell, ...]] = [
        tuple(Cell(text, 0, at) for at, text in enumerate(_HEAD.replace(" 分", "分").split()))
    ]
    for unit, lines in _UNITS.items():
        row = len(table)
        text = "\n".join(lines)
        first, rest = text[: len(lines[0])], text[len(lines[0]) + 1 :]
        table.append((Cell(unit, row, 0, 2), Cell(first, row, 1), Cell("", row, 2)))
        table.append((Cell(rest, row + 1, 1), Cell("", row + 1, 2)))
    assert _items(Grid(tuple(table))) == _ITEMS
