"""The installation's signing key: made once, kept outside the database, readable by its owner alone."""

from __future__ import annotations

import base64
import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from kaoji.writing.bundle import KEY_PREFIX, Signer

_OTHERS = 0o077


class UnsafeKeyError(Exception):
    """Others than its owner can read the key, or it is no key; nothing is signed with it."""


def signer() -> Signer:
    """Give what signs for this installation.

    Raises:
        UnsafeKeyError: the key's file can be read by others, or holds no key.
    """
    key = _key()
    return Signer(_public(key), key.sign)


def public_key() -> str:
    """Give the public key as it is shown and compared."""
    return _public(_key())


def _public(key: Ed25519PrivateKey) -> str:
    return KEY_PREFIX + base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _path() -> Path:
    return Path(settings.HOME) / "signing-key"


def _key() -> Ed25519PrivateKey:
    path = _path()
    if not path.exists():
        _make(path)
    if path.stat().st_mode & _OTHERS:
        raise UnsafeKeyError(f"{path}: chmod 600")
    try:
        found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise UnsafeKeyError(f"{path}: {error}") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise UnsafeKeyError(f"{path}: not an Ed25519 key")
    return found


def _make(path: Path) -> None:
    """Write a new key; of two that do so at once, the first wins and nobody reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".signing-key-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
