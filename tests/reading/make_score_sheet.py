"""Makes tests/cases/documents/score_sheet.*: one invented score sheet in every format that is read.

Run `python -m tests.reading.make_score_sheet`. It needs xlwt for the .xls file and LibreOffice for the .doc file; without
them these two stay as they are.
"""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tests.reading.made import PdfPage, pdf

FOLDER = Path(__file__).parents[1] / "cases" / "documents"
TITLE = "青禾县2031年度乡镇工作实绩考核计分表"
HEAD = ["序号", "指标名称", "指标名称", "评估内容与计分方法", "分值", "数据提供单位"]
FIRST = ("1", "经济建设（50分）")
SECOND = ("2", "社会治理（50分）")
ROWS = [
    [*FIRST, "固定资产投资", "由县统计局提供计分依据。", "20分", "县统计局"],
    [
        *FIRST,
        "招商引资",
        "每引进一个亿元以上项目加计2分，最高加10分；没有引进项目的不计分。",
        "30分",
        "县商务局\n县工信局",
    ],
    [*SECOND, "安全生产", "发生一般安全生产事故的，每起扣5分，扣完为止。", "25分", "县应急局"],
    [
        *SECOND,
        "环境保护",
        "空气质量优良天数比例达到90%的，计15分；每低1个百分点扣0.5分，最低计0分。",
        "25分",
        "县环保局",
    ],
]
# First row, first column, last row and last column of each merged cell, counted from the head.
MERGES = [(0, 1, 0, 2), (1, 0, 2, 0), (1, 1, 2, 1), (3, 0, 4, 0), (3, 1, 4, 1)]
NOTE = "注：同一事项不重复计分。"


def _own(row: int, column: int) -> bool:
    """Tell whether a position is not covered by a merged cell that begins elsewhere."""
    return not any(
        top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
        for top, left, bottom, right in MERGES
    )


def _cells() -> list[tuple[int, int, str]]:
    rows = [HEAD, *ROWS]
    return [
        (row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts) if _own(row, column)
    ]


def word() -> None:
    """Make the .docx file."""
    document = docx.Document()
    document.add_heading(TITLE, 1)
    table = document.add_table(len(ROWS) + 1, len(HEAD), style="Table Grid")
    for row, column, text in _cells():
        table.cell(row, column).text = text
    for top, left, bottom, right in MERGES:
        table.cell(top, left).merge(table.cell(bottom, right))
    document.add_paragraph(NOTE)
    document.sections[0].header.paragraphs[0].text = "青禾县考核办"
    document.save(str(FOLDER / "score_sheet.docx"))


def workbook() -> None:
    """Make the .xlsx file."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "计分表"
    sheet["A1"] = TITLE
    sheet.merge_cells("A1:F1")
    for row, column, text in _cells():
        sheet.cell(row + 2, column + 1, text)
    for top, left, bottom, right in MERGES:
        sheet.merge_cells(start_row=top + 2, start_column=left + 1, end_row=bottom + 2, end_column=right + 1)
    sheet.cell(len(ROWS) + 3, 1, NOTE)
    book.save(FOLDER / "score_sheet.xlsx")


def old_workbook() -> None:
    """Make the .xls file: the score sheet, and a sheet with a percentage, a date and a hidden row."""
    xlwt: Any = importlib.import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("计分表")
    sheet.write_merge(0, 0, 0, 5, TITLE)
    spans = {(top, left): (bottom, right) for top, left, bottom, right in MERGES}
    for row, column, text in _cells():
        bottom, right = spans.get((row, column), (row, column))
        sheet.write_merge(row + 1, bottom + 1, column, right, text)
    sheet.write(len(ROWS) + 2, 0, NOTE)
    progress = book.add_sheet("进度")
    progress.write(0, 0, "完成率")
    progress.write(0, 1, 0.125, xlwt.easyxf(num_format_str="0.0%"))
    progress.write(1, 0, "完成时限")
    progress.write(1, 1, 47848, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    progress.write(2, 0, "完成额（亿元）")
    progress.write(2, 1, 0.1 + 0.2)
    progress.row(2).hidden = True
    book.save(str(FOLDER / "score_sheet.xls"))


def page() -> None:
    """Make the .html file."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in MERGES}
    rows: dict[int, str] = {}
    for row, column, text in _cells():
        height, width = spans.get((row, column), (1, 1))
        lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        rows[row] = rows.get(row, "") + f'<td rowspan="{height}" colspan="{width}">{lines}</td>'
    table = "".join(f"<tr>{cells}</tr>\n" for cells in rows.values())
    text = (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><title>青禾县</title></head><body>\n'
        '<div class="nav"><a href="/">首页</a> <a href="/gk">政务公开</a></div>\n'
        f"<h1>{TITLE}</h1>\n<table>{table}</table>\n<p>{NOTE}</p>\n"
        '<div class="share">分享到微信</div></body></html>\n'
    )
    (FOLDER / "score_sheet.html").write_bytes(text.encode("gb18030"))


def flattened() -> None:
    """Make the .txt file: every cell a line behind a tab, every row closed by a blank line."""
    lines = [TITLE, *(f"\t{text}" for text in dict.fromkeys(HEAD)), ""]
    for row in ROWS:
        lines += [f"\t{text}" for text in row]
        lines.append("")
    (FOLDER / "score_sheet.txt").write_bytes("\r\n".join([*lines, NOTE, ""]).encode("gb18030"))


def pages() -> None:
    """Make the .pdf file: the head is repeated on the second page, which begins within a row and a merged cell."""
    xs = [50, 80, 150, 220, 380, 430, 520]
    first = PdfPage().text(150, 60, TITLE, 12)
    _head(first, 80)
    first.grid([150, 220, 380, 430, 520], [110, 150, 178]).grid([50, 80, 150], [110, 178])
    _texts(first, 128, [*ROWS[0]], letters=15)
    first.text(225, 166, ROWS[1][3][:15]).text(155, 166, ROWS[1][2]).text(385, 166, ROWS[1][4])
    first.text(435, 166, "县商务局")
    second = PdfPage()
    _head(second, 80)
    second.grid(xs, [110, 160]).grid([150, 220, 380, 430, 520], [160, 200, 260]).grid([50, 80, 150], [160, 260])
    second.wrapped(225, 128, ROWS[1][3][15:], 15).text(435, 128, "县工信局")
    _texts(second, 178, ROWS[2], letters=15)
    _texts(second, 218, ["", "", *ROWS[3][2:]], letters=15)
    second.text(50, 290, NOTE)
    for number, drawn in enumerate((first, second), 1):
        drawn.text(280, 815, f"- {number} -", 9)
    (FOLDER / "score_sheet.pdf").write_bytes(pdf(first, second))


def _head(drawn: PdfPage, y: int) -> None:
    drawn.grid([50, 80, 220, 380, 430, 520], [y, y + 30])
    for x, text in ((53, "序号"), (85, "指标名称"), (225, "评估内容与计分方法"), (385, "分值"), (435, "数据提供单位")):
        drawn.text(x, y + 18, text)


def _texts(drawn: PdfPage, y: int, texts: list[str], letters: int) -> None:
    for x, text, size in zip((60, 85, 155, 225, 385, 435), texts, (2, 6, 6, letters, 4, 8), strict=True):
        drawn.wrapped(x, y, text, size)


def old_word() -> None:
    """Make the .doc file of the .docx file."""
    program = shutil.which("soffice")
    if program:
        source = FOLDER / "score_sheet.docx"
        command = [program, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(FOLDER), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for make in (word, workbook, page, flattened, pages, old_word):
        make()
    if importlib.util.find_spec("xlwt"):
        old_workbook()
