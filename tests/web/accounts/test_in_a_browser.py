"""What becomes of a form that is sent after its session ended, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kaoji.web.audit.models import Entry
from tests.web.browsing import windows
from tests.web.conftest import PASSWORD, County
from tests.web.facts.test_in_a_browser import opened

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_what_was_typed_is_put_back_after_the_session_ended(
    county: County, live_server: LiveServer, launched: Browser
) -> None:
    assert county.people["kaohe"].pk
    day = "2031-03-05"
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", f"/assessments/{county.assessment.pk}/")
        page.locator("[name=facts_due_on]").fill(day)
        page.context.clear_cookies(name="kaoji_session")
        page.locator("form:has([name=facts_due_on]) button").click()
        page.wait_for_url("**/log-in?*")
        assert not Entry.objects.filter(action="assessment.deadlines").exists()
        page.fill("[name=number]", "kaohe")
        page.fill("[name=password]", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"**/assessments/{county.assessment.pk}/")
        expect(page.locator("[name=facts_due_on]")).to_have_value(day)
        expect(page.locator(".note.warn", has_text="已恢复您填写的内容")).to_be_visible()
        page.locator("form:has([name=facts_due_on]) button").click()
        expect(page.locator(".note", has_text="期限已保存")).to_be_visible()
        # Logged in anew in another window, the token of the form is an old one.
        page.locator("[name=self_due_on]").fill(day)
        page.context.clear_cookies(name="kaoji_csrf")
        page.locator("form:has([name=facts_due_on]) button").click()
        page.get_by_role("link", name="返回原页面").click()
        expect(page.locator("[name=self_due_on]")).to_have_value(day)
        page.locator("form:has([name=facts_due_on]) button").click()
        expect(page.locator(".note", has_text="期限已保存")).to_be_visible()
        # What went through is not put back a second time.
        page.reload()
        expect(page.locator(".note.warn", has_text="已恢复您填写的内容")).to_have_count(0)
    county.assessment.refresh_from_db()
    assert (str(county.assessment.facts_due_on), str(county.assessment.self_due_on)) == (day, day)
