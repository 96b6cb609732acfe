"""Settings that every test shares."""

from hypothesis import settings

# Shared cores make single examples slow at times, and a run must give the same verdict twice.
settings.register_profile("kaoji", deadline=None, derandomize=True)
settings.load_profile("kaoji")
