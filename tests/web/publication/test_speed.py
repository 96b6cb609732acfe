"""How much a page asks of the database: little, and no more when there is more data."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kaoji.web.assessments.models import Participant
from kaoji.web.publication.models import Appeal
from kaoji.web.results.models import Sheet, Standing
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow
MOST = 30


def asked(client: Client, path: str) -> int:
    """Count the queries of a page."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


def more(way: Way, count: int = 60) -> None:
    """Let the result have more units and the notice more appeals."""
    notice = way.assessment.public_notices.get()
    pattern = Standing.objects.select_related("sheet").get(run=notice.run, participant=way.unit("东街街道"))
    for number in range(count):
        unit = Participant.objects.create(
            assessment=way.assessment, unit=f"单位{number}", group="街道", position=100 + number
        )
        made = Standing.objects.create(
            run=notice.run, participant=unit, group="街道", total=pattern.total, rank=4 + number, grade="良好",
            parts=pattern.parts, nodes=pattern.nodes,
        )  # fmt: skip
        Sheet.objects.create(standing=made, tree=pattern.sheet.tree)
        Appeal.objects.create(
            assessment=way.assessment, notice=notice, run=notice.run, participant=unit, node="1.2", node_name="招商引资",
            text="有误", filed_by=way.by("dongjie"),
        )  # fmt: skip


def test_no_page_asks_more_than_thirty_queries_nor_more_with_more_data(way: Way) -> None:
    notice = way.on_notice(is_open=True, shows=["rank", "grade", "total", "parts"])
    appeal = way.appeal()
    base = f"/assessments/{way.assessment.pk}/publication"
    clients = {who: way.county.client(who) for who in ("kaohe", "changwei", "dongjie-head")} | {"": Client()}
    pages = [
        *(("kaohe", base + path) for path in ("", "/steps", "/propose", "/proposals/1", "/notices/begin", "/appeals",
          f"/appeals/{appeal.pk}", "/publish", f"/notices/{notice.pk}", "/appeals.csv")),
        *(("changwei", base + path) for path in ("", "/proposals/1", "/appeals")),
        *(("dongjie-head", base + path) for path in ("", f"/notices/{notice.pk}", "/appeals", "/appeals/new",
          f"/appeals/{appeal.pk}")),
        *(("", path) for path in ("/public", f"/public/{way.assessment.public_key}",
          f"/public/{way.assessment.public_key}/ranking.xlsx", "/public/key")),
        ("kaohe", "/"), ("changwei", "/"), ("dongjie-head", "/"),
    ]  # fmt: skip
    few = {page: asked(clients[page[0]], page[1]) for page in pages}
    assert {page: count for page, count in few.items() if count > MOST} == {}
    more(way)
    many = {page: asked(clients[page[0]], page[1]) for page in pages}
    assert {page: (few[page], count) for page, count in many.items() if count > few[page]} == {}
