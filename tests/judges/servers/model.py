#!/usr/bin/env python3
"""The model behind the judged formation: a user who writes `{"call": NAME, "arguments": {…}}` gets that tool called,
and then what the tool said. Prints its port. Standard library only.
"""
import http.server
import json


def words(content):
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


def answer(body):
    """The message: words, or a call."""
    messages = body["messages"]
    # Pictures of a tool come in a message of their own, behind its answer.
    tools = [message for message in messages[-3:] if message["role"] == "tool"]
    if tools:
        pictures = [part for message in messages[-3:] if isinstance(message.get("content"), list)
                    for part in message["content"] if part["type"] == "image_url"]
        return {"role": "assistant", "content": f"{len(pictures)} picture(s). {words(tools[-1]['content'])}"}
    try:
        wanted = json.loads(words(messages[-1]["content"]))
    except ValueError:
        return {"role": "assistant", "content": "hello"}
    if "tools" in wanted:
        return {"role": "assistant", "content": json.dumps([t["function"]["name"] for t in body.get("tools", [])])}
    call = {"name": wanted["call"], "arguments": json.dumps(wanted["arguments"])}
    return {"role": "assistant", "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message = answer(body)
        reason = "tool_calls" if message.get("tool_calls") else "stop"
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        head = {"id": "x", "created": 1, "model": "played"}
        if body.get("stream"):
            delta = dict(message)
            if delta.get("tool_calls"):
                delta["tool_calls"] = [{"index": n, **call} for n, call in enumerate(delta["tool_calls"])]
            events = [{"choices": [{"index": 0, "delta": delta}]},
                      {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]},
                      {"choices": [], "usage": usage}]
            text = "".join(f"data: {json.dumps({**head, 'object': 'chat.completion.chunk', **event})}\n\n" for event in events)
            kind, text = "text/event-stream", text + "data: [DONE]\n\n"
        else:
            choice = {"index": 0, "message": message, "finish_reason": reason}
            kind, text = "application/json", json.dumps({**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
