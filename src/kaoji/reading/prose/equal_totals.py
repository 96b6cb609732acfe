"""What decides between equal totals, and whether on the ranks too: 得分相同的，依次比较…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding

_TIES: Final = late_pattern(
    r"(?:得分|总分|分数|成绩)(?:相同|相等|并列|一致)(?:时|的(?:情况下)?)?,?(?:则)?(?:依次|按|以|先|再)*(?:比较|按照|看)?(?P<parts>[^。;]{2,60})"
)
_PART_END: Final = late_pattern(
    r"(?:的)?(?:得分|分值|成绩|分数)?(?:较)?(?:的)?(?:高低|高者|高的|多的|多者|高)?(?:名次|排序|排列|列前|排前|在前|优先|靠前|为先|确定|排定|决定|排名(?:在前|靠前)?|的单位)*$"
)
_RANKS_BY: Final = late_pattern(
    r"(?:排名|名次|位次|排位|排序|排列)(?:在|靠|列|居)?前|排(?:在)?前|(?:确定|排定|决定)(?:名次|排名|位次)"
)
"""How a sentence says that parts decide on the ranks, not only on who gets the last place of a grade."""


def read_order(sentences: Sequence[Words]) -> tuple[tuple[str, ...], Literal["share", "order"], list[Binding]]:
    """Read what decides between equal totals, and whether on the ranks: 得分相同的，依次比较指标考核、满意度得分."""
    for words in sentences:
        match = _TIES.search(squeeze(words.folded))
        if match and not re.search(r"并列(?:名次|第)|领导小组|研究|议定|合议|抽签", match["parts"]):
            parts = [_PART_END.sub("", part) for part in re.split("[、,和及]", match["parts"])]
            names = tuple(part for part in parts if 1 < len(part) <= 12)  # noqa: PLR2004 - the name of a part
            if names:
                is_of_ranks = _RANKS_BY.search(match["parts"]) and "等次" not in match["parts"]
                said = f"{'名次' if is_of_ranks else ''}依次比较{'、'.join(names)}"
                return names, "order" if is_of_ranks else "share", [Binding(words, "同分", said)]
    return (), "share", []
