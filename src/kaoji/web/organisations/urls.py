"""Pages of organisations, people and posts."""

from django.urls import path

from kaoji.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations", views.organisations, name="organisations"),
    path("organisations/new", views.organisation, name="new-organisation"),
    path("organisations/<int:number>", views.organisation, name="organisation"),
    path("people", views.people, name="people"),
    path("people/new", views.new_person, name="new-person"),
    path("people/import", views.import_people, name="import"),
    path("people/export", views.export_people, name="export"),
    path("people/<int:number>", views.person, name="person"),
    path("people/<int:number>/password", views.reset, name="reset"),
    path("people/<int:number>/active", views.active, name="active"),
    path("people/<int:number>/posts", views.give, name="give"),
    path("posts/<int:number>/take", views.take, name="take"),
    path("assessments/<int:assessment>/people", views.assessment_people, name="assessment-people"),
    path("assessments/<int:assessment>/people/give", views.assessment_give, name="assessment-give"),
    path("assessments/<int:assessment>/people/<int:number>/take", views.assessment_take, name="assessment-take"),
]
