"""The app's name, and what it gives people to do."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.assessments"

    def ready(self) -> None:
        """Let the start page know the app's things to do, and the worker how notices are read."""
        from kaoji.web.assessments import notices, things  # noqa: F401 - importing them registers their work
