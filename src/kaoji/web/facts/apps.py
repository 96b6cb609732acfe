"""The app's name, and what it gives people to do."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.facts"

    def ready(self) -> None:
        """Let the start page know the app's things to do."""
        from kaoji.web.facts import things  # noqa: F401 - importing it registers its things
