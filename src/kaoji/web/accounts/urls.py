"""Pages of logging in and of one's own account."""

from django.urls import path

from kaoji.web.accounts import forgotten_views, views

app_name = "accounts"
urlpatterns = [
    path("log-in", views.log_in, name="log-in"),
    path("log-in/second", views.second, name="second"),
    path("forgotten", forgotten_views.ask, name="forgotten"),
    path("forgotten/wait", forgotten_views.wait, name="forgotten-wait"),
    path("forgotten/new", forgotten_views.new, name="forgotten-new"),
    path("log-out", views.log_out, name="log-out"),
    path("password", views.password, name="password"),
    path("second-factor", views.factor, name="second-factor"),
    path("sessions", views.sessions, name="sessions"),
    path("sessions/end-others", views.end_others, name="end-others"),
    path("sessions/<int:number>/end", views.end_session, name="end-session"),
]
