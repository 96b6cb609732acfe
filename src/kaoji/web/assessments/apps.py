"""The app's name and label."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.assessments"
