"""What tests of facts share: filings by their label, rows sent as the grid sends them, a county with every kind of slot."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.facts.actions import open_collection
from kaoji.web.facts.models import Filing
from tests.web.conftest import County
from tests.web.states import kept

RICH = """\
kaoji: 1
title: 青川区2026年度街道考核
year: 2026
groups:
  街道: {units: [东街街道, 西街街道, 南湖街道]}
  乡镇: {units: [白石镇, 柳溪镇]}
indicators:
  - name: 工作实绩
    items:
      - {name: 固定资产投资, points: 40, provider: 区统计局, score: 由数据提供单位计分}
      - name: 招商引资
        points: 20
        provider: 区商务局
        when_absent: 按比例折算
        rules: [{measure: 到位资金（万元）, score: 每500万元计1分，最高计20分}]
      - name: 外资
        points: 10
        provider: 区统计局
        rules: [{measure: 到位资金（万元）, score: 每500万元计1分，最高计10分}]
      - name: 农村公路
        points: 10
        provider: 区统计局
        rules: [{when: 完成农村公路任务, score: 计10分}]
      - name: 平安建设
        points: 20
        provider: 区应急局
        rules: [{events: 生产安全事故, score: "较大事故每起扣10分，其他事故每起扣3分，扣完为止"}]
      - name: 重点工作
        points: 10
        provider: 区统计局
        rules: [{completion: 重点工作, score: 按占比和完成率计分}]
panels:
  群众满意: {points: 100, options: {满意: 1, 不满意: 0}, score: 取平均分, provider: 区统计局}
  领导评价: {points: 100, dimensions: {大局: 60, 廉政: 40}, score: 取平均分}
total:
  - {formula: 工作实绩×80%+群众满意×10%+领导评价×10%，保留两位小数}
grades:
  - {name: 优秀, share: 40%}
  - {name: 良好}
"""


@pytest.fixture
def rich(county: County) -> Assessment:
    """Give an assessment of the next year that asks for every kind of thing."""
    return kept("rich", lambda: _rich(county))


def _rich(county: County) -> Assessment:
    assessment = actions.create(
        county.office, "青川区2026年度街道考核", 2026, county.people["kaohe"], county.assessment
    )
    version, findings = actions.keep_scheme(assessment, RICH, county.people["kaohe"])
    assert [finding.line("en") for finding in findings if finding.level == "error"] == []
    return open_collection(version)


def filing(assessment: Assessment, label: str, indicator: str = "") -> Filing:
    """Give a filing by what it asks for."""
    return Filing.objects.get(assessment=assessment, label=label, indicator__contains=indicator)


def unit(assessment: Assessment, name: str) -> Participant:
    """Give a unit by its name."""
    return Participant.objects.get(assessment=assessment, unit=name)


def url(assessment: Assessment, rest: str) -> str:
    """Give the address of a page of the assessment."""
    return f"/assessments/{assessment.pk}/{rest}"


Send = Callable[..., dict[str, Any]]


def send(client: Client, of: Filing, rows: list[dict[str, Any]], status: int = 200, **more: str) -> dict[str, Any]:
    """Send rows as the grid does; each names its unit."""
    body = {"rows": [{**row, "unit": unit(of.assessment, row["unit"]).pk} for row in rows], **more}
    answer = client.post(url(of.assessment, f"facts/{of.pk}/rows"), json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    said: dict[str, Any] = answer.json()
    return said
