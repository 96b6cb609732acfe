"""Pages of organisations, people and posts."""

from django.urls import path

from kaoji.web.organisations import import_views, people_views, post_views, views

app_name = "organisations"
urlpatterns = [
    path("organisations", views.organisations, name="organisations"),
    path("organisations/new", views.organisation, name="new-organisation"),
    path("organisations/export", views.export_organisations, name="export-organisations"),
    path("organisations/import", import_views.import_organisations, name="import-organisations"),
    path("organisations/import/<int:job>", import_views.imported_organisations, name="imported-organisations"),
    path("organisations/pattern", import_views.pattern, name="organisations-pattern"),
    path("organisations/<int:number>", views.organisation, name="organisation"),
    path("people", people_views.people, name="people"),
    path("people/new", people_views.new_person, name="new-person"),
    path("people/import", people_views.import_people, name="import"),
    path("people/import/<int:job>", people_views.imported, name="imported"),
    path("people/pattern", people_views.pattern, name="pattern"),
    path("people/export", people_views.export_people, name="export"),
    path("people/<int:number>", people_views.person, name="person"),
    path("people/<int:number>/change", people_views.change_person, name="change-person"),
    path("people/<int:number>/first-password", people_views.first_password, name="first-password"),
    path("people/<int:number>/password", people_views.grant, name="grant"),
    path("people/<int:number>/second-factor", people_views.remove_second_factor, name="remove-second-factor"),
    path("people/<int:number>/sessions", people_views.end, name="end-sessions"),
    path("people/<int:number>/active", people_views.active, name="active"),
    path("people/<int:number>/posts", post_views.give, name="give"),
    path("posts/<int:number>/take", post_views.take, name="take"),
    path("assessments/<int:assessment>/people", post_views.assessment_people, name="assessment-people"),
    path(
        "assessments/<int:assessment>/people/export",
        post_views.export_assessment_people,
        name="export-assessment-people",
    ),
    path("assessments/<int:assessment>/people/give", post_views.assessment_give, name="assessment-give"),
    path("assessments/<int:assessment>/people/<int:number>/take", post_views.assessment_take, name="assessment-take"),
]
