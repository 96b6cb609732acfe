"""Working on a scheme in a real browser: a formula answered as it is typed, a table of attributes pasted in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kaoji.web.assessments.models import Assessment, UnitAttributes
from tests.web.assessments.conftest import keep, newest
from tests.web.browsing import windows
from tests.web.conftest import County
from tests.web.facts.test_in_a_browser import PASTE, opened

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_formula_is_answered_as_it_is_typed(
    county: County, preparing: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    assert county.people["kaohe"].pk
    before = newest(preparing).number
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", f"/assessments/{preparing.pk}/scheme/forms/total")
        field, answer = page.locator("[name$=formula]").first, page.locator("#tried")
        field.fill("工作实绩×90%，保留两位小数")
        expect(answer).to_contain_text("90%", timeout=20_000)
        field.fill("工作实效×90%")
        expect(answer.locator(".error").first).to_contain_text("工作实效", timeout=20_000)
        field.fill("工作实绩")
        expect(answer.locator(".error")).to_have_count(0, timeout=20_000)
        page.get_by_role("button", name="保存", exact=True).click()
        page.wait_for_load_state()
        assert "工作实绩" in page.locator("main").inner_text()
    assert newest(preparing).number == before + 1
    assert "formula: 工作实绩\n" in newest(preparing).text.replace("}", "\n")


def test_a_column_of_attributes_is_pasted(
    county: County, preparing: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    marked = "points: 20\n        absent_for: {有招商任务: 否}\n        when_absent: 计满分\n"
    keep(preparing, "points: 20\n", marked, county.people["kaohe"])
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", f"/assessments/{preparing.pk}/scheme/units")
        page.locator("[name=value-0-1]").focus()
        page.evaluate(PASTE, "是\n否\n不\n")
        assert [page.locator(f"[name=value-{row}-1]").input_value() for row in range(3)] == ["是", "否", ""]
        expect(page.locator("select.wrong")).to_have_count(1)
        page.locator(".sticky .main").click()
        expect(page.locator(".note.success, .note.good").first).to_contain_text("2个值")
        expect(page.locator("main .note.warn")).to_contain_text("还缺3个值")
    assert [each.values for each in UnitAttributes.objects.filter(assessment=preparing)] == [
        {"有招商任务": "是"}, {"有招商任务": "否"}
    ]  # fmt: skip


def test_a_rule_opened_from_the_form_of_its_indicator_leads_back_to_it(
    preparing: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    seen = newest(preparing)
    with windows(launched) as within:
        start = f"/assessments/{preparing.pk}/scheme/versions/{seen.number}/indicators/0.2"
        page = opened(within, live_server, "kaohe", start)
        page.locator("main section a", has_text="增加规则").click()
        page.locator("[name=score]").fill("每次扣3分，扣完为止")
        page.locator("[name=label]").fill("乱收费")
        expect(page.locator(".tried")).to_contain_text("3分", timeout=20_000)
        page.get_by_role("button", name="保存", exact=True).click()
        page.wait_for_url(f"**/versions/{seen.number + 1}/indicators/0.2")
        assert page.locator("header h1, main h1").count() == page.locator("h1").count() == 1
        assert "乱收费" in page.locator("main table").first.inner_text()


def test_a_rule_in_its_card_that_is_refused_can_be_mended_there(
    preparing: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    before = newest(preparing).number
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", f"/assessments/{preparing.pk}/scheme/review?show=all")
        page.locator("a[data-edit][hx-get]").first.click()
        for rule in ("随便写写", "计5分"):
            page.locator("article form[data-rule] [name=score]").fill(rule)
            page.locator("article form[data-rule] .main").click()
            if rule == "随便写写":
                expect(page.locator("article form[data-rule] [role=alert]")).to_contain_text("随便写写")
        expect(page.locator("form[data-rule]")).to_have_count(0)
        expect(page.locator("article", has_text="计5分").first).to_be_visible()
    assert newest(preparing).number == before + 1


def test_every_card_that_can_be_edited_is_edited_by_its_key(
    county: County, preparing: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    keep(preparing, "  - name: 工作实绩\n", "  - name: 工作实绩\n    check: 请核对\n", county.people["kaohe"])
    with windows(launched) as within:
        place = f"/assessments/{preparing.pk}/scheme/review?show=all"
        page = opened(within, live_server, "kaohe", place)
        for name, goes_to in (("工作实绩", "**/indicators/0"), ("优秀", "**/forms/grades")):
            page.goto(live_server.url + place)
            page.locator(f"article[aria-label='{name}']").focus()
            page.keyboard.press("e")
            page.wait_for_url(goes_to)
        page.goto(live_server.url + place)
        page.locator("article[aria-label='招商引资']").focus()
        page.keyboard.press("e")
        expect(page.locator("article form[data-rule]")).to_have_count(1)
