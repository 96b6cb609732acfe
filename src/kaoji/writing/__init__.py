"""Results on paper: workbooks that an office hands out.

write_workbook(grade(scores), missing(structure, facts), "results.xlsx")
"""
