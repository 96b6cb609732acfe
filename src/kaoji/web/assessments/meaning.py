"""What a rule does, in whole sentences with a worked number, for who is not sure of having written what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.diagnostics import is_chinese
from kaoji.numbers import shown
from kaoji.scheme import Score
from kaoji.scheme.rule_printing import unit_zh
from kaoji.scheme.rules import (
    Cap,
    Condition,
    CountOnce,
    Entered,
    Floor,
    Index,
    Once,
    Open,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Ties,
)
from kaoji.web.spoken import labelled


def in_words(score: Score) -> list[str]:
    """Say what each part of a rule does, and what bounds it."""
    return [
        sentence
        for part in score.parts
        for sentence in (*(_item(item) for item in part.scoring), *_limits(part))
        if sentence
    ]


def _item(item: object) -> str:  # noqa: PLR0911 - one sentence a kind of rule
    if isinstance(item, Once):
        return _once(item)
    if isinstance(item, Per):
        return _per(item)
    if isinstance(item, Rank):
        return _rank(item)
    if isinstance(item, Range):
        given = {"low": shown(item.low), "high": shown(item.high)}
        if item.effect == "minus":
            return _("Whoever gives the data takes off between {low} and {high} points.").format(**given)
        return _("Whoever gives the data adds between {low} and {high} points.").format(**given)
    if isinstance(item, Proportional):
        return {
            "target": _("It earns the indicator's points times what is done of the target; reaching it earns all."),
            "best": _("It earns the indicator's points in proportion to the best unit, which earns all."),
            "shares": _("It earns the indicator's points by the shares of the work items times how far each is."),
        }[item.to]
    if isinstance(item, Entered):
        return _("Whoever gives the data enters the score, between 0 and the indicator's points.")
    if isinstance(item, Index):
        return _("The score follows from where the value lies among those of all units.")
    return ""


def _once(item: Once) -> str:
    when = _condition(item.when) if item.when is not None else ""
    if item.points is None:
        return (
            _("If {when}, it earns all points of the indicator.").format(when=when)
            if when
            else _("It earns all points of the indicator.")
        )
    given = {"when": when, "points": shown(item.points)}
    if not when:
        sentence = {
            "fill": _("It earns {points} points."), "extra": _("It adds {points} points."),
            "minus": _("It takes off {points} points."),
        }[item.effect]  # fmt: skip
    else:
        sentence = {
            "fill": _("If {when}, it earns {points} points."), "extra": _("If {when}, it adds {points} points."),
            "minus": _("If {when}, it takes off {points} points."),
        }[item.effect]  # fmt: skip
    return sentence.format(**given)


def _condition(when: Condition) -> str:
    if when.comparison is None:
        return (when.label or "").removesuffix("的")
    value = f"{shown(when.value)}{when.measured_in or ''}" if when.value is not None else ""
    words = {
        ">=": _("the value is at least {value}"), ">": _("the value is more than {value}"),
        "<=": _("the value is at most {value}"), "<": _("the value is less than {value}"),
    }[when.comparison]  # fmt: skip
    return words.format(value=value)


def _per(item: Per) -> str:
    if item.of_target:
        return _per_of_target(item)
    steps = Decimal(3)
    is_one = item.step == 1
    sample = item.step * steps if is_one or not item.whole else item.step * steps + item.step / 2
    counted = "" if is_one and item.towards == "each" else shown(item.step.normalize())
    given = {
        "unit": f"{counted}{item.measured_in}", "points": shown(item.points), "sample": shown(sample.normalize()),
        "result": shown((item.points * steps).normalize()), "label": item.label or "",
    }  # fmt: skip
    sentences = {
        ("each", "fill"): _("Each {unit} earns {points} points: {sample} earn {result}."),
        ("each", "extra"): _("Each {unit} adds {points} points: {sample} add {result}."),
        ("each", "minus"): _("Each {unit} takes off {points} points: {sample} take off {result}."),
        ("above", "fill"): _("Each {unit} above the target earns {points} points: {sample} above earn {result}."),
        ("above", "extra"): _("Each {unit} above the target adds {points} points: {sample} above add {result}."),
        ("above", "minus"): _(
            "Each {unit} above the target takes off {points} points: {sample} above take off {result}."
        ),
        ("below", "fill"): _("Each {unit} below the target earns {points} points: {sample} below earn {result}."),
        ("below", "extra"): _("Each {unit} below the target adds {points} points: {sample} below add {result}."),
        ("below", "minus"): _(
            "Each {unit} below the target takes off {points} points: {sample} below take off {result}."
        ),
    }
    said = f"{sentences[item.towards, item.effect].format(**given)}{_less_than_a_step(item)}"
    return labelled(item.label, said) if item.label else said


def _less_than_a_step(item: Per) -> str:
    """Say what becomes of less than a whole step, where there can be some: of events there is no half."""
    if item.towards == "each" and item.step == 1 and not item.then:
        return ""
    if not item.whole:
        return _(" Parts of a step count in proportion.")
    unit = "%" if item.of_target else unit_zh(item.measured_in)
    return _(" Less than {step}{unit} does not count.").format(step=shown(item.step.normalize()), unit=unit)


def _per_of_target(item: Per) -> str:
    """Say it for a target of 200: people think of a percentage by what it comes to."""
    target = Decimal(200)
    # Three steps down from the target must not lead below nothing.
    steps = Decimal(3) if item.step * 3 <= 100 else Decimal(1)  # noqa: PLR2004 - percent
    away = target * item.step * steps / 100
    given = {
        "step": shown(item.step.normalize()), "points": shown(item.points), "target": shown(target),
        "sample": shown(target + away if item.towards == "above" else target - away),
        "result": shown((item.points * steps).normalize()),
    }  # fmt: skip
    sentences = {
        ("above", "fill"): _(
            "Each {step}% of the target above it earns {points} points: of {target}, {sample} earn {result}."
        ),
        ("above", "extra"): _(
            "Each {step}% of the target above it adds {points} points: of {target}, {sample} add {result}."
        ),
        ("above", "minus"): _(
            "Each {step}% of the target above it takes off {points} points: of {target}, {sample} take off {result}."
        ),
        ("below", "fill"): _(
            "Each {step}% of the target below it earns {points} points: of {target}, {sample} earn {result}."
        ),
        ("below", "extra"): _(
            "Each {step}% of the target below it adds {points} points: of {target}, {sample} add {result}."
        ),
        ("below", "minus"): _(
            "Each {step}% of the target below it takes off {points} points: of {target}, {sample} take off {result}."
        ),
    }
    return f"{sentences[item.towards, item.effect].format(**given)}{_less_than_a_step(item)}"


def _rank(item: Rank) -> str:
    parts = []
    for first, last, points in item.places:
        given = {"first": first, "last": last, "points": shown(points)}
        if last is None:
            words = _("from place {first} on: {points}")
        elif last == first:
            words = _("place {first}: {points}")
        else:
            words = _("places {first} to {last}: {points}")
        parts.append(words.format(**given))
    places = ("；" if is_chinese(get_language()) else "; ").join(parts)
    if item.from_end == "bottom":
        return _("Points by place, counted from the last – {places}.").format(places=places)
    return _("Points by place – {places}.").format(places=places)


def _limits(part: Part) -> Iterator[str]:
    for limit in part.limits:
        if isinstance(limit, Cap):
            sentence = {
                "plus": _("At most {points} points are added."), "minus": _("At most {points} points are taken off."),
                None: _("It is at most {points} points."),
            }[limit.side]  # fmt: skip
            yield sentence.format(points=shown(limit.points))
        elif isinstance(limit, Floor):
            yield _("It never goes below {points}.").format(points=shown(limit.points))
        elif isinstance(limit, Open):
            yield _("It may go below 0.") if limit.bound == "floor" else _("It may go beyond the indicator's points.")
        elif isinstance(limit, CountOnce):
            yield _("The same matter counts once, at its largest.")
        elif isinstance(limit, Ties):
            yield _("Units with the same value share the points of their places as the rule says.")
