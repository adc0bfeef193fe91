"""Secrets that open a questionnaire: link tokens and typed codes. Only their hashes are ever stored.

Source: specs/surveys/README.md 5.1 and 5.2.
"""

import hashlib
import hmac
import secrets

TOKEN_BYTES = 24  # 192 bits, 32 characters
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
CODE_LENGTH = 16  # 80 bits
CODE_BLOCK = 4
MISREAD = str.maketrans("OIL", "011")


def new_token() -> str:
    """A link token: 32 characters that are safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """SHA-256 of the token, 64 lower-case hex digits: what is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code for letters and phone, in fours: `7K3M-9QXA-2TNB-4WZD`."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(code[i : i + CODE_BLOCK] for i in range(0, CODE_LENGTH, CODE_BLOCK))


def normalise_code(typed: str) -> str | None:
    """What a person typed as 16 characters of the alphabet, or None where it cannot be a code."""
    code = "".join(typed.upper().split()).replace("-", "").translate(MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def code_hash(typed: str, key: str) -> str | None:
    """HMAC-SHA-256 of the normalised code, 64 hex digits, or None where it cannot be a code.

    key: the setting SURVEY_CODE_KEY.
    """
    code = normalise_code(typed)
    return hmac.new(key.encode(), code.encode(), hashlib.sha256).hexdigest() if code else None
