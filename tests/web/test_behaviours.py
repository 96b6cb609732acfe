"""Small things that scripts do, as somebody at a browser sees them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kaoji.web.assessments.models import Assessment
from tests.web.assessments.conftest import preparing  # noqa: F401 - a fixture
from tests.web.browsing import windows
from tests.web.conftest import County
from tests.web.facts.conftest import rich  # noqa: F401 - a fixture
from tests.web.facts.test_in_a_browser import SAVED, Open, at_filing, opened, says  # noqa: F401 - one is a fixture

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_earlier_assessment_proposes_name_and_year_unless_others_were_written(
    county: County,
    rich: Assessment,  # noqa: F811 - the fixture
    live_server: LiveServer,
    launched: Browser,
) -> None:
    assert county.assessment.year < rich.year
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", "/assessments/new")
        title, year, chosen = (page.locator(f"[name={name}]") for name in ("title", "year", "previous"))
        proposed = {
            option.get_attribute("value"): (option.get_attribute("data-title"), option.get_attribute("data-year"))
            for option in chosen.locator("option").all()
        }
        assert len(proposed) == 2
        page.check("[name=way][value=notice]")
        for each in (county.assessment, rich):
            chosen.select_option(str(each.pk))
            assert (title.input_value(), year.input_value()) == proposed[str(each.pk)]
            expect(page.locator("[name=way][value=last]")).to_be_checked()
        title.fill("自拟名称")
        chosen.select_option(str(county.assessment.pk))
        assert (title.input_value(), year.input_value()) == ("自拟名称", proposed[str(county.assessment.pk)][1])


def selected(page: Page) -> str:
    """Give what is selected in the text of the scheme, once it has the focus."""
    expect(page.locator("#text")).to_be_focused()
    said: str = page.locator("#text").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    return said


def test_a_finding_leads_to_its_line_in_the_text(
    county: County,
    preparing: Assessment,  # noqa: F811 - the fixture
    live_server: LiveServer,
    launched: Browser,
) -> None:
    assert county.people["kaohe"].pk
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", f"/assessments/{preparing.pk}/scheme/text#line-7")
        lines = page.locator("#text").input_value().split("\n")
        assert selected(page) == lines[6]
        page.locator("#text").fill("# 新增一行\n" + "\n".join(lines).replace("points: 20", "pointz: 20"))
        link = page.locator("#found .error a[data-line]").first
        wrong = next(number for number, line in enumerate(lines, 2) if "points: 20" in line)
        expect(link).to_have_text(f"第{wrong}行", timeout=20_000)
        link.click()
        assert selected(page).strip() == "pointz: 20"
        top, height, end = page.locator("#text").evaluate(
            "box => [box.scrollTop, box.scrollHeight / box.value.split('\\n').length, box.scrollTop + box.clientHeight]"
        )
        assert top <= (wrong - 1) * height <= end
        page.on("dialog", lambda dialog: dialog.accept())


def test_nothing_recorded_is_not_said_beside_a_row(at_filing: Open) -> None:  # noqa: F811 - the fixture
    page = at_filing("yingji", "生产安全事故")
    empty, rows = page.locator(".no-rows"), page.locator("table.grid tbody tr:visible")
    expect(empty).to_be_visible()
    page.click(".add-row")
    expect(rows).to_have_count(1)
    expect(empty).to_be_hidden()
    rows.get_by_role("button", name="删除").click()
    expect(rows).to_have_count(0)
    expect(empty).to_be_visible()
    page.click(".add-row")
    rows.locator("select.unit").select_option(label="西街街道")
    rows.locator("[name=level]").select_option("较大事故")
    says(page, SAVED)
    rows.get_by_role("button", name="删除").click()
    says(page, SAVED)
    expect(empty).to_be_visible()
    page.click(".undo")
    says(page, SAVED)
    expect(empty).to_be_hidden()
    expect(rows).to_have_count(1)
