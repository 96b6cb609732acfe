"""Checks on how any text of a notice is written: brackets, lost characters and words, numbers without 分, gaps between ranges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.scheme.linting.folded import NOT_A_VERB, NUMBER, plain_text
from kaoji.scheme.linting.ordering import levels_out_of_order, overlapping_ranges
from kaoji.scheme.linting.scales import rank_gaps, scale_gaps

_PAIRS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "〕": "〔",
    "」": "「",
    "』": "『",
    "”": "“",
    "︶": "︵",
}
_NUMBERED = late_pattern(r"(?:(?<=^)|(?<=[\s。;；:：,，]))\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z①-⑳])\)")
_BRACKETS = late_pattern("[" + re.escape("".join((*_PAIRS, *_PAIRS.values()))) + "]")
_LOST_POINTS = late_pattern(
    rf"((?:加计|加分不超过|扣分不超过|减分不超过|最高[加扣减计得]|(?<![累合共统估总])[计记](?!算)|[扣减]|(?:[篇条次项个件家人期%]|的,?|以上)得|(?<![增参追添附叠倍相])加)\s*{NUMBER})\s*(?=[，。；,;]|$)"
)
_FRACTIONS = late_pattern(
    r"\d\.\d+\s*分|小数|平均[分值得数]|加权|折算|换算|[×*]\s*\d+(?:\.\d+)?\s*%|[按同等]比例|插值|系数|权重\s*\d|/\d+×"
)
_WHOLE_SCORES = late_pattern(
    "(?:得分|分数|总分|成绩|评分)[^,;。]{0,8}(?:取整|四舍五入[取为至到]*整|以?整数计|保留整数)"
)
_TWICE = late_pattern(
    r"(要求|法规|工作|单位|落实|完成|考核|管理|建设|组织|开展|项目|任务|情况|部门|计划|进行|加强|标准|指标|得分|评价|制度|措施|安全"
    r"|生产|检查|整改|上报|报送|及时|按照|责任|领导|政府|企业|群众|服务|材料|资金|会议|文件|规定|办法|方案)\1|([的，。；、：])\2|为为|不不"
)
_NO_NOUN = late_pattern(
    r"[在按](?:照)?规定(?:报送|上报|提交|完成|办结|回复|反馈|整改到位)(?!的?(?:时|期|要求|数量|标准|程序))"
)
# 未开展的不分, 按比例扣, 每处扣: 不得分, 扣分, how much
_NO_VERB = late_pattern(
    "[^,。;、]{2,8}的不分(?=[。;,]|$)|按比例[扣加](?=[。;,]|$)|[^,。;、]{0,8}(?:(?:每|[1一])[次项处个件人起例],?[扣加得]|的[扣加])(?=[。;]|$)|[^,。;、]{2,12}不得(?=[。;]|$)"
)
_TERM = late_pattern(
    r"(?:达到?|超过|低于|完成|未完成|高于)?(?P<term>[\u4e00-\u9fff]{1,4}(?:增幅|增速|增长率|指标任务|目标值))"
)
_FOR_NOT = late_pattern(
    r"(?<![认视行])为(?:下发|制定|完成|建立|上报|报送|按时|按期|按要求|按规定|落实|及时|开展|组织|召开)[^，。；,;]{0,20}?[，,的]{0,2}(?:每?[一]?[次处项件起人个])?扣\s*\d"
)
# 为配备计算机或不能正常使用的, 文件为分类存档的扣1分, 系统为联网，不得分
_FOR_NOT_HAD = late_pattern(
    r"(?<![认视行作称因定以])为(?:配备|装备|设置|安装|分类|联网|装订|公开|公示|登记|签订|执行|整改|上传|归档|备案|提供|编制|办理)[^,，。；;]{0,10}的?[,，]?(?:本项|该项|此项)?(?:扣\s*\d|不得分|不计分)"
    r"|(?<![认视行作称因定以])为(?:配备|装备|设置|安装|分类|联网|装订|公开|公示|登记|签订|执行|整改|上传|归档|备案|参加|提供|实现|编制|办理)[^,，。；;]{0,24}(?:或(?:不|未|没)|、(?:没有|未|不))[^。；;]{0,30}(?:扣\s*\d|不得分|不计分)"
)
# 没人扣0.5分, 没少一种扣1分: each is written with a sign that sounds alike
_NONE_FOR_EACH = late_pattern(
    r"(?:^|(?<=[,，;；。、的]))没(?:[人次项件处个例份篇]|[缺少一]{1,2}[\u4e00-\u9fff]?)[^,，;；。]{0,16}?扣\s*\d"
)
_MISSPELT = late_pattern("[扣加减]完[为未](?!止)[\u4e00-\u9fff]|[扣加减]完(?:[至只址旨]止|未止|为上)")
_FAILED_AWARD = late_pattern(
    r"未(?:制定|上报|报送|建立|开展|形成|分析|下发|落实|组织|召开|按时|按要求|按规定|及时)[^，。；]{0,20}[，的]?\s*(?:计|记|加|得)\s*0*[1-9]"
)
# 车辆车辆带泥上路; 一项一项, 研究研究 are meant so
_TWO_SIGNS = late_pattern(
    r"(?<![\u4e00-\u9fff])(?!一|逐|[个件项]|研究|讨论|考虑|商量|学习)([\u4e00-\u9fff]{2})\1(?=[\u4e00-\u9fff])|得不[得计]分"
)
# 完成任务得8分,未完成得8分
_SAME_AWARD = late_pattern(
    r"完成[^,。;未]{0,12}[得计记](?P<points>\d+(?:\.\d+)?)分[,;]未完成[^,。;但]{0,6}[得计记](?P=points)分"
)
_OF_WHAT = "(?:分|%|万?元|[个名家倍])?"
_LEVEL = (
    "(?:基本|比较|较|不)?(?:优秀|良好|称职|合格|满意)|较?好|一般|较?差|特等奖?|[一二三四五]等奖?|[一二三四五]类|[一二三四]档|[ABCDE][级类档等]?|"
    "(?:国家|中央|省|市|县|区|乡镇|镇街|街道|社区|镇|村)级?"
)
_NAMED_EACH = late_pattern(
    rf"(?P<names>(?:{_LEVEL})(?:[、和与及](?:{_LEVEL})){{2,}})(?![、和与及])(?P<kind>[^。;、\d]{{0,16}}?(?:每[^。;、\d]{{0,8}}1[个项家次人])?)的?[,]?(?:每次)?分别(?:(?:给予|奖励|发放|拨付|兑现|计为?|得|记|加|扣|减|按|为|对应|执行|评选|评出|评定|确定|设)[^。;、,\d]{{0,6}}?)"
    rf"(?P<list>{NUMBER}{_OF_WHAT}(?:[、,和]{NUMBER}{_OF_WHAT})+)(?![、,和]?{NUMBER})"
)
# 世界500强、中国500强、民营500强企业的，分别加10分、8分: what is named ends alike
_ALIKE_EACH = late_pattern(
    rf"(?P<names>[^,。;:、的]{{0,8}}?[^,。;:、的]{{1,6}}(?P<end>[^,。;:、的\d]{{1,6}})(?:、[^,。;:、的]{{1,8}}(?P=end)){{2,}})[^,。;:、\d]{{0,6}}(?:的,?)?(?:每[个项家次人件],?)?分别(?:给予|奖励|计|得|记|加|扣|减)"
    rf"(?P<list>{NUMBER}分(?:[、,和]{NUMBER}分)+)(?![、,和]?{NUMBER})"
)
# 先进支部3个、表扬支部2个，分别奖励3000元、2000元、1000元
_PLACES_EACH = late_pattern(
    rf"(?P<names>[^,。;、:\d]{{2,10}}\d{{1,3}}[个名家](?:[、,和][^,。;、:\d]{{2,10}}\d{{1,3}}[个名家])+)[,]?分别(?:给予|奖励|奖)(?P<list>{NUMBER}{_OF_WHAT}(?:[、,和]{NUMBER}{_OF_WHAT})+)(?![、,和]?{NUMBER})"
)
# 设先进奖3名，分别奖励10万元、8万元
_COUNTED_EACH = late_pattern(
    rf"(?:^|(?<=[,。;:]))(?:\([^()]{{1,3}}\))?(?P<what>[^,。;、:\d前后第]{{1,14}})(?P<count>[2-9]|[二三四五六])[个名家],(?:每[个名家])?(?:依次|分别)(?:给予|奖励|奖|发放)(?P<list>{NUMBER}{_OF_WHAT}(?:[、,和]{NUMBER}{_OF_WHAT})+)(?![、,和]?{NUMBER})"
)
# 设好、较好、一般、差四个档次，分别计100分、85分、70分
_STEPS_EACH = late_pattern(
    rf"(?P<count>[二三四五六]|\d)个?(?:档次|等次|等级|档|级|选项),?分别(?:给予|奖励|计为?|得|记|按|为|对应)(?P<list>{NUMBER}{_OF_WHAT}(?:[、,和]{NUMBER}{_OF_WHAT})+)(?![、,和]?{NUMBER})"
)
# 前3名分别加5分、3分
_FIRST_ONES = late_pattern(
    rf"前(?P<count>\d|[二三四五六七八九十])[名位](?!及?以)[^,。;\d]{{0,10}}?[,]?(?:分别|依次)(?:给予|奖励|计|得|记|加|奖)(?P<list>{NUMBER}{_OF_WHAT}(?:[、,和]{NUMBER}{_OF_WHAT})+)(?![、,和]?{NUMBER})"
)
_RANGE = late_pattern(rf"({NUMBER})\s*(?:分)?\s*(?:\(含\))?[-—–~～至到]+\s*({NUMBER})\s*分")
_ABOVE = late_pattern(rf"({NUMBER})\s*分?(?:\(含\))?(?:及|含)?以上(?!的?[^,;。为]{{0,2}}[%名个家次人])")
_BAND = late_pattern(
    rf"({NUMBER})\s*[-—–~～至到]+\s*({NUMBER})(?=(?:评?定?|确定)?为[^,;。\d]{{0,5}}(?:档|等|级|类|优|良|[合及]格|称职))"
)
_POINT_STEP = late_pattern(r"个?百分点")
# 每低于90%一个百分点: from where it counts, and by what
_PERCENT_STEP = late_pattern(r"每[^，。；,;\d]{0,6}\d+(?:\.\d+)?\s*%(?!\s*[\d一]个?百分点)")


def form_findings(text: str, source: Source, *, whole: bool = False) -> Iterator[Diagnostic]:
    """Check the writing of any text: W231, W233 to W239, W249, W261; where scores are ``whole``, nothing lies between 79 and 80."""
    quoted = source.quoting(text)
    yield from bracket_findings(text, source)
    checks = (
        _lost_points,
        _lost_words,
        _suspicious,
        _percent_mixed,
        uneven_amounts,
        overlapping_ranges,
        levels_out_of_order,
        scale_gaps,
        rank_gaps,
        *(() if whole else (range_gaps,)),
    )
    for check in checks:
        yield from check(text, quoted)


def bracket_findings(text: str, source: Source) -> Iterator[Diagnostic]:
    """W235, W236: brackets that do not pair, characters that were lost in conversion."""
    stack: list[str] = []
    wrong = ""
    for character in _BRACKETS.findall(_without_numbering(fold(text))):
        if character not in _PAIRS:
            stack.append(character)
        elif not stack or stack.pop() != _PAIRS[character]:
            wrong = wrong or character
    wrong = wrong or (stack[-1] if stack else "")
    if wrong:
        yield Diagnostic(
            "scheme.W235",
            "The bracket “{bracket}” has no partner in “{text}”.",
            (source,),
            "Close it, or take it out.",
            {"bracket": wrong, "text": text},
        )
    if lost := sum(text.count(mark) for mark in ("\ufffd", "□", "锟斤拷")):
        yield Diagnostic(
            "scheme.W236",
            "Characters of “{text}” cannot be read ({count}).",
            (source,),
            "Look them up in the original document.",
            {"count": lost, "text": text},
        )


def _without_numbering(text: str) -> str:
    """Take off list numbers such as ``1)``, whose bracket has no partner by custom; （附件 2） is none."""
    return _NUMBERED.sub(lambda match: match[0] if _is_open(text[: match.start()]) else "", text)


def _is_open(before: str) -> bool:
    return before.count("(") > before.count(")")


def _lost_points(text: str, source: Source) -> Iterator[Diagnostic]:
    for match in _LOST_POINTS.finditer(plain_text(text)):
        if not NOT_A_VERB.search(plain_text(text)[: match.start() + 1]):
            yield Diagnostic(
                "scheme.W231",
                "“{words}” lacks the word 分 after its number.",
                (source,),
                "Write {words}分.",
                {"words": match[1]},
            )


def _lost_words(text: str, source: Source) -> Iterator[Diagnostic]:
    words = plain_text(text)
    found = [match[0] for pattern in (_NO_NOUN, _NO_VERB) for match in pattern.finditer(words)]
    terms = Counter(match["term"] for match in _TERM.finditer(words))
    for term, count in terms.items():
        longer = next((other for other in terms if terms[other] > count == 1 and _lacks_one(term, other)), None)
        found += [term] if longer else []
    for lost in found:
        yield Diagnostic(
            "scheme.W238",
            "“{words}” seems to lack a word.",
            (source,),
            "Compare it with the original document.",
            {"words": lost},
        )


def _lacks_one(term: str, other: str) -> bool:
    """Tell whether a term is another one without one letter inside."""
    return len(other) == len(term) + 1 and any(
        other[:place] + other[place + 1 :] == term for place in range(1, len(other) - 1)
    )


def _suspicious(text: str, source: Source) -> Iterator[Diagnostic]:
    for pattern, message in (
        (_TWICE, "“{words}” repeats itself."),
        (_FOR_NOT, "“{words}” takes points for something done; 未 may be meant instead of 为."),
        (_FOR_NOT_HAD, "“{words}” takes points for something done; 未 may be meant instead of 为."),
        (_MISSPELT, "“{words}” is misspelt; 扣完为止 may be meant."),
        (_NONE_FOR_EACH, "“{words}” takes points for none; 每 may be meant instead of 没."),
        (_FAILED_AWARD, "“{words}” gives points for something not done; 扣 may be meant."),
        (_TWO_SIGNS, "“{words}” repeats itself."),
        (_SAME_AWARD, "“{words}” gives points for something not done; 扣 may be meant."),
    ):
        if match := pattern.search(plain_text(text)):
            yield Diagnostic(
                "scheme.W233", message, (source,), "Compare it with the original document.", {"words": match[0]}
            )


def uneven_amounts(text: str, source: Source) -> Iterator[Diagnostic]:
    """W239: names and amounts behind 分别 that are not as many (优秀、良好、合格分别计5分、3分)."""
    if "分别" not in text and "依次" not in text:
        return
    counted_out = [_FIRST_ONES, _PLACES_EACH, _COUNTED_EACH]
    if _NAMED_EACH.search(re.sub("[“”]", "", re.sub("”[、和]?“", "、", plain_text(text)))) is None:
        counted_out.append(_STEPS_EACH)
    for match in (match for pattern in counted_out for match in pattern.finditer(plain_text(text))):
        said = match.groupdict()
        counted = re.findall(r"\d{1,3}[个名家]", said.get("names") or "")
        places = decimal(said["count"]) if said.get("count") else Decimal(len(counted))
        amounts = re.findall(NUMBER, match["list"])
        if places is not None and len(amounts) != places:
            yield Diagnostic(
                "scheme.W239",
                "“{words}” names {names} levels and gives {amounts} amounts.",
                (source,),
                "Say which level gets which amount.",
                {"words": match[0], "names": int(places), "amounts": len(amounts)},
            )
    unquoted = re.sub("[“”]", "", re.sub("”[、和]?“", "、", plain_text(text)))
    listed = list(_NAMED_EACH.finditer(unquoted))
    listed += () if listed else _ALIKE_EACH.finditer(unquoted)
    for match in listed:
        names = re.split("[、和与及]", match["names"])
        amounts = re.findall(NUMBER, match["list"])
        if len(amounts) == len(names):
            continue
        yield Diagnostic(
            "scheme.W239",
            "“{words}” names {names} levels and gives {amounts} amounts.",
            (source,),
            "Say which level gets which amount.",
            {"words": match[0], "names": len(names), "amounts": len(amounts)},
        )


def _percent_mixed(text: str, source: Source) -> Iterator[Diagnostic]:
    words = plain_text(text)
    if (percent := _PERCENT_STEP.search(words)) and (point := _POINT_STEP.search(words)):
        yield Diagnostic(
            "scheme.W234",
            "The text counts by “{percent}” in one place and by “{point}” in another.",
            (source,),
            "Use 百分点 for a difference between two rates, percent for a share of a quantity.",
            {"percent": percent[0], "point": point[0]},
        )


def says_fractions(texts: Iterable[str]) -> bool:
    """Tell whether scores can have decimals by what texts say: 每次扣0.5分, 保留两位小数; not where 得分取整数."""
    said = [fold(text) for text in texts]
    is_rounded = any(_WHOLE_SCORES.search(text) is not None for text in said)
    return not is_rounded and any(_FRACTIONS.search(text) is not None for text in said)


def range_gaps(text: str, source: Source) -> Iterator[Diagnostic]:
    """W237: ranges of points that leave a gap, such as 80—89 beside 90."""
    words = plain_text(text)
    ranges = sorted(
        (Decimal(low), Decimal(high))
        for low, high in {*_RANGE.findall(words), *_BAND.findall(words)}
        if Decimal(low) < Decimal(high)
    )
    starts = {low for low, _ in ranges} | {Decimal(value) for value in _ABOVE.findall(words)}
    for low, high in ranges:
        if high not in starts and high >= 10 and high + 1 in starts:  # noqa: PLR2004 - awards of a few points are no grades
            yield Diagnostic(
                "scheme.W237",
                "The range {low} to {high} is followed by {next}; a score between {high} and {next} falls nowhere.",
                (source,),
                "Write the upper end as “under {next}” (不满{next}分).",
                {"low": plain(low), "high": plain(high), "next": plain(high + 1)},
            )
