"""Kinds of units that a notice counts or names without listing them: 考核范围：19个乡镇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.wording import squeeze, without_label
from kaoji.reading.sheets.unit_groups import SCOPE

# 县（市、区）: what stands in brackets belongs to the name
_PLAIN: Final = r"(?:[（(][^（）()\d]{1,10}[）)]|[^，,。；;、：:])"
_COUNTED: Final = late_pattern(
    rf"(?:范围|对象|适用于)(?:为|是|包括)?[：:]?(?:全?[县市区省州旗镇乡]|[\u4e00-\u9fff]{{1,4}}[县市区州旗镇乡]|全[县市区]的|全街道|辖区)?(?P<count>\d{{1,3}})[个支家所](?P<name>{_PLAIN}{{1,20}}?)(?=[，,。；;、：:]|$)"
)
_COUNTED_BELOW: Final = late_pattern(
    r"^(?:全|本)?[县市区省州旗镇乡]?(?:共|辖区?|所辖)?(?P<count>\d{1,3})个(?P<name>[^，,。；;、：:\d]{1,20}?(?:[和与及]\d{1,3}个[^，,。；;、：:\d]{1,12}?)?)(?=[，,。；;、：:]|$)"
)
_AND_COUNTED: Final = late_pattern(
    r"[、，,和及与](?P<count>\d{1,3})[个家所](?P<name>[^，,。；;、：:\d和及与]{1,16})(?=[，,。；;、：:和及与]|$)"
)
# 全院临床科室（22个）、医技科室（8个）
_WHERE: Final = late_pattern(r"^(?:进驻|派驻|所属|驻)[^，,、]{1,8}的(?:各|所有)?")  # 进驻中心的各窗口单位
_COUNTED_ASIDE: Final = late_pattern(
    r"(?:^|(?<=[、，,；;：:和及]))(?:全[县市区院校局镇乡]|各)?([^，,。；;、：:（）()\d]{2,14})[（(]共?(\d{1,3})[个家所名人][）)]"
)
# 考核对象为各乡镇; 本办法适用于全县各乡镇: what kinds of units, without their names
_SCOPED: Final = late_pattern(
    r"^(?:[^，,。；;：:]{0,8})?(?:(?:考核|考评|评估|评价)(?:对象|范围|单位)|适用(?:范围|对象)|本(?:办法|方案|细则|制度)适用)(?:为|是|包括|于|：|:)+(?P<name>[^，,；;：:。]{2,40}?)(?:[,，](?:包括|含|包含|实行|采取|采用|由|按|分)[^。；;]*)?(?:的?(?:年度|日常|综合|绩效|目标|工作)*考核(?:工作)?|的[\u4e00-\u9fff]{2,12}考核(?:工作)?)?[。；;]?$"
)
_KIND_EDGE: Final = late_pattern(
    r"^对?(?:全[县市区镇乡街局院校]|本[县市区镇乡街局院校]|我[县市区镇乡街局院校])?(?:所有|全体|各|在岗|在职|在编)*(?:的)?"
)
_KIND: Final = late_pattern(
    r"[^，,。；;：:\d]{0,28}(?:村|社区|乡|镇|街道|乡镇|镇街|政府|部门|单位|科室|处室|股室|站所|机构|企业|公司|学校|医院|管区|园区|开发区|管委会|办事处|班子|干部|人员|职工|员工|党员|支部|总支|片|片区|窗口|教职工|护士|中心|站|队|所|教师|医生|公务员|负责人|居|组织|县区|河长|网格员|工作者)(?:[（(][^（）()]{1,10}[）)])?"
)
# 分为镇街、党委部门、政府部门3个类别; 分为中层干部和一般干部两类
_CLASSED: Final = late_pattern(
    r"(?:分为|分成|划分为|分)(?P<names>[^；;：:。\d]{4,60}?)(?P<count>[二两三四五六七八九十\d]{1,2})(?:个)?(?:大)?(?:类别|组别|类|组|序列|系列|层次|层级|片区?)"
)
# 镇街为一类，部门为一类
_OF_ONE: Final = late_pattern(r"(?:^|[，,；;：:])(?P<name>[^，,。；;：:为]{2,12}?)(?:单独)?(?:为|作为|归为)一[类组]")
# 中层管理人员和普通员工分别考核
_APART: Final = late_pattern(
    r"(?:^|[，,；;：:。])(?:对|按|其中)?(?P<names>[^，,；;：:。]{2,40})(?:分别|分类|分开)(?:进行)?(?:考核|考评|评价|排名)"
)
_ON_WHOM: Final = late_pattern(
    r"(?:考核|考评|评估|评价)(?:对象|范围|单位|分类|分组|类别)|被考核|参加考核|纳入考核|分类考核|分组考核|适用于|(?:各|被考核)(?:单位|部门|乡镇|镇街|科室)[^，,。；;]{0,10}分[为成]"
)
_CLASS: Final = late_pattern(
    r"[^；;：:。\d]{0,28}(?:村|社区|乡|镇|街道|乡镇|镇街|政府|部门|单位|科室|处室|股室|站所|机构|机关|企业|公司|学校|医院|园区|干部|人员|职工|员工|中心|教师|医生|公务员|组|类)(?:[（(][^（）()]{1,10}[）)])?"
)
_SHORT: Final = late_pattern(r"(?!优|良|合格|一[等类])[\u4e00-\u9fff]{2,8}(?<!奖)")  # 党群综合、经济管理、执法监督三类
_MOST_CLASSES = 8
_MOST_KINDS, _LEAST_KIND, _LONGEST_KIND = 4, 2, 16


def counted_units(paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, int], ...]:
    """Give the kinds of units that a notice only counts: “考核范围：19个乡镇（街道）” without their names.

    >>> counted_units([Paragraph("评估对象为全县19个乡镇（街道）。")])
    (('乡镇（街道）', 19),)
    >>> counted_units([Paragraph("一、考核对象"), Paragraph("全镇12个村和3个社区。")])
    (('村', 12), ('社区', 3))
    """
    below_scope = False
    for line in paragraphs:
        text = squeeze(line.text)
        if (below_scope or SCOPE.match(without_label(text))) and len(several := _COUNTED_ASIDE.findall(text)) > 1:
            return tuple((_WHERE.sub("", name), int(count)) for name, count in several)
        match = _COUNTED.search(text) or (_COUNTED_BELOW.match(text) if below_scope else None)
        if match is not None:
            names = re.split(r"[和与及](?=\d)", match["name"])
            more = [(name.lstrip("0123456789").removeprefix("个"), re.match(r"\d+", name)) for name in names[1:]]
            more += [(found["name"], re.match(r"\d+", found["count"])) for found in _counted_behind(text, match.end())]
            others = tuple((name, int(count[0])) for name, count in more if count is not None and name)
            return (names[0], int(match["count"])), *others
        below_scope = SCOPE.fullmatch(without_label(text)) is not None
    return ()


def _counted_behind(text: str, place: int) -> Iterator[re.Match[str]]:
    """Give the counts that follow each other from a place: 、3个街道和45个部门."""
    while (found := _AND_COUNTED.match(text, place)) is not None:
        yield found
        place = found.end()


def named_units(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Give the kinds of units that a notice only names, each once: 考核对象：各村、各社区.

    >>> named_units([Paragraph("二、考核对象"), Paragraph("全镇各村（社区）干部。")])
    ('村（社区）干部',)
    >>> named_units([Paragraph("第二条 考核对象为各乡镇人民政府和县直各部门。")])
    ('乡镇人民政府', '县直部门')
    >>> named_units([Paragraph("考核对象：在上年度考核中被评为优秀，且任职满一年的人员。")])
    ()
    """
    if classes := _classes(paragraphs):
        return classes
    below_scope = False
    for text in (
        squeeze(piece) for line in paragraphs for piece in without_label(line.text.strip()).split("。") if piece
    ):
        match = _SCOPED.match(text)
        said = match["name"] if match else text if below_scope else ""
        below_scope = SCOPE.fullmatch(text) is not None
        raw = re.split(
            r"、|，(?=各|[县市区镇乡局][直各])|和各|及各|和(?=县|区|市|[^和及、]{0,8}(?:人员|干部|职工|员工|企业|学校)[。；;]?$)|以及",
            said.rstrip("。；;"),
        )
        names = [re.sub(r"(?<=直)各", "", _KIND_EDGE.sub("", name)) for name in raw]
        # 科室、站、所 are parts of one list, and no names of their own.
        is_one = min(map(len, raw)) < _LEAST_KIND or max(map(len, names)) > _LONGEST_KIND
        names = [_KIND_EDGE.sub("", said.rstrip("。；;"))] if is_one else names
        if 0 < len(names) <= _MOST_KINDS and all(_KIND.fullmatch(name) for name in names):
            return tuple(dict.fromkeys(names))
    return ()


def _classes(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Give the kinds of units into which a notice says that it parts them, where it names as many as it counts."""
    below_scope = False
    for line in paragraphs:
        text = squeeze(line.text)
        bare = without_label(text)
        is_scope = below_scope or _ON_WHOM.search(text) is not None
        below_scope = SCOPE.fullmatch(bare) is not None
        if not is_scope:
            continue
        match = _CLASSED.search(text)
        if match is not None:
            count = int(match["count"]) if match["count"].isdigit() else chinese_numeral(match["count"])
            # 党委部门和人大机关 is one kind where commas part the others
            for marks in ("[，,]", "、", "[、和及与]"):
                names = [name for name in re.split(marks, match["names"]) if name]
                are_named = all(map(_CLASS.fullmatch, names)) or all(map(_SHORT.fullmatch, names))
                if len(names) == count and 1 < len(names) <= _MOST_CLASSES and are_named:
                    return tuple(names)
        if (apart := _APART.search(re.sub("[（(][^（）()]*[）)]", "", bare))) is not None:
            names = re.split("[、和与及]", apart["names"])
            if 1 < len(names) <= _MOST_CLASSES and all(map(_CLASS.fullmatch, names)):
                return tuple(names)
        ones = tuple(dict.fromkeys(found["name"] for found in _OF_ONE.finditer(bare)))
        if len(ones) > 1 and all(map(_CLASS.fullmatch, ones)):
            return ones
    return ()
