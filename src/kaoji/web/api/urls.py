"""The interface for other systems, its description, and the pages of one's tokens."""

from django.urls import include, path

from kaoji.web.api import views
from kaoji.web.api.site import addresses

app_name = "api"
_versioned = [
    path("docs", views.reference, name="reference"),
    path("openapi.json", views.openapi, name="openapi"),
    *addresses(),
    path("<path:rest>", views.nothing, name="nothing"),
]
urlpatterns = [
    path("tokens", views.tokens, name="tokens"),
    path("tokens/<int:token>/revoke", views.revoke, name="revoke"),
    path("api/v1/", include(_versioned)),
]
