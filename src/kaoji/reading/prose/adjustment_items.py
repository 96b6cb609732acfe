"""What lists of bonuses and deductions hold: their items, the limits on all of them, and who provides for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import read_clause
from kaoji.reading.clauses.model import SIGNED
from kaoji.reading.document import Source
from kaoji.reading.phrases.providers import is_provider_line, providers_in
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.prose.adjustment_headings import BEHIND, CORE, Kind, side_of
from kaoji.reading.prose.adjustment_limits import BOTH, Side, limits_of
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.sheets import Node as Read

_SUBJECT: Final = late_pattern(
    rf"(?:以上|上述|所有|全部|各项|有关|本类|的|{BEHIND})*(?:(?P<core>{CORE}(?:[、和与及]{CORE})*)|(?<=以上)|(?<=上述)|(?<=各项)|(?<=事项))(?:{BEHIND})*"
)
_NUMBER: Final = r"\d+(?:\.\d+)?"
_LONGEST_NAME = 24


@dataclass(slots=True)
class Section:
    """A list of adjustments: bonuses, deductions, or both; ``limits`` hold for all of it."""

    kind: Kind
    name: str
    source: Source
    items: list[Read] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    providers: tuple[str, ...] = ()
    """Who provides for the items that name nobody."""
    is_category: bool = False
    """Whether its name is one of several kinds of items in a list: 表彰类."""


@dataclass(slots=True)
class Adjustments:
    """The lists of a notice, with the words of limits and the places that were taken up."""

    sections: list[Section] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    """Those that became items."""
    findings: list[Diagnostic] = field(default_factory=list)
    charged: list[tuple[Kind, tuple[str, ...], Words]] = field(default_factory=list)
    """Who provides for all lists of a kind."""

    @property
    def taken(self) -> set[Source]:
        """The lines that items come from."""
        return {words.source for words in self.words}


def scores(text: str) -> bool:
    """Tell whether a text gives or takes points."""
    return any(rule.form in SIGNED for rule in read_clause(text).rules)


def entry(label: str, texts: list[Words]) -> Read:
    """Make an indicator without points of an item; lines that only name its department stand apart."""
    said = [words for words in texts if not is_provider_line(words.text)] or texts
    aside = [words for words in texts if words not in said]
    text, detail = ("\n".join(one_line(words.text) for words in lines) for lines in (said, aside))
    providers = providers_in(detail) or providers_in(text)
    return Read(
        _name(said[0].text),
        is_bonus=True,
        providers=providers,
        text=text,
        label=label,
        detail=detail,
        source=texts[0].source,
    )


def _name(text: str) -> str:
    """Name an item: by the short words before its first stop, else by the case that it begins with.

    >>> (
    ...     _name("上级充分肯定。工作获得奖励的，加8分"),
    ...     _name("争取建设基金每1000万元加1分"),
    ...     _name("被通报批评的单位，每次减1分"),
    ... )
    ('上级充分肯定', '争取建设基金', '被通报批评')
    """
    head = re.sub(r"[（(][^（）()]*\d分[）)]$", "", re.split(r"[。：:]", text, maxsplit=1)[0])
    if (
        0 < len(head) < len(text)
        and len(head) <= _LONGEST_NAME
        and not scores(head)
        and not re.search("[，,；;]", head)
    ):
        return head
    head = re.split(r"[，,；;。]", text, maxsplit=1)[0]
    head = re.split(
        rf"的(?:责任|所有)?(?:单位|科室|个人|部门|镇街|乡镇|街道)|[（(](?![市区县乡镇局次]{{1,2}}[）)])|的?一次性|(?:分别)?每.{{0,8}}[加减扣]|每[篇条次件个项例人]\s*{_NUMBER}|[加减扣计]\s*{_NUMBER}",
        head,
    )[0]
    head = re.sub(r"(?<=..)(?:的?[前后末][一二两三四五六七八九十\d]+名)?(?:分别|各自?)$", "", head.strip())
    head = re.sub(r"^(?:对于?|因|由于|凡)|的$|(?<=..)[1一][篇条次件例则]$", "", head.strip())
    if len(head) > _LONGEST_NAME:
        cut = head[:_LONGEST_NAME]
        head = cut[: cut.rfind("、")] + "等" if "、" in cut else cut
    return head or text[:_LONGEST_NAME]


def read_whole(words: Words, section: Section, found: Adjustments) -> None:
    """Read what holds for a whole list: limits on bonuses and deductions, the same matter once."""
    given: dict[Kind, tuple[Side, ...]] = {"plus": BOTH[:1], "minus": BOTH[1:], "both": ()}
    for piece in words.split("[。；;]"):
        limits = limits_of(piece.folded, given[section.kind])
        if limits:
            section.limits += [limit for limit in limits if limit not in section.limits]
            found.bindings.append(Binding(piece, "加减分限额", "，".join(limits)))
        charge(piece, section, found)


def charge(piece: Words, section: Section | None, found: Adjustments) -> None:
    """Take who provides for all of a list: 减分事项由区纪委提供, 以上各项由区督查室认定; outside of a list it has to be named."""
    for clause in piece.split("[,]"):
        who = providers_in(clause.text)
        subject = _SUBJECT.match(squeeze(clause.folded)) or _SUBJECT.match(squeeze(piece.folded))
        if subject is None or not who:
            continue
        if subject["core"] is None and section is not None:
            section.providers = section.providers or who
            found.bindings.append(Binding(clause, "考核部门", "、".join(who)))
        elif subject["core"] is not None:
            found.charged.append((side_of(subject["core"]), who, clause))
