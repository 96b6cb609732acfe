"""A table of two columns that became wrapped lines: whose it is, and one cell full of numbered items with their points.

    办公室
    1、办文工作（3分）。按照有关规定，对公文进行审核。出现重大
    差错的每次扣0.2分。
    2、会务工作（3分）。…

Nothing but the numbers tells where an item begins, so the lines are joined before they are parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, Source, is_blank
from kaoji.reading.flat.columns.rows import FlatTable, Layout
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.phrases.wording import squeeze

_POINTS: Final = r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]"
_NAME: Final = r"[^。；;，,（(]{1,24}(?:[（(][^（()）\d]{1,8}[）)][^。；;，,（(]{0,20})?"
_ITEM: Final = late_pattern(rf"(?P<number>\d{{1,2}})\s*[、.．]\s*(?P<name>{_NAME}{_POINTS})")
# What a number goes on with may have a longer name, of several parts with points each: 3、甲（6分）、乙（4分）（共10分）.
_NEXT: Final = late_pattern(
    rf"(?P<number>\d{{1,2}})\s*[、.．]\s*(?P<name>[^。；;（(]{{1,48}}(?:{_POINTS}(?:[、和及][^。；;（(]{{1,24}}{_POINTS})+[（(]共\s*\d+(?:\.\d+)?\s*分[）)]|{_POINTS}))"
)
_SECTION: Final = late_pattern(rf"[一二三四五六七八九十]{{1,3}}、\s*(?P<name>{_NAME}(?:{_POINTS}))")
_SECTION_LINE: Final = late_pattern(
    rf"[一二三四五六七八九十]{{1,3}}、\s*(?P<name>[^。；;（(]{{1,48}}[。]?{_POINTS})[。：:]?\s*$"
)
_PLAIN_SECTION: Final = late_pattern(r"[一二三四五六七八九十]{1,3}、\s*(?P<name>[^。；;，,：:（(\d]{2,24})\s*")
_BELOW_IT: Final = late_pattern(r"\s*(?:\d{1,2}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)])")
# Sections of a unit that are numbered in brackets from the first: （一）执法检查（25分）…
_BRACKETED: Final = late_pattern(
    rf"[（(][一二三四五六七八九十]{{1,3}}[）)]\s*(?P<name>(?:{_NAME}{_POINTS}|[^。；;（(]{{1,48}}[。]?{_POINTS}(?=[。：:]?\s*$)))"
)
_INSIDE: Final = late_pattern(
    r"(?<=[。；;）)])(?=\d{1,2}\s*[、.．]\s*[^。；;（(\d][^。；;（(]{0,47}[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)
# A line that ends within the name or the points of an item: …每次扣1分。4、内部刊物（5
_CUT_HEADING: Final = late_pattern(
    r"(?:^|(?<=[。；;）)]))\s*\d{1,2}\s*[、.．]\s*"
    rf"(?:[^。；;，,（(\d][^。；;，,（(]{{0,40}}(?:(?:{_POINTS}[、和及][^。；;，,]{{0,60}})|[（(]\s*(?:\d+(?:\.\d+)?\s*)?)?)?$"
)
_PARTS: Final = late_pattern(rf"(?P<parts>.+{_POINTS}.+{_POINTS})[（(]共(?P<points>\d+(?:\.\d+)?)分[）)]")
_LABEL: Final = late_pattern(
    r"\d{1,2}\s*[、.．]|[一二三四五六七八九十]{1,3}、|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
)
_OWNED: Final = late_pattern(
    rf"\s*(?P<owner>[\u4e00-\u9fff（()）]{{2,16}}?)\s*(?=(?:1\s*[、.．]|一、)\s*{_NAME}{_POINTS})"
)
_OWNED_INSIDE: Final = late_pattern(
    rf"(?:^|(?<=[。；;）)])|(?<=得分)|(?<=备注))\s*(?P<owner>(?!得分|备注)[\u4e00-\u9fff]{{1,15}}[局委办室部科股处队站所院会心])\s*(?=1\s*[、.．]\s*{_NAME}{_POINTS})"
)
_ENDED: Final = late_pattern(r"(?:[。；;）)！]|分)$")
_UNIT: Final = late_pattern(r"[\u4e00-\u9fff（()）]{2,16}")
_LEAST_ITEMS, _LEAST_OWNERS, _LONGEST_END = 5, 2, 6


@dataclass(slots=True)
class _Stretch:
    """An item, a section or an owner with the text that follows; ``line`` is the line of a section that says no more."""

    kind: str
    name: str
    source: Source
    text: list[str] = field(default_factory=list)
    number: int = 0
    line: str = ""


def has_items(document: Document) -> bool:
    """Tell whether a document has so many numbered items with their points that a table may be of such."""
    return sum(len(_ITEM.findall(line.text)) for line in document.paragraphs) >= _LEAST_ITEMS


def owners_apart(document: Document) -> Document:
    """Give the document with those whose items run on in lines of others on lines of their own: …扣1分。仓储科1、储粮安全（40分）."""
    found = [len(_OWNED_INSIDE.findall(line.text)) for line in document.paragraphs]
    if sum(found) < _LEAST_OWNERS:
        return document
    blocks: list[Block] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph) or _OWNED_INSIDE.search(block.text) is None:
            blocks.append(block)
            continue
        edges = [at for match in _OWNED_INSIDE.finditer(block.text) for at in match.span("owner")]
        parts = (block.text[one:other].strip() for one, other in pairwise([0, *edges, len(block.text)]))
        blocks += [replace(block, text=part) for part in parts if part]
    return replace(document, blocks=tuple(blocks))


def are_of_items(layout: Layout) -> bool:
    """Tell whether a head has two columns, whose items these are and the items."""
    kinds = [kind for kind in layout.kinds if kind not in ("blank", "number", "remark")]
    return len(kinds) == 2 and kinds[1] in ("text", "content") and "points" not in layout.kinds  # noqa: PLR2004


def item_table(head: Paragraph, body: Sequence[Paragraph], layout: Layout) -> FlatTable | None:
    """Give the table that the lines were, None where they were another."""
    kinds = [kind for kind in layout.kinds if kind not in ("blank", "number", "remark")]
    if not are_of_items(layout):
        return None
    lines = [line for line in body if not is_blank(line.text) and not re.fullmatch(r"\s*\d{1,3}\s*", line.text)]
    stretches = list(_stretches(_joined(list(_owners_apart(lines)))))
    owners = sum(stretch.kind == "owner" for stretch in stretches)
    items = sum(stretch.kind == "item" for stretch in stretches)
    if items < _LEAST_ITEMS or owners < _LEAST_OWNERS or not stretches or stretches[0].kind != "owner":
        return None
    column = layout.kinds.index(kinds[1])
    name_column = layout.kinds.index(kinds[0])
    labels = list(layout.labels)
    return FlatTable(grid_of(labels, [name_column], list(_rows(stretches, column)), head.source))


def _rows(stretches: Sequence[_Stretch], column: int) -> Iterator[FlatRow]:
    """Give a row for each item, and for each section or owner that has text of its own and no items."""
    owner: FlatCell | None = None
    section: FlatCell | None = None
    shown = 0
    for index, stretch in enumerate(stretches):
        name = FlatCell(stretch.name, stretch.source)
        following = stretches[index + 1] if index + 1 < len(stretches) else None
        if stretch.kind == "owner":
            owner, section, shown = name, None, 0
            is_alone = following is None or following.kind == "owner"
        elif stretch.kind == "section":
            section, shown = name, min(shown, 1)
            is_alone = following is None or following.kind != "item"
        else:
            is_alone = True
        if not is_alone and not stretch.text:
            continue
        above = [cell for cell in (owner, section) if cell is not None]
        path = above if stretch.kind != "item" else [*above, name]
        kept = min(shown, len(path) - 1)
        text = FlatCell("".join((stretch.line, *stretch.text) if stretch.text else ()), stretch.source)
        yield FlatRow(path[kept:], kept, {column: text} if text.text else {}, stretch.source)
        shown = len(above)


def _owners_apart(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Give whose items begin in a line on a line of its own: 办公室 1、办文工作（3分）."""
    for line in lines:
        match = _OWNED.match(line.text)
        if match is not None:
            yield replace(line, text=match["owner"])
            line = replace(line, text=line.text[match.end() :])  # noqa: PLW2901 - what is left of the line
        yield line


def _joined(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Join a line that ends within the name or the points of an item with the next, so that the item is seen as one."""
    joined: list[Paragraph] = []
    for line in lines:
        if joined and _CUT_HEADING.search(joined[-1].text) is not None:
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text.strip())
        else:
            joined.append(replace(line, text=line.text.strip()))
    return joined


def _stretches(lines: Sequence[Paragraph]) -> Iterator[_Stretch]:
    current: _Stretch | None = None
    number = 0
    is_bracketed = False
    for index, line in enumerate(lines):
        following = [after.text for after in lines[index + 1 : index + 3]]
        is_open = current is not None and current.kind == "item" and not _ENDED.search("".join(current.text))
        for at, piece in enumerate(_INSIDE.split(line.text)):
            goes_on = current is not None and current.kind == "owner" and not current.text and _UNIT.fullmatch(piece)
            begun = None
            if not goes_on and not (is_open and not at):
                begun = _begun(piece, line.source, following, number, is_bracketed=is_bracketed)
            if begun is not None:
                # Below other sections, and among items of the unit itself, brackets number what an item asks for.
                is_first = current is not None and current.kind == "owner"
                is_other = begun.kind == "section" and _BRACKETED.match(piece) is None
                is_bracketed = begun.kind == "owner" or (
                    is_bracketed and not is_other and not (is_first and begun.kind == "item")
                )
                if current is not None:
                    yield current
                current, number = begun, begun.number
            elif current is not None and goes_on:
                current.name += squeeze(piece)
            elif current is not None:
                current.text.append(piece)
                is_bracketed = is_bracketed and current.kind != "owner"
            else:
                current = _Stretch("other", squeeze(piece), line.source)
    if current is not None:
        yield current


def _begun(piece: str, source: Source, following: Sequence[str], number: int, *, is_bracketed: bool) -> _Stretch | None:
    """Give what a piece begins: an item (``number`` is the one before it), a section, or whose the items below are."""
    goes_on = _NEXT.match(piece)
    if goes_on is not None and int(goes_on["number"]) != number + 1:
        goes_on = None
    for kind, found in (
        ("item", goes_on or _ITEM.match(piece)),
        (
            "section",
            _SECTION.match(piece)
            or _SECTION_LINE.fullmatch(piece)
            or (_BRACKETED.match(piece) if is_bracketed else None)
            or (_PLAIN_SECTION.fullmatch(piece) if following and _BELOW_IT.match(following[0]) else None),
        ),
    ):
        if found is not None:
            rest = piece[found.end() :].lstrip("。：: ")
            text = [piece] if kind == "item" or rest else []
            counted = int(found["number"]) if kind == "item" else 0
            return _Stretch(kind, _whole_name(squeeze(found["name"])), source, text, counted, "" if text else piece)
    bare = squeeze(piece)
    if not _UNIT.fullmatch(bare) or not following or _closes(bare):
        return None
    is_wrapped = len(following) > 1 and len(following[0]) <= _LONGEST_END and _LABEL.match(following[1]) is not None
    if _LABEL.match(following[0]) or (is_wrapped and _UNIT.fullmatch(following[0])):
        return _Stretch("owner", bare, source)
    return None


def _whole_name(name: str) -> str:
    """Give a name of several parts as one with the points of all: 甲（6分）、乙（4分）（共10分） is 甲、乙（10分）."""
    match = _PARTS.fullmatch(name)
    return (
        re.sub(_POINTS, "", match["parts"]) + f"（{match['points']}分）" if match else re.sub("。(?=[（(])", "", name)
    )


def _closes(text: str) -> bool:
    """Tell whether a text closes a bracket that was opened before it: it is the rest of a sentence."""
    depth = 0
    for letter in text:
        depth += (letter in "（(") - (letter in "）)")
        if depth < 0:
            return True
    return False
