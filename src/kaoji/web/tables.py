"""Tables and pictures that a page gives as files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from kaoji.writing.charts import in_language
from kaoji.writing.safe_cells import Cell, csv_table, xlsx_table

TABLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Answer with a file to be kept."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def picture(svg: str) -> HttpResponse:
    """Answer with a chart, its few words in the reader's language."""
    response = HttpResponse(in_language(svg, get_language() or "zh"), content_type="image/svg+xml; charset=utf-8")
    # Opened by itself, the picture is a document: nothing in it may run or be fetched.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def table_as(kind: str, title: str, head: list[str], rows: list[list[Cell]]) -> HttpResponse:
    """Answer with a table as CSV or Excel.

    Raises:
        Http404: there is no such kind.
    """
    if kind not in TABLES:
        raise Http404
    content = csv_table(head, rows) if kind == "csv" else xlsx_table(title, head, rows)
    return attached(content, TABLES[kind], f"{title}.{kind}")
