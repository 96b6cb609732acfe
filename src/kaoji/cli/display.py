"""What commands print: findings, rankings, explanations, as tables or JSON."""

from __future__ import annotations

import codecs
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from kaoji.diagnostics import Diagnostic, Source, to_json_text, translator
from kaoji.numbers import format_points, plain, shown_points

if TYPE_CHECKING:
    from pathlib import Path

    from kaoji.grading import Result
    from kaoji.reading.clauses import ClauseReading
    from kaoji.reading.clauses.model import Amount, ClauseRule
    from kaoji.scoring.explaining import Derivation
    from kaoji.web.codes import Explained
    from kaoji.writing.run import Run

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def _(text: str, **data: object) -> str:
    return str(translator()(text)).format(**data)


def progress() -> Progress:
    """Give a line that shows the step under way, on the terminal only."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty())


@contextmanager
def counted(text: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar for so many steps, on the terminal only; what is given is called after each of them."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(text, total=total)
        yield lambda: bar.advance(task)


ESCAPED = "kaoji.escaped"
"""How signs are written that an output's encoding does not have: by their numbers, as JSON understands them too."""


def _escaped(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    units = problem.object[problem.start : problem.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), problem.end


codecs.register_error(ESCAPED, _escaped)


def print_json(data: Any) -> None:  # noqa: ANN401 - JSON data
    """Print data as JSON, Chinese readable."""
    print(json.dumps(data, ensure_ascii=False, indent=1))  # noqa: T201 - the output of a command


def findings(diagnostics: Sequence[Diagnostic], *, as_json: bool = False) -> None:
    """Print findings, errors first, and how many there are."""
    if as_json:
        print(to_json_text(diagnostics))  # noqa: T201 - the output of a command
        return
    order = {"error": 0, "warning": 1, "info": 2}
    for item, further in _summed_up(sorted(diagnostics, key=lambda d: order[d.level])):
        text = item.line()
        if further:
            text += "  " + _("({number} more like this)", number=further)
        if out.is_terminal:
            out.print(f"[{_STYLES[item.level]}]{escape(text)}[/]", soft_wrap=True)
        else:  # there may be hundreds, and nobody sees colours
            print(text)  # noqa: T201 - the output of a command
    counts = {level: sum(item.level == level for item in diagnostics) for level in order}
    style = "red" if counts["error"] else "yellow" if counts["warning"] else "green"
    text = _("{error} errors, {warning} warnings, {info} notes", **counts)
    out.print(f"[{style}]{text}[/]")
    if diagnostics:
        out.print(_("What a code means: kaoji code {code}", code=diagnostics[0].code))


_MOST_ALIKE, _MOST_OF_A_CODE = 3, 20
"""So many findings that say the same of different places are shown one by one, and so many of one code."""


def _summed_up(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[Diagnostic, int]]:
    """Give what is shown, each with how many more like it are not: one renamed thing may be wrong in every row."""
    alike: dict[tuple[str, str], list[Diagnostic]] = {}
    for item in diagnostics:
        alike.setdefault((item.code, item.sentence()), []).append(item)
    shown: Counter[str] = Counter()
    last: dict[str, Diagnostic] = {}
    kept: list[tuple[Diagnostic, int]] = []
    more: Counter[str] = Counter()
    for (code_, _sentence), items in alike.items():
        number = min(len(items), _MOST_ALIKE)
        if shown[code_] + number > _MOST_OF_A_CODE:
            more[code_] += len(items)
            continue
        shown[code_] += number
        kept += [(item, 0) for item in items[: number - 1]]
        kept.append((items[number - 1], len(items) - number))
        last[code_] = items[number - 1]
    for item, further in kept:
        yield item, further + (more[item.code] if last.get(item.code) is item else 0)


def code(found: Explained) -> None:
    """Print what a code means."""
    out.print(f"[bold]{escape(found.code)}[/] {escape(found.title)}", soft_wrap=True)
    parts = (
        (_("What is found"), found.what),
        (_("Why it matters"), found.why),
        (_("Example"), found.example),
        (_("How to mend it"), found.mend),
        (_("In general"), found.about),
    )
    for title, text in parts:
        if text:
            out.print(f"{title}：{escape(text.strip())}", soft_wrap=True)


def ranking(run: Run, *, most: int | None = None) -> None:
    """Print the ranking of every group."""
    scheme = run.ranking.scores.structure.scheme
    state = _("final") if run.is_final else _("preview")
    out.print(f"[bold]{escape(scheme.title)}[/]  {scheme.year}  ({state})")
    for group, units in run.ranking.scores.groups.items():
        results = sorted((run.ranking.results[unit] for unit in units), key=lambda r: (r.rank is None, r.rank or 0))
        total = run.ranking.scores.structure.total_of(units[0], group)
        out.print(_group_table(group, results[:most], total.composition.decimals if total is not None else None))
        if most is not None and len(results) > most:
            out.print(_("… and {number} more in the workbook", number=len(results) - most), style="dim")
    for decision in run.ranking.open_decisions:
        equals = "、".join(decision.units)
        if decision.award:
            text = _("To be decided: {units} are equal in rank, {places} of them get the prize {award}", units=equals,
                     places=decision.places, award=decision.award)  # fmt: skip
        else:
            text = _("To be decided: {units} are equal, {places} of them get {grade}", units=equals,
                     places=decision.places, grade=decision.grade)  # fmt: skip
        out.print(f"[yellow]{escape(text)}[/]", soft_wrap=True)
    if run.ranking.open_decisions:
        text = _(
            "Enter what was decided in the table 议定 (decisions), a row for each of the equals with its place among them, and score again."
        )
        out.print(text, soft_wrap=True)
    unknown = Counter(
        str(reason.data.get("award") or reason.data.get("then"))
        for result in run.ranking.results.values()
        for reason in result.reasons
        if reason.code in ("award_unknown", "year_unknown")
    )
    for name, number in unknown.items():
        text = _(
            "“{name}” could not be settled for {number} units: their earlier results are not known. Fill in the table 历年结果 (history), and score again.",
            name=name, number=number,
        )  # fmt: skip
        out.print(f"[yellow]{escape(text)}[/]", soft_wrap=True)
    if run.missing:
        text = _("{number} data are missing; the result is not final. See the workbook.", number=len(run.missing))
        first = "；".join(f"{each.unit}：{each.label}" for each in run.missing[:_MOST_ALIKE])
        named = _("Among them: {first}", first=first) if len(run.missing) > _MOST_ALIKE else first
        out.print(f"[yellow]{text}[/]")
        out.print(f"[yellow]{escape(named)}[/]", soft_wrap=True)


def _group_table(group: str, results: Iterable[Result], decimals: int | None) -> Table:
    table = Table(title=group, title_justify="left", title_style="bold cyan", header_style="bold")
    table.add_column(_("Rank"), justify="right")
    table.add_column(_("Unit"), overflow="fold")
    table.add_column(_("Total"), justify="right")
    table.add_column(_("Grade"))
    table.add_column(_("Awards"), overflow="fold")
    table.add_column(_("Reasons"), overflow="fold")
    for result in results:
        total = "" if result.total is None else shown_points(result.total, decimals)
        pending = " ?" if result.is_pending else ""
        reasons = "；".join(_(reason.message, **reason.data) for reason in result.reasons)
        table.add_row(
            str(result.rank or ""),
            result.unit,
            total,
            (result.grade or "") + pending,
            "、".join(result.awards),
            reasons,
        )
    return table


def derivation(item: Derivation) -> None:
    """Print an explanation, each level indented below the one it belongs to."""
    from kaoji.scoring.explaining import render

    for number, line in enumerate(render(item)):
        if not out.is_terminal:  # what reads a pipe or a file wants whole lines: no number broken in two
            print(line)  # noqa: T201 - the output of a command
            continue
        indent = len(line) - len(line.lstrip())
        text = Text(line.strip(), style="bold" if number == 0 else "")
        out.print(Padding(text, (0, 0, 0, indent)))


_CONFIDENCE = {"certain": "green", "probable": "cyan", "check": "yellow", "not_understood": "bold red"}


def clause(reading: ClauseReading) -> None:
    """Print what was read out of a scoring text: each rule with its words, and the rules as a scheme has them."""
    from kaoji.reading.clauses import controlled

    words = {
        "certain": _("certain"),
        "probable": _("probable"),
        "check": _("to be checked"),
        "not_understood": _("not understood"),
    }
    forms = {
        "once": _("fixed amount"),
        "per": _("by number"),
        "rank": _("by rank"),
        "levels": _("by level"),
        "options": _("by ballot option"),
        "range": _("within a range"),
        "proportional": _("in proportion"),
        "entered": _("entered by the provider"),
        "cap": _("at most"),
        "floor": _("at least"),
        "dedupe": _("same matter once"),
        "veto": _("veto"),
        "unknown": _("not understood"),
    }
    table = Table(header_style="bold")
    for head in (_("Words"), _("Form"), _("Points"), _("How surely")):
        table.add_column(head, overflow="fold")
    for rule in reading.rules:
        quote = reading.text[rule.start : rule.end]
        sure = f"[{_CONFIDENCE[rule.confidence]}]{words[rule.confidence]}[/]"
        table.add_row(escape(quote), forms[rule.form], escape(_amount(rule)), sure)
    out.print(table)
    if rules := controlled(reading):
        out.print(_("In the scheme:"))
    for item in rules:
        if item.key in ("limits", "score"):
            out.print(escape(f"  {item.key}: {item.score}"), soft_wrap=True)
            continue
        target = f", target: {plain(item.target)}" if item.target is not None else ""
        said = f"{item.key}: {item.label or '…'}, score: {item.score}{target}"
        out.print(escape(f"  - {{{said}}}"), soft_wrap=True)


def _amount(rule: ClauseRule) -> str:
    """Write what a rule gives (+) or takes (−): +3 / 次, 省 +3、市 +2, −5–20."""
    sign = {"+": "+", "-": "−"}.get(rule.sign or "", "")

    def signed(points: Amount) -> str:
        return f"{sign}{_('all') if points == 'all' else plain(points)}"

    if rule.levels:
        return "、".join(f"{level} {signed(points)}" for level, points in rule.levels)
    if rule.places:
        places = "、".join(map(signed, rule.places))
        return _("from the last: {places}", places=places) if rule.from_end == "bottom" else places
    if rule.low is not None and rule.high is not None and rule.form == "range":
        return f"{signed(rule.low)}–{plain(rule.high)}"
    if rule.points is None:
        return ""
    step = plain(rule.step) if rule.step is not None and rule.step != 1 else ""
    return signed(rule.points) + (f" / {step}{rule.unit}" if rule.form == "per" else "")


def derivation_json(item: Derivation) -> dict[str, Any]:
    """Give an explanation as plain data; points as exact decimals in text."""
    return {
        "kind": item.kind,
        "label": item.label,
        "value": None if item.value is None else format_points(item.value),
        "terms": [{"text": term.phrase.text(), "points": format_points(term.amount)} for term in item.terms],
        "text": [phrase.text() for phrase in item.text],
        "working": item.working,
        "source": item.source,
        "place": item.place.place() if item.place is not None else "",
        "children": [derivation_json(child) for child in item.children],
    }


def fail(problems: list[Diagnostic], *, as_json: bool = False) -> typer.Exit:
    """Show findings, and give the end of a command that cannot go on with them."""
    findings(problems, as_json=as_json)
    return typer.Exit(1)


def keep(files: Iterable[Path], *, overwrite: bool, as_json: bool = False) -> None:
    """End the command where one of the files that it would write is there already: somebody may have worked in it."""
    there = [path for path in files if path.exists()]
    if there and not overwrite:
        raise fail(
            [
                Diagnostic(
                    "run.E408",
                    "“{file}” is there already, and may hold work that would be lost.",
                    (Source(str(path)),),
                    "Name another file with -o, or replace it with --overwrite.",
                    {"file": path.name},
                )
                for path in there
            ],
            as_json=as_json,
        )
