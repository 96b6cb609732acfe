"""Importing people and organisations in the background, and handing over first passwords once.

Between the work and the page that shows them the passwords lie in the job, encrypted with a key that is not in the
database; they are gone a quarter of an hour after they were first shown, or a day after they were made.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts import sealing
from kaoji.web.accounts.models import User
from kaoji.web.files.models import StoredFile
from kaoji.web.files.receiving import receive
from kaoji.web.files.store import path_of
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, ask, work
from kaoji.web.organisations.importing import Imported, import_people
from kaoji.web.organisations.importing_tree import import_tree
from kaoji.web.organisations.models import Organisation

KIND, TREE = "people.import", "organisations.import"
SHOWN_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)
_MOST_FAULTS = 1000
_PURPOSE = "first passwords"


def ask_for_import(upload: UploadedFile[Any] | None, top: Organisation | None, by: User, kind: str = KIND) -> Job:
    """Take a workbook of people or organisations in and ask for it to be imported.

    Raises:
        UnfitFileError: it is no workbook.
    """
    with transaction.atomic():
        file = receive(upload, by, only=(".xlsx",))
        return ask(kind, {"file": file.pk, "top": top.pk if top is not None else None}, by=by)


@work(KIND)
def do_import(job: Job, progress: Progress) -> dict[str, Any]:
    """Import people; taken up again it goes on where it was, with the passwords of the pieces that are kept."""
    progress.tell(0, 0, _("Looking over the workbook…"))
    file = StoredFile.objects.get(pk=job.arguments["file"])
    top = Organisation.objects.filter(pk=job.arguments["top"]).first()
    before = dict(job.result)
    known = json.loads(sealing.opened(before["sealed"], _PURPOSE)) if before.get("sealed") else {}

    def result_of(imported: Imported) -> dict[str, Any]:
        slips = {**known, **{str(user.pk): password for user, password in imported.made}}
        return {
            "faults": imported.faults[:_MOST_FAULTS],
            "people": len(slips),
            "posts": imported.posts,
            "organisations": before.get("organisations", 0) + imported.organisations,
            "named_otherwise": [*before.get("named_otherwise", []), *imported.named_otherwise][:_MOST_FAULTS],
            "sealed": sealing.sealed(json.dumps(slips), _PURPOSE) if slips else "",
        }

    def kept(imported: Imported, done: int, total: int) -> None:
        job.result = result_of(imported)
        Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(result=job.result)
        progress.tell(done, total, _("Making accounts and posts…"))

    return result_of(import_people(path_of(file.digest).read_bytes(), top, kept))


@work(TREE)
def do_tree(job: Job, progress: Progress) -> dict[str, Any]:
    """Import organisations; taken up again it goes on where it was: those made before are there already."""
    progress.tell(0, 0, _("Looking over the workbook…"))
    file = StoredFile.objects.get(pk=job.arguments["file"])
    top = Organisation.objects.filter(pk=job.arguments["top"]).first()
    before = int(job.result.get("made", 0))

    def kept(made: int, total: int) -> None:
        job.result = {"made": before + made}
        Job.objects.filter(pk=job.pk, leased_by=job.leased_by).update(result=job.result)
        progress.tell(made, total, _("Making organisations…"))

    made, plan = import_tree(path_of(file.digest).read_bytes(), top, kept)
    return {
        "faults": plan.faults[:_MOST_FAULTS],
        "made": before + made,
        "known": max(0, plan.known - before),
        "different": plan.different[:_MOST_FAULTS],
        "named_otherwise": plan.named_otherwise[:_MOST_FAULTS],
        "coded": len(plan.coded),
        "doubts": plan.doubts[:_MOST_FAULTS],
    }


def slips_of(job: Job) -> list[tuple[User, str]] | None:
    """Give the accounts that were made with their first passwords; None once their time is over."""
    if not job.result.get("people"):
        return []
    if not job.result.get("sealed"):
        return None
    now = timezone.now()
    shown_at = job.result.get("shown_at")
    if shown_at is not None and now > datetime.fromisoformat(shown_at) + SHOWN_FOR:
        _forget(job)
        return None
    passwords = json.loads(sealing.opened(job.result["sealed"], _PURPOSE))
    if shown_at is None:
        job.result["shown_at"] = now.isoformat()
        Job.objects.filter(pk=job.pk).update(result=job.result)
    users = User.objects.select_related("organisation").in_bulk([int(pk) for pk in passwords])
    return [(users[int(pk)], password) for pk, password in passwords.items() if int(pk) in users]


def forget_passwords() -> None:
    """Let go of first passwords whose time is over; to be called as often as one likes."""
    now = timezone.now()
    for job in Job.objects.filter(kind=KIND, finished_at__lt=now - SHOWN_FOR).exclude(result__sealed=""):
        shown_at = job.result.get("shown_at")
        ends = (
            job.finished_at + KEPT_FOR
            if shown_at is None and job.finished_at is not None
            else datetime.fromisoformat(shown_at or now.isoformat()) + SHOWN_FOR
        )
        if job.result.get("sealed") and now > ends:
            _forget(job)


def _forget(job: Job) -> None:
    job.result["sealed"] = ""
    Job.objects.filter(pk=job.pk).update(result=job.result)
