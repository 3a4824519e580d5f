"""Secrets files between muxi and Python's `cryptography`, both ways, and the known answers.

Format 1 is opened and written by `cryptography.fernet`, as the deployed programs do it. Format 2 is read here by
a second program made after man/muxi-secrets.5 alone, and files made here are read by muxi.
Usage: judge.py PATH-OF-MUXI TESTS-DIRECTORY
"""

import base64
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MUXI, TESTS = sys.argv[1], pathlib.Path(sys.argv[2])
FORMATION = """schema: "1.0.0"
id: judged
description: x
llm:
  models:
    - text: muxi/echo
agents:
  - id: a
    name: A
    description: x
"""
VALUES = {
    "OPENAI_API_KEY": "sk-proj-Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1",
    "EMPTY": "",
    "QUOTES": "a \"b\" 'c' \\ / \b\f\t",
    "LINES": "one\ntwo\r\n\n",
    "CHARACTERS": "é 中 \U0001f511 \u2028 \x7f \x00",
    "BLOCK_OF_16": "x" * 16,
    "LARGE": "0123456789abcdef" * 4096,
}
checks = 0


def same(what, found, wanted):
    global checks
    checks += 1
    if found != wanted:
        sys.exit(f"{what}: {str(found)[:300]!r} instead of {str(wanted)[:300]!r}")


class Place:
    """A formation in a directory of its own, and muxi in it."""

    def __init__(self, root, name):
        self.home = pathlib.Path(root) / name
        self.dir = self.home / "formation"
        self.dir.mkdir(parents=True)
        (self.dir / "formation.afs").write_text(FORMATION)

    def file(self, name, data):
        path = self.dir / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        path.chmod(0o600)

    def muxi(self, *args, stdin=b"", fails=None):
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "MUXI_STATE_DIR": str(self.home / "state")}
        done = subprocess.run([MUXI, *args], cwd=self.dir, env=env, input=stdin, capture_output=True, check=False)
        if fails is None and done.returncode != 0:
            sys.exit(f"muxi {' '.join(args)}: {done.returncode}: {done.stderr.decode()}")
        if fails is not None:
            same(f"exit code of muxi {' '.join(args)}", done.returncode, fails)
        return done.stdout

    def read(self, name):
        return (self.dir / name).read_bytes()

    def get(self, name):
        return self.muxi("secrets", "get", name)

    def add(self, name, value):
        self.muxi("secrets", "add", "--raw", name, stdin=value)


def python_writes_format_1(root):
    for i, (ascii_only, indent) in enumerate([(True, 2), (False, 2), (True, None)]):
        place, key = Place(root, f"written-{i}"), Fernet.generate_key()
        place.file(".key", key)
        place.file("secrets.enc", Fernet(key).encrypt(json.dumps(VALUES, indent=indent, ensure_ascii=ascii_only).encode()))
        for name, value in VALUES.items():
            same(name, place.get(name), value.encode())
        # After a change by muxi all of it is still Python's.
        place.add("ADDED", "é\n".encode())
        place.muxi("secrets", "delete", "EMPTY")
        wanted = {**VALUES, "ADDED": "é\n"}
        del wanted["EMPTY"]
        same("after a change", json.loads(Fernet(key).decrypt(place.read("secrets.enc"))), wanted)
        same("the key after a change", place.read(".key"), key)
        place.file(".key", Fernet.generate_key())
        place.muxi("secrets", "get", "ADDED", fails=1)


def muxi_writes_format_1(root):
    place, key = Place(root, "ours"), Fernet.generate_key()
    # A bare key beside no secrets is the deployed programs' way to begin.
    place.file(".key", key)
    for name, value in VALUES.items():
        place.add(name, value.encode())
    token = place.read("secrets.enc")
    same("ours", json.loads(Fernet(key).decrypt(token)), VALUES)
    Fernet(key).decrypt(token, ttl=3600)
    same("the age of ours", abs(Fernet(key).extract_timestamp(token) - place.dir.stat().st_mtime) < 3600, True)
    for at in (0, 10, len(token) // 2, len(token) - 2):
        changed = bytearray(token)
        changed[at] = ord("A") if changed[at] != ord("A") else ord("B")
        place.file("secrets.enc", bytes(changed))
        place.muxi("secrets", "get", "EMPTY", fails=1)
        try:
            Fernet(key).decrypt(bytes(changed))
            sys.exit(f"Python opens it with byte {at} changed")
        except InvalidToken:
            pass


def known_answers(root):
    kat = TESTS / "kat" / "format1"
    key, token = (kat / "key").read_bytes().strip(), (kat / "secrets.enc").read_bytes()
    plain = json.loads((kat / "plaintext.json").read_text())
    same("the known file in Python", json.loads(Fernet(key).decrypt(token)), plain)
    place = Place(root, "known")
    place.file(".key", key)
    place.file("secrets.enc", token)
    for name, value in plain.items():
        same(f"the known {name}", place.get(name), value.encode())
    place = Place(root, "names")
    for typed, stored in json.loads((TESTS / "kat" / "names.json").read_text()).items():
        if stored:
            place.add(typed, typed.encode())
            same(f"the name of {typed}", stored in place.muxi("secrets", "list").decode().split(), True)


def b64(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def hkdf(key, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def tag(key, data):
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()


def key_of(text):
    lines = text.decode().splitlines()
    same("the first line of the key", lines[0], "muxi-key 2")
    word, key_id, _, status, kind, key, total = lines[1].split(" ")
    same("the line of the key", (word, status, kind), ("key", "active", "plain"))
    digest = hashes.Hash(hashes.SHA256())
    digest.update(lines[1].rsplit(" ", 1)[0].encode())
    same("the sum of the key", total, digest.finalize()[:4].hex())
    same("the id of the key", key_id, hkdf(b64(key), b"", b"muxi/2/id", 4).hex())
    return b64(key)


def open_format_2(data, root_key):
    """Names and values after man/muxi-secrets.5; the seal has to fit."""
    text = data.decode()
    lines = text.split("\n")
    same("the first line", lines[0], "muxi-secrets 2")
    store = bytes.fromhex(lines[1].removeprefix("store "))
    key_id = hkdf(root_key, b"", b"muxi/2/id", 4)
    same("the line of the key", lines[2], f"key {key_id.hex()} {hkdf(root_key, b'', b'muxi/2/commit', 8).hex()}")
    values, versions = {}, b""
    for line in lines[3:-2]:
        name, _, version, sealed = line.split(" ")
        number = int(version) * 2 + (sealed == "-")
        versions += tag(hkdf(root_key, b"", b"muxi/2/name"), name.encode())[:4]
        while number > 127:
            versions, number = versions + bytes([number & 127 | 128]), number >> 7
        versions += bytes([number])
        if sealed == "-":
            continue
        raw = b64(sealed)
        parts = [b"muxi-secrets", b"\x02", store, name.encode(), key_id, struct.pack(">I", int(version))]
        aad = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        padded = AESGCM(hkdf(root_key, raw[:16], b"muxi/2/value")).decrypt(bytes(12), raw[16:], aad)
        (length,) = struct.unpack(">I", padded[:4])
        same(f"the padding of {name}", padded[4 + length :].strip(b"\0"), b"")
        values[name] = padded[4 : 4 + length]
    word, seal_id, _, said, mac = lines[-2].split(" ")
    same("the seal's line", (word, seal_id, b64("" if said == "-" else said)), ("seal", key_id.hex(), versions))
    same("the seal", b64(mac), tag(hkdf(root_key, b"", b"muxi/2/seal"), data[: data.rindex(b" ") + 1]))
    return values


def format_2(root):
    place = Place(root, "two")
    wanted = {name: value.encode() for name, value in VALUES.items()} | {"BYTES": bytes(range(256))}
    for length in (27, 28, 29, 60, 61, 252, 253, 1020, 1021, 70000):
        wanted[f"LENGTH_{length}"] = os.urandom(length)
    for name, value in wanted.items():
        place.add(name, value)
    key = key_of(place.read(".key"))
    same("format 2", open_format_2(place.read("secrets.enc"), key), wanted)
    place.add("EMPTY", b"no longer")
    place.muxi("secrets", "delete", "LINES")
    wanted = {**wanted, "EMPTY": b"no longer"}
    del wanted["LINES"]
    same("format 2 after changes", open_format_2(place.read("secrets.enc"), key), wanted)


with tempfile.TemporaryDirectory() as directory:
    python_writes_format_1(directory)
    muxi_writes_format_1(directory)
    known_answers(directory)
    format_2(directory)
print(f"{checks} passed, 0 failed")
