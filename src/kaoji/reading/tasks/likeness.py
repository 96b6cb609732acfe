"""How well what a report counts answers what a task asks for: units, words for the same thing, and how far it has come."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measures import Measure

_SHARE_OF: Final = late_pattern("(?<=.{2})占.{2,14}(?:的?比重|比例|比)$")  # 工业投资占比, 工业投资占固定资产投资比重
_OTHER_COUNTER, _NAMED_SHORT = Fraction(3, 4), Fraction(9, 10)
_SCALE: Final = {
    "亿美元": 10**8,
    "万美元": 10**4,
    "美元": 1,
    "万亿元": 10**12,
    "亿元": 10**8,
    "千万元": 10**7,
    "百万元": 10**6,
    "万元": 10**4,
    "元": 1,
}
_RATE: Final = late_pattern(r".[率比]$|比例$|比重$|浓度$|满意度$")
_STEMS: Final = late_pattern(r"(?:任务数?|容量|规模|人数|数量|总额|总量|总数|额|数|率|量)$")
# How far a thing has come: what is begun does not answer for what is to be finished.
# 500盏路灯改造的摸底和预算: what is prepared is not done.
PREPARED: Final = late_pattern(
    "(?:摸底|摸排|预算|概算|方案|设计|规划|招投?标|立项|可研|评审|选址|勘[察测]|测绘|前期|手续|签约)(?:编制|工作|调查)?$"
)
_AGREED: Final = late_pattern("选址|签约|引进|对接|洽谈|储备|谋划|申报|争取|落地")
_BEGUN: Final = late_pattern("开工|启动|动工|在建|进场|施工|推进|封顶|受理|登记")
_OPENED: Final = late_pattern("(?:开工(?:建设)?|动工|启动)$|^(?:受理|登记|接收|收到)(?=.{2})")  # 受理案件 for 办理案件
_APPLIED: Final = late_pattern("^(?:申报|对接|洽谈|储备|谋划|征集)|(?:协议|意向|对接|洽谈|(?<!通过)公示)$")
# 2所已完成主体结构封顶: a step is finished, the whole is not
_ASKED: Final = late_pattern("申报|推荐")
# 农田已完成土地平整3万亩: a step of it; 完成面积 is all of it
_STEP: Final = late_pattern("(?<=..)已?完成(?!(?:面积|里程|长度|数量|总量|总数|规模|任务)$)(?P<step>[^已完成]{2,})$")
_ON_THE_WAY: Final = late_pattern(
    "^(?:主体|结构|基础)[^，,；;。]{0,4}(?:封顶|完工|施工|完成)$|(?:完成|通过)[^，,；;。]{0,12}(?:封顶|主体|基础|土方|设计|方案|评审|招投?标|前期|手续|选址|可研|立项|勘[察测]|审批|备案|公示|摸底|入库|审查)"
    "(?:编制|工作|施工|工程)?$"
)
_FINISHED: Final = late_pattern("竣工|完工|建成|完成|投产|投用|投入使用|投入运营|运营|开园|通车|交付|办结|验收")
_DONE_BEHIND: Final = late_pattern(
    "(?<=..)(?:已?全?部?)(?:竣工|完工|建成|办结|交付|举办|开展|实施|发放|安装|落实|到位|投用|投入使用|投入运营|投放|开通|入住|挂牌|认定|创建|培育|命名|授牌|获批)+$"
)
_LEFT_OVER: Final = late_pattern("其余|剩余|另|还|仍|尚|未|缺|差|不足|正在|拟|计划|将")
_ADDS: Final = late_pattern("^(?:新增|净增)")
_STOCK: Final = late_pattern("(?:余额|存量|保有量|总量|总数)$")
_EACH_TIME: Final = late_pattern("每(?:个?月|个?季度|季|周|旬|天|日)")
_SPENT: Final = late_pattern("^.+完成(?=投资$)")  # 特色小镇完成投资
_QUOTES: Final = dict.fromkeys(map(ord, "“”‘’"))
_SAME_THING, _HOW_MANY, _SHORT_WORD, _MANY_LETTERS, _SOME_LETTERS = 3, 3, 2, 6, 4
_ACT: Final = "(?:安排|新?培育|认定|创建|下达|支持|推进|组织|开展|举办|开发|新建|提质|节能|硬化|亮化|迁建|改造|建设|建成|新增|改扩建|扩建|改建|修建|维修|整治|升级|提升|实施|完成|培训|发放|引进|安装|种植|救助|已|共|累计)+"
ACTS: Final = late_pattern(f"^{_ACT}|{_ACT}$")
_SPELLED: Final = {
    "名": "人",
    "位": "人",
    "例": "人",
    "㎡": "平方米",
    "m2": "平方米",
    "场次": "场",
    "批次": "批",
    "千米": "公里",
}
"""Units that are the same in other words."""
_COUNTERS: Final = (
    ("家", "户"),
    ("个", "处", "座", "所", "家", "项"),
    ("件", "起", "宗", "例"),
    ("台", "辆", "部", "套"),
)
_OF_WHAT: Final = late_pattern("(?P<what>[\u4e00-\u9fff]{2})率$")
_OPPOSED: Final = (
    ("城镇", "农村"),
    ("城市", "农村"),
    ("进口", "出口"),
    ("第一产业", "第二产业", "第三产业"),
    ("国家级", "省级", "市级", "县级", "区级"),
)
"""Of one metric told for several kinds, each answers its own."""
LEAST_LIKENESS = Fraction(2, 5)


def likeness(target: Measure, measure: Measure) -> Fraction:
    """Give how well a reported quantity answers a target, from 0 to 1: same kind of unit, same head word, shared words."""
    if measure.answers:
        return Fraction(measure.answers == target.metric)
    like = _alike(target, measure)
    if target.given and like < LEAST_LIKENESS:
        like = _alike(replace(target, metric=target.given), measure)  # 两癌筛查6913人 for 为7500名妇女免费筛查
    return like if same_kind(target.unit, measure.unit) else like * _OTHER_COUNTER


def _alike(target: Measure, measure: Measure) -> Fraction:
    wanted, said = (_SHARE_OF.sub("占比", base_of(item)).translate(_QUOTES) for item in (target, measure))
    wanted, said = _DONE_BEHIND.sub("", wanted), _DONE_BEHIND.sub("", said)  # 水库除险加固已完工41座
    wanted, said = (_SPENT.sub("", one) for one in (wanted, said))
    if not wanted or not said or not _may_answer(target, measure, wanted, said):
        return Fraction(0)
    bare = [sorted(_STEMS.sub("", ACTS.sub("", one))) for one in (wanted, said)]
    if wanted == said or sorted(wanted) == sorted(said) or (bare[0] == bare[1] and len(bare[0]) > _SHORT_WORD):
        return Fraction(1)  # 出栏生猪, 生猪出栏
    letters, others = set(wanted), set(said)
    few = min(len(letters), len(others))
    shared = len(letters & others)
    is_rate = _RATE.search(said) is not None and wanted.endswith(said)  # 参保率 for 居民基本医疗保险参保率
    if is_rate or (few >= _MANY_LETTERS and shared * 5 >= few * 4) or (few >= _SOME_LETTERS and shared == few):
        return _NAMED_SHORT if is_rate else Fraction(4, 5)  # 每万人拥有发明专利, 每万人口发明专利拥有量
    longer, shorter = max(len(wanted), len(said)), min(len(wanted), len(said))
    if (said in wanted or wanted in said) and longer > 2 * shorter + 4:
        return Fraction(0)
    tail = _common_tail(wanted, said)
    stem_tail = _common_tail(_STEMS.sub("", wanted) or wanted, _STEMS.sub("", said) or said)
    if max(tail, stem_tail) < 2 and said not in wanted and wanted not in said:  # noqa: PLR2004
        # 改造危桥 and 农村公路危桥改造: what is done stands on either side of what is counted.
        cores = [ACTS.sub("", _STEMS.sub("", one)) for one in (wanted, said)]
        is_alike = min(map(len, cores)) > 1 and (cores[0] in cores[1] or cores[1] in cores[0])
        is_alike = (is_alike and cores != [wanted, said]) or _begin_alike(*cores)
        return Fraction(1, 2) if is_alike else Fraction(0)
    return min(Fraction(shared, few), _NAMED_SHORT)  # 出口 is rather 出口 than 进出口总额


def _are_opposed(one: str, other: str, kinds: tuple[str, ...]) -> bool:
    """Tell whether two names are each of one kind, and not of the same: 城镇居民收入, 农村居民收入."""
    mine, theirs = ({kind for kind in kinds if kind in name} for name in (one, other))
    return len(mine) == len(theirs) == 1 and mine != theirs


def _may_answer(target: Measure, measure: Measure, wanted: str, said: str) -> bool:
    """Tell whether a quantity is of the target's kind, and of what is done rather than prepared or applied for."""
    if not same_kind(target.unit, measure.unit) and not _counts_alike(target.unit, measure.unit):
        return False
    if target.way and not measure.way:
        return False  # 固定资产投资2.3亿元 answers none that was to grow
    if (_APPLIED.search(measure.metric) or _ASKED.search(measure.said)) and _stage(target.metric) > 0:
        return False  # 申报6个 for 创建5个
    is_gross = wanted.startswith("净增") and said.startswith("新增")  # less what was lost
    # 贷款余额118亿元 for 新增贷款25亿元; 开展检查17次 for 每月检查2次
    is_stock = _ADDS.search(wanted) and not _STOCK.search(wanted) and _STOCK.search(said)
    if is_gross or is_stock or is_each_time(target) != is_each_time(measure):
        return False
    rate = _OF_WHAT.search(wanted)  # 事故起数下降 answers no 死亡率下降
    is_other = target.way and rate is not None and not _RATE.search(said) and rate["what"] not in said
    if is_other or any(_are_opposed(wanted, said, kinds) for kinds in _OPPOSED):
        return False
    is_made_ready = PREPARED.search(said) or PREPARED.search(measure.said) or _ON_THE_WAY.search(measure.said)
    return not is_step(measure, target) and (not is_made_ready or PREPARED.search(wanted) is not None)


def is_each_time(measure: Measure) -> bool:
    """Tell whether a quantity is what is done every month, quarter or day."""
    return _EACH_TIME.search(measure.metric) is not None


def is_step(measure: Measure, target: Measure) -> bool:
    """Tell whether a quantity counts a step of what is asked for: 农田已完成土地平整3万亩."""
    step = _STEP.search(measure.metric)
    return step is not None and not set(ACTS.sub("", step["step"])) <= set(base_of(target))


def falls_short(measure: Measure, target: Measure) -> bool:
    """Tell whether what is said of a quantity comes before what the target asks for: 开工 for 新建."""
    is_left = _LEFT_OVER.search(measure.said) is not None
    return is_left or _stage(measure.said or measure.metric) < _stage(target.said or target.metric)


def is_short(measure: Measure, target: Measure) -> bool:
    """Tell whether a quantity says how far a thing has come, and that it is not far enough: 危房改造开工210户."""
    return bool(measure.said or _OPENED.search(measure.metric)) and falls_short(measure, target)


def _stage(words: str) -> int:
    """Give how far a thing has come by words: 0 agreed, 1 begun, 2 finished, as it is where none of them says so."""
    if _ON_THE_WAY.search(words):
        return 1
    stages = [stage for stage, pattern in enumerate((_AGREED, _BEGUN, _FINISHED)) if pattern.search(words)]
    return max(stages, default=2)


def base_of(measure: Measure) -> str:
    """Give the metric of a quantity without the direction of its change."""
    metric = fold(measure.metric)
    return metric.removesuffix(measure.way) if measure.way else metric


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two names are of the same thing, and say in other words how many there are: 能繁母猪保有量, 能繁母猪存栏."""
    alike = _common_tail(one[::-1], other[::-1])
    return alike >= _SAME_THING and all(len(name) - alike <= _HOW_MANY for name in (one, other))


def _common_tail(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def same_kind(one: str, other: str) -> bool:
    """Tell whether two units are of one kind: 万元 and 亿元, 名 and 人."""
    if one == other or (one in _SCALE and other in _SCALE and ("美" in one) == ("美" in other)):
        return True
    one, other = (unit.split("/")[0] if unit.startswith("元/") else unit for unit in (one, other))  # 元/人/月
    one, other = (_SPELLED.get(unit.removeprefix("万"), unit.removeprefix("万")) for unit in (one, other))
    return one == other


def _counts_alike(one: str, other: str) -> bool:
    """Tell whether two units may count the same thing under its name: 企业30户 and 企业18家."""
    return any(one in alike and other in alike for alike in _COUNTERS)


def scale_of(unit: str) -> int:
    """Give how many of the simplest unit of its kind a unit is: 10,000 for 万元 and 万人."""
    if unit in _SCALE:
        return _SCALE[unit]
    return 10_000 if unit.startswith("万") and len(unit) > 1 else 1
