"""Pages of logging in."""

from django.urls import path

from kaoji.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("log-in", views.log_in, name="log-in"),
    path("log-out", views.log_out, name="log-out"),
    path("password", views.password, name="password"),
]
