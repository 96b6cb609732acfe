"""The lists of bonuses and deductions as the parts that total formulas name: both in one, each by itself, or some apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.drafts.part_names import core_of, is_among
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustment_headings import Kind
from kaoji.scheme.model import Node

BONUS: Final = late_pattern(r"加减分|加扣分|加分|扣分|减分")
"""How parts of formulas for bonuses and deductions are called."""
_ADJUSTMENT: Final = late_pattern(r"(?P<kind>加减分|加扣分|奖惩分|加分|减分|扣分)(?:事?项目?|得分|分值|合计|部分)?")
# 奖惩加减分: the lists under a name of their own
_OWN_BOTH: Final = late_pattern(r"[\u4e00-\u9fff]{2,6}(?:加减分|加扣分|奖惩分)(?:事?项目?|得分|分值|合计|部分)?")
# 专项加分, 察访核验扣分: a part of the formula with a name of its own
_OWN: Final = late_pattern(r"[\u4e00-\u9fff]{2,8}?(?P<side>加分|减分|扣分)(?:事?项目?|得分|分值|合计|部分)?")
_ADJUSTMENTS: Final = "加减分"


@dataclass(frozen=True, slots=True)
class Adjusting:
    """The adjustment lists as sections of the scheme, and the limits that hold for all of them."""

    sections: tuple[tuple[Kind, Node], ...]
    limits: tuple[str, ...] = ()


def adjustment_roots(adjusting: Adjusting | None, parts: Sequence[str], roots: Sequence[Node] = ()) -> tuple[Node, ...]:
    """Give the adjustment lists as the parts that the formulas name: bonuses and deductions apart, or in one."""
    if adjusting is None or not adjusting.sections:
        return ()
    named = {match["kind"]: part for part in parts if (match := _ADJUSTMENT.fullmatch(part))}
    open_parts = [part for part in parts if part not in named.values() and not is_among(part, roots)]
    minus = named.get("减分") or named.get("扣分") or _own_part("minus", open_parts, adjusting)
    plus = named.get("加分") or _own_part("plus", open_parts, adjusting)
    own = [part for part in open_parts if _OWN_BOTH.fullmatch(part)]
    both = next((named[kind] for kind in ("加减分", "加扣分", "奖惩分") if kind in named), None)
    both = own[0] if both is None and len(own) == 1 else both
    if both is None and plus and minus:
        adjusting = _parted(adjusting)
    if both is None and (plus or minus) and all(kind != "both" for kind, _ in adjusting.sections):
        sides = (("plus", plus or "加分", "加分"), ("minus", minus or "减分", "减分"))
        roots = [_root(name, kind, adjusting, word) for kind, name, word in sides]
        return tuple(root for root in roots if root.items)
    whole = _root(both or plus or _ADJUSTMENTS, "", adjusting, "")
    only = whole.items[0] if len(whole.items) == 1 else None
    if only is not None and only.items:
        limits = "，".join(dict.fromkeys(limit for limit in (whole.limits, only.limits) if limit)) or None
        return (only.model_copy(update={"name": whole.name, "limits": limits}),)
    return (whole,)


def _own_part(side: Kind, parts: Sequence[str], adjusting: Adjusting) -> str | None:
    """Give the part by which a formula means the lists of one side, under a name of its own: 专项加分, as the list is headed.

    Under another heading it is meant where the formula has no other part of that side, and each list is of one side.
    """
    words = ("加分",) if side == "plus" else ("减分", "扣分")
    mine = [part for part in parts if (match := _OWN.fullmatch(part)) and match["side"] in words]
    lists = [node for kind, node in adjusting.sections if kind == side]
    headed = [part for part in mine if any(core_of(part) == core_of(node.name) for node in lists)]
    is_plain = bool(lists) and all(kind != "both" for kind, _ in adjusting.sections)
    found = headed or (mine if is_plain else [])
    return found[0] if len(found) == 1 else None


def _parted(adjusting: Adjusting) -> Adjusting:
    """Part a list of both into bonuses and deductions, where each of its items is one of them."""
    sections: list[tuple[Kind, Node]] = []
    limits = list(adjusting.limits)
    for kind, node in adjusting.sections:
        takes = [_takes(item) for item in node.items]
        if kind != "both" or None in takes:
            sections.append((kind, node))
            continue
        limits += re.split("[，,]", node.limits) if node.limits else []
        for is_minus in (False, True):
            items = tuple(item for item, one in zip(node.items, takes, strict=True) if one is is_minus)
            if items:
                update = {"items": items, "limits": None}
                sections.append(("minus" if is_minus else "plus", node.model_copy(update=update)))
    return Adjusting(tuple(sections), tuple(dict.fromkeys(limits)))


def _takes(item: Node) -> bool | None:
    """Tell whether an item takes points; None where it gives some too, or has no rules."""
    signs = {re.search("[扣减]", rule.score) is not None for rule in item.rules}
    return signs.pop() if len(signs) == 1 else None


def _root(name: str, kind: str, adjusting: Adjusting, word: str) -> Node:
    sections = [node for own, node in adjusting.sections if not kind or own == kind]
    limits = [limit for limit in adjusting.limits if not word or word in limit or not BONUS.match(limit)]
    items = tuple(sections)
    if len(sections) == 1 and kind:
        items = sections[0].items
        limits = [*limits, *([sections[0].limits] if sections[0].limits else [])]
        checks, text, source = sections[0].check, sections[0].text, sections[0].source
    else:
        checks, text, source = None, None, sections[0].source if sections else None
    joined = "，".join(dict.fromkeys(limits)) or None
    return Node(name=name, bonus=True, items=items, limits=joined, text=text, source=source, check=checks)


def without_reference(node: Node) -> Node | None:
    """Leave out the items that only point to the adjustment list: 加减分项（详见附件2）."""
    if node.bonus and not node.items and not node.rules and not node.text and _ADJUSTMENT.fullmatch(_bare(node.name)):
        return None
    if not node.items:
        return node
    items = tuple(rest for item in node.items if (rest := without_reference(item)) is not None)
    return node.model_copy(update={"items": items}) if items else None


def _bare(name: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]", "", squeeze(name))


def only_takes(node: Node) -> bool:
    """Tell whether nothing below a part without points does other than take points."""
    if node.points is not None:
        return False
    if node.items:
        return all(map(only_takes, node.items))
    scored = [rule for rule in node.rules if re.search(r"\d|满分", rule.score)]
    return bool(scored) and all(re.search("[扣减]", rule.score) for rule in scored)


def as_bonus(node: Node) -> Node:
    """Give a part and all below it as ones without points of their own."""
    return node.model_copy(update={"bonus": True, "items": tuple(map(as_bonus, node.items))})
