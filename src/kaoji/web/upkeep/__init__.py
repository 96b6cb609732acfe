"""Looking after an installation: backup and restore, the check of everything stored, the check of its settings."""
