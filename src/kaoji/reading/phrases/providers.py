"""Who provides the data of an indicator, as running text says it: “由区统计局考核”, “考核部门：市考核办”, “（提供依据科室：人事科）”."""

from __future__ import annotations

import re
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.actors import is_unit, split_units

_UNITS: Final = r"[^，,。；;：:（）()由]{2,40}?"
_HOW: Final = r"(?:分别|各自|共同|联合|具体|统一|另行|单独)?(?:(?:会同|按照?|根据|依据|结合|对照)[^，,。；;由]{1,24}?)?(?:分别|共同|具体|统一|另行|单独)?"
_SCORES: Final = r"(?:考核(?!办|中心|委|领导|组)|考评|检查|抽查|验收|评价|评定|评分|打分|计分|扣分|赋分|测评|评议|核定|认定|核实|审核|确认|制[定订][^，,。；;]{0,8}(?:细则|办法|标准))"
_LABELLED: Final = late_pattern(
    r"(?:考核|责任|牵头|认定|核定|数据提供|提供数据|提供依据|审核|评分|计分|考评|主管)(?:部门|单位|科室|机构|依据科室|依据单位)(?:[:：]|为)\s*(?P<units>[^。；;（）()]+)"
)
_CHARGED: Final = late_pattern(
    r"(?:考核|考评|评分|计分)(?:细则|工作|事项|标准)?[^。；;，,由]{0,6}由(?P<units>[^，,。；;：:（）()由]{2,40}?)(?:分别|具体|共同)?负责(?=[。；;，,]|$)"
)
_BY: Final = late_pattern(
    # 由县绩效办组织，按满意率计分; 由镇党委组织村民代表投票
    rf"[由经](?P<host>{_UNITS})(?:按[月季年]度?|每[月季年]度?|定期|统一|具体)?(?:负责|牵头)?组织(?!部)(?:实施|开展)?(?=[，,。；;]|$|[^。；;]{{0,24}}(?:测评|评价|评议|互评|投票|打分|评分|验收|检查|抽查|调查))"
    rf"|[由经](?P<units>{_UNITS}){_HOW}(?:负责|组织(?!部)|牵头|实施)*{_HOW}(?:进行)?(?:{_SCORES}|提供|出具)"
    rf"|由(?P<leads>{_UNITS})(?:负责|牵头)[，,](?:会同|联合|商)[^，,。；;]{{2,40}}?{_SCORES}"
    rf"|由(?P<runs>{_UNITS}){_HOW}(?:负责|牵头)?实施(?=[，,。；;]|$)"
    rf"|(?:^|(?<=[。；;]))由(?P<bears>{_UNITS})(?:具体|分别)?负责(?=[。；;]|$)"
)
_VOUCHES: Final = late_pattern(
    r"以(?P<units>[^，,。；;：:（）()由以]{2,40}?)(?:提供|公布|发布|反馈|核定|认定|通报|出具|掌握)?的?(?:最终|年度|年终|统计|监测|考核|平台|台账|登记|查处|审计|验收|评价|核实|检查|核查){0,2}"
    r"(?:数据|通报|台账|结果|情况|意见|报表|记录|文件|资料|得分)?(?:核定|认定|统计)?为准"
)
_ASIDE: Final = late_pattern(
    rf"[（(]经?(?P<units>{_UNITS})(?:负责|牵头)?(?:{_SCORES}|提供(?:数据|依据)?|负责)[）)]"
    rf"|(?:^|[。；;，,])(?P<rater>{_UNITS})负责(?:考核|考评|评分|打分|评定)(?=[。；;，,]|$)"
    rf"|(?:^|[。；;，,])(?P<giver>{_UNITS})(?:负责)?提供(?:数据|依据|得分|结果|(?:考核|计分|评分)依据)(?=[。；;，,]|$)"
)
# …扣完为止。（区监察局）: offices alone in brackets behind all that is said
_AT_END: Final = late_pattern(
    r"[。；;分止][（(](?P<units>[^，,。；;：:（）()\d]{1,40}(?:局|办|办公室|委|部|科|室|处|股|中心|站|院|会|队))[）)][。；;]?\s*$"
)
_BEARS: Final = late_pattern(
    r"(?:^|[,;。:、])(?P<name>[^,;。:、由]{2,16}?)(?:工作|情况)?由(?P<units>[^,;。:由]{2,30}?)"
    r"(?=、[^,;。:、由]{2,16}由|(?:分别|共同|具体|牵头|组织(?!部)|会同[^,;。]{2,16})*(?:负责|考核(?!办|中心|委|组)|考评(?!办|中心)|评定|评分|打分|计分|组织(?!部)))"
)
_AND_MORE: Final = late_pattern(r"对(?!外|台|口)[^、]*$|等(?:相关|有关|职能)?(?:部门|单位|科室)?$")
_NOBODY: Final = late_pattern(
    r"各|不?含|包括|详?见|有关|相关|上级|本|被|申报|所在|其[他它余]|第三方|评委|专家|考官|所|[省市县区](?:级|、)|.*(?:平台|板块)$"
)


def providers_in(text: str) -> tuple[str, ...]:
    """Give the units that a text names as those who provide or assess; none where it names none.

    >>> providers_in("每起扣3分。由区应急局负责考核。"), providers_in("考核部门：市委办、市政府办")
    (('区应急局',), ('市委办', '市政府办'))
    >>> providers_in("具体考核细则由县委办、县府办负责。")
    ('县委办', '县府办')
    >>> providers_in("由县委组织部组织测评"), providers_in("每低1个百分点扣1分，以市统计局数据为准")
    (('县委组织部',), ('市统计局',))
    >>> providers_in("由县统计局委托第三方机构测评")
    ('县统计局',)
    >>> providers_in("每次扣3分，扣完为止。（县监察局、县审计局）"), providers_in("完成后计3分（含分局）")
    (('县监察局', '县审计局'), ())
    >>> providers_in("由县环保局、县委组织部另行制定细则考评")
    ('县环保局', '县委组织部')
    >>> providers_in("由评价人员从三方面进行考核。")
    ()
    """
    for pattern in (_LABELLED, _BY, _CHARGED, _VOUCHES, _ASIDE, _AT_END):
        found = [unit for match in pattern.finditer(text) for unit in split_units(_named(match))]
        if found and all(is_unit(unit) and not _NOBODY.match(unit) for unit in found):
            return tuple(dict.fromkeys(found))
    return ()


def _named(match: re.Match[str]) -> str:
    named = (
        next(filter(None, match.groups()), "").partition("委托")[0].partition("会同")[0]
    )  # 由县统计局委托第三方机构测评
    return _AND_MORE.sub("", named)


def borne_in(text: str) -> dict[str, tuple[str, ...]]:
    """Give the parts that a folded sentence charges offices with: 党建由组织部负责,治理由政法委、信访局考核.

    >>> borne_in("基层党建由党建办、社区治理由综治办分别负责")
    {'基层党建': ('党建办',), '社区治理': ('综治办',)}
    >>> borne_in("具体工作由各单位负责")
    {}
    """
    found: dict[str, tuple[str, ...]] = {}
    if "由" not in text:
        return found
    matches = list(_BEARS.finditer(text))
    for match in matches:
        units = tuple(split_units(match["units"]))
        if units and all(is_unit(unit) and not _NOBODY.match(unit) for unit in units):
            found[match["name"]] = units
    return found if len(found) == len(matches) else {}


def is_provider_line(text: str) -> bool:
    """Tell whether a line says nothing but who assesses."""
    match = _LABELLED.search(text)
    return match is not None and len(text) - len(match[0]) <= len("（）。；")
