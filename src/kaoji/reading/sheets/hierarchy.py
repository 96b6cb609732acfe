"""Running text → trees and groups: headings that carry points, numbered on any levels, and lists of units with their counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Paragraph, Source, is_blank, joined_label
from kaoji.reading.phrases.actors import is_unit, split_units
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import (
    BONUS_WORDS,
    label_of,
    one_line,
    points_in_name,
    rank_of,
    short_name,
    squeeze,
    without_label,
)
from kaoji.reading.sheets.trees import Node, UnitGroup

_COUNT: Final = re.compile(
    r"[（(](?:[^（）()\d]{2,16}[，,、：:])?\s*共?\s*(\d+|[一二三四五六七八九十百]+)\s*(?:个|家|名|户|所)(?:单位|部门|科室)?\s*[）)]"
)
_COUNT_BEFORE: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])共?(\d+|[二三四五六七八九十]+)(?:个|家)(?:单位|部门|乡镇|街道)?$"
)
_COUNT_BEHIND: Final = re.compile(
    r"[，,、]?(?:共计?|等)\s*(\d+|[二三四五六七八九十]+)\s*(?:个|家)(?:单位|部门|乡镇|街道|镇|乡)?$"
)
_COUNTED: Final = re.compile(
    r"(?:范围|对象|适用于)(?:为|是|包括)?[：:]?(?:全?[县市区省州旗]|全[县市区]的)?(?P<count>\d{1,3})个(?P<name>[^，,。；;、：:]{2,20}?)(?=[，,。；;、：:]|$)"
)
_GROUP_LINE: Final = re.compile(r"^(?P<name>[^：:。；;]{2,30})[：:]\s*(?P<units>.+)$")
_END: Final = re.compile(r"[。；;！？!?：:]$")
_COLON: Final = re.compile(r"^[^。；;，,]{2,24}[：:]$")
_ANNEX: Final = re.compile(r"^附[件表录]\s*[一二三四五六七八九十\d]*\s*[:：]?")
# Points without brackets: “领导重视情况15分，…”; what is awarded or taken away is no heading.
_BARE_POINTS: Final = re.compile(
    r"([^，,。；;：:（()）\d]{2,20}(?<![扣加减得计记奖罚为达共占满超各按每])\s*[，,:：]?\s*\d+(?:\.\d+)?\s*分)(?=[，,。；;：:（(])[。，,；;：:]?"
)
_CUT_POINTS: Final = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*$")
_LONGEST_HEADING = 46
_LEAST_WEIGHTED = 3
_GROUP_RANK = 2
_WRAPPED_SHARE = 3
_NEAR = 4
_NEIGHBOURS, _LEAST_WIDTH, _RAGGED, _AROUND = 5, 40, 10, 40
_STOP: Final = re.compile(r"[。；;！？：:]$")


@dataclass(slots=True)
class _Heading:
    """A heading under construction, with the text below it."""

    rank: int
    label: str
    name: str
    points: str
    is_bonus: bool
    source: Source
    text: list[str] = field(default_factory=list)
    children: list[_Heading] = field(default_factory=list)

    def weighted(self) -> int:
        """Count the headings with points, this and below."""
        return bool(self.points) + sum(child.weighted() for child in self.children)


def read_headings(paragraphs: Sequence[Paragraph]) -> tuple[list[Node], list[Diagnostic]]:
    """Give a tree for each heading under which at least three headings carry points."""
    findings: list[Diagnostic] = []
    top = _nested(reflowed(paragraphs), findings)
    nodes: list[Node] = []
    _collect(top, nodes, None)
    kept = {node.source for node in nodes for node in node.walk()}
    return nodes, [
        finding
        for finding in findings
        if any(source.cite(finding.sources[0].text) == finding.sources[0] for source in kept)
    ]


def _nested(paragraphs: Sequence[Paragraph], findings: list[Diagnostic]) -> list[_Heading]:
    top: list[_Heading] = []
    path: list[_Heading] = []
    for paragraph in paragraphs:
        heading, body = _heading(paragraph)
        if heading is None and path:
            heading, body = _unlabelled(paragraph, path[-1].rank), ""
        if heading is None:
            if _ANNEX.match(squeeze(paragraph.text)):
                path = []
            elif path:
                path[-1].text.append(one_line(paragraph.text))
            continue
        while path and path[-1].rank >= heading.rank:
            path.pop()
        (path[-1].children if path else top).append(heading)
        path.append(heading)
        if body:
            heading.text.append(body)
        if _CUT_POINTS.search(paragraph.text.strip()):
            findings.append(
                Diagnostic(
                    "reading.W207",
                    "The bracket with the points of “{name}” is not closed.",
                    (heading.source.cite(paragraph.text.strip()[:40]),),
                    "Read as {points} points; check the original.",
                    {"name": heading.name, "points": heading.points},
                )
            )
    return top


def _heading(paragraph: Paragraph) -> tuple[_Heading | None, str]:
    """Read a paragraph as a heading with what follows it in the same line; None for plain text."""
    text = joined_label(paragraph.label, paragraph.text).replace("\u00a0", " ").strip()
    rank = rank_of(text)
    if rank is None:
        bare = _COLON.match(text) or (_COUNT.search(text) is None and _is_group_title(text))
        if bare and not re.search(r"\d", text):
            name = short_name(text).rstrip("：:")
            return _Heading(_GROUP_RANK, "", name, "", is_bonus=False, source=paragraph.source), ""
        return None, ""
    label = label_of(text)
    rest = without_label(text) if label else text.lstrip("0123456789")
    title, body = _title_and_body(rest)
    name, points = points_in_name(short_name(title))
    if not name or len(name) > _LONGEST_HEADING or points.is_percent:
        return None, ""
    is_bonus = points.is_bonus or bool(BONUS_WORDS.search(title) and not points.value)
    name = re.sub(r"[（(](?:详见|见)?附[件表录][^（）()]*[）)]$|[（(]加减分[）)]$", "", name).strip() or name
    return _Heading(rank, label, name.rstrip("。："), points.value, is_bonus, paragraph.source), body


def _unlabelled(paragraph: Paragraph, rank: int) -> _Heading | None:
    """Read a short line that ends in points as a heading beside the one before: its number is damaged or left out."""
    text = paragraph.text.strip()
    name, points = points_in_name(short_name(text))
    if (
        not points.value
        or len(text) > _LONGEST_HEADING
        or re.search("[。；;，,：:]", text)
        or not re.search(r"分\s*[）)]?$", text)
    ):
        return None
    label = re.match(r"^\d{0,2}", name)
    bare = name.lstrip("0123456789")
    return _Heading(rank, label[0] if label else "", bare, points.value, is_bonus=False, source=paragraph.source)


def _is_group_title(text: str) -> bool:
    """Tell whether a short line without a number names a group of units: “第四组（垂管部门）”."""
    return bool(
        re.match(
            r"^第[一二三四五六七八九十]+(?:组|类|批)(?:至第[一二三四五六七八九十]+(?:组|类|批))?(?:[（(][^（）()]{1,16}[）)])?[：:]?$",
            squeeze(text),
        )
    )


def _title_and_body(text: str) -> tuple[str, str]:
    """Part a heading from the text behind it: at its points, or at the first full stop."""
    folded = fold(text)
    match = re.search(r"[（(]\s*(?:满分|基本分|权重)?\s*\d+(?:\.\d+)?\s*分\s*(?:[）)]|$)", folded)
    if match and match.start() <= _LONGEST_HEADING and not re.search("[。；;]", text[: match.start()]):
        return text[: match.end()], text[match.end() :].lstrip("。:：，, ")
    if bare := _BARE_POINTS.match(folded):
        return text[: bare.end(1)], text[bare.end() :].lstrip("。:：，, ")
    if len(text) <= _LONGEST_HEADING and not re.search("[。；;]", text[:-1]):
        return text, ""
    title, mark, body = text.partition("。")
    return (title, body) if mark and len(title) <= _LONGEST_HEADING else (text, "")


def _collect(headings: Sequence[_Heading], nodes: list[Node], parent: _Heading | None) -> None:
    """Find the lowest headings whose children carry points: each is a tree."""
    for heading in headings:
        direct = sum(bool(child.points) for child in heading.children)
        if direct >= _LEAST_WEIGHTED or (
            direct and heading.weighted() >= _LEAST_WEIGHTED and direct * 2 >= len(heading.children)
        ):
            node = _node(heading)
            is_part = parent is not None and _is_group_title(heading.name)
            nodes.append(replace(node, name=parent.name + node.name) if is_part and parent is not None else node)
        else:
            _collect(heading.children, nodes, heading)


def _node(heading: _Heading) -> Node:
    children = tuple(_node(child) for child in heading.children)
    text = "\n".join(text for text in heading.text if text)
    providers = () if children else providers_in(text)
    return Node(
        heading.name, heading.points, heading.is_bonus, providers, text, children, heading.label, source=heading.source
    )


def read_groups(paragraphs: Sequence[Paragraph]) -> list[UnitGroup]:
    """Give the groups of units: a heading with a count or a colon, and the list behind or below it."""
    groups: list[UnitGroup] = []
    lines = [line for line in reflowed(paragraphs) if not is_blank(line.text)]
    for index, line in enumerate(lines):
        text = joined_label(line.label, line.text).strip()
        count = _COUNT.search(text)
        match = _GROUP_LINE.match(text)
        if said := _groups_in_sentence(text, line.source):
            groups.extend(said)
            continue
        if (
            match
            and (count is None or count.end() <= len(match["name"]))
            and (count or _is_group_title(_COUNT.sub("", match["name"])))
        ):
            groups.append(_group(match["name"], match["units"], count, line.source))
            continue
        if count and not match and index + 1 < len(lines) and len(squeeze(text)) < _LONGEST_HEADING:
            below = lines[index + 1].text
            units = split_units(below)
            if (
                len(units) > 1
                and sum(map(is_unit, units)) * 2 >= len(units)
                and not re.search("[。；;]", below.strip().rstrip("。"))
            ):
                groups.append(_group(text, below, count, line.source))
    return groups


def _groups_in_sentence(text: str, source: Source) -> list[UnitGroup]:
    """Give the groups that a sentence lists: “第一组（2个）：甲镇、乙镇；第二组…”, “党群部门2家：…”, “街道：…，共4个”.

    A line that is one group with its count in brackets is left to ``read_groups``.
    """
    found: list[UnitGroup] = []
    pieces = [piece for piece in re.split("[；;。]", text) if piece.strip()]
    for piece in pieces:
        match = _GROUP_LINE.match(piece.strip())
        if match is None:
            continue
        count = _COUNT.search(match["name"])
        before, behind = _COUNT_BEFORE.search(match["name"]), _COUNT_BEHIND.search(match["units"])
        stated = count or before or behind
        listed = match["units"][: behind.start()] if behind else match["units"]
        units = split_units(listed)
        is_list = len(units) > 1 and sum(map(is_unit, units)) * 4 >= len(units) * 3
        if is_list and (stated or _is_group_title(match["name"])):
            name = match["name"][: before.start()] if before and not count else match["name"]
            found.append(_group(re.split("[，,]", name)[-1], listed, stated, source))
    is_plain = len(pieces) == 1 and not _COUNT_BEFORE.search(pieces[0].split("：")[0]) and len(found) == 1
    return [] if is_plain and not _COUNT_BEHIND.search(pieces[0]) else found


def counted_units(paragraphs: Sequence[Paragraph]) -> tuple[str, int] | None:
    """Give the units that a notice only counts: “考核范围：19个乡镇（街道）” without their names.

    >>> counted_units([Paragraph("评估对象为全县19个乡镇（街道）。")])
    ('乡镇（街道）', 19)
    """
    for line in paragraphs:
        match = _COUNTED.search(squeeze(line.text))
        if match is not None:
            return match["name"], int(match["count"])
    return None


def _group(name: str, units: str, count: re.Match[str] | None, source: Source) -> UnitGroup:
    stated = None
    if count is not None:
        stated = int(count[1]) if count[1].isdigit() else chinese_numeral(count[1])
    plain = without_label(_COUNT.sub("", short_name(name)))
    return UnitGroup(plain, tuple(split_units(units)), stated, source)


def reflowed(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the lines of a printed page to paragraphs; texts whose lines are paragraphs already stay as they are."""
    filled = [paragraph for paragraph in paragraphs if not is_blank(paragraph.text)]
    if not filled or filled[0].source.line is None:
        return filled
    cut = _cut_lines(filled)
    joined: list[Paragraph] = []
    open_line = False
    for index, paragraph in enumerate(filled):
        is_near = index > 0 and (paragraph.source.line or 0) - (filled[index - 1].source.line or 0) <= _NEAR
        if open_line and is_near and re.fullmatch(r"\d{1,3}", squeeze(paragraph.text)):
            joined.insert(len(joined) - 1, paragraph)
            continue
        goes_on = open_line and is_near and not _starts(paragraph.text)
        open_line = cut[index]
        if goes_on:
            before = joined[-1]
            joined[-1] = Paragraph(
                before.text + "\n" + paragraph.text.strip(), before.level, before.label, before.source
            )
        else:
            joined.append(paragraph)
    return [
        Paragraph(one_line(paragraph.text), paragraph.level, paragraph.label, paragraph.source) for paragraph in joined
    ]


def _cut_lines(lines: Sequence[Paragraph]) -> list[bool]:
    """Tell of each line whether the page ended it: as wide as its neighbours, no full stop, and several of them so."""
    widths = [_width(line.text) for line in lines]
    reaches = []
    for index, line in enumerate(lines):
        full = max(widths[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1])
        is_wide = _LEAST_WIDTH <= full <= widths[index] + _RAGGED
        reaches.append(is_wide and not _STOP.search(squeeze(line.text)))
    cut = [
        reach
        and sum(near := reaches[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]) * _WRAPPED_SHARE >= len(near)
        for index, reach in enumerate(reaches)
    ]
    return [
        cut[index] or _is_open(lines[index].text) or (reach and _is_as_wide(index, widths, cut))
        for index, reach in enumerate(reaches)
    ]


def _is_as_wide(index: int, widths: Sequence[int], cut: Sequence[bool]) -> bool:
    """Tell whether a line among short ones is as wide as several lines around that the page ended."""
    around = range(max(0, index - _AROUND), min(len(widths), index + _AROUND + 1))
    return sum(cut[other] and abs(widths[other] - widths[index]) <= _NEAR for other in around) >= _LEAST_WEIGHTED


def _is_open(text: str) -> bool:
    """Tell whether a line of a page ends inside a bracket that it opened: its last words go on below."""
    last = max(text.rfind("（"), text.rfind("("))
    return (
        last >= 0
        and max(text.rfind("）"), text.rfind(")")) < last
        and len(text) - last > 1
        and _width(text) >= _LEAST_WIDTH
    )


def _starts(text: str) -> bool:
    """Tell whether a line begins a paragraph of its own: a number and not too far in the text."""
    return bool(
        re.match(
            r"^\s*(?:第[一二三四五六七八九十]+(?:组|章|条|节|类)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|附件|[①-⑳]|\d{1,2}、|\d{1,2}[.．](?!\d)|\d{1,2}[)）])",
            text,
        )
    )


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text.strip())
