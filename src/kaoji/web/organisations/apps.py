"""The app's name and label."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.organisations"

    def ready(self) -> None:
        """Let the worker know where the app's work is."""
        from kaoji.web.jobs.queue import work_in

        work_in("kaoji.web.organisations.import_work")
