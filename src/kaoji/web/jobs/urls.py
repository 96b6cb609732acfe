"""How far a job is."""

from django.urls import path

from kaoji.web.jobs import views

app_name = "jobs"
urlpatterns = [path("jobs/<int:job>", views.progress, name="progress")]
