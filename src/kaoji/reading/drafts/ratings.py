"""Rating sheets of a notice as panels: each is for the part whose points it makes up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.citations import place_words
from kaoji.reading.document import Source
from kaoji.reading.drafts.account import Account
from kaoji.reading.drafts.panels_in_text import said_of_panel, way_of
from kaoji.reading.drafts.passages import DraftedRule, Passage
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Choice, Node, Panel

_CHECK: Final = "这一部分的分值与评分表“{title}”相同，暂按该表的维度评分；评分人和平均办法请对照原文补齐。"
_CHECK_NOTED: Final = "这一部分的分值与评分表“{title}”相同，按该表的维度和表下的说明评分；评分人请对照原文补齐。"
_UNUSED: Final = "通知附有评分表“{title}”（{marked}），没有找到它对应的部分，没有写入方案；需要时请设为评分。"


_TELLS_WAY: Final = late_pattern(r"平均|最[高低]分")
_TELLS: Final = late_pattern(r"平均|最[高低]分|不(?:能|得)?超过|评分表|打分|评分")


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating sheet of the notice: its title, what is marked on it, and the panel that it makes."""

    title: str
    marked: str
    panel: Panel
    source: Source
    note: str = ""
    """What stands below the sheet on how it is marked."""


def ratings_of(sheets: Iterable[Read]) -> list[Rating]:
    """Give a panel for each rating sheet."""
    return [_rating(sheet) for sheet in sheets]


def _rating(sheet: Read) -> Rating:
    marked = "、".join(f"{one.name}{one.points}分" for one in sheet.children)
    is_told = _TELLS_WAY.search(sheet.detail) is not None
    panel = Panel(
        points=Decimal(sheet.points),
        score=way_of(fold(sheet.detail)),
        dimensions={one.name: Decimal(one.points) for one in sheet.children},
        text=f"{sheet.name}：{marked}",
        source=place_words(sheet.source) or None,
        check=(_CHECK_NOTED if is_told else _CHECK).format(title=sheet.name),
    )
    return Rating(sheet.name, marked, panel, sheet.source, sheet.detail)


def rated(points: str, ratings: Sequence[Rating]) -> Rating | None:
    """Give the only rating sheet with these points."""
    found = [rating for rating in ratings if rating.panel.points == decimal(points)]
    return found[0] if len(found) == 1 else None


def unused_ratings(ratings: Iterable[Rating], panels: Mapping[str, Panel]) -> list[Choice]:
    """Say of the rating sheets that no part is marked on that they are not in the scheme."""
    return [
        Choice(name="评分表", decision=_unused(rating), source=rating.panel.source)
        for rating in ratings
        if _panel_of(rating, panels) is None
    ]


def bind_notes(ratings: Iterable[Rating], panels: Mapping[str, Panel], account: Account) -> None:
    """Say of the sentences below rating sheets which panel they are of."""
    noted = [(name, rating) for rating in ratings if rating.note and (name := _panel_of(rating, panels)) is not None]
    for _, article in account.text.top.walk() if noted else ():
        for words in (piece for sentence in article.sentences() for piece in sentence.split("[;；]")):
            said = squeeze(words.text)
            mine = next((name for name, rating in noted if said in rating.note), None)
            if mine is not None and _TELLS.search(said):
                account.bind(words, "测评", f"{mine}：{said_of_panel(panels[mine])}")


def rating_passages(ratings: Iterable[Rating], panels: Mapping[str, Panel], roots: Sequence[Node]) -> Iterator[Passage]:
    """Give the text of each rating sheet with the panel that it became, or with what is open."""
    for rating in ratings:
        text = f"{rating.title}\n{rating.marked}"
        name = _panel_of(rating, panels)
        if name is None:
            yield Passage((), rating.source, text, "check", check=_unused(rating))
            continue
        rule = DraftedRule(name, said_of_panel(panels[name]), rating.marked, "check", panels[name].check or "")
        path = _path_to(name, roots) or (name,)
        yield Passage(path, rating.source, text, "check", plain(rating.panel.points), rules=(rule,))


def _panel_of(rating: Rating, panels: Mapping[str, Panel]) -> str | None:
    """Name the panel that a rating sheet became."""
    return next((name for name, panel in panels.items() if panel.text == rating.panel.text), None)


def _path_to(panel: str, nodes: Sequence[Node]) -> tuple[str, ...]:
    """Give the names on the way to the indicator that takes its score from a panel; none where there is none."""
    for node in nodes:
        if node.panel == panel:
            return (node.name,)
        if below := _path_to(panel, node.items):
            return (node.name, *below)
    return ()


def _unused(rating: Rating) -> str:
    return _UNUSED.format(title=rating.title, marked=rating.marked)
