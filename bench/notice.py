"""Measure a result notice as LibreOffice renders it against GB/T 9704-2012: `python -m bench.notice`.

Needs `soffice` (package libreoffice-writer-nogui). What a rendering cannot show is printed as unverified, never as kept.
"""

from __future__ import annotations

import ctypes
import itertools
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from kaoji.numbers import POINT
from kaoji.writing.official_document import OfficialDocument
from kaoji.writing.result_notice import NoticeGroup, NoticeUnit, ResultNotice, write_result_notice

MM = 72 / 25.4
_TOP, _LEFT, _BOTTOM, _RIGHT = 37, 28, 35, 26
_FULL, _WIDE = 22, 28
_THIN = 5
Character = dict[str, Any]
"""A character: text, x0, x1, top, bottom, size, fontname; lengths in points from the upper left corner."""


@dataclass
class Page:
    """A rendered page: its characters, and the rules drawn on it."""

    page_number: int
    width: float
    height: float
    chars: list[Character]
    rules: list[dict[str, float]]


def pages_of(path: Path) -> list[Page]:
    """Read a PDF."""
    with pdfium.PdfDocument(path) as pdf:
        return [_page(pdf[index], index + 1) for index in range(len(pdf))]


def _page(page: pdfium.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    chars = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index, loose=True)
        name = ctypes.create_string_buffer(200)
        raw.FPDFText_GetFontInfo(text.raw, index, name, 200, None)
        size = raw.FPDFText_GetFontSize(text.raw, index)
        chars.append({"text": text.get_text_range(index, 1), "x0": left, "x1": right, "top": height - top,
                      "bottom": height - bottom, "size": size, "fontname": name.value.decode()})  # fmt: skip
    rules = []
    for thing in page.get_objects((raw.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = thing.get_bounds()
        if right - left > 100 * MM and top - bottom < _THIN:
            # What bounds a path counts its stroke at both ends too.
            rules.append({"top": height - top, "bottom": height - bottom, "width": (right - left) - (top - bottom)})
    return Page(number, width, height, chars, sorted(rules, key=lambda each: each["top"]))


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the standard: what is asked, what was measured, and whether it is kept; None where nobody can tell."""

    rule: str
    asked: str
    measured: str
    is_kept: bool | None


def sample() -> ResultNotice:
    """Give a notice with everything that a notice can have."""
    towns = [
        "城关街道",
        "北坪街道",
        "白石镇",
        "柳溪镇",
        "云岭镇",
        "双塘镇",
        "河湾镇",
        "青竹镇",
        "石桥乡",
        "大坝乡",
        "松林乡",
        "茶园乡",
    ]
    units = tuple(
        NoticeUnit(name, number + 1, (95 - number) * POINT, "优秀" if number < len(towns) // 4 else "良好")
        for number, name in enumerate(towns)
    )
    return ResultNotice(
        mark="青川县考核工作领导小组文件",
        number="青考组〔2026〕3号",
        title="青川县考核工作领导小组关于2025年度综合考核结果的通报",
        addressee="各乡镇党委、人民政府（街道党工委、办事处），县直各部门",
        opening="根据《青川县2025年度综合考核实施方案》，经采集、核验、计分、公示和审定，现将结果通报如下。",
        closing="各单位要对照得分情况查找差距、改进工作。" * 3,
        signer="青川县考核工作领导小组",
        signed_on=date(2026, 2, 3),
        groups=(NoticeGroup("乡镇街道", units),),
        grades=("优秀", "良好"),
        annex_title="青川县2025年度综合考核结果",
        copies="市考核办，县委办公室、县人大常委会办公室、县政府办公室、县政协办公室，县纪委监委",
        printed_by="青川县考核工作领导小组办公室",
        printed_on=date(2026, 2, 3),
    )


def render(document: Path) -> Path:
    """Turn a Word file into a PDF beside it."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return document.with_suffix(".pdf")


def lines_of(page: Page) -> list[list[Any]]:
    """Give the characters of a page line by line, from the top; page numbers are left out."""
    foot = page.height - _BOTTOM * MM + 1
    rows: dict[int, list[Any]] = {}
    for character in page.chars:
        if character["text"].strip() and character["bottom"] < foot:
            rows.setdefault(round(character["bottom"] / 3), []).append(character)
    merged: list[list[Any]] = []
    for key in sorted(rows):
        if merged and rows[key][0]["bottom"] - merged[-1][0]["bottom"] < 6:  # noqa: PLR2004 - points, within a line
            merged[-1].extend(rows[key])
        else:
            merged.append(list(rows[key]))
    return merged


def text_of(line: list[Any]) -> str:
    """Give a line's text."""
    return "".join(each["text"] for each in sorted(line, key=lambda each: each["x0"]))


def measure(folder: Path) -> Iterator[Point]:
    """Measure a notice, and a page that is full of text."""
    notice, full = folder / "notice.docx", folder / "full.docx"
    write_result_notice(sample(), notice)
    paper = OfficialDocument("文件", "青考〔2026〕1号", "满页")
    for _number in range(6):
        paper.paragraph("考核结果作为干部选拔任用评先奖优问责追责的重要依据" * 16)
    paper.save(full)
    pages = pages_of(render(notice))
    yield from _paper(pages[0])
    yield from _head(pages[0])
    yield from _signature(pages)
    yield from _imprint(pages[-1])
    yield from _numbers(pages)
    yield _fonts(pages)
    yield from _grid(pages_of(render(full))[1])
    yield Point("GW-08", "register of the two sides, cut", "not in a file", None)
    yield Point("GW-21", "seal over name and date", "stamped by hand or elsewhere", None)


def _within(rule: str, asked: str, value: float, wanted: float, tolerance: float, unit: str = "mm") -> Point:
    return Point(
        rule, f"{asked}: {wanted:g} ± {tolerance:g} {unit}", f"{value:.2f} {unit}", abs(value - wanted) <= tolerance
    )


def _paper(page: Page) -> Iterator[Point]:
    yield _within("GW-01", "width", page.width / MM, 210, 1)
    yield _within("GW-01", "height", page.height / MM, 297, 1)


def _grid(page: Page) -> Iterator[Point]:
    lines = lines_of(page)
    yield Point("GW-04", f"{_FULL} lines on a full page", str(len(lines)), len(lines) == _FULL)
    counts = Counter(len(line) for line in lines)
    most = counts.most_common(1)[0][0]
    yield Point("GW-04", f"{_WIDE} characters on a full line", str(most), most == _WIDE)
    pitches = [after[0]["bottom"] - before[0]["bottom"] for before, after in itertools.pairwise(lines)]
    yield _within("GW-05", "line pitch", sum(pitches) / len(pitches), 28.95, 0.06, "pt")
    size = lines[0][0]["size"]
    yield _within("GW-03", "3号", size, 16, 0.3, "pt")
    left = min(each["x0"] for line in lines for each in line) / MM
    right = (page.width - max(each["x1"] for line in lines for each in line)) / MM
    # Page 2 is an even one: bound on its right.
    yield _within("GW-02", "outer margin of an even page", left, _RIGHT, 1.5)
    yield _within("GW-02", "inner margin of an even page", right, _LEFT, 1.5)
    half = (28.95 - 16) / 2
    yield _within("GW-02", "top margin, to the line", (lines[0][0]["top"] - half) / MM, _TOP, 1.5)


def _head(page: Page) -> Iterator[Point]:
    lines = lines_of(page)
    texts = [text_of(line) for line in lines]
    mark = lines[0]
    # The ink of a Chinese letter begins some 6 % of its size below the top of its box.
    top = min(each["top"] for each in mark) + 0.06 * mark[0]["size"]
    yield _within("GW-12", "mark below the text's edge", top / MM - _TOP, 35, 3)
    number = next(index for index, text in enumerate(texts) if "〔" in text)
    rule = min(page.rules, key=lambda each: abs(each["top"] - lines[number][0]["bottom"]))
    yield _within("GW-15", "red rule below the number", (rule["top"] - lines[number][0]["bottom"]) / MM, 4, 1.5)
    yield _within("GW-15", "its length", rule["width"] / MM, 156, 1)
    title = lines[number + 1]
    yield _within("GW-16", "title 2号", title[0]["size"], 22, 0.3, "pt")
    middle = (min(c["x0"] for c in title) + max(c["x1"] for c in title)) / 2 / MM
    yield _within("GW-16", "title centred", middle, _LEFT + 78, 1)
    body = [text for text in texts if text.startswith("根据")]
    yield Point("GW-18", "body on page 1", "yes" if body else "no", bool(body))
    first = lines[texts.index(body[0])]
    yield _within("GW-18", "two characters in", (min(c["x0"] for c in first) - _LEFT * MM) / 16, 2, 0.3, "characters")


def _signature(pages: list[Page]) -> Iterator[Point]:
    for page in pages:
        lines = lines_of(page)
        dated = next((index for index, line in enumerate(lines) if text_of(line) == "2026年2月3日"), None)
        if dated is None:
            continue
        edge = page.width - (_RIGHT if page.page_number % 2 else _LEFT) * MM
        name, day = lines[dated - 1], lines[dated]
        yield _within("GW-21", "date four characters from the right", edge - max(c["x1"] for c in day), 64, 4, "pt")
        centres = [(min(c["x0"] for c in line) + max(c["x1"] for c in line)) / 2 for line in (name, day)]
        yield _within("GW-21", "name centred on the date", centres[0] - centres[1], 0, 4, "pt")
        yield Point("GW-25", "text beside the signature", "yes" if dated > 2 else "no", dated > 2)  # noqa: PLR2004
        return


def _imprint(page: Page) -> Iterator[Point]:
    rules = page.rules[-3:]
    yield _within(
        "GW-28", "last rule above the text's edge", (page.height - rules[-1]["bottom"]) / MM - _BOTTOM, 1.5, 2.5
    )
    yield _within("GW-28", "length of its rules", rules[-1]["width"] / MM, 156, 1)
    printed = next(line for line in lines_of(page) if "印发" in text_of(line))
    yield _within("GW-30", "4号", printed[0]["size"], 14, 0.3, "pt")


def _numbers(pages: list[Page]) -> Iterator[Point]:
    for page in pages[:2]:
        found = [each for each in page.chars if each["top"] > page.height - _BOTTOM * MM]
        below = (min(each["top"] for each in found) - (page.height - _BOTTOM * MM)) / MM
        is_odd = page.page_number % 2 == 1
        yield _within("GW-31", f"number of page {page.page_number} below the text", below, 7, 2)
        place = (
            page.width - _RIGHT * MM - max(c["x1"] for c in found)
            if is_odd
            else min(c["x0"] for c in found) - _RIGHT * MM
        )
        yield _within("GW-31", "one character in, outside", place, 14, 4, "pt")
        yield Point("GW-31", "between dashes", "".join(c["text"] for c in found).strip(), None if not found else True)


def _fonts(pages: list[Page]) -> Point:
    names = {each["fontname"].rpartition("+")[2] for page in pages for each in page.chars}
    known = ("FangSong", "仿宋", "STFangsong", "FZXBS", "小标宋")
    is_there = any(word in name for name in names for word in known)
    return Point("GW-03", "仿宋, 黑体, 楷体, 小标宋", "、".join(sorted(names)), True if is_there else None)


def main() -> int:
    """Print every point; 1 where one is not kept."""
    if shutil.which("soffice") is None:
        print("soffice is not installed: nothing is verified (apt-get install libreoffice-writer-nogui).")
        return 2
    with tempfile.TemporaryDirectory() as place:
        points = list(measure(Path(place)))
    for point in points:
        verdict = "unverified" if point.is_kept is None else "kept" if point.is_kept else "NOT KEPT"
        print(f"{point.rule:6} {verdict:10} {point.measured:24} {point.asked}")
    return int(any(point.is_kept is False for point in points))


if __name__ == "__main__":
    sys.exit(main())
