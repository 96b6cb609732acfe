"""Pages of results."""

from django.urls import path

from kaoji.web.results import views

app_name = "results"
urlpatterns = [
    path("results", views.runs, name="runs"),
    path("results/compute", views.compute, name="compute"),
    path("results/<int:number>", views.ranking, name="ranking"),
    path("results/<int:number>/units/<int:unit>", views.sheet, name="sheet"),
]
