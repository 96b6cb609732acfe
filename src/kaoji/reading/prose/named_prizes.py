"""Prizes that a text names, with their places, number, money and conditions in whatever order it tells them.

一等奖2名、二等奖3名,分别奖励3万元、2万元; 前3名授予“红旗单位”称号,各奖励1万元; 乡镇一等奖1名,奖励5万元,部门一等奖1名,奖励3万元. A sentence
is a row of names, places, numbers and amounts; each goes with the name before it, or with all names since the last amount where
it is one for each. What later sentences of the paragraph say of a prize is told of it, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, plain
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.reading.prose.grade_places import GradePlaces
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Award

_N: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_ORDINAL: Final = "[特一二三四五]等奖(?!励)|[金银铜]奖(?!励)"  # 一等奖励2000元: a grade and what it brings
_VERB: Final = r"第(?=[一二三四五六七八九十\d]+名)|前[一二三四五\d]|(?<=\d)[名个家位元]|(?<!建)设|(?<=设)立|和(?!谐)|[均各每获授予颁为的与及对给得评将按到在是由再]|(?<!所)有|如下|下列|分别|发给|表彰|奖励|综合奖(?!\d{1,3}[个名家])|单项|专项|奖项|若干|重复|兼"
_TOKEN: Final = late_pattern(
    rf"(?P<money>\d+(?:\.\d+)?(?:万|千|百|亿)?元(?:/(?:年|人|个|村|单位))?)"
    rf"|(?P<most>(?:提升|上升|前进|进步|提高|前移|进位)[^,;。]{{0,6}}最[大多快高])"
    rf"|(?:提升|上升|前进|进步|提高|前移|进位)(?P<rise>{_N})(?:个)?(?:名次?|位次?)"
    rf"|(?<!位于)(?:第(?P<low>{_N})名?(?:(?:至|到|[-—~～])第?(?P<high>{_N}))?名|(?<![第位])前(?P<top>{_N})名)(?!除外)|(?P<rest>其[余他](?=[^,;。奖]{{0,8}}(?:{_ORDINAL})))"
    rf"|设立?(?P<kinds>[^,;。:“”、奖]{{2,14}}(?:[、和及][^,;。:“”、奖]{{2,14}}?)+)(?:等)?[二三四五六七八\d]个(?:单项|专项)奖(?![励金])"
    rf"|(?P<series>[特一二三四五](?:[、和及][特一二三四五])+等奖(?!励)|[金银铜](?:[、和及][金银铜])+奖)|(?P<ordinal>{_ORDINAL})"
    rf"|[“\"](?P<title>[^”\"]{{2,16}})[”\"]|(?:评为|授予|命名为|确定为|定为)(?P<called>(?:(?!的)[\u4e00-\u9fff()]){{2,14}}?(?:单位|集体|村|社区|乡镇|街道|科室|班组|标兵)(?:\([\u4e00-\u9fff]{{1,6}}\))?)(?=称号|[,;。]|$)"
    rf"|(?:评出|评选出?|表彰|设立?)(?P<chosen>(?!不|至|各|最)(?:(?!奖)[\u4e00-\u9fff]){{2,12}}?(?:\([\u4e00-\u9fff]{{1,6}}\))?)(?=\d{{1,3}}[个名家])"
    rf"|(?:^|(?<=[,:]))(?P<bare>[\u4e00-\u9fff]{{2,14}}?(?:先进|示范|优秀|优胜|红旗|标兵|模范)[\u4e00-\u9fff]{{0,4}})(?=\d{{1,3}}[个名家],?(?:各|每[个名家])?奖励?)"
    rf"|(?P<prize>(?:(?!{_VERB}|{_ORDINAL})[\u4e00-\u9fff]){{2,18}}奖)(?![励金项牌状惩品章学罚优]|设(?![有\d一二两三四五六七八九十])|分为|包括)"
    rf"|(?P<each>各|每(?:[个名家项类种]|单位)|均)"
    rf"|(?P<count>{_N}(?:[-—~～至到]{_N})?)(?:名|个|家)(?!百分点|月|工作日|等|档|级|考核|方面|类|组|奖项|单项|专项|位次|名次)|(?P<any>若干)"
)
# 上升幅度最大且超过3个位次
_RISES_BY: Final = late_pattern(
    rf"^[^,;。]{{0,2}}(?:(?P<over>超过|多于)|达到?|不少于|至少|不低于)(?P<rise>{_N})个?(?:名次?|位次?)(?P<from>及?以上)?"
)
# 每类第一名: in each group; 每类指标第一名 is another ranking than that of the total.
_IN_EACH: Final = late_pattern(r"[每各]个?(?:组|类|片区)(?:别|中|内)?(?!指标|项目|单项|工作)")
OF_INDICATOR: Final = late_pattern(r"[每各](?:个|项|类|大类)?(?:一级|单项|考核)?(?:指标|项目)[^,;。]{0,6}$")
_POINTS: Final = late_pattern(r"[加减扣得计记]\d+(?:\.\d+)?分|[加减扣]分")
_PAY: Final = late_pattern("(?:绩效|目标|年终|基准|效益|考核|文明|责任|全勤|月度?|季度?|风险)奖$")
# 年度综合考核优秀奖 is the prize of all who are assessed; 目标管理先进单位奖 has a name of its own.
_LEADS: Final = late_pattern(
    "^(?:年度|综合|目标|考核|绩效|工作|另外|同时|其中)+(?=(?:优胜|优秀|达标|鼓励|进步|先进)奖$)"
)
_LEAST: Final = late_pattern(
    r"(?:得分|总分|成绩)[^,;。奖\d]{0,8}?(?P<value>\d+(?:\.\d+)?)分(?:及以上|以上|\(含\)以上)?"
)
# 90分以上的方可参加一等奖评选
_LINE_OF: Final = late_pattern(
    rf"(?P<value>\d+(?:\.\d+)?)分(?:\([^()]*\))?及?以上[^,;。\d]{{0,14}}?(?:参加|参评|评选|获得?|评为|申报)(?P<name>{_ORDINAL})"
)
_MENTIONS: Final = late_pattern("奖|授予|评为|评出|评选|表彰|命名")
_RANKS: Final = late_pattern("排名|名次|排序|高低|依次|从高到低|由高到低|得分前")
_JUDGED: Final = late_pattern("评审|申报|推荐|民主|投票|讨论|研究")
_DECIDED: Final = late_pattern(
    r"经(?P<who>[^,;。从]{2,30}?)(?:讨论|研究|审定|审议|批准|同意|评审)(?:通过|同意|批准|决定|确定)*"
)
_DECIDERS: Final = late_pattern(r"(?:^|[,:])由?(?P<who>[^,;。由从]{2,20}?)(?:研究|审定|审议|批准)(?:确定|决定|通过)*$")
_GIVEN: Final = late_pattern(r"设|评|授予|颁发|命名|表彰|奖项")
_NOT_AGAIN: Final = late_pattern(
    r"(?:与|和|同)?前(?P<count>[一二两三四五六七八九十]|\d{1,2})名[^,;。]{0,8}?不(?:重复|兼得|重奖)|(?:原|上年)?(?:排名|名次)?前(?P<out>[一二两三四五六七八九十]|\d{1,2})名的?(?:除外|不在此列)|未(?:能)?(?:进入|获得?|列入|评为|得)?前(?P<short>[一二两三四五六七八九十]|\d{1,2})名"
)
_RANKED_NAMES: Final = ("鼓励奖", "优胜奖", "优秀奖", "达标奖")
_LAST_PLACE, _LEAST_PRIZES = 999, 2
_BY_RANK: Final = "通知没有写明按名次评，暂按总分名次依次排定，请核对。"
_REST: Final = "其余单位均获此奖，请核对。"
_NO_COUNT: Final = "通知没有写明获奖的个数或名次，暂按评定结果登记，请核对。"
_ASSUMED: Final = "通知没有写明由谁评定，暂按评定结果登记，请核对。"
_MORE: Final = "原文还写明“{words}”，方案中不能表达，请另行办理。"
PROGRESS: Final = "进步奖"


@dataclass
class _Record:
    """A prize as far as it was told, with the words that tell of it."""

    name: str
    words: list[Words]
    groups: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    count: int | None = None
    is_by_group: bool = False
    amount: str | None = None
    rise: int | None = None
    beyond: int | None = None
    least: Decimal | None = None
    above: str | None = None
    """The least grade."""
    when: str = ""
    is_open: bool = False
    """Whether there are as many as there are (若干)."""
    is_rest: bool = False
    is_ranked: bool = False
    is_title: bool = False
    is_listed: bool = False
    is_chosen: bool = False
    unused: list[str] = field(default_factory=list)
    """What was said of numbers and money that no part of a prize can hold."""

    @property
    def is_ordinal(self) -> bool:
        """Whether the name says which comes before which."""
        return re.fullmatch(_ORDINAL, self.name) is not None

    @property
    def tells(self) -> bool:
        """Whether anything but its name is known."""
        return (
            any(one is not None for one in (self.first, self.count, self.amount, self.rise))
            or self.is_open
            or self.is_rest
        )


def named_prizes(sentences: Sequence[Words], grades: GradeWords, groups: GroupNames) -> list[Bound[Award]]:
    """Give the prizes that the sentences of a paragraph name."""
    reader = _Reader(grades, groups)
    for sentence in sentences:
        mentions = _MENTIONS.search(sentence.folded) is not None
        for piece in sentence.split("[;]") if mentions else [sentence]:
            reader.take(piece)
    return list(reader.awards())


class _Reader:
    """Gathers the prizes of a paragraph, piece by piece."""

    def __init__(self, grades: GradeWords, groups: GroupNames) -> None:
        self.grades = grades
        self.groups = groups
        self.places = GradePlaces(grades, groups)
        self.records: list[_Record] = []
        self.is_by_rank = False

    def take(self, piece: Words) -> None:
        """Read what stands between two semicolons."""
        text = squeeze(piece.folded)
        self.is_by_rank = self.is_by_rank or _RANKS.search(text) is not None
        if _POINTS.search(text) or ("奖" not in text and not re.search("授予|评为|评出|评选|表彰|命名", text)):
            return
        if any(re.match(rf"[(](?:{_ORDINAL})[)]", text[one.end :]) for one in self.grades.mentions(text)):
            return  # 优秀等次(一等奖): another name of the grade
        row = _Row(text, piece, self)
        row.read()
        for record in row.records:
            self.add(record)

    def add(self, record: _Record) -> None:
        """Add a prize, or what else is told of one that is known."""
        known = next((one for one in self.records if (one.name, one.groups) == (record.name, record.groups)), None)
        if known is None and not record.groups:
            same = [one for one in self.records if one.name == record.name]
            known = same[0] if len(same) == 1 and not record.count else None
        if known is None:
            self.records.append(record)
            return
        for key in ("first", "last", "count", "amount", "rise", "beyond", "least"):
            if getattr(known, key) is None:
                setattr(known, key, getattr(record, key))
        known.unused += record.unused
        known.words += [words for words in record.words if words not in known.words]

    def awards(self) -> Iterator[Bound[Award]]:
        """Give the prizes that are known well enough, by rank those whose names say it."""
        kept = [record for record in self.records if record.tells or record.when or record.is_listed]
        ranked = [one for one in kept if one.is_ordinal and (one.count or one.first or one.is_rest)]
        is_ranked = len(ranked) >= _LEAST_PRIZES
        paid_only = [one for one in kept if one.is_ordinal and one.amount and one not in ranked]
        edges: dict[tuple[str, ...], int] = {}
        for record in kept:
            check = ""
            if record in paid_only:
                if ranked or len(paid_only) < _LEAST_PRIZES or record.name in self.grades.names:
                    continue
                yield self.bound(record, _NO_COUNT)
                continue
            follows = record.is_ordinal or (record.name in _RANKED_NAMES and (is_ranked or record.is_ranked))
            if (
                record.first is None
                and follows
                and (is_ranked or record.is_ranked)
                and (record.count or record.is_rest)
            ):
                edge = edges.get(record.groups, 0)
                if record.is_rest and not edge:
                    continue
                record.first = edge + 1
                record.last = _LAST_PLACE if record.is_rest else edge + (record.count or 0)
                record.count = None
                check = _REST if record.is_rest else "" if self.is_by_rank or record.is_ranked else _BY_RANK
            elif record.is_ordinal and record.first is None:
                continue
            if record.last is not None:
                edges[record.groups] = record.last
            if record.first is None and record.rise is None:
                check = check or (_NO_COUNT if record.is_open else "" if record.when else _ASSUMED)
            yield self.bound(record, check)

    def bound(self, record: _Record, check: str) -> Bound[Award]:
        if record.unused:
            check += _MORE.format(words="、".join(record.unused))
        name = (
            f"{record.name}（{'、'.join(record.groups)}）"
            if record.groups and self.is_told_apart(record)
            else record.name
        )
        places = (record.first, record.last) if record.first is not None and record.last is not None else None
        first, *others = record.words
        made = Award.model_validate(
            {
                "name": name,
                "for": record.groups,
                "places": places,
                "at_most": record.count,
                "within": ("组别",) if record.is_by_group and record.count is not None else (),
                "rise": record.rise,
                "beyond_rank": record.beyond,
                "total_at_least": record.least,
                "grade_at_least": record.above,
                "amount": record.amount,
                "when": None if places or record.rise is not None else record.when or f"评为{record.name}",
                "text": first.text,
                "source": place_words(first.source) or None,
                "check": check or None,
            }
        )
        said = f"{name}：{_said(made)}" if _said(made) else name
        return Bound(made, Binding(first, "奖项", said, check), tuple(Binding(words, "奖项", said) for words in others))

    def is_told_apart(self, record: _Record) -> bool:
        """Tell whether another prize has the same name."""
        return sum(one.name == record.name for one in self.records) > 1


@dataclass
class _Row:
    """A piece as a row of names, places, numbers and amounts."""

    text: str
    piece: Words
    reader: _Reader
    records: list[_Record] = field(default_factory=list)
    place: tuple[int, int] | None = None
    count: int | None = None
    rise: int | None = None
    is_each: bool = False
    is_rest: bool = False
    is_most: bool = False
    unused: list[str] = field(default_factory=list)
    alike: list[_Record] = field(default_factory=list)
    """Prizes of which there are so many each."""
    counted_to: int = 0
    """Where the number ends that waits for its name."""
    amounts: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Go along the row; what stands before the first name waits for it."""
        groups = self.reader.places.groups_at(self.text)
        matches = list(_TOKEN.finditer(self.text))
        for at, match in enumerate(matches):
            kind = match.lastgroup or ""
            kind = "place" if kind in ("low", "high", "top") else kind
            before = [one for one in groups if one[0] <= match.start()]
            group = before[-1][1] if before else ()
            edge = matches[at - 1].end() if at else 0
            is_own_group = bool(before) and before[-1][0] > edge
            if kind in ("kinds", "series", "ordinal", "title", "called", "chosen", "bare", "prize"):
                self.pay()
                self.name(match, kind, group)
            elif kind == "place" and OF_INDICATOR.search(self.text[: match.start()]):
                self.amounts = []  # of another ranking than that of the total, with the money behind it
                break
            elif kind == "place":
                self.at_place(match, self.text[edge : match.start()])
            elif kind == "rest":
                self.is_rest = True
            elif kind in ("rise", "most"):
                self.rise = self.least_rise(match.end()) if kind == "most" else _count(match["rise"])
                self.is_most = kind == "most"
            elif kind == "each":
                self.is_each = True
            elif kind in ("count", "any"):
                self.counted(match, group if is_own_group else ())
            elif kind == "money":
                self.amounts.append(match[0])
        self.pay()
        self.finish()

    def least_rise(self, end: int) -> int:
        """Give by how many places one has to have risen besides most of all: 上升幅度最大且超过3个位次."""
        said = _RISES_BY.match(self.text[end:])
        return 1 if said is None else _count(said["rise"]) + (said["over"] is not None and said["from"] is None)

    def name(self, match: re.Match[str], kind: str, group: tuple[str, ...]) -> None:
        names = _names(match[kind], kind)
        grades = self.reader.grades
        if kind in ("title", "called", "chosen", "bare") and (
            names[0] in grades.names or (kind != "title" and grades.mentions(names[0]))
        ):
            return
        if kind == "title" and not (
            names[0].endswith("奖")
            or re.search(
                r"(?:授予|评为|命名为|确定为|定为|为|评选|评出|表彰|设立?)[^,;。]{0,6}$", self.text[: match.start()]
            )
        ):
            return
        if not re.fullmatch(r"[^,、]{0,14}", self.text[self.counted_to : match.start()]):
            self.count = None  # 设综合奖3名,其中一等奖1名
        if kind == "prize" and _PAY.search(names[0]):
            return
        if len(names) > 1 and self.place and self.place == (1, len(names)):
            spans: list[tuple[int, int] | None] = [
                (at, at) for at in range(1, len(names) + 1)
            ]  # 前三名分获金、银、铜奖
        else:
            spans = [self.place] * len(names)
        for one, span in zip(names, spans, strict=True):
            record = _Record(one, [self.piece], group, is_title=kind in ("title", "called", "chosen", "bare"))
            record.is_chosen = kind in ("chosen", "bare")
            record.is_ranked = _RANKS.search(self.text) is not None
            if span is not None:
                is_judged = _JUDGED.search(self.text[: match.start()]) is not None
                if self.rise is not None or is_judged:
                    record.count = span[1]
                else:
                    record.first, record.last = span
            record.count = record.count or self.count or (1 if self.is_most else None)
            record.rise, record.is_rest = self.rise, self.is_rest
            self.records.append(record)
        self.place = self.count = self.rise = None
        self.is_each = self.is_rest = self.is_most = False

    def at_place(self, match: re.Match[str], between: str) -> None:
        first, last = (
            (1, _count(match["top"])) if match["top"] else (_count(match["low"]), _count(match["high"] or match["low"]))
        )
        current = self.records[-1] if self.records else None
        # 一等奖取前2名: behind the name; 第2至3名为二等奖: before it.
        is_behind = (
            current is not None and current.first is None and re.search(r"(?:取|为|授予|:|是)$|^$", between) is not None
        )
        is_next = (
            re.match(r"(?:的)?[^,;。奖元\d]{0,8}(?:为|获|授予|评|设|分获|发给)", self.text[match.end() :]) is not None
        )
        if is_behind and current is not None and not is_next:
            if _JUDGED.search(self.text):
                current.count = last
            else:
                current.first, current.last = first, last
        elif not any(one.start() <= match.start() < one.end() for one in _NOT_AGAIN.finditer(self.text)):
            # 设前六名和进步奖: places of their own, and not those of the prize.
            self.place = None if re.match("[、和及与]", self.text[match.end() :]) else (first, last)

    def counted(self, match: re.Match[str], own: tuple[str, ...]) -> None:
        count = _count(re.split("[-—~～至到]", match["count"])[-1]) if match["count"] else None
        ahead = self.text[match.end() :]
        if not self.records or (
            re.match(rf"[“]?(?:{_ORDINAL}|(?:(?!{_VERB})[\u4e00-\u9fff]){{2,10}}奖(?![励金项]))", ahead) and not own
        ):
            self.count, self.counted_to = count, match.end()
            return
        current = self.records[-1]
        if own and not current.groups:
            current.groups, current.count = own, None  # 优胜奖3名,其中甲组2名: the number of all goes by
        elif own and (current.count is not None or (current.groups and current.groups != own)):
            current = replace(current, groups=own, count=None, amount=None, words=list(current.words))
            self.records.append(current)
        since = [
            one
            for one in self.records
            if one.amount is None and one.count is None and one.first is None and not one.is_open
        ]
        self.alike = since if self.is_each and not own else []
        for record in self.alike or [current]:
            record.is_open = count is None
            if record.count is None and record.first is None:
                record.count = count
            elif count not in (None, record.count):
                self.unused.append(self.around(match))
        self.is_each = False

    def pay(self) -> None:
        """Give the amounts that were told to the prizes before them."""
        amounts, self.amounts = self.amounts, []
        unpaid = [one for one in self.records if one.amount is None]
        if not amounts or not unpaid:
            self.unused += amounts
            return
        names = list(dict.fromkeys(one.name for one in unpaid))
        if len(amounts) == 1:
            is_for_all = self.is_each or len({one.name for one in unpaid}) == 1
            alike = self.alike if unpaid[-1] in self.alike else unpaid[-1:]  # 每个单项奖评1名,奖励5万元
            for record in unpaid if is_for_all else alike:
                record.amount = amounts[0]
        elif len(amounts) == len(unpaid):
            for record, amount in zip(unpaid, amounts, strict=True):
                record.amount = amount
        elif len(amounts) == len(names):
            for record in unpaid:
                record.amount = amounts[names.index(record.name)]
        elif len(unpaid) == 1 and unpaid[0].count == len(amounts) and _RANKS.search(self.text):
            # 按得分高低评出先进村3个,分别奖励2万元、1.5万元、1万元: each place has its own.
            only = unpaid[0]
            at = self.records.index(only)
            self.records[at : at + 1] = [
                replace(only, name=f"{only.name}第{place}名", first=place, last=place, count=None, amount=amount)
                for place, amount in enumerate(amounts, 1)
            ]
        else:
            self.unused += amounts
        self.is_each = False

    def around(self, match: re.Match[str]) -> str:
        """Give a number with the words before it: 内科2个."""
        return re.split("[,、;:(（]", self.text[: match.end()])[-1]

    def finish(self) -> None:
        """Tell of the prizes of the piece what it says of them all, and leave out what is none."""
        progress = self.rise is not None and "奖" in self.text
        if progress and not any(one.rise for one in self.records):
            open_ones = [one for one in self.records if not one.is_ordinal and one.first is None]
            if open_ones:
                open_ones[-1].rise, open_ones[-1].count = self.rise, open_ones[-1].count or self.count
            elif not any(one.is_ordinal or one.first for one in self.records):
                money = re.findall(r"\d+(?:\.\d+)?(?:万|千|百)?元", self.text)
                amount = money[0] if len(money) == 1 else None
                self.records.append(_Record(PROGRESS, [self.piece], rise=self.rise, count=self.count, amount=amount))
        barred = _NOT_AGAIN.search(self.text)
        least = _LEAST.search(self.text) if len(self.records) == 1 else None
        decided = _DECIDED.search(self.text) or _DECIDERS.search(self.text)
        is_list = len(self.records) > 1 and _GIVEN.search(self.text) is not None
        above = next((one.name for one in self.reader.grades.mentions(self.text) if one.side == "above"), None)
        lines = {match["name"]: match["value"] for match in _LINE_OF.finditer(self.text)}
        kept = []
        is_by_group = len(self.reader.places.groups.names) > 1 and _IN_EACH.search(self.text) is not None
        for record in self.records:
            record.is_by_group = is_by_group and not record.groups
            if record.rise is not None:
                record.beyond = _count(barred["count"] or barred["out"] or barred["short"]) if barred else None
            record.least = decimal(lines.get(record.name) or (least["value"] if least else ""))
            record.above = above if record.first is None and not record.is_ordinal else None
            if decided is not None and not record.is_ordinal and _GIVEN.search(self.text):
                record.when = f"经{decided['who'].removeprefix('由')}通过"
            if (
                record.is_title
                and record.first is None
                and record.amount is None
                and record.rise is None
                and not record.name.endswith("奖")
            ):
                continue
            if (
                not record.is_ordinal
                and record.first is None
                and record.rise is None
                and not _GIVEN.search(self.text)
                and not (record.count or record.is_open)
            ):
                continue  # 获得创新奖的单位,奖励2万元: what the prize brings
            if record.is_chosen and record.amount is None:
                continue
            record.is_listed = is_list and not record.is_ordinal and "奖励" not in self.text
            kept.append(record)
        if kept and self.unused:
            kept[-1].unused = list(dict.fromkeys(self.unused))
        self.records = kept


def _names(text: str, kind: str) -> list[str]:
    """Give the names that a token holds: 一、二等奖 are two."""
    if kind == "series":
        end = "等奖" if text.endswith("等奖") else "奖"
        return [one + end for one in re.split("[、和及]", text.removesuffix(end))]
    if kind == "kinds":
        return [f"{one}奖" for one in re.split("[、和及]", text)]
    text = text.replace("(", "（").replace(")", "）")
    return [_LEADS.sub("", text) if kind == "prize" else text]


def _count(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words.replace("两", "二"))) or 1


def _said(made: Award) -> str:
    """Give places, number and least total of a prize in a few words."""
    said = []
    if made.places is not None:
        first, last = made.places
        said.append(
            f"第{first}名以后" if last == _LAST_PLACE else f"第{first}名" if first == last else f"第{first}至{last}名"
        )
    if made.rise is not None:
        said.append(f"位次提升{made.rise}位以上")
    if made.at_most is not None:
        said.append(f"最多{made.at_most}个")
    if made.total_at_least is not None:
        said.append(f"总分{plain(made.total_at_least)}分以上")
    return "，".join(said)
