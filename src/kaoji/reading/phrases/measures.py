"""Quantities in a sentence: metric, value, unit, growth, as they are printed.

A quantity stands behind its metric (“新增总部企业10家”, “失业率控制在4%以内”) or before it (“改造6个片区”). Dates, ordinals,
names with numbers in them and thresholds (“过10亿元项目”) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold

_UNITS: Final = (
    "万亿元|亿元|千万元|百万元|万元|亿美元|万美元|美元|元/人|元/平方米|元/吨|元|个百分点|百分点|%|‰|万平方米|平方米|平方公里|公顷|万亩|亩|公里/(?:百|万)?平方公里|公里|千米|"
    "万㎡|㎡|万m2|m2|万字|亿立方米|亿吨|亿千瓦时|亿度|亿人次|亿件|万立方米|立方米|万吨标准煤|吨标准煤|万吨|吨|公斤|万亿斤|亿斤|万斤|斤|微克每立方米|千瓦时|千瓦|万千瓦|兆瓦|微克/立方米|万人次|人次|万人|万户|万名|万件|万台|万辆|万株|万头|万只|万个|万套|万盏|万册|万份|万张|万家|万羽|万尾|万处|万口|万条|"
    "批次|班次|场次|项次|件次|标准箱|标箱|个工作日|工作日|个月|小时|分钟|家|户|人|名|位|个|件|笔|项|起|次|处|条|座|口|眼|步|款|集|所|栋|套|盏|株|棵|台|辆|艘|架|部|批|宗|场|期|份|篇|幅|册|头|只|张|支|块|间|层|米|天|村|对|组|片|类|门|岁|年(?![度级底初末内前后均来以])|万|亿"
)
_UNIT_ALONE: Final = late_pattern(
    rf"(?:{_UNITS})(?:[/／](?:{_UNITS}|人|天|年|月|日|小时|吨|公顷))?|—|-|/|小时|分钟|工作日|个工作日|分|级|位|位次|名次|μg/m3"
)
_VALUE: Final = (
    r"(?P<value>\d+(?:\.\d+)?|[二两三四五六七八九十百]{1,4}(?=个|家|条|所|座|处|项|名|场|次|批|件|栋|套|片|类|支))"
)
_QUANTITY: Final = late_pattern(
    rf"(?P<about>(?<!签)约|近|达)?{_VALUE}(?:[-—~～至到](?P<max>\d+(?:\.\d+)?))?\s*(?:多|余|来)?(?P<unit>{_UNITS}|(?<=\d)(?=以[内下上])|(?<=\d)(?=$|[，,；;。、]))(?:多|余)?(?P<bound>以上|以内|以下|左右|上下)?"
)
_DATES: Final = late_pattern(
    r"(?:\d{2,4}|20[x×X]{2})\s*年(?:度)?|\d{1,2}\s*月份?(?:底|初|末|中旬|上旬|下旬)?|\d{1,2}\s*[日号](?!召)|\d{1,2}时|\d+\s*季度|第\s*[\d一二三四五六七八九十]+|"
    r"\d{1,2}[-—至到]\d{1,2}\s*月份?|(?:前|后|近|头)[\d一二三四五六七八九十]+(?:名|位|年)?|“[^”]{1,24}”|‘[^’]{1,24}’|《[^》]*》|〔[^〕]*〕|【[^】]*】|\d+号(?:令|文)?"
)
_THRESHOLD: Final = late_pattern(
    r"\d+周?岁(?:及)?以[上下]的?(?=[\u4e00-\u9fff]{2})|\d+个?(?:教学)?班(?=[\u4e00-\u9fff]{1,8}\d)|\d+(?:分钟|小时)(?=[\u4e00-\u9fff]{0,8}圈)|(?:过|超|超过|上|逾|破)?\d+(?:\.\d+)?(?:万|亿|千万|百万)?元?(?:以上|以下)?的?(?=项目|企业|的?工业|的?重大|以上项目)|(?:过|超|上)\d+(?:\.\d+)?亿元?|"
    r"\d+(?:\.\d+)?(?:[万亿]元|[万亿]?美元)以[上下]的?(?!用于|资金|投资|增|降|下降|上升|提高|减|\d|左右)(?=[\u4e00-\u9fff]{2})|"
    rf"\d+(?:\.\d+)?(?:{_UNITS})以[上下内]的?(?!增|降|下降|上升|提高|减)(?=[^，,；;。、\d]{{2,14}}\d)"
)
_EACH: Final = "每(?:人|户|名|生|亩|院|村|年|个?月|天|日|平方米)+"
_FOR_EACH: Final = late_pattern(f"(?<=[到至为达过按低高])(?:{_EACH}){{1,2}}$")  # 提高到每人每年2200元
_EACH_BEHIND: Final = late_pattern(f"(?<=..)(?:{_EACH}){{1,2}}$")  # 养老金每人每月提高10元
_AT_A_RATE: Final = late_pattern("按照?[^，,；;。]{0,12}$")  # 按1500元/人的标准发放
_PART_OF: Final = late_pattern("(?<=.)(?P<verb>达到?|超过|不低于|不少于|突破)(?:了)?[\u4e00-\u9fff]{2,10}的$")
# 治理率由38%提高到43.5%: what it was before
_FROM: Final = late_pattern(
    rf"[由从](?:上?年初?|去年|年初|原来|最初)?的?(?:{_EACH})*\d+(?:\.\d+)?(?:{_UNITS})(?:[、和]\d+(?:\.\d+)?(?:{_UNITS}))*(?=(?:再|分别)?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|压减|缩短|[降增升减])[到至为])"
)
# 26处危桥已完成改造24处: of how many
_ALL_OF: Final = late_pattern(
    rf"^\d+(?P<unit>{_UNITS})(?P<noun>[^，,；;。、\d]{{2,12}}?)(?:目前|现|其中)?(?:均|都)?(?:已经?|累计)(?P<done>[^，,；;。、\d]{{2,6}})(?=\d+(?:\.\d+)?(?P=unit))"
)
_NAMED_ON: Final = late_pattern(r"[^，,；;。、\d]{2,20}(?=\d)")
_RATE_NAMED: Final = late_pattern("[率比度量额值数]|比例|比重|增长|下降")
_VERB: Final = late_pattern(
    r"(?:已|将)?(?:总计|合计|累计)?(?:预计)?(?:要|须|应)?(?:稳定|控制|保持|维持|稳控|降低|压缩)?(?:达到|达|突破|突破到|超过|高于|低于|不低于|不少于|不高于|不超过|完成|实现|为|是|在|至|到|有|(?<!签)约|力争达到|"
    r"保持|维持|稳定|提高到|提高至|增加到|增长到|提升到|提升至|降至|降到|下降到|下降至|增至|扩大到|扩大至|扩展到|维持在|突破性达到|不大于|不小于|大于|小于|至少|[≥≤><]=?)+$"
)
_CHANGE: Final = late_pattern(
    r"(?:(?:同比|环比|[比较][\ue000-\ue009]{2,4}年(?:底|末|同期)?|[比较]年初|[比较]上[月季]|比上年|较上年|比去年|较去年|比去年同期|较上年同期|年均|同期|平均)*(?:再|分别|各|又|实现|可比|同口径|按可比口径|可比口径)?)?(?P<way>增长|下降|上升|提高|降低|减少|增加|增幅|增速|提升|降幅|压减|压缩|缩短)(?:率)?(?:达到|达|为|超过|在|突破|不低于|至少|[≥≤><]=?)?$"
)
_LEAD: Final = late_pattern(
    r"^(?:到[\ue000-\ue009]{4}年(?:底|末)?(?=[^前底末])|同比|力争|确保|争取(?=新|完成|实现|达到|全年|引进|建成|到(?!位|账))|努力|全力|全面|加快|积极|稳步|扎实|切实|深入|大力|进一步|继续|持续|着力|重点(?=抓|推进|实施|做好|开展|建设(?=[^项]))|统筹|有序|如期|按期|高标准(?!农田)|高质量|并|使|其中|以及|同时|已经|已|共计|共|累计|目前|现|现有|预计|本年度?|今年|全年|年内|年底前?|到年底|到(?!位|账|期)|仅(?=.{2})|当年|年度|全区|全市|全县|全省|全乡|全镇|我区|我市|我县|"
    r"[\ue000-\ue009]{4}年度?(?=新增|净增|完成|实现|建成|新建|力争|确保|累计|培育|引进|改造|拆除)|[\ue000-\ue009]{1,2}(?:[-—至到][\ue000-\ue009]{1,2})?月份?(?:底|末|中旬|上旬|下旬)?|[上下]半年|[一二三四]季度(?:末|底)?|前[一二三\ue010-\ue014]个?季度|前[一二三四五六七八九十\ue010-\ue01a]+个月|截至目前|截止目前|截至|截止|实现|完成|达到|推动|推进|打造|保持|促进|实施|落实|开展|举办|组织(?=开展|举办|招商|“|培训|实施|企业|专场)|安排(?=[^\d]{3})|做到|要|将|新(?=完成)|实际(?=完成|已)|"
    r"全部|总计|合计)(?=.)"
)
# Nothing but when, how and how much: 1-11月累计完成
_FILLER: Final = late_pattern(
    r"(?:其中)?[\s、:：]*(?:[\ue000-\ue009]{4}年|[\ue000-\ue009]{1,2}(?:[-—至到][\ue000-\ue009]{1,2})?(?:月份?|日)(?:底|末|中旬|上旬|下旬)?|[上下]半年|[一二三四]季度|前[一二三\ue010-\ue014]个?季度|"
    r"已经?|共计?|累计|预计|力争|确保|争取|总计|合计|约|目前|现|截至|截止|全年|今年|本年度?|年内|实际|就|即|分别|均|各|全部|达到?|完成了?|实现|为|是|至|到|在|底|末|提高|提升|上升|增加|增至|降至|降|下降|保持|稳定|控制|维持|突破|超过|不低于|不高于|不超过|不少于|[≥≤><]=?)*"
)
_REACHED: Final = late_pattern(
    "(?:总量|总额|总数|规模)?(?:预计|力争|确保)?(?:达到?|突破|超过|完成|实现|增至|增加到|提高到|降至|降到)"
)
_FLOOR: Final = late_pattern(r"(?:不低于|不少于|不小于|高于|超过|突破|大于|至少|[≥>]=?)$")
_CEILING: Final = late_pattern(
    r"控制在|(?:不高于|不超过|不大于|(?<!不)低于|(?<!不)小于|[≤<]=?|(?:降低?|下降|压缩|缩短|压减|减少)(?:到|至))$"
)
# 3所已全部投入使用: what has become of them
_PREDICATE: Final = late_pattern(
    "(?:(?:目前|现)?均?已经?|均(?=[完建开竣投实达正])|(?:已?全部|都已|现已|正在)(?!门)).*$"
)
# A deed that leaves out what it is done to: 已建成4个
DEEDS: Final = late_pattern(
    "新?(?:建成|建设|完成|完工|竣工|新建|改造|新增|发放|拨付|兑付|实施|培训|引进|签约|落地|到位|交付|投用|投入使用|开通|启用|整治|处置|办结|化解|安装|种植|筛查|救助|整改|销号|清理|拆除|腾退|腾房|征收|投产|运营|开园|通车|验收|认定|筹集|加装|治理|并网)+"
)
_EVERYWHERE: Final = late_pattern(
    "(?:对|将|把|在)?(?:全[省市县区州镇乡街域]|辖区内?|境内|城区|范围内?)"
)  # 完成全区23处隐患治理
_ONLY_HOW: Final = late_pattern(
    "(?:启动|开工|谋划)并|年均|月均|每年|全面|全力|加快|积极|稳步|扎实|深入|大力|继续|持续|有序|如期|按期|全部|年度|全年|确保|力争|总共"
)
# 86条总长104公里: how large what is counted is
_OF_SIZE: Final = late_pattern("(?:总|全)?(?:长度?|面积|里程)|总计|共计?|合计")
_FURTHER: Final = late_pattern(rf"\d+(?:\.\d+)?\s*(?:{_UNITS})(?:以上|左右)?的?")
# 为300名老人提供助餐服务: whom something is done for
_GIVEN_TO: Final = late_pattern(
    "(?<=[人员女童民户生者工业校区])(?:免费)?(?:提供|开展|发放|办理|进行|实施|解决|实现).{2,}$"
)
_SO_FAR: Final = late_pattern(
    "(?:中|目前|现|已|均|全部|累计|共)*(?:全部)?(?:完成|建成|开工|竣工|实施|启动|办结|完工|落实|整改|投用|交付|发放)$"
)
_PLACE_OF: Final = late_pattern(r"^[^的]{1,8}(?:区|市|县|省|镇|乡|城)的(?=..)")
_NUMBER_OF_ITEM: Final = late_pattern(
    r"(?:^|(?<=[。；;\n]))\s*(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑳])\s*(?=\D|(?:19|20)\d{2}年)"
    r"|(?:^|(?<=[。；;，,：:\n]))\s*[一二三四五六七八九十]是(?=[\u4e00-\u9fff])"
)
_BEGUN_WITH: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff]{2})(?:进行|开展|给予|予以|用于|逐一|逐个|统一|(?:改造|改建|建设|提升|打造)[为成]).*$"
)
_COUNTED: Final = late_pattern("个|家|条|所|座|处|村|户|类|片")
_CLAUSE_END: Final = late_pattern(r"[，,；;。！？!?\n]")
_LIST_MARK: Final = late_pattern(r"、|以及|和|及")
_TOGETHER: Final = late_pattern(
    r"^.{2,}(?:共|累计)(?=争取|完成|新增|引进|签约|实现|建成|发放|收缴|开展|组织|办理|投入|接待|实施|处理|整治|拆除|培训)"
)
_SHARE_OF: Final = late_pattern(
    r"(?P<share>占[^，,；;。]{2,14}?(?:的|比重|比例|比))(?:为|达到|达|在|提高到|提升至|提高至)?$"
)
_ESTIMATE: Final = late_pattern(r"预计(?!\d+月|[一二三四五六七八九十]+月|到|于|在)|预估|估计|初步统计|初步测算")
_AFTER_ESTIMATE: Final = late_pattern(r"^\s*[（(](?:预计数?|预估数?|估计数?|初步数|快报数)[）)]")
# What is measured without a unit: 亿元生产总值事故死亡率控制在0.03以内
_NO_UNIT: Final = late_pattern(
    "(?:率|指数|系数|比值|强度|评分|密度)(?:同比)?(?:稳定|控制|保持|维持|提高|提升|降低|下降|达到?|不[低高超少]|[低高]于|超过|为|在|至|到)+[于过]?$"
)
_ALIKE: Final = late_pattern("(?:同比|环比|[比较]上年|[比较]去年)?(?:均|都)(?=[达控下增上提降保稳在超不])")
_BARE_TOTALS: Final = ("总量", "总额", "绝对值")
_SHARES: Final = ("%", "‰", "百分点")
_TOWN_AND_COUNTRY: Final = ("城镇", "农村")
_SHIFT: Final = {
    **{ord(str(digit)): 0xE000 + digit for digit in range(10)},
    **{ord(sign): 0xE010 + index for index, sign in enumerate("一二两三四五六七八九十百，,；;。、")},
}
_BACK: Final = {hidden: chr(sign) for sign, hidden in _SHIFT.items()}
WAYS: Final = {"增幅": "增长", "增速": "增长", "降幅": "下降"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity: ``value`` is an exact decimal as printed; ``way`` is the direction of a change, which ends ``metric``.

    ``bound`` is ≥ for a floor (不低于…), ≤ for a ceiling (控制在…以内); ``maximum`` is the upper end of a range. Where
    ``metric`` is empty or a deed behind the quantity, ``said`` is what has become of so many (已全部投入使用); ``answers`` is the
    metric of the target that a report answers with a deed alone (已签约5个).
    """

    metric: str
    value: str
    unit: str
    way: str = ""
    is_estimate: bool = False
    bound: str = ""
    maximum: str = ""
    has_own_metric: bool = True
    said: str = ""
    answers: str = ""

    @property
    def is_ceiling(self) -> bool:
        """Tell whether less is better."""
        return self.bound == "≤"

    def to_json(self) -> dict[str, object]:
        """Give metric, value and unit, and what else there is."""
        data: dict[str, object] = {"metric": self.metric, "value": self.value, "unit": self.unit}
        if self.maximum:
            data["max"] = self.maximum
        if self.bound:
            data["bound"] = self.bound
        if self.is_estimate:
            data["estimate"] = True
        if self.answers:
            data["answers"] = self.answers
        return data


def is_unit_of_measure(text: str) -> bool:
    """Tell whether a text is a unit of measurement and nothing else.

    >>> is_unit_of_measure("亿元"), is_unit_of_measure("%"), is_unit_of_measure("县发改局")
    (True, True, False)
    """
    return _UNIT_ALONE.fullmatch(fold(text)) is not None


# 事故起数、死亡人数控制在2起、2人以内
_METRIC: Final = r"[\u4e00-\u9fff]{1,14}(?:数|率|量|额|比例|比重)"
_ONE_VALUE: Final = r"\d+(?:\.\d+)?(?:%|[\u4e00-\u9fff]{1,3}?)(?:以[内上下])?"
_TWO_AND_TWO: Final = late_pattern(
    rf"(?P<names>{_METRIC}[、和与]{_METRIC})(?P<verb>控制在|稳定在|保持在|[提降]高?[到至]|达到?|不[超低]过?于?)(?={_ONE_VALUE}[、和]{_ONE_VALUE}(?:$|[,，。;；(（]))"
)


def measures(text: str, *, elided: bool = False) -> list[Measure]:
    """Give the quantities of a text in order; with ``elided`` those too that leave out what they measure.

    >>> [(m.metric, m.value, m.unit) for m in measures("地区生产总值达到678亿元,增长9.5%")]
    [('地区生产总值', '678', '亿元'), ('地区生产总值增长', '9.5', '%')]
    >>> [(m.metric, m.value, m.unit) for m in measures("推进东湖路等6个片区改造")]
    [('片区改造', '6', '个')]
    >>> [(m.metric, m.value, m.unit) for m in measures("建成后可提供300个车位")]
    [('车位', '300', '个')]
    >>> [(m.metric, m.value, m.said) for m in measures("累计完成46.2亿元，3所已全部投用", elided=True)]
    [('', '46.2', ''), ('', '3', '已全部投用')]
    """
    found: list[Measure] = []
    masked = _masked(fold(_NUMBER_OF_ITEM.sub("", text)))
    for sentence in re.split(r"[。；;！？!?\n]", _joined_lists(masked)):
        estimated = False
        metric = level = ""
        levels: list[str] = []
        for clause in _clauses(sentence):
            estimated = estimated or bool(_ESTIMATE.search(clause))
            for measure in _of_levels(list(_in_clause(clause, metric, level)), levels):
                if not measure.metric.removesuffix(measure.way):
                    if not elided:
                        continue
                    metric = metric if measure.way else ""
                estimated = estimated or measure.is_estimate
                # 增速达到8%、总量突破90亿元
                name = (measure.metric in _BARE_TOTALS and (level or metric)) or measure.metric
                found.append(replace(measure, metric=_unmasked(name), is_estimate=estimated))
                if measure.has_own_metric and not measure.way:
                    metric = measure.metric
                    levels.append(metric)
                level = measure.metric.removesuffix(measure.way) if measure.way and measure.has_own_metric else ""
    return found


def _of_levels(found: list[Measure], levels: list[str]) -> list[Measure]:
    """Give changes told one after the other the metrics before them: 甲15亿元、乙9亿元，分别增长8%、6%."""
    are_bare = len(found) > 1 and all(one.way and one.metric == one.way for one in found)
    if not are_bare or len(levels) != len(found):
        return found
    pairs = zip(found, levels, strict=True)
    return [replace(one, metric=level + one.way, has_own_metric=True) for one, level in pairs]


def _joined_lists(text: str) -> str:
    """Make one list of “甲,乙分别下降…”, whose comma is a list mark; two metrics before two values have one each."""
    text = _TWO_AND_TWO.sub(r"\g<names>分别\g<verb>", text)
    return re.sub(r"(?<![\d%‰])([\u4e00-\u9fff]{2,10})[,，](?=[\u4e00-\u9fff]{2,10}分别)", r"\1、", text)


def _masked(text: str) -> str:
    """Hide digits that count nothing: dates, ordinals, quotations, thresholds; each stays one character."""

    def hide(match: re.Match[str]) -> str:
        return match[0].translate(_SHIFT)

    text = re.sub(r"(?<=\d)\s+(?=[\d%‰万亿元个家户人件项])|(?<=[\u4e00-\u9fff])\s+(?=\d)", "", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d人)\(次\)", "次", text)
    for pattern in (_DATES, _THRESHOLD):
        text = pattern.sub(hide, text)
    return re.sub(r"[A-Za-z]+[-]?\d+|\d+[A-Za-z]+级?|\d+\+\d+", hide, text)


def _unmasked(text: str) -> str:
    return text.translate(_BACK)


def _clauses(sentence: str) -> Iterator[str]:
    """Split at commas, and at list marks right behind a quantity; “甲,乙分别…” stays together."""
    waiting = ""
    for piece in filter(None, (part.strip() for part in _CLAUSE_END.split(sentence))):
        clause = waiting + piece
        waiting = ""
        if "分别" in clause:
            yield clause
            continue
        start = 0
        for match in _QUANTITY.finditer(clause):
            mark = _LIST_MARK.match(clause, match.end())
            if mark and _QUANTITY.search(clause, mark.end()):
                yield clause[start : match.end()]
                # 新建厂房8栋、6万平方米: of the same
                further = _QUANTITY.match(clause, mark.end())
                start = mark.start() if further is not None and further.end() == len(clause) else mark.end()
        yield clause[start:]


def _in_clause(clause: str, before: str, level: str) -> Iterator[Measure]:
    """Give the quantities of one clause, with an empty metric where none is named.

    ``before`` is the metric that a bare change goes on with, ``level`` what changed right before (提升10个百分点，达到80%).
    """
    clause = _ALL_OF.sub(r"\g<noun>\g<done>", _FROM.sub("", clause))
    matches = [match for match in _QUANTITY.finditer(clause) if _counts(match, clause)]
    shared = _shared_list(clause, matches)
    if shared or (shared := _same_for_all(clause, matches)):
        yield from shared
        return
    end = 0
    for match in matches:
        head, tail = clause[end : match.start()], clause[match.end() :]
        end = match.end()
        is_estimate = bool(_AFTER_ESTIMATE.match(tail))
        measure = _measure(match, head, tail, before)
        reached = measure is not None and (measure.unit in _SHARES or _REACHED.fullmatch(head) is not None)
        if measure is not None and level and not measure.has_own_metric and measure.metric.startswith("占"):
            measure = replace(
                measure, metric=level + measure.metric, has_own_metric=True
            )  # 增长6.8%，占GDP比重提高到46%
        if measure is not None and not measure.metric and level and reached and head:
            measure = replace(measure, metric=level, has_own_metric=True)
        if measure is not None:
            before = measure.metric if measure.has_own_metric and not measure.way else before
            yield replace(measure, is_estimate=True) if is_estimate else measure


def _counts(match: re.Match[str], clause: str) -> bool:
    """Tell whether a number measures something.

    One in words may belong to the name of what is measured (八类案件破案率达到98%), and what has no unit is none but behind a rate.
    """
    if clause[match.end() :].startswith("的标准") and _AT_A_RATE.search(clause[: match.start()]):
        return False
    if not match["unit"]:
        return _NO_UNIT.search(clause[: match.start()]) is not None
    noun = None if match["value"][0].isdigit() else _NAMED_ON.match(clause, match.end())
    return noun is None or _RATE_NAMED.search(noun[0]) is None


def _value(match: re.Match[str]) -> str:
    value = match["value"]
    return value if value[0].isdigit() else str(chinese_numeral(value))


def _measure(match: re.Match[str], head: str, tail: str, before: str) -> Measure | None:
    """Read one quantity from what stands before and behind it; ``before`` is the metric of the clause before."""
    value, unit, maximum = _value(match), match["unit"], match["max"] or ""
    unit = (unit.removeprefix("个") or unit).replace("m2", "㎡")
    head = _FOR_EACH.sub("", head)
    if unit in _SHARES and (part := _PART_OF.search(head)) is not None:
        head = head[: part.end("verb")]  # 社区数量达到城市社区的60%
    bound = _bound(match, head)
    noun, said = _told(_noun_after(tail, unit))
    change = _CHANGE.search(head)
    if change and not (noun and change["way"] in ("提升", "提高") and _COUNTED.fullmatch(unit)):
        return _change(change, head, Measure("", value, unit, bound=bound), before)
    if share := _SHARE_OF.search(head):
        own = _metric(head[: share.start()])
        name = (own or before) + share["share"].rstrip("的")
        return Measure(name, value, unit, bound=bound, maximum=maximum, has_own_metric=bool(own))
    if noun and (head.startswith("每") or _OF_SIZE.fullmatch(head)):
        name = head + noun.rpartition("的")[2] if head.startswith("每") else noun + head
        return Measure(name, value, unit, bound=bound, maximum=maximum)
    if head in ("", "、") and before and match.start():
        # A second quantity of the same: 发放贷款216笔3560万元.
        return Measure(before, value, unit, bound=bound, maximum=maximum)
    verb = _VERB.search(head)
    name = "" if _FILLER.fullmatch(head) else _metric(head[: verb.start()] if verb else head)
    if noun and (not name or (not verb and _is_action(name, head))):
        deed = _DEED_ON.search(name)
        noun = deed[0] + noun if deed is not None and not DEEDS.fullmatch(noun) else noun
        name, said = noun, said or (noun if DEEDS.fullmatch(noun) else "")
    elif not name and not _FILLER.fullmatch(head):
        return None
    return Measure(name, value, unit, bound=bound, maximum=maximum, has_own_metric=bool(name), said=said)


def _bound(match: re.Match[str], head: str) -> str:
    """Tell a floor from a ceiling, by what stands behind a quantity or before it."""
    if match["bound"] in ("以内", "以下") or _CEILING.search(head):
        return "≤"
    return "≥" if match["bound"] == "以上" or _FLOOR.search(head) else ""


def _told(noun: str) -> tuple[str, str]:
    """Part what is counted from what is told of it: 幼儿园已开园, 全部竣工."""
    predicate = _PREDICATE.search(noun)
    if predicate is None:
        return noun, ""
    counted = noun[: predicate.start()]
    return ("" if len(counted) < 2 else counted), predicate[0]  # noqa: PLR2004


def _change(change: re.Match[str], head: str, measure: Measure, before: str) -> Measure | None:
    """Read a growth or decline: of its own metric, or of the one before."""
    way = WAYS.get(change["way"], change["way"])
    own = "" if _FILLER.fullmatch(head[: change.start()]) else _metric(_EACH_BEHIND.sub("", head[: change.start()]))
    if measure.unit not in _SHARES and not own:
        return None
    base = own or before
    return replace(measure, metric=base + way, way=way, has_own_metric=bool(own))


def _noun_after(tail: str, unit: str) -> str:
    """Give the noun that a quantity counts, if it stands behind it."""
    match = re.match(r"^(?:以上|左右)?(?:的)?([^，,；;。、:：\d（(][^，,；;。:：\d]*)", tail)
    if not match or unit in _SHARES:
        return ""
    noun = match[1].strip().rstrip("、和及与")
    if rest := _FURTHER.match(tail, match.end(1)) if _OF_SIZE.fullmatch(noun) else None:
        return _noun_after(tail[rest.end() :], unit)  # 86条总长104公里农村道路
    if tail[match.end(1) :][:1].isdigit():
        noun = _SO_FAR.sub("", noun)  # 65件实事已完成26件
        noun = noun.rpartition("、")[0] or noun  # 创建50个社区、提升10个社区
    noun = _GIVEN_TO.sub("", _BEGUN_WITH.sub("", noun))  # 选择6家企业进行培育
    return "" if re.match(r"^(?:以上|以内|左右|,|的$)", noun) or len(noun) < 2 else noun  # noqa: PLR2004


_DEED_ON: Final = late_pattern(r"(?:提质|节能|节水|升级|更新)?改造$|(?:新增|新建|扩建|改建|迁建|硬化|绿化|亮化)$")


def _is_action(name: str, head: str) -> bool:
    """Tell whether what stands before a quantity is what is done, not what is counted: the noun then comes after."""
    return (
        bool(re.search(r"等$|[、]|[和及与]$", head))
        or bool(
            re.search(
                r"(?:建设|改造|新建|扩建|建成|建立|引进|培育|举办|组织|开展|新增|完成|推进|推动|实施|启动|解决|整治|创建|打造|节能改造|提质改造|新添|选派|发展|培训|申报|创办|扶持|种植|修建|维修|安装|报送|补贴|补助|资助|救助|硬化|绿化|亮化|改建|迁建|铺设|打通|开通|配备|购置|更换|清理|拆除|慰问|帮扶|养护|选择|遴选|评选|确定|命名|帮助|引导|吸引|鼓励|动员|选派|安排|筹集|拨付|疏浚|加固|可?容纳|提供)$",
                name.removesuffix("了"),
            )
        )
        or not name
    )


def _metric(head: str) -> str:
    """Trim what stands before a quantity to the name of what is measured."""
    text = re.sub(r"^[\s、,，:：）)（(]+|[\s:：、]+$", "", head)
    text = re.sub(r"[（(][^（）()]*[）)]?$", "", text)
    text = _TOGETHER.sub("", text)
    if "：" in text or ":" in text:
        text = re.split("[：:]", text)[-1]
    while (match := _LEAD.match(text)) and len(text) - match.end() > 1:
        text = text[match.end() :]
    text = "" if _ONLY_HOW.fullmatch(text) or _EVERYWHERE.fullmatch(text) else _PLACE_OF.sub("", text)
    text = re.sub(r"(?:预计|力争|确保|已|(?<!签)约|共|再|分别|各|总计|累计|就|即|要|争取|稳定)+$", "", text)
    return text if len(text) > 1 else ""


def _shared_list(clause: str, matches: list[re.Match[str]]) -> list[Measure]:
    """Read “甲、乙分别下降11%、25%”: as many names as values."""
    if "分别" not in clause or not matches:
        return []
    head = clause[: matches[0].start()]
    change = _CHANGE.search(head)
    names = [
        _metric(name)
        for name in re.split(
            r"、|和|与|及(?!率|格)|以及|,|，",
            head[: change.start() if change else head.rindex("分别") if "分别" in head else 0],
        )
    ]
    names = [name for name in names if name]
    if len(names) == len(_TOWN_AND_COUNTRY) and names[0] in ("城镇", "城市") and names[1].startswith("农村"):
        names[0] += names[1].removeprefix("农村")
    if not names and change and len(matches) > 1:
        way = WAYS.get(change["way"], change["way"])
        return [Measure(way, _value(match), match["unit"], way, has_own_metric=False) for match in matches]
    if len(names) == 1 and names[0].startswith("城乡") and len(matches) == len(_TOWN_AND_COUNTRY):
        names = [area + names[0].removeprefix("城乡") for area in _TOWN_AND_COUNTRY]
    if len(names) != len(matches):
        return []
    way = WAYS.get(change["way"], change["way"]) if change else ""
    return [Measure(name + way, _value(match), match["unit"], way) for name, match in zip(names, matches, strict=True)]


def _same_for_all(clause: str, matches: list[re.Match[str]]) -> list[Measure]:
    """Read “甲、乙均达到98%以上”: several names, and one value for each."""
    if len(matches) != 1 or matches[0]["unit"] not in _SHARES or (both := _ALIKE.search(clause)) is None:
        return []
    if both.start() > matches[0].start():
        return []
    head = clause[: matches[0].start()]
    change = _CHANGE.search(head)
    way = WAYS.get(change["way"], change["way"]) if change else ""
    names = [_metric(name) for name in re.split("、|和|与|以及", head[: both.start()])]
    if not change and _VERB.search(head) is None:
        return []
    bound = _bound(matches[0], head)
    return [
        Measure(name + way, _value(matches[0]), matches[0]["unit"], way, bound=bound)
        for name in names
        if len(names) > 1 and all(names)
    ]
