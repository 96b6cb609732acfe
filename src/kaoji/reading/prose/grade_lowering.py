"""Grades that are lowered by steps: 考核等次下调一个等级, 在原评定等次基础上降一档, 降低两个考核等次."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral

# Grades stand before or behind the verb; 降一级 alone may be of a post, a rank of service or pay.
_LOWERS: Final = late_pattern(
    r"(?P<what>(?:等次|等级|档次|考核(?:评价)?结果|评级|类别)[^,;。:]{0,8}?)?(?P<verb>(?:下调|下降|下浮|调低|降低|降|往下调|向下调整?))(?:其|该单位)?(?:年度|综合|绩效|原)*(?:考核|考评|评定|评价|评估)*(?:结果)?(?P<steps>[一1两二2三3])个?(?:考核|考评|评定|评价)?"
    r"(?:(?P<grade>等次|等级|档次|星级?)|级|档)(?:评定|评价|确定|处理|使用|认定|计)?(?=[,;。:、)]|$)"
)
_BEFORE: Final = late_pattern(
    r"(?:(?:在|于|按|对?其|该单位|并|则|且|同时|时|中|年度|当年度?|综合|绩效|原|评定|评价|考核|考评|评估|的|所得|应得|应评|直接|一律|予以|给予|相应|再|均|基础上|等次|等级|档次|结果)*)$"
)
_OF_OTHER_THINGS: Final = late_pattern(
    r"职务|职级|职称|职员|岗位|工资|奖金|薪|津贴|补贴|待遇|绩效(?!考|评|管)|信用|资质|层次|酒店星级|标准|发放|兑现|责任人|负责人|班子|个人"
)


@dataclass(frozen=True, slots=True)
class Lowering:
    """So many steps down, and where the words begin that say so."""

    steps: int
    start: int


def lowering(text: str, start: int = 0) -> Lowering | None:
    """Read by how many steps a grade is lowered in some words from a place on; None where they lower none.

    >>> lowering("瞒报的,年度考核等次下调一个等级"), lowering("受处分的,降低两个等次")
    (Lowering(steps=1, start=4), Lowering(steps=2, start=5))
    >>> lowering("受处分的,绩效工资降低一个等级"), lowering("受处分的,降一级")
    (None, None)
    """
    for match in _LOWERS.finditer(text, start):
        begin = max(text.rfind(mark, 0, match.start()) for mark in ",;。:") + 1
        clause = text[begin : match.end()]
        if not (match["what"] or match["grade"] or "等次" in clause or "等级" in clause):
            continue
        if _OF_OTHER_THINGS.search(clause) or re.match("[^,;。]*(?:发放|兑现|计发)", text[match.end() :]):
            continue
        words = match["steps"]
        steps = int(words) if words.isdigit() else 2 if words == "两" else chinese_numeral(words) or 1
        joined = _BEFORE.search(text, max(begin, start), match.start())
        return Lowering(steps, joined.start() if joined else match.start())
    return None
