"""Two people at one form: what only one changed is kept, what both changed is shown to the later one and not lost."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client

from kaoji.web.assessments.arranging import set_deadlines
from kaoji.web.assessments.models import Assessment
from kaoji.web.meanwhile import MeanwhileError, laid_over, opened, sealed
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from tests.web.conftest import County

pytestmark = pytest.mark.each_database


def seen_on(client: Client, place: str) -> str:
    """Give what the first form of a page carries of what it shows."""
    answer = client.get(place)
    found = re.search(r'name="seen" value="([^"]*)"', answer.content.decode())
    assert found is not None, (answer.status_code, answer.headers)
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("now", "wanted", "kept"),
    [
        ({"a": "1", "b": "2"}, {"a": "9", "b": "2"}, {"a": "9", "b": "2"}),  # nobody else changed anything
        ({"a": "1", "b": "5"}, {"a": "9", "b": "2"}, {"a": "9", "b": "5"}),  # each changed another field
        ({"a": "9", "b": "2"}, {"a": "9", "b": "2"}, {"a": "9", "b": "2"}),  # both wrote the same
    ],
)
def test_what_only_one_of_two_changed_is_kept_as_they_wrote_it(
    county: County, now: dict[str, str], wanted: dict[str, str], kept: dict[str, str]
) -> None:
    seen = opened(sealed({"a": "1", "b": "2"}))
    assert laid_over(seen, now, wanted, county.assessment, "assessment.deadlines") == kept


@pytest.mark.parametrize("text", ["", "no json", "[]", "[" * 100_000, None])
def test_what_no_page_wrote_says_nothing_of_what_was_seen(text: str | None) -> None:
    assert opened(text) is None


def test_the_later_of_two_who_change_an_organisation_sees_both_words(county: County) -> None:
    first, second = county.client("xitong"), county.client("xitong")
    found = Organisation.objects.create(name="北山镇", parent=county.region, kind=Kind.TOWNSHIP)
    place = f"/organisations/{found.pk}"
    form = {"name": "北山镇", "short_name": "", "kind": "township", "parent": "青川区", "seen": seen_on(first, place)}
    assert first.post(place, {**form, "name": "北山街道", "short_name": "北山"}).status_code == 302
    met = second.post(place, {**form, "name": "北山新区", "kind": "other"})
    page = met.content.decode()
    assert met.status_code == 409
    assert "系统员在" in page
    assert all(f">{name}</" in page for name in ("北山镇", "北山街道", "北山新区"))
    assert 'name="name" maxlength="120" required value="北山新区"' in page
    assert 'value="北山"' in page
    found.refresh_from_db()
    assert (found.name, found.kind) == ("北山街道", Kind.TOWNSHIP)
    again = html.unescape(re.findall(r'name="seen" value="([^"]*)"', page)[0])
    knowing = {**form, "name": "北山新区", "short_name": "北山", "kind": "other", "seen": again}
    assert second.post(place, knowing).status_code == 302
    found.refresh_from_db()
    assert (found.name, found.short_name, found.kind) == ("北山新区", "北山", Kind.OTHER)


def test_two_who_change_different_fields_of_a_person_both_keep_theirs(county: County) -> None:
    client, user = county.client("xitong"), county.people["tongji"]
    place = f"/people/{user.pk}"
    seen = seen_on(client, place)
    client.post(f"{place}/change", {"name": "周念念", "organisation": "区统计局", "seen": seen})
    client.post(f"{place}/change", {"name": "周念", "organisation": "区商务局", "seen": seen})
    user.refresh_from_db()
    assert (user.name, str(user.organisation)) == ("周念念", "区商务局")
    met = client.post(f"{place}/change", {"name": "周年", "organisation": "区商务局", "seen": seen})
    assert met.status_code == 409
    assert "周念念" in met.content.decode()


def test_a_person_without_a_name_is_refused_with_what_was_written(county: County) -> None:
    user = county.people["tongji"]
    answer = county.client("xitong").post(f"/people/{user.pk}/change", {"name": " ", "organisation": "区商务局"})
    assert answer.status_code == 422
    assert 'value="区商务局"' in answer.content.decode()


def test_a_post_held_on_other_terms_is_shown_before_they_are_changed(county: County) -> None:
    client, user = county.client("anquan"), county.people["tongji"]
    office = Organisation.objects.get(name="区统计局")
    Post.objects.filter(user=user, organisation=office).update(until_on=date(2031, 1, 31))
    place = f"/people/{user.pk}/posts"
    form = {"organisation": "区统计局", "role": Role.PROVIDER.value, "until_on": "2032-05-31"}
    met = client.post(place, {**form, "seen": ""})
    page = met.content.decode()
    assert met.status_code == 409
    assert "2031-01-31" in page
    assert 'value="2032-05-31"' in page
    seen = html.unescape(re.findall(r'name="seen" value="([^"]*)"', page)[-1])
    assert client.post(place, {**form, "seen": seen}).status_code == 302
    assert Post.objects.get(user=user, organisation=office).until_on == date(2032, 5, 31)


def test_terms_are_shown_beside_a_post_that_is_held_without_any(county: County) -> None:
    user = county.people["tongji"]
    form = {"organisation": "区统计局", "role": Role.PROVIDER.value, "until_on": "2032-05-31", "seen": ""}
    met = county.client("anquan").post(f"/people/{user.pk}/posts", form)
    assert met.status_code == 409
    assert "<td>—</td><td><strong>—</strong></td><td>2032-05-31</td>" in met.content.decode()


def test_the_later_of_two_who_set_a_deadline_sees_the_other_day(county: County) -> None:
    client, place = county.client("kaohe"), f"/assessments/{county.assessment.pk}/"
    seen = seen_on(client, place)
    other = county.client("kaohe2")
    other.post(f"{place}deadlines", {"facts_due_on": "2031-03-01", "self_due_on": "", "seen": seen})
    met = client.post(f"{place}deadlines", {"facts_due_on": "2031-04-01", "self_due_on": "2031-02-01", "seen": seen})
    page = met.content.decode()
    assert met.status_code == 409
    assert "苏望" in page
    assert "2031-03-01" in page
    assert 'value="2031-04-01"' in page
    assert Assessment.objects.get(pk=county.assessment.pk).facts_due_on == date(2031, 3, 1)
    with pytest.raises(MeanwhileError):
        set_deadlines(county.assessment, date(2031, 5, 1), None, seen=opened(seen))


def test_the_later_of_two_who_set_steps_of_approval_sees_the_others(county: County) -> None:
    client, place = county.client("kaohe"), f"/assessments/{county.assessment.pk}/publication/steps"
    seen, committee = seen_on(client, place), Organisation.objects.get(name="区委常委会").pk
    form = {"position": ["1"], "organisation": [committee], "seen": seen}
    assert client.post(place, {**form, "name": ["常委会审议"]}).status_code == 302
    met = client.post(place, {**form, "name": ["书记办公会审定"]})
    page = met.content.decode()
    assert met.status_code == 409
    assert "1. 常委会审议（区委常委会）" in page
    assert 'value="书记办公会审定"' in page
    assert county.assessment.approval_steps.get().name == "常委会审议"


def test_a_step_without_a_body_is_refused_and_stays_in_the_form(county: County) -> None:
    place = f"/assessments/{county.assessment.pk}/publication/steps"
    answer = county.client("kaohe").post(place, {"name": ["党组会审议"], "organisation": [""], "position": ["1"]})
    assert answer.status_code == 422
    assert 'value="党组会审议"' in answer.content.decode()


def test_the_later_of_two_who_give_a_name_to_an_organisation_sees_the_other(county: County) -> None:
    client, place = county.client("kaohe"), f"/assessments/{county.assessment.pk}/scheme/names?show=all"
    page = client.get(place).content.decode()
    number = re.search(r'name="name-(\d+)" value="东街街道"', page)
    assert number is not None
    form = {f"name-{number[1]}": "东街街道", "seen": seen_on(client, place)}
    assert client.post(place, {**form, f"organisation-{number[1]}": "西街街道"}).status_code == 302
    met = client.post(place, {**form, f"organisation-{number[1]}": "南湖街道"})
    assert met.status_code == 409
    assert "西街街道</strong>" in met.content.decode()


def test_a_filing_whose_rows_were_corrected_since_is_not_verified_unseen(county: County) -> None:
    client = county.client("kaohe")
    filing = county.assessment.filings.get(label="固定资产投资")
    place = f"/assessments/{county.assessment.pk}/facts/{filing.pk}"
    provider = county.client("tongji")
    unit = county.assessment.participants.first()
    assert unit is not None
    value = {"number": "", "version": "0", "score": "30"}
    assert provider.post(f"{place}/units/{unit.pk}/correct", value).status_code == 302
    provider.post(f"{place}/submit", {"gaps": "yes"})
    seen = seen_on(client, place)
    again = {"number": "", "version": "1", "score": "40", "reason": "报错了"}
    assert provider.post(f"{place}/units/{unit.pk}/correct", again).status_code == 302
    client.post(f"{place}/verify", {"seen": seen})
    filing.refresh_from_db()
    assert filing.state == "submitted"
    client.post(f"{place}/verify", {"seen": seen_on(client, place)})
    filing.refresh_from_db()
    assert filing.state == "verified"


def test_the_later_of_two_who_correct_a_row_keeps_what_they_typed(county: County) -> None:
    filing = county.assessment.filings.get(label="固定资产投资")
    place = f"/assessments/{county.assessment.pk}/facts/{filing.pk}"
    client, unit = county.client("tongji"), county.assessment.participants.first()
    assert unit is not None
    for version, points in (("0", "30"), ("1", "31")):
        client.post(f"{place}/units/{unit.pk}/correct", {"number": "", "version": version, "score": points})
    met = client.post(f"{place}/units/{unit.pk}/correct", {"number": "", "version": "1", "score": "32"})
    page = met.content.decode()
    assert met.status_code == 409
    assert "<td>30</td><td><strong>31</strong></td><td>32</td>" in page
    assert 'value="32"' in page
    assert 'name="version" value="2"' in page


def test_a_deadline_that_somebody_else_set_meanwhile_is_told(county: County) -> None:
    client, place = county.client("kaohe"), f"/assessments/{county.assessment.pk}/facts"
    filing = county.assessment.filings.get(label="固定资产投资")
    form = {"filing": [filing.pk], "seen": seen_on(client, place), "next": place}
    client.post(f"{place}/due", {**form, "due_on": "2031-03-01"})
    answer = client.post(f"{place}/due", {**form, "due_on": "2031-04-01"}, follow=True)
    filing.refresh_from_db()
    assert filing.due_on == date(2031, 3, 1)
    assert "2031-03-01" in answer.content.decode()
