"""Rating sheets of a notice as panels: each is for the part whose points it makes up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.numbers import decimal
from kaoji.reading.citations import place_words
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Choice, Panel

_CHECK: Final = "这一部分的分值与评分表“{title}”相同，暂按该表的维度评分；评分人和平均办法请对照原文补齐。"
_UNUSED: Final = "通知附有评分表“{title}”（{marked}），没有找到它对应的部分，没有写入方案；需要时请设为评分。"


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating sheet of the notice: its title, what is marked on it, and the panel that it makes."""

    title: str
    marked: str
    panel: Panel


def ratings_of(sheets: Iterable[Read]) -> list[Rating]:
    """Give a panel for each rating sheet."""
    return [_rating(sheet) for sheet in sheets]


def _rating(sheet: Read) -> Rating:
    marked = "、".join(f"{one.name}{one.points}分" for one in sheet.children)
    panel = Panel(
        points=Decimal(sheet.points),
        dimensions={one.name: Decimal(one.points) for one in sheet.children},
        text=f"{sheet.name}：{marked}",
        source=place_words(sheet.source) or None,
        check=_CHECK.format(title=sheet.name),
    )
    return Rating(sheet.name, marked, panel)


def rated(points: str, ratings: Sequence[Rating]) -> Rating | None:
    """Give the only rating sheet with these points."""
    found = [rating for rating in ratings if rating.panel.points == decimal(points)]
    return found[0] if len(found) == 1 else None


def unused_ratings(ratings: Iterable[Rating], panels: Iterable[Panel]) -> list[Choice]:
    """Say of the rating sheets that no part is marked on that they are not in the scheme."""
    used = {panel.text for panel in panels}
    return [
        Choice(
            name="评分表",
            decision=_UNUSED.format(title=rating.title, marked=rating.marked),
            source=rating.panel.source,
        )
        for rating in ratings
        if rating.panel.text not in used
    ]
