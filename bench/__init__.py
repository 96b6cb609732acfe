"""Measurements: worked cases, speed, memory."""
