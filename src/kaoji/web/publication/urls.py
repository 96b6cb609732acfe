"""Pages of approval, public notice, appeals and publishing, and the pages for everybody."""

from django.urls import path

from kaoji.web.publication import appeal_views, notice_views, public_views, publishing_views, views

app_name = "publication"
_IN = "assessments/<int:assessment>/publication"
_PROPOSAL = f"{_IN}/proposals/<int:number>"
_NOTICE = f"{_IN}/notices/<int:notice>"
_APPEAL = f"{_IN}/appeals/<int:appeal>"
urlpatterns = [
    path(_IN, views.overview, name="overview"),
    path(f"{_IN}/steps", views.steps, name="steps"),
    path(f"{_IN}/propose", views.propose, name="propose"),
    path(_PROPOSAL, views.proposal, name="proposal"),
    path(f"{_PROPOSAL}/sign", views.sign, name="sign"),
    path(f"{_PROPOSAL}/take-back", views.take_back, name="take-back"),
    path(f"{_IN}/changes", views.changes, name="changes"),
    path(f"{_IN}/notices/begin", notice_views.begin, name="begin-notice"),
    path(f"{_IN}/notices/days", notice_views.days, name="days"),
    path(_NOTICE, notice_views.notice, name="notice"),
    path(f"{_NOTICE}/ranking.<str:kind>", notice_views.notice_table, name="notice-table"),
    path(f"{_NOTICE}/correct", notice_views.correct, name="correct-notice"),
    path(f"{_NOTICE}/withdraw", notice_views.withdraw, name="withdraw-notice"),
    path(f"{_NOTICE}/break-off", notice_views.break_off, name="break-off"),
    path(f"{_IN}/appeals", appeal_views.appeals, name="appeals"),
    path(f"{_IN}/appeals.<str:kind>", appeal_views.appeals_table, name="appeals-table"),
    path(f"{_IN}/appeals/new", appeal_views.new_appeal, name="new-appeal"),
    path(_APPEAL, appeal_views.appeal, name="appeal"),
    path(f"{_APPEAL}/answer", appeal_views.answer, name="answer"),
    path(f"{_APPEAL}/withdraw", appeal_views.withdraw, name="withdraw"),
    path(f"{_APPEAL}/acknowledge", appeal_views.acknowledge, name="acknowledge"),
    path(f"{_APPEAL}/files/<int:file>", appeal_views.appeal_file, name="appeal-file"),
    path(f"{_IN}/publish", publishing_views.publication, name="publication"),
    path(f"{_IN}/publish/propose", publishing_views.propose, name="propose-publication"),
    path(f"{_IN}/publish/confirm", publishing_views.confirm, name="confirm-publication"),
    path(f"{_IN}/publish/decline", publishing_views.decline, name="decline-publication"),
    path(f"{_IN}/publish/archive", publishing_views.archive, name="archive"),
    path(f"{_IN}/bundle", publishing_views.bundle, name="bundle"),
    path(f"{_IN}/archive", publishing_views.archive_file, name="archive-file"),
    path("public", public_views.results, name="public-results"),
    path("public/key", public_views.key, name="public-key"),
    path("public/key.txt", public_views.key_file, name="public-key-file"),
    path("public/<str:key>", public_views.result, name="public-result"),
    path("public/<str:key>/ranking.<str:kind>", public_views.result_table, name="public-table"),
    path("public/<str:key>/charts/<int:chart>", public_views.result_chart, name="public-chart"),
    path("public/<str:key>/bundle", public_views.result_bundle, name="public-bundle"),
]
