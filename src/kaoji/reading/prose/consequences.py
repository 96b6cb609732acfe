"""What follows from a result in running text: rewards, talks, transfers, also over several years.

“评为优秀等次的，通报表扬，奖励10万元；连续两年评为较差等次的，调整岗位” has a subject before each effect. What a chapter
on the use of results says of all units holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.result_subjects import FACTOR, TRIM, VERBS, WHOM, YEARS, Subject, Subjects, counted, said_of
from kaoji.scheme.model import Consequence

_CHAPTER: Final = late_pattern(
    r"结果[^,。;]{0,6}[运应使]用|结果[^,。;]{0,12}挂钩|绩效奖|奖惩|奖励(?:办法|措施|与)|表彰|激励|问责|责任追究|兑现"
)
# Speaks of nothing but what a result brings, in whatever chapter it stands; points are an adjustment.
_STRONG: Final = late_pattern(
    r"^(?!.*[加减扣]\d+(?:\.\d+)?分).*(?:奖励|奖金|奖牌|授牌|表彰|表扬|通报批评|约谈|诫勉|问责|组织处理|组织调整|整改|系数|辞退|颁发|黄牌|红牌|调离|倾斜|(?:增加|核减|减少)[^,;。]{0,12}名额|书面检查|书面检讨|检讨|表态发言|免职|降职|绩效(?:年薪|工资|奖金)|拨付|核拨|不(?:予)?发放|停发|扣发|召回|不得评[先优]|核减|优先(?:评|确定|推荐|提拔|晋升)|按[^,;。、]{0,12}\d(?:倍|%)|优秀[^,;。]{0,6}(?:比例|名额)[^,;。]{0,4}(?:提高|增加|上浮|降|减|下浮|核减))"
)
_NARROWER: Final = late_pattern(r".{2,}(?:的|者)(?:单位|部门|科室|个人|人员|干部)?$")
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
# 乡镇得分第1名、第2名、第3名的,分别奖励经费20万元、15万元、10万元
_SEVERAL_PLACES: Final = late_pattern(
    r"^(?:对于?)?(?P<who>[^,;。第]{0,14}?)(?:的)?(?:综合|考核|年度|总)*(?:得分|成绩|排名|总分|排)?(?:在|位列|位居|居|为)?(?P<places>第(?:[一二三四五六七八九十]|\d{1,2})名(?:[、和]第(?:[一二三四五六七八九十]|\d{1,2})名)+)(?:的)?(?:单位|乡镇|街道|村|社区|部门|科室|企业|县区)?,?"
    r"(?:分别|依次)(?P<act>[^,;。\d]{2,16}?)(?P<amounts>\d+(?:\.\d+)?(?:万|千|百|亿)?元(?:[、和]\d+(?:\.\d+)?(?:万|千|百|亿)?元)+)$"
)
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
_LONGER: Final = late_pattern(r"^(?:对)?连续(?P<years>[二三四五]|\d)个?年度?(?:以上)?(?:的|者)$")
_ANOTHER_PLACE: Final = late_pattern(r"第[一二三四五六七八九十\d]{1,2}名")
_IS_QUOTA: Final = late_pattern(r"^按[^,;。]{0,16}\d%(?:以内|左右)?的?(?:比例)?(?:确定|评定|评选|控制|产生)")
# 优秀单位按20%确定年度考核优秀指标: places for its staff
_OF_PERSONS: Final = late_pattern(r"(?:年度考核|公务员|干部|职工|个人)[^,;。]{0,6}优秀(?:等次)?(?:指标|名额|比例)")
_WITHOUT: Final = late_pattern(
    r"^(?:未|没有|不予)(?:评定|评为|评上|获得?|达到|列入|进入)[^,;。]{1,10}的"
)  # 未评定星级的按80%发放
_REFERS: Final = late_pattern(
    r"^(?:按照?)?(?:下列|以下|如下)[^,;。]{0,6}(?:规定|办法|方式|措施)?[^,;。]{0,4}(?:办理|处理|执行|奖惩)?[:：]?$"
)
_HEADING = 10
_FOR_ALL: Final = "通知没有写明对象，暂对全部单位适用，请核对。"


def read_consequences(
    top: Article, grades: GradeWords, groups: GroupNames
) -> tuple[list[Bound[Consequence]], list[Words]]:
    """Give what follows from results, in the order of the text, and the steps by which results are approved and published."""
    reader = _Reader(grades, groups)
    for path, article in top.walk():
        if id(article) not in reader.done:
            reader.take(article, bool(_CHAPTER.search(" ".join((*path, article.title)))))
    return reader.found, reader.steps


def _severally_given(effect: str, subjects: list[Subject]) -> Iterator[tuple[Subject, str]]:
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
        self.whom = Subjects(grades, groups)
        self.found: list[Bound[Consequence]] = []
        self.steps: list[Words] = []
        self.done: set[int] = set()
        self.is_alone = False

    def take(self, article: Article, is_chapter: bool) -> None:  # noqa: FBT001 - where the article stands
        """Read an article with the list that it introduces."""
        subjects: list[Subject] = []
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

    def sentence(self, words: Words, subjects: list[Subject], *, is_chapter: bool) -> list[Subject]:
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
        lead: list[Subject] = []
        told: list[Subject] = []
        for clause in (part for whole in words.split(r"[,;:]") for part in self._severally(whole)):
            own = self.whom.named(clause) or self._headed(clause, words)
            named = "" if own or not _begins_statement(words, clause) else self._begins_with(clause)
            if named:  # A级优先用地;D级不再新增用地: whatever it brings
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects, has_own = [Subject((named,))], [clause], True
                continue
            if not own and subjects and (longer := _LONGER.match(clause.folded)) is not None:
                own = [replace(one, years=counted(longer["years"])) for one in subjects]  # 连续三年的,予以免职
            is_other = _begins_statement(words, clause) and (
                _ANOTHER.search(clause.folded) or _FAILED.match(clause.folded)
            )
            if not own and (is_other or _WITHOUT.match(clause.folded)):
                # 弄虚作假的,取消加分: what follows is for whom no result names.
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                effects, is_others = [], True
            if not own and len(told) > 1 and _begins_statement(words, clause) and all(one.grades for one in subjects):
                # 一等12000元、二等10000元;文书按80%发放: of all of them
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects = [Subject(tuple(grade for one in told for grade in one.grades))]
                effects, told = [], []
            if not own and lead and _begins_statement(words, clause) and all(one.places for one in subjects):
                # 评为优秀的,第一名奖励3万元,第二名奖励2万元;优秀比例提高到20%: all of the grade have it
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects = lead, []
            if own:
                is_others = False
                lead = lead or [one for one in own if one.grades and not one.places]
                told = own if _begins_statement(words, clause) else [*told, *own]
                self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
                subjects, effects, has_own = own, [], True
                rest = self.whom.behind(clause)
                effects += [rest] if rest is not None else []
            elif not is_others and not _REFERS.match(clause.folded):
                effects.append(clause)
        self.keep(effects, subjects, words, has_own=has_own, is_chapter=is_chapter)
        return subjects

    def _tells_use(self, words: Words) -> bool:
        """Tell whether a sentence says what results bring, in whatever chapter: for several subjects, and for one of them beyond doubt."""
        is_strong, text = _STRONG.search(words.folded) is not None, words.folded
        if not is_strong and not YEARS.search(text):
            return False
        own = [self.whom.named(clause) or self._headed(clause, words) for clause in words.split("[,;:]")]
        named = [subject for found in own for subject in found if subject.grades or subject.is_last or subject.prize]
        return len(named) > 1 and (is_strong or any(one.years > 1 for one in named))

    def _headed(self, clause: Words, words: Words) -> list[Subject]:
        """Give the grade that is all that stands before a colon: A级:奖励20万元."""
        mentions = self.grades.mentions(clause.folded)
        behind = words.folded[clause.end - words.start :]
        # A级:奖励20万元; 系数为:A级,1.2;B级,1.0
        is_head = len(mentions) == 1 and (
            behind.startswith(":") or (behind[:1] == "," and _begins_grade(words, clause))
        )
        if not is_head or (mentions[0].start, mentions[0].end) != (0, len(clause.folded)):
            return []
        return [Subject(self.grades.covered(mentions[0]))]

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
        for place, amount in zip(map(counted, places), amounts, strict=True):
            subject = Subject(
                places=(place, place), groups=groups, check="" if is_all else WHOM.format(who=match["who"])
            )
            made = Consequence(
                then=match["act"] + amount,
                applies_to=groups,
                places=subject.places,
                text=words.text,
                source=place_words(words.source) or None,
                check=subject.check or None,
            )
            self.found.append(Bound(made, Binding(piece, "结果运用", said_of(subject) + made.then, subject.check)))
        return True

    def keep(
        self, clauses: list[Words], subjects: list[Subject], words: Words, *, has_own: bool, is_chapter: bool
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
            if is_prize_list or not VERBS.search(folded) or (_PRINCIPLE.search(folded) and not subjects):
                continue
            for subject, then in _severally_given(effect.text, subjects or self._everyone(folded)):
                if FACTOR.fullmatch(then) and ":" in words.folded and not then.startswith("按"):
                    then = words.text[: words.folded.index(":")].strip(TRIM) + then  # noqa: PLW2901 - 发放系数:优秀1.2
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
                self.found.append(Bound(made, Binding(effect, "结果运用", said_of(subject) + then, subject.check)))

    def _everyone(self, effect: str) -> list[Subject]:
        """Give all units where an effect speaks of the results themselves."""
        return (
            [Subject(check=_FOR_ALL)]
            if re.search(r"结果", effect) and re.search(r"公布|公示|通报|记入|纳入|存入|归入|抄送", effect)
            else []
        )


def _begins_statement(whole: Words, clause: Words) -> bool:
    """Tell whether a clause stands behind a semicolon, where another statement begins."""
    return whole.folded[: clause.start - whole.start].rstrip().endswith(";")


def _begins_grade(whole: Words, clause: Words) -> bool:
    """Tell whether a clause stands where what each grade brings is told: behind a colon or a semicolon."""
    return whole.folded[: clause.start - whole.start].rstrip().endswith((":", ";"))


def _goes_on(text: str) -> bool:
    """Tell whether a clause only goes on with the one before it, and is nothing that follows by itself: 并向县委报告."""
    return _CONTINUES.match(text) is not None and not (text.startswith("并") and VERBS.search(text, 2))


def _joined(clauses: Sequence[Words], whole: Words) -> Iterator[Words]:
    """Join what only goes on with the clause before it: 写出书面报告，分析原因，提出整改意见."""
    run: list[Words] = []
    for clause in clauses:
        if run and (_goes_on(clause.folded) or not VERBS.search(clause.folded)):
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
    return replace(run[0], text=whole.text[start:end].strip(TRIM).removeprefix("并"))
