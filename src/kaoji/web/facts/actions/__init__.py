"""Everything that changes a fact, a filing or a self-assessment."""

from kaoji.web.facts.actions.absences import mark_absent, take_back_absence
from kaoji.web.facts.actions.attaching import attach, detach
from kaoji.web.facts.actions.attributes import Following, following, set_attributes, verify_attributes
from kaoji.web.facts.actions.moving import (
    GapsError,
    move_deadlines,
    move_filing,
    move_several,
    open_collection,
    set_due,
    stamp_of,
    submit,
)
from kaoji.web.facts.actions.saving import Entry, Saved, save
from kaoji.web.facts.actions.self_assessing import accept_self, move_several_selves, return_self, submit_self
from kaoji.web.facts.actions.urging import urge, urge_unit
from kaoji.web.facts.actions.verifying import object_to_row, verify_rows
from kaoji.web.facts.actions.workbooks import (
    ask_to_mark,
    ask_to_take_over,
    is_marked_at_once,
    receive_workbook,
    take_over,
)

__all__ = [
    "Entry",
    "Following",
    "GapsError",
    "Saved",
    "accept_self",
    "ask_to_mark",
    "ask_to_take_over",
    "attach",
    "detach",
    "following",
    "is_marked_at_once",
    "mark_absent",
    "move_deadlines",
    "move_filing",
    "move_several",
    "move_several_selves",
    "object_to_row",
    "open_collection",
    "receive_workbook",
    "return_self",
    "save",
    "set_attributes",
    "set_due",
    "stamp_of",
    "submit",
    "submit_self",
    "take_back_absence",
    "take_over",
    "urge",
    "urge_unit",
    "verify_attributes",
    "verify_rows",
]
