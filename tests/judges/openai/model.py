#!/usr/bin/env python3
"""The model behind the judged formation: it answers by the last message, and tells what it was asked.

Prints its port, then serves until it is killed. `GET /asked` is the list of bodies so far; `GET /left`
how many clients left in the middle of a stream. Standard library only.
"""
import http.server
import json
import time

asked, left = [], 0


def answer(body):
    """Words, or calls of tools, by the last message."""
    last = body["messages"][-1]
    content = last["content"]
    words = content if isinstance(content, str) else " ".join(p.get("text", "") for p in content)
    if last["role"] == "tool":
        return f"The tool said {words}.", []
    if body.get("tools") and "weather" in words:
        return "", [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Rome"}'}}]
    if body.get("response_format", {}).get("type") == "json_schema":
        return '{"city":"Rome"}', []
    pictures = [] if isinstance(content, str) else [p for p in content if p["type"] == "image_url"]
    return f"{len(pictures)} picture(s), {len(body['messages'])} message(s): {words}", []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def json(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.json(200, asked if self.path == "/asked" else left)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked.append(body)
        words, calls = answer(body)
        if "fail with 429" in words:
            return self.json(429, {"error": {"message": "slow down"}})
        message = {"role": "assistant", "content": words}
        if calls:
            message["tool_calls"] = calls
        reason = "tool_calls" if calls else "stop"
        usage = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
        if not body["stream"]:
            choice = {"index": 0, "message": message, "finish_reason": reason}
            return self.json(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "played",
                                   "choices": [choice], "usage": usage})
        self.stream(words, calls, reason, usage)

    def stream(self, words, calls, reason, usage):
        global left
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        slow = "slowly" in words
        pieces = [f"{i} " for i in range(200)] if slow else words.split(" ")
        try:
            for piece in pieces:
                self.chunk({"choices": [{"index": 0, "delta": {"content": piece if slow else piece + " "}}]})
                if slow:
                    time.sleep(0.05)
            for index, call in enumerate(calls):
                self.chunk({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": index, **call}]}}]})
            self.chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
            self.chunk({"choices": [], "usage": usage})
            self.data("[DONE]")
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            left += 1
            self.close_connection = True

    def chunk(self, value):
        self.data(json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "played", **value}))

    def data(self, text):
        event = f"data: {text}\n\n".encode()
        self.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        self.wfile.flush()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
