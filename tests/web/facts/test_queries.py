"""No page asks more of the database when there is more data."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.models import Fact, Filing, Side
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, unit, url

PAGES = {
    "filings": ("kaohe", "facts"),
    "own filings": ("tongji", "facts"),
    "grid": ("tongji", "facts/{scores}"),
    "events": ("yingji", "facts/{events}"),
    "ballots": ("tongji", "facts/{ballots}"),
    "row": ("tongji", "facts/{scores}/units/{unit}"),
    "providers": ("kaohe", "facts/providers"),
    "burden": ("kaohe", "facts/burden"),
    "asked more than once": ("kaohe", "facts/burden/repeats"),
    "self-assessments": ("kaohe", "self"),
    "own self-assessment": ("dongjie", "self/{unit}"),
    "side by side": ("kaohe", "self/{unit}/compare"),
    "workbooks": ("tongji", "facts/workbooks"),
}


def _more(rich: Assessment) -> None:
    """Give every filing rows of every unit on both sides."""
    units = list(rich.participants.all())
    Fact.objects.bulk_create(
        Fact(filing=of, participant=each, side=side, number="7" if of.table in ("events", "items") else "",
             row={"score": "1", "value": "1", "quantity": "1"})
        for of in Filing.objects.filter(assessment=rich, table__in=("scores", "measures", "events", "items"))
        for each in units
        for side in Side
    )  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_same_few_questions_when_there_is_more(county: County, rich: Assessment, name: str) -> None:
    who, place = PAGES[name]
    scores, events = filing(rich, "固定资产投资"), filing(rich, "生产安全事故")
    names: dict[str, Any] = {"scores": scores.pk, "events": events.pk, "ballots": filing(rich, "群众满意").pk,
                             "unit": unit(rich, "东街街道").pk}  # fmt: skip
    client = county.client(who)
    send(county.client("tongji"), scores, [{"unit": "东街街道", "values": {"score": "30"}}])
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(url(rich, place.format(**names))).status_code == 200
    Fact.objects.all().update(is_withdrawn=True)
    Fact.objects.filter(corrections=None).delete()
    Fact.objects.filter(filing=scores).update(side="x")
    _more(rich)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url(rich, place.format(**names))).status_code == 200
    assert len(many) <= len(few) + 1, [query["sql"][:150] for query in many.captured_queries]
    assert len(many) <= 30


def test_saving_a_row_asks_the_same_however_many_there_are(county: County, rich: Assessment) -> None:
    of, client = filing(rich, "固定资产投资"), county.client("tongji")
    with CaptureQueriesContext(connection) as first:
        send(client, of, [{"unit": "东街街道", "values": {"score": "30"}}])
    send(client, of, [{"unit": name, "values": {"score": "30"}} for name in ("西街街道", "南湖街道", "白石镇")])
    with CaptureQueriesContext(connection) as last:
        send(client, of, [{"unit": "柳溪镇", "values": {"score": "30"}}])
    assert len(last) <= len(first)
    assert len(last) <= 30
