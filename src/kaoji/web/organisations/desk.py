"""The desk: who somebody is today, and what they are in each assessment.

    desk = Desk(user)
    part = desk.part_in(assessment)
    part.may("facts.enter"), part.organisations(Role.PROVIDER)

A role needs two things: a post that gives it, and the organisation's part in the assessment – it runs it, provides data
for it, is assessed in it, approves it, or stands above the office that runs it. Nothing else gives anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import ADMINISTRATORS, ROLES, SIGNED_IN, Role


@dataclass(frozen=True)
class Part:
    """What somebody is in one assessment: their roles, each with the organisations it is held for."""

    assessment: Assessment
    held: dict[Role, frozenset[int]] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        """Tell whether one of the roles has the permission."""
        return not ROLES.get(permission, frozenset()).isdisjoint(self.held)

    def organisations(self, *roles: Role) -> frozenset[int]:
        """Give the ids of the organisations for which any of the roles is held."""
        return frozenset().union(*(self.held.get(role, frozenset()) for role in roles))

    def has(self, *roles: Role) -> bool:
        """Tell whether any of the roles is held."""
        return any(role in self.held for role in roles)


class Desk:
    """A person's posts of today and what follows from them."""

    def __init__(self, user: Any, *, is_near: bool = True) -> None:  # noqa: ANN401 - an account, or nobody
        self.user = user
        self.is_near = is_near
        self._parts: dict[int, Part] = {}

    @cached_property
    def posts(self) -> list[Post]:
        """The posts held today; an administrator has none."""
        if not self.user.is_authenticated or self.user.administers:
            return []
        today = timezone.localdate()
        ever = (
            Post.objects.filter(user=self.user.pk).select_related("organisation").order_by("organisation__path", "role")
        )
        # Every page asks. Few posts are over: leaving them out here is quicker than asking for the others.
        return [post for post in ever if (post.from_on or today) <= today <= (post.until_on or today)]

    @property
    def administers(self) -> Role | None:
        """The administrator's role, if the person has one; none where administration is not answered."""
        kind = self.user.administers if self.user.is_authenticated and self.is_near else ""
        return next((role for role in ADMINISTRATORS if role.value == kind), None)

    @property
    def is_far(self) -> bool:
        """Tell whether an administrator sits where administration is not answered."""
        return bool(self.user.is_authenticated and self.user.administers and not self.is_near)

    def may(self, permission: str) -> bool:
        """Tell whether the person may do something that belongs to no assessment."""
        if permission == SIGNED_IN:
            return bool(self.user.is_authenticated)
        roles = ROLES.get(permission, frozenset())
        return self.administers in roles or any(Role(post.role) in roles for post in self.posts)

    @cached_property
    def assessments(self) -> QuerySet[Assessment]:
        """Assessments in which the person has a part, newest first."""
        everywhere = [post for post in self.posts if post.assessment_id is None]
        ids = {role: [p.organisation_id for p in everywhere if p.role == role] for role in Role}
        found = Q(pk__in=[post.assessment_id for post in self.posts if post.assessment_id is not None])
        found |= Q(office__in=ids[Role.OFFICE]) | Q(approval_steps__organisation__in=ids[Role.LEADER])
        found |= Q(filings__providers__in=ids[Role.PROVIDER])
        found |= Q(participants__organisation__in=[*ids[Role.REPORTER], *ids[Role.HEAD]])
        for post in everywhere:
            if post.role == Role.AUDITOR:
                found |= Q(office__path__startswith=post.organisation.path)
        if not self.posts:
            return Assessment.objects.none()
        return Assessment.objects.filter(pk__in=Assessment.objects.filter(found).values("pk"))

    @property
    def audited(self) -> QuerySet[Assessment]:
        """Assessments whose office stands below an organisation for which the person is auditor, newest first."""
        found = Q(pk__in=[])
        for post in self.posts:
            if post.role == Role.AUDITOR:
                within = Q(office__path__startswith=post.organisation.path)
                found |= within if post.assessment_id is None else within & Q(pk=post.assessment_id)
        return Assessment.objects.filter(found)

    def part_in(self, assessment: Assessment) -> Part:
        """Give what the person is in an assessment; a part without roles sees nothing."""
        if assessment.pk not in self._parts:
            self._parts[assessment.pk] = Part(assessment, self._held(assessment))
        return self._parts[assessment.pk]

    def _held(self, assessment: Assessment) -> dict[Role, frozenset[int]]:
        held: dict[Role, set[int]] = {}
        asked: dict[Role, set[int]] = {}
        for post in self.posts:
            if post.assessment_id in (None, assessment.pk):
                asked.setdefault(Role(post.role), set()).add(post.organisation_id)
        held[Role.OFFICE] = asked.get(Role.OFFICE, set()) & {assessment.office_id}
        for role, reverse in (
            (Role.PROVIDER, "filings__assessment"),
            (Role.REPORTER, "participations__assessment"),
            (Role.HEAD, "participations__assessment"),
            (Role.LEADER, "approval_steps__assessment"),
        ):
            if role in asked:
                inside = Organisation.objects.filter(pk__in=asked[role], **{reverse: assessment})
                held[role] = set(inside.values_list("pk", flat=True))
        held[Role.AUDITOR] = {
            post.organisation_id
            for post in self.posts
            if post.role == Role.AUDITOR
            and post.assessment_id in (None, assessment.pk)
            and assessment.office.path.startswith(post.organisation.path)
        }
        return {role: frozenset(ids) for role, ids in held.items() if ids}
