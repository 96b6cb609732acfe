"""Checks on what rules give and take: awards against points, texts, bonuses, caps, deductions.

Each check takes the resolved scheme and yields findings; what a check is for stands in ``docs/reference/codes.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import plain
from kaoji.scheme.linting.occasions import excesses
from kaoji.scheme.linting.reach import (
    NONE,
    UNBOUNDED,
    Bound,
    Reach,
    is_open,
    limits_below,
    node_reach,
    part_reach,
    rule_reach,
    says_floor,
    settled,
    settled_at,
    single,
    uncapped,
)
from kaoji.scheme.linting.texts import amounts_in, award_findings, over_limit, part_findings, says_awards
from kaoji.scheme.rules import (
    Cap,
    Entered,
    Floor,
    Index,
    Item,
    Once,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Scoring,
    effect_of,
)
from kaoji.scheme.structure import ResolvedNode, Structure
from kaoji.scheme.subjects import ancestors, at, leaves, listed

_FIGURE = late_pattern(r"[率比度数量额值]$|[率比](?:达标|达到|为)?[\d%.]*(?:以上)?$")
# 部分达标, 存在问题, 其余情况: what gets less instead of that
_EXTRA = late_pattern("(?:附加|加)分|奖励")
_IS_LESS = late_pattern(
    "[较未不无没或]|基本|部分|一般|存在|发生|其[他它余]|否则|逾期|延期|提前|全部|大部|超额|第[一二三]|[优良中差]$"
)
_SEVERAL = 2
# 以后每名递减10分, 每后移一位减4分: the places between are not said
_GOES_ON = late_pattern(
    "递减|依次减|每名[^，。；,;]{0,4}减|每(?:后移|下降|降低?|靠后|落后|后退|退后?|低|往后|向后)[^，。；,;]{0,3}[名位]"
)


def awards_match_points(structure: Structure) -> Iterator[Diagnostic]:
    """W220, W221: an indicator's rules, or its text, give more or less than its points."""
    for node in leaves(structure):
        points, source = node.node.points, at(structure, node, "points")
        if points is None or node.node.panel is not None:
            continue
        found = list(_awards(structure, node, points, source))
        if node.node.text and _EXTRA.match(node.name) is not None:
            found += over_limit(node.node.text, points, at(structure, node, "text"))
        if not found and node.node.text:
            found = award_findings(node.node.text, points, at(structure, node, "text"), source)
        yield from found


def _awards(structure: Structure, node: ResolvedNode, points: Decimal, source: Source) -> Iterator[Diagnostic]:
    fills = [
        (single(item, points), rule)
        for rule in node.rules
        for item in rule.score.scoring
        if effect_of(item) == "fill" and isinstance(item, Once | Per | Rank | Range)
    ]
    if fills and not is_open(node, "cap"):
        amount, rule = max(fills, key=lambda pair: pair[0])
        if amount > points:
            yield Diagnostic(
                "scheme.W220",
                "“{name}” has {points} points, but one rule alone gives {amount}.",
                (rule.written, source),
                "Change one of them; where the rest is meant as a bonus, write 加 instead of 计.",
                {"name": node.name, "points": plain(points), "amount": plain(amount)},
            )
    reach = sum((rule_reach(rule, structure, points) for rule in node.rules), Reach())
    together = _of_several_figures(node, points)
    if together is not None and together > points and not is_open(node, "cap"):
        yield Diagnostic(
            "scheme.W220",
            "“{name}” has {points} points, but its rules together give {amount}.",
            (source, *(rule.written for rule in node.rules)),
            "Change one of them; where the rest is meant as a bonus, write 加 instead of 计.",
            {"name": node.name, "points": plain(points), "amount": plain(together)},
        )
    if node.rules and not node.starts_full and reach.fill < points != reach.plus:  # 得10分，最高加2分 of 12
        yield Diagnostic(
            "scheme.W221",
            "“{name}” has {points} points, but its rules give at most {amount} of them.",
            (source, *(rule.written for rule in node.rules)),
            "Say what the other points are given for, or change the points.",
            {"name": node.name, "points": plain(points), "amount": plain(reach.fill)},
        )


def _of_several_figures(node: ResolvedNode, points: Decimal) -> Decimal | None:
    """Give what rules come to that each ask for another figure and give some of the points; None where they may be alternatives."""
    asked = [rule for rule in node.rules if any(effect_of(item) == "fill" for item in rule.score.scoring)]
    names = [rule.rule.measure or rule.rule.when or "" for rule in asked]
    are_figures = all(_FIGURE.search(name) for name in names)
    if len(asked) < _SEVERAL or not all(names) or not _differ(names) or any(map(_IS_LESS.search, names)):
        return None
    given = [
        max(single(item, points) for item in rule.score.scoring if isinstance(item, Once) and effect_of(item) == "fill")
        if all(isinstance(item, Once) for item in rule.score.scoring)
        else None
        for rule in asked
    ]
    sums = [amount for amount in given if amount is not None]
    is_part = len(sums) == len(given) and all(amount < points or are_figures for amount in sums)
    return sum(sums, Decimal(0)) if is_part else None


def _differ(names: Sequence[str]) -> bool:
    """Tell whether no two names share two letters in a row, but for those that all figures end with."""
    pairs = [{name[at : at + 2] for at in range(len(name) - 2)} for name in names]
    return all(not one & other for at, one in enumerate(pairs) for other in pairs[at + 1 :])


def rules_match_texts(structure: Structure) -> Iterator[Diagnostic]:
    """W222: a rule and the notice's words beside it have different numbers."""
    for node in leaves(structure):
        for rule in node.rules:
            if rule.rule.text:
                yield from _compared(node, _written(rule.score), rule.rule.text, rule.written, rule.source)
        if node.node.text and node.rules and not any(rule.rule.text for rule in node.rules):
            written = set().union(*(_written(rule.score) for rule in node.rules)) | _limit_numbers(node.limits)
            yield from _compared(node, written, node.node.text, node.source, at(structure, node, "text"))


def _compared(
    node: ResolvedNode, written: set[Decimal], text: str, source: Source, text_source: Source
) -> Iterator[Diagnostic]:
    said = amounts_in(text)
    missing = sorted(written - said)
    if said and missing and says_awards(text) and not _GOES_ON.search(text):
        yield Diagnostic(
            "scheme.W222",
            "The rules of “{name}” work with {numbers} points, which the text beside them does not say: “{text}”.",
            (source, text_source),
            "Mend the rule, or the text; where the notice is wrong, say under “choices” what was decided.",
            {"name": node.name, "numbers": listed(map(plain, missing)), "text": text},
        )


def _written(score: Score) -> set[Decimal]:
    """Give every amount of points that a rule is written with."""
    numbers: set[Decimal] = set()
    for part in score.parts:
        for item in part.items:
            numbers |= _item_numbers(item)
    return numbers


def _item_numbers(item: Item) -> set[Decimal]:
    match item:
        case Once(_, amount):
            return {amount} if amount else set()  # 不得分 is written without a number
        case Per(_, amount) | Cap(amount):
            return {amount}
        case Floor(amount):
            return {amount} if amount else set()
        case Range(_, low, high):
            return {low, high}
        case Rank(_, _, places):
            return {amount for _, _, amount in places if amount}
    return set()


def _limit_numbers(limits: Iterable[Item]) -> set[Decimal]:
    return set().union(*(_item_numbers(limit) for limit in limits))


def bonuses_bounded(structure: Structure) -> Iterator[Diagnostic]:
    """W223: what an indicator adds goes beyond its points, and no word says how far."""
    for node in leaves(structure):
        points = node.node.points
        if points is None or node.node.bonus or is_open(node, "cap") or _is_capped(structure, node, "plus"):
            continue
        open_rules = [rule for rule in node.rules if any(_adds_freely(part) for part in rule.score.parts)]
        extra = sum((rule_reach(rule, structure, points).extra for rule in open_rules), NONE)
        if not extra:
            continue
        message = "“{name}” has {points} points; its bonuses can add without end, and nothing says how far."
        if extra != UNBOUNDED:
            message = "“{name}” has {points} points; its bonuses can add {extra} more, and nothing says that they may."
        yield Diagnostic(
            "scheme.W223",
            message,
            tuple(rule.written for rule in open_rules),
            "Write 最高加…分 or 不封顶; write 计 instead of 加 where the award belongs to the {points} points.",
            {"name": node.name, "points": plain(points), "extra": plain(extra) if extra != UNBOUNDED else "∞"},
        )


def _adds_freely(part: Part) -> bool:
    is_capped = any(bound in ("plus", "extra") for bound, _ in settled(part.limits, part.scoring))
    return not is_capped and any(effect_of(item) == "extra" for item in part.scoring)


def _is_capped(structure: Structure, node: ResolvedNode, side: str) -> bool:
    """Tell whether the indicator itself, a whole rule of it or a section above it bounds a side."""
    caps = [cap for holder in (node, *ancestors(structure, node)) for cap in settled_at(holder)]
    for rule in node.rules:
        if len(rule.score.parts) > 1:
            caps.extend(settled(rule.score.limits, rule.score.scoring))
    return any((bound == "minus") == (side == "minus") for bound, _ in caps)


def caps_reached(structure: Structure) -> Iterator[Diagnostic]:
    """W224, W225: a cap that nothing reaches, or that one case already breaks."""
    for node in structure.nodes:
        for rule in node.rules:
            source, slot = rule.written, structure.slots[rule.slot]
            whole = Reach()
            for part in rule.score.parts:
                reach = part_reach(part, slot, node.node.points)
                caps = settled(part.limits, part.scoring) if part.scoring else []
                for bound, cap in caps:
                    yield from _cap(node, bound, cap, reach, part.scoring, source)
                whole += reach.capped(caps)
            alone = rule.score.limits if len(rule.score.parts) > 1 else ()
            for bound, cap in settled(alone, rule.score.scoring):
                yield from _cap(node, bound, cap, whole, rule.score.scoring, source)
        below = [other for other in structure.nodes if node in ancestors(structure, other)] if node.node.bonus else []
        items = [item for one in (node, *below) for rule in one.rules for item in rule.score.scoring]
        for bound, cap in settled_at(node):
            yield from _cap(node, bound, cap, uncapped(node, structure), items, at(structure, node, "limits"))


def _only_fills(items: Iterable[Scoring]) -> bool:
    """Tell whether fixed amounts and counts give points towards the row's own, and nothing goes beyond them by its nature."""
    found = list(items)
    return bool(found) and all(isinstance(item, Once | Per) and effect_of(item) in ("fill", "minus") for item in found)


def _cap(
    node: ResolvedNode, bound: Bound, cap: Cap, reach: Reach, items: Iterable[Scoring], source: Source
) -> Iterator[Diagnostic]:
    most = {"minus": reach.minus, "extra": reach.extra}.get(bound, reach.plus)
    bounded = {"minus": ("minus",), "extra": ("extra",)}.get(bound, ("fill", "extra"))
    largest = max(
        (
            single(item, NONE)
            for item in items
            if isinstance(item, Once | Per | Rank | Range) and effect_of(item) in bounded
        ),
        default=NONE,
    )
    data = {"name": node.name, "cap": plain(cap.points)}
    points = node.node.points
    if bound == "minus" and points is not None and cap.points > points and not node.node.bonus:
        yield Diagnostic(
            "scheme.W227",
            "“{name}” has {points} points, and its limit lets {amount} be taken.",
            (source,),
            "Change one of the two numbers.",
            {**data, "points": plain(points), "amount": plain(cap.points)},
        )
    elif bound != "minus" and points is not None and cap.points > points and _only_fills(items) and not node.node.bonus:
        yield Diagnostic(
            "scheme.W220",
            "“{name}” has {points} points, and its limit lets {amount} be given.",
            (source,),
            "Change one of the two numbers; where the rest is meant as a bonus, write 加 instead of 计.",
            {**data, "points": plain(points), "amount": plain(cap.points)},
        )
    elif most < cap.points:
        yield Diagnostic(
            "scheme.W224",
            "The limit of {cap} points in “{name}” is never reached: all that it bounds makes at most {reach}.",
            (source,),
            "Look whether 每 is missing before it, or lower the limit.",
            {**data, "reach": plain(most)},
        )
    elif largest > cap.points:
        yield Diagnostic(
            "scheme.W225",
            "The limit of {cap} points in “{name}” is less than {amount} points, which it sets for one case.",
            (source,),
            "Change one of the two numbers.",
            {**data, "amount": plain(largest)},
        )


def deductions_bounded(structure: Structure) -> Iterator[Diagnostic]:
    """W226, W227, I227, W229, I229: deductions beyond the points, or that never use them up, and no word on it."""
    beyond: list[ResolvedNode] = []
    within: list[ResolvedNode] = []
    for node in leaves(structure):
        points = node.node.points
        taking = [
            (single(item, points), rule)
            for rule in node.rules
            for item in rule.score.scoring
            if effect_of(item) == "minus"
        ]
        if points is None or (not taking and not node.starts_full):
            continue
        if not taking:
            yield Diagnostic(
                "scheme.W229",
                "“{name}” starts full and none of its rules takes anything: every unit gets all {points} points.",
                (node.source, *(rule.written for rule in node.rules)),
                "Write “start: zero”, or what is deducted.",
                {"name": node.name, "points": plain(points)},
            )
            continue
        amount, rule = max(taking, key=lambda pair: pair[0])
        minus = node_reach(node, structure).minus
        if minus > points and not says_floor(node):
            if min(amount, minus) > points:
                yield Diagnostic(
                    "scheme.W226",
                    "“{name}” has {points} points, but one case alone takes {amount}, and no floor is written.",
                    (rule.written, at(structure, node, "points")),
                    "Write 扣完为止 or 可扣至负分, or change one of the numbers.",
                    {"name": node.name, "points": plain(points), "amount": plain(amount)},
                )
            elif minus != UNBOUNDED and all(_is_once(item) for item in _taking(node)):
                yield Diagnostic(
                    "scheme.W227",
                    "“{name}” has {points} points, but its deductions make {sum} together, and no floor is written.",
                    (at(structure, node, "points"), *(rule.written for rule in node.rules)),
                    "Write 扣完为止, or change one of the numbers.",
                    {"name": node.name, "points": plain(points), "sum": plain(minus)},
                )
            else:
                beyond.append(node)
        elif node.starts_full and minus < points and not any(limit for limit in limits_below(node)):
            within.append(node)
    yield from _floor_unsaid(beyond)
    yield from _never_used_up(within)


def _taking(node: ResolvedNode) -> Iterator[Scoring]:
    return (item for rule in node.rules for item in rule.score.scoring if effect_of(item) == "minus")


def _is_once(item: Scoring) -> bool:
    return isinstance(item, Once) and item.points is not None


def occasions_fit(structure: Structure) -> Iterator[Diagnostic]:
    """W227: the notice's words name so many occasions that missing them all takes more than there is."""
    for node in leaves(structure):
        if node.node.text is None or says_floor(node):
            continue
        for excess in excesses(node.node.text, node.node.points):
            yield Diagnostic(
                "scheme.W227",
                "“{words}” takes {sum} points if every occasion is missed, more than the {points} points for it, and no floor is written.",
                (at(structure, node, "text"),),
                "Write 扣完为止, or change one of the numbers.",
                {"words": excess.words, "sum": plain(excess.taken), "points": plain(excess.points)},
            )


def parts_make_points(structure: Structure) -> Iterator[Diagnostic]:
    """W230: the parts that the notice's words give in brackets do not make the indicator's points."""
    for node in leaves(structure):
        if node.node.text is not None and node.node.points is not None and node.node.panel is None:
            yield from part_findings(node.node.text, node.node.points, at(structure, node, "text"))


def _floor_unsaid(nodes: list[ResolvedNode]) -> Iterator[Diagnostic]:
    if nodes:
        yield Diagnostic(
            "scheme.I227",
            "Deductions can exceed the points, and no floor is written, so that they stop at 0: {names} ({count}).",
            tuple(node.source for node in nodes),
            "Write 扣完为止, or 可扣至负分 where the rest is to be taken from other points.",
            {"count": len(nodes), "names": listed(node.name for node in nodes)},
        )


def _never_used_up(nodes: list[ResolvedNode]) -> Iterator[Diagnostic]:
    if nodes:
        yield Diagnostic(
            "scheme.I229",
            "Points remain even if everything fails: {names} ({count}).",
            tuple(node.source for node in nodes),
            "Look whether 每次 is missing, or whether more should be taken.",
            {"count": len(nodes), "names": listed(node.name for node in nodes)},
        )


def adjustments_bounded(structure: Structure) -> Iterator[Diagnostic]:
    """I228: bonuses or deductions without points of their own that nothing bounds."""
    nodes: list[ResolvedNode] = []
    for node in leaves(structure):
        reach = node_reach(node, structure)
        adds = reach.plus == UNBOUNDED and not is_open(node, "cap") and not _is_capped(structure, node, "plus")
        takes = reach.minus == UNBOUNDED and not says_floor(node) and not _is_capped(structure, node, "minus")
        if node.rules and (node.node.bonus or node.node.points is None) and (adds or takes):
            if any(
                isinstance(item, Entered | Proportional | Index) for rule in node.rules for item in rule.score.scoring
            ):
                continue
            nodes.append(node)
    if nodes:
        yield Diagnostic(
            "scheme.I228",
            "Nothing limits what these bonus or deduction items can bring: {names} ({count}).",
            tuple(node.source for node in nodes),
            "Write 加分不超过…分 or 减分不超过…分 on them or on their section; 不封顶 or 可扣至负分 if it is meant so.",
            {"count": len(nodes), "names": listed(node.name for node in nodes)},
        )
