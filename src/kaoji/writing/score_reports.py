"""The score reports of all units of a run, written into one folder.

    for unit in write_score_reports(ranking, Path("reports"), ("docx", "pdf")):
        print(unit)

Units lie in a folder of their group, numbered in the order of the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from kaoji.grading import Ranking
from kaoji.writing.pdf import faces, write_score_report_pdf
from kaoji.writing.score_report import report_of, write_score_report

Kind = Literal["docx", "pdf"]
_WRITERS: Final = {"docx": write_score_report, "pdf": write_score_report_pdf}
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(text: str) -> str:
    """Make a name that every system takes.

    >>> file_name("区卫健局/疾控局: 2025")
    '区卫健局·疾控局· 2025'
    """
    return _UNFIT.sub("·", text).strip(" .")[:80] or "·"


def report_names(ranking: Ranking) -> dict[str, str]:
    """Give each unit the name of its files without ending, as ``group/number-unit``, in the order of the ranking.

    Units without a rank come last in their group. Numbers run through all groups, so that no two names are equal.
    """
    groups = list(ranking.scores.structure.scheme.groups)
    units = sorted(
        ranking.results.values(),  # as listed; sorting keeps this order among equals
        key=lambda result: (groups.index(result.group), result.rank is None, result.rank or 0),
    )
    return {
        result.unit: f"{file_name(result.group)}/{number:03d}-{file_name(result.unit)}"
        for number, result in enumerate(units, 1)
    }


def write_score_reports(
    ranking: Ranking,
    folder: Path,
    kinds: Iterable[Kind],
    *,
    is_preview: bool = False,
    language: str = "zh",
    seals: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Write the report of every unit, and give its name once its files lie there.

    Raises:
        NoFontError: a PDF is wanted and there is no Chinese font; nothing was written then.
    """
    kinds = tuple(kinds)
    if "pdf" in kinds:
        faces()
    for unit, name in report_names(ranking).items():
        report = report_of(ranking, unit, is_preview=is_preview, language=language, seals=seals)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            _WRITERS[kind](report, target.with_name(f"{target.name}.{kind}"))
        yield unit
