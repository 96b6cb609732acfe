"""A target task, as a table or a plan gives it, and its plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kaoji.reading.document import Source
from kaoji.reading.phrases.measures import Measure


@dataclass(frozen=True, slots=True)
class Task:
    """A target task; persons and units are as printed, ``progress`` is the share of the first target reached.

    ``goal`` is what a column of targets says, in its words; ``due`` is the last day of the
    deadline (2031-12-31), empty where none can be told. ``number`` is the printed one (0: none), ``sequence`` the place in the document; ``section`` is the heading above it.
    """

    number: int
    sequence: int
    text: str
    marks: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()
    coordinator: tuple[str, ...] = ()
    lead_units: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    related_units: tuple[str, ...] = ()
    deadline: str = ""
    status: str = ""
    goal: str = ""
    due: str = ""
    targets: tuple[Measure, ...] = ()
    reported: tuple[Measure, ...] = ()
    progress: str = ""
    section: str = ""
    notes: tuple[str, ...] = ()
    document: str = ""
    source: Source = field(default_factory=Source)


def to_json(task: Task) -> dict[str, Any]:
    """Give a task as plain data, one line of a JSON Lines file."""
    return {
        "no": task.number or task.sequence,
        "seq": task.sequence,
        "doc": task.document,
        "marks": list(task.marks),
        "text": task.text,
        "leader": list(task.leader),
        "coordinator": list(task.coordinator),
        "lead_units": list(task.lead_units),
        "responsible": list(task.responsible),
        "related_units": list(task.related_units),
        "deadline": task.deadline,
        "due": task.due,
        "status": task.status,
        "goal": task.goal,
        "targets": [measure.to_json() for measure in task.targets],
        "reported": [measure.to_json() for measure in task.reported],
        "progress": task.progress,
    }
