"""Writing a rule's syntax tree as controlled Chinese or English; reading it back gives the same tree."""

from __future__ import annotations

from decimal import Decimal

from kaoji.numbers import fold, plain
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import (
    Cap,
    Condition,
    CountOnce,
    Effect,
    Entered,
    Floor,
    Index,
    Item,
    Once,
    Open,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Ties,
)

_COMPARISON_WORDS = {">=": "达到", ">": "超过", "<": "低于", "<=": "不超过"}
_VERBS_ZH: dict[Effect, str] = {"fill": "计", "extra": "加", "minus": "扣"}
_VERBS_EN: dict[Effect, str] = {"fill": "", "extra": "add ", "minus": "deduct "}


def print_score(score: Score, language: str = "zh") -> str:
    """Write a rule in controlled Chinese (zh) or English (en); reading it back gives the same tree."""
    if language == "en":
        return "; ".join(", ".join(_english(item) for item in part.items) for part in score.parts)
    return "；".join("，".join(_chinese(item) for item in part.items) for part in score.parts)


def _amount_zh(points: Decimal | None) -> str:
    return "满分" if points is None else f"{plain(points)}分"


def _quoted_zh(label: str) -> str:
    parsed, _ = parse_score(f"{fold(label)}加1分")
    is_read_back = parsed is not None and parsed.parts[0].items == (Once("extra", Decimal(1), Condition(label)),)
    return label if is_read_back else f"“{label}”"


def _chinese(item: Item) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a form, in the order of the grammar
    match item:
        case Once(effect, points, when):
            head = ""
            if when is not None and when.comparison is not None and when.value is not None:
                head = f"{_COMPARISON_WORDS[when.comparison]}{plain(when.value)}{when.measured_in or ''}"
            elif when is not None and when.label is not None:
                head = _quoted_zh(when.label)
            return f"{head}{_VERBS_ZH[effect]}{_amount_zh(points)}"
        case Per(effect, points, step, unit, towards, then, label, whole, of_target):
            direction = {"each": "", "above": "超过", "below": "低于"}[towards] + ("目标的" if of_target else "")
            number = "" if step == 1 and towards == "each" and not then else plain(step)
            head = "再" if then else (f"{_quoted_zh(label)}" if label else "")
            tail = "" if whole else "（按比例）"
            return f"{head}每{direction}{number}{unit_zh(unit)}{_VERBS_ZH[effect]}{plain(points)}分{tail}"
        case Rank(effect, end, places):
            return _rank_zh(effect, end, places)
        case Range(effect, low, high, unit, label):
            head = f"每{unit_zh(unit)}" if unit else _quoted_zh(label) if label else ""
            return f"{head}{_VERBS_ZH[effect]}{plain(low)}-{plain(high)}分"
        case Proportional(to):
            return {"target": "按完成比例计分", "best": "按最高得分单位折算", "shares": "按占比和完成率计分"}[to]
        case Entered(by):
            return f"由{by}计分" if by else "直接计分"
        case Index("min_max"):
            return "按最大最小值法计分"
        case Index("efficacy", base, span):
            return f"按功效系数法计分（{plain(Decimal(60) if base is None else base)}+{plain(Decimal(40) if span is None else span)}）"
        case Index(_, own, mean):
            return f"按发展指数计分（自身{plain(Decimal(60) if own is None else own)}%，平均{plain(Decimal(40) if mean is None else mean)}%）"
        case Cap(points, side):
            return f"{ {None: '最高', 'plus': '加分不超过', 'minus': '减分不超过'}[side] }{plain(points)}分"
        case Floor(points):
            return "扣完为止" if points == 0 else f"最低{plain(points)}分"
        case Open(bound):
            return "可扣至负分" if bound == "floor" else "不封顶"
        case CountOnce():
            return "同一事项取最大值"
        case Ties("share"):
            return "并列时平分"
        case Ties("higher"):
            return "并列时均按高名次"
        case Ties(_, decimals):
            return "并列时按名次应得分除以并列个数" + (f"（保留{decimals}位小数）" if decimals is not None else "")
    raise AssertionError(item)


def unit_zh(unit: str) -> str:
    """Write a unit of measure behind a number: 1个百分点, 1元."""
    return f"个{unit}" if unit in ("百分点", "月", "工作日", "小时") else unit


def _rank_zh(effect: Effect, end: str, places: tuple[tuple[int, int | None, Decimal], ...]) -> str:
    verb = _VERBS_ZH[effect]
    if end == "bottom":
        if len(places) == 1:
            first, last, points = places[0]
            assert first == 1, places  # the grammar counts the bottom from the last place
            return f"后{last}名{verb}{plain(points)}分"
        return f"后{len(places)}名分别{verb}{'、'.join(f'{plain(points)}分' for _, _, points in places)}"
    texts = []
    for first, last, points in places:
        span = f"{first}" if last == first else f"{first}至{last}" if last is not None else f"{first}"
        texts.append(f"第{span}名{'及以后' if last is None else ''}{verb}{plain(points)}分")
    return "、".join(texts)


def _amount_en(points: Decimal | None) -> str:
    return "all points" if points is None else f"{plain(points)} points"


def _english(item: Item) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a form, in the order of the grammar
    match item:
        case Once(effect, points, when):
            head = ""
            if when is not None and when.comparison is not None and when.value is not None:
                unit = f' "{when.measured_in}"' if when.measured_in else ""
                head = f"{when.comparison} {plain(when.value)}{unit}: "
            elif when is not None and when.label is not None:
                head = f'"{when.label}": '
            return f"{head}{_VERBS_EN[effect]}{_amount_en(points)}"
        case Per(effect, points, step, unit, towards, then, label, whole, of_target):
            head = f'"{label}": ' if label else ""
            number = "" if step == 1 else f"{plain(step)} "
            tail = (
                (" of target" if of_target else "")
                + ("" if towards == "each" else f" {towards}")
                + ("" if whole else " in proportion")
            )
            return (
                f'{head}{_VERBS_EN[effect]}{plain(points)} points {"then " if then else ""}per {number}"{unit}"{tail}'
            )
        case Rank(effect, "bottom", places):
            if len(places) == 1:
                return f"last {places[0][1]}: {_VERBS_EN[effect]}{plain(places[0][2])} points"
            return f"last {len(places)}: {_VERBS_EN[effect]}{'/'.join(plain(points) for *_, points in places)} points"
        case Rank(effect, _, places):
            spans = ["" if last == first else f" to {last or 'onward'}" for first, last, _ in places]
            return ", ".join(
                f"rank {first}{span}: {_VERBS_EN[effect]}{plain(points)} points"
                for (first, _, points), span in zip(places, spans, strict=True)
            )
        case Range(effect, low, high, unit, label):
            head = f'"{label}": ' if label else ""
            return f"{head}{_VERBS_EN[effect]}{plain(low)} to {plain(high)} points" + (
                f' each "{unit}"' if unit else ""
            )
        case Proportional("shares"):
            return "by shares and completion"
        case Proportional(to):
            return f"in proportion to the {to}"
        case Entered(by):
            return f'entered by "{by}"' if by else "entered"
        case Index("min_max"):
            return "min-max"
        case Index("efficacy", base, span):
            return f"efficacy ({plain(Decimal(60) if base is None else base)} + {plain(Decimal(40) if span is None else span)})"
        case Index(_, own, mean):
            return f"growth (self {plain(Decimal(60) if own is None else own)}%, mean {plain(Decimal(40) if mean is None else mean)}%)"
        case Cap(points, side):
            return f"{ {None: '', 'plus': 'bonuses ', 'minus': 'deductions '}[side] }at most {plain(points)}"
        case Floor(points):
            return f"not below {plain(points)}"
        case Open(bound):
            return f"no {bound}"
        case CountOnce():
            return "same matter once"
        case Ties("share"):
            return "ties share"
        case Ties("higher"):
            return "ties take the higher"
        case Ties(_, decimals):
            return "ties divide" + (f" ({decimals} decimals)" if decimals is not None else "")
    raise AssertionError(item)
