from pathlib import Path

import openpyxl

from kaoji.scoring.tables import read_facts
from kaoji.writing.annotation import annotate
from kaoji.writing.template import write_template
from tests.scoring.small_scheme import small, write

STRUCTURE = small()
RED, YELLOW = "00FFC7CE", "00FFEB9C"


def faulty_workbook(folder: Path) -> Path:
    path = folder / "县统计局.xlsx"
    write_template(STRUCTURE, path, "县统计局")
    book = openpyxl.load_workbook(path)
    book["得分"]["F2"], book["得分"]["F3"], book["得分"]["F4"] = 21, "=9+9", 18
    book.save(path)
    return path


def test_a_workbook_comes_back_with_faulty_cells_marked_and_all_else_untouched(tmp_path: Path) -> None:
    path, out = faulty_workbook(tmp_path), tmp_path / "out" / "改.xlsx"
    _, findings = read_facts(path, STRUCTURE)
    annotate(path, findings, out)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(out)
    for sheet in before.worksheets:
        values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert [[cell.value for cell in row] for row in after[sheet.title].iter_rows()] == values
    cell = after["得分"]["F2"]
    assert cell.fill.fgColor.rgb == RED
    assert cell.comment is not None
    assert cell.comment.text == findings[0].sentence("zh")
    assert after["得分"]["F4"].fill.fgColor.rgb != RED
    assert len(after["得分"].data_validations.dataValidation) == len(before["得分"].data_validations.dataValidation)


def test_all_findings_are_listed_with_a_way_to_their_cells(tmp_path: Path) -> None:
    path, out = faulty_workbook(tmp_path), tmp_path / "改.xlsx"
    _, findings = read_facts(path, STRUCTURE)
    annotate(path, findings, out)
    sheet = openpyxl.load_workbook(out)["问题清单"]
    _, *rows = sheet.iter_rows(values_only=True)
    assert [(row[1], row[2], row[3], row[5]) for row in rows] == [
        ("县统计局.xlsx", "得分", "F2", "facts.E225"),
        ("县统计局.xlsx", "得分", "F3", "facts.E232"),  # a program wrote the formula
    ]
    assert sheet["D2"].hyperlink is not None
    assert sheet["D2"].hyperlink.location == "'得分'!F2"


def test_an_annotated_workbook_can_be_read_and_annotated_again(tmp_path: Path) -> None:
    path, out = faulty_workbook(tmp_path), tmp_path / "改.xlsx"
    annotate(path, read_facts(path, STRUCTURE)[1], out)
    book = openpyxl.load_workbook(out)
    book["得分"]["F2"], book["得分"]["F3"] = 20, 19
    book.save(out)
    facts, findings = read_facts(out, STRUCTURE)
    assert findings == []
    assert len(facts.scores) == 3
    annotate(out, findings, out)
    assert openpyxl.load_workbook(out).sheetnames.count("问题清单") == 1


def test_a_folder_of_csv_files_becomes_one_marked_workbook(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "facts",
        得分="单位,指标,得分\n东桥街道,固定投资,18分\n西桥街道,固定投资,18\n",
        事项="单位,指标,日期,说明\n东桥街道,责任事故,2024-05-01,=1+1\n",
    )
    out = tmp_path / "改.xlsx"
    facts, findings = read_facts(folder, STRUCTURE)
    annotate(folder, findings, out, "en")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["findings", "事项", "得分"]
    assert book["得分"]["C2"].value == "18分"
    assert book["得分"]["C2"].fill.fgColor.rgb == RED
    assert book["事项"]["C2"].fill.fgColor.rgb == YELLOW
    assert (book["事项"]["D2"].value, book["事项"]["D2"].data_type) == ("=1+1", "s")
    assert [cell.value for cell in book["findings"]["F"]] == ["Code", "facts.E220", "facts.W203"]
    again, repeated = read_facts(out, STRUCTURE)
    assert sorted(finding.code for finding in repeated) == sorted(finding.code for finding in findings)
    assert [score.score for score in again.scores] == [score.score for score in facts.scores]


def test_findings_on_one_cell_are_gathered_with_the_note_that_was_there(tmp_path: Path) -> None:
    path = faulty_workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    book["得分"]["A1"] = "单位名"
    book.save(path)
    _, findings = read_facts(path, STRUCTURE)
    assert sorted(finding.code for finding in findings) == ["facts.E202", "facts.W202"]
    out = tmp_path / "改.xlsx"
    annotate(path, findings, out)
    note = openpyxl.load_workbook(out)["得分"]["A1"].comment
    assert note is not None
    for finding in findings:
        assert finding.sentence("zh") in note.text
    assert len(note.text.splitlines()) > 2


def test_signs_that_no_workbook_holds_are_left_out_of_the_remarks(tmp_path: Path) -> None:
    folder = write(tmp_path / "facts", 得分="单位,指标,得分\n东桥\x00街\x1b道,固定投资,1\x028\n")
    out = tmp_path / "改.xlsx"
    annotate(folder, read_facts(folder, STRUCTURE)[1], out)
    marked = openpyxl.load_workbook(out)["得分"]["A2"]
    assert marked.comment is not None
    assert "东桥街道" in marked.comment.text
