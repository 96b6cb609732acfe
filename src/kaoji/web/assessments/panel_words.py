"""How a panel is held and scored, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaoji.numbers import plain
from kaoji.scheme.model import Panel
from kaoji.web.spoken import listed


def how_held(panel: Panel) -> str:
    """Say how a panel is held: by ballots, by rating sheets, or elsewhere."""
    if panel.options:
        options = listed((f"{name} {plain(points)}" for name, points in panel.options.items()), short=True)
        left_out = listed(panel.abstentions, short=True)
        text = _("Ballots; points of each: {options}").format(options=options)
        return text + (_("; not counted: {options}").format(options=left_out) if left_out else "")
    if panel.dimensions:
        parts = listed((f"{name} {plain(points)}" for name, points in panel.dimensions.items()), short=True)
        return _("Rating sheets; highest marks: {parts}").format(parts=parts)
    return _("The score is brought ready made, at most {points}").format(points=plain(panel.points))
