"""Which organisation a name in a scheme stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Alias, Assessment
from kaoji.web.organisations.models import Organisation


def organisations_of(assessment: Assessment) -> list[Organisation]:
    """Give the organisations of the region, those nearest to it first."""
    below = Organisation.objects.filter(path__startswith=assessment.region_path)
    return sorted(below, key=lambda found: (found.path.count("/"), found.position, found.pk))


def organisations_named(assessment: Assessment) -> dict[str, int]:
    """Give the ids of organisations by every name they go by: their own, their short one, and those of this assessment.

    Where several bear one name the one nearest to the region is meant.
    """
    return _named(organisations_of(assessment), assessment)


def _named(organisations: Iterable[Organisation], assessment: Assessment) -> dict[str, int]:
    named: dict[str, int] = {}
    found = list(organisations)
    for organisation in found:
        named.setdefault(organisation.name, organisation.pk)
    for organisation in found:
        if organisation.short_name:
            named.setdefault(organisation.short_name, organisation.pk)
    named.update(Alias.objects.filter(assessment=assessment).values_list("name", "organisation_id"))
    return named


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a scheme: what for (the group of a unit, or how many slots a provider gives), and whom it stands for."""

    name: str
    about: str
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a scheme with their organisations, and the organisations that there are to choose from."""

    units: list[Named]
    providers: list[Named]
    organisations: list[Organisation]
    slots_without_provider: int

    @property
    def unknown(self) -> list[Named]:
        """The names that stand for nobody yet."""
        return [each for each in (*self.units, *self.providers) if each.organisation is None]


def names_of(assessment: Assessment, structure: Structure) -> Names:
    """Look up all units and providers of a scheme, in two queries."""
    organisations = organisations_of(assessment)
    by_id = {organisation.pk: organisation for organisation in organisations}
    named = {name: by_id.get(pk) for name, pk in _named(organisations, assessment).items()}
    units = [
        Named(unit, group, named.get(unit))
        for group, members in structure.scheme.groups.items()
        for unit in members.units
    ]
    counts: dict[str, int] = {}
    for slot in structure.slots:
        for name in slot.providers:
            counts[name] = counts.get(name, 0) + 1
    for panel in structure.panels:
        for name in panel.panel.provider:
            counts[name] = counts.get(name, 0) + 1
    providers = [Named(name, str(count), named.get(name)) for name, count in counts.items()]
    nobody = sum(not slot.providers for slot in structure.slots)
    return Names(units, providers, organisations, nobody)
