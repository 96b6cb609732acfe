"""Who does what and until when, as a plan says it in a bracket: （甲局牵头，乙局、丙局配合，年底前完成）.

The bracket is parted at its commas; units gather until a clause says what they do. Who stands beside units in the lead and
“answers by its duties” takes part; where nobody leads, it leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.actors import is_unit, person_likeness, unit_share
from kaoji.reading.phrases.wording import squeeze

_BRACKETS: Final = late_pattern(
    r"[（(【〔［](?P<inner>(?:[^（）()【】〔〕［］]|[（(][^（）()]{1,20}[）)]){2,400})[）)】〕］]"
)
_LEADS: Final = late_pattern(r"(?:共同|联合|分别)?(?:牵头|主办|主责)(?:负责|落实|督导|实施|抓总|推进|组织|办理)*$")
_TAKES_PART: Final = late_pattern(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:等)?(?:积极)?(?:配合|参与|协助|协同|参加|协办)(?:落实|实施|负责|做好)*$"
)
_ANSWERS: Final = late_pattern(
    r"(?:等)?(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?|分工|分别|共同|具体|各自)*负责(?:落实|实施|组织实施|推进)*$"
)
_UNTIL: Final = late_pattern(
    r"^(?:于|在|力争|确保)?(?P<time>(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|底|末|份)?|年内|年底|全年|[上下]半年|第?[一二三四]季度末?|常年|长期)(?:底|末|之?前|以前)*(?:坚持|推进|持续推进|开展|实施)?|20\d\d年(?:底|内|末)?前?|(?:长期|持续)(?:坚持|推进|实施))(?:基本|全面|全部)?(?:完成|落实|办结|到位|见效|取得[^，,。]{0,8})?$"
)
_LAST_CLAUSE: Final = late_pattern(r"[，,。；;](?P<clause>[^，,。；;]+)[。；;]?$")
_LEAST_SHARE = 0.5
Said = dict[str, str]


def said_roles(text: str) -> tuple[tuple[int, int], Said] | None:
    """Give the first bracket of a text that says who does it, with its place, and what it says by field.

    >>> said_roles("新建学校3所。（县教育局牵头，县财政局、县住建局按职责分工负责，9月底前完成）")[1]
    {'lead_units': '县教育局', 'related_units': '县财政局、县住建局', 'deadline': '9月底前'}
    >>> said_roles("保障供水（各部门分别负责，年内持续推进）")[1]
    {'lead_units': '各部门', 'deadline': '年内持续推进'}
    >>> said_roles("推进改造（含老旧管网，共3公里）") is None
    True
    """
    return next(_all(text), None)


def roles_of(text: str) -> Said | None:
    """Give who does what by a text that is nothing else: 县财政局牵头，县税务局配合.

    >>> roles_of("县财政局牵头，县税务局配合。")
    {'lead_units': '县财政局', 'related_units': '县税务局'}
    """
    return _read(text)


def places_of_roles(text: str) -> list[int]:
    """Give where the brackets end that say who does what stands before them."""
    return [span[1] for span, _ in _all(text)] if "）" in text or ")" in text or "〕" in text else []


def with_deadline(value: str) -> tuple[str, str]:
    """Part a list of units from a time that stands behind it: 州司法局，各县市，6月底完成.

    >>> with_deadline("州司法局，各县市人民政府，6月底完成"), with_deadline("州司法局、州档案局")
    (('州司法局，各县市人民政府', '6月底'), ('州司法局、州档案局', ''))
    >>> with_deadline("县公安局。持续推进")
    ('县公安局', '持续推进')
    """
    last = _LAST_CLAUSE.search(value)
    is_time = last is not None and last.start() and _UNTIL.match(squeeze(last["clause"]))
    return (value[: last.start()], _time(last["clause"])) if last is not None and is_time else (value, "")


def until_said(text: str) -> str:
    """Give the time that the last sentence of a text is, and nothing else.

    >>> until_said("设置疏导点20处。2031年6月底前完成。"), until_said("6月底前完成疏导点20处。")
    ('2031年6月底前', '')
    """
    sentences = [one for one in re.split("[。；;]", text) if one.strip()]
    said = sentences[-1].strip() if len(sentences) > 1 else ""
    return _time(said) if _UNTIL.match(squeeze(said)) else ""


def _time(clause: str) -> str:
    """Give a time as printed without the words that it is to be done: 9月底前完成 is 9月底前."""
    return re.sub(r"(?:基本|全面|全部)?(?:完成|落实|办结|到位|见效)$", "", clause.strip())


def _all(text: str) -> Iterator[tuple[tuple[int, int], Said]]:
    for bracket in _BRACKETS.finditer(text):
        if (said := _read(bracket["inner"])) is not None:
            yield bracket.span(), said


def _read(inner: str) -> Said | None:
    """Read what stands in a bracket; None where it names no units with what they do."""
    found: dict[str, list[str]] = {}
    deadline = ""
    waiting: list[str] = []
    for sentence in re.split("[。]", inner)[:1]:
        for clause in filter(None, map(str.strip, re.split("[，,；;]", sentence))):
            role, units = _role(clause, leads="lead_units" in found)
            if role == "lead_units" and _are_persons(units):
                role = "leader"  # 钟某牵头，经济发展办负责
            if role:
                found.setdefault(role, []).extend([*waiting, units])
                waiting = []
            elif _UNTIL.match(squeeze(clause)):
                deadline = deadline or _time(clause)
            else:
                waiting.append(clause)
    said = {role: "、".join(filter(None, units)) for role, units in found.items()}
    said = {role: names for role, names in said.items() if role == "leader" or unit_share(names) >= _LEAST_SHARE}
    if not said or waiting:
        return None
    if "lead_units" not in said:
        return None
    return {**said, **({"deadline": deadline} if deadline else {})}


def _are_persons(names: str) -> bool:
    return bool(names) and all(person_likeness(name) == 1 and not is_unit(name) for name in re.split("、|和", names))


def _role(clause: str, *, leads: bool) -> tuple[str, str]:
    """Give what units do by the end of a clause, and the units."""
    for pattern, role in ((_LEADS, "lead_units"), (_TAKES_PART, "related_units"), (_ANSWERS, "")):
        if (match := pattern.search(clause)) is not None and match.start():
            units = re.sub(r"^由|等(?:部门|单位)?$", "", clause[: match.start()]).strip()
            return role or ("related_units" if leads else "lead_units"), units
    return "", ""
