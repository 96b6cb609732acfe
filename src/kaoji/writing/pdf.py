"""PDF documents, set by Typst from templates beside this file: the words come in as data and are never markup.

    write_score_report_pdf(report_of(ranking, "东街街道"), "东街街道.pdf")

Chinese needs a Chinese font on the machine; ``NoFontError`` says which package brings one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import typst

from kaoji.diagnostics import translator
from kaoji.writing.score_report import ScoreReport, lost_lines, texts_of

Target = str | PathLike[str]
_TEXT_FONTS = (
    "FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "FZFangSong-Z02", "STFangsong", "Noto Serif CJK SC", "Noto Serif SC",
    "Source Han Serif SC", "SimSun", "宋体", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip
_HEAD_FONTS = (
    "SimHei", "黑体", "FZHei-B01", "STHeiti", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei",
    "PingFang SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip
PACKAGE = "fonts-noto-cjk"
"""What brings a Chinese font to Debian, Ubuntu, openKylin and others; elsewhere it is called google-noto-cjk-fonts."""


class NoFontError(Exception):
    """No font on this machine can show Chinese; the text says what to install."""

    def sentence(self, language: str | None = None) -> str:
        """Say it in the language (None: the user's)."""
        say = translator(language)
        text = "This machine has no Chinese font, so the PDF would be blank. Install the package {package}."
        return str(say(text)).format(package=PACKAGE)

    def __str__(self) -> str:
        """Say it in the user's language."""
        return self.sentence()


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts for running text and for headings."""

    text: str
    head: str


def faces(families: frozenset[str] | None = None) -> Faces:
    """Choose the fonts: those that official papers use where they are there, else a free Chinese one.

    Raises:
        NoFontError: there is none.
    """
    known = _families() if families is None else families
    text = next((name for name in _TEXT_FONTS if name in known), None)
    head = next((name for name in _HEAD_FONTS if name in known), text)
    if text is None and head is None:
        raise NoFontError
    return Faces(text or str(head), head or str(text))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Look for fonts once: that takes longer than setting a page."""
    return typst.Fonts()


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return frozenset(_fonts().families())


def score_report_pdf(report: ScoreReport) -> bytes:
    """Set a report on A4 and give the file's bytes; the same report gives the same bytes.

    Raises:
        NoFontError: there is no Chinese font.
    """
    chosen = faces()
    data = {**_words(report), "fonts": {"text": chosen.text, "head": chosen.head}}
    template = Path(__file__).with_suffix("").with_name("score_report.typ")
    made = typst.compile(
        template.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made


def write_score_report_pdf(report: ScoreReport, target: Target) -> None:
    """Write a report as a PDF.

    Raises:
        NoFontError: there is no Chinese font.
    """
    Path(target).write_bytes(score_report_pdf(report))


def _words(report: ScoreReport) -> dict[str, Any]:
    say = translator(report.language)
    names = {"unit_word": report.unit_word, "unit": report.unit, "group": report.group, "year": report.year}
    page = say("Page {page} of {pages}").format(page="\0", pages="\0").split("\0")
    rows = []
    for row in report.rows:
        points, score, rules, why = texts_of(row, report.score_decimals, report.language)
        rows.append({"kind": row.kind, "depth": row.depth, "name": row.name, "points": points, "score": score,
                     "rules": rules.split("\n"), "why": why.split("\n")})  # fmt: skip
    return {
        "heading": say("{title}: score report of {unit}").format(title=report.title, unit=report.unit),
        "title": report.title,
        "subtitle": say("Score report"),
        "whose": say("{unit_word}: {unit}    Group: {group}    Year: {year}").format(**names),
        "note": say("Preview: not for handing out. Data are missing or decisions are open.")
        if report.is_preview
        else "",
        "pairs": report.pairs(),
        "lost_title": say("Where points were lost"),
        "lost": lost_lines(report),
        "nowhere": say("Nowhere."),
        "balance_title": say("From the full marks to the total"),
        "balance": [] if report.balance is None else report.balance.lines,
        "sheet_title": say("Score sheet"),
        "heads": [say("Indicator"), say("Points"), say("Score"), say("Rules"), say("Why")],
        "rows": rows,
        "seals": report.seals,
        "page": page,
        "lang": "zh" if report.language.startswith("zh") else "en",
        "region": "cn" if report.language.startswith("zh") else "us",
    }
