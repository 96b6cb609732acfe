"""Tables without a head – a part of a notice was copied: what the columns hold is told by what recurs in every row.

Rows of tasks begin with numbers that count up, wherever they start; the kinds of cells that follow are the same in most
rows. Rows of score sheets have their points each; what stands before and behind them is tried in the orders that are usual.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.lines.delimited import words_of
from kaoji.reading.flat.lines.letters import joined_names
from kaoji.reading.flat.looks import FULL_STOP, SCORED, heading_weight, looks
from kaoji.reading.phrases.actors import REMAINDER, split_units
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import USUAL_HEADS, Family, Kind

_CHAPTER: Final = late_pattern(
    r"[一二三四五六七八九十]{1,2}、[^（(\d，,。；;]{0,8}(?:方式|方法|程序|步骤|结果|运用|等次|奖惩|组织|领导|要求|原则|对象|范围|附则)"
)
_FEWEST_ROWS, _MOST_WORDS, _LONGEST_ROW = 3, 12, 40
_SURE_PERSON, _UNIT, _LONGEST_NAME, _LONGEST_DATE = 1.0, 0.6, 20, 12
_USUAL, _HALF, _MOSTLY, _SELDOM, _MOST_LEVELS = 0.34, 0.5, 0.7, 0.2, 4
_TITLE: Final = late_pattern(
    r"(?:表|标准|细则|办法|方案|清单|台账|体系|情况)(?:[（(][^（()）]{1,20}[）)])?$|^附[件表]|[:：]$"
)
_TASK: Final = late_pattern(
    r"T(?P<early>D?)(?P<leader>P?)(?P<coordinator>P?)(?P<lead>U?)(?P<person>P?)(?P<related>U?)(?P<deadline>D?)(?P<status>T?)"
)
_TASK_KINDS: Final[tuple[Kind, ...]] = ("leader", "coordinator", "lead", "person", "related", "deadline", "status")
_Words = list[tuple[int, str]]


def headless(lines: Sequence[Paragraph], family: Family) -> tuple[int, tuple[Layout, ...], str] | None:
    """Give where the rows of a table without a head begin, what its columns may hold, and what parts its cells.

    A tab leads each cell, a space parts them, or they are lines. None is given where no such rows are found.
    """
    if family == "score" and (tabbed := _tabbed(lines)) is not None:
        return tabbed
    words = list(_words(lines))
    is_spaced = any(one[0] == other[0] for one, other in pairwise(words))
    found = _tasks(words) if family == "task" else _sheet(words)
    if found is None:
        return None
    start, orders = found
    layouts = tuple(Layout(tuple(USUAL_HEADS[kind] for kind in kinds), tuple(kinds)) for kinds in orders)
    return start, layouts, " " if is_spaced else ""


def _tabbed(lines: Sequence[Paragraph]) -> tuple[int, tuple[Layout, ...], str] | None:
    """Tell the columns of rows whose cells are lines led by tabs, from the right: what most cells look like."""
    start = next((at for at, line in enumerate(lines) if line.text.startswith("\t")), len(lines))
    rows: list[list[str]] = [[]]
    for line in lines[start:]:
        if line.text.startswith("\t"):
            rows[-1].append(squeeze(line.text))
        elif is_blank(line.text) and rows[-1]:
            rows.append([])
    whole = [row for row in rows if len(row) > _FEWEST_ROWS]
    if len(whole) < _FEWEST_ROWS:
        return None
    width = max(map(len, whole))
    kinds: list[Kind] = []
    for column in range(1, width):
        kind = _kind_of([row[-column] for row in whole if len(row) >= column and row[-column]])
        if kind == "name":
            break
        kinds.insert(0, kind)
    if not {"points", "text"} <= set(kinds):
        return None
    firsts = [row[0] for row in whole if len(row) == width and row[0]]
    numbers: list[Kind] = ["number"] if firsts and all(re.fullmatch(r"\d{1,3}", first) for first in firsts) else []
    names: list[Kind] = ["name"] * max(1, width - len(kinds) - len(numbers))
    order = (*numbers, *names, *kinds)
    return start, (Layout(tuple(USUAL_HEADS[kind] for kind in order), order),), "\t"


def _kind_of(cells: Sequence[str]) -> Kind:
    """Give what most cells of a column are."""
    if sum(bool(points_cell(cell)) for cell in cells) > len(cells) * _MOSTLY:
        return "points"
    if sum(looks(cell, "provider") >= _UNIT for cell in cells) > len(cells) * _MOSTLY:
        return "provider"
    long = sum(SCORED.search(cell) is not None or FULL_STOP.search(cell) is not None for cell in cells)
    return "text" if cells and long > len(cells) / 2 else "name"


def _words(lines: Sequence[Paragraph]) -> Iterator[tuple[int, str]]:
    """Give the words that may be cells, each with its line."""
    for index, line in enumerate(lines):
        if not is_blank(line.text):
            yield from ((index, squeeze(word)) for word in joined_names(words_of(line.text)))


def _tasks(words: _Words) -> tuple[int, list[list[Kind]]] | None:
    """Tell the columns of tasks by the kinds of cells that most rows have."""
    starts = _counted(words)
    if len(starts) <= _FEWEST_ROWS:
        return None
    rows = [[word for _, word in words[one + 1 : other]] for one, other in pairwise(starts)]
    signs = Counter(_signature(row) for row in rows)
    usual, times = signs.most_common(1)[0]
    match = _TASK.fullmatch(usual)
    if match is None or times < len(rows) * _USUAL or not match["lead"]:
        return None
    kinds: list[Kind] = ["number", "task"]
    kinds += ["deadline"] if match["early"] else []
    kinds += [kind for kind in _TASK_KINDS if match[kind]]
    if not match["related"] and _have_two_columns(rows):
        kinds.insert(kinds.index("lead") + 1, "related")
    return words[starts[0]][0], [kinds]


def _counted(words: _Words) -> list[int]:
    """Give the words that are numbers and count up by one, the longest such run."""
    best: list[int] = []
    run: list[int] = []
    for at, (_, word) in enumerate(words):
        if not re.fullmatch(r"\d{1,3}", word):
            continue
        if run and int(word) == int(words[run[-1]][1]) + 1 and 1 < at - run[-1] <= _LONGEST_ROW:
            run.append(at)
        elif not run or at - run[-1] > _LONGEST_ROW or len(run) == 1:
            run = [at]
        if len(run) > len(best):
            best = list(run)
    return best


def _signature(row: Sequence[str]) -> str:
    """Give the kinds of the cells of a row, further lines of one cell left out."""
    signs = "T" if row else ""
    for word in row[1:]:
        sign = _sign(word)
        if heading_weight(word) > 0 and signs:
            break  # the heading of the rows that follow
        if not signs.endswith(sign) or sign == "P":
            signs += sign
    return signs


def _sign(word: str) -> str:
    if looks(word, "deadline") > 0 and len(word) <= _LONGEST_DATE and not re.search("[，,。；;%]", word):
        return "D"
    if looks(word, "leader") >= _SURE_PERSON:
        return "P"
    return "U" if looks(word, "lead") >= _UNIT or REMAINDER.fullmatch(word) else "T"


def _have_two_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether one unit leads in a cell of its own, with others beside it: nearly all rows have more than one cell."""
    cells = [[word for word in row if _sign(word) == "U"] for row in rows]
    alone = sum(len(own) > 1 and len(split_units(own[0])) == 1 and own[0][-1] not in "、，,；;" for own in cells)
    return alone >= len(cells) * _MOSTLY and sum(len(own) == 1 for own in cells) <= len(cells) * _SELDOM


def _sheet(words: _Words) -> tuple[int, list[list[Kind]]] | None:
    """Give the usual orders of a score sheet's columns where rows have points each."""
    texts = [word for _, word in words]
    signed = [at for at, word in enumerate(texts) if re.fullmatch(r"\d{1,3}(?:\.\d)?分", word)]
    points = signed if len(signed) > _FEWEST_ROWS else _bare_points(words)
    named = [at for at, word in enumerate(texts) if _is_named(word)]
    are_in_names = len(points) <= _FEWEST_ROWS < len(named)
    points = named if are_in_names else points
    if len(points) <= _FEWEST_ROWS or not _recur(points, len(words)):
        return None
    numbers = len(_counted(words))
    told = {*named, *signed}
    scored = sum(SCORED.search(word) is not None for at, word in enumerate(texts) if at not in told)
    if scored < len(points) * (_HALF if are_in_names else _MOSTLY) and (
        points is not signed or numbers < len(points) * _MOSTLY
    ):
        return None
    units = sum(looks(word, "provider") >= _UNIT and len(word) <= _LONGEST_NAME for word in texts)
    has_units, is_numbered = units >= len(points) * _MOSTLY, numbers > 1 and (points is signed or are_in_names)
    end: list[Kind] = ["provider"] if has_units else []
    if are_in_names:  # without those who assess, or among chapters of a notice, these may as well be headings
        if sum(_CHAPTER.match(word) is not None for word in texts) > 1:
            return None
        return (
            (words[_first(words, points[0])][0], [["name", "text", *end], ["name", "detail", "text", *end]])
            if end
            else None
        )
    names: list[Kind] = ["name"] * _levels(texts)
    orders: list[list[Kind]] = [
        [*names, "text", "points", *end],
        [*names, "points", "text", *end],
        [*names, "detail", "points", "text", *end],
        [*names, "points", "detail", "text", *end],
        [*names, "detail", "text", "points", *end],
    ]
    if is_numbered:
        orders = [["number", *order] for order in orders]
    return words[_first(words, points[0])][0], orders


def _is_named(word: str) -> bool:
    """Tell whether a word is a name with its points."""
    is_short = len(word) <= _LONGEST_NAME and not re.search("[。；;，,]", word)
    return is_short and bool(points_in_name(word)[1]) and not points_cell(word)


def _levels(texts: Sequence[str]) -> int:
    """Give how many names stand one behind the other where groups begin; one column holds those with points of their own."""
    if sum(bool(points_in_name(word)[1]) and not points_cell(word) for word in texts) > 1:
        return 1
    runs = [len(list(run)) for is_name, run in groupby(texts, _is_name) if is_name]
    most = max(runs, default=1)
    return most if most <= _MOST_LEVELS and runs.count(most) > 1 else 1


def _is_name(word: str) -> bool:
    is_short = len(word) <= _LONGEST_NAME and not re.search("[。；;，,]", word)
    return is_short and not points_cell(word) and looks(word, "provider") < _UNIT and not SCORED.search(word)


def _bare_points(words: _Words) -> list[int]:
    """Give the bare numbers that are no numbers of rows."""
    counted = set(_counted(words))
    return [at for at, (_, word) in enumerate(words) if at not in counted and points_cell(word) and word.isdigit()]


def _recur(points: Sequence[int], count: int) -> bool:
    """Tell whether points come again and again, a few cells apart."""
    return points[0] <= _MOST_WORDS * 2 and count <= (len(points) + 2) * _MOST_WORDS


def _first(words: _Words, at: int) -> int:
    """Give the first cell of the first row: names, and one or two texts behind them, stand before its points."""
    start = at
    has_name = False
    for index in range(at - 1, -1, -1):
        word = words[index][1]
        is_name = len(word) <= _LONGEST_NAME and not FULL_STOP.search(word)
        if _TITLE.search(word) and not points_in_name(word)[1]:
            break
        if not is_name and has_name:
            break
        has_name = has_name or is_name
        start = index
    return start
