"""The names of grades, where a notice lists them or where it says what each of them takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.ballots import ballots

VOTE: Final = late_pattern(r"测评|满意|投票|票数|每票|问卷")
_BY_POINTS: Final = late_pattern(
    r"^(?!.*(?:测评|投票|票数|每票|问卷)).*满意[^,;。]{0,4}个(?:等次|等级|档次|档).*\d分(?:\(不?含[^()]*\))?以上(?:\(不?含[^()]*\))?[^,;。]{0,4}为"
)
_LISTS: Final = (
    late_pattern(
        r"(?:分为|分成|划分为|(?<=结果)[分为]|(?<=等次)分|设置?|设立|评定为?|评出|确定为?)(?P<names>[^,。;:()“”]{3,40}?)(?:[二两三四五六]|\d)?个?(?:等次|等级|档次)"
    ),
    late_pattern(
        r"(?:等次|等级|档次)(?:分为|分成|划分为|设置?为?|设|包括|共分)?:?(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)"
        r"(?:[二两三四五六]个?(?:等次|等级|档次|等|档|类|项)|等?[二两三四五六]?[等档级]|[,。;:(]|$)"
    ),
    late_pattern(
        r"(?:分为|分成|划分为)(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)[二两三四五六]个?[等档级]"
    ),
    # 按得分高低分为一类、二类、三类,其中…
    late_pattern(
        r"按(?:照)?[^,;。:、]{0,6}(?:得分|总分|分值|成绩)(?:从高到低|由高到低|高低|情况)?(?:进行)?(?:排名|排序|顺序|次序)?,?(?:将[^,;。:、]{1,12})?(?:依次|分别)?(?:分为|分成|划分为|评定为|确定为)(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)(?=[,。;]|[二三四五]个?[类档等级]|$)"
    ),
    # 考核结果按先进、达标、不达标进行分类
    late_pattern(
        r"(?:考核|考评|评估)(?:结果|等次|等级)?按(?:照)?(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)(?:等次|等级)?(?:进行)?(?:分类|分等|分级|评定)"
    ),
    # 考核分优秀、合格、不合格三个等次
    late_pattern(
        r"^(?:(?:年度|绩效|综合)*(?:考核|考评|评估))?分(?!为|成|值|数|别|类|组|档)(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)[二两三四五六]个?(?:等次|等级|档次|档|等|级)"
    ),
    # 初步确定为先进、达标、不达标的单位
    late_pattern(
        r"(?:评定|确定|认定|定|列)为(?P<names>(?:先进|优秀|优胜|达标|良好|合格|一般|较差|不?达标|不?合格|落后)(?:[、和及](?:先进|优秀|优胜|达标|良好|合格|基本合格|一般|较差|不?达标|不?合格|落后)){2,4})的?(?:单位|部门|村|社区|乡镇)"
    ),
    # 各组分别确定一等、二等、三等。
    late_pattern(
        r"(?:分别|依次)?(?:评定|评|确定|分|定|列)(?:出|为)?(?P<names>[一二三四][类等级档](?:[、和及][一二三四][类等级档]){1,3})(?=[,。;]|$)"
    ),
    # 考核结果分优秀、良好、合格、不合格。
    late_pattern(
        r"(?:考核|考评|评估|评定)(?:结果|等次|等级)(?:(?:按|根据|依据|依)[^,。;:、]{0,6}?(?:得分|总分|分值|分数|成绩)(?:高低|情况)?)?,?(?:共?分(?:为|成)?|划分为)(?P<names>(?:[^,。;:()“”、的]{1,6}[、和及]){1,5}[^,。;:()“”、的\d]{1,6}?)(?=[,。;]|$)"
    ),
)
# 前25%为优秀等次,其余为良好等次: the grades are named where their shares are.
_SHARED: Final = late_pattern(
    r"(?:前|后|占|的)?\d+(?:\.\d+)?%(?:的)?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:评定|评|确定|定|划)?为(?P<first>[^,。;:()“”、的\d]{1,6})(?:等次|等级|档)?[,;]"
    r".*?其(?:余|他|它)(?:的)?(?:单位|部门|人员|均|都|全部)*(?:评定|评|确定|定|划)?为(?P<rest>[^,。;:()“”、的\d]{1,6}?)(?:等次|等级|档|$|[,。;])"
)
# …,其后50%为二等,…: those between the first share and the rest.
_BETWEEN: Final = late_pattern(
    r"[,;](?:(?:其次|其后|后续|再次|接下来|接着|次|再)(?:的)?(?:前)?)?\d+(?:\.\d+)?%(?:的)?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:评定|评|确定|定|划)?为(?P<name>[^,。;:()“”、的\d]{1,6}?)(?:等次|等级|档)?(?=[,;])"
)
_LAST: Final = late_pattern(
    r"[,;]后\d+(?:\.\d+)?%(?:的)?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?(?:评定|评|确定|定|划)?为(?P<name>[^,。;:()“”、的\d]{1,6}?)(?:等次|等级|档)?[,;]"
)
# Who is under a line gets the last grade: …,得分低于70分的为较差,其余为合格。
_UNDER: Final = late_pattern(
    r"[,;][^,;。]{0,6}(?:(?:低于|不足|不满|未达到?)\d+(?:\.\d+)?分|\d+(?:\.\d+)?分以下)(?:的)?(?:单位|部门|人员|科室|处室|股室|乡镇|镇街|街道|村|社区|企业|公司|学校|县区|个人|干部)?,?(?:评定|评|确定|定|划)?为(?P<name>[^,。;:()“”、的\d]{1,6}?)(?:等次|等级|档)?(?=[,;。]|$)"
)
# 90分以上的为优秀,80分以上不足90分的为良好: the grades are named where their bands are.
_BANDED: Final = late_pattern(
    r"(?:(?:低于|不足|不满)\d+(?:\.\d+)?分(?:的)?(?=[^,;。:为]{0,6}为)|\d+(?:\.\d+)?分(?:\(不?含[^()]*\))?(?:及?以上|以下|的|(?<=[-—~至]\d\d分)(?=为|评|确|定)))[^,;。:为]{0,10}?(?:评定|评|确定|定|划|认定)?为(?:[^,;。:为]{2,12}?(?:工作|管理|考核)(?=优秀|先进|良好|达标|合格|不|较差))?(?P<name>[\u4e00-\u9fff]{1,4}?|[A-E](?=[级等类档]))(?:等次|等级|档|等|级|类|单位)?(?=[,;。:]|$)"
)
# 优秀等次不超过30%,且不低于85分;良好等次不超过40%;其余为一般等次: the grades are named where their places are.
_NUMBER: Final = r"\d+(?:\.\d+)?"
_GRADE: Final = r"(?P<name>[\u4e00-\u9fff]{1,4}?|[A-E])(?:等次|等级|档次|级)"
_EACH: Final = late_pattern(
    rf"(?:^|[,;。:])(?:其中)?(?:[每各]个?(?:组别?|类别?)(?:的)?)?(?:评[为定]|确定为?)?{_GRADE}(?:的)?(?:单位|部门|名额|比例)*:?(?:原则上)?(?:为|按|占|不得?(?:超过|高于|多于)|控制在|得分|总分|综合得分|考核得分|应)[^,;。]{{0,20}}?{_NUMBER}(?:%(?![^,;。]{{0,10}}(?:发放|计发|兑现|奖励?|系数))|分|[个名家])"
)
# 优秀等次:乡镇2个,A类1个
_EACH_GROUP: Final = late_pattern(
    rf"(?:^|[,;。:])(?:其中)?{_GRADE}(?:名额)?:[^,;。:]{{1,14}}?\d{{1,2}}[个名家](?=[,;。、]|$)"
)
_OTHERS: Final = late_pattern(
    rf"(?:其[余他它]|剩余)(?:的)?(?:单位|部门|人员|均|都|全部|一律)*(?:评定|评|确定|定|划|列)?为{_GRADE}"
)
_PRIZES: Final = late_pattern(
    r"(?:设|评|分|取)[^,;。:]{0,6}?(?P<first>[特一二三四])(?P<rest>(?:[、和及][一二三四])+)等奖"
)
_PRIZE: Final = late_pattern(r"[特一二三四]等奖(?=\d{1,2}[个名]|若干)")
# What units are called by result where nothing lists the grades, best first.
_USUAL: Final = (
    "优秀",
    "先进",
    "良好",
    "达标",
    "合格",
    "一般",
    "基本合格",
    "基本达标",
    "较差",
    "落后",
    "不达标",
    "未达标",
    "不合格",
    "差",
)
_DENIES: Final = late_pattern(
    r"(?:不得|不能|不予|不可|一律不)(?:被|再|参与|参加)?(?:评定|评选|评|确定|定|列)?(?:为)?[“]?(?:优秀|良好|称职|合格|评[先优])|取消[^,;。]{0,12}评[先优]|情形之一[^。;]{0,8}不得(?:申报|参评|认定|参选)|(?:直接|一律|应当?)(?:评定|评|确定|定)为[“]?(?:不|基本)?(?:合格|称职)"
)
_DENIED_GRADE: Final = late_pattern("(?P<name>优秀|良好|(?:基本|不)?称职|(?:基本|不)?合格)")
_MET: Final = late_pattern(
    r"(?:被?评定?为|被?确定为|定为|列为|考核(?:结果)?(?:为)?)[“]?(?:优秀|良好|(?:基本|不)?称职|(?:基本|不)?合格)(?:(?:[、和或及]|以及)[“”]*(?:优秀|良好|(?:基本|不)?称职|(?:基本|不)?合格))*[”]?(?:等次|等级)?[”]?的"
)
_SCALES: Final = (
    ("优秀", "称职", "基本称职", "不称职"),
    ("优秀", "良好", "合格", "不合格"),
    ("优秀", "合格", "基本合格", "不合格"),
)
_HEADED: Final = late_pattern(
    r"^(?:(?P<name>[\u4e00-\u9fff]{1,4}?|[A-E])(?:等次|等级|档次|档)|(?P<usual>优秀|良好|(?:基本|不)?称职|(?:基本|不)?合格|(?:基本|不)?达标|先进|一般|较[好差])):(?=.*\d)"
)
_LAST_BAND: Final = late_pattern(
    r"^[^,;。\d]{0,8}\d+(?:\.\d+)?分(?:\(不?含[^()]*\))?(?:以下|(?<=[低不]于\d\d分)|(?<=不足\d\d分))(?:或者?[^,;。]{2,20}?)?(?:的)?[,]?(?:一律|直接)?(?:评定|评|确定|定|列)?为(?P<name>[差劣末]等|不(?:合格|达标)|(?:较差|差|落后))(?:等次|等级|档)?(?=[,;。]|$)"
)
_ANY_OTHER: Final = "其他等次"
PLACED: Final = r"第(?P<first>\d{1,2})(?:(?:名)?[、至到—~-]+第?(?P<last>\d{1,2}))?名(?:的)?(?:单位|乡镇|街道|部门)?(?:评定?|确定)?为"
"""第1至3名为: places by their numbers, before the grade that they are for."""
_AT_PLACES: Final = late_pattern(
    rf"(?:(?:(?<!第)前|(?P<behind>最后|倒数))\d{{1,2}}名(?:的)?(?:单位|乡镇|街道|部门)?(?:评定?|确定)?为|{PLACED})[“]?(?P<name>[\u4e00-\u9fff]{{2,4}}?|[A-E](?=[等级档]))(?:等次|单位|乡镇|部门|等|级|档)?(?=[,;。]|$)"
)
_REST: Final = late_pattern(
    r"(?:其[余他它]|剩余)(?:的)?(?:单位|部门|均|都|全部|一律)*(?:评定|评|确定|定|划|列)?为(?P<name>[\u4e00-\u9fff]{2,4}?|[A-E](?=[等级档]))(?:等次|单位|乡镇|部门|等|级|档)?(?=[,;。]|$)"
)
# 优秀(90分以上)、良好(80-89分): lines in brackets behind the names
_BAND: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff])\((?=[^()]*\d分)[^()]{2,24}\)(?=[、,;和。及]|[二三四五六2-6]个?(?:等次|等级|档次|等|档|级)|$)"
)
# 优秀:90分以上;良好:80分及以上,不满90分;合格:不低于60分: grades that are named with their lines, and nowhere else
_STEP: Final = late_pattern(
    rf"(?:^|(?<=[;。:]))(?P<name>{'|'.join(sorted((*_USUAL, '称职', '基本称职', '不称职'), key=len, reverse=True))}|[A-E](?=[级等类档:]))(?:等次|等级|档次?|[级等类])?:"
    rf"(?:[^,;。:\d]{{0,4}}前\d+%[且并,]*)?(?:[^,;。:\d]{{0,4}}(?:得分|总分|分数|成绩)(?:在|为)?)?(?:(?:不低于|不少于|达到|低于|不满|不足){_NUMBER}分|{_NUMBER}分?(?:\(不?含[^()]*\))?(?:[及含]?以[上下]|[-—~至到]+{_NUMBER}分))(?![^,;。]{{0,8}}[得计记]\d)"
)
_AROUND: Final = late_pattern("^(?:分别)?[为有是]|(?<=[^、和及])等?[二两三四五六]个?(?:等次|等级|档次|[档等级类])$")
_NUMERALS: Final = frozenset("特一二三四五甲乙丙丁")
_SET_OFF: Final = late_pattern('[“”"]')
_CLASS: Final = late_pattern("[一二三四五A-E][类等]")
_LETTERS: Final = frozenset("ABCDE")
_IN_CLASSES: Final = late_pattern("[二三四五]个?(?P<kind>类)")
_OPTIONS: Final = late_pattern(
    "(?:满意|优秀?|良好?|称职|合格|一般|[较]?好|较?差).*(?:满意|良好?|称职|合格|一般|[较]?好|较?差)"
)
_LINE: Final = late_pattern(r"[\d分)]及?以[上下]")  # 85分以上, and not 县级以上领导
_DEALT_WITH: Final = late_pattern("评定|建议|奖惩|意见|公示|方案|审定|依据|运用|认定")  # 提出考核等次评定和奖惩建议
_LONGEST_GRADE = 6
_LEAST = 2


def grade_names(sentence: str) -> tuple[str, ...]:
    """Give the grades that a squeezed and folded sentence lists or sets one by one, in its order; none where it does neither.

    >>> grade_names("考核结果分为“好、一般、差”三个等次。")
    ('好', '一般', '差')
    >>> grade_names("街道考核等次分为一等、二等、三等,名额分别为2个、4个、2个")
    ('一等', '二等', '三等')
    >>> grade_names("考核结果分为优秀(90分以上)、合格(60-89分)、不合格(60分以下)")
    ('优秀', '合格', '不合格')
    >>> grade_names("优秀等次不超过各组的30%,且得分不低于85分;良好等次不超过各组的40%;其余为一般等次")
    ('优秀', '良好', '一般')
    """
    if is_on_votes(sentence):
        return ()
    sentence = _BAND.sub("", _SET_OFF.sub("", re.sub("”[、和及]?“", "、", sentence)))
    for pattern in _LISTS:
        match = pattern.search(sentence)
        names = tuple(re.split("[、和及]", _AROUND.sub("", match["names"]))) if match else ()
        kind = re.match("[等级类档]", sentence[match.end("names") :]) if match else None
        if kind is not None and _NUMERALS.issuperset(names):
            names = tuple(name + kind[0] for name in names)  # 一、二、三等
        elif kind is not None and names[-1] in _NUMERALS and all(name.endswith(kind[0]) for name in names[:-1]):
            names = (*names[:-1], names[-1] + kind[0])  # 一等、二等、三等
        elif _LETTERS.issuperset(names) and (
            classed := _IN_CLASSES.match(sentence, match.end("names") if match else 0)
        ):
            names = tuple(name + classed["kind"] for name in names)  # A、B、C、D四类
        is_list = len(names) > 1 and all(0 < len(name) <= _LONGEST_GRADE for name in names)
        if (
            is_list
            and len(set(names)) == len(names)
            and not any(re.search(r"[\d%分组类]", name) and not _CLASS.fullmatch(name) for name in names)
            and not any(map(_DEALT_WITH.search, names))
        ):
            return names
    if len(each := _one_by_one(sentence) or _at_places(sentence)) >= _LEAST:
        return each
    if shared := _SHARED.search(sentence):
        first, rest = (re.sub(r"(?:等次|等级|档)$", "", shared[name]) for name in ("first", "rest"))
        # 前30%为优秀,后10%为一般,其余为良好: what the last ones get stands behind the rest.
        last = _LAST.search(sentence)
        between = [match["name"] for match in _BETWEEN.finditer(sentence)]
        last = last or _UNDER.search(sentence)
        names = (first, *between, rest, *((last["name"],) if last else ()))
        return names if len(set(names)) == len(names) else ()
    bands = tuple(dict.fromkeys(_whole_name(match, sentence) for match in _BANDED.finditer(sentence)))
    if len(bands) <= _LEAST:
        bands = tuple(dict.fromkeys(match["name"] for match in _STEP.finditer(sentence)))
    return bands if len(bands) > _LEAST else ()  # two could be anything: 95分以上的为红榜,60分以下的为黑榜


def _whole_name(match: re.Match[str], sentence: str) -> str:
    """Give the name of a grade by its band; one of a single sign goes with its 等: 优等, 良等."""
    name, end = match["name"], match.end("name")
    if name in "一二三四五" and (kind := re.match("[类等级档]", sentence[end:])):
        return name + kind[0]
    if name.endswith("星") and sentence[end:].startswith("级"):
        return f"{name}级"
    is_short = len(name) == 1 and not name.isascii() and re.match("等(?![次级])", sentence[end:])
    return f"{name}等" if is_short else name


def headed_names(sentences: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """Give the grades that begin a sentence each with what is said of them, and the place of the first; None without three.

    >>> headed_names(["优秀等次:按20%的比例确定", "良好等次:按30%的比例确定", "合格等次:60分以上的"])
    (0, ('优秀', '良好', '合格'))
    """
    matches = [(index, match) for index, one in enumerate(sentences) if (match := _HEADED.match(one))]
    found = [(index, match["name"] or match["usual"]) for index, match in matches]
    names = tuple(dict.fromkeys(name for _, name in found))
    return (found[0][0], names) if len(names) > _LEAST else None


def last_name(sentences: Sequence[str]) -> str:
    """Give the grade of those under a line where a sentence behind the bands sets it: 60分以下的评为差等."""
    found = (_LAST_BAND.match(_SET_OFF.sub("", sentence)) for sentence in sentences)
    return next((match["name"] for match in found if match is not None), "")


def is_on_votes(sentence: str) -> bool:
    """Tell whether a sentence is on a ballot; grades by points may bear the names of its options.

    >>> is_on_votes("每张测评表满意的计5分"), is_on_votes("分为满意、基本满意、不满意三个等次,85分以上为满意")
    (True, False)
    >>> is_on_votes("县级以上领导设好、一般、差三档,分别按100%、60%、30%计分")
    True
    """
    if VOTE.search(sentence) is not None:
        return _BY_POINTS.search(sentence) is None
    return _is_vote(sentence) and _LINE.search(sentence) is None


def prize_names(sentence: str) -> tuple[str, ...]:
    """Give the prizes that stand for grades where a notice has none: 设一、二、三等奖, 一等奖1名、二等奖2名.

    >>> prize_names("考核结果设一、二、三等奖"), prize_names("每组评一等奖1名、二等奖2名,其余为三等奖")
    (('一等奖', '二等奖', '三等奖'), ('一等奖', '二等奖', '三等奖'))
    """
    if "元" in sentence:
        return ()  # a prize with its money is no grade
    if match := _PRIZES.search(sentence):
        return tuple(f"{number}等奖" for number in (match["first"], *re.split("[、和及]", match["rest"][1:])))
    named = tuple(dict.fromkeys(_PRIZE.findall(sentence)))
    last = re.search(
        r"其[余他](?:的)?(?:单位|社区|村|乡镇|部门)?(?:评)?为(?P<name>[二三四]等奖|[\u4e00-\u9fff]{2,4}?)(?:等次|单位|社区|村)?(?=[,;。(]|$)",
        sentence,
    )
    return tuple(dict.fromkeys((*named, *([last["name"]] if last else ())))) if len(named) >= _LEAST else ()


def presumed_names(sentences: Iterable[str]) -> tuple[str, ...]:
    """Give the grades that limits refer to where a notice lists none: those of officials, or of units; none without such limits.

    >>> presumed_names(["受到处分的,当年不得确定为优秀等次", "两次缺席的,不能定为称职及以上等次"])
    ('优秀', '称职', '基本称职', '不称职')
    >>> presumed_names(["未完成的,取消评先评优资格"]), presumed_names(["优秀的奖励1000元"])
    (('优秀', '其他等次'), ())
    """
    sentences = list(sentences)
    said = [sentence for sentence in sentences if _DENIES.search(sentence)]
    if not said:
        # 被评为基本称职和不称职的,不得享受奖金: what follows from grades names them too.
        said = [sentence for sentence in sentences if _MET.search(sentence)]
        met = {match["name"] for sentence in said for match in _DENIED_GRADE.finditer(sentence)}
        return next((scale for scale in _SCALES if met <= set(scale)), ()) if len(met) >= _LEAST else ()
    named = [match["name"] for sentence in said for match in _DENIED_GRADE.finditer(sentence)]
    for scale in _SCALES:
        if any(name in scale[1:] for name in named):
            return scale
    return ("优秀", _ANY_OTHER)


def _is_vote(sentence: str) -> bool:
    """Tell whether a sentence gives points to the options of a ballot."""
    return _OPTIONS.search(sentence) is not None and ballots(sentence) is not None


def _one_by_one(sentence: str) -> tuple[str, ...]:
    """Give the grades that begin a clause each, which says how many or how much they are, and the one that the others get."""
    each = sorted((*_EACH.finditer(sentence), *_EACH_GROUP.finditer(sentence)), key=re.Match[str].start)
    named = [match["name"] for match in each]
    others = [match["name"] for match in _OTHERS.finditer(sentence)] if named else []
    # 优秀等次不超过30%,其余为合格等次;低于70分的为不合格等次
    last = [match["name"] for match in _UNDER.finditer(sentence)] if others else []
    return tuple(dict.fromkeys((*named, *others, *last)))


def _at_places(sentence: str) -> tuple[str, ...]:
    """Give the grades that places bring, with the one that the others get: 第1名为优胜,第2、3名为先进,其余为达标."""
    at = [(match["name"], match["behind"] is not None) for match in _AT_PLACES.finditer(sentence)]
    placed = [name for name, is_behind in at if not is_behind]
    rest = [match["name"] for match in _REST.finditer(sentence)] if placed else []
    last = [re.sub(r"(?<=^[A-E])[等级档]$", "", match["name"]) for match in _UNDER.finditer(sentence)] if rest else []
    last = [*(name for name, is_behind in at if is_behind and placed), *last]
    names = tuple(dict.fromkeys((*placed, *rest, *last)))
    are_prizes = any(name.endswith("奖") for name in names)
    return names if len(names) == len({*placed, *rest}) + len(set(last)) and not are_prizes else ()
