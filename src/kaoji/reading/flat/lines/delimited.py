"""Rows that are lines, their cells parted by tabs, bars or spaces; and cells parted by bars over several lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid, Paragraph, Source, is_blank
from kaoji.reading.flat.grid import of_groups
from kaoji.reading.flat.lines.letters import joined_names
from kaoji.reading.flat.looks import NAMES, TOTAL, UNITS, heading_weight
from kaoji.reading.flat.pieces import Piece
from kaoji.reading.phrases.actors import is_unit, person_likeness
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Kind

_RULE: Final = late_pattern(r"[\s|｜:：+=—-]+")
_BARS: Final = "|｜"
# Lines that are no part of a table's first cell.
_APART: Final = late_pattern(
    r"^附[件表录]|^(?:备注|注|说明)[:：]|(?:表|标准|细则|办法|方案|清单|台账|指标体系|情况)(?:[（(].*[）)])?$|^\d{4}年|[。；]$|"
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]).*(?:局|办|委|部|处|科|室|中心|公司|院|街道|镇|乡)"
)
_BESIDE_NUMBER: Final = late_pattern(
    r"(?<=[^\W\d_]) (?=\d+(?:\.\d+)?\s?[分人次个项家天名条万亿%])|(?<=\d) (?=[分人次个项家天名条万亿%年月])"
)
# Spaces that typesetting left beside numbers and letters inside a text part no cells: 扣 0.5 分, 第 2 名.
_COUNTED: Final = "(?:分(?![类级管散])|人(?![居才口民力事大])|个(?![体人])|项(?!目)|家(?![庭政校])|天(?![然气])|名(?![称优牌])|条(?![例件])|年(?!度)|日(?!常))"
_MEASURED: Final = "(?:起(?![草点重步])|处(?![理置罚分室])|件|宗|户(?!籍)|座(?!谈)|辆|块|篇|期(?![间内末])|场(?![所地])|批(?!准|示)|元|份|卷|台(?!账)|套|亩|倍|岁|[‰％次万亿%])"
_APART_CELLS: Final = late_pattern(
    r"(?<![，,；;（(\d]) +(?![，。；、）)\d])"
    r"|(?:(?<=年\d月)|(?<=年\d\d月)) +(?!\d{1,2} ?日)"  # a whole date ends its cell
    r"|(?<![，,；;（(\d扣得记减加计每第达到于约满前后近超低高少多为按及占年月日各]) +"
    rf"(?=\d)(?!\d+(?:\.\d+)? ?(?:(?![分年日]){_COUNTED}|{_MEASURED}))"
    rf"|(?<=\d) +(?!{_COUNTED}|{_MEASURED}|[，。；、）)]|月(?!度))|(?<=[合总小共]计) +"
)
_SPACED_NAME: Final = late_pattern(r"(?<!\S)(?P<one>[\u4e00-\u9fff])[ \u3000]{1,3}(?P<two>[\u4e00-\u9fff])(?!\S)")
_FIGURE: Final = late_pattern(r"\d+(?:\.\d+)?")
_DECIMAL: Final = late_pattern(r".\d[.．]$")
_COUNTER: Final = late_pattern(rf"{_COUNTED}|{_MEASURED}|月(?!度)")
_FEWEST_SPACED, _FEWEST_TOLD, _TOLD = 2, 3, 0.08
_SENTENCE: Final = late_pattern(r"[。；;]")
_REMARK: Final = late_pattern(r"^[（(]?(?:备注|附注|注|说明|合计|总计)")
_MOSTLY, _NEARLY_ALL, _SELDOM = 0.5, 0.9, 0.05
_FEWEST_BROKEN, _BROKEN = 2, 0.1
_FEWEST_BARS, _LONGEST_NAME = 4, 14
_TITLE_LENGTH, _LABEL_LENGTH = 9, 5


def cells_of(text: str, delimiter: str) -> list[str]:
    r"""Give the cells of a line.

    >>> cells_of("| 1 | 修路 |", "|"), cells_of("1\t修路\t", "\t")
    (['1', '修路'], ['1', '修路', ''])
    """
    if delimiter == "  ":
        return joined_names(re.split(r"\s{2,}", text.strip()))
    if delimiter in _BARS:
        text = text.strip().strip(delimiter)
    if delimiter == " ":
        return text.split()
    return [part.strip(' \u00a0"') for part in text.split(delimiter)]


def rows_of(lines: Sequence[Paragraph], delimiter: str, *, width: int) -> list[list[Piece]]:
    """Give the rows of lines with their cells, empty ones too; a line without delimiter goes on with the cell before."""
    leads = [line.text.strip().startswith(delimiter) for line in lines if delimiter in line.text]
    is_framed = delimiter in _BARS and sum(leads) >= len(leads) * _NEARLY_ALL
    # A short row and what follows are one row only where others are whole.
    whole = sum(line.text.count(delimiter) == width - 1 for line in lines) * 2 >= len(lines)
    rows: list[list[Piece]] = []
    is_open = False
    for line in lines:
        text = line.text.rstrip("\r\n")
        if is_blank(text) and delimiter != "\t":
            continue
        if not text.strip() or _RULE.fullmatch(text):
            if delimiter in _BARS and not set(text) & set("-=—"):
                rows.append([Piece("", line, "row")])
            continue
        parts = _parts(text, delimiter, is_framed=is_framed)
        # A text in quotation marks holds line breaks.
        last = rows[-1] if rows else []
        fills = delimiter == "\t" and whole and len(parts) < width > 2 and len(last) + len(parts) - 1 == width  # noqa: PLR2004
        is_rest = delimiter not in text and 1 < len(last) < width and heading_weight(text) <= 0
        if rows and (is_open or (fills and len(last) < width) or is_rest):
            rows[-1][-1] = last[-1]._replace(text=f"{last[-1].text}\n{parts[0]}".strip())
            rows[-1].extend(Piece(part, line, "cell") for part in parts[1:])
        else:
            rows.append([Piece(part, line, "cell" if at else "row") for at, part in enumerate(parts)])
        is_open = delimiter == "\t" and (text.count('"') % 2 == 1) != is_open
    return rows


def behind_rows(
    lines: Sequence[Paragraph], delimiter: str, kinds: Sequence[Kind | None]
) -> tuple[Sequence[Paragraph], Sequence[Paragraph]]:
    """Part rows from the sentences behind the last of them, where this has all its cells and ends with points or a unit."""
    led = [at for at, line in enumerate(lines) if delimiter in line.text.strip()]
    if delimiter != "\t" or not led or kinds[-1] not in (*UNITS, "points", "blank"):
        return lines, ()
    at = led[-1]
    cells = cells_of(lines[at].text.rstrip("\r\n"), delimiter)
    said = [squeeze(line.text) for line in lines[at + 1 :] if not is_blank(line.text)]
    is_whole = len(cells) == len(kinds) and '"' not in lines[at].text
    if is_whole and said and all(_SENTENCE.search(text) or not is_unit(text) for text in said) and "。" in said[-1]:
        return lines[: at + 1], lines[at + 1 :]
    return lines, ()


def loose_rows(lines: Sequence[Paragraph], kinds: Sequence[Kind | None]) -> list[Piece] | None:
    """Give the cells of rows whose lines break inside cells, as a browser copies a table: where rows begin is to be found.

    None where every line begins a row, one that stands alone as a heading.
    """
    filled = [line for line in lines if not is_blank(line.text)]
    parts = [cells_of(line.text.rstrip("\r\n"), "\t") for line in filled]
    alone = [squeeze(part[0]) for part in parts if len(part) == 1]
    broken = sum(heading_weight(text) <= 0 and _REMARK.match(text) is None for text in alone)
    broken += sum(
        len(one) < _fewest_cells(one[0], kinds) == len(one) + len(other) - 1 and len(other) > 1
        for one, other in pairwise(parts)
    )
    broken += sum(kinds[-1] in UNITS and is_unit(text) for text in alone) * _FEWEST_BROKEN
    if broken < max(_FEWEST_BROKEN, len(filled) * _BROKEN) or any(len(part) > len(kinds) for part in parts):
        return None
    pieces: list[Piece] = []
    count, least = 0, 0
    for line, part in zip(filled, parts, strict=True):
        is_unit_more = len(part) == 1 and kinds[-1] in UNITS and is_unit(squeeze(part[0]))
        if count and (is_unit_more or (count < least and count + len(part) - 1 <= len(kinds))):
            pieces[-1] = pieces[-1]._replace(text=f"{pieces[-1].text}\n{part[0]}")
            count += len(part) - 1
        else:
            is_full = count == len(kinds) and kinds[-1] not in UNITS
            pieces.append(Piece(part[0], line, "row" if is_full else "line"))
            count, least = len(part), _fewest_cells(part[0], kinds, is_first=not least)
        pieces += [Piece(text, line, "cell") for text in part[1:]]
    return pieces


def _fewest_cells(first: str, kinds: Sequence[Kind | None], *, is_first: bool = False) -> int:
    """Give how many cells a row has at least: all, but for those merged with the ones above on the left."""
    if is_first or (kinds[0] == "number" and squeeze(first).isdigit()):
        return len(kinds)
    last = max((at for at, kind in enumerate(kinds) if kind in ("number", *NAMES)), default=-1)
    while last + 1 < len(kinds) and kinds[last + 1] == "points" and "points" in kinds[last + 2 :]:
        last += 1
    return sum(kind not in ("note", "blank", None) for kind in kinds[last + 1 :])


def merged_down(grid: Grid, kinds: Sequence[Kind | None]) -> Grid:
    """Let the names of groups reach down over the empty cells below them, as they did before they were copied."""
    names = {column for column, kind in enumerate(kinds) if kind in NAMES}
    rows = [list(row) for row in grid.rows]
    filled = [{cell.column for cell in row if squeeze(cell.text)} for row in rows[1:] if len(row) > 1]
    names |= set(of_groups(filled, sorted(names), [at for at, kind in enumerate(kinds) if kind == "points"]))
    open_cells: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(rows):
        is_heading = sum(bool(squeeze(cell.text)) for cell in row) == 1 < len(row)
        if at == 0 or is_heading or any(cell.column_span > 1 or TOTAL.match(squeeze(cell.text)) for cell in row):
            open_cells = {}
            continue
        is_new = False
        for place, cell in sorted(enumerate(row), key=lambda each: each[1].column):
            if cell.column not in names:
                continue
            if squeeze(cell.text):
                is_new = True
                open_cells = {column: held for column, held in open_cells.items() if column < cell.column}
                open_cells[cell.column] = at, place
            elif not is_new and cell.column in open_cells:
                above, held = open_cells[cell.column]
                rows[above][held] = replace(rows[above][held], row_span=at - above + 1)
                row[place] = replace(cell, row=-1)
    return Grid(tuple(tuple(cell for cell in row if cell.row >= 0) for row in rows), grid.source)


def _parts(text: str, delimiter: str, *, is_framed: bool) -> list[str]:
    if delimiter in _BARS and not is_framed:
        text = text.strip().removesuffix(delimiter)
        return [re.sub(r"<br\s*/?>", "\n", part).strip() for part in text.split(delimiter)]
    return [re.sub(r"<br\s*/?>", "\n", part) for part in cells_of(text, delimiter)]


def is_delimited(body: Sequence[Paragraph], delimiter: str, *, width: int) -> bool:
    """Tell whether lines are rows of a table with this delimiter."""
    filled = [line.text for line in body if not is_blank(line.text)]
    if delimiter == "\t":
        return sum(delimiter in text.strip() for text in filled) >= max(min(2, len(filled)), 1, len(filled) * _SELDOM)
    if delimiter in (" ", "\u3000"):
        # A space that typesetting left beside a number parts no cells: 每人次扣 0.5 分.
        bare = [_BESIDE_NUMBER.sub("", text.strip()) for text in filled]
        fits = sum(len(cells_of(text, delimiter)) >= max(2, width // 3) for text in bare)
    else:
        fits = sum(delimiter in text.strip() for text in filled)
    return bool(filled) and fits >= len(filled) * _MOSTLY


def words_of(text: str) -> list[str]:
    """Give what may be cells of a line that are parted by spaces.

    >>> words_of("平安建设 8 发生命案的每起扣 2 分。 县委政法委")
    ['平安建设', '8', '发生命案的每起扣 2 分。', '县委政法委']
    """
    text = _SPACED_NAME.sub(_joined_name, text.strip())
    return [
        word for part in re.split(r"\s{2,}", text) for cell in _APART_CELLS.split(part) for word in _behind_person(cell)
    ]


def _joined_name(match: re.Match[str]) -> str:
    """Close up the name of a person that is written with a gap: 赵  甲."""
    name = match["one"] + match["two"]
    return name if person_likeness(name) == 1 else match[0]


def _behind_person(cell: str) -> list[str]:
    """Part a person from a number behind it, that of a report: 赵甲 4个站点已建成."""
    before, _, behind = cell.partition(" ")
    is_apart = behind[:1].isdigit() and before == before.strip() and person_likeness(before) == 1
    return [before, behind.lstrip()] if is_apart else [cell]


def cells_in_lines(lines: Sequence[Paragraph], *, is_spaced: bool, width: int = 0) -> list[Piece] | None:
    """Give the words of lines of which some hold several short cells, as a printed page's rows do; None if they are whole.

    A long cell is cut into lines, and what stands beside it in one line is parted by single spaces (张三 区住建局 3月底).
    ``is_spaced``: so are the heads, of which ``width`` are those of cells that are hardly empty: a line of as many words is a row.
    """
    parted = [joined_names(words_of(line.text)) for line in lines]
    for words, line, following in zip(parted, lines[1:], parted[1:], strict=False):
        if len(words) > 1 and _FIGURE.fullmatch(words[-1]) and _COUNTER.match(line.text.strip()):
            words[-2:] = [" ".join(words[-2:])]  # 每低 1, 个百分点扣0.5分: the line was cut behind a number
        if len(following) > 1 and _DECIMAL.search(words[-1]) and following[0][:1].isdigit():
            words[-1] += following.pop(0)  # 每次扣0., 5分 10: it was cut within one
    told = sum(
        len(words) > 1 and any(map(_is_cell, words)) and not all(map(is_unit, words)) for words in parted
    )  # 县财政局 县审计局: a list in one cell
    has_row = is_spaced and any(len(words) >= width > _FEWEST_SPACED for words in parted)
    if not has_row and told < (_FEWEST_SPACED if is_spaced else max(_FEWEST_TOLD, len(lines) * _TOLD)):
        return None
    return [
        Piece(word, line, "word" if at else "line")
        for line, words in zip(lines, parted, strict=True)
        for at, word in enumerate(words)
    ]


def _is_cell(word: str) -> bool:
    """Tell whether a word is a cell by itself: points, units, a name with its points."""
    bare = squeeze(word)
    return bool(points_cell(bare)) or is_unit(bare) or (len(bare) <= _LONGEST_NAME and bool(points_in_name(bare)[1]))


def whole_grid(rows: Sequence[Sequence[Piece]]) -> Grid | None:
    """Make a table of rows that nearly all have the same number of cells; a row of one cell is as wide as the table."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    if not counts:
        return None
    width, times = counts.most_common(1)[0]
    if times < sum(counts.values()) * _NEARLY_ALL or width < max(counts):
        return None
    alone = [squeeze(row[0].text) for row in rows[1:] if len(row) == 1]
    if any(_SENTENCE.search(text) and not _REMARK.match(text) for text in alone) and not _REMARK.match(alone[-1]):
        return None  # no headings over the whole width: what is left of rows below merged cells
    table: list[tuple[Cell, ...]] = []
    for at, row in enumerate(rows):
        filled = [piece for piece in row if squeeze(piece.text)]
        is_repeated = len(row) > 2 and len({piece.text for piece in row}) == 1  # noqa: PLR2004
        is_first = len(filled) == 1 and filled[0] is row[0]
        if is_repeated or (is_first and (len(row) < width or heading_weight(row[0].text) > 0)):
            table.append((Cell(row[0].text, at, 0, 1, width, row[0].paragraph.source),))
            continue
        table.append(
            tuple(Cell(piece.text, at, column, source=piece.paragraph.source) for column, piece in enumerate(row))
        )
    return Grid(tuple(table), rows[0][0].paragraph.source)


def folded_bars(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Give lines with rows of one line each where cells stood on lines of their own, led by bars.

    A bar alone ends a row, unless another bar follows it on the next line: then a cell is empty.
    """
    led = [index for index, line in enumerate(lines) if line.text.lstrip().startswith("|")]
    alone = sum(squeeze(lines[index].text) == "|" for index in led)
    inside = sum("|" in line.text.strip()[1:] for line in lines)
    if len(led) < _FEWEST_BARS or not alone or inside > len(led) // 4:
        return list(lines)
    folded: list[Paragraph] = []
    waiting: list[Paragraph] = []
    row: list[str] = []
    source = lines[0].source if lines else Source()
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text.startswith("|"):
            if row and text:
                row[-1] += text
            elif not row:
                waiting.append(line)
            continue
        if not row:
            before, first = _cut_title(waiting)
            folded.extend(before)
            row, source = ["".join(squeeze(part.text) for part in first)], (first or [line])[0].source
            waiting = []
        following = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
        if text == "|" and not following.startswith("|"):
            folded.append(Paragraph(" | ".join(row) + " |", source=source))
            row = []
        else:
            row.append(text[1:].strip())
    if row:
        folded.append(Paragraph(" | ".join(row) + " |", source=source))
    return [*folded, *waiting]


def _cut_title(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part the lines before a first bar: titles, headings and remarks, and those of the first cell."""
    cut = 0
    for index, line in enumerate(lines[:-1]):
        is_above = len(squeeze(line.text)) >= _TITLE_LENGTH and len(squeeze(lines[index + 1].text)) <= _LABEL_LENGTH
        if is_blank(line.text) or is_above or _APART.search(squeeze(line.text)):
            cut = index + 1
    return list(lines[:cut]), [line for line in lines[cut:] if not is_blank(line.text)]
