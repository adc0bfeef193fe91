"""Waiting mail is kept encrypted, so that a copy of the database holds neither its addresses nor its links."""

import base64
import json
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings


def seal(content: dict) -> str:
    return _box().encrypt(json.dumps(content).encode()).decode()


def unseal(text: str) -> dict:
    return json.loads(_box().decrypt(text.encode()))


def _box() -> Fernet:
    key = sha256(f"outbox {settings.ENVIRONMENT.link_key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
