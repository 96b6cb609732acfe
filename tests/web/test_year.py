"""A whole year of an assessment in a real browser: from an empty installation to a published result that is verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.web.browsing import PASSWORD, Person, browser
from tests.web.site import Site, server_of_the_tests

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

UNITS = ("青石街道", "柳湾街道", "松岭镇", "河口镇")
PEOPLE = [
    ("kaohe", "林一舟", "区考核办", "部门", "考核办"),
    ("fuhe", "苏望", "区考核办", "部门", "考核办"),
    ("tongji", "周念", "区统计局", "部门", "数据提供单位"),
    ("yingji", "唐朔", "区应急局", "部门", "数据提供单位"),
    ("qingshi", "许晴", "青石街道", "街道", "单位填报人、单位负责人"),
    ("changwei", "江澄", "区委常委会", "部门", "领导"),
]


def notice_at(path: Path) -> Path:
    """Write the office's notice as it would come: running text, and the score sheet as a table."""
    document = docx.Document()
    document.add_paragraph("云溪区2031年度镇街工作实绩考核办法")
    document.add_paragraph("一、考核对象")
    document.add_paragraph("镇街（4个）：" + "、".join(UNITS) + "。")
    document.add_paragraph("二、总分计算")
    document.add_paragraph("总分=工作实绩×100%，保留两位小数。")
    document.add_paragraph("三、等次评定")
    document.add_paragraph("按总分从高到低排名，前25%为优秀等次，其余为良好等次。")
    document.add_paragraph("附件：镇街工作实绩考核评分表")
    rows = [
        ("考核项目", "考核指标", "分值", "计分方法", "数据提供单位"),
        ("工作实绩（100分）", "固定资产投资", "40", "由区统计局按完成情况计分。", "区统计局"),
        ("工作实绩（100分）", "到位资金", "30", "引进区外到位资金每500万元计1分，最高计30分。", "区统计局"),
        ("工作实绩（100分）", "安全生产", "30", "发生生产安全事故的，每起扣5分，扣完为止。", "区应急局"),
    ]
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(3, 0)).text = "工作实绩（100分）"
    document.save(str(path))
    return path


def people_at(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账号", "姓名", "单位", "单位类型", "岗位"])
    for row in PEOPLE:
        sheet.append(list(row))
    for unit in UNITS[1:]:
        sheet.append([f"{unit}-1", "夏禾", unit, "街道", "单位填报人"])
    book.save(path)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path / "home", server_of_the_tests(), KAOJI_ADMIN_PASSWORD=PASSWORD)
    for number, kind in (("xitong", "system"), ("anquan", "security"), ("shenji", "audit")):
        found.run("administrator", number, "--kind", kind, said="管理员\n")
    found.start()
    yield found
    found.kill()


@pytest.fixture
def at() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


def first_passwords(keeper: Person, tmp_path: Path) -> dict[str, str]:
    """Let the system administrator bring people and organisations from a workbook."""
    keeper.open("/people/import")
    keeper.page.set_input_files("[name=file]", people_at(tmp_path / "people.xlsx"))
    keeper.page.locator("main form button").click()
    keeper.page.wait_for_selector(".slip")
    slips = keeper.page.locator(".slip").all_inner_texts()
    found = {}
    for slip in slips:
        number, password = re.search(r"账号\s+(\S+)", slip), re.search(r"(\w{5}-\w{5}-\w{5})", slip)
        assert number is not None, slip
        assert password is not None, slip
        found[number.group(1)] = password.group(1)
    return found


def scheme_from_the_notice(office: Person, tmp_path: Path) -> str:
    """Let the office open an assessment, read its notice, look through the draft and publish; gives its address."""
    office.open("/assessments/new")
    office.page.fill("[name=title]", "云溪区2031年度镇街工作实绩考核")
    office.page.fill("[name=year]", "2031")
    office.page.check("[name=way][value=notice]")
    office.page.locator("main form button.main").click()
    office.page.wait_for_url(re.compile(r"/assessments/\d+/"))
    found = re.search(r"/assessments/\d+", office.page.url)
    assert found is not None
    here = found.group(0)
    office.open(f"{here}/notices")
    notice = notice_at(tmp_path / "云溪区2031年度镇街考核办法.docx")
    office.page.set_input_files("[name=file]", notice)
    office.page.locator("form[action$='/notices/upload'] button").click()
    office.page.wait_for_selector(".card .figure", timeout=60_000)
    office.open(f"{here}/scheme/review?show=open")
    waiting = office.page.locator("[data-accept]")
    while left := waiting.count():
        waiting.first.click()
        office.until(lambda left=left: waiting.count() < left)  # type: ignore[misc]
    office.open(f"{here}/publication/steps")
    office.page.locator("[name=name]").first.fill("区委常委会审定")
    office.page.locator("select[name=organisation]").first.select_option(label="区委常委会")
    office.page.locator("main form button.main").first.click()
    office.page.wait_for_load_state()
    office.open(f"{here}/scheme/publish")
    office.page.fill("[name=due_on]", (timezone.localdate() + timedelta(days=9)).isoformat())
    office.page.locator("main form.spaced button.main").click()
    office.page.wait_for_url(re.compile(rf"{here}/$"))
    return here


def filing(person: Person, here: str, label: str) -> None:
    """Open what is to be filled in."""
    person.open(f"{here}/facts")
    person.page.get_by_role("link", name=label).first.click()
    person.page.wait_for_selector("table.grid, .empty")


def fill(provider: Person, here: str, label: str, values: Sequence[str]) -> None:
    """Type a column as one does: a value, Enter, the next; it is kept while typing."""
    filing(provider, here, label)
    cells = provider.page.locator("table.grid tbody input")
    cells.first.click()
    for value in values:
        provider.page.keyboard.type(value)
        provider.page.keyboard.press("Enter")
    kept = provider.page.locator("table.grid td.kept")
    provider.until(lambda: kept.count() >= len(values))
    provider.send("/submit")


def compute(office: Person, here: str) -> None:
    """Compute, and wait for the ranking."""
    office.open(f"{here}/results")
    office.send("/results/compute")
    office.page.wait_for_selector("a[href*='/units/']")
    assert "松岭镇" in office.says()


def approve(office: Person, leader: Person, here: str) -> None:
    """Put the newest run forward, and have it signed."""
    office.open(f"{here}/publication/propose")
    office.page.locator("main form[method=post] button.main").last.click()
    office.page.wait_for_url(re.compile("/publication/proposals/"))
    leader.open("/")
    leader.page.locator(".things a").first.click()
    leader.page.wait_for_load_state()
    leader.open(office.page.url)
    leader.send("/sign", verdict="approve", opinion="同意", word=PASSWORD)


def put_on_notice(office: Person, here: str) -> None:
    """Put the approved result on public notice for one working day."""
    office.open(f"{here}/publication/notices/begin")
    office.page.fill("[name=working_days]", "1")
    office.page.fill("[name=answer_days]", "1")
    office.page.check("[name=is_open]")
    office.page.locator("main form.card button.main").click()
    # One day is fewer than usual: the page asks whether that is meant.
    office.page.check("[name=is_short_meant]")
    office.page.locator("main form.card button.main").click()
    office.page.wait_for_url(re.compile(r"/publication/notices/\d+"))


def let_days_pass(site: Site) -> None:
    """Move what is on notice ten days back: a year cannot be waited for."""
    last = (timezone.localdate() - timedelta(days=3)).isoformat()
    first = (timezone.localdate() - timedelta(days=10)).isoformat()
    site.rows("UPDATE publication_publicnotice SET from_on = ?, until_on = ?", first, last)


def collect(people: dict[str, Person], here: str) -> None:
    """Let the providers fill in and submit, and the office's second person verify."""
    fill(people["tongji"], here, "固定资产投资", ["36.5", "38", "33.25", "35"])
    fill(people["tongji"], here, "到位资金", ["12600", "9800", "15200", "4000"])
    filing(people["yingji"], here, "生产安全事故")
    people["yingji"].send("/submit")
    people["kaohe"].open("/")
    assert "核验" in people["kaohe"].says()
    for label in ("固定资产投资", "到位资金", "生产安全事故"):
        filing(people["fuhe"], here, label)
        people["fuhe"].send("/verify")


def appeal(people: dict[str, Person], here: str) -> None:
    """Let a unit object to one number, the office correct the fact behind it, and take the result off notice."""
    unit, answering, office = people["qingshi"], people["fuhe"], people["kaohe"]
    unit.open(f"{here}/publication/appeals/new")
    number = unit.page.locator("[name=node] option", has_text="到位资金").last.get_attribute("value")
    unit.page.locator("[name=node]").select_option(value=number)
    unit.page.fill("[name=text]", "到位资金漏计一笔，附到账证明。")
    unit.page.locator("main form.card button.main").click()
    unit.page.wait_for_url(re.compile(r"/publication/appeals/\d+"))
    answering.open(unit.page.url)
    answering.page.locator("fieldset.facts input:not([type=checkbox])").first.fill("13600")
    answering.page.fill("[name=answer]", "经核查属实，已更正。")
    answering.page.locator("button[value=uphold]").click()
    answering.page.wait_for_load_state()
    assert "13600" in answering.says()
    office.open(f"{here}/publication")
    office.page.locator("a[href$='#break-off']").first.click()
    office.send("/break-off", reason="申诉成立，数据已更正，重新审定。")


def publish(people: dict[str, Person], here: str) -> None:
    """Let one person of the office propose to publish, and another confirm."""
    people["kaohe"].open(f"{here}/publication/publish")
    people["kaohe"].send("/publish/propose", is_bundle_public="1")
    people["fuhe"].open(f"{here}/publication/publish")
    people["fuhe"].send("/publish/confirm", word=PASSWORD)


def public_bundle(anybody: Person, bundle: Path) -> None:
    """Let somebody without an account read the result and take the signed bundle home."""
    anybody.open("/public")
    anybody.page.get_by_role("link", name="云溪区2031年度镇街工作实绩考核").first.click()
    anybody.page.wait_for_selector("table")
    assert all(name in anybody.says() for name in UNITS)

    def is_there() -> bool:
        anybody.page.reload()
        return anybody.page.locator("a[href$='/bundle']").count() > 0

    anybody.until(is_there)
    with anybody.page.expect_download() as download:
        anybody.page.locator("a[href$='/bundle']").first.click()
    download.value.save_as(bundle)


def test_a_county_runs_its_year(site: Site, at: Browser, tmp_path: Path) -> None:
    passwords = first_passwords(Person(at, site.url, "xitong", PASSWORD), tmp_path)
    people = {number: Person(at, site.url, number, passwords[number]) for number, *_rest in PEOPLE}
    office, leader = people["kaohe"], people["changwei"]
    here = scheme_from_the_notice(office, tmp_path)
    collect(people, here)
    compute(office, here)
    approve(office, leader, here)
    put_on_notice(office, here)
    appeal(people, here)
    compute(office, here)
    approve(office, leader, here)
    put_on_notice(office, here)
    let_days_pass(site)
    publish(people, here)
    bundle = tmp_path / "bundle.zip"
    public_bundle(Person(at, site.url, "public"), bundle)
    assert site.run("verify", str(bundle))
    assert site.run("audit", "verify")
