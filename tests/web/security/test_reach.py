"""Pages for everybody: fields with names, headings, tables that say what their columns are.

A browser with axe looks at whole pages elsewhere; this walks all of them, for every role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from tests.web.conftest import County
from tests.web.security.walking import WHO, pages

CSS = Path(__file__).parent.parent.parent.parent / "src/kaoji/web/static/kaoji/kaoji.css"


def faults(text: str) -> Iterator[str]:
    page = html.document_fromstring(text)
    if page.get("lang") not in ("zh-Hans", "en"):
        yield "no language"
    if not page.findtext(".//title", "").strip(" ·\n"):
        yield "no title"
    if len(page.findall(".//h1")) != 1:
        yield f"{len(page.findall('.//h1'))} main headings"
    for field in page.iter("input", "select", "textarea"):
        if field.get("type") not in ("hidden", "submit") and not _is_named(page, field):
            yield f"a field without a name: {html.tostring(field, encoding='unicode')[:120]}"
    for button in page.iterfind(".//button"):
        if not (button.text_content().strip() or button.get("aria-label")):
            yield "a button without words"
    for image in page.iterfind(".//img"):
        if image.get("alt") is None:
            yield f"a picture without words: {image.get('src', '')[:60]}"
    for head in page.iterfind(".//thead//th"):
        if head.get("scope") is None:
            yield f"a column head without scope: {head.text_content()[:40]}"
    if page.xpath("//*[@tabindex > 0]") or page.xpath("//*[@draggable]"):
        yield "an order of its own for the keyboard, or dragging"
    identities = [str(each) for each in page.xpath("//@id")]
    yield from (f"the id {each} twice" for each in {each for each in identities if identities.count(each) > 1})


def _is_named(page: html.HtmlElement, field: html.HtmlElement) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.get("title"):
        return True
    if any(parent.tag == "label" and parent.text_content().strip() for parent in field.iterancestors()):
        return True
    identity = field.get("id", "")
    return bool(identity) and bool(page.xpath("//label[@for = $id]", id=identity))


@pytest.mark.slow
@pytest.mark.parametrize("who", [who for who in WHO if who not in ("stranger", "dongjie-head")])
def test_sc48_every_page_names_its_fields_heads_and_pictures(county: County, settings: Settings, who: str) -> None:
    settings.EXPORTS_A_MINUTE = 10_000
    client, wrong = county.client(who), []
    for each in pages():
        if "GET" in each.methods and each.is_open_to(WHO[who]):
            answer = client.get(each.url(county.assessment.pk, 1))
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            if is_page and b"<!doctype html>" in answer.content[:40]:
                wrong += [(each.pattern, fault) for fault in faults(answer.content.decode())]
    assert wrong == []


@pytest.mark.django_db
def test_sc48_log_in_has_no_puzzle_and_lets_password_stores_work() -> None:
    text = Client().get("/log-in").content.decode()
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text
    assert "captcha" not in text.lower()


def test_sc48_focus_is_seen_and_targets_are_large_enough() -> None:
    css = CSS.read_text(encoding="utf-8")
    assert ":focus-visible { outline: 3px" in css
    assert not re.search(
        r":focus[^{]*\{[^}]*outline:\s*(none|0)[^}]*\}", css.replace("main:focus { outline: none; }", "")
    )
    assert re.search(r"\.button \{[^}]*min-height: 3\dpx", css)
    assert re.search(r"\.link \{[^}]*min-height: 24px", css)
