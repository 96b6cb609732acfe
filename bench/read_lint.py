"""How many of the faults that careful readers found in real notices the reader and the lint report: `python -m bench.read_lint`.

Only hard findings count, those that a text settles by itself: text and points that differ, missing texts and annexes, brackets,
gaps between thresholds, counts and sums, lost characters and numbers. A report counts as true if a reader has the same fault at
the same place, whatever other word he has for it; the others of these codes count as false. Reports of one fault under two codes
count once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import fold
from kaoji.reading import read
from kaoji.reading.drafts import Draft, drafts
from kaoji.reading.phrases.wording import squeeze

GOLD = Path("../shared/gold")
_AMOUNTS = ("scheme.W220", "scheme.W221", "scheme.W222", "scheme.W226", "scheme.W227", "scheme.W230", "reading.W201")
_MISSING = (
    "scheme.W231",
    "scheme.W232",
    "scheme.W238",
    "reading.W204",
    "reading.W205",
    "reading.W309",
    "reading.W310",
    "reading.W311",
)
_BRACKETS = ("scheme.W235", "reading.W207", "scheme.E130")
_NUMBERS = ("reading.W308", "reading.W310", "reading.W313")
_SUMS = ("scheme.W210", "scheme.W211", "scheme.W212", "scheme.W213", "scheme.W252", "reading.W209")
_PLACES = ("scheme.W253", "scheme.W254", "scheme.W255", "scheme.I256", "scheme.W272")
HARD: Mapping[str, tuple[str, ...]] = {
    "text-points-differ": _AMOUNTS,
    "bonus-exceeds-points": ("scheme.W223", "scheme.W220", "scheme.W225"),
    "subpoints_mismatch": (*_AMOUNTS, *_SUMS),
    "deductions_exceed_points": ("scheme.W226", "scheme.W227"),
    "missing-text": _MISSING,
    "missing_attachment": ("reading.W309",),
    "no_scoring_standard": ("scheme.W232", "reading.W311"),
    "unbalanced_bracket": _BRACKETS,
    "threshold_gap": ("scheme.W237",),
    "weights_not_100": _SUMS,
    "percent_vs_counts": _PLACES,
    "missing_case": ("scheme.W255", "scheme.W237"),
    "quota_rounding": ("scheme.I256",),
    "numbering": _NUMBERS,
    "garbled_characters": ("scheme.W236",),
}
CODES = frozenset(code for codes in HARD.values() for code in codes)
_LEAST_QUOTED = 4
_LEAST_TEXT, _LONGEST, _SHOWN = 12, 60, 24
_BY_NUMBERS = {"weights_not_100": 1, "quota_rounding": 2, "percent_vs_counts": 2, "threshold_gap": 2}
_SUMMED = frozenset({"subpoints_mismatch", "deductions_exceed_points", "text-points-differ"})
_ORDER = ("before", "number", "label", "usual")


@dataclass
class Fault:
    """A fault that a careful reader found: what kind, and the words that show where it is."""

    kind: str
    where: str
    detail: str
    text: str = ""
    reports: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The words of the notice that the reader quotes."""
        quoted = re.findall(r"[“「]([^”」]{4,}(?:“[^”]*”[^”]*)?)[”」]", self.detail + self.where)
        pieces = [piece for words in quoted for piece in re.split("…+", words)]
        return [_plain(words)[:_SHOWN] for words in pieces if len(_plain(words)) >= _LEAST_QUOTED]

    @property
    def numbers(self) -> set[str]:
        """The numbers that show which sums or places are meant."""
        return {number for number in re.findall(r"\d+(?:\.\d+)?", fold(self.detail)) if len(number) > 1}


@dataclass(frozen=True)
class Report:
    """A finding of the reader or the lint with the words that it is about."""

    code: str
    line: str
    about: str
    data: Mapping[str, Any]


def _plain(text: str) -> str:
    return re.sub(r"[“”\"‘’…\s]", "", fold(squeeze(text)))


def faults(gold: Path) -> dict[str, list[Fault]]:
    """Give the hard faults by document."""
    texts: dict[str, str] = {}
    for path in sorted(gold.glob("*clauses*.jsonl")):
        for row in _lines(path):
            texts[row["id"]] = row["text"]
    found: dict[str, list[Fault]] = {}
    for path in sorted(gold.glob("*lint*.jsonl")):
        for row in _lines(path):
            document = row.get("doc", path.name)[:3]
            text = next((texts[name] for name in re.findall(r"\d{3}-[\d.a-z-]+", row["where"]) if name in texts), "")
            fault = Fault(row["kind"], row["where"], row["detail"], _plain(text))
            found.setdefault(document, []).append(fault)
    return found


def reports(made: Iterable[Draft]) -> Iterator[Report]:
    """Give the findings of drafts, each with the words at its places."""
    for draft in made:
        lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", draft.scheme_text)
        for finding in draft.findings:
            if finding.code not in CODES:
                continue
            data = "|".join(str(value) for value in finding.data.values())
            quoted = " ".join(source.text or "" for source in finding.sources)
            yield Report(
                finding.code, finding.line("zh"), _plain(f"{data} {quoted} {_around(finding, lines)}"), finding.data
            )


def _around(finding: Diagnostic, lines: list[str]) -> str:
    """Give the part of the draft that a finding of the lint is about: the indicator with its name and its text."""
    if not finding.sources or finding.sources[0].file or finding.sources[0].line is None:
        return ""
    place = finding.sources[0].line - 1
    first = next((i for i in range(place, -1, -1) if re.match(r"\s*- name: ", lines[i])), place)
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = next((i for i in range(place + 1, len(lines)) if _indent(lines[i]) <= indent), len(lines))
    above = next(
        (lines[i] for i in range(first, -1, -1) if re.match(r"\s*- name: ", lines[i]) and _indent(lines[i]) < indent),
        "",
    )
    return above + " ".join(lines[first:last])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 1000


def same(fault: Fault, report: Report) -> bool:
    """Tell whether a report is on the words, or the sums, of a fault."""
    body = fault.text[:_LONGEST]
    if len(body) >= _LEAST_TEXT and body in report.about:
        return True
    said = _plain(fault.where + fault.detail)
    if report.code in _TOLD:
        return _TOLD[report.code](fault, report, said)
    if any(words in report.about for words in fault.words):
        return True
    if fault.kind in _BY_NUMBERS:
        values = {value for key in report.data for value in _numbers(str(report.data[key]))}
        return len(fault.numbers & values) >= _BY_NUMBERS[fault.kind]
    return _same_place(fault, report, said)


def _same_place(fault: Fault, report: Report, said: str) -> bool:
    """Tell whether a report is on the indicators that a fault names, and on its sums."""
    named = [
        _plain(part) for part in re.split(r"[/、，·（）()]|(?<=[科站会室心])(?=[一二三四五六七八九\d])", fault.where)
    ]
    names = [name for name in named if len(name) >= _LEAST_QUOTED and not re.search(r"附件|考核办法", name)]
    if not names or not all(name in report.about for name in names):
        return False
    sums = {str(report.data[key]) for key in ("sum", "points", "amount") if key in report.data}
    return fault.kind not in _SUMMED or sums <= _numbers(said)


def _is_numbering(fault: Fault, report: Report, said: str) -> bool:
    return fault.kind == "numbering" and all(_plain(str(report.data.get(key, ""))) in said for key in _ORDER)


def _is_silence(fault: Fault, report: Report, said: str) -> bool:
    is_general = fault.kind == "no_scoring_standard" and "各指标" in said
    return is_general or any(words in report.about for words in fault.words) or _same_place(fault, report, said)


_TOLD: Mapping[str, Callable[[Fault, Report, str], bool]] = {
    "reading.W308": _is_numbering,
    "reading.W309": lambda _, report, said: f"附件{report.data.get('number')}" in said,
    "reading.W310": _is_numbering,
    "reading.W311": _is_silence,
    "scheme.W255": lambda fault, report, said: fault.kind == "missing_case" and str(report.data["grade"]) in said,
}


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", fold(text)))


def measure(gold: Path, *, verbose: bool) -> tuple[int, int, int, int]:
    """Give how many hard faults were reported of how many, and how many reports are true and false."""
    found = of = true = false = 0
    files = {path.name[:3]: path for path in sorted((gold.parent / "seeds").glob("*.txt"))}
    for name, wanted in faults(gold).items():
        made = list(reports(drafts(read(files[name])[0])))
        hard = [fault for fault in wanted if fault.kind in HARD]
        for report in made:
            mine = [fault for fault in hard if report.code in HARD[fault.kind] and same(fault, report)]
            others = mine or [fault for fault in wanted if same(fault, report)]
            for fault in mine:
                fault.reports.append(report.code)
            true += bool(others)
            false += not others
            if not others and verbose:
                print(f"  {name} false   {report.line[:200]}")
        for fault in hard:
            if not fault.reports and verbose:
                print(f"  {name} missing {fault.kind}: {fault.where}: {fault.detail[:160]}")
        reported = sum(bool(fault.reports) for fault in hard)
        print(f"lint {name}     hard findings reported {reported}/{len(hard)}")
        found += reported
        of += len(hard)
    return found, of, true, false


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Print the figure; with -v what is missing and what is false."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    gold = Path(arguments[0]) if arguments else GOLD
    found, of, true, false = measure(gold, verbose="-v" in sys.argv)
    print(
        f"lint all     hard findings reported {found / of if of else 1:.3f}  {found}/{of}; reports true {true}, false {false}"
    )


if __name__ == "__main__":
    main()
