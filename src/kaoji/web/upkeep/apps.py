"""The app's name, and its work for the queue."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.upkeep"

    def ready(self) -> None:
        """Let workers know where the check of everything stored is."""
        from kaoji.web.jobs.queue import work_in

        work_in("kaoji.web.upkeep.checking")
