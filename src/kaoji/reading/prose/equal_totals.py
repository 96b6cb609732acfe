"""What decides between equal totals, and whether on the ranks too: 得分相同的，依次比较…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding

_EQUAL: Final = late_pattern(
    r"(?:得分|总分|分数|成绩|分值|评分)(?:再?次?出现|仍|也|又|均)?(?:相同|相等|并列|一致)|(?:出现|若遇|遇有?|如有?|^)(?:并列|同分)|同分(?=的|时|情况|单位|,)"
)
# 由领导小组研究确定; 优先考虑获得表彰的: nothing that the scores could decide
_UNDECIDED: Final = late_pattern(
    r"领导小组|考核办|党[委组]|会议|研究|议定|审定|合议|抽签|协商|表彰|荣誉|获得|受到|加赛|投票|之和|合计|平均"
)
# 由县考核工作领导小组研究确定: people decide, as a scheme takes it unless it says otherwise
_BY_PEOPLE: Final = late_pattern(
    r"(?:由|报|提交|提请|经)[^,;。]{0,24}?(?:领导小组|考核办|考评办|绩效办|党[委组]|常委会|会议|办公室)[^,;。]{0,10}?(?:研究|讨论|集体)?[^,;。]{0,4}?(?:确定|决定|议定|审定|裁定)"
)
_LEFT: Final = "请核对：仍相同时由人研究决定，方案只比较到这里。"
_SHARED: Final = late_pattern(r"并列(?:排名|名次|第|计算|处理|$)|名次并列|(?:取|享受)同一名次")
_BETWEEN: Final = late_pattern(r"[、,;。和及与]|再(?!就业|生)|然后|其次")
_PART_BEGIN: Final = late_pattern(
    r"^(?:的|者|时|情况下?|单位|则|就|依次|逐项|分别|按照?|根据|以|先|再|比较|比(?!例|重)|对比|参照|看|取|其中|其|各自的?|将|优先|考虑|由|仍然?|还|也|如果?|若|得分|分数|总分|成绩|相同|相等|一致|并列|(?<=以)(?:上|下))+"
)
_PART_END: Final = late_pattern(
    r"(?:的|也|仍|还|都)*(?:得分|分值|成绩|分数)?(?:也|仍|还|都|又)*(?:相同|相等|一致|较)*(?:的)?(?:由高到低|从高到低|由多到少|高低|高者|高的|多的|多者|高|多)?(?:的)?(?:单位|科室|部门|人员|乡镇|者)?"
    r"(?:名次|次序|顺序|位次|排位|排名|排序|排列|列前|排前|列|排|居|在前|前|优先|靠前|为先|为准|确定|排定|决定|先后|进行|来)*$"
)
_RANKED_FIRST: Final = late_pattern(r"比较|优先|高低|高的|高者|在前|靠前|抽签|投票")
"""What would be lost if only the decision were kept of a sentence that also says what is compared first."""
_NAME: Final = late_pattern(r"(?!单位|排名|名次|下一|顺延|依此|以此)[\u4e00-\u9fff“”\"（）()]{2,12}")
_DECIDES: Final = late_pattern(r"比较|比(?!例|重)|按|以|看|优先|高低|高的|高者|多的|在前|靠前|列前|排前|为先|先后")
_RANKS_BY: Final = late_pattern(
    r"(?:排名|名次|位次|排位|排序|排列)(?:在|靠|列|居)?前|排(?:在)?前|(?:确定|排定|决定)(?:名次|排名|位次)"
)
"""How a sentence says that parts decide on the ranks, not only on who gets the last place of a grade."""


def _decided(text: str) -> str:
    """Give what scores decide of what a sentence says on equal totals: all before the clause that leaves it to people."""
    found = _UNDECIDED.search(text)
    if found is None:
        return text
    stretches = list(re.finditer(r"[,;。]", text[: found.start()]))
    clauses = [text[: mark.start()] for mark in stretches]
    still = [clause for clause in clauses if _DECIDES.search(clause)]
    return still[-1] if still else ""


def read_order(sentences: Sequence[Words]) -> tuple[tuple[str, ...], Literal["share", "order"], list[Binding]]:
    """Read what decides between equal totals, and whether on the ranks: 得分相同的，依次比较指标考核、满意度得分."""
    decided: list[Binding] = []
    for words in sentences:
        text = squeeze(words.folded)
        match = _EQUAL.search(text)
        behind = text[match.end() :] if match is not None else ""
        rest = _decided(behind)
        if not rest:
            if behind and _BY_PEOPLE.search(behind) and not _RANKED_FIRST.search(behind):
                decided.append(Binding(words, "同分", "议定"))
            continue
        if _SHARED.search(rest):
            return (), "share", [Binding(words, "同分", "名次并列")]
        parts = [_PART_END.sub("", _PART_BEGIN.sub("", part)) for part in _BETWEEN.split(rest)]
        names = tuple(dict.fromkeys(part for part in parts if _NAME.fullmatch(part)))
        if names and _DECIDES.search(rest):
            is_of_ranks = _RANKS_BY.search(rest) and "等次" not in rest
            said = f"{'名次' if is_of_ranks else ''}依次比较{'、'.join(names)}"
            check = _LEFT if _UNDECIDED.search(text) else ""
            return names, "order" if is_of_ranks else "share", [Binding(words, "同分", said, check)]
    return (), "share", decided
