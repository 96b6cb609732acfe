"""Small files of every kind, good ones and such as must not come in."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO

import vl_convert
from docx import Document
from openpyxl import Workbook

CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(parts: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """Pack parts into a file; ``links`` become symbolic links."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for name, goal in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, goal)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    """Make a Word file; further parts by name, with ``__`` for a slash."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": b'<w:document xmlns:w="w"><w:ins w:author="\xe5\xbc\xa0\xe4\xb8\x89">1</w:ins></w:document>',
        "docProps/core.xml": b"<cp:coreProperties><dc:creator>SECRET NAME</dc:creator></cp:coreProperties>",
        "docProps/app.xml": b"<Properties><Company>SECRET FIRM</Company></Properties>",
    }
    return packed(parts | {name.replace("__", "/"): content for name, content in more.items()})


def relationships(target: str, kind: str, mode: str = "External") -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def jpeg(width: int = 4, height: int = 4, exif: bytes = b"") -> bytes:
    """Make the frame of a picture; nobody needs to see it."""
    frame = _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    parts = [b"\xff\xd8", _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")]
    if exif:
        parts.append(_segment(0xE1, b"Exif\0\0" + exif))
    parts += [
        _segment(0xFE, b"made by SECRET NAME"),
        frame,
        _segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        b"\x12\xff\0\x34\xff\xd9",
    ]
    return b"".join(parts) + b"SECRET TAIL"


@cache
def photograph() -> bytes:
    """Give a picture as a program for pictures writes it: with tables, and nothing after its end."""
    chart = {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    return bytes(vl_convert.vegalite_to_jpeg(chart))


def with_photograph() -> bytes:
    """Give a real Word file with a picture; the template of the library has one of a Mac, which ends in a spare byte."""
    document = Document()
    document.add_paragraph("现场照片")
    document.add_picture(BytesIO(photograph()))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    """Give a real Excel file."""
    book, file = Workbook(), BytesIO()
    book.active["A1"] = "东街街道"  # type: ignore[index]
    book.save(file)
    return file.getvalue()


def exif(orientation: int = 6) -> bytes:
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x0112, 3, 1, orientation) + b"\0\0\0\0GPS SECRET PLACE"


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int = 1, height: int = 1) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", head), _chunk(b"tEXt", b"Author\0SECRET NAME"),
         _chunk(b"IDAT", zlib.compress(b"\0\0")), _chunk(b"IEND", b""))
    )  # fmt: skip


def pdf(body: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Author (SECRET NAME) /Title (ok) >>\nendobj\n" + body + b"\n%%EOF\n"


def object_stream(content: bytes) -> bytes:
    data = zlib.compress(content, 1)
    return b"5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj" % (
        len(data),
        data,
    )
