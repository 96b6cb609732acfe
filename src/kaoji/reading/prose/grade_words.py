"""The grades of a notice as words in its sentences: 好等次, 较好以上, 合格（含合格）及以上, 优秀、良好."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from kaoji.late_patterns import late_pattern

Side = Literal["", "above", "below"]

_WORST: Final = late_pattern(r"差|不合格|不称职|不达标|不满意|落后|末")
_PASSED: Final = late_pattern("合格|称职|达标|满意")
_JOINED: Final = late_pattern(r"[、和及或]|以及|或者")
_SUFFIX: Final = r"(?:等次|等级|档次|档|级|(?<=等)次)?"
_INCLUDED: Final = r"(?:\((?:含[^()]*|[\u4e00-\u9fff]{1,4})\))?"
_SIDE: Final = rf"(?P<side>{_INCLUDED}(?:及|和|或)?其?(?:以上|以下))?"
_AFTER: Final = (
    r"(?=等次|等级|档|级(?!别)|的|者|、|和|及|以上|以下|与|或|但|且|并|后|时|单位|科室|股室|处室|站所|部门|管理区|农场|连队|车间|班组|学校|企业|公司|医院|机构|社区|村|领导班子|班子|乡|镇|街道|干部|个人|人员|员工|职工|教师|党员|党支部|支部|处理|对待|按|占|比例|名额|率(?!先)|不超过|控制|原则|得分|总分|资格|评[定选]|(?<=等)次"
    r"|[二两三四五六](?:个|等|档|级|类)|(?:各|每[个人])?奖励?\d|不予奖|(?<=单位|科室|社区|学校|街道|乡镇|班组)|(?<=[A-Z]等)|人均"
    r"|[^\u4e00-\u9fff]|$)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A grade in a text: its name, whether 以上 or 以下 goes with it, and where it stands with these words."""

    name: str
    side: Side
    start: int
    end: int


class GradeWords:
    """The names of grades, best first, and how to find them in folded text."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names in the order of the notice; a list that begins with the worst is turned round."""
        ordered = list(names)
        if ordered and _WORST.search(ordered[0]) and not _WORST.search(ordered[-1]):
            ordered.reverse()
        self.names = tuple(ordered)
        longest = sorted(self.names, key=len, reverse=True)
        # A grade of one letter (好) is part of many words: it counts where a word for grades follows, or in a list of grades.
        others = "|".join(map(re.escape, longest))
        words = [_word(name, others) for name in longest]
        self._pattern = re.compile(
            rf"[“\"]?(?P<name>{'|'.join(words)})(?:(?<=[A-Z])等(?![次级]))?{_AFTER}[”\"]?{_SUFFIX}{_SIDE}{_SUFFIX}"
        )
        # The same sentence is looked at once for each of its grades.
        self._found = lru_cache(maxsize=64)(self._find)

    def mentions(self, text: str) -> list[Mention]:
        """Give the grades that a folded text names, in order.

        >>> words = GradeWords(["好", "较好", "一般", "较差"])
        >>> [(mention.name, mention.side) for mention in words.mentions("不能评为较好以上等次,做好工作的可定为好等次")]
        [('较好', 'above'), ('好', '')]
        """
        return list(self._found(text))

    def _find(self, text: str) -> tuple[Mention, ...]:
        found: list[Mention] = []
        for match in self._pattern.finditer(text) if self.names else ():
            words = match["side"] or ""
            side: Side = "above" if words.endswith("以上") else "below" if words.endswith("以下") else ""
            name = match["name"]
            found.append(Mention(name if name in self.names else f"{name}奖", side, match.start(), match.end()))
        return tuple(found)

    def run(self, text: str, mention: Mention) -> list[Mention]:
        """Give a mention with those that follow it in a list: 优秀、良好及合格."""
        run = [mention]
        for other in self.mentions(text):
            if other.start < run[-1].end:
                continue
            if _JOINED.fullmatch(text, run[-1].end, other.start) is None:
                break
            run.append(other)
        return run

    def covered(self, mention: Mention) -> tuple[str, ...]:
        """Give the grades that a mention means, best first; 以上 and 以下 take in the grade itself."""
        place = self.names.index(mention.name)
        if mention.side == "above":
            return self.names[: place + 1]
        return self.names[place:] if mention.side == "below" else (mention.name,)

    def below(self, name: str) -> str | None:
        """Give the next worse grade."""
        place = self.names.index(name) + 1
        return self.names[place] if place < len(self.names) else None

    def is_good(self, name: str) -> bool:
        """Tell whether a grade is in the better half."""
        return self.names.index(name) * 2 < len(self.names) - 1 or self.names.index(name) == 0

    @property
    def best(self) -> str:
        """The best grade."""
        return self.names[0]

    @property
    def worst(self) -> str:
        """The worst grade."""
        return self.names[-1]


def _word(name: str, others: str) -> str:
    if name.endswith("等奖"):
        return rf"{name[:-1]}(?:奖|(?=各?[\d一二两三四五六七八九十]+[名个]))"  # 一等1名
    if len(name) > 1:
        # 不合格 is no 合格, also where the notice has no grade of that name.
        return rf"(?<![不未])(?<!基本){re.escape(name)}" if _PASSED.fullmatch(name) else re.escape(name)
    if name.isascii():
        return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
    return rf"(?:(?<=[为、和或“评定])|(?=.(?:等次|等级|档|的?占\d|\(\d|[、和及](?:{others})))){re.escape(name)}"
