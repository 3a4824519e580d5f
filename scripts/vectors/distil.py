"""Makes a small static table of vectors from all-MiniLM-L6-v2: one row of int8 for each piece of its vocabulary.

    python3 distil.py [OUT] [--dims 128]

1. Each piece goes through the real model alone, between its marks of start and end; the mean of the last layer is its
   vector.
2. The mean over the vocabulary is taken off, PCA turns what is left to `--dims` dimensions.
3. Frequent pieces count less. The vocabulary is in the order of frequency, so Zipf's law stands for counts that nobody
   has: p = 1 / (rank * ln(size)), and the weight is SIF's a / (a + p) (Arora, Liang, Ma, ICLR 2017) with a = 1e-3.
4. One scale for the whole table makes int8 of it. The vector of a text is the sum over its pieces, made length 1.
5. Pieces that weigh nothing, and those of other scripts than the Latin one, are left out: the model knows such words by
   their letters only.

The file: `MXSV`, then how many pieces and how many dimensions, then where each piece ends, all as u32, little-endian;
the pieces, sorted by their bytes, one behind the other; the rows in the same order. So nothing has to be built before
something can be looked up.

The same machine and versions give the same bytes: there is no chance in it, and the signs of the axes are fixed.
What it is worth is measured by measure.py; README.md has the figures.
"""

import argparse
import pathlib
import sys
import unicodedata

import numpy as np

import minilm

SIF = 1e-3
TABLE = pathlib.Path(__file__).parents[2] / "src/runtime/static_vectors/table.bin"
FIRST_WORD = 1996  # before it are marks, unused places and single characters


def vectors(model, cache):
    """The vector of each piece, before PCA: (30522, 384)."""
    if cache and cache.exists():
        return np.load(cache)
    size = model.tokenizer.get_vocab_size()
    out = np.zeros((size, minilm.WIDTH), np.float32)
    for start in range(0, size, 512):
        pieces = np.arange(start, min(start + 512, size))
        ids = np.stack([np.full_like(pieces, 101), pieces, np.full_like(pieces, 102)], 1)
        out[pieces] = model.hidden(ids).mean(1)
    if cache:
        np.save(cache, out)
    return out


def weights(size, a=SIF):
    rank = np.maximum(np.arange(size) - FIRST_WORD, 0) + 1.0
    p = 1.0 / (rank * np.log(size))
    w = a / (a + p)
    w[:999] = 0.0  # marks and unused places say nothing
    w[999:FIRST_WORD] = w[FIRST_WORD]  # signs and single letters: as little as the most frequent words
    return w


def is_latin(piece):
    piece = piece.removeprefix("##")
    return not piece.startswith("[unused") and all(
        ord(c) < 0x250 or unicodedata.category(c)[0] not in "LM" for c in piece
    )


def distil(raw, dims, a=SIF):
    """(pieces, dims) in float32; the rows carry their weights."""
    used = raw[999:]
    mean = used.mean(0)
    values, axes = np.linalg.eigh(np.cov((used - mean).T.astype(np.float64)))
    axes = axes[:, np.argsort(-values)[:dims]]
    largest = np.abs(axes).argmax(0)
    axes *= np.sign(axes[largest, np.arange(axes.shape[1])])
    return ((raw - mean) @ axes * weights(len(raw), a)[:, None]).astype(np.float32)


def quantise(table):
    """int8 by one scale that cuts one value of 10,000."""
    scale = np.quantile(np.abs(table), 0.9999) / 127.0
    return np.clip(np.rint(table / scale), -127, 127).astype(np.int8)


def write(path, vocabulary, table):
    kept = [at for at in range(999, len(vocabulary)) if is_latin(vocabulary[at])]
    kept.sort(key=lambda at: vocabulary[at].encode())
    pieces = [vocabulary[at].encode() for at in kept]
    head = np.array([len(kept), table.shape[1], *np.cumsum([len(piece) for piece in pieces])], "<u4")
    path.write_bytes(b"MXSV" + head.tobytes() + b"".join(pieces) + table[kept].tobytes())


def read(path):
    """From piece to row, and the rows."""
    raw = path.read_bytes()
    count, dims = np.frombuffer(raw, "<u4", 2, 4)
    ends = np.frombuffer(raw, "<u4", count, 12)
    text = raw[12 + 4 * count :]
    starts = np.concatenate([[0], ends[:-1]])
    places = {text[a:b].decode(): at for at, (a, b) in enumerate(zip(starts, ends))}
    rows = np.frombuffer(raw, np.int8, count * dims, 12 + 4 * count + ends[-1])
    return places, rows.reshape(count, dims)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path, nargs="?", default=TABLE)
    parser.add_argument("--dims", type=int, default=128)
    parser.add_argument("--cache", type=pathlib.Path, help="a folder to keep what the model says of each piece")
    args = parser.parse_args()
    model = minilm.MiniLM()
    raw = vectors(model, args.cache and args.cache / "raw.npy")
    write(args.out, model.vocabulary(), quantise(distil(raw, args.dims)))
    print(f"{args.out}: {len(read(args.out)[0])} pieces, {args.out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
