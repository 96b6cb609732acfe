"""The app's name and label."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.publication"
