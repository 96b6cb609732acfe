"""The app's name and label."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.jobs"
