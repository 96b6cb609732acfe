"""Facts as they are given and written: names, numbers, dates and formats that are right, and what nobody has said yet."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from kaoji.diagnostics import Source
from kaoji.numbers import key
from kaoji.scoring.columns import TABLES, find_table, headers
from kaoji.scoring.facts import Ballots, Event, Facts, Measure, Unit
from kaoji.scoring.missing import Missing, missing
from kaoji.scoring.tables import read_facts, write_facts
from kaoji.writing.template import write_template
from tests.scoring.facts_of_tests import MEASURE, SCORE, STRUCTURE, only, read, workbook
from tests.scoring.small_scheme import write


def test_units_are_those_of_the_scheme_when_no_table_names_them(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 得分=SCORE + "东桥街道,固定投资,18.5\n")
    assert findings == []
    assert [unit.unit for unit in facts.units][:2] == ["东桥街道", "西桥街道"]
    assert (facts.scores[0].unit, facts.scores[0].score) == ("东桥街道", Decimal("18.5"))
    assert facts.scores[0].source == Source("得分.csv", cell="A2")


def test_units_take_groups_attributes_and_absence_from_their_table(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path, 单位="单位,组,参加考核,编制类别\n东桥街道,,,行政\n云台园区,园区,否,事业\n新区平台,平台,,\n"
    )
    assert findings == []
    units = {unit.unit: unit for unit in facts.units}
    assert units["东桥街道"].attributes == {"编制类别": "行政"}
    assert not units["云台园区"].participates
    assert units["新区平台"].group == "平台"
    assert len(units) == 8


def test_names_are_found_whatever_their_spaces_and_widths(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 数值="单位， 指标,数值\n".replace("，", ",") + "东 桥 街 道,参合率,９６．５％\n")
    assert findings == []
    assert facts.measures[0].value == Decimal("96.5")


def test_an_indicator_is_found_by_code_path_key_or_the_units_own(tmp_path: Path) -> None:
    rows = "东桥街道,1.1,18\n西桥街道,经济发展＞固定投资,17\n云台园区,经济发展/固定投资,16\n月台园区,服务企业>固定投资,9\n南桥街道,固定投资,15\n"
    facts, findings = read(tmp_path, 得分=SCORE + rows)
    assert findings == []
    slots = [STRUCTURE.slots[score.slot].key for score in facts.scores]
    assert slots == ["1.1", "1.1", "1.1", "4.1", "1.1"]


def test_english_names_and_headers_are_understood(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        events="unit,indicator,slot,number,quantity,share,counts,happened_on\n东桥街道,责任事故,,E1,2,1/3,no,2025/3/1\n",
    )
    assert findings == []
    event = facts.events[0]
    assert (event.quantity, event.share, event.counts, event.happened_on) == (
        Decimal(2),
        Fraction(1, 3),
        False,
        date(2025, 3, 1),
    )


def test_blank_values_are_not_facts_yet(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        得分=SCORE + "东桥街道,固定投资,\n,,\n",
        数值=MEASURE + "东桥街道,税收,,500,\n",
        工作项="单位,指标,工作项,占比,完成率\n东桥街道,主要职能,,,\n",
        评分="单位,测评,评价人,维度,分数\n东桥街道,领导评价,甲,大局,\n",
    )
    assert findings == []
    assert [*facts.scores, *facts.measures, *facts.items, *facts.marks] == []


def test_thousands_separators_and_full_width_digits_are_folded(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 数值=MEASURE + '东桥街道,税收,"1,234.5",１２００,\n')
    assert findings == []
    assert (facts.measures[0].value, facts.measures[0].target) == (Decimal("1234.5"), Decimal(1200))


def test_gb18030_and_byte_order_marks_are_read_alike(tmp_path: Path) -> None:
    text = SCORE + "东桥街道,固定投资,18\n"
    results = []
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        folder = tmp_path / encoding
        folder.mkdir()
        (folder / "得分.csv").write_bytes(text.encode(encoding))
        results.append(read_facts(folder, STRUCTURE))
    assert all(result == results[0] for result in results)
    assert results[0][1] == []
    assert results[0][0].scores[0].score == 18


def test_ballots_count_one_a_row_or_as_stated(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        测评票="单位,测评,评价人类别,选项,票数\n东桥街道,群众评价,代表,满意,\n东桥街道,群众评价,代表,满意,\n东桥街道,群众评价,居民,不了解,7\n",
    )
    assert findings == []
    assert [(row.option, row.count, row.kind) for row in facts.ballots] == [
        ("满意", 1, "代表"),
        ("满意", 1, "代表"),
        ("不了解", 7, "居民"),
    ]
    assert [row.source.cell for row in facts.ballots] == ["A2", "A3", "A4"]


def test_events_without_a_number_are_given_one(tmp_path: Path) -> None:
    facts, _ = read(
        tmp_path,
        事项="单位,指标,编号,说明\n东桥街道,责任事故,,甲\n东桥街道,责任事故,#00001,乙\n东桥街道,责任事故,,丙\n",
    )
    assert [(event.note, event.number) for event in facts.events] == [
        ("甲", "#00002"),
        ("乙", "#00001"),
        ("丙", "#00003"),
    ]


def test_a_share_column_may_say_percent_in_its_header(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path, 工作项="单位,指标,工作项,占比（%）,完成率\n东桥街道,主要职能,甲,60,90%\n东桥街道,主要职能,乙,40,1\n"
    )
    assert findings == []
    assert [(item.share, item.completion) for item in facts.items] == [
        (Fraction(3, 5), Fraction(9, 10)),
        (Fraction(2, 5), Fraction(1)),
    ]


def test_several_files_and_workbooks_make_one_set_of_facts(tmp_path: Path) -> None:
    write(tmp_path, 得分__县统计局=SCORE + "东桥街道,固定投资,18\n")
    workbook(tmp_path / "县工信局.xlsx", 得分=[["单位", "指标", "得分"], ["云台园区", "服务企业>固定投资", 8.5]])
    workbook(
        tmp_path / "是否.xlsx", Sheet1=[["单位", "指标", "数据项", "是否"], ["东桥街道", "项目", "项目资料齐全", "√"]]
    )
    (tmp_path / "~$县工信局.xlsx").write_bytes(b"lock")
    facts, findings = read_facts(tmp_path, STRUCTURE)
    assert findings == []
    assert {score.score for score in facts.scores} == {Decimal(18), Decimal("8.5")}
    assert facts.answers[0].answer
    assert facts.answers[0].source == Source("是否.xlsx", sheet="Sheet1", cell="A2")


def test_headers_may_stand_below_a_title(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "表.xlsx", 得分=[["2025年得分表"], [], ["单位*", "指标", "得分"], ["东桥街道", "固定投资", "x"]]
    )
    finding = only(read_facts(path, STRUCTURE)[1])
    assert (finding.code, finding.sources[0].cell) == ("facts.E220", "C4")


def test_parquet_files_are_read_like_the_others(tmp_path: Path) -> None:
    duckdb.sql(
        "COPY (SELECT '东桥街道' AS unit, '税收' AS indicator, 12.50::DECIMAL(9, 2) AS value, 10 AS target) "
        f"TO '{tmp_path / 'measures.parquet'}' (FORMAT parquet)"
    )
    facts, findings = read_facts(tmp_path, STRUCTURE)
    assert findings == []
    measure = facts.measures[0]
    assert (measure.value, measure.target) == (Decimal("12.5"), Decimal(10))


def test_a_number_of_a_spreadsheet_counts_with_the_digits_one_can_type(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["单位", "指标", "数值", "目标值"],
        ["东桥街道", "税收", 0.1, 1],
        ["西桥街道", "税收", 12345.678901, 1],
    ]
    path = workbook(tmp_path / "数值.xlsx", 数值=rows)
    # openpyxl rounds what it writes, so the binary rest of 0.1 + 0.2 is put into the file by hand.
    patched = tmp_path / "数值-公式.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(patched, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"<v>0.1</v>", b"<v>0.30000000000000004</v>"))
    facts, findings = read_facts(patched, STRUCTURE)
    assert findings == []
    assert [measure.value for measure in facts.measures] == [Decimal("0.3"), Decimal("12345.678901")]


def test_dates_and_truths_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "县.xlsx",
        事项=[["单位", "指标", "日期"], ["东桥街道", "责任事故", datetime(2025, 5, 1)]],  # noqa: DTZ001 - as a sheet holds it
        是否=[["单位", "指标", "数据项", "是否"], ["东桥街道", "项目", "项目资料齐全", True]],
    )
    facts, findings = read_facts(path, STRUCTURE)
    assert findings == []
    assert facts.events[0].happened_on == date(2025, 5, 1)
    assert facts.answers[0].answer


def test_facts_written_are_the_facts_read(tmp_path: Path) -> None:
    slots = {slot.label: index for index, slot in enumerate(STRUCTURE.slots)}
    facts = Facts(
        units=[Unit(name, group) for group, members in STRUCTURE.scheme.groups.items() for name in members.units],
        measures=[Measure("东桥街道", slots["税收（万元）"], Decimal("-1.25"), Decimal(3))],
        events=[
            Event(
                "东桥街道",
                slots["通报批评"],
                "E1",
                Decimal(2),
                "市级",
                "甲,事",
                Fraction(1, 3),
                counts=False,
                note='他说"好"\n再议',
            )
        ],
        ballots=[Ballots("东桥街道", "群众评价", "满意", 3, "", "代表")],
    )
    written = write_facts(facts, STRUCTURE, tmp_path)
    assert [path.name for path in written] == ["单位.csv", "数值.csv", "事项.csv", "测评票.csv"]
    read_back, findings = read_facts(tmp_path, STRUCTURE)
    assert findings == []
    for table in TABLES:
        rows = [replace(row, source=Source()) for row in getattr(read_back, table.name)]
        assert rows == getattr(facts, table.name), table.name


def test_tables_from_before_are_emptied_when_nothing_is_left(tmp_path: Path) -> None:
    write(tmp_path, 得分=SCORE + "东桥街道,固定投资,18\n")
    write_facts(Facts(), STRUCTURE, tmp_path)
    assert read_facts(tmp_path, STRUCTURE)[0].scores == []


def test_what_nobody_has_said_yet_is_missing(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        单位="单位,组,参加考核\n西桥街道,,否\n新区平台,平台,\n",
        不适用="单位,指标\n东桥街道,经济发展>固定投资\n",
        得分=SCORE + "南桥街道,固定投资,18\n",
        测评票="单位,测评,评价人类别,选项\n东桥街道,群众评价,代表,不了解\n南桥街道,群众评价,代表,满意\n",
    )
    assert findings == []
    found = missing(STRUCTURE, facts)
    of_east = {row.label for row in found if row.unit == "东桥街道"}
    assert "固定投资" not in of_east
    assert {"税收（万元）", "群众评价", "领导评价", "上级测评", "市级排名"} <= of_east
    assert "责任事故" not in of_east
    assert not [row for row in found if row.unit == "西桥街道"]
    assert {row.label for row in found if row.unit == "南桥街道"} >= {"税收（万元）"}
    assert not [row for row in found if row.unit == "南桥街道" and row.label in {"固定投资", "群众评价"}]
    assert [row for row in found if row.unit == "新区平台"] == [Missing("新区平台", "平台", "市级名次", "", ())]
    assert Missing("东桥街道", "街道", "税收（万元）", "1.4", ("县税务局",)) in found


def test_every_header_stands_for_one_column() -> None:
    for table in TABLES:
        assert find_table(table.zh) is table
        assert find_table(table.name) is table
        for column in table.columns:
            assert headers(table.name)[key(column.zh)] is column
            assert headers(table.name)[key(column.en)] is column


def test_the_guide_of_another_assessments_template_is_known_by_its_title(tmp_path: Path) -> None:
    def found(title: str, language: str) -> list[str]:
        path = tmp_path / "表.xlsx"
        write_template(STRUCTURE, path, None, language)
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["A1"].value = title
        book.save(path)
        return [each.code for each in read_facts(path, STRUCTURE)[1]][:1]

    for language in ("zh", "en"):
        assert found(STRUCTURE.scheme.title, language) != ["facts.W210"]
        assert found("另一项考核", language) == ["facts.W210"]
