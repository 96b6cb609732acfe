"""Who may do what, page by page and stage by stage: whatever is not declared is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kaoji.web.audit.models import Entry as JournalEntry
from kaoji.web.files.receiving import receive
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.desk import Desk
from kaoji.web.organisations.models import Organisation
from kaoji.web.permissions import PUBLIC, Role
from kaoji.web.publication import urls
from kaoji.web.publication.actions import appeals, publishing
from kaoji.web.publication.models import Appeal, Proposal, Publication, PublicNotice, Signature
from tests.web.conftest import PASSWORD, person
from tests.web.files.making import pdf
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow
ROLES = ("kaohe", "kaohe2", "tongji", "dongjie", "dongjie-head", "xijie", "changwei", "shenji", "stranger", "xitong",
         "anquan", "shenjiyuan")  # fmt: skip
INSIDE = ROLES[:8]
OFFICE = {"kaohe", "kaohe2"}
UNIT = {"dongjie", "dongjie-head"}


class Page(NamedTuple):
    """A page of the app as it declares itself."""

    name: str
    permission: str
    methods: tuple[str, ...]
    objects: Iterable[str]


def pages() -> list[Page]:
    """Give all pages of the app."""
    found: Any = urls.urlpatterns
    return [Page(e.name, e.callback.permission, e.callback.methods, e.pattern.converters) for e in found]


def address(name: str, way: Way) -> str:
    """Give an address with objects that may or may not be there."""
    page = next(each for each in pages() if each.name == name)
    known = {"assessment": way.assessment.pk, "number": 1, "notice": 1, "appeal": 1, "file": 1, "chart": 1, "kind": "csv",
             "key": way.assessment.public_key}  # fmt: skip
    found = Appeal.objects.first()
    notice = PublicNotice.objects.first()
    if found is not None:
        known["appeal"] = found.pk
    if notice is not None:
        known["notice"] = notice.pk
    return reverse(f"publication:{name}", kwargs={key: known[key] for key in page.objects})


def test_sc13_every_page_is_refused_to_whom_it_is_not_declared_for(way: Way) -> None:
    way.on_notice()
    way.appeal()
    clients = {who: way.county.client(who) for who in ROLES}
    parts = {who: Desk(way.by(who)).part_in(way.assessment) for who in ROLES}
    wrong: list[tuple[object, ...]] = []
    for name, permission, methods, _objects in pages():
        path = address(name, way)
        for method in ("GET", "POST", "PUT", "DELETE"):
            if method not in methods:
                if clients["kaohe"].generic(method, path).status_code != 405:
                    wrong.append((path, method, "not 405"))
                continue
            if permission == PUBLIC:
                continue
            answer = Client().generic(method, path)
            if (answer.status_code, "/log-in" in answer.headers.get("Location", "")) != (302, True):
                wrong.append((path, method, "nobody", answer.status_code))
            for who, client in clients.items():
                part = parts[who]
                expected = 404 if not part.held else None if part.may(permission) else 403
                if expected is not None and client.generic(method, path).status_code != expected:
                    wrong.append((path, method, who, expected))
    assert wrong == []


def test_sc14_a_unit_finds_nothing_of_the_appeals_of_another(way: Way) -> None:
    way.on_notice()
    appeal = way.appeal()
    file = receive(SimpleUploadedFile("证明.pdf", pdf(), "application/pdf"), way.by("dongjie"))
    appeal.files.add(file)
    base = f"/assessments/{way.assessment.pk}/publication"
    other, own = way.county.client("xijie"), way.county.client("dongjie")
    assert own.get(f"{base}/appeals/{appeal.pk}").status_code == 200
    answer = own.get(f"{base}/appeals/{appeal.pk}/files/{file.pk}")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")
    for path in (f"/appeals/{appeal.pk}", f"/appeals/{appeal.pk}/files/{file.pk}"):
        assert other.get(base + path).status_code == 404
    for path in (f"/appeals/{appeal.pk}/withdraw", f"/appeals/{appeal.pk}/acknowledge"):
        assert other.post(base + path).status_code == 404
    assert "到位资金" not in other.get(f"{base}/appeals?q=到位").content.decode().replace('value="到位"', "")
    assert "东街街道" not in other.get(f"{base}/appeals.csv").content.decode("utf-8-sig")
    assert (
        other.post(f"{base}/appeals/new", {"unit": way.unit("东街街道").pk, "node": "1.2", "text": "x"}).status_code
        == 404
    )
    assert Appeal.objects.count() == 1


def test_sc14_another_offices_assessment_is_not_there(way: Way) -> None:
    way.on_notice()
    elsewhere = Organisation.objects.create(name="邻区考核办", parent=way.county.region)
    way.county.people["linqu"] = person("linqu", "杜若", elsewhere, Role.OFFICE)
    client = way.county.client("linqu")
    for page in pages():
        if page.permission != PUBLIC:
            assert client.generic(page.methods[0], address(page.name, way)).status_code == 404


# ------------------------------------------------------------------ SC-20


def collecting(way: Way) -> None:
    way.run()


def proposed(way: Way) -> None:
    way.propose()


def approved(way: Way) -> None:
    way.approved()


def on_notice(way: Way) -> None:
    way.on_notice()
    way.appeal()


def answered(way: Way) -> None:
    way.on_notice()
    appeals.reject(way.appeal(), "口径无误。", way.by("kaohe"))


def changed(way: Way) -> None:
    way.on_notice()
    way.correct()


def over(way: Way) -> None:
    way.over(way.on_notice())


def to_confirm(way: Way) -> None:
    way.proposed()


def published(way: Way) -> None:
    way.published()


def archived(way: Way) -> None:
    way.published()
    publishing.archive(way.assessment, way.by("kaohe"))
    do_all()


DECLARED: dict[Callable[[Way], None], dict[str, set[str]]] = {
    collecting: {"propose": OFFICE, "steps": OFFICE},
    proposed: {"sign": {"changwei"}, "take-back": OFFICE},
    approved: {"begin-notice": OFFICE, "take-back": OFFICE},
    on_notice: {"new-appeal": UNIT | {"xijie"}, "withdraw": UNIT, "answer": OFFICE},
    answered: {"new-appeal": UNIT | {"xijie"}, "acknowledge": UNIT},
    changed: {"new-appeal": UNIT | {"xijie"}, "break-off": OFFICE},
    over: {"propose-publication": OFFICE},
    to_confirm: {"confirm-publication": {"kaohe2"}, "decline-publication": OFFICE},
    published: {"archive": OFFICE},
    archived: {},
}
"""The transitions that there are: where a result stands, what is done, and who may do it."""


def fields(name: str, who: str, way: Way) -> dict[str, Any]:
    """Give a form in which everything is right."""
    proposal = Proposal.objects.first()
    units = {"xijie": "西街街道"}
    forms: dict[str, dict[str, Any]] = {
        "steps": {"position": "1", "name": "新的环节", "organisation": way.county.office.pk},
        "propose": {"run": "1"},
        "sign": {"verdict": "approve", "opinion": "同意", "word": PASSWORD,
                 "digest": proposal.results_digest if proposal else ""},
        "take-back": {"reason": "补充数据"},
        "begin-notice": {"from_on": way.clock.today.isoformat(), "working_days": "5", "answer_days": "5", "shows": "rank"},
        "break-off": {"reason": "数据变更"},
        "new-appeal": {"unit": way.unit(units.get(who, "东街街道")).pk, "node": "1.3", "text": "有误"},
        "answer": {"verdict": "reject", "answer": "口径无误"},
        "propose-publication": {"shows": "rank"},
        "confirm-publication": {"word": PASSWORD},
        "decline-publication": {"reason": "再议"},
    }  # fmt: skip
    return forms.get(name, {})


def stands(way: Way) -> list[object]:
    """Give everything that a transition changes."""
    tables = (Proposal, PublicNotice, Appeal, Publication)
    return [
        way.assessment.stage, Signature.objects.count(), list(way.assessment.approval_steps.values_list("name")),
        *(list(table.objects.order_by("pk").values()) for table in tables),
    ]  # fmt: skip


@pytest.mark.parametrize("state", DECLARED, ids=lambda state: state.__name__)
def test_sc20_every_undeclared_transition_is_refused_to_every_role(way: Way, state: Callable[[Way], None]) -> None:
    state(way)
    before = stands(way)
    clients = {who: way.county.client(who) for who in INSIDE}
    parts = {who: Desk(way.by(who)).part_in(way.assessment) for who in INSIDE}
    writing = [page for page in pages() if "POST" in page.methods]
    wrong: list[tuple[object, ...]] = []
    for turn, ((name, permission, _methods, _objects), who) in enumerate(product(writing, INSIDE)):
        # What a page's permission refuses, it refuses before anything is looked at: tried in one state or the other.
        if not parts[who].may(permission) and turn % len(DECLARED) != list(DECLARED).index(state):
            continue
        path = address(name, way)
        client = clients[who]
        with transaction.atomic():
            entries = JournalEntry.objects.count()
            answer = client.post(path, fields(name, who, way))
            has_changed = stands(way) != before
            is_journalled = JournalEntry.objects.count() > entries
            transaction.set_rollback(True)
        is_declared = who in DECLARED[state].get(name, set())
        if has_changed != is_declared or answer.status_code >= 500 or (has_changed and not is_journalled):
            wrong.append((name, who, answer.status_code, has_changed))
    assert wrong == []
