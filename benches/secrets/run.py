"""Measures secrets command lines side by side; see benches/secrets.sh.

CPU is user and system time of the command and all that it waited for (rusage of wait4), wall the time until it
ended, each the median of the runs after a warm-up. Values have 40 characters.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

from tools import COLUMNS, RIVALS, Missing, Muxi

# What one cell may cost in seconds; slower commands run less often, and the table says how often.
BUDGET = 20


def once(tool, command, stdin):
    """(CPU, wall) in seconds of one run, which has to succeed."""
    reading, writing = os.pipe()
    os.write(writing, stdin.encode())
    os.close(writing)
    null = os.open(os.devnull, os.O_WRONLY)
    errors = tempfile.TemporaryFile()
    actions = [(os.POSIX_SPAWN_DUP2, reading, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
    here = os.getcwd()
    os.chdir(tool.dir)
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, tool.env, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    os.chdir(here)
    os.close(reading)
    os.close(null)
    if status:
        errors.seek(0)
        raise RuntimeError(f"{tool.name}: {' '.join(command)[:120]}: {errors.read()[-500:].decode()}")
    return usage.ru_utime + usage.ru_stime, wall


def peak(tool, command, stdin):
    """Highest resident memory in KiB of the largest process; `time` itself is small enough not to matter."""
    try:
        done = subprocess.run(["time", "-f", "%M", *command], cwd=tool.dir, env=tool.env, input=stdin, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except FileNotFoundError:
        return None
    return int(done.stderr.splitlines()[-1])


def cell(tool, column, runs):
    make = getattr(tool, column, None)
    if make is None or make() is None:
        return None
    cpu, wall = once(tool, *make())
    # A first run that is slow is counted: a warm-up of 40 s would buy nothing.
    count = max(2, min(runs, int(BUDGET / max(wall, 0.001))))
    kept = [(cpu, wall)] if count < runs else []
    kept += [once(tool, *make()) for _ in range(count - len(kept))]
    return {
        "cpu_ms": round(statistics.median(cpu for cpu, _ in kept) * 1000, 2),
        "wall_ms": round(statistics.median(wall for _, wall in kept) * 1000, 2),
        "peak_kib": peak(tool, *make()),
        "runs": len(kept),
    }


def measure(kind, root, secrets, runs):
    try:
        tool = kind(root, secrets)
    except Missing as missing:
        print(f"{kind.name}: left out, there is no {missing}", file=sys.stderr)
        return None
    plain = len(tool.plain())
    print(f"{tool.name} {len(secrets)}", end=" ", file=sys.stderr, flush=True)
    size = tool.size()
    cells = {}
    for column in COLUMNS:
        print(column, end=" ", file=sys.stderr, flush=True)
        cells[column] = cell(tool, column, runs)
    print(file=sys.stderr)
    tool.close()
    return {"tool": tool.name, "version": tool.version(), "secrets": len(secrets), "note": tool.note,
            "plain_bytes": plain, "file_bytes": size, "cells": cells}


def shown(found, key="cpu_ms"):
    if not found:
        return "–"
    mark = "" if found["runs"] >= 7 else f" ({found['runs']} runs)"
    return f"{found[key]:.1f} ({found['wall_ms']:.1f}){mark}"


def row(result):
    cells = result["cells"]
    peaks = [c["peak_kib"] for c in cells.values() if c and c["peak_kib"]]
    memory = f"{max(peaks) / 1024:.1f}" if peaks else "–"
    size = f"{result['file_bytes']} ({result['file_bytes'] / result['plain_bytes']:.1f}x)" if result["file_bytes"] else "–"
    return [f"{result['tool']} {result['version']}", *(shown(cells[c]) for c in COLUMNS), memory, size]


def ratio(result, ours):
    def times(column):
        theirs, mine = result["cells"][column], ours["cells"][column]
        return f"{theirs['cpu_ms'] / max(mine['cpu_ms'], 0.01):.1f}x" if theirs and mine else "–"
    # Whoever has one way to list is held against ours without a key.
    return [result["tool"], *(times(c) for c in COLUMNS)]


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] + ["--:"] * (len(head) - 1), *rows]]
    return "\n".join(lines) + "\n"


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--count", type=int, default=1000)
    ask.add_argument("--runs", type=int, default=7)
    ask.add_argument("--large", type=int, nargs="*", default=[10_000, 100_000])
    ask.add_argument("--only", nargs="*", help="names of tools")
    ask.add_argument("--json")
    ask.add_argument("--markdown")
    asked = ask.parse_args()
    secrets = lambda count: {f"S_{i:06}": f"{i:08}-abcdefghijklmnopqrstuvwxyz-{i % 97:04}" for i in range(count)}
    assert {len(value) for value in secrets(200).values()} == {40}
    wanted = [kind for kind in [Muxi, *RIVALS] if not asked.only or kind.name in asked.only]
    with tempfile.TemporaryDirectory() as root:
        compared = [measure(kind, root, secrets(asked.count), asked.runs) for kind in wanted]
        large = [measure(Muxi, root, secrets(count), asked.runs) for count in asked.large] if Muxi in wanted else []
    compared, large = [r for r in compared if r], [r for r in large if r]
    heads = ["", "start", "names", "list", "get 1", "all", "add 1", "peak MiB", "file"]
    text = f"{asked.count} secrets of 40 characters: CPU in ms (wall in ms), medians of {asked.runs} runs.\n\n"
    text += table(heads, [row(r) for r in compared])
    text += "".join(f"\n{r['tool']}: {r['note']}.\n" for r in compared if r["note"])
    if compared and compared[0]["tool"] == "muxi":
        text += "\nCPU of the others, as multiples of muxi's:\n\n" + table(heads[:-2], [ratio(r, compared[0]) for r in compared[1:]])
    if large:
        text += "\nmuxi alone, with more secrets:\n\n" + table(heads, [[f"{r['secrets']}", *row(r)[1:]] for r in large])
    data = {"machine": {"cpus": os.cpu_count(), "system": platform.platform()}, "columns": COLUMNS,
            "compared": compared, "large": large}
    if asked.json:
        with open(asked.json, "w") as file:
            json.dump(data, file, indent=2)
    if asked.markdown:
        with open(asked.markdown, "w") as file:
            file.write(text)
    print(text)


main()
