"""At which places an amount is given: 第1至3名, 前三名, 后两位, 倒数第一."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.folding import number


@dataclass(frozen=True, slots=True)
class Places:
    """Places in a ranking, first to last, counted from the top or the bottom."""

    first: int
    last: int
    from_end: Literal["top", "bottom"]
    start: int
    end: int
    sure: bool = True


_MOST: Final = 30
_N: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_PLACE_WORD: Final = r"(?:名次|名|位次|位)"
_ORDINALS: Final = late_pattern(
    rf"(?P<bottom>倒数|末|倒)?第(?P<first>{_N}){_PLACE_WORD}?(?:(?:(?:、|,)第?{_N}{_PLACE_WORD}?)*(?:、|,|和|及|或|至|到|-)(?:倒数)?第?(?P<last>{_N}){_PLACE_WORD}?)?(?![季书期批届轮次期步类责个一二三条款项章阶])"
)
_ENDS: Final = late_pattern(
    rf"(?P<end>(?<![以之提靠])前|(?<![退落靠以之先最])后|末|倒数后?|最后|最末)(?P<first>{_N})?(?:(?:、|-|至)(?P<last>{_N}))?{_PLACE_WORD}|(?:名列|排名|位列|位居|排位|排|进入|列|居)[^,;。]{{0,10}}?(?P<end2>前|后|末)(?P<only>{_N})(?![\d%/]|个|年|项|季|分之|成)|(?:^|(?<=[,;、]))(?P<end3>前|后|末)(?P<few>{_N})(?=[的者])|(?P<lowest>末位|垫底|(?<=排名)最后(?=的))"
)
_BOTTOM_PAIR: Final = late_pattern(rf"倒数(?P<first>{_N})(?:、|和|至|-)(?P<last>{_N}){_PLACE_WORD}")
_IN_A_ROW: Final = late_pattern(
    r"(?<![第倒数])(?P<places>[一1]、[二2](?:[、和][三3](?:[、和][四4](?:[、和][五5])?)?)?)[名位]|倒数(?P<lowest>[一1]、[二2][、和][三3](?:[、和][四4](?:[、和][五5])?)?)[名位]"
)
_BETWEEN_PLACES: Final = late_pattern(rf"(?<!第)(?P<first>{_N})(?:-|至|到)(?:第)?(?P<last>{_N}){_PLACE_WORD}")
# What else befalls the one who holds the place: 居末位的,对主要负责人约谈,扣3分.
_SANCTION: Final = late_pattern(
    r"(?:给予?|为|对)(?:其|该)?[^,;:。的第前后末]{0,8}(?:单位|部门|乡镇|街道|科室|个人|班子)$|"
    r"其[^,;:。第前后末]{0,12}(?:领导|单位|部门|班子|负责人)(?:[该本此]项|均|各)?$|"
    r"(?:对|给予|予以|由|责成|除)[^,;:。第前后末]{2,20}(?:谈话|约谈|批评|通报|问责|检讨|检查|表扬|外)?,"
)
_ONWARDS: Final = late_pattern(r"\(?(?:含)?\)?(?:及|或|、)?(?:其|它)?(?:以后|以下|之后|往后)")
_NOT_REACHED: Final = late_pattern(
    r"(?:未|没有?|不能|进不了|未能|跌出|退出|掉出)(?:能)?(?:进入|列入|达到|取得|获得|位居|排名)?[^,;。]{0,6}$"
)


def places(head: str) -> Places | None:
    """Find the places an amount is for, in the last words before it.

    >>> found = places("综合排名倒数1、2名的")
    >>> found.first, found.last, found.from_end
    (1, 2, 'bottom')
    """
    start = max(head.rfind(mark, 0, len(head) - 1) for mark in ",;:") + 1
    while start > 0 and re.fullmatch(
        r"[\s,、;:的]*(?:名|位|分别|依次|并列|额外|另外|另|年[终底]|年度|总分|[可均再则将都]|按(?:名次|位次|排名|顺序))*",
        head[start:],
    ):
        start = max(head.rfind(mark, 0, start - 1) for mark in ",;:") + 1
    while start > 0 and _SANCTION.match(head[start:]) and head[start - 2 : start - 1] in "的者":
        start = max(head.rfind(mark, 0, start - 1) for mark in ",;:") + 1
    segment = head[start:]
    found: list[tuple[re.Match[str], Literal["top", "bottom"], int, int]] = []
    pair = _BOTTOM_PAIR.search(segment)
    if pair is not None:
        found.append((pair, "bottom", int(number(pair["first"])), int(number(pair["last"]))))
    in_a_row = _IN_A_ROW.search(segment) if "、" in segment else None
    if in_a_row is not None:  # 排名一、二、三名
        last = len(in_a_row["places"] or in_a_row["lowest"]) // 2 + 1
        found.append((in_a_row, "bottom" if in_a_row["lowest"] else "top", 1, last))
    for match in _ENDS.finditer(segment):
        if match["lowest"]:
            found.append((match, "bottom", 1, 1))
            continue
        word = match["end"] or match["end2"] or match["end3"]
        count = int(number(match["first"] or match["only"] or match["few"] or "1"))
        if match["last"]:
            first, last = count, int(number(match["last"]))
        else:
            first, last = 1, count
        found.append((match, "top" if word == "前" else "bottom", first, last))
    for match in _ORDINALS.finditer(segment):
        if _ONWARDS.match(segment[match.end() :]):
            return None
        if not re.search(r"名|位", match[0]) and not re.match(r"(?:的|者|单位|,|$|分别|、)", segment[match.end() :]):
            continue
        first = int(number(match["first"]))
        last = int(number(match["last"] or match["first"]))
        found.append((match, "bottom" if match["bottom"] else "top", first, last))
    between = _BETWEEN_PLACES.search(segment)
    if between is not None and not found:
        found.append((between, "top", int(number(between["first"])), int(number(between["last"]))))
    if not found:
        return None
    return _joined_places(segment, start, found)


def _joined_places(
    segment: str, start: int, found: list[tuple[re.Match[str], Literal["top", "bottom"], int, int]]
) -> Places | None:
    match, end, first, last = found[0]
    if _NOT_REACHED.search(segment[: match.start()]):
        return None
    for _, other, one, two in found[1:]:
        if other == end and one == last + 1:  # 第一名、第二名、第三名
            last = two
        elif other != end and not (other == "top" and end == "bottom"):
            return None
    if last < first or last - first > _MOST:
        return None
    return Places(first, last, end, start + match.start(), start + found[-1][0].end())
