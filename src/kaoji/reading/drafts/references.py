"""Lines of the text that only point to the sheets of an annex: no indicators of their own, but what they say is compared.

“乡镇考核甲（40分）、乙（60分），评分标准见附件1” under a heading with points names what the sheet holds; as an indicator it
would count the same scores once more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Source
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.sheets import Node as Read

_REFERS: Final = late_pattern(
    r"(?:指标|标准|内容|办法|细则|分值|具体|详细)[^,;。]{0,8}?(?:详?见|按|执行|以)[^,;。]{0,4}附[件表]|(?:详见|见)附[件表]|按(?:照)?附[件表][^,;。]{0,16}(?:执行|计分|评分|考核)"
)
_GIVES: Final = late_pattern(r"[加减扣计得记奖]\d+(?:\.\d+)?分|每[^,;。]{1,12}[加减扣计得]\d")
_NAMED: Final = late_pattern(r"(?P<name>[^,;。、:()\d]{2,16})\((?P<points>\d+(?:\.\d+)?)分\)")
_LEADS: Final = late_pattern(r"^.*(?:考核|包括|分为|其中)(?=.{2})")
_SAID: Final = "见附件的评分表"
_DIFFERS: Final = "正文写“{name}（{said}分）”，评分表中该项合{points}分，暂按评分表，请核对。"


def without_references(read: Read, lines: Collection[Source]) -> tuple[Read | None, list[Read]]:
    """Leave out of a tree made of headings the items without points that point to an annex; give these too.

    A heading goes with the last of its items. Only for documents that hold the sheets.
    """
    if read.source not in lines:
        return read, []
    if not read.children:
        is_reference = not (read.points or read.is_bonus) and refers(read.text)
        return (None, [read]) if is_reference else (read, [])
    found = [without_references(child, lines) for child in read.children]
    left = tuple(child for child, _ in found if child is not None)
    dropped = [one for _, some in found for one in some]
    return (replace(read, children=left) if left else None), dropped


def refers(text: str) -> bool:
    """Tell whether a text says where the standards stand, and gives or takes no points itself."""
    said = squeeze(fold(text))
    return _REFERS.search(said) is not None and _GIVES.search(said) is None


def bound_references(top: Article, dropped: Sequence[Read]) -> list[Binding]:
    """Say of the lines that point to an annex what they became."""
    places = {one.source for one in dropped}
    return [
        Binding(sentence, "考核内容", _SAID)
        for _, article in top.walk()
        for sentence in article.sentences()
        if sentence.source in places
        and (refers(sentence.text) or any(squeeze(sentence.text) in squeeze(one.text) for one in dropped))
    ]


def differing(top: Article, sheets: Sequence[Read]) -> Iterator[tuple[Words, str]]:
    """Give the sentences on annexes that state other points for a part than its sheet, with what has to be checked."""
    nodes = [node for sheet in sheets for node in sheet.walk() if node.points and not node.is_percent]
    for _, article in top.walk():
        for sentence in article.sentences():
            said = squeeze(sentence.folded)
            if _REFERS.search(said) is None:
                continue
            for match in _NAMED.finditer(said):
                name = _LEADS.sub("", match["name"])
                mine = {decimal(node.points) for node in nodes if squeeze(node.name) == name}
                if mine and decimal(match["points"]) not in mine:
                    found = "或".join(plain(value) for value in sorted(value for value in mine if value is not None))
                    yield sentence, _DIFFERS.format(name=name, said=match["points"], points=found)


def settled_here(said: str) -> str:
    """Give the part in which a place is meant: 工作实绩得分位于本组末位 is 工作实绩得分; none where others rank.

    >>> settled_here("工作实绩得分位于本组末位的"), settled_here("重点工作在全市排名末位")
    ('工作实绩得分', '')
    """
    match = re.match(
        r"^(?:本?年度)?(?P<part>[^,;。、]{2,16}?)(?:在|位于|位列|位居|处于|居|排)+(?:本组|同组|同类|组内|名|序)", said
    )
    return match["part"] if match is not None and not re.search(r"全[国省市州盟]|上级|[省市]级", said) else ""
