"""Names with what each counts of a whole, in per cent or points, in whatever order the words stand.

One rule for many wordings: an amount stands behind its name (甲占60%, 甲（权重60%）, 甲满分100分，按60%计入总分); or amounts
stand in a row behind as many names (甲、乙分别按60%和40%; 甲、乙两项按3:2); or one stands behind several names for each
of them (甲和乙各占50%). Words that only say that something counts, and words that lead to a list, are no part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from kaoji.late_patterns import late_pattern

Unit = Literal["%", "分"]
_NUMBER: Final = r"\d+(?:\.\d+)?"
_RATIO: Final = r"(?<![\d:∶.])\d{1,2}(?:\.\d)?(?:[:∶比]\d{1,2}(?:\.\d)?)+(?![\d:∶.%])"
_PER_CENT: Final = late_pattern(
    rf"(?P<row>(?:{_NUMBER}%?[、,和与及])+{_NUMBER}%)|(?P<one>{_NUMBER})%"
    rf"|(?P<ratio>(?:(?<=权重为)|(?<=比例为)|(?<=比重为)|(?<=占比为)){_RATIO}|{_RATIO}(?=[^\d]{{0,6}}(?:比例|权重|比重|占比|折算|计|合成|加权|汇总)))"
    r"|(?:(?<=权重)|(?<=权重为)|(?<=系数)|(?<=系数为)|(?<=权重:))(?P<part>0\.\d{1,2})(?![\d%])"
)
_POINTS: Final = late_pattern(
    rf"(?P<row>(?:{_NUMBER}分?[、,和与及])+{_NUMBER}分(?![制值类别数管钟]))|(?P<one>{_NUMBER})分(?![值类别数管钟])|(?P<ratio>(?!))(?P<part>)"
)
# What stands between a name and its amount; 计 of 统计, 为 of 行为 and the like are of the name.
_COUNTS: Final = late_pattern(
    r"(?:满分\d+分|百分制|千分制|\d+分制|(?<=占)(?:年度|综合|考核|最终|最后|绩效)*(?:总分值?|总成绩|总得分|得分|成绩)的?|分值|权重|权数|比重|占比|比例|系数|满分"
    r"|(?<![抢侵霸])所?占[\u4e00-\u9fff]{2,8}的|所占|占|共计|合计|总计|分别|依次|各自|各类|其中|相应|设定|分配|核定|折算|折合|确定|计入|再?按照?|(?<![所可予应难])以|(?<![行作])为|是|(?<![统会审合设估])计|(?<![取所求])得|的|各|均|约|共|(?<![构组])成|[:,(×*=])$"
)
_EACH: Final = late_pattern(r"各(?:自)?(?:占|为|计|按|得|设)*(?:总分(?:的|值)?|权重|比重|分值|满分)*(?:为|的|是)?$")
_LEADS: Final = late_pattern(
    r"^.*(?:包括|包含|分为|其中|分别[是为]|具体[是为]|(?:核定|确定|设定|规定)为|采取|采用|实行|主要有|(?<![自缘])由|(?:得分|总分|成绩|结果|指标|内容|项目|构成)[是为]|(?:测评|评价|评议|考核|考评|得分|调查|打分)(?:结果|得分|分)?(?:中|时)(?![层心小学央期])|负责考核|(?:(?:参加|参与)[^,;。:、]{0,8}?|参评|测评|评价|评议)(?:人员|主体|代表|范围|对象)[为是]|(?:考核|得分|成绩|总分)以|(?:综合|考核|考评|年度|最终|总)(?:得分|总分|成绩|分)按|^一般(?!干部|人员|工作|职工|性|公务)|原则上|设置?一级指标)"
)
_FIRST: Final = late_pattern(
    r"^(?:和(?![谐平美])|与|及(?!时)|以及|以(?![案旧奖])|将|把|对(?![外口上标接象])|从(?![严业])|分(?![管类级局公项包工值])|为(?![民农官企])|即|含|设(?![施备计立])|有(?!效|机|关)|再|加上?|并|是|共(?![性建同享和])|按|则|另)+"
)
_LAST: Final = late_pattern(
    r"(?:(?:等)?(?:这)?(?:[一二两三四五六七八九十\d]{1,2}|各|几)(?:大|个|项|类|种)*(?:部分|方面|层面|板块|项|块|类|种|主体|人员|群体|对象|评价人|内容|指标|得分)*(?:得分)?|为[主辅]|等|组成|构成|相结合|参加|参与|分别|各自|依次|均|都|综合|加权|汇总|合计|(?:之)?和|相加|折算|计算|的方式)+$"
)
_CUT: Final = late_pattern(
    r"(?:等)?[二两三四五六七八九十2-9](?:大|个|项|类|种)*(?:部分|方面|层面|板块|项|块|类|种|主体|个|指标|得分).*$|(?:分别|各自|依次|均|都|各(?=[占按计为])|按照?(?=\d|百分|各|权重|比例)|参加|参与|组成|构成|相结合|加权|在(?:年度|综合|考核|总)*(?:总分|得分|成绩|总成绩|评分)中|的权重|的比重|的比例|的分值|所占).*$"
)
_SEGMENT: Final = late_pattern(r"[,;:。()=+]")
_NAME: Final = late_pattern(r"[^,;:。()=+%\d×*÷/]{2,24}|[德能勤绩廉]")
# 考核总分为200分, 以1000分为基数, 三项合计100分: the whole, and none of its parts
_WHOLE_BEFORE: Final = late_pattern(
    r"(?:总分值?|总得分|基础分|基本分值?|基准分|标准分|分值(?=设定|共|合?计|总)|共计|合计|总计|(?:^|[,;。:])[^,;。:(]{0,8}(?:考核|考评|方面|项目|部分|项)?(?:满分|共))(?:分值)?(?:设定|设置|确定)?(?:为|是|计|[:,(])*$|(?:^|[,;。:])(?:总|实行|采用|采取|按照?|以)$"
)
_WHOLE_BEHIND: Final = late_pattern(r"^(?:制|为(?:基数|满分|总分|基准|基础))")
# 完成的得25分: what is given under a condition
_GIVEN: Final = late_pattern(r"(?:(?<![取求所])得|记|奖励?|[加减扣]|(?:的|者|时|后),?[占为计]?)$")
# 1.党建,20分;(2)业务: printed numbers part names as commas do
_NUMBERS: Final = late_pattern(r"(?:^|(?<=[,;。:、分)]))(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳])")
# 分管(联系)领导: of the name
_WITHIN_NAME: Final = late_pattern(r"(?<=[\u4e00-\u9fff])\([\u4e00-\u9fff]{1,6}\)(?=[\u4e00-\u9fff])(?!占|为|按|权重)")
# 优秀占20%、良好占80%; 人数不超过30%: places of grades, rates of persons, figures that are reached
_NO_PARTS: Final = late_pattern(
    r"^(?:优秀?|良好?|中等?|差|较[好差]|好|一般|(?:基本|不)?(?:称职|合格|满意)|[ABCD甲乙丙丁一二三四][等级类档]?|先进|达标)(?:等次|等级|档次|单位|率|票|者|的|人数)?$"
    r"|(?:达到?|低于|高于|增长|超过|不足|完成|下降|提高|不少于|不低于|不超过|控制在|以[上下内]|比例|名额|人数|奖金|工资|津贴|经费|资金|补助|奖励|[扣减加记奖罚]|每.{0,4}|完成率|增幅|税|收入)$"
)
_REST: Final = ("其余", "其他", "剩余", "余下")
_REST_IS: Final = late_pattern(r"为(?P<name>[\u4e00-\u9fff]{2,14})(?=[,;。]|$)")
# 书记、镇长和党委、政府其他成员: the last one is whoever else there is of several bodies
_OTHERS_LAST: Final = "[和及与](?=[^和及与]*、[^和及与、]*其[他余它])|、(?=[^和及与]*[和及与])"
_LONGEST_LISTED, _LEAST = 18, 2


@dataclass(frozen=True, slots=True)
class Shared:
    """A name and what it counts: a fraction of one for shares, a number for points.

    ``who`` is whom a row of amounts is for, where that stands before it: 乡镇按85%和15%. ``start`` and ``end`` are those of the amount.
    """

    name: str
    amount: Fraction
    start: int
    end: int
    who: str = ""
    is_of_row: bool = False


def shared_out(text: str, unit: Unit = "%") -> tuple[Shared, ...]:
    """Give every amount of a folded text without white space with its name; nothing where one has none.

    >>> [
    ...     (one.name, str(one.amount))
    ...     for one in shared_out(
    ...         "综合得分由目标考核（占70%）、民主测评（占30%）组成".translate({0xFF08: 40, 0xFF09: 41})
    ...     )
    ... ]
    [('目标考核', '7/10'), ('民主测评', '3/10')]
    >>> [(one.name, str(one.amount)) for one in shared_out("日常督查、年终考评两项得分按3:2的比例计入总分")]
    [('日常督查', '3/5'), ('年终考评', '2/5')]
    >>> [(one.name, str(one.amount)) for one in shared_out("总分由指标得分和满意度得分构成,两者权重为4:1")]
    [('指标', '4/5'), ('满意度', '1/5')]
    >>> [(one.name, str(one.amount)) for one in shared_out("业务和党建各占40分,作风20分", "分")]
    [('业务', '40'), ('党建', '40'), ('作风', '20')]
    """
    text = _NUMBERS.sub(lambda match: "," * len(match[0]), text)
    text = _WITHIN_NAME.sub(lambda match: f"（{match[0][1:-1]}）", text)
    found: list[Shared] = []
    edge = 0
    for match in (_PER_CENT if unit == "%" else _POINTS).finditer(text):
        one = (
            _of_row(text, match, unit)
            if match["one"] is None and match["part"] is None
            else _of_one(text, edge, match, unit)
        )
        if not one:
            return ()
        found += one
        edge = match.end()
    return tuple(found)


def names_no_part(name: str) -> bool:
    """Tell whether what stands before an amount is no part of a whole: a grade, a figure that is reached, what is added.

    >>> names_no_part("优秀"), names_no_part("每次扣"), names_no_part("优质服务")
    (True, True, False)
    """
    return _NO_PARTS.search(name) is not None


def whole(shares: Iterable[Shared]) -> bool:
    """Tell whether shares, each of a name of its own, make one whole."""
    shares = list(shares)
    return (
        len(shares) >= _LEAST
        and len({one.name for one in shares}) == len(shares)
        and sum((one.amount for one in shares), Fraction(0)) == 1
    )


def _of_one(text: str, edge: int, match: re.Match[str], unit: Unit) -> list[Shared]:
    """Give the name before an amount that stands alone, or the names that each have it."""
    amount = Fraction(match["part"] or match["one"]) / (100 if unit == "%" and not match["part"] else 1)
    before = text[edge : match.start()]
    if unit == "分" and (_WHOLE_BEFORE.search(before) or _WHOLE_BEHIND.search(text[match.end() :])):
        return [Shared("", amount, match.start(), match.end())]
    if unit == "分" and _GIVEN.search(before):
        return []
    if (each := _EACH.search(before)) is not None:
        names = _listed(_SEGMENT.split(before[: each.start()].rstrip(","))[-1])
        return [Shared(name, amount, match.start(), match.end()) for name in names] if len(names) >= _LEAST else []
    name = bare_name(before)
    if name in _REST:  # 其余20分为师德师风
        behind = _REST_IS.match(text, match.end())
        name = behind["name"] if behind is not None else ""
    return [Shared(name, amount, match.start(), match.end())] if _NAME.fullmatch(name) else []


def _of_row(text: str, match: re.Match[str], unit: Unit) -> list[Shared]:
    """Give the names of a row of amounts: the nearest list before it of as many names, else those of the row before."""
    values = [Fraction(value) for value in re.findall(_NUMBER, match[0])]
    full = sum(values) if match["ratio"] is not None else Fraction(100 if unit == "%" else 1)
    rows = list(_SEGMENT.split(text[: match.start()]))
    nearest = _before(rows[-1])
    for segment in reversed(rows):
        names = _listed(segment, len(values))
        if len(names) == len(values):
            who = "" if segment == rows[-1] else nearest
            return [
                Shared(name, value / full, match.start(), match.end(), who, is_of_row=True)
                for name, value in zip(names, values, strict=True)
            ]
    return []


def _before(text: str) -> str:
    """Give what is left of the words before an amount without those that only say that something counts."""
    while (rest := _COUNTS.sub("", text)) != text:
        text = rest
    return text


def bare_name(before: str) -> str:
    """Give the name in the words before an amount.

    >>> bare_name("其中,目标考核满分100分,按"), bare_name("的比例计入总分,以社会评价为辅(占")
    ('目标考核', '社会评价')
    """
    text = _before(before)
    # several that count together are one: 文化、体育工作4分
    segment = _SEGMENT.split(text)[-1].strip("、")
    return _trimmed(segment)


def _trimmed(name: str) -> str:
    name = _FIRST.sub("", _LEADS.sub("", name))
    while (rest := _before(_LAST.sub("", name))) != name:
        name = rest
    return name


def _listed(segment: str, count: int = 0) -> list[str]:
    """Give the names of a list in a segment: as many as are asked for, parted by commas or by and."""
    text = _FIRST.sub("", _LEADS.sub("", _before(segment)))
    text = _before(_CUT.sub("", text))
    for marks in (_OTHERS_LAST, "、", "[、和与及或]"):
        names = [name.removesuffix("得分") for name in re.split(marks, text)]
        is_all = len(names) == count if count else len(names) >= _LEAST
        if is_all and all(1 < len(name) <= _LONGEST_LISTED and not re.search(r"\d", name) for name in names):
            return names
    return []


def in_wholes(shares: Sequence[Shared]) -> Iterator[tuple[Shared, ...]]:
    """Give shares as the wholes that they make, one behind the other; what makes none comes last, as it is."""
    under_way: list[Shared] = []
    for one in shares:
        under_way.append(one)
        if sum((each.amount for each in under_way), Fraction(0)) == 1:
            yield tuple(under_way)
            under_way = []
    if under_way:
        yield tuple(under_way)
