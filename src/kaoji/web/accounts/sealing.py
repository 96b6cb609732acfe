"""Encrypting with a key that is not in the database; after the key was changed, what it sealed is still opened."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """Give what encrypts for one purpose; what was sealed for another is not opened."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [hashlib.sha256(f"{purpose}:".encode() + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def sealed(text: str, purpose: str) -> str:
    """Encrypt a text."""
    return box(purpose).encrypt(text.encode()).decode()


def opened(text: str, purpose: str) -> str:
    """Decrypt a text."""
    return box(purpose).decrypt(text.encode()).decode()
