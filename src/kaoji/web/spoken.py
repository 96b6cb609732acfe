"""Say again, in the language of who reads, what was kept in the language of who wrote or did it.

Notes of versions, reasons of runs and remarks of the reader are kept as sentences. Each was made from a template of the
catalogues; here it is known again by its template, in whichever language it was kept, and said with the same names in
the language of the page. What somebody typed stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from kaoji.diagnostics import is_chinese
from kaoji.web.remarks import REMARKS

NOTES = (
    gettext_noop("Drafted from “{name}”"),
    gettext_noop("{count} changes taken from “{name}”"),
    gettext_noop("Empty scheme"),
    gettext_noop("From the scheme “{name}”"),
    gettext_noop("From the scheme of {title}, version {number}"),
    gettext_noop("Rejected: {label}"),
    gettext_noop("Put back: {label}"),
    gettext_noop("Notes on what was accepted taken out"),
    gettext_noop("Rule added: {name}"),
    gettext_noop("Rule changed: {name}"),
    gettext_noop("after appeal {number}"),
    gettext_noop("appeal {number}: {answer}"),
    gettext_noop("after a signed decision"),
    gettext_noop("The scheme was changed: {reason}"),
)
"""Sentences that are kept whole: they come from the apps, in whose catalogues their Chinese stands."""
_PLACE = re.compile(r"\{(\w+)\}")


def spoken(text: str) -> str:
    """Give a kept sentence, or a run of remarks, in the language of the page; anything else as it is."""
    return _spoken(text, translation.get_language() or settings.LANGUAGE_CODE)


# In Chinese a place stays as it is kept, so that these need no catalogue.
_WHERE = (
    (re.compile("第([0-9]+)页"), "page {number}"),
    (re.compile("表([0-9]+)"), "table {number}"),
    (re.compile("工作表(“[^”]*”)([A-Z]*[0-9]*)"), "sheet {number}"),
    (re.compile("第([0-9]+)段"), "paragraph {number}"),
)
_ROW = re.compile("第([0-9]+)行")


def spoken_place(place: str) -> str:
    """Say a place in a notice, such as 表1第2行, in the language of the page."""
    at, said = 0, list[str]()
    while at < len(place):
        for pattern, template in (*_WHERE, (_ROW, "row {number}" if at else "line {number}")):
            if found := pattern.match(place, at):
                said.append(template.format(number=" ".join(filter(None, found.groups()))))
                at = found.end()
                break
        else:
            return place
    return place if is_chinese(translation.get_language()) else ", ".join(said)


def spoken_value(text: str) -> str:
    """Say yes and no in the language of the page; facts and attributes keep them in Chinese."""
    if "是" not in text and "否" not in text:
        return text
    said = {"是": gettext("yes"), "否": gettext("no")}
    return listed((said.get(each, each) for each in text.split("、")), short=True)


def listed(texts: Iterable[object], *, short: bool = False) -> str:
    """Give several texts as one, with what stands between them in the language of the page.

    Args:
        texts: what is listed; nothing is left out.
        short: whether they are names or values; between whole clauses stands more.
    """
    glue = gettext(", ") if short else gettext("; ")
    return glue.join(map(str, texts))


def labelled(label: object, text: object) -> str:
    """Give what something is called and what it says, with the colon of the page's language."""
    return gettext("{label}: {text}").format(label=label, text=text)


def noted(text: object, note: object) -> str:
    """Give a text with a note in the brackets of the page's language; without a note the text alone."""
    return gettext("{text} ({note})").format(text=text, note=note) if note else str(text)


@lru_cache(maxsize=4096)
def _spoken(text: str, language: str) -> str:
    with translation.override(language):
        for pattern, template in _known(NOTES):
            if found := pattern.fullmatch(text):
                return gettext(template).format(**found.groupdict())
        said, is_known, at = list[str](), False, 0
        while at < len(text):
            for pattern, template in _known(REMARKS):
                if (found := pattern.match(text, at)) is not None:
                    said.append(gettext(template).format(**found.groupdict()))
                    is_known = True
                    break
            else:
                found = _SENTENCE.match(text, at)
                said.append(found[0] if found else text[at:])
            at = found.end() if found else len(text)
        glue = "" if language.startswith("zh") else " "
        return glue.join(each.strip() for each in said) if is_known else text


_SENTENCE = re.compile(r"[^。]*。|.+", re.DOTALL)


@cache
def _known(templates: Iterable[str]) -> list[tuple[re.Pattern[str], str]]:
    """Give how each template looks in each language; those without a place for a name stand first."""
    found = []
    for template in templates:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found.append((_pattern(gettext(template)), template))
    return sorted(found, key=lambda each: bool(each[0].groups))


def _pattern(template: str) -> re.Pattern[str]:
    parts, said = _PLACE.split(template), set[str]()
    written = ""
    for at, part in enumerate(parts):
        if at % 2 == 0:
            written += re.escape(part)
        elif part in said:
            written += f"(?P={part})"
        else:
            said.add(part)
            # A list at the end of a remark is one of quotations; nothing else says where it ends.
            is_last = not parts[at + 1] and at + 2 == len(parts)
            written += f"(?P<{part}>{_LAST if is_last else '.+?'})"
    return re.compile(written, re.DOTALL)


_LAST = "(?:“[^”]*”)+|.+"
