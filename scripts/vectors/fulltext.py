"""Recall by words, as `muxi` does it: the same index, the same query, the same fusion.

What is here follows src/runtime/memory/ (the words of a question, bm25 of SQLite, reciprocal ranks), so that the
figures are about the product. `porter` is the plain alternative, for comparison.
"""

import re
import sqlite3

ENDINGS = ["ing", "ies", "es", "ed", "en", "s"]
STOP = set(
    """a about an and are as at be been but by can could did do does for from had has have he her him his how i if in
    into is it its me my of on or our she so some that the their them then there they this to us was we were what when
    where which who why will with would you your am auf aus bei bin das dass dem den der des die du ein eine einem
    einen einer er es für hat ich ihr im ist ja kein man mein mich mir mit nicht noch oder sein sich sie sind so und
    uns von war was wer wie wir wo zu zum zur au aux avec ce ces dans de elle en est et il ils je la le les leur ma
    mais mes moi mon ne nous ou où par pas pour qu que quel quelle qui sa se ses son sur ta te tu un une vous al como
    con cual cuando del donde el ella es esta este ha lo los las mi no para pero por qué quien si sin su sus tengo
    tiene y yo""".split()
)


def words(text):
    return re.findall(r"[^\W_]+", text)


def query(text):
    """Any of the words, and what begins with their stems."""
    found = list(dict.fromkeys(word.lower() for word in words(text)))
    if any(word not in STOP for word in found):
        found = [word for word in found if word not in STOP]
    found.sort(key=lambda word: -len(word))
    parts = []
    for word in found[:32]:
        parts.append(f'"1x{word}"')
        starts = [word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 4]
        start = starts[0] if starts else word if len(word) >= 4 else None
        if start:
            parts.append(f'"1x{start}" *')
    return " OR ".join(parts)


class Index:
    def __init__(self, facts, porter=False):
        self.porter = porter
        self.db = sqlite3.connect(":memory:")
        kind = "porter unicode61" if porter else "unicode61 remove_diacritics 2 categories ''L* M* N* Co''"
        self.db.execute(f"CREATE VIRTUAL TABLE t USING fts5 (words, tokenize = '{kind}')")
        for at, fact in enumerate(facts):
            kept = fact if porter else " ".join("1x" + word for word in words(fact))
            self.db.execute("INSERT INTO t (rowid, words) VALUES (?, ?)", (at, kept))

    def find(self, question, most):
        asked = " OR ".join(f'"{word}"' for word in words(question)) if self.porter else query(question)
        if not asked:
            return []
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t), rowid DESC LIMIT ?"
        return [row for (row,) in self.db.execute(sql, (asked, most))]


def fuse(text, near):
    """Reciprocal ranks with 60, and the later of two a little before the other."""
    score = {}
    for ranked in (text, near):
        for place, at in enumerate(ranked):
            score[at] = score.get(at, 0.0) + 1.0 / (61 + place)
    for place, at in enumerate(sorted(score, reverse=True)):
        score[at] += 0.02 / (61 + place)
    return sorted(score, key=lambda at: (-score[at], -at))
