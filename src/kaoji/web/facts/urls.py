"""Pages of facts."""

from django.urls import path

from kaoji.web.facts.views import deciding, filling, overseeing, panels, rows, self_assessing, self_deciding, workbooks

app_name = "facts"
urlpatterns = [
    path("facts", filling.filings, name="filings"),
    path("facts/providers", overseeing.providers, name="providers"),
    path("facts/urge", overseeing.urge, name="urge"),
    path("facts/due", overseeing.set_due, name="due"),
    path("facts/several", deciding.several, name="several"),
    path("facts/panels", panels.panels, name="panels"),
    path("facts/burden", overseeing.burden, name="burden"),
    path("facts/burden/repeats", overseeing.repeats, name="repeats"),
    path("facts/template", workbooks.template, name="template"),
    path("facts/workbooks", workbooks.workbooks, name="workbooks"),
    path("facts/workbooks/<int:workbook>", workbooks.workbook, name="workbook"),
    path("facts/workbooks/<int:workbook>/replaced", workbooks.replaced, name="replaced"),
    path("facts/workbooks/<int:workbook>/marked", workbooks.marked_workbook, name="marked"),
    path("facts/workbooks/<int:workbook>/take", workbooks.take_over, name="take-over"),
    path("facts/<int:filing>", filling.grid, name="grid"),
    path("facts/<int:filing>/rows", filling.rows, name="rows"),
    path("facts/<int:filing>/submit", filling.submit, name="submit"),
    path("facts/<int:filing>/verify", filling.verify, name="verify"),
    path("facts/<int:filing>/return", filling.send_back, name="return"),
    path("facts/<int:filing>/units/<int:unit>", rows.row, name="row"),
    path("facts/<int:filing>/units/<int:unit>/correct", rows.correct, name="correct"),
    path("facts/<int:filing>/units/<int:unit>/absent", rows.absent, name="absent"),
    path("facts/rows/<int:fact>/verify", rows.verify_row, name="verify-row"),
    path("facts/rows/<int:fact>/object", rows.object_to, name="object"),
    path("facts/rows/<int:fact>/evidence", rows.attach, name="attach"),
    path("facts/evidence/<int:evidence>", rows.evidence, name="evidence"),
    path("facts/evidence/<int:evidence>/detach", rows.detach, name="detach"),
    path("self", self_assessing.index, name="self"),
    path("self/urge", self_assessing.urge, name="self-urge"),
    path("self/several", self_deciding.several, name="self-several"),
    path("self/<int:unit>", self_assessing.unit, name="self-unit"),
    path("self/<int:unit>/rows", self_assessing.rows, name="self-rows"),
    path("self/<int:unit>/submit", self_assessing.submit, name="self-submit"),
    path("self/<int:unit>/rows/<int:fact>", self_assessing.row, name="self-row"),
    path("self/<int:unit>/compare", self_assessing.side_by_side, name="self-compare"),
    path("self/<int:unit>/accept", self_assessing.accept, name="self-accept"),
    path("self/<int:unit>/return", self_assessing.send_back, name="self-return"),
]
