"""Files that leave the system hold no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from kaoji.web.accounts.models import User
from kaoji.web.organisations.models import Organisation
from kaoji.writing.safe_cells import csv_table, xlsx_table
from tests.web.conftest import County
from tests.web.security.walking import WHO, pages

STARTS = ("=", "+", "-", "@", "\t", "\r")
RUNS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1")


def running(content: bytes, kind: str) -> Iterator[str]:
    """Give the cells of a file that a spreadsheet would run."""
    if "csv" in kind:
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            yield from (cell for cell in row if cell[:1] in STARTS[:4] and not _is_number(cell))
    elif "spreadsheet" in kind:
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            for cells in sheet.iter_rows():
                yield from (str(each.value) for each in cells if each.data_type == "f")


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def test_sc35_cells_that_would_run_are_neutralised_and_negative_numbers_stay_numbers() -> None:
    rows: list[list[str | int | Decimal]] = [[text, Decimal("-3.5"), -7] for text in RUNS]
    assert list(running(csv_table(["a", "b", "c"], rows), "csv")) == []
    book = xlsx_table("a", ["a", "b", "c"], rows)
    assert list(running(book, "spreadsheet")) == []
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2][1:]] == [(-3.5, "n"), (-7, "n")]
    assert sheet["A2"].quotePrefix


def test_sc35_the_look_out_for_running_cells_finds_one() -> None:
    assert list(running("\ufeffa,=1+1,-3,-2+3\r\n".encode(), "text/csv")) == ["=1+1", "-2+3"]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["kaohe", "tongji", "dongjie", "xitong", "shenjiyuan"])
def test_sc35_no_export_of_any_page_holds_a_cell_that_runs(county: County, settings: Settings, who: str) -> None:
    settings.EXPORTS_A_MINUTE = 10_000
    for number, place in enumerate(Organisation.objects.all()):
        place.name = place.short_name = f"{RUNS[number % 4]}{number}"
        place.save()
    for number, user in enumerate(User.objects.all()):
        user.name = f"{RUNS[number % 4]}{number}"
        user.save()
    county.assessment.participants.filter(unit="东街街道").update(unit="=1+1东街")
    client, count, wrong = county.client(who), 0, []
    for each in pages():
        if "GET" in each.methods and each.is_open_to(WHO[who]):
            for query in ("", "?as=csv"):
                answer = client.get(each.url(county.assessment.pk, 1) + query)
                kind = answer.headers.get("content-type", "")
                if "attachment" in answer.headers.get("content-disposition", "") and not answer.streaming:
                    count += 1
                    wrong += [(each.pattern, cell) for cell in running(answer.content, kind)]
    assert wrong == []
    assert count or who in ("tongji", "dongjie")
