"""The commands of the platform. Django is loaded when one of them runs, never at the start of another."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kaoji.diagnostics import is_chinese, translator

_ = translator()

Home = Annotated[
    Path | None, typer.Option("--home", help=_("Where everything is kept; KAOJI_HOME, else ./kaoji-data."))
]
Address = Annotated[str, typer.Option("--address", help=_("The address to answer at."))]
Port = Annotated[int, typer.Option("--port", help=_("The port to answer at."))]

_SHOWN_OF_A_ROLE = 3
_PARTS = {
    "people": _("organisations and people"),
    "last": _("last year's assessment"),
    "special": _("an assessment whose public notice is over"),
    "present": _("this year's assessment"),
    "coming": _("an assessment that begins with a notice"),
}


def _get_ready(home: Path | None) -> None:
    """Set Django up and bring the database up to date, or say why that cannot be."""
    from kaoji.web import database, serving

    serving.set_up(home)
    try:
        serving.prepare()
    except database.OtherVersionError as problem:
        text = _(
            "The database was made by another version of Kaoji: it has taken the step {step}, which this version does not know. Use the version that made it, or begin with an empty home."
        )
        typer.echo(text.format(step=problem), err=True)
        raise typer.Exit(1) from problem


def fault_of_the_database(problem: Exception) -> str:
    """Say what to do where a command failed for want of a database that can be used; "" where that is not the fault."""
    if "django.db" not in sys.modules:
        return ""
    from kaoji.web import database

    fault = database.fault_of_the_database(problem)
    if fault is None:
        return ""
    sentences = {
        database.NoDatabase.SILENT: _(
            "The database does not answer: {what} See whether it runs, and what DATABASE_URL or --home names."
        ),
        database.NoDatabase.EMPTY: _(
            "There is no installation here yet: {what} has no tables. Name the right home (--home, KAOJI_HOME) or database (DATABASE_URL), or begin one with “kaoji serve”."
        ),
        database.NoDatabase.BEHIND: _(
            "The database is older than the program. Start the server once (“kaoji serve”), which brings it up to date, or go back to the version that made it."
        ),
    }
    return str(sentences[fault].format(what=fault.what(problem)))


def serve(
    address: Address = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", help=_("How many web processes."))] = 2,
    home: Home = None,
) -> None:
    """Run the platform."""
    from kaoji.web import serving

    _get_ready(home)
    typer.echo(_("Kaoji answers at {url}. Press Ctrl+C to stop.").format(url=f"http://{address}:{port}/"))
    serving.serve(address, port, workers)


def work(home: Home = None) -> None:
    """Work through the queue of background jobs until told to stop."""
    from kaoji.web import serving

    serving.set_up(home)
    serving.work_until_told()


def administrator(
    number: Annotated[str, typer.Argument(metavar="ACCOUNT", help=_("What the administrator logs in with."))],
    kind: Annotated[str, typer.Option("--kind", help=_("system, security or audit."))] = "system",
    home: Home = None,
) -> None:
    """Make an administrator; asks for the name and the password."""
    _get_ready(home)
    from kaoji.web.accounts.making import make_administrator

    name = typer.prompt(_("Name"))
    password = os.environ.get("KAOJI_ADMIN_PASSWORD") or getpass.getpass(_("Password: "))
    faults = make_administrator(number, name, kind, password)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo(_("The account is made."))


def example(
    home: Annotated[Path, typer.Option("--home", help=_("Where the example is kept; made anew each time."))] = Path(
        "out/demo-site"
    ),
    address: Address = "127.0.0.1",
    port: Port = 8000,
    only_build: Annotated[bool, typer.Option("--build", help=_("Build it and stop."))] = False,
) -> None:
    """Build an invented county half-way through its year, and serve it."""
    import shutil

    from kaoji.web import serving

    shutil.rmtree(home, ignore_errors=True)
    os.environ.pop("DATABASE_URL", None)
    serving.set_up(home)
    serving.prepare()
    from kaoji.web.example.building import build

    built = build(lambda part: typer.echo(f"  {_PARTS[part]} …"), os.environ.get("KAOJI_DEMO_PASSWORD"))
    typer.echo(_("Accounts of the example; the password of all is {password}").format(password=built.password))
    _show_accounts(built.accounts)
    typer.echo(_("Begin as kaohe, the assessment office; the page “To do” leads on from there."))
    if not only_build:
        typer.echo(_("Kaoji answers at {url}. Press Ctrl+C to stop.").format(url=f"http://{address}:{port}/"))
        serving.serve(address, port)


def _show_accounts(accounts: list[tuple[str, str, str, str]]) -> None:
    """Show the accounts by role: all who provide data, as a year needs every one of them, and some of the others."""
    from kaoji.web.permissions import Role, role_name

    by_role: dict[str, list[str]] = {}
    for number, name, organisation, role in accounts:
        by_role.setdefault(role, []).append(f"{number} {organisation} {name}")
    language = "zh-hans" if is_chinese() else "en"
    for role, people in by_role.items():
        shown = people if role == Role.PROVIDER else people[:_SHOWN_OF_A_ROLE]
        more = " …" if len(people) > len(shown) else ""
        typer.echo(f"  {role_name(role, language)}: {', '.join(shown)}{more}")
