"""What somebody must do now: the first thing they see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.utils import timezone

from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations.desk import Desk


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to do: a sentence, where to do it, until when; ``is_urgent`` when it is late or due."""

    text: str
    url: str
    assessment: Assessment | None = None
    due_on: date | None = None
    is_urgent: bool = False

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed."""
        return self.due_on is not None and self.due_on < timezone.localdate()


_SOURCES: list[Callable[[Desk, list[Assessment]], Iterable[Thing]]] = []
_PLACES: list[str] = []


def source_of_things(
    source: Callable[[Desk, list[Assessment]], Iterable[Thing]],
) -> Callable[[Desk, list[Assessment]], Iterable[Thing]]:
    """Register a function that knows things to do; it must not ask more questions the more assessments there are."""
    _SOURCES.append(source)
    return source


def things_in(module: str) -> None:
    """Name a module that registers sources when it is loaded: web processes need it, the commands do not."""
    _PLACES.append(module)


def load_sources() -> None:
    """Load what was named; the second time there is nothing to do."""
    for place in _PLACES:
        import_module(place)


def things_to_do(desk: Desk, assessments: list[Assessment]) -> list[Thing]:
    """Give everything to do, the urgent first, then by date."""
    return sorted(_all(desk, assessments), key=lambda thing: (not thing.is_urgent, thing.due_on or date.max))


def _all(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    load_sources()
    for source in _SOURCES:
        yield from source(desk, assessments)
