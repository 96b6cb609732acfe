"""Plain text files: lines, encodings, damage."""

import pytest

from kaoji.reading import Limits, read

TEXT = "考核计分表\r\n\t序号\r\n\r\n\t1\r\n\t经济建设 \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_are_kept_with_tabs_and_blanks_in_every_encoding(encoding: str) -> None:
    document, findings = read(TEXT.encode(encoding), "表.txt")
    assert document.format == "txt"
    assert [paragraph.text for paragraph in document.paragraphs] == ["考核计分表", "\t序号", "", "\t1", "\t经济建设 "]
    assert document.paragraphs[3].source.cite().place() == "表.txt:4"
    assert findings == []


def test_letter_cut_at_the_end_is_reported() -> None:
    document, findings = read("考核办法".encode()[:-1])
    assert document.paragraphs[0].text == "考核办\ufffd"
    assert [(finding.code, finding.data["count"]) for finding in findings] == [("reading.W125", 1)]


def test_unreadable_letters_are_reported() -> None:
    document, findings = read("考核".encode() + b"\xff" + "办法，共十条。".encode())
    assert "办法，共十条。" in document.paragraphs[0].text
    assert [finding.code for finding in findings] == ["reading.W125"]


def test_long_file_is_cut_and_reported() -> None:
    document, findings = read("甲\n".encode() * 50, limits=Limits(rows=20))
    assert len(document.blocks) == 20
    assert [finding.code for finding in findings] == ["reading.E107"]
