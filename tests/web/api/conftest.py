"""Programs that call the interface of the county."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kaoji.web.api.actions import make_token
from kaoji.web.organisations.models import Post
from tests.web.conftest import County
from tests.web.publication.conftest import Way, clock, way

__all__ = ["Way", "clock", "way"]


@dataclass
class Program:
    """Another system with the token of somebody's post."""

    county: County
    text: str
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, data: object = None, **headers: str) -> HttpResponse:
        """Call an address below /api/v1; ``{a}`` stands for the county's assessment."""
        full = f"/api/v1/{path.replace('{a}', str(self.county.assessment.pk))}"
        given = {"Authorization": f"Bearer {self.text}", "Accept-Language": "en", **headers}
        body = b"" if data is None else json.dumps(data).encode()
        answer: Any = self.client.generic(method, full, body, "application/json", headers=given)
        found: HttpResponse = answer
        return found

    def get(self, path: str, status: int = 200, **headers: str) -> Any:  # noqa: ANN401 - plain data
        """Read."""
        return said(self.send("GET", path, **headers), status)

    def post(self, path: str, data: object = None, status: int = 200, **headers: str) -> Any:  # noqa: ANN401 - plain data
        """Write."""
        return said(self.send("POST", path, data, **headers), status)


def said(answer: HttpResponse, status: int) -> Any:  # noqa: ANN401 - plain data
    assert answer.status_code == status, answer.content.decode()
    return json.loads(answer.content)


Calling = Callable[[str], Program]


@pytest.fixture
def calling(county: County) -> Calling:
    """Give programs: each with a token of somebody's first post."""

    def made(who: str) -> Program:
        user = county.people[who]
        _token, text = make_token(user, Post.objects.filter(user=user).earliest("pk").pk, "统计系统", 30)
        return Program(county, text)

    return made
