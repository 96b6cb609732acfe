"""From the parts of a draft to its totals: parts that only the text describes, formulas, votes, departments and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Source
from kaoji.reading.drafts.account import Account
from kaoji.reading.drafts.composing import Composed, compose
from kaoji.reading.drafts.index_methods import index_in
from kaoji.reading.drafts.own_items import with_own_items
from kaoji.reading.drafts.panels_in_text import marked_of, rated_of, said_of_panel, sheet_of, tells_votes, vote_of
from kaoji.reading.drafts.part_names import core_of, is_among, is_named
from kaoji.reading.drafts.parts import Parts
from kaoji.reading.drafts.ratings import bind_notes, rating_passages, ratings_of, unused_ratings
from kaoji.reading.drafts.whole_parts import RATED, kind_name
from kaoji.reading.phrases.ballots import ballots, voters
from kaoji.reading.phrases.providers import borne_in
from kaoji.reading.phrases.shared_out import shared_out
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustment_headings import names_adjustments
from kaoji.reading.prose.adjustment_limits import limits_alone
from kaoji.reading.prose.adjustments import is_adjustment, other_section
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.running_text import (
    contents_in,
    described,
    unbound,
    voting,
)
from kaoji.reading.prose.totals import StatedTotal, full_marks_in
from kaoji.reading.sheets import Node as Read
from kaoji.reading.sheets import Outline
from kaoji.scheme.model import Choice, Node, Panel, Total

_WAY: Final = late_pattern(
    r"(?:平时|日常|季度|月度|半年|年中|年终|年底|年末|年度|定期|不定期|随机)(?:综合)?(?:考核|考评|检查|督查|抽查|巡查|暗访|测评|评价)?(?:平均|累计)?(?:得分|成绩)?"
)
_WAYS_CHOICE: Final = (
    "通知写明“{text}”，各次考核用同一张评分表；方案只设一次考核的指标，请按这一比例汇总后填报，或改写为各次考核的得分。"
)
_WAYS_SAID: Final = "各次考核合成总分的比例"
_NO_TOTAL_CHOICE: Final = "通知中没有找到可以识别的总分公式，总分暂按各部分得分之和计算。"
_PERSONAL_TOTAL_CHOICE: Final = "总分公式“{text}”针对个人，没有写入方案。"
_UNUSED_CHOICE: Final = "总分公式没有用到“{names}”，暂不计入总分，请核对。"
_CONTENTS_CHOICE: Final = "通知列明的考核内容有{names}；没有分值，没有写入方案，请对照附表补写。"
_UNREAD_TOTAL_CHOICE: Final = "总分公式“{text}”未能读懂，没有写入方案，请对照原文补写。"
_FULL: Final = "通知没有写明满分，暂按100分。"
# …每个扣0.2分，扣分直接从总分中扣除: where it counts, which the formula says
_ENTERS_TOTAL: Final = late_pattern(
    r"[,，](?:其?(?:扣分|加分|得分|分值|分数))?(?:直接)?(?:从|在)?(?:年度|评估|考核|绩效|综合)*总分(?:中|内)?(?:予以)?(?:直接)?(?:扣除|扣减|加减|计算|加上)|[,，](?:其?(?:扣分|加分|得分|分值|分数))?直接(?:计入|加入|列入|纳入)(?:年度|评估|考核|绩效|综合)*(?:总分|总成绩|得分)"
)
_WITH_POINTS: Final = late_pattern(r"^[^。;]{2,40}\(\d+(?:\.\d+)?分\)")
_HEAD: Final = late_pattern(r"^[^，,。；;：:（(]{2,20}(?:[（(][^（）()]{2,16}[）)])?[。：:]\s*")
_LEADS_TO: Final = late_pattern(r"^(?:具体|主要)?(?:包括|分为|有)?(?:以下|下列)[^，,。；;：:]{0,12}[：:]\s*")
_WEIGHED_PART: Final = late_pattern(
    r"(?:^|[,;。:、])(?:其中[:,]?)?(?P<name>[^,;。:、()%\d]{2,16}?)(?:所?占(?:比|权重)?|的?权重为?|比重为?)(?P<share>\d+(?:\.\d+)?)%(?=[,;。、]|$)"
)
_SEVERALLY: Final = late_pattern(
    r"(?:设|选取|包括|分为|由|从)(?P<names>(?:[^,;。:、()\d]{2,14}、)+[^,;。:、()\d]{2,14}?)(?:等)?[二两三四五六七八九十\d]{1,2}(?:项|个|类|大类)(?:一级|核心|具体)?(?:指标|方面|部分|内容)?[^;。%]{0,40}?(?:分别|依次|按|为)[^,;。%\d]{0,6}(?P<shares>\d+(?:\.\d+)?%(?:[、,和]\d+(?:\.\d+)?%)+)"
)
# 围绕甲、乙、丙三个方面设置指标。…各方面权重分别为50%、30%、20%
_FACETS: Final = late_pattern(
    r"(?:围绕|设|包括|分为|从)(?P<names>(?:[^,;。:、()\d]{2,14}、)+[^,;。:、()\d]{2,14}?)(?:等)?[二两三四五六七八九十\d]{1,2}(?:项|个|类|大类)(?:一级|核心|具体)?(?:指标|方面|部分|内容|维度)?"
)
_EACH_WEIGHT: Final = late_pattern(
    r"(?:各|[二两三四五六七八])(?:个?方面|类|部分|项|个?指标|大类)(?:指标)?的?权重(?:分别|依次)为?(?P<shares>\d+(?:\.\d+)?%(?:[、,和]\d+(?:\.\d+)?%)+)"
)
_RATERS: Final = late_pattern(r"评价|测评|评议|打分|评分|投票|人员|代表|领导|群众|干部|职工")
# 占总成绩的70%, 按70%计入总分: what the formula says too
_WEIGHT: Final = late_pattern(r"(?:占|权重为?|按|以)[^,;。\d]{0,10}\d+(?:\.\d+)?%")
_WEIGHED_SUM: Final = late_pattern(
    r"[^=]*?[ΣΣ∑]?[（(]?(?:各项|单项|每项)?(?:评价|考核)?指标(?:得分|分值|评价值)[×*](?:指标|其|对应|相应)?的?权重[）)]?(?:之和)?(?:[+-](?:加|减|扣|加减|奖)分(?:项)?)*(?:[,，]保留.*)?"
)
_SUM_OF_WEIGHED: Final = "各项指标得分乘以权重相加，再加减分"
_OF_SHEETS: Final = "由列表各项指标组成，权重见总分公式"
_LEAST_WEIGHED, _WHOLE = 2, 100
# What sentences say of a vote, the most telling first.
_VOTES: Final[tuple[tuple[Callable[[str], object], Callable[[Read, Decimal | None], Panel | None]], ...]] = (
    (ballots, vote_of),
    (tells_votes, sheet_of),
    (voters, rated_of),
    (tells_votes, marked_of),
)


def described_parts(roots: tuple[Node, ...], parts: Parts, account: Account) -> tuple[tuple[Node, ...], set[Source]]:
    """Write the parts of formulas that are no sheets, but whose scoring the text describes; tell the lines that they took."""
    taken: set[Source] = set()
    weights = {
        name: plain(Decimal(weight.numerator * 100) / weight.denominator)
        for total in account.text.totals
        if total.composition
        for name, weight in total.composition.weights.items()
    }
    named = list(weights)
    found: list[Node] = []
    full = full_marks_in(account.text.totals)
    for name in dict.fromkeys(named):
        lines = [] if is_among(name, roots) else described(account.text, name)
        if not lines or lines[0].source in account.text.adjustments.taken:
            continue
        is_bonus = bool(re.search(r"加分|扣分|减分", name))
        text = "\n".join(line.text for line in lines)
        if not (is_bonus or RATED.search(name) or _says_how(text)) and _has_others(roots, named):
            for line in lines:
                account.bind(line, "总分", _OF_SHEETS)
            continue
        text = _ENTERS_TOTAL.sub("", _of_side(text, name)) if is_bonus else text
        points = full.get(name, "100")
        read = Read(name, "" if is_bonus else points, is_bonus, text=text, source=lines[0].source)
        made = _with_parts(read)
        if not (made.children or is_bonus) and (weighed := _with_parts(replace(read, points=weights[name]))).children:
            made, points = weighed, weights[name]  # 党建（20%）。由甲部、乙委考核，分值分别为12分、8分
        node = parts.node(made, name, ())
        check = "" if is_bonus or name in full or made.points != "100" else _FULL
        found.append(node.model_copy(update={"check": check + (node.check or "") or None}))
        taken.update(line.source for line in lines)
    is_stated = any(not part.name for part in account.text.parts)
    if not (roots or is_stated) and (contents := contents_in(account.text)) and not set(contents) <= set(named):
        account.choose("指标", _CONTENTS_CHOICE.format(names="、".join(contents)))
    return tuple(found), taken


def _says_how(text: str) -> bool:
    """Tell whether a text says how a part is scored, and not only who does so and what it weighs."""
    return re.search(r"\d", _WEIGHT.sub("", fold(text))) is not None


def _has_others(roots: Sequence[Node], named: Collection[str]) -> bool:
    """Tell whether there are scored indicators, and none of them is a part of the formulas."""
    scored = [root for root in roots if not root.bonus and root.items]
    return bool(scored) and not any(is_named(name, root) for root in scored for name in named)


def _is_of_heading(words: Words) -> bool:
    """Tell whether a sentence stands behind a heading with points, whose scoring it is: 1.职能工作（60分）。未完成的扣2分。."""
    return _WITH_POINTS.search(fold(words.line.text[: words.start])) is not None


def _is_vote(words: Words, judged: Sequence[str]) -> bool:
    """Tell whether a sentence says how a vote counts that a formula weighs, and so gives no points of its own."""
    said = squeeze(words.text)
    return any(core_of(name) in said for name in judged) and tells_votes(said)


def _of_side(text: str, name: str) -> str:
    """Give what a text says of one side, where it gives some points and takes others: 发现问题的扣1分；受到表扬的加2分."""
    sides = {"加": "加分" in name, "扣": re.search("扣分|减分", name) is not None}
    pieces = re.findall("[^。；;]+[。；;]?", text)
    signs = [
        {mark for mark in "加扣" if re.search(rf"{mark}\d|{'减' if mark == '扣' else '奖'}\d", fold(piece))}
        for piece in pieces
    ]
    if sides["加"] == sides["扣"] or not (any("加" in each for each in signs) and any("扣" in each for each in signs)):
        return text
    mine = "加" if sides["加"] else "扣"
    return "".join(piece for piece, each in zip(pieces, signs, strict=True) if not each or mine in each)


def _with_parts(read: Read) -> Read:
    """Give the text of a part with what it says of its own parts below it: 包括甲40分、乙60分; 甲权重45%，乙权重55%."""
    if read.is_bonus:
        return read
    begin = _HEAD.match(read.text)
    bare = replace(read, text=_LEADS_TO.sub("", read.text[begin.end() :] if begin else read.text))
    made = with_own_items(bare)
    if made.children:
        return made
    found = [(match["name"], match["share"]) for match in _WEIGHED_PART.finditer(fold(squeeze(read.text)))]
    found = found or _weighed_severally(fold(squeeze(read.text)))
    names = [name for name, _ in found]
    is_whole = sum((Fraction(share) for _, share in found), Fraction(0)) == _WHOLE and len(set(names)) == len(found)
    if len(found) < _LEAST_WEIGHED or not is_whole or any(map(_RATERS.search, names)):
        return read
    method = next((piece for piece in re.split("[。；;]", read.text) if index_in(piece)[0]), "")
    children = tuple(Read(name, "100", text=method, weight=share, source=read.source) for name, share in found)
    return replace(read, children=children)


def _weighed_severally(text: str) -> list[tuple[str, str]]:
    """Give parts that are listed first and weighed behind: 设甲、乙、丙三个一级指标,权重依次为50%、30%、20%."""
    match = _SEVERALLY.search(text)
    if match is None and (named := _FACETS.search(text)) and (weighed := _EACH_WEIGHT.search(text, named.end())):
        names, shares = named["names"].split("、"), re.findall(r"(\d+(?:\.\d+)?)%", weighed["shares"])
        return list(zip(names, shares, strict=True)) if len(names) == len(shares) else []
    if match is None:
        return []
    shares = re.findall(r"(\d+(?:\.\d+)?)%", match["shares"])
    listed = (re.split(marks, match["names"]) for marks in ("、", "[、和及]"))  # 服务及时率 is one name
    return next((list(zip(names, shares, strict=True)) for names in listed if len(names) == len(shares)), [])


def take_loose(held: Collection[Source], account: Account) -> None:
    """Take sentences that give or take points outside the lists as adjustments of their own; ``held`` are lines of indicators."""
    judged = [
        name
        for total in account.text.totals
        if total.composition
        for name in total.composition.weights
        if _RATERS.search(name)
    ]
    loose = [
        words
        for words in unbound(account.text, held)
        if is_adjustment(words) and not _is_of_heading(words) and not _is_vote(words, judged)
    ]
    if loose:
        section = other_section(loose)
        if not account.text.adjustments.sections:
            lines = {words.source for words in loose}
            sentences = [one for _, article in account.text.top.walk() for one in article.sentences()]
            for words, limits in limits_alone(one for one in sentences if one.source in lines):
                section.limits += [limit for limit in limits if limit not in section.limits]
                account.bind(words, "加减分限额", "，".join(limits))
        account.text.adjustments.sections.append(section)
        account.text.adjustments.words.extend(loose)


def totals_of(roots: tuple[Node, ...], found: Outline, parts: Parts, account: Account) -> Composed:
    """Give the parts of the total formulas something that they stand for, and what sentences say of them besides."""
    stated = account.text.totals
    are_several = bool(found.groups) or len(account.text.groups.names) > 1
    of_units = [total for total in stated if not (are_several and "个人" in total.subject)]
    adjusting = parts.adjusting(account.text.adjustments)
    ratings = ratings_of(found.ratings)
    composed = compose(of_units, roots, account.text.groups, adjusting, account.text.parts, ratings)
    account.choices += unused_ratings(ratings, composed.panels)
    bind_notes(ratings, composed.panels, account)
    parts.passages += rating_passages(ratings, composed.panels, composed.roots)
    _bind_whole(composed.roots, account)
    for total in stated:
        if total not in of_units:
            account.choose("总分公式", _PERSONAL_TOTAL_CHOICE.format(text=total.text))
        elif total.composition is None and _sums_weighed(total, composed.roots):
            account.bind(total.words, "总分公式", _SUM_OF_WEIGHED)
        elif total.composition is None:
            decision = _UNREAD_TOTAL_CHOICE.format(text=total.text)
            account.leave_open(
                "总分公式",
                decision,
                "reading.W304",
                "The total formula “{text}” was not understood.",
                "Write it under “total”.",
                text=total.text,
            )
    if not composed.totals and not any(_sums_weighed(total, composed.roots) for total in stated):
        account.leave_open(
            "总分",
            _NO_TOTAL_CHOICE,
            "reading.W304",
            "No total formula was recognised; the parts are added up.",
            "Write the formula under “total” if the notice has one.",
        )
    if composed.unused:
        account.choose("总分", _UNUSED_CHOICE.format(names="、".join(composed.unused)))
    account.choices += composed.choices
    return _with_bearers(_with_limits(_with_votes(composed, account), account), account)


def _sums_weighed(total: StatedTotal, roots: Sequence[Node]) -> bool:
    """Tell whether a formula adds up what each indicator has by its weight, and they have their weights: Σ（指标得分×权重）."""
    formula = _WEIGHED_SUM.fullmatch(squeeze(total.formula))
    scored = [root for root in roots if not root.bonus]
    scored = list(scored[0].items) if len(scored) == 1 and scored[0].items else scored
    return formula is not None and len(scored) > 1 and all(root.weight is not None for root in scored)


def _bind_whole(roots: Sequence[Node], account: Account) -> None:
    """Say what became of the sentence that states the points of all parts, where they have them."""
    kinds = {node.name: node for root in roots for node in (root, *root.items)}
    for part in account.text.parts:
        kind = kinds.get(kind_name(part)) if part.subject else None
        levels = (kind.items,) if kind is not None else (roots, *(root.items for root in roots))
        if not part.name and any(
            all(
                any(node.points == decimal(points) and is_named(name, node) for node in mine)
                for name, points in part.parts
            )
            for mine in levels
        ):
            said = "、".join(f"{name}{points}分" for name, points in part.parts)
            account.bind(part.words, "分值", said)


def leave_out_ways(roots: tuple[Node, ...], account: Account) -> None:
    """Leave out formulas of times at which one sheet is used (平时考核40%、年终考核60%): their parts are no indicators."""
    kept: list[StatedTotal] = []
    for total in account.text.totals:
        weighed = total.composition.weights if total.composition is not None else ()
        names = [name for name in weighed if not names_adjustments(name)]
        is_of_ways = bool(names) and all(_WAY.fullmatch(name) for name in names)
        if not (roots and is_of_ways) or any(is_among(name, roots) or described(account.text, name) for name in names):
            kept.append(total)
            continue
        account.choose("总分", _WAYS_CHOICE.format(text=total.formula), total.words)
        account.bind(total.words, "总分", _WAYS_SAID)
    account.text = replace(account.text, totals=tuple(kept))


def _with_votes(composed: Composed, account: Account) -> Composed:
    """Say of the panels that formulas name how their votes are counted, where the text does."""
    panels = dict(composed.panels)
    parts = {core_of(name) for total in account.text.totals if total.composition for name in total.composition.weights}

    def of_votes(tells: Callable[[str], object]) -> Callable[[str], bool]:
        """Leave out what weighs the parts of the total (评价占40%、满意度占10%), which says nothing of who votes."""
        return lambda said: bool(tells(said)) and len(parts & {core_of(one.name) for one in shared_out(said)}) <= 1

    for name, panel in panels.items():
        if not panel.entered:
            continue
        for tells, made_of in _VOTES:
            words = voting(account.text, name, panels, tells=of_votes(tells))
            if words is None or _of_another(words, name):
                continue
            vote = made_of(Read(name, text=words.text, source=words.source), panel.points)
            if vote is not None:
                panels[name] = vote
                account.bind(words, "测评", f"{name}：{said_of_panel(vote)}", vote.check or "")
                break
    return replace(composed, panels=panels)


def _of_another(words: Words, name: str) -> bool:
    """Tell whether words are an equation of something else than a vote: 考核得分=….

    >>> from kaoji.reading.document import Paragraph
    >>> line = Paragraph("民主测评得分＝领导打分×60%＋群众打分×40%")
    >>> _of_another(Words(line.text, line, 0), "民主测评得分"), _of_another(Words(line.text, line, 0), "领导评价")
    (False, True)
    """
    left, equals, _ = squeeze(words.folded).partition("=")
    return bool(equals) and core_of(name) not in left


def _with_bearers(composed: Composed, account: Account) -> Composed:
    """Give parts without a department the one that a sentence names for them: 基层党建由党建办、治理由综治办分别负责."""
    borne: dict[str, tuple[str, ...]] = {}
    for _, article in account.text.top.walk():
        for words in (clause for sentence in article.sentences() for clause in sentence.split("[,;]")):
            pairs = borne_in(squeeze(words.folded))
            known = {name: units for name, units in pairs.items() if is_among(name, composed.roots)}
            for name, units in known.items():
                borne.setdefault(name, units)
            if known and len(known) == len(pairs):
                said = "、".join(f"{name}：{'、'.join(units)}" for name, units in known.items())
                account.bind(words, "考核部门", said)
    return replace(composed, roots=tuple(_borne(root, borne) for root in composed.roots)) if borne else composed


def _with_limits(composed: Composed, account: Account) -> Composed:
    """Put limits on all bonuses or deductions that stand by themselves to the section of the sheets that they are for."""
    roots = list(composed.roots)
    sentences = [one for _, article in account.text.top.walk() for one in article.sentences()]
    for words, limits in limits_alone(sentences) if not account.text.adjustments.sections else ():
        places = [_limited(limit, roots) for limit in limits]
        if None in places:
            continue
        for limit, place in zip(limits, places, strict=True):
            root = roots[place or 0]
            joined = "，".join(dict.fromkeys((*([root.limits] if root.limits else []), limit)))
            roots[place or 0] = root.model_copy(update={"limits": joined})
        account.bind(words, "加减分限额", "，".join(limits))
    return replace(composed, roots=tuple(roots))


def _borne(node: Node, borne: Mapping[str, tuple[str, ...]]) -> Node:
    """Give a part and those below it the departments that are named for them."""
    units = next((units for name, units in borne.items() if is_named(name, node)), ())
    items = tuple(_borne(item, borne) for item in node.items)
    update: dict[str, object] = {"items": items} if items != node.items else {}
    if units and not node.provider and not node.bonus and node.panel is None:
        update["provider"] = units
    return node.model_copy(update=update) if update else node


def _limited(limit: str, roots: Sequence[Node]) -> int | None:
    """Give the place of the only part that a limit on bonuses or deductions is for."""
    wanted = re.compile("加分|加减分|加扣分" if limit.startswith("加分") else "减分|扣分|加减分|加扣分")
    found = [index for index, root in enumerate(roots) if root.points is None and wanted.match(root.name)]
    return found[0] if len(found) == 1 else None


def unread_total(total: Total) -> Choice:
    """Name a formula that the scheme cannot have as it was read."""
    decision = _UNREAD_TOTAL_CHOICE.format(text=total.text or total.formula)
    return Choice(name="总分公式", decision=decision, source=total.source)
