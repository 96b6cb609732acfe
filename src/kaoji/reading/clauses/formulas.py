"""Formulas: a score in proportion, the weighted terms of a total, the points of a vote's choices."""

from __future__ import annotations

import re
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import levels
from kaoji.reading.clauses.draft import Draft, draft
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.marks import Mark
from kaoji.reading.clauses.model import Amount

_DEFINED: Final = late_pattern(
    r"[^=分]*(?:率|比|度|数|额|量|幅|值)=[^=]*|[^=分]*(?:率|密度|比例|占比)[是为指][^=分]*[÷/][^=分]*×100%"
)
_PARTS: Final = late_pattern(r"^[^=]*\d分?×\d+(?:项|个|次)")
_SUM_OF_SCORES: Final = late_pattern(r"[^-+×÷/%]*分值?(?:[-+][^-+×÷/%\d]*分值?)+")
_ASIDE: Final = late_pattern(r"\([^()]*\)")
# A weight, not the points of a share: 得分×60%, 完成率×4分.
_WEIGHTED: Final = late_pattern(r"×[^+-]*%|%[^+-]*×|率×\d[\d.]*分$")
# 到会人数÷应到人数×10
_SHARE: Final = late_pattern(r"=[^-=+×÷/()Σ∑]*(?P<kind>[票人])数?[÷/][^-=+×÷/()Σ∑]*(?P=kind)数?×\d[\d.]*分?$")
_CHOICE: Final = r'"?([^-+×÷/()"\d]{1,8}?)"?(?:的?得?票数?|人数)×(\d+(?:\.\d+)?)(%?)分?'
_ANY_CHOICE: Final = r'"?[^-+×÷/()"\d]{1,8}"?(?:票|人)数?×\d+(?:\.\d+)?[%分]?'
_RATED_CHOICE: Final = late_pattern(
    r'"?(?P<name>[^-+×÷/()"\d]{1,6}?)"?(?:得?票率|得票|率)×(?P<weight>\d+(?:\.\d+)?)(?P<share>%?)×(?P<points>\d+(?:\.\d+)?)分?'
)
_SHARE_OF_CHOICE: Final = late_pattern(r'"?(?P<name>[^-+×÷/()"\d]{1,6}?)"?(?:得?票率|得票|率)×\d+(?:\.\d+)?%?')
_AVERAGE_VOTE: Final = late_pattern(
    rf"\(?(?P<sum>{_ANY_CHOICE}(?:\+{_ANY_CHOICE})+)\)?[÷/]\(?[^-+×÷/()\d]{{0,8}}(?:票|人)[总个]?数?\)?"
    r"(?:×(?P<times>\d+(?:\.\d+)?)(?:(?P<percent>%)|分)?)?"
)  # (优秀票数×100+称职票数×80)÷总票数
_WEIGHED_VOTES: Final = late_pattern(r"(?:票数?|人数)×\d[^+]*\+[^+]*(?:票数?|人数)×\d")


def formula(mark: Mark, head: str) -> list[Draft]:
    """Read a formula: one score in proportion; of a weighted total, each weighted term, and each plain one as entered."""
    averaged = re.search("并列|票数|票×|人数|平均(?!增速|增幅|增长|水平|值|完成)", mark.text)
    if averaged and not _PARTS.search(mark.text) and _SHARE.search(mark.text):
        return [draft(mark, head, "proportional", "probable", sign=mark.sign)]
    body = mark.text[mark.text.rfind("=") + 1 :]
    if vote := _vote(mark, head, body, averaged=averaged is not None):
        return [vote]
    if _gives_nothing(mark.text, body, averaged=averaged is not None):
        return []
    if re.search(r"[+-][\d.%×分]+$|^(?:基[础本]分)?[\d.%×分]+[+-]", body) and re.search("[÷/]", body):
        return [draft(mark, head, "proportional", "certain", sign=mark.sign)]  # 比值×40%×20+60%×20
    terms = re.split(r"[+-](?![^(]*\))", body[body.rfind(":") + 1 :])
    if len(terms) == 1 or not any(_WEIGHTED.search(term) for term in terms) or _is_of_choices(terms):
        return [draft(mark, head, "proportional", "certain", sign=mark.sign)]
    return [
        draft(mark, head, "proportional", "probable", sign="+")
        if re.search("[×÷/]", term)
        else draft(mark, head, "entered", "probable")
        for term in terms
        if re.search(r"[^\d.分()]", term)
    ]


def _is_of_choices(terms: list[str]) -> bool:
    """Tell whether shares of choices are weighed into one figure: 满意率×100%+基本满意率×80%."""
    found = [_SHARE_OF_CHOICE.fullmatch(term) for term in terms]
    return all(match is not None and levels.is_option(match["name"]) for match in found)


def _gives_nothing(text: str, body: str, *, averaged: bool) -> bool:
    """Tell whether a formula only defines: 完成率=完成数/任务数×100%, 考核得分=各项得分+加分-扣分, an average."""
    defined = _DEFINED.fullmatch(text.rpartition(":")[2]) is not None and "分" not in text.partition("=")[2]
    mean = averaged and re.search("系数|(?:×|乘以)[^+]*%|%[^+]*×", text) is None
    return defined or mean or bool(_PARTS.search(text) or _SUM_OF_SCORES.fullmatch(_ASIDE.sub("", body)))


def _vote(mark: Mark, head: str, body: str, *, averaged: bool) -> Draft | None:
    """Read a formula of votes or of shares of votes, if it is one."""
    if averaged and _WEIGHED_VOTES.search(mark.text):
        return _ballot(mark, head, body)
    rated = _rated(body)
    return draft(mark, head, "options", "check", sign="+", levels=rated) if rated else None


def _ballot(mark: Mark, head: str, body: str) -> Draft:
    """Read the points of each choice out of the formula of an average vote; any other such formula is left to a person."""
    found = _AVERAGE_VOTE.fullmatch(body)
    if found is None:
        return draft(mark, head, "unknown", "not_understood", label=mark.text)
    times = number(found["times"] or "1") / (100 if found["percent"] else 1)
    given = tuple(
        (name, number(weight) * times / (100 if share else 1))
        for name, weight, share in re.findall(_CHOICE, found["sum"])
    )
    return draft(mark, head, "options", "check", sign="+", levels=given)


def _rated(body: str) -> tuple[tuple[str, Amount], ...]:
    """Give the points of each choice where its share of votes is weighed: 优秀得票率×100%×15+良好得票率×80%×15."""
    terms = [_RATED_CHOICE.fullmatch(term) for term in body.split("+")]
    found = [term for term in terms if term is not None]
    if len(found) < len(terms) or len(found) <= 1 or not all(levels.is_option(term["name"]) for term in found):
        return ()
    return tuple(
        (term["name"], number(term["weight"]) * number(term["points"]) / (100 if term["share"] else 1))
        for term in found
    )
