"""Tests of the interface for other systems."""
