"""Two people at one form of a scheme, or at the table of its units."""

from __future__ import annotations

import html
import re

import pytest

from kaoji.web.assessments.models import Assessment, UnitAttributes
from kaoji.web.assessments.structures import checked
from tests.web.assessments.conftest import keep, newest
from tests.web.assessments.test_attributes import MARKED
from tests.web.assessments.test_forms import fields
from tests.web.conftest import County

pytestmark = pytest.mark.each_database


def points(assessment: Assessment) -> list[str]:
    """Give the points of the indicators of the first part."""
    file = checked(newest(assessment).text).file
    assert file is not None
    return [str(node.points) for node in file.scheme.indicators[0].items]


def test_two_who_change_different_fields_of_an_indicator_both_keep_theirs(
    county: County, preparing: Assessment
) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/versions/1/indicators/0.1"
    given = fields(client.get(place).content.decode())
    keep(preparing, "points: 20", "points: 25", county.people["kaohe2"])
    assert client.post(place, given | {"provider": "区统计局"}).status_code == 302
    assert points(preparing) == ["40", "25", "40"]
    assert newest(preparing).text.count("provider: 区统计局") == 2


def test_the_later_of_two_who_change_a_field_of_an_indicator_sees_both_values(
    county: County, preparing: Assessment
) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/versions/1/indicators/0.1"
    given = fields(client.get(place).content.decode()) | {"points": "30"}
    keep(preparing, "points: 20", "points: 25", county.people["kaohe2"])
    met = client.post(place, given)
    page = met.content.decode()
    assert met.status_code == 409
    assert "<td>20</td><td><strong>25</strong></td><td>30</td>" in page
    assert 'value="30"' in page
    action = re.search(r'action="([^"]*/versions/2/indicators/0\.1)" data-keep', page)
    assert action is not None
    assert client.post(action[1], given).status_code == 302
    assert points(preparing) == ["40", "30", "40"]


def test_an_indicator_that_is_gone_is_told_with_what_changed_since(county: County, preparing: Assessment) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/versions/1/indicators/0.1"
    given = fields(client.get(place).content.decode()) | {"points": "30"}
    keep(preparing, "name: 招商引资", "name: 项目建设", county.people["kaohe2"])
    met = client.post(place, given)
    page = met.content.decode()
    assert met.status_code == 409
    assert "项目建设" in page
    assert 'value="30"' in page


@pytest.mark.parametrize(
    ("score", "status"), [("每300万元计1分，最高计20分", 409), ("每500万元计1分，最高计20分", 302)]
)
def test_the_later_of_two_who_change_a_rule_sees_both_texts(
    county: County, preparing: Assessment, score: str, status: int
) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/rule"
    form = {"seen": "1", "place": "0.1", "number": "0", "slot": "measure", "label": "到位资金（万元）",
            "better": "higher", "among": "group", "back": "indicator"}  # fmt: skip
    keep(preparing, "每500万元计1分", "每400万元计1分", county.people["kaohe2"])
    met = client.post(place, {**form, "score": score, "provider": "区统计局"})
    assert met.status_code == status
    if status == 409:
        page = met.content.decode()
        assert f"<strong>每400万元计1分，最高计20分</strong></td><td>{score}</td>" in page
        assert 'name="seen" value="2"' in page
        assert client.post(place, {**form, "score": score, "seen": "2"}).status_code == 302
        assert score in newest(preparing).text
    else:
        assert "每400万元计1分" in newest(preparing).text
        assert "provider: [区统计局]" in newest(preparing).text


def test_the_later_of_two_who_change_a_part_sees_what_the_other_changed(county: County, preparing: Assessment) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/forms/grades"
    given = fields(client.get(place).content.decode()) | {"e0-share": "30%"}
    keep(preparing, "share: 40%", "share: 35%", county.people["kaohe2"])
    met = client.post(place, given)
    page = met.content.decode()
    assert met.status_code == 409
    assert re.search(r"<td>[^<]*40%[^<]*</td><td>[^<]*35%[^<]*</td><td>[^<]*30%", page)
    assert 'value="30%"' in page


def test_the_later_of_two_who_write_the_text_sees_what_the_other_changed(county: County, preparing: Assessment) -> None:
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/text"
    mine = newest(preparing).text.replace("share: 40%", "share: 30%")
    keep(preparing, "share: 40%", "share: 35%", county.people["kaohe2"])
    met = client.post(place, {"text": mine, "seen": "1"})
    page = met.content.decode()
    assert met.status_code == 409
    assert re.search(r"<ins>35?</ins>", page), page
    assert "share: 30%" in page


def test_a_value_of_a_unit_that_only_another_changed_is_not_taken_back(county: County, preparing: Assessment) -> None:
    keep(preparing, "points: 20\n", MARKED, county.people["kaohe"])
    client, place = county.client("kaohe"), f"/assessments/{preparing.pk}/scheme/units"
    seen = client.get(place).content.decode()
    stale = {name: value for name, value in fields(seen).items() if name.startswith(("unit-", "value-"))}
    first, second = (
        re.search(rf'name="(value-\d+-\d+)" aria-label="{unit} 有招商任务"', seen) for unit in ("东街街道", "白石镇")
    )
    assert first is not None
    assert second is not None
    form = stale | {"seen": html.unescape(re.findall(r'name="seen" value="([^"]*)"', seen)[0]), "act": "keep"}
    assert client.post(place, form | {first[1]: "是"}).status_code == 302
    assert client.post(place, form | {second[1]: "否"}).status_code == 302
    kept = {each.unit: each.values for each in UnitAttributes.objects.filter(assessment=preparing)}
    assert kept == {"东街街道": {"有招商任务": "是"}, "白石镇": {"有招商任务": "否"}}
    met = client.post(place, form | {first[1]: "否"})
    page = met.content.decode()
    assert met.status_code == 409
    assert "东街街道 有招商任务" in page
    assert "<strong>是</strong></td><td>否</td>" in page
