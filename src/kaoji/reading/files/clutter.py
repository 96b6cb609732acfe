"""What on a web page is not the notice: navigation, share widgets, hidden spam, links to other pages.

It is told by structure: elements that only programs read, hidden ones, the roles and names that page makers give to
menus and widgets, blocks that are nearly all links. Whatever holds a good part of the page's text, or a real table, is
never clutter, whatever its name says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaoji.late_patterns import late_pattern
from kaoji.reading.furniture import is_control

# Elements without text for people.
SILENT: Final = frozenset(
    {
        "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "button",
        "select", "option", "input", "textarea", "map", "audio", "video", "link", "meta", "title", "rt", "rp",
    }
)  # fmt: skip
_FRAMES: Final = frozenset({"nav", "footer", "aside", "menu", "dialog"})
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"})
_NAMES: Final = late_pattern(
    r"(?:^|[-_\s])(?:(?:top|main|sub|left|right|side|bottom)?nav(?:bar|igation|i)?|(?:top|side|main)?menu|breadcrumbs?|"
    r"crumbs?|(?:bd|my|art)?share\w*|jiathis\w*|bshare\w*|social\w*|foot(?:er)?|copyright|sidebar|related\w*|"
    r"recommend\w*|hot(?:news|list)?|comments?|pager|pagination|page(?:turn|nav)|tool(?:s|bar|box)?|search\w*|login\w*|"
    r"ads?|advert\w*|banner|qr(?:code)?|ewm|position|location|weizhi|dqwz|friend\w*|subscribe|feedback|popup|modal|"
    r"spam|cookies?|font(?:size|set)|zihao|print(?:btn)?|prevnext|siteinfo)(?=$|[-_\s])",
    re.IGNORECASE,
)
_HIDING: Final = late_pattern(
    r"display:none|visibility:hidden|font-size:0(?:px|pt|em|%)?(?:;|$)|opacity:0(?:;|$)|text-indent:-\d{3}|"
    r"(?:left|top|margin-left|margin-top):-\d{3,}"
)
_MANY_LINKS: Final = 3
_EXCERPT: Final = 12
_SHOWN: Final = 6
# Shares of the page's text, in hundredths.
_MOST: Final = 40
_LINKED: Final = 60


@dataclass(slots=True)
class Clutter:
    """Judges the elements of one page, and remembers what was left out."""

    root: etree._Element
    _sizes: dict[etree._Element, int] = field(default_factory=dict)
    _linked: dict[etree._Element, int] = field(default_factory=dict)
    _links: dict[etree._Element, int] = field(default_factory=dict)
    count: int = 0
    characters: int = 0
    excerpts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # In reversed document order every element comes after all that it holds.
        for element in reversed(list(self.root.iter("*"))):
            silent = element.tag in SILENT
            size = 0 if silent else len("".join((element.text or "").split()))
            linked, links = 0, 0
            for item in element:
                size += (0 if silent else self._sizes.get(item, 0)) + len("".join((item.tail or "").split()))
                linked += self._linked.get(item, 0)
                links += self._links.get(item, 0)
            is_link = element.tag == "a"
            self._sizes[element] = size
            self._linked[element] = size if is_link else linked
            self._links[element] = 1 if is_link else links

    def size(self, element: etree._Element) -> int:
        """Give how many characters of text an element holds."""
        return self._sizes.get(element, 0)

    def leaves_out(self, element: etree._Element) -> bool:
        """Tell whether an element is clutter; if so, take note of it."""
        if element.tag in SILENT:
            return True
        if not self._is_clutter(element):
            return False
        if self.size(element):
            self._note(" ".join("".join(text for text in _texts(element)).split()), self.size(element))
        return True

    def leaves_out_line(self, text: str) -> bool:
        """Tell whether a line of text alone is a control of the page; if so, take note of it."""
        if not is_control(text):
            return False
        self._note(text, len(text))
        return True

    def _is_clutter(self, element: etree._Element) -> bool:
        if self.size(element) * 100 > self.size(self.root) * _MOST:
            return False
        if _is_hidden(element):
            return True
        if element.tag in {"a", "span", "b", "strong", "font", "td", "th", "tr", "tbody", "html", "body"}:
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_named = element.tag in _FRAMES or element.get("role") in _ROLES or _NAMES.search(names) is not None
        return (is_named and not _holds_table(element)) or self._is_linked(element)

    def _is_linked(self, element: etree._Element) -> bool:
        if self._links[element] < _MANY_LINKS or self._linked[element] * 100 < self.size(element) * _LINKED:
            return False
        # A list of links to annexes belongs to the notice.
        return "附件" not in "".join(_texts(element))

    def _note(self, text: str, size: int) -> None:
        self.count += 1
        self.characters += size
        if len(self.excerpts) < _SHOWN:
            self.excerpts.append(text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else ""))


def _is_hidden(element: etree._Element) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    return element.get("hidden") is not None or bool(style and _HIDING.search(style))


def _holds_table(element: etree._Element) -> bool:
    """Tell whether there is a table of at least three rows and columns below."""
    rows = (row for row in element.iter("tr") if len(row) > 2)  # noqa: PLR2004 - columns
    return sum(1 for _, row in zip(range(3), rows, strict=False)) > 2  # noqa: PLR2004 - rows


def _texts(element: etree._Element) -> list[str]:
    return [str(text) for text in element.itertext()]
