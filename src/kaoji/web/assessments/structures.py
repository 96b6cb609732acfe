"""Schemes as the core understands them, parsed once and kept by their text."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from kaoji.diagnostics import Diagnostic
from kaoji.scheme import Structure, load_scheme
from kaoji.scheme.linting import lint
from kaoji.web.assessments.models import SchemeVersion


def digest_of(text: str) -> str:
    """Give the digest of a scheme's text, as manifests of runs write it."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@lru_cache(maxsize=32)
def parsed(text: str) -> tuple[Structure | None, tuple[Diagnostic, ...]]:
    """Parse a scheme's text; the structure is None when it cannot be used. Findings include the lint's."""
    structure, findings = load_scheme(text)
    if structure is not None:
        findings = [*findings, *lint(structure)]
    return structure, tuple(findings)


def structure_of(version: SchemeVersion) -> Structure:
    """Give the structure of a version that was found usable when it was kept.

    Raises:
        ValueError: it is not usable.
    """
    structure, findings = parsed(version.text)
    if structure is None:
        raise ValueError(findings[0].line("en") if findings else "unusable scheme")
    return structure
