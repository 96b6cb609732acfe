"""Parts of a total with their shares, from sentences that name both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.shared_out import Shared, in_wholes, names_no_part, shared_out, whole

TOTAL: Final = late_pattern(
    r"总分|总得分|总成绩|总评分|综合分|(?:考核|考评|评估|绩效)分(?![值为成组类])|(?:考核|评估|考评|综合|最终|最后|年度|绩效|年终|实绩|目标)(?:总|最终|综合|管理|考核|评估)?(?:得分|成绩|评分|分值)"
)
"""What a notice calls the whole."""
# 考核采取日常考核(40%)、年终考核(60%)相结合的方式
_COMBINED: Final = late_pattern(
    r"(?:考核|考评|评估)[^,;。]{0,6}(?:采取|采用|实行|按照?|由)[^,;。]*(?:相结合|组成|构成|相加)"
    r"|^(?:采取|采用|实行)[^,;。]*相结合[^;。]{0,12}(?:权重|占比|比重)|计算考核结果"
)
_HUNDREDS: Final = late_pattern(r"(?:百|100)分制")
# 考核内容分值比例安排,一般经济占20%,治理占30%,党建占50%
_OF_WEIGHTS: Final = late_pattern(
    r"(?:考核|考评)[^;。%]{0,16}(?:权重|比重|分值|比例)|加权|折算|(?:权重|比重)(?:分别)?(?:为|是|:)"
)
# 领导测评占40%,群众测评占60%: what counts for a vote is no part of the total
_JUDGED: Final = r"(?:测评|评价|评议|满意度|调查|打分|评分|投票)"
_OF_VOTE: Final = late_pattern(
    rf"^(?:其中,?)?[^,;。:由分包]{{0,10}}?{_JUDGED}(?:结果|得分|分)?(?:中|时|由|分为|分|包括|按|[,:]|采[取用])"
)
_ASSESSES: Final = late_pattern(
    r"(?:考核|考评|测评|评价|评议|互评|自评|检查|得分|成绩|打分|评分|考试|满意度|绩效|述职|实绩)$"
)
_PERSONS: Final = late_pattern(
    r"(?:领导|干部|人员|代表|群众|职工|员工|同事|书记|委员|班子|成员|正职|副职|负责人|对象|居民|村民|党员|学生|家长|教师|主任|[局科组所院校股站队班镇乡县区市]长|企业|专家)$"
)
_ACT: Final = late_pattern(r"(?:分别|各自)?(?:进行)?(?P<act>测评|评价|评议|打分|评分|考核)(?:打分|评分)?")
_MONEY: Final = late_pattern("奖金|工资|津贴|薪|经费|资金|奖励|发放|兑现|名额|人数|等次|档次|税率|提成")
# 岗位职责60分(领导评价占50%,群众评价占50%): of these sixty
_OF_A_PART: Final = late_pattern(r"(?<=\d分)\([^()]*%[^()]*\)")
_GENERAL: Final = late_pattern(
    r"^(?:各|被考核|单位|年度|综合|考核|考评|绩效|目标|评估|最终|最后|年终|管理|工作|总|的|得|分)+$"
)
_MORE: Final = late_pattern(
    r"[,;](?:再|另|并)?(?:再)?(?P<how>加减|加上?|减去?|扣除|扣减|计入)(?P<name>[\u4e00-\u9fff]{2,8}?分)(?:值|数)?(?=[,;。]|$|后|即|为|之和)"
)


@dataclass(frozen=True, slots=True)
class PartShares:
    """Parts with shares that make a whole, what is added to them or taken off, and whose total it is."""

    parts: tuple[tuple[str, Fraction], ...]
    more: tuple[tuple[str, int], ...] = ()
    subject: str = ""


def shares_said(plain: str) -> list[PartShares]:
    """Give the wholes that a sentence says of a total: one, or one for each kind of units that it names.

    >>> [dict(one.parts) for one in shares_said("综合得分由目标考核(占70%)、民主测评(占30%)组成")]
    [{'目标考核': Fraction(7, 10), '民主测评': Fraction(3, 10)}]
    >>> [one.subject for one in shares_said("目标和评价得分各按百分制计,计算总分时,乡镇按80%和20%计,部门按70%和30%计")]
    ['乡镇', '部门']
    """
    plain = _unquoted(plain)
    if re.search(r"%|[:∶]|0\.\d", plain) is None:
        return []
    if TOTAL.search(plain) is None and _COMBINED.search(plain) is None:
        return []
    return [] if _OF_VOTE.search(plain) else _wholes(plain, by_persons=True)


def weak_shares(plain: str, *, on_weights: bool = False) -> PartShares | None:
    """Give the whole of a sentence that says no more than what its parts count: 网上考核占80%，现场考核占20%.

    >>> weak_shares("网上考核占80%,现场检查占20%").parts
    (('网上考核', Fraction(4, 5)), ('现场检查', Fraction(1, 5)))
    """
    plain = _unquoted(plain)
    is_hundreds = _HUNDREDS.search(plain) is not None
    found = _wholes(plain)
    if len(found) != 1 or (_OF_VOTE.search(plain) and not is_hundreds):
        return None
    names = [name for name, _ in found[0].parts]
    says_weights = on_weights or is_hundreds or _OF_WEIGHTS.search(plain) is not None
    return found[0] if says_weights or all(map(_ASSESSES.search, names)) else None


def _unquoted(plain: str) -> str:
    """Give a text without quotation marks; what they set apart from the words before stays apart."""
    plain = _OF_A_PART.sub("", plain)
    return re.sub('[“”"]', "", re.sub("(?<=[\u4e00-\u9fff])(?<![、和与及])“", ",", plain))


def _wholes(plain: str, *, by_persons: bool = False) -> list[PartShares]:
    shares = shared_out(plain)
    wholes = list(in_wholes(shares))
    names = [one.name for one in shares]
    if not wholes or not all(map(whole, wholes)) or any(map(names_no_part, names)) or _MONEY.search(plain):
        return []
    whose = [one[0].who or _subject(plain, shares) for one in wholes]
    if len(wholes) > 1 and len(set(filter(None, whose))) < len(wholes):
        return []
    if any(map(_PERSONS.search, names)):
        # 由领导、群众分别测评: what they do makes the part
        act = _ACT.search(plain) if by_persons and all(map(_PERSONS.search, names)) else None
        if act is None:
            return []
        return [
            PartShares(tuple((one.name + act["act"], one.amount) for one in each), (), who)
            for each, who in zip(wholes, whose, strict=True)
        ]
    more = _more(plain, shares) if len(wholes) == 1 else ()
    return [
        PartShares(tuple((one.name, one.amount) for one in each), more, who if len(wholes) > 1 or who else "")
        for each, who in zip(wholes, whose, strict=True)
    ]


def _subject(plain: str, shares: Sequence[Shared]) -> str:
    """Give whose total a sentence is on: 乡镇的年度得分."""
    head = plain[: shares[0].start]
    total = TOTAL.search(head)
    before = head[: total.start()] if total is not None else ""
    before = _GENERAL.sub("", before.removesuffix("的"))
    return before if re.fullmatch(r"[^,;:。=%\d]{1,20}", before) else ""


def _more(plain: str, shares: Sequence[Shared]) -> tuple[tuple[str, int], ...]:
    found = _MORE.finditer(plain, shares[-1].end)
    return tuple((match["name"], -1 if match["how"][0] in "减扣" else 1) for match in found)
