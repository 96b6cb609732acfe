"""What a command says of a name that is not there: which there are, and which may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from kaoji.diagnostics import Diagnostic, Several, Source, translator, user_language
from kaoji.numbers import fold


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


def codes_meant(name: str, known: Iterable[str]) -> list[str]:
    """Give the codes that somebody means who writes one in full, or without its area; small letters do.

    >>> codes_meant("w204", ["scheme.W204", "facts.W204", "facts.E204"])
    ['scheme.W204', 'facts.W204']
    """
    wanted = fold(name).strip().strip("[]：:。").casefold()
    return [code for code in known if wanted in (code.casefold(), code.partition(".")[2].casefold())]


def unsure_code(name: str, meant: Sequence[str], titles: Mapping[str, str]) -> str:
    """Say that no code is called so, or several are."""
    say = translator(user_language())
    if meant:
        text = say("{count} codes are called “{code}”; write one of them in full: {known}")
        return str(text.format(count=len(meant), code=name, known=_titled(meant, titles)))
    number = "".join(sign for sign in name if sign.isdigit())
    near = [each for each in titles if number and each.endswith(number)] or _near(name, titles)
    if near:
        text = say("There is no code “{code}”. There are, for example: {known}")
        return str(text.format(code=name, known=_titled(near[:5], titles)))
    text = say(
        "There is no code “{code}”. A code is an area, a letter and a number, such as policy.W301; all stand in docs/reference/codes.md, and on the platform at /codes."
    )
    return str(text.format(code=name))


def _titled(codes: Iterable[str], titles: Mapping[str, str]) -> str:
    """Write codes with what they are about, each on a line."""
    return "".join(f"\n  {code} {titles[code]}" for code in codes)


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Give the names that somebody who wrote this may have meant: those that hold it first, then those alike."""
    names = list(dict.fromkeys(known))
    holding = [each for each in names if name and name in each]
    return list(dict.fromkeys([*holding, *get_close_matches(name, names, 3, cutoff=0.5)]))[:5]
