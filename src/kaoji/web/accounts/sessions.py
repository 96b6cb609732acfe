"""Where sessions are kept: in the database, as Django keeps them, but for what is said when the database is away.

Django takes every failure to write a session for a session that was ended meanwhile, and answers that the request was bad
(400). Whoever hears that gives up, though what was asked for may be done: the session is written last. A database that does
not answer is the server's fault (500); the same request can be sent again.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def load(self) -> dict[str, Any]:
        """Give what the session holds; every request asks, and Django would put the question together each time."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                (self.session_key, now),
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None  # a key that nobody has is not taken over: it may have been thrust on somebody
            return {}
        held: dict[str, Any] = self.decode(found[0])
        return held

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - as Django calls it
        """Write the session; errors of the database's connection stay what they are."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, InterfaceError | OperationalError):
                raise error.__context__ from None
            raise
