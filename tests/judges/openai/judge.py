#!/usr/bin/env python3
"""What the official `openai` SDK makes of the front door. Usage: judge.py READY KEYS PORT-OF-THE-MODEL"""
import json
import sys
import time
import urllib.request

import openai

ready, keys = (json.load(open(path)) for path in sys.argv[1:3])
model_url = f"http://127.0.0.1:{sys.argv[3]}"
base = ready["url"] + "/v1"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def check(what, good, seen=None):
    print("pass" if good else "FAIL", what)
    assert good, f"{what}: {seen!r}"


def refuses(what, error, call):
    try:
        seen = call()
    except error as refused:
        check(what, bool(refused.message), refused)
        return refused
    check(what, False, seen)


def played(path):
    with urllib.request.urlopen(model_url + path) as answer:
        return json.load(answer)


def user(content):
    return [{"role": "user", "content": content}]


sdk = openai.OpenAI(base_url=base, api_key=keys["client_key"], max_retries=0, timeout=30)
chat = sdk.chat.completions

ids = [model.id for model in sdk.models.list()]
check("models", ids == ["judged", "assistant", "echo", "muxi-generalist"], ids)
check("one model", sdk.models.retrieve("echo").owned_by == "judged")

answer = chat.create(model="assistant", messages=user("Hello"))
check("chat", answer.choices[0].message.content == "0 picture(s), 2 message(s): Hello", answer)
check("reason of the end", answer.choices[0].finish_reason == "stop", answer)
check("usage", (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens) == (11, 5, 16), answer)
check("id of the request", (answer._request_id or "").startswith("req_"), answer._request_id)
check("another agent", chat.create(model="echo", messages=user("Hello")).choices[0].message.content == "You said: Hello")
history = [{"role": "developer", "content": "Be brief."}, *user("one"), {"role": "assistant", "content": "1"}, *user("two")]
answer = chat.create(model="assistant", messages=history, temperature=0.3, max_completion_tokens=50, stop=["END"], user="alice")
check("history", answer.choices[0].message.content == "0 picture(s), 4 message(s): two", answer)
body = played("/asked")[-1]
check("instructions", body["messages"][0]["content"] == "Be kind.\n\nBe brief.", body)
check("settings", (body["temperature"], body["stop"]) == (0.3, ["END"]) and 50 in body.values(), body)

pieces = list(chat.create(model="assistant", messages=user("in pieces"), stream=True, stream_options={"include_usage": True}))
text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
check("stream", text.strip() == "0 picture(s), 2 message(s): in pieces" and len(pieces) > 4, text)
check("usage of a stream", pieces[-1].usage and pieces[-1].usage.total_tokens == 16, pieces[-1])
with chat.stream(model="assistant", messages=user("with the helper")) as stream:
    check("stream helper", "with the helper" in stream.get_final_completion().choices[0].message.content)

schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False}
form = {"type": "json_schema", "json_schema": {"name": "place", "schema": schema, "strict": True}}
answer = chat.create(model="assistant", messages=user("where?"), response_format=form)
check("json_schema", json.loads(answer.choices[0].message.content) == {"city": "Rome"}, answer)
check("json_schema at the model", played("/asked")[-1]["response_format"]["json_schema"]["schema"] == schema)

tools = [{"type": "function", "function": {"name": "weather", "description": "The weather", "parameters": schema}}]
answer = chat.create(model="assistant", messages=user("weather?"), tools=tools)
call = answer.choices[0].message.tool_calls[0]
check("a tool of the caller", answer.choices[0].finish_reason == "tool_calls" and call.function.name == "weather", answer)
turn = user("weather?") + [answer.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "sun"}]
answer = chat.create(model="assistant", messages=turn, tools=tools)
check("its result", answer.choices[0].message.content == "The tool said sun.", answer)

picture = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
answer = chat.create(model="assistant", messages=user([{"type": "text", "text": "Look"}, picture]))
check("a picture", answer.choices[0].message.content.startswith("1 picture(s)"), answer)

before = played("/left")
stream = chat.create(model="assistant", messages=user("slowly"), stream=True)
next(iter(stream))
stream.close()
for _ in range(100):
    if played("/left") > before:
        break
    time.sleep(0.1)
check("a cancelled stream lets the model go", played("/left") > before)
check("and the door stays open", chat.create(model="assistant", messages=user("still there?")).choices[0].message.content)

wrong = openai.OpenAI(base_url=base, api_key="sk-wrong", max_retries=0)
refuses("a wrong key", openai.AuthenticationError, wrong.models.list)
refuses("an unknown model", openai.NotFoundError, lambda: chat.create(model="gpt-9", messages=user("x")))
refuses("an unknown model, looked up", openai.NotFoundError, lambda: sdk.models.retrieve("gpt-9"))
refused = refuses("a bad request", openai.BadRequestError, lambda: chat.create(model="echo", messages=user("x"), n=2))
check("the field at fault", refused.param == "n" and refused.type == "invalid_request_error", refused.body)
refuses("a picture that is none", openai.BadRequestError, lambda: chat.create(
    model="echo", messages=user([{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}}])))
