"""A decision on several things at once: what was ticked is shown first, and decided when it is sent with what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.models import FilingState
from kaoji.web.facts.views.overseeing import numbers
from kaoji.web.meanwhile import opened, sealed
from kaoji.web.pages import own_address

_NAMED = 10


class Decision:
    """What somebody asks to be done with what they ticked.

    Args:
        request: the form as it was sent, from the list or from the page that shows what was ticked.
        name: the field that holds what was ticked, as numbers.
        most: how many are decided at once.
        back: where one goes on afterwards, where the form does not say it.
    """

    def __init__(self, request: HttpRequest, name: str, most: int, back: str) -> None:
        self.request = request
        self.back = own_address(request, request.POST.get("next", ""), back)
        is_return = request.POST.get("state") == FilingState.RETURNED
        self.state = FilingState.RETURNED if is_return else FilingState.VERIFIED
        ticked = numbers(request.POST.getlist(name))
        self.chosen = ticked[:most]
        self.seen = opened(request.POST.get("shown"))
        self.reason = request.POST.get("reason", "").strip()[:500]
        self.more = len(set(ticked)) - len(self.chosen) if self.seen is None else 0

    @property
    def is_unsaid(self) -> bool:
        """Tell whether something is to be returned and nobody says why."""
        return self.state == FilingState.RETURNED and not self.reason

    @property
    def status(self) -> int:
        """Give the state of the answer that shows what was ticked: once more, where the reason was left out."""
        return 200 if self.seen is None else 422

    def say(self, done: str, left_out: Sequence[tuple[str, str]]) -> None:
        """Say what was done, and what was left out and why, by its name."""
        if done:
            messages.success(self.request, done)
        for name, why in left_out[:_NAMED]:
            messages.warning(self.request, _("Left out: “{filing}”. {why}").format(filing=name, why=why))
        if len(left_out) > _NAMED:
            messages.warning(self.request, _("Left out in all: {count}.").format(count=len(left_out)))

    def context(self, assessment: Assessment, stamps: Iterable[tuple[int, str]]) -> dict[str, object]:
        """Give what the page that shows what was ticked needs, with a seal on what is seen there."""
        return {
            "assessment": assessment,
            "is_return": self.state == FilingState.RETURNED,
            "is_unsaid": self.seen is not None and self.is_unsaid,
            "state": self.state.value,
            "seen": sealed({str(number): stamp for number, stamp in stamps}),
            "back": self.back,
            "more": self.more,
        }
