"""The app's name, and the work it does in the background."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.results"

    def ready(self) -> None:
        """Let the queue know the app's work."""
        from kaoji.web.results import computing, reporting, trying  # noqa: F401 - importing it registers its work
