"""Indicators under construction: a branch, how tables that go on are joined, which points are a group's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Source
from kaoji.reading.phrases.wording import BONUS_WORDS, Points

# The name of a row that is nothing but a list of bonuses or deductions.
_ADJUSTS = late_pattern(
    rf"(?:激励|创新|特色|奖励|专项|其他|额外)?(?:{BONUS_WORDS.pattern}|[加减扣奖]分|附加)(?:项目?|事项|指标|类|内容|因素)?"
)


@dataclass(slots=True)
class Branch:
    """An indicator under construction; ``cell`` is the cell that it was made from, ``rows`` how many rows it spans."""

    name: str = ""
    label: str = ""
    points: Points = field(default_factory=Points)
    providers: list[str] = field(default_factory=list)
    text: str = ""
    detail: str = ""
    children: list[Branch] = field(default_factory=list)
    source: Source = field(default_factory=Source)
    is_leaf: bool = False
    signed: str = ""
    target: str = ""
    measured_in: str = ""
    weight: str = ""
    most: str = ""
    not_for: tuple[str, ...] = ()
    is_inferred: bool = False

    def leaves(self) -> Iterator[Branch]:
        """Give the leaves below, or the branch itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def same_group(group: Branch, name: str, points: Points) -> bool:
    """Tell whether a name printed again after a page break is the group that is still open."""
    return group.name == name and (group.points == points or not points or not group.points)


def groups_of(branch: Branch) -> Iterator[Branch]:
    """Give the branch and those below it that have children."""
    if branch.children:
        yield branch
        for child in branch.children:
            yield from groups_of(child)


def merged(branches: list[Branch], more: list[Branch]) -> list[Branch]:
    """Join the indicators of a table that goes on in the next: a group printed again takes the new rows."""
    joined = list(branches)
    for branch in more:
        if joined and joined[-1].children and branch.children and same_group(joined[-1], branch.name, branch.points):
            joined[-1].children = merged(joined[-1].children, branch.children)
            if not joined[-1].points:
                joined[-1].points = branch.points
        else:
            joined.append(branch)
    return joined


def mark_adjustments(branches: Sequence[Branch]) -> None:
    """Mark rows of bonuses and deductions beside indicators; the points that stand beside them are their limit."""
    others = [branch for branch in branches if not _ADJUSTS.fullmatch(branch.name)]
    is_scored = any(leaf.points.value for branch in others for leaf in branch.leaves())
    for branch in branches:
        if not (is_scored and _ADJUSTS.fullmatch(branch.name)):
            mark_adjustments(branch.children)
        elif not branch.children:
            _limit(branch, branch.points.value or branch.signed.lstrip("+-"))
        elif not branch.points.value:
            for leaf in branch.leaves():
                _limit(leaf, leaf.points.value)


def _limit(leaf: Branch, most: str) -> None:
    if most:
        leaf.most, leaf.signed, leaf.points = most, "", Points(is_bonus=True)


def mark_bonus(branch: Branch) -> None:
    """Mark groups whose leaves all are extra, and what stands below a group of extra points."""
    is_called = BONUS_WORDS.search(branch.name) or (branch.children and _ADJUSTS.fullmatch(branch.name))
    if is_called and not branch.points.value:
        branch.points = replace(branch.points, is_bonus=True)
    for child in branch.children:
        if branch.points.is_bonus and not child.points:
            child.points = Points(is_bonus=True)
        mark_bonus(child)
    if branch.children and not branch.points and all(child.points.is_bonus for child in branch.children):
        branch.points = Points(is_bonus=True)


def share_points(branches: Sequence[Branch], shared: Iterable[list[Branch]]) -> None:
    """Give points printed once for several rows to the group of these rows, where it has none of its own."""
    cells = list(shared)
    for group in [branch for top in branches for branch in groups_of(top)]:
        for leaves in cells:
            if (
                len(leaves) > 1
                and len(leaves) == len(group.children)
                and all(a is b for a, b in zip(leaves, group.children, strict=True))
            ):
                if not group.points:
                    group.points = leaves[0].points
                if group.points == leaves[0].points:
                    for leaf in leaves:
                        leaf.points = Points()
