"""Pages of results."""

from django.urls import path

from kaoji.web.results import compare_views, decision_views, export_views, notice_views, trial_views, unit_views, views

app_name = "results"
_RUN = "results/<int:number>"
_TRIAL = "results/trials/<int:scenario>"
_UNIT = f"{_RUN}/units/<int:unit>"
urlpatterns = [
    path("results", views.runs, name="runs"),
    path("results/runs.<str:kind>", export_views.runs_table, name="runs-table"),
    path("results/compute", views.compute, name="compute"),
    path("results/own", unit_views.own, name="own"),
    path(_RUN, views.ranking, name="ranking"),
    path(f"{_RUN}/charts/<int:chart>", views.chart, name="chart"),
    path(f"{_RUN}/missing", views.lacking, name="lacking"),
    path(f"{_RUN}/missing.<str:kind>", export_views.lacking_table, name="lacking-table"),
    path(f"{_RUN}/decisions", decision_views.decisions, name="decisions"),
    path(f"{_RUN}/decide", decision_views.decide, name="decide"),
    path(f"{_RUN}/decisions/<int:unit>/take-back", decision_views.take_back, name="take-back"),
    path(f"{_RUN}/compare", compare_views.compare, name="compare"),
    path(f"{_RUN}/compare.<str:kind>", compare_views.compare_table, name="compare-table"),
    path(f"{_RUN}/changes", compare_views.changes, name="changes"),
    path(f"{_RUN}/changes.<str:kind>", compare_views.changes_table, name="changes-table"),
    path(f"{_RUN}/years", compare_views.by_year, name="years"),
    path(f"{_RUN}/years.<str:kind>", compare_views.years_table, name="years-table"),
    path(f"{_RUN}/trials", trial_views.trials, name="trials"),
    path(_TRIAL, trial_views.trial, name="trial"),
    path(f"{_TRIAL}/fact", trial_views.try_fact, name="try-fact"),
    path(f"{_TRIAL}/rule", trial_views.try_rule, name="try-rule"),
    path(f"{_TRIAL}/take-out", trial_views.take_out, name="take-out"),
    path(f"{_TRIAL}/robustness", trial_views.robustness, name="robustness"),
    path(f"{_TRIAL}/end", trial_views.throw_away, name="throw-away"),
    path(f"{_TRIAL}/moved.<str:kind>", trial_views.trial_table, name="trial-table"),
    path(f"{_RUN}/notice", notice_views.notice, name="notice"),
    path(f"{_RUN}/notice.docx", notice_views.notice_file, name="notice-file"),
    path(f"{_RUN}/archive", export_views.archive, name="archive"),
    path(f"{_RUN}/workbook", export_views.workbook, name="workbook"),
    path(f"{_RUN}/reports", export_views.reports, name="reports"),
    path(f"{_RUN}/ranking.<str:kind>", export_views.ranking_table, name="ranking-table"),
    path(_UNIT, unit_views.sheet, name="sheet"),
    path(f"{_UNIT}/tree", unit_views.tree, name="tree"),
    path(f"{_UNIT}/sheet.<str:kind>", unit_views.sheet_table, name="sheet-table"),
    path(f"{_UNIT}/report.<str:kind>", unit_views.report, name="report"),
]
