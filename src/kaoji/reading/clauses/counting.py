"""For how many of what an amount is given: 每次, 每低于5个百分点, 缺一项, 1次."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import levels
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.words import DIGITS, FREQUENCY, MEASURED, NUMBER, UNIT, one_of

Direction = Literal["each", "above", "below"]


@dataclass(frozen=True, slots=True)
class Each:
    """For every ``step`` of ``unit``.

    Attributes:
        start: where 每 or the number stands in the head.
        end: the character after the unit.
        direction: whether it counts from a target, upwards or downwards.
        sure: nothing else is likely to be meant.
        then: the count goes on from a threshold (再每增加).
        words: what stands between 每 and the number.
    """

    step: Decimal
    unit: str
    start: int
    end: int
    direction: Direction = "each"
    sure: bool = True
    then: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Verb:
    """The amount that the head is for: a deduction, an award beyond the row's points, or towards them; 各 before it."""

    minus: bool
    extra: bool
    severally: bool


# After 每: the unit itself, with a second one (每人次, 每项（次）), or a large one (每百万元).
_UNIT: Final = late_pattern(
    rf"(?P<times>[十百千](?=万元|亿元|元|人|亩|户))?(?P<unit>{UNIT})"
    rf"(?P<more>按次(?!数)|[/、·]?每?(?:人次|次(?!数)|人(?=,|$))|[/、·或](?:{UNIT})|\(每?(?:{UNIT})\))?"
)
# Words that begin like a unit: 每处理1件, 每节约1%.
_NO_UNIT: Final = late_pattern(
    "节[约省水电能支]|例行|例会|处[理置罚分]|起[诉草到]|点[名评击]|批[评准]|名列|位[列居]|条件|期[末中]|本[单部院级]|部署|台[账帐]|"
    "支[出付持援]|具[备有]|张[贴挂]|口[头径]|笔[录试]|面[积谈试对向]|封[闭存停]|课间|段落"
)
# After 每: words, a number and its unit (每少入规一家, 每低于100万元, 每多（少）1家).
_RATIO: Final = late_pattern("/(?:亩|人|户|吨|平方米|立方米)")
_BOTH_WAYS: Final = (
    r"(?:\((?:[多少高低升降增减加扣上下前后]|超过|低于|减少|增加|下降|上升|提高|降低|提升)\)"
    r"|[、/或](?:[多少高低升降]|下降|上升|减少|增加|降低|提高))?"
)
_COUNTED: Final = late_pattern(
    rf"(?P<words>[^,;。:每\d]{{0,18}}?{_BOTH_WAYS}[^,;。:每\d]{{0,10}}?(?:{DIGITS}%(?=[\d一]))?)(?<!第)(?P<number>{NUMBER})(?P<tens>[万千百亿](?={UNIT}))?"
    rf"(?P<unit>个?分(?![之钟公])|个点(?!位)|{UNIT})(?P<more>{_RATIO.pattern}|/?次(?!数)|\(次\)|每?(?:人次|次)|\((?:{UNIT})\)次?)?"
)
_OTHER_UNIT: Final = late_pattern(
    rf"(?P<words>[^,;。:每\d]{{0,12}}?)(?P<number>{DIGITS})(?P<tens>)(?P<unit>[^\d,;。:的]{{1,8}})(?P<more>)"
)
_OTHER_ONE: Final = late_pattern(
    r"(?P<words>[^,;。:每\d一]{0,12})(?P<number>一)(?P<tens>)(?P<unit>[^\d,;。:的个一为]{1,2})(?P<more>)"
)
_BEFORE_UNIT: Final = late_pattern(rf"每个?({UNIT})(?:[/、·])?$")
_OTHER_BEFORE: Final = late_pattern(r"每个?((?!发[现生]|出现|逾|超|[迟早]到|缺|有)[一-龥]{2,3})$")  # 每断面每月
_OFTEN: Final = late_pattern(rf"{FREQUENCY}(?!次(?!数))")
# Words between what is counted and the verb.
_TAIL: Final = late_pattern(
    r"(?:的|者|为|在\d{1,3}分的?基础上|(?<![学课小工临及])时|则|,|:|,?(?:再|另|另外|额外|相应|则|可|均|都|就|还|并|即|予以|给予|对其|将|各))*$"
)
_BENEFICIARY: Final = late_pattern(
    r"(?:(?:[给由从]|(?<![行作])为|对(?![象口外内照接公私]))[^,;。]{0,12}|(?:责任|牵头|所在|相关|主办|承办|配合|被\w{2})?(?:单位|科室|部门|乡镇|街道|个人|部门或单位|支部所有科室))$"
)
# What happens to the thing that is counted.
_HAPPENS: Final = late_pattern(
    one_of(
        "发生 出现 发现 增加 减少 提高 降低 下降 上升 提升 新增 查出 逾期 超期 超时 推迟 延迟 延期 引进 争取 漏 落后 退后 前进 低于 高于 超过 超出 超额",
        "低 高 超 少 缺 多 差 迟 有 增 减 升 降 完成 未完成 获得 获 被 受到 存在 瞒报 拖延 晚 早 提前 欠 误 错 退 重复 丢失 使用 采用 录用 刊发 发表",
        "承办 举办 协办 创建 培育 建成 申报 入库 签约 落地 举行 报送 开展 未 通报 查实 推广",
    )
)
# Of one letter only those that begin no noun: 少, but not 高 (高新技术企业).
_NEWLY: Final = late_pattern(
    r"^(?:发生|出现|发现|增加|减少|新增|查出|引进|争取|完成|获得|培育|建成|申报|创建|举办|承办|[少缺多漏有获]|未完成)+"
)
# Before one of something it is no count but a demand, or the thing that is spoken of.
_DEMANDED: Final = late_pattern(
    r"(?:[只仅][^,;。]{0,4}|有|至少|不少于|不低于|少于|为|是|的|其中|任何|任|某|由|以|按|在|用|做到|形成|达到|确保|明确|配备|设有?|拥有|只|不止|仅|成立|确定|落实|每|和|及|、|或|\))了?$"
)
# Towards the row's own points one of something counts behind a verb of this kind alone.
_DONE: Final = late_pattern(
    r"(?:解决|转播|转载|分享|播出|推出|制作|调解|采用|采纳|录用|刊发|刊登|发表|发布|报道|转发|报送|上报|撰写|编发|举办|承办|协办|召开|引进|调处|化解|查处|查办|办结|破获|发现|新增|增加|培育|获得|获批|获评|获颁|入选|立项|被评为)了?$"
)
_REACHED: Final = late_pattern("..(?:达到?|不低于|不少于)$")
_AT_LEAST: Final = late_pattern(r"\(?含?\)?及?以[上下]|\(含\)")
_OFTEN_AT_ALL: Final = late_pattern("每|至少|不少于|不低于")
_COMPARED: Final = late_pattern("低于|高于|达到|超过|不足|少于|多于|[≥≤]")
# A number and a unit right before the verb, or one of something earlier in the clause, without 每.
_AT_THE_END: Final = late_pattern(
    rf"(?P<bound>[≥≤><]|[只仅](?:有|完成|实现|达到|符合|满足|具备)?(?:其中)?|(?:达到|符合|满足|具备)其中|达到?|至少|不少于|不低于|少于|不足|满|前|后|第|进入|以上|人均|每)?(?<![-\d.])(?<![\d一二三四五六][至到])(?<![\d一二三四五六][次个项名位][至到])(?P<number>{NUMBER})(?P<unit>{UNIT})(?P<more>/?次|\((?:{UNIT})\))?$"
)
_IN_A_ROW: Final = late_pattern(r"\d(?:[万亿]?元|%|个?百分点|[万千]?[吨亩人户家])、$")  # 突破10亿元、5亿元、1亿元
_BY_UNIT: Final = late_pattern(rf"[按逐](?P<number>{NUMBER})?(?P<unit>{UNIT})$")
_SINGLE_ONE: Final = late_pattern(r"单(?P<unit>[条篇次件例起])(?!位)[^,;。\d]{0,4}$")
_ONE: Final = late_pattern(
    rf"(?P<before>[^,;。]{{0,20}}?)(?<![第统万同之任\d至-])(?P<one>(?<!\d\.)1|一)(?P<unit>{UNIT})(?P<more>次|\((?:{UNIT})\))?(?!性|起来|致|方面|步|直|定|以上|及以上|以内|以下|之内|[-至到]\d|月|工作日|小时|百分点|(?<=次)(?:(?:性|造成|死亡|死|重伤|伤亡)[^,;。]{{0,3}})?{NUMBER}[人名])"
)
_ONE_AND: Final = late_pattern(r"(?P<one>[1一])(?P<unit>次|起|例|件|处|宗),?[且并][^,;。每]*$")  # 漏访一次,且造成影响的
_HAPPENED: Final = late_pattern(
    r"[,;。:]?(?:出现|发生|发现|查实)了?(?P<one>[1一])(?P<unit>次|起|例|件|处|宗)(?!以上|及|\d|(?<=次)(?:性|造成|死亡|重伤|伤亡))"
)
_FOUND: Final = late_pattern("^(?:发现|发生|出现|查出|查实)|有了?$")
_CAME_UP: Final = late_pattern("(?:发现|发生|出现|查出|查实)了?$")
_BOUNDED: Final = late_pattern(r"(?:达到?|至少|不少于|不低于|少于|不足|未|没有|每半年|每年|每月|每季度?)[^,]{0,2}$")
_MOVED: Final = late_pattern(
    r"(?:超过?|低于|高于|增加|减少|提高|降低|上升|下降|退|升|降|前移|后移|落后|前进|提升|低|少|缺)[^,]{0,3}$"
)
# Behind 每份病历 or 每项内容: of what is wrong there one is counted.
_WITHIN: Final = late_pattern(
    rf"^[^,;。\d每]{{0,8}}?(?:缺少?|[少有错漏]|发现|出现|存在)了?[1一](?P<unit>{UNIT})(?!以上|及)[^,;。\d每]{{0,10}}$"
)
_COUNTED_ITSELF: Final = late_pattern("部门|单位|社区|乡镇|街道|村|镇|乡|县")  # 每落实一个部门: 个, or 部门
_OFTEN_WITHIN: Final = late_pattern("[1一][次处起项]")  # 每有一个断面一次不达标
_MISSING: Final = late_pattern(r"[缺少](?:(?:任[何意]?)?一|项|一样)$")  # 有机构、有人员、有经费,缺一扣1分
_ONE_FAILED: Final = late_pattern(r"^[一1](?P<unit>[一-龥])(?<![定直致般起样])(?=[不未没])")
# Behind 每村 or 每个企业: what it must have, not what it is for each.
_OF_ALL: Final = late_pattern("^[^,;。]{0,10}[均都皆][^,;。]{2,}")
_DENSITY: Final = late_pattern(
    "每[十百千万](?:人|户|名|亩)[^,;。]{0,12}?(?:拥有量|保有量|占有量|拥有数|床位数|密度|[率比])"
)
_OF_SO_MANY: Final = late_pattern("每[十百千万]")
_AVERAGE: Final = late_pattern(r"[超高低少多]于?过?[^,;。\d]{0,8}平均")
_LINE: Final = late_pattern(r"(?:达|增|升|提高|降|减少)[^,;。\d]{0,3}\d|\d[^,;。\d]{0,6}以[上下内]")
_MUST: Final = late_pattern(
    r"^(?:(?:有|须|应|要|至少|不少于|不低于|建|设|配)|[^,;。\d]{1,4}(?:配备|配齐|设立|设有|建有|成立|至少|不少于))[^,;。]{6,}"
)
_ASKED: Final = late_pattern(rf"每|[\d一二两三](?:{UNIT})")  # 每人每年撰写1篇得2分
_FAILS: Final = late_pattern("[不未没无]")
_PERSON: Final = late_pattern("(?:人才|干部|人员|民警|专家|代表|学生|博士|硕士|[员犯生师者])$")
_NOT_A_COUNT: Final = frozenset("类档种票年月季周日级届点一回口眼万亿") | {"等级", "季度", "年度"}
_TURNS: Final = frozenset({"个月", "个季度"})  # 有一个月未盘点
_PLACED: Final = late_pattern("[前后末列居排数]$")
_ABOVE: Final = "超过|超出|超额|高于|高出|增加|提高|上升|提升|增长|新增|增量|前进|追加|提前|[高多超增升]"
_BELOW: Final = "低于|降低|下降|减少|落后|逾期|推迟|[低少缺差降减欠延退晚迟]"
_FURTHER: Final = late_pattern(rf"(?:{_ABOVE}|{_BELOW})(?P<number>{NUMBER})(?P<unit>个?百分点|个?千分点|个?比点|%|‰)")
_DIRECTED: Final = late_pattern(f"{_ABOVE}|{_BELOW}")
_TIMES: Final = frozenset("次例起宗天日周月年") | {"小时"}
_SO_OFTEN: Final = late_pattern(rf"(?:每|全|一|本){FREQUENCY}")
_FOR_EACH: Final = late_pattern(r"每个?(?:户|村|社区|人|乡镇|单位|部门|学校|企业|班级?)[^,;。\d每]{0,6}$")
_SELDOM: Final = late_pattern(rf"(?:少于|低于|不足|不到|达不到|达到|做到|保证|满足)[每一]个?{FREQUENCY}[^,;。]{{0,6}}$")
_BEYOND: Final = late_pattern("(?:高于|低于|大于|小于|超过|超出|突破|多于|少于)$")
_RATE: Final = late_pattern("(?:率|比例|占比|比重)[不未]?(?:高于|低于|大于|小于|超过|超出)$")
_BODIES: Final = frozenset({"单位", "部门", "科室", "企业", "乡镇", "社区"})
_RELATIVE: Final = frozenset({"百分点", "千分点", "%", "‰", "名", "位", "名次", "位次"})
_LENGTHS: Final = frozenset({"米", "千米", "公里", "平方米", "立方米", "吨", "公斤", "km", "kg", "cm"})
_PERIODS: Final = frozenset({"年", "月", "季度", "日"})
_YEAR: Final = 4
_ONE_THING: Final = late_pattern(r"[一1][^\d的,;。]{2,8}")
_COUNTS: Final = frozenset("个家项户")
_OF_A_THING: Final = late_pattern(r"^[^,;。的]{2,}的[^,;。的]{3,}$")
_LONG_NOUN: Final = 12
_SHORT_NOUN: Final = 8
_SHORT_WAY: Final = 10
_BRIEF: Final = 5


def each(head: str, *, minus: bool, extra: bool, severally: bool = False) -> Each | None:
    """Find for how many of what an amount is given; the words nearest to it decide.

    >>> found = each("再每增加100万元", minus=False, extra=True)
    >>> found.step, found.unit, found.direction
    (Decimal('100'), '万元', 'above')
    """
    verb = _Verb(minus, extra, severally)
    tail = _TAIL.search(head)
    body = head[: tail.start()] if tail else head
    last = max(body.rfind(mark) for mark in ",;:") + 1
    near = last
    if last and levels.bare_level(body[last:]) is not None:
        near = max(body.rfind(mark, 0, last - 1) for mark in ",;:") + 1  # 每刊发1条信息,省级加2分
    place = len(body)
    while (place := body.rfind("每", 0, place)) >= 0:
        found = _after_each(body, place, verb, near=place >= near)
        if found is not None and place < last:
            inner = _without_each(body, last, verb)  # 每查出一次台账不全的,发现一处漏登的扣1分
            found = inner if inner is not None and inner.start >= last and verb.minus else found
            return replace(found, sure=found.sure and near == last and found is not inner)
        if found is not None:
            return found
    return _without_each(body, last, verb)


def _after_each(body: str, place: int, verb: _Verb, *, near: bool) -> Each | None:
    after = body[place + 1 :]
    often = _OFTEN.match(after)
    if often is not None and often.end() < len(after):
        period = Each(Decimal(1), _plain(often[0]), place, place + 1 + often.end(), sure=False)
        brief = len(after) - often.end() <= _BRIEF
        return period if verb.severally and near and brief else None  # 每季调度会各计1分
    direct = None if _NO_UNIT.match(after) else _UNIT.match(after)
    counted = _COUNTED.match(after)
    if direct is not None:
        return _direct(body, place, direct, counted, verb, near=near)
    if counted is not None:
        return _counted(body, place, counted, near=near)
    other = (_OTHER_UNIT.fullmatch(after) or _OTHER_ONE.fullmatch(after)) if near else None
    if other is not None:
        found = _counted(body, place, other, near=near)  # 每上升1微克/立方米
        return replace(found, sure=False) if found else None
    return _noun(after, place, len(body)) if near else None


def _noun(after: str, place: int, end: int) -> Each | None:
    """Read 每新增高新技术企业, 每少一层管理: the thing itself, or the measure word before it, is the unit."""
    noun = _NEWLY.sub("", after).strip('"')
    if _ONE_THING.fullmatch(noun):
        size = 2 if noun[1] in "大小" and noun[2:] else 1  # 每一小节课
        return Each(Decimal(1), noun[1 : 1 + size], place, end, sure=False, words=noun[1 + size :])
    if 0 < len(noun) <= _SHORT_NOUN and not re.search(r"[\d的]", noun):
        return Each(Decimal(1), noun, place, end, sure=False, words=after)
    return None


def _direct(
    body: str, place: int, direct: re.Match[str], counted: re.Match[str] | None, verb: _Verb, *, near: bool
) -> Each | None:
    end = place + 1 + direct.end()
    rest = body[end:]
    if rest[:1].isdigit() or _OF_ALL.search(rest):
        return None  # 每村2名: a demand; 每项工作均有进展: all of them
    if (further := _FURTHER.fullmatch(rest)) is not None:  # 每项低一个百分点
        return Each(number(further["number"]), _plain(further["unit"]), place, len(body), _direction(rest), sure=False)
    inner = _WITHIN.search(rest) if near and verb.minus else None
    if inner is not None:
        unit = _plain(inner["unit"])  # 每份病历缺1项, 每人缺1次
        unit = direct["unit"] + unit if unit == "次" and direct["unit"] in "人项件户家" else unit
        return Each(Decimal(1), unit, place, end + inner.end("unit"), sure=False)
    is_measure = _OF_SO_MANY.match(body, place) is not None and _AVERAGE.search(rest) is not None
    is_measure = is_measure or _DENSITY.match(body, place) is not None  # 每万人专利拥有量居前列
    if is_measure or not (near or (verb.minus and _HAPPENS.match(body[place + 1 :]))):
        return None  # 每个村建一个站，建成的: a demand, not a count; 起数每万人超过全市平均数的,扣2分: a measure
    if not (verb.minus or verb.extra) and (
        _COMPARED.search(rest) or _MUST.match(rest) or _is_density(body, place, rest)
    ):
        return None  # 每万人案件数低于平均水平的: a measure; 每村有一个固定宣传栏的: a demand
    step, unit = _large(direct["times"], direct["unit"] + _second(direct["more"]))
    before = _before(body[:place], unit)
    twofold = before is not None and not _OFTEN.fullmatch(before[1]) and (unit != "次" or before[1] not in "人项件户家")
    if before is not None and not _OFTEN.fullmatch(before[1]):
        place = before.start()
        compound = unit in _TIMES or (unit == "项" and before[1] in _BODIES)  # 每人每次: 人次; 每个单位每项: 单位项
        unit = before[1] + unit if compound else unit + before[1] if before[1] == "次" else unit
    cut = len(rest) == 1  # 每万字: the unit is longer than those known
    doubtful = twofold or cut or (counted is not None and _HAPPENS.match(rest) and not rest.endswith(counted[0]))
    return Each(
        step,
        unit,
        place,
        end,
        sure=near
        and (not rest or len(rest) <= _LONG_NOUN)
        and not (doubtful and (rest or twofold))
        and not (unit == "个" and rest)
        and not rest.startswith(
            ("设", "分别设", "评选", "评出", "以上", "以下")
        )  # 每项设一、二、三等奖; 每百万元以上项目
        and (verb.minus or verb.extra or _ASKED.search(rest) is None),
    )


def _is_density(body: str, place: int, rest: str) -> bool:
    """Tell whether 每 names a measure of which a line is asked: 平均每百户用房30平方米以上, 每万人专利拥有量增长10%."""
    asked = _LINE.search(rest) is not None
    return asked and (body.endswith("平均", 0, place) or _OF_SO_MANY.match(body, place) is not None)


def _counted(body: str, place: int, counted: re.Match[str], *, near: bool) -> Each | None:
    words, unit = counted["words"], counted["unit"].strip('"')
    if unit in _PERIODS and len(counted["number"]) == _YEAR:
        return None
    if not near and not _HAPPENS.match(body[place + 1 :]):
        return None
    if _AT_LEAST.match(body[place + 1 + counted.end() :]) or _REACHED.search(words):
        return None  # 每专业3个及以上, 每千人达到40张: a demand
    end = place + 1 + counted.end()
    unit = (counted["tens"] or "") + _plain(unit) + _second(counted["more"])
    before = _before(body[:place], unit)
    if before is not None and not _OFTEN.fullmatch(before[1]):
        place = before.start()
        unit = before[1] + unit if unit in _TIMES else unit  # 每村每发现一次: 村次
    return Each(
        number(counted["number"]),
        unit,
        place,
        end,
        _direction(words),
        sure=before is None
        and not (counted["unit"] == "个" and _COUNTED_ITSELF.match(body[end:]))
        and "(" not in (counted["more"] or "")
        and _OFTEN_WITHIN.search(body[end:]) is None,
        then=body[place - 1 : place] == "再",
        words=_DIRECTED.sub("", words) if MEASURED.search(unit) else words,
    )


def _before(body: str, unit: str) -> re.Match[str] | None:
    """Find what is counted in front of the unit, of other words only where that is a time or an occurrence."""
    return _BEFORE_UNIT.search(body) or (_OTHER_BEFORE.search(body) if unit in _TIMES else None)


def _direction(words: str) -> Direction:
    return "above" if re.search(_ABOVE, words) else "below" if re.search(_BELOW, words) else "each"


def _second(more: str | None) -> str:
    if _RATIO.fullmatch(more or ""):
        return more or ""
    return re.sub(r"[/、·每按()或]", "", more or "")


def _large(times: str | None, unit: str) -> tuple[Decimal, str]:
    """Give 每百万元 as 100 of 万元."""
    factor = {"十": 10, "百": 100, "千": 1000}
    if times:
        return Decimal(factor[times]), unit
    if unit in ("百万元", "千万元", "百元", "千元"):
        return Decimal(factor[unit[0]]), unit[1:]
    return Decimal(1), _plain(unit)


def _plain(unit: str) -> str:
    return unit.removeprefix("个") or unit


def _without_each(body: str, last: int, verb: _Verb) -> Each | None:
    segment = body[last:]
    beneficiary = _BENEFICIARY.search(segment)
    if beneficiary is not None and beneficiary[0].startswith("对") and _AT_THE_END.search(beneficiary[0]):
        beneficiary = None  # 对离休干部少走访一人
    if beneficiary is not None and beneficiary.start() == 0 and last:
        # 少1人次，所在科室扣1分: whose points they are stands alone.
        return _without_each(body[: last - 1].removesuffix("的"), body.rfind(",", 0, last - 1) + 1, verb)
    trimmed = segment[: beneficiary.start()].removesuffix("的") if beneficiary and beneficiary.start() else segment
    found = _severally(trimmed) or _at_the_end(trimmed, verb) or _missing(trimmed, verb) or _one_of(segment, verb)
    if found is None and verb.minus and (happened := _HAPPENED.match(body) or _ONE_AND.search(body)) is not None:
        unit = _plain(happened["unit"])  # 出现1次…,影响较大的扣1分
        return Each(Decimal(1), unit, happened.start("one"), happened.end(), sure=False)
    return None if found is None else replace(found, start=found.start + last, end=found.end + last)


def _severally(words: str) -> Each | None:
    """Read 按次扣1分, 按10平方米扣1分."""
    found = _BY_UNIT.search(words)
    if found is not None and found["number"]:
        if not MEASURED.search(found["unit"]):
            return None
        return Each(number(found["number"]), _plain(found["unit"]), found.start("number"), found.end(), sure=False)
    if found is None:
        found = _SINGLE_ONE.search(words)  # 采用单条信息计10分
        return found and Each(Decimal(1), _plain(found["unit"]), found.start(), found.end(), sure=False)
    if found["unit"] in ("名次", "位次", "等次", "档次"):
        return None
    return Each(Decimal(1), _plain(found["unit"]), found.start(), found.end(), sure=found["unit"] not in _PERIODS)


def _at_the_end(words: str, verb: _Verb) -> Each | None:
    tail = _AT_THE_END.search(words)
    if (
        tail is None
        or tail["bound"]
        or _IN_A_ROW.search(words, 0, tail.start("number"))
        or _SELDOM.search(words[: tail.start("number")])
    ):
        return None  # 不足2次扣1分, 少于每年一次的扣5分
    asked = _SO_OFTEN.search(words[: tail.start("number")]) or _FOR_EACH.search(words[: tail.start("number")])
    if asked is not None and not (verb.minus or verb.extra):
        return None  # 每年组织1次,得1分; 每户发放1份得4分: how often, or how many, is asked for
    count = number(tail["number"])
    fraction = 0 < count < 1 and MEASURED.search(tail["unit"]) and _MOVED.search(words[: tail.start("number")])
    if count != 1 and not fraction:
        return None  # 超过0.1个百分点扣1分
    before = words[: tail.start("number")]
    if tail["unit"] in _NOT_A_COUNT | {"名", "位", "等次", "档次"} and not (
        _MOVED.search(before) or _PERSON.search(before)
    ):
        return None
    unit = _plain(tail["unit"] + _second(tail["more"]))
    beyond = _BEYOND.search(before) is not None
    line = _of_itself(unit, before) or unit in ("月", "年", "季度") or not (verb.minus or verb.extra)
    if beyond and line:
        return None  # 高于1米扣1分, 差错率超过1%的扣1分, 滞留超过1个月扣1分, 不超过1个得2分
    absolute = beyond and unit not in _RELATIVE
    return Each(count, unit, tail.start("number"), tail.end(), _direction(words), sure=count == 1 and not absolute)


def _of_itself(unit: str, before: str) -> bool:
    """Tell whether a bound is the measure itself, not how far it lies from a target: 高于1米, 利税超过1亿元, 差错率超过1%."""
    return unit in _LENGTHS or unit.endswith("元") or (unit in ("%", "‰") and _RATE.search(before) is not None)


def _missing(words: str, verb: _Verb) -> Each | None:
    """Read 缺一扣1分, 一防不到位扣0.1分: the unit is 项 or the thing itself."""
    if not verb.minus:
        return None
    if (missing := _MISSING.search(words)) is not None:
        return Each(Decimal(1), "项", missing.start() + 1, missing.end())
    failed = _ONE_FAILED.match(words)
    return Each(Decimal(1), failed["unit"], 0, failed.end(), sure=False) if failed else None


def _one_of(words: str, verb: _Verb) -> Each | None:
    for one in _ONE.finditer(words):
        before = one["before"]
        if words[: one.start("one")].count('"') % 2 or before.endswith("最后"):
            continue  # "最多跑一次": a name; 最后一个
        placed = one["unit"] in "名位" and _PLACED.search(before)
        fails = verb.minus and before[-1:] == "有" and _FAILS.search(words[one.end() :]) is not None
        lacks = verb.minus and before[-1:] in ("缺", "少")
        kind = (fails or lacks) and one["unit"] in "种类门"  # 有一种设备不能使用, 缺少一种图纸
        known = _plain(one["unit"]) not in _NOT_A_COUNT or kind or (fails and one["unit"] in _TURNS)
        compared = _BEYOND.search(before) and (_of_itself(one["unit"], before) or not (verb.minus or verb.extra))
        if placed or not known or compared or _BOUNDED.search(before):
            continue
        is_counted = one["unit"] in _COUNTS and _DONE.search(before) is not None  # 引进一个投资千万元以上的项目
        if not (verb.minus or is_counted) and _OF_A_THING.search(words[one.end() :]):
            continue  # 落实增加一人份额的优惠政策
        done = not _DEMANDED.search(before) if verb.extra else _DONE.search(before) and not _OFTEN_AT_ALL.search(before)
        near = (
            len(before) <= _SHORT_WAY
            or _FAILS.match(words[one.end() :])
            or _CAME_UP.search(before)
            or _FOUND.search(before)
        )
        if (verb.minus and near) or (not verb.minus and done):
            unit = _plain(one["unit"] + _second(one["more"]))
            return Each(Decimal(1), unit, one.start("one"), one.end(), sure=False)
    return None
