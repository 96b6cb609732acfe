"""From marks to rules: each mark is read with the words before it, then with its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import bounds
from kaoji.reading.clauses.amounts import amount
from kaoji.reading.clauses.draft import Draft, draft
from kaoji.reading.clauses.folding import Folded, number
from kaoji.reading.clauses.formulas import formula
from kaoji.reading.clauses.joining import joined
from kaoji.reading.clauses.labels import label
from kaoji.reading.clauses.marks import Mark, marks
from kaoji.reading.clauses.model import ClauseRule, Confidence, Sign
from kaoji.reading.clauses.words import NUMBER, UNIT
from kaoji.reading.clauses.worth import worth_told

_STOP: Final = late_pattern(r"[。;¶]|(?<=[,。;:)])\(?\d{1,2}[、.)](?!\d)")
_SURE: Final = late_pattern("同一|一票否决|取消")
_SCORES: Final = late_pattern(
    r"(?<!标准)(?<!取消)(?<!骗取)(?<!考核)(?<!所)(?<!赢得)(?<!按日)(?<!按次)(?<!按天)(?<!以上)(?<!已)(?<!已经)(?<![两二三四五2-5加双]倍)(?<![减折]半)(?<![百千]分制)(?<!项)(?<!进行)(?<!分配)(?:加|扣|减|(?<=[的,])得|(?<!一半)计|记|给|赋|奖)分(?!\0|可|析|配|布|项|别|制|标准|公式|说明|点|原因|办法|依据|因素|细则|事项|值|表|材料|申请|情况|后|者|结果|单位|原则|(?:办|方)?法|累计|合计|上限|的?单位|,每|外|另行|另计|同一|扣至|加至|的,除|[:(])|[扣减]一半|(?:[计评扣加得]分)(?:标准|办法|方法|细则)?(?:同上|同前)|(?<=的)[二两三2-5]倍(?:予以)?(?:扣减|扣除|扣(?!\d))|(?<![增追削缩参])[得扣加减]\d[\d.]*%(?=[,;。)]|$)"
)
_NOTHING_LEFT: Final = late_pattern("止|限|完|光|尽|负|[0零]|底|保")
_HEADED: Final = late_pattern(
    r"[^,;。:\d的不每]{0,8}(?:加分|减分|扣分)[。:]"
)  # 加分。获得表彰的…: the name of the list, not one of its rules
_BOTH_SIGNS: Final = late_pattern(
    r"加\(?[减扣]\)?分|[减扣]\(?加\)?分|加分(?:或者?|[和及、/])[减扣]分|[减扣]分(?:或者?|[和及、/])加分|增减分"
)
_DESCRIBES: Final = frozenset({"formula", "part"})
"""Marks that may give no rule: what is measured, and what it is worth."""
_RATIO: Final = late_pattern(r"(?:[率比]|比[例重值])=[^;。]*[÷/]")  # 投入占比=教学支出/拨款总额
_ASSESSED: Final = late_pattern(
    r"(?:(?:评分|计分|考核|评价)(?:标准|办法|方法|方式|细则):)?(?:\(?\d{1,2}[、.)])?[^,;。:\d]{0,24}(?:评价|测评|评议|评审|访谈|谈话|问卷调查|民意调查)(?:\([^()\d]*\))?[,。]?"
    r"(?:\(?(?:占|满分|共|计)?\d+(?:\.\d+)?分\)?)?[。;]?"
)
_GRADE_LINE: Final = late_pattern(r"(?:得分|总分|成绩|分数)(?:低于|不足|未达到?|不满|小于|<)\d[\d.]*分?的?,?$")
_CARRIED_OUT: Final = late_pattern("(?:如果?|若|需|拟|凡)(?:需|要|拟)?对[^,;。]{1,14}$")
_DECIDED: Final = late_pattern('"?的?,(?:应|须|需|必须)?(?:经|由|报)')
_TAKEN_FROM: Final = late_pattern(r"倒扣[一-龥]{1,3}[区县市镇乡村组类](?=\d)")
_CONVERTED: Final = late_pattern(
    r"(?:资金|投资|[额数量]|面积|产值|项目|任务)[^,;。分]{0,4}按\d[\d.]*%$"
)  # 有偿资金按50%
_SHARES: Final = late_pattern(
    r"(?:[^,、;占]*(?:[总增存]量|增[速幅长]|总额|余额|规模|水平)[^,、;占]*占\d{1,3}%[,、;和]?){2,}"
)
_SCORED_SO: Final = late_pattern(
    r"[,;](?:均|都|分别)?(?:[按由以]|根据|采[用取])[^。]*(?:[计得评打赋]分|\d分|计算|依据|折算)"
)
_RATERS: Final = late_pattern(
    r"(?:[^,;。、\d的]{2,14}(?:测评|评价|评议|打分|评分|互评)(?:占)?\d+(?:\.\d+)?分[,;、。]?){2,}"
)
_OF_A_RATER: Final = late_pattern(r"(\d+(?:\.\d+)?)分")
_LESS_THAN: Final = late_pattern(rf",(?:不足|不满|不到)(?P<number>{NUMBER})(?P<unit>{UNIT})(?:的|部分|,)*")
_UP_TO: Final = late_pattern(r"(?:获得|[得计记])[^,;。\d]{0,6}$")
_ON_TOP: Final = late_pattern(r"[加奖追增+][^,;。:]{0,6}\d")
_NO_LIMIT: Final = frozenset({"veto", "dedupe", "floor", "unknown"})


def read(source: Folded, points: Decimal | None) -> list[ClauseRule]:
    """Read the rules of a folded text, in order; their spans are those of the folded text."""
    text = source.text
    if _is_of_raters(text, points):
        return [ClauseRule("entered", 0, len(text), "probable", label(text))]
    found = marks(text)
    drafts: list[Draft] = []
    for mark, head, sentence in _headed(text, found):
        for one in _read(mark, head, text, points, drafts, found):
            one.sentence = sentence
            drafts.append(one)
    rules = [one.rule for one in joined(worth_told(drafts, points, text), text)]
    rules.extend(_left_over(text, found))
    if points is not None:
        rules = [_towards_own(rule, text) for rule in rules]
    if not rules and text and _says_nothing_but_what(text, found, points):
        rules = [ClauseRule("entered", 0, len(text), "check" if points is None else "probable", label(text))]
    return sorted(rules, key=lambda rule: rule.end)


def _towards_own(rule: ClauseRule, text: str) -> ClauseRule:
    """Count an amount without a verb towards the points that the row has: 优秀15分,良好12分."""
    if not (rule.beyond and rule.sign == "+") or _ON_TOP.search(text, rule.start, rule.end) is not None:
        return rule
    return replace(rule, beyond=False)


def _is_of_raters(text: str, points: Decimal | None) -> bool:
    """Tell whether a text only shares the points out among those who rate: 分管领导测评5分,相互测评5分."""
    shares = _RATERS.fullmatch(text) is not None
    return shares and sum(number(value) for value in _OF_A_RATER.findall(text)) == points


def _says_nothing_but_what(text: str, found: list[Mark], points: Decimal | None) -> bool:
    """Tell whether a text only says what is assessed, so that somebody scores it: 领导对工作的评价。占20分."""
    if _ASSESSED.fullmatch(text):
        return all(mark.kind == "part" for mark in found)
    is_measured = all(mark.kind in _DESCRIBES for mark in found) and _RATIO.search(text) is not None
    return points is not None and (not found or is_measured)


def _headed(text: str, found: list[Mark]) -> Iterator[tuple[Mark, str, int]]:
    """Give each mark with the words before it in its sentence and the number of the sentence."""
    stops = [match.end() for match in _STOP.finditer(text)]
    edge = sentence = 0
    for mark in found:
        while sentence < len(stops) and stops[sentence] <= mark.start:
            edge = max(edge, stops[sentence])
            sentence += 1
        yield mark, text[edge : mark.start], sentence
        if mark.kind != "threshold":
            edge = mark.end


def _read(  # noqa: PLR0911 - a case for each kind of mark
    mark: Mark, head: str, text: str, points: Decimal | None, before: list[Draft], found: list[Mark]
) -> list[Draft]:
    match mark.kind:
        case "amount" | "given" | "bare":
            sign = next((one.rule.sign for one in reversed(before) if one.rule.sign), None)
            return amount(*_taken_from(mark, head), text, sign)
        case "nothing":
            return [] if _is_left_over_step(head, before) else [bounds.nothing(mark, head, text)]
        case "everything":
            return bounds.everything(mark, head, text)
        case "share":
            return [bounds.share(mark, head, text, points)]
        case "formula":
            return formula(mark, head)
        case "proportional":
            return _proportional(mark, head, text, before)
        case "cap":
            return _limit(mark, head, text, points, before)
        case "floor":
            points_left = mark.amounts[0] if mark.amounts else Decimal(0)
            return [
                draft(
                    mark,
                    head,
                    "floor",
                    "certain" if _NOTHING_LEFT.search(mark.text) else "probable",
                    points=points_left,
                )
            ]
        case "dedupe" | "veto":
            return _said_of_all(mark, head, text)
        case "part":
            return bounds.voted(mark, head, text, points)
        case "entered":
            return bounds.entered(mark, head, text, found, before)
        case "open" | "silent" | "threshold":
            return []


def _proportional(mark: Mark, head: str, text: str, before: list[Draft]) -> list[Draft]:
    """Read a share, unless it only says what becomes of a score, or what is scored otherwise is made of."""
    if "折算" in mark.text and before and (before[-1].rule.form == "entered" or _CONVERTED.search(head)):
        return []  # 由考核办考核,折算计分
    if _SHARES.fullmatch(mark.text) and _SCORED_SO.match(text[mark.end :]):
        return []  # 总量占40%,增速占60%,按排名计分
    sure: Confidence = "certain" if "比例" in mark.text else "probable"
    signs: tuple[Sign | None, ...] = ("+", "-") if _BOTH_SIGNS.search(mark.text) else (mark.sign,)
    return [draft(mark, head, "proportional", sure, sign=sign) for sign in signs]


def _limit(mark: Mark, head: str, text: str, points: Decimal | None, before: list[Draft]) -> list[Draft]:
    """Read an upper limit; 满分5分 is one behind what can come to more, and else what the row is worth."""
    given = _UP_TO.search(head) if mark.text.endswith("(封顶)") and not before else None
    if given is not None:
        return [draft(mark, head, "once", "probable", sign="+", points=mark.amounts[0])]  # 可获得基础分10分(封顶)
    is_worth = mark.text.startswith("满分") and not text.endswith("类推,", 0, mark.start)
    if is_worth and not any(map(_adds_up, before)):
        return []
    scored = sum(one.rule.form not in _NO_LIMIT for one in before)
    return bounds.cap(mark, head, text, points, scored=scored)


def _adds_up(one: Draft) -> bool:
    """Tell whether what is given can come to more than it gives once."""
    return one.rule.sign == "+" and (one.rule.form == "per" or bool(one.rule.unit))


def _is_left_over_step(head: str, before: list[Draft]) -> bool:
    """Tell whether what gets nothing is less than one step of the count before it: 每500万元计0.5分,不足500万元不计分."""
    found = _LESS_THAN.fullmatch(head)
    last = before[-1].rule if before else None
    if found is None or last is None or last.form != "per":
        return False
    return (number(found["number"]), found["unit"].removeprefix("个")) == (last.step, last.unit)


def _taken_from(mark: Mark, head: str) -> tuple[Mark, str]:
    """Count what an amount is taken from as words before it: 倒扣产区4分."""
    found = _TAKEN_FROM.match(mark.text)
    if found is None:
        return mark, head
    return replace(mark, start=mark.start + found.end(), loose=True), head + found[0]


def _said_of_all(mark: Mark, head: str, text: str) -> list[Draft]:
    """Read a veto or what counts once; that less than so many points are no pass is the line of a grade."""
    if mark.kind == "veto" and mark.text.startswith(("视", "认定", "判定")) and _GRADE_LINE.search(head):
        return []  # 季度得分低于6分的,视为不达标
    if mark.kind == "veto" and _CARRIED_OUT.search(head) and _DECIDED.match(text[mark.end :]):
        return []  # 实行"一票否决"制度。如对某乡镇执行"一票否决",应由领导小组讨论
    known = _SURE.search(mark.text) and text[mark.end : mark.end + 1] in ("", *",;。)¶")
    return [draft(mark, head, "veto" if mark.kind == "veto" else "dedupe", "certain" if known else "probable")]


def _left_over(text: str, found: list[Mark]) -> Iterator[ClauseRule]:
    """Report the places that speak of scores and belong to no mark."""
    rest = text
    for mark in found:
        rest = rest[: mark.start] + "\0" * (mark.end - mark.start) + rest[mark.end :]
    headed = _HEADED.match(rest)
    for match in _SCORES.finditer(rest, headed.end() if headed else 0):
        yield ClauseRule("unknown", match.start(), match.end(), "not_understood", match[0])
