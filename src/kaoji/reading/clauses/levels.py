"""At which levels an amount is given: 国家、省、市, 一等奖, 优秀, 满意."""

from __future__ import annotations

import re
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.labels import LONGEST
from kaoji.reading.clauses.words import LEVEL, OPTION, UNIT

_DRESS: Final = r"\)?(?:年度|年终|季度|考核|考评|结果|的|按照?|获|获得|荣获|获评|获批|入选|立项|被|被评为|评为|评定为|考核为|评价为|结果为|确定为|为|属于|属|达到|达|是|在|和|及|或|、|,|;|对|受|受到|:|得到|系|测评|评价|等次为|票为|分别|对应)*"
_BARE_LABEL: Final = late_pattern(
    rf"{_DRESS}(?P<label>{LEVEL}(?:[及和、或]{LEVEL})*)(?P<below>(?:等次|档次|等级|级)?及?以下)?(?:票|率|级|等次|档次|等级|的|者|一次性|单位|及?以上|奖项|层面|每票|单位|乡镇|[,:(+]|每增加一|每新增一|每|一|1|/|{UNIT})*"
)
_DIVIDED: Final = late_pattern(
    rf"^[^,;。\d]{{0,12}}(?:,|^)(?:共|划)?分(?:为|成|作)?(?={LEVEL}\(?$)"
)  # 分优秀(18-20分)、良好(15-17分)
_INCLUDING: Final = late_pattern(r"\([含包][^()]*\)")
_LAST_LABEL: Final = late_pattern(rf"{LEVEL}(?:(?:等次|档次|等级)?及?以下)?")
_OPTION_LABEL: Final = late_pattern(rf"{OPTION}(?:的|每票|一票|每张|票|[,:])*$")


def bare_level(head: str) -> str | None:
    """Give the level when the words before an amount name nothing else: 县级, 良好的, 二等奖每个, 达标以下."""
    words = _INCLUDING.sub("", head[head.rfind(":", 0, -1) + 1 :])
    match = _BARE_LABEL.fullmatch(_DIVIDED.sub("", words))
    return match["label"].strip('"') + (match["below"] or "") if match else None


def last_level(head: str) -> str | None:
    """Give the level that the last words before an amount name."""
    segment = re.split(r"[,;:]", head.rstrip(",的:"))[-1]
    found = [match[0] for match in _LAST_LABEL.finditer(segment) if len(match[0].strip('"')) > 1]
    ranked = [level for level in found if level.strip('"').endswith(("级", "等", "奖", "类"))]  # 国家级卫生乡镇
    return (ranked or found)[-1].strip('"') if found else bare_level(head) or bare_level(segment)


def is_option(head: str) -> bool:
    """Tell whether a label is a choice on a ballot."""
    return _OPTION_LABEL.search(head) is not None


_GRADE_WORD: Final = late_pattern(
    r"(?:国家|中央|全国|[省部市州县区乡镇村]|省部|县区|乡镇)(?:级|直)|[一二三四五特]等奖?|[金银铜]奖"
)
# 国家级教学成果奖特等、一、二等奖: the ranks are what is told apart, whatever level stands before them
_RANKS: Final = late_pattern(
    r"(?<![\u4e00-\u9fff]第)(?P<ranks>[特一二三四五]等?奖?(?:[、,和及][特一二三四五]等?奖?)+)(?<=[奖等])(?:项|以上)?(?=(?:的|者|,|分别|各|每[^,;:]{1,3})*$)"
)
_LISTED_OPTION: Final = late_pattern(rf'{OPTION}(?=[、,和及或/"]|$|分别|[一二三四五六3-6]|等|的|各)')
_LISTED_LEVEL: Final = late_pattern(
    rf"{LEVEL}(?=[、和及或/]|$|的|级|等|每|认|表|通|媒|评|授|颁|党|主|电|报|刊|新|政|以|命|下|分|推|采|转|肯|列|选|录)"
)
_AREA: Final = late_pattern(r"全(?:国|[省市州盟县区旗镇乡])")  # 全国、全省、全市现场会: the last bears the noun of all
_PLACED: Final = late_pattern("(?:镇|县|市|省|国|区|乡|州|中国|全国|全[省市县区]|[^级]{1,4}级)")
_MEASURE: Final = late_pattern(
    r"(?:[率比量值额数]|以上|达标|到位|完成|完整|齐全|合格)[^,;。]{0,5}?(?:\d+%?(?:以上)?|的)?,?$"
)
_OR: Final = late_pattern(",或者?(?=.{4})")  # 甲部门未…,或者乙部门未…,分别扣
# 获得国家级荣誉的,获得省级表彰的,每项分别: a clause for each amount
_CASES: Final = late_pattern(r"(?:^|[,;:])(?P<cases>(?:[^,;:]{3,30}的,){2,})(?:每[^,;:]{1,3})?(?:分别|各)?$")
_PAIR: Final = 2
_SHORT: Final = 5
_FAILING: Final = late_pattern("^[^,;:。]{2,12}[不未没无][^,;:。]{1,8}$")
_COUNTED: Final = late_pattern(
    "(?<=、[A-E甲乙丙丁])[二三四五]个?(?:等次|等级|等|级|档)(?=的|,|分|$)"
)  # 评为A、B、C三等的
# Behind the list what each of it comes to: 小学、初中巩固率分别低于99%、98%的, 入户率、签约率分别低于平均值的
_VALUES: Final = late_pattern(
    r"分别(?:[未没]有?)?(?:达到?|低于|高于|超过|不足|不到|大于|小于|少于|多于|(?:完成|为)(?=[\d≥]))[^,;:分]*$"
)
_ITEMS: Final = late_pattern(r"、|和|及(?!时|其|格|早)|或|与|/")


def names(head: str, count: int) -> tuple[str, ...]:
    """Split the named things before 分别 or 各 into so many labels; () when they cannot be told apart.

    >>> names("年内获得国家级荣誉的,获得省部级表彰的,获得市级表彰的,每项分别", 3)
    ('国家级荣誉', '省部级表彰', '市级表彰')
    >>> names("工作经验被省、市推广的分别", 2), names("获国家级教学成果奖特等、一、二等奖的分别", 3)
    (('省', '市'), ('特等奖', '一等奖', '二等奖'))
    """
    head = _COUNTED.sub("", head)
    cases = _CASES.search(head)
    if cases is not None and cases["cases"].count("的,") == count:
        return tuple(_trim(re.sub("^(?:年内|当年|年度内)", "", case)) for case in cases["cases"].split(",")[:-1])
    ranks = _RANKS.search(head)
    if ranks is not None and len(found := re.findall("[特一二三四五](?=[等奖、,和及]|$)", ranks["ranks"])) == count:
        return tuple(f"{rank}等奖" for rank in found)
    for pattern in (_GRADE_WORD, _LISTED_LEVEL, _LISTED_OPTION, _AREA):
        levels = pattern.findall(head)
        if len(levels) == count:
            return tuple(level.strip('"') for level in levels)
    for segment in reversed(re.split(r"[,;:]", head)):
        items = _items(segment)
        if len(items) == count:
            return items
    return ()


def areas(head: str) -> tuple[str, ...]:
    """Give the areas that a list names: 在全国、全省排名第一的."""
    return tuple(match[0] for match in _AREA.finditer(head))


def graded(head: str, count: int) -> bool:
    """Tell whether so many levels are named: 县级、市级、省级; 市优、省优、国优; 一、二、三等奖.

    >>> graded("创成县级、市级、省级文明村的", 3)
    True
    >>> graded("制度、台账、总结不全的", 3)
    False
    """
    found = names(head, count)
    if len(found) != count:
        return False
    placed = [_PLACED.match(name) for name in found]
    if count > _PAIR and len({name[-_PAIR:] for name in found}) == 1:
        return True  # 本县好人、本市好人、本省好人
    return all(placed) or all(re.fullmatch(".*[特一二三四五六]", name) for name in found[:-1])


def named_things(head: str) -> tuple[str, ...]:
    """Give the things that get an amount each: 无方案、无总结的各扣."""
    segments = [segment for segment in re.split(r"[,;:]", head) if _trim(segment)]
    if not segments:
        return ()
    items = _items(segments[-1])
    if len(items) > 1:
        return items
    if len(segments) > 1 and len(segments[-1]) <= _SHORT and "、" in segments[-2] and _FAILING.search(head) is None:
        return _items(segments[-2])  # 工会、妇联组织健全,活动正常,分别得1分
    alike = [segment for segment in segments if segment[0] == segments[-1][0]]
    if len(alike) < len(segments):  # 抽查率100%,公示率100%,各得3分
        measures = [segment for segment in segments if _MEASURE.search(segment)]
        alike = measures if len(measures) > 1 and measures[-1] is segments[-1] else alike
    if len(alike) == 1 and all(_FAILING.search(segment) for segment in segments):
        alike = segments  # 领导机构不健全,分管领导不明确,各扣2分
    if len(alike) > 1:
        return tuple(map(_trim, alike))
    return tuple(_trim(one)[:LONGEST] for one in alternatives) if len(alternatives := _OR.split(head)) > 1 else ()


def things_with_one(words: str) -> tuple[str, ...]:
    """Give the things of which one is counted behind them: 学历、职称有(一人不符的各扣), 迟到、早退(一次各扣)."""
    last = re.split("[,;:]", words)[-1]
    things = _items(last.removesuffix("有")) if "、" in last else ()
    return things if len(things) > 1 else ()


def _items(segment: str) -> tuple[str, ...]:
    """Split a list; a 和 before the last 、 joins words of one item: 有考察材料和记录、有审批表."""
    segment = _VALUES.sub("", segment)
    listed, mark, last = segment.rpartition("、")
    pieces = [*listed.split("、"), *_ITEMS.split(last)] if mark else _ITEMS.split(segment)
    return tuple(item for item in map(_trim, pieces) if item and not item.isdigit())


def _trim(item: str) -> str:
    return re.sub(
        r"^(?:对|凡|经(?![验济费营])|获得?|受到?|入选|被(?:评为|授予|命名为|认定为)?|由|在)|(?:的|者|等|以上|,|的单位|每(?:{UNIT}))+$",
        "",
        item.strip('",;:。()的'),
    )
