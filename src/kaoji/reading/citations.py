"""Places in a file as an official looks them up, and their order."""

from __future__ import annotations

from collections.abc import Iterable

from kaoji.reading.document import Block, Grid, Source, column_letters

Order = tuple[int, int, int]


def place_words(source: Source) -> str:
    """Give a place in Chinese, for ``source:`` in a scheme.

    >>> place_words(Source("a.docx", table=2, row=3, column=4)), place_words(Source("a.txt", line=41))
    ('表2第3行', '第41行')
    >>> place_words(Source("a.xlsx", sheet="指标", row=3, column=2))
    '工作表“指标”B3'
    """
    if source.sheet is not None:
        cell = f"{column_letters(source.column)}{source.row}" if source.row and source.column else ""
        return f"工作表“{source.sheet}”{cell}"
    if source.line is not None:
        return f"第{source.line}行"
    page = f"第{source.page}页" if source.page is not None else ""
    if source.table is not None:
        return f"{page}表{source.table}" + (f"第{source.row}行" if source.row is not None else "")
    return f"{page}第{source.paragraph}段" if source.paragraph is not None else page


class ReadingOrder:
    """The order of places in a document: by block, then by row and column."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        """Remember at which block each paragraph, table and sheet begins."""
        self._first: dict[tuple[str, object], int] = {}
        for index, block in enumerate(blocks):
            source = block.source
            cells = [cell.source for row in block.rows for cell in row[:1]] if isinstance(block, Grid) else []
            for each in (source, *cells):
                self._first.setdefault(_key(each), index)

    def of(self, source: Source) -> Order:
        """Give a place's position; an unknown place stands at the end."""
        last = len(self._first)
        return (self._first.get(_key(source), last), source.row or 0, source.column or 0)


def _key(source: Source) -> tuple[str, object]:
    if source.sheet is not None:
        return "sheet", source.sheet
    if source.line is not None:
        return "line", source.line
    if source.table is not None:
        return "table", source.table
    return "paragraph", (source.page, source.paragraph)
