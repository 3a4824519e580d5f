"""Starts an MCP server and stands at its door: `server/discover` is unknown here, as it was to all servers once.

Usage: handshake.py COMMAND ARGS...
"""
import json
import subprocess
import sys
import threading

server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
lock = threading.Lock()


def out(line):
    with lock:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def back():
    for line in server.stdout:
        out(line)


threading.Thread(target=back, daemon=True).start()
for line in sys.stdin.buffer:
    asked = json.loads(line)
    if asked.get("method") == "server/discover":
        error = {"code": -32601, "message": "Method not found"}
        out(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": error}).encode() + b"\n")
        continue
    server.stdin.write(line)
    server.stdin.flush()
server.stdin.close()
sys.exit(server.wait())
