"""The running text beside the indicators: which lines one of them holds, and what became of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source
from kaoji.reading.drafts.lines import (
    STOPS,
    heading_passage,
    is_all_of,
    is_among_texts,
    is_within,
    line_passage,
    unbound_finding,
)
from kaoji.reading.drafts.passages import Passage
from kaoji.reading.phrases.wording import points_in_name, squeeze, without_label
from kaoji.reading.prose.adjustment_headings import names_adjustments
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.running_text import RunningText, by_line, half_read, unbound
from kaoji.reading.sheets import Node, Outline

_BEARS_POINTS: Final = late_pattern(
    r"(?P<name>[^。；;]{2,80}?)[（(](?:共|计|满分)?\s*(?P<points>\d{1,3}(?:\.\d+)?)\s*分[）)]"
)
_WHOLE: Final = (100, 1000)


@dataclass(frozen=True)
class Besides:
    """What was read of running text, and the indicators beside which it stands.

    ``passages`` are the texts of indicators; ``taken`` are the places of lines that became indicators by themselves.
    """

    found: Outline
    sheets: tuple[Node, ...]
    passages: Sequence[Passage]
    text: RunningText
    taken: Collection[Source]

    @property
    def held(self) -> set[Source]:
        """The places of the lines that indicators hold."""
        return {line.source for line in self.found.prose} - {line.source for line in self._free}

    def all_passages(self) -> tuple[list[Passage], list[Diagnostic]]:
        """Give the texts of indicators and the lines beside them with what they became.

        Diagnostics: reading.W307 sentences that became nothing.
        """
        passages = list(self.passages)
        passages.extend(
            heading_passage(node) for found in self._nodes.values() for node in found if node.children and not node.text
        )
        bound = by_line(self.text.bindings)
        loose = self._loose()
        unused: dict[Source, list[Words]] = {}
        for words in loose:
            unused.setdefault(words.source, []).append(words)
        shown = set(map(id, self._free))
        passages.extend(
            line_passage(line, bound.get(line.source, []), unused.get(line.source, []))
            for line in self.found.prose
            if id(line) in shown or line.source in bound or line.source in unused
        )
        return passages, unbound_finding(loose)

    def _loose(self) -> list[Words]:
        """Give the sentences that speak of scores or results and became nothing."""
        leaves = {node.name for sheet in self.sheets for node in sheet.walk() if not node.children}
        loose = unbound(self.text, self.held - self.text.adjustments.taken, leaves)
        loose = [words for words in loose if not is_within(words, self._nodes.get(words.source, []))]
        loose = [words for words in loose if not (self._lists_units(words) or self._heads_sheet(words))]
        lost = (words for words in self._headings_left() if words not in loose)
        return [*loose, *lost, *half_read(self.text)]

    def _heads_sheet(self, words: Words) -> bool:
        """Tell whether a line is nothing but the name and points of what a table below it holds: 基本指标（满分100分）."""
        name = points_in_name(without_label(words.line.text))[0]
        return any(name == node.name for node in self._nodes.get(words.source, []))

    def _headings_left(self) -> Iterator[Words]:
        """Give the headings and items that bear points and that no indicator was made of: 1、调整领导分工（4分）."""
        nodes = [node for sheet in (*self.sheets, *self.found.ratings) for node in sheet.walk()]
        held = squeeze(fold("\n".join(f"{node.name}\n{node.text}\n{node.detail}" for node in nodes)))
        bound = by_line(self.text.bindings)
        for _, article in self.text.top.walk():
            first = article.words[0].sentences() if article.label and article.words else []
            words = first[0] if first else None
            match = _BEARS_POINTS.fullmatch(words.text) if words is not None else None
            if words is None or match is None or Decimal(match["points"]) in _WHOLE or names_adjustments(match["name"]):
                continue
            is_bound = any(
                one.words.start < words.end and words.start < one.words.end for one in bound.get(words.source, [])
            )
            if not is_bound and squeeze(fold(match["name"])) not in held:
                yield words

    @cached_property
    def _nodes(self) -> dict[Source, list[Node]]:
        """What the sheets hold, by the place where it stands."""
        nodes: dict[Source, list[Node]] = {}
        for node in (node for sheet in self.sheets for node in sheet.walk()):
            nodes.setdefault(node.source, []).append(node)
        return nodes

    def _lists_units(self, words: Words) -> bool:
        """Tell whether a sentence is the list of units that a group was read from."""
        said = squeeze(words.text)
        return any(
            group.source == words.source and len(group.units) > 1 and all(unit in said for unit in group.units)
            for group in self.found.groups
        )

    @cached_property
    def _free(self) -> list[Paragraph]:
        """The lines of running text that no indicator holds."""
        # The text of a row may have become several indicators, none of which has a whole line of it.
        rows = (node.text for sheet in self.found.sheets for node in sheet.walk())
        texts = (*(f"{passage.text}\n{passage.detail}" for passage in self.passages), *rows)
        said = {line.rstrip(STOPS) for text in texts for line in text.split("\n")}
        return [line for line in self.found.prose if not self._is_held(line, said)]

    def _is_held(self, line: Paragraph, said: set[str]) -> bool:
        """Tell whether an indicator holds a line already; ``said`` are the lines of their texts."""
        nodes = self._nodes.get(line.source, [])
        if is_among_texts(line, said) or (nodes and is_all_of(line, nodes)):
            return True
        return line.source in self.text.adjustments.taken or line.source in self.taken
