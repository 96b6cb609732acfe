"""The app's name, the work it does in the background, and what it gives people to do."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.results"

    def ready(self) -> None:
        """Let the queue know where the app's work is, and the start page where its things to do are."""
        from kaoji.web.jobs.queue import work_in
        from kaoji.web.todo import things_in

        places = ("computing", "reporting", "trying")
        work_in(*(f"kaoji.web.results.{place}" for place in places))
        things_in("kaoji.web.results.things")
