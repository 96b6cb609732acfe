"""Tables whose cells all run together in one line (考核项目考核要求分值评分细则基础工作…落实到位。5每缺一项扣0.5分。…) → tables.

Nothing parts the cells but what they say: points stand as bare numbers behind a full stop; what awards or takes them stands
on one side of a number, what is asked for on the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, Source, is_blank
from kaoji.reading.flat.heads.labels import POINTS_BEFORE_ITEMS
from kaoji.reading.flat.looks import SCORED
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import kind_of
from kaoji.reading.tables.heads import settled

_LABELS: Final = (
    "(?<=序号)[\u4e00-\u9fff]{2,6}?(?:内容|要求|标准|项目|指标|任务)|[一二三]级指标|考[核评](?:项目|内容|要求|指标|要点|标准|细则|办法)(?:及要求|及标准)?|评分(?:标准|细则|办法|方法)|计分(?:标准|细则|办法|方法)"
    "|扣分标准|指标名称|类别|工作(?:内容|要求|目标)|目标任务|项目|内容|要求|指标|(?:标准|基础|基本|应得)分|分值|权重|满分"
)
_LABEL: Final = late_pattern(_LABELS)
_HEAD: Final = late_pattern(
    rf"(?:序号)?(?P<labels>(?:{_LABELS}){{3,6}})(?P<behind>(?:(?:考核|实|自评|考评|评)?得?分|备注|扣分(?:理由|原因|情况)?)*)"
)
# What is looked at, and its points: nothing else.
_SHORT_HEAD: Final = late_pattern(
    rf"序号(?P<labels>(?:{_LABELS}){{2}})(?:(?:(?:考核|实|自评|考评|评)?得?分|备注|扣分(?:理由|原因|情况)?)*)(?=1[\u4e00-\u9fff“《])"
)
_POINTS: Final = late_pattern(
    r"(?<=[。；;！）)])(?P<points>\d{1,3}(?:\.\d)?)分?(?=[\u4e00-\u9fff“《]|$)(?![年月日个次项人家件起处万天级类名位篇条户亩元倍分])"
)
# Without a stop before them: what follows points begins as standards do, what they follow ends in points.
_UNSTOPPED: Final = late_pattern(
    r"(?:(?<=[\u4e00-\u9fff”])(?<![第共达扣得加计减每近约前后满超低高少多为过于至到按在及和月年一二三四五六七八九十])(?P<points>\d{1,3}(?:\.\d)?)分?"
    r"(?=(?:每|未|无|没有|不|缺|少|发现|发生|出现|迟|漏|瞒|逾期|超过|低于)[\u4e00-\u9fff]))"
)
# Points in brackets behind what is asked for, its standard behind them: …记录齐全。（10分）缺一次扣1分。
_IN_BRACKETS: Final = late_pattern(r"(?<=[。；;！])[（(](?P<points>\d{1,3}(?:\.\d)?)分[）)]")
_FEW_LABELS: Final = late_pattern(
    rf"(?P<labels>(?:{_LABELS}){{2,6}})(?:(?:考核|实|自评|考评|评)?得?分(?:情况)?|备注|扣分(?:理由|原因|情况)?)*"
)
_ASIDE: Final = late_pattern(r"[（(][^（()）]{2,40}[）)]")
_ROW_NUMBER: Final = late_pattern(r"(?:^|(?<=[。；;！）)分]))(?P<points>\d{1,3})[、.．]?(?=[\u4e00-\u9fff“《])")
_ROW_BEFORE_ITEMS: Final = late_pattern(
    r"(?:^|(?<=[。；;！）)分])|(?<=[\u4e00-\u9fff）)]\.))(?P<points>\d{1,3})(?=[\u4e00-\u9fff“《])(?![分人次个项家])"
)
_LAST_POINTS: Final = late_pattern(r"(?<=[。.；;）)])(?P<points>\d{1,2}(?:\.5)?)分?(?=合计|总分|$)")
_SENTENCE: Final = late_pattern(r"[^。；;]*[。；;]?")
_GROUP: Final = late_pattern(r"(?P<name>[^，。；：:()（）]{2,18}[（(]\d{1,3}(?:\.\d)?分[）)])")
_NAMED_GROUP: Final = late_pattern(r"(?P<name>[^，。；：:()（）]{2,18}[（(]\d{1,3}(?:\.\d)?分?[）)])")
# Where there are no stops before points at all: any number between words that is no amount of something.
_LOOSE: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff”）)])(?<![第共达扣得加计减每近约前后满超低高少多为过于至到按在及和月年一二三四五六七八九十])(?P<points>\d{1,2}(?:\.\d)?)分?"
    r"(?=[\u4e00-\u9fff“])(?![年月日个次项人家件起处万天级类名位篇条户亩元倍分以至到小时周岁米公里吨所座台套册本份期届场余多])"
)
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分")
_FEWEST_ROWS: Final = 3
_MOST_LINES: Final = 300
_MOST_FAILED: Final = 20  # whoever repeats heads without rows below is no notice


def parted(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with the tables in lines that hold whole ones, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    taken = failed = 0
    for at, block in enumerate(document.blocks):
        if at < taken:
            continue
        if not isinstance(block, Paragraph) or failed > _MOST_FAILED or not _has_head(squeeze(block.text)):
            blocks.append(block)
            continue
        body = list(takewhile(_goes_on, document.blocks[at + 1 : at + 1 + _MOST_LINES]))
        made = _table(block, "".join(squeeze(line.text) for line in body if isinstance(line, Paragraph)))
        if made is None:
            failed += 1
            blocks.append(block)
            continue
        before, grid, rest = made
        blocks += [*([replace(block, text=before)] if before else []), grid]
        blocks += [replace(block, text=rest)] if rest else []
        taken = at + 1 + len(body)
        findings.append(
            Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (block.source.cite(squeeze(block.text)[:40]),),
                "Compare a few rows with the original.",
                data={"lines": 1 + len(body)},
            )
        )
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _has_head(text: str) -> bool:
    if _HEAD.search(text) is not None or ("序号" in text and _SHORT_HEAD.search(text) is not None):
        return True
    return _IN_BRACKETS.search(text) is not None and _FEW_LABELS.search(text) is not None


def _goes_on(block: Block) -> bool:
    """Tell whether a line goes on with rows that run together."""
    return isinstance(block, Paragraph) and (is_blank(block.text) or _POINTS.search(squeeze(block.text)) is not None)


def _table(line: Paragraph, following: str) -> tuple[str, Grid, str] | None:
    text = squeeze(line.text)
    for head in islice(_HEAD.finditer(text), _MOST_FAILED):
        labels, start = _LABEL.findall(text, *head.span("labels")), head.start()
        while len(set(labels)) < len(labels):
            # 工作考核评分细则, 考核项目, 考核要求: the first is the end of the title
            start = max(start, head.start("labels")) + len(labels.pop(0))
        kinds = settled([kind_of(label, "score") for label in labels], labels, "score")
        if kinds.count("points") != 1 or kinds.count("text") != 1 or not _are_stuck(labels, line.text):
            continue
        body = text[head.end() :] + following
        is_before = kinds.index("text") < kinds.index("points")
        rows, rest = (_numbered_rows(body) if head[0].startswith("序号") and not is_before else []), ""
        if len(rows) < _FEWEST_ROWS:
            rows, rest = _rows(body, is_before=is_before)
        if len(rows) < _FEWEST_ROWS and not is_before:
            rows, rest = _loose_rows(body)
        if len(rows) >= _FEWEST_ROWS:
            return text[:start], _grid(labels, kinds, rows, line.source), rest
    return _short_table(text, following, line.source) or _bracketed_table(text, following, line)


def _bracketed_table(text: str, following: str, line: Paragraph) -> tuple[str, Grid, str] | None:
    """Read a table whose head names no points: they stand in brackets between what is asked for and its standard."""
    head = _FEW_LABELS.search(text)
    body = text[head.end() :] + following if head is not None else ""
    marks = list(_IN_BRACKETS.finditer(body))
    if head is None or len(marks) <= _FEWEST_ROWS:
        return None
    labels, begin = _LABEL.findall(text, *head.span("labels")), head.start()
    while len(labels) > 2 and kind_of(labels[0], "score") == "text":  # noqa: PLR2004 - the end of the title
        begin += len(labels.pop(0))
    kinds = settled([kind_of(label, "score") for label in labels], labels, "score")
    if (
        "points" in kinds
        or kinds.count("text") != 1
        or len(set(labels)) < len(labels)
        or not _are_stuck(labels, line.text)
    ):
        return None
    rows: list[tuple[str, str, str]] = []
    start = 0
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(body)], strict=True):
        asked = body[start : mark.start()]
        standard, rest = _leading(body[mark.end() : end])
        aside = _ASIDE.match(rest)
        if aside is not None and _NAMED_GROUP.match(rest) is None:
            standard += aside[0]
        rows.append((asked, mark["points"], standard))
        start = mark.end() + len(standard)
    if not all(_scores(standard) for _, _, standard in rows[:-1]):
        return None
    if body[start:]:
        rows.append((body[start:], "", ""))  # cut before its points
    if len(labels) == 2 and any(_NAMED_GROUP.match(asked) for asked, *_ in rows):  # noqa: PLR2004 - what, and its standard
        labels, kinds = ["考核项目", *labels], ("name", *kinds)
    return text[:begin], _grid([*labels, "分值"], [*kinds, "points"], rows, line.source), ""


def _short_table(text: str, following: str, source: Source) -> tuple[str, Grid, str] | None:
    """Read a table of numbered rows whose points stand last, stuck to the number of the next row (…。102有…。53落实…)."""
    head = _SHORT_HEAD.search(text)
    if head is None:
        return None
    labels = _LABEL.findall(text, *head.span("labels"))
    kinds = settled([kind_of(label, "score") for label in labels], labels, "score")
    if list(kinds) != ["text", "points"]:
        return None
    body = text[head.end() :] + following
    rows: list[tuple[str, str, str]] = []
    start, number = 1, 2
    while (end := _stuck_to(number).search(body, start)) is not None:
        rows.append(("", end["points"], body[start : end.start()]))
        start, number = end.end(), number + 1
    last = _LAST_POINTS.search(body, start)
    if last is not None:
        rows.append(("", last["points"], body[start : last.start()]))
    rest = body[last.end() :] if last is not None else body[start:]
    return (text[: head.start()], _grid(labels, kinds, rows, source), rest) if len(rows) >= _FEWEST_ROWS else None


@lru_cache(maxsize=128)
def _stuck_to(number: int) -> re.Pattern[str]:
    """Give the pattern of points behind a stop that the number of a row follows at once."""
    return re.compile(rf"(?<=[。.；;）)])(?P<points>\d{{1,2}}(?:\.5)?)分?{number}(?=[\u4e00-\u9fff“《])")


def _are_stuck(labels: Sequence[str], text: str) -> bool:
    """Tell whether nothing parts some of the labels; one may be stretched by spaces (评 分 标 准)."""
    stretched = [r"[ \u3000]*".join(map(re.escape, label)) for label in labels]
    found = re.search(r"(\s*)".join(stretched), text)
    return found is not None and not all(found.groups())


def _numbered_rows(body: str) -> list[tuple[str, str, str]]:
    """Give the rows of a table whose rows are numbered: a number that counts up, then one of points, and so on."""
    are_items = len(POINTS_BEFORE_ITEMS.findall(body)) >= _FEWEST_ROWS
    marks = list((_ROW_BEFORE_ITEMS if are_items else _ROW_NUMBER).finditer(body))
    firsts: list[re.Match[str]] = []
    for mark in marks:
        if mark["points"] != str(len(firsts) + 1) or (not firsts and mark.start()):
            continue
        if not firsts or _points_in(body[firsts[-1].end() : mark.start()]):
            firsts.append(mark)
    rows: list[tuple[str, str, str]] = []
    ends = [*(mark.start() for mark in firsts[1:]), len(body)]
    for first, end in zip(firsts, ends, strict=False):
        text = body[first.end() : end]
        points = _points_in(text)
        if points is None:
            return []
        rows.append((text[: points.start()], points["points"], text[points.end() :]))
    return rows


def _points_in(text: str) -> re.Match[str] | None:
    return POINTS_BEFORE_ITEMS.search(text) or _POINTS.search(text) or _UNSTOPPED.search(text)


def _loose_rows(body: str) -> tuple[list[tuple[str, str, str]], str]:
    """Give rows of whose cells nothing but a number parts any, and what is left; none unless each has a standard."""
    rows: list[tuple[str, str, str]] = []
    asked = ""
    for sentence in _SENTENCE.finditer(body):
        text = sentence[0]
        points = _LOOSE.search(text)
        if points is not None and not _scores(text[: points.start()]):
            rows.append((asked + text[: points.start()], points["points"], text[points.end() :]))
            asked = ""
        elif rows and not asked and _scores(text):
            rows[-1] = (*rows[-1][:2], rows[-1][2] + text)
        else:
            asked += text
    return (rows, asked) if all(_scores(standard) for _, _, standard in rows) else ([], body)


def _rows(body: str, *, is_before: bool) -> tuple[list[tuple[str, str, str]], str]:
    """Give what is asked for, the points and the standard of each row, and what stands behind the last.

    ``is_before``: the standard stands before the points.
    """
    marks = list(_POINTS.finditer(body))
    if not is_before and len(marks) < _FEWEST_ROWS:
        marks = sorted([*marks, *_UNSTOPPED.finditer(body)], key=lambda mark: mark.start())
    if not marks:
        return [], body
    edges = [0, *(mark.end() for mark in marks)]
    pieces = [body[edge : mark.start()] for edge, mark in zip(edges, marks, strict=False)]
    last = body[edges[-1] :]
    rows: list[tuple[str, str, str]] = []
    if is_before:
        for piece, mark in zip(pieces, marks, strict=True):
            asked, standard = _split(piece)
            rows.append((asked, mark["points"], standard))
        return rows, last
    asked = pieces[0]
    for mark, piece in zip(marks, [*pieces[1:], last], strict=True):
        standard, rest = _leading(piece)
        rows.append((asked, mark["points"], standard))
        asked = rest
    return rows, asked


def _scores(sentence: str) -> bool:
    return SCORED.search(sentence) is not None or _AWARDS.search(sentence) is not None


def _leading(text: str) -> tuple[str, str]:
    """Part the sentences that score from those after them; the first belongs to them in any case."""
    end = 0
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        aside = _ASIDE.match(sentence[0])  # (以台账为依据)食堂管理(20分)…
        own = sentence[0][aside.end() :] if aside is not None else sentence[0]
        if _GROUP.match(own) or (number and not _scores(sentence[0])):
            break
        end = sentence.end()
    return text[:end], text[end:]


def _split(text: str) -> tuple[str, str]:
    """Part the sentences before the first that scores from the rest."""
    for sentence in _SENTENCE.finditer(text):
        if _scores(sentence[0]) and sentence.start():
            return text[: sentence.start()], text[sentence.start() :]
    return ("", text) if _scores(text) else (text, "")


def _grid(
    labels: Sequence[str], kinds: Sequence[str | None], rows: Sequence[tuple[str, str, str]], source: Source
) -> Grid:
    """Make the table: names of groups in the first column of names, what is asked for in the last before the standard."""
    points, text = kinds.index("points"), kinds.index("text")
    others = [column for column in range(len(labels)) if column not in (points, text)]
    cells = [tuple(Cell(label, 0, column, source=source) for column, label in enumerate(labels))]
    for at, (asked, given, standard) in enumerate(rows, 1):
        values = [""] * len(labels)
        values[points], values[text] = given, standard
        group = _NAMED_GROUP.match(asked) if len(others) > 1 else None
        if group is not None:
            values[others[0]] = group["name"]
        if others:
            values[others[-1]] = asked[group.end() :] if group is not None else asked
        cells.append(tuple(Cell(value, at, column, source=source) for column, value in enumerate(values)))
    return Grid(tuple(cells), source)
