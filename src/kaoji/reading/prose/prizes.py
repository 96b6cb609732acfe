"""Prizes besides grades in running text: by place with money, for progress, for a grade, by decision, and who may get them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, plain
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.reading.prose.grade_places import GradePlaces
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.named_prizes import OF_INDICATOR, named_prizes
from kaoji.scheme.model import Award

_NUMBER: Final = r"\d+(?:\.\d+)?"
_MONEY: Final = rf"{_NUMBER}(?:万|千|百|亿)?元"
_PLACE: Final = late_pattern(
    rf"第(?P<place>[一二三四五六七八九十]|\d{{1,2}})名[^;。、第\d]{{0,12}}?(?P<amount>{_MONEY})"
)
_PAID: Final = late_pattern(r"\d\s*(?:万|千|百|亿)?\s*元")
_FIRST: Final = late_pattern(
    rf"前(?P<count>[一二两三四五六七八九十]|\d{{1,2}})名[^。;\d]{{0,20}}?(?:分别|依次|各)[^。;\d]{{0,8}}?(?P<amounts>{_MONEY}(?:[、,]{_MONEY})*)"
)
_ELIGIBLE: Final = late_pattern(
    rf"(?:总分|得分|成绩|分数)[^,;。\d]{{0,12}}?(?:达到?|在|不低于)?[^,;。\d]{{0,8}}?(?P<value>{_NUMBER})(?P<unit>%|分)[^,;。]{{0,6}}(?:以上|及以上)?[^。;]{{0,10}}?"
    r"(?:评奖|获奖|参评|奖励|参加评[奖优选]|评[优先])(?:的?资格)?"
)
_GRADE_PRIZE: Final = late_pattern(r"[(（](?P<name>[一二三特]等奖)[)）]")
_GIVES_PRIZE: Final = late_pattern(r",(?:颁发|授予|发给)(?P<name>[特一二三]等奖)(?=[,;。]|$)")
_UNPRIZED: Final = late_pattern(
    r"与(?:前|上述|以上)[^,;。()]{0,6}(?:奖|等奖|奖项)不(?:重复|兼得)|未(?:获得?|评为|进入|被评为)[^,;。]{0,8}?(?:奖|前[一二三四五六七八九十\d]+名)"
)
_AT_LEAST: Final = late_pattern(
    rf"(?P<said>[每各]个?[\u4e00-\u9fff]{{1,6}}?(?:至少|不少于)(?:评选|评出|推荐|表彰)?\d{{1,3}}[个名家])(?P<name>[\u4e00-\u9fff]{{2,12}}?),?每[个名家](?P=name)(?:给予)?奖(?:励|金)?(?P<amount>{_MONEY})"
)
_NO_LEAST: Final = "通知写“{said}”，方案不能写个数的下限，请在评定时核对。"
_LIST: Final = late_pattern(r"(?:设立|设置|设|评选|评出)[^,;。]{0,10}(?:单项|专项)?奖[:：]?$")
_ANY = 999

_ASSUMED: Final = "通知没有写明由谁评定，暂按评定结果登记，请核对。"
_FULL: Final = "标准分没有定义，暂按总分100分折算，请核对。"
_TAKEN: Final = late_pattern(r"取消[^,;。]{0,12}(?:资格|奖)|(?:不得|不予|不能)[^,;。]{0,6}(?:评|获|奖|参)")


def read_prizes(top: Article, grades: GradeWords, groups: GroupNames) -> list[Bound[Award]]:
    """Give the prizes of a text, in its order; a bar for all prizes holds for those given by place or for progress."""
    found: list[Bound[Award]] = []
    bar: tuple[Decimal, Words, str] | None = None
    done: set[int] = set()
    for _, article in top.walk():
        if id(article) in done:
            continue
        if article.articles and _LIST.search(squeeze(article.title or "".join(words.text for words in article.words))):
            done.update(id(item) for item in article.articles)
            found += [award for item in article.articles for award in _listed(item)]
        named = named_prizes(article.sentences(), grades, groups)
        found += named
        for sentence in article.sentences():
            bar = bar or _bar(sentence)
            taken = [
                one.made.places for one in named if one.binding.words.source == sentence.source and one.made.places
            ]
            found += [
                one
                for one in _by_place(sentence, grades, groups)
                if not any(_is_among(one.made.places, places) for places in taken)
            ]
            found += list(_for_grade(sentence, grades))
            found += list(_at_least(sentence))
    return _distinct(_barred(_beyond(found), bar))


def _listed(item: Article) -> Iterator[Bound[Award]]:
    """Read an item of a list of prizes: its name is all that is sure."""
    name = (item.title or (item.words[0].text if item.words else "")).strip("。；; ")
    if name.endswith("奖") and item.words:
        made = Award(name=name, when=f"评为{name}", source=place_words(item.words[0].source) or None, check=_ASSUMED)
        yield Bound(made, Binding(item.words[0], "奖项", name, _ASSUMED))


def _by_place(words: Words, grades: GradeWords, groups: GroupNames) -> Iterator[Bound[Award]]:
    """Read the money for places, of each group that a part between semicolons names: 乡镇第一名奖励3万元;部门第一名奖励2万元."""
    if not _PAID.search(words.folded):
        return
    pieces = words.split("[;]")
    named = [GradePlaces(grades, groups).groups_at(squeeze(piece.folded)) for piece in pieces]
    is_by_group = (
        len(pieces) > 1 and all(len(found) == 1 for found in named) and len({str(found) for found in named}) > 1
    )
    for piece, found in zip(pieces, named, strict=True) if is_by_group else [(words, [])]:
        group = found[0][1] if found else ()
        for place, amount in _paid_places(squeeze(piece.folded)):
            name = f"第{_numeral(place)}名" + (f"（{'、'.join(group)}）" if group else "")
            made = Award.model_validate(
                {
                    "name": name,
                    "for": group,
                    "places": (place, place),
                    "amount": amount,
                    "text": piece.text,
                    "source": place_words(piece.source) or None,
                }
            )
            yield Bound(made, Binding(piece, "奖项", f"{name}{amount}"))


def _paid_places(text: str) -> list[tuple[int, str]]:
    """Give places with their money."""
    places = [
        (_count(match["place"]), match["amount"])
        for match in _PLACE.finditer(text)
        if not OF_INDICATOR.search(text[: match.start()])
    ]
    if not places and (match := _FIRST.search(text)):
        amounts = re.findall(_MONEY, match["amounts"])
        count = _count(match["count"])
        amounts = amounts * count if len(amounts) == 1 else amounts
        places = list(enumerate(amounts[:count], 1)) if len(amounts) >= count else []
    return places


def _is_among(places: tuple[int, int] | None, others: tuple[int, int]) -> bool:
    return places is not None and others[0] <= places[0] and places[1] <= others[1]


def _at_least(words: Words) -> Iterator[Bound[Award]]:
    """Read prizes of which there are at least so many, which the scheme cannot say: 每个街道至少评选2个先进社区,每个先进社区奖励5000元."""
    for match in _AT_LEAST.finditer(squeeze(words.folded)):
        check = _NO_LEAST.format(said=match["said"])
        made = Award(
            name=match["name"], when=f"评为{match['name']}", amount=match["amount"], text=words.text,
            source=place_words(words.source) or None, check=check,
        )  # fmt: skip
        yield Bound(made, Binding(words, "奖项", f"{match['name']}：{match['amount']}", check))


def _beyond(found: Sequence[Bound[Award]]) -> list[Bound[Award]]:
    """Give a prize for progress that those with another prize do not get the places of the others: 未获综合奖且前移3位."""
    last = max((item.made.places[1] for item in found if item.made.places and item.made.places[1] < _ANY), default=0)
    return [
        replace(item, made=item.made.model_copy(update={"beyond_rank": last}))
        if item.made.rise and item.made.beyond_rank is None and last and _UNPRIZED.search(item.made.text or "")
        else item
        for item in found
    ]


def _for_grade(words: Words, grades: GradeWords) -> Iterator[Bound[Award]]:
    """Read a prize that is another name of a grade: 优秀等次（一等奖）."""
    text = squeeze(words.folded)
    for mention in grades.mentions(text):
        match = _GRADE_PRIZE.match(text, mention.end)
        if match is not None:
            made = Award(name=match["name"], grade=mention.name, source=place_words(words.source) or None)
            yield Bound(made, Binding(words, "奖项", f"{match['name']}：{mention.name}"))
            continue
        given = _GIVES_PRIZE.search(text) if mention.start == 0 and len(grades.mentions(text)) == 1 else None
        if given is not None:
            made = Award(name=given["name"], grade=mention.name, source=place_words(words.source) or None)
            yield Bound(made, Binding(words, "奖项", f"{given['name']}：{mention.name}"))


_LAST_ONES: Final = late_pattern(r"(?:[最列]?后|末|倒数)(?:第?[\d一二两三四五]+)?[名位](?:且|并且?|同时)")


def _bar(words: Words) -> tuple[Decimal, Words, str] | None:
    match = _ELIGIBLE.search(squeeze(words.folded))
    if match is not None and _LAST_ONES.search(squeeze(words.folded)[: match.end()]):
        return None  # 列后2名且总分低于80分的: only of the last ones
    value = decimal(match["value"]) if match else None
    return (value, words, _FULL if match and match["unit"] == "%" else "") if value is not None else None


def _barred(found: Sequence[Bound[Award]], bar: tuple[Decimal, Words, str] | None) -> list[Bound[Award]]:
    """Hold the bar for the prizes by place and for progress."""
    if bar is None:
        return list(found)
    value, words, check = bar
    kept: list[Bound[Award]] = []
    for item in found:
        award = item.made
        if award.places is not None or award.rise is not None:
            award = award.model_copy(update={"total_at_least": value, "check": (award.check or "") + check or None})
        kept.append(replace(item, made=award))
    if kept:
        barred = Binding(_up_to_bar(words), "奖项", f"总分{plain(value)}分以上才能获奖", check)
        kept[0] = replace(kept[0], also=(barred,))
    return kept


def _up_to_bar(words: Words) -> Words:
    """Give a sentence up to where it takes the prize away: what else follows from so low a score is another matter."""
    clauses = words.split("[,;]")
    last = next((clause for clause in clauses if _TAKEN.search(clause.folded)), None)
    return words.part(0, last.end - words.start) if last is not None else words


def _distinct(found: Sequence[Bound[Award]]) -> list[Bound[Award]]:
    """Leave out what was said before; of two prizes of one name the first with more to say holds."""
    kept: dict[str, Bound[Award]] = {}
    for item in found:
        before = kept.get(item.made.name)
        if before is None or (before.made.rise is None and item.made.rise is not None):
            kept[item.made.name] = item
    return list(kept.values())


def _count(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words)) or 1


def _numeral(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)  # noqa: PLR2004 - written in one character
