"""Why a grade or a place is not what the total suggests, in the words that may stand in public.

Everybody reads which rule it was and who decided; never what happened, its number or a note of it. So sentences are let
through one by one: who adds one for the people inside does not make it public by that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.scheme.model import Scheme
from kaoji.web.results.models import Standing
from kaoji.web.spoken import listed

_PUBLIC: Final = frozenset({
    "Did not take part: no grade is given",
    "Among the last {number} of those in the group whose grade is not settled otherwise",
    "Below {points} points, the least of {grade}; there is no grade below it",
    "Below {points} points; the places of {above} were not used up",
    "Given {grade} directly beyond the places: {condition}",
    "Given {grade} directly: {condition}",
    "May not be graded {grade} or better: {condition}",
    "May not be graded {grade}: {condition}",
    "{by} decided: {grade}",
    "{by}: place {place}",
    "{condition}: {grade}",
})  # fmt: skip
"""What is said of ceilings, vetoes, direct grades, decisions and ties; ordinary places are no news."""
_PLACES: Final = frozenset({
    "Equal totals; among the equals the leading group put it in place {order}",
    "Equal totals; ranked by {part}",
    "Equal totals; the leading group put it in place {order}",
    "Equal totals; who comes first goes by the list, as the scheme says",
    "Equal totals; who comes first goes by {part}",
})  # fmt: skip
"""What is said only where the ranks themselves are shown."""


def public_reasons(
    standings: Iterable[Standing], structure: Structure, *, has_ranks: bool = True
) -> dict[int, list[str]]:
    """Give by unit why its grade or place is not what its total suggests; units with nothing to be said are left out."""
    listed = list(standings)
    ties = _ties(listed, structure.scheme) if has_ranks else {}
    allowed = _PUBLIC | _PLACES if has_ranks else _PUBLIC
    found = {}
    for each in listed:
        said = [reason for reason in each.reasons if not isinstance(reason, str) and reason[0] in allowed]
        texts = each.said(said, get_language() or "zh")
        texts += [ties[each.participant_id]] if each.participant_id in ties else []
        if texts:
            found[each.participant_id] = list(dict.fromkeys(texts))
    return found


def all_reasons(standings: Iterable[Standing], structure: Structure) -> dict[int, list[str]]:
    """Give by unit everything that is said of its grade and place, for those who see the whole result."""
    listed = list(standings)
    ties = _ties(listed, structure.scheme)
    found = {
        each.participant_id: [*each.why, *(text for pk, text in ties.items() if pk == each.participant_id)]
        for each in listed
    }
    return {pk: texts for pk, texts in found.items() if texts}


def _ties(standings: Sequence[Standing], scheme: Scheme) -> dict[int, str]:
    """Say of units with equal totals and different ranks by which part they were put in order.

    Where the scheme has ranks told apart by parts, a reason of the result says so itself.
    """
    order = scheme.order if scheme.rank_ties == "share" else ()
    equal: dict[tuple[str, int], list[Standing]] = defaultdict(list)
    for each in standings:
        if each.total is not None and each.rank is not None:
            equal[each.group, each.total].append(each)
    found = {}
    for tied in equal.values():
        if len({each.rank for each in tied}) > 1:
            part = next(
                (name for name in order if len({each.parts.get(name) for each in tied}) > 1), listed(order, short=True)
            )
            for each in tied if part else ():
                found[each.participant_id] = _("Equal totals: {part} decides the place").format(part=part)
    return found
