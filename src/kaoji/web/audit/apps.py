"""The app's name and label."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.audit"
