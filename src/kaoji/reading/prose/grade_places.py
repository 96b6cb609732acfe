"""Places of grades as a notice counts them: by group, in whatever order grade, group and count stand, or by their numbers in the ranking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.grade_lists import (
    PLACED,
)
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames

_COUNT: Final = late_pattern(
    r"(?<![第前后\d、至到~—.-])(?P<top>前)?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|个|家)(?!百分点|月|工作日|等|档|级|[组类])"
)
_ROW: Final = late_pattern(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[名个家](?:[、,和](?:\d{1,3}|[一二两三四五六七八九十]{1,3})[名个家])+"
)
_GROUP_NUMBER: Final = late_pattern(r"(?<!每)第?(?P<group>[一二三四五六七八九十\d]{1,2})[组类](?!别)")
# What may stand between a grade or a group and its count, in any order and number.
_FILLER: Final = late_pattern(
    r"(?:[的各评选出取为设有占:(,、“”]|单位|乡镇|镇街|街道|部门|科室|处室|村|社区|企业|学校|县区|个人|等次|等级|档次|名额|数量|总数|个数|共计?|合计|原则上|一般|分别|排名|得分|由高到低|按|(?:数量)?不(?:得)?(?:超过|多于)|最多|至多|控制在|限额?|评定|确定|其中)*"
)
_PLACED: Final = late_pattern(PLACED)
_FIRST_PLACES: Final = late_pattern(
    r"(?<!第)前(?P<count>\d{1,2}|[一二两三四五六七八九十])名(?:的)?(?:单位|部门|科室|乡镇|街道|学校)?(?:可)?(?:评定?|确定|定)?为[“]?"
)
_NOUN: Final = late_pattern("(?:科室|部门|单位|乡镇|街道|村|社区|学校|企业|系统|序列)[组类]?$")
_ANY_WORD: Final = ("单位", "人员", "干部")
_BY_OTHERS: Final = late_pattern(r"全[省市州盟国]|上级|为准|主管部门|在[^,;。第]{2,20}第")
_LOWEST: Final = late_pattern(
    r"(?:末位|最后一?名?|倒数第[一1]名?|后(?P<last>\d{1,2}|[一二两三四五])名|得分最低(?:的)?(?P<lowest>\d{1,2}|[一二两三四五])[个名]|(?P<best>得分最高)(?:的)?(?P<top>\d{1,2}|[一二两三四五])[个名])(?:单位|乡镇|街道|部门|科室|村|社区)?"
    r"(?:(?:且|并且?|同时)(?:年度|综合|考核|考评|的)*(?:总?得分|总分|总成绩|成绩|分数)?(?:低于|不足|不满|未达到?)(?P<under>\d+(?:\.\d+)?)分(?:的)?(?:单位|乡镇|街道|部门|科室|村|社区)?[,，]?)?"
    r"(?:直接|一律|评|定|评定|确定|列)*为[“]?$"
)
_LAST_ONES: Final = late_pattern(r"(?:最后|倒数)(?P<count>\d{1,2}|[一二两三四五])名")
_OF_TOTAL: Final = late_pattern(
    r"(?:年度|综合|考核|考评|总|得分|总分|成绩|结果|排名|排序|名次|位次|位|居|列|在|为|[本各每]个?[组类]|对|将|的)*"
)
_EACH_GROUP: Final = late_pattern(r"[每各][个]?(?:组|类|组别|类别|考核组)|分组|分类|分别")


_OF_PLACE: Final = late_pattern("^[省市县区州](?![级直委政属域区])(?=.{4})")  # 安委会成员单位 for 县安委会成员单位
# 前2名且得分在90分以上的为优秀: the line is read with the others
_LINE_BESIDE: Final = late_pattern(
    r"[,，]?(?:且|并且?|同时)(?:年度|综合|考核|考评)*(?:总?得分|总分|总成绩)(?:在|不低于|不少于|达到?)*\d+(?:\.\d+)?分(?:\(含[^()]*\))?(?:及?以上)?的?(?:单位|乡镇|街道|部门)?(?=[评定确列]*为)"
)


class GradePlaces:
    """Gathers the places of known grades by group, sentence by sentence; what was said first holds."""

    def __init__(self, words: GradeWords, groups: GroupNames) -> None:
        self.words = words
        self.groups = groups
        self.found: dict[str, dict[str, int]] = {}
        """Of each grade, how many places each group has."""
        self.bottom: set[str] = set()
        """Grades whose places are the last ones."""
        self.below: dict[str, Decimal] = {}
        """Of these, below which total one has to be besides: 末位且低于75分."""

    def take(self, sentence: str) -> Iterator[str]:
        """Read a sentence; give what it says in a few words."""
        sentence = _LINE_BESIDE.sub("", sentence)
        for piece in re.split("[;。]", sentence):
            if said := self._last_of_groups(piece):
                yield from said
                continue
            yield from self._counted(self._spread(piece))
            yield from self._at_ends(piece)
        yield from self._numbered(sentence)

    def _last_of_groups(self, piece: str) -> list[str]:
        """Read how many of the last ones in each group have a grade: 甲组最后1名、乙组最后2名为三类."""
        names = {mention.name for mention in self.words.mentions(piece)}
        bare = _LAST_ONES.sub(r"\g<count>名", piece)
        if len(names) != 1 or bare == piece or not self.groups_at(piece):
            return []
        said = list(self._counted(self._spread(bare)))
        self.bottom |= names if said else set()
        return [f"{one}（末位）" for one in said]

    def _spread(self, piece: str) -> str:
        """Put the counts of a row behind the grades that it is for: 一等、二等、三等,名额分别为2个、4个、2个."""
        for row in _ROW.finditer(piece):
            counts = re.split("[、,和]", row[0])
            run = [one for one in self.words.mentions(piece) if one.end <= row.start() and not one.side][-len(counts) :]
            is_list = len(run) == len(counts) and all(
                re.fullmatch("[、和及]", piece[one.end : other.start]) for one, other in pairwise(run)
            )
            if is_list and _FILLER.fullmatch(piece, run[-1].end, row.start()):
                listed = ",".join(f"{one.name}{count}" for one, count in zip(run, counts, strict=True))
                return piece[: run[0].start] + listed + piece[row.end() :]
        return piece

    def _counted(self, piece: str) -> Iterator[str]:
        """Read places counted for grades and groups in whatever order: 优秀2个; 优秀等次乡镇2个,部门3个; 乡镇取前1名评为优秀.

        A count goes with what stands right before it. Without a group it is that of each group, or of the only one.
        """
        mentions = [mention for mention in self.words.mentions(piece) if not mention.side]
        groups = self.groups_at(piece, before_count=True)
        ends = sorted([*((one.end, one.name, ()) for one in mentions), *((end, "", names) for end, names in groups)])
        counted: dict[str, dict[str, int]] = {}
        whole: dict[str, int] = {}
        for match in _COUNT.finditer(piece):
            before = [one for one in ends if one[0] <= match.start()]
            if not before or _FILLER.fullmatch(piece, before[-1][0], match.start()) is None:
                continue
            count = _count(match["count"]) or 0
            grade = next((name for _, name, _ in reversed(before) if name), "")
            if before[-1][1]:
                edge, _, own = next((one for one in reversed(before) if one[2]), (0, "", ()))
                if match["top"]:
                    continue
                if (
                    len(own) == 1
                    and "各" in piece[before[-1][0] : match.start()]
                    and "," in piece[edge : before[-1][0]]
                ):
                    own = self.groups.names  # A档乡镇2个,部门3个,C档各1个
                if own:
                    counted.setdefault(grade, {}).update(dict.fromkeys(own, count))
                else:
                    whole.setdefault(grade, count)
                continue
            grade = grade or next((one.name for one in mentions if one.start >= match.end()), "")
            if grade:
                counted.setdefault(grade, {}).update(dict.fromkeys(before[-1][2], count))
        for grade, count in whole.items():
            if grade not in counted and (len(self.groups.names) == 1 or _EACH_GROUP.search(piece)):
                counted[grade] = dict.fromkeys(self.groups.names, count)
        for grade, places in counted.items():
            mine = self.found.setdefault(grade, {})
            mine |= {group: count for group, count in places.items() if group not in mine}
            yield grade + "，".join(f"{group}{count}个" for group, count in places.items())

    def _at_ends(self, piece: str) -> Iterator[str]:
        """Read who stands at an end of each group: 末位评为较差, 得分最高的1个单位为优秀."""
        for mention in self.words.mentions(piece):
            match = _LOWEST.search(piece[: mention.start])
            if match is None or mention.name in self.found or mention.side or _BY_OTHERS.search(piece[: mention.start]):
                continue
            head = re.split("[,;:。]", piece[: match.start()])[-1]
            if match["under"] and _OF_TOTAL.fullmatch(head) is None:
                continue  # 信访考核末位且低于60分: of something else than the total
            if not self.groups.names or (not match["best"] and self.words.is_good(mention.name)):
                continue
            count = _count(match["last"] or match["lowest"] or match["top"] or "一") or 1
            self.found[mention.name] = dict.fromkeys(self.groups.names, count)
            self.bottom |= set() if match["best"] else {mention.name}
            if match["under"]:
                self.below[mention.name] = Decimal(match["under"])
            under = f"低于{match['under']}分" if match["under"] else ""
            yield f"{mention.name}{'' if match['best'] else '末位'}{count}个{under}"

    def groups_at(self, piece: str, *, before_count: bool = False) -> list[tuple[int, tuple[str, ...]]]:
        """Give where groups are named, by their end, with all that are joined there: 甲组、乙组各1个.

        ``before_count`` also takes them by what comes before their noun, where a number follows: 临床不超过2个 for 临床科室.
        """
        found = [(match.start(), match.end(), self._called[match[0]]) for match in self._pattern.finditer(piece)]
        if before_count:
            found += self._stems_in(piece)
        taken = [(start, end) for start, end, _ in found]
        taken += [
            (one.start, one.end) for one in self.words.mentions(piece)
        ]  # 一类村3个: a grade, and not the first class
        for match in _GROUP_NUMBER.finditer(piece):
            name = self.groups.numbered(match["group"])
            if name is not None and not any(start < match.end() and match.start() < end for start, end in taken):
                found.append((match.start(), match.end(), (name,)))
        runs: list[tuple[int, tuple[str, ...]]] = []
        for start, end, names in sorted(found):
            is_next = bool(runs) and re.fullmatch("[、和及]", piece[runs[-1][0] : start]) is not None
            runs.append((end, (*runs[-1][1], *names) if is_next else names))
        return runs

    def _stems_in(self, piece: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        stems = {name: _NOUN.sub("", self.groups.forms(name)[0]) for name in self.groups.names}
        for name, stem in stems.items():
            is_own = len(stem) > 1 and stem != self.groups.forms(name)[0] and list(stems.values()).count(stem) == 1
            for match in re.finditer(re.escape(stem), piece) if is_own else ():
                filler = _FILLER.match(piece, match.end())
                edge = filler.end() if filler else match.end()
                is_whole = piece.startswith(self.groups.forms(name)[0], match.start())
                if not is_whole and (_COUNT.match(piece, edge) or re.match("[、和及]", piece[match.end() :])):
                    yield match.start(), match.end(), (name,)

    @cached_property
    def _called(self) -> dict[str, tuple[str, ...]]:
        """All that the groups go by, the longest first, with whom it means."""
        forms = {name: self._forms(name) for name in self.groups.names if name}
        words = sorted({form for mine in forms.values() for form in mine}, key=len, reverse=True)
        return {word: tuple(name for name, mine in forms.items() if word in mine) for word in words}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._called)) or "(?!)")

    def _forms(self, name: str) -> set[str]:
        """Give what a group goes by here: its name in full, in brackets, or its last word where no other group ends so."""
        forms = {*self.groups.forms(name), squeeze(name).replace("、", "")}
        forms |= {_OF_PLACE.sub("", fold(form)) for form in forms} | set(map(fold, forms))
        bare = re.sub("[组类]$", "", self.groups.forms(name)[-1])
        for word in (bare, bare[1:][-2:]):
            others = (re.sub("[组类]$", "", squeeze(one)) for one in self.groups.names)
            if len(word) > 1 and word not in _ANY_WORD and sum(one.endswith(word) for one in others) == 1:
                forms.add(word)
        return forms

    def _numbered(self, sentence: str) -> Iterator[str]:
        """Read places by their numbers before each grade, in every group: 第1、2名为优秀,第3至5名为良好."""
        if _BY_OTHERS.search(sentence):
            return  # 在省考核中第1至2名为好等次: places among others than those that are assessed here
        pieces = [one for piece in re.split("[;。]", sentence) for one in self._each(piece) if self.groups_at(one)]
        if pieces and not {name for _, names in self.groups_at(pieces[0]) for name in names} >= set(self.groups.names):
            for piece in pieces:  # 乡镇第1名为优秀;部门第1、2名为优秀
                yield from self._numbered_in(piece, self.groups_at(piece)[0][1])
        else:
            yield from self._numbered_in(sentence, self.groups.names)

    def _each(self, piece: str) -> list[str]:
        """Give the clauses of which each names a group and its places: 乡镇前2名为优秀,部门第1名为优秀."""
        clauses = piece.split(",")
        is_each = all(
            self.groups_at(one) and (_FIRST_PLACES.search(one) or _PLACED.search(one)) and self.words.mentions(one)
            for one in clauses
        )
        return clauses if is_each else [piece]

    def _numbered_in(self, sentence: str, groups: tuple[str, ...]) -> Iterator[str]:
        expected = 1
        for mention in self.words.mentions(sentence):
            first = next((match for match in _FIRST_PLACES.finditer(sentence) if match.end() == mention.start), None)
            count = (_count(first["count"]) or 0) if first is not None else 0
            if first is not None and all(self.found.get(mention.name, {}).get(group) == count for group in groups):
                expected = count + 1  # read with its group already
            elif first is not None and self._is_open(mention.name, groups) and groups and not mention.side:
                self.found.setdefault(mention.name, {}).update(dict.fromkeys(groups, count))
                expected = count + 1
                yield f"{mention.name}{count}个"
        ends = {match.end(): match for match in _PLACED.finditer(sentence)}
        for mention in self.words.mentions(sentence):
            match = ends.get(mention.start)
            if (
                match is None
                or int(match["first"]) != expected
                or not self._is_open(mention.name, groups)
                or mention.side
            ):
                continue
            last = int(match["last"] or match["first"])
            count, expected = last - expected + 1, last + 1
            if count > 0 and groups:
                self.found.setdefault(mention.name, {}).update(dict.fromkeys(groups, count))
                yield f"{mention.name}{count}个"

    def _is_open(self, name: str, groups: Sequence[str]) -> bool:
        """Tell whether nothing was said yet of the places of a grade in these groups."""
        return not any(group in self.found.get(name, {}) for group in groups)


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_numeral(text)
