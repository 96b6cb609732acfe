"""Pages of the journal."""

from django.urls import path

from kaoji.web.audit import views

app_name = "audit"
urlpatterns = [
    path("journal", views.journal, name="journal"),
    path("journal/export", views.export, name="export"),
    path("journal/<int:number>", views.entry, name="entry"),
]
