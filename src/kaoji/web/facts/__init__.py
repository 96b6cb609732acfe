"""Facts: what providers and units enter, verify and correct."""
