"""Words of the notice bound to what was made of them, so that a person can compare the two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kaoji.reading.prose.articles import Words

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Binding:
    """Words and what they became: the kind of thing, and the thing in a few Chinese words; ``check`` says what is open."""

    words: Words
    kind: str
    made: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Bound(Generic[Made]):
    """Something for the scheme with the words that it comes from, and ``also`` with others that say more of it."""

    made: Made
    binding: Binding
    also: tuple[Binding, ...] = ()


def made_of(bound: Iterable[Bound[Made]]) -> tuple[Made, ...]:
    """Give the things alone."""
    return tuple(item.made for item in bound)


def bindings_of(bound: Iterable[Bound[Made]]) -> tuple[Binding, ...]:
    """Give the bindings alone."""
    return tuple(binding for item in bound for binding in (item.binding, *item.also))
