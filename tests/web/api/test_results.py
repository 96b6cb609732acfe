"""Results through the interface: computed, read by right, unfolded, and open to everybody once published."""

from __future__ import annotations

import pytest

from kaoji.web.jobs.queue import do_all
from tests.web.api.conftest import Calling, Program
from tests.web.publication.conftest import Way

RUNS = "assessments/{a}/runs"


@pytest.mark.slow
def test_a_result_is_computed_and_read_by_right_until_everybody_may_see_it(way: Way, calling: Calling) -> None:
    office, unit = calling("kaohe"), calling("dongjie")
    run = office.post(RUNS, status=202)
    assert (run["state"], run["digest"]) == ("waiting", "")
    office.get(f"{RUNS}/{run['number']}/standings", 404)
    do_all()
    found = office.get(f"{RUNS}/{run['number']}")
    assert (found["state"], found["is_final"], found["missing"]) == ("finished", True, [])
    assert found["manifest"]["results"] == found["digest"]
    standings = office.get(f"{RUNS}/{run['number']}/standings")["items"]
    assert {each["unit"]: each["rank"] for each in standings}["西街街道"] == 1
    first = next(each for each in standings if each["unit"] == "西街街道")
    assert first["total"] == "90"
    assert set(first["indicators"]) >= {"1.1", "1.2", "1.3"}
    sheet = office.get(f"{RUNS}/{run['number']}/standings/{first['unit_id']}")
    assert sheet["tree"]["value"] == "90"
    assert any(child["children"] for child in sheet["tree"]["children"])
    # A unit sees nothing before the public notice, then its own result alone.
    assert unit.get(RUNS)["items"] == []
    unit.get(f"{RUNS}/{run['number']}", 404)
    calling("tongji").get(f"{RUNS}/{run['number']}", 404)
    anybody = Program(way.county, "")
    assert anybody.get("public/results")["items"] == []
    anybody.get(f"public/results/{way.assessment.public_key}", 404)
    publication = way.published()
    shown = unit.get(f"{RUNS}/{publication.run.number}/standings")["items"]
    assert [each["unit"] for each in shown] == ["东街街道"]
    unit.get(f"{RUNS}/{publication.run.number}/standings/{first['unit_id']}", 404)
    # Everybody sees what was chosen to be shown and nothing else.
    (listed,) = anybody.get("public/results")["items"]
    result = anybody.get(f"public/results/{listed['key']}")
    assert result["digest"] == publication.notice.proposal.results_digest
    assert set(result["standings"][0]) == {"unit", "group", *publication.shows}
    assert [each["unit"] for each in result["standings"]][:2] == ["东街街道", "西街街道"]
