"""The commands that read notices: scoring texts into rules, whole notices into drafts, trees or tasks.

A command loads what it runs when it runs, so that none waits for the libraries of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaoji.cli import display
from kaoji.diagnostics import Diagnostic, Source, has_errors, translator, user_language

if TYPE_CHECKING:
    from kaoji.reading import Document

_ = translator()

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Replace a file that is there already."))]


def rules(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help=_("A scoring text."))] = None,
    points: Annotated[str | None, typer.Option(help=_("The row's own points."))] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help=_("A file with one text a line: {id, text, points}; gives {id, rules}.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from kaoji.numbers import decimal
    from kaoji.reading.clauses import read_clause, rules_jsonl

    if points is not None and decimal(points) is None:
        raise typer.BadParameter(_("“{points}” is no number of points.").format(points=points), param_hint="--points")
    if jsonl is not None:
        try:
            for row in rules_jsonl(jsonl.read_text(encoding="utf-8").splitlines()):
                typer.echo(json.dumps(row, ensure_ascii=False))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise display.fail([_no_texts(jsonl, problem)]) from problem
        return
    reading = read_clause(text or "", points)
    if as_json:
        display.print_json({"text": text, "rules": [rule.to_json() for rule in reading.rules]})
    else:
        display.clause(reading)
    raise typer.Exit(1 if reading.not_understood else 0)


def _no_texts(path: Path, problem: Exception) -> Diagnostic:
    return Diagnostic(
        "run.E407",
        "“{file}” does not hold one scoring text a line: {problem}.",
        (Source(str(path)),),
        "Write a line for each text, such as {example}.",
        {"file": path.name, "problem": problem, "example": '{"id": "1", "text": "每次扣3分", "points": "10"}'},
    )


def read(
    notice: Annotated[Path, typer.Argument(metavar="FILE", help=_("The notice: docx, xlsx, xls, html, pdf or txt."))],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help=_(
                "Write a draft scheme and a page to review it beside the notice; with --tasks, the tasks as a workbook."
            ),
        ),
    ] = None,
    outline: Annotated[Path | None, typer.Option("--outline", help=_("Write the indicator trees as JSON."))] = None,
    units: Annotated[
        Path | None, typer.Option("--units", help=_("Write the departments' task sheets, one a line."))
    ] = None,
    tasks: Annotated[bool, typer.Option("--tasks", help=_("Read target tasks instead of score sheets."))] = False,
    jsonl: Annotated[Path | None, typer.Option("--jsonl", help=_("Write the tasks, one a line."))] = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    from kaoji.reading import read as read_document
    from kaoji.reading import sheets as trees_of
    from kaoji.reading import tasks as tasks_of

    if _is_scheme(notice):
        raise display.fail([_no_notice(notice)], as_json=as_json)
    if out is not None:
        display.keep([out], overwrite=overwrite, as_json=as_json)
    document, problems = read_document(notice)
    if has_errors(problems):
        raise display.fail(problems, as_json=as_json)
    if out is not None and not tasks:
        _draft(document, out, overwrite=overwrite, as_json=as_json)
    if tasks:
        found, more = tasks_of.read_tasks(document)
        if out is not None:
            from kaoji.writing.task_table import task_table

            out.write_bytes(task_table(found, notice.stem))
        if jsonl is not None:
            _write_lines(jsonl, map(tasks_of.to_json, found))
        said = _("{number} tasks").format(number=len(found))
        if out is not None:
            said = _("{number} tasks; the workbook lies at {path}").format(number=len(found), path=out)
    else:
        trees, more = trees_of.outline(document)
        if outline is not None:
            outline.write_text(
                json.dumps(trees_of.to_json(trees), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        if units is not None:
            _write_lines(units, trees_of.units_to_json(trees))
        said = _("{sheets} score sheets, {units} departments' sheets, {groups} groups").format(
            sheets=len(trees.sheets) + len(trees.ratings), units=len(trees.units), groups=len(trees.groups)
        )
    display.findings([*problems, *more], as_json=as_json)
    if not as_json:
        typer.echo(said)
    raise typer.Exit(1 if has_errors(more) else 0)


def _is_scheme(path: Path) -> bool:
    """Tell whether a file is a scheme: what was drafted before is no notice."""
    return path.suffix in (".yaml", ".yml") and path.is_file() and path.read_bytes()[:6] == b"kaoji:"


def _no_notice(path: Path) -> Diagnostic:
    return Diagnostic(
        "run.E410",
        "“{file}” is a scheme, not a notice.",
        (Source(str(path)),),
        "Give the file of the notice; a scheme is checked with “kaoji check”.",
        {"file": path.name},
    )


def _draft(document: Document, out: Path, *, overwrite: bool, as_json: bool) -> None:
    """Write the draft scheme and its review page, and say how much of it needs eyes; a number for each further notice."""
    from kaoji.reading.drafts import drafts
    from kaoji.writing.review import write_review

    made = drafts(document)
    schemes = [out, *(out.with_stem(f"{out.stem}-{number}") for number in range(2, len(made) + 1))]
    display.keep(schemes, overwrite=overwrite, as_json=as_json)
    display.findings([finding for draft in made for finding in draft.findings], as_json=as_json)
    for scheme, draft in zip(schemes, made, strict=True):
        page = scheme.with_suffix(".html")
        scheme.write_text(draft.scheme_text, encoding="utf-8")
        write_review(draft, page, user_language())
        if not as_json:
            counts = draft.counts
            typer.echo(
                _("Read with certainty: {certain}; to be checked: {to_check}; not understood: {not_understood}").format(
                    certain=counts.certain, to_check=counts.to_check, not_understood=counts.not_understood
                )
            )
            typer.echo(_("The draft lies at {scheme}; review it at {page}").format(scheme=scheme, page=page))
    raise typer.Exit


def _write_lines(path: Path, rows: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
