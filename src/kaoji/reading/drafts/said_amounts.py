"""Amounts that their parts do not make: money, places, prizes, units of several kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, plain

# 设单项奖：财政奖、招商奖、工业奖共5个
_NAMED_TOGETHER: Final = late_pattern(
    r"(?:为|即|是|包括|设|[:])(?P<names>(?:[^,。;:、\d]{2,12}、){2,}[^,。;:、\d]{2,12}?)(?P<more>等)?(?:共|共计|合计)(?P<count>\d{1,2}|[二三四五六七八九十])(?P<unit>[个项类种大]{1,2})(?=[,。;)]|$)"
)
# 资金共计400万元，其中先进奖240万元、进步奖60万元
_MONEY: Final = late_pattern(
    r"(?P<said>[^,。;:\d]{0,10}(?:共计?|合计|总计|总额|总量|总数)[^,。;:\d]{0,4}(?P<whole>\d+(?:\.\d+)?)(?P<unit>[万亿]?元|[万]?亩|公里|[万]?吨|课时|学时))[^。;\d]{0,8}(?:其中|包括|分别为)[:,]?"
    r"(?P<parts>[^,、。;:\d]{1,14}\d+(?:\.\d+)?(?P=unit)(?:[,、和][^,、。;:\d]{1,14}\d+(?:\.\d+)?(?P=unit))+)(?=[。;)]|$)"
)
# 已发放260万元，其中高中140万元、职高150万元: more than all there is
_OF_IT: Final = late_pattern(
    r"(?P<whole>\d+(?:\.\d+)?)(?P<unit>[万亿]?元|万?亩|公里|万?吨),其中:?(?P<parts>[^,、。;:\d]{1,14}\d+(?:\.\d+)?(?P=unit)(?:[、和][^,、。;:\d]{1,14}\d+(?:\.\d+)?(?P=unit))+)"
)
_DECIMAL: Final = late_pattern(r"\d+(?:\.\d+)?")
# 一类评优秀2个，二类评优秀3个，共6个
_COUNTED_UP: Final = late_pattern(
    r"(?P<parts>(?:[^,、。;:\d]{2,16}\d{1,3}(?P<unit>[个名家人])[,、和]){2,}(?:[^,、。;:\d]{2,16}\d{1,3}(?P=unit)[,、])?)(?P<said>(?:共计?|合计|总计)(?:评选?|评定|设)?[^,。;\d]{0,6}(?P<count>\d{1,4})(?P=unit))(?=[。;,)]|$)"
)
# 13个村、3个社区共16个单位
_COUNTED_KINDS: Final = late_pattern(
    r"(?P<parts>\d{1,3}[个家][^,、。;:()\d]{1,8}(?:[、和][^,、。;:()\d]{0,4}\d{1,3}[个家][^,、。;:()\d]{1,8})*[、和及]\d{1,3}[个家][^,、。;:()\d共]{1,8}),?(?:共计?|合计|总计)(?P<count>\d{1,4})[个家](?P<what>[^,。;:()\d]{2,8}?)(?=参加|参评|纳入|[,。;]|$)"
)
A_KIND: Final = late_pattern(
    "^(?:各|全|有关|相关|所有|其他)|^(?:县直|市直|区直|乡镇|街道|部门|科室|单位|村|社区|企业|学校|医院)+(?:部门|单位)?$"
)
_NUMBER: Final = late_pattern(r"\d{1,3}")


def amounts_in(text: str, source: Source) -> Iterator[Diagnostic]:
    """Find money and other quantities that the parts behind 其中 do not make, and prizes that are not as many as said."""
    for match in _MONEY.finditer(text):
        parts = [Decimal(value) for value in _DECIMAL.findall(match["parts"])]
        if sum(parts) != Decimal(match["whole"]):
            unit = match["unit"]
            yield other_parts(match["said"], match["whole"] + unit, plain(sum(parts, Decimal(0))) + unit, source)
    for match in _OF_IT.finditer(text):
        parts = [Decimal(value) for value in _DECIMAL.findall(match["parts"])]
        if sum(parts) > Decimal(match["whole"]) and _MONEY.search(text) is None:
            whole = match["whole"] + match["unit"]
            yield other_parts(whole, whole, plain(sum(parts, Decimal(0))) + match["unit"], source)
    for match in _COUNTED_UP.finditer(text):
        counted = sum(map(int, _NUMBER.findall(match["parts"])))
        if counted != int(match["count"]):
            unit = match["unit"]
            yield other_parts(match["said"], match["count"] + unit, f"{counted}{unit}", source)
    for match in _COUNTED_KINDS.finditer(text):
        counted = sum(map(int, _NUMBER.findall(match["parts"])))
        if counted != int(match["count"]):
            yield fewer_units(match["what"], int(match["count"]), counted, source)
    for match in _NAMED_TOGETHER.finditer(text):
        names = re.split("、|[和及与](?=[^、]+$)", match["names"])
        stated = decimal(match["count"]) or Decimal(chinese_numeral(match["count"]) or 0)
        differs = len(names) > stated if match["more"] else len(names) != stated
        if differs and not any(map(A_KIND.search, names)):
            yield other_parts(match[0], match["count"] + match["unit"], f"{len(names)}{match['unit']}", source)


def other_parts(words: str, stated: str, count: str, source: Source) -> Diagnostic:
    """Say that a whole is not what its parts make."""
    return Diagnostic(
        "reading.W313",
        "“{words}” says {stated}, but its parts make {listed}.",
        (source,),
        "An item may have been lost, or the number is wrong; compare with the original.",
        {"words": words, "stated": stated, "listed": count},
    )


def fewer_units(what: str, stated: int, count: int, source: Source) -> Diagnostic:
    """Say that units are not as many as stated."""
    return Diagnostic(
        "scheme.W272",
        "{group} is stated to have {stated} units, but lists {count}.",
        (source,),
        "Compare with the notice; correct the list or the number.",
        {"group": what, "stated": stated, "count": count},
    )
