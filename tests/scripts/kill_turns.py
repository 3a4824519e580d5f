#!/usr/bin/env python3
"""Kills `muxi serve` at random moments during turns; every acknowledged turn has to be there after.

Usage: kill_turns.py PATH-OF-MUXI TIMES. Standard library only.
"""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

muxi, times = os.path.abspath(sys.argv[1]), int(sys.argv[2])
work = tempfile.TemporaryDirectory()
formation = os.path.join(work.name, "f")
os.mkdir(formation)
with open(os.path.join(formation, "formation.afs"), "w") as f:
    f.write('schema: "1.0.0"\nid: killed\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n')
env = {"HOME": work.name, "MUXI_STATE_DIR": os.path.join(work.name, "state"), "PATH": os.environ["PATH"]}


def start():
    server = subprocess.Popen([muxi, "serve", "--json", "--port", "0"], cwd=formation, env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return server, json.loads(server.stdout.readline())["url"]


def call(url, path, body=None):
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url + path, data, {"X-Muxi-Client-Key": key, "X-Muxi-User-ID": "alice"})
    return json.load(urllib.request.urlopen(request, timeout=10))["data"]


keys = subprocess.run([muxi, "keys", "show", "--json"], cwd=formation, env=env, capture_output=True, check=True)
key = json.loads(keys.stdout)["client_key"]
acknowledged, asked, lock = set(), 0, threading.Lock()
for round_ in range(times):
    server, url = start()

    def talk(worker):
        global asked
        for i in range(10_000):
            message = f"{round_}-{worker}-{i}"
            try:
                call(url, "/v1/chat", {"message": message, "session_id": f"s{worker}", "stream": False})
            except Exception:
                return
            with lock:
                acknowledged.add(message)

    workers = [threading.Thread(target=talk, args=(w,)) for w in range(4)]
    for worker in workers:
        worker.start()
    time.sleep(random.uniform(0.02, 0.3))
    server.send_signal(signal.SIGKILL)
    server.wait()
    for worker in workers:
        worker.join()
server, url = start()
kept = []
for worker in range(4):
    before = ""
    while True:
        messages = call(url, f"/v1/sessions/s{worker}/messages?limit=1000{before}")["messages"]
        if not messages:
            break
        kept += [m["content"] for m in messages if m["role"] == "user"]
        before = f"&before={messages[0]['id']}"
server.terminate()
server.wait()
lost, doubled = acknowledged - set(kept), len(kept) - len(set(kept))
print(f"{times} kills, {len(acknowledged)} turns acknowledged, {len(kept)} kept, {len(lost)} lost, {doubled} doubled")
sys.exit(1 if lost or doubled else 0)
