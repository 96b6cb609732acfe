"""Pages of the app."""

from django.urls.resolvers import URLPattern

app_name = "publication"
urlpatterns: list[URLPattern] = []
