"""Numbered items in the text of one row that have points and deductions of their own (（1）…，记3分。缺一次扣1分。（2）…，记2分。).

Where their points make up the row's, each becomes an indicator below the row: what is deducted for one of them then
stops at its own points. Items that only award points stay rules of the row, and so do levels and thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import brief
from kaoji.reading.sheets import Node

_LABEL: Final = late_pattern(
    r"(?:\A|(?<=[\n。；;）)，,：:]))\s*(?:"
    r"(?P<round>[（(]\s*(?P<a>\d{1,2})\s*[）)])|(?P<chinese>[（(](?P<b>[一二三四五六七八九十]{1,3})[）)])"
    r"|(?P<plain>(?P<c>\d{1,2})[、.．)）](?!\d))|(?P<circle>(?P<d>[①-⑳])))"
)
_KINDS: Final = (("round", "a"), ("chinese", "b"), ("plain", "c"), ("circle", "d"))
_AMOUNT: Final = late_pattern(
    r"(?P<before>[^,。;]{0,30}?)(?P<points>\d{1,3}(?:\.\d{1,2})?)\s*分(?![钟之])(?P<behind>.?.?)"
)
_TAKES: Final = late_pattern(r"(?:扣|减|扣除|扣减|倒扣)\s*$")
_SCALES: Final = late_pattern(
    r"[加]\s*$|[至到~～\-—或×*/]\s*$|(?:最[高多]|不超过|上限)[^,。;]*$|每[^年月季周日天,。;][^,。;]*$"
)
_ASKED_FOR: Final = late_pattern(
    r"每个?(?:户|村|社区|人|乡镇|单位|部门|学校|企业|班级?)[^,;。\d每]{0,6}\d+[\u4e00-\u9fff]{1,3}$"
)  # 每户1份得4分
_IS_LINE: Final = late_pattern(r"^(?:以[上下内]|[至到~～\-—/])")
# 科室（单位）负责人互评, but not what is given or taken: 未开展演练扣5分
_NAME: Final = r"[^,;。:、()\d]{2,16}?(?:\([^()\d]{1,6}\)[^,;。:、()\d]{0,10}?)?(?<![扣减加奖罚得计记])"
_PART: Final = late_pattern(rf"(?P<name>{_NAME})(?:占|计|为)?\(?(?P<points>\d{{1,3}}(?:\.\d)?)分\)?[、,;和及]?")
_PARTS_LISTED: Final = rf"(?P<parts>(?:{_NAME}(?:占|计|为)?\(?\d{{1,3}}(?:\.\d)?分\)?[、,;和及]?){{2,12}})"
_PARTS: Final = late_pattern(
    rf"^(?:其中|包括|分为|考核)[:,]?{_PARTS_LISTED}(?:等?[二两三四五六]个?(?:项|方面)(?:指标|内容)?)?(?=[,;。]|$|(?<=[,、;]))"
)
_RATED_ASIDE: Final = late_pattern(
    r"(?P<name>[^,;。:、()\d]{2,16}?)(?P<points>\d{1,3}(?:\.\d)?)分\((?P<aside>[^()]*(?:评价|测评|打分|评议)[^()]*\d%[^()]*)\)"
)
_EACH_OF_THEM: Final = late_pattern(r"^(?:分别|各自?|均|都)[^。]*(?:计分|得分|折算)")
_OF_ITS_POINTS: Final = late_pattern(r"(?:该|本|此|单|每|各)项(?:指标|任务|考核|内容)?(?:满|总)?分值?")
# 由民政办、残联各自制定细则，其中民政80分、残联40分
_PARTS_BEHIND: Final = late_pattern(
    rf"(?<=[,;。])(?:其中|具体(?:包括|为|有|分为)|包括|分为)[:,]?{_PARTS_LISTED}(?=[。;]|$)"
)
# 每减少1%: a step of a figure, which is a rule beside others
_NOTHING_ELSE: Final = late_pattern(rf"{_PARTS_LISTED}[。；;]?")
# 由甲部、乙委、丙办考核，分值分别为8分、6分、4分
_SEVERAL_WORTH: Final = late_pattern(
    r"^由(?P<who>(?:[^,;。:、()\d]{2,14}、)+[^,;。:、()\d]{2,14}?)(?:分别|各自|共同|负责|进行|按职能)*(?:考核|考评|评分|打分),?(?:分值|满分|权重分)?(?:分别|依次)(?:占|计|为|是)*(?P<points>\d+(?:\.\d)?分?(?:[、,和]\d+(?:\.\d)?分?)*分)[。;]?$"
)
# 由甲部（8分）、乙委（6分）分别考核计分
_EACH_WORTH: Final = late_pattern(
    rf"^由{_PARTS_LISTED}(?:分别|各自|共同|负责|进行)*(?:考核|考评|评分|打分)(?:计分)?[。;]?$"
)
# 由甲部、乙委分别对组织建设（40分）、廉政（60分）进行考核
_ASSESSED: Final = late_pattern(
    rf"^由(?P<who>(?:[^,;。:、()\d]{{2,14}}、)+[^,;。:、()\d]{{2,14}}?)(?:分别|依次)(?:对|负责){_PARTS_LISTED}(?:进行)?(?:的)?(?:考核|考评|评分|打分)[。]?$"
)
_SEVERALLY: Final = late_pattern("^(?:分别|各自?|均|都)")
_STEPS: Final = late_pattern(
    r"每(?:增加?|减少?|提高|降低|下降|上升|超过?|少|多|低|高|差)[^,;。]{0,4}?\d+(?:\.\d+)?(?:个)?(?:%|‰|百分点|[万亿千百]|元|亩|吨|公里|米|户|人(?!次))"
)
_OWN_AMOUNT: Final = late_pattern(r"^(?P<name>[^,。;；]{3,30}?)(?:的)?[,]?(?:得|计|记|每[^,。;；\d]{1,3}扣)\s*\d")
_BEGINS: Final = late_pattern(
    r"(?:其中[:,]?)?(?:(?:认真|切实|积极)?(?:做好|抓好|搞好))?(?P<name>(?!.*(?:每|不)$)[^,;。:、()\d]{1,19}[^,;。:、()\d\s加扣减计得记的])\s*(?:占|为)?\(?\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分\)?(?=[。,;:]|$)"
)
_WHO: Final = late_pattern(
    r"由[^，,。；;]{2,30}?(?:牵头[，,][^，,。；;]{2,30}?)?(?:负责)?(?:考核|考评|评分|打分|计分|负责)[。；;]?"
)
_USED_UP: Final = late_pattern(r"扣完(?P<points>\d+(?:\.\d+)?)分(?:为止)?")
_GIVEN: Final = late_pattern(r"[得计记加]\d")
_EXTRA: Final = late_pattern(r"(?:[多超增高][^,。;]*|不超过)加\s*$")
_POINTS_BEHIND: Final = late_pattern(r"[（(]\d+(?:\.\d+)?分[）)]$")
_SHARED: Final = late_pattern(r"[^,;。\d]{3,30}各(?:占|计|得|为)?\d+(?:\.\d+)?分[。;]?")  # 面积、产量各占25分
_MOST: Final = late_pattern(r"[,](?:累计|合计|总计)?最[多高](?:可|只)?[得计记为]?(?P<points>\d+(?:\.\d+)?)分[。;]?$")
_EACH: Final = late_pattern(r"(?:每[一1]?|[一1])(?:个|项|家|件|次|人)的?$")
_OF_ALL: Final = late_pattern(r"(?:(?:^|[,;。:])以上|上述|各项|累计|总计)")
_FIRST_CIRCLE: Final = ord("①") - 1
_FEWEST: Final = 2


def with_own_items(node: Node) -> Node:
    """Give a tree whose rows have their numbered items below them, where these are indicators of their own."""
    if node.children:
        children = tuple(map(with_own_items, node.children))
        same = all(new is old for new, old in zip(children, node.children, strict=True))
        return node if same else replace(node, children=children)
    stated = decimal(node.points) if node.points and not (node.is_bonus or node.is_percent) else None
    if stated is None or node.signed:
        return node
    parts = _among(node, stated) or _in_sentences(node, stated) or _in_clauses(node, stated)
    if parts is not None:
        return parts
    lead, pieces = _pieces(node.text)
    found = [_points_of(piece) for _, piece in pieces]
    amounts = [points for points, _ in found if points is not None]
    if len(amounts) < max(_FEWEST, len(pieces)) or sum(amounts) != stated or not any(takes for _, takes in found):
        return node
    whose = _whose([piece for _, piece in pieces], node.providers)
    children = tuple(
        Node(
            _POINTS_BEHIND.sub("", brief(piece)),
            plain(points),
            text=f"{label}{piece}",
            label=label,
            providers=providers,
            source=node.source,
        )
        for (label, piece), points, providers in zip(pieces, amounts, whose, strict=True)
    )
    return replace(node, children=children, text=lead, providers=())


def _among(node: Node, stated: Decimal) -> Node | None:
    """Give a row whose text begins with its parts and their points, with these below it: 其中：水利5分、林业10分。…."""
    node, asides = _without_asides(node)
    folded = fold(node.text)
    match = _PARTS.match(folded) or _NOTHING_ELSE.fullmatch(folded) or _PARTS_BEHIND.search(folded)
    if match is None and (served := _severally_assessed(node, stated)) is not None:
        return served
    if match is None:
        return None
    begin = match.start("parts")
    named = [
        (node.text[begin + part.start("name") : begin + part.end("name")].strip(), decimal(part["points"]))
        for part in _PART.finditer(match["parts"])
    ]
    amounts = [points for _, points in named if points is not None]
    if len(amounts) < _FEWEST or sum(amounts) != stated or len({name for name, _ in named}) < len(named):
        return None
    parts_before_and_behind = (node.text[: match.start()], node.text[match.end() :])
    rest = "。".join(filter(None, (part.strip("，,。；; ") for part in parts_before_and_behind)))
    texts = _shared_out(rest, [name for name, _ in named])
    who = "".join(piece for piece in re.findall("[^。；;]+[。；;]?", rest) if _WHO.fullmatch(piece.strip()))
    if _EACH_OF_THEM.match(fold(rest)):
        texts = [_SEVERALLY.sub("", rest)] * len(named)  # 三项，分别按完成比例计分
    elif not any(texts) and _OF_ITS_POINTS.search(fold(rest)):
        texts = [rest.replace(who, "")] * len(named)  # 完成任务得满分，每低1%扣该项分值的5%
    texts = [
        "。".join(filter(None, (asides.get(name, ""), text))) for (name, _), text in zip(named, texts, strict=True)
    ]
    whose = _whose(texts, node.providers or providers_in(rest))
    children = tuple(
        with_own_items(Node(name, plain(points), text=text, providers=providers, source=node.source))
        for (name, _), points, text, providers in zip(named, amounts, texts, whose, strict=True)
    )
    rest = (who if who not in "".join(texts) else "") if any(texts) else rest
    only_provides = _WHO.fullmatch(rest) is not None
    detail = "\n".join(filter(None, (node.detail, rest if only_provides else "")))
    return replace(node, children=children, text="" if only_provides else rest, detail=detail, providers=())


def _without_asides(node: Node) -> tuple[Node, dict[str, str]]:
    """Give a row without what brackets say of how its parts are rated, and that by their names: 职责60分（领导评价占50%…），师德40分."""
    found = {match["name"]: match["aside"] for match in _RATED_ASIDE.finditer(fold(node.text))}
    return (
        (replace(node, text=_RATED_ASIDE.sub(r"\g<name>\g<points>分", fold(node.text))), found) if found else (node, {})
    )


def _severally_assessed(node: Node, stated: Decimal) -> Node | None:
    """Give a row whose parts several departments assess, each its own: 由甲部、乙委分别对组织建设（40分）、廉政（60分）进行考核."""
    match, worth = _ASSESSED.match(fold(node.text)), _SEVERAL_WORTH.match(fold(node.text))
    each = _EACH_WORTH.match(fold(node.text))
    who: list[str] = []
    named: list[tuple[str, Decimal]] = []
    if match is not None:
        who = match["who"].split("、")
        named = [(part["name"], decimal(part["points"]) or Decimal(0)) for part in _PART.finditer(match["parts"])]
    elif each is not None:
        found = [(part["name"], decimal(part["points"]) or Decimal(0)) for part in _PART.finditer(each["parts"])]
        who, named = [unit for unit, _ in found], [(f"{unit}考核", points) for unit, points in found]
    elif worth is not None:
        who = worth["who"].split("、")
        values = [decimal(value) or Decimal(0) for value in re.findall(r"\d+(?:\.\d)?", worth["points"])]
        named = list(zip((f"{unit}考核" for unit in who), values, strict=False))
    if len(named) < _FEWEST or len(who) != len(named) or sum(points for _, points in named) != stated:
        return None
    children = tuple(
        Node(name, plain(points), providers=(unit,), source=node.source)
        for (name, points), unit in zip(named, who, strict=True)
    )
    return replace(
        node, children=children, text="", detail="\n".join(filter(None, (node.detail, node.text))), providers=()
    )


def _whose(texts: Sequence[str], providers: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give who provides each part: whom its own text names, else those of the row whom no other part names."""
    own = [providers_in(text) for text in texts]
    named = {unit for units in own for unit in units}
    others = tuple(unit for unit in providers if unit not in named)
    return [units or others for units in own]


def _shared_out(text: str, names: Sequence[str]) -> list[str]:
    """Give each part the sentences that begin with words of its name: 局领导按…打分；互评按…计分; none where one begins otherwise."""
    own: dict[str, list[str]] = {name: [] for name in names}
    for piece in re.findall("[^。；;]+[。；;]?", text):
        said = piece.strip()
        held = [name for name in names if name in said]
        shared = {name: len(name) for name in held} if len(held) == 1 else {name: _alike(said, name) for name in names}
        longest = max(shared.values(), default=0)
        mine = [name for name, length in shared.items() if length == longest]
        if longest < _FEWEST or len(mine) > 1:
            return [""] * len(names)
        own[mine[0]].append(said)
    return ["".join(own[name]) for name in names]


def _alike(text: str, name: str) -> int:
    """Count the letters that a text begins with and that stand together in a name."""
    return next((length for length in range(min(len(text), len(name)), 0, -1) if text[:length] in name), 0)


def _in_clauses(node: Node, stated: Decimal) -> Node | None:
    """Give a row in whose text one item after another has its own points and what is taken from them, without numbers.

    …得4分，缺1次扣0.5分；…得6分，每次扣1分: what is taken for one of them stops at its own points.
    """
    if _LABEL.search(node.text):
        return None
    pieces = [piece.strip() for piece in re.findall("[^。；;]+[。；;]?", node.text) if piece.strip()]
    whose = pieces.pop() if len(pieces) > 1 and _WHO.fullmatch(pieces[-1]) else ""
    lead = pieces.pop(0) if len(pieces) > _FEWEST and _SHARED.fullmatch(fold(pieces[0])) else ""
    found = [_points_of(piece) for piece in pieces]
    named = [_OWN_AMOUNT.match(fold(piece)) for piece in pieces]
    amounts = [points for points, _ in found if points is not None]
    if len(amounts) < max(_FEWEST, len(pieces)) or sum(amounts) != stated or not any(takes for _, takes in found):
        return None
    names = [_EACH.sub("", match["name"]) for match in named if match is not None]
    if len(set(names)) < len(pieces):
        return None
    of_each = _whose(pieces, node.providers or providers_in(whose))
    children = tuple(
        Node(name, plain(points), text=piece, providers=providers, source=node.source)
        for name, points, piece, providers in zip(names, amounts, pieces, of_each, strict=True)
    )
    detail = "\n".join(filter(None, (node.detail, lead, whose)))
    return replace(node, children=children, text="", detail=detail, providers=())


def _in_sentences(node: Node, stated: Decimal) -> Node | None:
    """Give a row in whose text one sentence after another begins a part with its points: 水利5分。水费按时缴清的得满分。农险5分。…."""
    for stops in ("。", "。；;"):
        pieces = re.findall(f"[^{stops}\n]+[{stops}\n]?", node.text)
        begins = [_BEGINS.match(fold(piece.strip())) for piece in pieces]
        starts = [at for at, begin in enumerate(begins) if begin is not None]
        named = [(begin["name"], decimal(begin["points"]) or Decimal(0)) for begin in begins if begin is not None]
        fits = len(named) >= _FEWEST and starts[0] == 0 and sum(points for _, points in named) == stated
        if not fits or len({name for name, _ in named}) < len(named):
            continue
        whose = pieces.pop().strip() if _WHO.fullmatch(pieces[-1].strip()) else ""
        ends = [*starts[1:], len(pieces)]
        texts = ["".join(pieces[start:end]).strip() for start, end in zip(starts, ends, strict=True)]
        behind = [_behind(text) for text in texts]
        if not any(behind):
            continue  # nothing but what each is worth
        if whose and any(map(providers_in, behind)):
            behind[-1], whose = behind[-1] + whose, ""  # each part says whose it is, and so does the last
        of_each = _whose(behind, node.providers or providers_in(whose))
        children = tuple(
            with_own_items(Node(name, plain(points), text=text, providers=providers, source=node.source))
            for (name, points), text, providers in zip(named, behind, of_each, strict=True)
        )
        detail = "\n".join(filter(None, (node.detail, whose)))
        return replace(node, children=children, text="", detail=detail, providers=())
    return None


def _behind(text: str) -> str:
    """Give what a part says behind its points."""
    begin = _BEGINS.match(fold(text))
    return text[begin.end() :].lstrip("，,。；;：:）) ") if begin is not None else text


def _pieces(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Give what stands before the first item and the items, each with its label; none where their numbers do not follow each other."""
    first = _LABEL.search(text)
    kinds = [(kind, number) for kind, number in _KINDS if first is not None and first[kind]]
    marks = [match for kind, _ in kinds for match in _LABEL.finditer(text) if match[kind]]
    numbers = [_value(match[number]) for _, number in kinds for match in marks]
    lead = text[: marks[0].start()].strip() if marks else ""
    if len(marks) < _FEWEST or numbers != list(range(1, len(marks) + 1)) or _AMOUNT.search(fold(lead)):
        return text, []
    ends = [*(match.start() for match in marks[1:]), len(text)]
    pieces = [(match[0].strip(), text[match.end() : end].strip()) for match, end in zip(marks, ends, strict=True)]
    return lead, pieces


def _value(number: str) -> int:
    if "①" <= number <= "⑳":
        return ord(number) - _FIRST_CIRCLE
    value = decimal(number)
    return int(value) if value is not None else 0


def _points_of(piece: str) -> tuple[Decimal | None, bool]:
    """Give the one amount that an item has as its own, if it has just one, and whether some is taken from it.

    What can be had for each of several things comes to the most that is named: 每个得20分，最多计60分.
    """
    own: list[Decimal] = []
    takes = False
    if (whole := _USED_UP.search(fold(piece))) is not None and not _GIVEN.search(fold(piece)):
        return decimal(whole["points"]), True  # 每亩扣0.1分,扣完4分为止: these are its points
    if (most := _MOST.search(fold(piece))) is not None and not _TAKES.search(fold(piece[: most.start()])):
        return decimal(most["points"]), False
    for before, points, behind in _amounts(fold(piece)):
        if _TAKES.search(before):
            takes = True
        elif _EXTRA.search(before):
            continue  # 每多1万元加0.2分(最多加2分): on top of its points
        elif (_SCALES.search(before) and not _ASKED_FOR.search(before)) or _IS_LINE.search(behind):
            return None, takes
        else:
            own.append(points)
    is_own = len(own) == 1 and own[0] > 0 and not _OF_ALL.search(piece)
    return own[0] if is_own else None, takes


def _amounts(text: str) -> Iterator[tuple[str, Decimal, str]]:
    for match in _AMOUNT.finditer(text):
        points = decimal(match["points"])
        if points is not None:
            yield match["before"], points, match["behind"]
