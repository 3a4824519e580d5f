#!/usr/bin/env python3
"""An OpenAI-compatible endpoint that streams one scripted answer, and checks what it is sent.

Prints its port, then serves until it is killed. Standard library only.
"""
import http.server
import json
import sys

KEY, ANSWER = sys.argv[1], ["Hel", "lo ", "from ", "the ", "model"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def refuse(self, status, words):
        body = json.dumps({"error": {"message": words}}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            return self.refuse(404, "no such path")
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self.refuse(401, "wrong key")
        roles = [message["role"] for message in body["messages"]]
        if body["model"] != "gpt-4o-mini" or roles[0] != "system" or roles[-1] != "user" or not body["stream"]:
            return self.refuse(400, "not what the quick start asks")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in ANSWER:
            self.event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def event(self, data):
        self.chunk(f"data: {json.dumps(data)}\n\n")

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
