"""From a finding to where it is mended: the form of the part that it points to, and the words of the notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from kaoji.diagnostics import Diagnostic, Source
from kaoji.reading.citations import place_words
from kaoji.reading.document import Source as Place_
from kaoji.scheme import Scheme, load
from kaoji.scheme.scheme_file import SchemeFile
from kaoji.web.assessments.editing import Place, node_at
from kaoji.web.assessments.findings import Link, Shown, shown
from kaoji.web.assessments.forms import FORMS
from kaoji.web.assessments.models import Assessment, Notice, SchemeVersion
from kaoji.web.assessments.parts import part_pointed_to
from kaoji.web.assessments.review import PAGE, Card, Review
from kaoji.web.assessments.since import same_node
from kaoji.web.assessments.structures import checked

Way = Callable[[Source], Link | None]
_MOST: Final = 12
_MARKS: Final = re.compile(r"([p¶TRC])(\d+)")


def linked(findings: Iterable[Diagnostic], way: Way) -> list[Shown]:
    """Put findings into the reader's language, each with the way to every place that it names."""
    found = list(findings)
    return [
        replace(said, links=tuple(dict.fromkeys(link for source in each.sources[:_MOST] if (link := way(source)))))
        for each, said in zip(found, shown(found), strict=True)
    ]


def to_forms(version: SchemeVersion, file: SchemeFile, *, can_mend: bool = True) -> Way:
    """Lead from a place in a version's text to the form of the part that stands there; else only name the part."""
    part_at = part_pointed_to(file)

    def way(source: Source) -> Link | None:
        link = _form(version, file.scheme, part_at(source)) if source.line is not None else None
        return link if link is None or can_mend else Link(link.text)

    return way


def _form(version: SchemeVersion, scheme: Scheme, part: tuple[str | int, ...]) -> Link | None:
    if not part:
        return None
    if part[0] == "indicators":
        place = _place(part)
        node = node_at(scheme, place)
        return None if node is None else _indicator(version, place, node.name)
    basics = {field.name for field in FORMS["basics"].fields}
    form = FORMS.get("basics" if part[0] in basics else str(part[0]))
    if form is None:
        return None
    return Link(str(form.title), reverse("assessments:form", args=[version.assessment_id, form.key]))


def _place(part: tuple[str | int, ...]) -> Place:
    """Give the place of the indicator that a part is, or that a rule belongs to.

    >>> _place(("indicators", 0, "items", 2, "rules", 1))
    (0, 2)
    """
    place: list[int] = []
    for key, index in zip(part[::2], part[1::2], strict=False):
        if key in ("indicators", "items") and isinstance(index, int):
            place.append(index)
    return tuple(place)


def _indicator(version: SchemeVersion, place: Place, name: str) -> Link:
    where = ".".join(map(str, place))
    return Link(name, reverse("assessments:indicator", args=[version.assessment_id, version.number, where]))


def of_notice(notice: Notice, newest: SchemeVersion | None, review: Review | None, *, can_edit: bool) -> Way:
    """Lead from what was found in a notice: its words to the draft beside them, lines of its draft to today's forms.

    Words lead nowhere once another notice stands beside the scheme; then they are named only.
    """
    draft, _problems = load(notice.reading.get("scheme") or "")
    now = checked(newest.text).file if newest is not None else None
    part_at = part_pointed_to(draft) if draft is not None else None
    cards = review.cards if review is not None else []

    def way(source: Source) -> Link | None:
        if source.file:
            place = notice_place(source)
            return Link(place, _card(notice.assessment, cards, place)) if place else None
        if source.line is None or part_at is None or draft is None or newest is None or now is None or not can_edit:
            return None
        part = part_at(source)
        if part[:1] != ("indicators",):
            return _form(newest, now.scheme, part)
        same = same_node(draft.scheme, now.scheme, _place(part))
        return None if same is None else _indicator(newest, same[0], same[1].name)

    return way


def notice_place(source: Source) -> str:
    """Say where in a notice something stands, as the passages of its reading say it.

    >>> notice_place(Source("通知.docx", cell="¶8")), notice_place(Source("通知.docx", cell="T1 R2 C3"))
    ('第8段', '表1第2行')
    >>> notice_place(Source("通知.xlsx", sheet="指标", cell="B3")), notice_place(Source("通知.txt", line=4))
    ('工作表“指标”B3', '第4行')
    """
    if source.sheet is not None:
        return place_words(Place_(sheet=source.sheet)) + (source.cell or "")
    if source.line is not None:
        return place_words(Place_(line=source.line))
    marks = {mark: int(number) for mark, number in _MARKS.findall(source.cell or "")}
    place = Place_(page=marks.get("p"), paragraph=marks.get("¶"), table=marks.get("T"), row=marks.get("R"))
    return place_words(place) if marks else ""


def _card(assessment: Assessment, cards: list[Card], place: str) -> str:
    """Give the address of the card that shows the words of a place, on the page of the list where it stands."""
    wanted = next((card for card in cards if card.passage is not None and card.passage.place == place), None)
    wanted = wanted or next(
        (card for card in cards if card.passage is not None and card.passage.place.startswith(f"{place}第")), None
    )
    if wanted is None:
        return ""
    show = "loose" if wanted.sentences else "all"
    before = [card for card in cards if card.is_in(show)].index(wanted)
    query = urlencode({"show": show, "page": before // PAGE + 1})
    return f"{reverse('assessments:review', args=[assessment.pk])}?{query}#{wanted.key}"
