"""The name of a task and what it holds, stuck together: 农村户厕改造|新改建户厕2200座."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.stuck.task_rows import Row
from kaoji.reading.tables.head_words import Kind

_DEEDS: Final = (
    "巩固提升|改造提升|提质改造|提升改造|整治提升|新(?:改扩|改|扩)建|新[建增签培购设开聘招]|筹集|筹措|抽检|争取|申报|整合|推广|落实|确保|提供|支持|招聘|招募|选派|聘请|布设|城镇新增|开工(?:建设|改造)?|建成(?:投用|投运|运营)?|建设|改扩建|改[造建]|扩建|续建|迁建|完成|实施|推进|启动|开展|组织|举办|开发|办理|打造|创建|培育|培训|引进|"
    "发放|补助|补贴|资助|救助|拆除|整治|治理|修复|清理|巩固|提升|加固|疏浚|硬化|绿化|安装|加装|更新|维修|铺设|打通|购置|配备|配置|设立|增设|投放|筛查|接种|配送|放映|免费|全面|继续|"
    "为(?=\\d)|对(?=[\\d全])|(?<=[^各每])全[区县市镇](?=[\\u4e00-\\u9fff])"
)
_BEGINS: Final = late_pattern(f"(?:{_DEEDS})(?!{_DEEDS})")
_NAME: Final = late_pattern(r"[“”\"\u4e00-\u9fffA-Za-z（）()]{3,18}")
_SHORTEST, _LONGEST = 3, 18
_MOSTLY: Final = 0.7


def names_apart(rows: Sequence[tuple[str, Row]], kinds: Sequence[Kind | None], task: int) -> list[tuple[str, Row]]:
    """Give the rows with the name in a column of its own, where the head has one before ``task`` and most rows begin so."""
    rows = list(rows)
    if task < 1 or kinds[task - 1] != "task" or not rows:
        return rows
    places = [next(_places(row.get(task, "")), 0) for _, row in rows]
    if sum(map(bool, places)) < _MOSTLY * len(rows):
        return rows
    return [
        (heading, row | {task - 1: row[task][:place], task: row[task][place:]} if place else row)
        for (heading, row), place in zip(rows, places, strict=True)
    ]


def _places(text: str) -> Iterator[int]:
    """Give where a deed follows what may be a name: 法律援助|办理案件1170件."""
    for place in range(_SHORTEST, min(len(text), _LONGEST + 1)):
        if _NAME.fullmatch(text, 0, place) is not None and _BEGINS.match(text, place) is not None:
            yield place
