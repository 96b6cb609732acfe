"""Organisations, posts, and what follows from them: the desk of a person."""
