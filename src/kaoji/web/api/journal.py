"""The journal for auditors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.web.api.access import journal_to_see
from kaoji.web.api.operations import RECORD, ApiRequest, operation
from kaoji.web.api.shapes import EntryOut, PageOf, Paging, page_of
from kaoji.web.audit.access import Filter
from kaoji.web.audit.chain import record
from kaoji.web.audit.exporting import as_data


@operation(
    "GET",
    "journal",
    "audit.view",
    _("Read the journal"),
    text=_("The entries about the assessments that the auditor audits, each with its place in the chain."),
    of=RECORD,
    response=PageOf[EntryOut],
)
def journal(
    request: ApiRequest,
    paging: Query[Paging],
    action: str = "",
    assessment_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """Give the entries about the assessments that the auditor audits, each with its place in the chain."""
    wanted = Filter(action=action, assessment=assessment_id, since=since, until=until)
    rows, following = page_of(journal_to_see(request.desk, wanted), paging)
    record("audit.export", rows=len(rows), asked={"after": paging.after, "action": action, "by": "api"})
    return {"items": [as_data(entry) for entry in rows], "next": following}
