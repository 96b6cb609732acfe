"""The commands of the journal: who did what, and the proof that nobody touched it.

Django is loaded when one of them runs, never at the start of another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaoji.diagnostics import translator

if TYPE_CHECKING:
    from kaoji.web.audit.chain import Fault, Proof

_ = translator()

app = typer.Typer(help=_("Prove, anchor, export and thin out the journal of the platform."), no_args_is_help=True)
Home = Annotated[
    Path | None, typer.Option("--home", help=_("Where everything is kept; KAOJI_HOME, else ./kaoji-data."))
]
To = Annotated[Path | None, typer.Option("--to", help=_("The file to write."))]
_MOST_SHOWN = 50


@app.command(help=_("Walk the journal from its start and name every entry that somebody touched."))
def verify(
    anchors: Annotated[
        list[Path] | None,
        typer.Option("--anchors", help=_("A file of anchors kept elsewhere; can be given several times.")),
    ] = None,
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))] = False,
) -> None:
    _set_up(home)
    from kaoji.web.audit.anchors import UnreadableAnchorsError, kept, read_file
    from kaoji.web.audit.chain import prove
    from kaoji.web.audit.protection import is_protected

    try:
        known = [*kept(), *(anchor for path in anchors or [] for anchor in read_file(path))]
    except UnreadableAnchorsError as problem:
        typer.echo(_("“{file}” line {line} is no anchor.").format(file=problem.file, line=problem.line), err=True)
        raise typer.Exit(2) from problem
    proof = prove(known)
    if as_json:
        typer.echo(json.dumps(_as_data(proof, protected=is_protected()), ensure_ascii=False, indent=1))
    else:
        _say(proof, len(known), protected=is_protected())
    raise typer.Exit(1 if proof.faults else 0)


def _as_data(proof: Proof, *, protected: bool) -> dict[str, object]:
    return {
        "first": proof.first,
        "last": proof.last,
        "entries": proof.count,
        "anchored_to": proof.anchored_to,
        "unanchored": proof.unanchored,
        "protected": protected,
        "faults": [{"number": fault.number, "kind": fault.kind} for fault in proof.faults],
    }


def _say(proof: Proof, anchors: int, *, protected: bool) -> None:
    typer.echo(
        _("{count} entries, from {first} to {last}.").format(count=proof.count, first=proof.first, last=proof.last)
    )
    typer.echo(
        _("{anchors} anchors; they vouch for the entries up to {to}. Not anchored yet: {unanchored}.").format(
            anchors=anchors, to=proof.anchored_to, unanchored=proof.unanchored
        )
    )
    if not protected:
        typer.echo(_("The triggers that refuse changes are missing from the database. “kaoji serve” puts them back."))
    for fault in proof.faults[:_MOST_SHOWN]:
        typer.echo(_sentence(fault), err=True)
    if len(proof.faults) > _MOST_SHOWN:
        typer.echo(_("… and {more} more.").format(more=len(proof.faults) - _MOST_SHOWN), err=True)
    typer.echo(_("The journal is broken.") if proof.faults else _("The chain is whole: nothing was touched."))


def _sentence(fault: Fault) -> str:
    sentences = {
        "changed": _("Entry {number} was changed: it is not what its digest says."),
        "gap": _("From entry {number} on, entries are missing."),
        "swapped": _("Entry {number} does not follow the one before it."),
        "head": _("The journal ends at entry {number}, but that is not where it was left."),
        "anchor": _("Entry {number} is not the one that was anchored: the journal was made anew."),
        "cut": _("Entry {number} was anchored and is gone: the end of the journal was cut off."),
        "purge": _("Entries up to {number} were taken out, and the journal does not tell of it."),
    }
    return str(sentences[fault.kind]).format(number=fault.number)


@app.command(help=_("Write the end of the journal to a file and to the system log, so that it cannot be made anew."))
def anchor(to: To = None, home: Home = None) -> None:
    _set_up(home)
    from kaoji.web.audit.anchors import write

    made, place = write(to)
    typer.echo(made.line())
    typer.echo(_("The anchor lies at {path}. Keep a copy elsewhere, on paper too.").format(path=place))


@app.command(help=_("Export the journal, one entry a line (JSON)."))
def export(
    to: To = None,
    since: Annotated[str | None, typer.Option("--from", help=_("The first day, as 2025-01-31."))] = None,
    until: Annotated[str | None, typer.Option("--until", help=_("The last day, as 2025-12-31."))] = None,
    assessment: Annotated[int | None, typer.Option(help=_("Only this assessment, by its number."))] = None,
    home: Home = None,
) -> None:
    _set_up(home)
    from kaoji.web.audit.access import Filter, entries
    from kaoji.web.audit.exporting import lines
    from kaoji.web.audit.retention import note_export

    found = entries(Filter(since=_day(since), until=_day(until), assessment=assessment))
    note_export(found.count(), {"since": since, "until": until, "assessment": assessment})
    if to is None:
        _echo(lines(found))
        return
    with to.open("w", encoding="utf-8", newline="\n") as file:
        count = sum(file.write(line) > 0 for line in lines(found))
    typer.echo(_("{count} entries lie at {path}").format(count=count, path=to))


def _echo(texts: Iterable[str]) -> None:
    for text in texts:
        typer.echo(text, nl=False)


@app.command(help=_("Export and take out entries before a day; those of the last months always stay."))
def purge(
    before: Annotated[str, typer.Argument(metavar="DAY", help=_("Entries before this day go, as 2022-01-01."))],
    to: Annotated[Path, typer.Option("--to", help=_("The file that keeps them; it must be new."))],
    home: Home = None,
) -> None:
    _set_up(home)
    from kaoji.web.audit.retention import CannotPurgeError
    from kaoji.web.audit.retention import purge as take_out

    day = _day(before)
    if day is None:
        raise typer.Exit(2)
    try:
        done = take_out(day, to)
    except CannotPurgeError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from problem
    typer.echo(
        _("{count} entries up to number {last} were taken out; they lie at {path} ({digest}).").format(
            count=done.count, last=done.last, path=to, digest=done.export_digest
        )
    )


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        typer.echo(_("“{text}” is no day. Write it as 2025-01-31.").format(text=text), err=True)
        raise typer.Exit(2) from error


def _set_up(home: Path | None) -> None:
    from kaoji.web import serving

    serving.set_up(home)
