"""One score sheet in every format gives one grid; what a file is, is told by its content."""

import shutil
from pathlib import Path

import pytest

from kaoji.reading import Document, Limits, read
from tests.reading.made import docx, p, packed, relations, row, xlsx
from tests.reading.make_score_sheet import FOLDER, HEAD, NOTE, ROWS, TITLE

EXPECTED = [HEAD, *ROWS]


def codes(name: str | Path | bytes, called: str | None = None) -> list[str]:
    return [finding.code for finding in read(name, called)[1]]


def score_sheet(suffix: str) -> Document:
    document, findings = read(FOLDER / f"score_sheet.{suffix}")
    assert not [finding for finding in findings if finding.level == "error"]
    return document


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_score_sheet_is_the_same_grid_in_a_format_with_paragraphs(suffix: str) -> None:
    document = score_sheet(suffix)
    assert document.format == suffix
    assert [grid.dense() for grid in document.grids] == [EXPECTED]
    assert [paragraph.text for paragraph in document.paragraphs] == [TITLE, NOTE]


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_score_sheet_is_the_same_grid_in_a_spreadsheet(suffix: str) -> None:
    dense = score_sheet(suffix).grids[0].dense()
    assert dense[0] == [TITLE] * 6
    assert dense[1:6] == EXPECTED
    assert dense[6][0] == NOTE


def test_score_sheet_keeps_its_lines_in_a_text_file() -> None:
    paragraphs = score_sheet("txt").paragraphs
    assert [paragraph.text for paragraph in paragraphs[:3]] == [TITLE, "\t序号", "\t指标名称"]
    assert [paragraph.text for paragraph in paragraphs[6:9]] == ["", "\t1", "\t经济建设（50分）"]
    assert [paragraph.source.line for paragraph in paragraphs] == list(range(1, len(paragraphs) + 1))


def test_old_word_file_is_read_where_libreoffice_is_and_else_says_what_is_needed() -> None:
    document, findings = read(FOLDER / "score_sheet.doc")
    assert document.format == "doc"
    if shutil.which("soffice"):
        assert document.grids[0].dense() == EXPECTED
    else:
        assert [finding.code for finding in findings] == ["reading.E111"]


def test_old_word_file_says_what_is_needed_when_libreoffice_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document, findings = read(FOLDER / "score_sheet.doc")
    assert document.blocks == ()
    assert [finding.code for finding in findings] == ["reading.E111"]


def test_conversion_ends_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nwhile :; do /bin/sleep 1; done\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    _, findings = read(FOLDER / "score_sheet.doc", limits=Limits(seconds=1))
    assert [finding.code for finding in findings] == ["reading.E112"]


@pytest.mark.parametrize(
    ("suffix", "name", "kind"),
    [("docx", "表.xlsx", "docx"), ("html", "表.xls", "html"), ("xls", "表.docx", "xls"), ("txt", "表.pdf", "txt")],
)
def test_file_is_read_as_what_it_is_when_its_name_says_otherwise(suffix: str, name: str, kind: str) -> None:
    document, findings = read((FOLDER / f"score_sheet.{suffix}").read_bytes(), name)
    assert document.format == kind
    assert document.blocks
    assert findings[0].code == "reading.W121"
    assert document.name == name


def test_finding_names_the_file_and_speaks_whole_sentences() -> None:
    _, findings = read(b"", "通知.docx")
    assert findings[0].line("en").startswith("reading.E103  通知.docx  The file is empty.")


def test_file_is_reported_when_it_is_missing(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.docx") == ["reading.E101"]
    assert codes(tmp_path) == ["reading.E101"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"Rar!\x1a\x07" + bytes(50), "archive"),
        (b"<?xml version='1.0'?><Workbook/>", "xml"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "mht"),
        (bytes(range(256)) * 8, "binary"),
        (packed({"OFD.xml": "<a/>"}), "ofd"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "odf"),
        (packed({"ppt/presentation.xml": "<a/>"}), "pptx"),
        (packed({"a.txt": "a"}), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ole"),
    ],
)
def test_kind_is_named_when_it_cannot_be_read(content: bytes, kind: str) -> None:
    document, findings = read(content)
    assert document.blocks == ()
    assert [(finding.code, finding.data["kind"]) for finding in findings] == [("reading.E104", kind)]


def test_password_is_named_when_a_file_is_encrypted() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(50)
    assert codes(content) == ["reading.E109"]


def test_macros_are_noted_and_the_text_is_read() -> None:
    document, findings = read(docx(p("一、总则"), {"word/vbaProject.bin": b"x"}), "通知.docm")
    assert [paragraph.text for paragraph in document.paragraphs] == ["一、总则"]
    assert [finding.code for finding in findings] == ["reading.W122"]
    assert codes(xlsx({"表": row(1, ["甲"])}, extra={"xl/vbaProject.bin": b"x"}), "表.xlsm") == ["reading.W122"]


def test_empty_document_is_reported_when_it_has_no_text() -> None:
    assert codes(docx(p(""))) == ["reading.E113"]
    assert codes(b"<html><body><p> </p></body></html>") == ["reading.E113"]
    assert codes(packed({"_rels/.rels": relations({"officeDocument": "word/none.xml"})})) == ["reading.E104"]
