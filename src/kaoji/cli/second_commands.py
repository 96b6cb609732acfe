"""The commands of an installation on two machines: copying files, measuring the lag, taking over."""

from __future__ import annotations

from typing import Annotated

import typer

from kaoji.cli.upkeep_commands import Home
from kaoji.diagnostics import translator

_ = translator()


def copy_home(
    begin: Annotated[
        bool, typer.Option("--begin", help=_("The first time: make the folder KAOJI_SECOND_HOME a second home."))
    ] = False,
    home: Home = None,
) -> None:
    """Bring the files of the second machine up to date."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.files.second import NoSecondHomeError
    from kaoji.web.upkeep import following

    if not following.is_followed():
        typer.echo(_("KAOJI_SECOND_HOME is not set: this installation has no second home."), err=True)
        raise typer.Exit(1)
    try:
        if begin:
            following.begin()
        count = following.catch_up()
    except (NoSecondHomeError, OSError) as problem:
        typer.echo(_no_second_home(), err=True)
        raise typer.Exit(1) from problem
    typer.echo(_("{count} files were copied; the second home has everything.").format(count=count))


def lag(
    most: Annotated[float, typer.Option("--most", help=_("End with 1 where it is behind by more seconds."))] = 300,
    home: Home = None,
) -> None:
    """Measure how far the second machine is behind."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.upkeep.following import can_have_standbys, is_standby

    if not can_have_standbys():
        typer.echo(_("SQLite has no standby. Back up every hour, or move to PostgreSQL."), err=True)
        raise typer.Exit(1)
    if is_standby():
        typer.echo(_("This database is the standby. Measure on the machine that it follows."), err=True)
        raise typer.Exit(1)
    faults = [*_database(most), *_files(most)]
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)


def take_over(
    yes: Annotated[
        bool, typer.Option("--yes", help=_("The first machine is off and stays off; do not ask again."))
    ] = False,
    home: Home = None,
) -> None:
    """Let this machine take over from the first one."""
    from kaoji.web import serving

    serving.set_up(home)
    from kaoji.web.upkeep.following import CannotTakeOverError
    from kaoji.web.upkeep.following import take_over as promote

    question = _(
        "Is the first machine off, or cut off from the network, and will it stay so? Two that write would contradict each other."
    )
    if not yes and not typer.confirm(question):
        raise typer.Exit(1)
    try:
        missing = promote()
    except CannotTakeOverError as problem:
        sentences = {
            CannotTakeOverError.NO_STANDBY: _(
                "The database that DATABASE_URL names is no standby. Name the one of this machine."
            ),
            CannotTakeOverError.NO_RIGHT: _(
                "The database does not let this account promote it. Say “pg_ctl promote” and set synchronous_standby_names to '' as its owner, then start the platform."
            ),
        }
        typer.echo(sentences[problem.reason], err=True)
        raise typer.Exit(1) from problem
    for digest in missing:
        typer.echo(_("The file {digest} is not whole here.").format(digest=digest), err=True)
    if missing:
        typer.echo(_("Bring these files from the first machine or from a backup; all else is here."), err=True)
    typer.echo(_("This machine has taken over. Start the platform here and let its name point here."))
    if missing:
        raise typer.Exit(1)


def _database(most: float) -> list[str]:
    from kaoji.web.upkeep.following import HiddenStandbysError, standbys

    try:
        found = standbys()
    except HiddenStandbysError:
        return [_("This account may not see the standbys. Say as the database's owner: GRANT pg_monitor TO kaoji.")]
    if not found:
        return [_("No standby follows the database.")]
    faults = []
    for each in found:
        if each.seconds is None:
            faults.append(_("{name}: what was written did not get there within seconds.").format(name=each.name))
            continue
        line = _("{name}: {seconds:.3f} s to its disk, {bytes} bytes still to be read in there; {waiting}").format(
            name=each.name, seconds=each.seconds, bytes=each.replaying,
            waiting=_("nothing is acknowledged before it has it") if each.is_waited_for else _("not waited for"),
        )  # fmt: skip
        typer.echo(line)
        if each.seconds > most:
            faults.append(_("{name} is too far behind.").format(name=each.name))
    if not any(each.is_waited_for for each in found):
        faults.append(
            _("No standby is waited for: what was acknowledged last may be lost. Set synchronous_standby_names.")
        )
    return faults


def _files(most: float) -> list[str]:
    from kaoji.web.files.second import NoSecondHomeError
    from kaoji.web.upkeep.following import files_behind, is_followed

    if not is_followed():
        return [_("KAOJI_SECOND_HOME is not set: this installation has no second home.")]
    try:
        behind = files_behind()
    except (NoSecondHomeError, OSError):
        return [_no_second_home()]
    typer.echo(
        _("files: {count} not copied yet, the oldest for {seconds:.0f} s").format(
            count=behind.files, seconds=behind.seconds
        )
    )
    return [_("Files are too far behind. Say “kaoji copy-home”.")] if behind.seconds > most else []


def _no_second_home() -> str:
    text: str = _(
        "The second home does not answer: its disk is not mounted, or “kaoji copy-home --begin” was never said."
    )
    return text
