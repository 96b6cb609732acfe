"""Places of grades as a notice counts them: by group, behind each grade, or by their numbers in the ranking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.grade_lists import (
    PLACED,
)
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames

_GROUP_PLACES: Final = late_pattern(
    r"第?(?P<group>[一二三四五六七八九十\d]{1,2})[组类](?:各)?(?:评|取|为|设|:)?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|个)"
)
_COUNTED: Final = late_pattern(
    r"(?:的)?(?:单位|乡镇|镇街|街道|部门|科室|处室|村|社区|企业|学校|县区|个人|名额|数量|总数|个数)*(?:原则上)?(?:一般)?(?:各)?(?:不超过|不得超过|不多于|控制在|为|设|评|取|限额?)*(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|个|家)(?!百分点|月|工作日|等|档|级)"
)
_PLACED: Final = late_pattern(PLACED)
_FIRST_PLACES: Final = late_pattern(
    r"(?<!第)前(?P<count>\d{1,2}|[一二两三四五六七八九十])名(?:的)?(?:单位|部门|科室|乡镇|街道|学校)?(?:可)?(?:评定?|确定|定)?为[“]?"
)
_BY_OTHERS: Final = late_pattern(r"全[省市州盟国]|上级|为准|主管部门|在[^,;。第]{2,20}第")
_EACH_GROUP: Final = late_pattern(r"[每各][个]?(?:组|类|组别|类别|考核组)|分组|分类|分别")


class GradePlaces:
    """Gathers the places of known grades by group, sentence by sentence; what was said first holds."""

    def __init__(self, words: GradeWords, groups: GroupNames) -> None:
        self.words = words
        self.groups = groups
        self.found: dict[str, dict[str, int]] = {}
        """Of each grade, how many places each group has."""

    def take(self, sentence: str) -> Iterator[str]:
        """Read a sentence; give what it says in a few words."""
        yield from self._counted(sentence)
        yield from self._numbered(sentence)
        for piece in re.split("[;。]", sentence):
            if mentions := self.words.mentions(piece):
                yield from self._by_group(piece, mentions[0].name)

    def _counted(self, sentence: str) -> Iterator[str]:
        """Read places counted behind each grade: 优秀等次不超过3个; 镇街设一等奖1名、二等奖2名.

        They are those of the groups that stand before them; without any, of each group, or of the only one.
        """
        for piece in re.split("[;。]", sentence):
            edge = 0
            groups: tuple[str, ...] = ()
            for mention in self.words.mentions(piece):
                match = _COUNTED.match(piece, mention.end)
                head = piece[edge : mention.start]
                # 按甲、乙两组排名,甲组设一等奖1名: the clause itself says whose they are
                groups = self._groups_in(head.rpartition(",")[2]) or self._groups_in(head) or groups
                if not groups and (len(self.groups.names) == 1 or _EACH_GROUP.search(piece)):
                    groups = self.groups.names
                if match is None or not groups or mention.side:
                    continue
                edge = match.end()
                count = _count(match["count"]) or 0
                places = self.found.setdefault(mention.name, {})
                for group in groups:
                    places.setdefault(group, count)
                yield f"{mention.name}{'、'.join(groups)}{'各' if len(groups) > 1 else ''}{count}个"

    def _numbered(self, sentence: str) -> Iterator[str]:
        """Read places by their numbers before each grade, in every group: 第1、2名为优秀,第3至5名为良好."""
        if _BY_OTHERS.search(sentence):
            return  # 在省考核中第1至2名为好等次: places among others than those that are assessed here
        expected = 1
        for mention in self.words.mentions(sentence):
            first = next((match for match in _FIRST_PLACES.finditer(sentence) if match.end() == mention.start), None)
            if first is not None and mention.name not in self.found and self.groups.names and not mention.side:
                count = _count(first["count"]) or 0
                self.found[mention.name] = dict.fromkeys(self.groups.names, count)
                expected = count + 1
                yield f"{mention.name}{count}个"
        ends = {match.end(): match for match in _PLACED.finditer(sentence)}
        for mention in self.words.mentions(sentence):
            match = ends.get(mention.start)
            if match is None or int(match["first"]) != expected or mention.name in self.found or mention.side:
                continue
            last = int(match["last"] or match["first"])
            count, expected = last - expected + 1, last + 1
            if count > 0 and self.groups.names:
                self.found[mention.name] = dict.fromkeys(self.groups.names, count)
                yield f"{mention.name}{count}个"

    def _by_group(self, sentence: str, subject: str) -> Iterator[str]:
        """Read places counted by group: 第一组1名，第二组2名; 街道2名，镇3名."""
        if subject in self.found:
            return
        found: dict[str, int] = {}
        for match in _GROUP_PLACES.finditer(sentence):
            count = _count(match["count"])
            group = self.groups.numbered(match["group"])
            if group is not None and count is not None:
                found[group] = count
        for name in self.groups.names:
            called = "|".join(re.escape(form) for form in {*self.groups.forms(name), squeeze(name).replace("、", "")})
            listed = re.search(rf"(?:{called})(?:各)?(?:评|取|为|设|:)?(\d{{1,3}})(?:名|个)(?!单位)", sentence)
            if name and listed and name not in found:
                found[name] = int(listed[1])
        if found:
            self.found[subject] = found
            yield subject + "，".join(f"{group}{count}个" for group, count in found.items())

    def _groups_in(self, words: str) -> tuple[str, ...]:
        """Give the groups that some words name, by their names or by what stands in their brackets."""
        return tuple(
            name
            for name in self.groups.names
            if name
            and any(form in words for form in self.groups.forms(name) if form == squeeze(name) or form[-1] in "组类")
        )


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_numeral(text)
