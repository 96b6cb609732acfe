"""Broken and hostile files: every one gives findings within limits, none an exception."""

import io
import random
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoji.reading import Limits, read
from kaoji.reading.clauses import read_clause
from kaoji.reading.sheets import outline
from kaoji.reading.tasks import read_tasks
from tests.reading.made import OFFICE, WORD, docx, p, packed, relations, row, tbl, xlsx
from tests.reading.make_score_sheet import FOLDER
from tests.thorough import examples

FILES = sorted(path for path in FOLDER.glob("score_sheet.*") if path.suffix != ".doc")
LAUGHS = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))


def codes(content: bytes, limits: Limits | None = None) -> list[str]:
    return [finding.code for finding in read(content, limits=limits)[1]]


def word_part(declaration: str, text: str) -> bytes:
    main = f'{declaration}<w:document xmlns:w="{WORD}"><w:body>{p(text)}</w:body></w:document>'
    return packed({"_rels/.rels": relations({"officeDocument": "word/document.xml"}), "word/document.xml": main})


def test_entity_bomb_is_refused() -> None:
    bomb = word_part(f'<!DOCTYPE x [<!ENTITY a0 "哈哈">{LAUGHS}]>', "&a9;")
    assert codes(bomb) == ["reading.E108"]


def test_file_of_the_machine_is_not_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    document, findings = read(word_part(f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>', "&s;"))
    assert "机密" not in str(document)
    assert [finding.code for finding in findings] == ["reading.E108"]


def test_entities_in_a_sheet_are_refused() -> None:
    content = xlsx({"表": row(1, ["甲"])})
    source = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<!DOCTYPE x [<!ENTITY a 'x'>]>" + parts["xl/worksheets/sheet1.xml"]
    assert codes(packed(parts)) == ["reading.E108"]


def test_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = packed({"word/document.xml": b"<a>" + b" " * 80_000_000 + b"</a>"})
    start = time.monotonic()
    assert codes(bomb) == ["reading.E106"]
    assert time.monotonic() - start < 1


def test_zip_bomb_is_refused_when_its_directory_lies() -> None:
    content = bytearray(docx(p("甲" * 200_000)))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.find(mark)
        while start >= 0:
            content[start + place : start + place + 4] = (10).to_bytes(4, "little")
            start = content.find(mark, start + 4)
    document, findings = read(bytes(content))
    assert document.blocks == ()
    assert findings[0].code in {"reading.E105", "reading.E106", "reading.E104"}


def test_many_parts_are_refused() -> None:
    assert codes(packed({f"a{number}": "" for number in range(50)}), Limits(parts=40)) == ["reading.E106"]


def test_relationships_that_leave_the_file_are_not_followed() -> None:
    outside = packed(
        {
            "_rels/.rels": relations({"officeDocument": "../../../../etc/passwd"}),
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{p("甲")}</w:body></w:document>',
        }
    )
    assert [paragraph.text for paragraph in read(outside)[0].paragraphs] == ["甲"]


def test_file_larger_than_the_limit_is_refused() -> None:
    assert codes(b"a" * 101, Limits(size=100)) == ["reading.E102"]


def test_pdf_bomb_is_read_within_limits_of_time() -> None:
    packed_text = zlib.compress(b"BT ET " * 20_000_000, 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
    stream = (
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed_text) + packed_text + b"\nendstream endobj\n"
    )
    start = time.monotonic()
    assert codes(head + page + stream + b"trailer<</Root 1 0 R>>\n%%EOF")
    assert time.monotonic() - start < 20


def test_comments_before_a_page_are_passed_over_in_a_moment() -> None:
    start = time.monotonic()
    assert read(b"<!---->" * 500 + b"x")[0].format == "txt"
    assert time.monotonic() - start < 1


def test_table_with_too_many_cells_is_cut() -> None:
    content = docx(tbl([["甲", "乙"]] * 50))
    assert "reading.E107" in codes(content, Limits(cells=20))
    assert "reading.E107" in codes(content, Limits(rows=20))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_truncated_file_gives_findings_or_what_is_left(path: Path) -> None:
    content = path.read_bytes()
    for tenth in range(1, 10):
        document, findings = read(content[: len(content) * tenth // 10], path.name)
        assert document.blocks or findings
        assert all(finding.code != "reading.E199" for finding in findings)


def damaged(content: bytes, seed: int) -> bytes:
    """Damage a file, or one part of a packed file, in a way that the seed chooses."""
    chance = random.Random(seed)  # noqa: S311 - damage, not a secret
    if content.startswith(b"PK") and chance.random() < 0.7:
        source = zipfile.ZipFile(io.BytesIO(content))
        parts = {name: source.read(name) for name in source.namelist()}
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        swaps = [
            (b'"1"', b'"99999999999"'),
            (b'val="', b'val="-'),
            (b'ref="', b'ref="A1:XFD1048576" x="'),
            (b"<v>", b"<v>x"),
        ]
        swap = chance.choice(swaps)
        parts[name] = parts[name].replace(*swap) if swap[0] in parts[name] else broken(parts[name], chance)
        return packed(parts)
    return broken(content, chance)


def broken(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 3, 30, 300])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    at = chance.randrange(len(data))
    return bytes(data[:at] + data[at + chance.randrange(200) :]) if chance.random() < 0.3 else bytes(data)


@settings(max_examples=examples(75), suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(FILES), seed=st.integers(0, 2**32))
def test_damaged_file_never_raises(path: Path, seed: int) -> None:
    document, findings = read(damaged(path.read_bytes(), seed), path.name)
    assert all(finding.code != "reading.E199" for finding in findings), findings
    assert all(finding.line("en") and finding.line("zh") for finding in findings)
    assert all(len(grid.dense()) == grid.height for grid in document.grids)


@settings(max_examples=examples(50))
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_give_a_document_and_findings(content: bytes, start: bytes) -> None:
    document, findings = read(start + content)
    assert all(finding.code != "reading.E199" for finding in findings), findings
    assert document.blocks or findings


@pytest.mark.slow
@pytest.mark.parametrize("word", ["1", "①", "一", "扣", "（", "每", "未完成的，扣2分；"])
def test_a_word_without_end_is_passed_over_in_a_moment(word: str) -> None:
    text = word * (5_900 // len(word))
    start = time.process_time()
    for words in (text, f"完成任务每{text[:900]}扣3分。"):
        read_clause(words, "10")
    document, _ = read(f"指标\n评分标准\n分值\n数据提供单位\n甲\n{text}\n5\n县委办\n".encode())
    outline(document)
    read_tasks(document)
    assert time.process_time() - start < 10  # a limit that no machine is too slow for; without it these take minutes


def test_a_text_without_end_is_left_to_a_person() -> None:
    reading = read_clause("每次扣1分" * 2_000, "10")
    assert [(rule.form, rule.start, rule.end) for rule in reading.rules] == [("unknown", 0, 10_000)]
