"""A form sent twice is taken once, and leads to the same page both times."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kaoji.web.publication.actions import appeals
from kaoji.web.publication.models import Appeal
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.each_database


def form(client: Client, way: Way, node: str) -> dict[str, str]:
    path = f"/assessments/{way.assessment.pk}/publication/appeals/new"
    found = re.search(r'name="form-key" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return {"unit": str(way.unit("东街街道").pk), "node": node, "text": "少计一项。", "form-key": found[1]}


def test_an_appeal_sent_twice_is_filed_once(way: Way) -> None:
    way.on_notice()
    client = way.county.client("dongjie-head")
    path = f"/assessments/{way.assessment.pk}/publication/appeals/new"
    sent = form(client, way, "1.2")
    first = client.post(path, sent)
    assert first.status_code == 302
    assert client.post(path, sent)["Location"] == first["Location"]
    # Even where nothing else would stop it any more.
    appeals.withdraw(Appeal.objects.get())
    assert client.post(path, sent)["Location"] == first["Location"]
    assert Appeal.objects.count() == 1
    assert client.post(path, form(client, way, "1.2"))["Location"] != first["Location"]


def test_a_form_that_was_refused_can_be_sent_again(way: Way) -> None:
    way.on_notice()
    client = way.county.client("dongjie-head")
    path = f"/assessments/{way.assessment.pk}/publication/appeals/new"
    sent = form(client, way, "1.2")
    assert client.post(path, {**sent, "text": " "}).status_code == 422
    assert client.post(path, sent).status_code == 302
