"""The app's name, and what it gives people to do."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.facts"

    def ready(self) -> None:
        """Let the start page know where the app's things to do are, and the worker where workbooks are read."""
        from kaoji.web.jobs.queue import work_in
        from kaoji.web.todo import things_in

        work_in("kaoji.web.facts.actions.workbooks")
        things_in("kaoji.web.facts.things")
