"""What a table of distil.py is worth: recall@1, @5 and @10 by words, by the table, by the real model, and fused.

    python3 measure.py [--cache DIR] [--dims 32 64 96 128 256]

The rule was fixed before anything was measured: at no more than 4 MB the table fused with the words has to gain 5
points of recall@5 over the words alone, with a 95 % interval above 0, and lose on no set; else it is not shipped.
Intervals are those of 5,000 paired draws of questions with replacement, from a fixed seed. README.md has the figures.
"""

import argparse
import pathlib
import sys
import tempfile

import numpy as np

import distil
import fulltext
import minilm
import sets

AT = (1, 5, 10)
POOL = 40  # what muxi takes of each list where ten are wanted


class Static:
    """A file of distil.py, read as muxi reads it: pieces, sum, length 1."""

    def __init__(self, model, path):
        places, rows = distil.read(path)
        self.tokenizer = model.tokenizer
        self.table = np.zeros((self.tokenizer.get_vocab_size(), rows.shape[1]), np.float32)
        for at, piece in enumerate(model.vocabulary()):
            if piece in places:
                self.table[at] = rows[places[piece]]

    def encode(self, texts):
        ids = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return minilm.unit(np.stack([self.table[one.ids].sum(0) if one.ids else self.table[0] for one in ids]))


def near(facts, questions):
    return [list(np.argsort(-row, kind="stable")[:POOL]) for row in questions @ facts.T]


def hits(found, asked):
    """(questions, len(AT)) of 0 and 1."""
    return np.array([[at in row[:k] for k in AT] for row, (_, at) in zip(found, asked)], float)


def interval(values):
    draws = np.random.default_rng(7).integers(0, len(values), (5000, len(values)))
    return np.quantile(values[draws].mean(1), [0.025, 0.975])


def judge(name, facts, asked, systems):
    """Rows of a table; returns whether a system meets the rule on this set."""
    questions = [question for question, _ in asked]
    index = fulltext.Index(facts)
    words = [index.find(question, POOL) for question in questions]
    porter = fulltext.Index(facts, porter=True)
    base = hits(words, asked)
    rows = [("words", base), ("words, porter", hits([porter.find(q, POOL) for q in questions], asked))]
    for system, encode in systems.items():
        ranked = near(encode(facts), encode(questions))
        rows.append((system, hits(ranked, asked)))
        rows.append((f"words + {system}", hits([fulltext.fuse(a, b) for a, b in zip(words, ranked)], asked)))
    print(f"\n### {name}: {len(facts)} facts, {len(asked)} questions\n")
    print("| | recall@1 | recall@5 | recall@10 | recall@5 less words' (95 %) |\n|---|---|---|---|---|")
    for row, values in rows:
        low, high = interval(values[:, 1])
        gain, (least, most) = (values - base)[:, 1].mean(), interval((values - base)[:, 1])
        one, five, ten = values.mean(0) * 100
        more = "" if row == "words" else f"{gain * 100:+.1f} ({least * 100:+.1f} to {most * 100:+.1f})"
        print(f"| {row} | {one:.1f} | {five:.1f} ({low * 100:.0f} to {high * 100:.0f}) | {ten:.1f} | {more} |", flush=True)
    return {row: values - base for row, values in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("--dims", type=int, nargs="+", default=[32, 64, 96, 128, 256])
    args = parser.parse_args()
    model = minilm.MiniLM()
    raw = distil.vectors(model, args.cache and args.cache / "raw.npy")
    systems = {}
    with tempfile.TemporaryDirectory() as folder:
        for dims in args.dims:
            path = pathlib.Path(folder) / "table.bin"
            distil.write(path, model.vocabulary(), distil.quantise(distil.distil(raw, dims)))
            systems[f"table {dims}, {path.stat().st_size / 1e6:.2f} MB"] = Static(model, path).encode
    systems["MiniLM"] = model.encode
    gains = {}
    for name, (facts, asked) in sets.everything().items():
        for row, values in judge(name, facts, asked, systems).items():
            gains.setdefault(row, []).append(values[:, 1])
    print("\n### All questions, each set as one share\n")
    print("| | recall@5 less words' (mean of sets) | the worst set | all questions as one (95 %) |\n|---|---|---|---|")
    for row, values in gains.items():
        means = [one.mean() * 100 for one in values]
        low, high = interval(np.concatenate(values)) * 100
        print(f"| {row} | {np.mean(means):+.1f} | {min(means):+.1f} | {low:+.1f} to {high:+.1f} |")


if __name__ == "__main__":
    sys.exit(main())
