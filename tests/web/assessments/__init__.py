"""Tests of assessments and their schemes."""
