"""Rows of tasks with nothing between their cells, not even a full stop: the likeliest way to part each.

What stands behind a task is told by its kind – persons by their surnames, units of the place (县水利局), dates – and must
fill the columns of the head to the end of the row. Of several ways the one with the surest cells is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import looks
from kaoji.reading.flat.stuck.named_tasks import names_apart
from kaoji.reading.flat.stuck.task_rows import PERSONS, SEPARATOR, UNITS, Row, row_starts
from kaoji.reading.phrases.actors import is_unit, person_likeness
from kaoji.reading.tables.head_words import Kind

_ENDS: Final = (
    "局|街道办事处|办事处|街道|公司|集团|中心|管委会|委员会|办公室|指挥部|宣传部|组织部|统战部|政府|法院|检察院|医院|学校|卫生院|中学|小学|部门|单位|专班|"
    "妇联|残联|联合会|工会|委|办|科|股|室|部|站|所|镇|乡"
)
_UNIT: Final = late_pattern(
    rf"(?:(?:各|有关|相关)[\u4e00-\u9fff]{{0,8}}?(?:{_ENDS}|乡镇|镇街|县市区|县区|区县|园区|社区|村居?)(?:、(?:街道办事处|街道|乡镇?|镇))?|[省市县区旗镇乡](?:妇联|残联|文联|科协|侨联|工会|政府|法院|检察院|医院|供销社|税务局)|团[省市县区旗]委|[省市县区旗镇乡][\u4e00-\u9fff]{{1,9}}?(?:{_ENDS})|[\u4e00-\u9fff]{{2,8}}?(?:局|街道|公司|中心|管委会|股|办公室|镇|乡))"
    r"(?:[（(][^（()）]{1,12}[）)])?(?![）)镇街]|卫生院|中学|小学|管委会|委员会|办事处|分局|政府|公室|[局委办部]|管理|建设|服务中心|资源)"
)
_DATE: Final = late_pattern(
    r"(?:立行立改|即知即改|(?:春节|国庆节?|元旦|汛期)前|长期坚持|持续推进|贯穿全年|跨年度|常年|长期|全年|年底前?|年内|\d{1,2}月份?[-—~～至到]\d{1,2}月份?|(?=\d)(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|月底|上旬|中旬|下旬|末)?(?:前|之前)?)(?:完成|开工|竣工|投用)?"
)
_REPORT: Final = late_pattern(
    r"已|完成|正在|目前|累计|同比|主体|截至|截止|预计|[一二三四]季度|[上下]半年|\d|项目|工程|启动|推进|召开|制定|新[增建签改购认培]|全[县区市镇](?=[\u4e00-\u9fff])|"
    r"实现|建成|组织|开展|发放|培训|举办|共|城镇新增|农村"
)
_CUT_UNIT: Final = late_pattern(r"\d[万亿]?(?:美元|元|米|平方米|公里|平方公里|万?亩)$")
_HEADING: Final = late_pattern(r"(?P<heading>[一二三四五六七八九十]{1,3}、[^。；;，,\d]{2,20})$")
_FIRST: Final = late_pattern(r"(?P<heading>[一二三四五六七八九十]{1,3}、[^。；;，,\d]{2,20})(?=\d)")
_LAST: Final = late_pattern(r"(?<=[。；;])(?P<last>[^。；;]{1,60}[。；;]?)$")
_TROUBLE: Final = late_pattern(
    "难|不[足够高强到及畅]|缺|滞后|问题|缓慢|较慢|影响|未能|[^问]无$|矛盾|制约|瓶颈|紧张|阻|协调|建议|下一?步|拟|计划|继续|加快"
)
_ASIDE: Final = ("detail", "note", "blank", None)
_OFFICE: Final = late_pattern("(?:管委会|办事处|街道|办公室|中心|[分支]局|公司|海关|[科股])$")
_DEED: Final = late_pattern("(?<=.)(?:完成|开工|竣工|投用)$")
_ANSWER: Final = late_pattern(
    r"(?<=[。；;])(?:是|否|完成|未完成)$|[已未](?:销号|办结)$|(?<=[。；;])[^。；;，,、\d]{1,6}$"
)
_LIKELY, _SHORT_UNIT = 0.7, 10
_LOCAL: Final = "省市县区旗镇乡各有相全团"
_SURE, _BADLY, _LONG_NAME, _KNOWN, _MOST_WAYS = 0.8, -1.5, 0.3, 0.6, 400
_FEWEST_ROWS, _MOSTLY, _GOOD, _GAP, _LONGEST_ROW, _LONGEST_ASIDE, _UNIT_AHEAD = 3, 0.75, 0.6, 2, 1_500, 12, 6


_FEWEST_TRIES, _TRIES, _MOST_TRIES = 5_000, 40, 400_000
"""Cells that may be tried: a character of ordinary rows takes a dozen at most, one made to mislead any number."""


class _MisleadingError(Exception):
    """A text can be read in more ways than rows of tasks have."""


class LikelyRows:
    """Parts rows into the columns behind the task; ``kinds`` are those of all columns."""

    def __init__(self, kinds: Sequence[Kind | None]) -> None:
        self.kinds = kinds
        self.task = max(column for column, kind in enumerate(kinds) if kind == "task")
        end = self.task + 1
        while end < len(kinds) and kinds[end] == "target":
            end += 1  # 量化指标 goes on with the task: nothing parts the one from the other
        tail = list(range(end, len(kinds)))
        self.aside = [column for column in tail if kinds[column] in _ASIDE]
        self.tail = [column for column in tail if column not in self.aside]
        known = {kinds[column] for column in self.tail} <= {*PERSONS, *UNITS, "deadline", "status"}
        units = any(kinds[column] in UNITS for column in self.tail)
        self.is_told = known and units and all(column > max(self.tail, default=0) for column in self.aside)
        self.persons = [column for column in self.tail if kinds[column] in PERSONS]
        self.first = -1
        self.begun: Counter[str] = Counter()
        self.known: frozenset[str] = frozenset()
        self.tries = 0
        before = [column for column in range(self.task) if kinds[column] not in ("number", "task")]
        first = before[0] if len(before) == 1 and kinds[before[0]] in PERSONS else -1
        self.first = first if first >= 0 and all(kinds[column] == "number" for column in range(first)) else -1
        self.is_told = self.is_told and (not before or self.first >= 0)

    def read(self, lines: Sequence[str]) -> list[tuple[str, Row]]:
        """Give the rows, each with the heading before it; none unless nearly all can be parted well."""
        if not self.is_told:
            return []
        self.tries = min(_FEWEST_TRIES + _TRIES * sum(map(len, lines)), _MOST_TRIES)
        try:
            return self._read(lines)
        except _MisleadingError:
            return []

    def _read(self, lines: Sequence[str]) -> list[tuple[str, Row]]:
        parted = self._parted(lines)
        # Who is named in several rows is no other person in one of them (综合楼|易甲, not 综合|楼易甲).
        named = Counter(row[column] for _, row in parted for column in self.persons if column in row)
        # 匡静新|增… and 匡静抽|检…: whoever has two characters is named with another third one in each row.
        short = Counter(name[:2] for name in named if len(name) > 2)  # noqa: PLR2004
        again = {name for name, times in short.items() if times > 1 or name in named}
        self.known = frozenset({name for name, times in named.items() if times > 1 and name[:2] not in again} | again)
        self._best.cache_clear()
        parted = self._parted(lines)
        rows: list[tuple[str, Row]] = []
        found = _FIRST.match("".join(lines))
        heading = found["heading"] if found is not None else ""
        for behind, row in parted:
            rows.append((heading, row))
            heading = behind
        well = sum(len(row) > 2 for _, row in rows)  # noqa: PLR2004 - the number, the task and more
        return (
            names_apart(rows, self.kinds, self.task)
            if len(rows) >= _FEWEST_ROWS and well >= len(rows) * _MOSTLY
            else []
        )

    def _parted(self, lines: Sequence[str]) -> list[tuple[str, Row]]:
        return list(self._by_line(lines)) or list(self._in_one("".join(lines)))

    def _by_line(self, lines: Sequence[str]) -> Iterator[tuple[str, Row]]:
        """Give rows that have lines of their own, each begun by a number that counts up, with headings between them."""
        begun: list[str] = []
        last = 0
        for line in lines:
            found = re.match(r"[0-9]{1,3}(?![0-9.%])", line)
            if found is not None and (int(found[0]) == last + 1 or (not last and not begun)):
                last = int(found[0])
                begun.append(line)
            elif begun:
                begun[-1] += line
        if len(begun) < _FEWEST_ROWS:
            return
        rows = [re.sub(r"^[0-9]{1,3}", "", line) for line in begun]
        self.begun = Counter(row[:length] for row in rows for length in (2, 3))
        for line in begun:
            yield self._row(line)

    def _in_one(self, body: str) -> Iterator[tuple[str, Row]]:
        """Give rows that follow each other in one line: the next begins where the one before it can be parted best."""
        first = re.match(r"[^\d]{0,30}?(?P<number>[0-9]{1,3})(?=[\u4e00-\u9fff“《▲★])", body)
        at = first.start("number") if first is not None else len(body)
        number = int(first["number"]) if first is not None else 0
        while at < len(body):
            ends = [at + start for start in row_starts(body[at : at + _LONGEST_ROW], number + 1)]
            ends += [len(body)] if len(body) - at < _LONGEST_ROW else []
            ways = [(self._best(body[at:end])[0], end) for end in ends[: _GAP + 1]]
            if not ways:
                return
            _, end = max(ways, key=lambda way: (way[0] >= _GOOD, -way[1]) if way[0] >= _GOOD else (False, way[0]))
            yield self._row(body[at:end])
            at, number = end, number + 1

    def _row(self, text: str) -> tuple[str, Row]:
        _, heading, row = self._best(text)
        return heading, row

    @lru_cache(maxsize=512)  # noqa: B019 - it lives as long as one table is read
    def _best(self, text: str) -> tuple[float, str, Row]:
        """Give how well a row can be parted, the heading behind it, and its cells."""
        number = re.match(r"[0-9]{1,3}", text)
        digits = number[0] if number is not None else ""
        bare = text[len(digits) :]
        found = _HEADING.search(bare)
        heading = found["heading"] if found is not None else ""
        bare = bare[: len(bare) - len(heading)]
        last = _LAST.search(bare) if self.aside and self.kinds[self.aside[-1]] == "detail" else None
        if last is not None and last["last"][-1] in "。；;" and not _TROUBLE.search(last["last"]):
            last = None  # a further sentence of the report
        rest = bare[: last.start()] if last is not None else bare
        best: tuple[float, Row] = (float("-inf"), {})
        led, rest = self._leader(rest)
        for start in self._begins(rest, self.tail[0]):
            for count, (weight, cells) in enumerate(self._cells(rest[start:], self.tail)):
                if count > _MOST_WAYS:
                    break
                if weight > best[0]:
                    best = weight, {**led, self.task: rest[:start]} | cells
        good = best[0] / max(1, len(self.tail))
        if good < _GOOD:
            return good, heading, {0: digits, self.task: bare}
        row = {0: digits} | best[1]
        if last is not None:
            row[self.aside[-1]] = last["last"]
        return good, heading, row

    def _leader(self, text: str) -> tuple[Row, str]:
        """Give who stands before the task, where the head says that somebody does, and what is left."""
        found = _persons(text, self.known) if self.first >= 0 else []
        if not found:
            return {}, text
        # Who leads several tasks is no other person in one of them (葛峰|智慧园, not 葛峰智|慧园).
        end, _ = max(found, key=lambda each: (self.begun[text[: each[0]]], each[1]))
        return {self.first: text[:end]}, text[end:]

    def _begins(self, text: str, column: int) -> Iterator[int]:
        """Give where the cell of a column may begin behind words of a task or a report."""
        kind = self.kinds[column]
        for at in range(2, len(text) - 1):
            if kind in PERSONS:
                if _CUT_UNIT.search(text, max(0, at - _UNIT_AHEAD), at + 1):
                    continue  # 1200万美元, and not 1200万美 and Mr. 元
                persons = (text[at : at + length] for length in (2, 3) if text[at - 1] not in "、，,")
                if any(person_likeness(person) >= _SURE for person in persons):
                    yield at
            elif kind in UNITS:
                if text[at] in _LOCAL or text[at - 1] in "。；;":
                    yield at
            elif kind == "status":
                if text[at - 1] in "。；;" and _REPORT.match(text, at):
                    yield at
            elif kind == "deadline" and (match := _DATE.match(text, at)) is not None and match.end() > at + 1:
                yield at

    def _cells(self, text: str, columns: Sequence[int]) -> Iterator[tuple[float, Row]]:
        """Give the ways to read a text to its end as cells of these columns, each with its weight."""
        if not columns:
            if not text or (self.aside and len(text) <= _LONGEST_ASIDE):
                yield (0.0, {self.aside[-1]: text}) if text else (0.0, {})
            return
        column, rest = columns[0], columns[1:]
        kind = self.kinds[column]
        if kind == "status":
            weight = 1.0 if _REPORT.match(text) else 0.2
            answer = _ANSWER.search(text) if self.aside and not rest else None  # 是否办结
            if answer is not None:
                yield weight, {column: text[: answer.start()], self.aside[-1]: answer[0]}
            elif not rest and text:
                yield weight, {column: text}
            for end in self._begins(text, rest[0]) if rest and self.kinds[rest[0]] in (*UNITS, *PERSONS) else ():
                for further, cells in self._cells(text[end:], rest):
                    yield weight + further, {column: text[:end]} | cells
            return
        for end, weight in self._matches(text, kind, has_units_behind=any(self.kinds[at] in UNITS for at in rest)):
            for further, cells in self._cells(text[end:], rest):
                yield weight + further, {column: text[:end]} | cells

    def _matches(self, text: str, kind: Kind | None, *, has_units_behind: bool) -> list[tuple[int, float]]:
        """Give where a cell of a kind at the beginning of a text may end, and how sure it is."""
        self.tries -= 1
        if self.tries < 0:
            raise _MisleadingError
        if kind in PERSONS:
            return _persons(text, self.known)
        if kind == "deadline":
            match = _DATE.match(text)
            if match is None or match.end() < 2:  # noqa: PLR2004 - more than one sign
                return []
            deed = _DEED.search(match[0])  # 6月|完成道路4公里
            is_report = (
                deed is not None
                and self.kinds[-1 - len(self.aside)] == "status"
                and text[match.end() :][:1] not in "已，。"
            )
            return [
                (match.end(), 1.0),
                *([(match.start() + deed.start(), 1.1)] if deed is not None and is_report else []),
            ]
        ends = list(_units(text))
        return ends[:1] if has_units_behind and kind == "lead" else ends[::-1]


def _persons(text: str, known: Collection[str]) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []
    for length in (3, 2):
        likely = person_likeness(text[:length])
        if (
            len(text) >= length
            and likely >= _SURE
            and not is_unit(text[:length])
            and not text[length - 1].isdigit()
            and text[length - 1] != "各"
        ):
            if text[length : length + 1] == "、":
                found += [
                    (length + 1 + end, (likely + weight) / 2) for end, weight in _persons(text[length + 1 :], known)
                ]
            else:
                weight = likely + (_LONG_NAME if length > 2 else 0.0)  # noqa: PLR2004
                found.append((length, weight + (_KNOWN if text[:length] in known else 0.0)))
    return found


def _units(text: str) -> Iterator[tuple[int, float]]:
    """Give where a list of units may end, and how sure all of them are."""
    at, weights = 0, []
    while (match := _UNIT.match(text, at)) is not None:
        weights.append(_unit_weight(match[0]))
        at = match.end()
        separator = SEPARATOR.match(text, at)
        if separator is not None:
            at = separator.end()
            continue
        yield at, sum(weights) / len(weights)
        if text[at : at + 1] not in _LOCAL:
            return


@lru_cache(maxsize=4096)
def _unit_weight(word: str) -> float:
    if word[0] in _LOCAL and looks(word, "lead") > 1:
        return 1.0
    return _LIKELY if len(word) <= _SHORT_UNIT and _OFFICE.search(word) is not None else _BADLY
