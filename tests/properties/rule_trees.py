"""Hypothesis strategies for rules: syntax trees of every form of the language, by the slot they fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from hypothesis import strategies as st

from kaoji.scheme.rules import (
    Cap,
    Comparison,
    Condition,
    CountOnce,
    Effect,
    Entered,
    Floor,
    Index,
    Item,
    Limit,
    Once,
    Open,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Ties,
    Towards,
)
from tests.oracle_items import is_comparison

End = Literal["top", "bottom"]

LEVELS = ("国家级", "省级", "县级")
ANSWERS = ("完成", "未完成", "不达标")
BOUNDS = (Decimal(1), Decimal(3))
"""Every discretionary amount has the same bounds, so that a slot with several has values that fit all of them."""
THRESHOLDS = tuple(Decimal(text) for text in ("0", "2", "5", "7.5", "33.333333"))
KEYS = ("when", "measure", "measure", "events", "events", "rank", "ranked", "completion", "score")
"""What a rule looks at; ``score`` is a measure that somebody scores."""

effects: st.SearchStrategy[Effect] = st.sampled_from(("fill", "extra", "minus"))
comparisons: st.SearchStrategy[Comparison] = st.sampled_from((">=", ">", "<=", "<"))
directions: st.SearchStrategy[Towards] = st.sampled_from(("above", "below"))
policies: st.SearchStrategy[Literal["share", "divide", "higher"]] = st.sampled_from(("share", "divide", "higher"))
methods: st.SearchStrategy[Literal["efficacy", "min_max", "growth"]] = st.sampled_from(
    ("efficacy", "min_max", "growth")
)
ends: st.SearchStrategy[tuple[Effect, End]] = st.tuples(effects, st.sampled_from(("top", "bottom")))
tops: st.SearchStrategy[tuple[Effect, End]] = st.tuples(effects, st.just("top"))
amounts = st.one_of(
    st.sampled_from([Decimal(text) for text in ("1", "2", "3", "5", "0.5", "10", "0.01")]),
    st.integers(1, 999).map(lambda hundredths: Decimal(hundredths) / 100),
)
steps = st.sampled_from([Decimal(text) for text in ("1", "2", "3", "0.5", "0.7")])
measures_in = st.sampled_from(("次", "项", "万元", "百分点", "篇"))


def places(draw: st.DrawFn, effect: Effect, end: End) -> Rank:
    """Places that do not overlap; from the bottom the last k places, alike or one by one."""
    if end == "bottom":
        count = draw(st.integers(1, 3))
        if draw(st.booleans()):
            return Rank(effect, end, ((1, count, draw(amounts)),))
        return Rank(effect, end, tuple((place, place, draw(amounts)) for place in range(1, count + 1)))
    spans: list[tuple[int, int | None, Decimal]] = []
    first = draw(st.integers(1, 2))
    for _ in range(draw(st.integers(1, 3))):
        last = first + draw(st.integers(0, 1))
        spans.append((first, last, draw(amounts)))
        first = last + 1
    if draw(st.integers(0, 3)) == 3:
        spans.append((first, None, draw(amounts)))
    return Rank(effect, end, tuple(spans))


def on_answers(draw: st.DrawFn, *, has_points: bool) -> Once:
    label = draw(st.one_of(st.none(), st.sampled_from(ANSWERS)))
    points = draw(st.one_of(amounts, st.none())) if has_points else draw(amounts)
    return Once(draw(effects), points, None if label is None else Condition(label))


def on_events(draw: st.DrawFn, *, has_points: bool, follows: bool) -> Item:
    """An item on events; ``follows``: a comparison of the quantity stands before it in its part."""
    label = draw(st.one_of(st.none(), st.sampled_from(LEVELS)))
    effect = draw(effects)
    form = draw(st.sampled_from(("once", "per", "per", "range", "then" if follows else "per")))
    if form == "then":
        towards: Towards = draw(st.sampled_from(("each", "above", "below")))
        return Per(effect, draw(amounts), draw(steps), draw(measures_in), towards, then=True, whole=draw(st.booleans()))
    if form == "once":
        points = draw(st.one_of(amounts, amounts, st.none())) if has_points else draw(amounts)
        return Once(effect, points, None if label is None else Condition(label))
    if form == "range":
        measured_in = draw(st.one_of(st.none(), measures_in)) if label is None else None
        return Range(effect, *BOUNDS, measured_in, label)
    # Chinese has no words for a share of a step at one level.
    whole = label is not None or draw(st.booleans())
    return Per(effect, draw(amounts), draw(steps), draw(measures_in), label=label, whole=whole)


def on_measures(draw: st.DrawFn, *, has_points: bool, follows: bool) -> Item:
    """An item on a measured value; ``follows``: a comparison stands before it in its part."""
    forms = ["once", "per", "per", "range"]
    forms += ["then", "then"] if follows else []
    forms += ["target", "best", "index", "index"] if has_points else []
    form = draw(st.sampled_from(forms))
    effect = draw(effects)
    if form == "once":
        points = draw(st.one_of(amounts, amounts, st.none())) if has_points else draw(amounts)
        measured_in = draw(st.sampled_from((None, "%", "万元")))
        return Once(effect, points, Condition(None, draw(comparisons), draw(st.sampled_from(THRESHOLDS)), measured_in))
    if form == "range":
        return Range(effect, *BOUNDS)
    if form in ("target", "best"):
        return Proportional("target" if form == "target" else "best")
    if form == "index":
        return indexes(draw)
    then, whole = form == "then", draw(st.booleans())
    towards: Towards = draw(directions) if then or draw(st.booleans()) else "each"
    if towards != "each" and not then and draw(st.booleans()):
        return Per(effect, draw(amounts), draw(steps), "%", towards, whole=whole, of_target=True)
    return Per(effect, draw(amounts), draw(steps), draw(measures_in), towards, then, whole=whole)


def ladders(draw: st.DrawFn) -> list[Item]:
    """Two or three comparisons of one side: tiers, most of them in one direction."""
    effect, upwards = draw(effects), draw(st.booleans())
    signs: tuple[Comparison, ...] = (">=", ">=", ">") if upwards else ("<", "<", "<=")
    thresholds = draw(st.lists(st.sampled_from(THRESHOLDS), min_size=2, max_size=3))
    return [Once(effect, draw(amounts), Condition(None, draw(st.sampled_from(signs)), value)) for value in thresholds]


def indexes(draw: st.DrawFn) -> Index:
    method = draw(methods)
    if method == "min_max":
        return Index(method)
    first, second = draw(st.sampled_from(((60, 40), (50, 50), (70, 30), (33, 66), (90, 20), (0, 100))))
    return Index(method, Decimal(first), Decimal(second))


def ties(draw: st.DrawFn) -> Ties:
    policy = draw(policies)
    return Ties(policy, draw(st.sampled_from((None, 0, 1, 2))) if policy == "divide" else None)


def parts(draw: st.DrawFn, key: str, *, has_points: bool) -> Part:
    """One to three items that fit a slot, and limits on them."""
    items: list[Item] = []
    if key == "score":
        items.append(Entered(draw(st.sampled_from((None, "区统计局")))))
    elif key == "completion":
        items.append(Proportional("shares"))
    elif key in ("rank", "ranked"):
        # Neighbours of one side and end would be read as one item.
        for effect, end in draw(st.lists(ends if key == "ranked" else tops, min_size=1, max_size=2, unique=True)):
            items.append(places(draw, effect, end))
        items += [ties(draw)] if draw(st.booleans()) else []
    else:
        if key in ("measure", "events") and draw(st.integers(0, 2 if key == "measure" else 4)) == 2:
            items += ladders(draw)
        for _ in range(draw(st.integers(0 if items else 1, 3))):
            if key == "when":
                items.append(on_answers(draw, has_points=has_points))
            else:
                follows = any(isinstance(item, Once) and is_comparison(item) for item in items)
                on_slot = on_events if key == "events" else on_measures
                items.append(on_slot(draw, has_points=has_points, follows=follows))
    return Part((*items, *limits(draw, same_matter=key == "events")))


caps = st.builds(Cap, amounts, st.sampled_from((None, "plus", "minus")))
floors = st.builds(Floor, st.sampled_from((Decimal(0), Decimal(0), Decimal(1), Decimal("2.5"))))
opened = st.builds(Open, st.sampled_from(("floor", "cap")))
once: st.SearchStrategy[Limit] = st.just(CountOnce())
_LIMITS: tuple[st.SearchStrategy[Limit], ...] = (caps, caps, floors, opened, once, once, once)


def limits(draw: st.DrawFn, *, same_matter: bool) -> list[Limit]:
    """None, one or two limits."""
    forms = _LIMITS if same_matter else _LIMITS[:4]
    chosen = draw(st.lists(st.integers(0, 2 * len(forms)), max_size=2, unique=True))
    return [draw(forms[index]) for index in chosen if index < len(forms)]


def scores(draw: st.DrawFn, key: str, *, has_points: bool = True) -> Score:
    """A whole rule: one or two parts with items, and sometimes a part made of limits alone."""
    found = [parts(draw, key, has_points=has_points) for _ in range(draw(st.sampled_from((1, 1, 2))))]
    own = limits(draw, same_matter=key == "events") if draw(st.integers(0, 3)) == 3 else []
    return Score((*found, Part(tuple(own))) if own else tuple(found))


@st.composite
def score_trees(draw: st.DrawFn) -> Score:
    """A rule for any slot."""
    return scores(draw, draw(st.sampled_from(KEYS)), has_points=True)
