"""Which organisations, people and posts somebody may see and change."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoji.web.accounts.access import in_several_places
from kaoji.web.accounts.models import User, normal
from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations.codes import normal_code
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import TWO_FACTORS, Role

_MOST_NAMES = 5


def organisations() -> QuerySet[Organisation]:
    """Give all organisations, from the top; for administrators."""
    return Organisation.objects.select_related("parent").order_by("path")


SORTS = {"": ("path",), "name": ("name", "path"), "people": ("-people_count", "path")}
"""What organisations can be sorted by: where they stand in the tree, their names, how many people they have."""


def organisations_like(words: str, kind: str, below: str, sort: str = "") -> QuerySet[Organisation]:
    """Give the organisations that fit, with how many people each has; for administrators."""
    found = organisations().annotate(people_count=Count("people", distinct=True))
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=normal_code(words))
        )
    if kind:
        found = found.filter(kind=kind)
    if below.isascii() and below.isdigit():
        found = found.filter(path__contains=f"/{below}/")
    return found.order_by(*SORTS.get(sort, SORTS[""]))


def organisation(number: int) -> Organisation:
    """Give an organisation, or 404; for administrators."""
    return get_object_or_404(organisations(), pk=number)


def people() -> QuerySet[User]:
    """Give all accounts; for administrators."""
    return User.objects.select_related("organisation")


STATES = {
    "active": _("active"),
    "disabled": _("disabled"),
    "unused": _("locked: not used for long"),
    "first": _("first password not changed"),
    "several": _("in use at several places"),
    "postless": _("without a post"),
    "one-factor": _("without the second factor their post asks for"),
}
"""How accounts are filtered."""


def people_like(words: str, state: str, role: str = "") -> QuerySet[User]:
    """Give the accounts that fit; for administrators."""
    found = people()
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(number__icontains=words) | Q(organisation__name__icontains=words)
        )
    if role:
        found = found.filter(Q(administers=role) | Q(pk__in=Post.objects.filter(role=role).values("user")))
    return found.filter(_in_state(state))


def _in_state(state: str) -> Q:
    holders = Post.objects.filter(role__in=[role.value for role in TWO_FACTORS]).values("user")
    states = {
        "active": Q(is_active=True),
        "disabled": Q(is_active=False),
        "unused": Q(pk__in=User.objects.unused().values("pk")),
        "first": Q(is_active=True, must_change_password=True),
        "several": Q(pk__in=in_several_places()),
        "postless": Q(is_active=True, administers="", posts=None),
        "one-factor": (Q(pk__in=holders) | ~Q(administers="")) & Q(is_active=True, second_factor=""),
    }
    return states.get(state, Q())


def post_holders(user: User) -> QuerySet[Post]:
    """Give a person's posts, those that are over too; for administrators."""
    return user.posts.select_related("organisation", "assessment", "stands_in_for")


def post(number: int) -> Post:
    """Give a post, or 404; for administrators."""
    return get_object_or_404(Post, pk=number)


def account(number: str) -> User | None:
    """Find an account by what one logs in with; for administrators."""
    return User.objects.filter(normal_number=normal(number)[:60], is_active=True).first() if normal(number) else None


def person(number: int) -> User:
    """Give an account, or 404; for administrators."""
    return get_object_or_404(people(), pk=number)


def people_of(assessment: Assessment) -> QuerySet[User]:
    """Give the people whom an office can give posts in its assessment: those of its region."""
    return User.objects.filter(
        organisation__path__startswith=assessment.region_path, is_active=True, administers=""
    ).select_related("organisation")


def posts_of(assessment: Assessment) -> QuerySet[Post]:
    """Give the posts given for this assessment, and those for all assessments that work in it."""
    everywhere = Post.objects.filter(assessment=None, organisation__path__startswith=assessment.region_path)
    own = Post.objects.filter(assessment=assessment)
    return (everywhere | own).select_related("user", "organisation", "stands_in_for")


def names_at(organisation: int, assessment: Assessment, *roles: Role, without: User | None = None) -> list[str]:
    """Give the names of those who hold a post at an organisation today: whom one may turn to."""
    today = timezone.localdate()
    held = posts_of(assessment).filter(
        Q(from_on=None) | Q(from_on__lte=today), Q(until_on=None) | Q(until_on__gte=today),
        organisation=organisation, role__in=roles, user__is_active=True,
    )  # fmt: skip
    found = held if without is None else held.exclude(user=without)
    return list(dict.fromkeys(found.values_list("user__name", flat=True)))[:_MOST_NAMES]


def posts_like(assessment: Assessment, words: str, role: str) -> QuerySet[Post]:
    """Give the posts of an assessment that fit."""
    posts = posts_of(assessment).order_by("role", "organisation__path", "user__normal_number")
    if words:
        posts = posts.filter(
            Q(user__name__icontains=words) | Q(user__number__icontains=words) | Q(organisation__name__icontains=words)
        )
    return posts.filter(role=role) if role else posts


def inside(assessment: Assessment) -> QuerySet[Organisation]:
    """Give the organisations of an assessment's region."""
    return Organisation.objects.filter(path__startswith=assessment.region_path).order_by("path")


def alone_in(assessment: Assessment) -> dict[str, list[Organisation]]:
    """Give the organisations that have a part in an assessment and nobody with the post for it: by role."""
    region = inside(assessment)
    today = timezone.localdate()
    working = (
        posts_of(assessment)
        .filter(Q(until_on=None) | Q(until_on__gte=today), user__is_active=True)
        .values_list("role", "organisation_id")
    )
    held = set(working)
    parts = {
        Role.PROVIDER: region.filter(filings__assessment=assessment).distinct(),
        Role.REPORTER: region.filter(participations__assessment=assessment).distinct(),
        Role.LEADER: region.filter(approval_steps__assessment=assessment).distinct(),
    }
    return {
        role.value: [each for each in found if (role.value, each.pk) not in held and each.pk != assessment.office_id]
        for role, found in parts.items()
    }
