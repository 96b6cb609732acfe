"""The example county can be built on any day, and what it shows is whole."""

from __future__ import annotations

import pytest

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import verify
from kaoji.web.example.building import build
from kaoji.web.permissions import ADMINISTRATORS, POSTS
from kaoji.web.publication.actions.publishing import what_is_left

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_example_has_every_role_and_an_assessment_at_three_stages() -> None:
    built = build()
    assert {role for _number, _organisation, role in built.accounts} == {*POSTS, *ADMINISTRATORS}
    stages = dict(Assessment.objects.values_list("title", "stage"))
    assert sorted(stages.values()) == [Stage.COLLECTING, Stage.PUBLICISING, Stage.PUBLISHED]
    assert built.last is not None
    published = Assessment.objects.get(pk=built.last.pk).publication
    assert published.bundle is not None
    assert built.special is not None
    left = what_is_left(Assessment.objects.get(pk=built.special.pk))
    assert len(left) == 1  # the appeal that waits for its answer
    assert verify() == []
