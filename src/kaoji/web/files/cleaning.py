"""Taking out of files what tells about people and places: authors, cameras, coordinates (SC-44).

A signed document stays as it is, byte for byte: its signature is what it is worth as evidence.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Final

from kaoji.web.files.checking import segments
from kaoji.web.files.kinds import Kind

_CORE: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_CUSTOM: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_TELLING: Final = (
    (re.compile(rb"^docProps/app\.xml$"), re.compile(rb"(<(Company|Manager|HyperlinkBase)>)[^<]*(</)"), rb"\1\3"),
    (re.compile(rb"^word/.*\.xml$"), re.compile(rb"(\bw:(?:author|initials|userId)=\")[^\"]*(\")"), rb"\1\2"),
    (re.compile(rb"^word/people\.xml$"), re.compile(rb"(\bw15:(?:author|userId|providerId)=\")[^\"]*(\")"), rb"\1\2"),
    (re.compile(rb"^xl/comments[^/]*\.xml$|^xl/comments/"), re.compile(rb"(<author>)[^<]*(</author>)"), rb"\1\2"),
    (re.compile(rb"^xl/persons/"), re.compile(rb"(\b(?:displayName|userId)=\")[^\"]*(\")"), rb"\1\2"),
    (re.compile(rb"^xl/workbook\.xml$"), re.compile(rb"(\b(?:absPath[^>]*? url|userName)=\")[^\"]*(\")"), rb"\1\2"),
    (
        re.compile(rb"^ppt/(comment)?[aA]uthors\.xml$"),
        re.compile(rb"(\b(?:name|initials|userId)=\")[^\"]*(\")"),
        rb"\1\2",
    ),
)
"""Which parts of an office file tell of people, where, and what stands there afterwards."""
_SIGNED_PART: Final = re.compile(r"_xmlsignatures/|Signatures?\.xml$|/Signs/", re.IGNORECASE)
_KEPT_CHUNKS: Final = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_PDF_INFO: Final = re.compile(
    rb"/(Author|Creator|Producer|Company|Manager|LastSavedBy|SourceModified)\s*\(((?:\\.|[^\\()])*)\)", re.DOTALL
)
_PDF_INFO_HEX: Final = re.compile(
    rb"/(Author|Creator|Producer|Company|Manager|LastSavedBy|SourceModified)\s*<([0-9A-Fa-f\s]*)>"
)
_XMP: Final = re.compile(rb"(<\?xpacket begin.*?\?>)(.*?)(<\?xpacket end)", re.DOTALL)
_STREAM: Final = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def cleaned(content: bytes, kind: Kind) -> bytes:
    """Give a file without what it tells of its makers."""
    clean = _CLEANERS.get(kind.family)
    return content if clean is None else clean(content)


def _jpeg(content: bytes) -> bytes:
    """Keep what is needed to show the picture; how it is turned stays, alone."""
    turned, pieces, end = 1, [content[:2]], 2
    for marker, start, end in segments(content):
        segment = content[start:end]
        if marker == 0xE1 and segment[4:8] == b"Exif":  # noqa: PLR2004
            turned = _orientation(segment[10:])
        is_needed = marker in (0xE0, 0xEE) or (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE")  # noqa: PLR2004
        if is_needed or not (0xE0 <= marker <= 0xEF or marker == 0xFE):  # noqa: PLR2004 - remarks of programs
            pieces.append(segment)
    if turned != 1:
        exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", turned, 0) + b"\0\0\0\0"
        pieces.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(pieces) + b"\xff\xd9"


def _orientation(tiff: bytes) -> int:
    """Read how a picture is turned from its Exif block; 1 where it does not say."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        place = struct.unpack(f"{order}I", tiff[4:8])[0]
        count = struct.unpack(f"{order}H", tiff[place : place + 2])[0]
        for number in range(min(count, 100)):
            at = place + 2 + 12 * number
            if struct.unpack(f"{order}H", tiff[at : at + 2])[0] == 0x0112:  # noqa: PLR2004 - the tag Orientation
                turned = struct.unpack(f"{order}H", tiff[at + 8 : at + 10])[0]
                return turned if 1 <= turned <= 8 else 1  # noqa: PLR2004
    except (KeyError, struct.error):
        return 1
    return 1


def _png(content: bytes) -> bytes:
    pieces, place = [content[:8]], 8
    while place + 12 <= len(content):
        length = struct.unpack(">I", content[place : place + 4])[0]
        name = content[place + 4 : place + 8]
        if name in _KEPT_CHUNKS:
            pieces.append(content[place : place + 12 + length])
        place += 12 + length
        if name == b"IEND":
            break
    return b"".join(pieces)


def _packed(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as source:
        if any(_SIGNED_PART.search(name) for name in source.namelist()):
            return content
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
            for info in source.infolist():
                fresh = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
                fresh.compress_type, fresh.external_attr = info.compress_type, info.external_attr
                written.writestr(fresh, _without_people(info.filename, source.read(info)))
    return target.getvalue()


def _without_people(name: str, content: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _CORE
    if name == "docProps/custom.xml":
        return _CUSTOM
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n"):
        return _png(content)
    for part, telling, instead in _TELLING:
        if part.search(name.encode()):
            content = telling.sub(instead, content)
    return content


def _pdf(content: bytes) -> bytes:
    """Blank what a PDF tells of its makers, in place, so that no offset in it moves."""
    if b"/ByteRange" in content:
        return content
    content = _PDF_INFO.sub(
        lambda found: found[0].replace(found[2], b" " * len(found[2])) if found[2] else found[0], content
    )
    content = _PDF_INFO_HEX.sub(
        lambda f: f[0].replace(f[2], re.sub(rb"\S", b"0", f[2])) if f[2].strip() else f[0], content
    )
    content = _XMP.sub(lambda found: found[1] + b" " * len(found[2]) + found[3], content)
    return _packed_objects(content)


def _packed_objects(content: bytes) -> bytes:
    """Blank the same inside compressed object streams; what is packed anew must not be longer than it was."""
    pieces, last = [], 0
    for found in _STREAM.finditer(content):
        end = content.find(b"endstream", found.end())
        packed = content[found.end() : end]
        try:
            plain = zlib.decompressobj().decompress(packed, 50_000_000)
        except zlib.error:
            continue
        blank = _PDF_INFO.sub(lambda f: f[0].replace(f[2], b" " * len(f[2])) if f[2] else f[0], plain)
        blank = _PDF_INFO_HEX.sub(
            lambda f: f[0].replace(f[2], re.sub(rb"\S", b"0", f[2])) if f[2].strip() else f[0], blank
        )
        again = zlib.compress(blank, 9)
        if blank != plain and len(again) <= len(packed):
            pieces += [content[last : found.end()], again.ljust(len(packed), b"\n")]
            last = end
    return b"".join([*pieces, content[last:]])


_CLEANERS: Final[dict[str, Callable[[bytes], bytes]]] = {"jpeg": _jpeg, "png": _png, "packed": _packed, "pdf": _pdf}
