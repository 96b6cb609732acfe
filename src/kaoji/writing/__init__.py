"""Results on paper: workbooks that an office hands out.

write_workbook(grade(scores), missing(structure, facts), "results.xlsx")
"""

from kaoji.writing.workbook import write_score_sheet, write_workbook

__all__ = ["write_score_sheet", "write_workbook"]
