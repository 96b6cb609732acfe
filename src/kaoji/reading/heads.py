"""The head of a table, found by what its words mean: which column holds names, texts, points, providers, persons.

Two vocabularies: one of score sheets (考核计分表), one of task tables (目标任务分解表). A head may stand anywhere in the
first rows, run over several rows, and name its columns in any order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kaoji.numbers import fold
from kaoji.reading.document import Cell, Grid
from kaoji.reading.wording import points_in_name, squeeze

Family = Literal["score", "task"]
Kind = Literal[
    "number", "name", "unit", "content", "text", "points", "bonus", "provider", "blank", "note",
    "task", "leader", "coordinator", "lead", "person", "related", "deadline", "status", "target",
    "detail", "measure", "ratio",
]  # fmt: skip
_BRACKETS: Final = re.compile(r"[（(【︵][^（）()【】︵︶]*(?:[）)】︶]|$)")
_MAX_HEAD = 26
_PEOPLE = "单位|部门|科室|主体|机构"

# The first pattern that matches decides; brackets in a head are left out before.
_SCORE: Final[tuple[tuple[Kind, str], ...]] = (
    ("number", r"^(?:序号?|编号|序列|项次|行次|号|顺序|No\.?)$"),
    ("note", r"^(?:备注|说明|注)$"),
    ("blank", r"^(?:自评|自查|自测|考核|考评|评估|初评|复核|核定|实际|实得|评定|评价|最终|年终|单项|民主|领导)*(?:得分|扣分|评分|打分|加分|减分|加减分|分数)?(?:情况|结果|理由|原因|依据)?$"),
    ("points", r"(?:^|标准|基本|基础|评估|考核|考评|指标|计分|总|满|项目|目标|单项)(?:分值|分数|分)(?:权重|值)?$|^(?:权重|权数|分值权重|配分|赋分|赋分值|满分|权重分值?|权重系数|比重)(?:比例|值)?$|分值$|权重$"),
    ("provider", (rf"(?:数据|信息|资料|材料|依据|情况|证明)(?:提供|采集|来源|报送|认定|归口|审核)?(?:责任)?(?:{_PEOPLE})|数据来源|(?:^|计分|评分|打分)依据提供|"
                 rf"^(?:负责|主要|具体|牵头|归口)?(?:考核|考评|评估|评价|评分|打分|计分|责任|主管|牵头|负责|实施|承办|督查|监测|统计|测评|审核|认定|提供|归口|组织)+(?:责任|实施|管理|打分)?(?:{_PEOPLE})$|^牵头(?:考核)?(?:{_PEOPLE})$")),
    ("unit", rf"^(?:被?(?:考核|考评|评估|评价)(?:对象|{_PEOPLE})|{_PEOPLE}|(?:单位|部门|科室)名称|责任科室)$"),
    ("text", r"(?:评分|计分|扣分|加分|减分|加减分|打分|赋分|记分|给分|评定|奖惩|考核|评估|考评|评价|测评|检查|计算|评议)(?:的)?(?:标准|办法|方法|细则|规则|方式|说明|公式)|计分|^(?:标准|办法|方法|细则)$|(?:内容|要求|目标)(?:和|与|及|、)?(?:评分|计分|考核|考评|评估|打分)?(?:标准|方法|办法)"),
    ("content", r"(?:考核|考评|评估|评价|评分|工作|检查|测评|任务|主要|具体|目标|建设|项目|指标)*(?:内容|任务|要求|要点|目标|标准|说明|解释|措施|举措)$|目标值|任务目标|^(?:内容|任务|目标|要求)"),
    ("name", r"(?:[一二三四1-4]级)?指标(?:名称|体系|类别|分类|项目|项)?$|项目(?:名称|类别|分类)?$|(?:类别|分类|类型|大类|小类|大项|小项|子项|分项|要素|维度|模块|板块|名称|考核事项|事项|领域|方面|考核点|测评点|观测点|考点)$|^(?:考核|考评|评估|评价)(?:类|项|指标)"),
)  # fmt: skip
_TASK: Final[tuple[tuple[Kind, str], ...]] = (
    ("number", r"^(?:序号?|编号|任务序号|任务编号|项次|行次|号|No\.?)$"),
    ("note", r"^(?:备注|说明|注|存在(?:的)?(?:困难|问题).*|下一?步.*|未完成原因.*|类别|分类|任务类别|任务来源|来源|类型|板块|领域)$"),
    ("coordinator", r"协管|协助(?:责任人|领导)|协调领导|联系领导"),
    ("leader", r"(?:责任|分管|牵头|包保|包抓|主管|挂点|挂联|督办|包联|负责|市级|县级|区级|市委|市政府|县政府|区政府)*领导$|(?:责任|分管|牵头)(?:副?(?:市|县|区)长|常委)"),
    ("related", rf"(?:相关|有关|配合|协办|协同|参与|协作|参加|协助|其他|联办)(?:责任|实施|落实)?(?:{_PEOPLE})(?:[及和]?责任人)?$|^(?:配合|协办|协同)(?:{_PEOPLE})?$"),
    ("lead", rf"(?:牵头|责任|主责|主办|承办|负责|落实|实施|主要责任|第一责任|主体|承担|主抓|办理|具体)+(?:责任)?(?:{_PEOPLE})(?:[及和]?(?:责任人|负责人))?$|^(?:责任)?(?:{_PEOPLE})$|^牵头$"),
    ("person", r"(?:责任人|负责人|联系人|牵头人|经办人|联络员|责任干部)(?:员|姓名)?$"),
    ("deadline", r"(?:完成|办结|时间|截止|时序|落实|整改|推进|计划完成)?(?:时限|期限|时间|时间节点|日期|节点|时点)(?:要求|安排)?$|^完成时|^时序进度(?:要求)?$|^(?:进度)?时间安排$|^时间进度$"),
    ("measure", r"^(?:计量|计算)单位$"),
    ("ratio", r"^(?:累计|年度)?(?:完成(?:率|比例|百分比)|占[^。]{2,8}(?:任务|目标|计划)(?:比例|比重|的?%)?)$"),
    ("target", r"^(?:年度|全年|年初|计划|\d{4}年|考核)?(?:目标值|目标数|计划数|任务数|目标任务数|计划目标)$"),
    ("status", r"(?:完成|进展|落实|推进|办理|实施|执行|进度|工作|整改)(?:进展|完成|落实|推进)?(?:情况|状况|结果|动态)|^(?:目前|当前|工作|实际|形象|完成|现)?(?:进度|进展|完成数|完成值)$|^(?:目前|当前|截至).*(?:进展|情况|进度)|完成情况|进展情况|累计完成|(?:季度|月份?|半年).*(?:情况|完成(?:数|值)?)$"),
    ("task", r"任务|工作(?:内容|事项|目标|要点|措施|举措|要求)|(?:重点|主要|具体|督查|督办|交办|决定|议定|实事|民生|考核)(?:工作|事项|项目|内容|措施|举措|实事)|^(?:内容|事项|项目|目标|工作|举措|措施)(?:名称|内容)?$|(?:项目|事项|指标)(?:名称|内容)$|目标要求|指标$|目标$"),
)  # fmt: skip
_COMPILED: Final[Mapping[Family, tuple[tuple[Kind, re.Pattern[str]], ...]]] = {
    "score": tuple((kind, re.compile(pattern)) for kind, pattern in _SCORE),
    "task": tuple((kind, re.compile(pattern)) for kind, pattern in _TASK),
}
# What a kind of column is mostly headed: how the head was understood is told in these words.
USUAL_HEADS: Final[Mapping[Kind, str]] = {
    "number": "序号", "name": "指标名称", "unit": "单位", "content": "考核内容", "detail": "考核内容", "text": "评分标准", "points": "分值",
    "bonus": "加分", "provider": "数据提供单位", "blank": "得分", "note": "备注", "task": "目标任务", "leader": "责任领导", "coordinator": "协管责任人",
    "lead": "牵头单位", "person": "责任人", "related": "相关单位", "deadline": "完成时限", "status": "完成情况", "target": "目标值",
    "measure": "计量单位", "ratio": "完成率",
}  # fmt: skip
_ROWS_LOOKED_AT = 12
_LONGEST_HEAD = 3
_LONGEST_NAME = 24
_BONUS_COLUMN: Final = re.compile(r"^(?:加分|附加分|奖励分)(?:分值|值|上限)$")


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


def kind_of(label: str, family: Family) -> Kind | None:
    """Give what a column with this head holds.

    >>> kind_of("评估内容与计分方法", "score"), kind_of("分 值", "score"), kind_of("考核部门", "score")
    ('text', 'points', 'provider')
    >>> kind_of("区政府办协管责任人", "task"), kind_of("相关单位", "task"), kind_of("完成情况", "task")
    ('coordinator', 'related', 'status')
    """
    squeezed = _BRACKETS.sub("", fold(squeeze(label)))
    if not 0 < len(squeezed) <= _MAX_HEAD or re.search(r"[。；;！？，,]|[：:].|表$|方案$|通知$|^\d{4}年.{4}", squeezed):
        return None
    return next((kind for kind, pattern in _COMPILED[family] if pattern.search(squeezed)), None)


def settled(kinds: Sequence[Kind | None], labels: Sequence[str], family: Family) -> tuple[Kind | None, ...]:
    """Decide what single heads leave open, from the row as a whole.

    A content column beside a scoring text is a lower name; alone it is the text. 责任单位 beside 牵头单位 assists it.
    """
    found = list(kinds)
    if family == "score":
        if "text" not in found and "content" in found:
            last = max(index for index, kind in enumerate(found) if kind == "content")
            found = [
                "text" if kind == "content" and labels[index] == labels[last] else kind
                for index, kind in enumerate(found)
            ]
        found = ["name" if kind == "content" else kind for kind in found]
        if "unit" in found and "name" in found and "provider" not in found:
            found = ["provider" if kind == "unit" else kind for kind in found]
        if "text" not in found and "note" in found and "points" in found and "name" in found:
            found = ["text" if kind == "note" else kind for kind in found]
        return tuple(found)
    leads = [index for index, kind in enumerate(found) if kind == "lead"]
    chief = [index for index in leads if re.search("牵头|主责|主办|承办|第一", squeeze(labels[index]))]
    if "related" not in found and chief and len(chief) < len(leads):
        found = ["related" if index in leads and index not in chief else kind for index, kind in enumerate(found)]
    if "target" in found and "measure" not in found:
        found = [
            "measure" if kind == "lead" and squeeze(labels[index]) == "单位" else kind
            for index, kind in enumerate(found)
        ]
    if "task" not in found and "target" in found:
        found[found.index("target")] = "task"
    tasks = [index for index, kind in enumerate(found) if kind == "task"]
    if len(tasks) > 1 and "status" not in found and any("目标" in squeeze(labels[index]) for index in tasks[1:]):
        return tuple(found)
    return tuple(found)


def is_head(kinds: Sequence[Kind | None], family: Family) -> bool:
    """Tell whether these kinds make a table of the family."""
    have = {kind for kind in kinds if kind}
    if family == "score":
        have = {"name" if kind == "unit" else kind for kind in have}
        return (
            bool({"text", "name"} & have)
            and len(have - {"number", "blank", "note"}) > 1
            and bool({"points", "provider"} & have or {"text", "name"} <= have)
        )
    return "task" in have and bool({"lead", "person", "leader", "related", "status", "deadline", "target"} & have)


def find_head(grid: Grid, family: Family) -> Head | None:
    """Find the head of a grid among its first rows."""
    for first in range(min(grid.height, _ROWS_LOOKED_AT)):
        cells = _distinct(grid, first)
        if len(cells) < 2 or sum(kind_of(cell.text, family) is not None for cell in cells) < 2:  # noqa: PLR2004
            continue
        end = _end_of(grid, first, family)
        labels, found = _columns(grid, first, end, family)
        kinds = settled(found, labels, family)
        named = [label for label in labels if label]
        if is_head(kinds, family) and sum(kind is not None for kind in kinds) * 2 > len(named):
            return Head(family, first, end, _with_details(grid, end, kinds, found), labels)
    return None


def _with_details(
    grid: Grid, end: int, kinds: tuple[Kind | None, ...], found: Sequence[Kind | None]
) -> tuple[Kind | None, ...]:
    """Tell a column of requirements in whole sentences from one of names: both may be headed 考核内容."""
    if "name" not in found:
        return kinds
    settled_kinds = list(kinds)
    for column, kind in enumerate(found):
        lengths = sorted(
            len(squeeze(cell.text))
            for row in grid.rows[end:]
            for cell in row
            if cell.column == column and squeeze(cell.text)
        )
        if kind == "content" and kinds[column] == "name" and lengths and lengths[len(lengths) // 2] > _LONGEST_NAME:
            settled_kinds[column] = "detail"
    return tuple(settled_kinds)


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
        and not re.search(r"\d", cell.text)
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
        readings = [*reversed(stack), "".join(stack)]
        kind = next((kind for text in readings if (kind := kind_of(text, family)) is not None), None)
        kinds.append(kind)
    return tuple(labels), kinds


def points_of_head(head: Head) -> str:
    """Give the points that a head states for the whole table (“考核内容和标准（25分）”)."""
    return next((points.value for label in head.labels if (points := points_in_name(label)[1]).value), "")
