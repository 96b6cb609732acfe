"""What single heads leave open, decided from the row of heads as a whole: 考核标准 beside 计分办法 is what is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Family, Kind, bare_label, holds_points

_STRONG_TEXT: Final = late_pattern("标准|细则|计分|评分|扣分|加分|记分|赋分|得分|公式|口径")
_GIVEN_POINTS: Final = late_pattern(
    r"^(?:考核|考评|评估|测评|评审|核定|复核|验收|评定)分$"
)  # beside 分值: to be filled in
_SCORING: Final = late_pattern("计分|评分|扣分|加分|减分|记分|赋分|打分|给分|奖惩")
_PLAIN_STANDARD: Final = late_pattern("(?:考核|考评|检查|测评|评价|评估|工作|创建|验收)?标准")
_NAMED_POINTS: Final = late_pattern(r"(?:考核)?(?:项目|指标|内容)分[值数]|(?:加|减|扣|加减)分(?:项目|事项)")
_ASSISTS: Final = late_pattern(r"^(?:配合|协办|协助|协作|协同|参与|参加|相关|有关)")
_KNOWN: Final[set[Kind]] = {"number", "lead", "deadline"}
_OF_UNIT: Final = late_pattern("(?:单位|部门|科室)(?:主要|直接|第一)?(?:责任人|负责人|负责同志)$")
_EXPECTED: Final = late_pattern("^(?:年度|全年)?预期目标$")


def settled(kinds: Sequence[Kind | None], labels: Sequence[str], family: Family) -> tuple[Kind | None, ...]:
    """Decide what single heads leave open, from the row as a whole.

    A content column beside a scoring text is a lower name; alone it is the text. 责任单位 beside 牵头单位 assists it.
    """
    return tuple(_settled_score(list(kinds), labels) if family == "score" else _settled_task(list(kinds), labels))


def _settled_score(found: list[Kind | None], labels: Sequence[str]) -> list[Kind | None]:
    texts = [index for index, kind in enumerate(found) if kind == "text"]
    if sum(_STRONG_TEXT.search(bare_label(labels[index])) is not None for index in texts) > 1:
        # 评分指标 beside 赋分标准 names what is scored.
        found = [
            "name" if index in texts and bare_label(labels[index]).endswith("指标") else kind
            for index, kind in enumerate(found)
        ]
        texts = [index for index, kind in enumerate(found) if kind == "text"]
    scoring = [index for index in texts if _SCORING.search(bare_label(labels[index]))]
    if scoring and len(scoring) < len(texts):
        # 考核标准 beside 计分办法 is what is asked for.
        found = [
            "detail"
            if index in texts and index not in scoring and _PLAIN_STANDARD.fullmatch(bare_label(labels[index]))
            else kind
            for index, kind in enumerate(found)
        ]
        texts = [index for index, kind in enumerate(found) if kind == "text"]
    strong = [index for index in texts if _STRONG_TEXT.search(bare_label(labels[index]))]
    for index in texts if strong else ():
        # How something is looked into (考核方式) is no scoring text where there is one.
        if index not in strong:
            found[index] = "detail"
    if not texts and "content" in found:
        last = max(index for index, kind in enumerate(found) if kind == "content")
        found = [
            "text" if kind == "content" and labels[index] == labels[last] else kind for index, kind in enumerate(found)
        ]
    if "name" not in found and found.count("content") == 1 and texts:
        found[found.index("content")] = "name"
    found = ["name" if kind == "content" else kind for kind in found]
    if not {"name", "unit"} & set(found):
        # 项目分值 over 责任意识（10分）, 加分项目 beside 加分标准
        found = [
            "name" if _NAMED_POINTS.fullmatch(bare_label(label)) else kind
            for label, kind in zip(labels, found, strict=True)
        ]
    given = [index for index, kind in enumerate(found) if kind == "points" or holds_points(labels[index])]
    found = [
        "blank" if index in given[1:] and _GIVEN_POINTS.search(bare_label(labels[index])) else kind
        for index, kind in enumerate(found)
    ]
    if "unit" in found and "name" in found and "provider" not in found:
        found = ["provider" if kind == "unit" else kind for kind in found]
    chief = [index for index, kind in enumerate(found) if kind == "provider" and not _ASSISTS.search(labels[index])]
    if chief:
        # 配合单位 beside 牵头单位 helps; it does not answer for the score.
        found = ["note" if kind == "provider" and index not in chief else kind for index, kind in enumerate(found)]
    if len(found) > 1 and found[:2] == ["number", None] and squeeze(labels[1]) and "name" in found[2:]:
        found[1] = "name"  # whatever it is called, what the numbered rows are about
    if "text" not in found and "note" in found and "points" in found and "name" in found:
        found = ["text" if kind == "note" and "备注" in labels[index] else kind for index, kind in enumerate(found)]
    return found


def _settled_task(found: list[Kind | None], labels: Sequence[str]) -> list[Kind | None]:
    leads = [index for index, kind in enumerate(found) if kind == "lead"]
    chief = [index for index in leads if re.search("牵头|主责|主办|承办|第一", squeeze(labels[index]))]
    if "related" not in found and chief and len(chief) < len(leads):
        found = ["related" if index in leads and index not in chief else kind for index, kind in enumerate(found)]
    plain = [index for index in leads if not _OF_UNIT.search(bare_label(labels[index]))]
    if plain and len(plain) < len(leads):  # 责任单位负责同志 beside 责任单位
        found = ["person" if index in leads and index not in plain else kind for index, kind in enumerate(found)]
    persons = [index for index, kind in enumerate(found) if kind == "person"]
    if "leader" not in found and len(persons) > 1 and "lead" in found and persons[0] < found.index("lead") < persons[1]:
        found[persons[0]] = "leader"  # 项目负责人, 责任科室, 具体责任人: who answers for the unit stands behind it
    tasks = [index for index, kind in enumerate(found) if kind == "task"]
    figures = [
        index
        for index in tasks[1:]
        if re.search(r"(?:全年|年度|年|计划)(?:目标|任务|计划)$", bare_label(labels[index]))
    ]
    if tasks and "指标" in labels[tasks[0]]:
        # 指标内容 beside 预期目标: what it is, and how much of it
        goals = [index for index in tasks[1:] if _EXPECTED.search(bare_label(labels[index]))]
        found = ["target" if index in goals else kind for index, kind in enumerate(found)]
    if "lead" not in found:
        found = [
            "lead" if kind == "related" and labels[at].startswith("责任") else kind for at, kind in enumerate(found)
        ]
    if figures and ("measure" in found or "ratio" in found or _has_measured_unit(found, labels)):
        found = ["target" if index in figures else kind for index, kind in enumerate(found)]
    if "target" in found and "measure" not in found:
        found = [
            "measure" if kind == "lead" and squeeze(labels[index]) == "单位" else kind
            for index, kind in enumerate(found)
        ]
    if "task" not in found and "target" in found:
        found[found.index("target")] = "task"
    unknown = [at for at, kind in enumerate(found) if kind is None and squeeze(labels[at])]
    if "task" not in found and "number" in found and len(unknown) == 1 and set(found) >= _KNOWN:
        found[unknown[0]] = "task"  # whatever it is called, what the numbered rows are about
    return found


def _has_measured_unit(found: Sequence[Kind | None], labels: Sequence[str]) -> bool:
    leads = [squeeze(labels[index]) for index, kind in enumerate(found) if kind == "lead"]
    return len(leads) > 1 and "单位" in leads


def is_standard(label: str) -> bool:
    """Tell whether a label says that what stands below it is a standard for points."""
    return _STRONG_TEXT.search(bare_label(label)) is not None
