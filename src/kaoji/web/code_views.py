"""Pages that say what the codes of findings mean."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.codes import Explained, explained, rendered
from kaoji.web.pages import Request, page
from kaoji.web.permissions import SIGNED_IN
from kaoji.web.tables import table_as

PAGE = 50


def _levels() -> dict[str, str]:
    return {"error": _("error"), "warning": _("to be looked at"), "info": _("for information")}


@page(SIGNED_IN, gives_file="as")
def codes(request: Request) -> HttpResponse:
    """All codes, looked for by word, section and level."""
    known = list(explained(get_language() or "zh").values())
    words, section, level = (request.GET.get(name, "").strip() for name in ("q", "section", "level"))
    found = [
        each
        for each in known
        if (not words or _has(each, words.casefold())) and section in ("", each.section) and level in ("", each.level)
    ]
    levels = _levels()
    if request.GET.get("as"):
        head = [_("Code"), _("Level"), _("What it is"), _("What is found"), _("Why it matters"), _("How to mend it")]
        rows = [[one.code, levels[one.level], one.title, one.what, one.why, one.mend] for one in found]
        return table_as(request.GET["as"], _("Codes of findings"), head, [list(row) for row in rows])
    context = {
        "codes": Paginator([(each, levels[each.level]) for each in found], PAGE).get_page(request.GET.get("page")),
        "sections": list(dict.fromkeys(each.section for each in known)),
        "levels": levels.items(),
        "words": words,
        "section": section,
        "level": level,
    }
    return render(request, "codes.html", context)


def _has(each: Explained, words: str) -> bool:
    return any(words in text.casefold() for text in (each.code, each.title, each.what, each.mend))


@page(SIGNED_IN)
def code(request: Request, code: str) -> HttpResponse:
    """What one code means: what is found, why it matters, how to mend it, and what it rests on."""
    found = explained(get_language() or "zh").get(code)
    if found is None:
        raise Http404
    parts = [
        (_("What is found"), found.what), (_("Why it matters"), found.why), (_("Example"), found.example),
        (_("How to mend it"), found.mend),
    ]  # fmt: skip
    context = {
        "found": found,
        "level": _levels()[found.level],
        "parts": [(title, rendered(text)) for title, text in parts if text],
        "about": rendered(found.about),
    }
    return render(request, "code.html", context)
