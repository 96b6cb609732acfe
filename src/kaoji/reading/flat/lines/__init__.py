"""What the lines of a text tell before any table is sought: what parts cells, what parts tables, what was planted or cut."""
