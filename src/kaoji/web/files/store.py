"""The store of bytes: written once under their digest, read by digest."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from kaoji.web.files.second import put, settle


def path_of(digest: str) -> Path:
    """Give where the bytes of a digest lie."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write bytes durably and give their digest and size; the same bytes are kept once.

    The file is complete and on disk before this returns, in the second home too where there is one: what is
    acknowledged afterwards is never lost.

    Raises:
        NoSecondHomeError: the second home does not take it; then it is not kept at all.
    """
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=root, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest.hexdigest())
        put(Path(name), f"files/{target.relative_to(root).as_posix()}")
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(name).replace(target)
        settle(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def is_whole(digest: str) -> bool:
    """Tell whether the bytes of a digest are there and unchanged."""
    path = path_of(digest)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
