"""The commands that look after an installation: backup, restore, checks.

Django is loaded when one of them runs, never at the start of another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaoji.diagnostics import translator

_ = translator()

Home = Annotated[
    Path | None, typer.Option("--home", help=_("Where everything is kept; KAOJI_HOME, else ./kaoji-data."))
]


def backup(
    to: Annotated[Path, typer.Argument(metavar="TO", help=_("The folder to write; it must be new."))],
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help=_("Leave the keys out and only name them; keep them elsewhere."))
    ] = False,
    home: Home = None,
) -> None:
    """Write a backup, while the server runs."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.upkeep.backing_up import CannotBackUpError, back_up

    try:
        made = back_up(to.absolute(), with_keys=not without_keys, tell=_tell)
    except CannotBackUpError as problem:
        text = (
            _(
                "The database is older than the program. Start the server once, which brings it up to date, or go back to the version that made it; then back up."
            )
            if problem.is_behind
            else _(
                "“{path}” is there already, or is missing where it should be. Name a new folder; if a file is missing, say “kaoji check-stored”."
            )
        )
        typer.echo(text.format(path=problem.path), err=True)
        raise typer.Exit(1) from problem
    except OSError as problem:
        typer.echo(_("The backup cannot be written: {problem}").format(problem=problem), err=True)
        raise typer.Exit(1) from problem
    rows, files = sum(table["rows"] for table in made["tables"].values()), len(made["files"])
    typer.echo(_("{rows} rows and {files} files lie at {path}").format(rows=rows, files=files, path=to))
    if without_keys:
        typer.echo(
            _("The keys are not in it: {names}. Without them nobody can log in with a second factor.").format(
                names="、".join(made["keys"])
            )
        )


def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help=_("The folder of a backup."))],
    home: Home = None,
) -> None:
    """Restore a backup into an empty place."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.upkeep.restoring import CannotRestoreError
    from kaoji.web.upkeep.restoring import restore as bring_back

    try:
        made = bring_back(source.absolute(), _tell)
    except CannotRestoreError as problem:
        sentences = {
            CannotRestoreError.NOT_EMPTY: _(
                "There is something here already: {what}. A backup is restored into an empty home and an empty database only."
            ),
            CannotRestoreError.NO_BACKUP: _(
                "“{what}” holds no whole backup: manifest.json is missing or cannot be read."
            ),
            CannotRestoreError.DAMAGED: _(
                "The backup is damaged: “{what}” is not what the manifest says. Nothing was written."
            ),
            CannotRestoreError.NEWER: _(
                "The backup comes from a newer version, which knows {what}. Install that version first."
            ),
            CannotRestoreError.OTHER_KEY: _(
                "Another {what} lies here than the one of the backup. Put the right one in its place."
            ),
        }
        typer.echo(sentences[problem.reason].format(what=problem.what), err=True)
        raise typer.Exit(1) from problem
    typer.echo(
        _("Restored as it was at {made_at}. Say “kaoji check-stored --recompute” to prove it.").format(
            made_at=made["made_at"]
        )
    )


def check_stored(
    recompute: Annotated[
        bool, typer.Option("--recompute", help=_("Compute every run anew as well, and compare every number."))
    ] = False,
    home: Home = None,
) -> None:
    """Find everything stored that was changed behind the application's back."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.audit.chain import acting_as
    from kaoji.web.audit.retention import at_the_console
    from kaoji.web.upkeep.checking import check_all, note

    found = list(check_all(recompute=recompute))
    with acting_as(at_the_console()):
        note(found)
    for each in found:
        typer.echo(f"{each.kind}  {each.which}  {each.fault}", err=True)
    if found:
        typer.echo(
            _("{count} things are not what they were. The journal tells of it; restore them from a backup.").format(
                count=len(found)
            ),
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(_("Everything stored is what it was."))


def check_settings(home: Home = None) -> None:
    """Check whether the settings are fit for real use."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.upkeep.settings_check import check_settings as look

    remarks = look()
    for remark in remarks:
        typer.echo(f"{remark.level:<7}  {remark.text}", err=remark.level == "error")
    if any(remark.level == "error" for remark in remarks):
        raise typer.Exit(1)
    typer.echo(
        _("The settings are fit for real use.") if not remarks else _("Nothing must be mended; the warnings may be.")
    )


def _tell(step: str) -> None:
    steps = {"checking": _("checking the backup"), "database": _("database"), "files": _("files")}
    typer.echo(f"  {steps[step]} …")


def sbom(
    to: Annotated[Path | None, typer.Option("--to", help=_("The file to write."))] = None,
    advisories: Annotated[
        Path | None,
        typer.Option("--advisories", help=_("A folder or zip of OSV advisories: name the parts with known holes.")),
    ] = None,
) -> None:
    """Write what the installation is made of."""
    import json

    from kaoji.cli.components import bill_of_materials, known_holes

    text = json.dumps(bill_of_materials(), ensure_ascii=False, indent=1) + "\n"
    if to is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, encoding="utf-8")
        typer.echo(_("The bill of materials lies at {path}").format(path=to))
    elif advisories is None:
        typer.echo(text, nl=False)
    if advisories is None:
        return
    holes = list(known_holes(advisories))
    for hole in holes:
        mended = _("mended in {versions}").format(versions=hole.mended_in) if hole.mended_in else ""
        typer.echo(f"{hole.package} {hole.version}  {hole.advisory}  {hole.summary}  {mended}".rstrip(), err=True)
    if holes:
        raise typer.Exit(1)
    typer.echo(_("No part has a hole that the advisories know."))
