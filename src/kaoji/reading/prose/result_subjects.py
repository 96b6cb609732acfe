"""Whom what follows from a result is for: by grade, by place, by prize or below a line, over one year or several."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, plain
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames

_SUBJECT: Final = late_pattern(
    r"的$|的(?:单位|科室|部门|领导班子|班子|镇街|乡镇|街道|干部|个人|人员|学校|医院|公司|企业|机构|工作队|村(?![委民组])|社区|县区|县|区)|(?:单位|科室|部门|领导班子|班子|个人|等次)(?:\([^()]*\))?$|^(?:对于?|凡)|^连续|者$|奖(?:单位)?$"
)
VERBS: Final = late_pattern(
    r"不再|加价|加收|授予|授牌|颁牌|颁发|奖牌|挂牌|奖励|奖金|表彰|表扬|通报|取消|约谈|谈话|诫勉|调整|记(?:集体|个人)?[一二三]等功|记功|嘉奖|书面|检查|整改|不得|不予|晋升|提拔|重用|给予|责令|责成|限期"
    r"|免职|免去|解聘|辞退|撤换|降职|改任|[扣停不](?:予)?(?:计)?发|扣减|优先|作为|评为|定为|享受|公布|公示|报告|记入|列入|纳入|存入|归入|推荐|说明|检讨|问责|追究|待遇|发给|计发|兑付|续签|续聘|补助|经费|发放|拨付|核拨|追加|黄牌|红牌|召回|兑现|上浮|下浮|提高到|提高至|降至|降到|降为|建议书|组织处理|(?:提高|降低|增加|减少|核减|核增|调减|调增|上调|下调)[^,;。]{0,14}(?:\d|[一二两三]个)|按[^,;。、]{0,12}\d(?:倍|%)|作[^,;。]{0,4}处理|发言|核发|系数|为\d+(?:\.\d+)?%?$|^(?:人均|每人)?\d+(?:\.\d+)?(?:[-—~～至]\d+(?:\.\d+)?)?倍?$|倾斜|降职|调离|待岗|离岗|转岗|培训|只发|停职|降低(?=[^,;。]*(?:职务|层次|级别|待遇|工资))|增加[^,;。]{0,8}名额|[上下]调|退回|调换|更换|低聘|高聘|缓聘|^按?(?:人均|每人)?\d+(?:\.\d+)?[万千百]?元|解除|终止|清退|退出|辞职|引咎|抄送|函告|建议(?=[^,;。]{2,}(?:考核|调整|免|处理|问责|提醒))"
)
_WHO: Final = r"(?:等次|等级|档次|级|等)?[”\"]?(?:的)?(?:[\u4e00-\u9fff]{1,3}干部|单位|部门|科室|股室|处室|站所|管理区|农场|连队|车间|班组|乡镇|镇街|街道|县区|党政班子|领导班子|班子|个人|人员|员工|职工|教师|党员|党支部|支部|学校|医院|公司|企业|机构|工作队|村(?![委民组])|社区|窗口|县区|县|区)?(?:\([^()]*\))?[,:]?(?:的)?"
_LED: Final = late_pattern(
    r"^(?:凡|对于?)?(?:连续[\d一二两三四五]+个?(?:年度?|次))?(?:被|均)?(?:评定?为|确定为|列为|获得?|考核(?:结果|等次)?(?:评)?为?|为)?[“\"]?$"
)
YEARS: Final = late_pattern(r"连续(?P<years>[\d一二两三四五]+)(?:个)?(?:年度?|次)")
_LAST: Final = late_pattern(
    r"末位|倒数第[一1](?!\d)|最后[一1]?名|垫底|最低(?=的)|末尾|排(?:名|序)?(?:在)?最后(?!\d|[一二两三四五六七八九十]名)"
)
# 末位且低于75分: two conditions together, of the total
_BELOW: Final = late_pattern(
    r"(?:且|并且?|同时)(?:年度|年终|综合|考核|考评|评估|测评|的)*(?:总?得分|总分|总成绩|成绩|分数)?(?:在|为)?"
    r"(?:(?:低于|不足|不满|未达到?)(?P<under>\d+(?:\.\d+)?)分|(?P<within>\d+(?:\.\d+)?)分以下)"
)
_OF_WHOM: Final = late_pattern(
    r"[名位一]的(?P<who>[\u4e00-\u9fff]{1,8}(?:[（(][^（()）]{1,8}[）)])?)$"
)  # 排名后三位的县直单位
_LOW: Final = late_pattern(
    r"(?:年度|年终|综合|考核|考评|评估|总)*(?:得分|总分|成绩|分数)(?:低于|不足|不满|未达到?)(?P<under>\d+(?:\.\d+)?)分的?"
)
_LAST_FEW: Final = late_pattern(
    r"(?:排名?|排序|名次|位次|位列|位居|居|得分|列)(?:在|为|列)?(?:本组|全[县市区镇]|同类)?(?:最?后|倒数|末)(?P<count>[二两三四五2-5])(?:名|位)?(?=的|且|并)|(?:最后|倒数|末)(?P<few>[二两三四五2-5])(?:名|位)(?=的)"
)
_TOP: Final = late_pattern(
    r"(?P<first>(?:排名?|排序|名次|位列|位居|居)(?:本组|全[县市区镇]|同类)?第[一1](?:名|位)?(?=的)|第一名(?=的))|(?:排名?|排序|名次|位列|位居|居|得分)(?:在|为)?(?:本组|全[县市区镇]|同类)?前(?P<count>[二两三四五六七八九十2-9])(?:名|位)?(?=的)"
)
_LAST_ALONE: Final = late_pattern(
    r"(?:对于?)?(?:[每各]个?(?:组|类|片|类别|序列|组别)?(?:考核)?(?:得分|总分|排名)?|本组)?(?:的)?(?:末位|最后一?名|倒数第[一1]名?)(?:单位|村|社区|部门|科室)?"
)
_OF_OTHERS: Final = late_pattern("全[省国]|上级|省级|市对|省对|[省市县区]考核")
_NUMBERED: Final = late_pattern(
    r"(?:对)?第(?P<from>[一二三四五六七八九十]|\d{1,2})(?:(?:名?、|[至到~—-])第?(?P<to>[一二三四五六七八九十]|\d{1,2}))?名(?:的)?(?:单位|乡镇|街道|村|社区|部门|科室|企业|县区)?(?=各|分别|奖励?|给予|授予)"
)
_NUMBERED_HEAD: Final = late_pattern(
    r"(?:对)?第(?P<from>[一二三四五六七八九十]|\d{1,2})(?:(?:名?、|[至到~—-])第?(?P<to>[一二三四五六七八九十]|\d{1,2}))?名(?:的)?(?:单位|乡镇|街道|村|社区|部门|科室|企业|县区)?"
)
_PRIZE: Final = late_pattern(
    r"(?:获得?|评为|授予|及|和|、)(?P<name>[^,;。、的得及和]{2,12}奖)(?=的|者|单位|科室|$|,)|^(?P<first>[特一二三四]等奖)(?=各?奖励|各?奖金|各?奖\d|$)"
)
_DENIED: Final = late_pattern("不得|不能|不予|不可|取消")  # 不得评为优秀: a limit, and no grade that it is about
_OF_THEM: Final = late_pattern("其(?![中他它余])")  # 其党政正职定为优秀等次: what those named before get
_ALTERNATIVE: Final = late_pattern(r"或者?|以及")
_BY_VOTES: Final = late_pattern(r"[得选]票率?|票数|票(?:超过|达到?|低于|不足)")  # 不称职得票率超过三分之一的: no grade
# 优秀名额按18%确定: how many, and not who; 任期内三次考核为C级: not what the scheme can count
_QUOTA: Final = late_pattern(r"^(?:年度考核|公务员|干部)?(?:优秀|先进|称职)(?:等次)?的?(?:推荐)?(?:名额|比例|指标)")
# 驻县单位的考核结果, perhaps with what becomes of it right behind
_OF_GROUP: Final = late_pattern(r"^(?:对于?)?(?P<who>[^,;。的]{2,14}?)的?考核结果(?:$|(?=抄送|通报|报送|反馈|函告))")
_SERIES: Final = late_pattern(r"(?P<numbers>[特一二三四](?:[、和及][一二三四])+)等奖")
FACTOR: Final = late_pattern(
    r"按?(?:人均|每人)?(?:\d\.\d+|\d(?:\.\d+)?[-—~～至]\d(?:\.\d+)?|0|\d+(?:\.\d+)?(?:倍|元|万元))"
)
_NO_SUBJECT: Final = late_pattern(
    r"任期内|(?:每?季度?|每月|月度|半年)(?:度)?(?:考核|得分|总分|排名|成绩|末)|累计[一二两三四五\d]次|[二两三四五\d]次(?:考核|评)"
)
_OF_GRADE: Final = late_pattern(r"(?:等次|等级)?[”\"]?的[\u4e00-\u9fff]{1,8}$")
TRIM: Final = " 　，,。；;、"
_SHORTEST = 2
_OTHER_CASE: Final = "原文还写明“{words}”，方案中不能表达，请另行办理。"
_WITHIN: Final = "通知写“{points}分以下”，暂按低于{points}分（不含）处理，请核对。"
WHOM: Final = "对象“{who}”没有对应的组，暂对全部单位适用，请核对。"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an effect is for; what is left at its default is not asked for."""

    grades: tuple[str, ...] = ()
    is_last: bool = False
    places: tuple[int, int] | None = None
    last_places: tuple[int, int] | None = None
    below: Decimal | None = None
    prize: str | None = None
    years: int = 1
    groups: tuple[str, ...] = ()
    check: str = ""


class Subjects:
    """Finds whom clauses name."""

    def __init__(self, grades: GradeWords, groups: GroupNames) -> None:
        """Take the grades of the notice and its groups of units."""
        self.grades = grades
        self.groups = groups

    def named(self, clause: Words) -> list[Subject]:
        """Give whom a clause names: by grade, last place or prize, over one year or several."""
        text = clause.folded
        if _QUOTA.match(text) or _OF_THEM.match(text):
            return []
        group = self._group_of(text)
        if group is not None:
            return [group]
        head = text[: self._edge(text)]
        if not head:
            return []
        parts = _ALTERNATIVE.split(head)
        found = [subject for part in parts if (subject := self._subject(part))]
        other = next((part.strip(TRIM) for part in parts if _NO_SUBJECT.search(part)), "")
        check = _OTHER_CASE.format(words=other)
        if found and all(one.is_last or one.last_places for one in found):
            # 得分低于600分或排名末位的: each of the two by itself
            lows = [match for part in parts if (match := _LOW.fullmatch(part)) is not None]
            found += [Subject(below=Decimal(match["under"])) for match in lows]
        return [replace(one, check=one.check + check) for one in found] if other else found

    def _edge(self, text: str) -> int:
        """Tell where the words that name a subject end: behind the last 的单位, 的科室, or at the end of the clause."""
        if (of_group := _OF_GROUP.match(text)) is not None and self._group_of(text) is not None:
            return of_group.end()
        ends = [
            match.end()
            for match in re.finditer(
                r"的(?:责任)?(?:[\u4e00-\u9fff]{1,4}(?:干部|人员|员工|网格员)|[县市区]直各?(?:单位|部门)|单位|科室|部门|领导班子|班子|镇街|乡镇|街道|干部|个人|人员|学校|医院|公司|企业|机构|工作队|村(?![委民组])|社区|窗口|县区|县|区)(?:\([^()]*\))?",
                text,
            )
        ]
        whole = _SUBJECT.search(text)
        if ends and (
            self.grades.mentions(text[: ends[0]])
            or any(named.search(text[: ends[0]]) for named in (_LAST, _LAST_FEW, _PRIZE, _TOP))
        ):
            return ends[0]
        if edge := self._named_first(text):
            return edge
        return len(text) if whole and not self._is_effect(text) else 0

    def _named_first(self, text: str) -> int:
        """Tell where a grade ends that begins a clause with its effect: 优秀等次按110%发放, 对先进单位各奖励8万元."""
        if (last := _LAST_ALONE.match(text)) is not None and (
            last.end() == len(text) or VERBS.search(text, last.end())
        ):
            return last.end()
        if (prize := _PRIZE.match(text)) is not None and prize["first"]:
            return prize.end()
        if (places := _NUMBERED.match(text)) is not None:
            return places.end()  # 第二、三名各奖励2万元
        mention = next(iter(self.grades.mentions(text)), None)
        if mention is None or not _LED.match(text[: mention.start]):
            return 0
        run = self.grades.run(text, mention)  # 基本称职、不称职人员不享受…
        mention = run[-1] if re.match(_WHO + r"[^、]", text[run[-1].end :]) else mention
        who = re.compile(_WHO).match(text, mention.end)
        edge = who.end() if who else mention.end
        # 优秀科室，…; 考核优秀的工作队，…
        is_named = _OF_GRADE.match(text, mention.end) is not None and not VERBS.search(text, mention.end)
        is_alone = edge == len(text) > mention.end or is_named
        edge = len(text) if is_alone else edge
        return edge if is_alone or VERBS.search(text, edge) or FACTOR.fullmatch(text, edge) else 0

    def _is_effect(self, text: str) -> bool:
        """Tell whether a clause that ends like a subject only tells what happens: 年度考核评为优秀."""
        return not re.search(r"的$|的(?:单位|科室)|^连续|^对|^凡|等次$|者$", text) or bool(
            re.search(r"(?:称号|资格|奖金|职务|岗位|谈话|约谈)$", text)
        )

    def _subject(self, part: str) -> Subject | None:
        if _NO_SUBJECT.search(part):
            return None
        mentions = [] if _BY_VOTES.search(part) else self.grades.mentions(part)
        years = YEARS.search(part)
        prize = _PRIZE.search(part)
        is_last, places = bool(_LAST.search(part)), _places(part)
        few = None if _OF_OTHERS.search(part) else _LAST_FEW.search(part)
        last_places = (1, counted(few["count"] or few["few"])) if few is not None else None
        if not (mentions or is_last or prize or places or last_places) or (
            mentions and _DENIED.search(part[: mentions[0].start])
        ):
            return None
        names = dict.fromkeys(name for mention in mentions for name in self.grades.covered(mention))
        if series := _SERIES.search(part):  # 一、二、三等奖
            names |= dict.fromkeys(f"{one}等奖" for one in re.split("[、和及]", series["numbers"]))
        ordered = tuple(name for name in self.grades.names if name in names)
        count = counted(years["years"]) if years else 1
        called = (prize["name"] or prize["first"]) if prize else None
        named = called if called not in ordered else None
        line = _BELOW.search(part)  # 末位且低于75分: both
        below = Decimal(line["under"] or line["within"]) if line else None
        check = _WITHIN.format(points=line["within"]) if line and line["within"] else ""
        of_whom = _OF_WHOM.search(part) if last_places or places or is_last else None
        groups = self.groups.called(of_whom["who"]) if of_whom is not None else ()
        one = Subject(ordered, is_last and last_places is None, places, last_places, below, named, count, groups)
        return replace(one, check=check)

    def _group_of(self, head: str) -> Subject | None:
        """Give a group of units that a clause is for: 垂管部门的考核结果."""
        match = _OF_GROUP.match(head)
        if match is None or re.fullmatch(r"领导班子|班子|年度|各(?:单位|部门|镇街|乡镇)|全部", match["who"]):
            return None
        names = self.groups.called(match["who"])
        return Subject(groups=names, check="" if names else WHOM.format(who=match["who"]))

    def behind(self, clause: Words) -> Words | None:
        """Give what a clause says behind its subject."""
        rest = clause.part(self._edge(clause.folded) or len(clause.text))
        return rest if len(rest.text) >= _SHORTEST else None


def _places(part: str) -> tuple[int, int] | None:
    """Read the first places that a subject names: 排名第一的, 综合得分前三名的单位."""
    if (numbered := _NUMBERED_HEAD.fullmatch(part)) is not None:
        return counted(numbered["from"]), counted(numbered["to"] or numbered["from"])
    match = None if _OF_OTHERS.search(part) else _TOP.search(part)
    if match is None:
        return None
    return (1, 1) if match["first"] else (1, counted(match["count"]))


def counted(words: str) -> int:
    """Give a count in digits or in Chinese numerals."""
    value = int(words) if words.isdigit() else chinese_numeral(words)
    return value or 1


def said_of(subject: Subject) -> str:
    """Give a subject in a few words."""
    years = f"连续{subject.years}年" if subject.years > 1 else ""
    parts = [
        *subject.grades,
        *(["末位"] if subject.is_last else []),
        *([f"倒数第1至{subject.last_places[1]}名"] if subject.last_places else []),
        *([f"第{subject.places[0]}至{subject.places[1]}名"] if subject.places else []),
        *([f"低于{plain(subject.below)}分"] if subject.below is not None else []),
        *([subject.prize] if subject.prize else []),
        *subject.groups,
    ]
    return f"{years}{'、'.join(parts) or '全部单位'}："
