"""What a sentence on grades is made of: grades, shares and lines of points, in order, and which of them belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from kaoji.late_patterns import late_pattern
from kaoji.reading.prose.grade_words import GradeWords

_IS_FOLLOWED: Final = late_pattern(
    r"(?:的?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?|的(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:,不[论管][^,;。]{1,6})?,)(?:直接|一律|均|可|按比例)*(?:评定|评|确定|认定|推荐|定|划|列)?为"
)
NUMBER: Final = r"\d+(?:\.\d+)?"
PAID: Final = r"[^,;。]{0,10}(?:发放|计发|兑现|奖励?|系数|报酬|工资|拨付)"
"""Behind a percentage of money: 按基准奖的110%发放."""
_RAISED: Final = late_pattern(
    r"(?:提高|上浮|增加|上调|提升|核增|调增|下浮|降低|下调|核减|降|减|提|升|调)(?:到|至|为|了)?$|(?:拨付|发放|兑现|计发|支付|扣发|扣减|扣除|核拨|返还)(?:其|经费|资金|比例|的|为|按)*$|(?:资金|经费|奖金|绩效|工资|补助|补贴|津贴|报酬|预算|年薪)(?:的|为|总额|总量)*$"
)
_RAISES: Final = late_pattern(
    r"[^,;。]{0,4}?(?:提高|上浮|增加|上调|提升|核增|调增|下浮|降低|下调|核减|调减|降|减|提|升|调)(?:到|至|为)"
)
# 70分以上的,未评为优秀的,评为良好: whom the line leaves over, and not what it gives
_NOT_GIVEN: Final = late_pattern(r"(?:未|没有|未能|不)被?(?:评定为|评为|评上|确定为|定为|列为|获得?)[“\"]?$")
_MORE_PLACES: Final = late_pattern(r"(?:的)?(?:单位|部门)?可?(?:再)?(?:增加|增设|追加)[^,;。]{0,6}名额")
_DENIED: Final = late_pattern(
    r"(?:的)?(?:单位|部门|科室|乡镇|街道)?[,]?(?:一律)?(?:不得|不能|不予|不可|不应)(?:被)?(?:评定|评选|评|确定|定|列)?(?:为)?"
)
_NO_PRIZE: Final = late_pattern(r"(?:的)?(?:单位)?,?(?:一律)?不(?:得|予|能)?(?:获奖|评奖|得奖|参与评奖|奖励|奖)")
_INCLUDED: Final = late_pattern(r"^\((?:不?含)[^()]*\)")
_ASKED: Final = late_pattern(
    rf"(?:不得?(?:低于|少于)|(?<!未)达到?|≥|(?<!不)(?<!不得)(?P<over>高于|超过))(?P<least>{NUMBER})分(?!以|及以)"
)


class Token(NamedTuple):
    """A grade, a share or a line of points in a sentence."""

    kind: Literal["name", "share", "least", "asked", "under"]
    """``least`` a line that the words before or behind it name (85分以上), ``asked`` one that is asked for (不低于85分)."""
    value: str
    start: int
    end: int
    is_exceeded: bool = False
    """Whether a line is to be exceeded (高于85分); the scheme language only knows lines to be reached."""
    top: str = ""
    """The upper end of a band whose lower end the line is (60至70分)."""


def tokens_in(sentence: str, words: GradeWords) -> list[Token]:
    """Give grades, shares and thresholds in the order of the sentence; what is under a line is no threshold."""
    found = [
        Token("name", mention.name, mention.start, mention.end)
        for mention in words.mentions(sentence)
        if not re.match("以?外", sentence[mention.end :]) and not _NOT_GIVEN.search(sentence[: mention.start])
    ]
    for match in re.finditer(
        rf"(?P<share>{NUMBER})%(?!{PAID})|(?P<part>1/3|三分之一)|(?P<least>{NUMBER})分?(?:\(含[^()]*\))?"
        rf"(?:[-—~至到]+(?P<other>{NUMBER})分|分?(?:\([^()]*\))?(?:及以上|以上|\(含\)以上))",
        sentence,
    ):
        if match["part"]:
            found.append(Token("share", "1/3", match.start(), match.end()))
            continue
        kind: Literal["share", "least"] = "share" if match["share"] else "least"
        if kind == "least" and _MORE_PLACES.match(sentence, match.end()):
            continue  # 95分以上的可增加1个名额
        if kind == "share" or "分" in match[0]:
            ends = sorted(filter(None, (match[kind], match["other"])), key=Decimal)
            top = ends[1] if len(ends) > 1 else ""
            found.append(Token(kind, ends[0], match.start(), match.end(), top=top))
    known = {token.end for token in found} | {token.start for token in found}
    # 得分不低于85分: the line is asked for behind what names it.
    asked = [match for match in _ASKED.finditer(sentence) if match.start("least") not in known]
    found += [
        Token("asked", match["least"], match.start(), match.end(), is_exceeded=bool(match["over"])) for match in asked
    ]
    for match in re.finditer(
        rf"(?<![-—~至到\d.])(?P<under>{NUMBER})分?(?:\(不含[^()]*\))?以下|(?<!不)(?<!不得)(?:低于|不足|不满)(?P<below>{NUMBER})分",
        sentence,
    ):
        found.append(Token("under", match["under"] or match["below"], match.start(), match.end()))
    # 年度考核优秀比例提高到25%, 由15%上浮至20%: what a grade brings, not what it takes.
    found = [token for token in found if token.kind != "share" or not is_raised(sentence, token.start, token.end)]
    tokens = sorted(found, key=lambda token: token.start)
    # 80分以上不满90分: where the better grade begins is said there.
    return [token for index, token in enumerate(tokens) if not _ends_band(sentence, tokens, index)]


def is_raised(sentence: str, start: int, end: int) -> bool:
    """Tell whether a share of some persons is what a result raises or lowers it to, or from: a consequence, and no quota."""
    return _RAISES.match(sentence, end) is not None or _RAISED.search(sentence[:start]) is not None


def leads_to_grade(words: str) -> bool:
    """Tell whether words between a share or a line and a grade say that it is of this grade: 90分以上(含90分)的评为优秀."""
    return _IS_FOLLOWED.fullmatch(_INCLUDED.sub("", words)) is not None


def beside(sentence: str, tokens: Sequence[Token], index: int, step: int) -> Token | None:
    """Give the grade next to a share or a line; a share and a line that are asked for together have one grade."""
    kind, place = tokens[index].kind, index + step
    while 0 <= place < len(tokens) and {kind, tokens[place].kind} in ({"share", "least"}, {"share", "asked"}):
        place += step
    if not 0 <= place < len(tokens) or tokens[place].kind != "name":
        return None
    between = sentence[min(tokens[place].end, tokens[index].end) : max(tokens[place].start, tokens[index].start)]
    return None if abs(place - index) > 1 and re.search("[;。]", between) else tokens[place]


def banded(sentence: str, tokens: Sequence[Token], index: int) -> str:
    """Give the grade that a band is for, which stands behind it: 80分以上不足90分的为良好."""
    following = tokens[index + 1 : index + 3]
    if [token.kind for token in following] != ["under", "name"]:
        return ""
    under, name = following
    between, behind = sentence[tokens[index].end : under.start], sentence[under.end : name.start]
    is_band = re.fullmatch(r"[、,(]?(?:并|且|但)?(?:为)?", between) and _IS_FOLLOWED.fullmatch(behind.lstrip(")"))
    return name.value if is_band else ""


def is_denied(behind: str, after: Token | None) -> bool:
    """Tell whether a grade is denied to those under a line: 总分低于80分的不得评为优秀."""
    if _NO_PRIZE.match(behind):
        return True  # 其余为三等奖(得分70分以下不得奖)
    found = _DENIED.match(behind) if after is not None else None
    return found is not None and after is not None and behind[found.end() :].lstrip("“").startswith(after.value)


def _ends_band(sentence: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a line stands behind another one as the upper end of a band, and no grade behind it."""
    before = tokens[index - 1] if index else None
    if tokens[index].kind != "under" or before is None or before.kind not in ("least", "asked"):
        return False
    is_named = index + 1 < len(tokens) and _IS_FOLLOWED.match(sentence[tokens[index].end :].lstrip(")"))
    return not is_named and re.search("[;。]", sentence[before.end : tokens[index].start]) is None
