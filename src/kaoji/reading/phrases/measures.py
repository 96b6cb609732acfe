"""Quantities in a sentence: metric, value, unit, growth, as they are printed.

A quantity stands behind its metric (“新增总部企业10家”, “失业率控制在4%以内”) or before it (“改造6个片区”). Dates, ordinals,
names with numbers in them and thresholds (“过10亿元项目”) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.phrases import measure_words as words

_SHORT_NAME = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity: ``value`` is an exact decimal as printed; ``way`` is the direction of a change, which ends ``metric``.

    ``bound`` is ≥ for a floor (不低于…), ≤ for a ceiling (控制在…以内); ``maximum`` is the upper end of a range. Where
    ``metric`` is empty or a deed behind the quantity, ``said`` is what has become of so many (已全部投入使用); ``answers`` is the
    metric of the target that a report answers with a deed alone (已签约5个). ``given`` is what is done for those counted
    (为300名老人提供助餐服务); ``is_all``: it is all that there is so far (新增17公里，达到43公里).
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
    given: str = ""
    is_all: bool = False

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
    return words.UNIT_ALONE.fullmatch(fold(text)) is not None


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
    masked = _masked(fold(words.NUMBER_OF_ITEM.sub("", text)))
    for sentence in re.split(r"[。；;！？!?\n]", _joined_lists(masked)):
        estimated = noted = False
        metric = level = ""
        levels: list[str] = []
        behind = ""
        for clause in _clauses(sentence):
            act, behind = behind, clause
            is_told = words.ACTUAL.search(clause) is not None  # 预计全年…，1-10月已完成…
            estimated = bool(words.ESTIMATE.search(clause)) or (estimated and not is_told)
            for measure in _of_levels(list(_in_clause(clause, metric, level)), levels):
                if not measure.metric.removesuffix(measure.way):
                    if not elided:
                        continue
                    metric = metric if measure.way else ""
                # 18亿元(预计数)，增长8%: the growth too, and not what is named next
                noted = measure.is_estimate or (noted and not measure.has_own_metric)
                # 增速达到8%、总量突破90亿元
                name = (measure.metric in words.BARE_TOTALS and (level or metric)) or measure.metric
                if words.LEVEL.fullmatch(name) and (kind := words.LEVEL.search(metric)) is not None:
                    name += metric[kind.end() :]  # 国家级绿色工厂2家、省级4家
                if words.HOW_OFTEN.fullmatch(name) and not words.QUANTITY.search(act):
                    name = _metric(act) + name  # 开展走访活动，每季度不少于1次
                found.append(replace(measure, metric=_unmasked(name), is_estimate=estimated or noted))
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
    text = words.TWO_AND_TWO.sub(r"\g<names>分别\g<verb>", text)
    return re.sub(r"(?<![\d%‰])([\u4e00-\u9fff]{2,10})[,，](?=[\u4e00-\u9fff]{2,10}分别)", r"\1、", text)


def _masked(text: str) -> str:
    """Hide digits that count nothing: dates, ordinals, quotations, thresholds; each stays one character."""

    def hide(match: re.Match[str]) -> str:
        return match[0].translate(words.SHIFT)

    text = re.sub(r"(?<=\d)\s+(?=[\d%‰万亿元个家户人件项])|(?<=[\u4e00-\u9fff])\s+(?=\d)", "", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d人)\(次\)", "次", text)
    for pattern in (words.DATES, words.THRESHOLD):
        text = pattern.sub(hide, text)
    return re.sub(rf"(?<![A-Za-z])(?!{words.LETTERED})[A-Za-z]+[-]?\d+|\d+[A-Za-z]+级?|\d+\+\d+", hide, text)


def _unmasked(text: str) -> str:
    return text.translate(words.BACK)


def _clauses(sentence: str) -> Iterator[str]:
    """Split at commas, and at list marks right behind a quantity; “甲,乙分别…” stays together."""
    waiting = ""
    for piece in filter(None, (part.strip() for part in words.CLAUSE_END.split(sentence))):
        clause = waiting + piece
        waiting = ""
        if "分别" in clause:
            yield clause
            continue
        start = 0
        for match in words.QUANTITY.finditer(clause):
            mark = words.LIST_MARK.match(clause, match.end())
            if mark and words.QUANTITY.search(clause, mark.end()):
                yield clause[start : match.end()]
                # 新建厂房8栋、6万平方米: of the same
                further = words.QUANTITY.match(clause, mark.end())
                start = mark.start() if further is not None and further.end() == len(clause) else mark.end()
        yield clause[start:]


def _in_clause(clause: str, before: str, level: str) -> Iterator[Measure]:
    """Give the quantities of one clause, with an empty metric where none is named.

    ``before`` is the metric that a bare change goes on with, ``level`` what changed right before (提升10个百分点，达到80%).
    """
    clause = words.ALL_OF.sub(r"\g<noun>\g<done>", words.FROM.sub("", clause))
    matches = [match for match in words.QUANTITY.finditer(clause) if _counts(match, clause)]
    shared = _shared_list(clause, matches)
    if shared or (shared := _same_for_all(clause, matches)):
        yield from shared
        return
    end = 0
    for match in matches:
        start = end
        head, tail = clause[end : match.start()], clause[match.end() :]
        head = words.WHO.sub("", head) if end else head
        end = match.end()
        is_estimate = bool(words.AFTER_ESTIMATE.match(tail))
        measure = _measure(match, head, tail, before)
        reached = measure is not None and (measure.unit in words.SHARES or words.REACHED.fullmatch(head) is not None)
        if measure is not None and level and not measure.has_own_metric and measure.metric.startswith("占"):
            measure = replace(
                measure, metric=level + measure.metric, has_own_metric=True
            )  # 增长6.8%，占GDP比重提高到46%
        if measure is not None and not measure.metric and level and reached and head:
            measure = replace(measure, metric=level, has_own_metric=True)
        if measure is not None and start and measure.metric == head == before and words.PERSONS.fullmatch(measure.unit):
            reaches = words.REACHES.search(clause[: matches[0].start()])
            measure = replace(measure, metric=reaches[0]) if reaches else measure  # 惠及13个乡镇6.8万人
        if measure is not None:
            before = measure.metric if measure.has_own_metric and not measure.way else before
            yield replace(measure, is_estimate=True) if is_estimate else measure


def _counts(match: re.Match[str], clause: str) -> bool:
    """Tell whether a number measures something.

    One in words may belong to the name of what is measured (八类案件破案率达到98%), and what has no unit is none but behind a rate.
    """
    if words.WHERE.fullmatch(clause[: match.start()]) and _noun_after(clause[match.end() :], match["unit"]):
        return False  # 在12个村开展试点
    if clause[match.end() :].startswith("的标准") and words.AT_A_RATE.search(clause[: match.start()]):
        return False
    if not match["unit"]:
        return words.NO_UNIT.search(clause[: match.start()]) is not None
    noun = None if match["value"][-1].isdigit() else words.NAMED_ON.match(clause, match.end())
    return noun is None or words.RATE_NAMED.search(noun[0]) is None


def _value(match: re.Match[str]) -> str:
    value = match["value"]
    return value if value[-1].isdigit() else str(chinese_numeral(value))


def _measure(match: re.Match[str], head: str, tail: str, before: str) -> Measure | None:
    """Read one quantity from what stands before and behind it; ``before`` is the metric of the clause before."""
    value, unit, maximum = _value(match), match["unit"], match["max"] or ""
    unit = (unit.removeprefix("个") or unit).replace("m2", "㎡")
    head = words.FOR_EACH.sub("", head)
    if unit in words.SHARES and (part := words.PART_OF.search(head)) is not None:
        head = head[: part.end("verb")]  # 社区数量达到城市社区的60%
    bound = _bound(match, head)
    noun, said = _told(_noun_after(tail, unit))
    change = words.CHANGE.search(head)
    is_counted = words.PERSONS.fullmatch(unit) or (noun and words.COUNTED.fullmatch(unit))
    if change and not (is_counted and change["way"] in ("提升", "提高")):  # 学历提升416人
        return _change(change, head, Measure("", value, unit, bound=bound), before)
    if share := words.SHARE_OF.search(head):
        own = _metric(head[: share.start()])
        name = (own or before) + share["share"].rstrip("的")
        return Measure(name, value, unit, bound=bound, maximum=maximum, has_own_metric=bool(own))
    if noun and not words.DEEDS.fullmatch(noun) and (head.startswith("每") or words.OF_SIZE.fullmatch(head)):
        whom = words.AT_LEAST.sub("", head)
        name = whom + noun.rpartition("的")[2] if head.startswith("每") else noun + head
        return Measure(name, value, unit, bound=bound, maximum=maximum)
    if head in ("", "、") and before and match.start():
        # A second quantity of the same: 发放贷款216笔3560万元.
        return Measure(before, value, unit, bound=bound, maximum=maximum)
    verb = words.VERB.search(head)
    name = "" if words.FILLER.fullmatch(head) else _metric(head[: verb.start()] if verb else head)
    if not words.TIMES.search(unit):
        name = words.EACH_BEHIND.sub("", name)  # 城市低保每人每月730元, and not 检查每月2次
    if (
        noun
        and not verb
        and unit not in words.SHARES
        and words.PLACE.fullmatch(name)
        and head[-1] not in "、和及"
        and not noun.startswith("的")
    ):
        name += noun  # 东湖片区1280户征收签约
    elif noun and (not name or (not verb and _is_action(name, head))):
        deed = words.DEED_ON.search(name)
        noun = deed[0] + noun if deed is not None and not words.DEEDS.fullmatch(noun) else noun
        name, said = noun, said or (noun if words.DEEDS.fullmatch(noun) else name)
    elif not name and not words.FILLER.fullmatch(head):
        return None
    given = _given(tail) if noun else ""
    return Measure(name, value, unit, bound=bound, maximum=maximum, has_own_metric=bool(name), said=said, given=given)


def _given(tail: str) -> str:
    """Give what is done for whom a quantity counts, without the word that it is."""
    found = words.GIVEN.search(re.split(r"[，,；;。]", tail)[0])
    return words.GIVES.sub("", found["given"]) if found is not None else ""


def _bound(match: re.Match[str], head: str) -> str:
    """Tell a floor from a ceiling, by what stands behind a quantity or before it."""
    if match["bound"] in ("以内", "以下") or words.CEILING.search(head):
        return "≤"
    return "≥" if match["bound"] == "以上" or words.FLOOR.search(head) else ""


def _told(noun: str) -> tuple[str, str]:
    """Part what is counted from what is told of it: 幼儿园已开园, 全部竣工."""
    predicate = words.PREDICATE.search(noun)
    if predicate is None:
        return noun, ""
    counted = noun[: predicate.start()]
    return ("" if len(counted) < 2 else counted), predicate[0]  # noqa: PLR2004


def _change(change: re.Match[str], head: str, measure: Measure, before: str) -> Measure | None:
    """Read a growth or decline: of its own metric, or of the one before."""
    way = words.WAYS.get(change["way"], change["way"])
    own = (
        ""
        if words.FILLER.fullmatch(head[: change.start()])
        else _metric(words.EACH_BEHIND.sub("", head[: change.start()]))
    )
    if measure.unit not in words.SHARES and not own:
        return None
    base = own or before
    return replace(measure, metric=base + way, way=way, has_own_metric=bool(own))


def _noun_after(tail: str, unit: str) -> str:
    """Give the noun that a quantity counts, if it stands behind it."""
    match = re.match(r"^(?:以上|左右)?(?:的)?([^，,；;。、:：\d（(][^，,；;。:：\d]*)", tail)
    if not match or unit in words.SHARES:
        return ""
    noun = words.BRACKETED.sub("", match[1].strip().rstrip("、和及与"))  # 示范小区（市级）
    if rest := words.FURTHER.match(tail, match.end(1)) if words.OF_SIZE.fullmatch(noun) else None:
        return _noun_after(tail[rest.end() :], unit)  # 86条总长104公里农村道路
    if tail[match.end(1) :][:1].isdigit():
        if words.OTHERS_AT.fullmatch(noun):
            return ""
        noun = words.SO_FAR.sub("", noun)  # 65件实事已完成26件
        noun = words.SPENT_ON.split(noun)[0]  # 100个项目累计完成投资6亿元
        noun = noun.rpartition("、")[0] or noun  # 创建50个社区、提升10个社区
    noun = words.WORK_ON.sub("", noun)  # 加装工作
    noun = noun if words.PREDICATE.search(noun) else words.IN_USE.sub("", noun)
    noun = words.BEGUN_WITH.sub("", words.GIVEN_TO.sub("", noun))  # 选择6家企业进行培育
    return "" if re.match(r"^(?:以上|以内|左右|,|的$|并|且|总投资)", noun) or (len(noun) < 2 and noun != "村") else noun  # noqa: PLR2004


def _is_action(name: str, head: str) -> bool:
    """Tell whether what stands before a quantity is what is done, not what is counted: the noun then comes after."""
    return (
        bool(re.search(r"等$|[、]|[和及与]$", head))
        or bool(
            re.search(
                r"(?:建设|改造|支持|覆盖|惠及|涉及|巩固提升|升级|提升|新建|新改扩?建|续建|扩建|盘活|淘汰|关停|腾退|处置|化解|治理|整改|查处|招聘|招录|储备|谋划|对接|走访|搭建|加装|更新|增设|设立|设置|布设|布局|投放|采购|制定|修订|出台|推出|推广|评定|认定|检查|排查|抽检|抽查|服务|收储|出让|征收|启用|投用|建成投用|竣工|开工|复工|转化|承接|布点|申报|争创|创成|办好|办理|扩建|建成|建立|引进|培育|举办|组织|开展|新增|完成|推进|推动|实施|启动|解决|整治|创建|打造|节能改造|提质改造|新添|选派|发展|培训|申报|创办|扶持|种植|修建|维修|安装|报送|补贴|补助|资助|救助|硬化|绿化|亮化|改建|迁建|铺设|打通|开通|配备|购置|更换|清理|拆除|慰问|帮扶|养护|选择|遴选|评选|确定|命名|帮助|引导|吸引|鼓励|动员|选派|安排|筹集|拨付|疏浚|加固|可?容纳|提供)$",
                name.removesuffix("了"),
            )
        )
        or not name
    )


def _metric(head: str) -> str:
    """Trim what stands before a quantity to the name of what is measured."""
    text = re.sub(r"^[\s、,，:：）)（(]+|[\s:：、]+$", "", head)
    text = re.sub(r"[（(][^（）()]*[）)]?$", "", text)
    text = words.FOR_WHOM.sub("", words.BESIDE.sub("", words.TOGETHER.sub("", text)))
    if "：" in text or ":" in text:
        text = re.split("[：:]", text)[-1]
    while (match := words.LEAD.match(text)) and len(text) - match.end() > 1:
        text = text[match.end() :]
    text = "" if words.ONLY_HOW.fullmatch(text) or words.EVERYWHERE.fullmatch(text) else words.PLACE_OF.sub("", text)
    text = re.sub(
        r"(?:预计|力争|确保|(?<![认许])可|仅|只有|已|(?<!签)约|共|再|分别|各|(?<![平人户年月日])均|总计|累计|就|即|要|争取|稳定)+$",
        "",
        text,
    )
    text = words.ALREADY.sub("", text)
    return text if len(text) > 1 else ""


def _shared_list(clause: str, matches: list[re.Match[str]]) -> list[Measure]:
    """Read “甲、乙分别下降11%、25%”: as many names as values."""
    if "分别" not in clause or not matches:
        return []
    head = clause[: matches[0].start()]
    change = words.CHANGE.search(head)
    names = [
        _metric(name)
        for name in re.split(
            r"、|和|与|及(?!率|格)|以及|,|，",
            head[: change.start() if change else head.rindex("分别") if "分别" in head else 0],
        )
    ]
    names = [name for name in names if name]
    if len(names) == len(words.TOWN_AND_COUNTRY) and names[0] in ("城镇", "城市") and names[1].startswith("农村"):
        names[0] += names[1].removeprefix("农村")
    rest = names[-1][_SHORT_NAME:] if names else ""
    first = words.DEEDS.match(names[0]) if names else None
    bare = [names[0][first.end() :] if first is not None else names[0], *names[1:-1]] if names else []
    if words.OF_ALL.fullmatch(rest) and len(names) > 1 and all(len(name) == _SHORT_NAME for name in bare):
        names[:-1] = [name + rest for name in names[:-1]]  # 燃气、供水、排水管网
    if not names and change and len(matches) > 1:
        way = words.WAYS.get(change["way"], change["way"])
        return [Measure(way, _value(match), match["unit"], way, has_own_metric=False) for match in matches]
    if len(names) == 1 and names[0].startswith("城乡") and len(matches) == len(words.TOWN_AND_COUNTRY):
        town = "城市" if words.RELIEF.search(names[0]) else "城镇"
        names = [area + names[0].removeprefix("城乡") for area in (town, words.TOWN_AND_COUNTRY[1])]
    if len(matches) == 1 and len(names) > 1 and change:
        matches = matches * len(names)  # 甲、乙排放量分别下降2%
    if len(names) != len(matches):
        return []
    way = words.WAYS.get(change["way"], change["way"]) if change else ""
    return [Measure(name + way, _value(match), match["unit"], way) for name, match in zip(names, matches, strict=True)]


def _same_for_all(clause: str, matches: list[re.Match[str]]) -> list[Measure]:
    """Read “甲、乙均达到98%以上”: several names, and one value for each."""
    if len(matches) != 1 or matches[0]["unit"] not in words.SHARES or (both := words.ALIKE.search(clause)) is None:
        return []
    if both.start() > matches[0].start():
        return []
    head = clause[: matches[0].start()]
    change = words.CHANGE.search(head)
    way = words.WAYS.get(change["way"], change["way"]) if change else ""
    if words.SO_MANY_KINDS.search(head[: both.start()]):
        return []  # 养老、医疗、失业三大保险覆盖率均达到95%
    names = [_metric(name) for name in re.split("、|和|与|以及", head[: both.start()])]
    if not change and words.VERB.search(head) is None:
        return []
    bound = _bound(matches[0], head)
    return [
        Measure(name + way, _value(matches[0]), matches[0]["unit"], way, bound=bound)
        for name in names
        if len(names) > 1 and all(names)
    ]
