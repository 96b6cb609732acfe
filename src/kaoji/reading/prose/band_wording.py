"""Bands of points and thirds in the many signs of notices → the words that sentences mostly use."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.prose.grade_tokens import NUMBER

NO_DASH: Final = late_pattern(r"(?<![\d.])(?P<low>[1-9][05])(?P<high>[1-9][49])分(?=为|的|评|:)")
# 80-90为达标、90-95为良好: points, as they stand before one grade after another
_BARE_BANDS: Final = late_pattern(
    r"(?<![\d.])[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)(?=为[\u4e00-\u9fff]{1,4}(?:等次|等级|档)?[、,;].*[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)分?为)"
    r"|(?<=[、,;])[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)(?=为[\u4e00-\u9fff]{1,4}(?:等次|等级|档)?(?:[、,;。]|$))"
)
_SCORED: Final = r"(?:考核|考评|综合|最终|年度|总)*(?:得分|总分|分数|成绩|分值)?"
_BETWEEN_SIGNS: Final = late_pattern(rf"(?P<least>{NUMBER})分?[≤<]{_SCORED}[≤<](?P<under>{NUMBER})分?")
_LEAST_SIGN: Final = late_pattern(rf"{_SCORED}[≥>](?P<least>{NUMBER})分?(?!以)")
_UNDER_SIGN: Final = late_pattern(rf"{_SCORED}[<](?P<under>{NUMBER})分?(?!以)")
# 70—90(不含90)分为合格, 70(不含70)分以下: where 90 itself belongs the better grade says
_ASIDE_IN_BAND: Final = late_pattern(
    rf"(?P<band>{NUMBER}[-—~～至]{NUMBER})(?:\(不?含[^()]*\)分|分\(不?含[^()]*\)(?=为))"
)
_ASIDE_BEFORE: Final = late_pattern(rf"(?P<line>{NUMBER})\((?P<aside>不?含)[^()]*\)分(?=以[上下])")
_CALLED: Final = late_pattern(r"(?<=[A-E])\([\u4e00-\u9fff]{1,5}\)")  # 分A(优秀)、B(良好)、C(合格)三级
_ASIDE_OF_SHARE: Final = late_pattern(r"(?<=%)\(不?含[^()]*\)")  # 前20%(含)为优秀
_FRACTION: Final = late_pattern(r"1/(?P<of>[245])(?!\d)")  # a third is no number of per cent
# 前20%为优秀,20%-60%为良好: the second share is what is between
_PART_OF_RANKS: Final = late_pattern(rf"(?P<from>{NUMBER})%?[-—~～至到]+(?P<to>{NUMBER})%")
_ORDINAL: Final = "[一二三四五六七八九十]{1,3}"
_PLACES: Final = late_pattern(f"第{_ORDINAL}(?:名?[、至到—~-]+第?{_ORDINAL})?名")


def in_words(sentence: str) -> str:
    """Say bands and thirds as sentences mostly do: 80分≤总得分<90分 is 80分以上不满90分.

    >>> in_words("总得分≥90分为优秀,80分≤得分<90分为良好,得分<70分为不合格,优秀不超过1/4")
    '90分以上为优秀,80分以上不满90分为良好,70分以下为不合格,优秀不超过25%'
    >>> in_words("第一名为优胜,第二、三名为先进,第四至十二名为达标")
    '第1名为优胜,第2、3名为先进,第4至12名为达标'
    """
    sentence = _PLACES.sub(_in_digits, sentence)
    sentence = NO_DASH.sub(_with_dash, sentence)
    if len(_CALLED.findall(sentence)) > 1:
        sentence = _CALLED.sub("", sentence)
    sentence = _ASIDE_OF_SHARE.sub("", sentence)
    sentence = _ASIDE_IN_BAND.sub(r"\g<band>分", sentence)
    sentence = _ASIDE_BEFORE.sub(r"\g<line>分(\g<aside>)", sentence)
    if len(_BARE_BANDS.findall(sentence)) > 1:
        sentence = _BARE_BANDS.sub(r"\g<0>分", sentence)
    said = _BETWEEN_SIGNS.sub(r"\g<least>分以上不满\g<under>分", sentence)
    said = _LEAST_SIGN.sub(r"\g<least>分以上", said)
    said = _UNDER_SIGN.sub(r"\g<under>分以下", said)
    said = _PART_OF_RANKS.sub(lambda match: _between(match, said), said)
    return _FRACTION.sub(lambda match: f"{100 // int(match['of'])}%", said)


def _between(match: re.Match[str], sentence: str) -> str:
    """Give the share between two places told as shares, where the first of them was told before: 20%-60% is 40%."""
    ends = [Decimal(end) for end in re.findall(rf"(?:前|[-—~～至到])({NUMBER})%", sentence[: match.start()])]
    begins = next((end for end in ends if Decimal(match["from"]) - end in (0, 1)), None)  # 31%—80% begins at 30%
    size = Decimal(match["to"]) - (begins or 0)
    return f"{size.normalize():f}%" if begins is not None and size > 0 else match[0]


def _in_digits(match: re.Match[str]) -> str:
    return re.sub(f"{_ORDINAL}", lambda one: str(chinese_numeral(one[0]) or one[0]), match[0])


def _with_dash(match: re.Match[str]) -> str:
    """Put a dash that was lost back between the ends of a band, if they can be such: 8089分 is 80-89分."""
    low, high = match["low"], match["high"]
    return f"{low}-{high}分" if int(low) < int(high) else match[0]
