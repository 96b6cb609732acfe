"""One unit's score report: what it got, what it lost and why, for handing out – as data, and as a Word document.

report = report_of(ranking, "东街街道")
write_score_report(report, "东街街道.docx")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any, BinaryIO, Literal

from docx.document import Document
from docx.shared import Mm

from kaoji.diagnostics import is_chinese, translator
from kaoji.grading import Ranking, Result
from kaoji.numbers import decimals_needed, shown_points
from kaoji.scheme.structure import Structure
from kaoji.scoring.derivations import calculation
from kaoji.scoring.explaining import explain
from kaoji.writing import sentences
from kaoji.writing.balance import Balance, balance_of
from kaoji.writing.score_rows import ScoreRow, readable, score_rows, scored_of
from kaoji.writing.word_page import (
    FANGSONG,
    HEITI,
    SONGTI,
    XIAOBIAOSONG,
    add_field,
    blank_rows,
    keep_whole,
    new_document,
    repeat_head,
    set_margins,
    set_paragraph,
    shade,
    write,
)

Target = str | PathLike[str] | BinaryIO
_WIDTHS = (38, 13, 15, 44, 56)
"""In millimetres: indicator, points, score, rule, reasons."""
_HEAD, _SECTION = "E7ECF3", "F5F5F5"
_TEXT, _LINE = 9, 13.5
_MOST_DECIMALS = 4


@dataclass(frozen=True)
class ScoreReport:
    """Everything that stands in a report; sentences are in ``language`` already.

    ``total`` is in points (10^-9); ``of`` is how many units are ranked in the group; ``seals`` are names and digests by
    which the result can be found and recomputed; ``constant`` is what the formula adds by itself, in points (10^-9).
    """

    title: str
    unit: str
    unit_word: str
    group: str
    year: int
    rows: tuple[ScoreRow, ...]
    total: int | None = None
    rank: int | None = None
    of: int = 0
    grade: str = ""
    is_preview: bool = False
    formula: str = ""
    working: str = ""
    reasons: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    seals: tuple[tuple[str, str], ...] = ()
    issuer: str = ""
    decimals: int = 0
    constant: int = 0
    language: str = "zh"

    @cached_property
    def balance(self) -> Balance | None:
        """The way from the full marks to the total; None where there is no total."""
        return None if self.total is None else balance_of(self.rows, self.total, self.constant, self.language)

    @property
    def total_decimals(self) -> int:
        """With how many decimals the total is written: those that its formula keeps, more where it has more."""
        return max(self.decimals, decimals_needed([self.total or 0]))

    @cached_property
    def score_decimals(self) -> int | None:
        """With how many decimals all scores are written; None where they need more than people read, and each has its own."""
        needed = decimals_needed(row.score for row in self.rows if row.score is not None)
        return needed if needed <= _MOST_DECIMALS else None

    @cached_property
    def lost(self) -> list[ScoreRow]:
        """The indicators and panels that lost points, first by which the total lost most."""
        found = [row for row in self.rows if row.kind != "section" and row.lost]
        return sorted(found, key=lambda row: (-row.lost_of_total, -row.lost))

    @cached_property
    def is_weighed(self) -> bool:
        """Whether some loss counts in the total with another weight than 1."""
        return any(row.lost_of_total != row.lost for row in self.lost)

    def pairs(self) -> list[tuple[str, str]]:
        """Give the result in short, as names and texts."""
        say = translator(self.language)
        rank = ""
        if self.rank is not None:
            rank = say("{rank} of {count}").format(rank=self.rank, count=self.of) if self.of else str(self.rank)
        found = [
            (say("Total"), "" if self.total is None else shown_points(self.total, self.total_decimals)),
            (say("Rank"), rank),
            (say("Grade"), self.grade),
            (say("Reasons"), sentences.joined(self.reasons, self.language)),
            (say("Prizes"), sentences.listed(self.awards, self.language)),
            (say("What follows"), sentences.joined(self.consequences, self.language)),
            (say("How the total came about"), " = ".join(text for text in (self.formula, self.working) if text)),
        ]
        return [(name, text) for name, text in found if text]


def report_of(
    ranking: Ranking,
    unit: str,
    *,
    is_preview: bool = False,
    language: str = "zh",
    seals: Mapping[str, str] | None = None,
) -> ScoreReport:
    """Make a unit's report from the core's results.

    Raises:
        KeyError: there is no such unit.
    """
    scores, result = ranking.scores, ranking.results[unit]
    scored, derivations = scored_of(scores, unit)
    rows = score_rows(scores.structure, unit, result.group, scored, derivations, language)
    of = sum(other.group == result.group and other.rank is not None for other in ranking.results.values())
    return ScoreReport(
        **frame_of(scores.structure, unit, result.group, language),
        rows=tuple(rows), total=result.total, rank=result.rank, of=of, grade=_grade(result, language),
        is_preview=is_preview, working=calculation(explain(scores, unit), language),
        reasons=tuple(sentences.reason(each, language) for each in result.reasons),
        awards=tuple(result.awards), consequences=tuple(result.consequences),
        seals=tuple((seals or {}).items()),
    )  # fmt: skip


def frame_of(structure: Structure, unit: str, group: str, language: str) -> dict[str, Any]:
    """Give what a report takes from the scheme alone."""
    scheme, total = structure.scheme, structure.total_of(unit, group)
    return {
        "title": scheme.title,
        "unit": unit,
        "unit_word": "Unit" if scheme.unit_word == "单位" and not is_chinese(language) else scheme.unit_word,
        "group": group,
        "year": scheme.year,
        "formula": total.total.formula if total is not None else "",
        "constant": 0 if total is None else total.composition.constant_points,
        "decimals": structure.decimals_of(unit, group),
        "issuer": scheme.issuer or "",
        "language": language,
    }


def _grade(result: Result, language: str) -> str:
    return sentences.pending(result.grade or "", language) if result.is_pending else result.grade or ""


def texts_of(row: ScoreRow, decimals: int | None, language: str) -> tuple[str, str, str, str]:
    """Write a row's numbers and reasons: points, score, rules and what was lost or won and why.

    A score that may still change, because not everything that it rests on is handed in, says so.
    """
    points = "" if row.points is None else shown_points(row.points)
    score = (
        "" if row.score is None else shown_points(row.score if decimals is not None else readable(row.score), decimals)
    )
    if score and row.is_provisional and row.kind != "section":
        score = f"{score} {translator(language)('provisional')}"
    return points, score, row.rules, "\n".join(each.text for each in row.why)


def lost_lines(report: ScoreReport) -> list[str]:
    """Write where points were lost, the most lost first, in points of the total where parts are weighed."""
    say, lines = translator(report.language), []
    in_total = say(" ({points} in the total)")
    for number, row in enumerate(report.lost, 1):
        data = {"number": number, "name": row.name, "lost": shown_points(readable(row.lost))}
        if row.points:
            text = say("{number}. {name}: {lost} of {points} points lost")
            text = text.format(**data, points=shown_points(row.points))
        else:
            text = say("{number}. {name}: {lost} points deducted").format(**data)
        lines.append(
            text + in_total.format(points=shown_points(readable(row.lost_of_total))) if report.is_weighed else text
        )
    return lines


# ------------------------------------------------------------------ Word


def write_score_report(report: ScoreReport, target: Target) -> None:
    """Write a report as a Word document on A4."""
    say = translator(report.language)
    document = new_document(say("{title}: score report of {unit}").format(title=report.title, unit=report.unit))
    set_margins(document.sections[0], 25, 22, 22, 22)
    _footer(document, say)
    heading = set_paragraph(document.add_paragraph(), "center", line=30, after=4)
    write(heading, report.title, XIAOBIAOSONG, 18)
    below = set_paragraph(document.add_paragraph(), "center", line=26, after=8)
    write(below, say("Score report"), XIAOBIAOSONG, 16)
    whose = set_paragraph(document.add_paragraph(), "center", line=22, after=6)
    text = say("{unit_word}: {unit}    Group: {group}    Year: {year}")
    names = {"unit_word": report.unit_word, "unit": report.unit, "group": report.group, "year": report.year}
    write(whose, text.format(**names), FANGSONG, 12)
    if report.is_preview:
        note = set_paragraph(document.add_paragraph(), "center", line=20, after=6)
        write(note, say("Preview: not for handing out. Data are missing or decisions are open."), HEITI, 11)
    _pairs(document, report.pairs())
    _lost(document, report, say)
    _balance(document, report, say)
    _table(document, report, say)
    for name, digest in report.seals:
        line = set_paragraph(document.add_paragraph(), "left", line=12)
        write(line, f"{name} {digest}", SONGTI, 7.5)
    document.save(target)  # type: ignore[arg-type]


def _footer(document: Document, say: Any) -> None:  # noqa: ANN401 - a gettext function
    paragraph = set_paragraph(document.sections[0].footer.paragraphs[0], "center")
    before, middle, after = say("Page {page} of {pages}").format(page="\0", pages="\1").replace("\1", "\0").split("\0")
    for text, code in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
        write(paragraph, text, SONGTI, 9)
        if code:
            add_field(paragraph, code, SONGTI, 9)


def _pairs(document: Document, pairs: Sequence[tuple[str, str]]) -> None:
    table = _new_table(document, (32, sum(_WIDTHS) - 32))
    for name, text in pairs:
        row = table.add_row()
        name_cell, text_cell = row.cells
        _cell(name_cell, name, HEITI, "center", _HEAD)
        _cell(text_cell, text, FANGSONG, "left")
    keep_whole(table.rows)
    set_paragraph(document.add_paragraph(), "left", line=8)


def _lost(document: Document, report: ScoreReport, say: Any) -> None:  # noqa: ANN401 - a gettext function
    """Say first where points were lost: what a unit reads the report for."""
    heading = set_paragraph(document.add_paragraph(), "left", line=20, after=2)
    write(heading, say("Where points were lost"), HEITI, 12)
    if not report.lost:
        write(set_paragraph(document.add_paragraph(), "left", line=16, after=6), say("Nowhere."), FANGSONG, 10.5)
    for text in lost_lines(report):
        write(set_paragraph(document.add_paragraph(), "justify", line=16, first=-16, left=16), text, FANGSONG, 10.5)
    set_paragraph(document.add_paragraph(), "left", line=8)


def _balance(document: Document, report: ScoreReport, say: Any) -> None:  # noqa: ANN401 - a gettext function
    """Write how losses, caps and rounding lead from the full marks to the total, so that a reader can add them up."""
    if report.balance is None:
        return
    heading = set_paragraph(document.add_paragraph(), "left", line=20, after=2)
    write(heading, say("From the full marks to the total"), HEITI, 12)
    table = _new_table(document, (sum(_WIDTHS) - 32, 32))
    for text, amount in report.balance.lines:
        row = table.add_row()
        text_cell, amount_cell = row.cells
        _cell(text_cell, text, FANGSONG, "left")
        _cell(amount_cell, amount, FANGSONG, "right")
    for cell in table.rows[-1].cells:
        shade(cell, _HEAD)
    keep_whole(table.rows)
    set_paragraph(document.add_paragraph(), "left", line=8)


def _table(document: Document, report: ScoreReport, say: Any) -> None:  # noqa: ANN401 - a gettext function
    heading = set_paragraph(document.add_paragraph(), "left", line=20, after=2)
    write(heading, say("Score sheet"), HEITI, 12)
    table = _new_table(document, _WIDTHS)
    table.add_row()
    names = (say("Indicator"), say("Points"), say("Score"), say("Rules"), say("Why"))
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        _cell(cell, name, HEITI, "center", _HEAD)
    repeat_head(table.rows[0])
    for line, row in zip(blank_rows(table, len(report.rows)), report.rows, strict=True):
        _row(line, row, report)
    keep_whole(table.rows)
    set_paragraph(document.add_paragraph(), "left", line=8)


def _new_table(document: Document, widths: Sequence[float]) -> Any:  # noqa: ANN401 - a table
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(line: Any, row: ScoreRow, report: ScoreReport) -> None:  # noqa: ANN401 - a row of a table
    color = _SECTION if row.kind == "section" else ""
    face = HEITI if row.kind == "section" else FANGSONG
    texts = (f"{chr(0x3000) * row.depth}{row.name}", *texts_of(row, report.score_decimals, report.language))
    aligns: tuple[Literal["left", "center"], ...] = ("left", "center", "center", "left", "left")
    for cell, text, align in zip(line.cells, texts, aligns, strict=True):
        _cell(cell, text, face, align, color)
        if row.kind == "section":
            # The name of a section never stands alone at the foot of a page.
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _cell(
    cell: Any,  # noqa: ANN401 - a cell of a table
    text: str,
    face: str,
    align: Literal["left", "center", "right"],
    color: str = "",
) -> None:
    if color:
        shade(cell, color)
    for number, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        write(set_paragraph(paragraph, align, line=_LINE), part, face, _TEXT)
