"""Pages of assessments and their schemes."""

from django.urls import path

from kaoji.web.assessments import views

app_name = "assessments"
urlpatterns = [
    path("assessments/new", views.new, name="new"),
    path("assessments/<int:assessment>/", views.overview, name="overview"),
    path("assessments/<int:assessment>/deadlines", views.deadlines, name="deadlines"),
    path("assessments/<int:assessment>/scheme", views.scheme, name="scheme"),
    path("assessments/<int:assessment>/scheme/versions/<int:number>", views.version, name="version"),
    path("assessments/<int:assessment>/scheme/text", views.edit, name="edit"),
    path("assessments/<int:assessment>/scheme/publish", views.publish, name="publish"),
]
