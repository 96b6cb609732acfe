"""What is looked through in a draft, as a table to be kept: the words of the notice beside what was made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoji.reading.drafts.taking import PROBABLE
from kaoji.web.assessments.models import Verdict
from kaoji.web.assessments.parts import INDICATOR, RULE, SEPARATOR, Part
from kaoji.web.assessments.review import Card
from kaoji.web.assessments.templatetags.schemes import said
from kaoji.web.assessments.words import PARTS, SLOTS
from kaoji.web.lists import Column, Listed
from kaoji.web.spoken import listed, spoken, spoken_place

CERTAIN, PROBABLY, TO_CHECK, UNREAD, UNBOUND, REJECTED = (
    "certain", "probable", "check", "not_understood", "unbound", "rejected",
)  # fmt: skip
STATES: Final[dict[str, str | Promise]] = {
    CERTAIN: _("certain"),
    PROBABLY: _("probable"),
    TO_CHECK: _("to be checked"),
    UNREAD: _("not understood"),
    UNBOUND: _("tied to nothing"),
    REJECTED: _("rejected"),
    "": "",
}
"""How surely a row was read; a text or an indicator that there is nothing to judge of has none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a part, a sentence that nothing was made of, or a text with nothing to judge.

    ``unread`` are the words of the notice's text that were not understood; a card's first row has them.
    """

    card: Card
    state: str
    part: Part | None = None
    verdict: Verdict | None = None
    words: str = ""
    unread: str = ""

    @property
    def place(self) -> str:
        """Where in the notice it stands, in the language of the page."""
        if self.card.passage is not None:
            return spoken_place(self.card.passage.place)
        source = self.part.source if self.part is not None else ""
        node = self.card.found.node if self.card.found is not None else None
        return spoken_place(source or (node.source if node is not None else "") or "")

    @property
    def quote(self) -> str:
        """The words of the notice."""
        if self.words:
            return self.words
        if self.card.passage is not None:
            return self.card.passage.text
        node = self.card.found.node if self.card.found is not None else None
        return (self.part.quote if self.part is not None else "") or (node.text if node is not None else "") or ""

    @property
    def indicator(self) -> str:
        """The indicator, with what it stands under."""
        if self.card.found is not None:
            return SEPARATOR.join(self.card.found.path)
        return SEPARATOR.join(self.part.path) if self.part is not None and self.part.kind in (RULE, INDICATOR) else ""

    @property
    def points(self) -> Decimal | None:
        """The points of the indicator."""
        return self.card.found.node.points if self.card.found is not None else None

    @property
    def providers(self) -> str:
        """Who provides what the indicator asks for."""
        return listed(self.card.found.node.provider, short=True) if self.card.found is not None else ""

    @property
    def kind(self) -> str | Promise:
        """What sort of part it is; of a rule, what it looks at."""
        if self.part is not None:
            return SLOTS.get(self.part.slot, "") if self.part.kind == RULE else PARTS.get(self.part.kind, "")
        if self.verdict is not None and self.state == REJECTED:
            return PARTS.get(self.verdict.kind, "")
        return _("sentence") if self.words else ""

    @property
    def label(self) -> str:
        """What it is called."""
        if self.part is not None:
            return self.part.label
        return self.verdict.label if self.verdict is not None and self.state == REJECTED else ""

    @property
    def rule(self) -> str:
        """What the scheme says."""
        if self.part is not None:
            return self.part.text or ("" if self.part.kind == INDICATOR else said(self.part.content))
        content = self.verdict.content if self.verdict is not None and self.state == REJECTED else {}
        return str(content.get("score") or content.get("formula") or "")

    @property
    def remarks(self) -> str:
        """What the reader and the check of the scheme say about it."""
        if self.part is None:
            return ""
        check = spoken(self.part.check) if self.part.check else ""
        return listed(filter(None, (check, *(each.text for each in self.part.findings))))


TABLE: Final = Listed(
    (
        Column(_("Place in the notice"), lambda line: line.place),
        Column(_("Words of the notice"), lambda line: line.quote),
        Column(_("Indicator"), lambda line: line.indicator),
        Column(_("Points"), lambda line: line.points),
        Column(_("Provider"), lambda line: line.providers),
        Column(_("Sort"), lambda line: line.kind),
        Column(_("What is asked"), lambda line: line.label),
        Column(_("Rule"), lambda line: line.rule),
        Column(_("How surely it was read"), lambda line: STATES[line.state]),
        Column(_("Words not understood"), lambda line: line.unread),
        Column(_("Remarks"), lambda line: line.remarks),
        Column(_("Verdict"), lambda line: line.verdict.get_judgement_display() if line.verdict is not None else ""),
        Column(_("Looked at by"), lambda line: line.verdict.by.name if line.verdict is not None else ""),
        Column(_("When"), lambda line: line.verdict.at if line.verdict is not None else None),
    ),
    # Whole cards are searched before they become rows.
    search=lambda found, _words: found,
)


def lines_of(cards: Iterable[Card]) -> list[Line]:
    """Give the rows of some cards: nothing of the notice and nothing of the scheme is left out."""
    return [line for card in cards for line in _lines(card)]


def _lines(card: Card) -> Iterator[Line]:
    pieces = card.passage.pieces if card.passage is not None else ()
    unread = listed(text for state, text in pieces if state == UNREAD)
    is_first = True
    for row in card.rows:
        yield Line(card, state_of(row.part), row.part, row.verdict, unread=unread if is_first else "")
        is_first = False
    for sentence in card.sentences:
        yield Line(card, UNBOUND, None, sentence.verdict, sentence.text)
    for verdict in card.rejected:
        yield Line(card, REJECTED, None, verdict)
    if not (card.rows or card.sentences or card.rejected):
        yield Line(card, UNREAD if card.is_unread else "", unread=unread)


def state_of(part: Part) -> str:
    """Tell how surely a part was read."""
    if not part.needs_eyes:
        return CERTAIN
    is_doubted = part.check != PROBABLE or any(finding.needs_eyes for finding in part.findings)
    return TO_CHECK if is_doubted else PROBABLY
