"""``python -m kaoji`` is the command ``kaoji``."""

from kaoji.cli import main

main()
