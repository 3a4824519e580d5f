"""A server of tools that acts for whoever has the token it is started with. Nothing that it says has the token in it.

The last three characters of a token say whose it is: 001 is ranaroussi, 002 is muxi-ai, 003 is sleeper, who gets no answer; any other is nobody's.
"""
import json
import os
import sys
import time

TOKEN = os.environ.get("GITHUB_TOKEN", "") or os.environ.get("JIRA_PASSWORD", "") or os.environ.get("NOTES_TOKEN", "")
WHO = {"001": "ranaroussi", "002": "muxi-ai", "003": "sleeper"}.get(TOKEN[-3:])
TOOLS = {"list_repositories": {}, "list_pull_requests": {}}
if os.environ.get("SAYS_WHO"):
    TOOLS["whoami"] = {}


def call(name):
    if WHO is None:
        return {"content": [{"type": "text", "text": "401 Unauthorized"}], "isError": True}
    if WHO == "sleeper":
        time.sleep(600)
    said = {"list_repositories": "repositories of " + WHO, "list_pull_requests": "pull requests of " + WHO,
            "whoami": json.dumps({"login": WHO})}[name]
    return {"content": [{"type": "text", "text": said}]}


def answer(message):
    method, params = message["method"], message.get("params") or {}
    if method == "initialize":
        return {"result": {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}},
                           "serverInfo": {"name": "accounts", "version": "1"}}}
    if method == "ping":
        return {"result": {}}
    if method == "tools/list":
        tools = [{"name": name, "description": name, "inputSchema": {"type": "object", "properties": {}}} for name in TOOLS]
        return {"result": {"tools": tools}}
    if method == "tools/call":
        return {"result": call(params["name"])}
    return {"error": {"code": -32601, "message": "no method " + method}}


for line in sys.stdin:
    message = json.loads(line)
    if "id" in message and "method" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer(message)}), flush=True)
