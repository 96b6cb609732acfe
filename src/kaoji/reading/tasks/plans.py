"""Plans in running text → tasks: an item, and under it (or in brackets behind it) the units and the deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.actors import is_unit, split_persons, split_units
from kaoji.reading.phrases.wording import label_of, one_line, rank_of, squeeze, without_label
from kaoji.reading.tasks.said_roles import places_of_roles, roles_of, said_roles, until_said, with_deadline
from kaoji.reading.tasks.task import Task
from kaoji.reading.tasks.who import led, without_persons

_SECTION: Final = late_pattern(r"^[一二三四五六七八九十]+[、.．]|^[（(][一二三四五六七八九十]+[）)]")
_LONGEST_SECTION = 40
_NAMES: Final = (
    r"(?:(?:项目|工作|总|第一|主要|具体)?(?:牵头|主责|主办|承办|责任|主管|负责|实施|落实|协办|配合|参与|相关|协助|协同|参加|分管|包保|联系|协管|督办)+(?:责任)?[省市县区州]?(?:单位|部门|科室|领导|人|主体|市长|县长|区长)|"
    r"(?:部门|责任|任务|工作|职责)分工|牵头|配合|责任|负责人|"
    r"(?:计划|工作|任务)?完成(?:时限|时间|期限|节点)|(?:时限|时间|进度)(?:要求|安排|节点)|(?:办结|办理|工作|整改)?(?:时限|期限)|"
    r"(?:实际|目前|工作|阶段性?)?(?:完成|进展|落实|推进)(?:情况|进展|成效)|(?:目前|工作|最新)进展)"
)
_FIELD: Final = late_pattern(rf"(?:^|(?<=[\s，,；;。、（(【\[〔［）)】\]〕］]))(?P<name>{_NAMES})\s*[:：]\s*")
_IN_BRACKETS: Final = late_pattern(rf"[【\[〔［]\s*(?P<name>{_NAMES})\s*[】\]〕］]\s*[:：]?")  # 【牵头单位】县水利局
# What is to be done, in a paragraph of its own below the name of an item
_CONTENT: Final = late_pattern(
    r"^(?:(?:主要|具体|重点|年度|工作|建设)?(?:目标|任务|内容|措施|举措)|(?:目标|工作|建设)(?:任务|内容|措施|举措))\s*[:：]\s*"
)
_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("roles", "分工$"),
    ("coordinator", "协管|协助领导|联系领导"),
    ("leader", "领导|市长|县长|区长"),
    ("related_units", "^(?:协办|配合|参与|相关|协助|协同|参加)"),
    ("responsible", "人$"),
    ("status", "情况|进展|成效"),
    ("deadline", "时限|时间|期限|节点|要求|安排"),
    ("chief_units", "牵头|主责|主办"),
    ("lead_units", "单位|部门|科室|主体|责任"),
)
# What has been done, in a paragraph below an item and its units
_REPORTS: Final = late_pattern(
    "(?:此项|该项|本项|该件)?(?:工作|任务|实事|项目)?(?:已|现已|正在|尚未)(?:全面|全部|基本|提前)?(?:完成|推进|启动|开工|建成|实施|办结)|截[至止](?!日期|时间)|目前[，,已正]|[上下]半年[，,]|[一二三四前]?季度[，,]|\\d{1,2}[-—至]\\d{1,2}月[，,份]"
)
_UNITS_ALONE: Final = late_pattern(r"(?<=[。；;])\s*[（(](?P<units>[^（）()。；;：:]{3,60})[）)]\s*[。；;]?$")
_CIRCLED: Final = late_pattern("^[①-⑳]")
# 责任单位：甲局、乙局，丙局配合
_HELPED: Final = late_pattern(r"[，,；;](?P<units>[^，,；;。]+?)(?:积极)?(?:配合|协助|参与|协办)$")
_NOBODY: Final = ("无", "/", "—", "-", "－")
_EDGE: Final = " \u3000\t，,；;。（(【[〔［）)】]〕］"


def read_plan(paragraphs: list[Paragraph]) -> list[Task]:
    """Read a plan in running text: an item, and under it (or in brackets behind it) the units and the deadline."""
    tasks: list[Task] = []
    headings: list[Paragraph] = []
    item: Paragraph | None = None
    body = ""
    below: list[str] = []
    filled: dict[str, str] = {}

    def close() -> None:
        if item is not None and filled:
            section = headings[-1].label + headings[-1].text if headings else ""
            tasks.append(_planned(item, body, settled(filled), one_line(section.strip())))

    for paragraph in (piece for whole in paragraphs for piece in _severally(whole)):
        text = (paragraph.label + paragraph.text).strip().replace("\u00a0", " ").replace("﹒", ".")
        own, fields = parted(text)
        if fields and not own:
            if item is None and headings and not filled:
                item = headings.pop()  # units right below a short numbered line: it is no heading but an item itself
                body = (item.label + item.text).strip()
                body += f"：{''.join(below)}" if below else ""
            for name, value in fields.items():
                filled.setdefault(name, value)
            continue
        if not fields and _is_section(text):
            close()
            headings = [*_above(headings, text), paragraph]
            item, filled, below = None, {}, []
            continue
        if filled and not fields and item is not None and not label_of(text) and _REPORTS.match(text):
            filled["status"] = filled.get("status", "") + text
            continue
        if label_of(text) or filled or fields:
            close()
            item, body, filled = paragraph, own, fields
        elif item is not None:
            body += text
        elif headings:
            below.append(_CONTENT.sub("", text))  # 目标任务：… below the name of an item and before its units
    close()
    return tasks


def _severally(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Give a paragraph, or its parts where several brackets say who does what stands before each."""
    ends = places_of_roles(paragraph.text)
    if len(ends) < 2:  # noqa: PLR2004 - several
        yield paragraph
        return
    for start, end in pairwise([0, *ends[:-1], len(paragraph.text)]):
        label = paragraph.label if start == 0 else ""
        yield replace(paragraph, text=paragraph.text[start:end].strip(), label=label)


def _above(headings: list[Paragraph], text: str) -> list[Paragraph]:
    """Give the headings that a heading stands below."""
    rank = rank_of(text) or 0
    return [heading for heading in headings if (rank_of((heading.label + heading.text).strip()) or 0) < rank]


def _is_section(text: str) -> bool:
    """Tell whether a line heads items: numbered, short, and no sentence."""
    return bool(_SECTION.match(text)) and len(squeeze(text)) < _LONGEST_SECTION and not re.search("[。；;]", text)


def parted(text: str) -> tuple[str, dict[str, str]]:
    """Part a paragraph into its own words and what it names: in a bracket, behind the text, or told (…牵头，…配合)."""
    text = _IN_BRACKETS.sub(r" \g<name>：", text)
    matches = list(_FIELD.finditer(text))
    if matches:
        filled: dict[str, str] = {}
        ends = [match.start() for match in matches[1:]] + [len(text)]
        own = text[: matches[0].start()]
        for match, end in zip(matches, ends, strict=True):
            name = next(name for name, pattern in _FIELDS if re.search(pattern, match["name"]))
            value, rest = _value_of(text[match.end() : end], own)
            if name == "roles":
                filled |= roles_of(value) or {"lead_units": value}
                own += rest
                continue
            if name.endswith("_units"):
                value, until = with_deadline(value)
                if name != "related_units" and (helped := _HELPED.search(value)) is not None:
                    value = value[: helped.start()]
                    filled.setdefault("related_units", helped["units"])
                filled |= {"deadline": until} if until and "deadline" not in filled else {}
                value, _, behind = value.partition("。")  # 责任单位：甲局。…: another sentence of the item
                own += behind
            filled.setdefault(name, value)
            own += rest
        return own.rstrip(" \u3000\t（(【[〔［，,；;"), filled
    if (found := said_roles(text)) is not None:
        (start, end), said = found
        return text[:start] + text[end:], dict(said)
    if (bare := _UNITS_ALONE.search(text)) is not None and label_of(text):
        units = split_units(bare["units"])
        if units and all(map(is_unit, units)):
            return text[: bare.start()], {"lead_units": bare["units"]}  # 1.新建渠道8公里。（县水利局）
    return text, {}


def _value_of(text: str, own: str) -> tuple[str, str]:
    """Give the value of a field, and the words of the text that go on behind its bracket."""
    if own.rstrip().endswith(tuple("（(【[〔［")):
        depth = 0
        for at, letter in enumerate(text):
            if letter in "）)】]〕］" and not depth:
                return text[:at].strip(_EDGE), text[at + 1 :].strip()
            depth += (letter in "（(【[〔［") - (letter in "）)】]〕］")
    return _closed(text.strip().rstrip("。；;，, ")), ""


def _closed(value: str) -> str:
    """Take a bracket off the end that was opened before the value."""
    is_open = sum(value.count(sign) for sign in "（(【") >= sum(value.count(sign) for sign in "）)】")
    return value if is_open else value.rstrip("）)】]〕］。 ")


def settled(filled: dict[str, str]) -> dict[str, str]:
    """Settle who leads: beside units in the lead, the responsible ones take part."""
    chief = filled.pop("chief_units", "")
    if chief and "lead_units" in filled:
        related = filled.get("related_units", "")
        filled["related_units"] = "、".join(filter(None, (filled["lead_units"], related)))
    if chief:
        filled["lead_units"] = chief
    return filled


def _planned(item: Paragraph, body: str, filled: dict[str, str], section: str) -> Task:
    text = _CIRCLED.sub(lambda match: f"{ord(match[0]) - ord('①') + 1}.", body)
    folded = fold(text[:8]) + text[8:]
    label = label_of(folded)
    number = re.search(r"\d+", fold(label))
    text = text[len(folded) - len(without_label(folded)) :] if label else text
    leads, others = led(tuple(split_units(filled.get("lead_units", ""))))
    leads, named = without_persons(leads)
    related = (unit for unit in split_units(filled.get("related_units", "")) if unit not in _NOBODY)
    return Task(
        int(number[0]) if number else 0,
        0,
        text,
        leader=tuple(split_persons(filled.get("leader", ""))),
        coordinator=tuple(split_persons(filled.get("coordinator", ""))),
        lead_units=leads,
        responsible=tuple(split_persons(filled.get("responsible", ""))) or named,
        related_units=(*others, *related),
        deadline=filled.get("deadline", "").strip() or until_said(text),
        status=filled.get("status", ""),
        section=section,
        source=item.source,
    )
