"""Kinds of files that may be handed in: the name and the first bytes must say the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

from django.utils.translation import gettext as _

from kaoji.web.spoken import listed

Family = Literal["pdf", "jpeg", "png", "packed", "text"]


class UnfitFileError(Exception):
    """A file cannot be taken in; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how its name ends, how its bytes begin, what it is called among programs."""

    suffixes: tuple[str, ...]
    starts: tuple[bytes, ...]
    content_type: str
    family: Family


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: Final = (
    Kind((".pdf",), (b"%PDF-",), "application/pdf", "pdf"),
    Kind((".jpg", ".jpeg"), (b"\xff\xd8\xff",), "image/jpeg", "jpeg"),
    Kind((".png",), (b"\x89PNG\r\n\x1a\n",), "image/png", "png"),
    Kind((".docx",), (b"PK\x03\x04",), f"{_OFFICE}wordprocessingml.document", "packed"),
    Kind((".xlsx",), (b"PK\x03\x04",), f"{_OFFICE}spreadsheetml.sheet", "packed"),
    Kind((".pptx",), (b"PK\x03\x04",), f"{_OFFICE}presentationml.presentation", "packed"),
    Kind((".ofd",), (b"PK\x03\x04",), "application/ofd", "packed"),
    Kind((".txt",), (), "text/plain", "text"),
    Kind((".csv",), (), "text/csv", "text"),
)
"""Files with macros, programs, archives and the old binary office formats, which hide macros, are not among them."""
MAIN_PARTS: Final = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".ofd": "OFD.xml",
}
"""The part by which a packed file shows that it is what its name says."""
ACCEPTED: Final = ",".join(suffix for kind in KINDS for suffix in kind.suffixes)
"""For the file chooser of a form."""
_OLD: Final = {".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".docm", ".xlsm", ".pptm"}


def kind_of(name: str, start: bytes, only: Collection[str] = ()) -> Kind:
    """Tell the kind of a file by its name and its first bytes.

    Args:
        name: how the file is called.
        start: its first bytes.
        only: the endings that are taken here, all that are known if empty.

    Raises:
        UnfitFileError: it is none that is taken, or name and content say different things.
    """
    suffix = PurePath(name).suffix.lower()
    kind = next((kind for kind in KINDS if suffix in kind.suffixes and (not only or suffix in only)), None)
    if kind is None:
        taken = only or [suffix for kind in KINDS for suffix in kind.suffixes]
        known = listed((suffix.removeprefix(".") for suffix in taken), short=True)
        text = (
            _("A file “{suffix}” may hide macros. Save it in today's format (docx, xlsx, pptx) or as PDF.")
            if suffix in _OLD
            else _("A file “{suffix}” is not taken. These are: {known}.")
        )
        raise UnfitFileError(text.format(suffix=suffix or name[-20:], known=known))
    if kind.starts and not start.startswith(kind.starts):
        raise UnfitFileError(
            _("“{name}” is not what its name says: the content is not that of a file “{suffix}”.").format(
                name=PurePath(name).name, suffix=suffix
            )
        )
    return kind
