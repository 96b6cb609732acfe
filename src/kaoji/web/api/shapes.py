"""The shapes of what is sent and answered; what a field means stands beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")
MOST = 1000


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=MOST, description=_("How many at most."))
    after: int = Field(0, ge=0, description=_("Begin behind this id: the “next” of the page before."))


class PageOf(Schema, Generic[T]):
    """A part of a list; the order never changes, so nothing is missed or given twice."""

    items: list[T]
    next: int | None = Field(description=_("What to send as “after” for the next page; null on the last."))


def page_of(found: QuerySet[Any], paging: Paging) -> tuple[list[Any], int | None]:
    """Give the rows of a page, by id, and what the next begins behind."""
    rows: list[Model] = list(found.order_by("pk").filter(pk__gt=paging.after)[: paging.limit + 1])
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    return rows, rows[-1].pk if more else None


class CallerOut(Schema):
    """Whose token it is and what it opens."""

    person: str
    account: str
    role: str
    organisation: str
    assessment: int | None = Field(description=_("The assessment that the post is limited to; null for all."))
    token: str
    expires_at: datetime
    permissions: list[str]


class OrganisationOut(Schema):
    """An organisation in the tree."""

    id: int
    name: str
    short_name: str
    code: str = Field(description=_("Unified social credit code or the county's own code; blank where there is none."))
    kind: str
    parent: int | None = Field(alias="parent_id")


class AssessmentOut(Schema):
    """An assessment."""

    id: int
    title: str
    year: int
    office: str = Field(alias="office.name")
    stage: str = Field(description=_("preparing, collecting, approving, publicising, published or archived."))
    facts_due_on: date | None
    self_due_on: date | None
    scheme_version: int | None = Field(None, alias="scheme.number")
    scheme_digest: str | None = Field(None, alias="scheme.digest")


class UnitOut(Schema):
    """An assessed unit."""

    id: int
    unit: str = Field(description=_("Its name, as the scheme has it."))
    group: str
    organisation: int | None = Field(alias="organisation_id")
    takes_part: bool
    attributes: dict[str, str]


class SchemeOut(Schema):
    """A scheme: its text is YAML, its digest is that of the text."""

    version: int = Field(alias="number")
    digest: str
    published_at: datetime | None
    text: str


class SlotOut(Schema):
    """Something that must be known of units."""

    key: str = Field(description=_("How facts name it."))
    kind: str
    table: str = Field(description=_("The table of facts that holds it."))
    label: str
    indicator: str = Field(description=_("The code of its indicator."))
    path: list[str]
    points: str | None
    measured_in: str
    levels: list[str]
    providers: list[str]
    required: bool
    rules: list[str]


class ColumnOut(Schema):
    """A column of a table of facts."""

    name: str
    name_zh: str
    kind: str
    required: bool


class FilingOut(Schema):
    """Something to be filled in for all units that have it."""

    id: int
    table: str
    key: str
    label: str
    indicator: str
    measured_in: str
    providers: str = Field(alias="provider_names")
    required: bool = Field(alias="is_required")
    state: str = Field(description=_("open, submitted, returned or verified."))
    reason: str = Field(description=_("Why it was returned."))
    due_on: date | None
    expected: int = Field(description=_("How many units have it."))
    mine: bool = Field(description=_("Whether this post fills it in."))
    columns: list[ColumnOut]


class FactOut(BaseModel):
    """A row of the tidy layout: the columns of its table stand beside the fields named here."""

    model_config = ConfigDict(extra="allow")
    id: int
    filing: int
    table: str
    unit: str
    version: int = Field(description=_("Send it with a change: it says which state of the row was seen."))
    side: Literal["provided", "self"]
    withdrawn: bool
    changed_at: datetime


class FactsIn(Schema):
    """Rows to be kept. A row has the columns of its table by their Chinese or English names; other fields are ignored."""

    rows: list[dict[str, Any]] = Field(
        max_length=MOST, min_length=1,
        description=_("Rows in the tidy layout, each with table, unit and the columns of the table; with version where the row is there already, with withdrawn: true to take it back."),
    )  # fmt: skip
    reason: str = Field("", max_length=500, description=_("Why it is corrected; needed once a filing was submitted."))
    keep: Literal["all", "right"] = Field(
        "all", description=_("all: either every row is kept or none; right: keep what is right and say what is not.")
    )


class RowProblem(Schema):
    """What is wrong with a row."""

    row: int = Field(description=_("The position of the row, from 0."))
    field: str = Field(description=_("The column, empty for the whole row."))
    level: str
    code: str
    text: str


class KeptRow(Schema):
    """What became of a row that was kept."""

    row: int
    id: int
    version: int


class FactsKept(Schema):
    """What became of the rows: those kept, and what is wrong with others."""

    kept: list[KeptRow]
    problems: list[RowProblem]


class MoveIn(Schema):
    """A step of a filing."""

    reason: str = Field("", max_length=500, description=_("Needed to return a filing."))
    accepts_gaps: bool = Field(default=False, description=_("Submit although units are blank."))


class RunOut(Schema):
    """A computation of all results."""

    id: int
    number: int
    state: Literal["waiting", "finished", "failed"]
    is_preview: bool
    is_final: bool
    uses_self: bool
    scheme_version: int
    digest: str = Field(description=_("The digest of the results: the same facts and scheme give the same."))
    asked_at: datetime
    finished_at: datetime | None


class RunDetail(RunOut):
    """A computation with what it lacks; the lists are for who sees all results."""

    manifest: dict[str, Any]
    missing: list[dict[str, Any]]
    open_decisions: list[dict[str, Any]]
    problems: list[dict[str, Any]]


class RunIn(Schema):
    """What is to be computed."""

    uses_self: bool = Field(default=False, description=_("Over what the units said of themselves."))


class StandingOut(Schema):
    """One unit's result; points are exact decimals, written as text."""

    id: int
    unit_id: int
    unit: str
    group: str
    total: str | None
    rank: int | None
    grade: str
    is_pending: bool = Field(description=_("Whether a decision of the leading group is awaited."))
    reasons: list[str]
    awards: list[str]
    consequences: list[str]
    parts: dict[str, str]
    indicators: dict[str, str] = Field(description=_("The score of each indicator, by its code."))


class SheetOut(StandingOut):
    """One unit's result with how it came about, down to the facts and the words of the notice."""

    tree: dict[str, Any]


class PublicLine(Schema):
    """A result that everybody may see."""

    id: int
    key: str
    title: str
    year: int
    office: str


class PublicOut(Schema):
    """A result that everybody may see: only what was decided to be shown."""

    key: str
    title: str
    year: int
    office: str
    published_at: datetime | None
    on_notice_until: date | None = Field(description=_("The last day of the open notice, while it is not published."))
    shows: list[str]
    digest: str
    standings: list[dict[str, Any]]


class EntryOut(BaseModel):
    """An entry of the journal, with its place in the chain."""

    model_config = ConfigDict(extra="allow")
    number: int
    at: str
    user: str
    action: str
    result: str
    previous: str
    digest: str


class CorrectionOut(Schema):
    """What a fact was before and after a change."""

    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str
    after_submission: bool
    by: str
    at: datetime


class SelfOut(Schema):
    """Where a unit's self-assessment stands."""

    unit: str
    state: str = Field(description=_("open, submitted, returned or verified."))


class AttributeChangeOut(Schema):
    """A value that was said of a unit: what it was before, who said it, who verified it."""

    id: int
    unit: str
    attribute: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime
    verified_by: str = Field(description=_("Empty while nobody has verified it."))
    verified_at: datetime | None


class ValueIn(Schema):
    """A value of a unit."""

    unit: str = Field(max_length=120)
    attribute: str = Field(
        max_length=120, description=_("Its name in the scheme; takes_part (参加考核) for taking part.")
    )
    value: str = Field(max_length=200, description=_("Empty takes the value away."))
    seen: str | None = Field(
        None, max_length=200, description=_("The value that was seen: where it is another by now, nothing is kept.")
    )


class AttributesIn(Schema):
    """What is to be said of units."""

    values: list[ValueIn] = Field(max_length=MOST, min_length=1)
    reason: str = Field("", max_length=500, description=_("Why it changes; needed once the scheme is published."))


class AttributesKept(Schema):
    """What was changed, and what followed."""

    changed: int
    withdrawn: int = Field(description=_("Facts that no longer apply."))
    returned: int = Field(description=_("Filings that ask for more and went back to their providers."))


class VerifyIn(Schema):
    """Changes of attributes that were found right."""

    changes: list[int] = Field(max_length=MOST, min_length=1)


class Verified(Schema):
    """How many were verified."""

    verified: int


class EvidenceIn(Schema):
    """What is said of a file; sent as form fields beside it."""

    note: str = Field("", max_length=200)
    label: Literal["public", "internal", "sensitive"] = Field("internal", description=_("How far it may go."))


class EvidenceOut(Schema):
    """A file that a fact rests on."""

    id: int
    name: str
    size: int
    digest: str
    content_type: str
    label: str
    note: str
    added_at: datetime
