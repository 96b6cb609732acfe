"""How much a piece of text looks like what a column holds: a person, units, a date, points, a name, a long text.

Weights are like logarithms of odds: 3 is as good as certain, -6 as good as impossible.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.actors import REMAINDER, has_title, is_unit, person_likeness, split_persons, unit_share
from kaoji.reading.phrases.measures import is_unit_of_measure
from kaoji.reading.phrases.wording import (
    fold_points,
    label_of,
    points_cell,
    points_in_name,
    rank_of,
    signed_points,
    squeeze,
)
from kaoji.reading.tables.head_words import Kind

NAMES: Final = ("name", "unit", "content")
TEXTS: Final = ("text", "task", "status", "detail")
UNITS: Final = ("lead", "related", "provider")
PERSONS: Final = ("leader", "coordinator", "person")
IMPOSSIBLE: Final = -6.0

TOTAL: Final = late_pattern(r"^(?:总?合计|总计|小计|总分|共计|合计分值?|累计)(?:得分)?[:：]?(?:\d{1,4}(?:\.\d)?分)?$")
FULL_STOP: Final = late_pattern(r"[。！？!?]$")
_DATE: Final = late_pattern(
    r"\d{1,4}\s*[年月日号.．/-]|年底|月底|月末|季度|全年|年内|长期|持续|每[年季月周日]|按[月季年时期]|适时|立即|常态|实时|即时|随时|上半年|下半年|年度|[一二三四五六七八九十]+月|(?:春节|国庆节?|元旦|汛期|入冬|开学|春耕)前|立行立改|即知即改"
)
# What is built or done is no office, though the place where it is leads it: 镇污水处理厂改造
WORKS: Final = late_pattern("(?:改造|建设|整治|工程|提升|项目|治理|维修|创建|改建|扩建|行动|活动)$")
_LOCAL_UNIT: Final = late_pattern(r"^[省市区县州盟旗乡镇各][\u4e00-\u9fff]{1,9}$")
_GENERAL_UNITS: Final = late_pattern(
    r"^(?:各|有关|相关|全|所有)[\u4e00-\u9fff、]{1,14}(?:单位|部门|县|市|区|乡|镇|街道|村|园区|科室)"
)
_LOCAL_UNIT_START: Final = late_pattern(r"^[省市区县州盟旗乡镇各本全]")
_SURE_UNIT_END: Final = late_pattern(
    r"(?:局|委|办|厅|科|队|政府|公司|集团|中心|街道|办事处|委员会|办公室|管委会|法院|检察院|学校|医院|银行|支行|部门|单位|乡镇|妇联|残联|文联|工会|"
    r"工商联|科协|党校|监所|司法所|水利站|财政所|派出所|卫生院|组织部|宣传部|统战部|武装部|项目部|指挥部|纪委|监委|党组|专班)(?:[（(][^（）()]*[）)])?$"
)
_HONOUR: Final = late_pattern(
    "(?:平安|文明|卫生|先进|示范|节水型?|节约型?|园林|无烟|诚信|绿色|健康|清廉)(?:单位|机关|学校|社区|乡?镇|村|医院|企业)$"
)
_SECTION_OF_OFFICE: Final = late_pattern("[\u4e00-\u9fff]{2,6}股")  # 预算股 of a county's office
_FIGURE: Final = late_pattern(r"^[≥≤><=约]?[-+]?\d+(?:[.,]\d+)*(?:[%‰]|[\u4e00-\u9fff]{0,4})$")
ROW_NUMBER: Final = late_pattern(
    r"^[（(]?(?:\d{1,3}(?:[.．-]\d{1,3}){0,3}|[一二三四五六七八九十]{1,3}|[A-Za-z]\d{0,2})[）)、.．]?$|^[①-⑳]$"
)
_REPORTS: Final = late_pattern(r"已|目前|截至|截止|正在|累计|共|预计|上半年|[一二三]季度|\d+[-—]\d+月")
SCORED: Final = late_pattern(r"[扣加得计减记]\s*\d|\d\s*分(?![钟类期])")
_AMOUNT_END: Final = late_pattern(r"[扣得减加计]\d+(?:\.\d+)?分$")  # 少1次扣1分: the end of a sentence, no name
_TAKEN: Final = late_pattern(
    r"[扣减]\d+(?:\.\d+)?分|^(?:\d+(?:\.\d+)?)?分[，,；;。]|^[^（(]{0,6}不?得\d*分$|^分$"
)  # what is scored, or the end of it
_CAPPED: Final = late_pattern(r"[，,].*(?:最[高多]|不超过|封顶)[^，,（(]{0,4}\d+(?:\.\d+)?分$")  # 每家得2分，最高10分
_OWN_POINTS: Final = late_pattern(r"[（(]\d{1,3}(?:\.\d+)?分?[）)](?=[。；;]?$)")
_AIM: Final = late_pattern(
    r"^[≤≥<>]?\d|\d(?:%|个|家|次|项|件|万|亿|人|天|元)|^(?:下降|上升|增长|提高|提升|持平|零.{0,4}|无|—|-|/|优秀|合格|达标|完成)$|^(?:不(?:低于|高于|少于|超过|大于|小于)|达到|力争)[^，。；]{1,6}$"
)
_SIGN: Final = late_pattern("[是否]|[红黄绿蓝]灯?|[√×✓✗]")  # 是否滞后, 亮灯
_FRAGMENT: Final = 0.4
_LONGEST_AIM: Final = 8
_SCORES: Final = 0.8
_ALL: Final = 1.0
EXTRAS: Final = late_pattern(r"^(?:加分|减分|扣分|加减分|奖励|奖惩|附加|否决|一票否决)(?:项|项目|指标|事项)$")
# How something is looked into: 查阅资料, 现场检查.
WAY: Final = (
    r"(?:(?:查阅|查看|查验|查|看|听取?|抽查|检查|核查|现场|实地|随机|日常|平时|问卷|材料|资料|网上|入户|系统|平台|后台|电话|第三方)(?:有关|相关)?"
    r"(?:资料|台账|现场|检查|查看|抽查|考核|走访|汇报|记录|档案|调查|暗访|文件(?:材料)?|材料|审核|考察|测评|评估|证书|账目|账册|凭证|查询|核查|核验|核实|比对|回访|访谈|抽样|评议|察看|勘查)[、和,，及]?)+"
)
REMARK: Final = late_pattern(
    rf"^(?:(?:{WAY}|查[阅看]地点)[:：].*|{WAY}(?:(?:查阅|查看|抽查|走访)[^，。；]{{1,8}})?|"
    r"以[^，。；]{2,12}为准|最[高低多](?:加|扣|得|计)?[^，。；]{0,4}\d+(?:\.\d+)?分|(?:详?见|参照|依据|按照?)[^，。；]{2,14}(?:附件\d?|执行|办法|文件|规定)"
    r"|查[^，。；]{1,8}(?:证|证书|簿|册|账|单|本|系统|平台|资料|记录|台账|档案|文件)|(?:查阅|查看|抽查|现场|实地|随机)[^，。；]{0,10}(?:资料|材料|文件|记录|纪要|台账|检查|查看|抽查|考核|走访)|另行(?:通知|制定)[^，。；]{0,6}|扣完为止|不(?:重复|累计)[加计]分)。?$"
)
# What may be how something is looked into, or the name of a row: 日常巡查, 考勤记录.
_LOOKED: Final = late_pattern(
    r"^[^，。；]{2,4}(?:[巡抽检核督]查|评查|记录|查询|查看|访谈|调查|测评|评议|暗访|考核|审核|查阅)(?:[、和][^，。；]{2,6})?$"
)
_LIKELY_WAY: Final = 1.2
_PLAIN_FIGURE: Final = late_pattern(r"\d{1,3}(?:\.\d)?$")
_RATE: Final = late_pattern(r"[-－]?\d{1,2}(?:\.\d+)?分?[/／每][\u4e00-\u9fff]{1,4}$")  # what one fault costs: 0.5分/处
_FILL_IN: Final = late_pattern(r"[^\d几数百千十亿多余.]万元|_{2,}|＿{2,}")  # 投入万元: to be filled in
_TELEPHONE: Final = late_pattern(r"^[^，。；]{0,8}(?:0\d{2,3}[-—－]?\d{7,8}|1[3-9]\d{9}|\d{7,8})$")
_LEAST_ASKED = 10
_LONG_TEXT, _SHORT_NAME, _LONGEST_DATE, _SHORTEST_TEXT = 16, 14, 24, 6
_LONGEST_UNIT, _LONGEST_HEADING, _LONGEST_NOTE = 12, 40, 12


@lru_cache(maxsize=2**14)
def looks(text: str, kind: Kind | None) -> float:
    """Weigh how much a text looks like what a column of the kind holds; numbers of rows are weighed by their order."""
    bare = squeeze(text)
    match kind:
        case "leader" | "coordinator" | "person":
            weight = _person(text)
        case "lead" | "related" | "provider":
            weight = -4.0 if _SIGN.fullmatch(bare) else _units(text, bare)
        case "points":
            weight = _points(bare)
        case "deadline":
            weight = 2.5 if _DATE.search(bare) and len(bare) < _LONGEST_DATE else -2.5
        case "unit":
            is_item = bool(label_of(bare)) or bool(points_in_name(bare)[1])
            weight = 1.5 if is_unit(bare) else -4.0 if is_item else _name(bare) - 0.8
        case "name" | "content":
            weight = max(_name(bare), _asked(bare) if kind == "content" else IMPOSSIBLE)
        case "text" | "task" | "status":
            weight = _text(bare) + _report(bare, kind)
            weight += _SCORES if kind == "text" and _AMOUNT_END.search(fold(bare)) else 0.0
        case "detail":
            weight = _detail(bare)
        case "number":
            weight = 2.0 if ROW_NUMBER.match(fold(bare)) else IMPOSSIBLE
        case "measure":
            weight = 3.0 if is_unit_of_measure(bare) else -5.0
        case "ratio":
            weight = 3.0 if re.fullmatch(r"\d+(?:\.\d+)?[%％]?", fold(bare)) else -4.0
        case "target":
            weight = 2.0 if _FIGURE.match(fold(bare)) else _text(bare) - 1.0
        case "note":
            weight = -3.0 if EXTRAS.match(bare) else 1.5 if _SIGN.fullmatch(bare) else _remark(bare)
        case _:
            weight = _other(bare, kind)
    return weight


def _other(bare: str, kind: Kind | None) -> float:
    """Weigh what stands in columns that are mostly empty."""
    if kind == "blank" and _PLAIN_FIGURE.match(bare):
        return 0.5  # a form that was filled in
    if kind == "blank" and _RATE.match(bare):
        return 2.5
    if _TELEPHONE.search(bare) or (kind == "blank" and _FILL_IN.search(bare)):
        return 2.0
    return -2.0 if len(bare) <= _LONGEST_NOTE else -1.2


def heading_weight(text: str) -> float:
    """Weigh how much a text looks like a heading over the whole width of a table: “一、经济发展（40分）”."""
    bare = squeeze(text)
    rank = rank_of(bare)
    stops = "[。；;]" if rank in (0, 1) else "[。；;，,]"  # 二、稳投资促消费，夯实增长基础
    if re.search(stops, bare) or len(bare) > _LONGEST_HEADING or points_cell(bare) or label_of(bare) == bare:
        return IMPOSSIBLE
    points = points_in_name(bare)[1]
    weight = 1.2 if rank in (0, 1) else 0.2 if rank == 2 else -1.5  # noqa: PLR2004
    return weight + (0.8 if points else 0.0)


def is_whole_name(bare: str) -> bool:
    """Tell whether a line is a name with its points, or units: it was not cut, however wide it is."""
    return bool(points_in_name(bare)[1]) or unit_share(bare) >= _ALL


def _remark(bare: str) -> float:
    if _TELEPHONE.search(bare):
        return 2.0
    return 1.5 if REMARK.match(bare) else _LIKELY_WAY if _LOOKED.match(bare) else -0.8


def _person(text: str) -> float:
    parts = split_persons(text) if has_title(text) else re.split("[、，,]", text.strip("、，, "))
    likely = min(map(person_likeness, parts), default=0.0)
    return 3.0 * likely - 1.5 if likely else -4.0


def _units(text: str, bare: str) -> float:
    bare = bare.strip("、，,；;")
    parts = unit_share(text)
    is_sentence = FULL_STOP.search(bare) and (parts < _ALL or not _is_surely_unit(bare.rstrip("。")))
    if is_sentence or _HONOUR.fullmatch(bare):
        return -1.5
    if parts >= 0.5:  # noqa: PLR2004
        return 2.0 * parts if _is_surely_unit(bare) else 0.6
    if _GENERAL_UNITS.match(bare) or _SECTION_OF_OFFICE.fullmatch(bare):
        return 1.2
    is_cut = REMAINDER.fullmatch(bare) is not None
    if is_cut or (_LOCAL_UNIT.match(bare) and len(bare) < _LONGEST_UNIT - 1 and WORKS.search(bare) is None):
        return 0.8
    if points_cell(bare) or _TAKEN.search(fold(bare)):
        return -4.0
    return -2.5 if len(bare) > _LONGEST_UNIT or re.search(r"[。；]", bare) else -1.0


def _is_surely_unit(bare: str) -> bool:
    """Tell whether words that end like a unit are one: names of places lead it, or the end is of no other word."""
    return bool(_LOCAL_UNIT_START.search(bare) or _SURE_UNIT_END.search(bare) or re.search("[、，,；\n]", bare))


# 2.承办现场会: the number of a row, and its name
_NO_POINTS: Final = late_pattern(r"[A-Za-z]|\d{1,2}[.、．][\u4e00-\u9fff]")


def _points(bare: str) -> float:
    read = points_cell(bare)
    if read or signed_points(bare):
        return 3.5
    if read is None and len(bare) <= 8 and not _NO_POINTS.match(bare) and fold_points(bare):  # noqa: PLR2004
        return 1.0
    return IMPOSSIBLE


def _name(bare: str) -> float:
    points = points_in_name(bare)[1]
    is_points = bool(points_cell(bare))
    if REMARK.match(bare):
        weight = -1.5
    elif re.search(r"[。；;！]|，.*，", bare) or (is_points and not points_in_name("甲" + bare)[1]) or _is_scored(bare):
        weight = -3.0
    elif _AMOUNT_END.search(fold(bare)):
        weight = -2.0
    elif (points and not (is_points and bare[0].isdigit())) or EXTRAS.match(bare):
        weight = 1.8
    elif is_points:
        weight = -1.0
    elif is_unit(bare):
        weight = -0.4 if _is_surely_unit(bare) else 0.6
    elif not re.search(r"[\u4e00-\u9fff]", bare):
        weight = -1.5
    elif len(bare) > _SHORT_NAME:
        weight = max(-0.2 * (len(bare) - _SHORT_NAME), -2.0)
    else:
        weight = 0.2 if re.match(r"^\d{1,2}[、.．]", bare) else 0.9
    return weight


def _is_scored(bare: str) -> bool:
    """Tell whether words say what is taken or given, or are the end of a line that did."""
    folded = fold(bare)
    return _CAPPED.search(folded) is not None or (not points_in_name(bare)[1] and _TAKEN.search(folded) is not None)


def _asked(bare: str) -> float:
    """Weigh what is asked for in sentences, where it names a row: they do not score, or begin with a number."""
    bare = _OWN_POINTS.sub("", bare) or bare
    is_short = len(bare) < _LEAST_ASKED and not re.search("[，,；;、。]", bare)
    if points_cell(bare) or is_short or _AMOUNT_END.search(fold(bare)):
        return IMPOSSIBLE
    return -1.5 if SCORED.search(bare) else 0.6 if len(bare) >= _LONG_TEXT else 0.3


def _text(bare: str) -> float:
    if points_cell(bare):
        return -2.5
    weight = 0.0
    if re.search(r"[。；;，,：:]", bare):
        weight += 1.2
    if len(bare) >= _LONG_TEXT:
        weight += 1.2
    elif len(bare) < _SHORTEST_TEXT:
        weight -= 0.8
    if re.search(r"\d", bare) or re.match(r"^[①-⑳▲●■★]", bare):
        weight += 0.4
    if person_likeness(bare) >= 0.8:  # noqa: PLR2004
        weight -= 1.5
    if unit_share(bare) >= 0.8 and len(bare) < _LONGEST_HEADING:  # noqa: PLR2004
        weight -= 1.5
    return weight


def _detail(bare: str) -> float:
    """Weigh what is asked for: a figure, a few words, or sentences; their points may stand in brackets at the end."""
    bare = _OWN_POINTS.sub("", bare) or bare
    if points_cell(bare) and not bare.endswith(("%", "％")):
        return -1.0 if bare.isdigit() else -2.0
    if _FIGURE.match(fold(bare)):
        return 1.0
    if SCORED.search(bare):
        return -1.5
    if REMARK.match(bare):
        return 1.5
    if len(bare) <= _LONGEST_AIM and _AIM.search(fold(bare)):
        return 1.5
    return _FRAGMENT if len(bare) <= _SHORT_NAME and not re.search(r"[。；;，,]", bare) else _text(bare) - 0.4


def _report(bare: str, kind: Kind) -> float:
    """Tell reports from tasks: one says what is done, the other what is to be."""
    if kind not in ("task", "status"):
        return 0.0
    says = bool(_REPORTS.search(bare))
    return (0.3 if says else -0.1) if kind == "status" else (-0.3 if says else 0.1)
