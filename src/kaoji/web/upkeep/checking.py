"""Looking for anything stored that was changed behind the application's back: nightly, or when somebody asks.

    for fault in check_all(): ...

Files are compared with the digest under which they were kept, runs and published results with their manifests and
rows, schemes with their digests, facts with the last correction, the journal with itself and its anchors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from kaoji.diagnostics import has_errors
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import SchemeVersion
from kaoji.web.assessments.structures import digest_of
from kaoji.web.audit.anchors import UnreadableAnchorsError, kept
from kaoji.web.audit.chain import prove, record
from kaoji.web.facts.models import Correction, Fact
from kaoji.web.files.models import StoredFile
from kaoji.web.files.store import is_whole
from kaoji.web.jobs.models import Job, State
from kaoji.web.jobs.queue import Progress, ask, work
from kaoji.web.publication.models import Proposal, Publication, PublicNotice
from kaoji.web.publication.sealing import check_whole
from kaoji.web.results.actions import folder_of
from kaoji.web.results.models import Run
from kaoji.writing.run import read_manifest
from kaoji.writing.verifying import verify_run

KIND = "stored.check"
_NIGHT = range(1, 6)
_MOST_TOLD = 50
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is not what it was: what kind of thing, which one, and what is wrong with it.

    ``fault`` is ``missing``, ``changed`` or ``differs`` (two places that must agree do not).
    """

    kind: str
    which: str
    fault: str


def check_all(*, recompute: bool = False, tell: Tell = lambda _done, _total, _step: None) -> Iterator[Broken]:
    """Give everything that is not what it was; with ``recompute`` every run is computed anew as well."""
    checks: tuple[tuple[str, Callable[[], Iterator[Broken]]], ...] = (
        ("files", _files), ("schemes", _schemes), ("facts", _facts), ("runs", lambda: _runs(recompute=recompute)),
        ("published results", _published), ("journal", _journal),
    )  # fmt: skip
    for done, (name, check) in enumerate(checks):
        tell(done, len(checks), name)
        yield from check()


def _files() -> Iterator[Broken]:
    for digest in StoredFile.objects.order_by("digest").values_list("digest", flat=True).distinct().iterator():
        if not is_whole(digest):
            yield Broken("file", digest, "changed")


def _schemes() -> Iterator[Broken]:
    for version in SchemeVersion.objects.select_related("assessment").order_by("pk").iterator():
        if digest_of(version.text) != version.digest:
            yield Broken("scheme", f"{version.assessment_id} v{version.number}", "changed")


def _facts() -> Iterator[Broken]:
    """A fact must be what the last entry of its history says."""
    last = Correction.objects.filter(fact=OuterRef("pk")).order_by("-pk")
    found = Fact.objects.annotate(told=Subquery(last.values("after")[:1]), at=Subquery(last.values("version")[:1]))
    for fact in found.filter(at__isnull=False).order_by("pk").iterator(chunk_size=2000):
        told, version = fact.told, fact.at
        if version != fact.version or told != (None if fact.is_withdrawn else fact.row):
            yield Broken("fact", str(fact.pk), "differs")


def _runs(*, recompute: bool) -> Iterator[Broken]:
    for run in Run.objects.filter(finished_at__isnull=False).order_by("pk").iterator():
        folder, which = folder_of(run), f"{run.assessment_id} #{run.number}"
        fault = _fault_of_run(run, folder)
        if fault is None and recompute and has_errors(verify_run(folder)):
            fault = "differs"
        if fault is not None:
            yield Broken("run", which, fault)


def _fault_of_run(run: Run, folder: Path) -> str | None:
    try:
        manifest = read_manifest(folder)
        # Before anything is looked up in it: what was altered may be of another form altogether.
        if manifest != run.manifest:
            return "differs"
        inputs = {"scheme.yaml": manifest["scheme"]} | {f"facts/{k}": v for k, v in manifest["facts"].items()}
        if any(_digest(folder / name) != digest for name, digest in inputs.items()):
            return "changed"
        check_whole(run)
    except (OSError, ValueError, KeyError):
        return "missing"
    except NotNowError:
        return "differs"
    return None


def _published() -> Iterator[Broken]:
    """What was signed, put on public notice and published must be the run that it names."""
    for proposal in Proposal.objects.select_related("run").order_by("pk"):
        if proposal.results_digest != proposal.run.digest:
            yield Broken("proposal", str(proposal.pk), "differs")
    for notice in PublicNotice.objects.exclude(run=F("proposal__run")):
        yield Broken("public notice", str(notice.pk), "differs")
    for publication in Publication.objects.exclude(run=F("notice__run")):
        yield Broken("publication", str(publication.pk), "differs")


def _journal() -> Iterator[Broken]:
    try:
        anchors = kept()
    except UnreadableAnchorsError as problem:
        yield Broken("anchors", f"{problem.file.name}:{problem.line}", "changed")
        anchors = []
    for fault in prove(anchors).faults:
        yield Broken("journal", str(fault.number), fault.kind)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


# ------------------------------------------------------------------ every night


@work(KIND)
def check_stored(job: Job, progress: Progress) -> dict[str, Any]:
    """Check everything, and note in the journal what was found."""
    return note(list(check_all(tell=progress.tell)))


def note(found: list[Broken]) -> dict[str, Any]:
    """Journal how a check ended; what is broken is named, so that a later repair does not hide it."""
    told = [[each.kind, each.which, each.fault] for each in found[:_MOST_TOLD]]
    record(KIND, result="failed" if found else "done", broken=len(found), named=json.dumps(told, ensure_ascii=False))
    return {"broken": len(found), "named": told}


def ask_nightly() -> Job | None:
    """Ask for the check of this night, unless it was asked for already; to be called as often as one likes."""
    now = timezone.localtime()
    if now.hour not in _NIGHT:
        return None
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    there = Job.objects.filter(kind=KIND, asked_at__gte=start)
    if there.exists() or Job.objects.filter(kind=KIND, state__in=(State.WAITING, State.RUNNING)).exists():
        return None
    return ask(KIND, {})
