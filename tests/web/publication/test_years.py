"""Two years that were really published, one beside the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaoji.web.assessments.starting import start_from_last
from kaoji.web.facts.actions import open_collection
from kaoji.web.publication.models import ApprovalStep
from tests.web.publication.conftest import Way

pytestmark = pytest.mark.slow


def test_two_published_years_are_compared_by_office_and_unit(way: Way) -> None:
    before = way.published().run
    following = start_from_last(way.assessment, "青川区2026年度街道考核", 2026, way.by("kaohe"))
    for step in way.assessment.approval_steps.all():
        ApprovalStep.objects.update_or_create(
            assessment=following, position=step.position,
            defaults={"name": step.name, "organisation": step.organisation},
        )  # fmt: skip
    version = following.scheme_versions.first()
    assert version is not None
    later = Way(replace(way.county, assessment=open_collection(version)), way.clock)
    later.fill()
    now = later.published().run
    unit = later.unit("东街街道")
    place = f"/assessments/{following.pk}/results/{now.number}/years"
    page = way.county.client("kaohe").get(place).content.decode()
    assert f"{way.assessment.title} #{before.number}" in page
    assert "已公布" in page
    row = page[page.index("东街街道") : page.index("东街街道") + 900]
    assert row.count("86.5") == 2
    own = way.county.client("dongjie-head").get(f"{place}?unit={unit.pk}").content.decode()
    assert "固定资产投资" in own
    assert "西街街道" not in own
