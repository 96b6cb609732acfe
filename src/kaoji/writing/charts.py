"""Charts of results as pictures: one definition for screens, phones and paper.

    svg = ranking_chart([Mark("东街街道", 95_000_000_000, "优秀"), ...])

A chart never stands alone: the table beside it says the same in exact numbers. Places on the picture are drawn with
floating point; the numbers written there are not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kaoji.diagnostics import translator
from kaoji.numbers import POINT, decimals_needed, format_points

if TYPE_CHECKING:
    import altair as alt

WIDTH = 400
"""In pixels: stands beside a table on a desk, and is hardly reduced on a phone held upright."""
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_INK, _SOFT, _LINE = "#1c2733", "#52606e", "#e1e7ec"
_COLOURS = ("#1d4f76", "#4d86b0", "#7a5200", "#a32020", "#52606e", "#1b6b45")
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_WORDS = ("Total", "Grade")
_SIZE = 14
_TICKS = 5
_ROW = 27
_LONGEST_NAME = 130
MOST_ROWS = 60
"""How many units are drawn one by one; of more, only how many lie where can be taken in at a glance."""
_BINS = 10
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit on the chart: its total in points (10^-9) and its grade; a unit without a total is not drawn."""

    unit: str
    total: int | None
    grade: str = ""


def in_language(svg: str, language: str) -> str:
    """Put the few words of a chart that was drawn in Chinese into a language; what it shows stays as it is."""
    before, after = translator("zh"), translator(language)
    for word in _WORDS:
        svg = svg.replace(f">{before(word)}<", f">{after(word)}<")
    return svg


def ranking_chart(
    marks: Sequence[Mark], language: str = "zh", grades: Sequence[str] = (), note: str = "", decimals: int = 0
) -> str:
    """Draw a group's totals from the best to the last, one line a unit, as SVG.

    Grades differ in colour and shape; ``grades`` is their order, by the totals where it is not given. The axis begins near the lowest total, so that differences are seen; points on a
    line, unlike bars, do not lie about sizes then. Of more than ``MOST_ROWS`` units it shows how many of each grade lie
    where.
    """
    import altair as alt  # noqa: PLC0415 - a second of work that most processes never need

    say = translator(language)
    drawn = sorted((mark for mark in marks if mark.total is not None), key=lambda mark: -(mark.total or 0))
    given = {mark.grade for mark in drawn if mark.grade}
    shown = [grade for grade in dict.fromkeys([*grades, *(mark.grade for mark in drawn)]) if grade in given]
    if len(drawn) > MOST_ROWS:
        return _svg(_spread(drawn, shown, language))
    decimals = max(decimals, decimals_needed(mark.total or 0 for mark in drawn))
    rows = [
        {"unit": mark.unit, "total": (mark.total or 0) / POINT, "label": format_points(mark.total or 0, decimals),
         "grade": mark.grade}
        for mark in drawn
    ]  # fmt: skip
    data = alt.InlineData(values=rows)
    units = alt.Y(
        "unit:N",
        sort=[mark.unit for mark in drawn],
        title=None,
        axis=alt.Axis(grid=True, ticks=False, domain=False, labelLimit=_LONGEST_NAME),
    )
    # Some five numbers fit below each other's ends; more would run together.
    axis = alt.Axis(tickCount=_TICKS, labelOverlap=True)
    places = alt.X("total:Q", title=say("Total"), scale=alt.Scale(domain=_domain(drawn), zero=False), axis=axis)
    legend = _legend(say("Grade")) if shown else None
    base = alt.Chart(data).encode(y=units, x=places)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=alt.Color("grade:N", legend=legend, scale=alt.Scale(domain=shown, range=_of(_COLOURS, shown))),
        shape=alt.Shape("grade:N", legend=legend, scale=alt.Scale(domain=shown, range=_of(_SHAPES, shown))),
    )
    labels = base.mark_text(align="left", dx=8, color=_INK, fontSize=_SIZE).encode(text="label:N")
    chart = alt.layer(points, labels).properties(width=WIDTH, height=max(_ROW * len(rows), _ROW))
    if note:
        chart = chart.properties(
            title=alt.TitleParams(note, anchor="start", fontSize=_SIZE, color=_SOFT, fontWeight="normal")
        )
    return _svg(chart)


def _spread(drawn: Sequence[Mark], grades: Sequence[str], language: str) -> alt.LayerChart | alt.FacetChart:
    """Count the units of each grade in steps of the total: a square a step, its number written on it."""
    import altair as alt  # noqa: PLC0415 - as above

    say = translator(language)
    totals = [mark.total or 0 for mark in drawn]
    step = _step(max(totals) - min(totals))
    first = min(totals) // step
    counts = Counter((mark.grade, (mark.total or 0) // step - first) for mark in drawn)
    rows = [
        {"grade": grade, "from": (first + place) * step / POINT, "to": (first + place + 1) * step / POINT,
         "middle": (2 * (first + place) + 1) * step / POINT / 2, "count": count}
        for (grade, place), count in sorted(counts.items())
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("grade:N", sort=list(grades), title=None, axis=alt.Axis(grid=False, ticks=False, domain=False))
    )
    squares = base.mark_rect(stroke="#ffffff").encode(
        x=alt.X("from:Q", bin="binned", title=say("Total"), scale=alt.Scale(zero=False)),
        x2="to:Q",
        color=alt.Color("count:Q", legend=None, scale=alt.Scale(range=["#d9e6f0", "#8fb4d0"])),
    )
    labels = base.mark_text(color=_INK, fontSize=_SIZE).encode(x=alt.X("middle:Q"), text="count:Q")
    return alt.layer(squares, labels).properties(width=WIDTH, height=max(2 * _ROW * len(grades), 2 * _ROW))


def _step(span: int) -> int:
    """Give a round step so that some ten of them cover a span: 1, 2 or 5 of a power of ten.

    >>> _step(38 * POINT) // POINT, _step(0) == POINT // 10
    (5, True)
    """
    step = POINT // 10
    while True:
        for factor in (1, 2, 5):
            if span < step * factor * _BINS:
                return step * factor
        step *= 10


def _of(choices: Sequence[str], grades: Sequence[str]) -> list[str]:
    """Give each grade its own; where there are more grades than choices, the last ones share."""
    return [choices[min(number, len(choices) - 1)] for number in range(len(grades))]


def _domain(drawn: Sequence[Mark]) -> list[float]:
    """Give the ends of the axis: a little beyond the totals, and room on the right for the numbers."""
    totals = [(mark.total or 0) / POINT for mark in drawn] or [0.0]
    span = max(max(totals) - min(totals), 1.0)
    return [min(totals) - span * 0.08, max(totals) + span * 0.36]


def _legend(title: str) -> alt.Legend:
    import altair as alt  # noqa: PLC0415 - as above

    return alt.Legend(title=title, orient="top", columns=3, symbolSize=90, symbolOpacity=1)


def _svg(chart: alt.LayerChart | alt.FacetChart) -> str:
    """Turn a chart into a picture; its width includes names and axis."""
    import altair as alt  # noqa: PLC0415 - as above

    spec: dict[str, Any] = chart.properties(
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"), padding=_MARGIN
    ).to_dict()
    spec["config"] = {
        "font": FONT,
        "background": "#ffffff",
        "view": {"stroke": None},
        "axis": {"labelFontSize": _SIZE, "titleFontSize": _SIZE, "labelColor": _INK, "titleColor": _SOFT,
                 "gridColor": _LINE, "titleFontWeight": "normal"},
        "legend": {"labelFontSize": _SIZE, "titleFontSize": _SIZE, "titleColor": _SOFT, "titleFontWeight": "normal"},
    }  # fmt: skip
    return _picture(json.dumps(spec, ensure_ascii=False))


@lru_cache(maxsize=32)
def _picture(spec: str) -> str:
    """Draw a definition; the same results are often computed again, and give the same picture."""
    import vl_convert  # noqa: PLC0415 - as above

    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))
