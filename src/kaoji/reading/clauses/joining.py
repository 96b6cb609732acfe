"""What neighbours tell of each other: levels of one head, places that follow each other, limits stated twice."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.branches import opposite
from kaoji.reading.clauses.carried import begins_a_scale, by_predicate, of_each
from kaoji.reading.clauses.doubts import doubted, doubted_places
from kaoji.reading.clauses.draft import BALLOT, Draft
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.further_steps import further_steps
from kaoji.reading.clauses.grades import by_grade
from kaoji.reading.clauses.items import NUMBERED, point_around
from kaoji.reading.clauses.kinds import by_kind
from kaoji.reading.clauses.labels import label
from kaoji.reading.clauses.model import Amount, ClauseRule
from kaoji.reading.clauses.named_alike import by_name, of_another_level
from kaoji.reading.clauses.ranks import ranks
from kaoji.reading.clauses.words import NUMBER, UNIT

_GRADED: Final = frozenset({"once", "per"})
_SECOND: Final = late_pattern(
    rf"[,;、]*(?P<words>[^,;、]{{0,16}}?)(?<!第)(?P<number>[2-9二两三四五])(?P<unit>{UNIT})(?:\(含\))?(?:及?以上)?(?P<rest>[^,;、。每\d]{{0,10}}?)的?,?"
)
_OR_MORE: Final = late_pattern("及?以上$")
_OF_THIS: Final = late_pattern(",(?:此|该|本)项$")
_FURTHER_TIER: Final = late_pattern(rf"[,;、][1一]{UNIT}的?")  # 半天扣0.5分,1天扣1分
_NEXT: Final = 2
_MORE: Final = late_pattern(r"[,;](?:再|此后|之后|以后|另)?每(?:再)?(?:增加?|多|超)")
_SINGLE: Final = late_pattern(rf"(?<![第统万同之任])[1一](?P<unit>{UNIT})(?![^,;。]*[及]?以上)")
_SO_MUCH: Final = late_pattern(
    rf"[超高低降升增减多少][^,;。的]{{0,10}}?(?<![-至到\d.])(?P<number>{NUMBER})(?P<unit>个?百分点|%)$"
)
# Whose part in the matter it is: what the first of them gets for each, the others get for each too.
_ROLE: Final = late_pattern(
    r"[,、](?:第[二三]作者|其他作者|第[二三]完成人|副主编|首席代表|窗口|个人|集体|责任人|主要领导|分管领导|(?:主办|承办|协办|牵头|配合|参与|责任|主要责任|次要责任|协助|参加|第[一二三]责任|主管|分管|具体)(?:单位|部门|科室|乡镇|街道|领导|人|方|者)?)(?:的|,)*"
)

_KIND: Final = late_pattern(r"[,、;](?![^,]{0,4}[未不无没])[^,;、。的\d一每率分上下]{2,8}")
_SIZE: Final = late_pattern(
    r"(?:、\d[^,;、。的每]{2,14}|,\d[^,;、。的每]{2,12}(?:项目|企业|工程)的?)"
)  # 每开工1个10亿元以上项目加2分、5-10亿元项目加1分
_ENDS_IN_GRADE: Final = late_pattern('([好优良高强大])"?(?:等次|等级|档次)?的?,?$')
_LEVEL_WITHIN: Final = late_pattern("(?:国家|中央|全国|省部|[省市州县区])级?(?:及?以上|级)")
# 年检合格计2分;达到省级标准的加1分: a grade that is asked for, and levels of something else
_ASKED: Final = late_pattern("合格|达标|优秀|优良|良好|优|良|好")
_OF_PLACE: Final = late_pattern("[国省市州县区镇]")
_BARE_PLACE: Final = late_pattern("(?:国家|中央|全国|省部|[省市州县区乡镇])级?")
_NUMBERED_GRADE: Final = late_pattern("([一二三四五六七八]级)(?:考试|证书)?(?:的|者)*,?$")
_LESSER: Final = frozenset({"较好", "较强", "一般", "较差", "差", "良好", "良", "中", "合格"})
_BELOW_TOP: Final = frozenset({"较好", "较强", "一般"})
_OTHER_GRADES: Final = late_pattern("[,、;]其[他它余](?:奖项?|等次|级别|奖励|名次)?(?:的|者)?,?")
_PRIZE: Final = late_pattern("[等金银铜级]奖?(?:的|者)?,?$")
_OTHERWISE: Final = late_pattern("[,;]否则(?:的|则|每次|均|一律)?,?")  # 每起火情及时报告的扣3分,否则扣5分
_WHOSE: Final = late_pattern(
    "单位|部门|科室|庭|承办人|班组|领导|主任|教师|责任人|负责人|当事人|经办人|护士长|干部|班长|个人"
)
_FAILING: Final = late_pattern("[,;](?P<how>[未不没无].)")
_EXCEPTED: Final = late_pattern(r"\((?![^)]*(?:最[高多]|上限|累计|共))[^,;。()\d每]{2,14}的?,?")
_AS_MUCH: Final = late_pattern(
    rf"[,、;](?!.*(?:达到?|超过|不足|以上|以下|少于|低于|高于))(?P<begun>[^,;。每\d]{{2}})[^,;。每\d]{{0,12}}?(?P<number>{NUMBER})(?P<unit>{UNIT})的?,?"
)
_ASIDE: Final = late_pattern(r"\([^()]*\)")
_SHARES: Final = late_pattern(r"占\d{1,3}%.*占\d{1,3}%")
_AUTHORS_SHARE: Final = late_pattern(r"计\d[\d.]*%")
_MULTIPLIED: Final = late_pattern("(?:再|然后|最后)?乘以?")
_FURTHER: Final = late_pattern(
    "[,;](?:再|然后|最后|并|最终)?(?:统一)?(?:按[^,;。的未]{0,8})?|[^,;。的未]{0,3}功效系数[^的未]*"
)


def joined(drafts: list[Draft], text: str) -> list[Draft]:
    """Join what belongs together."""
    drafts = by_kind(by_grade(_spread(_tiers(drafts), text)))
    drafts = by_name(of_each(_levels(doubted(_capped(by_predicate(drafts, text))), text), text))
    return _once_each(doubted_places(further_steps(ranks(_neighbours(drafts)), text)), text)


def _tiers(drafts: list[Draft]) -> list[Draft]:
    """Read 一次扣1分，两次扣3分 as two conditions: the first is no count, nor is it before 每增加一次扣2分."""
    for one, two in pairwise(drafts):
        rule = one.rule
        if _goes_down(one, two):
            two.rule = replace(two.rule, form="once", step=None, unit="", confidence="probable")
        if rule.form != "per" or rule.step != 1 or "每" in one.head:
            continue
        if two.rule.form == "per" and two.rule.unit == rule.unit and _MORE.match(two.head):
            if rule.sign == "-" and two.rule.points == rule.points:
                one.rule = replace(rule, confidence="probable")
                continue  # 有1次举报扣0.3分,每多1次扣0.3分
            one.rule = replace(rule, form="once", step=None, unit="", confidence="probable")
        elif two.rule.form == "once":
            second = _SECOND.fullmatch(_OF_THIS.sub("", two.head))
            if second is None:
                continue
            of_what = _OR_MORE.sub("", second["rest"]).strip("的都均全")
            if of_what and of_what not in one.head:
                continue
            same_unit = (second["unit"].removeprefix("个") or "个") == rule.unit and isinstance(
                two.rule.points, Decimal
            )
            under = "[^,;]{0,6}?" if of_what else ""  # 低于目标一个等次扣5分,低于两个等次及以上不得分
            if same_unit or re.search(rf"{re.escape(second['words'].removesuffix('有'))}{under}[1一]", one.head):
                # 漏报1次扣1分,漏报5次以上不得分: those between are counted
                first = not _FURTHER_TIER.fullmatch(one.head)
                counted = first and number(second["number"]) > _NEXT and "以上" in two.head
                one.rule = replace(
                    rule if counted else replace(rule, form="once", step=None, unit=""), confidence="probable"
                )
    return drafts


def _goes_down(one: Draft, two: Draft) -> bool:
    """Tell whether a count is the last tier of a falling scale: 4次以上得5分,3次得4分,1次得1分."""
    found = _SECOND.fullmatch(one.head) if one.rule.form == "once" and one.sentence == two.sentence else None
    falls = two.rule.form == "per" and two.rule.sign == one.rule.sign and _FURTHER_TIER.fullmatch(two.head) is not None
    return falls and found is not None and found["unit"].removeprefix("个") == two.rule.unit


def _spread(drafts: list[Draft], text: str) -> list[Draft]:
    """Read 主办单位每次加1分，协办单位加0.5分 as two counts, and 每次扣当事人2分，扣科室1分, 发明每项4分，外观设计2分."""
    for one, two in pairwise(drafts):
        alike = one.rule.form == "per" and two.rule.form == "once" and one.rule.sign == two.rule.sign
        kind = one.sentence == two.sentence and (
            (_KIND.fullmatch(_ASIDE.sub("", two.head)) and text[two.at].isdigit()) or _SIZE.fullmatch(two.head)
        )
        role = _ROLE.fullmatch(two.head) or (
            not two.head.strip(",、") and _WHOSE.search(text[two.at : two.rule.end]) is not None
        )
        if not alike or two.rule.points == "all":
            continue
        if kind and not role and one.rule.confidence == "certain":
            one.rule = replace(one.rule, confidence="probable")  # for each, or grades of one scale
        more = one.sentence == two.sentence and (_same_failing(one.head, two.head) or _so_many(one, two.head))
        otherwise = one.sentence == two.sentence and (
            _OTHERWISE.fullmatch(two.head) is not None or opposite(one.head, two.head)
        )
        excepted = _EXCEPTED.fullmatch(two.head)  # 每篇加1分(负责人署名的加2分)
        placed = of_another_level(one.head, two.head) and one.sentence == two.sentence
        if placed or excepted is not None or role or kind or more or otherwise:
            step, unit = _counted_in(two.head, one.rule) if more else (one.rule.step, one.rule.unit)
            two.rule = replace(two.rule, form="per", step=step, unit=unit, confidence="probable")
    return drafts


def _counted_in(head: str, other: ClauseRule) -> tuple[Decimal | None, str]:
    """Give for how many of what an amount is that its neighbour shows to be for each."""
    found = _AS_MUCH.fullmatch(head)
    return (number(found["number"]), found["unit"].removeprefix("个") or "个") if found else (other.step, other.unit)


def _so_many(one: Draft, two: str) -> bool:
    """Tell whether so much of something else is counted: 每新建果园50亩加8分,新发展茶园50亩加6分,新增就业10人加1分."""
    found = _AS_MUCH.fullmatch(two)
    if found is None:
        return False
    as_much = found["unit"].removeprefix("个") == one.rule.unit and number(found["number"]) == one.rule.step
    if found["unit"].removeprefix("个") == one.rule.unit:
        return as_much  # 每发生一例扣1分,发生两例的扣3分: a further tier
    return re.search(f"(?:每|^[,、;]){found['begun']}[^,;。]{{2,}}$", one.head) is not None


def _same_failing(one: str, two: str) -> bool:
    """Tell whether what is counted fails in a second way: 每条线路未修完旬计划扣1分,未修完季计划扣3分."""
    failing = _FAILING.match(two)
    counted = rf"每(?:[有存出发]?[在现生]?[1一]个?)?(?:{UNIT})[^,;。]{{0,8}}{failing['how']}" if failing else ""
    return failing is not None and re.search(counted, one) is not None


def _capped(drafts: list[Draft]) -> list[Draft]:
    """Read 有一次纪要的得1分，最多得2分 as a count: an amount that is due once needs no upper limit above it."""
    for one, limit in pairwise(drafts):
        points, most = one.rule.points, limit.rule.points
        if one.rule.form != "once" or limit.rule.form != "cap" or one.sentence != limit.sentence:
            continue
        if (
            isinstance(points, Decimal)
            and isinstance(most, Decimal)
            and most > points
            and one.rule.confidence == "certain"
        ):
            one.rule = replace(one.rule, confidence="probable")  # 出现积水,扣1分(3分封顶)
        found = _SINGLE.search(one.head)
        if (
            (much := _SO_MUCH.search(one.head)) is not None
            and isinstance(most, Decimal)
            and isinstance(points, Decimal)
        ):
            if most > points:  # 超额完成5个百分点加1分,最高加5分
                unit = much["unit"].removeprefix("个")
                one.rule = replace(
                    one.rule, form="per", step=number(much["number"]), unit=unit, condition=None, confidence="check"
                )
            continue
        if found is not None and isinstance(points, Decimal) and isinstance(most, Decimal) and most > points:
            unit = found["unit"].removeprefix("个") or "个"
            one.rule = replace(one.rule, form="per", step=Decimal(1), unit=unit, confidence="probable")
            for other in drafts[: drafts.index(one)]:  # 1个省级项目加2分,1个市级项目加1分,最多5分
                single = _SINGLE.search(other.head) if other.sentence == one.sentence else None
                alike = (other.rule.form, other.rule.sign) == ("once", one.rule.sign)
                if single is not None and alike and single["unit"] == found["unit"]:
                    other.rule = replace(other.rule, form="per", step=Decimal(1), unit=unit, confidence="probable")
    return drafts


def _levels(drafts: list[Draft], text: str) -> list[Draft]:
    """Join amounts that stand at the levels of one head: 市级加2分，县级加1分."""
    result: list[Draft] = []
    place = 0
    going_on = False
    while place < len(drafts):
        going_on = place > 0 and _goes_on(drafts[place - 1], drafts[place], text, going_on=going_on)
        going_on = going_on and not begins_a_scale(drafts[place : place + 2])
        run = [] if going_on else _run(drafts, place, text)
        result.extend(_merged(run, text) if len(run) > 1 else [drafts[place]])
        place += max(len(run), 1)
    return result


def _goes_on(before: Draft, one: Draft, text: str, *, going_on: bool) -> bool:
    """Tell whether a count goes on with another of its kind: 新华社每篇5分,省级每篇2分."""
    same = before.rule.form == one.rule.form == "per" and before.rule.unit == one.rule.unit
    own = "每" in one.head or "/" in text[one.at : one.rule.end]
    return same and before.sentence == one.sentence and own and (going_on or before.level is None)


def _run(drafts: list[Draft], place: int, text: str) -> list[Draft]:
    first = drafts[place]
    if not _gradable(first):
        return []
    if first.level is None:
        first.level = _named_within(first, drafts[place + 1 : place + 2])
        if first.level is None:
            return []
    run = [first]
    for one in drafts[place + 1 :]:
        units = {rule.unit for rule in (first.rule, one.rule) if rule.unit}
        between = text[run[-1].rule.end : one.at]
        again = (
            one.level is not None
            and "等" in one.level
            and any(one.level[-3:] == (other.level or "")[-3:] for other in run)
        )
        stops = "。" in between or (NUMBERED.search(between) is not None and not first.bare)
        if len(run) > 1 and one.level is None and _OTHER_GRADES.fullmatch(one.head) and _PRIZE.search(run[-1].head):
            one.level, one.bare = "其他", True  # 一等奖加5分、二等奖加3分、其他加1分
        mixed = not run[-1].bare and _ASKED.fullmatch(run[-1].level or "") and _OF_PLACE.search(one.level or "")
        if again or mixed or not _gradable(one) or not one.bare or stops or len(units) > 1:
            break
        run.append(one)
    return run


def _named_within(first: Draft, following: list[Draft]) -> str | None:
    """Give the level that the first of a scale names among other words, where the next names nothing but another.

    作用发挥好得5分,较好得3分; 在市以上会议交流加5分,县级加3分.
    """
    for one in following:
        graded = _ENDS_IN_GRADE.search(first.head)
        if graded is not None and one.level in _LESSER:
            return graded[1]
        if _is_top(first, one):
            return label(first.head)
        numbered = _NUMBERED_GRADE.search(first.head)
        if numbered is not None and one.bare and _NUMBERED_GRADE.fullmatch(one.level or ""):
            return numbered[1]  # 通过英语四级加4分,六级加6分
        within = _LEVEL_WITHIN.search(first.head)
        alike = first.rule.form == one.rule.form == "once" and first.rule.sign == one.rule.sign
        if within is not None and alike and one.bare and _BARE_PLACE.fullmatch(one.level or ""):
            first.rule = replace(first.rule, confidence="probable")
            return within[0]
    return None


def _is_top(first: Draft, one: Draft) -> bool:
    """Tell whether an amount is that of the best grade, as lesser ones follow: 整治到位得4分,较好得3分,一般得2分."""
    points, less = first.rule.points, one.rule.points
    falls = isinstance(points, Decimal) and isinstance(less, Decimal) and points > less
    alike = first.rule.form == one.rule.form == "once" and first.rule.sign == one.rule.sign == "+"
    is_lesser = first.head.lstrip(",;、").startswith(("较", "比较", "基本"))
    return falls and alike and not is_lesser and one.bare and one.level in _BELOW_TOP and first.sentence == one.sentence


def _gradable(one: Draft) -> bool:
    return one.rule.form in _GRADED and one.rule.step in (None, 1) and one.rule.points is not None


def _merged(run: list[Draft], text: str) -> list[Draft]:
    if all(one.option for one in run[1:]) and BALLOT.search(point_around(text, run[0].at)):
        if run[0].option:
            return [_joined(run, "options", "")]
        rest = run[1:]
        return [run[0], _joined(rest, "options", "") if rest[1:] else rest[0]]
    unit = next((one.rule.unit for one in run if one.rule.unit), "")
    signs = dict.fromkeys(one.rule.sign for one in run)
    if len(signs) == len(run) and not unit:
        for one in run:
            one.rule = replace(one.rule, confidence="probable")
        return run  # 好的加2分,差的扣1分: one of each is no scale
    return [_joined([one for one in run if one.rule.sign == sign], "levels", unit) for sign in signs]


def _joined(group: list[Draft], form: Literal["levels", "options"], unit: str) -> Draft:
    first = group[0]
    repeated = form == "levels" and (
        sum("每" in one.head for one in group) > 1 or all("责" in (one.level or "") for one in group)
    )  # 国家级每项5分,省级每项3分: or two counts; 全责扣5分,次责扣2分: or two conditions
    repeated |= (
        bool(first.level) and re.search(f"[级等奖][、和及或]{re.escape(first.level or '')}", first.head) is not None
    )
    given: tuple[tuple[str, Amount], ...] = tuple(
        (one.level or one.rule.label, one.rule.points if one.rule.points is not None else Decimal(0)) for one in group
    )
    rule = replace(
        first.rule, form=form, end=group[-1].rule.end, points=None, step=None, unit=unit, levels=given, condition=None,
        confidence=first.rule.confidence if len(group) > 1 and not repeated else "probable",
    )  # fmt: skip
    return Draft(rule, first.head, first.at, first.sentence)


def _neighbours(drafts: list[Draft]) -> list[Draft]:
    """Join levels of one unit that follow each other."""
    result: list[Draft] = []
    for one in drafts:
        rule = one.rule
        last = result[-1].rule if result else None
        if (
            last is not None
            and rule.form == last.form == "levels"
            and rule.unit
            and (rule.unit, rule.sign) == (last.unit, last.sign)
            and len(rule.levels) == 1
        ):
            result[-1].rule = replace(last, end=rule.end, levels=last.levels + rule.levels)
        else:
            result.append(one)
    return result


def _spelt_out(last: ClauseRule, one: Draft, text: str) -> bool:
    """Tell whether a formula follows at once on the words that it spells out: 按比例得分。得分=完成数/任务数.

    Or a further step of the same computation: 按功效系数法计算得分,再折算.
    """
    formula = text[one.at : one.rule.end]
    between = text[last.end : one.at]
    if re.search(r"\d分", between):
        return False  # 答复率20分,按比例扣分;办结率20分,按比例扣分
    if "=" in formula:
        return "=" not in text[last.start : last.end] and re.fullmatch("[,;。:即]*", between) is not None
    if _AUTHORS_SHARE.fullmatch(formula) and _AUTHORS_SHARE.search(text, last.start, last.end):
        return True  # 第一作者计60%,其他作者计40%
    if _MULTIPLIED.match(formula) and not one.head.strip(",;"):
        return True  # 满意率×100%+基本满意率×80%,再乘以本项分值
    return (
        not re.search("[×÷]", formula)
        and (_SHARES.search(text[last.start : last.end]) or "%" not in text[last.start : last.end])
        and _FURTHER.fullmatch(one.head) is not None
    )


def _same_choices(one: ClauseRule, other: ClauseRule) -> bool:
    """Tell whether a formula gives the choices of a ballot the points that were named before it."""
    return other.form == "options" and [points for _, points in one.levels] == [points for _, points in other.levels]


def _once_each(drafts: list[Draft], text: str) -> list[Draft]:
    """Leave out a limit or a veto that the same sentence has already stated, and the formula of a share just named."""
    result: list[Draft] = []
    for one in drafts:
        rule = one.rule
        last = result[-1].rule if result else None
        if rule.form in ("dedupe", "veto") and any(
            other.rule.form == rule.form
            and (other.sentence == one.sentence or other.rule.end >= one.at - len(one.head) - 1)
            for other in result
        ):
            continue
        at_once = last is not None and last.end == one.at  # 最高加分不超过本项分
        said_again = rule.form == "floor" or (rule.form == "cap" and (at_once or text.startswith("超过", one.at)))
        if last is not None and said_again and (rule.form, rule.points) == (last.form, last.points):
            continue  # 最多加5分,超过5分的按5分计算
        if rule.form == "options" and any(_same_choices(rule, other.rule) for other in result):
            continue
        again = last is not None and rule.form == last.form == "proportional" and rule.sign == last.sign
        if last is not None and again and _spelt_out(last, one, text):
            result[-1].rule = replace(last, end=rule.end, confidence="probable")
            continue
        result.append(one)
    return result
