"""Which notices, versions and changes of a scheme somebody may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Amendment, Assessment, AttributeChange, Notice, SchemeVersion, Verdict
from kaoji.web.assessments.structures import checked
from kaoji.web.organisations.desk import Desk, Part
from kaoji.web.permissions import Role


def versions_to_see(part: Part) -> QuerySet[SchemeVersion]:
    """Give the versions that somebody sees: drafts only for those who make, approve or audit them."""
    found = SchemeVersion.objects.filter(assessment=part.assessment)
    return found if part.may("scheme.drafts") else found.filter(published_at__isnull=False)


def version_to_see(part: Part, number: int) -> SchemeVersion:
    """Give a version by its number, or 404."""
    return get_object_or_404(versions_to_see(part).select_related("created_by"), number=number)


def shown_version(part: Part) -> SchemeVersion | None:
    """Give the version that the scheme's page shows: the one in force, before there is one the newest that one sees."""
    if part.assessment.scheme is not None:
        return part.assessment.scheme
    return versions_to_see(part).first()


def draft_of(part: Part) -> SchemeVersion | None:
    """Give the newest version when it is not the one in force, for who may see drafts."""
    newest = versions_to_see(part).first()
    return newest if newest is not None and newest.pk != part.assessment.scheme_id else None


def structures_to_fill(part: Part) -> tuple[Structure, ...]:
    """Give the schemes whose attributes of units are asked for: the draft, if there is one, and the one in force."""
    versions = {each.pk: each for each in (draft_of(part), shown_version(part)) if each is not None}
    found = [checked(version.text).structure for version in versions.values()]
    return tuple(structure for structure in found if structure is not None)


def notices_to_see(part: Part) -> QuerySet[Notice]:
    """Give the notices, without what was read in them: lists do not need it."""
    found = Notice.objects.filter(assessment=part.assessment).select_related("file", "job", "added_by").defer("reading")
    return found if part.may("scheme.drafts") else found.none()


def notice_to_see(part: Part, number: int) -> Notice:
    """Give a notice, or 404."""
    return get_object_or_404(notices_to_see(part), pk=number)


def verdict_to_change(part: Part, number: int) -> Verdict:
    """Give a verdict on a part of this assessment's scheme, or 404."""
    return get_object_or_404(Verdict.objects.filter(assessment=part.assessment), pk=number)


def attribute_changes_to_see(part: Part) -> QuerySet[AttributeChange]:
    """Give what was said of units, the newest first."""
    return AttributeChange.objects.filter(assessment=part.assessment).select_related("by", "verified_by")


def amendments_to_see(part: Part) -> QuerySet[Amendment]:
    """Give the changes of the published scheme; who has no part in deciding them sees those in force."""
    found = Amendment.objects.filter(assessment=part.assessment).select_related(
        "proposed_by", "decided_by", "version", "base"
    )
    return found if part.may("scheme.drafts") else found.filter(state="confirmed")


def amendment_to_see(part: Part, number: int) -> Amendment:
    """Give a change, or 404."""
    return get_object_or_404(amendments_to_see(part), pk=number)


def assessments_to_copy(desk: Desk) -> QuerySet[Assessment]:
    """Give the assessments that somebody may start next year's from: those run by their own office."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    return Assessment.objects.filter(office__in=offices, scheme_versions__isnull=False).distinct()
