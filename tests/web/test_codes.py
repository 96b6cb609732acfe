"""What codes of findings mean, in the product and in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from kaoji.web.codes import explained, rendered
from tests.web.conftest import County

ROOT = Path(__file__).parent.parent.parent


def test_both_languages_explain_the_same_codes_with_every_part() -> None:
    chinese, english = explained("zh-hans"), explained("en")
    assert list(chinese) == list(english)
    assert len(english) > 200
    for known in (chinese, english):
        assert [each.code for each in known.values() if not (each.title and each.what and each.why and each.mend)] == []
    assert all(each.example for each in english.values())
    assert [code for code, each in chinese.items() if not re.search(r"[\u4e00-\u9fff]", each.what + each.mend)] == []


def test_a_build_carries_the_explanations_along() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    carried = built["targets"]["wheel"]["force-include"]
    for name in ("codes.md", "codes.zh.md"):
        assert carried[f"docs/reference/{name}"] == f"kaoji/reference/{name}"
        assert (ROOT / "docs/reference" / name).is_file()


def test_a_code_says_what_it_means_and_what_it_rests_on(county: County) -> None:
    client = county.client("kaohe")
    page = client.get("/codes/policy.I308").content.decode()
    for text in ("一票否决", "核对是否在现行清单内", "依据", "减负规定"):
        assert text in page
    assert 'class="state"' in page
    assert client.get("/codes/policy.I999").status_code == 404
    client.cookies["django_language"] = "en"
    english = county.client("kaohe", HTTP_ACCEPT_LANGUAGE="en").get("/codes/scheme.W230").content.decode()
    assert "Some points belong to nothing" in english


def test_codes_are_looked_for_filtered_paged_and_exported(county: County) -> None:
    client = county.client("tongji")
    assert "page=2" in client.get("/codes").content.decode()
    found = client.get("/codes?q=打卡").content.decode()
    assert "policy.W304" in found
    assert "scheme.E100" not in found
    only = client.get("/codes?level=info&section=数据").content.decode()
    assert "没有符合条件的代码" in only
    assert client.get("/codes?as=xlsx").headers["Content-Disposition"].startswith("attachment")


def test_every_code_in_a_page_leads_to_what_it_means(county: County) -> None:
    page = county.client("kaohe").get(f"/assessments/{county.assessment.pk}/scheme/text").content.decode()
    shown = re.findall(r"<code>([a-z]+\.[EWI]\d{3})</code>", page)
    assert shown
    for code in shown:
        assert f'href="/codes/{code}" target="_blank"' in page
    templates = (ROOT / "src/kaoji/web").rglob("templates/**/*.html")
    assert [path.name for path in templates if re.search(r"<code[^>]*>\{\{ \w*(finding|each)\.code \}\}", path.read_text())
            and path.name not in ("codes.html", "code.html")] == []  # fmt: skip


@pytest.mark.django_db
def test_codes_are_for_who_is_logged_in() -> None:
    assert Client().get("/codes/policy.I308").status_code == 302


def test_what_stands_in_the_reference_is_escaped() -> None:
    assert rendered("`<b>` & **so**") == "<p><code>&lt;b&gt;</code> &amp; <strong>so</strong></p>"
    assert rendered("- a\n- b") == "<ul><li>a</li><li>b</li></ul>"
