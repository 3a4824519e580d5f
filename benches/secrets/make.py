"""Makes a secrets file of format 2 with many secrets at once, after man/muxi-secrets.5."""

import base64
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def b64(data):
    return base64.b64encode(data).decode().rstrip("=")


def hkdf(key, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def key_file(key):
    line = f"key {hkdf(key, b'', b'muxi/2/id', 4).hex()} 2026-11-22T00:00:00Z active plain {b64(key)}"
    return f"muxi-key 2\n{line} {hashlib.sha256(line.encode()).hexdigest()[:8]}\n"


def secrets_file(key, secrets):
    """`secrets` are names and values of at most 60 bytes."""
    store, key_id = os.urandom(16), hkdf(key, b"", b"muxi/2/id", 4)
    name_key, seal_key = hkdf(key, b"", b"muxi/2/name"), hkdf(key, b"", b"muxi/2/seal")
    lines = [
        "muxi-secrets 2",
        f"store {store.hex()}",
        f"key {key_id.hex()} {hkdf(key, b'', b'muxi/2/commit', 8).hex()}",
    ]
    versions = b""
    for name, value in sorted(secrets.items()):
        salt, plain = os.urandom(16), struct.pack(">I", len(value)) + value.encode()
        parts = [b"muxi-secrets", b"\x02", store, name.encode(), key_id, struct.pack(">I", 1)]
        aad = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        padded = plain.ljust(32 if len(plain) <= 32 else 64, b"\0")
        sealed = salt + AESGCM(hkdf(key, salt, b"muxi/2/value")).encrypt(bytes(12), padded, aad)
        lines.append(f"{name} {key_id.hex()} 1 {b64(sealed)}")
        versions += hmac.digest(name_key, name.encode(), "sha256")[:4] + b"\x02"
    text = "\n".join(lines) + f"\nseal {key_id.hex()} 1 {b64(versions)} "
    return text + b64(hmac.digest(seal_key, text.encode(), "sha256")) + "\n"
