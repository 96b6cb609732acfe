"""The app's name, the work it does in the background, and what it gives people to do."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.results"

    def ready(self) -> None:
        """Let the queue know the app's work, and the start page its things to do."""
        from kaoji.web.results import computing, reporting, things, trying  # noqa: F401 - importing registers them
