"""The app's name, and what it gives people to do."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.assessments"

    def ready(self) -> None:
        """Let the start page know where the app's things to do are, and the worker where notices are read."""
        from kaoji.web.jobs.queue import work_in
        from kaoji.web.todo import things_in

        work_in("kaoji.web.assessments.notices")
        things_in("kaoji.web.assessments.things")
