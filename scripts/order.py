#!/usr/bin/env python3
"""Writes which functions `muxi serve` runs to start and to answer, for the linker: side by side, they take a third of the
memory that they take where they happen to lie, as a page that is touched brings its fifteen neighbours with it.

Usage: order.py BINARY [OUT]. BINARY is a release build with its symbols; OUT is scripts/order.txt where nothing is said.
Needs valgrind and nm. To be run when much has changed: names have hashes of the compiler in them, which change with it, with
the version of muxi and with its dependencies. Those of the first part are found without them, too.
"""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
FORMATION = """schema: "1.0.0"
id: order
description: d
llm:
  models:
    - text: ollama/model
"""
# Functions may have the same name but for the hash: so many bytes that are not run come along for each one that is.
MOST_UNUSED = 48 << 10


def model(server):
    """Answers each request, whole or as a short stream, as OpenAI's API does."""
    def answer(client):
        with client, client.makefile("rb") as read:
            while line := read.readline():
                length = 0
                while line.strip():
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                    line = read.readline()
                asked = json.loads(read.read(length))
                if not asked.get("stream"):
                    whole = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello"},
                                          "finish_reason": "stop"}]}
                    body = json.dumps(whole)
                    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                    client.sendall(f"{head}{body}".encode())
                    continue
                pieces = [{"choices": [{"index": 0, "delta": {"content": "Hello "}, "finish_reason": None}]}] * 3
                pieces.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
                events = [f"data: {json.dumps(piece)}\n\n" for piece in pieces] + ["data: [DONE]\n\n"]
                chunks = "".join(f"{len(event):x}\r\n{event}\r\n" for event in events)
                head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                client.sendall(f"{head}{chunks}0\r\n\r\n".encode())

    while True:
        threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


def traced(binary, work):
    """Starts the server, has a few turns with it, ends it; gives the names of what was run."""
    (work / "formation.afs").write_text(FORMATION)
    silent = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=model, args=(silent,), daemon=True).start()
    env = {"HOME": str(work), "MUXI_STATE_DIR": str(work / "state"), "PATH": os.environ["PATH"],
           "OLLAMA_BASE_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/v1"}
    out = work / "callgrind.out"
    tool = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", "--demangle=no"]
    server = subprocess.Popen([*tool, binary, "serve", "--json", "--port", "0"], cwd=work, env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = json.loads(server.stdout.readline())["url"]
        keys = subprocess.run([binary, "keys", "show", "--json"], cwd=work, env=env, capture_output=True, check=True)
        key = json.loads(keys.stdout)["client_key"]
        for stream in [False, True] * 3:
            body = json.dumps({"message": "Hi", "stream": stream}).encode()
            headers = {"X-Muxi-Client-Key": key, "X-Muxi-User-Id": "ann", "Content-Type": "application/json"}
            with urllib.request.urlopen(urllib.request.Request(f"{url}/v1/chat", body, headers), timeout=60) as answer:
                answer.read()
        with urllib.request.urlopen(f"{url}/health", timeout=60) as answer:
            answer.read()
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=120)
    finally:
        server.kill()
    return set(re.findall(r"^c?fn=\(\d+\) (\S+)", out.read_text(), re.M))


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    to = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "order.txt"
    with tempfile.TemporaryDirectory() as work:
        # A function that calls itself is told with the depth behind its name.
        run = {name.split("'")[0] for name in traced(binary, pathlib.Path(work))}
    sizes = {}
    listed = subprocess.run(["nm", "-S", "--defined-only", binary], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[2] in "tT":
            sizes[parts[3]] = int(parts[1], 16)
    groups = {}
    for name, size in sizes.items():
        used, unused = groups.setdefault(re.sub(r"17h[0-9a-f]{16}E.*", "", name), ([], []))
        (used if name in run else unused).append((name, size))
    few, many = [], []
    for used, unused in groups.values():
        come_along = sum(size for _, size in unused)
        (few if come_along <= MOST_UNUSED * len(used) else many).extend(name for name, _ in used)
    to.write_text("# Written by scripts/order.py, for build.rs.\n"
                  "# With all others that have the same name but for the hash:\n" + "".join(f"{name}\n" for name in sorted(few)) +
                  "# Without them:\n" + "".join(f"{name}\n" for name in sorted(many)))
    print(f"{len(few)} and {len(many)} functions are in {to}")


main()
