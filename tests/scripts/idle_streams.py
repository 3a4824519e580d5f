#!/usr/bin/env python3
"""Opens many streaming chats whose model stays silent, and says what memory the server then has.

Usage: idle_streams.py PATH-OF-MUXI CLIENTS [MIB]. Fails where it takes more than MIB. Standard library only.
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

muxi, clients = os.path.abspath(sys.argv[1]), int(sys.argv[2])
silent = socket.create_server(("127.0.0.1", 0), backlog=4096)
held = []


def hold():
    while True:
        held.append(silent.accept()[0])


threading.Thread(target=hold, daemon=True).start()
work = tempfile.TemporaryDirectory()
with open(os.path.join(work.name, "formation.afs"), "w") as f:
    f.write('schema: "1.0.0"\nid: idle\ndescription: d\nllm:\n  models:\n    - text: ollama/silent\n')
env = {"HOME": work.name, "MUXI_STATE_DIR": os.path.join(work.name, "state"), "PATH": os.environ["PATH"],
       "OLLAMA_BASE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/v1"}
server = subprocess.Popen([muxi, "serve", "--json", "--port", "0"], cwd=work.name, env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
port = int(json.loads(server.stdout.readline())["url"].rsplit(":", 1)[1])
keys = subprocess.run([muxi, "keys", "show", "--json"], cwd=work.name, env=env, capture_output=True, check=True)
key = json.loads(keys.stdout)["client_key"]
body = '{"message":"Hi"}'
head = f"POST /v1/chat HTTP/1.1\r\nHost: x\r\nX-Muxi-Client-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def memory():
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


before = memory()
streams = []
for _ in range(clients):
    stream = socket.create_connection(("127.0.0.1", port))
    stream.sendall(head.encode())
    streams.append(stream)
for stream in streams:
    stream.recv(1)
time.sleep(2)
after = memory()
print(f"{clients} silent streams: {before:.1f} MiB before, {after:.1f} MiB with them")
server.kill()
if len(sys.argv) > 3 and after > float(sys.argv[3]):
    sys.exit(f"that is more than {sys.argv[3]} MiB")
