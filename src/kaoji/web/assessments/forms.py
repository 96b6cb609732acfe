"""Forms for the parts of a scheme: which fields each has, and what a scheme offers to choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from kaoji.scheme.model import (
    Award,
    Choice,
    Consequence,
    Elsewhere,
    Grade,
    Group,
    Limit,
    Panel,
    Quota,
    Scheme,
    Total,
)
from kaoji.scheme.structure import ABSENT_POLICIES, TOTAL_NAME
from kaoji.web.assessments.editing import Found, walk
from kaoji.web.assessments.fields import Field

NAMED: Final = "name"
"""The field of a group or a panel that is its key in the scheme."""
_GROUPS: Final = Field(
    "applies_to",
    "names",
    gettext_lazy("Groups or units; all where nothing stands here."),
    offers="groups",
    is_rare=True,
)
_NOTHING: Final = ("", gettext_lazy("as the rules imply"))


@dataclass(frozen=True, slots=True)
class PartForm:
    """The form of one part: a list of entries, or one entry where ``is_single``."""

    key: str
    title: str | Promise
    hint: str | Promise
    model: type[BaseModel]
    fields: tuple[Field, ...]
    is_single: bool = False

    @property
    def is_keyed(self) -> bool:
        """Whether the entries are known by a name that stands outside them."""
        return self.key in ("groups", "panels")


INDICATOR_FIELDS: Final = (
    Field("name", hint=gettext_lazy("As the notice names it."), is_needed=True),
    Field("points", "number", gettext_lazy("The most it gives; leave it out for a bonus or a section.")),
    Field("bonus", "flag", gettext_lazy("It has no points of its own: it is added or taken off on top.")),
    Field("provider", "names", gettext_lazy("Who gives the data, such as 县统计局、县发改局."), offers="providers"),
    Field(
        "start", "choice", gettext_lazy("Where the score begins."), gettext_lazy("begins at"),
        (_NOTHING, ("full", gettext_lazy("full points, deductions follow")), ("zero", gettext_lazy("zero, points are earned"))),
    ),
    Field("limits", hint=gettext_lazy("Such as 最高加10分，扣完为止，同一事项取最大值."), label=gettext_lazy("limits on all its rules")),
    Field("applies_to", "names", gettext_lazy("Groups or units that have it; all where nothing stands here."), offers="groups"),
    Field("absent_for", "lists", gettext_lazy("Units that it does not apply to, by an attribute of theirs: one a line with its values, such as 有招商任务：否."), is_rare=True),
    Field("when_absent", hint=gettext_lazy("For units without it: 按比例折算, 计满分, 计零分, or the indicator that takes its points, such as 并入“党建工作”, or its weight, such as 权重并入“党建工作”."), is_rare=True, offers="absences"),
    Field("weight", "number", gettext_lazy("Share with which it counts above, such as 40%."), is_rare=True),
    Field("decimals", "whole", gettext_lazy("Decimals that its score is rounded to."), is_rare=True),
    Field("panel", "choice", gettext_lazy("The score comes from this vote or rating."), is_rare=True, offers="panels"),
    Field("code", hint=gettext_lazy("A code that stays; by position where nothing stands here."), label=gettext_lazy("code"), is_rare=True),
)  # fmt: skip

FORMS: Final[dict[str, PartForm]] = {
    form.key: form
    for form in (
        PartForm(
            "basics", gettext_lazy("Basics"), gettext_lazy("Title, year, who issued it, and what is compared when totals are equal."), Scheme,
            (
                Field("title", is_needed=True),
                Field("year", "whole", is_needed=True),
                Field("issuer", hint=gettext_lazy("Who issued the notice.")),
                Field("unit_word", hint=gettext_lazy("单位, 科室 or 人员: the word that pages use for what is assessed.")),
                Field("period", "span", gettext_lazy("First and last day, such as 2025-01-01 至 2025-12-31.")),
                Field("order", "names", gettext_lazy("Parts of the total, the most important first."), offers="parts"),
                Field(
                    "rank_ties", "choice", gettext_lazy("Where the notice ranks equal totals by a part: name it above."), gettext_lazy("ranks of equal totals"),
                    (("share", gettext_lazy("are shared")), ("order", gettext_lazy("are told apart by the order of parts"))),
                ),
            ),
            is_single=True,
        ),
        PartForm(
            "groups", gettext_lazy("Groups and units"), gettext_lazy("Units of one group are ranked against each other."), Group,
            (
                Field(NAMED, is_needed=True),
                Field("units", "lines", gettext_lazy("One unit a line, in the notice's order.")),
                Field("stated", "whole", gettext_lazy("How many the notice says there are; Kaoji compares it."), is_rare=True),
            ),
        ),
        PartForm(
            "panels", gettext_lazy("Votes and ratings"), gettext_lazy("Democratic appraisal, satisfaction surveys, leaders' rating sheets."), Panel,
            (
                Field(NAMED, is_needed=True),
                Field("points", "number"),
                Field("options", "pairs", gettext_lazy("For ballots: one option a line with the points of a vote, such as 优：3.")),
                Field("dimensions", "pairs", gettext_lazy("For rating sheets: one dimension a line with its points, such as 大局观念：4.")),
                Field("score", hint=gettext_lazy("Such as 取平均分, 按满分折算, 去掉1个最高分和1个最低分.")),
                Field("provider", "names", gettext_lazy("Who runs it."), offers="providers"),
                Field("entered", "flag", gettext_lazy("The score is brought ready made."), is_rare=True),
                Field("classes", "pairs", gettext_lazy("Kinds of voters with their weights, such as 党代表：40%."), is_rare=True),
                Field("questions", "lines", gettext_lazy("One question a line, where several means are added."), is_rare=True),
                Field("abstentions", "names", gettext_lazy("Options that are not counted, such as 弃权."), is_rare=True),
                _GROUPS,
            ),
        ),
        PartForm(
            "total", gettext_lazy("Total"), gettext_lazy("How the parts make the total; one formula for all groups, or one for each."), Total,
            (
                Field("formula", "area", gettext_lazy("Such as 工作实绩×80%+群众满意×20%，保留两位小数."), is_needed=True),
                Field("applies_to", "names", gettext_lazy("Groups it holds for; all where nothing stands here."), offers="groups"),
            ),
        ),
        PartForm(
            "grades", gettext_lazy("Grades"), gettext_lazy("From the best to the last."), Grade,
            (
                Field("name", is_needed=True),
                Field("share", "number", gettext_lazy("Share of the units of a group, such as 30%.")),
                Field("at_least", "number", gettext_lazy("Lowest total that it needs, included.")),
                Field("places", "pairs", gettext_lazy("Where the notice counts places: one group a line, such as 乡镇：3."), gettext_lazy("number of places")),
                Field("rest", "flag", gettext_lazy("It takes whoever is left.")),
                Field("shares", "pairs", gettext_lazy("Shares by category, such as 党委班子：25%."), label=gettext_lazy("shares by category"), is_rare=True),
                Field("places_at_least", "whole", gettext_lazy("The share makes so many places at least."), label=gettext_lazy("places at least"), is_rare=True),
                Field("places_at_most", "whole", gettext_lazy("The share makes so many places at most."), label=gettext_lazy("places at most"), is_rare=True),
                Field("reserved", "pairs", gettext_lazy("So many of the places at least for a kind of unit, one a line, such as 乡镇：3."), label=gettext_lazy("of these at least"), is_rare=True),
                Field("from_bottom", "flag", gettext_lazy("It is filled from the last place."), label=gettext_lazy("from the bottom"), is_rare=True),
                Field("below", "number", gettext_lazy("Filled from the bottom: of the last ones, only totals below this."), label=gettext_lazy("total below"), is_rare=True),
            ),
        ),
        PartForm(
            "quota", gettext_lazy("Places"), gettext_lazy("How shares become places, and what happens on the line."), Quota,
            (
                Field(
                    "rounding", "choice", gettext_lazy("When a share is not a whole number of places."), gettext_lazy("rounding"),
                    (("half_up", gettext_lazy("half up")), ("floor", gettext_lazy("down"))),
                ),
                Field(
                    "unfilled", "choice", gettext_lazy("Places that nobody reaches the lowest total for."), gettext_lazy("places left"),
                    (("next", gettext_lazy("go to the next grade")), ("empty", gettext_lazy("stay empty"))),
                ),
                Field(
                    "ties", "choice", gettext_lazy("Equal totals on the line."), gettext_lazy("equals"),
                    (("decision", gettext_lazy("are left to the leading group")), ("order", gettext_lazy("are told apart by the order of parts"))),
                ),
                Field("within", "names", gettext_lazy("Attributes of units within which places are counted apart."), label=gettext_lazy("counted apart by"), is_rare=True),
                Field("share_by", hint=gettext_lazy("Attribute of units that chooses the share."), label=gettext_lazy("share chosen by"), is_rare=True),
                Field("reserved_by", hint=gettext_lazy("Attribute of units that tells the kinds for which places are kept; the group where nothing stands here."), label=gettext_lazy("kinds told by"), is_rare=True),
            ),
            is_single=True,
        ),
        PartForm(
            "limits", gettext_lazy("Vetoes and grade limits"), gettext_lazy("What keeps a unit from a grade, sets it or gives it."), Limit,
            (
                Field("when", "area", gettext_lazy("The condition in the notice's words."), is_needed=True),
                Field("grade_at_most", "choice", gettext_lazy("No better grade than this one, whatever the total."), offers="grades"),
                Field("not_grade", "choice", gettext_lazy("This grade alone is closed; the next below it stays open."), offers="grades"),
                Field("grade", "choice", gettext_lazy("A veto: this grade and no other, whatever the total. It takes no place."), gettext_lazy("sets the grade"), offers="grades"),
                Field("direct", "choice", gettext_lazy("A reward: this grade may be given whatever the rank. It takes one of its places, unless “more” says otherwise."), offers="grades"),
                Field("lower_by", "whole", gettext_lazy("So many grades below the one that it gets otherwise; the place stays empty."), label=gettext_lazy("grades lower")),
                Field("no_award", "names", gettext_lazy("Prizes that it bars from; 全部 for every one. The grade stays."), label=gettext_lazy("bars from prizes"), offers="barred"),
                Field("total_below", "number", gettext_lazy("It holds only where the total is below this, too."), label=gettext_lazy("total below"), is_rare=True),
                Field("needs_approval", "flag", gettext_lazy("Only once it is approved."), label=gettext_lazy("needs approval"), is_rare=True),
                Field("uses_place", "flag", gettext_lazy("Who is given the grade takes one of its places."), label=gettext_lazy("uses a place"), is_rare=True),
                Field("beyond_places", "flag", gettext_lazy("It is given even where no place is left."), label=gettext_lazy("beyond the places"), is_rare=True),
                Field("indicator", hint=gettext_lazy("The place in this indicator, or in 总分 (the total), settles it; nobody reports it."), is_rare=True, offers="indicators"),
                Field("last_places", "whole", gettext_lazy("It holds for the last so many: of the indicator, or of a rank given from above."), is_rare=True),
                Field("at_least", "pairs", gettext_lazy("Least value by kind, one a line, such as 死亡人数：3."), label=gettext_lazy("from so many on"), is_rare=True),
                Field("number", hint=gettext_lazy("Its number in the notice."), is_rare=True),
                _GROUPS,
            ),
        ),
        PartForm(
            "elsewhere", gettext_lazy("Graded from above"), gettext_lazy("Units whose grade follows from a place that a higher level gives."), Elsewhere,
            (
                Field("group", "choice", is_needed=True, offers="group_names"),
                Field("by", hint=gettext_lazy("The rank above, such as 市级部门考核名次."), is_needed=True),
                Field("grades", "lists", gettext_lazy("One grade a line with its places, such as 好：1-2."), is_needed=True),
            ),
        ),
        PartForm(
            "awards", gettext_lazy("Awards"), gettext_lazy("Prizes besides the grade."), Award,
            (
                Field("name", is_needed=True),
                Field("grade", "choice", gettext_lazy("Whoever has this grade gets it."), offers="grades"),
                Field("grade_at_least", "choice", label=gettext_lazy("grade at least"), offers="grades"),
                Field("places", "span", gettext_lazy("Such as 1-3."), gettext_lazy("ranks")),
                Field("amount", hint=gettext_lazy("What is given.")),
                Field("amounts", "pairs", gettext_lazy("What is given by kind of unit, one a line, such as 乡镇：10万元."), label=gettext_lazy("amounts by kind"), is_rare=True),
                Field("amount_by", hint=gettext_lazy("Attribute of units that chooses what is given; the group where nothing stands here."), label=gettext_lazy("amount chosen by"), is_rare=True),
                Field("heads", hint=gettext_lazy("Attribute of units with the number of persons, where each of them gets it."), label=gettext_lazy("persons counted by"), is_rare=True),
                Field("when", hint=gettext_lazy("A condition that must hold."), is_rare=True),
                Field("rise", "whole", gettext_lazy("Places gained on last year, at least."), label=gettext_lazy("rise"), is_rare=True),
                Field("beyond_rank", "whole", gettext_lazy("Only after this place."), label=gettext_lazy("after place"), is_rare=True),
                Field("total_at_least", "number", gettext_lazy("Lowest total."), label=gettext_lazy("total at least"), is_rare=True),
                Field("at_most", "whole", gettext_lazy("How many there are."), label=gettext_lazy("at most"), is_rare=True),
                Field("reserved", "pairs", gettext_lazy("So many of the places at least for a kind of unit, one a line, such as 乡镇：3."), label=gettext_lazy("of these at least"), is_rare=True),
                Field("reserved_by", hint=gettext_lazy("Attribute of units that tells the kinds for which places are kept; the group where nothing stands here."), label=gettext_lazy("kinds told by"), is_rare=True),
                Field("within", "names", gettext_lazy("Such as 组别: so many in each group; all together where nothing stands here."), label=gettext_lazy("counted apart by"), is_rare=True),
                _GROUPS,
            ),
        ),
        PartForm(
            "afterwards", gettext_lazy("Consequences"), gettext_lazy("What follows from a result."), Consequence,
            (
                Field("then", "area", is_needed=True),
                Field("grade", "names", gettext_lazy("Grades it follows from, such as 较差."), offers="grade_names"),
                Field("last_place", "flag"),
                Field("total_below", "number", gettext_lazy("Only where the total is below this, too."), label=gettext_lazy("total below"), is_rare=True),
                Field("indicator", hint=gettext_lazy("The indicator whose places are meant; the total where nothing stands here."), is_rare=True, offers="indicators"),
                Field("places", "span", gettext_lazy("It follows from these places, such as 1-3."), gettext_lazy("ranks"), is_rare=True),
                Field("last_places", "span", gettext_lazy("It follows from these places counted from the last, such as 1-2."), is_rare=True),
                Field("years_running", "whole", gettext_lazy("So many years one after the other.")),
                Field("award", hint=gettext_lazy("It follows from this award."), is_rare=True, offers="award_names"),
                Field("amount", hint=gettext_lazy("What it brings in money, such as 2万元."), is_rare=True),
                Field("heads", hint=gettext_lazy("Attribute of units with the number of persons, where each of them gets it."), label=gettext_lazy("persons counted by"), is_rare=True),
                _GROUPS,
            ),
        ),
        PartForm(
            "choices", gettext_lazy("Decisions on open points"), gettext_lazy("How the office understands what the notice leaves open."), Choice,
            (
                Field("name", hint=gettext_lazy("What is open."), is_needed=True),
                Field("decision", "area", gettext_lazy("How it is understood."), is_needed=True),
                Field("source", hint=gettext_lazy("Where the notice says it."), label=gettext_lazy("source")),
            ),
        ),
    )
}  # fmt: skip
"""The forms, in the order of the scheme."""


def _is_weighed(scheme: Scheme, found: Found) -> bool:
    """Tell whether an indicator counts by a weight that others can leave to it: its own, or that of the formula."""
    is_part = len(found.place) == 1 and any(found.node.name in total.formula for total in scheme.total)
    return found.node.weight is not None or is_part


def _award_names(scheme: Scheme) -> list[str]:
    return list(dict.fromkeys(award.name for award in scheme.awards))


OFFERS: Final[dict[str, Callable[[Scheme], list[str]]]] = {
    "grades": lambda scheme: [grade.name for grade in scheme.grades],
    "grade_names": lambda scheme: [grade.name for grade in scheme.grades],
    "group_names": lambda scheme: list(scheme.groups),
    "groups": lambda scheme: list(scheme.groups),
    "panels": lambda scheme: list(scheme.panels),
    "indicators": lambda scheme: [TOTAL_NAME, *(found.node.name for found in walk(scheme))],
    "absences": lambda scheme: [
        *ABSENT_POLICIES,
        *(f"并入“{found.node.name}”" for found in walk(scheme)),
        *(f"权重并入“{found.node.name}”" for found in walk(scheme) if _is_weighed(scheme, found)),
    ],
    "providers": lambda scheme: sorted(_providers(scheme)),
    "parts": lambda scheme: list(dict.fromkeys([*(node.name for node in scheme.indicators), *scheme.panels])),
    "award_names": _award_names,
    "barred": lambda scheme: ["全部", *_award_names(scheme)] if scheme.awards else [],
}
"""What a scheme has to offer for a field: names that can be chosen."""


OFFERED_BY: Final = {
    "grades": "grades",
    "grade_names": "grades",
    "group_names": "groups",
    "groups": "groups",
    "panels": "panels",
}
"""The form in which what a field offers is written."""


def offers_of(scheme: Scheme) -> dict[str, Any]:
    """Give everything that the fields of a form offer."""
    return {name: offer(scheme) for name, offer in OFFERS.items()}


def _providers(scheme: Scheme) -> set[str]:
    found: set[str] = set()
    stack = list(scheme.indicators)
    while stack:
        node = stack.pop()
        found |= {*node.provider, *(name for rule in node.rules for name in rule.provider)}
        stack += node.items
    return found
