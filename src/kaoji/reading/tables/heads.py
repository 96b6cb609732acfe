"""The head of a table, found by what its words mean: which column holds names, texts, points, providers, persons.

A head may stand anywhere in the first rows, run over several rows, and name its columns in any order. What its words
leave open is told by what stands below them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.actors import unit_share
from kaoji.reading.phrases.measures import is_unit_of_measure
from kaoji.reading.phrases.wording import points_cell, squeeze
from kaoji.reading.tables.contents import by_contents
from kaoji.reading.tables.figure_heads import are_figures, figure_kind
from kaoji.reading.tables.head_words import (
    LEVEL_HEAD,
    USUAL_HEADS,
    Family,
    Kind,
    bare_label,
    is_told_by_its_head,
    kind_of,
)
from kaoji.reading.tables.settling import is_standard, settled

__all__ = [
    "USUAL_HEADS",
    "Family",
    "Head",
    "Kind",
    "find_head",
    "has_standard",
    "is_head",
    "is_standard",
    "kind_of",
    "settled",
    "side_by_side",
]

_ROWS_LOOKED_AT = 12
_LONGEST_HEAD = 3
_FEWEST_HEADS, _LONGEST_HEAD_WORD = 4, 14
_LONGEST_NAME = 24
_LONG_TEXT = 15
_ROWS_WEIGHED = 60
_FEWEST_ROWS = 3
_LEVELS = 3
_TICK: Final = late_pattern(r"[√✓✔☑▲△●○◎★☆×✗✘/／—–-]+")
_TICKED: Final = late_pattern(r"[√✓✔☑▲●★]")
_PROPERTY: Final = late_pattern(
    r"(?:定量|定性|[正负逆反]向|约束性|预期性|导向性|共性|个性|主观|客观|核心|一般|必选|自选|基础性?|发展性?)(?:指标|类)?"
)
_ASKS: Final = late_pattern("(?:标准|要求|要点|目标|说明)$")
_SIGNED: Final = late_pattern(r"\d{1,3}(?:\.\d)?分")
_MEASURED_HEAD: Final = late_pattern(
    r"\((?:[万亿]|[万亿]?(?:美元|元|吨|亩|平方米|人|户|千瓦时)|[个家项件次人户亩吨条座处公里])\)$"
)
_SIGNED_HEAD: Final = late_pattern(r"(?:每次|每项)?[扣减加]分(?:分值|数值|值|标准|分数|额度|幅度)?")
_AMOUNT: Final = late_pattern(r"[-+−–—]?\d+(?:\.\d+)?分?(?:(?:/|每)[\u4e00-\u9fff]{1,3})?")
_RULE: Final = late_pattern(r"[\u4e00-\u9fff].*[扣减加计得]\d")
_ROW_NUMBER: Final = late_pattern(r"[（(]?\d{1,3}[）)]?[、.．]?")
_GROWTH: Final = late_pattern(r"^(?:累计|同比)*(?:增速|增幅|增长率?|增减)(?:[+±-]*%)?$|^同比$")
_MONTH: Final = late_pattern(r"(?:\d{4}年)?\d{1,2}月(?:份|底|末|中旬|上旬|下旬|\d{1,2}日)?前?")
_VERDICT: Final = late_pattern(
    r"(?:已|提前|如期|按期|基本|全面|部分|超额|正在|正常|有序|持续)*(?:未|达|超|按|滞后|欠)?(?:完成|推进|序时|落实|实施|进行)(?:年度|全年|目标|任务|进度|中)*[。]?"
)
_FIGURE: Final = late_pattern(
    r"^[≥≤＞＜><=约]?[-+]?\d+(?:[.,]\d+)*(?:[%％‰]|[\u4e00-\u9fff]{0,5})(?:以上|以下|以内|左右)?$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a table's head stands and what each of its columns holds (None: unknown).

    ``first`` and ``end`` bound its rows; ``labels`` are the heads as printed, a merged one at each of its columns.
    """

    family: Family
    first: int
    end: int
    kinds: tuple[Kind | None, ...]
    labels: tuple[str, ...]

    def columns(self, *kinds: Kind) -> list[int]:
        """Give the columns of these kinds, from left to right."""
        return [column for column, kind in enumerate(self.kinds) if kind in kinds]

    def has(self, *kinds: Kind) -> bool:
        """Tell whether there is a column of one of these kinds."""
        return any(kind in kinds for kind in self.kinds)


def is_head(kinds: Sequence[Kind | None], family: Family) -> bool:
    """Tell whether these kinds make a table of the family."""
    have = {kind for kind in kinds if kind}
    if family == "score":
        if list(kinds).count("name") >= _LEVELS and "blank" in have:
            return True  # 一级指标, 二级指标, 三级指标, 得分: points stand in the names
        have = {"name" if kind in ("unit", "content") else kind for kind in have}
        return (
            bool({"text", "name"} & have)
            and len(have - {"number", "blank", "note", "detail", "measure", "ticks"}) > 1
            and bool({"points", "provider"} & have or {"text", "name"} <= have)
        )
    return "task" in have and bool({"lead", "person", "leader", "related", "status", "deadline", "target"} & have)


def has_standard(head: Head) -> bool:
    """Tell whether a column is headed as a standard for points: 评分标准, 计分办法, 考核细则."""
    return any(is_standard(head.labels[column]) for column in head.columns("text"))


def find_head(grid: Grid, family: Family, *, by_cells: bool = False) -> Head | None:
    """Find the head of a grid among its first rows; with ``by_cells`` the cells of a task table tell what words do not."""
    for first in range(min(grid.height, _ROWS_LOOKED_AT)):
        cells = _distinct(grid, first)
        known = sum(kind_of(cell.text, family) is not None for cell in cells)
        if len(cells) < 2 or known < (0 if by_cells and _may_be_head(cells) else 2):  # noqa: PLR2004
            continue
        end = _end_of(grid, first, family)
        labels, found = _columns(grid, first, end, family)
        body = _Body(grid, end)
        labels, found = body.spread(labels, found)
        told = body.told(found, labels, family)
        if by_cells and family == "task":
            told = by_contents(told, labels, [body.texts.get(column, []) for column in range(len(labels))])
        kinds = body.of_offices(settled(told, labels, family))
        named = [label for label in labels if label]
        is_sure = known > 1 or (sum(kind is not None for kind in kinds) >= _FEWEST_HEADS and _is_whole(kinds))
        if is_sure and is_head(kinds, family) and sum(kind is not None for kind in kinds) * 2 > len(named):
            return Head(family, first, end, body.detailed(kinds, found, labels), labels)
    return None


def _is_whole(kinds: Sequence[Kind | None]) -> bool:
    """Tell whether columns say who does a task, and either by when or how far it has come."""
    return bool({"lead", "person", "leader"} & set(kinds)) and bool({"deadline", "status", "target"} & set(kinds))


def _may_be_head(cells: Sequence[Cell]) -> bool:
    """Tell whether cells are short words without figures, as heads are, though not their words are known."""
    texts = [squeeze(cell.text) for cell in cells]
    return (
        len(texts) >= _FEWEST_HEADS
        and len(set(texts)) == len(texts)
        and all(len(text) <= _LONGEST_HEAD_WORD and not re.search(r"^\d|[。；;，,]", text) for text in texts)
    )


def side_by_side(head: Head) -> list[tuple[int, int]]:
    """Give the columns of each table of several that stand side by side under one head; one pair for a single table."""
    width = len(head.labels)
    blocks = _parted_by_blanks(head)
    if len(blocks) > 1 and len({head.labels[first:end] for first, end in blocks}) == 1:
        first, end = blocks[0]
        return blocks if is_head(head.kinds[first:end], head.family) else [(0, width)]
    for period in range(2, width // 2 + 1):
        labels, kinds = head.labels[:period], head.kinds[:period]
        if width % period or len(set(labels)) < len(labels) or not is_head(kinds, head.family):
            continue
        if all(head.labels[at : at + period] == labels for at in range(period, width, period)):
            return [(at, at + period) for at in range(0, width, period)]
    return [(0, width)]


def _parted_by_blanks(head: Head) -> list[tuple[int, int]]:
    """Give the stretches of columns with heads between columns without one."""
    named = [bool(label) for label in head.labels]
    starts = [at for at, has in enumerate(named) if has and not (at and named[at - 1])]
    return [(at, next((end for end in range(at, len(named)) if not named[end]), len(named))) for at in starts]


class _Body:
    """What stands below a head, weighed column by column; the first rows are enough."""

    def __init__(self, grid: Grid, end: int) -> None:
        self.texts: dict[int, list[str]] = {}
        self.tall: set[int] = set()
        self.height = 0
        for row in grid.rows[end : end + _ROWS_WEIGHED]:
            # A row of a number and one wide cell is a heading between the rows.
            self.height += sum(bool(squeeze(cell.text)) and cell.column_span == 1 for cell in row) > 1
            for cell in row:
                if cell.column_span == 1 and (text := squeeze(cell.text)):
                    self.texts.setdefault(cell.column, []).append(text)
                    if cell.row_span > 1:
                        self.tall.add(cell.column)

    def spread(self, labels: Sequence[str], kinds: Sequence[Kind | None]) -> tuple[tuple[str, ...], list[Kind | None]]:
        """Give the head of names to columns right of it that have none and are filled: it was merged over them once."""
        named, found = list(labels), list(kinds)
        for column in range(1, len(labels)):
            is_filled = len(self.texts.get(column, ())) > 1
            if not named[column] and is_filled and found[column - 1] == "name":
                named[column], found[column] = named[column - 1], "name"
        return tuple(named), found

    def told(self, kinds: Sequence[Kind | None], labels: Sequence[str], family: Family) -> list[Kind | None]:
        """Give kinds with those added or mended that the texts of a column show."""
        found = list(kinds)
        levels = self._levels(labels) if family == "score" else []
        for column, kind in enumerate(kinds):
            if column in levels:
                found[column] = "text"  # points for each level: 好 5, 一般 3
                continue
            texts = self.texts.get(column, [])
            if not texts or not labels[column]:
                continue
            if family == "score" and _MEASURED_HEAD.search(fold(squeeze(labels[column]))) and _share(texts, _is_figure):
                found[column] = None  # 到位资金（亿元） over figures: neither names nor points
            elif family == "score" and all(map(_TICK.fullmatch, texts)) and any(map(_TICKED.match, texts)):
                found[column] = "ticks"  # what the row is for, by columns
            elif family == "score" and kind in ("name", "content", None) and all(map(_PROPERTY.fullmatch, texts)):
                found[column] = "detail"  # 定量, 定性: of what sort an indicator is
            elif family == "score" and kind is None and self._is_name_of_groups(column, kinds):
                found[column] = "name"
            elif family == "score":
                found[column] = self._score(
                    kind, texts, found, is_last=kind == "name" and "name" not in kinds[column + 1 :]
                )
                if kind == "blank" and _is_signed_head(labels[column]) and "points" not in kinds:
                    found[column] = "points" if all(map(_is_amount, texts)) else found[column]
            else:
                found[column] = self._task(kind, texts, column, kinds, labels)
        return found

    def _levels(self, labels: Sequence[str]) -> list[int]:
        """Give the columns of points that are headed by levels, where there are several of them."""
        headed = [at for at, label in enumerate(labels) if label and LEVEL_HEAD.search(bare_label(label))]
        found = [at for at in headed if self.texts.get(at) and all(map(_is_points, self.texts[at]))]
        return found if len(found) == len(headed) > 1 else []

    def _is_name_of_groups(self, column: int, kinds: Sequence[Kind | None]) -> bool:
        """Tell whether a column under an unknown word groups the rows of those right of it: short words, merged."""
        is_left = "name" in kinds[column + 1 :] and not {"name", "content", "text"} & set(kinds[:column])
        return is_left and column in self.tall and _middle(self.texts[column]) <= _LONGEST_NAME

    @staticmethod
    def _score(kind: Kind | None, texts: Sequence[str], found: Sequence[Kind | None], *, is_last: bool) -> Kind | None:
        told = kind
        if kind in ("name", "content") and len(texts) >= _FEWEST_ROWS and all(map(_ROW_NUMBER.fullmatch, texts)):
            told = "number"  # a head over names and the numbers of rows below them
        elif kind == "unit" and _share(texts, is_unit_of_measure):
            told = "measure"
        elif kind is None and "points" not in found and _share(texts, _is_points):
            told = "points"
        elif (
            kind == "blank"
            and {"text", "content"} & set(found)
            and "points" not in found
            and len(texts) >= _FEWEST_ROWS
            and all(map(_SIGNED.fullmatch, texts))
        ):
            told = "points"  # 得分 over 2分, 3分: what can be got
        elif (kind in (None, "blank") or (kind == "note" and "text" not in found)) and _are_rules(texts):
            told = "text"  # 加扣分 over 缺1次扣1分
        elif kind is None and "provider" not in found and _share(texts, _are_units):
            told = "provider"
        elif kind is None and "text" not in found and "content" not in found and _middle(texts) >= _LONG_TEXT:
            told = "text"
        elif (
            is_last
            and not {"text", "content"} & set(found)
            and found.count("name") > 1
            and _middle(texts) > _LONGEST_NAME
        ):
            told = "text"  # 考核指标 over sentences beside 考核项目
        elif kind == "content" and _share(texts, _is_figure):
            told = "detail"
        return told

    @staticmethod
    def _task(
        kind: Kind | None, texts: Sequence[str], column: int, kinds: Sequence[Kind | None], labels: Sequence[str]
    ) -> Kind | None:
        label = bare_label(labels[column])
        is_further = kind in ("task", "target", None) and "task" in kinds[:column]
        told = kind
        by_figures = figure_kind(labels[column], texts) if are_figures(texts) and kind != "number" else None
        if by_figures is not None:
            told = by_figures
        elif kind == "status" and kinds.count("status") > 1 and _share(texts, _is_verdict):
            told = "note"  # 完成成效 over 超额完成 beside 完成情况
        elif kind == "lead" and _share(texts, is_unit_of_measure):
            told = "measure"
        elif kind == "target" and _middle(texts) >= _LONG_TEXT:
            told = "task"
        elif is_further and _share(texts, _is_figure) and re.search("目标|任务|计划|指标", label):
            told = "target"
        elif (kind is None and "lead" not in kinds and _share(texts, _are_units)) or (
            label == "备注" and texts and not _names_units(kinds, labels) and _share(texts, _are_units)
        ):
            told = "lead"
        elif kind is None and {"target", "measure", "ratio"} & set(kinds) and _GROWTH.search(fold(label)):
            told = "status" if _share(texts, _is_figure) else None  # 同比增长（%） beside 累计完成
        return told

    def of_offices(self, kinds: tuple[Kind | None, ...]) -> tuple[Kind | None, ...]:
        """Make columns lead that are headed 单位 and hold offices: beside targets that was taken for the unit of measurement."""
        return tuple(
            "lead" if kind == "measure" and (texts := self.texts.get(at)) and _share(texts, _are_units) else kind
            for at, kind in enumerate(kinds)
        )

    def detailed(
        self, kinds: tuple[Kind | None, ...], found: Sequence[Kind | None], labels: Sequence[str]
    ) -> tuple[Kind | None, ...]:
        """Tell a column of requirements from one of names: both may be headed 考核内容.

        Requirements are sentences, or there is one in every row beside a name of that row alone.
        """
        contents = [column for column, kind in enumerate(found) if kind == "content" and kinds[column] == "name"]
        if "name" not in found:
            contents = contents[1:]  # the first of several is the name
        return tuple(
            "detail" if column in contents and self._asks(column, kinds, labels[column]) else kind
            for column, kind in enumerate(kinds)
        )

    def _asks(self, column: int, kinds: Sequence[Kind | None], label: str) -> bool:
        texts = self.texts.get(column, ())
        if _middle(texts) > _LONGEST_NAME or (texts and _share(texts, _is_sentence)):
            return True
        beside = [other for other in range(column) if kinds[other] == "name"]
        names = self.texts.get(beside[-1], ()) if beside else ()
        return (
            len(names) >= (_FEWEST_ROWS - 1 if _ASKS.search(bare_label(label)) else _FEWEST_ROWS)
            and beside[-1] not in self.tall
            and len(names) == len(set(names)) >= len(texts)
            and len(texts) * 10 >= len(names) * 8
            and len(names) * 10 >= self.height * 8
        )


def _names_units(kinds: Sequence[Kind | None], labels: Sequence[str]) -> bool:
    """Tell whether a head says who does it; 单位 alone may be that of measurement."""
    return any(kind == "lead" and bare_label(label) != "单位" for kind, label in zip(kinds, labels, strict=True))


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    """Tell whether seven tenths of texts are so."""
    return sum(map(holds, texts)) * 10 >= len(texts) * 7


def _middle(texts: Sequence[str]) -> int:
    lengths = sorted(map(len, texts))
    return lengths[len(lengths) // 2] if lengths else 0


def _is_sentence(text: str) -> bool:
    return text.endswith(("。", "；", ";"))


def _is_points(text: str) -> bool:
    points = points_cell(text)
    return points is not None and bool(points)


def _are_rules(texts: Sequence[str]) -> bool:
    """Tell whether cells that say something say what is given or taken; two of them at least."""
    said = [text for text in texts if _TICK.fullmatch(text) is None]
    return len(said) > 1 and _share(said, lambda text: _RULE.search(fold(text)) is not None)


def _is_signed_head(label: str) -> bool:
    """Tell whether a head says that its figures are given or taken: 扣分值."""
    return _SIGNED_HEAD.fullmatch(bare_label(label)) is not None


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(fold(text)) is not None


def _are_units(text: str) -> bool:
    return unit_share(text) > 0.5  # noqa: PLR2004 - most of a list


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.match(text))


def _is_verdict(text: str) -> bool:
    return _VERDICT.fullmatch(text) is not None


def _distinct(grid: Grid, row: int) -> list[Cell]:
    """Give the cells with text that cover a row, each once."""
    found: list[Cell] = []
    for column in range(grid.width):
        cell = grid.cell_at(row, column)
        if cell is not None and squeeze(cell.text) and (not found or cell is not found[-1]):
            found.append(cell)
    return found


def _end_of(grid: Grid, first: int, family: Family) -> int:
    """Give the row after the head: it takes in what its cells span and rows of head words below it."""
    end = first + 1
    while end < grid.height and end - first < _LONGEST_HEAD:
        cells = _distinct(grid, end)
        own = [cell for cell in cells if cell.row == end]
        reaches = any(cell.row < end for cell in cells)
        are_words = bool(own) and all(kind_of(cell.text, family) is not None or _is_subhead(grid, cell) for cell in own)
        if not are_words or (not reaches and len(own) < 2) or any(squeeze(cell.text).isdigit() for cell in own):  # noqa: PLR2004
            break
        end += 1
    return end


def _is_subhead(grid: Grid, cell: Cell) -> bool:
    """Tell whether a short cell stands below a head cell that spans more columns than it."""
    above = grid.cell_at(cell.row - 1, cell.column)
    return (
        above is not None
        and above.column_span > cell.column_span
        and len(squeeze(cell.text)) <= 8  # noqa: PLR2004
        and (not re.search(r"\d", cell.text) or _MONTH.fullmatch(squeeze(cell.text)) is not None)
    ) or (
        # A（90—100分） below 评价标准
        above is not None
        and above.column_span > cell.column_span
        and LEVEL_HEAD.fullmatch(bare_label(cell.text)) is not None
    )


def _columns(grid: Grid, first: int, end: int, family: Family) -> tuple[tuple[str, ...], list[Kind | None]]:
    labels: list[str] = []
    kinds: list[Kind | None] = []
    for column in range(grid.width):
        stack: list[str] = []
        for row in range(first, end):
            cell = grid.cell_at(row, column)
            if cell is not None and squeeze(cell.text) and squeeze(cell.text) not in stack:
                stack.append(squeeze(cell.text))
        labels.append("".join(stack))
        # 增速（%） below 年度目标 is a target, by itself it is what came of it
        own = [text for text in reversed(stack) if len(stack) == 1 or not is_told_by_its_head(text)]
        readings = [*own, "".join(stack)]
        kind = next((kind for text in readings if (kind := kind_of(text, family)) is not None), None)
        kinds.append(kind)
    return tuple(labels), kinds
