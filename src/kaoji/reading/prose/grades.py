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
from kaoji.numbers import decimal, percent, plain, share
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.band_wording import NO_DASH, in_words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.equal_totals import read_order
from kaoji.reading.prose.grade_lists import (
    grade_names,
    headed_names,
    is_on_votes,
    last_name,
    presumed_names,
    prize_names,
)
from kaoji.reading.prose.grade_places import GradePlaces
from kaoji.reading.prose.grade_scales import quantified_names, says_quantity, without_noun
from kaoji.reading.prose.grade_tokens import (
    NUMBER,
    PAID,
    Token,
    banded,
    beside,
    is_denied,
    is_raised,
    leads_to_grade,
    tokens_in,
)
from kaoji.reading.prose.grade_words import GradeWords, Mention
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.half_read import parted
from kaoji.scheme.model import Grade, Quota
from kaoji.scheme.structure import GROUP_ATTRIBUTE

# 定为落后单位, where those above it get prizes
_BELOW_PRIZES: Final = late_pattern(
    r"(?:直接|一律)?(?:定|评定|确定|列|评)为[“]?(?P<name>落后|不达标|不合格|未达标|较差)[”]?(?:单位|等次|部门|村|社区)"
)
_OTHER_NAME: Final = late_pattern(r"[评定]为[“\"][^”\"]{1,4}[”\"]")  # 评为“优”的占15%, and no grade is called so
_CATEGORY: Final = late_pattern(
    rf"(?P<who>公务员|参公(?:人员)?|事业(?:单位|编制)?(?:人员)?|机关(?:人员)?|工勤(?:人员)?|(?:正|副)?[处科股县]级(?:干部|领导)?|科员|办事员|中层(?:干部|正职|副职)?|一般(?:工作人员|干部|人员)|领导班子成员|管理人员|专业技术人员)[^。;%]{{0,40}}?(?<![\d.])(?<!以下人员总数的)(?<!以下干部总数的)(?<!以下人数的)(?P<share>{NUMBER})%"
)
_LEVELS: Final = late_pattern(
    r"不同(?P<level>职务层次|职级|层次|类别|岗位|级别)[^。;]{0,12}(?:不得|不能|不)(?:相互|互相)?挤占"
)
_CATEGORY_NAME: Final = "编制类别"
_LEVEL_NAME: Final = "职务层次"
_IS_LEVEL: Final = late_pattern("级|科员|办事员|中层|一般|领导班子")
_LOWEST_SHARE: Final = late_pattern(
    rf"(?:排名|排序|名次)?(?:在)?(?:最后|后|末)(?P<share>{NUMBER})%(?:的)?(?:单位|部门|乡镇|街道|村|社区)?[,]?(?:且|并且?|同时)(?:综合|考核|年度)*(?:总?得分|总分|成绩)?(?:低于|不足|不满)(?P<under>{NUMBER})分(?:的)?(?:单位|部门)?[,]?(?:评定|评|确定|定|列)?为"
)
_OF_STAFF: Final = late_pattern(
    r"(?:单位|部门|乡镇|街道|科室|班子|村|社区|学校|企业)(?:的|其)*(?:干部|职工|公务员|个人|工作人员)?(?:年度)?(?:考核)?优秀(?:等次)?(?:人员|干部)?(?:的)?(?:比例|名额|指标)[^;。]*\d%[^;。]*[,;、][^;。]*\d%"
)
_RANKS_BETWEEN: Final = late_pattern(rf"(?:排名|前|位于)*(?P<from>{NUMBER})%?[-—~～至到]+(?P<to>{NUMBER})%")
_WHOLE, _TENS = Fraction(1), 10
_NEAR = 3
# The grade that is picked stands behind its share, as in 按30%的比例确定优秀等次.
_PICKED: Final = late_pattern(
    r"的?(?:比例|名额)?(?:以?内)?[,的]?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:评定|评选|评|确定|定|划)(?:出|为)?"
)
_PERSONS: Final = late_pattern(r"[\u4e00-\u9fff]{2,10}(?:人员|员工|干部|职工|教师|职员)")
_AN_ATTRIBUTE: Final = late_pattern("^(?:其中|对)[,:]?|的$")
_ITS_SHARE: Final = late_pattern(rf"[^,;。\d]{{0,10}}?(?P<share>{NUMBER})%")
_SEVERALLY: Final = late_pattern("分别(?!排名|排序|考核|考评|评定等次|评比|排列|计分|打分)")  # 各类分别排名,前30%为一等
_PERIODIC: Final = late_pattern(r"^(?!.*年[度终]).*?(?:平时|日常|季度|月度|半年)(?:考核|考评|评价|测评)")
# 一等的,奖励30万元,班子成员优秀比例为30%: what follows from a grade, and no share of it
_FOLLOWS: Final = late_pattern("奖励|元|(?:优秀|先进)(?:等次|干部|人员)?的?(?:比例|名额|指标)")
_LEAST_SHARE: Final = late_pattern("(?:不低于|不少于|至少)$")
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
    lists = lists or [(index, names) for index, text in enumerate(plain_texts) if (names := prize_names(text))]
    if (headed := headed_names(plain_texts)) and all(set(names) < set(headed[1]) for _, names in lists):
        lists = [headed]  # each has a paragraph of its own
    lists = [(index, tuple(map(without_noun, names))) for index, names in lists]
    listing = lists
    scale = quantified_names(["" if is_on_votes(text) else text for text in plain_texts])
    if scale is not None and any(name in group for name in scale[1] for group in groups.names):
        scale = None  # 一类单位(15个): groups that are counted
    if scale is not None and all(set(names) < set(scale[1]) for _, names in lists):
        lists = [scale]
    # 平时考核结果分为好、一般、差: the grades of a quarter or a month, where the year has others.
    of_year = [one for one in lists if not _PERIODIC.search(plain_texts[one[0]])]
    lists = of_year or lists
    if not lists:
        # 不得评为优秀等次, and no sentence says which grades there are: those that are usual, for the limits alone.
        order, rank_ties, decided = read_order(sentences)
        presumed = GradeWords(presumed_names(plain_texts))
        return ReadGrades(words=presumed, order=order, rank_ties=rank_ties, bindings=tuple(decided))
    first, names = lists[0]
    # 优秀等次不超过30%。考核结果分为…: a share may stand before the list.
    begin = next(
        (index for index in range(max(0, first - _NEAR), first) if says_quantity(plain_texts[index], names)), first
    )
    if (worst := last_name(plain_texts[first + 1 : first + _NEAR])) and worst not in names:
        names = (*names, worst)
    if all(name.endswith("奖") for name in names) and (below := _BELOW_PRIZES.search("。".join(plain_texts[first:]))):
        names = (*names, below["name"])
    # A second list of other grades begins another part of the notice, on persons instead of units.
    last = next(
        (index for index, others in lists if not all(other.endswith(names) for other in others)), len(sentences)
    )
    reader = _GradeReader(GradeWords(names), groups)
    said = "、".join(reader.words.names)
    naming = {first, *(index for index, listed in listing if set(listed) <= set(reader.words.names))}
    naming |= {index for index, text in enumerate(plain_texts) if said in text and not re.search(r"\d", text)}
    bindings = [Binding(sentences[index], "等次", said) for index in sorted(naming)]
    unread: list[Words] = []
    for words, text in zip(sentences[begin:last], plain_texts[begin:last], strict=True):
        if not is_on_votes(text) and (said := reader.take(text)):
            check = reader.check or (_LOST_DASH if NO_DASH.search(squeeze(words.folded)) else "")
            read, others = parted(words, reader.numbers(said), _GradeReader(reader.words, groups).take)
            bindings += [Binding(stretch, "等次", said, check) for stretch in read]
            unread += others
        elif words is sentences[first]:
            # What the sentence that lists the grades says of numbers besides was not read: 评为“优”的占15%.
            unread += parted(words, frozenset(), _GradeReader(reader.words, groups).take)[1]
    # Ties may be settled where totals are, ahead of the grades.
    order, rank_ties, order_bindings = read_order((*sentences[first:last], *sentences[:first]))
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


class _GradeReader:
    """Gathers shares, thresholds and places of known grades, sentence by sentence; what was said first holds."""

    def __init__(self, words: GradeWords, groups: GroupNames) -> None:
        self.words = words
        self.groups = groups
        self.places = GradePlaces(words, groups)
        self.shares: dict[str, Fraction] = {}
        self.by_category: dict[str, dict[str, Fraction]] = {}
        self.least: dict[str, Decimal] = {}
        self.under: dict[str, Decimal] = {}
        self.tops: dict[str, Decimal] = {}
        self.bands: dict[str, Decimal] = {}
        """Of grades with a band of scores, its upper end: 60至70分."""
        self.rest = ""
        self.too_much = Fraction(0)
        self.quota = Quota()
        self.check = ""

    def take(self, sentence: str) -> str:
        """Read a sentence; give what it says in a few words."""
        self.check = ""
        if _OF_STAFF.search(sentence):
            return ""  # 优秀单位的年度考核优秀比例按22%核定，良好单位按18%核定
        sentence = _RANKS_BETWEEN.sub(self._onward, in_words(sentence))
        said = [*self._quota(sentence)]
        sentence, lowest = self._without_lowest(sentence)
        said += lowest
        mentions = self.words.mentions(sentence)
        subject = mentions[0].name if mentions else None
        said += self.places.take(sentence)
        if subject is not None:
            by_kind = (
                match
                for match in _CATEGORY.finditer(sentence)
                if not is_raised(sentence, match.start("share"), match.end())
            )
            if of_whom := self._of_whom(sentence):
                for name, by_whom in of_whom.items():
                    self.by_category.setdefault(name, by_whom)
                    said.append(name + "、".join(f"{who}{percent(value)}" for who, value in by_whom.items()))
                whose = {who for by_whom in of_whom.values() for who in by_whom}
                by = GROUP_ATTRIBUTE if whose <= set(self.groups.names) else _CATEGORY_NAME
                self.quota = self.quota.model_copy(update={"share_by": by})
                said += self._in_order(sentence, shares=False)
            elif categories := {match["who"]: share(match["share"] + "%") for match in by_kind}:
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
                values = re.findall(rf"({NUMBER})%", sentence)
                for name, value in zip(names, values, strict=True):
                    self.shares.setdefault(name, share(value + "%") or Fraction(0))
                    said.append(f"{name}{value}%")
                said += self._in_order(sentence, shares=False)
            else:
                # As many shares as grades, or it is not clear whose each is.
                is_list = _SEVERALLY.search(sentence) is not None and len(re.findall(rf"{NUMBER}%", sentence)) > 1
                is_list = is_list and len({mention.name for mention in mentions}) > 1
                said += self._in_order(sentence, shares=not is_list)
        return "，".join(said)

    def _without_lowest(self, sentence: str) -> tuple[str, list[str]]:
        """Read the share of the last ones that are below a line besides, and leave it out: 后10%且得分低于80分的为一般."""
        match = _LOWEST_SHARE.search(sentence)
        mentions = self.words.mentions(sentence[match.end() :]) if match is not None else []
        if match is None or not mentions or mentions[0].start or mentions[0].name in self.shares:
            return sentence, []
        name = mentions[0].name
        self.shares[name] = Fraction(match["share"]) / 100
        self.places.bottom.add(name)
        self.places.below[name] = Decimal(match["under"])
        rest = sentence[: match.start()] + sentence[match.end() + mentions[0].end :]
        return rest.strip(",;"), [f"{name}后{match['share']}%且低于{match['under']}分"]

    def _onward(self, match: re.Match[str]) -> str:
        """Give the share between two places told as shares, where the grades before end at the first: 排名20%-60%的."""
        known = sum(self.shares.values(), Fraction(0)) * 100
        first, last = Fraction(match["from"]), Fraction(match["to"])
        if not known or first - known not in (0, 1) or last <= known:
            return match[0]
        return f"占{percent((last - known) / 100)}"

    def numbers(self, said: str) -> frozenset[str]:
        """Give the numbers that were read so far, as 30% and 85分."""
        shares = (*self.shares.values(), *(one for by in self.by_category.values() for one in by.values()))
        points = (*self.least.values(), *self.under.values())
        known = (
            *re.findall(rf"{NUMBER}(?:分|%|个)", said),
            *map(percent, shares),
            *(f"{plain(one)}分" for one in points),
        )
        return frozenset(known)

    def _quota(self, sentence: str) -> Iterator[str]:
        update: dict[str, object] = {}
        if re.search(r"名额|比例|人数|个数|单位数|^(?!.*[×=]).*\d%", sentence):
            if "四舍五入" in sentence:
                update["rounding"] = "half_up"
                yield "名额四舍五入"
            elif re.search(r"只舍不入|舍去小数|去尾|不足一[名个]的不计|取整数", sentence):
                update["rounding"] = "floor"
                yield "名额舍去小数"
        if re.search(
            "宁缺毋滥|(?:名额|等次|奖项|可以?)[^,。;]{0,6}空缺|空缺[^,。;]{0,6}不[补再]|不(?:再)?递补", sentence
        ):
            update["unfilled"] = "empty"
            yield "名额可以空缺"
        if match := _LEVELS.search(sentence):
            update["within"] = (match["level"],)
            yield f"按{match['level']}分开计算名额"
        if update:
            self.quota = Quota.model_validate(self.quota.model_dump(exclude_unset=True) | update)

    def _of_whom(self, sentence: str) -> dict[str, dict[str, Fraction]]:
        """Read the shares that each kind of persons or units has of each grade: 中层A级不超过20%,B级50%;员工A级15%,B级40%."""
        found: dict[str, dict[str, Fraction]] = {}
        whose: list[str] = []
        for piece in re.split("[;。]", sentence):
            mentions = self.words.mentions(piece)
            who = _AN_ATTRIBUTE.sub("", piece[: mentions[0].start]) if mentions else ""
            if not who or not (who in self.groups.names or _PERSONS.fullmatch(who)):
                continue
            given = [
                (mention.name, value)
                for mention in mentions
                if (match := _ITS_SHARE.match(piece, mention.end)) and (value := share(match["share"] + "%"))
            ]
            whose += [who] if given else []
            for name, value in given:
                found.setdefault(name, {})[who] = value
        return found if len(set(whose)) > 1 else {}

    def _by_group(self, sentence: str) -> dict[str, Fraction]:
        """Read the shares of one grade that differ by group: 优秀比例为:第一组不超过25%,第二组不超过30%."""
        piece = next((one for one in re.split("[;。]", sentence) if "%" in one), "")
        if len({mention.name for mention in self.words.mentions(piece)}) > 1:
            return {}
        found: dict[str, Fraction] = {}
        groups = self.places.groups_at(piece)
        for match in re.finditer(rf"({NUMBER})%(?!{PAID})", piece):
            before = [(end, names) for end, names in groups if end <= match.start()]
            value = share(match[0])
            if (
                before
                and value is not None
                and re.fullmatch(r"[^,;。:%\d]{0,12}", piece[before[-1][0] : match.start()])
            ):
                found |= dict.fromkeys(before[-1][1], value)
        return found if len(found) > 1 and len(found) == len(re.findall("%", sentence)) else {}

    def _named_together(self, sentence: str) -> list[str]:
        """Give the grades that share a list of percentages: 好、较好等次的比例分别为30%、50%."""
        values = list(re.finditer(rf"{NUMBER}%", sentence))
        if re.search(rf"{NUMBER}%{PAID}", sentence):
            return []  # 分别按120%、100%发放
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
            "等次|等级|档|级|为|确定|排名[前后]?\\d|评定|占|比例|名额|控制|不超过|突破|不得超过|不高于|[特一二三]等奖|^\\d[^,;。:]{1,16}:|(?:^|[;。:])[^,;。:\\d]{1,6}:[^,;。:\\d]{0,8}\\d+(?:\\.\\d+)?分",
            sentence,
        ):
            return
        tokens = tokens_in(sentence, self.words)
        if any(token.is_exceeded for token in tokens):
            self.check = _OVER
        for index, (kind, value, start, end, _, top) in enumerate(tokens):
            before, after = beside(sentence, tokens, index, -1), beside(sentence, tokens, index, 1)
            # 前25%为优秀, 90分以上为优秀: the grade follows its share or its line.
            last = tokens[tokens.index(after) - 1].end if after is not None else end
            if kind != "name" and after is not None and leads_to_grade(sentence[last : after.start]):
                before = after
            number = decimal(value)
            if kind == "share" and shares:
                yield from self._share(sentence, tokens, index, before, after)
            elif kind == "least" and (band := banded(sentence, tokens, index)):
                self.tops.setdefault(band, decimal(tokens[index + 1].value) or Decimal(0))
                if number is not None and band not in self.least:
                    self.least[band] = number
                    yield f"{band}{plain(number)}分以上"
            elif kind in ("least", "asked"):
                is_near = before is not None and (
                    kind == "asked"
                    or tokens[index - 1].kind == "share"
                    or re.fullmatch(r"(?:等次|等级)?(?:\([^()]*\))?[(:为]?[^,;。]{0,14}", sentence[before.end : start])
                )
                named = before if before is not None and (is_near or after is None) else after
                if named is not None and number is not None and named.value not in self.least:
                    yield self._from(named.value, number, top)
            elif kind == "under" and (named := _beside_line(sentence, start, before, after)) and number is not None:
                yield self._under(named.value, number, is_line=is_denied(sentence[end:], after))
        yield from self._rest(sentence)

    def _share(
        self, sentence: str, tokens: Sequence[Token], index: int, before: Token | None, after: Token | None
    ) -> Iterator[str]:
        """Keep the share of the grade beside it; what is a share of its places or of another is none of it."""
        _, value, start, end, _, _ = tokens[index]
        named = before or (after if after and _PICKED.fullmatch(sentence[end : after.start]) else None)
        if before is not None and _is_of_another(sentence[before.end : start]):
            return
        if named is None or self._is_least(sentence, named.value, start) or _is_joint(sentence, tokens, index):
            return
        if re.search(r"标准分|满分|总分的", sentence[max(0, start - 6) : start]):
            return
        said = value if "/" in value else value + "%"
        stated = share(said) or Fraction(0)
        if self.shares.setdefault(named.value, stated) == stated:  # 其中领导不超过优秀名额的30%: of these
            yield f"{named.value}{said}"

    def _is_least(self, sentence: str, name: str, start: int) -> bool:
        """Tell whether a share is the least of a grade other than the last one: 合格等次不低于60% leaves open how many there are."""
        return name != self.words.worst and _LEAST_SHARE.search(sentence[:start]) is not None

    def _rest(self, sentence: str) -> Iterator[str]:
        """Read which grade all others get: 其余为一般."""
        if match := re.search(r"(?:其余|其他|剩余)[^,;。]{0,12}?(?:评为|确定为|为|定为)", sentence):
            following = [mention for mention in self.words.mentions(sentence) if mention.start >= match.end()]
            if following:
                self.rest = self.rest or following[0].name
                yield f"其余为{following[0].name}"

    def _from(self, name: str, line: Decimal, top: str) -> str:
        """Keep where a grade begins, and where its band ends."""
        self.least[name] = line
        if top:
            self.bands[name] = Decimal(top)
        return f"{name}{plain(line)}分以上"

    def _under(self, name: str, line: Decimal, *, is_line: bool) -> str:
        """Keep what is under a line: that of the grade itself, or where the next better one begins."""
        if is_line:
            self.least.setdefault(name, line)
            return f"{name}{plain(line)}分以上"
        self.under.setdefault(name, line)
        return f"{name}{plain(line)}分以下"

    def grades(self) -> tuple[Grade, ...]:
        """Give all grades, or none where nothing was said but their names; shares that exceed the whole are left out."""
        names = self.words.names
        is_too_much = sum(self.shares.values()) > _WHOLE
        self.too_much = sum(self.shares.values(), Fraction(0)) if is_too_much else Fraction(0)
        over = frozenset(self.shares) if is_too_much else frozenset[str]()
        if is_too_much:
            self.shares = {}
        if not (self.shares or self.least or self.places.found or self.by_category or self.under):
            return ()
        for name, line in self.under.items():
            if name in self.places.below:
                continue
            # 低于70分的评为一般，低于60分的评为较差: the next better grade begins there, where nothing else says where it does.
            above = [one for one in names[: names.index(name)] if one not in self.places.below]
            better = above[-1] if above else name
            if better != name and name not in self.shares:
                self.least.setdefault(better, line)
        for name, top in self.tops.items():
            # 60分以上不满70分的为基本称职: the next better grade begins at 70, where nothing else says where it does.
            better = names[max(names.index(name) - 1, 0)]
            if better != name and top:
                self.least.setdefault(better, top)
        said = {*self.shares, *self.least, *self.places.found, *self.by_category}
        silent = [name for name in names if name not in said]
        for name, top in self.bands.items():
            # 60至70分为基本称职, and no line for 称职: it begins where this band ends.
            better = names[max(names.index(name) - 1, 0)]
            if better in silent and better != self.rest:
                self.least[better] = top + (top % _TENS == _TENS - 1)
                silent.remove(better)
        rest = self.rest if self.rest in silent else silent[-1] if silent and not self.rest else None
        return tuple(
            Grade(
                name=name,
                share=self.shares.get(name),
                shares=self.by_category.get(name, {}),
                places=self.places.found.get(name, {}),
                at_least=self.least.get(name),
                rest=name == rest,
                from_bottom=name in self.places.bottom,
                below=self.places.below.get(name),
                check=_TOO_MUCH if name in over else None,
            )
            for name in names
        )


def _beside_line(sentence: str, start: int, before: Token | None, after: Token | None) -> Token | None:
    """Give the grade that a line from above is for: one of the statement before only where none follows (其余为合格;低于60分或…的为不合格)."""
    is_over = before is not None and re.search("[;。]", sentence[min(before.end, start) : start]) is not None
    return (after or before) if is_over else (before or after)


def _is_of_another(between: str) -> bool:
    """Tell whether a share is none of the grade before it, by the words that stand between."""
    return _OTHER_NAME.search(between) is not None or _FOLLOWS.search(between) is not None


def _is_joint(sentence: str, tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a share is that of several grades together: “一般”和“差”等次占10%."""
    names = [token for token in tokens[max(0, index - 2) : index] if token.kind == "name"]
    if len(names) < 2 or not re.fullmatch("(?:等次|等级)?[、和及与]", sentence[names[0].end : names[1].start]):  # noqa: PLR2004 - a pair
        return False
    behind = tokens[index + 1 : index + 2]
    is_severally = index > 2 and tokens[index - 3].kind == "share"  # noqa: PLR2004 - 优秀30%,良好、一般…
    return not (behind and behind[0].kind == "share") or is_severally
