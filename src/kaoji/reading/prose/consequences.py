"""What follows from a result in running text: rewards, talks, transfers, also over several years.

“评为优秀等次的，通报表扬，奖励10万元；连续两年评为较差等次的，调整岗位” has a subject before each effect. What a chapter
on the use of results says of all units holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, plain
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Consequence

_CHAPTER: Final = late_pattern(
    r"结果[^,。;]{0,6}[运应使]用|结果[^,。;]{0,12}挂钩|绩效奖|奖惩|奖励(?:办法|措施|与)|表彰|激励|问责|责任追究|兑现"
)
_SUBJECT: Final = late_pattern(
    r"的$|的(?:单位|科室|部门|领导班子|班子|镇街|乡镇|街道|干部|个人|人员|学校|医院|公司|企业|机构|工作队|村(?![委民组])|社区|县区|县|区)|(?:单位|科室|部门|领导班子|班子|个人|等次)(?:\([^()]*\))?$|^(?:对于?|凡)|^连续|者$|奖(?:单位)?$"
)
_VERBS: Final = late_pattern(
    r"不再|加价|加收|授予|授牌|颁牌|颁发|奖牌|挂牌|奖励|奖金|表彰|表扬|通报|取消|约谈|谈话|诫勉|调整|记(?:集体|个人)?[一二三]等功|记功|嘉奖|书面|检查|整改|不得|不予|晋升|提拔|重用|给予|责令|责成|限期"
    r"|免职|免去|解聘|辞退|撤换|降职|改任|[扣停不](?:予)?(?:计)?发|扣减|优先|作为|评为|定为|享受|公布|公示|报告|记入|列入|纳入|存入|归入|推荐|说明|检讨|问责|追究|待遇|发给|计发|兑付|续签|续聘|补助|经费|发放|拨付|核拨|追加|黄牌|红牌|召回|兑现|上浮|下浮|提高到|提高至|降至|降到|降为|建议书|组织处理|(?:提高|降低|增加|减少|核减|核增|调减|调增|上调|下调)[^,;。]{0,14}(?:\d|[一二两三]个)|按[^,;。、]{0,12}\d(?:倍|%)|作[^,;。]{0,4}处理|发言|核发|系数|为\d+(?:\.\d+)?%?$|^(?:人均|每人)?\d+(?:\.\d+)?(?:[-—~～至]\d+(?:\.\d+)?)?倍?$|倾斜|降职|调离|待岗|离岗|转岗|培训|只发|停职|降低(?=[^,;。]*(?:职务|层次|级别|待遇|工资))|增加[^,;。]{0,8}名额|[上下]调|退回|调换|更换|低聘|高聘|缓聘|^按?(?:人均|每人)?\d+(?:\.\d+)?[万千百]?元|解除|终止|清退|退出|辞职|引咎|抄送|函告|建议(?=[^,;。]{2,}(?:考核|调整|免|处理|问责|提醒))"
)
# Speaks of nothing but what a result brings, in whatever chapter it stands; points are an adjustment.
_STRONG: Final = late_pattern(
    r"^(?!.*[加减扣]\d+(?:\.\d+)?分).*(?:奖励|奖金|奖牌|授牌|表彰|表扬|通报批评|约谈|诫勉|问责|组织处理|组织调整|整改|系数|辞退|颁发|黄牌|红牌|调离|倾斜|(?:增加|核减|减少)[^,;。]{0,12}名额|书面检查|书面检讨|检讨|表态发言|免职|降职|绩效(?:年薪|工资|奖金)|拨付|核拨|不(?:予)?发放|停发|扣发|召回|不得评[先优]|核减|优先(?:评|确定|推荐|提拔|晋升)|按[^,;。、]{0,12}\d(?:倍|%)|优秀[^,;。]{0,6}(?:比例|名额)[^,;。]{0,4}(?:提高|增加|上浮|降|减|下浮|核减))"
)
_NARROWER: Final = late_pattern(r".{2,}(?:的|者)(?:单位|部门|科室|个人|人员|干部)?$")
_WHO: Final = r"(?:等次|等级|档次|级|等)?[”\"]?(?:的)?(?:[\u4e00-\u9fff]{1,3}干部|单位|部门|科室|股室|处室|站所|管理区|农场|连队|车间|班组|乡镇|镇街|街道|县区|党政班子|领导班子|班子|个人|人员|员工|职工|教师|党员|党支部|支部|学校|医院|公司|企业|机构|工作队|村(?![委民组])|社区|窗口|县区|县|区)?(?:\([^()]*\))?[,:]?(?:的)?"
_LED: Final = late_pattern(
    r"^(?:凡|对于?)?(?:连续[\d一二两三四五]+个?(?:年度?|次))?(?:被|均)?(?:评定?为|确定为|列为|获得?|考核(?:结果|等次)?(?:评)?为?|为)?[“\"]?$"
)
_CONTINUES: Final = late_pattern(
    r"^(?:并?(?:分析|查找|查摆|找出|说明|剖析|提出|制订|制定|明确)[^,;。]*|并(?:在|于|向|按)[^,;。]*)$"
)
_NEXT_PLACE: Final = late_pattern(
    r"[、及和]第[一二三四五六七八九十\d]+名(?:各?奖励?|奖金|发放)[\d一二三四五六七八九十.]+(?:万|千|百)?元"
)
# 优秀、良好等次的，分别给予5万元、3万元奖励
_SEVERALLY: Final = late_pattern(
    r"^(?P<before>[^,，;；。\d]*?)(?:分别|依次)(?P<act>[^\d,，;；。]{0,8})(?P<amounts>\d[\d.]*(?:[万千百]?元|%|倍|个月)?(?:[、和及]\d[\d.]*(?:[万千百]?元|%|倍|个月)?)+)(?P<rest>[^\d]*)$"
)
_PRINCIPLE: Final = late_pattern(r"挂钩|重要依据|重要参考|作为[^,;。]{0,30}依据|坚持|原则")
_YEARS: Final = late_pattern(r"连续(?P<years>[\d一二两三四五]+)(?:个)?(?:年度?|次)")
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
    r"(?:排名?|排序|名次|位次|位列|位居|居|得分)(?:在|为|列)?(?:本组|全[县市区镇]|同类)?(?:最?后|倒数|末)(?P<count>[二两三四五2-5])(?:名|位)?(?=的)|(?:最后|倒数|末)(?P<few>[二两三四五2-5])(?:名|位)(?=的)"
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
# 乡镇得分第1名、第2名、第3名的,分别奖励经费20万元、15万元、10万元
_SEVERAL_PLACES: Final = late_pattern(
    r"^(?:对于?)?(?P<who>[^,;。第]{0,14}?)(?:的)?(?:综合|考核|年度|总)*(?:得分|成绩|排名|总分|排)?(?:在|位列|位居|居|为)?(?P<places>第(?:[一二三四五六七八九十]|\d{1,2})名(?:[、和]第(?:[一二三四五六七八九十]|\d{1,2})名)+)(?:的)?(?:单位|乡镇|街道|村|社区|部门|科室|企业|县区)?,?"
    r"(?:分别|依次)(?P<act>[^,;。\d]{2,16}?)(?P<amounts>\d+(?:\.\d+)?(?:万|千|百|亿)?元(?:[、和]\d+(?:\.\d+)?(?:万|千|百|亿)?元)+)$"
)
_PRIZE: Final = late_pattern(
    r"(?:获得?|评为|授予|及|和|、)(?P<name>[^,;。、的得及和]{2,12}奖)(?=的|者|单位|科室|$|,)|^(?P<first>[特一二三四]等奖)(?=各?奖励|各?奖金|各?奖\d|$)"
)
_DENIED: Final = late_pattern("不得|不能|不予|不可|取消")  # 不得评为优秀: a limit, and no grade that it is about
_ALTERNATIVE: Final = late_pattern(r"或者?|以及")
# 考核结果经县委审定后公示5个工作日: how a result comes about, which no unit has to answer for.
_PROCEDURE: Final = late_pattern(
    r"(?:结果|名单|等次|成绩)[^,;。]{0,12}?(?:(?:经|由|报|提交|提请)[^,;。]{2,40}?(?:审定|审核|审议|审批|批准|同意|研究|确定|通过)[^,;。]{0,14}|[^,;。]{0,16}公示[^,;。]{0,24})"
    r"|^(?:经|由|报|提交|提请)[^,;。]{2,40}?(?:审定|审核|审议|审批|批准|同意|研究|确定|通过)后?[^,;。]{0,4}(?:公示|公布|公告|发布|印发)[^,;。]{0,20}"
)
_ANOTHER: Final = late_pattern(r".{2,}(?:的|者)(?:单位|部门|科室|个人|人员|干部|村|社区|乡镇|街道)?$")
_FAILED: Final = late_pattern(
    "(?:不|未|基本)(?:合格|称职|达标)(?:的|等次|单位|部门|社区|村|乡镇|科室)"
)  # no grade of this notice
_VOTES: Final = late_pattern(r"每票|票[”\"]?(?:数)?(?:按|[×*]|计)")
_BY_VOTES: Final = late_pattern(r"[得选]票率?|票数|票(?:超过|达到?|低于|不足)")  # 不称职得票率超过三分之一的: no grade
# 优秀名额按18%确定: how many, and not who; 任期内三次考核为C级: not what the scheme can count
_QUOTA: Final = late_pattern(r"^(?:年度考核|公务员|干部)?(?:优秀|先进|称职)(?:等次)?的?(?:推荐)?(?:名额|比例|指标)")
# 驻县单位的考核结果, perhaps with what becomes of it right behind
_OF_GROUP: Final = late_pattern(r"^(?:对于?)?(?P<who>[^,;。的]{2,14}?)的?考核结果(?:$|(?=抄送|通报|报送|反馈|函告))")
_LONGER: Final = late_pattern(r"^(?:对)?连续(?P<years>[二三四五]|\d)个?年度?(?:以上)?(?:的|者)$")
_ANOTHER_PLACE: Final = late_pattern(r"第[一二三四五六七八九十\d]{1,2}名")
_IS_QUOTA: Final = late_pattern(r"^按[^,;。]{0,16}\d%(?:以内|左右)?的?(?:比例)?(?:确定|评定|评选|控制|产生)")
# 优秀单位按20%确定年度考核优秀指标: places for its staff
_OF_PERSONS: Final = late_pattern(r"(?:年度考核|公务员|干部|职工|个人)[^,;。]{0,6}优秀(?:等次)?(?:指标|名额|比例)")
_SERIES: Final = late_pattern(r"(?P<numbers>[特一二三四](?:[、和及][一二三四])+)等奖")
_FACTOR: Final = late_pattern(
    r"按?(?:人均|每人)?(?:\d\.\d+|\d(?:\.\d+)?[-—~～至]\d(?:\.\d+)?|0|\d+(?:\.\d+)?(?:倍|元|万元))"
)
_NO_SUBJECT: Final = late_pattern(
    r"任期内|(?:每?季度?|每月|月度|半年)(?:度)?(?:考核|得分|总分|排名|成绩|末)|累计[一二两三四五\d]次|[二两三四五\d]次(?:考核|评)"
)
_OF_GRADE: Final = late_pattern(r"(?:等次|等级)?[”\"]?的[\u4e00-\u9fff]{1,8}$")
_WITHOUT: Final = late_pattern(
    r"^(?:未|没有|不予)(?:评定|评为|评上|获得?|达到|列入|进入)[^,;。]{1,10}的"
)  # 未评定星级的按80%发放
_REFERS: Final = late_pattern(
    r"^(?:按照?)?(?:下列|以下|如下)[^,;。]{0,6}(?:规定|办法|方式|措施)?[^,;。]{0,4}(?:办理|处理|执行|奖惩)?[:：]?$"
)
_TRIM: Final = " 　，,。；;、"
_SHORTEST, _HEADING = 2, 10

_FOR_ALL: Final = "通知没有写明对象，暂对全部单位适用，请核对。"
_OTHER_CASE: Final = "原文还写明“{words}”，方案中不能表达，请另行办理。"
_WITHIN: Final = "通知写“{points}分以下”，暂按低于{points}分（不含）处理，请核对。"
_WHOM: Final = "对象“{who}”没有对应的组，暂对全部单位适用，请核对。"


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom an effect is for; ``who`` are the words where no grade names them."""

    grades: tuple[str, ...] = ()
    is_last: bool = False
    places: tuple[int, int] | None = None
    last_places: tuple[int, int] | None = None
    below: Decimal | None = None
    prize: str | None = None
    years: int = 1
    groups: tuple[str, ...] = ()
    check: str = ""


def read_consequences(
    top: Article, grades: GradeWords, groups: GroupNames
) -> tuple[list[Bound[Consequence]], list[Words]]:
    """Give what follows from results, in the order of the text, and the steps by which results are approved and published."""
    reader = _Reader(grades, groups)
    for path, article in top.walk():
        if id(article) not in reader.done:
            reader.take(article, bool(_CHAPTER.search(" ".join((*path, article.title)))))
    return reader.found, reader.steps


def _severally_given(effect: str, subjects: list[_Subject]) -> Iterator[tuple[_Subject, str]]:
    """Give each subject with what it brings; grades that get so many amounts severally (分别给予5万元、3万元) get one each."""
    match = _SEVERALLY.match(effect)
    amounts = re.split("[、和及]", match["amounts"]) if match is not None else []
    for subject in subjects:
        if match is None or len(amounts) != len(subject.grades):
            yield subject, effect
            continue
        for grade, amount in zip(subject.grades, amounts, strict=True):
            yield replace(subject, grades=(grade,)), f"{match['before']}{match['act']}{amount}{match['rest']}"


class _Reader:
    """Gathers consequences; a subject holds until the next one, and for the list that it introduces."""

    def __init__(self, grades: GradeWords, groups: GroupNames) -> None:
        self.grades = grades
        self.groups = groups
        self.found: list[Bound[Consequence]] = []
        self.steps: list[Words] = []
        self.done: set[int] = set()
        self.is_alone = False

    def take(self, article: Article, is_chapter: bool) -> None:  # noqa: FBT001 - where the article stands
        """Read an article with the list that it introduces."""
        subjects: list[_Subject] = []
        for sentence in article.sentences():
            # 优秀单位。授予称号…: a subject that stands alone is that of the next sentence
            alone = [one for one in subjects if one.grades] if self.is_alone else []
            count = len(self.found)
            subjects = self.sentence(sentence, alone, is_chapter=is_chapter or bool(alone))
            self.is_alone = len(self.found) == count and len(squeeze(sentence.text)) <= _HEADING
        if article.is_list and subjects and is_chapter:
            for item in article.articles:
                self.done.add(id(item))
                for sentence in item.sentences():
                    self.sentence(sentence, subjects, is_chapter=True)

    def sentence(self, words: Words, subjects: list[_Subject], *, is_chapter: bool) -> list[_Subject]:
        """Read a sentence; give the subjects that hold at its end."""
        if _VOTES.search(words.folded):
            return subjects
        pieces = words.split("[;]")
        others = [piece for piece in pieces if not (is_chapter and self._places_severally(piece, words))]
        if not others:
            return []
        if len(others) < len(pieces):
            for piece in others:
                subjects = self.sentence(piece, subjects, is_chapter=is_chapter)
            return subjects
        is_chapter = is_chapter or self._tells_use(words)
        has_own = is_others = False
        effects: list[Words] = []
        lead: list[_Subject] = []
        for clause in (part for whole in words.split(r"[,;:]") for part in self._severally(whole)):
            own = self.subjects(clause) or self._headed(clause, words)
            named = "" if own or not _begins_statement(words, clause) else self._begins_with(clause)
            if named:  # A级优先用地;D级不再新增用地: whatever it brings
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects, has_own = [_Subject((named,))], [clause], True
                continue
            if not own and subjects and (longer := _LONGER.match(clause.folded)) is not None:
                own = [replace(one, years=_count(longer["years"])) for one in subjects]  # 连续三年的,予以免职
            is_other = _begins_statement(words, clause) and (
                _ANOTHER.search(clause.folded) or _FAILED.match(clause.folded)
            )
            if not own and (is_other or _WITHOUT.match(clause.folded)):
                # 弄虚作假的,取消加分: what follows is for whom no result names.
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                effects, is_others = [], True
            if not own and lead and _begins_statement(words, clause) and all(one.places for one in subjects):
                # 评为优秀的,第一名奖励3万元,第二名奖励2万元;优秀比例提高到20%: all of the grade have it
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects = lead, []
            if own:
                is_others = False
                lead = lead or [one for one in own if one.grades and not one.places]
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects, has_own = own, [], True
                rest = self._behind(clause)
                effects += [rest] if rest is not None else []
            elif not is_others and not _REFERS.match(clause.folded):
                effects.append(clause)
        self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
        return subjects

    def _tells_use(self, words: Words) -> bool:
        """Tell whether a sentence says what results bring, in whatever chapter: for several subjects, and for one of them beyond doubt."""
        is_strong, text = _STRONG.search(words.folded) is not None, words.folded
        if not is_strong and not _YEARS.search(text):
            return False
        own = [self.subjects(clause) or self._headed(clause, words) for clause in words.split("[,;:]")]
        named = [subject for found in own for subject in found if subject.grades or subject.is_last or subject.prize]
        return len(named) > 1 and (is_strong or any(one.years > 1 for one in named))

    def _headed(self, clause: Words, words: Words) -> list[_Subject]:
        """Give the grade that is all that stands before a colon: A级:奖励20万元."""
        mentions = self.grades.mentions(clause.folded)
        behind = words.folded[clause.end - words.start :]
        # A级:奖励20万元; 系数为:A级,1.2;B级,1.0
        is_head = len(mentions) == 1 and (
            behind.startswith(":") or (behind[:1] == "," and _begins_grade(words, clause))
        )
        if not is_head or (mentions[0].start, mentions[0].end) != (0, len(clause.folded)):
            return []
        return [_Subject(self.grades.covered(mentions[0]))]

    def _begins_with(self, clause: Words) -> str:
        """Give the grade that a clause begins with; empty where it begins otherwise."""
        mention = next(iter(self.grades.mentions(clause.folded)), None)
        return mention.name if mention is not None and not mention.start and not mention.side else ""

    def _severally(self, clause: Words) -> list[Words]:
        """Part a clause that says for each of several grades what it brings: A级按1.5倍、B级按1.2倍计发."""
        if "、" not in clause.text or len(self.grades.mentions(clause.folded)) < 2:  # noqa: PLR2004 - several
            return [clause]
        pieces = clause.split("、")
        named = [piece for piece in pieces if (first := self.grades.mentions(piece.folded)) and not first[0].start]
        is_each = len(named) == len(pieces) > 1 and all(re.search(r"按|\d", piece.folded) for piece in pieces)
        return pieces if is_each else [clause]

    def _places_severally(self, piece: Words, words: Words) -> bool:
        """Read what each of several places brings: 第1名、第2名的,分别奖励3万元、2万元; tell whether it was that."""
        match = _SEVERAL_PLACES.match(squeeze(piece.folded))
        places = re.findall(r"第([^名]+)名", match["places"]) if match is not None else []
        amounts = re.split("[、和]", match["amounts"]) if match is not None else []
        if match is None or len(places) != len(amounts):
            return False
        who = match["who"].removeprefix("各").removeprefix("每")
        groups = self.groups.called(who) if who and not re.fullmatch("个?[组类]|本组|全[县市区镇]", who) else ()
        is_all = not who or groups or re.fullmatch("个?[组类]|本组|全[县市区镇]", who)
        for place, amount in zip(map(_count, places), amounts, strict=True):
            subject = _Subject(
                places=(place, place), groups=groups, check="" if is_all else _WHOM.format(who=match["who"])
            )
            made = Consequence(
                then=match["act"] + amount,
                applies_to=groups,
                places=subject.places,
                text=words.text,
                source=place_words(words.source) or None,
                check=subject.check or None,
            )
            self.found.append(Bound(made, Binding(piece, "结果运用", _said(subject) + made.then, subject.check)))
        return True

    def keep(
        self, clauses: list[Words], subjects: list[_Subject], words: Words, *, has_own: bool, is_chapter: bool
    ) -> None:
        """Make a consequence of each effect for each subject."""
        is_strong = has_own and any(
            subject.grades or subject.is_last or subject.places or subject.last_places or subject.prize
            for subject in subjects
        )
        is_strong = is_strong and any(_STRONG.search(clause.folded) for clause in clauses)
        is_strong = is_strong and not any(_NARROWER.search(clause.folded) for clause in clauses)
        if not (is_chapter or is_strong or (has_own and any(subject.years > 1 for subject in subjects))):
            self.steps += [clause for clause in clauses if not subjects and _PROCEDURE.search(clause.folded)]
            return
        for effect in _joined(clauses, words):
            folded = effect.folded
            if not subjects and _PROCEDURE.search(folded):
                self.steps.append(effect)
                continue
            is_prize_list = _NEXT_PLACE.search(folded) is not None  # 第一名奖励3万元、第二名奖励2万元 are prizes
            if _IS_QUOTA.search(folded) and not _OF_PERSONS.search(words.folded):
                continue  # 优秀单位按30%的比例确定
            if is_prize_list or not _VERBS.search(folded) or (_PRINCIPLE.search(folded) and not subjects):
                continue
            for subject, then in _severally_given(effect.text, subjects or self._everyone(folded)):
                if _FACTOR.fullmatch(then) and ":" in words.folded and not then.startswith("按"):
                    then = words.text[: words.folded.index(":")].strip(_TRIM) + then  # noqa: PLW2901 - 发放系数:优秀1.2
                if subject.places and _ANOTHER_PLACE.search(then):
                    continue  # 镇第1名奖励10万元, behind those of the streets
                made = Consequence.model_validate(
                    {
                        "then": then,
                        "applies_to": subject.groups,
                        "grade": subject.grades,
                        "last_place": subject.is_last,
                        "places": subject.places,
                        "last_places": subject.last_places,
                        "total_below": subject.below,
                        "award": subject.prize,
                        "years_running": subject.years,
                        "text": words.text,
                        "source": place_words(words.source) or None,
                        "check": subject.check or None,
                    }
                )
                self.found.append(Bound(made, Binding(effect, "结果运用", _said(subject) + then, subject.check)))

    def _everyone(self, effect: str) -> list[_Subject]:
        """Give all units where an effect speaks of the results themselves."""
        return (
            [_Subject(check=_FOR_ALL)]
            if re.search(r"结果", effect) and re.search(r"公布|公示|通报|记入|纳入|存入|归入|抄送", effect)
            else []
        )

    # ---------------------------------------------------------------- subjects

    def subjects(self, clause: Words) -> list[_Subject]:
        """Give whom a clause names: by grade, last place or prize, over one year or several."""
        text = clause.folded
        if _QUOTA.match(text):
            return []
        group = self._group_of(text)
        if group is not None:
            return [group]
        head = text[: self._edge(text)]
        if not head:
            return []
        parts = _ALTERNATIVE.split(head)
        found = [subject for part in parts if (subject := self._subject(part))]
        other = next((part.strip(_TRIM) for part in parts if _NO_SUBJECT.search(part)), "")
        check = _OTHER_CASE.format(words=other)
        if found and all(one.is_last or one.last_places for one in found):
            # 得分低于600分或排名末位的: each of the two by itself
            lows = [match for part in parts if (match := _LOW.fullmatch(part)) is not None]
            found += [_Subject(below=Decimal(match["under"])) for match in lows]
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
            last.end() == len(text) or _VERBS.search(text, last.end())
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
        is_named = _OF_GRADE.match(text, mention.end) is not None and not _VERBS.search(text, mention.end)
        is_alone = edge == len(text) > mention.end or is_named
        edge = len(text) if is_alone else edge
        return edge if is_alone or _VERBS.search(text, edge) or _FACTOR.fullmatch(text, edge) else 0

    def _is_effect(self, text: str) -> bool:
        """Tell whether a clause that ends like a subject only tells what happens: 年度考核评为优秀."""
        return not re.search(r"的$|的(?:单位|科室)|^连续|^对|^凡|等次$|者$", text) or bool(
            re.search(r"(?:称号|资格|奖金|职务|岗位|谈话|约谈)$", text)
        )

    def _subject(self, part: str) -> _Subject | None:
        if _NO_SUBJECT.search(part):
            return None
        mentions = [] if _BY_VOTES.search(part) else self.grades.mentions(part)
        years = _YEARS.search(part)
        prize = _PRIZE.search(part)
        is_last, places = bool(_LAST.search(part)), _places(part)
        few = None if _OF_OTHERS.search(part) else _LAST_FEW.search(part)
        last_places = (1, _count(few["count"] or few["few"])) if few is not None else None
        if not (mentions or is_last or prize or places or last_places) or (
            mentions and _DENIED.search(part[: mentions[0].start])
        ):
            return None
        names = dict.fromkeys(name for mention in mentions for name in self.grades.covered(mention))
        if series := _SERIES.search(part):  # 一、二、三等奖
            names |= dict.fromkeys(f"{one}等奖" for one in re.split("[、和及]", series["numbers"]))
        ordered = tuple(name for name in self.grades.names if name in names)
        count = _count(years["years"]) if years else 1
        called = (prize["name"] or prize["first"]) if prize else None
        named = called if called not in ordered else None
        line = _BELOW.search(part)  # 末位且低于75分: both
        below = Decimal(line["under"] or line["within"]) if line else None
        check = _WITHIN.format(points=line["within"]) if line and line["within"] else ""
        of_whom = _OF_WHOM.search(part) if last_places or places or is_last else None
        groups = self.groups.called(of_whom["who"]) if of_whom is not None else ()
        one = _Subject(ordered, is_last and last_places is None, places, last_places, below, named, count, groups)
        return replace(one, check=check)

    def _group_of(self, head: str) -> _Subject | None:
        """Give a group of units that a clause is for: 垂管部门的考核结果."""
        match = _OF_GROUP.match(head)
        if match is None or re.fullmatch(r"领导班子|班子|年度|各(?:单位|部门|镇街|乡镇)|全部", match["who"]):
            return None
        names = self.groups.called(match["who"])
        return _Subject(groups=names, check="" if names else _WHOM.format(who=match["who"]))

    def _behind(self, clause: Words) -> Words | None:
        """Give what a clause says behind its subject."""
        rest = clause.part(self._edge(clause.folded) or len(clause.text))
        return rest if len(rest.text) >= _SHORTEST else None


def _begins_statement(whole: Words, clause: Words) -> bool:
    """Tell whether a clause stands behind a semicolon, where another statement begins."""
    return whole.folded[: clause.start - whole.start].rstrip().endswith(";")


def _begins_grade(whole: Words, clause: Words) -> bool:
    """Tell whether a clause stands where what each grade brings is told: behind a colon or a semicolon."""
    return whole.folded[: clause.start - whole.start].rstrip().endswith((":", ";"))


def _goes_on(text: str) -> bool:
    """Tell whether a clause only goes on with the one before it, and is nothing that follows by itself: 并向县委报告."""
    return _CONTINUES.match(text) is not None and not (text.startswith("并") and _VERBS.search(text, 2))


def _joined(clauses: Sequence[Words], whole: Words) -> Iterator[Words]:
    """Join what only goes on with the clause before it: 写出书面报告，分析原因，提出整改意见."""
    run: list[Words] = []
    for clause in clauses:
        if run and (_goes_on(clause.folded) or not _VERBS.search(clause.folded)):
            run.append(clause)
            continue
        if run:
            yield _span(run, whole)
        run = [clause]
    if run:
        yield _span(run, whole)


def _span(run: Sequence[Words], whole: Words) -> Words:
    """Give a run of clauses as one stretch of their sentence."""
    start, end = run[0].start - whole.start, run[-1].end - whole.start
    return replace(run[0], text=whole.text[start:end].strip(_TRIM).removeprefix("并"))


def _places(part: str) -> tuple[int, int] | None:
    """Read the first places that a subject names: 排名第一的, 综合得分前三名的单位."""
    if (numbered := _NUMBERED_HEAD.fullmatch(part)) is not None:
        return _count(numbered["from"]), _count(numbered["to"] or numbered["from"])
    match = None if _OF_OTHERS.search(part) else _TOP.search(part)
    if match is None:
        return None
    return (1, 1) if match["first"] else (1, _count(match["count"]))


def _count(words: str) -> int:
    value = int(words) if words.isdigit() else chinese_numeral(words)
    return value or 1


def _said(subject: _Subject) -> str:
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
