"""What one condition gives to units of several kinds: 完成任务的,山区乡镇得4分,其他乡镇得3分.

Behind the first amount stands nothing but the next kind: its condition is that of the first.
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

_KIND: Final = (
    r"(?P<kind>(?:非|其[他它余])?[^,;。、:的\d未不没无每]{0,8}?"
    r"(?:区|县|市|省份?|乡镇|乡|镇|村|社区|街道|园区|单位|部门|企业|学校|医院|科室|[一二三四ABCD甲乙丙丁]类|组))"
)
_FIRST: Final = late_pattern(rf"(?P<end>(?<=[^,;]{{2}})[的者,]|倒扣),?(?:(?:否则|同时|并)?倒扣)?{_KIND}(?:的?[,:])?$")
_NEXT: Final = late_pattern(rf"[,、;]?{_KIND}(?:的?[,:])?")
_CLASS: Final = r"(?P<kind>[^,;。:的\d未不没无每]{1,16}?(?P<noun>类|型))(?:稿件|信息|项目|文章)?(?:每[1一]?个?[一-龥]{1,2})?(?:的?[,:])?"
_FIRST_CLASS: Final = late_pattern(rf":{_CLASS}$")
_NEXT_CLASS: Final = late_pattern(rf"[,、;]{_CLASS}")
_PLACED: Final = (
    r"(?P<kind>(?:国家|省|市|县|区|州|乡镇)级?(?P<noun>[^,;。:的\d未不没无每级]{2,8}?))(?:每[1一]?个)?(?:的?[,:])?"
)
_FIRST_PLACED: Final = late_pattern(rf":{_PLACED}$")
_NEXT_PLACED: Final = late_pattern(rf"[,、;]{_PLACED}")


_BEARER: Final = (
    r"(?P<kind>(?:责任|所在|牵头|主管)?(?:科室|单位|部门)|(?:直接|主要|间接)?责任人|当事人|(?:主要|分管|包片|带班)领导|(?:主要|科室|单位|部门)?负责人"
    r"|[包联驻蹲分带]\w{1,2}(?:领导|干部|组长)|[一-龥]{1,3}(?:网格员|管理员|信息员|队长|所长|站长|书记)|网格员|安全员|值班员|信息员"
    r"|(?:领导)?班子(?:其[他它余])?成员|(?:领导)?班子正职|党政正职|其[他它余](?:人员|干部|成员)|经办人|个人|承办人)"
)
_FIRST_BEARER: Final = late_pattern(rf"(?:[的者],?|时,?|,){_BEARER}的?,?$")
_NEXT_BEARER: Final = late_pattern(rf"[,、;]{_BEARER}的?,?")


def by_kind(drafts: list[Draft]) -> list[Draft]:
    """Join the amounts that one condition gives to units of several kinds."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        run = _run(drafts, place)
        result.extend(_merged(run))
        place += len(run)
    return result


def _run(drafts: list[Draft], place: int) -> list[Draft]:
    first = drafts[place]
    if len(run := _classes(drafts, place)) > 1:
        return run
    head = _FIRST.search(first.head) if first.rule.form in ("once", "per") else None
    run = [first]
    if head is None or first.rule.points == "all":
        return run
    for one in drafts[place + 1 :]:
        kind = _NEXT.fullmatch(one.head)
        is_next = one.rule.form == "once" and one.rule.sign == first.rule.sign and one.rule.points != "all"
        if kind is None or not is_next or not _alike(head["kind"], kind["kind"]):
            break
        run.append(one)
    return run


def _classes(drafts: list[Draft], place: int) -> list[Draft]:
    """Give the amounts of the classes that one heading names: 区级稿件:时政类每篇计1分,理论类每篇计2分."""
    first, rule = drafts[place], drafts[place].rule
    run = [first]
    for one in drafts[place + 1 :]:
        same = (rule.form, rule.sign, rule.unit, rule.step) == (
            one.rule.form,
            one.rule.sign,
            one.rule.unit,
            one.rule.step,
        )
        if not same or one.sentence != first.sentence or not _class_names([*run, one]):
            break
        run.append(one)
    return run


def _class_names(run: list[Draft]) -> list[str]:
    """Give the names of classes, or of the same thing at several levels; none, where the heads name other things."""
    plain = all(one.rule.form in ("once", "per") and isinstance(one.rule.points, Decimal) for one in run)
    heads = [one.head for one in run]
    bearers = _matches(heads, _FIRST_BEARER, _NEXT_BEARER)
    once = plain and run[0].rule.form == "once"
    if once and len(bearers) == len(run) and len({match["kind"] for match in bearers}) == len(run):
        return [match["kind"] for match in bearers]  # 被通报的,责任科室扣2分,责任人扣3分
    for first, following in ((_FIRST_CLASS, _NEXT_CLASS), (_FIRST_PLACED, _NEXT_PLACED)):
        matches = _matches(heads, first, following)
        if plain and len(matches) == len(run) and len({match["noun"] for match in matches}) == 1:
            return [match["kind"] for match in matches]
    return []


def _matches(heads: list[str], first: re.Pattern[str], following: re.Pattern[str]) -> list[re.Match[str]]:
    found = [first.search(heads[0]), *(following.fullmatch(head) for head in heads[1:])]
    return [match for match in found if match is not None]


def _alike(one: str, two: str) -> bool:
    """Tell whether two names are of kinds that exclude each other: 山区, 非山区; A类, B类; 城区单位, 其他单位."""
    is_other = two.startswith(("非", "其他", "其它", "其余"))
    return is_other or (one[-1] == two[-1] == "类") or (one[-1] == two[-1] == "组")


def _merged(run: list[Draft]) -> list[Draft]:
    first = run[0]
    if len(run) == 1:
        return run
    if names := _class_names(run):
        return [_levels(run, names, first.head.rpartition(":")[0] or first.head.rpartition(names[0])[0])]
    if first.rule.form == "per":
        for one in run[1:]:
            one.rule = replace(one.rule, form="per", step=first.rule.step, unit=first.rule.unit)
        for one in run:
            one.rule = replace(one.rule, confidence="probable")
        return run
    head = _FIRST.search(first.head)
    shared = first.head[: head.end("end")] if head else first.head
    names = [head["kind"] if head else first.rule.label]
    names += [match["kind"] for one in run[1:] if (match := _NEXT.fullmatch(one.head)) is not None]
    return [_levels(run, names, shared)]


def _levels(run: list[Draft], names: list[str], shared: str) -> Draft:
    first = run[0]
    given: tuple[tuple[str, Amount], ...] = tuple(
        (name, one.rule.points if one.rule.points is not None else Decimal(0))
        for name, one in zip(names, run, strict=True)
    )
    rule = replace(
        first.rule, form="levels", end=run[-1].rule.end, points=None, step=None, levels=given, condition=None,
        confidence="probable", label=label(shared),
    )  # fmt: skip
    return Draft(rule, first.head, first.at, first.sentence)
