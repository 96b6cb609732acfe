"""The running text of a notice: grades, limits, prizes, consequences, adjustments and totals, each bound to its words."""
