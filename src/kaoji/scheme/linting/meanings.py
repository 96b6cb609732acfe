"""Checks on words that mean less than they seem to: what counts is not what a reader of the rule would think."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import key, plain
from kaoji.scheme.rules import Index, Once, Per, Proportional, Range, Scoring, effect_of
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, Slot, Structure, is_negative, means_no
from kaoji.scheme.subjects import having

_FALLING = ("下降", "降低", "落后", "滞后", "不足", "相差", "差", "欠", "缺", "未达")
_RISING = ("提高", "提升", "上升", "增长", "超额")
_NAMES_FALLING, _NAMES_RISING = (
    ("降", "落后", "滞后", "不足", "差", "欠", "缺", "减"),
    ("增", "升", "提高", "幅", "速", "超"),
)
_COUNTED = frozenset("次件起项个家例篇份批条宗处")
_IN_BRACKETS = late_pattern(r"[（(][^（）()]{1,5}[）)]$")


def _rules(structure: Structure) -> Iterator[tuple[str, ResolvedRule, Slot]]:
    for node in structure.nodes:
        for rule in node.rules:
            yield node.name, rule, structure.slots[rule.slot]


def directions_compared(structure: Structure) -> Iterator[Diagnostic]:
    """W290: words before 每 on a number say a direction or a kind, and the number itself is counted all the same."""
    for name, rule, slot in _rules(structure):
        if slot.kind != "measure":
            continue
        labels = list(dict.fromkeys(_labels(rule)))
        data = {"name": name, "text": rule.rule.score, "label": slot.label}
        for words in labels:
            is_falling = any(each in words for each in _FALLING) and not any(
                each in slot.label for each in _NAMES_FALLING
            )
            is_rising = any(each in words for each in _RISING) and not any(each in slot.label for each in _NAMES_RISING)
            if is_falling or is_rising:
                yield Diagnostic(
                    "scheme.W290",
                    "The rule “{text}” of “{name}” counts “{label}” itself: “{words}” compares it with nothing.",
                    (rule.written,),
                    "Write 每低于… or 每超过… where a target is meant, or name the slot for the difference.",
                    data | {"words": words},
                )
        if len(labels) > 1:
            yield Diagnostic(
                "scheme.W290",
                "In the rule “{text}” of “{name}” each item counts the whole of “{label}”; the words {words} tell nothing apart.",
                (rule.written,),
                "Use events with levels, or a slot of its own for each.",
                data | {"words": "、".join(f"“{each}”" for each in labels)},
            )


def _labels(rule: ResolvedRule) -> Iterator[str]:
    for item in rule.score.scoring:
        if isinstance(item, Per) and item.label is not None:
            yield item.label


def answers_apart(structure: Structure) -> Iterator[Diagnostic]:
    """W291: labels that one yes or no cannot tell apart, or of which nobody knows whether they mean the yes or the no."""
    for name, rule, slot in _rules(structure):
        if slot.kind != "answer":
            continue
        labels = [
            item.when.label for item in rule.score.scoring if isinstance(item, Once) and item.when and item.when.label
        ]
        data = {"name": name, "label": slot.label}
        for is_no in (False, True):
            same = list(dict.fromkeys(each for each in labels if means_no(each, slot.label) is is_no))
            if len(same) > 1:
                yield Diagnostic(
                    "scheme.W291",
                    "“{label}” of “{name}” is a yes or no, and {words} all hold for the same answer.",
                    (rule.written,),
                    "Ask for each with a rule of its own, or use events with levels.",
                    data | {"words": "、".join(f"“{each}”" for each in same)},
                )
        doubtful = [
            each for each in labels if is_negative(slot.label) and is_negative(each) and means_no(each, slot.label)
        ]
        for words in dict.fromkeys(doubtful):
            yield Diagnostic(
                "scheme.W291",
                "“{label}” of “{name}” and “{words}” both deny something; “{words}” is taken for the no.",
                (rule.written,),
                "Ask for what was done, or write the label as the slot has it.",
                data | {"words": words},
            )


def awarded_and_deducted(structure: Structure) -> Iterator[Diagnostic]:
    """W295: one case, answered by the same fact for the same units, gives points and takes some."""
    found: dict[tuple[object, ...], list[tuple[bool, ResolvedNode, ResolvedRule]]] = {}
    for node in structure.nodes:
        for rule in node.rules:
            slot = structure.slots[rule.slot]
            for item in rule.score.scoring:
                if (case := _case_of(item, slot)) is not None:
                    found.setdefault((slot.kind, key(slot.label), *case), []).append(
                        (effect_of(item) == "minus", node, rule)
                    )
    for some in found.values():
        gives, takes = ([each for each in some if each[0] is taking] for taking in (False, True))
        both = ((given, taken) for given in gives for taken in takes)
        pair = next(((g, t) for g, t in both if having(structure, g[1]) & having(structure, t[1])), None)
        if pair is None:
            continue
        (_, node, rule), (_, other, against) = pair
        label = structure.slots[rule.slot].label
        yield Diagnostic(
            "scheme.W295",
            "“{label}” gives points in “{name}” and takes points in “{other}”, for the same fact.",
            tuple(dict.fromkeys((rule.written, against.written))),
            "Keep the one that the notice means, or tell the two cases apart in their words, such as 完成 and 未完成.",
            {"label": label, "name": node.name, "other": other.name},
        )


def _case_of(item: Scoring, slot: Slot) -> tuple[object, ...] | None:
    """Give the case in which an item gives or takes: an answer, a level, a line; None where it is no single case."""
    if not isinstance(item, Once | Per | Range) or not _is_worth(item):
        return None
    if slot.kind == "answer":
        label = item.when.label if isinstance(item, Once) and item.when is not None else None
        return ("no" if label is not None and means_no(label, slot.label) else "yes",)
    if slot.kind == "events":
        when = item.when if isinstance(item, Once) else None
        if when is not None and when.comparison is not None:
            return None
        return ((when.label if when is not None else None) if isinstance(item, Once) else item.label,)
    when = item.when if isinstance(item, Once) else None
    if slot.kind == "measure" and when is not None and when.value is not None:
        return (slot.node, when.comparison, when.value)
    return None


def _is_worth(item: Once | Per | Range) -> bool:
    """Tell whether an item gives or takes anything at all: 计0分 does not."""
    return item.high != 0 if isinstance(item, Range) else item.points is None or item.points != 0


def nothing_given(structure: Structure) -> Iterator[Diagnostic]:
    """W292: 计0分 beside items that give; it does not take back what they give."""
    for name, rule, _slot in _rules(structure):
        items = rule.score.scoring
        gives = any(isinstance(item, Per | Proportional | Index) for item in items)
        for item in items:
            if gives and isinstance(item, Once) and item.points == 0 and item.when is not None and item.when.comparison:
                yield Diagnostic(
                    "scheme.W292",
                    "In the rule “{text}” of “{name}” 计0分 gives nothing, and takes back nothing of what the other items give.",
                    (rule.written,),
                    "Write what is taken there, such as 低于60扣满分, or leave it out.",
                    {"name": name, "text": rule.rule.score},
                )
                break


def numbers_of_events(structure: Structure) -> Iterator[Diagnostic]:
    """W293: a line or a step in 次, 件, 起 on events, which are looked at one by one, each by its quantity."""
    for name, rule, slot in _rules(structure):
        if slot.kind != "events" or _IN_BRACKETS.search(slot.label):
            continue
        if found := next((unit for item in rule.score.scoring if (unit := _line(item)) in _COUNTED), None):
            yield Diagnostic(
                "scheme.W293",
                "The line in {unit} of “{name}” is compared with the quantity of each event, not with the number of events.",
                (rule.written,),
                "Where all are counted together use measure, such as measure: 次数.",
                {"name": name, "unit": found},
            )

        elif (step := next(filter(_is_step_of_several, rule.score.scoring), None)) is not None:
            yield Diagnostic(
                "scheme.W293",
                "“{name}” counts steps of {step} {unit} within each event; events that stand in rows of their own make no step together.",
                (rule.written,),
                "Where all are counted together use measure, such as measure: 次数.",
                {"name": name, "step": plain(step.step), "unit": step.measured_in},
            )


def _is_step_of_several(item: Scoring) -> TypeGuard[Per]:
    return isinstance(item, Per) and item.whole and item.step > 1 and item.measured_in in _COUNTED


def _line(item: Scoring) -> str:
    when = item.when if isinstance(item, Once) else None
    return (
        (when.measured_in or "").removeprefix("个") or "个"
        if when is not None and when.comparison and when.measured_in
        else ""
    )
