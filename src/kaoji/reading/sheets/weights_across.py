"""Tables that lay the parts of a total side by side: their weights or points stand in one row, or in a row for each group.

    考核对象 | 经济发展 | 党的建设 | 社会治理          考核项目 | 定量考核（70分）   | 定性考核（30分）
    乡镇     | 40%      | 30%      | 30%                       | 党建  | 业务工作   | 领导评价 | 互评
    县直部门 | 20%      | 50%      | 30%               分值    | 15    | 55         | 20       | 10

Each such row is given as the sentence that says the same (乡镇考核得分=经济发展×40%+…), which running text is read by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Cell, Grid, Paragraph
from kaoji.reading.phrases.wording import one_line, points_in_name, short_name, squeeze

_NUMBER: Final = late_pattern(r"(?P<value>\d{1,4}(?:\.\d{1,2})?)(?:分|[%％])?")
_ABSENT: Final = late_pattern(r"[-—–－/／无]*|不考核|不适用")
_ROW_LABEL: Final = late_pattern(r"(?:标准|基本|基础)?(?:分值|满分|分数|权重|比重|分)(?:[（(](?:分|[%％])[）)])?")
_TOTAL: Final = late_pattern(r"(?:考核)?(?:总分|合计|总计|小计|满分)(?:值)?(?:[（(]\d*分[）)])?")
_RATED: Final = late_pattern("(?:评分|打分|测评|评议|评价|投票|民测)表|打分标准")
_OTHER_COLUMNS: Final = late_pattern(
    r"优秀?|良好?|合格|一般|[较]?[好差]|不合格|称职|不?满意|[一二三四]等奖?|第.名|[A-E]级?|序号|名次|\d+|.{0,4}[年月季]度?|备注|得分|人数|数量|金额"
)
_NO_NAME: Final = late_pattern(r"[、,;()/和及%\d]")
_WHOLE: Final = (Decimal(100), Decimal(1000))
_HUNDRED: Final = Decimal(100)
_LEAST, _LONGEST = 2, 20


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of weights: its own name and that of the part which it stands under, with its stated points."""

    at: int
    name: str
    above: str = ""
    points: str = ""


def weights_across(grid: Grid, title: str) -> list[Paragraph] | None:
    """Give the sentences that say the same as a table of weights, and its other rows as lines; None for another table."""
    if _RATED.search(squeeze(title)):
        return None
    rows = [row for row in range(grid.height) if _is_of_numbers(grid, row)]
    if not rows or rows[0] == 0 or rows != list(range(rows[0], rows[0] + len(rows))):
        return None
    columns = _columns(grid, rows)
    if columns is None or (len(rows) > 1 and rows[-1] + 1 < grid.height and _is_filled(grid, rows[-1] + 1)):
        return None
    said = _of_one(grid, rows[0], columns) if len(rows) == 1 else _of_groups(grid, rows, columns)
    if said is None:
        return None
    lines = [Paragraph(text, source=grid.rows[row][0].source) for row, text in said]
    others = [row for row in range(rows[-1] + 1, grid.height) if any(squeeze(cell.text) for cell in grid.rows[row])]
    if any(_looks_open(grid, row) for row in others):
        return None  # rows to be filled in: a sheet to mark on
    return lines + [
        Paragraph("，".join(one_line(cell.text) for cell in grid.rows[row] if squeeze(cell.text)), source=grid.rows[row][0].source)
        for row in others
    ]  # fmt: skip


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cell_at(row, column)
    return squeeze(fold(cell.text)) if cell is not None else ""


def _value(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    return decimal(match["value"]) if match else None


def _is_of_numbers(grid: Grid, row: int) -> bool:
    """Tell whether a row holds numbers and nothing else behind its first cell."""
    texts = [_text(grid, row, column) for column in range(1, grid.width)]
    numbers = [text for text in texts if _value(text) is not None]
    first = _text(grid, row, 0)
    return len(numbers) >= _LEAST and all(text in numbers or _ABSENT.fullmatch(text) for text in texts) and bool(first)


def _is_filled(grid: Grid, row: int) -> bool:
    return any(_value(_text(grid, row, column)) is not None for column in range(1, grid.width))


def _looks_open(grid: Grid, row: int) -> bool:
    """Tell whether only the first cell of a row has text: a place to be filled in."""
    own = [cell for cell in grid.rows[row] if cell.column > 0]
    return bool(own) and not any(squeeze(cell.text) for cell in own)


def _columns(grid: Grid, rows: Sequence[int]) -> list[_Column] | None:
    """Read the heads of the columns; None where one is no part of a total."""
    found: list[_Column] = []
    starts = 0 if _value(_text(grid, rows[0], 0)) is not None else 1
    for column in range(starts, grid.width):
        heads: list[Cell] = []
        for row in range(rows[0]):
            cell = grid.cell_at(row, column)
            if cell is not None and squeeze(cell.text) and (not heads or cell is not heads[-1]):
                heads.append(cell)
        if not heads:
            return None
        name, stated = points_in_name(short_name(squeeze(heads[-1].text)))
        above, points = points_in_name(short_name(squeeze(heads[-2].text))) if len(heads) > 1 else ("", None)
        if _TOTAL.fullmatch(name):
            found.append(_Column(column, ""))
            continue
        if (
            _OTHER_COLUMNS.fullmatch(name)
            or _NO_NAME.search(name)
            or not 1 < len(name) <= _LONGEST
            or stated.is_percent
        ):
            return None
        # A head over all columns names the table and no part.
        is_part = above and heads[-2].column_span < grid.width - 1
        found.append(_Column(column, name, above if is_part else "", points.value if is_part and points else ""))
    names = [column.name for column in found if column.name]
    return found if len(names) >= _LEAST and len(set(names)) == len(names) else None


def _weights(grid: Grid, row: int, columns: Sequence[_Column]) -> list[tuple[_Column, Decimal]] | None:
    """Give the weights of a row, those of its totals left out; None where a total is not that of the others."""
    values = [(column, _value(_text(grid, row, column.at))) for column in columns]
    parts = [(column, value) for column, value in values if column.name and value]
    whole = sum((value for _, value in parts), Decimal(0))
    totals = [value for column, value in values if not column.name and value is not None]
    return parts if len(parts) >= _LEAST and all(total == whole for total in totals) else None


def _of_one(grid: Grid, row: int, columns: Sequence[_Column]) -> list[tuple[int, str]] | None:
    first = _text(grid, row, 0)
    parts = _weights(grid, row, columns)
    if parts is None or not (_ROW_LABEL.fullmatch(first) or _value(first) is not None):
        return None
    whole = sum((value for _, value in parts), Decimal(0))
    if whole not in _WHOLE:
        return None
    in_percent = any(_text(grid, row, column.at).endswith("%") for column, _ in parts) or "%" in first
    if in_percent:
        return [(row, "考核得分=" + _formula(parts))]
    sections: dict[str, list[tuple[_Column, Decimal]]] = {}
    for column, value in parts:
        sections.setdefault(column.above or column.name, []).append((column, value))
    for section, inside in sections.items():
        stated = next((column.points for column, _ in inside if column.above == section), "")
        if stated and decimal(stated) != sum(value for _, value in inside):
            return None
    if all(column.above for column, _ in parts) and len(sections) > 1:
        return [(row, f"{name}（{_sum(inside)}分，其中{_listed(inside)}）") for name, inside in sections.items()]
    said = [
        f"{name}{_sum(inside)}分" + (f"（其中{_listed(inside)}）" if inside[0][0].above and len(inside) > 1 else "")
        for name, inside in sections.items()
    ]
    return [(row, f"总分{plain(whole)}分，其中{'、'.join(said)}。")]


def _of_groups(grid: Grid, rows: Sequence[int], columns: Sequence[_Column]) -> list[tuple[int, str]] | None:
    said: list[tuple[int, str]] = []
    for row in rows:
        group, parts = short_name(_text(grid, row, 0)), _weights(grid, row, columns)
        if parts is None or sum(value for _, value in parts) != _HUNDRED or not 0 < len(group) <= _LONGEST:
            return None
        said.append((row, f"{group}考核得分={_formula(parts)}"))
    return said


def _formula(parts: Sequence[tuple[_Column, Decimal]]) -> str:
    whole = sum((value for _, value in parts), Decimal(0))
    return "+".join(f"{column.name}×{plain(value * _HUNDRED / whole)}%" for column, value in parts)


def _sum(parts: Sequence[tuple[_Column, Decimal]]) -> str:
    return plain(sum((value for _, value in parts), Decimal(0)))


def _listed(parts: Sequence[tuple[_Column, Decimal]]) -> str:
    return "、".join(f"{column.name}{plain(value)}分" for column, value in parts)
