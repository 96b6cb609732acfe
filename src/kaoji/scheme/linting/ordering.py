"""Ranges that overlap, and levels whose amounts do not go the way the levels go: 省级加3分、市级加5分、县级加1分."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import plain
from kaoji.scheme.linting.folded import NUMBER, plain_text

_RANGE = late_pattern(
    rf"(?<![\d.])(?P<low>{NUMBER})[分%]?(?:\(含\))?(?:及?以上)?[-—–~～至到]+(?:不满|不足|低于)?(?P<high>{NUMBER})(?P<unit>[分%])(?![数值之])"
)
_LEAST_SCORE = 30
_RANKS = ("乡镇街", "县区", "市地", "省", "国中全")
_LEVEL = "(?:国家|中央|全国|省|市|县|区|乡镇|镇街|街道)"
# how grave a case is, from the least to the gravest
_GRAVITIES = ("轻微", "一般", "较大", "重大", "特大", "特别重大")
_DEGREES = ("四级", "三级", "二级", "一级")
_LADDERS = (("初级", "中级", "高级"), ("大专", "本科", "硕士", "博士"))
_ON_LADDER = late_pattern(
    rf"(?P<level>初级|中级|高级|大专|本科|硕士|博士)(?:研究生|职称|证书|技术职称|资格证书|学历|学位)?的?(?:每[人名个]|[1一][名人个])?的?[,]?(?P<verb>[加得计记])(?P<points>{NUMBER})分"
)
_OF_GRAVITY = late_pattern(
    rf"(?:^|(?<=[,;:、的生起成是]))(?:每?发生|每起|[每一1]?[起次])*(?P<level>特别重大|特大|重大|较大|一般|轻微|[一二三四]级)(?P<deed>[^,;。:、\d]{{2,10}}?)的?[,:]?(?:每?[一1]?[次起件处人例个])?(?P<verb>扣)(?P<points>{NUMBER})分"
)
# 一般责任事故, 较大事故
_ASPECT = late_pattern("安全|生产|责任")
# 优秀单位奖励2万元, 合格等次拨付95%
_GRADES = (
    "E级",
    "D级",
    "C级",
    "B级",
    "A级",
    "不合格",
    "不称职",
    "较差",
    "差",
    "合格",
    "称职",
    "一般",
    "较好",
    "良好",
    "好",
    "优秀",
)
_SAME_STEP = {
    "不称职": "不合格",
    "差": "较差",
    "较差": "不合格",
    "一般": "合格",
    "称职": "合格",
    "较好": "良好",
    "好": "优秀",
}
_PAID = late_pattern(
    rf"(?P<grade>不合格|不称职|较差|差|合格|称职|一般|较好|良好|好|优秀|[A-E]级)[”\x22]?(?:等次|等级|档次|单位|个人|的|村|社区|学校|企业|科室|部门)*[,]?(?:每(?:季度?|年度?|个?月)[,]?)?(?:按(?P<of>[\u4e00-\u9fff]{{0,8}}?)的?(?P<part>{NUMBER})%(?P<paid>拨付|发放|兑现)|(?:每[个人家村]|人均)?(?:标准|考核奖|奖金|经费)?的?(?P<deed>奖励|拨付|发放|给予|兑现)(?P<amount>{NUMBER})(?P<unit>万?元|%))"
)
# 优秀、良好、合格的绩效奖分别按1.2、1.0、1.1的系数
_GRADES_EACH = late_pattern(
    rf"(?P<names>(?:不合格|不称职|基本合格|基本称职|较差|合格|称职|一般|较好|良好|优秀)(?:[、和](?:不合格|不称职|基本合格|基本称职|较差|合格|称职|一般|较好|良好|优秀))+)[^。;、\d]{{0,16}}?分别(?:按|给予|奖励|发放|拨付|计|为)[^。;、\d]{{0,8}}?(?P<list>{NUMBER}(?:万?元|倍|%|分)?(?:[、,和]{NUMBER}(?:万?元|倍|%|分)?)+)"
)
# 受到省级通报的一次扣5分
_OF_LEVEL = late_pattern(
    rf"(?:^|(?<=[,;:、的被受到获得在经担办建报评认列展增设成获]))(?P<level>{_LEVEL})级?(?P<deed>[^,;。:、\d级]{{0,14}}?)的?[,:]?(?:每[一1]?[次项个篇条件起人家户名]|[一1]次)?(?:再|各)?(?P<verb>加计|[加扣减得计记])(?P<points>{NUMBER})(?:分|(?=[,;。]|$))"
)
_LEVELS_EACH = late_pattern(
    rf"(?P<names>{_LEVEL}级?(?:[、和与]{_LEVEL}级?)+)[^。;、\d]{{0,16}}?分别(?:给予|加计?|计|得|记|扣|减)(?P<list>{NUMBER}分?(?:[、,和]{NUMBER}分?)+)"
)
_LEAST_PLACES = 3
_PLACES = "六五四三二一特"
_LETTERS = "EDCBA"
_PRIZES_EACH = late_pattern(
    rf"(?P<names>[特一二三四五六]等奖?(?:\d{{1,3}}[个名家])?(?:[、,和][特一二三四五六]等奖?(?:\d{{1,3}}[个名家])?)+)[^。;\d]{{0,8}}?分别[^。;、\d]{{0,8}}?(?P<list>{NUMBER}(?:分|万?元)?(?:[、,和]{NUMBER}(?:分|万?元)?)+)"
)
# 一等系数为1.3，二等为1.1，三等为1.2; A级1.5倍，B级1.2倍
_PLACED = late_pattern(
    rf"(?P<place>[特一二三四五六]等|[A-E][级等])奖?[^,;。、\d]{{0,10}}?(?:(?:为|按|奖励|奖)(?P<amount>{NUMBER})(?P<unit>万?元|分|%|倍)?|(?P<times>{NUMBER})倍)(?=[,;。、]|$)"
)
# 加分累计不超过5分，单项最高加6分
_IN_ALL = late_pattern(
    rf"(?:累计|合计|总计|加减分|加分|减分|扣分)(?:总和|之和)?[^,;。\d单每]{{0,6}}(?:不超过|最[高多](?:不超过|加|扣|减)?)(?P<most>{NUMBER})分"
)
_SINGLY = late_pattern(
    rf"(?:单项|单次|每项|每次)[^,;。\d]{{0,8}}(?:不超过|最[高多](?:不超过|加|扣|减)?)[加扣减]?(?P<most>{NUMBER})分"
)
# 按时完成得20分；延期完成的得25分
_OF_SIZE = late_pattern(
    rf"(?P<size>{NUMBER})?(?P<unit>[千百]?[万亿]元)(?:及|含)?以上[^,;。\d]{{0,10}}(?:1?[个家项])?[^,;。\d]{{0,4}}?(?P<verb>[得计加记])(?P<points>{NUMBER})分"
)
_MONEY = {"万元": 1, "百万元": 100, "千万元": 1000, "亿元": 10_000, "百亿元": 1_000_000, "千亿元": 10_000_000}
_IN_TIME = late_pattern(
    rf"(?P<timely>(?:按时|按期|及时|全面|全部|如期)(?P<deed>[\u4e00-\u9fff]{{2}}))[^,;。\d]{{0,8}}[,]?[得计记](?P<points>{NUMBER})分[,;。](?P<late>(?:延期|逾期|超期|延迟|未按时|未按期|未及时|部分|基本|未全部|未全面)(?P=deed))[^,;。\d]{{0,8}}[,]?[得计记](?P<less>{NUMBER})分"
)


def limits_crossed(text: str, source: Source) -> Iterator[Diagnostic]:
    """W224: one item may bring more than all of them together."""
    for sentence in re.split("[。\n]", plain_text(text)):
        whole, single = _IN_ALL.search(sentence), _SINGLY.search(sentence)
        if whole is not None and single is not None and Decimal(single["most"]) > Decimal(whole["most"]):
            yield Diagnostic(
                "scheme.W224",
                "“{single}” is never reached: “{whole}” bounds all together.",
                (source,),
                "Change one of the limits.",
                {"single": single[0], "whole": whole[0]},
            )


def overlapping_ranges(text: str, source: Source) -> Iterator[Diagnostic]:
    """W249: two ranges of one scale that share more than an end: 70—84分为良好，60—75分为合格."""
    for sentence in re.split("[。\n]", plain_text(text)):
        for (low, high), (other, top) in combinations(sorted(set(_ranges(sentence))), 2):
            if low < other < high < top:
                yield Diagnostic(
                    "scheme.W249",
                    "The ranges {low} to {high} and {other} to {top} overlap; what lies in both has two results.",
                    (source,),
                    "Mend an end, so that one begins where the other stops.",
                    {"low": plain(low), "high": plain(high), "other": plain(other), "top": plain(top)},
                )


def _ranges(sentence: str) -> list[tuple[Decimal, Decimal]]:
    """Give the ranges of scores, or of rates, of one sentence; none where it names both, or awards of a few points."""
    found = [match for match in _RANGE.finditer(sentence) if Decimal(match["low"]) < Decimal(match["high"])]
    if len({match["unit"] for match in found}) != 1 or any(Decimal(match["high"]) < _LEAST_SCORE for match in found):
        return []
    return [(Decimal(match["low"]), Decimal(match["high"])) for match in found]


def levels_out_of_order(text: str, source: Source) -> Iterator[Diagnostic]:
    """W261: a lower level, a later prize or a late deed that is worth more than the one above it."""
    said = plain_text(text)
    yield from _graver(said, source)
    for sentence in re.split("[。\n]", said):
        alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
        deed = ""
        for match in _OF_LEVEL.finditer(sentence):
            deed = match["deed"] or deed
            alike.setdefault((match["verb"], deed), []).append((match["level"], match["points"]))
        for steps in alike.values():
            yield from _disorder(steps, _rank, source)
        yield from _paid(sentence, source)
        for match in _GRADES_EACH.finditer(sentence):
            named, amounts = re.split("[、和]", match["names"]), re.findall(NUMBER, match["list"])
            if len(named) == len(amounts) and all(_SAME_STEP.get(one, one) in _GRADES for one in named):
                steps = list(zip(named, amounts, strict=True))
                yield from _disorder(steps, lambda grade: _GRADES.index(_SAME_STEP.get(grade, grade)), source)
        placed = [
            (match["place"], match["times"] or match["amount"], "倍" if match["times"] else match["unit"])
            for match in _PLACED.finditer(sentence)
        ]
        if len(placed) >= _LEAST_PLACES and len({unit for _, _, unit in placed}) == 1:
            yield from _disorder([(place, amount) for place, amount, _ in placed], _place, source)
        for pattern, names, rank in ((_LEVELS_EACH, _LEVEL, _rank), (_PRIZES_EACH, f"[{_PLACES}]等奖?", _place)):
            for match in pattern.finditer(sentence):
                named, amounts = re.findall(names, match["names"]), re.findall(NUMBER, match["list"])
                if len(named) == len(amounts):
                    yield from _disorder(list(zip(named, amounts, strict=True)), rank, source)
    for sentence in re.split("[。;\n]", said):
        yield from _smaller(sentence, source)
    for match in _IN_TIME.finditer(said):
        if Decimal(match["less"]) > Decimal(match["points"]):
            yield said_out_of_order((match["timely"], match["points"]), (match["late"], match["less"]), source)


def _graver(sentence: str, source: Source) -> Iterator[Diagnostic]:
    """Find graver cases of one kind that cost less: 一般事故每起扣5分，较大事故每起扣3分."""
    for order in (_GRAVITIES, _DEGREES):
        alike: dict[str, list[tuple[str, str]]] = {}
        for match in _OF_GRAVITY.finditer(sentence):
            if match["level"] in order:
                alike.setdefault(_ASPECT.sub("", match["deed"]), []).append((match["level"], match["points"]))
        for steps in alike.values():
            yield from _disorder(steps, order.index, source)
    for ladder in _LADDERS:
        found = [match for match in _ON_LADDER.finditer(sentence) if match["level"] in ladder]
        if len({match["verb"] for match in found}) == 1:
            yield from _disorder([(match["level"], match["points"]) for match in found], ladder.index, source)


def _smaller(sentence: str, source: Source) -> Iterator[Diagnostic]:
    """Find smaller sums that are worth more: 亿元以上项目1个得5分，5000万元以上项目1个得8分."""
    found = [match for match in _OF_SIZE.finditer(sentence) if match["unit"] in _MONEY]
    sizes = {f"{match['size'] or ''}{match['unit']}": match for match in found}
    if len({match["verb"] for match in found}) == 1:
        value = {name: int(Decimal(match["size"] or 1) * _MONEY[match["unit"]]) for name, match in sizes.items()}
        yield from _disorder([(name, match["points"]) for name, match in sizes.items()], value.__getitem__, source)


def _paid(sentence: str, source: Source) -> Iterator[Diagnostic]:
    """Find grades that are paid more than a better one; where all are paid, none is fined."""
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for match in _PAID.finditer(sentence):
        key = match["deed"] or match["paid"], match["unit"] or "%"
        alike.setdefault(key, []).append((match["grade"], match["amount"] or match["part"]))
    for steps in alike.values():
        yield from _disorder(steps, lambda grade: _GRADES.index(_SAME_STEP.get(grade, grade)), source)


def _disorder(steps: Sequence[tuple[str, str]], rank: Callable[[str], int], source: Source) -> Iterator[Diagnostic]:
    """Find the first level that gets more than the next one above it."""
    ordered = sorted(steps, key=lambda step: rank(step[0]), reverse=True)
    for (high, large), (low, small) in pairwise(ordered):
        if rank(high) > rank(low) and Decimal(small) > Decimal(large):
            yield said_out_of_order((high, large), (low, small), source)
            return


def _rank(level: str) -> int:
    return next(place for place, signs in enumerate(_RANKS) if level[0] in signs)


def _place(prize: str) -> int:
    return (_LETTERS if prize[0] in _LETTERS else _PLACES).find(prize[0])


def said_out_of_order(above: tuple[str, str], below: tuple[str, str], source: Source) -> Diagnostic:
    """Say that the lower of two levels or places, each with its amount, is worth more."""
    return Diagnostic(
        "scheme.W261",
        "“{low}” is worth {small}, more than “{high}” with {large}.",
        (source,),
        "Look whether the amounts are in the wrong order.",
        {"low": below[0], "small": below[1], "high": above[0], "large": above[1]},
    )
