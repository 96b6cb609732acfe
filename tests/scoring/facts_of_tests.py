"""Facts of the small scheme, read from tables that a test writes, and what is said of them."""

from pathlib import Path
from typing import Any

import openpyxl

from kaoji.diagnostics import Diagnostic
from kaoji.scoring.facts import Facts
from kaoji.scoring.tables import read_facts
from tests.scoring.small_scheme import small, write

STRUCTURE = small()


def codes(findings: list[Diagnostic]) -> list[str]:
    return [finding.code for finding in findings]


def read(folder: Path, **tables: str) -> tuple[Facts, list[Diagnostic]]:
    return read_facts(write(folder, **tables), STRUCTURE)


def only(findings: list[Diagnostic]) -> Diagnostic:
    assert len(findings) == 1, [finding.line("en") for finding in findings]
    return findings[0]


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


SCORE = "单位,指标,得分\n"
MEASURE = "单位,指标,数值,目标值,上年值\n"
EVENT = "单位,指标,数据项,数量,级别,日期\n"
