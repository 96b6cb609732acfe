"""The archive: a whole assessment as one signed file, from the notice to the last entry of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import move
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import anchor, record
from kaoji.web.audit.exporting import lines
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Correction, Evidence, Fact
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.files.store import is_whole, keep, path_of
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, UnfitWorkError, work
from kaoji.web.publication.bundles import about_of, as_json, pieces, work_folder
from kaoji.web.publication.keys import signer
from kaoji.web.publication.models import Appeal, NoticeCorrection, Publication, Signature
from kaoji.web.results.actions import folder_of
from kaoji.web.results.models import Run
from kaoji.writing.bundle import folder_contents, write_bundle

_STEPS = 5
Contents = Iterator[tuple[str, Path | bytes]]


@work("publication.archive")
def make_archive(job: Job, progress: Progress) -> dict[str, Any]:
    """Make the archive of an assessment and close it; done twice, it is there once."""
    found = Publication.objects.select_related("assessment__office", "run", "notice__proposal", "bundle").get(
        pk=job.arguments["publication"]
    )
    if found.archive_id is not None:
        return {"file": found.archive_id}
    assessment = found.assessment
    runs = list(Run.objects.filter(assessment=assessment, finished_at__isnull=False).order_by("number"))
    with work_folder(f"archive-{found.pk}") as place:
        progress.tell(0, _STEPS, _("Gathering schemes, facts and appeals…"))
        contents = [*_documents(assessment), *_facts(assessment), *_approval(assessment), *_appeals(assessment)]
        progress.tell(1, _STEPS, _("Gathering evidence…"))
        contents += [*_evidence(assessment), *_bundle(found)]
        progress.tell(2, _STEPS, _("Gathering the runs…"))
        names = [f"runs/{run.number}" for run in runs]
        for run, name in zip(runs, names, strict=True):
            contents += _run(run, name)
        journal = place / "journal.jsonl"
        journal.write_text("".join(lines(Entry.objects.filter(assessment_id=assessment.pk))), encoding="utf-8")
        contents.append(("journal.jsonl", journal))
        progress.tell(3, _STEPS, _("Packing and signing…"))
        out = place / "archive.zip"
        about = {**about_of(found, "archive"), "anchor": anchor().line()}
        write_bundle(out, contents, about, names, signer())
        progress.tell(4, _STEPS, _("Keeping the archive…"))
        digest, size = keep(pieces(out))
    _close(found, job, digest, size)
    return {"file": Publication.objects.get(pk=found.pk).archive_id}


def _close(publication: Publication, job: Job, digest: str, size: int) -> None:
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=publication.assessment_id)
        found = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if found.archive_id is not None:
            return
        found.archive = StoredFile.objects.create(
            digest=digest, size=size, name=f"kaoji-archive-{assessment.year}-{assessment.pk}.zip",
            content_type="application/zip", label=Label.SENSITIVE, uploaded_by=job.asked_by,
        )  # fmt: skip
        found.save(update_fields=["archive"])
        record("publication.archived", found, after=f"sha256:{digest}", size=size)
        move(assessment, Stage.ARCHIVED)


def rows_of(found: QuerySet[Any]) -> list[dict[str, Any]]:
    """Give rows as plain data, each field under the name of its column."""
    return list(found.order_by("pk").values())


def _people(found: Iterable[Model], *fields: str) -> dict[int, str]:
    """Give the names of all persons that rows point to."""
    return {
        person.pk: f"{person.name}（{person.number}）"
        for row in found
        for field in fields
        if (person := getattr(row, field)) is not None
    }


def _documents(assessment: Assessment) -> Contents:
    office = assessment.office.name
    yield "assessment.json", as_json({
        **Assessment.objects.filter(pk=assessment.pk).values().get(), "office": office,
        "participants": rows_of(assessment.participants.all()), "steps": rows_of(assessment.approval_steps.all()),
        "attribute_changes": rows_of(assessment.attribute_changes.all()),
    })  # fmt: skip
    for version in assessment.scheme_versions.order_by("number"):
        yield f"schemes/v{version.number}.yaml", version.text.encode()
    described = [
        {key: value for key, value in row.items() if key != "text"} for row in rows_of(assessment.scheme_versions.all())
    ]
    yield "schemes/versions.json", as_json(described)
    for notice in assessment.notices.select_related("file"):
        yield f"notices/{notice.pk}/{plain_name(notice.file)}", _bytes_of(notice.file)
        yield f"notices/{notice.pk}/reading.json", as_json(notice.reading)


def _facts(assessment: Assessment) -> Contents:
    yield "facts/filings.json", as_json(rows_of(assessment.filings.all()))
    facts = Fact.objects.filter(filing__assessment=assessment)
    corrections = Correction.objects.filter(fact__filing__assessment=assessment)
    yield "facts/facts.json", as_json(rows_of(facts))
    yield "facts/corrections.json", as_json(rows_of(corrections))
    people = _people(facts.select_related("entered_by"), "entered_by") | _people(corrections.select_related("by"), "by")
    yield "facts/people.json", as_json(people)


def _evidence(assessment: Assessment) -> Contents:
    evidence = Evidence.objects.filter(fact__filing__assessment=assessment).select_related("file")
    yield "evidence/evidence.json", as_json(rows_of(evidence))
    yield from _files(dict.fromkeys(item.file for item in evidence), "evidence")


def _approval(assessment: Assessment) -> Contents:
    signatures = Signature.objects.filter(proposal__assessment=assessment).select_related("by").order_by("pk")
    yield "approval/proposals.json", as_json(rows_of(assessment.proposals.all()))
    yield "approval/signatures.json", as_json(rows_of(signatures))
    yield "approval/people.json", as_json(_people(signatures, "by"))
    yield "approval/public-notices.json", as_json(rows_of(assessment.public_notices.all()))
    corrections = NoticeCorrection.objects.filter(notice__assessment=assessment)
    if corrections.exists():
        yield "approval/notice-corrections.json", as_json(rows_of(corrections))


def _appeals(assessment: Assessment) -> Contents:
    appeals = Appeal.objects.filter(assessment=assessment).select_related("filed_by", "answered_by")
    links = [{"appeal": appeal.pk, "files": [file.digest for file in appeal.files.all()],
              "corrections": [correction.pk for correction in appeal.corrections.all()]}
             for appeal in appeals.prefetch_related("files", "corrections")]  # fmt: skip
    yield "appeals/appeals.json", as_json(rows_of(appeals))
    yield "appeals/links.json", as_json(links)
    yield "appeals/people.json", as_json(_people(appeals, "filed_by", "answered_by"))
    found = StoredFile.objects.filter(pk__in=Appeal.files.through.objects.filter(appeal__assessment=assessment)
                                      .values("storedfile_id"))  # fmt: skip
    yield from _files(found, "appeals/files")


def _bundle(publication: Publication) -> Contents:
    described = Publication.objects.filter(pk=publication.pk).values().get()
    yield "publication/publication.json", as_json(described)
    if publication.bundle is not None:
        yield "publication/bundle.zip", _bytes_of(publication.bundle)


def _files(files: Iterable[StoredFile], within: str) -> Contents:
    for file in files:
        yield f"{within}/{file.pk}-{plain_name(file)}", _bytes_of(file)


def _run(run: Run, name: str) -> Contents:
    folder = folder_of(run)
    if not (folder / "manifest.json").is_file():
        raise UnfitWorkError(
            _("The files of run #{number} are missing. Restore them from the backup.").format(number=run.number)
        )
    yield from folder_contents(folder, name)


def plain_name(file: StoredFile) -> str:
    """Give a file's name without what has a meaning within a packed file."""
    return (
        "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in file.name).strip(". ")
        or "file"
    )


def _bytes_of(file: StoredFile) -> Path:
    """Give where a stored file lies.

    Raises:
        UnfitWorkError: it is gone, or is not what its digest says.
    """
    if not is_whole(file.digest):
        raise UnfitWorkError(
            _("The file “{name}” is missing or was changed. Restore it from the backup.").format(name=file.name)
        )
    return path_of(file.digest)
