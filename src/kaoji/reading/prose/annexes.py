"""Annexes that a notice names and that are not in the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Block, Grid, Paragraph, Source, is_blank, joined_label
from kaoji.reading.phrases.wording import squeeze

_NUMBER: Final = r"[一二三四五六七八九十\d]{1,3}"
_ALONE: Final = late_pattern(rf"^附[件表录](?P<number>{_NUMBER})(?:[-—－]\d+)?[:：]?$")
_NAMED: Final = late_pattern(rf"^附[件表录](?P<number>{_NUMBER})[:：、.．]?(?P<name>.{{2,60}})$")
_LIST: Final = late_pattern(r"^附[件表录][:：](?P<first>.*)$")
_ITEM: Final = late_pattern(r"^(?P<number>\d{1,2})[.．、:：](?P<name>.{2,})$")
# 按附件3《考核细则》考核, （见附件）: of this notice, not of another that is named before it
_REFERRED: Final = late_pattern(
    rf"(?:(?<![》〉])(?:详?见|按照?|依照|依据|根据|参照|执行|填写|填报|对照)(?:本(?:办法|方案|细则|通知))?(?:的|所附)?附[件表](?P<number>{_NUMBER})?(?![-—－]?\d|[一-龥]{{0,3}}《[^》]*》[^。]{{0,6}}文件)"
    rf"|[（(]附[件表](?P<bracketed>{_NUMBER})[）)]|附[件表](?P<listed>{_NUMBER})(?:所列|规定的|要求的|明确的|中的))"
)
_NEXT: Final = late_pattern(r"[;,、。]\s*(?=\d{1,2}[.、．](?!\d))")
_ONLY: Final = late_pattern(r"^附[件表录][:：](?P<name>[^\d:：;；。]{3,40})$")
_LONGEST_END = 6
_LONGEST_LIST, _LONGEST_REST, _CONTENT = 12, 20, 2


def missing_annexes(blocks: Sequence[Block]) -> list[Diagnostic]:
    """Give a finding for each annex that is listed or numbered over and has no text or table in the document."""
    lines = [_Line(block) for block in blocks if isinstance(block, Grid) or not is_blank(block.text)]
    present = {number for index in range(len(lines)) if (number := _begins(lines, index)) is not None}
    listed = _listed(lines)
    findings = [
        _finding(number, name, source) for number, (name, source) in sorted(listed.items()) if number not in present
    ]
    findings += _unnumbered(lines) if not listed and not present else ()
    findings += _referred(blocks, present | set(listed), has_some=any(map(_names_an_annex, lines)))
    if present and not listed:
        known = range(1, max(present) + 1)
        first = next(line.source for index, line in enumerate(lines) if _begins(lines, index) is not None)
        findings += [_finding(number, "", first) for number in known if number not in present]
    return findings


def _unnumbered(lines: Sequence[_Line]) -> Iterator[Diagnostic]:
    """Find the only annex of a notice, which has no number (附件：登记表), where nothing follows that could be it."""
    for index, line in enumerate(lines):
        match = _ONLY.match(line.text)
        if match is None:
            continue
        behind = lines[index + 1 :]
        is_there = any(other.is_table or match["name"] in other.text or _ONLY.match(other.text) for other in behind)
        if not is_there and len(behind) <= _LONGEST_END:
            yield _finding(0, match["name"], line.source)


def _referred(blocks: Sequence[Block], known: set[int], *, has_some: bool) -> Iterator[Diagnostic]:
    """Find annexes that a sentence or a cell refers to, and that neither a list nor the document has."""
    seen = set(known)
    for block in blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else []
        placed = [(cell.text, cell.source) for cell in cells] or [(getattr(block, "text", ""), block.source)]
        for text, source in placed:
            for match in _REFERRED.finditer(fold(squeeze(text))):
                words = match["number"] or match["bracketed"] or match["listed"] or ""
                number = _value(words) if words else 0
                if number in seen or (not number and (has_some or known)):
                    continue
                seen.add(number)
                yield _finding(number, "", source)


def _names_an_annex(line: _Line) -> bool:
    return any(pattern.match(line.text) for pattern in (_ALONE, _NAMED, _LIST))


class _Line:
    """A line as it is compared, or a table."""

    def __init__(self, block: Block) -> None:
        is_text = isinstance(block, Paragraph)
        self.text = fold(squeeze(joined_label(block.label, block.text))) if isinstance(block, Paragraph) else ""
        self.is_table = not is_text
        self.source: Source = block.source


def _begins(lines: Sequence[_Line], index: int) -> int | None:
    """Give the number of the annex whose text begins here: its number alone, or with a name and content behind it."""
    line = lines[index]
    if match := _ALONE.match(line.text):
        return _value(match["number"])
    match = _NAMED.match(line.text)
    if match is None:
        return None
    behind = lines[index + 1 : index + 1 + _CONTENT]
    if behind and behind[0].is_table:
        return _value(match["number"])
    has_content = bool(behind) and not any(_NAMED.match(other.text) or _ALONE.match(other.text) for other in behind)
    is_content = len(behind) == _CONTENT or any(other.is_table for other in behind)
    return _value(match["number"]) if has_content and is_content and not _is_in_list(lines, index) else None


def _is_in_list(lines: Sequence[_Line], index: int) -> bool:
    """Tell whether the lines around name other annexes: then this is their list, not a beginning."""
    near = [lines[other].text for other in (index - 1, index + 1, index - 2) if 0 <= other < len(lines)]
    return any(_NAMED.match(text) for text in near)


def _listed(lines: Sequence[_Line]) -> dict[int, tuple[str, Source]]:
    """Give the annexes that a list names: “附件：1.…” with items below, or lines “附件1：…” after each other."""
    listed: dict[int, tuple[str, Source]] = {}
    for index, line in enumerate(lines):
        if match := _LIST.match(line.text):
            own = _NEXT.split(match["first"])  # 附件：1.评分表；2.建设标准
            rest = [(0, piece) for piece in own]
            rest += [(at, other.text) for at, other in enumerate(lines[index + 1 : index + _LONGEST_LIST], 1)]
            expected = 1
            for offset, text in rest:
                number = _item(text)
                if number is not None and number[0] == expected:
                    listed[expected] = number[1], lines[index + offset].source
                    expected += 1
                elif _ALONE.match(text):
                    break
                elif expected > 1 and offset and number is None and len(text) <= _LONGEST_REST:
                    name, source = listed[expected - 1]
                    listed[expected - 1] = name + text, source
        elif (match := _NAMED.match(line.text)) and _begins(lines, index) is None and not _ALONE.match(line.text):
            listed.setdefault(_value(match["number"]), (match["name"], line.source))
    return listed


def _item(text: str) -> tuple[int, str] | None:
    match = _ITEM.match(text)
    return (int(match["number"]), match["name"]) if match else None


def _value(words: str) -> int:
    return (int(words) if words.isdigit() else chinese_numeral(words)) or 0


def _finding(number: int, name: str, source: Source) -> Diagnostic:
    return Diagnostic(
        "reading.W309",
        "Annex {number} “{name}” is not in the document." if name else "Annex {number} is not in the document.",
        (source.cite(),),
        "Get the annex, and read it together with the notice; what stands in it is missing in the draft.",
        {"number": number or "", "name": name},
    )
