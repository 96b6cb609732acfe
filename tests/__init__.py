"""Tests at the promise: the public functions and the command line."""
