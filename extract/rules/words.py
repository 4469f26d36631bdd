"""Which word is what: the rule model's lexicon, and a text cut into words that know their forms."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

VOWELS = "aeiou"


class Word(NamedTuple):
    """What the lexicon knows about a word form."""

    low: str
    forms: str = ""
    """Verb forms that it can be: b(ase), s (third person), d (past), n (past participle), g (-ing)."""
    bases: tuple[str, ...] = ()
    noun_like: bool = False
    """Whether its verb is a noun as often."""
    tags: frozenset[str] = frozenset()
    """Word classes of words.toml, and number, punctuation, quoted, bracketed, plural, possessive, capital."""


class Token(NamedTuple):
    """A word, number, mark, short quotation or bracket of the text, at [start, end)."""

    start: int
    end: int
    text: str
    word: Word

    @property
    def low(self) -> str:
        """The case-folded text."""
        return self.word.low

    def has(self, tag: str) -> bool:
        """Whether the word is of that class."""
        return tag in self.word.tags


def table(name: str) -> dict[str, Any]:
    """Return the rule table of that file name, which lies beside this module."""
    return tomllib.loads(files("extract.rules").joinpath(name).read_text(encoding="utf-8"))


def third_person(base: str) -> str:
    """Return the form with -s.

    >>> [third_person(base) for base in ("reach", "rely", "build", "deploy")]
    ['reaches', 'relies', 'builds', 'deploys']
    """
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def past(base: str, doubled: bool) -> str:
    """Return the regular form with -ed.

    >>> [past("plan", True), past("rely", False), past("use", False), past("work", False)]
    ['planned', 'relied', 'used', 'worked']
    """
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if doubled else "") + "ed"


def gerund(base: str, doubled: bool) -> str:
    """Return the form with -ing.

    >>> [gerund("plan", True), gerund("use", False), gerund("lie", False), gerund("see", False)]
    ['planning', 'using', 'lying', 'seeing']
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + (base[-1] if doubled else "") + "ing"


WORDS = table("words.toml")
CLASSES: dict[str, frozenset[str]] = {name: frozenset(listed.split()) for name, listed in WORDS["words"].items()}
SETS: dict[str, frozenset[str]] = {name: frozenset(listed.split()) for name, listed in WORDS["sets"].items()}
JOINING = frozenset(WORDS["participles"]["joining"].split())


def _verb_forms() -> Iterator[tuple[str, str, str]]:
    """Yield (form, letter, base) for each form of each verb of the lexicon."""
    verbs = WORDS["verbs"]
    irregular = {line.split()[0]: line.split()[1:] for line in verbs["irregular"].strip().splitlines()}
    doubling = frozenset(verbs["doubling"].split())
    listed = {*verbs["plain"].split(), *verbs["noun_like"].split(), *WORDS["attribution"]["verbs"].split(), *irregular}
    for base in sorted(listed - {"be", "have", "do"}):
        doubled = base in doubling
        regular = past(base, doubled)
        simple, participle = irregular.get(base, (regular, regular))
        yield base, "b", base
        yield third_person(base), "s", base
        yield simple, "d", base
        yield participle, "n", base
        yield gerund(base, doubled), "g", base


@cache
def _lexicon() -> dict[str, Word]:
    """Return every verb form and every listed word with what is known of it."""
    forms: dict[str, set[str]] = {}
    bases: dict[str, list[str]] = {}
    for form, letter, base in _verb_forms():
        forms.setdefault(form, set()).add(letter)
        if base not in bases.setdefault(form, []):
            bases[form].append(base)
    for low in (word for listed in CLASSES.values() for word in listed):
        forms.setdefault(low, set())
    return {low: _entry(low, "".join(sorted(letters)), tuple(bases.get(low, ()))) for low, letters in forms.items()}


def _entry(low: str, forms: str, bases: tuple[str, ...]) -> Word:
    nouns, plurals = VERB_NOUNS
    tags = frozenset(name for name, listed in CLASSES.items() if low in listed)
    noun_like = not bases or any(base in nouns or ("s" in forms and base in plurals) for base in bases)
    return Word(low, "" if "never_verb" in tags else forms, bases, noun_like, tags)


VERB_NOUNS = tuple(frozenset(WORDS["verbs"][name].split()) for name in ("noun_like", "plural_like"))

PATTERN = re.compile(
    r"""
    (?P<quoted>“[^“”\n]{1,400}”|"[^"\n]{1,400}")
  | (?P<bracketed>\([^()\n]{0,300}\)|（[^（）\n]{0,300}）)
  | (?P<date>(?:January|February|March|April|May|June|July|August|September|October|November|December
       |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{1,2},\s\d{4}\b)
  | (?P<firm>(?:Co|Corp|Company|Corporation|Group|Inc)\.?,[ ]?(?:Ltd|Inc|LLC|Corp|LP|SA|NV|AG)\b\.?)
  | (?P<number>(?:(?:[A-Z]{1,3})?[$€£¥₹])?\d+(?:[.,:/'’×·–−-]{1,2}\d+)*[^\W\d_]*(?:[%‰]|(?:-[^\W\d_]+)+)?)
  | (?P<word>[^\W\d_]+(?:[-'’&.][^\W_]+)*(?:(?<=s)['’](?=\s))?)
  | (?P<dots>\.{2,}|…+)
  | (?P<mark>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
SAID_AFTER = re.compile(rf",?\s(?:[^\W\d_]{{1,20}}\s){{0,3}}(?:{'|'.join(sorted(SETS['said_first']))})\b")
"""What follows the speech of "…", said the mayor" and "…" the young mayor said"."""
POSSESSIVE = ("'s", "’s", "s'", "s’")
IRREGULAR_PLURALS = frozenset(["people", "men", "women", "children", "police", "media", "staff", "data"])
SPEECH_END = (",", ".", "!", "?", "，", "。")


@lru_cache(maxsize=20_000)
def know(text: str) -> Word:
    """Return what is known of a word as it is written, guessing the forms of an unlisted one from its ending."""
    low = text.lower()
    listed = _lexicon().get(low)
    tags = set(listed.tags) if listed else set()
    if low.endswith(POSSESSIVE):
        tags.add("possessive")
    elif (low.endswith("s") and not low.endswith(("ss", "us", "is"))) or low in IRREGULAR_PLURALS:
        tags.add("plural")
    if text[0].isupper():
        tags.add("capital")
    if low.endswith("ly") and low not in CLASSES["not_adverb"] and (text[0].islower() or len(low) > 5):
        tags.add("adverb")
    if listed is not None:
        return listed._replace(tags=frozenset(tags))
    return Word(low, _guessed(low), (), True, frozenset(tags))


def _guessed(low: str) -> str:
    if low.endswith("ed") and len(low) > 4 and "-" not in low:
        return "dn"
    return "g" if low.endswith("ing") and len(low) > 5 and "-" not in low else ""


FIXED = {
    kind: Word("", tags=frozenset({tag}))
    for kind, tag in {
        "quoted": "quoted",
        "bracketed": "bracketed",
        "date": "number",
        "number": "number",
        "firm": "firm",
        "dots": "punctuation",
    }.items()
}


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of text[start:end]; a spoken sentence in quotation marks is read word by word."""
    found: list[Token] = []
    position = start
    while match := PATTERN.search(text, position, end):
        position = match.end()
        kind = match.lastgroup or "mark"
        piece = match.group()
        if kind == "quoted" and (is_speech(piece) or SAID_AFTER.match(text, position, end)):
            found.append(
                Token(match.start(), match.start() + 1, piece[0], Word(piece[0], tags=frozenset({"punctuation"})))
            )
            position = match.start() + 1
        elif kind == "word":
            found.append(Token(match.start(), position, piece, know(piece)))
        elif kind == "mark":
            found.append(Token(match.start(), position, piece, Word(piece, tags=frozenset({"punctuation"}))))
        else:
            found.append(Token(match.start(), position, piece, FIXED[kind]))
    return found


def with_asides(words: Sequence[Token]) -> list[Token]:
    """Return the words, the commas around a lone ", however," read as the adverb that they enclose."""
    found = list(words)
    for at in range(1, len(words) - 2):
        before, aside, after = words[at : at + 3]
        if before.text == after.text == "," and aside.low in SETS["asides"]:
            found[at], found[at + 2] = (mark._replace(word=Word(",", tags=aside.word.tags)) for mark in (before, after))
    return found


def is_speech(quotation: str) -> bool:
    """Whether a quotation is a sentence that somebody speaks rather than a name or a slogan.

    >>> is_speech("“We will build a new port,”"), is_speech("“one core, two wings”")
    (True, False)
    """
    inner = quotation[1:-1].strip()
    return inner.endswith(SPEECH_END) and inner.count(" ") >= 2
