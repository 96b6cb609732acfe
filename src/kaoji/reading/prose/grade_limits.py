"""What bounds a unit's grade in running text: vetoes, ceilings, grades set or given directly, each with its condition.

“有下列情形之一的，不得评为良好以上等次：1.…；2.…” gives a limit for each item; “发生…的，一票否决” gives one. A condition
that speaks of scores or shares belongs to the grades themselves and is left to their reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding, Bound
from kaoji.reading.prose.grade_effects import VETO, Effect, Effects
from kaoji.reading.prose.grade_words import GradeWords
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Limit
from kaoji.scheme.structure import TOTAL_NAME

_NEGATED: Final = late_pattern(r"没有|未(?:被|受)|无“")
# 排名末位的,主要负责人不得评优: of persons, and no grade of the unit
_OF_LEADERS: Final = late_pattern(
    r"[,，](?:其|该单位|单位)?(?:党政)?(?:主要|分管)?(?:负责人|负责同志|领导|班子成员|领导班子成员|党政正职|正职|书记|科主任|校长)(?:当年|年度|考核)*$"
)
# 发生责任事故的科室,考核不得高于合格: of a unit, and not of persons
_UNIT_CASE: Final = late_pattern(
    r"(?:发生|出现|存在|因|有)(?![^;。]*(?:公务员|干部|个人|班子|职工|负责人))[^,;。]{2,60}的(?:单位|部门|乡镇|街道|村|社区|科室|学校|企业|班组),"
)
# 发生责任事故的,不得评为好等次
_PLAIN_BAR: Final = late_pattern(
    r"(?:发生|出现|存在|因|有)(?![^;。]*(?:年度考核|公务员|干部|个人|班子|职工|评先|评优))[^,;。]{4,60}的(?:单位|部门|乡镇|街道|村|科室)?,(?:一律)?(?:不得|不能)(?:评|定|评定|确定)为[^,;。]{1,10}$"
)
_OF_SCORES: Final = late_pattern(
    r"\d分(?:\([^()]*\))?(?:及?以[上下])|低于\d+(?:\.\d+)?分|不[满足]\d+(?:\.\d+)?分|\d分?[-—~～至]+\d+(?:\.\d+)?分|\d%|比例|名额"
    r"|第[\d一二三四五六七八九十]+(?:[-—~～至到、和]+第?[\d一二三四五六七八九十]+)*名|从高到低|由高到低|高低|综合得分|(?:得分|总分|排名|名次)[^,;。]{0,4}前|前\d+名|前[一二三四五六七八九十]+名|其余|其他(?:单位|镇街|部门)|得分最[高低]"
)
_OF_RATE: Final = late_pattern(
    r"^[^,;。\d]{2,24}?(?<!得分)(?:[率度量额数]|任务|计划|指标|进度)(?:完成)?(?:低于|不足|未达到?|达不到|超过|高于|少于|连续[^,;。\d]{0,10}低于)\d+(?:\.\d+)?[%‰]?[^,;。\d分名]{0,6}$"
)
# 未完成签约任务50%的: of a task
_OF_TASK: Final = late_pattern(
    r"^未(?:能)?完成[^,;。\d]{2,24}?(?:任务|目标|计划)的?\d+(?:\.\d+)?%(?:以上)?(?:的|者)?,?$"
)
# 江州区招商考核奖惩办法: the notice, and no chapter of it
_WHOLE_TITLE: Final = late_pattern(r"^.{9,}(?:办法|方案|细则|意见|通知|规定)(?:[（(][^（()）]*[）)])?$")
# 社会评议得分低于80分: of a part, and not of the total
_OF_PART: Final = late_pattern(
    r"^(?!(?:年度|综合|考核|考评|评估|绩效|最终|最后|总|单位|个人|的)*(?:得分|总分|评分|成绩|分数))[^,;。\d]{3,16}?(?:得分|分数|成绩|(?<=[测评价绩核])分)(?:低于|不足|未达到?|达不到)\d+(?:\.\d+)?分(?:的|者)?,?$"
)
# 获市综合考核第1名的: a place among others than those assessed here
_OF_OTHERS: Final = late_pattern(
    r"(?:获得?|荣获|被|受|列入?)(?!全[市县区])[^,;。]{0,4}(?:国家|全国|部|省|市|州|上级)[^,;。]{0,16}(?:考核|考评|评比|竞赛)[^,;。]{0,4}(?:第[一二三四五\d]|前[一二三四五\d])"
)
_FURTHER: Final = late_pattern(r"^(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[②-⑳])\s*")
_ONLY_YEARS: Final = late_pattern(r"(?:对)?连续[一二两三四五\d]+(?:个)?(?:年度?|次)(?:考核|被|均)*")
_LISTED: Final = late_pattern(r"[下以如]列|(?<![\d分名%])(?<!含\))以下|如下|(?<!分)之一")
_THE_OTHERS: Final = late_pattern(r"(?:其[余他它]|剩余)(?:的)?(?:单位|部门|科室|人员|均|都|全部)*的?$")
_LAST: Final = late_pattern(
    r"(?:排名?|排序|名次|位次|位列|位居|排在|处于|居)*(?:在|为|列)?(?:全[市县区省][^,;。、]{0,6}?)?"
    r"(?:(?:最?后|倒数|末)(?:第)?(?P<count>\d{1,2}|[一二两三四五六七八九十])(?:名|位)?|(?P<single>末位|最后一?名|倒数第一|垫底))(?:的)?(?P<who>[^、,;。()]{0,10})"
)
# 排名末位, 综合得分排名末位: of what is assessed here, where nobody else ranks
_OWN_RANK: Final = late_pattern(
    r"(?:对|年度|本年度|当年|年终|综合|绩效|目标|考核|考评|评估|结果|得分|总分|总评|成绩|本组|同组|同类|组内|各组|小组|的|中|排名|名次|排序)*"
)
_WIDER: Final = late_pattern(r"全[国省市州盟区县旗镇乡校]|上级|[省市县]级")
_AMOUNT: Final = late_pattern(
    r"(?:达到?|超过|满|不低于|不少于)(?P<value>\d+(?:\.\d+)?)(?P<unit>[万亿]?(?:元|美元)|个|家|项|人|亩|吨|%)?(?:\((?P<aside>[^()]*)\))?(?:及?以上)?"
)
_ASIDE_AMOUNT: Final = late_pattern(r"(?P<kind>[^\d,、;]{2,14}?)(?:为|达到?)?(?P<value>\d+(?:\.\d+)?)")
_CONDITION: Final = late_pattern(
    r"^[^,]{4,}?(?:的|者)(?:$|(?:单位|部门|个人|人员|干部)?$|(?=实行|实施|一律|直接|不得|不能|予以|取消|“?一票))"
)
_APPROVAL: Final = late_pattern(
    r"[,，]?(?:经|由|报)[^,，;。]{2,40}?(?:同意|批准|研究|审定|审议|认定|决定|通过|核定|审核|审查|确认|评议)(?:通过|同意|批准|决定|后|确定)*"
)
# Who knows of it, behind the condition or its effect: 由县应急局提供, 以县纪委监委认定为准.
_KNOWN_BY: Final = late_pattern(
    r"[,，]?(?:由[^,，;。]{2,30}?(?:提供|负责)(?:情况|数据|依据|名单)?|以[^,，;。]{2,30}?为准)的?$"
)
# Points are given or taken in a clause of its own: what stands before it is another matter, what comes with it too.
_SCORED: Final = late_pattern(r"[加扣减计得记](?:\d+(?:\.\d+)?分|满分)|不(?:予|再)?[得计记]分|[得计记][零0]分|扣完为止")
_CLAUSE: Final = late_pattern(r"[^,，;；。]+")
_ABOVE: Final = late_pattern(r"(?:上述|以上|前述|前款|上列)[^,，;；。]{0,10}(?:情形|情况|问题|事项|行为|条款?|项)")
# 发生事故的,取消评优资格,不得评为优秀: what stands before the last effect is another one, not part of the condition.
_EFFECT_BEFORE: Final = late_pattern(
    r"(?:(?<=[的者])[,，]|[,，]则[^,，;；。]{0,8}?(?=“?一票否决))(?:(?:[^,，;；。]{0,8}(?:取消|实行|实施)[^,，;；。]{0,14}(?:资格|评[优先选]|一票否决”?)|“?一票否决”?|(?:追回|收回|追缴)[^,，;；。]{1,10}|(?:予以)?通报批评)[^,，;；。]{0,4}[,，]?)+(?:当年度?|本年度|年度内?|[^,，;；。]{0,6}(?:干部|班子|单位|负责人))?$"
)
_TAIL: Final = late_pattern(
    r"(?:(?:^|[,，])(?:其|年度|当年度?|本年度|个人|单位|干部|班子)*(?:年度)?(?:(?:考核|考评|评估|评定)(?:结果|等次|等级)?|等次|等级)|的(?:责任)?(?:单位|科室|部门|镇街|乡镇|街道|个人|人员|干部|班子)(?:[（(][^（）()]*[）)])?|的|者|,|，)+$"
)
_HEAD: Final = late_pattern(
    r"^(?:对于?|凡是?|如果?|若|其中|同时|另外|此外|年度内|考核年度内|当年度?内?|[一二三四五六七八九十]是)?[:：,，]?(?:出现|有(?![意关害责偿毒组效序]))?(?=.)"
)

# 完成率低于80%的乡镇: whom the condition is for
_WHOM_ENDING: Final = late_pattern(
    r"的(?P<who>乡镇|镇街|街道|乡|镇|部门|县直部门|市直部门|区直部门|科室|企业|学校|村|社区|园区)$"
)
_ITEM: Final = late_pattern(
    r"(?:属于?|符合|存在)?(?:上述|前款|前述|本条)?第[（(]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})[）)]?[项条款种](?:规定|情形|情况|所列|的)*"
)
# 有坐收坐支、公款私存等行为之一的: the list stands before the word for it
_ONE_OF: Final = late_pattern(
    r"(?:凡|对)?有(?P<cases>[^,;。]{2,}、[^,;。]{2,}?)等?(?:行为|情形|情况|问题)之一的?(?:,?(?:当年|本?年度))?"
)
_WRONGDOING: Final = late_pattern(
    r"(?:凡|对)?有[^,;。]{2,}、[^,;。]{2,}(?:行为|情形|情况|问题)之一的?,?当年度?(?:考核|考评)(?:结果|直接)?(?:评定|评|确定|定)?为"
)
_OF_LIST: Final = late_pattern(
    "(?:对|有|凡|出现)*(?:下列|以下|如下)?(?:情形|情况|问题|事项|单位)?(?:之一)?的?[,，]?(?:年度|考核)*"
)
_IS_CASE: Final = late_pattern("(?:的|者)$")
_SHORTEST = 4

_PLACES: Final = "名次由上级或主管部门通报，请核对范围和并列的处理。"
_BY_TOTAL: Final = "名次按组内总分排定，不须填报；请核对范围和并列的处理。"
_YEARS: Final = "连续几年的名次由考核办填报，请核对。"
_WHOM: Final = "没有找到“{who}”是哪一组，暂对全部单位适用，请核对。"


def read_limits(
    top: Article, grades: GradeWords, groups: GroupNames, others: Collection[Words] = (), *, has_prizes: bool = False
) -> tuple[list[Bound[Limit]], list[Binding]]:
    """Give the limits of a text, in its order, and the sentences that introduce lists of them.

    ``others`` are sentences that have another meaning. Where a notice has prizes and no grades, what takes the right to
    be chosen takes the prizes.
    """
    reader = _LimitReader(grades, groups, others)
    if grades.names or has_prizes:
        for path, article in top.walk():
            reader.take(article, path)
    return reader.found, reader.introductions


class _LimitReader:
    """Gathers limits; items of a list that was read are not read once more by themselves."""

    def __init__(self, grades: GradeWords, groups: GroupNames, others: Collection[Words]) -> None:
        self.grades = grades
        self.effects = Effects(grades)
        self.groups = groups
        self.others = others
        self.found: list[Bound[Limit]] = []
        self.introductions: list[Binding] = []
        self.done: set[int] = set()

    def take(self, article: Article, path: tuple[str, ...]) -> None:
        """Read an article: as the introduction of a list, or sentence by sentence."""
        if id(article) in self.done:
            return
        sentences = [] if article.is_heading else article.sentences()
        if article.articles and sentences and self.listed(article, sentences[-1]):
            sentences = sentences[:-1]
        elif article.articles and not any(item.articles for item in article.articles[:-1]):  # chapters are no list
            self.closed(article)
        chapters = "".join(one for one in (*path, article.title) if not _WHOLE_TITLE.search(one))
        is_use = bool(re.search(r"结果[^,。]{0,4}[运应使]用|奖惩|奖励", chapters))
        for sentence in sentences:
            if sentence not in self.others:
                self.sentence(sentence, is_use=is_use)

    def listed(self, article: Article, intro: Words) -> bool:
        """Read “…之一的，<effect>：” with the items below it."""
        text = intro.folded
        if not _LISTED.search(text):
            return False
        start = max(match.end() for match in _LISTED.finditer(text))
        if re.search(":.", text[start:]):
            return False  # what it introduces stands in it, not below
        effect = self.effects.read(text, start) or self.effects.read(text, 0)
        if effect is None:
            return False
        self.introductions.append(Binding(intro, "等次限制", f"下列情形：{effect.said}", effect.check))
        approval = bool(_APPROVAL.search(text))
        for item in article.articles:
            self.done.update(id(below) for _, below in item.walk())
            # a further list in the same article: 有下列情形之一的，直接列为D类：
            if not (item.articles and item.words and self.listed(item, item.words[-1])):
                self.item(item, effect, approval=approval)
        return True

    def closed(self, article: Article) -> None:
        """Read a list whose last line says what it means: 有上述情形之一的，取消评优资格; or whose name does: 一票否决."""
        last = article.articles[-1]
        ends = not last.articles and len(last.words) > 1 and _ABOVE.search(last.words[-1].folded) is not None
        closing = last.words[-1] if ends else None
        is_veto = re.fullmatch("“?一票否决”?(?:事项|情形|项目|制|制度)?", squeeze(article.title)) is not None
        said = closing or (article.words[0] if is_veto and article.words and not self._has_effects(article) else None)
        effect = self.effects.read(said.folded, 0) if said is not None else None
        if said is None or effect is None:
            return
        self.introductions.append(Binding(said, "等次限制", f"上述情形：{effect.said}", effect.check))
        for item in article.articles:
            self.done.update(id(below) for _, below in item.walk())
            self.item(item, effect, approval=bool(_APPROVAL.search(said.folded)), without=closing)

    def _has_effects(self, article: Article) -> bool:
        """Tell whether something below an article says what it does to the grade."""
        below = [one for item in article.articles for _, part in item.walk() for one in part.sentences()]
        return any(self.effects.read(one.folded, 0) is not None for one in below)

    def item(self, item: Article, effect: Effect, *, approval: bool, without: Words | None = None) -> None:
        """Make limits of one item: one for each part between semicolons; ``without`` are words that are read already."""
        for index, words in enumerate(item.words):
            if words == without:
                continue
            is_over = index > 0 and item.words[index - 1].line.text.rstrip().endswith("。")
            if index and (is_over or self.grades.mentions(words.folded)):
                self.sentence(words, is_use=False)  # a sentence of its own behind the last item
                continue
            for piece in words.split(r"[;；。]"):
                begun = _FURTHER.match(piece.folded)  # 1.…；2.…: the next item in the line of the first
                if not begun and words.folded[: piece.start - words.start].rstrip().endswith("。"):
                    self.sentence(piece, is_use=False)  # behind the last item, in its line
                    continue
                piece = piece.part(begun.end()) if begun else piece  # noqa: PLW2901 - without its number
                rate = _OF_RATE.search(squeeze(piece.folded)) or _OF_PART.search(
                    squeeze(piece.folded)
                )  # 完成率低于60%: of a figure, and not of the results
                for condition in [piece] if rate else self.conditions(piece):
                    self.add(condition, effect, number=item.label.strip("()（）.．、") or None, approval=approval)
        for below in item.articles:
            self.item(below, effect, approval=approval, without=without)

    def sentence(self, words: Words, *, is_use: bool) -> None:
        """Read “<condition>的，<effect>”, for each part between semicolons."""
        if self._listed_behind(words):
            return
        is_of_units = False
        for piece in (one for whole in words.split(r"[;；]") for one in self._statements(whole)):
            text = piece.folded
            is_of_units = is_of_units or _UNIT_CASE.match(text) is not None
            effect = self.effects.read(text, 0)
            is_said = (
                _WRONGDOING.match(text) or VETO.search(text) or "直接" in text or _PLAIN_BAR.match(text) or is_of_units
            )
            if effect is None and (alternative := self.alternative(piece)) is not None:
                self.add(alternative, self._forced(), whole=piece)
                continue
            if effect is None or (is_use and not is_said):
                continue  # grades in the use of results are mostly those of another assessment
            named = re.match(r"^[^,;。:的]{1,12}(?:等次|等级|档次)?(?:\([^()]*\))?:", text[: effect.start])
            scored = _scored(text[: effect.start])
            begin = max(named.end() if named else 0, *(clause.end() for clause in scored), 0)
            condition = piece.part(begin, effect.start)
            if scored and re.fullmatch(
                "(?:其|当年度?|本?年度|个人|单位|并且?|且|同时)*", _HEAD.sub("", _trimmed(condition.text))
            ):
                # 缺席三次的,扣5分,不得评优: what takes points forbids the grade too.
                condition = piece.part(named.end() if named else 0, scored[0].start())
            if _LISTED.search(condition.folded) and (alternatives := _in_one(piece, effect)) is not None:
                self.add(alternatives, effect, approval=bool(_APPROVAL.search(text)), whole=piece)
                continue
            if (listed := _ONE_OF.fullmatch(condition.folded.strip(" ,;。"))) is not None:
                condition = condition.part(listed.start("cases"), listed.end("cases"))
            if (
                _LISTED.search(condition.folded)
                or _THE_OTHERS.match(condition.folded)
                or self._is_subject(condition.folded)
                or _ABOVE.search(condition.folded)
                or _OF_LEADERS.search(condition.folded)
                or condition.folded.startswith("由")  # 由组织部约谈,单位不得评优: of whom an earlier sentence names
            ):
                continue
            for one in self.conditions(condition):
                self.add(one, effect, approval=bool(_APPROVAL.search(text)), whole=piece)

    def _listed_behind(self, words: Words) -> bool:
        """Read the cases that stand behind their effect in one sentence: 实行“一票否决”：发生重大事故的；被撤销命名的."""
        intro, *cases = (piece for whole in words.split("[:：]") for piece in whole.split("[;；]"))
        effect = self.effects.read(intro.folded, 0) if len(cases) > 1 else None
        if effect is None or _OF_LIST.fullmatch(intro.folded[: effect.start]) is None:
            return False
        if any(self.effects.read(case.folded, 0) is not None or not _IS_CASE.search(case.folded) for case in cases):
            return False
        self.introductions.append(Binding(intro, "等次限制", f"下列情形：{effect.said}", effect.check))
        for case in cases:
            self.add(case, effect)
        return True

    def alternative(self, words: Words) -> Words | None:
        """Give what else than a line brings the worst grade, where its own sentence says so: 不合格等次：60分以下，或被“一票否决”的."""
        worst = re.escape(self.grades.worst) if self.grades.names else ""
        match = (
            re.match(
                rf"{worst}(?:等次|等级|档次)?:[^;。]*?分[^;。]*?[,]?或(?:者|是)?(?P<other>[^,;。]{{3,30}})$",
                words.folded,
            )
            if worst
            else None
        )
        if match is None or _OF_SCORES.search(match["other"]) or _NEGATED.search(match["other"]):
            return None
        return words.part(match.start("other"), match.end("other"))

    def _forced(self) -> Effect:
        """Give the worst grade as an effect."""
        return Effect({"grade": self.grades.worst}, 0, f"评为{self.grades.worst}")

    def _statements(self, words: Words) -> list[Words]:
        """Part what gives several conditions, each with its effect: 发生事故的,一票否决,发生火灾的,一票否决."""
        clauses = words.split("[,，]")
        effects = [self.effects.read(clause.folded, 0) for clause in clauses]
        cuts = [
            at
            for at, clause in enumerate(clauses)
            if any(effects[:at]) and any(effects[at:]) and _CONDITION.match(clause.folded)
        ]
        if not cuts:
            return [words]
        edges = [clauses[at].start - words.start for at in cuts]
        return [words.part(begin, end) for begin, end in pairwise([0, *edges, len(words.text)])]

    def _is_subject(self, text: str) -> bool:
        """Tell whether a condition is a grade itself: 评为优秀的, which has consequences and no limits."""
        return bool(self.grades.mentions(text)) or not squeeze(text)

    def conditions(self, words: Words) -> Iterator[Words]:
        """Give the conditions in some words: those on scores are left out, alternatives are taken apart."""
        whole = squeeze(words.folded)
        if not _OF_SCORES.search(whole) or _OF_OTHERS.search(whole) or _OF_TASK.search(whole):
            yield words
            return
        for piece in words.split(r"[,，]?或(?:者|是)?"):
            text = squeeze(piece.folded)
            is_of_total = _OF_SCORES.search(text) and not _OF_PART.search(squeeze(_trimmed(piece.folded)))
            if not is_of_total and not _NEGATED.search(text) and len(text) > _SHORTEST:
                yield piece

    def add(
        self,
        condition: Words,
        effect: Effect,
        *,
        number: str | None = None,
        approval: bool = False,
        whole: Words | None = None,
    ) -> None:
        """Add the limits of one condition: one for each group that it names with last places."""
        keys = dict(effect.keys)
        checks = [effect.check]
        if "direct" in keys:
            keys["needs_approval"] = bool(keys["needs_approval"]) or approval
        scored = _scored(condition.folded)
        name = _trimmed(condition.text[: scored[0].start()] if scored else condition.text)
        name = _HEAD.sub("", name.lstrip("①②③④⑤⑥⑦⑧⑨⑩"))
        if (referred := _ITEM.fullmatch(name)) is not None:
            known = {
                one.made.number: one.made.when for one in self.found if one.made.source == place_words(condition.source)
            }
            name = known.get(referred["number"]) or name  # 有第（3）项情形的: what that item says
        if not name or _ONLY_YEARS.fullmatch(name):
            return  # 连续两年考核为D级的,解聘: what follows from the grade
        last = list(_LAST.finditer(condition.folded))
        if last and "连续" in condition.folded[: last[0].start()]:
            last, checks = [], [*checks, _YEARS]  # 连续两年末位: places of years that nobody computes here
        base = {
            **keys,
            "number": number,
            "text": (whole or condition).text,
            "source": place_words(condition.source) or None,
        }
        if last:
            for who, count, about in _last_places(last, condition.folded):
                groups = self.groups.called(who)
                is_own = _OWN_RANK.fullmatch(about) is not None and not _WIDER.search(condition.folded)
                if is_own:
                    base["indicator"] = TOTAL_NAME
                ranked = _BY_TOTAL if is_own else _PLACES
                check = "".join((*checks, ranked, *([_WHOM.format(who=who)] if who and not groups else [])))
                self.keep(
                    {**base, "when": about or name, "last_places": count, "applies_to": groups, "check": check},
                    condition,
                    effect,
                )
            return
        if (whom := _WHOM_ENDING.search(_trimmed_end(condition.folded))) and (
            groups := self.groups.called(whom["who"])
        ):
            base["applies_to"] = groups if set(groups) != set(self.groups.names) else ()
        if "direct" in keys and (least := _least(condition.folded)):
            base["at_least"] = least
            checks.append("数量标准由原文读出，请核对类别和计量单位。")
        self.keep({**base, "when": name, "check": "".join(checks) or None}, condition, effect)

    def keep(self, keys: dict[str, object], condition: Words, effect: Effect) -> None:
        limit = Limit.model_validate(keys)
        binding = Binding(condition, "等次限制", effect.said, limit.check or "")
        self.found.append(Bound(limit, binding))


def _in_one(words: Words, effect: Effect) -> Words | None:
    """Give the alternatives that stand in the sentence behind their effect: 有下列情形之一的,不得评优:发生事故、受到处分的."""
    behind = re.search(r"[:：](?P<said>[^:：。]{6,})$", words.folded)
    if behind is None or behind.start() < effect.start or "、" not in behind["said"]:
        return None
    return words.part(behind.start("said"))


def _scored(text: str) -> list[re.Match[str]]:
    """Give the clauses that give or take points."""
    return [clause for clause in _CLAUSE.finditer(text) if _SCORED.search(clause[0])]


def _trimmed_end(text: str) -> str:
    return text.rstrip(" 　，,。；;")


def _trimmed(text: str) -> str:
    """Give a condition without the words that only join it to its effect: 的, 的单位, 经…批准."""
    text = _KNOWN_BY.sub("", _APPROVAL.sub("", text).rstrip(" 　，,。；;"))
    text = _EFFECT_BEFORE.sub("", text)
    while (shorter := _TAIL.sub("", text.strip(" 　，,。；;"))) != text:
        text = shorter
    return text


def _last_places(found: Sequence[re.Match[str]], text: str) -> Iterator[tuple[str, int, str]]:
    """Give whom last places are for, how many they are, and what is ranked."""
    about = _trimmed(text[: found[0].start()])
    about = re.sub(r"(?:在|位|被)$", "", about)
    about = about if re.search(r"排名|名次", about) or not about else about + "排名"
    for match in found:
        count = (
            1
            if match["single"]
            else (int(match["count"]) if match["count"].isdigit() else chinese_numeral(match["count"]))
        )
        who = re.sub(r"^(?:的|名|位)", "", match["who"])
        yield _trimmed(who), count or 1, about


def _least(text: str) -> dict[str, Decimal]:
    """Read the least value of a condition, with other values by kind in brackets."""
    found = list(_AMOUNT.finditer(text))
    if len(found) != 1:
        return {}
    least = {"": decimal(found[0]["value"]) or Decimal(0)}
    for match in _ASIDE_AMOUNT.finditer(found[0]["aside"] or ""):
        least[match["kind"]] = decimal(match["value"]) or Decimal(0)
    return least
