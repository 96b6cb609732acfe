"""Task tables whose cells all run together (序号工作任务牵头单位责任单位1完成…。区发改局各街道2…) → tables.

Rows begin with numbers that count up; a task ends with a full stop; behind it stand persons, units and dates in the order
of the head. A table is read only if every row can be parted so, and in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, Source, is_blank
from kaoji.reading.flat.heads.labels import TASK_LABEL, TASK_LABELS
from kaoji.reading.flat.heads.layouts import layout_of
from kaoji.reading.flat.stuck.likely_tasks import LikelyRows
from kaoji.reading.flat.stuck.task_rows import PERSONS, SEPARATOR, UNITS, Row, row_starts
from kaoji.reading.phrases.actors import is_unit, person_likeness
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind, kind_of
from kaoji.reading.tables.heads import is_head, settled

_HEAD: Final = late_pattern(
    rf"(?:序号|编号)(?P<labels>(?:(?:{TASK_LABELS})(?:[（(][^（()）]{{1,6}}[）)])?){{2,9}})(?=\d{{1,3}}[\u4e00-\u9fff“《▲△●○■★☆]|[一二三四五六七八九十]{{1,3}}、|$)"
)
_ENDS: Final = (
    "局|街道办事处|办事处|街道|公司|集团|中心|管委会|委员会|办公室|指挥部|宣传部|组织部|统战部|武装部|政府|法院|检察院|医院|学校|银行|支行|部门|单位|专班|"
    "妇联|残联|联合会|工会|委|办|厅|科|部|站|所|园|区|镇|乡"
)
_UNIT: Final = late_pattern(
    rf"(?:(?:各|有关|相关)[\u4e00-\u9fff（(）)、]{{0,8}}?(?:{_ENDS}|乡镇)|[省市县区旗镇乡](?:残联|妇联|文联|科协|工会|政府)|[\u4e00-\u9fff]{{2,14}}?(?:{_ENDS}))(?:[（(][^（()）]{{1,12}}[）)])?"
    r"(?![）)]|管委会|委员会|办事处|分局|政府|宣传部|组织部|统战部|办公室|政法委|管理|建设局|集团|公司|[局委办厅部])"
)
_SURE_UNIT: Final = late_pattern(r"[省市县区旗镇乡][\u4e00-\u9fff]{1,8}?(?:局|委|办|厅|残联|妇联|公司|中心)")
_BEGINS: Final = late_pattern(
    r"(?:推进|完成|新建|建设|实施|开展|加快|启动|打造|提升|建立|新增|推动|加强|编制|开工|迁建|组织|深化|落实)"
)
_REPORT: Final = late_pattern(
    r"已|完成|正在|目前|累计|同比|新[增签建]|主体|截至|截止|实现|成立|组织|开展|通过|预计|\d|[一二三四]季度|开工|项目|工程|召开|制定"
)
# How offices begin, so that a name before them ends there: 张某|民政局, not 张某民|政局.
_OFFICE: Final = late_pattern(
    r"[省市县区州旗镇乡各]|民政|教育|人社|人力|住建|住房|财政|农业|水利|水务|交通|商务|文旅|文体|文化|卫健|卫生|发改|发展|工信|公安|司法|审计|统计|城管|环保|生态|"
    r"自然资源|国土|规划|市场|应急|林业|信访|税务|经信|科技|民宗|退役|医保|行政|政务|残联|妇联|组织部|宣传部|统战部|政法"
)
_DATE: Final = late_pattern(
    r"长期坚持|持续推进|贯穿全年|全年|年底前?|长期|(?=\d)(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|月底|上旬|中旬|下旬)?(?:前|之前)?"
    r"(?:投入使用|动工|开工|完工|竣工|建成|完成|启动|启用)?"
)
_SHORTEST, _LONGEST, _GAP = 2, 3, 3
_LONGEST_ROW, _MOST_FAILED = 2_000, 20  # whoever repeats heads without rows below is no notice
_FEWEST_ROWS, _MOST_LINES, _LONG, _SURE = 2, 300, 40, 1.0


def parted_tasks(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with the task tables in lines that hold whole ones, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    taken = failed = 0
    for at, block in enumerate(document.blocks):
        if at < taken:
            continue
        head = _head(block) if isinstance(block, Paragraph) and failed < _MOST_FAILED else None
        if head is None or not isinstance(block, Paragraph):
            blocks.append(block)
            continue
        following = list(takewhile(_is_filled, document.blocks[at + 1 : at + 1 + _MOST_LINES]))
        is_whole = len(head.string) - head.end() > _LONG
        lines = [head.string[head.end() :], *([] if is_whole else _texts(following))]
        grid = _table(head, lines, block.source)
        if grid is None:
            failed += 1
            blocks.append(block)
            continue
        blocks += [*([replace(block, text=head.string[: head.start()])] if head.start() else []), grid]
        taken = at + 1 + (0 if is_whole else len(following))
        findings.append(
            Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (block.source.cite(squeeze(block.text)[:40]),),
                "Compare a few rows with the original.",
                data={"lines": taken - at},
            )
        )
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _head(line: Paragraph) -> re.Match[str] | None:
    """Find labels with nothing between them in a line."""
    if "号" not in line.text:
        return None
    head = _HEAD.search(squeeze(line.text))
    return head if head is not None and head[0] in line.text else None


def _is_filled(block: Block) -> bool:
    return isinstance(block, Paragraph) and not is_blank(block.text)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    yield from (squeeze(block.text) for block in blocks if isinstance(block, Paragraph))


def _table(head: re.Match[str], lines: Sequence[str], source: Source) -> Grid | None:
    labels = [head[0][:2], *TASK_LABEL.findall(head["labels"])]
    kinds = settled([kind_of(label, "task") for label in labels], labels, "task")
    if not is_head(kinds, "task") or None in kinds or "".join(labels) != head[0]:
        return None
    lines = [line.replace(head[0], "") for line in lines]
    rows = [("", row) for row in _Rows(kinds).read("".join(lines))]
    likely = LikelyRows(layout_of(labels, "task").kinds).read([line for line in lines if line])
    has_aside = kinds[-1] == "note" and any(len(labels) - 1 in row for _, row in likely)  # 是否办结 behind a report
    rows = max(likely, rows, key=len) if has_aside else max(rows, likely, key=len)
    if len(rows) < _FEWEST_ROWS:
        return None
    cells = [tuple(Cell(label, 0, column, source=source) for column, label in enumerate(labels))]
    for heading, row in rows:
        if heading:
            cells.append((Cell(heading, len(cells), 0, 1, len(labels), source),))
        at = len(cells)
        cells.append(tuple(Cell(row.get(column, ""), at, column, source=source) for column in range(len(labels))))
    return Grid(tuple(cells), source)


class _Rows:
    """Parts what runs together into rows, and rows into cells."""

    def __init__(self, kinds: Sequence[Kind | None]) -> None:
        tasks = [column for column, kind in enumerate(kinds) if kind == "task"]
        self.kinds = kinds
        self.task = tasks[-1]
        self.tail = [column for column in range(self.task + 1, len(kinds)) if kinds[column] != "note"]
        self.is_told = bool(self.tail) and {kinds[column] for column in self.tail} <= {
            *PERSONS,
            *UNITS,
            "deadline",
            "status",
        }

    def read(self, body: str) -> list[Row]:
        """Give the rows; none where one of them cannot be parted with certainty."""
        rows: list[Row] = []
        first = re.match(r"\d{1,3}", body)
        if not self.is_told or first is None:
            return rows
        at, number = 0, int(first[0])
        while at < len(body):
            start = at + len(str(number))
            for following, end in self._ends(body, start, number):
                found = self._rows(body[start:end])
                if found:
                    rows += [
                        {0: str(number)} | {at: self._shown(at, cell) for at, cell in row.items()} for row in found
                    ]
                    at, number = end, following
                    break
            else:
                return []
        return rows

    def _shown(self, column: int, text: str) -> str:
        """Give the text of a cell; units with nothing between them are parted."""
        if self.kinds[column] not in UNITS:
            return text
        units: list[str] = []
        at = 0
        while (match := _UNIT.match(text, at)) is not None:
            separator = SEPARATOR.match(text, match.end())
            at = separator.end() if separator is not None else match.end()
            units.append(match[0])
        return "、".join(units)

    def _ends(self, body: str, start: int, number: int) -> Iterator[tuple[int, int]]:
        """Give the number of the next row and where it may begin; a number or two may be left out."""
        for following in range(number + 1, number + 1 + _GAP):
            ahead = body[start : start + _LONGEST_ROW]
            yield from ((following, start + end) for end in row_starts(ahead, following))
        if len(body) - start <= _LONGEST_ROW:
            yield number + 1, len(body)

    def _rows(self, text: str) -> list[Row]:
        """Part a row behind a full stop: what follows must be what the head says, in its order.

        A further row without a number may follow, where it begins as tasks do.
        """
        for stop in (at + 1 for at, character in enumerate(text) if character == "。"):
            tail = text[stop:]
            found = next((row for row, rest in self._cells(tail, self.tail) if not rest), None)
            if found is not None:
                return [{self.task: text[:stop]} | found]
            begun = [(row, rest) for row, rest in self._cells(tail, self.tail) if _BEGINS.match(rest)]
            further = self._rows(begun[0][1]) if len({rest for _, rest in begun}) == 1 else []
            if further:
                return [{self.task: text[:stop]} | begun[0][0], *further]
            if begun or _SURE_UNIT.match(tail) or any(True for _ in self._cells(tail, self.tail[:2])):
                return []  # another row stands inside, and nothing tells where it begins
        return []

    def _cells(self, text: str, columns: Sequence[int]) -> Iterator[tuple[Row, str]]:
        """Give the ways to read a text as cells of these columns, with what is left of it."""
        if not columns:
            yield {}, text
            return
        column, rest = columns[0], columns[1:]
        kind = self.kinds[column]
        if kind == "status":
            if text and not rest:
                yield {column: text}, ""
            return
        if kind in PERSONS:
            is_last = len(rest) == 1 and self.kinds[rest[0]] == "status"
            ends = _person_ends(text)
            if is_last:
                ends.sort(key=lambda end: (not _REPORT.match(text[end:]), end))
        elif kind == "deadline":
            ends = [match.end()] if (match := _DATE.match(text)) and match.end() else []
        else:
            ends = self._unit_ends(text, rest)
        for end in ends:
            for others, left in self._cells(text[end:], rest):
                yield {column: text[:end]} | others, left

    def _unit_ends(self, text: str, rest: Sequence[int]) -> list[int]:
        """Give where a cell of units may end: before a unit that no separator parts from it, or behind the last."""
        ends: list[int] = []
        at = 0
        while (match := _UNIT.match(text, at)) is not None:
            at = match.end()
            separator = SEPARATOR.match(text, at)
            if separator is not None:
                at = separator.end()
            else:
                ends.append(at)
        is_last_of_units = not any(self.kinds[column] in UNITS for column in rest)
        return ends[::-1] if is_last_of_units else ends[:1]


def _person_ends(text: str) -> list[int]:
    """Give where a person's name may end; first where a unit of the place follows, as they mostly do."""
    ends: list[int] = []
    for length in (_LONGEST, _SHORTEST):
        name, after = text[:length], text[length : length + 1]
        if person_likeness(name) >= _SURE and not is_unit(name):
            ends.append(length)
            if after == "、":
                ends[-1:] = [length + 1 + end for end in _person_ends(text[length + 1 :])]
    return sorted(ends, key=lambda end: (not _OFFICE.match(text[end:]), -end))
