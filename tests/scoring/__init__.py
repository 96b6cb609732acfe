"""Facts and their files."""
