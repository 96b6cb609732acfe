"""The page on which a draft is looked through: the notice's words on the left, what was made of them on the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from kaoji.web.assessments.editing import Found, walk
from kaoji.web.assessments.models import Assessment, Judgement, SchemeVersion, Verdict
from kaoji.web.assessments.parts import RULE, Part, parts_of
from kaoji.web.assessments.passages import Passage, linked, passages_of
from kaoji.web.assessments.sentences import Sentence, sentences_of, undecided
from kaoji.web.assessments.structures import Checked, checked

PAGE: Final = 30
"""So many cards stand on one page."""
FILTERS: Final = ("eyes", "open", "loose", "rejected", "all")


@dataclass(slots=True)
class Row:
    """A part and what was found about it."""

    part: Part
    verdict: Verdict | None = None


@dataclass(slots=True)
class Card:
    """A text of the notice and everything in the scheme that comes from it; or a part that no text stands behind."""

    key: str
    passage: Passage | None = None
    found: Found | None = None
    rows: list[Row] = field(default_factory=list)
    rejected: list[Verdict] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it is about: the indicator, the place in the notice, or the part."""
        if self.found is not None:
            return self.found.node.name
        if self.passage is not None:
            return self.passage.place
        labels = [row.part.label for row in self.rows] + [verdict.label for verdict in self.rejected]
        return labels[0] if labels else self.key

    @property
    def open_rows(self) -> list[Row]:
        """The parts that nobody judged yet."""
        return [row for row in self.rows if row.verdict is None]

    @property
    def needs_eyes(self) -> bool:
        """Whether something here was not read with certainty, or is doubted, and nobody looked at it yet."""
        return any(self.is_unread or row.part.needs_eyes for row in self.open_rows)

    @property
    def is_unread(self) -> bool:
        """Whether words of the text were not understood."""
        return self.passage is not None and self.passage.unread > 0

    @property
    def undecided(self) -> list[Sentence]:
        """The sentences that no part of the scheme was made of and that nobody decided about."""
        return undecided(self.sentences)

    @property
    def is_settled(self) -> bool:
        """Whether there was something to judge here and all of it is judged."""
        return bool(self.rows or self.sentences) and not self.open_rows and not self.undecided

    @property
    def sure_keys(self) -> list[str]:
        """The keys of the open parts that were read with certainty and that nothing is said against."""
        return [] if self.needs_eyes else [row.part.key for row in self.open_rows]

    @property
    def open_keys(self) -> list[str]:
        """The keys of the open parts."""
        return [row.part.key for row in self.open_rows]

    def holds(self, words: str) -> bool:
        """Tell whether some words stand in the text or in what was made of it."""
        texts = [row.part.label + row.part.text for row in self.rows]
        texts += [self.passage.text, self.passage.place] if self.passage is not None else []
        texts += self.found.path if self.found is not None else []
        return not words or any(words in text for text in texts)

    def is_in(self, chosen: str) -> bool:
        """Tell whether the card belongs under a filter."""
        if chosen == "eyes":
            return self.needs_eyes
        if chosen == "open":
            return bool(self.open_rows)
        if chosen == "loose":
            return bool(self.sentences)
        if chosen == "rejected":
            return bool(self.rejected)
        return True


@dataclass(frozen=True, slots=True)
class Review:
    """All cards of a version, and how far the looking through is."""

    version: SchemeVersion
    checked: Checked
    cards: list[Card]

    @property
    def total(self) -> int:
        """How many parts there are to look at, rejected ones too."""
        return sum(len(card.rows) + len(card.rejected) for card in self.cards)

    @property
    def looked_at(self) -> int:
        """How many somebody judged."""
        return self.total - sum(len(card.open_rows) for card in self.cards)

    @property
    def unsure(self) -> int:
        """How many nobody judged of which the reading was not sure, or beside which it left words unread."""
        return sum(
            len(card.open_rows) if card.is_unread else sum(row.part.needs_eyes for row in card.open_rows)
            for card in self.cards
        )

    @property
    def undecided(self) -> list[Sentence]:
        """The sentences of the notice that became nothing and that nobody decided about."""
        return [sentence for card in self.cards for sentence in card.undecided]

    @property
    def has_sentences(self) -> bool:
        """Whether there are sentences that became nothing, decided about or not."""
        return any(card.sentences for card in self.cards)

    @property
    def unseen(self) -> int:
        """How many places were not read for sure, or not at all, and nobody judged or decided about."""
        return self.unsure + len(self.undecided)

    @property
    def percent(self) -> int:
        """How far it is, in percent."""
        return self.looked_at * 100 // self.total if self.total else 100

    @property
    def counts(self) -> dict[str, int]:
        """How many places each filter is about, as the head counts them; texts that nothing was made of are no places."""
        rejected = sum(len(card.rejected) for card in self.cards)
        return {
            "eyes": self.unsure, "open": self.total - self.looked_at,
            "loose": len(self.undecided), "rejected": rejected, "all": self.total,
        }  # fmt: skip

    def card(self, key: str) -> Card | None:
        """Find a card."""
        return next((card for card in self.cards if card.key == key), None)


def review_of(version: SchemeVersion, reading: dict[str, Any], verdicts: Iterable[Verdict]) -> Review:
    """Lay a version beside what was read in its notice; without a notice the words kept in the scheme stand there."""
    found = checked(version.text)
    if found.file is None:
        return Review(version, found, [])
    judged = {verdict.key: verdict for verdict in verdicts}
    rows = [Row(part, judged.get(part.key)) for part in parts_of(found.file, found.findings)]
    for row in rows:
        if row.verdict is not None and row.verdict.judgement == Judgement.REJECTED:
            row.verdict = None
    there = {row.part.key for row in rows}
    gone = [v for v in judged.values() if v.judgement == Judgement.REJECTED and v.key not in there]
    cards = _cards(passages_of(reading), list(walk(found.file.scheme)))
    for card in cards:
        card.sentences = sentences_of(card.passage, judged) if card.passage is not None else []
    _deal(cards, rows, gone)
    return Review(version, found, [card for card in cards if card.passage or card.rows or card.rejected])


def review_as_kept(assessment: Assessment, version: SchemeVersion) -> Review:
    """Lay a version beside its notice, with what people judged so far."""
    notice = version.notice
    verdicts = Verdict.objects.filter(assessment=assessment).select_related("by")
    return review_of(version, notice.reading if notice is not None else {}, verdicts)


def _cards(passages: list[Passage], nodes: list[Found]) -> list[Card]:
    """Make the cards in the order of the notice; an indicator without a passage follows the one before it."""
    links = linked(passages, nodes)
    of_node = {found.place: number for number, found in links.items()}
    cards = [Card(f"p{passage.number}", passage, links.get(passage.number)) for passage in passages]
    position = {card.key: index for index, card in enumerate(cards)}
    after: dict[int, list[Card]] = defaultdict(list)
    last = -1
    for found in nodes:
        if found.place in of_node:
            last = position[f"p{of_node[found.place]}"]
        else:
            after[last].append(Card(f"n{'.'.join(map(str, found.place))}", None, found))
    ordered = list(after[-1])
    for index, card in enumerate(cards):
        ordered += [card, *after[index]]
    return ordered


def _deal(cards: list[Card], rows: list[Row], gone: list[Verdict]) -> None:
    """Give each part to its card; what no card is meant for gets one of its own at the end."""
    by_place = {".".join(map(str, card.found.place)): card for card in cards if card.found is not None}
    by_path = {card.found.path: card for card in cards if card.found is not None}
    by_panel = {card.found.node.panel: card for card in cards if card.found is not None and card.found.node.panel}
    texts = [card for card in cards if card.passage is not None and card.found is None and card.passage.text]
    for row in rows:
        part = row.part
        home = by_place.get(part.place) or (by_panel.get(part.label) if part.kind == "panels" else None)
        home = home or _card_quoting(texts, part)
        if home is None:
            home = Card(f"k{part.key[:12]}")
            cards.append(home)
        home.rows.append(row)
    for verdict in gone:
        found = by_path.get(tuple(verdict.path)) if verdict.kind == RULE else None
        if found is None:
            found = Card(f"r{verdict.pk}")
            cards.append(found)
        found.rejected.append(verdict)


def _card_quoting(cards: list[Card], part: Part) -> Card | None:
    """Find the text that a total, a grade or another entry was read from."""
    quote = "".join(part.quote.split())
    if not quote:
        return None
    for card in cards:
        text = "".join(card.passage.text.split()) if card.passage is not None else ""
        if quote in text or (len(text) > len(quote) // 2 and text in quote):
            return card
    return None
