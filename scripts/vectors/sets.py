"""What is asked: facts as a memory has them, questions as people put them, and which fact answers which question.

`pairs/*.tsv` were written by hand for this, before anything was measured (`direct.tsv` after the first look, when the
others turned out to have few words of their facts in their questions): a fact, then its questions. Each set is one
memory: all facts of a file are candidates for all of its questions. `alike()` makes facts that differ in one name only. `public()` has questions and answers that others wrote (chatterbot-corpus, BSD).
"""

import pathlib

HERE = pathlib.Path(__file__).parent / "pairs"
NAMES = ["Amir", "Beatrix", "Chidi", "Dolores", "Emre", "Fiona", "Goran", "Hana", "Ivo", "Jamila", "Kenji", "Lotte"]
RELATIONS = [
    ("{n} cannot eat {x}.", "What must not be in the meal when {n} comes over?",
     "shellfish wheat milk celery soy mustard eggs sesame lupin almonds kiwi honey".split()),
    ("{n} works as a {x}.", "What job does {n} do?",
     "baker pilot plumber surgeon librarian welder translator florist judge beekeeper drummer tailor".split()),
    ("{n} lives in {x}.", "Where is {n}'s home?",
     "Oslo Lima Cairo Perth Quito Hanoi Dakar Turin Minsk Boise Leeds Accra".split()),
    ("{n} was born in {x}.", "Which year is {n}'s birth year?", [str(1950 + 4 * n) for n in range(12)]),
    ("{n} drives a {x}.", "What car does {n} own?",
     "Volvo Fiat Tesla Mazda Saab Kia Lada Jeep Audi Dacia Seat Mini".split()),
    ("{n} keeps a {x}.", "Which pet does {n} have?",
     "parrot ferret gecko hamster pony goldfish snake rabbit tortoise beagle canary hedgehog".split()),
    ("{n} plays the {x}.", "Which instrument does {n} practise?",
     "oboe harp banjo tuba violin flute cello drums accordion trumpet organ lute".split()),
    ("{n} is married to {x}.", "What is the name of {n}'s spouse?",
     "Paula Quentin Rosa Stefan Tamar Ulrich Vera Walter Xenia Yusuf Zelda Otto".split()),
    ("{n} is afraid of {x}.", "What frightens {n}?",
     "spiders heights thunder needles clowns deep-water bats crowds darkness lifts wasps mice".split()),
    ("{n} drinks {x} in the morning.", "What beverage does {n} have at breakfast?",
     "tea cocoa espresso water mate juice kefir chai smoothies matcha cider buttermilk".split()),
]


def written(name):
    facts, asked = [], []
    for line in (HERE / f"{name}.tsv").read_text().splitlines():
        fact, *questions = line.split("\t")
        asked += [(question, len(facts)) for question in questions]
        facts.append(fact)
    return facts, asked


def direct():
    """Questions in the words of the facts, over the facts of both memories: where words alone are at their best."""
    facts = written("person")[0] + written("work")[0]
    asked = []
    for line in (HERE / "direct.tsv").read_text().splitlines():
        part, question = line.split("\t")
        (at,) = (at for at, fact in enumerate(facts) if part in fact)
        asked.append((question, at))
    return facts, asked


def alike():
    facts, asked = [], []
    for at, name in enumerate(NAMES):
        for shift, (fact, question, values) in enumerate(RELATIONS):
            asked.append((question.format(n=name), len(facts)))
            facts.append(fact.format(n=name, x=values[(at + shift) % len(values)]))
    return facts, asked


def public(languages):
    """Each answer once, with the first question to it; answers of two words and fewer than 400 characters."""
    import chatterbot_corpus
    import yaml

    facts, asked, seen = [], [], set()
    root = pathlib.Path(chatterbot_corpus.__file__).parent / "data"
    for language in languages:
        for file in sorted((root / language).glob("*.yml")):
            for talk in yaml.safe_load(file.read_text())["conversations"] or []:
                if len(talk) < 2:
                    continue
                question, answer = str(talk[0]).strip(), str(talk[1]).strip()
                if len(answer.split()) < 2 or len(answer) > 400 or answer in seen or question in seen:
                    continue
                seen |= {answer, question}
                asked.append((question, len(facts)))
                facts.append(answer)
    return facts, asked


def everything():
    english = {"person": written("person"), "work": written("work"), "direct": direct()}
    english |= {"look-alike": alike(), "public": public(["english"])}
    other = {name: written(name) for name in ("de", "fr", "es")}
    return english | other | {"public de+fr+es": public(["german", "french", "spanish"])}
