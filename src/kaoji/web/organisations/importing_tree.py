"""Organisations from a workbook: one row an organisation, with its name, short name, kind and the one above it.

Rows may stand in any order. The whole is looked over first; every fault is said by its cell, and where there is any,
nothing is kept. A row is what is there already if it bears its code, whatever its name, or stands in its place under its
name. What is there stays as it is – nothing is renamed –, and where the workbook says otherwise of it, that is named; only
a code is given to what had none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.reading.document import column_letters
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import record
from kaoji.web.organisations.actions import give_code, keep_organisation
from kaoji.web.organisations.codes import LONGEST, doubt_about, normal_code
from kaoji.web.organisations.importing import PIECE, kind_named, read_rows
from kaoji.web.organisations.models import Kind, Organisation

COLUMNS = {
    "name": ("单位", "单位名称", "名称", "organisation", "name"),
    "short_name": ("简称", "单位简称", "short name"),
    "code": ("单位代码", "统一社会信用代码", "社会信用代码", "机构代码", "编码", "代码", "code"),
    "kind": ("单位类型", "类型", "kind"),
    "parent": ("上级单位", "上级机构", "parent"),
}
_LONGEST = {"name": 120, "short_name": 60, "code": LONGEST}
_STEP = re.compile(r"\s*[/／>＞]\s*")

Place = tuple[str, int]
"""Where an organisation is: ("there", its id), or ("row", the row that makes it); ("there", 0) is the top."""


class CellFault(NamedTuple):
    """What is wrong with a cell of the workbook; "" is the workbook as a whole."""

    cell: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the workbook that makes an organisation below another one."""

    row: int
    name: str
    short_name: str
    kind: Kind
    above: Place
    code: str = ""


@dataclass
class Plan:
    """What a workbook makes, those above first; how many are there already, which of them differ, and what is wrong.

    ``named_otherwise`` holds what was found by its code under another name: the row's name, the name there, the code.
    ``coded`` holds the codes that those get who had none, by id; ``doubts`` what is to be said of codes.
    """

    lines: list[Line] = field(default_factory=list)
    known: int = 0
    different: list[str] = field(default_factory=list)
    named_otherwise: list[tuple[str, str, str]] = field(default_factory=list)
    coded: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def import_tree(
    content: bytes, top: Organisation | None, kept: Callable[[int, int], None] = lambda *_: None
) -> tuple[int, Plan]:
    """Read a workbook of organisations and make those that are not there yet; gives how many, and what was found.

    Args:
        content: the workbook.
        top: where organisations stand that name none above them; None for the top.
        kept: told of each piece, with how many were made and how many there are, in the piece's transaction.
    """
    plan = plan_of(content, top)
    made: dict[int, Organisation] = {}
    if plan.faults:
        return 0, plan
    there = Organisation.objects.in_bulk()
    if not plan.lines and plan.coded:
        with transaction.atomic():
            _give_codes(plan, there)
            record("organisations.import", organisations=0)
    for start in range(0, len(plan.lines), PIECE):
        piece = plan.lines[start : start + PIECE]
        with transaction.atomic():
            for line in piece:
                above = made.get(line.above[1]) if line.above[0] == "row" else there.get(line.above[1])
                try:
                    made[line.row] = keep_organisation(line.name, line.kind, above, line.short_name, code=line.code)
                except NotNowError as problem:
                    # Somebody else changed the tree since the whole was looked over.
                    plan.faults.append(CellFault("", line.name, str(problem)))
            if plan.faults:
                transaction.set_rollback(True)
                return start, plan
            if start + len(piece) == len(plan.lines):
                _give_codes(plan, there)
                record("organisations.import", organisations=len(made))
            kept(len(made), len(plan.lines))
    return len(made), plan


def _give_codes(plan: Plan, there: Mapping[int, Organisation]) -> None:
    """Give the codes of the workbook to what had none; what somebody else gave one meanwhile keeps that."""
    for pk, code in plan.coded.items():
        with suppress(NotNowError):
            give_code(there[pk], code)


def plan_of(content: bytes, top: Organisation | None) -> Plan:
    """Look a workbook over against what is there, without writing anything."""
    sheet = read_rows(content, COLUMNS, ("name",))
    plan = Plan(faults=[CellFault(f"A{row}" if row else "", "", text) for row, text in sheet.faults])
    if plan.faults:
        return plan
    rows = {number: {name: row.get(name, "") for name in COLUMNS} for number, row in sheet.rows}
    for row in rows.values():
        row["code"] = "".join(row["code"].split()) if len(row["code"]) > LONGEST else normal_code(row["code"])
    if not rows:
        plan.faults.append(CellFault("A2", "", _("The workbook has no row of an organisation.")))
        return plan
    _Planning(rows, sheet.places, top, plan).run()
    return plan


class _Planning:
    """Finding for every row the organisation above it, among those that are there and the other rows."""

    def __init__(
        self, rows: Mapping[int, dict[str, str]], places: Mapping[str, int], top: Organisation | None, plan: Plan
    ) -> None:
        self.rows, self.columns, self.plan = rows, places, plan
        self.top: Place = ("there", top.pk if top is not None else 0)
        below = Organisation.objects.all() if top is None else Organisation.objects.filter(path__startswith=top.path)
        self.there = {each.pk: each for each in below}
        self.top_name = top.name if top is not None else ""
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for each in self.there.values():
            self.by_name[each.name].append(each.pk)
        self.by_place = {(each.parent_id or 0, each.name): each for each in self.there.values()}
        self.rows_by_name: dict[str, list[int]] = defaultdict(list)
        for number, row in rows.items():
            self.rows_by_name[row["name"]].append(number)
        self.by_code = {each.code: each for each in Organisation.objects.exclude(code="")}
        self.coded_in: dict[str, int] = {}
        self.place_of: dict[int, Place] = {}
        self.seen: dict[tuple[Place, str], int] = {}

    def fault(self, number: int, column: str, text: str) -> None:
        """Say what is wrong with a cell; a column that is not there is said at the name."""
        at = self.columns.get(column, self.columns["name"])
        self.plan.faults.append(CellFault(f"{column_letters(at + 1)}{number}", self.rows[number]["name"], text))

    def run(self) -> None:
        """Place all rows, those first whose parent is known."""
        waiting = [number for number in self.rows if self.is_sound(number)]
        unsound = set(self.rows) - set(waiting)
        while waiting:
            later = [number for number in waiting if not self.is_placed(number, unsound)]
            if len(later) == len(waiting):
                for number in later:
                    self.fault(
                        number, "parent", _("This organisation would stand below itself. Mend the one above it.")
                    )
                break
            waiting = later
        self.plan.faults.sort(key=lambda fault: (int(re.sub(r"\D", "", fault.cell) or 0), fault.cell))

    def is_sound(self, number: int) -> bool:
        """See that a row has a name that fits and a kind."""
        row, before = self.rows[number], len(self.plan.faults)
        if not row["name"]:
            self.fault(number, "name", _("Write the organisation's name."))
        for column, most in _LONGEST.items():
            if len(row[column]) > most:
                text = _("“{name}…” has {count} characters in the column “{column}”; there is room for {most}.")
                self.fault(number, column, text.format(name=row[column][:12], count=len(row[column]), most=most,
                                                       column=COLUMNS[column][0]))  # fmt: skip
        try:
            kind_named(row["kind"] or "部门")
        except NotNowError as problem:
            self.fault(number, "kind", str(problem))
        if row["code"] and (first := self.coded_in.setdefault(row["code"], number)) != number:
            self.fault(number, "code", _("The code “{code}” stands in row {row} already.").format(code=row["code"], row=first))  # fmt: skip
        held = self.by_code.get(row["code"])
        if held is not None and held.pk not in self.there:
            self.fault(number, "code", _("The code “{code}” belongs to “{name}”, which stands elsewhere in the tree.").format(code=row["code"], name=held.name))  # fmt: skip
        elif doubt := doubt_about(row["code"]):
            self.plan.doubts.append(doubt)
        return len(self.plan.faults) == before

    def is_placed(self, number: int, unsound: Iterable[int]) -> bool:
        """Find the one above a row, or say what is wrong; False where another row has to be placed first."""
        row = self.rows[number]
        if (held := self.by_code.get(row["code"])) is not None:
            self.meet(number, held)
            return True
        steps = self.steps(row["parent"])
        if not steps:
            if self.top_name and row["name"] == self.top_name:
                self.place_of[number] = self.top
                self.plan.known += 1
            else:
                self.place(number, self.top)
            return True
        others = [
            other for other in self.rows_by_name.get(steps[-1], ())
            if other != number and self.fits_row(other, steps) and other not in unsound
        ]  # fmt: skip
        if any(other not in self.place_of for other in others):
            return False
        found = {self.place_of[other] for other in others}
        found |= {("there", pk) for pk in self.by_name.get(steps[-1], ()) if self.fits(pk, steps)}
        if len(found) == 1:
            self.place(number, found.pop())
        elif found:
            self.fault(number, "parent", _("There are several organisations “{name}”: write the way to the one that is meant, its names parted by /.").format(name=steps[-1]))  # fmt: skip
            self.place_of[number] = ("row", number)
        else:
            if not set(self.rows_by_name.get(steps[-1], ())) - {number}:
                self.fault(number, "parent", _("There is no organisation “{name}” for this one to stand below. Check its name, or give it a row of its own.").format(name=row["parent"]))  # fmt: skip
            self.place_of[number] = ("row", number)
        return True

    def steps(self, text: str) -> list[str]:
        """Give the names on the way to the one above; a name may have the sign in it that parts them."""
        if text and (text in self.by_name or text in self.rows_by_name):
            return [text]
        return [step for step in _STEP.split(text) if step]

    def fits(self, pk: int, steps: list[str]) -> bool:
        """Tell whether an organisation bears the names of a way, from the last one upwards."""
        each: Organisation | None = self.there.get(pk)
        for step in reversed(steps):
            if each is None or each.name != step:
                return False
            each = self.there.get(each.parent_id or 0)
        return True

    def fits_row(self, number: int, steps: list[str]) -> bool:
        """Tell whether a row bears the last names of a way; what it says of those above it decides."""
        if len(steps) == 1:
            return True
        above = self.steps(self.rows[number]["parent"]) or [self.top_name]
        return above[-1] == steps[-2]

    def place(self, number: int, above: Place) -> None:
        """Put a row below another organisation, unless it is there already or stands in the workbook twice."""
        row = self.rows[number]
        first = self.seen.setdefault((above, row["name"]), number)
        known = self.by_place.get((above[1], row["name"])) if above[0] == "there" else None
        if first != number:
            self.fault(number, "name", _("“{name}” stands in row {row} already, below the same organisation.").format(name=row["name"], row=first))  # fmt: skip
            self.place_of[number] = self.place_of[first]
        elif known is not None:
            self.meet(number, known)
        else:
            self.place_of[number] = ("row", number)
            kind = kind_named(row["kind"] or "部门")
            self.plan.lines.append(Line(number, row["name"], row["short_name"], kind, above, row["code"]))

    def meet(self, number: int, known: Organisation) -> None:
        """Take a row for an organisation that is there: note what it says otherwise, and the code where there was none."""
        row = self.rows[number]
        self.place_of[number] = ("there", known.pk)
        self.plan.known += 1
        if row["name"] != known.name:
            self.plan.named_otherwise.append((row["name"], known.name, known.code))
        if row["code"] and not known.code:
            self.plan.coded[known.pk] = row["code"]
        differs = (
            (row["kind"] and kind_named(row["kind"]) != known.kind)
            or (row["short_name"] and row["short_name"] != known.short_name)
            or (row["code"] and known.code and row["code"] != known.code)
            or self.stands_elsewhere(row, known)
        )
        if differs:
            self.plan.different.append(known.name)

    def stands_elsewhere(self, row: Mapping[str, str], known: Organisation) -> bool:
        """Tell whether a row names another organisation above the one that it is."""
        steps = self.steps(row["parent"])
        above = self.there.get(known.parent_id or 0)
        return bool(steps) and above is not None and above.name != steps[-1]
