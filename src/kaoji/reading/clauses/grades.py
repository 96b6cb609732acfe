"""Amounts of clauses that are the same but for the grade they name: 发生三级事故扣5分,发生二级事故扣10分.

Where each stands in a sentence of its own they are conditions of their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.labels import label
from kaoji.reading.clauses.model import Amount
from kaoji.reading.clauses.words import LEVEL, UNIT

_GRADE: Final = late_pattern(r"(?<![^\W\d]市)[特一二三四五六1-6甲乙丙丁A-Da-dⅠⅡⅢⅣ](?:级|类|等|档)(?!以上|及以上|至|、)")
_LEVEL: Final = late_pattern(LEVEL)
_AROUND: Final = late_pattern(r"^(?:[,;。:、)¶]|\(?\d{1,2}[、.)])+|[的者,]+$")
_PREDICATE: Final = late_pattern("[^级类等档]的,?$")
_SHORT: Final = 14
_COUNTED_KIND: Final = late_pattern(rf"每[^,;。]{{0,4}}?[1一]?(?:{UNIT})(?P<kind>[^,;。的]{{2,8}})的?,?$")
_NEXT_KIND: Final = late_pattern(r"[,、;](?![未不没无])(?P<kind>[^,;。、的每]{2,14})的?,?")
_TRAINED: Final = late_pattern("博士|硕士|研究生|本科|[大专]专|[正副]高|[初中高]级(?:职称|工)|技师|技工")
_ASIDE: Final = late_pattern(r"\([^()]*\)")


def by_grade(drafts: list[Draft]) -> list[Draft]:
    """Join the amounts of such sentences as the levels of one scale."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        run = _run(drafts, place)
        result.append(_merged(run) if len(run) > 1 else run[0])
        place += len(run)
    return result


def _run(drafts: list[Draft], place: int) -> list[Draft]:
    run = [drafts[place]]
    for one in drafts[place + 1 :]:
        if run[0].rule.sign == one.rule.sign and _is_finer(run, one):
            run.append(one)
            continue
        if not (_is_plain(run[-1]) and _is_plain(one)) or run[-1].rule.sign != one.rule.sign:
            break
        if not (_same_but_grade(run[-1].head, one.head) or _shares_head(run[0].head, one.head)):
            break
        if run[-1].sentence != one.sentence and all(_PREDICATE.search(each.head) for each in (run[-1], one)):
            for either in (run[-1], one):
                either.rule = replace(either.rule, confidence="probable")
            break
        run.append(one)
    return run


def _is_finer(run: list[Draft], one: Draft) -> bool:
    """Tell whether an amount is for a finer kind, or for another of the same scale.

    每新增1名技师加1分,高级技师加2分; 每引进1名博士加3分,硕士加2分,重点高校本科生加1分.
    """
    if run[0].rule.form != "per" or one.rule.form not in ("once", "per") or run[0].sentence != one.sentence:
        return False
    names = _kinds([*run, one])
    if len(names) <= len(run) or one.rule.points == "all":
        return False  # 每条未整改扣2分,重大隐患未整改的全扣
    last, name = names[-2:]
    finer = last != name and (name.endswith(last) or last.endswith(name))
    return finer or all(_TRAINED.search(kind) for kind in names)


def _kinds(run: list[Draft]) -> list[str]:
    """Give the kinds that are counted in a run."""
    heads = [_ASIDE.sub("", one.head) for one in run]
    found = [_COUNTED_KIND.search(heads[0]), *(_NEXT_KIND.fullmatch(head) for head in heads[1:])]
    return [match["kind"] for match in found if match is not None]


def _is_plain(one: Draft) -> bool:
    return one.rule.form == "once" and one.rule.points != "all" and not one.bare


def _clause(head: str) -> str:
    return re.split("[,;。:]", _AROUND.sub("", head))[-1]


def _same_but_grade(one: str, two: str) -> bool:
    first, second = _clause(one), _clause(two)
    if len(second) > _SHORT or (found := _GRADE.search(second)) is None or (before := _GRADE.search(first)) is None:
        return False
    lead, rest = second[: found.start()], second[found.end() :]
    same_end = len(lead + rest) > 1 and first[before.end() :] == rest
    return same_end and first[: before.start()].endswith(lead) and before[0][-1] == found[0][-1]


def _shares_head(one: str, two: str) -> bool:
    """Tell whether both are at levels of what stands before 其中: …,其中,在市推广得1分,在省推广得2分."""
    shared, _, first = one.rpartition("其中")
    first, second = first.lstrip(",:"), _AROUND.sub("", two)
    found, before = _LEVEL.search(second), _LEVEL.search(first)
    if not shared or found is None or before is None or max(len(first), len(second)) > _SHORT:
        return False
    return first[: before.start()] == second[: found.start()] and first[-2:] == second[-2:]


def _name(head: str) -> str:
    clause = _clause(head)
    found = _GRADE.search(clause) or _LEVEL.search(clause)
    return clause[found.start() :] if found else clause


def _merged(run: list[Draft]) -> Draft:
    first = run[0]
    names = _kinds(run) if first.rule.form == "per" else [_name(one.head) for one in run]
    given: tuple[tuple[str, Amount], ...] = tuple(
        (name, one.rule.points if one.rule.points is not None else Decimal(0))
        for name, one in zip(names, run, strict=True)
    )
    rule = replace(
        first.rule, form="levels", end=run[-1].rule.end, points=None, step=None, levels=given, condition=None,
        confidence="probable", label=label(first.head),
    )  # fmt: skip
    return Draft(rule, first.head, first.at, first.sentence)
