"""Where an indicator whose rules give and take starts: at all of its points, or at none."""

from __future__ import annotations

from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.scheme.model import Node, Rule
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Entered, Index, Once, Per, Proportional, Scoring

_TAKES: Final = late_pattern("[扣减]")
_FALLS_SHORT: Final = late_pattern(r"每?(?:[少缺欠]|超标?)(?:完成)?(?:\d|[一1])")  # 完成任务得7分,每少一家扣2分
_NONE: Final = late_pattern("[^,，、：:；;]{0,6}(?:无(?!故)|没有|未(?:发生|出现|发现|有))")
_FAILS: Final = late_pattern("[未不没](?:能|有)?(?P<what>[^,，、：:；;]{2})")


def start_of(base: Node, rules: list[Rule]) -> Literal["full", "zero"] | None:
    """Say where an indicator starts whose rules give and take: full where nothing but extras is given.

    It starts full too where the points to be had are all of them and the case below the line takes from them
    (完成的计15分，每低1个百分点扣1分; 不超预算的计15分，每超1%扣1分; 达标的计15分，每次不达标扣1分): then what is left is what was meant.
    """
    items: list[Scoring] = []
    given_when: list[str] = []
    failing: list[str] = []
    for rule in rules:
        score, _ = parse_score(rule.score)
        scoring = score.scoring if score is not None else ()
        items.extend(scoring)
        given_when += [rule.when or "" for item in scoring if _effect(item) == "fill"]
        failing += [rule.events or rule.when or "" for item in scoring if _effect(item) == "minus"]
    effects = {_effect(item) for item in items}
    if base.bonus or base.points is None or "minus" not in effects or len(effects) == 1:
        return None
    given = [item for item in items if _effect(item) == "fill"]
    is_whole = all(isinstance(item, Once) and item.points in (None, base.points) for item in given)
    covers_below = any(
        _effect(item) == "minus"
        and ((isinstance(item, Per) and item.towards != "each") or (isinstance(item, Once) and item.points is None))
        for item in items
    ) or any(match["what"] in when for label in failing for match in _FAILS.finditer(label) for when in given_when)
    # 无不良现象得10分，发现一起扣2分: what is given for none is taken for each
    covers_below = covers_below or (bool(failing) and bool(given_when) and all(map(_NONE.match, given_when)))
    covers_below = covers_below or any(
        _TAKES.search(rule.score) and _FALLS_SHORT.search(rule.text or "") for rule in rules
    )
    return "full" if not given or (is_whole and covers_below) else "zero"


def _effect(item: Scoring) -> str:
    return "fill" if isinstance(item, Entered | Proportional | Index) else item.effect
