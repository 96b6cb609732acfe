"""The last day that a deadline names: 12月底前, 上半年, 2031年第四季度 → a date; the year may be the document's own."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Document, Paragraph
from kaoji.reading.phrases.wording import squeeze

_DAY: Final = late_pattern(r"(?P<year>20\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?:00:00:00)?")
_UNTIL: Final = late_pattern(
    r"(?:于|在|力争|确保|截至|截止)?(?:(?P<year>20\d\d)年度?|(?P<next>次年|明年|翌年)|(?P<this>当年|今年|本年度?))?"
    r"(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号]|(?P<third>[上中下]旬))?|第?(?P<quarter>[一二三四1234])季度|(?P<half>[上下]半年)|(?P<all>年|全年|年度))?"
    r"(?P<end>底|末|内|终|之?前|以前|前夕)*(?:基本|全面|全部)?(?:完成|落实|办结|到位|见效|建成|竣工|投用)?"
)
_RANGE: Final = late_pattern(r"[-—~～至到]+")
_OF_THE_YEAR: Final = late_pattern(r"(20\d\d)年度")
_A_YEAR: Final = late_pattern(r"(20\d\d)年")
_TITLES = 12
_QUARTERS: Final = "一二三四"
_LATEST: Final = {"上旬": 10, "中旬": 20}


def due_date(deadline: str, year: int | None) -> str:
    """Give the last day that a deadline names; ``year`` is that of the document. Empty where no day can be told.

    >>> (
    ...     due_date("12月底前", 2031),
    ...     due_date("上半年", 2031),
    ...     due_date("2032年第三季度", None),
    ...     due_date("长期坚持", 2031),
    ... )
    ('2031-12-31', '2031-06-30', '2032-09-30', '')
    >>> due_date("2031年3月-11月", None), due_date("8月31日前", None), due_date("2月底", 2032)
    ('2031-11-30', '', '2032-02-29')
    """
    text = squeeze(fold(deadline)).strip("。.;；,，")
    if not text:
        return ""
    if (day := _DAY.fullmatch(text)) is not None:
        return _iso(int(day["year"]), int(day["month"]), int(day["day"]))
    for first, last in _spans(text):
        begun, match = _UNTIL.fullmatch(first), _UNTIL.fullmatch(last)
        if begun is None or match is None:
            continue
        own = int(match["year"] or 0) or (int(begun["year"] or 0) if not match["next"] else 0) or year
        return _last_day(match, own + bool(match["next"])) if own else ""
    return ""


def _spans(text: str) -> list[tuple[str, str]]:
    """Give a text as a time, or as one that runs from and to."""
    ways = [(text, text)]
    return ways + [
        (text[: mark.start()], text[mark.end() :]) for mark in _RANGE.finditer(text) if mark.end() < len(text)
    ]


def _last_day(match: re.Match[str], year: int) -> str:
    if match["month"]:
        month = int(match["month"])
        day = int(match["day"] or 0) or _LATEST.get(match["third"] or "", 0)
        return _iso(year, month, day)
    if match["quarter"]:
        quarter = match["quarter"]
        return _iso(year, 3 * (int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1), 0)
    if match["half"]:
        return _iso(year, 6 if match["half"] == "上半年" else 12, 0)
    is_year = any(match[name] for name in ("all", "year", "next", "this"))  # 2031年, 全年, 年底
    return _iso(year, 12, 0) if is_year else ""


def _iso(year: int, month: int, day: int) -> str:
    """Give a day, the last of the month for 0; empty where the calendar has none such."""
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:  # noqa: PLR2004
        return ""
    return date(year, month, day or monthrange(year, month)[1]).isoformat()


def year_of(document: Document) -> int | None:
    """Give the year that a document is about, as its first lines and its name say it; None where they name several."""
    lines: list[str] = [document.name]
    for block in document.blocks[:_TITLES]:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [
                row[0].text for row in block.rows[:3] if len({cell.text for cell in row if squeeze(cell.text)}) == 1
            ]
    text = fold(squeeze("\n".join(lines)))
    for pattern in (_OF_THE_YEAR, _A_YEAR):
        years = set(pattern.findall(text))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None
