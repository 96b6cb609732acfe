"""Tasks that a sentence lists without a table: 办好十件实事：一是新建幼儿园5所；二是改造老旧小区20个.

They are read only where a document holds no other tasks: 一是, 二是 stand in reports and speeches too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.actors import split_units
from kaoji.reading.tasks.plans import parted, settled
from kaoji.reading.tasks.task import Task

_ITEM: Final = late_pattern(
    r"(?:^|(?<=[：:；;。，,]))\s*(?P<count>[一二三四五六七八九十]{1,3})是(?=[\u4e00-\u9fff“《\d])"
)
_INTRODUCES: Final = late_pattern("实事|目标任务|重点任务|重点工作|工作任务|民生项目|民生工程")
_LOOKED_BACK, _FEWEST = 120, 3


def read_listed(paragraphs: Sequence[Paragraph]) -> tuple[list[Task], list[Paragraph]]:
    """Read the items of a list by 一是, 二是 behind words that announce tasks; give them and the other paragraphs."""
    tasks: list[Task] = []
    taken: set[int] = set()
    for paragraph, count, text, intro in _items(paragraphs):
        if count != len(tasks) + 1 or (count == 1 and _INTRODUCES.search(intro) is None):
            if len(tasks) >= _FEWEST:
                break
            tasks, taken = [], set()
            if count != 1 or _INTRODUCES.search(intro) is None:
                continue
        taken.add(id(paragraph))
        own, fields = parted(text.strip())
        fields = settled(dict(fields))
        tasks.append(
            Task(
                count,
                0,
                own.strip().rstrip("；;，,"),
                lead_units=tuple(split_units(fields.get("lead_units", ""))),
                related_units=tuple(split_units(fields.get("related_units", ""))),
                deadline=fields.get("deadline", ""),
                source=paragraph.source,
            )
        )
    if len(tasks) < _FEWEST:
        return [], list(paragraphs)
    return tasks, [paragraph for paragraph in paragraphs if id(paragraph) not in taken]


def _items(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, int, str, str]]:
    """Give each item with its number and the sentence before it: in its paragraph, or all of the one before."""
    behind = ""
    for paragraph in paragraphs:
        text = (paragraph.label + paragraph.text).strip()
        found = list(_ITEM.finditer(text))
        ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
        for match, end in zip(found, ends, strict=True):
            count = chinese_numeral(match["count"])
            if count is not None:
                own = re.sub(r"\s", "", text[: match.start()])
                yield paragraph, count, text[match.end() : end], re.split("[。！]", own or behind)[-1][-_LOOKED_BACK:]
        behind = re.sub(r"\s", "", text).rstrip("。：:")
