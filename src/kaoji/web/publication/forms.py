"""What people choose and write on pages of publication, read into what the actions take."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
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
        # What was ticked stands for the number of days that stood beside it, and for no other.
        is_short_meant=form.get("is_short_meant", "") == form.get("working_days", ""),
    )


def steps_given(form: QueryDict, organisations: dict[int, Organisation]) -> list[tuple[str, Organisation]]:
    """Read the steps of approval in the order of their numbers; lines without a name and an organisation are left out.

    Raises:
        NotNowError: a step has a name and nobody who signs.
    """
    found = [(name, organisations.get(number)) for _place, name, number in lines_given(form)]
    if nameless := next((name for name, body in found if body is None), None):
        raise NotNowError(_("Choose who signs at the step “{name}”.").format(name=nameless.strip()))
    return [(name, body) for name, body in found if body is not None]


def lines_given(form: QueryDict) -> list[tuple[int, str, int]]:
    """Read the lines that somebody filled in, with their places, as they stand in the form."""
    names, chosen, places = form.getlist("name"), form.getlist("organisation"), form.getlist("position")
    lines = [
        ((whole(places[number]) if number < len(places) else 0) or 99, name, whole(organisation))
        for number, (name, organisation) in enumerate(zip(names, chosen, strict=False))
        if name.strip() or whole(organisation)
    ]
    return sorted(lines, key=lambda line: line[0])
