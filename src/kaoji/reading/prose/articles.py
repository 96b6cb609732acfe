"""Running text as a tree of numbered paragraphs: headings, sentences under them, and the lists that a sentence introduces.

``articles(lines)`` gives the tree; every word of it knows the line and the place in the line that it stands at. Lists are
seen where they stand in paragraphs of their own, and where they run on in the sentence: “有下列情形之一的：1.…；2.…。”
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Paragraph, Source, is_blank, joined_label
from kaoji.reading.phrases.wording import rank_of, squeeze, without_label

_INTRODUCES: Final = late_pattern(r"(?:[下以如]列|以下|如下|之一).*[：:]$|[：:]$")
_ANNEX: Final = late_pattern(r"^附[件表录]\s*[一二三四五六七八九十\d]*(?:[-—－]\d+)?\s*[:：]?$")
_INLINE: Final = late_pattern(
    r"(?<=[：:。；;，,\s])(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[.．、](?!\d)|\d{1,2}[)）]|[①-⑳])"
)
_HEAD_AND_ITEM: Final = late_pattern(r"^[^。；;，,：:\s]{2,20}(?P<gap>\s+)(?=(?:[（(]|\d{1,2}[.．、](?!\d)|[①-⑳]))")
_STOP: Final = late_pattern(r"[。！？!?](?:[”’」』）)])?")
_TITLE_END: Final = late_pattern(r"[。：:]")
_STOP_BEFORE_POINTS: Final = late_pattern(r"[。：:](?=[（(]\d+(?:\.\d+)?分[）)][。：:]?$)")
_LONGEST_HEADING, _LONGEST_TITLE = 46, 24
_LEAST_ITEMS = 2
_ANNEX_RANK, _TOP_RANK, _INNER_RANK = -1.0, -2.0, 9.0
_ANNEX_LIST: Final = late_pattern(r"^附[件表录]\s*[:：](?=.)")
# 附件2：加减分项目, with its items below
_ANNEX_TITLED: Final = late_pattern(
    r"^(?P<label>附[件表录]\s*[一二三四五六七八九十\d]{1,2})[:：](?P<title>(?:[^,，。;；:：、]{0,12})?(?:加减分|加扣分|加分|减分|扣分)(?:事?项|项目|因素)?(?:及?(?:标准|办法|细则))?)$"
)
_HALF = 0.5
_INTRODUCED: Final = late_pattern(r"(?:[下以如]列|以下|如下|之一)[^:。]{0,40}:")
_EDGES: Final = " \t\u00a0\u3000，,。；;、"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a line: its text as printed, and where in the line it begins."""

    text: str
    line: Paragraph
    start: int

    @property
    def end(self) -> int:
        """Where in the line it ends."""
        return self.start + len(self.text)

    @property
    def folded(self) -> str:
        """The text with narrow digits, letters and signs; each character keeps its place."""
        return fold(self.text)

    @property
    def source(self) -> Source:
        """Where the line stands."""
        return self.line.source

    def part(self, start: int, end: int | None = None) -> Words:
        """Give a part without white space, separators and full stops at its ends."""
        piece = self.text[start:end]
        left = len(piece) - len(piece.lstrip(_EDGES))
        return Words(piece.strip(_EDGES), self.line, self.start + start + left)

    def split(self, pattern: str | re.Pattern[str]) -> list[Words]:
        """Split at a pattern outside brackets and quotation marks; empty parts are left out."""
        pieces, edge = [], 0
        expression = re.compile(pattern) if isinstance(pattern, str) else pattern
        for match in expression.finditer(self.folded):
            if match.start() >= edge and not is_enclosed(self.folded, match.start()):
                pieces.append(self.part(edge, match.start()))
                edge = match.end()
        pieces.append(self.part(edge))
        return [piece for piece in pieces if piece.text]

    def sentences(self) -> list[Words]:
        """Split at full stops."""
        return self.split(_STOP)


@dataclass(slots=True)
class Article:
    """A numbered paragraph, a heading, or a line that introduces a list, with all that stands below it.

    ``title`` is short words that name it; ``words`` are its own texts, the first without the number.
    """

    label: str
    rank: float
    title: str
    words: list[Words]
    articles: list[Article] = field(default_factory=list)

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Article]]:
        """Give this and everything below it in reading order, each with the titles above it."""
        yield path, self
        for article in self.articles:
            yield from article.walk((*path, self.title) if self.title else path)

    @property
    def is_heading(self) -> bool:
        """Whether it only names what stands below it."""
        return bool(self.articles) and len(self.words) == 1 and _is_name(self.words[0].text)

    @property
    def is_list(self) -> bool:
        """Whether its last words introduce the articles below it."""
        return bool(self.articles) and bool(self.words) and bool(_INTRODUCES.search(squeeze(self.words[-1].text)))

    def sentences(self) -> list[Words]:
        """Give the sentences of its own words."""
        return [sentence for words in self.words for sentence in words.sentences()]


def is_enclosed(text: str, place: int) -> bool:
    """Tell whether a place of a text lies inside brackets or quotation marks that both open and close."""
    for opening, closing in (("(", ")"), ("（", "）"), ("“", "”"), ("《", "》"), ("[", "]")):
        before = text.rfind(opening, 0, place)
        if before >= 0 and text.find(closing, before, place) < 0 and text.find(closing, place) >= 0:
            return True
    return False


def articles(lines: Sequence[Paragraph]) -> Article:
    """Give the whole text as one article without a name, all others below it.

    >>> top = articles(
    ...     [Paragraph("一、结果"), Paragraph("有下列情形之一的，不得评优："), Paragraph("1.甲；"), Paragraph("2.乙。")]
    ... )
    >>> [(path, article.label, [words.text for words in article.words]) for path, article in top.walk()][2:]
    [(('结果',), '', ['有下列情形之一的，不得评优：']), (('结果', '有下列情形之一的，不得评优'), '1.', ['甲']), (('结果', '有下列情形之一的，不得评优'), '2.', ['乙'])]
    """
    top = Article("", _TOP_RANK, "", [])
    path = [top]
    whole = [piece for line in lines if not is_blank(line.text) for piece in _pieces(line)]
    for index, words in enumerate(whole):
        article = _article(words, whole[index + 1] if index + 1 < len(whole) else None)
        if article is None:
            listed = _listed(words)
            if listed is not None:
                path[-1].articles.append(listed)
            else:
                _continue(path[-1], words)
            continue
        while len(path) > 1 and path[-1].rank >= article.rank:
            path.pop()
        path[-1].articles.append(article)
        path.append(article)
    for _, article in list(top.walk()):
        _settle(article)
    return top


def _pieces(line: Paragraph) -> Iterator[Words]:
    """Give a line, or a heading and the first item behind it in the same line as two."""
    said = joined_label(line.label, line.text)
    left = len(said) - len(said.lstrip())
    body = without_label(said.lstrip())
    label_end = len(said) - len(body)
    match = _HEAD_AND_ITEM.match(body) if label_end > left else None
    if match is not None and rank_of(body[match.end() :]) is not None:
        edge = label_end + match.end()
        yield Words(said[left : edge - len(match["gap"])], line, left)
        yield Words(said[edge:].rstrip(), line, edge)
        return
    yield Words(said.strip(), line, left)


def _article(words: Words, following: Words | None) -> Article | None:
    """Begin an article with the words, if they are numbered, name an annex, or introduce numbered ones."""
    rank = rank_of(words.text)
    if rank is not None:
        body = words.part(len(words.text) - len(without_label(words.text)))
        return Article(_label(words), float(rank), _title(body.text), [body])
    if _ANNEX.match(squeeze(words.folded)):
        return Article(squeeze(words.text), _ANNEX_RANK, "", [])
    annexed = _ANNEX_TITLED.match(squeeze(words.folded))
    if annexed is not None or _ANNEX_LIST.match(squeeze(words.folded)):
        label, title = (annexed["label"], annexed["title"]) if annexed is not None else ("", "附件")
        return Article(label, _ANNEX_RANK, title, [words])
    next_rank = rank_of(following.text) if following is not None else None
    if following is None or next_rank is None:
        return None
    begins = _number(_label(following)) == 1
    if _INTRODUCES.search(squeeze(words.text)) or (begins and _is_name(words.text)):
        return Article("", next_rank - _HALF, _title(words.text), [words])
    return None


def _continue(article: Article, words: Words) -> None:
    """Add a line without a number to the article that it follows; the first behind an annex's number is its title."""
    if article.rank == _ANNEX_RANK and not article.title and len(words.text) <= _LONGEST_HEADING:
        article.title = squeeze(words.text)
    article.words.append(words)


def _title(text: str) -> str:
    """Give the short words that name a paragraph: all of a heading, else what stands before its first stop.

    >>> (
    ...     _title("优秀等次：得分在90分以上。"),
    ...     _title("经济发展（20分）"),
    ...     _title("对任何违规造假行为，一经查实，该项指标按零分计算。"),
    ... )
    ('优秀等次', '经济发展（20分）', '')
    """
    bare = _STOP_BEFORE_POINTS.sub("", squeeze(text)).strip("。；;：:")
    if len(bare) <= _LONGEST_HEADING and not re.search("[。；;，,：:]", re.sub(r"[（(][^（）()]*[）)]$", "", bare)):
        return bare
    if len(bare) <= _LONGEST_HEADING and re.search(r"[：:]$", squeeze(text)):
        return bare
    stop = _TITLE_END.search(bare)
    return bare[: stop.start()] if stop and stop.start() <= _LONGEST_TITLE and "，" not in bare[: stop.start()] else ""


def _listed(words: Words) -> Article | None:
    """Take a line without a number that introduces numbered items and has them in itself; more lines may follow it."""
    runs = _runs(words) if _INTRODUCED.search(words.folded) else []
    if not runs:
        alone = Article("", _INNER_RANK, "", [words])
        items = _unnumbered(alone) if _INTRODUCED.search(words.folded) else []
        intro = alone.words[0].text
        return Article("", _INNER_RANK, _title(intro), [alone.words[0]], items) if items else None
    intro = words.text[: runs[0].start - words.start].rstrip()
    if not intro.endswith(("：", ":")):
        return None
    items = [_numbered(run) for run in runs]
    for item in items:
        _settle(item)
    return Article("", items[0].rank - _HALF, _title(intro), [Words(intro, words.line, words.start)], items)


def _settle(article: Article) -> None:
    """Take lists that run on in a sentence apart."""
    if article.words and not article.articles:
        place, runs = next(
            ((at, runs) for at in range(len(article.words) - 1, -1, -1) if (runs := _runs(article.words[at]))), (0, [])
        )
        if runs:
            whole = article.words[place]
            article.words[place] = Words(whole.text[: runs[0].start - whole.start].rstrip(), whole.line, whole.start)
            article.articles = [_numbered(run) for run in runs]
            for below in article.articles:
                _settle(below)
        elif len(article.words) == 1:
            article.articles = _unnumbered(article)


def _runs(words: Words) -> list[Words]:
    """Give the numbered items inside a text: at least two, numbered from one without a gap."""
    found = [match for match in _INLINE.finditer(words.folded) if not is_enclosed(words.folded, match.start())]
    if not found:
        return []
    rank = rank_of(words.folded[found[0].start() :] + "　")
    chosen: list[re.Match[str]] = []
    for match in found:
        if rank_of(words.folded[match.start() :]) == rank and _number(match[0]) == len(chosen) + 1:
            chosen.append(match)
    if len(chosen) < _LEAST_ITEMS:
        return []
    ends = [match.start() for match in chosen[1:]] + [len(words.text)]
    return [
        Words(words.text[match.start() : end].rstrip(), words.line, words.start + match.start())
        for match, end in zip(chosen, ends, strict=True)
    ]


def _label(words: Words) -> str:
    """Give the number that some words begin with, as printed."""
    return words.text[: len(words.text) - len(without_label(words.text))].strip()


def _number(label: str) -> int | None:
    bare = label.strip("（()）.．、第条章节")
    if bare.isdigit() and bare.isascii():
        return int(bare)
    if "①" <= bare <= "⑳":
        return ord(bare) - ord("①") + 1
    return chinese_numeral(bare)


def _numbered(words: Words) -> Article:
    body = words.part(len(words.text) - len(without_label(words.text)))
    return Article(_label(words), float(rank_of(words.text) or 0), _title(body.text), [body])


def _unnumbered(article: Article) -> list[Article]:
    """Take the items without numbers behind “…之一的：” apart, each up to its semicolon."""
    words = article.words[0]
    match = re.search(r"(?:[下以如]列|以下|如下)[^：:。]{0,30}[：:](?=.)", words.folded)
    pieces = words.part(match.end()).split("[;；]") if match else []
    if match is None or len(pieces) < _LEAST_ITEMS:
        return []
    article.words[0] = Words(words.text[: match.end()], words.line, words.start)
    return [Article("", article.rank + 1, "", [piece]) for piece in pieces]


def _is_name(text: str) -> bool:
    """Tell whether words only name what stands below: short, and no sentence."""
    bare = squeeze(text)
    return len(bare) <= _LONGEST_HEADING and not re.search(r"[。；;，,]|[：:]$|的$", bare)
