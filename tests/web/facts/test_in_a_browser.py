"""The grid in a real browser: keys, a block from a spreadsheet, taking back, a lost network, two people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.actions import open_collection
from kaoji.web.facts.models import Fact, Filing, FilingState
from tests.web.browsing import faults_of, windows
from tests.web.conftest import PASSWORD, County
from tests.web.facts.conftest import RICH, filing, send, unit, url

PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
SAVED, LOST = "已全部保存", "未保存：连接不上服务器"


def opened(within: Browser, server: LiveServer, who: str, place: str, width: int = 1360) -> Page:
    """Log somebody in and open a page."""
    context = within.new_context(locale="zh-CN", viewport={"width": width, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{server.url}/log-in")
    page.fill("[name=number]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .button.main")
    page.goto(server.url + place)
    return page


Open = Callable[[str, str], Page]
"""Open a filing as somebody: by their account and what the filing asks for."""


@pytest.fixture
def at_filing(county: County, rich: Assessment, live_server: LiveServer, launched: Browser) -> Iterator[Open]:
    """Give the way to the grid of a filing; every window that it opens is closed afterwards."""

    def open_filing(who: str, label: str) -> Page:
        assert county.people[who].pk
        return opened(within, live_server, who, url(rich, f"facts/{filing(rich, label).pk}"))

    with windows(launched) as within:
        yield open_filing


def values(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("table.grid input[name]", "all => all.map(one => one.value)")
    return found


def says(page: Page, text: str) -> None:
    expect(page.locator(".grid-state")).to_contain_text(text, timeout=20_000)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_grid_is_filled_in_by_keyboard_and_paste(at_filing: Open) -> None:
    page = at_filing("tongji", "固定资产投资")
    cells = page.locator("table.grid input[name]")
    cells.nth(0).focus()
    for key in ("3", "5", "Enter", "4", "0", "ArrowDown", "9", "9", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "西街街道 得分"
    says(page, "需要改正")
    expect(page.locator("td.wrong .said")).to_contain_text("40")
    cells.nth(2).focus()
    page.evaluate(PASTE, "20\n21\n22\n")
    says(page, SAVED)
    assert values(page) == ["35", "40", "20", "21", "22"]
    cells.nth(0).focus()
    page.evaluate(PASTE, "柳溪镇\t12\n东街街道\t11\n")
    says(page, SAVED)
    assert values(page) == ["11", "40", "20", "21", "12"]
    page.click(".undo")
    says(page, SAVED)
    assert values(page) == ["35", "40", "20", "21", "22"]
    cells.nth(0).focus()
    page.evaluate(PASTE, "序号\t单位\t得分\t备注\n1\t青川区白石镇\t13\t好\n2\t柳溪镇\t14\t\n\t合计\t27\t\n")
    told = page.locator(".pasted")
    expect(told).to_contain_text("按单位对应2行；忽略表头1行；忽略合计1行；忽略2列（序号、备注）；本页另有3行不变")
    assert values(page) == ["35", "40", "20", "21", "22"]
    page.get_by_role("button", name="填入").click()
    says(page, SAVED)
    assert values(page) == ["35", "40", "20", "13", "14"]
    page.click(".undo")
    says(page, SAVED)
    assert values(page) == ["35", "40", "20", "21", "22"]
    for block, why in (
        ("1\n2\n3\n4\n5\n6\n", "“6”没有对应的行"),
        ("1\t2\n3\t4\n", "“2”没有对应的列"),
        ("白石镇\n柳溪镇\n", "“白石镇”不是数"),
    ):
        cells.nth(0).focus()
        page.evaluate(PASTE, block)
        expect(told).to_contain_text(why)
        assert values(page) == ["35", "40", "20", "21", "22"]
    cells.nth(1).focus()
    page.keyboard.press("Control+z")
    says(page, "需要改正")
    assert values(page)[2] == "99"
    stored = {fact.participant.unit: fact.row for fact in Fact.objects.select_related("participant")}
    assert stored["东街街道"] == {"score": "35"}
    assert stored["西街街道"] == {"score": "40"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_offer_is_taken_over_with_its_target(county: County, live_server: LiveServer, launched: Browser) -> None:
    text = RICH.replace("每500万元计1分，最高计20分", "按完成比例计分").replace(
        "每500万元计1分，最高计10分", "按完成比例计分"
    )
    draft = actions.create(county.office, "青川区2027年度街道考核", 2027, county.people["kaohe"])
    version, _findings = actions.keep_scheme(draft, text, county.people["kaohe"])
    assessment = open_collection(version)
    elsewhere = filing(assessment, "到位资金（万元）", "外资")
    given = {"value": "800", "target": "950"}
    send(county.client("tongji"), elsewhere, [{"unit": "东街街道", "values": given}])
    Filing.objects.filter(pk=elsewhere.pk).update(state=FilingState.VERIFIED)
    own = filing(assessment, "到位资金（万元）", "招商引资")
    with windows(launched) as within:
        page = opened(within, live_server, "shangwu", url(assessment, f"facts/{own.pk}"))
        page.get_by_role("button", name="采用 东街街道 数值 800；目标值 950").click()
        says(page, SAVED)
        assert values(page)[:2] == ["800", "950"]
        assert Fact.objects.get(filing=own).row == given
        page.click(".undo")
        says(page, SAVED)
        assert values(page)[:2] == ["", ""]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_typed_is_lost_without_a_network(at_filing: Open) -> None:
    page = at_filing("tongji", "固定资产投资")
    page.context.set_offline(offline=True)
    page.locator("table.grid input[name]").nth(0).fill("17")
    says(page, LOST)
    assert page.locator(".hand-in button").is_disabled()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog", timeout=20_000):
        page.evaluate("window.setTimeout(() => location.assign('/'), 0)")
    assert asked == ["beforeunload"]
    page.context.set_offline(offline=False)
    says(page, SAVED)
    page.route("**/rows", lambda route: route.abort())
    page.locator("table.grid input[name]").nth(1).fill("18")
    says(page, LOST)
    again = page.context.new_page()
    again.goto(page.url)
    says(again, SAVED)
    assert values(again)[:2] == ["17", "18"]
    assert sorted(fact.row["score"] for fact in Fact.objects.all()) == ["17", "18"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_in_one_cell_choose_between_their_values(at_filing: Open) -> None:
    first = at_filing("tongji", "固定资产投资")
    second = at_filing("tongji", "固定资产投资")
    for page, value in ((first, "17"), (second, "18")):
        for cell in (0, 1):
            page.locator("table.grid input[name]").nth(cell).fill(value)
        says(page, SAVED if page is first else "需要改正")
    expect(second.locator("td.doubt .said").first).to_contain_text("17")
    second.click(".hand-in button")
    expect(second.locator(".unsent")).to_contain_text("还有2处内容没有保存")
    second.get_by_role("button", name="保留我的").first.click()
    second.get_by_role("button", name="采用对方的").first.click()
    says(second, SAVED)
    assert values(second)[:2] == ["18", "17"]
    assert sorted(fact.row["score"] for fact in Fact.objects.all()) == ["17", "18"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_events_are_added_taken_away_and_brought_back(at_filing: Open) -> None:
    page = at_filing("yingji", "生产安全事故")
    page.click(".add-row")
    row = page.locator("table.grid tbody tr").last
    row.locator("select.unit").select_option(label="西街街道")
    row.locator("[name=happened_on]").fill("2026-03-05")
    row.locator("[name=level]").select_option("较大事故")
    row.locator("[name=document]").fill("青应急〔2026〕3号")
    says(page, SAVED)
    row.get_by_role("button", name="删除").click()
    says(page, SAVED)
    assert Fact.objects.get().is_withdrawn
    page.click(".undo")
    says(page, SAVED)
    fact = Fact.objects.get()
    assert not fact.is_withdrawn
    assert fact.row == {"happened_on": "2026-03-05", "level": "较大事故", "document": "青应急〔2026〕3号"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_block_of_events_adds_a_row_for_each_and_is_taken_back(at_filing: Open) -> None:
    page = at_filing("yingji", "生产安全事故")
    page.click(".add-row")
    page.locator("[name=happened_on]").focus()
    page.evaluate(PASTE, "单位\t发生日期\t级别\n东街街道\t7月5日\t较大事故\n")
    expect(page.locator(".pasted")).to_contain_text("“7月5日”不能作为“日期")
    assert page.locator("[name=happened_on]").input_value() == ""
    page.evaluate(
        PASTE,
        "单位\t发生日期\t依据\t级别\n东街街道\t2026年3月5日\t青应急〔2026〕3号\t较大事故\n东街街道\t2026-04-05 00:00\t青应急〔2026〕4号\t较大事故\n",
    )
    expect(page.locator(".pasted")).to_contain_text("新增2行；忽略表头1行")
    page.get_by_role("button", name="填入").click()
    says(page, SAVED)
    assert sorted(fact.row["happened_on"] for fact in Fact.objects.all()) == ["2026-03-05", "2026-04-05"]
    page.click(".undo")
    says(page, SAVED)
    assert not Fact.objects.filter(is_withdrawn=False).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_block_of_ballots_is_put_in_by_unit_and_heading(at_filing: Open) -> None:
    page = at_filing("tongji", "群众满意")
    page.locator("table.grid input[name]").first.focus()
    page.evaluate(PASTE, "单位\t不满意\t满意\n白石镇\t1\t9\n黑石镇\t2\t8\n")
    expect(page.locator(".pasted")).to_contain_text("1行在本页没有对应单位，不填（黑石镇）")
    page.get_by_role("button", name="填入").click()
    says(page, SAVED)
    found = {fact.row["option"]: fact.row["count"] for fact in Fact.objects.filter(participant__unit="白石镇")}
    assert found == {"满意": "9", "不满意": "1"}
    assert Fact.objects.count() == len(found)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sc48_pages_of_facts_are_accessible_and_fit_a_phone(
    county: County, rich: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    scores, about = filing(rich, "固定资产投资"), unit(rich, "东街街道")
    pages = {
        "tongji": ["facts", f"facts/{scores.pk}", f"facts/{scores.pk}/units/{about.pk}", "facts/workbooks", "facts/burden",
                   f"facts/{filing(rich, '群众满意').pk}"],
        "kaohe": ["facts", "facts/providers", "facts/burden", "self", f"self/{about.pk}/compare",
                  f"facts/{filing(rich, '领导评价').pk}"],
        "dongjie": [f"self/{about.pk}"],
    }  # fmt: skip
    assert set(pages) <= set(county.people)
    with windows(launched) as within:
        for who, places in pages.items():
            page = opened(within, live_server, who, "/", 390)
            for place in places:
                page.goto(live_server.url + url(rich, place))
                assert [(each["id"], each["nodes"][0]["html"][:200]) for each in faults_of(page)] == [], place
                assert page.evaluate("document.documentElement.scrollWidth") <= 391, place


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_handed_in_while_a_row_is_not_saved(
    county: County, rich: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    own = unit(rich, "东街街道")
    assert county.people["dongjie"].pk
    with windows(launched) as within:
        page = opened(within, live_server, "dongjie", url(rich, f"self/{own.pk}"))
        asked: list[str] = []

        def agree(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept()

        page.on("dialog", agree)
        page.locator("input[name=score]").first.fill("35")
        says(page, SAVED)
        page.locator(".add-row").first.click()
        row = page.locator("table.list tbody tr:visible").last
        row.locator("[name=happened_on]").fill("2025-03-05")
        says(page, "需要改正")
        page.click(".hand-in button")
        expect(page.locator(".unsent")).to_contain_text("还有1处内容没有保存")
        assert asked == []
        page.get_by_role("button", name="到第一处").click()
        assert row.evaluate("row => row.contains(document.activeElement)")
        page.click(".hand-in button")
        page.get_by_role("button", name="放弃未保存的内容").click()
        says(page, SAVED)
        expect(page.locator(".unsent")).to_have_count(0)
        page.click(".hand-in button")
        page.click("form:has([name=gaps]) button")
        expect(page.locator(".state.submitted").first).to_be_visible()
    assert [fact.row for fact in Fact.objects.all()] == [{"score": "35"}]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_scripts_nothing_can_be_typed_that_would_be_lost(
    county: County, rich: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    assert county.people["tongji"].pk
    of = filing(rich, "固定资产投资")
    with windows(launched) as within:
        page = opened(within, live_server, "tongji", url(rich, f"facts/{of.pk}"))
        kept = page.context.storage_state()
        plain = within.new_context(locale="zh-CN", java_script_enabled=False, storage_state=kept).new_page()
        plain.goto(page.url)
        assert not plain.locator("table.grid input[name]").first.is_editable()
        assert "填写后自动保存" not in plain.inner_text("main")
        assert "本表不能直接填写" in plain.inner_text("main")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_ticked_stays_ticked_over_the_pages_of_a_list(
    rich: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    provider = filing(rich, "固定资产投资").providers.get()
    for number in range(60):
        made = Filing.objects.create(
            assessment=rich, table="scores", key=f"x{number}", label=f"材料{number}", position=100 + number
        )
        made.providers.set([provider])
    with windows(launched) as within:
        page = opened(within, live_server, "kaohe", url(rich, "facts"))
        page.locator("tbody input[type=checkbox]").nth(0).check()
        page.locator("tbody input[type=checkbox]").nth(1).check()
        page.get_by_role("link", name="下一页").click()
        expect(page.locator(".ticks")).to_contain_text("其他页上还勾选了2项")
        page.locator("tbody input[type=checkbox]").nth(0).check()
        page.get_by_role("link", name="上一页").click()
        expect(page.locator(".ticks")).to_contain_text("其他页上还勾选了1项")
        assert page.locator("tbody input:checked").count() == 2
        page.fill("[name=due_on]", "2027-01-31")
        page.click("button[formaction]:has-text('设定')")
        expect(page.locator(".messages, .message, [role=status]").first).to_contain_text("3")
        assert Filing.objects.filter(assessment=rich, due_on="2027-01-31").count() == 3
        # What was sent is done with.
        page.get_by_role("link", name="下一页").click()
        assert page.locator("input:checked").count() == 0
        assert page.locator(".ticks").is_hidden()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_grid_in_english_takes_blocks_headed_in_either_language(
    rich: Assessment, live_server: LiveServer, launched: Browser
) -> None:
    with windows(launched) as within:
        page = opened(within, live_server, "shangwu", url(rich, f"facts/{filing(rich, '到位资金（万元）', '招商').pk}"))
        page.context.add_cookies([{"name": "kaoji_language", "value": "en", "url": live_server.url}])
        page.reload()
        assert page.locator("table.grid th").nth(1).inner_text().startswith("Value (万元)")
        for block, expected in (
            ("单位\t数值（万元）\n东街街道\t11\n", "11"),
            ("unit\tvalue\n东街街道\t12\n", "12"),
            ("Unit\tslot\tValue (万元)\n东街街道\t到位资金\t13\n", "13"),
            ("被考核单位\t实际值\n东街街道\t14\nGrand total\t14\n", "14"),
        ):
            page.locator("table.grid input[name]").nth(0).focus()
            page.evaluate(PASTE, block)
            page.get_by_role("button", name="Fill in", exact=True).click()
            expect(page.locator(".grid-state")).to_contain_text("All changes are saved", timeout=20_000)
            assert values(page)[0] == expected
        page = opened(within, live_server, "tongji", url(rich, f"facts/{filing(rich, '完成农村公路任务').pk}"))
        page.context.add_cookies([{"name": "kaoji_language", "value": "en", "url": live_server.url}])
        page.reload()
        answers = page.locator("table.grid select[name]")
        assert answers.nth(0).locator("option").all_inner_texts() == ["", "yes", "no"]
        answers.nth(0).focus()
        page.evaluate(PASTE, "yes\n否\nNO\n√\n")
        expect(page.locator(".grid-state")).to_contain_text("All changes are saved", timeout=20_000)
        assert [answers.nth(at).input_value() for at in range(4)] == ["是", "否", "否", "是"]
        assert {fact.row["answer"] for fact in Fact.objects.filter(filing__label="完成农村公路任务")} == {"是", "否"}
        answers.nth(0).focus()
        page.evaluate(PASTE, "maybe\nno\n")
        expect(page.locator(".pasted")).to_contain_text("“maybe” cannot be chosen for “Answer")
