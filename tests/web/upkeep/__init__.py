"""Tests of backup, restore and checks."""
