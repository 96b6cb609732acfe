"""Who may see files of which label (安全标记): above one's clearance there is nothing, not even a count (SC-18)."""

from __future__ import annotations

from collections.abc import Iterable

from kaoji.web.files.models import Label
from kaoji.web.permissions import Role

_ALL = frozenset(Label)
_WITHIN = frozenset({Label.PUBLIC, Label.INTERNAL})
CLEARANCE: dict[Role, frozenset[Label]] = {
    Role.OFFICE: _ALL,
    Role.LEADER: _ALL,
    Role.AUDITOR: _ALL,
    Role.PROVIDER: _WITHIN,
    Role.REPORTER: _WITHIN,
    Role.HEAD: _WITHIN,
}
"""A role sees the labels here; whoever handed a file in sees it in any case."""


def cleared_for(roles: Iterable[Role]) -> frozenset[Label]:
    """Give the labels that any of the roles may see; nobody in particular sees what is public."""
    return frozenset({Label.PUBLIC}).union(*(CLEARANCE.get(role, frozenset()) for role in roles))
