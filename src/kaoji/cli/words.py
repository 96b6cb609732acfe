"""What the command line library says of its own, in the user's language: how commands are used, and what was mistyped.

The library has no translations. Its pages and errors are few, so they are worded here.
"""

from __future__ import annotations

import difflib
import re
from typing import Any, Final

import typer
from typer import core

from kaoji.cli.display import _

_HEADINGS: Final = {
    "Arguments": _("Arguments"),
    "Options": _("Options"),
    "Commands": _("Commands"),
    "required": _("required"),
    "default: {default}": _("default: {default}", default="{default}"),
}
# The library looks these up by this name of its own.
vars(core)["_"] = lambda text: _HEADINGS.get(text, text)
_MORE: Final = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


class _Worded:
    """A command or group whose help page is worded here."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library's own types are private
        """Write the line that shows how a command is written."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - see above
        """Give the option that shows the help page."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this page.")
        return option


class Command(_Worded, core.TyperCommand):
    """A command."""


class Group(_Worded, core.TyperGroup):
    """A group of commands."""

    def resolve_command(self, ctx: Any, args: Any) -> Any:  # noqa: ANN401 - see above
        """Find the command that the first word names."""
        name = args[0]
        if name.startswith("-") or name in self.commands:
            return super().resolve_command(ctx, args)
        close = difflib.get_close_matches(name, list(self.commands))
        return ctx.fail("\n".join((_("There is no command “{name}”.", name=name), *map(_meant, close[:1]))))


def worded(app: typer.Typer) -> typer.Typer:
    """Let all commands of an application be worded here."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            worded(group.typer_instance)
    return app


def complaint(problem: typer.TyperException) -> str:
    """Say what is wrong with a command line, and how it is to be written."""
    ctx = getattr(problem, "ctx", None)
    if ctx is None or type(problem).__name__ == "NoArgsIsHelpError":
        return str(getattr(problem, "message", problem))
    more = _("“{command} --help” tells more.", command=ctx.command_path)
    return f"{ctx.get_usage()}\n{_error(problem)}\n{more}"


def _error(problem: typer.TyperException) -> str:
    parameter, message = getattr(problem, "param", None), str(getattr(problem, "message", problem))
    said = message
    if parameter is not None and type(problem).__name__ == "MissingParameter":
        said = _("“{name}” is missing.", name=_name(parameter))
    elif parameter is not None and "valid integer" in message:
        said = _("“{name}” takes a whole number.", name=_name(parameter))
    elif parameter is not None:
        said = _("“{name}” cannot take this: {problem}", name=_name(parameter), problem=message)
    elif message.startswith("No such option"):
        close = list(getattr(problem, "possibilities", None) or ())
        said = _("There is no option “{name}”.", name=getattr(problem, "option_name", ""))
        said = "\n".join((said, *map(_meant, close[:1])))
    elif (more := _MORE.match(message)) is not None:
        said = _("These words are too many: {words}.", words=more[1])
    elif message == "Missing command.":
        said = _("The name of a command is missing.")
    return said


def _meant(name: str) -> str:
    return _("Did you mean “{name}”?", name=name)


def _name(parameter: Any) -> str:  # noqa: ANN401 - the library's own types are private
    is_option = parameter.opts[0].startswith("-")
    return str(parameter.opts[0] if is_option else parameter.metavar or parameter.human_readable_name)
