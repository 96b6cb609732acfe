"""Grades as a notice sets them: names, shares, thresholds, places counted by group, and how places are rounded and filled.

Only wordings that can be recognised without guessing are taken; whatever else a notice says on grades stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, percent, plain, share
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.grade_lists import (
    PLACED,
    grade_names,
    is_on_votes,
    last_name,
    presumed_names,
    prize_names,
    spread_names,
    usual_names,
)
from kaoji.reading.prose.grade_words import GradeWords, Mention
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.half_read import parted
from kaoji.scheme.model import Grade, Quota
from kaoji.scheme.structure import GROUP_ATTRIBUTE

_IS_FOLLOWED: Final = late_pattern(
    r"(?:的?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?|的(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?,)(?:直接|一律|均|可|按比例)?(?:评定|评|确定|认定|定|划|列)?为"
)
_NO_DASH: Final = late_pattern(r"(?<![\d.])(?P<low>[1-9][05])(?P<high>[1-9][49])分(?=为|的|评|:)")
# 80-90为达标、90-95为良好: points, as they stand before one grade after another
_BARE_BANDS: Final = late_pattern(
    r"(?<![\d.])[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)(?=为[\u4e00-\u9fff]{1,4}(?:等次|等级|档)?[、,;].*[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)分?为)"
    r"|(?<=[、,;])[4-9]\d[-—~～至](?:[4-9]\d|1\d\d)(?=为[\u4e00-\u9fff]{1,4}(?:等次|等级|档)?(?:[、,;。]|$))"
)
_OTHER_NAME: Final = late_pattern(r"[评定]为[“\"][^”\"]{1,4}[”\"]")  # 评为“优”的占15%, and no grade is called so
_INCLUDED: Final = late_pattern(r"^\((?:不?含)[^()]*\)")
_NUMBER: Final = r"\d+(?:\.\d+)?"
_GROUP_PLACES: Final = late_pattern(
    r"第?(?P<group>[一二三四五六七八九十\d]{1,2})[组类](?:各)?(?:评|取|为|设|:)?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|个)"
)
_COUNTED: Final = late_pattern(
    r"(?:的)?(?:单位|乡镇|镇街|街道|部门|科室|处室|村|社区|企业|学校|县区|个人|名额|数量|总数|个数)*(?:原则上)?(?:一般)?(?:各)?(?:不超过|不得超过|不多于|控制在|为|设|评|取|限额?)*(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|个|家)(?!百分点|月|工作日|等|档|级)"
)
_PAID: Final = r"[^,;。]{0,10}(?:发放|计发|兑现|奖励?|系数|报酬|工资|拨付)"
"""Behind a percentage of money: 按基准奖的110%发放."""
_RAISED: Final = late_pattern(
    r"(?:提高|上浮|增加|上调|提升|核增|调增|下浮|降低|下调|核减|降|减|提|升|调)(?:到|至|为|了)?$|(?:拨付|发放|兑现|计发|支付|扣发|扣减|扣除|核拨|返还)(?:其|经费|资金|比例|的|为|按)*$|(?:资金|经费|奖金|绩效|工资|补助|报酬|预算|年薪)(?:的|为|总额|总量)*$"
)
_RAISES: Final = late_pattern(
    r"[^,;。]{0,4}?(?:提高|上浮|增加|上调|提升|核增|调增|下浮|降低|下调|核减|调减|降|减|提|升|调)(?:到|至|为)"
)
# 70分以上的,未评为优秀的,评为良好: whom the line leaves over, and not what it gives
_NOT_GIVEN: Final = late_pattern(r"(?:未|没有|未能|不)被?(?:评定为|评为|评上|确定为|定为|列为|获得?)[“\"]?$")
_PLACED: Final = late_pattern(PLACED)
_FIRST_PLACES: Final = late_pattern(
    r"(?<!第)前(?P<count>\d{1,2}|[一二两三四五六七八九十])名(?:的)?(?:单位|部门|科室|乡镇|街道|学校)?(?:可)?(?:评定?|确定|定)?为[“]?"
)
_MORE_PLACES: Final = late_pattern(r"(?:的)?(?:单位|部门)?可?(?:再)?(?:增加|增设|追加)[^,;。]{0,6}名额")
_DENIED: Final = late_pattern(
    r"(?:的)?(?:单位|部门|科室|乡镇|街道)?[,]?(?:一律)?(?:不得|不能|不予|不可|不应)(?:被)?(?:评定|评选|评|确定|定|列)?(?:为)?"
)
_BY_OTHERS: Final = late_pattern(r"全[省市州盟国]|上级|为准|主管部门|在[^,;。第]{2,20}第")
_EACH_GROUP: Final = late_pattern(r"[每各][个]?(?:组|类|组别|类别|考核组)|分组|分类|分别")
_CATEGORY: Final = late_pattern(
    rf"(?P<who>公务员|参公(?:人员)?|事业(?:单位|编制)?(?:人员)?|机关(?:人员)?|工勤(?:人员)?|(?:正|副)?[处科股县]级(?:干部|领导)?|科员|办事员|中层(?:干部|正职|副职)?|一般(?:干部|人员)|领导班子成员|管理人员|专业技术人员)[^。;%]{{0,40}}?(?P<share>{_NUMBER})%"
)
_LEVELS: Final = late_pattern(
    r"不同(?P<level>职务层次|职级|层次|类别|岗位|级别)[^。;]{0,12}(?:不得|不能|不)(?:相互|互相)?挤占"
)
_TIES: Final = late_pattern(
    r"(?:得分|总分|分数|成绩)(?:相同|相等|并列|一致)(?:时|的(?:情况下)?)?,?(?:则)?(?:依次|按|以|先|再)*(?:比较|按照|看)?(?P<parts>[^。;]{2,60})"
)
_PART_END: Final = late_pattern(
    r"(?:的)?(?:得分|分值|成绩|分数)?(?:较)?(?:的)?(?:高低|高者|高的|多的|多者|高)?(?:名次|排序|排列|列前|排前|在前|优先|靠前|为先|确定|排名(?:在前|靠前)?|的单位)*$"
)
_RANKS_BY: Final = late_pattern(
    r"(?:排名|名次|位次|排位|排序|排列)(?:在|靠|列|居)?前|排(?:在)?前|(?:确定|排定|决定)(?:名次|排名|位次)"
)
"""How a sentence says that parts decide on the ranks, not only on who gets the last place of a grade."""
_CATEGORY_NAME: Final = "编制类别"
_LEVEL_NAME: Final = "职务层次"
_IS_LEVEL: Final = late_pattern("级|科员|办事员|中层|一般|领导班子")
_WHOLE = Fraction(1)
_NEAR = 3
_Token = tuple[str, str, int, int]
"""What it is, its words, and where it begins and ends."""
# The grade that is picked stands behind its share, as in 按30%的比例确定优秀等次.
_PICKED: Final = late_pattern(
    r"的?(?:比例|名额)?(?:以?内)?[,的]?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:评定|评选|评|确定|定|划)(?:出|为)?"
)
_ASKED: Final = late_pattern(
    rf"(?:不得?(?:低于|少于)|(?<!未)达到?|≥|(?<!不)(?<!不得)(?P<over>高于|超过))(?P<least>{_NUMBER})分(?!以|及以)"
)
_SCORED: Final = r"(?:考核|考评|综合|最终|年度|总)*(?:得分|总分|分数|成绩|分值)?"
_BETWEEN_SIGNS: Final = late_pattern(rf"(?P<least>{_NUMBER})分?[≤<]{_SCORED}[≤<](?P<under>{_NUMBER})分?")
_LEAST_SIGN: Final = late_pattern(rf"{_SCORED}[≥>](?P<least>{_NUMBER})分?(?!以)")
_UNDER_SIGN: Final = late_pattern(rf"{_SCORED}[<](?P<under>{_NUMBER})分?(?!以)")
_FRACTION: Final = late_pattern(r"1/(?P<of>[245])(?!\d)")  # a third is no number of per cent
_SEVERALLY: Final = late_pattern("分别(?!排名|排序|考核|考评|评定等次|评比|排列|计分|打分)")  # 各类分别排名,前30%为一等
_TOO_MUCH: Final = "通知写明的各等次比例合计超过100%，没有写入方案，请核对。"
_LOST_DASH: Final = "原文分数段的连接号可能丢失（如“8089分”即“80-89分”），请核对。"
_OVER: Final = "通知写“高于”或“超过”，方案按含本数处理，请核对。"
NO_GROUPS: Final = GroupNames(())


@dataclass(frozen=True, slots=True)
class ReadGrades:
    """The grades of a notice, best first, with the rules for their places; ``order`` names what decides between equals."""

    grades: tuple[Grade, ...] = ()
    quota: Quota = field(default_factory=Quota)
    order: tuple[str, ...] = ()
    rank_ties: Literal["share", "order"] = "share"
    bindings: tuple[Binding, ...] = ()
    words: GradeWords = field(default_factory=lambda: GradeWords(()))
    unread: tuple[Words, ...] = ()
    """Clauses of sentences on grades that say more than was read of them."""
    too_much: Fraction = Fraction(0)
    """What the shares of all grades come to, where that is more than the whole; they are left out."""


def read_grades(sentences: Sequence[Words], groups: GroupNames = NO_GROUPS) -> ReadGrades:
    """Give the grades that the notice lists, with shares, thresholds and places; none where it lists no grades.

    >>> from kaoji.reading.document import Paragraph
    >>> line = Paragraph(
    ...     "考核结果分为好、一般、差三个等次。好、一般、差等次的比例分别为30%、60%、10%。95分以上的可评为好等次。"
    ... )
    >>> [
    ...     (grade.name, grade.share, grade.at_least)
    ...     for grade in read_grades(Words(line.text, line, 0).sentences()).grades
    ... ]
    [('好', Fraction(3, 10), Decimal('95')), ('一般', Fraction(3, 5), None), ('差', Fraction(1, 10), None)]
    """
    plain_texts = [in_words(squeeze(words.folded)) for words in sentences]
    lists = [(index, names) for index, text in enumerate(plain_texts) if (names := grade_names(text))]
    for named in (usual_names, prize_names):
        lists = lists or [(index, names) for index, text in enumerate(plain_texts) if (names := named(text))]
    if not lists and (spread := spread_names(plain_texts)) is not None:
        lists = [spread]
    if not lists:
        # 不得评为优秀等次, and no sentence says which grades there are: those that are usual, for the limits alone.
        return ReadGrades(words=GradeWords(presumed_names(plain_texts)))
    first, names = lists[0]
    if (worst := last_name(plain_texts[first + 1 : first + _NEAR])) and worst not in names:
        names = (*names, worst)
    # A second list of other grades begins another part of the notice, on persons instead of units.
    last = next(
        (index for index, others in lists if not all(other.endswith(names) for other in others)), len(sentences)
    )
    reader = _GradeReader(GradeWords(names), groups)
    bindings = [Binding(sentences[first], "等次", "、".join(reader.words.names))]
    unread: list[Words] = []
    for words, text in zip(sentences[first:last], plain_texts[first:last], strict=True):
        if not is_on_votes(text) and (said := reader.take(text)):
            check = reader.check or (_LOST_DASH if _NO_DASH.search(squeeze(words.folded)) else "")
            read, others = parted(words, reader.numbers(said), _GradeReader(reader.words, groups).take)
            bindings.append(Binding(read, "等次", said, check))
            unread += others
        elif words is sentences[first]:
            # What the sentence that lists the grades says of numbers besides was not read: 评为“优”的占15%.
            unread += parted(words, frozenset(), _GradeReader(reader.words, groups).take)[1]
    # Ties may be settled where totals are, ahead of the grades.
    order, rank_ties, order_bindings = _order((*sentences[first:last], *sentences[:first]))
    return ReadGrades(
        reader.grades(),
        reader.quota,
        order,
        rank_ties,
        (*bindings, *order_bindings),
        reader.words,
        tuple(unread),
        reader.too_much,
    )


def in_words(sentence: str) -> str:
    """Say bands and thirds as sentences mostly do: 80分≤总得分<90分 is 80分以上不满90分.

    >>> in_words("总得分≥90分为优秀,80分≤得分<90分为良好,得分<70分为不合格,优秀不超过1/4")
    '90分以上为优秀,80分以上不满90分为良好,70分以下为不合格,优秀不超过25%'
    """
    sentence = _NO_DASH.sub(_with_dash, sentence)
    if len(_BARE_BANDS.findall(sentence)) > 1:
        sentence = _BARE_BANDS.sub(r"\g<0>分", sentence)
    said = _BETWEEN_SIGNS.sub(r"\g<least>分以上不满\g<under>分", sentence)
    said = _LEAST_SIGN.sub(r"\g<least>分以上", said)
    said = _UNDER_SIGN.sub(r"\g<under>分以下", said)
    return _FRACTION.sub(lambda match: f"{100 // int(match['of'])}%", said)


def _with_dash(match: re.Match[str]) -> str:
    """Put a dash that was lost back between the ends of a band, if they can be such: 8089分 is 80-89分."""
    low, high = match["low"], match["high"]
    return f"{low}-{high}分" if int(low) < int(high) else match[0]


def _order(sentences: Sequence[Words]) -> tuple[tuple[str, ...], Literal["share", "order"], list[Binding]]:
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


def _is_raised(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a share of some persons is what a result raises or lowers it to, or from: a consequence, and no quota."""
    behind = _RAISES.match(sentence, match.end())
    return behind is not None or _RAISED.search(sentence[: match.start("share")]) is not None


def _beside(sentence: str, tokens: Sequence[_Token], index: int, step: int) -> _Token | None:
    """Give the grade next to a share or a line; a share and a line that are asked for together have one grade."""
    kind, place = tokens[index][0], index + step
    while 0 <= place < len(tokens) and {kind, tokens[place][0]} in ({"share", "least"}, {"share", "asked"}):
        place += step
    if not 0 <= place < len(tokens) or tokens[place][0] != "name":
        return None
    between = sentence[min(tokens[place][3], tokens[index][3]) : max(tokens[place][2], tokens[index][2])]
    return None if abs(place - index) > 1 and re.search("[;。]", between) else tokens[place]


def _lower(one: str, other: str | None) -> str:
    """Give the lower end of a band, from whichever end it is told: 89分至60分."""
    return min(one, other, key=Decimal) if other else one


class _GradeReader:
    """Gathers shares, thresholds and places of known grades, sentence by sentence; what was said first holds."""

    def __init__(self, words: GradeWords, groups: GroupNames) -> None:
        self.words = words
        self.groups = groups
        self.shares: dict[str, Fraction] = {}
        self.by_category: dict[str, dict[str, Fraction]] = {}
        self.least: dict[str, Decimal] = {}
        self.under: dict[str, Decimal] = {}
        self.tops: dict[str, Decimal] = {}
        self.places: dict[str, dict[str, int]] = {}
        self.rest = ""
        self.too_much = Fraction(0)
        self.quota = Quota()
        self.check = ""

    def take(self, sentence: str) -> str:
        """Read a sentence; give what it says in a few words."""
        self.check = ""
        sentence = in_words(sentence)
        said = [*self._quota(sentence)]
        mentions = self.words.mentions(sentence)
        subject = mentions[0].name if mentions else None
        said += [*self._counted(sentence), *self._placed(sentence)]
        if subject is not None:
            said += self._places(sentence, subject)
            by_kind = (match for match in _CATEGORY.finditer(sentence) if not _is_raised(sentence, match))
            if categories := {match["who"]: share(match["share"] + "%") for match in by_kind}:
                self.by_category.setdefault(subject, {who: value for who, value in categories.items() if value})
                by = _LEVEL_NAME if any(_IS_LEVEL.search(who) for who in categories) else _CATEGORY_NAME
                self.quota = self.quota.model_copy(update={"share_by": by})
                said.append(subject + "、".join(f"{who}{percent(value)}" for who, value in categories.items() if value))
            elif by_group := self._by_group(sentence):
                self.by_category.setdefault(subject, by_group)
                self.quota = self.quota.model_copy(update={"share_by": GROUP_ATTRIBUTE})
                said.append(subject + "、".join(f"{name}{percent(value)}" for name, value in by_group.items()))
                said += self._in_order(sentence, shares=False)
            elif names := self._named_together(sentence):
                values = re.findall(rf"({_NUMBER})%", sentence)
                for name, value in zip(names, values, strict=True):
                    self.shares.setdefault(name, share(value + "%") or Fraction(0))
                    said.append(f"{name}{value}%")
                said += self._in_order(sentence, shares=False)
            else:
                # As many shares as grades, or it is not clear whose each is.
                is_list = _SEVERALLY.search(sentence) is not None and len(re.findall(rf"{_NUMBER}%", sentence)) > 1
                said += self._in_order(sentence, shares=not is_list)
        return "，".join(said)

    def numbers(self, said: str) -> frozenset[str]:
        """Give the numbers that were read so far, as 30% and 85分."""
        shares = (*self.shares.values(), *(one for by in self.by_category.values() for one in by.values()))
        points = (*self.least.values(), *self.under.values())
        known = (
            *re.findall(rf"{_NUMBER}(?:分|%|个)", said),
            *map(percent, shares),
            *(f"{plain(one)}分" for one in points),
        )
        return frozenset(known)

    def _quota(self, sentence: str) -> Iterator[str]:
        update: dict[str, object] = {}
        if re.search(r"名额|比例|人数|个数|单位数", sentence):
            if "四舍五入" in sentence:
                update["rounding"] = "half_up"
                yield "名额四舍五入"
            elif re.search(r"只舍不入|舍去小数|去尾|不足一[名个]的不计|取整数", sentence):
                update["rounding"] = "floor"
                yield "名额舍去小数"
        if re.search(r"(?:名额|等次|奖项)[^。;]{0,10}(?:可以?空缺|可空缺|宁缺毋滥|空缺不补|不递补)", sentence):
            update["unfilled"] = "empty"
            yield "名额可以空缺"
        if match := _LEVELS.search(sentence):
            update["within"] = (match["level"],)
            yield f"按{match['level']}分开计算名额"
        if update:
            self.quota = Quota.model_validate(self.quota.model_dump(exclude_unset=True) | update)

    def _places(self, sentence: str, subject: str) -> Iterator[str]:
        """Read places counted by group: 第一组1名，第二组2名; 街道2名，镇3名."""
        if subject in self.places:
            return
        found: dict[str, int] = {}
        for match in _GROUP_PLACES.finditer(sentence):
            count = chinese_numeral(match["count"]) if not match["count"].isdigit() else int(match["count"])
            group = self.groups.numbered(match["group"])
            if group is not None and count is not None:
                found[group] = count
        for name in self.groups.names:
            listed = re.search(
                rf"{re.escape(squeeze(name))}(?:各)?(?:评|取|为|设|:)?(\d{{1,3}})(?:名|个)(?!单位)", sentence
            )
            if name and listed and name not in found:
                found[name] = int(listed[1])
        if found:
            self.places[subject] = found
            yield subject + "，".join(f"{group}{count}个" for group, count in found.items())

    def _groups_in(self, words: str) -> tuple[str, ...]:
        """Give the groups that some words name, by their names or by what stands in their brackets."""
        return tuple(
            name
            for name in self.groups.names
            if name
            and any(form in words for form in self.groups.forms(name) if form == squeeze(name) or form[-1] in "组类")
        )

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
                count = int(match["count"]) if match["count"].isdigit() else chinese_numeral(match["count"]) or 0
                places = self.places.setdefault(mention.name, {})
                for group in groups:
                    places.setdefault(group, count)
                yield f"{mention.name}{'、'.join(groups)}{'各' if len(groups) > 1 else ''}{count}个"

    def _placed(self, sentence: str) -> Iterator[str]:
        """Read places by their numbers before each grade, in every group: 第1、2名为优秀,第3至5名为良好."""
        if _BY_OTHERS.search(sentence):
            return  # 在省考核中第1至2名为好等次: places among others than those that are assessed here
        for mention in self.words.mentions(sentence):
            first = next((match for match in _FIRST_PLACES.finditer(sentence) if match.end() == mention.start), None)
            if first is not None and mention.name not in self.places and self.groups.names and not mention.side:
                count = int(first["count"]) if first["count"].isdigit() else chinese_numeral(first["count"]) or 0
                self.places[mention.name] = dict.fromkeys(self.groups.names, count)
                yield f"{mention.name}{count}个"
        ends = {match.end(): match for match in _PLACED.finditer(sentence)}
        expected = 1
        for mention in self.words.mentions(sentence):
            match = ends.get(mention.start)
            if match is None or int(match["first"]) != expected or mention.name in self.places or mention.side:
                continue
            last = int(match["last"] or match["first"])
            count, expected = last - expected + 1, last + 1
            if count > 0 and self.groups.names:
                self.places[mention.name] = dict.fromkeys(self.groups.names, count)
                yield f"{mention.name}{count}个"

    def _by_group(self, sentence: str) -> dict[str, Fraction]:
        """Read the shares of one grade that differ by group: 优秀比例为:第一组不超过25%,第二组不超过30%."""
        piece = next((one for one in re.split("[;。]", sentence) if "%" in one), "")
        if len({mention.name for mention in self.words.mentions(piece)}) > 1:
            return {}
        found: dict[str, Fraction] = {}
        for name in self.groups.names:
            listed = (
                re.search(rf"{re.escape(squeeze(name))}[^,;。:%\d]{{0,12}}({_NUMBER})%(?!{_PAID})", sentence)
                if name
                else None
            )
            value = share(listed[1] + "%") if listed is not None else None
            if value is not None:
                found[name] = value
        return found if len(found) > 1 and len(found) == len(re.findall("%", sentence)) else {}

    def _named_together(self, sentence: str) -> list[str]:
        """Give the grades that share a list of percentages: 好、较好等次的比例分别为30%、50%."""
        values = list(re.finditer(rf"{_NUMBER}%", sentence))
        mentions = self.words.mentions(sentence)
        runs: list[list[Mention]] = []
        for mention in mentions:
            if runs and re.fullmatch(r"[、和及,]", sentence[runs[-1][-1].end : mention.start]):
                runs[-1].append(mention)
            else:
                runs.append([mention])
        for run, following in zip(runs, [*runs[1:], None], strict=True):
            # 分为优秀、良好、一般三个等次,优秀30%,良好40%: each share has a grade of its own behind the list.
            is_next = following is None or (bool(values) and values[0].start() < following[0].start)
            if len(run) == len(values) > 1 and is_next and run[-1].end <= values[0].start():
                return [mention.name for mention in run]
        return []

    def _in_order(self, sentence: str, *, shares: bool) -> Iterator[str]:
        """Read shares and thresholds that stand beside their grade: 90分以上为优秀, 合格等次：60分以上."""
        if not re.search(
            "等次|等级|档|级|为|确定|评定|占|比例|控制|不超过|不得超过|不高于|[特一二三]等奖|^\\d[^,;。:]{1,16}:",
            sentence,
        ):
            return
        tokens = self._tokens(sentence)
        for index, (kind, value, start, end) in enumerate(tokens):
            before, after = _beside(sentence, tokens, index, -1), _beside(sentence, tokens, index, 1)
            # 前25%为优秀, 90分以上为优秀: the grade follows its share or its line.
            last = tokens[tokens.index(after) - 1][3] if after is not None else end
            if (
                kind != "name"
                and after is not None
                and _IS_FOLLOWED.fullmatch(_INCLUDED.sub("", sentence[last : after[2]]))
            ):
                before = after
            number = decimal(value)
            if kind == "share" and shares:
                named = before or (after if after and _PICKED.fullmatch(sentence[end : after[2]]) else None)
                if before is not None and _OTHER_NAME.search(sentence[before[3] : start]):
                    named = None
                if named is not None and not re.search(r"标准分|满分|总分的", sentence[max(0, start - 6) : start]):
                    said = value if "/" in value else value + "%"
                    self.shares.setdefault(named[1], share(said) or Fraction(0))
                    yield f"{named[1]}{said}"
            elif kind == "least" and (banded := self._banded(sentence, tokens, index)):
                self.tops.setdefault(banded, decimal(tokens[index + 1][1]) or Decimal(0))
                if number is not None and banded not in self.least:
                    self.least[banded] = number
                    yield f"{banded}{plain(number)}分以上"
            elif kind in ("least", "asked"):
                is_near = before is not None and (
                    kind == "asked"
                    or tokens[index - 1][0] == "share"
                    or re.fullmatch(r"(?:等次|等级)?(?:\([^()]*\))?[(:为]?[^,;。]{0,8}", sentence[before[3] : start])
                )
                named = before if before is not None and (is_near or after is None) else after
                if named is not None and number is not None and named[1] not in self.least:
                    self.least[named[1]] = number
                    yield f"{named[1]}{plain(number)}分以上"
            elif kind == "under" and (named := before or after) is not None and number is not None:
                yield self._under(named[1], number, is_line=self._is_denied(sentence[end:], after))
        if match := re.search(r"(?:其余|其他|剩余)[^,;。]{0,12}?(?:评为|确定为|为|定为)", sentence):
            following = [mention for mention in self.words.mentions(sentence) if mention.start >= match.end()]
            if following:
                self.rest = self.rest or following[0].name
                yield f"其余为{following[0].name}"

    @staticmethod
    def _is_denied(behind: str, after: _Token | None) -> bool:
        """Tell whether a grade is denied to those under a line: 总分低于80分的不得评为优秀."""
        found = _DENIED.match(behind) if after is not None else None
        return found is not None and after is not None and behind[found.end() :].lstrip("“").startswith(after[1])

    def _under(self, name: str, line: Decimal, *, is_line: bool) -> str:
        """Keep what is under a line: that of the grade itself, or where the next better one begins."""
        if is_line:
            self.least.setdefault(name, line)
            return f"{name}{plain(line)}分以上"
        self.under.setdefault(name, line)
        return f"{name}{plain(line)}分以下"

    @staticmethod
    def _ends_band(sentence: str, tokens: Sequence[_Token], index: int) -> bool:
        """Tell whether a line stands behind another one as the upper end of a band, and no grade behind it."""
        before = tokens[index - 1] if index else None
        if tokens[index][0] != "under" or before is None or before[0] not in ("least", "asked"):
            return False
        is_named = index + 1 < len(tokens) and _IS_FOLLOWED.match(sentence[tokens[index][3] :].lstrip(")"))
        return not is_named and re.search("[;。]", sentence[before[3] : tokens[index][2]]) is None

    @staticmethod
    def _banded(sentence: str, tokens: Sequence[_Token], index: int) -> str:
        """Give the grade that a band is for, which stands behind it: 80分以上不足90分的为良好."""
        following = tokens[index + 1 : index + 3]
        if [token[0] for token in following] != ["under", "name"]:
            return ""
        under, name = following
        between, behind = sentence[tokens[index][3] : under[2]], sentence[under[3] : name[2]]
        is_band = re.fullmatch(r"[、,(]?(?:并|且|但)?(?:为)?", between) and _IS_FOLLOWED.fullmatch(behind.lstrip(")"))
        return name[1] if is_band else ""

    def _tokens(self, sentence: str) -> list[_Token]:
        """Give grades, shares and thresholds in the order of the sentence; what is under a line is no threshold."""
        found = [
            ("name", mention.name, mention.start, mention.end)
            for mention in self.words.mentions(sentence)
            if not re.match("以?外", sentence[mention.end :]) and not _NOT_GIVEN.search(sentence[: mention.start])
        ]
        for match in re.finditer(
            rf"(?P<share>{_NUMBER})%(?!{_PAID})|(?P<part>1/3|三分之一)|(?P<least>{_NUMBER})分?(?:\(含[^()]*\))?"
            rf"(?:[-—~至到]+(?P<other>{_NUMBER})分|分?(?:\([^()]*\))?(?:及以上|以上|\(含\)以上))",
            sentence,
        ):
            if match["part"]:
                found.append(("share", "1/3", match.start(), match.end()))
                continue
            kind = "share" if match["share"] else "least"
            if kind == "least" and _MORE_PLACES.match(sentence, match.end()):
                continue  # 95分以上的可增加1个名额
            if kind == "share" or "分" in match[0]:
                found.append((kind, _lower(match[kind], match["other"]), match.start(), match.end()))
        known = {end for *_, end in found} | {start for _, _, start, _ in found}
        # 得分不低于85分: the line is asked for behind what names it.
        asked = [match for match in _ASKED.finditer(sentence) if match.start("least") not in known]
        found += [("asked", match["least"], match.start(), match.end()) for match in asked]
        if any(match["over"] for match in asked):
            self.check = _OVER
        for match in re.finditer(
            rf"(?<![-—~至到\d.])(?P<under>{_NUMBER})分?(?:\(不含[^()]*\))?以下|(?<!不)(?<!不得)(?:低于|不足|不满)(?P<below>{_NUMBER})分",
            sentence,
        ):
            found += [("under", match["under"] or match["below"], match.start(), match.end())]
        # 年度考核优秀比例提高到25%, 由15%上浮至20%: what a grade brings, not what it takes.
        found = [
            token
            for token in found
            if token[0] != "share" or not (_RAISED.search(sentence[: token[2]]) or _RAISES.match(sentence, token[3]))
        ]
        tokens = sorted(found, key=lambda token: token[2])
        # 80分以上不满90分: where the better grade begins is said there.
        return [token for index, token in enumerate(tokens) if not self._ends_band(sentence, tokens, index)]

    def grades(self) -> tuple[Grade, ...]:
        """Give all grades, or none where nothing was said but their names; shares that exceed the whole are left out."""
        names = self.words.names
        is_too_much = sum(self.shares.values()) > _WHOLE
        self.too_much = sum(self.shares.values(), Fraction(0)) if is_too_much else Fraction(0)
        over = frozenset(self.shares) if is_too_much else frozenset[str]()
        if is_too_much:
            self.shares = {}
        if not (self.shares or self.least or self.places or self.by_category or self.under):
            return ()
        for name, line in self.under.items():
            # 60分以下为不合格: the next better grade begins there, where nothing else says where it does.
            better = names[names.index(name) - 1] if name == names[-1] else name
            if better != name and better not in self.shares and better not in self.places and name not in self.shares:
                self.least.setdefault(better, line)
        for name, top in self.tops.items():
            # 60分以上不满70分的为基本称职: the next better grade begins at 70, where nothing else says where it does.
            better = names[max(names.index(name) - 1, 0)]
            if better != name and top:
                self.least.setdefault(better, top)
        said = {*self.shares, *self.least, *self.places, *self.by_category}
        silent = [name for name in names if name not in said]
        rest = self.rest if self.rest in silent else silent[-1] if silent and not self.rest else None
        return tuple(
            Grade(
                name=name,
                share=self.shares.get(name),
                shares=self.by_category.get(name, {}),
                places=self.places.get(name, {}),
                at_least=self.least.get(name),
                rest=name == rest,
                check=_TOO_MUCH if name in over else None,
            )
            for name in names
        )
