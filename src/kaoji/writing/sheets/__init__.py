"""The sheets of a results workbook, one module each."""
