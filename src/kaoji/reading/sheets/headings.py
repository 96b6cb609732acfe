"""Running text → trees: numbered headings that carry points, and numbered items whose own words award them.

A long numbered paragraph is an item where others of its list are headings, or where nothing above it has points and it
awards some (1.档案齐全的计3分…); else it is the text of the heading above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source
from kaoji.reading.furniture import is_furniture
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import (
    brief,
    one_line,
    squeeze,
)
from kaoji.reading.sheets.heading_groups import COMPOSED, PART_OF, group_headings, leave_out_totals, share_out
from kaoji.reading.sheets.heading_lines import (
    AWARDS,
    BRACKET,
    EACH,
    GIVES,
    LEAST_WEIGHTED,
    Heading,
    heading_of,
    lists_levels,
    parted,
    unlabelled,
    with_points_inside,
)
from kaoji.reading.sheets.printed_lines import reflowed
from kaoji.reading.sheets.signs_as_numbers import with_signs_as_numbers
from kaoji.reading.sheets.trees import Node
from kaoji.reading.sheets.unit_groups import is_group_title

_LEAST_BESIDE = 2
_ANNEX: Final = late_pattern(r"^附[件表录]\s*[一二三四五六七八九十\d]*\s*[:：]?")
_LEADING_POINTS: Final = late_pattern(rf"^{BRACKET}[）)]\s*(?P<rest>.+)$")
_CUT_POINTS: Final = late_pattern(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*$")
# 完成任务的记基本分100分: what all starts from, and what is added or taken stands beside it
_BASIC: Final = late_pattern(r"(?:基本|基础)分值?(?:为|计|是)?\s*\d+(?:\.\d+)?\s*分")
# 80%—90%的, 不足80%的: a further step, and nothing else that is asked for
_TOTAL: Final = late_pattern("(?:总分|满分|总分值)$")
_STEP: Final = late_pattern(
    r"(?:达到?|不足|低于|超过|高于|未达到?|[≥≤><])*\d[\d.%‰—–~～\-至到以上下内及含()的分元万亿天个次项]*"
)
_ADDS: Final = late_pattern(r"加\s*\d+(?:\.\d+)?\s*分(?!的)")
# 完成的得满分, 按完成比例得分: of the points of the heading above
_OF_WHOLE: Final = late_pattern(r"满分|按[^,;。]{0,12}比例|按[^,;。]{0,10}得分")
_ANNEXED: Final = late_pattern("附[件表]")
_TAKES: Final = late_pattern(r"[扣减]\s*\d+(?:\.\d+)?\s*分")
_NO_INDICATORS: Final = late_pattern("加分|减分|扣分|奖惩|奖励|否决|等次|结果|运用|兑现")
_IS_SHEET: Final = late_pattern("(?:考核|考评|评估|评价|评分|计分|测评)(?:的?(?:主要)?内容|指标|项目|标准|细则)")
# 总分1000分。其中日常检查600分，专项检查400分
_WHOLE: Final = late_pattern(r"(?:总分|满分|总计|共)(?:为|计)?(?P<points>\d+(?:\.\d+)?)分[,;。:]")
_BARE_PART: Final = late_pattern(
    r"(?<=[,;。:、中])(?P<name>(?!其中)[^,;。:、()\d]{2,16}?)(?:占|为|计|共)?(?P<points>\d+(?:\.\d+)?)分(?=[,;。、]|$)"
)
# 考核实行百分制，其中经济发展30分、城市管理70分
_OF_HUNDREDS: Final = late_pattern("[百千]分制")
_SAYS_OF: Final = late_pattern("由|按|采取|采用|实行|委托|以")
_OF_ALL: Final = late_pattern(
    r"总分|满分|[百千]分制|(?:包括|分为|由)[^。]{4,60}(?:部分|方面|大项|板块|组成|构成)|坚持|原则|(?:考核|考评)(?:周期|时间|方式|程序)"
)
_HOW: Final = late_pattern(
    "(?:考核|考评|评分|计分|评价|检查|扣分|评定)(?:的)?(?:标准|办法|细则|方法|要求|要点|依据)(?:如下)?|扣分(?:如下|情形|情形如下|事项)?"
)
# 同一事项不重复加分，取最大分值，加分最高不超过10分: holds for all items above it
_OF_LIST: Final = late_pattern(
    r"(?:[^。;]{0,40}[;,])?(?:同一(?:事项|事件|项目|工作|奖项)|以上各?项|上述各?项|[加减扣]分(?:项目)?(?:最高|累计|合计|总分))[^。]{0,30}(?:不重复|不累计|最大|最高|不超过|封顶)"
)
_OF_PART: Final = late_pattern(
    r"(?:本|该|此)(?:大|小)?项[^。;\d]{0,12}(?:不超过|不得超过|最[高多](?:不超过)?(?:为|计|得|加)?|封顶)(?P<points>\d+(?:\.\d+)?)分"
)
_COMMITTEE: Final = late_pattern(
    r"(?:[^,;。]{0,12})?(?:成立|设立|组建)[^,;。]{0,20}(?:考核|考评|评比|评审)[^,;。]{0,8}小组"
)
_LONGER, _LEAST_FULL = 14, 5
_HUNDRED = 100


def read_headings(paragraphs: Sequence[Paragraph]) -> tuple[list[Node], list[Diagnostic]]:
    """Give a tree for each heading under which several headings carry points, or several items award them."""
    findings: list[Diagnostic] = []
    top = Heading(
        -1,
        "",
        "",
        "",
        is_bonus=False,
        source=Source(),
        children=_nested(parted(reflowed(with_points_inside(with_signs_as_numbers(paragraphs)))), findings),
    )
    leave_out_totals(top)
    _fold(top, has_points=False)
    nodes = list(_without_heading(top.children)) or list(_stated(top.children, paragraphs))
    if not nodes:
        _collect(top.children, nodes, None)
    nodes = (
        nodes
        or list(_awarding(top.children))
        or list(_awarding_alone(top.children))
        or list(_scored_alone(top.children))
    )
    kept = {node.source for node in nodes for node in node.walk()}
    return nodes, [
        finding
        for finding in findings
        if any(source.cite(finding.sources[0].text) == finding.sources[0] for source in kept)
    ]


def _nested(paragraphs: Iterable[Paragraph], findings: list[Diagnostic]) -> list[Heading]:
    top: list[Heading] = []
    path: list[Heading] = []
    lines = [(paragraph, *heading_of(paragraph)) for paragraph in paragraphs]
    groups = group_headings([(paragraph, heading) for paragraph, heading, _ in lines])
    for place, (paragraph, found, behind) in enumerate(lines):
        heading, body = groups.get(place, found), behind
        if heading is not None and path and path[-1].points and _HOW.fullmatch(heading.name) and not heading.label:
            _continue(path[-1], one_line(paragraph.text))  # 考核标准：below a heading with points is no part of its own
            continue
        if heading is None and path:
            heading, body = unlabelled(paragraph, path[-1].rank), ""
        if heading is None:
            if _ANNEX.match(squeeze(paragraph.text)) or is_furniture(paragraph.text):
                path = []
            elif path:
                _continue(_meant(path, paragraph.text), one_line(paragraph.text))
            continue
        while path and path[-1].rank >= heading.rank and not _holds(path[-1], heading):
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


def _meant(path: Sequence[Heading], text: str) -> Heading:
    """Give the heading that a line below it goes on with: what bounds a whole list is said of the list, not of its last item."""
    if len(path) == 1 or len(path[-2].children) == 1 or path[-1].points:
        return path[-1]
    said = fold(text.strip())
    most = _OF_PART.match(said)  # 本项累计不超过10分, where the list has ten points
    is_of_list = _OF_LIST.match(said) is not None or (most is not None and most["points"] == path[-2].points)
    return path[-2] if is_of_list else path[-1]


def _holds(above: Heading, heading: Heading) -> bool:
    """Tell whether a group without a number stands below one with a number that only names it: （三）部门 / 第一组至第三组：."""
    is_group = not heading.label and not heading.points and above.rank == heading.rank
    is_name = bool(above.label) and not (above.points or above.text or above.is_bonus)
    return is_group and is_name and not any(child.label for child in above.children)


def _continue(heading: Heading, text: str) -> None:
    """Add a line to the heading above it; points that the line begins with are those of the heading."""
    led = _LEADING_POINTS.match(fold(text))
    if led and not (heading.points or heading.is_bonus or heading.line or GIVES.search(fold(heading.said()))):
        heading.points = led["points"]
        text = text[led.start("rest") :]
    heading.text.append(text)


def _take_in(heading: Heading) -> None:
    """Make what stands below a heading with points its text where it cannot stand for itself.

    So it is with mere tasks, with what speaks of full marks, and with awards that do not make up the heading's points;
    deductions are items of their own, and what points to an annex is told there.
    """
    below = [child for one in heading.children for child in one.all()]
    if any(one.points or one.is_bonus or one.is_weighed or _ANNEXED.search(one.printed()) for one in below):
        return
    worth = [_node(child) for child in heading.children]
    amounts = [Decimal(node.points) for node in worth if node.points]
    said = fold("\n".join(one.printed() for one in below))
    is_of_whole = _OF_WHOLE.search(said) is not None
    stands = sum(amounts) * 2 > Decimal(heading.points) if amounts else GIVES.search(said) and not is_of_whole
    stands = stands or _ANNEXED.search(said) is not None
    if stands or len({node.providers for one in worth for node in one.walk() if node.providers}) > 1:
        return
    heading.text += [one.printed() for one in below]
    heading.children = []


def _fold(heading: Heading, *, has_points: bool) -> None:
    """Make long paragraphs the text of the heading above, except in lists of headings and where they award points."""
    has_points = has_points or bool(heading.points)
    short = {child.rank for child in heading.children if not child.line}
    children: list[Heading] = []
    for child in heading.children:
        _fold(child, has_points=has_points)
        awards = not has_points and GIVES.search(fold(child.said()))
        if not child.line or child.rank in short or awards:
            children.append(child)
        else:
            heading.text += [child.line, *child.text[1:]]
            children += child.children
    heading.children = children
    if heading.points and children:
        share_out(heading)
        _take_in(heading)


def _collect(headings: Sequence[Heading], nodes: list[Node], parent: Heading | None) -> None:
    """Find the lowest headings whose children carry points: each is a tree, and so are smaller lists beside them."""
    before = len(nodes)
    left: list[Heading] = []
    alone: list[tuple[int, Heading]] = []
    for heading in headings:
        start = len(nodes)
        direct = sum(bool(child.points) for child in heading.children)
        is_sheet = direct and heading.weighted() >= LEAST_WEIGHTED and direct * 2 >= len(heading.children)
        if direct >= LEAST_WEIGHTED or is_sheet or _are_whole(heading.children):
            node = _node(heading)
            is_part = parent is not None and is_group_title(heading.name)
            nodes.append(replace(node, name=parent.name + node.name) if is_part and parent is not None else node)
        elif direct >= (1 if heading.is_weighed else _LEAST_BESIDE) and direct == len(heading.children):
            left.append(heading)
        else:
            _collect(heading.children, nodes, heading)
            if heading.points and len(nodes) == start and not _is_total(heading):
                alone.append((start, heading))
    # A heading with points beside trees is a part as they are, whatever stands below it.
    if len(nodes) > before and all(node.points for node in nodes[before:]):
        for place, (start, heading) in enumerate(alone):
            nodes.insert(start + place, _node(heading))
    # Two headings alone are a sheet beside others, or where their list is named as one.
    is_beside = len(nodes) > before
    nodes.extend(
        _node(heading) for heading in left if is_beside or heading.is_weighed or _IS_SHEET.search(heading.name)
    )


def _without_heading(top: Sequence[Heading]) -> Iterator[Node]:
    """Give the tree of headings with points that stand below none: the whole text is their list."""
    weighted = [heading for heading in top if heading.points and not _is_total(heading)]
    gives = sum(heading.awards() for heading in weighted) >= LEAST_WEIGHTED
    is_list = len(weighted) >= LEAST_WEIGHTED or _are_parts(weighted) or (len(weighted) >= _LEAST_BESIDE and gives)
    if is_list and len(weighted) * 2 >= len(top):
        yield Node("", children=tuple(map(_node, weighted)), source=weighted[0].source)


def _stated(top: Sequence[Heading], paragraphs: Sequence[Paragraph]) -> Iterator[Node]:
    """Give the tree of the parts that a sentence names with their points: 由业务（70分）、作风（30分）两部分组成."""
    is_sheet = any(heading.weighted() > _LEAST_BESIDE for heading in top)
    for paragraph in paragraphs:
        folded = fold(paragraph.text)
        parts = [(match["name"], match["points"]) for match in PART_OF.finditer(folded)] or _summed(folded)
        if len(parts) < _LEAST_BESIDE or not COMPOSED.search(folded):
            continue
        found = [(at, *part) for part in parts if (at := _called(top, *part)) is not None]
        weighted = sum(heading.weighted() for heading in top if heading.source != paragraph.source)
        is_all = len(found) == len(parts) and sum(at.weighted() for at, *_ in found) >= weighted
        if is_sheet and (not is_all or all(at.points for at, *_ in found)):
            continue  # the headings with points are a sheet of their own
        if len({id(at) for at, *_ in found}) == len(found) >= _LEAST_BESIDE:
            nodes = [_part(*each) for each in found]
            yield Node("", children=tuple(nodes), source=nodes[0].source)
            return


def _summed(folded: str) -> list[tuple[str, str]]:
    """Give the parts of a stated total that stand without brackets: 总分1000分。其中检查600分，评议400分."""
    stated, of_all = _WHOLE.search(folded), _OF_HUNDREDS.search(folded)
    whole = Decimal(stated["points"]) if stated else Decimal(1000 if of_all and "千" in of_all[0] else _HUNDRED)
    begun = stated or of_all
    parts = [(match["name"], match["points"]) for match in _BARE_PART.finditer(folded, begun.end())] if begun else []
    return parts if sum(Decimal(points) for _, points in parts) == whole else []


def _part(heading: Heading, name: str, points: str) -> Node:
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


def _called(headings: Sequence[Heading], name: str, points: str) -> Heading | None:
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


def _are_parts(weighted: Sequence[Heading]) -> bool:
    """Tell whether two headings are parts of one sheet, and not two sheets of a hundred points each."""
    return len(weighted) > 1 and all(
        heading.weighted() > _LEAST_BESIDE and Decimal(heading.points) < _HUNDRED for heading in weighted
    )


def _are_whole(headings: Sequence[Heading]) -> bool:
    """Tell whether headings are all parts of a hundred points, extra points aside."""
    parts = [Decimal(heading.points) for heading in headings if heading.points]
    has_more = any(not (heading.points or heading.is_bonus) for heading in headings)
    return len(parts) >= _LEAST_BESIDE and sum(parts) == _HUNDRED and not has_more


def _awarding(top: Sequence[Heading]) -> Iterator[Node]:
    """Give a tree for each heading of the first level below which items award points by their own words."""
    for heading in top:
        awards = heading.awards()
        is_basic = any(_BASIC.search(fold(item.said())) for item in heading.leaves())
        if heading.weighted() > is_basic or awards < (1 if is_basic else LEAST_WEIGHTED):
            continue
        root = _above_awards(heading)
        giving = sum(bool(GIVES.search(fold(item.said()))) or lists_levels(item.said()) for item in root.leaves())
        if awards * 2 >= giving and (is_basic or not _NO_INDICATORS.search(root.name)):
            yield _node(root)


def _awarding_alone(top: Sequence[Heading]) -> Iterator[Node]:
    """Give the tree of items that stand below no heading and award points by their own words, one behind the other."""
    runs: list[list[Heading]] = [[]]
    for heading in top:
        is_item = not (heading.points or heading.is_bonus or heading.children) and bool(heading.awards())
        if runs[-1] and not (is_item and heading.rank == runs[-1][-1].rank):
            runs.append([])
        runs[-1] += [heading] if is_item else []
    run = max(runs, key=len)
    takes = [item for item in run if _TAKES.search(fold(item.said()))]
    if len(run) >= LEAST_WEIGHTED or (len(run) >= _LEAST_BESIDE and len(takes) == len(run)):
        yield Node("", children=tuple(map(_node, run)), source=run[0].source)


def _scored_alone(top: Sequence[Heading]) -> Iterator[Node]:
    """Give the few headings with points that stand for themselves, each scored by what stands below it."""
    found = list(_scored(Heading(-1, "", "", "", is_bonus=False, source=Source(), children=list(top))))
    if found:
        yield Node("", children=tuple(map(_node, found)), source=found[0].source)


def _scored(heading: Heading) -> Iterator[Heading]:
    """Give the highest headings with points, this and below, whose texts give or take points more than once."""
    if not heading.points:
        for child in heading.children:
            found = list(_scored(child))
            if child.points and not found and not _NO_INDICATORS.search(child.name):
                found = [child] if any(other is not child and any(_scored(other)) for other in heading.children) else []
            yield from found
        return
    said = [heading.said(), *(leaf.said() or leaf.name for leaf in heading.leaves() if leaf is not heading)]
    gives = sum(len(GIVES.findall(fold(text))) for text in said)
    if gives >= _LEAST_BESIDE and not _NO_INDICATORS.search(heading.name):
        yield heading


def _above_awards(heading: Heading) -> Heading:
    """Give the lowest heading that stands above all items that award points."""
    below = [child for child in heading.children if child.awards()]
    return _above_awards(below[0]) if len(below) == 1 and below[0].children else heading


def _node(heading: Heading) -> Node:
    asides = _asides(heading)
    children = tuple(
        _node(child)
        for child in heading.children
        if all(child is not one for one in asides) and not (_tells_of(child, heading.children) or _is_committee(child))
    )
    text = "\n".join(text for text in (*heading.text, *(one.label + one.said() for one in asides)) if text)
    name = heading.name
    if not (children or heading.points) and (GIVES.search(fold(name)) or _BASIC.search(fold(name))):
        is_said = text.startswith(name.removesuffix("等"))  # the name was cut off from it
        name, text = brief(name), text if is_said else f"{name}。\n{text}" if text else name
    children = tuple(_provided(child, heading.providers) for child in children) if heading.providers else children
    providers = () if children else providers_in(text) or heading.providers
    node = Node(
        name, heading.points, heading.is_bonus, providers, text, children, heading.label, detail=heading.detail,
        source=heading.source, most=heading.most,
    )  # fmt: skip
    return node if children or heading.points or heading.is_bonus else _worth(node)


def _asides(heading: Heading) -> list[Heading]:
    """Give the items of a list of deductions that take nothing: what they say is the text of the list."""
    items = heading.children
    if any(item.points or item.is_bonus or item.children or item.awards() for item in items):
        return []
    silent = [item for item in items if not GIVES.search(fold(item.said() or item.name))]
    return silent if len(items) - len(silent) >= max(_LEAST_BESIDE, len(silent)) else []


def _is_total(heading: Heading) -> bool:
    """Tell whether a heading only says what the total is made of: 考核总分100分，由业务60分、党建40分组成."""
    said = fold(heading.said())
    return _TOTAL.search(fold(heading.name)) is not None and _OF_ALL.search(said) is not None and not GIVES.search(said)


def _is_committee(heading: Heading) -> bool:
    """Tell whether a paragraph without points only sets up those who assess: 成立考核领导小组，由…任组长."""
    if heading.points or heading.is_bonus or heading.children:
        return False
    return _COMMITTEE.match(fold(heading.name)) is not None and not GIVES.search(fold(heading.said()))


def _tells_of(heading: Heading, beside: Sequence[Heading]) -> bool:
    """Tell whether a paragraph among headings with points only speaks of all of them: 总分100分，由三部分组成."""
    if (
        heading.points
        or heading.is_bonus
        or heading.children
        or sum(bool(one.points) for one in beside) < _LEAST_BESIDE
    ):
        return False
    said = fold(f"{heading.name}。{heading.said()}")
    return _OF_ALL.search(said) is not None and not GIVES.search(said)


def _is_scale(heads: Sequence[str], given: Sequence[str]) -> bool:
    """Tell whether awards are the steps of one scale, the best first: 90%以上得10分，80%—90%得6分，80%以下得2分."""
    falls = all(Decimal(one) > Decimal(two) for one, two in pairwise(given))
    return falls and all(_STEP.fullmatch(fold(head).strip(" ,;、，；")) for head in heads[1:])


def _worth(node: Node) -> Node:
    """Give an item the points that its words award once; one that awards for each of something, or adds, is extra."""
    if lists_levels(node.text):
        return replace(node, is_bonus=True)
    awards = list(AWARDS.finditer(fold(node.text)))
    once = [match["points"] for match in awards if not EACH.search(match["before"])]
    # 按时报送的计1分,每超报1篇计1分: nothing bounds it
    is_alone = len(once) == 1 and (len(awards) == 1 or Decimal(once[0]) >= _LEAST_FULL)
    if is_alone or (once and len(once) == len(awards) and _is_scale([match["before"] for match in awards], once)):
        return replace(node, points=once[0], is_inferred=True)
    adds = _ADDS.search(fold(node.text)) is not None
    return replace(node, is_bonus=len(once) < len(awards) or (not once and adds))
