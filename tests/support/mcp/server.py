"""An MCP server over stdio (or HTTP with --http) that behaves as its variable MODE says.

Words of MODE, separated by commas:
  banner          writes lines that are no messages before it answers
  noise           never writes anything else
  dies            ends with code 3 at the start
  dies_often      ends at the start, until its file `starts` has 3 lines
  dies_on_discover, hangs_on_discover   what old servers do with a question that they do not know
  stateless       speaks 2026-07-28 only
  slow_start      answers after 3 s
  never           reads, and answers nothing
  deaf_end        goes on after its stdin is closed, and ignores TERM
  list_once       tells of its tools once; after that it answers with an error that has its token in it
  long_list       one tool after another, page after page
Everything that it is told is in `seen.jsonl` in its home, its environment in `env.json`.
"""
import json
import os
import signal
import sys
import threading
import time

MODE = set(os.environ.get("MODE", "").split(","))
HOME = os.environ.get("HOME", "/nonexistent")
SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId"
lock = threading.Lock()
cancelled = {}
extra_tools = []
roots = []
listening = []
listings = []


def keep(name, text):
    try:
        with open(os.path.join(HOME, name), "a") as file:
            file.write(text + "\n")
    except OSError:
        pass


def raw(text):
    with lock:
        sys.stdout.write(text)
        sys.stdout.flush()


send = lambda message: raw(json.dumps(message) + "\n")


def tool(name, properties=None, **more):
    schema = {"type": "object", "properties": properties or {}}
    if properties:
        schema["required"] = list(properties)
    return {"name": name, "description": "The tool " + name, "inputSchema": schema, **more}


def tools():
    text, number = {"type": "string"}, {"type": "number"}
    return [
        tool("echo", {"text": text}, annotations={"readOnlyHint": True, "destructiveHint": False}),
        tool("add", {"a": number, "b": number}),
        tool("slow", {"seconds": number}),
        tool("env"),
        tool("arguments", {"team": text, "text": text}),
        tool("crash", annotations={"destructiveHint": True}),
        tool("flood"),
        tool("big", {"bytes": number}),
        tool("progress", {"steps": number}),
        tool("change"),
        tool("half"),
        tool("never"),
        tool("fails"),
        tool("ask"),
        tool("pid"),
    ] + extra_tools


def text(*said, **more):
    return {"content": [{"type": "text", "text": one} for one in said], **more}


def call(id, params):
    name, given = params["name"], params.get("arguments") or {}
    token = (params.get("_meta") or {}).get("progressToken")
    if name == "echo":
        return text(given["text"])
    if name == "add":
        return text(str(given["a"] + given["b"]), structuredContent={"sum": given["a"] + given["b"]})
    if name == "slow":
        until = time.time() + given["seconds"]
        while time.time() < until and id not in cancelled:
            time.sleep(0.01)
        if id in cancelled:
            keep("cancelled", str(id))
        return text("done")
    if name == "env":
        return text(json.dumps(dict(os.environ)))
    if name == "arguments":
        return text(json.dumps(given))
    if name == "crash":
        sys.stderr.write("\x1b[31mout of cheese\x1b[0m, token " + os.environ.get("TOKEN", "") + "\n")
        sys.stderr.flush()
        os._exit(7)
    if name == "flood":
        for _ in range(20000):
            raw("this is no message\n" * 100)
        return text("done")
    if name == "big":
        return text("x" * int(given["bytes"]))
    if name == "progress":
        steps = int(given["steps"])
        for step in range(1, steps + 1):
            send({"jsonrpc": "2.0", "method": "notifications/progress",
                  "params": {"progressToken": token, "progress": step, "total": steps, "message": "step %d" % step}})
            time.sleep(0.02)
        return text("done")
    if name == "change":
        extra_tools.append(tool("new"))
        news = {"jsonrpc": "2.0", "method": "notifications/tools/list_changed"}
        for one in listening:
            send({**news, "params": {"_meta": {SUBSCRIPTION: one}}})
        if "stateless" not in MODE:
            send(news)
        return text("changed")
    if name == "half":
        raw('{"jsonrpc":"2.0","id":%s,"resu' % json.dumps(id))
        os._exit(0)
    if name == "never":
        return None
    if name == "fails":
        return text("no such thing", isError=True)
    if name == "ask":
        send({"jsonrpc": "2.0", "id": "s1", "method": "sampling/createMessage",
              "params": {"messages": [], "maxTokens": 1}})
        send({"jsonrpc": "2.0", "id": "e1", "method": "elicitation/create",
              "params": {"message": "your password?", "requestedSchema": {"type": "object", "properties": {}}}})
        send({"jsonrpc": "2.0", "id": "r1", "method": "roots/list"})
        until = time.time() + 5
        while len(roots) < 3 and time.time() < until:
            time.sleep(0.01)
        return text(json.dumps(roots))
    if name == "pid":
        return text(str(os.getpid()))
    raise KeyError(name)


def answer(message):
    """The result, or an error; None where nothing is answered."""
    method, id, params = message["method"], message.get("id"), message.get("params") or {}
    if "stateless" in MODE and method == "initialize":
        return {"error": {"code": -32022, "message": "no", "data": {"supported": ["2026-07-28"]}}}
    if method == "server/discover":
        if "hangs_on_discover" in MODE:
            return None
        if "dies_on_discover" in MODE:
            os._exit(9)
        if "stateless" in MODE:
            return {"result": {"resultType": "complete", "supportedVersions": ["2026-07-28"],
                               "capabilities": {"tools": {"listChanged": True}}, "ttlMs": 0, "cacheScope": "private"}}
    if method == "initialize":
        return {"result": {"protocolVersion": params["protocolVersion"],
                           "capabilities": {"tools": {"listChanged": True}, "resources": {}, "prompts": {}},
                           "serverInfo": {"name": "played", "version": "1"}, "instructions": "Use it well."}}
    if method == "subscriptions/listen" and "stateless" in MODE:
        listening.append(id)
        send({"jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
              "params": {"notifications": params["notifications"], "_meta": {SUBSCRIPTION: id}}})
        return None
    if method == "ping":
        return {"result": {}}
    if method == "tools/list":
        if "list_once" in MODE:
            listings.append(id)
            if len(listings) > 1:
                return {"error": {"code": -32603, "message": "no list for " + os.environ["TOKEN"]}}
        if "long_list" in MODE:
            page = int(params.get("cursor") or 0)
            return {"result": {"tools": [tool("t%d" % page)], "nextCursor": str(page + 1)}}
        return {"result": {"tools": tools()}}
    if method == "tools/call":
        try:
            result = call(id, params)
        except KeyError as error:
            return {"error": {"code": -32602, "message": "no tool " + str(error)}}
        return None if result is None else {"result": {"resultType": "complete", **result} if "stateless" in MODE else result}
    if method == "resources/list":
        return {"result": {"resources": [{"uri": "note://1", "name": "one", "mimeType": "text/plain", "size": 5}]}}
    if method == "resources/templates/list":
        return {"result": {"resourceTemplates": [{"uriTemplate": "note://{id}", "name": "note"}]}}
    if method == "resources/read":
        return {"result": {"contents": [{"uri": params["uri"], "text": "hello"}]}}
    if method == "prompts/list":
        return {"result": {"prompts": [{"name": "greet", "arguments": [{"name": "who", "required": True}]}]}}
    if method == "prompts/get":
        said = "Hello " + params.get("arguments", {}).get("who", "")
        return {"result": {"messages": [{"role": "user", "content": {"type": "text", "text": said}}]}}
    return {"error": {"code": -32601, "message": "no method " + method}}


def handle(message):
    got = answer(message)
    if got is not None and "id" in message:
        send({"jsonrpc": "2.0", "id": message["id"], **got})


def stdio():
    for line in sys.stdin:
        keep("seen.jsonl", line.strip())
        message = json.loads(line)
        if "never" in MODE:
            continue
        if message.get("method") == "notifications/cancelled":
            cancelled[message["params"]["requestId"]] = True
        elif "method" not in message:
            roots.append(message)
        else:
            threading.Thread(target=handle, args=(message,), daemon=True).start()


def http(port):
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append({"message": message, "headers": dict(self.headers)})
            if self.headers.get("Authorization") != "Bearer " + os.environ.get("EXPECT", ""):
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Bearer realm="played"')
                self.end_headers()
                return
            got = answer(message) if "id" in message else None
            body = json.dumps({"jsonrpc": "2.0", "id": message.get("id"), **(got or {})}).encode()
            self.send_response(200 if got else 202)
            if got:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body) if got else 0))
            self.end_headers()
            if got:
                self.wfile.write(body)

        def do_GET(self):
            self.send_response(405)
            self.end_headers()

    seen = []
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if "deaf_end" in MODE:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
keep("starts", str(os.getpid()))
try:
    with open(os.path.join(HOME, "env.json"), "w") as file:
        json.dump(dict(os.environ), file)
except OSError:
    pass
if "dies" in MODE or ("dies_often" in MODE and len(open(os.path.join(HOME, "starts")).readlines()) < 3):
    sys.stderr.write("no configuration\n")
    sys.exit(3)
if "slow_start" in MODE:
    time.sleep(3)
if "banner" in MODE:
    raw("Welcome to the played server!\nlistening...\n\n{not json\n")
while "noise" in MODE:
    raw("noise, nothing but noise\n" * 1000)
if "--http" in sys.argv:
    http(int(sys.argv[sys.argv.index("--http") + 1]))
stdio()
while "deaf_end" in MODE:
    time.sleep(1)
