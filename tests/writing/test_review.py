"""The review page: complete, self-contained, and safe whatever the notice says."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.drafts import draft
from kaoji.reading.phrases.wording import squeeze
from kaoji.writing.review import review_page, write_review

FILES = Path(__file__).parents[1] / "cases" / "documents"


class Page(HTMLParser):
    """Gathers what a browser would show, by kind of place, and all attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.marks: list[tuple[str, str]] = []
        self.open_mark = ""
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.open_mark = dict(attrs).get("class") or "" if tag == "mark" else self.open_mark

    def handle_endtag(self, tag: str) -> None:
        self.open_mark = "" if tag == "mark" else self.open_mark

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open_mark:
            self.marks.append((self.open_mark, data))


def page_of(document: Document, folder: Path) -> str:
    path = folder / "审阅" / "页.html"
    write_review(draft(document), path)
    return path.read_text(encoding="utf-8")


def sheet(name: str, text: str) -> Document:
    rows = [["指标名称", "评分标准", "分值"], [name, text, "10"], ["乙", "每次扣1分", "5"]]
    grid = Grid(tuple(tuple(Cell(cell, row, at) for at, cell in enumerate(cells)) for row, cells in enumerate(rows)))
    return Document("a.docx", "docx", (Paragraph("某县2033年考核计分表"), grid))


@pytest.mark.parametrize(
    "name", ["score_sheet.docx", "score_sheet.xlsx", "tables_county.docx", "tables_headings.txt", "tables_page.html"]
)
def test_every_text_of_the_notice_is_on_the_page(name: str, tmp_path: Path) -> None:
    document, _ = read(FILES / name)
    shown = squeeze("".join(Page(page_of(document, tmp_path)).words))
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]
        for piece in (piece for text in texts for piece in re.split(r"[\s、。（）()\d.]+|分$", text)):
            assert squeeze(piece) in shown, piece


def test_every_rule_choice_and_finding_is_on_the_page(tmp_path: Path) -> None:
    document, _ = read(FILES / "tables_county.docx")
    made = draft(document)
    text = unescape(page_of(document, tmp_path))
    for passage in made.passages:
        for rule in passage.rules:
            assert rule.score in text
            assert rule.check in text
    for choice in made.choices:
        assert choice.decision in text
    for finding in made.findings:
        assert finding.code in text


def test_markup_in_a_notice_is_shown_as_text(tmp_path: Path) -> None:
    attack = '<script>alert("1")</script>每次扣3分<img src=x onerror=alert(2)>'
    text = page_of(sheet('甲"><script>x</script>', attack), tmp_path)
    page = Page(text)
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert 'alert("1")' in "".join(page.words)


def test_words_are_marked_by_how_surely_they_were_read(tmp_path: Path) -> None:
    page = Page(page_of(sheet("甲", "出现乱收费的，每次扣3分，扣完为止。"), tmp_path))
    certain = "".join(words for state, words in page.marks if state == "certain")
    assert "每次扣3分" in certain
    assert "扣完为止" in certain


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    page = Page(page_of(sheet("甲", "每次扣3分"), tmp_path))
    assert not {"link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert not {"src", "srcset"} & {name for name, _ in page.attributes}
    assert all(value and value.startswith("#") for name, value in page.attributes if name == "href")


def test_counts_and_filters_agree_with_the_draft(tmp_path: Path) -> None:
    document, _ = read(FILES / "score_sheet.docx")
    made = draft(document)
    text = page_of(document, tmp_path)
    counts = made.counts
    for said in (
        f"规则读准{counts.certain}条",
        f"待核对{counts.to_check}条",
        f"未读懂或未采用{counts.not_understood}处",
    ):
        assert f">{said}<" in text
    states = [passage.state for passage in made.passages]
    eyes = sum(states.count(state) for state in ("check", "not_understood", "unbound"))
    assert f"需要过目{eyes}段" in text
    assert text.count('<article class="passage') == len(states)


def test_a_page_is_the_same_each_time(tmp_path: Path) -> None:
    document = Document("a.txt", "txt", (Paragraph("考核通知。", source=Source("a.txt", line=1)),))
    assert page_of(document, tmp_path) == page_of(document, tmp_path)


def test_findings_lead_to_the_passages_that_they_are_about(tmp_path: Path) -> None:
    document, _ = read(FILES / "tables_headings.txt")
    made = draft(document)
    page = Page(page_of(document, tmp_path))
    ids = {value for name, value in page.attributes if name == "id"}
    links = [value for name, value in page.attributes if name == "href" and value]

    assert links
    assert {link.removeprefix("#") for link in links} <= ids
    assert len(links) <= len(made.findings)


def test_the_page_itself_speaks_english_to_who_reads_english() -> None:
    document, _ = read(FILES / "tables_county.docx")
    made = draft(document)
    text = review_page(made, "en")
    page = Page(text)
    assert '<html lang="en">' in text
    said = re.sub(r"\s+", " ", "".join(page.words))
    for words in (
        f"Rules read with certainty: {made.counts.certain}",
        f"Findings of reading and checking ({len(made.findings)})",
        f"All ({len(made.passages)})",
        "table 1, row",
    ):
        assert words in said, words
    for words in ("读出的规则", "数据提供：", "待核对：", "查找", "其他文字"):
        assert words not in text, words
