"""What amounts say of the row itself: what each of its items is worth, and the parts that its points are made of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.folding import number

_ITEM: Final = late_pattern(
    r"[¶,;。:]?每[1一]?(?:[项个条]|小项|子项)?(?:考核|评价|评估|重点)?(?:指标|内容|任务|工作|事项|项目|要点|目标)?(?:的?(?:满分|分值|总分))?(?:均|各)?为?"
)
_REACHED: Final = late_pattern(r"\d%?,?$|以[上下内]|[≥≤><]|达到|[的者],?$")  # 随访率达90%6分: for reaching it
# The name of a task, of words that say neither what is to be done nor what is to be reached.
_NAME: Final = (
    r"(?!开展|组织|落实|完成|加强|做好|建立|实施|推进|制定|参加|报送|上报|健全|配合|承办|举办|召开|及时|按)"
    r"[^,;。:的者完达未不无率有\d]{0,10}(?:工作|管理|建设|程序|排查|制度|质量|宣传|档案|队伍|经费|活动|培训|监督|项目|任务|资金|投诉)"
)
_NUMBER: Final = r"[¶,;。]?(?:\(?[\d一二三四五六七八九十]{0,2}[、.)])?"
_TITLE: Final = late_pattern(_NUMBER + _NAME)
_NAMES: Final = late_pattern(rf"{_NUMBER}(?:{_NAME}\d+(?:\.\d+)?分[,;、]){{2,}}")
_WORTH: Final = late_pattern(r"(\d+(?:\.\d+)?)分")
_OF_A_PERIOD: Final = late_pattern(r",[^。;]*?每个?(?:季度|月|学期|半年)(?P<points>\d+(?:\.\d+)?)分(?=[,;。]|$)")
_TIMES_A_YEAR: Final = ((4, ("季", "季度")), (12, ("月",)), (2, ("学期",)))
_SHORT_NAME: Final = late_pattern("[,;、。]?[^,;。、\\d]{1,6}")
_SEVERAL: Final = 2
_FAILING: Final = late_pattern(
    r"[未不没无缺漏迟误违错少低超差拒瞒虚假旷逾]|发生|出现|发现|被|受到|通报|投诉|上访|事故|问题"
)


def worth_told(drafts: list[Draft], points: Decimal | None, text: str) -> list[Draft]:
    """Leave out what only says the worth of an item, and read amounts behind a dash as parts where they make the row's points."""
    for one in drafts:
        if one.rule.confidence == "certain" and _is_of_all_periods(one, text):
            one.rule = replace(one.rule, confidence="probable")
    _part_points(drafts, points, text)
    _asked_once(drafts, points)
    drafts = _without_parts(_without_whole(drafts, points, text), points, text)
    others = [one for one in drafts if not _is_share_of_periods(one, points, text)]
    drafts = others or drafts  # 每季度25分,四个季度累加;季度得分=…
    told = [one for one, two in pairwise(drafts) if _says_worth(one, two, text)]
    for one, two in pairwise(drafts):
        if any(one is other for other in told) and two.rule.confidence == "certain":
            two.rule = replace(two.rule, confidence="probable")  # the scale of one item, and there are several
    return [one for one in drafts if not any(one is other for other in told)]


def _says_worth(one: Draft, two: Draft, text: str) -> bool:
    """Tell whether an amount is what each item is worth, as the scale behind it tells: 每项指标5分,优秀得5分,良好得4分."""
    rule = one.rule
    if rule.form != "per" or not text[one.at].isdigit() or _ITEM.fullmatch(one.head) is None:
        return False
    return two.rule.form == "once" and two.rule.sign == "+" and not two.rule.beyond and two.rule.points == rule.points


def _is_of_all_periods(one: Draft, text: str) -> bool:
    """Tell whether an amount may be what a part is worth, as that of each period tells: 季度检查计40分,全年四次,每季度10分."""
    rule = one.rule
    plain = rule.form == "once" and rule.sign == "+" and not rule.beyond and isinstance(rule.points, Decimal)
    found = _OF_A_PERIOD.match(text[rule.end :]) if plain else None
    return found is not None and any(number(found["points"]) * times == rule.points for times in (2, 3, 4, 12))


def _part_points(drafts: list[Draft], points: Decimal | None, text: str) -> None:
    """Read 机构健全-2分,人员到位-2分,制度完善-2分 of a row of 6 points as what is given: the dash only sets the number apart."""
    dashed = [one for one in drafts if one.rule.form == "once" and text[one.at] == "-"]
    given = [one.rule.points for one in dashed if isinstance(one.rule.points, Decimal)]
    if len(dashed) > 1 and sum(given) == points and not any(_FAILING.search(one.head) for one in dashed):
        for one in dashed:
            one.rule = replace(one.rule, sign="+", confidence="probable")


def _asked_once(drafts: list[Draft], points: Decimal | None) -> None:
    """Read what is given for one of something as given once, where all that is given makes up the row's points.

    自查两次得4分,测评一次得6分 of a row of 10 points.
    """
    given = [one for one in drafts if one.rule.sign == "+" and not one.rule.beyond]
    once = [one.rule.points for one in given if one.rule.form in ("once", "per")]
    single = [one for one in given if (one.rule.form, one.rule.unit) == ("per", "次") and "每" not in one.head]
    if not single or len(once) < max(len(given), len(single) + 1):
        return
    if sum(value for value in once if isinstance(value, Decimal)) == points and "all" not in once:
        for one in single:
            one.rule = replace(one.rule, form="once", step=None, unit="", confidence="probable")


def _is_share_of_periods(one: Draft, points: Decimal | None, text: str) -> bool:
    """Tell whether an amount is only what each period is worth of the row's points: 每季度25分 of a row of 100 points."""
    rule = one.rule
    if rule.form != "per" or not text[one.at].isdigit() or not isinstance(rule.points, Decimal):
        return False
    return any(rule.unit in units and rule.points * times == points for times, units in _TIMES_A_YEAR)


def _is_bare(one: Draft, text: str) -> bool:
    """Tell whether an amount stands behind a name alone, without a verb and without anything that is to be reached."""
    return one.rule.form == "once" and text[one.at].isdigit() and _REACHED.search(one.head) is None


def _without_whole(drafts: list[Draft], points: Decimal | None, text: str) -> list[Draft]:
    """Leave out the row's own points before what is taken off them: 农户申请5分,缺一份扣1分."""
    if len(drafts) < _SEVERAL or drafts[0].rule.points != points:
        return drafts
    if _is_title(drafts[0], text) or _is_made_of(drafts, points, text):
        return drafts[1:]
    if not _is_bare(drafts[0], text):
        return drafts
    second = drafts[1].rule
    taken = second.sign == "-" and second.points != "all"
    return drafts[1:] if taken or second.form == "entered" else drafts


def _is_made_of(drafts: list[Draft], points: Decimal | None, text: str) -> bool:
    """Tell whether the first amount is what those of the next sentences come to: 渠道建设计4分。清淤到位计2分,有人管护计2分."""
    first, rest = drafts[0], drafts[1:]
    plain = all(one.rule.form == "once" and one.rule.sign == "+" and not one.rule.beyond for one in drafts)
    if not plain or len(rest) < _SEVERAL or _REACHED.search(first.head) or text[first.rule.end] != "。":
        return False
    return sum(one.rule.points for one in rest if isinstance(one.rule.points, Decimal)) == points


def _is_title(one: Draft, text: str) -> bool:
    """Tell whether an amount of the row's own points stands behind the row's name: ⑥档案管理计2分。资料不齐扣1分."""
    if one.rule.form != "once" or one.rule.sign != "+" or one.rule.beyond or _TITLE.fullmatch(one.head) is None:
        return False
    after = "。,;" if text[one.at].isdigit() else "。" if text[one.at] in "计记" else ""
    return text[one.rule.end] in after


def _named_parts(text: str, points: Decimal | None) -> int:
    """Give where a list of names ends that have the row's points between them: 制度建设5分,队伍建设5分,缺一项扣1分."""
    found = _NAMES.match(text)
    is_all = found is not None and sum(number(value) for value in _WORTH.findall(found[0])) == points
    return found.end() if found is not None and is_all else 0


def _without_parts(drafts: list[Draft], points: Decimal | None, text: str) -> list[Draft]:
    """Leave out the points of the parts that make up the row's, each with what is taken off it.

    会议6分,缺席一次扣1分;材料4分,少一篇扣1分 of a row of 10 points.
    """
    parts = [one for one in drafts if _is_bare(one, text)]
    worth = [one.rule.points for one in parts if isinstance(one.rule.points, Decimal)]
    taken_off = sum(
        any(one is part for part in parts) and two.rule.sign == "-" and not _is_bare(two, text)
        for one, two in pairwise(drafts)
    )
    if parts and drafts[-1].rule.sign == "-" and (end := _named_parts(text, points)):
        return [one for one in drafts if one.at >= end]
    if len(parts) < _SEVERAL or sum(worth) != points:
        return drafts
    whole = any(one.rule.points == points and one.rule.sign == "+" and one.at < parts[0].at for one in drafts)
    named = whole and all(_SHORT_NAME.fullmatch(one.head) for one in parts)  # …得10分;河塘5分,河道5分
    if not named and 2 * taken_off <= len(parts):
        return drafts
    return [one for one in drafts if not any(one is part for part in parts)]
