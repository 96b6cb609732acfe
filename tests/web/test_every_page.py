"""Every page of the site as each role sees it: in one language, accessible, whole at every width, no link dead.

Every page of every assessment is asked for as somebody, and every page as every role; each is looked at in a real browser
once.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import lxml.html
import pytest
from django.urls import Resolver404, resolve
from lxml.html import HtmlElement
from playwright.sync_api import ConsoleMessage, Error, Page

from tests.web import test_texts
from tests.web.browsing import browser, faults_of, faults_on_phone
from tests.web.conftest import PASSWORD
from tests.web.site import Site

pytestmark = pytest.mark.slow
PEOPLE = ("kaohe", "kaohe2", "shuju2", "danwei1", "zuzhang", "jiandu", "xitong", "anquan", "shenji", "")
"""One account of each role of the example, the second of the office too, who confirms; at last nobody."""
BEGIN = ("/", "/public", "/public/key", "/forgotten", "/password", "/second-factor", "/sessions", "/tokens", "/jobs")
STACKS_BESIDE = """[...document.querySelectorAll("table.stacks")].some(
  (each) => each.parentElement.scrollWidth > each.parentElement.clientWidth)"""
DESKTOP, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
ASIDE = {"head", "script", "style", "template", "code", "pre", "textarea", "blockquote", "noscript"}
SAID = ("placeholder", "aria-label", "title", "data-question")


Answer = tuple[int, Message, bytes]
"""Status, headers, body."""


@dataclass
class Walk:
    """What was seen: faults by kind, kinds of pages that were read, pages looked at, and addresses that give files."""

    faults: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    read: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    data: str = ""
    """What the example and the bundled schemes say, and English texts with Chinese words in them, without white space."""


@pytest.fixture
def site(example: Path, tmp_path: Path) -> Iterator[Site]:
    """Give the example county as it is served for real."""
    found = Site(tmp_path / "home")
    found.copy(example)
    found.start()
    yield found
    found.kill()


@cache
def kind_of(path: str) -> tuple[str, str]:
    """Give the pattern of an address, and which kind of page it is: an assessment or a part may look otherwise."""
    try:
        match = resolve(path)
    except Resolver404:
        return "", ""
    part = match.kwargs.get("part", match.kwargs.get("state", ""))
    return match.route, f"{match.route} {match.kwargs.get('assessment', '')} {part}"


def walk(page: Page, url: str, who: str, walked: Walk) -> None:
    """Ask for a page of every kind that somebody is led to, in both languages."""
    page.context.clear_cookies()
    if who:
        page.goto(f"{url}/log-in")
        page.fill("[name=number]", who)
        page.fill("[name=password]", PASSWORD)
        page.locator("main form button").first.click()
        assert "/log-in" not in page.url, f"{who} cannot log in"
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    ahead, kinds, routes = [f"{url}{path}" for path in BEGIN], set[str](), set[str]()
    while ahead:
        one = ahead.pop(0)
        route, kind = kind_of(urlsplit(one).path)
        if not kind or kind in kinds or route in walked.files or route.startswith(("log-out", "api/")):
            continue
        kinds.add(kind)
        if kind in walked.read and route in routes:
            continue
        routes.add(route)
        where = f"{who or '-'} {urlsplit(one).path}"
        answer = fetch(one, cookies)
        if not is_page(answer, where, route, walked):
            continue
        seen = lxml.html.document_fromstring(answer[2].decode())
        walked.faults["English in Chinese"] |= {f"{where}: {text}" for text in english_in(seen)}
        if kind not in walked.read:
            walked.read.add(kind)
            other = lxml.html.document_fromstring(fetch(one, f"{cookies}; kaoji_language=en")[2].decode())
            # What a code means is explained by examples in the language of the rules.
            if route != "codes/<str:code>":
                walked.faults["Chinese in English"] |= {f"{where}: {text}" for text in chinese_in(other, walked.data)}
        if route not in walked.looked_at:
            walked.looked_at.add(route)
            look(page, one, where, walked)
        ahead += [urljoin(one, link.get("href", "")).partition("#")[0] for link in seen.iter("a") if is_followed(link)]


def fetch(url: str, cookies: str) -> Answer:
    """Ask for an address without the browser, which takes several times as long."""
    try:
        with urlopen(Request(url, headers={"Cookie": cookies, "Accept-Language": "zh-CN"}), timeout=30) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except HTTPError as problem:
        return problem.code, problem.headers, problem.read()


def is_followed(link: HtmlElement) -> bool:
    return bool(link.get("href")) and link.get("download") is None


def is_page(answer: Answer, where: str, route: str, walked: Walk) -> bool:
    """Tell whether an address gave a page; files are none, and noted."""
    status, headers, _ = answer
    if "attachment" in headers.get("content-disposition", ""):
        walked.files.add(route)
        return False
    if status >= 400:
        walked.faults["dead"].add(f"{where}: {status}")
    return status < 400 and "text/html" in headers.get("content-type", "")


def texts_of(seen: HtmlElement) -> Iterator[str]:
    """Give what a page says: texts and labels, without what is quoted or written in a language of its own."""
    if not isinstance(seen.tag, str) or is_aside(seen):
        return
    for text in (seen.text, *(child.tail for child in seen), *(seen.get(name) for name in SAID)):
        if text and text.strip():
            yield " ".join(text.split())
    for child in seen:
        yield from texts_of(child)


def is_aside(each: HtmlElement) -> bool:
    own_language = each.get("lang") and each.tag != "html"
    return bool(each.tag in ASIDE or own_language or "digest" in each.get("class", "") or each.get("translate") == "no")


def look(page: Page, url: str, where: str, walked: Walk) -> None:
    """Look at a page on a desk and on a phone, where it must be as wide as the phone and its targets large enough."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def fail(error: Error) -> None:
        said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    page.goto(url)
    for found in faults_of(page):
        walked.faults["axe"].add(f"{where}: {found['id']}: {found['nodes'][0]['html'][:160]}")
    page.set_viewport_size(PHONE)
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        walked.faults["wide"].add(f"{where}: {width}")
    if page.evaluate(STACKS_BESIDE):
        walked.faults["wide"].add(f"{where}: rows that should stand one below the other scroll sideways")
    walked.faults["axe on a phone"] |= {f"{where}: {text[:160]}" for text in faults_on_phone(page)}
    page.set_viewport_size(DESKTOP)
    walked.faults["console"] |= {f"{where}: {text}" for text in said}
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)


# -------------------------------------------------------------------- languages

WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
KNOWN = {
    "English",
    "Excel",
    "Word",
    "Chrome",
    "Linux",
    "SQLite",
    "PostgreSQL",
    "Tab",
    "Ctrl",
    "Enter",
    "TOTP",
    "YAML",
    "ZIP",
}
"""Names that Chinese uses as they are: of programs, of keys, of formats."""
FORMATS = "docx|xlsx|xls|doc|wps|pdf|html|txt|csv|zip|json|jpg|jpeg|png|pptx|ofd|et"
AS_IT_IS = re.compile(
    rf"(?i)[^\s“：]*\.(?:{FORMATS})\b|(?<![a-z])(?:{FORMATS})(?![a-z])|“kaoji [a-z -]+”|[a-z]+(?:_[a-z]+)+"
)
"""Names of files, their endings, commands, and names of settings."""
DATA = {"被考核单位"}
"""What the example calls something of its own in words that the interface uses too."""
ACCOUNT = re.compile(r"QC[A-Z]\d{3}|(?:anquan|changwei|danwei|jiandu|kaohe|shenji|shuju|xitong|zhuyao|zuzhang)\d*")


def english_in(seen: HtmlElement) -> Iterator[str]:
    """Give the texts of a Chinese page with words that are not Chinese."""
    for text in texts_of(seen):
        left = ACCOUNT.sub("", AS_IT_IS.sub("", text))
        if words := [word for word in WORD.findall(left) if word not in KNOWN]:
            yield f"{text[:80]} ({'、'.join(words)})"


@cache
def interface() -> re.Pattern[str]:
    """Give what matches a whole Chinese text of the interface; what people write is none."""
    found = set()
    core = test_texts.catalogue(test_texts.WEB.parent / "locale/zh_Hans/LC_MESSAGES/kaoji.po")
    for texts in (core, *map(test_texts.chinese, test_texts.ALL)):
        for english, chinese in texts.items():
            if len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 3 and english != chinese:
                found.add(re.sub(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}", ".+", re.escape(chinese)))
    return re.compile("|".join(sorted(found, key=len, reverse=True)))


IN_CHINESE = re.compile(r"[\u4e00-\u9fff、。，；：（）]+")
JOINED = re.compile(r"[A-Za-z0-9][（；、：，]|[；、：，）][A-Za-z]")


def chinese_in(seen: HtmlElement, data: str | None = None) -> Iterator[str]:
    """Give the texts of an English page that the interface says in Chinese, or joins as Chinese does.

    What stands in the data as it stands on the page comes from there: names, rules, words of a notice. Where nobody gives
    the data, only what the interface says is looked for.
    """
    return (text[:80] for text in texts_of(seen) if _is_chinese_in_english(text, data))


@cache  # what stands on one page stands on many, and the data are long
def _is_chinese_in_english(text: str, data: str | None) -> bool:
    is_said = text not in DATA and bool(IN_CHINESE.search(text)) and bool(interface().fullmatch(text))
    is_strange = data is not None and (
        (bool(JOINED.search(text)) and "".join(text.split()) not in data)
        or any(not _stands_in(run, data) for run in IN_CHINESE.findall(text))
    )
    return is_said or is_strange or text in ("是", "否")


@cache
def _stands_in(words: str, data: str) -> bool:
    return words in data


def data_of(home: Path) -> str:
    """Give everything that a site and the bundled schemes say; what it did is left out, as its own words are kept there."""
    said = [path.read_text(encoding="utf-8") for path in (test_texts.WEB.parents[2] / "schemes").rglob("*.yaml")]
    core = test_texts.catalogue(test_texts.WEB.parent / "locale/zh_Hans/LC_MESSAGES/kaoji.po")
    said += [english for texts in (core, *map(test_texts.chinese, test_texts.ALL)) for english in texts]
    with closing(sqlite3.connect(home / "kaoji.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"audit_entry", "jobs_job"}:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                said += [
                    ESCAPED.sub(lambda found: chr(int(found[1], 16)), each) for each in row if isinstance(each, str)
                ]
    return "".join("\n".join(said).replace("\\n", "\n").split())


ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def test_every_page_is_accessible_whole_and_in_one_language_for_every_role(site: Site) -> None:
    walked = Walk(data=data_of(site.home))
    with browser() as at:
        # One window for all of them, one after the other: opening one takes as long as several pages.
        page = at.new_context(locale="zh-CN", viewport=DESKTOP).new_page()
        for who in PEOPLE:
            walk(page, site.url, who, walked)
    assert {kind: sorted(found) for kind, found in walked.faults.items() if found} == {}
