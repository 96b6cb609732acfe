"""What looks plain and may yet be read in two ways: rules that are not certain because of the words around them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.words import FREQUENCY, UNIT

_GRADED: Final = frozenset({"once", "per"})
# In the clause of a fixed amount: something is counted, limited, or compared by so much.
_IN_CLAUSE: Final = late_pattern(
    rf"每|(?<![第统之唯万])[1一](?:{UNIT})|不超|最[多高低少]|至多|至少|上限|下限|增减"
    # 锦旗一面, 缺项: counted in words that are no known unit
    r"|(?:发现|发生|查出|有)一[^,;。的\d以之是律致定直般切些]{1,3}[有未不无没]"  # 发现一病室有异味
    r"|[1一两二三半][^,;。的\d以之是律致定直般切]{1,2}$|[缺少][项一]?$|的一[^,;。的\d定致直律切般起]{2,8}$"
    # 超过目标5个百分点: on reaching it, or for every five
    rf"|[欠缺短差][^,;。的]{{0,3}}\d[\d.]*(?:[百千万亿]?元)$|[超高低降升增减多少过于][^,;。的]{{0,10}}[\d一二两三四五十]+(?:{UNIT})$"
)
_ONE_NOT: Final = late_pattern("(?:^|,)[一1][^,;。每]不")
# Taken off for what is told in a clause before: 漏访一次,造成影响的扣1分.
_ONE_OF: Final = late_pattern(
    "^(?!.*(?:每|至少|不[少低]于)).*(?<![第统唯之任某])[1一](?:次(?!性)|起|例|人|件|处|宗|户|项)(?!以上|及)"
)
_ANYWHERE: Final = late_pattern("酌情|视情|第[一二三四五六1-9][、至名位]|[前后末][一二三四五1-9][名位]|末位|排名")
_AROUND: Final = late_pattern(rf"^[,;、。的]+|(?:每个?(?:{UNIT})?|的|,|者)+$")
_SHORT: Final = 10
_BRIEF: Final = 3
_NAMED: Final = late_pattern(r"[,、](?![^,]{0,4}[未不无没])[^,;。]{0,8}")
_OTHERS: Final = late_pattern("[,;]?其[他它余]")  # 山区乡镇得1分,其他乡镇得3分: two of one scale, or two conditions
# Of what is counted before: 每例扣2分,造成严重影响的加扣1分.
_WORSE: Final = late_pattern("[,;][^,;。]{0,6}(?:造成|产生|引起|导致|影响|后果|严重|情节|显著|成功|再次|仍)")
_PLACED_LEVEL: Final = late_pattern(
    "(?:国家|中央|全国|[省市州县区乡镇村院校]|集团|公司|部门|行业)[^,;。]{0,3}?(?:级|部级|委|政府|公司|主流|厅|(?=以上))|全[国省市州县区]"
)
_NO_MORE: Final = late_pattern("(?:[及或含(]*以上[)]?)?[得给可]*")  # 获评市级文明单位的加2分;省级以上得加3分
_FAILS_ALSO: Final = late_pattern("[,、][未不没]")
_ASIDE: Final = late_pattern(r"\([^()]*\)")
_LEVEL_AT_END: Final = late_pattern("(?P<level>(?:国家|省|市|州|县|区|乡|镇)级)(?:及?以上)?(?:的|者)*,?$")
# 每增05个百分点: a copy that lost the point of 0.5.
_LOST_POINT: Final = late_pattern(rf"(?<![\d.:/〔\[年月-])0\d+(?:个?百分点|%|{UNIT})")
_OF_EACH: Final = late_pattern(
    rf"(?:^[,;。¶]?(?:\(?\d{{1,2}}[、.)])?每(?:{UNIT})|[,;]每[1一]?(?!{FREQUENCY})(?:{UNIT}))(?!至少|不少|不低|应|须|要)"
)
# 擅自离岗者科员扣1分,科长扣2分: of whom it is taken
_BEARER: Final = late_pattern("[者的][一-龥]{2,4}$")
_NEXT_BEARER: Final = late_pattern(",(?!.*[未不无没])[一-龥]{2,4}")
_QUOTED: Final = late_pattern('[为评获得]"[^"]{1,4}"')
_EACH_OF_SEVERAL: Final = late_pattern("(?:各|分别)每")
_EACH_TIME_RANKED: Final = late_pattern("每[次场][^,;。]*(?:排名|最[高低多少])")  # 每次评比得分最低的扣1分
_ANY_ONE: Final = late_pattern("任[一1何意]")
_LESSER: Final = late_pattern("[,;、](?:较为?|基本|比较|不够?)(?P<of>[一-龥]{2})")  # 台账完整得5分,基本完整得3分
_COUNTED_LABEL: Final = late_pattern(rf"[少缺漏错迟][^,;。]{{0,3}}[1一](?:{UNIT})$")
_WORD: Final = late_pattern("[一-龥]")
# Counts of kinds that may as well be levels of one scale: 赴京每批次扣5分,赴省每批次扣3分; 博士每名得2分,硕士每名得1分
_COUNT_WORDS: Final = late_pattern(rf"每[1一]?个?(?:{UNIT})|[1一](?:{UNIT})$")
_NEXT_COUNTED: Final = late_pattern("[,;、](?!.*(?:[未不没无漏迟误逾超缺少低增减再另]|差(?!错)|(?<!差)错)).{2,9}")
# 牵头单位加2分,协办单位加1分: two conditions, or levels of one
_WHO: Final = late_pattern(",(?P<who>[一-龥]{2,6}(?P<kind>单位|部门|科室|乡镇|街道|人员|领导))")


def doubted(drafts: list[Draft]) -> list[Draft]:
    """Make probable what is doubtful by its own words or by its neighbour.

    A fixed amount of somebody who is only named, behind a count, may be for each too; amounts behind short words that
    end alike may be the levels of one scale; a limit behind an amount at discretion may be another such amount.
    """
    of_each = None
    for one in drafts:
        _doubt_by_itself(one)
        if one.rule.form in _GRADED and (begun := _OF_EACH.search(one.head)) and len(one.head) - begun.end() > _BRIEF:
            of_each = one.sentence
        if one.rule.form == "once" and one.sentence == of_each and one.rule.points != "all":
            _doubt(one)  # 每次会议缺席的扣1分,迟到的扣0.5分
    named = borne = False
    for one, two in pairwise(drafts):
        if _may_be_levels(one, two):
            _doubt(one)
            _doubt(two)
        same_form = one.rule.form == two.rule.form and one.rule.form in _GRADED
        if same_form and _alike(one.head, two.head):
            _doubt(one)
            _doubt(two)
        alike = two.rule.form == "once" and one.rule.sign == two.rule.sign and one.sentence == two.sentence
        named = alike and (named or one.rule.form == "per") and _NAMED.fullmatch(two.head) is not None
        if named:
            _doubt(two)
        graded = one.rule.form in _GRADED and two.rule.form in _GRADED
        borne = alike and (_are_levels(one, two) or (borne and _NEXT_BEARER.fullmatch(two.head) is not None))
        if (graded and not two.bare and _differ_in_level(one.head, two.head)) or borne:
            _doubt(one)
            _doubt(two)
        worse = alike and _WORSE.match(two.head)
        if (one.rule.form == "per" and worse) or (one.head.endswith("半天") and two.rule.unit == "天"):
            _doubt(two)  # 旷工半天扣2分,旷工一天扣5分
        if one.rule.form == two.rule.form == "once" and _OTHERS.match(two.head) and one.sentence == two.sentence:
            _doubt(one)
            _doubt(two)
        if (
            one.rule.form == two.rule.form == "once"
            and (lesser := _LESSER.match(two.head))
            and lesser["of"] in one.head
        ):
            _doubt(one)
            _doubt(two)
        if one.rule.form in _GRADED and two.rule.form == "once" and _said_otherwise(one, two):
            _doubt(one)
            _doubt(two)
        if one.rule.form == "range" and two.rule.form == "cap":
            _doubt(two)
    _doubt_more(drafts)
    return drafts


def _doubt_more(drafts: list[Draft]) -> None:
    """Doubt what stands besides a count: 每场加0.2分(上限2分),50人以上的场次另加0.1分."""
    going_on = False
    for one, two in pairwise(one for one in drafts if one.rule.form != "cap"):
        of_each = one.rule.form == "per" and two.rule.form == "once" and two.rule.points != "all"
        going_on = one.sentence == two.sentence and (one.rule.form == "per" or (going_on and one.rule.form == "once"))
        if of_each and two.head.endswith(("再", "另", "又")):
            _doubt(two)
        if going_on and two.rule.form == "once" and two.rule.points != "all" and _FAILS_ALSO.match(two.head):
            _doubt(two)  # 每有一个项目未开工的扣1分,未完工的扣2分; 每承接1项得1分,未通过验收的倒扣1分
        same = one.rule.sign == two.rule.sign and one.sentence == two.sentence
        if one.rule.form == two.rule.form == "once" and two.bare and same:
            _doubt(two)  # 成效较明显得3分,一般得1分: of the scale before it
        if one.rule.form == "per" and same and two.head.startswith(",为") and "为" in one.head:
            _doubt(one)  # 学历为本科的每人加0.2分,为大专的加0.1分: the second for each too
            _doubt(two)


def doubted_places(drafts: list[Draft]) -> list[Draft]:
    """Make probable the points of a place, or the same points for several, that may be a condition as well.

    位居第一的得10分,每后退一位扣1分; 排名前三的得满2分,其他依次递减.
    """
    for place, one in enumerate(drafts):
        if one.rule.form != "rank" or len(set(one.rule.places)) > 1:
            continue
        following = drafts[place + 1] if place + 1 < len(drafts) else None
        is_scale = following is not None and (
            following.rule.form == "proportional" or (following.rule.form == "per" and following.rule.sign == "-")
        )
        if is_scale or len(one.rule.places) > 1 or one.rule.sign != "-":
            _doubt(one)
    return drafts


def _doubt_by_itself(one: Draft) -> None:
    if _LOST_POINT.search(one.head):
        one.rule = replace(one.rule, confidence="check")
    once = one.rule.form == "once" and one.rule.points != "all"
    if once and (_by_its_words(one.head) or (one.rule.sign == "-" and _ONE_OF.search(one.head))):
        _doubt(one)
    if (
        one.rule.form == "levels"
        and not one.rule.unit
        and any(_COUNTED_LABEL.search(name) for name, _ in one.rule.levels)
    ):
        _doubt(one)  # 少建一个或已建但未达标的分别扣1分、3分: for each, or once
    ranked = (one.rule.form == "per" and _EACH_TIME_RANKED.search(one.head)) or _falls_to_the_last(one)
    if ranked or _EACH_OF_SEVERAL.search(one.head) or (once and _ANY_ONE.search(one.head)):
        _doubt(one)  # 方案、总结各每次扣1分; 任一资料不齐扣1分


def _by_its_words(head: str) -> bool:
    last = re.split("[,;]", head.rstrip(",的"))[-1]
    return bool(
        _WORD.search(head) is None or _IN_CLAUSE.search(last) or _ONE_NOT.search(last) or _ANYWHERE.search(head)
    )


def _said_otherwise(one: Draft, two: Draft) -> bool:
    """Tell whether the same words give another amount next time: 不报告或不配合的扣5分;不报告或不配合扣10分."""
    same = one.rule.label.startswith(two.rule.label) or two.rule.label.startswith(one.rule.label)
    alike = same and min(len(one.rule.label), len(two.rule.label)) >= _SHORT
    return alike and one.rule.sign == two.rule.sign and one.rule.points != two.rule.points


def _are_levels(one: Draft, two: Draft) -> bool:
    """Tell whether two fixed amounts may be levels of one: 科室扣2分、个人扣3分; 评为"中"的扣1分,评为"差"的扣2分."""
    both_quote = _QUOTED.search(one.head) is not None and _QUOTED.search(two.head) is not None
    bearers = _BEARER.search(one.head) is not None and _NEXT_BEARER.fullmatch(two.head) is not None
    return one.rule.form == "once" and (two.head.startswith("、") or both_quote or bearers)


def _may_be_levels(one: Draft, two: Draft) -> bool:
    """Tell whether counts of one unit, or amounts of who takes which part, may be levels of one scale."""
    first, second = one.rule, two.rule
    if one.sentence != two.sentence or first.form != second.form or first.sign != second.sign:
        return False
    if first.form == "per" and (first.step, first.unit) == (second.step, second.unit):
        words = _COUNT_WORDS.sub("", two.head.rstrip("的,者"))
        return first.points != second.points and _NEXT_COUNTED.fullmatch(words) is not None
    who = _WHO.fullmatch(two.head) if first.form == "once" else None
    return who is not None and one.head.endswith(who["kind"])


def _falls_to_the_last(one: Draft) -> bool:
    """Tell whether the last places lose more and more in the order of the text: 后三名分别扣2分、3分、5分; which is last?"""
    places = one.rule.places
    bottom = one.rule.form == "rank" and one.rule.from_end == "bottom" and one.rule.first_place == 1
    return bottom and one.rule.sign == "-" and any(less < more for less, more in pairwise(places))


def _alike(one: str, two: str) -> bool:
    words = [_AROUND.sub("", head.rpartition(":")[2]) for head in (one, two)]
    alike = 1 if min(map(len, words)) <= _BRIEF else 2
    begin = len(words[0]) == len(words[1]) <= _BRIEF and words[0][:1] == words[1][:1]  # 投产加5分,投运加3分
    short = all(1 < len(word) <= _SHORT for word in words)
    return short and (begin or words[0][-alike:] == words[1][-alike:])


def _differ_in_level(one: str, two: str) -> bool:
    """Tell whether two heads say the same of two levels: 获评省级示范点, 获评市级示范点; two conditions, or one scale."""
    words = [_AROUND.sub("", re.split("[;:]", head.rstrip(";:"))[-1]) for head in (one, two)]
    found = [_PLACED_LEVEL.search(word) for word in words]
    if found[0] is None or found[1] is None or words[0] == words[1]:
        return False
    last = _LEVEL_AT_END.search(_ASIDE.sub("", two))
    if last is not None and found[0][0] != last["level"]:
        return True  # 获批国家级基地得2分,入选省级(含推荐)得1分
    rest = [word[match.end() :] for word, match in zip(words, found, strict=True) if match is not None]
    return rest[0][-2:] == rest[1][-2:] or _NO_MORE.fullmatch(rest[1]) is not None


def _doubt(one: Draft) -> None:
    if one.rule.confidence == "certain":
        one.rule = replace(one.rule, confidence="probable")
