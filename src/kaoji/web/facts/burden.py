"""The burden that an assessment puts on those who fill it in: forms, fields, repeats, attachments.

A field is one value for one unit. It is a repeat where another form asks for the same thing: the same kind of value, in
the same words and unit of measure, in this assessment or another one of the office in the same year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_lazy

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.facts.filings import SEVERAL, TABLE_OF_KIND, panel_of, slot_of
from kaoji.web.facts.models import Evidence, Fact, Filing, Side
from kaoji.web.facts.offers import meaning_of, repeated

SHOWN: Final = 25
"""So many bars are drawn; the table below has all."""
_WIDTH: Final = 560
_AS_WRITTEN: Final = SEVERAL - {"ballots"}
"""Tables in which nobody knows beforehand how many rows there will be; of ballots each option is counted."""


@dataclass
class Load:
    """What is asked of one organisation or unit."""

    name: str
    forms: int = 0
    fields: int = 0
    repeats: int = 0
    attachments: int = 0

    @property
    def once(self) -> int:
        """The fields that are asked for only here."""
        return self.fields - self.repeats


@dataclass(frozen=True, slots=True)
class Bar:
    """A load as it is drawn: widths in the picture's own measure."""

    load: Load
    y: int
    once: int
    repeats: int

    @property
    def end(self) -> int:
        """Where the number stands."""
        return self.once + self.repeats


@dataclass(frozen=True, slots=True)
class Cut:
    """Something that is asked for more than once, and how many fields are saved by asking once."""

    label: str
    filings: tuple[Filing, ...]
    saves: int

    @property
    def is_elsewhere(self) -> bool:
        """Whether another assessment asks for it too."""
        return len({filing.assessment_id for filing in self.filings}) > 1


@dataclass
class Burden:
    """The whole meter."""

    providers: list[Load] = field(default_factory=list)
    units: list[Load] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    @property
    def total(self) -> Load:
        """Everything that providers are asked for."""
        return Load("", sum(each.forms for each in self.providers), sum(each.fields for each in self.providers),
                    sum(each.repeats for each in self.providers), sum(each.attachments for each in self.providers))  # fmt: skip

    @property
    def bars(self) -> list[Bar]:
        """The providers with the most to fill in, drawn to one scale."""
        drawn = self.providers[:SHOWN]
        most = max((each.fields for each in drawn), default=0) or 1
        return [
            Bar(each, number * 26, each.once * _WIDTH // most, each.repeats * _WIDTH // most)
            for number, each in enumerate(drawn)
        ]

    @property
    def height(self) -> int:
        """The height of the picture."""
        return 26 * len(self.providers[:SHOWN]) + 4


PARTS: Final = {"provides": gettext_lazy("provides data"), "assessed": gettext_lazy("self-assessed")}


def loads_of(found: Burden) -> list[tuple[str, Load]]:
    """Give everybody of whom something is asked, and in which part, providers first."""
    return [*(("provides", each) for each in found.providers), *(("assessed", each) for each in found.units)]


def burden_of(assessment: Assessment, structure: Structure, organisations: Collection[int] | None = None) -> Burden:
    """Measure what an assessment asks for; with ``organisations`` only what it asks of them."""
    filings = list(assessment.filings.prefetch_related("providers"))
    others = list(
        Filing.objects.filter(assessment__office=assessment.office_id, assessment__year=assessment.year)
        .exclude(assessment=assessment)
        .select_related("assessment")
    )
    same = repeated([*filings, *others])
    sizes = _sizes(assessment, structure, filings)
    attached = dict(
        Evidence.objects.filter(fact__filing__assessment=assessment, fact__side=Side.PROVIDED, is_withdrawn=False)
        .order_by().values_list("fact__filing").annotate(Count("pk"))
    )  # fmt: skip
    return Burden(
        sorted(
            _of_providers(filings, sizes, attached, same, organisations), key=lambda load: (-load.fields, load.name)
        ),
        _of_units(assessment, structure, filings, same, organisations),
        sorted(_cuts(same, sizes, organisations), key=lambda cut: -cut.saves),
    )


def _sizes(assessment: Assessment, structure: Structure, filings: Iterable[Filing]) -> dict[int, int]:
    """Give how many fields each filing has: what it asks of each unit, or what was written of each event."""
    written = Counter[int]()
    rows = Fact.objects.filter(
        filing__assessment=assessment, filing__table__in=_AS_WRITTEN, side=Side.PROVIDED, is_withdrawn=False
    )
    for pk, row in rows.values_list("filing", "row"):
        written[pk] += len(row)
    return {
        filing.pk: written[filing.pk]
        if filing.table in _AS_WRITTEN
        else filing.expected * fields_a_unit(filing, structure)
        for filing in filings
    }


def fields_a_unit(filing: Filing, structure: Structure) -> int:
    """Give how many fields a filing asks for of one unit."""
    slot = slot_of(filing, structure)
    if slot is not None:
        return 1 + slot.has_target + slot.has_previous
    panel = panel_of(filing, structure)
    if panel is not None:
        return max(1, len(panel.panel.options) * max(1, len(panel.panel.questions)), len(panel.panel.dimensions))
    return 1


def _of_providers(
    filings: Iterable[Filing],
    sizes: dict[int, int],
    attached: dict[int, int],
    same: dict[tuple[str, ...], list[Filing]],
    organisations: Collection[int] | None,
) -> list[Load]:
    loads: dict[int, Load] = {}
    for filing in filings:
        for provider in filing.providers.all():
            if organisations is not None and provider.pk not in organisations:
                continue
            load = loads.setdefault(provider.pk, Load(provider.name))
            load.forms += 1
            load.fields += sizes[filing.pk]
            load.attachments += attached.get(filing.pk, 0)
            if filing.key and meaning_of(filing) in same:
                load.repeats += sizes[filing.pk]
    return list(loads.values())


def _of_units(
    assessment: Assessment,
    structure: Structure,
    filings: Iterable[Filing],
    same: dict[tuple[str, ...], list[Filing]],
    organisations: Collection[int] | None,
) -> list[Load]:
    """Measure the self-assessment of each unit: it is asked for the same things as the providers."""
    units = Participant.objects.filter(assessment=assessment)
    if organisations is not None:
        units = units.filter(organisation__in=organisations)
    attached = dict(
        Evidence.objects.filter(fact__filing__assessment=assessment, fact__side=Side.SELF, is_withdrawn=False)
        .order_by().values_list("fact__participant").annotate(Count("pk"))
    )  # fmt: skip
    asked = [
        (structure.nodes[slot.node], fields_a_unit(filing, structure), meaning_of(filing) in same)
        for filing in filings
        if filing.table in TABLE_OF_KIND.values() and (slot := slot_of(filing, structure)) is not None
    ]
    loads = []
    for unit in units:
        own = [(count, is_repeat) for node, count, is_repeat in asked if node.has(unit.unit, unit.group)]
        loads.append(
            Load(unit.unit, len(own), sum(count for count, _ in own), sum(count for count, is_repeat in own if is_repeat),
                 attached.get(unit.pk, 0))
        )  # fmt: skip
    return sorted(loads, key=lambda load: (-load.fields, load.name))


def _cuts(
    same: dict[tuple[str, ...], list[Filing]], sizes: dict[int, int], organisations: Collection[int] | None
) -> Iterable[Cut]:
    by_meaning: dict[tuple[str, ...], list[Filing]] = defaultdict(list)
    by_meaning.update(same)
    for (_table, label, _measured_in), filings in by_meaning.items():
        own = [filing for filing in filings if filing.pk in sizes]
        if organisations is not None:
            own = [filing for filing in own if {each.pk for each in filing.providers.all()} & set(organisations)]
        if not own:
            continue
        counts = sorted(sizes.get(filing.pk, filing.expected) for filing in filings)
        yield Cut(label, tuple(filings), sum(counts[:-1]))
