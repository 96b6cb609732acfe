"""Score sheets whose cells have nothing between them, row by row or all in one line: cut wherever a cell may begin, then fitted.

Where a cell may begin is told by what stands there: points, the end of a sentence, a unit, a group's points in brackets,
the number of a row. Which of these places part cells is left to the columns (see `path`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank
from kaoji.reading.flat.columns.fitting import fitted_table
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.heads.labels import SHEET_LABELS, are_whole, label_parts
from kaoji.reading.flat.heads.layouts import layout_of, with_details
from kaoji.reading.flat.lines.delimited import words_of
from kaoji.reading.flat.looks import WAY, looks
from kaoji.reading.flat.pieces import Piece
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import kind_of
from kaoji.reading.tables.heads import is_head

_HEAD: Final = late_pattern(rf"(?:{SHEET_LABELS}){{4,9}}")
_BEFORE_POINTS: Final = "\\d、，,（(第共达扣得加计减记每少近约前后满超低高多为过于至到按及和年月准"
_NUMBER: Final = (
    rf"(?<![{_BEFORE_POINTS}])(?<![\d/][.．])(?<![加扣得减计记]分)\d{{1,3}}(?:\.\d)?(?:分(?![钟类期别数]|值(?!班)|[散布析管工组配级段享解担辨]|(?:以|及)[上下])|(?=[\u4e00-\u9fff“《]|$|\d[、.．])"
    r"(?![年日个次项人家件起处万亿天级类名位篇条户亩元倍所座台套小时以千百吨度号]|月(?!度)|公[里斤顷]))"
)
_BRACKETED: Final = r"[（(](?:基准分|基础分|满分|共|计)?\d{1,3}(?:\.\d)?分?[）)]"
_ENDS: Final = "局|办公室|委员会|办事处|街道办|管委会|委|办|厅|部|科|室|处|中心|公司|法院|检察院|大队|支队|医院|学校|妇联|残联|工会|总支|支部|站|所"
_UNIT: Final = late_pattern(rf"(?!由)[\u4e00-\u9fff]{{1,10}}(?:{_ENDS})")
_ITEM: Final = r"(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、．](?!\d))"
_PLACES: Final = late_pattern(
    rf"(?P<points>{_NUMBER})|(?<=[^、，])(?P<group>{_BRACKETED})(?![。；;，,、])|(?P<way>(?<=[。；;分）)\d]){WAY})|(?P<stop>[。；;！])"
    rf"|(?P<item>(?<=[。；;）)分局委办部]){_ITEM}|(?<=[\u4e00-\u9fff）)])1[、.．](?=[\u4e00-\u9fff]))"
)
_CLOSING: Final = late_pattern(
    r"(?:本(?:表|办法|细则|标准|方案)[^。；]{0,24}(?:解释|执行|施行|实施)|(?:备注|注|说明)[:：]).*$"
)
_GOING_ON: Final = late_pattern(r"[（(][^（()）]*$|[各本该其每的和及与等、，,]$")
_CLOSES: Final = late_pattern(r"[^（()）]{0,20}[）)]")
_UPRIGHT: Final = {ord("︵"): "（", ord("︶"): "）"}
_LABEL_POINTS: Final = late_pattern(
    rf"(?<=标准|办法|细则|内容|要求|分值|项目|指标)[（(]\d{{1,4}}分?[）)](?={SHEET_LABELS})"
)
# How standards begin, right behind the name of a row: 茶园提质按完成率计分.
_OPENING: Final = late_pattern(
    r"按(?=完成|比例|照|要求|时)|未(?!成年)|每(?!年|月)|发现|发生|出现|完成(?=的|任务|年度|目标)|达标(?=的)|达到(?=目标|标准)|国家级|省级|由(?=[省市县区镇])|凡|不(?=按|得|达标|合格|计)"
)
_POINTS_SIGN: Final = late_pattern("分(?![解类级工享层])")
_FIRST_ROW: Final = late_pattern(r"1(?=[\u4e00-\u9fff“《])(?!分)")
_AWARDED: Final = late_pattern("[扣计得加减记]")
_NAME_LENGTH = (3, 11)
_CHINESE: Final = "一二三四五六七八九十"
_FEWEST_ROWS, _MOST_LINES, _MOST_FAILED = 3, 300, 20
_IRREGULAR, _SLIGHTLY = 0.5, 0.15
_LONGEST_UNIT, _SURE = 8, 1.5
_FEWEST_LABELS, _LONGEST_LABEL, _MOST_WAYS, _LONG = 3, 12, 4, 40
_MOST_BY_CHANCE, _SURELY_NUMBERED = 2, 5
_COUNTED: Final = late_pattern("[分年月日个次项人家件起处万亿天级类名位篇条户亩元倍座台套]")
_DIGITS: Final = late_pattern(rf"(?<![{_BEFORE_POINTS}])(?<![\d/][.．])\d{{1,5}}(?=[\u4e00-\u9fff“《])")
_SIGNED: Final = late_pattern(r"(?<=[\u4e00-\u9fff])(?<![扣得加计减记])\d{1,3}分")
_IN_BRACKETS: Final = late_pattern(_BRACKETED)
_COUNTED_ITEM: Final = late_pattern(r"(?<![\d.．第])(\d{1,3})[、.．](?=[\u4e00-\u9fff“《])")
_AT_END: Final = late_pattern(r"(?<=[\u4e00-\u9fff]{2})(\d{1,3}分)$")


def fitted_rows(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with the score sheets that run together made tables, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    taken = failed = 0
    for at, block in enumerate(document.blocks):
        if at < taken:
            continue
        line = _plain(block) if isinstance(block, Paragraph) and failed < _MOST_FAILED else None
        head = _head(line) if line is not None else None
        if head is None or line is None:
            blocks.append(block)
            continue
        following = [
            replace(other, text=other.text.translate(_UPRIGHT))
            for other in takewhile(_is_filled, document.blocks[at + 1 : at + 1 + _MOST_LINES])
            if isinstance(other, Paragraph)
        ]
        text = squeeze(line.text)
        start, end, layouts = head
        body = _behind(line.text, end)
        lines, rest = _without_end([*([replace(line, text=body)] if body else []), *following])
        lines = list(_without_heads(lines, text[start:end]))
        most = _IRREGULAR if any(map(_levels, layouts)) else _SLIGHTLY
        pieces = list(_pieces(lines, layouts))
        table = fitted_table(line, pieces, with_details(layouts, "score"), "score", most=most)
        if table.grid is None or table.grid.height <= _FEWEST_ROWS:
            failed += 1
            blocks.append(block)
            continue
        blocks += [*([replace(line, text=text[:start])] if start else []), table.grid, *rest]
        findings += table.findings
        taken = at + 1 + len(following)
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _plain(line: Paragraph) -> Paragraph:
    """Give a line with upright brackets, and without the points in brackets behind a label (评分标准（100分）分值)."""
    return replace(line, text=_LABEL_POINTS.sub("", line.text.translate(_UPRIGHT)))


def _without_end(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Part what is said about the table at its end from its rows."""
    end = _CLOSING.search(lines[-1].text) if lines else None
    if end is None:
        return list(lines), []
    last, closing = lines[-1].text[: end.start()], replace(lines[-1], text=lines[-1].text[end.start() :])
    return [*lines[:-1], *([replace(lines[-1], text=last)] if last else [])], [closing]


def _without_heads(lines: Sequence[Paragraph], head: str) -> Iterator[Paragraph]:
    """Leave out the head where it is repeated at the top of a page: what follows it begins a cell."""
    for line in lines:
        parts = re.split(r"\s*".join(map(re.escape, head)), line.text)
        yield from (replace(line, text=part) for part in parts if not is_blank(part))


def _levels(layout: Layout) -> bool:
    """Tell whether names stand on several levels, or who assesses beside them."""
    return sum(kind in ("name", "unit", "detail") for kind in layout.kinds) > 1 or "provider" in layout.kinds


def _head(line: Paragraph) -> tuple[int, int, list[Layout]] | None:
    """Find the labels of a head that have nothing between them: several names, or who assesses, besides text and points.

    Where it begins and ends in the squeezed line, and the ways to part it.
    """
    text = squeeze(line.text)
    for head in _HEAD.finditer(text):
        found: list[tuple[int, Layout]] = []
        for labels in islice(filter(are_whole, label_parts(head[0])), _MOST_WAYS):
            start = head.start()
            # 评分细则, 序号, 考核重点: the first is the end of the title.
            while start and len(labels) > _FEWEST_LABELS and kind_of(labels[0], "score") == "text":
                start += len(labels.pop(0))
            layout = layout_of(labels, "score")
            if "序号" in text[max(0, start - _LONGEST_LABEL) : start] or _in_sentence(text, start, head.end()):
                continue  # a label that is not known stands between, or a sentence has these words (各科室目标任务内容)
            if _is_known(layout) and _is_stuck(labels, line.text):
                found.append((start, layout))
        if found:
            start = found[0][0]
            return start, head.end(), [layout for at, layout in found if at == start]
    return None


def _in_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether labels are words of a sentence that begins before them, or of a bracket that closes behind them."""
    return _GOING_ON.search(text[:start]) is not None or _CLOSES.match(text, end) is not None


def _behind(text: str, count: int) -> str:
    """Give what stands behind so many characters that are no spaces."""
    at = 0
    while count and at < len(text):
        count -= len(squeeze(text[at]))
        at += 1
    return text[at:].strip()


def _is_known(layout: Layout) -> bool:
    once = [label for label, kind in zip(layout.labels, layout.kinds, strict=True) if kind != "points"]
    tells_rows = bool({"points", "provider", "detail"} & set(layout.kinds)) or {"content", "note"} <= set(layout.kinds)
    return "text" in layout.kinds and tells_rows and is_head(layout.kinds, "score") and len(set(once)) == len(once)


def _is_stuck(labels: Sequence[str], text: str) -> bool:
    """Tell whether nothing stands between labels, or rows follow on the very line."""
    written = r"\s*".join(re.escape(letter) for letter in "".join(labels))
    found = re.search(written, text)
    if found is None:
        return False
    stuck = re.search(r"[ \u3000\t]*".join(map(re.escape, labels)), text)
    is_whole = len(squeeze(text[found.end() :])) > _LONG
    return is_whole or (stuck is not None and re.search(r"\s", stuck[0]) is None)


def _is_filled(block: Block) -> bool:
    return isinstance(block, Paragraph) and not is_blank(block.text)


def _pieces(lines: Sequence[Paragraph], layouts: Sequence[Layout]) -> Iterator[Piece]:
    """Give what stands between the places at which a cell may begin."""
    kinds = {kind for layout in layouts for kind in layout.kinds}
    columns = {layout.kinds.index("number") if "number" in layout.kinds else -1 for layout in layouts}
    number, item, groups = 1, 0, 0
    for line in lines:
        text, gaps = squeeze(line.text), _gaps(line.text)
        items, item = _items(text, item)
        places = items | gaps | set(_places(text, has_units=bool({"provider", "unit"} & kinds)))
        numbers: dict[int, int] = {}
        are_stuck = False
        if "number" in kinds:
            number = 1 if _FIRST_ROW.match(text) else number
            numbers = _numbers(text, number)
            number += len(numbers)
            are_stuck = sum(text[start - 1].isdigit() for start in numbers if start) > _MOST_BY_CHANCE
            if are_stuck:  # points of rows are bare: those with 分 are of groups
                places -= {found.start() for found in _SIGNED.finditer(text)}
            places |= {place for start, end in numbers.items() for place in (start, end)}
        if "points" not in kinds:  # they stand at the end of what is asked for
            places -= {found.start() for found in _IN_BRACKETS.finditer(text)}
        if "number" in kinds and groups < len(_CHINESE) and text[:1] == _CHINESE[groups] and text[1:2] not in "、，":
            places.add(1)  # 一特色产业11分: groups are numbered, too
            groups += 1
        if not {"detail", "content"} & kinds:
            places |= set(_openings(text, sorted({0, *places, len(text)})))
        starts = [at for at in sorted(places) if 0 < at < len(text)]
        is_sure = len(columns) == 1 and (are_stuck or len(numbers) > _SURELY_NUMBERED)
        column = max(columns) if is_sure else -1
        for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
            yield Piece(_AT_END.sub(r"（\1）", text[start:end]), line, column=column if start in numbers else -1)


def _openings(text: str, places: Sequence[int]) -> Iterator[int]:
    """Give where a standard begins behind the name of a row, in what stands between two places."""
    for start, end in pairwise(places):
        if (start and text[start - 1] in "。；;") or _AWARDED.search(text, start, end) is None:
            continue
        shortest, longest = _NAME_LENGTH
        found = _OPENING.search(text, start + shortest, min(end, start + longest))
        if found is not None and re.fullmatch(r"[\u4e00-\u9fff“”]+", text[start : found.start()]):
            yield found.start()


def _gaps(text: str) -> set[int]:
    """Give where spaces part cells, in the squeezed text."""
    places: set[int] = set()
    at = 0
    for word in words_of(text):
        at += len(squeeze(word))
        places.add(at)
    return places


def _items(text: str, last: int) -> tuple[set[int], int]:
    """Give where items begin that count up over the sheet, and the last number: nothing need end before them."""
    places: set[int] = set()
    for found in _COUNTED_ITEM.finditer(text):
        if int(found[1]) in (last, last + 1):  # a number may be there twice by mistake
            places.add(found.start())
            last = int(found[1])
    return places, last


def _numbers(text: str, number: int) -> dict[int, int]:
    """Give where the numbers of rows begin and end, some right behind points (…扣0.5分。42绿化带…): they count up."""
    places: dict[int, int] = {}
    has_points = True  # each row has points before the next one begins
    for found in _DIGITS.finditer(text):
        own = str(number + len(places))
        ends_cell = text[found.start() - 1 : found.start()] in ("。", ".", "；", "分", "）", ")")
        is_next = found[0].endswith(own) and (ends_cell or not _COUNTED.match(text, found.end()))
        is_next = is_next and (found[0] != own or _POINTS_SIGN.match(text, found.end()) is None)
        if is_next and (has_points or found[0] != own):
            places[found.end() - len(own)] = found.end()
            has_points = False
        elif text[found.end()] == "分" or not _COUNTED.match(text, found.end()):
            has_points = True
    return places


def _places(text: str, *, has_units: bool) -> Iterator[int]:
    """Give where a cell may begin or end in a text."""
    yield from units_from(text, 0) if has_units else ()
    for found in _PLACES.finditer(text):
        if found["item"]:
            yield found.start()
            continue
        if not found["stop"]:
            yield found.start() if not found["group"] else found.end()
        if found["way"] and found[0][-1] in "、,，":
            continue  # 查阅材料，走访农户: it goes on
        yield found.end()
        if has_units and found[0] not in "；;":
            yield from units_from(text, found.end())


def _is_surely_unit(text: str) -> bool:
    is_short = len(text) <= _LONGEST_UNIT or text[0] in "省市县区镇乡"
    return is_short and is_unit(text) and looks(text, "provider") >= _SURE


def units_from(text: str, start: int) -> Iterator[int]:
    """Give where units that begin at a place end."""
    while True:
        found = _UNIT.match(text, start)
        while found is not None and not _is_surely_unit(found[0]):
            found = _UNIT.match(text, start, found.end() - 1)
        if found is None:
            return
        start = found.end()
        if text[start : start + 1] in ("、", "，", ","):
            start += 1
            continue
        yield start
        return
