"""Short labels out of the words of a condition."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern

_LEAD: Final = late_pattern(
    r"^(?:[,;。:、)¶\s]|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、.)](?!\d)|\)、?)|凡是?|对于?(?![照外内口])|如果|如(?![期实数约愿])|若|其中|同时|另外|此外|并|且|而|则"
    r"|(?:加分|扣分|减分|评分|计分)(?:标准|项目|项|办法)?:)+"
)
_TAIL: Final = late_pattern(
    r"(?:的?,(?:本项|该项|此项|每?[少缺])|(?:本|该|此)项(?:指标|工作)?|[,;:、(\s+]|的|者|(?<![小及临])时|,?在\d{1,3}分的?基础上|情形|情况|分别|各|(?<![人户亩平年月])均|都|则|即|再|另|可|予以|给予|酌情|视情节轻重|视情节|视情|一次性|将|按|并|或"
    r"|,?每(?:人|项|件|家)?[次起件例项个家篇条期份处户人名宗]|每人每次|每人每项|每)+$"
)
_EVENT: Final = late_pattern(r"^(?:出现|发生|发现|存在)了?(?=.{3})")
_BRACKETS: Final = late_pattern(r"\([^()]*\)")
_BEGIN: Final = late_pattern(
    r"(?:[,;。:、)¶]|[A-D][.、](?=[一-龥])|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、.)](?!\d)|\)、?))*"
)
_OTHERWISE: Final = late_pattern(r"[,;。]?否则(?:[,的]|一律|均|则)*$")
LONGEST: Final = 40
# 宣传活动不少于4次,每少1次扣3分: what is counted is not what is named, but what is lacking of it.
_LACKS: Final = late_pattern(r"^(?!.*[未没不无缺][^,;少]{0,12}的?,)[^,;]{3,}.*,每?[少缺]$")
_LACKING: Final = "（缺少的）"


def begin(words: str) -> int:
    """Give how many characters of a clause are the end of the one before it, or its number."""
    found = _BEGIN.match(words)
    return found.end() if found else 0


def label(words: str) -> str:
    """Give the condition without numbering, brackets and words of scoring.

    >>> label(";(2)凡出现乱收费、乱罚款行为的,")
    '乱收费、乱罚款行为'
    >>> label("两种以上宣传方式,否则")
    '未做到两种以上宣传方式'
    >>> label("宣传活动不少于4次,每少"), label("未开展活动的,每少")
    ('宣传活动不少于4次（缺少的）', '未开展活动')
    """
    if (otherwise := _OTHERWISE.search(words)) is not None:
        said = label(words[: otherwise.start()])
        return f"未做到{said}"[:LONGEST] if said else "未达到上述要求"
    text = _BRACKETS.sub("", words)
    text = text.replace("(", "").replace(")", "") if text.count("(") != text.count(")") else text
    text = _LEAD.sub("", text)
    lacks = _LACKS.search(text) is not None
    text = _TAIL.sub("", text)
    text = _EVENT.sub("", text)
    if text.count('"') % 2:
        text = text.replace('"', "")
    for mark in ",、":
        while len(text) > LONGEST and mark in text:
            text = text[text.find(mark) + 1 :]
    if lacks and len(text) > 1:
        return f"{text[: LONGEST - len(_LACKING)]}{_LACKING}"
    return text[:LONGEST] if len(text) > 1 else ""
