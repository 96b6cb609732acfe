"""The notice that makes a result known (考核结果通报), as data and as a Word document.

    write_result_notice(ResultNotice(mark=..., number=..., title=..., groups=...), "通报.docx")

Its language is Chinese, as GB/T 9704-2012 sets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoji.numbers import decimals_needed, shown_points
from kaoji.writing.official_document import NUMBER, OfficialDocument, Target

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class NoticeUnit:
    """A unit of the result; its total is in points (10^-9)."""

    unit: str
    rank: int | None = None
    total: int | None = None
    grade: str = ""
    awards: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """Why its grade or place is not what its total suggests, in words that may stand in public."""


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """A group and its units by rank, and with how many decimals at least its totals are written."""

    name: str
    units: tuple[NoticeUnit, ...]
    decimals: int = 0


@dataclass(frozen=True)
class ResultNotice:
    """Everything that stands in a notice.

    ``grades`` are those that are named, the best first; empty names all that units have. The annex lists all units,
    with totals where ``shows_totals``. Texts may have several paragraphs, one a line.
    """

    mark: str
    number: str
    title: str
    addressee: str = ""
    opening: str = ""
    closing: str = ""
    signer: str = ""
    signed_on: date | None = None
    is_sealed: bool = True
    groups: tuple[NoticeGroup, ...] = ()
    grades: tuple[str, ...] = ()
    names_grades: bool = True
    names_awards: bool = True
    names_consequences: bool = False
    has_annex: bool = True
    shows_totals: bool = True
    annex_title: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    urgency: str = ""
    is_draft: bool = False
    awards: tuple[str, ...] = field(default=())


def write_result_notice(notice: ResultNotice, target: Target) -> None:
    """Write the notice as a Word document."""
    paper = OfficialDocument(notice.mark, notice.number, notice.title, notice.urgency)
    if notice.addressee:
        paper.addressed_to(notice.addressee)
    for text in _lines(notice.opening):
        paper.paragraph(text)
    parts = [part for part in (_grades(notice), _awards(notice), _consequences(notice)) if part is not None]
    for number, (heading, paragraphs) in enumerate(parts):
        if len(parts) > 1:
            paper.heading(f"{_numeral(number)}、{heading}")
        _write(paper, paragraphs, is_alone=len(parts) == 1)
    for text in _lines(notice.closing):
        paper.paragraph(text)
    title = notice.annex_title or "考核结果排名表"
    if notice.has_annex and notice.groups:
        paper.attachments([title])
    if notice.signer and notice.signed_on is not None:
        paper.signed(notice.signer, notice.signed_on, is_sealed=notice.is_sealed)
    if notice.is_draft:
        paper.note("本稿系预览数据生成，未经审定，不得印发")
    if notice.has_annex and notice.groups:
        paper.annex(title)
        _tables(paper, notice)
    paper.imprint(notice.copies, notice.printed_by, notice.printed_on)
    paper.save(target)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


Section = tuple[str, list[tuple[str, str]]]
"""A heading, and paragraphs with what they are about, which is blank where they need no heading of their own."""


def _write(paper: OfficialDocument, paragraphs: list[tuple[str, str]], *, is_alone: bool) -> None:
    """Write the paragraphs of a section: numbered below its heading, or by themselves where it is the only one."""
    for number, (about, text) in enumerate(paragraphs):
        if about and is_alone:
            paper.heading(f"{_numeral(number)}、{about}")
            paper.paragraph(text)
        else:
            paper.paragraph(text, f"（{_numeral(number)}）{about}。" if about else "")


def _grades(notice: ResultNotice) -> Section | None:
    if not notice.names_grades:
        return None
    paragraphs = []
    for group in notice.groups:
        texts = [
            f"{grade}等次（{len(units)}个）：{'、'.join(units)}"
            for grade in notice.grades
            if (units := [each.unit for each in group.units if each.grade == grade])
        ]
        if texts:
            paragraphs.append((group.name, f"{'；'.join(texts)}。"))
    if len(paragraphs) == 1:
        paragraphs = [("", text) for _name, text in paragraphs]
    return ("考核等次", paragraphs) if paragraphs else None


def _awards(notice: ResultNotice) -> Section | None:
    if not notice.names_awards:
        return None
    given = {name: list(_with(notice, name)) for name in notice.awards or _all_awards(notice)}
    paragraphs = [("", f"{name}（{len(units)}个）：{'、'.join(units)}。") for name, units in given.items() if units]
    return ("表彰奖励", paragraphs) if paragraphs else None


def _with(notice: ResultNotice, award: str) -> Iterator[str]:
    return (each.unit for group in notice.groups for each in group.units if award in each.awards)


def _all_awards(notice: ResultNotice) -> list[str]:
    return list(dict.fromkeys(name for group in notice.groups for each in group.units for name in each.awards))


def _consequences(notice: ResultNotice) -> Section | None:
    if not notice.names_consequences:
        return None
    found: dict[str, list[str]] = {}
    for group in notice.groups:
        for each in group.units:
            for text in each.consequences:
                found.setdefault(text, []).append(each.unit)
    paragraphs = [("", f"{'、'.join(units)}：{text.rstrip('。')}。") for text, units in found.items()]
    return ("结果运用", paragraphs) if paragraphs else None


def _tables(paper: OfficialDocument, notice: ResultNotice) -> None:
    head = ["名次", "单位", "总分", "等次"] if notice.shows_totals else ["名次", "单位", "等次"]
    widths = (12, 46, 20, 22) if notice.shows_totals else (15, 60, 25)
    for number, group in enumerate(notice.groups):
        if number:
            paper.blank()
        if len(notice.groups) > 1:
            paper.heading(f"（{_numeral(number)}）{group.name}", 2)
        needed = decimals_needed(each.total for each in group.units if each.total is not None)
        decimals = max(group.decimals, needed)
        paper.table(head, [_cells(each, decimals, notice.shows_totals) for each in group.units], widths)  # fmt: skip
        if remarks := [f"{each.unit}：{'；'.join(each.remarks)}" for each in group.units if each.remarks]:
            paper.paragraph(f"注：{'。'.join(remarks)}。")


def _cells(unit: NoticeUnit, decimals: int, shows_totals: bool) -> list[str]:  # noqa: FBT001 - private
    total = "" if unit.total is None else shown_points(unit.total, decimals)
    rank = "" if unit.rank is None else str(unit.rank)
    return [rank, unit.unit, total, unit.grade] if shows_totals else [rank, unit.unit, unit.grade]


def _numeral(number: int) -> str:
    """Write the number of a heading, counted from 0.

    >>> _numeral(0), _numeral(9), _numeral(10), _numeral(21)
    ('一', '十', '十一', '二十二')
    """
    tens, ones = divmod(number + 1, 10)
    return f"{'' if tens < 2 else _NUMERALS[tens - 1]}{'十' if tens else ''}{_NUMERALS[ones - 1] if ones else ''}"  # noqa: PLR2004


def faults(notice: ResultNotice) -> Sequence[str]:
    """Give the codes of what a notice still lacks or has wrong: names of its fields."""
    found = [
        name for name in ("mark", "number", "title", "addressee", "signer", "signed_on") if not getattr(notice, name)
    ]
    match = NUMBER.fullmatch(notice.number)
    if notice.number and match is None:
        found.append("number_form")
    return found
