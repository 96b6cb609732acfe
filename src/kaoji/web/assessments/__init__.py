"""Assessments, their notices, schemes and participants."""
