"""The app's name, and its work for the queue."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.upkeep"

    def ready(self) -> None:
        """Let workers know the check of everything stored."""
        from kaoji.web.upkeep import checking  # noqa: F401 - importing it registers its work
