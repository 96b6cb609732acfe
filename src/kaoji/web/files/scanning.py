"""The virus scanner, where there is one: a program that looks at a file and says by its exit status what it found.

``KAOJI_VIRUS_SCANNER`` is its command line, such as ``clamdscan --no-summary --fdpass``; the file's path is added.
0 means clean, 1 that something was found. Whatever else happens, the file is not taken (SC-47).
"""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kaoji.web.files.kinds import UnfitFileError

_LONGEST = 60
_log = logging.getLogger(__name__)


def scan(path: Path, name: str) -> None:
    """Let the scanner look at a file.

    Raises:
        UnfitFileError: it found something, or it cannot be asked.
    """
    if not settings.VIRUS_SCANNER:
        return
    try:
        status = subprocess.run(  # noqa: S603 - the command is a setting; the file's path is an argument of our own making
            [*settings.VIRUS_SCANNER, str(path)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=False,
        ).returncode  # fmt: skip
    except (OSError, subprocess.SubprocessError) as problem:
        _log.error("the virus scanner cannot be asked: %s", problem)
        status = -1
    if status == 1:
        raise UnfitFileError(_("The virus scanner found something in “{name}”. It was not taken.").format(name=name))
    if status != 0:
        raise UnfitFileError(
            _("The virus scanner does not answer, so no file is taken now. Try again later, or tell the administrator.")
        )
