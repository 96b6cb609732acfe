"""The signed bundle of a published result: what anybody needs to recompute it, and nothing private."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kaoji.diagnostics import has_errors
from kaoji.scoring import Facts
from kaoji.web.audit.chain import record
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.files.store import keep
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, UnfitWorkError, work
from kaoji.web.publication.keys import signer
from kaoji.web.publication.models import Publication
from kaoji.web.results.actions import folder_of
from kaoji.web.results.models import Run
from kaoji.writing.bundle import folder_contents, write_bundle
from kaoji.writing.run import open_run, read_manifest, write_run

_STEPS = 3
_PIECE = 1 << 20


@work("publication.bundle")
def make_bundle(job: Job, progress: Progress) -> dict[str, Any]:
    """Make the bundle of a publication; done twice, it is there once."""
    found = Publication.objects.select_related("run", "assessment", "notice__proposal").get(
        pk=job.arguments["publication"]
    )
    if found.bundle_id is not None:
        return {"file": found.bundle_id}
    with work_folder(f"bundle-{found.pk}") as place:
        progress.tell(0, _STEPS, _("Taking out what is private…"))
        folder = public_run(found.run, place)
        progress.tell(1, _STEPS, _("Packing and signing…"))
        out = place / "bundle.zip"
        contents: list[tuple[str, Path | bytes]] = [
            *folder_contents(folder, "run"),
            ("signatures.json", as_json(_signatures(found))),
        ]
        write_bundle(out, contents, about_of(found, "result"), ["run"], signer())
        progress.tell(2, _STEPS, _("Keeping the bundle…"))
        digest, size = keep(pieces(out))
    with transaction.atomic():
        found = Publication.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if found.bundle_id is None:
            found.bundle = StoredFile.objects.create(
                digest=digest, size=size, name=f"kaoji-{found.assessment.year}-{found.assessment.public_key[:8]}.zip",
                content_type="application/zip", uploaded_by=job.asked_by,
                label=Label.PUBLIC if found.is_bundle_public else Label.INTERNAL,
            )  # fmt: skip
            found.save(update_fields=["bundle"])
            record("publication.bundle", found, after=f"sha256:{digest}", size=size)
    return {"file": found.bundle_id}


@contextmanager
def work_folder(name: str) -> Iterator[Path]:
    """Give a folder to put a big file together in, on the disk where it will lie; what a killed worker left goes too."""
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f".{name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=f".{name}-") as place:
        yield Path(place)


def pieces(path: Path) -> Iterable[bytes]:
    """Give a file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def as_json(data: object) -> bytes:
    """Give plain data as the bytes of a readable file."""
    return (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def about_of(publication: Publication, kind: str) -> dict[str, Any]:
    """Give what a bundle's manifest says of a publication."""
    return {
        "kind": kind,
        "title": publication.assessment.title,
        "year": publication.assessment.year,
        "office": publication.assessment.office.name,
        "results": publication.notice.proposal.results_digest,
        "published_at": publication.confirmed_at.isoformat() if publication.confirmed_at else "",
    }


def _signatures(publication: Publication) -> list[dict[str, Any]]:
    """Give who approved, by step and organisation; persons are not named to the public."""
    return [
        {"step": signature.step_name, "organisation": signature.organisation_name, "approved": signature.is_approved,
         "at": signature.at.isoformat(), "results": signature.results_digest}
        for signature in publication.notice.proposal.signatures.all()
    ]  # fmt: skip


def public_run(run: Run, place: Path) -> Path:
    """Give the folder of a run in which no rater is named; its results are the same to the last digit.

    Raises:
        UnfitWorkError: the run on disk is damaged, or its results would not be the same.
    """
    folder = folder_of(run)
    structure, facts, problems = open_run(folder)
    if structure is None or has_errors(problems):
        raise UnfitWorkError(
            _("The files of run #{number} are damaged. Restore them from the backup.").format(number=run.number)
        )
    if not facts.marks:
        return folder
    made = place / "run"
    write_run(structure, without_names(facts), folder / "scheme.yaml", made)
    if read_manifest(made)["results"] != run.manifest["results"]:
        raise UnfitWorkError(_("Without the raters' names the results would not be the same; nothing was published."))
    return made


def without_names(facts: Facts) -> Facts:
    """Give facts in which raters are numbers, the same number for the same rater of a panel."""
    raters = {(mark.panel, mark.rater) for mark in facts.marks}
    # In an order that tells nothing: that of the names would.
    order = sorted(raters, key=lambda rater: salted_hmac("kaoji.bundle", "\n".join(rater)).digest())
    known = {rater: f"{number:04d}" for number, rater in enumerate(order, 1)}
    marks = [replace(mark, rater=known[mark.panel, mark.rater]) for mark in facts.marks]
    return replace(facts, marks=marks)
