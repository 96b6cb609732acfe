"""The chart of a ranking shows every unit and its exact total, readable on a phone."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from kaoji.writing.charts import WIDTH, Mark, definition_of, ranking_chart

MARKS = [
    Mark("南湖街道", 81_000_000_000, "良好"),
    Mark("东街街道", 95_250_000_000, "优秀"),
    Mark("县市场监督管理局（县知识产权局）", 88_500_000_000, "良好"),
    Mark("白石镇", None),
]


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own


def test_every_ranked_unit_stands_there_with_its_exact_total() -> None:
    svg = ranking_chart(MARKS)
    written = texts(svg)
    assert [text for text in written if text in ("95.25", "88.50", "81.00")] == ["95.25", "88.50", "81.00"]
    assert {"东街街道", "南湖街道", "总分", "等次", "优秀", "良好"} <= set(written)
    assert "白石镇" not in written
    assert int(float(ET.fromstring(svg).attrib["width"])) == WIDTH  # noqa: S314 - our own


def test_text_is_readable_on_a_phone_and_fetches_nothing() -> None:
    svg = ranking_chart(MARKS)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    phone = 390 - 2 * 14
    assert min(sizes) * min(1, phone / WIDTH) >= 12
    assert "http" not in svg.replace("http://www.w3.org/", "")
    assert "<script" not in svg


def test_names_that_are_markup_stay_text() -> None:
    svg = ranking_chart([Mark("<b>&", 1_000_000_000, '"><b>')])
    assert "<b>" not in svg
    assert "<b>&" in texts(svg)


def test_a_group_without_totals_gives_an_empty_picture() -> None:
    assert "<svg" in ranking_chart([Mark("白石镇", None)])


def test_the_same_ranking_gives_the_same_picture() -> None:
    assert ranking_chart(MARKS) == ranking_chart(list(MARKS))


def test_the_chart_speaks_english_too() -> None:
    assert {"Total", "Grade"} <= set(texts(ranking_chart(MARKS, language="en")))


def test_of_many_units_it_shows_how_many_lie_where() -> None:
    grades = ("优秀", "良好", "一般")
    marks = [Mark(f"单位{number}", (60 * 10 + number) * 10**8, grades[number * 3 // 400]) for number in range(400)]
    svg = ranking_chart(marks, grades=grades)
    written = texts(svg)
    assert {"优秀", "良好", "一般", "总分"} <= set(written)
    assert "单位7" not in written
    counts = [int(text) for text in written if text.isdigit() and int(text) not in range(60, 101, 5)]
    assert len(svg) < 30_000
    assert counts


@pytest.mark.parametrize("count", [0, 1, 3, 400])
@pytest.mark.parametrize("grades", [(), ("优秀", "良好")])
def test_its_definition_is_vega_lite(count: int, grades: tuple[str, ...]) -> None:
    import altair as alt  # noqa: PLC0415 - for this test alone

    grade = grades[-1] if grades else ""
    marks = [Mark(f"单位{number}", number * 10**8, grade) for number in range(count)]
    definition = definition_of(marks, grades=grades, note="" if count else "无")
    assert alt.LayerChart.from_dict(definition).to_dict(context={"datasets": {}})["layer"]
