"""Pages of facts: filing in, looking over, self-assessment, workbooks, and the burden."""
