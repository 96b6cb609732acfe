"""The app's name and label."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.api"
