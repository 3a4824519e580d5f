"""Sees every message before the agents do: JSON on stdin, the same JSON on stdout."""

import json
import sys

for line in sys.stdin:
    message = json.loads(line)
    print(json.dumps(message), flush=True)
