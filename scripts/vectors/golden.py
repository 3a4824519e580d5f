"""Writes what src/runtime/static_vectors/ is tested by: 10,000 texts cut by the real tokenizer, and their sums.

Both sides make the same texts from the pieces of the table and FRAGMENTS, so only a hash of each 50 is kept. Pieces that
the table has not make a word unknown.
"""

import pathlib

import numpy as np

import distil
import minilm

OUT = distil.TABLE.parent
FRAGMENTS = (OUT / "fragments.txt").read_text().split("\n")
TEXTS, BLOCK = 10_000, 50
MASK = (1 << 64) - 1


class Chance:
    """SplitMix64 (Steele, Lea, Flood, OOPSLA 2014)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, most):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return (z ^ (z >> 31)) % most


def unescaped(fragment):
    """`\\u{41}` is a character by its number."""
    first, *others = fragment.split("\\u{")
    return first + "".join(chr(int(other.partition("}")[0], 16)) + other.partition("}")[2] for other in others)


def text(number, pieces, fragments):
    chance, made = Chance(number), ""
    for _ in range(1 + chance.below(12)):
        if chance.below(10) < 6:
            unit = pieces[chance.below(len(pieces))].removeprefix("##")
        else:
            unit = fragments[chance.below(len(fragments))]
        if chance.below(6) == 0:
            unit = "".join(c.upper() if "a" <= c <= "z" else c for c in unit)
        made += unit + ("" if chance.below(4) == 0 else " ")
    return made


def cut(tokenizer, places, text):
    one = tokenizer.encode(text, add_special_tokens=False)
    words = []
    for piece, word in zip(one.tokens, one.word_ids):
        if not words or words[-1][0] != word:
            words.append((word, []))
        words[-1][1].append(piece)
    found = []
    for _, pieces in words:
        found += pieces if all(piece in places for piece in pieces) else ["[UNK]"]
    return found


def main():
    model = minilm.MiniLM()
    model.tokenizer.no_truncation()
    places, rows = distil.read(distil.TABLE)
    pieces, fragments = list(places), [unescaped(one) for one in FRAGMENTS if one]
    lines = []
    for block in range(TEXTS // BLOCK):
        fnv = 0xCBF29CE484222325
        for number in range(block * BLOCK, (block + 1) * BLOCK):
            found = cut(model.tokenizer, places, text(number, pieces, fragments))
            sums = np.zeros(rows.shape[1], np.int64)
            for piece in found:
                if piece in places:
                    sums += rows[places[piece]]
            for byte in "\n".join(found).encode() + sums.astype("<i4").tobytes():
                fnv = ((fnv ^ byte) * 0x100000001B3) & MASK
        lines.append(f"{fnv:016x}")
    (OUT / "golden.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
