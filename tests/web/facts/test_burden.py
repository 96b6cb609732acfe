"""The meter of the burden: forms, fields, repeats, attachments."""

from __future__ import annotations

import csv
import io
from io import BytesIO

import openpyxl
from django.test import Client

from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.burden import burden_of
from kaoji.web.facts.models import Filing
from tests.web.conftest import County
from tests.web.facts.conftest import filing, send, url


def test_what_is_asked_twice_is_counted_and_shown_where(county: County, rich: Assessment) -> None:
    assert rich.scheme is not None
    found = burden_of(rich, structure_of(rich.scheme))
    loads = {load.name: load for load in found.providers}
    # 统计局: 投资、外资、公路 at 5 units, 2 options at 5 units; 重点工作 has no rows yet.
    assert (loads["区统计局"].forms, loads["区统计局"].fields, loads["区统计局"].repeats) == (5, 25, 5)
    assert (loads["区商务局"].fields, loads["区商务局"].repeats) == (5, 5)
    assert [(cut.label, cut.saves) for cut in found.cuts] == [("到位资金（万元）", 5)]
    assert {load.forms for load in found.units} == {6}
    page = county.client("kaohe").get(url(rich, "facts/burden")).content.decode()
    assert "<svg" in page
    assert "到位资金（万元）" in page


def test_rows_and_evidence_add_to_the_burden(county: County, rich: Assessment) -> None:
    assert rich.scheme is not None
    values = {"level": "较大事故", "happened_on": "2026-03-01"}
    send(county.client("yingji"), filing(rich, "生产安全事故"), [{"unit": "东街街道", "number": "1", "values": values}])
    loads = {load.name: load for load in burden_of(rich, structure_of(rich.scheme)).providers}
    assert loads["区应急局"].fields == 2


def test_whoever_fills_in_sees_their_own_burden_only(county: County, rich: Assessment) -> None:
    page = county.client("shangwu").get(url(rich, "facts/burden")).content.decode()
    assert "区商务局" in page
    assert '<th scope="row">区统计局' not in page
    unit_page = county.client("dongjie").get(url(rich, "facts/burden")).content.decode()
    assert "东街街道" in unit_page
    assert "西街街道" not in unit_page


def test_the_burden_is_exported_as_far_as_it_is_shown(county: County, rich: Assessment) -> None:
    def rows(client: Client) -> list[tuple[object, ...]]:
        answer = client.get(url(rich, "facts/burden?as=xlsx"))
        return list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))

    whole = rows(county.client("kaohe"))
    assert whole[0][:4] == ("单位", "填报身份", "表数", "数据项")
    assert ("区统计局", "数据提供单位", 5, 25, 5, 0) in whole
    assert len([row for row in whole if row[1] == "自评"]) == 5
    assert {row[0] for row in rows(county.client("dongjie"))[1:]} == {"东街街道"}


def test_what_is_asked_twice_is_listed_with_everything_that_asks_for_it(county: County, rich: Assessment) -> None:
    client, place = county.client("kaohe"), url(rich, "facts/burden/repeats")
    providers = rich.filings.get(label="到位资金（万元）", indicator__contains="外资").providers.all()
    for number in range(60):
        for _again in range(2):
            made = Filing.objects.create(
                assessment=rich,
                table="scores",
                key=f"x{number}{_again}",
                label=f"重复项{number}",
                indicator=f"指标{_again}",
            )
            made.providers.set(providers)
    page = client.get(url(rich, "facts/burden")).content.decode()
    assert page.count("重复项") <= 10
    assert "全部61项" in page
    assert client.get(place).content.decode().count("<tr>") == 51
    assert "1 / 2" in client.get(place).content.decode()
    rows = list(csv.reader(io.StringIO(client.get(f"{place}?as=csv&q=到位资金").content.decode("utf-8-sig"))))
    assert rows[1][0] == "到位资金（万元）"
    assert "区商务局" in rows[1][1]
    assert "区统计局" in rows[1][1]
    assert rows[1][2:] == ["2", "5"]
    # Who provides something sees what is asked of themselves.
    assert "到位资金" in county.client("shangwu").get(place).content.decode()
    assert "重复项" not in county.client("shangwu").get(place).content.decode()
