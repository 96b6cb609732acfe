"""Looking into a file before it is kept: nothing that runs, nothing that calls out, nothing that blows up."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.reading.files.archive import Archive
from kaoji.reading.limits import Limits, Unreadable
from kaoji.web.files.kinds import MAIN_PARTS, Kind, UnfitFileError

_XML: Final = (".xml", ".rels", ".vml")
_ACTIVE_PARTS: Final = re.compile(
    r"vbaproject|vbadata|activex|\.(bin|exe|dll|js|vbs|bat|cmd|scr|ps1|jar|docm|xlsm|pptm|xlsb|ole)$", re.IGNORECASE
)
_PRINTER: Final = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_DTD: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP: Final = re.compile(rb"<[^<>]*Relationship\b[^<>]*>")
_AWAY: Final = re.compile(rb"Target\s*=\s*[\"'](https?:|ftp:|file:|\\\\|//)", re.IGNORECASE)
_LINKS: Final = (b"/hyperlink", b"/externalLinkPath")
_PDF_ACTIVE: Final = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_PDF_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PDF_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_MOST_OBJECTS: Final = 50_000_000
_START_OF_FRAME: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def look_over(content: bytes, name: str, kind: Kind) -> None:
    """Check the content of a file of a kind.

    Raises:
        UnfitFileError: there is something in it that does not belong into evidence.
    """
    _LOOKS[kind.family](content, name)


def _packed(content: bytes, name: str, depth: int = 0) -> None:
    """Check an office file: sizes, kinds of parts, links; files packed inside are checked as well."""
    suffix = PurePath(name).suffix.lower()
    try:
        archive = Archive(content, Limits(size=settings.LARGEST_UPLOAD))
        for info in zipfile.ZipFile(BytesIO(content)).infolist():
            _entry(info, name)
        if suffix in MAIN_PARTS and not archive.has(MAIN_PARTS[suffix]):
            raise UnfitFileError(
                _("“{name}” is not what its name says: the content is not that of a file “{suffix}”.").format(
                    name=PurePath(name).name, suffix=suffix
                )
            )
        for part in archive.names:
            if not part.endswith("/"):
                _part(archive.part(part), part, name, depth)
    except Unreadable as problem:
        raise UnfitFileError(problem.finding.sentence(get_language() or "zh")) from problem


def _entry(info: zipfile.ZipInfo, name: str) -> None:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode) or ".." in PurePath(info.filename).parts or info.filename.startswith(("/", "\\")):
        raise UnfitFileError(
            _("“{name}” points at places outside itself, which no office program writes. It was not taken.").format(
                name=name
            )
        )
    if info.flag_bits & 1:
        raise UnfitFileError(
            _("“{name}” is locked by a password. Take the password off and hand it in again.").format(name=name)
        )
    if _ACTIVE_PARTS.search(info.filename) and not _PRINTER.search(info.filename):
        raise UnfitFileError(
            _("“{name}” holds macros or programs. Save it without them (or as PDF) and hand it in again.").format(
                name=name
            )
        )


def _part(content: bytes, part: str, name: str, depth: int) -> None:
    if part.lower().endswith(_XML):
        plain = content.replace(b"\x00", b"")
        if _DTD.search(plain):
            raise UnfitFileError(
                _("“{name}” defines XML entities, which no office program writes. It was not taken.").format(name=name)
            )
        if b"macroEnabled" in plain and part == "[Content_Types].xml":
            raise UnfitFileError(
                _("“{name}” holds macros or programs. Save it without them (or as PDF) and hand it in again.").format(
                    name=name
                )
            )
        if part.lower().endswith(".rels") and any(_calls_out(found) for found in _RELATIONSHIP.findall(plain)):
            raise UnfitFileError(
                _(
                    "“{name}” takes a template, picture or object from elsewhere when it is opened. Put it into the file itself, or hand in a PDF."
                ).format(name=name)
            )
    elif content.startswith(b"PK\x03\x04"):
        if depth:
            raise UnfitFileError(_("“{name}” holds files packed in files. Hand them in one by one.").format(name=name))
        _packed(content, part, depth + 1)
    elif content.startswith(b"\xff\xd8\xff"):
        _picture_inside(_jpeg, content, part, name)
    elif content.startswith(b"\x89PNG"):
        _picture_inside(_png, content, part, name)


def _picture_inside(look: Callable[[bytes, str], None], content: bytes, part: str, name: str) -> None:
    try:
        look(content, PurePath(part).name)
    except UnfitFileError as problem:
        said = _("“{name}” holds a picture that cannot be taken. {problem}").format(name=name, problem=problem)
        raise UnfitFileError(said) from problem


def _calls_out(relationship: bytes) -> bool:
    return (
        b"External" in relationship
        and not any(link in relationship for link in _LINKS)
        and _AWAY.search(relationship) is not None
    )


def _pdf(content: bytes, name: str) -> None:
    """Look at the objects, outside of streams and in packed ones; in a picture's bytes such words mean nothing."""
    objects = _PDF_STREAM.sub(b"", content) + b"".join(_unpacked(content))
    spelled = _PDF_NAME.sub(lambda found: bytes([int(found[1], 16)]), objects)
    if _PDF_ACTIVE.search(spelled):
        raise UnfitFileError(
            _("“{name}” holds scripts or attached files. Print it to a new PDF and hand that in.").format(name=name)
        )


def _unpacked(content: bytes) -> Iterator[bytes]:
    for found in _PDF_OBJECTS.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[found.end() :], _MOST_OBJECTS)


def _png(content: bytes, name: str) -> None:
    if len(content) < 24 or content[12:16] != b"IHDR":  # noqa: PLR2004 - the head of a PNG file
        raise _broken(name)
    width, height = struct.unpack(">II", content[16:24])
    _size(width, height, name)


def _jpeg(content: bytes, name: str) -> None:
    try:
        frames = [content[start + 5 : end] for marker, start, end in segments(content) if marker in _START_OF_FRAME]
        sizes = [struct.unpack(">HH", frame[:4]) for frame in frames]
    except (EOFError, struct.error) as error:
        raise _broken(name) from error
    if not sizes:
        raise _broken(name)
    for height, width in sizes:
        _size(width, height, name)


def _size(width: int, height: int, name: str) -> None:
    if width * height > settings.MOST_PIXELS:
        raise UnfitFileError(
            _(
                "The picture “{name}” has {width} × {height} dots, more than anyone can look at. Make it smaller."
            ).format(name=name, width=width, height=height)
        )


def _broken(name: str) -> UnfitFileError:
    return UnfitFileError(_("“{name}” is damaged or was not copied completely. Get it again.").format(name=name))


def _text(content: bytes, name: str) -> None:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnfitFileError(
            _("“{name}” is not what its name says: the content is not that of a file “{suffix}”.").format(
                name=name, suffix=PurePath(name).suffix
            )
        )


_LOOKS: Final[dict[str, Callable[[bytes, str], None]]] = {
    "packed": _packed, "pdf": _pdf, "png": _png, "jpeg": _jpeg, "text": _text,
}  # fmt: skip


def segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the segments of a JPEG file: marker, start and end; what is coded between them belongs to the one before.

    The end of the picture is its last two bytes, or more follow that belong to no picture (some programs write them).

    Raises:
        EOFError: it ends too early, or something stands where a segment begins that is none.
    """
    place = 2
    while content[place : place + 1] == b"\xff":
        while content[place + 1 : place + 2] == b"\xff":  # fill bytes
            place += 1
        if content[place + 1 : place + 2] == b"\xd9":
            return
        length = content[place + 2 : place + 4]
        end = place + 2 + int.from_bytes(length)
        if len(length) < 2 or end > len(content):  # noqa: PLR2004 - a length takes two bytes
            break
        marker = content[place + 1]
        if marker == 0xDA:  # noqa: PLR2004 - coded lines follow
            end = _coded_until(content, end)
        yield marker, place, end
        place = end
    raise EOFError("no end of the picture")


def _coded_until(content: bytes, place: int) -> int:
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise EOFError("no end of the coded lines")
        following = content[place + 1]
        if following and following != 0xFF and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - restart marks
            return place
        place += 1 if following == 0xFF else 2  # noqa: PLR2004 - fill bytes
