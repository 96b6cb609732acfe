"""An assessment in preparation, beside the one of the county that collects facts."""

from __future__ import annotations

import pytest

from kaoji.web.accounts.models import User
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment, SchemeVersion
from tests.web.conftest import SCHEME, County
from tests.web.states import kept

DRAFT = SCHEME.replace("kaoji: 1", "# 初稿，待核对\nkaoji: 1").replace(
    "        score: 由数据提供单位计分\n",
    "        score: 由数据提供单位计分  # 以统计年鉴为准\n        check: 原文没有写明计分方法\n",
)


@pytest.fixture
def preparing(county: County) -> Assessment:
    """Give an assessment whose scheme is a draft."""
    return kept("preparing", lambda: _preparing(county))


def _preparing(county: County) -> Assessment:
    made = actions.create(county.office, "青川区2026年度街道考核", 2026, county.people["kaohe"])
    actions.keep_scheme(made, DRAFT.replace("2025", "2026"), county.people["kaohe"], "初稿")
    return made


def newest(assessment: Assessment) -> SchemeVersion:
    """Give the newest version of a scheme."""
    found = assessment.scheme_versions.first()
    assert found is not None
    return found


def keep(assessment: Assessment, old: str, new: str, by: User) -> SchemeVersion:
    """Keep a version in which some words stand in place of others."""
    text = newest(assessment).text
    assert old in text
    version, _findings = actions.keep_scheme(assessment, text.replace(old, new), by)
    return version
