"""Prizes that follow each other by rank: 设一等奖2名、二等奖4名; 前2名为一等奖, 第3至5名为二等奖, 其余为三等奖.

What a later sentence of the same paragraph says of them – the least total, the money – is told of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, plain
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.scheme.model import Award

_COUNT: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_NAME: Final = r"(?:[特一二三四]等奖|鼓励奖|优胜奖|优秀奖|达标奖)"
_MONEY: Final = r"\d+(?:\.\d+)?(?:万|千|百)?元(?:/[年人个村])?"
_SO_MANY: Final = late_pattern(
    rf"(?P<name>{_NAME})(?:各|共)?(?P<count>{_COUNT})(?:名|个)(?:[,(]?(?:各?奖(?:金|励)|每[个名]?奖励?)?(?P<amount>{_MONEY}))?"
)
_AT: Final = late_pattern(
    rf"(?:前(?P<first>{_COUNT})名|第(?P<low>{_COUNT})名?(?:(?:至|到|-|、)第?(?P<high>{_COUNT}))?名|(?P<rest>其余|其他))"
    rf"[^,;。奖]{{0,6}}?(?:为|获得?|授予|定为|评为|是)(?P<name>{_NAME})"
)
_LEAST: Final = late_pattern(
    rf"(?P<name>{_NAME})(?:[^,;。奖\d]{{0,8}}(?:得分|总分|成绩))[^,;。奖\d]{{0,8}}?(?P<value>\d+(?:\.\d+)?)分(?:及以上|以上|\(含\)以上)?"
)
_PAID: Final = late_pattern(rf"(?P<name>{_NAME})(?:[^,;。奖\d]{{0,6}}(?:奖励?|奖金|为|各)?)(?P<amount>{_MONEY})")
_PAID_SEVERALLY: Final = late_pattern(
    rf"(?:(?:分别|依次|各)(?:给予|奖励|发放|颁发)|奖金(?:分别|依次)为?)[^,;。\d]{{0,12}}?(?P<amounts>{_MONEY}(?:[、,和]{_MONEY})+)"
)
_RANKED: Final = late_pattern("排名|名次|排序|高低|依次")
_LEAST_PRIZES, _LAST_PLACE = 2, 999
_BY_RANK: Final = "通知没有写明按名次评，暂按总分名次依次排定，请核对。"
_REST: Final = "其余单位均获此奖，请核对。"


@dataclass(frozen=True, slots=True)
class _Prize:
    """A prize with its places, and the words that set it."""

    name: str
    first: int
    last: int
    amount: str | None
    words: Words
    check: str


def ranked_prizes(sentences: Sequence[Words]) -> list[Bound[Award]]:
    """Give the prizes by rank that the sentences of a paragraph set."""
    texts = [squeeze(words.folded) for words in sentences]
    found = list(_by_count(sentences, texts)) or list(_by_place(sentences, texts))
    if len(found) < _LEAST_PRIZES:
        return []
    more = {name: list(_more(name, sentences, texts)) for name in (prize.name for prize in found)}
    return [_bound(prize, more[prize.name]) for prize in found]


def _by_count(sentences: Sequence[Words], texts: Sequence[str]) -> Iterator[_Prize]:
    check = "" if any(map(_RANKED.search, texts)) else _BY_RANK
    place = 0
    for sentence, text in zip(sentences, texts, strict=True):
        words = _stretch(sentence)
        for match in _SO_MANY.finditer(text):
            count = _number(match["count"])
            yield _Prize(match["name"], place + 1, place + count, match["amount"], words, check)
            place += count
        if place:
            return


def _stretch(words: Words) -> Words:
    """Give a sentence from the first part between semicolons that sets prizes to the last: what else it says is another matter."""
    mine = [piece for piece in words.split("[;；]") if _SO_MANY.search(squeeze(piece.folded))]
    return words.part(mine[0].start - words.start, mine[-1].end - words.start) if mine else words


def _by_place(sentences: Sequence[Words], texts: Sequence[str]) -> Iterator[_Prize]:
    place = 0
    for words, text in zip(sentences, texts, strict=True):
        for match in _AT.finditer(text):
            if match["rest"] and not place:
                continue
            first = _number(match["low"]) if match["low"] else place + 1
            last = _LAST_PLACE if match["rest"] else _number(match["first"] or match["high"] or match["low"])
            yield _Prize(match["name"], first, last, None, words, _REST if match["rest"] else "")
            place = last


def _more(name: str, sentences: Sequence[Words], texts: Sequence[str]) -> Iterator[tuple[Words, str, str]]:
    """Give what sentences say of the least total (value) and the money (amount) of a prize."""
    for kind, pattern in (("value", _LEAST), ("amount", _PAID)):
        for words, text in zip(sentences, texts, strict=True):
            for match in pattern.finditer(text):
                if match["name"] == name:
                    yield words, kind, match[kind]
    for words, text in zip(sentences, texts, strict=True):
        yield from ((words, "amount", amount) for one, amount in _severally(text) if one == name)


def _severally(text: str) -> list[tuple[str, str]]:
    """Give the money of prizes that are named first and paid severally behind.

    >>> _severally("设一等奖1名、二等奖2名,分别奖励经费3万元、2万元")
    [('一等奖', '3万元'), ('二等奖', '2万元')]
    """
    match = _PAID_SEVERALLY.search(text)
    if match is None:
        return []
    names = list(dict.fromkeys(one["name"] for one in _SO_MANY.finditer(text, 0, match.start())))
    amounts = re.findall(_MONEY, match["amounts"])
    return list(zip(names, amounts, strict=True)) if len(names) == len(amounts) else []


def _bound(prize: _Prize, more: Sequence[tuple[Words, str, str]]) -> Bound[Award]:
    said = {kind: value for _, kind, value in reversed(more)}
    least = decimal(said["value"]) if "value" in said else None
    made = Award(
        name=prize.name,
        places=(prize.first, prize.last),
        total_at_least=least,
        amount=prize.amount or said.get("amount"),
        text=prize.words.text,
        source=place_words(prize.words.source) or None,
        check=prize.check or None,
    )
    shown = f"{prize.name}：{_places(prize)}" + (f"，总分{plain(Decimal(least))}分以上" if least is not None else "")
    also = tuple(Binding(words, "奖项", shown) for words, _, _ in more if words is not prize.words)
    return replace(Bound(made, Binding(prize.words, "奖项", shown, prize.check)), also=also)


def _places(prize: _Prize) -> str:
    if prize.last == _LAST_PLACE:
        return f"第{prize.first}名以后"
    return f"第{prize.first}名" if prize.first == prize.last else f"第{prize.first}至{prize.last}名"


def _number(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words.replace("两", "二"))) or 1
