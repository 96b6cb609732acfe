"""Units of measure: which of them measure the same kind of thing, and which one a slot names itself."""

from __future__ import annotations

from kaoji.late_patterns import late_pattern

_FAMILIES: dict[str, tuple[str, ...]] = {
    "money": ("元", "千元", "万元", "十万元", "百万元", "亿元", "美元", "万美元", "亿美元"),
    "rate": ("%", "‰", "百分点", "千分点"),
    "area": ("平方米", "万平方米", "亩", "万亩", "公顷", "平方公里"),
    "length": ("米", "公里", "千米"),
    "weight": ("公斤", "吨", "万吨"),
    "time": ("分钟", "小时", "天", "日", "工作日", "周", "月", "季度", "年"),
    "count": ("次", "件", "起", "项", "个", "家", "人", "户", "名", "人次", "户次", "例",
              "处", "宗", "份", "篇", "批", "所", "座"),
}  # fmt: skip
_FAMILY = {unit: family for family, units in _FAMILIES.items() for unit in units}
_LABELLED = late_pattern(r"[（(]([^（）()]{1,5})[）)]$")
_MANY = late_pattern(r"[十百千万亿]+(?=.)")


def family(unit: str) -> str | None:
    """Tell what a unit of measure measures; None where it is not known. Hundreds of people are no plain count.

    >>> family("万元"), family("人"), family("百人"), family("箱")
    ('money', 'count', 'many', None)
    """
    found = _FAMILY.get(unit)
    if found is None and (base := _FAMILY.get(_MANY.sub("", unit, count=1))) is not None and _MANY.match(unit):
        return "many" if base == "count" else base
    return found


def base(unit: str) -> str:
    """Give a unit without 百, 千, 万 before it.

    >>> base("百人"), base("人")
    ('人', '人')
    """
    return unit if unit in _FAMILY else _MANY.sub("", unit, count=1)


def named_unit(label: str) -> str | None:
    """Give the unit of measure in brackets at the end of a label, where it is one.

    >>> named_unit("到位资金（万元）"), named_unit("参合率(%)"), named_unit("整改（含督办）")
    ('万元', '%', None)
    """
    found = _LABELLED.search(label)
    return found[1] if found is not None and family(found[1]) is not None else None
