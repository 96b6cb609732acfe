"""All addresses of the platform."""

from django.urls import include, path

from kaoji.web import code_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("language", views.language, name="language"),
    path("codes", code_views.codes, name="codes"),
    path("codes/<str:code>", code_views.code, name="code"),
    path("", include("kaoji.web.accounts.urls")),
    path("", include("kaoji.web.jobs.urls")),
    path("", include("kaoji.web.files.urls")),
    path("", include("kaoji.web.organisations.urls")),
    path("", include("kaoji.web.assessments.urls")),
    path("assessments/<int:assessment>/", include("kaoji.web.facts.urls")),
    path("assessments/<int:assessment>/", include("kaoji.web.results.urls")),
    path("", include("kaoji.web.publication.urls")),
    path("", include("kaoji.web.audit.urls")),
    path("", include("kaoji.web.api.urls")),
    path("", include("kaoji.web.upkeep.urls")),
]
handler400 = "kaoji.web.views.bad_request"
handler403 = "kaoji.web.views.forbidden"
handler404 = "kaoji.web.views.not_found"
handler500 = "kaoji.web.views.broken"
