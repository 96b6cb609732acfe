"""What may be handed in, and what becomes of it."""

from __future__ import annotations

import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from pytest_django.fixtures import Settings

from kaoji.web.audit.models import Entry
from kaoji.web.files.clearance import cleared_for
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.files.receiving import receive
from kaoji.web.files.serving import hand_over
from kaoji.web.files.store import path_of
from kaoji.web.permissions import Role
from tests.web.conftest import County
from tests.web.files import making


def hand_in(county: County, name: str, content: bytes, label: str = "internal") -> StoredFile:
    return receive(SimpleUploadedFile(name, content), county.people["tongji"], label)


def kept(file: StoredFile) -> bytes:
    return path_of(file.digest).read_bytes()


GOOD = {
    "合影.jpg": making.jpeg(),
    "截图.PNG": making.png(),
    "批复.pdf": making.pdf(),
    "说明.docx": making.docx(),
    "数据.xlsx": making.packed({"xl/workbook.xml": b"<workbook/>"}),
    "照片.jpeg": making.photograph(),
    "带照片的说明.docx": making.with_photograph(),
    "真实的数据.xlsx": making.workbook(),
    "清单.csv": "单位,数量\n东街街道,1\n".encode("gb18030"),
}
BAD = {
    "empty": ("说明.docx", b""),
    "program": ("说明.exe", b"MZ"),
    "old office format": ("说明.doc", b"\xd0\xcf\x11\xe0"),
    "macro by name": ("说明.docm", making.docx()),
    "another kind": ("合影.jpg", making.png()),
    "packed but no Word file": ("说明.docx", making.packed({"a.txt": b"a"})),
    "web page as text": ("说明.txt", b"\x00\x01binary"),
    "macro in fact": ("数据.xlsx", making.packed({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"x"})),
    "macro by type": (
        "数据.xlsx",
        making.packed({"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"<T ContentType='x.macroEnabled.main'/>"}),
    ),
    "bomb": ("说明.docx", making.docx(word__media__a=b"\0" * 40_000_000)),
    "symbolic link": ("说明.docx", making.packed({"word/document.xml": b"<w/>"}, {"word/x": "/etc/passwd"})),
    "climbing out": ("说明.docx", making.packed({"word/document.xml": b"<w/>", "../../x": b"x"})),
    "damaged": ("说明.docx", making.docx()[:100]),
    "packed twice": (
        "说明.docx",
        making.packed({"word/document.xml": b"<w/>", "word/embeddings/a.docx": making.docx(b=making.docx())}),
    ),
    "oversize jpeg": ("合影.jpg", making.jpeg(60_000, 60_000)),
    "oversize png": ("截图.png", making.png(60_000, 60_000)),
    "oversize picture inside": ("说明.docx", making.docx(word__media__a=making.png(60_000, 60_000))),
    "half a picture": ("合影.jpg", making.jpeg()[:20]),
    "picture without its last lines": ("照片.jpg", making.photograph()[:-2]),
    "picture cut within its frame": ("合影.jpg", making.jpeg()[:48]),
    "cut picture inside": ("说明.docx", making.docx(word__media__a=making.photograph()[:-2])),
    "script in a pdf": ("批复.pdf", making.pdf(b"2 0 obj << /S /JavaScript /JS (x) >> endobj")),
    "script spelled otherwise": ("批复.pdf", making.pdf(b"2 0 obj << /S /J#61vaScript >> endobj")),
    "script packed in a pdf": ("批复.pdf", making.pdf(making.object_stream(b"<< /S /Launch /F (x) >>"))),
}
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "http://192.0.2.1/x">]><x>&a;</x>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
ACTIVE = {
    "entity": making.packed({"word/document.xml": ENTITY}),
    "billion laughs": making.packed({"word/document.xml": LAUGHS}),
    "entity in utf-16": making.packed({"word/document.xml": ENTITY.decode().encode("utf-16")}),
    "remote template": making.packed(
        {"word/document.xml": b"<w/>", "word/_rels/settings.xml.rels": making.relationships("http://192.0.2.1/t.dotm", "attachedTemplate")}
    ),
    "remote picture": making.packed(
        {"word/document.xml": b"<w/>", "word/_rels/document.xml.rels": making.relationships("\\\\192.0.2.1\\p.png", "image")}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_sc31_a_file_is_taken_when_name_and_content_agree(county: County, name: str) -> None:
    file = hand_in(county, name, GOOD[name])
    assert file.name == name
    assert path_of(file.digest).is_file()
    assert not path_of(file.digest).suffix
    assert Entry.objects.filter(action="file.keep", object_id=str(file.pk)).exists()


@pytest.mark.parametrize("what", BAD)
def test_sc31_a_file_is_refused_when_there_is_something_wrong_with_it(
    county: County, what: str, settings: Settings
) -> None:
    with pytest.raises(UnfitFileError):
        hand_in(county, *BAD[what])
    assert not StoredFile.objects.exists()
    assert not [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]


def test_sc31_a_file_is_refused_when_it_is_too_large(county: County, settings: Settings) -> None:
    settings.LARGEST_UPLOAD = 100
    with pytest.raises(UnfitFileError):
        hand_in(county, "说明.txt", b"a" * 101)


@pytest.mark.parametrize("what", ACTIVE)
def test_sc33_an_office_file_that_reaches_out_is_refused_without_reaching(county: County, what: str) -> None:
    with pytest.raises(UnfitFileError):
        hand_in(county, "说明.docx", ACTIVE[what])


def test_sc33_links_that_a_reader_clicks_are_no_reason_to_refuse(county: County) -> None:
    link = making.relationships("https://example.org/", "hyperlink")
    assert hand_in(
        county, "链接.docx", making.packed({"word/document.xml": b"<w/>", "word/_rels/document.xml.rels": link})
    ).pk


@pytest.mark.parametrize("name", ["合影.jpg", "截图.PNG", "批复.pdf", "说明.docx"])
def test_sc44_authors_and_places_are_gone_from_what_is_kept(county: County, name: str) -> None:
    given = making.jpeg(exif=making.exif()) if name == "合影.jpg" else GOOD[name]
    file = hand_in(county, name, given)
    content = kept(file)
    if name == "说明.docx":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(part) for part in archive.namelist())
        assert "张三".encode() not in content
    assert b"SECRET" not in content
    assert file.handed_in != file.digest


def test_sc44_a_picture_stays_turned_as_it_was(county: County) -> None:
    content = kept(hand_in(county, "合影.jpg", making.jpeg(exif=making.exif(6))))
    assert b"\x01\x12\0\x03\0\0\0\x01\0\x06" in content


def test_sc44_authors_are_gone_from_packed_parts_of_a_pdf(county: County) -> None:
    stream = making.object_stream(b"<< /Author (SECRET NAME OF SOMEBODY) >>" + b" " * 300)
    content = kept(hand_in(county, "批复.pdf", making.pdf(stream)))
    assert len(content) == len(making.pdf(stream))
    packed = content[content.index(b"stream\n") + 7 :]
    assert b"SECRET" not in zlib.decompressobj().decompress(packed)


def test_sc44_a_signed_pdf_stays_byte_for_byte(county: County) -> None:
    signed = making.pdf(b"9 0 obj << /Type /Sig /ByteRange [0 1 2 3] >> endobj")
    assert kept(hand_in(county, "批复.pdf", signed)) == signed


def test_sc32_a_file_is_handed_over_as_a_download_under_its_own_name(county: County) -> None:
    file = hand_in(county, "../../etc/合影 1.jpg", making.jpeg())
    assert file.name == "合影 1.jpg"
    response = hand_over(file)
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%90%88%E5%BD%B1")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert Entry.objects.filter(action="file.read").exists()
    assert response.file_to_stream is not None
    response.file_to_stream.close()


def test_a_file_is_not_handed_over_when_its_bytes_were_changed(county: County) -> None:
    file = hand_in(county, "说明.txt", b"one")
    path_of(file.digest).write_bytes(b"two")
    with pytest.raises(Http404):
        hand_over(file)
    assert Entry.objects.filter(action="file.broken", result="failed").exists()


SCANNER = "import pathlib, sys; sys.exit(1 if b'virus' in pathlib.Path(sys.argv[1]).read_bytes() else 0)"


def test_sc47_a_file_is_refused_when_the_scanner_finds_something(county: County, settings: Settings) -> None:
    settings.VIRUS_SCANNER = [sys.executable, "-c", SCANNER]
    assert hand_in(county, "说明.txt", b"clean").pk
    with pytest.raises(UnfitFileError):
        hand_in(county, "说明.txt", b"a virus")


@pytest.mark.parametrize("command", [["/there/is/no/scanner"], [sys.executable, "-c", "raise SystemExit(2)"]])
def test_sc47_no_file_is_taken_when_the_scanner_does_not_answer(
    county: County, settings: Settings, command: list[str]
) -> None:
    settings.VIRUS_SCANNER = command
    with pytest.raises(UnfitFileError):
        hand_in(county, "说明.txt", b"clean")
    assert not StoredFile.objects.exists()


def test_sc18_labels_are_open_to_roles_by_the_table() -> None:
    assert cleared_for([]) == {Label.PUBLIC}
    assert Label.SENSITIVE not in cleared_for([Role.PROVIDER, Role.REPORTER, Role.HEAD])
    assert Label.SENSITIVE in cleared_for([Role.OFFICE])
