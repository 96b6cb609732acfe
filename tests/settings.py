"""Settings for tests: the platform's own, with a home that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="kaoji-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
Path(_HOME, "static").mkdir()
os.environ["KAOJI_HOME"] = _HOME
os.environ["KAOJI_SECRET_KEY"] = "a key that protects nothing but tests"  # noqa: S105

from kaoji.web.settings import *  # noqa: E402, F403
