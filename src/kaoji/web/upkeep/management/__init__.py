"""Commands for the database."""
