"""Pages of assessments and their schemes."""

from django.urls import path

from kaoji.web.assessments import notice_views, review_views, scheme_views, views

app_name = "assessments"
urlpatterns = [
    path("assessments/new", views.new, name="new"),
    path("assessments/<int:assessment>/", views.overview, name="overview"),
    path("assessments/<int:assessment>/deadlines", views.deadlines, name="deadlines"),
    path("assessments/<int:assessment>/notices", notice_views.notices, name="notices"),
    path("assessments/<int:assessment>/notices/upload", notice_views.upload, name="upload"),
    path("assessments/<int:assessment>/notices/<int:notice>", notice_views.notice, name="notice"),
    path("assessments/<int:assessment>/notices/<int:notice>/file", notice_views.notice_file, name="notice-file"),
    path("assessments/<int:assessment>/notices/<int:notice>/changes", notice_views.changes, name="changes"),
    path("assessments/<int:assessment>/scheme", scheme_views.scheme, name="scheme"),
    path("assessments/<int:assessment>/scheme/text", scheme_views.edit, name="edit"),
    path("assessments/<int:assessment>/scheme/text/check", scheme_views.check, name="check"),
    path("assessments/<int:assessment>/scheme/versions", scheme_views.versions, name="versions"),
    path("assessments/<int:assessment>/scheme/versions/<int:number>", scheme_views.version, name="version"),
    path("assessments/<int:assessment>/scheme/differences", scheme_views.differences, name="differences"),
    path("assessments/<int:assessment>/scheme/review", review_views.review, name="review"),
    path("assessments/<int:assessment>/scheme/review/card", review_views.card, name="card"),
    path("assessments/<int:assessment>/scheme/review/accept", review_views.accept, name="accept"),
    path("assessments/<int:assessment>/scheme/review/reject", review_views.reject, name="reject"),
    path("assessments/<int:assessment>/scheme/review/settle", review_views.settle, name="settle"),
    path("assessments/<int:assessment>/scheme/review/<int:verdict>/restore", review_views.restore, name="restore"),
    path("assessments/<int:assessment>/scheme/review/<int:verdict>/reopen", review_views.reopen, name="reopen"),
    path("assessments/<int:assessment>/scheme/rule", review_views.rule, name="rule"),
    path("assessments/<int:assessment>/scheme/rule/trial", review_views.rule_trial, name="rule-trial"),
    path("assessments/<int:assessment>/scheme/publish", views.publish, name="publish"),
]
