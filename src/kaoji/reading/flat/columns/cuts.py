"""Where the lines of a flattened table were cut at the width of their columns, as those of a printed page are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import FULL_STOP, REMARK, is_whole_name
from kaoji.reading.flat.pieces import Piece, are_whole, pairs_inside, peaks_of, widest_cut
from kaoji.reading.phrases.common_words import COMMON_WORDS

_STOP: Final = late_pattern(r"[。；;！？!?]$")
_SECTION: Final = late_pattern(r"^[一二三四五六七八九十]{1,3}、")
_WIDE, _NARROWER = 16, 2


@dataclass(frozen=True, slots=True)
class Cuts:
    """The widths at which many lines end (``peaks``); for each line whether it was cut there or ends a sentence.

    ``pairs``: characters that stand side by side somewhere, or make a common word, so that a line was cut between them.
    """

    peaks: frozenset[int]
    cut: list[bool]
    full_stop: list[bool]
    pairs: frozenset[str]


def cuts_of(pieces: Sequence[Piece], bare: Sequence[str], widths: Sequence[int]) -> Cuts:
    """Tell where lines were cut; ``bare`` are their texts without spaces, ``widths`` how wide they are printed."""
    stops = [_STOP.search(piece.text.rstrip()) is not None for piece in pieces]
    heads = [_SECTION.match(text) is not None for text in bare]
    peaks = peaks_of(
        [
            width
            for index, width in enumerate(widths)
            if not stops[index] and not all(heads[index : index + 2]) and not is_whole_name(bare[index])
        ]
    )
    widest = widest_cut(widths, stops)
    if peaks and are_whole(widths, stops, peaks):
        peaks = frozenset()
    if not peaks and widest >= _WIDE:
        peaks = frozenset((widest, widest - 1))
    full_stop = [FULL_STOP.search(piece.text) is not None for piece in pieces]
    # Digits are narrow, so that a line of some is cut a little before the width of the others.
    least = min(peaks, default=0) - _NARROWER
    cut = [bool(peaks) and width >= least and not stop for width, stop in zip(widths, full_stop, strict=True)]
    pairs = pairs_inside(bare) | COMMON_WORDS if peaks or widest else frozenset[str]()
    return Cuts(peaks, cut, full_stop, pairs)


def remarks_cut(texts: Sequence[str]) -> frozenset[int]:
    """Give the lines that are a remark only together with the next or the one before (以年度通, 报为准)."""
    return frozenset(
        at
        for index, text in enumerate(texts[:-1])
        if not REMARK.match(text)
        and REMARK.match(text + texts[index + 1])
        and not (len(texts[index + 1]) > 1 and REMARK.match(texts[index + 1]))
        for at in (index, index + 1)
    )
