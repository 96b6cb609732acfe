"""Who provides the data of an indicator, as running text says it: “由区统计局考核”, “考核部门：市考核办”, “（提供依据科室：人事科）”."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.actors import is_unit, split_units

_LABELLED: Final = late_pattern(
    r"(?:考核|责任|牵头|认定|核定|数据提供|提供数据|提供依据|审核|评分|计分|考评|主管)(?:部门|单位|科室|机构|依据科室|依据单位)[:：]\s*(?P<units>[^。；;（）()]+)"
)
_CHARGED: Final = late_pattern(
    r"(?:考核|考评|评分|计分)(?:细则|工作|事项|标准)?[^。；;，,由]{0,6}由(?P<units>[^，,。；;：:（）()由]{2,40}?)(?:分别|具体|共同)?负责(?=[。；;，,]|$)"
)
_BY: Final = late_pattern(
    r"由(?P<units>[^，,。；;：:（）()由]{2,40}?)(?:负责|组织|牵头|具体|会同[^，,。；;]{2,16}|按[^，,。；;由]{1,12})*"
    r"(?:进行)?(?:考核|考评|评分|打分|计分|核定|认定|提供|制定[^，,。；;]{0,8}(?:细则|办法|标准))"
)


def providers_in(text: str) -> tuple[str, ...]:
    """Give the units that a text names as those who provide or assess; none where it names none.

    >>> providers_in("每起扣3分。由区应急局负责考核。"), providers_in("考核部门：市委办、市政府办")
    (('区应急局',), ('市委办', '市政府办'))
    >>> providers_in("具体考核细则由县委办、县府办负责。")
    ('县委办', '县府办')
    >>> providers_in("由评价人员从三方面进行考核。")
    ()
    """
    for pattern in (_LABELLED, _BY, _CHARGED):
        found = [unit for match in pattern.finditer(text) for unit in split_units(match["units"])]
        if found and all(map(is_unit, found)):
            return tuple(dict.fromkeys(found))
    return ()


def is_provider_line(text: str) -> bool:
    """Tell whether a line says nothing but who assesses."""
    match = _LABELLED.search(text)
    return match is not None and len(text) - len(match[0]) <= len("（）。；")
