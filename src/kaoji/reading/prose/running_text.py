"""What the running text of a notice sets beside its score sheets: grades, limits, prizes, consequences, adjustments, totals.

``read_running_text(lines, groups)`` reads all of it at once; ``bindings`` tells which words became what, and ``unbound``
which sentences speak of scores or results and became nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source, joined_label
from kaoji.reading.phrases.ballots import ballots, voters
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustment_headings import names_adjustments
from kaoji.reading.prose.adjustment_items import Adjustments
from kaoji.reading.prose.adjustment_limits import limits_of
from kaoji.reading.prose.adjustments import read_adjustments
from kaoji.reading.prose.articles import Article, Words, articles
from kaoji.reading.prose.bindings import Binding, Bound, bindings_of
from kaoji.reading.prose.consequences import read_consequences
from kaoji.reading.prose.elsewhere import ReadElsewhere, read_elsewhere
from kaoji.reading.prose.exemptions import read_exemptions
from kaoji.reading.prose.grade_limits import read_limits
from kaoji.reading.prose.grades import ReadGrades, read_grades
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.label_checks import Item, checked_labels, lacks_second, running_labels
from kaoji.reading.prose.prizes import read_prizes
from kaoji.reading.prose.stated_parts import StatedPart, read_parts
from kaoji.reading.prose.totals import StatedTotal, read_totals
from kaoji.scheme.model import Award, Consequence, Limit

_SPEAKS: Final = late_pattern(
    r"(?:[加减扣计得记奖][计]?|[少])\s*\d+(?:\.\d+)?\s*分|\d+(?:\.\d+)?\s*分\s*(?:及?以[上下]|的)|一票否决|(?:不得|不能|不予)[^,，;；。]{0,6}评"
    r"|(?:评|定|确定)为|等次|名额|\d\s*[%％]|约谈|诫勉|末位|连续[^,，;；。]{1,3}年|评优|评先|分别[加减扣]分|分解|奖励|奖金|封顶|加减分|零分"
    r"|由[^,;。]{2,14}(?:评分|打分)|[求取]平均|[二三四五六七八九十\d]个?奖项|授予[^,;。]{0,16}奖|设[^,;。]{2,60}奖(?:[、,。]|$)|绩效(?:工资|奖金?)|最[多高]\s*[加减扣]?\s*\d|\d+(?:\.\d+)?\s*分(?![钟公局之类组行管散院厂会店号期步批队隔])|[一二三特]等奖|取消[^,，;；。]{0,10}(?:资格|评奖|奖励)"
    r"|(?:前|后|第)\s*[\d一二三四五六七八九十]+\s*(?:至\s*\d+\s*)?名|(?:重复|累计)[^,，;；。]{0,4}[加减扣计]分"
    r"|不(?:再|予|参加|纳入|列入|参与)*(?:考核|考评)(?!组)|不(?:参加|参与|纳入|列入)[^,;。]{1,6}(?:考核|考评)|无效票|优先(?:安排|考虑|推荐|列入|提拔|评)|通报批评|检讨|组织处理|解聘|辞退|免职|降职|结果[^,;。]{0,6}(?:存入|归入|装入)|分值为[^,;。]{0,8}平均|不适用|(?:仅|只)(?:考核|适用)|(?:分值|权重|分数|得分)[^,，;；。]{0,10}(?:计入|并入|调整|调剂|加到|转入|归入|分配|分摊|折算)|(?:扣分|加分)[^,，;；。]{0,10}不超过|扣完|倍数|年薪"
    r"|(?:扣发|停发|扣减|追回)[^,;。]{0,12}(?:绩效|补贴|奖金|津贴|报酬|工资)|每票|票数|乘以\d|倒数|评(?:选|出)[^,;。\d]{0,6}\d+[个名家]|连续[^,;。]{1,2}个?月|(?:参照|比照)[^,;。]{0,14}[计加扣减]分|测评结果|(?:计分|得分|计算)公式|[×÷]\s*\d|降(?:低|为)?[一二两1-2]?个?(?:等次|等级|档次|[级档])|(?:等次|等级|档次|级别)[^,;。]{0,4}(?:下调|下降|调低|上调|晋升)[一二两1-3]个?(?:等次|等级|档次|[级档])|(?:季度|月度|半年|平时)[^,;。]{0,10}(?:得分|成绩)[^,;。]{0,8}(?:平均|为|占|计入)|(?:下调|调低|下降|上调|晋升)[一二两1-3]个?(?:等次|等级|档次|[级档])|系数(?:为|:)|连续[^,;。]{1,3}次|百分制|千分制|不设上限|上不封顶|不封顶"
    r"|不[作做]要求|(?:仍|再次?)(?:相同|并列|一致)|(?:分值|权重)[^,，;；。]{0,10}(?:转到|转至|移[到至])|(?:得分|总分|分数|成绩)(?:出现)?(?:相同|相等|并列|一致)|同分|免(?:予|于)?考核?(?!试|勤)|分值[^,;。]{0,8}(?:承接|转移|分解)|加倍|双倍|翻倍|减半|倒扣|不(?:予)?[得计记][^,;；。]{0,4}分|(?:予以|给予|酌情|适当|相应|另行|从重|不予?|不再|可以?|方可|应当?|将)(?:加分|扣分|减分|计分|奖分)"
    r"|(?:扣减|扣除)[^,;；。]{0,8}分|取消[^,;；。]{0,10}(?:得分|分值|分数|加分)|不得[^,;；。]{0,8}(?:参加|参与|享受|申报|推荐|晋升|提拔|重用|列为|作为|加分|得分)"
    r"|不(?:再|能|予|得)?(?:重复|同时|兼)?(?:参评|参选|评奖|获奖|受奖|得奖|表彰|兼得|奖励)"
)
_PRINCIPLE: Final = late_pattern(
    r"挂钩|解释权|负责解释|坚持|为了?贯彻|为(?:全面|进一步|深入)|领导小组|自评|自查|(?:详见|见)附[件表]"
)
# What stands below a sheet says something on it.
_NOTE: Final = late_pattern(r"^(?:备?注|说明|备注说明|注明|填表说明|特别说明)\s*[:：.、\d]")
_TITLE: Final = late_pattern(r"[^，,。；;：:]{4,40}(?:表|清单|办法|方案|细则|名单)(?:（[^（）]*）)?")  # 任务分解表
_ANNEX: Final = late_pattern(r"附[件表录][一二三四五六七八九十\d]*[:：]")
_SHORTEST_NOTE, _LEAST_NAME = 6, 4
_HANDLED: Final = late_pattern(
    r"考核|计入|纳入|按[^,，;；。]{1,20}(?:核算|计算|统计|认定|确定|为准)|以[^,，;；。]{2,20}为准|视为|折算|分值|权重"
)
_AMOUNT: Final = late_pattern(r"[加减扣](?:计)?\s*\d+(?:\.\d+)?\s*(?:分|[-—~～至到])")
_BANDED: Final = late_pattern(r"(?:等次|等级|档次).*\d\s*(?:分|%)|\d\s*(?:分|%).*(?:等次|等级|档次)")
# 与绩效工资挂钩:80—89分的发放95%
_PAYS: Final = late_pattern(
    r"(?:发放|发给|扣发|兑现|扣减|扣除|享受)[^,;。\d]{0,8}\d+(?:\.\d+)?%|\d+(?:\.\d+)?%(?:的?比例)?(?:发放|兑现|扣发)"
)
# Moves a unit from one grade to another, whoever decides on it.
_MOVES: Final = late_pattern(
    r"(?:[上下]浮|[上下]调|提高|提升|晋升|降低|降)(?:[一二两1-2]个)?(?:考核)?(?:等次|等级|档次|档)"
)
_EQUAL: Final = late_pattern(r"(?:得分|总分|分数|成绩)(?:出现)?(?:相同|相等|并列|一致)|同分(?=[的时,])")
_CONTENTS: Final = late_pattern(
    r"(?:内容|指标|项目|标准)(?:主要|共)?(?:分为|包括|由|为|有|是|设置|设)[:：]?(?P<names>(?:[^,;。、:]{1,14}、)+[^,;。、:]{1,14}?)(?:等)?(?:[二三四五六七八九十\d]*(?:个)?(?:大?项|大?类|方面|部分|一级指标)|,(?:并)?分别|(?=[。;]|$))"
    r"|(?:主要|重点)?考核(?:主要)?(?:包括|分为)?(?P<aspects>(?:(?!内容|指标|主要)[^,;。、:考核]{1,8}、)+[^,;。、:]{1,14}?)(?:等)?[二三四五六七八九十\d]+个?(?:方面|部分)"
    r"|以(?:考核)?(?:[^,;。、]{0,8}的)?(?P<main>(?:[^,;。、:]{1,8}、)+[^,;。、:]{1,8}?)为(?:主要|重点)内容"
)
_PRICED: Final = late_pattern(r"\d(?:万|千|百)?元")  # 奖励标准为一等奖2万元: no contents
_PART_WORDS: Final = late_pattern(r"(?:得分|分值|分数|成绩|加减分|加扣分|加分|扣分|减分|分)$")
# Changes points, which neither a limit of the grade nor a prize can say.
_CHANGES: Final = late_pattern(
    r"加倍|双倍|翻倍|减半|折半|倒扣(?!分[制法])|[得计记为]零分|取消[^,;。]{0,8}(?:得分|加分|分值)|^(?!.*(?:同一|重复|已)).*不(?:予|得)(?:加分|计分|得分)"
)
_UNCOUNTED: Final = late_pattern(r"弃权|无效|最高分|最低分|平均")
_STEP_SAID: Final = "审定、公示的程序，不是结果运用"
_STEP_CHECK: Final = "这是结果审定、公示的程序，没有写成结果运用；请在办理审定和公示时照此执行。"
# 按附件所列指标计分: the sheet says how, and not this line.
_BY_ANNEX: Final = late_pattern(
    r"(?:具体|各项)?(?:指标|标准|内容|细则)[^，,。；;]{0,6}(?:见|如)(?:下表|下列|附[件表])|(?:按|见|依据|根据|对照)[^，,。；;]{0,6}附[件表][^，,。；;]{0,14}(?:计分|评分|考核|打分|执行|$)|(?:指标|标准|内容)(?:详?见|见)附[件表]"
)
# 综合考核由甲、乙和加减分三部分组成: each of them is read by itself.
_NAMES_PARTS: Final = late_pattern(
    r"[^,，;；。\d]{0,12}由[^,，;；。\d]{2,60}[二两三四五六七八]?个?(?:大?部分|方面|大项)(?:组成|构成)[。]?"
)
_JUDGED: Final = late_pattern("评价|测评|评议|满意|评鉴|互评")
_HAS_METHOD: Final = late_pattern(r"功效系数|最大最小|权重(?:分别|依次)为?")
_LONGEST_HEADING, _SHORTEST_PART = 18, 2


@dataclass(frozen=True, slots=True)
class RunningText:
    """All that was read of running text; ``top`` is the text itself."""

    top: Article
    groups: GroupNames
    grades: ReadGrades
    limits: tuple[Bound[Limit], ...]
    consequences: tuple[Bound[Consequence], ...]
    prizes: tuple[Bound[Award], ...]
    elsewhere: ReadElsewhere | None
    adjustments: Adjustments
    totals: tuple[StatedTotal, ...]
    parts: tuple[StatedPart, ...]
    introductions: tuple[Binding, ...] = ()
    exempt: tuple[Words, ...] = ()
    others: tuple[Binding, ...] = ()
    """What became of words once the indicators and panels were known: exemptions that could be taken, votes."""
    steps: tuple[Words, ...] = ()
    """Words on how results are approved and published."""

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Everything that words became, in no order."""
        return (
            *self.grades.bindings,
            *self.introductions,
            *self.others,
            *(Binding(step, "审定公示", _STEP_SAID, _STEP_CHECK) for step in self.steps),
            *bindings_of(self.limits),
            *bindings_of(self.consequences),
            *bindings_of(self.prizes),
            *(self.elsewhere.bindings if self.elsewhere is not None else ()),
            *self.adjustments.bindings,
            *(
                Binding(total.words, "总分公式", total.formula, total.check)
                for total in self.totals
                if total.composition
            ),
            *(Binding(words, "总分公式", total.formula) for total in self.totals for words in total.also),
            *(Binding(part.words, "分值", f"{part.name}{part.points}分") for part in self.parts if part.name),
        )


def read_running_text(lines: Sequence[Paragraph], groups: Iterable[str], titles: Iterable[str]) -> RunningText:
    """Read the text beside the sheets; ``titles`` of sheets may call a group by another name."""
    top = articles(lines)
    names = GroupNames(groups, titles)
    grades = read_grades([words for _, article in top.walk() for words in article.sentences()], names)
    elsewhere = read_elsewhere(top, grades.words)
    taken = {binding.words for binding in elsewhere.bindings} if elsewhere is not None else set()
    consequences, steps = read_consequences(top, grades.words, names)
    totals = read_totals(top)
    prizes = [
        prize
        for prize in read_prizes(top, grades.words, names)
        if prize.made.amount is not None or re.sub("（.*", "", prize.made.name) not in grades.words.names
    ]
    limits, introductions = read_limits(top, grades.words, names, taken, has_prizes=bool(prizes))
    placed = [one for one in consequences if one.made.places is not None]
    others = {one.made.source for one in placed if not any(_is_prize(one.made, prize.made) for prize in prizes)}
    said_twice = [one for one in placed if one.made.source not in others]
    consequences = [one for one in consequences if one not in said_twice]
    weighed = [name for total in totals if total.composition is not None for name in total.composition.weights]
    return RunningText(
        top,
        names,
        grades,
        tuple(limits),
        tuple(consequences),
        tuple(prizes),
        elsewhere,
        read_adjustments(top, [_PART_WORDS.sub("", squeeze(name)) for name in weighed]),
        tuple(totals),
        tuple(read_parts(top)),
        tuple(introductions),
        read_exemptions(top),
        steps=tuple(steps),
    )


def _is_prize(made: Consequence, prize: Award) -> bool:
    """Tell whether what follows is the amount of a prize that was read from the same line: 第二名奖励8万元."""
    if made.source != prize.source or made.places is None or prize.places is None:
        return False
    is_among = made.places[0] <= prize.places[0] and prize.places[1] <= made.places[1]
    return is_among and ((prize.amount is not None and prize.amount in made.then) or prize.name in made.then)


def by_line(bindings: Iterable[Binding]) -> Mapping[Source, list[Binding]]:
    """Gather bindings by the place of their line."""
    gathered: dict[Source, list[Binding]] = defaultdict(list)
    for binding in bindings:
        gathered[binding.words.source].append(binding)
    return gathered


def _speaks(words: Words) -> bool:
    """Tell whether a sentence settles something about scores or results: more than a heading, and no mere principle."""
    sentence = words.text
    if _NAMES_PARTS.fullmatch(squeeze(sentence)):
        return False
    by_annex = _BY_ANNEX.search(sentence) and not (_AMOUNT.search(fold(sentence)) or _BANDED.search(fold(sentence)))
    if _TITLE.fullmatch(squeeze(sentence)) or by_annex:
        return False
    is_short = len(squeeze(sentence)) <= _LONGEST_HEADING and not re.search(r"[\d,，;；:：]", sentence)
    if is_short and joined_label(words.line.label, words.line.text)[words.end : words.end + 1] in ("。", "；", ";"):
        is_short = (
            re.search(
                "[加减扣][加减]?分|得分|总分(?:相同|相等|并列)|[参比]照.*计分|[扣取][除减消]|[不仅只](?:再|予|参加|纳入)*(?:考核|适用)|不(?:再|能|予|得)?(?:重复|同时|兼)?(?:参评|参选|评奖|获奖|受奖|得奖|表彰|兼得|奖励)",
                sentence,
            )
            is None
        )
    is_note = _NOTE.match(words.line.text.lstrip()) is not None and len(squeeze(sentence)) >= _SHORTEST_NOTE
    says_something = is_note or bool(_SPEAKS.search(fold(sentence)))
    is_settling = any(pattern.search(fold(sentence)) for pattern in (_AMOUNT, _MOVES, _PAYS, _EQUAL))
    is_principle = _PRINCIPLE.search(sentence) is not None and not is_settling
    return says_something and not is_short and not is_principle


def unbound(text: RunningText, held: Collection[Source], names: Collection[str] = ()) -> list[Words]:
    """Give the sentences that speak of scores or results, and that neither an indicator nor anything else holds.

    ``names`` are those of indicators: a sentence that says how one of them is assessed speaks too.
    """
    named = [squeeze(name) for name in names if len(squeeze(name)) >= _LEAST_NAME]
    bound = by_line(text.bindings)
    items: dict[Source, list[tuple[int, int]]] = defaultdict(list)
    for words in text.adjustments.words:
        items[words.source].append((words.start, words.end))
    loose: list[Words] = []
    for _, article in text.top.walk():
        if article.is_heading:
            # （二）满意度（本项限扣5分）: a limit that no list of bonuses or deductions took
            title = article.words[0]
            is_loose = title.source not in held and limits_of(title.folded) and not names_adjustments(title.text)
            loose += [title] if is_loose and not _is_bound(title, bound, held) else []
            continue
        for sentence in article.sentences():
            if (
                sentence.source in held
                or _ANNEX.match(sentence.text)
                or not (_speaks(sentence) or _on_one(sentence, named))
                or _meets(sentence, items[sentence.source])
            ):
                continue
            if items[sentence.source] and names_adjustments(sentence.text):
                continue
            if article.is_list and _leads(sentence, article, items):
                continue
            spans = [(binding.words.start, binding.words.end) for binding in bound.get(sentence.source, [])]
            if not _meets(sentence, spans):
                loose.append(sentence)
                if article.is_list and sentence == article.sentences()[-1]:
                    below = (one for item in article.articles for one in item.sentences())
                    loose += [one for one in below if not (_speaks(one) or _is_bound(one, bound, held))]
                continue
            loose += _beside(sentence, bound.get(sentence.source, []))
    return loose


def _leads(sentence: Words, article: Article, items: Mapping[Source, object]) -> bool:
    """Tell whether a sentence says no more than that what stands below it is added or taken off: 有下列情形的，予以扣分：."""
    is_last = sentence.end == article.words[-1].end and not re.search(r"\d", sentence.folded)
    return is_last and all(one.words and items.get(one.words[0].source) for one in article.articles)


def _is_bound(words: Words, bound: Mapping[Source, Sequence[Binding]], held: Collection[Source]) -> bool:
    """Tell whether something became of some words."""
    spans = [(one.words.start, one.words.end) for one in bound.get(words.source, [])]
    return words.source in held or _meets(words, spans)


def _on_one(words: Words, names: Iterable[str]) -> bool:
    """Tell whether a sentence says of an indicator how it is assessed: 特色产业按实际面积核算."""
    text = squeeze(words.text)
    if not _HANDLED.search(text) or _PRINCIPLE.search(text) or _NAMES_PARTS.fullmatch(text):
        return False
    return any(name in text and len(text) > len(name) + _SHORTEST_NOTE for name in names)


def _beside(sentence: Words, bindings: Iterable[Binding]) -> list[Words]:
    """Give the parts of a sentence that say more than what was made of it: another statement, or a clause that changes points."""
    bindings = list(bindings)
    spans = [(binding.words.start, binding.words.end) for binding in bindings]
    verbatim = [(one.words.start, one.words.end) for one in bindings if one.kind == "结果运用"]
    loose: list[Words] = []
    for piece in sentence.split("[;]"):
        if not _meets(piece, spans) and _speaks(piece):
            loose.append(piece)
            continue
        clauses = piece.split("[,]")
        mine = [one for one in bindings if one.words.start < piece.end and piece.start < one.words.end]
        if all(one.kind in ("考核部门", "奖项", "总分公式") for one in mine):
            # Who assesses, and who gets no prize, is one thing; what else the sentence says is another.
            others = (clause for clause in clauses if not _meets(clause, spans))
            loose += [clause for clause in others if _SPEAKS.search(clause.folded)]
        elif all(one.kind in ("考核部门", "奖项", "等次限制") for one in mine):
            loose += _giving(piece, clauses, spans)
        loose += [one for one in clauses if _PAYS.search(one.folded) and not _meets(one, spans) and one not in loose]
        loose += [one for one in clauses if _CHANGES.search(one.folded) and not _meets(one, verbatim)]
    return loose


def _giving(piece: Words, clauses: Sequence[Words], spans: Sequence[tuple[int, int]]) -> list[Words]:
    """Give the stretches beside limits that give or take points, with their conditions: 缺席一次扣2分,缺席三次的不得评优."""
    found: list[Words] = []
    begin: int | None = None
    for before, clause in pairwise((None, *clauses)):
        if clause is None:
            continue
        if _meets(clause, spans):
            begin = None
            continue
        if begin is None and before is not None and re.match("[加减扣]", clause.text):
            begin = before.start  # its condition is that of the limit
        begin = clause.start if begin is None else begin
        if _AMOUNT.search(clause.folded):
            found.append(piece.part(begin - piece.start, clause.end - piece.start))
            begin = None
    return found


def _meets(words: Words, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < words.end and words.start < end for start, end in spans)


def half_read(text: RunningText) -> list[Words]:
    """Give the clauses of sentences on grades that were not read and that became nothing else either."""
    bound = by_line(binding for binding in text.bindings if binding.kind != "等次")
    return [
        clause
        for clause in text.grades.unread
        if not any(
            other.words.start < clause.end and clause.start < other.words.end for other in bound.get(clause.source, [])
        )
    ]


def described(text: RunningText, part: str) -> list[Words]:
    """Give the lines that say how a part of a formula is scored: “公众评议计分办法：…” for 公众评议得分."""
    core = _PART_WORDS.sub("", squeeze(part))
    if len(core) < _SHORTEST_PART:
        return []
    pattern = re.compile(
        rf"^{re.escape(core)}(?:加减分|加分|扣分|减分|得?分)?(?:的)?(?:计分|考核|评分|评价|评议|评估|得分|计算)?(?:办法|方法|方式|标准|细则)?(?:[(（][^()（）]{{2,16}}[)）])?[:：。]"
    )
    for _, article in text.top.walk():
        if (
            article.words
            and (pattern.match(squeeze(article.words[0].text)) or _heads(article, part, core))
            and (not _BY_ANNEX.search(article.words[0].text) or _HAS_METHOD.search(article.words[0].text))
        ):
            if _heads(article, part, core) and len(article.words) > 1 and not article.articles:
                formulas = {total.words.source for total in text.totals}
                return [words for words in article.words[1:] if words.source not in formulas]
            below = [words for item in article.articles for _, part in item.walk() for words in part.words]
            is_list = article.is_list and not any(ballots(squeeze(words.folded)) for words in below)
            return [article.words[0], *below] if is_list or not below else []
    return []


_WEIGHT_BEHIND: Final = late_pattern(
    r"[（(](?:权重|占|占比|比重)?[:：为]?\d+(?:\.\d+)?[%％][）)]$"
)  # 职能工作（权重50%）


def _heads(article: Article, part: str, core: str) -> bool:
    """Tell whether the first line of an article is nothing but the name of a part."""
    names = (squeeze(part),) if _JUDGED.search(core) else (squeeze(part), core)  # votes are read by themselves
    return _WEIGHT_BEHIND.sub("", squeeze(article.words[0].text).strip("。：:")) in names


def voting(
    text: RunningText, part: str, others: Iterable[str] = (), *, tells: Callable[[str], object] = ballots
) -> Words | None:
    """Give the words that say what the ballots for a part of a formula are worth, or ``tells`` something else of its votes.

    They name the part, or stand under its heading, or right behind the sentence that names it; ``others`` are parts
    whose votes they could be instead.
    """
    core = _core(part)
    foreign = [one for one in map(_core, others) if one != core and len(one) >= _SHORTEST_PART]
    if len(core) < _SHORTEST_PART:
        return None
    for path, article in text.top.walk():
        sentences = [] if article.is_heading else article.sentences()
        own = [squeeze(article.words[0].text)] if article.words and len(article.words) > 1 else []
        is_near = any(
            core in squeeze(title) for title in (*path[-1:], *(one for one in own if len(one) <= _LONGEST_HEADING))
        )
        for sentence in sentences:
            said = squeeze(sentence.text)
            is_own = core in said
            is_near = is_own or (is_near and not any(one in said for one in foreign))
            if is_near and tells(fold(said)):
                return _with_next(sentence, sentences, foreign)
    return None


def _core(part: str) -> str:
    """Give the words that a part goes by: 社会满意度得分 is 满意度."""
    return re.sub(r"^(?:群众|公众|社会|服务对象)(?=满意度)", "", _PART_WORDS.sub("", squeeze(part)))


def _with_next(sentence: Words, sentences: Sequence[Words], foreign: Sequence[str]) -> Words:
    """Give a sentence with its neighbours in its line: the one before that says who votes, the next on ballots that do not count.

    A neighbour that names a part of ``foreign`` is about that one.
    """
    mine = [
        one
        for one in sentences
        if one is sentence or (one.line is sentence.line and not any(name in squeeze(one.text) for name in foreign))
    ]
    place = mine.index(sentence)
    before, following = mine[place - 1] if place else None, mine[place + 1] if place + 1 < len(mine) else None
    start = before.start if before is not None and voters(squeeze(before.folded)) else sentence.start
    end = following.end if following is not None and _UNCOUNTED.search(following.folded) else sentence.end
    said = joined_label(sentence.line.label, sentence.line.text)
    return Words(said[start:end], sentence.line, start)


def contents_in(text: RunningText) -> tuple[str, ...]:
    """Give what a notice lists as contents of its assessment without points: “评估内容分为：甲、乙、丙三大项”."""
    for _, article in text.top.walk():
        for sentence in article.sentences():
            if match := _CONTENTS.search(squeeze(sentence.folded)):
                names = match["names"] or match["aspects"] or match["main"]
                if _PRICED.search(names):
                    continue
                return tuple(re.split("、|(?<=[^、]{2})[和与及](?=[^、]{2})", names))
    return ()


def labels_of(top: Article) -> Iterator[Diagnostic]:
    """Look over the numbers of the chapters, and of the lists that a sentence introduces."""
    listed: dict[float, list[list[Item]]] = {}
    for _, article in top.walk():
        items = [item for item in article.articles if item.label]
        if len({item.rank for item in items}) == 1:
            labels = [(item.label, item.title, _source_of(item)) for item in items]
            listed.setdefault(items[0].rank, []).append(labels)
            yield from checked_labels(labels)
            yield from lacks_second(labels)
    for lists in listed.values():
        yield from running_labels(lists)


def _source_of(article: Article) -> Source:
    return article.words[0].source if article.words else Source()
