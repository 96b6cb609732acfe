"""Taking a file in: looked over, cleaned, scanned, then kept under its digest.

    file = receive(request.FILES.get("file"), request.user)

Nothing is kept of a file that is refused.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kaoji.web.audit.chain import record
from kaoji.web.files.checking import look_over
from kaoji.web.files.cleaning import cleaned
from kaoji.web.files.kinds import UnfitFileError, kind_of
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.files.scanning import scan
from kaoji.web.files.store import keep

_START = 64


def receive(
    upload: UploadedFile[Any] | None,
    by: Any,  # noqa: ANN401 - an account; this app stands below accounts
    label: str = Label.INTERNAL,
    only: Collection[str] = (),
) -> StoredFile:
    """Take in a file that somebody hands in; it counts once the caller's transaction is over.

    Args:
        upload: the file; None where none was chosen.
        by: who hands it in.
        label: how far it may go.
        only: the endings that are taken here, all that are known if empty.

    Raises:
        UnfitFileError: there is none, or it is not taken; the text says why.
    """
    if upload is None or not upload.name:
        raise UnfitFileError(_("Choose a file first."))
    name = "".join(sign for sign in PurePath(upload.name.replace("\\", "/")).name if sign.isprintable())[-255:]
    content = _content(upload)
    kind = kind_of(name, content[:_START], only)
    look_over(content, name, kind)
    handed_in = hashlib.sha256(content).hexdigest()
    content = cleaned(content, kind)
    _scanned(content, name)
    digest, size = keep([content])
    file = StoredFile.objects.create(
        digest=digest, handed_in=handed_in, name=name, size=size, content_type=kind.content_type,
        label=Label(label) if label in Label.values else Label.INTERNAL, uploaded_by=by,
    )  # fmt: skip
    record("file.keep", file, after=f"sha256:{digest}", name=name, size=size, label=file.label)
    return file


def _content(upload: UploadedFile[Any]) -> bytes:
    if not upload.size:
        raise UnfitFileError(_("The file is empty. Save it once more and hand it in again."))
    if upload.size > settings.LARGEST_UPLOAD:
        raise UnfitFileError(
            _("The file is larger than {most} MB. Make its pictures smaller, or split it.").format(
                most=settings.LARGEST_UPLOAD // 2**20
            )
        )
    return b"".join(upload.chunks())


def _scanned(content: bytes, name: str) -> None:
    """Let the scanner see the file; its copy is gone afterwards, whatever happens."""
    if not settings.VIRUS_SCANNER:
        return
    with tempfile.TemporaryDirectory(prefix="kaoji-scan-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        scan(path, name)
