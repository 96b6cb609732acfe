"""Runs, rankings, sheets, comparisons, trials and papers."""
