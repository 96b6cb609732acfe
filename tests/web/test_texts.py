"""Every text of the pages has its Chinese, in the catalogue of its app."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parent.parent.parent / "src/kaoji/web"
ALL = ("", *sorted(path.parent.name for path in WEB.glob("*/apps.py")))
APPS = ALL
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def texts_in(folder: Path, sources: list[Path]) -> dict[str, str]:
    """Give each text to be translated, with the file it stands in."""
    found: dict[str, str] = {}
    for path in sources:
        content = path.read_text(encoding="utf-8")
        code = templatize(content) if path.suffix == ".html" else content
        for _line, function, messages, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
            one_or_more: object = messages
            given = one_or_more if isinstance(one_or_more, tuple | list) else (one_or_more,)
            text = given[-1] if function == "pgettext" else given[0]
            if text:
                found.setdefault(str(text), str(path.relative_to(folder)))
    return found


def sources_of(app: str) -> list[Path]:
    if app:
        return sorted([*(WEB / app).rglob("*.py"), *(WEB / app).rglob("*.html")])
    return sorted([*WEB.glob("*.py"), *(WEB / "templates").rglob("*.html")])


def chinese(app: str) -> dict[str, str]:
    return catalogue(WEB / app / "locale/zh_Hans/LC_MESSAGES/django.po")


def catalogue(path: Path) -> dict[str, str]:
    """Give the Chinese of each text of a catalogue."""
    read = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""))
    found: dict[str, str] = {}
    for entry in read:
        if entry.id and entry.string and not entry.fuzzy:
            english = entry.id[0] if isinstance(entry.id, tuple) else entry.id
            found[str(english)] = entry.string[0] if isinstance(entry.string, tuple) else str(entry.string)
    return found


@pytest.mark.parametrize("app", APPS)
def test_every_text_of_the_pages_is_translated(app: str) -> None:
    known = {**chinese(""), **chinese(app)}
    missing: dict[str, list[str]] = defaultdict(list)
    for text, place in texts_in(WEB, sources_of(app)).items():
        if text not in known:
            missing[place].append(text)
    assert dict(missing) == {}


@pytest.mark.parametrize("app", APPS)
def test_translations_keep_the_placeholders_of_their_text(app: str) -> None:
    wrong = {
        english: found
        for english, found in chinese(app).items()
        if set(PLACE.findall(found)) - set(PLACE.findall(english))
    }
    assert wrong == {}


@pytest.mark.parametrize("app", APPS)
def test_no_translation_is_left_over(app: str) -> None:
    used = set().union(*(texts_in(WEB, sources_of(each)) for each in (ALL if not app else (app,))))
    assert sorted(set(chinese(app)) - used) == []


def test_no_text_has_two_translations() -> None:
    """All catalogues are one to the pages: of two translations of the same text, one is shown everywhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for app in ALL:
        for english, translated in chinese(app).items():
            found[english].add(translated)
    assert {english: several for english, several in found.items() if len(several) > 1} == {}


CHOSEN = re.compile(
    r"{% if (?:not )?is_chinese %}.*?{% endif %}|<(\w+)[^>]* lang=\"zh-Hans\".*?</\1>|{% blocktranslate.*?{% endblocktranslate %}|{%[^%]*translate [^%]*%}|{#.*?#}",
    re.DOTALL,
)
PUNCTUATION = re.compile(r"[、。，；：（）]")


@pytest.mark.parametrize("path", sorted(WEB.rglob("templates/**/*.html")), ids=lambda path: "-".join(path.parts[-2:]))
def test_no_page_joins_texts_as_one_language_does(path: Path) -> None:
    left = CHOSEN.sub("", path.read_text(encoding="utf-8"))
    assert [left[max(found.start() - 60, 0) : found.end() + 20] for found in PUNCTUATION.finditer(left)] == []


JOIN = re.compile(r"[\"'][、，；][\"']\.join\(")
KEPT = {
    "facts/filings.py": "names of providers are kept in one text",
    "facts/looking.py": "what was looked at, as the journal keeps it",
    "facts/workbooks.py": "for whom a template is",
    "pages.py": "who acts, as the journal keeps it",
    "publication/actions/approval.py": "steps, as the journal keeps them",
    "assessments/fields.py": "a text to be typed in and read back",
    "assessments/review_views.py": "a text to be typed in and read back",
    "results/computing.py": "what a run was made of",
    "results/templatetags/trees.py": "by language",
    "assessments/findings.py": "by language",
}
"""Modules that write with the punctuation of one language, and why."""


def test_no_module_joins_texts_as_one_language_does() -> None:
    found = {
        path.relative_to(WEB).as_posix()
        for path in WEB.rglob("*.py")
        if "example" not in path.parts and JOIN.search(path.read_text(encoding="utf-8"))
    }
    assert found - set(KEPT) == set()
