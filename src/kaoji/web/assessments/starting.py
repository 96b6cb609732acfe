"""Starting an assessment: from a scheme that comes with Kaoji, from last year's, or from nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.scheme import dump
from kaoji.scheme.bundled import bundled_schemes
from kaoji.scheme.model import Group, Scheme
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, create, keep_scheme
from kaoji.web.assessments.arranging import set_deadlines
from kaoji.web.assessments.attributes import TAKES_PART, values_of
from kaoji.web.assessments.models import Alias, Assessment, Judgement, UnitAttributes, Verdict
from kaoji.web.assessments.naming import organisations_named
from kaoji.web.assessments.structures import checked
from kaoji.web.audit.chain import record
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.publication.actions.approval import set_steps
from kaoji.web.publication.models import ApprovalStep


@dataclass(frozen=True, slots=True)
class Pattern:
    """A scheme that comes with Kaoji: its folder's name, its title, how large it is."""

    name: str
    title: str
    units: int
    indicators: int


def patterns() -> list[Pattern]:
    """Give the schemes that come with Kaoji."""
    found = []
    for path in bundled_schemes():
        structure = checked(path.read_text(encoding="utf-8")).structure
        if structure is not None:
            leaves = sum(not node.children for node in structure.nodes)
            found.append(Pattern(path.parent.name, structure.scheme.title, len(structure.scheme.units), leaves))
    return found


def start_blank(office: Organisation, title: str, year: int, by: User) -> Assessment:
    """Open an assessment with an empty scheme, for the forms to fill."""
    with transaction.atomic():
        assessment = create(office, title, year, by)
        empty = Scheme(kaoji=1, title=title, year=year, groups={_("Assessed units"): Group()})
        keep_scheme(assessment, dump(empty), by, _("Empty scheme"))
    return assessment


def start_from_pattern(office: Organisation, title: str, year: int, by: User, name: str) -> Assessment:
    """Open an assessment with a scheme that comes with Kaoji.

    Raises:
        NotNowError: there is none of that name.
    """
    path = next((path for path in bundled_schemes() if path.parent.name == name), None)
    if path is None:
        raise NotNowError(_("Choose one of the schemes that come with Kaoji."))
    with transaction.atomic():
        assessment = create(office, title, year, by)
        text = retitled(path.read_text(encoding="utf-8"), title, year)
        keep_scheme(assessment, text, by, _("From the scheme “{name}”").format(name=name))
    return assessment


def start_from_last(previous: Assessment, title: str, year: int, by: User) -> Assessment:
    """Open next year's assessment: scheme, names, posts, steps of approval, deadlines are taken over.

    So is what was said of units and whom names stand for. The units are enrolled and the filings opened when the scheme is published, as in any year.

    Raises:
        NotNowError: last year's has no scheme.
    """
    version = previous.scheme or previous.scheme_versions.first()
    if version is None:
        raise NotNowError(_("That assessment has no scheme to start from."))
    years = max(year - previous.year, 0)
    with transaction.atomic():
        assessment = create(previous.office, title, year, by, previous)
        note = _("From the scheme of {title}, version {number}").format(title=previous.title, number=version.number)
        keep_scheme(assessment, retitled(version.text, title, year), by, note)
        _take_over_names(previous, assessment)
        _take_over_attributes(previous, assessment)
        verdicts = _take_over_verdicts(previous, assessment)
        posts = _take_over_posts(previous, assessment, years)
        set_deadlines(assessment, later(previous.facts_due_on, years), later(previous.self_due_on, years))
        set_steps(assessment, [(step.name, step.organisation) for step in steps_taken(previous)])
        record(
            "assessment.copy", assessment, previous=previous.pk, scheme=version.digest, posts=posts, verdicts=verdicts
        )
    return assessment


def steps_taken(previous: Assessment) -> list[ApprovalStep]:
    """Give the steps of approval that last year's assessment had."""
    return list(ApprovalStep.objects.filter(assessment=previous).select_related("organisation"))


def taken_over(assessment: Assessment) -> str:
    """Say what an assessment took over from the earlier one that it was started from."""
    return _(
        "Taken over from “{title}”: the scheme, {names} names with their organisations, {posts} posts, "
        "{steps} steps of approval and the deadlines. Look them over; they are this assessment's own now."
    ).format(
        title=assessment.previous, names=assessment.aliases.count(), posts=assessment.posts.count(),
        steps=assessment.approval_steps.count(),
    )  # fmt: skip


def has_namesake(office: Organisation, title: str, year: int) -> bool:
    """Tell whether an office runs an assessment of the same name and year already."""
    return Assessment.objects.filter(office=office, title=title, year=year).exists()


def _take_over_names(previous: Assessment, assessment: Assessment) -> None:
    """Keep for whom a name stood last year: what was said then, and what a unit was tied to otherwise."""
    named = organisations_named(assessment)
    wanted = dict(Alias.objects.filter(assessment=previous).values_list("name", "organisation_id"))
    for unit, organisation in previous.participants.filter(organisation__isnull=False).values_list(
        "unit", "organisation_id"
    ):
        if named.get(unit) != organisation:
            wanted.setdefault(unit, organisation)
    Alias.objects.bulk_create(
        Alias(assessment=assessment, name=name, organisation_id=pk) for name, pk in wanted.items()
    )


def _take_over_attributes(previous: Assessment, assessment: Assessment) -> None:
    """Keep what was said of units last year, for the office to look over; who was left out takes part again."""
    kept = {
        unit: {name: value for name, value in values.items() if name != TAKES_PART}
        for unit, values in values_of(previous).items()
    }
    UnitAttributes.objects.bulk_create(
        UnitAttributes(assessment=assessment, unit=unit, values=values) for unit, values in kept.items() if values
    )


def _take_over_verdicts(previous: Assessment, assessment: Assessment) -> int:
    """Keep what people found about last year's draft, and say how much: it holds where a part says the same again.

    What was rejected is not among it: last year's scheme did not have it, and this year's notice may mean it.
    """
    kept = Verdict.objects.filter(assessment=previous).exclude(judgement=Judgement.REJECTED)
    fields = ("key", "kind", "path", "label", "content", "before", "judgement", "by_id", "at")
    made = [Verdict(assessment=assessment, **row) for row in kept.values(*fields)]
    return len(Verdict.objects.bulk_create(made))


def _take_over_posts(previous: Assessment, assessment: Assessment, years: int) -> int:
    """Give the posts that people held for last year's assessment again for this one, and say how many."""
    posts = Post.objects.bulk_create(
        Post(
            user_id=post.user_id, organisation_id=post.organisation_id, role=post.role, assessment=assessment,
            stands_in_for_id=post.stands_in_for_id, from_on=later(post.from_on, years),
            until_on=later(post.until_on, years),
        )
        for post in Post.objects.filter(assessment=previous)
    )  # fmt: skip
    for post in posts:
        record("post.give", post, person=post.user_id, role=post.role, organisation=post.organisation_id)
    return len(posts)


def later(day: date | None, years: int) -> date | None:
    """Give the same day some years later; 29 February becomes the 28th.

    >>> later(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def retitled(text: str, title: str, year: int) -> str:
    r"""Give a scheme's text with another title and year; everything else, comments too, stays as it is.

    >>> print(retitled("kaoji: 1\ntitle: 旧\nyear: 2024\ngroups: {组: {}}\n", "新", 2025).splitlines()[1:3])
    ['title: 新', 'year: 2025']
    """
    file = checked(text).file
    if file is None:
        return text
    wanted = file.scheme.model_copy(update={"title": title, "year": year})
    head = dump(Scheme(kaoji=1, title=title, year=year, groups={}))
    line = next(line for line in head.splitlines() if line.startswith("title:"))
    fresh = re.sub(
        r"(?m)^year:.*$", f"year: {year}", re.sub(r"(?m)^title:.*$", lambda _found: line, text, count=1), count=1
    )
    again = checked(fresh).file
    return fresh if again is not None and again.scheme == wanted else dump(wanted)


def default_title(previous: Assessment, year: int) -> str:
    """Give last year's title with the new year in it.

    Years are written as four digits; a title without one keeps its words.
    """
    return re.sub(str(previous.year), str(year), previous.title)
