"""What a floor under the cosine costs and saves: memories that are far from the question are left out of the list.

    python3 floor.py [--floors 0 0.1 0.15 0.2 0.25 0.3]

Without a floor each question has as many near memories as there are places, also one that has nothing to do with any of
them. For each floor: recall@5 of words + table over all sets, and how many memories a question of another memory gets by
the table alone, where ten are wanted (those are all wrong). It needs the table, and neither the model nor its tokenizer.
"""

import argparse
import functools
import unicodedata

import numpy as np

import distil
import fulltext
import sets
from measure import POOL, hits, interval

IDLE = ["What is 2+2?", "Hello!", "Write a haiku about autumn.", "Thanks, that helped.", "Which files are in /tmp?",
        "Translate this into French.", "Summarise the report in three sentences.", "Why does my build fail?",
        "How tall is Mount Everest?", "Sort these numbers: 3 1 2"]


class Table:
    def __init__(self):
        self.places, rows = distil.read(distil.TABLE)
        self.rows = rows.astype(np.float32)

    @functools.cache
    def word(self, word):
        found, rest, mark = [], word, ""
        while rest:
            for end in range(len(rest), 0, -1):
                if mark + rest[:end] in self.places:
                    found.append(self.places[mark + rest[:end]])
                    rest, mark = rest[end:], "##"
                    break
            else:
                return []
        return found

    def encode(self, texts):
        out = np.zeros((len(texts), self.rows.shape[1]), np.float32)
        for at, text in enumerate(texts):
            plain = unicodedata.normalize("NFD", text.lower())
            plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
            words = "".join(f" {c} " if unicodedata.category(c)[0] == "P" or c in "$+<=>^`|~" else c for c in plain)
            places = [place for word in words.split() for place in self.word(word)]
            out[at] = self.rows[places].sum(0) if places else 0
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floors", type=float, nargs="+", default=[-1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4])
    floors = parser.parse_args().floors
    table, all_sets = Table(), sets.everything()
    results, foreign = {floor: [] for floor in floors}, {floor: [] for floor in floors}
    person, work = sets.written("person")[0], sets.written("work")[0]
    strangers = IDLE + [question for question, _ in sets.public(["english"])[1]][:200]
    for name, (facts, asked) in all_sets.items():
        questions = [question for question, _ in asked]
        index = fulltext.Index(facts)
        words = [index.find(question, POOL) for question in questions]
        base = hits(words, asked)
        cosines = table.encode(questions) @ table.encode(facts).T
        for floor in floors:
            near = [[at for at in np.argsort(-row, kind="stable")[:POOL] if row[at] >= floor] for row in cosines]
            found = hits([fulltext.fuse(a, b) for a, b in zip(words, near)], asked)
            results[floor].append((name, (found - base)[:, 1], found[:, 1].mean()))
    for memory in (person, work):
        cosines = table.encode(strangers) @ table.encode(memory).T
        idle = table.encode(IDLE) @ table.encode(memory).T
        for floor in floors:
            foreign[floor].append((np.minimum((cosines >= floor).sum(1), 10).mean(),
                                   np.minimum((idle >= floor).sum(1), 10).mean()))
    print("| floor | recall@5, mean of the sets | the worst set's gain | gain over all questions | foreign | idle |")
    print("|--:|--:|--:|---|--:|--:|")
    for floor in floors:
        gains = [gain for _, gain, _ in results[floor]]
        low, high = interval(np.concatenate(gains)) * 100
        mean = np.mean([share for _, _, share in results[floor]]) * 100
        worst = min(gain.mean() for gain in gains) * 100
        many, idle = np.mean(foreign[floor], axis=0)
        print(f"| {floor} | {mean:.1f} | {worst:+.1f} | {low:+.1f} to {high:+.1f} | {many:.1f} | {idle:.1f} |")


if __name__ == "__main__":
    main()
