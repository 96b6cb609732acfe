"""What a command says of a name that is not there: which there are, and which may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from kaoji.diagnostics import Diagnostic, Several, Source


def unknown_provider(provider: str, scheme: Path, known: Sequence[str]) -> Diagnostic:
    """Say that nobody of this name provides anything in a scheme."""
    near = get_close_matches(provider, known, n=3, cutoff=0.4)
    return Diagnostic("run.E409", "“{provider}” provides nothing in this scheme; there are {known}.", (Source(str(scheme)),),
                      "Write the name as the scheme does.", {"provider": provider, "known": "、".join(near or known)})  # fmt: skip


def unknown_unit(unit: str, run: Path, units: Iterable[str]) -> Diagnostic:
    """Say that a run has no unit of this name."""
    names = list(units)
    near = _near(unit, names)
    hint = "Did you mean: {near}?" if near else "Write the name as the ranking does."
    return Diagnostic("run.E405", "“{unit}” is not a unit of this run; it has {known} …", (Source(str(run)),), hint,
                      {"unit": unit, "known": "、".join(names[:12]), "near": Several(near)})  # fmt: skip


def unknown_indicator(unit: str, indicator: str, run: Path, known: Iterable[str]) -> Diagnostic:
    """Say that a unit has no indicator of this name or code."""
    near = _near(indicator, known)
    hint = "Did you mean: {near}?" if near else "Write its code or its name as the score sheet does."
    return Diagnostic("run.E406", "“{unit}” has no indicator “{indicator}”.", (Source(str(run)),), hint,
                      {"unit": unit, "indicator": indicator, "near": Several(near)})  # fmt: skip


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Give the names that somebody who wrote this may have meant: those that hold it first, then those alike."""
    names = list(dict.fromkeys(known))
    holding = [each for each in names if name and name in each]
    return list(dict.fromkeys([*holding, *get_close_matches(name, names, 3, cutoff=0.5)]))[:5]
