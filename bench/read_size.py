"""Measure how long a notice of a hundred dense pages takes to read and draft, in every format: `python -m bench.read_size`.

The notice is made by itself: running text with numbered articles, and a score sheet over most of the pages with three
levels of merged names. Time is processor time, so that other work of the machine does not count; the last columns are of
the command itself, with its start, the review page and its most memory, on all processors and by the clock: it uses two. The PDF is printed from the Word file by
LibreOffice where it is installed. A workbook of 100 000 rows shows what the limits make of it.
"""

from __future__ import annotations

import argparse
import html
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
from docx.shared import Cm, Pt

from kaoji.reading import read
from kaoji.reading.drafts import drafts
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks

HEAD = ("一级指标", "二级指标", "考核内容", "评分标准", "分值", "数据提供单位")
TASK_HEAD = ("序号", "目标任务", "责任领导", "牵头单位", "责任单位", "完成时限", "完成情况")
_WIDTHS = (1.8, 1.6, 2.2, 6.8, 1.0, 1.8)
_AREAS = (
    "经济运行",
    "项目建设",
    "城乡建设",
    "生态环境",
    "社会治理",
    "民生保障",
    "改革创新",
    "党的建设",
    "安全发展",
    "作风效能",
)
_PARTS = ("目标完成", "制度建设", "组织实施", "问题整改", "数据质量", "群众满意")
_THINGS = (
    "招商引资", "重大项目开工", "固定资产投资", "规上工业增加值", "农村人居环境", "河道保洁", "信访积案化解", "安全隐患排查",
    "政务公开", "惠民资金发放", "高标准农田", "城镇新增就业", "控辍保学", "公共文化服务", "数据归集", "档案移交",
)  # fmt: skip
_WAYS = (
    "完成年度目标的计{full}分，每低1个百分点扣{part}分，扣完为止。",
    "每发生一起被市级以上通报批评的扣{part}分，被省级通报的扣{more}分；未按期整改到位的，每项再扣{part}分。",
    "按季度报送台账，每迟报一次扣{part}分，漏报一次扣{more}分；弄虚作假的本项不得分。",
    "完成率达到100%的得{full}分；达到90%以上不足100%的得{half}分；低于90%的不得分。",
    "每引进一个投资亿元以上的项目加{more}分，最高加{full}分；由相关部门按项目清单逐一核实认定，同一项目不重复计分。",
    "由考核部门依据日常检查、年终核查和第三方抽查结果综合评定，实行百分制评分后按权重折算计入本项得分。",
    "建立工作专班、明确责任分工的得{half}分；按月调度、建立问题清单并销号管理的得{half}分；缺一项扣{part}分。",
)  # fmt: skip
_ASKED = (
    "对照年度任务清单逐项落实，责任到人，按月调度。",
    "健全工作机制，完善工作台账，按时报送进展情况。",
    "完成县委、县政府下达的年度目标任务，数据真实准确。",
    "及时整改上级督查反馈的问题，整改结果报牵头部门备案。",
)
_OFFICES = (
    "县发改局",
    "县财政局",
    "县统计局",
    "县住建局",
    "县应急局",
    "县生态环境局",
    "县农业农村局",
    "县信访局",
    "县人社局",
)
_ARTICLES = (
    "各责任单位要对照本细则逐项分解任务，明确分管领导和具体责任人，每月5日前将上月工作进展报县考核办汇总，重大事项随时报告。",
    "考核采取平时考核与年终考核相结合的方式进行，平时考核按季度开展，由各数据提供单位根据职责分工提供依据，年终考核由考核工作组集中组织实施。",
    "对年度工作中受到县委、县政府以上表彰的单位，按照加分办法予以加分；对工作不力、被通报批评的单位，按照扣分办法予以扣分。",
)
Row = tuple[str, str, str, str, str, str]


def rows(count: int) -> Iterator[Row]:
    """Give the rows of a score sheet, each with a text of its own."""
    chance = random.Random(20260101)  # noqa: S311 - made texts
    for number in range(count):
        area = _AREAS[number * len(_AREAS) // count]
        part = _PARTS[number * len(_AREAS) * len(_PARTS) // count % len(_PARTS)]
        full = chance.choice((2, 3, 4, 5))
        ways = "".join(chance.sample(_WAYS, chance.choice((1, 1, 2, 2, 3)))).format(
            full=full, half=full / 2, part="0.5", more=1
        )
        thing = chance.choice(_THINGS)
        asked = f"{number + 1}.{thing}：{chance.choice(_ASKED)}"
        yield (f"{area}（100分）", part, asked, ways, str(full), chance.choice(_OFFICES))


def articles(count: int) -> list[str]:
    """Give numbered articles of running text."""
    return [f"{number}．{_ARTICLES[number % len(_ARTICLES)]}" for number in range(1, count + 1)]


def tasks(count: int) -> list[tuple[str, ...]]:
    """Give the rows of a task table."""
    chance = random.Random(7)  # noqa: S311
    return [
        (
            str(number), f"{chance.choice(_THINGS)}：全年完成投资{chance.randint(2, 90)}亿元，新增{chance.randint(5, 60)}个点位，第{number}批任务按期交付。",
            "周永安", chance.choice(_OFFICES), "、".join(chance.sample(_OFFICES, 3)), "2026年12月底",
            f"截至9月底，已完成投资{chance.randint(1, 60)}亿元，新增{chance.randint(1, 40)}个点位，其余点位正在办理前期手续，进度正常。",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def write_word(path: Path, table: list[Row], text: list[str]) -> None:
    """Write the notice as a Word file with merged names."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_paragraph("关于印发某县2026年度综合考核实施细则的通知")
    for line in text:
        document.add_paragraph(line)
    document.add_paragraph("某县2026年度综合考核评分表")
    made = document.add_table(len(table) + 1, len(HEAD), style="Table Grid")
    for column, width in zip(made.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for at, cells in enumerate([HEAD, *table]):
        for cell, words in zip(made.rows[at].cells, cells, strict=True):
            cell.text = words
    for row in made.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
    document.save(str(path))


def write_book(path: Path, head: tuple[str, ...], table: list[tuple[str, ...]]) -> None:
    """Write a table as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for row in [head, *table]:
        sheet.append(row)
    book.save(path)


def write_page(path: Path, table: list[Row], text: list[str]) -> None:
    """Write the notice as a web page."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in [HEAD, *table]
    )
    page = f"<html><meta charset=utf-8><body><p>关于印发某县2026年度综合考核实施细则的通知</p>{lines}<p>某县2026年度综合考核评分表</p><table>{body}</table></body></html>"
    path.write_text(page, encoding="utf-8")


def flattened(table: list[Row], text: list[str], *, wrapped: bool) -> str:
    """Give the notice as text, a cell or (wrapped) a printed line a line; names that go on are left out."""
    lines = ["关于印发某县2026年度综合考核实施细则的通知", *text, "某县2026年度综合考核评分表", *HEAD]
    before: Row | None = None
    for row in table:
        for column, cell in enumerate(row):
            is_merged = column < 2 and before is not None and before[: column + 1] == row[: column + 1]  # noqa: PLR2004
            if not is_merged:
                width = 22 if wrapped and column in (2, 3) else len(cell)
                lines += [cell[at : at + width] for at in range(0, len(cell), width)]
        before = row
    return "\n".join(lines)


def make(folder: Path, size: int, paragraphs: int) -> list[Path]:
    """Write all files of the measurement."""
    table, text = list(rows(size)), articles(paragraphs)
    write_word(folder / "notice.docx", table, text)
    write_book(folder / "notice.xlsx", HEAD, list(table))
    write_page(folder / "notice.html", table, text)
    (folder / "cells.txt").write_text(flattened(table, text, wrapped=False), encoding="utf-8")
    (folder / "wrapped.txt").write_text(flattened(table, text, wrapped=True), encoding="utf-8")
    (folder / "tabs.txt").write_text("\n".join([*text, *("\t".join(row) for row in [HEAD, *table])]), encoding="utf-8")
    found = tasks(size * 2)
    write_book(folder / "tasks.xlsx", TASK_HEAD, list(found))
    lines = [cell for row in [TASK_HEAD, *found] for cell in row]
    (folder / "tasks.txt").write_text("\n".join(lines), encoding="utf-8")
    if office := shutil.which("soffice"):
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "notice.docx"],
            check=True,
            capture_output=True,
        )
    return sorted(path for path in folder.iterdir() if path.suffix in (".docx", ".xlsx", ".html", ".txt", ".pdf"))


def command(path: Path, folder: Path) -> tuple[float, float, float, int, str]:
    """Run `kaoji read` on a file; give its time on the clock and on processors, most memory in MB, status and last line."""
    of_tasks: list[str | Path] = ["--tasks", "--jsonl", folder / "tasks.jsonl"]
    words = of_tasks if path.stem == "tasks" else ["-o", folder / "draft.yaml", "--overwrite"]
    with (folder / "said").open("w+", encoding="utf-8") as said:
        begun = time.monotonic()
        started = subprocess.Popen(
            [sys.executable, "-m", "kaoji", "read", path, *words], stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(started.pid, 0)
        seconds = time.monotonic() - begun
        started.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().split("\n")
    last = next((line for line in reversed(lines) if line), "")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, started.returncode, last


def main() -> int:
    """Print for each file the seconds to open it, to find its indicators or tasks, and to draft a scheme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=540)
    parser.add_argument("--articles", type=int, default=190)
    parser.add_argument("--many", type=int, default=100_000, help="rows of the workbook that tries the limits")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        print(
            f"{'file':14s}{'characters':>11s}{'open':>8s}{'find':>8s}{'draft':>8s}{'command':>9s}{'clock':>7s}{'MB':>6s}  found"
        )
        for path in make(folder, given.rows, given.articles):
            start = time.process_time()
            document, _ = read(path)
            opened = time.process_time()
            if path.stem == "tasks":
                found = len(read_tasks(document)[0])
                known = drafted = time.process_time()
            else:
                found = sum(1 for _ in leaves(outline(document)[0].sheets))
                known = time.process_time()
                drafts(document)
                drafted = time.process_time()
            size = sum(len(getattr(block, "text", "")) for block in document.blocks)
            size += sum(len(cell.text) for grid in document.grids for row in grid.rows for cell in row)
            clock, seconds, memory, _, _ = command(path, folder)
            print(
                f"{path.name:14s}{size:11d}{opened - start:8.2f}{known - opened:8.2f}{drafted - known:8.2f}"
                f"{seconds:9.2f}{clock:7.2f}{memory:6.0f}  {found}"
            )
        many = folder / "many.xlsx"
        write_book(many, HEAD, list(rows(given.many)))
        _, seconds, memory, status, last = command(many, folder)
        print(f"{given.many} rows: {seconds:.1f} s, {memory:.0f} MB, exit {status}: {last[:100]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
