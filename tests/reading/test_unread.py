"""What a sheet loses is said: cells that went into no indicator, and heads without rows below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.sheets import Node, outline
from kaoji.reading.sheets.lost_cells import lost_cells
from kaoji.reading.tables.heads import find_head


def lines(text: str) -> Document:
    return Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(text.split("\n"), 1)),
    )


def test_a_row_cut_off_before_its_points_is_kept_as_text() -> None:
    # As of a run-together copy: the last row has nothing but the beginning of what it asks for.
    cut = "二、码头卫生保洁工作做到一日两次清扫，垃圾不入河；船只停靠整齐，"
    text = (
        "渡口管理考核办法(表格)考核项目考核内容分值评分标准一、渡口安全管理(一)渡船证书齐全并悬挂在明显处。61.缺一证扣2分。(二)渡工持证上岗,不得酒后作业。"
        f"41.无证上岗一人扣1分。(三)渡口警示标志完好。51.缺少标志一处扣1分。(四)汛期按规定停航封渡。101.违规开航一次扣5分。{cut}"
    )
    read, _ = outline(lines(text))
    everything = "".join([*_texts(read.sheets), *(line.text for line in read.prose)])
    for sentence in re.findall(r"[\u4e00-\u9fff]{4,}", text.partition("评分标准")[2]):
        assert sentence in everything


def test_cells_without_a_place_are_said() -> None:
    rows = [
        ["考核项目", "考核内容", "分值", "评分标准"],
        ["渡口设施", "渡口警示标志完好无损", "4", "缺少一处扣一分，损坏不修的扣两分"],
        ["渡口管理", "渡工持证上岗并且穿救生衣", "4", "无证上岗一人扣一分，未穿的扣半分"],
    ]
    grid = Grid(tuple(tuple(Cell(text, at, column) for column, text in enumerate(row)) for at, row in enumerate(rows)))
    head = find_head(grid, "score")
    assert head is not None
    whole, findings = outline(Document("a.docx", "docx", (grid,)))
    assert not [finding for finding in findings if finding.code == "reading.W211"]
    first = replace(whole.sheets[0], children=whole.sheets[0].children[:1])
    kept, findings = lost_cells([(grid, head, 1)], [first], [Paragraph("无证上岗一人扣一分，未穿的扣半分")])
    assert [line.text for line in kept] == ["渡工持证上岗并且穿救生衣"]
    assert [finding.data["count"] for finding in findings] == [1]


def test_a_head_without_rows_is_said() -> None:
    text = "某县水库\n考核内容评分标准分值得分\n坝体巡查有人值\n没有记录扣1分坝\n体渗漏未报扣2分\n不清楚的扣1分"
    found = [finding for finding in outline(lines(text))[1] if finding.code == "reading.W212"]
    assert [finding.data["head"] for finding in found] == ["考核内容评分标准分值得分"]


def test_ordinary_text_is_no_sheet() -> None:
    text = "关于做好巡查工作的通知\n各站要按照考核内容和评分标准做好工作，缺一次扣1分，迟报扣1分，漏报扣2分。"
    assert not [finding for finding in outline(lines(text))[1] if finding.code in ("reading.W211", "reading.W212")]


def test_a_drawn_table_may_end_with_a_bar() -> None:
    text = "│序号│考评内容│分值│\n├──┼────┼──┤\n│ 1 │渡口值守│ 6 │\n├──┼────┼──┤\n│ 2 │渡船检修│ 4 │\n│"
    assert "渡船检修" in "".join(_texts(outline(lines(text))[0].sheets))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        yield from (node.name, node.detail, node.text, *_texts(node.children))
