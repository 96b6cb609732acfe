"""Who may do what: the one table. Whatever does not stand here is refused.

A permission is asked for by its name. ``ROLES`` says which roles have it; a role comes from a post (a person's role at
an organisation) together with that organisation's part in the assessment – see ``organisations.desk``. Administrators
keep accounts and look after the record; they never have a part in an assessment, and exclude each other.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a person is in an assessment, or for the installation."""

    OFFICE = "office"
    PROVIDER = "provider"
    REPORTER = "reporter"
    HEAD = "head"
    LEADER = "leader"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system"
    SECURITY_ADMINISTRATOR = "security"
    AUDIT_ADMINISTRATOR = "audit"


ROLE_NAMES = {
    Role.OFFICE: _("assessment office"),
    Role.PROVIDER: _("data provider"),
    Role.REPORTER: _("unit reporter"),
    Role.HEAD: _("unit head"),
    Role.LEADER: _("leader"),
    Role.AUDITOR: _("auditor"),
    Role.SYSTEM_ADMINISTRATOR: _("system administrator"),
    Role.SECURITY_ADMINISTRATOR: _("security administrator"),
    Role.AUDIT_ADMINISTRATOR: _("audit administrator"),
}
POSTS = (Role.OFFICE, Role.PROVIDER, Role.REPORTER, Role.HEAD, Role.LEADER, Role.AUDITOR)
"""Roles that a post gives."""
ADMINISTRATORS = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
"""Roles of the installation; one person has at most one, and no post beside it."""

PUBLIC = "public"
"""Anybody, logged in or not."""
SIGNED_IN = "signed-in"
"""Anybody logged in; the page shows only what is one's own."""

_ALL = frozenset(POSTS)
_OFFICE = frozenset({Role.OFFICE})
_UNIT = frozenset({Role.REPORTER, Role.HEAD})

ROLES: dict[str, frozenset[Role]] = {
    # the assessment
    "assessment.create": _OFFICE,
    "assessment.view": _ALL,
    "assessment.manage": _OFFICE,
    "people.assign": _OFFICE,
    # the scheme
    "scheme.view": _ALL,
    "scheme.drafts": frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR}),
    "scheme.edit": _OFFICE,
    "scheme.publish": _OFFICE,
    "scheme.confirm": frozenset({Role.OFFICE, Role.LEADER}),
    # facts
    "facts.enter": frozenset({Role.PROVIDER, Role.OFFICE}),
    "facts.overview": frozenset({Role.OFFICE, Role.AUDITOR, Role.LEADER}),
    "facts.verify": _OFFICE,
    "facts.self": _UNIT,
    "facts.evidence": _ALL,
    # results
    "results.compute": _OFFICE,
    "results.decide": _OFFICE,
    "results.view": frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR}),
    "results.own": _UNIT,
    "results.try": _OFFICE,
    # publication
    "publication.manage": _OFFICE,
    "publication.sign": frozenset({Role.OFFICE, Role.LEADER}),
    "publication.archive": frozenset({Role.OFFICE, Role.AUDITOR}),
    "publication.view": _ALL,
    "appeal.file": _UNIT,
    "appeal.answer": _OFFICE,
    # the installation
    "people.view": frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}),
    "people.manage": frozenset({Role.SYSTEM_ADMINISTRATOR}),
    "sessions.end": frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}),
    "second-factor.remove": frozenset({Role.SECURITY_ADMINISTRATOR}),
    "posts.manage": frozenset({Role.SECURITY_ADMINISTRATOR}),
    "settings.view": frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}),
    "audit.view": frozenset({Role.AUDIT_ADMINISTRATOR, Role.AUDITOR}),
}


TWO_FACTORS = frozenset(
    role
    for permission in ("facts.verify", "scheme.publish", "publication.manage", "publication.sign")
    for role in ROLES[permission]
)
"""Roles that approve data or publish: where the installation asks for a second factor, it asks them and administrators."""


def known(permission: str) -> bool:
    """Tell whether a permission is declared."""
    return permission in ROLES or permission in (PUBLIC, SIGNED_IN)


def role_name(role: str, language: str) -> str:
    """Name a role in a language, for whoever writes outside a page."""
    with translation.override(language):
        return str(ROLE_NAMES[Role(role)])
