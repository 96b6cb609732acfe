"""The command line: the same verbs as the Python functions, in Chinese or English."""

from kaoji.cli.commands import main

__all__ = ["main"]
