"""The package as it is installed."""

from importlib.metadata import version

import kaoji


def test_version_equals_the_installed_metadata() -> None:
    assert kaoji.__version__ == version("kaoji")
