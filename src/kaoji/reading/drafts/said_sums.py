"""Sums that sentences state: parts of a whole, shares of grades, units by kind; and what the draft has instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, fold, plain
from kaoji.reading.document import Paragraph
from kaoji.reading.document import Source as Place
from kaoji.reading.drafts.said_amounts import A_KIND, amounts_in, fewer_units, other_parts
from kaoji.reading.phrases.measure_words import DEEDS
from kaoji.reading.phrases.wording import label_of, squeeze
from kaoji.scheme.model import Node, Scheme

_WHOLE: Final = late_pattern(
    r"(?P<said>(?P<scale>[千百])分制|(?:满分|总分值?|基础分值?|基本分值?|总计|共计|合计)(?:为|是|计)?(?P<points>\d{2,4})分)(?!以)(?:[^。;]{0,12}?|。)(?:其中|包括|分别为|由|\):)[:,]?"
    r"(?P<parts>[^。;:0-9]{1,16}\d{1,4}分\)?(?:[,、和][^。;:,、0-9]{1,16}\d{1,4}分\)?)+)(?:[^。;,\d]{0,4}(?:组成|构成))?(?=[。;,)]|$)"
)
_PART: Final = late_pattern(r"(?P<name>[^,、和0-9(]{1,16}?)(?:为|占|计|共)?\(?(?P<points>\d{1,4})分")
_ADDED: Final = late_pattern("加分|附加|奖励|减分|扣分|每|最高|以上|以下")
# 全区24个社区，其中：东片10个，西片9个，南片6个
_KINDS: Final = late_pattern(
    r"(?P<count>\d{1,5})(?P<unit>[个家所名户人条处座项套台辆场次亩栋件张盏])(?P<what>(?:[^,、。;:()\d]|\([^()\d]*\)){0,14})[,，(]?(?:其中|(?P<more>含))[:,]?(?P<parts>[^,、。;:\d]{1,12}\d{1,5}(?P=unit)(?:[^,、。;:\d]{0,8})(?:[,、和及][^,、。;:\d]{1,12}\d{1,5}(?P=unit)[^,、。;:\d]{0,8})+)(?=[。;)]|$)"
)
# 全镇14个村，评选一等4名、二等7名、三等2名、末等2名
# 全体干部共46人，分为班子成员组（11人）、一般干部组（35人）
_PARTED: Final = late_pattern(
    r"(?P<what>[\u4e00-\u9fff]{0,8})共?(?P<count>\d{1,4})(?P<unit>[人个家名])(?:[^,，、。;:()\d]{0,8})[,，](?:(?:划?分为|分成|分|包括)[^:,()\d]{0,6}:|(?:分为|划分为|分成|包括))(?P<parts>[^、。;()\d]{2,14}\(\d{1,4}[人个家名][^()]{0,4}\)(?:、[^、。;()\d]{2,14}\(\d{1,4}[人个家名][^()]{0,4}\))+)(?=[。;,]|$)"
)
# 由5人组成：组长1人，副组长1人，成员4人
_MADE_OF: Final = late_pattern(
    r"(?P<what>[\u4e00-\u9fff]{0,8})由(?P<count>\d{1,3})(?P<unit>[人个名家])(?:[^,、。;:\d]{0,6})组成[:,](?:其中)?(?P<parts>[^,、。;:\d]{1,10}\d{1,3}(?P=unit)(?:[,、][^,、。;:\d]{1,10}\d{1,3}(?P=unit))+)(?=[。;]|$)"
)
# 全区9个镇街：东关街道、西关街道、高桥镇
_COUNTED_LIST: Final = late_pattern(
    r"(?:^|[,。;:、()\u4e00-\u9fff])(?P<count>\d{1,3})[个家所名户](?P<what>[^,。;:、\d()]{0,10})(?:(?<=\D)[:]|[,]?(?:分别|具体|依次)?(?:为|是|即|包括):?|\()(?P<names>(?:[^、。;:,()\d]{2,14}、)+[^、。;:,()\d]{2,14}?)(?P<more>等)?(?=[。;)]|$)"
)
# 全镇16个行政村，分为三组：一组6个，二组5个，三组4个
_BY_GROUP: Final = late_pattern(
    r"(?P<count>\d{1,3})(?P<unit>[个家所名])(?P<what>[^,。;:\d]{1,8})(?:[,，](?:划?分为|分成)[^:。\d]{0,6}:|:|[,，](?:划?分为|分成))(?P<parts>[^,、。;:\d]{1,8}\d{1,3}(?P=unit)(?:[,、][^,、。;:\d]{1,8}\d{1,3}(?P=unit))+)(?=[。;]|$)"
)
_PLACES: Final = late_pattern(
    r"(?P<count>\d{1,3})[个家所](?P<what>村|社区|乡镇|街道|单位|部门|学校|企业|科室|村社区)[,，](?:共)?(?:评选|评定|评出|确定|其中|设)(?P<parts>[^,、。;:\d]{1,8}\d{1,3}[个名家](?:[,、和][^,、。;:\d]{1,8}\d{1,3}[个名家]){1,5})(?=[。;)]|$)"
)
# 业务40分、党建30分、作风20分，共100分
_ADDED_UP: Final = late_pattern(
    r"(?P<parts>(?:[^,、。;:\d]{2,20}\d{1,4}分\)?[,、和及]){2,}[^,、。;:\d]{2,14}\d{1,4}分\)?)(?:[^。,;\d]{0,4}(?:组成|构成)|等?[^。,;\d]{0,4}(?:方面|部分|大类|大项|内容|指标))?[,、]?(?P<said>(?:共计?|合计|总计|总分|满分)(?:为|计)?(?P<points>\d{2,4})分)(?=[。;,)]|$)"
)
# 共性工作包括党建10分、廉政8分
_OF_A_PART: Final = late_pattern(r"[\u4e00-\u9fff]{2,12}?(?:包括|分为|由|包含|含)")
# 由业务（权重60%）、党建（权重30%）两部分组成
_WEIGHED: Final = late_pattern(r"(?:(?:权重|占比?|比重)(?:为|是)?|(?<=[\u4e00-\u9fff])\()(?P<weight>\d{1,3})%")
# 由业务、党建、评议三部分组成，权重分别为60%、30%、10%
_WEIGHED_APART: Final = late_pattern(
    r"(?:权重|占比|比重|比例)分别(?:为|是|占)?(?P<list>\d{1,3}%(?:[、和,]\d{1,3}%)+)|分别(?:按|以|占)(?P<voters>\d{1,3}%(?:[、和,]\d{1,3}%)+)的?(?:权重|比重)"
)
# 考核方式:日常考核占60%,专项考核占20%,群众测评占10%
_OF_JUDGEMENTS: Final = late_pattern(
    r"(?:[^:]{0,16}:)?(?:[^,:、%\d]{2,12}(?:考核|测评|评价|评议|考评|检查|得分|成绩|打分|评分)(?:分|结果)?(?:占|权重为?)\d{1,3}%[,、]?){2,}"
)
# （1）日常考核，占总成绩的50%；（2）年终考核，占总成绩的40%
_OF_TOTAL: Final = late_pattern(
    r"占(?:总分值?|总成绩|总评|总得分|综合得分|考核总分|年度考核)的?(?:(?:权重|比重|比例)为?)?(?P<share>\d{1,3})%"
)
_COMPOSED: Final = late_pattern(
    "各(?:维度|部分|方面|类|项|板块|级|一级)?(?:指标)?权重分别|相结合|组成|构成|综合得分|总分|总成绩|加权"
)
_NESTED: Final = late_pattern("其中|不低于|不超过|以上|以下|以内|左右|单位|比例|人数|名额")
# 适用于甲公司、乙公司、丙公司共4家子公司
_LISTED: Final = late_pattern(
    r"(?:^(?=[^,。;:\d]{8,90}(?:共计?|合计)\d)|为|即|是|包括|适用于|[:]|对象|由)(?P<names>(?:[^,、。;:\d]{2,12}、){2,}[^,、。;:\d]{2,12}?)(?P<more>等)?(?:共|共计|合计)?(?P<count>\d{1,3})[个家所名](?P<what>[^,。;:、\d]{1,8})"
)
# 实行百分制，由德、能、勤、绩、廉构成，分值分别为20分、20分、20分、30分、20分
_SEVERALLY: Final = late_pattern(
    r"(?:(?P<scale>[百千])分制|(?:满分|总分)(?:为|是|计)?(?P<points>\d{2,4})分)[^。;]*?(?:分别|依次)(?:为|占|是|计)(?P<list>\d{1,4}分?(?:[、,和]\d{1,4}分?){2,})"
)
_NUMBER: Final = late_pattern(r"\d{1,3}")
_COUNT: Final = late_pattern(r"\d{1,5}")
# 管理占30%，教育占25%，处置占15%: a sentence of shares alone
_ONLY_SHARES: Final = late_pattern(r"(?:[^:。;]{0,14}:)?(?:[^,、:;。\d%]{2,14}?(?:占|权重为?)\d{1,3}%[,、;]?){3,}")
# 优秀占20%，称职占70%，基本称职占15%
_SHARE: Final = late_pattern(
    r"(?:^|[,、:;。])(?P<name>[^,、:;。\d%]{1,14}?)(?:等次|等级)?(?:占比?|比例为?|各占)(?:为)?(?P<share>\d{1,3})%"
)
# 优秀、良好、合格的比例为30%、50%、30%
_SHARES_LISTED: Final = late_pattern(r"(?:比例|占比)(?:分别)?(?:为|是)(?P<list>\d{1,3}%(?:[、和,]\d{1,3}%){2,})")
# 业务科室组（7个）：规划科、项目科
_GROUP_OF: Final = late_pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,12})(?:\((?:共|计)?|共)(?P<count>\d{1,3})[个家名人](?:单位|科室)?\)?:(?P<names>(?:[^、。;:,()\d]{2,14}、)+[^、。;:,()\d]{2,14})(?=[。;]|$)"
)
_GRADE_NAME: Final = late_pattern("优秀|良好|较好|合格|称职|一般|较差|[A-D]等")
_PARTS_COUNTED: Final = late_pattern(
    r"(\d{1,2}|[二三四五六七八九十])(?:个|项|大)?(?:一级指标|维度|部分|方面|大类|板块|类|模块)"
)
_GROUP_SIZE: Final = late_pattern(
    r"(?:^|[,、。;:为含括])(?P<name>[\u4e00-\u9fff]{1,10}(?:[组类]|序列|片区|方阵))\((?:共|计)?(?P<count>\d{1,3})[个家名人](?:单位|科室|部门)?\)(?=[,、。;和])"
)
_NAMED_IN: Final = late_pattern("^.*(?:为|包含|包括|由)")
_GROUP_LIST: Final = late_pattern(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、]|[一二三四五六七八九十]、)?(?P<name>[\u4e00-\u9fff]{1,10}(?:[组类]|序列|片区|方阵))(?:包括|为)?:(?P<names>(?:[^、。;:,()\d]{2,14}、)+[^、。;:,()\d]{2,14})[。;]?$"
)
_OF_GRADES: Final = late_pattern("等次|等级|档次")
_ABOUT: Final = late_pattern("不超过|以内|以上|以下|左右|不低于|不高于|至多")
_INDICATORS: Final = late_pattern(
    r"(?:共|共有|共设|共计|设|设置|包括|(?<!得)分为|(?<=级指标)[、和])(?P<count>\d{1,2}|[一二三四五六七八九十]{1,3})[个项](?:(?P<level>[一二三四])级)?(?:考核)?指标(?!体系)"
)
_TOTAL: Final = late_pattern(r"总分值?(?:为|是|共)?(?P<points>\d{2,4})分(?!\(?(?:以|的\d|制|及|含|者|的?[为可]))")
_ANOTHER_COUNT: Final = late_pattern(r"\d[个家所名户][^,。;:]{1,14}[和及、与]$")
_NO_LIST: Final = late_pattern(r"(?:每|超过?|减少|增加|多|少|达到?|不足)(?:[^,。;:\d]{0,4})$")
# 6个乡镇和2个园区：甲镇、乙镇；丙园
_TWO_LISTS: Final = late_pattern(
    r"(?P<one>\d{1,3})[个家所名户](?P<what>[^,。;:\d]{1,14})[和及、与](?P<other>\d{1,3})[个家所名户](?P<kind>[^,。;:\d]{1,10}):(?P<names>[^。;:\d]{4,}?);(?P<others>[^。;:\d]{2,}?)(?=[。]|$)"
)
_NAMED_BEFORE: Final = late_pattern("^.*[,。;:、()]|(?:共|计|有|为)+$")
_SHOWN = 10
_FAR = 20
_FEWEST_SHARES = 3
_MOST_BROKEN = 4
_ALL = 100


def sums_in(lines: Sequence[Paragraph]) -> Iterator[Diagnostic]:
    """Find parts that do not come to what their sentence says: 采取千分制，其中业务600分，党建250分，评议100分."""
    yield from _listed_apart([(fold(squeeze(line.text)), line.source) for line in lines])
    for at, line in enumerate(lines):
        text, source = fold(squeeze(line.text)), line.source.cite()
        if _NUMBER.search(text) is None:
            continue
        whole = _whole_sentence(lines, at)
        yield from _wholes(whole, len(text), source)
        yield from _units_of(whole, len(text), source)
        yield from _counted(text, source)
        yield from amounts_in(text, source)
        yield from _added_up(text, source)
        yield from _shares_of_grades(text, source)


def _wholes(text: str, first: int, source: Source) -> Iterator[Diagnostic]:
    """Find parts behind a whole that do not come to it; the whole stands among the ``first`` signs."""
    for match in _WHOLE.finditer(text):
        if _OF_A_PART.match(match["parts"]) is not None:
            continue  # 满分100分。其中共性工作包括党建10分、…: parts of a part
        parts = [Decimal(part["points"]) for part in _PART.finditer(match["parts"])]
        whole = 1000 if match["scale"] == "千" else _ALL if match["scale"] else Decimal(match["points"])
        is_other = len(parts) > 1 and sum(parts) != whole and not _ADDED.search(match["parts"])
        if match.start() < first and is_other:
            yield Diagnostic(
                "reading.W209",
                "“{total}” says {stated} points, but the parts behind it make {sum}.",
                (source,),
                "Compare with the original; a part may be missing.",
                {"total": match["said"], "stated": plain(Decimal(whole)), "sum": plain(sum(parts, Decimal(0)))},
            )


def _counted(text: str, source: Source) -> Iterator[Diagnostic]:
    """Find units by kind, or places, that are not as many as all, and lists that are longer or shorter than said."""
    for pattern in (_KINDS, _PARTED, _MADE_OF, _BY_GROUP):
        for match in pattern.finditer(text):
            count = sum(map(int, _COUNT.findall(match["parts"])))
            is_open = match.groupdict().get("more") is not None  # 含 names some of them
            if count > int(match["count"]) or (count < int(match["count"]) and not is_open):
                what = match["what"] or _NAMED_BEFORE.sub("", text[: match.start("count")])[-_SHOWN:]
                unit = match["unit"]
                is_unit = DEEDS.match(what) is None  # 建设公园10个: no list of units
                words = f"{what}{match['count']}{unit}"
                yield (
                    fewer_units(what, int(match["count"]), count, source)
                    if is_unit
                    else other_parts(words, f"{match['count']}{unit}", f"{count}{unit}", source)
                )
    for match in _COUNTED_LIST.finditer(text):
        names = match["names"].split("、")
        before = text[: match.start("count")]
        if _ANOTHER_COUNT.search(before) or _NO_LIST.search(before) or names[0].startswith(("含", "如", "不", "包")):
            continue  # 6个乡镇和2个园区：…: a list of both; 每减少1家（含搬迁、注销）: none
        if not match["more"] and len(names) != int(match["count"]) and not any(map(A_KIND.search, names)):
            yield fewer_units(match["what"], int(match["count"]), len(names), source)
    for match in _TWO_LISTS.finditer(text):
        for one, what, listed in (("one", "what", "names"), ("other", "kind", "others")):
            number = len(match[listed].split("、"))
            if number != int(match[one]):
                yield fewer_units(match[what], int(match[one]), number, source)
    for match in _PLACES.finditer(text):
        counts = [int(count) for count in _NUMBER.findall(match["parts"])]
        if sum(counts) > int(match["count"]):
            yield fewer_units(match["what"], int(match["count"]), sum(counts), source)
    for match in _LISTED.finditer(text):
        names = [name for name in re.split("、|和|及", match["names"]) if name]
        stated = int(match["count"])
        differs = len(names) > stated if match["more"] else len(names) != stated
        if differs and not any(map(A_KIND.search, names)):
            yield fewer_units(match["what"], stated, len(names), source)


def _shares_of_grades(text: str, source: Source) -> Iterator[Diagnostic]:
    """Find shares of grades that are more than all there is."""
    for sentence in text.split("。"):
        shares = [int(match["share"]) for match in _SHARE.finditer(sentence)]
        if len(shares) < _FEWEST_SHARES and (listed := _SHARES_LISTED.search(sentence)) is not None:
            shares = [int(share) for share in _NUMBER.findall(listed["list"])]
        is_named = len(_GRADE_NAME.findall(sentence)) >= _FEWEST_SHARES
        is_of_grades = (is_named or _OF_GRADES.search(sentence) is not None) and _ABOUT.search(sentence) is None
        if len(shares) >= _FEWEST_SHARES and sum(shares) > _ALL and is_of_grades:
            yield Diagnostic(
                "scheme.W252",
                "The shares of the grades add up to {total}.",
                (source,),
                "Mend a share; a grade that takes what is left has “rest: true”.",
                {"total": f"{sum(shares)}%", "category": ""},
            )


def _units_of(text: str, first: int, source: Source) -> Iterator[Diagnostic]:
    """Find groups that list more units, or fewer, than the bracket behind their name says."""
    for match in _GROUP_OF.finditer(text):
        names = match["names"].split("、")
        if match.start() < first and len(names) != int(match["count"]) and not any(map(A_KIND.search, names)):
            yield fewer_units(match["what"], int(match["count"]), len(names), source)


def _listed_apart(texts: Sequence[tuple[str, Place]]) -> Iterator[Diagnostic]:
    """Find groups whose number one sentence says, and whose units another lists: 分为医技组（8个）…; 医技组：甲科、乙科."""
    stated = {
        _NAMED_IN.sub("", match["name"]): int(match["count"])
        for text, _ in texts
        for match in _GROUP_SIZE.finditer(text)
    }
    for text, source in texts:
        listed = _GROUP_LIST.search(text)
        names = listed["names"].split("、") if listed is not None else []
        count = stated.get(listed["name"]) if listed is not None else None
        if listed is not None and count not in (None, len(names)) and not any(map(A_KIND.search, names)):
            yield fewer_units(listed["name"], count or 0, len(names), source.cite())


def _counts(sentence: str, number: int) -> bool:
    """Tell whether a sentence says of how many parts the weights are: 5个一级指标，权重分别为…."""
    counts = [decimal(one) or chinese_numeral(one) for one in _PARTS_COUNTED.findall(sentence)]
    return number in counts


def _whole_sentence(lines: Sequence[Paragraph], at: int) -> str:
    """Give a line with those that go on with its sentence: a page or a column broke it."""
    text = fold(squeeze(lines[at].text))
    for line in lines[at + 1 : at + _MOST_BROKEN]:
        if not text or text[-1] in "。;:" or label_of(line.text.strip()):
            break
        text += fold(squeeze(line.text))
    return text


def _added_up(text: str, source: Source) -> Iterator[Diagnostic]:
    """Find parts and weights that the words behind them, or the whole that they make up, tell otherwise."""
    for match in _ADDED_UP.finditer(text):
        total = sum((Decimal(part["points"]) for part in _PART.finditer(match["parts"])), Decimal(0))
        if total != Decimal(match["points"]) and not _ADDED.search(match["parts"]):
            yield Diagnostic(
                "reading.W209",
                "“{total}” says {stated} points, but the parts make {sum}.",
                (source,),
                "Compare with the original; a part may be missing.",
                {"total": match["said"], "stated": match["points"], "sum": plain(total)},
            )
    for sentence in re.split("[。;]", text) if "=" in text else ():
        terms = [int(share) for share in re.findall(r"[×*xX](\d{1,3})%", sentence)]
        is_plain = len(terms) > 1 and "/" not in sentence and re.search(r"\)[×*]", sentence) is None
        if is_plain and sum(terms) != _ALL and abs(sum(terms) - _ALL) <= _FAR:
            yield _other_weights(sum(terms), source)
    of_total = [int(match["share"]) for match in _OF_TOTAL.finditer(text)]
    if len(of_total) > 1 and sum(of_total) != _ALL and _NESTED.search(text) is None:
        yield _other_weights(sum(of_total), source)
    for match in _SEVERALLY.finditer(text):
        whole = Decimal(match["points"]) if match["points"] else Decimal(1000 if match["scale"] == "千" else _ALL)
        amounts = [Decimal(value) for value in re.findall(r"\d{1,4}", match["list"])]
        if match["list"].rstrip().endswith("分") and sum(amounts) != whole:
            yield Diagnostic(
                "reading.W209",
                "“{total}” says {stated} points, but the parts make {sum}.",
                (source,),
                "Compare with the original; a part may be missing.",
                {"total": match["list"], "stated": plain(whole), "sum": plain(sum(amounts, Decimal(0)))},
            )
    for sentence in re.split("[。;]", text):
        weights = [int(match["weight"]) for match in _WEIGHED.finditer(sentence)]
        if (apart := _WEIGHED_APART.search(sentence)) is not None:
            weights = [int(weight) for weight in _NUMBER.findall(apart["list"] or apart["voters"])]
        is_whole = (
            any(said.search(sentence) is not None for said in (_COMPOSED, _OF_TOTAL))
            or _OF_JUDGEMENTS.fullmatch(sentence) is not None
        )
        is_whole = is_whole or (apart is not None and (apart["voters"] is not None or _counts(sentence, len(weights))))
        is_whole = is_whole and _NESTED.search(sentence.replace("派出单位", "").replace("服务单位", "")) is None
        if not is_whole and _ONLY_SHARES.fullmatch(sentence) is not None and _NESTED.search(sentence) is None:
            weights, is_whole = [int(share) for share in re.findall(r"(\d{1,3})%", sentence)], True
        if len(weights) > 1 and sum(weights) != _ALL and is_whole:
            yield _other_weights(sum(weights), source)


def _other_weights(total: int, source: Source) -> Diagnostic:
    return Diagnostic(
        "scheme.W213",
        "The weights of all indicators add up to {weights}.",
        (source,),
        "Mend a weight so that they share 100%.",
        {"name": "", "weights": f"{total}%", "who": ""},
    )


def against(lines: Sequence[Paragraph], scheme: Scheme) -> Iterator[Diagnostic]:
    """Find totals and parts that sentences state otherwise than the indicators of the draft have them."""
    texts = [(fold(squeeze(line.text)), line.source) for line in lines]
    stated = {Decimal(match["points"]) for text, _ in texts for match in _TOTAL.finditer(text)}
    whole = _whole(scheme)
    if len(stated) == 1 and whole is not None and whole not in stated:
        source = next(source for text, source in texts if _TOTAL.search(text))
        yield Diagnostic(
            "reading.W209",
            "“{total}” says {stated} points, but the rows make {sum}.",
            (source.cite(),),
            "Compare with the original; a row or a number may be missing.",
            {"total": "总分", "stated": plain(stated.pop()), "sum": plain(whole)},
        )
    yield from _fewer_indicators(texts, scheme)
    nodes = [*scheme.indicators, *(item for root in scheme.indicators for item in root.items)]
    worth = {squeeze(node.name): _points(node) for node in nodes if not node.bonus}
    points = {name: value for name, value in worth.items() if value is not None}
    for text, source in texts:
        for match in _WHOLE.finditer(text):
            for part in _PART.finditer(match["parts"]):
                mine, said = points.get(part["name"]), decimal(part["points"])
                if mine is not None and mine != said:
                    yield Diagnostic(
                        "reading.W201",
                        "“{name}” has {inside} points where the parts are stated, and {beside} where it stands.",
                        (source.cite(),),
                        "Ask the office that wrote the notice which number holds.",
                        {"name": part["name"], "inside": part["points"], "beside": plain(mine)},
                    )


def _fewer_indicators(texts: Sequence[tuple[str, Place]], scheme: Scheme) -> Iterator[Diagnostic]:
    """Find how many indicators a sentence says there are, where the draft has another number on every level."""
    levels: list[list[Node]] = [[root for root in scheme.indicators if not root.bonus]]
    if any(root.applies_to for root in levels[0]):
        return
    while below := [item for node in levels[-1] for item in node.items]:
        levels.append(below)
    leaves = [node for level in levels for node in level if not node.items]
    for text, source in texts:
        for match in _INDICATORS.finditer(text):
            stated = decimal(match["count"])
            level = "一二三四".find(match["level"] or "")
            has_level = match["level"] is not None
            counts = {len(levels[level])} if has_level and level < len(levels) else set(map(len, levels))
            if stated is not None and int(stated) not in (counts if has_level else counts | {len(leaves)}):
                yield Diagnostic(
                    "reading.W313",
                    "“{words}” is followed by {listed} items.",
                    (source.cite(),),
                    "An item may have been lost, or the number is wrong; compare with the original.",
                    {"words": match[0], "stated": int(stated), "listed": min(counts) if has_level else len(leaves)},
                )


def _whole(scheme: Scheme) -> Decimal | None:
    """Give the points of all indicators of a notice for one kind of units whose total is their sum; else None."""
    roots = [root for root in scheme.indicators if not root.bonus]
    is_plain = (
        not scheme.total and not scheme.panels and all(not root.applies_to and root.weight is None for root in roots)
    )
    sums = [_points(root) for root in roots] if is_plain else []
    known = [value for value in sums if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(sums) else None


def _points(node: Node) -> Decimal | None:
    if node.points is not None:
        return node.points
    below = [_points(item) for item in node.items if not item.bonus]
    known = [value for value in below if value is not None]
    weighed = any(item.weight is not None for item in node.items)
    return sum(known, Decimal(0)) if known and len(known) == len(below) and not weighed else None
