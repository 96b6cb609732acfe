"""Reading a rule text into its syntax tree, by the grammar ``rules.lark``; and saying what is wrong with one that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal, get_args

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import decimal, fold
from kaoji.scheme.grammars import parser
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
    Once,
    Open,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Scoring,
    Ties,
    Towards,
    effect_of,
)

_COMPARISONS: dict[str, Comparison] = {
    "达到": ">=", "不低于": ">=", "超过": ">", "高于": ">", "大于": ">",
    "≥": ">=", ">=": ">=", "不小于": ">=", ">": ">",
    "低于": "<", "未达到": "<", "不足": "<", "小于": "<", "<": "<",
    "不超过": "<=", "不高于": "<=", "不大于": "<=", "≤": "<=", "<=": "<=",
}  # fmt: skip
_BOUNDARY = re.compile(r"\((含|不含)(本数)?\)")
_INCLUDED: dict[tuple[Comparison, str], Comparison] = {
    (">", "含"): ">=", (">=", "不含"): ">", ("<", "含"): "<=", ("<=", "不含"): "<",
}  # fmt: skip
_SIDES = (("以上", (">", ">=")), ("以下", ("<", "<=")), ("以内", ("<", "<=")))
_IN_PROPORTION = "按比例"
_AS_THOUGHT_FIT = frozenset({"酌情", "视情", "视情节", "视情况", "根据情况", "根据情节", "视情节轻重", "根据情节轻重"})
_EFFECTS: tuple[Effect, ...] = get_args(Effect)
_ABOVE = ("增加", "超过", "超出", "超", "高于", "高出", "高", "多")


def _integer(token: Token | str, least: int = 1) -> int:
    number = _number(token)
    if number != int(number) or number < least:
        raise _UnsayableError
    return int(number)


def _number(token: Token | str) -> Decimal:
    value = decimal(str(token))
    assert value is not None, token  # the grammar lets only numbers through
    return value


def _unquoted(token: Token | str) -> str:
    return str(token).strip('"').strip()


@v_args(inline=True)
class _Builder(Transformer[Token, Score]):
    """Turn a parse tree into the syntax tree."""

    def zh(self, *parts: Part) -> Score:
        found = [item for part in parts for item in part.scoring]
        return Score(tuple(_settled(part, part.scoring or found) for part in parts))

    def zh_part(self, *items: Item | tuple[Item, ...]) -> Part:
        flat: list[Item] = []
        for item in items:
            flat.extend(item if isinstance(item, tuple) else (item,))
        return Part(_joined(flat))

    en, en_part = zh, zh_part

    # amounts and conditions
    def zh_verb(self, token: Token) -> Effect:
        return {"FILL": "fill", "EXTRA": "extra", "MINUS": "minus"}[token.type]  # type: ignore[return-value]

    def zh_amount(self, token: Token) -> Decimal | None:
        return None if token.type in ("ALL", "EN_ALL") else _number(token)

    en_amount = zh_amount

    def threshold(self, comparison: Token, number: Token, unit: Token | None) -> Condition:
        return _compared(_COMPARISONS[str(comparison).strip()], number, unit)

    def at_least(self, number: Token, unit: Token | None, _up: Token) -> Condition:
        return _compared(">=", number, unit)

    def label(self, token: Token) -> Condition:
        return Condition(_unquoted(token))

    def en_threshold(self, comparison: Token, number: Token, unit: Token | None) -> Condition:
        return Condition(None, str(comparison), _number(number), _unquoted(unit) if unit else None)  # type: ignore[arg-type]

    en_label = label

    def zh_once(self, *args: object) -> Once:
        *when, effect, points = args
        return Once(effect, points, when[0] if when else None)  # type: ignore[arg-type]

    def en_head(self, when: Condition) -> Condition:
        return when

    def en_once(self, *args: object) -> Once:
        *when, verb, points = args
        return Once(_effect(verb), points, when[0] if when else None)  # type: ignore[arg-type]

    # per
    def zh_per(
        self,
        then: Token | None,
        direction: Token | None,
        number: Token | None,
        unit: Token,
        effect: Effect,
        points: Decimal,
        proportion: Token | None,
    ) -> Per:
        towards: Towards = "each" if direction is None else "above" if str(direction) in _ABOVE else "below"
        step = _number(number) if number else Decimal(1)
        each = _unit(unit)
        whole = proportion is None and not each.endswith(_IN_PROPORTION)
        return Per(effect, points, step, each.removesuffix(_IN_PROPORTION), towards, then is not None, None, whole)

    def zh_per_of_target(
        self,
        direction: Token,
        _target: Token,
        number: Token,
        effect: Effect,
        points: Decimal,
        proportion: Token | None,
    ) -> Per:
        towards: Towards = "above" if str(direction) in _ABOVE else "below"
        return Per(effect, points, _number(number), "%", towards, whole=proportion is None, of_target=True)

    def zh_per_event(self, event: Token, number: Token, unit: Token, effect: Effect, points: Decimal) -> Per:
        return Per(effect, points, _number(number), _unit(unit), label=str(event).strip())

    def zh_per_label(self, label: Token, number: Token | None, unit: Token, effect: Effect, points: Decimal) -> Per:
        return Per(effect, points, _number(number) if number else Decimal(1), _unit(unit), label=_unquoted(label))

    def en_per(self, *args: object) -> Per:
        *when, verb, points, then, number, unit, of_target, direction, proportion = args
        if when and (_label(when) is None or then or direction or proportion):
            raise _UnsayableError
        if of_target and (then or direction is None or _unquoted(str(unit)) != "%"):
            raise _UnsayableError
        step = _number(str(number)) if number else Decimal(1)
        towards: Towards = "each" if direction is None else "above" if str(direction) == "above" else "below"
        name, each, whole = _label(when), _unquoted(str(unit)), proportion is None
        return Per(_effect(verb), points, step, each, towards, then is not None, name, whole, of_target is not None)  # type: ignore[arg-type]

    # levels and ranks
    def zh_levels(self, *args: object) -> tuple[Item, ...]:
        names = [str(arg).strip() for arg in args if isinstance(arg, Token) and arg.type == "NAME"]
        units = [_unit(arg) for arg in args if isinstance(arg, Token) and arg.type == "UNIT"]
        effect: Effect = next(arg for arg in args if arg in _EFFECTS)
        amounts = [arg for arg in args if isinstance(arg, Decimal)]
        if len(amounts) == 1:
            amounts *= len(names)
        if len(names) != len(amounts):
            raise _MismatchError(len(names), len(amounts))
        pairs = zip(names, amounts, strict=True)
        if units:
            return tuple(Per(effect, points, Decimal(1), units[0], label=name) for name, points in pairs)
        return tuple(Once(effect, points, Condition(name)) for name, points in pairs)

    def zh_place(
        self,
        first: Token,
        _to: Token | None,
        last: Token | None,
        onward: Token | None,
        effect: Effect,
        points: Decimal,
    ) -> Rank:
        start = _integer(first)
        return Rank(effect, "top", ((start, None if onward else _integer(last) if last else start, points),))

    def zh_end(self, *args: object) -> Rank:
        end = str(args[0])
        count = _integer(str(args[1]))
        effect: Effect = next(arg for arg in args if arg in _EFFECTS)
        return _from_end(effect, "top" if end == "前" else "bottom", count, [a for a in args if isinstance(a, Decimal)])

    def en_place(self, first: Token, last: Token | None, verb: Token | None, points: Decimal) -> Rank:
        start = _integer(first)
        end = None if last is not None and last.type == "EN_ONWARD" else _integer(last) if last else start
        return Rank(_effect(verb), "top", ((start, end, points),))

    def en_end(self, *args: Token) -> Rank:
        end, count, verb, *amounts = args
        from_end: Literal["top", "bottom"] = "top" if str(end) == "first" else "bottom"
        return _from_end(_effect(verb), from_end, _integer(count), [_number(a) for a in amounts])

    # others
    def zh_range(self, *args: object) -> Range:
        *when, effect, low, _to, high = args
        if when and _label(when) is None:
            raise _UnsayableError
        name = _label(when)
        name = None if name in _AS_THOUGHT_FIT else name  # 酌情加1-3分: every range is
        return Range(effect, _number(str(low)), _number(str(high)), None, name)  # type: ignore[arg-type]

    def zh_range_each(self, unit: Token, effect: Effect, low: Token, _to: Token, high: Token) -> Range:
        return Range(effect, _number(low), _number(high), _unit(unit))

    def en_range(self, *args: object) -> Range:
        *when, verb, low, high, unit = args
        if when and (_label(when) is None or unit):
            raise _UnsayableError
        each = _unquoted(str(unit)) if unit else None
        return Range(_effect(verb), _number(str(low)), _number(str(high)), each, _label(when))

    def by_target(self, *_: Token) -> Proportional:
        return Proportional("target")

    def by_best(self, *_: Token) -> Proportional:
        return Proportional("best")

    def by_shares(self, *_: Token) -> Proportional:
        return Proportional("shares")

    def zh_entered(self, token: Token) -> Entered:
        if token.type == "DIRECTLY":
            return Entered()
        name = str(token)
        for ending in ("提供计分依据", "提供得分", "计分", "评分", "核定"):
            name = name.removesuffix(ending)
        return Entered(name.strip() or None)

    def en_entered(self, name: Token | None) -> Entered:
        return Entered(_unquoted(name) if name else None)

    def efficacy(self, *args: Token | None) -> Index:
        base, span = [arg for arg in args if arg is None or arg.type.startswith("NUMBER")]
        return Index("efficacy", _number(base) if base else Decimal(60), _number(span) if span else Decimal(40))

    def min_max(self, *_: Token) -> Index:
        return Index("min_max")

    def growth(self, *args: Token | None) -> Index:
        own, mean = [arg for arg in args if arg is None or arg.type.startswith("NUMBER")]
        return Index("growth", _number(own) if own else Decimal(60), _number(mean) if mean else Decimal(40))

    def zh_cap(self, _word: Token, verb: Effect | None, number: Token) -> Cap:
        if verb == "fill":
            return _FillCap(_number(number))
        side: Literal["plus", "minus"] | None = None if verb is None else "minus" if verb == "minus" else "plus"
        return Cap(_number(number), side)

    def zh_cap_side(self, side: Token, _word: Token, number: Token) -> Cap:
        return Cap(_number(number), "plus" if str(side).startswith("加") else "minus")

    def en_cap(self, side: Token | None, number: Token) -> Cap:
        return Cap(_number(number), None if side is None else "plus" if str(side) == "bonuses" else "minus")

    def zh_floor(self, *args: Token | None) -> Floor:
        numbers = [arg for arg in args if arg is not None and arg.type.startswith("NUMBER")]
        return Floor(_number(numbers[0]) if numbers else Decimal(0))

    en_floor = zh_floor

    def zh_open(self, token: Token) -> Open:
        return Open("floor" if token.type.endswith("NOFLOOR") else "cap")

    en_open = zh_open

    def zh_dedupe(self, *_: Token) -> CountOnce:
        return CountOnce()

    en_dedupe = zh_dedupe

    def ties_share(self, *_: Token) -> Ties:
        return Ties("share")

    def ties_each(self, *args: Token | None) -> Ties:
        number = args[-1] if args and args[-1] is not None and args[-1].type.startswith("NUMBER") else None
        return Ties("divide", _integer(number, 0) if number else None)

    def ties_high(self, *_: Token) -> Ties:
        return Ties("higher")


class _FillCap(Cap):
    """最高计13分: what is had in all, so that a bonus beside the points is in it; settled where its items are known."""


def _settled(part: Part, scoring: Iterable[Scoring]) -> Part:
    """Give the part with what 最高计N分 bounds: all that is given, or the value where bonuses come on top."""
    effects = {effect_of(item) for item in scoring}
    side: Literal["plus"] | None = "plus" if effects and "extra" not in effects else None
    return Part(tuple(Cap(each.points, side) if isinstance(each, _FillCap) else each for each in part.items))


class _UnsayableError(Exception):
    """Parts that each have a meaning, but none together."""


class _MismatchError(Exception):
    """So many names, so many amounts."""

    def __init__(self, names: int, amounts: int) -> None:
        super().__init__(names, amounts)
        self.names, self.amounts = names, amounts


def _label(when: list[object]) -> str | None:
    return when[0].label if when and isinstance(when[0], Condition) else None


def _effect(verb: object) -> Effect:
    return "fill" if verb is None else "extra" if str(verb) == "add" else "minus"


def _compared(comparison: Comparison, number: Token, unit: Token | None) -> Condition:
    """Give a comparison with its unit of measure; 以上 and (不含) behind the unit belong to the comparison."""
    measured_in = str(unit).strip() if unit else ""
    if found := _BOUNDARY.search(measured_in):
        comparison = _INCLUDED.get((comparison, found[1]), comparison)
        measured_in = _BOUNDARY.sub("", measured_in)
    for side, fitting in _SIDES:
        if measured_in.endswith(side):
            if comparison not in fitting:
                raise _UnsayableError
            measured_in = measured_in.removesuffix(side).removesuffix("及")
    return Condition(None, comparison, _number(number), measured_in or None)


def _unit(token: Token | object) -> str:
    text = str(token).strip()
    return text.removeprefix("个") if text.startswith("个") and len(text) > 1 else text


def _from_end(effect: Effect, end: Literal["top", "bottom"], count: int, amounts: list[Decimal]) -> Rank:
    if len(amounts) == 1:
        return Rank(effect, end, ((1, count, amounts[0]),))
    if len(amounts) != count:
        raise _MismatchError(count, len(amounts))
    return Rank(effect, end, tuple((place, place, points) for place, points in enumerate(amounts, 1)))


def _joined(items: list[Item]) -> tuple[Item, ...]:
    """Join neighbouring ranks of one effect and end into one."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Rank) and isinstance(last, Rank) and _alike(item, last):
            joined[-1] = Rank(last.effect, last.from_end, last.places + item.places)
        else:
            joined.append(item)
    return tuple(joined)


def _alike(one: Rank, other: Rank) -> bool:
    return (one.effect, one.from_end) == (other.effect, other.from_end)


@lru_cache(maxsize=2)
def _parser(start: str) -> Lark:
    return parser("rules", start)


def is_english(text: str) -> bool:
    """Tell the surface: English texts hold no Chinese character outside quotation marks."""
    return not any("\u4e00" <= character <= "\u9fff" for character in "".join(fold(text).split('"')[::2]))


def parse_score(text: str, source: Source | None = None) -> tuple[Score | None, list[Diagnostic]]:
    """Read a rule text.

    Diagnostics: scheme.E120 the text is not a rule; scheme.E121 amounts and names differ in number.
    """
    score, problem = _parse(fold(text).replace("“", '"').replace("”", '"').strip())
    if problem is None:
        return score, []
    source = source or Source(text=text)
    if isinstance(problem, _MismatchError):
        return None, [
            Diagnostic(
                "scheme.E121",
                "{names} names or places stand against {amounts} amounts in “{text}”.",
                (source,),
                "Give one amount for each, or one for all.",
                {"names": problem.names, "amounts": problem.amounts, "text": text},
            )
        ]
    return None, [_not_a_rule(text, problem, source)]


@lru_cache(maxsize=100_000)
def _parse(text: str) -> tuple[Score | None, UnexpectedInput | _MismatchError | _UnsayableError | None]:
    try:
        tree = _parser("en" if is_english(text) else "zh").parse(text)
        return _Builder().transform(tree), None
    except UnexpectedInput as problem:
        return None, problem
    except Exception as problem:  # lark wraps what a builder raises
        cause = getattr(problem, "orig_exc", problem)
        if isinstance(cause, _MismatchError | _UnsayableError):
            return None, cause
        raise


_TYPICAL = (
    (r"^\s*$", "The rule is empty.", "Write what is scored, such as 每次扣3分 or 由区统计局计分."),
    (r"\d+分.*\(\d+分", "The points stand in brackets.", "Write the effect with a verb: 计5分, 加5分 or 扣5分."),
    (
        r"\d分\s*(?=最[高多低]|扣完|每|达到|并列|同一|\S+每)",
        "Two forms stand side by side.",
        "Put ， or ； between them, such as 每次扣1分，最高扣3分 or 每次扣1分，扣完为止.",
    ),
    (
        r"\d(\.\d+)?%?\s*[-~至—]\s*\d+(\.\d+)?%[^,;]*?[计加扣得记]|\d[^\d,;]{0,5}以[上下][^\d,;]{0,3}(不满|不足|不到|低于|未达)\d",
        "A rule has no spans of values.",
        "Write thresholds from the best down, such as 达到95%计5分，达到90%计3分.",
    ),
    (
        r"(低于|超过|高于|达到|不足|[<>≤≥])-?\d[^,;每]*(的,)?每|以上的?,?每",
        "A line and a step stand in one item.",
        "Write one after the other, such as 达到95%计5分，再每超过1个百分点加1分, or the target with the slot and 每低于1个百分点扣1分.",
    ),
    (
        r"(低于|超过|高于|达到|不足|[<>≤≥])-?\d[^,;]*[且或并]",
        "One item compares one number.",
        "Write a rule for each number, or ask with when whether all is fulfilled.",
    ),
    (r"[第前后](0|\d+\.\d+)名", "Places are whole numbers from 1.", "Write the place, such as 第1名加5分."),
    (
        r"每[^分计加扣得记减]*?\d+分",
        "The amount has no verb.",
        "Put 计, 加 or 扣 before the amount, such as 每次扣3分.",
    ),
    (r"^\d+(\.\d+)?分?$", "The amount has no verb.", "Put 计, 加 or 扣 before the amount, such as 计5分."),
    (
        r"(^|[,;、])\d+[A-Za-z一-鿿][^,;、]*[计加扣得记]\d",
        "A label that begins with a digit is taken for a number.",
        "Put it in quotation marks, such as “5A级景区”加5分.",
    ),
    (r"酌情", "A discretionary amount needs its bounds.", "Write both bounds, such as 扣1-3分, or 由…计分."),
)


def _not_a_rule(text: str, problem: Exception, source: Source) -> Diagnostic:
    column = getattr(problem, "column", 0) or 0
    rest = fold(text)[column - 1 :] if column > 0 else ""
    hint = "See docs/reference/rules.md for the forms a rule can take."
    message = "“{text}” is not understood from “{rest}” on."
    for pattern, typical, mend in _TYPICAL:
        if re.search(pattern, fold(text)):
            message, hint = "“{text}” is not understood from “{rest}” on. " + typical, mend
            break
    return Diagnostic("scheme.E120", message, (source,), hint, {"text": text, "rest": rest or text})
