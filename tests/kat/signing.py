"""Makes signing.json: signatures of all three dialects by Python's own hmac, apart from any code of muxi.

The first six are the published ones of the deployed programs. Run: python3 tests/kat/signing.py > tests/kat/signing.json
"""

import base64
import hashlib
import hmac
import json

ZEROS = "sk_" + "0" * 64
PUBLISHED = [
    ("test-secret", 1234567890, "POST", "/formations/deploy", "LfcY6rzzdS2RTawyzyH6PFX69giF1nVUw/Kxrobg6kg="),
    ("test-secret", 1234567890, "DELETE", "/formations/test", "A4CTkCjiuiotlfDwvh3BNHbNrrwde3Sgj6c1h/dPBaQ="),
    ("", 1234567890, "GET", "/formations", "3EkMwuuLmVJ/oPsXPOr8r3RjJoutMeQHM21eBGtUqMk="),
    ("test-secret-key-12345", 1234567890, "POST", "/formations/deploy", "3ir2eummagyo5PXxHbpmK/L9fZdE+tYuy/YWHgDm3/c="),
    (ZEROS, 1705484123, "GET", "/rpc/server/status", "JkLH/BNJSdrW0esbTGpfuRlzdepZGjgP31TaHVLoSnI="),
    (ZEROS, 1705484123, "POST", "/rpc/formations", "kuJsPAfgMbQpN6cO/2RMmb282qJimqMBkqxjYsfzjIQ="),
]
# secret, timestamp, nonce, method, target, host, body, formation id, formation version
OURS = [
    ("muxi_sk_test", 1700000000, "000102030405060708090a0b0c0d0e0f", "GET", "/rpc/formations", "127.0.0.1:7890", "", "", ""),
    ("muxi_sk_test", 1700000000, "ffffffffffffffffffffffffffffffff", "POST", "/rpc/formations", "muxi.example.com", "\x1f\x8b\b", "my-bot", "1.2.3"),
    ("muxi_sk_test", 0, "0" * 32, "GET", "/rpc/formations/my-bot/logs?lines=100&stream=all", "[::1]:7890", "", "", ""),
    ("sécret ", 253402300799, "a" * 32, "PUT", "/rpc/formations/a%20b?q=%3B", "h", "{\"a\":\"é\"}", "a", ""),
    ("", 1, "1" * 32, "DELETE", "/", "localhost", " \n", "", "v1"),
]


def mac(secret, text):
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def plain(target):
    import urllib.parse

    return urllib.parse.unquote(target.split("?")[0])


vectors = []
for secret, timestamp, method, target, signature in PUBLISHED:
    text = f"{timestamp};{method};{target}"
    assert mac(secret, text) == signature
    vectors.append({"dialect": "legacy", "secret": secret, "timestamp": timestamp, "nonce": "0" * 32, "method": method,
                    "target": target, "host": "h", "body": "", "formation_id": "", "formation_version": "",
                    "text": text, "signature": signature})
for secret, timestamp, nonce, method, target, host, body, formation_id, version in OURS:
    digest = hashlib.sha256(body.encode()).hexdigest()
    v2 = "\n".join(["MUXI-HMAC-V2", str(timestamp), nonce, method, target, host, digest, formation_id, version])
    texts = {"v2": v2, "documented": f"{timestamp};{method};{target};{digest}"}
    if "%3B" not in target.split("?")[0]:
        texts["legacy"] = f"{timestamp};{method};{plain(target)}"
    for dialect, text in texts.items():
        vectors.append({"dialect": dialect, "secret": secret, "timestamp": timestamp, "nonce": nonce, "method": method,
                        "target": target, "host": host, "body": body, "formation_id": formation_id,
                        "formation_version": version, "text": text, "signature": mac(secret, text)})
print(json.dumps(vectors, indent=1, ensure_ascii=False))
