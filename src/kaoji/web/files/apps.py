"""The app's name and label."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.files"
