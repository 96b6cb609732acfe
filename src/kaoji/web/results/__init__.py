"""Runs and their results: rankings, score sheets, comparisons."""
