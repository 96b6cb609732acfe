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
from typing import Any

from kaoji.diagnostics import translator
from kaoji.numbers import POINT, decimals_needed, shown_points

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


Definition = dict[str, Any]
"""A chart in the language of Vega-Lite."""


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
    return _svg(definition_of(marks, language, grades, note, decimals))


def definition_of(
    marks: Sequence[Mark], language: str = "zh", grades: Sequence[str] = (), note: str = "", decimals: int = 0
) -> Definition:
    """Define the chart of a ranking."""
    say = translator(language)
    drawn = sorted((mark for mark in marks if mark.total is not None), key=lambda mark: -(mark.total or 0))
    given = {mark.grade for mark in drawn if mark.grade}
    shown = [grade for grade in dict.fromkeys([*grades, *(mark.grade for mark in drawn)]) if grade in given]
    if len(drawn) > MOST_ROWS:
        return _spread(drawn, shown, language)
    decimals = max(decimals, decimals_needed(mark.total or 0 for mark in drawn))
    rows = [
        {"unit": mark.unit, "total": (mark.total or 0) / POINT, "label": shown_points(mark.total or 0, decimals),
         "grade": mark.grade}
        for mark in drawn
    ]  # fmt: skip
    axes: dict[str, Any] = {
        "x": {
            "field": "total",
            "type": "quantitative",
            "title": say("Total"),
            "scale": {"domain": _domain(drawn), "zero": False},
            # Some five numbers fit below each other's ends; more would run together.
            "axis": {"tickCount": _TICKS, "labelOverlap": True},
        },
        "y": {
            "field": "unit",
            "type": "nominal",
            "title": None,
            "sort": [mark.unit for mark in drawn],
            "axis": {"grid": True, "ticks": False, "domain": False, "labelLimit": _LONGEST_NAME},
        },
    }
    legend = (
        {"title": say("Grade"), "orient": "top", "columns": 3, "symbolSize": 90, "symbolOpacity": 1} if shown else None
    )
    looks = {
        name: {
            "field": "grade",
            "type": "nominal",
            "legend": legend,
            "scale": {"domain": shown, "range": _of(choices, shown)},
        }
        for name, choices in (("color", _COLOURS), ("shape", _SHAPES))
    }
    label = {"field": "label", "type": "nominal"}
    chart: Definition = {
        "height": max(_ROW * len(rows), _ROW),
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": {**looks, **axes}},
            {"mark": _text(align="left", dx=8), "encoding": {"text": label, **axes}},
        ],
    }
    if note:
        chart["title"] = {"text": note, "anchor": "start", "fontSize": _SIZE, "color": _SOFT, "fontWeight": "normal"}
    return chart


def _spread(drawn: Sequence[Mark], grades: Sequence[str], language: str) -> Definition:
    """Count the units of each grade in steps of the total: a square a step, its number written on it."""
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
    axis = {"grid": False, "ticks": False, "domain": False}
    lines = {"field": "grade", "type": "nominal", "title": None, "sort": list(grades), "axis": axis}
    squares = {
        "x": {
            "field": "from",
            "type": "quantitative",
            "title": say("Total"),
            "bin": "binned",
            "scale": {"zero": False},
        },
        "x2": {"field": "to"},
        "y": lines,
        "color": {
            "field": "count",
            "type": "quantitative",
            "legend": None,
            "scale": {"range": ["#d9e6f0", "#8fb4d0"]},
        },
    }
    numbers = {
        "x": {"field": "middle", "type": "quantitative"},
        "y": lines,
        "text": {"field": "count", "type": "quantitative"},
    }
    return {
        "height": max(2 * _ROW * len(grades), 2 * _ROW),
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff"}, "encoding": squares},
            {"mark": _text(), "encoding": numbers},
        ],
    }


def _text(**more: object) -> Definition:
    return {"type": "text", "color": _INK, "fontSize": _SIZE, **more}


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


def _svg(chart: Definition) -> str:
    """Turn a chart into a picture; its width includes names and axis."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": _MARGIN,
        **chart,
    }
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
    import vl_convert  # noqa: PLC0415 - most processes never draw

    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))
