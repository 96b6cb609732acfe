"""What people choose and write on pages of publication, read into what the actions take."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from kaoji.web.organisations.models import Organisation
from kaoji.web.publication.actions.notices import SHOWN, Terms
from kaoji.web.results.deciding import day_of


def whole(text: str) -> int:
    """Read a whole number, 0 where it is none.

    >>> whole("5"), whole("五"), whole("99999999999")
    (5, 0, 0)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - no such numbers


def shows_of(form: QueryDict) -> list[str]:
    """Read what is to be shown, in the order in which it is shown."""
    chosen = set(form.getlist("shows"))
    return [key for key in SHOWN if key in chosen]


def terms_of(form: QueryDict) -> Terms:
    """Read how a public notice is to run; what cannot be read is refused by the action."""
    return Terms(
        day_of(form.get("from_on", "")) or date.min,
        whole(form.get("working_days", "")),
        whole(form.get("answer_days", "")),
        shows_of(form),
        is_open=form.get("is_open") == "1",
        contact=form.get("contact", ""),
        until_on=day_of(form.get("until_on", "")),
        answers_due_on=day_of(form.get("answers_due_on", "")),
        counted_by_hand=form.get("counted_by_hand", ""),
    )


def steps_given(form: QueryDict, organisations: dict[int, Organisation]) -> list[tuple[str, Organisation]]:
    """Read the steps of approval in the order of their numbers; lines without a name and an organisation are left out.

    A line with a name but no organisation, or the other way round, is kept so that the action can say what is missing.
    """
    lines = []
    names, chosen, places = form.getlist("name"), form.getlist("organisation"), form.getlist("position")
    for number, (name, organisation) in enumerate(zip(names, chosen, strict=False)):
        found = organisations.get(whole(organisation))
        if found is not None:
            place = whole(places[number]) if number < len(places) else 0
            lines.append((place or 99, number, name, found))
    return [(name, found) for _place, _number, name, found in sorted(lines, key=lambda line: line[:2])]
