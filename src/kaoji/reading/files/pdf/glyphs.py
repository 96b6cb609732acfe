"""The pages of a PDF as glyphs and strokes, in whole hundredths of a point from the upper left corner.

Only this module knows the PDF library. Coordinates become integers here, so what later compares and sorts them gives
the same answer on every machine.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from kaoji.diagnostics import Diagnostic
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable, damaged

POINT: Final = 100
_THIN: Final = 3 * POINT
_SHORTEST: Final = 3 * POINT
_NESTED_FORMS: Final = 5
_CODES: Final = 0x110000
_MOST_STROKES: Final = 20_000
_PASSWORD_NEEDED: Final = 4
UNFINISHED: Final = "reading.E116"


class Glyph(NamedTuple):
    """A letter on a page; ``base`` is the height of its base line."""

    text: str
    left: int
    right: int
    top: int
    bottom: int
    base: int


class Stroke(NamedTuple):
    """A straight horizontal or vertical line, or a very thin bar, on a page."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_horizontal(self) -> bool:
        """Whether the stroke runs from left to right."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(slots=True)
class Page:
    """What is drawn on a page.

    Attributes:
        glyphs: its letters; ``letters`` is how many there were.
        strokes: its straight lines.
        is_pictured: it holds pictures.
        unmapped: how many letters have no text.
    """

    number: int
    width: int
    height: int
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    is_pictured: bool = False
    unmapped: int = 0
    letters: int = 0


def page_count(content: bytes) -> int:
    """Give how many pages a PDF has."""
    document = _opened(content)
    try:
        return len(document)
    finally:
        document.close()


def pages_of(content: bytes, findings: Findings, limits: Limits, pages: range | None = None) -> Iterator[Page]:
    """Give the pages of a PDF, or some of them, one after another, within the limits of pages, text and time."""
    deadline = time.monotonic() + limits.seconds
    budget = Budget(limits)
    document = _opened(content)
    try:
        count = len(document)
        for index in range(count) if pages is None else pages:
            if index >= limits.pages or time.monotonic() > deadline or not budget.has_room:
                findings.add(unfinished(index, count))
                return
            try:
                page = _page(document, index)
            except (pypdfium2.PdfiumError, ValueError, OverflowError):
                findings.add(damaged(f"page {index + 1}"))
                continue
            budget.characters += page.letters
            yield page
    finally:
        document.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        _ = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_NEEDED:
            raise Unreadable(
                Diagnostic(
                    "reading.E109",
                    "The file is protected by a password and cannot be read.",
                    hint="Open it with the password, and save a copy without one.",
                )
            ) from error
        raise Unreadable(damaged("pdf")) from error
    return document


def unfinished(done: int, count: int) -> Diagnostic:
    """Say that the rest of the pages was not read."""
    return Diagnostic(
        UNFINISHED,
        "The file has {count} pages; reading stopped after page {done}, at a limit of pages, text or time.",
        hint="Take out the pages of the notice and its annexes, and read that file.",
        data={"count": count, "done": done},
    )


class _Frame:
    """Turns the coordinates of a page's file into those of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        left, bottom, right, top = (round(edge * POINT) for edge in page.get_cropbox())
        self.turn = page.get_rotation()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        sides = (right - left, top - bottom)
        self.width, self.height = sides if self.turn in {0, 180} else (sides[1], sides[0])

    def point(self, x: int, y: int) -> tuple[int, int]:
        """Give a point from the upper left corner of the page as shown."""
        match self.turn:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: int, bottom: int, right: int, top: int) -> tuple[int, int, int, int]:
        """Give left, top, right and bottom of a box on the page as shown."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    source = document[index]
    try:
        frame = _Frame(source)
        page = Page(index + 1, frame.width, frame.height)
        _read_glyphs(source, frame, page)
        _read_strokes(source, frame, page)
        page.letters = len(page.glyphs)
    finally:
        source.close()
    return page


def _read_glyphs(source: pypdfium2.PdfPage, frame: _Frame, page: Page) -> None:
    text = source.get_textpage()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    # What is asked for every letter, and there are a hundred thousand: by names of its own.
    is_generated, code_of, is_unmapped = (
        pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetUnicode, pdfium.FPDFText_HasUnicodeMapError,
    )  # fmt: skip
    into_box, into_origin, add, is_upright = (
        pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin, page.glyphs.append, not frame.turn,
    )  # fmt: skip
    known: dict[int, str] = {}
    try:
        raw = text.raw
        for index in range(max(0, pdfium.FPDFText_CountChars(text))):
            code = code_of(raw, index)
            letter = known.get(code)
            if letter is None:
                letter = known[code] = _letter(code)
            if letter.isspace() and is_generated(raw, index):
                continue  # a gap between words or lines, not drawn
            if is_unmapped(raw, index) == 1 or not 0 < code < _CODES:
                page.unmapped += 1
                continue
            if not letter or not into_box(raw, index, box):
                continue
            into_origin(raw, index, x, y)
            left, low, right, high = (
                round(box.left * POINT), round(box.bottom * POINT), round(box.right * POINT), round(box.top * POINT),
            )  # fmt: skip
            if is_upright and left <= right and low <= high:
                left, top, right, bottom = left - frame.left, frame.top - high, right - frame.left, frame.top - low
                base = frame.top - round(y.value * POINT)
            else:
                left, top, right, bottom = frame.box(left, low, right, high)
                base = frame.point(round(x.value * POINT), round(y.value * POINT))[1]
            add(Glyph(letter, left, right, top, bottom, base))
    finally:
        text.close()


def _letter(code: int) -> str:
    """Give the letter of a code; nothing for what is not printed."""
    letter = chr(code) if 0 < code < _CODES else ""
    if letter.isprintable() or letter.isspace():
        return letter
    return "-" if letter in "\x02\u00ad" else ""


def _read_strokes(source: pypdfium2.PdfPage, frame: _Frame, page: Page) -> None:
    for item in source.get_objects(max_depth=_NESTED_FORMS):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            page.is_pictured = True
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            matrix = item.get_matrix()
            holder = item.container
            while holder is not None:
                matrix = matrix.multiply(holder.get_matrix())
                holder = holder.container
            page.strokes.extend(_strokes(item, matrix, frame))
            if len(page.strokes) > _MOST_STROKES:
                # A drawing, not a table; its lines would only be mistaken for one.
                page.strokes.clear()
                return


def _strokes(item: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix, frame: _Frame) -> Iterator[Stroke]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    for points in _subpaths(item, matrix, frame):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        if min(right - left, bottom - top) <= _THIN:
            if max(right - left, bottom - top) >= _SHORTEST and (stroke.value or fill.value):
                yield _straight(left, top, right, bottom)
        elif stroke.value:
            for (x1, y1), (x2, y2) in pairwise(points):
                width, height = abs(x1 - x2), abs(y1 - y2)
                if min(width, height) <= _THIN // 3 and max(width, height) >= _SHORTEST:
                    yield _straight(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _straight(left: int, top: int, right: int, bottom: int) -> Stroke:
    """Give a thin bar as the line through its middle."""
    if right - left >= bottom - top:
        middle = (top + bottom) // 2
        return Stroke(left, middle, right, middle)
    middle = (left + right) // 2
    return Stroke(middle, top, middle, bottom)


def _subpaths(item: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix, frame: _Frame) -> Iterator[list[tuple[int, int]]]:
    """Give the corners of each part of a path; parts with curves are left out."""
    points: list[tuple[int, int]] = []
    is_curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_STROKES)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        across, up = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not is_curved:
                yield points
            points, is_curved = [], False
        is_curved = is_curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(frame.point(round(across * POINT), round(up * POINT)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not is_curved:
        yield points
