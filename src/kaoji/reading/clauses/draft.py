"""A rule that is being read: its places are still those of the folded text, and its neighbours may yet change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.clauses import levels
from kaoji.reading.clauses.labels import begin, label
from kaoji.reading.clauses.marks import Mark
from kaoji.reading.clauses.model import ClauseRule, Confidence, Form
from kaoji.reading.clauses.places import Places
from kaoji.reading.clauses.words import NUMBER, UNIT
from kaoji.scheme.rules import Comparison, Condition

BALLOT: Final = late_pattern(
    r"测评|[三四五六3-6]个评价(?:档次|等次|等级)|(?:民主|公众|群众|社会|代表|行风|网络|现场|反向)评议|评议(?:按|票|计分|[^,;。]{0,4}分[为成]?\")|投票|票(?!否决|优|据|证|款|决)|问卷|民调|满意度|(?:公众|群众|社会|代表|居民|企业|对象)[^,;。]{0,16}评价|[三四五六345][个]?(?:档|等次|等级)划分"
)
_COMPARISONS: Final[dict[str, Comparison]] = {
    "达到": ">=", "达": ">=", "不低于": ">=", "不少于": ">=", "≥": ">=", "超过": ">", "高于": ">", "大于": ">", ">": ">",
    "低于": "<", "未达到": "<", "未达": "<", "不足": "<", "少于": "<", "小于": "<", "<": "<", "不超过": "<=", "≤": "<=",
}  # fmt: skip
_BRACKETS: Final = late_pattern(r"\([^()]*\)")
_CATEGORY: Final = late_pattern("(?:事件|事故|案件|项目|课题)(?=的?,?$)")
_OF_ROW: Final = late_pattern(",(?:该|此|本)项(?:指标|工作)?$")  # 完成率不足60%的,该项不得分
_COMPARED: Final = late_pattern(
    rf"(?P<subject>[^,;。:]*?)(?:在|为)?(?P<word>{'|'.join(sorted(_COMPARISONS, key=len, reverse=True))})(?P<value>{NUMBER})(?P<unit>{UNIT})?(?:\(含\))?(?P<side>以上|以下)?"
    rf"(?:(?:,|但|且)?(?:低于|不足|小于|未达到?|不满)(?:{NUMBER})(?:{UNIT})?)?(?:\(不?含\))?的?,?$"
)
_BETWEEN: Final = late_pattern(
    rf"(?P<value>{NUMBER})(?P<unit>{UNIT})?[≤<](?P<subject>[^,;。:≤<≥>\d]{{1,14}})[≤<]{NUMBER}(?P<upper>{UNIT})?的?,?$"
)
_SIDED: Final = late_pattern(
    rf"(?P<subject>[^,;。:\d]*?)(?:在|为)?(?<!第)(?P<value>{NUMBER})(?P<unit>{UNIT})?(?:\(含\))?及?(?P<side>以上|以下)"
    rf"(?:(?:,|但|且)?(?:低于|不足|小于|未达到?|不满)(?:{NUMBER})(?:{UNIT})?)?的?,?$"
)


@dataclass(slots=True)
class Draft:
    """A rule, the words before it, and what they name.

    Attributes:
        head: the words before it in its sentence.
        at: where its mark begins.
        sentence: the number of the sentence.
        level: the level or grade that the head names last.
        bare: the head names a level and nothing else.
        option: the head ends with a choice on a ballot.
        places: the places in a ranking that it is for.
    """

    rule: ClauseRule
    head: str = ""
    at: int = 0
    sentence: int = 0
    level: str | None = None
    bare: bool = False
    option: bool = False
    places: Places | None = None

    def with_levels(self, words: str) -> Draft:
        """Note the level that the words name."""
        head = self.head[begin(self.head) :]
        plain = _BRACKETS.sub("", head)  # 二等奖(表扬)的
        if self.rule.form == "once":
            plain = _CATEGORY.sub("", plain)  # 较大事件扣1分
        words = words[begin(words) :]
        self.level = levels.last_level(words) or levels.last_level(_BRACKETS.sub("", words))
        self.bare = levels.bare_level(head) is not None or levels.bare_level(plain) is not None
        self.option = levels.is_option(self.head)
        return self


def draft(mark: Mark, head: str, form: Form, sure: Confidence, **values: Any) -> Draft:  # noqa: ANN401 - the fields of a rule
    """Make a rule of the mark and the words before it."""
    values.setdefault("label", label(head))
    start = mark.start - len(head) + begin(head)
    return Draft(ClauseRule(form, start, mark.end, sure, **values), head, mark.start)


def threshold(head: str) -> tuple[str, Condition] | None:
    """Read a comparison with a number: what is compared, and how.

    >>> subject, condition = threshold("参训率达到90%以上的，".replace("，", ","))
    >>> subject, condition.comparison, condition.value, condition.measured_in
    ('参训率', '>=', Decimal('90'), '%')
    """
    head = _OF_ROW.sub("", head)
    if (between := _BETWEEN.search(head)) is not None:  # 90%≤满意度<95%: from the lower line on
        unit = between["unit"] or between["upper"]
        value = decimal(between["value"])
        return label(between["subject"]), Condition(None, ">=", value, unit.removeprefix("个") if unit else None)
    found = _COMPARED.search(head) or _SIDED.search(head)
    if found is None:
        return None
    value = decimal(found["value"])
    word = found.groupdict().get("word")
    comparison: Comparison = _COMPARISONS[word] if word else "<" if found["side"] == "以下" else ">="
    unit = found["unit"]
    return label(found["subject"]), Condition(None, comparison, value, unit.removeprefix("个") if unit else None)
