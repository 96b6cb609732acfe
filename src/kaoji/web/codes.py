"""What the codes of findings mean, read from the pages of the reference: docs/reference/codes.md and its Chinese one.

The texts live there and nowhere else; a build carries the two files along (pyproject.toml), a checkout has them in docs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_HEAD = re.compile(r"### (?P<code>[a-z]+\.[EWI]\d{3}) (?P<title>.+)")
_PART = re.compile(r"\*\*(?P<name>[^*]+?)[.。]\*\* (?P<text>.+)")
_PARTS = {"What": "what", "Why": "why", "Example": "example", "Mend": "mend",
          "含义": "what", "原因": "why", "改正": "mend"}  # fmt: skip
_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_MARKED = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*)")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
LEVELS = {"E": "error", "W": "warning", "I": "info"}


@dataclass(frozen=True, slots=True)
class Explained:
    """What a code means: as it stands in the reference, with the words about its whole section."""

    code: str
    title: str
    section: str
    about: str
    what: str = ""
    why: str = ""
    example: str = ""
    mend: str = ""

    @property
    def level(self) -> str:
        """The level, as findings name it."""
        return LEVELS[self.code.partition(".")[2][0]]


def explained(language: str) -> dict[str, Explained]:
    """Give what every code means in a language, in the order of the reference."""
    return _chinese() if language.startswith("zh") else _english()


@cache
def _english() -> dict[str, Explained]:
    return {each.code: each for each in _read(_page("codes.md"))}


@cache
def _chinese() -> dict[str, Explained]:
    """Examples are the same in both languages; those in English words are left out."""
    english = _english()
    found = {}
    for each in _read(_page("codes.zh.md")):
        example = english[each.code].example if each.code in english else ""
        is_fit = not _ENGLISH.search(_CODE.sub("", example))
        found[each.code] = Explained(each.code, each.title, each.section, each.about, each.what, each.why,
                                     example if is_fit else "", each.mend)  # fmt: skip
    return found


def _page(name: str) -> str:
    package = Path(str(files("kaoji")))
    installed = package / "reference" / name
    path = installed if installed.is_file() else package.parents[1] / "docs" / "reference" / name
    return path.read_text(encoding="utf-8")


def _read(text: str) -> list[Explained]:
    found = []
    for section in re.split(r"(?m)^## ", text)[1:]:
        title, _line, rest = section.partition("\n")
        about, *parts = re.split(r"(?m)^(?=### )", rest)
        for part in parts:
            head = _HEAD.match(part)
            if head is not None:
                said = {_PARTS[each["name"]]: each["text"] for each in _PART.finditer(part) if each["name"] in _PARTS}
                found.append(Explained(head["code"], head["title"].strip(), title.strip(), about.strip(), **said))
    return found


def rendered(text: str) -> SafeString:
    """Write the little Markdown of the reference as HTML: paragraphs, lists, code and strong words."""
    blocks = []
    for is_list, lines in groupby(text.splitlines(), lambda line: line.startswith("- ")):
        kept = [line for line in lines if line.strip()]
        if is_list:
            items = format_html_join("", "<li>{}</li>", ((_inline(line[2:]),) for line in kept))
            blocks.append(format_html("<ul>{}</ul>", items))
        else:
            blocks += [format_html("<p>{}</p>", _inline(line)) for line in kept]
    return format_html_join("", "{}", ((block,) for block in blocks))


def _inline(text: str) -> SafeString:
    def written(piece: str) -> str:
        if (code := _CODE.fullmatch(piece)) is not None:
            return format_html("<code>{}</code>", code[1])
        if (strong := _STRONG.fullmatch(piece)) is not None:
            return format_html("<strong>{}</strong>", strong[1])
        return piece

    pieces = _MARKED.split(text)
    return format_html_join("", "{}", ((written(piece),) for piece in pieces))
