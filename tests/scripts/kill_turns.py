#!/usr/bin/env python3
"""Kills `muxi serve` at random moments during turns; every acknowledged turn has to be there after, once.

Each round asks for users that are known and for one that is new, and links an identifier: what was answered has to
hold after the kill. Every fourth round a fresh state begins with a database of an older schema, and the kill may come
during its migration: the rows of its users have to be theirs, once.

Usage: kill_turns.py PATH-OF-MUXI TIMES. Standard library only.
"""
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

muxi, times = os.path.abspath(sys.argv[1]), int(sys.argv[2])
fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "store")
work = tempfile.TemporaryDirectory()
formation = os.path.join(work.name, "f")
os.mkdir(formation)
with open(os.path.join(formation, "formation.afs"), "w") as f:
    f.write('schema: "1.0.0"\nid: killed\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n')
WORKERS = 4


class Place:
    """A state, and what was acknowledged to whom."""

    def __init__(self, name):
        self.state = os.path.join(work.name, name)
        self.env = {"HOME": work.name, "MUXI_STATE_DIR": self.state, "PATH": os.environ["PATH"]}
        keys = subprocess.run([muxi, "keys", "show", "--json"], cwd=formation, env=self.env, capture_output=True,
                              check=True)
        self.key = json.loads(keys.stdout)["client_key"]
        self.acknowledged, self.linked, self.lock = {}, {}, threading.Lock()

    def start(self, wait=True):
        server = subprocess.Popen([muxi, "serve", "--json", "--port", "0"], cwd=formation, env=self.env,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return server, json.loads(server.stdout.readline())["url"] if wait else None

    def call(self, url, user, path, body=None):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(url + path, data, {"X-Muxi-Client-Key": self.key, "X-Muxi-User-ID": user})
        return json.load(urllib.request.urlopen(request, timeout=10))["data"]

    def say(self, url, user, session, message):
        self.call(url, user, "/v1/chat", {"message": message, "session_id": session, "stream": False})
        with self.lock:
            self.acknowledged.setdefault((user, session), []).append(message)

    def talk(self, url, round_, worker):
        try:
            for i in range(10_000):
                self.say(url, f"user{worker}", f"s{worker}", f"{round_}-{worker}-{i}")
                if i % 5 == 0:
                    new = f"new-{round_}-{worker}-{i}"
                    self.say(url, new, "s", new)
                    link = {"muxi_user_id": new, "identifiers": [f"{new}@x.io"]}
                    user = self.call(url, new, "/v1/users/identifiers", link)["muxi_user_id"]
                    with self.lock:
                        self.linked[f"{new}@x.io"] = user
        except (OSError, urllib.error.URLError, ValueError):
            return

    def kill_during_turns(self, round_):
        server, url = self.start()
        workers = [threading.Thread(target=self.talk, args=(url, round_, w)) for w in range(WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(random.uniform(0.02, 0.3))
        server.send_signal(signal.SIGKILL)
        server.wait()
        for worker in workers:
            worker.join()

    def kill_during_start(self):
        server, _ = self.start(wait=False)
        time.sleep(random.uniform(0.0, 0.06))
        server.send_signal(signal.SIGKILL)
        server.wait()

    def said(self, url, user, session):
        kept, before = [], ""
        while True:
            path = f"/v1/sessions/{session}/messages?limit=1000{before}"
            messages = self.call(url, user, path)["messages"]
            if not messages:
                return kept
            kept = [m["content"] for m in messages if m["role"] == "user"] + kept
            before = f"&before={messages[0]['id']}"

    def faults(self):
        """What is lost, doubled or somebody else's."""
        found = []
        server, url = self.start()
        for (user, session), messages in self.acknowledged.items():
            kept = self.said(url, user, session)
            found += [f"lost: {m} of {user}" for m in set(messages) - set(kept)]
            found += [f"doubled: {m} of {user}" for m in set(kept) if kept.count(m) > 1]
            own = user if user.startswith("new") else f"-{user[4:]}-"
            found += [f"{m} is not {user}'s" for m in kept if own not in m]
        for identifier, user in self.linked.items():
            resolved = self.call(url, "somebody", "/v1/users/resolve", {"identifier": identifier})
            if resolved["muxi_user_id"] != user:
                found.append(f"{identifier} was linked to {user}")
        server.terminate()
        server.wait()
        check = subprocess.run([muxi, "store", "check", "--json"], cwd=formation, env=self.env, capture_output=True)
        if check.returncode:
            found.append(f"not whole: {check.stdout.decode()} {check.stderr.decode()}")
        return found


def place_with_old_database(name):
    """A state whose database has an older schema, larger than it was so that a migration takes a while."""
    place = Place(name)
    home = os.path.dirname(glob.glob(os.path.join(place.state, "formations", "*", "api-keys.json"))[0])
    path = os.path.join(home, "sessions.db")
    shutil.copy(os.path.join(fixtures, f"{random.choice('123')}.db"), path)
    os.chmod(path, 0o600)
    database = sqlite3.connect(path)
    for n in range(300):
        user = f"old{n}"
        database.execute("INSERT INTO session VALUES ('', ?, 's', 20, 1, 2)", (user,))
        for m in range(20):
            database.execute("INSERT INTO message (tenant, user, session_id, request_id, role, content, status, "
                             "created_at) VALUES ('', ?, 's', 'r', 'user', ?, 'complete', 1)", (user, f"new-{user} {m}"))
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'artifact_version'").fetchone():
        # The fixture has the row of a file, and not the file.
        digest = hashlib.sha256(b"kept\n").hexdigest()
        os.makedirs(os.path.join(home, "artifacts", digest[:2]), mode=0o700)
        with open(os.path.join(home, "artifacts", digest[:2], digest), "wb") as file:
            file.write(b"kept\n")
        database.execute("UPDATE artifact_version SET sha256 = ?", (digest,))
    database.commit()
    database.close()
    return place


main, migrated, kills, faults = Place("main"), 0, 0, []
while kills < times:
    if kills % 4 == 3:
        place = place_with_old_database(f"old{kills}")
        place.kill_during_start()
        server, url = place.start()
        for n in random.sample(range(300), 10):
            kept = place.said(url, f"old{n}", "s")
            if kept != [f"new-old{n} {m}" for m in range(20)]:
                faults.append(f"old{n} has {kept}")
        server.terminate()
        server.wait()
        faults += place.faults()
        migrated += 1
        shutil.rmtree(place.state)
    else:
        main.kill_during_turns(kills)
    kills += 1
faults += main.faults()
turns = sum(len(messages) for messages in main.acknowledged.values())
print(f"{kills} kills ({migrated} of them around a migration), {turns} turns of {len(main.acknowledged)} users "
      f"acknowledged, {len(main.linked)} identifiers linked, {len(faults)} lost, doubled or another's")
for fault in faults[:20]:
    print(fault)
sys.exit(1 if faults else 0)
