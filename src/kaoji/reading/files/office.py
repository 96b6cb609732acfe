"""Old Word files turned into .docx by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kaoji.diagnostics import Diagnostic
from kaoji.reading.limits import Limits, Unreadable


def converted(content: bytes, suffix: str, limits: Limits) -> bytes:
    """Give an old text document as .docx.

    The program runs on a copy in a folder of its own, with a profile of its own in which no macro runs, and for no
    longer than the limit.

    Raises:
        Unreadable: when LibreOffice is not installed, takes too long or cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable(
            Diagnostic(
                "reading.E111",
                "A file of an old Word format ({format}) can only be read where LibreOffice is installed.",
                hint="Install LibreOffice, or open the file in Word or WPS and save it as .docx.",
                data={"format": suffix},
            )
        )
    with tempfile.TemporaryDirectory(prefix="kaoji-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"notice.{suffix}"
        source.write_bytes(content)
        profile = (place / "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place), str(source),
        ]  # fmt: skip
        is_done = _run(command, place, limits.seconds)
        result = place / "notice.docx"
        if not is_done or not result.is_file() or result.stat().st_size > limits.size:
            raise Unreadable(
                Diagnostic(
                    "reading.E112",
                    "LibreOffice could not read the file within {seconds} seconds.",
                    hint="Open the file in Word or WPS and save it as .docx.",
                    data={"seconds": limits.seconds},
                )
            )
        return result.read_bytes()


def _run(command: list[str], folder: Path, seconds: int) -> bool:
    """Run a program in its own process group, and end the whole group when the time is over."""
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "SYSTEMROOT"}}
    process = subprocess.Popen(  # noqa: S603 - a fixed command on a file in our own folder
        command,
        cwd=folder,
        env={**environment, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        return False
