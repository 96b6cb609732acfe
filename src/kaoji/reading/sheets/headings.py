"""Running text → trees: numbered headings that carry points, and numbered items whose own words award them.

A long numbered paragraph is an item where others of its list are headings, or where nothing above it has points and it
awards some (1.档案齐全的计3分…); else it is the text of the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source, joined_label
from kaoji.reading.furniture import is_furniture
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import (
    BONUS_WORDS,
    Points,
    brief,
    label_of,
    one_line,
    points_in_name,
    rank_of,
    short_name,
    squeeze,
    without_label,
)
from kaoji.reading.sheets.hierarchy import UNITS_COUNTED, is_group_title, reflowed
from kaoji.reading.sheets.trees import Node

_COLON: Final = late_pattern(r"^[^。；;，,]{2,24}[：:]$")
_ANNEX: Final = late_pattern(r"^附[件表录]\s*[一二三四五六七八九十\d]*\s*[:：]?")
# Points without brackets: “领导重视情况15分，…”; what is awarded or taken away is no heading.
_BARE_POINTS: Final = late_pattern(
    r"([^，,。；;：:（()）\d]{2,20}(?<![扣加减得计记奖罚为达共占满超各按每])\s*[，,:：]?\s*\d+(?:\.\d+)?\s*分)(?=[，,。；;：:（(])[。，,；;：:]?"
)
_BRACKET: Final = r"[（(]\s*(?:满分|基本分|基础分|标准分|分值|权重|共|计)?[为：:]?\s*(?P<points>\d+(?:\.\d+)?)\s*分\s*"
_POINTS: Final = late_pattern(rf"{_BRACKET}(?:[）)]|$)")
_ENDING_POINTS: Final = late_pattern(r"[，,。；;]\s*(?P<points>\d+(?:\.\d+)?)\s*分[。；;]?$")
# What an item is worth at most, behind how it is scored: …。按整改率得分，满分2分（无任务的得平均分）。
_FULL_POINTS: Final = late_pattern(
    r"[，,。；;]\s*满分为?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?:[（(][^（()）]{2,60}[）)])?[。；;]?$"
)
_RUNNING_ON: Final = late_pattern(
    r"(?:(?<=[。；;])|(?<=分[）)])|(?<=[。；;）)]\s))(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}[、.．])"
    r"(?=[^。；;：:（(]{2,40}(?:[（(][^（）()]{1,60}[）)][^。；;：:（(]{0,30})?。?[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)
# Points and their rule in one bracket behind an item: 有工作计划。（3分，无计划扣3分）
_RULED: Final = late_pattern(
    rf"^(?P<name>.+?)[。；;]?\s*{_BRACKET}[，,；;：:]\s*(?P<rule>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]?[。；;]?$"
)
_RULED_END: Final = late_pattern(
    r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[，,；;：:][^（）()]{4,200}[）)](?P<next>[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d))"
)
_BEHIND_HEAD: Final = late_pattern(
    r"(?<=\d分[）)])\d{1,2}[、.．](?!\d)|(?<=得分|备注)[一二三四五六七八九十]{1,3}、(?=[^，,。；;（(]{2,20}[（(]\d+(?:\.\d+)?分[）)])"
)
_NUMBERED: Final = late_pattern(r"(?<![\d.．])(?P<number>\d{1,2})[、.．](?!\d)")
_STATED: Final = late_pattern(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]")
_LEADING_POINTS: Final = late_pattern(rf"^{_BRACKET}[）)]\s*(?P<rest>.+)$")
_CUT_POINTS: Final = late_pattern(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*$")
_POINTS_BEHIND: Final = late_pattern(
    r"^(?P<said>\d{1,2}[、.．](?!\d).{4,}?(?<![扣加减计得记每近约共第\d.]))(?P<stop>[。；;])?\s*(?P<points>\d{1,3}(?:\.\d)?)分"
    r"(?P<behind>[（(][^（()）]{2,60}[）)])?[。；;]?$"
)
# …没有发生投诉(5分),出现投诉不得分: behind the points of a long item stands its rule, up to the end
_RULES_BEHIND: Final = late_pattern(
    r"[,，;；。:：]?\s*[^。;；()（）]{2,60}(?:不(?:予)?[得计给记]分|[扣减]\s*\d+(?:\.\d+)?\s*分)[^。；;]{0,20}[。；;]?$"
)
# “考勤：总分300分” is a heading with its points.
_ITS_WHOLE: Final = late_pattern(
    r"^(?P<name>[^，,。；;：:]{2,20})[:：,，]\s*(?:总分|满分|分值|基本分)(?:为|:)?(?P<points>\d+(?:\.\d+)?)分[。；;]?$"
)
_STOP: Final = late_pattern("[。；;]")
_NAMED: Final = late_pattern(r"^(?P<name>[^，,。；;：:]{2,24})[：:](?P<body>.+)$")
_GIVES: Final = late_pattern(r"(?:[加扣减计得记]|(?<![累乘体面])积)\s*\d+(?:\.\d+)?\s*分|酌情[加扣减]分")
# What an item is worth by its own words: 计3分, not 每条计3分 nor 加3分.
_AWARDS: Final = late_pattern(
    r"(?P<before>[^，,。；;：:]{0,60})(?:[，,]\s*)?(?:(?<![合共总累小统会设加])(?<!登)(?:[计得记]|(?<![累乘体面])积)|(?:基本|基础|标准)分为?)\s*(?P<points>\d+(?:\.\d+)?)\s*分(?!以[上下])"
)
# 完成任务的记基本分100分: what all starts from, and what is added or taken stands beside it
_BASIC: Final = late_pattern(r"(?:基本|基础)分值?(?:为|计|是)?\s*\d+(?:\.\d+)?\s*分")
_EACH: Final = late_pattern(r"每(?![年月季周日天])[^，,。；;：:]{0,12}$|单[条篇次件][^，,。；;：:]{0,4}$|/")
_ADDS: Final = late_pattern(r"加\s*\d+(?:\.\d+)?\s*分(?!的)")
_NO_INDICATORS: Final = late_pattern("加分|减分|扣分|奖惩|奖励|否决|等次|结果|运用|兑现")
_LONGEST_HEADING = 46
_PART_OF: Final = late_pattern(
    r"(?<![^、,和及与由为:])(?P<name>[^,，、。；;：:()由和及与\d]{2,16})\((?:满分|共|计|分值)?:?(?P<points>\d+(?:\.\d+)?)分\)"
)
_COMPOSED: Final = late_pattern(r"组成|构成|相结合|其中|[二两三四五六七八九2-9]个?(?:大?部分|方面|大?项|板块)")
# 总分1000分。其中日常检查600分，专项检查400分
_WHOLE: Final = late_pattern(r"(?:总分|满分|总计|共)(?:为|计)?(?P<points>\d+(?:\.\d+)?)分[,;。:]")
_BARE_PART: Final = late_pattern(
    r"(?<=[,;。:、中])(?P<name>(?!其中)[^,;。:、()\d]{2,16}?)(?:占|为|计|共)?(?P<points>\d+(?:\.\d+)?)分(?=[,;。、]|$)"
)
_SAYS_OF: Final = late_pattern("由|按|采取|采用|实行|委托|以")
_LISTS_PARTS: Final = late_pattern(
    r"(?P<name>[^:：;。,，()]{2,20})[:：](?=(?:[^:：;。,，()、]{1,16}\(\d+(?:\.\d+)?分\)[、,，和及]?){2,}[。；;]?$)."
)
_OF_ALL: Final = late_pattern(
    r"总分|满分|[百千]分制|(?:包括|分为|由)[^。]{4,60}(?:部分|方面|大项|板块|组成|构成)|坚持|原则|(?:考核|考评)(?:周期|时间|方式|程序)"
)
_LONGER = 14
_LEAST_WEIGHTED, _LEAST_BESIDE = 3, 2
_GROUP_RANK = 2
_HUNDRED = 100


@dataclass(slots=True)
class _Heading:
    """A heading under construction, with the text below it.

    ``line`` is all of a paragraph that is too long for a name, ``detail`` the words before its points.
    """

    rank: int
    label: str
    name: str
    points: str
    is_bonus: bool
    source: Source
    text: list[str] = field(default_factory=list)
    children: list[_Heading] = field(default_factory=list)
    line: str = ""
    detail: str = ""
    most: str = ""
    """The most that a heading of bonuses can bring: 加分（10分）."""

    def weighted(self) -> int:
        """Count the headings with points, this and below."""
        return bool(self.points) + sum(child.weighted() for child in self.children)

    def awards(self) -> int:
        """Count the items, this and below, that award points by their own words."""
        return sum(bool(_AWARDS.search(fold(item.said()))) for item in self.leaves())

    def said(self) -> str:
        """Give all that it says itself."""
        return "\n".join(filter(None, self.text)) if self.line or self.text else self.name

    def leaves(self) -> Iterator[_Heading]:
        """Give what has nothing below it."""
        for child in self.children:
            yield from child.leaves()
        if not self.children:
            yield self


def read_headings(paragraphs: Sequence[Paragraph]) -> tuple[list[Node], list[Diagnostic]]:
    """Give a tree for each heading under which several headings carry points, or several items award them."""
    findings: list[Diagnostic] = []
    top = _Heading(
        -1,
        "",
        "",
        "",
        is_bonus=False,
        source=Source(),
        children=_nested(_parted(reflowed(_with_points_inside(paragraphs))), findings),
    )
    _fold(top, has_points=False)
    nodes = list(_without_heading(top.children)) or list(_stated(top.children, paragraphs))
    if not nodes:
        _collect(top.children, nodes, None)
    nodes = nodes or list(_awarding(top.children))
    kept = {node.source for node in nodes for node in node.walk()}
    return nodes, [
        finding
        for finding in findings
        if any(source.cite(finding.sources[0].text) == finding.sources[0] for source in kept)
    ]


def _with_points_inside(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Put the points of numbered items that stand behind their full stops into brackets before these: …职责。5分."""
    found = [_POINTS_BEHIND.match(paragraph.text.strip()) for paragraph in paragraphs]
    if sum(match is not None and bool(match["stop"]) for match in found) < _LEAST_WEIGHTED:
        return paragraphs
    return [
        paragraph
        if match is None
        else replace(paragraph, text=f"{match['said']}({match['points']}分)。{(match['behind'] or '').strip('（()）')}")
        for paragraph, match in zip(paragraphs, found, strict=True)
    ]


def _parted(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Give each heading with points a paragraph of its own where several run on in one (…为止。（二）排水（15分）)."""
    for paragraph in paragraphs:
        starts = sorted(_starts(paragraph.text))
        if len(starts) < _LEAST_WEIGHTED and not _counts_on(paragraph.text, starts):
            yield paragraph
            continue
        for start, end in pairwise([0, *starts, len(paragraph.text)]):
            if piece := paragraph.text[start:end].strip():
                yield replace(paragraph, text=piece, label=paragraph.label if start == 0 else "")


def _counts_on(text: str, starts: Sequence[int]) -> bool:
    """Tell whether the next number of a list stands right behind the points of the item that begins the paragraph."""
    labels = [re.sub(r"\d+", "#", fold(label_of(text[start:]))) for start in (0, *starts)]
    numbers = [re.search(r"\d+", fold(label_of(text[start:]))) for start in (0, *starts)]
    values = [int(number[0]) for number in numbers if number is not None]
    counts = len(values) == len(labels) > 1 and values == list(range(values[0], values[0] + len(values)))
    return counts and len(set(labels)) == 1


def _starts(text: str) -> set[int]:
    """Give where further headings begin in a paragraph."""
    starts = {match.start() for match in _RUNNING_ON.finditer(text)}
    ruled = {match.start("next") for match in _RULED_END.finditer(text)}
    starts |= _counted_starts(text) if len(starts) < _LEAST_WEIGHTED else set()
    return starts | ruled | ({match.start() for match in _BEHIND_HEAD.finditer(text)} if ruled else set())


def _counted_starts(text: str) -> set[int]:
    """Give where items begin that run on with nothing between them: their numbers count up, and each states its points."""
    run: list[int] = []
    found: set[int] = set()
    numbers = [(int(match["number"]), match.start()) for match in _NUMBERED.finditer(text)]
    for (number, start), (_, end) in pairwise([*numbers, (0, len(text))]):
        follows = number == len(run) + 1 and _STATED.search(text, start, end)
        if not follows:
            run = []
            follows = number == 1 and _STATED.search(text, start, end)
        if follows:
            run.append(start)
            found |= set(run) if len(run) >= _LEAST_WEIGHTED else set()
    return found


def _nested(paragraphs: Iterable[Paragraph], findings: list[Diagnostic]) -> list[_Heading]:
    top: list[_Heading] = []
    path: list[_Heading] = []
    for paragraph in paragraphs:
        heading, body = _heading(paragraph)
        if heading is None and path:
            heading, body = _unlabelled(paragraph, path[-1].rank), ""
        if heading is None:
            if _ANNEX.match(squeeze(paragraph.text)) or is_furniture(paragraph.text):
                path = []
            elif path:
                _continue(path[-1], one_line(paragraph.text))
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


def _continue(heading: _Heading, text: str) -> None:
    """Add a line to the heading above it; points that the line begins with are those of the heading."""
    led = _LEADING_POINTS.match(fold(text))
    if led and not (heading.points or heading.is_bonus or heading.line or _GIVES.search(fold(heading.said()))):
        heading.points = led["points"]
        text = text[led.start("rest") :]
    heading.text.append(text)


def _heading(paragraph: Paragraph) -> tuple[_Heading | None, str]:
    """Read a paragraph as a heading with what follows it in the same line; None for plain text."""
    text = joined_label(paragraph.label, paragraph.text).replace("\u00a0", " ").strip()
    rank = rank_of(text)
    if rank is None:
        bare = _COLON.match(text) or (UNITS_COUNTED.search(text) is None and is_group_title(text))
        if bare and not re.search(r"\d", text):
            name = short_name(text).rstrip("：:")
            return _Heading(_GROUP_RANK, "", name, "", is_bonus=False, source=paragraph.source), ""
        return None, ""
    label = label_of(text)
    rest = without_label(text) if label else text.lstrip("0123456789")
    title, body = _title_and_body(rest)
    is_rule = bool(_GIVES.search(fold(title))) and not _POINTS.search(fold(title))
    name, points = (short_name(title), Points()) if is_rule else points_in_name(short_name(title))
    if not name or points.is_percent:
        return None, ""
    is_bonus = points.is_bonus or bool(BONUS_WORDS.search(title) and not points.value)
    name = re.sub(r"[（(](?:详见|见)?附[件表录][^（）()]*[）)]$|[（(]加减分[）)]$", "", name).strip() or name
    found = _Heading(rank, label, name.rstrip("。：；;，,"), points.value, is_bonus, paragraph.source)
    if points.value and re.fullmatch("加分(?:事?项|项目)?|附加分|奖励分", found.name):
        found.points, found.most, found.is_bonus = "", points.value, True
    if points.value and not body and _GIVES.search(fold(name)):
        found.name, body = brief(name), name  # 每缺一项扣1分。（5分）
    elif len(name) > _LONGEST_HEADING or (is_rule and body):
        found.name = brief(name)
        if points.value:
            found.detail = name
        else:
            found.line, found.is_bonus = one_line(text), False
            body = one_line(rest)
    return found, body


def _unlabelled(paragraph: Paragraph, rank: int) -> _Heading | None:
    """Read a short line that ends in points as a heading beside the one before: its number is damaged or left out."""
    text = paragraph.text.strip()
    name, points = points_in_name(short_name(text))
    if (
        not (points.value and name)
        or len(text) > _LONGEST_HEADING
        or re.search("[。；;，,：:]", text)
        or not re.search(r"分\s*[）)]?$", text)
    ):
        return None
    label = re.match(r"^\d{0,2}", name)
    bare = name.lstrip("0123456789")
    return _Heading(rank, label[0] if label else "", bare, points.value, is_bonus=False, source=paragraph.source)


def _title_and_body(text: str) -> tuple[str, str]:
    """Part a heading from the text behind it: at its points, at a colon before what gives points, at the first full stop."""
    folded = fold(text)
    if led := _listed_or_ruled(text) or _with_full_points(text, folded):
        return led
    if stated := _POINTS.search(folded):
        start, end = stated.span()
        is_last = not folded[end:].strip("。；;:： ")
        if (
            is_last
            or _RULES_BEHIND.match(folded[end:])
            or (start <= _LONGEST_HEADING and not _STOP.search(text[:start].rstrip("。；; ")))
        ):
            return (text, "") if is_last else (text[:end], text[end:].lstrip("。:：，,；; "))
    title, _, body = text.partition("。")
    if (ending := _ENDING_POINTS.search(fold(title))) and not _GIVES.search(fold(title)):
        return f"{title[: ending.start()]}（{ending['points']}分）", body  # 签订责任书，1分。
    if bare := _BARE_POINTS.match(folded):
        return text[: bare.end(1)], text[bare.end() :].lstrip("。:：，, ")
    named = _NAMED.match(text)
    if named and _GIVES.search(fold(named["body"])):
        return named["name"], named["body"]
    is_name = len(text) <= _LONGEST_HEADING and not re.search("[。；;]", text[:-1])
    return (title, body) if "。" in text and len(title) <= _LONGEST_HEADING and not is_name else (text, "")


def _with_full_points(text: str, folded: str) -> tuple[str, str] | None:
    """Part the first sentence from those behind it, of which the last says what the item is worth at most."""
    title, _, body = text.partition("。")
    full = _FULL_POINTS.search(folded) if body and folded.count("满分") == 1 and not _POINTS.search(title) else None
    return (f"{title}（{full['points']}分）", body) if full is not None and full.start() > len(title) else None


def _listed_or_ruled(text: str) -> tuple[str, str] | None:
    """Part a heading from the parts it lists (考核内容和分值：德（20分）、能（20分）) or from the rule behind its points."""
    if listed := _LISTS_PARTS.match(fold(text)):
        return text[: listed.end("name")], text[listed.end() - 1 :]
    if whole := _ITS_WHOLE.match(fold(text)):
        return f"{text[: whole.end('name')]}（{whole['points']}分）", ""
    if (ruled := _RULED.match(text)) and not _GIVES.search(fold(ruled["name"])):
        return f"{ruled['name']}（{fold(ruled['points'])}分）", ruled["rule"]
    return None


def _fold(heading: _Heading, *, has_points: bool) -> None:
    """Make long paragraphs the text of the heading above, except in lists of headings and where they award points."""
    has_points = has_points or bool(heading.points)
    short = {child.rank for child in heading.children if not child.line}
    children: list[_Heading] = []
    for child in heading.children:
        _fold(child, has_points=has_points)
        awards = not has_points and _GIVES.search(fold(child.said()))
        if not child.line or child.rank in short or awards:
            children.append(child)
        else:
            heading.text += [child.line, *child.text[1:]]
            children += child.children
    heading.children = children


def _collect(headings: Sequence[_Heading], nodes: list[Node], parent: _Heading | None) -> None:
    """Find the lowest headings whose children carry points: each is a tree, and so are smaller lists beside them."""
    before = len(nodes)
    left: list[_Heading] = []
    for heading in headings:
        direct = sum(bool(child.points) for child in heading.children)
        is_sheet = direct and heading.weighted() >= _LEAST_WEIGHTED and direct * 2 >= len(heading.children)
        if direct >= _LEAST_WEIGHTED or is_sheet or _are_whole(heading.children):
            node = _node(heading)
            is_part = parent is not None and is_group_title(heading.name)
            nodes.append(replace(node, name=parent.name + node.name) if is_part and parent is not None else node)
        elif direct >= _LEAST_BESIDE and direct == len(heading.children):
            left.append(heading)
        else:
            _collect(heading.children, nodes, heading)
    if len(nodes) > before:
        nodes.extend(map(_node, left))


def _without_heading(top: Sequence[_Heading]) -> Iterator[Node]:
    """Give the tree of headings with points that stand below none: the whole text is their list."""
    weighted = [heading for heading in top if heading.points]
    gives = sum(heading.awards() for heading in weighted) >= _LEAST_WEIGHTED
    is_list = len(weighted) >= _LEAST_WEIGHTED or _are_parts(weighted) or (len(weighted) >= _LEAST_BESIDE and gives)
    if is_list and len(weighted) * 2 >= len(top):
        yield Node("", children=tuple(map(_node, weighted)), source=weighted[0].source)


def _stated(top: Sequence[_Heading], paragraphs: Sequence[Paragraph]) -> Iterator[Node]:
    """Give the tree of the parts that a sentence names with their points: 由业务（70分）、作风（30分）两部分组成."""
    is_sheet = any(heading.weighted() > _LEAST_BESIDE for heading in top)
    for paragraph in paragraphs:
        folded = fold(paragraph.text)
        parts = [(match["name"], match["points"]) for match in _PART_OF.finditer(folded)] or _summed(folded)
        if len(parts) < _LEAST_BESIDE or not _COMPOSED.search(folded):
            continue
        found = [(at, *part) for part in parts if (at := _called(top, *part)) is not None]
        weighted = sum(heading.weighted() for heading in top if heading.source != paragraph.source)
        is_all = len(found) == len(parts) and sum(at.weighted() for at, *_ in found) >= weighted
        if is_sheet and (not is_all or all(at.points for at, *_ in found)):
            continue  # the headings with points are a sheet of their own
        if len(found) >= _LEAST_BESIDE:
            nodes = [_part(*each) for each in found]
            yield Node("", children=tuple(nodes), source=nodes[0].source)
            return


def _summed(folded: str) -> list[tuple[str, str]]:
    """Give the parts of a stated total that stand without brackets: 总分1000分。其中检查600分，评议400分."""
    whole = _WHOLE.search(folded)
    parts = [(match["name"], match["points"]) for match in _BARE_PART.finditer(folded, whole.end())] if whole else []
    return parts if whole and sum(Decimal(points) for _, points in parts) == Decimal(whole["points"]) else []


def _part(heading: _Heading, name: str, points: str) -> Node:
    """Give a heading as a part of this name; what else the heading says stays its text."""
    node = replace(_node(heading), name=name, points=points)
    said = heading.line or heading.name
    if not _is_said_of(said, name):
        return node
    providers = providers_in(said)
    if node.children:
        return replace(node, children=tuple(_provided(child, providers) for child in node.children))
    text = "\n".join(filter(None, (said, node.text if said not in node.text else "")))
    return replace(node, text=text, providers=node.providers or providers, is_inferred=False)


def _provided(node: Node, providers: tuple[str, ...]) -> Node:
    """Say of all items of a part that name nobody who provides for the part."""
    if node.children:
        return replace(node, children=tuple(_provided(child, providers) for child in node.children))
    return node if node.providers else replace(node, providers=providers)


def _is_said_of(text: str, name: str) -> bool:
    """Tell whether a text is a sentence about what it begins with: 专项检查由区环卫中心实施."""
    return text.startswith(name) and _SAYS_OF.match(text, len(name)) is not None


def _called(headings: Sequence[_Heading], name: str, points: str) -> _Heading | None:
    """Give the heading of a part: of its name and points, or one without points that begins with its name."""
    for heading in headings:
        is_same = heading.name == name and heading.points in ("", points)
        if is_same or (
            not heading.points
            and heading.name.startswith(name)
            and (len(heading.name) <= len(name) + _LONGER or _is_said_of(heading.name, name))
        ):
            return heading
        if (below := _called(heading.children, name, points)) is not None:
            return below
    return None


def _are_parts(weighted: Sequence[_Heading]) -> bool:
    """Tell whether two headings are parts of one sheet, and not two sheets of a hundred points each."""
    return len(weighted) > 1 and all(
        heading.weighted() > _LEAST_BESIDE and Decimal(heading.points) < _HUNDRED for heading in weighted
    )


def _are_whole(headings: Sequence[_Heading]) -> bool:
    """Tell whether headings are all parts of a hundred points, extra points aside."""
    parts = [Decimal(heading.points) for heading in headings if heading.points]
    has_more = any(not (heading.points or heading.is_bonus) for heading in headings)
    return len(parts) >= _LEAST_BESIDE and sum(parts) == _HUNDRED and not has_more


def _awarding(top: Sequence[_Heading]) -> Iterator[Node]:
    """Give a tree for each heading of the first level below which items award points by their own words."""
    for heading in top:
        awards = heading.awards()
        is_basic = any(_BASIC.search(fold(item.said())) for item in heading.leaves())
        if heading.weighted() > is_basic or awards < (1 if is_basic else _LEAST_WEIGHTED):
            continue
        root = _above_awards(heading)
        giving = sum(bool(_GIVES.search(fold(item.said()))) for item in root.leaves())
        if awards * 2 >= giving and (is_basic or not _NO_INDICATORS.search(root.name)):
            yield _node(root)


def _above_awards(heading: _Heading) -> _Heading:
    """Give the lowest heading that stands above all items that award points."""
    below = [child for child in heading.children if child.awards()]
    return _above_awards(below[0]) if len(below) == 1 and below[0].children else heading


def _node(heading: _Heading) -> Node:
    children = tuple(_node(child) for child in heading.children if not _tells_of(child, heading.children))
    text = "\n".join(text for text in heading.text if text)
    name = heading.name
    if not (children or heading.points) and (_GIVES.search(fold(name)) or _BASIC.search(fold(name))):
        name, text = brief(name), f"{name}。\n{text}" if text else name
    providers = () if children else providers_in(text)
    node = Node(
        name, heading.points, heading.is_bonus, providers, text, children, heading.label, detail=heading.detail,
        source=heading.source, most=heading.most,
    )  # fmt: skip
    return node if children or heading.points or heading.is_bonus else _worth(node)


def _tells_of(heading: _Heading, beside: Sequence[_Heading]) -> bool:
    """Tell whether a paragraph among headings with points only speaks of all of them: 总分100分，由三部分组成."""
    if (
        heading.points
        or heading.is_bonus
        or heading.children
        or sum(bool(one.points) for one in beside) < _LEAST_BESIDE
    ):
        return False
    said = fold(f"{heading.name}。{heading.said()}")
    return _OF_ALL.search(said) is not None and not _GIVES.search(said)


def _worth(node: Node) -> Node:
    """Give an item the points that its words award once; one that awards for each of something, or adds, is extra."""
    awards = list(_AWARDS.finditer(fold(node.text)))
    once = [match["points"] for match in awards if not _EACH.search(match["before"])]
    if len(once) == 1:
        return replace(node, points=once[0], is_inferred=True)
    adds = _ADDS.search(fold(node.text)) is not None
    return replace(node, is_bonus=not once and (bool(awards) or adds))
