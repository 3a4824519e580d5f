"""The programs that are compared: how each keeps the same secrets, and what it runs for each column."""

import os
import pathlib
import re
import shutil
import subprocess

COLUMNS = ["start", "names", "list", "get", "all", "add"]


class Missing(Exception):
    """The program is not installed."""


class Tool:
    """A directory with the secrets in it, and a command for each column that the program has."""

    name = ""
    note = ""
    program = ""

    def __init__(self, root, secrets):
        self.secrets, self.wanted = secrets, list(secrets)[len(secrets) // 2]
        self.dir = pathlib.Path(root) / f"{self.name}-{len(secrets)}"
        self.dir.mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.dir), "LANG": "C.UTF-8"}
        self.added = 0
        if not shutil.which(self.program):
            raise Missing(self.program)
        self.prepare()

    def ok(self, *command, stdin=""):
        done = subprocess.run(command, cwd=self.dir, env=self.env, input=stdin, text=True, capture_output=True)
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(command)[:200]}: {done.stderr[-500:]}")
        return done.stdout

    def plain(self):
        return "".join(f"{name}={value}\n" for name, value in self.secrets.items())

    def version(self):
        found = re.search(r"\d+\.\d+[.\d]*", self.ok(self.program, "--version"))
        return found.group() if found else "?"

    def fresh(self):
        """A name and a value that are not there yet."""
        self.added += 1
        return f"ZZ_NEW_{self.added}", f"{self.added:040}"

    def start(self):
        return [self.program, "--version"], ""

    def shell(self, script):
        return ["sh", "-c", script], ""

    def size(self):
        return None

    def close(self):
        """Ends what still runs."""


class Muxi(Tool):
    name = program = "muxi"

    def prepare(self):
        self.env["MUXI_STATE_DIR"] = str(self.dir / "state")
        (self.dir / "formation.afs").write_text(
            'schema: "1.0.0"\nid: bench\ndescription: x\nllm:\n  models:\n    - text: muxi/echo\n'
            "agents:\n  - id: a\n    name: A\n    description: x\n"
        )
        try:
            from make import key_file, secrets_file
        except ImportError:
            if len(self.secrets) > 2000:
                raise Missing("Python's cryptography, which makes large files") from None
            for name, value in self.secrets.items():
                self.ok("muxi", "secrets", "add", name, stdin=value)
        else:
            key = os.urandom(32)
            (self.dir / ".key").write_text(key_file(key))
            (self.dir / ".key").chmod(0o600)
            (self.dir / "secrets.enc").write_text(secrets_file(key, self.secrets))
            (self.dir / "secrets").write_text("".join(f"{name}=\n" for name in sorted(self.secrets)))
        # The first write adds what every formation has; and it shows that the file is a good one.
        self.ok("muxi", "secrets", "add", "ZZ_FIRST", stdin="x" * 40)
        if self.ok("muxi", "secrets", "get", self.wanted) != self.secrets[self.wanted]:
            raise RuntimeError("muxi: another value")

    def names(self):
        # An empty key file beside an unknown directory: names without a key.
        (self.dir / "keyless").mkdir(exist_ok=True)
        for file in ["formation.afs", "secrets.enc", "secrets"]:
            shutil.copy(self.dir / file, self.dir / "keyless")
        return ["muxi", "-q", "secrets", "list", "-C", "keyless"], ""

    def list(self):
        return ["muxi", "secrets", "list"], ""

    def get(self):
        return ["muxi", "secrets", "get", self.wanted], ""

    def all(self):
        if subprocess.run(["muxi", "secrets", "export", "--help"], capture_output=True).returncode:
            return None
        return ["muxi", "secrets", "export"], ""

    def add(self):
        name, value = self.fresh()
        return ["muxi", "secrets", "add", name], value

    def size(self):
        return (self.dir / "secrets.enc").stat().st_size


class Murk(Tool):
    name = program = "murk"

    def prepare(self):
        (self.dir / "all.env").write_text(self.plain())
        self.ok("git", "init", "-q", ".")
        self.ok("murk", "init", stdin="bench\n")
        env = self.dir / ".env"
        for line in env.read_text().splitlines() if env.exists() else []:
            found = re.match(r"(?:export )?(MURK_\w+)=['\"]?([^'\"]*)", line)
            if found:
                self.env[found[1]] = found[2]
        self.ok("murk", "import", "all.env")
        if self.ok("murk", "get", self.wanted).strip() != self.secrets[self.wanted]:
            raise RuntimeError("murk: another value")

    def names(self):
        return ["murk", "ls"], ""

    def get(self):
        return ["murk", "get", self.wanted], ""

    def all(self):
        return ["murk", "export"], ""

    def add(self):
        name, value = self.fresh()
        return ["murk", "add", name], value

    def size(self):
        return (self.dir / ".murk").stat().st_size


class Age(Tool):
    name = program = "age"
    note = "the whole file is one message; get, list and add are all of it, piped"

    def prepare(self):
        self.ok(f"{self.program}-keygen", "-o", "key")
        self.to = re.search(r"age1\w+", (self.dir / "key").read_text()).group()
        self.ok(self.program, "-r", self.to, "-o", "file", stdin=self.plain())

    def names(self):
        return self.shell(f"{self.program} -d -i key file | cut -d= -f1")

    def get(self):
        return self.shell(f"{self.program} -d -i key file | grep '^{self.wanted}='")

    def all(self):
        return [self.program, "-d", "-i", "key", "file"], ""

    def add(self):
        line = "=".join(self.fresh())
        new = f"{{ {self.program} -d -i key file; echo {line}; }} | {self.program} -r {self.to} -o file.new"
        return self.shell(f"{new} && mv file.new file")

    def size(self):
        return (self.dir / "file").stat().st_size


class Rage(Age):
    name = program = "rage"


class Pass(Tool):
    name = program = "pass"
    note = "a file of gpg for each secret; all is a loop; what gpg-agent works is not counted"

    def prepare(self):
        home = self.dir / "g"
        home.mkdir(mode=0o700)
        self.env |= {"GNUPGHOME": str(home), "PASSWORD_STORE_DIR": str(self.dir / "store")}
        self.ok("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "bench", "default", "default")
        self.ok("pass", "init", "bench")
        insert = 'while IFS== read -r name value; do printf %s "$value" | gpg -q --batch -r bench -e -o "$1/$name.gpg"; done'
        self.ok("sh", "-c", insert, "sh", str(self.dir / "store"), stdin=self.plain())

    def version(self):
        return re.search(r"v(\d[\d.]*)", self.ok("pass", "version"))[1]

    def start(self):
        return ["pass", "version"], ""

    def names(self):
        return ["pass", "ls"], ""

    def get(self):
        return ["pass", "show", self.wanted], ""

    def all(self):
        return self.shell('for file in store/*.gpg; do gpg -q --batch -d "$file" || exit 1; done')

    def add(self):
        name, value = self.fresh()
        return ["pass", "insert", "-m", name], value

    def size(self):
        return sum(file.stat().st_size for file in (self.dir / "store").glob("*.gpg"))

    def close(self):
        self.ok("gpgconf", "--kill", "all")


class AnsibleVault(Tool):
    name = program = "ansible-vault"
    note = "the whole file is one message"

    def prepare(self):
        self.env |= {"ANSIBLE_LOCAL_TEMP": str(self.dir / "tmp"), "ANSIBLE_VAULT_PASSWORD_FILE": "password"}
        (self.dir / "password").write_text("x" * 43)
        (self.dir / "file").write_text(self.plain())
        self.ok("ansible-vault", "encrypt", "file")

    def get(self):
        return self.shell(f"ansible-vault view file | grep '^{self.wanted}='")

    def all(self):
        return ["ansible-vault", "view", "file"], ""

    def add(self):
        line = "=".join(self.fresh())
        (self.dir / "editor").write_text(f'#!/bin/sh\necho {line} >> "$1"\n')
        (self.dir / "editor").chmod(0o755)
        return ["env", "EDITOR=./editor", "ansible-vault", "edit", "file"], ""

    def size(self):
        return (self.dir / "file").stat().st_size


class Dotenvx(Tool):
    name = program = "dotenvx"
    note = "npm package on Node"

    def prepare(self):
        (self.dir / ".env").write_text(self.plain())
        self.ok("dotenvx", "encrypt")

    def get(self):
        return ["dotenvx", "get", self.wanted], ""

    def all(self):
        return ["dotenvx", "get"], ""

    def add(self):
        return ["dotenvx", "set", *self.fresh()], ""

    def size(self):
        return (self.dir / ".env").stat().st_size


RIVALS = [Murk, Age, Rage, Pass, AnsibleVault, Dotenvx]
