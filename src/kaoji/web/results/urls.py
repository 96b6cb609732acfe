"""Pages of results."""

from django.urls import path

from kaoji.web.results import export_views, unit_views, views

app_name = "results"
_RUN = "results/<int:number>"
_UNIT = f"{_RUN}/units/<int:unit>"
urlpatterns = [
    path("results", views.runs, name="runs"),
    path("results/runs.<str:kind>", export_views.runs_table, name="runs-table"),
    path("results/compute", views.compute, name="compute"),
    path("results/own", unit_views.own, name="own"),
    path(_RUN, views.ranking, name="ranking"),
    path(f"{_RUN}/charts/<int:chart>", views.chart, name="chart"),
    path(f"{_RUN}/propose", views.propose, name="propose"),
    path(f"{_RUN}/decide", views.decide, name="decide"),
    path(f"{_RUN}/archive", export_views.archive, name="archive"),
    path(f"{_RUN}/workbook", export_views.workbook, name="workbook"),
    path(f"{_RUN}/reports", export_views.reports, name="reports"),
    path(f"{_RUN}/ranking.<str:kind>", export_views.ranking_table, name="ranking-table"),
    path(_UNIT, unit_views.sheet, name="sheet"),
    path(f"{_UNIT}/tree", unit_views.tree, name="tree"),
    path(f"{_UNIT}/sheet.<str:kind>", unit_views.sheet_table, name="sheet-table"),
    path(f"{_UNIT}/report.<str:kind>", unit_views.report, name="report"),
]
