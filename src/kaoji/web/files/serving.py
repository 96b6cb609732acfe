"""Handing a file over: as a download under its own name, never shown or run in the browser."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from kaoji.web.audit.chain import record
from kaoji.web.files.models import StoredFile
from kaoji.web.files.store import is_whole, path_of


def hand_over(file: StoredFile, assessment_id: int | None = None) -> FileResponse:
    """Answer with a file; who may have it is for the caller to know. The reading is journalled.

    Raises:
        Http404: its bytes are gone or are not those that were handed in.
    """
    if not is_whole(file.digest):
        record("file.broken", file, assessment_id=assessment_id, result="failed", after=f"sha256:{file.digest}")
        raise Http404(_("The file is not what was handed in any more. Tell the administrator."))
    record("file.read", file, assessment_id=assessment_id, after=f"sha256:{file.digest}", label=file.label)
    response = FileResponse(path_of(file.digest).open("rb"), as_attachment=True, filename=file.name)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
