"""The app's name and label."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.organisations"
