#!/usr/bin/env python3
"""Talks to a server for a long time, in all the ways that turns go, and says whether its memory grows.

Usage: soak.py PATH-OF-MUXI MINUTES [THREADS]. What the server has after the first quarter (at least two minutes of
the run) is compared with its end: by then its bounded memories are full (10,000 answers for idempotency keys are the
largest and the last). It fails where that grew by more than 5 %, or where an answer was not the one to expect.
Standard library only.
"""
import http.client
import itertools
import json
import os
import random
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

muxi, minutes = os.path.abspath(sys.argv[1]), float(sys.argv[2])
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 8
FORMATION = """schema: "1.0.0"
id: soak
description: Is talked to for a long time
llm:
  models:
    - text: ollama/played
artifacts: {}
agents:
  - {id: clerk, name: Clerk, description: Invoices and bills, default: true}
  - {id: cook, name: Cook, description: Recipes and kitchens}
"""


class Model(socketserver.StreamRequestHandler):
    """Answers by what the question says: whole, streamed, with a call, cut off, refused, or slowly."""

    def handle(self):
        while self.rfile.readline().strip():
            length = 0
            while line := self.rfile.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            asked = json.loads(self.rfile.read(length))
            last = asked["messages"][-1]
            # A question that got no answer stands before the next one.
            question = (last.get("content") or "").rsplit("\n\n", 1)[-1]
            if not self.answer(asked, question, last["role"] == "tool"):
                return

    def answer(self, asked, question, called):
        if "refuse" in question:
            return self.send(b"429 No", "application/json", b'{"error":{"message":"no"}}', b"Retry-After: 60\r\n")
        if "response_format" in asked:
            return self.whole({"content": '{"agent_id":"cook"}'})
        if "task" in question and not called:
            name, given = "delegate", {"agent_id": "cook", "task": "Say yes"}
        elif "file" in question and not called:
            name, given = "save_artifact", {"name": "a.txt", "content": "x" * 2000 + str(random.random())}
        else:
            name = None
        if name:
            call = {"index": 0, "id": "c1", "type": "function",
                    "function": {"name": name, "arguments": json.dumps(given)}}
            return self.said(asked, [{"tool_calls": [call]}], "tool_calls")
        words = [{"content": f"word {n} "} for n in range(40)]
        return self.said(asked, words, "stop", pause=0.5 if "slow" in question else 0, cut="cut" in question)

    def said(self, asked, deltas, reason, pause=0, cut=False):
        if not asked.get("stream"):
            message = {"content": "".join(d.get("content", "") for d in deltas)}
            message.update({k: v for d in deltas for k, v in d.items() if k == "tool_calls"})
            return self.whole(message, reason)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        for number, delta in enumerate(deltas):
            if cut and number == 10:
                return False
            event = {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            time.sleep(pause)
        end = {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
        self.wfile.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())
        return False

    def whole(self, message, reason="stop"):
        choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}
        usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
        return self.send(b"200 OK", "application/json", json.dumps({"choices": [choice], "usage": usage}).encode())

    def send(self, status, kind, body, more=b""):
        head = b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind.encode() + b"\r\n" + more
        self.wfile.write(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return True

    def finish(self):
        try:
            super().finish()
        except OSError:
            pass


class Models(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        """Turns that are cancelled hang up."""


models = Models(("127.0.0.1", 0), Model)
threading.Thread(target=models.serve_forever, daemon=True).start()
work = tempfile.TemporaryDirectory()
with open(os.path.join(work.name, "formation.afs"), "w") as f:
    f.write(FORMATION)
env = {"HOME": work.name, "MUXI_STATE_DIR": os.path.join(work.name, "state"), "PATH": os.environ["PATH"],
       "OLLAMA_BASE_URL": f"http://127.0.0.1:{models.server_address[1]}/v1"}
server = subprocess.Popen([muxi, "serve", "--json", "--port", "0"], cwd=work.name, env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
port = int(json.loads(server.stdout.readline())["url"].rsplit(":", 1)[1])
keys = subprocess.run([muxi, "keys", "show", "--json"], cwd=work.name, env=env, capture_output=True, check=True)
key = json.loads(keys.stdout)["client_key"]
# What is said, and the status that it must have. Refusals keep the breaker closed: they are no faults of a server.
SAID = [("Hello", 200)] * 12 + [("Send the invoice", 200), ("A task for another", 200), ("A file", 200),
                                ("cut it", 200), ("refuse", 429), ("slow", None)]
turns, wrong, over = itertools.count(), [], threading.Event()


def talk(number):
    numbers = random.Random(number)
    while not over.is_set():
        message, status = numbers.choice(SAID)
        stream = message in ("cut it", "slow") or (status == 200 and numbers.random() < 0.5)
        user = f"user{numbers.randrange(500)}"
        body = {"message": message, "stream": stream, "session_id": f"s{numbers.randrange(3)}", "agent_id": "clerk"}
        if numbers.random() < 0.2:
            del body["session_id"]
        headers = {"X-Muxi-Client-Key": key, "X-Muxi-User-ID": user}
        if numbers.random() < 0.3:
            headers["X-Muxi-Idempotency-Key"] = str(numbers.random())
        call = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            call.request("POST", "/v1/chat", json.dumps(body), headers)
            answer = call.getresponse()
            if status is None:
                # A client that leaves in the middle.
                answer.read(1)
            else:
                text = answer.read().decode()
                good = answer.status == status and (not stream or "event: done" in text or "cut" in message)
                if not good:
                    wrong.append(f"{message}: {answer.status} {text[-400:]}")
        except (OSError, http.client.HTTPException) as error:
            if not over.is_set():
                wrong.append(f"{message}: {error}")
        finally:
            call.close()
        next(turns)


def memory():
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


for number in range(threads):
    threading.Thread(target=talk, args=(number,), daemon=True).start()
begun, settled = time.time(), None
warm = max(2.0, minutes / 4)
while (passed := (time.time() - begun) / 60) < minutes and not wrong:
    time.sleep(min(15, minutes * 6))
    if settled is None and passed >= warm:
        settled = memory()
    print(f"{passed:6.1f} min  {memory():6.1f} MiB", flush=True)
over.set()
end, count = memory(), next(turns)
server.kill()
if wrong:
    sys.exit("\n".join(wrong[:5]))
if settled is None:
    sys.exit("too short to say: give it more than two minutes")
print(f"{count} turns in {minutes:g} minutes: {settled:.1f} MiB after {warm:g} minutes, {end:.1f} MiB at the end")
if end > settled * 1.05:
    sys.exit("it grew by more than 5 %")
