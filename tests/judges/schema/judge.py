"""The JSON Schemas of `muxi schema` against `muxi validate`: both have to say the same of one file.

Every file of the fixtures, the examples and the pages of `muxi explain`, as it is and with one change each (a key
taken away, misspelt or added, a value of another type or off its range), goes to Python's `jsonschema`, to ajv, and
to `muxi validate`. They agree where a schema can tell; what it cannot is in BEYOND, each with its reason.
Usage: judge.py PATH-OF-MUXI REPOSITORY CASES-FILE [HOW-MANY-CHANGES]
"""

import collections
import concurrent.futures
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import jsonschema
import ruamel.yaml

MUXI, ROOT, CASES = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
LIMIT = int(sys.argv[4]) if len(sys.argv) > 4 else 3000
KINDS = ["formation", "agent", "mcp", "a2a", "sop", "trigger", "skill", "test"]

# Errors of `muxi validate` that a schema of one file tells too.
SAYABLE = {
    "missing-key", "unknown-key", "refused-key", "exclusive-keys", "empty-value", "wrong-type", "out-of-range",
    "unknown-value", "bad-id", "bad-format", "incomplete-keys", "unknown-capability", "reference-malformed", "reference-unknown", "reference-case",
}
REFERENCES = {code for code in SAYABLE if code.startswith("reference-")}
# Errors that it cannot tell.
BEYOND = {
    "unknown-model": "aliases are in another place, and muxi/ has models of its own",
    "duplicate-id": "items are compared with each other and with files",
    "component-not-found": "other files",
    "component-not-declared": "other files",
    "soul-file": "other files",
    "credential-misplaced": "what a text refers to is found by another rule",
    "include-form": "what an include is beside is found by another rule",
    "include-not-found": "other files",
    "include-outside": "other files",
    "include-cycle": "other files",
}
# How a file is written, which is gone once it is read.
WRITTEN = ("yaml-", "file-", "front-matter-", "body-")


def kind_of(path):
    parts = pathlib.PurePath(path).parts
    if len(parts) == 1 and pathlib.PurePath(path).stem == "formation":
        return "formation"
    ends = path.endswith((".afs", ".yaml", ".yml"))
    if len(parts) == 2 and ends:
        return {"agents": "agent", "mcp": "mcp", "mcps": "mcp", "a2a": "a2a", "tests": "test"}.get(parts[0])
    if len(parts) == 2 and path.endswith(".md"):
        return {"sops": "sop", "triggers": "trigger"}.get(parts[0])
    if len(parts) == 3 and parts[0] == "skills" and parts[2] == "SKILL.md":
        return "skill"
    return None


def formations():
    """Name and files of every formation that the project has."""
    fixtures = ROOT / "tests/fixtures/formation"
    for path in sorted(fixtures.glob("*.afs")):
        yield path.stem, {"formation.afs": path.read_text()}
    for parent in [fixtures, ROOT / "examples"]:
        for manifest in sorted(parent.glob("*/formation.afs")):
            home = manifest.parent
            files = {str(p.relative_to(home)): p.read_text() for p in sorted(home.rglob("*")) if p.is_file()}
            yield home.name, files
    fence = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.M | re.S)
    for page in sorted((ROOT / "src/formation/explain").glob("*.md")):
        for half in re.split(r"^## ", page.read_text(), flags=re.M)[1:]:
            files = {name: text for name, text in fence.findall(half) if "." in name}
            if files:
                yield f"{page.stem}, {half.split()[0].lower()}", files


def document(path, text):
    """What a YAML 1.2 reader makes of a file; None where it refuses it."""
    if path.endswith(".md"):
        found = re.match(r"---\n(.*?)^---$", text, re.M | re.S)
        if not found:
            return None
        text = found[1]
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    try:
        value = reader.load(text)
        return json.loads(json.dumps(value))
    except (ruamel.yaml.YAMLError, TypeError, ValueError):
        return None


def written(path, value):
    """A file with this document; JSON is YAML."""
    text = json.dumps(value)
    return f"---\n{text}\n---\ntext\n" if path.endswith(".md") else text + "\n"


OTHERS = [5, -1, 0, 11, 5.5, 10**9, True, "zzqx", "", "${{ secrts.A }}", "a/b", None, [], ["x"], {}, {"x": "y"}]


def changes(value):
    """Every single change of a document, as a function's result."""
    def at(node, rebuild):
        if isinstance(node, dict):
            for key, inner in node.items():
                rest = {k: v for k, v in node.items() if k != key}
                yield rebuild(rest)
                swapped = {(k[:-2] + k[::-1][:2] + "z" if k == key else k): v for k, v in node.items()}
                yield rebuild(swapped)
                put = lambda new, key=key: rebuild({k: new if k == key else v for k, v in node.items()})
                for other in OTHERS:
                    yield put(other)
                yield from at(inner, put)
            yield rebuild({**node, "zzqx": 1})
        elif isinstance(node, list):
            for nth, inner in enumerate(node):
                put = lambda new, nth=nth: rebuild([new if n == nth else v for n, v in enumerate(node)])
                for other in OTHERS:
                    yield put(other)
                yield from at(inner, put)
    yield from at(value, lambda new: new)


def verdict(files, path):
    """The codes of the errors that muxi has for one file."""
    with tempfile.TemporaryDirectory() as dir:
        for name, text in files.items():
            target = pathlib.Path(dir) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        run = subprocess.run([MUXI, "validate", "--json"], cwd=dir, capture_output=True, text=True, env={"HOME": dir})
    if run.returncode not in (0, 1):
        sys.exit(f"muxi validate: {run.stderr}")
    found = json.loads(run.stdout)["diagnostics"]
    return {d["code"]: d["message"] for d in found if d["severity"] == "error" and d["file"] == path}


def main():
    with tempfile.TemporaryDirectory() as dir:
        subprocess.run([MUXI, "schema", "--all", "--output", dir, "--quiet"], check=True, env={"HOME": dir})
        schemas = {kind: json.loads((pathlib.Path(dir) / f"{kind}.schema.json").read_text()) for kind in KINDS}
    everything = json.loads(subprocess.run([MUXI, "schema", "--all"], check=True, capture_output=True).stdout)
    for schema in [*schemas.values(), everything]:
        jsonschema.Draft7Validator.check_schema(schema)
    judges = {kind: jsonschema.Draft7Validator(schema) for kind, schema in schemas.items()}
    any_kind = jsonschema.Draft7Validator(everything)

    whole, mutants = [], []
    for name, files in formations():
        for path, text in files.items():
            kind, value = kind_of(path), document(path, text)
            if kind is None or value is None:
                continue
            # As JSON: what YAML 1.1 readers disagree on is no concern of a schema.
            whole.append((name, files, path, kind, value))
            # Of the pages, only the good halves: one change to a broken file says little.
            if not name.endswith(", wrong"):
                mutants += [(name, files, path, kind, changed) for changed in changes(value)]
    total = len(mutants)
    if LIMIT and total > LIMIT:
        mutants = random.Random(7).sample(mutants, LIMIT)
    cases = whole + mutants

    def judge(case):
        name, files, path, kind, value = case
        return verdict({**files, path: written(path, value)}, path)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(judge, cases))
    differ, refused, beyond = [], 0, collections.Counter()
    with CASES.open("w") as out:
        for (name, _, path, kind, value), codes in zip(cases, verdicts):
            codes = {code: said for code, said in codes.items() if not code.startswith(WRITTEN)}
            unknown = codes.keys() - SAYABLE - BEYOND.keys()
            if unknown:
                sys.exit(f"write into judge.py whether a schema can tell {', '.join(sorted(unknown))}")
            errors = sorted(judges[kind].iter_errors(value), key=lambda e: list(map(str, e.path)))
            out.write(json.dumps({"kind": kind, "value": value, "valid": not errors}) + "\n")
            told = codes.keys() & SAYABLE
            refused += bool(errors)
            beyond.update(codes.keys() & BEYOND.keys())
            if not errors and told and told <= REFERENCES:
                # Where any value may be, or under a key that nobody knows.
                beyond.update(told)
            elif bool(errors) != bool(told) and not (errors and codes.keys() & {"unknown-model", "include-form"}):
                deep = [jsonschema.exceptions.best_match([e]) for e in errors[:2]]
                said = "; ".join(f"{'.'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in deep)
                differ.append(f"{name} {path}: schema: {said or 'valid'}\n  muxi: {codes or 'valid'}")
            elif not errors and any_kind.is_valid(value) is False:
                differ.append(f"{name} {path}: the schema of all kinds refuses it")
    print(f"{len(whole)} files, {len(mutants)} of {total} changes: {refused} refused by the schemas as by muxi", end="")
    print(f"; beyond a schema: {dict(beyond)}")
    if differ:
        sys.exit(f"{len(differ)} differ\n" + "\n".join(differ[:40]))


main()
