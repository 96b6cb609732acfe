"""Notices: taking one in, reading it in the background, and what follows from it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme import Scheme, load, rewrite
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, keep_scheme
from kaoji.web.assessments.differences import same_words
from kaoji.web.assessments.findings import kept
from kaoji.web.assessments.merging import merged
from kaoji.web.assessments.models import Assessment, Notice, NoticeState, SchemeVersion, Stage
from kaoji.web.assessments.passages import passages_of
from kaoji.web.assessments.reviewing import changed_meanwhile, newest_of, scheme_of
from kaoji.web.assessments.sentences import Sentence, sentences_of
from kaoji.web.audit.chain import record
from kaoji.web.files.models import StoredFile
from kaoji.web.files.store import keep, path_of
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, ask, work

KINDS: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".doc": "application/msword",
    ".wps": "application/msword",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}
"""Kinds of files that a notice can come in; what is in the file decides, not its name."""
_TEXTS: Final = {".txt", ".html", ".htm"}
_HEAD: Final = 1024
_STARTS: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"<",
    b"\xef\xbb\xbf<",
    b"\x09\x08",
    b"\x09\x04",
)
"""How documents begin, whatever their names are: PDF, packed and old office files, RTF, pages saved as tables."""
LONGEST: Final = 300
"""So many seconds may the reading of one file take."""
_STEPS: Final = ("open", "draft", "keep")


class UnfitFileError(Exception):
    """A file cannot be taken in; the text says why and what would help."""


def add_notice(assessment: Assessment, upload: UploadedFile[Any] | None, by: User) -> Notice:
    """Take a notice in and ask for it to be read.

    Raises:
        UnfitFileError: it is no file that could be a notice.
        NotNowError: the assessment is past the stage in which its scheme is made.
    """
    if assessment.stage not in (Stage.PREPARING, Stage.COLLECTING):
        raise NotNowError(_("The scheme of this assessment does not change any more."))
    file = _receive(upload, by)
    with transaction.atomic():
        file.save()
        notice = Notice.objects.create(assessment=assessment, file=file, added_by=by)
        notice.job = ask("assessments.read", {"notice": notice.pk}, by=by, assessment_id=assessment.pk)
        notice.save(update_fields=["job"])
        record("notice.add", notice, after=f"sha256:{file.digest}", name=file.name, size=file.size)
    return notice


def _receive(upload: UploadedFile[Any] | None, by: User) -> StoredFile:
    """Check a file and keep its bytes; its row is saved with what it belongs to."""
    if upload is None or not upload.name:
        raise UnfitFileError(_("Choose a file first."))
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in KINDS:
        raise UnfitFileError(
            _(
                "A file “{suffix}” cannot be read. Save the notice as docx, xlsx, pdf, html or txt and upload that."
            ).format(suffix=suffix or upload.name)
        )
    if not upload.size:
        raise UnfitFileError(_("The file is empty. Save it once more and upload it again."))
    if upload.size > settings.LARGEST_UPLOAD:
        raise UnfitFileError(
            _("The file is larger than {most} MB. Take the pictures out of it, or split it.").format(
                most=settings.LARGEST_UPLOAD // 2**20
            )
        )
    start = upload.read(_HEAD)
    upload.seek(0)
    if suffix not in _TEXTS and not start.lstrip().startswith(_STARTS) and b"%PDF-" not in start:
        raise UnfitFileError(
            _("“{name}” is not what its name says: the content is not that of a document. Save it once more and upload it again.")
            .format(name=PurePath(upload.name).name[-100:])
        )  # fmt: skip
    digest, size = keep(upload.chunks())
    return StoredFile(
        digest=digest, name=PurePath(upload.name).name[:255], size=size, content_type=KINDS[suffix], uploaded_by=by
    )


@work("assessments.read")
def read_notice(job: Job, progress: Progress) -> dict[str, Any]:
    """Read a notice and draft its scheme; where the assessment has no scheme yet, the draft becomes its first version."""
    notice = Notice.objects.select_related("assessment", "file", "added_by").get(pk=job.arguments["notice"])
    if notice.state != NoticeState.WAITING:
        return {"notice": notice.pk}
    found = read_apart(path_of(notice.file.digest), notice.file.name, progress)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=notice.assessment_id)
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        if notice.state != NoticeState.WAITING:
            return {"notice": notice.pk}
        notice.findings, notice.counts = found["findings"], found.get("counts", {})
        notice.state = NoticeState.READ if "scheme" in found else NoticeState.UNREADABLE
        if notice.state == NoticeState.READ:
            notice.reading = {key: found[key] for key in ("title", "scheme", "passages", "format")}
        notice.is_settled = notice.state == NoticeState.READ and not assessment.scheme_versions.exists()
        notice.save()
        record("notice.read", notice, state=str(notice.state), **notice.counts)
        if notice.is_settled:
            note = _("Drafted from “{name}”").format(name=notice.file.name)
            keep_scheme(assessment, found["scheme"], notice.added_by, note[:200], notice=notice)
    return {"notice": notice.pk}


def read_apart(path: Path, name: str, progress: Progress) -> dict[str, Any]:
    """Read a file in a process of its own, and give what that left; a process that broke off is a finding."""
    steps = (_("Opening the file…"), _("Reading the rules…"), _("Keeping what was read…"))
    with tempfile.TemporaryDirectory(prefix="kaoji-read-") as folder:
        result = Path(folder) / "reading.json"
        command = [sys.executable, "-m", "kaoji.web.assessments.apart", str(path), name, str(result)]
        process = subprocess.Popen(  # noqa: S603 - our own module; the file's name is an argument, never a command
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=folder, env=_bare_environment(), start_new_session=True,
        )  # fmt: skip
        over = threading.Timer(LONGEST, _end, (process,))
        over.start()
        try:
            _follow(process.stdout, steps, progress)
            status = process.wait()
        finally:
            over.cancel()
            _end(process)
            if process.stdout is not None:
                process.stdout.close()
        if status != 0 or not result.is_file():
            return {"findings": kept([_broke_off(name, status)])}
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _broke_off(name: str, status: int) -> Diagnostic:
    return Diagnostic(
        "reading.E199",
        "The file is broken in a way that its reader does not know ({reason}).",
        (Source(name),),
        "Open it in the program it was made with and save it once more; please report the file if that helps.",
        {"reason": status},
    )


def _follow(lines: IO[bytes] | None, steps: tuple[str, ...], progress: Progress) -> None:
    for line in lines or ():
        step = line.decode(errors="replace").strip()
        if step in _STEPS:
            number = _STEPS.index(step)
            progress.tell(number, len(_STEPS), steps[number])


def _bare_environment() -> dict[str, str]:
    """Give the environment without anything that names the database or the key."""
    wanted = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "HOME")
    return {name: value for name, value in os.environ.items() if name in wanted}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything that it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def take_draft(notice: Notice, by: User) -> SchemeVersion:
    """Take what was drafted from a notice as the scheme, in place of the one that there is.

    Raises:
        NotNowError: the scheme does not change any more, or the notice could not be read.
    """
    _was_read(notice)
    with transaction.atomic():
        note = _("Drafted from “{name}”").format(name=notice.file.name)
        version, _findings = keep_scheme(notice.assessment, notice.reading["scheme"], by, note, notice=notice)
        _settle(notice)
        record("notice.take", notice, changes="all", version=version.number)
    return version


def take_changes(notice: Notice, taken: Collection[str], seen: int, by: User) -> SchemeVersion:
    """Take some of the changes that a notice brings into the scheme that there is.

    Raises:
        NotNowError: somebody else changed the scheme in the meantime, or it does not change any more.
    """
    _was_read(notice)
    newest = newest_of(notice.assessment)
    if newest.number != seen:
        raise NotNowError(changed_meanwhile(newest))
    draft, _problems = load(notice.reading["scheme"])
    base = scheme_of(newest)
    before = draft_of(notice_before(notice, newest))
    scheme = base if draft is None else merged(base, draft.scheme, set(taken), before)
    with transaction.atomic():
        note = _("{count} changes taken from “{name}”").format(count=len(taken), name=notice.file.name)
        version, _findings = keep_scheme(
            notice.assessment, rewrite(newest.text, scheme), by, note, seen=seen, notice=notice
        )
        _settle(notice)
        record("notice.take", notice, changes=len(taken), version=version.number)
    return version


def notice_before(notice: Notice, newest: SchemeVersion) -> Notice | None:
    """Give the notice that the scheme came from so far: its own, or last year's where it was taken over."""
    last, previous = newest.notice, notice.assessment.previous
    if last is None and previous is not None:
        version = previous.scheme or previous.scheme_versions.first()
        last = version.notice if version is not None else None
    return None if last is None or last.pk == notice.pk else last


def draft_of(notice: Notice | None) -> Scheme | None:
    """Give what was read in a notice as a scheme."""
    draft, _problems = load(notice.reading.get("scheme") or "") if notice is not None else (None, [])
    return draft.scheme if draft is not None else None


def unread_since(notice: Notice, before: Notice | None) -> list[Sentence]:
    """Give the sentences that became nothing and that do not stand word for word in the notice before."""
    passages = passages_of(before.reading) if before is not None else []
    known = "\n".join(same_words(passage.text) for passage in passages)
    found = [each for passage in passages_of(notice.reading) for each in sentences_of(passage, {})]
    return [each for each in found if same_words(each.text) not in known]


def is_bare_draft(notice: Notice, versions: Sequence[SchemeVersion]) -> bool:
    """Tell whether the scheme is nothing but what was drafted from a notice, as nobody changed it."""
    return [each.notice_id for each in versions] == [notice.pk] and versions[0].text == notice.reading.get("scheme")


def set_aside(notice: Notice) -> None:
    """Set a notice aside that was uploaded by mistake; a draft of it that nobody changed goes with it.

    Its file stays, to be seen in the list and named in the journal.

    Raises:
        NotNowError: it is being read, or the scheme rests on it.
    """
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=notice.assessment_id)
        notice = Notice.objects.select_for_update().select_related("file").get(pk=notice.pk)
        if notice.state in (NoticeState.WAITING, NoticeState.WITHDRAWN):
            raise NotNowError(_("This notice is being read, or was set aside already."))
        if assessment.stage not in (Stage.PREPARING, Stage.COLLECTING):
            raise NotNowError(_("The scheme of this assessment does not change any more."))
        versions = list(assessment.scheme_versions.all()[:2])
        goes = versions[0] if assessment.stage == Stage.PREPARING and is_bare_draft(notice, versions) else None
        if goes is None and versions and versions[0].notice_id == notice.pk:
            raise NotNowError(
                _("The scheme rests on this notice. Take the draft of the right notice as the whole scheme first.")
            )
        record(
            "notice.set-aside", notice, before=goes.digest if goes is not None else "", name=notice.file.name,
            version=goes.number if goes is not None else None,
        )  # fmt: skip
        if goes is not None:
            goes.delete()
        notice.state = NoticeState.WITHDRAWN
        notice.save(update_fields=["state"])


def _was_read(notice: Notice) -> None:
    if notice.state != NoticeState.READ:
        raise NotNowError(_("This notice could not be read, so there is nothing to take from it."))


def _settle(notice: Notice) -> None:
    notice.is_settled = True
    notice.save(update_fields=["is_settled"])
