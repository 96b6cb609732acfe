"""Adjustments in running text: lists of bonuses and deductions, each with its department, under limits for all of them.

A list stands under a heading (加减分项, 加分事项) or behind a sentence (有下列情形的予以加分，累计最高加6分：). A line without a
number that gives or takes points is an item whose number was lost; one that only limits holds for the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import read_clause
from kaoji.reading.clauses.model import SIGNED, ClauseRule
from kaoji.reading.document import Source
from kaoji.reading.phrases.ballots import ballots
from kaoji.reading.phrases.providers import is_provider_line, providers_in
from kaoji.reading.phrases.wording import one_line, points_in_name, squeeze
from kaoji.reading.prose.adjustment_headings import (
    BEHIND,
    CORE,
    Kind,
    bare,
    is_about,
    is_list_name,
    led_by,
    limits_of_heading,
    names_adjustments,
    side_of,
    titles_list,
)
from kaoji.reading.prose.adjustment_items import Adjustments, Section, charge, entry, read_whole, scores
from kaoji.reading.prose.adjustment_limits import (
    counts_once,
    limits_of,
    limits_whole_list,
    only_limits,
)
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.label_checks import checked_labels
from kaoji.reading.sheets import Node as Read

_GIVES: Final = late_pattern(
    rf"(?:予以|给予|实行|可以?|应当?)?(?P<kind>{CORE})|(?:从总分中|在总分中)?(?:倒扣|扣减|扣除)"
)
_WEIGHTED: Final = late_pattern(r"[^,;。:()]{2,20}\(\d+(?:\.\d+)?分\)")
_NOTES: Final = late_pattern("(?:备?注|(?:备注|特别|有关)?说明)[:：]?")
_LEAST_PARTS = 2
_OF_LIST: Final = late_pattern(rf"(?:所有|全部|各项|上述|以上|有关|各|个人|单位|的)*{CORE}(?:{BEHIND})*(?!为)")
_WHO: Final = late_pattern("[由经以]")
_OTHER: Final = late_pattern(r"一票否决|评为|等次|等级|资格")
_GRADES_SAID: Final = late_pattern(r"[二三四五六]个?(?:等次|等级|档次|等|档|级)(?!奖)")
_SET_BESIDES: Final = late_pattern(
    r"(?:另外?|此外|单独)(?:设立?|设置|增设|设有)(?P<name>[^,;。()\d]{0,16}(?:加分|附加分|奖励分)(?:事?项目?|指标)?)\((?P<inside>[^()]*?(?P<points>\d+(?:\.\d+)?)分[^()]*)\)"
)
_GIVES_MORE: Final = late_pattern(r"[加扣减]\s*\d")
_OTHERS: Final = "其他加减分"


def read_adjustments(top: Article, parts: Collection[str] = ()) -> Adjustments:
    """Give the adjustment lists of a text; no sections where it has none.

    ``parts`` are what formulas name: a list of deductions below one of them is its own.
    """
    found = Adjustments()
    done: set[int] = set()
    for path, article in top.walk():
        if id(article) in done:
            continue
        kind = _kind(article)
        is_own = kind == "minus" and (
            (article.title.partition("。")[0] in parts and not names_adjustments(article.title))
            or _is_of_part(article.title if article.label else "".join(path[-1:]))
        )
        if kind is not None and not (is_own or _is_sheet(article)) and _has_items(article):
            done.update(id(below) for _, below in article.walk())
            _take(article, kind, found)
    if found.sections:
        _limit_from_afar(top, done, found)
    else:
        _take_besides(top, found)
    for kind, who, clause in found.charged:
        mine = [section for section in found.sections if kind in ("both", section.kind)]
        for section in mine:
            section.providers = section.providers or who
        if mine:
            found.bindings.append(Binding(clause, "考核部门", "、".join(who)))
    return found


def _limit_from_afar(top: Article, done: Collection[int], found: Adjustments) -> None:
    """Take the limits on all bonuses or deductions that stand outside their lists, but below no heading with points."""
    for path, article in top.walk():
        if id(article) in done or any(points_in_name(title)[1].value for title in (*path, article.title)):
            continue
        for sentence in article.sentences():
            is_once = counts_once(sentence.folded) and re.search(CORE, sentence.folded) is not None
            clauses = [clause for clause in sentence.split("[,]") if only_limits(clause.folded)]
            if not (is_once or (clauses and not scores(sentence.text))):
                charge(sentence, None, found)
                continue
            limits = [limit for limit in limits_of(sentence.folded) if limit not in found.limits]
            found.limits += limits
            found.bindings.append(Binding(sentence, "加减分限额", "，".join(limits_of(sentence.folded))))


def _take_besides(top: Article, found: Adjustments) -> None:
    """Take the bonuses that a sentence sets besides the parts without saying what for: 另设创新加分项目(5分)."""
    for _, article in top.walk():
        for sentence in article.sentences():
            match = _SET_BESIDES.search(squeeze(sentence.folded))
            if match is None:
                continue
            name = match["name"]
            limits = limits_of(match["inside"]) or [f"加分不超过{match['points']}分"]
            item = Read(name, is_bonus=True, detail=one_line(sentence.text), source=sentence.source)
            found.sections.append(Section("plus", name, sentence.source, [item], limits))
            found.bindings.append(Binding(sentence, "加分", f"{name}，{'，'.join(limits)}"))
            return


def _kind(article: Article) -> Kind | None:
    """Tell what kind of list an article is, by its heading or by the sentence that introduces it."""
    title = bare(article.title)
    if is_list_name(title) or (article.articles and not article.label and titles_list(title)):
        return side_of(title)
    intro = squeeze(article.words[-1].folded) if article.words and article.articles else ""
    is_intro = intro.endswith(":") and _GIVES.search(intro) is not None and not _OTHER.search(intro)
    return side_of(intro) if is_intro else None


def _is_of_part(title: str) -> bool:
    """Tell whether a list of deductions stands in a part with points, and is how this is scored: 考勤（30分）。…下列情形扣分：.

    >>> _is_of_part("工作纪律（25分）"), _is_of_part("减分项（25分）"), _is_of_part("附则")
    (True, False, False)
    """
    name, points = points_in_name(title)
    return bool(points.value) and not names_adjustments(name) and not _GIVES.search(name)


def _is_sheet(article: Article) -> bool:
    """Tell whether the items of an introduced list have points of their own: 按下列标准扣分：（一）清扫（200分）：…."""
    items = [below.words[0].folded for below in article.articles if below.words]
    return (
        len(items) >= _LEAST_PARTS and all(map(_WEIGHTED.match, items)) and not names_adjustments(article.title or "")
    )


def _has_items(article: Article) -> bool:
    listed = article.words if _begins_notes(article) else [words for _, one in article.walk() for words in one.words]
    return any(scores(words.text) for words in listed)


def _begins_notes(article: Article) -> bool:
    """Tell whether what stands below a list are notes on it, and no items: 说明：1.加分不超过5分。2.…."""
    return len(article.words) > 1 and _NOTES.fullmatch(squeeze(article.words[-1].text)) is not None


def _take(article: Article, kind: Kind, found: Adjustments, *, is_category: bool = False) -> None:
    """Read a list with the lists below it."""
    section, place = Section(kind, article.title or "加减分", _source(article)), len(found.sections)
    section.is_category = is_category
    is_named = is_list_name(bare(article.title))
    section.limits += limits_of_heading(article.title) if is_named else []
    is_alone = not article.articles or _begins_notes(article)
    if article.is_list:
        section.providers = providers_in(article.words[-1].text)  # 经市国资委认定后给予加分：
    for words in article.words:
        runs_on = is_named and sum(scores(piece.text) for piece in words.split("[。；;]")) > 1
        if is_alone and words is not article.words[0] and (led := led_by(words)) is not None:
            _take_line(*led, kind, found)
        elif is_named and is_alone and scores(words.text) and (runs_on or led_by(words) or not is_adjustment(words)):
            _read_pieces(words, article.title, section, found)
        elif is_alone and is_adjustment(words) and not only_limits(words.folded):
            # A list of unnumbered lines, or of one: what they limit is each line's own.
            section.items.append(entry("", [words]))
            found.words.append(words)
        else:
            read_whole(words, section, found)
    listed = list(_lists(article, section, found))
    for below in listed:
        own = _kind(below)
        if _is_on_list(below):
            for words in (words for _, one in below.walk() for words in one.words):
                read_whole(words, section, found)
        elif (
            own is not None
            and (own != "both" or kind == "both")
            and (below.articles or _runs_on(below))
            and _has_items(below)
        ):
            _take(below, own, found)
        elif _is_category(below):
            _take(below, kind, found, is_category=True)
        elif not _OTHER.search(below.title) or scores(" ".join(words.text for words in below.words)):
            _read_item(below, section, found, is_last=below is listed[-1])
    found.findings += checked_labels([(item.label, item.text, item.source) for item in section.items])
    if section.items:
        found.sections.insert(place, section)
    elif section.limits:
        found.limits += section.limits


def _runs_on(article: Article) -> bool:
    """Tell whether an item is a list that runs on behind its name or below it: （二）扣分。…的扣5分；…的每次扣1分."""
    if article.articles or not (article.words and is_list_name(bare(article.title))):
        return False
    led = led_by(article.words[0])
    return (led is not None and scores(led[1].text)) or any(scores(words.text) for words in article.words[1:])


def _is_category(article: Article) -> bool:
    """Tell whether what stands in a list only names several items below it: （一）表彰类 / 1.…加5分；2.…加3分."""
    score = [below for below in article.articles if below.words and scores(below.words[0].text)]
    is_name = article.is_heading and not scores(article.words[0].text)
    return is_name and len(score) >= _LEAST_PARTS and len(score) == len(article.articles)


def _take_line(name: str, rest: Words, kind: Kind, found: Adjustments) -> None:
    """Read a list that is one line: its name, and its items one behind the other."""
    section = Section(side_of(name), squeeze(name), rest.source, limits=limits_of_heading(name))
    section.kind = kind if section.kind == "both" else section.kind
    _read_pieces(rest, name, section, found)
    if section.items:
        found.sections.append(section)


def _is_on_list(article: Article) -> bool:
    """Tell whether what stands in a list says something on all of it, and is no item: a limit, who decides, what proves it."""
    if not article.articles and article.words and all(_only_bounds(words) for words in article.words):
        return True
    lines = [words for _, below in article.walk() for words in below.words]
    speaks = bool(lines) and _OF_LIST.match(squeeze(lines[0].folded)) and not any(scores(one.text) for one in lines)
    return bool(speaks) or is_about(bare(article.title))


def _only_bounds(words: Words) -> bool:
    """Tell whether an item only bounds what the list gives: a cap on all of it, or the same matter once."""
    said = [sentence.folded for sentence in words.sentences()]
    return bool(said) and all(only_limits(one) or (counts_once(one) and re.search(r"\d", one) is None) for one in said)


def _lists(article: Article, section: Section, found: Adjustments) -> Iterator[Article]:
    """Give what stands below a list; an article that only limits what stands below itself gives that."""
    if _begins_notes(article):
        for words in (words for _, one in article.walk() if one is not article for words in one.words):
            read_whole(words, section, found)
        return
    for below in article.articles:
        if (
            below.articles
            and below.words
            and not names_adjustments(below.title)
            and all(only_limits(words.folded) for words in below.words)
        ):
            for words in below.words:
                read_whole(words, section, found)
            yield from below.articles
        else:
            yield below


def _read_pieces(words: Words, title: str, section: Section, found: Adjustments) -> None:
    """Read a list that runs on in one paragraph behind its name, as in “加分项：…的加3分；…的加2分”."""
    begun = re.match(rf"\s*{re.escape(title)}[^。：:]{{0,8}}[。：:]", words.text)
    rest = words.part(begun.end()) if begun else words
    for piece in rest.split("[。；;]"):
        if not scores(piece.text) or only_limits(piece.folded):
            who = [providers_in(clause.text) for clause in piece.split("[,]") if _WHO.match(clause.text)]
            section.providers = section.providers or next(filter(None, who), ())
            read_whole(piece, section, found)
            continue
        clauses = piece.split("[,]")
        while len(clauses) > 1 and only_limits(clauses[-1].folded):
            read_whole(clauses.pop(), section, found)
        own = piece.part(0, clauses[-1].end - piece.start)
        section.items.append(entry("", [own]))
        found.words.append(own)


def _source(article: Article) -> Source:
    return (
        article.words[0].source
        if article.words
        else next((words.source for _, below in article.walk() for words in below.words), Source())
    )


def _read_item(article: Article, section: Section, found: Adjustments, *, is_last: bool) -> None:
    """Read an item with the lines that follow it: its department, further items without numbers, limits for all."""
    texts: list[Words] = []
    label = article.label
    lines = [words for _, below in article.walk() for words in below.words]
    for words in _without_limits(lines, section, found, is_last=is_last):
        is_new = (
            bool(texts) and scores(words.text) and (providers_in(texts[-1].text) or is_provider_line(texts[-1].text))
        )
        if is_new:
            section.items.append(entry(label, texts))
            label, texts = "", [words]
        elif texts and (
            only_limits(words.folded) or not (is_provider_line(words.text) or article.articles or scores(words.text))
        ):
            read_whole(words, section, found)
            continue
        else:
            texts.append(words)
        found.words.append(words)
    if texts:
        section.items.append(entry(label, texts))


def _without_limits(lines: Sequence[Words], section: Section, found: Adjustments, *, is_last: bool) -> list[Words]:
    """Give the lines of an item without the sentences at the end of one that limit the whole list.

    A sentence behind the last item that does nothing but limit a side is on all of it: …加1分。加分最高不超过6分.
    """
    kept: list[Words] = []
    for words in lines:
        sentences = words.sentences()
        end = len(sentences)
        while end > 1 and (
            limits_whole_list(sentences[end - 1].folded) or (is_last and only_limits(sentences[end - 1].folded))
        ):
            end -= 1
            read_whole(sentences[end], section, found)
        kept.append(words if end == len(sentences) else words.part(0, sentences[end - 1].end - words.start))
    return kept


def is_adjustment(words: Words) -> bool:
    """Tell whether a sentence surely gives points beyond those of indicators, or takes some.

    >>> from kaoji.reading.document import Paragraph
    >>> [
    ...     is_adjustment(Words(text, Paragraph(text), 0))
    ...     for text in ("为全市前三名的奖励10分。", "得分在60分以上的为合格。", "该项指标得零分。")
    ... ]
    [True, False, False]
    """
    if "零分" in words.text:
        return False  # what an indicator gets, not what comes on top of all
    if _GRADES_SAID.search(words.folded):
        return False  # 优秀(90分以上)、合格(70-89分)四个等次
    if _GIVES_MORE.search(words.folded) is None and ballots(squeeze(words.folded)) is not None:
        return False  # 分别按100分、80分、60分计算: what each ballot is worth
    rules = [rule for rule in read_clause(words.text).rules if rule.form in SIGNED]
    return bool(rules) and all(
        rule.confidence in ("certain", "probable") and (rule.sign == "-" or rule.beyond or _is_for_each(rule))
        for rule in rules
    )


def _is_for_each(rule: ClauseRule) -> bool:
    """Tell whether points are given for each of something: outside the indicators nothing else bounds them."""
    return rule.form in ("per", "levels") and bool(rule.unit) and rule.towards == "each"


def other_section(sentences: Sequence[Words]) -> Section:
    """Make a list of sentences that stand outside the lists."""
    section = Section("both", _OTHERS, sentences[0].source)
    for words in sentences:
        section.items.append(entry("", [words]))
    return section
