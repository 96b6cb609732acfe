"""People and organisations from a workbook: one row a person, with account, name, organisation, and post.

The whole is looked over first; every fault is said by its row, and where there is any, nothing is kept. It is kept in
pieces, so that nobody else waits long for the database.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.diagnostics import is_chinese
from kaoji.numbers import fold
from kaoji.reading import Grid, read
from kaoji.web.accounts.models import User, normal
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import record
from kaoji.web.organisations.actions import create_person, give_post, keep_organisation
from kaoji.web.organisations.codes import normal_code
from kaoji.web.organisations.models import Kind, Organisation
from kaoji.web.permissions import ROLE_NAMES, Role
from kaoji.web.spoken import listed

COLUMNS = {
    "number": ("账号", "登录名", "工号", "account"),
    "name": ("姓名", "name"),
    "organisation": ("单位", "所在单位", "机构", "organisation"),
    "code": ("单位代码", "统一社会信用代码", "机构代码", "code"),
    "parent": ("上级单位", "上级机构", "parent"),
    "kind": ("单位类型", "类型", "kind"),
    "role": ("岗位", "角色", "role"),
}
_NEEDED = ("number", "name", "organisation")
_KINDS = {"地区": Kind.REGION, "部门": Kind.DEPARTMENT, "乡镇": Kind.TOWNSHIP, "街道": Kind.TOWNSHIP, "乡镇街道": Kind.TOWNSHIP,
          "科室": Kind.SECTION, "其他": Kind.OTHER, **{kind.value: kind for kind in Kind}}  # fmt: skip
_ROLES = {"考核办": Role.OFFICE, "数据提供单位": Role.PROVIDER, "数据提供": Role.PROVIDER, "单位填报人": Role.REPORTER,
          "填报人": Role.REPORTER, "单位负责人": Role.HEAD, "负责人": Role.HEAD, "领导": Role.LEADER, "监督审计": Role.AUDITOR,
          **{role.value: role for role in Role}}  # fmt: skip
_MOST_ROWS = 5_000
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff（）]) | (?=[\u3400-\u9fff（）])")
_LONGEST = {"number": 60, "name": 60, "organisation": 120}
PIECE = 100
"""So many rows are kept at once."""


class Fault(NamedTuple):
    """What is wrong with a row of the workbook, counted from 1; 0 is the workbook as a whole."""

    row: int
    who: str
    text: str


@dataclass
class Imported:
    """What came of a workbook: accounts with their first passwords, or what is wrong, by row."""

    made: list[tuple[User, str]] = field(default_factory=list)
    posts: int = 0
    organisations: int = 0
    faults: list[Fault] = field(default_factory=list)
    named_otherwise: list[tuple[str, str, str]] = field(default_factory=list)
    """Organisations found by their code under another name: the row's name, the name there, the code."""


def import_people(
    content: bytes, top: Organisation | None, kept: Callable[[Imported, int, int], None] = lambda *_: None
) -> Imported:
    """Read a workbook of people and keep it; organisations that are not there yet are made below ``top``.

    Args:
        content: the workbook.
        top: where new organisations stand; None for the top.
        kept: told of each piece, with what was made so far, the rows done and all rows, in the piece's transaction.
    """
    rows, imported = _rows(content)
    imported.faults += _faults(rows, top)
    if imported.faults:
        return imported
    for start in range(0, len(rows), PIECE):
        piece = Imported(
            list(imported.made), imported.posts, imported.organisations, named_otherwise=list(imported.named_otherwise)
        )
        with transaction.atomic():
            for number, row in rows[start : start + PIECE]:
                try:
                    _person(row, top, piece)
                except NotNowError as problem:
                    piece.faults.append(Fault(number, _who(row), str(problem)))
            if piece.faults:
                # Somebody else changed accounts or organisations since the whole was looked over.
                transaction.set_rollback(True)
                imported.faults = piece.faults
                return imported
            done = min(start + PIECE, len(rows))
            if done == len(rows):
                record("people.import", people=len(piece.made), posts=piece.posts, organisations=piece.organisations)
            kept(piece, done, len(rows))
        imported = piece
    return imported


def _faults(rows: list[tuple[int, dict[str, str]]], top: Organisation | None) -> list[Fault]:
    """Look over all rows against what is there, without writing anything."""
    below = Organisation.objects.all() if top is None else Organisation.objects.filter(path__startswith=top.path)
    places = Counter(below.values_list("name", flat=True))
    codes = dict(Organisation.objects.exclude(code="").values_list("code", "pk"))
    inside = set(below.exclude(code="").values_list("pk", flat=True))
    accounts = {
        number: (name, bool(administers))
        for number, name, administers in User.objects.values_list("normal_number", "name", "administers")
    }
    faults = []
    for number, row in rows:
        held = codes.get(normal_code(row.get("code", "")))
        place = _about_the_place(row, places) if held is None else [] if held in inside else [_far_code(row)]
        found = [*_too_long(row), *place, *_about_the_person(row, accounts)]
        faults += [Fault(number, _who(row), text) for text in found]
        if not found and held is None:
            places[row["organisation"]] = 1
    return faults


def _too_long(row: dict[str, str]) -> Iterator[str]:
    for column, most in _LONGEST.items():
        if len(row[column]) > most:
            text = _("“{name}…” has {count} characters in the column “{column}”; there is room for {most}.")
            yield text.format(name=row[column][:12], count=len(row[column]), column=COLUMNS[column][0], most=most)


def _who(row: dict[str, str]) -> str:
    return listed(filter(None, (row["number"], row["name"], row["organisation"])), short=True)


def _about_the_place(row: dict[str, str], places: Counter[str]) -> Iterator[str]:
    place = row["organisation"]
    if not place:
        yield _("Write the organisation's name.")
    elif places[place] > 1:
        yield _("There are several organisations “{name}”: name the one above it too.").format(name=place)
    elif not places[place]:
        if row.get("parent") and not places[row["parent"]]:
            yield _no_parent(row)
        yield from _said(_kind, row)


def _about_the_person(row: dict[str, str], accounts: dict[str, tuple[str, bool]]) -> Iterator[str]:
    roles = list(_said(_roles, row))
    yield from roles
    if not normal(row["number"]) or not row["name"]:
        yield _("Write account and name.")
        return
    name, administers = accounts.setdefault(normal(row["number"]), (row["name"], False))
    if name != row["name"]:
        yield _not_theirs(row, name)
    if administers and not roles and _roles(row):
        yield _("An administrator keeps the system and cannot hold a post in an assessment.")


def _said(read_out: Callable[[dict[str, str]], object], row: dict[str, str]) -> Iterator[str]:
    """Give what reading something out of a row complains about."""
    try:
        read_out(row)
    except NotNowError as problem:
        yield str(problem)


def _far_code(row: dict[str, str]) -> str:
    text = _("The code “{code}” belongs to an organisation that stands elsewhere in the tree.")
    return text.format(code=row["code"])


def _no_parent(row: dict[str, str]) -> str:
    text = _("There is no organisation “{name}” for this one to stand below. Check its name, or put its own row above.")
    return text.format(name=row["parent"])


def _not_theirs(row: dict[str, str], name: str) -> str:
    text = _("The account “{number}” belongs to {name}. Check the name, or write another account.")
    return text.format(number=row["number"], name=name)


def _rows(content: bytes) -> tuple[list[tuple[int, dict[str, str]]], Imported]:
    sheet = read_rows(content, COLUMNS, _NEEDED)
    return sheet.rows, Imported(faults=[Fault(row, "", text) for row, text in sheet.faults])


@dataclass
class Sheet:
    """A workbook as it was read: the columns it has, its filled rows, and what keeps it from being read, by row."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read_rows(content: bytes, columns: Mapping[str, tuple[str, ...]], needed: Iterable[str]) -> Sheet:
    """Read the first sheet of a workbook whose first row names the columns; rows are counted from 1."""
    document, _findings = read(content, "people.xlsx")
    grid = next((block.dense() for block in document.blocks if isinstance(block, Grid)), None)
    if document.format not in ("xlsx", "xls") or grid is None:
        return Sheet(faults=[(0, _("This file cannot be read as a workbook. Save it as .xlsx and try again."))])
    if len(grid) > _MOST_ROWS:
        return Sheet(faults=[(0, _("The workbook has more than {count} rows.").format(count=_MOST_ROWS))])
    head = [fold(cell).strip().lower() for cell in (grid[0] if grid else [])]
    places = {name: head.index(word) for name, words in columns.items() for word in words if word in head}
    lacks = [columns[name][0] for name in needed if name not in places]
    if lacks:
        text = _("The first row lacks the column “{column}”.")
        return Sheet(faults=[(1, text.format(column=column)) for column in lacks])
    rows = [
        (number, {name: _written(name, line[place]) for name, place in places.items()})
        for number, line in enumerate(grid[1:], 2)
        if any(cell.strip() for cell in line)
    ]
    return Sheet(rows, places)


def _written(column: str, text: str) -> str:
    """Read a cell; spaces inside Chinese names and in accounts are slips of typing and make no other name."""
    text = " ".join(text.split())
    return text.replace(" ", "") if column == "number" else _BETWEEN.sub("", text)


def _person(row: dict[str, str], top: Organisation | None, imported: Imported) -> None:
    organisation = _organisation(row, top, imported)
    known = User.objects.filter(normal_number=normal(row["number"])).first()
    if known is None:
        known, password = create_person(row["number"], row["name"], organisation)
        imported.made.append((known, password))
    elif known.name != row["name"]:
        raise NotNowError(_not_theirs(row, known.name))
    for role in _roles(row):
        give_post(known, organisation, role)
        imported.posts += 1


def _words(known: Iterable[str]) -> str:
    """Give the words of a list that the reader's language has for its entries."""
    is_zh = is_chinese(get_language() or "zh")
    return listed((word for word in known if word.isascii() != is_zh), short=True)


def _roles(row: dict[str, str]) -> list[Role]:
    found = []
    for word in filter(None, row.get("role", "").replace("，", "、").replace(",", "、").split("、")):
        role = _ROLES.get(word.strip())
        if role is None or role not in ROLE_NAMES:
            known = _words(word for word, role in _ROLES.items() if role in ROLE_NAMES)
            raise NotNowError(_("“{role}” is not a post. Write one of: {roles}.").format(role=word, roles=known))
        found.append(role)
    return found


def _organisation(row: dict[str, str], top: Organisation | None, imported: Imported) -> Organisation:
    if not row["organisation"]:
        raise NotNowError(_("Write the organisation's name."))
    below = Organisation.objects.all() if top is None else Organisation.objects.filter(path__startswith=top.path)
    code = normal_code(row.get("code", ""))
    held = below.filter(code=code).first() if code else None
    if held is not None:
        said = (row["organisation"], held.name, code)
        if row["organisation"] != held.name and said not in imported.named_otherwise:
            imported.named_otherwise.append(said)
        return held
    found = list(below.filter(name=row["organisation"])[:2])
    if len(found) > 1:
        raise NotNowError(
            _("There are several organisations “{name}”: name the one above it too.").format(name=found[0].name)
        )
    if found:
        return found[0]
    parent = top
    if row.get("parent"):
        parent = below.filter(name=row["parent"]).first()
        if parent is None:
            raise NotNowError(_no_parent(row))
    kind = _kind(row)
    imported.organisations += 1
    return keep_organisation(row["organisation"], kind, parent, code=code)


def _kind(row: dict[str, str]) -> Kind:
    return kind_named(row.get("kind") or "部门")


def kind_named(word: str) -> Kind:
    """Give the kind of organisation that a word of the workbook stands for.

    Raises:
        NotNowError: there is no such kind.
    """
    kind = _KINDS.get(word)
    if kind is None:
        raise NotNowError(
            _("“{kind}” is no kind of organisation. Write one of: {kinds}.").format(kind=word, kinds=_words(_KINDS))
        )
    return kind
