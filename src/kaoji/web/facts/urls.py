"""Pages of facts."""

from django.urls import path

from kaoji.web.facts import views

app_name = "facts"
urlpatterns = [
    path("facts", views.filings, name="filings"),
    path("facts/<int:filing>", views.grid, name="grid"),
    path("facts/<int:filing>/rows", views.rows, name="rows"),
    path("facts/<int:filing>/submit", views.submit, name="submit"),
    path("facts/<int:filing>/verify", views.verify, name="verify"),
    path("facts/<int:filing>/return", views.send_back, name="return"),
]
