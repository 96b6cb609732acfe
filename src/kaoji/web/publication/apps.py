"""The app's name, its work in the background, and what it gives people to do."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.publication"

    def ready(self) -> None:
        """Let the queue know where the app's work is, and the start page where its things to do are."""
        from kaoji.web.jobs.queue import work_in
        from kaoji.web.todo import things_in

        work_in("kaoji.web.publication.archives", "kaoji.web.publication.bundles")
        things_in("kaoji.web.publication.things")
