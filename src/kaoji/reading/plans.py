"""Plans in running text → tasks: an item, and under it (or in brackets behind it) the units and the deadline."""

from __future__ import annotations

import re
from typing import Final

from kaoji.numbers import fold
from kaoji.reading.actors import split_persons, split_units, unit_share
from kaoji.reading.document import Paragraph
from kaoji.reading.task import Task
from kaoji.reading.wording import label_of, one_line, squeeze, without_label

_SECTION: Final = re.compile(r"^[一二三四五六七八九十]+[、.．]|^[（(][一二三四五六七八九十]+[）)]")
_LONGEST_SECTION, _MOSTLY = 40, 0.5
_FIELD: Final = re.compile(
    r"^[（(【\[]?\s*(?P<name>牵头(?:责任)?(?:单位|部门)|主责(?:单位|部门)|主办(?:单位|部门)|承办(?:单位|部门)|责任(?:单位|部门|科室)|协办(?:单位|部门)|配合(?:单位|部门)|参与(?:单位|部门)|相关(?:单位|部门)|协助(?:单位|部门)|"
    r"完成(?:时限|时间|期限)|时限要求|办结时限|责任领导|分管领导|牵头领导|协管责任人|责任人|负责人|联系人|完成情况|进展情况|工作进展|落实情况)\s*[:：]\s*(?P<value>.*?)\s*[）)】\]]?$"
)
_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("related_units", "协办|配合|参与|相关|协助"),
    ("lead_units", "单位|部门|科室"),
    ("deadline", "时限|时间|期限"),
    ("coordinator", "协管"),
    ("leader", "领导"),
    ("status", "情况|进展"),
    ("responsible", "人"),
)
_INSIDE: Final = re.compile(
    r"[（(【〔［](?=(?:牵头|主责|主办|承办|责任|协办|配合|参与|完成)(?:责任)?(?:单位|部门|时限|时间|领导|人)\s*[:：])(?P<fields>[^）)】]*(?:[（(][^（）()]*[）)][^）)】]*)*)[）)】〕］]"
)
_SAID: Final = re.compile(
    r"[（(【〔［](?:由)?(?P<lead>[^（）()【】〔〕。；;]{2,80}?)(?:牵头(?:负责|落实)?|(?:按职责)?(?:分工)?负责(?:落实)?)"
    r"(?:[，,；;、]\s*(?P<related>[^（）()【】〔〕。；;]{2,120}?)(?:等)?(?:配合|参与|协助|协同|参加)(?:落实|实施)?)?(?:[，,；;]\s*(?P<deadline>[^（）()，,]{2,20}?)(?:前|底)?(?:完成))?[）)】〕］]"
)


def read_plan(paragraphs: list[Paragraph]) -> list[Task]:
    """Read a plan in running text: an item, and under it (or in brackets behind it) the units and the deadline."""
    tasks: list[Task] = []
    section = ""
    item: Paragraph | None = None
    body = ""
    filled: dict[str, str] = {}

    def close() -> None:
        if item is not None and filled:
            tasks.append(_planned(item, body, filled, section))

    for paragraph in paragraphs:
        text = (paragraph.label + paragraph.text).strip().replace("\u00a0", " ")
        fields = _fields_in(text)
        if fields and _FIELD.match(text):
            for name, value in fields:
                filled.setdefault(name, value)
            continue
        if _SECTION.match(text) and not _INSIDE.search(text) and len(squeeze(text)) < _LONGEST_SECTION:
            close()
            section, item, filled = one_line(text), None, {}
            continue
        if label_of(text) or filled:
            close()
            item, body, filled = paragraph, "", {}
        elif item is not None:
            body += text
            continue
        if item is paragraph:
            body, filled = _bracketed(text)
    close()
    return tasks


def _bracketed(text: str) -> tuple[str, dict[str, str]]:
    """Take the units out of a bracket: named (牵头单位：…) or told (…牵头，…配合)."""
    if inside := _INSIDE.search(text):
        return text[: inside.start()] + text[inside.end() :], dict(reversed(_fields_in(inside["fields"])))
    for said in _SAID.finditer(text):
        if unit_share(said["lead"]) >= _MOSTLY:
            filled = {
                "lead_units": said["lead"],
                "related_units": said["related"] or "",
                "deadline": said["deadline"] or "",
            }
            return text[: said.start()] + text[said.end() :], {name: value for name, value in filled.items() if value}
    return text, {}


def _fields_in(text: str) -> list[tuple[str, str]]:
    """Give the named fields of a line: several may stand in one, parted by ； or wide space."""
    found: list[tuple[str, str]] = []
    for piece in re.split(r"[；;]\s*|[\s\u3000]{2,}|，(?=(?:协办|配合|完成|责任|牵头)[^，]{1,4}[:：])", text):
        match = _FIELD.match(piece.strip())
        if match:
            name = next(name for name, pattern in _FIELDS if re.search(pattern, match["name"]))
            found.append((name, match["value"].rstrip("。；;")))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + "、" + piece.strip())
    return found


def _planned(item: Paragraph, body: str, filled: dict[str, str], section: str) -> Task:
    text = fold(body[:8]) + body[8:]
    label = label_of(text)
    number = re.search(r"\d+", fold(label))
    return Task(
        int(number[0]) if number else 0,
        0,
        without_label(text) if label else text,
        leader=tuple(split_persons(filled.get("leader", ""))),
        coordinator=tuple(split_persons(filled.get("coordinator", ""))),
        lead_units=tuple(split_units(filled.get("lead_units", ""))),
        responsible=tuple(split_persons(filled.get("responsible", ""))),
        related_units=tuple(split_units(filled.get("related_units", ""))),
        deadline=filled.get("deadline", "").strip(),
        status=filled.get("status", ""),
        section=section,
        source=item.source,
    )
