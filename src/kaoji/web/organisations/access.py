"""Which organisations, people and posts somebody may see and change."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kaoji.web.accounts.models import User
from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import Role


def organisations() -> QuerySet[Organisation]:
    """Give all organisations, from the top; for administrators."""
    return Organisation.objects.select_related("parent").order_by("path")


def organisation(number: int) -> Organisation:
    """Give an organisation, or 404; for administrators."""
    return get_object_or_404(organisations(), pk=number)


def people() -> QuerySet[User]:
    """Give all accounts; for administrators."""
    return User.objects.select_related("organisation")


def person(number: int) -> User:
    """Give an account, or 404; for administrators."""
    return get_object_or_404(people(), pk=number)


def region_of(assessment: Assessment) -> Organisation:
    """Give the region that an assessment is held in."""
    return assessment.office.parent or assessment.office


def people_of(assessment: Assessment) -> QuerySet[User]:
    """Give the people whom an office can give posts in its assessment: those of its region."""
    return User.objects.filter(
        organisation__path__startswith=region_of(assessment).path, is_active=True, administers=""
    ).select_related("organisation")


def posts_of(assessment: Assessment) -> QuerySet[Post]:
    """Give the posts given for this assessment, and those for all assessments that work in it."""
    everywhere = Post.objects.filter(assessment=None, organisation__path__startswith=region_of(assessment).path)
    own = Post.objects.filter(assessment=assessment)
    return (everywhere | own).select_related("user", "organisation", "stands_in_for")


def alone_in(assessment: Assessment) -> dict[str, list[Organisation]]:
    """Give the organisations that have a part in an assessment and nobody with the post for it: by role."""
    region = region_of(assessment)
    inside = Organisation.objects.filter(path__startswith=region.path)
    today = timezone.localdate()
    working = (
        posts_of(assessment)
        .filter(Q(until_on=None) | Q(until_on__gte=today), user__is_active=True)
        .values_list("role", "organisation_id")
    )
    held = set(working)
    parts = {
        Role.PROVIDER: inside.filter(filings__assessment=assessment).distinct(),
        Role.REPORTER: inside.filter(participations__assessment=assessment).distinct(),
        Role.LEADER: inside.filter(approval_steps__assessment=assessment).distinct(),
    }
    return {
        role.value: [each for each in found if (role.value, each.pk) not in held and each.pk != assessment.office_id]
        for role, found in parts.items()
    }
