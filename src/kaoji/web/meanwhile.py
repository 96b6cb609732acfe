"""Two people at one form: what the later one saw travels with what they send, and nothing of either's work is lost.

    <input type="hidden" name="seen" value="{{ seen }}">         sealed({"name": "东街", "kind": "township"})
    kept = laid_over(opened(form.get("seen")), now, wanted, organisation, "organisation.keep")

The last stands in the action, under its lock; it names the object and what the journal calls its change.

A field that only one of them changed is kept as they wrote it. Where both changed one, nothing is kept: the form comes
again with both words beside each other (``meanwhile.html``), and with what stands there now as what was seen. Sent once
more, it is kept knowingly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.models import Entry

Values = Mapping[str, str]
_MOST = 1_000_000


class MeanwhileError(NotNowError):
    """Somebody else changed what this form changes too: what stood there, what stands there, and what was to."""

    def __init__(self, seen: Values, now: Values, wanted: Values, text: str) -> None:
        """Keep all three."""
        super().__init__(text)
        self.seen, self.now, self.wanted = dict(seen), dict(now), dict(wanted)
        self.both = _changed_by_both(seen, now, wanted)

    @property
    def given(self) -> dict[str, str]:
        """What the form shows anew: what was to be kept, and the other's words where only they changed a field."""
        return _kept(self.seen, self.now, self.wanted)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both changed, in words."""

    label: str
    seen: str
    now: str
    wanted: str


def sealed(values: Values) -> str:
    """Give what stands in a form as its hidden field carries it."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def opened(text: str | None) -> dict[str, str] | None:
    """Read what somebody saw; None where nothing was said of it, which a page never does."""
    if not text or len(text) > _MOST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def laid_over(seen: Values | None, now: Values, wanted: Values, about: Model, action: str) -> dict[str, str]:
    """Give what is to be kept of an object; call it under the lock of what is changed.

    Args:
        seen: what stood in the form when it was opened; None where nobody saw a form.
        now: what stands there.
        wanted: what is to stand there.
        about: the object, as the journal names it.
        action: what the journal calls the change, to say who made the other one.

    Raises:
        MeanwhileError: somebody else changed a field that is to be changed.
    """
    if seen is None:
        return dict(wanted)
    if _changed_by_both(seen, now, wanted):
        raise MeanwhileError(seen, now, wanted, _who(about, action))
    return _kept(seen, now, wanted)


def as_seen(seen: Values | None, now: Values, about: Model, action: str) -> None:
    """See that what somebody decides on is what they looked at; call it under the lock of what is decided on.

    Raises:
        MeanwhileError: something changed since, came in addition or is gone, or nobody says what was looked at.
    """
    if seen is not None and dict(seen) == dict(now):
        return
    person, time = _by_whom(about, action)
    text = (
        _("{person} changed this at {time}, after you opened it. Nothing is decided yet: look at it as it is now.")
        if person
        else _("This was changed after you opened it. Nothing is decided yet: look at it as it is now.")
    )
    wanted = {**dict.fromkeys(now, ""), **(seen or {})}
    raise MeanwhileError(seen or {}, now, wanted, text.format(person=person, time=time))


def _changed_by_both(seen: Values, now: Values, wanted: Values) -> list[str]:
    return [
        name
        for name, value in wanted.items()
        if now.get(name, "") != seen.get(name, "") and value not in (seen.get(name, ""), now.get(name, ""))
    ]


def _kept(seen: Values, now: Values, wanted: Values) -> dict[str, str]:
    return {name: now.get(name, "") if value == seen.get(name, "") else value for name, value in wanted.items()}


def _who(about: Model, action: str) -> str:
    person, time = _by_whom(about, action)
    if not person:
        return _("Somebody else changed this in the meantime. Nothing is saved yet: compare, then save what is right.")
    return _(
        "{person} changed this at {time}, after you opened it. Nothing is saved yet: compare, then save what is right."
    ).format(person=person, time=time)


def _by_whom(about: Model, action: str) -> tuple[str, str]:
    """Tell who made the last change of an object, and when; nothing where nobody is known."""
    done = Entry.objects.filter(object_type=about._meta.label_lower, object_id=str(about.pk), action=action)
    last = done.last()
    person = User.objects.filter(pk=last.user_id).first() if last is not None and last.user_id is not None else None
    if last is None or person is None:
        return "", ""
    return person.name, f"{timezone.localtime(last.at):%m-%d %H:%M}"


def side_by_side(
    error: NotNowError,
    labels: Mapping[str, str | Promise],
    words: Callable[[str, str], str] = lambda _name, value: value,
) -> list[Difference]:
    """Give the fields that both changed, for the page; nothing where something else is wrong."""
    if not isinstance(error, MeanwhileError):
        return []
    return [
        Difference(
            str(labels.get(name, name)),
            *(words(name, said.get(name, "")) for said in (error.seen, error.now, error.wanted)),
        )
        for name in error.both or [name for name, value in error.wanted.items() if error.now.get(name, "") != value]
    ]
