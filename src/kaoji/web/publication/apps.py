"""The app's name, its work in the background, and what it gives people to do."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.publication"

    def ready(self) -> None:
        """Let the queue know the app's work, and the start page its things to do."""
        from kaoji.web.publication import archives, bundles, things  # noqa: F401 - importing them registers them
