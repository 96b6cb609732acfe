"""Heads of flattened tables: found in lines by their words, with every order of columns that they allow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.heads.labels import SHEET_LABEL, closed_up
from kaoji.reading.flat.heads.layouts import (
    has_names,
    label_below,
    layout_of,
    orders,
    two_rows,
    with_details,
    with_pairs,
)
from kaoji.reading.flat.heads.wrapped_heads import wrapped_labels
from kaoji.reading.flat.lines.delimited import cells_of
from kaoji.reading.flat.looks import EXTRAS
from kaoji.reading.phrases.wording import points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind, bare_label, is_told_by_its_head, kind_of
from kaoji.reading.tables.heads import is_head, settled

_DELIMITERS: Final = ("\t", "|", "｜", "  ", "\u3000", " ")
_IN_BRACKETS: Final = late_pattern(r"[（(][^（）()\t|]*[）)]")
_LONGEST_HEAD_LINES = 32
_LONGEST_LABEL, _LONGEST_UNKNOWN, _TITLE_LENGTH = 26, 12, 8
_MIN_LABELS = 3
_LONGEST_PART = 2
_MOST_UNKNOWN: Final = 3
_MONTH: Final = late_pattern(r"\d{1,2}月(?:底|末|份)?")
_SAYS: Final = late_pattern(r"[。；;，,\d]")
_PART: Final = late_pattern(r"[\u4e00-\u9fff]{1,2}")
_LONGEST_BEFORE_NUMBER, _LONGEST_WAITING = 5, 6
_RULE: Final = late_pattern(r"[\s|｜:：+=—-]*-[\s|｜:：+=—-]*")
_USUAL_NAME: Final = late_pattern(
    r"[一二三四1-4]级|(?:[一二三四1-4]级|考核|考评|评价|评估|评分|计分|检查|指标|项目|工作|主要|具体|任务|目标|基础|基本|参考)*"
    r"(?:指标|项目|名称|类别|类型|分类|类目|条目|内容|事项|要点|要求|领域|维度|要素|模块|板块|方面|重点|[大中小]类|[大中小子分单]项|考核点|测评点|观测点|考点)"
)
_LEVEL: Final = late_pattern("[一二三四]级")
_SAID: Final = late_pattern(r"[^（(]{2,8}[:：].")  # 单位：万元, 填表时间：6月30日: said of the table, no column of it
_FEWEST_BELOW = 2
# 一票否决事项, 综合指标（9个）: what rows are about, not a column
_FIRST_ROW: Final = late_pattern(r"否决|[（(]共?\d{1,3}[个项条类](?:[^（()）]{0,8})[）)]$|[（(]\d{1,4}$")


@dataclass(frozen=True, slots=True)
class FlatHead:
    """A head in lines: from ``first`` to before ``end``; ``layouts`` are the orders that its labels may stand for.

    ``delimiter`` parts its cells (empty: they are lines); ``is_tabbed``: each is led by a tab; ``is_lacking``: there is none.
    """

    first: int
    end: int
    layouts: tuple[Layout, ...]
    delimiter: str = ""
    is_tabbed: bool = False
    is_lacking: bool = False
    shorter: FlatHead | None = None
    """The head without its last label, if that may name the first rows."""

    @property
    def layout(self) -> Layout:
        """The labels in the order in which they stand."""
        return self.layouts[0]


# Points that typesetting set apart are none of the labels: 最高不超过 5 分
_SET_APART: Final = late_pattern(r"\s\d+(?:\.\d+)?\s+分(?:\s|$)")


def find_heads(lines: Sequence[Paragraph], family: Family) -> list[FlatHead]:
    """Find all heads, each once where it begins."""
    found: list[FlatHead] = []
    at = 0
    while at < len(lines):
        head = None
        # （截至9月30日） between title and head says when, and is no label
        if not is_blank(lines[at].text) and not _IN_BRACKETS.fullmatch(lines[at].text.strip()):
            head = _delimited_head(lines, at, family)
            if head is None or head.delimiter == " ":
                head = _further(head, _line_head(lines, at, family))
            head = _put_together(head, lines, at, family)
            head = _again(head, lines, found, family)
        if head is None:
            at += 1
            continue
        found.append(head)
        at = head.end
    return found


def _further(head: FlatHead | None, by_lines: FlatHead | None) -> FlatHead | None:
    """Give the longer of two heads: one whose labels stand in a line, or go on in narrow columns on the lines below it."""
    if head is None or by_lines is None:
        return head or by_lines
    known, other = (sum(kind is not None for kind in each.layout.kinds) for each in (by_lines, head))
    is_longer = by_lines.end > head.end and known > other
    return replace(by_lines, delimiter=head.delimiter) if is_longer else head


def _again(
    head: FlatHead | None, lines: Sequence[Paragraph], found: Sequence[FlatHead], family: Family
) -> FlatHead | None:
    """Give the head before it, which a page repeats, where it was read together with a cell that ends above it."""
    if head is None or not found or head.layout == found[-1].layout:
        return head
    within = (
        one
        for at in range(head.first + 1, head.end)
        for one in (_delimited_head(lines, at, family), _line_head(lines, at, family))
    )
    return next((one for one in within if one is not None and one.layout == found[-1].layout), head)


def _put_together(head: FlatHead | None, lines: Sequence[Paragraph], at: int, family: Family) -> FlatHead | None:
    """Give a head whose labels were cut into lines where it has more labels than the one found so far."""
    if lines[at].text.startswith("\t") or (head is not None and head.delimiter not in ("", " ")):
        return head
    wrapped = wrapped_labels(lines, at, family)
    if wrapped is None:
        return head
    labels, end, is_spaced = wrapped
    if head is not None and (end <= head.end or sum(map(_is_known, head.layout.kinds)) >= len(labels)):
        return head
    layouts = [layout_of(labels, family), *two_rows(labels, family)]
    layouts = with_details(list(dict.fromkeys(layouts)), family)
    return FlatHead(at, end, tuple(layouts), " " if is_spaced else "")


def _is_known(kind: Kind | None) -> bool:
    return kind is not None


def _delimited_head(lines: Sequence[Paragraph], at: int, family: Family) -> FlatHead | None:
    """Read a head that stands in one line, its cells parted by tabs, bars or spaces."""
    text = _IN_BRACKETS.sub(lambda match: squeeze(match[0]), lines[at].text.rstrip())
    text = closed_up(text) if family == "score" else text
    for delimiter in _DELIMITERS:
        if delimiter not in text.strip() or (not delimiter.strip() and _SET_APART.search(text)):
            continue
        labels = [label for label in cells_of(text, delimiter) if delimiter in "\t|｜" or label]
        labels = _spread(labels, family)
        named = [label for label in labels if label]
        if named and EXTRAS.match(named[0]) and any(map(EXTRAS.match, named[1:])):
            continue  # 加减分项 获得表彰 加分项: the first names of rows
        kinds = [kind_of(label, family) for label in labels]
        if sum(kind is not None for kind in kinds) < max(2, len(named) * 2 // 3):
            continue
        layout = layout_of(labels, family)
        if len(named) >= _MIN_LABELS and is_head(layout.kinds, family):
            end, lower = _second_line(lines, at + 1, delimiter, family)
            layouts = orders(named, lower, family) if lower else []
            end = end if layouts else at + 1
            layouts = with_details(layouts or [layout], family)
            return FlatHead(at, end, tuple(layouts), delimiter)
    return None


def _second_line(lines: Sequence[Paragraph], at: int, delimiter: str, family: Family) -> tuple[int, list[str]]:
    """Give the labels of a second line of heads, and where the head ends."""
    if at < len(lines) and _RULE.fullmatch(lines[at].text):
        at += 1
    if at < len(lines) and delimiter in lines[at].text.strip():
        labels = [label for label in cells_of(lines[at].text, delimiter) if label]
        if len(labels) >= _FEWEST_BELOW and all(
            _says(label, family) and kind_of(label, family) != "number" for label in labels
        ):
            return at + 1, labels
    return at, []


def _spread(labels: list[str], family: Family) -> list[str]:
    """Give a name's label to the empty ones behind it: a merged head cell leaves them."""
    spread: list[str] = []
    for label in labels:
        is_merged = not label and spread and spread[-1] and kind_of(spread[-1], family) == "name"
        spread.append(spread[-1] if is_merged else label)
    return spread


def _line_head(lines: Sequence[Paragraph], at: int, family: Family) -> FlatHead | None:
    """Read a head whose cells are lines, one below the other, a cell sometimes over several lines."""
    is_tabbed = lines[at].text.startswith("\t")
    reader = _Labels(family, is_tabbed=is_tabbed)
    is_spaced = False
    for index in range(at, min(len(lines), at + _LONGEST_HEAD_LINES)):
        text = lines[index].text
        if is_blank(text):
            if is_tabbed and reader.is_head:
                reader.close(index)
                break
            continue
        if text.startswith("\t") != is_tabbed:
            if is_tabbed and not text.startswith("\t") and reader.go_on(squeeze(text), index):
                continue
            break
        if _takes_periods(reader, lines, index):
            break
        words = _labels_in(text, family) if not _is_extra(lines, index, reader) else []
        is_spaced = is_spaced or len(words) > 1
        taken = next((at for at, word in enumerate(words) if not reader.take(word, index)), len(words))
        if 0 < taken < len(words):
            return None
        if not taken:
            reader.fill(_rest_of_row(lines, index), index)
            break
    if not reader.is_whole:
        return None
    if _may_be_title(reader.labels, family) and _begins_later(lines, at, reader.end, family):
        return None
    if is_tabbed and (below := _tabbed_row(lines, reader.end)):
        end, cells = below
        labels = _aligned(reader.labels, cells, family)
        if labels and is_head(layout_of(labels, family).kinds, family):
            return FlatHead(at, end, (layout_of(labels, family),), is_tabbed=True)
    layouts = [layout_of(reader.labels, family)] if is_tabbed else _layouts(reader, family)
    delimiter = " " if is_spaced and not is_tabbed else ""
    shorter = _shorter(reader, at, lines, delimiter) if family == "score" and not is_tabbed else None
    return FlatHead(at, reader.end, tuple(layouts), delimiter, is_tabbed=is_tabbed, shorter=shorter)


def _layouts(reader: _Labels, family: Family) -> list[Layout]:
    """Give the orders of columns that labels in lines may stand for."""
    layouts = [layout_of(reader.labels, family)]
    for labels in [reader.labels, *([reader.parted] if reader.parted != reader.labels else [])]:
        layouts += [layout_of(other, family) for other in [labels, *with_pairs(labels, family)]]
        layouts += two_rows(labels, family)
    layouts = with_details(list(dict.fromkeys(layouts)), family)
    return [layout for layout in layouts if not _has_lower_names(layout)] or layouts


def _takes_periods(reader: _Labels, lines: Sequence[Paragraph], at: int) -> bool:
    """Take the lines that name months below the last head of a whole row."""
    periods = _periods(lines, at) if reader.is_whole else []
    if periods:
        reader.fill([squeeze(lines[index].text) for index in periods], at)
        reader.end = periods[-1] + 1
    return bool(periods)


def _periods(lines: Sequence[Paragraph], at: int) -> list[int]:
    """Give the lines from one on that name months below one head (6月底, 9月底); a first row begins with one deadline at most."""
    found: list[int] = []
    for index in range(at, len(lines)):
        text = squeeze(lines[index].text)
        if text and not _MONTH.fullmatch(text):
            break
        found += [index] * bool(text)
    are_several = len({squeeze(lines[index].text) for index in found}) == len(found) >= _FEWEST_BELOW
    return found if are_several and not lines[at].text.startswith("\t") else []


def _rest_of_row(lines: Sequence[Paragraph], at: int) -> list[str]:
    """Give the last cells of a row of heads up to the blank line that ends it, where they are few and short."""
    labels: list[str] = []
    if not lines[at].text.startswith("\t"):
        return []
    for line in lines[at : at + _MOST_UNKNOWN + 1]:
        if is_blank(line.text) and not line.text.startswith("\t"):
            return labels
        label = squeeze(line.text)
        if not line.text.startswith("\t") or not 1 < len(label) <= _LONGEST_LABEL or _SAYS.search(label):
            return []
        labels.append(label)
    return []


def _shorter(reader: _Labels, at: int, lines: Sequence[Paragraph], delimiter: str) -> FlatHead | None:
    """Give the head without its last label, which is a line, where that stands as a name right of all that a head needs."""
    *labels, last = reader.labels
    if kind_of(last, "score") not in ("name", "content") or squeeze(lines[reader.end - 1].text) != last:
        return None
    layout = layout_of(labels, "score")
    if not (has_names(layout) and {"points", "text"} <= set(layout.kinds) and is_head(layout.kinds, "score")):
        return None
    return FlatHead(at, reader.end - 1, tuple(with_details([layout], "score")), delimiter)


def _is_extra(lines: Sequence[Paragraph], at: int, reader: _Labels) -> bool:
    """Tell whether a line behind a whole head names the first rows, as bonuses: what follows it is no label."""
    if not (reader.labels and EXTRAS.fullmatch(squeeze(lines[at].text)) and reader.is_whole):
        return False
    following = next((line for line in lines[at + 1 : at + _TITLE_LENGTH] if not is_blank(line.text)), None)
    return following is None or kind_of(squeeze(following.text), reader.family) is None


def _has_lower_names(layout: Layout) -> bool:
    """Tell whether the names of levels stand right of other columns: they are below another head."""
    levels = [at for at, label in enumerate(layout.labels) if _LEVEL.fullmatch(squeeze(label))]
    return any(kind not in ("name", "number") for at in levels for kind in layout.kinds[:at])


def _may_be_title(labels: Sequence[str], family: Family) -> bool:
    """Tell whether the first label could be the table's title: it is long, or tells of scoring before anything is named."""
    return len(labels[0]) >= _TITLE_LENGTH or kind_of(labels[0], family) == "text"


def _labels_in(text: str, family: Family) -> list[str]:
    """Give the labels in a line: several with spaces between them, or one that is stretched by spaces (评 分 标 准)."""
    words = text.split()
    are_labels = len(words) > 1 and all(len(word) > 1 for word in words)
    if are_labels and sum(kind_of(word, family) is not None for word in words) * 2 >= len(words):
        return words
    return [squeeze(text)]


def _tabbed_row(lines: Sequence[Paragraph], at: int) -> tuple[int, list[str]] | None:
    """Give the cells led by tabs behind blank lines, and where they end."""
    while at < len(lines) and is_blank(lines[at].text) and not lines[at].text.startswith("\t"):
        at += 1
    cells: list[str] = []
    while at < len(lines) and lines[at].text.startswith("\t"):
        cells.append(squeeze(lines[at].text))
        at += 1
    return (at, cells) if cells else None


def _aligned(above: Sequence[str], cells: Sequence[str], family: Family) -> list[str]:
    """Put a lower row of heads below the upper one: an empty cell goes on with a head, others share one or several."""
    if sum(map(bool, cells)) < _FEWEST_BELOW or any(cell and not _says(cell, family) for cell in cells):
        return []
    labels: list[str] = []
    parents = list(above)
    at = 0
    while at < len(cells):
        if not parents:
            return []
        if not cells[at]:
            labels.append(parents.pop(0))
            at += 1
            continue
        end = next((index for index in range(at, len(cells)) if not cells[index]), len(cells))
        rest = sum(not cell for cell in cells[end:])
        shared = len(parents) - rest if end == len(cells) else 1
        size = -(-(end - at) // max(1, shared))
        parent = parents.pop(0)
        labels.extend(label_below(parent, lower, family) for lower in cells[at : at + size])
        at += size
    return labels if not parents else []


def _says(label: str, family: Family) -> bool:
    """Tell whether a lower label is a head, by itself or below another: 9月底 below 推进情况."""
    return kind_of(label, family) is not None or (family == "task" and is_told_by_its_head(label))


def _begins_later(lines: Sequence[Paragraph], at: int, end: int, family: Family) -> bool:
    """Tell whether the first label is a title: without it there is as good a head."""
    following = next((index for index in range(at + 1, end) if not is_blank(lines[index].text)), end)
    read = (_delimited_head, _line_head)
    return following < end and any(head(lines, following, family) is not None for head in read)


def _is_long(label: str) -> bool:
    return len(label) > _LONGEST_BEFORE_NUMBER


class _Labels:
    """The labels of a head as they are gathered from lines; ``parted`` has each line that may be one as a label."""

    def __init__(self, family: Family, *, is_tabbed: bool) -> None:
        self.family, self.is_tabbed = family, is_tabbed
        self.parted: list[str] = []
        self.labels: list[str] = []
        self.kinds: list[Kind | None] = []
        self.waiting = ""
        self.end = 0

    @property
    def is_head(self) -> bool:
        """Whether the labels so far make a head."""
        return is_head(settled(self.kinds, self.labels, self.family), self.family)

    @property
    def is_whole(self) -> bool:
        """Whether there are enough labels of different kinds."""
        # What is headed alike may be of two kinds beside each other: 考核标准, 扣分标准.
        alike = settled(self.kinds, self.labels, self.family) if self.kinds.count("text") > 1 else ()
        kinds = {kind for kind in (*self.kinds, *alike) if kind}
        levels = sum(_LEVEL.match(label) is not None for label in self.labels)
        are_enough = len(kinds) >= _MIN_LABELS or (levels >= _FEWEST_BELOW and len(self.labels) > levels)
        return len(self.labels) >= _MIN_LABELS and are_enough and self.kinds[0] is not None and self.is_head

    def take(self, label: str, index: int) -> bool:
        """Take a line as a label or a part of one; False where it is none."""
        if self.labels and (label == self.labels[0] or (self._is_first_name(label) and self.is_whole)):
            return False
        if not self.labels and _SAID.match(label):
            return False
        kind = kind_of(self.waiting + label, self.family) if self.waiting and not self.is_tabbed else None
        is_late = self.waiting or (any(map(_is_long, self.labels)) and not self.is_tabbed)
        is_number = kind_of(label, self.family) == "number" and is_late
        if is_number or (kind is not None and (self._begins_here(label, kind) or self._are_first_names(label))):
            return False
        if kind is not None and (
            kind_of(label, self.family) in (None, kind) or len(self.waiting) <= 4  # noqa: PLR2004 - a half label
        ):
            self.parted += [self.waiting] if kind_of(label, self.family) is not None else []
            self.parted.append(label if kind_of(label, self.family) is not None else self.waiting + label)
            label, self.waiting = self.waiting + label, ""
            self._add(label, kind, is_parted=True)
            self.end = index + 1
            return True
        kind = kind_of(label, self.family)
        if kind is None or len(label) > _LONGEST_LABEL:
            return self._wait(label, index)
        if self.waiting:
            self._add(self.waiting, None)
            self.waiting = ""
        if self.labels and self.kinds[-1] == kind and len(self.labels[-1]) == len(label) == 1:
            self.labels[-1] += label
            self.parted[-1] += label
        else:
            self._add(label, kind)
        self.end = index + 1
        return True

    def _wait(self, label: str, index: int) -> bool:
        """Take a line that is no label by itself: the rest of the last one, or the first part of another."""
        if not self.waiting and not self.is_tabbed and _PART.fullmatch(label) and self.go_on(label, index):
            return True
        if self.waiting and self.is_tabbed:
            self._add(self.waiting, None)
            self.waiting = ""
        if self.waiting and not self.is_tabbed and self._may_wait(label):
            self._add(self.waiting, None)
            self.waiting = label
            return True
        if len(label) > _LONGEST_UNKNOWN or self.waiting or re.search(r"\d", label) or self._is_body(label):
            return False
        self.waiting = label
        return True

    def _may_wait(self, label: str) -> bool:
        """Tell whether a second unknown line may belong to a head that lacks columns: the first half of a label, say."""
        is_short = max(len(label), len(self.waiting)) <= _LONGEST_WAITING and not re.search(r"\d", label)
        return is_short and bool(self.labels) and self.kinds[-1] is not None and not self.is_whole

    def _is_first_name(self, label: str) -> bool:
        """Tell whether a line names rows, not a column: what is vetoed, what has points or a count of its own."""
        kind = kind_of(label, self.family)
        is_name = kind == "name"
        is_group = is_name and bool(points_in_name(label)[1])
        # No names stand right of all else: 综合类 heads the first rows, 指标类别 a column.
        is_right = kind in ("name", "content") and self.family == "score" and bool(self.labels) and self._is_full()
        return is_group or _FIRST_ROW.search(label) is not None or (is_right and not _USUAL_NAME.fullmatch(label))

    def _are_first_names(self, label: str) -> bool:
        """Tell whether what waits and a line behind it name rows though both end like a head: 主动公开, 法定公开内容."""
        are_long = min(len(label), len(self.waiting)) > _LONGEST_PART
        is_right = self.family == "score" and are_long and self._is_full()
        return is_right and not _USUAL_NAME.fullmatch(self.waiting + label)

    def _is_full(self) -> bool:
        """Tell whether names, points and what is scored have columns."""
        kinds = set(layout_of(self.labels, self.family).kinds)
        return bool({"name", "content"} & kinds) and "points" in kinds and "text" in kinds

    def _begins_here(self, label: str, kind: Kind) -> bool:
        """Tell whether a line is whole without the words before it: the head or the first row begins with it or them."""
        if not self.labels:
            is_whole = len(label) >= _TITLE_LENGTH or kind_of(label, self.family) == kind
            return len(label) > _LONGEST_PART + 1 and is_whole
        layout = layout_of(self.labels, self.family)
        is_name = kind == "name" and has_names(layout) and {"points", "text"} <= set(layout.kinds)
        return is_name and len(self.waiting) <= _LONGEST_PART

    def go_on(self, label: str, index: int) -> bool:
        """Take a line as the rest of the last label, if both together are one."""
        if not self.labels or kind_of(self.labels[-1] + label, self.family) is None:
            return False
        is_whole = self.family == "score" and SHEET_LABEL.fullmatch(self.labels[-1]) is not None and self._is_full()
        if is_whole and SHEET_LABEL.fullmatch(self.labels[-1] + label) is None:
            return False
        self.labels[-1] += label
        self.parted[-1] += label
        self.kinds[-1] = kind_of(self.labels[-1], self.family)
        self.end = index + 1
        return True

    def fill(self, labels: Sequence[str], index: int) -> None:
        """Take the last cells of a row as labels, known or not, where what stands before them makes a head."""
        if not labels or not self.is_whole:
            return
        for label in labels:
            self._add(label, kind_of(label, self.family))
        self.end = index + len(labels)

    def close(self, index: int) -> None:
        """Take a word that is no head by itself as one, as the row of heads ends behind it."""
        if self.waiting:
            self._add(self.waiting, None)
            self.waiting = ""
            self.end = index

    def _add(self, label: str, kind: Kind | None, *, is_parted: bool = False) -> None:
        self.labels.append(label)
        self.kinds.append(kind)
        if not is_parted:
            self.parted.append(label)

    def _is_body(self, label: str) -> bool:
        """Tell whether the head is whole and a line is no head word: the first row begins."""
        return self.is_whole and bare_label(label) == label and len(label) > 4  # noqa: PLR2004
