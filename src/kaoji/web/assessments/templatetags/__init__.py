"""Tags of the pages of schemes."""
