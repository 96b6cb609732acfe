"""Tables whose cells have become lines of text → tables again.

People paste notices as text, and every program flattens a table in its own way: a row a line with tabs or bars between
cells, a cell a line led by a tab, a cell a line with nothing to tell it by, or the wrapped lines of a printed page. Heads
are found by their words, as in real tables; what follows is read in the way that its lines show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.document import Block, Document, Grid, Paragraph, is_blank, joined_label
from kaoji.reading.flat.columns.centred import are_centred, centred_pieces
from kaoji.reading.flat.columns.counted_tasks import counted, with_marks
from kaoji.reading.flat.columns.fitting import fitted_table
from kaoji.reading.flat.columns.regular_tasks import regular_tasks
from kaoji.reading.flat.columns.rows import FlatTable, Layout, is_page_number
from kaoji.reading.flat.columns.tab_cells import tab_table
from kaoji.reading.flat.columns.whole_tables import whole_tables
from kaoji.reading.flat.heads.headless import headless
from kaoji.reading.flat.heads.heads import FlatHead, find_heads
from kaoji.reading.flat.heads.layouts import with_numbers
from kaoji.reading.flat.heads.missing_heads import with_head
from kaoji.reading.flat.heads.stuck_heads import heads_apart
from kaoji.reading.flat.heads.titles import titles_apart
from kaoji.reading.flat.lines.bars import rows_between_bars
from kaoji.reading.flat.lines.boxes import boxed
from kaoji.reading.flat.lines.chapters import chapters_apart
from kaoji.reading.flat.lines.delimited import (
    behind_rows,
    cells_in_lines,
    is_delimited,
    loose_rows,
    merged_down,
    rows_of,
    whole_grid,
)
from kaoji.reading.flat.lines.flooding import cleaned
from kaoji.reading.flat.lines.group_lines import with_groups
from kaoji.reading.flat.lines.headings_alone import are_headings
from kaoji.reading.flat.lines.letters import joined_letters, joined_names, whole_lines
from kaoji.reading.flat.lines.page_parts import without_parts
from kaoji.reading.flat.lines.wrapped_cells import cells_joined
from kaoji.reading.flat.looks import PERSONS
from kaoji.reading.flat.pieces import Piece
from kaoji.reading.flat.stuck.cycle_tables import cycled, cycled_headless
from kaoji.reading.flat.stuck.items import are_of_items, has_items, item_table, owners_apart
from kaoji.reading.flat.stuck.numbered_rows import numbered, numbered_further
from kaoji.reading.flat.stuck.outline_rows import outlined
from kaoji.reading.flat.stuck.row_lines import lined
from kaoji.reading.flat.stuck.run_together import parted
from kaoji.reading.flat.stuck.runs import spread
from kaoji.reading.flat.stuck.stuck_lines import cut_lines
from kaoji.reading.flat.stuck.stuck_tasks import parted_tasks
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.heads import Family, Kind, find_head
from kaoji.reading.tables.odd_rows import to_compare

ANNEX_LINE: Final = late_pattern(r"^附[件表录]\s*[:：]?\s*[一二三四五六七八九十\d]*\s*(?:[-—－]\s*\d+)?\s*[:：]?$")
_CLOSING: Final = late_pattern(
    r"^(?:备注|注|说明|附注|注释|填表说明|(?:公示|公布|填报|填表|报送|统计|截止)(?:时间|日期|期限|期)|(?:联系|举报|监督|咨询)(?:电话|人|方式)|填[表报]人|制表|审核人|主题词|抄[送报]|印发|总得分|被?考[核评]人(?:员)?[^:：。]{0,6}|签[字名])\s*[\d一二三]?\s*[:：、]|^[【\[（(]?(?:打印|关闭|字体|责任编辑|编辑|来源|上一篇|下一篇|相关(?:新闻|链接)|附件下载|版权所有|主办单位|网站(?:地图|首页|声明|导航|帮助|备案|标识码)|扫一扫|分享)|ICP备|^抄送|^本(?:办法|细则|标准|方案|表|意见|规定|考[核评][^，。]{0,6})[^。]{0,30}(?:解释|[执施]行|实施|负责)[^。]{0,12}。?$|^第\s*\[\d"
)
_UNIT_LINE: Final = late_pattern(
    r"^(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、)\s*[^\s，。；：:]{2,20}(?:局|办|委|部|处|科|室|中心|公司|分局|院|会|社|队|站|所|街道|镇|乡)(?:[\s\u00a0\u3000].*)?$"
)
_SECTION: Final = late_pattern(
    "第(?P<article>[一二三四五六七八九十百]{1,5})条|(?P<section>[一二三四五六七八九十]{1,3})、"
)
# 一、考核对象：…: how a notice begins, and no row of a table
_FIRST_CHAPTER: Final = late_pattern(
    r"一、\s*(?:考核|考评|评估|评价|指导|总体|基本|工作)?(?:的)?(?:对象|范围|目的|原则|内容|思想|要求|组织|目标|依据)[^一二三]{0,200}二、"
)
_ARTICLE: Final = late_pattern("第[一二三四五六七八九十百]{1,4}条")
_TITLE_LINES = 4
_MANY = 2
_TRIED = 4
_RAGGED, _SLIGHTLY_RAGGED = 0.4, 0.25
_FEWEST_SIGNS = 3


def rebuilt(document: Document, family: Family) -> tuple[list[Block], list[Diagnostic]]:
    """Give the blocks of a document with the tables of a family that stand there as lines made tables again."""
    if family == "score" and are_headings(document):
        return list(document.blocks), []
    document, findings = cleaned(boxed(whole_tables(cells_joined(document)) if family == "task" else document))
    blocks: list[Block] = []
    for piece in _items_apart(without_parts(document), family):
        if isinstance(piece, Grid):
            blocks.append(piece)
        else:
            made, said = _rebuilt_part(piece, family)
            blocks += made
            findings += said
    return blocks, findings


def _items_apart(document: Document, family: Family) -> Iterator[Document | Grid]:
    """Part a document at the tables that are told by their items: nothing else is to be looked for in their lines."""
    if family != "score" or any(isinstance(block, Grid) for block in document.blocks) or not has_items(document):
        yield document
        return
    lines = titles_apart(rows_between_bars(document.paragraphs), family)
    at = 0
    for head, body, _, end in _bodies(lines, find_heads(lines, family)):
        is_parted = are_of_items(head.layout) and _is_parted(head, body)
        table = _delimited_table(lines, head, body, family) if is_parted else None
        table = table or item_table(lines[head.first], body, head.layout)
        if table is not None and table.grid is not None:
            yield replace(document, blocks=tuple(lines[at : head.first]))
            yield table.grid
            at = end
    yield replace(document, blocks=tuple(lines[at:])) if at else document


def _is_one_line(document: Document) -> bool:
    """Tell whether a whole notice stands in one paragraph below its title: its items are then parted with their chapters."""
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph) and block.text.strip()]
    is_short = len(lines) <= _MANY and not any(isinstance(block, Grid) for block in document.blocks)
    return is_short and any(map(_FIRST_CHAPTER.search, lines))


def _rebuilt_part(document: Document, family: Family) -> tuple[list[Block], list[Diagnostic]]:
    document, findings = _unstuck(chapters_apart(document) if _is_one_line(document) else document, family)
    document = chapters_apart(document)
    if any(isinstance(block, Grid) for block in document.blocks):
        return [piece for block in document.blocks for piece in _unwrapped(block, family)], findings
    lines = titles_apart(rows_between_bars(document.paragraphs), family)
    heads = find_heads(lines, family)
    if not heads and (headed := with_head(lines, family)) is not None and (found := find_heads(headed[0], family)):
        lines, heads = headed[0], found
        findings.append(_without_labels(lines[headed[1] + 1]))
    if not heads and (lacking := _without_head(lines, family)) is not None:
        heads, said = [lacking[0]], [lacking[1]]
        findings += said
    blocks: list[Block] = []
    at = 0
    for head, body, pages, end in _bodies(lines, heads):
        blocks.extend(lines[at : head.first])
        table = _likelier(lines, head, _without_pages(body, pages), family)
        if head.is_lacking and (table.grid is None or table.grid.height <= _FEWEST_SIGNS):
            blocks.extend(lines[head.first :])
            return blocks, []
        findings.extend(table.findings)
        if table.grid is None:
            blocks.extend(lines[head.first : end])
        else:
            blocks.append(table.grid)
            blocks.extend(table.rest)
        at = end
    blocks.extend(lines[at:])
    return blocks, findings


def _bodies(
    lines: Sequence[Paragraph], heads: Sequence[FlatHead]
) -> Iterator[tuple[FlatHead, list[Paragraph], list[int], int]]:
    """Give each head with the lines below it, those below its repetitions on further pages too.

    Beside them stand where in these lines pages end, and where all of the table ends.
    """
    at = 0
    for index, head in enumerate(heads):
        if head.first < at:
            continue
        body: list[Paragraph] = []
        pages: list[int] = []
        section = _section_above(lines[at : head.first])
        end = head.end
        for following in [*heads[index + 1 :], None]:
            limit = following.first if following is not None else len(lines)
            start, end = end, _end_of_rows(lines, end, limit, is_last=following is None)
            end = next((at for at in range(start, end) if _continues(lines[at], section)), end)
            if following is not None:
                end = _without_title(lines, start, end, head)
            body.extend(lines[start:end])
            titles = _titles(lines, head)
            between = [squeeze(line.text) for line in lines[end:limit] if squeeze(line.text) not in titles]
            if following is None or following.layout != head.layout or not all(map(_is_page_end, between)):
                break
            pages.append(len(body))
            end = following.end
        yield head, body, pages, end
        at = end


def _section_above(lines: Sequence[Paragraph]) -> tuple[bool, int]:
    """Give the number of the last heading or article above a table (二、考核内容, 第二条), 0 where there is none."""
    return next(filter(None, (_section_of(line) for line in reversed(lines))), (False, 0))


def _section_of(line: Paragraph) -> tuple[bool, int] | None:
    match = _SECTION.match(line.text.strip())
    return (match["article"] is not None, chinese_numeral(match["article"] or match["section"]) or 0) if match else None


def _continues(line: Paragraph, section: tuple[bool, int]) -> bool:
    """Tell whether a line is the next heading of the notice whose table stands above it: 三、结果运用 behind 二、."""
    is_article, number = section
    return number > 0 and _section_of(line) == (is_article, number + 1) and not points_in_name(line.text)[1]


def _titles(lines: Sequence[Paragraph], head: FlatHead) -> set[str]:
    """Give the lines right above a head: its page repeats them with it."""
    above = (squeeze(line.text) for line in lines[max(0, head.first - _TITLE_LINES) : head.first])
    return {text for text in above if len(text) > _TITLE_LINES}


def _without_title(lines: Sequence[Paragraph], start: int, end: int, head: FlatHead) -> int:
    """Give where rows end before the number and the title of the next page."""
    titles = _titles(lines, head)
    at = end
    while at > start and (_is_page_end(text := squeeze(lines[at - 1].text)) or text in titles):
        at -= 1
    return at if any(squeeze(line.text) in titles for line in lines[at:end]) else end


def _unstuck(document: Document, family: Family) -> tuple[Document, list[Diagnostic]]:
    """Give the document with tables whose cells run together made tables again, those first that their sums prove."""
    if family == "task":
        regular, told = regular_tasks(document)
        return (regular, told) if told else _cut_by_words(parted_tasks, spread(document, family))
    document = owners_apart(with_groups(document))
    findings: list[Diagnostic] = []
    for step in (outlined, lined, cut_lines):
        document, said = step(document)
        findings += said
    document = spread(heads_apart(document), family)
    for step in (cycled, numbered, parted, numbered_further):
        document, said = _cut_by_words(step, document)
        findings += said
    document, said = cycled_headless(document)
    return document, findings + said


def _cut_by_words(
    step: Callable[[Document], tuple[Document, list[Diagnostic]]], document: Document
) -> tuple[Document, list[Diagnostic]]:
    """Take a step that parts cells with nothing between them: only their words tell where, so that every row is to be compared."""
    known = set(map(id, document.blocks))
    document, said = step(document)
    made = [block for block in document.blocks if isinstance(block, Grid) and id(block) not in known]
    for grid in made:
        cells = [next((cell for cell in row if squeeze(cell.text)), None) for row in grid.rows[1:]]
        said += to_compare([(cell.source, squeeze(cell.text)) for cell in cells if cell is not None])
    return document, said


def _without_head(lines: Sequence[Paragraph], family: Family) -> tuple[FlatHead, Diagnostic] | None:
    """Give what the columns of rows without a head hold, as a head before them, and what to say; None without such rows."""
    found = headless(lines, family) if sum(map(_is_article, lines)) < _FEWEST_SIGNS else None
    if found is None:
        return None
    start, layouts, delimiter = found
    head = FlatHead(start, start, layouts, delimiter.strip("\t"), is_tabbed=delimiter == "\t", is_lacking=True)
    return head, _without_labels(lines[start])


def _without_labels(row: Paragraph) -> Diagnostic:
    return Diagnostic(
        "reading.W210",
        "The table has no head; what its columns hold was told by the words in them.",
        (row.source.cite(squeeze(row.text)[:40]),),
        "Put the head of the table before its first row, or check the points and units of every row.",
    )


def _is_article(line: Paragraph) -> bool:
    """Tell whether a line begins an article: 第四条 经济发展（40分）. Articles are running text."""
    return _ARTICLE.match(joined_label(line.label, line.text).strip()) is not None


def _without_pages(body: Sequence[Paragraph], ends: Sequence[int]) -> list[Paragraph]:
    """Leave out the bare numbers of pages: the last lines before repeated heads count up, or one stands behind a row."""
    filled = [[at for at in range(end) if not is_blank(body[at].text)][-2:] for end in ends]
    texts = [[squeeze(body[at].text) for at in pair] for pair in filled]
    if not texts or not all(len(pair) > 1 and re.fullmatch(r"\d{1,3}", pair[1]) for pair in texts):
        return list(body)
    if any(int(other[1]) - int(one[1]) != 1 for one, other in pairwise(texts)):
        return list(body)
    if len(texts) == 1 and not (is_unit(texts[0][0]) or points_cell(texts[0][0]) or _have_signs(body)):
        return list(body)
    pages = {pair[1] for pair in filled}
    return [line for at, line in enumerate(body) if at not in pages]


def _have_signs(body: Sequence[Paragraph]) -> bool:
    """Tell whether the points of rows are printed with their sign: bare numbers are others."""
    return sum(bool(re.fullmatch(r"\d+(?:\.\d+)?分", squeeze(line.text))) for line in body) >= _FEWEST_SIGNS


def _is_page_end(text: str) -> bool:
    """Tell whether a line only says that a table goes on on the next page."""
    return (
        not text
        or bool(re.fullmatch(r"[（(]?续(?:上)?表\d{0,2}[）)]?|[（(]续[）)]", text))
        or is_page_number(text, is_bare=True)
    )


def _unwrapped(block: Block, family: Family) -> list[Block]:
    """Give the tables inside a table that only lays out a page, with the text around them."""
    if isinstance(block, Paragraph) or not any(cell.nested for row in block.rows for cell in row):
        return [block]
    if find_head(block, family) is not None:
        return [block]
    pieces: list[Block] = []
    for cell in (cell for row in block.rows for cell in row):
        inside = {squeeze(line) for grid in cell.nested for line in grid.lines().split("\n")}
        around = [line for line in cell.text.split("\n") if not is_blank(line) and squeeze(line) not in inside]
        pieces.extend(Paragraph(line, source=cell.source) for line in around)
        pieces.extend(piece for grid in cell.nested for piece in _unwrapped(grid, family))
    return pieces


def _likelier(text: Sequence[Paragraph], head: FlatHead, body: Sequence[Paragraph], family: Family) -> FlatTable:
    """Make a table of the lines below a head; its last label may be the name of the first rows, where these fit better."""
    if head.shorter is None:
        return _table(text, head, body, family)
    table = _table(text, head, body, family, is_weighed=True)
    rows = [*text[head.shorter.end : head.end], *body]
    other = _table(text, head.shorter, rows, family, is_weighed=True)
    is_likelier = other.grid is not None and (table.grid is None or other.likelihood > table.likelihood)
    return other if is_likelier else table


def _table(
    text: Sequence[Paragraph], head: FlatHead, body: Sequence[Paragraph], family: Family, *, is_weighed: bool = False
) -> FlatTable:
    """Make a table of the lines below a head."""
    layout, source = head.layout, text[head.first]
    width = len(layout.labels)
    if family == "score" and not _is_parted(head, body) and (items := item_table(source, body, layout)) is not None:
        return items
    if head.is_tabbed and any(is_blank(line.text) for line in body):  # blank lines part its rows
        return tab_table(source, body, layout.labels, layout.kinds)
    body = list(whole_lines(line for line in body if not is_blank(line.text) or head.delimiter == "\t"))
    if head.delimiter and is_delimited(body, head.delimiter, width=width):
        return _delimited_table(text, head, body, family)
    is_bare = not {"number", "points", None} & set(layout.kinds) or _are_pages(body, layout.kinds)
    pages = [line for line in body if is_page_number(line.text, is_bare=is_bare)]
    skipped = set(map(id, pages))
    lines = joined_letters(
        [line for line in body if id(line) not in skipped and not is_blank(line.text)],
        has_persons=bool(set(PERSONS) & set(layout.kinds)),
    )
    needed = sum(kind not in ("blank", "note") for kind in layout.kinds)
    are_whole = _are_whole(lines, head, family)
    words = None if are_whole else cells_in_lines(lines, is_spaced=bool(head.delimiter), width=needed)
    if words and family == "task" and any(counted(words, layout.kinds) for layout in head.layouts):
        return fitted_table(source, words, head.layouts, family)
    table = _centred(source, lines, words, head.layouts, family) if words else FlatTable(None)
    if table.grid is None:
        pieces = words or _lines(lines)
        layouts = with_numbers(head.layouts, [squeeze(piece.text) for piece in pieces], family)
        table = fitted_table(source, pieces, layouts, family, is_weighed=is_weighed)
    table.rest = [*pages, *table.rest]
    return table


def _are_whole(lines: Sequence[Paragraph], head: FlatHead, family: Family) -> bool:
    """Tell whether lines are cells that make whole rows of tasks: 副站长 赵甲 13900000000 is one of them."""
    pieces = with_marks(_lines(lines)) if family == "task" and not head.delimiter else []
    return any(counted(pieces, layout.kinds) for layout in head.layouts if pieces)


def _is_parted(head: FlatHead, body: Sequence[Paragraph]) -> bool:
    """Tell whether more than spaces stand between the cells of rows."""
    return bool(head.delimiter.strip(" ")) and is_delimited(body, head.delimiter, width=len(head.layout.labels))


def _delimited_table(text: Sequence[Paragraph], head: FlatHead, body: Sequence[Paragraph], family: Family) -> FlatTable:
    """Make a table of lines whose cells are parted by tabs, bars or spaces."""
    rows, behind = behind_rows(body, head.delimiter, head.layout.kinds)
    table = _table_of_rows(text, head, rows, family)
    table.rest = [*table.rest, *behind]
    return table


def _table_of_rows(text: Sequence[Paragraph], head: FlatHead, body: Sequence[Paragraph], family: Family) -> FlatTable:
    source, width = text[head.first], len(head.layout.labels)
    pieces = _words(body)
    if head.delimiter == "\t" and (loose := loose_rows(body, head.layout.kinds)) is not None:
        pieces = loose
    elif head.delimiter != " ":
        whole = whole_grid(rows_of([*text[head.first : head.end], *body], head.delimiter, width=width))
        if whole is not None:
            is_known = family == "score" and whole.width == len(head.layout.kinds)
            return FlatTable(merged_down(whole, head.layout.kinds) if is_known else whole)
        rows = rows_of(body, head.delimiter, width=width)
        # Where rows have more cells than there are heads, one head stands over several columns.
        are_alike = len({len(each.labels) for each in head.layouts}) == 1 and max(map(len, rows), default=0) <= width
        pieces = [
            piece._replace(
                starts="either" if len(row) > _MANY * width and at else piece.starts,
                column=at if are_alike and len(row) == width and all(squeeze(each.text) for each in row) else -1,
            )
            for row in rows
            for at, piece in enumerate(row)
        ]
    if head.delimiter in (" ", "  "):
        filled = [line for line in body if not is_blank(line.text)]
        table = _centred(source, filled, pieces, head.layouts, family)
        if table.grid is not None:
            return table
    return fitted_table(source, pieces, head.layouts, family)


def _centred(
    source: Paragraph, lines: Sequence[Paragraph], words: Sequence[Piece], layouts: Sequence[Layout], family: Family
) -> FlatTable:
    """Rebuild a table whose lines were copied across all columns, where these rows are whole and those line by line are not."""
    most = _SLIGHTLY_RAGGED / _MANY if are_centred(lines, layouts[0]) else _RAGGED
    table = fitted_table(source, words, layouts, family, most=most)
    if table.grid is not None:
        return table
    found = [(made, layout) for layout in layouts[:_TRIED] if (made := centred_pieces(lines, layout)) is not None]
    if not found:
        return table
    (_, pieces), layout = max(found, key=lambda each: each[0][0])
    return fitted_table(source, pieces, [layout], family, most=_SLIGHTLY_RAGGED)


def _are_pages(body: Sequence[Paragraph], kinds: Sequence[Kind | None]) -> bool:
    """Tell whether bare numbers are no points: points are printed with 分, and the numbers count up.

    They are those of pages where rows have none, those of rows that no head names where there are as many as points.
    """
    texts = [squeeze(line.text) for line in body]
    points = sum(bool(re.fullmatch(r"\d+(?:\.\d+)?分", text)) for text in texts)
    bare = [int(text) for text in texts if re.fullmatch(r"\d{1,3}", text)]
    if "number" in kinds or not all(one < other for one, other in pairwise(bare)):
        return False
    are_of_rows = len(bare) >= _FEWEST_SIGNS and bare[-1] - bare[0] == len(bare) - 1 and len(bare) - points in (0, 1)
    return are_of_rows or len(bare) * 4 <= points


def _words(body: Sequence[Paragraph]) -> list[Piece]:
    """Give the words of lines whose cells are parted by single spaces."""
    return [
        Piece(word, line, "word" if at else "line")
        for line in body
        for at, word in enumerate(joined_names(line.text.split()))
    ]


def _lines(body: Sequence[Paragraph]) -> list[Piece]:
    """Give lines as pieces; where wider gaps stand between some of them, these mostly part rows."""
    return [Piece(line.text.strip(" \t\u00a0\u3000"), line) for line in body if not is_blank(line.text)]


def _end_of_rows(lines: Sequence[Paragraph], start: int, limit: int, *, is_last: bool) -> int:
    """Give where the rows from a line on end: before a remark, an annex, the title of the next table."""
    for index in range(start, limit):
        text = lines[index].text.strip()
        if ANNEX_LINE.match(squeeze(text)) or (_CLOSING.search(text) and not lines[index].text.startswith("\t")):
            return index
    end = limit
    if is_last:
        return end
    taken = 0
    for index in range(limit - 1, start, -1):
        text = lines[index].text
        if is_blank(text):
            continue
        bare = squeeze(text)
        if text.startswith("\t") or taken >= _TITLE_LINES or len(bare) > 60 or re.search(r"[。；;]$", bare):  # noqa: PLR2004
            break
        taken += 1
        if _UNIT_LINE.match(text.strip()):
            end = index
            continue
        if re.search(
            r"(?:表|标准|细则|办法|方案|清单|台账|汇总|指标|体系|情况)(?:[（(].*[）)])?$|^\d{4}年(?!(?:\d{1,2}(?:月|$)|底|内|末|[上下]半年)[^。]{0,8}$)",
            bare,
        ):
            end = index
    return end
