"""The app's name and label."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.organisations"

    def ready(self) -> None:
        """Register the work of this app."""
        from kaoji.web.organisations import import_work  # noqa: F401 - importing it registers its work
