"""Groups of units as a notice lists them, with the counts that it states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.document import Paragraph, Source, is_blank, joined_label
from kaoji.reading.phrases.actors import is_unit, split_units
from kaoji.reading.phrases.wording import label_of, rank_of, short_name, squeeze, without_label
from kaoji.reading.sheets.printed_lines import LONGEST_NAME, reflowed
from kaoji.reading.sheets.trees import UnitGroup

UNITS_COUNTED: Final = late_pattern(
    r"[（(](?:[^（）()\d]{2,16}[，,、：:]|[^（）()\d含其每]{2,10})?\s*共?\s*(\d+|[一二三四五六七八九十百]+)\s*(?:个|家|名|户|所)(?:单位|部门|科室|区县|县区|区|县|乡镇|街道|镇|乡|村)?\s*[）)]"
)
_COUNT_BEFORE: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff）)])共?(\d+|[二三四五六七八九十]+)(?:个|家)(?:单位|部门|乡镇|街道)?$"
)
_COUNT_BEHIND: Final = late_pattern(
    r"[，,、]?[（(]?(?:共计?|等|合计|总计)\s*(\d+|[二三四五六七八九十]+)\s*(?:个|家|所)(?:单位|部门|乡镇|街道|镇|乡|社区|村|企业|学校|科室)?[）)]?$"
)
_GROUP_LINE: Final = late_pattern(r"^(?P<name>[^：:。；;]{2,30}|[乡镇村县区])[：:]\s*(?P<units>.+)$")
SCOPE: Final = late_pattern(
    r"(?:(?:考核|考评|评估|评价|测评|评议|评定|评比|评选)(?:评定|评价)?的?(?:对象|范围|分组|单位|主体)(?:[及和与](?:分组|范围|分类|对象))?|被(?:考核|考评|评估)(?:单位|对象)|适用(?:范围|对象)|(?:考核)?分[组类](?:情况)?)[。:：]?"
)
# 第一类为党群机关，包括县委办、县委组织部
_CLASS: Final = late_pattern(
    r"第?[一二三四五六七八九十][类组](?:为|是)(?P<name>[^，,：:；;。、]{2,16})(?:[，,：:]?(?:包括|包含|有|即)[：:]?|[：:])(?P<units>[^；;。]+)$"
)
# 分为两类：城建类企业包括甲公司、乙公司
_INCLUDES: Final = late_pattern(
    r"(?:^|[：:])(?P<name>[^，,：:；;。、]{2,16}?)(?:包括|包含)[：:]?(?P<units>[^：:；;。]+)$"
)
_SAYS_SCOPE: Final = late_pattern(
    r"(?:考核|考评|评估|评价|测评)(?:对象|范围|单位)(?:为|是|分为|包括|共分)[^：:。；;]{2,30}[。；;：:]|分为?[^：:。；;]{0,20}[组类][。；;：:]"
)
# 第一条 本办法适用于管委会各内设机构：办公室、财政局
_ONLY: Final = late_pattern(
    r"^[^：:。；;]{0,16}(?:适用于|适用(?:范围|对象|单位)(?:为|是|包括)|(?:考核|考评|评价|评估)对象(?:为|是|包括)|(?:考核|考评|评价|评估)的?(?:单位|机构|对象)包括)(?P<who>(?:[（(][^（）()]{1,10}[）)]|[^：:。；;、]){2,24}?)[：:](?P<units>[^：:；;。]+)。?$"
)
# 考核对象：承担保洁服务的3家公司：蓝天公司、洁美公司
_COUNTED_LIST: Final = late_pattern(
    r"^[^：:。；;]{0,6}(?:考核|考评|评估)(?:对象|范围|单位)(?:[：:][^：:。；;、]{0,20}\d{1,2}[家个][^：:。；;、]{1,12}|(?:为|是)[^：:。；;、]{2,30}[，,](?:具体|分别)(?:为|是|有|包括))[：:](?P<units>[^：:；;。]+)。?$"
)
# 考核对象为县教育局、县民政局等2个单位
_OF_UNITS: Final = late_pattern(
    r"^[^：:。；;]{0,8}(?:考核|考评|评估)(?:对象|范围|单位)(?:为|是|包括)(?P<units>[^：:；;。]+?、[^：:；;。]+?)(?:(?:等|共计?)+(?P<count>\d{1,3})[个家所](?:单位|部门|乡镇|街道|社区|村|企业|学校|科室)?)?(?:。|$)"
)
_COUNT_AT_END: Final = late_pattern(
    r"[（(](?:共计?|合计|总计)?(\d{1,3})[个家所](?:单位|部门|乡镇|街道|社区|村|企业|学校|科室)?[）)](?=[。；;]?$)"
)
_IN_BRACKETS: Final = late_pattern(r"(?P<name>[^（）()、]{2,16})[（(](?P<units>[^（）()]+、[^（）()]+)[）)]")
_BEHIND: Final = late_pattern(
    r"(?:^|(?<=[。；;，,：:]))(?:其中[:：，,]?)?(?P<units>(?:[^，,。；;：:、]{2,12}、)+[^，,。；;：:、]{2,12}?)(?:为|列为|划为|是|属于?)(?P<name>第?[一二三四][类组]|[A-D甲乙丙丁][类组])(?:[县市区乡镇单位]{0,3})(?=[，,。；;]|$)"
)
_PARTED: Final = late_pattern(
    r"(?:分为|分成|划分为)(?P<kinds>(?:[^（）()、，,。；;：:]{2,12}[（(][^（）()]+、[^（）()]+[）)][、，,；;和及]?){2,8})"
)
_PART_OF: Final = late_pattern(
    r"(?:^|[、，,；;和及])?(?P<name>[^（）()、，,。；;：:]{2,12})[（(](?P<units>[^（）()]+)[）)]"
)
_COUNT_OF: Final = late_pattern(
    r"^(?:全[县市区镇乡街]|辖区|所辖|共|各)*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个(?!体)"
)
# A类：只承担招商任务的单位，即甲镇、乙镇
_THAT_IS: Final = late_pattern(
    r"^[^、。；;]{2,40}[，,](?:即|分别(?:为|是)|具体(?:为|是|有|包括)|包括|有)[:：]?(?=[^，,]+、)"
)
_COUNT_OF_ALL: Final = late_pattern(r"(?:^|全[县市区镇乡]|共|为)(\d{1,3})[个家所](?![^，,]*\d)")
# 中小学29所，其中高中3所、初中10所、小学16所: kinds that make up all
_COUNTED_KINDS: Final = late_pattern(
    r"(?P<total>\d{1,3})[个家所名](?:[^，,。；;、\d]{0,8})[，,（(](?:其中|包括|分别(?:为|是)|分为|有)?[：:，,]?(?P<kinds>(?:[^，,。；;：:、\d（）()]{2,12}?\d{1,3}[个家所名](?:[、，,和及]|(?=[。；;）)]|$))){2,8})"
)
_NAMED_BEHIND: Final = late_pattern(r"(?:^|(?<=[。；;，,]))([^，,。；;：:、]{2,12})[：:]([^。；;：:]+)")
# 分为三类：一类为甲园、乙园；二类为12个镇（街道）
_CLASSES: Final = late_pattern(
    r"(?:^|(?<=[：:；;。，,]))(?P<class>第?[一二三四五六][类组]|[A-F甲乙丙丁][类组])(?:单位)?(?:为|是|包括|有)[：:]?(?P<units>[^；;。：:]+)"
)
_IN_CLASSES: Final = late_pattern(r"(?:分为?|划分为|分成)[二两三四五六]个?[类组]")
_COUNTED_CLASS: Final = late_pattern(r"(?P<count>\d{1,3})[个家所](?P<kind>[^、，,]{1,12}?)(?:[（(][^（）()]*[）)])?")
_COUNTED_LAST: Final = late_pattern(r"(?<=[^\d、])(?:等|共)*(?P<count>\d{1,3})[个家所](?P<kind>[^、，,\d]{1,12})$")
_COUNTED_KIND: Final = late_pattern(r"(?P<name>[^，,。；;：:、\d（）()]{2,12}?)(?P<count>\d{1,3})[个家所名]")
_COUNT_LEADS: Final = late_pattern(
    r"^(?:全[县市区镇乡街校院局]|辖区|所辖|下辖)?(?:内|的)?(?P<count>\d{1,3})[个家所](?P<name>(?:[（(][^（）()\d]{1,10}[）)]|[^，,。；;：:、\d]){1,20})[：:；;。]?$"
)
_LETTERED: Final = late_pattern(
    r"(?P<group>[A-EＡ-Ｅ甲乙丙丁])组(?:为|是|包括|有|:|：)(?P<units>[^，,；;。\d]*?)(?P<count>\d{1,3})[个家所](?P<kind>[^，,、；;。]{2,12})"
)
_LED_BY: Final = late_pattern(r"(?P<name>第[一二三四五六七八九十]{1,2}[^\s：:。，,]{1,4})\s*[：:]")
_ONLY_COUNTS: Final = late_pattern("(?:共|合|总)?(?:计|有)?")  # 局属各科室，共6个：甲科、乙科
# 第一、第二、第三管理区; 一、二、三中队
_NUMBERED: Final = late_pattern(
    r"(?P<numbers>第?[一二三四五六七八九十\d]{1,3}(?:[、和]第?[一二三四五六七八九十\d]{1,3})+)(?P<noun>[^、和一二三四五六七八九十\d]{2,8})"
)
_LEAST_GROUPS = 2
_NAME: Final = late_pattern(r"[^，,。；;：:、\d\s]{2,16}")
_OPENS: Final = late_pattern(r"[：:]\s*$")
_UNITS: Final = "被考核单位"
_LONGEST_HEADING = 46


# 全区9个镇街，分城区组、农村组: which groups there are, and no list of units
_SAYS_GROUPS: Final = late_pattern(r"分(?:为|成)?[^、，,。；;\d]{1,8}[组类][、和][^、，,。；;]{1,8}[组类]")


# 一是乡镇，包括甲镇、乙镇; 其中，乡镇组有甲镇、乙镇; 城区社区（3个）为：甲、乙
_LEADING: Final = late_pattern(
    r"^(?:(?:[^；;。：:、]{0,24}[，,])?其中[，,：:]?|[一二三四五六七八]是(?=[^，,：:；;。]{2,16}[，,：:]?(?:包括|包含|含|有|为|即)))"
)
_HAS: Final = late_pattern(
    r"^(?P<name>(?!第[一二三四五六七八九十][类组批](?:为|是))(?![^，,：:]*(?:对象|范围|办法|方案|适用|实行|采取|考核|分为))[^，,：:；;。、]{2,16}?)(?P<count>(?<![第\d])\d{1,3}[个家所])?[，,]?(?:包括|包含|分别为|分别是|具体为|即|有(?!关|限)|为|是)[：:]?(?P<units>[^：:；;。]*?、[^：:；;。]*)$"
)
_ENCLOSED: Final = late_pattern(
    r"^(?P<name>[^（）()、，,：:；;。]{2,16}?)(?P<count>\d{1,3}[个家所])?[（(](?P<units>[^（）()：:；;。]*?、(?:[^（）()：:；;。]|[（(][^（）()]*[）)])*)[）)]$"
)
_SPACED: Final = late_pattern(
    r"^(?P<name>[^\s，,：:；;。、]{1,12}(?:组|类|序列|系列))[\s\t\u3000]+(?P<units>[^，,：:；;。\s]*、[^，,：:；;。\s]*)$"
)
# 第一组：党群机关（10个）。县委办、县妇联
_LED_GROUP: Final = late_pattern(
    r"^(?P<led>(?:第[一二三四五六七八九十]{1,2}|[A-E甲乙丙丁])[组类])[：:](?P<name>[^（）()：:。，,、]{2,16})(?P<count>[（(]共?\d{1,3}[个家所][^（）()]{0,6}[）)])[。：:，,]?(?:包括|包含|分别为|有|为)?[：:]?(?P<units>[^：:；;。]*、[^：:；;。]*)[。；;]?$"
)
_CLASS_NAME: Final = late_pattern(r".{1,14}(?:组|类|序列|系列|片区?)(?:[（(][^（）()]{1,12}[）)])?")
_END_OF_NAME: Final = late_pattern(r"(?<=[）)组类])(?:分别)?(?:为|是|有|包括)$")
_THE_OTHERS: Final = late_pattern(
    "(?:(?:具体)?名单)?(?:略|附后|另行[^、]{0,6}|见附[件表][^、]{0,4})[。；;]?|(?:其[余他它]|剩余)各?[\u4e00-\u9fff]{0,6}[。；;]?"
)  # 二类村（15个）：其余各村
_TELLS_PLACES: Final = late_pattern(r"\d%|\d分|排名[前后第]|得分")
_EVERY_UNIT: Final = late_pattern("^(?:各|所有|全体)|(?<=[直属关镇县市区府局院校办])各")
# 甲镇、乙镇等12个乡镇
_AMONG: Final = late_pattern(
    r"(?:^|[，,；;：:和及])(?P<units>[^，,；;。：:等]+?、[^，,；;。：:等]+?)等(?P<count>\d{1,3})[个家所](?P<name>[^，,。；;：:、]{2,12}?)(?=[，,。；;和及]|$)"
)


def _plainly(text: str, *, in_scope: bool) -> str:
    """Give a list with its name in the form name（count）：units, whatever stands between them.

    >>> _plainly("一是乡镇，包括甲镇、乙镇", in_scope=True), _plainly("城郊村2个（东村、西村）", in_scope=True)
    ('乡镇：甲镇、乙镇', '城郊村（2个）：东村、西村')
    """
    text = text.strip()
    if (led := _LED_GROUP.match(text)) is not None:
        return f"{led['led']}（{led['name']}）{led['count']}：{led['units']}"
    if (spaced := _SPACED.match(text)) is not None:
        return f"{spaced['name']}：{spaced['units']}"
    if not in_scope:
        return text
    bare = _LEADING.sub("", without_label(text.rstrip("；;。")))
    match = _HAS.match(bare) or _ENCLOSED.match(bare)
    if match is None:
        return text
    name = _END_OF_NAME.sub("", match["name"])
    count = f"（{match['count']}）" if match["count"] else ""
    return f"{name}{count}：{match['units']}"


def is_group_title(text: str) -> bool:
    """Tell whether a short line without a number names a group of units: “第四组（垂管部门）”."""
    return bool(
        re.match(
            r"^(?:第[一二三四五六七八九十]+(?:组|类|批)(?:至第[一二三四五六七八九十]+(?:组|类|批))?|[A-Ea-e甲乙丙丁戊][组类])(?:[（(][^（）()]{1,16}[）)])?[：:]?$",
            squeeze(text),
        )
    )


def read_groups(paragraphs: Sequence[Paragraph]) -> list[UnitGroup]:
    """Give the groups of units: a heading with a count or a colon, and the list behind or below it.

    Below a heading on who is assessed (考核对象, 考核分组) any list of units is a group, with a count or without.
    """
    groups: list[UnitGroup] = []
    lines = _stacked([line for line in reflowed(paragraphs) if not is_blank(line.text)])
    scope: int | None = None
    counted_alone: list[UnitGroup] = []
    for index, line in enumerate(lines):
        text = joined_label(line.label, line.text).strip()
        rank = rank_of(text)
        if rank is not None and (scope is None or rank <= scope):
            is_scope = SCOPE.fullmatch(without_label(text)) or (_SAYS_SCOPE.search(text) and _OPENS.search(text))
            scope = rank if is_scope else None
        in_scope = scope is not None
        below = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
        text, below = _plainly(text, in_scope=in_scope), _plainly(below, in_scope=in_scope)
        if said := _in_line(text, line.source, in_scope=in_scope):
            groups.extend(said)
        elif (counted := _COUNTED_LIST.match(text)) and _is_list(counted["units"], most=0.75):
            groups.append(_group(_UNITS, counted["units"], None, line.source))
        elif (named := _OF_UNITS.match(text)) and _is_list(named["units"], most=0.75):
            groups.append(_group(_UNITS, named["units"], re.search(r"(\d+)", named["count"] or ""), line.source))
        elif (match := _GROUP_LINE.match(_COUNT_AT_END.sub("", text))) and _is_group(match, in_scope=in_scope):
            count = UNITS_COUNTED.search(match["name"]) or _COUNT_AT_END.search(text)
            groups.append(_group(match["name"], match["units"], count, line.source))
        elif not match and len(squeeze(text)) < _LONGEST_HEADING and _names_list(text, below, in_scope=in_scope):
            groups.append(_group(text, without_label(below), UNITS_COUNTED.search(text), line.source))
        elif in_scope and label_of(text) and (alone := _COUNT_LEADS.match(without_label(text))) is not None:
            counted_alone.append(UnitGroup(alone["name"], (), int(alone["count"]), line.source))
        elif (in_scope or SCOPE.match(without_label(text))) and (kinds := _by_kinds(text, line.source)):
            groups.extend(kinds)
    groups = _without_whole(groups)
    if groups:  # 1、15个乡镇；2、县直单位：…: a kind of units beside others that are listed
        groups += counted_alone
    return [part for group in groups for part in _by_brackets(group)]


def _without_whole(groups: list[UnitGroup]) -> list[UnitGroup]:
    """Leave out the list of all units where others part it: 子公司分为竞争类（甲公司）和公益类（乙公司）."""
    parted = {unit for group in groups if group.name != _UNITS for unit in group.units}
    return [group for group in groups if group.name != _UNITS or not group.units or not parted.issuperset(group.units)]


def _named_behind(text: str, source: Source) -> list[UnitGroup]:
    """Give the classes that stand behind their units: 甲区、乙区为一类，丙县、丁县为二类."""
    found = list(_BEHIND.finditer(text))
    if len(found) < _LEAST_GROUPS or len({match["name"] for match in found}) < len(found):
        return []
    if not all(_is_list(match["units"], most=0.75) for match in found):
        return []
    return [UnitGroup(match["name"], tuple(_listed(match["units"])), None, source) for match in found]


def _in_line(text: str, source: Source, *, in_scope: bool) -> list[UnitGroup]:
    """Give the groups that a line names by itself, in whatever form it does."""
    among = _among(text, source) if in_scope or SCOPE.match(without_label(text)) else []
    found = (
        among
        or _named_behind(text, source)
        or _groups_in_brackets(text, source, in_scope=in_scope)
        or _parted(text, source)
    )
    found = found or _groups_by_letters(text, source)
    if found:
        return found
    if (only := _ONLY.match(without_label(text))) and _is_list(only["units"], most=0.75):
        return [_group(_UNITS, only["units"], _COUNT_OF_ALL.search(only["who"]), source)]
    return _by_classes(text, source, in_scope=in_scope) or _groups_in_sentence(text, source, in_scope=in_scope)


def _by_classes(text: str, source: Source, *, in_scope: bool) -> list[UnitGroup]:
    """Give the classes of a line of which some say how many they are: 一类为甲园、乙园；二类为12个镇；三类为甲乡、乙乡2个山区乡."""
    found = list(_CLASSES.finditer(text)) if in_scope or _IN_CLASSES.search(text) else []
    made = [_of_class(match["class"], match["units"].strip(), source) for match in found]
    groups = [group for group in made if group is not None]
    is_counted = any(group.stated is not None for group in groups)
    is_whole = len(groups) == len(found) >= _LEAST_GROUPS and _follow(match["class"] for match in found)
    return groups if is_counted and is_whole else []


def _of_class(name: str, units: str, source: Source) -> UnitGroup | None:
    """Give a class with the units that it lists or counts, or none where it does neither."""
    if (count := _COUNTED_CLASS.fullmatch(units)) is not None:
        return UnitGroup(f"{name}（{count['kind']}）", (), int(count["count"]), source)
    if (count := _COUNTED_LAST.search(units)) is not None and _is_short_list(listed := units[: count.start()]):
        return UnitGroup(f"{name}（{count['kind']}）", tuple(_listed(listed)), int(count["count"]), source)
    return UnitGroup(name, tuple(_listed(units)), None, source) if _is_short_list(units) else None


def _follow(names: Iterable[str]) -> bool:
    """Tell whether classes follow each other from the first: 一类, 二类; A类, B类."""
    signs = [name.removeprefix("第")[0] for name in names]
    return any("".join(signs) == row[: len(signs)] for row in ("一二三四五六", "ABCDEF", "甲乙丙丁戊己"))


def _by_kinds(text: str, source: Source) -> list[UnitGroup]:
    """Give the kinds of units of which a line says no more than how many there are, where these make up all of them.

    Names that stand behind one of the kinds are its units: 高中：一中、二中.
    """
    match = _COUNTED_KINDS.search(text)
    kinds = [(one["name"], int(one["count"])) for one in _COUNTED_KIND.finditer(match["kinds"])] if match else []
    if match is None or sum(count for _, count in kinds) != int(match["total"]):
        return []
    listed = {name: tuple(_listed(units)) for name, units in _NAMED_BEHIND.findall(text[match.end() :])}
    return [UnitGroup(name, listed.get(name, ()), count, source) for name, count in kinds]


def _among(text: str, source: Source) -> list[UnitGroup]:
    """Give the groups of which a line names some units and counts all: 甲镇、乙镇等12个乡镇，甲局等32个部门."""
    bare = re.sub(rf"^{SCOPE.pattern}", "", without_label(text))
    found = list(_AMONG.finditer(bare))
    if len(found) < _LEAST_GROUPS:
        return []
    return [UnitGroup(match["name"], tuple(_listed(match["units"])), int(match["count"]), source) for match in found]


def _stacked(lines: list[Paragraph]) -> list[Paragraph]:
    """Give lines with the units that stand one a line below a group's name and count as one line: 党群组（3个） / 甲办 / 乙部 / 丙部."""
    made: list[Paragraph] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        title = joined_label(line.label, line.text).strip()
        count = UNITS_COUNTED.search(title)
        size = int(count[1]) if count is not None and count[1].isdigit() else 0
        below = [squeeze(one.text) for one in lines[index + 1 : index + 1 + size]]
        is_list = (
            size > 1 and len(below) == size and title.endswith(("）", ")", "：", ":")) and len(title) < _LONGEST_HEADING
        )
        if is_list and all(_NAME.fullmatch(one) for one in below) and sum(map(is_unit, below)) * 4 >= size * 3:
            text = f"{title.rstrip('：:')}：{'、'.join(below)}"
            made.append(Paragraph(text, line.level, "", line.source))
            index += size + 1
            continue
        made.append(line)
        index += 1
    return made


def _groups_by_letters(text: str, source: Source) -> list[UnitGroup]:
    """Give the groups of a line that says of each what it holds: 第二类：业务科室。A组为甲科、乙科等2个科室，B组为7个下属站所."""
    found = list(_LETTERED.finditer(text))
    if len(found) < _LEAST_GROUPS:
        return []
    lead = _LED_BY.match(text)
    groups: list[UnitGroup] = []
    for match in found:
        units = _listed(match["units"].removesuffix("等")) if match["units"] else []
        kind = "" if units else f"（{match['kind']}）"
        name = f"{squeeze(lead['name']) if lead else ''}{match['group']}组{kind}"
        groups.append(UnitGroup(name, tuple(units), int(match["count"]), source))
    return groups


def _groups_in_brackets(text: str, source: Source, *, in_scope: bool) -> list[UnitGroup]:
    """Give the groups that a line on who is assessed names with their units in brackets."""
    match = _GROUP_LINE.match(text)
    if match is None or not (in_scope or _SAYS_SCOPE.search(text)):
        return []
    parts = _by_brackets(_group(match["name"], match["units"], None, source))
    return parts if len(parts) > 1 else []


def _parted(text: str, source: Source) -> list[UnitGroup]:
    """Give the kinds into which a sentence parts its units, each with these in brackets: 分为竞争类（甲公司、丙公司）和公益类（乙公司、丁公司）."""
    match = _PARTED.search(text)
    found = list(_PART_OF.finditer(match["kinds"])) if match is not None else []
    if len(found) < _LEAST_GROUPS or not all(_is_list(one["units"], most=0.75) for one in found):
        return []
    return [UnitGroup(one["name"], tuple(_listed(one["units"])), None, source) for one in found]


def _by_brackets(group: UnitGroup) -> list[UnitGroup]:
    """Give the groups of a list whose names have their units behind them: 中心校（甲小学、乙小学）、村校（丙小学、丁小学）."""
    found = [_IN_BRACKETS.fullmatch(unit) for unit in group.units]
    if not found or not all(match is not None and _is_list(match["units"], most=0.75) for match in found):
        return [group]
    made: list[UnitGroup] = []
    for match in filter(None, found):
        count = _COUNT_BEFORE.search(match["name"])
        name = match["name"][: count.start()] if count is not None else match["name"]
        made.append(_group(name, match["units"], count, group.source))
    return made


def _names_list(text: str, below: str, *, in_scope: bool) -> bool:
    """Tell whether a short line names the units listed on the line below."""
    if _SAYS_GROUPS.search(below):
        return False
    if UNITS_COUNTED.search(text):
        return _is_list(below, most=0.5)
    return (in_scope or is_group_title(text)) and _is_list(below, most=0.75)


def _is_group(match: re.Match[str], *, in_scope: bool) -> bool:
    """Tell whether words before a colon name a group of the units behind it."""
    count = UNITS_COUNTED.search(match[0])
    if count is not None and count.end() > len(match["name"]):
        return False
    if _TELLS_PLACES.search(match["units"]):
        return False  # A类：得分排名前20%的企业: a grade
    name = without_label(UNITS_COUNTED.sub("", match["name"]))
    is_named = count is not None or is_group_title(name) or (in_scope and name.endswith("股室"))
    is_scope = SCOPE.fullmatch(squeeze(name)) is not None
    in_scope = in_scope or is_scope
    if not is_named and (is_scope or (in_scope and name.endswith(("组", "类")))) and _is_short_list(match["units"]):
        return True  # 初中组：一中、二中: units whose names say no more
    return is_named or (in_scope and _is_list(match["units"], most=0.75))


def _listed(text: str) -> list[str]:
    """Give the units of a list; numbers before one noun are a unit each.

    >>> _listed("第一、二、第三管理区、场部机关")
    ['第一管理区', '第二管理区', '第三管理区', '场部机关']
    """
    return split_units(_NUMBERED.sub(_each_numbered, text))


def _each_numbered(match: re.Match[str]) -> str:
    led = "第" if "第" in match["numbers"] else ""
    return "、".join(
        f"{led}{number.removeprefix('第')}{match['noun']}" for number in re.split("[、和]", match["numbers"])
    )


def _is_short_list(text: str) -> bool:
    """Tell whether a line is a list of short names."""
    names = _listed(text.strip().rstrip("。；;"))
    is_sentence = re.search("[。；;：:]", text.strip().rstrip("。；;")) is not None
    is_general = _are_kinds(names) or any(name.endswith(("为一类", "为一组")) for name in names)
    is_short = not is_general and all(len(name) <= LONGEST_NAME and not _COUNT_OF.match(name) for name in names)
    return len(names) > 1 and not is_sentence and is_short


def _are_kinds(names: Sequence[str]) -> bool:
    """Tell whether most names of a list are those of all units of a kind, and no units."""
    return sum(_EVERY_UNIT.search(name) is not None for name in names) * 2 > len(names)


def _is_list(text: str, *, most: float) -> bool:
    """Tell whether a line is a list of units: so many of its parts are named like one."""
    units = _listed(text)
    is_sentence = re.search("[。；;：:]", text.strip().rstrip("。；;")) is not None
    is_counted = all(map(_COUNT_OF.match, units))  # 全镇6个村、1个社区: how many there are, and not their names
    is_general = _are_kinds(units)  # 各科室、各站所
    return (
        len(units) > 1
        and not (is_sentence or is_counted or is_general)
        and sum(map(is_unit, units)) >= len(units) * most
    )


def _groups_in_sentence(text: str, source: Source, *, in_scope: bool = False) -> list[UnitGroup]:
    """Give the groups that a sentence lists: “第一组（2个）：甲镇、乙镇；第二组…”, “党群部门2家：…”, “街道：…，共4个”.

    A line that is one group with its count in brackets is left to ``read_groups``.
    """
    found: list[UnitGroup] = []
    pieces = [piece for piece in re.split("[；;。]", text) if piece.strip()]
    said_scope = _SAYS_SCOPE.search(text) is not None
    pieces = [_plainly(piece, in_scope=in_scope or said_scope) for piece in pieces]
    lists = sum(":" in piece or "：" in piece for piece in pieces)
    is_scope = said_scope or (in_scope and lists > 1)
    for piece in pieces:
        match = (
            _CLASS.search(piece) or (_INCLUDES.search(piece) if is_scope else None) or _GROUP_LINE.match(piece.strip())
        )
        inner = _GROUP_LINE.match(match["units"]) if match is not None else None
        is_counted = inner is not None and _COUNT_BEFORE.search(inner["name"]) is not None
        if inner is not None and (is_counted or is_group_title(UNITS_COUNTED.sub("", inner["name"]))):
            match = inner  # 适用于下列单位：A类：甲局、乙局
        if match is None:
            continue
        count = UNITS_COUNTED.search(match["name"])
        before, behind = _COUNT_BEFORE.search(match["name"]), _COUNT_BEHIND.search(match["units"])
        stated = count or before or behind
        listed = match["units"][: behind.start()] if behind else match["units"]
        units = _listed(listed)
        is_classed = is_scope and lists > 1 and _CLASS_NAME.fullmatch(match["name"].strip()) is not None
        is_list = len(units) > 1 and sum(map(is_unit, units)) * 4 >= len(units) * 3
        is_list = is_list or (is_classed and _is_short_list(listed))
        # 老城片区7个：东门、西门、…: as many names as are said
        is_list = is_list or (stated is not None and _count_in(stated) == len(units) and _is_short_list(listed))
        is_named = (
            match.re in (_CLASS, _INCLUDES)
            or is_group_title(without_label(match["name"]))
            or is_classed
            or (is_scope and all(map(is_unit, units)))
        )
        if is_list and (stated or is_named):
            name = match["name"][: before.start()] if before and not count else match["name"]
            if (led := _LED_BY.match(text)) and _ONLY_COUNTS.fullmatch(UNITS_COUNTED.sub("", name).strip()):
                name = led["name"]  # 第三类：综合部门。共3个单位：甲科、乙科、丙科
            said = [part for part in re.split("[，,]", name) if not _ONLY_COUNTS.fullmatch(part.strip())]
            found.append(_group(said[-1] if said else name, listed, stated, source))
    is_plain = len(pieces) == 1 and not _COUNT_BEFORE.search(pieces[0].split("：")[0]) and len(found) == 1
    return [] if is_plain and not _COUNT_BEHIND.search(pieces[0]) else found


def _count_in(count: re.Match[str]) -> int | None:
    """Give the number that is said of a group."""
    return int(count[1]) if count[1].isdigit() else chinese_numeral(count[1])


def _group(name: str, units: str, count: re.Match[str] | None, source: Source) -> UnitGroup:
    stated = None
    if (led := _COUNT_LEADS.match(without_label(name))) is not None and count is None:
        name, count = led["name"], led
    if count is not None:
        stated = _count_in(count)
    if count is None and (led := _THAT_IS.match(units)) is not None:
        count = _COUNT_OF_ALL.search(led[0])  # 全县9个乡镇，即甲镇、乙镇
        stated = int(count[1]) if count is not None else None
    units = "" if _THE_OTHERS.fullmatch(units.strip()) else _THAT_IS.sub("", units)
    plain = _END_OF_NAME.sub(
        "", without_label(UNITS_COUNTED.sub("", _END_OF_NAME.sub("", short_name(name))).rstrip("：:"))
    )
    plain = re.sub("^其中|^各(?=..)", "", plain)
    plain = _UNITS if SCOPE.fullmatch(plain) else plain
    return UnitGroup(plain, tuple(_listed(units)) if units else (), stated, source)
