"""What the published Python SDK makes of users' credentials here, and the README's Python, word for word.

Usage: credentials.py READY.json KEYS.json README.md MUXI, in the directory of the formation.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ready, keys, readme, muxi = sys.argv[1:]
url = json.loads(Path(ready).read_text())["url"]
keys = json.loads(Path(keys).read_text())
os.environ |= {"MUXI_URL": url, "MUXI_CLIENT_KEY": keys["client_key"], "MUXI_ADMIN_KEY": keys["admin_key"]}
# It looks nowhere else than here.
os.environ["NO_PROXY"] = "*"

from muxi import FormationClient  # noqa: E402
from muxi.errors import ConflictError, NotFoundError  # noqa: E402

TOKEN = "ghp_judged_0123456789abc"
failed = 0


def check(what, good, seen):
    global failed
    print("pass" if good else "FAIL", what)
    if not good:
        failed += 1
        print("    ", seen)


def refused(call, kind):
    try:
        return call(), False
    except kind as error:
        return error, True


client = FormationClient(url=url, client_key=keys["client_key"], admin_key=keys["admin_key"])
services = client.list_credential_services()
check("services of credentials", services.get("count") == 0, services)
made = client.create_credential("alice", {"service": "GITHUB_TOKEN", "credential": {"token": TOKEN}})
good = made["service"] == "github" and made["name"] == "github" and made["credential_preview"].startswith("ghp_")
check("create a credential", good and TOKEN not in str(made), made)
listed = client.list_credentials("alice")
check("list credentials", listed["count"] == 1 and TOKEN not in str(listed), listed)
one = client.get_credential(made["credential_id"], "alice")
check("get a credential", one["credential_id"] == made["credential_id"] and one["status"] == "ok", one)
again = {"service": "github", "name": "again", "credential": {"token": TOKEN}}
error, good = refused(lambda: client.create_credential("alice", again), ConflictError)
check("the same value again is told", good and error.code == "CREDENTIAL_DUPLICATE" and TOKEN not in str(error), error)
error, good = refused(lambda: client.get_credential(made["credential_id"], "bob"), NotFoundError)
check("nobody else's credential", good and error.code == "CREDENTIAL_NOT_FOUND", error)
error, good = refused(lambda: client.delete_credential(made["credential_id"], "bob"), NotFoundError)
check("nobody else deletes one", good, error)
deleted = client.delete_credential(made["credential_id"], "alice")
check("delete a credential", deleted["deleted"] is True, deleted)
check("none is left", client.list_credentials("alice")["count"] == 0, None)

section = Path(readme).read_text().split("### Credentials of users")[1].split("\n### ")[0]
script = section.split("```python\n")[1].split("```")[0]
done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
good = done.returncode == 0 and "github github ok ghp_****" in done.stdout
check("the README's Python", good, done)
shown = subprocess.run([muxi, "credentials", "list", "--user", "alice@acme.com", "--json"], capture_output=True, text=True)
check("the command agrees", shown.returncode == 0 and json.loads(shown.stdout)["count"] == 0, shown)
sys.exit(1 if failed else 0)
