"""One's own jobs, and how far each is."""

from django.urls import path

from kaoji.web.jobs import views

app_name = "jobs"
urlpatterns = [path("jobs", views.jobs, name="jobs"), path("jobs/<int:job>", views.progress, name="progress")]
