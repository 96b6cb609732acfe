"""The indicators as rows of a table whose headings are merged, as notices print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kaoji.numbers import percent
from kaoji.scheme.structure import ResolvedNode, Structure
from kaoji.writing import sentences
from kaoji.writing.page import Page


@dataclass(frozen=True)
class Row:
    """One row: an indicator, or the sum of a section; ``path`` are the headings it stands under, its own last."""

    node: ResolvedNode
    path: tuple[ResolvedNode, ...]
    is_sum: bool = False


@dataclass
class Outline:
    """All rows in order, and how many columns the headings take."""

    rows: list[Row] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The number of heading columns."""
        return max((len(row.path) for row in self.rows), default=1)


def outline(structure: Structure, present: Iterable[int]) -> Outline:
    """Lay out the indicators that are present (by index); a section that merely wraps another is left out."""
    kept, found = set(present), Outline()

    def children(node: ResolvedNode) -> list[ResolvedNode]:
        below = [structure.nodes[index] for index in node.children if index in kept]
        while len(below) == 1 and below[0].children and _is_wrapper(below[0]):
            below = [structure.nodes[index] for index in below[0].children if index in kept]
        return below

    def walk(node: ResolvedNode, above: tuple[ResolvedNode, ...]) -> None:
        path = (*above, node)
        below = children(node)
        for child in below:
            walk(child, path)
        if not below:
            found.rows.append(Row(node, path))
        elif (
            len(below) > 1
            or node.limits
            or node.node.decimals is not None
            or any(child.node.weight is not None for child in below)
        ):
            found.rows.append(Row(node, path, is_sum=True))

    for root in structure.roots:
        if root.index in kept:
            walk(root, ())
    return found


def _is_wrapper(node: ResolvedNode) -> bool:
    return not node.limits and node.node.weight is None and node.node.decimals is None


@dataclass(frozen=True)
class _Heading:
    """A heading as a cell over rows and columns, both ends included; a sum's has the look of a head."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    text: str
    is_sum: bool = False


def write_headings(page: Page, found: Outline, first: int, left: int, pages_wide: int = 1) -> None:
    """Write the heading columns of rows that begin at ``first``, each heading merged over the rows it covers.

    On each further page a heading that goes on is said again; the row above ``first`` and the columns up to ``left``
    are the heads of all pages.
    """
    starts: list[int] = []
    last = first + len(found.rows) - 1
    while True:
        headings = [part for whole in _headings(page, found, first) for part in _on_pages(whole, starts)]
        for each in headings:
            page.stretch(*each.rows, each.text, sum(page.widths[each.columns[0] - 1 : each.columns[1]]))
        # Rows only grow, so pages only begin earlier: in the end they stay.
        if (now := page.starts(first - 1, last, left, pages_wide)) == starts:
            break
        starts = now
    for each in headings:
        first_cell, last_cell = zip(each.rows, each.columns, strict=True)
        page.merge(first_cell, last_cell, each.text, "head" if each.is_sum else "name")
    page.begin_pages(starts)


def _headings(page: Page, found: Outline, first: int) -> Iterator[_Heading]:
    depth = found.depth
    for level in range(depth):
        start = 0
        while start < len(found.rows):
            row = found.rows[start]
            end = start
            if len(row.path) > level:
                heading = row.path[level]
                is_own = level == len(row.path) - 1 and not row.is_sum
                while not is_own and end + 1 < len(found.rows) and _covers(heading, found.rows[end + 1], level):
                    end += 1
                last = depth if is_own else level + 1
                yield _Heading((first + start, first + end), (level + 1, last), _named(heading))
            elif len(row.path) == level and row.is_sum:
                yield _Heading(
                    (first + start, first + start), (level + 1, depth), _sum_named(page, row.node), is_sum=True
                )
            start = end + 1


def _named(node: ResolvedNode) -> str:
    """Name an indicator, with the weight by which it counts in the sum below it; a root's stands in the formula."""
    weight = node.node.weight
    return node.name if weight is None or node.parent is None else f"{node.name} ×{percent(weight)}"


def _sum_named(page: Page, node: ResolvedNode) -> str:
    """Name the sum of a section, with what bounds it: the rows above need not come to it."""
    limits = node.node.limits
    return str(page.say("Sum ({limits})").format(limits=limits) if limits else page.say("Sum"))


def _on_pages(heading: _Heading, starts: Iterable[int]) -> Iterator[_Heading]:
    """Give the parts of a heading that stand on different pages."""
    begin, end = heading.rows
    inside = [row for row in starts if begin < row <= end]
    for one, other in zip([begin, *inside], [*inside, end + 1], strict=True):
        yield replace(heading, rows=(one, other - 1))


def _covers(heading: ResolvedNode, row: Row, level: int) -> bool:
    return len(row.path) > level and row.path[level].index == heading.index


def heading_names(depth: int, language: str) -> list[str]:
    """Name the heading columns."""
    return [sentences.level_name(number, language) for number in range(1, depth + 1)]
