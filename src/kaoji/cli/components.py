"""What the installation is made of: a bill of materials (CycloneDX), and which of its parts have known holes.

Both work without a network: advisories come as a folder or zip of OSV files, as https://osv.dev exports them for PyPI,
carried here by hand.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

_ROOT = "kaoji"
_LONGEST_LICENCE = 100


def normal(name: str) -> str:
    """Give the form in which names of packages are compared.

    >>> normal("Django_Ninja")
    'django-ninja'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, Distribution]:
    """Give what is installed and needed: the project and, step by step, all that it asks for, by name."""
    there = {normal(found.metadata["Name"]): found for found in distributions()}
    wanted, waiting = dict[str, Distribution](), [_ROOT]
    while waiting:
        name = waiting.pop()
        if name in there and name not in wanted:
            wanted[name] = there[name]
            waiting += _needs(there[name], extras=("web", "spark") if name == _ROOT else ())
    return dict(sorted(wanted.items()))


def _needs(of: Distribution, extras: tuple[str, ...] = ()) -> list[str]:
    found = []
    for text in of.requires or ():
        try:
            need = Requirement(text)
        except InvalidRequirement:
            continue
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found.append(normal(need.name))
    return found


def bill_of_materials() -> dict[str, Any]:
    """Give the bill in the form of CycloneDX 1.6; the same installation gives the same bill."""
    parts = installed()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(parts[_ROOT], "application")},
        "components": [_component(part, "library") for name, part in parts.items() if name != _ROOT],
        "dependencies": [
            {"ref": _ref(part), "dependsOn": sorted(_ref(parts[need]) for need in set(_needs(part)) if need in parts)}
            for part in parts.values()
        ],
    }


def _ref(part: Distribution) -> str:
    return f"pkg:pypi/{normal(part.metadata['Name'])}@{part.version}"


def _said(part: Distribution, name: str) -> str:
    return str(part.metadata[name]) if name in part.metadata else ""


def _component(part: Distribution, kind: str) -> dict[str, Any]:
    found = {
        "type": kind,
        "bom-ref": _ref(part),
        "name": part.metadata["Name"],
        "version": part.version,
        "purl": _ref(part),
    }
    licence = _said(part, "License-Expression") or _said(part, "License")
    if not licence or "\n" in licence or len(licence) > _LONGEST_LICENCE:
        kinds = [
            line.rpartition("::")[2].strip()
            for line in part.metadata.get_all("Classifier") or ()
            if line.startswith("License ::")
        ]
        licence = " AND ".join(kinds)
    return {**found, "licenses": [{"license": {"name": licence}}]} if licence else found


# ------------------------------------------------------------------ known holes


@dataclass(frozen=True, slots=True)
class Hole:
    """A known vulnerability of an installed package."""

    package: str
    version: str
    advisory: str
    summary: str
    mended_in: str


def known_holes(advisories: Path) -> Iterator[Hole]:
    """Give the holes that advisories (OSV files in a folder or a zip) tell of in what is installed."""
    parts = installed()
    for said in _advisories(advisories):
        if said.get("withdrawn"):
            continue
        for affected in said.get("affected", ()):
            package = affected.get("package", {})
            part = parts.get(normal(str(package.get("name", ""))))
            if part is not None and package.get("ecosystem") == "PyPI" and _concerns(affected, part.version):
                text = str(said.get("summary") or said.get("details") or "").partition("\n")[0]
                yield Hole(part.metadata["Name"], part.version, str(said["id"]), text, _mended_in(affected))


def _advisories(place: Path) -> Iterator[Mapping[str, Any]]:
    if place.is_dir():
        for path in sorted(place.rglob("*.json")):
            yield json.loads(path.read_bytes())
        return
    with zipfile.ZipFile(place) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def _concerns(affected: Mapping[str, Any], version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    own = Version(version)
    return any(
        _is_inside(each.get("events", ()), own)
        for each in affected.get("ranges", ())
        if each.get("type") == "ECOSYSTEM"
    )


def _is_inside(events: list[Mapping[str, str]], own: Version) -> bool:
    """Walk through the versions in which a hole came and went.

    >>> _is_inside([{"introduced": "0"}, {"fixed": "5.2.3"}], Version("5.2.2"))
    True
    """
    inside = False
    for event in events:
        for kind, text in event.items():
            try:
                at = Version(text)
            except InvalidVersion:
                continue
            if kind == "introduced" and own >= at:
                inside = True
            elif (kind == "fixed" and own >= at) or (kind == "last_affected" and own > at):
                inside = False
    return inside


def _mended_in(affected: Mapping[str, Any]) -> str:
    events = [
        event
        for each in affected.get("ranges", ())
        if each.get("type") == "ECOSYSTEM"
        for event in each.get("events", ())
    ]
    return "、".join(event["fixed"] for event in events if "fixed" in event)
