"""What a column of a task table holds, told by its cells where the words of its head are unknown.

Dates are deadlines; names of persons lead or answer, by what stands above and beside them; units lead or take part;
figures are targets or what came of them by any part of their head; reports and tasks are sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.actors import is_unit, person_likeness, split_persons, unit_share
from kaoji.reading.phrases.measures import is_unit_of_measure
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind, bare_label

Content = Literal["date", "person", "unit", "measure", "figure", "share", "yes", "phone", "report", "text", "word", ""]

_DATE: Final = late_pattern(
    r"(?:长期|常年|全年|持续|年内|年底|[上下]半年)[^。；]{0,6}|立行立改(?:[、，,](?:长期|持续)[^。；]{0,4})?|即知即改|立即整改|常态化(?:推进|开展|坚持)?|(?:20\d\d年)?(?:春节|国庆节?|元旦|汛期|入冬|开学|春耕|两会)前(?:完成)?|(?:(?:20)?\d\d年)?(?:年底|[上下]半年|第?[一二三四1-4]季度|\d{1,2}月)[^。；]{0,12}|20\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?[^。；\d]{0,8}|20\d\d年[^。；]{0,6}"
)
_DATE_CORE: Final = late_pattern(
    r"^[\d年月日号第一二三四上下中旬半季度底末内前之至到全长期坚持推进持续常约\-—~～./、，,完成开工竣建投用以入使动启取得见效落实]+$"
)
_OCCASION: Final = late_pattern("立行立改|即知即改|立即|常态化|前(?:完成)?$")
_FIGURE: Final = late_pattern(
    r"^[≥≤＞＜><=约]?[-+]?\d+(?:[.,]\d+)*(?![年月日季])(?:[‰]|[\u4e00-\u9fff㎡]{0,5})(?:以上|以下|以内|左右)?$"
)
_SHARE: Final = late_pattern(r"^[≥≤><=约]?[-+]?\d+(?:\.\d+)?%$")
_YES: Final = late_pattern(r"[是否有无√×✓✗○●▲△★☆]|[红黄绿蓝]灯?|[ABC]类?|优|良|好|中|差|一般|较好|合格|不合格")
_PHONE: Final = late_pattern(r"(?:0\d{2,3}-?)?\d{7,8}|1\d{10}")
_REPORT: Final = late_pattern(
    r"^(?:目前|截至|截止|累计|正在|共|现|全部|均|基本|主体|尚未|未|已)|已|完成了?\d|正在|目前|累计|尚未|全部完工|投入使用$|办结$|封顶|进场"
)
_GOAL: Final = late_pattern("计划|目标|任务|下达|预期|拟|指标|预算|核定|分配|约定|承诺|应[完达收]|底线|要求")
_DONE: Final = late_pattern(
    "完成|实际|累计|实绩|已|到位|实现|达成|截至|截止|目前|当前|现状|现有|本期|本月|进度|进展|兑现|落实|实收"
)
_RATE: Final = late_pattern("率|比例|占比|比重|百分比|%")
_BEFORE: Final = late_pattern("上年|去年|上期|同期|基期|基数|原有|历史")
_NO_DEADLINE: Final = late_pattern(
    "开工|启动|开始|起始|签订|印发|填报|更新|上报|受理|交办|下达|实际|成立|销号|入库|报送|来文|立项"
)
_CHIEF: Final = late_pattern(
    "领导|书记|[市县区镇乡州]长|主任|常委|领衔|挂帅|挂点|包[保抓联挂]|分管|总|指挥|长$|首长|带队"
)
_HELPS: Final = late_pattern("协管|协助|协调|联系|副")
_PART: Final = late_pattern("配合|协|助|支援|参与|参加|联|支持|相关|有关|其他|属地|涉及")
_LEADS: Final = late_pattern("牵头|主责|主办|责任|承办|负责|主管|实施|落实|主体|归口|执行|业主|建设|组织")
_WHO: Final = late_pattern("谁|[人员长]$|领导|同志")
_WANTING: Final = late_pattern(
    "问题|困难|原因|下一?步|备注|说明|成果|佐证|依据|来源|地点|地址|位置|类[别型]|性质|电话|方式|评价|得分|分值|奖惩|验收|需"
)
_UNIT_AND_PERSON: Final = late_pattern(r"(?P<unit>\S{3,16})[ \u3000\n]+(?P<person>[\u4e00-\u9fff]{2,3})")
_SURE, _LONG = 0.8, 9
_WORDS: Final[tuple[Content, ...]] = ("text", "word", "report", "")
_MOST_FIGURES, _FEWEST_PROVING, _ROUNDED = 8, 3, 0.6
_MOSTLY = 0.7


def content_of(texts: Sequence[str]) -> Content:
    """Tell what the cells of a column are; empty where they are not of one sort.

    >>> (
    ...     content_of(["3月底前", "2031年6月"]),
    ...     content_of(["何川", "林一舟"]),
    ...     content_of(["县水利局", "县住建局、各乡镇"]),
    ... )
    ('date', 'person', 'unit')
    >>> content_of(["12", "3.5"]), content_of(["86%", "100%"]), content_of(["已完成3座。", "正在施工"])
    ('figure', 'share', 'report')
    """
    bare = [squeeze(fold(_without_person(text))) for text in texts if squeeze(text)]
    if not bare:
        return ""
    ways: tuple[tuple[Content, Callable[[str], bool]], ...] = (
        ("yes", lambda text: _YES.fullmatch(text) is not None),
        ("phone", lambda text: _PHONE.fullmatch(text) is not None),
        ("measure", is_unit_of_measure),
        ("share", lambda text: _SHARE.match(text) is not None),
        ("date", _is_date),
        ("figure", lambda text: _FIGURE.match(text) is not None),
        ("unit", lambda text: unit_share(text) > 0.5),  # noqa: PLR2004 - most of a list
        ("person", _are_persons),
        ("report", lambda text: _REPORT.search(text) is not None),
        ("text", lambda text: len(text) >= _LONG),
    )
    for content, holds in ways:
        if sum(map(holds, bare)) >= len(bare) * _MOSTLY:
            return content
    return "word" if all(len(text) < _LONG for text in bare) else ""


def _without_person(text: str) -> str:
    """Give a unit without the person that stands behind a space: 县民政局 张某."""
    found = _UNIT_AND_PERSON.fullmatch(text.strip())
    is_both = found is not None and is_unit(found["unit"]) and person_likeness(found["person"]) == 1
    return found["unit"] if found is not None and is_both else text


def _is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None and (_DATE_CORE.match(text) or _OCCASION.search(text)) is not None


def _are_persons(text: str) -> bool:
    people = split_persons(text)
    return bool(people) and all(person_likeness(one) >= _SURE and not is_unit(one) for one in people)


def _may_be_persons(texts: Sequence[str]) -> bool:
    """Tell whether words are as short as names and half of them begin with a surname; for columns headed 谁, 人, 领导."""
    bare = [squeeze(text) for text in texts]
    return all(re.fullmatch("[\u4e00-\u9fff]{2,3}", text) for text in bare) and sum(map(_are_persons, bare)) * 2 >= len(
        bare
    )


def by_contents(
    kinds: Sequence[Kind | None], labels: Sequence[str], columns: Sequence[Sequence[str]]
) -> list[Kind | None]:
    """Give the kinds of the columns of a task table with those added or mended that their cells tell."""
    found = list(kinds)
    contents = [content_of(texts) if len(texts) > 1 else "" for texts in columns]
    for at, (kind, content) in enumerate(zip(kinds, contents, strict=True)):
        if labels[at]:
            found[at] = _mended(kind, content)
        if found[at] is None and labels[at] and "number" not in found and len(columns[at]) > 1 and counts(columns[at]):
            found[at] = "number"
        if content == "word" and _WHO.search(labels[at]) and _may_be_persons(columns[at]):
            contents[at] = "person"
    for at, kind in _proved(found, contents, columns).items():
        found[at] = kind
    for at, (label, content) in enumerate(zip(labels, contents, strict=True)):
        if found[at] is None and label and content not in _WORDS and not _WANTING.search(bare_label(label)):
            found[at] = _told(found, at, contents, labels)
    _part_units(found, contents, labels)
    open_ = [
        at
        for at, kind in enumerate(found)
        if kind is None and labels[at] and contents[at] in _WORDS and not _WANTING.search(bare_label(labels[at]))
    ]
    _tell_texts(found, open_, contents, labels, columns)
    return found


def _proved(
    found: Sequence[Kind | None], contents: Sequence[Content], columns: Sequence[Sequence[str]]
) -> dict[int, Kind]:
    """Give the kinds of three columns of figures of which the last is the second in per cent of the first."""
    usual = (None, "target", "status", "ratio", "task")
    figures = [at for at, content in enumerate(contents) if content in ("figure", "share") and found[at] in usual]
    values = {at: [_value(text) for text in columns[at]] for at in figures}
    if len(figures) > _MOST_FIGURES:
        return {}
    for goal in figures:
        for done in (at for at in figures if at > goal):
            for ratio in (at for at in figures if at > done):
                rows = list(zip(values[goal], values[done], values[ratio], strict=False))
                are_whole = len(rows) == len(values[goal]) == len(values[done]) == len(values[ratio])
                if are_whole and len(rows) >= _FEWEST_PROVING and all(map(_is_share, rows)):
                    return {goal: "target", done: "status", ratio: "ratio"}
    return {}


def _value(text: str) -> float:
    match = re.search(r"-?\d+(?:\.\d+)?", fold(text).replace(",", ""))
    return float(match[0]) if match is not None else 0.0


def _is_share(row: tuple[float, float, float]) -> bool:
    goal, done, ratio = row
    return goal > 0 and ratio > 0 and abs(done / goal * 100 - ratio) <= _ROUNDED


def _part_units(found: list[Kind | None], contents: Sequence[Content], labels: Sequence[str]) -> None:
    """Of several columns of units headed alike, the first leads unless a later one says so."""
    leads = [at for at, kind in enumerate(found) if kind == "lead" and contents[at] == "unit"]
    if len(leads) < 2 or "related" in found or len({labels[at] for at in leads}) < len(leads):  # noqa: PLR2004
        return
    if any(_LEADS.search(bare_label(labels[at])) for at in leads[1:]):
        return
    for at in leads[1:]:
        found[at] = "related"


def _tell_texts(
    found: list[Kind | None],
    open_: Sequence[int],
    contents: Sequence[Content],
    labels: Sequence[str],
    columns: Sequence[Sequence[str]],
) -> None:
    """Tell tasks from reports among columns of words: a report repeats what the task says, with other figures."""
    left = list(open_)
    worded = any(kind == "status" and contents[at] in _WORDS for at, kind in enumerate(found))
    for at in reversed(open_):
        before = [one for one in range(at) if contents[one] in _WORDS and found[one] in (None, "task", "target")]
        is_report = contents[at] == "report" or _DONE.search(labels[at]) or _answers(at, before, columns)
        if not worded and is_report and before and not _GOAL.search(labels[at]):
            found[at], worded = "status", True
            left.remove(at)
    tasks = [at for at, kind in enumerate(found) if kind == "task"]
    if tasks:
        for at in left:
            texts = [squeeze(text) for text in columns[at]]
            if at < tasks[0] and len(set(texts)) == len(texts) > 1 and min(map(len, texts)) > 1:
                found[at] = "task"  # 攻坚点位 before 攻坚内容: what the task is called
        return
    behind = [at for at, content in enumerate(contents) if content in ("unit", "person", "date")]
    names = [at for at in left if not behind or at < behind[0]] or left
    for at in names:
        counted = sum(bool(re.search(r"\d", text)) for text in columns[at]) >= len(columns[at]) * _MOSTLY
        found[at] = "target" if at != names[0] and counted and "target" not in found and "task" in found else "task"


def _answers(at: int, before: Sequence[int], columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether the cells of a column mostly say what those before them say, of another amount."""
    texts = columns[at]
    for other in before:
        if len(columns[other]) != len(texts):
            continue
        alike = 0
        for said, asked in zip(texts, columns[other], strict=True):
            one, two = (set(re.findall("[\u4e00-\u9fff]", text)) for text in (said, asked))
            alike += bool(re.search(r"\d", said)) and len(one & two) * 2 >= min(len(one), len(two)) > 0
        if alike * 10 >= len(texts) * 6:
            return True
    return False


def _mended(kind: Kind | None, content: Content) -> Kind | None:
    """Give the kind of a column whose head says one thing and whose cells are another."""
    if kind in ("lead", "related") and content == "person":
        return "person"
    if kind in ("leader", "person") and content == "unit":
        return "lead"
    if kind in ("task", "target") and content in ("date", "phone"):
        return None
    if kind in ("lead", "related", "leader", "person", "deadline") and content in ("figure", "share", "phone", "yes"):
        return None
    return kind


def _told(found: Sequence[Kind | None], at: int, contents: Sequence[Content], labels: Sequence[str]) -> Kind | None:
    label, content = fold(squeeze(labels[at])), contents[at]
    told: Kind | None = None
    if content in ("figure", "share"):
        told = _figure(label, content)
    elif content == "measure":
        told = "measure" if "measure" not in found else None
    elif content == "date":
        told = "deadline" if "deadline" not in found and not _NO_DEADLINE.search(label) else None
    elif content == "unit":
        told = _unit(found, label)
    elif content == "person":
        told = _person(found, at, contents, label)
    return told


def _figure(label: str, content: Content) -> Kind | None:
    """Tell targets from what came of them by what stands last in the head: 计划完成数 is a target, 任务完成数 is none."""
    if _BEFORE.search(label):
        return None
    if (content == "share" or _RATE.search(label)) and re.search(f"{_DONE.pattern}|达|度|进", label):
        return "ratio"
    if re.search("应完成|计划完成|拟|需完成|要求完成", label):
        return "target"
    if _DONE.search(label):
        return "status"
    return "target" if _GOAL.search(label) else None


def _unit(found: Sequence[Kind | None], label: str) -> Kind | None:
    if _PART.search(label):
        return "related" if "lead" in found else "lead"
    if "lead" not in found:
        return "lead"
    return "related" if "related" not in found else None


def _person(found: Sequence[Kind | None], at: int, contents: Sequence[Content], label: str) -> Kind | None:
    """Tell who leads from who answers: by the head, or by whether units or another person stand behind."""
    if _HELPS.search(label) and "leader" in found:
        return "coordinator"
    if _CHIEF.search(label) and "leader" not in found:
        return "leader"
    if "person" not in found and re.search("[人员]$|同志$", label):
        return "person"
    behind = [one for one in range(at + 1, len(found)) if contents[one] in ("person", "unit")]
    before = [one for one in range(at) if found[one] in ("lead", "related", "leader")]
    if "leader" not in found and behind and not before:
        return "leader"
    return "person" if "person" not in found else None


_FITTING: Final[Mapping[Kind, tuple[Content, ...]]] = {
    "number": ("figure", "word"),
    "deadline": ("date",),
    "lead": ("unit", "measure"),
    "related": ("unit", "word", "text"),
    "leader": ("person",),
    "coordinator": ("person",),
    "person": ("person", "phone"),
    "measure": ("measure",),
    "ratio": ("share", "figure"),
    "target": ("figure", "share", "text", "word", "report"),
    "status": ("figure", "share", "text", "word", "report", "yes", "date"),
    "task": ("text", "word", "report", "figure", "share"),
}


def counts(texts: Sequence[str]) -> bool:
    """Tell whether cells count up from one: 1, 2, 3, or ZD-01, ZD-02."""
    found = [re.fullmatch(r"(\D{0,6}?)0*(\d{1,3})\D?", squeeze(fold(text))) for text in texts]
    numbers = [int(match[2]) for match in found if match is not None]
    prefixes = {match[1] for match in found if match is not None}
    return len(prefixes) == 1 and numbers == list(range(1, len(texts) + 1))


def fits(kind: Kind | None, content: Content) -> bool:
    """Tell whether cells of a sort may stand below a head of a kind; below an unknown one all may, and so may a mixture.

    >>> fits("deadline", "date"), fits("deadline", "unit"), fits(None, "unit"), fits("lead", "")
    (True, False, True, True)
    """
    return kind is None or not content or kind not in _FITTING or content in _FITTING[kind]
