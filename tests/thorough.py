"""How many random examples a property is tried on: few in each run, many in `make thorough`."""

import os

TIMES = int(os.environ.get("KAOJI_THOROUGH", "1"))


def examples(count: int) -> int:
    """Give how many examples to try; ``count`` in a usual run."""
    return count * TIMES
