#!/usr/bin/env python3
"""Asks a running formation to use five published servers. Usage: judge.py READY.json KEYS.json WORK | --left WORK"""
import glob
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

if sys.argv[1] == "--left":
    left = []
    for path in glob.glob("/proc/[0-9]*/cwd"):
        try:
            if os.readlink(path).startswith(sys.argv[2] + "/"):
                left.append(pathlib.Path(path).with_name("cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            pass
    assert not left, left
    print("nothing is left behind")
    sys.exit()

ready, keys = (json.load(open(path)) for path in sys.argv[1:3])
work = pathlib.Path(sys.argv[3])


def ask(method, path, key, body=None):
    headers = {"Content-Type": "application/json", "X-Muxi-User-ID": "judge"}
    headers["X-Muxi-Admin-Key" if key == "admin" else "X-Muxi-Client-Key"] = keys[key + "_key"]
    request = urllib.request.Request(ready["url"] + path, json.dumps(body).encode() if body else None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")


def use(tool, **arguments):
    body = {"message": json.dumps({"call": tool, "arguments": arguments}), "agent_id": "assistant", "stream": False,
            "session_id": f"{tool}-{time.time()}"}
    answer = ask("POST", "/v1/chat", "client", body)
    return answer["data"]["message"]["content"]


def check(what, holds, saw):
    print(f"{'ok  ' if holds else 'FAIL'} {what}")
    if not holds:
        raise SystemExit(f"{what}: {saw}")


deadline = time.time() + 90
while True:
    servers = ask("GET", "/v1/mcp/servers", "admin")["data"]["servers"]
    waiting = [server for server in servers if server["state"] != "ready"]
    if not waiting or time.time() > deadline:
        break
    time.sleep(0.2)
check("seven servers are ready: five published ones, everything over three transports", not waiting and len(servers) == 7, waiting)
for server in servers:
    print(f"     {server['id']}: {server['transport']}, {server['tool_count']} tools")
tools = ask("GET", "/v1/mcp/tools", "admin")["data"]["tools"]
check("each has tools", {tool["server"] for tool in tools} == {server["id"] for server in servers}, tools)

for way in ("everything", "everything-http", "everything-sse"):
    said = use(f"{way}__echo", message="hello there")
    check(f"{way}: echo", "Echo: hello there" in said, said)
    said = use(f"{way}__get-sum", a=20, b=22)
    check(f"{way}: sum", "42" in said, said)
    said = use(f"{way}__get-tiny-image")
    check(f"{way}: a picture", "MCP" in said or "picture" in said, said)
    said = use(f"{way}__trigger-long-running-operation", duration=1, steps=3)
    check(f"{way}: an operation that takes a while", "completed" in said, said)

note = work / "inside" / "note.txt"
said = use("files__write_file", path=str(note), content="from a tool")
check("files: writes inside", note.exists() and note.read_text() == "from a tool", said)
said = use("files__read_text_file", path=str(note))
check("files: reads inside", "from a tool" in said, said)
said = use("files__read_text_file", path=str(work / "outside" / "secret"))
check("files: the kernel refuses to read outside", "EACCES" in said and "of another one" not in said, said)
said = use("files__write_file", path=str(work / "outside" / "new"), content="x")
check("files: the kernel refuses to write outside", ("EACCES" in said or "EROFS" in said) and not (work / "outside" / "new").exists(), said)
said = use("files__read_text_file", path="/etc/shadow")
check("files: the kernel refuses /etc/shadow", "EACCES" in said, said)
said = use("files__read_text_file", path=str(work / "formation" / "formation.afs"))
check("files: the formation can be read", "Five published servers" in said, said)

said = use("memory__create_entities", entities=[{"name": "Ann", "entityType": "person", "observations": ["likes tea"]}])
kept = (work / "notes" / "memory.jsonl").read_text()
check("memory: keeps an entity", "likes tea" in kept, said)
said = use("memory__search_nodes", query="Ann")
check("memory: finds it again", "likes tea" in said, said)

said = use("time__get_current_time", timezone="UTC")
check("time: tells it", time.strftime("%Y-%m-%dT", time.gmtime()) in said, said)
head = subprocess.run(["git", "-C", str(work / "repository"), "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
said = use("git__git_log", repo_path=str(work / "repository"))
check("git: reads the commit", head in said and "The first commit of all" in said, said)
