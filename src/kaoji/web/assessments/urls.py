"""Pages of assessments and their schemes."""

from django.urls import path

from kaoji.web.assessments import (
    attribute_views,
    form_views,
    indicator_views,
    notice_views,
    publish_views,
    review_views,
    scheme_views,
    views,
)

app_name = "assessments"
_ONE = "assessments/<int:assessment>"
_SCHEME = f"{_ONE}/scheme"
_INDICATOR = f"{_SCHEME}/versions/<int:number>/indicators/<str:place>"
urlpatterns = [
    path("assessments/new", views.new, name="new"),
    path(f"{_ONE}/", views.overview, name="overview"),
    path(f"{_ONE}/deadlines", views.deadlines, name="deadlines"),
    path(f"{_ONE}/notices", notice_views.notices, name="notices"),
    path(f"{_ONE}/notices/upload", notice_views.upload, name="upload"),
    path(f"{_ONE}/notices/<int:notice>", notice_views.notice, name="notice"),
    path(f"{_ONE}/notices/<int:notice>/file", notice_views.notice_file, name="notice-file"),
    path(f"{_ONE}/notices/<int:notice>/aside", notice_views.aside, name="notice-aside"),
    path(f"{_ONE}/notices/<int:notice>/changes", notice_views.changes, name="changes"),
    path(_SCHEME, scheme_views.scheme, name="scheme"),
    path(f"{_SCHEME}/text", scheme_views.edit, name="edit"),
    path(f"{_SCHEME}/text/check", scheme_views.check, name="check"),
    path(f"{_SCHEME}/versions", scheme_views.versions, name="versions"),
    path(f"{_SCHEME}/versions/<int:number>", scheme_views.version, name="version"),
    path(f"{_SCHEME}/differences", scheme_views.differences, name="differences"),
    path(f"{_SCHEME}/review", review_views.review, name="review"),
    path(f"{_SCHEME}/review/card", review_views.card, name="card"),
    path(f"{_SCHEME}/review/accept", review_views.accept, name="accept"),
    path(f"{_SCHEME}/review/reject", review_views.reject, name="reject"),
    path(f"{_SCHEME}/review/decide", review_views.decide, name="decide-sentence"),
    path(f"{_SCHEME}/review/settle", review_views.settle, name="settle"),
    path(f"{_SCHEME}/review/<int:verdict>/restore", review_views.restore, name="restore"),
    path(f"{_SCHEME}/review/<int:verdict>/reopen", review_views.reopen, name="reopen"),
    path(f"{_SCHEME}/rule", review_views.rule, name="rule"),
    path(f"{_SCHEME}/rule/trial", review_views.rule_trial, name="rule-trial"),
    path(f"{_SCHEME}/forms", form_views.forms, name="forms"),
    path(f"{_SCHEME}/forms/<slug:part>", form_views.form, name="form"),
    path(f"{_SCHEME}/forms/<slug:part>/trial", form_views.form_trial, name="form-trial"),
    path(_INDICATOR, indicator_views.indicator, name="indicator"),
    path(f"{_INDICATOR}/trial", indicator_views.indicator_trial, name="indicator-trial"),
    path(f"{_INDICATOR}/act", indicator_views.indicator_act, name="indicator-act"),
    path(f"{_SCHEME}/publish", publish_views.publish, name="publish"),
    path(f"{_SCHEME}/names", publish_views.names, name="names"),
    path(f"{_SCHEME}/units", attribute_views.units, name="units"),
    path(f"{_SCHEME}/units/changes", attribute_views.unit_changes, name="unit-changes"),
    path(f"{_SCHEME}/units/verify", attribute_views.verify_units, name="verify-units"),
    path(f"{_SCHEME}/units.<str:kind>", attribute_views.units_table, name="units-table"),
    path(f"{_SCHEME}/amendments", publish_views.amendments, name="amendments"),
    path(f"{_SCHEME}/amendments/<int:amendment>", publish_views.amendment, name="amendment"),
    path(f"{_SCHEME}/amendments/<int:amendment>/decide", publish_views.decide, name="decide"),
]
