"""Grades that no sentence lists: the usual words for them, wherever a clause gives them a share, a line, a number or the rest.

Whatever stands between the word and its quantity does not matter; that at least two grades of one scale have one does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from kaoji.late_patterns import late_pattern

_WORDS: Final = (
    "卓越", "优秀", "优胜", "先进", "优良", "良好", "好", "较好", "达标", "称职", "合格", "中等", "一般", "基本称职", "基本合格",
    "基本达标", "待改进", "需改进", "较差", "差", "后进", "落后", "不达标", "未达标", "不称职", "不合格",
)  # fmt: skip
"""Adjectives of grades, best first."""
_ORDINALS: Final = "特一二三四五"
_STEMS: Final = "特甲乙丙丁戊"
_KIND: Final = "(?:等次|等级|档次|档|级|类)"
_WHO: Final = (
    r"(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|乡|镇|村|社区|企业|公司|学校|医院|县区|个人|干部|职工|教师|班组)"
)
_LONG: Final = "|".join(sorted((word for word in _WORDS if len(word) > 1), key=len, reverse=True))
_NAME: Final = re.compile(
    rf"(?P<ordinal>第?[{_ORDINALS}{_STEMS}][等级类档](?!奖))|(?P<star>[一二三四五]星级?)|(?<![A-Za-z\d])(?P<letter>[A-E])(?:{_KIND}|等(?!次))"
    rf"|(?<![不未被])(?P<word>{_LONG}|[好差](?=”?(?:等次|等级)|的?占\d|\(\d))(?!(?<=一般)(?:为|在|掌握|控制|按|不|应))"
)
_LED: Final = late_pattern(
    r"(?:(?:为|列入|进入|归入|参评|授予|[评设取定按各、,;:(和及]|评[选出]|选出|其中|[组类乡镇村]|街道|部门|单位|社区|学校|科室|企业)[“]?(?:[^,;、为]{0,10}(?:工作|管理|考核))?|^[“(\d.、)①-⑨]*(?:年度|综合|绩效|考核|考评)*)$"
)
_WHOLE: Final = late_pattern(
    rf"[”]?(?:{_KIND}|{_WHO}|名额|比例|的?占|率|人数|数量|[:(、和及\d]|不超过|不得|不低于|不高于|控制|原则|的?$|各|共|[二三四五六]个?{_KIND}|得分|总分|按|为|应|须|确定)"
)
_QUANTITY: Final = late_pattern(
    r"\d(?:\.\d+)?\s*(?:%|分?(?:\([^()]*\))?(?:及?以[上下])|[个名家人](?!月|工作日|百分点))|(?:[低高]于|达到?|不[足满]|超过|[≥≤<>~～至—-])\s*\d+(?:\.\d+)?分|\d{2}[-—~～至]\d{2,3}|1/\d|三分之一|[一二两三四五六七八九十][个名家](?!等|档|级|月)|若干|其[余他它]|剩余|末位|最后|倒数|后[一二三四五\d]|(?:根据|按照?|视)(?:实际|情况|工作|需要|得分|成绩)[^,;]{0,8}(?:确定|产生|评定)"
)
_OTHER: Final = late_pattern(
    r"[加减扣得计记]\d|测评|投票|得票|票数|问卷|元|系数|发放|计发|兑现|提高|上浮|增加|核减|连续|有效票|每票|奖励|情形|不得(?!超过|突破|[高低]于|[多少]于)|取消|资格|申报|推荐(?!名额|比例|人数)|以上等次|及以上(?!的|者|为|评|[,、;。]|\))"
)
_LEAST = 2
_NEAR = 6


class _Found(NamedTuple):
    family: str
    rank: int
    name: str


def quantified_names(sentences: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """Give the grades of one scale that sentences near each other give quantities to, best first, and the place of the first sentence.

    >>> quantified_names(["乡镇取前1名评为优秀单位", "末位评为较差单位,其余评为达标单位"])
    (0, ('优秀', '达标', '较差'))
    >>> quantified_names(["第一档占比不高于20%,第二档占比不高于50%,剩余单位列入第三档"])
    (0, ('第一档', '第二档', '第三档'))
    >>> quantified_names(["优秀等次单位奖励10万元,良好等次单位奖励5万元"])
    """
    each = [_quantified(sentence) for sentence in sentences]
    for first, found in enumerate(each):
        for family in dict.fromkeys(one.family for one in found):
            run = {one for near in each[first : first + _NEAR] for one in near if one.family == family}
            names = {one.rank: one.name for one in sorted(run)}
            if len(names) >= _LEAST:
                return first, tuple(names[rank] for rank in sorted(names))
    return None


def without_noun(name: str) -> str:
    """Give a usual grade without the noun for those who get it: 优秀科室 is 优秀.

    >>> without_noun("优秀科室"), without_noun("一类社区"), without_noun("不合格班组")
    ('优秀', '一类社区', '不合格')
    """
    match = re.fullmatch(rf"(?P<word>{_LONG}){_WHO}", name)
    return match["word"] if match else name


def says_quantity(sentence: str, names: Sequence[str]) -> bool:
    """Tell whether a sentence gives one of these grades a quantity.

    >>> says_quantity("优秀等次名额按乡镇25%、部门20%的比例核定", ["优秀", "良好"])
    True
    """
    return any(one.name in names for one in _quantified(sentence))


def _quantified(sentence: str) -> list[_Found]:
    """Give the grades of a squeezed and folded sentence that stand in a clause, or behind one, with a quantity of their own."""
    found: list[_Found] = []
    if _NAME.search(sentence) is None:
        return found
    for piece in re.split("[;。]", re.sub("”[、和及]?“", "、", sentence)):
        # A quantity may stand in a clause before its grade or behind it: 90分以上,排名在前30%的,评为优秀.
        is_pending, waiting = False, list[_Found]()
        for clause in piece.split(","):
            if _OTHER.search(clause):
                is_pending, waiting = False, []
                continue
            names = [_named(match) for match in _NAME.finditer(clause) if _stands(clause, match)]
            has = _QUANTITY.search(clause) is not None
            if names and (has or is_pending):
                found += names
            elif has:
                found += waiting
            waiting = names or ([] if has else waiting)
            is_pending = (is_pending or has) and not names
    return found


def _stands(clause: str, match: re.Match[str]) -> bool:
    """Tell whether a word is a grade by what stands around it: behind a kind, units, a number, a bracket or the end."""
    return _LED.search(clause[: match.start()]) is not None and _WHOLE.match(clause, match.end()) is not None


def _named(match: re.Match[str]) -> _Found:
    kind = match.lastgroup or ""
    name = match[kind]
    if kind == "word":
        return _Found(kind, _WORDS.index(name), name)
    if kind == "letter":
        return _Found(kind, ord(name), name)
    if kind == "star":
        return _Found(kind, -_ORDINALS.index(name[0]), name)
    bare = name.removeprefix("第")
    return _Found(kind + bare[1:], max(_ORDINALS.find(bare[0]), _STEMS.find(bare[0])), name)
