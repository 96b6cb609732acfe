"""Who assesses, where a sheet has no column for it: its texts begin with the office (教育股：有乱收费行为的每起扣5分) or name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.actors import is_kind_of_unit, is_unit, split_units
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.sheets.branches import Branch

_LED: Final = late_pattern(r"^\s*(?P<units>[^：:，,。；;（()）\d]{2,30})[：:]\s*(?=\S)")
_LED_INSIDE: Final = late_pattern(r"(?:^|(?<=[。；;\n]))\s*(?P<units>[^：:，,。；;（()）\d\n]{2,30})[：:]")
_FEWEST = 2


def settle_leading_units(branches: Sequence[Branch]) -> None:
    """Give leaves the offices that their texts begin with, where half of the texts and more than one do."""
    leaves = [leaf for branch in branches for leaf in branch.leaves() if leaf.text and not leaf.providers]
    led = [(leaf, match) for leaf in leaves if (match := _LED.match(leaf.text)) is not None and _offices([match])]
    if len(led) < _FEWEST or len(led) * 2 < len(leaves):
        return
    for leaf, match in led:
        inside = [one for one in _LED_INSIDE.finditer(leaf.text) if _offices([one])]
        leaf.providers = _offices(inside)
        if len(inside) == 1:
            leaf.text = leaf.text[match.end() :]


def settle_named_units(branches: Sequence[Branch]) -> None:
    """Give leaves the offices of which their texts say that they assess: 每处扣1分（水利局）."""
    for leaf in (leaf for branch in branches for leaf in branch.leaves()):
        leaf.providers = leaf.providers or list(providers_in(leaf.text))


def _offices(matches: Iterable[re.Match[str]]) -> list[str]:
    """Give the offices that stand before colons; none where something else does, or only a kind of unit (各村：)."""
    units = [unit for match in matches for unit in split_units(match["units"])]
    are_offices = all(is_unit(unit) and not is_kind_of_unit(unit) for unit in units)
    return list(dict.fromkeys(units)) if are_offices else []
